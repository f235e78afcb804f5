"""Functions that a check hands over take what they are given by place and by keyword, in this process and through a pipe."""

import inspect

import pytest

from chainrule.calling.pipe import Pipe
from chainrule.checks.callables import NAMED
from chainrule.checks.runner import DirectRunner, run
from chainrule.checks.words import sentence
from chainrule.notebooks.conventions import Role
from chainrule.notebooks.plan import Step

SETUP_CELL = (
    "import numpy as np\nfrom chainrule import Check\nfrom chainrule.checks.callables import plain, hurrying, downhill"
)
CHECK_CELL = """c = Check("callables.f", points=1)
c.equal([[4.0], [2.0]], plain, downhill, np.array([8.0]))
c.equal([[4.0], [0.0]], hurrying, downhill, np.array([8.0]))
c.score()"""


def reports(answer):
    steps = [
        Step(Role.SETUP, "setup", SETUP_CELL),
        Step(Role.SOLUTION, "ex-f", answer),
        Step(Role.CHECK, "check-f", CHECK_CELL),
    ]
    with Pipe() as pipe:
        piped = run(steps, pipe).reports
    assert piped == run(steps, DirectRunner()).reports
    return piped


def answer(call, gradient="grad(w)"):
    return (
        "def f(update, grad, w):\n    state, path = None, []\n    for _ in range(2):\n"
        f"        dw = {gradient}\n        w, state = {call}\n        path.append(w)\n    return np.array(path)"
    )


@pytest.mark.parametrize(
    "call",
    [
        "update(w, dw, state, 0.5)",
        "update(w=w, dw=dw, state=state, lr=0.5)",
        "update(w, dw, lr=0.5, state=state)",
        "update(*(w, dw), **{'state': state, 'lr': 0.5})",
    ],
)
def test_an_optimizer_is_called_with_keywords_too(call):
    (report,) = reports(answer(call, "grad(w=w)"))
    assert report.points == 1, [sentence(one.finding) for one in report.failures()]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("update(w, dw, state, rate=0.5)", "unexpected keyword argument 'rate'"),
        ("update(w, dw, state, 0.5, lr=0.5)", "multiple values for argument 'lr'"),
    ],
)
def test_a_keyword_that_is_none_is_told(call, words):
    (report,) = reports(answer(call))
    assert report.points == 0 and words in sentence(report.failures()[0].finding)


def test_the_functions_of_checks_have_the_parameters_that_the_contracts_name():
    """The contracts: ``update(w, dw, state, lr)``, ``grad(w)``, ``forward(X, training)``; of other functions they name no parameter."""
    found = {name: tuple(inspect.signature(function).parameters) for name, function in NAMED.items()}
    assert {parameters for parameters in found.values()} == {
        ("w", "dw", "state", "lr"),
        ("w",),
        ("x",),
        ("X", "training"),
    }
    for name in ("plain", "hurrying", "rolling"):
        assert found[name] == ("w", "dw", "state", "lr")
    for name in ("downhill", "ravine", "constant_slope"):
        assert found[name] == ("w",)


def test_what_a_function_of_the_check_warns_of_is_not_told_of_the_answer():
    setup = "import numpy as np\n\nfrom chainrule import Check"
    check = "c = Check('callables.f', points=1)\nc.equal(np.inf, lambda x: np.exp(x), np.array(1000.0))\nc.score()"
    steps = [
        Step(Role.SETUP, "setup", setup),
        Step(Role.SOLUTION, "ex-f", "def f(df, x):\n    return df(x)"),
        Step(Role.CHECK, "check-f", check),
    ]
    with Pipe() as pipe:
        for runner in (pipe, DirectRunner()):
            (report,) = run(steps, runner).reports
            assert not [note for note in report.notes if "warned" in sentence(note)]
