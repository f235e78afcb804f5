"""Who gains or loses what by a change of an assignment: the grades before and after, learner by learner.

Used by ``chainrule staff grade`` with ``--dry-run`` and ``--accept-changes``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from chainrule.checks import words
from chainrule.checks.report import Finding
from chainrule.checks.words import number_text
from chainrule.notebooks.conventions import exercise_name
from chainrule.plain_text import plain_text
from chainrule_staff.gradebook_file import opened
from chainrule_staff.reporting.grades import Grade, results

MOST_REASONS = 20  # that are printed
# What becomes of a learner, in words for one and for several; those with more words are told only where there are any.
KINDS = (
    ("gain", "gains points", "gain points", ""),
    ("lose", "loses points", "lose points", ""),
    ("moved", "keeps the sum", "keep the sum", ", by other exercises"),
    ("of another maximum", "keeps the points", "keep their points", ", of another maximum"),
)
NEARLY = 1e-9  # sums of thirds differ by less


@dataclass(frozen=True)
class Standing:
    """A gradebook's grades of one assignment, the points of each exercise, and what its check said.

    All but the grades are by learner and exercise.
    """

    grades: dict[str, Grade] = field(default_factory=dict)
    parts: dict[str, dict[str, float]] = field(default_factory=dict)
    by_hand: dict[str, set[str]] = field(default_factory=dict)
    reports: dict[str, dict[str, dict]] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """What becomes of one learner; scores as they are exported, ``None`` where there is none.

    Parameters
    ----------
    exercises : dict
        Points before and after of those that differ; ``None`` where there is no such exercise.
    by_hand : tuple of str
        Exercises whose points a person gave: those stay, whatever the checks say.
    why : dict
        By exercise what the check says that it did not say before, or the other way round; only where that is known.
    """

    learner: str
    before: float | None
    max_before: float
    after: float | None
    max_after: float
    exercises: dict[str, tuple[float | None, float | None]]
    by_hand: tuple[str, ...] = ()
    why: dict[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether anything is another than before."""
        return bool(self.exercises) or (self.before, self.max_before) != (self.after, self.max_after)


def standing(url: str, assignment: str, submitted: Path, autograded: Path) -> Standing:
    """Read a gradebook."""
    from nbgrader.api import Assignment, SubmittedAssignment, SubmittedNotebook
    from nbgrader.api import Grade as Part

    parts: dict[str, dict[str, float]] = {}
    by_hand: dict[str, set[str]] = {}
    with opened(url) as book:
        if assignment not in {known.name for known in book.assignments}:
            return Standing()
        found = results(book, assignment, submitted, autograded)
        rows = (
            book.db.query(Part, SubmittedAssignment.student_id)
            .join(SubmittedNotebook, SubmittedNotebook.id == Part.notebook_id)
            .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .filter(Assignment.name == assignment)
        )
        for part, learner in rows:
            parts.setdefault(learner, {})[exercise_name(part.name)] = float(part.score)
            if part.manual_score is not None:
                by_hand.setdefault(learner, set()).add(exercise_name(part.name))
    reports = {one.learner: {report["exercise"]: report for report in one.exercises} for one in found.records}
    return Standing({grade.learner: grade for grade in found.grades}, parts, by_hand, reports)


def compare(before: Standing, after: Standing) -> list[Row]:
    """A row for everyone who has a grade before or after, by learner."""
    rows = []
    for learner in sorted({*before.grades, *after.grades}):
        old, new = before.grades.get(learner), after.grades.get(learner)
        scores = [grade.score if grade else None for grade in (old, new)]
        if scores == [None, None]:
            continue
        was, now = before.parts.get(learner, {}), after.parts.get(learner, {})
        differing = {
            name: (was.get(name), now.get(name))
            for name in dict.fromkeys([*was, *now])
            if name not in was or name not in now or abs(was[name] - now[name]) > NEARLY
        }
        rows.append(
            Row(
                learner,
                scores[0],
                old.max_points if old else 0.0,
                scores[1],
                new.max_points if new else 0.0,
                differing,
                tuple(sorted(before.by_hand.get(learner, ()))),
                _why(before.reports.get(learner, {}), after.reports.get(learner, {}), differing),
            )
        )
    return rows


def _why(before: dict[str, dict], after: dict[str, dict], exercises: Iterable[str]) -> dict[str, str]:
    """The reasons for what differs, of the exercises that were checked both times."""
    found = {name: why(before[name], after[name]) for name in exercises if name in before and name in after}
    return {name: text for name, text in found.items() if text}


def why(before: dict, after: dict) -> str:
    """Why a check gives other points than before, in one line; empty where its report does not tell.

    Parameters
    ----------
    before, after : dict
        Its reports, as records keep them.
    """
    was, now = _cases(before), _cases(after)
    said = []
    lost = [label for label, found in now.items() if found and not was.get(label)]
    if lost:
        fails = "fails now" if lost[0] in was else "is asked now, and fails"
        said.append(f"{lost[0]} {fails}: {words.sentence(Finding.from_dict(now[lost[0]] or {}))}{_more(lost)}")
    passes = [label for label, found in was.items() if found and label in now and not now[label]]
    gone = [label for label, found in was.items() if found and label not in now]
    if passes:
        said.append(f"{passes[0]} passes now{_more(passes)}")
    if gone:
        said.append(f"{gone[0]}, which failed, is no longer asked{_more(gone)}")
    if not said and before.get("max_points") != after.get("max_points"):
        said.append("the exercise is worth other points")
    return "; ".join(said)


def _cases(report: dict) -> dict[str, dict | None]:
    """By label, what is wrong with a case; ``None`` where nothing is."""
    return {case["label"]: case.get("finding") for part in report["parts"] for case in part["cases"]}


def _more(labels: list[str]) -> str:
    return f" (and {len(labels) - 1} more)" if len(labels) > 1 else ""


def show(rows: Sequence[Row], console: Console) -> None:
    """Print who gains and who loses, and why; those for whom nothing changes are counted."""
    table = Table(
        Column("learner", overflow="fold"),
        Column("before", no_wrap=True),
        Column("after", no_wrap=True),
        Column("exercises", overflow="fold"),
        title_justify="left",
    )
    for row in rows:
        if row.changed:
            table.add_row(
                Text(plain_text(row.learner)),
                _score(row.before, row.max_before),
                _score(row.after, row.max_after),
                Text(", ".join([*_exercises(row), *_by_hand(row)])),
                style=_style(row),
            )
    if table.row_count:
        console.print(table)
    reasons = Counter((name, text) for row in rows for name, text in row.why.items())
    for (name, text), count in reasons.most_common(MOST_REASONS):
        console.print(Text(plain_text(f"{count} × {name}: {text}")))
    if len(reasons) > MOST_REASONS:
        console.print(f"And {len(reasons) - MOST_REASONS} more reasons; --json has them all.", highlight=False)
    if moved := moves(rows):
        console.print(_moves(moved, rows))
    console.print(_everyone(rows), highlight=False)


@dataclass(frozen=True)
class Move:
    """What an exercise gives and takes: how many learners gain and lose, and how many points these are together."""

    exercise: str
    gain: int = 0
    gained: float = 0.0
    lose: int = 0
    lost: float = 0.0


def moves(rows: Iterable[Row]) -> list[Move]:
    """The exercises whose points differ for anybody, as they come in the lecture; a new one gives all its points, a dropped one takes them."""
    shifts: dict[str, list[float]] = {}
    for row in rows:
        for name, (was, now) in row.exercises.items():
            shifts.setdefault(name, []).append((now or 0.0) - (was or 0.0))
    return [_move(name, found) for name, found in shifts.items()]


def _move(name: str, shifts: Sequence[float]) -> Move:
    gains, losses = ([abs(one) for one in shifts if sign * one > NEARLY] for sign in (1, -1))
    return Move(name, len(gains), sum(gains), len(losses), sum(losses))


def _moves(moved: Sequence[Move], rows: Sequence[Row]) -> Table:
    """A line for each exercise, one for what late penalties take or give back, and the scores, which are the sum of these."""
    table = Table(Column("exercise", overflow="fold"), "gain", "lose", "together", title_justify="left")
    scores = _move("scores", [_shift(row) for row in rows])
    checks = [sum((now or 0.0) - (was or 0.0) for was, now in row.exercises.values()) for row in rows]
    late = _move("late penalties", [_shift(row) - check for row, check in zip(rows, checks)])
    for one in (*moved, *([late] if late.gain or late.lose else []), scores):
        table.add_row(
            Text(plain_text(one.exercise)),
            f"{one.gain}: +{number_text(one.gained)}" if one.gain else "",
            f"{one.lose}: −{number_text(one.lost)}" if one.lose else "",
            _signed(one.gained - one.lost),
            style="bold" if one is scores else "",
        )
    return table


def _signed(points: float) -> str:
    sign = "" if abs(points) < NEARLY else "+" if points > 0 else "−"
    return f"{sign}{number_text(abs(points))}"


def _everyone(rows: Sequence[Row]) -> str:
    """How many there are of each kind; everyone is in one of them."""
    kinds = Counter(_kind(row) for row in rows)
    said = []
    for kind, one, several, rest in KINDS:
        count = kinds[kind]
        if count or not rest:
            said.append(f"{count} {one if count == 1 else several}{rest}")
    return f"{', '.join(said)}; for {kinds['nothing']} of {len(rows)} nothing changes."


def _kind(row: Row) -> str:
    if abs(_shift(row)) > NEARLY:
        return "gain" if _shift(row) > 0 else "lose"
    if any(abs((now or 0.0) - (was or 0.0)) > NEARLY for was, now in row.exercises.values()):
        return "moved"
    return "of another maximum" if row.changed else "nothing"


def _score(score: float | None, most: float) -> str:
    if score is None:
        return "no grade"
    share = f" ({score / most:.0%})" if most else ""
    return f"{number_text(score)} of {number_text(most)}{share}"


def _exercises(row: Row) -> list[str]:
    found = []
    for name, (was, now) in row.exercises.items():
        if was is None or now is None:
            points = number_text(was or now or 0.0)
            found.append(f"{name} {'new' if was is None else 'dropped'}: {points}")
        else:
            found.append(f"{name} {number_text(was)} → {number_text(now)}")
    return found


def _by_hand(row: Row) -> list[str]:
    """What a person gave stays, and may be too little or too much for an exercise that has other points now."""
    return [f"{name} was graded by hand, look again" for name in row.by_hand]


def _shift(row: Row) -> float:
    return (row.after or 0.0) - (row.before or 0.0)


def _style(row: Row) -> str:
    return "green" if _shift(row) > NEARLY else "red" if _shift(row) < -NEARLY else ""
