"""The progress bar: where it writes, and where it does not."""

import io
import os
import sys

import numpy as np
import pytest

from chainrule import progress_bar as progress
from chainrule.data import xor
from chainrule.nn import MLP
from chainrule.progress_bar import Progress
from chainrule.training import train


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def every_update(monkeypatch):
    monkeypatch.setattr(progress, "INTERVAL", 0)
    monkeypatch.setattr(progress, "_in_notebook", lambda: False)


def run(**options):
    X, y = xor(20, np.random.default_rng(0))
    rng = np.random.default_rng(0)
    return train(MLP((2, 4, 2), "relu", rng), X, y, rng=rng, **dict(lr=0.1, epochs=4, batch_size=20) | options)


def test_a_terminal_shows_the_bar_and_ends_with_one_line(monkeypatch, every_update, capfd):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    history = run()
    text = terminal.getvalue()
    assert "[" + "#" * 15 + "." * 15 + "] 2/4 loss" in text
    assert text.endswith(f"\r\x1b[K4 of 4 steps: loss {history.loss[-1]:.3f}\n")
    assert capfd.readouterr().err == ""


def test_the_last_line_says_that_training_diverged(monkeypatch, every_update):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    note = run(lr=1e30, epochs=50).note
    assert note and terminal.getvalue().endswith(f"{note}\n")


@pytest.mark.parametrize("shown", [True, False])
def test_progress_false_and_a_pipe_are_silent(monkeypatch, every_update, capfd, shown):
    if not shown:
        monkeypatch.setattr(sys, "stdout", Terminal())
    run(progress=shown)
    out = "" if shown else sys.stdout.getvalue()
    assert out == "" and capfd.readouterr() == ("", "")


def test_a_process_without_stdout_still_trains(monkeypatch, every_update):
    monkeypatch.setattr(sys, "stdout", None)
    run()


def test_quick_updates_are_skipped(monkeypatch):
    monkeypatch.setattr(progress, "_in_notebook", lambda: False)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    bar = Progress(1000)
    for step in range(1000):
        bar.update(step, "")
    assert terminal.getvalue().count("\r") < 100  # 1000 updates take far less than ten seconds


def test_a_notebook_keeps_one_escaped_line_and_an_empty_stderr(tmp_path, monkeypatch):
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    paths = [os.path.dirname(os.path.dirname(progress.__file__)), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    source = """
from chainrule import progress_bar as progress
progress.INTERVAL = 0
bar = progress.Progress(2)
bar.update(1, "a < b")
bar.close("done & <b>finished</b>")
"""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbclient.NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(tmp_path)}}).execute()
    (output,) = notebook.cells[0].outputs
    assert output.output_type == "display_data"
    assert output.data["text/plain"] == "done & <b>finished</b>"
    assert output.data["text/html"] == "<div>done &amp; &lt;b&gt;finished&lt;/b&gt;</div>"
