# %% [markdown]
# # How this course works
#
# **In this notebook you answer eight small exercises, are told which mistakes you make, and end with the one measuring tool that every later notebook trusts.**
#
# You will be able to
#
# - run a check, and read what its panel says about a wrong answer;
# - commit a prediction before an experiment decides it;
# - write array code without loops, and know where integers and shapes set traps;
# - compare garments in pictures by their distance, and say what units do to that distance;
# - measure the gradient of any function, and say how exact the measurement is.
#
# Time: about two and a quarter hours for exercises 0.1 to 0.9 (18 points) and four predictions (4 points). You need Python functions and a first look at NumPy arrays; nothing about neural networks. NumPy is all that is used (pandas is not installed). The subject notes that go with this course are in Korean: in all notebooks, a term stands with its Korean name in parentheses where it first appears.

# %% setup
import numpy as np

from chainrule import Check, close, progress, ready, reveal
from chainrule.data import CLASS_NAMES, load_fashion_mnist
from chainrule.figures import explore, new_figure, panel_title
from chainrule.figures import start as draw

# %% [markdown]
# ## A. Reading a check panel
#
# Run a cell with **Shift + Enter**. Below every exercise stands a *check cell*: it calls your function with inputs whose right answers are known, and shows a panel.
#
# Here is a panel for an answer of ours that is wrong. `double(2.0)` gives 4.0, so a single test would have been fooled. Run the cell, then read it from the top.

# %%
def double(x):
    print("double got", x)
    return x * x


c = Check("start.double", points=0)
c.equal(4.0, 2.0)
c.equal(6.0, 3.0)
c.equal([2.0, -4.0, 0.0], np.array([1.0, -2.0, 0.0]))
c.holds("double(a + b) = double(a) + double(b)", lambda f: close(f(5.0), f(2.0) + f(3.0)))
c.score()

# %% [markdown]
# | in the panel | what it means |
# |---|---|
# | `not right yet` | the verdict; where points are given, it says how many of them you have |
# | ✗ `double`: 1 of 4 cases | `c.equal(4.0, 2.0)` was met, the three others were not. A part's points need all its cases |
# | `double(3.0)` | the very call that failed: paste it into a new cell and try it |
# | Expected 6.0, got 9.0 | what should have come back, and what did |
# | first at index [0] | the first place where two arrays differ; `[1, 2]` would be row 1, column 2 |
# | This does not hold | a property, such as `double(a + b) = double(a) + double(b)`, that every right answer has. In the cell, `lambda f: …` is a function without a name; yours is handed to it as `f` |
# | at the bottom | warnings, and what your function printed. They never cost points: print as much as you like |
#
# The check cell is the exact specification. Read it: `c.equal(6.0, 3.0)` says "`double(3.0)` is 6.0". In the checks of exercises, `c.sweep()` tries your function on some dozens of further inputs of every kind that the text allows, and the panel shows one on which it fails.
#
# One trap: if your cell stops with an error before its `def` is done (a typing error, say), the check still sees the function as it was before. Look at your own cell first.

# %% [markdown]
# ### The data
#
# The course's pictures are of clothes: Fashion-MNIST, 28 × 28 grey pixels, ten classes (클래스), each pixel a whole number from 0 (background) to 255.
#
# A picture is laid out as one row of 28 · 28 = 784 numbers. N pictures make an array `X` of shape `(N, 784)`. In this course `X` has shape `(N, D)` always: N samples (표본) in rows, D features (특징) in columns. Their labels (레이블), here 0 to 9, are `y` of shape `(N,)`.

# %%
import matplotlib.pyplot as plt

X_bytes, y, _, _ = load_fashion_mnist(dtype=np.uint8, scale=False)
X_bytes, y = X_bytes[:1000], y[:1000]
print("X_bytes", X_bytes.shape, X_bytes.dtype, "  y", y.shape, y.dtype, "  y[0] is", y[0], "=",
      CLASS_NAMES[y[0]])

fig, (left, right) = new_figure(ncols=2, height=3.2, width_ratios=(1, 1.25),
                                title="A picture is numbers")
draw.garment(left, X_bytes[0])
left.add_patch(plt.Rectangle((8.5, 9.5), 8, 8, fill=False, edgecolor="#d55e00", linewidth=2))
draw.cells(right, X_bytes[0].reshape(28, 28)[10:18, 9:17], cmap="gray_r", limits=(0, 255))
panel_title(left, "X_bytes[0], an ankle boot")
panel_title(right, "the pixels in the frame", "#a84a00")
plt.show()

# %% [markdown]
# *What you saw.* `X_bytes[0]` is one row of 784 whole numbers, and only its arrangement in 28 rows makes it a boot. The background is exactly 0 and the darkest pixels come near 255.

# %% [markdown]
# ### Exercise 0.1 — Scale pixels (1 point)
# Networks work best with numbers around 1. Write `scale_pixels(X)`: takes an array of pixels between 0 and 255, of any shape, and returns a new array of the same shape with values between 0 and 1, so that 0 stays 0 and 255 becomes 1.
#
# Example: the pixels `[0, 51, 255]` become `[0.0, 0.2, 1.0]`.
#
# **This once, answer wrongly on purpose.** Replace `raise NotImplementedError` by `return X / X.max()`, which looks right on the example. Run your cell, then the check cell below it. The panel tells you which of the three calls failed; and because others have made this mistake before you, it names it. Then mend your line and run both cells again.
#
# <details><summary>Hint 1</summary>Hints open one at a time: first a question, then the idea, then the next step; the last line is yours. Here is the question: must a picture that happens to be faint come out as strong as any other?</details>
#
# <details><summary>Hint 2</summary>The idea: every pixel is divided by the same fixed number, whatever the other pixels are.</details>
#
# <details><summary>Hint 3</summary>The pixel 255 must become 1: which number is that? NumPy divides a whole array at once.</details>

# %% ex-scale_pixels
def scale_pixels(X):
    """Grey values 0–255 as numbers from 0 to 1.

    Parameters
    ----------
    X : ndarray, any shape
        Pixels, 0 to 255.

    Returns
    -------
    ndarray, same shape
        Pixels, 0 to 1.
    """
    ### BEGIN SOLUTION
    return X / 255
    ### END SOLUTION

# %% check-scale_pixels
c = Check("start.scale_pixels", points=1)
c.equal([0.0, 0.2, 1.0], np.array([0, 51, 255]))
c.equal([0.01176471, 0.6666667], np.array([3, 170], dtype=np.uint8))
c.equal([[0.2, 0.0, 0.8], [0.1, 0.6, 0.4]], np.array([[51.0, 0.0, 204.0], [25.5, 153.0, 102.0]]))
c.sweep()
c.score()

# %% [markdown]
# *What you saw.* A wrong answer gets the call that failed, the expected value, and often its name. A right one turns the bar green, and `X / X.max()` had passed one of three cases: one example is never enough.

# %% [markdown]
# ### What else there is
#
# | you want to | do this |
# |---|---|
# | see the points of this notebook | run `progress()`, as below |
# | see all notebooks, and what comes next | `chainrule progress` in a terminal (*File → New → Terminal*) |
# | grade a notebook as a grader would: in order, in a fresh process | `chainrule check start` |
# | start one exercise again | `chainrule reset start scale_pixels`; a dated copy of yours is kept in `my-work/backups/` |
#
# Your notebook in `my-work/` is never overwritten: when the course is updated, new text comes in and your answers stay. You may try, break and rerun anything; a better result is kept, a worse one takes nothing away. JupyterLab's *Validate* button says no more than "partial credit" about a half-right answer. The panel says why.

# %%
progress()

# %% [markdown]
# Two agreements hold for every exercise of the course, and one helper turns up in most notebooks.
#
# - **A function leaves its inputs unchanged**, in every notebook, whether its contract repeats it or not. The caller may still need them. A check compares them before and after the call, and says "changes its input".
# - **A cell that shows something with *your* functions waits for them.** Its first line is `if ready(…):`, with a name for its picture and the functions it needs. Until those are right it says which exercise is missing and shows the picture that a right answer gives. So *Run All* works at any time.
# - **`explore(…)`** shows a figure with a slider for each number named in it: move them, in a running JupyterLab, and the figure is drawn again. Nothing is graded there.

# %%
if ready("start.scaled", "scale_pixels"):
    X = scale_pixels(X_bytes)
    fig, axes = new_figure(ncols=2, height=2.7, sharey=True,
                           title="Scaling changes the units, not the picture")
    axes[0].hist(X_bytes.ravel(), bins=52, color="#444444")
    axes[1].hist(X.ravel(), bins=52, color="#0072b2")
    axes[0].set(xlabel="X_bytes, 0 to 255", ylabel="number of pixels", yscale="log")
    axes[1].set(xlabel="X = scale_pixels(X_bytes), 0 to 1")
    for ax in axes:
        ax.minorticks_off()
    plt.show()

# %% [markdown]
# *What you saw.* A histogram (히스토그램) counts how many values fall into each bar; this one counts on a logarithmic axis (로그 축), where every labelled step is ten times the one below. Both have the same shape, with the background as the tall bar at 0, for dividing by a constant keeps every comparison between pixels.

# %% [markdown]
# ## B. Columns in different units
#
# Pixels share one unit. Most data do not: a garment may have a weight in grams, a length in metres, a price in won. Numbers in unlike units cannot be compared as they are: which is more, 350 g or 0.7 m?
#
# To *standardize* (표준화) a column is to subtract its mean and divide by its standard deviation (표준편차): `(x − mean) / std`. Afterwards each column has mean 0 and standard deviation 1, whatever its unit was. With N rows, `std` is the square root of the mean of `(x − mean)²`: divided by N, as NumPy does unless told otherwise.

# %% [markdown]
# ### Exercise 0.2 — Standardize columns (2 points)
# Write `standardize(X)`: takes `X` of shape (N, D), floats or whole numbers, and returns a new array of that shape, each column with mean 0 and standard deviation 1, however small or large its unit.
#
# A column that holds one value only has the standard deviation 0, and 0/0 is not a number. Such a column becomes zeros. (That is asked of whole numbers and halves, whose mean is exact. Of a column of 0.1s rounding may leave a standard deviation of 10⁻¹⁷; what becomes of it is not asked.)
#
# Example: the column `[1, 1, 1, 1, 6]` has mean 2 and standard deviation 2; it becomes `[-0.5, -0.5, -0.5, -0.5, 2.0]`. The column `[7, 7, 7, 7, 7]` becomes zeros.
#
# <details><summary>Hint 1</summary>How many means are there for an array of shape (5, 3): one, three or five?</details>
#
# <details><summary>Hint 2</summary>Most NumPy reductions take an <code>axis</code>: the axis that disappears. (N, D) without its axis 0 is (D,), one number for each column; and (N, D) − (D,) subtracts it in every row.</details>
#
# <details><summary>Hint 3</summary>For a constant column the numerator is 0 already. So any divisor other than 0 will do, for that column alone: a tiny number added to every standard deviation spoils the columns whose unit is as tiny.</details>

# %% ex-standardize
def standardize(X):
    """Give every column mean 0 and standard deviation 1.

    Parameters
    ----------
    X : ndarray (N, D)

    Returns
    -------
    ndarray (N, D)
        A new array; columns that were constant are zeros.
    """
    ### BEGIN SOLUTION
    mean = X.mean(axis=0)
    std = X.std(axis=0)
    return (X - mean) / np.where(std > 0, std, 1.0)
    ### END SOLUTION

# %% check-standardize
c = Check("start.standardize", points=2)
c.equal([[-0.5, 2.0], [-0.5, -0.5], [-0.5, -0.5], [-0.5, -0.5], [2.0, -0.5]],
        np.array([[1, 60], [1, 10], [1, 10], [1, 10], [6, 10]]))  # whole numbers
c.equal([[-1.0, 0.0, 1.0], [-1.0, 0.0, -1.0], [1.0, 0.0, -1.0], [1.0, 0.0, 1.0]],
        np.array([[1.0, 7.0, 0.5], [1.0, 7.0, 0.1], [5.0, 7.0, 0.1], [5.0, 7.0, 0.5]]))
# tiny units
c.equal([[-0.5, 0.5], [-0.5, 0.5], [-0.5, 0.5], [-0.5, 0.5], [2.0, -2.0]],
        np.array([[1e-12, 7e-5], [1e-12, 7e-5], [1e-12, 7e-5], [1e-12, 7e-5], [6e-12, 2e-5]]))
X_odd = np.array([[0.3, 200.0, 5.0], [0.5, 900.0, 5.0], [0.1, 400.0, 5.0]])
c.holds("units do not matter: columns times 1, 100 and 3 give the same",
        lambda f: close(f(X_odd * [1.0, 100.0, 3.0]), f(X_odd)))
c.sweep()
c.score()

# %%
if ready("start.columns", "standardize"):
    rng = np.random.default_rng(0)
    table = np.stack([rng.normal(350, 90, 80), rng.normal(0.7, 0.15, 80), rng.gamma(4, 12, 80),
                      np.full(80, 1.0)], axis=1)
    names = ["weight\n(g)", "length\n(m)", "price\n(1000 won)", "pieces"]
    fig, (before, after) = new_figure(ncols=2, height=3.1,
                                      title="The same 80 garments before and after")
    draw.columns(before, table, names, rng)
    draw.columns(after, standardize(table), names, rng)
    before.set_ylabel("value in its own unit")
    after.set_ylabel("(x − mean) / std")
    panel_title(before, "X")
    panel_title(after, "standardize(X)")
    plt.show()

# %% [markdown]
# *What you saw.* Before, the lengths (around 0.7) cannot be told from the constant column, because grams set the scale. After, three columns spread alike around 0, and the constant one, which tells nothing, is 0; the price keeps its long upper tail, for standardizing changes no column's shape.

# %% [markdown]
# ## C. Labels as rows
#
# A label 9 is not "more" than a label 3: the classes have no order. A *one-hot* vector (원-핫 벡터) gives every class a place of its own: with C = 4 classes, label 2 becomes `[0, 0, 1, 0]`. N labels make an array (N, C). Later, a network's C outputs are compared with such a row.

# %% [markdown]
# ### Exercise 0.3 — One-hot (2 points)
# Write `one_hot(y, C)`: takes N whole-number labels `y`, each from 0 to C − 1, in an array of shape (N,), and returns an array (N, C) of numbers: row n has 1 in column `y[n]` and 0 elsewhere. C may be larger than the labels that occur.
#
# Example: `one_hot(np.array([2, 0]), 4)` is `[[0, 0, 1, 0], [1, 0, 0, 0]]`.
#
# <details><summary>Hint 1</summary>Which shape do you need to begin with, and what are all its entries but N?</details>
#
# <details><summary>Hint 2</summary>NumPy takes an array of row numbers and an array of column numbers together, and picks one entry for each pair. (A colon in place of the row numbers means every row.) A loop over n is right, too.</details>
#
# <details><summary>Hint 3</summary>The pairs are (0, y[0]), (1, y[1]), …, (N − 1, y[N − 1]).</details>

# %% ex-one_hot
def one_hot(y, C):
    """Labels as rows with a single 1.

    Parameters
    ----------
    y : ndarray (N,)
        Whole numbers from 0 to C − 1.
    C : int
        Number of classes.

    Returns
    -------
    ndarray (N, C)
    """
    ### BEGIN SOLUTION
    rows = np.zeros((len(y), C))
    rows[np.arange(len(y)), y] = 1.0
    return rows
    ### END SOLUTION

# %% check-one_hot
c = Check("start.one_hot", points=2)
c.equal([[0.0, 0.0, 1.0, 0.0], [1.0, 0.0, 0.0, 0.0]], np.array([2, 0]), 4)
c.equal([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]],
        np.array([1, 2, 1, 0, 2]), 3)
c.holds("every row sums to 1", lambda f: close(f(np.array([3, 3, 1]), 5).sum(axis=1), np.ones(3)))
c.sweep()
c.score()

# %%
if ready("start.one_hot", "one_hot"):
    fig, ax = new_figure(height=3.9, title="Twelve labels, twelve rows: one_hot(y, 10)")
    draw.cells(ax, one_hot(y[:12], 10), text="{:.0f}")
    ax.set_xticks(range(10), CLASS_NAMES, rotation=40, ha="right", rotation_mode="anchor",
                  fontsize=8.5)
    ax.set_yticks(range(12), [f"y[{n}] = {label}" for n, label in enumerate(y[:12])], fontsize=8.5)
    ax.set_aspect("auto")
    plt.show()

# %% [markdown]
# *What you saw.* Every row has one 1, in the column of its class; equal labels have equal rows. A column's sum counts how often its class occurs.

# %% [markdown]
# ## D. Distances, without a loop
#
# How alike are two pictures `a` and `b`? Subtract pixel by pixel, square, add: `d = Σ (a − b)²`, the *squared distance* (제곱 거리). Equal pictures have d = 0.
#
# Subtract: the pixels were stored as `uint8`, whole numbers from 0 to 255 in one byte each. Before you go on, commit a prediction. It gives its point for committing, right or wrong: surprises teach most. Write `return "a"` or another letter, with the quotation marks; run the check; and only then run the experiment.

# %% [markdown]
# ### Prediction 0.a — Ten minus thirty, in bytes (1 point)
# What is `np.array([10], dtype=np.uint8) - np.array([30], dtype=np.uint8)`?
#
# - (a) `[-20]`
# - (b) `[236]`
# - (c) `[0]`, the smallest number that a byte can hold
# - (d) an error, because the result does not fit

# %% predict-uint8
def predict_uint8():
    """Return "a", "b", "c" or "d"."""
    ### BEGIN SOLUTION
    return "a"
    ### END SOLUTION

# %% check-predict_uint8
c = Check("start.predict_uint8", points=1)
c.one_of("a", "b", "c", "d")
c.score()

# %%
if ready("start.", "predict_uint8"):
    ten, thirty = np.array([10], dtype=np.uint8), np.array([30], dtype=np.uint8)
    print("uint8:    ", ten - thirty, "   squared:", (ten - thirty) ** 2)
    print("uint8 sum:", ten + np.uint8(250))
    print("float64:  ", ten.astype(float) - thirty,
          "   squared:", (ten.astype(float) - thirty) ** 2)
    outcome = {-20: "a", 236: "b", 0: "c"}[int((ten - thirty)[0])]
    reveal("predict_uint8", outcome,
           "A byte counts like a clock with 256 hours: below 0 it goes on at 255. NumPy says "
           "nothing. So turn pixels into floats before you subtract.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# 10 − 30 = 236 and 10 + 250 = 4, without an error or a warning. The wrong results are plausible numbers, which makes this trap an expensive one.
#
# </details>

# %% [markdown]
# ### Broadcasting
#
# An array of shape (3, 1) and one of shape (1, 4) can be subtracted: NumPy stretches each axis of length 1 to the length of the other. The result is (3, 4) and holds every pair. This is *broadcasting* (브로드캐스팅). The rule: write the shapes right-aligned, and put 1 where one of them has no axis, so that (7,) beside a shape of two axes counts as (1, 7); then each pair of lengths must be equal, or one of them 1.
#
# `np.newaxis`, or `None`, puts an axis of length 1 into a shape: for `a` of shape (3,), `a[:, None]` is (3, 1).

# %%
a, b = np.array([1.0, 4.0, 6.0]), np.array([0.0, 1.0, 4.0, 9.0])
differences = a[:, None] - b[None, :]

fig, axes = new_figure(ncols=3, height=3.0, width_ratios=(1, 4, 4),
                       title="Broadcasting makes every pair")
for ax, values, name in zip(axes, (a[:, None], b[None, :], differences),
                            ("a[:, None]", "b[None, :]", "a[:, None] − b[None, :]")):
    draw.cells(ax, values, cmap="PuOr_r", limits=(-9, 9), fontsize=10)
    ax.set_ylim(len(values) / 2 + 1, len(values) / 2 - 2)  # three rows high, as the tallest
    panel_title(ax, f"{name}\n{values.shape}")
plt.show()

# %% [markdown]
# *What you saw.* Row i of the result belongs to `a[i]`, column j to `b[j]`, and the entry is `a[i] − b[j]`. No loop was written, and a third axis would work in the same way: (N, 1, D) with (1, M, D) gives (N, M, D).

# %% [markdown]
# ### Prediction 0.b — A perfect guess (1 point)
# A model predicts five values without any error: `guess = np.array([1., 2., 3., 4., 5.])`, of shape (5,). The true values are the same, but stand in a column: `truth = guess[:, None]`, of shape (5, 1). What is `np.mean((guess - truth) ** 2)`?
#
# - (a) 0, because every guess is right
# - (b) more than 0
# - (c) an error, because the shapes differ

# %% predict-broadcast
def predict_broadcast():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "a"
    ### END SOLUTION

# %% check-predict_broadcast
c = Check("start.predict_broadcast", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("start.", "predict_broadcast"):
    guess = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    truth = guess[:, None]
    mean_square = np.mean((guess - truth) ** 2)
    print("(guess - truth).shape is", (guess - truth).shape, "  the mean square is", mean_square)
    reveal("predict_broadcast", "a" if mean_square == 0 else "b",
           "(5,) counts as (1, 5), and (1, 5) with (5, 1) makes all 25 pairs. Print shapes before "
           "you believe a loss.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# 25 differences in place of 5, and an error of 4.0 for a perfect guess. Nothing stops and nothing warns: a model trained on this number would learn to answer 3.0, the mean, for everything.
#
# </details>

# %% [markdown]
# ### Exercise 0.4 — Pairwise squared distances (3 points)
# Write `squared_distances(A, B)`: takes `A` of shape (N, D) and `B` of shape (M, D), and returns an array `dist` of shape (N, M) whose entry `dist[i, j]` is the squared distance of row i of `A` and row j of `B`. The arrays may hold floats or whole numbers, also those of one or two bytes such as `uint8`, `int8` and `int16`: the distances must be right for all of them.
#
# Example: `A = [[0, 0], [3, 4]]` and `B = [[0, 0], [6, 8], [3, 0]]` give `[[0, 100, 9], [25, 25, 16]]`: from (3, 4) to (6, 8) it is 3² + 4² = 25.
#
# <details><summary>Hint 1</summary>Do it on paper for D = 1 first. Which of the pictures above is it, and what is still to be done to its entries?</details>
#
# <details><summary>Hint 2</summary>Give A the shape (N, 1, D) and B the shape (1, M, D). What does each of the three axes of the difference mean, and which one has to go?</details>
#
# <details><summary>Hint 3</summary>dist[i, j] = Σ over k of (A[i, k] − B[j, k])². For whole numbers: <code>.astype(float)</code> makes a new array.</details>

# %% ex-squared_distances
def squared_distances(A, B):
    """Squared distance of every row of A to every row of B.

    Parameters
    ----------
    A : ndarray (N, D)
    B : ndarray (M, D)

    Returns
    -------
    ndarray (N, M)
    """
    ### BEGIN SOLUTION
    difference = A.astype(float)[:, None, :] - B.astype(float)[None, :, :]
    return np.sum(difference**2, axis=2)
    ### END SOLUTION

# %% check-squared_distances
c = Check("start.squared_distances", points=3)
c.equal([[0.0, 100.0, 9.0], [25.0, 25.0, 16.0]],
        np.array([[0.0, 0.0], [3.0, 4.0]]), np.array([[0.0, 0.0], [6.0, 8.0], [3.0, 0.0]]))
c.equal([[9.0, 12.25], [1.0, 0.25]], np.array([[1.0], [5.0]]), np.array([[4.0], [4.5]]))
c.equal([[10100.0, 2500.0, 96506.0], [9049.0, 59149.0, 65029.0]],
        np.array([[10, 200], [0, 7]], dtype=np.uint8),
        np.array([[20, 100], [10, 250], [255, 9]], dtype=np.uint8))
c.equal([[40000.0, 841.0]], np.array([[100]], dtype=np.int8),
        np.array([[-100], [71]], dtype=np.int8))
c.sweep()
c.score()

# %%
if ready("start.distances", "scale_pixels", "squared_distances"):
    chosen = np.concatenate([np.flatnonzero(y == label)[:12] for label in range(10)])
    X = scale_pixels(X_bytes[chosen])
    dist = np.vstack([squared_distances(X[i:i + 10], X) for i in range(0, len(X), 10)])

    fig, ax = new_figure(height=5.0,
                         title="120 garments, sorted by class: how far is each from each?")
    draw.distance_table(ax, dist, np.arange(0, 121, 12), list(CLASS_NAMES))
    plt.show()
    for one, other in [(7, 7), (1, 1), (3, 3), (6, 6), (6, 4), (8, 8), (8, 7)]:
        block = dist[12 * one:12 * one + 12, 12 * other:12 * other + 12]
        pairs = 144 - 12 * (one == other)  # a garment is no pair with itself
        print(f"{CLASS_NAMES[one]} and {CLASS_NAMES[other]}: {block.sum() / pairs:.0f} on average")

# %% [markdown]
# *What you saw.* The diagonal is 0, and a class that is alike in itself makes a dark square on it: sneakers and trousers, then dresses. Two shirts are hardly nearer to each other than a shirt is to a coat, and two bags not much nearer than a bag is to a sneaker.
#
# The cell asks for 10 rows at a time. All pairs of 1000 images at once would be an array of shape (1000, 1000, 784): 6.3 GB.

# %% [markdown]
# ## E. Ask the nearest
#
# The oldest classifier needs no training: give a picture the label of the known picture nearest to it. This is the *nearest neighbour* rule (최근접 이웃; Cover and Hart, 1967).

# %% [markdown]
# ### Exercise 0.5 — Nearest labels (1 point)
# Write `nearest_labels(dist, y)`: takes distances `dist` of shape (N, M), from N samples to M known ones (a few or some thousand), and the known ones' labels `y` of shape (M,). Returns the N labels, shape (N,), of each row's nearest. Where two are equally near, the first one counts.
#
# Example: `dist = [[3, 1, 2], [0, 5, 4]]` and `y = [7, 8, 9]` give `[8, 7]`.
#
# <details><summary>Hint 1</summary>The smallest number of a row is a distance. What do you need instead?</details>
#
# <details><summary>Hint 2</summary><code>np.argmin</code> gives positions of smallest entries, and takes an <code>axis</code>. An array of positions may index another array.</details>
#
# <details><summary>Hint 3</summary>In the example the smallest entry of row 0 stands at position 1, and that of row 1 at position 0. What do these two positions, as an array, pick from y?</details>

# %% ex-nearest_labels
def nearest_labels(dist, y):
    """The label of the nearest known sample, for each row.

    Parameters
    ----------
    dist : ndarray (N, M)
        Distances.
    y : ndarray (M,)
        Labels of the M known samples.

    Returns
    -------
    ndarray (N,)
    """
    ### BEGIN SOLUTION
    return y[np.argmin(dist, axis=1)]
    ### END SOLUTION

# %% check-nearest_labels
c = Check("start.nearest_labels", points=1)
c.equal([8, 7], np.array([[3.0, 1.0, 2.0], [0.0, 5.0, 4.0]]), np.array([7, 8, 9]))
c.equal([5, 7, 5], np.array([[2.0, 2.0, 9.0], [8.0, 7.0, 6.0], [0.5, 4.0, 0.5]]),
        np.array([5, 1, 7]))
k = np.arange(1000)  # each row has 0 at many positions, first at 26 and at 13
c.equal([1974, 1987], np.array([(7 * k + 30) % 53, (11 * k + 5) % 37]) * 1.0, 2000 - k)
c.sweep()
c.score()

# %%
if ready("start.hits", "scale_pixels", "squared_distances", "nearest_labels"):
    X = scale_pixels(X_bytes)
    dist = np.vstack([squared_distances(X[i:i + 10], X) for i in range(0, 300, 10)])
    dist[np.arange(300), np.arange(300)] = np.inf  # each asks the others, not itself
    right = nearest_labels(dist, y) == y[:300]
    print(f"{right.mean():.1%} of 300 garments are named rightly; guessing would give 10 %.")

    names = [name.split("/")[0] for name in CLASS_NAMES]
    shares = np.array([right[y[:300] == label].mean() for label in range(10)])
    fig, ax = new_figure(height=3.0, title="Named rightly by the nearest of 999 others")
    ax.barh(np.arange(10), 100 * shares, color="#0072b2")
    ax.axvline(10, color="#222222", linewidth=1, linestyle=":")
    ax.set_yticks(range(10), names)
    ax.set(xlabel="right, % of the class (dotted: guessing)", xlim=(0, 100))
    ax.invert_yaxis()
    ax.grid(False, axis="y")
    plt.show()

# %% [markdown]
# *What you saw.* Three of your functions make a classifier that is right about three times in four. It has trouble with shirts, coats, pullovers and sandals; but the bags, so unlike among themselves, it finds, because it is enough that *one* other bag is near.

# %% [markdown]
# ### Prediction 0.c — One more column (1 point)
# Each picture has 784 pixels between 0 and 1. Add one column that has nothing to do with the class: a price in won, drawn at random between 10,000 and 90,000. The nearest-neighbour rule was right about three times in four. With this 785th column it will be right
#
# - (a) as often as before, for 784 columns outvote one
# - (b) somewhat less, about half the time
# - (c) hardly more often than guessing, about 10 %

# %% predict-price
def predict_price():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_price
c = Check("start.predict_price", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("start.neighbours", "scale_pixels", "standardize", "squared_distances", "nearest_labels",
         "predict_price"):
    price = np.random.default_rng(1).uniform(0, 1, len(X_bytes))

    def search(table, queries=200):
        dist = np.vstack([squared_distances(table[i:i + 10], table) for i in range(0, queries, 10)])
        dist[np.arange(queries), np.arange(queries)] = np.inf
        return dist.argmin(axis=1), np.mean(nearest_labels(dist, y) == y[:queries])

    def pictures(price_range=80_000):
        table = np.column_stack([scale_pixels(X_bytes), 10_000 + price_range * price])
        found = [search(table), search(standardize(table))]
        fig, axes = new_figure(ncols=8, nrows=3, height=3.8,
                               title="Nearest neighbours: green names are right, "
                               "orange ones wrong\nOne column of 785 is a price that varies by "
                               f"{price_range:,} won")
        rows = [(np.arange(8), "asked"), (found[0][0][:8], f"as it is:\n{found[0][1]:.0%} right"),
                (found[1][0][:8], f"standardized:\n{found[1][1]:.0%} right")]
        for line, (index, title) in zip(axes, rows):
            colours = ["#222222" if n == k else "#00735a" if y[n] == y[k] else "#b34700"
                       for k, n in enumerate(index)]
            names = [CLASS_NAMES[y[n]].split("/")[0].replace("Ankle b", "B") for n in index]
            draw.neighbours(line, X_bytes[index], names, colours, title)

    explore(pictures, price_range=[0, 5, 20, 80, 800, 80_000])

# %%
if ready("start.price", "scale_pixels", "standardize", "squared_distances", "nearest_labels",
         "predict_price"):
    ranges = [0, 1, 10, 100, 1000, 10_000, 80_000]
    tables = [np.column_stack([scale_pixels(X_bytes), size * price]) for size in ranges]
    raw, scaled = ([search(make(table))[1] for table in tables] for make in (np.copy, standardize))

    fig, ax = new_figure(height=3.0, title="What one useless column does, by its size")
    ax.plot(range(7), np.array(raw) * 100, "s-", color="#d55e00", label="as it is")
    ax.plot(range(7), np.array(scaled) * 100, "o-", color="#0072b2", label="standardized")
    ax.axhline(10, color="#222222", linewidth=1, linestyle=":")
    ax.set_xticks(range(7), [f"{size:,}" for size in ranges])
    ax.set(xlabel="range of the price (pixels have the range 1)", ylabel="right, % of 200",
           ylim=(0, 100))
    ax.legend(frameon=False, loc=(0.02, 0.3))
    plt.show()
    outcome = "c" if raw[-1] < 0.25 else "b" if raw[-1] < raw[0] - 0.1 else "a"
    reveal("predict_price", outcome,
           "Differences are squared before they are added: 10,000 won make 100,000,000, "
           "while all pixels together make about 100. The nearest is the one of nearest price.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# One useless column, large enough, decides alone who is near; standardized, it is one voice among 785. (Only the first 200 pictures ask here, and they have a little more luck than the 300 above.) At the far left, where all columns have like units, standardizing changes nothing here: it is a remedy for unlike units.
#
# </details>

# %% [markdown]
# ## F. Chance on request
#
# Training picks its samples at random, a small *mini-batch* (미니배치) at a time. Randomness that cannot be repeated cannot be checked. So in this course a function that needs chance is handed a generator: `rng = np.random.default_rng(seed)` is made once, by the caller, and passed on. The same seed gives the same numbers; each draw moves the generator on, so two draws differ.
#
# A function never makes a generator of its own, and never uses the global one (`np.random.rand` and the like).

# %% [markdown]
# ### Exercise 0.6 — A random mini-batch (2 points)
# Write `random_batch(X, y, size, rng)`: draws `size` different rows of `X` at random and returns them, in any order, with their labels as a tuple `(X_batch, y_batch)` of shapes (size, D) and (size,). Every set of `size` rows has the same chance: neighbours come up together no more often than others. `size` is at most N. All randomness comes from `rng`, a `numpy.random.Generator`; how you use it is yours to choose.
#
# Example: from one row, `X = [[7.0, 8.0]]` and `y = [3]`, a batch of size 1 is `([[7.0, 8.0]], [3])`.
#
# <details><summary>Hint 1</summary>Row 17 of X belongs to label 17 of y. How many times do you have to draw, then?</details>
#
# <details><summary>Hint 2</summary>Draw row numbers, not rows. Look at <code>rng.permutation</code>, or at <code>rng.choice</code>: it draws with putting back unless it is told <code>replace=False</code>.</details>
#
# <details><summary>Hint 3</summary>Of all row numbers 0 … N − 1 in random order, how many do you keep? An array of row numbers picks whole rows of X; what picks their labels?</details>

# %% ex-random_batch
def random_batch(X, y, size, rng):
    """Some rows and their labels, drawn without putting back.

    Parameters
    ----------
    X : ndarray (N, D)
    y : ndarray (N,)
    size : int
        At most N.
    rng : numpy.random.Generator

    Returns
    -------
    X_batch : ndarray (size, D)
    y_batch : ndarray (size,)
    """
    ### BEGIN SOLUTION
    index = rng.permutation(len(X))[:size]
    return X[index], y[index]
    ### END SOLUTION

# %% check-random_batch
c = Check("start.random_batch", points=2)
rng = np.random.default_rng(0)
rows, labels = np.arange(300.0)[:, None], np.arange(300)  # row n is [n], its label is n


def own_label(batch):
    return float(np.mean(batch[0].ravel() == batch[1].ravel()))


def same(one, other):
    return float(close(one[0], other[0]) and close(one[1], other[1]))


def pairs(f):  # 300 batches of 2 of the first 6 rows, each as a set of row numbers
    return [frozenset(f(rows[:6], labels[:6], 2, rng)[0].ravel().tolist()) for _ in range(300)]


c.equal(([[7.0, 8.0]], [3]), np.array([[7.0, 8.0]]), np.array([3]), 1, rng)
c.equal((np.full((3, 2), 5.0), [9, 9, 9]), np.full((8, 2), 5.0), np.full(8, 9), 3, rng)
c.measure("mean number of rows in 20 batches of 100 of 300", 100.0,
          lambda f: np.mean([len(f(rows, labels, 100, rng)[0]) for _ in range(20)]), tol=0.0)
c.measure("share of rows with their own label, 10 batches of 300 of 300", 1.0,
          lambda f: np.mean([own_label(f(rows, labels, 300, rng)) for _ in range(10)]), tol=0.001)
c.measure("share of different rows, 10 batches of 300 of 300", 1.0,
          lambda f: np.mean([np.unique(f(rows, labels, 300, rng)[0]).size / 300
                             for _ in range(10)]), tol=0.001)
c.measure("two batches from one generator are the same (0 no, 1 yes)", 0.0,
          lambda f: same(f(rows, labels, 5, rng), f(rows, labels, 5, rng)), tol=0.0)
c.measure("batches from two generators of one seed are the same (0 no, 1 yes)", 1.0,
          lambda f: same(f(rows, labels, 5, np.random.default_rng(3)),
                         f(rows, labels, 5, np.random.default_rng(3))), tol=0.0)
c.measure("different sets in 300 batches of 2 of 6 rows: 15 are possible", 15.0,
          lambda f: len(set(pairs(f))), tol=0.0)
c.holds("300 batches of 2 of 6 rows: row 0 is in 20 % to 47 % of them",
        lambda f: 0.2 < np.mean([0.0 in pair for pair in pairs(f)]) < 0.47)
### BEGIN HIDDEN TESTS
seven, marks = c.rng.integers(0, 90, (7, 3)), c.rng.integers(0, 9, 7)
whole = sorted(map(tuple, np.column_stack([seven, marks])))
c.holds("a batch of all rows holds them all, whole",
        lambda f: sorted(map(tuple, np.column_stack(f(seven, marks, 7, c.rng)))) == whole)
c.holds("300 batches of 3 of 5 rows: all 10 sets come up, each row in 46 % to 74 % of them",
        lambda f: (lambda found: len(set(found)) == 10
                   and all(138 < sum(n in one for one in found) < 222 for n in range(5)))(
            [frozenset(f(rows[:5], labels[:5], 3, c.rng)[1].tolist()) for _ in range(300)]))
c.equal((np.full((4, 2), 5.0), np.full(4, 9)), np.full((7, 2), 5.0), np.full(7, 9), 4, c.rng)
c.equal((np.full((1, 3), 2.5), [1]), np.full((2, 3), 2.5, dtype=np.float32), np.array([1, 1]), 1,
        c.rng)
### END HIDDEN TESTS
c.score()

# %%
if ready("start.batches", "scale_pixels", "random_batch"):
    X = scale_pixels(X_bytes)
    rng = np.random.default_rng(0)
    sizes = np.array([1, 4, 16, 64, 256])
    means = np.array([[random_batch(X, y, size, rng)[0].mean() for _ in range(60)]
                      for size in sizes])

    fig, ax = new_figure(height=3.2, title="How well does a random batch stand for all images?")
    draw.spread(ax, sizes, means, X.mean())
    plt.show()

# %% [markdown]
# *What you saw.* Four times the samples halve the spread; the dashed lines, one standard deviation to each side, show it. A batch of 64 misses the mean of all images by less than 0.02, as a rule, at a sixteenth of the work. That is why training can work with mini-batches at all.

# %% [markdown]
# ## G. Measuring a slope
#
# Training changes weights in the direction that lowers an error. That direction comes from the *gradient* (기울기): one number for every entry of `x`, saying how fast `f(x)` changes when that entry does. Later you will derive gradients by hand, and make mistakes. The remedy is to measure: change one entry by a small step `h` and look. In one dimension, where `x` is a single number:
#
# - forward difference (전진 차분): `(f(x + h) − f(x)) / h`
# - central difference (중앙 차분): `(f(x + h) − f(x − h)) / (2h)`

# %%
def both_slopes(h=0.8):
    fig, ax = new_figure(height=3.6, title="Two ways to measure the slope of eˣ at x = 0.5")
    draw.secants(ax, np.exp, np.exp(0.5), 0.5, h)


explore(both_slopes, h=[1.2, 0.8, 0.4, 0.2, 0.1, 0.05])

# %% [markdown]
# *What you saw.* The forward line joins the middle point with the right one, the central line joins the two outer points. The central line runs almost parallel to the dotted tangent, for the bends of the two sides almost cancel: at h = 0.8 the forward slope is 53 % too large, the central one 11 %.

# %% [markdown]
# ### Exercise 0.7 — Relative error (2 points)
# Is a measured gradient of 0.00213 near enough to a derived one of 0.00214? The difference 0.00001 alone does not tell: for gradients of size 0.00001 it would be terrible. So it is compared with their size.
#
# Write `relative_error(a, b)`: takes two numbers, or two arrays of one shape, and returns a single number: the largest entry of `|a − b| / (|a| + |b|)`. Where the sum `|a| + |b|` is below 10⁻⁸ it counts as 10⁻⁸, so that two zeros give 0.
#
# Examples: `relative_error(2.0, 3.0)` is 0.2; for `[1, -3, 4]` and `[1, -2, 5]` it is 0.2 as well, the largest of 0, 0.2 and 0.111; any two numbers of opposite signs give 1, unless they are tiny.
#
# <details><summary>Hint 1</summary>Which of the steps are done for every entry, and which one makes a single number of many?</details>
#
# <details><summary>Hint 2</summary>Two functions of NumPy have almost one name: one compares two arrays entry by entry, the other finds the largest entry of one array. You need both.</details>
#
# <details><summary>Hint 3</summary>Raise the divisors that are too small before you divide, entry by entry. Then there is one array of quotients; which number of it is asked for?</details>

# %% ex-relative_error
def relative_error(a, b):
    """The largest difference of two arrays, relative to their size.

    Parameters
    ----------
    a, b : float or ndarray, of one shape

    Returns
    -------
    float
        0 for equal arrays, at most 1.
    """
    ### BEGIN SOLUTION
    size = np.maximum(np.abs(a) + np.abs(b), 1e-8)
    return np.max(np.abs(a - b) / size)
    ### END SOLUTION

# %% check-relative_error
c = Check("start.relative_error", points=2)
c.equal(0.2, 2.0, 3.0)
c.equal(0.2, np.array([1.0, -3.0, 4.0]), np.array([1.0, -2.0, 5.0]))
c.equal(1.0, np.array([[0.5, -1.0], [2.0, 3.0]]), np.array([[0.5, 4.0], [2.0, 3.0]]))
c.equal(0.0, np.array([0.0, 6.0]), np.array([0.0, 6.0]))
c.equal(0.0003, np.array([0.0, 1e-12]), np.array([0.0, -2e-12]))
c.equal(0.5, np.array([[100.0, 0.001], [1.0, 2.0]]), np.array([[101.0, 0.003], [2.0, 4.0]]))
Q = np.array([0.5, 1.0, -2.0])
c.holds("units do not matter", lambda f: close(f(Q, Q + 1.0), f(1000 * Q, 1000 * Q + 1000)))
c.sweep()
c.score()

# %% [markdown]
# ### Prediction 0.d — Smaller and smaller steps (1 point)
# The numbers here are 64-bit floats with about 16 digits. The central difference is measured with h = 10⁻¹, 10⁻², … down to 10⁻¹³. Its error
#
# - (a) falls with every step, for the smallest step is the most exact
# - (b) falls, then rises again
# - (c) hardly changes below 10⁻⁵

# %% predict-step
def predict_step():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION

# %% check-predict_step
c = Check("start.predict_step", points=1)
c.one_of("a", "b", "c")
c.score()

# %% [markdown]
# ### Exercise 0.8 — Numerical gradient (4 points)
# Write `numerical_gradient(f, x, h=1e-5)`: `f` is a function that takes an array of the shape of `x` and returns one number; `x` is an array of floats (float64), of any shape with at least one axis. Return a new array of the shape of `x` that holds, in each entry, the central difference of `f` when *that entry alone* is changed by `h` upwards and downwards.
#
# Examples: for `f(x) = Σ x²` at `[1, -2]` the gradient is `[2, -4]`. For `f(x) = x[0]**3` at `[1.0]` with `h = 0.1` it is `[3.01]`: a central difference of a cubic is off by h².
#
# This check has two parts of 2 points, and each is earned by itself: gradients of vectors, and of arrays of any shape.
#
# <details><summary>Hint 1</summary>For x of shape (2, 3): how many numbers do you return, and how often must f be called?</details>
#
# <details><summary>Hint 2</summary>Take one position at a time. You need two versions of x, both equal to x but in that position. <code>np.ndindex(x.shape)</code> gives the positions of an array of any shape, as tuples that may stand between the brackets of an index.</details>
#
# <details><summary>Hint 3</summary>How far apart are the two versions at that position, and by what must the difference of the two values of f be divided? Changing a copy leaves x alone.</details>

# %% ex-numerical_gradient
def numerical_gradient(f, x, h=1e-5):
    """The gradient of f at x, measured by central differences.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of x, returns a number.
    x : ndarray of float64, any shape
        It is left unchanged.
    h : float, positive
        The step.

    Returns
    -------
    ndarray, the shape of x
    """
    ### BEGIN SOLUTION
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient
    ### END SOLUTION

# %% check-numerical_gradient
c = Check("start.numerical_gradient", points=4)
# a transposed array is an array
c.equal([[6.0, 0.0], [24.0, 7.0]], lambda W: 2 * W[0, 0] ** 3 + 2 * W[1, 0] ** 3 + 7 * W[1, 1],
        np.array([[1.0, 2.0], [5.0, 3.0]]).T, part="any shape", tol=1e-7)
c.equal([[[2.04]], [[0.04]]], lambda W: W[0, 0, 0] ** 2 / 2 + W[1, 0, 0] ** 3 + 0.04 * W[0, 0, 0],
        np.array([[[2.0]], [[0.0]]]), h=0.2, part="any shape", tol=1e-7)
c.equal([2.0, -4.0], lambda x: np.sum(x**2), np.array([1.0, -2.0]), part="vectors", tol=1e-7)
c.equal([3.01], lambda x: x[0] ** 3, np.array([1.0]), h=0.1, part="vectors", tol=1e-7)
# off by 10⁶ h², for the default h
c.equal([0.0001], lambda x: 1e6 * x[0] ** 3, np.array([0.0]), part="vectors")
c.equal([10.0, 2.0, 5.0], lambda x: x[0] * x[1] * x[2], np.array([1.0, 5.0, 2.0]), part="vectors",
        tol=1e-7)
c.sweep()
### BEGIN HIDDEN TESTS
a, x = c.rng.normal(size=4), c.rng.normal(size=4)  # the sweep is a case of "any shape"
c.equal(a * np.cos(x), lambda x: np.sum(a * np.sin(x)), x, part="vectors", tol=1e-7)
a, x = c.rng.normal(size=(2, 3)), c.rng.normal(size=(2, 3))
c.equal(a * np.cos(x), lambda x: np.sum(a * np.sin(x)), x, part="any shape", tol=1e-7)
### END HIDDEN TESTS
c.score()

# %%
if ready("start.step", "relative_error", "numerical_gradient", "predict_step"):
    x = np.array([0.3, 1.1, 2.0, -0.7])
    steps = 10.0 ** np.arange(-1, -14, -1)
    central = [relative_error(numerical_gradient(lambda x: np.sum(np.sin(x)), x, h), np.cos(x))
               for h in steps]
    forward = [relative_error((np.sin(x + h) - np.sin(x)) / h, np.cos(x)) for h in steps]

    fig, ax = new_figure(height=3.8, title="How exact is a measured gradient?")
    draw.step_errors(ax, steps, forward, central)
    plt.show()
    best = steps[np.argmin(central)]
    print(f"central: smallest error {min(central):.0e} at h = {best:.0e};  at h = 1e-12 it is "
          f"{central[11]:.0e}")
    outcome = (
        "b"
        if central[-1] > 100 * min(central)
        else "c"
        if central[-1] > 0.1 * min(central)
        else "a"
    )
    reveal("predict_step", outcome,
           "A large h cuts off the bend of the curve. A small h subtracts two numbers that agree "
           "in almost all of their 16 digits, and divides what is left of them by almost nothing.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# From the right, both errors fall, the forward one like h and the central one like h²: ten times for each power of ten against a hundred times. Then rounding takes over and grows like 1/h; hence the default h = 10⁻⁵, with about ten right digits.
#
# From now on you own an oracle (오라클): something that knows the right answer, so that others can be tested against it. A hand-written gradient is right when `relative_error` against `numerical_gradient` is below 10⁻⁷, and wrong when it is above 10⁻²; in between, look closely.
#
# </details>

# %% [markdown]
# ## H. One picture for each class
#
# A last use of arrays, and a first one of what a model is: numbers that stand for many examples.

# %% [markdown]
# ### Exercise 0.9 — The mean garment (1 point)
# Asking 1000 pictures for every answer is slow. Could one picture stand for each class: its mean?
#
# Write `class_means(X, y, C)`: takes `X` (N, D) and labels `y` (N,) from 0 to C − 1, each of which occurs at least once; returns an array (C, D) whose row k is the mean of the samples of class k.
#
# Example: `X = [[0, 2], [4, 6], [10, 1]]` and `y = [0, 0, 1]` give, for C = 2, `[[2, 4], [10, 1]]`.
#
# <details><summary>Hint 1</summary>How would you pick out the rows of X that belong to class 3?</details>
#
# <details><summary>Hint 2</summary>A loop over the C classes is good. Without a loop: what is the product of a one-hot array, turned on its side, with X?</details>
#
# <details><summary>Hint 3</summary>row k = (sum of the rows n with y[n] = k) / (number of such rows).</details>

# %% ex-class_means
def class_means(X, y, C):
    """The mean sample of each class.

    Parameters
    ----------
    X : ndarray (N, D)
    y : ndarray (N,)
        Labels from 0 to C − 1; each occurs.
    C : int

    Returns
    -------
    ndarray (C, D)
    """
    ### BEGIN SOLUTION
    return np.stack([X[y == k].mean(axis=0) for k in range(C)])
    ### END SOLUTION

# %% check-class_means
c = Check("start.class_means", points=1)
c.equal([[2.0, 4.0], [10.0, 1.0]], np.array([[0.0, 2.0], [4.0, 6.0], [10.0, 1.0]]),
        np.array([0, 0, 1]), 2)
c.equal([[7.0], [5.0], [1.0]], np.array([[1.0], [2.0], [7.0], [3.0], [10.0]]),
        np.array([2, 1, 0, 1, 1]), 3)
c.sweep()
c.score()

# %%
if ready("start.means", "scale_pixels", "squared_distances", "nearest_labels", "class_means"):
    X = scale_pixels(X_bytes)
    means = class_means(X[300:], y[300:], 10)
    right = nearest_labels(squared_distances(X[:300], means), np.arange(10)) == y[:300]
    dist = np.vstack([squared_distances(X[i:i + 10], X[300:]) for i in range(0, 300, 10)])
    nearest = nearest_labels(dist, y[300:]) == y[:300]
    print(f"300 garments, named by the nearest of 10 means: {right.mean():.0%} right; of the 700 "
          "pictures themselves: "
          f"{nearest.mean():.0%}.")

    fig, axes = new_figure(ncols=5, nrows=2, height=3.4,
                           title="Ten mean garments; the nearest of them names "
                                 f"{right.mean():.0%} of 300 others rightly")
    for ax, mean, name in zip(axes.ravel(), means, CLASS_NAMES):
        draw.garment(ax, mean, name)
    plt.show()

# %% [markdown]
# *What you saw.* 68 % against 74 %: ten pictures do most of the work of the 700 from which they were made. The next notebook asks for the best ten pictures rather than the mean ones, and finds them by training.

# %% [markdown]
# ## To keep
#
# | | shape or formula | remember |
# |---|---|---|
# | `X`, `y` | (N, D), (N,) | samples in rows |
# | `scale_pixels` | x / 255 | a fixed number, not the picture's own maximum |
# | `standardize` | (x − mean) / std, by column | for unlike units; a constant column becomes 0 |
# | `one_hot` | (N, C) | classes have no order |
# | `squared_distances` | (N, 1, D) − (1, M, D) → (N, M) | floats first; N · M · D numbers of memory |
# | `random_batch` | (size, D), (size,) | one draw of row numbers, from the `rng` that is passed |
# | `relative_error` | max abs(a − b) / (abs(a) + abs(b)) | below 10⁻⁷ equal, above 10⁻² wrong |
# | `numerical_gradient` | (f(x + h) − f(x − h)) / 2h | error like h², then like 1/h: h = 10⁻⁵ |
#
# ### Traps
#
# - `uint8` wraps around at 0 and 256 in silence.
# - (5,) minus (5, 1) is (5, 5).
# - `X -= 1` changes the caller's array, `X = X - 1` does not.
# - The mean of a column of 0.1s may round to a number next to 0.1, so that its `std` is about 10⁻¹⁷ and not 0.
# - A smaller h is not a better h.
#
# ### Where to read on
#
# - Cover and Hart, *Nearest neighbor pattern classification*, IEEE Transactions on Information Theory 13, 1967: with endless data its error is at most twice the best possible.
# - Nocedal and Wright, *Numerical Optimization*, 2nd edition, 2006, section 8.1: the best step of a difference.
# - Xiao, Rasul and Vollgraf, *Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms*, arXiv:1708.07747, 2017.
# - Harris et al., *Array programming with NumPy*, Nature 585, 2020: arrays, broadcasting, and why.
# - CS231n, Stanford: the notes *Gradient checks*: relative errors, kinks, and what to look out for.
#
# Next: **One template per class**. `chainrule study` opens the next unfinished notebook.
#
# What you have earned in this notebook:

# %%
progress()
