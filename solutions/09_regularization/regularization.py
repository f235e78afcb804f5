# %% [markdown]
# # Generalizing
#
# **You will make a network learn its lesson by heart, tell that apart from a bug, and write the three remedies that are used most: a price on
# large weights, units that stay away at random, and a stop at the right moment.**
#
# You will be able to
#
# - read two loss curves, and say whether a network over-fits, is broken, or only shows a gap;
# - put a price on large weights, in the loss or in the step, and say for which optimizers that is the same;
# - write dropout forward and backward, in both conventions, and say what it keeps and what it does not;
# - show that dropout acts like a penalty on weights, and what it does to a gradient;
# - stop training in time, at the best moment and not at the last.
#
# Time: about three hours for exercises 9.1 to 9.6 (13 points) and four predictions (4 points), in two sittings: section B ends at a
# good place for a break. *Further* exercises are checked, but give no points. The exercises need no other notebook; 02 (the way back) and 07 (Adam) help with the experiments.
#
# Functions leave their inputs as they are. Floats have 64 or 32 bits; integers are signed, of 64 bits. A result of floats may come back as integers if all its numbers are whole.

# %% setup
import numpy as np

from chainrule import Check, close, progress, ready, reveal

# %% [markdown]
# The next cell is for the pictures only; no exercise needs it.

# %%
import matplotlib.pyplot as plt

from chainrule.data import load_fashion_mnist
from chainrule.figures import COLOURS, explore, new_figure
from chainrule.figures import regularization as draw
from chainrule.gradients import numerical_gradient, relative_error
from chainrule.nn import MLP, softmax_cross_entropy
from chainrule.optimizers import adam
from chainrule.regularization import DropoutMLP, priced
from chainrule.training import evaluate, train

# %% [markdown]
# The pictures of clothes are made smaller, to save time: each of the 14 × 14 = 196 numbers is the mean of 2 × 2 pixels. A thousand pictures are put
# aside for *validation* (검증, as in 07): no network is trained on them. The test set waits for the end. And this notebook's lesson is a sloppy one: one in five
# *training* pictures got its label in a hurry, that is, at random. Validation and test set were labelled with care. Every step of training uses a batch of 50
# pictures; once through all of them is an epoch (01).

# %%
def smaller(images):
    return images.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4)).reshape(-1, 196)


pixels, y, pixels_test, y_test = load_fashion_mnist()
X, X_test = smaller(pixels), smaller(pixels_test)
X, X_test = X - X[:4000].mean(axis=0), X_test - X[:4000].mean(axis=0)
X_val, y_val = X[4000:], y[4000:]

rng = np.random.default_rng(4)
hasty = np.where(rng.random(len(y)) < 0.2, rng.integers(0, 10, len(y)), y)


def new_net(seed=0):
    return MLP([196, 100, 10], "relu", np.random.default_rng(seed))


def learn(net, n=1000, epochs=100, lr=0.3, labels=hasty, seed=1, **more):
    """Train on the first n pictures, in batches of 50; losses on them and on the validation set."""
    curves = []

    def look(step, net):
        if step % (n // 50) == 0:  # the end of an epoch
            known, new = evaluate(net, X[:n], labels[:n]), evaluate(net, X_val, y_val)
            curves.append((known[0], new[0], known[1], new[1]))

    train(net, X[:n], labels[:n], lr=lr, epochs=epochs, batch_size=50, callback=look,
          rng=np.random.default_rng(seed), progress=False, **more)
    return np.array(curves).T

# %% [markdown]
# ## A. By heart
#
# ### Two losses
#
# A network with 20,000 weights and a lesson of 1,000 pictures can do two things: find out what makes a shirt a shirt, or learn 1,000 answers by heart.
# The loss on the *training set* (훈련 집합) cannot tell which. So there is a second loss, on pictures that the network has never been trained on. A
# network that does well on these *generalizes* (일반화). The next cell trains two, one on 1,000 pictures and one on 4,000, and draws both losses of each.

# %%
few, many = learn(new_net()), learn(new_net(), n=4000, epochs=25)
fig, axes = new_figure(ncols=2, height=3.2, sharey=True,
                       title="The same network, two sizes of lesson")
draw.curves(axes[0], *few[:2], title="1,000 pictures")
draw.curves(axes[1], *many[:2], title="4,000 pictures")
axes[0].set_ylabel("loss")
plt.show()
for name, curves in (("1,000", few), ("4,000", many)):
    best = curves[1].argmin()
    print(f"{name} pictures: lowest validation loss {curves[1, best]:.2f} (accuracy "
          f"{curves[3, best]:.1%}), at the end {curves[1, -1]:.2f} ({curves[3, -1]:.1%}); accuracy "
          f"on the training set {curves[2, -1]:.1%}")

# %% [markdown]
# *What you saw.* At first the validation loss is the *lower* one: nobody can guess wrong labels, and it has none. With 1,000 pictures the training loss goes on falling, wrong labels and all, while the validation loss turns and rises: the network
# learns mistakes by heart, and answers accordingly. That is *over-fitting* (과적합), and it costs some seven points of accuracy. With 4,000 pictures, one in five of them wrong, the same number of steps sees each picture a quarter as often: what they have in common is learned first, and there is no time for the rest.
# The rest of this notebook is for when there are only the 1,000.

# %% [markdown]
# ### Not every bad curve is over-fitting
#
# A remedy against over-fitting makes it *harder* to fit the training set. Given to a network that does not fit it at all, it makes everything worse. So the
# question comes first: what is the matter? The yardstick is the loss of somebody who guesses: with C classes, all equally frequent, log C = 2.30 for ten
# classes.
#
# - If the training loss is not below that, nothing was learned. Look for a bug, or for a better learning rate.
# - If the training loss is, but the validation loss *never* was, the two sets have nothing in common that the network could see. Are the labels shuffled? Is the validation set prepared in another way?
# - If the validation loss has turned and risen while the training loss went on falling, that is over-fitting.
# - If the validation loss has risen, and the training loss has not fallen meanwhile, training itself has become unstable.
# - Whatever else, however wide the gap between the curves: fine. (*Under-fitting* (과소적합), a network that learns less of the lesson than it could, has no word here: two curves do not show how good another network would be.)

# %% [markdown]
# ### Exercise 9.1 — Read the curves (2 points)
# Write `read_curves(train, val, chance, tol)`, which returns one of five words. The first rule that applies decides, in this order:
#
# 1. `"not learning"` if the last training loss is not below `chance`. (NaN is not below anything.)
# 2. `"no relation"` if no validation loss is below `chance`.
# 3. Otherwise look for the epoch with the lowest validation loss, the first one if several are equal. If the last validation loss is *more* than `tol` above the lowest:
# `"over-fitting"` if the last training loss is below the training loss of that epoch, else `"unstable"` (also if the two are equal, or one is NaN).
# 4. `"fine"` in all other cases.
#
# - `train` and `val` have the shape (E,), E at least 1: the losses after each epoch, floats. Validation losses are finite; a training loss may be NaN or infinite. `chance` and `tol` are numbers, `tol` 0 or more. No verdict hangs on a rounding error.
# - With `chance = 2.3` and `tol = 0.1`: training losses `[2.0, 1.0, 0.1]` and validation losses `[2.1, 1.5, 1.9]` are `"over-fitting"`; with `[2.1, 1.5, 1.55]` they are `"fine"`.
#
# <details><summary>Hint 1</summary>Which of the rules look at one number of a curve, and which at all of them?</details>
# <details><summary>Hint 2</summary>"Not below" and "above or equal" are the same for numbers. Are they the same for NaN?</details>
# <details><summary>Hint 3</summary>What do you have to know about the lowest validation loss, beside its value?</details>

# %% ex-read_curves
def read_curves(train, val, chance, tol):
    """Say in a word what two loss curves show.

    Parameters
    ----------
    train, val : ndarray (E,)
        Loss on the training and on the validation set after each epoch.
    chance : float
        Loss of somebody who guesses.
    tol : float
        How far the validation loss may rise above its lowest value.

    Returns
    -------
    str
        "not learning", "no relation", "over-fitting", "unstable" or "fine".
    """
    ### BEGIN SOLUTION
    if not train[-1] < chance:
        return "not learning"
    best = np.argmin(val)
    if not val[best] < chance:
        return "no relation"
    if val[-1] > val[best] + tol:
        return "over-fitting" if train[-1] < train[best] else "unstable"
    return "fine"
    ### END SOLUTION

# %% check-read_curves
c = Check("regularization.read_curves", points=2)
falling = np.array([2.0, 1.0, 0.1])
c.equal("over-fitting", falling, np.array([2.1, 1.5, 1.9]), 2.3, 0.1)
c.equal("fine", falling, np.array([2.1, 1.5, 1.55]), 2.3, 0.1)
c.equal("fine", falling, np.array([2.1, 1.8, 1.5]), 2.3, 0.1)
c.equal("fine", falling, np.array([2.25, 2.2, 2.2]), 2.3, 0.1)
c.equal("no relation", falling, np.array([2.3, 2.5, 3.0]), 2.3, 0.1)
c.equal("no relation", falling, np.array([2.4, 2.5, 3.0]), 2.3, 0.1)
c.equal("not learning", np.array([2.5, 2.4, 2.3]), np.array([2.0, 2.1, 2.4]), 2.3, 0.1)
c.equal("not learning", np.array([2.5, 2.4, 2.3]), np.array([2.4, 2.5, 2.6]), 2.3, 0.1)
c.equal("not learning", np.array([2.0, 5.0, np.nan]), np.array([2.1, 1.5, 1.9]), 2.3, 0.1)
c.equal("unstable", np.array([2.0, 0.5, 1.5]), np.array([2.1, 1.5, 1.9]), 2.3, 0.1)
c.equal("fine", falling, np.array([2.0, 1.5, 1.75]), 2.25, 0.25)
c.equal("over-fitting", np.array([1.0, 0.25, 0.5]), np.array([1.5, 1.5, 2.0]), 2.25, 0.25)
c.sweep()  # tries further inputs
c.score()

# %% [markdown]
# Your function judges the two networks above, and three new ones. These have careful labels, only 200 pictures each, to save time, and something wrong with them.

# %%
if ready("regularization.illnesses", "read_curves"):
    def late_jump(step):
        return 0.1 if step <= 396 else 2.0

    def uphill(w, dw, state, lr):  # a bug: the sign of the step
        return w + lr * dw, state

    networks = {"4,000 pictures": many, "1,000 pictures": few,
                "labels + 1": learn(new_net(), n=200, lr=0.1, labels=(y + 1) % 10),
                "wrong sign": learn(new_net(), n=200, lr=0.0003, labels=y, update=uphill),
                "a late jump": learn(new_net(), n=200, lr=late_jump, labels=y)}
    fig, axes = new_figure(ncols=5, height=2.9, sharey=True,
                           title="Five networks, and what your function says")
    for ax, (name, curves) in zip(axes, networks.items()):
        draw.curves(ax, *curves[:2], title=name, verdict=read_curves(*curves[:2], np.log(10), 0.1),
                    chance=np.log(10))
    axes[0].set_ylabel("loss")
    plt.show()

# %% [markdown]
# *What you saw.* Of five networks only one over-fits in the sense that a remedy could help. In the third somebody counted the classes from 1 in the training set, and from 0 in the validation set. The network learns its 200 labels perfectly, and its two curves look
# like over-fitting in the extreme; but its validation loss never was below log 10 (dotted), so it is a bug. The fourth walks uphill. In the last one the learning rate was multiplied by 20 for the last epoch: that asks for a smaller rate, and for no dropout.

# %% [markdown]
# ## B. A price on weights
#
# ### L2
#
# A network that fits 1,000 labels in every detail needs large weights: its output has to jump between pictures that are hardly different. So let weights cost something. *L2
# regularization* (L2 규제) adds the sum of their squares to the loss, with a factor λ (`lam`) that says how dear they are:
#
# $$L = L_{\mathrm{data}} + \tfrac{1}{2}\lambda\sum_k W_k^2 \qquad \frac{\partial}{\partial W_k}\,\tfrac{1}{2}\lambda\sum_k W_k^2 = \lambda W_k$$
#
# The ½ is there for the sake of the derivative. Some leave it out; then a λ of 0.1 of theirs is a λ of 0.2 of ours. *Biases* (편향) are left alone: a bias
# only shifts a unit's threshold. It cannot make the output jump.
#
# The price is for the weights, not for the pictures: it is added once to the mean loss of a batch, whatever the batch's size.

# %% [markdown]
# ### Exercise 9.2 — The price and its gradient (2 points)
# Write `l2_penalty(parameters, lam)`, the term ½ λ Σ W², and `l2_gradient(parameters, lam)`, its gradient.
#
# - `parameters` is a list of one or more arrays of one to four axes, of floats or integers, in any order. An array with *one* axis holds biases, and costs nothing. All others are weights: matrices, or the weights of a convolution (notebook 10).
# - `lam` is a number, 0 or more.
# - `l2_penalty` returns one number. `l2_gradient` returns a tuple with one array for each parameter, of its shape: λ times the weights; zeros for biases.
# - With the parameters `[[1, -2], [0, 2]]` and `[5, 5]`, and `lam = 0.5`, the penalty is ½ · 0.5 · 9 = 2.25, and the gradient is `[[0.5, -1], [0, 1]]` and `[0, 0]`.
#
# <details><summary>Hint 1</summary>How can you see from an array whether it holds weights or biases?</details>
# <details><summary>Hint 2</summary>The sum runs over all entries of all weight arrays. Does it matter which array an entry lies in?</details>

# %% ex-l2_penalty
def l2_penalty(parameters, lam):
    """Half of lam times the sum of the squares of all weights.

    Parameters
    ----------
    parameters : list of ndarray
        Weights, and biases: those with one axis.
    lam : float
        The price, 0 or more.

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    return 0.5 * lam * sum(np.sum(np.square(w, dtype=float)) for w in parameters if w.ndim > 1)
    ### END SOLUTION


def l2_gradient(parameters, lam):
    """Gradient of l2_penalty with respect to each of the parameters.

    Parameters
    ----------
    parameters : list of ndarray
        Weights, and biases: those with one axis.
    lam : float
        The price, 0 or more.

    Returns
    -------
    tuple of ndarray
        Of the same shapes and order.
    """
    ### BEGIN SOLUTION
    return tuple(lam * w if w.ndim > 1 else np.zeros(w.shape) for w in parameters)
    ### END SOLUTION

# %% check-l2_penalty
c = Check("regularization.l2_penalty", "l2_gradient", points=2)
W, b = np.array([[1.0, -2.0], [0.0, 2.0]]), np.array([5.0, 5.0])
c.equal(2.25, [W, b], 0.5)
c.equal(([[0.5, -1.0], [0.0, 1.0]], [0.0, 0.0]), [W, b], 0.5, of="l2_gradient")
# biases first, then two arrays of weights in a row, one of them a convolution's kernels; integers
kernels = np.array([[[[3, 0]], [[0, -1]]]])
c.equal(19.0, [np.array([7]), np.array([[1, 2, -2]]), kernels], 2.0)
c.equal(([0.0], [[2.0, 4.0, -4.0]], [[[[6.0, 0.0]], [[0.0, -2.0]]]]),
        [np.array([7]), np.array([[1, 2, -2]]), kernels], 2.0, of="l2_gradient")
c.equal(0.0, [np.array([4.0, -3.0])], 3.0)  # biases alone
c.equal(([0.0, 0.0],), [np.array([4.0, -3.0])], 3.0, of="l2_gradient")
c.equal(0.0, [W, b], 0.0)
step = 1e-6 * np.array([[0.0, 1.0], [0.0, 0.0]])
c.holds("the gradient says how the penalty rises when one weight does",
        lambda f, df: close((f([W + step, b], 0.7) - f([W - step, b], 0.7)) / 2e-6,
                            df([W, b], 0.7)[0][0, 1], tol=1e-6), part="l2_gradient")
c.sweep()
c.score()

# %% [markdown]
# What does a price do to the lesson of 1,000 pictures? The next cell trains the network with several λ. The library's `priced` adds your gradient to that of the data, before each step.

# %%
if ready("regularization.price", "l2_penalty", "read_curves"):
    prices = (0.0, 0.003, 0.01, 0.03)
    nets, paid = [new_net() for _ in prices], []
    for net, lam in zip(nets, prices):
        paid.append(learn(net, update=priced(l2_gradient, lam)))
    fig, axes = new_figure(ncols=2, height=3.2,
                           title="1,000 pictures, and a price on large weights")
    draw.prices(axes[0], prices, paid)
    draw.weights(axes[1], {lam: net.layers[0].W.data for lam, net in zip(prices, nets)
                           if lam in (0.0, 0.003, 0.01)})
    plt.show()
    for lam, net, curves in zip(prices, nets, paid):
        arrays = [parameter.data for parameter in net.parameters()]
        print(f"λ = {lam:<5g}  Σ W² = {2 * l2_penalty(arrays, 1.0):5.0f}   training loss "
              f"{curves[0, -1]:.3f}, validation loss {curves[1, -1]:.2f}, accuracy "
              f"{curves[3, -1]:.1%}: {read_curves(*curves[:2], np.log(10), 0.1)}")

# %% [markdown]
# *What you saw.* A higher price makes the weights smaller and the training loss *larger*; that is what it is for. The validation loss climbs less, or not at all, and most of the lost accuracy comes back. With too high a price
# the network can hardly say anything: the highest one here is "fine" by its curves, and worse than the others. Curves tell over-fitting, not whether the price is right.

# %% [markdown]
# ### Prediction 9.a — A forgotten bias (1 point)
# Somebody's loss has a price on weights *and* on biases; their gradient forgets the biases. They compare the gradient with a numerical one (2.8), entry by entry, on a
# new network of the usual kind: small random weights, biases 0, λ = 0.1. What does the comparison say?
#
# - (a) the error shows at once, in every bias
# - (b) the gradients agree, and the error cannot be seen
# - (c) the error shows in the weights, since the biases feed into them
#
# Decide before you run what follows. The point is for deciding; being wrong costs nothing.

# %% predict-bias
def predict_bias():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION

# %% check-predict_bias
c = Check("regularization.predict_bias", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("regularization.gradient_check", "l2_penalty", "predict_bias"):
    def compare(net, lam=0.1):
        """Relative errors of a gradient that forgets the price on biases, which the loss has."""
        parameters, inputs, labels = net.parameters(), X[:20], y[:20]
        for p in parameters:
            p.grad = None
        softmax_cross_entropy(net(inputs), labels).backward()
        added = l2_gradient([p.data for p in parameters], lam)
        errors = {}
        for name, p, extra in zip(("W1", "b1", "W2", "b2"), parameters, added):
            old, some = p.data, np.arange(min(p.data.size, 12))  # some entries are enough

            def loss(values):
                p.data = old.copy()
                p.data.flat[some] = values
                squares = sum(np.sum(q.data**2) for q in parameters)
                value = softmax_cross_entropy(net(inputs), labels).data + 0.5 * lam * squares
                p.data = old
                return float(value)

            slopes = numerical_gradient(loss, old.ravel()[some])
            errors[name] = relative_error(slopes, (p.grad + extra).ravel()[some])
        return errors

    found = {}
    for name, bias in (("biases 0", 0.0), ("biases 0.2", 0.2)):
        net = MLP([196, 10, 10], "tanh", np.random.default_rng(0), bias=bias, dtype=np.float64)
        found[name] = compare(net)
    fig, ax = new_figure(height=3.0, title="Gradient check: the loss prices biases, "
                                           "the gradient forgets them")
    draw.gradient_check(ax, found)
    plt.show()
    worst = max(found["biases 0"].values())
    outcome = "b" if worst < 1e-5 else "a" if found["biases 0"]["W1"] < 1e-5 else "c"
    reveal("predict_bias", outcome, "½ λ b² has the slope λ b, and that is 0 where b is 0.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# At b = 0 the forgotten term λ b is 0, so the check passes; after one step of training, when the biases are no longer 0, it would have failed. A gradient check is a test at *one point*. Choose a point where nothing
# is 0 by accident: random biases, and weights that are not symmetric.
#
# </details>

# %% [markdown]
# ### In the loss, or in the step?
#
# Plain gradient descent (*SGD*, stochastic gradient descent: each step looks at one batch) with the price in the loss goes $W \leftarrow W - \mathtt{lr}\,(dW + \lambda W)$. The last part, lr · λ · W, takes the same *fraction* off every weight at each step, and so the method got a second name,
# *weight decay* (가중치 감쇠). But other optimizers do something to the gradient before they step: they average it, or divide it by its usual size. Then there are two ways:
#
# - **L2 in the loss**: hand the optimizer the gradient `dw + lam * w`.
# - **decay in the step**: hand it `dw` alone, and afterwards take `lr * lam * w` off, with `w` the weights before the step.

# %% [markdown]
# ### Exercise 9.3 — Two places for one price (2 points)
# Write `l2_step(update, w, dw, state, lr, lam)` and `decay_step(update, w, dw, state, lr, lam)`, the two ways just described.
#
# - `update` is any optimizer that moves all weights by what it makes of the gradient and of its state, wherever the weights are (SGD, momentum and Adam do): `update(w, dw, state, lr)` returns a pair, the new weights and the new state. Your functions call it once, and return such a pair, too. The state is the optimizer's affair, and so is the array that it returns: do not write into it.
# - `w` and `dw` are arrays of one shape, any shape, of floats or integers, not necessarily of one type; they hold weights, no biases. `lr` is positive, `lam` 0 or more.
# - With `w = [10]`, `dw = [2]`, `lr = 0.1`, `lam = 0.5`: for plain gradient descent, both give `[9.3]`. An optimizer that goes three times as far gives `[7.9]` with L2 in the loss, and `[8.9]` with decay in the step.
#
# <details><summary>Hint 1</summary>In which of the two ways does the optimizer know about the price?</details>
# <details><summary>Hint 2</summary>In the example the price is 0.5 · 10 = 5. Is it multiplied by 3 as well?</details>

# %% ex-l2_step
def l2_step(update, w, dw, state, lr, lam):
    """One step of an optimizer with the price on large weights in the loss.

    Parameters
    ----------
    update : callable
        An optimizer: (w, dw, state, lr) -> (w, state).
    w, dw : ndarray
        Weights and gradient of the data's loss, of the same shape.
    state : what the optimizer's last call returned, or None
    lr, lam : float
        Learning rate and price.

    Returns
    -------
    w : ndarray
        The new weights, a new array.
    state
        The optimizer's new state.
    """
    ### BEGIN SOLUTION
    return update(w, dw + lam * w, state, lr)
    ### END SOLUTION


def decay_step(update, w, dw, state, lr, lam):
    """One step of an optimizer, and decay of the weights apart from it.

    Parameters
    ----------
    update : callable
        An optimizer: (w, dw, state, lr) -> (w, state).
    w, dw : ndarray
        Weights and gradient of the data's loss, of the same shape.
    state : what the optimizer's last call returned, or None
    lr, lam : float
        Learning rate and decay.

    Returns
    -------
    w : ndarray
        The new weights, a new array.
    state
        The optimizer's new state.
    """
    ### BEGIN SOLUTION
    w_new, state = update(w, dw, state, lr)
    return w_new - lr * lam * w, state
    ### END SOLUTION

# %% check-l2_step
c = Check("regularization.l2_step", "decay_step", points=2)


def plain(w, dw, state, lr):
    return w - lr * dw, None


def hurrying(w, dw, state, lr):  # step 1, 2, 3, … times as long: its state counts the steps
    count = (0 if state is None else state[0]) + 1
    return w - lr * count * dw, (count, "steps")


w, dw = np.array([10.0, -4.0]), np.array([2.0, 0.0])
for name in ("l2_step", "decay_step"):  # for gradient descent the two are one
    c.equal(([9.3, -3.8], None), plain, w, dw, None, 0.1, 0.5, of=name)
    c.equal(([9.8, -4.0], None), plain, w, dw, None, 0.1, 0.0, of=name)
c.equal(([7.9, -3.4], (3, "steps")), hurrying, w, dw, (2, "steps"), 0.1, 0.5)
c.equal(([8.9, -3.8], (3, "steps")), hurrying, w, dw, (2, "steps"), 0.1, 0.5, of="decay_step")
# integers and floats together
c.equal(([[1.75], [0.0]], (1, "steps")), hurrying, np.array([[2], [0]]), np.array([[0.5], [0.0]]),
        None, 0.25, 0.25)
c.equal(([[1.25], [-1.0]], (2, "steps")), hurrying, np.array([[2], [0]]), np.array([[1], [2]]),
        (1, "steps"), 0.25, 0.5, of="decay_step")
c.sweep()
c.score()

# %% [markdown]
# ### Prediction 9.b — Which weights pay? (1 point)
# *Adam* (notebook 07) divides each weight's averaged gradient by its usual size, so that all weights take steps of about one length. Two groups of weights start at 1. The data tell them nothing: their gradients are
# noise around 0, ten for the loud group, a tenth for the quiet one (standard deviations). The price on both is the same, and it stands *in the loss*. Which group shrinks faster?
#
# - (a) the quiet one
# - (b) the loud one
# - (c) both alike, since Adam makes all steps equally long

# %% predict-pay
def predict_pay():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "a"
    ### END SOLUTION

# %% check-predict_pay
c = Check("regularization.predict_pay", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
def sgd(w, dw, state, lr):
    return w - lr * dw, None


if ready("regularization.loud_and_quiet", "l2_step", "predict_pay"):
    def walk(step, update, lr, noise, steps=1000):
        """Mean of 500 weights that start at 1, after each step; their gradients are noise."""
        rng, w, state, means = np.random.default_rng(2), np.ones(500), None, [1.0]
        for _ in range(steps):
            w, state = step(update, w, rng.normal(0, noise, 500), state, lr, 0.2)
            means.append(w.mean())
        return np.array(means)

    fig, axes = new_figure(ncols=2, height=3.1, sharey=True,
                           title="Weights that the data tell nothing, and a price on them")
    paths = {}
    for ax, name, update, lr in ((axes[0], "SGD", sgd, 0.01), (axes[1], "Adam", adam, 0.01)):
        ways = {"L2 in the loss": l2_step, "decay in the step": decay_step}
        paths[name] = {(way, group): walk(step, update, lr, noise) for way, step in ways.items()
                       for group, noise in (("loud", 10.0), ("quiet", 0.1))}
        draw.loud_and_quiet(ax, paths[name], name)
    axes[0].set_ylabel("mean weight of a group")
    plt.show()
    loud, quiet = (paths["Adam"]["L2 in the loss", group][300] for group in ("loud", "quiet"))
    outcome = "a" if quiet < loud - 0.1 else "b" if loud < quiet - 0.1 else "c"
    reveal("predict_pay", outcome, f"After 300 steps the loud group's mean is {loud:.1f}, "
                                   f"the quiet one's {abs(quiet):.1f}.")
    one, other = (np.array([paths["SGD"][way, group] for group in ("loud", "quiet")])
                  for way in ("L2 in the loss", "decay in the step"))
    apart = np.max(np.abs(one - other))
    print(f"SGD: the two ways are apart by at most {apart:.0e}")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# For SGD the two ways are the same, up to rounding. What Adam does to the gradient, it does to a price in it as well: it divides by the gradient's usual size, so weights with loud gradients pay a small fraction of what quiet ones pay.
# With decay in the step all weights lose the same fraction. Adam with decay in the step has a name of its own, *AdamW* (Further 7.10). Look which one a library means: PyTorch's `Adam(weight_decay=…)` is the price in the gradient, `AdamW` the decay.
#
# </details>

# %% [markdown]
# ---
# **Half way.** Here is a good place to stop. You can tell over-fitting from other trouble, and put a price on weights in two places. What follows needs
# `l2_gradient` (9.2), and that for the table at the end only. The second half is about dropout (C), and about stopping in time (D).
#
# ---

# %% [markdown]
# ## C. Units that stay away
#
# ### Dropout
#
# In the network above, one unit may correct what another one gets wrong, for these very pictures: *co-adaptation* (공적응). *Dropout* (드롭아웃) works against it: at each training step every unit stays away
# with probability `p`. Its output is set to 0, for this step.
#
# At test time all units are there. A sum over them is then not what the next layer has seen in training, where on average only a share 1 − p of it was present. There are two ways to make up for it.
#
# - **Classic**: training uses the mask alone; at test time every output is multiplied by 1 − p.
# - **Inverted**: training divides what is left by 1 − p; at test time nothing is done.
#
# Both give the next layer the right *mean*. The second leaves the network at test time as it is, so PyTorch and Keras use it. Beware of the letter: here, as in PyTorch, p is the probability to be *dropped*. In the paper
# on it that is most read (Srivastava and others, 2014), and in some courses, it is the probability to be *kept*. And whichever convention you use, scale once: in training or at test time, never at both.

# %% [markdown]
# ### Exercise 9.4 — Both conventions (2 points)
# Write `dropout_classic(x, mask, p, training)` and `dropout_inverted(x, mask, p, training)`. The mask is drawn already.
#
# - `x` is an array of any shape, of floats or integers. `p` is the probability to be dropped, 0 ≤ p < 1.
# - In training, `training` is `True`, and `mask` is a boolean array of the shape of `x`, true where a number is kept: it counts, whatever p is. At test time `training` is `False`, and `mask` is `None`.
# - What comes back has the shape of `x`; where nothing changes, it may be `x` itself.
# - With `p = 0.2` and the output 1.212: at test time `dropout_classic` gives 1.212 · 0.8 = 0.9696, and `dropout_inverted` 1.212. In training, if it is kept, 1.212 and 1.212 / 0.8 = 1.515.
#
# <details><summary>Hint 1</summary>There are four cases: two conventions, two moments. In two of them there is a factor. Which ones?</details>
# <details><summary>Hint 2</summary>In a product, true counts as 1 and false as 0.</details>

# %% ex-dropout_classic
def dropout_classic(x, mask, p, training):
    """Dropout that scales at test time.

    Parameters
    ----------
    x : ndarray of any shape, floats or integers
    mask : ndarray of bool, or None
        True where a number is kept; None at test time.
    p : float, 0 <= p < 1
        Probability to be dropped.
    training : bool

    Returns
    -------
    ndarray
        Of the shape of x.
    """
    ### BEGIN SOLUTION
    return x * mask if training else x * (1 - p)
    ### END SOLUTION


def dropout_inverted(x, mask, p, training):
    """Dropout that scales in training.

    Parameters
    ----------
    x : ndarray of any shape, floats or integers
    mask : ndarray of bool, or None
        True where a number is kept; None at test time.
    p : float, 0 <= p < 1
        Probability to be dropped.
    training : bool

    Returns
    -------
    ndarray
        Of the shape of x.
    """
    ### BEGIN SOLUTION
    return x * mask / (1 - p) if training else x
    ### END SOLUTION

# %% check-dropout_classic
c = Check("regularization.dropout_classic", "dropout_inverted", points=2)
x, mask = np.array([1.212, -2.0, 3.0]), np.array([True, True, False])
c.equal([0.9696, -1.6, 2.4], x, None, 0.2, False)
c.equal([1.212, -2.0, 0.0], x, mask, 0.2, True)
c.equal([1.515, -2.5, 0.0], x, mask, 0.2, True, of="dropout_inverted")
c.equal([1.212, -2.0, 3.0], x, None, 0.2, False, of="dropout_inverted")
# integers, two axes
whole, few_left = np.array([[3, 5], [-6, 1]]), np.array([[True, False], [True, False]])
c.equal([[0.75, 1.25], [-1.5, 0.25]], whole, None, 0.75, False)
c.equal([[3.0, 0.0], [-6.0, 0.0]], whole, few_left, 0.75, True)
c.equal([[12.0, 0.0], [-24.0, 0.0]], whole, few_left, 0.75, True, of="dropout_inverted")
c.equal([1.212, -2.0, 0.0], x, mask, 0.0, True, of="dropout_inverted")  # p = 0: no scale
c.sweep()
c.score()

# %% [markdown]
# ### The mask is remembered
#
# On the way back the gradient takes the same ways as the signal did: where a number was dropped, nothing comes back, and where it was divided by 1 − p, the gradient is, too. So the backward pass needs the *very mask* of the forward pass. It is
# handed over in a `cache`, as in notebook 02. A backward pass that draws a mask of its own teaches units that were not there.

# %% [markdown]
# ### Exercise 9.5 — Dropout, there and back (3 points)
# Write `dropout_forward(x, p, training, rng)` and `dropout_backward(dout, cache)`, in the inverted convention.
#
# - `x` is an array of floats, of any shape; it may contain zeros, and stays as it is between the two passes. `p` is the probability to be dropped, 0 ≤ p < 1; `training` is a bool; `rng` a `numpy.random.Generator`.
# - `dropout_forward` returns a pair: the output, of the shape of `x`, and a `cache`, whatever the way back needs. In training each *single number* of `x` is dropped or kept by a draw of its own, from `rng` and nothing else. At test time nothing is drawn, `rng` may be `None`, and the output may be `x` itself.
# - `dropout_backward` returns the gradient with respect to `x`, of its shape: the sensitivity `dout` of the loss to the output, sent back through the same mask and scale. It must work for a pass in training and for one at test time, and for several passes that are open at once: nothing is remembered outside of the cache.
# - With `p = 0.5`, `x = [3, 0, 4]` may become `[6, 0, 0]`. Then the last was dropped, and the second? You can't tell from the output, but the cache knows. If it was kept, `dout = [1, 1, 1]` comes back as `[2, 2, 0]`.
#
# <details><summary>Hint 1</summary><code>rng.random(shape)</code> draws numbers that are spread evenly between 0 and 1. How many of them, on average, are below 0.2?</details>
# <details><summary>Hint 2</summary>A mask for which rows, which columns? The draw of one number must say nothing about another's.</details>
# <details><summary>Hint 3</summary>Decide what the cache holds at test time, so that the way back can tell.</details>

# %% ex-dropout_forward
def dropout_forward(x, p, training, rng):
    """Inverted dropout.

    Parameters
    ----------
    x : ndarray of any shape, floats
    p : float, 0 <= p < 1
        Probability to be dropped.
    training : bool
    rng : numpy.random.Generator
        Draws the mask; may be None at test time.

    Returns
    -------
    out : ndarray
        Of the shape of x.
    cache
        Whatever dropout_backward needs.
    """
    ### BEGIN SOLUTION
    if not training:
        return x, None
    scaled = (rng.random(x.shape) >= p) / (1 - p)
    return x * scaled, scaled
    ### END SOLUTION


def dropout_backward(dout, cache):
    """Gradient of inverted dropout with respect to its input.

    Parameters
    ----------
    dout : ndarray of any shape, floats
        Gradient with respect to the output.
    cache
        As returned by dropout_forward.

    Returns
    -------
    ndarray
        Of the shape of dout.
    """
    ### BEGIN SOLUTION
    return dout if cache is None else dout * cache
    ### END SOLUTION

# %% [markdown]
# What is drawn can only be judged by statistics. The next cell has the measurements; its comment says how far a right answer may be off by chance.

# %% setup-statistics
def first_of_two(f, *args):
    """The output, without the cache."""
    return f(*args)[0]


def check_masks(c, p, seed):
    """Hold masks, drawn for 200 × 200 numbers, against what independent draws give."""
    # One sigma, for n = 40,000 numbers and q = 1 − p: the share that is kept is off by √(pq/n),
    # at most 0.0025, and so is the share of neighbours with one fate. The number kept of 100, in
    # 300 calls, has the standard deviation √(100 p q), known to 1 part in √600. Tolerances are
    # 8 sigma and more; a p that is swapped with q is off by 0.15 or more.
    q, part = 1 - p, "dropout_forward"
    x = np.random.default_rng(seed).uniform(1, 2, (200, 200))

    def masks(functions, rng=None):
        rng = np.random.default_rng(seed) if rng is None else rng
        return np.asarray(functions[0](x, p, True, rng)[0]) != 0

    def measure(label, expected, tol, compute, part=part):
        c.measure(label, expected, lambda *F: compute(F), tol=tol, part=part)

    def same(axis):  # how often two neighbours along an axis are both kept or both dropped
        def share(F):
            M = np.moveaxis(masks(F), axis, 0)
            return np.mean(M[1:] == M[:-1])
        return share

    def scatter(F):
        rng = np.random.default_rng(seed)
        return np.std([np.sum(np.asarray(F[0](x[0, :100], p, True, rng)[0]) != 0)
                       for _ in range(300)])

    def again(F):  # two masks from one generator: how often a number has the same fate
        rng = np.random.default_rng(seed)
        return np.mean(masks(F, rng) == masks(F, rng))

    def back_and_forth(F):  # gradients of the input, of two passes that are open at once
        rng = np.random.default_rng(seed)
        (out, cache), (other, later) = F[0](x, p, True, rng), F[0](x, p, True, rng)
        dout = x[::-1] + 1
        return [np.mean(np.abs(F[1](dout, cache) - dout * out / x) > 1e-9),
                np.mean(np.abs(F[1](dout, later) - dout * other / x) > 1e-9)]

    measure(f"p = {p}: share of 40,000 numbers that is kept", q, 0.02, lambda F: np.mean(masks(F)))
    measure("… what is kept, as a multiple of x", 1 / q, 1e-9, lambda F: np.max(
        np.asarray(F[0](x, p, True, np.random.default_rng(seed))[0]) / x))
    fate = p * p + q * q  # how often two numbers are both kept or both dropped
    measure("… neighbours in a column that share their fate", fate, 0.02, same(0))
    measure("… neighbours in a row that share their fate", fate, 0.02, same(1))
    measure("… how many of 100 are kept in 300 calls: standard deviation", (100 * p * q) ** 0.5,
            0.35 * (100 * p * q) ** 0.5, scatter)
    measure("… the same seed twice: share of numbers with another fate", 0, 0.02,
            lambda F: np.mean(masks(F) != masks(F)))
    measure("… drawn again from one generator: share with the same fate", fate, 0.02, again)
    measure("… share of gradients that did not take the way of their forward pass", 0, 0.02,
            lambda F: back_and_forth(F)[0], "dropout_backward")
    measure("… the same, for a second pass", 0, 0.02, lambda F: back_and_forth(F)[1],
            "dropout_backward")
    c.holds("… and not one of them took another way", part="dropout_backward",
            true=lambda *F: back_and_forth(F) == [0, 0])

    def blank(F):  # the input is 0, and some of it is kept
        return F[1](x, F[0](0 * x, p, True, np.random.default_rng(seed))[1])

    measure("… x = 0: share of the gradient that comes back", q, 0.02,
            lambda F: np.mean(blank(F) != 0), "dropout_backward")

# %% check-dropout_forward
c = Check("regularization.dropout_forward", "dropout_backward", points=3)
x = np.array([[1.0, -2.0, 0.0], [4.0, 3.0, -1.0]])
c.equal(x, x, 0.5, False, None, through=first_of_two)  # at test time nothing happens
c.equal(x, x, 0.0, True, np.random.default_rng(0), through=first_of_two)  # and with p = 0
check_masks(c, 0.2, 1)
check_masks(c, 0.75, 2)
c.measure("at test time the gradient goes through: largest change", 0,
          lambda f, df: np.max(np.abs(df(x, f(x, 0.5, False, None)[1]) - x)), tol=0,
          part="dropout_backward")
c.sweep()
### BEGIN HIDDEN TESTS
seeds, p = c.rng.integers(10**6, size=2), float(c.rng.uniform(0.05, 0.4))
check_masks(c, p, seeds[0])
check_masks(c, 1 - p, seeds[1])
### END HIDDEN TESTS
c.score()

# %% [markdown]
# ### Prediction 9.c — What a mask does to the spread (1 point)
# Numbers with mean 0 and standard deviation 1 go through inverted dropout with p = ½. Their mean stays 0. What is the standard deviation of what comes out, zeros included?
#
# - (a) about 0.71: half of the numbers are gone
# - (b) 1: that is what the division is for
# - (c) about 1.41

# %% predict-spread
def predict_spread():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_spread
c = Check("regularization.predict_spread", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("regularization.spread", "dropout_forward", "predict_spread"):
    numbers = np.random.default_rng(0).normal(0, 1, 100_000)

    def thinned(p):
        return dropout_forward(numbers, p, True, np.random.default_rng(1))[0]

    def sums(p):  # one unit that adds up 50 outputs, all 1, through 4,000 masks
        ones = np.ones((4000, 50))
        return dropout_forward(ones, p, True, np.random.default_rng(2))[0].sum(axis=1)

    def draw_p(p=0.5):
        fig, axes = new_figure(ncols=2, height=3.1, title=f"Inverted dropout, p = {p:g}")
        draw.spread(axes[0], numbers, thinned(p))
        draw.sums(axes[1], sums(p), 50)

    draw_p(0.5)
    plt.show()
    for p in (0.1, 0.25, 0.5):
        print(f"p = {p:<4}: mean {np.mean(thinned(p)):+.2f}, std {np.std(thinned(p)):.2f}; "
              f"sum of 50 ones: mean {np.mean(sums(p)):.1f}, std {np.std(sums(p)):.1f}")
    spread = np.std(thinned(0.5))
    reveal("predict_spread", "c" if spread > 1.2 else "b" if spread > 0.85 else "a",
           f"It is {spread:.2f}: half of the numbers, each twice as large, make ½ · 2² = 2 times "
           "the mean square.")
    explore(draw_p, p=[0.0, 0.1, 0.25, 0.5, 0.75, 0.9])

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# The division keeps the mean, and not the spread: that of numbers around 0 grows by 1/√(1 − p), which is 1.05, 1.15 and 1.41 for p = 0.1, 0.25 and 0.5; that of numbers far from 0 by more. So in training the next layer sees noisier sums than it will see at test time. That is one reason why dropout goes badly with batch
# norm behind it (notebook 06), whose running variance is that of the noisy sums; and dropout noise is the remedy itself: move the slider, and see how uncertain a sum over 50 units becomes.
#
# </details>

# %% [markdown]
# ### In a network
#
# Now the layer goes into the network, behind the hidden layer: your forward and backward, with p = ½. The second picture has the right labels for once, so that training and validation can be compared.

# %%
if ready("regularization.trained", "dropout_forward"):
    def dropout_net(seed=0, p=0.5):
        return DropoutMLP([196, 100, 10], "relu", np.random.default_rng(seed), p=p,
                          masks=np.random.default_rng(100 + seed),
                          forward=dropout_forward, backward=dropout_backward)

    def noisy_loss(net):  # what the training itself sees: all masks at work
        net.training = True
        return np.mean([softmax_cross_entropy(net(X[:1000]), y[:1000]).data for _ in range(5)])

    dropped, seen = dropout_net(), []
    curves = learn(dropped)
    early = dropout_net()
    for k in range(15):
        first = learn(early, epochs=1, labels=y, seed=k)
        seen.append((noisy_loss(early), first[0, -1], first[1, -1]))
    fig, axes = new_figure(ncols=2, height=3.2, title="Dropout on 1,000 pictures")
    draw.curves(axes[0], *curves[:2], title="dropout (grey: without)", behind=few[1])
    draw.three_losses(axes[1], np.array(seen).T, 1)
    axes[0].set_ylabel("loss")
    plt.show()
    print(f"validation loss {curves[1, -1]:.2f} (without dropout {few[1, -1]:.2f}), accuracy "
          f"{curves[3, -1]:.1%} (without {few[3, -1]:.1%})")

# %% [markdown]
# *What you saw.* The validation loss rises later, and much less, and most of the lost accuracy is saved. On the right are the first epochs: the training loss that the network sees *with its masks* lies above the validation loss, which is measured without them. A training loss above the validation loss
# is then no bug, and no miracle; the two are not measured in the same way.

# %% [markdown]
# ### Why is dropout like L2?
#
# Take one linear unit, with squared error, and drop its *inputs*. For one example the prediction with a mask is ỹ = Σ wⱼ xⱼ sⱼ, where sⱼ is 1/(1 − p) with probability 1 − p, else 0. So sⱼ has the mean 1, and the mean of ỹ is the prediction without a mask. The mean of sⱼ² is 1/(1 − p), so the variance of sⱼ is 1/(1 − p) − 1 = p/(1 − p).
# Variances of independent terms add up, and the mean over all masks is
#
# $$\mathrm{mean}\;(y - \tilde y)^2 = (y - w\cdot x)^2 + \frac{p}{1-p}\sum_j x_j^2\, w_j^2$$
#
# the squared error without dropout, plus a price on the squares of the weights: L2, with a λ of its own for each weight, dearer for an input that is large. The next cell tests the formula with 4,000 of your masks for each p. Then it trains twice: with dropout, and without, but with that price.

# %%
if ready("regularization.like_l2", "dropout_forward"):
    rng = np.random.default_rng(7)
    scale = np.array([0.6, 0.6, 1, 1, 1, 1, 2, 2])
    A = rng.normal(0, 1, (40, 8)) * scale
    A[:, 3] = A[:, 2] + rng.normal(0, 0.1, 40)  # two inputs that say nearly the same
    t = A @ (np.array([1.0, -1, 2, 0, 1, 0, 0.5, -0.5])) + rng.normal(0, 1, 40)
    w, ps = rng.normal(0, 1, 8), np.array([0.1, 0.2, 0.3, 0.5, 0.7])
    measured, formula = [], []
    for p in ps:
        masked = dropout_forward(np.tile(A, (4000, 1, 1)), p, True, rng)[0]
        measured.append(np.mean((t - masked @ w) ** 2))
        formula.append(np.mean((t - A @ w) ** 2) + p / (1 - p) * np.mean(A**2 @ w**2))

    def trained(p, steps=8000):  # a new mask at each step; the mean of the second half
        v, total = np.zeros(8), np.zeros(8)
        for k in range(steps):
            masked = dropout_forward(A, p, True, rng)[0]
            v = v - 0.01 * masked.T @ (masked @ v - t) / 40
            total = total + v * (k >= steps // 2)
        return total / (steps - steps // 2)

    def descended(p, steps=8000):  # no mask, but the price; half of both, as above
        v = np.zeros(8)
        for _ in range(steps):
            v = v - 0.01 * (A.T @ (A @ v - t) / 40 + p / (1 - p) * np.mean(A**2, axis=0) * v)
        return v

    weights = {0.0: (None, np.linalg.lstsq(A, t, rcond=None)[0])}
    weights |= {p: (trained(p), descended(p)) for p in (0.2, 0.5)}
    fig, axes = new_figure(ncols=2, height=3.3, title="Dropout on the inputs of a linear unit")
    draw.same_loss(axes[0], ps, measured, formula)
    draw.same_weights(axes[1], weights)
    plt.show()
    print("measured / formula:", ", ".join(f"{m / f:.2f}" for m, f in zip(measured, formula)))

# %% [markdown]
# *What you saw.* The masks cost what the formula says, and training with masks ends at the weights that the price asks for: smaller ones, and shared evenly between inputs 3 and 4, which say nearly the same. That is the cure for co-adaptation at work. For a network with ReLU and softmax the formula is only roughly right, but the direction stays: dropout
# makes weights smaller and spreads the work.

# %% [markdown]
# ### Prediction 9.d — Nine masks in a row (1 point)
# In a network of ten layers with sigmoid activations the gradient gets shorter on its way back, since each layer multiplies it by slopes of at most ¼ (notebook 03). Now inverted dropout with p = ½ is put behind every one of the nine hidden layers.
# How long is the gradient of the *first* layer's weights then, beside what it was without dropout?
#
# - (a) a hundred times as long, or more: at each layer, what is kept is doubled
# - (b) less than ten times as long, more than a tenth
# - (c) a hundredth, or less: at each layer half of the ways are closed

# %% predict-nine
def predict_nine():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION

# %% check-predict_nine
c = Check("regularization.predict_nine", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("regularization.vanishing", "dropout_forward", "predict_nine"):
    def lengths(activation, p):
        """Length of the gradient of each layer's weights, for 200 pictures and a new network."""
        def std(fan_in, fan_out):
            return np.sqrt((2 if activation == "relu" else 1) / fan_in)

        net = DropoutMLP([196] + [50] * 9 + [10], activation, np.random.default_rng(0), std=std,
                         p=p, masks=np.random.default_rng(1), forward=dropout_forward,
                         backward=dropout_backward, dtype=np.float64)
        records = [net.record(X[:200], y[:200]) for _ in range(5)]
        return np.mean([[np.linalg.norm(layer.dW) for layer in record] for record in records],
                       axis=0)

    kinds = {"sigmoid": lengths("sigmoid", 0.0), "sigmoid, dropout": lengths("sigmoid", 0.5),
             "ReLU": lengths("relu", 0.0), "ReLU, dropout": lengths("relu", 0.5)}
    fig, ax = new_figure(height=3.3, title="How much gradient arrives: ten layers, before training")
    draw.vanishing(ax, kinds)
    plt.show()
    before, after = kinds["sigmoid"], kinds["sigmoid, dropout"]
    times = after[0] / before[0]
    outcome = "a" if times > 30 else "b" if times > 1 / 30 else "c"
    reveal("predict_nine", outcome,
           f"It is {times:.1f} times as long; and it is still {after[-1] / after[0]:.0e} times "
           "shorter than the last layer's.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# > **Myth.** "Dropout cures vanishing gradients."
#
# The gradient vanishes with dropout as without: the slopes of the sigmoid are what they were, and dropout's scale 1/(1 − p) only makes up for the units that are missing. What helps is another activation function with weights of a fitting size (notebooks 03 and 04). Dropout fights *co-adaptation and over-fitting*. A network that
# cannot learn its training set has neither, and dropout makes it worse.
#
# </details>

# %% [markdown]
# ## D. Stop in time
#
# ### Patience
#
# In part A the validation loss of 1,000 pictures had its lowest point early, and most of the 100 epochs did harm. *Early stopping* (조기 종료) ends training there. Since that curve has bumps, it has two numbers: `min_delta`, by how much a loss must be lower to count as better at all, and `patience`, how many epochs in a row without a better loss are borne.

# %% [markdown]
# ### Exercise 9.6 — When to stop (2 points)
# Write `early_stopping(losses, patience, min_delta)`, which is told all validation losses and says what early stopping would have done.
#
# - `losses` has the shape (E,), E at least 1: the loss after epoch 0, 1, 2, …; finite floats or integers. No comparison hangs on a rounding error. `patience`, 5 unless told otherwise, is a whole number, at least 1. `min_delta`, 0 unless told otherwise, is 0 or more.
# - Epoch 0 is the best so far. A later one is *better* if its loss is lower than that of the best so far *by more than* `min_delta`. Then it is the best so far, and the counting starts anew. Training stops after the epoch with which `patience` epochs *in a row* were not better; or, if that never happens, after the last of `losses`.
# - What comes back is a pair of whole numbers: the epoch that was the best, and the last epoch that was run.
# - `[3, 2, 2, 1, 4, 4, 0]` with `patience = 2`: epoch 1 is better, epoch 2 is not (1 in a row), epoch 3 is; epochs 4 and 5 are not, and that is 2 in a row. So `(3, 5)`: the 0 is never seen.
#
# <details><summary>Hint 1</summary>What do you have to remember from epoch to epoch? There are two things.</details>
# <details><summary>Hint 2</summary>Better than what: the epoch before, the lowest of all, or the best so far? With a large min_delta these are three different things.</details>

# %% ex-early_stopping
def early_stopping(losses, patience=5, min_delta=0.0):
    """What early stopping makes of a curve of validation losses.

    Parameters
    ----------
    losses : ndarray (E,), floats or integers
        After each epoch.
    patience : int, positive
        How many epochs in a row need not be better.
    min_delta : float
        By more than this a loss has to be lower to be better.

    Returns
    -------
    best : int
        The best epoch.
    last : int
        The last epoch that was run.
    """
    ### BEGIN SOLUTION
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best] - min_delta:
            best = epoch
        elif epoch - best == patience:
            return best, epoch
    return best, len(losses) - 1
    ### END SOLUTION

# %% check-early_stopping
c = Check("regularization.early_stopping", points=2)
c.equal((3, 5), np.array([3.0, 2.0, 2.0, 1.0, 4.0, 4.0, 0.0]), 2)
c.equal((0, 1), np.array([1.0, 1.0, 0.0]), 1)
c.equal((3, 4), np.array([9.0, 8.0, 7.0, 6.0, 6.5]), 2)
c.equal((0, 5), np.array([1, 2, 3, 4, 5, 6, 7, 0]))  # integers
c.equal((0, 2), np.array([2.0, 1.75, 1.75, 0.0]), 2, 0.25)
c.equal((4, 6), np.array([2.0, 1.875, 1.75, 1.75, 1.625, 1.5, 1.375]), 4, 0.25)
c.equal((2, 4), np.array([2.0, 3.0, 1.0, 2.5, 1.5]), 2)
c.equal((0, 0), np.array([0.5]), 3, 1.0)
c.sweep()
c.score()

# %%
if ready("regularization.stopped", "early_stopping"):
    stops = {patience: early_stopping(few[1], patience) for patience in (1, 5, 20)}
    fig, ax = new_figure(height=3.2,
                         title="Where early stopping stops, and which epoch it keeps")
    draw.stopped(ax, few[1], stops)
    plt.show()
    for patience, (best, last) in stops.items():
        print(f"patience {patience:2}: keeps epoch {best} (loss {few[1, best]:.3f}), stops after "
              f"epoch {last} (loss {few[1, last]:.3f}) of {len(few[1])}")

# %% [markdown]
# *What you saw.* A patience of 1 is stopped by the first bump. Patience costs epochs that are thrown away, and finds a lower loss, if there is one. In all cases most of the 100 epochs are saved. Early stopping looks at the validation set many times, so the lowest validation loss is a little too good to be true. How good the network is, a *test set* has to
# say, on which nothing was chosen.

# %% [markdown]
# ### Which weights?
#
# When training stops, the best epoch lies `patience` epochs back, and the weights of *now* are those of a network that has been getting worse. So the weights of the best epoch have to be kept when they are there, and kept as what they *were*. In NumPy `best = w` keeps no values: it is a second name for the same array, and when that is changed in place
# (`w -= …`), the best weights change with it. `best = w.copy()` keeps them. In Further 9.8 you write the loop, and see what the second name costs.

# %% [markdown]
# ### All remedies, one table
#
# Last, the remedies side by side, on the sloppy 1,000 pictures, each with three seeds and 1,200 steps. Of the λ 0.001, 0.003 and 0.01 the one with the highest accuracy on the *validation set* was taken: 0.01 alone, 0.003 beside dropout. What is shown is the test set, which nobody has looked at until now.

# %%
if ready("regularization.compared", "l2_penalty", "dropout_forward", "early_stopping"):
    def trained_by(net, seed, n=1000, epochs=60, update=None, callback=None):
        train(net, X[:n], hasty[:n], lr=0.3, epochs=epochs, batch_size=50, progress=False,
              update=update, callback=callback, rng=np.random.default_rng(seed))
        return net

    def stopped_early(seed):
        weights, losses = [], []

        def keep(step, net):
            if step % 20 == 0:  # the end of an epoch
                weights.append([p.data.copy() for p in net.parameters()])
                losses.append(evaluate(net, X_val, y_val)[0])

        net = trained_by(new_net(seed), seed, callback=keep)
        for p, w in zip(net.parameters(), weights[early_stopping(np.array(losses), 10)[0]]):
            p.data = w
        return net

    recipes = {"nothing": lambda seed: trained_by(new_net(seed), seed),
               "L2": lambda seed: trained_by(new_net(seed), seed, update=priced(l2_gradient, 0.01)),
               "dropout": lambda seed: trained_by(dropout_net(seed), seed),
               "early stopping": stopped_early,
               "L2 and dropout": lambda seed: trained_by(dropout_net(seed), seed,
                                                         update=priced(l2_gradient, 0.003)),
               "4,000 pictures": lambda seed: trained_by(new_net(seed), seed, 4000, 15)}
    results = {name: np.array([evaluate(make(seed), X_test, y_test) for seed in range(3)])
               for name, make in recipes.items()}
    fig, axes = new_figure(ncols=2, height=3.3, sharey=True, title="On the test set")
    draw.remedies(axes[0], {name: values[:, 0] for name, values in results.items()}, "loss")
    draw.remedies(axes[1], {name: 100 * values[:, 1] for name, values in results.items()},
                  "accuracy, percent")
    plt.show()
    for name, values in results.items():
        print(f"{name:15} test loss {values[:, 0].mean():.2f}, accuracy {values[:, 1].mean():.1%}")

# %% [markdown]
# *What you saw.* Each of the remedies lowers the loss by a good deal, and brings several points of accuracy back; together they do little more than the best of them alone. Four times the pictures, with as many wrong labels among them, do better than any remedy.

# %% [markdown]
# ## Further
#
# What all masks say together, early stopping as a loop, and three relatives. These exercises are checked like the others; they give no points.

# %% [markdown]
# ### One network, many networks
#
# Each mask makes another network out of the same weights: with 100 hidden units there are 2¹⁰⁰. Training visits some of them. The test network is a stand-in for the whole *ensemble* (앙상블). How good a stand-in? Ask M of the networks for
# the probabilities of the classes, q₁ to q_M, and take the mean. There are two kinds of it. The *arithmetic* mean is (q₁ + … + q_M)/M. The *geometric* mean is the M-th root of the product q₁ · … · q_M; these no longer add up to 1 over the classes, so each example's are divided by their sum.

# %% [markdown]
# ### Further 9.7 — Ask them all
# Write `ensemble(P)`.
#
# - `P` has the shape (M, N, C): M networks' probabilities of C classes for N examples. Floats above 0; each network's add up to 1 for each example.
# - What comes back is a pair of arrays (N, C): the arithmetic mean over the networks, and the geometric mean, divided by its sum so that each row adds up to 1.
# - M may be many hundreds.
# - Two networks that give `[0.8, 0.2]` and `[0.5, 0.5]` for one example: the arithmetic mean is `[0.65, 0.35]`. The roots of 0.8 · 0.5 and 0.2 · 0.5 are 0.632 and 0.316; divided by their sum, `[2/3, 1/3]`.
#
# <details><summary>Hint 1</summary>Which axis counts the networks? It is gone in the result.</details>
# <details><summary>Hint 2</summary>A product of a thousand probabilities is too small for a float. Its logarithm is not. What is the logarithm of an M-th root?</details>

# %% ex-ensemble
def ensemble(P):
    """Arithmetic and geometric mean of several networks' probabilities.

    Parameters
    ----------
    P : ndarray (M, N, C)
        Of M networks, for N examples and C classes.

    Returns
    -------
    arithmetic, geometric : ndarray (N, C)
        Rows add up to 1.
    """
    ### BEGIN SOLUTION
    geometric = np.exp(np.mean(np.log(P), axis=0))
    return np.mean(P, axis=0), geometric / np.sum(geometric, axis=1, keepdims=True)
    ### END SOLUTION

# %% check-ensemble
c = Check("regularization.ensemble", points=0)
c.equal(([[0.65, 0.35]], [[2 / 3, 1 / 3]]), np.array([[[0.8, 0.2]], [[0.5, 0.5]]]))
# two examples, three classes, three networks
P = np.array([[[0.2, 0.2, 0.6], [0.1, 0.8, 0.1]],
              [[0.2, 0.2, 0.6], [0.4, 0.1, 0.5]],
              [[0.2, 0.2, 0.6], [0.2, 0.1, 0.7]]])
c.equal(([[0.2, 0.2, 0.6], [0.2333333, 1 / 3, 0.4333333]],
         [[0.2, 0.2, 0.6], [0.2750628, 0.2750628, 0.4498744]]), P)
# a thousand networks
c.equal(([[0.65, 0.35]], [[2 / 3, 1 / 3]]),
        np.tile(np.array([[[0.8, 0.2]], [[0.5, 0.5]]]), (500, 1, 1)))
c.equal(([[0.9, 0.1]], [[0.9, 0.1]]), np.array([[[0.9, 0.1]]]))  # one network
c.sweep()
c.score()

# %% [markdown]
# With eight droppable units there are only 2⁸ = 256 networks, so all can be asked; with p = ½ they are equally likely, so a plain mean is the right one. The next cell does it for a layer of softmax whose 8 inputs are dropped, and for a network with two more layers, and compares the means with the one network that has no mask at all.

# %%
if ready("regularization.all_masks", "ensemble", "dropout_classic"):
    def softmax(scores):
        e = np.exp(scores - scores.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)

    rng = np.random.default_rng(5)
    inputs = rng.normal(0, 1, (30, 8))
    last, deep = rng.normal(0, 1, (8, 3)), [rng.normal(0, std, shape) for std, shape in
                                            ((0.4, (8, 20)), (0.5, (20, 3)))]
    masks = np.array([[bool(k >> i & 1) for i in range(8)] for k in range(256)])
    heads = {"softmax layer": lambda a: softmax(a @ last),
             "one more layer": lambda a: softmax(np.tanh(a @ deep[0]) @ deep[1])}
    fig, axes = new_figure(ncols=2, height=3.3, sharey=True,
                           title="256 networks, and the one without a mask")
    for ax, (name, head) in zip(axes, heads.items()):
        P = np.array([head(dropout_inverted(inputs, np.tile(mask, (30, 1)), 0.5, True))
                      for mask in masks])
        arithmetic, geometric = ensemble(P)
        alone = head(dropout_inverted(inputs, None, 0.5, False))
        draw.stand_in(ax, alone, arithmetic, geometric, name)
        far = [np.max(np.abs(alone - mean)) for mean in (arithmetic, geometric)]
        print(f"{name}: largest distance from the arithmetic mean {far[0]:.2f}, from the geometric "
              f"mean {far[1]:.0e}")
    axes[0].set_ylabel("mean of 256 networks")
    plt.show()

# %% [markdown]
# *What you saw.* For a layer of softmax the network without a mask gives *exactly* the geometric mean of all 256. The logarithm of a softmax is the score minus log Σ eˢ, which is the same for all classes, so the division takes it out again; what is averaged are the scores, and the mean score is that of the mean input. One more layer, and it is an approximation, for both means. It costs one pass instead of 256.

# %%
if ready("regularization.monte_carlo", "dropout_classic", "ensemble", "dropout_forward"):
    dropped.training = True
    P = np.array([softmax(dropped(X_val).data.astype(float)) for _ in range(100)])
    counts = (1, 2, 3, 5, 10, 30, 100)
    accuracy = {kind: [np.mean(ensemble(P[:M])[i].argmax(axis=1) == y_val) for M in counts]
                for i, kind in enumerate(("arithmetic", "geometric"))}
    dropped.training = False
    alone = evaluate(dropped, X_val, y_val)[1]
    fig, ax = new_figure(height=3.1,
                         title="Many masked networks, and the stand-in (validation set)")
    draw.monte_carlo(ax, counts, accuracy, alone)
    plt.show()
    print(f"one mask {accuracy['arithmetic'][0]:.1%}, 100 masks {accuracy['arithmetic'][-1]:.1%}, "
          f"no mask {alone:.1%}")

# %% [markdown]
# *What you saw.* One masked network is several points worse than the stand-in; a mean of thirty is as good, at thirty times the price. Whoever forgets to switch dropout off for the evaluation measures the leftmost point, and another one each time.

# %% [markdown]
# ### Further 9.8 — Train, and bring the best home
# Write `fit(grad, val_loss, w, lr, patience, min_delta, most)`: gradient descent with early stopping.
#
# - `grad(w)` is the gradient of the training loss, an array of the shape of `w`; it may be `w` itself, so do not write into it. `val_loss(w)` is the validation loss, a finite number. Call both as often as you like. `w` is the start, an array of any shape, floats or integers. `lr`, the learning rate, is positive.
# - Epoch 0 is the start, before any step. Each later epoch is one step `w − lr · grad(w)` and a look at the validation loss. What is better, and when to stop, is as in 9.7; `patience` and `min_delta` have the same defaults. At the latest, training stops after `most` steps, 100 unless told otherwise; `most` may be 0.
# - What comes back is a pair: the weights of the best epoch, an array of floats of the shape of `w`; and the number of steps that were made.
# - From `w = [3]`, with the gradient 1 everywhere and `lr = 1`, the weights are 3, 2, 1, 0, −1, −2, … With the validation loss w² and `patience = 2` the best is `[0]`, and it takes 5 steps to know that: `([0.0], 5)`.
#
# <details><summary>Hint 1</summary>9.6 was told all losses at once. Here they come one by one. What has to be remembered beside the best loss?</details>
# <details><summary>Hint 2</summary>Is the best of all weights ever looked at after the last step, if training was not stopped early?</details>

# %% ex-fit
def fit(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """Gradient descent that stops early and returns the best weights.

    Parameters
    ----------
    grad : callable
        From weights to the gradient of the training loss.
    val_loss : callable
        From weights to the validation loss.
    w : ndarray of any shape, floats or integers
        Where to start.
    lr : float, positive
        Learning rate.
    patience : int, positive
        How many steps in a row need not be better.
    min_delta : float
        By more than this a loss has to be lower to be better.
    most : int
        The largest number of steps.

    Returns
    -------
    w : ndarray
        The best weights, floats.
    steps : int
        How many steps were made.
    """
    ### BEGIN SOLUTION
    w = np.array(w, dtype=float)
    best_w, best_loss, best, step = w, val_loss(w), 0, 0
    while step < most and step - best < patience:
        w, step = w - lr * grad(w), step + 1
        loss = val_loss(w)
        if loss < best_loss - min_delta:
            best_w, best_loss, best = w, loss, step
    return best_w, step
    ### END SOLUTION

# %% check-fit
c = Check("regularization.fit", points=0)


def everywhere_one(w):
    return np.ones(np.shape(w))


def squares(w):
    return float(np.sum(np.asarray(w) ** 2))


def wavy(w):  # lowest at 2 and, lower, at −3
    return float(np.interp(np.sum(w), [-5, -3, 0, 2, 5], [1, 0, 3, 1, 4]))


three = np.array([3.0])
c.equal(([0.0], 5), everywhere_one, squares, three, 1.0, 2)
c.equal(([0.0], 4), everywhere_one, squares, three, 1.0, 5, 0.0, 4)
c.equal(([2.0], 2), everywhere_one, wavy, three, 1.0, 1)
c.equal(([-3.0], 11), everywhere_one, wavy, three, 1.0)
c.equal(([[0.5, 0.0]], 6), everywhere_one, squares, np.array([[2.0, 1.5]]), 0.5, 3)
c.equal(([1.0], 4), everywhere_one, squares, three, 1.0, 2, 1.0)
c.equal(([1.5], 5), everywhere_one, squares, np.array([3]), 1.5, 4, 3.0)  # integers
c.equal(([3.0], 0), everywhere_one, squares, three, 1.0, most=0)
c.sweep()
c.score()

# %% [markdown]
# What does the second name cost? A polynomial of degree 15 is fitted to 20 noisy points by gradient descent, with your `fit`, and with a loop that says `best = w` and changes `w` in place.

# %%
if ready("regularization.mirror", "fit"):
    rng = np.random.default_rng(3)
    at = rng.uniform(-1, 1, 220)
    A = np.polynomial.chebyshev.chebvander(at, 15)
    t = np.sin(3 * at) + rng.normal(0, 0.5, 220)

    def slope(w):  # of the training loss, half the mean squared error of 20 points
        return A[:20].T @ (A[:20] @ w - t[:20]) / 20

    def off(w):  # on the other 200 points
        return float(np.mean((A[20:] @ w - t[20:]) ** 2))

    def mirrored(w, lr, steps):
        w, best, lowest, losses = w.copy(), w, np.inf, []
        for _ in range(steps):
            w -= lr * slope(w)
            losses.append(off(w))
            if losses[-1] < lowest:
                best, lowest = w, losses[-1]
        return best, losses

    best, steps = fit(slope, off, np.zeros(16), 0.1, patience=100, most=2000)
    mirror, losses = mirrored(np.zeros(16), 0.1, steps)
    fig, ax = new_figure(height=3.0, title="The weights that were kept, and a second name")
    draw.mirror(ax, losses, off(best), off(mirror))
    plt.show()
    print(f"lowest validation loss {min(losses):.3f}; of fit's weights {off(best):.3f}, of the "
          f"mirror {off(mirror):.3f}, of the last weights {losses[-1]:.3f}")

# %% [markdown]
# *What you saw.* The mirror shows the last weights. Nothing warns you: the code remembers the right lowest *loss*, which is a number, and the wrong weights, which are an array.

# %% [markdown]
# ### Further 9.9 — A limit instead of a price
# *Max-norm* leaves weights alone as long as they are not too long, and then stops them at a wall; it was used with dropout from the beginning. Write `max_norm(W, limit)`.
#
# - `W` has the shape (fan_in, fan_out), floats or integers; a column holds the weights of one unit. `limit` is a positive number.
# - What comes back has the shape of `W`, floats: a column whose length (the root of the sum of its squares) is above `limit` is shortened to `limit`, in the same direction; the others are as they were.
# - `[[3, 0.3], [4, 0.4]]` with limit 1: the first column has length 5, the second 0.5. So `[[0.6, 0.3], [0.8, 0.4]]`.
#
# <details><summary>Hint 1</summary>One length for each unit: along which axis do its weights lie?</details>
# <details><summary>Hint 2</summary>Which factor has a column of length 5, which one of length 0?</details>

# %% ex-max_norm
def max_norm(W, limit):
    """Shorten the weights of each unit to a length of at most limit.

    Parameters
    ----------
    W : ndarray (fan_in, fan_out)
        Floats or integers.
    limit : float, positive

    Returns
    -------
    ndarray (fan_in, fan_out)
    """
    ### BEGIN SOLUTION
    length = np.sqrt(np.sum(np.square(W, dtype=float), axis=0))
    return W * (limit / np.maximum(length, limit))
    ### END SOLUTION

# %% check-max_norm
c = Check("regularization.max_norm", points=0)
c.equal([[0.6, 0.3], [0.8, 0.4]], np.array([[3.0, 0.3], [4.0, 0.4]]), 1.0)
c.equal([[3.0, 0.0, -6.0], [4.0, 0.0, 8.0]],
        np.array([[3, 0, -9], [4, 0, 12]]), 10.0)  # integers, and a unit without weights
c.equal([[3.0], [-4.0]], np.array([[3.0], [-4.0]]), 5.0)  # just on the wall
c.equal([[2.0, -2.0, 1.0]], np.array([[7.0, -2.5, 1.0]]), 2)
c.sweep()
c.score()

# %% [markdown]
# ### Further 9.10 — Dropout without drawing
# For the linear unit above, what training with masks leads to can be computed at once: the weights with the lowest mean squared error over *all* masks. Write `dropout_regression(X, y, p)`.
#
# - `X` has the shape (N, D), `y` (N,); floats or integers. N is at least D, and the columns of `X` are linearly independent: none is a sum of multiples of the others. `p` is the probability of an *input* to be dropped, 0 ≤ p < 1; what is kept is divided by 1 − p.
# - What comes back has the shape (D,): the `w` with the lowest Σₙ (yₙ − w·xₙ)² + p/(1 − p) Σₙ Σⱼ xₙⱼ² wⱼ². For p = 0 that is least squares, whose `w` solves XᵀX w = Xᵀy: there the slope of the sum is 0.
# - With one column, `X = [[1], [2]]`, `y = [1, 2]`: Σ x² = 5 and Σ x y = 5, so w is 5/(5 + 5 p/(1 − p)) = 1 − p.
#
# <details><summary>Hint 1</summary>What does the price add to the slope with respect to wⱼ? Which of the w does it contain?</details>
# <details><summary>Hint 2</summary>So which entries of the matrix XᵀX change?</details>

# %% ex-dropout_regression
def dropout_regression(X, y, p):
    """Weights of a linear unit with the lowest mean squared error under dropout of its inputs.

    Parameters
    ----------
    X : ndarray (N, D)
        Floats or integers.
    y : ndarray (N,)
        Floats or integers.
    p : float, 0 <= p < 1
        Probability to be dropped.

    Returns
    -------
    ndarray (D,)
    """
    ### BEGIN SOLUTION
    G = X.T @ X
    return np.linalg.solve(G + p / (1 - p) * np.diag(np.diag(G)), X.T @ y)
    ### END SOLUTION

# %% check-dropout_regression
c = Check("regularization.dropout_regression", points=0)
c.equal([0.75], np.array([[1.0], [2.0]]), np.array([1.0, 2.0]), 0.25)
# two inputs, three examples: without dropout, and with it
A, t = np.array([[1, 0], [1, 1], [0, 2]]), np.array([1, 3, 4])
c.equal([1.0, 2.0], A, t, 0.0)
c.equal([29 / 39, 40 / 39], A, t, 0.5)
c.equal([0.25, 0.25], np.array([[1.0, 1.0], [1.0, 1.0]]) * np.array([[1.0], [0.0]]) + np.array(
    [[0.0, 0.0], [1.0, -1.0]]), np.array([1.0, 0.0]), 0.5)
B = np.random.default_rng(8).normal(0, 1, (9, 3))
u, p = B @ np.array([1.0, -2.0, 0.5]) + 0.3, 0.3


def cost(w):
    return np.sum((u - B @ w) ** 2) + p / (1 - p) * np.sum(B**2 @ w**2)


steps = 0.01 * np.vstack([np.eye(3), -np.eye(3)])
c.holds("a step away from it costs more",
        lambda f: all(cost(f(B, u, p) + step) > cost(f(B, u, p)) for step in steps))
c.sweep()
c.score()

# %% [markdown]
# ### Further 9.11 — Whole channels
# Neighbouring numbers of a channel (06) say nearly the same; dropping single ones takes little information away. *Spatial dropout* drops whole channels. Write `dropout_channels(x, mask, p)`, inverted, in training.
#
# - `x` has the shape (N, C, H, width), floats or integers. `mask` is boolean, of the shape (N, C): true where a channel of a picture is kept. `p` is the probability to be dropped, 0 ≤ p < 1.
# - What comes back has the shape of `x`.
# - One picture with two channels of 1 × 2, `[[[[1, 2]], [[3, 4]]]]`, with the mask `[[True, False]]` and p = 0.5 becomes `[[[[2, 4]], [[0, 0]]]]`.
#
# <details><summary>Hint 1</summary>Arrays are lined up from the last axis. What shape must the mask have, to lie along the first two of four?</details>

# %% ex-dropout_channels
def dropout_channels(x, mask, p):
    """Inverted dropout of whole channels, in training.

    Parameters
    ----------
    x : ndarray (N, C, H, width)
        Floats or integers.
    mask : ndarray (N, C)
        True where a channel is kept.
    p : float, 0 <= p < 1
        Probability to be dropped.

    Returns
    -------
    ndarray (N, C, H, width)
    """
    ### BEGIN SOLUTION
    return x * mask[:, :, None, None] / (1 - p)
    ### END SOLUTION

# %% check-dropout_channels
c = Check("regularization.dropout_channels", points=0)
c.equal([[[[2.0, 4.0]], [[0.0, 0.0]]]], np.array([[[[1.0, 2.0]], [[3.0, 4.0]]]]),
        np.array([[True, False]]), 0.5)
# two pictures, two channels of 2 × 2, integers: another mask for each picture
x = np.arange(1, 17).reshape(2, 2, 2, 2)
c.equal([[[[0, 0], [0, 0]], [[20, 24], [28, 32]]], [[[36, 40], [44, 48]], [[0, 0], [0, 0]]]],
        x, np.array([[False, True], [True, False]]), 0.75)
c.equal([[[[1.0]]]], np.array([[[[1.0]]]]), np.array([[True]]), 0.0)
c.sweep()
c.score()

# %% [markdown]
# ## To keep
#
# | | what it does | in training | at test time | its number | its trap |
# |---|---|---|---|---|---|
# | more data | more to learn from | | | | costs labels |
# | L2 in the loss | small weights | dw + λ W | nothing | λ: 0.0001 to 0.1 | through Adam: loud weights pay less |
# | decay in the step | small weights | W − lr λ W | nothing | λ, times lr | the same as L2 for plain SGD only |
# | inverted dropout | no co-adaptation | x · mask / (1 − p) | nothing | p: 0.1 to 0.5 | left on in evaluation |
# | classic dropout | the same | x · mask | x · (1 − p) | p, or 1 − p? | scaled twice, or never |
# | early stopping | few steps | watch the validation loss | the best weights | patience, min_delta | the last weights instead of the best |
#
# | the curves | the word | do |
# |---|---|---|
# | training loss not below log C | not learning | look for a bug, another learning rate |
# | validation loss never below log C | no relation | look at labels and at how the sets were prepared |
# | validation loss rises, training loss falls | over-fitting | more data, or a remedy of this notebook |
# | validation loss rises, training loss does not fall | unstable | a smaller learning rate |
# | none of these, whatever the gap | fine | no remedy of this notebook; a better network, perhaps |
#
# ### Traps
#
# - Regularization against a bug: first fit 20 pictures with all remedies off. A network that cannot learn 20 pictures by heart has a bug.
# - The factor ½, and the mean over the batch: the price is added once, and whether the ½ is in λ differs from paper to paper.
# - A gradient check at biases 0 does not see what happens to biases.
# - `p` keeps in one library and drops in another. Look at what p = 0.1 does.
# - Dropout keeps the mean, not the spread.
# - `best = w` is a second name, not a memory.
# - The validation set that chose the epoch has been used. Report the test set, once.
#
# ### Where to read on
#
# - Krogh and Hertz, *A simple weight decay can improve generalization*, NIPS 1991: L2, and why it helps.
# - Prechelt, *Early stopping – but when?*, in Neural Networks: Tricks of the Trade, 1998: stopping rules compared.
# - Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, *Dropout: a simple way to prevent neural networks from overfitting*, JMLR 15, 2014: section 4 the model (p keeps there), section 5.1 max-norm, section 9.1 linear regression, section 10 the inverted form.
# - Wager, Wang and Liang, *Dropout training as adaptive regularization*, NIPS 2013: dropout as a price, beyond linear units.
# - Baldi and Sadowski, *Understanding dropout*, NIPS 2013: geometric means.
# - Tompson, Goroshin, Jain, LeCun and Bregler, *Efficient object localization using convolutional networks*, CVPR 2015: whole channels.
# - Gal and Ghahramani, *Dropout as a Bayesian approximation*, ICML 2016: Monte Carlo dropout.
# - Zhang, Bengio, Hardt, Recht and Vinyals, *Understanding deep learning requires rethinking generalization*, ICLR 2017: networks that learn shuffled labels by heart.
# - Loshchilov and Hutter, *Decoupled weight decay regularization*, ICLR 2019: section 2, L2 and decay; AdamW.
# - Li, Chen, Hu and Yang, *Understanding the disharmony between dropout and batch normalization by variance shift*, CVPR 2019.
#
# Next: **Sliding a window**.
#
# What you have earned in this notebook:

# %%
progress()
