"""Answers to 2.5, affine_forward: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import whole

# -- inputs ----------------------------------------------------------------------------------------


def _layer(rng):
    N, D, C = (int(n) for n in rng.integers(1, 7, 3))
    return whole(rng, N, D), whole(rng, D, C), whole(rng, C)


@inputs(through="first")
def affine_forward_inputs(rng):
    while True:
        yield _layer(rng)


@inputs(of="affine_backward", sweep=False)
def affine_backward_with_its_cache(rng, functions):
    for dout, *layer in affine_backward_inputs(rng):
        yield dout, functions["affine_forward"](*layer)[1]


@inputs(of="affine_backward", through="backward")
def affine_backward_inputs(rng):
    while True:
        x, W, b = _layer(rng)
        yield whole(rng, len(x), len(b)), x, W, b


# -- right, written in other ways ------------------------------------------------------------------


@right
def forward_by_einsum(x, W, b):
    return np.einsum("nd,dc->nc", x, W) + b, (x, W)


@right
def forward_by_rows(x, W, b):
    out = np.array([[sum(row * W[:, c]) + b[c] for c in range(len(b))] for row in x])
    return out, (x, W)


@right(of="affine_backward")
def backward_by_einsum(dout, cache):
    """With the reference's cache, np.einsum writes each product by the names of its axes: a letter that is missing
    behind the arrow is summed over, so nothing has to be transposed. You can read off that dW sums over the examples
    n and dx over the outputs c, but np.einsum is often slower than the matrix products of the reference."""
    x, W = cache
    dx = np.einsum("nc,dc->nd", dout, W)
    dW = np.einsum("nd,nc->dc", x, dout)
    db = np.einsum("nc->c", dout)
    return dx, dW, db


@right(of="affine_backward")
def backward_by_examples(dout, cache):
    x, W = cache
    dx, dW, db = np.zeros(x.shape), np.zeros(W.shape), np.zeros(W.shape[1])
    for n in range(len(x)):
        dx[n] = W @ dout[n]
        dW += np.outer(x[n], dout[n])
        db += dout[n]
    return dx, dW, db


@right(of="affine_backward")
def backward_transposed(dout, cache):
    x, W = cache
    return (W @ dout.T).T, (dout.T @ x).T, np.ones(len(dout)) @ dout


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def forward_without_bias(x, W, b):
    """The bias is missing: each entry of `out` is off by the b of its unit."""
    return x @ W, (x, W)


@wrong
def forward_bias_subtracted(x, W, b):
    """You subtract the bias, and it is to be added."""
    return x @ W - b, (x, W)


@wrong
def forward_sum_of_the_bias(x, W, b):
    """You add the same number to every unit, the sum of b. b has one entry for each of them: NumPy adds b to every row
    by itself."""
    return x @ W + np.sum(b), (x, W)


@wrong(of="affine_backward")
def db_mean(dout, cache):
    """Your db is the mean over the rows. b is used in every row, and the gradients of all uses are added. (If the loss is a
    mean, dout has its 1/N already.)"""
    x, W = cache
    return dout @ W.T, x.T @ dout, np.mean(dout, axis=0)


@wrong(of="affine_backward")
def all_divided_by_the_rows(dout, cache):
    """Your dW and db are divided by the number of rows. If the loss is a mean, dout has its 1/N already; here nothing
    is averaged."""
    x, W = cache
    return dout @ W.T, x.T @ dout / len(x), np.mean(dout, axis=0)


@wrong(of="affine_backward")
def db_of_the_first_row(dout, cache):
    """Your db is the gradient of the first row alone. b is used in every row: add."""
    x, W = cache
    return dout @ W.T, x.T @ dout, dout[0]


@wrong(of="affine_backward")
def db_along_the_units(dout, cache):
    """You add dout along the wrong axis: your db has one entry for each example. b has one for each unit."""
    x, W = cache
    return dout @ W.T, x.T @ dout, np.sum(dout, axis=1)


@wrong(of="affine_backward")
def db_one_number(dout, cache):
    """Your db holds the sum of all of dout. b has an entry for each unit, and each receives the sum of its own column."""
    x, W = cache
    return dout @ W.T, x.T @ dout, np.full(dout.shape[1], np.sum(dout))


@wrong(of="affine_backward")
def db_ones(dout, cache):
    """Your db is the number of rows, whatever dout is. 1 is the local gradient of a sum, and the chain rule multiplies
    it by what arrives."""
    x, W = cache
    return dout @ W.T, x.T @ dout, np.full(dout.shape[1], float(len(dout)))


@wrong(of="affine_backward")
def dx_without_dout(dout, cache):
    """Your dx does not depend on dout. The local gradient alone is not enough: the chain rule multiplies it by what arrives."""
    x, W = cache
    return np.ones_like(dout * 1.0) @ W.T, x.T @ dout, np.sum(dout, axis=0)


@wrong(of="affine_backward")
def dW_without_dout(dout, cache):
    """Your dW does not depend on dout. The local gradient alone is not enough: the chain rule multiplies it by what arrives."""
    x, W = cache
    return dout @ W.T, x.T @ np.ones_like(dout * 1.0), np.sum(dout, axis=0)


@wrong(of="affine_backward")
def dW_of_one_example(dout, cache):
    """Your dW hears the first example only. W is used by every row of x: the gradients of all rows are added."""
    x, W = cache
    return dout @ W.T, np.outer(x[0], dout[0]), np.sum(dout, axis=0)


@wrong(of="affine_backward")
def dW_of_the_last_example(dout, cache):
    """Your dW is that of the last example, as if each one overwrote the one before. W is used by every row of x, so add."""
    x, W = cache
    return dout @ W.T, np.outer(x[-1], dout[-1]) * 1.0, np.sum(dout, axis=0)


@wrong(of="affine_backward")
def db_of_the_last_row(dout, cache):
    """Your db is the gradient of the last row, as if each one overwrote the one before. b is used in every row: add."""
    x, W = cache
    return dout @ W.T, x.T @ dout, dout[-1]


@wrong(of="affine_backward")
def last_example_missing(dout, cache):
    """The last example is missing from your db. Does your sum, or your loop, run over all rows?"""
    x, W = cache
    return dout @ W.T, x.T @ dout, np.sum(dout[:-1], axis=0)


@wrong(of="affine_backward")
def dW_turned(dout, cache):
    """Your dW lies on its side: it must have the shape of W, inputs in rows and units in columns."""
    x, W = cache
    return dout @ W.T, dout.T @ x, np.sum(dout, axis=0)


@wrong(of="affine_backward")
def dx_and_dW_exchanged(dout, cache):
    """You return dW first and dx second. The order is dx, dW, db."""
    x, W = cache
    return x.T @ dout, dout @ W.T, np.sum(dout, axis=0)


@wrong(of="affine_backward")
def W_reshaped(dout, cache):
    """You give W the other shape by `reshape`, which keeps the order of the numbers. Turning an array on its side is
    something else."""
    x, W = cache
    return dout @ W.reshape(W.shape[::-1]), x.T @ dout, np.sum(dout, axis=0)


@wrong(of="affine_backward")
def x_reshaped(dout, cache):
    """You give x the other shape by `reshape`, which keeps the order of the numbers. Turning an array on its side is
    something else."""
    x, W = cache
    return dout @ W.T, x.reshape(x.shape[::-1]) @ dout, np.sum(dout, axis=0)


@wrong(of="affine_backward")
def W_not_turned(dout, cache):
    """In a product, a side of length C meets one of length D, as in `dout @ W` for dx: only equal lengths hide that.
    What must be turned on its side, so that the gradient gets its shape?"""
    x, W = cache
    return dout @ W, x.T @ dout, np.sum(dout, axis=0)


@wrong
def out_alone(x, W, b):
    """You return `out` alone. The contract asks for a pair, `(out, cache)`, even if you need no cache."""
    return x @ W + b


@wrong(of="affine_backward")
def all_of_the_last_example(dout, cache):
    """Your dW and db are those of the last example, as if each one overwrote the one before. W and b are used by every
    row of x, so add."""
    x, W = cache
    return dout @ W.T, np.outer(x[-1], dout[-1]) * 1.0, dout[-1]


@wrong(of="affine_backward")
def dW_averaged(dout, cache):
    """Your dW is divided by the number of rows. If the loss is a mean, dout has its 1/N already; here nothing is averaged."""
    x, W = cache
    return dout @ W.T, x.T @ dout / len(x), np.sum(dout, axis=0)


@wrong(of="affine_backward")
def db_not_summed(dout, cache):
    """Your db is dout itself. b is used in every row: add the rows, so that db has the shape of b."""
    x, W = cache
    return dout @ W.T, x.T @ dout, dout


@wrong(of="affine_backward")
def dx_times_x(dout, cache):
    """You multiply dx by x. The derivative of x · w with respect to x is w alone."""
    x, W = cache
    return (dout @ W.T) * x, x.T @ dout, np.sum(dout, axis=0)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def out_of_the_dtype_of_x(x, W, b):
    out = np.zeros((len(x), len(b)), dtype=x.dtype)
    for n in range(len(x)):
        out[n] = x[n] @ W + b
    return out, (x, W)


@wrong
def bias_added_in_place(x, W, b):
    out = x @ W
    out += b
    return out, (x, W)


@wrong(of="affine_backward")
def buffers_like_the_inputs(dout, cache):
    x, W = cache
    dx, dW, db = np.zeros_like(x), np.zeros_like(W), np.zeros(W.shape[1])
    for n in range(len(x)):
        for k in range(W.shape[1]):
            db[k] += dout[n, k]
            for d in range(x.shape[1]):
                dx[n, d] = dx[n, d] + dout[n, k] * W[d, k]
                dW[d, k] = dW[d, k] + dout[n, k] * x[n, d]
    return dx, dW, db


@wrong(of="affine_backward")
def newest_x_for_every_cache(dout, cache, _seen={}):  # noqa: B006  (what is kept between calls is the mistake)
    x, W, b = cache
    x = _seen.setdefault(len(x), x)
    return dout @ W.T, x.T @ dout, dout.sum(axis=0)
