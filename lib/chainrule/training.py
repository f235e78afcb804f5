"""Training by mini-batch gradient descent. Notebooks call `train` and plot the `History` that it returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from chainrule.autodiff import Tensor
from chainrule.nn import softmax_cross_entropy
from chainrule.progress_bar import Progress

EVALUATION_ROWS = 1000  # examples that `evaluate` handles at a time, which bounds its memory


@dataclass(frozen=True, eq=False)
class History:
    """What happened during training, as plain arrays.

    Attributes
    ----------
    loss, accuracy : ndarray (steps,)
        Of each step's mini-batch, before the step. If training diverged, the last loss is the one that was not finite.
    val_step : ndarray (evaluations,)
        After how many steps the validation set was evaluated: at the end of every epoch, and of the training.
    val_loss, val_accuracy : ndarray (evaluations,)
        On the validation set; empty without one.
    diverged : bool
        Whether training stopped because the loss was NaN or infinite.
    note : str
        Why training stopped early; empty if it did not.
    """

    loss: np.ndarray
    accuracy: np.ndarray
    val_step: np.ndarray
    val_loss: np.ndarray
    val_accuracy: np.ndarray
    diverged: bool
    note: str


def sgd_step(parameters: Iterable[Tensor], lr: float) -> None:
    """One step of gradient descent, ``w ← w − lr · dw``, in place; parameters without a gradient stay.

    Parameters
    ----------
    parameters : iterable of Tensor
    lr : float
        Learning rate.
    """
    lr = float(lr)  # times a NumPy float64, a float32 gradient would become float64: slower, and rounded differently
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.data -= lr * parameter.grad


class Updates:
    """Takes steps of an optimizer written as ``update(w, dw, state, lr) -> (w, state)`` in plain NumPy.

    Every parameter has a state of its own, None before its first step, else what `update` returned last.

    Parameters
    ----------
    update : callable
        From a weight array, its gradient, their state and the learning rate to the new weights and the new state.
    """

    def __init__(self, update: Callable):
        self.update = update
        self.states: dict[int, object] = {}

    def step(self, parameters: Iterable[Tensor], lr: float) -> None:
        """One step. An `update` that returns no pair, or weights of another shape, is a ValueError."""
        for place, parameter in enumerate(parameters):
            if parameter.grad is None:
                continue
            result = self.update(parameter.data, parameter.grad, self.states.get(place), lr)
            if not isinstance(result, tuple) or len(result) != 2:
                raise ValueError(
                    f"update must return two things, the new weights and the new state, not {type(result).__name__}"
                )
            w, self.states[place] = result
            if np.shape(w) != parameter.shape:
                raise ValueError(
                    f"update returned weights of shape {np.shape(w)} for weights of shape {parameter.shape}"
                )
            parameter.data = np.array(
                w, dtype=parameter.dtype
            )  # a copy: the state may have kept the old or the new one


def minibatches(N: int, batch_size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Indices of the mini-batches of one epoch: 0 to N − 1 in random order, the last batch perhaps smaller."""
    order = rng.permutation(N)
    for start in range(0, N, batch_size):
        yield order[start : start + batch_size]


def evaluate(model, X, y) -> tuple[float, float]:
    """Mean cross-entropy (nats) and accuracy (0 to 1) of a model on examples `X` (N, ...) with labels `y` (N,).

    A model that has an attribute ``training`` has it set to False as long as this lasts.
    """
    X, y = _check(X, y)
    loss = correct = 0.0
    with _at_test_time(model), np.errstate(all="ignore"):  # a diverged model gives NaN, and no warnings
        for start in range(0, len(X), EVALUATION_ROWS):
            rows = slice(start, start + EVALUATION_ROWS)
            scores = model(X[rows])
            loss += softmax_cross_entropy(scores, y[rows]).data.item() * len(y[rows])
            correct += np.sum(scores.data.argmax(axis=1) == y[rows])
    return float(loss / len(X)), float(correct / len(X))


def train(
    model,
    X,
    y,
    *,
    lr: float | Callable[[int], float],
    update: Callable | None = None,
    rng: np.random.Generator,
    epochs: int | None = None,
    steps: int | None = None,
    batch_size: int = 128,
    X_val=None,
    y_val=None,
    callback: Callable[[int, object], bool | None] | None = None,
    progress: bool = True,
) -> History:
    """Train a classifier in place by mini-batch gradient descent, or another optimizer, on its cross-entropy.

    Parameters
    ----------
    model : callable
        From a batch of `X` to scores, a Tensor (N, classes), with ``model.parameters()``: such as `chainrule.nn.MLP`.
    X : array_like (N, ...)
        Training examples.
    y : array_like (N,)
        Their labels, integers.
    lr : float or callable
        Learning rate, or a function from the step, counted from 1, to the learning rate of that step.
    update : callable, optional
        The optimizer, ``update(w, dw, state, lr) -> (w, state)`` in plain NumPy. It is called for every parameter by
        itself, with state None at first and then with what it returned. By default gradient descent, `sgd_step`.
    rng : numpy.random.Generator
        Shuffles the examples anew for every epoch.
    epochs, steps : int
        How long to train: passes over `X`, or mini-batches. Give one of the two.
    batch_size : int
        Examples in a mini-batch.
    X_val, y_val : array_like, optional
        Validation set, evaluated after every epoch and at the end.
    callback : callable, optional
        ``callback(step, model)`` is called after every step, counted from 1, while the parameters still hold the
        gradients of that step. Training stops if it returns something true.
    progress : bool
        Show a progress bar in a terminal or a notebook.

    Returns
    -------
    History
        A loss that is not finite stops the training before that step changes the model, and `History.note` says so.
    """
    X, y = _check(X, y)
    if (epochs is None) == (steps is None):
        raise ValueError("say how long to train: give either epochs or steps")
    if (X_val is None) != (y_val is None):
        raise ValueError("a validation set needs both X_val and y_val")
    steps_per_epoch = -(-len(X) // batch_size)
    total: int = steps if epochs is None else epochs * steps_per_epoch  # type: ignore[assignment]  # one is given: checked above
    rate = lr if callable(lr) else lambda step: lr
    take_step = sgd_step if update is None else Updates(update).step
    losses: list[float] = []
    accuracies: list[float] = []
    evaluations: list[tuple[int, float, float]] = []
    diverged, note = False, ""
    bar = Progress(total, progress)

    # Overflow on the way to divergence is expected; NumPy's warnings about it would go to stderr.
    with np.errstate(all="ignore"):
        batches: Iterator[np.ndarray] = iter(())
        for step in range(1, total + 1):
            batch = next(batches, None)
            if batch is None:
                batches = minibatches(len(X), batch_size, rng)
                batch = next(batches)
            loss, accuracy = _gradients(model, X[batch], y[batch])
            losses.append(loss)
            accuracies.append(accuracy)
            if not np.isfinite(loss):
                diverged = True
                note = f"stopped at step {step}: the loss is {loss}; a learning rate below {rate(step):g} may help"
                break
            take_step(model.parameters(), rate(step))
            stop = callback is not None and bool(callback(step, model))
            if X_val is not None and (stop or step == total or step % steps_per_epoch == 0):
                evaluations.append((step, *evaluate(model, X_val, y_val)))
            bar.update(step, _summary(losses, evaluations))
            if stop:
                note = f"stopped by the callback after step {step}"
                break

    bar.close(f"{len(losses)} of {total} steps: {note or _summary(losses, evaluations)}")
    val_step, val_loss, val_accuracy = np.array(evaluations, dtype=np.float64).reshape(-1, 3).T
    return History(
        loss=np.array(losses),
        accuracy=np.array(accuracies),
        val_step=val_step.astype(np.int64),
        val_loss=val_loss,
        val_accuracy=val_accuracy,
        diverged=diverged,
        note=note,
    )


@contextmanager
def _at_test_time(model) -> Iterator[None]:
    """Layers that behave differently in training, such as batch norm, are switched by ``model.training``."""
    before = getattr(model, "training", None)
    if before is not None:
        model.training = False
    try:
        yield
    finally:
        if before is not None:
            model.training = before


def _check(X, y) -> tuple[np.ndarray, np.ndarray]:
    X, y = np.asarray(X), np.asarray(y)
    if len(X) == 0 or len(X) != len(y):
        raise ValueError(f"X and y need the same number of examples, and at least one; they have {len(X)} and {len(y)}")
    return X, y


def _gradients(model, X: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Set every parameter's gradient for one mini-batch; return its loss and accuracy."""
    for parameter in model.parameters():
        parameter.grad = None
    scores = model(X)
    loss = softmax_cross_entropy(scores, y)
    loss.backward()
    return loss.data.item(), float(np.mean(scores.data.argmax(axis=1) == y))


def _summary(losses: list[float], evaluations: list[tuple]) -> str:
    text = f"loss {losses[-1]:.3f}" if losses else ""
    return text + (f", validation accuracy {evaluations[-1][2]:.3f}" if evaluations else "")
