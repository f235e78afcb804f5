"""A cache or a state of the learner's choice is the very object again when it comes back, in this process and through a pipe."""

import pytest

from chainrule.calling.pipe import Pipe
from chainrule.checks.runner import DirectRunner, run
from chainrule.checks.words import sentence
from chainrule.notebooks.conventions import Role
from chainrule.notebooks.plan import Step

SETUP_CELL = "import numpy as np\nfrom chainrule import Check, close"
CHECK_CELL = """c = Check("own.forward", "backward", points=2)
def both(f, b):
    (out, cache), (more, other) = f(np.array([1.0, 2.0])), f(np.array([5.0]))
    first = [b(np.array([3.0, 4.0]), cache), b(np.array([3.0]), other), b(np.array([3.0, 4.0]), cache)]
    return first
c.holds("a cache is used twice, and another between", lambda f, b: all(map(close, both(f, b), [[3, 8], [15], [3, 8]])))
c.score()"""

# What makes a cache of x, and what finds x in it. Each would fail if the cache came back as something else.
CACHES = {
    "named tuple": (
        "from collections import namedtuple\nCache = namedtuple('Cache', 'x n')",
        "Cache(x, x.size)",
        "cache.x * (cache._asdict()['n'] == cache.x.size)",
    ),
    "typing.NamedTuple": (
        "from typing import NamedTuple\nclass Cache(NamedTuple):\n    x: np.ndarray\n    def twice(self): return 2 * self.x",
        "Cache(x)",
        "cache.twice() / 2",
    ),
    "ordered dict": (
        "from collections import OrderedDict",
        "OrderedDict(a=1, x=x)",
        "(cache.move_to_end('a'), cache['x'])[1]",
    ),
    "defaultdict": (
        "from collections import defaultdict",
        "defaultdict(lambda: 1.0, x=x)",
        "cache['x'] * cache['nothing']",
    ),
    "dict of one's own": (
        "class Cache(dict):\n    __getattr__ = dict.__getitem__",
        "Cache(x=x, more=Cache(a=1))",
        "cache.x * cache.more.a",
    ),
    "a list of one's own": ("class Row(list):\n    def only(self): return self[0]", "Row([x])", "cache.only()"),
    "object array": ("", "np.array([x, None, 'x'], dtype=object)", "cache[0] * (cache[1] is None)"),
    "structured array": (
        "",
        "np.array([(v, 1) for v in x], dtype=[('v', float), ('n', int)])",
        "cache['v'] * cache['n']",
    ),
    "masked array": (
        "",
        "np.ma.masked_array(x, mask=[True] + [False] * (x.size - 1))",
        "cache.data * (1 + 0 * cache.mask)",
    ),
    "masked array without masked entries": ("", "np.ma.masked_array(x)", "cache.filled()"),
    "matrix": ("", "np.asmatrix(x)", "(cache * 1).A1"),
    "set": ("", "{float(v) for v in x} | {'set'}", "np.array(sorted(cache - {'set'}))"),
    "bytes": ("", "x.tobytes()", "np.frombuffer(cache)"),
    "datetime": ("", "(np.datetime64('2026-01-01'), x)", "cache[1] * isinstance(cache[0], np.datetime64)"),
    "plain object": ("class Cache:\n    def __init__(self, x): self.x = x", "Cache(x)", "cache.x"),
    "data class": (
        "from dataclasses import dataclass\n@dataclass\nclass Cache:\n    x: np.ndarray",
        "Cache(x)",
        "cache.x",
    ),
    "function": ("", "lambda: x", "cache()"),
    "item of an enumeration": (
        "import enum\nclass Mode(enum.IntEnum):\n    TRAIN = 1",
        "(x, Mode.TRAIN)",
        "cache[0] * (cache[1].name == 'TRAIN')",
    ),
    "text of one's own": ("class Name(str):\n    pass", "(x, Name('x'))", "cache[0] * isinstance(cache[1], Name)"),
    "number of one's own": (
        "class Rate(float):\n    pass",
        "(x, Rate(1))",
        "cache[0] * cache[1] * isinstance(cache[1], Rate)",
    ),
    "in a plain tuple, list and dict": (
        "from collections import namedtuple\nCache = namedtuple('Cache', 'x')",
        "(1, [{'a': Cache(x)}])",
        "cache[1][0]['a'].x",
    ),
    "named tuple of named tuples": (
        "from collections import namedtuple\nPair = namedtuple('Pair', 'one other')",
        "Pair(Pair(x, 1), Pair(2, 3))",
        "cache.one.one",
    ),
    "a dict that holds itself": (
        "class Cache(dict):\n    pass\ndef make(x):\n    cache = Cache(x=x)\n    cache['me'] = cache\n    return cache",
        "make(x)",
        "cache['me']['me']['x']",
    ),
    "more than may cross": (
        "from collections import namedtuple\nCache = namedtuple('Cache', 'x large')",
        "Cache(x, np.zeros(5_000_000))",
        "cache.x",
    ),
    "a tuple whose methods fail": (
        "class Cache(tuple):\n    def __getattribute__(self, name): raise RuntimeError\n"
        "    def __iter__(self): raise RuntimeError",
        "Cache([x])",
        "tuple.__getitem__(cache, 0)",
    ),
    "changed by its own function": (
        "from collections import defaultdict",
        "defaultdict(int, x=x)",
        "[cache.__setitem__('uses', cache['uses'] + 1), cache['x']][1]",
    ),
}


def cells(before, cache, found):
    answer = (
        f"{before}\ndef forward(x):\n    return float(np.sum(x)) - 2.0, {cache}\n"
        f"def backward(dout, cache):\n    x = {found}\n    return dout * x"
    )
    return [
        Step(Role.SETUP, "setup", SETUP_CELL),
        Step(Role.SOLUTION, "ex-forward", answer),
        Step(Role.CHECK, "check-forward", CHECK_CELL),
    ]


def reports(steps):
    with Pipe() as pipe:
        piped = run(steps, pipe)
    direct = run(steps, DirectRunner())
    assert direct.notes == piped.notes == []
    assert direct.reports == piped.reports
    return direct.reports


@pytest.mark.parametrize("name", CACHES)
def test_a_cache_of_any_kind_comes_back_as_it_was(name):
    (report,) = reports(cells(*CACHES[name]))
    assert report.points == 2, [sentence(one.finding) for one in report.failures()]


def check(answer, lines):
    return [
        Step(Role.SETUP, "setup", SETUP_CELL),
        Step(Role.SOLUTION, "ex-f", answer),
        Step(Role.CHECK, "check-f", 'c = Check("own.f", points=1)\n' + "\n".join(lines) + "\nc.score()"),
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Pair(1.0, x)", "(1.0, [2.0, 3.0])"),
        ("[1.0, x]", "(1.0, [2.0, 3.0])"),
        ("Pair(np.asmatrix(x), Dict(a=1))", "([[2.0, 3.0]], {'a': 1})"),
        ("OrderedDict(b=x, a=1)", "{'a': 1.0, 'b': [2.0, 3.0]}"),
        ("defaultdict(int, a=Pair(1, 2))", "{'a': (1.0, 2.0)}"),
        ("np.array(['a', 'bc'], dtype=object)", "['a', 'bc']"),
        ("np.array(['a', 'bc'], dtype=object)", "('a', 'bc')"),
        ("np.array(['a', 'bc'])", "('a', 'bc')"),
        ("['a', Name('bc')]", "['a', 'bc']"),
        ("('a', 'bc')", "['a', 'bc']"),
        ("np.ma.masked_array(x)", "[2.0, 3.0]"),
        ("Name('a')", "'a'"),
    ],
)
def test_results_of_types_of_ones_own_are_judged_by_what_is_in_them(value, expected):
    before = (
        "from collections import OrderedDict, defaultdict, namedtuple\nPair = namedtuple('Pair', 'a b')\n"
        "class Dict(dict): pass\nclass Name(str): pass"
    )
    (report,) = reports(check(f"{before}\ndef f(x): return {value}", [f"c.equal({expected}, np.array([2.0, 3.0]))"]))
    assert report.points == 1, [sentence(one.finding) for one in report.failures()]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("Pair(1.0, 2.5)", "Item 1 of the tuple: expected 2.0, got 2.5"),
        ("Pair(1.0, 2.0)[:1]", "a tuple of 1; expected a tuple of 2"),
        ("Dict(a=1)", "a dict; expected a tuple of 2"),
        ("{1.0, 2.0}", "an object of type set; expected a tuple of 2"),
        ("np.ma.masked_array([1.0, 2.0], mask=[0, 1])", "an object of type masked array"),
        ("np.array([1.0, 2.0], dtype=object)", "an array of dtype object; expected a tuple of 2"),
    ],
)
def test_wrong_results_of_types_of_ones_own_are_told_as_what_they_are(value, words):
    before = "from collections import namedtuple\nPair = namedtuple('Pair', 'a b')\nclass Dict(dict): pass"
    (report,) = reports(check(f"{before}\ndef f(x): return {value}", ["c.equal((1.0, 2.0), 0.0)"]))
    assert report.points == 0 and words in sentence(report.failures()[0].finding)


def test_a_plain_array_that_is_changed_is_still_found_beside_a_state_of_ones_own():
    answer = "class S(dict): pass\ndef f(x, state):\n    state = state or S(n=0)\n    state['n'] += 1\n    x += 1\n    return x, state"
    walk = "c.holds('steps', lambda f: close(f(np.zeros(1), f(np.zeros(1), None)[1])[0], [1.0]))"
    (report,) = reports(check(answer, [walk]))
    assert "changed what it was given" in sentence(report.failures()[0].finding)
    (report,) = reports(check(answer.replace("x += 1", "x = x + 1"), [walk]))
    assert report.points == 1


def test_what_a_check_changed_arrives_as_plain_data():
    answer = "class S(dict): pass\ndef f(state=None): return S(n=1) if state is None else (float(state['n']), type(state) is S)"
    changed = "def through(f):\n    state = f()\n    before = f(state)\n    state['n'] = 5\n    return before, f(state)"
    expected = "c.equal(((1.0, True), (5.0, False)), through=through)"
    (report,) = reports(check(answer, [changed, expected]))
    assert report.points == 1


def test_an_object_is_not_there_any_more_in_a_process_that_was_started_anew():
    answer = (
        "import os\nclass Cache:\n    def __init__(self): self.v = 7.0\n"
        "def f(): return Cache()\ndef g(): os._exit(0)\ndef h(cache): return cache.v"
    )
    lines = [
        "kept = []",
        "c.holds('f', lambda *fs: kept.append(fs[0]()) or True)",
        "c.equal(1.0, of='g')",
        "c.holds('h', lambda *fs: fs[0]() is not None and fs[2](kept[0]) == 7.0)",
    ]
    steps = check(answer, lines)
    steps[2] = Step(Role.CHECK, "check-f", steps[2].source.replace('"own.f",', '"own.f", "g", "h",'))
    with Pipe() as pipe:
        (report,) = run(steps, pipe).reports
    assert [case.ok for case in report.parts[0].cases] == [True, False]
    assert "no object of this key is kept here any more" in sentence(report.parts[0].cases[1].finding)
