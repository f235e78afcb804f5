# %% [markdown]
# # What the network sees
#
# **You will bring data into other forms, look along the directions in which pictures differ most, and
# make new training pictures out of old ones; and you will measure what each of these is worth.**
#
# You will be able to
#
# - scale data by numbers of the training set alone, and measure what a look at the test set does;
# - write principal component analysis, and accept it in any of its signs;
# - whiten data, and say what that does beyond setting variances;
# - count the steps that training needs with each of these;
# - write flips and crops, and say what becomes of a box in a flip, and of a label.
#
# Time: about three hours for exercises 5.1 to 5.7 (12 points) and four predictions (4 points), in two sittings: after part B a line
# marks the middle. *Further* exercises (5.8 and 5.9, and 5.10 to 5.13 at the end) are checked, but give no points. You need NumPy arrays, their axes and broadcasting (notebook 00), and what a symmetric
# matrix and an eigenvector are; for the experiments, what training with a loss and a learning rate is (notebook 01), and a network with layers, biases and ReLU
# (notebooks 02 and 03). You need no code of those.
#
# Three things hold for all exercises. Functions leave their inputs as they are. Floats may come with 64 or 32 bits, and where an argument has 32, results need be no more accurate than
# these allow. And unless the text names a type, values count, not types; a view of the input is as good as a copy.

# %% setup
import numpy as np

from chainrule import Check, close, progress, ready, reveal

# %% [markdown]
# The next cell is for the pictures only; no exercise needs it.

# %%
import matplotlib.pyplot as plt

from chainrule.augmentation import flip_some, places, relight, scale_to
from chainrule.data import CLASS_NAMES, load_fashion_mnist, shapes
from chainrule.figures import explore, new_figure
from chainrule.figures import data as draw
from chainrule.nn import MLP
from chainrule.training import evaluate, train

# 5,000 pictures of clothes and 1,000 for testing: 784 grey values each, bytes from 0 to 255
X, y, X_test, y_test = load_fashion_mnist(dtype=np.uint8, scale=False)


def as_pictures(rows):
    """Rows of 784 numbers as pictures (N, 28, 28)."""
    return np.asarray(rows).reshape(-1, 28, 28)


def as_rows(pictures):
    """Pictures, one row of numbers each."""
    return pictures.reshape(len(pictures), -1)

# %% [markdown]
# ## A. Numbers of one size
#
# ### Two numbers, three habits
#
# *Preprocessing* (전처리), what is done to data before training, often is no more than one subtraction and one division:
#
# $$\hat{x} = \frac{x - \text{shift}}{\text{scale}}$$
#
# There are three habits; two of them are yours to write. Grey values from 0 to 255 can be brought to 0–1, or to −1–1; the
# two numbers are then the same for every pixel, and follow from what a byte can hold. Or each pixel gets its own two, its mean and its standard deviation over the
# training pictures: *standardizing* (0.2), after which each column has mean 0 (it is *zero-centred*) and variance 1. (Between them lies what is
# commonest for colour pictures: one mean and one standard deviation for each *colour*, over all pixels.)
#
# In 0.2 a table was standardized by its own numbers. But means and standard deviations are *fitted*: they are learned from data, as weights are. So they come from the training set, and then they are
# kept. A test picture is normalized by the same numbers, and so is the one picture that arrives a year later, which has no mean worth
# the name.

# %% [markdown]
# ### Exercise 5.1 — Fit on one set, apply to another (2 points)
# Write `fit_scaling(X_train, how)`, which returns the pair `(shift, scale)`, and `normalize(X, shift, scale)`, which applies it.
#
# - `X_train` (N, D) and `X` (M, D) hold floats, integers, or bytes (`uint8`).
# - `how` is one of three texts. `"0 to 1"`: 0 becomes 0 and 255 becomes 1, whatever the data hold; this case is given. `"-1 to 1"`: 0 becomes −1 and 255 becomes 1, by two numbers again.
# - `"standard"`: the pair is two arrays of shape (D,), each column's mean and standard deviation (divided by N, as NumPy does). For a column that is constant in `X_train` the scale is 1, so that nothing is divided by 0.
# - `normalize` returns `(X − shift) / scale`, floats of shape (M, D). It uses nothing else of `X`, not even its mean.
# - With `X_train = [[1, 10, 7], [3, 30, 7]]`, `"standard"` gives `[2, 20, 7]` and `[1, 10, 1]`; by these a new row `[5, 15, 9]` becomes `[3, -0.5, 2]`.
#
# <details><summary>Hint 1</summary>Which shift takes 0 to −1 and 255 to 1? It is the grey value that becomes 0. How far is it from there to 255?</details>
# <details><summary>Hint 2</summary>A mean for each column: along which axis do you average, so that D numbers are left?</details>
# <details><summary>Hint 3</summary>In bytes, 10 − 20 is 246. What must <code>X</code> be turned into before anything is subtracted?</details>
# <details><summary>Exactly what is tested</summary>Integers are signed and have 64 bits. Columns of float64 may lie far from 0, at 10,000 ± 0.01 even. Constant columns hold whole numbers, whose deviation comes out as exactly 0; a column that varies, by 10⁻⁹ even, gets its deviation like any other. For <code>normalize</code>, shift and scale are numbers or arrays (D,), floats or integers, and any positive scale may come.</details>

# %% ex-fit_scaling
def fit_scaling(X_train, how):
    """The two numbers, or rows of numbers, by which data are normalized.

    Parameters
    ----------
    X_train : ndarray (N, D)
    how : "0 to 1", "-1 to 1" or "standard"

    Returns
    -------
    shift, scale : numbers; with "standard" ndarrays (D,)
    """
    if how == "0 to 1":
        return 0.0, 255.0
    # What is to be done for "-1 to 1", and what for "standard"?
    ### BEGIN SOLUTION
    if how == "-1 to 1":
        return 127.5, 127.5
    std = np.std(X_train, axis=0)
    return np.mean(X_train, axis=0), np.where(std > 0, std, 1.0)
    ### END SOLUTION


def normalize(X, shift, scale):
    """Data moved by `shift` and divided by `scale`.

    Parameters
    ----------
    X : ndarray (M, D)
    shift, scale : numbers or ndarrays (D,)

    Returns
    -------
    ndarray (M, D), floats
    """
    ### BEGIN SOLUTION
    return (np.asarray(X, dtype=float) - shift) / scale
    ### END SOLUTION

# %% check-fit_scaling
c = Check("data.fit_scaling", "normalize", points=2)
table = np.array([[1.0, 10.0, 7.0], [3.0, 30.0, 7.0]])
grey = np.array([[0, 51, 255]], dtype=np.uint8)
c.equal((0.0, 255.0), table, "0 to 1")  # whatever the data hold
c.equal((127.5, 127.5), table, "-1 to 1")
c.equal(([2.0, 20.0, 7.0], [1.0, 10.0, 1.0]), table, "standard")  # the last column is constant
c.equal(([2.0, 4.0], [1.0, 3.0]), np.array([[1, 1], [3, 7]]), "standard")
c.equal([[3.0, -0.5, 2.0]], np.array([[5.0, 15.0, 9.0]]), np.array([2.0, 20.0, 7.0]),
        np.array([1.0, 10.0, 1.0]), of="normalize")
c.equal([[0.0, 0.2, 1.0]], grey, 0.0, 255.0, of="normalize")
c.equal([[-1.0, -0.6, 1.0]], grey, 127.5, 127.5, of="normalize")
c.equal([[-5.0, 20.5, 122.5]], grey, 10, 2, of="normalize")
c.sweep()  # tries further inputs
c.score()

# %% [markdown]
# ### Does a network care?
#
# The same network, with the same first weights, gets 80 steps, with 128 of the same pictures in each, prepared in four ways: as grey values 0–255, as
# 0–1, as −1–1, and standardized. Each of the four may choose its best learning rate out of eleven, so that none
# of them loses because its numbers are too large or too small for one rate.

# %% [markdown]
# ### Prediction 5.a — Four forms, eleven rates (1 point)
# How well do the four do on test pictures, each with its best learning rate?
#
# - (a) not all alike: even 0–1 and standardized are more than five percentage points apart
# - (b) not all alike, but 0–1 and standardized are within five points of each other
# - (c) about alike, all four within five points of each other: a learning rate makes up for the scale
#
# Decide before you run what follows. The point is for deciding; being wrong costs nothing.

# %% predict-pixels
def predict_pixels():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "a"
    ### END SOLUTION

# %% check-predict_pixels
c = Check("data.predict_pixels", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("data.pixels", "fit_scaling", "predict_pixels"):
    rates = 10.0 ** np.arange(-5, 0.1, 0.5)
    pairs = {"0 to 255": (0.0, 1.0),
             **{how: fit_scaling(X, how) for how in ("0 to 1", "-1 to 1", "standard")}}
    reached = {}
    for name, pair in pairs.items():
        A, A_test = normalize(X, *pair), normalize(X_test, *pair)
        reached[name] = []
        for lr in rates:
            net = MLP((784, 50, 10), "relu", np.random.default_rng(0))
            train(net, A, y, lr=lr, steps=80, rng=np.random.default_rng(1), progress=False)
            reached[name].append(evaluate(net, A_test, y_test)[1])
    fig, ax = new_figure(height=3.4)
    draw.accuracy_by_rate(ax, rates, reached)
    plt.show()
    best = {name: max(accuracies) for name, accuracies in reached.items()}
    apart = max(best.values()) - min(best.values())
    outcome = ("c" if apart <= 0.05 else
               "b" if abs(best["standard"] - best["0 to 1"]) <= 0.05 else "a")
    reveal("predict_pixels", outcome,
           ", ".join(f"{name}: {share:.0%}" for name, share in best.items()) + ".")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# > **Myth.** "Pictures need no normalization: their pixels all lie between 0 and 255 already."
#
# About half of the test pictures with 0–255, some 60 % with 0–1, a little more with −1–1, and more than 70 % standardized. The learning
# rate cannot repair the scale, because one rate serves all weights. With inputs of size 100 the first layer's weights need tiny steps,
# while the biases and the second layer need the usual ones. At 0–1 no input is negative, so a picture's gradients for all the weights of a unit have one sign (notebook 03 shows the
# zig-zag). And −1–1 centres what a byte can hold, not what the data hold: half of all values are −1. Standardizing centres each pixel, and gives those that vary little the size of those that vary much.
# **What is true:** pixels do share a range, and centring and scaling them still decide how many steps training needs. Part C counts the steps, and says why.
#
# </details>

# %% [markdown]
# ### A look at the test set
#
# "Statistics from the training set only" is a rule that everybody repeats. How much does it matter? Take data in which there is
# nothing to learn: 100 rows of 2,000 random numbers, and labels that are 0 for half of the rows, drawn by lot, and 1 for the others. Half of the rows train a
# classifier (the class whose mean is nearer), the other half tests it. Honest testing must give about 50 %.
#
# Now look at the test rows before the split, in two ways. First way: standardize all columns by the mean and standard deviation of *all* rows.
# Second way: 2,000 columns are many, so keep only the 20 that go best with the labels, judged on *all* rows: those whose mean product with the labels is largest in size (columns standardized, labels less their mean).

# %% [markdown]
# ### Prediction 5.b — Two ways to peek (1 point)
# What accuracy is measured on the test half, on average over many such data sets?
#
# - (a) 47 to 53 % both times: the labels of the test rows train nothing
# - (b) standardizing by all rows stays within 47 to 53 %, choosing columns on all rows gives more, up to 70 %
# - (c) standardizing by all rows stays within 47 to 53 %, choosing columns on all rows gives more than 70 %
# - (d) standardizing by all rows already gives more than 53 %

# %% predict-leak
def predict_leak():
    """Return "a", "b", "c" or "d"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_leak
c = Check("data.predict_leak", points=1)
c.one_of("a", "b", "c", "d")
c.score()

# %%
def best_columns(X, y, k):
    """The k columns whose mean product with the labels is largest in size."""
    Z, t = normalize(X, *fit_scaling(X, "standard")), y - np.mean(y)
    return np.argsort(-np.abs(t @ Z))[:k]


def nearer_mean(X, y, X_new, y_new):
    """Accuracy of the class whose mean over (X, y) is nearer."""
    means = [X[y == label].mean(axis=0) for label in (0, 1)]
    distances = [np.sum((X_new - mean) ** 2, axis=1) for mean in means]
    return np.mean((distances[1] < distances[0]) == y_new)


if ready("data.leak", "fit_scaling", "predict_leak"):
    found = {"scaled by\nall rows": [], "scaled by the\ntraining half": [],
             "20 columns chosen\non all rows": [], "20 columns chosen\non the training half": []}
    coin, a, b = np.arange(100) % 2, slice(0, 50), slice(50, 100)  # a trains, b tests
    for seed in range(100):
        rng = np.random.default_rng(seed)
        noise, labels = rng.normal(3, 2, (100, 2000)), rng.permutation(coin)
        by_half = normalize(noise, *fit_scaling(noise[a], "standard"))
        for key, rows in zip(found, (slice(None), a, slice(None), a)):
            if "scaled" in key:
                Z = normalize(noise, *fit_scaling(noise[rows], "standard"))
            else:
                Z = by_half[:, best_columns(noise[rows], labels[rows], 20)]
            found[key].append(nearer_mean(Z[a], labels[a], Z[b], labels[b]))
    fig, ax = new_figure(height=3.0)
    draw.leaks(ax, found)
    plt.show()
    scaled, _, chosen, _ = (np.mean(accuracies) for accuracies in found.values())
    outcome = ("d" if scaled > 0.53 else "c" if chosen > 0.7 else "b" if chosen > 0.53 else "a")
    reveal("predict_leak", outcome,
           f"On pure noise, scaling by all rows gives {scaled:.0%}, and choosing on all rows "
           f"{chosen:.0%}.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# Means and standard deviations of all rows change nothing that can be measured here, and not much with our pictures either. Choosing the columns on
# all rows "finds" nearly nine labels of ten in pure noise: among 2,000 random columns there are always 20 that happen to go with
# 100 labels, the test labels included. Chosen on the training half, the same 20-column classifier is back at 50 %. What harms is a
# choice that *uses the labels* of the test set, and the more there is to choose from, the more it harms. (5.a did so: among eleven rates each form got the one that is best on test pictures. That flatters all four a little; validation pictures would have been in order.) The rule stays, because fitting on the training set costs nothing, and nobody can
# say beforehand how much a peek will give away.
#
# </details>

# %% [markdown]
# ## B. Directions
#
# ### What standardizing leaves
#
# Make two numbers of each picture: the mean grey value of its upper half, and of its lower half. Each has a mean and a spread. But
# there is more to see: a picture that is light above is mostly light below.

# %%
def two_halves(rows):
    """The mean grey value of each picture's upper and lower half: (N, 2)."""
    P = as_pictures(rows)
    return np.stack([P[:, :14].mean(axis=(1, 2)), P[:, 14:].mean(axis=(1, 2))], axis=1)


halves = two_halves(X)
fig, ax = new_figure(height=3.5)
draw.cloud(ax, halves[:1000], "1,000 of 5,000 pictures", labels=("upper half, mean grey value",
                                                              "lower half, mean grey value"))
plt.show()
print("means", halves.mean(axis=0).round(1), " standard deviations", halves.std(axis=0).round(1))

# %% [markdown]
# *What you saw.* A long cloud that runs up to the right. Its longest direction is neither of the two axes. Standardizing moves and stretches along the axes, so it cannot remove
# that the two numbers go together.

# %% [markdown]
# ### How two columns go together
#
# The *covariance* (공분산) of two columns is the mean product of what they are above their means. The covariances of all pairs fill a
# symmetric matrix, with the columns' variances on its diagonal:
#
# $$C_{ij} = \frac{1}{N} \sum_{n} (x_{ni} - \bar{x}_i)(x_{nj} - \bar{x}_j)$$
#
# (Dividing by N − 1 is as common; it is NumPy's `np.cov`. This course divides by N, as it does in standard deviations.) Their *correlation* (상관계수) is the covariance
# of the two columns once they are standardized: $C_{ij} / \sqrt{C_{ii} C_{jj}}$, from −1 to 1, whatever their units.

# %% [markdown]
# ### Exercise 5.2 — Covariance (1 point)
# Write `covariance(X)`.
#
# - `X` (N, D) holds floats, integers (signed, 64 bits) or bytes, as in 5.1; N and D are at least 1. What comes back is of shape (D, D).
# - The first line is given: the means go first. (The mean of the products, less the product of the means, is the same on paper; but far from 0 that is one huge number less another, and few digits are left.)
# - With the rows `[1, 2]`, `[3, 2]` and `[5, 8]` it is `[[8/3, 4], [4, 8]]`: the means are 3 and 4; what is above them is `[-2, -2]`, `[0, -2]` and `[2, 4]`; and (4 + 0 + 8) / 3 = 4.
#
# <details><summary>Hint 1</summary>How many numbers does the result have, if there are 5,000 pictures of 784 pixels? Over which of the two do you sum?</details>
# <details><summary>Hint 2</summary>Each entry is a sum of products over the rows. A product of two matrices is made of such sums: which two, so that D × N meets N × D?</details>

# %% ex-covariance
def covariance(X):
    """Covariances of all pairs of columns, divided by N.

    Parameters
    ----------
    X : ndarray (N, D)

    Returns
    -------
    ndarray (D, D)
    """
    centred = X - np.mean(X, axis=0)
    # Which product of matrices holds the sums over the rows?
    ### BEGIN SOLUTION
    return centred.T @ centred / len(X)
    ### END SOLUTION

# %% check-covariance
c = Check("data.covariance", points=1)
X_three = np.array([[1.0, 2.0], [3.0, 2.0], [5.0, 8.0]])
c.equal([[8 / 3, 4.0], [4.0, 8.0]], X_three)
c.equal([[8 / 3, 4.0, 0.0], [4.0, 8.0, 0.0], [0.0, 0.0, 0.0]],
        np.array([[1, 2, 9], [3, 2, 9], [5, 8, 9]]))  # a constant column
c.equal([[26.0, 18.0], [18.0, 36.5]], np.array([[16, 28], [4, 12], [14, 17], [6, 23]], np.uint8))
c.equal([[0.0, 0.0], [0.0, 0.0]], np.array([[4.0, -7.0]]))  # one row
c.holds("adding a million to a column changes nothing",
        lambda f: close(f(X_three + np.array([0.0, 1e6])), f(X_three)))
c.holds("on the diagonal are the variances",
        lambda f: close(np.diag(f(X_three)), np.var(X_three, axis=0)))
c.sweep()
c.score()

# %% [markdown]
# ### The longest direction
#
# Project the centred data onto a direction `u` of length 1. The variance of what you get, the mean of (u · (x − x̄))², is `u @ C @ u`. For which `u` is it largest?
# A symmetric matrix has D perpendicular *eigenvectors* (고유벡터) of length 1, each with its *eigenvalue* (고유값): $C u_k = \lambda_k u_k$. Write $u = \sum_k a_k u_k$, where
# the $a_k^2$ add up to 1; then `u @ C @ u` is $\sum_k a_k^2 \lambda_k$, a weighted mean of the eigenvalues. It is largest with all the weight on the largest: along $u_1$, where
# the variance is $\lambda_1$. At right angles to it $u_2$ has the largest variance that is left, and so on. These directions are the *principal components* of the data, and finding them is
# *principal component analysis*, PCA (주성분 분석).
#
# Two things are not determined. If `u` is an eigenvector, so is `−u`: **the sign of a component means nothing.** And if two eigenvalues are equal, any two
# perpendicular directions in their plane will do. Two correct programs may return different components; what they have in common is
# the covariance that components and variances make together, $C = \sum_k \lambda_k\, u_k u_k^\top$.
#
# How many components are worth keeping? The first k of them *explain* the share (λ₁ + … + λₖ) / (λ₁ + … + λ_D) of the variance.

# %% [markdown]
# ### Exercise 5.3 — Principal components (2 points)
# Write `pca(X)`, which returns `(mean, components, variances)`.
#
# - `X` (N, D) holds floats, integers or bytes, as in 5.2; N may be smaller than D. The first line is given: your `covariance`, and `np.linalg.eigh`, for symmetric matrices. Any other way will do as well.
# - `mean` (D,) holds the columns' means, `components` (D, D) one component in each *row*, of length 1 and perpendicular to each other, and `variances` (D,) the variance along each (divided by N), largest first.
# - There are always D of each, also where some variances are 0. No variance is negative, not even by −10⁻¹⁷.
# - Of a component either sign is right, and of components with equal variances any basis. So the check compares the mean, the variances and `components.T @ np.diag(variances) @ components`, which must be the covariance.
# - With the rows `[7, 9]`, `[-5, -7]`, `[5, -2]`, `[-3, 4]` the mean is `[1, 1]`, the variances are `[50, 12.5]`, and the components `[[0.6, 0.8], [0.8, -0.6]]`, up to signs.
#
# <details><summary>Hint 1</summary>Read in the help of <code>np.linalg.eigh</code> in which order the eigenvalues come, and whether the eigenvectors are rows or columns of what is returned.</details>
# <details><summary>Hint 2</summary>Try your components on the two rows <code>[3, 5, 6]</code> and <code>[1, 1, 2]</code>: the first one should have the variance 9. <code>components[0] @ C @ components[0]</code> tells.</details>
# <details><summary>Hint 3</summary>An eigenvalue that is 0 in exact arithmetic may come out slightly negative. What is the nearest number that a variance can be? (A small variance is not 0, though: how small it is depends on the unit of the data.)</details>

# %% ex-pca
def pca(X):
    """Principal components: perpendicular directions, those of the largest variance first.

    Parameters
    ----------
    X : ndarray (N, D)

    Returns
    -------
    mean : ndarray (D,)
    components : ndarray (D, D)
        One in each row, of length 1.
    variances : ndarray (D,)
        Along each component, divided by N, largest first.
    """
    values, vectors = np.linalg.eigh(covariance(X))
    # What has to be done with these, and what is missing?
    ### BEGIN SOLUTION
    # eigh's order is ascending, with one eigenvector in each column
    return np.mean(X, axis=0), vectors.T[::-1], np.maximum(values[::-1], 0)
    ### END SOLUTION

# %% check-pca
c = Check("data.pca", points=2)


def rebuilt(pca, X):  # the same for either sign, and for any basis of equal variances
    mean, components, variances = pca(X)
    return mean, components.T @ np.diag(variances) @ components, variances


def perpendicular(components):  # each row has length 1, and is perpendicular to the others
    return close(components @ components.T, np.eye(len(components)))


def any_negative(pca, X):
    return float(np.min(pca(X)[2]) < 0)


four = np.array([[7.0, 9.0], [-5.0, -7.0], [5.0, -2.0], [-3.0, 4.0]])
c.equal(([1.0, 1.0], [[26.0, 18.0], [18.0, 36.5]], [50.0, 12.5]), four, through=rebuilt)
# along the axes; two variances are equal, and the largest belongs to the last column
six = np.array([[3, 0, 0], [-3, 0, 0], [0, 3, 0], [0, -3, 0], [0, 0, 6], [0, 0, -6]])
c.equal(([0.0, 0.0, 0.0], np.diag([3.0, 3.0, 12.0]), [12.0, 3.0, 3.0]), six, through=rebuilt)
# two points: one direction, and two variances that are 0
c.equal(([2.0, 3.0, 4.0], [[1.0, 2.0, 2.0], [2.0, 4.0, 4.0], [2.0, 4.0, 4.0]], [9.0, 0.0, 0.0]),
        np.array([[3.0, 5.0, 6.0], [1.0, 1.0, 2.0]]), through=rebuilt)
few = np.cos(np.arange(60.0) ** 2).reshape(3, 20)  # 3 points with 20 coordinates
c.measure("a variance is below 0 (0 no, 1 yes), 3 points in 20 dimensions", 0.0,
          lambda f: any_negative(f, few), tol=0.0)
c.measure("largest variance of the first points × 10⁻⁹, in units of 10⁻¹⁸", 50.0,
          lambda f: f(1e-9 * four)[2][0] * 1e18, tol=1e-3)
c.holds("components are perpendicular rows of length 1, and as many as columns",
        lambda f: all(len(f(x)[1]) == x.shape[1] and perpendicular(f(x)[1])
                      for x in (four, six, few)))
c.sweep()
c.score()

# %% [markdown]
# ### Clothes, in the order of how much they differ
#
# A principal component of pictures has as many entries as a picture has pixels, so it can be looked at: an *eigen-image*. Purple
# is below 0, orange above; which of the two is which is a matter of the sign, and so of chance. Before you run the cell: how many of the 784 components are needed for
# half of the variance, and how many for nine tenths of it?

# %%
def components_needed(variances, share):
    """How many of the first components explain at least a share of the variance."""
    together = np.cumsum(variances)  # of the first one, of the first two, …
    return int(np.argmax(together >= share * together[-1])) + 1


if ready("data.eigen", "fit_scaling", "pca"):
    Z = normalize(X, *fit_scaling(X, "0 to 1"))
    mean, components, variances = pca(Z)
    fig, (left, right) = new_figure(ncols=2, height=3.5, width_ratios=(1.35, 1))
    share = np.cumsum(variances) / np.sum(variances)
    draw.gallery(left, [as_pictures(mean)[0], *as_pictures(components[:14])],
                 ["mean", *(f"{k + 1}" for k in range(14))], columns=5, signed=True)
    marks = {goal: components_needed(variances, goal) for goal in (0.5, 0.8, 0.9, 0.99)}
    draw.explained(right, share, marks)
    plt.show()
    print("components needed:", ", ".join(f"{goal:.0%}: {k}" for goal, k in marks.items()))

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# The first component tells shirts and coats from shoes, the second dresses and trousers from what is broad; later ones look at sleeves,
# collars, straps. Three components explain half of the variance, 80 explain nine tenths, and the last 350 of the 784 share one hundredth
# among them: neighbouring pixels mostly say the same.
#
# </details>

# %% [markdown]
# ### Fewer numbers
#
# With the first k components a picture becomes k numbers, its *projection* (투영): how far it lies from the mean along each of them. Going back, a mixture of k eigen-images is added to the mean.
# What lay along the other components is lost. Over the training set, the mean square of this loss is the sum of those components' variances. They are the smallest ones; no other k directions lose less, in squares.

# %% [markdown]
# ### Exercise 5.4 — Project and reconstruct (2 points)
# Write `project(X, mean, components)` and `reconstruct(Z, mean, components)`.
#
# - `X` (N, D) holds floats, integers or bytes; `mean` (D,) and `components` (k, D) hold floats or integers. The rows of `components` have length 1 and are perpendicular; k is from 1 to D.
# - `project` returns `Z` (N, k): what lies between X and the mean, along each component. `reconstruct` takes such a `Z` (floats or integers) and returns points of shape (N, D).
# - The mean is the one that is handed over. Others may have fitted it, on other data.
# - With `mean = [1, 1]` and `components = [[0.6, 0.8]]` the point `[5, 2]` becomes `[3.2]`, which is reconstructed as `[2.92, 3.56]`.
#
# <details><summary>Hint 1</summary>The number for one point and one component is a dot product. Of what with what?</details>
# <details><summary>Hint 2</summary>Write the shapes down: (N, D), (k, D), and (N, k) for the result. Which matrix has to be transposed on the way there, and which on the way back?</details>
# <details><summary>Hint 3</summary>With all D components, <code>reconstruct(project(X, …), …)</code> must give X again. What is missing if it is off by the same row everywhere?</details>

# %% ex-project
def project(X, mean, components):
    """Coordinates of points along components, seen from the mean.

    Parameters
    ----------
    X : ndarray (N, D)
    mean : ndarray (D,)
    components : ndarray (k, D)

    Returns
    -------
    ndarray (N, k)
    """
    ### BEGIN SOLUTION
    return (X - np.asarray(mean, dtype=float)) @ components.T
    ### END SOLUTION


def reconstruct(Z, mean, components):
    """Points made of coordinates along components.

    Parameters
    ----------
    Z : ndarray (N, k)
    mean : ndarray (D,)
    components : ndarray (k, D)

    Returns
    -------
    ndarray (N, D)
    """
    ### BEGIN SOLUTION
    return Z @ components + mean
    ### END SOLUTION

# %% check-project
c = Check("data.project", "reconstruct", points=2)
mean, one = np.array([1.0, 1.0]), np.array([[0.6, 0.8]])
both = np.array([[0.6, 0.8], [-0.8, 0.6]])
c.equal([[3.2]], np.array([[5.0, 2.0]]), mean, one)
c.equal([[3.2, -2.6], [0.0, 0.0]], np.array([[5, 2], [1, 1]]), mean, both)
c.equal([[-7.0, 250.0]], np.array([[3, 255]], dtype=np.uint8), np.array([10, 5]),
        np.array([[1, 0], [0, 1]]))  # in bytes, 3 − 10 is 249
c.equal([[2.92, 3.56]], np.array([[3.2]]), mean, one, of="reconstruct")
c.equal([[5.0, 2.0], [1.0, 1.0]], np.array([[3.2, -2.6], [0.0, 0.0]]), mean, both, of="reconstruct")
points = np.array([[2.0, -1.0], [0.5, 4.0], [7.0, 7.0]])
c.holds("with all components the way back leads to the same points",
        lambda f, g: close(g(f(points, mean, both), mean, both), points))
c.holds("a second projection changes nothing more",
        lambda f, g: close(f(g(f(points, mean, one), mean, one), mean, one), f(points, mean, one)))
c.sweep()
c.score()

# %%
if ready("data.copies", "fit_scaling", "pca", "project"):
    pair = fit_scaling(X, "0 to 1")
    fitted_components = pca(normalize(X, *pair))
    explained = np.cumsum(fitted_components[2]) / np.sum(fitted_components[2])
    shown = normalize(X_test[[5, 9, 19, 30, 42, 3]], *pair)

    def copies(k):  # test pictures, which the components have never seen
        mean, components, _ = fitted_components
        first = components[:k]
        return as_pictures(reconstruct(project(shown, mean, first), mean, first))

    def draw_copies(k=20):
        title = f"{k} of 784 numbers: {explained[k - 1]:.0%} of the variance"
        fig, ax = new_figure(height=2.6, title=title)
        draw.gallery(ax, [*as_pictures(shown), *copies(k)],
                     ["original"] * 6 + [f"k = {k}"] * 6, columns=6)

    explore(draw_copies, k=[1, 2, 5, 10, 20, 50, 100, 200, 400, 784])

# %% [markdown]
# *What you saw.* Five numbers tell what kind of garment it is, twenty draw its outline, and a print needs more than a hundred: what is rare or fine has little
# variance, and goes first. Variance is not importance. (And uncorrelated is not independent: *Further* has a picture of that.)

# %% [markdown]
# ---
# **Half way.** Here is a good place to stop. You can fit a scaling, write down how columns go together, find the directions of largest variance, and
# draw a picture from twenty numbers. The demonstrations of part C need exercises 5.1 to 5.4: run this notebook down to here when you come back. The second half
# makes all directions equal (C), and makes new pictures out of old ones (D and E).
#
# ---

# %% [markdown]
# ## C. All directions alike
#
# ### White
#
# Turn the data so that the components are the axes. The covariance of two of the new columns is $u_j^\top C u_k = \lambda_k\, u_j^\top u_k$, which is 0: they are uncorrelated. Divide each by its
# standard deviation, and the covariance is the identity: the data are *white*, and the step is *whitening* (화이트닝, 백색화).
#
# $$z_k = \frac{u_k \cdot (x - \bar{x})}{\sqrt{\lambda_k + \varepsilon}}$$
#
# ε is a small number that keeps directions of almost no variance from being blown up: what has λ far above ε gets variance 1,
# what has λ far below it stays small. How small ε is depends on the unit of the data, so it is a choice that has to be stated, not a constant of nature.
#
# White data may be turned in any way and stay white. *PCA whitening* leaves them along the components. *ZCA whitening* turns them back
# by the same rotation, $z_1 u_1 + z_2 u_2 + \dots$; of all white forms this one is nearest to the centred data (in the sum of squares, with all D components and ε = 0).

# %% [markdown]
# ### Exercise 5.5 — Whitening, turned and turned back (2 points)
# Write `whiten(X, mean, components, variances, eps)` and `zca(X, mean, components, variances, eps)`.
#
# - `X`, `mean` and `components` are as in 5.4; `variances` (k,), floats or integers, are those of the k components, none negative. They may have been fitted on other data than `X`.
# - `eps` is 1e-5 unless the caller says otherwise, and never negative. It is 0 only if no variance is 0.
# - `whiten` returns an array (N, k): the projection, column k divided by √(`variances[k]` + `eps`).
# - `zca` begins with a line that is given, and returns an array (N, D): the whitened coordinates times their components, added up. The mean is not added again, so white data are centred on 0.
# - With `mean = [1, 1]`, `components = [[0.6, 0.8], [-0.8, 0.6]]`, `variances = [15, 3]` and `eps = 1`, the point `[5, 2]` has the projection `[3.2, -2.6]`. It is whitened to `[0.8, -1.3]`, and by ZCA to `[1.52, -0.14]`.
#
# <details><summary>Hint 1</summary>You have written the projection already. Which numbers divide it: one for each row, or one for each column?</details>
# <details><summary>Hint 2</summary>Check on the example: 3.2 becomes 0.8. What is 15 + 1, and what has to be done with it to give 4?</details>
# <details><summary>Hint 3</summary>Turning back is what <code>reconstruct</code> does, the mean aside.</details>

# %% ex-whiten
def whiten(X, mean, components, variances, eps=1e-5):
    """PCA whitening: coordinates along components, each divided by √(variance + eps).

    Parameters
    ----------
    X : ndarray (N, D)
    mean : ndarray (D,)
    components : ndarray (k, D)
    variances : ndarray (k,)
    eps : float
        Added to the variances.

    Returns
    -------
    ndarray (N, k)
    """
    ### BEGIN SOLUTION
    return project(X, mean, components) / np.sqrt(variances + eps)
    ### END SOLUTION


def zca(X, mean, components, variances, eps=1e-5):
    """ZCA whitening: whitened coordinates, turned back to the directions of the columns.

    Parameters
    ----------
    X : ndarray (N, D)
    mean : ndarray (D,)
    components : ndarray (k, D)
    variances : ndarray (k,)
    eps : float
        Added to the variances.

    Returns
    -------
    ndarray (N, D)
    """
    white = whiten(X, mean, components, variances, eps)
    # How are they turned back?
    ### BEGIN SOLUTION
    return white @ components
    ### END SOLUTION

# %% check-whiten
c = Check("data.whiten", "zca", points=2)
mean, variances = np.array([1.0, 1.0]), np.array([15.0, 3.0])
both = np.array([[0.6, 0.8], [-0.8, 0.6]])
point = np.array([[5.0, 2.0]])
c.equal([[0.8, -1.3]], point, mean, both, variances, 1.0)
c.equal([[0.8]], point, mean, both[:1], np.array([16.0]), eps=0.0)
c.equal([[0.6, 0.4]], np.array([[4, 2]]), np.array([1, 0]), np.array([[1, 0], [0, 1]]),
        np.array([24, 24]), eps=1)
c.equal([[1.52, -0.14]], point, mean, both, variances, 1.0, of="zca")
c.equal([[0.48, 0.64]], point, mean, both[:1], np.array([16.0]), 0.0, of="zca")
c.equal([[0.0, 0.0]], np.array([[1, 1]]), mean, both, variances, of="zca")
cloud = np.array([[7.0, 9.0], [-5.0, -7.0], [5.0, -2.0], [-3.0, 4.0]])  # its components: 5.3
known = (np.array([1.0, 1.0]), np.array([[0.6, 0.8], [0.8, -0.6]]), np.array([50.0, 12.5]))
c.holds("with eps = 0 the covariance becomes the identity",
        lambda f, g: close(f(cloud, *known, 0.0).T @ f(cloud, *known, 0.0) / 4, np.eye(2)))
c.holds("and so it does with ZCA", part="zca",
        true=lambda f, g: close(g(cloud, *known, 0.0).T @ g(cloud, *known, 0.0) / 4, np.eye(2)))
c.sweep()
c.score()

# %% [markdown]
# ### Step by step
#
# The two halves of the pictures again, 0 to 255, through each step of this notebook. Four pictures are marked, so that you can
# follow them. Standardizing and whitening both set every variance to 1: what will tell the two clouds apart?

# %%
if ready("data.clouds", "fit_scaling", "covariance", "pca", "project", "whiten"):
    shift, scale = fit_scaling(halves, "standard")
    mean, components, variances = pca(halves)
    forms = {
        "grey values": halves,
        "centred": normalize(halves, shift, 1),
        "standardized": normalize(halves, shift, scale),
        "turned (PCA)": project(halves, mean, components),
        "whitened": whiten(halves, mean, components, variances),
        "ZCA": zca(halves, mean, components, variances),
    }
    fig, axes = new_figure(ncols=3, nrows=2, height=4.6)
    follow = [3, 12, 14, 26]
    for ax, (name, Z) in zip(axes.flat, forms.items()):
        draw.cloud(ax, Z[:1000], name, marked=Z[follow], square=True)
    plt.show()
    for name, Z in forms.items():
        (a, b), (_, d) = covariance(Z)
        print(f"{name:12}  variances {a:8.2f} {d:8.2f}   correlation {b / np.sqrt(a * d):5.2f}")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# > **Myth.** "Whitening sets every variance to 1, and that is all."
#
# Standardizing does so too, and the correlation of 0.66 is still there afterwards. Turning alone removes the correlation, and leaves the variances
# apart. **What is true:** whitening decorrelates *and* sets every variance to 1; the whole covariance matrix becomes the identity. ZCA has that
# covariance too, and its marked points lie about where they did before the turn; in the panel before it they have been turned (and perhaps mirrored: signs are free).
#
# </details>
#
# What whitening makes of whole pictures is shown under *Further*, at the end.

# %% [markdown]
# ### Prediction 5.c — A hundred white pictures (1 point)
# Take 100 training pictures, 784 pixels each, from 0 to 1. Fit a whitening on these 100, with ε = 10⁻⁵, and apply it to them. Before, the distances between two of the
# pictures run from 4 to 20: the largest is five times the smallest. And afterwards?
#
# - (a) the largest distance is less than 1.2 times the smallest
# - (b) between 1.2 and three times
# - (c) more than three times

# %% predict-distances
def predict_distances():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "a"
    ### END SOLUTION

# %% check-predict_distances
c = Check("data.predict_distances", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
def distances(A, B):
    """All distances between the rows of A and those of B: (len(A), len(B))."""
    squares = np.sum(A**2, axis=1)[:, None] - 2 * A @ B.T + np.sum(B**2, axis=1)
    return np.sqrt(np.maximum(squares, 0))


if ready("data.hundred", "fit_scaling", "pca", "whiten", "predict_distances"):
    hundred = normalize(X[:100], *fit_scaling(X, "0 to 1"))
    pairs_of = np.triu_indices(100, 1)
    white = whiten(hundred, *pca(hundred))
    before, after = (distances(A, A)[pairs_of] for A in (hundred, white))
    fig, ax = new_figure(height=3.2)
    draw.distance_histogram(ax, {"before": before, "after": after})
    plt.show()
    print(f"100 pictures, distances before: {before.min():.1f} to {before.max():.1f}; after: "
          f"{after.min():.3f} to {after.max():.3f}")
    times = after.max() / after.min()
    outcome = "a" if times < 1.2 else "b" if times < 3 else "c"
    reveal("predict_distances", outcome, f"The largest distance is {times:.4f} times the smallest.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# All pairs are √(2 · 100) = 14.14 apart. N centred points span at most N − 1 directions. If D is at least N − 1, they usually span them all, and white points that do are the corners of a regular
# figure: what was near, and what was far, is gone. A network can still learn each of them by heart; but none is nearer to another than the rest are, so they say nothing about new pictures. Whitening needs many more points than dimensions, or
# an ε that leaves small variances alone. (*Further* counts what a white neighbour's label is worth.)
#
# <details><summary>Further: why √(2N)?</summary>
#
# Put the white coordinates along these N − 1 directions into a matrix `W`, N × (N − 1): its columns are perpendicular, of squared length N, and add up to 0, so `W @ W.T` is N on the diagonal minus 1 everywhere. So each point has
# the squared length N − 1, any two have the dot product −1, and their squared distance is (N − 1) + (N − 1) + 2 = 2N.
#
# </details>
#
# </details>

# %% [markdown]
# ### What it is good for: steps
#
# A linear model `w @ x + b` with half the mean of squared errors as its loss has a bowl for a loss surface, and the data give the bowl its shape: its curvatures are the eigenvalues of the
# mean of `x̃ x̃ᵀ`, where `x̃` is the input with a 1 for the bias behind it. The largest curvature, over the smallest,
# is the *condition number* (조건수) κ. Gradient descent must take steps small enough for the steepest direction, and then crawls along
# the flattest. The cell fits such a model to the two halves, in each of their forms (is the picture a shoe?). Its rate is 1 / (largest curvature), which cannot overshoot, and it counts steps until
# the loss is 10,000 times nearer to its minimum than at the start. With standardized columns κ is 4.9. What is κ for whitened ones, and how many steps do they take?

# %%
def steps_to_converge(Z, target, most=2_000_000):
    """Condition number of a linear model's loss, and gradient steps until it is fitted."""
    A = np.column_stack([Z, np.ones(len(Z))])
    H, g = A.T @ A / len(A), A.T @ target / len(A)
    curvatures = np.linalg.eigvalsh(H)
    best, lr = np.linalg.solve(H, g), 1 / curvatures[-1]
    e = -best  # what is missing from the best weights, which start at 0
    goal = 1e-4 * (e @ H @ e)
    for step in range(most):
        if e @ H @ e <= goal:
            break
        e = e - lr * (H @ e)
    return curvatures[-1] / curvatures[0], step


if ready("data.steps", "fit_scaling", "pca", "project", "whiten"):
    known, shoe = pca(halves), np.isin(y, (5, 7, 9)).astype(float)
    forms = {"0 to 255": halves}
    for how in ("0 to 1", "-1 to 1", "standard"):
        forms[how] = normalize(halves, *fit_scaling(halves, how))
    forms["whitened"] = whiten(halves, *known)
    counted = {name: steps_to_converge(Z, shoe) for name, Z in forms.items()}
    fig, ax = new_figure(height=3.3)
    draw.steps_by_condition(ax, counted)
    plt.show()
    for name, (condition, steps) in counted.items():
        print(f"{name:9}  condition number {condition:10.1f}   steps {steps:7d}")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# Along the flattest direction, what is missing shrinks by the factor 1 − 1/κ in each step, and the loss by its square: to a ten-thousandth that takes 4.6κ steps at most, and fewer if not all is missing there. So more than 300,000 steps for grey values, some hundreds for 0–1, 17 for standardized columns, and one for whitened ones, where
# the bowl is round and the gradient points to its middle. Most of the gain comes from scaling and centring, which are cheap; whitening needs
# the covariance of all columns, and so is rare for pictures of many pixels. That is why one rate was not enough for grey values in prediction 5.a.
#
# </details>

# %% [markdown]
# ## D. More pictures than you have
#
# ### Turned over
#
# *Data augmentation* (데이터 증강) makes new training examples out of old ones by changes that keep the label: a coat seen in a mirror is a coat. This is the horizontal flip (좌우 반전), left becomes right.
#
# If there is a box around the object, it has to move along. In this course a box is `(x1, y1, x2, y2)`, in pixels, *half-open* (반열린 구간): columns x1, x1 + 1, …, x2 − 1 belong to it, and x2 does not. So its
# width is x2 − x1, without any + 1, and a box around the whole picture is (0, 0, W, H). The drawing shows one.

# %%
fig, ax = new_figure(height=2.9)
draw.half_open_box(ax, W=10, H=5, box=(2, 1, 5, 4))
plt.show()

# %% [markdown]
# ### Exercise 5.6 — Flip, with the box (2 points)
# Write `flip(X, boxes)`, which flips every picture.
#
# - `X` holds N pictures of any width and height, (N, H, W), or (N, H, W, C) with C colours; floats, integers or bytes. `boxes` (N, 4) holds one box for each, inside its picture (at its edges, too), floats or integers (signed).
# - `flip` returns the pair of flipped pictures and the boxes that belong to them, half-open again, with x1 ≤ x2.
# - In a picture of width 10, the box `[2, 1, 5, 4]` becomes `[5, 1, 8, 4]`: columns 2, 3, 4 are now columns 7, 6, 5.
#
# <details><summary>Hint 1</summary>Which axis of <code>X</code> runs from left to right? In colour it is not the last one.</details>
# <details><summary>Hint 2</summary>Draw a row of ten cells, and the box that covers cells 2, 3 and 4. Where are its two edges, counted from the <em>right</em> end of the row? Which of them is the left one after the flip?</details>

# %% ex-flip
def flip(X, boxes):
    """Pictures turned over from left to right, with their boxes.

    Parameters
    ----------
    X : ndarray (N, H, W) or (N, H, W, C)
    boxes : ndarray (N, 4)
        x1, y1, x2, y2 of each: half-open, in pixels.

    Returns
    -------
    X_flipped : ndarray of X's shape
    boxes_flipped : ndarray (N, 4)
    """
    ### BEGIN SOLUTION
    x1, y1, x2, y2 = boxes.T
    W = X.shape[2]
    return X[:, :, ::-1].copy(), np.stack([W - x2, y1, W - x1, y2], axis=1)
    ### END SOLUTION

# %% check-flip
c = Check("data.flip", points=2)
grey = np.array([[[1, 2, 3], [4, 5, 6]]])  # one picture, 2 × 3
colour = np.array([[[[1, 2], [3, 4], [5, 6]]]])  # one picture, 1 × 3, two colours
c.equal(([[[3, 2, 1], [6, 5, 4]]], [[1, 0, 3, 2]]), grey, np.array([[0, 0, 2, 2]]))
c.equal(([[[[5, 6], [3, 4], [1, 2]]]], [[0.5, 0.0, 2.5, 1.0]]), colour,
        np.array([[0.5, 0.0, 2.5, 1.0]]))
c.equal((np.zeros((2, 5, 10)), [[5, 1, 8, 4], [0, 0, 10, 5]]), np.zeros((2, 5, 10)),
        np.array([[2, 1, 5, 4], [0, 0, 10, 5]]))
c.sweep()
c.score()

# %% [markdown]
# ### Tested in the mirror
#
# In training each picture is flipped or not by a coin of its own, which is tossed again in each epoch: one coin for a whole batch would hardly make anything new. The library's `flip_some` tosses the coins, flips with your function, and tells which pictures it flipped (*Further 5.12* asks you for it).
#
# Train a network on our pictures as they are. On 1,000 test pictures it is right for some 85 of 100. Then show it the same test pictures, flipped.

# %% [markdown]
# ### Prediction 5.d — A class in the mirror (1 point)
# Of the 100 ankle boots among the test pictures, the network recognizes about 95. How many does it recognize once they are flipped?
#
# - (a) 85 or more
# - (b) 30 to 84
# - (c) fewer than 30

# %% predict-mirror
def predict_mirror():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_mirror
c = Check("data.predict_mirror", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
def pictures_01(rows):
    """Pictures (N, 28, 28) from 0 to 1."""
    return as_pictures(normalize(rows, *fit_scaling(rows, "0 to 1")))


def trained_on(change, epochs=12, seed=0):
    """A network for pictures; `change(P, rng)` makes each epoch's pictures anew."""
    P, rng = pictures_01(X), np.random.default_rng(seed)
    shift, _ = fit_scaling(as_rows(P), "standard")
    net = MLP((784, 100, 10), "relu", np.random.default_rng(seed))
    for epoch in range(epochs):
        A = normalize(as_rows(change(P, rng)), shift, 1)  # so many steps need no scale per pixel
        lr = 0.2 if epoch < 0.75 * epochs else 0.05
        train(net, A, y, lr=lr, epochs=1, batch_size=64, rng=rng, progress=False)
    return lambda pictures: net(normalize(as_rows(pictures), shift, 1)).data.argmax(axis=1)


def by_class(guess):
    """Share of right guesses for each of the ten classes."""
    return np.array([np.mean(guess[y_test == label] == label) for label in range(10)])


if ready("data.mirror", "fit_scaling", "flip", "predict_mirror"):
    P_test = pictures_01(X_test)
    mirrored, _ = flip(P_test, np.zeros((len(P_test), 4)))
    plain = trained_on(lambda P, rng: P)
    with_flips = trained_on(lambda P, rng: flip_some(P, 0.5, rng, flip)[0])
    fig, axes = new_figure(ncols=2, height=3.7, sharey=True)
    for ax, net, title in zip(axes, (plain, with_flips), ("trained on the pictures as they are",
                                                         "trained with flips")):
        draw.two_accuracies(ax, CLASS_NAMES, by_class(net(P_test)), by_class(net(mirrored)), title,
                            legend=net is plain)
    plt.show()
    boots = P_test[y_test == 9][:6]
    wrong = flip(boots, np.zeros((6, 4)))[0]
    fig, ax = new_figure(height=2.7, title="What the network without flips says")
    draw.gallery(ax, [*boots, *wrong],
                 [CLASS_NAMES[k] for k in (*plain(boots), *plain(wrong))], columns=6, each=True)
    plt.show()
    for title, net in (("without flips", plain), ("with flips", with_flips)):
        print(f"{title}: {np.mean(net(P_test) == y_test):.1%} of the test pictures, "
              f"{np.mean(net(mirrored) == y_test):.1%} of their mirror images")
    left = by_class(plain(mirrored))[9]
    outcome = "a" if left >= 0.85 else "b" if left >= 0.3 else "c"
    reveal("predict_mirror", outcome,
           f"{by_class(plain(P_test))[9]:.0%} of the ankle boots are recognized, and {left:.0%} of "
           "the flipped ones.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# More than 90 % of the ankle boots, and flipped, none or next to none: most of them are taken for bags. Of the sneakers a tenth or less is still recognized, of the sandals a third or so; classes that look
# alike on both sides lose a tenth at most. In this data set *every shoe points left*. For the network a toe is something in the lower left corner, and no
# training picture has ever told it otherwise; nor has any test picture, since the test set was collected in the same way. **A test set measures what it contains.**
#
# With flips in training both kinds of pictures come out alike, at about the accuracy that the first network has on the originals (give or take a point). The flip has told the network something that the data did not: that left and right do not matter for clothes. That is
# knowledge, and it comes from you.
#
# </details>

# %% [markdown]
# ### When it is false
#
# Knowledge can be wrong. Here are two kinds of pictures, arrows to the left and arrows to the right, with the boxes around them. A network learns to tell them apart: without flips,
# with flips, and with flips that change the label too.

# %%
if ready("data.arrows", "flip"):
    P, kind, _, boxes = shapes(2400, np.random.default_rng(0), size=20)
    arrows = np.flatnonzero(kind >= 4)  # 4 points to the left, 5 to the right
    P, points_right = P[arrows], kind[arrows] - 4
    # `shapes` gives x1, y1, width and height of each box
    corners = np.column_stack([boxes[arrows, :2], boxes[arrows, :2] + boxes[arrows, 2:]])
    turned, turned_boxes = flip(P[:4], corners[:4])
    fig, axes = new_figure(ncols=4, nrows=2, height=3.6)
    for k in range(4):
        draw.boxed(axes[0, k], P[k], corners[k], ("left", "right")[points_right[k]])
        draw.boxed(axes[1, k], turned[k], turned_boxes[k], "flipped")
    plt.show()

    def arrow_accuracy(flips, labels_too):
        rng, n = np.random.default_rng(1), len(P) // 2
        net, centre = MLP((1200, 64, 2), "relu", np.random.default_rng(0)), P[:n].mean(axis=0)
        for _ in range(40):
            A, flipped = flip_some(P[:n], 0.5 if flips else 0.0, rng, flip)
            labels = np.where(flipped & labels_too, 1 - points_right[:n], points_right[:n])
            train(net, as_rows(A - centre), labels, lr=0.05, epochs=1, batch_size=32, rng=rng,
                  progress=False)
        return evaluate(net, as_rows(P[n:] - centre), points_right[n:])[1]

    for name, ways in {"no flips": (False, False), "flips, label kept": (True, False),
                       "flips, label changed too": (True, True)}.items():
        print(f"{name}: {arrow_accuracy(*ways):.0%} of new arrows are told apart")

# %% [markdown]
# *What you saw.* With flips that keep the label, half of all arrows have the wrong one, and the network is down to tossing a coin. With the label changed along with the
# picture, flips help again. The box moves in the same way: whatever a change of the picture does to the answer must be done to the answer. Digits, letters, road signs, hearts on X-rays:
# before you switch on an augmentation, ask whether *you* could still give the same label.

# %% [markdown]
# ## E. Moved, and more
#
# ### A window somewhere
#
# Things are not always in the middle. A *random crop* (무작위 자르기) cuts a window out of each picture, somewhere else each time. With zeros added around the picture first
# (four pixels is a habit for small pictures) the crop can have the picture's own size: then it moves the picture by a few pixels.

# %% [markdown]
# ### Exercise 5.7 — Crops (1 point)
# Write `crop(X, corners, size)`, which cuts a window out of each picture.
#
# - `X` holds N pictures (N, H, W) or (N, H, W, C) of any type, N at least 1. `corners` (N, 2) holds integers: for each picture the *row* and the *column* of the window's upper left pixel. `size` is the window's height and width, at most H and W.
# - `crop` returns the N windows, (N, size, size) or (N, size, size, C).
# - Out of `[[0, 1, 2], [3, 4, 5]]` the corner `[0, 1]` and `size = 2` cut `[[1, 2], [4, 5]]`.
#
# <details><summary>Hint</summary>A loop over the pictures is fine here: each has its own two slices.</details>

# %% ex-crop
def crop(X, corners, size):
    """A square window out of each picture.

    Parameters
    ----------
    X : ndarray (N, H, W) or (N, H, W, C)
    corners : ndarray (N, 2)
        Row and column of each window's upper left pixel.
    size : int
        Height and width of the windows.

    Returns
    -------
    ndarray (N, size, size) or (N, size, size, C)
    """
    ### BEGIN SOLUTION
    return np.stack([picture[i : i + size, j : j + size] for picture, (i, j) in zip(X, corners)])
    ### END SOLUTION

# %% check-crop
c = Check("data.crop", points=1)
pair = np.arange(24).reshape(2, 3, 4)  # two pictures, 3 × 4
c.equal([[[1, 2], [5, 6]]], pair[:1], np.array([[0, 1]]), 2)
c.equal([[[1, 2], [5, 6]], [[16, 17], [20, 21]]], pair, np.array([[0, 1], [1, 0]]), 2)
c.equal([[[13, 14, 15], [17, 18, 19], [21, 22, 23]]], pair[1:], np.array([[0, 1]]), 3)
c.equal([[[[4, 5]]]], np.arange(6).reshape(1, 1, 3, 2), np.array([[0, 2]]), 1)  # two colours
c.sweep()
c.score()

# %% [markdown]
# ### Nearer, farther, in another light
#
# Things are not always equally far away, either, nor in the same light. To *scale* (크기 조절) a picture is to sample it at another number of points. *Colour jitter* (색상 변형) multiplies
# each colour of a picture by a number near 1, and makes the whole lighter or darker. What would then be lighter than white is white, and darker than black is black: values are *clipped* to the range from 0 to 1.
#
# The library's `scale_to` and `relight` do both, and its `places` draws corners for your crops (*Further 5.13*); what follows uses these. Further 5.8 and 5.9 ask you for them: *you can skip to "Four changes".*

# %% [markdown]
# ### Further 5.8 — Scale
# Where is the picture to be sampled? A
# pixel is a small square, and its colour stands for its middle: pixel i of H has its middle at (i + ½) / H of the picture's height.
# So pixel i of the new picture takes that old pixel in which its middle lies (its *nearest neighbour*). Write `resize(X, size)`.
#
# - `X` holds N pictures (N, H, W) or (N, H, W, C) of any type, N at least 1; what comes back has shape (N, size, size) or (N, size, size, C), and only values that occur in `X`. `size`, at least 1, may be smaller or larger than H and W.
# - Row i of the result is the old row in which its middle lies, column j the old column. A middle that falls on the line between two old pixels belongs to the later one. (Sizes for which rounding in floats would decide are not asked.)
# - A row of four, `[10, 20, 30, 40]`, becomes `[20, 40]` with `size = 2`, and `[10, 10, 20, 20, 30, 30, 40, 40]` with `size = 8`; three, `[10, 20, 30]`, become `[10, 30]`.
#
# <details><summary>Hint 1</summary>Work out the old rows for H = 4 and size = 2 by hand. The middles of the new rows lie at a quarter and at three quarters of the height: which old rows begin there?</details>
# <details><summary>Hint 2</summary>Old row r reaches from r / H to (r + 1) / H of the height. How many old rows lie wholly above the middle of new row i?</details>
# <details><summary>Hint 3</summary>Make one array of row numbers and one of column numbers. An array of integers picks rows, along the axis where it stands.</details>

# %% ex-resize
def resize(X, size):
    """Pictures scaled to size x size pixels; each new pixel is the old one at its middle.

    Parameters
    ----------
    X : ndarray (N, H, W) or (N, H, W, C)
    size : int

    Returns
    -------
    ndarray (N, size, size) or (N, size, size, C)
    """
    ### BEGIN SOLUTION
    middles = 2 * np.arange(size) + 1  # in halves of a new pixel
    rows = middles * X.shape[1] // (2 * size)
    columns = middles * X.shape[2] // (2 * size)
    return X[:, rows][:, :, columns]
    ### END SOLUTION

# %% check-resize
c = Check("data.resize", points=0)
four = np.array([[[11, 12, 13, 14], [21, 22, 23, 24], [31, 32, 33, 34], [41, 42, 43, 44]]])
c.equal([[[22, 24], [42, 44]]], four, 2)
c.equal([[[33]]], four, 1)
c.equal([[[11, 13, 14], [31, 33, 34], [41, 43, 44]]], four, 3)
c.equal([[[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]], np.array([[[1, 2], [3, 4]]]), 4)
c.equal([[[1, 3], [1, 3]]], np.array([[[1, 2, 3]]]), 2)  # a wide picture, 1 × 3
c.equal([[[[5, 6]]]], np.array([[[[1, 2]], [[5, 6]], [[7, 8]]]]), 1)  # two colours, 3 × 1
c.holds("its own size changes nothing", lambda f: close(f(four, 4), four))
c.sweep()
c.score()

# %% [markdown]
# ### Further 5.9 — Colour jitter
# Write `jitter(X, gain, shift)`.
#
# - `X` (N, H, W, 3) holds pictures in colour, floats from 0 to 1. `gain` (N, 3), not negative, has a factor for each picture and each colour, `shift` (N,) a number for each picture, positive or negative; both are floats.
# - Each value is multiplied by the gain of its picture and colour, then the picture's shift is added, and at the very end what lies below 0 becomes 0 and what lies above 1 becomes 1.
# - A pixel `[0.5, 0.2, 0.9]` with the gain `[1.2, 2.0, 0.5]` and the shift 0.5 becomes `[1, 0.9, 0.95]`: before the clip the first was 1.1.
#
# <details><summary>Hint 1</summary>The gain has shape (N, 3), the pictures (N, H, W, 3). Which axes are missing, and where?</details>
# <details><summary>Hint 2</summary>Count the axes of <code>shift</code> as well: a row of N numbers, set against (N, H, W, 3) without further words, is lined up with the <em>last</em> axis.</details>

# %% ex-jitter
def jitter(X, gain, shift):
    """Pictures in another light: colours scaled, brightness moved, clipped to 0-1.

    Parameters
    ----------
    X : ndarray (N, H, W, 3)
        From 0 to 1.
    gain : ndarray (N, 3)
    shift : ndarray (N,)

    Returns
    -------
    ndarray (N, H, W, 3)
        From 0 to 1.
    """
    ### BEGIN SOLUTION
    return np.clip(X * gain[:, None, None, :] + shift[:, None, None, None], 0, 1)
    ### END SOLUTION

# %% check-jitter
c = Check("data.jitter", points=0)
pixel = np.array([[[[0.5, 0.2, 0.9]]]])
c.equal([[[[1.0, 0.9, 0.95]]]], pixel, np.array([[1.2, 2.0, 0.5]]), np.array([0.5]))
c.equal([[[[0.0, 0.0, 0.4]]]], pixel, np.ones((1, 3)), np.array([-0.5]))
# three pictures, 1 × 2: each has its own gain and its own shift
three = np.full((3, 1, 2, 3), 0.5)
c.equal([[[[0.1, 0.2, 0.3]] * 2], [[[0.4, 0.4, 0.4]] * 2], [[[1.0, 0.6, 0.0]] * 2]], three,
        np.array([[0.0, 0.2, 0.4], [1.0, 1.0, 1.0], [2.4, 1.6, 0.2]]), np.array([0.1, -0.1, -0.2]))
c.holds("a gain of 1 and a shift of 0 change nothing",
        lambda f: close(f(three, np.ones((3, 3)), np.zeros(3)), three))
c.sweep()
c.score()

# %% [markdown]
# ### Four changes
#
# Coloured shapes, each changed in four ways, and each way with its own luck for every picture.

# %%
if ready("data.changes", "flip", "crop"):
    rng = np.random.default_rng(3)
    P, *_ = shapes(6, rng, noise=0.0)
    padded = np.pad(P, ((0, 0), (4, 4), (4, 4), (0, 0)))
    rows = {
        "original": P,
        "flipped, p = ½": flip_some(P, 0.5, rng, flip)[0],
        "cropped": crop(padded, places(6, 40, 40, 32, rng), 32),
        "a part, scaled up": scale_to(crop(P, places(6, 32, 32, 22, rng), 22), 32),
        "another light": relight(P, rng.uniform(0.5, 1.5, (6, 3)), rng.uniform(-0.2, 0.2, 6)),
    }
    fig, ax = new_figure(height=5.6)
    draw.gallery(ax, [picture for line in rows.values() for picture in line],
                 [name for name in rows for _ in range(6)], columns=6)
    plt.show()

# %% [markdown]
# ## Further
#
# Four experiments, and four exercises that go beyond. They are checked like the others; they give no points.

# %% [markdown]
# ### Uncorrelated, and not independent
#
# > **Myth.** "Principal components are independent of each other."
#
# Their covariances are 0: they are *uncorrelated* (무상관). *Independent* (독립) says more: knowing one tells nothing at all about the other. Take pairs of x and x²,
# and then the first two components of our pictures.

# %%
if ready("data.independent", "fit_scaling", "covariance", "pca", "project"):
    t = np.linspace(-1, 1, 401)
    parabola = np.stack([t, t**2], axis=1)
    Z = normalize(X, *fit_scaling(X, "0 to 1"))
    mean, components, _ = pca(Z)
    first_two = project(Z, mean, components[:2])
    fig, axes = new_figure(ncols=2, height=3.5)
    draw.cloud(axes[0], parabola[::8], "x and x²", labels=("x", "x²"))
    draw.cloud(axes[1], first_two, "5,000 pictures of clothes", labels=("first component",
                                                                    "second component"), kinds=y)
    plt.show()

    def correlation(pairs):
        C = covariance(pairs)
        return C[0, 1] / np.sqrt(C[0, 0] * C[1, 1])

    print(f"correlation of x and x²: {abs(correlation(parabola)):.3f}; of the two components: "
          f"{abs(correlation(first_two)):.3f}")
    middle = np.abs(first_two[:, 0]) < 1
    print(f"spread of the second component where the first is near 0: "
          f"{first_two[middle, 1].std():.2f}, elsewhere: {first_two[~middle, 1].std():.2f}")

# %% [markdown]
# *What you saw.* x and x² have correlation 0, and the second is known for certain once the first is known. The components of the pictures have correlation 0
# too, and where the first is near 0 the second spreads more than elsewhere. **What is true:** principal components are uncorrelated. They are independent
# only in special cases, such as normally distributed data.

# %% [markdown]
# ### You learn what you are shown
#
# Four networks: trained on the pictures as they are, with flips, with crops (moved by up to three pixels), and with a random scale (between two thirds and the full size). Each is tested on test pictures as they
# are, flipped, moved and scaled.

# %%
if ready("data.shown", "fit_scaling", "flip", "crop"):
    def flipped(P, rng):
        return flip_some(P, 0.5, rng, flip)[0]

    def moved(P, rng):
        padded = np.pad(P, ((0, 0), (3, 3), (3, 3)))
        return crop(padded, places(len(P), 34, 34, 28, rng), 28)

    def scaled(P, rng):
        sizes, out = rng.integers(18, 29, len(P)), np.zeros(P.shape)
        for size in range(18, 29):  # all pictures of one size at once, put in the middle
            start = (28 - size) // 2
            place = slice(start, start + size)
            out[sizes == size, place, place] = scale_to(P[sizes == size], size)
        return out

    P_test, rng = pictures_01(X_test), np.random.default_rng(5)
    tests = {"as they are": P_test, "flipped": flip(P_test, np.zeros((1000, 4)))[0],
             "moved": moved(P_test, rng), "scaled": scaled(P_test, rng)}
    ways = {"as they are": lambda P, rng: P, "flips": flipped, "crops": moved, "scales": scaled}
    table = []
    for change in ways.values():
        net = trained_on(change)
        table.append([np.mean(net(P) == y_test) for P in tests.values()])
    fig, ax = new_figure(height=3.2)
    draw.robustness(ax, np.array(table), list(ways), list(tests))
    plt.show()

# %% [markdown]
# *What you saw.* Each network is good at what it was shown, and poor at the rest: moved by up to three pixels, the pictures
# that the first network knew so well are recognized every other time. Training on moved pictures repairs that, and costs some points on pictures as they are,
# because a dense network of this size has to learn every place anew. That a thing is the same thing three pixels further on is something that an architecture can be told once and for all: notebook 10 does.

# %% [markdown]
# ### White pictures
#
# What does a whitened picture look like? With PCA whitening it has no pixels any more, only components. With ZCA it has. The slider
# changes ε, in units in which grey values run from 0 to 1.

# %%
if ready("data.white", "fit_scaling", "pca", "whiten"):
    pair = fit_scaling(X, "0 to 1")
    fitted_all = pca(normalize(X, *pair))
    few = normalize(X[[0, 1, 6, 11, 24, 28]], *pair)

    def draw_white(eps=0.1):
        by_zca = as_pictures(zca(few, *fitted_all, eps))
        by_pca = as_pictures(whiten(few, *fitted_all, eps))
        fig, ax = new_figure(height=3.7, title=f"ε = {eps:g}")
        draw.gallery(ax, [*as_pictures(few), *by_zca, *by_pca],
                     ["original"] * 6 + ["ZCA"] * 6 + ["PCA, 784 numbers"] * 6, columns=6,
                     signed=slice(6, 18))

    explore(draw_white, eps=[1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1.0, 10.0])

# %% [markdown]
# *What you saw.* At ε = 0.1 ZCA leaves the edges, and takes away the even grey between them, which neighbouring pixels would predict anyway. With ε of 0.001 or less the grain of single pixels,
# whose variances are tiny, is blown up until it counts as much as everything else, and speckles cover the edges; with ε = 10 little is whitened at all. The last row has the same numbers as
# ZCA in another rotation: laid out as a picture it shows nothing, since its entries are components in order, not pixels. (A network whose first layer is dense
# does not mind; one that looks for shapes does.)

# %% [markdown]
# ### What a white neighbour is worth
#
# Pictures of 14 × 14 pixels (D = 196), and a test picture gets the label of its nearest training picture: as they are, and after a whitening that was fitted on N training pictures.

# %%
def nearest_accuracy(A, B):
    """Accuracy on test rows B of the label of the nearest of the training rows A."""
    return np.mean(y[: len(A)][distances(A, B).argmin(axis=0)] == y_test)


if ready("data.neighbours", "fit_scaling", "pca", "whiten"):
    pair = fit_scaling(X, "0 to 1")
    small, small_test = (as_rows(as_pictures(normalize(A, *pair)).reshape(-1, 14, 2, 14, 2)
                                 .mean(axis=(2, 4))) for A in (X, X_test))
    counts = [50, 100, 150, 197, 250, 350, 500, 1000, 2000, 5000]
    accuracies = {"as they are": [], "whitened, ε = 10⁻⁵": [], "whitened, ε = 0.1": []}
    for N in counts:
        A, fitted = small[:N], pca(small[:N])
        sets = ((A, small_test), *((whiten(A, *fitted, eps), whiten(small_test, *fitted, eps))
                                   for eps in (1e-5, 0.1)))
        for name, (train_set, test_set) in zip(accuracies, sets):
            accuracies[name].append(nearest_accuracy(train_set, test_set))
    fig, ax = new_figure(height=3.4)
    draw.accuracy_by_count(ax, counts, accuracies, edge=196)
    plt.show()

# %% [markdown]
# *What you saw.* With about as many pictures as dimensions, the label of the nearest white neighbour is right one time in four or five: directions in which the training pictures hardly vary
# are blown up, and new pictures do vary there. Even with 5,000 pictures it is worse than without whitening. A larger ε saves most of it.

# %% [markdown]
# ### Further 5.10 — PCA without the covariance
# Squares cost digits. If one direction has a standard deviation of 1 and another one of 10⁻⁹, the covariance holds 1 and 10⁻¹⁸ side by
# side, and a float64 has 16 digits: the small one is lost before any eigenvalue is computed. The *singular value decomposition* (특이값 분해) of the centred data, `A = U @ diag(s) @ Vt`, never squares
# them, and has the components in the rows of `Vt`. Write `pca_svd(X)`.
#
# - `X` (N, D) holds floats, integers or bytes. What comes back is `(mean, components, variances)` as in 5.3, but with K = min(N, D) components: `components` (K, D), `variances` (K,), largest first, divided by N.
# - Standard deviations down to 10⁻⁹ of the largest come out right to three digits, for float64 data whose means are no larger than their spread. Signs, and bases of equal variances, are free.
#
# <details><summary>Hint 1</summary>If A = U S Vᵀ, what is AᵀA? Which of the three factors cancels, and what becomes of the singular values?</details>
# <details><summary>Hint 2</summary>The function's <code>full_matrices</code> decides whether it returns K rows or D of them.</details>

# %% ex-pca_svd
def pca_svd(X):
    """Principal components by a singular value decomposition of the centred data.

    Parameters
    ----------
    X : ndarray (N, D)

    Returns
    -------
    mean : ndarray (D,)
    components : ndarray (K, D), K = min(N, D)
    variances : ndarray (K,)
    """
    ### BEGIN SOLUTION
    mean = np.mean(X, axis=0, dtype=float)
    _, s, Vt = np.linalg.svd(X - mean, full_matrices=False)
    return mean, Vt, s**2 / len(X)
    ### END SOLUTION

# %% check-pca_svd
c = Check("data.pca_svd", points=0)


def rebuilt(pca_svd, X):  # the same for either sign, and for any basis of equal variances
    mean, components, variances = pca_svd(X)
    return mean, components.T @ np.diag(variances) @ components, variances


c.equal(([1.0, 1.0], [[26.0, 18.0], [18.0, 36.5]], [50.0, 12.5]),
        np.array([[7.0, 9.0], [-5.0, -7.0], [5.0, -2.0], [-3.0, 4.0]]), through=rebuilt)
c.equal(([2.0, 3.0, 4.0], [[1.0, 2.0, 2.0], [2.0, 4.0, 4.0], [2.0, 4.0, 4.0]], [9.0, 0.0]),
        np.array([[3, 5, 6], [1, 1, 2]]), through=rebuilt)  # two points: two components
e = 2.0**-30  # about 10⁻⁹: the standard deviation across; along, it is 1
thin = np.array([[1.0, 1.0], [-1.0, -1.0], [e, -e], [-e, e]])
c.measure("smallest standard deviation, in units of 2⁻³⁰", 1.0,
          lambda f: np.sqrt(f(thin)[2][-1]) / e, tol=1e-3)
wide = np.array([[1.0, e, 0.0, 0.0], [-1.0, e, 0.0, 0.0], [0.0, -2 * e, 0.0, 0.0]])
c.measure("second standard deviation of 3 points in 4 dimensions, in units of 2⁻³⁰", 2**0.5,
          lambda f: np.sqrt(f(wide)[2][1]) / e, tol=1e-3)
c.holds("components are perpendicular, of length 1",
        lambda f: close(f(thin)[1] @ f(thin)[1].T, np.eye(2)))
c.sweep()
c.score()

# %% [markdown]
# ### Further 5.11 — Mixup: a change that changes the label
# Lay two pictures over each other, seven tenths of one and three tenths of the other. What is the label? Seven tenths of one and three
# tenths of the other: *mixup* trains on such mixtures, with labels that are shares. Write `mixup(X, Y, lam, partner)`.
#
# - `X` (N, …) holds examples of any shape, (N, D) or (N, H, W) or (N, H, W, C), floats, integers or bytes. `Y` (N, K) holds each one's label as a row of shares that add up to 1, floats or integers.
# - `lam` (N,), floats from 0 to 1, is the share that example n keeps, and `partner` (N,), integers, the row from which it takes the rest.
# - What comes back is the pair of mixtures, `(X_mixed, Y_mixed)`, floats of the same shapes.
# - With `X = [[10], [20]]`, `Y = [[1, 0], [0, 1]]`, `lam = [0.7, 1]` and `partner = [1, 0]` it is `([[13], [20]], [[0.7, 0.3], [0, 1]])`.
#
# <details><summary>Hint 1</summary>Which rows does <code>X[partner]</code> hold, and in which order?</details>
# <details><summary>Hint 2</summary><code>lam</code> has one axis, <code>X</code> two to four. With how many axes of length 1 behind it does it line up with the rows?</details>

# %% ex-mixup
def mixup(X, Y, lam, partner):
    """Mixtures of examples and of their labels.

    Parameters
    ----------
    X : ndarray (N, ...)
    Y : ndarray (N, K)
    lam : ndarray (N,)
        The share that each example keeps.
    partner : ndarray (N,) of integers
        The row that gives the rest.

    Returns
    -------
    X_mixed : ndarray (N, ...)
    Y_mixed : ndarray (N, K)
    """
    ### BEGIN SOLUTION
    keep = lam.reshape(-1, *[1] * (X.ndim - 1))
    X_mixed = keep * X + (1 - keep) * X[partner]
    return X_mixed, lam[:, None] * Y + (1 - lam[:, None]) * Y[partner]
    ### END SOLUTION

# %% check-mixup
c = Check("data.mixup", points=0)
labels = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
c.equal(([[13.0], [20.0]], [[0.7, 0.3], [0.0, 1.0]]), np.array([[10], [20]]),
        np.array([[1, 0], [0, 1]]), np.array([0.7, 1.0]), np.array([1, 0]))
# bytes; the second example keeps nothing of its own, and is its own partner
c.equal(([[25.0, 50.0], [20.0, 30.0], [17.5, 25.0]],
         [[0.5, 0.0, 0.5], [0.0, 1.0, 0.0], [0.25, 0.0, 0.75]]),
        np.array([[40, 100], [20, 30], [10, 0]], dtype=np.uint8), labels,
        np.array([0.5, 0.0, 0.75]), np.array([2, 1, 0]))
c.equal(([[[1.0, 2.0]], [[4.0, 5.0]]], [[1.0, 0.0], [0.5, 0.5]]),
        np.array([[[1.0, 2.0]], [[7.0, 8.0]]]), np.eye(2), np.array([0.3, 0.5]), np.array([0, 0]))
c.sweep()
c.score()

# %% [markdown]
# ### Further 5.12 — A coin for each picture
# Write `random_flip(X, p, rng)`, which decides for each picture anew.
#
# - `X` holds N pictures as in 5.6, which are flipped as there.
# - It flips each picture with probability `p`, independently of the others. It returns the pair `(X_new, flipped)`: all N pictures in their order, and an array of N truth values (`True` and `False`, not 1 and 0) that says which of them were flipped.
# - All randomness comes from `rng`, a `numpy.random.Generator`: `rng.random(5)` gives five new numbers between 0 and 1, evenly spread, and each further call five others. How you draw is yours to choose. The check counts what thousands of draws give, and is so wide that fair ones pass.
#
# <details><summary>Hint 1</summary>Which share of many numbers that are spread evenly between 0 and 1 lies below 0.3?</details>
# <details><summary>Hint 2</summary>An array of N truth values picks pictures along axis 0. Which of a copy's pictures are to be replaced, and by what?</details>

# %% ex-random_flip
def random_flip(X, p, rng):
    """Pictures, each flipped with probability p, and which of them were.

    Parameters
    ----------
    X : ndarray (N, H, W) or (N, H, W, C)
    p : float
        From 0 to 1.
    rng : numpy.random.Generator

    Returns
    -------
    X_new : ndarray of X's shape
    flipped : ndarray (N,) of truth values
    """
    ### BEGIN SOLUTION
    flipped = rng.random(len(X)) < p
    X_new = X.copy()
    X_new[flipped] = X[flipped][:, :, ::-1]
    return X_new, flipped
    ### END SOLUTION

# %% check-random_flip
c = Check("data.random_flip", points=0)
rng = np.random.default_rng(0)
grey = np.array([[[1, 2, 3], [4, 5, 6]]])  # one picture, 2 × 3
colour = np.array([[[[1, 2], [3, 4], [5, 6]]]])  # one picture, 1 × 3, two colours
many = np.arange(24_000.0).reshape(4000, 3, 2)


def as_told(X, result):  # the share of pictures that are what `flipped` says
    X_new, flipped = result
    told = np.where(np.reshape(flipped, (-1, 1, 1)), X[:, :, ::-1], X)
    return np.mean(np.all(np.asarray(X_new) == told, axis=(1, 2)))


def coins(f, X, p, rng):
    return np.array(f(X, p, rng)[1], dtype=float)


c.equal((grey[:, :, ::-1], [True]), grey, 1.0, rng)
c.equal((colour[:, :, ::-1], [True]), colour, 1.0, rng)
c.equal((colour, [False]), colour, 0.0, rng)
# Tolerances are 8 standard deviations of what 4,000 fair draws give, or more.
c.measure("share of 4,000 pictures flipped, p = 0.3", 0.3,
          lambda f: np.mean(coins(f, many, 0.3, rng)), tol=0.06)
c.measure("share of pictures that are what `flipped` says", 1.0,
          lambda f: as_told(many, f(many, 0.3, rng)), tol=0.0)
c.measure("share of neighbours that are both flipped, p = 0.5", 0.25,
          lambda f: (lambda one: np.mean(one[1:] * one[:-1]))(coins(f, many, 0.5, rng)),
          tol=0.08)
c.measure("two calls with one generator flip the same pictures (0 no, 1 yes)", 0.0,
          lambda f: float(close(*(coins(f, many, 0.5, rng) for _ in range(2)))), tol=0.0)
c.measure("two generators of one seed flip the same pictures (0 no, 1 yes)", 1.0,
          lambda f: float(close(*(coins(f, many, 0.5, np.random.default_rng(3))
                                     for _ in range(2)))), tol=0.0)
c.measure("24 calls with 400 pictures always flip the same number (0 no, 1 yes)", 0.0,
          lambda f: float(len({coins(f, many[:400], 0.5, rng).sum() for _ in range(24)}) == 1),
          tol=0.0)
### BEGIN HIDDEN TESTS
bright = c.rng.integers(0, 256, (300, 1, 2, 3)).astype(np.uint8)
c.holds("colour pictures are what `flipped` says",
        lambda f: (lambda one: np.all(one[0] == np.where(
            np.reshape(one[1], (-1, 1, 1, 1)), bright[:, :, ::-1], bright)))(
                f(bright, 0.5, c.rng)))
c.measure("share of 4,000 pictures flipped, p = 0.8", 0.8,
          lambda f: np.mean(coins(f, many, 0.8, c.rng)), tol=0.06)
c.measure("share of every second picture flipped, p = 0.5", 0.5,
          lambda f: np.mean(coins(f, many, 0.5, c.rng)[::2]), tol=0.09)
### END HIDDEN TESTS
c.score()

# %% [markdown]
# ### Further 5.13 — A place for each window
# Write `random_corners(N, H, W, size, rng)`, which says where `crop` is to cut.
#
# - It returns N corners as `crop` takes them, integers of shape (N, 2), for pictures of height `H` and width `W`; `size` is at most either. Every place where the window lies wholly inside is equally likely: the first, the last, and all between. Each picture's is drawn by itself, whatever the others got.
# - With 3 × 4 pictures and `size = 2` there are 2 · 3 = 6 places, from `[0, 0]` to `[1, 2]`. With `size = 3` there are two.
# - All randomness comes from `rng`, a `numpy.random.Generator`.
#
# <details><summary>Hint 1</summary>A window of 2 in a row of 4 can begin at 0, 1 or 2. How many places is that, in terms of the two numbers?</details>
# <details><summary>Hint 2</summary>Does the largest number that you hand to <code>rng.integers</code> come up itself, or not? Its help says so.</details>

# %% ex-random_corners
def random_corners(N, H, W, size, rng):
    """Places for N windows, all equally likely.

    Parameters
    ----------
    N : int
    H, W : int
        Height and width of the pictures.
    size : int
        Height and width of the windows, at most H and W.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray (N, 2) of integers
        Row and column of each window's upper left pixel.
    """
    ### BEGIN SOLUTION
    return rng.integers(0, (H - size + 1, W - size + 1), (N, 2))
    ### END SOLUTION

# %% check-random_corners
c = Check("data.random_corners", points=0)
rng = np.random.default_rng(0)


def counts(corners):  # how often each of 3 × 5 places came up
    found = np.zeros((3, 5))
    np.add.at(found, tuple(np.transpose(corners)), 1)
    return found


c.equal([[0, 0], [0, 0], [0, 0]], 3, 5, 5, 5, rng)  # there is one place
c.holds("corners are integers, one row for each picture",
        true=lambda f: f(7, 9, 11, 7, rng).dtype.kind in "iu" and
        f(7, 9, 11, 7, rng).shape == (7, 2))
# Windows of 7 in pictures of 9 × 11: places [0, 0] to [2, 4], 400 times each in 6,000, on average.
# Tolerances are 8 standard deviations, or none where there is nothing to vary.
c.measure("largest row and column of 6,000 corners, as row + 10 · column", 42.0,
          lambda f: np.max(f(6000, 9, 11, 7, rng), axis=0) @ [1, 10], tol=0.0)
c.measure("times that the rarest of the 15 places came up", 400.0,
          lambda f: np.min(counts(f(6000, 9, 11, 7, rng))), tol=160.0)
c.measure("times that the commonest of the 15 places came up", 400.0,
          lambda f: np.max(counts(f(6000, 9, 11, 7, rng))), tol=160.0)
c.measure("share of neighbours in the same of 15 places, 6,000 corners", 1 / 15,
          lambda f: (lambda one: np.mean(np.all(one[1:] == one[:-1], axis=1)))(
              f(6000, 9, 11, 7, rng)), tol=0.03)
c.measure("variance of how often one place comes up, 200 calls with 12 corners", 12 / 15 * 14 / 15,
          lambda f: np.mean(np.var([counts(f(12, 9, 11, 7, rng)) for _ in range(200)], axis=0)),
          tol=0.2)
c.measure("two calls with one generator give the same corners (0 no, 1 yes)", 0.0,
          lambda f: float(close(*(f(60, 9, 11, 7, rng) for _ in range(2)))), tol=0.0)
c.measure("two generators of one seed give the same corners (0 no, 1 yes)", 1.0,
          lambda f: float(close(*(f(60, 9, 11, 7, np.random.default_rng(3))
                                     for _ in range(2)))), tol=0.0)
### BEGIN HIDDEN TESTS
c.measure("mean of the row, windows of 1 in 101 × 1 pictures", 50.0,
          lambda f: np.mean(f(6000, 101, 1, 1, c.rng)[:, 0]), tol=3.1)
c.measure("mean of the column, windows of 1 in 1 × 101 pictures", 50.0,
          lambda f: np.mean(f(6000, 1, 101, 1, c.rng)[:, 1]), tol=3.1)
### END HIDDEN TESTS
c.score()

# %% [markdown]
# ## To keep
#
# | step | what it does | what it needs | when not |
# |---|---|---|---|
# | 0–1, −1–1 | one shift and one scale for all | the range of a byte | |
# | centring | each column's mean becomes 0 | means of the *training* set | for sparse data, where a 0 means "nothing there" |
# | standardizing | … and each variance 1; correlations stay | means and standard deviations of the training set | where columns share a unit that matters |
# | PCA | turns to the directions of largest variance; k of them make the best copy | covariance, D × D, or an SVD | where what is rare matters |
# | whitening | … and divides by √(λ + ε): covariance becomes the identity | many more points than dimensions, or a large ε | N ≤ D + 1: all points equally far apart |
# | ZCA | whitening, turned back: pictures stay pictures | as whitening | as whitening |
# | flip | says: left and right do not matter | a coin for each picture, each epoch | arrows, digits, letters |
# | random crop | says: the place does not matter | a place for each picture | where it does: boards, maps |
# | random scale | says: the distance does not matter | a size for each picture | where size is the label |
# | colour jitter | says: the light does not matter | gains and shifts, a clip to 0–1 | ripe and unripe fruit |
#
# ### Traps
#
# - Fit on the training set; apply to all. Not only means: a choice of columns, of a threshold, of k is fitted as well, and what uses labels leaks most.
# - `np.linalg.eigh` returns the smallest eigenvalue first, and the eigenvectors as *columns*. Indexing the rows raises no error.
# - Never compare components entry by entry. Compare up to sign, or what they rebuild.
# - Bytes wrap around: turn them into floats before you subtract.
# - A constant column must not be divided by its deviation of 0, and one that is nearly constant makes huge numbers of new data.
# - One draw for the whole batch, or a generator made anew in each call, gives an augmentation that hardly augments. Many processes with one seed do the same.
# - A box must change with its picture: x1 and x2 trade places in a flip.
# - Augment the training pictures only. Test pictures are tested as they are (or on purpose in several versions, whose scores are averaged).
#
# ### Where to read on
#
# - LeCun, Bottou, Orr and Müller, *Efficient BackProp*, 1998: section 4.3, on centring, scaling and decorrelating inputs; section 5 on the shape of the loss.
# - Ambroise and McLachlan, *Selection bias in gene extraction on the basis of microarray gene-expression data*, PNAS 2002: columns chosen on all rows, in published work.
# - Simard, Steinkraus and Platt, *Best practices for convolutional neural networks applied to visual document analysis*, ICDAR 2003: what moving and bending digits is worth.
#
# <details><summary>And where the rest comes from</summary>
#
# - Pearson, *On lines and planes of closest fit to systems of points in space*, Philosophical Magazine 1901: PCA, as a best fit.
# - Turk and Pentland, *Eigenfaces for recognition*, Journal of Cognitive Neuroscience 1991: pictures along their components.
# - Bell and Sejnowski, *The "independent components" of natural scenes are edge filters*, Vision Research 1997: ZCA, and independence beside it.
# - Krizhevsky, Sutskever and Hinton, *ImageNet classification with deep convolutional neural networks*, NIPS 2012, section 4.1: crops, flips and colours.
# - Kessy, Lewin and Strimmer, *Optimal whitening and decorrelation*, The American Statistician 2018: why ZCA stays nearest to the data.
# - Zhang, Cissé, Dauphin and Lopez-Paz, *mixup: beyond empirical risk minimization*, ICLR 2018.
# - Wadia, Duckworth, Schoenholz, Dyer and Sohl-Dickstein, *Whitening and second order optimization both make information in the dataset unusable during training*, ICML 2021.
#
# </details>
#
# Next: **Normalizing inside**.
#
# What you have earned in this notebook:

# %%
progress()
