"""What stands where on a feedback page: an overview on top, each exercise with its title, everything else folded away.

An exercise that is right, or was not attempted, is one line that opens: what there is to learn from is in the others.

Called by :class:`chainrule_staff.grading.feedback.Shareable`; the template of :mod:`.feedback_page` reads what is noted here, in
``resources["feedback"]`` and in the metadata of the cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from chainrule.checks.report import State
from chainrule.checks.words import number_text, points_text
from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import Role, check_name, exercise_name, headings
from chainrule.plain_text import plain_text
from chainrule_staff.grading.graded import UNREADABLE_CELL
from chainrule_staff.grading.receipt import receipt
from chainrule_staff.grading.record import KEY, Record

WORDS = {
    State.PASSED: "right",
    State.PARTIAL: "partly right",
    State.FAILED: "not right yet",
    State.NOT_ATTEMPTED: "not attempted",
}
TASK, CHECK, LECTURE = "The task", "The check", "Lecture"
RIGHT, STUB = "The answer", "The answer, as it was handed out"
NO_RESPONSE = "No response."  # nbgrader's own comment on each answer that is not there; the panel says more
MARKS = re.compile(r"[*_`$\\]")  # of Markdown, in a heading that is shown as text


@dataclass
class Exercise:
    """One graded exercise, or one answer that a person grades."""

    anchor: str
    title: str
    score: float | None = None
    max_points: float = 0.0
    state: str = ""
    touched: bool = True  # whether the answer is another than the stub
    commented: bool = False

    @property
    def points(self) -> str:
        """Such as ``1.5 of 2 points``; nothing for an exercise without points."""
        if not self.max_points and not self.score:
            return ""
        got = "–" if self.score is None else number_text(self.score)
        return f"{got} of {points_text(self.max_points)}"

    @property
    def settled(self) -> bool:
        """Whether there is nothing to read but its line: it is right, or was not attempted, and nobody said anything of it."""
        return self.state in (State.PASSED, State.NOT_ATTEMPTED) and not self.commented

    @property
    def word(self) -> str:
        """What became of it; nothing where a person gave other points than the check."""
        return WORDS[State(self.state)] if self.state else ""


def arrange(notebook, resources: dict[str, Any], zone: str = "") -> None:
    """Note in a notebook that has its grades what the template needs to know; times in a zone, else in UTC."""
    cells = [Cell(cell) for cell in notebook.cells]
    names = resources["nbgrader"]
    exercises = _exercises(cells, notebook.metadata.get(KEY) or {})
    for cell in notebook.cells:
        cell.metadata["feedback"] = {}
    of = _belonging(cells, exercises)
    begun: set[str] = set()
    for place, cell in enumerate(notebook.cells):
        mark, mine = cell.metadata["feedback"], of[place]
        if mine is not None:
            mark["begins"] = place == 0 or of[place - 1] is not mine
            mark["ends"] = place + 1 == len(cells) or of[place + 1] is not mine
            if mine.anchor not in begun:
                mark["heading"] = {
                    "anchor": mine.anchor,
                    "title": mine.title,
                    "points": mine.points,
                    "word": mine.word,
                    "state": mine.state.replace(" ", "-"),
                }
                begun.add(mine.anchor)
        comment = cells[place].nbgrader.get("comment")
        if comment and comment.strip() != NO_RESPONSE:
            mark["comment"] = comment
            if mine is not None:
                mine.commented = True
    for place, cell in enumerate(notebook.cells):
        mark, mine = cell.metadata["feedback"], of[place]
        if mine is not None:
            mark["shut"] = mine.settled
        if cells[place].role is Role.CHECK:
            mark["fold_code"] = CHECK
        elif mine is not None and not mine.settled and cells[place].is_code:
            if not mine.touched:
                mark["fold_code"] = STUB
            elif mine.state == State.PASSED:
                mark["fold_code"] = RIGHT  # its check says all there is to say
    _fold(notebook.cells, cells, of)
    penalty = names.get("late_penalty") or 0.0
    resources["feedback"] = {
        "title": f"Feedback on {names['assignment']}",
        "score": f"{number_text(max(0.0, names['score']))} of {points_text(names['max_score'])}",
        "late": f", after {number_text(penalty)} off for being late" if penalty else "",
        "rows": [*exercises.values()],
        "receipt": _receipt(notebook.metadata.get(KEY) or {}, zone),
    }


def _receipt(record: dict, zone: str) -> list[tuple[str, str]]:
    """What was received; nothing where another program graded, or a version that kept no record of it."""
    try:
        found = Record.from_dict(record)
    except (KeyError, TypeError, ValueError):
        return []
    return receipt(found, zone) if found.sha256 else []


def _exercises(cells: list[Cell], record: dict) -> dict[str, Exercise]:
    """By anchor, in the order of the page: checks, and what a person grades."""
    known = {check_name(report["exercise"]): report for report in record.get("exercises", ())}
    found: dict[str, Exercise] = {}
    title = ""
    for cell in cells:
        for heading in headings("\n".join(_heading_lines(cell))):
            title = f"{heading.number} {heading.title}"
        marks = cell.nbgrader
        if not cell.grade_id or not (marks.get("grade") or marks.get("task")):
            continue
        report = known.get(cell.grade_id)
        name = f"{report['number']} {report['title']}".strip() if report else title or "Written answer"
        score, most = marks.get("score"), float(marks.get("points") or 0.0)
        same = report is not None and (score is None or abs(score - report["points"]) < 1e-9)
        state = report["state"] if report and same else ""
        touched = report is None or bool(report.get("touched", True))
        found[cell.grade_id] = Exercise(cell.grade_id, name, score, most, state, touched)
    return found


def _belonging(cells: list[Cell], exercises: dict[str, Exercise]) -> list[Exercise | None]:
    """Of which exercise each cell is a part: an answer is one of the check of its name, else of the next one."""
    of: list[Exercise | None] = [None] * len(cells)
    following: Exercise | None = None
    for place in range(len(cells) - 1, -1, -1):
        cell = cells[place]
        if cell.grade_id in exercises:
            of[place] = following = exercises[cell.grade_id]
        elif cell.role is Role.SOLUTION:
            of[place] = exercises.get(check_name(exercise_name(cell.grade_id or "")), following)
    # The text with an exercise's heading, and what stands between it and the answer, is its task.
    task: list[int] = []
    for place, cell in enumerate(cells):
        if of[place] is not None:
            for one in task:
                of[one] = of[place]
            task = []
        elif any(headings("\n".join(_heading_lines(cell)))):
            task = [place]
        elif task and not cell.is_code:
            task.append(place)
        else:
            task = []
    return of


def _fold(nodes: list, cells: list[Cell], of: list[Exercise | None]) -> None:
    """Fold neighbours that are neither an answer nor a check into one line."""

    def name(place: int) -> str | None:
        cell = cells[place]
        if cell.id == UNREADABLE_CELL:
            return None
        if of[place] is None:
            return LECTURE
        return None if cell.role in (Role.SOLUTION, Role.CHECK) or cell.nbgrader.get("task") else TASK

    start = 0
    while start < len(cells):
        kind, stop = name(start), start + 1
        while kind and stop < len(cells) and name(stop) == kind and of[stop] is of[start]:
            stop += 1
        if kind:
            nodes[start].metadata["feedback"]["fold"] = kind if kind == TASK else _lecture(cells[start:stop])
            nodes[stop - 1].metadata["feedback"]["unfold"] = True
        start = stop


def _lecture(cells: list[Cell]) -> str:
    """What is folded away, by its headings."""
    found = [
        " ".join(plain_text(MARKS.sub("", line.strip("# "))).split())[:80]
        for cell in cells
        for line in _heading_lines(cell)
    ]
    more = f" and {len(found) - 2} more" if len(found) > 2 else ""
    return f"{LECTURE}: {' · '.join(found[:2])}{more}" if found else LECTURE


def _heading_lines(cell: Cell) -> list[str]:
    """A text's lines that are headings; a line as no person would write it is none."""
    if cell.is_code:
        return []
    return [line for line in cell.source.splitlines() if line.startswith("#") and line.strip("# ") and len(line) < 200]
