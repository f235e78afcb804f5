# %% [markdown]
# # Down the ravine
#
# **You will write the six optimizers that most networks were trained with, each in three lines or fewer, race them, and find
# out what each of them remembers, what that buys, and what it costs.**
#
# You will be able to
#
# - write SGD, momentum, Nesterov, AdaGrad, RMSProp and Adam as functions that pass their memory in and out;
# - say why plain gradient descent crawls in a ravine, and how momentum and rates of one's own for each weight get out;
# - say what becomes of AdaGrad's steps in the long run, and what RMSProp changes about that;
# - show what bias correction does to Adam's first steps;
# - compare optimizers fairly, each with a learning rate of its own.
#
# Time: two and a half to three hours for exercises 7.1 to 7.9 (16 points) and four predictions (4 points). *Further* exercises are
# checked, but give no points. This notebook needs none of the others. As in the whole course, functions leave their inputs as they are.

# %% setup
import numpy as np

from chainrule import Check, close, progress, ready, reveal

# %% [markdown]
# The next cell is for the pictures only; no exercise needs it.

# %%
import matplotlib.pyplot as plt
from IPython.display import HTML, display

from chainrule.data import load_fashion_mnist
from chainrule.figures import COLOURS, explore, new_figure
from chainrule.figures import optimizers as draw
from chainrule.nn import MLP
from chainrule.training import evaluate, train

# 5,000 pictures of clothes, 28 × 28 = 784 pixels from 0 to 1
pixels, y, pixels_test, y_test = load_fashion_mnist()
# centred on zero
X, X_test = (images - pixels[:4000].mean(axis=0) for images in (pixels, pixels_test))

# %% [markdown]
# ## What an optimizer is
#
# Backpropagation gives the *gradient* (기울기) `dw` of the loss with respect to the weights `w`: the direction in which the
# loss rises fastest, seen from here. It says nothing about how far to go. What turns a gradient into a step is the
# *optimizer* (최적화기), and the number that sets the scale of its steps is the *learning rate* (학습률) `lr`.
#
# The oldest optimizer looks at the present gradient only. All the others **remember** something: the direction of earlier
# steps, the size of earlier gradients, or both. The picture is the map of this notebook; on every arrow stands the one idea
# that was added.

# %%
fig, ax = new_figure(height=3.3, title="A family tree: every arrow adds one idea")
draw.family_tree(ax)
plt.show()

# %% [markdown]
# *What you saw.* Two branches leave SGD: one remembers where it was going (blue), one remembers how large the gradients were
# (orange, then green). Adam joins the two; the coloured boxes are the ones that you will write.

# %% [markdown]
# ### Where the memory lives
#
# A network has many arrays of weights, and each needs a memory of its own. So the memory, called `state`, is **handed in and
# handed back**:
#
# `w, state = optimizer(w, dw, state, lr)`

# %% [markdown]
# ### The contract of every optimizer in this notebook
#
# - `w` and `dw` are arrays of one shape, any shape, of floats (64 or 32 bits) or integers; one of the two may hold integers and the other floats. `lr` is a positive number, and may differ from call to call.
# - `state` is `None` at the first call: nothing is remembered yet, every memory counts as 0. At each later call it is what your function returned the time before.
# - What comes back is a pair, that is a tuple (or list) of two: the new weights (an array of floats, same shape) and the new state.
# - **What the state holds is yours to choose**: a number, an array, a tuple, a dict. Nobody else looks inside.
# - What is *in* `state` counts as an input, so it does not change either. And nothing is remembered anywhere else (no global variable): the calls for two arrays may alternate.
#
# That the caller cannot depend on your choice, nor you on the caller's, is what makes optimizers exchangeable.

# %% [markdown]
# The checks below cannot look into the state either. They walk with your function, and judge it by where it takes the
# weights. The five functions of the next cell help them; read `walk`, you will meet it in every check.

# %% setup-walk
def walk(f, G, lr=0.1, start=None, **options):
    """Weights from 0 or `start` after each step with gradients G (steps, ...); lr may be a list."""
    w, state, path = np.zeros_like(G[0]) if start is None else start, None, []
    for k, dw in enumerate(G):
        w, state = f(w, dw, state, lr[k] if isinstance(lr, list) else lr, **options)
        path.append(w)
    return np.array(path)


def is_pair(f, w):
    result = f(w, w, None, 0.1)
    return (isinstance(result, (tuple, list)) and len(result) == 2
            and np.shape(result[0]) == np.shape(w))


# two arrays of weights, each with its own state; how far the first has come with the gradients A
def in_turn(f, A, B):
    (w, state), (u, other) = f(A[0], A[0], None, 0.1), f(B[0], B[0], None, 0.1)
    for a, b in zip(A[1:], B[1:]):
        (w, state), (u, other) = f(w, a, state, 0.1), f(u, b, other, 0.1)
    return w - A[0]


def again(f, G):  # whether the same call, made twice, gives the same weights
    w, state = f(G[0], G[1], None, 0.1)
    return close(f(w, G[2], state, 0.1)[0], f(w, G[2], state, 0.1)[0])

# %% [markdown]
# ### Exercise 7.1 — SGD, the optimizer without memory (1 point)
# *Stochastic gradient descent* (SGD, 확률적 경사 하강법) goes against the gradient, `lr` times as far as the gradient is long, as in 1.4:
#
# $$w \leftarrow w - \mathtt{lr} \cdot dw$$
#
# Write `sgd(w, dw, state, lr)` by the contract above. It remembers nothing: the state that it takes and returns is `None`.
#
# - With `w = [10, 10]`, `dw = [4, -2]` and `lr = 0.1` it returns `([9.6, 10.2], None)`.
#
# <details><summary>Hint 1</summary>The gradient points to where the loss rises. Which way do you want to go?</details>
# <details><summary>Hint 2</summary>Returning two things with a comma between them makes a pair. <code>w -= …</code> would change the caller's array; <code>w - …</code> makes a new one.</details>

# %% ex-sgd
def sgd(w, dw, state, lr):
    """One step of gradient descent.

    Parameters
    ----------
    w, dw : ndarray
        Weights, and the gradient of the loss with respect to them, of the same shape.
    state : None
        This optimizer remembers nothing.
    lr : float
        Learning rate.

    Returns
    -------
    w : ndarray
        The new weights, a new array.
    state : None
    """
    ### BEGIN SOLUTION
    return w - lr * dw, None
    ### END SOLUTION

# %% check-sgd
c = Check("optimizers.sgd", points=1)
c.equal(([9.6, 10.2], None), np.array([10.0, 10.0]), np.array([4.0, -2.0]), None, 0.1)
c.equal(([[1.5], [-2.25], [0.0]], None), np.array([[2.0], [-1.0], [0.5]]),
        np.array([[1.0], [2.5], [1.0]]), None, 0.5)
# integers come in, floats come out
c.equal(([3.5, -3.0], None), np.array([4, -2]), np.array([2, 4]), None, 0.25)
c.sweep()  # tries further inputs
c.score()

# %% [markdown]
# ## A. The ravine
#
# ### The loop that drives an optimizer
#
# In a training run three things take turns: the gradient is computed at the present weights, the optimizer makes a step, and
# what it returned, weights *and* state, goes into the next turn. Everything that follows is drawn by this loop, so you write
# it first.

# %% [markdown]
# ### Exercise 7.2 — The loop (2 points)
# Write `descend(update, grad, w, lr, steps)`: the way that an optimizer takes.
#
# - `update` is an optimizer by the contract above, such as your `sgd`. `grad` is a function: `grad(w)` is the gradient at `w`, an array of its shape.
# - `w` is the start, an array of any shape, of floats or integers. `lr` is the learning rate of every step, `steps` a whole number, 0 or more.
# - What comes back is the path, one array of floats, of shape `(steps + 1, *w.shape)`: the start, then the weights after each step.
# - For the loss w²/2 the gradient is `w` itself. From `w = [8, -4]` with `sgd`, `lr = 0.5` and 2 steps: `[[8, -4], [4, -2], [2, -1]]`.
#
# <details><summary>Hint 1</summary>How many gradients are needed for three steps, and at which weights is each of them taken?</details>
# <details><summary>Hint 2</summary>What does the optimizer get as its state in the first turn, and what in the second?</details>
# <details><summary>Hint 3</summary>Collect the weights in a list, the start first. A list of arrays of one shape becomes one array by <code>np.array(…)</code>.</details>

# %% ex-descend
def descend(update, grad, w, lr, steps):
    """The path of an optimizer.

    Parameters
    ----------
    update : callable
        An optimizer: (w, dw, state, lr) -> (w, state). Its first state is None.
    grad : callable
        From weights to the gradient there, an array of the same shape.
    w : ndarray
        Where to start.
    lr : float
        Learning rate.
    steps : int

    Returns
    -------
    ndarray (steps + 1, *w.shape)
        The start, and the weights after each step.
    """
    ### BEGIN SOLUTION
    state, path = None, [w]
    for _ in range(steps):
        w, state = update(w, grad(w), state, lr)
        path.append(w)
    return np.array(path, dtype=float)
    ### END SOLUTION

# %% check-descend
c = Check("optimizers.descend", points=2)


def plain(w, dw, state, lr):
    return w - lr * dw, None


def hurrying(w, dw, state, lr):  # step 1, 2, 3, … times as long: its state counts the steps
    if not (state is None or isinstance(state, (tuple, list)) and len(state) == 2):
        raise ValueError(f"an optimizer's first state is None, and not {state!r}")
    count = (0 if state is None else state[0]) + 1
    return w - lr * count * dw, (count, "steps")


def itself(w):  # the gradient of w² / 2
    return w


def constant(w):
    return np.ones_like(w)


c.equal([[8.0, -4.0], [4.0, -2.0], [2.0, -1.0], [1.0, -0.5]], plain, itself, np.array([8.0, -4.0]),
        0.5, 3)
# the same slope everywhere
c.equal([[5.0], [4.5], [3.5], [2.0]], hurrying, constant, np.array([5.0]), 0.5, 3)
c.equal([[[2.0, 1.0, -4.0]], [[1.5, 0.75, -3.0]]], plain, itself, np.array([[2.0, 1.0, -4.0]]),
        0.25, 1)
# integers: the path has floats
c.equal([[3.0, -1.0], [1.5, -0.5], [0.0, 0.0]], hurrying, itself, np.array([3, -1]), 0.5, 2)
c.equal([[7.0, 2.0]], plain, itself, np.array([7.0, 2.0]), 0.5, 0)
# no slope: the steps are made all the same
c.equal([[0.0], [0.0], [0.0]], plain, itself, np.array([0.0]), 0.5, 2)
c.sweep()
c.score()

# %% [markdown]
# ### Why plain descent crawls
#
# Take two weights and the loss ½ (0.02 w₀² + 2 w₁²), a *ravine*: a hundred times steeper across than along. Its gradient is
# `[0.02 w[0], 2 w[1]]`, so an SGD step multiplies each weight by a constant:
#
# $$w_0 \leftarrow (1 - 0.02\,\mathtt{lr})\,w_0 \qquad w_1 \leftarrow (1 - 2\,\mathtt{lr})\,w_1$$
#
# Across, the factor leaves [−1, 1] as soon as lr exceeds 1. So the steep direction dictates the learning rate; and with lr =
# 1, what is left along the ravine shrinks by 2 % a step. In general the limit is 2/λ, with λ the largest curvature
# (*Further* 7.12), and the ratio of the largest to the smallest curvature, here 100, is the *condition number* (조건수), the κ of notebook 05.

# %%
H = np.diag([0.02, 2.0])  # the curvatures (second derivatives) of the ravine
START = np.array([-9.0, 1.5])


def ravine_grad(w):
    return H @ w


if ready("optimizers.crawl", "sgd", "descend"):
    fig, axes = new_figure(ncols=3, height=2.8, sharey=True, title="SGD in a ravine, 25 steps")
    for ax, lr in zip(axes, (0.3, 0.95, 1.03)):
        points = descend(sgd, ravine_grad, START, lr, 25)
        draw.path(draw.ravine(ax, H), points, COLOURS["sgd"], f"lr = {lr:g}",
                  line=1.3 if lr < 0.5 else 0.35)  # to and fro, lines lie side by side
        print(f"lr {lr:g}: after 25 steps w[0] is {points[-1, 0]:.2f} (from −9), w[1] is "
              f"{points[-1, 1]:.2g} (from 1.5)")
    for ax in axes[1:]:
        ax.set_ylabel("")
    plt.show()

# %% [markdown]
# *What you saw.* With lr = 0.3 the walk falls to the floor of the ravine at once and then creeps: 25 steps bring `w[0]` from
# −9 to −7.7. With 0.95 it zig-zags, and gets to −5.6; with 1.03 it is thrown further out at every step, and after five its
# dots lie above and below the picture. No learning rate is good for both directions.

# %% [markdown]
# ## B. Remembering the direction
#
# ### Momentum
#
# A ball that rolls down the ravine does not turn at once: it has *momentum* (모멘텀). The optimizer remembers a *velocity* (속도)
# `v`, of the shape of `w`, at first 0. Each step keeps the fraction `mu` of it and adds the new gradient:
#
# $$v \leftarrow \mu\, v + dw \qquad w \leftarrow w - \mathtt{lr} \cdot v$$
#
# Across the ravine the gradients alternate in sign, and in `v` they cancel. Along it they agree, and add up. Two conventions
# are in use. Here, as in PyTorch, `v` collects *gradients*, and the learning rate comes last: a new `lr` acts on all of `v`
# at once. In Sutskever's and in Keras's, `v` collects *steps* (`v = mu * v - lr * dw`, then `w + v`). As long as `lr` stays
# the same, the two walk the same path.

# %% [markdown]
# ### Prediction 7.a — On a constant slope (1 point)
# On an even slope the gradient is always 1. SGD then moves `lr` at every step. How far does momentum with `mu = 0.9` and the
# same `lr` move at each step, after some hundred steps?
#
# - (a) as far as SGD: velocity only smooths
# - (b) about twice as far
# - (c) about ten times as far
#
# Decide before you run what follows. The point is for deciding; being wrong costs nothing.

# %% predict-slope
def predict_slope():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_slope
c = Check("optimizers.predict_slope", points=1)
c.one_of("a", "b", "c")
c.score()

# %% [markdown]
# ### Exercise 7.3 — Momentum (2 points)
# Write `momentum(w, dw, state, lr, mu=0.9)` by the contract above. The velocity collects gradients, as in the formula: keep
# the fraction `mu` of it, add `dw`, then step by `lr` times the *new* velocity. `mu` is at least 0 and less than 1.
#
# - Two steps of one weight from 0, with `lr = 0.1`, `mu = 0.75`, gradients 4 and then −1: velocities 4 and 2, weights −0.4 and −0.6. The second gradient is negative, yet the weight goes on.
# - With `mu = 0` it is SGD.
#
# <details><summary>Hint 1</summary>What has to be remembered from one call to the next? How does your function know that there is nothing to remember yet?</details>
# <details><summary>Hint 2</summary>Without a state the velocity is 0, so the first step is that of SGD. Make the new velocity as a new array: <code>v += …</code> would change the state that you were given.</details>
# <details><summary>Hint 3</summary>There are two velocities in one call, the old and the new one. Which of them moves the weights, and which one does the next call need?</details>

# %% ex-momentum
def momentum(w, dw, state, lr, mu=0.9):
    """One step of gradient descent with momentum.

    Parameters
    ----------
    w, dw : ndarray
        Weights and gradient, of the same shape.
    state : None, or what the last call returned
    lr : float
        Learning rate.
    mu : float, 0 <= mu < 1
        What is kept of the velocity.

    Returns
    -------
    w : ndarray
        The new weights, a new array.
    state
        Whatever the next call needs.
    """
    ### BEGIN SOLUTION
    v = 0 if state is None else state
    v = mu * v + dw
    return w - lr * v, v
    ### END SOLUTION

# %% check-momentum
c = Check("optimizers.momentum", points=2)
# the gradients of three steps, for two weights; what is expected are the weights after each step
G = np.array([[4.0, -1.0], [-1.0, 3.0], [2.0, 2.0]])
c.holds("a pair comes back: the new weights, of w's shape, and the state", lambda f: is_pair(f, G))
c.equal([[-0.4, 0.1], [-0.6, -0.125], [-0.95, -0.49375]], G, mu=0.75, through=walk)
# mu is 0.9
c.equal([[-0.4, 0.1], [-0.66, -0.11], [-1.094, -0.499]], G, through=walk)
# mu = 0 is SGD
c.equal([[-0.4, 0.1], [-0.3, -0.2], [-0.5, -0.4]], G, mu=0.0, through=walk)
roll = np.array([[4.0, 0.0], [0.0, 0.0], [0.0, 2.0]])  # without a gradient it rolls on
c.equal([[-0.4, 0.0], [-0.76, 0.0], [-1.084, -0.2]], roll, through=walk)
# another learning rate in the last step
c.equal([[-0.4, 0.1], [-0.6, -0.125], [-0.635, -0.161875]],
        G, [0.1, 0.1, 0.01], mu=0.75, through=walk)
# integer weights, gradients that are not
start, slopes = np.array([0, 1]), np.array([[2.5, -1.5], [-1.0, 3.0]])
c.equal([[-0.25, 1.15], [-0.375, 0.985]], slopes, start=start, through=walk)
c.equal([-1.094, -0.499], G, -3 * G, through=in_turn)  # two arrays in turn
c.holds("the same call a second time gives the same weights", lambda f: again(f, G))
c.sweep()
c.score()

# %%
if ready("optimizers.momentum_path", "sgd", "descend", "momentum", "predict_slope"):
    runs = {"sgd": descend(sgd, ravine_grad, START, 0.95, 100),
            "momentum": descend(lambda *step: momentum(*step, mu=0.7), ravine_grad, START, 0.95,
                                100)}
    fig, ax = new_figure(height=2.9,
                         title="The same ravine, the same lr = 0.95: 100 steps with momentum, mu "
                               "= 0.7")
    draw.path(draw.ravine(ax, H), runs["momentum"], COLOURS["momentum"])
    plt.show()
    for name, points in runs.items():
        near = np.argmax(np.abs(points[:, 0]) < 0.09) or "more than 100"
        print(f"{name}: w[0] is {points[-1, 0]:.2g} after 100 steps; within 1 % of the way at "
              f"step {near}")
    moves = np.diff(descend(momentum, lambda w: np.ones(1), np.zeros(1), 0.1, 200)[:, 0]) / -0.1
    print("constant slope: steps 1, 2, 3, 10, 50, 200 in units of lr:",
          np.round(moves[[0, 1, 2, 9, 49, 199]], 2))
    outcome = "a" if moves[-1] < 1.5 else "b" if moves[-1] < 4 else "c"
    reveal("predict_slope", outcome,
           f"1 + 0.9 + 0.81 + … = 1/(1 − mu) = 10; the 200th step is {moves[-1]:.2f} lr long.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# With the same learning rate, 100 steps bring SGD from −9 to −1.3 only; momentum with `mu = 0.7` is within 1
# % of the way after 60 steps, and its zig-zag dies out. On a slope that stays the same, steps grow from 1 to 1.9, 2.71 … and
# end at 10 times lr: with `mu = 0.9`, momentum is also a tenfold learning rate.
#
# </details>

# %% [markdown]
# ### How much momentum?
#
# Little `mu` forgets too soon, much `mu` runs past the goal. Where between them is the best? The figure follows `w[0]`,
# along the ravine; move the slider, and find the value that is at the goal first.

# %%
if ready("optimizers.overshoot", "descend", "momentum"):
    def along(mu, steps=120):
        return descend(lambda *step: momentum(*step, mu=mu), ravine_grad, START, 0.95, steps)

    def draw_momentum(mu=0.7):
        kinds = {("sgd", "mu = 0"): along(0.0), ("momentum_0.95", "mu = 0.95"): along(0.95),
                 ("momentum", f"mu = {mu:g}"): along(mu)}
        fig, ax = new_figure(height=2.9,
                             title="lr = 0.95: too little momentum crawls, too much overshoots")
        draw.coast(ax, {key: points[:, 0] for key, points in kinds.items()})

    explore(draw_momentum, mu=[0.3, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.99])

# %% [markdown]
# *What you saw.* Without momentum −0.9 is still missing after 120 steps; with 0.7 nothing is to be seen of it after 60. With
# 0.95 the ball runs 5 past the goal, comes back, and is still rolling to and fro after 120 steps.

# %% [markdown]
# ### Look ahead
#
# Nesterov's idea: if the velocity will carry us on anyway, take the gradient *there*, at the point ahead, instead of here; a
# ball that looks ahead brakes before it is past the goal. Let θ be where the ball is, and `w` = θ − lr μ v the point ahead, where
# the gradient `dw` is taken. One step makes v' = μ v + dw and θ' = θ − lr v'. The next point ahead is
#
# $$w' = \theta' - \mathtt{lr}\,\mu v' = w + \mathtt{lr}\,(\mu v - v' - \mu v') = w - \mathtt{lr}\,(dw + \mu v')$$
#
# since v' − μ v = dw. So whoever follows only the points ahead needs no other gradient than the one at `w`:
#
# $$v \leftarrow \mu\, v + dw \qquad w \leftarrow w - \mathtt{lr}\,(dw + \mu\, v)$$
#
# with the *new* `v` on the right. This is PyTorch's form, and Bengio's (2013, section 3.5 of the reference at the end). A cell
# below checks that both forms walk the same way.

# %% [markdown]
# ### Exercise 7.4 — Nesterov's momentum (2 points)
# Write `nesterov(w, dw, state, lr, mu=0.9)` by the contract above, in the form with `dw + mu * v`. The velocity is that of
# exercise 7.3; only the step differs.
#
# - One weight from 0, `lr = 0.1`, `mu = 0.75`, gradients 4 and −1: velocities 4 and 2; steps along 4 + 0.75 · 4 = 7 and −1 + 0.75 · 2 = 0.5; weights −0.7 and −0.75.
#
# <details><summary>Hint 1</summary>Which velocity stands in the step: the one that you were given, or the one that you have just made?</details>
# <details><summary>Hint 2</summary>With the <em>old</em> velocity, <code>dw + mu * v</code> is the new velocity, and you would have momentum once more.</details>
# <details><summary>Hint 3</summary>What the next call needs is the velocity, not the direction of the step.</details>

# %% ex-nesterov
def nesterov(w, dw, state, lr, mu=0.9):
    """One step of gradient descent with Nesterov's momentum.

    Parameters
    ----------
    w, dw : ndarray
        Weights and gradient, of the same shape.
    state : None, or what the last call returned
    lr : float
        Learning rate.
    mu : float, 0 <= mu < 1
        What is kept of the velocity.

    Returns
    -------
    w : ndarray
        The new weights, a new array.
    state
        Whatever the next call needs.
    """
    ### BEGIN SOLUTION
    v = 0 if state is None else state
    v = mu * v + dw
    return w - lr * (dw + mu * v), v
    ### END SOLUTION

# %% check-nesterov
c = Check("optimizers.nesterov", points=2)
# the gradients of three steps, for two weights; what is expected are the weights after each step
G = np.array([[4.0, -1.0], [-1.0, 3.0], [2.0, 2.0]])
c.holds("a pair comes back: the new weights, of w's shape, and the state", lambda f: is_pair(f, G))
c.equal([[-0.7, 0.175], [-0.75, -0.29375], [-1.2125, -0.7703125]], G, mu=0.75, through=walk)
# mu is 0.9
c.equal([[-0.76, 0.19], [-0.894, -0.299], [-1.4846, -0.8491]], G, through=walk)
# mu = 0 is SGD
c.equal([[-0.4, 0.1], [-0.3, -0.2], [-0.5, -0.4]], G, mu=0.0, through=walk)
roll = np.array([[4.0, 0.0], [0.0, 0.0], [0.0, 2.0]])  # without a gradient it rolls on
c.equal([[-0.76, 0.0], [-1.084, 0.0], [-1.3756, -0.38]], roll, through=walk)
# another learning rate in the last step
c.equal([[-0.7, 0.175], [-0.75, -0.29375], [-0.79625, -0.34140625]],
        G, [0.1, 0.1, 0.01], mu=0.75, through=walk)
# integer weights, gradients that are not
start, slopes = np.array([0, 1]), np.array([[2.5, -1.5], [-1.0, 3.0]])
c.equal([[-0.475, 1.285], [-0.4875, 0.8365]], slopes, start=start, through=walk)
c.equal([-1.4846, -0.8491], G, -3 * G, through=in_turn)  # two arrays in turn
c.holds("the same call a second time gives the same weights", lambda f: again(f, G))
c.sweep()
c.score()

# %%
def look_ahead(grad, w, lr, steps, mu=0.9):
    """Nesterov as it was meant: the gradient is taken ahead of w. Returns the points ahead."""
    v, ahead = 0, []
    for _ in range(steps + 1):
        ahead.append(w - lr * mu * v)
        v = mu * v + grad(ahead[-1])
        w = w - lr * v
    return np.array(ahead)


if ready("optimizers.look_ahead", "descend", "momentum", "nesterov"):
    runs = {("momentum", "momentum"): descend(momentum, ravine_grad, START, 0.3, 150),
            ("nesterov", "Nesterov"): descend(nesterov, ravine_grad, START, 0.3, 150)}
    fig, ax = new_figure(height=2.5, title="mu = 0.9, lr = 0.3: who looks ahead brakes earlier")
    draw.coast(ax, {key: points[:60, 1] for key, points in runs.items()})
    ax.set_ylabel("w[1], across the ravine")
    plt.show()
    for (_, text), points in runs.items():
        print(f"{text}: furthest past the goal {points[:, 0].max():.2f} along, "
              f"{-points[:, 1].min():.2f} across")
    apart = np.abs(runs["nesterov", "Nesterov"] - look_ahead(ravine_grad, START, 0.3, 150)).max()
    print(f"your form and the form with the gradient ahead differ by {apart:.0e} at most in 150 "
          "steps")

# %% [markdown]
# *What you saw.* Across the ravine, where it is steep, Nesterov runs 0.70 past the goal where momentum runs 1.28, and is at
# rest after some ten steps, while momentum swings on; along it, where it is flat, they hardly differ (0.42 and 0.56). Your
# form and the one with the gradient ahead differ by rounding only.

# %% [markdown]
# ## C. A learning rate for every weight
#
# ### Rare and frequent features
#
# Some features occur in every example, some in one of a hundred: a common word and a rare one, a pixel in the middle and one
# in the corner. The weight of a rare *feature* (특징) gets a gradient rarely, and with one `lr` for all it learns a hundred
# times more slowly. AdaGrad (*adaptive gradient*) gives every weight a rate of its own: it adds up the squared gradients
# that this weight has received, and divides by the root.
#
# $$s \leftarrow s + dw^2 \qquad w \leftarrow w - \mathtt{lr}\,\frac{dw}{\sqrt{s} + \mathtt{eps}}$$
#
# All of it is elementwise. `eps`, tiny, keeps 0/0 away while a weight has had no gradient at all; here, as in PyTorch, it
# stands outside the root.

# %% [markdown]
# ### A step by hand
#
# Two weights stand at 10 and both now have the gradient 4; with `lr = 0.1`, SGD would move both by lr · dw = 0.4. The first
# belongs to a frequent feature: it has had the gradient 4 three times before. The second is rare: this is its first.
#
# | | frequent | rare |
# |---|---|---|
# | squared gradients, with the present one | 16 + 16 + 16 + 16 = 64 | 16 |
# | root | 8 | 4 |
# | step 0.4 / root | 0.05 | 0.1 |
# | weight afterwards | 9.95 | 9.9 |
#
# The present gradient is added *before* the division: the rare weight's root is not 0.

# %% [markdown]
# ### Exercise 7.5 — AdaGrad (2 points)
# Write `adagrad(w, dw, state, lr, eps=1e-10)` by the contract above: add the square of `dw` to the sum, then step by `lr *
# dw` divided by (the root of the *new* sum, plus `eps`).
#
# - One weight from 0, `lr = 0.1`, gradients 3, −4, 12: the sums are 9, 25, 169, their roots 3, 5, 13, and the steps 0.1 · 3/3, 0.1 · (−4)/5, 0.1 · 12/13. The weight goes to −0.1, −0.02, −0.1123.
# - With `eps = 1` the first step is 0.1 · 3/(3 + 1) = 0.075.
# - A weight whose gradients were all 0 stays where it is (no NaN).
#
# <details><summary>Hint 1</summary>What has to be remembered: the gradients, their squares, or the roots? From which of these can the next sum be made?</details>
# <details><summary>Hint 2</summary>Every weight has its own sum: nothing is added across weights. So the state has the shape of <code>w</code>.</details>
# <details><summary>Hint 3</summary>Is the present gradient already in the sum under the root? And of sum and root, which one does the next call need?</details>

# %% ex-adagrad
def adagrad(w, dw, state, lr, eps=1e-10):
    """One step of AdaGrad.

    Parameters
    ----------
    w, dw : ndarray
        Weights and gradient, of the same shape.
    state : None, or what the last call returned
    lr : float
        Learning rate.
    eps : float
        Added to the root, so that nothing is divided by 0.

    Returns
    -------
    w : ndarray
        The new weights, a new array.
    state
        Whatever the next call needs.
    """
    ### BEGIN SOLUTION
    s = 0 if state is None else state
    s = s + dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s
    ### END SOLUTION

# %% check-adagrad
c = Check("optimizers.adagrad", points=2)
# the gradients of three steps, for two weights; what is expected are the weights after each step
G = np.array([[3.0, -1.0], [-4.0, 0.0], [12.0, 2.0]])
c.holds("a pair comes back: the new weights, of w's shape, and the state", lambda f: is_pair(f, G))
c.equal([[-0.1, 0.1], [-0.02, 0.1], [-0.1123077, 0.01055728]], G, through=walk)
past = np.array([[4.0, 0.0], [4.0, 0.0], [4.0, 0.0], [4.0, 4.0]])  # the example by hand
c.equal([[-0.1, 0.0], [-0.17071068, 0.0], [-0.2284457, 0.0], [-0.2784457, -0.1]],
        past, through=walk)
c.equal([[-0.075, 0.05], [-0.008333333, 0.05], [-0.09404762, -0.0118034]], G, eps=1.0, through=walk)
# a gradient as small as eps: step 1 is lr / 2 long
c.equal([[-0.05]], np.array([[1e-10]]), through=walk)
# another learning rate in the last step
c.equal([[-0.1, 0.1], [-0.02, 0.1], [-0.02923077, 0.09105573]], G, [0.1, 0.1, 0.01], through=walk)
# integer weights, gradients that are not
start, slopes = np.array([0, 1]), np.array([[2.5, -1.5], [-1.0, 3.0]])
c.equal([[-0.1, 1.1], [-0.06286093, 1.0105573]], slopes, start=start, through=walk)
c.equal([-0.1123077, 0.01055728], G, -3 * G, through=in_turn)  # two arrays in turn
c.holds("the same call a second time gives the same weights", lambda f: again(f, G))
c.sweep()
c.score()

# %% [markdown]
# > **Myth.** "A weight goes from 10 to 9.9: its update is 1." (A slip found in study notes. It makes AdaGrad's step ten times too long.)

# %%
if ready("optimizers.by_hand", "adagrad"):
    w, state = np.array([10.0, 10.0]), None
    # the history: three gradients of 4 for the frequent weight, none for the rare one
    for _ in range(3):
        _, state = adagrad(w, np.array([4.0, 0.0]), state, 0.1)
    w_new, state = adagrad(w, np.array([4.0, 4.0]), state, 0.1)
    assert np.allclose(w_new, [9.95, 9.9])
    fig, ax = new_figure(height=2.0, title="Same gradient, same lr, another history")
    draw.by_hand(ax, w, w_new, ["frequent: 0.4 / √64", "rare: 0.4 / √16"])
    plt.show()
    print("from", w, "to", w_new, "the updates are", np.round(w - w_new, 4))

# %% [markdown]
# *What you saw.* The rare weight goes from 10 to 9.9 and the frequent one to 9.95. **What is true:** the update is the
# difference, 10 − 9.9 = 0.1, and it is twice as large as the other's 0.05, since √64 is twice √16.

# %% [markdown]
# ### Exercise 7.6 — The effective learning rate (1 point)
# "A rate for every weight" can be measured, for any optimizer: with which learning rate would plain SGD have made this step?
# Write `effective_lr(w, w_new, dw)`.
#
# - `w` and `w_new` are the weights before and after a step, `dw` is the gradient at `w`: arrays of one shape, of floats or integers.
# - What comes back is an array of that shape: for each weight the rate r with `w_new = w - r * dw`. It is negative if the step went *up* the gradient.
# - Where `dw` is 0 no rate can be told: NaN.
# - In the example by hand: `effective_lr(np.array([10.0, 10.0]), np.array([9.95, 9.9]), np.array([4.0, 4.0]))` is `[0.0125, 0.025]`.
#
# <details><summary>Hint 1</summary>Solve w_new = w − r · dw for r.</details>
# <details><summary>Hint 2</summary>Momentum may move a weight whose gradient is 0. What does the division give there: NaN, or something else?</details>
# <details><summary>Hint 3</summary>Dividing by NaN gives NaN. Which divisor do you want where dw is 0?</details>

# %% ex-effective_lr
def effective_lr(w, w_new, dw):
    """The learning rate with which SGD would have made the same step, weight by weight.

    Parameters
    ----------
    w, w_new : ndarray
        Weights before and after the step.
    dw : ndarray
        The gradient at w.

    Returns
    -------
    ndarray
        One rate for each weight; NaN where the gradient is 0.
    """
    ### BEGIN SOLUTION
    return (w - w_new) / np.where(dw == 0, np.nan, dw)
    ### END SOLUTION

# %% check-effective_lr
c = Check("optimizers.effective_lr", points=1)
c.equal([0.0125, 0.025], np.array([10.0, 10.0]), np.array([9.95, 9.9]), np.array([4.0, 4.0]))
c.equal([[0.2, -0.5, 0.0]], np.array([[1.0, 2.0, 3.0]]), np.array([[0.0, 4.0, 3.0]]),
        np.array([[5.0, 4.0, -0.5]]))
c.equal([0.1, np.nan, np.nan], np.array([2.0, 2.0, -1.0]), np.array([2.3, 1.5, -1.0]),
        np.array([-3.0, 0.0, 0.0]))
# small is not 0
c.equal([0.5, 2.0], np.array([0.0, 0.0]), np.array([-5e-10, 4e-13]), np.array([1e-9, -2e-13]))
# integers come in
c.equal([[1.5], [np.nan]], np.array([[7], [2]]), np.array([[1], [5]]), np.array([[4], [0]]))
c.sweep()
c.score()

# %% [markdown]
# ### A feature that occurs once in fifty examples
#
# A linear model learns two weights, one example at a time, from noisy targets; both should become 1. The first feature is
# there in every example, the second in 2 % of them, so that it is seen about 12 times in 600 steps.

# %%
def rare_feature(update, lr, steps=600):
    """Weights (steps + 1, 2) and effective rates (steps, 2) with a frequent and a rare feature."""
    rng = np.random.default_rng(7)
    w, state, path, rates = np.zeros(2), None, [np.zeros(2)], []
    for _ in range(steps):
        x = np.array([1.0, rng.random() < 0.02])
        dw = (x @ w - (x.sum() + rng.normal(0, 0.5))) * x  # both true weights are 1
        w_new, state = update(w, dw, state, lr)
        rates.append(effective_lr(w, w_new, dw))
        w = w_new
        path.append(w)
    return np.array(path), np.array(rates)


if ready("optimizers.rare", "sgd", "adagrad", "effective_lr"):
    t = np.arange(601)
    fig, axes = new_figure(
        ncols=3,
        height=3.0,
        title="A frequent feature (thin) and a rare one (bold): both should be 1",
    )
    for ax, (name, update, lr) in zip(axes, (("sgd", sgd, 0.05), ("adagrad", adagrad, 0.5))):
        path, rates = rare_feature(update, lr)
        draw.two_weights(ax, t, *path.T, goal=1.0, title=f"{draw.NAMES[name]}, lr = {lr:g}",
                         colour=COLOURS[name])
        spread = np.std(path[300:, 0])
        print(f"{name}: rare weight {path[-1, 1]:.2f} in the end, frequent one "
              f"{path[300:, 0].mean():.2f} ± {spread:.2f}")
    axes[0].set_ylabel("weight")
    draw.rates_per_weight(axes[2], t[1:], *rates.T, colour=COLOURS["adagrad"])
    draw.panel_title(axes[2], "AdaGrad's rates")
    plt.show()
    last = rates[:, 0][-1], rates[:, 1][np.isfinite(rates[:, 1])][-1]
    print(f"AdaGrad's last effective rates: {last[0]:.3f} for the frequent weight, {last[1]:.3f} "
          "for the rare one")

# %% [markdown]
# *What you saw.* SGD's rare weight (bold) climbs in a few small steps and is at 0.43 in the end; AdaGrad's is at 0.77, with
# the same scatter of ± 0.09 in the frequent weight. The last effective rate of the rare weight is 0.19, four to five times
# that of the frequent one, 0.041, which had fifty times as many gradients.

# %% [markdown]
# ### Prediction 7.b — A sum only grows (1 point)
# The gradients of a weight stay as large as they are: on average the same size at the 10,000th step as at the first. How
# long is AdaGrad's 10,000th step, against its first?
#
# - (a) as long: it divides by the size of the gradients, and that stays the same
# - (b) about 1/100
# - (c) about 1/10,000

# %% predict-sum
def predict_sum():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION

# %% check-predict_sum
c = Check("optimizers.predict_sum", points=1)
c.one_of("a", "b", "c")
c.score()

# %% [markdown]
# ### Forget slowly
#
# RMSProp changes one thing: in place of the sum it keeps a *moving average* (이동 평균) of the squares. At each step the
# fraction `rho` of the old average is kept, and the rest comes from the present square (as in the running statistics of 06, whose m was 1 − `rho`):
#
# $$s \leftarrow \rho\, s + (1 - \rho)\, dw^2 \qquad w \leftarrow w - \mathtt{lr}\,\frac{dw}{\sqrt{s} + \mathtt{eps}}$$
#
# The two weights `rho` and `1 − rho` add up to 1: gradients of constant size g lead to s = g², however long it takes, where
# the sum would grow as t g². With `rho = 0.9`, as in Hinton's lecture, the average looks back over about 1/(1 − rho) = 10
# steps. (PyTorch's default is 0.99.)

# %% [markdown]
# ### Exercise 7.7 — RMSProp (1 point)
# Write `rmsprop(w, dw, state, lr, rho=0.9, eps=1e-8)` by the contract above: AdaGrad with the moving average in place of the
# sum. `eps` stands outside the root. The average starts at 0, as every memory does.
#
# - One weight from 0, `lr = 0.1`, `rho = 0.75`, gradients 4 and −1: averages 0.25 · 16 = 4 and 0.75 · 4 + 0.25 · 1 = 3.25; steps 0.1 · 4/2 and 0.1 · (−1)/1.8028; weights −0.2 and −0.1445.
#
# <details><summary>Hint 1</summary>In which line do AdaGrad and RMSProp differ?</details>
# <details><summary>Hint 2</summary>If rho is close to 1, is the average close to what it was, or close to the new square?</details>

# %% ex-rmsprop
def rmsprop(w, dw, state, lr, rho=0.9, eps=1e-8):
    """One step of RMSProp.

    Parameters
    ----------
    w, dw : ndarray
        Weights and gradient, of the same shape.
    state : None, or what the last call returned
    lr : float
        Learning rate.
    rho : float, 0 <= rho < 1
        What is kept of the average of the squares.
    eps : float
        Added to the root, so that nothing is divided by 0.

    Returns
    -------
    w : ndarray
        The new weights, a new array.
    state
        Whatever the next call needs.
    """
    ### BEGIN SOLUTION
    s = 0 if state is None else state
    s = rho * s + (1 - rho) * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s
    ### END SOLUTION

# %% check-rmsprop
c = Check("optimizers.rmsprop", points=1)
# the gradients of three steps, for two weights; what is expected are the weights after each step
G = np.array([[4.0, -1.0], [-1.0, 0.0], [2.0, 3.0]])
c.holds("a pair comes back: the new weights, of w's shape, and the state", lambda f: is_pair(f, G))
c.equal([[-0.2, 0.2], [-0.14452998, 0.2], [-0.25240196, 0.005971497]], G, rho=0.75, through=walk)
# rho is 0.9
c.equal([[-0.31622776, 0.31622776], [-0.23564547, 0.31622776], [-0.3852998, 0.013336493]],
        G, through=walk)
c.equal([[-0.13333333, 0.06666667], [-0.09765442, 0.06666667], [-0.16773028, -0.05115761]],
        G, rho=0.75, eps=1.0, through=walk)
# √s is eps: step 1 is lr long
c.equal([[-0.1]], np.array([[2e-8]]), rho=0.75, through=walk)
late = np.array([[0.0, 2.0], [0.0, 0.0], [2.0, 2.0]])  # steps without a gradient count
c.equal([[0.0, -0.31622776], [0.0, -0.31622776], [-0.31622776, -0.551278]], late, through=walk)
# another learning rate in the last step
c.equal([[-0.31622776, 0.31622776], [-0.23564547, 0.31622776], [-0.2506109, 0.28593863]],
        G, [0.1, 0.1, 0.01], through=walk)
# integer weights, gradients that are not
start, slopes = np.array([0, 1]), np.array([[2.5, -1.5], [-1.0, 3.0]])
c.equal([[-0.31622776, 1.3162278], [-0.19336874, 1.0305135]], slopes, start=start, through=walk)
c.equal([-0.3852998, 0.013336493], G, -3 * G, through=in_turn)  # two arrays in turn
c.holds("the same call a second time gives the same weights", lambda f: again(f, G))
c.sweep()
c.score()

# %%
if ready("optimizers.stall", "adagrad", "rmsprop", "effective_lr", "predict_sum"):
    # 50 weights; the gradients' size never changes
    G = np.random.default_rng(0).normal(0, 1, (10_000, 50))
    rates, lengths = {}, {}
    for name, update in (("adagrad", adagrad), ("rmsprop", rmsprop)):
        w, state, rate, length = np.zeros(50), None, [], []
        for dw in G:
            w_new, state = update(w, dw, state, 0.01)
            rate.append(np.median(effective_lr(w, w_new, dw)))
            length.append(np.mean(np.abs(w_new - w)))
            w = w_new
        rates[name], lengths[name] = np.array(rate), np.array(length)
    t = np.arange(1, 10_001)
    slopes = {name: np.polyfit(np.log(t[99:]), np.log(rate[99:]), 1)[0]
              for name, rate in rates.items()}
    fig, ax = new_figure(height=3.2,
                         title="lr = 0.01, gradients of constant size: the rate that a weight gets")
    shown = np.unique(np.geomspace(1, 10_000, 300).astype(int)) - 1
    draw.step_against_time(ax, t[shown], {name: rate[shown] for name, rate in rates.items()},
                           slopes)
    plt.show()
    ratio = {name: length[-100:].mean() / length[0] for name, length in lengths.items()}
    print("the last 100 steps against the first one:",
          {name: float(np.round(value, 4)) for name, value in ratio.items()})
    outcome = "a" if ratio["adagrad"] > 0.1 else "b" if ratio["adagrad"] > 0.001 else "c"
    reveal("predict_sum", outcome, "The sum grows as t, its root as √t, and √10,000 is 100.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# On logarithmic axes AdaGrad's rate is a line with the slope −0.50: it falls as 1/√t, though the gradients
# do not change at all. RMSProp's rate falls for some twenty steps, while its average fills up, and then stays: slope 0.00. (Its
# steps end at a quarter of the first one, since the first is 3.16 lr long: see part D.)
#
# </details>

# %% [markdown]
# ## D. Adam
#
# ### Averages that start at zero
#
# Adam (*adaptive moments*) keeps two moving averages: `m` of the gradients, for the direction, and `s` of their squares, for
# the size. Both start at 0, and that is a flaw: after the first step `m` is only (1 − beta1) dw, a tenth of the gradient
# that it should stand for, and `s` a thousandth of its square. In general, after t steps of constant gradient, a share 1 −
# betaᵗ of it has arrived. So both are divided by what has arrived: the *bias correction* (편향 보정).
#
# $$m \leftarrow \beta_1 m + (1 - \beta_1)\, dw \qquad s \leftarrow \beta_2 s + (1 - \beta_2)\, dw^2$$
#
# $$\hat m = \frac{m}{1 - \beta_1^t} \qquad \hat s = \frac{s}{1 - \beta_2^t} \qquad w \leftarrow w - \mathtt{lr}\,\frac{\hat m}{\sqrt{\hat s} + \mathtt{eps}}$$
#
# `t` counts the steps, from 1. (The paper writes v for `s`. `eps` stands outside the root, as in its Algorithm 1.)

# %% [markdown]
# ### Prediction 7.c — Adam's first step (1 point)
# Two weights with `lr = 0.001`. The first gradient of one is 1000, of the other 0.001. How long are Adam's first steps?
#
# - (a) 1 and 0.000001: in proportion to the gradients
# - (b) both 0.001
# - (c) the first is long but limited, by `eps` and by the root: about √1000 times the second

# %% predict-first
def predict_first():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION

# %% check-predict_first
c = Check("optimizers.predict_first", points=1)
c.one_of("a", "b", "c")
c.score()

# %% [markdown]
# ### Exercise 7.8 — Adam (3 points)
# Write `adam(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8)` by the contract above and the five formulas. `eps` is
# added to the root of the *corrected* `s`.
#
# - One weight from 0, `lr = 0.1`, `beta1 = 0.5`, `beta2 = 0.75`, gradients 3 and −4:
#
# | t | m | s | m / (1 − 0.5ᵗ) | s / (1 − 0.75ᵗ) | step | weight |
# |---|---|---|---|---|---|---|
# | 1 | 1.5 | 2.25 | 3 | 9 | 0.1 · 3/3 = 0.1 | −0.1 |
# | 2 | −1.25 | 5.6875 | −1.6667 | 13 | 0.1 · (−1.6667)/3.6056 = −0.0462 | −0.0538 |
#
# <details><summary>Hint 1</summary>How many things must be remembered? Count what the formulas use from the step before: three. What is each of them at the start?</details>
# <details><summary>Hint 2</summary>A tuple of three can be returned as the state, and taken apart again at the next call. (If you prefer a dict, make a new one each time: the one that you were given must not change.)</details>
# <details><summary>Hint 3</summary>The corrected averages serve this step only. What is remembered is m and s as they were before the correction: else they would be corrected again at each step.</details>

# %% ex-adam
def adam(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """One step of Adam.

    Parameters
    ----------
    w, dw : ndarray
        Weights and gradient, of the same shape.
    state : None, or what the last call returned
    lr : float
        Learning rate.
    beta1, beta2 : float, 0 <= beta < 1
        What is kept of the average of the gradients, and of that of their squares.
    eps : float
        Added to the root, so that nothing is divided by 0.

    Returns
    -------
    w : ndarray
        The new weights, a new array.
    state
        Whatever the next call needs.
    """
    ### BEGIN SOLUTION
    m, s, t = (0, 0, 0) if state is None else state
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw**2
    t = t + 1
    m_hat, s_hat = m / (1 - beta1**t), s / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(s_hat) + eps), (m, s, t)
    ### END SOLUTION

# %% check-adam
c = Check("optimizers.adam", points=3)
# the gradients of three steps, for two weights; what is expected are the weights after each step
G = np.array([[3.0, -1.0], [-4.0, 0.0], [12.0, 2.0]])
c.holds("a pair comes back: the new weights, of w's shape, and the state", lambda f: is_pair(f, G))
betas = {"beta1": 0.5, "beta2": 0.75}
c.equal([[-0.1, 0.1], [-0.05377498, 0.1509175], [-0.12738113, 0.07972416]],
        G, **betas, through=walk)
# betas 0.9 and 0.999
c.equal([[-0.1, 0.1], [-0.08064896, 0.16700582], [-0.1338724, 0.13300238]], G, through=walk)
c.equal([[-0.075, 0.05], [-0.03881179, 0.0701452], [-0.1045419, 0.028558686]],
        G, eps=1.0, **betas, through=walk)
# a gradient as small as eps: step 1 is lr / 2 long
c.equal([[-0.05]], np.array([[1e-8]]), through=walk)
late = np.array([[0.0, 2.0], [0.0, 0.0], [2.0, 2.0]])  # steps without a gradient count
c.equal([[0.0, -0.1], [0.0, -0.16700582], [-0.06388136, -0.2488061]], late, through=walk)
# another learning rate in the last step
c.equal([[-0.1, 0.1], [-0.08064896, 0.16700582], [-0.0859713, 0.16360548]],
        G, [0.1, 0.1, 0.01], through=walk)
# integer weights, gradients that are not
start, slopes = np.array([0, 1]), np.array([[2.5, -1.5], [-1.0, 3.0]])
c.equal([[-0.1, 1.1], [-0.13456058, 1.0633896]], slopes, start=start, through=walk)
c.equal([-0.1338724, 0.13300238], G, -3 * G, through=in_turn)  # two arrays in turn
c.holds("the same call a second time gives the same weights", lambda f: again(f, G))
c.sweep()
c.score()

# %% [markdown]
# > **Myth.** "Adam = RMSProp + momentum, full stop."
#
# Build exactly that, without the correction, and compare the first steps. Without a velocity, and with `beta2 = 0.9`, Adam
# is RMSProp with correction.

# %%
def rmsprop_plus_momentum(w, dw, state, lr, beta1=0.9, beta2=0.999):
    """Adam without bias correction."""
    m, s = state if isinstance(state, tuple) else (0, 0)
    m, s = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw**2
    return w - lr * m / (np.sqrt(s) + 1e-8), (m, s)


if ready("optimizers.first_steps", "descend", "rmsprop", "adam", "predict_first"):
    t = np.arange(1, 3001)

    def step_sizes(update):  # with a gradient that is always 1, in units of lr
        return -np.diff(descend(update, lambda w: np.ones(1), np.zeros(1), 0.001,
                                3000)[:, 0]) / 0.001

    rms, plain = step_sizes(rmsprop), step_sizes(rmsprop_plus_momentum)
    corrected, full = step_sizes(lambda *step: adam(*step, beta1=0.0, beta2=0.9)), step_sizes(adam)
    fig, (left, right) = new_figure(ncols=2, height=3.1, sharey=True,
                                    title="Steps at constant gradient")
    draw.first_steps(left, t, corrected, rms, COLOURS["rmsprop"], "RMSProp, rho = 0.9", (3.2, 2.3))
    draw.first_steps(right, t, full, plain, COLOURS["adam"], "Adam, betas 0.9 and 0.999", (55, 6.9))
    left.set_ylabel("step, in units of lr")
    plt.show()
    print(f"first step: RMSProp {rms[0]:.3f} lr (1/√(1 − rho) = {0.1**-0.5:.3f}), Adam "
          f"{full[0]:.3f} lr")
    print(f"without correction: first {plain[0]:.3f} lr, longest {plain.max():.2f} lr at step "
          f"{plain.argmax() + 1},",
          f"within 10 % of lr from step {t[plain > 1.1][-1] + 1} on")
    w, _ = adam(np.zeros(2), np.array([1000.0, 0.001]), None, 0.001)
    outcome = "b" if close(w, [-0.001, -0.001],
                           tol=1e-4) else "a" if close(w, [-1.0, -1e-6]) else "c"
    reveal("predict_first", outcome,
           f"They are {-w[0]:.6f} and {-w[1]:.6f}: dw/√(dw²) is the sign, and lr does the rest.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# Adam's first step is lr long, up to eps, whatever the gradient; RMSProp's is lr/√(1 − rho) = 3.16 lr long, and it takes some twenty steps
# to come down to lr. Without correction Adam's first step is 3.16 lr too, then the steps *grow*, to 6.57 lr, and are near lr
# only after 1,750 steps. **What is true:** Adam is RMSProp, plus momentum, plus a bias correction, without which the first
# hundreds of steps are several times too long.
#
# </details>

# %% [markdown]
# Does it matter in a network? The same 64-unit network learns clothes with both, from the same weights, with the same
# batches and the same `lr`.

# %%
def new_net(seed):
    return MLP((784, 64, 10), "relu", np.random.default_rng(seed))


if ready("optimizers.correction", "adam"):
    def losses(update):  # mean of five networks
        return np.mean([train(new_net(seed), X, y, lr=0.005, rng=np.random.default_rng(seed),
                              steps=60, batch_size=64,
                              update=update, progress=False).loss for seed in range(5)], axis=0)

    full, plain = losses(adam), losses(rmsprop_plus_momentum)
    fig, ax = new_figure(height=2.4,
                         title="Fashion-MNIST, lr = 0.005: the first 60 steps, mean of 5 networks")
    draw.with_and_without(ax, full, plain, COLOURS["adam"])
    plt.show()
    for name, loss in (("Adam", full), ("without correction", plain)):
        print(f"{name}: loss at step 10 {loss[9]:.2f}, mean of steps 51 to 60 "
              f"{loss[-10:].mean():.2f}")

# %% [markdown]
# *What you saw.* Without the correction the loss falls for two or three steps and then comes to a halt: it is 1.64 at the
# tenth step, where Adam's is 0.82. Fifty steps later the gap is smaller, and not closed.

# %% [markdown]
# ## E. The race
#
# All six start at the same point of the ravine. Each gets the learning rate, out of the same 25 between 0.001 and 1, with
# which its loss is lowest after 60 steps. Below the picture the race is repeated, moving: ▶ starts it.

# %%
OPTIMIZERS = "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"
if ready("optimizers.race", "descend", *OPTIMIZERS):
    optimizers = dict(zip(OPTIMIZERS, (sgd, momentum, nesterov, adagrad, rmsprop, adam)))

    def fastest(update, H, start, steps=60):
        """The path, and its losses, with the best of 25 learning rates."""
        with np.errstate(all="ignore"):  # too high a rate overflows
            paths = [descend(update, lambda w: H @ w, start, lr, steps)
                     for lr in np.logspace(-3, 0, 25)]
            losses = [np.einsum("ti,ij,tj->t", path, H, path) / 2 for path in paths]
        best = min(range(25), key=lambda k: np.nan_to_num(losses[k][-1], nan=np.inf))
        return paths[best], losses[best], np.logspace(-3, 0, 25)[best]

    results = {name: fastest(update, H, START) for name, update in optimizers.items()}
    paths = {name: result[0] for name, result in results.items()}
    fig, ax = new_figure(height=3.2,
                         title="Down the ravine, each with its best learning rate: after 12 steps")
    draw.race(ax, H, paths, upto=12)
    ax.legend(fontsize=8.5, ncols=6, frameon=False, loc="lower center", columnspacing=0.9,
              handletextpad=0.2)
    plt.show()
    fig, ax = new_figure(height=3.0)
    draw.race(ax, H, paths, upto=0)  # the same race, moving: ▶ starts it
    display(HTML(draw.movie(fig, lambda step: draw.move(ax, paths, step),
                            [*range(6), 8, 10, 12, 15, 20, 30, 45, 60])))
    for name, (_, loss, lr) in results.items():
        print(f"{name:9} lr {lr:<6.2g} loss after 12 steps {loss[12]:.1g}, after 60 {loss[60]:.1g}")

# %% [markdown]
# *What you saw.* After 12 steps momentum's loss is lowest (0.04). Adam is as far along, but still up on the side, where height counts a hundred
# times (0.3). AdaGrad and RMSProp (wide and narrow line) come down along the floor; SGD is last. After 60 steps RMSProp and Nesterov lead.
# Momentum and AdaGrad have taken the largest of the 25 rates. A wider grid leaves momentum where it is; AdaGrad would gain with every larger rate, until its first
# step is as long as the whole way. Where a winner stands at the edge of a grid, the grid is too narrow to judge by.

# %% [markdown]
# ### Turn the ravine
#
# A rate for every weight helps if the ravine lies along an axis: one weight is steep, the other flat, and each gets what it
# needs. Turned by 45°, the same ravine is as steep in one weight as in the other. SGD and momentum only add up gradients,
# and do not notice: their whole path turns with the ravine. The others take roots and quotients weight by weight.

# %%
if ready("optimizers.turned", "descend", *OPTIMIZERS):
    R = np.array([[1, -1], [1, 1]]) / np.sqrt(2)  # a turn by 45°
    H_turned = R @ H @ R.T
    after = {name: fastest(update, H_turned, R @ START) for name, update in optimizers.items()}
    fig, ax = new_figure(height=3.0,
                         title="Loss after 60 steps: ravine along an axis (filled) and turned by "
                               "45° (hollow)")
    plain, turned = ({name: loss[-1] for name, (_, loss, _) in found.items()}
                     for found in (results, after))
    draw.turned(ax, plain, turned, list(OPTIMIZERS))
    ax.set_xlabel("loss after 60 steps (log scale)")
    plt.show()
    for name in OPTIMIZERS:
        print(f"{name:9} along an axis {plain[name]:.1e}, turned {turned[name]:.1e}")

# %% [markdown]
# *What you saw.* SGD, momentum and Nesterov end where they ended before, to the last digit shown. AdaGrad's loss is 80 times
# what it was, RMSProp's 800 times, Adam's 17 times: what looked like cleverness was an axis that happened to lie right. (Adam
# stands at the edge of the grid now; with a rate of 1.8 it would lose a factor of 2 only.) Real
# losses have no ravine along an axis, but often features and layers of different scale, and there rates for each weight do
# help.

# %% [markdown]
# ## F. A fair comparison
#
# ### Each with its own rate
#
# "Adam beats SGD" says nothing as long as both run with the same `lr`: a good rate for one is a hundredth of a good one for
# the other. A fair comparison gives every optimizer **the same grid of rates, the same number of tries and the same seeds**,
# picks a rate by the loss on a *validation set* (검증 집합), and then measures, with new seeds, on test data that played no
# part.
#
# Some tries will diverge: their loss becomes infinite or NaN (not a number). A rate that sometimes diverges is not a good
# rate.

# %% [markdown]
# ### Exercise 7.9 — The best learning rate (2 points)
# Write `best_learning_rate(lrs, losses)`.
#
# - `lrs` has n different rates, in any order: an array of shape (n,). `losses` (n, k) holds the final losses of k tries with each: row i belongs to `lrs[i]`.
# - What comes back is one number: the rate whose *mean* loss over its tries is smallest.
# - A rate of which any try is NaN or infinite cannot win. At least one rate has none.
# - If several rates have exactly the same mean, the smallest of these rates wins.
# - With `lrs = [0.1, 1, 0.01]` and `losses = [[0.5, 0.7], [0.2, nan], [0.9, 0.8]]` it is 0.1: the means are 0.6 and 0.85, and rate 1 is out.
#
# <details><summary>Hint 1</summary>What does NumPy's mean give if one of the numbers is NaN? And what does <code>argmin</code> make of an array with NaN in it?</details>
# <details><summary>Hint 2</summary>Replace the mean of every rate that is out by something that can never be the smallest, however large the losses are.</details>
# <details><summary>Hint 3</summary>For ties: <code>argmin</code> names the first place only. Which rates have a mean equal to the smallest one, and which of these rates is asked for?</details>

# %% ex-best_learning_rate
def best_learning_rate(lrs, losses):
    """The learning rate with the smallest mean loss.

    Parameters
    ----------
    lrs : ndarray (n,)
        Learning rates, all different, in any order.
    losses : ndarray (n, k)
        Final losses of k tries with each; NaN or infinity for a try that diverged.

    Returns
    -------
    float
        Of several equally good ones the smallest.
    """
    ### BEGIN SOLUTION
    mean = np.mean(losses, axis=1)
    mean = np.where(np.isfinite(mean), mean, np.inf)
    return np.min(lrs[mean == np.min(mean)])
    ### END SOLUTION

# %% check-best_learning_rate
c = Check("optimizers.best_learning_rate", points=2)
nan, inf = np.nan, np.inf
c.equal(0.1, np.array([0.1, 1.0, 0.01]), np.array([[0.5, 0.7], [0.2, nan], [0.9, 0.8]]))
c.equal(0.3, np.array([3.0, 0.3, 0.1]),
        np.array([[inf, 0.1, 0.1], [0.6, 0.5, 0.7], [0.7, 0.5, 0.9]]))
# a tie of three
c.equal(0.02, np.array([0.5, 0.02, 0.1]), np.array([[0.25, 0.75], [0.75, 0.25], [0.5, 0.5]]))
c.equal(0.4, np.array([0.2, 0.4]), np.array([[0.501, 0.501], [0.5, 0.5]]))  # no tie
c.equal(1.0, np.array([0.1, 1.0]), np.array([[nan], [2.0]]))
c.equal(0.1, np.array([0.1, 1.0, 0.01]), np.array([[5000.0, 7000.0], [nan, 0.2], [9000.0, 8000.0]]))
# the mean, not the best try
c.equal(0.5, np.array([0.1, 0.5]), np.array([[0.0, 1.0], [0.25, 0.5]]))
# the mean, not the median
c.equal(0.2, np.array([0.2, 0.4]), np.array([[0.5, 0.5, 0.8], [0.9, 0.45, 0.48]]))
c.equal(0.25, np.array([0.5, 0.25]), np.array([[-inf, 0.1], [3.0, 2.0]]))
c.sweep()
c.score()

# %% [markdown]
# ### Prediction 7.d — How far apart? (1 point)
# Six optimizers train a network with 64 hidden units on 4,000 pictures of clothes, 200 steps each, every one with its own
# best learning rate out of the same eight. How far apart are the best and the worst mean test accuracy?
#
# - (a) less than 5 percentage points
# - (b) between 5 and 15
# - (c) more than 15

# %% predict-apart
def predict_apart():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "a"
    ### END SOLUTION

# %% check-predict_apart
c = Check("optimizers.predict_apart", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
LRS = np.array([3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0])


def attempt(update, lr, seed, steps, X_held_out, y_held_out):
    """Train on 4,000 pictures; loss and accuracy on others (NaN, 0 if training diverged)."""
    net = new_net(seed)
    history = train(net, X[:4000], y[:4000], lr=lr, rng=np.random.default_rng(seed), steps=steps,
                    batch_size=64,
                    update=update, progress=False)
    return (np.nan, 0.0) if history.diverged else evaluate(net, X_held_out, y_held_out)


if ready("optimizers.search", *OPTIMIZERS, "best_learning_rate"):
    optimizers = dict(zip(OPTIMIZERS, (sgd, momentum, nesterov, adagrad, rmsprop, adam)))
    best, tried = {}, {}
    fig, axes = new_figure(ncols=3, nrows=2, height=3.9, sharex=True, sharey=True,
                           title="Validation accuracy after 200 steps, three tries at each rate")
    for ax, (name, update) in zip(axes.flat, optimizers.items()):
        losses, tried[name] = np.array([[attempt(update, lr, seed, 200, X[4000:], y[4000:])
                                         for seed in range(3)]
                                        for lr in LRS.tolist()]).transpose(2, 0, 1)
        best[name] = float(best_learning_rate(LRS, losses))
        draw.accuracy_by_rate(ax, LRS, tried[name], name, best[name])
    for ax in axes[1]:
        ax.set_xlabel("lr (log scale)")
    for ax in axes[:, 0]:
        ax.set_ylabel("accuracy, percent")
    plt.show()
    for name, accuracy in tried.items():
        mean = accuracy.mean(axis=1)
        good = np.sum(mean > mean.max() - 0.05)
        print(f"{name:9} best lr {best[name]:<6g} highest mean {mean.max():.1%}; within 5 points "
              f"of it: {good} of 8 rates")

# %% [markdown]
# *What you saw.* The best rates lie between 0.003 (RMSProp, Adam) and 0.3 (SGD), a factor of a hundred apart: at lr = 0.003
# SGD reaches 53 %. Every optimizer needs its rate; how *wide* the plateau is differs, and here it is AdaGrad's that is
# widest, not Adam's. (The choice is made by the loss, so the dashed line need not stand at the highest accuracy. Nesterov
# with rate 1 diverged, and is drawn at 0.)

# %%
if ready("optimizers.final", *OPTIMIZERS, "best_learning_rate", "predict_apart"):
    final = {name: np.array([attempt(update, best[name], seed, 200, X_test, y_test)[1]
                             for seed in range(10, 20)])
             for name, update in optimizers.items()}
    fig, ax = new_figure(height=3.4,
                         title="200 steps with the best rate, ten new seeds (marks); mean ± "
                               "standard deviation")
    draw.comparison(ax, final)
    plt.show()
    means = [values.mean() for values in final.values()]
    apart = 100 * (max(means) - min(means))
    outcome = "a" if apart < 5 else "b" if apart < 15 else "c"
    spread = 100 * np.mean([values.std(ddof=1) for values in final.values()])
    reveal("predict_apart", outcome,
           f"The means lie {apart:.1f} points apart; tries of one kind scatter by {spread:.1f}.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# With rates searched alike, all six means lie within about two points, while tries of one kind scatter by nearly
# one. Plain SGD is last and the differences among the others are hardly larger than their error bars. On other problems the
# order may be another; that the learning rate matters more than the optimizer's name is the rule.
#
# </details>

# %% [markdown]
# ### Rates of one's own, in a real network
#
# The corner pixels of the pictures are hardly ever inked, the middle often. Does AdaGrad see that? The next cell takes, of a
# training run, the effective rates of all weights that lead from a pixel to the 64 hidden units, and shows their median for
# each pixel.

# %%
if ready("optimizers.pixels", "adagrad", "effective_lr"):
    seen = {}

    def watched(w, dw, state, lr):
        w_new, state = adagrad(w, dw, state, lr)
        if w.shape == (784, 64):
            rate = effective_lr(w, w_new, dw)
            # the newest that could be told
            seen["rate"] = np.where(np.isfinite(rate), rate, seen.get("rate", np.nan))
        return w_new, state

    train(new_net(0), X[:4000], y[:4000], lr=0.03, rng=np.random.default_rng(0), steps=150,
          batch_size=64,
          update=watched, progress=False)
    # a pixel that is blank in every picture has no gradient
    told = np.any(np.isfinite(seen["rate"]), axis=1)
    rate, inked = np.full(784, np.nan), np.mean(pixels[:4000] > 0, axis=0)
    rate[told] = np.nanmedian(seen["rate"][told], axis=1)
    fig, axes = new_figure(
        ncols=2,
        height=2.9,
        title="AdaGrad, lr = 0.03: frequent pixels get low rates, rare ones high",
    )
    draw.pixels(axes[0], 100 * inked, "how often a pixel is inked", "percent of the pictures")
    draw.pixels(axes[1], rate, "effective rate after 150 steps", "median of 64 weights (log)",
                log=True)
    plt.show()
    order = np.argsort(inked)
    rare, frequent = np.nanmedian(rate[order[:100]]), np.nanmedian(rate[order[-100:]])
    print(f"median rate of the 100 rarest pixels {rare:.3g}, of the 100 most frequent "
          f"{frequent:.3g}")

# %% [markdown]
# *What you saw.* The weights of the 100 rarest pixels have a median rate of about 10, those of the 100 most frequent about
# 1: AdaGrad found out by itself which pixels are rare, from the gradients alone.

# %% [markdown]
# ## Further
#
# Three tools from the neighbourhood. These exercises are checked like the others; they give no points.

# %% [markdown]
# ### Further 7.10 — AdamW: decay apart from the gradient
# *Weight decay* (가중치 감쇠) shrinks every weight a little at each step. Added to the gradient, as `dw + decay * w`, it would go
# through Adam's averages and be divided by √s: weights with large gradients would decay less. AdamW (Loshchilov and Hutter,
# 2019) keeps it apart. Write `adamw(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01)`, by the contract of the
# optimizers:
#
# - the new weights are those of Adam's step (7.8), minus `lr * decay` times the *old* weights; the decay does not enter the averages. (As in PyTorch.)
# - One weight at 10 with `lr = 0.1`, `decay = 0.5` and the gradient 3: Adam's step is 0.1, the decay 0.1 · 0.5 · 10 = 0.5, and the weight goes to 9.4.
#
# <details><summary>Hint 1</summary>You have a function that makes Adam's step and keeps its state. What is left to do to its weights?</details>

# %% ex-adamw
def adamw(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """One step of Adam with decoupled weight decay.

    Parameters
    ----------
    w, dw : ndarray
        Weights and gradient, of the same shape.
    state : None, or what the last call returned
    lr : float
        Learning rate, of the step and of the decay.
    beta1, beta2, eps : float
        As for adam.
    decay : float
        Weight decay.

    Returns
    -------
    w : ndarray
        The new weights, a new array.
    state
        Whatever the next call needs.
    """
    ### BEGIN SOLUTION
    w_new, state = adam(w, dw, state, lr, beta1, beta2, eps)
    return w_new - lr * decay * w, state
    ### END SOLUTION

# %% check-adamw
c = Check("optimizers.adamw", points=0)
# the gradients of three steps, for two weights; what is expected are the weights after each step
G = np.array([[3.0, -1.0], [-4.0, 0.0], [12.0, 2.0]])
far = np.array([10.0, -4.0])  # where they start
c.equal([[9.4, -3.7], [8.949351, -3.447994], [8.44866, -3.309598]],
        G, start=far, decay=0.5, through=walk)
# decay is 0.01
c.equal([[9.89, -3.896], [9.899461, -3.825098], [9.836338, -3.8552765]], G, start=far, through=walk)
c.equal([[4.625, -1.75], [2.493441, -0.774274], [0.91807, -0.5950696]],
        G, 0.5, far, beta1=0.5, beta2=0.75, eps=1.0, decay=1.0, through=walk)
# another learning rate in the last step
c.equal([[9.4, -3.7], [8.949351, -3.447994], [8.899282, -3.4341546]],
        G, [0.1, 0.1, 0.01], far, decay=0.5, through=walk)
# a gradient as small as eps: step 1 is lr / 2 long
c.equal([[-0.05]], np.array([[1e-8]]), through=walk)
# integer weights, gradients that are not
start, slopes = np.array([0, 1]), np.array([[2.5, -1.5], [-1.0, 3.0]])
c.equal([[-0.1, 1.099], [-0.13446058, 1.0612906]], slopes, start=start, through=walk)
c.equal([-0.14268285, 0.13573247], G, -3 * G, through=in_turn)  # two arrays in turn
c.sweep()
c.score()

# %% [markdown]
# ### Further 7.11 — Clipping the gradient
# One freak batch can have a gradient a thousand times as long as usual, and an SGD step along it undoes an hour of training.
# *Gradient clipping* (기울기 클리핑; Pascanu, Mikolov and Bengio, 2013) shortens it and keeps its direction. Write
# `clip_by_norm(grads, max_norm)`.
#
# - `grads` is a list of arrays, the gradients of all parameters, of any shapes; floats or integers. `max_norm` is a positive number.
# - The norm is that of all entries of all arrays together: the root of the sum of all their squares.
# - What comes back is a tuple of arrays in the same order. If the norm is larger than `max_norm`, they are new ones, all multiplied by `max_norm / norm`; else they are as they were.
# - `clip_by_norm([np.array([3.0]), np.array([[4.0, 12.0]])], 6.5)`: the norm is √(9 + 16 + 144) = 13, so all are halved: `([1.5], [[2.0, 6.0]])`.
#
# <details><summary>Hint 1</summary>One factor for all arrays, or one for each? What would become of the direction with several?</details>
# <details><summary>Hint 2</summary>Which factor brings a norm of 13 down to 6.5? What must it be for a norm of 5, and for one of 0?</details>

# %% ex-clip_by_norm
def clip_by_norm(grads, max_norm):
    """Shorten the gradient of all parameters together to a norm of at most max_norm.

    Parameters
    ----------
    grads : list of ndarray
    max_norm : float, positive

    Returns
    -------
    tuple of ndarray
        Of the same shapes and order.
    """
    ### BEGIN SOLUTION
    norm = np.sqrt(sum(np.sum(np.square(dw, dtype=float)) for dw in grads))
    factor = max_norm / max(norm, max_norm)
    return tuple(factor * dw for dw in grads)
    ### END SOLUTION

# %% check-clip_by_norm
c = Check("optimizers.clip_by_norm", points=0)
grads = [np.array([3.0]), np.array([[4.0, 0.0], [0.0, -12.0], [0.0, 0.0]])]  # norm 13
c.equal(([1.5], [[2.0, 0.0], [0.0, -6.0], [0.0, 0.0]]), grads, 6.5)
c.equal(([3.0], [[4.0, 0.0], [0.0, -12.0], [0.0, 0.0]]), grads, 13.0)
c.equal(([3.0], [[4.0, 0.0], [0.0, -12.0], [0.0, 0.0]]), grads, 20.0)
c.equal(([1.5e-6], [2e-6, -6e-6]), [np.array([3e-6]), np.array([4e-6, -12e-6])], 6.5e-6)
c.equal(([0.6, 0.8],), [np.array([3, 4])], 1.0)  # integers
c.equal(([0.0, 0.0], [0.0]), [np.zeros(2), np.zeros(1)], 2.0)
c.sweep()
c.score()

# %% [markdown]
# ### Further 7.12 — The critical rate
# How far can `lr` go for plain gradient descent? Near a minimum a loss looks like ½ w·Hw, where `H`, the *Hessian* (헤시안), is
# the symmetric matrix of second derivatives. Along each eigenvector of H a step multiplies by 1 − lr λ, with λ its
# eigenvalue (고유값): the curvature in that direction. Write `critical_rate(H)`.
#
# - `H` is a symmetric array (n, n), floats or integers, whose eigenvalues are 0 or more, at least one of them positive.
# - What comes back is one number: the largest `lr` for which no direction grows, 2/λ with the largest eigenvalue λ.
# - For the ravine of this notebook, `np.diag([0.02, 2.0])`, it is 1; for `[[2, 1], [1, 2]]`, whose eigenvalues are 1 and 3, it is 0.6667.
#
# <details><summary>Hint 1</summary>For which lr is |1 − lr λ| ≤ 1? Which direction is the first to break it?</details>
# <details><summary>Hint 2</summary><code>np.linalg.eigvalsh</code> returns the eigenvalues of a symmetric matrix, in ascending order.</details>

# %% ex-critical_rate
def critical_rate(H):
    """The largest learning rate with which gradient descent on ½ w·Hw does not diverge.

    Parameters
    ----------
    H : ndarray (n, n)
        Symmetric, with eigenvalues of 0 or more, not all 0.

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    return 2 / np.linalg.eigvalsh(H)[-1]
    ### END SOLUTION

# %% check-critical_rate
c = Check("optimizers.critical_rate", points=0)
c.equal(1.0, np.diag([0.02, 2.0]))
c.equal(2 / 3, np.array([[2, 1], [1, 2]]))
c.equal(0.4, np.array([[4.0, -2.0], [-2.0, 1.0]]))
c.equal(0.5, np.diag([4.0, 1.0, 0.0]))
c.equal(0.5857864, np.array([[2.0, -1.0, 0.0], [-1.0, 2.0, -1.0], [0.0, -1.0, 2.0]]))
c.equal(8.0, np.array([[0.25]]))
c.sweep()
c.score()

# %% [markdown]
# ## To keep
#
# | | remembers | memory | step (times lr) | first step | it is for | its trap |
# |---|---|---|---|---|---|---|
# | SGD | nothing | none | dw | lr · dw | the yardstick; large data | the steepest direction dictates lr |
# | momentum | v ← mu v + dw | 1 × w | v | lr · dw | ravines | up to 1/(1 − mu) times the step: lower lr when you raise mu |
# | Nesterov | the same v | 1 × w | dw + mu v | (1 + mu) lr · dw | ravines, less overshoot | three forms in the literature |
# | AdaGrad | s ← s + dw² | 1 × w | dw/(√s + eps) | lr | rare features | steps fall as 1/√t |
# | RMSProp | s ← rho s + (1 − rho) dw² | 1 × w | dw/(√s + eps) | lr/√(1 − rho) | gradients whose size changes | long first steps |
# | Adam | m, s, t | 2 × w | m̂/(√ŝ + eps) | lr | a first try on a new problem | it still needs a good lr |
#
# A rate for every weight is tied to the axes; SGD and momentum are not. Where to begin: Adam with lr = 0.001, then search by
# factors of 3; give SGD with momentum the same search before you call one of them better.
#
# ### Traps
#
# - `v += dw`, `s *= rho` and `w -= …` change the arrays of the caller. One state for two arrays of weights mixes their memories.
# - "Momentum 0.9" does not say whether the velocity holds gradients or steps. It shows when `lr` changes during training.
# - `eps` inside the root and outside of it are different methods when gradients are small, and so are eps = 1e-8 and 1e-3.
# - A comparison with one learning rate for all compares learning rates.
#
# ### Where to read on
#
# - Robbins and Monro, *A stochastic approximation method*, Annals of Mathematical Statistics 22, 1951.
# - Polyak, *Some methods of speeding up the convergence of iteration methods*, USSR Computational Mathematics and Mathematical Physics 4(5), 1964: momentum ("heavy ball").
# - Nesterov, *A method of solving a convex programming problem with convergence rate O(1/k²)*, Soviet Mathematics Doklady 27, 1983.
# - Sutskever, Martens, Dahl and Hinton, *On the importance of initialization and momentum in deep learning*, ICML 2013, section 2: momentum and Nesterov's form side by side.
# - Bengio, Boulanger-Lewandowski and Pascanu, *Advances in optimizing recurrent networks*, ICASSP 2013, section 3.5: the form of exercise 7.4.
# - Duchi, Hazan and Singer, *Adaptive subgradient methods for online learning and stochastic optimization*, JMLR 12, 2011, section 1: AdaGrad, and rare features.
# - Tieleman and Hinton, *Lecture 6.5: RMSProp, divide the gradient by a running average of its recent magnitude*, Coursera, Neural Networks for Machine Learning, 2012.
# - Kingma and Ba, *Adam: a method for stochastic optimization*, ICLR 2015: Algorithm 1; section 3 on the bias correction.
# - Loshchilov and Hutter, *Decoupled weight decay regularization*, ICLR 2019, Algorithm 2: AdamW.
# - Dozat, *Incorporating Nesterov momentum into Adam*, ICLR workshop 2016: Nadam. Reddi, Kale and Kumar, *On the convergence of Adam and beyond*, ICLR 2018: AMSGrad.
# - Pascanu, Mikolov and Bengio, *On the difficulty of training recurrent neural networks*, ICML 2013, section 3.2: clipping by norm.
# - Wilson, Roelofs, Stern, Srebro and Recht, *The marginal value of adaptive gradient methods in machine learning*, NeurIPS 2017: tuned SGD against tuned Adam.
#
# Next: **How big a step**.
#
# What you have earned in this notebook:

# %%
progress()
