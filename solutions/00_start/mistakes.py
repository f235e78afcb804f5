"""Known mistakes of notebook 00, with what to tell the learner."""

import numpy as np

from chainrule_staff.authoring.alternatives import mistake


@mistake("scale_pixels")
def by_its_own_maximum(X):
    """You divide by the largest pixel of the array that you were given. A dark picture then comes out as bright as any other, and the same pixel value means something else in each picture: which number must 255, and only 255, become?"""
    return X / X.max()


@mistake("scale_pixels")
def stretched(X):
    """You stretch each array from its own smallest to its own largest value. The result depends on which pixels happen to come together; here one fixed rule holds for every pixel."""
    return (X - X.min()) / (X.max() - X.min())


@mistake("scale_pixels")
def by_256(X):
    """There are 256 pixel values, but the largest of them is 255: with your division, white does not quite become 1."""
    return X / 256


@mistake("scale_pixels")
def whole_division(X):
    """You divide whole by whole: every pixel below 255 becomes 0, and the picture is gone. Which division keeps the fraction?"""
    return X // 255


@mistake("scale_pixels")
def around_zero(X):
    """Your values run from −1 to 1. That is a good scale for other purposes; here 0 must stay 0."""
    return X / 127.5 - 1


@mistake("scale_pixels")
def whole_number_result(X):
    """Your array of results holds whole numbers, like the input that it was made after, so every fraction is cut off. Which type must it have?"""
    out = np.zeros_like(X)
    out[...] = X / 255
    return out


@mistake("standardize")
def whole_number_table(X):
    """Your array of results holds whole numbers where the input does, so every fraction is cut off. Which type must it have, whatever comes in?"""
    std = X.std(axis=0)
    out = np.zeros_like(X)
    out[...] = (X - X.mean(axis=0)) / np.where(std > 0, std, 1)
    return out


@mistake("standardize")
def constant_columns_left(X):
    """You leave a constant column as it was. The contract wants zeros there: it has a mean too, which has to be subtracted."""
    std = X.std(axis=0)
    return np.where(std > 0, (X - X.mean(axis=0)) / np.where(std > 0, std, 1), X)


@mistake("standardize")
def all_columns_together(X):
    """You use one mean and one standard deviation for the whole array. Columns in grams and in metres stay as unlike as they were: each column needs its own two numbers."""
    return (X - X.mean()) / X.std()


@mistake("standardize")
def along_the_rows(X):
    """You standardize each row, so grams and metres of one garment are averaged with each other. Which axis has to disappear, for one mean per column to be left?"""
    return (X - X.mean(axis=1, keepdims=True)) / np.where(X.std(axis=1, keepdims=True) > 0, X.std(axis=1, keepdims=True), 1)


@mistake("standardize")
def constant_columns_forgotten(X):
    """A constant column becomes NaN, because 0 is divided by 0 there; look at the warning below. What could such a column be divided by instead, if its numerator is 0 anyway?"""
    return (X - X.mean(axis=0)) / X.std(axis=0)


@mistake("standardize")
def by_the_variance(X):
    """You divide by the variance, which has the unit of the column squared: the result still depends on the unit. One step lies between variance and standard deviation."""
    variance = X.var(axis=0)
    return (X - X.mean(axis=0)) / np.where(variance > 0, variance, 1)


@mistake("standardize")
def sample_deviation(X):
    """Your standard deviation divides by N − 1. That estimates the spread of a whole population from a sample of it; the contract asks for the spread of these N rows, dividing by N."""
    std = X.std(axis=0, ddof=1)
    return (X - X.mean(axis=0)) / np.where(std > 0, std, 1)


@mistake("standardize")
def in_place(X):
    """The values are right, but they stand in the caller's own array: working with `-=` or `/=` on the argument changes it for everyone who holds it. Make a new array."""
    std = X.std(axis=0)
    X -= X.mean(axis=0)
    X /= np.where(std > 0, std, 1)
    return X


@mistake("standardize")
def only_centred(X):
    """The means are 0 now, but each column keeps its own spread, so grams still outvote metres. The second half of the formula is missing."""
    return X - X.mean(axis=0)


@mistake("one_hot")
def as_many_columns_as_seen(y, C):
    """You make as many columns as the labels at hand need. In a small batch the last classes may be missing, and then the width changes from batch to batch: the number of classes is handed to you."""
    return np.eye(int(y.max()) + 1)[y]


@mistake("one_hot")
def columns_filled(y, C):
    """Every row has got the 1s of all labels. With `[:, y]` the colon means every row; with `[[0] * C] * N` all N rows are one and the same list. Row n should have its 1 in its own column only."""
    rows = np.zeros((len(y), C))
    rows[:, y] = 1
    return rows


@mistake("one_hot")
def classes_in_rows(y, C):
    """Your classes stand in rows and your samples in columns. In this course samples are always rows."""
    return np.eye(C)[:, y]


@mistake("one_hot")
def counted_from_one(y, C):
    """Your 1 stands one column too far to the left: the labels count from 0, as columns do."""
    rows = np.zeros((len(y), C))
    rows[np.arange(len(y)), y - 1] = 1
    return rows


@mistake("one_hot")
def the_label_itself(y, C):
    """You put the label's own number into its place. A row must say which class, without making class 3 three times as large as class 1."""
    rows = np.zeros((len(y), C))
    rows[np.arange(len(y)), y] = y
    return rows


@mistake("one_hot")
def flat_positions(y, C):
    """All your 1s are in the first row: you count positions through the whole array as if it were one long row. Each 1 needs a row number and a column number."""
    rows = np.zeros((len(y), C))
    np.put(rows, y, 1)
    return rows


@mistake("squared_distances")
def wraps_around(A, B):
    """With small whole numbers such as `uint8` your differences or their squares wrap around: in bytes, 10 − 30 is 236 and 20 · 20 is 144. Floats are right already: what must happen before anything is subtracted or multiplied?"""
    return np.sum((A[:, None, :] - B[None, :, :]) ** 2, axis=2)


@mistake("squared_distances")
def cast_too_late(A, B):
    """You turn the differences into floats, but the subtraction was done before that, in bytes, and has wrapped around already. What has to be a float before the subtraction?"""
    return np.sum((A[:, None, :] - B[None, :, :]).astype(float) ** 2, axis=2)


@mistake("squared_distances")
def two_bytes(A, B):
    """Two bytes hold the differences, but not their squares: `int16` ends at 32767, and 255 · 255 is 65025. Take numbers with more room."""
    A, B = (Z.astype(np.int16) if Z.dtype.itemsize == 1 else Z for Z in (A, B))
    return np.sum((A[:, None, :] - B[None, :, :]) ** 2, axis=2)


@mistake("squared_distances")
def bytes_only_where_unsigned(A, B):
    """You convert `uint8` and nothing else. Other whole numbers of one byte wrap around as well: a conversion that is done for every array needs no list of types."""
    A, B = (Z.astype(float) if Z.dtype == np.uint8 else Z for Z in (A, B))
    return np.sum((A[:, None, :] - B[None, :, :]) ** 2, axis=2)


@mistake("squared_distances")
def floats_cut_off(A, B):
    """You turn floats into whole numbers, so 4.5 becomes 4. Bytes need more room, but not at the price of the fractions."""
    return np.sum((A[:, None, :].astype(int) - B.astype(int)) ** 2, axis=2)


@mistake("squared_distances")
def result_of_bytes(A, B):
    """The distances are right when they are computed, but then they are stored in an array of the inputs' small whole numbers, where they do not fit. Which type must the array of results have?"""
    dist = np.sum((A[:, None, :].astype(float) - B.astype(float)) ** 2, axis=2)
    # For uint8 only, by way of int64: what a float outside a type's range becomes depends on the processor.
    return dist.astype(np.int64).astype(np.uint8) if A.dtype == np.uint8 else dist


@mistake("squared_distances")
def features_crossed(A, B):
    """Every feature of one row is compared with every feature of the other, the first pixel with the last. Only like features are to be subtracted: the axis of the features is shared, and stands once in the differences."""
    return np.sum(np.subtract.outer(A.astype(float), B.astype(float)) ** 2, axis=(1, 3))


@mistake("squared_distances")
def added_then_squared(A, B):
    """You add the differences first and square their sum, so that differences of opposite signs cancel. Each is to be squared before they are added."""
    return np.sum(A[:, None, :].astype(float) - B.astype(float), axis=2) ** 2


@mistake("squared_distances")
def sizes_then_squared(A, B):
    """You add the sizes of the differences and square their sum. Each difference is to be squared before they are added: 3 and 4 make 9 + 16, not 7 · 7."""
    return np.sum(np.abs(A[:, None, :].astype(float) - B.astype(float)), axis=2) ** 2


@mistake("squared_distances")
def rooted(A, B):
    """These are distances; the squared ones were asked for. Leaving the root out saves work, and the nearest stays the nearest."""
    return np.sqrt(np.sum((A[:, None, :].astype(float) - B.astype(float)) ** 2, axis=2))


@mistake("squared_distances")
def absolute(A, B):
    """You add up absolute differences, as a taxi drives through a grid of streets. Here each difference is squared before it is added."""
    return np.sum(np.abs(A[:, None, :].astype(float) - B.astype(float)), axis=2)


@mistake("squared_distances")
def averaged(A, B):
    """You take the mean over the features. A distance is their sum."""
    return np.mean((A[:, None, :].astype(float) - B.astype(float)) ** 2, axis=2)


@mistake("squared_distances")
def rows_of_b_first(A, B):
    """Your entry [i, j] belongs to row i of B and row j of A: the two have changed places."""
    return np.sum((B[:, None, :].astype(float) - A.astype(float)) ** 2, axis=2)


@mistake("squared_distances")
def row_with_row(A, B):
    """You subtract B from A as they are. That pairs row 0 with row 0 and row 1 with row 1, and fails where the numbers of rows differ; asked for is every row with every row. Which shapes make broadcasting form all pairs?"""
    return np.sum((A.astype(float) - B.astype(float)) ** 2, axis=1)


@mistake("squared_distances")
def samples_added_up(A, B):
    """You add up over the wrong axis: the features should disappear, and every pair of samples should be left."""
    return np.sum((A[:, None, :].astype(float) - B.astype(float)) ** 2, axis=1)


@mistake("nearest_labels")
def the_farthest(dist, y):
    """You take the largest distance: that is the least similar sample."""
    return y[np.argmax(dist, axis=1)]


@mistake("nearest_labels")
def positions(dist, y):
    """These are positions among the M known samples, not labels. Which label stands at each of those positions?"""
    return np.argmin(dist, axis=1)


@mistake("nearest_labels")
def smallest_distances(dist, y):
    """You return how far the nearest is. Needed is where it stands, and then its label."""
    return np.min(dist, axis=1)


@mistake("nearest_labels")
def nearest_to_the_known(dist, y):
    """You look down the columns, so each known sample seeks its nearest among the unknown. Rows are the samples that ask: which axis has to disappear?"""
    return y[np.argmin(dist, axis=0) % len(y)]


@mistake("nearest_labels")
def last_of_equals(dist, y):
    """Where two distances are equal you take the last one; the contract says the first."""
    return y[dist.shape[1] - 1 - np.argmin(dist[:, ::-1], axis=1)]


@mistake("nearest_labels")
def smallest_label_of_equals(dist, y):
    """Where two distances are equal you take the smaller label; the contract says that the first one counts, whatever its label is."""
    return np.array([min(zip(row, y))[1] for row in dist])


@mistake("nearest_labels")
def one_for_each_tie(dist, y):
    """Where several are equally near you return a label for each of them, and the result is longer than N. One label for each row: the first one's."""
    return y[np.where(dist == dist.min(axis=1, keepdims=True))[1]]


@mistake("nearest_labels")
def one_further(dist, y):
    """You take the label one place further, and beyond the last one there is none. The positions count from 0, and so does an index."""
    return y[np.argmin(dist, axis=1) + 1]


@mistake("nearest_labels")
def chosen_from_few(dist, y):
    """`np.choose` is made for a few alternatives, 64 at most; here there may be thousands of known samples. An array of positions can index an array directly."""
    return np.choose(np.argmin(dist, axis=1), y)


@mistake("random_batch")
def size_ignored(X, y, size, rng):
    """You return all rows in a new order. Asked for are `size` of them, and their labels."""
    index = rng.permutation(len(X))
    return X[index], y[index]


@mistake("random_batch")
def all_labels(X, y, size, rng):
    """Your pictures are `size` in number, but all N labels come with them. The same choice of rows must be made from both."""
    index = rng.permutation(len(X))
    return X[index][:size], y[index]


@mistake("random_batch")
def one_too_many(X, y, size, rng):
    """Your batch has one row too many: a slice that ends at n holds the positions 0 to n − 1, which are n already."""
    index = rng.permutation(len(X))[:size + 1]
    return X[index], y[index]


@mistake("random_batch")
def block_of_neighbours(X, y, size, rng):
    """You draw one place to begin at, and take the rows that follow. Rows that stand together then always come together, and where the data are sorted a batch holds one class only: draw every row anew."""
    start = rng.integers(len(X) - size + 1)
    return X[start:start + size], y[start:start + size]


@mistake("random_batch")
def ring_of_neighbours(X, y, size, rng):
    """You draw one place to begin at and take the rows that follow, going on at the front after the last. Only N different batches are possible in this way: draw every row anew."""
    index = (rng.integers(len(X)) + np.arange(size)) % len(X)
    return X[index], y[index]


@mistake("random_batch")
def some_lost(X, y, size, rng):
    """Your batch is sometimes too small: rows that were drawn twice have been dropped, and nothing came in their place. Draw in a way that cannot repeat a row."""
    index = np.unique(rng.integers(0, len(X), size))
    return X[index], y[index]


@mistake("random_batch")
def coin_for_each_row(X, y, size, rng):
    """You decide about every row by itself, so a batch has `size` rows only on average. Exactly `size` are asked for."""
    chosen = rng.random(len(X)) < size / len(X)
    return X[chosen], y[chosen]


@mistake("random_batch")
def labels_in_a_column(X, y, size, rng):
    """Your rows are right, but the labels stand in a column of shape (size, 1). Labels have the shape (size,) in this course."""
    index = rng.permutation(len(X))[:size]
    return X[index], y[index][:, None]


@mistake("random_batch")
def drawn_twice(X, y, size, rng):
    """You draw once for the pictures and a second time for their labels: the labels now belong to other rows. One draw must serve both."""
    return X[rng.permutation(len(X))[:size]], y[rng.permutation(len(X))[:size]]


@mistake("random_batch")
def put_back(X, y, size, rng):
    """Some rows come up more than once in a batch, and others never: you draw with putting back. Different rows were asked for."""
    index = rng.integers(0, len(X), size)
    return X[index], y[index]


@mistake("random_batch")
def own_generator(X, y, size, rng):
    """Two generators of the same seed give different batches: your randomness does not come from `rng`, so no experiment with it can be repeated. Draw from the generator that you are handed."""
    index = np.random.default_rng().permutation(len(X))[:size]
    return X[index], y[index]


@mistake("random_batch")
def always_the_same(X, y, size, rng):
    """Every call gives the same batch. Either nothing is drawn at all, or from a generator that starts anew in each call: draw from the `rng` that you are handed, which moves on by itself."""
    return X[:size], y[:size]


@mistake("relative_error")
def only_the_second_size(a, b):
    """You divide by the size of one of the two numbers. Then the result depends on which comes first, and it breaks where that one is 0: both sizes belong into the sum."""
    return np.max(np.abs(a - b) / np.maximum(np.abs(b), 1e-8))


@mistake("relative_error")
def larger_size(a, b):
    """You divide by the larger of the two sizes. That is another usual definition; asked for is their sum."""
    return np.max(np.abs(a - b) / np.maximum(np.maximum(np.abs(a), np.abs(b)), 1e-8))


@mistake("relative_error")
def sum_without_sizes(a, b):
    """You add the numbers, not their sizes: for −1 and 4 the sum is 3, though they are 1 and 4 large, and for opposite numbers it is 0."""
    return np.max(np.abs(a - b) / np.maximum(np.abs(a + b), 1e-8))


@mistake("relative_error")
def averaged_error(a, b):
    """You average over the entries. One wrong entry among a thousand right ones then hides; the largest error shows it."""
    return np.mean(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-8))


@mistake("relative_error")
def zeros_forgotten(a, b):
    """Where both numbers are 0 you divide 0 by 0, which is not a number, and NaN spreads into the maximum. The contract says what a tiny sum counts as."""
    return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b)))


@mistake("relative_error")
def floor_added(a, b):
    """You add the small number to every denominator. The contract uses it only in place of sums that are smaller; tiny numbers tell the difference."""
    return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b) + 1e-8))


@mistake("relative_error")
def of_the_largest_difference(a, b):
    """You find the entry with the largest difference and return its relative error. Another entry, with a small difference of much smaller numbers, may have a larger one: first divide everywhere, then look for the largest."""
    gap = np.ravel(np.abs(a - b))
    size = np.ravel(np.maximum(np.abs(a) + np.abs(b), 1e-8))
    return (gap / size)[np.argmax(gap)]


@mistake("relative_error")
def maximum_by_maximum(a, b):
    """You divide the largest difference by the largest sum, which may stand at another entry. Divide entry by entry; the largest comes last."""
    return np.max(np.abs(a - b)) / np.maximum(np.max(np.abs(a) + np.abs(b)), 1e-8)


@mistake("relative_error")
def of_the_whole(a, b):
    """You compare the lengths of whole vectors: one number for the difference, divided by one for the size. Small entries then count for nothing; asked for is the worst single entry."""
    return np.linalg.norm(a - b) / np.maximum(np.linalg.norm(a) + np.linalg.norm(b), 1e-8)


@mistake("relative_error")
def brackets_missing(a, b):
    """Division comes before addition: without brackets only the first size divides, and the second is added to the result."""
    return np.max(np.abs(a - b) / np.abs(a) + np.abs(b))


@mistake("relative_error")
def brackets_missing_with_floor(a, b):
    """Division comes before addition: without brackets only a part of the denominator divides, and the rest is added to the result."""
    return np.max(np.abs(a - b) / np.maximum(np.abs(a), 1e-8) + np.abs(b))


@mistake("relative_error")
def one_array_only(a, b):
    """`np.max` finds the largest entry of one array, and takes a second argument for the number of an axis; hence the TypeError. There is another function that compares two arrays, or an array and a number, entry by entry."""
    return np.max(np.abs(a - b) / np.max(np.abs(a) + np.abs(b), 1e-8))


@mistake("relative_error")
def tiny_sums_skipped(a, b):
    """You leave out the entries whose sum is tiny, or count them as 0. The contract counts their sum as 10⁻⁸; the difference may still be worth showing."""
    size = np.abs(a) + np.abs(b)
    return np.max(np.where(size < 1e-8, 0.0, np.abs(a - b) / np.where(size < 1e-8, 1.0, size)))


@mistake("relative_error")
def no_maximum(a, b):
    """You return an error for every entry. Asked for is one number: the largest of them."""
    return np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-8)


@mistake("numerical_gradient")
def forward_difference(f, x, h=1e-5):
    """This is the forward difference: you look to one side only. Its error falls like h, that of the central difference like h²."""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x.copy()
        up[i] += h
        gradient[i] = (f(up) - f(x)) / h
    return gradient


@mistake("numerical_gradient")
def divided_by_h(f, x, h=1e-5):
    """Your gradient is twice as large as it should be: how far apart are the two points at which you evaluate f?"""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / h
    return gradient


@mistake("numerical_gradient")
def all_at_once(f, x, h=1e-5):
    """You move all entries together, so f tells you about their common effect, and every entry gets the same number. Move one entry, and leave the others where they are."""
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


@mistake("numerical_gradient")
def not_put_back(f, x, h=1e-5):
    """You change the caller's array and leave its entries moved: the entries that come later are then measured at another place. Work on a copy, and put every entry back before the next one."""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        gradient[i] = (above - f(x)) / (2 * h)
    return gradient


@mistake("numerical_gradient")
def nothing_moves(f, x, h=1e-5):
    """Your gradient is 0 everywhere: `f` got the same numbers both times. Either two names stand for one array (`up = down = …`), so that the second change undoes the first; or you change a copy that `f` never sees."""
    return np.zeros(x.shape)


@mistake("numerical_gradient")
def copied_once(f, x, h=1e-5):
    """You copy x once, before the loop. Entries that were moved stay moved, and the later ones are measured together with them: every position needs fresh copies, or its old value back."""
    gradient = np.zeros(x.shape)
    up, down = x.copy(), x.copy()
    for i in np.ndindex(x.shape):
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@mistake("numerical_gradient")
def multiplied_by_h(f, x, h=1e-5):
    """You divide by 2 and then multiply by h: `/ 2 * h` is read from the left. The denominator needs brackets."""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / 2 * h
    return gradient


@mistake("numerical_gradient")
def half_a_step(f, x, h=1e-5):
    """You go half a step to each side. That is a central difference too, but of step h/2; the contract changes the entry by h upwards and by h downwards."""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h / 2
        down[i] -= h / 2
        gradient[i] = (f(up) - f(down)) / h
    return gradient


@mistake("numerical_gradient")
def half_the_slope(f, x, h=1e-5):
    """Your gradient is about half as large as it should be. Your two points are only h apart, because going down by h from the upper point leads back to x; yet you divide by 2h."""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x.copy()
        up[i] += h
        gradient[i] = (f(up) - f(x)) / (2 * h)
    return gradient


@mistake("numerical_gradient")
def one_number(f, x, h=1e-5):
    """You move all entries together and get one number. A gradient has a number for every entry of x: move one entry at a time."""
    return (f(x + h) - f(x - h)) / (2 * h)


@mistake("numerical_gradient")
def put_back_by_adding(f, x, h=1e-5):
    """Your gradient is right, but `x` is not quite what it was: with floats, adding h, taking 2h away and adding h again does not always lead back to the same number. Remember the old value, or work on a copy."""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        gradient[i] = (above - f(x)) / (2 * h)
        x[i] += h
    return gradient


@mistake("numerical_gradient")
def step_ignored(f, x, h=1e-5):
    """Your step is a fixed number in the code; the parameter `h` that the caller hands over changes nothing."""
    h = 1e-5
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@mistake("numerical_gradient")
def whole_rows(f, x, h=1e-5):
    """Vectors are right. In a matrix one index picks a whole row, and you move all of it at once: loop over positions that name one entry in every axis."""
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@mistake("numerical_gradient")
def flattened(f, x, h=1e-5):
    """Your gradient is a long vector. It must have the shape of x, so that it can be subtracted from it; and f expects that shape, too."""
    gradient = np.zeros(x.size)
    for n, i in enumerate(np.ndindex(x.shape)):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[n] = (f(up) - f(down)) / (2 * h)
    return gradient


@mistake("class_means")
def sums(X, y, C):
    """These are the sums of each class: large classes come out brighter. Divide each by its own number of samples."""
    return np.stack([X[y == k].sum(axis=0) for k in range(C)])


@mistake("class_means")
def by_all_samples(X, y, C):
    """You divide every class by the number of all samples. Each class has its own number."""
    return np.stack([X[y == k].sum(axis=0) / len(X) for k in range(C)])


@mistake("class_means")
def by_all_classes(X, y, C):
    """You divide by the number of classes. What has to be counted is the samples of each class."""
    return np.stack([X[y == k].sum(axis=0) / C for k in range(C)])


@mistake("class_means")
def over_the_features(X, y, C):
    """You average over the features too: one number is left of each class. Which axis holds the samples?"""
    return np.array([X[y == k].mean() for k in range(C)])


@mistake("class_means")
def counts_across(X, y, C):
    """Your sums are right, but the numbers of samples are divided into the columns in place of the rows: (C, D) divided by (C,) is (C, D) by (1, C). Which shape must the counts have, to belong to rows?"""
    return np.stack([X[y == k].sum(axis=0) for k in range(C)]) / np.bincount(y, minlength=C)


@mistake("class_means")
def only_the_last(X, y, C):
    """Of each class only the last sample is left in your sums: where an index holds a number several times, `+=` adds once. A loop over the samples, or over the classes, adds them all."""
    total = np.zeros((C, X.shape[1]))
    total[y] += X
    return total / np.bincount(y, minlength=C)[:, None]


@mistake("class_means")
def halved_again(X, y, C):
    """You take the middle between the mean so far and the next sample. That is right for two samples; with three, the last one counts as much as the two others together."""
    means = {}
    for x, label in zip(X, y):
        means[int(label)] = (means[int(label)] + x) / 2 if int(label) in means else x
    return np.array([means[k] for k in range(C)])
