"""What an answer may use is the same in a kernel, for `chainrule check` and in a grader; the panel says what is not there."""

import builtins
import json

import nbformat
import pytest
from nbclient import NotebookClient

from chainrule.calling.endpoint import execute
from chainrule.calling.pipe import Pipe, plain_process
from chainrule.checks import session, surroundings
from chainrule.checks.panel import code_words
from chainrule.checks.report import State
from chainrule.checks.runner import run
from chainrule.checks.session import Session
from chainrule.checks.words import sentence
from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import Role
from chainrule.notebooks.plan import Step

IMPORT = builtins.__import__
SETUP = "import numpy as np\nfrom chainrule import Check, close, ready"
PICTURES = (
    "import math\n\nfrom chainrule.autodiff import Tensor\nfrom chainrule.data import CLASS_NAMES\n\n"
    "scale = 2.0\nshift, *rest = 1.0, 2.0\n\n\ndef helper(x):\n    return 2 * x"
)
STUB = "def f(x, g=None):\n    raise NotImplementedError"
CHECK = (
    'c = Check("names.f", points=1)\nfactor, offset = 2.0, 0.0\n\n\ndef double(x):\n    return factor * x\n\n\n'
    "c.equal([2.0, 4.0], np.array([1.0, 2.0]), double)\nc.score()"
)


def cell(source, tags=(), **nbgrader):
    metadata = {"tags": list(tags), **({"nbgrader": nbgrader} if nbgrader else {})}
    return Cell(cell_type="code", source=source, metadata=metadata)


RELEASE = [
    cell(SETUP, ["setup"]),
    cell(PICTURES),
    cell(STUB, solution=True, grade=False, grade_id="ex-f"),
    cell(CHECK, grade=True, solution=False, grade_id="check-f", points=1),
]
KNOWN = surroundings.describe(RELEASE)

# The learner's cells, in order, and a name or sentence that the finding holds; None where the answer is right.
ANSWERS = {
    "uses nothing": (["def f(x, g): return 2 * x"], None),
    "uses its own names": (["scale = 2.0", "def f(x, g): return scale * x"], None),
    "imports for itself": (["def f(x, g):\n    import math\n    return math.sqrt(4) * x"], None),
    "imports the same in a cell of its own": (["import math\ndef f(x, g): return math.sqrt(4) * x"], None),
    "uses close": (["from chainrule import close\ndef f(x, g): return 2 * x * close(1.0, 1.0)"], None),
    "is given a function of the check, which uses the check's names": (["def f(x, g): return g(x)"], None),
    "defines a helper of the same name": (["def helper(x): return x + x\ndef f(x, g): return helper(x)"], None),
    "does not come to the line": (["def f(x, g):\n    return 2 * x if True else scale"], None),
    "sets a global name": (["def f(x, g):\n    global scale\n    scale = 2.0\n    return scale * x"], None),
    "a name of the pictures' cell": (["def f(x, g): return scale * x"], "`scale` is made in a cell for pictures"),
    "a function of the pictures' cell": (["def f(x, g): return helper(x)"], "`helper` is made in a cell for pictures"),
    "a module of the pictures' cell": (
        ["def f(x, g): return math.sqrt(4) * x"],
        "`math` is made in a cell for pictures",
    ),
    "a class of the pictures' cell": (
        ["def f(x, g): return Tensor(2 * x).data"],
        "`Tensor` comes from the course's library, by a cell for pictures",
    ),
    "a name of the check's": (
        ["def f(x, g): return factor * x"],
        "`factor` is made in a cell for pictures or experiments, or in a check",
    ),
    "the library's pictures": (
        ["from chainrule.data import CLASS_NAMES", "def f(x, g): return len(CLASS_NAMES) / 5 * x"],
        "The cell that makes `CLASS_NAMES` imports from `chainrule`",
    ),
    "the library, in a cell of its own": (
        ["from chainrule.autodiff import Tensor", "def f(x, g): return Tensor(2 * x).data"],
        "The cell that makes `Tensor` imports from `chainrule`",
    ),
    "the library, in the answer's cell": (
        ["from chainrule.autodiff import Tensor as T\ndef f(x, g): return T(2 * x).data"],
        "there is no function `f` where answers are graded",
    ),
    "the library, beside a helper": (
        ["a = 2.0\nimport chainrule.autodiff\nb = 2.0", "def f(x, g): return a * b / 2 * x"],
        "The cell that makes `b` imports from `chainrule`",
    ),
}


def finding_of(report):
    return (
        None
        if report.state == State.PASSED
        else sentence(report.failures()[0].finding if report.failures() else report.parts[0].cases[0].finding)
    )


def ran(cells):
    """The cells that a learner has run: the pictures' as released, then with an edit; the check twice, for it binds names."""
    return [SETUP, PICTURES, PICTURES.replace("2.0\n", "2.0  # more\n"), *cells, CHECK, CHECK]


@pytest.fixture
def lectures(tmp_path, monkeypatch):
    (tmp_path / "names").mkdir()
    (tmp_path / "names" / "cells.json").write_text(json.dumps(KNOWN))
    monkeypatch.setenv("CHAINRULE_LECTURES", str(tmp_path))
    monkeypatch.setenv("CHAINRULE_PROGRESS", "off")
    surroundings.load.cache_clear()
    yield
    surroundings.load.cache_clear()


@pytest.fixture
def as_in_a_kernel(lectures, monkeypatch):
    """Runs cells one after the other in one namespace, as a kernel does; the last one's report."""
    monkeypatch.setattr(session, "in_kernel", lambda: True)

    def run_cells(cells):
        namespace = {"In": [""]}
        for number, source in enumerate(ran(cells)):
            namespace["In"].append(source)
            assert execute(source, f"cell {number}", namespace) is None
        assert namespace["scale"] == namespace["factor"] == 2.0 and namespace["helper"](1) == 2  # nothing is lost
        return namespace["c"].report()

    return run_cells


@pytest.mark.parametrize("name", ANSWERS)
def test_a_kernel_says_what_a_grader_will(as_in_a_kernel, name):
    cells, words = ANSWERS[name]
    panel = as_in_a_kernel(cells)
    here = finding_of(panel)
    assert (here is None) if words is None else (words in (here or ""))
    # `chainrule check` and a grader run setup cells, the learner's cells and checks, in a process with little of the library.
    steps = [
        Step(Role.SETUP, "setup", SETUP),
        *(Step(Role.SOLUTION, f"ex-{number}", source) for number, source in enumerate(cells)),
        Step(Role.CHECK, "check-f", CHECK),
    ]
    with Pipe(lambda: plain_process(None, KNOWN["offers"])) as pipe:
        found = run(steps, pipe, session=Session(cells={"names": KNOWN}))
    (report,) = found.reports
    assert report.points == panel.points
    if "library" in name:
        assert "is not available where answers are graded" in found.notes[0]
    else:
        assert finding_of(report) == here and found.notes == []


@pytest.mark.parametrize("name", ["uses its own names", "a class of the pictures' cell"])
def test_a_real_kernel_does(lectures, name):
    cells, words = ANSWERS[name]
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in ran(cells)]
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    for checked in notebook.cells[-2:]:
        html = checked.outputs[0].data["text/html"]
        assert ("1 of 1 point" if words is None else code_words(words)) in html


def test_an_import_of_the_library_within_a_function_is_refused_in_both(as_in_a_kernel):
    answer = (
        "def f(x, g):\n    import math\n    from chainrule import close\n    g(x)\n"
        "    from chainrule.autodiff import Tensor\n    return Tensor(2 * x).data"
    )
    here = finding_of(as_in_a_kernel([answer]))
    assert "chainrule.autodiff is not available where answers are graded" in here
    assert builtins.__import__ is IMPORT
    steps = [Step(Role.SETUP, "s", SETUP), Step(Role.SOLUTION, "ex-f", answer), Step(Role.CHECK, "check-f", CHECK)]
    with Pipe(lambda: plain_process(None, KNOWN["offers"])) as pipe:
        (report,) = run(steps, pipe).reports
    assert finding_of(report) == here


def test_what_is_known_of_cells_leaves_out_what_answers_may_use():
    assert KNOWN["offers"] == [["chainrule", ["Check", "close", "ready"]]]
    assert set(KNOWN["elsewhere"]) == {
        *("math", "Tensor", "CLASS_NAMES", "scale", "shift", "rest", "helper"),
        *("c", "factor", "offset", "double"),
    }
    assert set(KNOWN["imported"]) == {"Tensor", "CLASS_NAMES"}
    more = surroundings.describe([*RELEASE, cell("scale = 3.0", ["setup"])])
    assert "scale" not in more["elsewhere"]
