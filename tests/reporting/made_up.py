"""Made-up records for the tests of the class report."""

from chainrule.checks.report import Kind, finding
from chainrule_staff.grading.kinds import Kind as StaffKind
from chainrule_staff.grading.record import Record

EXERCISES = (
    ("sigmoid", "1.1", "Sigmoid"),
    ("numerical_gradient", "1.2", "Numerical gradient"),
    ("he_normal", "1.3", "He initialization"),
)
ASSIGNMENT = "01_mould"


def mistake(name, function="sigmoid", explanation="", whole=True):
    return {"id": name, "function": function, "explanation": explanation or f"You did `{name}`.", "whole": whole}


def exercise(
    name="sigmoid",
    state="passed",
    *,
    mistakes=(),
    results="",
    answer="",
    got="2.0",
    kind=Kind.OTHER_NUMBER,
    points=None,
    number="1.1",
    title="Sigmoid",
):
    """A check's report as the grader keeps it."""
    if state == "not attempted":
        kind = Kind.MISSING
    wrong = finding(kind, got=got, expected="1.0", function=name)
    cases = [{"label": f"{name}(0.0)", **({} if state == "passed" else {"finding": wrong.to_dict()})}]
    points = {"passed": 2.0, "partial": 1.0}.get(state, 0.0) if points is None else points
    return {
        "notebook": "mould",
        "exercise": name,
        "functions": [name],
        "number": number,
        "title": title,
        "points": points,
        "max_points": 2.0,
        "state": state,
        "fraction": points / 2,
        "mistakes": list(mistakes),
        "notes": [],
        "printed": "",
        "parts": [{"name": name, "points": points, "max_points": 2.0, "cases": cases}],
        "results": results,
        "answer": answer,
    }


def record(learner, *exercises, **more):
    exercises = list(exercises)
    points = sum(one["points"] for one in exercises)
    return Record(
        **{
            "learner": learner,
            "assignment": ASSIGNMENT,
            "notebook": "mould",
            "points": points,
            "max_points": 6.0,
            "exercises": exercises,
            "sandbox": "bubblewrap",
            "source": "s",
            "answers": "",
            "submitted": "2026-11-20T09:00:00Z",
            **more,
            **{key: [finding(StaffKind.TOLD, text=text) for text in more.get(key, ())] for key in ("look", "notes")},
        }
    )


def exercises(*states):
    """The mould's three exercises, in these states."""
    return [
        exercise(name, state, number=number, title=title) for (name, number, title), state in zip(EXERCISES, states)
    ]
