"""What the lecture's own cells ask of the exercises: is it done, and what did you predict?

A demonstration runs on the learner's functions, once their checks have passed; until then its
cell shows the figure that a correct answer gives, and *Run All* goes on.
"""

from __future__ import annotations

import sys

from chainrule.calling.endpoint import attempt, captured
from chainrule.checks import known_mistakes, session, words
from chainrule.checks.panel import AMBER, GREEN, GREY, code_words
from chainrule.checks.report import CheckReport, State
from chainrule.checks.verdict import letter
from chainrule.notebooks.conventions import PREDICTED


def ready(figure: str, *exercises: str) -> bool:
    """Whether all ``exercises`` have passed their checks; if not, says so and shows the figure.

    A prediction among them that is not made yet keeps everything closed, the shipped picture too: it would answer it.

    Parameters
    ----------
    figure : str
        ``"notebook.name"`` of the demonstration; its picture ships with the library. ``"notebook."`` where there is none.
    *exercises : str
        The exercises whose functions the demonstration uses, and the predictions that it answers.

    Examples
    --------
    >>> ready("nowhere.curves", "an_exercise")
    This demonstration needs `an_exercise`: solve it, run its check, then run this cell again.
    False
    """
    notebook, _, name = figure.rpartition(".")
    reports = session.current().reports
    done = {exercise for exercise in exercises if _state(reports.get((notebook, exercise))) == State.PASSED}
    missing = [exercise for exercise in exercises if exercise not in done]
    if not missing:
        return True
    wanted = [(known_mistakes.entry(notebook, exercise).get("number", ""), exercise) for exercise in missing]
    predictions = [one for one in wanted if one[1].startswith(PREDICTED)]
    picture = _picture(notebook, name) if name and not predictions else None
    _show(words.needs([one for one in wanted if one not in predictions], predictions, bool(picture)), GREY)
    if picture and _interactive():
        from IPython.display import Image, display

        display(Image(picture, format="png"))
    return False


def reveal(prediction: str, outcome: str, explanation: str) -> None:
    """Hold a prediction against what the experiment showed.

    Parameters
    ----------
    prediction : str
        Name of the learner's prediction function.
    outcome : str
        The choice that the experiment decided for.
    explanation : str
        One or two sentences on why.
    """
    function = sys._getframe(1).f_globals.get(prediction)
    with captured():
        result = attempt(function, (), {}) if callable(function) else {}
    said = result.get("value")
    if not isinstance(said, str):
        _show(words.waits(prediction), GREY)
    else:
        said = letter(said)[:20]
        _show(words.predicted(said, outcome, explanation), GREEN if said == outcome else AMBER)


def progress() -> None:
    """Show the points earned so far in this notebook, exercise by exercise."""
    reports = [report for report in session.current().reports.values() if report.max_points]
    if not reports:
        _show(words.NO_CHECK_YET, GREY)
        return
    for report in reports:
        _show(words.earned(report), GREEN if report.state == State.PASSED else GREY)
    points, total = (sum(amounts) for amounts in zip(*((report.points, report.max_points) for report in reports)))
    _show(words.together(points, total), GREEN if points == total else AMBER)


def _state(report: CheckReport | None) -> State | None:
    return report.state if report else None


def _picture(notebook: str, name: str) -> bytes | None:
    file = known_mistakes.lecture_file(notebook, f"{name}.png")
    return file.read_bytes() if file.is_file() else None


def _interactive() -> bool:
    return hasattr(sys.modules.get("__main__"), "get_ipython")


def _show(text: str, colour: str) -> None:
    """One line: a bordered one in a notebook, plain text elsewhere."""
    if not _interactive():
        print(text)
        return
    from IPython.display import HTML, display

    display(
        HTML(
            f'<div style="border-left:4px solid {colour};padding:.3em .9em;max-width:52em" '
            f'class="chainrule-line">{code_words(text)}</div>'
        )
    )
