"""What was changed in an assignment since the gradebook learnt of it, and the gradebook brought up to date with that.

nbgrader takes in no added or removed exercise once there are submissions. Here the rows of those that stay, with all their
grades and comments, stay as they are; used by :mod:`.gradebook` and, so that nothing of it happens unasked, by what
``nbgrader generate_assignment`` runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import nbformat
from nbgrader import utils
from nbgrader.api import Comment, Grade, GradeCell, Notebook, SolutionCell, SourceCell
from sqlalchemy.orm import Session

from chainrule.checks.words import number_text, points_text
from chainrule.notebooks.conventions import exercise_name


@dataclass(frozen=True)
class Changes:
    """What differs between the gradebook and the assignment; by grade_id of the checks.

    Parameters
    ----------
    added, dropped : dict
        Points of checks that only the assignment has, and of those that only the gradebook has.
    points : dict
        Points before and now, where they differ.
    checks : tuple of str
        Checks of which nothing but the text differs.
    """

    added: dict[str, float]
    dropped: dict[str, float]
    points: dict[str, tuple[float, float]]
    checks: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped or self.points or self.checks)

    @property
    def of_points(self) -> bool:
        """Whether it changes what can be earned, not only how it is checked."""
        return bool(self.added or self.dropped or self.points)

    def lines(self) -> list[str]:
        """A line for each change."""
        return [
            *(f"{exercise_name(name)}: added, {points_text(points)}" for name, points in self.added.items()),
            *(f"{exercise_name(name)}: dropped, {points_text(points)}" for name, points in self.dropped.items()),
            *(
                f"{exercise_name(name)}: {number_text(before)} → {points_text(now)}"
                for name, (before, now) in self.points.items()
            ),
            *(f"{exercise_name(name)}: its check was changed" for name in self.checks),
        ]


def refusal(assignment: str, found: Changes) -> str:
    """What to tell who would grade an assignment that is not as the gradebook knows it."""
    grade, listed = f"chainrule staff grade {assignment}", "\n  ".join(found.lines())
    return (
        f"{assignment} was changed since it was released:\n  {listed}\n"
        f"See who gains or loses what, without anything being written: {grade} --dry-run\n"
        f"Then grade everyone by what it is now: {grade} --accept-changes"
    )


def changes(known: Notebook, points: dict[str, float], sources: dict[str, str]) -> Changes:
    """Compare the gradebook's notebook with the points and the sources of an assignment's checks."""
    before = {cell.name: float(cell.max_score) for cell in known.grade_cells}
    stored = {cell.name: cell.source or "" for cell in known.source_cells}
    return Changes(
        {name: value for name, value in points.items() if name not in before},
        {name: value for name, value in before.items() if name not in points},
        {name: (before[name], value) for name, value in points.items() if name in before and before[name] != value},
        tuple(
            name
            for name, source in sources.items()
            if before.get(name) == points[name] and stored.get(name, "").strip() != source.strip()
        ),
    )


def bring_up_to_date(session: Session, known: Notebook, cells: Iterable[nbformat.NotebookNode]) -> None:
    """Enter an assignment's cells as they are now, in one transaction; what stays keeps its grades and comments.

    Parameters
    ----------
    session : Session
        The gradebook's. Nothing is committed.
    known : Notebook
        The gradebook's row, submissions and all.
    cells : iterable of NotebookNode
        As nbgrader's ``SaveCells`` sees them.
    """
    cells = list(cells)
    graded = {cell.metadata.nbgrader.grade_id: cell for cell in cells if utils.is_grade(cell)}
    answers = {cell.metadata.nbgrader.grade_id: cell for cell in cells if utils.is_solution(cell)}
    kept = {
        cell.metadata.nbgrader.grade_id: cell
        for cell in cells
        if utils.is_grade(cell) or utils.is_solution(cell) or utils.is_locked(cell)
    }
    _drop(session, known, {*graded}, {*answers}, {*kept})
    here = {cell.name: cell for cell in known.grade_cells}
    for name, cell in graded.items():
        score = float(cell.metadata.nbgrader.points)
        if name in here:
            here[name].max_score, here[name].cell_type = score, cell.cell_type
        else:
            row = GradeCell(name=name, notebook=known, max_score=score, cell_type=cell.cell_type)
            session.add(row)
            session.flush()  # gives it the id that the grades need
            session.add_all(Grade(cell_id=row.id, notebook=submitted) for submitted in known.submissions)
    for name in answers.keys() - {cell.name for cell in known.solution_cells}:
        answer = SolutionCell(name=name, notebook=known)
        session.add(answer)
        session.flush()
        session.add_all(Comment(cell_id=answer.id, notebook=submitted) for submitted in known.submissions)
    sources = {cell.name: cell for cell in known.source_cells}
    for name, cell in kept.items():
        source = sources.get(name) or SourceCell(name=name, notebook=known)
        source.cell_type, source.locked, source.source = cell.cell_type, utils.is_locked(cell), cell.source
        source.checksum = cell.metadata.nbgrader.get("checksum")
        session.add(source)
    session.flush()


def _drop(session: Session, known: Notebook, graded: set[str], answers: set[str], kept: set[str]) -> None:
    """Take out the rows of cells that are gone, and what was entered for them."""
    for row in [cell for cell in known.grade_cells if cell.name not in graded]:
        session.query(Grade).filter_by(cell_id=row.id).delete()
        session.delete(row)
    for row in [cell for cell in known.solution_cells if cell.name not in answers]:
        session.query(Comment).filter_by(cell_id=row.id).delete()
        session.delete(row)
    for row in [cell for cell in known.source_cells if cell.name not in kept]:
        session.delete(row)
    session.flush()
    session.expire_all()
