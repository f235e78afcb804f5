"""Attacks on the trusted side: on what decodes, compares, recognises, diagnoses, writes down and tells what came back.

Here the other side is a forger that says any bytes, so that each attack takes milliseconds. Whatever it says, the check ends with
a report without a point, which can be written down, and takes little memory.
"""

import contextlib
import json
import random
import struct
import subprocess
import sys
import textwrap
import tracemalloc

import numpy as np
import pytest

from chainrule import Check
from chainrule.calling.budget import MAX_KEYS
from chainrule.calling.codec import Codec, CodecError
from chainrule.calling.transport import Transport
from chainrule.checks import cells_run, sweep
from chainrule.checks.calls import MOST_UNUSABLE
from chainrule.checks.cells_run import Ran
from chainrule.checks.panel import Score
from chainrule.checks.report import CheckReport, Kind, State
from chainrule.checks.session import Session, using
from chainrule.checks.sweep import Input
from chainrule.checks.words import sentence
from chainrule_staff.grading.entries import _results

MEGABYTES = 2**20
HALF = struct.pack("<d", 0.5)


def message(tree, blobs=(), lengths=None) -> bytes:
    head = json.dumps([tree, [len(blob) for blob in blobs] if lengths is None else lengths]).encode()
    return struct.pack("<I", len(head)) + head + b"".join(blobs)


def mapping(**values) -> dict:
    return {"t": "dict", "v": [[key, value] for key, value in values.items()]}


def array(dtype="<f8", shape=(1,), blob=0) -> dict:
    return {"t": "array", "d": dtype, "s": list(shape), "o": "C", "b": blob}


def nested(tree, depth: int):
    for _ in range(depth):
        tree = {"t": "tuple", "v": [tree]}
    return tree


class Forger(Transport):
    """The other side: answers every call with the same bytes, or with what it makes of the call's message."""

    def __init__(self, reply):
        super().__init__()
        self.reply = reply

    def _begin(self):
        return []

    def exchange(self, messages):
        return (self.reply(message) if callable(self.reply) else self.reply for message in messages)


@contextlib.contextmanager
def little_memory():
    """The body takes less than 200 MB at any moment."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < 200 * MEGABYTES
    finally:
        tracemalloc.stop()


def report_on(forger: Forger):
    """A check of all kinds of cases on what the forger says: the check and its report."""
    inputs = [Input((np.arange(float(n)),), {}, (np.arange(float(n)) + 1, 0.25 * n)) for n in range(1, 9)]
    stored = {"test": {"f": {"f": sweep.pack(inputs)}}}
    mistakes = {"title": "f", "number": "1.1", "sources": [], "mistakes": []}
    with using(Session(forger, sweeps=stored, catalogues={"test": {"f": mistakes}}, strict=True)):
        c = Check("test.f", points=8)
        c.equal(0.25, 1.0, part="number")
        c.equal([1.0, 2.0], np.array([0.0, 1.0]), part="array")
        c.equal((1.0, "a"), 1.0, part="tuple")
        c.equal({"dx": 1.0}, 1.0, part="dict")
        c.equal(True, 1.0, part="truth")
        c.measure("the mean is 3", 3.0, lambda f: f(1.0), tol=0.1, part="measured")
        c.measure("the mean of two is 3", 3.0, lambda f: np.mean(f(1.0) + f(2.0)), tol=0.1, part="measured")
        c.holds("f(x) is above 7", lambda f: f(np.ones(3)) > 7, part="property")
        c.holds("f of a shape is of this shape", lambda f: np.shape(f((3, 4))) == (3, 4), part="property")
        c.raises(ValueError, -1.0, part="raises")
        c.sweep()
        report = c.score().report
    return c, report


RETURNED = {
    "a wrong number": (0.75, ()),
    "an array without entries with a side of a billion": (array(shape=(2**30, 0)), [b""]),
    "an array without entries of sixty sides": (array(shape=[2] * 59 + [0]), [b""]),
    "an array of sixty-four sides": (array(shape=[1] * 64), [HALF]),
    "a dtype of a hundred thousand fields": (array("i1," * 10**5), [HALF]),
    "an extended precision that no processor makes": (array("<f16", [4]), [bytes(range(64))]),
    "numbers of half a precision": (array("<f2", [2]), [b"\0\x3c\0\x40"]),
    "truth values that are 255": (array("|b1", [4]), [b"\xff\x02\x03\x00"]),
    "texts of a million letters": (array("<U1000000", [1]), [b"a\0\0\0" * 10**6]),
    "a text of eight million letters": ("x" * 8_000_000, ()),
    "an integer of four thousand bits": ({"t": "int", "v": "f" * 1000}, ()),
    "a list of integers of four thousand bits": ([{"t": "int", "v": "f" * 1000}] * 500, ()),
    "a text of what is no character": (array("<U3", [2]), [b"\xff" * 24]),
    "a letter that is no character": (array("<U1", [2]), [b"\xdf\x6a\xf1\xd8" * 2]),
    "a text of halves of emoji, in the other order of bytes": (array(">U3", [2]), [b"\0\0\xd8\x3d" * 6]),
    "a text in an array without sides": (array("<U3", []), ["abc".encode("utf-32-le")]),
    "a complex number in an array without sides": (array("<c16", []), [HALF * 2]),
    "infinite and undefined complex numbers": (array("<c16", [2]), [struct.pack("<4d", *[float("nan")] * 2, *[float("inf")] * 2)]),
    "numbers in the other order of bytes": (array(">f8", [2]), [HALF * 2]),
    "20,000 times a megabyte": ([array("|u1", [2**20])] * 2000, [bytes(2**20)]),
    "a million bytes that become eight": (array("|u1", [10**6]), [bytes(10**6)]),
    "keys that all hash to 0": ({"t": "dict", "v": [[{"t": "int", "v": hex(k * (2**61 - 1))}, 0] for k in range(3000)]}, ()),
    "keys that are all of one text": ({"t": "dict", "v": [["dx", 1.0], ["dx", 2.0]]}, ()),
    "keys in keys": ({"t": "dict", "v": [[nested(1, 20), 0]] * 100}, ()),
    "keys that cannot be hashed": ({"t": "dict", "v": [[[1], 0]]}, ()),
    "keys of two types with one text": ({"t": "dict", "v": [[1, 0.5], ["1", 0.5], [True, 0.5]]}, ()),
    "a tuple in a tuple in a tuple": (nested(array(), 40), [HALF]),
    "kept objects within each other": (
        {"t": "kept", "k": 1, "v": {"t": "tuple", "v": [{"t": "kept", "k": 2, "v": array()}] * 2}},
        [HALF],
    ),
    "4000 items": ([0.5] * 4000, ()),
    "4000 tuples": ({"t": "tuple", "v": [{"t": "tuple", "v": []}] * 4000}, ()),
    "objects by the thousand": ({"t": "tuple", "v": [{"t": "opaque", "k": k, "n": "<script>"} for k in range(2000)]}, ()),
    "a generator as a result": ({"t": "pcg64", "v": ["0x0", "0x0", 0, 0]}, ()),
    "a generator that reads beside its numbers": (
        {"t": "generator", "v": mapping(bit_generator="SFC64", state=mapping(state=array("<u8", [4])), has_uint32=0, uinteger=0)},
        [bytes(32)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RETURNED)
def test_whatever_is_returned_the_check_ends_and_can_be_written_down(name):
    tree, blobs = RETURNED[name]
    reply = message(mapping(status="returned", value=tree), blobs)
    with little_memory():
        check, report = report_on(Forger(reply))
    assert report.points == 0
    written = json.dumps(report.to_dict())
    assert len(written) < MEGABYTES
    assert CheckReport.from_dict(json.loads(written)).state == State.FAILED
    assert all(sentence(one.finding) for one in report.failures())
    assert len(_results(check, 8)) in (0, 16)


SAID = {
    "lengths that go back and forth": message(1, [bytes(MEGABYTES)], [MEGABYTES, -MEGABYTES] * 100 + [MEGABYTES]),
    "lengths that are fractions": message(1, [bytes(8)], [4.0, 4.0]),
    "lengths that are true": message(1, [b"x"], [True]),
    "names by the hundred thousand": message(mapping(status="returned", value=0.75, uses=[f"name{k}" for k in range(10**5)])),
    "warnings by the thousand": message(mapping(status="returned", value=0.75, warnings=["<b>x</b>" * 1000] * 1000)),
    "an error of a name that is a builtin's": message(mapping(status="raised", error="__import__", message="x", line="x")),
    "an error of a name that is no name": message(mapping(status="raised", error="\x00\ud800 <b>", message="{0} %s", line="")),
    "a name that is not there, as long as may be": message(
        mapping(status="raised", error="NameError", message=f"name '{'a' * 900}' is not defined", line="")
    ),
    "a limit that is none": message(mapping(status="unusable", message="", reason="no such reason", limit=-1)),
    "a limit that is a text of markup": message(mapping(status="unusable", message="", reason="data", limit="<script>")),
    "time that runs backwards": message(mapping(status="timed out", seconds=float("nan"), clock="none", limit="none")),
    "an after-state of another form": message(mapping(status="returned", value=0.75, after=nested(1, 3))),
    "an after-state with keys that all hash to 0": message(
        mapping(status="returned", value=0.75, after={"t": "dict", "v": [[{"t": "int", "v": hex(k * (2**61 - 1))}, 0] for k in range(3000)]})
    ),
    "only a status": message(mapping(status="returned")),
    "another status for each entry": message([mapping(status="returned", value=0.75)] * 1000),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_whatever_is_replied_the_check_ends_and_can_be_written_down(name):
    with little_memory():
        check, report = report_on(Forger(SAID[name]))
    assert report.points == 0
    assert len(json.dumps(report.to_dict())) < MEGABYTES
    assert all(sentence(one.finding) for one in report.failures())
    assert len(_results(check, 8)) in (0, 16)


DTYPES = (
    "<f8",
    "<f4",
    "<f2",
    "<f16",
    "|b1",
    "|i1",
    "|u1",
    "<u8",
    ">i4",
    "<c8",
    "<c32",
    "<U3",
    ">U2",
    "<U0",
    "|S3",
    "<M8[s]",
    "V8",
    "O",
    "f8,f8",
)
SHAPES = ([], [0], [1], [3], [2, 2], [0, 3], [1] * 64, [-1], [1.0], [True], ["2"], None, [2**62, 2**62, 0])


def any_leaf(rng: random.Random):
    huge = {"t": "int", "v": hex(rng.getrandbits(rng.choice([70, 900, 4090])))}
    handle = {"t": "opaque", "k": rng.randrange(5), "n": rng.choice(["Foo", "array of dtype object", "<b>"])}
    strange = [
        {"t": "complex", "v": [1, "x"]},
        {"t": "pcg64", "v": ["0x1", "0x3", 0, 0]},
        float("nan"),
        float("inf"),
        None,
        True,
    ]
    return rng.choice([0.25, 1.0, -0.0, 2**62, "dx", "x" * rng.randrange(400), huge, handle, *strange])


def any_array(rng: random.Random, blobs: list):
    blobs.append(rng.choice([bytes(8), rng.randbytes(32), rng.randbytes(8 * rng.randrange(20)), HALF]))
    return {
        **array(rng.choice(DTYPES), rng.choice(SHAPES) or (), len(blobs) - 1),
        "o": rng.choice("CFx"),
        "t": rng.choice(["array", "scalar"]),
    }


def any_tree(rng: random.Random, depth: int, blobs: list):
    """What no honest encoder makes, and much that one does."""
    kind = rng.randrange(10) if depth else 0
    if kind < 3:
        return any_leaf(rng)
    if kind < 6:
        return any_array(rng, blobs)
    if kind == 6:
        return {"t": "kept", "k": rng.randrange(3), "v": any_tree(rng, depth - 1, blobs)}
    items = [any_tree(rng, depth - 1, blobs) for _ in range(rng.randrange(4))]
    if kind == 7:
        return items
    return {"t": "tuple", "v": items} if kind == 8 else {"t": "dict", "v": [[any_leaf(rng), item] for item in items]}


def any_reply(rng: random.Random) -> bytes:
    blobs: list = []
    more = {
        key: any_tree(rng, 3, blobs) for key in ("after", "warnings", "uses", "printed_count") if rng.random() < 0.2
    }
    status = rng.choice(["returned"] * 8 + ["raised", "unusable", "timed out", "died", "not attempted"])
    if status != "returned":
        more |= {key: any_leaf(rng) for key in ("error", "message", "line", "reason", "limit", "seconds", "clock")}
    return message(mapping(status=status, value=any_tree(rng, 4, blobs), **more), blobs)


@pytest.mark.parametrize("seed", range(4))
def test_any_reply_at_all_leaves_a_report_that_can_be_written_down_and_shown(seed):
    rng = random.Random(seed)
    for _ in range(60):
        replies = [any_reply(rng) for _ in range(rng.choice([1, 1, 3]))]
        check, report = report_on(Forger(lambda _: rng.choice(replies)))
        json.dumps(report.to_dict(), allow_nan=False)
        assert all(sentence(one.finding) for one in report.failures())
        assert all(map(sentence, (*report.diagnoses, *report.notes)))
        assert Score(report)._repr_html_()
        assert len(_results(check, 8)) in (0, 16)


def test_a_checks_own_function_handed_back_is_no_result():
    """The forger knows the key of a function that it was given, and names it as its result: the check then holds itself."""

    def handed_back(sent):
        size = struct.unpack_from("<I", sent)[0]
        keys = [found for found in _callables(json.loads(sent[4 : 4 + size])[0])]
        return message(mapping(status="returned", value={"t": "handle", "k": keys[0]} if keys else 0.75))

    with using(Session(Forger(handed_back), catalogues={"test": {}}, strict=True)):
        c = Check("test.f", points=4)
        c.equal(1.0, np.cos, 0.0)
        c.measure("the mean is 3", 3.0, lambda f: f(np.cos), tol=0.1)
        c.holds("it is callable", lambda f: f(np.cos) > 0)
        report = c.score().report
    assert report.points == 0 and json.dumps(report.to_dict())


def _callables(tree):
    if isinstance(tree, dict):
        if tree.get("t") == "callable":
            yield tree["k"]
        for one in tree.values():
            yield from _callables(one)
    elif isinstance(tree, list):
        for one in tree:
            yield from _callables(one)


@pytest.mark.parametrize("state", [["0x0", "0x0", 0, 0], ["0x1", "0x3", 0, 0]])
def test_a_checks_generator_cannot_be_put_on_another_stream(state):
    """With an increment of 0 it would give one number for ever: drawing an integer in the check would not end."""
    rng = np.random.default_rng(7)
    before = rng.bit_generator.state
    reply = message(mapping(status="returned", value=0.5, after={"t": "tuple", "v": [{"t": "tuple", "v": [{"t": "pcg64", "v": state}]}, mapping()]}))  # fmt: skip
    outcome = Forger(reply).call("f", (rng,), {})
    assert outcome.changed_input
    assert rng.bit_generator.state == before


def test_a_generator_that_was_drawn_from_comes_back_advanced():
    rng, other = np.random.default_rng(7), np.random.default_rng(7)
    other.random(5)
    reply = Codec().encode({"status": "returned", "value": 0.5, "after": ((other,), {})})
    assert not Forger(reply).call("f", (rng,), {}).changed_input
    assert rng.random() == other.random()


def test_truth_values_are_true_or_false_and_nothing_else():
    found = Codec().decode(message(array("|b1", [4]), [b"\xff\x02\x01\x00"]))
    assert found.tolist() == [True, True, True, False]
    assert found.view(np.uint8).sum() == 3


@pytest.mark.parametrize("shape", [(0,), (0, 5), (3, 0), (2, 0, 64, 64)])
def test_honest_arrays_without_entries_cross(shape):
    assert Codec().decode(Codec().encode(np.zeros(shape)), 20_000).shape == shape


def test_a_cells_reply_with_keys_that_all_hash_to_0_is_refused_before_they_are_hashed():
    keys = [[{"t": "int", "v": hex(k * (2**61 - 1))}, 0] for k in range(MAX_KEYS + 1)]
    with pytest.raises(CodecError, match="key"):
        Codec().decode(message({"t": "dict", "v": keys}))


def test_why_a_name_is_missing_is_looked_up_once_in_a_notebook_of_many_cells(monkeypatch):
    asked = []
    monkeypatch.setattr(cells_run, "why_missing", lambda *words: asked.append(words))
    reply = message(mapping(status="raised", error="NameError", message="name 'g' is not defined", line="g()"))
    _, report = report_on(Forger(reply))
    assert report.points == 0 and len(asked) == 1


def test_sources_of_white_space_are_read_at_once():
    """Patterns that go back and forth over white space would take hours; a limit of the test ends them."""
    program = """
        from chainrule.checks.cells_run import Ran
        from chainrule.checks.runner import plain_python
        for source in ("\\n" * 200_000 + "x", "def f(:\\n" + " " * 200_000 + "x", "def f(:\\n" + "a, " * 60_000 + "!"):
            plain_python(source)
            Ran("cell", source).defines("g")
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=True, timeout=120)


def test_a_function_is_still_found_by_its_definition():
    assert Ran("cell", "\n\nx = 1\n  async def g(): pass").defines("g")
    assert Ran("cell", "class\tg: pass").defines("g") and Ran("cell", "g\t= 1").defines("g")
    assert not Ran("cell", "def gg(): pass").defines("g")


def test_the_kinds_of_findings_are_those_of_the_course_whoever_says_them():
    _, report = report_on(Forger(message(mapping(status="returned", value=0.75))))
    assert {Kind(one.finding.kind) for one in report.failures()}


@pytest.mark.parametrize("text", ["[],", '{"":{}},'])
def test_a_reply_of_many_megabytes_of_text_is_refused_unread_and_the_function_not_called_for_ever(text, monkeypatch):
    """To read one takes seconds, and a check asks hundreds of times."""
    reply = message([json.loads(f"[{text.rstrip(',')}]")[0]] * (6 * MEGABYTES // len(text)))
    read, sent = [], []
    loads = json.loads
    monkeypatch.setattr(json, "loads", lambda words: (read.append(len(words)), loads(words))[1])

    def answer(call):
        sent.append(call)
        return reply

    with using(Session(Forger(answer), catalogues={"test": {}}, strict=True)):
        c = Check("test.f", points=1)
        for number in range(100):
            c.equal(1.0, float(number))
        report = c.score().report
    assert report.points == 0 and len(sent) == MOST_UNUSABLE and not read
