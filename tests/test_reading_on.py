"""What holds from lecture to lecture, so that a learner who has read one knows their way in the next."""

import ast
import re

import pytest
from lectures import REAL

from chainrule.notebooks.conventions import ANSWER, CHECK, PREDICTION
from chainrule_staff.authoring.source import Lecture

SEEN_BY_THE_CHECK_ALONE = {"name_illnesses"}  # eight names: there is nothing to run them on
FOLLOWERS = dict(zip(REAL, list(REAL)[1:]))


def demonstrated(lecture: Lecture) -> set[str]:
    """The names that demonstrations use: cells that are neither answer nor check nor setup."""
    others = (ANSWER, CHECK, PREDICTION, "setup")
    cells = [cell for cell in lecture.notebook.cells if cell.cell_type == "code" and not cell.id.startswith(others)]
    return {node.id for cell in cells for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Name)}


@pytest.mark.parametrize("name", REAL)
def test_what_is_written_for_points_does_some_work_in_a_demonstration(name):
    lecture, seen = REAL[name], demonstrated(REAL[name])
    idle = [
        exercise.number
        for exercise in lecture.exercises.values()
        if exercise.points and not exercise.is_prediction
        if not seen & set(exercise.functions) and exercise.id not in SEEN_BY_THE_CHECK_ALONE
    ]
    assert idle == []


@pytest.mark.parametrize("name", REAL)
def test_predictions_do_not_all_come_true_at_one_letter(name):
    solutions = [one.solution for one in REAL[name].exercises.values() if one.is_prediction]
    assert len(set(re.findall(r'return "(\w)"', "".join(solutions)))) > 1


@pytest.mark.parametrize("name", REAL)
def test_a_lecture_closes_with_what_to_keep_traps_readings_and_the_next_title(name):
    cells = REAL[name].notebook.cells
    keep = next(k for k, cell in enumerate(cells) if cell.source.startswith("## To keep"))
    assert [cell.cell_type for cell in cells[keep:]] == ["markdown", "code"]
    closing = cells[keep].source
    headings = re.findall(r"^### .*|^What you have earned.*", closing, re.M)
    assert headings == ["### Traps", "### Where to read on", "What you have earned in this notebook:"]
    if name in FOLLOWERS:
        assert f"Next: **{REAL[FOLLOWERS[name]].title}**" in closing


@pytest.mark.parametrize("name", REAL)
def test_a_word_for_one_thing_is_spelled_one_way(name):
    text = "\n".join(cell.source for cell in REAL[name].notebook.cells)
    others = ("에폭", "특성 맵", "True is:", "*What you saw:*", "recognis", "learnt", "This is a good place")
    assert [word for word in others if word in text] == []
