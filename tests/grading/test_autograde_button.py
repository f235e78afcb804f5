"""An instructor presses *Autograde* in nbgrader's formgrader, in a real browser, and looks at what it shows then."""

import os
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
import formgrader
import lab
from gradebooks import HALF_RIGHT, STAFF_GRADE, copy_of, records, rows, run, scores
from handing_in import ASSIGNMENT, answered, code, hand_in
from throwaway import course_environment

MISSING = lab.reason_to_skip()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(MISSING is not None and os.environ.get("CI") != "true", reason=str(MISSING)),
]
CONTRAST = """element => {
    const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = colour => numbers(colour).slice(0, 3).map(one => one / 255)
        .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4).reduce((sum, one, i) => sum + one * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = element => {
        for (; element; element = element.parentElement) {
            const colour = getComputedStyle(element).backgroundColor;
            if ((numbers(colour)[3] ?? 1) > 0.5) return colour;
        }
        return 'rgb(255, 255, 255)';
    };
    const found = [...element.querySelectorAll('*')].filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
        .filter(one => one.checkVisibility()).map(one => {
            const [low, high] = [light(getComputedStyle(one).color), light(behind(one))].sort((a, b) => a - b);
            return [(high + 0.05) / (low + 0.05), one.textContent.trim().slice(0, 40)];
        });
    return found.sort((a, b) => a[0] - b[0])[0];
}"""


@pytest.fixture(scope="module")
def courses(mould_released, tmp_path_factory):
    """The same class in two courses: one for the button, one for the command."""
    start = copy_of(mould_released, tmp_path_factory.mktemp("button") / "start")
    (start / ".chainrule").mkdir()
    (start / ".chainrule" / "secret").write_text("5a" * 32)
    hand_in(
        start,
        "ada",
        answered(
            start, {**HALF_RIGHT, "he_normal": "def he_normal(shape, rng):\n    return rng.normal(0, 0.2, shape)"}
        ),
        when="2027-03-01 10:00:00 UTC",
    )
    suspicious = answered(start)
    hand_in(start, "eve", {**suspicious, "cells": [*suspicious["cells"], code("import ctypes")]})
    return start, copy_of(start, start.parent / "commanded")


@pytest.fixture(scope="module")
def address(courses):
    """An instructor's JupyterLab in the course."""
    course = courses[0]
    with lab.server(course, course.parent / "home", course_environment(course), learners=False) as found:
        yield found


@pytest.fixture
def page(address, tmp_path):
    """A page of a browser that reaches this machine only."""
    with formgrader.page(address, tmp_path / "profile") as found:
        yield found


@pytest.fixture
def screenshots(tmp_path) -> Path:
    """Where pictures go: $CHAINRULE_SCREENSHOTS, for people to look at."""
    folder = Path(os.environ.get("CHAINRULE_SCREENSHOTS", tmp_path / "screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.thorough
def test_the_button_grades_as_the_command_does(courses, address, page, screenshots):
    course, commanded = courses
    formgrader.visit(page, address, f"manage_submissions/{ASSIGNMENT}")
    assert "Successfully autograded" in formgrader.press(page, "ada", "autograde")
    assert scores(course) == {"ada": (1, 0, 0)}
    assert "Successfully autograded" in formgrader.press(page, "eve", "autograde")
    page.reload(wait_until="domcontentloaded")
    page.get_by_text("needs manual grading").wait_for()  # eve's; ada's is graded
    page.screenshot(path=screenshots / "formgrader-submissions.png")
    assert page.get_by_text("1 / 6", exact=True).count() == 1

    assert run(STAFF_GRADE, commanded).returncode == 0
    assert rows(course) == rows(commanded)
    assert records(course) == records(commanded)

    formgrader.visit(page, address, f"gradebook/{ASSIGNMENT}/mould")
    page.get_by_text(re.compile("Submission #1")).click()
    look_at(page, screenshots / "formgrader-grading.png", 3)

    formgrader.visit(page, address, f"manage_submissions/{ASSIGNMENT}")
    assert "Successfully generated feedback" in formgrader.press(page, "ada", "generate-feedback")
    page.goto((course / "feedback" / "ada" / ASSIGNMENT / "mould.html").as_uri())
    look_at(page, screenshots / "feedback.png", 3)
    assert "HIDDEN" not in page.content()


def look_at(page, picture: Path, count: int) -> None:
    """Panels are there, drawn on light ground, and can be read."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.locator(".chainrule-panel").first.wait_for(state="visible")
    page.screenshot(path=picture, full_page=True)
    panels = page.locator(".chainrule-panel")
    assert panels.count() == count
    panels.first.screenshot(path=picture.with_name(f"{picture.stem}-panel.png"))
    for place in range(count):
        contrast, text = panels.nth(place).evaluate(CONTRAST)
        assert contrast >= 4.5, (text, contrast)  # WCAG AA for small text
