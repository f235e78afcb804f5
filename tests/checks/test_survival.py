"""What a check must survive: every strange answer gets its own sentence, and the notebook goes on."""

import nbformat
import pytest
from nbclient import NotebookClient

from chainrule.calling.pipe import Limits, Pipe
from chainrule.checks.panel import render_html
from chainrule.checks.runner import DirectRunner, run
from chainrule.checks.words import sentence
from chainrule.notebooks.conventions import Role
from chainrule.notebooks.plan import Step

SETUP_CELL = "import numpy as np\nfrom chainrule import Check, close"
CHECK_CELL = """c = Check("survival.f", points=2)
c.equal([2.0, 4.0], np.array([1.0, 2.0]))
c.equal(6.0, 3.0)
c.holds("f(2x) = 2 f(x)", lambda f: close(f(np.array([4.0])), 2 * f(np.array([2.0]))))
c.score()"""

# The answer, the points it is worth, and words that its panel must hold.
ANSWERS = {
    "right": ("def f(x): return 2 * x", 2, "2 of 2 points"),
    "missing": ("", 0, "no function <code>f</code> yet"),
    "stub": ("def f(x): raise NotImplementedError", 0, "not attempted"),
    "not a function": ("f = 3", 0, "not a function but a value of type int"),
    "np overwritten": ("np = 5\ndef f(x): return 2 * np.asarray(x)", 2, "The check has put it back"),
    "np overwritten by an answer": ("def f(x):\n    global np\n    np = 5\n    return 2 * x", 2, "2 of 2 points"),
    "raises": ("def f(x):\n    return x / [1]", 0, "It raised TypeError in the line <code>return x / [1]</code>"),
    "decides once for a whole array": (
        "def f(x):\n    return 2 * x if x > 0 else 2 * x",
        0,
        "every entry needs its own decision",
    ),
    "takes math for numpy": ("import math\ndef f(x): return math.fabs(2 * x)", 0, "take one number"),
    "raises what cannot be printed": (
        "class E(Exception):\n    def __str__(self): raise ValueError\ndef f(x): raise E",
        0,
        "could not be read",
    ),
    "ends the process politely": ("def f(x): raise SystemExit", 0, "It raised SystemExit"),
    "recurses for ever": ("def f(x): return f(x)", 0, "RecursionError"),
    "wrong number of parameters": ("def f(): return 1", 0, "takes 0 positional arguments but 1 was given"),
    "None": ("def f(x): 2 * x", 0, "It returned None; expected an array of shape (2,). Does every path end in a"),
    "list": ("def f(x): return [2.0, 4.0]", 0, "It returned a list; expected an array"),
    "scalar": ("def f(x): return 2.0", 0, "It returned the number 2.0; expected an array of shape (2,)"),
    "0-d array": ("def f(x): return np.array(2.0)", 0, "a single number (0-d); expected an array of shape (2,)"),
    "0-d array for a number": ("def f(x): return np.array(2 * x)", 2, "2 of 2 points"),
    "object array": ("def f(x): return np.array([2.0, 4.0], object)", 0, "an array of dtype object"),
    "strings": ("def f(x): return np.array(['2', '4'])", 0, "dtype &lt;U1; expected real numbers"),
    "booleans": ("def f(x): return np.array([True, False])", 0, "dtype bool; expected real numbers"),
    "complex numbers": ("def f(x): return 2 * x + 0j", 0, "dtype complex128"),
    "integers that are right": ("def f(x): return np.rint(2 * x).astype(int)", 2, "2 of 2 points"),
    "float32": ("def f(x): return (2 * np.asarray(x)).astype(np.float32)", 2, "2 of 2 points"),
    "float16": ("def f(x): return (2 * np.asarray(x)).astype(np.float16)", 0, "float16, which keeps 3 digits"),
    "wrong shape": ("def f(x): return 2 * np.reshape(x, (-1, 1))", 0, "of shape (2, 1)"),
    "NaN": ("def f(x): return 2 * x * np.array([1, np.nan])[:np.size(x)]", 0, "NaN in 1 of 2 places"),
    "infinity": ("def f(x): return x * np.inf", 0, "infinity in 2 of 2 places"),
    "view of its input": ("def f(x):\n    return x[:] if np.ndim(x) else x", 0, "returned a view of its input"),
    "changes its input": ("def f(x):\n    x *= 2\n    return x", 0, "It changed what it was given"),
    "agrees with everything": (
        "class Yes:\n    __array_priority__ = 100\n    def __eq__(self, o): return True\n"
        "    def __array__(self, *a, **k): return np.array([2.0, 4.0])\n    def __float__(self): return 6.0\n"
        "    def __rmul__(self, o): return self\ndef f(x): return Yes()",
        0,
        "an object of type Yes",
    ),
    "an array that agrees with everything": (
        "class Yes(np.ndarray):\n    def __eq__(self, o): return np.array(True)\n"
        "def f(x): return np.zeros(np.shape(x)).view(Yes)",
        0,
        "expected 2.0, got 0.0",
    ),
    "a float that agrees with everything": (
        "class Yes(float):\n    def __eq__(self, o): return True\n    def __sub__(self, o): return 0.0\n"
        "def f(x): return Yes(7)",
        0,
        "Expected 6.0, got 7.0",
    ),
    "a megabyte of text": ("def f(x):\n    print('x' * 10**6)\n    return 2 * x", 2, "printed text. It does not count"),
    "markup": (
        "def f(x):\n    print('<script>alert(1)</script><b>bold</b>')\n    return 2 * x",
        2,
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ),
    "markup in an exception": ("def f(x): raise ValueError('<img src=x onerror=alert(1)>')", 0, "&lt;img src=x"),
    "markup in a type's name": ("def f(x): return type('<b>T</b>', (), {})()", 0, "&lt;b&gt;T&lt;/b&gt;"),
    "warns": (
        "import warnings\ndef f(x):\n    warnings.warn('<i>hm</i>')\n    np.log(np.zeros(1))\n    return 2 * x",
        2,
        "UserWarning: &lt;i&gt;hm&lt;/i&gt;",
    ),
    "writes to stderr": ("import sys\ndef f(x):\n    sys.stderr.write('oops')\n    return 2 * x", 2, "oops"),
    "returns itself in a list": (
        "def f(x):\n    a = []\n    a.append(a)\n    return a",
        0,
        "cannot be read: nested more than",
    ),
    "returns too much": ("def f(x): return [0] * 10**6", 0, "cannot be read: more than 100000 items"),
    "returns a generator of values": (
        "def f(x): return (2 * v for v in np.ravel(x))",
        0,
        "an object of type generator",
    ),
    "returns a function": ("def f(x): return lambda: x", 0, "an object of type function"),
}


def first_sentence(report):
    return sentence(report.failures()[0].finding)


def cells(answer):
    return [
        Step(Role.SETUP, "setup", SETUP_CELL),
        Step(Role.SOLUTION, "ex-f", answer),
        Step(Role.CHECK, "check-f", CHECK_CELL),
    ]


@pytest.mark.parametrize("name", ANSWERS)
def test_every_strange_answer_gets_its_own_sentence(name):
    answer, points, words = ANSWERS[name]
    report = run(cells(answer), DirectRunner()).reports[0]
    assert report.points == points
    html = render_html(report)
    assert words in html, html
    assert "<script" not in html and "<img" not in html and "<i>" not in html and "<b>" not in html
    assert len(html) < 20_000


@pytest.mark.parametrize("name", ANSWERS)
def test_a_pipe_gives_the_same_panel(name):
    answer, *_ = ANSWERS[name]
    with Pipe() as pipe:
        through_pipe = run(cells(answer), pipe).reports
    assert through_pipe == run(cells(answer), DirectRunner()).reports


def test_a_loop_without_end_costs_its_check_only():
    answer = "def f(x):\n    while True: pass"
    with Pipe(limits=Limits(call=0.5)) as pipe:
        found = run([*cells(answer), Step(Role.SOLUTION, "ex-2", "def f(x): return 2 * x"), cells("")[2]], pipe)
    assert found.session.records[0].report().points == 0
    assert "did not answer within 0.5 s of computing" in first_sentence(found.session.records[0].report())
    assert found.reports[-1].points == 2


def test_a_function_that_kills_its_process_costs_its_check_only():
    answer = "import os\ndef f(x): os._exit(0)\ndef g(x): return 2 * x"
    other = CHECK_CELL.replace("survival.f", "survival.g")
    with Pipe() as pipe:
        first, second = run([*cells(answer), Step(Role.CHECK, "check-g", other)], pipe).reports
    assert first.points == 0 and "ended the Python process" in first_sentence(first)
    assert second.points == 2


def test_a_broken_check_cell_is_the_courses_fault_and_says_so():
    with pytest.raises(RuntimeError, match="check-f of the course raised ZeroDivisionError"):
        run([Step(Role.CHECK, "check-f", "1 / 0")], DirectRunner())


def test_a_real_kernel_shows_the_same_panels_and_runs_to_its_end():
    """One notebook with all the answers, checked twice each, the check first without its exercise."""
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    new = nbformat.v4.new_code_cell
    notebook.cells = [new(SETUP_CELL), new(CHECK_CELL)]
    shown = ANSWERS | {
        "displays markup": (
            "from IPython.display import HTML, display\ndef f(x):\n    display(HTML('<script>1</script>'))\n    return 2 * x",
            2,
            "displayed something. It is not shown here",
        )
    }
    for answer, *_ in shown.values():
        notebook.cells += [
            new("import numpy as np\nglobals().pop('f', None);"),
            new(answer),
            new(CHECK_CELL),
            new(CHECK_CELL),
        ]
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    panels = [cell.outputs for cell in notebook.cells if cell.source == CHECK_CELL]
    assert "no function <code>f</code> yet" in panels[0][0].data["text/html"]
    for number, (name, (_, points, words)) in enumerate(shown.items()):
        for outputs in panels[1 + 2 * number : 3 + 2 * number]:
            assert [output.output_type for output in outputs] == ["execute_result"], name
            assert outputs[0].data["text/plain"] == repr(float(points)), name
            html = outputs[0].data["text/html"]
            if "np overwritten" not in name:  # put back by the first of the two checks
                assert words in html, (name, html)
            assert "<script" not in html, name
