"""A class of hundreds of attackers is graded in one run: nobody gains, nobody else loses, nothing stays, everybody has a row."""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest
from corpus import ASSIGNMENT, EXERCISES, OWNED, every_attack
from school import HONEST, School, found_school, hand_in, listing, nbgrader, strays

from chainrule_staff.grading.kinds import Kind
from chainrule_staff.grading.record import GRADED, MISSING, UNREADABLE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.thorough,
    pytest.mark.xdist_group("attacks"),
    pytest.mark.skipif(sys.platform != "linux", reason="The sandbox needs Linux"),
]

ATTACKS = every_attack()
# What nbgrader's own command meets before the engine does: what is in the place of the notebook and beside it, and files
# that its own reader stumbles over.
BY_NBGRADER = [
    attack
    for attack in ATTACKS
    if attack.name
    in (
        "notebook_is_a_link_to_the_solution",
        "notebook_is_a_pipe",
        "notebook_is_a_folder",
        "notebook_is_a_hard_link",
        "submission_is_a_link",
        "links_to_files",
        "odd_files",
        "forged_state_beside_it",
        "checks_skipped",
        "forged_record",
        "notebook_of_the_future",
        "truncated",
    )
]
BY_NAME = pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
LIMIT_SECONDS = 300  # on the clock of a busy machine, for one submission; without limits several would take hours
PEAK_MB = 2500  # of any one process; a learner's own is bounded by 1.5 GB of address space


@pytest.fixture(scope="module")
def school(mould_built, tmp_path_factory):
    return found_school(mould_built, tmp_path_factory.mktemp("school"), ATTACKS)


def by_exercise(record) -> dict[str, float]:
    return {exercise["exercise"]: exercise["points"] for exercise in record.exercises}


def text_of(record) -> str:
    return json.dumps(record.to_dict(), ensure_ascii=False)


def test_the_run_ended_well(school):
    assert school.told["code"] == 0, school.log[-3000:]


@pytest.mark.parametrize("learner", HONEST)
def test_the_honest_have_what_they_earned(school, learner):
    expected = {exercise: HONEST[learner].honest.get(exercise, 0) for exercise in EXERCISES}
    assert school.scores(learner) == expected
    assert by_exercise(school.records[learner]) == expected
    assert school.records[learner].look == []


@BY_NAME
def test_everybody_has_a_row(school, attack):
    assert school.records[attack.folder_name].state in (GRADED, UNREADABLE, MISSING)


@BY_NAME
def test_no_attack_breaks_a_check_or_a_worker(school, attack):
    """What cannot be used is the learner's to lose, with a sentence; it is not an error of the course."""
    look = school.records[attack.folder_name].look
    reasons = [one.values["why"]["kind"] for one in look if one.kind == Kind.UNREADABLE]
    assert not {Kind.CHECK_FAILED, Kind.GRADER_FAILED, Kind.READING_RAISED} & {*reasons, *(one.kind for one in look)}


@BY_NAME
def test_no_attack_gains_a_point(school, attack):
    record, scores = school.records[attack.folder_name], school.scores(attack.folder_name) or {}
    assert record.points <= attack.total
    for found in (by_exercise(record), scores):
        assert {name: points for name, points in found.items() if points > attack.honest.get(name, 0)} == {}
    assert sum(scores.values()) == pytest.approx(record.points)


@pytest.mark.parametrize("attack", [attack for attack in ATTACKS if attack.kept], ids=lambda attack: attack.name)
def test_an_attack_costs_its_own_exercise_only(school, attack):
    points = by_exercise(school.records[attack.folder_name])
    assert {exercise: points.get(exercise) for exercise in attack.kept} == {
        exercise: attack.honest[exercise] for exercise in attack.kept
    }


@pytest.mark.parametrize("attack", [attack for attack in ATTACKS if attack.flagged], ids=lambda attack: attack.name)
def test_a_hostile_submission_needs_a_look(school, attack):
    record = school.records[attack.folder_name]
    assert record.look or record.state == UNREADABLE


@BY_NAME
def test_no_attack_gets_what_it_looks_for(school, attack):
    said = re.search(f'{OWNED}: [^"\\\\]*', text_of(school.records[attack.folder_name]))
    assert said is None, said[0]


@BY_NAME
def test_the_time_lost_to_an_attack_is_bounded(school, attack):
    assert school.records[attack.folder_name].seconds < LIMIT_SECONDS


@BY_NAME
def test_every_record_can_be_written_and_shown(school, attack):
    text_of(school.records[attack.folder_name]).encode("utf-8")


def test_nothing_is_left_running(school):
    assert school.told["left"] == []


def test_no_process_took_much_memory(school):
    assert school.told["peak_mb"] < PEAK_MB


def test_no_file_is_left(school):
    assert school.strays == []
    assert [path.name for path in school.temporary.iterdir()] == []
    new = {Path(path) for path in school.after.keys() - school.before.keys()}
    assert {path for path in new if path.parts[0] not in ("autograded", ".chainrule")} <= {Path("gradebook.db")}


def test_what_was_there_is_as_it_was(school):
    assert {path for path, what in school.before.items() if school.after.get(path) != what} <= {"gradebook.db"}


def test_the_gradebooks_other_rows_are_as_they_were(school):
    before, after = school.tables
    assert after == before


def test_no_link_and_nothing_that_links_pointed_to_is_among_the_graded(school):
    graded = {path: what for path, what in school.after.items() if path.startswith("autograded/")}
    assert graded
    assert [path for path, what in graded.items() if what[0] not in "-d"] == []
    secrets = {
        what.split()[-1]
        for path, what in school.before.items()
        if path.startswith(("solutions/", "gradebook.db")) and what[0] == "-"
    }
    assert [path for path, what in graded.items() if what.split()[-1] in secrets] == []


def test_stock_feedback_is_made_of_what_was_graded(school, tmp_path):
    """Of one attack of each kind: the page of all kinds of markup is looked at in a browser, see test_markup_in_browser.py."""
    chosen = {
        attack.kind: attack.folder_name for attack in ATTACKS if school.records[attack.folder_name].state == GRADED
    }
    course = tmp_path / "course"
    for learner in chosen.values():
        shutil.copytree(school.course / "autograded" / learner, course / "autograded" / learner)
    for name in ("gradebook.db", "nbgrader_config.py"):
        shutil.copy(school.course / name, course)
    (course / "solutions").mkdir()
    done = nbgrader(course, "generate_feedback", ASSIGNMENT)
    assert done.returncode == 0, done.stdout[-3000:]
    pages = {path.parts[-3] for path in (course / "feedback").glob(f"*/{ASSIGNMENT}/mould.html")}
    assert pages == set(chosen.values()) and len(pages) == 11


@pytest.fixture(scope="module")
def autograded(mould_built, tmp_path_factory):
    """nbgrader's own command on what lies in folders and files in surprising ways: it goes through the same engine."""
    course = Path(shutil.copytree(mould_built, tmp_path_factory.mktemp("autograde") / "course"))
    assert nbgrader(course, "generate_assignment", ASSIGNMENT).returncode == 0
    hand_in(course, [HONEST["all_right"], *BY_NBGRADER])
    before = listing(course)
    done = nbgrader(course, "autograde", ASSIGNMENT)
    return School(
        course, {}, {"code": done.returncode}, done.stdout, before, listing(course), ({}, {}), course, sorted(strays())
    )


def test_by_nbgraders_own_command_the_honest_have_what_they_earned(autograded):
    assert autograded.scores("all_right") == dict.fromkeys(EXERCISES, 2)


@pytest.mark.parametrize("attack", BY_NBGRADER, ids=lambda attack: attack.name)
def test_by_nbgraders_own_command_no_attack_gains_a_point(autograded, attack):
    scores = autograded.scores(attack.folder_name) or {}
    assert {name: points for name, points in scores.items() if points > attack.honest.get(name, 0)} == {}


def test_by_nbgraders_own_command_nothing_is_copied_from_behind_a_link(autograded):
    assert autograded.strays == []
    graded = {path: what for path, what in autograded.after.items() if path.startswith("autograded/")}
    assert [path for path, what in graded.items() if what[0] == "l"] == []
    secrets = {
        what.split()[-1]: path
        for path, what in autograded.before.items()
        if path.startswith(("solutions/", "gradebook.db")) and what[0] == "-" and not what.startswith("-rw-r--r-- 0 ")
    }
    found = {path: secrets[what.split()[-1]] for path, what in graded.items() if what.split()[-1] in secrets}
    assert {path: secret for path, secret in found.items() if path.split("/")[1] != "notebook_is_a_hard_link"} == {}
    assert {path for path, what in autograded.before.items() if autograded.after.get(path) != what} <= {"gradebook.db"}
