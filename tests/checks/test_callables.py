"""Functions that a check hands over take what they are given by place and by keyword, in this process and through a pipe."""

import inspect

import numpy as np
import pytest
from lectures import REAL

from chainrule.calling import codec
from chainrule.calling.codec import Codec
from chainrule.calling.common import COMMON, MOST
from chainrule.calling.pipe import Pipe
from chainrule.calling.transport import Direct
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


# What a function of the check returns is told through `said`: type, dtype, order in memory, and whether memory is shared but
# by handing the very argument back.
LOOKS_AT = """
def f(g, x):
    result = g(x)
    if type(result) is tuple:
        return tuple(said(item, x) for item in result)
    return said(result, x)
def said(result, x):
    if type(result) is not np.ndarray:
        return type(result).__name__, float(result)
    same = type(x) is np.ndarray and np.shares_memory(result, x) and result is not x
    return str(result.dtype), result.shape, result.flags.fnc, same, result
"""
ARGUMENTS = {
    "a vector": np.array([0.5, -1.0, 7.0]),
    "whole numbers": np.array([[1, -2], [3, 0]]),
    "a transposed matrix": np.arange(6.0).reshape(2, 3).T,
    "a part of an array": np.arange(12.0)[::2],
    "single precision": np.ones((2, 2), np.float32),
    "a number": 1.5,
    "a whole number": 3,
    "a number of NumPy's": np.float64(-0.25),
    "nothing": np.zeros((0,)),
    "truths": np.array([True, False]),
    "texts": np.array(["a", "b"]),
    "too large": np.full(MOST + 1, 0.5),
    "infinite": np.array([np.inf, np.nan]),
}


class Everywhere(dict):
    """In the place of the functions that the learner's side has: none, so that each call crosses."""

    def get(self, name, default=None):
        return default


@pytest.mark.parametrize("argument", ARGUMENTS)
@pytest.mark.parametrize("through", ["pipe", "direct"])
def test_functions_that_the_learners_side_has_are_as_those_that_are_called_across(through, argument, monkeypatch):
    namespace: dict = {"np": np}
    exec(LOOKS_AT, namespace)

    def outcomes():
        with Pipe() as pipe:
            transport = pipe if through == "pipe" else Direct(dict(namespace))
            if transport is pipe:
                assert pipe.run_cell("f", "import numpy as np\n" + LOOKS_AT) is None
            transport.begin()
            calls = [((function, ARGUMENTS[argument]), {}, None) for function in COMMON.values()]
            return [Codec().encode(vars(outcome)) for outcome in transport.call_each("f", calls)]

    there = outcomes()
    monkeypatch.setattr(codec, "COMMON", Everywhere())
    assert there == outcomes()


@pytest.mark.parametrize("through", ["pipe", "direct"])
def test_an_argument_that_is_handed_back_is_the_very_array(through):
    """A gradient that is scaled in place scales the weights with it: a contract that says so is checked."""
    source = "def first(g, x):\n    return g(x) is x\ndef second(g, x):\n    return g(x)[1] is x"
    namespace: dict = {}
    exec(source, namespace)
    with Pipe() as pipe:
        assert pipe.run_cell("f", source) is None
        transport = pipe if through == "pipe" else Direct(namespace)
        transport.begin()
        w = np.array([2.0, -1.0])
        assert transport.call("first", (NAMED["identity"], w), {}).value is True
        assert transport.call("second", (NAMED["bowl"], w), {}).value is True
        assert transport.call("first", (NAMED["square"], w), {}).value is False


def test_functions_that_the_learners_side_has_are_not_called_across():
    asked = []

    class Counted(Direct):
        def answer(self, message):
            asked.append(message)
            return super().answer(message)

    transport = Counted({"f": lambda g, x: g(x)})
    transport.begin()
    assert transport.call("f", (NAMED["sum_of_squares"], np.array([3.0, 4.0])), {}).value == 25
    assert not asked
    assert transport.call("f", (NAMED["sigmoid"], 0.0), {}).value == 0.5
    assert len(asked) == 1


def test_a_function_of_the_same_name_is_another_one():
    def half(x):
        return 7 * x

    transport = Direct({"f": lambda g, x: g(x)})
    transport.begin()
    assert transport.call("f", (half, 1.0), {}).value == 7


def test_no_function_that_the_learners_side_has_is_asked_for_in_an_exercise():
    asked = {
        name for lecture in REAL.values() for exercise in lecture.exercises.values() for name in exercise.functions
    }
    assert len(asked) > 100 and not asked & set(COMMON)
