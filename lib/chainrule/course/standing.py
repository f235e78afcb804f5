"""Where a learner stands: what the lectures ask, held against the points that were reached. For the command line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chainrule.checks.progress_log import Progress
from chainrule.course.layout import ReleasedLecture
from chainrule.notebooks.errors import NotebookError
from chainrule.notebooks.exercises import exercises
from chainrule.notebooks.notebook import read


def standing(progress: Progress, lectures: Iterable[ReleasedLecture]) -> list[dict[str, Any]]:
    """Hold what was reached against what the lectures ask; the releases are read.

    Parameters
    ----------
    progress : Progress
        What was reached.
    lectures : iterable of ReleasedLecture
        The released lectures.

    Returns
    -------
    list of dict
        For each ``lecture``, ``notebook``, ``title``, ``points``, ``max_points``, ``finished``, ``problem`` (None,
        or why the release can't be read), ``next`` (the first exercise that is not finished, or None) and
        ``exercises``. Points are the best that were reached: running a check before its exercise in a new kernel
        takes nothing away; ``latest`` has the points of the last check.
    """
    kept = progress.load()["notebooks"]
    lines = []
    for lecture in lectures:
        problem = None
        try:
            asked = [exercise for exercise in exercises(read(lecture.notebook)) if exercise.points]
        except NotebookError as error:
            asked, problem = [], str(error)
        results = [_result(exercise, kept.get(lecture.name, {})) for exercise in asked]
        unfinished = [result["id"] for result in results if result["points"] < result["max_points"]]
        lines.append(
            {
                "lecture": lecture.id,
                "notebook": lecture.name,
                "title": lecture.title,
                "points": sum(result["points"] for result in results),
                "max_points": sum(result["max_points"] for result in results),
                "finished": not unfinished and not problem,
                "problem": problem,
                "next": unfinished[0] if unfinished else None,
                "exercises": results,
            }
        )
    return lines


def _result(exercise: Any, kept: dict[str, Any]) -> dict[str, Any]:
    """Hold one exercise against what was kept; a best of another scale (the points were changed) is converted."""
    entry = kept.get(exercise.id) or {}
    scale = exercise.points / entry["max_points"] if entry.get("max_points") else 0.0
    return {
        "id": exercise.id,
        "number": exercise.number,
        "title": exercise.title,
        "max_points": exercise.points,
        "points": min(entry.get("best", 0.0) * scale, exercise.points),
        "latest": entry.get("points", 0.0) * scale,
        "attempts": entry.get("attempts", 0),
        "last": entry.get("last"),
        "mistakes": entry.get("mistakes", {}),
    }
