# %% [markdown]
# # The chain rule, by hand and by machine
#
# **You will write the backward pass of a neural network yourself, prove it right to eight digits, and then read the 260 lines of
# Python that make it unnecessary ever to do so again.**
#
# You will be able to
#
# - train a perceptron, and say when its rule is certain to end and when it never can;
# - say what a stack of layers can do without a bend between them, and what with one;
# - send gradients back through a graph with four local rules: add, multiply, max, branch;
# - write `forward` and `backward` of an affine layer, of ReLU and of a two-layer network;
# - check any gradient by measuring it, choose the step, and recognize a kink;
# - read the source of a reverse-mode automatic differentiation, and say which line is which rule.
#
# Time: three hours to three and a half for exercises 2.1 to 2.9 (16 points) and four predictions (4 points), in two sittings if you like: after part C
# a line marks the middle. *Further* exercises are checked, but give no points. You need NumPy arrays, matrix products and derivatives; of the other
# notebooks, none. As in the whole course, functions leave their inputs as they are.

# %% setup
import numpy as np

from chainrule import Check, close, progress, ready, reveal

# %% [markdown]
# The next cell is for the pictures and experiments only; no exercise needs it.

# %%
import inspect
import timeit

import matplotlib.pyplot as plt

from chainrule import autodiff
from chainrule.autodiff import Tensor
from chainrule.data import blobs, load_fashion_mnist, rings, spirals, xor
from chainrule.figures import COLOURS, explore, label, new_figure
from chainrule.figures import backprop as draw
from chainrule.figures.graphs import graph as draw_graph
from chainrule.figures.start import cells
from chainrule.gradients import numerical_gradient, relative_error
from chainrule.nn import MLP, softmax_cross_entropy
from chainrule.training import train

# %% [markdown]
# ## A. A unit that learns from its mistakes
#
# In 1958 Frank Rosenblatt described a machine that learns to tell patterns apart. Its learning part is a single unit, the *perceptron* (퍼셉트론).
# It computes a weighted sum of its inputs, `score = x @ w + b`, and answers +1 if the score is positive, else −1. The weights (가중치) `w` and the
# bias (편향) `b` are not set by anyone: they are learned from examples `x` whose right answers `y` are known.
#
# ### Its rule
#
# $$\text{if the answer is wrong:}\qquad w \leftarrow w + \mathtt{lr}\; y\, x \qquad b \leftarrow b + \mathtt{lr}\; y$$
#
# After a mistake on an example with y = +1, its own x is added to `w`: next time this example's score is higher, by lr · (x · x + 1). For
# y = −1 it is subtracted. After a right answer nothing happens. The *learning rate* (학습률) `lr` is the size of the step.

# %% [markdown]
# ### Exercise 2.1 — The perceptron and its update (2 points)
# Write `perceptron_predict(w, b, X)` and `perceptron_update(w, b, x, y, lr)`.
#
# - `w` (D,) and `b`, a number, are the unit's weights and bias; floats or integers (in this notebook always signed ones, of 64 bits, as NumPy makes them of Python's).
# - `perceptron_predict`: `X` (N, D) holds N examples; what comes back has shape (N,) and holds +1 where the score is positive and −1 elsewhere: a score of exactly 0 means −1. For a single example `X` (D,) it is one number.
# - `perceptron_update`: `x` (D,) is one example, and `y`, +1 or −1, its right answer. It returns the pair `(w, b)` after one step of the rule: new values if the present answer is wrong, the old ones if it is right. `lr` is 1 unless the caller says otherwise.
# - With `w = [1, −2]`, `b = 0.5`, `x = [3, 1]`: the score is 1.5, the answer +1. For `y = −1` and `lr = 0.5` the update returns `[−0.5, −2.5]` and 0.
#
# <details><summary>Hint 1</summary>The update needs the unit's answer to this example. Which function gives it?</details>
# <details><summary>Hint 2</summary>A wrong answer to an example with y = −1 means: the score was too high. Which way do x and y change it?</details>
# <details><summary>Hint 3</summary>Compute new arrays with + and *. (<code>w += …</code> changes the array of the caller; and integers in it would stay integers.)</details>

# %% ex-perceptron_update
def perceptron_predict(w, b, X):
    """The answers of a perceptron.

    Parameters
    ----------
    w : ndarray (D,)
    b : number
    X : ndarray (N, D), or (D,) for one example

    Returns
    -------
    ndarray (N,), or a number for one example
        +1 where the score is positive, −1 elsewhere.
    """
    ### BEGIN SOLUTION
    return np.where(X @ w + b > 0, 1, -1)
    ### END SOLUTION


def perceptron_update(w, b, x, y, lr=1.0):
    """One step of the perceptron's rule.

    Parameters
    ----------
    w : ndarray (D,)
    b : number
    x : ndarray (D,)
        One example.
    y : number
        Its right answer, +1 or −1.
    lr : float

    Returns
    -------
    w : ndarray (D,)
    b : number
    """
    ### BEGIN SOLUTION
    if perceptron_predict(w, b, x) == y:
        return w.copy(), b
    return w + lr * y * x, b + lr * y
    ### END SOLUTION

# %% check-perceptron_update
c = Check("backprop.perceptron_update", "perceptron_predict", points=2)
w, X = np.array([1.0, -2.0]), np.array([[3.0, 1.0], [1.0, 2.0], [1.5, 1.0], [-0.3, -0.1]])
c.equal([1, -1, -1, 1], w, 0.5, X, of="perceptron_predict")  # scores 1.5, −2.5, 0, 0.4
c.equal([-1, 1, -1], np.array([2.0, 0.5, 1.0]), -1.0,
        np.array([[0.0, 1.0, 0.25], [1.0, 1.0, 1.0], [-3.0, 2.0, 4.0]]),
        of="perceptron_predict")
# one example: one number
c.equal(-1, np.array([2, -1]), -3, np.array([2, 2]), of="perceptron_predict")
c.equal(([-0.5, -2.5], 0.0), w, 0.5, np.array([3.0, 1.0]), -1, lr=0.5)  # wrong
c.equal(([1.0, -2.0], 0.5), w, 0.5, np.array([3.0, 1.0]), 1, lr=0.5)  # right: nothing happens
# wrong the other way, with the default lr
c.equal(([3.0, 1.0], 0.5), w, -0.5, np.array([2.0, 3.0]), 1)
# a score of 0 means −1: wrong
c.equal(([2.0, -1.0, 4.0], 1.0), np.zeros(3), 0.0, np.array([2.0, -1.0, 4.0]), 1)
# and here it is right
c.equal(([0.0, 0.0, 0.0], 0.0), np.zeros(3), 0.0, np.array([2.0, -1.0, 4.0]), -1)
# integers come in, floats come out
c.equal(([2.1, -2.8], 1.1), np.array([2, -3]), 1, np.array([1, 2]), 1, lr=0.1)


def two_rounds(update, predict):  # the sum of the weights and the bias after eight steps
    w, b = np.zeros(2), 0.0
    for x, y in [((1.0, 2.0), 1), ((3.0, 1.0), -1), ((0.0, 1.0), 1), ((-2.0, -1.0), -1)] * 2:
        w, b = update(w, b, np.array(x), y, lr=0.5)
    return w[0] + 10 * w[1] + 100 * b


c.measure("w[0] + 10 w[1] + 100 b after two rounds through four examples, lr = 0.5", -85.5,
          two_rounds, tol=1e-6)
c.sweep()  # tries further inputs
c.score()

# %% [markdown]
# ### Watch it learn
#
# Eighty points in two clusters, and a perceptron that starts with all weights 0. It goes through the points one after the other.
# Where `x @ w + b = 0`, at the *decision boundary* (결정 경계), the score changes its sign: in the plane it is a straight line. The arrow on it points to the side of +1.

# %%
def learn(X, y, most):
    """Pass through the data until no mistake is left: mistakes per pass, all (w, b)."""
    w, b = np.zeros(X.shape[1]), 0.0
    counts, path = [], [(w, b)]
    while len(counts) < most and (not counts or counts[-1]):
        wrong = 0
        for x, answer in zip(X, y):
            if perceptron_predict(w, b, x) != answer:
                w, b = perceptron_update(w, b, x, answer, lr=1.0)
                path.append((w, b))
                wrong += 1
        counts.append(wrong)
    return np.array(counts), path


if ready("backprop.boundary", "perceptron_update"):
    X, y = blobs(80, np.random.default_rng(11), classes=2, noise=0.35)
    # turned, and moved away from the origin
    X = X @ np.array([[0.8, 0.6], [-0.6, 0.8]]) + [1.5, 1.0]
    y = 2 * y - 1  # labels 0 and 1 become −1 and +1
    counts, path = learn(X, y, most=100)
    fig, axes = new_figure(ncols=3, height=2.9, sharex=True, sharey=True)
    for ax, number in zip(axes, (8, 13, len(path) - 1)):
        w, b = path[number]
        draw.points(ax, X, y)
        wrong = np.sum(perceptron_predict(w, b, X) != y)
        draw.line(ax, w, b)
        ax.set_title(f"{number} update{'s' * (number > 1)}: {wrong} wrong", loc="left", fontsize=10)
    plt.show()
    print(f"mistakes in each pass: {counts.tolist()}")

# %% [markdown]
# *What you saw.* The passes had 11, 5, 5, 3, 5, 2 and 0 mistakes: after 31 updates all 80 points are right, and the rule has nothing left to do. The way there is
# no steady descent: each update serves one example and may spoil others.

# %% [markdown]
# ### Prediction 2.a — Four corners (1 point)
# Now the points sit around the four corners of a square, and opposite corners share a class: (1, 1) and (−1, −1) are −1, the two others +1.
# This is *XOR* (배타적 논리합), as in 01: y depends on whether the signs of the two inputs differ. The same rule runs for 1000 passes. What happens?
#
# - (a) it needs longer, and ends with all points right
# - (b) it never stops making mistakes, while the weights stay within bounds
# - (c) it never stops making mistakes, and the weights grow and grow
#
# Decide before you run what follows. The point is for deciding; being wrong costs nothing.

# %% predict-xor
def predict_xor():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION

# %% check-predict_xor
c = Check("backprop.predict_xor", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("backprop.passes", "perceptron_update", "predict_xor"):
    X_xor, y_xor = xor(80, np.random.default_rng(0), noise=0.2)
    xor_counts, xor_path = learn(X_xor, 2 * y_xor - 1, most=1000)
    lengths = np.array([np.linalg.norm(w) for w, b in xor_path])
    fig, (left, right) = new_figure(ncols=2, height=3.0, width_ratios=(1, 1.5))
    draw.points(left, X_xor, 2 * y_xor - 1)
    for number in (-1, -2, -3):
        draw.line(left, *xor_path[number], colour=COLOURS["bad"], side=False, linewidth=1.2)
    left.set_title("XOR, and the last three lines", loc="left", fontsize=10)
    draw.mistakes_per_pass(right, {"two clusters": counts, "XOR": xor_counts[:30]}, most=30)
    right.set_title("of 80 points; the first 30 passes", loc="left", fontsize=10)
    plt.show()
    half = len(lengths) // 2
    print(f"XOR: {xor_counts[-1]} mistakes in pass 1000; longest w in the first half "
          f"{lengths[:half].max():.2f}, "
          f"in the second {lengths[half:].max():.2f}")
    outcome = (
        "a"
        if xor_counts[-1] == 0
        else "c"
        if lengths[half:].max() > 1.5 * lengths[:half].max()
        else "b"
    )
    reveal("predict_xor", outcome,
           "No line separates the four corners, so in every pass some point is on the wrong side.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# About half of the points are met as mistakes in each pass, in pass 1000 as in the first, and the line keeps jumping. The weights neither settle nor grow: their
# length stays below 3.1 in both halves. (That they stay bounded holds for every finite set of points: Block and Levin 1970.)
#
# </details>

# %% [markdown]
# ### A theorem, and how tight it is
#
# Why must it end on separable data? Say some weights of length 1, `(w*, b*)`, give every point a score of at least γ on its right side: γ is
# their *margin* (마진). Let R be the length of the longest `(x, 1)`. With lr = 1 and a start at 0, each update raises the scalar product of `(w, b)` with
# `(w*, b*)` by at least γ. It raises the squared length of `(w, b)` by at most R², because the score had the wrong sign. After k updates: kγ ≤ length ≤ √k R.
# So **k is at most (R/γ)²** (Novikoff 1962), however many points there are.
#
# The next cell counts.

# %%
def with_gap(gap, rng, N=60):
    """Points on both sides of 0.8 x₁ + 0.6 x₂ = 0.5, at distances from `gap` to twice that."""
    side = np.where(np.arange(N) % 2 == 0, 1, -1)
    distance, along = side * rng.uniform(gap, 2 * gap, N), rng.uniform(-1, 1, N)
    return np.outer(0.5 + distance, [0.8, 0.6]) + np.outer(along, [-0.6, 0.8]), side


if ready("backprop.margin", "perceptron_update"):
    best = np.array([0.8, 0.6, -0.5]) / np.sqrt(1.25)  # weights and bias that separate, of length 1
    margins, updates, bound = [], [], []
    for gap in (0.02, 0.04, 0.08, 0.16, 0.32):
        for seed in range(4):
            X, y = with_gap(gap, np.random.default_rng(seed))
            margins.append(np.min(y * (X @ best[:2] + best[2])))
            updates.append(len(learn(X, y, most=2000)[1]) - 1)
            bound.append((np.sum(X**2, axis=1).max() + 1) / margins[-1] ** 2)
    fig, ax = new_figure(height=3.1)
    draw.updates_by_margin(ax, np.array(margins), np.array(updates), np.array(bound))
    label(ax, 0.06, 2.2e3, "Novikoff's bound (R/γ)²", COLOURS["bound"], ha="left")
    label(ax, 0.02, 12, "the perceptron,\non 20 data sets", COLOURS["good"], ha="left")
    plt.show()
    shares = np.array(updates) / bound
    print(f"share of the bound that was used: {shares.min():.0%} to {shares.max():.0%}")

# %% [markdown]
# *What you saw.* Margins of 0.29 needed 5 to 7 updates, those of 0.018 between 160 and 336. No data set breaks the bound; between 2 % and 22 % of it was used, for it must
# hold for the worst points in the worst order.

# %% [markdown]
# ## B. Layers without a bend
#
# One unit draws one line. XOR needs more: several units, whose answers go into a further unit. Such a stack is a *multilayer
# perceptron* (다층 퍼셉트론). In matrix form a layer of H units is `X @ W + b`, with one column of `W` (D, H) for each unit. Two layers are
#
# $$(X W_1 + b_1)\, W_2 + b_2$$
#
# Before the bend that sits between layers in every real network, see what becomes of the stack without it.

# %% [markdown]
# ### Prediction 2.b — Three layers on two rings (1 point)
# Class 0 lies on a ring, class 1 on a larger ring around it. A network of three layers with 64, 64 and 2 units, and *nothing* between the
# layers, is trained for 400 steps; its loss no longer falls. How many points does it get right, compared with a single layer trained in the same way?
#
# - (a) fewer, by more than 10 % of the points
# - (b) about as many
# - (c) more, by more than 10 % of the points

# %% predict-stack
def predict_stack():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION

# %% check-predict_stack
c = Check("backprop.predict_stack", points=1)
c.one_of("a", "b", "c")
c.score()

# %% [markdown]
# ### Exercise 2.2 — Collapse (1 point)
# Write `collapse(W1, b1, W2, b2)`: it returns the pair `(W, b)` of the *one* layer that does what the two do, so that `X @ W + b` equals `(X @ W1 + b1) @ W2 + b2` for every X.
#
# - `W1` (D, H), `b1` (H,), `W2` (H, C), `b2` (C,), floats or integers; `W` has shape (D, C), and `b` (C,).
# - With `W1 = [[2]]`, `b1 = [3]`, `W2 = [[5]]`, `b2 = [1]`: 5 (2x + 3) + 1 = 10x + 16, so `W = [[10]]` and `b = [16]`.
#
# <details><summary>Hint 1</summary>Multiply out (X W1 + b1) W2 + b2, as you would with numbers, but keep the order of the factors.</details>
# <details><summary>Hint 2</summary>Which of the three terms have an X in them? Those without are the new bias.</details>

# %% ex-collapse
def collapse(W1, b1, W2, b2):
    """One affine layer that computes what two of them compute, without a bend between.

    Parameters
    ----------
    W1 : ndarray (D, H)
    b1 : ndarray (H,)
    W2 : ndarray (H, C)
    b2 : ndarray (C,)

    Returns
    -------
    W : ndarray (D, C)
    b : ndarray (C,)
    """
    ### BEGIN SOLUTION
    return W1 @ W2, b1 @ W2 + b2
    ### END SOLUTION

# %% check-collapse
c = Check("backprop.collapse", points=1)
c.equal(([[10.0]], [16.0]), np.array([[2.0]]), np.array([3.0]), np.array([[5.0]]), np.array([1.0]))
c.equal(([[-3.0, 7.0], [0.5, 1.0], [9.0, -8.0]], [6.5, -1.5]),
        np.array([[1.0, 2.0], [0.0, 0.5], [-2.0, -1.0]]),
        np.array([-1.5, 0.5]), np.array([[-5.0, 3.0], [1.0, 2.0]]), np.array([-1.5, 2.0]))
c.equal(([[5, -2, 7]], [12.5, -4.0, 13.5]), np.array([[1, 2]]), np.array([2.5, 5.0]),
        np.array([[1, -2, 1], [2, 0, 3]]),
        np.array([0, 1, -4]))  # some of them integers
X, W1, b1 = (
    np.array([[1.0, -2.0], [0.5, 3.0]]),
    np.array([[1.0, -1.0, 2.0], [0.0, 3.0, 1.0]]),
    np.array([1.0, 2.0, -1.0]),
)
W2, b2 = (
    np.array([[1.0, 0.0, 2.0, -1.0], [3.0, 1.0, -2.0, 0.5], [0.0, -1.0, 1.0, 4.0]]),
    np.array([5.0, -1.0, 0.0, 2.0]),
)
c.holds("one layer gives what two give",
        lambda f: close(X @ f(W1, b1, W2, b2)[0] + f(W1, b1, W2, b2)[1], (X @ W1 + b1) @ W2 + b2))
c.sweep()
c.score()

# %% [markdown]
# Three networks see the same rings: one layer; three layers without a bend; three layers with a ReLU, `max(0, z)`, between them. For the
# second, your `collapse` also computes its one equivalent layer, drawn as a dashed line.

# %%
if ready("backprop.stack", "collapse", "predict_stack"):
    X, y = rings(300, np.random.default_rng(1))
    x1, x2 = np.meshgrid(np.linspace(-1.3, 1.3, 105), np.linspace(-1.3, 1.3, 105))
    grid = np.stack([x1.ravel(), x2.ravel()], axis=1)
    fig, axes = new_figure(ncols=3, height=2.75, sharex=True, sharey=True)
    accuracy = {}
    deep = [2, 64, 64, 2]
    kinds = {"1 layer": ([2, 2], "linear"), "3 layers": (deep, "linear"),
             "3 layers, ReLU": (deep, "relu")}
    for ax, (name, (sizes, activation)) in zip(axes, kinds.items()):
        net = MLP(sizes, activation, np.random.default_rng(0), dtype=np.float64)
        train(net, X, y, lr=0.1, steps=400, rng=np.random.default_rng(0), progress=False)
        accuracy[name] = np.mean(net(X).data.argmax(axis=1) == y)
        draw.regions(ax, x1, x2, net(grid).data.argmax(axis=1).reshape(x1.shape), X, y,
                     f"{name}: {accuracy[name]:.0%}")
        if len(sizes) == 4:
            p = [parameter.data for parameter in net.parameters()]
            W, b = collapse(*collapse(*p[:4]), *p[4:])
            if activation == "linear":
                draw.line(ax, W[:, 1] - W[:, 0], b[1] - b[0], side=False, linestyle="--")
            print(f"{name}: the largest difference to the collapsed layer is "
                  f"{abs(grid @ W + b - net(grid).data).max():.1e}")
    plt.show()
    gain = accuracy["3 layers"] - accuracy["1 layer"]
    outcome = "a" if gain < -0.1 else "c" if gain > 0.1 else "b"
    reveal("predict_stack", outcome,
           "Three layers without a bend are one layer, and draw one straight line.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# > **Myth.** "More layers make a network more powerful, whatever is in them."
#
# One layer gets 55 % right, three without a bend 52 %: a straight line, exactly where your collapsed layer puts it, and equal outputs up to rounding. With a ReLU between, it is
# 100 %, and the collapsed layer is wrong by up to 26. (Some straight line gets 70 % of these points right; but training lowers the loss, and does not count mistakes.) **What is true:** without a bend, any number of layers is one layer; depth begins with the non-linearity (비선형성).
#
# </details>

# %% [markdown]
# ## C. Graphs and gates
#
# ### The chain rule as bookkeeping
#
# Training makes the *loss* (손실) small, a number that says how wrong the network is. For that you need its *gradient* (기울기): by how much does the loss
# change if this weight changes a little, for every weight? In 00 you measured it, in 01 it was derived for one formula. For any network no new mathematics is needed, only the *chain rule* (연쇄
# 법칙): if f depends on q, and q on x, then
#
# $$\frac{\partial f}{\partial x} = \frac{\partial f}{\partial q}\cdot\frac{\partial q}{\partial x}$$
#
# ### A formula as a graph
#
# Write a formula as a *computational graph* (계산 그래프): one box for each operation, a *gate*. The *forward pass* (순전파) computes the values
# from left to right. The *backward pass*, *backpropagation* (역전파), starts with ∂f/∂f = 1 at the right end. Each gate takes the gradient of what came
# out of it, `dout`, multiplies it by its own *local gradient* (국소 기울기), and hands the results to its inputs. No gate knows the rest of the graph.

# %% [markdown]
# ### Prediction 2.c — Large and small at a multiply gate (1 point)
# A multiply gate has the inputs x = 100 and w = 0.01. The gradient of its output is 1. Which input receives the larger gradient?
#
# - (a) x, the large one
# - (b) w, the small one
# - (c) both the same

# %% predict-multiply
def predict_multiply():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION

# %% check-predict_multiply
c = Check("backprop.predict_multiply", points=1)
c.one_of("a", "b", "c")
c.score()

# %% [markdown]
# ### Step by step
#
# Here is f = (x + y) · max(y, z) for x = 1, y = 4, z = −2. Blue are values, orange gradients; the number on an arrow is what comes back
# along it. Here the way forward is done, and with the slider you go back step by step: say each number before it appears.

# %%
NODES = {"x": ("x", 0, 2), "y": ("y", 0, 1), "z": ("z", 0, 0),
         "q": ("q = x + y", 1.15, 1.7), "m": ("m = max(y, z)", 1.15, 0.3),
         "f": ("f = q · m", 2.3, 1)}


STEPS = ["the inputs", "forward: add", "forward: max", "forward: multiply",
         "backward starts: ∂f/∂f = 1",
         "multiply sends 1 · m to q and 1 · q to m", "max sends all of its 5 to y, the larger",
         "add sends its 4 to both; y adds up"]


def by_hand(step=4):
    fig, ax = new_figure(height=3.3, title=f"step {step} of 7: {STEPS[step]}")
    draw_graph(ax, NODES, step=step, width=0.72,
               values={"x": 1, "y": 4, "z": -2, "q": 5, "m": 4, "f": 20},
               grads={"x": 4, "y": 9, "z": 0, "q": 4, "m": 5, "f": 1},
               edges={("x", "q"): 4, ("y", "q"): 4, ("y", "m"): 5, ("z", "m"): 0, ("q", "f"): 4,
                      ("m", "f"): 5})


explore(by_hand, step=(0, 7, 1))

# %% [markdown]
# *What you saw.* Steps 1 to 3 go forward to f = 20; step 4 writes 1 at f, and then each gate passes back what arrives, changed by its own rule.
# Two arrows leave y, so two gradients come back to it, and they are added: 5 + 4 = 9. Change y by 0.01, and f changes by 0.09.

# %% [markdown]
# ### Exercise 2.3 — Three gates (2 points)
# Write `add_backward`, `multiply_backward` and `max_backward`. Each takes `(dout, x, y)` and returns the pair `(dx, dy)`.
#
# - `x` and `y` went into the gate, x + y, x · y, or the larger of the two. They are numbers, or arrays of one shape, of floats or integers; a gate on arrays works entry by entry.
# - `dout` is the gradient of the loss with respect to what came out: a number or an array, of the same shape.
# - `max_backward`: where `x` and `y` are equal, each of them receives half of `dout`.
# - With `dout = 2`, `x = 3`, `y = −4`: `add_backward` gives (2, 2), `multiply_backward` (−8, 6), `max_backward` (2, 0).
# - The first half of the points is for add and multiply, the second for max.
#
# <details><summary>Hint 1</summary>What is the derivative of x + y with respect to x? Of x · y with respect to x? Of max(x, y) with respect to x, when x is the larger one?</details>
# <details><summary>Hint 2</summary>Chain rule: dx is dout times that local derivative. So dout is a factor everywhere.</details>
# <details><summary>Hint 3</summary>For max, the local derivative is 1, 0 or ½, depending on a comparison; as an array of such numbers it can be computed at once. A comparison times a number is a number.</details>

# %% ex-add_backward
def add_backward(dout, x, y):
    """Gradients of x + y.

    Parameters
    ----------
    dout : number or ndarray
        Gradient with respect to the output.
    x, y : number or ndarray of the same shape
        The inputs.

    Returns
    -------
    dx, dy : number or ndarray of the same shape
    """
    ### BEGIN SOLUTION
    return dout, dout
    ### END SOLUTION


def multiply_backward(dout, x, y):
    """Gradients of x * y; parameters and results as above."""
    ### BEGIN SOLUTION
    return dout * y, dout * x
    ### END SOLUTION


def max_backward(dout, x, y):
    """Gradients of the larger of x and y; equal ones receive half of `dout` each.

    Parameters and results as above.
    """
    ### BEGIN SOLUTION
    # 1 where x is larger, 0 where y is, a half where they are equal
    share = 0.5 * (np.sign(x - y) + 1)
    return dout * share, dout * (1 - share)
    ### END SOLUTION

# %% check-add_backward
c = Check("backprop.add_backward", "multiply_backward", "max_backward", points=2)
x, y, dout = np.array([3.0, -1.0, 0.5]), np.array([-4.0, 2.0, 0.5]), np.array([2.0, -3.0, 5.0])
c.equal((2.0, 2.0), 2.0, 3.0, -4.0, part="add and multiply")
c.equal(([2.0, -3.0, 5.0], [2.0, -3.0, 5.0]), dout, x, y, part="add and multiply")
c.equal((-8.0, 6.0), 2.0, 3.0, -4.0, of="multiply_backward", part="add and multiply")
c.equal(([-8.0, -6.0, 2.5], [6.0, 3.0, 2.5]), dout, x, y, of="multiply_backward",
        part="add and multiply")
c.equal((2.0, 0.0), 2.0, 3.0, -4.0, of="max_backward", part="max")
c.equal((0.0, -7.0), -7.0, -5.0, -0.5, of="max_backward", part="max")
c.equal((7.0, 0.0), 7.0, 1.001, 1.0, of="max_backward", part="max")  # nearly equal is not equal
c.equal(([2.0, 0.0, 2.5], [0.0, -3.0, 2.5]), dout, x, y, of="max_backward", part="max")
c.equal(([[1.5], [0.0]], [[1.5], [4.0]]), np.array([[3], [4]]), np.array([[2], [-6]]),
        np.array([[2], [1]]),
        of="max_backward", part="max")  # integers come in, floats come out
# decimals beside integers
d, p, q = np.array([[0.5, 1.5, -2.5]]), np.array([[2, -6, 1]]), np.array([[2, 1, -3]])
c.equal((d, d), d, p, q, part="add and multiply")
c.equal(([[1.0, 1.5, 7.5]], [[1.0, -9.0, -2.5]]), d, p, q, of="multiply_backward",
        part="add and multiply")
c.equal(([[0.25, 0.0, -2.5]], [[0.25, 1.5, 0.0]]), d, p, q, of="max_backward", part="max")
c.holds("max hands on all of dout, and no more",
        lambda add, mul, mx: close(sum(mx(dout, x, y)), dout), part="max")
c.sweep()
c.score()

# %%
if ready("backprop.gates", "add_backward", "predict_multiply"):
    gates = {"add distributes": ("x + w", np.add, add_backward),
             "multiply swaps": ("x · w", np.multiply, multiply_backward),
             "max routes": ("max", np.maximum, max_backward)}
    fig, axes = new_figure(ncols=3, height=2.3)
    nodes = {"x": ("x", 0, 1), "w": ("w", 0, 0)}
    for ax, (title, (text, forward, backward)) in zip(axes, gates.items()):
        dx, dw = backward(1.0, 100.0, 0.01)
        draw_graph(ax, nodes | {"out": (text, 1.15, 0.5)}, {("x", "out"): dx, ("w", "out"): dw},
                   {"x": 100.0, "w": 0.01, "out": forward(100.0, 0.01)},
                   {"x": dx, "w": dw, "out": 1.0},
                   width=0.72, form="{:.5g}")
        ax.set_title(title, loc="left", fontsize=10)
    plt.show()
    dx, dw = multiply_backward(1.0, 100.0, 0.01)
    reveal("predict_multiply", "a" if dx > dw else "b" if dw > dx else "c",
           f"The gate swaps: w = 0.01 receives {dw:g}, x = 100 receives {dx:g}. Large inputs make "
           "large weight gradients.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# Add hands the same gradient to both, max hands all of it to the winner, and multiply gives each input the *other* input's value as
# its factor. That is why inputs in large units call for a smaller learning rate, and why they are scaled before training.
#
# </details>

# %% [markdown]
# ### Exercise 2.4 — A small graph (2 points)
# Now all of it: the formula of the figure, forward and backward. Write `small_graph(x, y, z)` for f = (x + y) · max(y, z).
#
# - `x`, `y`, `z` are numbers.
# - It returns four numbers, `(f, dx, dy, dz)`: the value of f, and its derivatives with respect to x, y and z.
# - `small_graph(1.0, 4.0, -2.0)` is (20, 4, 9, 0), as in the figure. Where y = z, the max gate shares as in 2.3.
#
# <details><summary>Hint 1</summary>Go forward first and keep the two values in between, q = x + y and m = max(y, z). The backward gates need them.</details>
# <details><summary>Hint 2</summary>Backward, start at the end: the multiply gate gets 1, and gives dq and dm. Which gate needs dq, and which dm?</details>
# <details><summary>Hint 3</summary>y goes into two gates, and each sends a gradient back. What f gains through the one way and through the other are two gains.</details>

# %% ex-small_graph
def small_graph(x, y, z):
    """f = (x + y) * max(y, z), and its gradient.

    Parameters
    ----------
    x, y, z : number

    Returns
    -------
    f, dx, dy, dz : number
    """
    ### BEGIN SOLUTION
    q, m = x + y, max(y, z)
    dq, dm = multiply_backward(1.0, q, m)
    dx, dy_by_q = add_backward(dq, x, y)
    dy_by_m, dz = max_backward(dm, y, z)
    return q * m, dx, dy_by_q + dy_by_m, dz
    ### END SOLUTION

# %% check-small_graph
c = Check("backprop.small_graph", points=2)
c.equal((20.0, 4.0, 9.0, 0.0), 1.0, 4.0, -2.0)  # y is the larger of y and z
c.equal((-5.0, 5.0, 5.0, -1.0), -4.0, 3.0, 5.0)  # z is
c.equal((15.0, 3.0, 5.5, 2.5), 2.0, 3.0, 3.0)  # neither
c.equal((3.0, -1.5, -3.5, 0.0), -0.5, -1.5, -2.5)
c.equal((7.5, 2.5, 2.5, 3.0), 2.0, 1.0, 2.5)
c.equal((0.0, 2.0, 2.0, 0.0), -1.0, 1.0, 2.0)  # x + y is 0
c.equal((0.0, 0.0, 0.0, 1.0), 2.0, -1.0, 0.0)  # the maximum is 0
x, y, z = 0.7, -1.2, 0.4
c.holds("each derivative is a slope of f", lambda f: close(f(x, y, z)[1:], [
    (f(x + 1e-5, y, z)[0] - f(x - 1e-5, y, z)[0]) / 2e-5,
    (f(x, y + 1e-5, z)[0] - f(x, y - 1e-5, z)[0]) / 2e-5,
    (f(x, y, z + 1e-5)[0] - f(x, y, z - 1e-5)[0]) / 2e-5]))
c.sweep()
c.score()

# %% [markdown]
# The slider moves z through y = 4. Watch which way the gradient takes.

# %%
if ready("backprop.route", "small_graph"):
    def routed(z=6.0, step=7):
        x, y = 1.0, 4.0
        f, dx, dy, dz = small_graph(x, y, z)
        q, m = x + y, max(y, z)
        dq, dm = multiply_backward(1.0, q, m)
        dy_by_m = max_backward(dm, y, z)[0]
        fig, ax = new_figure(height=3.3, title=f"z = {z:g}, step {step} of 7")
        draw_graph(ax, NODES, step=step, width=0.72,
                   values={"x": x, "y": y, "z": z, "q": q, "m": m, "f": f},
                   grads={"x": dx, "y": dy, "z": dz, "q": dq, "m": dm, "f": 1.0},
                   edges={("x", "q"): dq, ("y", "q"): dq, ("y", "m"): dy_by_m, ("z", "m"): dz,
                          ("q", "f"): dq, ("m", "f"): dm})

    explore(routed, z=(0.0, 8.0, 0.5), step=(0, 7, 1))

# %% [markdown]
# *What you saw.* For z < 4 nothing comes back to z: to f, it does not exist. For z > 4 the max gate sends y nothing, and the gradient of y is that of the
# other way alone. Where a gate routes, a gradient of exactly 0 is an answer, not a fault.

# %% [markdown]
# ### The same rules, a neuron
#
# A gate is whatever has a known local gradient. Here is a whole unit with the bend σ(s) = 1 / (1 + e⁻ˢ), the sigmoid (시그모이드), taken as one gate:
# its local gradient is σ(s) (1 − σ(s)). The numbers are those of a well-known lecture (CS231n), so that you can compare.

# %%
if ready("backprop.neuron", "add_backward"):
    w1, x1, w2, x2, b = 2.0, -1.0, -3.0, -2.0, -3.0
    p1, p2 = w1 * x1, w2 * x2
    s = p1 + p2 + b
    out = 1 / (1 + np.exp(-s))
    ds = 1.0 * out * (1 - out)
    dp1, dp2 = add_backward(ds, p1, p2)
    dw1, dx1 = multiply_backward(dp1, w1, x1)
    dw2, dx2 = multiply_backward(dp2, w2, x2)
    nodes = {"w1": ("w₁", 0, 4), "x1": ("x₁", 0, 3), "w2": ("w₂", 0, 2), "x2": ("x₂", 0, 1),
             "b": ("b", 1.1, 0.5),
             "p1": ("w₁ · x₁", 1.1, 3.5), "p2": ("w₂ · x₂", 1.1, 1.75), "s": ("sum s", 2.2, 2),
             "out": ("σ(s)", 3.3, 2)}
    edges = {("w1", "p1"): dw1, ("x1", "p1"): dx1, ("w2", "p2"): dw2, ("x2", "p2"): dx2,
             ("p1", "s"): dp1, ("p2", "s"): dp2,
             ("b", "s"): ds, ("s", "out"): ds}
    fig, ax = new_figure(height=3.8)
    draw_graph(ax, nodes, edges,
               {"w1": w1, "x1": x1, "w2": w2, "x2": x2, "b": b, "p1": p1, "p2": p2, "s": s,
                "out": out},
               {"w1": dw1, "x1": dx1, "w2": dw2, "x2": dx2, "b": ds, "p1": dp1, "p2": dp2, "s": ds,
                "out": 1.0},
               width=0.66, form="{:.2f}")
    plt.show()

# %% [markdown]
# *What you saw.* The sigmoid turns 1 into 0.73 · 0.27 = 0.20, the sum copies it three times, and each product swaps its factors. Five derivatives came out of
# one walk from right to left.

# %% [markdown]
# ---
# **Half way.** Here is a good place to stop. You can train a perceptron, show what a stack of layers is without a bend, and send gradients through a graph. What follows needs none
# of these exercises, but for a picture in part F (2.4) and *Further* 2.11 (2.3); run this notebook down to here all the same when you come back. The second half is about layers (D),
# about measuring gradients (E), and about the machine that computes them (F).
#
# ---

# %% [markdown]
# ## D. Layers are gates
#
# ### The affine layer
#
# Nobody draws a box for each number of a network. One gate takes whole arrays: `out = x @ W + b`, for a batch (배치) of N examples in the rows of `x`.
# Its backward pass follows from the multiply, add and branch rules for every number in it, written as matrices. Two things help to remember it:
# each gradient has the *shape* of what it belongs to; and for dx and dW only one product of the arrays at hand has that shape.
#
# With one example (N = 1) every weight is used once: `W[d, c]` multiplied `x[d]` on its way to `out[c]`, so its gradient is `x[d] · dout[c]`. With two examples
# every weight is used twice, once in each row, and by the branch rule the two are added: `dW[d, c] = x[0, d] · dout[0, c] + x[1, d] · dout[1, c]`. A sum over the
# rows, of a column of x times a column of dout: that is an entry of a product of matrices.
#
# ### The cache
#
# The backward pass needs values of the forward pass, here `x` and `W`. So `affine_forward` returns, beside `out`, whatever its backward will need. That
# package is called the `cache`. What you put into it is your own affair: nobody but your `affine_backward` opens it.

# %%
blue, orange, grey = COLOURS["value"], COLOURS["gradient"], "#777777"
fig, axes = new_figure(nrows=2, height=3.6)
draw.matrices(axes[0], [("out", 7, 3, "(N, C)", blue), "=", ("x", 7, 5, "(N, D)", grey), "@",
                        ("W", 5, 3, "(D, C)", grey), "+", ("b", 1, 3, "(C,)", grey)])
draw.matrices(axes[1], [("dout", 7, 3, "(N, C)", orange), "→", ("dx", 7, 5, "(N, D)", orange), " ",
                        ("dW", 5, 3, "(D, C)", orange), " ", ("db", 1, 3, "(C,)", orange)])
axes[0].set_title("forward, for N = 7 examples, D = 5 inputs, C = 3 units", loc="left", fontsize=10)
axes[1].set_title("backward: from one array to three", loc="left", fontsize=10)
plt.show()

# %% [markdown]
# *What you saw.* `dout` has the shape of `out`, `dx` that of `x`, and so on. From `dout` (7, 3) and `W` (5, 3) there is one way to a product of shape (7, 5);
# from `dout` and `x` one way to (5, 3).

# %% [markdown]
# ### Exercise 2.5 — The affine layer, forward and backward (2 points)
# Write `affine_forward(x, W, b)`, which returns the pair `(out, cache)`, and `affine_backward(dout, cache)`, which returns `(dx, dW, db)`.
#
# - `x` (N, D), `W` (D, C), `b` (C,), floats or integers; `out` (N, C) is `x @ W + b`. `cache` is anything you like.
# - `dout` (N, C) is the gradient of the loss with respect to `out`; `dx` (N, D), `dW` (D, C) and `db` (C,) are those with respect to `x`, `W` and `b`. A cache may be used twice.
# - Loops are right as well, but slow. Later cells call your layer thousands of times: matrix products keep them short.
# - One unit, one input, two examples: with `x = [[2], [3]]`, `W = [[10]]`, `b = [1]`, `out` is `[[21], [31]]`; for `dout = [[1], [5]]`, `dx = [[10], [50]]`, `dW = [[17]]` (2 · 1 + 3 · 5), `db = [6]`.
#
# <details><summary>Hint 1</summary>Start with db. The same b is added in every row: it branches into N copies. What does the branch rule do with the N gradients that come back?</details>
# <details><summary>Hint 2</summary>out[n, c] contains x[n, d] · W[d, c]. By the multiply rule, that product sends dout[n, c] · x[n, d] to W[d, c]. Every example n does so. Written as a sum over n: which matrix product is it?</details>
# <details><summary>Hint 3</summary>Let the shapes decide. dW (D, C) is a product of x (N, D) and dout (N, C): which of the two must be turned on its side, so that the N meet in the middle? And dx (N, D) of dout (N, C) and W (D, C)?</details>

# %% ex-affine_forward
def affine_forward(x, W, b):
    """The affine layer, out = x @ W + b.

    Parameters
    ----------
    x : ndarray (N, D)
    W : ndarray (D, C)
    b : ndarray (C,)

    Returns
    -------
    out : ndarray (N, C)
    cache : anything
        What `affine_backward` needs.
    """
    ### BEGIN SOLUTION
    return x @ W + b, (x, W)
    ### END SOLUTION


def affine_backward(dout, cache):
    """Gradients of the affine layer.

    Parameters
    ----------
    dout : ndarray (N, C)
        Gradient with respect to the output.
    cache : anything
        From `affine_forward`.

    Returns
    -------
    dx : ndarray (N, D)
    dW : ndarray (D, C)
    db : ndarray (C,)
    """
    ### BEGIN SOLUTION
    x, W = cache
    return dout @ W.T, x.T @ dout, np.sum(dout, axis=0)
    ### END SOLUTION

# %% check-affine_forward
c = Check("backprop.affine_forward", "affine_backward", points=2)
x = np.array([[1.0, 2.0], [4.0, -1.0], [0.5, 3.0]])
W, b = np.array([[1.0, -2.0, 0.0, 3.0], [3.0, 0.5, -1.0, 2.0]]), np.array([0.25, -1.0, 2.0, 0.5])
dout = np.array([[1.0, 10.0, -1.0, 2.0], [-2.0, 3.0, 0.5, 4.0], [0.0, 1.0, 6.0, -3.0]])


def gradients_of(forward, backward):  # of the layer above: dx, dW and db
    return backward(dout, forward(x, W, b)[1])


c.measure("out[0, 0]", 7.25, lambda forward, backward: forward(x, W, b)[0][0, 0], tol=1e-6)
c.holds("out is x @ W + b in every entry", lambda forward, backward: close(
    forward(x, W, b)[0],
    [[7.25, -2.0, 0.0, 7.5], [1.25, -9.5, 3.0, 10.5], [9.75, -0.5, -1.0, 8.0]]))
c.holds("dx, dW and db have the shapes of x, W and b", part="affine_backward",
        true=lambda *both: [np.shape(found) for found in gradients_of(*both)]
        == [(3, 2), (2, 4), (4,)])
c.measure("dx[0, 1]", 13.0, lambda *both: gradients_of(*both)[0][0, 1], tol=1e-6,
          part="affine_backward")
c.measure("dW[0, 1]", 22.5, lambda *both: gradients_of(*both)[1][0, 1], tol=1e-6,
          part="affine_backward")
c.measure("db[1]", 14.0, lambda *both: gradients_of(*both)[2][1], tol=1e-6, part="affine_backward")
every_entry = ([[-13.0, 13.0], [4.0, 3.0], [-11.0, -11.5]],
               [[-7.0, 22.5, 4.0, 16.5], [4.0, 20.0, 15.5, -9.0]], [-1.0, 14.0, 5.5, 3.0])
c.holds("dx, dW and db are right in every entry", part="affine_backward",
        true=lambda *both: all(close(got, right)
                               for got, right in zip(gradients_of(*both), every_entry,
                                                     strict=True)))
# decimals beside integers
x_int, W_int, b_half = np.array([[2], [3]]), np.array([[10]]), np.array([0.5])
c.holds("out for them is [[20.5], [30.5]]",
        lambda forward, _: close(forward(x_int, W_int, b_half)[0], [[20.5], [30.5]]))
c.holds("and for dout = [[0.25], [1.5]], dx is [[2.5], [15]], dW [[5]] and db [1.75]",
        part="affine_backward",
        true=lambda forward, backward: all(map(close, backward(
            np.array([[0.25], [1.5]]), forward(x_int, W_int, b_half)[1]),
            ([[2.5], [15.0]], [[5.0]], [1.75]))))


def caches_used_twice(forward, backward):  # three forward, then each cache twice
    calls = [(n, V, forward(x[:n], V, b)[1]) for n, V in ((2, W), (3, 2 * W), (1, W - 1))] * 2
    found = [backward(dout[:n], cache) for n, _, cache in calls]
    return all(close(dx, dout[:n] @ V.T) and close(dW, x[:n].T @ dout[:n])
               and close(db, dout[:n].sum(axis=0)) for (n, V, _), (dx, dW, db) in zip(calls, found))


c.holds("each cache belongs to its own call, and may be used twice", caches_used_twice,
        part="affine_backward")
c.sweep()
### BEGIN HIDDEN TESTS
kinds = (np.float64, np.float32, np.int64)
for rows, kind, other in ((5, kinds[0], kinds[0]), (1, kinds[0], kinds[0]), (6, kinds[1], kinds[1]),
                          (4, kinds[2], kinds[0]), (4, kinds[0], kinds[2]),
                          (3, kinds[2], kinds[2])):
    u, M, v = (c.rng.integers(-9, 10, size).astype(kind) for size in ((rows, 3), (3, 2), (2,)))
    d = (c.rng.integers(-9, 10, (rows, 2)) / (1 if other == np.int64 else 4)).astype(other)
    right = np.einsum("nc,dc->nd", d, M), np.einsum("nd,nc->dc", u, d), np.ones(rows) @ d
    c.holds(f"the gradients of {rows} random examples, {kind.__name__}, {other.__name__}",
            lambda forward, backward: all(
        close(got, wanted, 1e-4 if kind == np.float32 else 1e-6)
        for got, wanted in zip(backward(d, forward(u, M, v)[1]), right, strict=True)),
            part="affine_backward")
### END HIDDEN TESTS
c.score()

# %% [markdown]
# ### Exercise 2.6 — ReLU, forward and backward (1 point)
# The bend between the layers: the *rectified linear unit* (ReLU, 정류 선형 유닛), max(0, z), entry by entry. It is a max gate whose other input is 0. Write
# `relu_forward(z)`, which returns `(out, cache)`, and `relu_backward(dout, cache)`, which returns `dz`.
#
# - `z` and `dout` are arrays of one shape, with any number of axes, finite floats or integers. A cache may be used twice.
# - At z = 0 the slope counts as 0. Two equal *inputs* of a max gate are both there to be moved, so they shared in 2.3; here the other input is the constant 0, and nobody
#   asks for its half. At a kink any slope between 0 and 1 would do: 0 is what PyTorch and others agree on, since a unit that puts out 0 then stays quiet.
# - With `z = [-2, 3]`: `out` is `[0, 3]`. For `dout = [10, -20]`, `dz` is `[0, -20]`.
#
# <details><summary>Hint 1</summary>Which entries of z passed? The gradient goes back through those, as it is, whatever its own sign.</details>
# <details><summary>Hint 2</summary>What has to be remembered from the forward pass, at the least? Where it passed. An array of truth values will do as a cache.</details>

# %% ex-relu_forward
def relu_forward(z):
    """ReLU, elementwise.

    Parameters
    ----------
    z : ndarray, any number of axes

    Returns
    -------
    out : ndarray of z's shape
    cache : anything
        What `relu_backward` needs.
    """
    ### BEGIN SOLUTION
    return np.maximum(z, 0), z > 0
    ### END SOLUTION


def relu_backward(dout, cache):
    """Gradient of ReLU; its slope at 0 is 0.

    Parameters
    ----------
    dout : ndarray
        Gradient with respect to the output.
    cache : anything
        From `relu_forward`.

    Returns
    -------
    dz : ndarray of dout's shape
    """
    ### BEGIN SOLUTION
    return dout * cache
    ### END SOLUTION

# %% check-relu_forward
c = Check("backprop.relu_forward", "relu_backward", points=1)
z, dout = (
    np.array([[-2.0, 0.0, 3.0], [0.25, -1.0, 4.0]]),
    np.array([[10.0, 20.0, -30.0], [-40.0, 50.0, 60.0]]),
)


def entry(row, column):
    return lambda forward, backward: backward(dout, forward(z)[1])[row, column]


c.measure("out[0, 0], where z is −2", 0.0, lambda forward, backward: forward(z)[0][0, 0], tol=1e-9)
c.measure("out[1, 0], where z is 0.25", 0.25, lambda forward, backward: forward(z)[0][1, 0],
          tol=1e-9)
c.holds("out is max(0, z)",
        lambda forward, backward: close(forward(z)[0], [[0.0, 0.0, 3.0], [0.25, 0.0, 4.0]]))
c.measure("dz[0, 0], where z is −2 and dout 10", 0.0, entry(0, 0), tol=1e-9, part="relu_backward")
c.measure("dz[0, 1], where z is 0 and dout 20", 0.0, entry(0, 1), tol=1e-9, part="relu_backward")
c.measure("dz[0, 2], where z is 3 and dout −30", -30.0, entry(0, 2), tol=1e-9, part="relu_backward")
c.measure("dz[1, 0], where z is 0.25 and dout −40", -40.0, entry(1, 0), tol=1e-9,
          part="relu_backward")
c.measure("dz[1, 2], where z is 4 and dout 60", 60.0, entry(1, 2), tol=1e-9, part="relu_backward")
c.measure("dz where z is 10⁻¹² and dout 5", 5.0, part="relu_backward", tol=1e-9,
          compute=lambda forward, backward: backward(np.array([5.0]),
                                                     forward(np.array([1e-12]))[1])[0])
c.holds("dz is right in every entry", part="relu_backward",
        true=lambda forward, backward: close(backward(dout, forward(z)[1]),
                                             [[0.0, 0.0, -30.0], [-40.0, 0.0, 60.0]]))
# integers, with three axes and with one
box, row = np.array([[[1, -1]], [[-2, 7]]]), np.array([3, -1, 2])
c.holds("out for an array of shape (2, 1, 2)",
        lambda forward, backward: close(forward(box)[0], [[[1, 0]], [[0, 7]]]))
c.holds("dz for it, for dout = box / 2", part="relu_backward",
        true=lambda forward, backward: close(backward(box / 2, forward(box)[1]),
                                             [[[0.5, 0.0]], [[0.0, 3.5]]]))
c.holds("dz for z = [3, −1, 2] and dout = [0.5, 1.5, −2.5]", part="relu_backward",
        true=lambda forward, backward: close(
    backward(np.array([0.5, 1.5, -2.5]), forward(row)[1]), [0.5, 0.0, -2.5]))
c.holds("each cache belongs to its own call, and may be used twice", part="relu_backward",
        true=lambda forward, backward: all([close(backward(dout, cache), dout * (v > 0))
                                            for v, cache in [
            (v, forward(v)[1]) for v in (z, 1 - z, z / 2 - 1)] * 2]))
c.sweep()
c.score()

# %% [markdown]
# ### The last gate is given
#
# At the end of a classifier stand C *scores* for each example, as in 01. Softmax (소프트맥스) makes probabilities `p` of them, and the *cross-entropy* (교차 엔트로피) is
# −log p of the right class, averaged over the N examples. Taken as one gate, its gradient with respect to the scores is as short as can be:
#
# $$\mathtt{dscores} = \frac{p - \mathrm{onehot}(y)}{N}$$
#
# You wrote it in 1.3. Here it is given: your answers may call `softmax_loss(scores, y)`.

# %% setup-softmax
def softmax_loss(scores, y):
    """Mean cross-entropy of softmax(scores) (N, C) for labels y (N,), and its gradient."""
    rows = np.arange(len(y))
    # changes no probability, and keeps exp from overflowing
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    totals = np.sum(np.exp(shifted), axis=1, keepdims=True)
    loss = np.mean(np.log(totals[:, 0]) - shifted[rows, y])
    dscores = np.exp(shifted) / totals
    dscores[rows, y] -= 1
    return loss, dscores / len(y)

# %% [markdown]
# ### Exercise 2.7 — A network, forward and backward (3 points)
# Write `mlp_loss(X, y, params)`: the loss of a network with one hidden layer, and its gradient for every parameter.
#
# - `X` (N, D) holds N examples, `y` (N,) their labels, integers from 0 to C − 1.
# - `params` is a dict with the arrays `"W1"` (D, H), `"b1"` (H,), `"W2"` (H, C), `"b2"` (C,); its keys may come in any order.
# - The network: affine layer 1, ReLU (whose slope at z = 0 counts as 0, as in 2.6: the gradient passes where z > 0, not where z ≥ 0), affine layer 2, whose output are the scores. The loss: `softmax_loss`, which is the mean over the examples.
# - It returns `(loss, grads)`: a number, and a dict with the same four keys, each gradient in the shape of its parameter.
# - A network whose parameters are all 0 gives every class the same probability: with C = 2 the loss is log 2 = 0.693.
# - The loss brings half of the points, and the gradients, when all four are right, the other half.
#
# <details><summary>Hint 1</summary>Forward, there are four calls, and each of the first three leaves a cache. How many calls does backward have, and which comes first?</details>
# <details><summary>Hint 2</summary>What <code>softmax_loss</code> returns beside the loss is the dout of the last affine layer. What that layer's backward returns first is the dout of the ReLU.</details>
# <details><summary>Hint 3</summary>scores ← affine 2 ← ReLU ← affine 1 ← X: go through the list from left to right with each gate's backward and its own cache, and collect dW and db on the way.</details>

# %% ex-mlp_loss
def mlp_loss(X, y, params):
    """Mean cross-entropy of a two-layer network, and its gradients.

    Parameters
    ----------
    X : ndarray (N, D)
    y : ndarray (N,) of int
    params : dict
        Arrays "W1" (D, H), "b1" (H,), "W2" (H, C), "b2" (C,).

    Returns
    -------
    loss : number
    grads : dict
        The same keys and shapes.
    """
    ### BEGIN SOLUTION
    z, cache1 = affine_forward(X, params["W1"], params["b1"])
    hidden, cache_relu = relu_forward(z)
    scores, cache2 = affine_forward(hidden, params["W2"], params["b2"])
    loss, dscores = softmax_loss(scores, y)
    dhidden, dW2, db2 = affine_backward(dscores, cache2)
    dz = relu_backward(dhidden, cache_relu)
    _, dW1, db1 = affine_backward(dz, cache1)
    return loss, {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
    ### END SOLUTION

# %% check-mlp_loss
c = Check("backprop.mlp_loss", points=3)
log3 = np.log(3)  # weights in units of log 3 make probabilities of ¼, ½ and ¾
X, y = np.array([[1.0, -1.0], [-2.0, 0.0], [-2.0, -1.0], [1.0, -1.0]]), np.array([0, 1, 1, 0])
params = {"W1": np.array([[1.0, -2.0, 2.0], [-2.0, 1.0, 1.0]]), "b1": np.array([-1.0, -2.0, 1.0]),
          "W2": log3 * np.array([[2.0, 1.0], [0.0, -1.0], [0.0, 1.0]]),
          "b2": log3 * np.array([0.0, 1.0])}
c.equal((1.2130076, {"W1": log3 * np.array([[-0.375, -0.625, 0.375], [0.375, -0.125, -0.375]]),
                     "b1": log3 * np.array([-0.375, 0.3125, 0.375]),
                     "W2": np.array([[-0.75, 0.75], [0.5, -0.5], [-0.75, 0.75]]),
                     "b2": np.array([-0.0625, 0.0625])}),
        X, y, params, part="gradients")
c.measure("the loss: p of the right class is ¼, ¼, ½, ¼, so it is (3 log 4 + log 2) / 4", 1.2130076,
          lambda f: 1.0 * f(X, y, params)[0], part="loss", tol=1e-6)
rng = np.random.default_rng(8)  # a larger one: 5 examples, 4 inputs, 6 units, 3 classes
Q, t = rng.normal(size=(5, 4)), np.array([2, 0, 1, 2, 2])
P = {"b2": rng.normal(size=3), "W2": rng.normal(size=(6, 3)), "b1": rng.normal(size=6),
     "W1": rng.normal(size=(4, 6))}


def slope(f, key, index):  # the measured slope of the loss for one parameter
    up, down = ({**P, key: P[key].copy()} for _ in range(2))
    up[key][index] += 1e-5
    down[key][index] -= 1e-5
    return (f(Q, t, up)[0] - f(Q, t, down)[0]) / 2e-5


c.measure("largest gradient of b1 for an example of zeros, with b1 = 0: no ReLU is open", 0.0,
          part="gradients", tol=1e-9,
          compute=lambda f: np.max(np.abs(f(np.zeros((1, 4)), np.array([1]),
                                            {**P, "b1": np.zeros(6)})[1]["b1"])))
c.measure("the loss of the larger network", 7.45341, lambda f: 1.0 * f(Q, t, P)[0], tol=1e-4,
          part="loss")
for key, index in (("W1", (3, 4)), ("W1", (0, 2)), ("b1", (1,)), ("W2", (5, 0)), ("b2", (2,))):
    c.holds(f"the gradient of {key}{list(index)} is the slope of the loss", part="gradients",
            true=lambda f: close(f(Q, t, P)[1][key][index], slope(f, key, index), 1e-5))
c.sweep()
### BEGIN HIDDEN TESTS
U, v = c.rng.normal(size=(6, 4)), c.rng.integers(0, 3, 6)  # the sweep is a case of the gradients
bent = np.clip(np.einsum("nd,dh->nh", U, P["W1"]) + P["b1"], 0, None)
p = np.exp(np.einsum("nh,hc->nc", bent, P["W2"]) + P["b2"])
loss = -np.mean(np.log(p[range(6), v] / np.sum(p, axis=1)))
c.measure("a random batch", loss, lambda f: 1.0 * f(U, v, P)[0], tol=1e-6, part="loss")
### END HIDDEN TESTS
c.score()

# %% [markdown]
# ### Your backward pass learns
#
# Gradient descent (경사 하강법) is now two lines: compute the gradients, and move every parameter a little against its own. The perceptron could
# not learn XOR in 1000 passes, and no line will ever part three spirals. Your network tries both.

# %%
def descend(X, y, H, lr, steps, seed=0):
    """Train a network with H hidden units by your gradients; the losses and the parameters."""
    rng = np.random.default_rng(seed)
    C = y.max() + 1
    params = {"W1": rng.normal(0, 1, (2, H)), "b1": np.zeros(H),
              "W2": rng.normal(0, (2 / H) ** 0.5, (H, C)), "b2": np.zeros(C)}
    history = []
    for _ in range(steps):
        loss, grads = mlp_loss(X, y, params)
        params = {key: params[key] - lr * grads[key] for key in params}
        history.append(loss)
    return np.array(history), params


def predicted(X, params):
    """The classes with the highest scores."""
    hidden = relu_forward(affine_forward(X, params["W1"], params["b1"])[0])[0]
    return np.argmax(affine_forward(hidden, params["W2"], params["b2"])[0], axis=1)

# %%
if ready("backprop.learns", "affine_forward", "relu_forward", "mlp_loss"):
    sets = {"XOR": (*xor(120, np.random.default_rng(0)), 8, 0.5, 1500),
            "spirals": (*spirals(300, np.random.default_rng(0)), 100, 1.0, 1500)}
    fig, axes = new_figure(ncols=3, height=2.8, width_ratios=(1, 1, 1.1))
    curves = {}
    for ax, (name, (X, y, H, lr, steps)), colour in zip(axes, sets.items(),
                                                        (COLOURS["value"], COLOURS["gradient"])):
        history, params = descend(X, y, H, lr, steps)
        curves[f"{name}, {H} units"] = (history, colour)
        x1, x2 = np.meshgrid(*[np.linspace(-1.1, 1.1, 120) * np.abs(X).max()] * 2)
        found = predicted(np.stack([x1.ravel(), x2.ravel()], axis=1), params).reshape(x1.shape)
        draw.regions(ax, x1, x2, found, X, y, f"{name}: {np.mean(predicted(X, params) == y):.1%}")
    draw.losses(axes[2], curves)
    plt.show()

# %% [markdown]
# *What you saw.* The same four calls, forward and backward, part XOR with 8 units and three spirals with 100. Nobody told the units where to put their lines: the gradients of 2.5 to 2.7 did.

# %% [markdown]
# ## E. Never trust a gradient that you have not measured
#
# ### Gradient checking
#
# A wrong backward pass rarely raises an error. The loss may even fall, more slowly than it should, and nobody notices. But a derivative can be
# *measured*, as in 0.8: move one entry of x by ±h and look at f. That is the *central difference* (중앙 차분)
#
# $$\frac{f(x + h) - f(x - h)}{2h}$$
#
# Measuring all entries is slow, and not exact. As a witness against a bug it is incorruptible, for it knows nothing of your backward pass.

# %% [markdown]
# ### Exercise 2.8 — Gradient check (2 points)
# In 00 you measured a gradient (0.8) and compared two (0.7). Now both go into one function. Write `gradient_check(f, x, dx, h)`: how far is the gradient `dx` that somebody computed from the one that is measured?
#
# - `f` is a function that takes an array of the shape of `x` and returns a number. `x` holds floats (float64), in any shape with at least one axis and in any order in memory (`x.T` comes, too); `dx`, finite floats or integers, has the same shape. `h` is 10⁻⁵ unless the caller says otherwise.
# - For every entry: `n` is the central difference when this entry alone moves, `d` the entry of `dx`, and the relative error is |n − d| / (|n| + |d|). Where the sum |n| + |d| is below 10⁻⁸, 10⁻⁸ takes its place.
# - What comes back is the *largest* relative error, one number.
# - For f = Σ x² at `x = [1, −2, 3]` the gradient is `[2, −4, 6]`. For `dx = [2, −4, 3]` the check returns |6 − 3| / (6 + 3) = 0.333; for the right `dx` something below 10⁻⁹.
#
# <details><summary>Hint 1</summary>How often must f be called for an x with 6 entries? Two calls differ in one entry only.</details>
# <details><summary>Hint 2</summary><code>np.ndindex(x.shape)</code> runs through the positions of an array of any shape. Change a copy, and x stays as it was. (0.5 + 10⁻⁵ − 10⁻⁵ is not quite 0.5.)</details>
# <details><summary>Hint 3</summary>First the array n of all central differences. Then the relative errors, as an array. Then its largest entry.</details>

# %% ex-gradient_check
def gradient_check(f, x, dx, h=1e-5):
    """The largest relative error of a gradient, held against central differences.

    Parameters
    ----------
    f : callable
        From an array of x's shape to a number.
    x : ndarray of float64, any shape
        Where the gradient was taken.
    dx : ndarray of x's shape
        The gradient to be checked.
    h : float, positive
        Step.

    Returns
    -------
    float, 0 to 1
    """
    ### BEGIN SOLUTION
    n = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += h
        down[index] -= h
        n[index] = (f(up) - f(down)) / (2 * h)
    return np.max(np.abs(n - dx) / np.maximum(np.abs(n) + np.abs(dx), 1e-8))
    ### END SOLUTION

# %% check-gradient_check
c = Check("backprop.gradient_check", points=2)


def squares(x):
    return np.sum(x**2)


def cube(x):  # central difference of x³: 3x² + h²
    return np.sum(x**3)


def mixed(x):  # gradient [[3 x₁₀, 2], [3 x₀₀, 0], [0, −7]]
    return 3 * x[0, 0] * x[1, 0] + 2 * x[0, 1] - 7 * x[2, 1]


x, W = np.array([1.0, -2.0, 3.0]), np.array([[1.0, 0.1], [-2.0, 0.7], [4.0, 0.3]])
c.equal(0.0, squares, x, np.array([2.0, -4.0, 6.0]), tol=1e-7)
c.equal(0.3333333, squares, x, np.array([2.0, -4.0, 3.0]))
c.equal(0.2, squares, x, np.array([3.0, -4.0, 6.5]))  # 0.2, 0 and 0.04: the largest
c.equal(1.0, squares, x, np.array([2.0, 4.0, 6.0]))  # a wrong sign
c.equal(1.0, squares, np.array([1.0, 2.0]), np.array([2.0, 0.0]))  # a forgotten entry: 4 against 0
c.equal(0.1304348, squares, np.array([1.3]), np.array([2]))  # 2.6 against 2, an integer
c.equal(0.01030928, cube, np.array([2.0]), np.array([12.0]), h=0.5)  # 12.25 against 12
# 300.25 against 300: h is h, however large x is
c.equal(0.0004164931, cube, np.array([10.0]), np.array([300.0]), h=0.5)
# 10⁶ h², for the default h
c.equal(0.0, lambda x: 1e6 * np.sum(x**3), np.array([0.0]), np.array([0.0001]), tol=1e-6)
c.equal(0.0, mixed, W, np.array([[-6.0, 2.0], [3.0, 0.0], [0.0, -7.0]]), tol=1e-7)
# 3 against 4; x is transposed, so its entries stand in memory in another order
c.equal(0.1428571, mixed, np.array([[1.0, -2.0, 4.0], [0.1, 0.7, 0.3]]).T,
        np.array([[-6.0, 2.0], [4.0, 0.0], [0.0, -7.0]]))
c.equal(0.2, squares, np.array([[[1.0, 2.0]], [[3.0, 4.0]]]),
        np.array([[[2.0, 4.0]], [[9.0, 8.0]]]))
c.equal(0.1, lambda x: 5.0, np.array([2.0, 1.0]), np.array([1e-9, 0.0]))  # 10⁻⁹ / 10⁻⁸, and no 0/0
c.sweep()
c.score()

# %% [markdown]
# ### Three ways to one gradient
#
# The moment of truth: your backward pass of a network with 4 inputs, 20 units and 3 classes against measured gradients, and against the library's automatic
# differentiation (자동 미분), which part F reads. The latter sees the same formulas, but none of your code.

# %%
if ready("backprop.agreement", "mlp_loss", "gradient_check"):
    rng = np.random.default_rng(9)
    X, y = rng.normal(size=(32, 4)), rng.integers(0, 3, 32)
    shapes = {"W1": (4, 20), "b1": (20,), "W2": (20, 3), "b2": (3,)}
    params = {key: rng.normal(0, 0.5, shape) for key, shape in shapes.items()}
    loss, grads = mlp_loss(X, y, params)
    t = {key: Tensor(value, requires_grad=True) for key, value in params.items()}
    by_library = softmax_cross_entropy((X @ t["W1"] + t["b1"]).relu() @ t["W2"] + t["b2"], y)
    by_library.backward()
    errors = {"measured, h = 10⁻⁵": [], "autodiff": []}
    for key in params:
        measured = gradient_check(lambda value: mlp_loss(X, y, params | {key: value})[0],
                                  params[key], grads[key])
        errors["measured, h = 10⁻⁵"].append(measured)
        errors["autodiff"].append(relative_error(grads[key], t[key].grad))
        print(f"{key} {str(params[key].shape):8} against measured {measured:.0e}, autodiff "
              f"{errors['autodiff'][-1]:.0e}")
    fig, ax = new_figure(height=2.7)
    draw.agreement(ax, list(params), errors)
    plt.show()
    print(f"difference of the losses: {abs(loss - by_library.data):.0e}")

# %% [markdown]
# *What you saw.* Computed and measured gradients differ by less than 10⁻⁷, as little as a measurement allows. From the autodiff they differ by nothing, or by the last bit (an error of 0 is drawn at
# 10⁻¹⁷): the machine does the same operations, and did not need you to find them.

# %% [markdown]
# ### How small a step?
#
# In prediction 0.d the error of the central difference fell with h, and then rose: there are two errors. A curve is not straight between two points: *cutting off* its bends (its Taylor series) leaves about h²·|f′′′|/6, which shrinks with h. *Rounding* each f leaves about
# ε·|f|/(2h), where ε is 2·10⁻¹⁶ for float64 and 10⁻⁷ for float32: it grows as h shrinks. For the loss f(w) = log(1 + eʷ) of a logistic unit
# all of this is known exactly. What is the best h, and what does float32 do to it?

# %%
w = np.linspace(0.5, 2, 21)
steps = 10.0 ** np.arange(-12, 0.1, 0.5)
slope = 1 / (1 + np.exp(-w))  # f′ is the sigmoid, f′′′ its second derivative
third = np.abs(slope * (1 - slope) * (1 - 2 * slope))
errors, rounding = {}, {}
for kind in (np.float64, np.float32):
    def loss(w):
        return np.log(1 + np.exp(w.astype(kind)))

    name, epsilon = kind.__name__, float(np.finfo(kind).eps)
    with np.errstate(all="ignore"):  # in float32, w + h and w − h may be equal
        errors[name] = [relative_error((loss(w + h) - loss(w - h)).astype(float) / (2 * h), slope)
                        for h in steps]
    rounding[name] = np.max(epsilon * np.log(1 + np.exp(w)) / slope) / (4 * steps)
    best = int(np.argmin(errors[name]))
    print(f"{name}: best h {steps[best]:.0e}, error {errors[name][best]:.0e}; error at h = 1e-5: "
          f"{errors[name][14]:.0e}")
fig, ax = new_figure(height=3.8)
# 6 · 2: divided by |n| + |d|
draw.errors_by_step(ax, steps, errors, steps**2 * np.max(third / slope) / 12, rounding)
label(ax, 2e-12, 3e-8, "float64", COLOURS["value"])
label(ax, 2e-9, 6e-3, "float32", COLOURS["gradient"], ha="right")
label(ax, 3e-3, 3e-10, "cutting off\n(wide grey): h²", "#6b6b6b")
label(ax, 2e-9, 1e-11, "rounding (dotted): 1/h", "#6b6b6b", ha="center")
plt.show()

# %% [markdown]
# *What you saw.* From the right the error falls like h², is smallest at h = 10⁻⁵, 9·10⁻¹², and then grows like 1/h. In float32 the best h is 10⁻², and five digits are all there is; at 10⁻⁵ the error is
# 0.8 %, and from 10⁻⁷ down even w + h and w − h may be one number. Check gradients in float64, with h near 10⁻⁵.

# %% [markdown]
# ### The step across a kink
#
# > **Myth.** "If the gradient check fails, the gradient is wrong."
#
# ReLU has a *kink* (꺾인 점) at 0. Take f = 2·relu(z) + relu(−z) / 2, whose slope is 2 on the right of the kink and −½ on the left, at z = 3·10⁻⁶.

# %%
if ready("backprop.kink", "relu_forward", "gradient_check"):
    def two_slopes(z):
        return np.sum(2 * relu_forward(z)[0] + 0.5 * relu_forward(-z)[0])

    at = np.array([3e-6])
    exact = 2 * relu_backward(np.ones(1),
                              relu_forward(at)[1]) - 0.5 * relu_backward(np.ones(1),
                                                                         relu_forward(-at)[1])
    fig, axes = new_figure(ncols=2, height=3.0, sharey=True)
    for ax, h in zip(axes, (1e-5, 2e-6)):
        where = np.linspace(-1.2e-5, 1.7e-5, 400)
        ends = np.array([two_slopes(at - h), two_slopes(at + h)]) * 1e6
        values = np.array([two_slopes(np.array([z])) for z in where])
        draw.kink(ax, where * 1e6, values * 1e6, at=3.0, h=h * 1e6, ends=ends, slope=exact[0])
        ax.set_title(f"h = {h:g}: error {gradient_check(two_slopes, at, exact, h):.1g}", loc="left",
                     fontsize=10)
        ax.set(xlabel="z in millionths", ylim=(-8, 36))
    axes[0].set_ylabel("f in millionths")
    label(axes[0], -11, 29, "backward pass", COLOURS["gradient"])
    label(axes[0], -11, 24, "measured", COLOURS["value"])
    plt.show()
    measured = (two_slopes(at + 1e-5) - two_slopes(at - 1e-5)) / 2e-5
    print(f"the gradient is {exact[0]}; measured with h = 1e-5: {measured:.3f}")

# %% [markdown]
# *What you saw.* With h = 10⁻⁵ the two points lie on different sides of the kink: the measured slope is 1.125, a mixture of 2 and −½. With h = 2·10⁻⁶ both lie on one side, and the error is
# gone. **What is true:** an error that vanishes as h shrinks comes from a kink or from cutting off, one that grows is rounding; one that stays comes from the backward pass, unless x sits on the kink itself.

# %% [markdown]
# ### Prediction 2.d — The price of a gradient (1 point)
# A network 784–100–10 for clothing pictures has 79,510 parameters. How much work is the gradient of *all* of them by a backward pass, counted in
# forward passes (loss included) over the same batch?
#
# - (a) less than 10
# - (b) some hundreds
# - (c) tens of thousands or more

# %% predict-price
def predict_price():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "a"
    ### END SOLUTION

# %% check-predict_price
c = Check("backprop.predict_price", points=1)
c.one_of("a", "b", "c")
c.score()

# %% tags=["volatile"]
def fastest(job, times=7):
    """Seconds that a job takes when nothing disturbs it."""
    return min(timeit.repeat(job, number=1, repeat=times))


def forward_only(X, y, params):
    hidden = relu_forward(affine_forward(X, params["W1"], params["b1"])[0])[0]
    return softmax_loss(affine_forward(hidden, params["W2"], params["b2"])[0], y)[0]


if ready("backprop.price", "affine_forward", "relu_forward", "mlp_loss", "predict_price"):
    images, labels = (array[:256] for array in load_fashion_mnist()[:2])
    rng = np.random.default_rng(0)
    sizes, ratios = [], []
    for H in (1, 10, 100, 1000):
        params = {"W1": rng.normal(0, 0.05, (784, H)), "b1": np.zeros(H),
                  "W2": rng.normal(0, 0.1, (H, 10)), "b2": np.zeros(10)}
        sizes.append(sum(value.size for value in params.values()))
        forward = fastest(lambda: forward_only(images, labels, params))
        ratios.append(fastest(lambda: mlp_loss(images, labels, params)) / forward)
        print(f"{sizes[-1]:7} parameters: forward {1e3 * forward:6.2f} ms, with backward "
              f"{ratios[-1]:.1f} times that; "
              f"measuring would take {2 * sizes[-1] * forward:,.1f} s")
        if forward > 0.2:  # a layer written with loops: larger networks would take minutes
            break
    fig, ax = new_figure(height=3.1)
    draw.work(ax, np.array(sizes), 2 * np.array(sizes), np.array(ratios))
    plt.show()
    ratio = ratios[min(2, len(ratios) - 1)]
    reveal("predict_price", "a" if ratio < 10 else "b" if ratio < 1e4 else "c",
           f"Forward and backward together took {ratio:.1f} forward passes; measuring takes 2 · "
           "79,510.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# On the machine that made this page, the loss and all its gradients cost about three forward passes, for 8 thousand parameters as for 800 thousand. Measuring costs two forward
# passes for *each* parameter. One number at the end, many at the beginning: that is what the walk from the end is good for, and why it is called *reverse mode* (역방향 모드).
#
# </details>

# %% [markdown]
# ## F. The machine
#
# What you did by hand, gate by gate, can be left to a program: each operation notes, while it computes, how to send a gradient back. The
# library's `chainrule.autodiff` does so in some 260 lines. One of its rules you have met in `db` only; write it for any shape.
#
# ### What broadcasting copies, the backward pass adds
#
# NumPy *broadcasts* (브로드캐스팅, 00): where shapes differ, it puts axes of length 1 in front of the shorter shape, and repeats along every axis of length 1. Each repetition is a
# branch, and what comes back from the branches is added.

# %%
b, dout = np.array([[1.0, 2.0, 3.0]]), np.array([[5.0, -1.0, 2.0], [4.0, 3.0, -6.0]])
fig, axes = new_figure(ncols=4, height=1.35)
copies, added = np.repeat(b, 2, axis=0), np.sum(dout, axis=0, keepdims=True)
panels = (
    (b, "b, shape (3,)"),
    (copies, "as (2, 3): copied"),
    (dout, "dout (2, 3)"),
    (added, "db (3,): added"),
)
for ax, (values, title) in zip(axes, panels):
    cells(ax, values, cmap="PuOr_r", limits=(-12, 12), fontsize=9.5)
    ax.set_title(title, loc="left", fontsize=9.5)
    ax.set_anchor("N")
plt.show()

# %% [markdown]
# *What you saw.* Forward, each number of b is used in two rows. Backward, the two gradients that come back to it, such as 5 and 4, are added to 9.

# %% [markdown]
# ### Exercise 2.9 — Undo broadcasting (1 point)
# Write `unbroadcast(dout, shape)`: an array of shape `shape` was broadcast, in the forward pass, to the shape of `dout`. It returns the gradient with respect to that array.
#
# - `dout` is an array of floats or integers with at least one axis; `shape` is a tuple that broadcasts to `dout.shape`. What comes back has the shape `shape`; for `()` it is a number.
# - With `dout = [[1, 2, 3], [10, 20, 30]]`, of shape (2, 3): for `(3,)` it is `[11, 22, 33]`, for `(2, 1)` it is `[[6], [60]]`, for `()` it is 66, and for `(2, 3)` it equals `dout`.
#
# <details><summary>Hint 1</summary>A b of shape (3,), added to an array (2, 3), stands beside each of its rows: the 3 belongs to the <em>last</em> axis. So align the two shapes at their right ends. At which positions did copies arise?</details>
# <details><summary>Hint 2</summary>Along axes of dout that <code>shape</code> does not have at all, and along those where <code>shape</code> says 1.</details>
# <details><summary>Hint 3</summary>Sum over all those axes. <code>np.sum</code> takes a tuple of axes; a <code>reshape</code> afterwards puts the axes of length 1 back.</details>

# %% ex-unbroadcast
def unbroadcast(dout, shape):
    """The gradient of an array that was broadcast: sums over its copies.

    Parameters
    ----------
    dout : ndarray
        Gradient with respect to the broadcast array.
    shape : tuple of int
        The array's own shape; it broadcasts to that of `dout`.

    Returns
    -------
    ndarray of that shape, a number for ()
    """
    ### BEGIN SOLUTION
    in_front = dout.ndim - len(shape)
    own_shape = (1,) * in_front + tuple(shape)
    copied = tuple(axis for axis in range(dout.ndim) if own_shape[axis] == 1)
    return np.sum(dout, axis=copied).reshape(shape)
    ### END SOLUTION

# %% check-unbroadcast
c = Check("backprop.unbroadcast", points=1)
dout = np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])
c.equal([11.0, 22.0, 33.0], dout, (3,))
c.equal([[11.0, 22.0, 33.0]], dout, (1, 3))
c.equal([[6.0], [60.0]], dout, (2, 1))
c.equal([[66.0]], dout, (1, 1))
c.equal([66.0], dout, (1,))
c.equal(66.0, dout, ())
c.equal(dout, dout, (2, 3))
square = np.array([[0.5, 2.0, 3.0], [10.0, 20.0, 30.0], [100.0, 200.0, 300.0]])
c.equal([110.5, 222.0, 333.0], square, (3,))
c.equal([[5.5], [60.0], [600.0]], square, (3, 1))
box = np.arange(24.0).reshape(3, 2, 4)  # row r of layer k holds 8k + 4r + (0, 1, 2, 3)
c.equal([[114.0], [162.0]], box, (2, 1))
c.equal([[[4.0, 6.0, 8.0, 10.0]], [[20.0, 22.0, 24.0, 26.0]], [[36.0, 38.0, 40.0, 42.0]]], box,
        (3, 1, 4))
c.equal([60, 66, 72, 78], box.astype(int), (4,))
c.equal([[60.0, 66.0, 72.0, 78.0]], box, (1, 4))
c.equal([[7, 8, 9]], np.array([[7, 8, 9]]), (1, 3))
c.sweep()
c.score()

# %% [markdown]
# ### Reading the source
#
# The next cells print the library's own source, and the text says which of your exercises each piece repeats. It starts with the module's first words: three rules.

# %%
print(inspect.getdoc(autodiff))

# %% [markdown]
# **Rule 1, the chain rule.** Here are your gates 2.3, as methods of a class `Tensor` that holds an array `data`. `from_op` makes the output, and notes for each
# input the pair (input, function that turns `dout` into this input's gradient). The product's pair of functions swaps, as yours did.

# %%
for piece in (autodiff.from_op, Tensor.__add__, Tensor.__mul__, Tensor.relu):
    print(inspect.getsource(piece))

# %% [markdown]
# `lambda dout: dout * b.data` remembers `b`: that is the `cache` of your exercises, kept by Python inside the function. So nobody has to hand it on.
#
# **Rule 2, sum over paths.** `backward` starts with 1, walks through the graph from the end to the beginning, and lets every tensor hand its gradient to its inputs.
# The `+` in `_accumulate` is your dy = dy_by_q + dy_by_m. **Rule 3** stands in its first line.

# %%
print(inspect.getsource(Tensor.backward))
print(inspect.getsource(Tensor._accumulate))
print(inspect.getsource(autodiff.unbroadcast))

# %%
if ready("backprop.", "unbroadcast"):
    dout = np.random.default_rng(0).normal(size=(3, 2, 4))
    for shape in ((2, 4), (4,), (3, 1, 4), (2, 1), ()):
        apart = np.max(np.abs(unbroadcast(dout, shape) - autodiff.unbroadcast(dout, shape)))
        print(f"(3, 2, 4) back to {shape!s:9}: yours and the library's are apart by {apart:.0e}")

# %% [markdown]
# *What you saw.* It is your 2.9, up to the last digit.

# %% [markdown]
# **The order.** A gate may send its gradient on only when all of it has arrived: when every gate that used its output is done. In the example, y must wait for both q and m.
# An order in which everything stands behind its own inputs is a *topological order* (위상 정렬); walked backwards, it is right.

# %%
print(inspect.getsource(autodiff.topological_order))

# %% [markdown]
# Does it work? The small graph of 2.4, by the machine. (`autodiff.maximum` shares between equals, as your max gate does.)

# %%
if ready("backprop.machine", "small_graph"):
    by_hand, by_machine = [], []
    for x, y, z in [*np.random.default_rng(0).normal(size=(300, 3)), (2.0, 3.0, 3.0)]:
        tx, ty, tz = (Tensor(value, requires_grad=True) for value in (x, y, z))
        f = (tx + ty) * autodiff.maximum(ty, tz)
        f.backward()
        by_hand.append(small_graph(x, y, z)[1:])
        by_machine.append([tensor.grad.item() for tensor in (tx, ty, tz)])
    by_hand, by_machine = np.array(by_hand), np.array(by_machine)
    fig, ax = new_figure(height=2.9)
    draw.pairs(ax, by_hand, by_machine, ("dx", "dy", "dz"))
    ax.set(xlabel="derivative by small_graph", ylabel="by the machine")
    plt.show()
    print("301 points, one of them a tie; the largest difference is "
          f"{np.max(np.abs(by_hand - by_machine)):.0e}")

# %% [markdown]
# *What you saw.* All 903 derivatives lie on the diagonal. About half of the dz are exactly 0, by hand and by machine: there z is the smaller input of the max gate.

# %% [markdown]
# ### The graph that the machine saw
#
# For your network of exercise 2.7 nobody drew a graph. The library recorded one all the same: `inputs` of each tensor leads to the tensors it was made from. Below it is drawn from this
# record, by the function that drew the first graph; the numbers are shapes and the lengths of the gradients. (`X` is missing: no gradient was asked for it.)

# %%
rng = np.random.default_rng(0)
X, y = rng.normal(size=(32, 4)), rng.integers(0, 3, 32)
sizes = {"W1": (4, 20), "b1": (20,), "W2": (20, 3), "b2": (3,)}
t = {key: Tensor(rng.normal(size=size), requires_grad=True) for key, size in sizes.items()}
loss = softmax_cross_entropy((X @ t["W1"] + t["b1"]).relu() @ t["W2"] + t["b2"], y)
loss.backward()
order = autodiff.topological_order(loss)
names = {id(tensor): key for key, tensor in t.items()}


def operation(tensor):  # the name of the method that made a tensor, from the name of its first vjp
    parts = tensor.inputs[0][1].__qualname__.split(".")
    return {"__matmul__": "@", "__add__": "+",
            "softmax_cross_entropy": "softmax loss"}.get(name := parts[-3], name)


computed = [tensor for tensor in order if tensor.inputs]
column = {id(tensor): number for number, tensor in enumerate(computed)}
nodes, edges = {}, {}
for tensor in order:
    users = [user for user in computed if any(source is tensor for source, _ in user.inputs)]
    text = names.get(id(tensor)) or operation(tensor)
    nodes[id(tensor)] = (
        text,
        column.get(id(tensor), column[id(users[0])] if users else 0),
        0 if tensor.inputs else 1.2,
    )
    edges |= {(id(tensor), id(user)): "" for user in users}
fig, ax = new_figure(height=2.6)
draw_graph(ax, nodes, edges, {id(tensor): str(tensor.shape) for tensor in order},
           {id(tensor): f"{np.linalg.norm(tensor.grad):.2f}" for tensor in order}, width=0.94,
           fontsize=9)
plt.show()

# %% [markdown]
# *What you saw.* Six operations in a row, and four parameters that enter from above. Each `@` with its `+` is your affine gate: the add gate hands its gradient on as it is, 0.92 and 0.21, and for b1 and b2
# the rows are added up.

# %% [markdown]
# ## Further
#
# Two exercises that build the machine yourself, for numbers instead of arrays. They are checked like the others; they give no points.

# %% [markdown]
# ### Further 2.10 — Topological order
# A graph is a dict: each key is the name of a node, here a whole number, and each value a tuple with the names of the nodes it is computed from; an input of the graph has `()`. The dict
# may list its nodes in any order, and no node depends on itself. Write `topological_order(graph, root)`.
#
# - It returns an array of names: `root` and everything `root` is computed from, directly or not, each name once and behind all of its own inputs; so `root` comes last. What `root` does not need is left out.
# - Several orders may be right; any of them will do.
# - `topological_order({4: (2,), 2: (7,), 7: ()}, 4)` is `[7, 2, 4]`.
#
# <details><summary>Hint 1</summary>Before a node may be written down, what must have been written down?</details>
# <details><summary>Hint 2</summary>Let a function inside yours visit one node. What has it to do before it may append the node's name, and what if the node was visited before?</details>

# %% ex-topological_order
def topological_order(graph, root):
    """A node and all it is computed from, each behind its own inputs.

    Parameters
    ----------
    graph : dict
        Name of a node: tuple of the names of its inputs.
    root : name of a node

    Returns
    -------
    ndarray of names
    """
    ### BEGIN SOLUTION
    order = []

    def visit(name):
        if name not in order:
            for source in graph[name]:
                visit(source)
            order.append(name)

    visit(root)
    return np.array(order)
    ### END SOLUTION

# %% check-topological_order
c = Check("backprop.topological_order", points=0)
c.equal([7, 2, 4], {4: (2,), 2: (7,), 7: ()}, 4)
c.equal([7, 2], {7: (), 4: (2,), 2: (7,)}, 2)  # 4 is not needed for 2
# here only one order is right
c.equal([3, 8, 1, 6, 5], {5: (3, 6, 1), 6: (1, 8), 1: (8,), 8: (3, 3), 3: ()}, 5)
c.equal([0], {0: (), 1: (0,)}, 0)
# 2.4, with x = 1, y = 2, z = 3 and f = 6
small = {6: (4, 5), 5: (2, 3), 4: (1, 2), 1: (), 2: (), 3: (), 9: (6,)}


def is_right(order, graph, root):
    place = {name: number for number, name in enumerate(order.tolist())}
    return len(place) == len(order) and order[-1] == root and all(
        name in place and place[name] < place[user] for user in order.tolist()
        for name in graph[user])


c.holds("the small graph of 2.4",
        lambda f: is_right(f(small, 6), small, 6) and len(f(small, 6)) == 6)
c.sweep()
### BEGIN HIDDEN TESTS
wanted = {k: tuple(c.rng.choice(k, size=min(k, 2), replace=False).tolist()) for k in range(9)}
shuffled = {k: wanted[k] for k in c.rng.permutation(9).tolist()}
c.holds("a random graph", lambda f: is_right(f(shuffled, 8), shuffled, 8))
c.holds("a part of it", lambda f: is_right(f(shuffled, 5), shuffled, 5))
numbers = c.rng.permutation(30).tolist()
chain = {name: tuple(numbers[max(k - 1, 0):k]) for k, name in enumerate(numbers)}
c.equal(np.array(numbers), dict(sorted(chain.items())), numbers[-1])
### END HIDDEN TESTS
c.score()

# %% [markdown]
# ### Further 2.11 — An automatic differentiation of your own
# Now a graph that computes: each value of the dict is a number (an input of the graph) or a tuple `(gate, left, right)`, where `gate` is `"+"`, `"*"` or `"max"`, and `left` and `right` are
# names. Write `gradients(graph, root)`.
#
# - It returns a pair: the value of `root`, and a dict with the derivative of `root` with respect to *every* node of the graph; for `root` itself it is 1, for nodes on which `root` does not depend 0.
# - The dict may list its nodes in any order. Both inputs of a gate may be the same node. Equal inputs of a max gate share, as in 2.3.
# - `gradients({"x": 3.0, "f": ("*", "x", "x")}, "f")` is `(9.0, {"x": 6.0, "f": 1.0})`.
#
# <details><summary>Hint 1</summary>Forward: in which order can the values be computed? Your 2.10 needs a graph of names only; make one.</details>
# <details><summary>Hint 2</summary>Backward: all gradients start at 0, that of root at 1. Go through the order from its end. Each gate node asks its backward of 2.3 for two gradients, and <em>adds</em> them to those of its inputs.</details>

# %% ex-gradients
def gradients(graph, root):
    """Derivatives of one node with respect to every node of a graph of numbers.

    Parameters
    ----------
    graph : dict
        Name of a node: a number, or a tuple (gate, name, name) with the gate "+", "*" or "max".
    root : str

    Returns
    -------
    value : number
        Of `root`.
    grads : dict
        Name of a node: number.
    """
    ### BEGIN SOLUTION
    gates = {"+": add_backward, "*": multiply_backward, "max": max_backward}
    sources = {name: node[1:] if isinstance(node, tuple) else () for name, node in graph.items()}
    order = topological_order(sources, root).tolist()
    value = {}
    for name in order:
        value[name] = graph[name]
        if sources[name]:
            left, right = (value[source] for source in sources[name])
            value[name] = {"+": left + right, "*": left * right,
                           "max": max(left, right)}[graph[name][0]]
    grads = dict.fromkeys(graph, 0.0)
    grads[root] = 1.0
    for name in order[::-1]:
        if sources[name]:
            left, right = sources[name]
            dleft, dright = gates[graph[name][0]](grads[name], value[left], value[right])
            grads[left] += dleft
            grads[right] += dright
    return value[root], grads
    ### END SOLUTION

# %% check-gradients
c = Check("backprop.gradients", points=0)
small = {"f": ("*", "q", "m"), "q": ("+", "x", "y"), "m": ("max", "y", "z"), "x": 1.0, "y": 4.0,
         "z": -2.0}
c.equal((9.0, {"x": 6.0, "f": 1.0}), {"x": 3.0, "f": ("*", "x", "x")}, "f")
c.equal((3.0, {"x": 1.0, "y": 0.0}), {"x": 3.0, "y": 2.0}, "x")  # an input, not a gate
c.equal((20.0, {"f": 1.0, "q": 4.0, "m": 5.0, "x": 4.0, "y": 9.0, "z": 0.0}), small, "f")
# f, q and x do not matter to m
c.equal((4.0, {"f": 0.0, "q": 0.0, "m": 1.0, "x": 0.0, "y": 1.0, "z": 0.0}), small, "m")
deep = {"e": ("*", "d", "c"), "d": ("+", "c", "a"), "c": ("*", "b", "b"), "b": ("max", "a", "t"),
        "a": 3.0, "t": 0.5}
c.equal((108.0, {"e": 1.0, "d": 9.0, "c": 21.0, "b": 126.0, "a": 135.0, "t": 0.0}), deep, "e")
c.equal((3.0, {"x": 0.5, "y": 0.5, "f": 1.0}), {"x": 3.0, "y": 3.0, "f": ("max", "x", "y")}, "f")
# both halves come back to x
c.equal((2, {"x": 1.0, "f": 1.0}), {"x": 2, "f": ("max", "x", "x")}, "f")
listed = {"t": 0.5, "a": 3, "b": ("max", "a", "t"), "c": ("*", "b", "b"), "d": ("+", "c", "a"),
          "e": ("*", "c", "d")}
# inputs first
c.equal((108.0, {"t": 0.0, "a": 135.0, "b": 126.0, "c": 21.0, "d": 9.0, "e": 1.0}), listed, "e")
c.sweep()
c.score()

# %% [markdown]
# ## To keep
#
# | gate | forward | backward |
# |---|---|---|
# | add | x + y | dx = dout, dy = dout |
# | multiply | x · y | dx = dout · y, dy = dout · x |
# | max | max(x, y) | the larger receives dout, the other 0; equal ones half each |
# | branch | one value, used k times | the k gradients are added |
# | copy along an axis (broadcasting) | b in every row | add along that axis |
# | affine | out = x @ W + b | dx = dout @ W.T, dW = x.T @ dout, db = dout summed over the rows |
# | ReLU | max(0, z) | dz = dout where z > 0, else 0 |
# | softmax and cross-entropy | mean of −log p of the right class | dscores = (p − onehot(y)) / N |
#
# | relative error of a gradient check, float64 | what it means |
# |---|---|
# | below 10⁻⁷ | the two agree |
# | in between | look for kinks, for float32, for an h that does not suit |
# | above 10⁻² | the backward pass is wrong, or a kink lies within h |
#
# ### Traps
#
# - `dW = …` where a parameter is used twice: the second assignment overwrites the first gradient. Add.
# - Square matrices hide a forgotten transpose, and a batch of one hides a forgotten sum. Check gradients with N, D and C all different.
# - Averaging twice: if the loss is a mean, its 1/N is in `dscores` already.
# - `x += step` changes the caller's array; a loop that adds h and takes it away again leaves rounding behind.
# - A gradient check needs float64, and fixed randomness: a loss that draws new random numbers at each call cannot be measured.
# - One correct gradient check at the start of training proves little if all units happen to be on the same side of their kinks. Check again after some steps.
#
# ### Where to read on
#
# - Rosenblatt, *The perceptron: a probabilistic model for information storage and organization in the brain*, Psychological Review 65, 1958.
# - Novikoff, *On convergence proofs on perceptrons*, Symposium on the Mathematical Theory of Automata, 1962.
# - Minsky and Papert, *Perceptrons*, MIT Press 1969: what one unit cannot compute.
# - Linnainmaa, master's thesis, University of Helsinki, 1970 (in English: *Taylor expansion of the accumulated rounding error*, BIT 16, 1976): reverse mode.
# - Rumelhart, Hinton and Williams, *Learning representations by back-propagating errors*, Nature 323, 1986.
# - Griewank and Walther, *Evaluating Derivatives*, 2nd edition, SIAM 2008, chapter 3: why a gradient costs no more than a small multiple of the function.
# - Baydin, Pearlmutter, Radul and Siskind, *Automatic differentiation in machine learning: a survey*, JMLR 18, 2018, section 3.2.
# - CS231n, Stanford: the notes *Backpropagation, intuitions* and *Neural networks part 3* (gradient checks).
#
# Next: **Saturated, zig-zagging, dead**.
#
# What you have earned in this notebook:

# %%
progress()
