"""Dropout as a layer, dense networks that hold it, and a price on weights. Notebook 09 puts its own functions inside."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from chainrule.autodiff import Tensor, from_op
from chainrule.nn import MLP


class Dropout:
    """Sets each number to 0 with probability `p` in training, and divides the others by 1 − p; later it does nothing.

    Parameters
    ----------
    p : float
        Probability that a number is dropped, 0 <= p < 1.
    rng : numpy.random.Generator
        Draws a new mask at every call in training.
    forward, backward : callable, optional
        The layer's arithmetic in plain NumPy, in the place of its own: ``forward(x, p, training, rng) -> (out, cache)``
        and ``backward(dout, cache) -> dx``.

    Attributes
    ----------
    training : bool

    Notes
    -----
    Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", JMLR 15, 2014; section 10 has
    the form with the division, which needs no change at test time. PyTorch's convention.

    Examples
    --------
    >>> layer = Dropout(0.5, np.random.default_rng(1))
    >>> layer(Tensor([[1.0, 2.0, 3.0, 4.0]])).data
    array([[2., 4., 0., 8.]])
    >>> layer.training = False
    >>> layer(Tensor([[1.0, 2.0, 3.0, 4.0]])).data
    array([[1., 2., 3., 4.]])
    """

    def __init__(
        self,
        p: float,
        rng: np.random.Generator,
        *,
        forward: Callable | None = None,
        backward: Callable | None = None,
    ):
        if not 0 <= p < 1:
            raise ValueError(f"p is the probability of dropping a number, 0 <= p < 1, not {p!r}")
        self.p, self.rng, self.training = p, rng, True
        self.forward, self.backward = forward or dropout, backward or dropout_backward

    def __call__(self, x: Tensor) -> Tensor:
        """What is left of `x`, of its shape and dtype."""
        out, cache = self.forward(x.data, self.p, self.training, self.rng)
        return from_op(
            np.asarray(out, x.dtype),
            (x, lambda dout: np.asarray(self.backward(dout, cache), x.dtype)),
        )


class DropoutMLP(MLP):
    """A multilayer perceptron with a `Dropout` after the activation of each hidden layer.

    Parameters
    ----------
    sizes, activation, rng, std, bias, dtype
        As those of `MLP`; the same generator gives the same weights.
    p : float
        Probability that the output of a hidden unit is dropped.
    masks : numpy.random.Generator
        Draws the masks. `record` advances it, too.
    forward, backward : callable, optional
        As those of `Dropout`.

    Attributes
    ----------
    dropouts : list of Dropout
        One for each hidden layer.
    training : bool
        Switches all of them. `chainrule.training.evaluate` sets it to False as long as it lasts.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation,
        rng: np.random.Generator,
        *,
        p: float,
        masks: np.random.Generator,
        forward: Callable | None = None,
        backward: Callable | None = None,
        **more,
    ):
        super().__init__(sizes, activation, rng, **more)
        self.dropouts = [Dropout(p, masks, forward=forward, backward=backward) for _ in sizes[1:-1]]

    @property
    def training(self) -> bool:
        return all(layer.training for layer in self.dropouts)

    @training.setter
    def training(self, value: bool) -> None:
        for layer in self.dropouts:
            layer.training = value

    def _forward(self, X) -> list[tuple[Tensor, Tensor]]:
        """Sums of every layer, and what of its activations goes on to the next."""
        a = X if isinstance(X, Tensor) else Tensor(np.asarray(X, dtype=self.layers[0].W.dtype))
        trace = []
        for layer, drop in zip(self.layers, self.dropouts):
            z = layer(a)
            a = drop(self.activation(z))
            trace.append((z, a))
        scores = self.layers[-1](a)
        return [*trace, (scores, scores)]


def priced(gradient: Callable, lam: float) -> Callable:
    """Plain gradient descent on loss and price together, an `update` for `chainrule.training.train`.

    Parameters
    ----------
    gradient : callable
        From a list of parameters and `lam` to a tuple with the price's gradient for each of them.
    lam : float
        The price.

    Examples
    --------
    >>> update = priced(lambda parameters, lam: tuple(lam * w for w in parameters), 0.5)
    >>> update(np.array([4.0]), np.array([1.0]), None, 0.1)[0].round(6).tolist()
    [3.7]
    """

    def update(w, dw, state, lr):
        return w - lr * (dw + gradient([w], lam)[0]), state

    return update


def dropout(x, p, training, rng):
    """What is left of `x`, and the mask with its scale, None where nothing was dropped."""
    if not training:
        return x, None
    scaled = (rng.random(x.shape) >= p) / (1 - p)
    return x * scaled, scaled


def dropout_backward(dout, scaled):
    """Gradient with respect to `x`: it takes the ways that were open in the forward pass, with the same scale."""
    return dout if scaled is None else dout * scaled
