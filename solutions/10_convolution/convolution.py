# %% [markdown]
# # Sliding a window
#
# **You will slide a window over signals and pictures, predict the size of everything that comes out, write a convolutional layer
# forward and backward, pool its maps, and count what all this saves.**
#
# You will be able to
#
# - tell a convolution from a cross-correlation, and say which of the two a network computes;
# - predict the shape of every layer of LeNet-5, AlexNet, VGG-16 and of ResNet's first layers;
# - write the layer and its gradients, where windows overlap and where there is padding;
# - pool a picture, and say what pooling does not care about;
# - count parameters and multiply-adds, and say how far a unit can see.
#
# Time: four to four and a half hours for exercises 10.1 to 10.4, 10.6, 10.7 and 10.9 (14 points) and four predictions (4 points), in two sittings: after part D, a
# little more than two hours on, a line marks the place to stop. *Further* exercises (10.5, 10.8, and 10.10 to 10.12 at the end: two hours more) are checked like the others, but
# give no points. This notebook needs none of the others; you should know what a loss, a gradient and the chain rule are. As in the whole
# course, functions leave their inputs as they are.

# %% setup
import numpy as np

from chainrule import Check, close, progress, ready, reveal

# %% [markdown]
# The next cell is for the pictures only; no exercise needs it.

# %%
import time

import matplotlib.pyplot as plt

from chainrule.convolution import conv2d, conv2d_by_loops
from chainrule.data import CLASS_NAMES, load_fashion_mnist
from chainrule.figures import DIVERGING, explore, new_figure
from chainrule.figures import convolution as draw

X, y, _, _ = load_fashion_mnist()
# 5,000 pictures of clothes: (N, channels, height, width), from 0 to 1
images = X.reshape(-1, 1, 28, 28)

# %% [markdown]
# ## A. One dimension
#
# ### A window slides
#
# A *convolutional* layer has a small set of weights, the *kernel*
# or *filter* (커널, 필터), and slides it over its input: at each position it multiplies what is under the window by the kernel,
# entry by entry, and adds up.
#
# There are two ways to do so, and their names are mixed up everywhere. For a signal `x` and a kernel `w` of m entries, the
# *cross-correlation* (교차상관, left) and the *convolution* (합성곱, right) are
#
# $$y_i = \sum_{k=0}^{m-1} x_{i+k}\,w_k \qquad\qquad y_i = \sum_{k=0}^{m-1} x_{i-k}\,w_k$$
#
# One reads the signal forwards as `k` grows, the other backwards. So a convolution is a cross-correlation with the kernel *flipped*.
#
# ### What lies beyond the ends?
#
# In the second sum `i` may be any integer: x counts as 0 wherever it has no entry. A program has to stop somewhere.
# Three places are in use. *Full*: every window that touches the signal at all; that means m − 1 zeros before and after it.
# *Same*: as many outputs as inputs. *Valid*: only windows that lie wholly inside, no zeros. The zeros are called *padding* (패딩);
# with p of them on each side, n numbers become n + 2p.

# %%
signal, kernel = np.array([3, 1, 4, 2, 5]), np.array([1, 2, -1])
fig, axes = new_figure(ncols=3, height=3.0, width_ratios=(10.4, 8.4, 6.4))
for ax, name, p in zip(axes, ("full", "same", "valid"), (2, 1, 0)):
    y_all = np.convolve(signal, kernel, name)
    draw.windows(ax, np.pad(signal, p), pad=p, m=3, stride=1, outputs=y_all, rows=7,
                 title=f"{name}, p = {p}")
plt.show()

# %% [markdown]
# *What you saw.* Five numbers (dark cells; padding is light), and one line for each position of a window of three, with the output of the
# convolution by [1, 2, −1] behind it. Full gives 5 + 3 − 1 = 7 outputs, same 5, valid 5 − 3 + 1 = 3; the outputs of valid are the
# middle of those of same, and those of same the middle of full's.

# %% [markdown]
# ### Exercise 10.1 — Slide, and flip (2 points)
# Write `cross_correlate1d(x, w)` and `convolve1d(x, w, mode)`.
#
# - `x` (n,) and `w` (m,) are arrays of floats or (signed) integers, with at least one entry each. What comes back is a new array.
# - `cross_correlate1d` returns only the windows that lie wholly inside: n − m + 1 numbers. Here `x` is at least as long as `w`.
#   With `x = [3, 1, 4, 2, 5]` and `w = [1, 2, -1]` the first is 3·1 + 1·2 + 4·(−1) = 1, and the result is `[1, 7, 3]`.
# - `convolve1d` flips the kernel. `mode` is `"full"` (which it is unless the caller says otherwise), `"same"` or `"valid"`. The same x and w give
#   `[3, 7, 3, 9, 5, 8, -5]`, `[7, 3, 9, 5, 8]` and `[3, 9, 5]`.
# - *Same* is full's result without the first (m − 1) // 2 and the last m // 2 numbers. So n numbers remain, always; with m = 1 nothing is cut off.
#   (NumPy's own *same* returns as many numbers as the longer of the two has: the same n if the kernel is not longer than x, else m.)
# - *Full* and *same* also accept a kernel longer than x; *valid* need not.
# - Write the sums yourself. (NumPy has `np.correlate` and `np.convolve`; the check accepts an answer that uses them, but then you have practised nothing.)
#
# <details><summary>Hint 1</summary>Where does the window number i begin and end? How many such windows are there?</details>
# <details><summary>Hint 2</summary>Write down y₂ of the convolution, x₂w₀ + x₁w₁ + x₀w₂. In the order of x this is x₀w₂ + x₁w₁ + x₂w₀: a window of x, times the kernel read backwards.</details>
# <details><summary>Hint 3</summary>Full is a cross-correlation, too. Of what with what? Its first number is x₀w₀: so where must the first window stand, and how many zeros does it need? The other two modes are pieces of full: where does each begin, and how long is it?</details>

# %% ex-cross_correlate1d
def cross_correlate1d(x, w):
    """Slide w over x without flipping it; only windows that lie wholly inside x.

    Parameters
    ----------
    x : ndarray (n,)
    w : ndarray (m,), m <= n

    Returns
    -------
    ndarray (n - m + 1,)
    """
    ### BEGIN SOLUTION
    m = len(w)
    return np.array([np.sum(x[i : i + m] * w) for i in range(len(x) - m + 1)])
    ### END SOLUTION


def convolve1d(x, w, mode="full"):
    """Convolve x with w: the kernel is flipped.

    Parameters
    ----------
    x : ndarray (n,)
    w : ndarray (m,)
    mode : "full", "same" or "valid"

    Returns
    -------
    ndarray (n + m - 1,), (n,) or (n - m + 1,)
    """
    ### BEGIN SOLUTION
    n, m = len(x), len(w)
    full = cross_correlate1d(np.pad(x, m - 1), w[::-1])
    if mode == "same":
        start = (m - 1) // 2
        return full[start : start + n]
    if mode == "valid":
        return full[m - 1 : n]
    return full
    ### END SOLUTION

# %% check-cross_correlate1d
c = Check("convolution.cross_correlate1d", "convolve1d", points=2)
x, w = np.array([3, 1, 4, 2, 5]), np.array([1, 2, -1])
c.equal([1, 7, 3], x, w)
c.equal([3.75, 4.0, 3.25], np.array([4, 7, 2, 9]), np.array([0.5, 0.25]))  # integers and floats
c.equal([19], np.array([2, 3, -1]), np.array([4, 5, 4]))  # as long as each other: one window
c.equal([3, 7, 3, 9, 5, 8, -5], x, w, of="convolve1d")
c.equal([7, 3, 9, 5, 8], x, w, "same", of="convolve1d")
c.equal([3, 9, 5], x, w, "valid", of="convolve1d")
c.equal([3, 31, 14, 42], x[:4], np.array([1, 10]), "same", of="convolve1d")  # an even kernel
c.equal([9, 8], np.array([2, 5]), w, "same", of="convolve1d")  # a kernel longer than x
c.sweep()  # tries further inputs
c.score()

# %% [markdown]
# ### Prediction 10.a — A layer that cannot flip (1 point)
# A machine convolves its input with a secret kernel, *flipped*. A layer that slides its kernel *without* flipping is trained to imitate the
# machine: gradient descent on the squared error, from zero weights. What happens?
#
# - (a) the error stays large, because the layer cannot flip
# - (b) the error vanishes, and the layer's kernel is the secret one read backwards
# - (c) the error vanishes, and the layer's kernel is the secret one
#
# Decide before you run what follows. The point is for deciding; being wrong costs nothing.

# %% predict-flip
def predict_flip():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION

# %% check-predict_flip
c = Check("convolution.predict_flip", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("convolution.flip", "cross_correlate1d", "predict_flip"):
    secret = np.array([0.2, 0.5, 1.0, -0.6, 0.1])
    x = np.random.default_rng(0).normal(size=300)
    target = convolve1d(x, secret, "valid")
    w, losses = np.zeros(5), []
    for _ in range(60):
        error = cross_correlate1d(x, w) - target
        losses.append(np.mean(error**2))
        # dw[k] = Σ error[i] x[i + k]: itself a cross-correlation
        w = w - 0.2 * cross_correlate1d(x, error) / len(error)
    fig, (left, right) = new_figure(ncols=2, height=3.0)
    draw.losses(left, np.array(losses))
    draw.stems(right, {"secret kernel": secret, "learned kernel": w})
    plt.show()
    outcome = "a" if losses[-1] > 0.1 * losses[0] else "c" if close(w, secret, tol=0.05) else "b"
    mirrored = close(w, secret[::-1], tol=0.05)
    kernel = "the mirror image" if mirrored else w.round(2)
    reveal("predict_flip", outcome,
           f"The squared error fell from {losses[0]:.2f} to {losses[-1]:.0e}, and the kernel is "
           f"{kernel}.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# The layer learned the mirror image of the secret kernel, and imitates the machine to a squared error of 5·10⁻¹². Where kernels are learned,
# flipping is bookkeeping, so libraries leave it out: **the "convolutions" of deep-learning libraries do not flip, they are cross-correlations.** Where a kernel is
# given by a formula or a book, flipping matters.
#
# </details>

# %% [markdown]
# ## B. Sizes
#
# ### How many positions?
#
# Let n numbers come in, p zeros on each side, and the window have m entries. It starts at the left end and moves by the
# *stride* s (스트라이드) as long as it fits. There are n + 2p − m places left to move over; each step takes s of them; and the
# first position needs no step:
#
# $$o = \left\lfloor \frac{n + 2p - m}{s} \right\rfloor + 1$$
#
# If s does not divide, the floor ⌊·⌋ drops the rest: some numbers at the right end are never seen. And if m is larger
# than n + 2p, not even the first position fits: there is no such layer, whatever the formula gives.

# %%
fig, axes = new_figure(ncols=2, nrows=2, height=4.2)
for ax, (n, m, p, s) in zip(axes.flat, ((7, 3, 0, 2), (8, 3, 0, 2), (8, 3, 1, 2), (9, 2, 0, 3))):
    o = (n + 2 * p - m) // s + 1
    draw.windows(ax, np.pad(np.ones(n, dtype=int), p), pad=p, m=m, stride=s, numbers=False,
                 title=f"n = {n}, m = {m}, p = {p}, s = {s}: {o} outputs")
plt.show()

# %% [markdown]
# *What you saw.* Dark cells are the input, light ones padding, hatched ones are covered by no window. With seven numbers, stride 2 comes out
# even; with eight, the last is lost, unless padding makes room for a fourth window, which then leaves only a zero uncovered.

# %% [markdown]
# ### An even window
#
# With an even window *same* cannot be had with equally many zeros on both sides. For the four numbers a, b, c, d and m = 2 there are two ways to keep four windows:
#
# ```
# full                       [0 a] [a b] [b c] [c d] [d 0]
# same, as in 10.1           [0 a] [a b] [b c] [c d]          the zero stands before
# same, as in most libraries       [a b] [b c] [c d] [d 0]    the zero stands after
# ```

# %% [markdown]
# Some results of this notebook must be integers, not floats with the same value: no array has 3.0 rows. `kind` says which of the two a function
# returns; the checks use it.

# %% setup-kind
def kind(f, *given):
    """What f returns of given: "integer" where all of it is, of Python or of NumPy."""
    found = f(*given)
    found = found if isinstance(found, (tuple, list)) else [found]
    return "integer" if all(isinstance(k, (int, np.integer)) for k in found) else "not integer"

# %% [markdown]
# ### Exercise 10.2 — Output size, and padding that keeps it (2 points)
# Write `conv_output_size(n, m, p, s)` and `same_padding(m)`.
#
# - All arguments are integers of Python; `n`, `m` and `s` are at least 1, `p` at least 0. `p` zeros stand on *each* side. `p` is 0 and the stride `s` is 1 unless the caller says otherwise.
# - What comes back are integers, of Python or of NumPy: 3, not 3.0.
# - `conv_output_size(5, 3)` is 3. With `n = 8`, `m = 3`, `p = 0`, `s = 2` it is 3: 5 / 2 is 2.5, the floor is 2, and 1 is added.
# - If the window does not fit into the padded input at all, `conv_output_size` raises a `ValueError`.
# - `same_padding(m)` returns a tuple of two integers, the zeros `(before, after)` with which a window of `m` keeps the size at stride 1:
#   `same_padding(3)` is `(1, 1)`. For an even window one side needs one more: put it *after*, like
#   PyTorch and TensorFlow. (The *same* of 10.1 is as if it stood before: the drawing above has both.)
#
# <details><summary>Hint 1</summary>A window of 3 in 5 numbers: how many steps of 1 can it take to the right from its first position? How many positions are that?</details>
# <details><summary>Hint 2</summary>Which division of Python rounds down? What does it make of −1 / 3, and is that a size? Ask whether the window fits before you divide.</details>
# <details><summary>Hint 3</summary>Without padding m − 1 outputs are missing, so m − 1 zeros are needed altogether. Share them out: the smaller half first.</details>

# %% ex-conv_output_size
def conv_output_size(n, m, p=0, s=1):
    """How many positions a window has.

    Parameters
    ----------
    n, m, p, s : int
        Size of the input, size of the window, zeros on each side, stride.

    Returns
    -------
    int, at least 1; ValueError if the window is larger than the padded input
    """
    ### BEGIN SOLUTION
    if m > n + 2 * p:
        raise ValueError(f"a window of {m} does not fit into {n} + 2·{p}")
    return (n + 2 * p - m) // s + 1
    ### END SOLUTION


def same_padding(m):
    """Zeros before and after the input with which a window keeps the size, at stride 1.

    Parameters
    ----------
    m : int
        Size of the window.

    Returns
    -------
    (before, after) : tuple of two ints
    """
    ### BEGIN SOLUTION
    return (m - 1) // 2, m // 2
    ### END SOLUTION

# %% check-conv_output_size
c = Check("convolution.conv_output_size", "same_padding", points=2)
c.equal(3, 5, 3)
c.equal(3, 8, 3, 0, 2)  # 5 / 2 is rounded down
c.equal(55, 224, 11, p=2, s=4)  # AlexNet's first layer in torchvision
c.equal("integer", 8, 3, 0, 2, through=kind)
c.raises(ValueError, 2, 5)
c.raises(ValueError, 3, 6, p=1)  # 5 numbers with the padding
c.raises(ValueError, 4, 5, 0, 3)  # whatever the stride is
c.equal((1, 1), 3, of="same_padding")
c.equal((1, 2), 4, of="same_padding")
c.equal("integer", 4, of="same_padding", through=kind)
c.sweep()
c.score()

# %% [markdown]
# ## C. Two dimensions, and channels
#
# ### The same, in a plane
#
# In a picture the window slides along rows and columns, and at each position there are kh · kw products to add. The cell below follows a
# worked example: X is padded with p = 1 and W moves by s = 2. It is a *convolution*, so W is flipped along both axes, that is rotated
# by 180°. (5 − 3) // 2 + 1 = 2, so the result is 2 × 2. Move the slider: which products make which number?

# %%
X_small = np.array([[2, 1, 2], [5, 0, 1], [1, 7, 3]])
W_small = np.array([[0.5, 0.7, 0.4], [0.3, 0.4, 0.1], [0.5, 1, 0.5]])


def draw_position(position=2, stride=2):
    size = (5 - 3) // stride + 1
    padded, rotated = np.pad(X_small, 1), W_small[::-1, ::-1]
    done = np.full((size, size), np.nan)
    for number in range(min(position, size * size)):
        row, column = divmod(number, size)
        corner = row * stride, column * stride
        done[row, column] = np.sum(padded[corner[0] : corner[0] + 3, corner[1] : corner[1] + 3]
                                   * rotated)
    fig, axes = new_figure(ncols=4, height=2.2, width_ratios=(5, 3, 4.6, 3))
    draw.position(axes, padded, rotated, corner, done)


explore(draw_position, position=(1, 9, 1), stride=[1, 2])

# %% [markdown]
# *What you saw.* At the second position the window covers 1, 2, 0 and 0, 1, 0 and a row of padding; six of the nine products are 0 and the
# others add up to 1.6. All four positions give [[4.6, 1.6], [7.5, 2.9]]; with stride 1 there are nine, and those four are among them.

# %% [markdown]
# ### Channels
#
# A colour picture has three values at each pixel: three *channels* (채널), C in general. (From here on they stand second, (N, C, H, width), as in PyTorch; in 05 the colours stood last.) The window then covers all C channels
# at once, so a kernel has C · kh · kw numbers, the fan-in of 4.1, and still gives *one* number for each position. Its outputs, a picture again, are called a *feature
# map* (특징 맵). A layer has F such kernels, and a bias for each: so F maps come out, which are the channels of the next layer.
#
# $$\mathrm{out}_{n,f,i,j} = b_f + \sum_{c=0}^{C-1}\sum_{u=0}^{k_h-1}\sum_{v=0}^{k_w-1} \mathrm{xp}_{n,\,c,\;i s+u,\;j s+v}\; W_{f,c,u,v}$$
#
# `xp` is `x` with p zeros on all four sides of each picture. Nothing is flipped: like all libraries, this course says *convolution* from here on
# and computes a cross-correlation.

# %% [markdown]
# ### Exercise 10.3 — A convolutional layer (3 points)
# Write `conv2d_forward(x, W, b, stride, pad)` with as many loops as you like.
#
# - `x` (N, C, H, width): N pictures with C channels each. `W` (F, C, kh, kw): F kernels. `b` (F,): a bias for each. Floats or (signed) integers, not necessarily of one type; pictures and kernels need not be square.
# - `stride`, along rows and columns alike, is 1, and `pad`, zeros on all four sides, is 0, unless the caller says otherwise.
# - What comes back has the shape (N, F, H_out, W_out), whose last two come from your `conv_output_size`.
# - The kernel is not flipped. The picture `[[1, 2, 3, 4], [5, 6, 7, 8], [9, 1, 2, 3]]` (N = C = 1) with the kernel `[[1, -1], [2, 3]]` (F = 1) and bias 10
#   gives `[[37, 42, 47], [30, 17, 22]]`: the first is 1 − 2 + 10 + 18 + 10.
#
# <details><summary>Hint 1</summary>Take one picture n, one kernel f and one position (i, j). Which rows and which columns of the padded picture lie under the window? What shape has that piece, with all channels, and what shape has <code>W[f]</code>?</details>
# <details><summary>Hint 2</summary>Row i of the output belongs to a window whose first row is i · stride, and which ends kh rows later. So one entry of the output is the sum of the products of two blocks of shape (C, kh, kw), plus <em>one</em> bias.</details>
# <details><summary>Hint 3</summary><code>np.pad</code> takes a pair (before, after) for each axis; the axes of pictures and channels get (0, 0). Make the array for the results of floats, whatever x holds. If you add b to all maps at once, its numbers must lie along axis 1: an array of shape (F, 1, 1) does.</details>

# %% ex-conv2d_forward
def conv2d_forward(x, W, b, stride=1, pad=0):
    """A convolutional layer (a cross-correlation), position by position.

    Parameters
    ----------
    x : ndarray (N, C, H, width)
    W : ndarray (F, C, kh, kw)
    b : ndarray (F,)
    stride, pad : int

    Returns
    -------
    ndarray (N, F, H_out, W_out)
    """
    ### BEGIN SOLUTION
    F, _, kh, kw = W.shape
    H_out, W_out = (
        conv_output_size(x.shape[2], kh, pad, stride),
        conv_output_size(x.shape[3], kw, pad, stride),
    )
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((len(x), F, H_out, W_out))
    for n, f, i, j in np.ndindex(out.shape):
        top, left = i * stride, j * stride
        out[n, f, i, j] = np.sum(xp[n, :, top : top + kh, left : left + kw] * W[f]) + b[f]
    return out
    ### END SOLUTION

# %% check-conv2d_forward
c = Check("convolution.conv2d_forward", points=3)
plain, moved = "channels and bias", "stride and padding"
x, W = np.array([[[[1, 2, 3, 4], [5, 6, 7, 8], [9, 1, 2, 3]]]]), np.array([[[[1, -1], [2, 3]]]])
c.equal([[[[37, 42, 47], [30, 17, 22]]]], x, W, np.array([10]), part=plain)
# one picture of 1 × 3, two channels; three kernels of 1 × 2
z = np.array([[[[1, 2, 3]], [[4, 6, 5]]]])
V = np.array([[[[1, 2]], [[3, -1]]], [[[0.5, 1]], [[1, 2]]], [[[2, -1]], [[-1, 0.5]]]])
c.equal([[[[111, 121]], [[218.5, 220]], [[299, 297.5]]]], z, V, np.array([100, 200, 300]),
        part=plain)
c.equal([[[[37, 47]]]], x, W, np.array([10]), 2, part=moved)  # a row is left over
c.equal([[[[19, 16], [10, 7]]]], np.array([[[[1, 2]]]]), np.array([[[[1, 2, 3], [4, 5, 6]]]]),
        np.array([2]), pad=1, part=moved)
c.sweep(conv2d_forward=lambda x, W, b, stride=1, pad=0: moved if stride > 1 or pad else plain)
c.score()

# %% [markdown]
# ### What a kernel sees
#
# Four kernels of 3 × 3, made by hand: an average; the differences between right and left and between below and above (called Sobel kernels, after
# their inventor); and a centre minus its surroundings. Your layer applies all four to clothes it has never seen.

# %%
if ready("convolution.filters", "conv_output_size", "conv2d_forward"):
    kernels = {"blur": np.full((3, 3), 1 / 9),
               "right − left": np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
               "below − above": np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]]),
               "centre − around": np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]])}
    W = np.stack(list(kernels.values()))[:, None]  # (F, C, kh, kw) = (4, 1, 3, 3)
    some = images[[0, 1, 14]]
    maps = conv2d_forward(some, W, np.zeros(4), pad=same_padding(3)[0])
    fig, axes = new_figure(ncols=5, nrows=4, height=4.9, height_ratios=(0.6, 1, 1, 1))
    draw.filters(axes, some[:, 0], maps, kernels)
    plt.show()

# %% [markdown]
# *What you saw.* In the top row are the kernels, below them the maps they make (orange is positive, purple negative, white 0; each
# kernel and its maps have a colour scale of their own). An edge kernel answers where
# its edge is, and nowhere else; where the picture is even it gives 0. A network learns such kernels instead of being given them.

# %% [markdown]
# ### A dense layer in disguise
#
# A convolution is linear: each output is a weighted sum of inputs. So it *is* a dense layer, with a peculiar matrix. To see the matrix, send in pictures in which one pixel is
# 1 and the others are 0: each gives one column.

# %%
if ready("convolution.matrix", "conv2d_forward"):
    kernel = np.array([[1.0, 2.0, -1.0], [3.0, -2.0, 0.5], [-3.0, 1.5, -0.5]])
    unit_pictures = np.eye(5 * 6).reshape(30, 1, 5, 6)
    out = conv2d_forward(unit_pictures, kernel[None, None], np.zeros(1))
    M = out.reshape(30, -1).T  # (outputs, inputs)
    fig, ax = new_figure(height=3.0)
    draw.matrix(ax, M)
    plt.show()
    print(f"{M.shape[0]} × {M.shape[1]} = {M.size} entries; {np.sum(M != 0)} of them are not 0, "
          f"with {len(np.unique(M[M != 0]))} different values")

# %% [markdown]
# *What you saw.* A 3 × 3 kernel on a 5 × 6 picture is a dense layer with 12 × 30 weights, of which 252 are fixed at 0 (each output sees
# nine neighbouring pixels: *locality*) and the other 108 are nine numbers repeated (each position uses the same kernel: *weight sharing*).

# %% [markdown]
# ## D. What a layer costs
#
# ### Two different prices
#
# *Parameters* are what is stored and learned: the kernels and the biases. Their number does not depend on the size of the picture.
# *Multiply-adds* are what is computed: one product and one addition for each weight of a kernel, at each position, for each map. (Biases are
# not counted.) Their number grows with the area of the output.

# %% [markdown]
# ### Exercise 10.4 — Parameters and multiply-adds (1 point)
# Write `conv_parameters(C, F, k, bias)` and `conv_multiply_adds(C, F, k, H_out, W_out)`.
#
# - `C` channels come in, `F` come out, kernels are k × k; all arguments are positive integers, and what comes back is an integer: 156, not 156.0.
# - `conv_parameters` counts weights and biases; with `bias=False` the layer has no biases. `bias` is True unless the caller says otherwise.
#   `conv_parameters(1, 6, 5)` is 156, the first layer of LeNet-5.
# - `conv_multiply_adds` counts the products for one picture and outputs of H_out × W_out. `conv_multiply_adds(1, 6, 5, 28, 28)` is 117,600.
#
# <details><summary>Hint 1</summary>How many numbers does one kernel hold? How many kernels are there, and how many biases for each?</details>
# <details><summary>Hint 2</summary>How many numbers come out of the layer? How many products does each of them take?</details>

# %% ex-conv_parameters
def conv_parameters(C, F, k, bias=True):
    """Number of weights and biases of a convolutional layer.

    Parameters
    ----------
    C, F, k : int
        Channels that come in, channels that go out, side of the kernels.
    bias : bool

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    return F * (C * k * k + bias)
    ### END SOLUTION


def conv_multiply_adds(C, F, k, H_out, W_out):
    """Number of products that a convolutional layer computes for one picture.

    Parameters
    ----------
    C, F, k : int
        As above.
    H_out, W_out : int
        Height and width of the maps that come out.

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    return F * H_out * W_out * C * k * k
    ### END SOLUTION

# %% check-conv_parameters
c = Check("convolution.conv_parameters", "conv_multiply_adds", points=1)
c.equal(156, 1, 6, 5)  # 6 kernels of 25 weights, 6 biases
c.equal(9_408, 3, 64, 7, bias=False)  # the first layer of ResNet has no bias
c.equal(15, 2, 5, 1, True)
c.equal("integer", 1, 6, 5, through=kind)
c.equal(117_600, 1, 6, 5, 28, 28, of="conv_multiply_adds")
c.equal(4_320, 2, 3, 4, 5, 9, of="conv_multiply_adds")
c.equal("integer", 2, 3, 4, 5, 9, of="conv_multiply_adds", through=kind)
c.sweep()
c.score()

# %% [markdown]
# ### Prediction 10.b — Where are the weights of VGG-16? (1 point)
# VGG-16 has 138,357,544 parameters, in 13 convolutional layers and, after them, a *head* of 3 fully connected (dense) layers that gives the scores. What share of
# the parameters lies in the convolutional layers?
#
# - (a) about one tenth
# - (b) about half
# - (c) more than nine tenths

# %% predict-vgg
def predict_vgg():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "a"
    ### END SOLUTION

# %% check-predict_vgg
c = Check("convolution.predict_vgg", points=1)
c.one_of("a", "b", "c")
c.score()

# %% [markdown]
# ### Four networks, on paper
#
# Each layer below has a name, a number of kernels F (0 for pooling, which keeps the channels and has no weights; see part G), kernel size k,
# stride s and padding p. Then come the widths of the head's dense layers. Your functions compute everything else.
#
# Which AlexNet? This is torchvision's, of 2014. The paper of 2012 says 224 × 224 inputs, but ⌊(224 − 11) / 4⌋ + 1 is 54, and it goes on with 55. With
# inputs of 227, or with padding 2 as here, it is 55.
#
# Which LeNet-5? The published C3 sees only some of the six maps (1,516 parameters, not 2,416 as here), and its pooling has weights.

# %%
def vgg_stage(number, F, count):
    return [(f"conv{number}_{i + 1}", F, 3, 1,
             1) for i in range(count)] + [(f"pool{number}", 0, 2, 2, 0)]


NETWORKS = {
    "LeNet-5": ((1, 32, 32),
                [("C1", 6, 5, 1, 0), ("S2", 0, 2, 2, 0), ("C3", 16, 5, 1, 0), ("S4", 0, 2, 2, 0),
                 ("C5", 120, 5, 1, 0)],
                (84, 10)),
    "AlexNet": ((3, 224, 224),
                [("conv1", 64, 11, 4, 2), ("pool1", 0, 3, 2, 0), ("conv2", 192, 5, 1, 2),
                 ("pool2", 0, 3, 2, 0),
                 ("conv3", 384, 3, 1, 1), ("conv4", 256, 3, 1, 1), ("conv5", 256, 3, 1, 1),
                 ("pool5", 0, 3, 2, 0)],
                (4096, 4096, 1000)),
    "VGG-16": ((3, 224, 224),
               vgg_stage(1, 64, 2) + vgg_stage(2, 128, 2) + vgg_stage(3, 256, 3)
               + vgg_stage(4, 512, 3)
               + vgg_stage(5, 512, 3),
               (4096, 4096, 1000)),
    "ResNet's stem": ((3, 224, 224), [("conv1", 64, 7, 2, 3), ("pool1", 0, 3, 2, 1)], ()),
}

# %%
def walk(shape, layers):
    """Name, shape that comes out, parameters and multiply-adds of each layer."""
    C, H, width = shape
    rows = []
    for name, F, k, s, p in layers:
        H, width = conv_output_size(H, k, p, s), conv_output_size(width, k, p, s)
        cost = (conv_parameters(C, F, k), conv_multiply_adds(C, F, k, H, width)) if F else (0, 0)
        C = F or C
        rows.append((name, (C, H, width), *cost))
    return rows


if ready("convolution.networks", "conv_output_size", "conv_parameters", "predict_vgg"):
    totals, sizes = {}, {}
    for network, (shape, layers, head) in NETWORKS.items():
        rows = walk(shape, layers)
        print(f"{network}: {shape} → " + " → ".join(f"{name} {out}" for name, out, *_ in rows))
        widths = [int(np.prod(rows[-1][1])), *head]
        dense = [fan_in * fan_out for fan_in, fan_out in zip(widths[:-1], widths[1:])]
        totals[network] = [(sum(row[2] for row in rows), sum(dense) + sum(head)),
                           (sum(row[3] for row in rows), sum(dense))]
    totals.pop("ResNet's stem")  # the rest of it is not here
    fig, axes = new_figure(ncols=2, height=2.7, sharey=True)
    draw.shares(axes[0], {name: total[0] for name, total in totals.items()}, "parameters")
    draw.shares(axes[1], {name: total[1] for name, total in totals.items()}, "multiply-adds")
    plt.show()
    in_convolutions, in_head = totals["VGG-16"][0]
    share = in_convolutions / (in_convolutions + in_head)
    reveal("predict_vgg", "a" if share < 0.2 else "c" if share > 0.9 else "b",
           f"{in_convolutions:,} of {in_convolutions + in_head:,} parameters are in the "
           f"convolutional layers, {share:.0%}.")

# %% [markdown]
# > **Myth.** "The convolutional layer is the CNN."
#
# <details><summary><em>What you saw</em></summary>
#
# In VGG-16 the 13 convolutional layers hold 11 % of the parameters and do 99 % of the multiply-adds; the head is 89 % of what there is to store and learn. For a dense layer
# pays for every pair of an input and an output: from 28 × 28 pixels to 8 maps of 26 × 26 that would be 784 · 5,408 = 4,239,872 weights, where a convolution with eight 3 × 3 kernels has 72.
#
# And what leaves the last of them is no answer: 512 maps of 7 × 7, not 1,000 scores. **What is true:** a *convolutional neural network* (합성곱 신경망, CNN) is
# the whole of it, convolutions, non-linearities, pooling *and* head.
#
# </details>

# %% [markdown]
# ---
# **Half way.** Here is a good place to stop. You can tell a convolution from a cross-correlation, predict sizes, write the layer, and say what it costs. What follows needs
# `conv_output_size` (10.2) and `conv2d_forward` (10.3) only: run this notebook down to here when you come back. The second half is the way back (F), pooling (G) and
# the receptive field (H).
#
# ---

# %% [markdown]
# ## E. Further: without loops
#
# *You can skip to part F: nothing later needs this part.*
#
# ### Every window, side by side
#
# VGG-16 needs 15.5 billion multiply-adds for one picture. Loops call NumPy once for each output, and each call costs some microseconds,
# whatever it computes. The remedy: copy every window into one row of a matrix. Then the sums for all positions and kernels are
# *one* matrix product, which NumPy does fast. The rearrangement is called *im2col*. It costs memory: at stride 1 a pixel away from the border stands in kh · kw rows.
#
# `np.lib.stride_tricks.sliding_window_view(a, (kh, kw), axis=(2, 3))` shows all windows at stride 1 without copying anything: for `a` of shape
# (N, C, H, width) it has the shape (N, C, H − kh + 1, width − kw + 1, kh, kw). Its entry `[n, c, i, j]` is the window at row i, column j.

# %% [markdown]
# ### Further 10.5 — One matrix product
# Write `im2col(x, kh, kw, stride, pad)` and, with it, `conv2d_fast(x, W, b, stride, pad)`.
#
# - `x` (N, C, H, width), floats or integers; `stride` and `pad` as in 10.3, 1 and 0 unless the caller says otherwise.
# - `im2col` returns an array of shape (N, H_out, W_out, C · kh · kw): for each position the numbers under the window, first all of channel 0, row after row,
#   then all of channel 1, and so on. The picture `[[1, 2, 3], [4, 5, 6]]` with a 2 × 2 window gives, for its two positions, `[1, 2, 4, 5]` and `[2, 3, 5, 6]`.
# - `conv2d_fast` returns the same as `conv2d_forward`, of shape (N, F, H_out, W_out), without a Python loop over positions. (The check accepts loops; the experiment
#   below measures what they cost.)
#
# <details><summary>Hint 1</summary>From the windows at stride 1, how do you keep every second one along two axes? (Slices have a third number.)</details>
# <details><summary>Hint 2</summary>The windows' axes are (N, C, H_out, W_out, kh, kw), and you want the channels next to the kernel's two axes: <code>transpose</code> puts axes into another order. The last three axes then become one: <code>reshape</code> merges axes in the order in which they stand (and copies what the transposed view only showed).</details>
# <details><summary>Hint 3</summary>If every kernel is written as one row of C · kh · kw numbers in the same order, what do you multiply a row of im2col by, to get the F sums at once? Where do the F results stand then, and where should they?</details>

# %% ex-im2col
def im2col(x, kh, kw, stride=1, pad=0):
    """The numbers under every window, as rows.

    Parameters
    ----------
    x : ndarray (N, C, H, width)
    kh, kw, stride, pad : int

    Returns
    -------
    ndarray (N, H_out, W_out, C * kh * kw)
    """
    ### BEGIN SOLUTION
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw),
                                                       axis=(2, 3))[:, :, ::stride, ::stride]
    N, _, H_out, W_out = windows.shape[:4]
    return windows.transpose(0, 2, 3, 1, 4, 5).reshape(N, H_out, W_out, -1)
    ### END SOLUTION


def conv2d_fast(x, W, b, stride=1, pad=0):
    """The convolutional layer of conv2d_forward, as one matrix product.

    Parameters
    ----------
    x : ndarray (N, C, H, width)
    W : ndarray (F, C, kh, kw)
    b : ndarray (F,)
    stride, pad : int

    Returns
    -------
    ndarray (N, F, H_out, W_out)
    """
    ### BEGIN SOLUTION
    F, _, kh, kw = W.shape
    out = im2col(x, kh, kw, stride, pad) @ W.reshape(F, -1).T + b
    return out.transpose(0, 3, 1, 2)
    ### END SOLUTION

# %% check-im2col
c = Check("convolution.im2col", "conv2d_fast", points=0)
x = np.array([[[[1, 2, 3], [4, 5, 6]]]])
c.equal([[[[1, 2, 4, 5], [2, 3, 5, 6]]]], x, 2, 2)
c.equal([[[[0, 0, 0, 1], [0, 0, 2, 3]], [[0, 4, 0, 0], [5, 6, 0, 0]]]], x, 2, 2, stride=2, pad=1)
# two channels, one after the other
c.equal([[[[0.0, 1, 2, 3, 4, 5, 6, 7]]]], np.arange(8.0).reshape(1, 2, 2, 2), 2, 2)
# one picture of 1 × 3, two channels; three kernels of 1 × 2
z = np.array([[[[1, 2, 3]], [[4, 6, 5]]]])
V = np.array([[[[1, 2]], [[3, -1]]], [[[0.5, 1]], [[1, 2]]], [[[2, -1]], [[-1, 0.5]]]])
c.equal([[[[111, 121]], [[218.5, 220]], [[299, 297.5]]]], z, V, np.array([100, 200, 300]),
        of="conv2d_fast")
c.equal([[[[19, 16], [10, 7]]]], np.array([[[[1, 2]]]]), np.array([[[[1, 2, 3], [4, 5, 6]]]]),
        np.array([2]), pad=1, of="conv2d_fast")
c.sweep()
c.score()

# %% tags=["volatile"]
if ready("convolution.speed", "im2col"):
    rng = np.random.default_rng(0)
    x, W, b = rng.normal(size=(2, 8, 28, 28)), rng.normal(size=(16, 8, 3, 3)), rng.normal(size=16)
    columns, rows = im2col(x, 3, 3, pad=1), W.reshape(16, -1).T
    jobs = {"a loop over outputs": lambda: conv2d_by_loops(x, W, b, pad=1),
            "your 10.5": lambda: conv2d_fast(x, W, b, pad=1),
            "of that, im2col": lambda: im2col(x, 3, 3, pad=1),
            "of that, the product": lambda: columns @ rows,
            "the library's own": lambda: conv2d(x, W, b, pad=1).data}
    times = {}
    for name, job in jobs.items():
        repeats = []
        for _ in range(2 if name == "a loop over outputs" else 20):  # the fastest counts
            begin = time.perf_counter()
            result = job()
            repeats.append(time.perf_counter() - begin)
        times[name] = min(repeats)
    fig, ax = new_figure(height=2.2)
    draw.speed(ax, times)
    plt.show()
    factor = times["a loop over outputs"] / times["your 10.5"]
    same = close(conv2d_by_loops(x, W, b, pad=1), conv2d_fast(x, W, b, pad=1))
    print(f"10.5 is {factor:.0f} times as fast as the loop; the same numbers: {same}")
    print(f"im2col makes {columns.size:,} numbers out of {x.size:,}")

# %% [markdown]
# *What you saw.* The loop is the library's `conv2d_by_loops`, which calls NumPy once for each of the 25,088 outputs. On the machine that made this page the matrix product was about a
# hundred times as fast, for the same 1.8 million multiply-adds (the factor
# varies with the machine, and with your answer). The price is memory: nine numbers for each pixel. The library's own
# layer works in the same way, but keeps the pictures on the last axis in memory, so that what it copies lies side by side.

# %% [markdown]
# ## F. Backward
#
# ### Who took part in what?
#
# `dout` says for each output how the loss changes with it. An output is a sum of products of weights and pixels. By the chain
# rule it passes its `dout` on to each of its weights, times the pixel that the weight met; to each of its pixels, times the weight
# that the pixel met; and to its bias as it is.
#
# A weight is used at every position of every picture, and a pixel by every window that covers it, and by every kernel. **What is used several times receives
# the sum of all these gradients.** Padding takes part in the sums too, but nobody asks for its gradient: it is cut off at the end.

# %% [markdown]
# ### Prediction 10.c — A gradient of ones (1 point)
# One kernel of 3 × 3, all of whose weights are 1, slides with stride 2 and without padding over a picture of 11 × 11. Every output receives the gradient 1. What does the
# gradient of the picture look like?
#
# - (a) the same everywhere
# - (b) smooth: largest in the middle, falling off towards the border
# - (c) a pattern that repeats: neighbouring pixels get different gradients

# %% predict-overlap
def predict_overlap():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_overlap
c = Check("convolution.predict_overlap", points=1)
c.one_of("a", "b", "c")
c.score()

# %% [markdown]
# ### The way back, drawn
#
# One picture `x = [[1, 2, 3], [4, 5, 6]]`, one kernel `W = [[1, -1], [2, 3]]`, stride 1: two positions. From above arrives `dout = [[10, 1]]`: 10 for the first output, 1 for
# the second.

# %%
pieces = {"dx": ([[10, -10, 0], [20, 30, 0]], [[0, 1, -1], [0, 2, 3]]),
          "dW": ([[10, 20], [40, 50]], [[2, 3], [5, 6]])}
fig, axes = new_figure(ncols=3, nrows=2, height=3.4)
for row, (name, (first, second)) in zip(axes, pieces.items()):
    draw.added(row, np.array([first, second]), ["from the first output", "from the second"], name)
plt.show()

# %% [markdown]
# *What you saw.* In the upper row, what each output passes back to the pixels: the first lays 10 · W on the two columns that its window covered, the second 1 · W on its own. Where the
# windows overlap, in the middle column, both are added: −10 + 1 = −9. In the lower row, what each output passes back to the kernel: 10 or 1 times the pixels under its window. And db is 10 + 1.

# %% [markdown]
# ### A test of your own
#
# In 0.8 and 2.8 you measured gradients with tiny steps. Here it is simpler. Let L = Σ dout · out, so that dout is just what arrives from above. L is linear in each pixel, each weight, each bias. So a difference quotient gives its slope *exactly*, with a step as large as 1:
# add 1 to one number, and see by how much L grows. `numerical` does so with your 10.3, for one number after the other. It is slow, and it is for
# looking only: where this notebook is graded, it is not there.

# %%
def numerical(dout, x, W, stride=1, pad=0):
    """What dx, dW and db should be: each number grows by 1, and so does L, by its slope."""
    given = {"dx": x * 1.0, "dW": W * 1.0, "db": np.zeros(len(W))}
    before = np.sum(dout * conv2d_forward(*given.values(), stride, pad))
    found = {name: np.zeros(array.shape) for name, array in given.items()}
    for name, gradient in found.items():
        for place in np.ndindex(gradient.shape):
            changed = {one: array.copy() for one, array in given.items()}
            changed[name][place] += 1
            gradient[place] = np.sum(dout * conv2d_forward(*changed.values(), stride, pad)) - before
    return found


if ready("convolution.numerical", "conv2d_forward"):
    dout, x, W = np.array([[10, 1]]), np.array([[1, 2, 3], [4, 5, 6]]), np.array([[1, -1], [2, 3]])
    found = numerical(*(array[None, None] for array in (dout, x, W)))
    fig, axes = new_figure(ncols=3, height=1.9, width_ratios=(3, 2, 1))
    for ax, (name, gradient) in zip(axes, found.items()):
        draw.cells(ax, np.atleast_2d(gradient.squeeze()), name, limits=(-70, 70), cmap=DIVERGING)
    plt.show()

# %% [markdown]
# *What you saw.* The sums of the drawing, found without any rule of differentiation. When `conv2d_backward` is written and its check is not content, call both with the arrays that the check shows you, in a new cell, and see which of the three
# differs, and where.

# %% [markdown]
# ### Exercise 10.6 — Backward through a convolution (3 points)
# Write `conv2d_backward(dout, x, W, stride, pad)`.
#
# - `x`, `W`, `stride`, `pad` are what went into `conv2d_forward` (the bias is not needed). `dout` (N, F, H_out, W_out) is the gradient of the loss with respect to what came out. Floats or (signed) integers, not necessarily of one type.
# - What comes back is a tuple `(dx, dW, db)`: the gradients with respect to `x`, `W` and `b`, each of the shape of what it belongs to, summed over all pictures and positions (no mean). A pixel that no window covers gets 0. Each of the three is worth a point.
# - With the x, W and dout of the drawing (one picture, channel, kernel):
#   `dx = [[10, -9, -1], [20, 32, 3]]`, `dW = [[12, 23], [45, 56]]`, `db = [11]`.
#
# <details><summary>Hint 1</summary>In the drawing, W's upper right −1 met the pixel 2 at the first position and 3 at the second. So it receives 10 · 2 + 1 · 3. And which weights did the pixel 2 meet?</details>
# <details><summary>Hint 2</summary>Take the loops of the forward pass. Where it read a window of <code>xp</code> and a kernel, you now <em>add</em> something to the same window of <code>dxp</code>, and to <code>dW[f]</code>. Both are arrays of zeros at the start.</details>
# <details><summary>Hint 3</summary>At position (i, j) of picture n, the number dout[n, f, i, j] goes three ways: to the window of dxp, to dW[f], to db[f]. By what is it multiplied on each of them? At the end dx is dxp without its padding (with pad = 0, what does <code>[0:-0]</code> select?).</details>

# %% ex-conv2d_backward
def conv2d_backward(dout, x, W, stride=1, pad=0):
    """Gradients of a convolutional layer.

    Parameters
    ----------
    dout : ndarray (N, F, H_out, W_out)
        Gradient with respect to the output.
    x : ndarray (N, C, H, width)
    W : ndarray (F, C, kh, kw)
    stride, pad : int

    Returns
    -------
    dx : ndarray (N, C, H, width)
    dW : ndarray (F, C, kh, kw)
    db : ndarray (F,)
    """
    ### BEGIN SOLUTION
    H, width = x.shape[2:]
    kh, kw = W.shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dxp, dW = np.zeros(xp.shape), np.zeros(W.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        window = np.s_[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
        d = dout[:, :, i, j]  # (N, F)
        dxp[window] += np.tensordot(d, W, axes=1)
        dW += np.tensordot(d.T, xp[window], axes=1)
    return dxp[:, :, pad : pad + H, pad : pad + width], dW, np.sum(dout, axis=(0, 2, 3))
    ### END SOLUTION

# %% check-conv2d_backward
c = Check("convolution.conv2d_backward", points=3)


def dx(f, *given):
    return f(*given)[0]


def dW(f, *given):
    return f(*given)[1]


def db(f, *given):
    return f(*given)[2]


def three(expected, *given):
    for item, right in zip((dx, dW, db), expected):
        c.equal(right, *given, through=item, part=item.__name__)


x, W = np.array([[[[1, 2, 3], [4, 5, 6]]]]), np.array([[[[1, -1], [2, 3]]]])
three(([[[[10, -9, -1], [20, 32, 3]]]], [[[[12, 23], [45, 56]]]], [11]),
      np.array([[[[10, 1]]]]), x, W)
# two pictures of 1 × 2; two kernels of 1 × 1
x, W = np.array([[[[1, 2]]], [[[4, 1]]]]), np.array([[[[1]]], [[[0.5]]]])
three(([[[[6.0, 1]]], [[[0, 52]]]], [[[[5.0]]], [[[110]]]], [4.0, 110]),
      np.array([[[[1, 1]], [[10, 0]]], [[[0, 2]], [[0, 100]]]]), x, W)
# stride 2, padding 1: the digits show which outputs took part
x, W = np.array([[[[1, 2], [3, 4]]]]), np.array([[[[1, 2], [3, 4]]]])
three(([[[[4, 30], [200, 1000]]]], [[[[4000, 300], [20, 1]]]], [1111]),
      np.array([[[[1, 10], [100, 1000]]]]), x, W, 2, 1)
c.sweep(conv2d_backward=("dx", "dW", "db"))
c.score()

# %%
if ready("convolution.overlap", "conv2d_backward", "predict_overlap"):
    gradients = {}
    for stride in (1, 2, 3):
        side = conv_output_size(11, 3, 0, stride)
        dout = np.ones((1, 1, side, side))
        gradients[stride] = conv2d_backward(dout, np.ones((1, 1, 11, 11)), np.ones((1, 1, 3, 3)),
                                            stride)[0][0, 0]
    fig, axes = new_figure(ncols=3, height=2.7)
    for ax, (stride, dx) in zip(axes, gradients.items()):
        draw.cells(ax, dx, title=f"stride {stride}", limits=(0, 9), fontsize=7)
    plt.show()
    dx = gradients[2]
    inner = dx[2:-2, 2:-2]
    outcome = (
        "a" if np.ptp(dx) == 0 else "c" if np.any(np.diff(np.sign(np.diff(inner[0])))) else "b"
    )
    counts = ", ".join(f"{count:g}" for count in np.unique(inner))
    reveal("predict_overlap", outcome,
           f"Inner pixels get {counts}: as many as there are windows over them.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# A pixel's gradient counts the windows that cover it. At stride 1 that is 9 in the inside and 1 in a corner; at stride 2 a checkerboard of 1, 2 and 4; at stride
# 3 the windows do not overlap, and the last two rows and columns, which no window covers, get nothing.
#
# </details>

# %% [markdown]
# ### A kernel is learned
#
# Forward and backward are all that learning needs. Somebody has sent clothes through a secret kernel, Sobel's for left and right edges. Another layer gets the pictures and the results, and
# starts from zero; its gradients are yours.

# %%
if ready("convolution.learned", "conv2d_backward"):
    secret = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])[None, None]
    small = images[:16, :, ::2, ::2]  # 14 × 14, to be quick
    target = conv2d(small, secret, pad=1).data  # the library's forward pass, to be quick
    W, b, losses, kept = np.zeros((1, 1, 3, 3)), np.zeros(1), [], {}
    for step in range(201):
        error = conv2d(small, W, b, pad=1).data - target
        losses.append(np.mean(error**2))
        if step in (1, 20, 200):
            kept[f"step {step}"] = W[0, 0]
        dx, dW, db = conv2d_backward(2 * error / error.size, small, W, pad=1)
        W, b = W - 0.3 * dW, b - 0.3 * db
    fig, axes = new_figure(ncols=5, height=2.1, width_ratios=(1.5, 1, 1, 1, 1))
    draw.losses(axes[0], np.array(losses))
    for ax, (title, kernel) in zip(axes[1:], {**kept, "secret": secret[0, 0]}.items()):
        draw.cells(ax, np.round(kernel, 1) + 0.0, title=title, limits=(-3, 3), cmap=DIVERGING,
                   fontsize=7.5)
    plt.show()
    print(f"the loss fell from {losses[0]:.3f} to {losses[-1]:.6f}")

# %% [markdown]
# *What you saw.* After 20 steps the signs of the six weights that are not 0 are right, after 200 every weight is within 0.1 of the secret one, and the loss has fallen from 1.5 to 0.0003. Nobody told the
# layer what an edge is: the gradient of the kernel found it.

# %% [markdown]
# ## G. Pooling
#
# ### Keep the strongest
#
# *Pooling* (풀링), also called subsampling (서브샘플링), slides a window too, over each channel by itself, and keeps one number of each window: its maximum (*max pooling*) or its mean
# (*mean* or *average pooling*). There is nothing to learn. Usually the window is 2 × 2 and the stride 2, so that three quarters of the numbers go, and
# with them three quarters of the work of the convolutions that follow.
#
# What matters then is *that* something is there, and less exactly *where*: a noisy pixel that is not the strongest changes nothing. That is called local
# invariance (지역 불변성). The size is again ⌊(n − k) / s⌋ + 1; a window that would stick out is left out.

# %% [markdown]
# ### Exercise 10.7 — Max and mean pooling (2 points)
# Write `max_pool(x, size, stride)` and `mean_pool(x, size, stride)`.
#
# - `x` (N, C, H, width), floats or integers of either sign. The window is size × size; `size` and `stride` are 2 unless the caller says otherwise. There is no padding.
# - What comes back has the shape (N, C, H_out, W_out), where `H_out = conv_output_size(H, size, 0, stride)`, and the width likewise.
# - The picture `[[1, 7, 3, 9], [-4, 2, 0, 5]]` (N = C = 1) gives `[[7, 9]]` and `[[1.5, 4.25]]`. Windows may overlap (size 3, stride 2).
#
# <details><summary>Hint 1</summary>Which rows and columns belong to the output (i, j)? It is the window of 10.3; but what becomes of the channels now?</details>
# <details><summary>Hint 2</summary>With the loops over i and j only, a window of all pictures and channels has the shape (N, C, size, size). Over which axes do you take the maximum?</details>

# %% ex-max_pool
def max_pool(x, size=2, stride=2):
    """The largest number of each window, in each channel.

    Parameters
    ----------
    x : ndarray (N, C, H, width)
    size, stride : int

    Returns
    -------
    ndarray (N, C, H_out, W_out)
    """
    ### BEGIN SOLUTION
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    return np.max(windows[:, :, ::stride, ::stride], axis=(4, 5))
    ### END SOLUTION


def mean_pool(x, size=2, stride=2):
    """The mean of each window, in each channel.

    Parameters
    ----------
    x : ndarray (N, C, H, width)
    size, stride : int

    Returns
    -------
    ndarray (N, C, H_out, W_out)
    """
    ### BEGIN SOLUTION
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    return np.mean(windows[:, :, ::stride, ::stride], axis=(4, 5))
    ### END SOLUTION

# %% check-max_pool
c = Check("convolution.max_pool", "mean_pool", points=2)
x = np.array([[[[1, 7, 3, 9], [-4, 2, 0, 5]]]])
z = np.array([[[[-3.0, -1, -7, -2, -9], [-5, -4, -8, -6, 3], [-2.5, 4, -1.5, 0.5, -0.5]]]])
two = np.array([[[[-1, -2], [-5, -3]], [[-6, -8], [-7, -9]]],  # two pictures, two channels
                [[[4, 9], [1, 3]], [[0, -1], [2, -4]]]])
c.equal([[[[7, 9]]]], x)
c.equal([[[[-1.0, -2]]]], z)  # 3 × 5: the last row and column are left out
c.equal([[[[4.0, 3.0]]]], z, size=3)  # windows overlap
c.equal([[[[-1]], [[-6]]], [[[9]], [[2]]]], two)
c.equal([[[[1.5, 4.25]]]], x, of="mean_pool")  # integers in, floats out
c.equal([[[[-3.25, -5.75]]]], z, of="mean_pool")
c.equal([[[[-2.75]], [[-7.5]]], [[[4.25]], [[-0.75]]]], two, of="mean_pool")
c.sweep()
c.score()

# %% [markdown]
# Here are two pictures of 6 × 6 that differ in most of their pixels, with the windows, and what is left of each.

# %%
X1 = np.array([[10, 255, 125, 0, 170, 100], [70, 255, 105, 25, 25, 70], [255, 0, 150, 0, 10, 10],
               [0, 255, 10, 10, 150, 20], [70, 15, 200, 100, 95, 0], [25, 25, 100, 20, 0, 60]])
X2 = np.array([[100, 100, 100, 50, 100, 50], [95, 255, 100, 125, 125, 170],
               [80, 40, 10, 10, 125, 150],
               [255, 30, 150, 20, 120, 125], [30, 30, 150, 100, 70, 70],
               [70, 30, 100, 200, 70, 95]])

if ready("convolution.invariance", "max_pool"):
    pooled = max_pool(np.stack([X1, X2])[:, None])[:, 0]
    fig, axes = new_figure(ncols=4, height=2.3, width_ratios=(6, 3.4, 6, 3.4))
    for pair, picture, result, name in zip((axes[:2], axes[2:]), (X1, X2), pooled, ("X₁", "X₂")):
        draw.cells(pair[0], picture, title=name, limits=(0, 255), windows=2, fontsize=7)
        draw.cells(pair[1], result, title="max pool", limits=(0, 255), fontsize=7)
    plt.show()
    means = mean_pool(np.stack([X1, X2])[:, None])[:, 0]
    print(f"{np.sum(X1 != X2)} of 36 pixels differ; after max pooling "
          f"{np.sum(pooled[0] != pooled[1])} of 9, "
          f"after mean pooling {np.sum(means[0] != means[1])} of 9")

# %% [markdown]
# *What you saw.* 33 of 36 pixels differ, and max pooling leaves no trace of it; mean pooling tells the two apart in all nine places. But these pictures
# were made for the purpose. How much of a real picture's change does pooling swallow?

# %% [markdown]
# ### Prediction 10.d — One pixel to the right (1 point)
# 200 clothes are moved to the right by one pixel, and compared with where they were. The change is the length of the difference (the root of the sum of
# squares) in percent of the length of the pictures. Then the clothes are max-pooled, 2 × 2, before and after the move, and compared again. How large is
# this second change, measured against the first?
#
# - (a) less than 20 %
# - (b) between 20 and 60 %
# - (c) more than 60 %

# %% predict-shift
def predict_shift():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_shift
c = Check("convolution.predict_shift", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("convolution.shift", "max_pool", "predict_shift"):
    # a margin of zeros, so that nothing is cut off: 36 × 36
    some = np.pad(images[:200], ((0, 0), (0, 0), (4, 4), (4, 4)))
    shifts = np.arange(5)
    ways = {"no pooling": lambda x: x, "max 2 × 2": max_pool, "mean 2 × 2": mean_pool,
            "max 4 × 4": lambda x: max_pool(x, 4, 4)}
    changes = {}
    for name, pool in ways.items():
        before = pool(some)
        after = [pool(np.roll(some, shift, axis=3)) for shift in shifts]
        changes[name] = np.array([np.linalg.norm(moved - before) / np.linalg.norm(before)
                                  for moved in after])
    fig, ax = new_figure(height=3.2)
    draw.shift_curves(ax, shifts, changes)
    plt.show()
    left = changes["max 2 × 2"][1] / changes["no pooling"][1]
    reveal("predict_shift", "a" if left < 0.2 else "c" if left > 0.6 else "b",
           f"The relative change is {changes['no pooling'][1]:.3f} without pooling and "
           f"{changes['max 2 × 2'][1]:.3f} "
           f"with it: {left:.0%} of it is left.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# Pooling softens a shift, it does not remove it: one pixel changes the pictures by 0.43 of their length, and by 0.34 after max pooling, 0.30 after mean pooling and 0.26
# after max pooling 4 × 4. An edge that lies on the border of two windows moves into the next one, whatever is done inside the windows.
#
# </details>

# %% [markdown]
# ### Further: which pixel gets the gradient?
#
# *You can skip to part H.*
#
# If a pixel that is not its window's maximum changes a little, the output does not change: its gradient is 0. All of the output's gradient goes to the maximum. If windows overlap, a
# pixel may be the maximum of several, and receives the sum. If several pixels of a window are equally large, there is no derivative, and a convention decides. PyTorch's and
# ours: **the first of them, row after row, receives all.** (The max gate of 2.3 shared.)

# %% [markdown]
# ### Further 10.8 — Backward through max pooling
# Write `max_pool_backward(dout, x, size, stride)`.
#
# - `x`, `size`, `stride` are what went into `max_pool` (so `size` and `stride` are 2 unless the caller says otherwise); `dout` (N, C, H_out, W_out) is the gradient with respect to what came out. Floats or integers of either sign, not necessarily of one type.
# - What comes back is `dx`, the gradient with respect to `x`, with the shape (N, C, H, width) of `x`.
# - In each window the maximum receives the gradient, of several equal ones the first: the uppermost row, and in it the leftmost. Overlapping windows add up. Pixels under no window get 0.
# - `x = [[1, 7, 3, 9], [-4, 2, 9, 5]]` (N = C = 1) and `dout = [[10, 20]]` give `dx = [[0, 10, 0, 20], [0, 0, 0, 0]]`: of the two nines the upper one comes first.
#
# <details><summary>Hint 1</summary>Go through the windows of one picture and one channel. Which entry of <code>dx</code> grows, and by how much?</details>
# <details><summary>Hint 2</summary>Which NumPy function tells <em>where</em> an array is largest? Of equal entries it names the first; for an array with two axes it counts row after row.</details>
# <details><summary>Hint 3</summary>In a window of <code>size</code> columns, entry number q lies in row q // size and column q % size. (<code>divmod</code> gives both.) Add the window's own corner. (Without loops: <code>dx[indices] += …</code> adds only once where the same place is named twice; <code>np.add.at</code> adds every time.)</details>

# %% ex-max_pool_backward
def max_pool_backward(dout, x, size=2, stride=2):
    """Gradient of max pooling; of equal maxima the first, row after row, receives it.

    Parameters
    ----------
    dout : ndarray (N, C, H_out, W_out)
        Gradient with respect to the output.
    x : ndarray (N, C, H, width)
    size, stride : int

    Returns
    -------
    ndarray (N, C, H, width)
    """
    ### BEGIN SOLUTION
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        top, left = i * stride, j * stride
        row, column = divmod(np.argmax(x[n, c, top : top + size, left : left + size]), size)
        dx[n, c, top + row, left + column] += dout[n, c, i, j]
    return dx
    ### END SOLUTION

# %% check-max_pool_backward
c = Check("convolution.max_pool_backward", points=0)
x = np.array([[[[1, 7, 3, 9], [-4, 2, 9, 5]]]])
c.equal([[[[0, 10, 0, 20], [0, 0, 0, 0]]]], np.array([[[[10, 20]]]]), x)
c.equal([[[[0, 0.5, 0, -1.5], [0, 0, 0, 0]]]], np.array([[[[0.5, -1.5]]]]), x)
x = np.array([[[[1, 3, 2, 4, 0], [5, 2, 9, 7, 6], [8, 1, 0, 2, 3]]]])
# windows overlap: 9 is the maximum of both
c.equal([[[[0, 0, 0, 0, 0], [0, 0, 11, 0, 0], [0, 0, 0, 0, 0]]]], np.array([[[[1, 10]]]]), x, 3)
# all four tie, and the last column is under no window
c.equal([[[[5, 0, 0], [0, 0, 0]]]], np.array([[[[5]]]]), np.array([[[[-1, -1, 7], [-1, -1, 8]]]]))
c.sweep()
c.score()

# %%
if ready("convolution.routing", "max_pool", "max_pool_backward"):
    one = images[[0]]
    once = max_pool_backward(np.ones((1, 1, 14, 14)), one)
    overlapping = max_pool_backward(np.ones((1, 1, 13, 13)), one, 3, 2)
    fig, axes = new_figure(ncols=3, height=2.4)
    titles = [f"x: {CLASS_NAMES[y[0]]}", "dx, size 2, stride 2", "dx, size 3, stride 2"]
    draw.pictures(axes, [one[0, 0], once[0, 0], overlapping[0, 0]], titles, vmax=[1, 3, 3])
    plt.show()
    print(f"pixels with a gradient: {np.mean(once != 0):.0%} and {np.mean(overlapping != 0):.0%}; "
          f"the largest {once.max():.0f} and {overlapping.max():.0f}")

# %% [markdown]
# *What you saw.* A quarter of the pixels receive a gradient, one in each window; on the empty background, where all four tie at 0, the upper left ones do, which draws the grid.
# Overlapping windows leave 17 %, and some pixels are the maximum of up to four windows (darker).

# %% [markdown]
# ## H. How far does a unit see?
#
# ### The receptive field
#
# An output of a 3 × 3 layer depends on 3 × 3 pixels. An output of a second one depends on 3 × 3 of those, and so on 5 × 5 pixels. The pixels on which a unit
# depends are its *receptive field* (수용 영역). Its side r grows with each layer: a window of k covers k units of the layer below, which stand `jump` pixels
# apart; so r grows by (k − 1) · jump. At first jump is 1; a layer with stride s makes it s times as large *for the layers that follow*.
#
# ```
# six pixels                       0  1  2  3  4  5    jump = 1
# units of (k, s) = (2, 2)        [0  1][2  3][4  5]   each sees r = 1 + 1 · 1 = 2 pixels, and they stand 2 apart: jump = 2
# one unit of (3, 1) on those     [ 0     1     2  ]   three units, two steps of 2 pixels: r = 2 + 2 · 2 = 6
# ```

# %% [markdown]
# ### Exercise 10.9 — Receptive field (1 point)
# Write `receptive_field(layers)`.
#
# - `layers` is a list of pairs `(k, s)`, window and stride, from the first layer to the last; convolution and pooling count alike. (Padding does not matter.)
# - What comes back is the side of the receptive field of a unit of the last layer, an integer (5, not 5.0). Without layers it is 1: a pixel sees itself.
# - `receptive_field([(3, 1), (3, 1)])` is 5, and `receptive_field([(2, 2), (3, 1)])` is 6: three units 2 pixels apart, and the last of them is 2 wide.
#
# <details><summary>Hint 1</summary>Carry two numbers from layer to layer: the side so far, and the distance in pixels between neighbouring units. What are they at the start?</details>
# <details><summary>Hint 2</summary>Of the two, the stride of a layer changes the distance only; and does it so before or after its own window is counted?</details>

# %% ex-receptive_field
def receptive_field(layers):
    """Side of the square of pixels on which a unit of the last layer depends.

    Parameters
    ----------
    layers : list of (k, s)
        Window and stride of each layer, first layer first.

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    side, jump = 1, 1
    for k, s in layers:
        side += (k - 1) * jump
        jump *= s
    return side
    ### END SOLUTION

# %% check-receptive_field
c = Check("convolution.receptive_field", points=1)
c.equal(5, [(3, 1), (3, 1)])
c.equal(6, [(2, 2), (3, 1)])
c.equal(11, [(7, 2), (3, 2)])
c.equal(32, [(5, 1), (2, 2), (5, 1), (2, 2), (5, 1)])  # LeNet-5 up to C5: all of its 32 × 32 pixels
c.equal(1, [])
c.equal("integer", [(3, 2), (3, 1)], through=kind)
c.sweep()
c.score()

# %%
if ready("convolution.receptive", "receptive_field"):
    fields = {}
    for network in ("LeNet-5", "AlexNet", "VGG-16"):
        layers = [(k, s) for _, _, k, s, _ in NETWORKS[network][1]]
        fields[network] = np.array([receptive_field(layers[:n]) for n in range(len(layers) + 1)])
        print(f"{network}: {fields[network].tolist()}")
    fig, ax = new_figure(height=3.2)
    draw.growth(ax, fields, {"LeNet-5": 32, "AlexNet": 224, "VGG-16": 224})
    plt.show()

# %% [markdown]
# *What you saw.* (The axis is logarithmic.) A unit behind VGG-16's last pooling sees 212 of 224 pixels, one behind AlexNet's 195, with 3 × 3 windows as well as with 11 × 11: strides do it. Three 3 × 3 layers
# see as far as one 7 × 7, with 27 C² weights instead of 49 C² (for C channels throughout), and two more non-linearities between.

# %% [markdown]
# ## Further
#
# Three smaller things that turn up in real networks. These exercises are checked like the others; they give no points.

# %% [markdown]
# ### Further 10.10 — Wider, and backwards
# A *dilated* convolution reads every d-th pixel: its window of m entries spans d · (m − 1) + 1 pixels. A *transposed* convolution goes the other way, from
# small to large: from o numbers to n, where n is the smallest size that an ordinary convolution with the same m, p, s turns into o. (Of padding so large that
# n would fall below 1 nothing is asked.)
# Write `dilated_output_size(n, m, p, s, d)` and `transposed_output_size(o, m, p, s)`.
#
# - All arguments are integers, and so is what comes back; `p` is 0 and `s`, `d` are 1 unless the caller says otherwise. Every window fits.
# - `dilated_output_size(10, 3, d=2)` is 6: the window spans 5.
# - `transposed_output_size(3, 3, 0, 2)` is 7: a convolution makes 7 (and 8) into 3.
#
# <details><summary>Hint 1</summary>For the first, put the span in the place of m.</details>
# <details><summary>Hint 2</summary>For the second, leave the floor out and solve o = (n + 2p − m) / s + 1 for n.</details>

# %% ex-dilated_output_size
def dilated_output_size(n, m, p=0, s=1, d=1):
    """How many positions a window has that reads every d-th entry.

    Parameters
    ----------
    n, m, p, s, d : int
        Input size, entries of the window, zeros on each side, stride, dilation.

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    return conv_output_size(n, d * (m - 1) + 1, p, s)
    ### END SOLUTION


def transposed_output_size(o, m, p=0, s=1):
    """Size that comes out of a transposed convolution.

    Parameters
    ----------
    o, m, p, s : int
        Its input size; window, padding and stride of the convolution that it reverses.

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    return (o - 1) * s + m - 2 * p
    ### END SOLUTION

# %% check-dilated_output_size
c = Check("convolution.dilated_output_size", "transposed_output_size", points=0)
c.equal(6, 10, 3, d=2)
c.equal(5, 20, 4, 1, 3, 3)
c.equal("integer", 10, 3, 0, 2, through=kind)
c.equal(7, 3, 3, 0, 2, of="transposed_output_size")
c.equal(14, 7, 4, 1, 2, of="transposed_output_size")
c.equal("integer", 3, 3, 0, 2, of="transposed_output_size", through=kind)
c.sweep()
c.score()

# %% [markdown]
# ### Further 10.11 — One pixel wide
# A 1 × 1 convolution mixes the channels of each pixel by itself: a dense layer, the same for all pixels. Networks use it to change the number of channels cheaply. Write `conv1x1(x, W, b)` without a loop.
#
# - `x` (N, C, H, width), `W` (F, C), `b` (F,), floats or integers. What comes back has the shape (N, F, H, width).
# - The pixel with channels [1, 2], `W = [[3, 4], [5, 6], [0, -1]]` and `b = [0, 0, 10]` becomes [11, 17, 8].
#
# <details><summary>Hint 1</summary>A matrix product works on the last axis. Which axis should stand there, and where does it belong afterwards? (<code>np.einsum</code> lets you name the axes instead.)</details>

# %% ex-conv1x1
def conv1x1(x, W, b):
    """A 1 × 1 convolution as a matrix product.

    Parameters
    ----------
    x : ndarray (N, C, H, width)
    W : ndarray (F, C)
    b : ndarray (F,)

    Returns
    -------
    ndarray (N, F, H, width)
    """
    ### BEGIN SOLUTION
    return np.moveaxis(np.moveaxis(x, 1, 3) @ W.T + b, 3, 1)
    ### END SOLUTION

# %% check-conv1x1
c = Check("convolution.conv1x1", points=0)
W, b = np.array([[3, 4], [5, 6], [0, -1]]), np.array([0, 0, 10])
c.equal([[[[11]], [[17]], [[8]]]], np.array([[[[1]], [[2]]]]), W, b)
x = np.array([[[[1, 2, 3], [4, 5, 6]], [[0, 1, -1], [2, 0, 1]]]])  # integers; 2 × 3 pixels
c.equal([[[[1, 12, -7], [24, 5, 16]], [[1, 1.5, 2], [2.5, 3, 3.5]]]], x,
        np.array([[1, 10], [0.5, 0]]), np.array([0, 0.5]))
c.sweep()
c.score()

# %% [markdown]
# ### Further 10.12 — Backward through mean pooling
# In a mean every entry of the window takes part, with the same weight. Write `mean_pool_backward(dout, shape, size, stride)`.
#
# - `shape` is the shape (N, C, H, width) of what went into `mean_pool`; its values do not matter. `size` and `stride` are 2 unless the caller says otherwise.
# - What comes back is the gradient `dx` of that shape; overlapping windows add up, pixels under no window get 0.
# - `dout = [[8, 4]]` and the shape (1, 1, 2, 5) give two rows of `[2, 2, 1, 1, 0]`.
#
# <details><summary>Hint 1</summary>What is the derivative of the mean of four numbers with respect to one of them?</details>

# %% ex-mean_pool_backward
def mean_pool_backward(dout, shape, size=2, stride=2):
    """Gradient of mean pooling.

    Parameters
    ----------
    dout : ndarray (N, C, H_out, W_out)
        Gradient with respect to the output.
    shape : tuple of four ints
        Shape of the input.
    size, stride : int

    Returns
    -------
    ndarray of that shape
    """
    ### BEGIN SOLUTION
    dx = np.zeros(shape)
    for i, j in np.ndindex(dout.shape[2:]):
        dx[:, :, i * stride : i * stride + size, j * stride : j * stride + size] += (
            dout[:, :, i, j, None, None] / size**2
        )
    return dx
    ### END SOLUTION

# %% check-mean_pool_backward
c = Check("convolution.mean_pool_backward", points=0)
c.equal([[[[2, 2, 1, 1, 0], [2, 2, 1, 1, 0]]]], np.array([[[[8, 4]]]]), (1, 1, 2, 5))
dout = np.array([[[[4.0, 8]]], [[[-4.0, 4]]]])
c.equal([[[[1.0, 3, 2], [1, 3, 2]]], [[[-1.0, 0, 1], [-1, 0, 1]]]], dout, (2, 1, 2, 3), stride=1)
c.equal([[[[0.25, 0.25], [0.25, 0.25]]]], np.array([[[[1]]]]), (1, 1, 2, 2))
c.sweep()
c.score()

# %% [markdown]
# ## To keep
#
# | | value |
# |---|---|
# | convolution, 1-D | y[i] = Σ x[i − k] w[k]: the kernel is flipped |
# | cross-correlation, what libraries compute | y[i] = Σ x[i + k] w[k] |
# | padded size | n + 2p |
# | output size | ⌊(n + 2p − m) / s⌋ + 1; an error if m > n + 2p |
# | full, same, valid | n + m − 1, n and n − m + 1 outputs at stride 1 |
# | same padding | (m − 1) // 2 before, m // 2 after |
# | parameters | F · (C · k² + 1), whatever the size of the picture |
# | multiply-adds | F · H_out · W_out · C · k² |
# | im2col | (N, H_out, W_out, C · kh · kw), times the kernels as columns |
# | backward | dW, db: sums over pictures and positions; dx: sum over the windows that cover a pixel, and over kernels |
# | max pooling, backward | all to the maximum, the first of equal ones; overlaps add up |
# | receptive field | side += (k − 1) · jump, then jump *= s |
#
# ### Traps
#
# - "Convolution" in a library does not flip. A kernel from a book on signals must be turned by 180° first.
# - The floor: with stride 2, inputs of 7 and 8 give the same size, so a backward pass (or a decoder) cannot tell the size from the output alone.
# - Padding stands on both sides. One p too few and AlexNet's 55 becomes 54.
# - "224 × 224" does not always mean 224: read the padding, and compute the first layer.
# - A *same* padding for an even kernel is lopsided: PyTorch and TensorFlow put the extra zero after; `np.convolve` cuts its full result as you did in 10.1, which is as if it stood before (for a kernel longer than x it returns m numbers, not n).
# - Max pooling pads, where it pads, with −∞, not with 0.
# - `+=`, not `=`, wherever windows overlap.
#
# ### Where to read on
#
# - LeCun, Bottou, Bengio and Haffner, *Gradient-based learning applied to document recognition*, Proceedings of the IEEE 1998, section II: LeNet-5 and its 60,000 parameters.
# - Chellapilla, Puri and Simard, *High performance convolutional neural networks for document processing*, 2006: windows as rows of a matrix.
# - Krizhevsky, Sutskever and Hinton, *ImageNet classification with deep convolutional neural networks*, NeurIPS 2012, section 3; the smaller variant of torchvision is that of Krizhevsky, *One weird trick for parallelizing convolutional neural networks*, 2014.
# - Simonyan and Zisserman, *Very deep convolutional networks for large-scale image recognition*, ICLR 2015, section 2.3: three 3 × 3 layers for one of 7 × 7.
# - He, Zhang, Ren and Sun, *Deep residual learning for image recognition*, CVPR 2016, table 1: ResNet's layers.
# - Dumoulin and Visin, *A guide to convolution arithmetic for deep learning*, 2016: every case of sizes, drawn.
# - Goodfellow, Bengio and Courville, *Deep Learning*, 2016, sections 9.1 to 9.3: flipping, sharing, pooling.
# - Odena, Dumoulin and Olah, *Deconvolution and checkerboard artifacts*, Distill 2016: the pattern of prediction 10.c.
# - Araujo, Norris and Sim, *Computing receptive fields of convolutional neural networks*, Distill 2019.
# - Zhang, *Making convolutional networks shift-invariant again*, ICML 2019: why a shift by one pixel gets through pooling.
#
# Next: **Networks that see**.
#
# What you have earned in this notebook:

# %%
progress()
