"""Learning rates that change while a network learns, for `chainrule.training.train`. Notebooks 08 and later call them.

Each function makes a *schedule*: a function from the step, counted from 1 as `train` counts, to the learning rate of
that step. A schedule remembers nothing, so it may be asked for any step in any order, for steps after its end as well.
In all of them the rate climbs first, if `warmup` is not 0: at step k of the first `warmup` ones it is ``k / warmup`` of
the peak. So no step has the rate 0, and the peak is reached at step `warmup`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

Schedule = Callable[[int], float]


def cosine(peak: float, total: int, *, warmup: int = 0, end: float = 0.0) -> Schedule:
    """Down along half a wave of the cosine.

    Parameters
    ----------
    peak : float
        The highest rate, that of the first step after the warm-up, and of the last one in it.
    total : int
        Steps of the whole training, warm-up included. Every step after them has the rate `end`.
    warmup : int
        Steps of the climb, `total` at most.
    end : float
        The rate that is approached. The last of the `total` steps is still a little above it.

    Examples
    --------
    >>> rate = cosine(0.4, total=6, warmup=2)
    >>> [round(rate(step), 3) for step in range(1, 9)]
    [0.2, 0.4, 0.4, 0.341, 0.2, 0.059, 0.0, 0.0]

    Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017, equation 5.
    """
    return _falling(peak, total, warmup, end, lambda progress: (1 + math.cos(math.pi * progress)) / 2)


def linear(peak: float, total: int, *, warmup: int = 0, end: float = 0.0) -> Schedule:
    """Down along a straight line; the parameters are those of `cosine`.

    Examples
    --------
    >>> [linear(1.0, total=4)(step) for step in range(1, 6)]
    [1.0, 0.75, 0.5, 0.25, 0.0]
    """
    return _falling(peak, total, warmup, end, lambda progress: 1 - progress)


def step_decay(lr: float, milestones: Sequence[int], factor: float = 0.1, *, warmup: int = 0) -> Schedule:
    """Down by `factor` after each milestone: with the milestone 50, the 51st step is the first with the lower rate.

    Examples
    --------
    >>> rate = step_decay(0.4, [50, 75])
    >>> [round(rate(step), 6) for step in (1, 50, 51, 75, 76)]
    [0.4, 0.4, 0.04, 0.04, 0.004]
    """
    return lambda step: _climb(step, warmup) * lr * factor ** sum(step > milestone for milestone in milestones)


def inverse_sqrt(peak: float, warmup: int) -> Schedule:
    """Down as one over the root of the step, from `peak` at step `warmup` on; it has no end.

    Examples
    --------
    >>> [inverse_sqrt(1.0, 4)(step) for step in (1, 2, 4, 16, 64)]
    [0.25, 0.5, 1.0, 0.5, 0.25]

    Vaswani et al., "Attention is all you need", NeurIPS 2017, equation 3.
    """
    first = max(warmup, 1)
    return lambda step: peak * min(step / first, math.sqrt(first / step))


def _climb(step: int, warmup: int) -> float:
    """What share of the peak the warm-up allows."""
    return min(1.0, step / warmup) if warmup else 1.0


def _falling(peak: float, total: int, warmup: int, end: float, share: Callable[[float], float]) -> Schedule:
    """Warm-up, then from `peak` to `end` as `share`, from 1 to 0, says of the progress from 0 to 1."""
    if not 0 <= warmup <= total:
        raise ValueError(f"a warm-up of {warmup} steps does not fit into {total}")

    def schedule(step: int) -> float:
        made = step - 1  # updates before this one
        if made >= total:
            return end
        if made < warmup:
            return peak * _climb(step, warmup)
        return end + (peak - end) * share((made - warmup) / (total - warmup))

    return schedule
