"""The helper library of Chain Rule: what the course's notebooks import.

Names are looked up when they are first used, so that the command line starts without NumPy.
"""

__version__ = "0.1.0"
__all__ = ["Check", "close", "progress", "ready", "reveal"]


def __getattr__(name: str):
    if name in __all__:
        from . import checks

        return getattr(checks, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
