"""What is entered at the desk is what a person finds in nbgrader's formgrader and a learner in the feedback, in a real browser."""

import os
import re
import sys
from pathlib import Path

import pytest
from throwaway import course_environment, needs_bubblewrap
from visiting import Visitor, served

from chainrule_staff.review.class_answers import read_answers
from chainrule_staff.review.grouping import groups

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
import formgrader
import lab

MISSING = lab.reason_to_skip()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.thorough,
    needs_bubblewrap,
    pytest.mark.skipif(MISSING is not None and os.environ.get("CI") != "true", reason=str(MISSING)),
]
SAID = "Half of the inputs are lost: look at 4.3."
REASON = "The mean was not asked."


@pytest.fixture
def at_desk(graded):
    """The course after a group got a comment at the desk, and another one points by hand."""
    with served(graded) as (desk, address):
        visitor = Visitor(address)
        visitor.get(f"/?token={desk.token}")
        for learner, action, fields in (
            ("ada", "comment", {"text": SAID}),
            ("chen", "score", {"points": "1.5", "text": REASON}),
        ):
            answers = read_answers(graded, "01_mould").given("he_normal")
            (key,) = [group.key for group in groups(answers) if learner in group.learners]
            form = re.search(r'name="_xsrf" value="([^"]+)"', visitor.get("/exercise/he_normal")[1])[1]
            status, _ = visitor.post(f"/exercise/he_normal/{key}/{action}", _xsrf=form, **fields)
            assert status == 200
        yield graded, visitor


def submission(course, learner):
    """The id in the address of a learner's notebook in formgrader, which shows no names."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        return book.find_submission_notebook("mould", "01_mould", learner).id


def shown(page, selector):
    """What a field of the grading page holds once formgrader has filled it."""
    page.wait_for_function("one => document.querySelector(one)?.value", arg=selector)
    return page.locator(selector).input_value()


def test_a_groups_comment_and_points_are_in_formgrader_and_in_a_members_feedback(at_desk, tmp_path):
    course, visitor = at_desk
    pictures = Path(os.environ.get("CHAINRULE_SCREENSHOTS", tmp_path))
    with (
        lab.server(course, tmp_path / "home", course_environment(course), learners=False) as address,
        formgrader.page(address, tmp_path / "profile") as page,
    ):
        formgrader.visit(page, address, f"submissions/{submission(course, 'bela')}/")
        assert shown(page, "#ex-he_normal-comment") == SAID
        assert page.locator("#check-he_normal").input_value() == ""  # the check's own points stand
        page.locator("#ex-he_normal-comment").scroll_into_view_if_needed()
        page.screenshot(path=pictures / "formgrader-comment.png")

        formgrader.visit(page, address, f"submissions/{submission(course, 'dora')}/")
        assert shown(page, "#check-he_normal") == "1.5"
        assert shown(page, "#ex-he_normal-comment") == f"1.5 points given by hand: {REASON}"
        page.locator("#check-he_normal").scroll_into_view_if_needed()
        page.screenshot(path=pictures / "formgrader-points.png")

        with page.expect_response(lambda answer: answer.request.method == "PUT" and "/comment/" in answer.url):
            page.locator("#ex-he_normal-comment").fill("Said in formgrader.")
            page.locator("#check-he_normal").click()
        assert "Said in formgrader." in visitor.get("/learner?id=dora")[1]

        formgrader.visit(page, address, "manage_submissions/01_mould")
        for learner, texts, points in (("bela", [SAID], ""), ("dora", ["Said in formgrader."], "1.5 of 2 points")):
            assert "Successfully generated feedback" in formgrader.press(page, learner, "generate-feedback")
            feedback = page.context.new_page()
            feedback.goto((course / "feedback" / learner / "01_mould" / "mould.html").as_uri())
            text = feedback.locator("main").inner_text()
            assert points in text and all(one in text for one in texts), text
            feedback.screenshot(path=pictures / f"feedback-{learner}.png", full_page=True)
            feedback.close()
