# %% [markdown]
# # How big a step
#
# **You will write the schedules that most networks were trained with, find out what a changing learning rate buys and what it
# costs, and measure in a few seconds how high a rate a network can take, to the order of magnitude.**
#
# You will be able to
#
# - say what a loss curve tells of its learning rate, and what it does not;
# - write step decay, linear and cosine decay and warm-up as functions of the step, right at the first step, at the last one, at every joint, and after the end;
# - say what becomes of noise and of progress when the rate drops;
# - write a warm-up that wastes no update, and say what it is good for;
# - run a learning-rate range test, read it, and say what its answer depends on.
#
# Time: about two hours and three quarters for exercises 8.2 to 8.7 (12 points) and four predictions (4 points), in two sittings: after part C there is
# a place for a break. *Further* exercises (8.1, and 8.8 to 8.12 at the end) are checked, but give no points. The exercises need no other notebook but 00, which shows how checks and predictions
# work; the experiments of D to F use Adam and momentum (07). As in the whole course, functions leave their inputs as they are. The last line of a check, `c.sweep()`, tries further inputs.

# %% setup
import numpy as np

from chainrule import Check, close, progress, ready, reveal

# %% [markdown]
# The next two cells are for the experiments: no exercise needs them, but the predictions do.

# %%
import matplotlib.pyplot as plt

from chainrule import schedules
from chainrule.batch_loss import batch_loss
from chainrule.data import load_fashion_mnist
from chainrule.figures import COLOURS, explore, new_figure
from chainrule.figures import learning_rates as draw
from chainrule.nn import MLP
from chainrule.optimizers import adam, momentum
from chainrule.training import evaluate, train

# %%
# 5,000 pictures of clothes, 28 × 28 = 784 pixels from 0 to 1, centred on zero: 4,000 to learn
# from, 1,000 to validate
pixels, labels, _, _ = load_fashion_mnist()
pixels = pixels - pixels[:4000].mean(axis=0)
X, y, X_val, y_val = pixels[:4000], labels[:4000], pixels[4000:], labels[4000:]


def new_net(seed, hidden=(64,)):
    return MLP((784, *hidden, 10), "relu", np.random.default_rng(seed))


def learn(rate, seed, steps, batch_size=16, hidden=(64,), update=None):
    """A network trained with the rates rate(0), rate(1), …, and the losses of its batches."""
    net = new_net(seed, hidden)
    history = train(net, X, y, lr=lambda t: rate(t - 1), rng=np.random.default_rng(seed),
                    steps=steps, batch_size=batch_size, update=update, progress=False)
    return net, history.loss

# %% [markdown]
# ## A. Too high, too low, good
#
# Gradient descent moves the weights by `w ← w − lr · dw`; where `dw` comes from a mini-batch, it is called *stochastic*, SGD (확률적 경사 하강법).
# The *learning rate* (학습률) `lr` sets how far. What is there to be seen of it?

# %% [markdown]
# ### Three curves
#
# Three networks with the same weights at the start learn clothes by plain SGD, 1,500 batches of 4 pictures. They differ
# in the learning rate only: one has 0.003, one 0.03, one 0.2, and the cell draws by lot which is which. A curve is the
# mean of four such runs; the losses of 25 steps each are averaged.

# %%
drawn_rates = np.random.default_rng(7).permutation([0.003, 0.03, 0.2]).tolist()


def in_blocks(losses, size=25):
    """The mean of each block of steps: an array (blocks,)."""
    return np.reshape(losses[: len(losses) // size * size], (-1, size)).mean(axis=1)


three_curves = {letter: in_blocks(np.mean([learn(lambda t: lr, seed, 1500, 4)[1]
                                           for seed in range(4)], axis=0))
                for letter, lr in zip("ABC", drawn_rates)}
fig, ax = new_figure(height=3.2, title="Three learning rates: which is which?")
draw.loss_curves(ax, three_curves, size=25)
plt.show()

# %% [markdown]
# ### Prediction 8.a — Reading curves (1 point)
# Which of the three curves belongs to the highest rate, 0.2?
#
# - (a) A
# - (b) B
# - (c) C
#
# Decide before you run what follows. The point is for deciding; being wrong costs nothing.

# %% predict-highest
def predict_highest():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION

# %% check-predict_highest
c = Check("learning_rates.predict_highest", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("learning_rates.named", "predict_highest"):
    names = {letter: f"lr = {lr:g}" for letter, lr in zip("ABC", drawn_rates)}
    fig, axes = new_figure(ncols=2, height=3.2, sharey=True, width_ratios=(2, 3),
                           title="The same curves: the first 250 steps, and all 1,500")
    for ax, blocks in zip(axes, (10, 60)):
        draw.loss_curves(ax, {letter: values[:blocks] for letter, values in three_curves.items()},
                         size=25, names=names if blocks == 60 else {})
    axes[1].set_ylabel("")
    plt.show()
    reveal("predict_highest", "abc"[drawn_rates.index(0.2)], "Mean losses of steps 26 to 50, and "
           "of the last 100: " + "; ".join(
               f"{letter} ({names[letter]}) {values[1]:.2f}, {values[-4:].mean():.2f}"
               for letter, values in three_curves.items()) + ".")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# With lr = 0.003 the loss falls slowly and smoothly, and is still falling in the end: too low. With 0.2 it falls fastest of
# all, for some eighty steps, and then lies *above* the curve of 0.03, restless: too high to be kept, though nothing explodes. Only a rate that is higher still makes the loss grow without bounds. So a learning rate
# cannot be judged by the first steps, nor by the speed of a curve; what tells is where the curve stays in the end, and how restless it is there.
#
# </details>

# %% [markdown]
# ### How steps are counted
#
# In this notebook `step` is **the number of updates that have been made**. The first update belongs to step 0, the last of
# `total` updates to step `total − 1`. PyTorch's schedulers count so, too. (Our own `train` counts from 1; `learn`, above, takes 1 off.)
#
# An *epoch* (에포크, 01) is one pass over all examples; the first is epoch 0. Papers often give schedules in epochs, while programs count steps, one for each mini-batch.
# With 4,000 examples in batches of 16 an epoch has 250 steps, and step 250 is the first of epoch 1. Further 8.1 asks for these numbers where the examples do not divide evenly: *you can skip to part B.*

# %% [markdown]
# ### Further 8.1 — Steps and epochs
# Write `steps_per_epoch(N, batch_size)` and `epoch_of(step, N, batch_size)`.
#
# - `N` is the number of examples, `batch_size` that of examples in a batch, both 1 or more; `step` is 0 or more; all are below 10⁹. If they do not divide evenly, the last batch of an epoch is smaller, and is used. A batch never holds examples of two epochs.
# - `steps_per_epoch(N, batch_size)` returns the number of steps in an epoch: with 10 examples in batches of 4 there are 3.
# - `epoch_of(step, N, batch_size)` returns the epoch to which a step belongs; the first epoch is epoch 0. With 10 and 4, steps 0, 1, 2 belong to epoch 0 and step 3 belongs to epoch 1.
# - Both return integers, of Python or NumPy: 3, not 3.0.
#
# <details><summary>Hint 1</summary>Write down the batches of two epochs for 10 examples in batches of 4. Which sizes do they have?</details>
# <details><summary>Hint 2</summary><code>//</code> rounds down. What does that make of a negative number?</details>

# %% ex-steps_per_epoch
def steps_per_epoch(N, batch_size):
    """How many steps an epoch has.

    Parameters
    ----------
    N : int
        Examples.
    batch_size : int
        Examples in a mini-batch; the last one of an epoch may be smaller.

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    return (N + batch_size - 1) // batch_size
    ### END SOLUTION


def epoch_of(step, N, batch_size):
    """The epoch, counted from 0, to which a step, counted from 0, belongs.

    Parameters
    ----------
    step, N, batch_size : int

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    return step // steps_per_epoch(N, batch_size)
    ### END SOLUTION

# %% [markdown]
# The next cell is for the check: it tells whether a result is an integer.

# %% setup-kind
def kind(f, *given):
    return "integer" if isinstance(f(*given), (int, np.integer)) else "not integer"

# %% check-steps_per_epoch
c = Check("learning_rates.steps_per_epoch", "epoch_of", points=0)
c.equal(3, 10, 4)
c.equal(5, 10, 2)  # it divides evenly
c.equal(1, 3, 8)  # one small batch
c.equal("integer", 10, 4, through=kind)
c.equal(0, 2, 10, 4, of="epoch_of")
c.equal(1, 3, 10, 4, of="epoch_of")
c.equal(1, 5, 10, 4, of="epoch_of")
c.equal(2, 6, 10, 4, of="epoch_of")
c.equal(250, 782_000, 100_000, 32, of="epoch_of")  # 3,125 steps an epoch
c.equal("integer", 7, 10, 4, of="epoch_of", through=kind)
c.sweep()
c.score()

# %% [markdown]
# ## B. What a constant rate leaves behind
#
# Why does the high rate stay above? The gradient of a mini-batch is that of the whole data set plus *noise* (잡음): by the
# luck of the draw it points a little elsewhere. Each step carries some of that noise into the weights.
#
# Take the simplest case: one weight, and the loss ½ h w², whose *curvature* (곡률) is h. Its gradient is h w; a mini-batch gives
# h w + ξ, where ξ is noise of mean 0 and standard deviation sigma, drawn anew at each step. One step makes
#
# $$w \leftarrow w - \mathtt{lr}\,(h w + \xi) = (1 - \mathtt{lr}\,h)\,w - \mathtt{lr}\,\xi$$
#
# Square this and take the mean over all draws: that makes the mean of w² after a step from the mean of w² before it. The mixed term has the mean 0, since ξ knows nothing of w, and the mean of ξ² is sigma².
# One of the two terms that are left forgets where the weight began. The other adds noise, at every step.

# %% [markdown]
# ### Exercise 8.2 — The expected loss (2 points)
# Write `expected_loss(lrs, h, w0, sigma)`: the mean loss ½ h w², over all draws of the noise, before the first step and after each step.
#
# - `lrs` holds the rates of the steps, one for each: a list or an array of n numbers, 0 or more; n may be 0.
# - `h` is a positive number. `w0`, any number, is where the weight begins; `sigma` is 0 or positive. Integers or floats; no loss is above 10¹⁵.
# - What comes back is an array of floats of shape (n + 1,).
# - With `h = 2`, `w0 = 3`, `sigma = 1` and the rates 0.25 and 0.5: the mean of w² is 9, then 0.5² · 9 + 0.25² · 1 = 2.3125, then 0² · 2.3125 + 0.5² · 1 = 0.25. So the result is `[9, 2.3125, 0.25]`: since h is 2, loss and mean of w² happen to be equal.
#
# No random number is drawn: this is what the mean of infinitely many runs would be.
#
# <details><summary>Hint 1</summary>What is the mean of w² before the first step, when the weight is certainly <code>w0</code>?</details>
# <details><summary>Hint 2</summary>Square (1 − lr h) w − lr ξ on paper. Which of the three terms is 0 in the mean, and what is the mean of each of the others?</details>
# <details><summary>Hint 3</summary>Follow the mean of w² from step to step. When is it turned into a loss?</details>

# %% ex-expected_loss
def expected_loss(lrs, h, w0, sigma):
    """The mean loss of a noisy descent on ½ h w², step by step.

    Parameters
    ----------
    lrs : sequence of n numbers
        The learning rate of each step.
    h : float
        Curvature, positive.
    w0 : float
        The first weight.
    sigma : float
        Standard deviation of the gradient's noise.

    Returns
    -------
    ndarray (n + 1,)
        Before the first step, and after each.
    """
    ### BEGIN SOLUTION
    mean_square = w0**2
    losses = [0.5 * h * mean_square]
    for lr in lrs:
        mean_square = (1 - lr * h) ** 2 * mean_square + lr**2 * sigma**2
        losses.append(0.5 * h * mean_square)
    return np.array(losses, dtype=float)
    ### END SOLUTION

# %% check-expected_loss
c = Check("learning_rates.expected_loss", points=2)
c.equal([9.0, 2.3125, 0.25], [0.25, 0.5], 2, 3, 1)
c.equal([2.0, 0.5, 0.125], [0.5, 0.5], 1.0, -2.0, 0.0)  # no noise
c.equal([0.0, 0.02, 0.0272, 0.029792], [0.1, 0.1, 0.1], 4.0, 0.0, 1.0)  # noise alone
c.equal([4.5, 1.5, 0.75], np.array([1.0, 0.5]), 1, 3, 3**0.5)  # lr h = 1 forgets w0
c.equal([1.0, 9.0, 81.0], [2, 2], 2, 1, 0)  # lr h = 4: it grows
c.equal([0.5, 0.5, 2.5], [1, 2], 1, 1, 1)  # whole numbers
c.equal([6.0, 2.94375, 0.486], [0.1, 0.2], 3.0, 2.0, 0.5)
c.equal([12.5], [], 1.0, 5.0, 2.0)
c.sweep()
c.score()

# %% [markdown]
# Is it right? Two thousand weights make the walk with noise drawn at random, and their mean loss is compared with your function.

# %%
if ready("learning_rates.walkers", "expected_loss"):
    rng = np.random.default_rng(0)
    walkers, simulated = np.full(2000, 4.0), [8.0]
    for lr in [0.5] * 20 + [0.05] * 60:
        walkers = walkers - lr * (walkers + rng.normal(0, 1, 2000))
        simulated.append(np.mean(walkers**2) / 2)
    fig, ax = new_figure(height=2.9, title="h = 1, sigma = 1; lr = 0.5, from step 20 on 0.05")
    draw.walkers(ax, np.array(simulated), expected_loss([0.5] * 20 + [0.05] * 60, 1.0, 4.0, 1.0))
    plt.show()
    print(f"loss at step 20: {expected_loss([0.5] * 20, 1.0, 4.0, 1.0)[-1]:.3f} expected, "
          f"{simulated[20]:.3f} simulated")

# %% [markdown]
# *What you saw.* The dots, two thousand walks with random noise, lie on your curve. It falls for some five steps, and then stays at a
# *floor* of 0.17, however long one waits: what a step takes away, the noise of the same step brings back. With a tenth of
# the rate there is another floor, at 0.013, and to sink there takes more than ten times as many steps.
#
# In general the floor is where w² no longer changes. The loss there is lr · sigma² / (2 (2 − lr h)). For small
# rates it is proportional to the rate: **a tenth of the rate, a tenth of the floor.**
#
# There is also a limit. If lr · h is above 2, then (1 − lr h)² is above 1, and the mean of w² grows with every step, noise or not: the descent *diverges* (발산). Near a point, the loss of a network is about a sum of such parabolas.
# The one with the largest curvature, the steepest, sets the highest rate that can be used: **lr < 2 / h**, the 2/λ of the ravine in 07.

# %% [markdown]
# ### Two directions
#
# Two directions are enough to see the conflict: a *steep* one (h = 1, sigma = 1, from w = 1), and a *flat* one (h = 0.02, sigma = 0.14, from
# w = 10). They begin with losses of ½ and 1. In the steep one the noise counts. In the flat one there is hardly any, but the way is long: with lr = 0.5, a step takes away a hundredth of w.
# Move the slider: which rate is best after 50 steps, and which after 500?

# %%
def two_directions(lrs):
    """Expected losses of the steep and of the flat direction: two arrays (steps + 1,)."""
    return expected_loss(lrs, 1.0, 1.0, 1.0), expected_loss(lrs, 0.02, 10.0, 0.14)


if ready("learning_rates.two_directions", "expected_loss"):
    def draw_floor(lr=0.5):
        fig, ax = new_figure(height=3.2, title=f"A constant rate of {lr:g}, 500 steps")
        draw.two_directions(ax, *two_directions([lr] * 500))
        total = np.sum(two_directions([lr] * 500), axis=0)
        ax.set_xlabel(f"step (loss after 50 steps {total[50]:.3f}, after 500 {total[500]:.3f})")

    explore(draw_floor, lr=[0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 1.5, 1.9])

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# After 50 steps the best of these rates is 0.5 (loss 0.53), after 500 it is 0.2 (0.07). With a lower one the flat direction has not arrived, with
# a higher one the noise of the steep direction stands above everything. No constant rate is good at both. The wish is plain: a high
# rate *first*, for the long way, and a low one *then*, for the noise.
#
# </details>
#
# > **Myth.** "A small learning rate takes longer, but ends at a better value." In a training of fixed length it ends at a
# > *worse* one: with 0.01, five hundred steps bring the loss to 0.82 only, and the slider finds rates that bring it below a tenth of that. **What is true:** a small rate at
# > the *end* is better.

# %% [markdown]
# ## C. Down
#
# ### Steps
#
# A *schedule* (스케줄) is a function from the step to the rate. All schedules of this notebook keep to one contract:
#
# - `step`, `total`, `warmup` and everything else that counts are integers; `step` is 0 or more. It may also be `total` or larger: training goes on, and a rate is needed.
# - Rates, such as `lr`, `peak` and `end`, are numbers; `lr` and `peak` are positive, `end` is at least 0 and at most `peak`. What comes back is one number, not an array.
# - Nothing is remembered: the same step has the same rate, however often and in whatever order one asks.
#
# <details><summary>Exactly what is tested</summary>Integers are Python's or NumPy's int64, below 10⁹, so do not go through the steps one by one. Rates are integers or floats, and the result may be either, of Python or NumPy.</details>
#
# *Step decay* keeps the rate for a while, and then multiplies it by a tenth, at *milestones* that one chooses: often at 50 % and 75 % of the training.

# %% [markdown]
# ### Exercise 8.3 — Step decay (2 points)
# Write `step_decay(step, lr, milestones, factor=0.1, steps_per_epoch=1)`, by the contract of the schedules.
#
# - `milestones` is a list or tuple of **epochs**, integers, 0 or more, in ascending order, all different; it may be empty. An epoch has `steps_per_epoch` steps, an integer, 1 or more; the first is epoch 0. (With the default of 1, milestones are steps.)
# - The rate is `lr`, times `factor` for every milestone that has been reached. A milestone is reached with the first step of its epoch. `factor` is a positive integer or float; it may be above 1.
# - With `lr = 0.8`, `milestones = [2, 3]` and `steps_per_epoch = 10`: 0.8 at step 19, 0.08 at step 20, 0.008 at step 30 and ever after.
#
# <details><summary>Hint 1</summary>To which epoch does the step belong? With this number, does a milestone of 2 count from epoch 2 on, or from epoch 3?</details>
# <details><summary>Hint 2</summary>How many milestones have been reached? If you know that number, what is the rate?</details>

# %% ex-step_decay
def step_decay(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """The rate of step decay.

    Parameters
    ----------
    step : int
        Updates made so far.
    lr : float
        The first rate.
    milestones : sequence of int
        Epochs, counted from 0, with whose first step the rate drops; ascending.
    factor : float, positive
        By which it is multiplied at each of them.
    steps_per_epoch : int

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    epoch = step // steps_per_epoch
    return lr * factor ** sum(epoch >= milestone for milestone in milestones)
    ### END SOLUTION

# %% check-step_decay
c = Check("learning_rates.step_decay", points=2)
c.equal(0.8, 0, 0.8, [50, 75])
c.equal(0.8, 49, 0.8, [50, 75])
c.equal(0.08, 50, 0.8, [50, 75])  # reached
c.equal(0.08, 74, 0.8, [50, 75])
c.equal(0.008, 75, 0.8, [50, 75])
c.equal(0.008, 1000, 0.8, [50, 75])  # after the end
c.equal(0.125, 7, 1, (1, 4, 6), 0.5)  # a tuple, another factor
c.equal(0.3, 9, 0.3, [])
c.equal(0.2, 0, 2.0, [0, 3])  # a milestone at the very start
c.equal(0.8, 19, 0.8, [2, 3], steps_per_epoch=10)
c.equal(0.08, 20, 0.8, [2, 3], steps_per_epoch=10)
c.equal(0.02, 9, 0.5, [2, 3], 0.2, 3)
c.equal(0.5, 1, 0.5, [2, 3], 0.2, 3)
c.holds("asked again, and in another order, it says the same",
        lambda f: close([f(t, 1.0, [2, 5]) for t in (6, 6, 0, 3, 0)], [0.01, 0.01, 1, 0.1, 1]))
c.sweep()
c.score()

# %%
if ready("learning_rates.epochs", "step_decay"):
    n = 4000 // 16  # steps an epoch
    t = np.arange(8 * n)
    right = [step_decay(k, 0.2, [4, 6], steps_per_epoch=n) for k in t]
    wrong = [step_decay(k, 0.2, [4, 6]) for k in t]
    fig, ax = new_figure(height=2.8, title="Milestones [4, 6] in a training of 8 epochs")
    draw.rates(ax, t, {"good": right, "bad": wrong},
               {"good": (1050, 0.15, "epochs taken as epochs"),
                "bad": (300, 0.003, "epochs taken as steps")}, log=True)
    plt.show()
    print(f"{n} steps an epoch; the mean rate is {np.mean(right):.3f}, or {np.mean(wrong):.4f} if "
          "epochs are taken as steps")
    drops = [k for k in t[1:] if right[k] < right[k - 1]]
    print("the rate drops with steps " + " and ".join(
        f"{k} (of epoch {k // n})" for k in drops))

# %% [markdown]
# *What you saw.* Taken as steps, the milestones 4 and 6 are over before the seventh of 2,000 updates, and nearly the whole training
# runs with a hundredth of the rate. Nothing crashes. The other mistake, to hand epochs to a schedule whose milestones are steps, gives a rate that never drops.

# %% [markdown]
# ### Prediction 8.b — One drop (1 point)
# A network learns for 1,000 steps. Its rate begins at 0.2 and drops once, to 0.02, and as it drops, the loss is seen to fall at once. When should it drop, so that the loss on all training pictures, after the 1,000 steps, is lowest?
#
# - (a) after 25 %: the sooner the noise is gone, the more steps are left for precise work
# - (b) after 50 %: half of the time for the way, half for precise work
# - (c) after 75 %: the noise is gone within a few steps, the way is long

# %% predict-drop
def predict_drop():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_drop
c = Check("learning_rates.predict_drop", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("learning_rates.drop", "step_decay", "expected_loss", "predict_drop"):
    dropped = {at: [learn(lambda t: step_decay(t, 0.2, [at]), seed, 1000) for seed in range(3)]
               for at in (250, 500, 750)}
    fig, (left, right) = new_figure(ncols=2, height=3.3, width_ratios=(5, 4),
                                    title="The rate drops to a tenth, once")
    draw.drops(left, {at: in_blocks(np.mean([losses for _, losses in runs], axis=0))
                      for at, runs in dropped.items()}, size=25)
    draw.panel_title(left, "clothes, mean of 3 networks")
    for at, style in ((50, "early"), (150, "late")):
        lrs = [step_decay(t, 0.5, [at]) for t in range(200)]
        draw.parts(right, *two_directions(lrs), at, style)
    draw.panel_title(right, "two directions, by formula")
    plt.show()
    ends = {at: [evaluate(net, X, y)[0] for net, _ in runs] for at, runs in dropped.items()}
    for at, values in ends.items():
        print(f"drop at {at}: loss on all training pictures {np.mean(values):.3f} (single networks "
              f"{min(values):.3f} to {max(values):.3f})")
    best = min(ends, key=lambda at: np.mean(ends[at]))
    reveal("predict_drop", {250: "a", 500: "b", 750: "c"}[best], "In the end the losses are " +
           ", ".join(f"{np.mean(values):.2f} (drop at {at})" for at, values in ends.items()) + ".")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# Wherever the rate drops, the loss falls within a few steps, and then goes on nearly flat. The latest of the three drops ends lowest, about 0.27, the one
# after 25 % at 0.37. The right half shows why, with the two directions of part B, for a drop at step 50 (thin lines) and at 150. At the drop it is the *noise* of the steep direction that falls (orange), by as much whenever the drop comes. The *progress* in the flat direction (blue) slows
# down to a tenth, so an early drop leaves most of the way undone. **A drop of the loss after a drop of the rate does not show that it
# should have come earlier.** It can also come too late: the last tenth of a training, say, may be too short for the noise to go.
#
# </details>

# %% [markdown]
# ### Smoothly
#
# Two schedules need no milestones. *Linear decay* goes down in a straight line
# from `peak` to `end`, over `total` steps. *Cosine decay* (Loshchilov and Hutter, 2017) takes half a wave of the cosine, level at the start and at the end. With the progress p = step / total:
#
# $$\text{linear: } \mathtt{end} + (\mathtt{peak} - \mathtt{end})\,(1 - p) \qquad \text{cosine: } \mathtt{end} + (\mathtt{peak} - \mathtt{end})\,\frac{1 + \cos(\pi p)}{2}$$

# %% [markdown]
# ### Exercise 8.4 — Linear and cosine decay (2 points)
# Write `linear_decay(step, peak, total, end=0.0)` and `cosine_decay(step, peak, total, end=0.0)`, by the contract of the schedules. `total` is 1 or more.
#
# - The rate is `peak` at step 0 and `end` at step `total`. **At every later step it is `end`.**
# - With `peak = 0.8`, `total = 4` and `end = 0`: linear 0.8, 0.6, 0.4, 0.2, 0, 0 at steps 0 to 5; cosine 0.8, 0.6828, 0.4, 0.1172, 0, 0.
# - The last of the `total` updates is that of step `total − 1`, whose rate is still above `end` (if `end` is below `peak`): no update is wasted on a rate of 0.
#
# <details><summary>Hint 1</summary>What does the cosine do after π? What does the straight line do after <code>total</code>?</details>
# <details><summary>Hint 2</summary>Can one bound, on the progress, do for both?</details>

# %% ex-cosine_decay
def linear_decay(step, peak, total, end=0.0):
    """The rate of linear decay.

    Parameters
    ----------
    step : int
        Updates made so far.
    peak : float
        The first rate.
    total : int
        Steps after which `end` is reached.
    end : float

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    p = min(step / total, 1)
    return end + (peak - end) * (1 - p)
    ### END SOLUTION


def cosine_decay(step, peak, total, end=0.0):
    """The rate of cosine decay.

    Parameters
    ----------
    step, peak, total, end
        As for linear_decay.

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    p = min(step / total, 1)
    return end + (peak - end) * (1 + np.cos(np.pi * p)) / 2
    ### END SOLUTION

# %% check-cosine_decay
c = Check("learning_rates.cosine_decay", "linear_decay", points=2)
c.equal(0.8, 0, 0.8, 4, of="linear_decay")
c.equal(0.2, 3, 0.8, 4, of="linear_decay")  # the last update of 4
c.equal(0.0, 4, 0.8, 4, of="linear_decay")
c.equal(0.0, 5, 0.8, 4, of="linear_decay")  # after the end
c.equal(1.4, 1, 2, 3, end=0.2, of="linear_decay")
c.equal(0.1, 7, 1, 3, 0.1, of="linear_decay")
c.equal(0.8, 0, 0.8, 4)
c.equal(0.68284271, 1, 0.8, 4)
c.equal(0.11715729, 3, 0.8, 4)  # the last update of 4
c.equal(0.0, 4, 0.8, 4)
c.equal(0.0, 5, 0.8, 4)  # after the end
c.equal(0.0, 8, 0.8, 4)
c.equal(1.55, 1, 2, 3, end=0.2)
c.equal(0.1, 7, 1, 3, 0.1)
c.sweep()
c.score()

# %% [markdown]
# ### Prediction 8.c — Two means (1 point)
# Both schedules go from the same `peak` to 0 in 100 steps. Which has the higher *mean* rate over these 100 steps?
#
# - (a) cosine: it stays near the peak for a long time
# - (b) linear: at the end, cosine is near 0 for a long time
# - (c) neither: the means are equal

# %% predict-mean
def predict_mean():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_mean
c = Check("learning_rates.predict_mean", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("learning_rates.means", "cosine_decay", "predict_mean"):
    t = np.arange(101)
    wave = np.array([cosine_decay(k, 1.0, 100) for k in t])
    line = np.array([linear_decay(k, 1.0, 100) for k in t])
    fig, (left, right) = new_figure(ncols=2, height=3.0, width_ratios=(3, 2),
                                    title="Cosine and linear decay from 1 to 0 in 100 steps")
    draw.rates(left, t, {"linear_decay": line, "cosine_decay": wave},
               {"linear_decay": (5, 0.78, "linear"), "cosine_decay": (33, 0.84, "cosine")})
    draw.gap(right, t, wave - line)
    plt.show()
    means = np.mean(wave[:100]), np.mean(line[:100])
    print(f"mean of the 100 rates: cosine {means[0]:.6f}, linear {means[1]:.6f}")
    print(f"largest difference {np.max(wave - line):.4f} at step {np.argmax(wave - line)}; they "
          f"agree at steps {', '.join(str(k) for k in t if close(wave[k], line[k]))}")
    outcome = "c" if close(*means) else "a" if means[0] > means[1] else "b"
    reveal("predict_mean", outcome,
           f"The means are {means[0]:.4f} (cosine) and {means[1]:.4f} (linear).")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# The means are equal: 0.505 of the peak. What cosine has more in the first half, it has less in the second; the halves mirror each other. The curves agree at 0, T/2 and T, so whoever checks a cosine there only, checks nothing: a
# straight line would pass. In between they are at most 0.105 of the range apart.
#
# </details>

# %% [markdown]
# ---
# **Half way.** Here is a good place to stop. You can read a loss curve, say what a constant rate leaves behind, and write schedules that come down. What follows needs `linear_decay` and `cosine_decay` (8.4), and
# `step_decay` (8.3) for a picture and the comparison at the end: run this notebook down to here when you come back. The second half is about the way up (D), about finding a rate (E), and about all of it together (F).
#
# ---

# %% [markdown]
# ## D. Up first
#
# ### Warm-up
#
# *Warm-up* (워밍업) begins with a small rate and raises it in a straight line, often over the first 10 % of the training. What for, the end of this part tries out.
# How it begins matters: with `peak · step / warmup` the rate of step 0 would be **0**.

# %% [markdown]
# ### Exercise 8.5 — Linear warm-up (1 point)
# Write `linear_warmup(step, peak, warmup)`, by the contract of the schedules. `warmup`, 0 or more, is the number of steps in which the rate is raised.
#
# - The first `warmup` updates have 1/`warmup`, 2/`warmup`, … of `peak`: no update has the rate 0, and the last of them has `peak`. All later ones have `peak`.
# - With `peak = 0.8` and `warmup = 4`: 0.2, 0.4, 0.6, 0.8, 0.8 at steps 0 to 4.
# - With `warmup = 0` the rate is `peak` from the start.
#
# <details><summary>Hint 1</summary>Step 0 is the <em>first</em> update. Which fraction of the peak does it get, and which one step 1?</details>
# <details><summary>Hint 2</summary>For which steps is the line not below the peak any more? For <code>warmup = 0</code>, for which steps is there a line at all?</details>

# %% ex-linear_warmup
def linear_warmup(step, peak, warmup):
    """The rate of linear warm-up.

    Parameters
    ----------
    step : int
        Updates made so far.
    peak : float
        The rate that is reached.
    warmup : int
        With how many updates.

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    if step >= warmup:
        return peak
    return peak * (step + 1) / warmup
    ### END SOLUTION

# %% check-linear_warmup
c = Check("learning_rates.linear_warmup", points=1)
c.equal(0.2, 0, 0.8, 4)  # not 0
c.equal(0.4, 1, 0.8, 4)
c.equal(0.8, 3, 0.8, 4)  # the last of the warm-up
c.equal(0.8, 4, 0.8, 4)
c.equal(0.8, 100, 0.8, 4)
c.equal(0.3, 0, 0.3, 0)  # no warm-up
c.equal(0.3, 5, 0.3, 0)
c.equal(1.5, 0, 1.5, 1)
c.equal(1 / 3, 1, 1, 6)  # whole numbers
c.sweep()
c.score()

# %%
if ready("learning_rates.first", "linear_warmup"):
    def from_zero(step, peak, warmup):
        return peak * min(step / warmup, 1)

    fig, axes = new_figure(ncols=2, height=2.7, sharey=True,
                           title="peak = 0.4, warmup = 5: the first eight updates")
    for ax, rate, name in ((axes[0], from_zero, "peak · step / warmup"),
                           (axes[1], linear_warmup, "yours")):
        draw.first_rates(ax, [rate(t, 0.4, 5) for t in range(8)], name)
        before, losses = new_net(0), learn(lambda t: rate(t, 0.4, 5), 0, 8, 64)[1]
        after = learn(lambda t: rate(t, 0.4, 5), 0, 1, 64)[0]
        moved = max(np.abs(a.data - b.data).max()
                    for a, b in zip(after.parameters(), before.parameters()))
        print(f"{name}: the first update changes a weight by {moved:.2g} at most; losses of 3 "
              f"batches: {', '.join(f'{loss:.2f}' for loss in losses[:3])}")
    axes[1].set_ylabel("")
    plt.show()

# %% [markdown]
# *What you saw.* If the rate begins at 0, the first update moves no weight at all: a batch is read, the gradient computed, and thrown away. In 1,000
# steps nobody would notice. But in a test of a single step *nothing* is learned, and one looks for the mistake elsewhere.

# %% [markdown]
# ### Exercise 8.6 — Warm-up, then cosine (2 points)
# Many large networks were trained with this one. Write `warmup_cosine(step, peak, total, warmup, end=0.0)`, by the contract of the schedules.
#
# - `total` is 1 or more and counts *all* steps, warm-up included; `warmup` is 0 or more, and `total` at most.
# - The first `warmup` updates are those of 8.5, whatever `end` is, also if `end` is above their rates. With the next step, step `warmup`, half a wave of the cosine begins at `peak`; it reaches `end` at step `total`, and stays there.
# - With `peak = 0.8`, `total = 6`, `warmup = 2`, `end = 0`: 0.4, 0.8 | 0.8, 0.6828, 0.4, 0.1172 | 0, 0.
# - With `warmup = 0` it is `cosine_decay`. With `warmup = total` the rate is `end` right after the peak.
#
# <details><summary>Hint 1</summary>How many steps are left for the cosine? How many of them have been made at a step?</details>
# <details><summary>Hint 2</summary>You have both pieces already. What do you hand to <code>cosine_decay</code> as its step, and what as its total?</details>
# <details><summary>Hint 3</summary>For <code>warmup = total</code> no step is left for the cosine. A division by 0 is an error in Python and a NaN in NumPy. Which question, asked first, keeps you from it?</details>

# %% ex-warmup_cosine
def warmup_cosine(step, peak, total, warmup, end=0.0):
    """The rate of linear warm-up, followed by cosine decay.

    Parameters
    ----------
    step : int
        Updates made so far.
    peak : float
        The highest rate.
    total : int
        All steps.
    warmup : int
        Those of the warm-up.
    end : float
        The rate from step `total` on.

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    if step >= total:
        return end
    if step < warmup:
        return linear_warmup(step, peak, warmup)
    return cosine_decay(step - warmup, peak, total - warmup, end)
    ### END SOLUTION

# %% check-warmup_cosine
c = Check("learning_rates.warmup_cosine", points=2)
c.equal(0.4, 0, 0.8, 6, 2)
c.equal(0.8, 1, 0.8, 6, 2)  # the last of the warm-up
c.equal(0.8, 2, 0.8, 6, 2)  # the first of the cosine
c.equal(0.68284271, 3, 0.8, 6, 2)
c.equal(0.11715729, 5, 0.8, 6, 2)  # the last update
c.equal(0.0, 6, 0.8, 6, 2)
c.equal(0.0, 9, 0.8, 6, 2)  # after the end
c.equal(1.55, 4, 2, 6, 3, 0.2)
c.equal(0.5, 0, 1, 6, 2, end=0.1)  # the warm-up knows nothing of end
c.equal(0.1, 8, 1, 6, 3, end=0.1)
c.equal(0.68284271, 1, 0.8, 4, 0)  # no warm-up
c.equal(0.8, 3, 0.8, 4, 4)  # all of it is warm-up
c.equal(0.2, 4, 0.8, 4, 4, 0.2)
c.sweep()
c.score()

# %% [markdown]
# ### Six schedules
#
# Cosine and linear decay must know `total` beforehand. The schedule with which the *transformer* was published (Vaswani et al., 2017) need not: after its
# warm-up, the rate falls as one over the root of the number of the update. Here it comes from the library; you can write it as Further 8.9.

# %%
family = {
    "constant": lambda t, peak, total: peak,
    "step_decay": lambda t, peak, total: step_decay(t, peak, [total // 2, total * 3 // 4]),
    "linear_decay": lambda t, peak, total: linear_decay(t, peak, total),
    "cosine_decay": lambda t, peak, total: cosine_decay(t, peak, total),
    "warmup_cosine": lambda t, peak, total: warmup_cosine(t, peak, total, total // 10),
    "inverse_sqrt": lambda t, peak, total: schedules.inverse_sqrt(peak, total // 10)(t + 1),
}
if ready("learning_rates.family", "step_decay", "cosine_decay", "warmup_cosine"):
    t = np.arange(120)
    fig, axes = new_figure(ncols=3, nrows=2, height=3.9, sharex=True, sharey=True,
                           title="Six schedules for 100 steps, their mean rates, and the next 20")
    for ax, (name, rate) in zip(axes.flat, family.items()):
        draw.rates(ax, t, {name: [rate(k, 1.0, 100) for k in t]}, {}, total=100)
        mean = np.mean([rate(k, 1.0, 100) for k in range(100)])
        draw.panel_title(ax, f"{draw.NAMES[name]}: {mean:.2f}", COLOURS[name])
    for ax in axes[0]:
        ax.set_xlabel("")
    for ax in axes[:, 1:].flat:
        ax.set_ylabel("")
    plt.show()

# %% [markdown]
# *What you saw.* After the end (dashed line) cosine and linear stay at 0, step decay at a hundredth, and the inverse root goes on as if nothing had happened. The *mean rate* (in
# the titles) is a rough measure of how far a schedule can carry the weights. Except for the constant rate, all lie near a half, from 0.48 to 0.53.

# %% [markdown]
# ### What is warm-up good for?
#
# A network with five hidden layers learns with Adam, which makes steps of about the length `lr` for every weight (notebook 07). The loss begins at about 2.4, a little above pure guessing: a probability of 1/10 for each of ten classes is a loss of log 10 = 2.3.

# %% [markdown]
# ### Prediction 8.d — The first forty steps (1 point)
# Without warm-up, with a rate of 0.03 from the first step on, what does the loss do during the first 40 batches? Six networks try it; the middle one of the six highest losses counts.
#
# - (a) it stays below 3: Adam limits its steps, so the first loss is about the highest
# - (b) it rises to 3 or more, and stays finite: the steps are too long at first, but not for ever
# - (c) it becomes infinite or NaN: steps that are too long make the next gradient larger, and so on

# %% predict-spike
def predict_spike():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION

# %% check-predict_spike
c = Check("learning_rates.predict_spike", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
DEEP = (64,) * 5
if ready("learning_rates.spike", "linear_warmup", "warmup_cosine", "predict_spike"):
    first = {warmup: np.array([learn(lambda t: linear_warmup(t, 0.03, warmup), seed, 40, 64, DEEP,
                                     adam)[1] for seed in range(6)]) for warmup in (0, 30)}
    peaks = [0.003, 0.01, 0.02, 0.03]
    last = {warmup: np.array([[evaluate(learn(lambda t: warmup_cosine(t, peak, 200, warmup), seed,
                                              200, 64, DEEP, adam)[0], X, y)[0]
                               for seed in range(3)] for peak in peaks]) for warmup in (0, 30)}
    fig, (left, right) = new_figure(ncols=2, height=3.1, title="Adam, five hidden layers")
    draw.spikes(left, first)
    draw.by_peak(right, peaks, last)
    plt.show()
    highest = {warmup: losses.max(axis=1) for warmup, losses in first.items()}
    for warmup, values in highest.items():
        print(f"warm-up of {warmup} steps: highest loss of the first 40 batches "
              f"{values.min():.1f} to {values.max():.1f} (six networks)")
    top = np.median(highest[0])
    reveal("predict_spike", "c" if not np.isfinite(top) else "a" if top < 3 else "b",
           f"In the middle of six networks it is {top:.1f} without warm-up, and "
           f"{np.median(highest[30]):.1f} with it.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# Without warm-up the loss shoots up to between 4 and 12 and comes down again; with it nothing happens at all. For one weight a step of 0.03 is short, but
# the weights between hidden layers are about √(2/64) = 0.18 in size (the usual first size, notebook 04), all of them move at once, and six layers
# multiply the change. On the right, what is left of it after 200 steps of cosine decay: at a
# low peak, 0.003, warm-up makes no difference; the higher the peak, the more it helps. The best losses with and without it lie close together, though: whoever searches the peak finds
# one that needs no warm-up here. Where the good peak is too high for the first steps, as in much deeper networks, warm-up is what makes it usable.
#
# </details>

# %% [markdown]
# > **Myth.** "Warm-up is there because Adam's averages are not reliable at the start."
#
# If this were the *only* reason, plain gradient descent, which has no averages, would not need it. Sixteen networks with three hidden layers learn
# by plain SGD with a rate of 1, with and without a warm-up of 40 steps.

# %%
if ready("learning_rates.plain", "linear_warmup"):
    runs = {warmup: [learn(lambda t: linear_warmup(t, 1.0, warmup), seed, 60, 64, (64,) * 3)[1]
                     for seed in range(16)] for warmup in (0, 40)}
    fig, axes = new_figure(ncols=2, height=2.9, sharey=True,
                           title="Plain SGD, lr = 1, no averages: 16 networks each")
    for ax, (warmup, losses) in zip(axes, runs.items()):
        draw.many(ax, losses, limit=8.0)
        draw.panel_title(ax, f"warm-up of {warmup} steps" if warmup else "no warm-up")
        lost = sum(not np.all(np.isfinite(one)) for one in losses)
        print(f"warm-up of {warmup} steps: {lost} of 16 diverge")
    axes[1].set_ylabel("")
    plt.show()

# %% [markdown]
# *What you saw.* Without warm-up about half of the networks diverge within a few steps; with it, none or hardly any. So there is a reason that has nothing to do with averages: **early on, a full step is too long, whoever makes it.** Why, this cell has not measured. Gilmer et al. (2021) did:
# the loss is so curved at first that lr · h is above the limit of part B, and small steps lead to where it is less curved. (For Adam, Ma and Yarats (2021) show that the size of the early updates explains the benefit.)
#
# How long should it be? For Adam, Ma and Yarats's rule of thumb is 2/(1 − β₂) steps, 2,000 for the usual β₂ of 0.999; the first 10 % are usual in trainings of that order, and in our short ones it is more.

# %% [markdown]
# ## E. Which rate?
#
# All schedules scale with one number, the peak. To find it, one can train with ten rates and compare (notebook 07). A *range test* (Smith, 2017) needs
# one short run: start with a tiny rate, raise it by a constant factor after every step, and watch the loss. While the rate is tiny, nothing happens; then the loss falls;
# then it explodes, as the rate passes the limit of the steepest direction (part B). The rates between are those that the network can take.
#
# The losses of single batches jump about, so one looks at a mean of the last few.

# %% [markdown]
# ### Exercise 8.7 — The range test (3 points)
# Complete `range_test(batch_loss, w, lrs, limit=4.0)`, which makes the run, and `steepest_rate(lrs, losses)`, which reads it. Most lines are given.
#
# `range_test`: `batch_loss(w)` returns a pair, the loss at the weights `w` on the next mini-batch and its gradient. `lrs` holds one or more positive rates.
#
# - For each rate in turn the given lines ask for loss and gradient at the present weights. Unless the test ends there, you write the loss down, and make a step of plain gradient descent with this rate. So loss i is the loss *before* the step with rate i.
# - If a loss is NaN or infinite, or larger than `limit` times the smallest one written down so far, the test ends at once: that loss is not written down, and `batch_loss` is not called any more. (The first loss is finite, and none is negative.)
# - **A range test wrecks the weights, so it must not write into the caller's.** That is why the first line makes a copy.
#
# `steepest_rate`: `lrs` (n,) holds rates in ascending order, `losses` (m,), m from 2 to n, the losses before the steps with the first m of them.
#
# - What comes back is the rate whose *step* lowered the loss most; if several falls are exactly equal, the smallest of their rates. With `lrs = [0.1, 0.2, 0.4, 0.8]` and `losses = [3, 2.5, 1, 2]` it is 0.2: the loss fell from 2.5, before the step with 0.2, to 1 after it. (At least once the loss falls from one entry to the next.)
#
# <details><summary>Hint 1</summary>What do <code>&lt;</code> and <code>&gt;</code> say if one side is NaN? How else can you find one?</details>
# <details><summary>Hint 2</summary>With which number is the very first loss to be compared? There is no smallest one yet.</details>
# <details><summary>Hint 3</summary>For the second function: a fall is a negative change. Change i lies between the losses i and i + 1; which rate made the step between them?</details>
# <details><summary>Exactly what is tested</summary>Weights are floats or integers of any shape, <code>lrs</code> a list or an array, <code>limit</code> an integer or a float, 1 or more, and a loss a number of Python or NumPy. The gradient has the shape of the weights; it may be the very array that was handed over, so do not write into it. Whether you make a step after the last loss is up to you.</details>

# %% ex-range_test
def range_test(batch_loss, w, lrs, limit=4.0):
    """The losses of a descent whose rate rises from step to step.

    Parameters
    ----------
    batch_loss : callable
        From weights to the loss on the next mini-batch, and its gradient: a pair (loss, dw).
    w : ndarray
        The first weights; they stay as they are.
    lrs : sequence of float
        The rate of each step.
    limit : float, positive
        1 or more: how many times the smallest loss so far ends the test.

    Returns
    -------
    ndarray (m,)
        The loss before each step, without the one that ended the test.
    """
    w, losses = np.array(w, dtype=float), []  # a copy: the caller's weights stay as they are
    for lr in lrs:
        loss, dw = batch_loss(w)
        # When does the test end? If it goes on: write the loss down, and make the step.
        ### BEGIN SOLUTION
        if not np.isfinite(loss) or (losses and loss > limit * min(losses)):
            break
        losses.append(loss)
        w = w - lr * dw
        ### END SOLUTION
    return np.array(losses, dtype=float)


def steepest_rate(lrs, losses):
    """The rate whose step lowered the loss most.

    Parameters
    ----------
    lrs : ndarray (n,)
        Ascending.
    losses : ndarray (m,), 2 <= m <= n
        The loss before the step with each of the first m rates.

    Returns
    -------
    float
        Of several equally good ones the smallest.
    """
    changes = np.diff(losses)  # entry i: from loss i to loss i + 1
    # Which rate is it?
    ### BEGIN SOLUTION
    return lrs[np.argmin(changes)]
    ### END SOLUTION

# %% check-range_test
c = Check("learning_rates.range_test", "steepest_rate", points=3)


def parabola(w):  # w² / 2, summed, and its gradient
    return 0.5 * np.sum(w**2), 1.0 * w


def broken(w):  # not a number where a weight is larger than 3
    return (np.nan if np.any(np.abs(w) > 3) else 1 + np.sum(w**2)), 4.0 * w


def asked(f, lrs):  # the weights at which f asks, beginning at 4
    places = []
    f(lambda w: (places.append(w.copy()), parabola(w))[1], np.array([4.0]), lrs)
    return np.array(places)[:, 0]


# w goes 4, 2, 0, 0
c.equal([8.0, 2.0, 0.0], parabola, np.array([4.0]), [0.5, 1.0, 0.25])
c.equal([2.5, 0.0, 0.0], parabola, np.array([[2, -1]]), np.array([1.0, 0.5, 2.0]))  # integers
# w goes 4, −4, 8, −24: losses 8, 8, 32, 288; 32 is 4 times 8, and not larger
c.equal([8.0, 8.0, 32.0], parabola, np.array([4.0]), [2.0, 3.0, 4.0, 5.0])
c.equal([8.0, 8.0], parabola, np.array([4.0]), [2.0, 3.0, 4.0, 5.0], limit=3.9)
c.equal([8.0, 18.0], parabola, np.array([4.0]), [2.5, 2.5, 2.5, 2.5])  # it grows slowly
c.equal([2.0, 0.5, 0.5], parabola, np.array([2.0]), [0.5, 2.0, 3.5, 0.1])  # the smallest so far
c.equal([2.0, 2.0], broken, np.array([1.0]), [0.5, 1.5, 0.1, 0.1])
c.holds("batch_loss is asked once for each rate, at the present weights",
        lambda f, g: close(asked(f, [0.5, 0.5, 0.5]), [4, 2, 1]))
c.holds("after the loss that ends the test it is not asked any more",
        lambda f, g: close(asked(f, [2.0, 3.0, 4.0, 5.0, 6.0]), [4, -4, 8, -24]))
lrs = np.array([0.1, 0.2, 0.4, 0.8, 1.6])
c.equal(0.2, lrs, np.array([3.0, 2.5, 1.0, 2.0, 4.0]), of="steepest_rate")
c.equal(0.1, lrs, np.array([5.0, 3.0, 2.0, 2.0, 9.0]), of="steepest_rate")  # not the lowest loss
c.equal(0.4, lrs, np.array([2.0, 3.0, 4.0, 0.5]), of="steepest_rate")  # it ended early
c.equal(0.2, lrs, np.array([4.0, 3.5, 2.5, 1.5, 9.0]), of="steepest_rate")  # a tie
c.equal(0.8, lrs, np.array([4, 4, 4, 4, 3]), of="steepest_rate")
c.sweep()
c.score()

# %% [markdown]
# ### A range test in a quarter of a second
#
# A hundred rates from 0.0001 to 10, each about 12 % above the one before. The function `batch_loss(net, X, y, …)` of the library makes a function of
# one vector of weights from a network.

# %%
def of_the_last(losses, size=10):
    """The mean of each loss and those before it, ten together, or as many as there are."""
    sums, k = np.cumsum(np.insert(losses, 0, 0)), np.arange(1, len(losses) + 1)
    return (sums[k] - sums[np.maximum(k - size, 0)]) / np.minimum(k, size)


def tested(seed, n=100, update=None, hidden=(64,)):
    """Rates, losses, and the means of ten losses, of a range test with n rates."""
    lrs, net, rng = np.geomspace(1e-4, 10, n), new_net(seed, hidden), np.random.default_rng(seed)
    if update is None:
        f, w = batch_loss(net, X, y, rng=rng)
        losses = range_test(f, w, lrs)
    else:  # the same by the library's trainer, for an optimizer with a memory
        losses = train(net, X, y, lr=lambda t: lrs[t - 1], rng=rng, steps=n, batch_size=64,
                       update=update, progress=False).loss
        least = np.minimum.accumulate(losses)
        over = ~np.isfinite(losses) | (losses > 4 * np.append(np.inf, least[:-1]))
        losses = losses[: np.argmax(over) if over.any() else n]
    return lrs, losses, of_the_last(losses)


if ready("learning_rates.range", "range_test"):
    lrs, raw, mean = tested(0)
    chosen, lowest = steepest_rate(lrs, mean), lrs[np.argmin(mean)]
    fig, ax = new_figure(height=3.2, title="One short run: the rate rises, and the loss answers")
    draw.range_curve(ax, lrs, raw, mean, {"steepest": chosen, "lowest": lowest})
    plt.show()
    print(f"steepest fall at {chosen:.2g}, lowest mean at {lowest:.2g}, ended at "
          f"{lrs[len(raw) - 1]:.2g}")
    trials = [learn(lambda t: lr, 0, 400, 64)[0] for lr in (chosen / 10, chosen, lowest, 3.0)]
    print("validation loss after 400 steps with a tenth of the steepest, with the steepest, with "
          "the lowest, with 3:", ", ".join(f"{evaluate(net, X_val, y_val)[0]:.2f}"
                                           for net in trials))

# %% [markdown]
# *What you saw.* Below 0.01 nothing happens; the mean of ten losses falls steepest between 0.1 and 0.4 and is lowest near 1, just before the loss explodes. The steepest rate trains well. The
# one with the *lowest* loss stands at the edge: the mean is late, and what a rate destroys shows a few steps later. And the *largest slope*, which some programs have looked for, is that of the explosion. **A range test tells the order of magnitude of a rate**, for the optimizer and the length with which it was run (*Further*, "What its answer depends on"): take it as the middle of a search by factors of 3.

# %% [markdown]
# ## F. All together
#
# Six schedules, each with four peaks, 500 steps in batches of 16, three networks each. As in notebook 07, a fair comparison gives each its own best peak.

# %%
PEAKS = [0.1, 0.2, 0.4, 0.8]
if ready("learning_rates.final", "step_decay", "cosine_decay", "warmup_cosine"):
    final = {name: np.array([[evaluate(learn(lambda t: rate(t, peak, 500), seed, 500)[0],
                                       X_val, y_val)[0] for seed in range(3)] for peak in PEAKS])
             for name, rate in family.items()}
    fig, ax = new_figure(height=3.3, title="Validation loss after 500 steps; lines join the means")
    draw.final(ax, PEAKS, final)
    plt.show()
    for name, losses in final.items():
        best = losses.mean(axis=1).argmin()
        print(f"{draw.NAMES[name]:20} best peak {PEAKS[best]:<5} loss {losses[best].mean():.3f} "
              f"(single networks {losses[best].min():.3f} to {losses[best].max():.3f})")

# %% [markdown]
# *What you saw.* Each schedule has its lowest loss at a peak between 0.2 and 0.4, and every one that comes down beats the constant rate. Linear and cosine decay, with warm-up or without, end within the scatter of
# single networks: about 0.41, where the constant rate has 0.47. Step decay and the inverse root lie between: the one drops rather early, as in prediction 8.b, and the other does not come down far. What counts is that the rate begins high,
# stays high for long, and ends low; the exact shape matters little.

# %% [markdown]
# From here on, the library does it. Its schedules are made for `train`, so they count steps from 1.

# %%
if ready("learning_rates.", "step_decay", "cosine_decay", "warmup_cosine"):
    pairs = {
        "step decay": (lambda t: step_decay(t, 0.4, [50, 75]), schedules.step_decay(0.4, [50, 75])),
        "linear": (lambda t: linear_decay(t, 0.4, 100, 0.01), schedules.linear(0.4, 100, end=0.01)),
        "warm-up + cosine": (lambda t: warmup_cosine(t, 0.4, 100, 10),
                             schedules.cosine(0.4, 100, warmup=10)),
    }
    for name, (yours, ours) in pairs.items():
        apart = max(abs(yours(t) - ours(t + 1)) for t in range(130))
        print(f"{name}: yours and the library's differ by {apart:.0e} at most")

# %% [markdown]
# ## Further
#
# What a range test depends on, two slips at the joint of 8.6, a mean for noisy losses, and four more schedules. These exercises are checked like the others; they give no points.

# %% [markdown]
# ### What its answer depends on
#
# The test ends where the rate gets too high. Is this *the* highest rate for the network? The same test, with more or fewer rates between the same
# bounds, by plain SGD and with momentum, three networks each.

# %%
if ready("learning_rates.depends", "range_test"):
    ended = {name: {n: [float(lrs[len(raw) - 1]) for lrs, raw, _ in (tested(seed, n, update)
                                                                     for seed in range(3))]
                    for n in (30, 100, 300, 1000)}
             for name, update in (("sgd", None), ("momentum", momentum))}
    fig, ax = new_figure(height=2.9, title="The last rate before the test ends")
    draw.dependence(ax, ended)
    plt.show()
    for name, rates in ended.items():
        print(f"{name}:", "; ".join(f"{n} rates: {np.median(values):.2g}"
                                    for n, values in rates.items()))

# %% [markdown]
# *What you saw.* A longer test ends at a lower rate: with 1,000 steps at about a third of what 30 steps allow, since each rate has more time to do harm. With momentum 0.9 it
# ends two and a half to five times lower: where the gradient stays the same, its steps add up to ten times their length (07). So what it tells is an order of magnitude, for one optimizer.

# %% [markdown]
# ### At the joint
#
# The two pieces fit only if the cosine begins anew when the warm-up is over. Two slips are common. One counts the cosine's
# steps from the beginning of the *training*. The other lets it last `total` steps, after the warm-up.

# %%
if ready("learning_rates.joint", "warmup_cosine"):
    t = np.arange(100)  # the library counts from 1
    yours = [warmup_cosine(k, 0.4, 100, 30) for k in t]
    too_long = np.array([schedules.cosine(0.4, 130, warmup=30)(k + 1) for k in t])
    not_shifted = np.where(t < 30, too_long, [schedules.cosine(0.4, 100)(k + 1) for k in t])
    fig, axes = new_figure(ncols=3, height=2.7, sharey=True,
                           title="total = 100, warmup = 30, so that it shows")
    panels = ("yours", yours), ("not shifted: a jump", not_shifted), ("too long: cut off", too_long)
    for ax, (name, values) in zip(axes, panels):
        draw.rates(ax, t, {"warmup_cosine" if name == "yours" else "bad": values}, {})
        draw.panel_title(ax, name)
    for ax in axes[1:]:
        ax.set_ylabel("")
    plt.show()
    print(f"not shifted: from {not_shifted[29]:.3f} at step 29 to {not_shifted[30]:.3f} at step "
          f"30; too long: {too_long[99]:.3f} at the last step")

# %% [markdown]
# *What you saw.* Counted from the start, the rate jumps from 0.4 down to 0.32 at the joint, and the peak lasts one step only. Too long, it ends
# at 0.09, more than a fifth of the peak, and the noise of that rate stays in the weights.

# %% [markdown]
# ### A mean that runs along
#
# Programs that show a loss while they train often show a *running mean* (이동 평균) of it: m ← beta · m + (1 − beta) · loss, at first 0.

# %%
flat, m, shown = 2.3, 0.0, {}
for count in range(1, 301):
    m = 0.98 * m + (1 - 0.98) * flat
    shown[count] = m
fig, ax = new_figure(height=2.6, title="A network that learns nothing: its loss is 2.3, always")
draw.biased(ax, flat, shown)
plt.show()
print("running mean after 10, 30, 60, 300 steps:",
      ", ".join(f"{shown[count]:.2f}" for count in (10, 30, 60, 300)))

# %% [markdown]
# *What you saw.* The loss is constant, and its running mean climbs from 0.05: 0.42, 1.05, 1.62 after 10, 30 and 60 steps. Real
# programs have shown such curves, and people have looked for the reason why their loss was *rising*. Only a share of 1 − betaⁿ of the losses has arrived after n
# steps; so divide by it, as Adam does with its averages (7.8).

# %% [markdown]
# ### Further 8.8 — A running mean that starts right
# Write `running_mean(losses, beta=0.98)`.
#
# - `losses` is an array of shape (n,), n at least 1, of floats (64 or 32 bits) or integers. `beta` is a float that is at least 0 and less than 1, or the integer 0.
# - What comes back is an array of floats of the same shape (for losses of 32 bits, floats of either size). Its entry k is made of the losses up to entry k: with n = k + 1 of them, the running mean m after them, divided by 1 − betaⁿ.
# - With `losses = [4, 2, 0]` and `beta = 0.5`: m is 2, 2, 1; divided by 0.5, 0.75, 0.875 it is `[4, 2.6667, 1.1429]`.
# - A constant stays what it is. With `beta = 0` the losses come back, as floats. `losses` stays as it is.
#
# <details><summary>Hint 1</summary>What is divided: the mean that is carried on to the next entry, or the one that is shown?</details>
# <details><summary>Hint 2</summary>For the first entry, by what must m = (1 − beta) · loss be divided so that the loss comes out? Is the power of beta there 0 or 1?</details>

# %% ex-running_mean
def running_mean(losses, beta=0.98):
    """An exponentially weighted running mean without the bias of its start.

    Parameters
    ----------
    losses : ndarray (n,)
    beta : float, 0 <= beta < 1
        What is kept of the mean at each step.

    Returns
    -------
    ndarray (n,)
    """
    ### BEGIN SOLUTION
    mean, shown = 0.0, []
    for n, loss in enumerate(losses, start=1):
        mean = beta * mean + (1 - beta) * loss
        shown.append(mean / (1 - beta**n))
    return np.array(shown, dtype=float)
    ### END SOLUTION

# %% check-running_mean
c = Check("learning_rates.running_mean", points=0)
c.equal([4.0, 2.6666667, 1.1428571], np.array([4.0, 2.0, 0.0]), 0.5)
c.equal([2.3, 2.3, 2.3, 2.3], np.array([2.3, 2.3, 2.3, 2.3]))  # a constant stays
c.equal([1.0, 2.01010101, 3.02693511], np.array([1.0, 3.0, 5.0]))  # beta is 0.98
c.equal([7.0, -1.0, 0.5], np.array([7.0, -1.0, 0.5]), 0.0)
c.equal([3.0, 1.4210526], np.array([3, 0]), 0.9)  # whole numbers
c.equal([5.0], np.array([5.0]), 0.9)
c.equal([0.0, 2.1052632, 1.3284133], np.array([0.0, 4.0, 0.0]), 0.9)
c.sweep()
c.score()

# %% [markdown]
# ### Further 8.9 — Inverse square root
# The transformer's schedule has no end (Vaswani et al., 2017). With n = step + 1, the number of this update:
#
# $$\mathtt{peak} \cdot \min\!\left(\frac{n}{\mathtt{warmup}},\; \sqrt{\frac{\mathtt{warmup}}{n}}\,\right)$$
#
# Write `inverse_sqrt(step, peak, warmup)`, by the contract of the schedules. `warmup` is 0 or more.
#
# - The rate is that of the formula. With `peak = 1` and `warmup = 4`: 0.25, 0.5, 0.75, 1 at steps 0 to 3, then 0.8944 at step 4, and 0.5 at step 15, which is the 16th update.
# - **With `warmup = 0` the rate is that of `warmup = 1`**: `peak` at step 0, and from there peak/√n.
#
# <details><summary>Hint 1</summary>At which n are the two terms equal? So where is the peak, and is there a jump?</details>
# <details><summary>Hint 2</summary>Is the first update number 0 or number 1? What would the root make of 0?</details>

# %% ex-inverse_sqrt
def inverse_sqrt(step, peak, warmup):
    """The rate of warm-up, followed by decay as one over the root.

    Parameters
    ----------
    step : int
        Updates made so far.
    peak : float
        The highest rate.
    warmup : int
        Updates in which it is reached.

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    n = step + 1
    warmup = max(warmup, 1)
    return peak * min(n / warmup, (warmup / n) ** 0.5)
    ### END SOLUTION

# %% check-inverse_sqrt
c = Check("learning_rates.inverse_sqrt", points=0)
c.equal(0.25, 0, 1.0, 4)
c.equal(0.75, 2, 1.0, 4)
c.equal(1.0, 3, 1.0, 4)  # the peak
c.equal(0.89442719, 4, 1.0, 4)
c.equal(0.5, 15, 1.0, 4)
c.equal(0.2, 399, 2, 4)  # it has no end
c.equal(0.8, 0, 0.8, 0)  # no warm-up
c.equal(0.4, 3, 0.8, 0)
c.equal(0.4, 3, 0.8, 1)
c.sweep()
c.score()

# %% [markdown]
# ### Further 8.10 — Cosine with restarts
# When half a wave is over, jump back to the peak and begin anew (Loshchilov and Hutter, 2017): at the end of each wave there is a network that is ready to be used.
# Write `cosine_restarts(step, peak, period, growth=1, end=0.0)`, by the contract of the schedules.
#
# - The first wave has `period` steps, 1 or more; each following one is `growth` times as long as the one before. `growth` is an integer, 1 or more.
# - In a wave of n steps, its step k (from 0) has the rate of `cosine_decay(k, peak, n, end)`. With the step after its last one the next wave begins, at `peak`.
# - With `peak = 0.8`, `period = 2`, `growth = 2`: 0.8, 0.4 | 0.8, 0.6828, 0.4, 0.1172 | 0.8, … There is no last wave; `step` lies in one of the first ten thousand.
#
# <details><summary>Hint 1</summary>If all waves had one length, which operator would tell the place in a wave?</details>
# <details><summary>Hint 2</summary>What is the first wave to a step that lies beyond it?</details>

# %% ex-cosine_restarts
def cosine_restarts(step, peak, period, growth=1, end=0.0):
    """The rate of cosine decay with restarts.

    Parameters
    ----------
    step : int
        Updates made so far.
    peak : float
        The rate at the start of each wave.
    period : int
        Steps of the first wave.
    growth : int
        How many times as long as the one before each wave is.
    end : float
        What each wave approaches.

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    while step >= period:
        step, period = step - period, period * growth
    return cosine_decay(step, peak, period, end)
    ### END SOLUTION

# %% check-cosine_restarts
c = Check("learning_rates.cosine_restarts", points=0)
c.equal(0.8, 0, 0.8, 4)
c.equal(0.11715729, 3, 0.8, 4)
c.equal(0.8, 4, 0.8, 4)  # anew
c.equal(0.68284271, 4001, 0.8, 4)  # there is no last wave
c.equal(0.4, 1, 0.8, 2, 2)
c.equal(0.11715729, 5, 0.8, 2, 2)
c.equal(0.8, 6, 0.8, 2, 2)
c.equal(0.4, 10, 0.8, 2, 2)
c.equal(0.775, 4, 1, 3, end=0.1)
c.equal(1.0, 121, 1, 1, 3, 0.2)  # 1 + 3 + 9 + 27 + 81: a wave begins
c.sweep()
c.score()

# %% [markdown]
# ### Further 8.11 — One cycle
# Smith's *1cycle* climbs to a peak far above the usual and comes down far below the start (Smith and Topin, 2018). Here as in PyTorch's `OneCycleLR`, with half waves both ways.
# Write `one_cycle(step, peak, total, top, start, end)`.
#
# - At step 0 the rate is `start`, at step `top` it is `peak`, and at step `total − 1`, **the last update**, it is `end`; afterwards as well. `0 < top < total − 1`; `start` and `end` are at least 0 and at most `peak`.
# - Between them it follows half a wave of the cosine, first up, then down.
# - With `peak = 1`, `total = 7`, `top = 2`, `start = 0.2`, `end = 0`: 0.2, 0.6, 1, 0.8536, 0.5, 0.1464, 0, 0.
#
# This convention is another one than that of 8.4, where step `total` has the rate `end`. PyTorch gives the peak's place as a share, `pct_start`: top = pct_start · total − 1; and after the last update it raises an error.
#
# <details><summary>Hint 1</summary><code>cosine_decay</code> goes from its first rate to its last one. Does anything in its formula require that the first is the larger one?</details>
# <details><summary>Hint 2</summary>How many steps lie between <code>top</code> and the last update?</details>

# %% ex-one_cycle
def one_cycle(step, peak, total, top, start, end):
    """The rate of one cycle: up from start to peak, down to end, along half waves.

    Parameters
    ----------
    step : int
        Updates made so far.
    peak : float
    total : int
        All steps: the last update, at step total - 1, has the rate `end`.
    top : int
        The step of the peak.
    start, end : float

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    if step < top:
        return cosine_decay(step, start, top, peak)
    return cosine_decay(step - top, peak, total - 1 - top, end)
    ### END SOLUTION

# %% check-one_cycle
c = Check("learning_rates.one_cycle", points=0)
c.equal(0.2, 0, 1.0, 7, 2, 0.2, 0.0)
c.equal(0.6, 1, 1.0, 7, 2, 0.2, 0.0)
c.equal(1.0, 2, 1.0, 7, 2, 0.2, 0.0)
c.equal(0.85355339, 3, 1.0, 7, 2, 0.2, 0.0)
c.equal(0.14644661, 5, 1.0, 7, 2, 0.2, 0.0)
c.equal(0.0, 6, 1.0, 7, 2, 0.2, 0.0)  # the last update
c.equal(0.0, 9, 1.0, 7, 2, 0.2, 0.0)
c.equal(0.35, 1, 0.5, 12, 3, 0.3, 0.01)
c.equal(0.6, 4, 1.0, 7, 2, 0.2, 0.2)
c.equal(0.1, 12, 2, 12, 3, 0.5, 0.1)
c.sweep()
c.score()

# %% [markdown]
# ### Further 8.12 — Trapezoid
# Cosine must know the end beforehand. A *trapezoid*, also called warm-up–stable–decay, stays at the peak as long as one likes, and comes down in the last steps only: to train on, one goes back to the last step of the plateau
# (Hägele et al., 2024). Write `trapezoid(step, peak, total, warmup, cooldown)`, by the contract of the schedules.
#
# - The first `warmup` updates are those of 8.5. In the last `cooldown` steps before `total` the rate falls in a straight line: at step `total − cooldown` it is still `peak`, at step `total` it is 0, and 0 ever after. In between it is `peak`. With `cooldown = 0` it is `peak` up to step `total − 1`, and 0 from step `total` on.
# - `warmup` and `cooldown` are 0 or more, and `warmup + cooldown` is at most `total`; `total` is 1 or more.
# - With `peak = 0.8`, `total = 8`, `warmup = 2`, `cooldown = 4`: 0.4, 0.8 | 0.8, 0.8 | 0.8, 0.6, 0.4, 0.2 | 0.
#
# <details><summary>Hint 1</summary>How many steps are left before <code>total</code>? Which fraction of the cool-down is that?</details>

# %% ex-trapezoid
def trapezoid(step, peak, total, warmup, cooldown):
    """The rate of warm-up, plateau and linear cool-down to 0.

    Parameters
    ----------
    step : int
        Updates made so far.
    peak : float
    total : int
        All steps.
    warmup, cooldown : int
        Steps of the climb and of the fall.

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    if step >= total:
        return 0.0
    if step < warmup:
        return linear_warmup(step, peak, warmup)
    return peak * min(1, (total - step) / max(cooldown, 1))
    ### END SOLUTION

# %% check-trapezoid
c = Check("learning_rates.trapezoid", points=0)
c.equal(0.4, 0, 0.8, 8, 2, 4)
c.equal(0.8, 3, 0.8, 8, 2, 4)
c.equal(0.8, 4, 0.8, 8, 2, 4)
c.equal(0.6, 5, 0.8, 8, 2, 4)
c.equal(0.2, 7, 0.8, 8, 2, 4)
c.equal(0.0, 8, 0.8, 8, 2, 4)
c.equal(0.0, 20, 0.8, 8, 2, 4)
c.equal(0.8, 7, 0.8, 8, 2, 0)  # no cool-down
c.equal(0.0, 8, 0.8, 8, 2, 0)
c.equal(0.5, 0, 0.5, 5, 0, 2)  # no warm-up
c.equal(1 / 3, 5, 1, 6, 3, 3)
c.sweep()
c.score()

# %% [markdown]
# ## To keep
#
# | schedule | rate at `step`, from 0 | first | last of `total` | later | must know the end |
# |---|---|---|---|---|---|
# | step decay | lr · factor^(milestones reached) | lr | lr · factor^m | the same | for its milestones |
# | linear | end + (peak − end)(1 − p), p = min(1, step/total) | peak | a little above end | end | yes |
# | cosine | end + (peak − end)(1 + cos πp)/2 | peak | hardly above end | end | yes |
# | warm-up | peak · (step + 1)/warmup | peak/warmup, not 0 | peak | peak | no |
# | warm-up + cosine | warm-up, then a cosine over what is left | peak/warmup | hardly above end | end | yes |
# | inverse root | peak · min(n/warmup, √(warmup/n)), n = step + 1 | peak/warmup | peak · √(warmup/total), if total ≥ warmup | goes on falling | no |
#
# A high rate covers distance, a low one removes noise; a floor of noise is proportional to the rate. So begin high and end low.
# Where to begin: a range test for the order of magnitude, 10 % of warm-up, cosine or linear decay to 0; then search the peak by factors of 3.
#
# ### Traps
#
# - Steps or epochs? Plot the rates of a whole training before you start it.
# - Count: does step 0 get `peak/warmup` or 0? Does `end` come at step `total − 1` or at `total`? PyTorch's `LinearLR(start_factor=1/warmup, total_iters=warmup − 1)` is our warm-up. Some libraries begin at 0.
# - PyTorch's `CosineAnnealingLR` climbs again after `T_max` steps; ours stays at `end`.
# - In PyTorch, `optimizer.step()` comes before `scheduler.step()`; the other way round, the first rate is never used.
#
# ### Where to read on
#
# - Bottou, Curtis and Nocedal, *Optimization methods for large-scale machine learning*, SIAM Review 60(2), 2018, section 4: the floor of a constant rate.
# - Smith, *Cyclical learning rates for training neural networks*, WACV 2017, section 3.3: the range test.
# - Goyal et al., *Accurate, large minibatch SGD: training ImageNet in 1 hour*, 2017 (arXiv:1706.02677), section 2.2: warm-up.
#
# <details><summary>And where the rest comes from</summary>
#
# - Robbins and Monro, *A stochastic approximation method*, Annals of Mathematical Statistics 22, 1951: rates that get below the floor of part B, since they never stop falling, and still arrive: Σ lr = ∞, Σ lr² < ∞.
# - Loshchilov and Hutter, *SGDR: stochastic gradient descent with warm restarts*, ICLR 2017: cosine decay and restarts.
# - Vaswani et al., *Attention is all you need*, NeurIPS 2017, section 5.3: warm-up and inverse square root.
# - Smith and Topin, *Super-convergence: very fast training of neural networks using large learning rates*, 2018 (arXiv:1708.07120): one cycle.
# - Zhang et al., *Which algorithmic choices matter at which batch sizes? Insights from a noisy quadratic model*, NeurIPS 2019: the model of part B, with many directions.
# - Liu et al., *On the variance of the adaptive learning rate and beyond*, ICLR 2020: RAdam, which computes a factor for each step, 0.31, 0.65 and 0.83 at steps 200, 1,000 and 2,000, where a warm-up of 2,000 steps has 0.1, 0.5 and 1.
# - Ma and Yarats, *On the adequacy of untuned warmup for adaptive optimization*, AAAI 2021: the size of early updates, and 2/(1 − β₂): after so many steps 1 − 0.999²⁰⁰⁰ = 86 % of the average of squares has arrived (07); that does as well as RAdam in their experiments.
# - Gilmer et al., *A loss curvature perspective on training instability in deep learning*, 2021 (arXiv:2110.04369): curvature, measured during warm-up, against the limit 2/lr.
# - Hägele et al., *Scaling laws and compute-optimal training beyond fixed training durations*, NeurIPS 2024: trapezoids against cosines.
#
# </details>
#
# Next: **Generalizing**.
#
# What you have earned in this notebook:

# %%
progress()
