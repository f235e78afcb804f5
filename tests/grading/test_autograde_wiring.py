"""nbgrader's own *Autograde* goes through the engine, gives what ``chainrule staff grade`` gives, and stops without it."""

import ast
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest
from gradebooks import AUTOGRADE, HALF_RIGHT, STAFF_GRADE, UNTOUCHED, copy_of, gradebook, records, rows, run, scores
from handing_in import ASSIGNMENT, EXERCISES, answered, as_bytes, cell_of, code, hand_in
from throwaway import ROOT, needs_bubblewrap

pytestmark = [
    needs_bubblewrap,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]  # nbgrader's, when it adds a submission
LATE = """
from nbgrader.plugins import BasePlugin

class PointAnHour(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return total_seconds_late / 3600
"""
CHECK = f"check-{EXERCISES[0]}"
IN_TIME = "2027-03-01 10:00:00 UTC"


def hand_in_all(course: Path) -> None:
    """A class in which everything is that should make no difference, or the same difference."""
    solved = answered(course)
    hand_in(course, "all_right", solved, when="2027-03-01 10:00:00 UTC")
    hand_in(course, "untouched", answered(course, UNTOUCHED), when=IN_TIME)
    hand_in(course, "half_right", answered(course, HALF_RIGHT), when="2027-03-01 09:00:00")
    hand_in(course, "late", solved, when="2027-03-01 13:30:00 UTC")
    hand_in(course, "too_late", answered(course, HALF_RIGHT), when="2027-03-03 12:00:00 UTC")
    hand_in(course, "late_but_extended", solved, when="2027-03-01 13:30:00 UTC")
    hand_in(course, "raises", answered(course, {"he_normal": "undefined_name + 1"}), when=IN_TIME)
    hand_in(course, "suspicious", {**solved, "cells": [code("import ctypes"), *solved["cells"]]}, when=IN_TIME)
    hand_in(course, "scored_by_hand", answered(course, HALF_RIGHT), when=IN_TIME)
    hand_in(course, "bom", b"\xef\xbb\xbf" + as_bytes(solved).replace(b"\n", b"\r\n"), when=IN_TIME)
    hand_in(course, "truncated", as_bytes(solved)[:3000])
    hand_in(course, "empty", b"")
    old = nbformat.convert(nbformat.reads(as_bytes(solved).decode(), as_version=4), 3)
    hand_in(course, "format_3", nbformat.writes(old, version=3).encode(), when=IN_TIME)
    hand_in(course, "no_time", solved)
    late = hand_in(course, "no_time_and_late", solved) / "mould.ipynb"
    os.utime(late, (datetime(2027, 3, 1, 13, 30, tzinfo=UTC).timestamp(),) * 2)
    hand_in(course, "half_past_one", solved, when="2027-03-01 1:30 PM")
    commented = answered(course, UNTOUCHED)
    cell_of(commented, "ex-sigmoid")["source"] += "\n# I do not know where to begin."
    hand_in(course, "only_a_comment", commented, when=IN_TIME)


@pytest.fixture(scope="module")
def both(mould_released, tmp_path_factory):
    """The same class graded both ways, and once more: two courses."""
    start = copy_of(mould_released, tmp_path_factory.mktemp("start") / "course")
    (start / "late.py").write_text(LATE)
    with (start / "nbgrader_config.py").open("a") as file:
        file.write('c.AssignLatePenalties.plugin_class = "late.PointAnHour"\n')
    hand_in_all(start)
    with gradebook(start) as book:
        book.update_or_create_assignment(ASSIGNMENT, duedate=datetime(2027, 3, 1, 12))
        book.update_or_create_student("late_but_extended")
        book.add_submission(ASSIGNMENT, "late_but_extended")
        book.grant_extension(ASSIGNMENT, "late_but_extended", hours=2)
        book.update_or_create_student("absent")
        book.update_or_create_student("scored_by_hand", first_name="Ada", last_name="Lovelace")
        book.add_submission(ASSIGNMENT, "scored_by_hand")
        grade = book.find_grade(CHECK, "mould", ASSIGNMENT, "scored_by_hand")
        grade.manual_score, grade.extra_credit = 1.5, 0.25
        book.find_comment("ex-sigmoid", "mould", ASSIGNMENT, "scored_by_hand").manual_comment = "Well argued."
        book.db.commit()
    (start / ".chainrule").mkdir()
    (start / ".chainrule" / "secret").write_text("5a" * 32)  # hidden inputs are the same in both
    said = {
        name: run(command, copy_of(start, start.parent / name), PYTHONPATH=f"{ROOT / 'lib'}:{start}")
        for name, command in (("nbgrader", AUTOGRADE), ("staff", STAFF_GRADE))
    }
    return start.parent / "nbgrader", start.parent / "staff", said


@pytest.mark.thorough
def test_both_end_well(both):
    _, _, said = both
    assert {name: done.returncode for name, done in said.items()} == {"nbgrader": 0, "staff": 0}, said


@pytest.mark.thorough
def test_both_write_the_same_into_the_gradebook(both):
    theirs, ours, _ = both
    mine, nbgraders = rows(ours), rows(theirs)
    assert mine.keys() == nbgraders.keys()
    for learner in mine:
        assert nbgraders[learner] == mine[learner], learner


@pytest.mark.thorough
def test_the_class_has_what_the_comparison_is_for(both):
    """Equal rows would say little if all were alike."""
    found = rows(both[0])
    assert found["all_right"]["penalty"] is None and found["late_but_extended"]["penalty"] is None
    for late in ("late", "no_time_and_late", "half_past_one"):
        assert (found[late]["score"], found[late]["penalty"]) == (6.0, 1.5), late
    assert found["no_time"]["penalty"] is None and found["no_time"]["timestamp"] is None
    assert (found["too_late"]["score"], found["too_late"]["penalty"]) == (1.0, 1.0)  # not more than there is
    assert found["half_right"]["timestamp"] == datetime(2027, 3, 1, 9)
    assert found["scored_by_hand"]["grades"][CHECK] == (1.0, 1.5, 0.25, True)
    assert found["scored_by_hand"]["score"] == 1.75
    assert found["scored_by_hand"]["comments"]["ex-sigmoid"] == (None, "Well argued.")
    assert found["untouched"]["comments"]["ex-sigmoid"] == ("No response.", None)
    assert scores(both[0]) == {
        **dict.fromkeys(("all_right", "late", "late_but_extended", "bom", "format_3", "suspicious"), (2, 2, 2)),
        **dict.fromkeys(("no_time", "no_time_and_late", "half_past_one"), (2, 2, 2)),
        **dict.fromkeys(("untouched", "only_a_comment", "truncated", "empty"), (0, 0, 0)),
        **dict.fromkeys(("half_right", "too_late", "scored_by_hand"), (1, 0, 0)),
        "raises": (2, 2, 0),
    }
    waiting = {learner for learner, row in found.items() if row["waits"]}
    assert {"scored_by_hand", "suspicious", "truncated", "empty", "no_time", "no_time_and_late"} <= waiting
    assert not waiting & {"all_right", "untouched", "half_right", "late", "half_past_one", "bom", "format_3"}


@pytest.mark.thorough
def test_both_know_the_same_learners(both):
    for course in both[:2]:
        with gradebook(course) as book:
            assert "absent" in {student.id for student in book.students}
            assert book.find_student("scored_by_hand").last_name == "Lovelace"


@pytest.mark.thorough
def test_both_leave_the_same_records_and_notebooks(both):
    theirs, ours, _ = both
    assert records(theirs) == records(ours)
    assert records(ours).keys() == {path.name for path in (ours / "submitted").iterdir()}
    for learner in records(ours):
        notebooks = [
            nbformat.read(course / "autograded" / learner / ASSIGNMENT / "mould.ipynb", as_version=4)
            for course in (theirs, ours)
        ]
        cells = [
            [
                (cell.cell_type, cell.source, cell.get("outputs"), cell.metadata.get("nbgrader"))
                for cell in notebook.cells
            ]
            for notebook in notebooks
        ]
        assert cells[0] == cells[1], learner


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("first", "then"), [(AUTOGRADE, STAFF_GRADE), (STAFF_GRADE, AUTOGRADE)], ids=["ours_again", "nbgraders_again"]
)
def test_what_a_person_has_scored_survives_grading_again_and_waits_for_review(course, first, then):
    hand_in(course, "ada", answered(course, HALF_RIGHT))
    assert run(first, course).returncode == 0
    assert rows(course)["ada"]["grades"][CHECK] == (1.0, None, None, False)
    with gradebook(course) as book:
        grade_of = book.find_grade(CHECK, "mould", ASSIGNMENT, "ada")
        grade_of.manual_score, grade_of.needs_manual_grade = 2.0, False
        book.db.commit()
    hand_in(course, "ada", answered(course, {**HALF_RIGHT, "sigmoid": f"{HALF_RIGHT['sigmoid']}\n# Better?"}))
    assert run([*then, "--force"], course).returncode == 0
    found = rows(course)["ada"]
    assert found["grades"] == {
        CHECK: (1.0, 2.0, None, True),
        "check-numerical_gradient": (0.0, None, None, False),
        "check-he_normal": (0.0, None, None, False),
    }
    assert found["score"] == 2.0


@pytest.mark.thorough
def test_a_timestamp_that_is_none_holds_nobody_up(course):
    hand_in(course, "ada", answered(course), when="half past nine")
    hand_in(course, "bela", answered(course))
    assert run(AUTOGRADE, course).returncode == 0
    assert scores(course) == {"ada": (2, 2, 2), "bela": (2, 2, 2)}
    assert rows(course)["ada"]["waits"] and not rows(course)["bela"]["waits"]


# --- Without the engine, nothing runs ----------------------------------------------------------------------------------

PRESS_THE_BUTTON = """
import asyncio, json, sys
from nbgrader.apps import NbGrader, NbGraderAPI
from nbgrader.coursedir import CourseDirectory

async def press():
    app = NbGrader()
    app.load_config_file()
    course = CourseDirectory(parent=app)
    return NbGraderAPI(course, parent=course).autograde("01_mould", "eve")

result = asyncio.run(press())
print(result)
sys.exit(0 if result["success"] else 3)
"""
WAYS = {"command": AUTOGRADE, "button": [sys.executable, "-c", PRESS_THE_BUTTON]}
MISSPELT = {
    "first pass": "preprocessors.GradeInSandbox",
    "exporter": "preprocessors.Submitted",
    "second pass": "preprocessors.FlagForReview",
}
NOT_IMPORTABLE = {
    "engine": "chainrule_staff.grading.engine",
    "preprocessors": "chainrule_staff.grading.preprocessors",
    "library": "chainrule",
    "database": "sqlalchemy.exc",
}


def by_ways(failures: dict[str, str]):
    """Try the first failure of its kind by command and by button, the others by one of them: both go through one class."""
    first, *others = failures.items()
    tried = [(first, way) for way in WAYS] + [(one, list(WAYS)[place % 2]) for place, one in enumerate(others)]
    return pytest.mark.parametrize(
        ("name", "way"), [pytest.param(name, way, id=f"{label}-{way}") for (label, name), way in tried]
    )


@pytest.fixture
def marked(course, tmp_path):
    """A course with a submission that leaves a file behind wherever it runs outside a sandbox; and that file."""
    marker = tmp_path / "marker"
    mark = f"open({str(marker)!r}, 'a').write('ran')\n"
    notebook = answered(course, {"sigmoid": mark + HALF_RIGHT["sigmoid"]})
    notebook["cells"].append(code(mark))
    hand_in(course, "eve", notebook)
    return course, marker


def autograde(course: Path, way: str, **environment: str):
    return run(WAYS[way], course, **environment)


def has_no_score(course: Path) -> bool:
    return all(set(row) == {None} for row in scores(course).values()) and not list(
        (course / "autograded").glob("*/*/*.ipynb")
    )


@pytest.mark.thorough
@pytest.mark.parametrize("way", WAYS)
def test_control_with_the_engine_it_is_graded_and_leaves_no_mark(marked, way):
    course, marker = marked
    done = autograde(course, way)
    assert done.returncode == 0, done.stdout
    assert not has_no_score(course)
    assert not marker.exists()


@pytest.mark.thorough
@pytest.mark.parametrize("way", WAYS)
def test_control_stock_nbgrader_runs_it_and_would_be_noticed(marked, way):
    course, marker = marked
    config = (course / "nbgrader_config.py").read_text()
    (course / "nbgrader_config.py").write_text(config[: config.index("# Autograde")])
    assert autograde(course, way).returncode == 0
    assert marker.read_text() == "ranran"


@pytest.mark.thorough
@by_ways(MISSPELT)
def test_a_class_that_does_not_exist_stops_autograding(marked, name, way):
    course, marker = marked
    config = (course / "nbgrader_config.py").read_text()
    assert f'{name}"' in config
    (course / "nbgrader_config.py").write_text(config.replace(f'{name}"', f'{name}Nonesuch"'))
    done = autograde(course, way)
    assert done.returncode != 0, done.stdout
    assert "Nonesuch" in done.stdout
    assert has_no_score(course)
    assert not marker.exists()


@pytest.mark.thorough
@by_ways(NOT_IMPORTABLE)
def test_an_engine_that_cannot_be_imported_stops_autograding(marked, tmp_path, name, way):
    course, marker = marked
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "sitecustomize.py").write_text(f"import sys\nsys.modules[{name!r}] = None\n")
    done = autograde(course, way, PYTHONPATH=f"{tmp_path / 'broken'}:{ROOT / 'lib'}")
    assert done.returncode != 0, done.stdout
    assert has_no_score(course)
    assert not marker.exists()


@pytest.mark.parametrize("way", WAYS)
def test_without_bubblewrap_nothing_is_autograded(marked, tmp_path, way):
    course, marker = marked
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "alembic").symlink_to(Path(sys.executable).parent / "alembic")
    done = autograde(course, way, PATH=str(tmp_path / "bin"))
    assert done.returncode != 0, done.stdout
    assert "bwrap" in done.stdout and "apt install bubblewrap" in done.stdout
    assert has_no_score(course)
    assert not marker.exists()


# --- What no wiring can mend -------------------------------------------------------------------------------------------


@pytest.mark.thorough
def test_an_exception_in_the_configuration_makes_nbgrader_run_learners_code(marked):
    """So it is in nbgrader: it logs the exception and goes on with its defaults. Hence the next test."""
    course, marker = marked
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("import a_module_that_is_not_there\n")
    done = autograde(course, "command")
    assert "a_module_that_is_not_there" in done.stdout
    assert done.returncode == 0
    assert marker.exists()


def test_our_configuration_has_nothing_in_it_that_could_fail():
    """Only constants, assigned to what get_config() gave: no import, no call, no name."""
    first, made, *rest = ast.parse((ROOT / "nbgrader_config.py").read_text("utf-8")).body
    assert isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    assert ast.unparse(made) == "c = get_config()"
    for statement in rest:
        assert isinstance(statement, ast.Assign), ast.unparse(statement)
        (target,) = statement.targets
        assert ast.unparse(target).startswith("c.") and ast.unparse(target).count(".") == 2
        ast.literal_eval(statement.value)
