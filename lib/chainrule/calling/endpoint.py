"""The learner's side of a check: runs one function of one namespace at a time.

The same object works in the learner's kernel (called directly) and behind a pipe (called by
``chainrule.calling.remote``). Whatever a function does, the answer is an *outcome*, plain data:
it returned, it raised, it is missing. Nothing is raised to the check, nothing is printed.
"""

from __future__ import annotations

import builtins
import contextlib
import dis
import io
import linecache
import sys
import traceback
import types
import warnings
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from chainrule.calling import interactive
from chainrule.calling.codec import ARRAY_KINDS, ByKey, Codec, CodecError
from chainrule.calling.confine import not_offered

PRINT_LIMIT = 1000
MESSAGE_LIMIT = 400
WARNING_LIMIT = 5
MOST_NAMES = 500  # of the global names that are told of a function
PROTECTED = {"np": "numpy", "plt": "matplotlib.pyplot"}


USUAL: tuple = (None, False, 0, "", [])  # what an entry of an outcome is where there is nothing to tell
UNCHANGEABLE = (float, int, bool, str, type(None), types.FunctionType, np.float64, np.int64)
_NOTHING = object()  # in the place of a function that the learner does not have


class CallbackFailed(Exception):
    """A function that the check passed in could not be evaluated with the arguments given."""


class Endpoint:
    """Calls the functions of ``namespace``; ``call_back`` evaluates a check's callable argument.

    Parameters
    ----------
    namespace : dict
        Global names of the learner's notebook.
    call_back : callable(bytes) -> bytes
        Sends an encoded ``(key, args, kwargs)`` to the check and returns the encoded answer.
    hidden : iterable of str
        Names that are taken out of the namespace while a function is called: in a kernel, where the checks' and the
        demonstrations' own names are beside the learner's.
    refuses : callable(module, names) -> bool, optional
        Whether an import within a function is one that would fail where answers are graded: then it fails here, too.
    """

    def __init__(
        self,
        namespace: dict,
        call_back: Callable[[bytes], bytes],
        hidden: Iterable[str] = (),
        refuses: Callable[[str, Sequence[str]], bool] | None = None,
    ):
        self.namespace = namespace
        self._hidden = tuple(hidden)
        self._taken: dict[str, Any] = {}
        self._refuses = refuses
        self._told: set[str] = set()  # functions of which the names that they use were told in this check
        self._replaced: dict[str, Any] = {}  # the learner's own functions, while others are in their place
        self._import: Callable | None = None  # Python's own, while ours is in its place
        self._send_back = call_back
        self._codec = Codec(self._call_back)

    def _call_back(self, key: int, args: tuple, kwargs: dict) -> Any:
        message = self._codec.encode((key, args, kwargs))
        self._show()  # the check's own function is a function of this namespace, in a kernel
        try:
            answer = self._send_back(message)
        finally:
            self._hide()
        status, value = self._codec.decode(answer)
        if status != "returned":
            raise CallbackFailed(value)
        return value

    def _hide(self) -> None:
        for name in self._hidden:
            if name in self.namespace:
                self._taken[name] = self.namespace.pop(name)
        if self._refuses and self._import is None:
            self._import, builtins.__import__ = builtins.__import__, self._imported

    def _imported(self, name, globals=None, locals=None, fromlist=(), level=0):
        assert self._import is not None and self._refuses is not None  # it is in place from `_hide` to `_show`
        if globals is self.namespace and level == 0 and self._refuses(name, fromlist or ()):
            raise not_offered(name)
        return self._import(name, globals, locals, fromlist, level)

    def _show(self) -> None:
        if self._import is not None:
            builtins.__import__, self._import = self._import, None
        for name, value in self._taken.items():
            self.namespace.setdefault(name, value)
        self._taken = {}

    def begin(self) -> list[list[str]]:
        """Put back overwritten names such as ``np``; ``[name, module, type]`` of what was put back."""
        for name, own in self._replaced.items():
            if own is _NOTHING:
                self.namespace.pop(name, None)
            else:
                self.namespace[name] = own
        self._replaced = {}
        self._told.clear()
        self._codec.forget()
        return self._put_back()

    def place(self, message: bytes) -> None:
        """Put the functions of an encoded dict in the place of the learner's, until the next check begins."""
        for name, function in self._codec.decode(message).items():
            self._replaced.setdefault(name, self.namespace.get(name, _NOTHING))
            self.namespace[name] = function

    def _put_back(self) -> list[list[str]]:
        notes = []
        for name, module_name in PROTECTED.items():
            module = sys.modules.get(module_name)
            present = self.namespace.get(name, module)
            if module is not None and present is not module:
                self.namespace[name] = module
                notes.append([name, module_name, type(present).__name__[:60]])
        return notes

    def call(self, message: bytes) -> bytes:
        """Answer an encoded ``(name, args, kwargs)`` with an encoded outcome."""
        try:
            name, args, kwargs = self._codec.decode(message)
            outcome = self._run(name, args, kwargs)
            # What is as in most calls is left out: a reply is most of what there is to be done for a call.
            told = {key: item for key, item in outcome.items() if key == "value" or item not in USUAL}
            return self._codec.encode(told, "both")
        except CodecError as error:
            outcome = {"status": "unusable", "message": str(error), **error.details}
            return self._codec.encode(outcome)

    def _run(self, name: str, args: tuple, kwargs: dict) -> dict:
        if name not in self.namespace or name in self._hidden:
            return {"status": "missing"}
        function = self.namespace[name]
        if not callable(function):
            return {"status": "not callable", "message": type(function).__name__[:80]}
        # What became of the learner's own objects is the learner's business, as in any notebook.
        before = self._form_of(args, kwargs)
        with captured() as capture:
            self._hide()
            try:
                outcome = attempt(function, args, kwargs)
            finally:
                self._show()
        outcome.update(capture.summary())
        if name not in self._told:
            self._told.add(name)
            outcome["uses"] = global_names(function, self.namespace)
        self._put_back()  # in a kernel, the check cell's next line uses the same names
        value = outcome.get("value")
        if issubclass(type(value), np.ndarray):  # `isinstance` would ask the value what it is
            outcome["shares_input"] = any(
                issubclass(type(arg), np.ndarray) and np.may_share_memory(arg, value) for arg in args
            )
        try:
            outcome["after"] = None if self._form_of(args, kwargs) == before else ByKey((args, kwargs))
        except CodecError:  # they could be sent before, and cannot any more
            outcome["after"] = (None, None)
        return outcome

    def _form_of(self, args: tuple, kwargs: dict) -> Any:
        """What arguments are like now, to be held against what they are like later."""
        values = (*args, *kwargs.values())
        arrays = [value for value in values if type(value) is np.ndarray and value.dtype.kind in ARRAY_KINDS]
        if len(arrays) + sum(type(value) in UNCHANGEABLE for value in values) == len(values):
            return [(array.dtype, array.shape, array.flags.fnc, array.tobytes()) for array in arrays]
        return self._codec.encode((args, kwargs), "keys")


def global_names(function: Any, namespace: dict) -> list[str]:
    """The global names that a function of a notebook uses, by way of other functions of it, too."""
    waiting, seen = [function], set()
    found: set[str] = set()
    while waiting and len(found) < MOST_NAMES:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if type(one) is types.FunctionType:
            waiting.append(one.__code__)
            for cell in one.__closure__ or ():
                with contextlib.suppress(ValueError):  # an empty one
                    waiting.append(cell.cell_contents)
        elif type(one) is types.CodeType:
            waiting += one.co_consts
            names = {step.argval for step in dis.get_instructions(one) if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
            found |= names
            waiting += [namespace[name] for name in names if name in namespace]
    return sorted(found)


def attempt(function: Callable, args: tuple, kwargs: dict) -> dict:
    """Call ``function`` and say what happened, whatever happens."""
    try:
        with np.errstate(divide="warn", over="warn", invalid="warn", under="ignore"):
            return {"status": "returned", "value": function(*args, **kwargs)}
    except NotImplementedError as error:
        return {"status": "not attempted", "line": describe_error(error)["line"]}
    except KeyboardInterrupt:
        return {"status": "interrupted"}
    except BaseException as error:  # SystemExit too: a check goes on whatever the function raises
        return {"status": "raised", **describe_error(error)}


def describe_error(error: BaseException) -> dict:
    """Type, message and the learner's own line of an exception, all bounded; ``number`` of that line, from 1 on, or 0."""
    syntax: SyntaxError | None = None
    try:
        if isinstance(error, SyntaxError) and type(error.filename) is str and is_learner_code(error.filename):
            syntax = error
        message = str(syntax.msg if syntax else error)  # the whole of a SyntaxError would repeat file and line
    except Exception as broken:  # an exception class of the learner's whose __str__ raises
        message = f"(its message could not be read: {type(broken).__name__})"
    frames = traceback.extract_tb(error.__traceback__, limit=-60)
    own = [frame for frame in frames if is_learner_code(frame.filename)]
    line, number = ((own[-1].line or ""), own[-1].lineno or 0) if own else ("", 0)
    if syntax and type(syntax.text) is str and type(syntax.lineno) is int:
        line, number = syntax.text.strip(), syntax.lineno
    return {
        "error": type(error).__name__[:80],
        "message": message[:MESSAGE_LIMIT],
        "line": line[:200],
        "number": number,
    }


def is_learner_code(filename: str) -> bool:
    """Whether a traceback's file is a notebook cell rather than a library's file."""
    return filename.startswith(("<", "Cell")) or "ipykernel_" in filename or "ipython-input" in filename


class _Printed(io.TextIOBase):
    """Keeps the beginning of what is printed and counts the rest."""

    def __init__(self):
        self.kept = ""
        self.count = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        text = str.__str__(text)
        self.count += len(text)
        if len(self.kept) < PRINT_LIMIT:
            self.kept += text[: PRINT_LIMIT - len(self.kept)]
        return len(text)


class _Capture:
    def __init__(self):
        self.printed = _Printed()
        self.warned: list[warnings.WarningMessage] = []
        self.displayed = 0

    def summary(self) -> dict:
        seen: list[str] = []
        for warning in self.warned:
            text = f"{warning.category.__name__}: {warning.message}"[:MESSAGE_LIMIT]
            if text not in seen and len(seen) < WARNING_LIMIT:
                seen.append(text)
        return {
            "warnings": seen,
            "printed": self.printed.kept,
            "printed_count": self.printed.count,
            "displayed": self.displayed,
        }


class captured:
    """Keep prints, warnings and displays of the body from reaching the notebook."""

    def __enter__(self) -> _Capture:
        capture = _Capture()
        self._streams = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = capture.printed
        self._warnings = warnings.catch_warnings(record=True)
        capture.warned = self._warnings.__enter__()
        warnings.simplefilter("always")
        self._displays = _displays_counted(capture)
        self._displays.__enter__()
        return capture

    def __exit__(self, *_: Any) -> None:
        self._displays.__exit__(None, None, None)
        self._warnings.__exit__(None, None, None)
        sys.stdout, sys.stderr = self._streams


@contextlib.contextmanager
def _displays_counted(capture: _Capture):
    """Keep IPython's ``display`` quiet: a learner's markup must not enter the check's output."""
    interactive = sys.modules.get("IPython")
    shell = interactive.get_ipython() if interactive else None
    publisher = getattr(shell, "display_pub", None)
    if publisher is None:
        yield
        return
    original = publisher.publish

    def count(*args, **kwargs):
        capture.displayed += 1

    publisher.publish = count
    try:
        yield
    finally:
        publisher.publish = original


def execute(source: str, name: str, namespace: dict) -> dict | None:
    """Run a cell's source, IPython's syntax included, in ``namespace``; ``None``, or what was raised.

    The source is registered with :mod:`linecache`, so that a traceback can quote the line.
    """
    filename = f"<{name}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    with captured():
        try:
            interactive.run(interactive.compiled(source, filename), namespace)
        except BaseException as error:
            return describe_error(error)
    return None


def new_namespace() -> dict:
    """An empty ``__main__``-like namespace for a notebook's cells."""
    module = types.ModuleType("__main__")
    return module.__dict__
