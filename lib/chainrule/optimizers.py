"""Optimizers for the `update` of `chainrule.training.train`, of the form ``update(w, dw, state, lr) -> (w, state)``.

Notebooks call them where an optimizer is not the subject; notebook 07 has its reader write them.
"""

from __future__ import annotations

import numpy as np


def momentum(w: np.ndarray, dw: np.ndarray, state, lr: float, mu: float = 0.9):
    """Gradient descent with momentum: the velocity collects gradients, and a step is `lr` times the new one.

    Examples
    --------
    >>> w, state = momentum(np.zeros(1), np.array([4.0]), None, 0.1)
    >>> w, state = momentum(w, np.array([0.0]), state, 0.1)
    >>> w.round(6).tolist()
    [-0.76]

    Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.
    """
    velocity = dw if state is None else mu * state + dw
    return w - lr * velocity, velocity


def adam(w: np.ndarray, dw: np.ndarray, state, lr: float, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8):
    """Adam with bias correction, `eps` outside of the root.

    Examples
    --------
    >>> w, state = adam(np.zeros(2), np.array([1000.0, -0.001]), None, 0.1)
    >>> w.round(4).tolist()  # the first step is lr long, whatever the gradient
    [-0.1, 0.1]

    Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1.
    """
    mean, square, count = (np.zeros_like(dw), np.zeros_like(dw), 0) if state is None else state
    mean = beta1 * mean + (1 - beta1) * dw
    square = beta2 * square + (1 - beta2) * dw**2
    count += 1
    root = np.sqrt(square / (1 - beta2**count))
    return w - lr * (mean / (1 - beta1**count)) / (root + eps), (mean, square, count)
