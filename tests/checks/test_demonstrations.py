"""Demonstrations wait for their exercises, predictions are held against the outcome."""

import json

import nbformat
import pytest
from lectures import REAL, ROOT, each_lecture
from nbclient import NotebookClient

from chainrule import progress, ready, reveal
from chainrule.checks import demonstrations
from chainrule.checks.report import CheckReport, State
from chainrule.checks.session import Session, using


def session(**states):
    return using(
        Session(
            reports={
                ("demo", name): CheckReport("demo", name, (name,), "1.1", name, 1.0, 1.0, 1.0, State(state))
                for name, state in states.items()
            }
        )
    )


def test_a_demonstration_runs_once_its_exercises_have_passed(capsys):
    with session(f="passed", g="passed"):
        assert ready("demo.figure", "f", "g")
    assert capsys.readouterr().out == ""


def test_a_demonstration_names_what_it_needs(capsys):
    with session(f="passed", g="partial"):
        assert not ready("demo.figure", "f", "g", "h")
    assert capsys.readouterr().out == (
        "This demonstration needs `g` and `h`: solve them, run their checks, then run this cell again.\n"
    )


def test_what_answers_a_prediction_waits_for_it(capsys):
    with session(f="passed"):
        assert not ready("demo.figure", "f", "predict_depth")
    with session():
        assert not ready("demo.figure", "f", "predict_depth")
    with session(f="passed", predict_depth="passed"):
        assert ready("demo.figure", "f", "predict_depth")
    assert capsys.readouterr().out.splitlines() == [
        "This cell answers `predict_depth`: decide, run its check, then run this cell again.",
        "This demonstration needs `f`: solve it, run its check, then run this cell again. It answers `predict_depth`, so "
        "nothing is shown before that is made.",
    ]


def predict_depth():
    return "a"


def predict_in_brackets():
    return "(a)"


def predict_nothing():
    raise NotImplementedError


def test_a_prediction_is_held_against_the_experiment(capsys):
    reveal("predict_depth", "a", "Because.")
    reveal("predict_in_brackets", "a", "Because.")
    reveal("predict_depth", "b", "Because.")
    reveal("predict_nothing", "b", "Because.")
    reveal("predict_missing", "b", "Because.")
    assert capsys.readouterr().out.splitlines() == [
        "You predicted (a), and so it is. Because.",
        "You predicted (a), and so it is. Because.",
        "You predicted (a); the experiment says (b). Because.",
        "The answer waits for your prediction: write it into `predict_nothing`, then run this cell again.",
        "The answer waits for your prediction: write it into `predict_missing`, then run this cell again.",
    ]


def test_progress_adds_up_what_has_run(capsys):
    with session():
        progress()
    assert "No check has run" in capsys.readouterr().out
    with session(f="passed", g="passed"):
        progress()
    assert "Together 2 of 2 points" in capsys.readouterr().out


def test_no_picture_is_shown_before_the_prediction_that_it_answers(monkeypatch):
    asked = []
    monkeypatch.setattr(demonstrations, "_picture", lambda *names: asked.append(names))
    with session():
        ready("demo.figure", "f", "predict_depth")
        assert asked == []
        ready("demo.figure", "f")
        assert asked == [("demo", "figure")]


def test_an_untouched_notebook_runs_to_its_end_and_shows_the_shipped_picture(mould_course):
    path = mould_course / "notebooks" / "01_mould" / "mould.ipynb"
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert all(output.output_type in ("display_data", "execute_result") for output in outputs)
    shown = json.dumps(outputs)
    assert "needs exercise 1.1 (<code>sigmoid</code>)" in shown and '"image/png"' in shown
    assert [output.data["text/plain"] for output in outputs if output.output_type == "execute_result"] == ["0.0"] * 3


@pytest.mark.parametrize("name", each_lecture(REAL))
def test_in_an_untouched_notebook_no_exercise_counts_as_attempted_whatever_lines_are_given(name, tmp_path):
    notebook = nbformat.read(next((ROOT / "notebooks" / name).glob("*.ipynb")), as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": tmp_path}}).execute()
    panels = {
        cell.id: "".join(output.get("data", {}).get("text/html", "") for output in cell.outputs)
        for cell in notebook.cells
        if cell.id.startswith("check-")
    }
    assert len(panels) >= 6
    assert [cell for cell, panel in panels.items() if "not attempted" not in panel] == []
