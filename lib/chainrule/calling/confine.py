"""What the learner's process of a grader does before it runs any cell: limits, and little of ``chainrule``.

Walls are the sandbox's, around this process (``chainrule_staff.grading.sandbox``). What has to be done
from within is here: to become another user, to accept limits for good, and to put stand-ins in the
place of this library, so that no exercise can be answered with the library's own version.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import json
import os
import sys
import types

from chainrule.calling.close import close

# Modules whose functions answer no exercise. Of the rest, what a setup cell imports becomes a stand-in, `close` excepted.
GENUINE = {"chainrule.data"}


def confine(settings: str) -> None:
    """Confine this process for good.

    Parameters
    ----------
    settings : str
        JSON: ``offers``, a list of ``[module, [names]]`` of this library that a setup cell imports;
        ``limits``, resource limits by their names in :mod:`resource` without ``RLIMIT_``; ``uid``,
        optional, the user and group to become.
    """
    wanted = json.loads(settings)
    defer("matplotlib")
    defer("matplotlib.pyplot")
    offer(wanted["offers"])
    give_up_rights(wanted)


def give_up_rights(wanted: dict) -> None:
    """Become the user ``uid``, where there is one, and accept ``limits``: neither can be taken back."""
    if "uid" in wanted:
        os.setgroups([])
        os.setresgid(*[wanted["uid"]] * 3)
        os.setresuid(*[wanted["uid"]] * 3)
    if not wanted["limits"]:
        return
    import resource  # not on Windows

    for name, value in wanted["limits"].items():
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))


class _Deferred(types.ModuleType):
    """A module that is loaded when something is looked up in it.

    :class:`importlib.util.LazyLoader` would load it at its first import: that looks up ``__spec__``.
    """

    def __getattr__(self, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        self.__class__ = types.ModuleType  # type: ignore[assignment]  # it is a plain module from now on
        assert self.__spec__ is not None and self.__spec__.loader is not None  # `defer` found them
        self.__spec__.loader.exec_module(self)
        return getattr(self, name)


def defer(name: str) -> None:
    """Put a module in place that is loaded when it is first used: few answers draw."""
    parent, _, last = name.rpartition(".")
    path = sys.modules[parent].__path__ if parent in sys.modules else None
    spec = importlib.machinery.PathFinder.find_spec(name, path)
    if spec is None or name in sys.modules:
        return
    module = importlib.util.module_from_spec(spec)
    module.__class__ = _Deferred
    sys.modules[name] = module
    if parent:
        setattr(sys.modules[parent], last, module)


class StandIn:
    """Takes the place of a function or module of the library: may be used in any way, does nothing."""

    def __init__(self, name: str):
        self.__dict__["_name"] = name

    def __call__(self, *args, **kwargs):
        return self

    def __getattr__(self, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __setattr__(self, name: str, value) -> None:
        pass

    def __getitem__(self, key):
        return self

    def __setitem__(self, key, value) -> None:
        pass

    def __iter__(self):
        return iter(())

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return False

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        return None

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __repr__(self) -> str:
        return f"<{self._name}: not available where answers are graded>"

    def _self(self, *_):
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _self
    __matmul__ = __rmatmul__ = __pow__ = __neg__ = __lt__ = __le__ = __gt__ = __ge__ = _self


class _NotOffered:
    """A finder that says why a module of the library is not there."""

    @staticmethod
    def find_spec(name: str, path=None, target=None):
        if name.partition(".")[0] in ("chainrule", "chainrule_staff"):
            raise not_offered(name)
        return None


def not_offered(name: str) -> ModuleNotFoundError:
    """The error for a module of the library that is not there."""
    return ModuleNotFoundError(
        f"{name} is not available where answers are graded: of chainrule there is "
        "only what the notebook's first cell imports.",
        name=name,
    )


def offer(offers: list) -> None:
    """Replace the library by the names in ``offers``."""
    replaced = {"chainrule": types.ModuleType("chainrule")}
    for module_name, names in offers:
        if module_name in GENUINE:
            replaced[module_name] = importlib.import_module(module_name)
            continue
        module = replaced.setdefault(module_name, types.ModuleType(module_name))
        for name in names:
            setattr(module, name, close if name == "close" else StandIn(name))
    for name in [name for name in sys.modules if name.partition(".")[0] == "chainrule"]:
        if not any(name == genuine or name.startswith(f"{genuine}.") for genuine in GENUINE):
            del sys.modules[name]
    for name, module in replaced.items():
        if name not in GENUINE:
            module.__path__ = []  # a package, so that what it does not hold is looked for, and refused in words
        parent, _, last = name.rpartition(".")
        if parent in replaced and not hasattr(replaced[parent], last):
            setattr(replaced[parent], last, module)
        sys.modules[name] = module
    sys.meta_path.insert(0, _NotOffered)
