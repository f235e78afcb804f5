# %% [markdown]
# # Keeping the signal alive
#
# **Before the first step of training somebody has to choose the weights. A factor of √2 in that choice looks harmless; you will find out where it comes
# from, write the rules that contain it, and watch what it does to a network of 30 layers.**
#
# You will be able to
#
# - say how large a sum of many random terms is, and count the terms, in a dense layer and in a convolution;
# - draw weights by the rules of LeCun, Xavier and He, and say which rule belongs to which activation function;
# - follow the size of a signal through a deep network, and name what is wrong with it;
# - measure the gain that an activation function needs;
# - explain what weights that are all equal, or all zero, can learn, and why.
#
# Time: two and a half to three hours for exercises 4.1 to 4.8 (14 points) and four predictions (4 points). *Further* exercises are checked, but
# give no points. This notebook needs none of the others. As in the whole course, functions leave their inputs as they are.

# %% setup
import numpy as np

from chainrule import Check, close, progress, ready, reveal

# %% [markdown]
# The next cell is for the pictures only; no exercise needs it. It centres the images on zero and scales them so that their pixels
# have mean square 1.

# %%
import matplotlib.pyplot as plt

from chainrule.data import load_fashion_mnist
from chainrule.figures import COLOURS, explore, new_figure
from chainrule.figures import initialization as draw
from chainrule.nn import MLP
from chainrule.training import evaluate, train

# 5,000 pictures of clothes, 28 × 28 = 784 pixels from 0 to 1
X, y, X_test, y_test = load_fashion_mnist()
mean = X.mean(axis=0)
scale = np.sqrt(np.mean((X - mean) ** 2))
images, images_test = (X - mean) / scale, (X_test - mean) / scale

# %% [markdown]
# ## A. How large is a sum?
#
# ### A layer adds up many random terms
#
# *Weight initialization* (가중치 초기화) is the choice of the weights before the first step of training. They are drawn at random,
# with mean 0. One unit then computes `z = x @ w`, a sum of `fan_in` products, where `fan_in` is the number of its inputs.
#
# This z is called a *pre-activation*. Terms of random sign partly cancel, so variances add, not sizes. Each product has variance Var(w) · E[x²], where E[x²] is the mean
# square of the inputs:
#
# $$\mathrm{Var}(z) = \mathtt{fan\_in}\cdot\mathrm{Var}(w)\cdot \mathrm{E}[x^2]$$
#
# With 100 inputs and weights and inputs of size 1, z has variance 100: standard deviation 10, neither 1 nor 100.

# %%
rng = np.random.default_rng(0)
samples = {n: rng.normal(0, 1, (1000, n)) @ rng.normal(0, 1, (n, 200)) for n in (10, 100, 1000)}
fig, ax = new_figure(height=2.9, title="Weights and inputs of standard deviation 1")
draw.sums(ax, {n: z.ravel() for n, z in samples.items()}, limit=100)
plt.show()

# %% [markdown]
# *What you saw.* Ten times as many inputs make the sum √10 = 3.2 times as large: the standard deviations are about √10 = 3.2, √100 = 10
# and √1000 = 31.6. To keep z at size 1 the weights must shrink as 1/√fan_in.

# %% [markdown]
# ### Count the terms
#
# How many terms has one sum? In a *dense* layer, the affine layer of 02, with weights `W` of shape `(fan_in, fan_out)`, one for each input. A convolution
# (합성곱; notebook 10) slides a small window over a picture: each output is a weighted sum of a patch of k × k pixels, in every one of the C
# input channels. Its fan-in is
#
# $$d_{\mathrm{in}} = k \cdot k \cdot C$$
#
# `fan_out` (팬아웃) counts the other way: in how many outputs does one input take part? In a dense layer, all of them. In a convolution an
# input pixel lies under k · k positions of the window, for every output channel (the edges of the picture left aside).

# %% [markdown]
# ### Exercise 4.1 — Fan-in and fan-out (1 point)
# Write `fan_in_fan_out(shape)`.
#
# - `shape` is a tuple of integers, the shape of the weights: `(fan_in, fan_out)` for a dense layer, `(out_channels, in_channels, kh, kw)` for a
#   convolution with a window kh pixels high and kw wide, usually k × k, but not always.
# - What comes back is the pair `(fan_in, fan_out)`, a tuple of two numbers.
# - `fan_in_fan_out((784, 100))` is `(784, 100)`; `fan_in_fan_out((8, 3, 5, 5))` is `(75, 200)`.
#
# <details><summary>Hint 1</summary>How do you tell the two kinds of shape apart?</details>
# <details><summary>Hint 2</summary>Look at one output number of the convolution: how many pixels does it add up in one channel? And in how many channels?</details>
# <details><summary>Hint 3</summary>In the example, fan_in = 75 is 3 · 5 · 5. Which of the four numbers is not in it, and in whose place does it stand for fan_out = 200?</details>

# %% ex-fan_in_fan_out
def fan_in_fan_out(shape):
    """Number of inputs of one unit, and number of outputs that one input takes part in.

    Parameters
    ----------
    shape : tuple of int
        (fan_in, fan_out) of a dense layer, or (out_channels, in_channels, kh, kw) of a convolution.

    Returns
    -------
    fan_in, fan_out : int
    """
    ### BEGIN SOLUTION
    if len(shape) == 2:
        return shape[0], shape[1]
    out_channels, in_channels, kh, kw = shape
    return in_channels * kh * kw, out_channels * kh * kw
    ### END SOLUTION

# %% check-fan_in_fan_out
c = Check("initialization.fan_in_fan_out", points=1)
c.equal((784, 100), (784, 100))
c.equal((3, 7), (3, 7))
c.equal((75, 200), (8, 3, 5, 5))
c.equal((4, 6), (6, 4, 1, 1))  # a 1×1 convolution is a dense layer for each pixel
c.equal((105, 240), (16, 7, 3, 5))  # a window that is not square
c.equal((18, 9), (1, 2, 3, 3))
c.sweep()  # tries further inputs
c.score()

# %% [markdown]
# Is it the count that matters? The next cell slides windows of several sizes over random pictures with 4 channels, and measures the
# outputs for three choices of the weights' standard deviation.

# %%
if ready("initialization.patch", "fan_in_fan_out"):
    rng = np.random.default_rng(0)
    pictures, kernel_sizes = rng.normal(0, 1, (20, 4, 16, 16)), np.array([1, 3, 5, 7])
    stds = {("large", "std 1"): [], ("channels", "1 / √C"): [], ("lecun", "1 / √fan_in"): []}
    for k in kernel_sizes:
        shape = (24, 4, int(k), int(k))  # 24 output channels, 4 input channels
        W = rng.normal(0, 1, shape)
        # (N, 4, rows, columns, k, k)
        patches = np.lib.stride_tricks.sliding_window_view(pictures, (k, k), axis=(2, 3))
        z = np.einsum("ncrsij,ocij->nors", patches, W, optimize=True)
        for key, factor in zip(stds, (1, 1 / np.sqrt(4), 1 / np.sqrt(fan_in_fan_out(shape)[0]))):
            stds[key].append(factor * np.std(z))
    fig, (left, right) = new_figure(ncols=2, height=3.1, width_ratios=(1, 1.1))
    draw.patch(left, k=3, C=2)
    draw.lines(right, kernel_sizes, stds, "window size k (4 channels)", "std of the output",
               (0.7, 20))
    right.set_xticks(kernel_sizes)
    plt.show()

# %% [markdown]
# *What you saw.* With 1/√fan_in the outputs have standard deviation 1 for every window. With 1/√C, the channels alone, they grow as k:
# one sum over a 7 × 7 window has 49 times as many terms as the rule has counted, so it is √49 = 7 times too large.

# %% [markdown]
# ### LeCun's rule
#
# To keep Var(z) = E[x²] the weights need Var(w) = 1/fan_in, that is
#
# $$\mathrm{std}(w) = \frac{1}{\sqrt{\mathtt{fan\_in}}}$$
#
# LeCun, Bottou, Orr and Müller wrote this rule down in 1998; the weights of size 1 in notebook 03 were drawn by it. Which distribution the weights come from does not matter, since only
# its variance entered the argument. Two are common: the *normal* distribution (정규 분포) of this standard deviation, and the *uniform*
# one (균등 분포) between −limit and limit. The second needs a limit, and the limit is not the standard deviation: a uniform distribution
# on [−limit, limit] has variance limit²/3.

# %% [markdown]
# ### How a random answer is checked
#
# Random weights cannot be compared with expected numbers. So the checks of 4.2, 4.5 and 4.7 draw about 20,000 weights at a time and compare their
# statistics, by the function below; its comment says how far a right answer may be off by chance, and why the check still tells right from wrong.

# %% setup-statistics
def check_weights(c, name, shape, std, form, seed=1, draws=1):
    """Hold one function's weights against a standard deviation and a form ("normal", "uniform")."""
    # One sigma, for n = 20,000 weights: the mean is off by std/√n, 0.7 % of std; the standard
    # deviation by std/√(2n), 0.5 % (less if uniform), in 40 draws together by 0.08 %; the share
    # beyond 2.5 std by √(0.0124 · 0.9876/n) = 0.0008; the mean fourth power, in units of std⁴, in
    # 40 draws together by √(96/(40 n)) = 0.011; the correlation of two rows of m weights by 1/√m.
    # The largest of n normal sizes is between 3.1 and 8.3 std, that of uniform ones at 1.73.
    # Tolerances are 8 sigma and more: right weights fail less than once in 10⁷ runs. A variance
    # that is wrong by a factor of √2 makes the standard deviation wrong by 16 or 19 %. (All else is
    # measured in the sample's own standard deviation, so that one mistake does not look like many.)
    def draw(functions, rng=None):
        return functions[c.functions.index(name)](shape, rng or np.random.default_rng(seed))

    def differ(functions):  # share of the weights that are different, with generators in one state
        return np.mean(draw(functions) != draw(functions))

    def new(functions, rng):  # share of the weights of a second draw that are not in the first
        return np.mean(~np.isin(draw(functions, rng), draw(functions, rng)))

    kept = []  # what all draws together have shown, which is found once

    def moments(functions):  # mean second and fourth powers, around the mean; different draws
        first = draw(functions)
        if not kept:
            rng = np.random.default_rng((seed, 1))
            drawn = [first, *(draw(functions, rng) for _ in range(1, draws))]
            square = [(W - np.mean(W)) ** 2 for W in drawn]
            kept[:] = np.mean(square), np.mean(np.square(square)), len({W.flat[0] for W in square})
        return kept

    def alike(functions):  # the largest correlation of two rows
        W = draw(functions).reshape(shape[0], -1)
        with np.errstate(all="ignore"):
            return np.max(np.abs(np.corrcoef(W) - np.eye(len(W))))

    def measure(label, expected, tol, compute):
        c.measure(label, expected, lambda *F: compute(F), tol=tol, part=name)

    measure(f"{name}({shape}, rng): rows", shape[0], 0, lambda F: len(draw(F)))
    measure("… how often the most frequent weight occurs", 1, 3,
            lambda F: np.max(np.unique(draw(F), return_counts=True)[1]))
    measure("… mean, in std", 0, 0.06, lambda F: np.mean(W := draw(F)) / np.std(W))
    measure("… standard deviation (std)", std, 0.042 * std / draws**0.5,
            lambda F: moments(F)[0] ** 0.5)
    if draws > 1:
        measure("… mean fourth power, in std⁴", 3 if form == "normal" else 1.8, 0.09,
                lambda F: (m := moments(F))[1] / m[0] ** 2)
        measure(f"… different draws among {draws}", draws, 1, lambda F: moments(F)[2])
    if form == "normal":
        measure("… share beyond 2.5 of its std", 0.0124, 0.01,
                lambda F: np.mean(np.abs(W := draw(F)) > 2.5 * np.std(W)))
    middle, tol = (0.22, 0.1) if form == "normal" else (3**-0.5, 0.04)
    measure("… its std, as a share of the largest size", middle, tol,
            lambda F: np.std(W := draw(F)) / np.max(np.abs(W)))
    measure("… the same seed twice: share of weights that differ", 0, 0, differ)
    rng = np.random.default_rng(seed)
    measure("… drawn again from one generator: share that is new", 1, 0.05, lambda F: new(F, rng))
    if shape[0] <= 40:  # rows of 500 and more
        measure("… largest correlation of two rows, in size (each row is a draw of its own)",
                0, 0.36, alike)
    c.holds("… that shape, and 99 in 100 weights differ from each other", part=name,
            true=lambda *F: draw(F).shape == shape
            and len(np.unique(draw(F))) > 0.99 * draw(F).size)

# %% [markdown]
# ### Exercise 4.2 — LeCun normal and LeCun uniform (2 points)
# Write `lecun_normal(shape, rng)` and `lecun_uniform(shape, rng)`.
#
# - `shape` is as in 4.1, `(fan_in, fan_out)` or `(out_channels, in_channels, kh, kw)`. `rng` is a `numpy.random.Generator`: every random number must come from it.
# - What comes back is a new array of exactly that shape with mean 0 and variance 1/fan_in: from a normal distribution (not cut off), and from a uniform one between −limit and limit.
# - With `fan_in = 50` both have standard deviation 0.1414; the uniform weights reach 0.2449.
# - In what order you draw the numbers is your choice. The check looks at statistics of many weights, and tells what it allows.
#
# <details><summary>Hint 1</summary>Your function of 4.1 finds the fan-in, for both kinds of shape. <code>rng.normal</code> and <code>rng.uniform</code> take a shape; look up what their other arguments mean.</details>
# <details><summary>Hint 2</summary><code>rng.normal</code> asks for a standard deviation, not a variance.</details>
# <details><summary>Hint 3</summary>limit² / 3 = 1 / fan_in. Solve for the limit. For fan_in = 50 it must come out as 0.2449.</details>

# %% ex-lecun_normal
def lecun_normal(shape, rng):
    """Normal weights of mean 0 and variance 1 / fan_in.

    Parameters
    ----------
    shape : tuple of int
        (fan_in, fan_out) or (out_channels, in_channels, kh, kw).
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of the given shape
    """
    ### BEGIN SOLUTION
    fan_in, _ = fan_in_fan_out(shape)
    return rng.normal(0, np.sqrt(1 / fan_in), shape)
    ### END SOLUTION


def lecun_uniform(shape, rng):
    """Uniform weights of mean 0 and variance 1 / fan_in.

    Parameters
    ----------
    shape : tuple of int
        (fan_in, fan_out) or (out_channels, in_channels, kh, kw).
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of the given shape
    """
    ### BEGIN SOLUTION
    fan_in, _ = fan_in_fan_out(shape)
    limit = np.sqrt(3 / fan_in)
    return rng.uniform(-limit, limit, shape)
    ### END SOLUTION

# %% check-lecun_normal
c = Check("initialization.lecun_normal", "lecun_uniform", points=2)
for name, form in (("lecun_normal", "normal"), ("lecun_uniform", "uniform")):
    check_weights(c, name, (40, 500), 0.1581139, form, draws=40)  # fan_in = 40
    check_weights(c, name, (4, 5000), 0.5, form)
    check_weights(c, name, (30, 14, 5, 9), 0.0398410, form)  # fan_in = 14 · 5 · 9 = 630
### BEGIN HIDDEN TESTS
seeds, n, k = c.rng.integers(10**6, size=4), int(c.rng.integers(15, 90)), int(c.rng.integers(3, 6))
C = 20_000 // (n * k * (k + 1))
for name, form, one, two in (("lecun_normal", "normal", *seeds[:2]),
                             ("lecun_uniform", "uniform", *seeds[2:])):
    check_weights(c, name, (n, 20_000 // n), n**-0.5, form, one)
    check_weights(c, name, (n, C, k, k + 1), (C * k * (k + 1)) ** -0.5, form, two)
### END HIDDEN TESTS
c.score()

# %%
if ready("initialization.shapes", "lecun_normal"):
    rng = np.random.default_rng(0)
    draws = {("lecun", "LeCun normal"): lecun_normal((50, 2000), rng).ravel(),
             ("lecun_uniform", "LeCun uniform"): lecun_uniform((50, 2000), rng).ravel()}
    fig, ax = new_figure(height=3.0)
    draw.two_shapes(ax, draws, np.linspace(-0.6, 0.6, 121), std=50**-0.5)
    plt.show()
    for (_, text), w in draws.items():
        print(f"{text}: variance {np.var(w):.4f}, largest size {np.max(np.abs(w)):.3f}")
    z_normal, z_uniform = (np.std(images[:500] @ f((784, 300), rng))
                           for f in (lecun_normal, lecun_uniform))
    print(f"z of 300 units on 500 images has standard deviation {z_normal:.2f} (normal), "
          f"{z_uniform:.2f} (uniform)")

# %% [markdown]
# *What you saw.* Two shapes, one variance: both are 1/50 = 0.02, and the layer above cannot tell them apart. The uniform weights end at
# 0.245, √3 standard deviations; a few of the normal ones are twice as large.

# %% [markdown]
# ## B. Many layers
#
# ### Factors multiply
#
# In a deep network the outputs of one layer are the inputs of the next. If each layer multiplies the size of the signal by 0.9, thirty
# layers leave 0.9³⁰ = 0.04 of it; if by 1.1, it becomes 17 times as large. To see what a network does, measure the standard deviation of
# its *activations* (활성값), the outputs `a = f(x @ W)` of each layer, before any training.

# %% [markdown]
# ### Prediction 4.a — Ten layers of small weights (1 point)
# A common first idea is: small numbers. A network has 10 tanh layers of 300 units, all weights drawn with standard deviation 0.01. The
# images that go in have standard deviation 1. How do the activations of layer 10 compare with those of layer 1?
#
# - (a) about as large: within a factor of 10
# - (b) smaller, by a factor between 10 and 10,000
# - (c) smaller, by a factor of more than 10,000
#
# Decide before you run what follows. The point is for deciding; being wrong costs nothing.

# %% predict-small
def predict_small():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_small
c = Check("initialization.predict_small", points=1)
c.one_of("a", "b", "c")
c.score()

# %% [markdown]
# ### Exercise 4.3 — The signal, layer by layer (2 points)
# Write `activation_stds(x, weights, f)`.
#
# - `x` of shape (N, D) is a batch of N examples, floats or integers. `weights` is a list of L arrays, one for each layer, `(fan_in, fan_out)` each; layer 1 has fan_in = D, and each layer's fan_out is the next one's fan_in. There are no biases.
# - `f` is an activation function, such as `np.tanh`: you call it with an array, and it returns an array of the same shape. All activations are finite.
# - Each layer turns its input `x` into `f(x @ W)`, which is the input of the next layer.
# - What comes back is an array of shape (L,): for each layer the standard deviation of *all* its activations, over examples and units together, around their own mean (as `np.std` computes it).
# - With `x = [[1, 2]]`, `weights = [[[1, 0, -1], [0, 1, 1]], [[1], [2], [3]]]` and `f` the square, layer 1 gives `[[1, 4, 1]]`, of standard deviation √2, and layer 2 one number, so 0.
#
# <details><summary>Hint 1</summary>What does layer 2 need as its input? Which variable can hold "the input of the next layer" all the way up?</details>
# <details><summary>Hint 2</summary>One loop over the weights. In each round: the sums, the activation function, the measurement, in that order.</details>
# <details><summary>Hint 3</summary>Collect the numbers in a list, and make an array of it at the end.</details>

# %% ex-activation_stds
def activation_stds(x, weights, f):
    """Standard deviation of the activations of every layer.

    Parameters
    ----------
    x : ndarray (N, D)
        A batch of inputs.
    weights : list of L ndarrays (fan_in, fan_out)
        The weights of every layer, first layer first.
    f : callable
        Activation function, from an array to an array of the same shape.

    Returns
    -------
    ndarray (L,)
    """
    ### BEGIN SOLUTION
    stds = []
    for W in weights:
        x = f(x @ W)
        stds.append(np.std(x))
    return np.array(stds)
    ### END SOLUTION

# %% check-activation_stds
c = Check("initialization.activation_stds", points=2)


def relu(z):
    return np.maximum(z, 0)


x = np.array([[1.0, 2.0], [-1.0, 0.5], [0.0, -3.0]])
A, B, C = (
    np.array([[1.0, 0.0, -1.0], [0.0, 1.0, 1.0]]),
    np.array([[1.0], [2.0], [3.0]]),
    np.array([[-1.0, 0.5, 1.0, -2.0]]),
)
c.equal([1.4142136, 0.0], np.array([[1, 2]]),
        [np.array([[1, 0, -1], [0, 1, 1]]), np.array([[1], [2], [3]])], np.square)
# integers come in
c.equal([0.7602823], np.array([[1, 2], [-1, 0], [0, -3]]), [np.array([[1, 0, -1], [0, 1, 1]])],
        np.tanh)
c.equal([0.7071068, 3.3416563], x, [A, B], relu)
c.equal([0.7071068, 3.3416563, 2.6400856], x, [A, B, C], relu)
c.equal([3.3681057, 905.1416024], x, [A, B], np.square)
c.holds("twice the input of a ReLU network is twice the signal in every layer",
        lambda f: close(f(2 * x, [A, B, C], relu), 2 * f(x, [A, B, C], relu)))
c.sweep()
c.score()

# %%
def draw_weights(initializer, sizes, seed=0):
    """Weights of all layers of a network with these sizes, drawn by one initializer."""
    rng = np.random.default_rng(seed)
    return [initializer(shape, rng) for shape in zip(sizes[:-1], sizes[1:])]


def activations(x, weights, f):
    """The activations of every layer: layer number → (N, units)."""
    A = {}
    for layer, W in enumerate(weights, start=1):
        x = A[layer] = f(x @ W)
    return A

# %%
if ready("initialization.small", "lecun_normal", "activation_stds", "predict_small"):
    sizes, some, shown = [784] + [300] * 10, images[:300].astype(float), (1, 2, 4, 7, 10)
    kinds = {("small", "std 0.01"): lambda shape, rng: rng.normal(0, 0.01, shape),
             ("large", "std 0.5"): lambda shape, rng: rng.normal(0, 0.5, shape),
             ("lecun", "LeCun normal"): lecun_normal}
    fig, axes = new_figure(ncols=3, height=3.6, sharey=True,
                           title="Activations of 10 tanh layers (number: their std)")
    for ax, ((name, text), initializer) in zip(axes, kinds.items()):
        weights = draw_weights(initializer, sizes)
        stds, A = activation_stds(some, weights, np.tanh), activations(some, weights, np.tanh)
        notes = [f"{stds[n - 1]:.2g}" for n in shown]
        draw.ridges(ax, {n: A[n] for n in shown}, COLOURS[name], (-1.05, 1.05), text, notes=notes)
        ax.set_xlabel("activation")
        flat = np.mean(np.abs(A[10]) > 0.995)
        print(f"{text}: layer 1 {stds[0]:.2g}, layer 10 {stds[9]:.2g}, beyond ±0.995 in layer 10: "
              f"{flat:.0%}")
        if name == "small":
            factor = stds[0] / stds[9]
    plt.show()
    outcome = "a" if 0.1 < factor < 10 else "b" if 0.0001 < factor < 10_000 else "c"
    reveal("predict_small", outcome,
           f"They fell by {factor:.0e}: each layer multiplies by about 0.01 · √300 = 0.17.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# Small weights divide the signal by 6 in every layer, until all outputs are 0 to seven digits: the picture is gone.
# Large ones push most outputs to −1 and 1, where tanh is flat, and hardly any *gradient* (기울기) passes back. LeCun's weights keep the signal spread out;
# why it still shrinks slowly, part D will measure.
#
# </details>

# %% [markdown]
# ### Reading the numbers
#
# In a network that has just been drawn, a list of standard deviations tells most of what can be wrong with the signal. If it falls layer by layer, the
# signal *vanishes* (소실); if it grows, it *explodes* (폭주). Tanh hides an explosion: its outputs cannot exceed 1, so the standard
# deviation stays near 1 and looks healthy. There one counts the *saturated* (포화) outputs instead, such as those beyond ±0.995, where
# the slope of tanh is below 0.01.

# %% [markdown]
# ### Exercise 4.4 — Diagnosis (1 point)
# Write `diagnose(stds, saturated, factor)`, which returns the pair `(name, change)`: a word, and how many times as large as the first entry of `stds` the last one
# is. The rules for the word are tried in this order; the first that applies decides:
#
# 1. `"saturated"` if `saturated`, the share of saturated outputs, is more than 0.5;
# 2. `"exploding"` if `change` is infinite or NaN, or more than `factor`;
# 3. `"vanishing"` if `change` is less than 1 / `factor`;
# 4. `"healthy"` otherwise.
#
# - `stds` is an array of shape (L,), as from 4.3; only its first and its last entry count. The first is a positive number, the last may be 0, infinite or NaN. `saturated` is 0 unless the caller says otherwise, `factor` (more than 1) is 10.
# - `diagnose(np.array([0.5, 0.1, 0.02]))` is `("vanishing", 0.04)`; with `saturated=0.9` it is `("saturated", 0.04)`; with `factor=50` it is `("healthy", 0.04)`.
#
# <details><summary>Hint 1</summary>Compute <code>change</code> first. Then four rules in an order: a function ends at its first <code>return</code>.</details>
# <details><summary>Hint 2</summary>NaN is neither larger nor smaller than anything. <code>np.isfinite</code> tells it, and infinity, from an ordinary number.</details>

# %% ex-diagnose
def diagnose(stds, saturated=0.0, factor=10.0):
    """What is wrong with the signal in a network.

    Parameters
    ----------
    stds : ndarray (L,)
        Standard deviation of the activations of every layer.
    saturated : float, 0 to 1
        Share of saturated outputs.
    factor : float, more than 1
        By how much the last may differ from the first.

    Returns
    -------
    name : str
        "saturated", "exploding", "vanishing" or "healthy".
    change : float
        The last entry of stds, as a multiple of the first.
    """
    ### BEGIN SOLUTION
    change = stds[-1] / stds[0]
    if saturated > 0.5:
        return "saturated", change
    if not np.isfinite(change) or change > factor:
        return "exploding", change
    if change < 1 / factor:
        return "vanishing", change
    return "healthy", change
    ### END SOLUTION

# %% check-diagnose
c = Check("initialization.diagnose", points=1)
falling, steady = np.array([0.5, 0.1, 0.02]), np.array([0.5, 0.4, 0.6, 0.3])
c.equal(("vanishing", 0.04), falling)
c.equal(("exploding", 16.0), np.array([0.5, 2.0, 8.0]))
c.equal(("healthy", 0.6), steady)
c.equal(("saturated", 0.04), falling, saturated=0.9)  # the first rule that applies
c.equal(("healthy", 0.6), steady, 0.5)  # not more than half
c.equal(("healthy", 0.04), falling, factor=50.0)
c.equal(("vanishing", 0.6), steady, 0.2, 1.5)
# the first and the last count, not those between
c.equal(("healthy", 0.8), np.array([0.5, 0.001, np.inf, 0.4]))
c.equal(("healthy", 10.0), np.array([1.0, 2.0, 10.0]))  # ten times as much, and not more
c.equal(("exploding", 10.5), np.array([2, 3, 21]))
c.equal(("exploding", np.nan), np.array([1.0, 1e200, np.nan]))
c.sweep()
c.score()

# %% [markdown]
# Is there any one number for the weights that works? Choose a standard deviation; the picture shows 10 layers of 300 units. At
# `weight_std` = 0.06, which is about 1/√300, one of them is healthy.

# %%
if ready("initialization.slider", "activation_stds", "diagnose"):
    tried, some = (
        [0.001, 0.003, 0.01, 0.03, 0.05, 0.06, 0.07, 0.082, 0.1, 0.2, 0.5, 1.0],
        images[:200].astype(float),
    )
    by_std, saturated = {"tanh": {}, "ReLU": {}}, {"tanh": {}, "ReLU": {}}
    for std in tried:
        weights = draw_weights(lambda shape, rng: rng.normal(0, std, shape), [784] + [300] * 10)
        for name, f in (("tanh", np.tanh), ("ReLU", lambda z: np.maximum(z, 0))):
            by_std[name][std] = activation_stds(some, weights, f)
        saturated["tanh"][std] = np.mean(np.abs(activations(some, weights, np.tanh)[10]) > 0.995)
        saturated["ReLU"][std] = 0.0

    def draw_std(weight_std=0.06):
        fig, axes = new_figure(ncols=2, height=3.2, sharey=True,
                               title=f"10 layers, std of the weights {weight_std:g}")
        for ax, name in zip(axes, by_std):
            result, _ = diagnose(by_std[name][weight_std], saturated[name][weight_std])
            draw.scales(ax, np.arange(1, 11), by_std[name], weight_std, name.lower(),
                        f"{name}: {result}", (1e-15, 1e13))
        axes[0].set_ylabel("std of the activations")

    explore(draw_std, weight_std=tried)

# %% [markdown]
# *What you saw.* At 0.06 the tanh network is healthy, but ReLU loses a factor of 19 in ten layers and counts as vanishing; it needs about 0.082, which is √2 times as
# much. With the slider: at 0.2 ReLU explodes and tanh is only stretched; at 0.5 tanh is saturated.

# %% [markdown]
# ## C. Xavier: forward and backward
#
# ### The way back is a sum, too
#
# Training needs `dz`, the gradient of the loss with respect to each z, and it comes back through the layers. Each layer's share of it is a sum, too: an
# input hears from all its `fan_out` outputs. By the same argument as before, the gradient keeps its size if Var(w) = 1/fan_out. A layer with as many outputs as inputs can have both.
# For the others Glorot and Bengio (2010) proposed the middle, by taking the mean of the two fans:
#
# $$\mathrm{Var}(w) = \frac{1}{(\mathtt{fan\_in} + \mathtt{fan\_out})/2} = \frac{2}{\mathtt{fan\_in} + \mathtt{fan\_out}}$$
#
# It is called *Xavier* or *Glorot initialization* (세이비어 초기화), after the first author, Xavier Glorot. Their paper gives the
# uniform form, which they call normalized initialization.

# %% [markdown]
# ### Exercise 4.5 — Xavier uniform and Xavier normal (2 points)
# Write `xavier_uniform(shape, rng)` and `xavier_normal(shape, rng)`.
#
# - `shape`, `rng` and what comes back are as in 4.2; the variance is 2 / (fan_in + fan_out).
# - With fan_in = 100 and fan_out = 300 both have standard deviation 0.0707; the uniform weights reach 0.1225.
#
# <details><summary>Hint 1</summary>What differs from LeCun's rule? One number only: the variance.</details>
# <details><summary>Hint 2</summary>A uniform distribution on [−limit, limit] has variance limit²/3. Set that equal to the variance you want.</details>
# <details><summary>Hint 3</summary>limit² / 3 = 2 / (fan_in + fan_out). Solve for the limit; for 100 and 300 it must come out as 0.1225. (It is equation 16 of the paper.)</details>

# %% ex-xavier_uniform
def xavier_uniform(shape, rng):
    """Uniform weights of mean 0 and variance 2 / (fan_in + fan_out).

    Parameters
    ----------
    shape : tuple of int
        (fan_in, fan_out) or (out_channels, in_channels, kh, kw).
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of the given shape
    """
    ### BEGIN SOLUTION
    fan_in, fan_out = fan_in_fan_out(shape)
    limit = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, shape)
    ### END SOLUTION


def xavier_normal(shape, rng):
    """Normal weights of mean 0 and variance 2 / (fan_in + fan_out).

    Parameters
    ----------
    shape : tuple of int
        (fan_in, fan_out) or (out_channels, in_channels, kh, kw).
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of the given shape
    """
    ### BEGIN SOLUTION
    fan_in, fan_out = fan_in_fan_out(shape)
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), shape)
    ### END SOLUTION

# %% check-xavier_uniform
c = Check("initialization.xavier_uniform", "xavier_normal", points=2)
for name, form in (("xavier_uniform", "uniform"), ("xavier_normal", "normal")):
    check_weights(c, name, (40, 500), 0.0608581, form, draws=40)  # fan_in + fan_out = 540
    check_weights(c, name, (14, 30, 5, 9), 0.0317821, form)  # 30 · 5 · 9 + 14 · 5 · 9 = 1980
    # a small layer; 1600 weights together: one sigma of their standard deviation is 0.0125
    c.measure(f"{name}((2, 2), rng): standard deviation (std) of 400 draws", 0.7071068,
              lambda *F, f=c.functions.index(name), rng=np.random.default_rng(5):
              np.std([F[f]((2, 2), rng) for _ in range(400)]), tol=0.07, part=name)
### BEGIN HIDDEN TESTS
seeds, n, k = c.rng.integers(10**6, size=4), int(c.rng.integers(15, 90)), int(c.rng.integers(3, 6))
C = 20_000 // (n * k * (k + 1))
for name, form, one, two in (("xavier_uniform", "uniform", *seeds[:2]),
                             ("xavier_normal", "normal", *seeds[2:])):
    check_weights(c, name, (20_000 // n, n), ((20_000 // n + n) / 2) ** -0.5, form, one)
    check_weights(c, name, (n, C, k, k + 1), ((n + C) * k * (k + 1) / 2) ** -0.5, form, two)
### END HIDDEN TESTS
c.score()

# %% [markdown]
# How good is the middle? The next network narrows: 784, 400, 200, 100, 50, 25, 10 units. It has no activation function, so nothing
# but the weights changes the signal. The cell measures both directions for three rules, averaged over five draws.

# %%
def network(initializer, sizes, activation, seed=0, dtype=np.float32):
    """A network of the library with weights from your initializer."""
    net = MLP(sizes, activation, np.random.default_rng(0), std=0, dtype=dtype)
    for layer, W in zip(net.layers, draw_weights(initializer, sizes, seed)):
        layer.W.data = W.astype(dtype)
    return net

# %%
if ready("initialization.pyramid", "lecun_normal", "xavier_uniform"):
    sizes = [784, 400, 200, 100, 50, 25, 10]
    rules = {("lecun", "1 / fan_in\n(LeCun)"): lecun_normal,
             ("xavier", "2 / (fan_in\n+ fan_out)"): xavier_normal,
             ("fan_out", "1 / fan_out"): lambda shape, rng: lecun_normal(shape[::-1], rng).T}
    forward, backward = {}, {}
    for key, initializer in rules.items():
        nets = [network(initializer, sizes, "linear", seed).record(images[:500], y[:500])
                for seed in range(5)]
        forward[key] = np.mean([[np.std(layer.z) for layer in net] for net in nets], axis=0)
        backward[key] = np.mean([[np.std(layer.dz) / np.std(net[-1].dz) for layer in net]
                                 for net in nets], axis=0)
    fig, axes = new_figure(ncols=2, height=3.2, sharey=True,
                           title="A narrowing network: the signal, and the gradient")
    draw.lines(axes[0], np.arange(1, 7), forward, "layer", "std (input, last gradient: 1)",
               (0.1, 12), gap=0.16)
    draw.lines(axes[1], np.arange(1, 7), backward, "layer", "", (0.1, 12), names=False)
    for ax, text in zip(axes, ("forward: z", "backward: dz (read from right to left)")):
        ax.set_title(text, loc="left", fontsize=10)
    plt.show()

# %% [markdown]
# *What you saw.* LeCun's rule keeps the signal near 1 and loses a factor of about 6 of the gradient; 1/fan_out keeps the gradient and lets the signal grow
# by a factor of about 9. Xavier's rule misses both, by factors between 2 and 3. In a network whose layers are all equally wide the three
# are the same.

# %% [markdown]
# ## D. What the activation function takes away
#
# ### Gain
#
# So far the argument ended at z. But the next layer's inputs are `a = f(z)`, and what enters its sum is their mean square, E[a²]. If z
# is normal with variance 1, then an activation function leaves E[f(z)²] of it:
#
# - ReLU sets half of all values to 0 and keeps the other half: E[f(z)²] = ½.
# - Leaky ReLU, which is z for z > 0 and slope · z below, keeps slope² of the other half: E[f(z)²] = (1 + slope²)/2.
# - Tanh squeezes everything: no simple formula, but it can be measured.
#
# The weights have to pay back what f takes. The factor for their standard deviation is called the *gain* (이득):
#
# $$\mathrm{gain} = \frac{1}{\sqrt{\mathrm{E}[f(z)^2]}}\qquad \mathrm{std}(w) = \frac{\mathrm{gain}}{\sqrt{\mathtt{fan\_in}}}$$

# %% [markdown]
# ### Exercise 4.6 — Gain (2 points)
# Write `gain(f, z)`, which measures, and `leaky_relu_gain(slope)`, which knows.
#
# - `f` is an activation function, from an array to a new array of the same shape; it treats every entry alike. `z` is an array of any shape, samples of pre-activations, floats or integers.
# - `gain(f, z)` is one number: 1 / √(mean of f(z)²), the mean over all samples as they are, whether or not their own variance is 1. At least one f(z) is not 0.
# - With `f = np.abs` and `z = [3, -4, 0, 0]` the mean square is 25/4, so the gain is 0.4.
# - `leaky_relu_gain(slope)` is the exact gain of a leaky ReLU for normal z of variance 1. `slope` is a number between 0 and 1. Slope 0 is ReLU: 1.4142; slope 1 passes everything: 1.
#
# <details><summary>Hint 1</summary>Mean square is not variance: nothing is subtracted. In which order do the words "root", "mean" and "square" have to be carried out?</details>
# <details><summary>Hint 2</summary>For the leaky ReLU take E[f(z)²] from the list above, and put it into the formula for the gain.</details>
# <details><summary>Hint 3</summary>With slope 0.5, E[f(z)²] is 1.25 / 2 = 0.625, and the gain must come out as 1.2649.</details>

# %% ex-gain
def gain(f, z):
    """Factor that makes up for what an activation function takes from a signal.

    Parameters
    ----------
    f : callable
        Activation function, from an array to an array of the same shape.
    z : ndarray of any shape
        Samples of pre-activations.

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    return 1 / np.sqrt(np.mean(f(z) ** 2))
    ### END SOLUTION


def leaky_relu_gain(slope):
    """Gain of a leaky ReLU for normal pre-activations of mean 0 and variance 1.

    Parameters
    ----------
    slope : float, 0 to 1

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    return np.sqrt(2 / (1 + slope**2))
    ### END SOLUTION

# %% check-gain
c = Check("initialization.gain", "leaky_relu_gain", points=2)


def relu(z):
    return np.maximum(z, 0)


def shifted(z):
    return z + 1


z = np.array([[1.0, -2.0, 0.5], [3.0, -0.1, 0.0]])
c.equal(0.4, np.abs, np.array([3, -4, 0, 0]))
c.equal(0.7650921, relu, z)
c.equal(0.4893111, shifted, z)
c.equal(1.4844044, np.tanh, z)
c.equal(2.0, np.tanh, np.array([np.arctanh(0.5)]))
c.holds("three times the output needs a third of the gain",
        lambda f, g: close(f(lambda z: 3 * relu(z), z), f(relu, z) / 3))
c.equal(1.4142136, 0.0, of="leaky_relu_gain")
c.equal(1.0, 1, of="leaky_relu_gain")
c.equal(1.2649111, 0.5, of="leaky_relu_gain")
c.equal(1.3867505, 0.2, of="leaky_relu_gain")
c.sweep()
c.score()

# %%
if ready("initialization.gains", "gain"):
    z = np.random.default_rng(0).normal(0, 1, 1_000_000)
    functions = {"linear": lambda z: z, "relu": lambda z: np.maximum(z, 0),
                 "leaky_relu": lambda z: np.maximum(z, 0.01 * z),
                 "leaky_relu_0.3": lambda z: np.maximum(z, 0.3 * z),
                 "tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z))}
    measured = {name: gain(f, z) for name, f in functions.items()}
    formula = {"relu": "√2", "leaky_relu": f"formula {leaky_relu_gain(0.01):.2f}",
               "leaky_relu_0.3": f"formula {leaky_relu_gain(0.3):.2f}"}
    table = {"linear": 1, "relu": 2**0.5, "leaky_relu": (2 / 1.0001) ** 0.5,
             "leaky_relu_0.3": (2 / 1.09) ** 0.5,
             "tanh": 5 / 3, "sigmoid": 1}  # torch.nn.init.calculate_gain
    fig, ax = new_figure(height=3.2)
    draw.gains(ax, measured, table, formula)
    plt.show()
    for std in (1, 0.1):
        print(f"z of standard deviation {std}: tanh makes it weaker by a factor of "
              f"{std * gain(np.tanh, std * z):.2f}")

# %% [markdown]
# *What you saw.* For ReLU and its leaky relatives measurement, formula and table agree. For tanh they do not: 1.59 is measured, the table says
# 5/3 = 1.67, and Glorot's analysis, in which tanh is its tangent at 0, says 1; for small z that is right. The sigmoid's 1 in the table is no measurement either.

# %% [markdown]
# ### Which gain for tanh?
#
# ReLU takes the same share of every signal, large or small. Tanh does not: a small signal passes whole, since tanh(z) ≈ z near 0,
# and a large one is cut down. So the signal has a size at which it settles. Follow 100 layers of 200 tanh units with five gains.

# %%
if ready("initialization.tanh_gain", "lecun_normal", "activation_stds", "diagnose"):
    some, depth, lines, gradients = images[:100].astype(float), 100, {}, {}
    weights = draw_weights(lecun_normal, [784] + [200] * depth)
    kinds = (
        ("#8fd6bf", "0.9", 0.9),
        ("#3fb592", "1", 1),
        ("#009e73", "1.59", 1.592),
        ("#006b4e", "5/3", 5 / 3),
        ("#00332a", "3", 3),
    )
    for name, text, factor in kinds:
        scaled = [factor * W for W in weights]
        lines[name, text] = activation_stds(some, scaled, np.tanh)
        A, dz, sizes = (
            activations(some, scaled, np.tanh),
            np.random.default_rng(1).normal(0, 1, (100, 200)),
            [],
        )
        # a random gradient at the top goes back through slopes and weights
        for layer in range(depth, 0, -1):
            dz = dz * (1 - A[layer] ** 2)
            sizes.append(np.std(dz))
            dz = dz @ scaled[layer - 1].T
        gradients[name, text] = np.array(sizes[::-1])
        share = np.mean(np.abs(A[depth]) > 0.995)
        print(f"gain {text}: layer 100 has std {lines[name, text][-1]:.2g}, {share:.0%} saturated; "
              f"the gradient on its way back × {sizes[-1] / sizes[0]:.0e}")
    fig, axes = new_figure(ncols=2, height=3.3,
                           title="100 tanh layers: the signal, and a gradient on its way back")
    draw.lines(axes[0], np.arange(1, depth + 1), lines, "layer", "std of the activations",
               (1e-6, 10))
    draw.lines(axes[1], np.arange(1, depth + 1), gradients, "layer", "std of the gradient dz",
               (1e-6, 1e14), names=False)
    plt.show()

# %% [markdown]
# *What you saw.* Gain 1 loses signal slowly, down to less than 0.1 after 100 layers; 0.9 loses it fast. From about 1.6 on the signal settles at a healthy size, but the
# gradient grows on its way back. No single number serves both for ever: gain 1 (Xavier as published) is the
# cautious choice for tanh, and 5/3 keeps the forward signal up. With ReLU, √2 serves both directions.

# %% [markdown]
# ### He's rule
#
# You have the gain for ReLU, and you know where a gain belongs. What follows for the variance of the weights was published by He, Zhang, Ren and Sun in 2015, seventeen
# years after LeCun's rule and five after Xavier's. It is called *He* or *Kaiming initialization* (카이밍 초기화), after Kaiming He. Work it out:

# %% [markdown]
# ### Exercise 4.7 — He initialization (2 points)
# Half of a ReLU's inputs come out as zero. What standard deviation keeps the signal's size from layer to layer?
# Write `he_normal(shape, rng)`.
#
# - `shape`, `rng` and what comes back are as in 4.2: weights of the given shape, `(fan_in, fan_out)` or, for a convolution, `(out_channels, in_channels, kh, kw)`, drawn from a
#   normal distribution of mean 0.
# - With `fan_in = 50` the standard deviation is 0.2.
#
# <details><summary>Hint 1</summary>LeCun's weights have variance 1/fan_in. What is the gain for ReLU, and does it multiply the standard deviation or the variance?</details>
# <details><summary>Hint 2</summary>Check your formula on the example: the variance must be 0.2² = 0.04 for fan_in = 50.</details>

# %% ex-he_normal
def he_normal(shape, rng):
    """Normal weights of mean 0, of the size that keeps the signal of a ReLU network.

    Parameters
    ----------
    shape : tuple of int
        (fan_in, fan_out) or (out_channels, in_channels, kh, kw).
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of the given shape
    """
    ### BEGIN SOLUTION
    fan_in, _ = fan_in_fan_out(shape)
    return rng.normal(0, np.sqrt(2 / fan_in), shape)
    ### END SOLUTION

# %% check-he_normal
c = Check("initialization.he_normal", points=2)
check_weights(c, "he_normal", (50, 400), 0.2, "normal", draws=40)
check_weights(c, "he_normal", (5, 4000), 0.6324555, "normal")
check_weights(c, "he_normal", (30, 14, 5, 9), 0.0563436, "normal")  # fan_in = 14 · 5 · 9 = 630
### BEGIN HIDDEN TESTS
seeds, n, k = c.rng.integers(10**6, size=3), int(c.rng.integers(15, 90)), int(c.rng.integers(3, 6))
C = 20_000 // (n * k * (k + 1))
check_weights(c, "he_normal", (n, 20_000 // n), (n / 2) ** -0.5, "normal", seeds[0])
check_weights(c, "he_normal", (20_000 // n, n), (20_000 // n / 2) ** -0.5, "normal", seeds[1])
check_weights(c, "he_normal", (n, C, k, k + 1), (C * k * (k + 1) / 2) ** -0.5, "normal", seeds[2])
### END HIDDEN TESTS
c.score()

# %%
def relu(z):
    return np.maximum(z, 0)


if ready("initialization.grid", "xavier_uniform", "he_normal", "activation_stds"):
    sizes, some, shown = [784] + [300] * 10, images[:300].astype(float), (1, 3, 6, 10)
    kinds = {("small", "std 0.01"): lambda shape, rng: rng.normal(0, 0.01, shape),
             ("large", "std 0.2"): lambda shape, rng: rng.normal(0, 0.2, shape),
             ("xavier", "Xavier"): xavier_normal, ("he", "He"): he_normal}
    fig, axes = new_figure(ncols=4, nrows=2, height=5.0)
    for row, (name, f, limits) in zip(axes,
                                      (("tanh", np.tanh, (-1.05, 1.05)), ("ReLU", relu, (0, 6)))):
        for ax, ((colour, text), initializer) in zip(row, kinds.items()):
            weights = draw_weights(initializer, sizes)
            stds, A = activation_stds(some, weights, f), activations(some, weights, f)
            draw.ridges(ax, {n: A[n] for n in shown}, COLOURS[colour], limits, f"{name}, {text}",
                        notes=[f"{stds[n - 1]:.2g}" for n in shown], names=ax is row[0])
    for ax in axes[1]:
        ax.set_xlabel("activation")
    plt.show()

# %% [markdown]
# *What you saw.* He's rule is Var(w) = 2/fan_in. Each ridge is the histogram of one layer's activations, with their standard deviation (for ReLU the zeros are left out, and what
# exceeds 6 is counted at the border). Xavier holds the tanh network and lets ReLU fade; He holds ReLU, and makes tanh a little
# larger. Small weights collapse in both; large ones drive tanh towards ±1 and blow ReLU up.

# %% [markdown]
# > **Myth.** "He initialization has the larger variance because its denominator is larger."
#
# A larger denominator makes a fraction *smaller*. Compare the three rules on drawn weights.

# %%
if ready("initialization.variances", "lecun_normal", "xavier_uniform", "he_normal"):
    fan_in, fan_out = np.array([20, 50, 100, 200, 500, 1000]), 200
    rules = {("lecun", "LeCun 1 / fan_in"): (lecun_normal, 1 / fan_in),
             ("xavier", "Xavier 2 / (fan_in + fan_out)"): (xavier_normal, 2 / (fan_in + fan_out)),
             ("he", "He 2 / fan_in"): (he_normal, 2 / fan_in)}
    rng = np.random.default_rng(0)
    drawn = {key: np.array([np.var(f((int(n), fan_out), rng)) for n in fan_in])
             for key, (f, _) in rules.items()}
    fig, ax = new_figure(height=3.1)
    draw.variances(ax, fan_in, {key: curve for key, (_, curve) in rules.items()}, drawn)
    plt.show()
    for i in (1, 3):
        values = ", ".join(f"{key[1].split()[0]} {variances[i]:.4f}"
                           for key, variances in drawn.items())
        print(f"fan_in {fan_in[i]}, fan_out {fan_out}: {values}")

# %% [markdown]
# *What you saw.* He is twice LeCun everywhere: the denominator is the same, and the numerator is 2 instead of 1. **What is true:** against LeCun's rule
# only the numerator differs; against Xavier's the numerator is the same, and He's denominator is the *smaller* one.

# %% [markdown]
# ## E. Thirty layers
#
# ### Does √2 matter?
#
# One layer of ReLU with Xavier's weights passes on 1/√2 of its signal, if all layers are equally wide, and as much of the gradient on its return. That sounds harmless, and
# a larger learning rate makes larger steps of smaller gradients.
#
# The experiment is fair in this sense: same images, same network (784 pixels, 30 hidden layers of 64 ReLU units, 10 classes), same mini-batches,
# and for each of the two rules the same search for its best learning rate, with three seeds, judged on 1,000 images that are held out of training (a *validation set*, 07).

# %% [markdown]
# ### Prediction 4.b — He against Xavier (1 point)
# What will the search over learning rates find?
#
# - (a) both learn; He is a little faster
# - (b) Xavier learns as well, but needs a larger learning rate
# - (c) He learns; Xavier stays at guessing with every rate

# %% predict-thirty
def predict_thirty():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_thirty
c = Check("initialization.predict_thirty", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
thirty = [784] + [64] * 30 + [10]


def run(initializer, lr, seed, steps):
    """Train the 30-layer network: its held-out accuracy, its losses, and the network."""
    net = network(initializer, thirty, "relu", seed)
    rng = np.random.default_rng(seed)
    history = train(net, images[:4000], y[:4000], lr=lr, steps=steps, batch_size=64, rng=rng,
                    progress=False)
    accuracy = np.nan if history.diverged else evaluate(net, images[4000:], y[4000:])[1]
    return accuracy, history.loss, net

# %%
if ready("initialization.thirty", "xavier_uniform", "he_normal", "predict_thirty"):
    rules = {("he", "He"): he_normal, ("xavier", "Xavier"): xavier_normal}
    lrs, best, found, curves = np.array([0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]), {}, {}, {}
    for key, initializer in rules.items():
        found[key] = np.array([[run(initializer, lr, seed, steps=120)[0] for seed in (1, 2, 3)]
                               for lr in lrs])
        best[key] = lrs[np.argmax(np.nan_to_num(found[key]).mean(axis=1))]
        # new seeds
        runs = [run(initializer, best[key], seed, steps=400) for seed in (11, 12, 13, 14, 15)]
        curves[key] = [losses for _, losses, _ in runs]
        test = ", ".join(f"{evaluate(net, images_test, y_test)[1]:.2f}" for _, _, net in runs)
        print(f"{key[1]}: best rate {best[key]:g}; test accuracy of five new seeds {test}")
    fig, (left, right) = new_figure(ncols=2, height=3.3)
    draw.rates(left, lrs, found)
    draw.losses(right, curves, window=20, chance=np.log(10))
    left.set_title("120 steps, three seeds a rate", loc="left", fontsize=10)
    right.set_title("the best rate, five new seeds", loc="left", fontsize=10)
    plt.show()
    he, xavier = (np.nan_to_num(found[key]).mean(axis=1).max() for key in rules)
    outcome = (
        "c"
        if xavier < 0.15 < he
        else "b"
        if best["xavier", "Xavier"] > best["he", "He"] and xavier > 0.15
        else "a"
    )
    reveal("predict_thirty", outcome,
           f"The best rates give He {he:.0%} on held-out images, Xavier {xavier:.0%}.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# No learning rate from 0.003 to 3 lifts Xavier above guessing within 120 steps, and at 10 it diverges. Its dots lie near 10 %, at the
# shares of single classes among the held-out images: it gives one answer to all. With He's weights the network learns at its best rate, though not smoothly: a run may jump
# back on its way, and how far it comes differs much from seed to seed. And yet He's weights differ from Xavier's by a factor of √2 only (but for the first and the last layer, whose widths differ).
#
# </details>

# %% [markdown]
# Where does the signal end? The same two networks before their first step:

# %%
if ready("initialization.before", "xavier_uniform", "he_normal"):
    signal, gradient = {}, {}
    for key, initializer in {("he", "He"): he_normal, ("xavier", "Xavier"): xavier_normal}.items():
        record = network(initializer, thirty, "relu", seed=11).record(images[:256], y[:256])
        signal[key], gradient[key] = (
            [np.std(layer.a) for layer in record[:-1]],
            [np.std(layer.dz) for layer in record[:-1]],
        )
        first, last = np.max(np.abs(record[0].dW)), np.max(np.abs(record[-1].db))
        print(f"{key[1]}: std of layer 30 {signal[key][-1]:.1e}; largest gradient of layer 1's "
              f"weights {first:.1e}, "
              f"of the last biases {last:.1e}")
    fig, axes = new_figure(ncols=2, height=3.0)
    draw.lines(axes[0], np.arange(1, 31), signal, "layer", "std of the activations", (1e-6, 10))
    draw.lines(axes[1], np.arange(1, 31), gradient, "layer", "std of the gradient dz", (1e-9, 1e-2),
               names=False)
    for ax, text in zip(axes, ("forward", "backward (read from right to left)")):
        ax.set_title(text, loc="left", fontsize=10)
    plt.show()

# %% [markdown]
# *What you saw.* With Xavier's weights thirty layers leave about 0.71³⁰ = 0.00003 of the signal, and the gradient shrinks as much on its way down.
# The last biases, which need no signal, get a full gradient: so a rate that would move the first layers lets these biases run away first.

# %% [markdown]
# ## F. Symmetry
#
# ### Why random at all?
#
# If every weight of a layer were the same number, all of its units would compute the same thing. That is the *symmetry* (대칭)
# that random weights break. Why does training not break it? With `da` and `dz2` for the gradients with respect to the layer's outputs and to the next layer's z,
# unit j of a hidden layer receives the gradient
#
# $$\mathtt{dW}_{:,j} = x^\top\,\bigl(\mathtt{da}_{:,j}\cdot f'(z_{:,j})\bigr),\qquad \mathtt{da}_{:,j} = \mathtt{dz2}\; W_{2,j}^\top$$
#
# Units with equal weights below have equal z; with equal weights above (row j of W2) they have equal da. Then their gradients are equal, and
# so are their weights after the step, and after the next.

# %% [markdown]
# ### Exercise 4.8 — Different units (2 points)
# How many different units does a layer have? Write `distinct_units(W)`.
#
# - `W` of shape (fan_in, H), floats or integers, holds the weights of H units, one unit in each *column*. H and fan_in are at least 1.
# - Two units count as the same if none of their weights differ by more than 10⁻⁶ (rounding makes tiny differences). In the arrays of the
#   check, columns either agree to 10⁻⁹ or differ by more than 10⁻³ somewhere, so the exact limit does not matter.
# - What comes back is how many different units there are, from 1 to H. The same unit may occur several times, anywhere.
# - `distinct_units(np.array([[1, 2, 1, 5], [3, 4, 3, 4]]))` is 3: the first and the third unit are the same.
#
# <details><summary>Hint 1</summary>If you sorted the units into boxes, the same ones into one box, how many boxes would you need? When do you open a new one?</details>
# <details><summary>Hint 2</summary>Go through the columns, and keep a list of those you have not met before. A new column belongs to the list if, compared with each one in it, some entry differs by more than 10⁻⁶.</details>
# <details><summary>Hint 3</summary>Without a loop: after rounding, <code>np.unique</code> with an <code>axis</code> finds the different columns. Which axis numbers the columns? And which number of the result's shape counts them?</details>

# %% ex-distinct_units
def distinct_units(W):
    """How many different units (columns) a layer has.

    Parameters
    ----------
    W : ndarray (fan_in, H)
        Weights of H units, one in each column.

    Returns
    -------
    int, 1 to H
    """
    ### BEGIN SOLUTION
    different = []
    for unit in W.T:
        if all(np.max(np.abs(unit - other)) > 1e-6 for other in different):
            different.append(unit)
    return len(different)
    ### END SOLUTION

# %% check-distinct_units
c = Check("initialization.distinct_units", points=2)
W = np.array([[0.3, -0.2, 0.3, 0.1, -0.2], [0.5, 0.5, 0.5, -0.4, 0.5], [-0.7, 0.4, -0.7, 0.4, 0.4]])
c.equal(3, np.array([[1, 2, 1, 5], [3, 4, 3, 4]]))
c.equal(3, W)
c.equal(1, np.full((3, 5), 0.25))
# rounding
c.equal(2, np.array([[0.01, 0.01 + 9e-10, 0.5, 0.01], [0.2, 0.2, 0.5 - 1e-10, 0.2 - 1e-10]]))
c.equal(2, np.array([[200_000, 200_001]]))  # a difference of 1 is no rounding
c.equal(2, np.array([[0.25, 0.252, 0.25]]))
# equal sums; a unit and its negative; the same weights in another order
c.equal(4, np.array([[1.0, 2.0, 3.0, 1.0], [2.0, 1.0, 0.0, 2.002]]))
c.equal(2, np.array([[1.0, -1.0, 1.0], [2.0, -2.0, 2.0]]))
c.equal(3, np.array([[1.0, 2.0, 3.0], [2.0, 1.0, 3.0]]))
c.holds("the order of the units does not matter",
        lambda f: f(W[:, ::-1]) == f(W) == f(W[:, [1, 0, 3, 2, 4]]))
c.sweep()
c.score()

# %% [markdown]
# ### All weights the same
#
# Give every weight of a tanh network the value 0.01, and train it. Here the arithmetic is done in 64 bits.

# %%
def constant(shape, rng):
    """Weights that are all 0.01."""
    return np.full(shape, 0.01)


def follow(initializer, sizes, dtype=np.float64, pixel=406):
    """Train a tanh network: a pixel's weights to all units, how many differ, the test accuracy."""
    net = network(initializer, sizes, "tanh", seed=0, dtype=dtype)
    history, counts = [net.layers[0].W.data[pixel].copy()], [distinct_units(net.layers[0].W.data)]

    def note(step, net):
        history.append(net.layers[0].W.data[pixel].copy())
        if step in (1, 10, 300):
            counts.append(distinct_units(net.layers[0].W.data))

    train(net, images, y, lr=0.1, steps=300, rng=np.random.default_rng(1), callback=note,
          progress=False)
    return np.array(history), counts, evaluate(net, images_test, y_test)[1]

# %%
if ready("initialization.constant", "lecun_normal", "distinct_units"):
    same, one, random = (follow(f, [784, H, 10])
                         for f, H in ((constant, 50), (lecun_normal, 1), (lecun_normal, 50)))
    fig, axes = new_figure(ncols=3, height=3.0, width_ratios=(1, 1, 1.1))
    draw.paths(axes[0], np.arange(301), same[0], COLOURS["zeros"],
               "all weights 0.01:\n50 weights, one line")
    draw.paths(axes[1], np.arange(301), random[0], COLOURS["lecun"],
               "LeCun normal:\n50 weights, 50 lines")
    axes[0].set_ylabel("weights from one pixel")
    draw.accuracies(axes[2],
                    {("zeros", "50 units,\nall equal"): same[2],
                     ("one_unit", "1 unit,\nrandom"): one[2],
                     ("lecun", "50 units,\nrandom"): random[2]})
    plt.show()
    moved, spread = np.max(np.abs(same[0] - same[0][0])), np.max(np.ptp(same[0], axis=1))
    print(f"different units before training and after 1, 10 and 300 steps: constant {same[1]}, "
          f"random {random[1]}")
    print("50 equal units in 32 bits instead of 64: "
          f"{follow(constant, [784, 50, 10], np.float32)[1]}")
    print(f"the 50 equal weights moved together, by up to {moved:.3f}; never were they further "
          f"apart than {spread:.0e}")

# %% [markdown]
# *What you saw.* The weights do move, all fifty as one line. A layer of 50 equal units can do no more than a layer with one
# unit: both stop near 20 %, where 50 random units reach more than 80 %.
#
# After 300 steps more than one different unit may be counted, in 32 bits sooner than in 64: the order in which a computer adds up can make two equal units
# differ in the last digit, and training enlarges that difference; the last line says how far it got. That is symmetry broken by accident; do not rely on it.

# %% [markdown]
# ### Prediction 4.c — All zero (1 point)
# A network with one hidden tanh layer starts with all weights and biases at 0. After the first step of gradient descent on one mini-batch, which of
# its parameters have moved?
#
# - (a) none: all-zero weights do not update at all
# - (b) the biases of the last layer, and nothing else
# - (c) all of them, but all hidden units stay equal

# %% predict-zeros
def predict_zeros():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION

# %% check-predict_zeros
c = Check("initialization.predict_zeros", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
def zero_steps(sizes, activation, steps=3, lr=0.1):
    """Largest gradients in the first steps of a network that starts at 0: (parameters, steps)."""
    net, sizes_of_gradients = MLP(sizes, activation, np.random.default_rng(0), std=0), []
    for step in range(steps):
        batch = slice(64 * step, 64 * step + 64)
        record = net.record(images[batch], y[batch])
        sizes_of_gradients.append([np.max(np.abs(gradient)) for layer in record
                                   for gradient in (layer.dW, layer.db)])
        for layer, seen in zip(net.layers, record):
            layer.W.data = layer.W.data - lr * seen.dW
            layer.b.data = layer.b.data - lr * seen.db
    return np.transpose(sizes_of_gradients)


kinds = (
    ("tanh", [784, 50, 10]),
    ("relu", [784, 50, 10]),
    ("sigmoid", [784, 50, 10]),
    ("sigmoid", [784, 50, 50, 10]),
)
if ready("initialization.", "predict_zeros"):
    fig, axes = new_figure(ncols=4, height=3.2,
                           title="Largest gradient of each parameter, all of which start at 0")
    for ax, (activation, sizes) in zip(axes, kinds):
        largest = zero_steps(sizes, activation)
        names = [f"{kind}{layer}" for layer in range(1, len(sizes)) for kind in "Wb"]
        title = {"relu": "ReLU"}.get(activation, activation)
        title += ", two\nhidden layers" if len(sizes) > 3 else "\n"
        draw.movers(ax, largest, names, title)
        if (activation, len(sizes)) == ("tanh", 3):
            moved = [name for name, size in zip(names, largest[:, 0]) if size > 0]
    plt.show()
    outcome = {0: "a", 1: "b"}.get(len(moved), "c")
    reveal("predict_zeros", outcome,
           f"In the first step a gradient reached {', '.join(moved)}, and nothing else.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# > **Myth.** "All-zero weights do not update at all."
#
# With tanh and ReLU the hidden outputs are f(0) = 0, so W2 gets no gradient; W2 is 0, so nothing passes down: only b2 ever moves. A sigmoid's
# f(0) is 0.5, so W2 moves in step 1, and W1 and b1 from step 2 on; each further layer joins one step later. **What is true:** the last biases move in every
# one, with sigmoids all parameters do in the end, and in no case does a hidden unit become different from its neighbours.
#
# </details>

# %% [markdown]
# ### Prediction 4.d — The same loss (1 point)
# A tanh network starts with W1 = 0 and b1 = 0, but its second layer W2 is random. All 50 hidden units compute the same, 0 for every image, and there is one loss for
# all. After one step of gradient descent, how many different hidden units are there?
#
# - (a) 1: the loss is the same for all of them, so they move in the same way
# - (b) 10: one kind for each class
# - (c) 50

# %% predict-loss
def predict_loss():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_loss
c = Check("initialization.predict_loss", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("initialization.same_loss", "lecun_normal", "distinct_units", "predict_loss"):
    starts = {"W2 all 0.1": lambda rng: np.full((50, 10), 0.1),
              "W2 random": lambda rng: lecun_normal((50, 10), rng)}
    fig, axes = new_figure(ncols=5, nrows=2, height=3.6,
                           title="W1 = 0: gradients of five hidden units, as pictures")
    for row, (name, start) in zip(axes, starts.items()):
        net = MLP([784, 50, 10], "tanh", np.random.default_rng(0), std=0, dtype=np.float64)
        net.layers[1].W.data = start(np.random.default_rng(0))
        dW = net.record(images[:64], y[:64])[0].dW
        count, loss = (
            distinct_units(-0.1 * dW / np.max(np.abs(dW))),
            evaluate(net, images[:64], y[:64])[0],
        )
        draw.gradient_pictures(row, dW, 28, f"{name}: loss {loss:.4f}")
        print(f"{name}: the loss is {loss:.4f} at the start; after one step there are {count} "
              "different hidden units of 50")
    plt.show()
    outcome = "a" if count == 1 else "b" if count <= 10 else "c"
    reveal("predict_loss", outcome,
           f"{count} of 50: each hears through its own row of W2, so each gets its own gradient.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# > **Myth.** "Zero initialization makes every neuron equal because the loss is the same."
#
# Both networks start with the same outputs and the same loss, log 10 = 2.3026. With equal rows in W2 all five pictures (and all 50 gradients)
# are the same; with random W2 all are different, after a single step. **What is true:** units stay equal because equal weights receive equal
# *gradients*. The loss is one number in every network, and is the same for all units of it, equal or not.
#
# </details>

# %% [markdown]
# ## Further
#
# Two ways to start that look at more than the variance. These exercises are checked like the others; they give no points.

# %% [markdown]
# ### Further 4.9 — Orthogonal weights
# Random weights keep the size of a signal on average. An *orthogonal* matrix (직교 행렬) keeps the length of every single vector. Write `orthogonal(shape, rng)`.
#
# - `shape` is `(fan_in, fan_out)`. `rng` is a `numpy.random.Generator`.
# - What comes back is a random array `W` of that shape. If fan_in ≥ fan_out, its columns have length 1 and are orthogonal to each other, `W.T @ W` is the identity; if fan_in ≤ fan_out, its rows are, and `W @ W.T` is the identity.
# - No sign is preferred: averaged over many draws, every entry of `W` is 0, for tall, wide and square shapes. Nothing else is asked of the distribution.
# - `Q, R = np.linalg.qr(A)` turns a matrix with at least as many rows as columns into orthonormal columns `Q` and a triangular `R`.
#
# <details><summary>Hint 1</summary>Start with a normal matrix. For a wide matrix: make a tall one, and transpose at the end.</details>
# <details><summary>Hint 2</summary>A column of Q may be multiplied by −1, and is still a unit vector that is orthogonal to the others. The routine behind <code>np.linalg.qr</code> does not choose both signs equally often, so that the entries on the diagonal of Q are not 0 on average.</details>
# <details><summary>Hint 3</summary>The decomposition with a positive diagonal of R has no such preference. If R[j, j] is negative, row j of R must change its sign: what must change with it in Q, so that the product stays A?</details>

# %% ex-orthogonal
def orthogonal(shape, rng):
    """Random weights with orthonormal columns (or rows, if there are fewer of them).

    Parameters
    ----------
    shape : tuple of int
        (fan_in, fan_out).
    rng : numpy.random.Generator

    Returns
    -------
    ndarray (fan_in, fan_out)
    """
    ### BEGIN SOLUTION
    if shape[0] < shape[1]:
        return orthogonal((shape[1], shape[0]), rng).T
    q, r = np.linalg.qr(rng.normal(0, 1, shape))
    return q * np.sign(np.diag(r))
    ### END SOLUTION

# %% check-orthogonal
c = Check("initialization.orthogonal", points=0)


def compare(shape, seed):
    def draw(f):
        return f(shape, np.random.default_rng(seed))

    # the largest difference between the products of its columns (or rows) and the identity
    def worst(W):
        return np.max(np.abs((W.T @ W if shape[0] >= shape[1] else W @ W.T) - np.eye(min(shape))))

    c.measure(f"orthogonal({shape}, rng): rows", shape[0], lambda f: len(draw(f)), tol=0)
    c.measure("… columns", shape[1], lambda f: draw(f).shape[1], tol=0)
    c.measure("… farthest product from the identity", 0, lambda f: worst(draw(f)), tol=1e-6)
    c.measure("… two generators in the same state: draws apart", 0,
              lambda f: np.max(np.abs(draw(f) - draw(f))), tol=1e-9)
    rng = np.random.default_rng(seed)
    c.holds("… one generator, used twice: different weights",
            lambda f: not close(f(shape, rng), f(shape, rng)))


# entries of size 0.58 or 0.71: a mean of 500 is off by 0.026 or 0.032 (one sigma)
def averages(shape, seed):
    rng = np.random.default_rng(seed)
    c.measure(f"orthogonal({shape}, rng): largest average of an entry, 500 draws", 0,
              lambda f: np.max(np.abs(np.mean([f(shape, rng) for _ in range(500)], axis=0))),
              tol=0.22)


for shape in ((30, 12), (12, 30), (6, 6)):
    compare(shape, 1)
for shape in ((3, 2), (2, 3), (2, 2)):
    averages(shape, 2)
### BEGIN HIDDEN TESTS
seeds = [int(seed) for seed in c.rng.integers(10**6, size=5)]
for shape, seed in zip(((20, 20), (25, 3), (1, 40), (17, 18)), seeds):
    compare(shape, seed)
averages((2, 2), seeds[4])
### END HIDDEN TESTS
c.score()

# %% [markdown]
# ### Further 4.10 — Scaling by measurement
# Every rule above predicts the size of a signal. One can also measure it on a batch of data, and correct each layer on the way up. Write `layer_scales(x, weights, f)`.
#
# - `x` (N, D), `weights` (a list of L arrays) and `f` are as in 4.3.
# - What comes back is an array of shape (L,): the factors by which each layer's weights have to be multiplied so that its pre-activations `z`, over all examples and units, have standard deviation 1 (as `np.std` computes it).
# - Each layer receives what the corrected layer below it puts out. No z here has standard deviation 0.
# - With `x = [[3], [-3]]`, `weights = [[[1]], [[2]]]` and `f` the identity, z of layer 1 is ±3, so its factor is 1/3; layer 2 then receives ±1, its z is ±2, and its factor is 1/2.
#
# <details><summary>Hint 1</summary>Extend the loop of 4.3: where is z measured, and what must happen before it goes into f?</details>
# <details><summary>Hint 2</summary>If all weights are multiplied by a factor, so is z. You do not need to compute z twice.</details>

# %% ex-layer_scales
def layer_scales(x, weights, f):
    """Factors for the weights with which every layer's pre-activations have standard deviation 1.

    Parameters
    ----------
    x : ndarray (N, D)
        A batch of inputs.
    weights : list of L ndarrays (fan_in, fan_out)
        The weights of every layer, first layer first.
    f : callable
        Activation function, from an array to an array of the same shape.

    Returns
    -------
    ndarray (L,)
    """
    ### BEGIN SOLUTION
    scales = []
    for W in weights:
        z = x @ W
        scales.append(1 / np.std(z))
        x = f(z * scales[-1])
    return np.array(scales)
    ### END SOLUTION

# %% check-layer_scales
c = Check("initialization.layer_scales", points=0)


def relu(z):
    return np.maximum(z, 0)


x = np.array([[1.0, 2.0], [-1.0, 0.5], [0.0, -3.0]])
A, B, C = (
    np.array([[1.0, 0.0, -1.0], [0.0, 1.0, 1.0]]),
    np.array([[1.0], [2.0], [3.0]]),
    np.array([[-1.0, 0.5, 1.0, -2.0]]),
)
c.equal([0.3333333, 0.5], np.array([[3], [-3]]), [np.array([[1]]), np.array([[2]])], lambda z: z)
c.equal([0.5732368], x, [A], relu)
c.equal([0.5732368, 0.5220405], x, [A, B], relu)
c.equal([0.5732368, 0.5220405, 0.4914153], x, [A, B, C], relu)
c.equal([0.5732368, 0.2745337, 1.0959615], x, [A, B, C], np.tanh)
c.holds("twice the first layer's weights need half its factor, and nothing else changes",
        lambda f: close(f(x, [2 * A, B, C], np.tanh) * np.array([2, 1, 1]),
                        f(x, [A, B, C], np.tanh)))
c.sweep()
c.score()

# %% [markdown]
# What do they buy? A hundred layers of 100 ReLU units on 200 images: He's weights, orthogonal weights times √2, and He's weights corrected by measurement, five
# draws each.

# %%
if ready("initialization.further", "he_normal", "orthogonal", "layer_scales", "activation_stds"):
    sizes, some = [784] + [100] * 100, images[:200].astype(float)
    fig, axes = new_figure(ncols=3, height=3.0, sharey=True)
    for ax, name in zip(axes, ("He", "orthogonal × √2", "He, corrected")):
        finals = []
        for seed in range(5):
            initializer = (lambda shape, rng: 2**0.5
                           * orthogonal(shape, rng)) if "orth" in name else he_normal
            weights = draw_weights(initializer, sizes, seed)
            if name == "He, corrected":
                weights = [factor * W
                           for factor, W in zip(layer_scales(some, weights, relu), weights)]
            stds = activation_stds(some, weights, relu)
            ax.plot(np.arange(1, 101), stds, color=COLOURS["he"], linewidth=1.2)
            finals.append(stds[-1])
        print(f"{name}: layer 100 has a standard deviation of {min(finals):.2g} to "
              f"{max(finals):.2g}")
        ax.set(xlabel="layer", yscale="log")
        ax.set_title(name, loc="left", fontsize=10)
    axes[0].set_ylabel("std of the activations")
    plt.show()

# %% [markdown]
# *What you saw.* He's rule holds on average; in a single narrow and very deep network the signal wanders, and five draws end far apart, by a factor of several or more. Orthogonal weights
# wander as well, because ReLU still removes a random half in each layer. Measured and corrected, the signal stays where it was put.

# %% [markdown]
# ## To keep
#
# | rule | variance of the weights | uniform limit | keeps | use it with |
# |---|---|---|---|---|
# | LeCun, 1998 | 1 / fan_in | √(3 / fan_in) | the signal, if f keeps it | linear layers; SELU, which was made to keep a signal of mean 0 and variance 1 (Klambauer et al. 2017) |
# | Xavier (Glorot), 2010 | 2 / (fan_in + fan_out) | √(6 / (fan_in + fan_out)) | signal and gradient, halfway | tanh, sigmoid, softmax layers |
# | He (Kaiming), 2015 | 2 / fan_in | √(6 / fan_in) | the signal behind a ReLU | ReLU |
# | He for leaky ReLU | 2 / ((1 + slope²) · fan_in) | √(6 / ((1 + slope²) · fan_in)) | the signal behind a leaky ReLU | leaky ReLU |
# | zeros or a constant | 0 | | the symmetry | biases only |
#
# fan_in of a convolution is k · k · C, C being the number of *input* channels.
#
# ### Traps
#
# - A normal distribution is asked for by its standard deviation, a uniform one by its limit, and the rules are told as variances. 0.04, 0.2 and 0.35 can be one and the same rule.
# - Libraries order shapes differently: a dense layer is `(fan_in, fan_out)` here and `(fan_out, fan_in)` in PyTorch; a convolution is `(out, in, k, k)` here and in PyTorch, `(k, k, in, out)` in Keras.
# - Keras draws its normal weights anew where they lie beyond two standard deviations, so that no unit starts with a weight far larger than the others; since that takes away variance, it widens the distribution first, by 1/0.88.
#   The rule is the same, the distribution is not.
# - PyTorch's `kaiming_normal_` keeps the signal with `mode="fan_in"`, its default, and the gradient on its way back with `mode="fan_out"`, which its ResNets use. With layers of equal width the two agree.
# - PyTorch's own default for dense layers and convolutions is uniform between ±1/√fan_in: a variance of 1/(3 · fan_in), six times less than He's. Thirty ReLU layers need a better start.
# - The rules assume inputs of mean square 1. Pixels from 0 to 255 break them in the first layer: scale them first.
# - Biases may start at 0: the weights have broken the symmetry already.
# - A healthy standard deviation does not prove a healthy layer: saturated units have one, too. Look at a histogram.
#
# ### Where to read on
#
# - LeCun, Bottou, Orr and Müller, *Efficient BackProp*, 1998, section 4.6: 1/√fan_in.
# - Glorot and Bengio, *Understanding the difficulty of training deep feedforward neural networks*, AISTATS 2010, section 4.2 and equation 16: normalized initialization.
# - He, Zhang, Ren and Sun, *Delving deep into rectifiers*, ICCV 2015, section 2.2: the factor 2, and a network of 30 layers that learns with it and not without.
# - Saxe, McClelland and Ganguli, *Exact solutions to the nonlinear dynamics of learning in deep linear neural networks*, ICLR 2014: orthogonal weights.
# - Mishkin and Matas, *All you need is a good init*, ICLR 2016: orthogonal weights, then scaling by measurement (LSUV).
#
# Next: **What the network sees**.
#
# What you have earned in this notebook:

# %%
progress()
