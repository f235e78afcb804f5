"""Words from which generators of inputs are made: they know the dimensions of a contract.

A generator says what its contract allows; these draw from all of it, ordinary values first of all, and each rare thing
(an empty array, a transposed one, one step of a float beside a threshold) often enough to be among a few hundred inputs.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chainrule_staff.authoring.sweeps import Options

FLOATS = ("float64", "float32")
ALL = ("float64", "float32", "int64")
TINY = np.array([1e-200, -1e-200, 1e-9, -1e-9])


def maybe(rng: np.random.Generator, share: float) -> bool:
    """Whether something rare happens."""
    return bool(rng.random() < share)


def pick(rng: np.random.Generator, choices: Sequence):
    """One of the choices."""
    return choices[int(rng.integers(len(choices)))]


def beside(thresholds: Sequence[float]) -> list[float]:
    """Thresholds, with one step of a float and 1e-9 on either side."""
    return [
        float(x) for t in thresholds for x in (t, np.nextafter(t, -np.inf), np.nextafter(t, np.inf), t - 1e-9, t + 1e-9)
    ]


def shape(rng: np.random.Generator, dims: Sequence[int] = (0, 1, 2, 3), most: int = 5, empty: bool = False) -> tuple:
    """A shape with one of the numbers of dimensions: tall, wide, square, with sides of length 1, empty where allowed."""
    sides = [int(rng.integers(1, most + 1)) for _ in range(int(pick(rng, dims)))]
    if sides and maybe(rng, 0.15):
        sides[int(rng.integers(len(sides)))] = 1
    if sides and empty and maybe(rng, 0.1):
        sides[0] = 0
    return tuple(sides)


def _any_of(rng: np.random.Generator, values: np.ndarray, shape: tuple) -> np.ndarray:
    """What ``rng.choice(values, shape)`` gives, in a third of its time."""
    return values[rng.integers(len(values), size=shape)]


def turned(rng: np.random.Generator, x: np.ndarray) -> np.ndarray:
    """The same array, in the memory order of a transposed one now and then: ``ravel`` of it is a copy."""
    return np.asfortranarray(x) if x.ndim > 1 and maybe(rng, 0.25) else x


@dataclass(frozen=True)
class Numbers:
    """What a contract allows of an array of numbers.

    Parameters
    ----------
    kinds : sequence of str
        Its dtypes.
    scale : float
        Of ordinary values.
    special : sequence of float
        Thresholds and other values at which something happens; see :func:`beside`.
    tiny, large : bool
        Whether values such as 1e-200, and up to ``limit``, may come.
    limit : float
        The largest size.
    ties : bool
        Whether equal entries may come, as in small whole numbers.
    positive : bool
        Only numbers above 0.
    """

    kinds: Sequence[str] = ALL
    scale: float = 3.0
    special: Sequence[float] = ()
    tiny: bool = True
    large: bool = True
    limit: float = 1e3
    ties: bool = True
    positive: bool = False

    @functools.cached_property
    def _special(self) -> np.ndarray:
        return np.asarray(self.special, float)

    def draw(self, rng: np.random.Generator, shape: tuple) -> np.ndarray:
        """An array of this kind."""
        kind = pick(rng, self.kinds)
        x = rng.normal(0, self.scale, shape)
        way = rng.random()
        if self.ties and way < 0.2:
            x = np.round(x / self.scale * 2)
        elif self.large and way < 0.3:
            x = x * (self.limit / (4 * self.scale))
        elif self.tiny and way < 0.4 and not kind.startswith("int"):
            x = np.where(rng.random(shape) < 0.5, _any_of(rng, TINY, shape), x)
        if len(self.special) and maybe(rng, 0.5):
            x = np.where(rng.random(shape) < 0.4, _any_of(rng, self._special, shape), x)
        x = np.minimum(np.maximum(x, -self.limit), self.limit)
        if self.positive:
            x = np.abs(x) + (1.0 if kind.startswith("int") else 0.0)
        if kind.startswith(("int", "uint")):
            x = np.round(x)
        return turned(rng, np.asarray(x).astype(kind))

    def number_or_array(self, rng: np.random.Generator, dims: Sequence[int] = (0, 1, 2, 3), **more):
        """A number, as Python has it or 0-d, or an array."""
        x = self.draw(rng, shape(rng, dims, **more))
        if x.ndim:
            return x
        return x.item() if maybe(rng, 0.7) else x


def parameter(rng: np.random.Generator, default: float, others: Sequence[float]) -> tuple:
    """Nothing (the default holds), the default itself, or another value, as the rest of a tuple of arguments."""
    if maybe(rng, 0.25):
        return ()
    return (default,) if maybe(rng, 0.15) else (float(pick(rng, others)),)


def summable(x: np.ndarray) -> np.ndarray:
    """The array with float32 entries rounded to eighths: sums of a few products are then exact in every order."""
    return np.round(x * 8) / np.float32(8) if x.dtype == np.float32 else x


def kinds_of(rng: np.random.Generator) -> Sequence[str]:
    """The dtypes that the arrays of one input are drawn from: all, so that each has its own, or one for all of them."""
    return ALL if maybe(rng, 0.5) else (pick(rng, ALL),)


def addends(rng: np.random.Generator, shape: tuple, kinds: Sequence[str] = ALL, **more) -> np.ndarray:
    """Numbers to be multiplied and added up, of one of the dtypes; ``more`` is for :class:`Numbers`.

    Those of float32 are eighths, of 8 at most: sums of their products come out alike in any order.
    """
    x = Numbers(kinds=kinds, **{"limit": 300.0, **more}).draw(rng, shape)
    return (np.round(np.clip(x, -8, 8) * 8) / 8).astype("float32") if x.dtype == np.float32 else x


def by_place_or_name(rng: np.random.Generator, **parameters: tuple) -> tuple:
    """The last arguments of a call, by place or by name; what has its default may be left out.

    Parameters
    ----------
    **parameters : tuple
        In the order of the function: ``stride=(2, 1)`` is a stride of 2 where the default is 1.

    Returns
    -------
    tuple
        The rest of a generator's row: the values, or one dict of those that are named as its last item.
    """
    given = {name: value for name, (value, default) in parameters.items() if value != default or maybe(rng, 0.3)}
    if maybe(rng, 0.5):
        return (Options(given),) if given else ()
    values = [value for value, _ in parameters.values()]
    needed = max((place + 1 for place, name in enumerate(parameters) if name in given), default=0)
    return tuple(values[:needed])
