"""Try a file of collected answers on a lecture's checks; used by ``chainrule staff evidence --answers``.

The file is a JSON list of ``{"exercise", "kind", "label", "code", "round"}``: ``kind`` is ``right`` or
``wrong``, ``code`` an answer cell (functions that it leaves out stay as solved), ``round`` (1 unless given) tells which trial the answer comes from.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.evidence import HALVES
from chainrule_staff.authoring.headers import SourceError
from chainrule_staff.authoring.source import Exercise, Lecture

OUTCOMES = ("full", "named", "diagnosed", "unnamed")
KEYS = {"exercise": str, "kind": str, "label": str, "code": str}


@dataclass
class Tried:
    """What became of the answers of one file.

    Attributes
    ----------
    counts : dict
        By half of the check, kind and round: how many got all points, were named, were told what the numbers
        say, or were refused without either (also because they raised or did not end).
    kept_all_points, refused : list of str
        The wrong answers that got all points, and the right ones that did not.
    strangers : list of str
        The exercises that the lecture does not have.
    """

    lecture: str
    counts: dict[tuple[str, str, int], Counter] = field(default_factory=dict)
    kept_all_points: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Nothing wrong passed, nothing right failed, and every answer is to an exercise of the lecture."""
        return not (self.kept_all_points or self.refused or self.strangers)

    def to_dict(self) -> dict[str, Any]:
        """As plain data for JSON."""
        return {
            "lecture": self.lecture,
            "counts": [
                {"half": half, "kind": kind, "round": round_, **{name: found[name] for name in OUTCOMES}}
                for (half, kind, round_), found in sorted(self.counts.items())
            ],
            "kept_all_points": self.kept_all_points,
            "refused": self.refused,
            "strangers": self.strangers,
        }


def read_answers(path: Path) -> list[dict[str, Any]]:
    """Read a file of answers.

    Raises
    ------
    SourceError
        It is missing or no such file; says what stands where.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SourceError(f"{path} can't be read as JSON: {error}") from None
    if not isinstance(found, list):
        raise SourceError(f"{path}: it must hold a list of answers.")
    for number, item in enumerate(found, start=1):
        keys = [key for key, kind in KEYS.items() if not isinstance(item, dict) or not isinstance(item.get(key), kind)]
        if keys:
            raise SourceError(f"{path}, answer {number}: {', '.join(keys)} must be text.")
        if item["kind"] not in ("right", "wrong"):
            raise SourceError(f"{path}, answer {number}: its kind is {item['kind']!r}; write right or wrong.")
    return found


def try_answers(lecture: Lecture, answers: list[dict[str, Any]]) -> Tried:
    """Try answers on both halves of their checks, with the catalogue that is built."""
    bench, tried = Bench(lecture), Tried(lecture.assignment)
    for item in answers:
        exercise = lecture.exercises.get(item["exercise"])
        if exercise is None:
            tried.strangers.append(f"{item['exercise']}: {item['label']}")
            continue
        for half in HALVES:
            outcome = _outcome(bench, exercise, half, item["code"])
            key = (half, item["kind"], int(item.get("round", 1)))
            tried.counts.setdefault(key, Counter())[outcome] += 1
            line = f"{half}, {item['exercise']}: {item['label']}"
            if item["kind"] == "wrong" and outcome == "full":
                tried.kept_all_points.append(line)
            if item["kind"] == "right" and outcome != "full":
                tried.refused.append(line)
    return tried


def _outcome(bench: Bench, exercise: Exercise, half: str, code: str) -> str:
    run = bench.check(exercise, half, source=code)
    if run is None:
        return "unnamed"
    report = run.reports[0]
    if report.fraction == 1:
        return "full"
    return "named" if report.mistakes else "diagnosed" if report.diagnoses else "unnamed"
