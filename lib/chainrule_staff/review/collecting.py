"""Everything that the static pages show, put together from the course: used by ``chainrule staff review``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import check_name
from chainrule.notebooks.errors import NotebookError
from chainrule.notebooks.notebook import read as read_notebook
from chainrule_staff.authoring import release as releasing
from chainrule_staff.authoring.source import Exercise, Lecture
from chainrule_staff.errors import StaffError
from chainrule_staff.reporting.grades import read_course
from chainrule_staff.reporting.summary import summarise
from chainrule_staff.review import pages
from chainrule_staff.review.bar import below
from chainrule_staff.review.contract import contract
from chainrule_staff.review.dossier import Answer, Dossier
from chainrule_staff.review.keeping import trials

NOT_BUILT = (
    "The executed solution is older than the source, so this is a fresh run: chainrule staff build makes it anew."
)


def rows(
    root: Path,
    lectures: list[Lecture],
    dossiers: dict[tuple[str, str], Dossier],
    answers: list[Path],
) -> list[pages.Row]:
    """The exercises with all that is known of them, in the course's order.

    Parameters
    ----------
    answers : list of Path
        Files of trials' answers, as ``chainrule staff evidence --answers`` takes them; each answer goes to the lecture that
        has its exercise, and the file's name says which where several have.
    """
    found = []
    classes = _classes(root, [lecture.assignment for lecture in lectures])
    for lecture in lectures:
        cells = [Cell(cell) for cell in releasing.make(root, lecture).cells]
        executed = _executed(lecture)
        tried = _trials(lecture, answers)
        for exercise in lecture.exercises.values():
            one = dossiers[lecture.assignment, exercise.id]
            panel, stale = executed(exercise, one)
            own = tried.get(exercise.id, [])
            remarks = below(one, own)
            summary = classes.get((lecture.assignment, exercise.id))
            found.append(pages.Row(one, contract(cells, exercise), remarks, panel, stale, own, summary))
    return found


def write(found: list[pages.Row], folder: Path) -> list[Path]:
    """Write the pages; the overview comes first.

    Raises
    ------
    StaffError
        The folder cannot be written, or is a release's.
    """
    if "notebooks" in folder.resolve().parts:
        raise StaffError(
            f"{folder} is below notebooks/, which learners get. The pages hold all solutions: name another."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("[0-9][0-9]_*.*.html"):
            old.unlink()
        written = [folder / "index.html"]
        written[0].write_text(pages.overview(found), "utf-8")
        for place, row in enumerate(found):
            written.append(folder / row.file)
            written[-1].write_text(pages.exercise(found, place), "utf-8")
    except OSError as error:
        raise StaffError(f"{folder} cannot be written: {error.strerror or error}. Name another folder.") from None
    return written


def refuse_release(folder: Path) -> None:
    """Raise where the pages, which hold all solutions, would lie among what learners get."""
    if "notebooks" in folder.resolve().parts:
        raise StaffError(
            f"{folder} is below notebooks/, which learners get. The pages hold all solutions: name another."
        )


def _trials(lecture: Lecture, files: list[Path]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for file in files:
        named = {lecture.name, lecture.assignment, lecture.assignment.partition("_")[0]}
        if len(files) > 1 and not any(word in file.stem for word in named):
            continue
        for exercise, tried in trials(lecture, file).items():
            found.setdefault(exercise, []).extend(tried)
    return found


def _executed(lecture: Lecture) -> Callable[[Exercise, Dossier], tuple[str, str]]:
    """A function that tells what the executed solution's check answered, and why it is another's answer."""
    try:
        cells: dict[str, Any] = {
            cell.grade_id: cell for cell in read_notebook(lecture.folder / f"{lecture.name}.ipynb")["cells"]
        }
    except NotebookError:
        cells = {}

    def of(exercise: Exercise, dossier: Dossier) -> tuple[str, str]:
        cell = cells.get(check_name(exercise.id))
        if cell is None or cell.source.strip() != exercise.whole.strip():
            return dossier.panel, NOT_BUILT
        html = [output["data"]["text/html"] for output in cell["outputs"] if "text/html" in output.get("data", {})]
        text = "".join("".join(one) for one in html)
        return (text, "") if text else (dossier.panel, NOT_BUILT)

    return of


def _classes(root: Path, assignments: list[str]) -> dict[tuple[str, str], dict[str, Any]]:
    """What the class did, by assignment and exercise; empty where there is no gradebook, or nothing is graded."""
    found = {}
    try:
        with read_course(root) as reader:
            for name in set(assignments) & set(reader.assignments()):
                results = reader.results(name)
                for one in summarise(name, results.records, results.grades)["exercises"]:
                    found[name, one["exercise"]] = one
    except StaffError:
        pass
    return found
