"""The check's side of a call: sends arguments, receives an outcome, notices changed inputs.

:class:`Direct` calls an endpoint in the same process (a notebook's kernel);
``chainrule.calling.pipe`` calls one in another process. Nothing else differs between the two.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from chainrule.calling.budget import SPARE_ENTRIES, allowance
from chainrule.calling.codec import Codec, CodecError
from chainrule.calling.endpoint import MOST_NAMES, Endpoint, describe_error
from chainrule.calling.kept import Handle, Kept

AT_ONCE = 32  # calls that are sent together
MAX_CALLBACK = 4 * 2**20  # bytes of the arguments for one of the check's own functions, which compute with them here
CALLBACK_ENTRIES = 200_000  # numbers in them, however little a call was given: some answers draw samples of their own
STATUSES = {
    "returned",
    "raised",
    "missing",
    "not callable",
    "not attempted",
    "interrupted",
    "unusable",
    "timed out",
    "died",
}


@dataclass
class Outcome:
    """What became of one call. Every field is plain data, whoever sent it."""

    status: str
    value: Any = None
    message: str = ""
    details: dict[str, Any] = field(default_factory=dict)  # of a limit that was passed, see _details
    error: str = ""
    line: str = ""
    changed_input: bool = False
    shares_input: bool = False
    warnings: list[str] = field(default_factory=list)
    printed: str = ""
    printed_count: int = 0
    displayed: int = 0
    uses: list[str] = field(default_factory=list)  # global names, told at a function's first call in a check
    number: int = 0  # of the line, in the cell
    # The check's side fills these in: a name that answers may not use, and why; what kept a cell from making a name.
    elsewhere: tuple[str, str] | None = None
    why: Any = None


class Transport:
    """Calls functions by name. Subclasses say how an encoded message reaches the endpoint."""

    def __init__(self):
        self.codec = Codec()
        self._in_place: dict[str, Callable] = {}
        self._under_way: tuple = ()  # arguments and right result of a call: they say how much it may send

    def begin(self) -> list[list[str]]:
        """Start a check: what was kept of earlier ones is forgotten.

        Returns
        -------
        list of [name, module, type]
            Names such as ``np`` that a cell had given another meaning, and that were put back.
        """
        self.codec.forget()
        found = self._begin()
        if self._in_place:
            self._place(self.codec.encode(self._in_place))
        rows = [row for row in found if isinstance(row, list) and len(row) == 3] if isinstance(found, list) else []
        return [[word[:100] for word in row] for row in rows[:4] if all(isinstance(word, str) for word in row)]

    def _begin(self) -> Any:
        raise NotImplementedError

    def _place(self, message: bytes) -> None:
        raise NotImplementedError

    def _restore(self) -> None:
        """Give the learner's side its own functions back."""
        self._begin()

    @contextlib.contextmanager
    def in_place(self, functions: dict[str, Callable]):
        """Have functions of this side in the place of the learner's, by name, for the checks in the body.

        They stay on this side, and the learner's functions call them as they would their own. Whatever has kept one of
        them calls in vain once the body has ended: this side does not know its key any more.
        """
        self._in_place = dict(functions)
        try:
            yield
        finally:
            self._in_place = {}
            self.codec.forget()
            self._restore()

    def exchange(self, messages: list[bytes]) -> Iterator[bytes]:
        """Send encoded calls, answer callbacks through :meth:`answer`, give the outcomes one by one, each when it is asked for."""
        raise NotImplementedError

    def answer(self, message: bytes) -> bytes:
        """Evaluate one of the check's own callables for the learner's function."""
        try:
            if len(message) > MAX_CALLBACK:
                raise CodecError("arguments", MAX_CALLBACK >> 20)
            key, args, kwargs = self._decode(message, CALLBACK_ENTRIES)
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what the check's own function warns of is not the learner's doing
                return self.codec.encode(("returned", self.codec.kept(key)(*args, **kwargs)))
        except Exception as error:
            what = describe_error(error)
            return self.codec.encode(("raised", f"{what['error']}: {what['message']}"))

    def _decode(self, message: bytes, entries: int) -> Any:
        """What a call sent: so many numbers, or as many more as its size allows, which is counted where it matters."""
        try:
            return self.codec.decode(message, entries)
        except CodecError as error:
            if error.details.get("reason") not in ("entries", "text"):
                raise
        # Not within the handler: its traceback would keep all that was decoded.
        return self.codec.decode(message, max(entries, allowance(*self._under_way)))

    def call(self, name: str, args: tuple, kwargs: dict, expected: Any = None) -> Outcome:
        """Call the learner's function ``name``; generators among ``args`` come back advanced.

        What comes back, and what the function hands to a callable argument, may be many times as large as what it was given
        and the ``expected`` result, where that is known, but not larger: it is refused before anything is computed with it.
        """
        return next(self.call_each(name, [(args, kwargs, expected)]))

    def call_each(self, name: str, calls: Sequence[tuple[tuple, dict, Any]]) -> Iterator[Outcome]:
        """Likewise for one ``(args, kwargs, expected)`` after another: behind a pipe, some are under way at once."""
        for start in range(0, len(calls), AT_ONCE):
            yield from self._some(name, calls[start : start + AT_ONCE])

    def _some(self, name: str, calls: Sequence[tuple[tuple, dict, Any]]) -> Iterator[Outcome]:
        messages = [self._message(name, args, kwargs) for args, kwargs, _ in calls]
        replies = self.exchange([message for message in messages if isinstance(message, bytes)])
        for message, (args, kwargs, expected) in zip(messages, calls):
            if isinstance(message, Outcome):
                yield message
                continue
            self._under_way = ((args, kwargs), expected)
            try:
                reply = self._decode(next(replies), SPARE_ENTRIES)
                outcome = _outcome(reply)
                if isinstance(reply.get("after"), tuple) and len(reply["after"]) == 2:
                    outcome.changed_input = _take_after((args, kwargs), reply["after"])
            except Exception as error:  # the reply is the learner's: it must not be able to break the check
                outcome = _unusable(error)
            yield outcome

    def _message(self, name: str, args: tuple, kwargs: dict) -> bytes | Outcome:
        """An encoded call, or what is told of one that cannot be sent."""
        try:
            return self.codec.encode((name, args, kwargs))
        except Exception as error:
            return _unusable(error)


def _unusable(error: Exception) -> Outcome:
    return Outcome("unusable", message=str(error)[:400], details=getattr(error, "details", {}))


def _outcome(reply: Any) -> Outcome:
    """Read a reply without trusting it: the process behind a pipe runs the learner's code."""
    if not isinstance(reply, dict) or not isinstance(reply.get("status"), str) or reply["status"] not in STATUSES:
        raise CodecError("malformed", "the reply is not an outcome")

    if len(reply) == 2 and reply["status"] == "returned" and "value" in reply:
        return Outcome("returned", reply["value"])

    def text(key: str) -> str:
        found = reply.get(key, "")
        return found[:1000] if isinstance(found, str) else ""

    count = reply.get("printed_count", 0)
    warned = reply.get("warnings", [])
    return Outcome(
        reply["status"],
        reply.get("value"),
        text("message"),
        _details(reply),
        text("error"),
        text("line"),
        shares_input=reply.get("shares_input") is True,
        warnings=[item[:500] for item in warned if isinstance(item, str)][:5] if isinstance(warned, list) else [],
        printed=text("printed"),
        printed_count=count if isinstance(count, int) else 0,
        displayed=1 if reply.get("displayed") else 0,
        uses=_names(reply.get("uses")),
    )


def _names(found: Any) -> list[str]:
    rows = found[:MOST_NAMES] if isinstance(found, list) else []
    return [str(name) for name in rows if isinstance(name, str) and len(name) <= 100]


def _details(reply: dict) -> dict[str, Any]:
    """Which limit was passed: ``reason`` and ``limit`` of the codec's, ``seconds``, ``limit`` and ``clock`` of time's.

    A process that lies may leave any of them out, or make a number that no sentence could hold.
    """
    kinds = {"reason": str, "limit": int | str, "seconds": int | float, "clock": str}
    found = {key: reply[key] for key, kind in kinds.items() if isinstance(reply.get(key), kind)}
    return {
        key: value[:40] if isinstance(value, str) else value
        for key, value in found.items()
        if isinstance(value, str) or 0 <= value <= 1e9
    }


def _take_after(before: Any, after: Any) -> bool:
    """Advance generators as the call did; whether anything else was changed, but the learner's own objects."""
    if isinstance(before, Kept | Handle):
        return False
    if isinstance(before, np.random.Generator):
        if isinstance(after, np.random.Generator):
            try:
                if not _same_stream(before.bit_generator.state, after.bit_generator.state):
                    return True
                before.bit_generator.state = after.bit_generator.state
            except (TypeError, ValueError):
                return True
        return False
    if isinstance(before, (tuple, list)):
        return (
            type(before) is not type(after)
            or len(before) != len(after)
            or any([_take_after(one, other) for one, other in zip(before, after)])
        )
    if isinstance(before, dict):
        return (
            not isinstance(after, dict)
            or list(before) != list(after)
            or any([_take_after(before[key], after[key]) for key in before])
        )
    if isinstance(before, np.ndarray):
        return (
            not isinstance(after, np.ndarray)
            or before.dtype != after.dtype
            or before.shape != after.shape
            or before.tobytes() != after.tobytes()
        )
    if isinstance(before, (str, int, float, complex, bool, np.generic, type(None))):  # an entry of a list or dict
        return np.ndim(after) != 0 or bool(before != after and before == before)  # NaN is not equal to itself
    return False


def _same_stream(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether drawing leads from one state to the other: it leaves PCG64's increment alone.

    With one of 0 it would give the same number for ever, and drawing an integer might never end.
    """
    inc = (
        state["state"]["inc"] if state["bit_generator"] in ("PCG64", "PCG64DXSM") else None for state in (before, after)
    )
    return len(set(inc)) == 1


class Direct(Transport):
    """Calls the functions of a namespace in this process."""

    def __init__(
        self,
        namespace: dict,
        hidden: Iterable[str] = (),
        refuses: Callable[[str, Sequence[str]], bool] | None = None,
    ):
        super().__init__()
        self.endpoint = Endpoint(namespace, self.answer, hidden, refuses)

    def _begin(self) -> list[list[str]]:
        return self.endpoint.begin()

    def _place(self, message: bytes) -> None:
        self.endpoint.place(message)

    def exchange(self, messages: list[bytes]) -> Iterator[bytes]:
        return map(self.endpoint.call, messages)
