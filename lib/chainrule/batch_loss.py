"""A network as a function of one vector of weights. Notebook 08 calls `batch_loss` for its learning-rate range test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from chainrule.training import _check, _gradients, minibatches

Losses = Callable[[np.ndarray], tuple[float, np.ndarray]]


def batch_loss(model, X, y, *, rng: np.random.Generator, batch_size: int = 64) -> tuple[Losses, np.ndarray]:
    """The loss on the next mini-batch, and its gradient, as a function of all weights in one vector.

    Parameters
    ----------
    model : callable
        As for `chainrule.training.train`. It stays as it is: its weights are put back after every call.
    X : array_like (N, ...)
    y : array_like (N,)
        Labels.
    rng : numpy.random.Generator
        Shuffles the examples anew for every epoch.
    batch_size : int

    Returns
    -------
    f : callable
        ``f(w) -> loss, dw``: each call takes the next mini-batch. `dw` is a float64 vector of the length of `w`.
    w : ndarray (n,)
        The model's present weights, a copy.

    Examples
    --------
    >>> from chainrule.nn import MLP
    >>> rng = np.random.default_rng(0)
    >>> f, w = batch_loss(MLP((2, 3), "relu", rng), np.zeros((8, 2)), np.zeros(8, int), rng=rng)
    >>> loss, dw = f(w)
    >>> w.shape, dw.shape, round(loss, 4)  # log 3: three classes, all scores 0
    ((9,), (9,), 1.0986)
    """
    X, y = _check(X, y)
    parameters = model.parameters()
    ends = np.cumsum([parameter.data.size for parameter in parameters])[:-1]
    batches = _endless(len(X), batch_size, rng)

    def f(w: np.ndarray) -> tuple[float, np.ndarray]:
        kept = [parameter.data for parameter in parameters]
        batch = next(batches)
        try:
            with np.errstate(all="ignore"):  # what diverges overflows; NumPy's warnings would go to stderr
                for parameter, piece in zip(parameters, np.split(w, ends)):
                    parameter.data = piece.reshape(parameter.shape).astype(parameter.dtype)
                loss, _ = _gradients(model, X[batch], y[batch])
            return loss, np.concatenate([np.ravel(parameter.grad) for parameter in parameters]).astype(float)
        finally:
            for parameter, data in zip(parameters, kept):
                parameter.data, parameter.grad = data, None

    return f, np.concatenate([np.ravel(parameter.data) for parameter in parameters]).astype(float)


def _endless(N: int, batch_size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    while True:
        yield from minibatches(N, batch_size, rng)
