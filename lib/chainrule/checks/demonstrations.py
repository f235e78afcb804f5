"""What the lecture's own cells ask of the exercises: is it done, and what did you predict?

A demonstration runs on the learner's functions, once their checks have passed; until then its
cell shows the figure that a correct answer gives, and *Run All* goes on.
"""

from __future__ import annotations

import sys

from chainrule.calling.endpoint import attempt, captured
from chainrule.checks import known_mistakes, session
from chainrule.checks.panel import AMBER, GREEN, GREY, code_words, heading, number_text, points_text


def ready(figure: str, *exercises: str) -> bool:
    """Whether all ``exercises`` have passed their checks; if not, says so and shows the figure.

    Parameters
    ----------
    figure : str
        ``"notebook.name"`` of the demonstration; its picture ships with the library.
    *exercises : str
        The exercises whose functions the demonstration uses.

    Examples
    --------
    >>> ready("nowhere.curves", "an_exercise")
    This demonstration needs `an_exercise`: solve it, run its check, then run this cell again.
    False
    """
    notebook, _, name = figure.rpartition(".")
    reports = session.current().reports
    missing = [exercise for exercise in exercises if reports.get((notebook, exercise), {}).get("state") != "passed"]
    if not missing:
        return True
    numbers = [known_mistakes.entry(notebook, exercise).get("number", "") for exercise in missing]
    wanted = [
        f"{number} (`{exercise}`)".strip() if number else f"`{exercise}`" for number, exercise in zip(numbers, missing)
    ]
    listed = " and ".join(filter(None, [", ".join(wanted[:-1]), wanted[-1]]))
    kind = ("exercise " if len(missing) == 1 else "exercises ") if any(numbers) else ""
    solve = "solve it, run its check" if len(missing) == 1 else "solve them, run their checks"
    picture = _picture(notebook, name)
    line = f"This demonstration needs {kind}{listed}: {solve}, then run this cell again." + (
        " Until then, this is what a correct answer shows:" if picture else ""
    )
    _show(line, GREY)
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
        _show(f"The answer waits for your prediction: write it into `{prediction}`, then run this cell again.", GREY)
    elif said == outcome:
        _show(f"You predicted ({said}), and so it is. {explanation}", GREEN)
    else:
        _show(f"You predicted ({said[:20]}); the experiment says ({outcome}). {explanation}", AMBER)


def progress() -> None:
    """Show the points earned so far in this notebook, exercise by exercise."""
    reports = [report for report in session.current().reports.values() if report["max_points"]]
    if not reports:
        _show("No check has run since the kernel was started. Run one, then this cell again.", GREY)
        return
    earned, total = (sum(report[key] for report in reports) for key in ("points", "max_points"))
    for report in reports:
        _show(
            f"{heading(report)}: {number_text(report['points'])} of {points_text(report['max_points'])} "
            f"({report['state']})",
            GREEN if report["state"] == "passed" else GREY,
        )
    _show(
        f"Together {number_text(earned)} of {points_text(total)} in the checks that have run.",
        GREEN if earned == total else AMBER,
    )


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
