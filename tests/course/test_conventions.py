"""One spelling of graded cells' names and exercises' headings, which every lecture keeps to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lectures import REAL, ROOT

from chainrule.notebooks.conventions import answer_name, check_name, exercise_name, headings
from chainrule.notebooks.exercises import exercises
from chainrule.notebooks.notebook import read


@given(st.from_regex(r"\A(predict_)?[a-z][a-z_]*\Z"))
def test_an_exercise_is_found_by_the_names_of_its_cells(exercise):
    assert exercise_name(answer_name(exercise)) == exercise_name(check_name(exercise)) == exercise


@pytest.mark.parametrize(
    "line",
    [
        "### Exercise 3.1 - Sigmoid (2 points)",
        "### Exercise 3 — Sigmoid",
        "## 3.1 Sigmoid",
        "Exercise 3.1 — Sigmoid",
        "### Task 3.1 — Sigmoid (2 points)",
    ],
)
def test_what_is_not_quite_a_heading_is_none(line):
    assert not list(headings(line))


@pytest.mark.parametrize("lecture", REAL.values(), ids=REAL)
def test_source_release_and_headings_agree_on_numbers_titles_and_points(lecture):
    release = read(ROOT / "notebooks" / lecture.assignment / f"{lecture.name}.ipynb")
    told = [heading for cell in release["cells"] if cell.kind == "markdown" for heading in headings(cell.source)]
    wanted = [
        (exercise.id, exercise.number, exercise.title, exercise.points) for exercise in lecture.exercises.values()
    ]
    asked = [one for one in exercises(release) if one.points]
    assert [(one.id, one.number, one.title, one.points) for one in asked] == [one for one in wanted if one[3]]
    points: dict[str, float] = {}
    for _, number, _, worth in wanted:
        points[number] = points.get(number, 0.0) + worth
    assert all((heading.points or 0.0) == points[heading.number] for heading in told if heading.number in points)
    assert set(points) <= {heading.number for heading in told}
