"""Answers to 5.1, fit_scaling and normalize: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick, turned

from ._shared import table

HOWS = ("0 to 1", "-1 to 1", "standard", "standard")

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def fit_inputs(rng):
    """Constant columns hold whole numbers, whose standard deviation is exactly 0."""
    while True:
        X = table(rng)
        if maybe(rng, 0.1):  # far from 0, close together, and yet no column is constant
            X = turned(rng, 10_000 * rng.integers(1, 4, X.shape[1]) + 0.01 * np.arange(len(X) + 1)[:, None] ** 2)
        elif X.dtype == np.float64 and np.max(np.abs(X)) < 1000 and maybe(rng, 0.3):
            X = turned(rng, X * pick(rng, (1e-9, 1e-12, 1e6)))
            constant = np.std(X, axis=0) < 1e-6 * np.max(np.abs(X), axis=0)
            X = np.where(constant, np.round(X), X)
            X[:, constant] = X[0, constant]
        else:
            constant = np.ptp(X.astype(float), axis=0) == 0
            X = np.where(constant, np.round(X), X).astype(X.dtype)
        yield X, pick(rng, HOWS)


@inputs(of="normalize")
def normalize_inputs(rng):
    while True:
        X = table(rng)
        D = X.shape[1]
        shape = () if maybe(rng, 0.4) else (D,)
        shift, scale = rng.normal(1, 3, shape), rng.uniform(0.2, 6, shape) * pick(rng, (1, 1, 1, 1, 1e-9))
        if np.min(scale) > 0.1 and maybe(rng, 0.4):
            shift, scale = np.round(3 * shift).astype(int), np.round(scale).astype(int) + 1
        elif maybe(rng, 0.2):
            shift = np.round(shift).astype(int)
        if shape == ():
            shift, scale = shift.item(), scale.item()
        yield X, shift, scale


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_comparison(X_train, how):
    """A constant column is recognised by comparing all rows with the first one, where the reference asks whether the
    standard deviation is 0. So a column of 0.1s, too, gets the scale 1, although rounding may leave it with a standard
    deviation of 10⁻¹⁷; the comparison is one more pass over the data."""
    if how == "standard":
        std = X_train.std(axis=0)
        constant = np.all(X_train == X_train[0], axis=0)
        return X_train.mean(axis=0), np.where(constant, 1.0, std)
    return (0, 255) if how == "0 to 1" else (127.5, 127.5)


@right
def column_by_column(X_train, how):
    if how == "0 to 1":
        return 0.0, 255.0
    if how == "-1 to 1":
        return 255 / 2, 255 / 2
    means, stds = [], []
    for column in X_train.T:
        numbers = [float(x) for x in column]
        mean = sum(numbers) / len(numbers)
        means.append(mean)
        stds.append(math.sqrt(sum((x - mean) ** 2 for x in numbers) / len(numbers)) or 1.0)
    return np.array(means), np.array(stds)


@right
def from_a_dict(X_train, how):
    known = {"0 to 1": (0.0, 255.0), "-1 to 1": (127.5, 127.5)}
    if how in known:
        return known[how]
    X = np.array(X_train, dtype=np.float64)
    shift = X.mean(0)
    scale = np.sqrt(((X - shift) ** 2).mean(0))
    scale[scale == 0] = 1
    return shift, scale


@right
def as_lists_of_two(X_train, how):
    if how[0] == "0":
        return [0.0, 255.0]
    if how[0] == "-":
        return [127.5, 127.5]
    std = np.sqrt(np.var(X_train, axis=0))
    return [np.average(X_train, axis=0), std + (std == 0)]


@right(of="normalize")
def times_one(X, shift, scale):
    return (X * 1.0 - shift) / scale


@right(of="normalize")
def by_rows(X, shift, scale):
    return np.array([(row.astype(float) - shift) / scale for row in X])


@right(of="normalize")
def in_two_fractions(X, shift, scale):
    return np.true_divide(np.subtract(X, shift, dtype=np.float64), scale)


@right(of="normalize")
def in_its_own_copy(X, shift, scale):
    out = X.astype(np.float64)
    out -= shift
    out /= scale
    return out


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def range_of_the_data(X_train, how):
    """For "0 to 1" and "-1 to 1" you use the smallest and the largest value that occur. The contract fixes 0 and 255, whatever the data
    hold: what would become of a data set in which nothing is quite white?"""
    if how == "standard":
        std = X_train.std(axis=0)
        return X_train.mean(axis=0), np.where(std > 0, std, 1)
    low, high = float(X_train.min()), float(X_train.max())
    if how == "0 to 1":
        return low, high - low
    return (low + high) / 2, (high - low) / 2


@wrong
def along_the_rows(X_train, how):
    """Your mean and standard deviation belong to the rows. Each column needs its own two, so that one number per column is left:
    along which axis must be averaged?"""
    if how != "standard":
        return {"0 to 1": (0.0, 255.0), "-1 to 1": (127.5, 127.5)}[how]
    std = X_train.std(axis=1)
    return X_train.mean(axis=1), np.where(std > 0, std, 1)


@wrong
def one_pair_for_all(X_train, how):
    """For "standard" you return one mean and one standard deviation of all entries together. A column in grams and one in metres would
    stay as unlike as they were: each needs its own."""
    if how != "standard":
        return {"0 to 1": (0.0, 255.0), "-1 to 1": (127.5, 127.5)}[how]
    return X_train.mean(), X_train.std() or 1.0


@wrong
def sample_deviation(X_train, how):
    """Your standard deviation divides by N − 1. This course divides by N, as NumPy does unless it is told otherwise."""
    if how != "standard":
        return {"0 to 1": (0.0, 255.0), "-1 to 1": (127.5, 127.5)}[how]
    std = np.sqrt(((X_train - X_train.mean(axis=0)) ** 2).sum(axis=0) / max(len(X_train) - 1, 1))
    return X_train.mean(axis=0), np.where(std > 0, std, 1)


@wrong
def variance_for_deviation(X_train, how):
    """Your scale is the variance. It has the unit of the column squared, so what is divided by it still depends on the unit. What lies
    between a variance and a standard deviation?"""
    if how != "standard":
        return {"0 to 1": (0.0, 255.0), "-1 to 1": (127.5, 127.5)}[how]
    variance = X_train.var(axis=0)
    return X_train.mean(axis=0), np.where(variance > 0, variance, 1)


@wrong
def constant_column_forgotten(X_train, how):
    """A constant column gets the scale 0, and whoever divides by it gets NaN or infinity. Which scale does the contract ask for there?"""
    if how != "standard":
        return {"0 to 1": (0.0, 255.0), "-1 to 1": (127.5, 127.5)}[how]
    return X_train.mean(axis=0), X_train.std(axis=0)


@wrong
def tiny_number_added(X_train, how):
    """You add a small number to every standard deviation. In a column whose unit is small it is not small. Only the constant columns need
    help."""
    if how != "standard":
        return {"0 to 1": (0.0, 255.0), "-1 to 1": (127.5, 127.5)}[how]
    return X_train.mean(axis=0), X_train.std(axis=0) + 1e-8


@wrong
def signed_by_128(X_train, how):
    """For "-1 to 1" you use 128. Put 0 and 255 in: does exactly −1 come out, and exactly 1? The middle between 0 and 255 is no whole number."""
    if how == "-1 to 1":
        return 128.0, 128.0
    if how == "0 to 1":
        return 0.0, 255.0
    std = X_train.std(axis=0)
    return X_train.mean(axis=0), np.where(std > 0, std, 1)


@wrong
def signed_by_half(X_train, how):
    """For "-1 to 1" your scale is the whole range of 255. Put 0 and 255 in: they become −½ and ½. How far is it from the middle to one end?"""
    if how == "-1 to 1":
        return 127.5, 255.0
    if how == "0 to 1":
        return 0.0, 255.0
    std = X_train.std(axis=0)
    return X_train.mean(axis=0), np.where(std > 0, std, 1)


@wrong
def pair_exchanged(X_train, how):
    """You return the scale first. The order is `(shift, scale)`: what is subtracted, then what is divided by."""
    if how != "standard":
        return {"0 to 1": (255.0, 0.0), "-1 to 1": (127.5, 127.5)}[how]
    std = X_train.std(axis=0)
    return np.where(std > 0, std, 1), X_train.mean(axis=0)


@wrong
def always_standard(X_train, how):
    """Whatever `how` says, you return means and standard deviations. Two of the three texts ask for fixed numbers."""
    std = X_train.std(axis=0)
    return X_train.mean(axis=0), np.where(std > 0, std, 1)


@wrong(of="normalize")
def own_mean(X, shift, scale):
    """You subtract the mean of the data that are to be normalized, not the shift that is handed over. A single new row would become 0,
    whatever it holds. Whose statistics count?"""
    return (X - X.mean(axis=0)) / scale


@wrong(of="normalize")
def own_statistics(X, shift, scale):
    """You standardize `X` by its own mean and standard deviation, and use neither `shift` nor `scale`. Then test data would be measured
    by themselves. Where do the two numbers come from?"""
    std = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(std > 0, std, 1)


@wrong(of="normalize")
def bytes_wrap(X, shift, scale):
    """You subtract a whole number from bytes as they are: what should be negative starts again at 255, and a shift that no byte can hold
    raises an error. What must happen to `X` first?"""
    return (X - shift) / scale


@wrong(of="normalize")
def whole_numbers(X, shift, scale):
    """Your result has the type of `X`: where that holds whole numbers, every fraction is cut off. Which type must it have?"""
    out = np.array(X)
    out[...] = ((X.astype(float) - shift) / scale).astype(X.dtype)
    return out


@wrong(of="normalize")
def divided_first(X, shift, scale):
    """You divide by the scale before you subtract the shift. The shift is in the unit of the data, so it has to go first."""
    return np.asarray(X, dtype=float) / scale - shift


@wrong(of="normalize")
def multiplied(X, shift, scale):
    """You multiply by the scale. A column with a large spread becomes still larger: what brings it to spread 1?"""
    return (np.asarray(X, dtype=float) - shift) * scale


@wrong(of="normalize")
def clipped(X, shift, scale):
    """You cut off what lies outside −1 to 1. A test set may well hold values that the training set did not: they are allowed to stand out."""
    return np.clip((np.asarray(X, dtype=float) - shift) / scale, -1, 1)


@wrong(of="normalize")
def shift_forgotten(X, shift, scale):
    """You divide, but you do not subtract the shift."""
    return np.asarray(X, dtype=float) / scale


@wrong(of="normalize")
def scale_forgotten(X, shift, scale):
    """You subtract the shift, but you do not divide by the scale."""
    return np.asarray(X, dtype=float) - shift


@wrong(of="normalize")
def changes_its_input(X, shift, scale):
    """The values are right, but they were computed inside the caller's own array. Work on a copy."""
    if X.dtype == np.float64:
        X -= shift
        X /= scale
        return X
    return (np.asarray(X, dtype=float) - shift) / scale


@wrong
def range_for_zero_to_one(X_train, how):
    """For "0 to 1" you use the smallest and the largest value that occur. The contract fixes 0 and 255, whatever the data hold: what would
    become of a data set in which nothing is quite white?"""
    if how == "0 to 1":
        return float(X_train.min()), float(X_train.max()) - float(X_train.min())
    if how == "-1 to 1":
        return 127.5, 127.5
    std = X_train.std(axis=0)
    return X_train.mean(axis=0), np.where(std > 0, std, 1)


@wrong
def within_one_already(X_train, how):
    """Where no value is above 1, you return other numbers for "0 to 1": as if the data had been scaled before. The contract fixes the pair,
    whatever the data hold. A batch of black pictures has no value above 1 either."""
    if how == "0 to 1":
        return (0.0, 1.0) if np.max(X_train) <= 1 else (0.0, 255.0)
    if how == "-1 to 1":
        return 127.5, 127.5
    std = X_train.std(axis=0)
    return X_train.mean(axis=0), np.where(std > 0, std, 1)


@wrong
def shades_for_steps(X_train, how):
    """For "0 to 1" you divide by 256. There are 256 grey values, but from the first to the last are only 255 steps: what becomes of 255?"""
    if how != "standard":
        return {"0 to 1": (0.0, 256.0), "-1 to 1": (127.5, 127.5)}[how]
    std = X_train.std(axis=0)
    return X_train.mean(axis=0), np.where(std > 0, std, 1)


@wrong
def shift_after_dividing(X_train, how):
    """For "-1 to 1" your shift is 1: it would be right if it were subtracted after the division. Here the shift is subtracted first, so it
    is a grey value. Which one becomes 0?"""
    if how != "standard":
        return {"0 to 1": (0.0, 255.0), "-1 to 1": (1.0, 127.5)}[how]
    std = X_train.std(axis=0)
    return X_train.mean(axis=0), np.where(std > 0, std, 1)


@wrong
def one_constant_stops_all(X_train, how):
    """As soon as one column is constant, you scale none. Each column has its own scale: the others still have a spread."""
    if how != "standard":
        return {"0 to 1": (0.0, 255.0), "-1 to 1": (127.5, 127.5)}[how]
    std = X_train.std(axis=0)
    return X_train.mean(axis=0), np.ones_like(std) if np.any(std == 0) else std


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def small_counts_as_constant(X_train, how):
    """You take a column that varies little for a constant one. How small a spread is depends on the unit: a column in metres may vary by 10⁻⁹."""
    if how != "standard":
        return {"0 to 1": (0.0, 255.0), "-1 to 1": (127.5, 127.5)}[how]
    std = X_train.std(axis=0)
    return X_train.mean(axis=0), np.where(std < 1e-6, 1.0, std)


@wrong
def whole_bytes(X_train, how):
    if how != "standard":
        return {"0 to 1": (0.0, 256.0), "-1 to 1": (128.0, 128.0)}[how]
    std = X_train.std(axis=0)
    return X_train.mean(axis=0), np.where(std > 0, std, 1)


@wrong
def median(X_train, how):
    if how != "standard":
        return {"0 to 1": (0.0, 255.0), "-1 to 1": (127.5, 127.5)}[how]
    std = X_train.std(axis=0)
    return np.median(X_train, axis=0), np.where(std > 0, std, 1)


@wrong
def one_scale(X_train, how):
    if how != "standard":
        return {"0 to 1": (0.0, 255.0), "-1 to 1": (127.5, 127.5)}[how]
    return X_train.mean(axis=0), np.full(X_train.shape[1], X_train.std() or 1.0)


@wrong
def rows_of_ones(X_train, how):
    """For "0 to 1" and "-1 to 1" you return a number for each column. The contract asks for two single numbers: they are the same for all."""
    D = X_train.shape[1]
    if how != "standard":
        return {"0 to 1": (np.zeros(D), np.full(D, 255.0)), "-1 to 1": (np.full(D, 127.5), np.full(D, 127.5))}[how]
    std = X_train.std(axis=0)
    return X_train.mean(axis=0), np.where(std > 0, std, 1)


@wrong
def constant_shift_zero(X_train, how):
    """A constant column gets the shift 0. Only its scale is special: its mean is subtracted like that of any other column."""
    if how != "standard":
        return {"0 to 1": (0.0, 255.0), "-1 to 1": (127.5, 127.5)}[how]
    std = X_train.std(axis=0)
    return np.where(std > 0, X_train.mean(axis=0), 0.0), np.where(std > 0, std, 1)


@wrong(of="normalize")
def by_the_root(X, shift, scale):
    return (np.asarray(X, dtype=float) - shift) / np.sqrt(scale)


@wrong(of="normalize")
def added(X, shift, scale):
    return (np.asarray(X, dtype=float) + shift) / scale


@wrong(of="normalize")
def first_column_for_all(X, shift, scale):
    return (np.asarray(X, dtype=float) - np.ravel(shift)[0]) / np.ravel(scale)[0]


@wrong(of="normalize")
def half_precision(X, shift, scale):
    return ((X.astype(np.float16) - np.asarray(shift, dtype=np.float16)) / np.asarray(scale, np.float16)).astype(float)


@wrong(of="normalize")
def small_integers(X, shift, scale):
    return (X.astype(np.int64) - np.asarray(shift).astype(np.int64)) / scale
