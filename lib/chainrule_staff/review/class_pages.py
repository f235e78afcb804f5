"""Pages of what a class wrote: the assignment, one exercise in groups, one learner. Served by :mod:`.desk`."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from chainrule.checks import words
from chainrule.checks.panel import render_html
from chainrule.checks.report import CheckReport
from chainrule.checks.runner import plain_python
from chainrule_staff.authoring.source import Exercise, Lecture
from chainrule_staff.grading.receipt import receipt
from chainrule_staff.grading.words import sentence
from chainrule_staff.reporting.page import title
from chainrule_staff.review import marks
from chainrule_staff.review.attempts import Attempts
from chainrule_staff.review.class_answers import ClassAnswers
from chainrule_staff.review.grouping import RIGHT, UNTOUCHED, Given, Group, Way, groups
from chainrule_staff.review.pages import render

SOLUTION_MARK = re.compile(r"(?m)^[ \t]*### (BEGIN|END) SOLUTION[ \t]*\n?")
SHOWN = 12  # ways of writing of one group


def class_page(lecture: Lecture, found: ClassAnswers) -> str:
    """The exercises of an assignment, with how many groups their answers make."""
    rows = []
    for exercise in lecture.exercises.values():
        given = found.given(exercise.id)
        grouped = groups(given)
        wrong = [group for group in grouped if group.kind not in (RIGHT, UNTOUCHED)]
        rows.append(
            {
                "exercise": exercise,
                "answers": len(given),
                "groups": grouped,
                "solved": sum(len(group.answers) for group in grouped if group.kind == RIGHT),
                "largest": max(wrong, key=lambda group: len(group.answers), default=None),
            }
        )
    people = sorted(((learner, found.name(learner)) for learner in found.records), key=lambda one: one[1].casefold())
    return render("class.html", title=title(found.assignment), learners=len(found.records), rows=rows, people=people)


def exercise_page(
    lecture: Lecture, found: ClassAnswers, exercise: Exercise, form: str, said: str = "", serious: bool = False
) -> str:
    """One exercise's answers in groups.

    Parameters
    ----------
    form : str
        The hidden field without which nothing is taken from a form.
    said, serious : str, bool
        What became of the last form, and whether that is an error.
    """
    given = found.given(exercise.id)
    reference = readable(exercise.solution)
    every = list(lecture.exercises.values())
    place = every.index(exercise)
    return render(
        "groups.html",
        exercise=exercise,
        before=every[place - 1] if place else None,
        after=every[place + 1] if place + 1 < len(every) else None,
        groups=groups(given),
        total=len(given),
        names={one.learner: found.name(one.learner) for one in given},
        reference=reference,
        diff=lambda source: marks.diff(reference, readable(source)),
        panel=panel,
        shown=_shown,
        wrong_function=lambda group: wrong_function(group, exercise),
        form=Markup(form),
        said=said,
        said_serious=serious,
    )


def learner_page(
    lecture: Lecture,
    found: ClassAnswers,
    learner: str,
    comments: dict[str, str],
    attempts: dict[str, Attempts],
    *,
    served: bool,
) -> str:
    """One learner's answers beside the reference.

    Parameters
    ----------
    comments : dict
        By exercise, what a person said of the answer.
    attempts : dict
        By exercise, where the learner handed in what tells of them.
    served : bool
        Whether there is a page of the class to go back to.
    """
    record = found.records[learner]
    given = {
        one.report["exercise"]: one for name in lecture.exercises for one in found.given(name) if one.learner == learner
    }
    answers = [
        _answer(exercise, given[exercise.id], comments.get(exercise.id, ""), attempts.get(exercise.id))
        for exercise in lecture.exercises.values()
        if exercise.id in given
    ]
    return render(
        "learner.html",
        name=found.name(learner),
        assignment=found.assignment,
        record=record,
        received=receipt(record),
        looks=[sentence(one) for one in record.look],
        answers=answers,
        served=served,
    )


def _answer(exercise: Exercise, one: Given, said: str, attempts: Attempts | None) -> dict[str, Any]:
    report = CheckReport.from_dict(one.report)
    return {
        "exercise": exercise,
        "report": report,
        "touched": one.report.get("touched", True),
        "diff": marks.diff(readable(exercise.solution), readable(one.source)),
        "panel": panel(one),
        "results": [
            (label, words.sentence(failure.finding)) for failure in report.failures() for label in failure.labels
        ],
        "said": said,
        "attempts": attempts,
    }


def panel(one: Given) -> Markup:
    """The panel that the learner got."""
    return marks.clean(render_html(CheckReport.from_dict(one.report)))


def readable(source: str) -> str:
    """An answer's code as it is compared by eye: without the marks of a solution, docstrings and spare empty lines."""
    source = SOLUTION_MARK.sub("", source)
    lines: list[str | None] = list(source.splitlines())
    if len(source) <= marks.LONGEST:
        try:
            for node in ast.walk(ast.parse(plain_python(source))):
                if isinstance(node, ast.FunctionDef) and len(node.body) > 1 and ast.get_docstring(node) is not None:
                    first = node.body[0]
                    lines[first.lineno - 1 : first.end_lineno] = [None] * (
                        (first.end_lineno or first.lineno) - first.lineno + 1
                    )
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            pass
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line is not None)).strip("\n")


def wrong_function(group: Group, exercise: Exercise) -> str:
    """The function of an exercise that a group's example gets wrong."""
    report = CheckReport.from_dict(group.ways[0].example.report)
    named = [str(one.values.get("function", "")) for one in report.diagnoses]
    labels = [re.split(r"\W", label, maxsplit=1)[0] for failure in report.failures() for label in failure.labels]
    parts = [part.name for part in report.parts if not part.earned]
    return next((name for name in [*named, *labels, *parts] if name in exercise.functions), exercise.functions[0])


def _shown(ways: Sequence[Way]) -> int:
    return sum(len(way.answers) for way in ways[:SHOWN])


def members(found: ClassAnswers, exercise: Exercise, key: str) -> Group | None:
    """The group of this key; ``None`` where it is no more, because answers were graded again meanwhile."""
    return next((group for group in groups(found.given(exercise.id)) if group.key == key), None)
