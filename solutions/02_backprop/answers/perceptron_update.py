"""Answers to 2.1, perceptron_update: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, parameter, pick

from ._shared import number, whole

# -- inputs ----------------------------------------------------------------------------------------


def _beside_the_boundary(rng, w, x, b):
    """The bias for which a score is 0, and 1e-9 beside it where float64 can tell; the old one where sums are not exact."""
    exact = -float(np.asarray(x, float) @ np.asarray(w, float))
    if not (16 * exact).is_integer():
        return b
    single = np.float32 in (w.dtype, x.dtype)
    return exact + (0.0 if single else pick(rng, (0.0, 1e-9, -1e-9)))


@inputs(of="perceptron_predict")
def perceptron_predict_inputs(rng):
    while True:
        D, N = int(rng.integers(1, 6)), int(rng.integers(1, 9))
        w, b = whole(rng, D), number(rng)
        X = whole(rng, D) if maybe(rng, 0.3) else whole(rng, N, D)
        if maybe(rng, 0.4):
            b = _beside_the_boundary(rng, w, X if X.ndim == 1 else X[int(rng.integers(N))], b)
        yield w, b, X


@inputs
def perceptron_update_inputs(rng):
    while True:
        D = int(rng.integers(1, 6))
        w, b, x = whole(rng, D), number(rng), whole(rng, D)
        if maybe(rng, 0.4):
            b = _beside_the_boundary(rng, w, x, b)
        yield w, b, x, pick(rng, (-1, 1, -1.0, 1.0)), *parameter(rng, 1.0, (0.1, 0.5, 2.0, 0.0, 30.0))


# -- right, written in other ways ------------------------------------------------------------------


@right(of="perceptron_predict")
def predict_by_arithmetic(w, b, X):
    return 2 * (np.dot(X, w) + b > 0) - 1


@right(of="perceptron_predict")
def predict_in_a_loop(w, b, X):
    if np.ndim(X) == 1:
        return 1 if sum(one * other for one, other in zip(X, w)) + b > 0 else -1
    return np.array([1.0 if sum(x * w) + b > 0 else -1.0 for x in X])


@right(of="perceptron_predict")
def predict_by_sign(w, b, X):
    answer = np.sign(X @ w + b)
    return np.where(answer == 0, -1.0, answer)


@right
def update_by_score(w, b, x, y, lr=1.0):
    answer = 1 if np.sum(w * x) + b > 0 else -1
    if answer != y:
        w = w + lr * y * x
        b = b + lr * y
    return w, b


@right
def update_by_error(w, b, x, y, lr=1.0):
    """It has no branch: the error is 0 for a right answer and y for a wrong one, and the same line serves both, where
    the reference asks first and returns the old values. In this form, input times (right answer minus given answer),
    the rule looks like the gradient step of the later networks; for right answers it adds zeros."""
    answer = 1 if x @ w + b > 0 else -1
    error = (y - answer) / 2
    return w + lr * error * x, b + lr * error


@right
def update_in_a_loop(w, b, x, y, lr=1.0):
    score = float(b)
    for one, other in zip(w, x):
        score += one * other
    if (score > 0) == (y > 0):
        return np.array(w, dtype=float), float(b)
    return np.array([one + lr * y * other for one, other in zip(w, x)]), b + lr * y


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong(of="perceptron_predict")
def zero_is_positive(w, b, X):
    """You answer +1 for a score of exactly 0. The contract says: +1 where the score is positive, −1 elsewhere."""
    return np.where(X @ w + b >= 0, 1, -1)


@wrong(of="perceptron_predict")
def three_answers(w, b, X):
    """For a score of exactly 0 you answer 0, as `np.sign` does, which is neither answer. What does the contract say
    about a score of 0?"""
    return np.sign(X @ w + b)


@wrong(of="perceptron_predict")
def no_bias_in_the_score(w, b, X):
    """Your answers do not depend on the bias. It belongs to the score."""
    return np.where(X @ w > 0, 1, -1)


@wrong(of="perceptron_predict")
def zero_or_one(w, b, X):
    """Where the score is not positive you answer 0. The two answers of this perceptron are +1 and −1."""
    return np.where(X @ w + b > 0, 1, 0)


@wrong(of="perceptron_predict")
def the_score_itself(w, b, X):
    """You return the scores. The answer is only on which side of 0 they lie."""
    return X @ w + b


def _answer(w, b, x):
    return np.where(x @ w + b > 0, 1, -1)


@wrong(of="perceptron_predict")
def other_way_round(w, b, X):
    """Your answers are the opposite ones: a positive score means +1."""
    return -_answer(w, b, X)


@wrong
def always_moves(w, b, x, y, lr=1.0):
    """You change the weights after right answers, too. The perceptron learns from mistakes only."""
    return w + lr * y * x, b + lr * y


@wrong
def never_learns_from_mistakes(w, b, x, y, lr=1.0):
    """You move after right answers and stay after wrong ones: the condition is upside down."""
    return (w + lr * y * x, b + lr * y) if _answer(w, b, x) == y else (w.copy(), b)


@wrong
def without_the_answer(w, b, x, y, lr=1.0):
    """After a mistake you add x whatever the right answer is. For y = −1 the score was too high, and must come down."""
    return (w.copy(), b) if _answer(w, b, x) == y else (w + lr * x, b + lr)


@wrong
def away_from_it(w, b, x, y, lr=1.0):
    """Your step has the wrong sign: after it, the example's score is further on the wrong side than before."""
    return (w.copy(), b) if _answer(w, b, x) == y else (w - lr * y * x, b - lr * y)


@wrong
def bias_forgotten(w, b, x, y, lr=1.0):
    """The weights move and the bias does not. It is learned as well: as the weight of an input that is always 1."""
    return (w.copy(), b) if _answer(w, b, x) == y else (w + lr * y * x, b)


@wrong
def rate_forgotten_for_the_bias(w, b, x, y, lr=1.0):
    """Your step for the bias ignores the learning rate. It is the step of a weight whose input is 1."""
    return (w.copy(), b) if _answer(w, b, x) == y else (w + lr * y * x, b + y)


@wrong
def rate_ignored(w, b, x, y, lr=1.0):
    """The size of your step does not depend on `lr`."""
    return (w.copy(), b) if _answer(w, b, x) == y else (w + y * x, b + y)


@wrong
def twice_the_step(w, b, x, y, lr=1.0):
    """Your step is twice as long as it should be. Right answer minus given answer, for instance, is +2 or −2 after a
    mistake, since the answers are +1 and −1."""
    error = y - _answer(w, b, x)
    return w + lr * error * x, b + lr * error


@wrong
def the_delta_rule(w, b, x, y, lr=1.0):
    """Your step grows with the distance of the score from y. That is another rule (Widrow and Hoff); the perceptron's step has one
    size, and there is none after a right answer."""
    error = y - (x @ w + b)
    return w + lr * error * x, b + lr * error


@wrong
def zero_counts_as_right(w, b, x, y, lr=1.0):
    """You count a score of 0 as right for both answers: from w = 0 and b = 0 nothing would ever be learned. A score of
    0 means −1: ask `perceptron_predict`. (If a mistake is named there as well, mend that one first.)"""
    return (w.copy(), b) if y * (x @ w + b) >= 0 else (w + lr * y * x, b + lr * y)


@wrong
def zero_counts_as_wrong(w, b, x, y, lr=1.0):
    """A score of 0 makes you move for both answers. It means −1, so for y = −1 it is right: ask `perceptron_predict`. (If that
    one has a mistake itself, mend it first; here it is only felt.)"""
    return (w.copy(), b) if y * (x @ w + b) > 0 else (w + lr * y * x, b + lr * y)


@wrong
def zero_means_plus(w, b, x, y, lr=1.0):
    """You take a score of 0 for the answer +1. It means −1: wrong for y = +1, right for y = −1. (If your `perceptron_predict` says
    so, too, mend it there; here it is only felt.)"""
    return (w.copy(), b) if (1 if x @ w + b >= 0 else -1) == y else (w + lr * y * x, b + lr * y)


@wrong
def bias_without_the_answer(w, b, x, y, lr=1.0):
    """After a mistake your bias always rises. Its step has the sign of y, as the weights' has: for y = −1 it must fall."""
    return (w.copy(), b) if _answer(w, b, x) == y else (w + lr * y * x, b + lr)


@wrong
def cut_off_by_integers(w, b, x, y, lr=1.0):
    """Your new weights get the dtype of w. If w holds integers, everything behind the decimal point is cut off: w + …
    makes a new array with a dtype of its own."""
    new = w.copy()
    if _answer(w, b, x) != y:
        new[:] = w + lr * y * x
        b = b + lr * y
    return new, b


@wrong
def bias_not_in_the_score(w, b, x, y, lr=1.0):
    """Whether you move does not depend on the bias. It is part of the score; ask `perceptron_predict`."""
    return (w.copy(), b) if _answer(w, 0, x) == y else (w + lr * y * x, b + lr * y)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong(of="perceptron_predict")
def no_bias_for_a_single_example(w, b, X):
    if X.ndim == 1:
        return 1 if X @ w > 0 else -1
    return np.where(X @ w + b > 0, 1, -1)


@wrong
def another_rate(w, b, x, y, lr=0.1):
    """Your default `lr` is 0.1. The contract says 1."""
    return (w, b) if _answer(w, b, x) == y else (w + lr * y * x, b + lr * y)


@wrong
def positive_mistakes_only(w, b, x, y, lr=1.0):
    """You learn from mistakes on examples with y = +1 only. After a mistake on y = −1 the score has to fall."""
    return (w, b) if _answer(w, b, x) == y or y < 0 else (w + lr * y * x, b + lr * y)


@wrong
def margin_wanted(w, b, x, y, lr=1.0):
    """You also update after right answers whose score is small. That is another rule; the perceptron's leaves right
    answers alone."""
    return (w + lr * y * x, b + lr * y) if y * (x @ w + b) < 1 else (w, b)


@wrong
def bias_times_the_sum(w, b, x, y, lr=1.0):
    """You move the bias by the sum of x. It stands for an input that is always 1."""
    return (w, b) if _answer(w, b, x) == y else (w + lr * y * x, b + lr * y * np.sum(x))


@wrong(of="perceptron_predict")
def nearly_zero_counts_as_zero(w, b, X):
    """You treat a score that is nearly 0 as 0. However small a positive score is, the answer is +1."""
    score = X @ w + b
    return np.where((score > 0) & ~np.isclose(score, 0), 1, -1)


@wrong(of="perceptron_predict")
def score_cut_off(w, b, X):
    """You answer +1 only from a score of 1 on, as if it were turned into an integer first: 0.4 becomes 0. However small
    a positive score is, the answer is +1."""
    return np.where(np.trunc(X @ w + b) > 0, 1, -1)


@wrong(of="perceptron_predict")
def one_answer_for_all(w, b, X):
    """You return one answer for the whole batch. Each example, each row of X, has an answer of its own."""
    return 1 if np.sum(X @ w + b) > 0 else -1
