"""For ``train_step.py`` and ``cnn_step.py``: time training steps of a model and of its twin in PyTorch, on one thread.

Import this before NumPy: it limits the threads of both.
"""

from __future__ import annotations

import os

for variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy and PyTorch start their threads

from collections.abc import Callable
from statistics import median
from time import perf_counter

import numpy as np

from chainrule.nn import softmax_cross_entropy
from chainrule.training import sgd_step

ROUNDS, STEPS_PER_ROUND, WARM_UP = 40, 10, 20


def compare(model, twin: Callable, X: np.ndarray, y: np.ndarray, lr: float) -> int:
    """Train both on the same batch; print the median of all steps and the ratio.

    Rounds alternate, so that whatever else the machine does hits both.

    Parameters
    ----------
    model : callable
        As `chainrule.training.train` takes it.
    twin : callable
        ``twin(torch, model)`` makes the same network as a ``torch.nn.Module``, with a copy of the model's weights.
    X, y : ndarray
        The batch.
    lr : float
        Learning rate.

    Returns
    -------
    int
        1 if the two do not compute the same losses, else 0: also without PyTorch, which it says.
    """
    try:
        import torch
    except ImportError:
        print("PyTorch is not installed: nothing to compare with.")
        return 0
    torch.set_num_threads(1)
    with torch.no_grad():
        network = twin(torch, model)
    steps = {"PyTorch": _torch_step(torch, network, X, y, lr), "chainrule": _chainrule_step(model, X, y, lr)}

    losses = np.array([[step() for step in steps.values()] for _ in range(WARM_UP)])
    if not np.allclose(losses[:, 0], losses[:, 1], rtol=1e-3):  # float32, whose roundings grow from step to step
        print(f"The two do not compute the same. Losses of {' and '.join(steps)}, step by step:\n{losses}")
        return 1

    times = {name: [] for name in steps}
    for _ in range(ROUNDS):
        for name, step in steps.items():
            for _ in range(STEPS_PER_ROUND):
                start = perf_counter()
                step()
                times[name].append(perf_counter() - start)
    for name, seconds in times.items():
        low, high = np.percentile(seconds, (25, 75))
        print(f"{name:10} {median(seconds) * 1e3:.3f} ms per step (middle half {low * 1e3:.3f} to {high * 1e3:.3f})")
    print(f"chainrule / PyTorch: {median(times['chainrule']) / median(times['PyTorch']):.2f}")
    return 0


def _chainrule_step(model, X, y, lr):
    def step():
        for parameter in model.parameters():
            parameter.grad = None
        loss = softmax_cross_entropy(model(X), y)
        loss.backward()
        sgd_step(model.parameters(), lr)
        return loss.data.item()

    return step


def _torch_step(torch, network, X, y, lr):
    optimizer = torch.optim.SGD(network.parameters(), lr=lr)
    X, y = torch.tensor(X), torch.tensor(y)

    def step():
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(network(X), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step
