"""Why an answer failed is said: the error of its cell, with the line; and IPython's own syntax costs nothing."""

import nbformat
import pytest
from nbclient import NotebookClient

from chainrule.calling.interactive import as_python
from chainrule.calling.pipe import Pipe
from chainrule.checks import words
from chainrule.checks.cells_run import of_kernel
from chainrule.checks.panel import render_html
from chainrule.checks.runner import DirectRunner, run
from chainrule.notebooks.conventions import Role
from chainrule.notebooks.plan import Step

SETUP = "import numpy as np\nfrom chainrule import Check"
CHECK = 'c = Check("cells.f", points=2)\nc.equal(4.0, 2.0)\nc.equal(6.0, 3.0)\nc.score()'
STUB = 'def f(x):\n    """Twice x."""\n    raise NotImplementedError'
RIGHT = "def f(x):\n    return 2 * x"
WRONG = {
    "never closed": (
        "def f(x):\n    return 2 * x\n\nprint('unclosed'",
        "the cell ex-f raised SyntaxError in line 4, `print('unclosed'`. It says: '(' was never closed",
    ),
    "a package that is not there": (
        "import torch_of_another_world\n\ndef f(x):\n    return 2 * x",
        "the cell ex-f raised ModuleNotFoundError in line 1, `import torch_of_another_world`. It says: No module named",
    ),
    "an error below empty lines": ("\n\n1 / 0\n" + RIGHT, "the cell ex-f raised ZeroDivisionError in line 3, `1 / 0`"),
    "a magic above the error": (
        "%matplotlib inline\ndef f(x) return x",
        "the cell ex-f raised SyntaxError in line 2, `def f(x) return x`",
    ),
    "another name": (
        "def g(x):\n    return 2 * x",
        "the cell ex-f ran to its end and did not make it. Has it another name?",
    ),
    "half written": (
        "def f(x):\n    y = 2 * x\n    raise NotImplementedError('later')",
        "`f` raises NotImplementedError in the line `raise NotImplementedError('later')`",
    ),
}
LEGAL = {
    "help behind": f"{RIGHT}\n\nnp.tanh?",
    "help before": f"?np.tanh\n{RIGHT}",
    "source": f"{RIGHT}\nf??",
    "a command's lines": f"files = !ls\n{RIGHT}\nassert list(files) == []",
    "a line magic": f"{RIGHT}\n%timeit -n 1 -r 1 f(2.0)",
    "a line magic's value": f"took = %timeit -o f(2.0)\n{RIGHT}",
    "what a timed line makes": "%time two = 1 + 1\ndef f(x):\n    return two * x",
    "a command": "!{sys.executable} -m pip install nothing\n" + RIGHT,
    "a cell that is timed": f"%%time\n{RIGHT}",
    "a cell that is captured": f"%%capture said --no-stderr\nprint(1)\n{RIGHT}\nsaid",
    "magics within magics": f"%%time\n%matplotlib inline\n{RIGHT}",
    "a display without an import": f"{RIGHT}\ndisplay(f(1.0))",
    "a function that displays": "def f(x):\n    display(x)\n    return 2 * x",
    "IPython's own object": f"{RIGHT}\nget_ipython().run_line_magic('precision', '3')",
    "awaiting": "async def two():\n    return 2\n\nnumber = await two()\ndef f(x):\n    return number * x",
    "an indented cell": "    def f(x):\n        return 2 * x",
}


def cells(answer, *, stub=None):
    return [
        Step(Role.SETUP, "setup", SETUP),
        Step(Role.SOLUTION, "ex-f", answer, "f", answer == STUB if stub is None else stub),
        Step(Role.CHECK, "check-f", CHECK),
    ]


def said(report):
    return " ".join([words.sentence(one.finding) for one in report.failures()])


@pytest.mark.parametrize("name", WRONG)
def test_a_panel_says_what_kept_the_answer_from_being_one(name):
    answer, expected = WRONG[name]
    with Pipe() as pipe:
        (report,) = run(cells(answer), pipe).reports
    assert report == run(cells(answer), DirectRunner()).reports[0]
    assert report.state == "failed" and report.points == 0
    assert expected in said(report)
    assert "Not attempted" not in render_html(report)


@pytest.mark.parametrize("name", ["never closed", "another name"])
def test_what_holds_for_all_cases_is_said_once(name):
    answer, expected = WRONG[name]
    html = render_html(run(cells(answer), DirectRunner()).reports[0])
    assert html.count("the cell ex-f") == 1 and "f(2.0)" not in html


def test_not_attempted_is_the_stub_only():
    assert run(cells(STUB), DirectRunner()).reports[0].state == "not attempted"
    assert run(cells("", stub=True), DirectRunner()).reports[0].state == "not attempted"
    assert run(cells(STUB, stub=False), DirectRunner()).reports[0].state == "failed"


def test_the_error_of_a_helpers_cell_is_told_where_the_helper_is_missed():
    helper = Step(Role.EXTRA, "def double(x):", "def double(x):\n    return (2 * x")
    setup, answer, check = cells("def f(x):\n    return double(x)")
    (report,) = run([setup, helper, answer, check], DirectRunner()).reports
    assert "name 'double' is not defined" in said(report)
    assert "the cell def double(x): raised SyntaxError in line 2" in said(report)


def test_an_answer_in_a_cell_of_ones_own_is_looked_for_there():
    own = Step(Role.EXTRA, "my cell", "def f(x):\n    return (2 * x")
    setup, stub, check = cells(STUB)
    assert "the cell my cell raised SyntaxError in line 2" in said(
        run([setup, stub, own, check], DirectRunner()).reports[0]
    )


def test_markup_in_an_error_stays_text():
    answer = "raise ValueError('<img src=x onerror=1> `</code>`')\ndef f(x): pass"
    html = render_html(run(cells(answer), DirectRunner()).reports[0])
    assert "&lt;img" in html and "<img" not in html


@pytest.mark.parametrize("name", LEGAL)
def test_ipythons_own_syntax_has_the_score_that_it_has_in_jupyter(name):
    with Pipe() as pipe:
        found = run(cells(LEGAL[name]), pipe)
    assert found.reports[0].points == 2 and found.notes == [], said(found.reports[0])


def test_a_cell_of_another_language_makes_nothing():
    assert run(cells(f"%%bash\n{RIGHT}"), DirectRunner()).reports[0].points == 0
    assert run(cells(f"%%timeit\n{RIGHT}"), DirectRunner()).reports[0].points == 0  # it runs in a function of IPython's


def test_without_ipython_a_cell_of_python_runs_and_any_other_has_its_error(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "IPython.core.inputtransformer2", None)
    assert as_python("1") is None
    assert run(cells(RIGHT), DirectRunner()).reports[0].points == 2
    assert "the cell ex-f raised SyntaxError in line 3" in said(run(cells(f"{RIGHT}\nf?"), DirectRunner()).reports[0])


def test_a_wait_without_end_is_an_error_of_the_cell():
    answer = "import types\n@types.coroutine\ndef never():\n    yield\nawait never()\n" + RIGHT
    assert "it waits for something outside of the notebook" in said(run(cells(answer), DirectRunner()).reports[0])


def test_a_real_kernel_tells_it_too_as_far_as_it_knows():
    """The panel in Jupyter: without a grade_id the cell is called by its number there."""
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    sources = [SETUP]
    for answer in (WRONG["never closed"][0], WRONG["a package that is not there"][0], STUB, WRONG["half written"][0]):
        sources += [answer, CHECK, "globals().pop('f', None);"]
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in [*sources, LEGAL["help behind"], CHECK]]
    NotebookClient(notebook, timeout=60, kernel_name="python3", allow_errors=True).execute()
    first, second, stub, half, right = (
        cell.outputs[0].data["text/html"] for cell in notebook.cells if cell.source == CHECK
    )
    assert "the cell [2] raised SyntaxError in line 4, <code>print(&#x27;unclosed&#x27;</code>" in first
    assert "the cell [5] raised ModuleNotFoundError" in second and "No module named" in second
    assert "Not attempted: <code>f</code> still raises NotImplementedError" in stub
    assert "<code>f</code> raises NotImplementedError in the line" in half and "Not attempted" not in half
    assert "2 of 2 points" in right


def test_a_history_of_anything_is_no_trouble():
    assert of_kernel({"In": [None, 3, "def f(x", "x\0", "def f(x): pass"]}, ["f"])[0].error["error"] == "SyntaxError"
    assert of_kernel({"In": 3}, ["f"]) == of_kernel({}, ["f"]) == []
