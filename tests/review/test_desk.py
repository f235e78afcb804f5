"""The desk serves what a class wrote to who has its token, and enters what is said of it in the gradebook."""

import json
import re
from pathlib import Path

import pytest
from throwaway import GATE, ROOT, nbgrader, needs_bubblewrap
from visiting import Visitor, served
from wrote import MARKUP, WRITTEN

from chainrule.disk import locked
from chainrule_staff.authoring.source import read
from chainrule_staff.review import entering
from chainrule_staff.review.class_answers import read_answers
from chainrule_staff.review.class_pages import readable
from chainrule_staff.review.grouping import groups

pytestmark = needs_bubblewrap
CHROMIUM = "/usr/bin/chromium"
PLACE = ("01_mould", "mould", "he_normal")


@pytest.fixture
def at_desk(graded):
    """Somebody with the token, the desk, and its course."""
    with served(graded) as (desk, address):
        visitor = Visitor(address)
        visitor.get(f"/?token={desk.token}")
        yield visitor, desk, graded


def group_of(course, learner):
    return next(
        group for group in groups(read_answers(course, "01_mould").given("he_normal")) if learner in group.learners
    )


def form_of(page):
    return re.search(r'name="_xsrf" value="([^"]+)"', page)[1]


def send(visitor, course, learner, action, **fields):
    """Fill in a form of the group that a learner belongs to; the page that follows."""
    _, page = visitor.get("/exercise/he_normal")
    return visitor.post(f"/exercise/he_normal/{group_of(course, learner).key}/{action}", _xsrf=form_of(page), **fields)


def in_book(course, learner):
    """Comment and manual score of one learner's answer."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        comment = book.find_comment("ex-he_normal", "mould", "01_mould", learner)
        grade = book.find_grade("check-he_normal", "mould", "01_mould", learner)
        return comment.to_dict()["manual_comment"], grade.manual_score  # the former is what formgrader gets


def test_answers_stand_together_by_what_is_wrong_with_them(graded):
    found = {learner: group_of(graded, learner) for learner in ("ada", "chen", "emil", "markup")}
    assert found["ada"].learners == ["ada", "bela"] and found["ada"].title == "xavier"
    assert len(found["ada"].ways) == 1  # they differ in names and a comment
    assert found["chen"].learners == ["chen", "dora"] and found["emil"].kind == "right"


def test_who_has_no_token_sees_nothing(graded):
    with served(graded) as (desk, address):
        for path in ("/", "/exercise/he_normal", "/learner?id=ada", "/?token=guess", "/nothing"):
            status, page = Visitor(address).get(path)
            assert status == 403 and "ada" not in page, path
        status, _ = Visitor(address).get(f"/?token={desk.token}", Host="course.example")
        assert status == 403


def test_names_are_folded_away_and_an_example_stands_beside_the_reference(at_desk):
    visitor, _, _ = at_desk
    status, page = visitor.get("/exercise/he_normal")
    assert status == 200 and "4 groups" in page
    assert not re.search(r"<details[^>]*class=\"who\"[^>]*open", page)
    outside = re.sub(r'(?s)<details class="who">.*?</details>', "", page)
    assert "bela" not in outside and "chen" not in outside
    assert 'class="diff"' in page and "chainrule-panel" in page


def test_a_comment_reaches_all_members_and_nobody_else_and_is_in_the_feedback(at_desk):
    visitor, _, course = at_desk
    status, page = send(visitor, course, "ada", "comment", text="Half of the inputs\nare lost: look at 4.3.")
    assert status == 200 and "2 of 2 learners got the comment" in page
    text = "Half of the inputs\nare lost: look at 4.3."
    assert [in_book(course, learner)[0] for learner in ("ada", "bela", "chen")] == [text, text, None]
    _, again = send(visitor, course, "ada", "comment", text=text)
    assert "0 of 2 learners" in again and in_book(course, "ada")[0] == text
    send(visitor, course, "ada", "comment", text="One thing more.")
    assert in_book(course, "bela")[0] == f"{text}\n\nOne thing more."
    nbgrader(course, "generate_feedback", "01_mould")
    feedback = (course / "feedback" / "bela" / "01_mould" / "mould.html").read_text()
    assert "are lost: look at 4.3." in feedback


def test_points_by_hand_need_a_reason_and_stay_within_the_exercise(at_desk):
    visitor, _, course = at_desk
    assert "the text is empty" in send(visitor, course, "chen", "score", points="1", text="  ")[1]
    assert "is not between 0 and the 2 points" in send(visitor, course, "chen", "score", points="7", text="why")[1]
    assert "is not between" in send(visitor, course, "chen", "score", points="nan", text="why")[1]
    assert in_book(course, "chen") == (None, None)
    assert (
        "2 learners have 1 point for it"
        in send(visitor, course, "chen", "score", points="1", text="The mean was not asked.")[1]
    )
    assert in_book(course, "dora") == ("1 point given by hand: The mean was not asked.", 1.0)


def test_an_unexplained_answer_becomes_a_known_mistake(at_desk):
    visitor, _, course = at_desk
    fields = {"name": "mean_of_a_half", "text": 'The mean is 0.5; the contract says "0".', "function": "he_normal"}
    assert "Read the code first" in send(visitor, course, "chen", "mistake", **fields)[1]
    assert "mean_of_a_half stands in he_normal.py" in send(visitor, course, "chen", "mistake", read="yes", **fields)[1]
    lecture = read(course / "solutions" / "01_mould")
    item = next(one for one in lecture.alternatives("mistake") if one.name == "mean_of_a_half")
    assert item.explanation == 'The mean is 0.5; the contract says "0".'
    assert "There is a mean_of_a_half already" in send(visitor, course, "chen", "mistake", read="yes", **fields)[1]


def test_a_form_without_its_field_changes_nothing(at_desk):
    visitor, _, course = at_desk
    status, _ = visitor.post(f"/exercise/he_normal/{group_of(course, 'ada').key}/comment", text="forged")
    assert status == 403 and in_book(course, "ada") == (None, None)


def test_while_a_class_is_graded_nothing_is_entered(at_desk):
    visitor, _, course = at_desk
    with locked(course / ".chainrule" / "grading.lock", patience=0.5) as held:
        assert held
        assert "Another grading run" in send(visitor, course, "ada", "comment", text="now")[1]
    assert in_book(course, "ada") == (None, None)


def test_one_learner_the_gradebook_lacks_leaves_all_without_the_comment(graded):
    with pytest.raises(entering.StaffError, match="Nothing was entered"):
        entering.comment(entering.Place(graded, *PLACE), ["ada", "nobody"], "text")
    assert in_book(graded, "ada") == (None, None)


def test_nothing_that_a_learner_wrote_becomes_markup(at_desk):
    visitor, _, _ = at_desk
    for path in ("/", "/exercise/he_normal", "/learner?id=markup"):
        _, page = visitor.get(path)
        assert "<img" not in page and page.count("<script") == 1, path
    assert MARKUP.replace("<", "&lt;").replace(">", "&gt;") in page.replace("&#39;", "'")


def test_a_learners_page_has_answers_results_comments_and_attempts(at_desk):
    visitor, _, course = at_desk
    entering.comment(entering.Place(course, *PLACE), ["ada"], "See you on Monday.")
    log = course / "submitted" / "ada" / "01_mould" / "mould.attempts.txt"
    lines = [
        {
            "notebook": "mould",
            "exercise": "he_normal",
            "points": points,
            "max_points": 2.0,
            "when": f"2026-03-0{day}T10:00",
        }
        for day, points in ((1, 0.0), (3, 1.0))
    ]
    log.write_text("\n".join(json.dumps({**line, "mistake": "xavier"}) for line in lines))
    _, page = visitor.get("/learner?id=ada")
    for words in (
        "See you on Monday.",
        "2 attempts, from 2026-03-01 10:00 to 2026-03-03 10:00, best 1 of 2",
        "xavier (2 ×)",
        "SHA-256",
        "standard deviation",
    ):
        assert words in page, words


def test_an_answer_is_compared_without_docstrings_and_marks():
    source = (
        'def f(x):\n    """Doc.\n\n    More.\n    """\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION\n'
    )
    assert readable(source) == "def f(x):\n    return x"
    assert readable("def f(x:\n  broken") == "def f(x:\n  broken"


@pytest.mark.browser
def test_in_a_browser_a_group_gets_a_comment_and_nothing_asks_elsewhere(at_desk):
    sync_playwright = pytest.importorskip("playwright.sync_api").sync_playwright
    if not Path(CHROMIUM).exists() and not GATE:
        pytest.skip("there is no Chromium")  # as on many a learner's machine; the gate installs it
    visitor, desk, course = at_desk
    happened = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page(viewport={"width": 400, "height": 800})
        tab.on("console", lambda message: happened.append(message.text))
        tab.on("dialog", lambda dialog: (happened.append(dialog.message), dialog.dismiss()))
        tab.on("request", lambda request: request.url.startswith(visitor.address) or happened.append(request.url))
        tab.goto(f"{visitor.address}/?token={desk.token}")
        tab.get_by_role("link", name="1.3").click()
        tab.wait_for_url("**/exercise/he_normal")
        group = tab.locator(f"#g{group_of(course, 'ada').key}")
        group.get_by_text("Say something to all of them").click()
        group.get_by_label("A comment for all 2").fill("Half of them are lost.")
        group.get_by_role("button", name="Comment").click()
        tab.get_by_text("2 of 2 learners got the comment").wait_for()
        tab.keyboard.press("o")
        assert tab.evaluate("document.documentElement.scrollWidth") == 400
        tab.keyboard.press("u")
        tab.wait_for_url(f"{visitor.address}/")
        browser.close()
    assert [one for one in happened if not one.startswith("data:")] == []
    assert in_book(course, "bela")[0] == "Half of them are lost."


@pytest.mark.browser
@pytest.mark.thorough
def test_every_page_of_a_class_opens_without_a_word_on_the_console_or_a_request_elsewhere(graded, monkeypatch):
    """As ``benchmarks/review_pages.py`` opens those of a large class."""
    pytest.importorskip("playwright.sync_api")
    if not Path(CHROMIUM).exists() and not GATE:
        pytest.skip("there is no Chromium")
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    import review_pages

    figures = review_pages.look_at(graded, "01_mould")
    assert figures.troubles == []
    assert {*figures.bytes} >= {
        "/",
        "/exercise/sigmoid",
        "/exercise/he_normal",
        "/learner?id=ada",
        "/learner?id=markup",
    }
    assert len(figures.bytes) == 1 + 3 + len(WRITTEN)
