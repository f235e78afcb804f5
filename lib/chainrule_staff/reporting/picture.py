"""The picture of a class: when it handed in, which exercises tell strong from weak, which mistakes go together.

Plain data for :mod:`.summary`. Only what an instructor can act on: a deadline, an exercise that puzzles the strong as much as the
weak, two mistakes that come from one misunderstanding.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from chainrule_staff.grading.record import Record

MOST_BINS = 28
STEPS = [timedelta(hours=hours) for hours in (1, 2, 3, 6, 12, 24, 48, 168, 336, 672)]
LEAST_LEARNERS = 10  # below it a correlation is noise
NOT_SEPARATING = 0.1  # a correlation below it: the strong do no better than the weak
MANY = 0.9  # an exercise that more than these solve separates nobody, and need not
LEAST_TOGETHER, LEAST_LIFT, MOST_PAIRS = 3, 1.5, 5


def timeline(submitted: Sequence[str], due: str | None = None) -> dict[str, Any] | None:
    """When a class handed in, in bins that a deadline divides.

    Parameters
    ----------
    submitted : sequence of str
        ISO times in UTC.
    due : str, optional
        The deadline, likewise.

    Returns
    -------
    dict or None
        ``bins`` with ``from``, ``to``, ``count`` and ``late``; ``due``; how many handed in ``on_the_last_day`` before it and ``late``.
        ``None`` where nobody's time is known.
    """
    times = sorted(map(_time, submitted))
    if not times:
        return None
    end = _time(due) if due else None
    first, last = min(times[0], end or times[0]), max(times[-1], end or times[-1])
    step = next((step for step in STEPS if (last - first) / step <= MOST_BINS - 2), STEPS[-1])
    # A bin ends at the deadline, so that none holds both sides of it; what comes in at that very moment is in time.
    origin = end or first
    bins: dict[int, int] = {}
    for time in times:
        number = math.ceil((time - origin) / step) if end else int((time - origin) / step) + 1
        bins[number] = bins.get(number, 0) + 1
    numbers = range(min([*bins, 0 if end else 1]), max([*bins, 0 if end else 1]) + 1)
    return {
        "due": due,
        "bins": [
            {
                "from": (origin + (number - 1) * step).isoformat(),
                "to": (origin + number * step).isoformat(),
                "count": bins.get(number, 0),
                "late": bool(end) and number > 0,
            }
            for number in numbers
        ],
        "on_the_last_day": sum(end - timedelta(days=1) <= time <= end for time in times) if end else None,
        "late": sum(time > end for time in times) if end else None,
    }


def separation(records: Sequence[Record]) -> dict[str, dict[str, float | None]]:
    """By exercise: which share of its points the class has, and how well it tells strong learners from weak ones.

    The latter is the correlation of the exercise's points with those of all others: 1 where only the strong have them,
    0 where it is all the same. ``None`` where too few learners are graded, or all have the same.
    """
    names = list(dict.fromkeys(report["exercise"] for record in records for report in record.exercises))
    shares: dict[str, list[float]] = {name: [] for name in names}
    others: dict[str, list[float]] = {name: [] for name in names}
    for record in records:
        total = sum(report["points"] for report in record.exercises)
        for report in record.exercises:
            if report["max_points"]:
                shares[report["exercise"]].append(report["points"] / report["max_points"])
                others[report["exercise"]].append(total - report["points"])
    return {
        name: {
            "share": statistics.fmean(shares[name]) if shares[name] else None,
            "separates": _correlation(shares[name], others[name]),
        }
        for name in names
    }


def puzzling(exercise: dict[str, Any]) -> str:
    """What to do about an exercise of :func:`.summary.summarise`; empty for most."""
    share, separates = exercise["share"], exercise["separates"]
    if share is None or separates is None or separates >= NOT_SEPARATING or share > MANY:
        return ""
    return (
        f"The class has {share:.0%} of its points, and the strong have no more than the weak: read its contract and its "
        "check again, and the answers in groups."
    )


def together(records: Sequence[Record]) -> list[dict[str, Any]]:
    """Pairs of known mistakes in two exercises that the same learners make, more often than chance has it.

    ``lift`` says how many times as often. The most striking pairs come first.
    """
    made: dict[tuple[str, str], set[str]] = {}
    titles: dict[str, str] = {}
    for record in records:
        for report in record.exercises:
            titles[report["exercise"]] = f"{report.get('number', '')} {report.get('title', '')}".strip()
            for mistake in report["mistakes"]:
                made.setdefault((report["exercise"], mistake["id"]), set()).add(record.learner)
    frequent = {key: who for key, who in made.items() if len(who) >= LEAST_TOGETHER}
    found: list[dict[str, Any]] = []
    for (one, who), (other, too) in combinations(frequent.items(), 2):
        both = sorted(who & too)
        if one[0] == other[0] or len(both) < LEAST_TOGETHER:
            continue
        lift = len(both) * len(records) / (len(who) * len(too))
        if lift >= LEAST_LIFT:
            found.append(
                {
                    "mistakes": [
                        {"exercise": name, "title": titles[name], "id": mistake, "count": len(made[name, mistake])}
                        for name, mistake in (one, other)
                    ],
                    "count": len(both),
                    "lift": lift,
                    "learners": both,
                }
            )
    return sorted(found, key=lambda pair: (-pair["count"] * math.log(pair["lift"]), str(pair["mistakes"])))[:MOST_PAIRS]


def _correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    if len(one) < LEAST_LEARNERS or len(set(one)) < 2 or len(set(other)) < 2:
        return None
    return statistics.correlation(one, other)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=None)
