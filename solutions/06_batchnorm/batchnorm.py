# %% [markdown]
# # Normalizing inside
#
# **You will write batch normalization, forward, backward and at test time, put it into networks, and measure what it buys: learning
# rates and initial weights that fail without it, and new ways to fail with it.**
#
# You will be able to
#
# - normalize what goes into an activation over a batch, and say what a batch of one or of two does to it;
# - keep running statistics, and use them at test time, so that an example's answer does not depend on its neighbours;
# - derive and write the backward pass, and check it by two properties that need no reference;
# - show on a map which learning rates and initial weights it makes usable, and explain the map by one invariance;
# - say what shares a mean in pictures, and fold a trained batch norm into the layer before it.
#
# Time: about three hours for exercises 6.1 to 6.5 and 6.7 (12 points) and three predictions (3 points), in two sittings: a line after exercise 6.4 marks the place to stop.
# *Further* exercises (6.6, and 6.8 to 6.10 at the end) are checked like the others, but give no points. From other notebooks you need the chain rule on a graph (02), and what He's initial weights are (04).
#
# <details><summary>What all contracts here have in common</summary>
#
# Functions leave their inputs as they are. Every size is at least 1, unless a contract asks for more. Numbers are floats (64 or 32 bits) or integers, and the arrays of one call need not be of one type; what comes back are floats (integers do where all are whole).
# For inputs of 32 bits, arithmetic in 32 bits is exact enough. A pair, or three, that you return may be a tuple or a list.
#
# </details>

# %% setup
import numpy as np

from chainrule import Check, close, progress, ready, reveal

# %% [markdown]
# The next cell is for the pictures only; no exercise needs it.

# %%
import matplotlib.pyplot as plt

from chainrule.autodiff import Tensor
from chainrule.convolution import conv2d
from chainrule.data import load_fashion_mnist
from chainrule.figures import COLOURS, explore, graphs, new_figure
from chainrule.figures import batchnorm as draw
from chainrule.gradients import numerical_gradient
from chainrule.nn import MLP, softmax_cross_entropy
from chainrule.normalization import NormalizedMLP
from chainrule.training import evaluate, train

# %% [markdown]
# The pictures of clothes are made smaller, to save time: each of the 14 × 14 = 196 numbers is the mean of 2 × 2 pixels.

# %%
def smaller(images):
    return images.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4)).reshape(-1, 196)


pixels, y, pixels_test, y_test = load_fashion_mnist()
X, X_test = smaller(pixels), smaller(pixels_test)
X, X_test = X - X.mean(axis=0), X_test - X.mean(axis=0)  # both with the mean of the training set


def he(fan_in, fan_out):
    """Standard deviation of initial weights that suits ReLU (notebook 04)."""
    return np.sqrt(2 / fan_in)


def learn(net, lr=0.2, steps=300, **more):
    """Train on batches of 100 pictures, the same ones in the same order each time."""
    return train(net, X, y, lr=lr, steps=steps, batch_size=100, rng=np.random.default_rng(1),
                 progress=False, **more)

# %% [markdown]
# ## A. Normalize over the batch
#
# ### What a layer gets to see
#
# The pixels were centred above, before any training. But the second layer's inputs are the outputs of the first: nobody centres those, and they
# change with every step. Can a layer's *sums*, the `x @ W + b` that go into its activation, be normalized *inside* the network?
#
# *Batch normalization* (배치 정규화, short: batch norm) does it with what is at hand, the mini-batch. For one unit, the batch gives N numbers. Take their
# mean away, and divide by their standard deviation:
#
# $$\mu = \frac1N\sum_n x_n \qquad v = \frac1N\sum_n (x_n-\mu)^2 \qquad \hat x_n = \frac{x_n-\mu}{\sqrt{v+\varepsilon}}$$
#
# μ is the batch's mean, v its *variance* (분산); the small ε keeps the root from 0 where all numbers are equal. Every unit, which is a column of `x`, has a mean and a variance of its own.

# %% [markdown]
# ### Prediction 6.a — A batch of two (1 point)
# A batch holds only two examples. For one unit their numbers are 3 and 1000. What comes out of the normalization (ε aside)?
#
# - (a) two numbers that show how far apart 3 and 1000 are
# - (b) −1 and 1
# - (c) 0 and 1
#
# Decide before you run what follows. The point is for deciding; being wrong costs nothing.

# %% predict-two
def predict_two():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION

# %% check-predict_two
c = Check("batchnorm.predict_two", points=1)
c.one_of("a", "b", "c")
c.score()

# %% [markdown]
# ### Exercise 6.1 — Normalize (2 points)
# Write `normalize(x, eps)`, which turns `x` into x̂.
#
# - `x` has the shape (N, D): N examples in rows, D units in columns. What comes back has the same shape.
# - μ and v are those of each column, and v divides by N. `eps` is 0.00001 unless the caller says otherwise; it is added to the variance, *under* the root. It is 0 only where every column varies (variance at least 10⁻¹²).
# - The column `[3, 3, 3, -1]` with `eps=1` has μ = 2 and v = 3, so it becomes `[0.5, 0.5, 0.5, -1.5]`. The same column shifted by 10⁸ gives the same.
#
# <details><summary>Hint 1</summary>How many means does an array with 5 rows and 3 columns need? Which axis of <code>x</code> counts the examples?</details>
# <details><summary>Hint 2</summary>A float64 keeps 16 digits. What is left of a difference of 3, once 10⁸ has been squared? Which numbers could you square instead?</details>
# <details><summary>Hint 3</summary>An array of shape (D,) is subtracted from, or divides, every row of one of shape (N, D).</details>

# %% ex-normalize
def normalize(x, eps=1e-5):
    """Normalize every column of a batch to mean 0 and variance 1.

    Parameters
    ----------
    x : ndarray (N, D)
        N examples, D units; floats or integers.
    eps : float
        Added to the variance; 0 only where every variance is at least 1e-12.

    Returns
    -------
    ndarray (N, D)
    """
    ### BEGIN SOLUTION
    centred = x - np.mean(x, axis=0)
    return centred / np.sqrt(np.mean(centred**2, axis=0) + eps)
    ### END SOLUTION

# %% check-normalize
c = Check("batchnorm.normalize", points=2)
column = np.array([[3.0], [3.0], [3.0], [-1.0]])
c.equal([[0.5], [0.5], [0.5], [-1.5]], column, eps=1.0)
# each column by itself: the second one is 10 times the first
x = np.array([[3.0, 30.0], [3.0, 30.0], [3.0, 30.0], [-1.0, -10.0]])
c.equal([[0.5, 0.5763904], [0.5, 0.5763904], [0.5, 0.5763904], [-1.5, -1.7291713]], x, 1.0)
# the default eps shows where the variance is small: here it is 0.00003
c.equal([[0.5], [0.5], [0.5], [-1.5]], np.sqrt(1e-5) * column)
c.equal([[0.0, 1.2247426], [0.0, -1.2247426], [0.0, 0.0]],
        np.array([[7, 5], [7, 1], [7, 3]]))  # integers; and a constant column
c.equal([[0.5], [0.5], [0.5], [-1.5]], column + 1e8, eps=1.0)
z = np.random.default_rng(1).normal(3, 2, (6, 3))
c.holds("every column of x̂ has mean 0", lambda f: close(np.mean(f(z), axis=0), np.zeros(3)))
c.holds("with eps = 0 a shift and a stretch of a column change nothing",
        lambda f: close(f(z, 0.0), f(z * np.array([1.0, 20.0, 0.01]) + 7, 0.0)))
c.sweep()  # tries further inputs
c.score()

# %%
if ready("batchnorm.possible", "normalize", "predict_two"):
    rng = np.random.default_rng(0)
    sizes = (1, 2, 3, 4, 8, 32)
    # 300 batches of each size; the numbers are skewed: many small ones, few large ones
    outputs = [np.concatenate([normalize(np.exp(rng.normal(0, 1, (n, 1))))[:, 0]
                               for _ in range(300)]) for n in sizes]
    fig, ax = new_figure(height=3.4, title="All x̂ that came out of 300 batches of N numbers")
    draw.possible(ax, sizes, outputs)
    plt.show()
    two = normalize(np.array([[3.0], [1000.0]]))[:, 0]
    near = normalize(np.array([[3.0], [3.1]]))[:, 0]
    print(f"3 and 1000 become {two[0]:.3f} and {two[1]:.3f}; 3 and 3.1 become {near[0]:.3f} and "
          f"{near[1]:.3f}; 1000 alone becomes {normalize(np.array([[1000.0]]))[0, 0]:g}")
    outcome = "b" if np.allclose(np.abs(two), 1, atol=1e-3) else "c" if two[0] == 0 else "a"
    reveal("predict_two", outcome, "Two numbers lie equally far from their mean, on either side.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# In a batch of two the larger number becomes 1 and the smaller −1, whatever they are, unless they are equal; one bit is left of each example. (3 and 3.1 give only ± 0.998: their variance is 0.0025, so
# small that ε shows.) In a batch of one x̂ is exactly 0: nothing is left, and nothing warns you. (PyTorch refuses to train on a batch of one.) No x̂ can be larger than √(N − 1), the dashed lines, because the others have to balance it. From a dozen examples on that hardly matters.
#
# </details>

# %% [markdown]
# ### The same network, three sizes of weights
#
# Six tanh layers with 100 units each see 256 pictures. Their weights are of the size that keeps a signal's size (1/√fan_in, where fan_in is the number of a layer's inputs), or a third, or three times that. What does each layer's tanh get
# to see: without normalization, and if you normalize the sums before each tanh?

# %%
if ready("batchnorm.distributions", "normalize"):
    def plainly(z):
        return z

    def six_layers(size, inside):
        """The numbers that go into the tanh of each of six layers."""
        rng, a, seen = np.random.default_rng(0), X[:256], []
        for fan_in in (196, 100, 100, 100, 100, 100):
            z = a @ rng.normal(0, size / np.sqrt(fan_in), (fan_in, 100))
            seen.append(inside(z))
            a = np.tanh(seen[-1])
        return seen

    fig, axes = new_figure(ncols=4, height=3.6, sharey=True, title="What each tanh sees")
    for ax, size in zip(axes, (0.33, 1, 3)):
        draw.distributions(ax, six_layers(size, plainly), COLOURS["plain"], f"plain, × {size:g}")
    draw.distributions(axes[3], six_layers(3, normalize), COLOURS["batchnorm"], "normalized, × 3")
    plt.show()

# %% [markdown]
# *What you saw.* A third of the size leaves nothing to see by layer six, three times the size drives most sums to where tanh is flat. With
# normalization the picture is the same for weights of any size, unless they are so small that ε shows.

# %% [markdown]
# ### Give the freedom back
#
# With mean 0 and variance 1 every ReLU is open for about half of the examples, and the layer cannot change that. So each unit gets two parameters that are *learned* like
# weights, a scale γ (`gamma`, at first 1) and a shift β (`beta`, at first 0):
#
# $$\mathrm{out} = \gamma\,\hat x + \beta$$
#
# With γ = √(v + ε) and β = μ all would be as before. (Whether a network misses this freedom is tried out under *Further*, at the end.)

# %% [markdown]
# ## B. One example has no batch
#
# ### Statistics that run along
#
# When the network is used, examples come one at a time, and the answer for one must not depend on who else happened to be in its batch. So during training two *running statistics* are kept for
# every unit, a mean and a variance, and at test time they take the place of μ and v. After each batch they move a little towards that batch's:
#
# $$\mathrm{new} = (1-m)\cdot\mathrm{old} + m\cdot\mathrm{batch}$$
#
# Two questions about this line have no answer in it.
#
# **Which end does the *momentum* m belong to?** (It has only the name in common with an optimizer's momentum.) Here, as in PyTorch, m is the weight of the *new* batch, 0.1 unless told. In Keras it is the weight of the *old* value.
#
# **Which variance goes in?** The batch's mean square distance, v above, is on average (N − 1)/N times the variance of the data that the batch was drawn from, if its examples were drawn independently: too small, because the mean was fitted to the very same N
# numbers. Divided by N − 1 instead of N it is right on average, *unbiased* (불편 추정). Ioffe and Szegedy (2015) and PyTorch use both: v with ÷ N to normalize the batch, ÷ (N − 1) for the running variance. So do you.

# %% [markdown]
# ### Exercise 6.2 — Running statistics (2 points)
# Write `update_running(running_mean, running_var, x, momentum)`.
#
# - `running_mean` and `running_var` have the shape (D,), and no variance is negative. `x` is a batch (N, D) with N at least 2; a column may lie far from 0, as in 6.1.
# - `momentum`, the weight of the new batch, is 0.1 unless the caller says otherwise; from 0 (nothing changes) to 1 (only the batch counts), both included.
# - What comes back is a pair: the new running mean and the new running variance, each of shape (D,). The batch's variance is the unbiased one.
# - From mean 0 and variance 1 with the column `[3, 3, 3, -1]`: the batch has mean 2 and unbiased variance 12/3 = 4, so what comes back is 0.2 and 1.3. With `momentum=0.75` it is 1.5 and 3.25.
#
# <details><summary>Hint 1</summary>How much of the old value is left after a batch with momentum 0.1? After a second one?</details>
# <details><summary>Hint 2</summary>The squared distances from the batch's mean are as in 6.1. By what is their sum divided here?</details>
# <details><summary>Hint 3</summary>If you use <code>np.var</code>: by what does it divide, and what does <code>help(np.var)</code> say about changing that? If you don't: which factor turns one variance into the other?</details>

# %% ex-update_running
def update_running(running_mean, running_var, x, momentum=0.1):
    """Move the running statistics towards those of a batch.

    Parameters
    ----------
    running_mean, running_var : ndarray (D,)
    x : ndarray (N, D)
        The batch, N at least 2.
    momentum : float, 0 to 1
        Weight of the batch.

    Returns
    -------
    running_mean, running_var : ndarray (D,)
    """
    ### BEGIN SOLUTION
    mean = (1 - momentum) * running_mean + momentum * np.mean(x, axis=0)
    var = (1 - momentum) * running_var + momentum * np.var(x, axis=0, ddof=1)
    return mean, var
    ### END SOLUTION

# %% check-update_running
c = Check("batchnorm.update_running", points=2)
column = np.array([[3.0], [3.0], [3.0], [-1.0]])  # mean 2, unbiased variance 4
zero, one = np.array([0.0]), np.array([1.0])
c.equal(([0.2], [1.3]), zero, one, column)
c.equal(([1.5], [3.25]), zero, one, column, momentum=0.75)
# what was there before counts
c.equal(([9.2, -0.9], [7.6, 0.9]), np.array([10.0, -1.0]), np.array([8.0, 1.0]),
        np.array([[3.0, 0.0], [3.0, 0.0], [3.0, 0.0], [-1.0, 0.0]]))
c.equal(([5.0], [9.0]), np.array([5.0]), np.array([9.0]), column, 0.0)
c.equal(([1.0], [8.0]), np.array([5]), np.array([9]), np.array([[3], [-1]]), 1.0)  # integers


def follow(f, mean, var, batches):  # batch after batch
    for x in batches:
        mean, var = f(mean, var, x)
    return mean, var


c.equal(([0.542], [1.813]), zero, one, [column] * 3, through=follow)
c.sweep()
c.score()

# %% [markdown]
# ### One word, two ends
#
# > **Myth.** "Use momentum 0.9: the running mean should be smooth."
#
# A unit's sums come in batches of 32. For 150 steps their mean is 0, then training moves it to 3. Your function follows them with three values of m.

# %%
if ready("batchnorm.follow", "update_running"):
    rng = np.random.default_rng(0)
    means = np.where(np.arange(300) < 150, 0.0, 3.0)
    batches = [rng.normal(mean, 2, (32, 1)) for mean in means]
    curves = {}
    for momentum in (0.9, 0.1, 0.01):
        mean, var, curve = np.zeros(1), np.ones(1), []
        for batch in batches:
            mean, var = update_running(mean, var, batch, momentum)
            curve.append(mean[0])
        curves[momentum] = np.array(curve)
        print(f"m = {momentum}: before the jump the running means scatter by "
              f"{np.std(curve[50:150]):.3f}; 150 steps after it the mean is {curve[-1]:.2f}")
    fig, ax = new_figure(height=3.3)
    draw.following(ax, [batch.mean() for batch in batches], curves)
    plt.show()

# %% [markdown]
# *What you saw.* With m = 0.9 the running mean nearly *is* the last batch. With 0.1 it forgets in some twenty steps; with 0.01 it is smooth, and
# still has not arrived 150 steps after the jump. **What is true:** a smooth running mean is m = 0.1 or smaller here and in PyTorch, and 0.9 or larger in Keras. Read the formula, not the word.

# %% [markdown]
# ### Exercise 6.3 — Batch norm, in training and at test time (2 points)
# Put the pieces together. Write `batchnorm(x, gamma, beta, running, training, momentum, eps)`.
#
# - `x` is a batch (N, D), `gamma` and `beta` have the shape (D,), and `running` is the pair (running mean, running variance), each of shape (D,), no variance negative. `training` is True or False.
# - In training (PyTorch: `train()`; N is at least 2 then) the batch is normalized with *its own* statistics, as in 6.1, and `running` moves, as in 6.2.
# - At test time, or in *test mode* (`eval()`), x̂ is made with the running mean and the running variance in place of μ and v (ε as before); N may be 1, and `running` stays.
# - Beginning and end are written already; two branches are missing. `momentum` is 0.1 and `eps` 0.00001, unless the caller says otherwise.
# - The column `[3, 3, 3, -1]` with `gamma=[2]`, `beta=[10]` and `eps=1`: in training it becomes `[11, 11, 11, 7]`. At test time with `running` = ([1], [3]) it becomes `[12, 12, 12, 8]`, each number by itself.
#
# <details><summary>Hint 1</summary>In training two variances are at work, one for <code>out</code> and one for <code>running</code>. Which of your two functions knows which?</details>
# <details><summary>Hint 2</summary>At test time nothing is estimated: a difference, a root and a quotient, with what <code>running</code> holds.</details>

# %% ex-batchnorm
def batchnorm(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """Batch normalization of a dense layer's sums.

    Parameters
    ----------
    x : ndarray (N, D)
    gamma, beta : ndarray (D,)
        Scale and shift of each unit.
    running : pair of ndarray (D,)
        Running mean and running variance.
    training : bool
        With the batch's statistics, or with the running ones.
    momentum : float, 0 to 1
        Weight of the batch in the new running statistics.
    eps : float, positive
        Added to the variance.

    Returns
    -------
    out : ndarray (N, D)
    running : pair of ndarray (D,)
        After this batch; at test time as they were.
    """
    mean, var = running
    if training:
        # x_hat = ...    with the batch's own statistics
        # running = ...  after this batch
        ### BEGIN SOLUTION
        x_hat = normalize(x, eps)
        running = update_running(mean, var, x, momentum)
        ### END SOLUTION
    else:
        # x_hat = ...    with the running statistics
        ### BEGIN SOLUTION
        x_hat = (x - mean) / np.sqrt(var + eps)
        ### END SOLUTION
    return gamma * x_hat + beta, running

# %% check-batchnorm
c = Check("batchnorm.batchnorm", points=2)
column = np.array([[3.0], [3.0], [3.0], [-1.0]])
gamma, beta = np.array([2.0]), np.array([10.0])
start, later = (np.array([0.0]), np.array([1.0])), (np.array([1.0]), np.array([3.0]))
c.equal(([[11.0], [11.0], [11.0], [7.0]], ([0.2], [1.3])), column, gamma, beta, start, True,
        eps=1.0, part="training")
# other running statistics, the same output
c.equal(([[11.0], [11.0], [11.0], [7.0]], ([1.5], [3.5])), column, gamma, beta, later, True, 0.5,
        1.0, part="training")
c.equal(([[12.0], [12.0], [12.0], [8.0]], ([1.0], [3.0])), column, gamma, beta, later, False,
        eps=1.0, part="test time")
# one example alone; two units; integers
c.equal(([[12.0, -7.0]], ([1, 0], [3, 0])), np.array([[3, 4]]), np.array([2, -2]),
        np.array([10, 1]), (np.array([1, 0]), np.array([3, 0])), False, 0.5, 1.0, part="test time")
z = np.random.default_rng(2).normal(0, 3, (5, 1))
c.holds("at test time each example is by itself",
        lambda f: close(f(z, gamma, beta, later, False)[0][3:4],
                        f(z[3:4], gamma, beta, later, False)[0]), part="test time")
c.sweep(batchnorm=lambda x, gamma, beta, running, training, momentum=0.1, eps=1e-5:
        "training" if training else "test time")
c.score()

# %% [markdown]
# ### Prediction 6.b — Who sits next to you (1 point)
# A network with two hidden layers and batch norm is trained on shuffled pictures. With the running statistics it names about 85 % of the 1,000 test pictures correctly. Now each test batch of 100
# is normalized with its own statistics instead: once with the test pictures mixed, and once sorted, such that each batch holds one kind of clothing only. In which of the two orders does the network name as many correctly as before, give or take ten points?
#
# - (a) in both: 100 pictures give good statistics
# - (b) only mixed
# - (c) only sorted: what is alike does not disturb each other
# - (d) in neither: it has never seen these statistics

# %% predict-neighbours
def predict_neighbours():
    """Return "a", "b", "c" or "d"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION

# %% check-predict_neighbours
c = Check("batchnorm.predict_neighbours", points=1)
c.one_of("a", "b", "c", "d")
c.score()

# %%
if ready("batchnorm.neighbours", "batchnorm", "predict_neighbours"):
    # forward it is your function; the way back is the library's, as long as there is no other
    net = NormalizedMLP([196, 100, 100, 10], "relu", np.random.default_rng(0), forward=batchnorm)
    learn(net)

    def with_batch_statistics(order, size):
        """Accuracy if each test batch is normalized by itself; running statistics are put back."""
        kept, right = [norm.running for norm in net.norms], 0
        for start in range(0, len(order), size):
            rows = order[start : start + size]
            right += np.sum(net(X_test[rows]).data.argmax(axis=1) == y_test[rows])
        for norm, running in zip(net.norms, kept):
            norm.running = running
        return right / len(order)

    sizes = (2, 5, 10, 20, 50, 100)
    orders = {"mixed": np.random.default_rng(2).permutation(1000),
              "sorted": np.argsort(y_test, kind="stable")}
    accuracy = {name: [with_batch_statistics(order, size) for size in sizes]
                for name, order in orders.items()}
    running = evaluate(net, X_test, y_test)[1]
    fig, ax = new_figure(height=3.3)
    draw.neighbours(ax, sizes, accuracy, running)
    plt.show()
    mixed, alone = accuracy["mixed"][-1], accuracy["sorted"][-1]
    outcome = {(1, 1): "a", (1, 0): "b", (0, 1): "c", (0, 0): "d"}[
        int(mixed > running - 0.1), int(alone > running - 0.1)]
    reveal("predict_neighbours", outcome,
           f"In sorted batches of 100 it is {alone:.0%}, in mixed ones {mixed:.0%}; with the "
           f"running statistics {running:.0%}.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# A mixed batch of 100 has almost the statistics of all pictures, and the mistake is hardly noticed: it hides in any test with large, shuffled batches. In a batch of trousers the mean *is* a pair of trousers. It is taken away, and what
# is left are the differences between trousers, which the network reads as other things: about 16 % are right. In mixed batches of two, where x̂ is ±1, it is about 42 %.
#
# </details>

# %% [markdown]
# ## C. The way back
#
# ### What sits before a batch norm
#
# Batch norm is put between a dense layer's sums `x @ W + b` and the activation.

# %% [markdown]
# ### Prediction 6.c — The bias before it (1 point)
# A network with two hidden layers of 100 units is trained for 300 steps. Every hidden layer computes `x @ W + b`, then batch norm with γ and β, then ReLU. In the end the hidden weights W have moved by up to 0.2, and β by about 0.15.
# How far has the hidden bias b moved that moved the most?
#
# - (a) at least a third as far as β
# - (b) less than that, but at least a hundredth as far
# - (c) less than a hundredth as far

# %% predict-bias
def predict_bias():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_bias
c = Check("batchnorm.predict_bias", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("batchnorm.bias", "batchnorm", "predict_bias"):
    net = NormalizedMLP([196, 100, 100, 10], "relu", np.random.default_rng(0), forward=batchnorm)
    names = ["W1", "b1", "γ1", "β1", "W2", "b2", "γ2", "β2", "W3", "b3"]
    before = [parameter.data.copy() for parameter in net.parameters()]
    learn(net)
    moved = {name: np.max(np.abs(parameter.data - old))
             for name, parameter, old in zip(names, net.parameters(), before)}
    fig, ax = new_figure(height=3.2, title="How far the parameters moved in 300 steps, at most")
    draw.moved(ax, moved)
    plt.show()
    bias, shift = max(moved["b1"], moved["b2"]), max(moved["β1"], moved["β2"])
    outcome = "a" if bias > shift / 3 else "b" if bias > shift / 100 else "c"
    reveal("predict_bias", outcome, f"A hidden b moved by {bias:.0e} at most, a β by {shift:.2f}.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# The bias shifts a whole column of sums, and the batch's mean takes that away again: in training the loss does not depend on b, and its gradient is 0. (At test time b counts. It cancels only because the running mean has followed it.) What moved (10⁻⁸ to 10⁻⁷) is rounding. So layers before a batch norm
# are written without a bias (`bias=False`): β does its work. The last layer, with no batch norm behind it, needs its bias.
#
# </details>

# %% [markdown]
# ### First gate: scale and shift
#
# A name with a d before it stands for a gradient, as in notebook 02: `dx` is the gradient of the loss with respect to `x`, and has its shape. Backward, the last step comes first: from `dout`, and `out = gamma * x_hat + beta`,
# three gradients follow. One γ serves a whole column.

# %% [markdown]
# ### Exercise 6.4 — Back through scale and shift (1 point)
# Write `scale_shift_backward(dout, x_hat, gamma)`.
#
# - `dout` and `x_hat` have the shape (N, D), `gamma` (D,). Take `x_hat` as it is: here it may be any numbers.
# - What comes back are three: `dx_hat` (N, D), `dgamma` (D,) and `dbeta` (D,). (The loss is whatever `dout` belongs to. If it is a mean over the batch, the 1/N is in `dout` already.)
# - With `x_hat = [[1], [-1]]`, `gamma = [3]`, `dout = [[10], [4]]`: `dx_hat = [[30], [12]]`, `dgamma = [6]`, `dbeta = [14]`.
#
# <details><summary>Hint 1</summary>If β grows by a little, what happens to every output of its column? What does the loss say to that?</details>
# <details><summary>Hint 2</summary>Something that is used N times receives the sum of N gradients. For γ each of them carries a factor.</details>

# %% ex-scale_shift_backward
def scale_shift_backward(dout, x_hat, gamma):
    """Gradients of gamma * x_hat + beta.

    Parameters
    ----------
    dout : ndarray (N, D)
        Gradient with respect to the output.
    x_hat : ndarray (N, D)
    gamma : ndarray (D,)

    Returns
    -------
    dx_hat : ndarray (N, D)
    dgamma, dbeta : ndarray (D,)
    """
    ### BEGIN SOLUTION
    return dout * gamma, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    ### END SOLUTION

# %% check-scale_shift_backward
c = Check("batchnorm.scale_shift_backward", points=1)
c.equal(([[30.0], [12.0]], [6.0], [14.0]), np.array([[10.0], [4.0]]), np.array([[1.0], [-1.0]]),
        np.array([3.0]))
# three rows, two units; integers for one argument
c.equal(([[2.0, -5.0], [0.0, -10.0], [6.0, -15.0]], [-1.5, 8.0], [4.0, 6.0]),
        np.array([[1, 1], [0, 2], [3, 3]]), np.array([[1.5, -1.0], [9.0, 0.0], [-1.0, 3.0]]),
        np.array([2.0, -5.0]))
c.sweep()
c.score()

# %% [markdown]
# ---
# **Half way.** Here is a good place to stop. You can normalize a batch, keep statistics for the time after training, say what the neighbours in a batch do to an answer, and go back through scale and shift. What follows needs
# exercises 6.1 to 6.4: run this notebook down to here when you come back. The second half is the way back through the normalization itself, what all this buys (D), and pictures and folding (E).
#
# ---

# %% [markdown]
# ### Second gate: the normalization itself
#
# Here every output depends on *every* input of its column. A number x reaches x̂ by four ways: from x to c straight, or through the mean μ that is taken away from every c; and from c to x̂ straight, or through the root s that divides every c. The picture shows the
# column `[3, 3, 3, -1]` with ε = 1 on its way: μ is the mean, c what is left, v the mean of c², s the root, and x̂ the quotient. (The way through μ and s carries nothing: the slope of v with respect to μ is −2 times the mean of c, which is 0.)

# %%
column, eps = np.array([3.0, 3.0, 3.0, -1.0]), 1.0
mu = column.mean()
centred = column - mu
v = np.mean(centred**2)
s = np.sqrt(v + eps)
nodes = {"x": ("x", 0, 0.5), "mu": ("μ = mean(x)", 1, 0), "c": ("c = x − μ", 2, 0.5),
         "v": ("v = mean(c²)", 3, 0), "s": ("s = √(v + ε)", 4, 0), "x_hat": ("x̂ = c / s", 5, 0.5)}
edges = [("x", "mu"), ("x", "c"), ("mu", "c"), ("c", "v"), ("v", "s"), ("c", "x_hat"),
         ("s", "x_hat")]
numbers = [" ".join(f"{number:g}".replace("-", "−").replace("0.", ".") for number in row)
           for row in (column, centred, centred / s)]
fig, ax = new_figure(height=2.2)
graphs.graph(ax, nodes, dict.fromkeys(edges, ""),
             {"x": numbers[0], "mu": mu, "c": numbers[1], "v": v, "s": s, "x_hat": numbers[2]}, {},
             step=5, fontsize=8.2, width=0.92)
plt.show()

# %% [markdown]
# ### Two properties that need no reference
#
# Shift a whole column by a constant: x̂ stays, so the loss stays. The gradient must not ask for a shift, **Σ dx = 0**. Stretch a column around its mean: x̂ stays again (but for ε), so the gradient must not ask for a stretch either,
# **Σ dx · x̂ = 0**. A backward pass can be tested by these two, even by someone who does not know the right answer.

# %% [markdown]
# ### Exercise 6.5 — Back through the normalization (3 points)
# Write `normalize_backward(dx_hat, x, eps)`: the gradient with respect to what went into your `normalize(x, eps)`.
#
# - `dx_hat` is the gradient with respect to x̂, `x` what went in, both of shape (N, D), and so is `dx`, which comes back. `eps` and the columns of `x` as in 6.1.
# - The way forward and the order of the way back are written already. What each node hands back is yours, in NumPy.
# - For the column `[3, 3, 3, -1]` with `eps=1`, and `dx_hat = [4, 0, 0, 0]`: −1 arrives at s, −¼ at v, `[1.875, -0.125, -0.125, 0.375]` at c, and `dx = [1.375, -0.625, -0.625, -0.125]`. Only the first output matters here, and yet all four inputs are told something.
# - For a batch of one, `dx` is 0.
#
# <details><summary>Hint 1</summary>x̂ = c / s is a product of c, entry by entry, and 1/s, which serves the whole column. So s receives a sum over the column. How does 1/s change when s grows?</details>
# <details><summary>Hint 2</summary>Check each node with the numbers of the example. What does a mean, such as v or μ, hand on to each of its N numbers?</details>

# %% ex-normalize_backward
def normalize_backward(dx_hat, x, eps=1e-5):
    """Gradient of the normalization with respect to its input.

    Parameters
    ----------
    dx_hat : ndarray (N, D)
        Gradient with respect to the normalized numbers.
    x : ndarray (N, D)
        What was normalized.
    eps : float
        Added to the variance.

    Returns
    -------
    ndarray (N, D)
    """
    # forward
    c = x - np.mean(x, axis=0)
    s = np.sqrt(np.mean(c**2, axis=0) + eps)
    # backward, one line for each of s, v, c and x:
    # ds = ...  from dx_hat, through x_hat = c / s
    # dv = ...  from ds, through s = sqrt(v + eps)
    # dc = ...  by two ways: from dx_hat, and from dv through v = mean(c**2)
    # dx = ...  by two ways: from dc, straight, and through the mean of x; return it
    ### BEGIN SOLUTION
    ds = -np.sum(dx_hat * c, axis=0) / s**2
    dv = ds / (2 * s)
    dc = dx_hat / s + dv * 2 * c / len(x)
    return dc - np.mean(dc, axis=0)
    ### END SOLUTION

# %% check-normalize_backward
c = Check("batchnorm.normalize_backward", points=3)
column = np.array([[3.0], [3.0], [3.0], [-1.0]])
first, last = np.array([[4.0], [0.0], [0.0], [0.0]]), np.array([[0.0], [0.0], [0.0], [4.0]])
c.equal([[1.375], [-0.625], [-0.625], [-0.125]], first, column, 1.0)
c.equal([[-0.125], [-0.125], [-0.125], [0.375]], last, column, 1.0)
# two columns, the second one without a gradient; integers
c.equal([[1.375, 0.0], [-0.625, 0.0], [-0.625, 0.0], [-0.125, 0.0]],
        np.array([[4, 0], [0, 0], [0, 0], [0, 0]]), np.array([[3, 9], [3, 2], [3, 5], [-1, 1]]),
        1.0)
c.equal([[0.0, 0.0]], np.array([[5.0, -3.0]]), np.array([[2.0, 7.0]]))  # a batch of one
z = np.random.default_rng(3).normal(1, 2, (5, 2))
dx_hat = np.random.default_rng(4).normal(0, 1, (5, 2))


def loss(x, eps):  # its gradient with respect to x̂ is dx_hat
    return np.sum(dx_hat * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps))


step = np.zeros((5, 2))
step[2, 1] = 1e-5
c.holds("dx is the slope of a loss", lambda f: close(
    f(dx_hat, z, 0.3)[2, 1], (loss(z + step, 0.3) - loss(z - step, 0.3)) / 2e-5, tol=1e-6))
c.holds("dx sums to 0 in every column",
        lambda f: close(np.sum(f(dx_hat, z), axis=0), np.zeros(2), tol=1e-9))
z_hat = (z - z.mean(axis=0)) / z.std(axis=0)
c.holds("with eps = 0 also dx · x̂ sums to 0 in every column",
        lambda f: close(np.sum(f(dx_hat, z, 0.0) * z_hat, axis=0), np.zeros(2), tol=1e-9))
c.sweep()
c.score()

# %% [markdown]
# ### Forget a way on purpose
#
# The library's autodiff can be told to hold a number constant: no gradient passes through it. So here are, beside your backward pass, three that forget one way or two.

# %%
def held_constant(dx_hat, x, hold=(), eps=1e-5):
    """The gradient by automatic differentiation, with the mean or the deviation held constant."""
    x = Tensor(x, requires_grad=True)
    mean = x.mean(axis=0)
    centred = x - (mean.data if "mean" in hold else mean)
    deviation = ((centred * centred).mean(axis=0) + eps) ** 0.5
    x_hat = centred / (deviation.data if "deviation" in hold else deviation)
    x_hat.backward(dx_hat)
    return x.grad


if ready("batchnorm.invariants", "normalize", "normalize_backward"):
    rng = np.random.default_rng(0)
    x, dx_hat = rng.normal(2, 3, (8, 4)), rng.normal(0, 1, (8, 4))
    reference = numerical_gradient(lambda x: np.sum(dx_hat * normalize(x)), x)
    answers = {"yours": normalize_backward(dx_hat, x)}
    answers |= {f"{' and '.join(hold)}\nheld constant": held_constant(dx_hat, x, hold)
                for hold in (("mean",), ("deviation",), ("mean", "deviation"))}
    size = np.max(np.abs(reference))
    found = {name: [np.max(np.abs(dx - reference)) / size, np.max(np.abs(dx.sum(axis=0))) / size,
                    np.max(np.abs((dx * normalize(x)).sum(axis=0))) / size]
             for name, dx in answers.items()}
    fig, ax = new_figure(height=3.3)
    draw.invariants(ax, found)
    plt.show()

# %% [markdown]
# *What you saw.* Held constant, the mean costs the first property and the deviation the second; both together cost both. Yours keeps them, up to rounding and up to ε (which puts Σ dx · x̂ at about ε/v instead of 0). The gradient that is left
# has lost two of its N directions. That is also why a batch of two gets next to no gradient: two directions are all it has. (At test time mean and root *are* constants. There `dout * gamma / np.sqrt(var + eps)` is the whole gradient.)
# A network with one of the forgetful passes still trains, up to ten points worse, so training does not tell (*Further*, at the end): such a mistake is found by a property.
#
# The next cell joins your two gates to the backward pass that part D trains with.

# %%
def batchnorm_backward(dout, x, gamma, eps=1e-5):
    dx_hat, dgamma, dbeta = scale_shift_backward(dout, normalize(x, eps), gamma)
    return normalize_backward(dx_hat, x, eps), dgamma, dbeta

# %% [markdown]
# ## D. What it buys
#
# ### A map
#
# Two things must fit for a network to learn at all: the size of its first weights and the learning rate. The map below tries eight learning rates with seven sizes of weights, in a network of four hidden ReLU layers, for 40 steps
# each; ×1 is He's size, which notebook 04 is about. The left half is the network without, the right half with batch norm (yours). The last layer has no batch norm, so it always starts at ×1.

# %%
if ready("batchnorm.map", "batchnorm", "scale_shift_backward", "normalize_backward"):
    rates = 10.0 ** np.array([-3, -2.5, -2, -1.5, -1, -0.5, 0, 0.5])
    sizes = np.array([0.03, 0.1, 0.3, 1, 3, 10, 30])

    def accuracy(size, lr, **yours):
        """Test accuracy after 40 steps, NaN if the loss was not finite."""
        kind = NormalizedMLP if yours else MLP
        net = kind([196, 50, 50, 50, 50, 10], "relu", np.random.default_rng(0), **yours,
                   std=lambda fan_in, fan_out: he(fan_in, 0) * (size if fan_out > 10 else 1))
        history = learn(net, lr, steps=40)
        return np.nan if history.diverged else evaluate(net, X_test, y_test)[1]

    yours = {"forward": batchnorm, "backward": batchnorm_backward}
    maps = {"without": np.array([[accuracy(size, lr) for lr in rates] for size in sizes]),
            "with batch norm": np.array([[accuracy(size, lr, **yours) for lr in rates]
                                         for size in sizes])}
    fig, axes = new_figure(ncols=2, height=3.7, sharey=True)
    for ax, (name, values) in zip(axes, maps.items()):
        usable = np.mean(np.nan_to_num(values) >= 0.6)
        draw.rate_map(ax, rates, sizes, values, f"{name}: {100 * usable:.0f} % reach 60 %")
    axes[0].set_ylabel("first weights, × He's")
    plt.show()

# %% [markdown]
# *What you saw.* Without batch norm a handful of cells is usable, most of them in one row. With batch norm about half of the map is, in every row. But the rows are *not* alike: from × 0.3 upward, the larger the first weights, the further right a row begins to learn.
# (In the rows below × 0.3 the left edge stays where it is. There the last layer sets it, which has no batch norm, and at smaller rates does not get far in 40 steps.)
# Initialization has not become irrelevant; it has turned into part of the learning rate. The next experiment says why.

# %% [markdown]
# ### One invariance explains it
#
# Let `f(W)` be the loss as a function of the weights before a batch norm. Multiply W by a number a > 0: the sums grow a-fold, their standard deviation too, x̂ stays. (With ε = 0, which the cell below sets, and whatever b is: prediction 6.c.) So **f(aW) = f(W)**. A function that stays the same while its argument is stretched a-fold
# has an a-fold flatter slope there, as a hill of one height is when it is a times as wide: **∇f(aW) = ∇f(W)/a**. And since nothing changes along W itself, **the gradient is at a right angle to the weights**.

# %%
if ready("batchnorm.", "batchnorm", "scale_shift_backward", "normalize_backward"):
    print("   a     loss   size of the gradient   cosine between W and its gradient")
    for a in (0.1, 1, 10, 100):
        net = NormalizedMLP([196, 50, 10], "relu", np.random.default_rng(0), dtype=np.float64,
                            eps=0.0, forward=batchnorm, backward=batchnorm_backward)
        W = net.layers[0].W
        W.data = a * W.data
        dW = net.record(X[:100], y[:100])[0].dW
        loss = softmax_cross_entropy(net(X[:100]), y[:100]).data
        cosine = np.sum(W.data * dW) / np.linalg.norm(W.data) / np.linalg.norm(dW)
        print(f"{a:5g}   {loss:.4f}   {np.linalg.norm(dW):.6f}               {abs(cosine):.0e}")

# %% [markdown]
# *What you saw.* The loss is the same to four digits; the gradient shrinks as a grows. In a network only the *direction* of such weights counts, and one step turns longer weights by an angle that is a² times smaller: a for the smaller gradient, a for the longer weights. So, for weights before a batch norm, **weights × a is the same as learning rate / a²**: that is the slant of the map. (Another explanation, *internal covariate shift*, is put to the test under *Further*.)

# %% [markdown]
# ## E. Pictures, and a layer less
#
# ### What shares a mean
#
# In a convolutional layer (notebook 10) a small array of weights, the kernel, slides over a picture, and makes a sum at each position. These sums, a picture again, are one *channel* (채널); another kernel makes another one. All sums of a channel are of one kind, so they share one mean, one variance, one γ and one β, taken over all
# pictures *and* all positions. The array has the shape (N, C, H, width): channels stand second inside networks, here as in PyTorch, while the pictures of 05 had their colours last. In NumPy the mean is taken with `axis=(0, 2, 3)`, and it, γ and β have the shape (1, C, 1, 1), to lie along the channels.

# %%
fig, axes = new_figure(ncols=3, height=3.0)
draw.sharing(axes[0], (4, 3), "batch", "dense layer: a unit,\nover all examples")
draw.sharing(axes[1], (4, 3, 6), "batch", "convolution: a channel,\nall pictures and positions")
draw.sharing(axes[2], (4, 3, 6), "layer", "for comparison, layer norm:\none picture, all of it")
plt.show()

# %% [markdown]
# *What you saw.* Coloured is what shares one mean and one variance. In batch norm other examples are among it, and never another channel. In layer norm it is the other way round, which is why it needs no batch and no running statistics.

# %% [markdown]
# ### Further 6.6 — Batch norm for pictures
# *You can skip to "One layer instead of two": no exercise with points needs this one.*
#
# Write `batchnorm2d(x, gamma, beta, eps)`, the output in training.
#
# - `x` has the shape (N, C, H, width): N pictures, C channels. `gamma` and `beta` have the shape (C,). `eps` as in 6.1, 0.00001 unless told; channels may lie far from 0, as the columns there. Running statistics play no part here.
# - What comes back has the shape of `x`. Mean and variance of a channel are those of all its N · H · width numbers. If that is one number, x̂ is 0, and β comes back.
# - Two pictures of 1 × 2 with one channel: `x = [[[[3, 3]]], [[[3, -1]]]]`, `gamma = [2]`, `beta = [10]`, `eps = 1` gives `[[[[11, 11]]], [[[11, 7]]]]`.
#
# <details><summary>Hint 1</summary>The numbers that share one mean stand in one column in 6.1. Where do they stand here, and could you bring them into a column?</details>
# <details><summary>Hint 2</summary>What does <code>reshape</code> do to the order in memory? Look at <code>np.arange(12).reshape(2, 2, 1, 3)</code>, whose first channel is 0, 1, 2, 6, 7, 8, and at what <code>.reshape(-1, 2)</code> makes of it. What has to happen before, and what on the way back?</details>

# %% ex-batchnorm2d
def batchnorm2d(x, gamma, beta, eps=1e-5):
    """Batch normalization of pictures, channel by channel, in training.

    Parameters
    ----------
    x : ndarray (N, C, H, width)
    gamma, beta : ndarray (C,)
    eps : float

    Returns
    -------
    ndarray (N, C, H, width)
    """
    ### BEGIN SOLUTION
    last = np.moveaxis(x, 1, -1)
    rows = gamma * normalize(last.reshape(-1, x.shape[1]), eps) + beta
    return np.moveaxis(rows.reshape(last.shape), -1, 1)
    ### END SOLUTION

# %% check-batchnorm2d
c = Check("batchnorm.batchnorm2d", points=0)
x = np.array([[[[3, 3]]], [[[3, -1]]]])  # two pictures of 1 × 2, one channel
c.equal([[[[11.0, 11.0]]], [[[11.0, 7.0]]]], x, np.array([2.0]), np.array([10.0]), 1.0)
# one picture of 2 × 2, two channels
z = np.array([[[[3.0, 3.0], [3.0, -1.0]], [[1.0, 1.0], [-3.0, 1.0]]]])
c.equal([[[[11.0, 11.0], [11.0, 7.0]], [[-4.0, -4.0], [-12.0, -4.0]]]], z, np.array([2.0, 4.0]),
        np.array([10.0, -6.0]), 1.0)
p = np.random.default_rng(5).normal(2, 3, (3, 2, 2, 4))
ones = np.ones(2)
c.holds("every channel has mean 0", lambda f: close(
    np.mean(f(p, ones, 0 * ones), axis=(0, 2, 3)), np.zeros(2), tol=1e-9))
c.holds("each channel by itself", lambda f: close(
    f(p, ones, ones)[:, 1:], f(p[:, 1:], ones[1:], ones[1:])))
c.sweep()
c.score()

# %%
if ready("batchnorm.", "batchnorm2d"):
    kernels = np.random.default_rng(0).normal(0, 1, (3, 1, 3, 3))
    maps = conv2d(X[:100].reshape(-1, 1, 14, 14), kernels, np.array([0.0, 3.0, -5.0])).data
    out = batchnorm2d(maps, np.ones(3), np.zeros(3))
    for name, array in (("before", maps), ("after", out)):
        means, spreads = np.round(array.mean(axis=(0, 2, 3)), 2) + 0.0, array.std(axis=(0, 2, 3))
        each = [f"{mean:5.2f} ± {spread:.2f}" for mean, spread in zip(means, spreads)]
        print(f"{name:6}  {array.shape}  mean and spread of each channel: {', '.join(each)}")

# %% [markdown]
# *What you saw.* Three kernels with three biases make three channels, each with a mean and a spread of its own. Afterwards all have 0 and 1, over 100 pictures and 144 positions together.

# %% [markdown]
# ### One layer instead of two
#
# At test time batch norm multiplies each column by a constant and adds a constant: both can be done by the dense layer before it. So a trained batch norm can be *folded* (접기) into that layer's W and b, and is gone.

# %% [markdown]
# ### Exercise 6.7 — Fold it into the layer before (2 points)
# Write `fold(W, b, gamma, beta, running, eps)`.
#
# - The layer computes `x @ W + b`, with `W` of shape (fan_in, D) and `b` (D,); behind it comes batch norm at test time, with `gamma`, `beta` (D,), `running` (mean and variance, each (D,)) and `eps`, which is positive, 0.00001 unless told. No variance is negative.
# - What comes back is a pair, `(W_folded, b_folded)`, such that for every `x` the layer `x @ W_folded + b_folded` alone gives what both gave together.
# - With `W = [[1], [2]]`, `b = [5]`, `gamma = [4]`, `beta = [10]`, `running = ([3], [3])` and `eps = 1`: `W_folded = [[2], [4]]`, `b_folded = [14]`.
#
# <details><summary>Hint 1</summary>Write down what comes out of both layers for one unit: a formula with x, W, b, the mean, the root, γ and β. Multiply it out.</details>
# <details><summary>Hint 2</summary>Which of its terms contain x, and what are they multiplied by? All the other terms together are the new bias.</details>
# <details><summary>Hint 3</summary>One unit is one <em>column</em> of W.</details>

# %% ex-fold
def fold(W, b, gamma, beta, running, eps=1e-5):
    """Fold a batch norm at test time into the dense layer before it.

    Parameters
    ----------
    W : ndarray (fan_in, D)
    b : ndarray (D,)
    gamma, beta : ndarray (D,)
    running : pair of ndarray (D,)
        Running mean and running variance.
    eps : float, positive

    Returns
    -------
    W_folded : ndarray (fan_in, D)
    b_folded : ndarray (D,)
    """
    ### BEGIN SOLUTION
    mean, var = running
    factor = gamma / np.sqrt(var + eps)
    return W * factor, (b - mean) * factor + beta
    ### END SOLUTION

# %% check-fold
c = Check("batchnorm.fold", points=2)
c.equal(([[2.0], [4.0]], [14.0]), np.array([[1.0], [2.0]]), np.array([5.0]), np.array([4.0]),
        np.array([10.0]), (np.array([3.0]), np.array([3.0])), 1.0)
# two units with two inputs; integers
c.equal(([[2.0, -6.0], [4.0, 0.0]], [14.0, -7.0]), np.array([[1, 2], [2, 0]]), np.array([5, 2]),
        np.array([4, -9]), np.array([10, -1]), (np.array([3, 0]), np.array([3, 8])), 1.0)
rng = np.random.default_rng(6)
W, b, gamma, beta, mean, x = (rng.normal(0, 1, shape) for shape in ((4, 3), 3, 3, 3, 3, (5, 4)))
var = np.array([2.0, 0.5, 3e-5])
both = gamma * (x @ W + b - mean) / np.sqrt(var + 1e-5) + beta


def together(W, b):
    return b + x @ W


c.holds("one layer gives what two gave",
        lambda f: close(together(*f(W, b, gamma, beta, (mean, var))), both))
c.sweep()
c.score()

# %%
if ready("batchnorm.", "batchnorm", "fold"):
    net = NormalizedMLP([196, 100, 100, 10], "relu", np.random.default_rng(0), forward=batchnorm)
    learn(net)
    folded = MLP([196, 100, 100, 10], "relu", np.random.default_rng(0))
    for layer, old, norm in zip(folded.layers, net.layers, net.norms):
        W, b = fold(old.W.data, old.b.data, norm.gamma.data, norm.beta.data, norm.running, norm.eps)
        layer.W.data, layer.b.data = np.float32(W), np.float32(b)
    folded.layers[-1] = net.layers[-1]
    net.training = False
    apart = np.max(np.abs(net(X_test).data - folded(X_test).data))
    before, after = (evaluate(one, X_test, y_test)[1] for one in (net, folded))
    print(f"scores apart by at most {apart:.0e}; test accuracy {before:.1%} and {after:.1%}; "
          f"arrays of numbers {len(net.parameters()) + 2 * len(net.norms)} and "
          f"{len(folded.parameters())}")

# %% [markdown]
# *What you saw.* The folded network has no batch norm, and the same scores but for rounding. Fold after training, never before: in training the statistics are the batch's.

# %% [markdown]
# ## Further
#
# The way back for pictures, two tools for trained networks, and five experiments. These exercises are checked like the others; they give no points.

# %% [markdown]
# ### Frozen, and moving all the same
#
# A trained network is to be used for something new, with its layers *frozen*: no weight of them is updated. Here a network as in part B sees 100 batches of sneakers and boots, in training mode, without a single step of gradient descent. Then it goes back to the old test set.

# %%
if ready("batchnorm.frozen", "batchnorm"):
    net = NormalizedMLP([196, 100, 100, 10], "relu", np.random.default_rng(0), forward=batchnorm)
    learn(net)
    shoes, rng = np.flatnonzero((y == 7) | (y == 9)), np.random.default_rng(3)
    accuracy = [evaluate(net, X_test, y_test)[1]]
    for batch in range(1, 101):
        net(X[rng.choice(shoes, 100)])  # forward only: no gradient, no step
        if batch in (1, 2, 5, 10, 20, 50, 100):
            accuracy.append(evaluate(net, X_test, y_test)[1])
    fig, ax = new_figure(height=2.9, title="No weight has changed, and yet: test accuracy")
    draw.frozen(ax, (0, 1, 2, 5, 10, 20, 50, 100), accuracy)
    plt.show()

# %% [markdown]
# *What you saw.* Fifty forward passes, and about a third of the test pictures that were right are wrong. The running statistics are no parameters, so freezing the parameters does not freeze them: *mode* and *gradient* are two switches. A frozen batch norm must be in test mode, `layer.eval()` in PyTorch, also while the rest is trained.

# %% [markdown]
# ### Why does it work?
#
# > **Myth.** "Batch norm works because it keeps each layer's inputs from shifting while the layers below learn." (*Internal covariate shift*, the idea of Ioffe and Szegedy, 2015.)
#
# If that were the reason, then shaking those inputs should undo the gain. So the third network below gets its normalized sums multiplied and shifted by random amounts, other ones for each unit and *each step*. The cell
# measures how far a unit's mean moves from one step to the next, in standard deviations. (Numbers drawn anew at each step are no slow drift, as the paper means it; they are harder to follow.) All three networks use a learning rate of 1.

# %%
class Shaken(NormalizedMLP):
    """Batch norm, and then every unit is stretched and shifted at random, anew at each step."""

    shaking = None  # a random generator

    def _forward(self, inputs):
        a, trace = Tensor(inputs), []
        for layer, norm in zip(self.layers, self.norms):
            z = norm(layer(a))
            if self.training and self.shaking is not None:
                stretch, shift = self.shaking.normal(0, 0.3, (2, z.shape[1])).astype(np.float32)
                z = z * np.exp(stretch) + shift
            a = self.activation(z)
            trace.append((z, a))
        scores = self.layers[-1](a)
        return [*trace, (scores, scores)]

# %%
if ready("batchnorm.shaken", "batchnorm", "scale_shift_backward", "normalize_backward"):
    sizes = [196] + [50] * 6 + [10]
    plain = MLP(sizes, "relu", np.random.default_rng(0))
    normal, shaken = (Shaken(sizes, "relu", np.random.default_rng(0), forward=batchnorm,
                             backward=batchnorm_backward) for _ in range(2))
    shaken.shaking = np.random.default_rng(5)
    losses = {}
    for name, net in (("plain", plain), ("batchnorm", normal), ("shaken", shaken)):
        means = []

        def note(step, net):
            if step <= 100:
                sums = [layer.z for layer in net.record(X[:500], y[:500])[:-1]]
                means.append([z.mean(axis=0) / (z.std(axis=0) + 1e-6) for z in sums])

        losses[name] = learn(net, lr=1.0, steps=250, callback=note).loss
        moves = np.median(np.abs(np.diff(means, axis=0)), axis=(0, 2))  # one for each layer
        print(f"{name}: test accuracy {evaluate(net, X_test, y_test)[1]:.2f}; a unit's mean moves "
              f"by {moves.min():.3f} to {moves.max():.3f} a step")
    fig, ax = new_figure(height=3.3)
    draw.shaken(ax, losses)
    plt.show()

# %% [markdown]
# *What you saw.* At each step the inputs of the shaken network jump by about 0.3 standard deviations in every layer, as much as the plain network's do in its upper layers. Yet it learns only a little more slowly than with still batch norm, and both leave the plain network, which gets
# stuck near 50 or 60 % at this rate, far behind. **What is true:** steady inputs are not what makes the large rate usable. What is, is still debated: you have seen the invariance, which makes steps turn long weights less; Santurkar and others (2018) say that the loss becomes smoother.

# %% [markdown]
# ### Further 6.8 — Back through the pictures
# Write `batchnorm2d_backward(dout, x, gamma, eps)`, the way back of 6.6.
#
# - `dout` is the gradient with respect to the output of `batchnorm2d(x, gamma, beta, eps)`; all else is as in 6.6.
# - What comes back are `dx`, of the shape of `x`, and `dgamma` and `dbeta`, of shape (C,). If a channel holds one number, its `dx` is 0.
# - With `x`, `gamma` and `eps` of 6.6's example and `dout = [[[[4, 0]]], [[[0, 0]]]]`: `dx = [[[[2.75, -1.25]]], [[[-1.25, -0.25]]]]`, `dgamma = [2]`, `dbeta = [4]`.
#
# <details><summary>Hint 1</summary>Which of your functions do the work, once each channel is a column? Which arrays have to become columns?</details>
# <details><summary>Hint 2</summary>If you write it for four axes instead: how many numbers does one γ serve now, and how large is each number's share in its mean?</details>

# %% ex-batchnorm2d_backward
def batchnorm2d_backward(dout, x, gamma, eps=1e-5):
    """Gradients of batchnorm2d.

    Parameters
    ----------
    dout : ndarray (N, C, H, width)
        Gradient with respect to the output.
    x : ndarray (N, C, H, width)
    gamma : ndarray (C,)
    eps : float

    Returns
    -------
    dx : ndarray (N, C, H, width)
    dgamma, dbeta : ndarray (C,)
    """
    ### BEGIN SOLUTION
    last = np.moveaxis(x, 1, -1)
    x_rows = last.reshape(-1, x.shape[1])
    dout_rows = np.moveaxis(dout, 1, -1).reshape(-1, x.shape[1])
    dx_hat, dgamma, dbeta = scale_shift_backward(dout_rows, normalize(x_rows, eps), gamma)
    dx = normalize_backward(dx_hat, x_rows, eps)
    return np.moveaxis(dx.reshape(last.shape), -1, 1), dgamma, dbeta
    ### END SOLUTION

# %% check-batchnorm2d_backward
c = Check("batchnorm.batchnorm2d_backward", points=0)
x = np.array([[[[3, 3]]], [[[3, -1]]]])  # two pictures of 1 × 2, one channel
c.equal(([[[[2.75, -1.25]]], [[[-1.25, -0.25]]]], [2.0], [4.0]),
        np.array([[[[4.0, 0.0]]], [[[0.0, 0.0]]]]), x, np.array([2.0]), 1.0)
# one picture of 2 × 2, two channels
z = np.array([[[[3.0, 3.0], [3.0, -1.0]], [[1.0, 1.0], [-3.0, 1.0]]]])
c.equal(([[[[2.75, -1.25], [-1.25, -0.25]], [[0.0, 0.0], [0.0, 0.0]]]], [2.0, 0.0], [4.0, 12.0]),
        np.array([[[[4.0, 0.0], [0.0, 0.0]], [[3.0, 3.0], [3.0, 3.0]]]]), z, np.array([2.0, 4.0]),
        1.0)
p = np.random.default_rng(5).normal(2, 3, (3, 2, 2, 4))
c.holds("dx sums to 0 in every channel", lambda f: close(
    np.sum(f(p**2, p, np.ones(2))[0], axis=(0, 2, 3)), np.zeros(2), tol=1e-7))
c.sweep()
c.score()

# %% [markdown]
# ### Further 6.9 — Fold it into a convolution
# Behind a convolution the same is possible, channel by channel. Write `fold_conv(W, b, gamma, beta, running, eps)`.
#
# - `W` of shape (F, C, kh, kw) holds F kernels, one for each channel that comes *out*; `b`, `gamma`, `beta` and both of `running` have the shape (F,). `eps` as in 6.7; no variance is negative.
# - What comes back is the pair `(W_folded, b_folded)`, with the shapes of `W` and `b`: the convolution with these two alone gives what both gave together.
# - One kernel of 1 × 2: `W = [[[[1, 2]]]]` and the rest as in 6.7's example give `[[[[2, 4]]]]` and `[14]`.
#
# <details><summary>Hint 1</summary>Which axis of W counts the channels that batch norm normalizes?</details>
# <details><summary>Hint 2</summary>Arrays are lined up from the last axis. So what shape must the F factors have, to lie along the first of four?</details>

# %% ex-fold_conv
def fold_conv(W, b, gamma, beta, running, eps=1e-5):
    """Fold a batch norm at test time into the convolution before it.

    Parameters
    ----------
    W : ndarray (F, C, kh, kw)
    b, gamma, beta : ndarray (F,)
    running : pair of ndarray (F,)
        Running mean and running variance.
    eps : float, positive

    Returns
    -------
    W_folded : ndarray (F, C, kh, kw)
    b_folded : ndarray (F,)
    """
    ### BEGIN SOLUTION
    mean, var = running
    factor = gamma / np.sqrt(var + eps)
    return W * factor[:, None, None, None], (b - mean) * factor + beta
    ### END SOLUTION

# %% check-fold_conv
c = Check("batchnorm.fold_conv", points=0)
c.equal(([[[[2.0, 4.0]]]], [14.0]), np.array([[[[1.0, 2.0]]]]), np.array([5.0]), np.array([4.0]),
        np.array([10.0]), (np.array([3.0]), np.array([3.0])), 1.0)
# two kernels with two channels of 1 × 2; integers
c.equal(([[[[2.0, 4.0]], [[6.0, 8.0]]], [[[-3.0, 0.0]], [[6.0, -9.0]]]], [14.0, -7.0]),
        np.array([[[[1, 2]], [[3, 4]]], [[[1, 0]], [[-2, 3]]]]), np.array([5, 2]),
        np.array([4, -9]), np.array([10, -1]), (np.array([3, 0]), np.array([3, 8])), 1.0)
c.sweep()
c.score()

# %% [markdown]
# ### Small batches, many layers
#
# In training every batch leaves the normalization with a mean square of 1 (but for ε). At test time the running variance is meant to do as much for data that come one by one. It is an *unbiased* guess at the variance of the sums (6.2), if a batch's examples are independent of each other.
#
# Now twenty times in a row: a dense layer with random weights, then batch norm (γ = 1, β = 0), and no activation. The running statistics are collected over 200 batches of *eight* pictures. In training the outputs of layer 20 have a
# standard deviation of 1. What is it at test time? Guess before you run the next two cells.

# %%
def twenty(H=60):
    """First weights, and running statistics, of twenty layers with H units."""
    rng = np.random.default_rng(0)
    weights = [rng.normal(0, np.sqrt(2 / fan_in), (fan_in, H)) for fan_in in [196] + [H] * 19]
    return weights, [(np.zeros(H), np.ones(H)) for _ in weights], rng


def stds_at_test_time(weights, statistics, activation):
    """Standard deviation of each layer's outputs for 1,000 pictures."""
    a, stds = X[:1000], []
    for W, (mean, var) in zip(weights, statistics):
        out = (a @ W - mean) / np.sqrt(var + 1e-5)
        stds.append(np.std(out))
        a = activation(out)
    return stds


def same(z):
    return z


def relu(z):
    return np.maximum(z, 0)

# %%
if ready("batchnorm.small_batches", "normalize", "update_running"):
    def after_batches(N, activation, biased=False):
        """Standard deviations at test time, after 200 batches of N."""
        weights, statistics, rng = twenty()
        for _ in range(200):
            a = X[rng.integers(0, 5000, N)]
            for i, W in enumerate(weights):
                z = a @ W
                mean, var = update_running(*statistics[i], z, 0.05)
                if biased:  # each batch's variance with ÷ N instead
                    var = var - 0.05 * np.var(z, axis=0) / (N - 1)
                statistics[i] = mean, var
                a = activation(normalize(z))
        return stds_at_test_time(weights, statistics, activation)

    def draw_batch(batch_size=8):
        fig, axes = new_figure(ncols=2, height=3.4, sharey=True, title=f"Batches of {batch_size}: "
                               "outputs at test time (in training: 1)")
        for ax, activation, name in zip(axes, (same, relu), ("no activation", "ReLU")):
            draw.depth(ax, {biased: after_batches(batch_size, activation, biased)
                            for biased in (False, True)}, batch_size, name)
        axes[0].set_ylabel("std of the outputs")

    explore(draw_batch, batch_size=[4, 8, 16, 32, 64])
    for N in (64, 8):
        std = after_batches(N, same)[-1]
        print(f"batches of {N}, no activation, variance as in 6.2: {1 / std:.2f} times smaller; "
              f"√(N/(N − 1))¹⁹ is {(N / (N - 1)) ** 9.5:.2f}")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# The unbiased variance is right for the first layer, whose inputs do not depend on the batch. From the second layer on they do, so the examples are no longer independent: each training batch arrives with a mean square of 1, made with ÷ N, and the unbiased estimate takes that for N/(N − 1). So at test time 19 of the 20 layers divide
# by too much, √(8/7) for batches of eight, which makes (8/7)^9.5 = 3.6 in all; for batches of 64 it is 1.16. You saw a little more than that, since the correlations between units, averaged over batches of eight, are not quite those of all pictures. For the same reason a running variance with ÷ N (dashed) stays *near* 1, not at 1.
#
# With ReLU between the layers it is less simple: with the unbiased variance the outputs come out some 10 to 40 % too small for batches of eight, with ÷ N several times too *large*. Neither is right in a deep network of tiny batches, and training never notices: only the test-time outputs show it. The remedy is larger batches, or a normalization that needs none
# (layer norm), or statistics collected once more after training, which is Further 6.10.
#
# </details>

# %% [markdown]
# ### Further 6.10 — Statistics collected afterwards
# A running average forgets, and it averages the variances *within* the batches: where the batches' means differ, it misses how far. After training one can go once more through the data, note each batch's size, mean and variance, and compute mean and variance of *all* examples together. Write `pooled(counts, means, variances)`.
#
# - `counts` (B,) holds the sizes of B batches, integers; they may differ. `means` and `variances` (B, D) hold each batch's mean and variance (÷ N) for D units. Means and variances are below 100 in size, and no variance is negative, so every formula has digits enough.
# - What comes back is a pair: the mean (D,) and the variance (D,) of all examples of all batches taken together. The variance is with ÷ their number: of thousands of examples ÷ (N − 1) would be the same but for a thousandth or less.
# - Batches `[1, 3]` and `[7]`: counts 2 and 1, means 2 and 7, variances 1 and 0. Together 1, 3, 7 have the mean 11/3 and the variance 56/9.
#
# <details><summary>Hint 1</summary>Two batches have variance 0 each, one at 0 and one at 10. What is the variance of all? So what else must come in, beside the batches' variances?</details>
# <details><summary>Hint 2</summary>Take one batch. What is the mean square distance of its examples from a point that is not its own mean? Try it with 1 and 3, and the point 7.</details>
# <details><summary>Hint 3</summary>Which point is it here? And how much does a batch of nine count, beside a batch of one?</details>

# %% ex-pooled
def pooled(counts, means, variances):
    """Mean and variance of all examples of several batches.

    Parameters
    ----------
    counts : ndarray (B,)
        Size of each batch.
    means, variances : ndarray (B, D)
        Of each batch, the variance with division by its size.

    Returns
    -------
    mean, variance : ndarray (D,)
    """
    ### BEGIN SOLUTION
    share = (counts / np.sum(counts))[:, None]
    mean = np.sum(share * means, axis=0)
    return mean, np.sum(share * (variances + (means - mean) ** 2), axis=0)
    ### END SOLUTION

# %% check-pooled
c = Check("batchnorm.pooled", points=0)
c.equal(([11 / 3], [56 / 9]), np.array([2, 1]), np.array([[2.0], [7.0]]), np.array([[1.0], [0.0]]))
# two batches of one size, two units; integers
c.equal(([5.0, 1.0], [25.0, 4.0]), np.array([4, 4]), np.array([[0, 1], [10, 1]]),
        np.array([[0, 3], [0, 5]]))
z = np.random.default_rng(7).normal(1, 2, (12, 3))
parts = [z[:2], z[2:3], z[3:]]
counts = np.array([2, 1, 9])
means, variances = (np.array([f(part, axis=0) for part in parts]) for f in (np.mean, np.var))
c.equal((z.mean(axis=0), z.var(axis=0)), counts, means, variances)  # batches together: the whole
c.sweep()
c.score()

# %%
if ready("batchnorm.", "normalize", "update_running", "pooled"):
    notes = len, lambda z: z.mean(axis=0), lambda z: z.var(axis=0)  # size, mean, variance

    def collected(activation):
        """Statistics of the twenty layers from 200 batches of eight, in three ways."""
        weights, running, rng = twenty()  # the layers and the batches from above
        layer_by_layer, batches = [], [X[rng.integers(0, 5000, 8)] for _ in range(200)]
        noted, inputs = [[] for _ in weights], batches
        for a in batches:  # all layers at once, in training mode
            for i, W in enumerate(weights):
                z = a @ W
                running[i] = update_running(*running[i], z, 0.05)
                noted[i].append([f(z) for f in notes])
                a = activation(normalize(z))
        at_once = [pooled(*map(np.array, zip(*layer))) for layer in noted]
        for W in weights:  # one layer, then the next one behind it in test mode
            sums = [a @ W for a in inputs]
            mean, var = pooled(*(np.array([f(z) for z in sums]) for f in notes))
            layer_by_layer.append((mean, var))
            inputs = [activation((z - mean) / np.sqrt(var + 1e-5)) for z in sums]
        return {"running": running, "pooled, all at once": at_once,
                "pooled, layer by layer": layer_by_layer}, weights

    for activation, name in ((same, "no activation"), (relu, "ReLU")):
        found, weights = collected(activation)
        print(name + ":", *(f"{way} {stds_at_test_time(weights, statistics, activation)[-1]:.2f}"
                            for way, statistics in found.items()), sep="   ")

# %% [markdown]
# *What you saw.* The standard deviation of layer 20 at test time, which should be 1. Pooled over batches in training mode it is nearer to 1 without an activation, and further away with ReLU: the deeper layers saw inputs that were normalized by eight pictures, which says little about what they will see at test time.
# Collected layer by layer, with all layers below already in test mode, the same batches of eight give it right.

# %% [markdown]
# ### Would a network tell you?
#
# Five networks, with your functions in every hidden layer: with your backward pass, with the three forgetful ones of part C, and with
# yours but γ = 1 and β = 0 for ever.

# %%
def forgetful(*hold):
    """Your backward pass with the mean, the deviation or both held constant."""
    def backward(dout, x, gamma, eps=1e-5):
        dx_hat, dgamma, dbeta = scale_shift_backward(dout, normalize(x, eps), gamma)
        return held_constant(dx_hat, x, hold, eps), dgamma, dbeta

    return backward


def step_without_scale(w, dw, state, lr):
    """A step of gradient descent that leaves γ and β (and b, whose gradient is 0) as they are."""
    return (w if w.shape == (50,) else w - lr * dw), state

# %%
if ready("batchnorm.forgetful", "batchnorm", "scale_shift_backward", "normalize_backward"):
    kinds = {"yours": batchnorm_backward, "mean held constant": forgetful("mean"),
             "deviation held constant": forgetful("deviation"),
             "both held constant": forgetful("mean", "deviation"),
             "yours, without γ and β": batchnorm_backward}
    losses = {}
    for name, backward in kinds.items():
        nets = [NormalizedMLP([196, 50, 50, 50, 50, 10], "relu", np.random.default_rng(seed),
                              forward=batchnorm, backward=backward) for seed in (0, 1, 2)]
        more = {"update": step_without_scale} if "without" in name else {}
        losses[name] = np.mean([learn(net, steps=200, **more).loss for net in nets], axis=0)
        accuracy = [evaluate(net, X_test, y_test)[1] for net in nets]
        print(f"{name:25s} test accuracy {np.mean(accuracy):.1%} "
              f"(three networks: {min(accuracy):.1%} to {max(accuracy):.1%})")
    fig, ax = new_figure(height=3.3)
    draw.forgetful(ax, losses)
    plt.show()

# %% [markdown]
# *What you saw.* All five learn, and no curve gives an alarm. Forgetting the mean's way costs five to ten points of accuracy, forgetting the deviation's about one, no more than another draw of the first weights does. Such a mistake is found by a property, not by
# training. And γ and β change nothing here: this network did not miss the freedom that they give back.

# %% [markdown]
# ### A brake, and what weight decay does to it
#
# A step at a right angle to the weights always makes them longer (Pythagoras). Longer weights turn less. So a network with batch norm slows itself down, and the faster it goes, the more. *Weight decay* (가중치 감쇠) shrinks the weights a
# little at every step: here `w − lr · (dw + decay · w)`.
#
# > **Myth.** "Weight decay on weights before a batch norm keeps the function simple, as it does elsewhere."

# %%
if ready("batchnorm.brake", "batchnorm", "scale_shift_backward", "normalize_backward"):
    def follow_weights(decay, steps=400, lr=1.0):
        """Mean length of the first layer's units' weights, the angle of each step, the accuracy."""
        net = NormalizedMLP([196, 50, 10], "relu", np.random.default_rng(0),
                            forward=batchnorm, backward=batchnorm_backward)
        lengths, angles, last = [], [], [net.layers[0].W.data.copy()]

        def step_with_decay(w, dw, state, lr):
            return w - lr * (dw + decay * w * (w.shape == (196, 50))), state

        def note(step, net):
            W, V = net.layers[0].W.data.copy(), last[0]
            length = np.linalg.norm(W, axis=0)
            cosines = np.sum(W * V, axis=0) / length / np.linalg.norm(V, axis=0)
            lengths.append(length.mean())
            angles.append(np.degrees(np.arccos(np.clip(cosines, -1, 1))).mean())
            last[0] = W

        learn(net, lr, steps, update=step_with_decay, callback=note)
        return np.array(lengths), np.array(angles), evaluate(net, X_test, y_test)[1]

    runs = {decay: follow_weights(decay) for decay in (0.0, 0.003, 0.03)}
    fig, axes = new_figure(ncols=2, height=3.2)
    draw.brake(axes, {decay: run[:2] for decay, run in runs.items()})
    plt.show()
    print("test accuracy: "
          + ", ".join(f"decay {decay:g}: {run[2]:.2f}" for decay, run in runs.items()))

# %% [markdown]
# *What you saw.* Without decay the weights grow, and the angle per step falls to about half. With decay the length settles where growing and shrinking balance, and the angle stays large for ever: the larger the decay, the larger the angle. **What is true:** the length of these weights has no
# influence on the function, so decay cannot make it simpler. It sets the size of the steps. (γ, β and the last layer are another matter.)

# %% [markdown]
# ## To keep
#
# | | in training | at test time |
# |---|---|---|
# | mean and variance | of the batch, ÷ N | running ones |
# | running statistics | new = (1 − m) · old + m · batch, variance ÷ (N − 1) | stay |
# | depends on the other examples | yes | no |
# | gradient with respect to x | loses two directions: Σ dx = 0 and, for ε = 0, Σ dx · x̂ = 0 | dout · γ / √(var + ε) |
# | batch of one | β, gradient 0 (PyTorch refuses it) | as any other |
# | batch of two | ±γ + β, whatever the data (β if they are equal); next to no gradient | as any other |
# | pictures (N, C, H, width) | axes 0, 2, 3: one mean, variance, γ, β for each channel | the same |
# | cost | a pass over the batch, forward and backward | none, once folded |
#
# | the momentum m | weight of the new batch | default | the same smoothing |
# |---|---|---|---|
# | here, PyTorch | m | 0.1 | 0.1 |
# | Keras | 1 − m | 0.99 | 0.9 |
#
# ### Traps
#
# - Testing in training mode: with large shuffled batches nobody notices. Test on one example, and on it in company; the answers must agree.
# - Freezing the weights does not freeze the running statistics.
# - A bias before batch norm never moves. Leave it out.
# - A reshape without a transpose mixes channels, and raises nothing.
# - The variance in the forward pass is ÷ N, the running one ÷ (N − 1); and ε stands under the root.
# - With small batches and many layers, training looks well and the *test-time* outputs are several times too small or too large. Look at those.
# - A backward pass that treats μ or the root as a constant still trains, up to ten points worse. Check Σ dx and, with ε = 0, Σ dx · x̂.
#
# ### Where to read on
#
# - Ioffe and Szegedy, *Batch normalization: accelerating deep network training by reducing internal covariate shift*, ICML 2015: section 3 for the algorithm, section 3.3 for f(aW) = f(W).
# - Santurkar, Tsipras, Ilyas and Mądry, *How does batch normalization help optimization?*, NeurIPS 2018, section 2: the shaken network.
# - Ba, Kiros and Hinton, *Layer normalization*, 2016 (arXiv 1607.06450): without a batch.
#
# <details><summary>On single points</summary>
#
# - Salimans and Kingma, *Weight normalization*, NIPS 2016, section 2: what a right angle between gradient and weights does.
# - van Laarhoven, *L2 regularization versus batch and weight normalization*, 2017 (arXiv 1706.05350): the brake.
# - Ioffe, *Batch renormalization*, NIPS 2017: small batches.
# - Wu and He, *Group normalization*, ECCV 2018, figure 2: what shares a mean.
#
# </details>
#
# Next: **Down the ravine**.
#
# What you have earned in this notebook:

# %%
progress()
