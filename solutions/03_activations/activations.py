# %% [markdown]
# # Saturated, zig-zagging, dead
#
# **You will see three ways in which an activation function stops a network from learning, measure each of them on real
# networks, and write the seven functions that came out of the search for a cure.**
#
# You will be able to
#
# - write sigmoid, tanh, ReLU, leaky ReLU and ELU with their derivatives, safe for any input;
# - measure saturation, and say how much of a gradient is left after n layers;
# - show why outputs that are all positive make gradient descent zig-zag;
# - find dead units, and name the three causes of their death;
# - choose an activation function by what it costs and what it repairs.
#
# Time: two and a half hours for exercises 3.1 to 3.10 (15 points) and four predictions (4 points). *Further* exercises are checked, but
# give no points. This notebook needs none of the others. As in the whole course, functions leave their inputs as they are.

# %% setup
import numpy as np

from chainrule import Check, close, progress, ready, reveal

# %% [markdown]
# The next cell is for the pictures only; no exercise needs it.

# %%
import time

import matplotlib.pyplot as plt

from chainrule.autodiff import Tensor, maximum
from chainrule.data import load_fashion_mnist
from chainrule.figures import COLOURS, explore, new_figure
from chainrule.figures import activations as draw
from chainrule.nn import ACTIVATIONS, MLP
from chainrule.training import evaluate, train

# 5,000 pictures of clothes, 28 × 28 = 784 pixels from 0 to 1
X, y, X_test, y_test = load_fashion_mnist()

# %% [markdown]
# ## What an activation function is, and what flows back through it
#
# A layer of a network computes `z = x @ W + b`: weighted sums, called *pre-activations*. Layers of sums alone collapse into
# one sum (2.2), so each sum passes through a bent function `a = f(z)`, the *activation function* (활성화 함수), one number at a time.
#
# Training asks for every weight: how does the loss change if this weight changes a little? That derivative, the *gradient*
# (기울기), is computed from the last layer to the first. On its way back through a layer it is multiplied by the layer's
# weights and by the slope of the bend, `f'(z)`. **So the derivative of the activation function decides what the layers below
# get to hear.** This is why every exercise here comes with a derivative.
#
# Throughout, `sigmoid` is the function and `sigmoid_grad` its derivative; both work on each number by itself. Arrays may hold
# floats, of 64 or 32 bits, none of them NaN, or integers (as NumPy makes them of Python's: signed, 64 bits); a function
# that is handed over returns a new array.

# %%
def three_sums(z):  # a maxout unit that has learned some sums
    return maximum(maximum(z * -0.6 - 1.5, z * 0.3), z - 1)


x = np.linspace(-7, 7, 701)
fig, axes = new_figure(ncols=3, nrows=2, height=4.6, sharex=True, sharey=True)
names = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "maxout")
for ax, name in zip(axes.flat, names):
    z = Tensor(x, requires_grad=True)
    a = ACTIVATIONS.get(name, three_sums)(z)
    a.backward(np.ones_like(x))  # the slope at every x, by the library's automatic differentiation
    draw.curve(ax, x, a.data, z.grad, COLOURS[name], name.replace("_", " "))
axes[0, 0].set(ylim=(-1.6, 3.2), ylabel="output")
axes[1, 0].set(ylabel="output")
for ax in axes[1]:
    ax.set_xlabel("input x")
axes[0, 0].text(-6.5, 2.7, "solid: f(x)\ndashed: slope f′(x)", va="top", fontsize=9)
axes[0, 1].text(-6.5, 2.7, "shaded: slope\nbelow 0.01", va="top", fontsize=9)
plt.show()

# %% [markdown]
# *What you saw.* Sigmoid and tanh are flat on both sides, ReLU and ELU on the left, leaky ReLU (here with slope 0.01, at the edge
# of what counts as flat) and maxout nowhere. The slope of the sigmoid never exceeds 0.25; the others reach 1.

# %% [markdown]
# ## A. Saturation
#
# ### The oldest bend
#
# The *sigmoid* (시그모이드) squashes any number into a number between 0 and 1:
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}} \qquad \sigma'(x) = \sigma(x)\,(1 - \sigma(x))$$
#
# Its derivative needs no new exponential. It is largest in the middle, `σ'(0) = 0.5 · 0.5 = 0.25`, and falls off on both sides.
#
# The formula has a trap. For x = −1000 it asks for e¹⁰⁰⁰, and the largest float64 is about e⁷⁰⁹: NumPy returns infinity and a
# warning. Rewritten as eˣ / (1 + eˣ) it breaks on the other side, worse: infinity divided by infinity is NaN. (In 1.6 you met the trap inside a loss.)

# %% [markdown]
# ### Exercise 3.1 — Sigmoid and its derivative (2 points)
# Write `sigmoid(x)` and `sigmoid_grad(x)`.
#
# - `x` is a number, or an array of any shape, of floats (64 or 32 bits) or integers; what comes back has the same shape.
# - `sigmoid(0.0)` is 0.5, `sigmoid(np.array([-1.0, 0.5, 2.0]))` is `[0.2689, 0.6225, 0.8808]`.
# - At ±1000 `sigmoid` returns 0 and 1, without a warning, in float32 as well (whose largest number is about e⁸⁸).
# - Far below 0 it is small, not 0: `sigmoid(-40.0)` is 4.248 · 10⁻¹⁸ and `sigmoid(-80.0)` 1.805 · 10⁻³⁵. (What lies beyond −87, where float32 ends, is up to you.)
# - `sigmoid_grad(x)` is the derivative *at x* (not at an output): `sigmoid_grad(0.0)` is 0.25, and at ±1000 it is 0 (not NaN), in float32 as well.
#
# <details><summary>Hint 1</summary>Which sign must the exponent have, so that the exponential can never become large?</details>
# <details><summary>Hint 2</summary>An exponential of −|x| lies between 0 and 1, always. For x ≥ 0 that is the one in the formula. For x &lt; 0 multiply numerator and denominator by eˣ.</details>
# <details><summary>Hint 3</summary>With s = exp(−|x|) both cases have the same denominator. What are the two numerators? NumPy's <code>where</code> computes <em>both</em> of its branches everywhere, so both must be safe.</details>

# %% ex-sigmoid
def sigmoid(x):
    """The logistic sigmoid, 1 / (1 + exp(-x)), elementwise.

    Parameters
    ----------
    x : number or ndarray of any shape, floats or integers

    Returns
    -------
    number or ndarray of x's shape, between 0 and 1
    """
    ### BEGIN SOLUTION
    s = np.exp(-np.abs(x))  # at most 1: the exponent is never positive
    return np.where(np.asarray(x) >= 0, 1, s) / (1 + s)
    ### END SOLUTION


def sigmoid_grad(x):
    """The derivative of the sigmoid at x, elementwise.

    Parameters
    ----------
    x : number or ndarray of any shape, floats or integers

    Returns
    -------
    number or ndarray of x's shape, between 0 and 0.25
    """
    ### BEGIN SOLUTION
    a = sigmoid(x)
    return a * (1 - a)
    ### END SOLUTION

# %% check-sigmoid
c = Check("activations.sigmoid", "sigmoid_grad", points=2)
far, x = np.array([-1000.0, 1000.0]), np.linspace(-6, 6, 13)


def formula(x):  # good enough between −6 and 6
    return (1 + np.exp(-x)) ** -1


c.equal(0.5, 0.0)
c.equal([0.2689414, 0.6224593, 0.8807971], np.array([-1.0, 0.5, 2.0]))
# integers come in, floats come out
c.equal([[0.04742587], [0.5], [0.7310586]], np.array([[-3], [0], [1]]))
c.equal([0.0, 1.0], far, quiet=True)  # the right values, and no warning
c.equal([0.0, 1.0], far.astype(np.float32), quiet=True)
c.measure("log σ(−80)", -80.0, lambda f, df: np.log(f(-80.0)), tol=1e-6)  # small, not 0
c.holds("σ(−x) = 1 − σ(x)", lambda f, df: close(f(-x), 1 - f(x)))
c.equal(0.25, 0.0, of="sigmoid_grad")
c.equal([0.1966119, 0.25, 0.1049936], np.array([-1.0, 0.0, 2.0]), of="sigmoid_grad")
c.equal([0.0, 0.0], far, of="sigmoid_grad")
c.holds("the slope is that of 1 / (1 + e⁻ˣ)",
        lambda f, df: close(df(x), (formula(x + 0.01) - formula(x - 0.01)) / 0.02, tol=1e-4),
        part="sigmoid_grad")
c.sweep()  # tries further inputs
c.score()

# %% [markdown]
# ### Where does it go flat?
#
# σ' is 0.25 at 0, 0.105 at ±2, 0.0066 at ±5. Far from 0 the curve is flat: the unit is *saturated* (포화). Whatever the loss
# wants from a saturated unit, almost none of it passes back. How flat is too flat is a matter of taste; a slope below 0.01,
# one twenty-fifth of the best, is a fair line to draw. For the sigmoid that line is crossed at |x| = 4.58.
#
# One claim found in many notes can be decided at once:
#
# > **Myth.** "σ' vanishes only for large positive x."

# %%
if ready("activations.tails", "sigmoid"):
    x = np.linspace(-15, 15, 30_001)
    slopes = sigmoid_grad(x)
    fig, ax = new_figure(height=2.9)
    draw.slope_tails(ax, x, slopes, COLOURS["sigmoid"])
    plt.show()
    left, right = slopes[x < 0], slopes[x > 0]
    print(f"below 0.01: {np.mean(left < 0.01):.1%} of the inputs from −15 to 0, "
          f"{np.mean(right < 0.01):.1%} of those from 0 to 15")
    print(f"at −10 the slope is {sigmoid_grad(-10.0):.2g}, at 10 it is {sigmoid_grad(10.0):.2g}")

# %% [markdown]
# *What you saw.* The curve is symmetric: at −10 the slope is 0.000045, as at 10, and 69 % of each side shown is flat. **What is true:** the
# sigmoid's slope vanishes in both tails, for large negative inputs as for large positive ones.

# %% [markdown]
# ### Exercise 3.2 — Saturated fraction (1 point)
# What share of a layer's units is saturated? Write `saturated_fraction(df, z, threshold)`.
#
# - `df` is a derivative, such as your `sigmoid_grad`: a function that you call with an array, and that returns an array of the same shape.
# - `z` is an array of pre-activations of any shape. `threshold` is 0.01 unless the caller says otherwise.
# - What comes back is one number between 0 and 1: the share of all entries of `z` where the *size* |df(z)| is below `threshold`. A slope equal to the threshold does not count.
# - `saturated_fraction(sigmoid_grad, np.array([-6.0, -5.0, 0.0, 1.0, -7.0]))` is 0.6: the slopes are 0.0025, 0.0066, 0.25, 0.1966, 0.0009.
#
# <details><summary>Hint 1</summary>What does NumPy return for <code>array &lt; number</code>?</details>
# <details><summary>Hint 2</summary>True counts as 1 and False as 0. The share of ones among zeros and ones is their mean.</details>

# %% ex-saturated_fraction
def saturated_fraction(df, z, threshold=0.01):
    """Share of the pre-activations where the slope is smaller in size than a threshold.

    Parameters
    ----------
    df : callable
        Derivative of the activation, from an array to an array of the same shape.
    z : ndarray of any shape
    threshold : float

    Returns
    -------
    float, 0 to 1
    """
    ### BEGIN SOLUTION
    return np.mean(np.abs(df(z)) < threshold)
    ### END SOLUTION

# %% check-saturated_fraction
c = Check("activations.saturated_fraction", points=1)


def bell(z):  # the derivative of the sigmoid, written differently
    return 0.25 / np.cosh(z / 2) ** 2


def itself(z):  # for cases whose slopes are easy to read: each slope is z
    return z


def step(z):  # slope 0 on the left, 1 on the right
    return np.where(z > 0, 1.0, 0.0)


c.equal(0.6, bell, np.array([-6.0, -5.0, 0.0, 1.0, -7.0]))
c.equal(0.5, bell, np.array([[-6.0, -5.0, 0.0, 1.0], [9.0, 2.0, 7.0, -1.0]]))
c.equal(0.25, itself, np.array([0.0, 0.01, 0.02, 0.5]))  # a slope equal to the threshold
c.equal(0.25, itself, np.array([0.0, 0.02, -0.3, -0.5]))  # a steep slope may be negative
c.equal(0.8, itself, np.array([0.0, 0.001, 0.1, -0.3, 0.5]), threshold=0.5)
c.equal(2 / 3, step, np.array([-1.0, -2.0, 4.0]))
c.sweep()
c.score()

# %% [markdown]
# ### Many layers
#
# One layer passes on at most a quarter of the gradient. What do many layers do? Before the arithmetic, a question.

# %% [markdown]
# ### Prediction 3.a — Ten sigmoid layers (1 point)
# A network with ten hidden sigmoid layers sees a batch of clothing pictures for the first time. How large is the gradient of the
# first layer's weights, measured against that of the last hidden layer?
#
# - (a) about as large: between a third and three times
# - (b) smaller, by a factor between 3 and 1,000
# - (c) smaller by a factor of more than 1,000
#
# Decide before you run what follows. The point is for deciding; being wrong costs nothing.

# %% predict-depth
def predict_depth():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_depth
c = Check("activations.predict_depth", points=1)
c.one_of("a", "b", "c")
c.score()

# %% [markdown]
# ### Slopes multiply
#
# On its way down the gradient passes one slope per layer, and slopes multiply. Along a path through n sigmoid layers, on which
# every weight is 1, what is left is
#
# $$\prod_{i=1}^{n} \sigma'(z_i) \;\le\; 0.25^n$$
#
# `0.25**5` is 0.00098 and `0.25**10` is 0.00000095. This is the *vanishing gradient* (기울기 소실): the first layers of a deep
# network are told almost nothing. And 0.25 is the *best* case, with every pre-activation at exactly 0.

# %% [markdown]
# ### Exercise 3.3 — Gradient factor (2 points)
# A path through a network meets one pre-activation in each layer. How much of the gradient do the slopes leave?
# Write `gradient_factor(df, z)`.
#
# - `df` is a derivative, as in 3.2.
# - `z` has the layers along axis 0: shape `(n_layers,)` for one path, `(n_layers, H)` for H paths (column j is one chain of units, one in each layer), or more axes.
# - What comes back is the product of the slopes over the layers: a number for one path, else an array of shape `z.shape[1:]`, one factor for each path.
# - Three sigmoids at 0: `gradient_factor(sigmoid_grad, np.zeros(3))` is 0.25 · 0.25 · 0.25 = 0.015625.
#
# <details><summary>Hint 1</summary>The slopes of three layers are 0.2, 0.5 and 0.1. A gradient of 1 comes in from above. How much of it is left after the first of them, after the second, after the third?</details>
# <details><summary>Hint 2</summary>Each pre-activation gives its own slope. Then the slopes that lie on the same path are multiplied. Which axis runs along a path?</details>
# <details><summary>Hint 3</summary>NumPy has a product along an axis, as it has a sum along an axis.</details>

# %% ex-gradient_factor
def gradient_factor(df, z):
    """What the slopes of all layers leave of a gradient, along a path whose weights are 1.

    Parameters
    ----------
    df : callable
        Derivative of the activation, from an array to an array of the same shape.
    z : ndarray (n_layers, ...)
        Pre-activations met on the way; axis 0 counts the layers.

    Returns
    -------
    number or ndarray of shape z.shape[1:]
    """
    ### BEGIN SOLUTION
    return np.prod(df(z), axis=0)
    ### END SOLUTION

# %% check-gradient_factor
c = Check("activations.gradient_factor", points=2)


def bell(z):  # the derivative of the sigmoid, written differently
    return 0.25 / np.cosh(z / 2) ** 2


def itself(z):  # for cases whose slopes are easy to read: each slope is z
    return z


c.equal(0.015625, bell, np.zeros(3))
c.equal([0.0625, 0.0206430], bell, np.array([[0.0, 1.0], [0.0, 2.0]]))
c.equal([3.0, 8.0, -5.0], itself, np.array([[1.0, 2.0, 5.0], [3.0, 4.0, -1.0]]))
c.equal([[10.0, 2.0]], itself, np.array([[[1.0, 2.0]], [[2.0, 2.0]], [[5.0, 0.5]]]))
c.holds("n sigmoid layers leave at most 0.25ⁿ",
        lambda f: np.all(f(bell, np.linspace(-3, 3, 40).reshape(5, 8)) <= 0.25**5))
c.sweep()
c.score()

# %% [markdown]
# ### A real network
#
# Weights are random numbers, and a layer has many paths. Drawn with standard deviation 1/√fan_in, for a layer with fan_in inputs,
# they keep the length of a vector, on average: call them weights of *size 1*. Does the bound tell what happens in the network of
# prediction 3.a, which is made to classify pictures and starts with such weights?

# %%
def unit_gain(fan_in, fan_out):
    """Standard deviation of weights of "size 1": a layer keeps a vector's length, on average."""
    return fan_in**-0.5


if ready("activations.depth", "sigmoid", "gradient_factor", "predict_depth"):
    depths = np.array([1, 2, 3, 5, 7, 10, 15, 20, 25, 30])
    batch, labels = X[:256] - X.mean(axis=0), y[:256]
    # the first is yours
    kinds = {"sigmoid": (sigmoid, sigmoid_grad), "tanh": "tanh", "relu": "relu", "elu": "elu"}
    nets = {}
    for name, kind in kinds.items():
        for n in depths:
            net = MLP([784] + [100] * n + [10], kind, np.random.default_rng(0), std=unit_gain)
            nets[name, n] = net.record(batch, labels)

    def left_over(name, n):  # of the gradient that arrives at the last hidden layer
        return np.linalg.norm(nets[name, n][0].dz) / np.linalg.norm(nets[name, n][n - 1].da)

    ratios = {name: np.array([left_over(name, n) for n in depths]) for name in kinds}
    best = np.array([gradient_factor(sigmoid_grad, np.zeros(n)) for n in depths])
    fig, ax = new_figure(height=3.6)
    draw.gradient_by_depth(ax, depths, ratios, best)
    plt.show()
    print(f"10 sigmoid layers leave {ratios['sigmoid'][5]:.1e} of the gradient; 0.25¹⁰ is "
          f"{best[5]:.1e}")
    print("30 layers leave: "
          + ", ".join(f"{name} {ratio[-1]:.1e}" for name, ratio in ratios.items()))
    ten = nets["sigmoid", 10]
    ratio = np.linalg.norm(ten[0].dW) / np.linalg.norm(ten[9].dW)
    outcome = "a" if 1 / 3 < ratio < 3 else "b" if 1e-3 < ratio < 1e3 else "c"
    reveal("predict_depth", outcome,
           f"The gradient of the first layer's weights is {ratio:.0e} of that of the tenth.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# Ten sigmoid layers leave 6·10⁻⁷ of the gradient, a little less than 0.25¹⁰, and thirty leave 10⁻¹⁹. The curves follow
# the gradient from unit to unit; for the weights, which the prediction asked about, it is 4·10⁻⁶: both are taken behind their layer's
# slope, so one slope fewer lies between them, and each is multiplied by what goes into its layer. Tanh and
# ELU keep a quarter or more through thirty layers; ReLU loses a factor of about 0.7 = √½ in each, because it switches half of its units off,
# and notebook 04 pays that back with larger weights.
#
# </details>

# %% [markdown]
# ### Would larger weights help?
#
# The slopes are at most 0.25, but weights multiply too. Which scale of the initial weights lets most of the gradient through six
# sigmoid layers, and what does it cost? Three scales stand side by side (saturated regions are shaded; what lies beyond ±12 is
# counted at the border, as a spike); the slider below has more.

# %%
if ready("activations.scales", "sigmoid", "saturated_fraction"):
    first_seen = X[:256] - X.mean(axis=0), y[:256]

    # pre-activations, saturated shares, and what is left of the gradient
    def six_layers(weight_scale):
        net = MLP([784] + [100] * 6 + [10], (sigmoid, sigmoid_grad), np.random.default_rng(0),
                  std=lambda fan_in, fan_out: weight_scale / fan_in**0.5)
        hidden = net.record(*first_seen)[:6]
        left = np.linalg.norm(hidden[0].dz) / np.linalg.norm(hidden[-1].da)
        return (
            [layer.z for layer in hidden],
            [saturated_fraction(sigmoid_grad, layer.z) for layer in hidden],
            left,
        )

    fig, axes = new_figure(ncols=3, height=3.6, sharey=True,
                           title="Six sigmoid layers; what is left of the gradient at layer 1")
    for ax, weight_scale in zip(axes, (1, 8, 32)):
        Z, shares, left = six_layers(weight_scale)
        draw.layers(ax, Z, shares, COLOURS["sigmoid"], edge=4.58, xlabel="pre-activation z",
                    title=f"weights × {weight_scale}: {left:.2g}")
    plt.show()

    def draw_scale(weight_scale=4):
        Z, shares, left = six_layers(weight_scale)
        fig, ax = new_figure(height=3.4,
                             title=f"weights × {weight_scale}: {left:.2g} of the gradient reaches "
                                   "layer 1")
        draw.layers(ax, Z, shares, COLOURS["sigmoid"], edge=4.58)

    explore(draw_scale, weight_scale=[0.25, 0.5, 1, 2, 4, 8, 16, 32])

# %% [markdown]
# *What you saw.* With weights of size 1 no unit is saturated, yet only 0.00018 of the gradient gets through: slopes near 0.25 are
# small already. Weights × 8 let a tenth through and saturate a third of the units in layers 2 to 6; at × 32 it is all of it (1.5), with
# more than 80 % saturated, so that the few steep units left carry everything. (What lies beyond ±12 stands at the border, in a column that is cut off.)

# %% [markdown]
# ### Where a probability becomes 1
#
# > **Myth.** "The sigmoid's output lies in the closed interval [0, 1]."
#
# In exact arithmetic e⁻ˣ is never 0, so σ(x) never reaches 0 or 1: the interval is open, (0, 1). A float64 keeps about 16
# digits, so from some x on, 1 − σ(x) is too small to be told from 0. The logarithm of that zero is what a loss asks for.

# %%
if ready("activations.rounding", "sigmoid"):
    x = np.linspace(0, 45, 4501)
    losses, ones = {}, {}
    for dtype in (np.float32, np.float64):
        p = sigmoid(x.astype(dtype)).astype(dtype)
        with np.errstate(divide="ignore"):  # log(0) is what this is about
            losses[dtype.__name__] = -np.log(1 - p)
        ones[dtype.__name__] = x[np.argmax(p == 1)] if np.any(p == 1) else np.nan
    exact = np.logaddexp(0, x)  # −log(1 − σ(x)) = log(1 + eˣ), computed without the probability
    fig, ax = new_figure(height=3.2)
    draw.rounding(ax, x, losses, exact, ones)
    plt.show()
    zero = next((n for n in range(1000) if sigmoid(-float(n)) == 0), "nowhere up to 1000")
    print(f"float32: σ(x) == 1 from x = {ones['float32']:.2f}, float64 from "
          f"{ones['float64']:.2f}; σ(−n) == 0 from n = {zero}")
    print(f"the loss at x = 40: from the probability {losses['float64'][4000]}, from x itself "
          f"{exact[4000]:.1f}")

# %% [markdown]
# *What you saw.* In float32 the sigmoid is exactly 1 from about x = 17 on, in float64 from about 37 on (where exactly depends on how
# you wrote it), and there the log-loss of a mistake jumps to infinity. **What is true:** the range is the open interval (0, 1); floating point rounds to its ends, and a loss that is
# computed from x instead of the probability (40.0 at x = 40) never notices.

# %% [markdown]
# ## B. Outputs that are not centred on zero
#
# ### The same curve, moved
#
# A sigmoid's outputs are all positive, and their mean is near 0.5. The *hyperbolic tangent* (쌍곡탄젠트) is a sigmoid that was
# stretched and moved down, so that it is centred on zero:
#
# $$\tanh(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}} = 2\,\sigma(2x) - 1 \qquad \tanh'(x) = 1 - \tanh(x)^2$$
#
# Its slope at 0 is 1, four times the sigmoid's. So it loses less of the gradient in the middle; but it is flat on both sides
# too, and sooner: its slope is below 0.01 from |x| = 2.99 on.

# %% [markdown]
# ### Exercise 3.4 — Tanh and its derivative (1 point)
# Write `tanh(x)` and `tanh_grad(x)`.
#
# - `x` is a number, or an array of any shape, of floats (64 or 32 bits) or integers; what comes back has the same shape.
# - `tanh(0.5)` is 0.4621, `tanh_grad(0.0)` is 1; at ±1000 `tanh` returns −1 and 1, and `tanh_grad` 0 (not NaN), in float32 as well.
# - Any way will do, `np.tanh` as well. Through your `sigmoid` it is one line, and you see that the two are one curve.
#
# <details><summary>Hint 1</summary>With the two exponentials of the formula: what happens at x = 1000? Which function, already written, is safe there?</details>
# <details><summary>Hint 2</summary>The second form of the formula has two twos in it. One stretches the curve upward, one makes it steeper.</details>
# <details><summary>Hint 3</summary>The derivative needs the output, squared, and nothing else.</details>

# %% ex-tanh
def tanh(x):
    """The hyperbolic tangent, elementwise.

    Parameters
    ----------
    x : number or ndarray of any shape, floats or integers

    Returns
    -------
    number or ndarray of x's shape, between -1 and 1
    """
    ### BEGIN SOLUTION
    return 2 * sigmoid(2 * x) - 1
    ### END SOLUTION


def tanh_grad(x):
    """The derivative of tanh at x, elementwise.

    Parameters
    ----------
    x : number or ndarray of any shape, floats or integers

    Returns
    -------
    number or ndarray of x's shape, between 0 and 1
    """
    ### BEGIN SOLUTION
    return 1 - tanh(x) ** 2
    ### END SOLUTION

# %% check-tanh
c = Check("activations.tanh", "tanh_grad", points=1)
x = np.linspace(-3, 3, 13)


def formula(x):  # good enough between −3 and 3
    return np.sinh(x) / np.cosh(x)


c.equal(0.4621172, 0.5)
c.equal([-0.7615942, 0.0, 0.9640276], np.array([-1.0, 0.0, 2.0]))
# integers come in, floats come out
c.equal([[0.9950548], [-0.7615942], [0.9999877]], np.array([[3], [-1], [6]]))
c.equal([-1.0, 1.0], np.array([-1000.0, 1000.0]))
c.holds("tanh(−x) = −tanh(x)", lambda f, df: close(f(-x), -f(x)))
c.equal(1.0, 0.0, of="tanh_grad")
c.equal([0.4199743, 0.7864477, 0.0706508], np.array([-1.0, 0.5, 2.0]), of="tanh_grad")
c.equal([0.0, 0.0], np.array([-1000.0, 1000.0]), of="tanh_grad")
c.holds("the slope is that of the formula",
        lambda f, df: close(df(x), (formula(x + 0.01) - formula(x - 0.01)) / 0.02, tol=1e-3),
        part="tanh_grad")
c.sweep()
c.score()

# %% [markdown]
# ### Why being centred matters
#
# A unit with inputs `x` and weights `w` computes `z = x @ w + b`. One example's gradient for the weights is `dw = dz * x`: a
# single number `dz`, which says whether z is too large or too small, times the inputs.

# %% [markdown]
# ### Prediction 3.b — Two weights, positive inputs (1 point)
# A unit has two inputs, both always positive. To fit the data, its first weight must go up and its second must go down.
# Gradient descent takes one example at a time. What do the two weights do in each single step?
#
# - (a) the first goes up and the second goes down, as they should
# - (b) both go up, or both go down, and it changes from step to step
# - (c) both only ever go down

# %% predict-zigzag
def predict_zigzag():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION

# %% check-predict_zigzag
c = Check("activations.predict_zigzag", points=1)
c.one_of("a", "b", "c")
c.score()

# %% [markdown]
# ### The sign of every entry
#
# In `dw = dz * x` only `x` differs from weight to weight. So the signs of the inputs decide which weights move together. To see it
# in a network, count the examples whose entries of `dw` all have one sign.

# %% [markdown]
# ### Exercise 3.5 — Sign agreement (2 points)
# Write `sign_agreement(dW)`: for what share of the examples do the gradients of one unit's weights all point the same way?
#
# - `dW` is an array of shape (N, D): row n holds example n's gradient for the unit's D weights.
# - An example *agrees* if its non-zero entries all have the same sign, either one. Exact zeros are ignored (a tiny number is not 0); a row of zeros agrees, since nothing in it differs.
# - What comes back is a number between 0 and 1: the share of examples that agree.
# - With rows `[1, 2, 3]`, `[-1, -2, -3]`, `[0, 4, 5]` and `[1, -1, 2]` it is 0.75: only the last disagrees.
#
# <details><summary>Hint 1</summary>When exactly does a row disagree? What must it contain?</details>
# <details><summary>Hint 2</summary>A row disagrees if it has a positive entry <em>and</em> a negative entry. Ask each of the two questions for all rows at once.</details>
# <details><summary>Hint 3</summary>"Is there any …" along one axis is a NumPy function; its result has one truth value for each row.</details>

# %% ex-sign_agreement
def sign_agreement(dW):
    """Share of examples for which all non-zero gradients of one unit's weights have the same sign.

    Parameters
    ----------
    dW : ndarray (N, D)
        Each example's gradient for the unit's D weights.

    Returns
    -------
    float, 0 to 1
    """
    ### BEGIN SOLUTION
    up = np.any(dW > 0, axis=1)
    down = np.any(dW < 0, axis=1)
    return np.mean(~(up & down))
    ### END SOLUTION

# %% check-sign_agreement
c = Check("activations.sign_agreement", points=2)
c.equal(0.8,
        np.array([[1.0, 2.0, 3.0], [-1.0, -2.0, -3.0], [-0.1, -5.0, -2.0], [1.0, -1.0, 2.0],
                  [0.0, 4.0, 5.0]]))
c.equal(0.75, np.array([[0.0, 0.0], [1.0, -1.0], [0.0, -3.0], [0.0, 2.0]]))
# a tiny gradient has a sign too
c.equal(0.0, np.array([[3.0, 0.0, -1e-200], [0.0, -2.0, 7.0], [0.0, 5.0, -1.0]]))
c.equal(0.5, np.array([[1e-200, 1e-200], [1e-200, -1e-200]]))
dW = np.array([[1.0, -2.0, 0.5], [4.0, 0.0, 1.0], [-1.0, -1.0, -1.0]])
c.holds("it does not matter how large the gradients are",
        lambda f: close(f(dW), f(1000 * dW)) and close(f(dW), f(dW / 1000)))
c.holds("it does not matter which of the signs it is", lambda f: close(f(dW), f(-dW)))
c.sweep()
c.score()

# %%
def descend(X, targets, w, lr, steps):
    """Gradient descent on (x @ w − target)² / 2, example by example: the path, each gradient."""
    path, dW = [w], []
    for x, target in zip(X[:steps], targets[:steps]):
        dW.append((x @ path[-1] - target) * x)
        path.append(path[-1] - lr * dW[-1])
    return np.array(path), np.array(dW)


if ready("activations.zigzag", "sign_agreement", "predict_zigzag"):
    positive = np.random.default_rng(1).uniform(0, 1, (200, 2))
    start, goal = np.array([-1.0, 1.0]), np.array([1.0, -1.0])
    W1, W2 = np.meshgrid(np.linspace(-1.9, 1.9, 81), np.linspace(-1.9, 1.9, 81))
    fig, axes = new_figure(ncols=2, height=3.4, sharex=True, sharey=True)
    gradients = []
    for ax, name, inputs in zip(axes, ("inputs 0 to 1", "inputs −½ to ½"),
                                (positive, positive - 0.5)):
        lr = 1.5 / np.max(np.sum(inputs**2, axis=1))  # 2 / |x|² would be too much for the longest x
        path, dW = descend(inputs, inputs @ goal, start, lr, steps=30)
        loss = np.mean((np.stack([W1, W2], axis=-1) @ inputs.T - inputs @ goal) ** 2, axis=-1) / 2
        draw.zigzag(ax, W1, W2, loss, path, goal,
                    f"{name}: {sign_agreement(dW):.0%} of steps agree", f"lr = {lr:.2g}",
                    legend=ax is axes[0])
        print(f"{name}: still {np.linalg.norm(path[-1] - goal):.2f} from the best weights after "
              f"30 steps with lr {lr:.2g}")
        gradients.append(dW)
    plt.show()
    up, down = np.mean(gradients[0] < 0, axis=0), np.mean(gradients[0] > 0, axis=0)
    as_needed = np.mean((gradients[0][:, 0] < 0) & (gradients[0][:, 1] > 0))
    outcome = "a" if as_needed > 0.5 else "c" if np.all(down == 1) else "b"
    reveal("predict_zigzag", outcome,
           f"Both went up in {up[0]:.0%} of the steps and both down in {down[0]:.0%}.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# If all inputs are positive, all entries of `dw` have the sign of `dz`. With inputs between 0 and 1 every one of the 30 steps (orange) moved both weights the same way, 53 % up and 47 % down, so
# the path to a goal at the lower right is a zig-zag (지그재그), and 0.20 is still missing. With the same inputs centred on zero, steps in
# every direction are possible, also one weight up and the other down (green). Each panel uses three quarters of the largest
# learning rate that is safe for its inputs, 0.93 and 3.1; in the centred one nothing is missing after 30 steps.
#
# </details>

# %% [markdown]
# > **Myth.** "If the inputs of a layer are all positive, all weights only decrease."
#
# Ask single examples of a real network. The unit sits in its second layer, and sees the outputs of 20 units.

# %%
if ready("activations.directions", "sigmoid", "tanh", "sign_agreement"):
    batch, labels = X[:1000] - X.mean(axis=0), y[:1000]
    shares = {}
    for name, pair in {"sigmoid": (sigmoid, sigmoid_grad), "tanh": (tanh, tanh_grad)}.items():
        net = MLP([784, 20, 20, 10], pair, np.random.default_rng(0), std=unit_gain)
        first, second, _ = net.record(batch, labels)
        # each example's step for unit 0 of the second layer: (N, 20)
        step = -second.dz[:, 0, None] * first.a
        up, down = np.mean(np.all(step > 0, axis=1)), np.mean(np.all(step < 0, axis=1))
        shares[f"inputs from\n20 {name} units"] = (up, down, 1 - up - down)
        print(f"{name}: sign agreement {sign_agreement(step):.2f}, all up {up:.2f}, all down "
              f"{down:.2f}")
    fig, ax = new_figure(height=2.0)
    draw.directions(ax, shares)
    plt.show()

# %% [markdown]
# *What you saw.* Behind sigmoid units every example moves all 20 weights together: up for 31 % of the examples, down for 69 %; behind tanh
# units not one does. **What is true:** all-positive inputs tie the *signs* of a unit's weight gradients together within one example; the
# direction changes from example to example.

# %% [markdown]
# ## C. ReLU, and how units die
#
# ### A bend without an exponential
#
# The *rectified linear unit* (ReLU, 정류 선형 유닛) passes what is positive and stops the rest:
#
# $$\mathrm{relu}(x) = \max(0, x) \qquad \mathrm{relu}'(x) = 1 \text{ for } x > 0,\quad 0 \text{ for } x < 0$$
#
# A comparison instead of an exponential; a slope of exactly 1 on the positive side, however large x is. At 0 the curve has a
# kink, and no derivative. A program has to return something there: by convention, in this course (2.6) and in PyTorch, 0.

# %% [markdown]
# ### Exercise 3.6 — ReLU and its derivative (1 point)
# Write `relu(x)` and `relu_grad(x)`.
#
# - `x` is a number, or an array of any shape, of floats (64 or 32 bits) or integers; what comes back has the same shape.
# - `relu(np.array([-2.0, 0.0, 3.0]))` is `[0, 0, 3]`; `relu_grad` of the same is `[0, 0, 1]`: numbers, not truth values, and 0 at 0.
#
# <details><summary>Hint 1</summary>Which NumPy function picks the larger of two values, entry by entry? (It is not the one that finds the largest entry of an array.)</details>
# <details><summary>Hint 2</summary>For the derivative: a comparison gives truth values. How do truth values become numbers?</details>

# %% ex-relu
def relu(x):
    """The rectified linear unit, max(0, x), elementwise.

    Parameters
    ----------
    x : number or ndarray of any shape, floats or integers

    Returns
    -------
    number or ndarray of x's shape, 0 or more
    """
    ### BEGIN SOLUTION
    return np.maximum(x, 0)
    ### END SOLUTION


def relu_grad(x):
    """The derivative of ReLU at x, elementwise; 0 at x = 0.

    Parameters
    ----------
    x : number or ndarray of any shape, floats or integers

    Returns
    -------
    number or ndarray of x's shape, 0 or 1
    """
    ### BEGIN SOLUTION
    return np.where(np.asarray(x) > 0, 1.0, 0.0)
    ### END SOLUTION

# %% check-relu
c = Check("activations.relu", "relu_grad", points=1)
x = np.array([-3.0, -0.5, 0.25, 2.0, 40.0])
c.equal([0.0, 0.0, 3.0], np.array([-2.0, 0.0, 3.0]))
c.equal([5, 0, 0], np.array([5, -5, 0]))
c.equal(4.0, 4.0)
c.holds("relu(x) − relu(−x) = x", lambda f, df: close(f(x) - f(-x), x))
c.equal([0.0, 0.0, 1.0], np.array([-2.0, 0.0, 3.0]), of="relu_grad")
c.equal(1.0, 1e-6, of="relu_grad")  # a plain number, however small
c.holds("away from 0, exactly one of x and −x passes",
        lambda f, df: close(df(x) + df(-x), np.ones(5)), part="relu_grad")
c.sweep()
c.score()

# %% [markdown]
# > **Myth.** "ReLU saturates for positive inputs."

# %%
if ready("activations.flat", "sigmoid", "tanh", "relu", "saturated_fraction"):
    x = np.linspace(-8, 8, 1600)
    fig, axes = new_figure(ncols=3, height=2.7, sharey=True)
    pairs = (("sigmoid", sigmoid_grad), ("tanh", tanh_grad), ("relu", relu_grad))
    for ax, (name, df) in zip(axes, pairs):
        shares = saturated_fraction(df, x[x < 0]), saturated_fraction(df, x[x > 0])
        draw.slope(ax, x, df(x), COLOURS[name], name, shares)
    axes[0].set(ylabel="slope", ylim=(-0.05, 1.5))
    plt.show()
    print("slope of ReLU at 1, 1000 and 1,000,000:", relu_grad(np.array([1.0, 1e3, 1e6])))

# %% [markdown]
# *What you saw.* For positive inputs ReLU's slope is 1 everywhere, and 0 % of them are flat; sigmoid is flat on 43 % of this range and tanh on
# 63 %. **What is true:** ReLU is flat for *negative* inputs, all of them, and does not saturate for positive ones.

# %% [markdown]
# ### Units that never fire
#
# On the negative side a ReLU's slope is exactly 0, not merely small. A unit whose pre-activation is negative for *every*
# example, so that it outputs 0 for all of them, is called *dead* (죽은 ReLU).
# Three things put it there: weights that were drawn badly, a bias that starts too far below zero, and a learning rate so high
# that one step throws the unit to the wrong side of all the data.

# %% [markdown]
# ### Exercise 3.7 — Dead units (2 points)
# Write `dead_units(A)`: which units of a layer are dead on this batch?
#
# - `A` is an array of shape (N, H): the outputs, after ReLU, of H units for N examples. No entry is negative.
# - What comes back is a boolean array of shape (H,): True for each unit whose output is exactly 0 for all N examples. A tiny output, even 1e-30, is not 0: that unit still learns.
# - With `A = [[0, 1, 0, 0], [0, 0, 2, 0], [0, 3, 0, 0]]` it is `[True, False, False, True]`.
#
# <details><summary>Hint 1</summary>Is it enough for a unit to be silent on one example?</details>
# <details><summary>Hint 2</summary>Ask the question "is it 0?" of every entry, then combine the answers of each unit. Which axis do the examples lie on?</details>

# %% ex-dead_units
def dead_units(A):
    """Which units of a ReLU layer output 0 for every example.

    Parameters
    ----------
    A : ndarray (N, H)
        Outputs of H units, after ReLU, for N examples.

    Returns
    -------
    ndarray (H,) of bool
    """
    ### BEGIN SOLUTION
    return np.all(A == 0, axis=0)
    ### END SOLUTION

# %% check-dead_units
c = Check("activations.dead_units", points=2)
A = np.array([[0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 2.0, 0.0], [0.0, 3.0, 0.0, 0.0]])
c.equal([True, False, False, True], A)
c.equal([False, True, False, False], np.array([[0.0, 0.0, 5.0, 0.5], [1e-30, 0.0, 0.0, 0.0]]))
c.equal([True, True], np.zeros((4, 2)))
c.equal([False, False, False], np.array([[0.5, 0.1, 2.0]]))
c.holds("one example on which a unit fires brings it back to life",
        lambda f: not np.any(f(np.vstack([A, [0.1, 0.0, 0.0, 0.1]]))))
c.sweep()
c.score()

# %% [markdown]
# ### Prediction 3.c — Trained back to life? (1 point)
# A ReLU network with one hidden layer has some dead units: for no picture of the training set does their pre-activation exceed 0. Now it
# is trained on, for many steps, with a learning rate that suits the others. How many of the dead units come back?
#
# - (a) all or most of them
# - (b) about half
# - (c) none

# %% predict-dead
def predict_dead():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_dead
c = Check("activations.predict_dead", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
def dead_share(lr, bias, images, steps=60):
    """Train 100 ReLU units on `images`; the share of dead units, whether the loss diverged."""
    net = MLP([784, 100, 10], (relu, relu_grad), np.random.default_rng(0), bias=bias)
    history = train(net, images, y[:2000], lr=lr, steps=steps, rng=np.random.default_rng(1),
                    progress=False)
    return np.mean(dead_units(net.record(images, y[:2000])[0].a)), history.diverged


if ready("activations.dead", "relu", "dead_units"):
    lrs, biases = [0.1, 0.3, 1.0, 3.0], [1.0, 0.0, -1.0, -2.0]
    raw = X[:2000]
    fig, axes = new_figure(ncols=2, height=3.3, sharey=True,
                           title="Dead units after 60 steps, in percent")
    for ax, title, images in zip(axes, ("pixels 0 to 1", "mean subtracted (∞: loss diverged)"),
                                 (raw, raw - raw.mean(axis=0))):
        grid = [[dead_share(lr or 1.0, bias, images, steps=60 if lr else 0) for lr in [0, *lrs]]
                for bias in biases]
        shares, diverged = np.array(grid, dtype=float).transpose(2, 0, 1)
        draw.dead_map(ax, shares, lrs, biases, title, diverged == 1)
    axes[0].set_ylabel("bias at the start")
    plt.show()
    badly = MLP([784, 100, 10], (relu, relu_grad), np.random.default_rng(0))
    badly.layers[0].W.data -= np.float32(0.01)
    print("weights drawn around −0.01 instead of 0, bias 0, no step yet: "
          f"{np.mean(dead_units(badly.record(raw, y[:2000])[0].a)):.0%} dead")

# %% [markdown]
# *What you saw.* The three causes are visible one by one. Pixels from 0 to 1 and a bias of −1 leave 35 % dead before the first step, a
# bias of −2 leaves 84 %; with bias 0 none is dead at the start, and a learning rate of 1 kills about 80 %. And weights whose mean is −0.01 instead of 0, a fifth of their
# standard deviation, leave half of the units dead at the start, since over hundreds of positive pixels the little that is missing adds up. With the mean subtracted and
# bias 0 a learning rate of 1 kills none: inputs that are all positive push all weights the same way, here too.

# %%
if ready("activations.buried", "relu", "dead_units", "predict_dead"):
    images, labels = X[:2000], y[:2000]
    net = MLP([784, 100, 10], (relu, relu_grad), np.random.default_rng(0))
    steps, count = [0], [np.sum(dead_units(net.record(images, labels)[0].a))]

    def watch(lr, n):  # train n steps and count the dead after every fourth
        def count_dead(step, net):
            if step % 4 == 0:
                steps.append(steps[-1] + 4)
                count.append(np.sum(dead_units(net.record(images, labels)[0].a)))

        train(net, images, labels, lr=lr, steps=n, rng=np.random.default_rng(1),
              callback=count_dead, progress=False)
        return net.record(images, labels)[0]

    first = watch(lr=1.0, n=60)
    dead, buried = dead_units(first.a), [parameter.data.copy() for parameter in net.parameters()]
    print(f"largest gradient: dead units {abs(first.dW[:, dead]).max()}, others "
          f"{abs(first.dW[:, ~dead]).max():.2g}")
    second = watch(lr=0.1, n=240)
    back = np.sum(dead & ~dead_units(second.a))
    fig, ax = new_figure(height=2.7)
    draw.deaths(ax, np.array(steps), np.array(count), 60, "lr = 1", "lr = 0.1")
    plt.show()
    outcome = "a" if back > dead.sum() * 2 / 3 else "b" if back > dead.sum() / 3 else "c"
    reveal("predict_dead", outcome,
           f"{back} of {dead.sum()} came back: their gradient is exactly 0, so nothing moves them.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# The high learning rate killed about 80 of 100 units within 60 steps. In 240 good steps none of them came back,
# because a dead unit gets no gradient from any example: that of its weights is not small but 0, so they cannot move.
#
# </details>

# %% [markdown]
# ## D. Repairs
#
# ### A small slope instead of none
#
# The *leaky ReLU* keeps a little slope on the negative side, so that no unit is ever cut off:
#
# $$\mathrm{leaky\_relu}(x) = \begin{cases} x & x > 0\\ \mathtt{slope}\cdot x & x \le 0\end{cases}$$
#
# How large is a little? Books and libraries use 0.01 as well as 0.1. So the slope is a parameter. (Let the network learn it,
# and it is called PReLU: see 3.10.)

# %% [markdown]
# ### Exercise 3.8 — Leaky ReLU and its derivative (1 point)
# Write `leaky_relu(x, slope)` and `leaky_relu_grad(x, slope)`.
#
# - `x` is a number, or an array of any shape, of floats (64 or 32 bits) or integers; what comes back has the same shape. `slope` lies between 0 and 1, and is 0.01 unless the caller says otherwise.
# - `leaky_relu(np.array([-2.0, 0.0, 3.0]), slope=0.1)` is `[-0.2, 0, 3]`.
# - `leaky_relu_grad` of the same is `[0.1, 0.1, 1]`: at 0 it takes the slope of the negative side.
#
# <details><summary>Hint 1</summary>Two cases, decided by a comparison, for every entry: which NumPy function does that?</details>
# <details><summary>Hint 2</summary>The derivative of slope · x, with respect to x, is a constant. Which?</details>

# %% ex-leaky_relu
def leaky_relu(x, slope=0.01):
    """The leaky rectified linear unit, elementwise: x where x > 0, slope * x elsewhere.

    Parameters
    ----------
    x : number or ndarray of any shape, floats or integers
    slope : float, 0 to 1

    Returns
    -------
    number or ndarray of x's shape
    """
    ### BEGIN SOLUTION
    return np.where(np.asarray(x) > 0, x, slope * x)
    ### END SOLUTION


def leaky_relu_grad(x, slope=0.01):
    """The derivative of the leaky ReLU at x, elementwise; the slope at x = 0.

    Parameters
    ----------
    x : number or ndarray of any shape, floats or integers
    slope : float, 0 to 1

    Returns
    -------
    number or ndarray of x's shape
    """
    ### BEGIN SOLUTION
    return np.where(np.asarray(x) > 0, 1.0, slope)
    ### END SOLUTION

# %% check-leaky_relu
c = Check("activations.leaky_relu", "leaky_relu_grad", points=1)
x = np.array([-30.0, -0.5, 0.25, 2.0])
c.equal([-0.02, 0.0, 3.0], np.array([-2.0, 0.0, 3.0]))
c.equal([-0.2, 0.0, 3.0], np.array([-2.0, 0.0, 3.0]), slope=0.1)
c.equal([5.0, -0.75, 0.0], np.array([5, -3, 0]), slope=0.25)  # integers come in, floats come out
c.holds("slope 0 gives ReLU, slope 1 gives x",
        lambda f, df: close(f(x, 0.0), np.maximum(x, 0)) and close(f(x, 1.0), x))
c.equal([0.01, 0.01, 1.0], np.array([-2.0, 0.0, 3.0]), of="leaky_relu_grad")
c.equal([0.1, 0.1, 1.0], np.array([-5.0, 0.0, 0.5]), of="leaky_relu_grad", slope=0.1)
c.equal(0.3, -5.0, of="leaky_relu_grad", slope=0.3)
c.holds("away from 0, x passes whole and −x by the slope, or the other way round",
        lambda f, df: close(df(x, 0.2) + df(-x, 0.2), np.full(4, 1.2)), part="leaky_relu_grad")
c.sweep()
c.score()

# %% [markdown]
# Can a little slope raise the dead? The next cell takes the network with the dead units from part C, weights and all, and replaces
# nothing but the activation function.

# %%
def train_on(slope, weights, steps=300):
    """Train on from `weights` with a leaky ReLU of this slope; the net, how many dead fire."""
    pair = (lambda z: leaky_relu(z, slope)), (lambda z: leaky_relu_grad(z, slope))
    net = MLP([784, 100, 10], pair, np.random.default_rng(0))
    for parameter, values in zip(net.parameters(), weights):
        parameter.data = values.copy()
    count = [0]

    def count_back(step, net):
        if step % 25 == 0:
            fires = np.any(net.record(images, labels)[0].z > 0, axis=0)
            count.append(np.sum(dead & fires))

    train(net, images, labels, lr=0.1, steps=steps, rng=np.random.default_rng(2),
          callback=count_back, progress=False)
    return net, np.array(count)


if ready("activations.revival", "relu", "dead_units", "leaky_relu", "predict_dead"):
    alive = {}
    for name, slope in (("relu", 0), ("leaky_relu", 0.01), ("leaky_relu_0.1", 0.1),
                        ("leaky_relu_0.3", 0.3)):
        net, count = train_on(slope, buried)
        alive[name, f"slope {slope:g}"] = count
        print(f"slope {slope:g}: {count[-1]} of {dead.sum()} fire again; test accuracy "
              f"{evaluate(net, X_test, y_test)[1]:.2f}")
    fig, ax = new_figure(height=3.0)
    draw.revival(ax, 25 * np.arange(13), alive, dead.sum())
    plt.show()

# %% [markdown]
# *What you saw.* Of about 80 dead units, 300 steps bring back fewer than ten with slope 0.01, about twice as many with 0.1 and more than half with 0.3, and none with a ReLU. A little
# slope does let units return, but its gradient is as little as the slope is: 0.01 prevents no accident, and hardly repairs one.

# %% [markdown]
# ### A floor instead of a slope
#
# The leaky ReLU goes down without end: an input of −100 gives −1, of −1000 gives −10. The *exponential linear unit* (ELU, 지수 선형
# 유닛) bends instead towards a floor at −α:
#
# $$\mathrm{elu}(x) = \begin{cases} x & x > 0\\ \alpha\,(e^x - 1) & x \le 0\end{cases}\qquad
# \mathrm{elu}'(x) = \begin{cases} 1 & x > 0\\ \alpha\,e^x & x \le 0\end{cases}$$
#
# Near 0 it has slope, so units can come back. What is the floor for?

# %% [markdown]
# ### Exercise 3.9 — ELU and its derivative (2 points)
# Write `elu(x, alpha)` and `elu_grad(x, alpha)`.
#
# - `x` is a number, or an array of any shape, of floats (64 or 32 bits) or integers; what comes back has the same shape. `alpha` is positive, and 1 unless the caller says otherwise.
# - `elu(np.array([-1.0, 0.0, 2.0]))` is `[-0.6321, 0, 2]`, and `elu_grad` of the same is `[0.3679, 1, 1]`. At 0, `elu_grad` is `alpha`.
# - At ±1000 both return the right values (no NaN, no infinity), without a warning, in float32 as well (whose largest number is about e⁸⁸).
#
# <details><summary>Hint 1</summary>For which x do you need the exponential at all? What does <code>np.where</code> do with the branch that it does not take?</details>
# <details><summary>Hint 2</summary>Give the exponential only inputs that are 0 or less. Which NumPy function cuts an array off at 0 from above?</details>
# <details><summary>Hint 3</summary>With its input cut off, the exponential is safe everywhere. What is it on the positive side, and what do you want there, for an α of 2? (<code>np.expm1</code> computes e^x − 1, and is more exact near 0.)</details>

# %% ex-elu
def elu(x, alpha=1.0):
    """The exponential linear unit, elementwise: x where x > 0, alpha * (exp(x) - 1) elsewhere.

    Parameters
    ----------
    x : number or ndarray of any shape, floats or integers
    alpha : float, positive

    Returns
    -------
    number or ndarray of x's shape, -alpha or more
    """
    ### BEGIN SOLUTION
    return np.where(np.asarray(x) > 0, x, alpha * np.expm1(np.minimum(x, 0)))
    ### END SOLUTION


def elu_grad(x, alpha=1.0):
    """The derivative of ELU at x, elementwise; alpha at x = 0.

    Parameters
    ----------
    x : number or ndarray of any shape, floats or integers
    alpha : float, positive

    Returns
    -------
    number or ndarray of x's shape
    """
    ### BEGIN SOLUTION
    return np.where(np.asarray(x) > 0, 1.0, alpha * np.exp(np.minimum(x, 0)))
    ### END SOLUTION

# %% check-elu
c = Check("activations.elu", "elu_grad", points=2)
far, x = np.array([-1000.0, 1000.0]), np.array([-4.0, -1.5, -0.25])
c.equal([-0.6321206, 0.0, 2.0], np.array([-1.0, 0.0, 2.0]))
c.equal([-1.7293294, -0.7869387, 0.5], np.array([-2.0, -0.5, 0.5]), alpha=2.0)
# integers come in, floats come out
c.equal([5.0, -0.4323324, 0.0], np.array([5, -2, 0]), alpha=0.5)
c.equal([-1.0, 1000.0], far, quiet=True)  # the right values, and no warning
c.equal([-1.0, 1000.0], far.astype(np.float32), quiet=True)
c.equal([0.3678794, 1.0, 1.0], np.array([-1.0, 0.0, 2.0]), of="elu_grad")
c.equal([0.2706706, 1.5576016, 2.0, 1.0], np.array([-2.0, -0.25, 0.0, 0.5]), of="elu_grad",
        alpha=2.0)
c.equal([0.0, 1.0], far, of="elu_grad", quiet=True)
c.equal([0.0, 1.0], far.astype(np.float32), of="elu_grad", quiet=True)
c.holds("below 0, the slope is that of 0.7 (eˣ − 1) for α = 0.7", part="elu_grad",
        true=lambda f, df: close(df(x, 0.7), 0.7 * (np.exp(x + 0.01) - np.exp(x - 0.01)) / 0.02,
                                 tol=1e-4))
c.sweep()
c.score()

# %% [markdown]
# ### Prediction 3.d — Noise far below zero (1 point)
# A unit that is switched off receives pre-activations around −5, with noise of standard deviation 1. How large is the noise in its output?
#
# - (a) larger for leaky ReLU with slope 0.1 than for ELU
# - (b) larger for ELU than for leaky ReLU with slope 0.1
# - (c) about the same

# %% predict-noise
def predict_noise():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "a"
    ### END SOLUTION

# %% check-predict_noise
c = Check("activations.predict_noise", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("activations.noise", "leaky_relu", "elu", "predict_noise"):
    noise = np.random.default_rng(0).normal(0, 1, 20_000)
    kinds = {("elu", "ELU"): elu,
             ("leaky_relu_0.1", "leaky 0.1"): lambda z: leaky_relu(z, 0.1),
             ("leaky_relu", "leaky 0.01"): lambda z: leaky_relu(z, 0.01)}
    means = np.linspace(-10, 0, 41)
    outputs = {key: f(-5 + noise) for key, f in kinds.items()}
    spreads = {key: np.array([np.std(f(mean + noise)) for mean in means])
               for key, f in kinds.items()}
    fig, axes = new_figure(ncols=2, height=3.3)
    draw.output_noise(axes[0], outputs, np.linspace(-1.1, 0.1, 241))
    draw.noise_by_depth(axes[1], means, spreads, where=-7.5)
    axes[0].set_title("inputs −5 ± 1", loc="left", fontsize=10)
    axes[1].set_title("inputs with noise ± 1", loc="left", fontsize=10)
    plt.show()
    small, large = np.std(outputs["elu", "ELU"]), np.std(outputs["leaky_relu_0.1", "leaky 0.1"])
    print("an outlier of −1000 comes out as",
          {text: float(f(-1000.0)) for (_, text), f in kinds.items()})
    outcome = "a" if large > 1.2 * small else "b" if small > 1.2 * large else "c"
    reveal("predict_noise", outcome,
           f"Leaky ReLU passes noise of {large:.3f}, ELU of {small:.3f}: there it is almost flat.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# Around −5, leaky ReLU with slope 0.1 passes noise of 0.100 and ELU of 0.014, and ELU's share goes on shrinking with eˣ: it
# is bounded by −1, where an outlier of −1000 comes out of leaky ReLU as −100. But slope 0.01 passes only 0.010, and nearer to 0 than −3 ELU
# passes the most of the three. The floor helps far below zero, where ELU is saturated on purpose.
#
# </details>

# %% [markdown]
# > **Myth.** "ELU's range is (−α, ∞), and it is smooth."

# %%
if ready("activations.elu", "elu"):
    x = np.linspace(-4, 1.5, 1101)
    alphas = (0.5, 1.0, 2.0)
    fig, (left, right) = new_figure(ncols=2, height=3.1)
    draw.elu_family(left, x, {alpha: elu(x, alpha) for alpha in alphas}, "output", where=-3,
                    gap=0.22)
    draw.elu_family(right, x, {alpha: elu_grad(x, alpha) for alpha in alphas}, "slope", where=0.2,
                    gap=-0.2)
    plt.show()
    for alpha in alphas:
        print(f"α = {alpha}: slope just left of 0 {elu_grad(-1e-9, alpha):.3f}, just right of it "
              f"{elu_grad(1e-9, alpha):.3f}")
    floor = next((n for n in range(1, 100) if elu(-float(n)) == -1), "nowhere up to 100")
    print(f"elu(−n) is exactly −1 in float64 from n = {floor}")

# %% [markdown]
# *What you saw.* With α = 0.5 the slope jumps from 0.5 to 1 at x = 0, with α = 2 from 2 to 1; only α = 1 has no jump. **What is true:** the range is
# (−α, ∞) in exact arithmetic, while a float64 reaches −α itself (for α = 1 from about x = −37 on), and the slope is continuous at 0 only for α = 1.

# %% [markdown]
# ### What an exponential costs
#
# Five functions, a few operations each. Does it matter which? The cell times them on 65,536 numbers, beside the matrix product
# (a layer with 256 inputs) that makes as many.

# %% tags=["volatile"]
z, W = (np.random.default_rng(k).normal(0, 1, (256, 256)).astype(np.float32) for k in (1, 2))
zero, a, b = np.zeros_like(z), np.empty_like(z), np.empty_like(z)
jobs = {  # written into arrays that exist already (out=): only the arithmetic is timed
    "relu": lambda: np.maximum(z, zero, out=a),
    "leaky_relu": lambda: np.maximum(z, np.multiply(z, 0.01, out=a), out=a),
    "elu": lambda: np.add(np.maximum(z, zero, out=a), np.expm1(np.minimum(z, zero, out=b), out=b),
                          out=a),
    "sigmoid": lambda: np.reciprocal(np.add(np.exp(np.negative(z, out=a), out=a), 1, out=a), out=a),
    "tanh": lambda: np.tanh(z, out=a),
    "layer of 256 inputs": lambda: np.matmul(z, W, out=a),
}
times = {name: [] for name in jobs}
for _ in range(100):  # in turn, so that a busy moment hits all of them; the fastest counts
    for name, job in jobs.items():
        begin = time.perf_counter()
        job()
        times[name].append(time.perf_counter() - begin)
fig, ax = new_figure(height=2.8)
draw.cost(ax, {name: min(seconds) for name, seconds in times.items()}, "relu")
plt.show()

# %% [markdown]
# *What you saw.* On the machine that made this page, ELU and the sigmoid took several times as long as ReLU; tanh did not, since
# NumPy computes it by polynomials and vector instructions. The ratios vary from machine to machine and from run to run; ReLU and leaky
# ReLU may come out in either order. The layer's own matrix product took longer than any of them: the
# exponential costs something, but what an activation function does to the gradient matters more.

# %% [markdown]
# ### A slope that is learned
#
# How large the small slope should be, the data can say as well as you.

# %% [markdown]
# ### Exercise 3.10 — PReLU (1 point)
# The *parametric ReLU* is a leaky ReLU whose slope is a parameter of the network, one for each unit (or channel), trained like a weight.
# So it needs two gradients. Write `prelu_backward(dout, x, slope)`.
#
# - All arrays may hold floats or integers. `x` (N, H) went into the layer; what came out was x where x > 0, and `slope * x` elsewhere, with `slope` of shape (H,), one slope for each column.
# - `dout` (N, H) is the gradient of the loss with respect to what came out.
# - What comes back is the pair `(dx, dslope)`: the gradients with respect to `x`, of shape (N, H), and to `slope`, of shape (H,). The derivative at x = 0 is that of the negative side.
# - With `x = [[-2], [3]]`, `slope = [0.5]` and `dout = [[1], [10]]`: `dx = [[0.5], [10]]`, `dslope = [-2]`.
#
# <details><summary>Hint 1</summary>The output is slope · x on the negative side. What is its derivative with respect to x? And with respect to slope?</details>
# <details><summary>Hint 2</summary>One slope serves a whole column. The gradient of something that is used several times is the sum over its uses.</details>

# %% ex-prelu_backward
def prelu_backward(dout, x, slope):
    """Gradients of a parametric ReLU with one slope for each column.

    Parameters
    ----------
    dout : ndarray (N, H)
        Gradient with respect to the output.
    x : ndarray (N, H)
        Input.
    slope : ndarray (H,)

    Returns
    -------
    dx : ndarray (N, H)
    dslope : ndarray (H,)
    """
    ### BEGIN SOLUTION
    dx = dout * np.where(x > 0, 1.0, slope)
    dslope = np.sum(dout * np.minimum(x, 0), axis=0)
    return dx, dslope
    ### END SOLUTION

# %% check-prelu_backward
c = Check("activations.prelu_backward", points=1)
x = np.array([[-2.0, 1.0], [3.0, -4.0], [-1.0, 0.0]])
dout = np.array([[1.0, 5.0], [10.0, 2.0], [3.0, -3.0]])
slope = np.array([0.5, 0.1])
# integers, too
c.equal(([[0.5], [10.0]], [-2.0]), np.array([[1], [10]]), np.array([[-2], [3]]), np.array([0.5]))
c.equal(([[0.5, 5.0], [10.0, 0.2], [1.5, -0.3]], [-5.0, -8.0]), dout, x, slope)


def loss_at(slope, x):  # a loss whose gradient with respect to the output is dout
    return np.sum(dout * np.where(x > 0, x, slope * x))


step = np.array([1e-5, 0.0])
c.holds("dslope is the slope of a loss", lambda f: close(
    f(dout, x, slope)[1][0], (loss_at(slope + step, x) - loss_at(slope - step, x)) / 2e-5))
c.sweep()
c.score()

# %%
if ready("activations.learned", "prelu_backward"):
    x = np.random.default_rng(0).normal(0, 1, (500, 3))
    wanted = np.stack([np.maximum(x[:, 0], 0), x[:, 1], np.abs(x[:, 2])], axis=1)
    slope = np.full(3, 0.25)  # where PReLU starts in its paper
    path = []
    for _ in range(31):
        path.append(slope)
        out = np.where(x > 0, x, slope * x)
        slope = slope - 0.5 * prelu_backward((out - wanted) / len(x), x, slope)[1]
    fig, ax = new_figure(height=2.8, title="Three slopes that are learned")
    names = "max(0, x) is wanted", "x is wanted", "|x| is wanted"
    for name, steps in zip(names, np.transpose(path)):
        ax.plot(steps)
        ax.annotate(name, (30, steps[-1]), xytext=(5, 0), textcoords="offset points", va="center")
    ax.set(xlabel="step", ylabel="slope on the negative side", xlim=(0, 39))
    plt.show()

# %% [markdown]
# *What you saw.* Three units with one and the same beginning, and your gradient: the first has become a ReLU, the second lets everything
# through, the third is an absolute value. In a network nobody says what is wanted; the loss does.

# %% [markdown]
# ## Further
#
# An activation function that learns its whole shape. The exercise is checked like the others; it gives no points.

# %% [markdown]
# ### Further 3.11 — Maxout: the best of k sums
# A *maxout* unit has no curve of its own. It computes k weighted sums of its inputs instead of one, and passes on the largest.
# With k = 2, sums x and 0 make a ReLU; sums x and 0.1x a leaky ReLU; x and −x the absolute value. The price: k times the weights.
# Write `maxout(Z)` and `maxout_backward(dout, Z)`.
#
# - `Z` (k, N, H), floats or integers, holds the k sums of H units for N examples. `maxout(Z)` is the largest of the k, of shape (N, H).
# - `dout` (N, H) is the gradient with respect to that output. `maxout_backward` returns `dZ` (k, N, H), the gradient with respect to `Z`.
# - If several of the k sums are equally large, the first of them (the lowest index) receives the gradient, all of it.
# - With `Z = [[[1, 5]], [[4, 5]]]` (k = 2, N = 1, H = 2): the output is `[[4, 5]]`, and for `dout = [[10, 20]]`, `dZ = [[[0, 20]], [[10, 0]]]`.
#
# <details><summary>Hint 1</summary>If a sum that is not the largest changes a little, what happens to the output?</details>
# <details><summary>Hint 2</summary>NumPy can tell you which index holds the largest entry along an axis; of equal ones it names the first.</details>
# <details><summary>Hint 3</summary>Compare that index with the numbers 0 … k − 1, laid along axis 0: you get a mask of shape (k, N, H) with one True for each unit and example.</details>

# %% ex-maxout
def maxout(Z):
    """The largest of k weighted sums, for each example and unit.

    Parameters
    ----------
    Z : ndarray (k, N, H)

    Returns
    -------
    ndarray (N, H)
    """
    ### BEGIN SOLUTION
    return np.max(Z, axis=0)
    ### END SOLUTION


def maxout_backward(dout, Z):
    """Gradient of maxout with respect to its k sums; of equal sums the first receives it.

    Parameters
    ----------
    dout : ndarray (N, H)
        Gradient with respect to the output.
    Z : ndarray (k, N, H)
        What went into maxout.

    Returns
    -------
    ndarray (k, N, H)
    """
    ### BEGIN SOLUTION
    index = np.arange(len(Z))[:, None, None]
    return np.where(index == np.argmax(Z, axis=0), dout, 0.0)
    ### END SOLUTION

# %% check-maxout
c = Check("activations.maxout", "maxout_backward", points=0)
Z = np.array([[[1.0, 5.0, -3.0, 0.5]], [[4.0, 5.0, -2.0, 1.0]], [[4.0, -6.0, -8.0, 7.0]]])
dout = np.array([[10.0, 20.0, 30.0, 40.0]])
c.equal([[4.0, 5.0, -2.0, 7.0]], Z)
c.equal([[3.0], [7.0]], np.array([[[3.0], [-1.0]], [[2.0], [7.0]]]))
c.equal([[[0.0, 20.0, 0.0, 0.0]], [[10.0, 0.0, 30.0, 0.0]], [[0.0, 0.0, 0.0, 40.0]]], dout, Z,
        of="maxout_backward")
# integers in Z
c.equal([[[0.0]], [[0.5]]], np.array([[0.5]]), np.array([[[1]], [[2]]]), of="maxout_backward")
c.equal([[[10.0], [0.0]], [[0.0], [20.0]]], np.array([[10.0], [20.0]]),
        np.array([[[3.0], [-1.0]], [[2.0], [7.0]]]),
        of="maxout_backward")
c.holds("all of the gradient arrives, once", lambda f, df: close(np.sum(df(dout, Z), axis=0), dout),
        part="maxout_backward")
c.sweep()
c.score()

# %% [markdown]
# ## To keep
#
# | | formula | range | derivative | cost | for it | against it |
# |---|---|---|---|---|---|---|
# | sigmoid | 1 / (1 + e⁻ˣ) | (0, 1) | σ(1 − σ), at most 0.25 | an exponential | reads as a probability | flat on both sides; outputs all positive |
# | tanh | 2σ(2x) − 1 | (−1, 1) | 1 − tanh², at most 1 | an exponential | centred on zero | flat on both sides |
# | ReLU | max(0, x) | [0, ∞) | 1 for x > 0, else 0 | a comparison | never flat for x > 0; cheap | outputs never negative; units can die |
# | leaky ReLU | x, or slope · x below 0 | (−∞, ∞) | 1, or slope | a comparison, a product | no unit is cut off | no floor: what is far below 0 still passes, noise too |
# | PReLU | leaky, slope learned | (−∞, ∞) | 1, or slope; for the slope min(0, x) | as leaky | the data choose the slope | more parameters; no floor |
# | ELU | x, or α(eˣ − 1) below 0 | (−α, ∞) | 1, or αeˣ | an exponential | near 0 no unit is cut off; a floor against noise; mean nearer to 0 | the exponential; flat far below 0, so it can be slow to return |
# | maxout | largest of k sums | (−∞, ∞) | 1 for the largest sum, 0 for the others | k times the sums | learns its own curve; some sum always gets the gradient | k times the weights |
#
# The ranges are those of exact arithmetic: in floating point sigmoid, tanh and ELU reach their limits.
#
# For a new network: start with ReLU, and watch the learning rate and the share of dead units. If units die, try leaky ReLU or
# ELU. Keep the sigmoid for the last layer, where a probability is wanted.
#
# ### Traps
#
# - `np.where(condition, a, b)` computes `a` and `b` everywhere. The branch that is thrown away still overflows, and warns.
# - A derivative written in terms of the *output*, such as `a * (1 - a)`, must not be fed with the input. Say in the docstring which one it takes.
# - Never take the logarithm of a sigmoid: it may be the logarithm of 0. Compute the loss from `x`, before the sigmoid.
# - Silent on one batch is not dead. Measure on many examples before you bury a unit.
# - "Leaky ReLU" without its slope says little: 0.01 and 0.1 are both in use, and 0.3 is Keras's default.
#
# ### Where to read on
#
# - LeCun, Bottou, Orr and Müller, *Efficient BackProp*, 1998: section 4.3 on inputs that are all positive, section 4.4 on sigmoids that are centred.
# - Glorot and Bengio, *Understanding the difficulty of training deep feedforward neural networks*, AISTATS 2010, section 3: saturation, layer by layer, during training.
# - Nair and Hinton, *Rectified linear units improve restricted Boltzmann machines*, ICML 2010.
# - Glorot, Bordes and Bengio, *Deep sparse rectifier neural networks*, AISTATS 2011, section 3.
# - Maas, Hannun and Ng, *Rectifier nonlinearities improve neural network acoustic models*, ICML workshop 2013: leaky ReLU, with slope 0.01.
# - Goodfellow, Warde-Farley, Mirza, Courville and Bengio, *Maxout networks*, ICML 2013, section 3.
# - He, Zhang, Ren and Sun, *Delving deep into rectifiers*, ICCV 2015, section 2.1: PReLU.
# - Clevert, Unterthiner and Hochreiter, *Fast and accurate deep network learning by exponential linear units (ELUs)*, ICLR 2016, section 3: ELU and its noise-robust off state.
#
# Next: **Keeping the signal alive**.
#
# What you have earned in this notebook:

# %%
progress()
