"""The attacks are what they say: honest grades are honest, and against a grader without walls they win."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from corpus import ASSIGNMENT, EXERCISES, RIGHT, STUB, WRONG, every_attack
from school import HERE, HONEST, School, hand_in, listing, nbgrader
from throwaway import ROOT

from chainrule.checks.runner import DirectRunner, run
from chainrule.notebooks.conventions import Role
from chainrule.notebooks.plan import Step
from chainrule_staff.authoring.source import read

ATTACKS = {attack.name: attack for attack in every_attack()}
# The rows of what stock nbgrader does with bad submissions that need no bomb: run without any walls, they are harmless.
WIN_AGAINST_STOCK = [
    "allclose_says_yes",
    "checks_skipped",
    "chainrule_replaced",
    "names_of_the_check_taken",
    "check_cells_blanked",
]


def test_the_corpus_is_large_and_of_many_kinds():
    assert len(ATTACKS) >= 60
    assert {attack.kind for attack in ATTACKS.values()} == {
        "patching",
        "lying_values",
        "bombs",
        "leftovers",
        "pipe",
        "pipe_values",
        "reading",
        "markup",
        "files",
        "notebooks",
        "trusted",
    }
    assert all(attack.story.endswith(".") for attack in ATTACKS.values())


@pytest.fixture(scope="module")
def points():
    """A function that says what answers are worth, without anything hostile."""
    lecture = read(ROOT / "tests" / "mould" / "solutions" / ASSIGNMENT)
    setup = next(cell.source for cell in lecture.notebook.cells if "setup" in cell.metadata.get("tags", ()))

    def worth(attack) -> dict:
        cells = [Step(Role.SETUP, "setup", setup)]
        for name in EXERCISES:
            said = attack.answer(name)
            if said != STUB:
                cells.append(
                    Step(Role.SOLUTION, f"ex-{name}", lecture.exercises[name].solution if said == RIGHT else said)
                )
            cells.append(lecture.exercises[name].check("whole"))
        return {report.exercise: report.points for report in run(cells, DirectRunner()).reports}

    return worth


@pytest.mark.parametrize("learner", HONEST)
def test_the_honest_are_worth_what_is_said(points, learner):
    assert points(HONEST[learner]) == {name: HONEST[learner].honest.get(name, 0) for name in EXERCISES}


def test_the_wrong_answers_of_the_attackers_are_worth_nothing(points):
    assert HONEST["all_wrong"].answers == WRONG
    assert set(points(HONEST["all_wrong"]).values()) == {0}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_points_are_claimed_for_right_answers_only(attack):
    if not attack.right_beside:
        assert {name for name in attack.honest if attack.answer(name) != RIGHT} == set()
    assert set(attack.kept) <= set(attack.honest)


def test_a_process_that_is_left_is_noticed(tmp_path):
    code = "import subprocess; subprocess.Popen(['sleep', '61.5'], start_new_session=True)"
    subprocess.run(
        [sys.executable, HERE / "watched.py", tmp_path / "told", sys.executable, "-c", code], check=True, timeout=900
    )
    told = json.loads((tmp_path / "told").read_text())
    assert told["left"] == ["sleep 61.5 "]
    assert told["code"] == 0


def test_a_changed_file_is_noticed(tmp_path):
    (tmp_path / "a").write_text("1")
    before = listing(tmp_path)
    (tmp_path / "a").write_text("2")
    (tmp_path / "b").symlink_to("a")
    assert {path for path, what in listing(tmp_path).items() if before.get(path) != what} == {"a", "b"}


@pytest.mark.thorough
@pytest.mark.slow
def test_against_stock_nbgrader_the_attacks_of_the_table_win(mould_built, tmp_path):
    """A grader without walls loses: so these attacks are no duds."""
    course = Path(shutil.copytree(mould_built, tmp_path / "course"))
    assert nbgrader(course, "generate_assignment", ASSIGNMENT).returncode == 0
    hand_in(course, [HONEST["all_wrong"], *(ATTACKS[name] for name in WIN_AGAINST_STOCK)])
    (course / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'chainrule'\nc.CourseDirectory.source_directory = 'solutions'\n"
        "c.CourseDirectory.release_directory = 'notebooks'\n"
    )
    nbgrader(course, "autograde", ASSIGNMENT)
    school = School(course, {}, {}, "", {}, {}, ({}, {}), course, [])
    assert sum(school.scores("all_wrong").values()) == 0
    gained = {name: sum((school.scores(name) or {}).values()) - ATTACKS[name].total for name in WIN_AGAINST_STOCK}
    assert {name for name, more in gained.items() if more <= 0} == set(), gained
    hand_in(course, [ATTACKS["gradebook_updated"]])
    nbgrader(course, "autograde", ASSIGNMENT)
    assert sum(school.scores("all_wrong").values()) > 0  # everybody's grades were changed
