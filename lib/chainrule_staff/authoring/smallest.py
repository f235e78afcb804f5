"""Look for the smallest input on which a wrong answer and the solution differ, with Hypothesis.

A mutant that agrees with the solution on thousands of drawn inputs may still differ where chance does not lead. Here the
generators of inputs draw from Hypothesis in the place of a NumPy generator: it leans to zeros, ties and bounds, keeps to what
the generator allows, and makes smaller what it finds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, find, reject, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample, Unsatisfiable

from chainrule_staff.authoring.alternatives import Alternative

MOST_DRAWS = 400  # for one input; a generator that goes on and on rejects what it draws
MOST_ENTRIES = 24  # of an array that Hypothesis fills entry by entry; larger ones are drawn from a seed

WITHIN = st.one_of(st.sampled_from([0.0, 0.25, 0.5, 0.75, 1 - 2**-53]), st.floats(0, 1, exclude_max=True))
NORMAL = st.one_of(st.sampled_from([-1.0, 1.0, 0.5, -0.5, 2.0, -2.0]), st.floats(-4, 4))


class Drawn:
    """The methods of a NumPy generator that generators of inputs use; each number is Hypothesis's choice.

    Parameters
    ----------
    draw : callable(strategy)
        As Hypothesis hands it to a composite strategy.
    """

    def __init__(self, draw: Callable[[st.SearchStrategy], Any]):
        self._draw = draw
        self._left = MOST_DRAWS

    def _one(self, strategy: st.SearchStrategy) -> Any:
        self._left -= 1
        if self._left < 0:
            reject()
        return self._draw(strategy)

    def _filled(self, size: Any, strategy: st.SearchStrategy, kind: Any = float) -> Any:
        if size is None:
            return self._one(strategy)
        shape = tuple(int(n) for n in np.atleast_1d(size))
        count = int(np.prod(shape))
        if count <= MOST_ENTRIES:
            return np.array([self._one(strategy) for _ in range(count)], dtype=kind).reshape(shape)
        few = np.array([self._one(strategy) for _ in range(4)], dtype=kind)
        return few[self._numpy().integers(0, len(few), shape)]

    def _numpy(self) -> np.random.Generator:
        return np.random.default_rng(self._one(st.integers(0, 2**16)))

    def integers(self, low: Any, high: Any = None, size: Any = None, dtype: Any = np.int64) -> Any:
        """Whole numbers from ``low`` up to, but not with, ``high``."""
        if np.ndim(low) or np.ndim(high):
            return self._numpy().integers(low, high, size, dtype)
        low, high = (0, int(low)) if high is None else (int(low), int(high))
        if low >= high:
            raise ValueError("low >= high")
        return self._filled(size, st.integers(low, high - 1), dtype)

    def random(self, size: Any = None) -> Any:
        """From 0 up to, but not with, 1."""
        return self._filled(size, WITHIN)

    def uniform(self, low: Any = 0.0, high: Any = 1.0, size: Any = None) -> Any:
        """From ``low`` to ``high``."""
        return low + (high - low) * self.random(size)

    def standard_normal(self, size: Any = None) -> Any:
        """Numbers as a normal distribution has them, round ones among them."""
        return self._filled(size, NORMAL)

    def normal(self, loc: Any = 0.0, scale: Any = 1.0, size: Any = None) -> Any:
        """Numbers around ``loc``."""
        if size is None and (np.ndim(loc) or np.ndim(scale)):
            size = np.broadcast_shapes(np.shape(loc), np.shape(scale))
        return loc + scale * self.standard_normal(size)

    def choice(self, a: Any, size: Any = None, replace: bool = True, p: Any = None) -> Any:
        """Items of ``a``, or numbers below it; each may come, whatever its share ``p``."""
        items = np.arange(a) if np.ndim(a) == 0 else np.asarray(a)
        if not replace:
            return self._numpy().choice(items, size, replace=False)
        return items[self.integers(0, len(items), size)]

    def permutation(self, x: Any) -> Any:
        """The items of ``x``, or the numbers below it, in some order."""
        items = np.arange(x) if np.ndim(x) == 0 else np.asarray(x)
        order = self._one(st.permutations(range(len(items)))) if len(items) else []
        return items[np.array(order, dtype=int)]

    def __getattr__(self, name: str) -> Any:
        # What is used once or twice comes from NumPy, with a seed of Hypothesis's choice.
        return getattr(self._numpy(), name)


def difference(
    generator: Alternative, differ: Callable[[tuple], bool], examples: int, *functions_under_test: dict
) -> tuple | None:
    """The smallest arguments found on which two functions differ; ``None`` where none are found.

    Parameters
    ----------
    generator : Alternative
        A generator of inputs.
    differ : callable(arguments) -> bool
        Whether the two differ on them, and they are inside the contract.
    examples : int
        How many inputs to try before giving up.
    *functions_under_test : dict
        For a generator that takes them as its second parameter.
    """

    @st.composite
    def rows(draw):
        try:
            return next(generator.code(Drawn(draw), *functions_under_test))
        except (StopIteration, ValueError, IndexError, ZeroDivisionError, FloatingPointError, np.linalg.LinAlgError):
            reject()  # no input that the generator could have made

    quick = settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    try:
        return find(rows(), differ, settings=quick)
    except (NoSuchExample, Unsatisfiable):
        return None
