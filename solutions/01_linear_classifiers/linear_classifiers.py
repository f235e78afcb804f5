# %% [markdown]
# # One template per class
#
# **You train a classifier that you can look at, find out what its straight boundaries cannot do, and give it features with
# which they can.**
#
# You will be able to
#
# - turn scores into probabilities, and probabilities into a loss with a gradient, safe for any score;
# - train a linear classifier by stochastic gradient descent, and read its weights as pictures;
# - choose between a squared, an absolute and a logarithmic loss, and say what each of them asks for;
# - say when a predicted probability means what it says;
# - build colour histograms, histograms of oriented gradients and bags of visual words, and say what each of them forgets.
#
# Time: five to five and a half hours for exercises 1.1 to 1.9 (16 points) and four predictions (4 points), in two sittings: after part C,
# about three hours on, a line marks the place to stop. *Further* exercises are checked, but give no points. You need NumPy arrays and `axis`
# (notebook 00); nothing about neural networks. Where a contract says integers, it means signed ones of 64 bits, as NumPy makes them of
# Python's; bytes (uint8) are never handed over. As in the whole course, functions leave their inputs as they are.

# %% setup
import numpy as np

from chainrule import Check, close, progress, ready, reveal

# %% [markdown]
# The next cell is for the pictures only; no exercise needs it.

# %%
import matplotlib.pyplot as plt

from chainrule.data import (
    CLASS_NAMES,
    COLOUR_NAMES,
    SHAPE_NAMES,
    blobs,
    load_fashion_mnist,
    rings,
    shapes,
    spirals,
    xor,
)
from chainrule.figures import COLOURS, explore, new_figure, panel_title
from chainrule.figures import linear_classifiers as draw

# 5,000 pictures of clothes, 28 × 28 = 784 pixels from 0 to 1; 1,000 to test on
X, y, X_test, y_test = load_fashion_mnist()

# %% [markdown]
# ## A. Scores, probabilities, a loss
#
# ### A score for every class
#
# A *linear classifier* (선형 분류기) gives each class a score (점수): a weighted sum of the pixels. With N pictures of D pixels
# in `X` (N, D), one column of weights (가중치) for each of C classes in `W` (D, C), and one bias (편향) for each class in `b` (C,):
#
# $$\mathtt{scores} = \mathtt{X}\,\mathtt{W} + \mathtt{b}$$
#
# Row n of `scores` (N, C) holds picture n's scores. The class with the largest score wins. The *accuracy* (정확도) is the share
# of pictures for which the winner is the true class, `y[n]`.

# %% [markdown]
# ### Exercise 1.1 — Scores and accuracy (1 point)
# Write `linear_scores(X, W, b)` and `accuracy(scores, y)`. All arrays may hold floats (64 or 32 bits) or integers.
#
# - `linear_scores` takes `X` (N, D), `W` (D, C) and `b` (C,), and returns the scores (N, C).
# - With `X = [[1, 2]]`, `W = [[1, 0, 3], [4, 5, 0]]` and `b = [0, 1, -1]` the scores are `[[9, 11, 2]]`: 1·1 + 2·4 + 0 = 9, and so on.
# - `accuracy` takes scores (N, C) and the true classes `y` (N,), whole numbers from 0 to C − 1, and returns a number from 0 to 1. Of equal scores the first wins.
# - With the scores `[[9, 11, 2], [5, 0, 1]]` and `y = [1, 2]` the accuracy is 0.5: the winners are 1 and 0.
#
# Use whole arrays, not loops over pixels: training calls `linear_scores` thousands of times, and three nested loops would take hours where a
# matrix product takes seconds. (The check accepts loops; in most later exercises they do no harm.)
#
# <details><summary>Hint 1</summary>How does NumPy write a matrix product? What does broadcasting do with (N, C) plus (C,)?</details>
# <details><summary>Hint 2</summary>You need the <em>place</em> of the largest score in each row, not its value. Along which axis do the classes lie?</details>
# <details><summary>Hint 3</summary>Comparing two arrays of shape (N,) gives N truth values. Their mean is the share of those that are true.</details>

# %% ex-linear_scores
def linear_scores(X, W, b):
    """Scores of a linear classifier.

    Parameters
    ----------
    X : ndarray (N, D)
        One example in each row.
    W : ndarray (D, C)
        One column of weights for each class.
    b : ndarray (C,)

    Returns
    -------
    ndarray (N, C)
    """
    ### BEGIN SOLUTION
    return X @ W + b
    ### END SOLUTION


def accuracy(scores, y):
    """Share of examples whose true class has the largest score; of equal scores the first wins.

    Parameters
    ----------
    scores : ndarray (N, C)
    y : ndarray (N,)
        True classes, whole numbers from 0 to C - 1.

    Returns
    -------
    float, 0 to 1
    """
    ### BEGIN SOLUTION
    return np.mean(np.argmax(scores, axis=1) == y)
    ### END SOLUTION

# %% check-linear_scores
c = Check("linear_classifiers.linear_scores", "accuracy", points=1)
weights = np.array([[1.0, 0.0, 2.0, -1.0], [0.0, 3.0, -1.0, 1.0], [2.0, 1.0, 0.0, 0.5]])
bias = np.array([0.5, -1.0, 0.0, 2.0])
rows = np.array([[1.0, 2.0, 0.0], [-1.0, 0.0, 3.0]])
c.equal([[9, 11, 2]], np.array([[1, 2]]), np.array([[1, 0, 3], [4, 5, 0]]), np.array([0, 1, -1]))
c.equal([[1.5, 5.0, 0.0, 3.0], [5.5, 2.0, -2.0, 4.5]], rows, weights, bias)
c.equal([[2.75, -1.0], [-0.25, 2.0]], np.array([[2], [-1]]), np.array([[1, -1]]),
        np.array([0.75, 1.0]))
c.holds("an input of zeros scores b",
        lambda f, g: close(f(np.zeros((2, 3)), weights, bias), np.stack([bias, bias])))
c.equal(0.5, np.array([[9, 11, 2], [5, 0, 1]]), np.array([1, 2]), of="accuracy")
c.equal(0.75, np.array([[1.0, 3.0, 2.0], [5.0, 0.0, -1.0], [-4.0, -1.0, -2.0], [0.0, 2.0, 7.0]]),
        np.array([1, 0, 1, 1]),
        of="accuracy")
# ties
c.equal(2 / 3, np.array([[2.0, 2.0, 1.0], [0.0, 4.0, 4.0], [3.0, 1.0, 3.0]]), np.array([0, 2, 0]),
        of="accuracy")
c.equal(0.2, np.array([[0.2, 0.7], [4.0, 3.0], [0.5, -2.0], [-1.0, 0.0], [7.0, 8.0]]),
        np.array([0, 1, 1, 1, 0]),
        of="accuracy")
c.sweep()  # tries further inputs
c.score()

# %% [markdown]
# ### Templates without training
#
# A weighted sum is large where the weights are like the picture. So a column of `W` is a *template* (템플릿): what the class
# should look like. The plainest template of a class is the mean of its pictures, m (the mean garment of 0.9). And the class whose mean is nearest to a
# picture x is found by scores that are linear: ‖x − m‖² = ‖x‖² − 2 x · m + ‖m‖², where ‖x‖² is the same for all classes; so
# `W[:, k] = m` and `b[k] = -0.5 * (m @ m)` rank the classes by distance.

# %%
means = np.stack([X[y == k].mean(axis=0) for k in range(10)])  # (10, 784)

if ready("linear_classifiers.means", "linear_scores"):
    fig, axes = new_figure(ncols=5, nrows=2, height=2.9,
                           title="The mean of each class's 500 pictures, used as its template")
    for k, ax in enumerate(axes.flat):
        draw.picture(ax, means[k].reshape(28, 28))
        ax.set_title(CLASS_NAMES[k], loc="center", fontsize=8.5, pad=3)
    plt.show()
    W, b = means.T, -0.5 * np.sum(means**2, axis=1)
    by_mean = accuracy(linear_scores(X_test, W, b), y_test)
    without = accuracy(linear_scores(X_test, W, 0 * b), y_test)
    print(f"accuracy on 1,000 new pictures: {by_mean:.3f}; without the biases {without:.3f}")

# %% [markdown]
# *What you saw.* Ten mean pictures classify two thirds (0.665) of the new pictures correctly; guessing would give 0.100. Without the
# biases it is 0.267: templates with much ink win by their ink, and the bias is what corrects that.

# %% [markdown]
# ### From scores to probabilities
#
# Scores have no scale: is a lead of 3 much? *Softmax* (소프트맥스) turns each row into positive numbers that sum to 1:
#
# $$p_k = \frac{e^{\mathtt{scores}_k}}{\sum_j e^{\mathtt{scores}_j}}$$
#
# A lead of 3 makes one probability (확률) e³ = 20 times the other. Only differences count: the same number added to all scores of
# a row changes nothing. That is useful, because e¹⁰⁰⁰ is more than a float64, NumPy's usual number of 64 bits, can hold (its largest is about e⁷⁰⁹): as
# written, the formula gives infinity divided by infinity, which is NaN.

# %% [markdown]
# ### Exercise 1.2 — Softmax (2 points)
# Write `softmax(scores)`.
#
# - `scores` (N, C) holds floats (64 or 32 bits) or integers. What comes back is a new array (N, C): the softmax of each *row*.
# - `softmax(np.array([[1.0, 1.0, 1.0], [0.0, 0.0, np.log(2)]]))` is `[[1/3, 1/3, 1/3], [0.25, 0.25, 0.5]]`.
# - For scores from −1000 to 1000 it returns the right values without a warning; in float32 as well (whose largest number is about e⁸⁸). Rows may be of very different size.
# - A probability may be small, but it is not cut off: a score 60 below the row's largest gets e⁻⁶⁰ = 8.757 · 10⁻²⁷ of it.
#
# <details><summary>Hint 1</summary>You may add any number to all scores of a row. Which number makes every exponential at most 1?</details>
# <details><summary>Hint 2</summary>Subtract the row's own largest score. Then one exponential of the row is e⁰ = 1, so the sum cannot be 0 either.</details>
# <details><summary>Hint 3</summary>A maximum along axis 1 has shape (N,), and (N, C) − (N,) is not what you want. Reductions have an argument that keeps the axis: (N, 1).</details>

# %% ex-softmax
def softmax(scores):
    """Probabilities from scores, row by row, safe for large scores.

    Parameters
    ----------
    scores : ndarray (N, C), floats or integers

    Returns
    -------
    ndarray (N, C), each row sums to 1
    """
    ### BEGIN SOLUTION
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))  # at most 1
    return e / np.sum(e, axis=1, keepdims=True)
    ### END SOLUTION

# %% check-softmax
c = Check("linear_classifiers.softmax", points=2)
z = np.array([[0.3, -1.2, 2.0], [1.0, 0.5, -0.4]])
large = np.array([[1000.0, 1000.0, -1000.0], [-1000.0, -1001.0, -1002.0],
                  [-1000.0, 1000.0, -1000.0]])
c.equal([[1 / 3, 1 / 3, 1 / 3], [0.25, 0.25, 0.5]],
        np.array([[1.0, 1.0, 1.0], [0.0, 0.0, np.log(2)]]))
c.equal([[0.125, 0.25, 0.625], [0.375, 0.375, 0.25]], np.log([[1.0, 2.0, 5.0], [3.0, 3.0, 2.0]]))
# integers
c.equal([[0.7310586, 0.2689414], [0.5, 0.5], [0.0474259, 0.9525741]],
        np.array([[1, 0], [0, 0], [-1, 2]]))
c.holds("a number added to a row changes nothing",
        lambda f: close(f(z + np.array([[5.0], [-3.0]])), f(z)))
c.equal([[0.5, 0.5, 0.0], [0.6652410, 0.2447285, 0.0900306], [0.0, 1.0, 0.0]], large,
        part="large scores", quiet=True)
c.equal([[0.7310586, 0.0, 0.2689414]], np.array([[95.0, 0.0, 94.0]], dtype=np.float32),
        part="large scores", quiet=True)
c.equal([[0.0, 0.8807971, 0.1192029]], np.array([[0, 1000, 998]]), part="large scores", quiet=True)
c.equal([[0.7310586, 0.2689414]], np.array([[-1000.0, -1001.0]]), part="large scores", quiet=True)
c.measure("10²⁷ times the probability of a score 60 below the largest", 8.756511,
          lambda f: 1e27 * f(np.array([[70.0, 10.0]]))[0, 1], tol=1e-4, part="large scores")
c.sweep()
### BEGIN HIDDEN TESTS
z = c.rng.normal(0, 2, (5, 4))
p = np.array([[1 / np.sum(np.exp(row - one)) for one in row] for row in z])
c.equal(p, z + 900, part="large scores", quiet=True, tol=1e-6)
c.equal(p, z - np.array([[990.0], [-990.0], [0.0], [500.0], [-200.0]]), part="large scores",
        quiet=True, tol=1e-6)
### END HIDDEN TESTS
c.score()

# %% [markdown]
# ### How sure is sure?
#
# Softmax makes probabilities out of any scores. Divide the scores by a *temperature* (온도) first: the order of the classes stays,
# the confidence does not. The scores here are those of the mean templates, for one test picture.

# %%
if ready("linear_classifiers.temperature", "linear_scores", "softmax"):
    scores = linear_scores(X_test, means.T, -0.5 * np.sum(means**2, axis=1))
    sneaker = 12

    def draw_temperature(temperature=4):
        p = softmax(scores[sneaker : sneaker + 1] / temperature)[0]
        fig, axes = new_figure(ncols=3, height=2.9, width_ratios=(0.7, 1, 1))
        draw.picture(axes[0], X_test[sneaker].reshape(28, 28), f"{CLASS_NAMES[y_test[sneaker]]}")
        draw.bars(axes[1], scores[sneaker], CLASS_NAMES, y_test[sneaker], text="{:.0f}")
        draw.bars(axes[2], p, [""] * 10, y_test[sneaker], xlim=(0, 1))
        panel_title(axes[1], "scores")
        panel_title(axes[2], f"softmax(scores / {temperature:g})")

    explore(draw_temperature, temperature=[0.5, 1, 2, 4, 8, 16, 32])

# %% [markdown]
# *What you saw.* The sneaker leads the sandal by one point. At temperature 0.5 that makes 0.86 against 0.14, at 4 it makes 0.56 against
# 0.44, at 32 the other eight classes have more than half together: the scores decide who wins, the scale decides how surely. Training will
# choose the scale, because the next loss makes it pay.

# %% [markdown]
# ### The price of a wrong probability
#
# How good are the probabilities? *Cross-entropy* (교차 엔트로피) looks at one number of each row, the probability of the true class:
#
# $$\mathtt{loss} = -\frac1N \sum_n \log p_{n,\,y_n}$$
#
# 1 costs nothing, 0.5 costs 0.69, 0.1 costs 2.3, 0.01 costs 4.6. Its gradient (기울기) with respect to the scores is short. For one
# picture of class y the loss is $\log \sum_j e^{\mathtt{scores}_j} - \mathtt{scores}_y$. The slope of the logarithm is one over its argument, so
#
# $$\frac{\partial\,\mathtt{loss}}{\partial\,\mathtt{scores}_k} = \frac{e^{\mathtt{scores}_k}}{\sum_j e^{\mathtt{scores}_j}} - [k = y] = p_k - [k = y]$$
#
# where [k = y] is 1 for the true class and 0 for the others. The mean over N pictures divides it by N. So training pushes the true class's score up by what its probability lacks,
# and the others down by what they have too much.
#
# A trap remains. For a score 1000 below the row's largest a correct softmax returns exactly 0, and log 0 is −∞. The cure: never compute that probability. With m
# the largest score of the row,
#
# $$-\log p_k = m - \mathtt{scores}_k + \log \sum_j e^{\mathtt{scores}_j - m}$$

# %% [markdown]
# ### Exercise 1.3 — Cross-entropy and its gradient (2 points)
# Write `softmax_cross_entropy(scores, y)`.
#
# - `scores` (N, C) holds floats (64 or 32 bits) or integers, `y` (N,) the true classes.
# - What comes back is a pair: the `loss`, one number, the mean over the N rows; and `dscores` (N, C), its gradient with respect to `scores`.
# - With `scores = [[0, 0], [0, 0]]` and `y = [0, 1]`: every probability is 0.5, the loss is log 2 = 0.6931, and `dscores` is `[[-0.25, 0.25], [0.25, -0.25]]`.
# - Safe for scores from −1000 to 1000, without a warning: with `scores = [[1000, 0]]` the loss is 0 for class 0 and exactly 1000 for class 1, not infinity.
#
# <details><summary>Hint 1</summary>For the loss: which term of the last formula is different for every class, and which two belong to the whole row?</details>
# <details><summary>Hint 2</summary>NumPy picks one entry of each row by two index arrays: the row numbers 0 … N − 1 and the classes y. With <code>a = np.array([[5, 6], [7, 8]])</code>, <code>a[[0, 1], [1, 0]]</code> is <code>[6, 7]</code>: entry 1 of row 0, and entry 0 of row 1.</details>
# <details><summary>Hint 3</summary>For the gradient: begin with the softmax, a new array. Subtract 1 in the N places of hint 2. What does the mean in the loss do to every gradient?</details>

# %% ex-softmax_cross_entropy
def softmax_cross_entropy(scores, y):
    """Mean cross-entropy of softmax probabilities, and its gradient, safe for large scores.

    Parameters
    ----------
    scores : ndarray (N, C), floats or integers
    y : ndarray (N,)
        True classes, whole numbers from 0 to C - 1.

    Returns
    -------
    loss : float
    dscores : ndarray (N, C)
    """
    ### BEGIN SOLUTION
    rows = np.arange(len(y))
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    loss = np.mean(np.log(np.sum(np.exp(shifted), axis=1)) - shifted[rows, y])
    dscores = softmax(scores)
    dscores[rows, y] -= 1
    return loss, dscores / len(y)
    ### END SOLUTION

# %% check-softmax_cross_entropy
c = Check("linear_classifiers.softmax_cross_entropy", points=2)
# probabilities 0.625 and 0.375 for the true classes
z, t = np.log([[1.0, 2.0, 5.0], [3.0, 3.0, 2.0]]), np.array([2, 0])
whole, kinds = np.array([[1, 0, 3, 1], [0, 2, -1, -2], [1, 1, 1, 1]]), np.array([3, 1, 0])
far = np.array([[1000.0, -1000.0, 0.0], [1000.0, 1000.0, -1000.0], [-1000.0, -1000.0, -500.0]])
kinds_far = np.array([0, 2, 1])  # these rows cost 0, 2000 + log 2 and 500
one = {"tol": 1e-6, "part": "loss"}
c.equal((0.7254164, [[0.0625, 0.125, -0.1875], [-0.3125, 0.1875, 0.125]]), z, t, part="dscores")
c.measure("the loss of two rows of zeros", 0.6931472,
          lambda f: f(np.zeros((2, 2)), np.array([0, 1]))[0], **one)
c.measure("the loss where the true classes have 0.625 and 0.375", 0.7254164, lambda f: f(z, t)[0],
          **one)
c.measure("the loss of three rows of integers", 1.2831517, lambda f: f(whole, kinds)[0], **one)
c.measure("the loss at ±1000 (∞ is shown as 9999)", 833.5643824,
          lambda f: min(f(far, kinds_far)[0], 9999.0), **one)
c.equal((1.2831517, [[0.034163732, 0.012568135, 0.25243773, -0.2991696],
                     [0.037485738, -0.056349113, 0.013790232, 0.005073143],
                     [-1 / 4, 1 / 12, 1 / 12, 1 / 12]]), whole, kinds, part="dscores")
c.equal((833.5643824, [[0, 0, 0], [1 / 6, 1 / 6, -1 / 3], [0, -1 / 3, 1 / 3]]), far, kinds_far,
        part="dscores", quiet=True)
step = np.array([[0.0, 1e-5, 0.0], [0.0, 0.0, 0.0]])
c.holds("dscores[0, 1] is the slope of your loss", lambda f: close(
    f(z, t)[1][0, 1], (f(z + step, t)[0] - f(z - step, t)[0]) / 2e-5, tol=1e-4), part="dscores")
c.sweep()
### BEGIN HIDDEN TESTS
s, k = c.rng.normal(0, 2, (6, 3)), c.rng.integers(0, 3, 6)
p = np.array([[1 / np.sum(np.exp(row - one)) for one in row] for row in s])
c.measure("the loss, six rows", -sum(np.log(row[i]) for row, i in zip(p, k)) / 6,
          lambda f: f(s, k)[0], **one)
### END HIDDEN TESTS
c.score()

# %% [markdown]
# ## B. Learning
#
# ### One step down
#
# The weight `W[d, k]` enters the score of class k of every example n, multiplied by `X[n, d]`; so its gradient is the sum over n of
# `X[n, d] * dscores[n, k]` (the chain rule, 연쇄 법칙). For all weights at once:
#
# $$\mathtt{dW} = \mathtt{X}^{\mathsf T}\,\mathtt{dscores} \qquad \mathtt{db} = \sum_n \mathtt{dscores}_n$$
#
# *Gradient descent* (경사 하강법) steps against them, `W - lr * dW`; the learning rate (학습률) `lr` sets the length. All 5,000 pictures for one step
# would be slow: *stochastic gradient descent* (SGD, 확률적 경사 하강법) takes a mini-batch of, say, 50, a noisy gradient, a hundred
# times cheaper. One pass over all the data is an *epoch* (에포크): 100 such steps. Your `random_batch` of 0.6 drew one batch; in an epoch each picture comes once.

# %% [markdown]
# ### Exercise 1.4 — Mini-batches and a step of SGD (2 points)
# Write `minibatches(N, size, rng)` and `sgd_step(W, b, X, dscores, lr)`.
#
# - `minibatches` returns the batches of one epoch, a *list* of arrays of whole numbers: 0 … N − 1 in an order drawn from `rng`, cut into pieces of `size`. Each number occurs once. The last piece is shorter if N is not a multiple of `size`.
# - `rng` is a NumPy generator, as in 0.6; `dir(rng)` lists its methods.
# - `minibatches(10, 4, rng)` may be `[array([8, 1, 5, 0]), array([2, 9, 7, 6]), array([4, 3])]`, and is another list at the next call.
# - `sgd_step` takes `W` (D, C), `b` (C,), the batch `X` (N, D), the gradient `dscores` (N, C) of the loss with respect to the batch's scores, and `lr`. It returns the new `W` and the new `b`, as a pair. Arrays may hold floats or integers.
# - With `W = [[1], [2]]`, `b = [0]`, `X = [[1, 3], [2, 0]]`, `dscores = [[0.5], [-1]]` and `lr = 0.1`: dW is `[[-1.5], [1.5]]`, db is `[-0.5]`, so `[[1.15], [1.85]]` and `[0.05]` come back.
#
# <details><summary>Hint 1</summary>Which method of a generator gives the numbers 0 … N − 1 in random order? Where do the pieces start, and what does a slice do that reaches past the end?</details>
# <details><summary>Hint 2</summary>Check the shapes: dW must be (D, C), and X is (N, D). The mean over the batch is in dscores already: is there anything left to divide?</details>
# <details><summary>Hint 3</summary><code>W -= …</code> writes into the caller's array. <code>W - …</code> makes a new one.</details>

# %% ex-sgd_step
def minibatches(N, size, rng):
    """The mini-batches of one epoch: all indices once, in random order, in pieces.

    Parameters
    ----------
    N : int
        Number of examples.
    size : int
        Examples in a batch; the last batch may have fewer.
    rng : numpy.random.Generator

    Returns
    -------
    list of ndarray of int
    """
    ### BEGIN SOLUTION
    order = rng.permutation(N)
    return [order[start : start + size] for start in range(0, N, size)]
    ### END SOLUTION


def sgd_step(W, b, X, dscores, lr):
    """One step of gradient descent for the weights and biases of a linear classifier.

    Parameters
    ----------
    W : ndarray (D, C)
    b : ndarray (C,)
    X : ndarray (N, D)
        The batch.
    dscores : ndarray (N, C)
        Gradient of the loss with respect to the batch's scores.
    lr : float
        Learning rate.

    Returns
    -------
    W : ndarray (D, C)
    b : ndarray (C,)
        New arrays.
    """
    ### BEGIN SOLUTION
    dW = X.T @ dscores
    db = np.sum(dscores, axis=0)
    return W - lr * dW, b - lr * db
    ### END SOLUTION

# %% [markdown]
# The check looks at whole epochs: `epochs(f, N, size, count)` calls your `minibatches` that many times, always with the same generator; `in_order` puts
# an epoch's batches into one row, `occur` counts how many of the numbers 0 … N − 1 are in it, and `stuck` how often an end of the row stays in place.
# And a first batch that holds four neighbours, such as 8, 9, 10, 11 in any order, tells that whole batches were shuffled instead of single numbers.

# %% setup-epochs
def epochs(f, N, size, count=1):
    rng = np.random.default_rng(5)
    return [f(N, size, rng) for _ in range(count)]


def in_order(epoch):
    return np.concatenate(epoch)


def occur(epoch, N):  # np.bincount takes whole numbers from 0 on, and nothing else
    return np.count_nonzero(np.bincount(in_order(epoch), minlength=N)[:N])


def stuck(rows):  # of many orders of 0 … N − 1
    return sum(row[0] == 0 for row in rows) + sum(row[-1] == len(row) - 1 for row in rows)

# %% check-sgd_step
c = Check("linear_classifiers.sgd_step", "minibatches", points=2)
weights = np.array([[1.0, 0.0, 2.0, -1.0], [0.0, 3.0, -1.0, 1.0], [2.0, 1.0, 0.0, 0.5]])
bias = np.array([0.5, -1.0, 0.0, 2.0])
rows, dz = (
    np.array([[1.0, 2.0, 0.0], [-1.0, 0.0, 3.0]]),
    np.array([[0.5, -0.25, 0.0, -0.25], [0.1, 0.2, -0.5, 0.2]]),
)
c.equal(([[1.15], [1.85]], [0.05]),
        np.array([[1], [2]]), np.array([0]), np.array([[1, 3], [2, 0]]), np.array([[0.5], [-1.0]]),
        0.1)
c.equal(([[-1.0, 2.25, -0.5, 1.25], [-5.0, 5.5, -1.0, 3.5], [0.5, -2.0, 7.5, -2.5]],
         [-2.5, -0.75, 2.5, 2.25]),
        weights, bias, rows, dz, 5.0)
one = {"tol": 0, "part": "minibatches"}
c.measure("batches of 4 from 10", 3, lambda g, f: len(epochs(f, 10, 4)[0]), **one)
c.measure("the size of the last of them", 2, lambda g, f: len(epochs(f, 10, 4)[0][-1]), **one)
c.measure("batches of 4 from 12", 3, lambda g, f: len(epochs(f, 12, 4)[0]), **one)
c.measure("batches of 50 from 7", 1, lambda g, f: len(epochs(f, 7, 50)[0]), **one)
c.measure("of 0 … 29, how many occur", 30, lambda g, f: occur(epochs(f, 30, 7)[0], 30), **one)
c.measure("different orders in 20 epochs", 20,
          lambda g, f: len({tuple(in_order(e)) for e in epochs(f, 8, 3, 20)}), **one)
c.measure("how often a first batch holds 4 numbers in a row, of 20", 0,
          lambda g, f: sum(np.ptp(e[0]) == 3 for e in epochs(f, 48, 4, 20)), **one)
c.measure("how often 0 comes first or 47 last, of 40 times", 1, tol=4, part="minibatches",
          compute=lambda g, f: stuck([in_order(e) for e in epochs(f, 48, 4, 20)]))
c.holds("the generator decides: the same seed gives the same batches", part="minibatches",
        true=lambda g, f: close(in_order(epochs(f, 30, 7)[0]), in_order(epochs(f, 30, 7)[0])))
c.sweep()
### BEGIN HIDDEN TESTS
c.holds("every index once",
        lambda g, f: close(np.sort(in_order(epochs(f, 29, 6)[0])), np.arange(29)),
        part="minibatches")
c.holds("full batches", lambda g, f: [len(e) for e in epochs(f, 29, 6)[0]] == [6, 6, 6, 6, 5],
        part="minibatches")
### END HIDDEN TESTS
c.score()

# %% [markdown]
# ### The training loop
#
# These four functions are all that training takes. The loop below serves the whole notebook.

# %%
def fit(X, y, classes, *, loss=None, lr=0.1, epochs=10, size=50, W=None, watch=None):
    """Train a linear classifier with your functions, from weights 0 unless `W` is given.

    `loss(scores, y)` returns the loss and its gradient; `watch(step, W, b)` is called before every
    step and after the last.
    """
    W = np.zeros((X.shape[1], classes)) if W is None else W
    b, rng, step = np.zeros(classes), np.random.default_rng(0), 0
    loss = loss or softmax_cross_entropy
    watch = watch or (lambda step, W, b: None)
    for _ in range(epochs):
        for batch in minibatches(len(X), size, rng):
            watch(step, W, b)
            _, dscores = loss(linear_scores(X[batch], W, b), y[batch])
            W, b = sgd_step(W, b, X[batch], dscores, lr)
            step += 1
    watch(step, W, b)
    return W, b

# %% [markdown]
# ### Prediction 1.a — Starting from nothing (1 point)
# A linear classifier with softmax and cross-entropy starts with all weights 0 and all biases 0, so that all scores are equal.
# It is trained for ten epochs on the 5,000 pictures. What happens?
#
# - (a) nothing: it stays at an accuracy of 10 %
# - (b) all ten templates become the same
# - (c) it learns as well as from small random weights
#
# Decide before you run what follows. The point is for deciding; being wrong costs nothing.

# %% predict-zeros
def predict_zeros():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_zeros
c = Check("linear_classifiers.predict_zeros", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("linear_classifiers.learning", "linear_scores", "softmax_cross_entropy", "sgd_step",
         "predict_zeros"):
    steps, curves, trained = [], {}, {}
    for name, spread in (("from zeros", 0.0), ("from σ = 0.1", 0.1)):
        steps, curves[name] = [], []

        def watch(step, W, b):
            if step % 20 == 0:
                steps.append(step)
                curves[name].append(accuracy(linear_scores(X_test, W, b), y_test))

        start = np.random.default_rng(1).normal(0, spread, (784, 10))
        trained[name] = fit(X, y, 10, W=start, watch=watch)
    ends = {name: np.mean(curve[-5:]) for name, curve in curves.items()}  # the last 80 steps
    fig, axes = new_figure(ncols=3, height=2.7, width_ratios=(2, 1, 1))
    draw.learning(axes[0], steps, curves, "accuracy on the test pictures", chance=0.1)
    for ax, name in zip(axes[1:], curves):
        draw.template(ax, trained[name][0][:, 4].reshape(28, 28), f"template “Coat”,\n{name}",
                      limit=0.5)
    plt.show()
    print("mean accuracy of the last 80 steps: "
          + ", ".join(f"{name} {end:.3f}" for name, end in ends.items()))
    templates = trained["from zeros"][0].T
    apart = min(np.abs(one - other).max() for k, one in enumerate(templates)
                for other in templates[:k])
    outcome = "a" if ends["from zeros"] < 0.2 else "b" if apart < 1e-6 else "c"
    reveal("predict_zeros", outcome,
           "Each class gets a gradient of its own, through its labels: no two templates stay "
           "equal. (In networks with hidden layers zeros are a bad start: notebook 04.)")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# From zeros the accuracy rises steeply in the first 20 steps, and to about 0.8 at the end; from σ = 0.1 it starts more slowly and
# arrives at the same. Yet the noise of the random start is still in the template: a weight changes only where there is ink, for dW is a sum
# of pictures, and where pixels are nearly always 0 it stays as it was.
#
# </details>

# %% [markdown]
# ### What it has learned
#
# Each column of `W` is a picture. Orange: ink here speaks for the class. Purple: ink here speaks against it.

# %%
if ready("linear_classifiers.templates", "linear_scores", "softmax_cross_entropy", "sgd_step"):
    snapshots = {}

    def keep(step, W, b):
        if step in (1, 10, 100, 300, 1000):
            snapshots[step] = W, accuracy(linear_scores(X_test, W, b), y_test)

    fit(X, y, 10, lr=0.03, watch=keep)

    def draw_templates(steps=1000):
        W, share = snapshots[steps]
        fig, axes = new_figure(ncols=5, nrows=2, height=3.0,
                               title=f"Templates after {steps} steps: accuracy {share:.2f}")
        for k, ax in enumerate(axes.flat):
            draw.template(ax, W[:, k].reshape(28, 28), CLASS_NAMES[k])

    explore(draw_templates, steps=list(snapshots))

# %% [markdown]
# *What you saw.* After one step the templates are faint means; after 1,000 they say what *distinguishes* a class. The trouser's template punishes ink
# between the legs, the dress's rewards ink in the middle and punishes sleeves, the sandal's is a blur, for sandals have no common shape.

# %% [markdown]
# ### Reading one decision
#
# A score is a sum over the pixels. So it can be taken apart: `X_test[n] * W[:, k]` shows what each pixel adds to the score of class k.

# %%
if ready("linear_classifiers.evidence", "linear_scores", "softmax", "softmax_cross_entropy",
         "sgd_step", "predict_zeros"):
    W, b = trained["from zeros"]
    p = softmax(linear_scores(X_test, W, b))
    # a shirt that is taken for a T-shirt
    wrong = np.flatnonzero((p.argmax(axis=1) == 0) & (y_test == 6))[0]
    best = np.argsort(p[wrong])[::-1][:3]
    evidence = [(X_test[wrong] * W[:, k]).reshape(28, 28) for k in best]
    fig, axes = new_figure(ncols=4, height=2.3,
                           title="A shirt, and what its pixels add to three scores")
    draw.picture(axes[0], X_test[wrong].reshape(28, 28))
    for ax, k, parts in zip(axes[1:], best, evidence):
        text = f"{CLASS_NAMES[k]}\nsum {parts.sum():.2f}, p = {p[wrong, k]:.2f}"
        draw.template(ax, parts, text, limit=np.abs(evidence).max())
    plt.show()
    confused = [(np.mean(p[y_test == k].argmax(axis=1) == k), CLASS_NAMES[k]) for k in range(10)]
    print("best and worst recognized:",
          *(f"{name} {share:.0%}" for share, name in (max(confused), min(confused))))

# %% [markdown]
# *What you saw.* The sums for "T-shirt/top" and "Shirt" lie close together. One template for each class cannot hold both, shirts with long
# and with short sleeves: half to two thirds of the shirts are recognized, against more than nine in ten trousers. (In which order your batches came decides
# this, and even whether shirts or pullovers come out worst.)

# %% [markdown]
# ## C. Which loss?
#
# ### Regression
#
# *Classification* (분류) predicts one of C classes. *Regression* (회귀) predicts numbers, such as a price. Its common losses compare a
# prediction with a target: the *mean squared error* (MSE, 평균 제곱 오차) and the *mean absolute error* (MAE, 평균 절대 오차),
#
# $$\mathtt{mse} = \frac1n\sum_i (\mathtt{prediction}_i - \mathtt{target}_i)^2 \qquad \mathtt{mae} = \frac1n\sum_i |\mathtt{prediction}_i - \mathtt{target}_i|$$
#
# An error of 10 costs 100 times an error of 1 in the first, 10 times in the second. The slope of the squared error grows with the error;
# that of the absolute error is 1 or −1, however large the error is. At an error of 0 it has a kink; by convention its slope there is 0.

# %% [markdown]
# ### Exercise 1.5 — MSE and MAE with gradients (1 point)
# Write `mse(prediction, target)` and `mae(prediction, target)`.
#
# - Both arrays have the same shape, any shape, and hold floats (64 or 32 bits) or integers. n counts *all* entries.
# - What comes back is a pair: the loss, one number, and its gradient with respect to `prediction`, of `prediction`'s shape.
# - With `prediction = [3, 5]` and `target = [1, 5]`: `mse` gives 2 and `[2, 0]`, `mae` gives 1 and `[0.5, 0]`.
#
# <details><summary>Hint 1</summary>What is the derivative of e², and of |e|, with respect to e?</details>
# <details><summary>Hint 2</summary>The mean divides by the number of entries. So does every entry of the gradient.</details>
# <details><summary>Hint 3</summary>NumPy has a function that returns −1, 0 or 1.</details>

# %% ex-mse
def mse(prediction, target):
    """Mean squared error and its gradient.

    Parameters
    ----------
    prediction, target : ndarray of the same shape

    Returns
    -------
    loss : float
    dprediction : ndarray of prediction's shape
    """
    ### BEGIN SOLUTION
    error = prediction - target
    return np.mean(error**2), 2 * error / error.size
    ### END SOLUTION


def mae(prediction, target):
    """Mean absolute error and its gradient, 0 where the error is 0.

    Parameters
    ----------
    prediction, target : ndarray of the same shape

    Returns
    -------
    loss : float
    dprediction : ndarray of prediction's shape
    """
    ### BEGIN SOLUTION
    error = prediction - target
    return np.mean(np.abs(error)), np.sign(error) / error.size
    ### END SOLUTION

# %% check-mse
c = Check("linear_classifiers.mse", "mae", points=1)
guess, truth = (
    np.array([[1.0, 4.0, 0.0], [2.0, -1.0, 3.0]]),
    np.array([[0.0, 1.0, 0.0], [4.0, -1.0, 1.0]]),
)
c.equal((2.0, [2.0, 0.0]), np.array([3, 5]), np.array([1, 5]))
c.equal((3.0, [[1 / 3, 1.0, 0.0], [-2 / 3, 0.0, 2 / 3]]), guess, truth)
# integers
c.equal((2.6666667, [1.3333333, -1.3333333, 0.0]), np.array([3, -1, 0]), np.array([1, 1, 0]))
# three axes
c.equal((1.3125, [[[0.25, -0.5]], [[0.0, -1.0]]]),
        np.array([[[2.5, 0.0]], [[1.0, 3.0]]]), np.array([[[2.0, 1.0]], [[1.0, 5.0]]]))
c.equal((1.0, [0.5, 0.0]), np.array([3, 5]), np.array([1, 5]), of="mae")
c.equal((4 / 3, [[1 / 6, 1 / 6, 0.0], [-1 / 6, 0.0, 1 / 6]]), guess, truth, of="mae")
c.equal((1.3333333, [1 / 3, -1 / 3, 0.0]), np.array([3, -1, 0]), np.array([1, 1, 0]), of="mae")
c.equal((0.5005, [[[-0.5]], [[0.5]]]), np.array([[[-3.0]], [[0.5]]]),
        np.array([[[-2.0]], [[0.499]]]), of="mae")
c.sweep()
c.score()

# %%
if ready("linear_classifiers.constants", "mse"):
    # five deliveries; the last one got lost on the way
    minutes = np.array([18.0, 20.0, 21.0, 22.0, 69.0])
    guesses = np.linspace(10, 75, 651)

    def price(loss):  # of one guess for all five
        return np.array([loss(np.full(5, g), minutes)[0] for g in guesses])

    fig, axes = new_figure(ncols=2, height=2.5,
                           title="One guess for five delivery times (dots, in minutes)")
    for ax, name, loss, text in ((axes[0], "mse", mse, "lowest at"),
                                 (axes[1], "mae", mae, "lowest at")):
        values = price(loss)
        draw.constant_losses(ax, minutes, guesses, {name: values},
                             {name: (text, round(guesses[np.argmin(values)], 1))})
        ax.set_ylabel(name.upper())
    plt.show()
    print(f"mean {minutes.mean():g}, median {np.median(minutes):g}")
    for name, loss in (("mse", mse), ("mae", mae)):
        print(f"{name}: gradients of the five guesses at g = 30:",
              loss(np.full(5, 30.0), minutes)[1])

# %% [markdown]
# *What you saw.* The squared error asks for the mean, 30 minutes, which describes none of the five deliveries: the outlier's gradient
# equals that of the other four together. The absolute error asks for the median, 21 minutes (중앙값); for it, an outlier is one vote.

# %% [markdown]
# ### A yes or a no
#
# For a question with two answers one score is enough, called *logit* (로짓) z: the probability of "yes" is the sigmoid (시그모이드)
# p = 1 / (1 + e⁻ᶻ), which is the softmax of the two scores (z, 0). With labels y of 1 (yes) or 0 (no), *binary cross-entropy*
# (이진 교차 엔트로피), also called log-loss, takes the probability that was given to what happened:
#
# $$\mathtt{loss} = \frac1N \sum_n \begin{cases} -\log p_n & y_n = 1\\ -\log(1 - p_n) & y_n = 0\end{cases}$$
#
# A p of exactly 1 should cost nothing if the answer is yes, and infinitely much if it is no: who is certain, and wrong, has
# excluded what happened. From the logit instead of p, no infinity arises: with y = 0 the loss is log(1 + eᶻ), which is
# `max(z, 0) + log(1 + exp(-|z|))`; with y = 1 it is that minus z. The derivative of one example's loss with respect to its z is p − y, as in 1.3; the mean divides it by N.

# %% [markdown]
# ### Exercise 1.6 — Log-loss, from probabilities and from logits (2 points)
# Write `log_loss(p, y)` and `bce_with_logits(z, y)`. All arrays have shape (N,); `p` and `z` hold floats (64 or 32 bits), `z` also integers; `y` holds 0 and 1, integers or floats.
#
# - `log_loss` returns one number, the mean loss. Where p is exactly 0 or 1, a right answer adds 0 and a wrong one makes the loss infinite (`inf`). NaN never comes out. (NumPy's warning about log 0 costs nothing here; inside `with np.errstate(divide="ignore"):` it keeps quiet.)
# - `log_loss(np.array([1.0, 0.5]), np.array([1, 0]))` is 0.3466: (0 + 0.6931) / 2.
# - `bce_with_logits` returns a pair: the mean loss, one number, and its gradient `dz` (N,). It is safe for logits from −1000 to 1000, without a warning.
# - With `z = [0, 1000]` and `y = [1, 0]`: the loss is (0.6931 + 1000) / 2 = 500.3466, and `dz` is `[-0.25, 0.5]`.
#
# <details><summary>Hint 1</summary>The common formula y · log p + (1 − y) · log(1 − p) computes both logarithms. What is 0 · log 0 in floating point?</details>
# <details><summary>Hint 2</summary>Choose first, then take one logarithm: which number was given to what happened?</details>
# <details><summary>Hint 3</summary>For the logits the text gives both cases, y = 0 and y = 1, and they differ by z only: what must be subtracted, so that one formula holds for both? For a safe sigmoid: exp(−|z|) is never large. Or use your <code>softmax</code> on the scores (z, 0).</details>

# %% ex-bce_with_logits
def log_loss(p, y):
    """Mean binary cross-entropy of probabilities; infinite if something was excluded that happened.

    Parameters
    ----------
    p : ndarray (N,)
        Probabilities of "yes", from 0 to 1, both included.
    y : ndarray (N,)
        1 for yes, 0 for no.

    Returns
    -------
    float, 0 to infinity
    """
    ### BEGIN SOLUTION
    given = np.where(y == 1, p, 1 - p)  # to what happened
    with np.errstate(divide="ignore"):
        return np.mean(-np.log(given))
    ### END SOLUTION


def bce_with_logits(z, y):
    """Mean binary cross-entropy of sigmoid(z), and its gradient, safe for large logits.

    Parameters
    ----------
    z : ndarray (N,)
        Logits, floats or integers.
    y : ndarray (N,)
        1 for yes, 0 for no.

    Returns
    -------
    loss : float
    dz : ndarray (N,)
    """
    ### BEGIN SOLUTION
    s = np.exp(-np.abs(z))  # at most 1
    loss = np.mean(np.maximum(z, 0) - z * y + np.log(1 + s))
    p = np.where(z >= 0, 1, s) / (1 + s)
    return loss, (p - y) / len(z)
    ### END SOLUTION

# %% check-bce_with_logits
c = Check("linear_classifiers.bce_with_logits", "log_loss", points=2)
z, t = np.array([0.0, 2.0, -1.0, 0.5]), np.array([1, 0, 0, 1])
far, answers = np.array([1000.0, -1000.0, 1000.0, -1000.0]), np.array([1.0, 0.0, 0.0, 1.0])
c.equal((500.3465736, [-0.25, 0.5]), np.array([0, 1000]), np.array([1, 0]), quiet=True)
c.equal((0.9018535, [-0.125, 0.2201993, 0.0672354, -0.0943852]), z, t)
c.equal((1.7200948, [0.3655293, -0.4403985]), np.array([1, -2]), np.array([0, 1]))  # integers
c.equal((500.0, [0.0, 0.0, 0.25, -0.25]), far, answers, quiet=True)
c.equal((100.0, [0.5, 0.0]), np.array([200.0, -200.0], dtype=np.float32), np.array([0, 0]),
        quiet=True)
c.holds("yes at z costs what no costs at −z",
        lambda f, g: close(f(z, np.ones(4))[0], f(-z, np.zeros(4))[0]))
c.equal(0.3465736, np.array([1.0, 0.5]), np.array([1, 0]), of="log_loss")
c.equal(0.8634224, np.array([0.5, 0.25, 0.2]), np.array([1, 0, 1]), of="log_loss")
c.equal(0.0, np.array([1.0, 0.0]), np.array([1, 0]), of="log_loss")  # certain, and right
# one of them certain, and wrong
c.equal(np.inf, np.array([0.5, 0.0, 0.75]), np.array([0, 1, 1]), of="log_loss")
c.equal(np.inf, np.array([1.0, 1.0]), np.array([1.0, 0.0]), of="log_loss")
c.sweep()
c.score()

# %% [markdown]
# ### Why classifiers are not trained with the squared error
#
# One could also square the error of the probability, (p − y)². The picture shows both losses and their slopes for an example
# whose answer is yes. The shaded part: there p is exactly 0 in float32, and the log-loss *of the probability* is infinite.

# %%
if ready("linear_classifiers.logits", "softmax", "mse", "bce_with_logits"):
    z = np.linspace(-120, 20, 1401)
    p = softmax(np.stack([z, 0 * z], axis=1))[:, 0]  # the sigmoid of z
    losses = np.array([bce_with_logits(z[i : i + 1], np.ones(1)) for i in range(len(z))],
                      dtype=object)
    slope = np.array([dz[0] for _, dz in losses])
    squared = np.array([mse(p[i : i + 1], np.ones(1)) for i in range(len(z))], dtype=object)
    # chain rule: dp/dz = p (1 − p)
    squared_slope = np.array([dp[0] for _, dp in squared]) * p * (1 - p)
    p32 = softmax(np.stack([z, 0 * z], axis=1).astype(np.float32))[:, 0].astype(np.float32)
    with np.errstate(all="ignore"):
        infinite = np.array([np.isinf(log_loss(p32[i : i + 1], np.ones(1))) for i in range(len(z))])
    fig, axes = new_figure(ncols=2, height=2.7)
    draw.logit_curves(axes[0], z,
                      {"cross_entropy": ("log-loss, from z", losses[:, 0].astype(float), (-70, 85)),
                       "mse": ("squared error of p", squared[:, 0].astype(float), (-98, 9))},
                       "loss", infinite)
    near = np.abs(z) <= 10
    draw.logit_curves(axes[1], z[near], {"cross_entropy": ("log-loss", slope[near], (-9.5, -0.9)),
                                         "mse": ("squared error", squared_slope[near],
                                                 (1.2, -0.32))}, "slope")
    plt.show()
    k = np.argmin(np.abs(z + 10))
    print(f"at z = −10: slope of the log-loss {slope[k]:.4f}, of the squared error "
          f"{squared_slope[k]:.1e}")
    print(f"p is 0 in float32 below z = {z[infinite].max():.0f}")

# %% [markdown]
# *What you saw.* Where the classifier is certain and wrong (z = −10), the log-loss pulls with slope −1, the squared error of p with −0.00009: it has given up
# on the worst mistakes. And the log-loss from z goes on, 120 at z = −120, where the one computed from p is infinite in float32 (shaded).

# %% [markdown]
# ### The squared error punishes being right
#
# One can avoid the sigmoid and fit the scores themselves to 1 and 0 with the squared error. Then a score of 5 counts as an error of 4.
# The right-hand set has 15 more points of class 1, far from the boundary, on the correct side.

# %%
if ready("linear_classifiers.outliers", "linear_scores", "softmax_cross_entropy", "sgd_step",
         "mse"):
    rng = np.random.default_rng(3)
    near = np.concatenate([rng.normal((-1.2, 0.6), 0.5, (40, 2)),
                           rng.normal((1.2, -0.6), 0.5, (40, 2))])
    far = np.concatenate([near, rng.normal((6.5, -6.5), 0.5, (15, 2))])

    def one_hot_mse(scores, labels):
        return mse(scores, np.eye(scores.shape[1])[labels])

    fig, axes = new_figure(ncols=2, height=2.8)
    for ax, Z, title in zip(axes, (near, far), ("two classes", "15 clear cases more")):
        labels = (np.arange(len(Z)) >= 40).astype(int)
        lines = {}
        for name, loss, lr in (("cross_entropy", softmax_cross_entropy, 0.1),
                               ("mse", one_hot_mse, 0.01)):
            W, b = fit(Z, labels, 2, loss=loss, lr=lr, epochs=2000, size=len(Z))
            lines[name] = W[:, 1] - W[:, 0], b[1] - b[0]
            print(f"{title}, {name}: accuracy {accuracy(linear_scores(Z, W, b), labels):.3f}")
        draw.two_lines(ax, Z, labels, lines, title)
    axes[0].set_ylabel("x₂")
    axes[0].legend(frameon=False, fontsize=8.5, loc="lower left")
    plt.show()

# %% [markdown]
# *What you saw.* Without the far points both losses find nearly the same line. Fifteen far points, all on the right side, turn the line of the squared error
# until 5 of the 95 points are wrong, because it wants their large scores down to 1; for cross-entropy they are cases that cost nothing.

# %%
if ready("linear_classifiers.losses", "linear_scores", "softmax_cross_entropy", "sgd_step", "mse"):
    rates = np.array([0.003, 0.01, 0.03, 0.06, 0.1, 0.3])
    by_rate = {}
    for name, loss in (("cross_entropy", softmax_cross_entropy), ("mse", one_hot_mse)):
        by_rate[name] = []
        for lr in rates:
            with np.errstate(all="ignore"):  # some of them will overflow
                W, b = fit(X, y, 10, loss=loss, lr=lr)
                by_rate[name].append(accuracy(linear_scores(X_test, W, b), y_test))
        print(f"{name:>14}: "
              + ", ".join(f"lr {lr:g}: {share:.3f}" for lr, share in zip(rates, by_rate[name])))
    fig, ax = new_figure(height=2.4)
    draw.by_rate(ax, rates, by_rate)
    plt.show()

# %% [markdown]
# *What you saw.* On the clothes the squared error of the scores comes within a few points of cross-entropy, each at its best rate, but it needs a rate chosen with more
# care: at 0.1 it diverges (0.100 is guessing). Classification is what cross-entropy was made for; regression is what the squared error was made for.

# %% [markdown]
# ### What does "10 %" mean?
#
# A classifier gives a picture 10 % for "cat". What does that say about the picture, and is the rest "dog"? One can count.
#
# Our cats are shirts. Three classifiers with one logit each say how probable "shirt" is. The first was trained against all nine other
# classes. The second and third know only two classes, shirts and T-shirts, and learn from 400 pictures: one for 10 epochs, the other for
# 400 epochs with a larger learning rate, until it has almost learned them by heart. We look at new pictures to which they give 5 to 15 % "shirt".

# %% [markdown]
# ### Prediction 1.b — Ten per cent (1 point)
# Take the third classifier, and the new pictures that it calls "about 10 % shirt", so that, with two classes, the rest should be T-shirts.
# How many of them are shirts?
#
# - (a) 7 % to 15 %
# - (b) fewer than 7 %
# - (c) more than 15 %

# %% predict-calibration
def predict_calibration():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_calibration
c = Check("linear_classifiers.predict_calibration", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
def probability_of_shirt(pictures, labels, new_pictures, lr, epochs):
    """Train on `labels` (1 for shirt) with one logit; the probability of "shirt" of others."""
    def loss(scores, yes):
        value, dz = bce_with_logits(scores[:, 0], yes)
        return value, dz[:, None]

    W, b = fit(pictures, labels, 1, loss=loss, lr=lr, epochs=epochs)
    z = linear_scores(new_pictures, W, b)
    return softmax(np.concatenate([z, 0 * z], axis=1))[:, 0]


def reliability(p, yes, edges=np.linspace(0, 1, 6)):
    """Pictures in boxes by probability: mean probability, share of shirts, number of pictures."""
    box = np.clip(np.searchsorted(edges, p, side="right") - 1, 0, len(edges) - 2)
    boxes = [k for k in range(len(edges) - 1) if np.sum(box == k) >= 10]
    return [np.array([np.mean(p[box == k])
                      for k in boxes]), np.array([np.mean(yes[box == k]) for k in boxes]),
            np.array([np.sum(box == k) for k in boxes])]

# %%
if ready("linear_classifiers.calibration", "linear_scores", "softmax", "sgd_step",
         "bce_with_logits", "predict_calibration"):
    p_all = probability_of_shirt(X, (y == 6) * 1, X_test, lr=0.05, epochs=10)
    two = np.isin(y, (0, 6)), np.isin(y_test, (0, 6))
    pictures = np.concatenate([X[two[0]], X_test[two[1]]])
    shirt = np.concatenate([y[two[0]], y_test[two[1]]]) == 6
    p_short = probability_of_shirt(pictures[:400], shirt[:400] * 1, pictures[400:], lr=0.05,
                                   epochs=10)
    p_long = probability_of_shirt(pictures[:400], shirt[:400] * 1, pictures[400:], lr=0.1,
                                  epochs=400)
    fig, (left, right) = new_figure(ncols=2, height=3.1, width_ratios=(1.2, 1))
    draw.reliability(left, {"10 epochs": (COLOURS["good"], *reliability(p_short, shirt[400:])),
                            "400 epochs": (COLOURS["bad"], *reliability(p_long, shirt[400:]))})
    panel_title(left, "shirt or T-shirt, 800 new pictures")
    tenth = (p_all > 0.05) & (p_all < 0.15)
    draw.shares(right, np.bincount(y_test[tenth], minlength=10) / tenth.sum(), CLASS_NAMES, 6)
    panel_title(right, f"ten classes: {tenth.sum()} at 10 %")
    plt.show()
    happened = {}
    for name, p in (("10 epochs", p_short), ("400 epochs", p_long)):
        about = (p > 0.05) & (p < 0.15)
        happened[name] = np.mean(shirt[400:][about])
        print(f"{name}: {about.sum()} pictures at {p[about].mean():.1%} on average; "
              f"{happened[name]:.1%} of them are shirts")
    outcome = (
        "c" if happened["400 epochs"] > 0.15 else "b" if happened["400 epochs"] < 0.07 else "a"
    )
    reveal("predict_calibration", outcome,
           "Trained for long on few pictures, it is surer than it should be, on both sides.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# To the pictures that are counted both gave about 10 % on average. Where training went on for long, about a fifth of these pictures were shirts, whatever the order of the batches. Where it
# stopped early, the share scatters around what was said, from 3 to 13 % in four orders that we tried. (Larger dots hold more.) With ten classes, "not a shirt" was
# most often a coat or a pullover; and well below 10 % were shirts: that classifier says too much at this end.
#
# > **Myth.** "A probability of 0.1 for 'cat = 1' means '90 % dog'."
#
# **What is true:** it does so only if there are two classes *and* the model is *calibrated* (보정된), so that of all pictures to which it
# gives 10 %, 10 % are cats. That can be counted, on new data.
#
# </details>

# %% [markdown]
# ---
# **Half way.** Here is a good place to stop. You can turn scores into probabilities, train a classifier, read its templates, and say what each loss asks for. What follows needs
# exercises 1.1 to 1.4 only: run this notebook down to here when you come back. The second half is about what a straight boundary cannot do (D), and about features for pictures (E).
#
# ---

# %% [markdown]
# ## D. Straight boundaries
#
# ### Where two scores are equal
#
# Between two classes the boundary is where their scores are equal: `x @ (W[:, 1] - W[:, 0]) + (b[1] - b[0]) = 0`. With two features
# that is a straight line, with 784 a hyperplane (초평면), flat, with one dimension fewer than the space. Data that such a boundary can separate are called *linearly separable*
# (선형 분리 가능). The XOR set has four clusters at (±1, ±1); the class says whether the signs differ.

# %% [markdown]
# ### Prediction 1.c — The best line for XOR (1 point)
# Of *all* straight lines, not only those that training finds: which accuracy does the best one reach on the XOR set?
#
# - (a) about 50 %, as guessing
# - (b) about 75 %
# - (c) more than 90 %

# %% predict-xor
def predict_xor():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION

# %% check-predict_xor
c = Check("linear_classifiers.predict_xor", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
toys = {"blobs": blobs(180, np.random.default_rng(0)), "XOR": xor(200, np.random.default_rng(2)),
        "rings": rings(200, np.random.default_rng(0))}
G1, G2 = np.meshgrid(np.linspace(-1.8, 1.8, 181), np.linspace(-1.8, 1.8, 181))
grid = np.stack([G1.ravel(), G2.ravel()], axis=1)

if ready("linear_classifiers.straight", "linear_scores", "softmax_cross_entropy", "sgd_step",
         "predict_xor"):
    fig, axes = new_figure(ncols=3, height=2.6, sharey=True)
    for ax, (name, (Z, labels)) in zip(axes, toys.items()):
        W, b = fit(Z, labels, labels.max() + 1, lr=0.5, epochs=50)
        winner = np.argmax(linear_scores(grid, W, b), axis=1).reshape(G1.shape)
        share = accuracy(linear_scores(Z, W, b), labels)
        draw.regions(ax, G1, G2, winner, Z, labels, f"{name}: {share:.0%} right", size=9,
                     equal=True)
    plt.show()

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# Three blobs are cut apart by three half-lines. For XOR and the rings training ends little above 50 %, hardly better than guessing. Does it miss the best line,
# or is there none? The next figure tries them all.
#
# </details>

# %%
if ready("linear_classifiers.rotate", "linear_scores", "predict_xor"):
    corners, sides = toys["XOR"]

    def line(angle, offset):  # class 1 lies beyond the line, on the side to which its normal points
        normal = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
        return np.stack([-normal, normal], axis=1), np.array([offset, -offset])

    angles, offsets = np.arange(0, 181, 5), np.linspace(-2, 2, 41)
    hits = np.array([[accuracy(linear_scores(corners, *line(a, o)), sides) for o in offsets]
                     for a in angles])
    best = np.maximum(hits, 1 - hits).max(axis=1)  # the classes on either side may be exchanged

    def draw_line(angle=45, offset=0.8):
        fig, (left, right) = new_figure(ncols=2, height=2.9)
        W, b = line(angle, offset)
        share = accuracy(linear_scores(corners, W, b), sides)
        winner = np.argmax(linear_scores(grid, W, b), axis=1).reshape(G1.shape)
        draw.regions(left, G1, G2, winner, corners, sides,
                     f"this line: {max(share, 1 - share):.0%} right", size=10, equal=True)
        draw.sweep(right, angles, best, angle)
        panel_title(right, "the best offset for each direction")

    explore(draw_line, angle=(0, 180, 5), offset=(-2.0, 2.0, 0.1))
    print(f"the best of {hits.size:,} lines: {best.max():.1%}")
    outcome = "a" if best.max() < 0.65 else "b" if best.max() < 0.9 else "c"
    reveal("predict_xor", outcome,
           "Three clusters can be had, never the fourth: it lies on the wrong side.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# The best of 1,517 lines gets 76 % right: one corner cut off, three quarters plus a few stray points. No direction helps, so no training
# can (Minsky and Papert made such limits of linear units famous in 1969).
#
# </details>

# %% [markdown]
# ### A feature lift
#
# The classifier is linear in what it is given. So give it something else: *features* (특징) computed from the inputs. For the rings, polar
# coordinates (극좌표): the radius and the angle. For XOR, the product x₁ · x₂, which is negative exactly where the signs differ. Nothing in the
# classifier changes: it draws straight lines in the new plane, and they are curves in the old one.

# %%
if ready("linear_classifiers.lift", "linear_scores", "softmax_cross_entropy", "sgd_step"):
    def product(Z):
        return np.stack([Z[:, 0], Z[:, 0] * Z[:, 1]], axis=1)

    def polar(Z):
        return np.stack([np.arctan2(Z[:, 1], Z[:, 0]), np.hypot(Z[:, 0], Z[:, 1])], axis=1)

    fig, axes = new_figure(ncols=2, nrows=2, height=4.6, width_ratios=(1, 1.5))
    jobs = (("XOR", product, ("x₁", "x₁ · x₂"), (-1.8, 1.8, -2.6, 2.6)),
            ("rings", polar, ("angle", "radius"), (-3.2, 3.2, 0, 1.8)))
    for (plane, lifted), (name, lift, names, box) in zip(axes, jobs):
        Z, labels = toys[name]
        W, b = fit(lift(Z), labels, 2, lr=0.5, epochs=100)
        share = accuracy(linear_scores(lift(Z), W, b), labels)
        F1, F2 = np.meshgrid(np.linspace(*box[:2], 181), np.linspace(*box[2:], 181))
        feature_grid = np.stack([F1.ravel(), F2.ravel()], axis=1)
        for ax, (A1, A2), inputs, dots, text in ((plane, (G1, G2), lift(grid), Z,
                                                  f"{name}: {share:.1%} right"),
                                                 (lifted, (F1, F2), feature_grid, lift(Z),
                                                  "where the line is straight")):
            winner = np.argmax(linear_scores(inputs, W, b), axis=1).reshape(A1.shape)
            draw.regions(ax, A1, A2, winner, dots, labels, text, size=9, equal=ax is plane)
        lifted.set(xlabel=names[0], ylabel=names[1])
        plane.set(xlabel="x₁", ylabel="x₂")
    plt.show()

# %% [markdown]
# *What you saw.* In the plane of the new features both sets are cut by one straight line, without an error; carried back, the line is one hyperbola with two branches
# and a closed curve. The data were not too hard. They were described in the wrong terms.

# %% [markdown]
# ## E. Features for pictures
#
# ### Which colours, never mind where
#
# For pictures, too, one can choose what to hand over. A *colour histogram* (색 히스토그램) counts how often each colour occurs. Each channel,
# red, green and blue, is divided into `bins` equal intervals; together they make `bins`³ boxes, and each pixel falls into one. With
# `bins = 2`, (1, 0, 0), pure red, falls into box `[1, 0, 0]`, and so does a dark red (0.6, 0.1, 0.2).

# %% [markdown]
# ### Exercise 1.7 — Colour histogram (1 point)
# Write `colour_histogram(image, bins)`.
#
# - `image` (H, W, 3) holds floats (64 or 32 bits) from 0 to 1: red, green, blue. `bins` is a whole number.
# - A value v falls into interval number k, where k is v · bins without its fraction; only v = 1, which would make k = `bins`, belongs to the last interval, `bins` − 1. (NumPy's `histogramdd` and `digitize` may be used. They compare v with edges instead; of a v that rounding puts on the one or the other side of an edge nothing is asked.)
# - What comes back has shape (bins, bins, bins): entry `[r, g, b]` is the *share* of the pixels whose red falls into interval r, green into g and blue into b. All shares together make 1.
# - A picture of four pixels, three of them (1, 0, 0) and one (0.2, 0.9, 0.4): with `bins = 2`, `[1, 0, 0]` is 0.75, `[0, 1, 0]` is 0.25, and the other six entries are 0.
#
# <details><summary>Hint 1</summary>How do you turn v · bins into a whole number, and keep it below <code>bins</code>?</details>
# <details><summary>Hint 2</summary>A loop over the pixels that adds 1 in a box is right. Without a loop: number the boxes 0 … bins³ − 1 and count the numbers.</details>
# <details><summary>Hint 3</summary>With two channels, box (r, g) can have the number r · bins + g: that is the order in which <code>reshape</code> fills an array of shape (bins, bins). What does the third channel add to it?</details>

# %% ex-colour_histogram
def colour_histogram(image, bins):
    """Share of the pixels of an image in each box of the colour cube.

    Parameters
    ----------
    image : ndarray (H, W, 3)
        Red, green, blue, from 0 to 1.
    bins : int
        Intervals for each channel.

    Returns
    -------
    ndarray (bins, bins, bins)
        Indexed by red, green, blue; sums to 1.
    """
    ### BEGIN SOLUTION
    k = np.minimum((image * bins).astype(int), bins - 1)
    box = (k[..., 0] * bins + k[..., 1]) * bins + k[..., 2]
    return np.bincount(box.ravel(), minlength=bins**3).reshape(bins, bins, bins) / box.size
    ### END SOLUTION

# %% check-colour_histogram
c = Check("linear_classifiers.colour_histogram", points=1)
red, mixed = [1.0, 0.0, 0.0], [0.2, 0.9, 0.4]
# 1 × 5 pixels
stripe = np.array([[[0.5, 0.1, 0.1], [0.1, 0.4, 0.9], [0.1, 0.4, 1.0], [0.9, 0.4, 0.8],
                    [0.7, 0.7, 0.1]]])
thirds = np.zeros((3, 3, 3))
thirds[1, 0, 0], thirds[0, 1, 2], thirds[2, 1, 2], thirds[2, 2, 0] = 0.2, 0.4, 0.2, 0.2
c.equal([[[0.0, 0.0], [0.25, 0.0]], [[0.75, 0.0], [0.0, 0.0]]],
        np.array([[red, mixed], [red, red]]), 2)
# 3 × 1 pixels; 0.5 is in the upper half
c.equal([[[0.0, 0.0], [0.0, 2 / 3]], [[0.0, 1 / 3], [0.0, 0.0]]],
        np.array([[[0.5, 0.4, 0.6]], [[0.1, 0.5, 1.0]], [[0.4, 0.9, 0.7]]]), 2)
# dark
c.equal([[[1.0, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]],
        np.array([[[0.4, 0.1, 0.2], [0.3, 0.45, 0.2]]]), 2)
c.equal(thirds, stripe, 3)
c.measure("entry [7, 7, 7] of a white picture, with 8 bins", 1.0,
          lambda f: f(np.ones((2, 2, 3)), 8)[7, 7, 7], tol=1e-9)
c.equal([[[1.0]]], stripe, 1)
c.holds("where a colour is does not matter", lambda f: close(f(stripe, 4), f(stripe[:, ::-1], 4)))
c.sweep()
c.score()

# %% [markdown]
# Coloured shapes put it to the test: six shapes in five colours, anywhere in a picture of 32 × 32 pixels. The colour says nothing about the shape.

# %%
pictures, shape, colour, _ = shapes(2000, np.random.default_rng(0))  # (2000, 32, 32, 3)

if ready("linear_classifiers.colours", "colour_histogram"):
    chosen = [np.flatnonzero((shape == s) & (colour == k))[0] for s, k in ((0, 0), (2, 0), (2, 3))]
    fig, axes = new_figure(ncols=3, nrows=2, height=3.2, height_ratios=(1, 1))
    for n, (above, below) in zip(chosen, axes.T):
        draw.picture(above, pictures[n], f"{COLOUR_NAMES[colour[n]]} {SHAPE_NAMES[shape[n]]}")
        draw.histogram_cube(below, colour_histogram(pictures[n], 3))
    plt.show()

# %% [markdown]
# *What you saw.* The background fills most of a picture; of the shapes, red is in boxes [2, 0, 0] and [2, 1, 0], blue in others. Between the red circle and the
# red triangle only the heights of the bars differ, and those depend on the size.

# %% [markdown]
# ### Which edges, roughly where
#
# A shape is told by its edges. At an edge the grey values change; the *image gradient* says how much and in which direction. The
# *centred differences* gx = right neighbour − left neighbour and gy = neighbour below − neighbour above give the magnitude
# √(gx² + gy²) and the angle. Dark on light should look like light on dark, so opposite directions
# count as one: angles are taken modulo 180° (*unsigned*).
#
# The *histogram of oriented gradients* (HOG, 기울기 방향 히스토그램) cuts the picture into square cells. In each cell every pixel
# votes for its direction, with its magnitude as weight. Directions are kept, places only as exactly as a cell.
#
# Here are the votes in one cell of 3 × 3 pixels, with three ranges of directions, called bins. (Rows count downwards, so gy > 0 points down.)

# %%
gx = np.array([[2, 2, 0], [2, 3, 0], [0, 0, -3]])
gy = np.array([[0, 0, 0], [0, 4, 2], [0, 2, 4]])
bin_of = np.array([[0, 0, 0], [0, 0, 1], [0, 1, 2]])
fig, (left, right) = new_figure(ncols=2, height=2.5)
draw.cell_gradients(left, gx, gy, bin_of)
draw.cell_votes(right, np.array([11, 4, 5]))
panel_title(left, "gradients, and their magnitudes")
panel_title(right, "the cell's histogram h")
plt.show()

# %% [markdown]
# *What you saw.* The pixel in the middle has gx = 3 and gy = 4, so magnitude 5 and angle 53°: it gives 5 to the bin from 0° to 60°, and three others give 2 each. Pixels in which
# nothing changes give nothing. Of h = [11, 4, 5] the proportions are kept: divided by its length √(121 + 16 + 25) it is [0.86, 0.31, 0.39].

# %% [markdown]
# ### Exercise 1.8 — Histogram of oriented gradients (3 points)
# Write `image_gradients(image)` and `hog(image, cell, bins, eps)`. `image` (H, W) holds floats (64 or 32 bits) or integers, at least 2 × 2.
#
# `image_gradients` returns a pair, `magnitude` and `angle`, both (H, W):
#
# - `gx[i, j] = image[i, j+1] − image[i, j−1]`, and 0 in the first and last column;
# - `gy[i, j] = image[i+1, j] − image[i−1, j]`, and 0 in the first and last row: y points down, as the rows do, so that 45° goes from upper left to lower right;
# - `magnitude` is √(gx² + gy²);
# - `angle` is the direction of (gx, gy) in radians, modulo π: at least 0, below π. A pixel with gx = 1 and gy = −1 points to −45°, and gets 135°, half a turn further: 2.3562. So π becomes 0. Where gx and gy are both 0, it is 0.
#
# `hog` cuts `image` into cells of `cell` × `cell` pixels (H and W are multiples of `cell`) and returns an array (H / cell, W / cell, bins):
#
# - direction bin k (0 … bins − 1) holds the angles from k · π/bins up to, not including, (k + 1) · π/bins;
# - entry k of a cell's histogram h is the sum of the magnitudes of its pixels whose angle lies in bin k;
# - each cell is normalized by itself: h / √(Σ h² + eps²). `eps` is 0.3 unless the caller says otherwise.
# - With `cell = 2`, `bins = 3` and `eps = 1.5`, the picture of four rows `[0, 0, 1, 1]` has h = [2, 0, 0] in each of its 2 × 2 cells: two pixels with magnitude 1 and angle 0. Normalized: 2 / √(4 + 2.25) = 0.8.
#
# <details><summary>Hint 1</summary>For gx: start with zeros, and fill all columns but the first and last. A slice from column 2 on, minus a slice that ends two columns earlier, is all of them at once. <code>zeros_like</code> of an integer picture holds integers.</details>
# <details><summary>Hint 2</summary>NumPy's arctangent with two arguments knows all four quadrants and needs no division. Its result lies between −π and π; the operator % brings it to where you want it. But rounding can make π itself of a tiny negative angle: into which bin does it fall then?</details>
# <details><summary>Hint 3</summary>For the histogram: the bin number of every pixel is its angle divided by the width of a bin, rounded down. For each k, keep the magnitudes where the number is k, and 0 elsewhere; then sum over every cell.</details>
# <details><summary>Hint 4</summary>Two loops over the cells are right. Without a loop: a picture of 6 × 8 pixels, reshaped to (3, 2, 4, 2), is 3 rows of 4 cells of 2 × 2 pixels. Which two of the four axes lie inside a cell?</details>

# %% ex-hog
def image_gradients(image):
    """Magnitude and unsigned direction of the grey values' change, by centred differences.

    Parameters
    ----------
    image : ndarray (H, W)

    Returns
    -------
    magnitude : ndarray (H, W)
    angle : ndarray (H, W)
        In radians, at least 0 and below pi.
    """
    ### BEGIN SOLUTION
    gx, gy = np.zeros(image.shape), np.zeros(image.shape)
    gx[:, 1:-1] = image[:, 2:] - image[:, :-2]
    gy[1:-1] = image[2:] - image[:-2]
    return np.hypot(gx, gy), np.arctan2(gy, gx) % np.pi
    ### END SOLUTION


def hog(image, cell, bins, eps=0.3):
    """Histogram of oriented gradients: one normalized histogram of directions for each cell.

    Parameters
    ----------
    image : ndarray (H, W)
        H and W are multiples of `cell`.
    cell : int
        Side of a cell in pixels.
    bins : int
        Directions from 0 to pi.
    eps : float, positive
        Keeps the noise of nearly empty cells small.

    Returns
    -------
    ndarray (H / cell, W / cell, bins)
    """
    ### BEGIN SOLUTION
    magnitude, angle = image_gradients(image)
    # rounding can make a tiny negative angle π, which is 0
    k = np.floor(angle / (np.pi / bins)).astype(int) % bins
    votes = magnitude[..., None] * (k[..., None] == np.arange(bins))  # (H, W, bins)
    H, W = image.shape
    h = votes.reshape(H // cell, cell, W // cell, cell, bins).sum(axis=(1, 3))
    return h / np.sqrt(np.sum(h**2, axis=-1, keepdims=True) + eps**2)
    ### END SOLUTION

# %% check-hog
c = Check("linear_classifiers.hog", "image_gradients", points=3)
small = np.array([[4, 0, 1, 2, 5, 0], [5, 0, 3, 0, 9, 3], [0, 2, 9, 10, 1, 0]])  # integers
tall = np.array([[0, 0, 3, 6], [0, 4, 3, 6], [1, 4, 0, 0], [5, 0, 8, 3], [5, 2, 0, 1],
                 [5, 2, 1, 1]])
wide = np.array([[1.0, 2.0, 0.0, 5.0, 5.0, 0.0], [2.0, 2.0, 1.0, 0.0, 3.0, 3.0],
                 [0.0, 6.0, 2.0, 1.0, 1.0, 4.0]])
c.equal(([[0.0, 3.0, 2.0, 4.0, 2.0, 0.0], [4.0, 2.8284271, 8.0, 10.0, 5.0, 0.0],
          [0.0, 9.0, 8.0, 8.0, 10.0, 0.0]],
         [[0.0] * 6, [1.5707963, 2.3561945, 1.5707963, 0.9272952, 2.2142974, 0.0], [0.0] * 6]),
         small, of="image_gradients")
c.equal(([[0.0, 0.0], [2.0, 0.5], [0.0, 0.0]], [[0.0, 0.0], [1.5707963, 1.5707963], [0.0, 0.0]]),
        np.array([[1.0, 0.5], [7.0, 7.0], [3.0, 0.0]]), of="image_gradients")
c.equal([[[0.8, 0.0, 0.0], [0.8, 0.0, 0.0]]] * 2, np.array([[0.0, 0.0, 1.0, 1.0]] * 4), 2, 3,
        eps=1.5)
# h = [8, 1, 0] and [6, 6, 3.6056]
c.equal([[[0.5533716, 0.0691714, 0.0], [0.3964912, 0.3964912, 0.2382615]],
         [[0.0, 0.7232630, 0.1987153], [0.2070197, 0.2760262, 0.4418576]],
         [[0.2909572, 0.0, 0.3917131], [0.0663308, 0.6016913, 0.0]]], tall, 2, 3, eps=12.0)
c.equal([[[0.9069871, 0.0, 0.0, 0.0, 0.0824534, 0.3399640, 0.2332134, 0.0, 0.0],
          [0.8731431, 0.0, 0.0, 0.0, 0.2494695, 0.2789153, 0.3118368, 0.0, 0.0]]], wide, 3, 9)
c.equal([[[0.0] * 5]], np.full((4, 4), 7.0), 4, 5)  # nothing changes anywhere
# 90° lies in the upper bin
c.equal([[[0.0, 0.9922779]]], np.repeat([0.0, 1.0], 8).reshape(4, 4), 4, 2, eps=1.0)
c.holds("dark on light is light on dark", lambda f, g: close(f(7 - wide, 3, 5), f(wide, 3, 5)))
c.sweep()
c.score()

# %%
if ready("linear_classifiers.orientations", "hog"):
    fig, axes = new_figure(ncols=3, height=1.9,
                           title="HOG, cells of 4 × 4 pixels, 9 directions; lines lie along the "
                                 "edges")
    for ax, n in zip(axes, (0, 1, 2)):
        image = X_test[n].reshape(28, 28)
        draw.orientations(ax, image, hog(image, 4, 9), 4)
    plt.show()
    print("numbers for each picture:", hog(image, 4, 9).size, "instead of", image.size)

# %% [markdown]
# *What you saw.* The lines follow the outlines: soles lie, trouser legs stand, and the inside of a plain surface stays empty. Of each cell HOG keeps which
# directions there are, and not where in the 4 × 4 pixels.

# %% [markdown]
# ### What each feature can tell
#
# The coloured shapes, twice: tell the colour, and tell the shape. The classifier is the same linear one each time; only what it is given differs.

# %%
if ready("linear_classifiers.tell", "linear_scores", "softmax_cross_entropy", "sgd_step",
         "colour_histogram", "hog"):
    features = {
        "pixels": (pictures.reshape(2000, -1), 0.01),
        "colour histogram": (np.array([colour_histogram(image, 3).ravel() for image in pictures]),
                             1.0),
        "HOG": (np.array([hog(image.mean(axis=2), 8, 9).ravel() for image in pictures]), 0.3),
    }
    rows = []
    for name, (F, lr) in features.items():
        rows.append([])
        for labels, classes in ((colour, 5), (shape, 6)):
            W, b = fit(F[:1500], labels[:1500], classes, lr=lr, epochs=40)
            rows[-1].append(accuracy(linear_scores(F[1500:], W, b), labels[1500:]))
    names = [f"{name}\n{F.shape[1]} numbers" for name, (F, _) in features.items()]
    fig, ax = new_figure(height=2.3, title="Accuracy of a linear classifier on 500 new pictures")
    draw.table(ax, rows, names, ["which colour?", "which shape?"], chance=[1 / 5, 1 / 6])
    plt.show()

# %% [markdown]
# *What you saw.* The colour histogram tells the colour without an error, from 27 numbers, and the shape hardly better than by guessing (sizes help a little). HOG
# is the other way round: more than nine in ten shapes and about a third of the colours. Raw pixels hold both, but a linear classifier gets only half of the shapes out.

# %% [markdown]
# ### Which small parts, never mind where
#
# A text can be sorted by topic from its words alone, whatever their order. For pictures, words must be made first. Cut out *patches* (패치),
# small windows at many places; choose K of them as a *codebook* (코드북) of *visual words* (시각 단어); replace each patch of a picture by
# the nearest word; count, and divide by the number of patches. What is left is a *bag of visual words* (BoW): which parts occur, in which shares, and nothing about where.

# %% [markdown]
# ### Exercise 1.9 — Bag of visual words (2 points)
# Write `visual_words(patches, codebook)` and `bag_of_words(patches, codebook)`. Arrays may hold floats (64 or 32 bits) or integers.
#
# - `patches` (M, D) holds M patches of D numbers, `codebook` (K, D) K words.
# - `visual_words` returns M whole numbers, an array (M,): for each patch the index, 0 … K − 1, of the word at the smallest Euclidean distance (√ of the sum of squared differences). Of equally near words the first counts.
# - `bag_of_words` returns an array (K,): the share of the M patches whose nearest word is word k, for every k. Words that do not occur have share 0.
# - With the codebook `[[0, 0], [4, 0], [0, 9]]` and the patches `[[1, 1], [3, 1], [5, -1], [4, 0]]`: the words are `[0, 1, 1, 1]`, the bag `[0.25, 0.75, 0]`.
#
# The contest below describes 4,000 pictures of 289 patches with these functions: seconds with whole arrays, half an hour with loops over patches and words.
#
# <details><summary>Hint 1</summary>For all distances at once, broadcast (M, 1, D) against (1, K, D), as in 0.4. (With 2 patches and 3 words of 5 numbers, (2, 1, 5) − (1, 3, 5) has the shape (2, 3, 5): a difference for every pair.) Which axis disappears when you sum the squares, and along which of the remaining two do you look for the smallest?</details>
# <details><summary>Hint 2</summary>Is the root needed, to find the smallest? And with ‖p − w‖² = ‖p‖² − 2 p · w + ‖w‖², which term is the same for all words?</details>
# <details><summary>Hint 3</summary>For the bag: NumPy can count whole numbers, but its result ends at the largest one that occurs, unless you tell it how long to be.</details>

# %% ex-visual_words
def visual_words(patches, codebook):
    """Index of the nearest word of each patch; of equally near words the first.

    Parameters
    ----------
    patches : ndarray (M, D)
    codebook : ndarray (K, D)

    Returns
    -------
    ndarray (M,) of int, 0 to K - 1
    """
    ### BEGIN SOLUTION
    # (M, K), without the patch's own square
    distance = np.sum(codebook**2, axis=1) - 2 * patches @ codebook.T
    return np.argmin(distance, axis=1)
    ### END SOLUTION


def bag_of_words(patches, codebook):
    """Share of the patches that each word is nearest to.

    Parameters
    ----------
    patches : ndarray (M, D)
    codebook : ndarray (K, D)

    Returns
    -------
    ndarray (K,), sums to 1
    """
    ### BEGIN SOLUTION
    words = visual_words(patches, codebook)
    return np.bincount(words, minlength=len(codebook)) / len(words)
    ### END SOLUTION

# %% check-visual_words
c = Check("linear_classifiers.visual_words", "bag_of_words", points=2)
book = np.array([[0, 0], [4, 0], [0, 9]])
cuts = np.array([[1, 1], [3, 1], [5, -1], [4, 0]])
words = np.array([[1.0, 0.0, 2.0], [-3.0, 1.0, 0.5], [0.0, 5.0, -1.0], [2.5, 2.0, 6.0]])
pieces = np.array([[-2.0, 1.0, 0.0], [2.0, 1.5, 3.5], [0.2, 0.0, 1.0], [3.0, 3.0, 9.0],
                   [-0.5, 3.0, 0.0]])
c.equal([0, 1, 1, 1], cuts, book)
c.equal([1, 0, 0, 3, 2], pieces, words)
# ties: the first
c.equal([0, 1], np.array([[2.0, 0.0], [6.0, 4.0]]), np.array([[0.0, 0.0], [4.0, 0.0], [8.0, 8.0]]))
# √8 = 2.83 against 3.5; 3 against 3.25 and against 3.39
c.equal([1, 2, 4], np.array([[0, 0], [10, 10], [-20, -20]]),
        np.array([[3.5, 0.0], [2.0, 2.0], [13.0, 10.0], [12.3, 12.3], [-17.0, -20.0],
                  [-17.6, -17.6]]))
c.equal([1, 0, 1], np.array([[1], [2], [-90]]), np.array([[1.75], [0.5]]))  # integers among floats
c.equal([1, 0], np.array([[0.9], [0.3]]), np.array([[0], [1]]))
c.equal([0.25, 0.75, 0.0], cuts, book, of="bag_of_words")
c.equal([0.4, 0.2, 0.2, 0.2], pieces, words, of="bag_of_words")
c.equal([0.0, 0.8, 0.2, 0.0], np.array([[4.0], [2.0], [1.0], [2.0], [5.0]]),
        np.array([[-1.0], [2.0], [6.0], [9.0]]),
        of="bag_of_words")
c.holds("the order of the patches does not matter", part="bag_of_words",
        true=lambda f, g: close(g(pieces[::-1], words), g(pieces, words)))
c.sweep()
c.score()

# %% [markdown]
# ### A codebook for clothes
#
# Each picture gets a margin of 6 empty pixels, so that nothing is cut off at its border. Patches of 7 × 7 pixels begin at every second pixel: 289 for each
# picture. From each its mean is subtracted, and it is divided by its length (plus a little, so that empty patches stay near 0): a word should say which
# structure, not how bright. The codebook: word 0 is the empty patch, the others are 99 patches drawn at random from 300 training pictures.

# %%
def patches_of(picture, size=7, stride=2):
    """A picture's windows with a margin, as rows (M, size²): means subtracted, lengths below 1."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(picture, size - 1),
                                                       (size, size))[::stride, ::stride]
    patches = windows.reshape(-1, size * size)
    patches = patches - patches.mean(axis=1, keepdims=True)
    return patches / np.sqrt(np.sum(patches**2, axis=1, keepdims=True) + 0.1)


many_patches = np.concatenate([patches_of(x.reshape(28, 28)) for x in X[:300]])
busy = many_patches[np.linalg.norm(many_patches, axis=1) > 0.5]
codebook = np.concatenate([np.zeros((1, 49)),
                           np.random.default_rng(0).choice(busy, 99, replace=False)])

if ready("linear_classifiers.words", "visual_words"):
    shoe = X_test[0].reshape(28, 28)
    fig, axes = new_figure(ncols=3, nrows=2, height=3.1, width_ratios=(1.5, 0.7, 2))
    for ax in axes[:, 0]:
        ax.remove()
    bag = bag_of_words(patches_of(shoe), codebook)
    often = 1 + np.argsort(bag[1:])[::-1][:3]
    place = fig.add_subplot(axes[0, 0].get_gridspec()[:, 0])
    draw.mosaic(place, codebook.reshape(-1, 7, 7), 10, "words 0 … 99, row by row", mark=often)
    for row, picture, title in zip(axes, (shoe, np.roll(shoe, -4, axis=0)),
                                   ("a shoe", "the shoe, 4 pixels higher")):
        draw.picture(row[1], picture, frame=True)
        draw.word_shares(row[2], np.append(0, bag_of_words(patches_of(picture), codebook)[1:]),
                         COLOURS["bow"], title)
    axes[1, 2].set_xlabel("word (without word 0, the empty patch)")
    plt.show()
    print(f"word 0: {bag[0]:.0%} of the patches; then",
          ", ".join(f"{k} ({bag[k]:.1%})" for k in often))

# %% [markdown]
# *What you saw.* 58 % of the shoe's patches are empty; the others use 47 words, three of them (framed) most often. Moved up by 4 pixels, the shoe has exactly
# the same bag. (By 3 it would be nearly the same: the patches begin at every second pixel, so an odd shift cuts them differently.)

# %% [markdown]
# ### Prediction 1.d — Two pixels to the right (1 point)
# Before the three features compete: a linear classifier, trained on the raw pixels of 2,000 pictures, recognizes about four in five of 500 test pictures. Now every test picture is moved
# two pixels to the right (of 28); empty columns come in on the left. What is its accuracy then?
#
# - (a) still about 80 %: two pixels are hardly to be seen
# - (b) between 65 and 75 %
# - (c) below 65 %

# %% predict-shift
def predict_shift():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_shift
c = Check("linear_classifiers.predict_shift", points=1)
c.one_of("a", "b", "c")
c.score()

# %% [markdown]
# ### The contest
#
# The same 2,000 training and 500 test pictures, the same classifier, three descriptions. Of the bags the square root is taken, so that the
# commonest words do not drown the others. The shifts are even because the patches begin at every second pixel.

# %%
def describe(x):
    """One picture (784,) in three ways."""
    picture = x.reshape(28, 28)
    return {"pixels": x, "hog": hog(picture, 4, 9).ravel(),
            "bow": np.sqrt(bag_of_words(patches_of(picture), codebook))}


if ready("linear_classifiers.shift", "linear_scores", "softmax_cross_entropy", "sgd_step", "hog",
         "visual_words", "predict_shift"):
    learn, rates = (
        [describe(x) for x in X[:2000]],
        {"pixels": (0.1, 20), "hog": (0.3, 20), "bow": (1.0, 30)},
    )
    models = {}
    for name, (lr, epochs) in rates.items():
        F = np.array([one[name] for one in learn])
        models[name] = fit(F, y[:2000], 10, lr=lr, epochs=epochs)
    texts = {"pixels": "pixels (784)", "hog": "HOG (441)", "bow": "bag of words (100)"}

    def judge(some):  # accuracy on the first 500 test pictures, by feature
        described = [describe(x) for x in some]
        scores = [linear_scores(np.array([one[name] for one in described]), *models[name])
                  for name in texts]
        return [accuracy(one, y_test[:500]) for one in scores]

    shifts, wide = (
        np.array([0, 2, 4, 6]),
        np.pad(X_test[:500].reshape(-1, 28, 28), ((0, 0), (0, 0), (6, 0))),
    )
    rows = np.array([judge(wide[:, :, 6 - shift : 34 - shift].reshape(500, 784))
                     for shift in shifts])
    found = dict(zip(texts, rows.T))
    fig, ax = new_figure(height=2.8, title="Moved to the right: what is left of the accuracy")
    draw.by_shift(ax, shifts, {name: (texts[name], found[name]) for name in texts})
    plt.show()
    for name, values in found.items():
        print(f"{texts[name]:>18}: " + "  ".join(f"{value:.3f}" for value in values))
    drop = found["pixels"][1]
    reveal("predict_shift", "a" if drop > 0.75 else "b" if drop > 0.65 else "c",
           f"It is {drop:.0%}: a template is compared pixel by pixel, and every edge now lies "
           "beside its place.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# In place, HOG is best (about 0.85), then pixels (0.8), then the bag (a little over 0.7). Two pixels, half a cell, cost the raw pixels 25 to 35 points and HOG less than
# half of that; six leave both at about 0.2. The bag has lost next to nothing by then, and that because parts of the clothes leave the picture: it never knew where anything was.
# What a feature forgets, a classifier need not learn; what it forgets cannot be told apart either.
#
# </details>

# %% [markdown]
# ## Further
#
# Three exercises that go beyond. They are checked like the others; they give no points.

# %% [markdown]
# ### Further 1.10 — A lift that needs no idea
# The product for XOR and the radius for rings took an idea each. All products of two features together hold both: the *squared* radius, x₁² + x₂², is a sum of two of them, and tells the rings apart as well as the radius.
# Write `products(X)`.
#
# - `X` (N, D) holds floats (64 or 32 bits) or integers. What comes back has shape (N, D + D(D + 1)/2): first the D columns of `X`, then one column for each pair i ≤ j, the product of columns i and j, in the order (0, 0), (0, 1), …, (0, D − 1), (1, 1), (1, 2), …
# - With `X = [[2, 3, 5]]` it is `[[2, 3, 5, 4, 6, 10, 9, 15, 25]]`.
#
# <details><summary>Hint 1</summary>How many pairs i ≤ j are there for D = 3? Two loops, the inner one from i on, visit them in order.</details>
# <details><summary>Hint 2</summary>NumPy can name the indices of the upper triangle of a D × D matrix, diagonal included, in the same order.</details>

# %% ex-products
def products(X):
    """The columns of X and all their products in pairs.

    Parameters
    ----------
    X : ndarray (N, D)

    Returns
    -------
    ndarray (N, D + D (D + 1) / 2)
    """
    ### BEGIN SOLUTION
    i, j = np.triu_indices(X.shape[1])
    return np.concatenate([X, X[:, i] * X[:, j]], axis=1)
    ### END SOLUTION

# %% check-products
c = Check("linear_classifiers.products", points=0)
c.equal([[2, 3, 5, 4, 6, 10, 9, 15, 25]], np.array([[2, 3, 5]]))
c.equal([[1.0, -2.0, 1.0, -2.0, 4.0], [0.5, 3.0, 0.25, 1.5, 9.0], [0.0, -1.5, 0.0, 0.0, 2.25]],
        np.array([[1.0, -2.0], [0.5, 3.0], [0.0, -1.5]]))
c.equal([[-3.0, 9.0], [0.1, 0.01]], np.array([[-3.0], [0.1]]))
c.sweep()
c.score()

# %%
if ready("linear_classifiers.products", "linear_scores", "softmax_cross_entropy", "sgd_step",
         "products"):
    fig, axes = new_figure(ncols=3, height=2.3, sharey=True)
    three = {"XOR": toys["XOR"], "rings": toys["rings"],
             "spirals": spirals(200, np.random.default_rng(0), classes=2)}
    for ax, (name, (Z, labels)) in zip(axes, three.items()):
        W, b = fit(products(Z), labels, 2, lr=0.5, epochs=200)
        winner = np.argmax(linear_scores(products(grid), W, b), axis=1).reshape(G1.shape)
        draw.regions(ax, G1, G2, winner, Z, labels,
                     f"{name}: {accuracy(linear_scores(products(Z), W, b), labels):.1%}", 9,
                     equal=True)
    plt.show()

# %% [markdown]
# *What you saw.* The same five columns separate XOR and rings without an error, and no idea was needed. The spirals, at about 90 %, need more than products of two; and
# with 784 pixels there would be 308,504 columns: notebook 02 lets the features be learned instead.

# %% [markdown]
# ### Further 1.11 — Cross-entropy with soft labels
# Instead of "class 2", a target may be a whole row of probabilities: three people of ten called it a coat. *Categorical cross-entropy*
# (범주형 교차 엔트로피) in its general form is −Σₖ targetₖ · log pₖ; with a one-hot target it is that of exercise 1.3.
# Write `soft_cross_entropy(scores, targets)`.
#
# - `scores` (N, C), floats or integers; `targets` (N, C), each row not negative, with sum 1.
# - What comes back is the pair of the mean loss and `dscores` (N, C). Safe for scores from −1000 to 1000.
# - With `scores = [[0, 0]]` and `targets = [[0.25, 0.75]]`: the loss is log 2 = 0.6931, `dscores` is `[[0.25, -0.25]]`.
#
# <details><summary>Hint 1</summary>The last formula before exercise 1.3 gives −log pₖ for every k at once, without a probability.</details>
# <details><summary>Hint 2</summary>In 1.3 the gradient was: the probabilities minus the one-hot target, divided by N. What replaces the one-hot target?</details>

# %% ex-soft_cross_entropy
def soft_cross_entropy(scores, targets):
    """Mean cross-entropy against rows of target probabilities, and its gradient.

    Parameters
    ----------
    scores : ndarray (N, C)
    targets : ndarray (N, C)
        Rows that sum to 1.

    Returns
    -------
    loss : float
    dscores : ndarray (N, C)
    """
    ### BEGIN SOLUTION
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    log_p = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.sum(targets * log_p) / len(scores), (np.exp(log_p) - targets) / len(scores)
    ### END SOLUTION

# %% check-soft_cross_entropy
c = Check("linear_classifiers.soft_cross_entropy", points=0)
z, t = np.log([[1.0, 2.0, 5.0], [3.0, 3.0, 2.0]]), np.array([[0.5, 0.25, 0.25], [0.0, 0.0, 1.0]])
c.equal((0.6931472, [[0.25, -0.25]]), np.array([[0, 0]]), np.array([[0.25, 0.75]]))
c.equal((1.4450448, [[-0.1875, 0.0, 0.1875], [0.1875, 0.1875, -0.375]]), z, t)
c.equal((250.0, [[0.1, -0.1], [0.5, -0.5]]),
        np.array([[1000.0, 0.0], [-700.0, -1000.0]]), np.array([[0.8, 0.2], [0.0, 1.0]]))
c.holds("the gradients of a row cancel", lambda f: close(f(z, t)[1].sum(axis=1), np.zeros(2)))
c.sweep()
c.score()

# %% [markdown]
# ### Further 1.12 — A better codebook
# Words drawn at random repeat each other, and may miss what is rare. *k-means* (k-평균) improves a codebook: each patch goes to its nearest word,
# and each word moves to the mean of its patches; repeat. Write one such round, `kmeans_step(patches, codebook)`.
#
# - `patches` (M, D) and `codebook` (K, D), floats or integers. What comes back is the new codebook (K, D), floats.
# - Which patch belongs to which word is decided once, before any word moves. A word that is nearest to no patch stays where it is.
# - With the patches `[[1], [3], [10]]` and the codebook `[[2], [9], [50]]` it is `[[2], [10], [50]]`.
#
# <details><summary>Hint 1</summary>You have a function that says which patch belongs to which word.</details>
# <details><summary>Hint 2</summary>A loop over the K words, with a mask for each, is fine. What is the mean of no patches?</details>

# %% ex-kmeans_step
def kmeans_step(patches, codebook):
    """One round of k-means: every word moves to the mean of the patches that it is nearest to.

    Parameters
    ----------
    patches : ndarray (M, D)
    codebook : ndarray (K, D)

    Returns
    -------
    ndarray (K, D)
    """
    ### BEGIN SOLUTION
    words = visual_words(patches, codebook)
    return np.array([patches[words == k].mean(axis=0) if np.any(words == k) else word
                     for k, word in enumerate(codebook)])
    ### END SOLUTION

# %% check-kmeans_step
c = Check("linear_classifiers.kmeans_step", points=0)
cuts, book = (
    np.array([[1.0, 1.0], [3.0, -1.0], [0.0, 8.0], [2.0, 3.0]]),
    np.array([[0.0, 7.0], [2.0, 0.0], [-9.0, -9.0]]),
)
c.equal([[2], [10], [50]], np.array([[1], [3], [10]]), np.array([[2], [9], [50]]))
c.equal([[0.0, 8.0], [2.0, 1.0], [-9.0, -9.0]], cuts, book)
# integers come in, floats come out
c.equal([[1.5], [6.5]], np.array([[1], [2], [6], [7]]), np.array([[0], [9]]))
c.equal([[0], [8]], np.array([[0], [4], [6], [14]]), np.array([[1], [4]]))  # one round, not several
c.equal([[1.0], [10.0]], np.array([[0.0], [0.0], [3.0], [10.0]]), np.array([[2.0], [4.5]]))
c.holds("what has arrived stays", lambda f: close(f(cuts, f(cuts, book)), f(cuts, book)))
c.sweep()
c.score()

# %%
if ready("linear_classifiers.kmeans", "linear_scores", "softmax_cross_entropy", "sgd_step",
         "visual_words", "kmeans_step"):
    improved, misses = codebook, []
    sample = np.random.default_rng(1).choice(many_patches, 4000, replace=False)
    for _ in range(12):
        nearest = improved[visual_words(sample, improved)]
        misses.append(np.mean(np.sum((sample - nearest) ** 2, axis=1)))
        improved = kmeans_step(sample, improved)
    shares = {}
    for name, book in (("drawn at random", codebook), ("after 12 rounds of k-means", improved)):
        F, F_test = (np.sqrt([bag_of_words(patches_of(x.reshape(28, 28)), book) for x in some])
                     for some in (X[:2000], X_test[:500]))
        W, b = fit(F, y[:2000], 10, lr=1.0, epochs=30)
        shares[name] = accuracy(linear_scores(F_test, W, b), y_test[:500])
    fig, ax = new_figure(height=2.0)
    draw.mosaic(ax, improved.reshape(-1, 7, 7), 25, "the words after 12 rounds of k-means")
    plt.show()
    print("mean squared distance of a patch to its word: "
          + " ".join(f"{miss:.2f}" for miss in misses))
    print("accuracy with a codebook "
          + ", ".join(f"{name}: {share:.3f}" for name, share in shares.items()))

# %% [markdown]
# *What you saw.* Twelve rounds bring the patches nearer to their words (mean squared distance from 0.24 to 0.15); the accuracy hardly changes. Which
# codebook matters less than having one: words drawn at random do nearly as well.

# %% [markdown]
# ## To keep
#
# | | formula | gradient | use it for |
# |---|---|---|---|
# | linear scores | X W + b | dW = Xᵀ dscores, db = Σ dscores | a template and a bias for each class |
# | softmax | eˢ / Σ eˢ, after subtracting the row's maximum | inside the cross-entropy | probabilities of C classes |
# | cross-entropy | −log p of the true class | (p − one-hot) / N | classification, one class of C |
# | binary cross-entropy | −log p, or −log(1 − p), from the logit | (p − y) / N | yes or no |
# | MSE | mean of e² | 2 e / n | regression; asks for the mean |
# | MAE | mean of \|e\| | sign(e) / n | regression with outliers; asks for the median |
#
# | feature | keeps | forgets |
# |---|---|---|
# | pixels | everything, at its place | nothing, so a small shift is a new picture |
# | colour histogram | which colours, how much | where; shape |
# | HOG | directions of edges, place by cell | colour, brightness, place within a cell |
# | bag of visual words | which small parts, in which shares | where; how many patches there were |
#
# ### Traps
#
# - The logarithm of a probability that has been computed may be log 0. Compute the loss from the scores.
# - `max(axis=1)` without `keepdims=True` has shape (N,), and with N = C it broadcasts along the wrong axis without an error.
# - Mean or sum over the batch? The gradient must follow the loss, and the learning rate must fit both.
# - `W -= lr * dW` changes the caller's array: the weights that somebody kept change, too.
# - Bytes (uint8) wrap: 3 − 5 is 254. Turn pictures into floats before you subtract.
# - A probability is a promise. Count whether it is kept, on new data, before you tell somebody "90 %".
#
# ### Where to read on
#
# - Robbins and Monro, *A stochastic approximation method*, Annals of Mathematical Statistics 22, 1951.
# - Cover, *Geometrical and statistical properties of systems of linear inequalities*, IEEE Transactions on Electronic Computers, 1965: how often points are linearly separable, and why a lift helps.
# - Minsky and Papert, *Perceptrons*, 1969: what a linear threshold unit cannot compute.
# - Bridle, *Probabilistic interpretation of feedforward classification network outputs*, Neurocomputing, 1990: softmax under that name.
# - Swain and Ballard, *Color indexing*, International Journal of Computer Vision 7, 1991.
# - Sivic and Zisserman, *Video Google*, ICCV 2003; Csurka et al., *Visual categorization with bags of keypoints*, ECCV workshop 2004: visual words.
# - Dalal and Triggs, *Histograms of oriented gradients for human detection*, CVPR 2005, section 6: the choices in HOG, one by one (with blocks of cells, which we left out).
# - Bishop, *Pattern recognition and machine learning*, 2006, section 4.1.3: why the squared error is a poor classifier.
# - Coates and Ng, *The importance of encoding versus training with sparse coding and vector quantization*, ICML 2011: random patches make good codebooks.
# - Guo, Pleiss, Sun and Weinberger, *On calibration of modern neural networks*, ICML 2017, section 2: reliability diagrams.
# - Xiao, Rasul and Vollgraf, *Fashion-MNIST*, arXiv:1708.07747, 2017.
#
# Next: **The chain rule, by hand and by machine**.
#
# What you have earned in this notebook:

# %%
progress()
