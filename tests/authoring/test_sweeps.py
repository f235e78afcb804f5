"""Further inputs: chosen until every wrong answer is rejected, stored, tried, and made afresh for a class."""

import itertools

import numpy as np
import pytest

from chainrule import Check
from chainrule.calling.transport import Direct
from chainrule.checks import callables, sweep
from chainrule.checks.session import Session, using
from chainrule.checks.sweep import Input
from chainrule.checks.verdict import difference
from chainrule_staff.authoring import sweeps
from chainrule_staff.authoring.alternatives import load
from chainrule_staff.authoring.source import SourceError
from chainrule_staff.authoring.sweeps import Fresh

ANSWERS = """
import numpy as np
from chainrule_staff.authoring.alternatives import inputs, right, wrong

@inputs
def numbers(rng):
    while True:
        x = rng.normal(size=rng.integers(1, 6))
        yield (np.round(x).astype(int) if rng.random() < 0.3 else x,)

@right
def by_square(x):
    return np.square(x) * 1.0

@wrong
def in_its_type(x):
    return (x * x).astype(x.dtype) - 1

@wrong
def known(x):
    '''You double.'''
    return x + x
"""


def square(x):
    return x * x * 1.0


def wrong_for_long_ones(x):
    return x * x + (len(x) == 5)


@pytest.fixture
def alternatives(tmp_path):
    folder = tmp_path / "lecture" / "answers"
    folder.mkdir(parents=True)
    (folder / "square.py").write_text(ANSWERS)
    return load(folder)


@pytest.fixture
def pool(alternatives):
    return sweeps.pool_of(sweeps.generators(alternatives, "square"), 1, {"square": square}, 200)


def checked(stored, further_mistakes=(), fresh=None, recall=None, **functions):
    """The report of a check that only sweeps over `stored` inputs, by function."""
    names = list(functions)
    entry = {"number": "1.1", "title": "T", "sources": [], "mistakes": list(further_mistakes)}
    session = Session(
        Direct(functions),
        sweeps={"test": {names[0]: {name: sweep.pack(inputs) for name, inputs in stored.items()}}},
        catalogues={"test": {names[0]: entry}},
        fresh=fresh,
        recall=recall,
    )
    with using(session):
        c = Check(f"test.{names[0]}", *names[1:], points=1)
        c.sweep()
        return c.score().report


def test_the_chosen_inputs_reject_every_wrong_answer_that_some_input_rejects(pool):
    wrong = [{"square": wrong_for_long_ones}, {"square": lambda x: x * x}, {"square": lambda x: x + x}]
    chosen = sweeps.choose(pool, "square", wrong)
    assert len(chosen) < len(pool)
    for functions in (wrong[0], wrong[2]):
        assert any(sweeps.mark_of(given, "square", functions) for given in chosen)
    assert not any(sweeps.mark_of(given, "square", wrong[1]) for given in pool)  # it is right


def test_inputs_of_rare_kinds_are_chosen_even_where_no_known_answer_needs_them():
    ordinary = [Input((np.arange(n) + 0.5, np.arange(n) + 0.25), {}, 0.0) for n in (2, 3) * 40]
    rare = [
        Input((np.arange(40) / 8, np.arange(40, dtype=np.float32)), {}, 0.0),  # a pair of types
        Input((np.full(40, 0.5), np.arange(40) + 0.25), {}, 0.0),  # ties
        Input((np.arange(40) + 0.5, np.arange(40) + 1e-200), {}, 0.0),  # something tiny
    ]
    chosen = sweeps.choose([*ordinary, *rare], "square", [])
    assert all(any(one is given for given in chosen) for one in rare)
    assert len(chosen) < len(ordinary)


def test_what_a_route_hands_over_has_names():
    functions = {"f_forward": lambda x, W: (x @ W, None), "f_backward": lambda dout, cache: dout, "g": lambda w: w}
    named = lambda name, through: sweeps.parameters(name, functions, Input((), {}, None, through))
    assert named("f_backward", "backward") == ("dout", "x", "W")
    assert named("f_forward", "first") == ("x", "W")
    assert named("g", "walk")[1:] == ("lr", "w")


def test_what_was_stored_comes_back_as_it_was(pool):
    given = Input(
        (callables.tanh, np.ones((2, 3), np.float32).T), {"mu": 0.5}, (np.arange(3.0), None), "walk", ("f", "x")
    )
    for one in (*pool[:20], given):
        (again,) = sweep.unpack(sweep.pack([one]))
        assert repr(again) == repr(one)
        assert [getattr(x, "dtype", None) for x in again.args] == [getattr(x, "dtype", None) for x in one.args]


def test_a_function_without_a_name_is_not_stored():
    assert not sweeps.can_be_stored(Input((lambda x: x,), {}, 1.0))
    assert sweeps.can_be_stored(Input((callables.relu,), {}, 1.0))
    assert not sweeps.can_be_stored(Input((np.random.default_rng(0),), {}, 1.0))


def test_a_generator_that_leaves_the_contract_is_refused(pool, alternatives):
    strict = lambda x: square(x) if len(x) < 5 else np.nan
    with pytest.raises(SourceError, match="by_square and the solution differ"):
        sweeps._check_right_answers(
            [Input(one.args, {}, strict(*one.args)) for one in pool], "square", {"square": strict}, alternatives
        )


def test_a_solution_that_raises_on_an_input_is_refused(alternatives):
    def raises(x):
        raise ValueError("no")

    with pytest.raises(SourceError, match="the solution raises ValueError"):
        list(itertools.islice(sweeps.generate(alternatives[0], 1, {"square": raises}), 3))


def test_a_right_answer_passes_a_sweep_and_its_case_says_how_many(pool):
    report = checked({"square": pool[:30]}, square=square)
    assert report.state == "passed" and report.parts[0].cases[0].label == "30 further inputs"


def test_of_the_inputs_that_are_wrong_the_smallest_is_shown(pool):
    report = checked({"square": pool[:60]}, square=wrong_for_long_ones)
    (case,) = report.parts[0].failing
    wrong, total = case.further
    assert total == 60 and wrong == sum(len(one.args[0]) == 5 for one in pool[:60])
    assert case.label.startswith("square(array([") and case.label.count(",") == 4


def test_a_sweep_that_never_ends_is_given_up_after_one_call(pool):
    calls = []

    def interrupted(x):
        calls.append(x)
        raise KeyboardInterrupt

    report = checked({"square": pool[:30]}, square=interrupted)
    assert len(calls) == 1 and report.parts[0].cases[0].rung == "raises"


def mistake(pool, code, name="known", observed=()):
    marks = [sweeps.mark_of(given, "square", {"square": code}) for given in pool]
    return {"id": name, "function": "square", "explanation": "Why.", "observed": list(observed), "marks": marks}


def test_a_mistake_explains_all_only_if_it_fails_where_the_answer_fails(pool):
    pool = pool[:60]
    doubled = mistake(pool, lambda x: x + x)
    assert [(m.id, m.whole) for m in checked({"square": pool}, [doubled], square=lambda x: x + x).mistakes] == [
        ("known", True)
    ]
    mixed = lambda x: (x + x) if len(x) < 5 else x * x - 1.0
    named = checked({"square": pool}, [doubled], square=mixed).mistakes
    assert [(m.id, m.whole) for m in named] in ([("known", False)], [])
    assert checked({"square": pool}, [doubled], square=lambda x: x * x + 1.0).mistakes == ()


def test_where_a_class_is_graded_a_mistake_is_held_against_fresh_inputs_too(pool, alternatives):
    short = [one for one in pool if len(one.args[0]) < 5][:30]
    doubled = mistake(short, lambda x: x + x)
    fresh = Fresh({"square": ("square",)}, alternatives, {"square": square})

    def named(answer, **beyond):
        return [(m.id, m.whole) for m in checked({"square": short}, [doubled], square=answer, **beyond).mistakes]

    beyond = {"fresh": fresh, "recall": fresh.recall}
    doubles_short_ones = lambda x: (x + x) if len(x) < 5 else x * x - 1.0
    assert named(doubles_short_ones) == [("known", True)]  # all that the stored inputs can tell
    assert named(doubles_short_ones, **beyond) in ([("known", False)], [])
    assert named(lambda x: (x + x) if len(x) < 5 else x * x * 1.0, **beyond) == []  # right where the mistake is wrong
    assert named(lambda x: x + x, **beyond) == [("known", True)]
    assert fresh.recall("square", "unheard of") is None


def test_of_two_mistakes_the_one_that_explains_all_is_named(pool):
    pool = pool[:60]
    known = [mistake(pool, wrong_for_long_ones, "long"), mistake(pool, lambda x: x * x + (len(x) > 3), "longer")]
    report = checked({"square": pool}, known, square=lambda x: x * x + (len(x) > 3))
    assert [(m.id, m.whole) for m in report.mistakes] == [("longer", True)]


def test_fresh_inputs_differ_with_the_seed_and_not_otherwise(alternatives):
    fresh = Fresh({"square": ("square",)}, alternatives, {"square": square})
    one, again, other = (fresh("square", seed)["square"] for seed in (1, 1, 2))
    assert repr(one) == repr(again) != repr(other)
    assert len(one) == sweeps.FRESH


def test_fresh_inputs_join_the_stored_ones(pool, alternatives):
    fresh = Fresh({"square": ("square",)}, alternatives, {"square": square})
    report = checked({"square": pool[:10]}, fresh=fresh, square=square)
    assert report.parts[0].cases[0].label == f"{10 + sweeps.FRESH} further inputs"


# -- functions that are put together -------------------------------------------------------------------


def scale_forward(x, a):
    return a * x, {"a": a}


def scale_backward(dout, cache):
    return cache["a"] * dout, np.sum(dout)


def momentum(w, dw, state, lr, mu=0.9):
    v = mu * (0 if state is None else state) + dw
    return w - lr * v, v


@pytest.mark.parametrize(
    "name, given, right",
    [
        ("scale_forward", Input((np.ones(2), 3.0), {}, None, "first"), [3.0, 3.0]),
        ("scale_backward", Input((np.ones(2), np.zeros(2), 3.0), {}, None, "backward"), ([3.0, 3.0], 2.0)),
        (
            "momentum",
            Input((np.ones((3, 1)), 0.1, np.zeros(1)), {"mu": 0.5}, None, "walk"),
            [[-0.1], [-0.25], [-0.425]],
        ),
        ("momentum", Input((np.ones((2, 1)), [0.1, 0.2], np.zeros(1)), {"mu": 0.0}, None, "walk"), [[-0.1], [-0.3]]),
    ],
)
def test_functions_are_put_together(name, given, right):
    functions = {"scale_forward": scale_forward, "scale_backward": scale_backward, "momentum": momentum}
    assert difference(right, sweep.result_of(functions, name, given)) is None
    given.expected = right if isinstance(right, tuple) else np.array(right)
    order = {name: functions[name]} | functions
    assert checked({name: [given]}, **order).state == "passed"


def test_a_solution_that_never_ends_with_its_arguments_exchanged_has_no_result_for_that(monkeypatch):
    def waves(step, period):
        while step >= period:
            step -= period
        return step

    monkeypatch.setattr(sweeps, "CALL_SECONDS", 0.1)
    assert sweeps.rivals("waves", Input((0, 3), {}, 0), {"waves": waves}, ("waves",)) == {}
    assert list(sweeps.rivals("waves", Input((5, 3), {}, 2), {"waves": waves}, ("waves",))) == ["exchanges step period"]
