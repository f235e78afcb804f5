"""What a class did on one assignment, as plain data: the JSON report, and what the page and the terminal show."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from typing import Any

from chainrule.checks import words
from chainrule.checks.report import RUNG_OF, CheckReport, Failure, Kind, Rung
from chainrule_staff.grading import record as kept
from chainrule_staff.grading.kinds import Kind as StaffKind
from chainrule_staff.grading.record import Record
from chainrule_staff.grading.words import told
from chainrule_staff.reporting import picture
from chainrule_staff.reporting.grades import LOOK, MISSING, NOT_GRADED, UNREADABLE, Grade, of_records

SOLVED, PARTLY, WRONG, NOT_ATTEMPTED = OUTCOMES = ("solved", "partly", "wrong", "not_attempted")
WORDS = {SOLVED: "solved", PARTLY: "partly", WRONG: "wrong", NOT_ATTEMPTED: "not attempted"}
OUTCOME_OF = {"passed": SOLVED, "partial": PARTLY, "failed": WRONG, "not attempted": NOT_ATTEMPTED}
MAX_BINS, WIDTHS = 10, (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
MAX_SENTENCES, TO_TALK_ABOUT = 6, 3
UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))
DIGITS = 4  # a third of a point is 0.3333; more digits are noise of the arithmetic
HINT = (
    "Their code is the same, but for comments and spacing. That happens with short answers, above all with right ones: "
    "it is a reason to ask, never a proof."
)


def summarise(
    assignment: str,
    records: Iterable[Record],
    grades: Sequence[Grade] | None = None,
    due: str | None = None,
    zone: str = "",
) -> dict[str, Any]:
    """What the class did: counts, points, exercises with their mistakes, its picture, identical submissions.

    Parameters
    ----------
    records : iterable of Record
        Of this assignment; in any order.
    grades : sequence of Grade, optional
        Of all learners, those without a record too; otherwise what the records tell.
    due : str, optional
        The deadline, ISO 8601 in UTC.
    zone : str
        The time zone in which people are told times; UTC unless given.

    Returns
    -------
    dict
        JSON-able; numbers are rounded to four digits. Learners are named by their id: ``learners`` has their names. Times are in UTC.
    """
    records = sorted(records, key=lambda record: record.learner)
    grades = of_records(assignment, records) if grades is None else list(grades)
    graded = [record for record in records if record.state == kept.GRADED]
    separated = picture.separation(graded)
    exercises = [{**one, **separated[one["exercise"]]} for one in _exercises(graded)]
    # That a platform does not say when is said once, for all of them.
    notes = {
        record.learner: [note for note in record.notes if note.kind != StaffKind.TIME_ASSUMED] for record in records
    }
    return _rounded(
        {
            "assignment": assignment,
            "max_points": max((grade.max_points for grade in grades), default=0.0),
            "counts": _counts(grades),
            "points": distribution(
                [grade.points for grade in grades if grade.points is not None],
                max((grade.max_points for grade in grades), default=0.0),
            ),
            "talk_about": _talk_about(exercises),
            "exercises": exercises,
            "timezone": zone,
            "timeline": picture.timeline([grade.submitted for grade in grades if grade.submitted], due),
            "together": picture.together(graded),
            "identical": _identical(graded),
            "remarks": _remarks(graded, grades),
            "learners": [
                {**grade.to_dict(), "name": grade.name, "notes": [*map(told, notes.get(grade.learner, []))]}
                for grade in grades
            ],
        }
    )


def _counts(grades: Sequence[Grade]) -> dict[str, int]:
    """Learners in each state; ``graded`` are all with a grade, late ones and those that need a look too."""
    having = {state: sum(grade.state == state for grade in grades) for state in (LOOK, UNREADABLE, MISSING, NOT_GRADED)}
    return {
        "learners": len(grades),
        "graded": len(grades) - sum(having.values()) + having[LOOK],
        "needs_a_look": having[LOOK],
        "unreadable": having[UNREADABLE],
        "missing": having[MISSING],
        "not_graded": having[NOT_GRADED],
        "late": sum(grade.seconds_late > 0 for grade in grades),
    }


def distribution(points: Sequence[float], most: float) -> dict[str, Any]:
    """How points (before late penalties) are spread, and a histogram of them.

    A bin holds what is at least ``from`` and below ``to``; the last one both its ends.
    """
    points = sorted(round(value, DIGITS) for value in points)
    quartiles: Sequence[float | None] = (
        statistics.quantiles(points, n=4, method="inclusive") if len(points) > 1 else (points * 3 or [None] * 3)
    )
    low, middle, high = quartiles
    top = max([most, *points])
    width = next((width for width in WIDTHS if top / width <= MAX_BINS), top / MAX_BINS)
    count = math.ceil(top / width - 1e-9) if top > 0 else 0
    bins = [{"from": index * width, "to": (index + 1) * width, "count": 0} for index in range(count)]
    for value in points if bins else ():
        bins[min(max(int(value / width + 1e-6), 0), count - 1)]["count"] += 1
    return {
        "count": len(points),
        "mean": statistics.fmean(points) if points else None,
        "median": middle,
        "lower_quartile": low,
        "upper_quartile": high,
        "lowest": points[0] if points else None,
        "highest": points[-1] if points else None,
        "bins": bins,
    }


# -- exercises ------------------------------------------------------------------------------------


def _exercises(records: Sequence[Record]) -> list[dict[str, Any]]:
    """What became of each exercise, in the lecture's order."""
    answers: dict[str, list[tuple[str, dict]]] = {}
    for record in sorted(records, key=lambda record: -len(record.exercises)):  # the order of the most complete one
        for report in record.exercises:
            answers.setdefault(report["exercise"], []).append((record.learner, report))
    return [_exercise(name, sorted(given, key=lambda pair: pair[0])) for name, given in answers.items()]


def _exercise(name: str, given: list[tuple[str, dict]]) -> dict[str, Any]:
    outcomes = [OUTCOME_OF.get(report["state"], WRONG) for _, report in given]
    counts = {outcome: outcomes.count(outcome) for outcome in OUTCOMES}
    first = given[0][1]
    return {
        "exercise": name,
        "number": first.get("number", ""),
        "title": first.get("title", name),
        "max_points": first["max_points"],
        "answers": len(given),
        **counts,
        "share_solved": counts[SOLVED] / len(given),
        "mistakes": _mistakes(given),
        "unexplained": _unexplained(given),
    }


def _mistakes(given: list[tuple[str, dict]]) -> list[dict[str, Any]]:
    """The known mistakes that were made, the most common first."""
    found: dict[tuple, dict[str, Any]] = {}
    for learner, report in given:
        for mistake in report["mistakes"]:
            entry = found.setdefault(
                (mistake["id"], mistake["function"]),
                {
                    "id": mistake["id"],
                    "function": mistake["function"],
                    "explanation": mistake["explanation"],
                    "learners": [],
                    "in_part": 0,
                },
            )
            if learner not in entry["learners"]:
                entry["learners"].append(learner)
                entry["in_part"] += not mistake.get("whole", True)
    return [
        {**entry, "count": len(entry["learners"])}
        for _, entry in sorted(found.items(), key=lambda item: (-len(item[1]["learners"]), item[0]))
    ]


def _unexplained(given: list[tuple[str, dict]]) -> list[dict[str, Any]]:
    """Wrong answers that no known mistake explains, equal results together: candidates for the catalogue."""
    groups: dict[tuple, list[tuple[str, dict]]] = {}
    for learner, report in given:
        if _is_unexplained(report):
            digest = report.get("results") or ""
            groups.setdefault((digest,) if digest else ("", learner), []).append((learner, report))
    found = []
    for members in groups.values():
        example = next((pair for pair in members if pair[1].get("answer")), members[0])
        found.append(
            {
                "results": members[0][1].get("results") or "",
                "count": len(members),
                "learners": [learner for learner, _ in members],
                "cases": _failing(members[0][1]),
                "example": example[0],
                "answer": example[1].get("answer") or "",
            }
        )
    return sorted(found, key=lambda group: (-group["count"], group["learners"]))


def _is_unexplained(report: dict) -> bool:
    """Something was answered wrong (not just left out), and no known mistake accounts for all of it."""
    mistakes = report["mistakes"]
    return bool(_wrong(report)) and not (mistakes and all(mistake.get("whole", True) for mistake in mistakes))


def _wrong(report: dict) -> list[Failure]:
    """What is wrong with an answer; that a function of it was left out does not count."""
    found = _report(report).failures()
    return [one for one in found if RUNG_OF[Kind(one.finding.kind)] != Rung.NOT_ATTEMPTED]


def _failing(report: dict) -> list[dict[str, str]]:
    """What was said of the failing cases, each sentence once; before them what the numbers say of all of them."""
    if said := _report(report).about_all():
        return [{"label": one.values["function"], "sentence": words.sentence(one)} for one in said]
    told = [{"label": one.values["function"], "sentence": words.sentence(one)} for one in _report(report).diagnoses]
    told += [{"label": one.labels[0], "sentence": words.sentence(one.finding)} for one in _wrong(report)]
    return told[:MAX_SENTENCES]


def _report(data: dict) -> CheckReport:
    return CheckReport.from_dict(data)


def _talk_about(exercises: Sequence[dict]) -> list[dict[str, Any]]:
    """The most common known mistakes of all exercises; among equally common ones, the lecture's order."""
    every = [
        {**{key: exercise[key] for key in ("exercise", "number", "title", "answers")}, **mistake}
        for exercise in exercises
        for mistake in exercise["mistakes"]
    ]
    return sorted(every, key=lambda mistake: -mistake["count"])[:TO_TALK_ABOUT]


# -- the rest -------------------------------------------------------------------------------------


def _identical(records: Sequence[Record]) -> list[dict[str, Any]]:
    """Submissions with equal answers, the largest group first; what is untouched is left out."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        if record.answers and any(report["state"] != "not attempted" for report in record.exercises):
            groups.setdefault(record.answers, []).append(record)
    found = [
        {
            "learners": [record.learner for record in group],
            "count": len(group),
            "hint": HINT,
            **{
                outcome: sum(OUTCOME_OF.get(report["state"], WRONG) == outcome for report in group[0].exercises)
                for outcome in OUTCOMES
            },
        }
        for group in groups.values()
        if len(group) > 1
    ]
    return sorted(found, key=lambda group: (-group["count"], group["learners"]))


def _remarks(graded: Sequence[Record], grades: Sequence[Grade]) -> list[str]:
    """What to know before trusting the figures."""
    remarks = []
    unsafe = sum(record.sandbox == "none" for record in graded)
    if unsafe:
        remarks.append(
            f"{_submissions(unsafe)} graded without a sandbox: the learner's code could have changed its own grade."
        )
    if len({record.source for record in graded}) > 1:
        remarks.append(
            "Not all were graded with the same checks: the lecture was changed in between. Grade all of them "
            "again with --force."
        )
    untimed = sum(not grade.time_known for grade in grades)
    if untimed:
        remarks.append(
            f"The platform's archive does not say when {_submissions(untimed)} handed in: no such time is shown."
        )
    waiting = sum(grade.state == NOT_GRADED for grade in grades)
    if waiting:
        remarks.append(f"{_submissions(waiting)} not graded yet, and not counted here.")
    recorded = {record.learner for record in graded}
    elsewhere = sum(
        grade.points is not None and grade.state != UNREADABLE and grade.learner not in recorded for grade in grades
    )
    if elsewhere:
        remarks.append(
            f"{_submissions(elsewhere)} graded by another program or by hand: the points are counted, "
            "mistakes are not known."
        )
    return remarks


def _submissions(count: int) -> str:
    return "1 submission was" if count == 1 else f"{count} submissions were"


def _rounded(data: Any) -> Any:
    if isinstance(data, float):
        return round(data, DIGITS) + 0.0  # no −0
    if isinstance(data, dict):
        return {key: _rounded(value) for key, value in data.items()}
    return [_rounded(item) for item in data] if isinstance(data, (list, tuple)) else data


def lateness(seconds: float, known: bool = True) -> str:
    """How late in words: in whole units, the two largest, never rounded up; ``known`` is whether that was said at all.

    >>> lateness(1), lateness(90), lateness(3600), lateness(200000)
    ('1 second', '1 minute 30 seconds', '1 hour', '2 days 7 hours')
    >>> lateness(1, known=False)
    'not known by how much'
    """
    if not known:
        return "not known by how much"
    left = max(1, int(seconds))
    said = []
    for unit, size in UNITS:
        count, left = divmod(left, size)
        said.append(f"{count} {unit}{'' if count == 1 else 's'}" if count else "")
    first = next(place for place, words in enumerate(said) if words)
    return " ".join(words for words in said[first : first + 2] if words)
