"""Wrong answers that people really give in 10_convolution; the docstrings are told to the learner."""

import numpy as np

from chainrule_staff.authoring.alternatives import mistake


def _padded(x, pad, after=None, **how):
    after = pad if after is None else after
    return np.pad(x, ((0, 0), (0, 0), (pad, after), (pad, after)), **how)


def _correlate(xp, W, stride=1):
    """Sums over channels and windows of an array that is padded already: (N, F, H_out, W_out)."""
    kh, kw = W.shape[2:]
    windows = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("nchwuv,fcuv->nfhw", windows, W)


def _conv(x, W, b, stride=1, pad=0):
    return _correlate(_padded(x, pad), W, stride) + np.asarray(b)[:, None, None]


def _backward(dout, xp, W, stride):
    """dxp and dW for an array that is padded already."""
    dxp, dW = np.zeros(xp.shape), np.zeros(W.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        window = np.s_[:, :, i * stride : i * stride + W.shape[2], j * stride : j * stride + W.shape[3]]
        dxp[window] += np.tensordot(dout[:, :, i, j], W, axes=1)
        dW += np.tensordot(dout[:, :, i, j].T, xp[window], axes=1)
    return dxp, dW


def _crop(dxp, x, pad):
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]


# -- 10.1 cross_correlate1d, convolve1d --------------------------------------------------------


@mistake("cross_correlate1d")
def flipped(x, w):
    """You flip the kernel: this is the convolution. The cross-correlation multiplies the first number under the window by
    the first of the kernel."""
    return np.convolve(x, w, "valid")


@mistake("cross_correlate1d")
def one_window_too_few(x, w):
    """The last window is missing. It begins at n − m: does your range reach that number?"""
    m = len(w)
    return np.array([np.sum(x[i : i + m] * w) for i in range(len(x) - m)])


@mistake("cross_correlate1d")
def one_for_each_number(x, w):
    """You return n numbers, and let the last windows stick out over the end. Only those that lie wholly inside are asked
    for. How many are there?"""
    m = len(w)
    padded = np.append(x, np.zeros(m - 1))
    return np.array([np.sum(padded[i : i + m] * w) for i in range(len(x))])


@mistake("cross_correlate1d")
def round_the_corner(x, w):
    """Behind the end you go on at the beginning, as if the signal were a ring. Only windows that lie wholly inside are
    asked for."""
    return np.array([np.sum(np.roll(x, -i)[: len(w)] * w) for i in range(len(x))])


@mistake("cross_correlate1d")
def side_by_side(x, w):
    """Your windows stand side by side: each begins where the one before ended. The window moves by one number at a time."""
    m = len(w)
    return np.array([np.sum(x[i : i + m] * w) for i in range(0, len(x) - m + 1, m)])


@mistake("cross_correlate1d")
def averages(x, w):
    """You average the products where they should be added up."""
    m = len(w)
    return np.array([np.mean(x[i : i + m] * w) for i in range(len(x) - m + 1)])


@mistake("cross_correlate1d")
def whole_numbers(x, w):
    """The array that you fill has the dtype of x. If x holds integers, the fractions of your sums are cut off. What must you
    say when you make that array?"""
    m = len(w)
    y = np.zeros(len(x) - m + 1, dtype=x.dtype)
    for i in range(len(y)):
        y[i] = np.sum(x[i : i + m] * w)
    return y


@mistake("cross_correlate1d")
def last_window_left_at_zero(x, w):
    """The last number is still 0: your array is long enough, but the loop ends one window too early. The last one begins at
    n − m: does your range reach that number?"""
    return np.append(np.array([np.sum(x[i : i + len(w)] * w) for i in range(len(x) - len(w))]), 0.0)


@mistake("cross_correlate1d")
def dtype_of_the_kernel(x, w):
    """An array that you make has the dtype of w. If w holds integers, the fractions of your sums are cut off. What must you
    say when you make it?"""
    return np.array([np.sum(x[i : i + len(w)] * w) for i in range(len(x) - len(w) + 1)]).astype(w.dtype)


@mistake("cross_correlate1d", of="convolve1d")
def not_flipped(x, w, mode="full"):
    """Your padding is right, but you slide the kernel as it is. A convolution flips it: in x[i − k] w[k], the larger k, the
    earlier the number of x."""
    return np.convolve(x, w[::-1], "full")[_cut(len(x), len(w), mode)]


@mistake("cross_correlate1d", of="convolve1d")
def signal_flipped(x, w, mode="full"):
    """You flip the signal instead of the kernel, so everything comes out back to front."""
    return np.convolve(x, w, "full")[::-1][_cut(len(x), len(w), mode)]


@mistake("cross_correlate1d", of="convolve1d")
def mode_ignored(x, w, mode="full"):
    """Your result is the full one whatever `mode` says. The others are pieces of it."""
    return np.convolve(x, w, "full")


@mistake("cross_correlate1d", of="convolve1d")
def always_valid(x, w, mode="full"):
    """Your result is the valid one whatever `mode` says: where are the zeros around the signal?"""
    return np.convolve(x, w, "full")[_cut(len(x), len(w), "valid")]


@mistake("cross_correlate1d", of="convolve1d")
def same_starts_late(x, w, mode="full"):
    """For an even kernel the middle cannot be met exactly, and your "same" cuts off one number too many in front. The
    contract says how many go at either end."""
    full = np.convolve(x, w, "full")
    return full[len(w) // 2 :][: len(x)] if mode == "same" else full[_cut(len(x), len(w), mode)]


@mistake("cross_correlate1d", of="convolve1d")
def as_long_as_the_longer(x, w, mode="full"):
    """If the kernel is longer than x, your same returns as many numbers as the kernel has, as NumPy does. Here it always
    returns as many as x has."""
    if mode == "same":
        return np.convolve(x, w, "same")
    return np.convolve(x, w, "full")[_cut(len(x), len(w), mode)]


@mistake("cross_correlate1d", of="convolve1d")
def same_is_the_beginning(x, w, mode="full"):
    """Your same is the beginning of the full result. It should be its middle: some numbers are cut off on both sides."""
    full = np.convolve(x, w, "full")
    return full[: len(x)] if mode == "same" else full[_cut(len(x), len(w), mode)]


@mistake("cross_correlate1d", of="convolve1d")
def valid_cut_by_halves(x, w, mode="full"):
    """Your valid is what same should be: it still contains windows that stick out over the ends."""
    return np.convolve(x, w, "full")[_cut(len(x), len(w), "same" if mode == "valid" else mode)]


@mistake("cross_correlate1d", of="convolve1d")
def m_zeros(x, w, mode="full"):
    """Your full result begins and ends with a number too many: with m zeros on each side, the first window does not touch
    the signal at all."""
    full = np.convolve(x, w, "full")
    return np.pad(full, 1) if mode == "full" else full[_cut(len(x), len(w), mode)]


@mistake("cross_correlate1d", of="convolve1d")
def same_cut_alike(x, w, mode="full"):
    """Your same cuts off equally many on both sides, so for an even kernel it has one number too many. Full has m − 1 more
    than x: (m − 1) // 2 go in front, the others at the end."""
    full, p = np.convolve(x, w, "full"), (len(w) - 1) // 2
    return full[p : len(full) - p] if mode == "same" else full[_cut(len(x), len(w), mode)]


@mistake("cross_correlate1d", of="convolve1d")
def same_one_too_few(x, w, mode="full"):
    """Your "same" has one number too few for an even kernel, as if you had put (m − 1) // 2 zeros on both sides. The kernel
    costs m − 1 numbers altogether."""
    n, m, full = len(x), len(w), np.convolve(x, w, "full")
    return full[m // 2 :][: n + 2 * ((m - 1) // 2) - m + 1] if mode == "same" else full[_cut(n, m, mode)]


@mistake("cross_correlate1d", of="convolve1d")
def same_start_rounded(x, w, mode="full"):
    """Your "same" begins at (m − 1) / 2, rounded to the nearest, which for m = 4 is one too late. The contract rounds
    down."""
    full = np.convolve(x, w, "full")
    return full[round((len(w) - 1) / 2) :][: len(x)] if mode == "same" else full[_cut(len(x), len(w), mode)]


@mistake("cross_correlate1d", of="convolve1d")
def valid_is_twice_same(x, w, mode="full"):
    """Your "valid" cuts off on each side twice what "same" cuts off in front. That is m − 1 for odd kernels only."""
    full, cut = np.convolve(x, w, "full"), 2 * ((len(w) - 1) // 2)
    return full[cut : len(full) - cut] if mode == "valid" else full[_cut(len(x), len(w), mode)]


@mistake("cross_correlate1d", of="convolve1d")
def padded_like_the_kernel(x, w, mode="full"):
    """Your padded signal has the dtype of w. If w holds integers, the fractions of x are cut off."""
    return np.convolve(x.astype(w.dtype), w, "full")[_cut(len(x), len(w), mode)]


@mistake("cross_correlate1d", of="convolve1d")
def ends_at_minus_nothing(x, w, mode="full"):
    """With a kernel of one entry nothing is cut off, and a slice that ends at −0 ends at 0: it is empty. Say where it ends
    by counting from the front."""
    full, m = np.convolve(x, w, "full"), len(w)
    return full[(m - 1) // 2 : -(m // 2)] if mode == "same" else full[_cut(len(x), m, mode)]


@mistake("cross_correlate1d", of="convolve1d")
def whole_numbers_convolved(x, w, mode="full"):
    """An array that you make has the dtype of x. If x holds integers, the fractions of your sums are cut off."""
    return np.convolve(x, w, "full")[_cut(len(x), len(w), mode)].astype(x.dtype)


@mistake("cross_correlate1d", of="convolve1d")
def valid_by_default(x, w, mode="valid"):
    """Without a `mode` the result should be the full one."""
    return np.convolve(x, w, "full")[_cut(len(x), len(w), mode)]


def _cut(n, m, mode):
    start = {"full": 0, "same": (m - 1) // 2, "valid": m - 1}[mode]
    return slice(start, start + {"full": n + m - 1, "same": n, "valid": max(n - m + 1, 0)}[mode])


# -- 10.2 conv_output_size, same_padding -------------------------------------------------------


def _fits(n, m, p):
    if m > n + 2 * p:
        raise ValueError("the window does not fit")


@mistake("conv_output_size")
def rounds_up(n, m, p=0, s=1):
    """You round up. A window that would stick out at the end is not there: the floor drops the rest."""
    _fits(n, m, p)
    return -(-(n + 2 * p - m) // s) + 1


@mistake("conv_output_size")
def rounds_to_nearest(n, m, p=0, s=1):
    """You round to the nearest integer. The floor always goes down, also from 3.67."""
    _fits(n, m, p)
    return int(np.floor((n + 2 * p - m) / s + 0.5)) + 1


@mistake("conv_output_size")
def python_rounds(n, m, p=0, s=1):
    """`round` goes to the nearest integer, and from a half to the even one. The floor always goes down, also from 3.67."""
    _fits(n, m, p)
    return round((n + 2 * p - m) / s) + 1


@mistake("conv_output_size")
def forgot_the_first(n, m, p=0, s=1):
    """You count the steps of the window. Before its first step it stands somewhere already."""
    _fits(n, m, p)
    return (n + 2 * p - m) // s


@mistake("conv_output_size")
def padding_once(n, m, p=0, s=1):
    """You add p once. The zeros stand on each of the two sides."""
    _fits(n, m, p)
    return (n + p - m) // s + 1


@mistake("conv_output_size")
def padding_forgotten(n, m, p=0, s=1):
    """Your result does not depend on p: how long is the padded input?"""
    _fits(n, m, p)
    return (n - m) // s + 1


@mistake("conv_output_size")
def stride_forgotten(n, m, p=0, s=1):
    """Your result does not depend on the stride: you count the positions of a window that moves by one."""
    _fits(n, m, p)
    return n + 2 * p - m + 1


@mistake("conv_output_size")
def divided_apart(n, m, p=0, s=1):
    """You round n − m and the padding down one by one, and lose a position where the two rests together make a step. Add
    first, then divide once."""
    _fits(n, m, p)
    return (n - m) // s + 2 * p // s + 1


@mistake("conv_output_size")
def one_before_dividing(n, m, p=0, s=1):
    """You add the one before you divide. It stands for the first position, which costs no step, so it is not divided."""
    _fits(n, m, p)
    return (n + 2 * p - m + 1) // s


@mistake("conv_output_size")
def no_error(n, m, p=0, s=1):
    """Your sizes are right where the window fits. Where it does not, the formula goes on and gives 0 or less, which would
    break something far away from here: raise a ValueError instead."""
    return (n + 2 * p - m) // s + 1


@mistake("conv_output_size")
def zero_instead_of_an_error(n, m, p=0, s=1):
    """Your sizes are right where the window fits. Where it does not, you return 0; a layer without outputs is a mistake of
    whoever built it, and should be told so: raise a ValueError."""
    return max(0, (n + 2 * p - m) // s + 1)


@mistake("conv_output_size")
def none_instead_of_an_error(n, m, p=0, s=1):
    """Where the window does not fit, you return None (perhaps after a print). Raise a ValueError: an exception stops the
    caller, a None goes on."""
    return None if m > n + 2 * p else (n + 2 * p - m) // s + 1


@mistake("conv_output_size")
def towards_zero(n, m, p=0, s=1):
    """`int` cuts off towards 0, so a window that is a little too large gets a size of 1. Ask whether it fits before you
    divide, and raise a ValueError if not."""
    return int((n + 2 * p - m) / s) + 1


@mistake("conv_output_size")
def size_after_the_fact(n, m, p=0, s=1):
    """You cut off towards 0, and raise an error only if the result is below 1. A window that is one too large gets a size
    of 1 with a large stride: ask before you divide."""
    size = int((n + 2 * p - m) / s) + 1
    if size < 1:
        raise ValueError("no position")
    return size


@mistake("conv_output_size")
def not_rounded(n, m, p=0, s=1):
    """A window has no half positions: you divide without rounding down."""
    _fits(n, m, p)
    return (n + 2 * p - m) / s + 1


@mistake("conv_output_size", of="same_padding")
def extra_zero_first(m):
    """For even windows you put the additional zero in front. The contract puts it after, as PyTorch and TensorFlow do."""
    return m // 2, (m - 1) // 2


@mistake("conv_output_size", of="same_padding")
def half_on_both_sides(m):
    """That is right for odd windows. For an even one it is one zero too many, and the output is larger than the input: how
    many zeros are needed altogether?"""
    return m // 2, m // 2


@mistake("conv_output_size", of="same_padding")
def too_few_for_even(m):
    """That is right for odd windows. For an even one there is one zero too few, and the output is smaller than the input:
    how many zeros are needed altogether?"""
    return (m - 1) // 2, (m - 1) // 2


@mistake("conv_output_size", of="same_padding")
def all_on_each_side(m):
    """You put m − 1 zeros on each side: that is full. "Same" needs m − 1 altogether."""
    return m - 1, m - 1


@mistake("conv_output_size", of="same_padding")
def m_altogether(m):
    """Your zeros add up to m, one too many: a window of 1 needs none, since it loses nothing at the ends."""
    return m // 2, m - m // 2


@mistake("conv_output_size", of="same_padding")
def one_number(m):
    """You return one number. The contract asks for a tuple of two, since for even windows they differ."""
    return (m - 1) // 2


@mistake("conv_output_size", of="same_padding")
def not_whole(m):
    """Half a zero cannot be put anywhere: for an even window the two numbers differ by one."""
    return (m - 1) / 2, (m - 1) / 2


# -- 10.3 conv2d_forward -----------------------------------------------------------------------


@mistake("conv2d_forward")
def kernel_flipped(x, W, b, stride=1, pad=0):
    """You rotate the kernel: that is a convolution as in 10.1. This layer, like all libraries, slides it as it is."""
    return _conv(x, W[:, :, ::-1, ::-1], b, stride, pad)


@mistake("conv2d_forward")
def no_bias(x, W, b, stride=1, pad=0):
    """The sums are right, but the bias is missing: each map f gets b[f]."""
    return _conv(x, W, 0 * b, stride, pad)


@mistake("conv2d_forward")
def bias_for_each_channel(x, W, b, stride=1, pad=0):
    """You add the bias once for every input channel. It belongs to the output, once."""
    return _conv(x, W, b * x.shape[1], stride, pad)


@mistake("conv2d_forward")
def bias_for_each_product(x, W, b, stride=1, pad=0):
    """The bias is inside the sum, so it is added once for every product. It belongs to the output, once."""
    return _conv(x, W, b * W[0].size, stride, pad)


@mistake("conv2d_forward")
def one_bias_for_all(x, W, b, stride=1, pad=0):
    """All maps get the first bias. Each kernel has its own."""
    return _conv(x, W, np.full(len(W), b[0]), stride, pad)


@mistake("conv2d_forward")
def biases_added_up(x, W, b, stride=1, pad=0):
    """You add all the biases to each map. Map f gets b[f] only."""
    return _conv(x, W, np.full(len(W), np.sum(b)), stride, pad)


@mistake("conv2d_forward")
def mean_of_channels(x, W, b, stride=1, pad=0):
    """You average over the channels where their products should be added up."""
    return _correlate(_padded(x, pad), W, stride) / x.shape[1] + b[:, None, None]


@mistake("conv2d_forward")
def first_channel_only(x, W, b, stride=1, pad=0):
    """Only the first channel takes part. The window covers all channels at once."""
    return _conv(x[:, :1], W[:, :1], b, stride, pad)


@mistake("conv2d_forward")
def last_channel_only(x, W, b, stride=1, pad=0):
    """Only the last channel is left in the sum: inside the loop over channels, you set the result instead of adding to
    it."""
    return _conv(x[:, -1:], W[:, -1:], b, stride, pad)


@mistake("conv2d_forward")
def first_picture_only(x, W, b, stride=1, pad=0):
    """All pictures come out like the first one: where does n enter your sums?"""
    return np.repeat(_conv(x[:1], W, b, stride, pad), len(x), axis=0)


@mistake("conv2d_forward")
def truncated(x, W, b, stride=1, pad=0):
    """The array that you fill has the dtype of x. If x holds integers, the fractions of your sums are cut off. What must you
    say when you make that array?"""
    return np.trunc(_conv(x, W, b, stride, pad)) if np.asarray(x).dtype.kind in "iu" else _conv(x, W, b, stride, pad)


@mistake("conv2d_forward")
def windows_not_moved(x, W, b, stride=1, pad=0):
    """The number of outputs is right, but your windows move by 1: the window of output row i begins at row i · stride."""
    out = _conv(x, W, b, 1, pad)
    H, width = _conv(x, W, b, stride, pad).shape[2:]
    return out[:, :, :H, :width]


@mistake("conv2d_forward")
def stride_forgotten_2d(x, W, b, stride=1, pad=0):
    """Your result does not depend on the stride: it has an output for every position."""
    return _conv(x, W, b, 1, pad)


@mistake("conv2d_forward")
def stride_inside_the_window(x, W, b, stride=1, pad=0):
    """You apply the stride inside the window, so it reads every second pixel, say. The window itself is dense; it is its
    corner that moves by the stride."""
    xp, kh, kw = _padded(x, pad), W.shape[2], W.shape[3]
    H, width = _conv(x, W, b, stride, pad).shape[2:]
    xp = np.pad(xp, ((0, 0), (0, 0), (0, stride * kh), (0, stride * kw)))
    out = np.zeros((len(x), len(W), H, width))
    for i, j in np.ndindex(H, width):
        window = xp[:, :, i * stride : i * stride + kh * stride : stride, j * stride : j * stride + kw * stride : stride]
        out[:, :, i, j] = np.tensordot(window, W, axes=((1, 2, 3), (1, 2, 3))) + b
    return out


@mistake("conv2d_forward")
def padding_in_front_only(x, W, b, stride=1, pad=0):
    """You pad above and on the left only. The zeros stand on all four sides."""
    return _correlate(_padded(x, pad, 0), W, stride) + b[:, None, None]


@mistake("conv2d_forward")
def padding_all_in_front(x, W, b, stride=1, pad=0):
    """Your picture grows by 2 · pad, but all of it above and on the left. The zeros stand on all four sides."""
    return _correlate(_padded(x, 2 * pad, 0), W, stride) + b[:, None, None]


@mistake("conv2d_forward")
def padding_forgotten_2d(x, W, b, stride=1, pad=0):
    """Your windows read the picture without its padding: with pad = 1 a row of zeros stands above it, and so on all four
    sides."""
    if min(x.shape[2] - W.shape[2], x.shape[3] - W.shape[3]) < 0:
        raise ValueError("a kernel larger than the input")
    return _conv(x, W, b, stride, 0)


@mistake("conv2d_forward")
def edges_repeated(x, W, b, stride=1, pad=0):
    """You continue the picture by repeating its border. Here the padding is zeros."""
    return _correlate(_padded(x, pad, mode="edge"), W, stride) + b[:, None, None]


@mistake("conv2d_forward")
def stride_along_rows_only(x, W, b, stride=1, pad=0):
    """The stride moves your window down, but to the right it moves by 1. It applies to both directions."""
    return _conv(x, W, b, 1, pad)[:, :, ::stride]


@mistake("conv2d_forward")
def no_negatives(x, W, b, stride=1, pad=0):
    """Your negative outputs are 0: that is a convolution with a ReLU behind it. The layer itself only adds up."""
    return np.maximum(_conv(x, W, b, stride, pad), 0)


@mistake("conv2d_forward")
def stride_to_the_right_only(x, W, b, stride=1, pad=0):
    """The stride moves your window to the right, but down it moves by 1. It applies to both directions."""
    return _conv(x, W, b, 1, pad)[:, :, :, ::stride]


@mistake("conv2d_forward")
def padding_is_a_switch(x, W, b, stride=1, pad=0):
    """You put one row of zeros around the picture whenever there is padding. `pad` says how many."""
    return _conv(x, W, b, stride, min(pad, 1))


@mistake("conv2d_forward")
def padding_behind_only(x, W, b, stride=1, pad=0):
    """Your picture grows by 2 · pad, but all of it below and on the right. The zeros stand on all four sides."""
    return _correlate(_padded(x, 0, 2 * pad), W, stride) + b[:, None, None]


@mistake("conv2d_forward")
def pictures_added_up(x, W, b, stride=1, pad=0):
    """You add over the pictures, too, so they all come out alike. Each picture has its own maps."""
    out = _conv(x, W, 0 * b, stride, pad)
    return np.zeros(out.shape) + out.sum(axis=0) + b[:, None, None]


@mistake("conv2d_forward")
def averages_2d(x, W, b, stride=1, pad=0):
    """You average the products under the window where they should be added up."""
    return _correlate(_padded(x, pad), W, stride) / W[0].size + b[:, None, None]


@mistake("conv2d_forward")
def padded_like_the_kernels(x, W, b, stride=1, pad=0):
    """Your padded picture has the dtype of W. If W holds integers, the fractions of x are cut off. What must you say when
    you make that array?"""
    return _conv(x.astype(W.dtype), W, b, stride, pad)


@mistake("conv2d_forward")
def results_like_the_kernels(x, W, b, stride=1, pad=0):
    """The array that you fill has the dtype of W. If W holds integers, the fractions of your sums are cut off. What must you
    say when you make that array?"""
    return _conv(x, W, b, stride, pad).astype(W.dtype)


@mistake("conv2d_forward")
def stride_not_downwards(x, W, b, stride=1, pad=0):
    """The number of outputs is right, but the window of output row i begins at row i instead of i · stride."""
    rows = _conv(x, W, b, stride, pad).shape[2]
    return _conv(x, W, b, 1, pad)[:, :, :rows, ::stride]


@mistake("conv2d_forward")
def one_channel_against_all(x, W, b, stride=1, pad=0):
    """You multiply one channel of the picture by the kernel's numbers for all channels. Channel c of the picture meets
    channel c of the kernel."""
    return _conv(np.repeat(x[:, :1], x.shape[1], axis=1), W, b, stride, pad)


@mistake("conv2d_forward")
def kernel_numbers_in_another_order(x, W, b, stride=1, pad=0):
    """Pictures and kernels are flattened in different orders: yours has the channels last in one of them and first in the
    other. W runs channel after channel."""
    windows = np.lib.stride_tricks.sliding_window_view(_padded(x, pad), W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    rows = windows.transpose(0, 2, 3, 4, 5, 1).reshape(len(x), *windows.shape[2:4], -1)
    return (rows @ W.reshape(len(W), -1).T + b).transpose(0, 3, 1, 2)


@mistake("conv2d_forward")
def bias_along_the_width(x, W, b, stride=1, pad=0):
    """NumPy lays b along the last axis, that of the columns, where it does not fit. Map f gets b[f]: reshape b to (F, 1, 1),
    so that its numbers lie along axis 1."""
    return _correlate(_padded(x, pad), W, stride) + b


# -- 10.4 conv_parameters, conv_multiply_adds --------------------------------------------------


@mistake("conv_parameters")
def biases_not_counted(C, F, k, bias=True):
    """The weights are right; the biases are missing, one for each kernel."""
    return F * C * k * k


@mistake("conv_parameters")
def one_bias(C, F, k, bias=True):
    """You count one bias for the whole layer. Each kernel has one."""
    return F * C * k * k + bias


@mistake("conv_parameters")
def bias_for_each_input_channel(C, F, k, bias=True):
    """You count a bias for each channel that comes in, or for each pair of channels. A bias belongs to a kernel, and so to a
    channel that goes out."""
    return F * C * (k * k + bias)


@mistake("conv_parameters")
def biases_like_inputs(C, F, k, bias=True):
    """You count as many biases as channels come in. There are as many as go out."""
    return F * C * k * k + bias * C


@mistake("conv_parameters")
def channels_forgotten(C, F, k, bias=True):
    """Your kernels are k × k. A kernel covers all C channels at once: how many numbers is that?"""
    return F * (k * k + bias)


@mistake("conv_parameters")
def side_not_squared(C, F, k, bias=True):
    """Your kernels have k numbers for each channel. They are k × k."""
    return F * (C * k + bias)


@mistake("conv_parameters")
def always_a_bias(C, F, k, bias=True):
    """Your result does not depend on `bias`: with False there are none to count."""
    return F * (C * k * k + 1)


@mistake("conv_parameters", of="conv_multiply_adds")
def work_without_channels(C, F, k, H_out, W_out):
    """You count the products in one channel. Each output adds up the products of all C channels."""
    return F * k * k * H_out * W_out


@mistake("conv_parameters", of="conv_multiply_adds")
def work_for_one_map(C, F, k, H_out, W_out):
    """You count the products for one map. The layer computes F of them."""
    return C * k * k * H_out * W_out


@mistake("conv_parameters", of="conv_multiply_adds")
def work_counts_twice(C, F, k, H_out, W_out):
    """You count the product and the addition separately: these are FLOPs, twice as many. A multiply-add counts once."""
    return 2 * F * C * k * k * H_out * W_out


@mistake("conv_parameters", of="conv_multiply_adds")
def work_with_biases(C, F, k, H_out, W_out):
    """You count the biases too. The contract counts products only."""
    return F * (C * k * k + 1) * H_out * W_out


@mistake("conv_parameters", of="conv_multiply_adds")
def work_is_parameters(C, F, k, H_out, W_out):
    """That is the number of weights. Each of them is used at every position of the window."""
    return F * C * k * k


@mistake("conv_parameters", of="conv_multiply_adds")
def work_not_squared(C, F, k, H_out, W_out):
    """Each output takes k · k products for every channel, not k."""
    return F * C * k * H_out * W_out


@mistake("conv_parameters", of="conv_multiply_adds")
def work_for_squares(C, F, k, H_out, W_out):
    """You take the maps for square: H_out and W_out may differ."""
    return F * C * k * k * H_out * H_out


# -- 10.5 im2col, conv2d_fast ------------------------------------------------------------------


def _windows(x, kh, kw, stride=1, pad=0):
    xp = _padded(x, pad)
    return np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))[:, :, ::stride, ::stride]


def _rows(x, kh, kw, stride=1, pad=0):
    windows = _windows(x, kh, kw, stride, pad).transpose(0, 2, 3, 1, 4, 5)
    return windows.reshape(*windows.shape[:3], -1)


@mistake("im2col")
def reshaped_only(x, kh, kw, stride=1, pad=0):
    """The shape is right, but `reshape` alone takes the numbers in the order in which they stand: channels first. So windows
    of different positions are mixed. Put the axes into the right order before."""
    windows = _windows(x, kh, kw, stride, pad)
    return windows.reshape(len(x), windows.shape[2], windows.shape[3], -1)


@mistake("im2col")
def channels_last(x, kh, kw, stride=1, pad=0):
    """In your rows the channel changes fastest: pixel after pixel, with all its channels. The contract wants channel after
    channel, as the kernels' weights stand in W."""
    windows = _windows(x, kh, kw, stride, pad).transpose(0, 2, 3, 4, 5, 1)
    return windows.reshape(*windows.shape[:3], -1)


@mistake("im2col")
def column_after_column(x, kh, kw, stride=1, pad=0):
    """You write each window column after column. The contract wants it row after row."""
    windows = _windows(x, kh, kw, stride, pad).transpose(0, 2, 3, 1, 5, 4)
    return windows.reshape(*windows.shape[:3], -1)


@mistake("im2col")
def no_stride(x, kh, kw, stride=1, pad=0):
    """Your result does not depend on the stride: it has a row for every position."""
    return _rows(x, kh, kw, 1, pad)


@mistake("im2col")
def no_padding(x, kh, kw, stride=1, pad=0):
    """Your result does not depend on `pad`: put zeros on all four sides before you look at windows."""
    return _rows(x, kh, kw, stride, 0)


@mistake("im2col")
def one_row_of_padding(x, kh, kw, stride=1, pad=0):
    """You put one row of zeros around the picture whenever there is padding. `pad` says how many."""
    return _rows(x, kh, kw, stride, min(pad, 1))


@mistake("im2col")
def stride_in_the_window(x, kh, kw, stride=1, pad=0):
    """You apply the stride to the wrong axes, those inside the window: it loses pixels, and there are too many positions."""
    windows = _windows(x, kh, kw, 1, pad)[..., ::stride, ::stride].transpose(0, 2, 3, 1, 4, 5)
    return windows.reshape(*windows.shape[:3], -1)


@mistake("im2col")
def rows_along_rows(x, kh, kw, stride=1, pad=0):
    """Your positions run down first and then to the right: the two axes of the positions are swapped."""
    return _rows(x, kh, kw, stride, pad).transpose(0, 2, 1, 3)


@mistake("im2col")
def one_long_list(x, kh, kw, stride=1, pad=0):
    """Your rows are right, but they stand in one list. The contract keeps pictures, rows and columns as axes of their
    own."""
    rows = _rows(x, kh, kw, stride, pad)
    return rows.reshape(-1, rows.shape[3])


@mistake("im2col")
def rows_then_channels(x, kh, kw, stride=1, pad=0):
    """You take the first row of the window in all channels, then the second row in all channels. The contract wants the
    whole window of one channel, then that of the next: look at the order of the axes again."""
    windows = _windows(x, kh, kw, stride, pad).transpose(0, 2, 3, 4, 1, 5)
    return windows.reshape(*windows.shape[:3], -1)


@mistake("im2col")
def stride_down_only(x, kh, kw, stride=1, pad=0):
    """The stride moves your window down, but to the right it moves by 1. It applies to both directions."""
    return _rows(x, kh, kw, 1, pad)[:, ::stride]


@mistake("im2col", of="conv2d_fast")
def bias_in_place(x, W, b, stride=1, pad=0):
    """`+=` writes into the array that is there, and if x and W hold integers, that array cannot hold the fractions of b. An
    ordinary + makes a new one."""
    out = _conv(x, W, 0 * b.astype(int), stride, pad)
    out += b[:, None, None]
    return out


@mistake("im2col", of="conv2d_fast")
def maps_last(x, W, b, stride=1, pad=0):
    """The numbers are right, but the F results stand on the last axis. The maps belong behind the pictures: (N, F, H_out,
    W_out)."""
    return _conv(x, W, b, stride, pad).transpose(0, 2, 3, 1)


@mistake("im2col", of="conv2d_fast")
def rows_become_columns(x, W, b, stride=1, pad=0):
    """The maps stand where they should, but rows and columns are swapped: the axes (N, H_out, W_out, F) are to become (N, F,
    H_out, W_out)."""
    return _conv(x, W, b, stride, pad).transpose(0, 1, 3, 2)


@mistake("im2col", of="conv2d_fast")
def reshaped_back(x, W, b, stride=1, pad=0):
    """The shape is right, but `reshape` moves no axis: it takes the numbers as they stand, position after position, and so
    mixes maps and positions. An axis is moved by transposing."""
    out = _conv(x, W, b, stride, pad)
    return out.transpose(0, 2, 3, 1).reshape(out.shape)


@mistake("im2col", of="conv2d_fast")
def kernels_mixed(x, W, b, stride=1, pad=0):
    """You reshape W to (C · kh · kw, F). That mixes the kernels: their numbers stand one kernel after the other in W, so
    make rows of them first, and turn those into columns."""
    out = _rows(x, *W.shape[2:], stride, pad) @ W.reshape(-1, len(W)) + b
    return out.transpose(0, 3, 1, 2)


@mistake("im2col", of="conv2d_fast")
def fast_without_bias(x, W, b, stride=1, pad=0):
    """The products are right, but the bias is missing: each map f gets b[f]."""
    return _conv(x, W, 0 * b, stride, pad)


@mistake("im2col", of="conv2d_fast")
def fast_flipped(x, W, b, stride=1, pad=0):
    """You rotate the kernel. This layer slides it as it is, as in 10.3."""
    return _conv(x, W[:, :, ::-1, ::-1], b, stride, pad)


@mistake("im2col", of="conv2d_fast")
def fast_without_stride(x, W, b, stride=1, pad=0):
    """Your result does not depend on the stride. Do you hand it on to `im2col`?"""
    return _conv(x, W, b, 1, pad)


@mistake("im2col", of="conv2d_fast")
def fast_without_padding(x, W, b, stride=1, pad=0):
    """Your result does not depend on `pad`. Do you hand it on to `im2col`?"""
    return _conv(x, W, b, stride, 0)


# -- 10.6 conv2d_backward ----------------------------------------------------------------------


@mistake("conv2d_backward")
def overwritten(dout, x, W, stride=1, pad=0):
    """Where windows overlap, you overwrite what stood in dx. What is used several times receives the sum of all
    gradients."""
    xp = _padded(x, pad)
    dxp, dW = np.zeros(xp.shape), _backward(dout, xp, W, stride)[1]
    for i, j in np.ndindex(dout.shape[2:]):
        rows, columns = slice(i * stride, i * stride + W.shape[2]), slice(j * stride, j * stride + W.shape[3])
        dxp[:, :, rows, columns] = np.tensordot(dout[:, :, i, j], W, axes=1)
    return _crop(dxp, x, pad), dW, dout.sum(axis=(0, 2, 3))


@mistake("conv2d_backward")
def weights_overwritten(dout, x, W, stride=1, pad=0):
    """dW holds the contribution of the last position only. A weight is used at every position: add up."""
    xp = _padded(x, pad)
    i, j = dout.shape[2] - 1, dout.shape[3] - 1
    window = xp[:, :, i * stride : i * stride + W.shape[2], j * stride : j * stride + W.shape[3]]
    dW = np.tensordot(dout[:, :, i, j].T, window, axes=1)
    return _crop(_backward(dout, xp, W, stride)[0], x, pad), dW, dout.sum(axis=(0, 2, 3))


@mistake("conv2d_backward")
def averaged_over_pictures(dout, x, W, stride=1, pad=0):
    """You divide dW and db by the number of pictures. If the loss is a mean, `dout` has that factor already: here
    everything is summed."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW / len(x), dout.sum(axis=(0, 2, 3)) / len(x)


@mistake("conv2d_backward")
def averaged_over_positions(dout, x, W, stride=1, pad=0):
    """You average dW over the positions. A weight receives the sum of what comes from all of them."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW / dout[0, 0].size, dout.sum(axis=(0, 2, 3))


@mistake("conv2d_backward")
def bias_gradient_mean(dout, x, W, stride=1, pad=0):
    """dx and dW are right, but db is a mean. A bias is added to every output of its map, so it receives the sum."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW, dout.mean(axis=(0, 2, 3))


@mistake("conv2d_backward")
def bias_summed_over_maps(dout, x, W, stride=1, pad=0):
    """dx and dW are right, but every entry of db is the sum over all maps. b[f] takes part in map f only."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW, np.full(len(W), dout.sum())


@mistake("conv2d_backward")
def not_cropped(dout, x, W, stride=1, pad=0):
    """Your dx still has its padding: it should have the shape of x."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return dxp, dW, dout.sum(axis=(0, 2, 3))


@mistake("conv2d_backward")
def cropped_at_one_end(dout, x, W, stride=1, pad=0):
    """Your dx has the right shape, but you cut the padding off at the far end only, so everything is moved. It stands on all
    four sides."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return dxp[:, :, : x.shape[2], : x.shape[3]], dW, dout.sum(axis=(0, 2, 3))


@mistake("conv2d_backward")
def empty_slice(dout, x, W, stride=1, pad=0):
    """With pad = 0 your dx is empty: `[pad:-pad]` is `[0:-0]`, which ends before it begins. Say where the picture ends by
    its size."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return dxp[:, :, pad:-pad, pad:-pad], dW, dout.sum(axis=(0, 2, 3))


@mistake("conv2d_backward")
def kernel_turned(dout, x, W, stride=1, pad=0):
    """In dx you rotate the kernel within the window. A rotated kernel belongs to another way of writing this, a full
    convolution of dout; here each pixel of the window receives the weight that it met."""
    dxp, dW = _backward(dout, _padded(x, pad), W[:, :, ::-1, ::-1], stride)
    return _crop(dxp, x, pad), dW, dout.sum(axis=(0, 2, 3))


@mistake("conv2d_backward")
def weight_gradient_turned(dout, x, W, stride=1, pad=0):
    """dx and db are right, but dW is rotated by 180°. Nothing is flipped here: W[f, c, 0, 0] met the first pixel of each
    window."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW[:, :, ::-1, ::-1], dout.sum(axis=(0, 2, 3))


@mistake("conv2d_backward")
def gradients_swapped(dout, x, W, stride=1, pad=0):
    """You return the same numbers in another order: dx comes first, then dW."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return dW, _crop(dxp, x, pad), dout.sum(axis=(0, 2, 3))


@mistake("conv2d_backward")
def stride_lost(dout, x, W, stride=1, pad=0):
    """Your windows move by 1 on the way back. Those of the forward pass moved by the stride."""
    dxp, dW = _backward(dout, _padded(x, pad), W, 1)
    return _crop(dxp, x, pad), dW, dout.sum(axis=(0, 2, 3))


@mistake("conv2d_backward")
def last_kernel_only(dout, x, W, stride=1, pad=0):
    """dx holds the contribution of the last kernel only. A pixel is used by all kernels: add up over them."""
    xp = _padded(x, pad)
    dxp = _backward(dout[:, -1:], xp, W[-1:], stride)[0]
    return _crop(dxp, x, pad), _backward(dout, xp, W, stride)[1], dout.sum(axis=(0, 2, 3))


@mistake("conv2d_backward")
def last_picture_only(dout, x, W, stride=1, pad=0):
    """dW holds the contribution of the last picture only. A weight is used in all of them: add up."""
    xp = _padded(x, pad)
    dW = _backward(dout[-1:], xp[-1:], W, stride)[1]
    return _crop(_backward(dout, xp, W, stride)[0], x, pad), dW, dout.sum(axis=(0, 2, 3))


@mistake("conv2d_backward")
def whole_number_gradients(dout, x, W, stride=1, pad=0):
    """Your arrays take their dtype from x or W. If those hold integers, the fractions of the gradients are cut off. What
    must you say when you make the arrays?"""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    dx = _crop(dxp, x, pad)
    dx = np.trunc(dx) if np.asarray(x).dtype.kind in "iu" else dx
    return dx, np.trunc(dW) if np.asarray(W).dtype.kind in "iu" else dW, dout.sum(axis=(0, 2, 3))


@mistake("conv2d_backward")
def weights_met_the_bare_picture(dout, x, W, stride=1, pad=0):
    """For dW you read windows of x; near the border they are even too small. In the forward pass the weights met the padded
    picture."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)[0], np.zeros(W.shape)
    for n, f, i, j in np.ndindex(dout.shape):
        top, left = i * stride, j * stride
        dW[f] += dout[n, f, i, j] * x[n, :, top : top + W.shape[2], left : left + W.shape[3]]
    return _crop(dxp, x, pad), dW, dout.sum(axis=(0, 2, 3))


@mistake("conv2d_backward")
def all_maps_and_pictures_mixed(dout, x, W, stride=1, pad=0):
    """With several pictures your dW and db are wrong: reshaping dout from (N, F, …) to (F, …) mixes pictures and maps. Bring
    the axis of the maps to the front first."""
    xp, (kh, kw) = _padded(x, pad), W.shape[2:]
    windows = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))[:, :, ::stride, ::stride]
    rows = windows.transpose(0, 2, 3, 1, 4, 5).reshape(-1, W[0].size)
    d = dout.reshape(len(W), -1)
    return _crop(_backward(dout, xp, W, stride)[0], x, pad), (d @ rows).reshape(W.shape), d.sum(axis=1)


@mistake("conv2d_backward")
def db_averaged_over_pictures(dout, x, W, stride=1, pad=0):
    """dx and dW are right, but you divide db by the number of pictures. If the loss is a mean, `dout` has that factor
    already."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW, dout.sum(axis=(2, 3)).mean(axis=0)


@mistake("conv2d_backward")
def dW_averaged_over_pictures(dout, x, W, stride=1, pad=0):
    """dx and db are right, but you divide dW by the number of pictures. If the loss is a mean, `dout` has that factor
    already."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW / len(x), dout.sum(axis=(0, 2, 3))


@mistake("conv2d_backward")
def bias_of_one_position(dout, x, W, stride=1, pad=0):
    """dx and dW are right, but db holds what comes from the last position only. A bias is added at every position: add
    up."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW, dout[:, :, -1, -1].sum(axis=0)


@mistake("conv2d_backward")
def pictures_and_maps_mixed(dout, x, W, stride=1, pad=0):
    """db is wrong as soon as there are several pictures: reshaping (N, F, …) to (F, …) mixes pictures and maps. Sum over
    the axes of pictures and positions instead."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW, dout.reshape(len(W), -1).sum(axis=1)


@mistake("conv2d_backward")
def sums_into_integers(dout, x, W, stride=1, pad=0):
    """An array made like x or W holds integers if they do, and `+=` cannot put fractions into it: NumPy refuses to cast. Say
    that you want floats when you make the arrays."""
    xp = _padded(x, pad)
    dxp, dW = np.zeros_like(xp), np.zeros_like(W)
    for i, j in np.ndindex(dout.shape[2:]):
        window = np.s_[:, :, i * stride : i * stride + W.shape[2], j * stride : j * stride + W.shape[3]]
        dxp[window] += np.tensordot(dout[:, :, i, j], W, axes=1)
        dW += np.tensordot(dout[:, :, i, j].T, xp[window], axes=1)
    return _crop(dxp, x, pad), dW, dout.sum(axis=(0, 2, 3))


@mistake("conv2d_backward")
def made_like_dout(dout, x, W, stride=1, pad=0):
    """Your arrays have the dtype of dout. If that holds integers, they cannot take the fractions of W or x: say that you
    want floats."""
    xp = _padded(x, pad)
    dxp, dW = np.zeros(xp.shape, dtype=dout.dtype), np.zeros(W.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        window = np.s_[:, :, i * stride : i * stride + W.shape[2], j * stride : j * stride + W.shape[3]]
        dxp[window] += np.tensordot(dout[:, :, i, j], W, axes=1)
        dW += np.tensordot(dout[:, :, i, j].T, xp[window], axes=1)
    return _crop(dxp, x, pad), dW, dout.sum(axis=(0, 2, 3))


@mistake("conv2d_backward")
def cropped_by_one(dout, x, W, stride=1, pad=0):
    """Whenever there is padding you cut off one row and column on each side. `pad` says how many there are."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return dxp[:, :, 1:-1, 1:-1] if pad else dxp, dW, dout.sum(axis=(0, 2, 3))


@mistake("conv2d_backward")
def cropped_to_a_square(dout, x, W, stride=1, pad=0):
    """You cut both axes of dx by the height of the picture. Its width may be another."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    dx = dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[2]] if pad else dxp
    return dx, dW, dout.sum(axis=(0, 2, 3))


@mistake("conv2d_backward")
def rows_before_channels(dout, x, W, stride=1, pad=0):
    """dx and db are right, but in dW channels and rows of the kernel are mixed: the columns of your matrix run through the
    window in another order than W does."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW.transpose(0, 2, 1, 3).reshape(W.shape), dout.sum(axis=(0, 2, 3))


# -- 10.7 max_pool, mean_pool ------------------------------------------------------------------


def _pool_windows(x, size, stride):
    return _windows(x, size, size, stride)


def _pool_from(x, size, stride, step, function, step_down=None, side=None):
    """As many windows as there should be, but each begins at i · step_down, j · step; windows are cut off at the border."""
    step_down, side = step if step_down is None else step_down, side or size
    H, width = ((n - size) // stride + 1 for n in x.shape[2:])
    out = np.zeros((*x.shape[:2], H, width))
    for i, j in np.ndindex(H, width):
        window = x[:, :, i * step_down : i * step_down + side, j * step : j * step + side]
        out[:, :, i, j] = function(window, axis=(2, 3))
    return out


def _square(x, size, stride, function):
    """Pooling that takes the number of rows for that of the columns as well."""
    H = (x.shape[2] - size) // stride + 1
    out = np.zeros((*x.shape[:2], H, H))
    for i, j in np.ndindex(H, H):
        out[:, :, i, j] = function(x[:, :, i * stride : i * stride + size, j * stride : j * stride + size], axis=(2, 3))
    return out


def _max(x, size, stride):
    return _pool_windows(x, size, stride).max(axis=(4, 5))


def _mean(x, size, stride):
    return _pool_windows(x, size, stride).mean(axis=(4, 5))


def _sticking_out(x, size, stride, fill):
    """Windows that may stick out over the end, where `fill` stands."""
    H, width = (-(-(n - size) // stride) * stride + size for n in x.shape[2:])
    xp = np.full((*x.shape[:2], max(H, x.shape[2]), max(width, x.shape[3])), fill)
    xp[:, :, : x.shape[2], : x.shape[3]] = x
    return _pool_windows(xp, size, stride)


@mistake("max_pool")
def minimum(x, size=2, stride=2):
    """You take the smallest number of each window, or the largest in size but not in value."""
    return _pool_windows(x, size, stride).min(axis=(4, 5))


@mistake("max_pool")
def largest_in_size(x, size=2, stride=2):
    """You compare sizes: of −9 and 4 the maximum is 4."""
    return np.abs(_pool_windows(x, size, stride)).max(axis=(4, 5))


@mistake("max_pool")
def starts_at_zero(x, size=2, stride=2):
    """A window of negative numbers gives 0: your search for the maximum begins at 0, or the picture is padded with it. The
    maximum of negative numbers is negative."""
    return np.maximum(_max(x, size, stride), 0)


@mistake("max_pool")
def mean_instead(x, size=2, stride=2):
    """That is mean pooling. Max pooling keeps one number of each window, as it is."""
    return _mean(x, size, stride)


@mistake("max_pool")
def windows_sticking_out(x, size=2, stride=2):
    """If the stride does not divide, you keep the windows that stick out at the end. `conv_output_size` rounds down: they
    are left out."""
    return _sticking_out(x.astype(float), size, stride, -np.inf).max(axis=(4, 5))


@mistake("max_pool")
def filled_up_with_zeros(x, size=2, stride=2):
    """If the stride does not divide, you fill the picture up with zeros, so that the last windows fit. They are left out;
    and among negative numbers a 0 would be the maximum."""
    return _sticking_out(x.astype(float), size, stride, 0.0).max(axis=(4, 5))


@mistake("max_pool")
def channels_mixed(x, size=2, stride=2):
    """You take the maximum over the channels as well. Each channel is pooled by itself."""
    out = _max(x, size, stride)
    return np.broadcast_to(out.max(axis=1, keepdims=True), out.shape).copy()


@mistake("max_pool")
def channels_gone(x, size=2, stride=2):
    """The channels are gone from the shape: each channel is pooled by itself, so the result has as many."""
    return _max(x, size, stride).max(axis=1)


@mistake("max_pool")
def strides_by_size(x, size=2, stride=2):
    """In `max_pool` your windows move by their own size. They move by `stride`, and may overlap."""
    return _pool_from(x, size, stride, size, np.max)


@mistake("max_pool")
def rows_by_size(x, size=2, stride=2):
    """In `max_pool` your windows move by `stride` to the right, but down they move by their own size."""
    return _pool_from(x, size, stride, stride, np.max, step_down=size)


@mistake("max_pool")
def fewer_windows(x, size=2, stride=2):
    """`max_pool` returns too few numbers: it has as many windows as fit side by side. They may overlap; `conv_output_size`
    says how many there are."""
    return _max(x, size, size)


@mistake("max_pool")
def square_outputs(x, size=2, stride=2):
    """`max_pool` has as many columns as rows: you compute both sizes from the height. The picture's width may be another."""
    return _square(x, size, stride, np.max)


@mistake("max_pool")
def rows_move_by_two(x, size=2, stride=2):
    """In `max_pool` your windows move down by 2, whatever the stride is."""
    return _pool_from(x, size, stride, stride, np.max, step_down=2)


@mistake("max_pool")
def one_channel_is_left(x, size=2, stride=2):
    """You take the maximum over the channels as well, so one channel is left. Each channel is pooled by itself."""
    return _max(x, size, stride).max(axis=1, keepdims=True)


@mistake("max_pool")
def window_by_stride(x, size=2, stride=2):
    """In `max_pool` your windows are as large as the stride. They are size × size, whatever the stride."""
    return _pool_from(x, size, stride, stride, np.max, side=stride)


@mistake("max_pool")
def one_maximum_for_all_channels(x, size=2, stride=2):
    """You take one maximum over all channels of a picture, and NumPy spreads it over the wrong axis. Each channel is pooled
    by itself: over which axes of the window do you take the maximum?"""
    out = _max(x, size, stride).max(axis=1)  # (N, H_out, W_out), set into (N, C): the last axis is matched
    if out.shape[0] not in (1, x.shape[1]):
        raise ValueError("could not broadcast")
    return np.broadcast_to(np.moveaxis(out, 0, -1), (x.shape[0], *out.shape[1:], x.shape[1])).transpose(0, 3, 1, 2).copy()


@mistake("max_pool")
def always_two(x, size=2, stride=2):
    """In `max_pool` your windows are 2 × 2 and move by 2, whatever the caller says."""
    return _max(x, 2, 2)


@mistake("max_pool", of="mean_pool")
def sum_of_the_window(x, size=2, stride=2):
    """You add up where the mean is asked for: divide by how many numbers a window has."""
    return _pool_windows(x, size, stride).sum(axis=(4, 5))


@mistake("max_pool", of="mean_pool")
def divided_by_the_side(x, size=2, stride=2):
    """You divide by the window's side. How many numbers are in it?"""
    return _pool_windows(x, size, stride).sum(axis=(4, 5)) / size


@mistake("max_pool", of="mean_pool")
def divided_by_four(x, size=2, stride=2):
    """You divide by 4 whatever the size: how many numbers are in a window?"""
    return _pool_windows(x, size, stride).sum(axis=(4, 5)) / 4


@mistake("max_pool", of="mean_pool")
def whole_means(x, size=2, stride=2):
    """Your means are cut off to whole numbers when x holds integers. Which dtype does the array have that you fill?"""
    out = _mean(x, size, stride)
    return np.trunc(out) if np.asarray(x).dtype.kind in "iu" else out


@mistake("max_pool", of="mean_pool")
def maximum_instead(x, size=2, stride=2):
    """That is max pooling. Here the mean of each window is asked for."""
    return _max(x, size, stride)


@mistake("max_pool", of="mean_pool")
def means_sticking_out(x, size=2, stride=2):
    """If the stride does not divide, you keep the windows that stick out at the end. `conv_output_size` rounds down: they
    are left out."""
    return _sticking_out(x.astype(float), size, stride, 0.0).mean(axis=(4, 5))


@mistake("max_pool", of="mean_pool")
def means_by_size(x, size=2, stride=2):
    """In `mean_pool` your windows move by their own size. They move by `stride`, and may overlap."""
    return _pool_from(x, size, stride, size, np.mean)


@mistake("max_pool", of="mean_pool")
def mean_rows_by_size(x, size=2, stride=2):
    """In `mean_pool` your windows move by `stride` to the right, but down they move by their own size."""
    return _pool_from(x, size, stride, stride, np.mean, step_down=size)


@mistake("max_pool", of="mean_pool")
def fewer_means(x, size=2, stride=2):
    """`mean_pool` returns too few numbers: it has as many windows as fit side by side. They may overlap; `conv_output_size`
    says how many there are."""
    return _mean(x, size, size)


@mistake("max_pool", of="mean_pool")
def square_means(x, size=2, stride=2):
    """`mean_pool` has as many columns as rows: you compute both sizes from the height. The picture's width may be
    another."""
    return _square(x, size, stride, np.mean)


@mistake("max_pool", of="mean_pool")
def mean_rows_move_by_two(x, size=2, stride=2):
    """In `mean_pool` your windows move down by 2, whatever the stride is."""
    return _pool_from(x, size, stride, stride, np.mean, step_down=2)


@mistake("max_pool", of="mean_pool")
def mean_rows_move_by_one(x, size=2, stride=2):
    """In `mean_pool` your windows move down by 1, whatever the stride is."""
    return _pool_from(x, size, stride, stride, np.mean, step_down=1)


@mistake("max_pool", of="mean_pool")
def mean_by_stride(x, size=2, stride=2):
    """You divide by the square of the stride. How many numbers are in a window?"""
    return _mean(x, size, stride) * size**2 / stride**2


@mistake("max_pool", of="mean_pool")
def means_of_maxima(x, size=2, stride=2):
    """You take a maximum along one axis, and the mean of these. The mean is over the whole window."""
    return _pool_windows(x, size, stride).max(axis=4).mean(axis=4)


@mistake("max_pool", of="mean_pool")
def means_always_two(x, size=2, stride=2):
    """In `mean_pool` your windows are 2 × 2 and move by 2, whatever the caller says."""
    return _mean(x, 2, 2)


@mistake("max_pool", of="mean_pool")
def median_instead(x, size=2, stride=2):
    """That is the median. The mean is the sum of the window divided by how many numbers it has."""
    return np.median(_pool_windows(x, size, stride), axis=(4, 5))


@mistake("max_pool", of="mean_pool")
def channel_means(x, size=2, stride=2):
    """You average over the channels as well. Each channel is pooled by itself."""
    out = _mean(x, size, stride)
    return np.broadcast_to(out.mean(axis=1, keepdims=True), out.shape).copy()


# -- 10.8 max_pool_backward --------------------------------------------------------------------


def _route(dout, x, size, stride, share):
    """Each window's gradient, times what `share` (N, C, size, size) -> (N, C, size, size) says of the window."""
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        window = np.s_[:, :, i * stride : i * stride + size, j * stride : j * stride + size]
        dx[window] += share(x[window]) * dout[:, :, i, j, None, None]
    return dx


def _is_max(window):
    return window == window.max(axis=(2, 3), keepdims=True)


def _first(window):
    flat = window.reshape(*window.shape[:2], -1)
    return (np.arange(flat.shape[2]) == flat.argmax(axis=2)[..., None]).reshape(window.shape)


@mistake("max_pool_backward")
def all_ties(dout, x, size=2, stride=2):
    """Of several equal maxima each receives the whole gradient, so more comes out than went in. The first receives it
    all."""
    return _route(dout, x, size, stride, _is_max)


@mistake("max_pool_backward")
def ties_share(dout, x, size=2, stride=2):
    """Of several equal maxima each receives a share. That is a possible convention, but not this one: the first receives it
    all."""
    return _route(dout, x, size, stride, lambda window: _is_max(window) / _is_max(window).sum(axis=(2, 3), keepdims=True))


@mistake("max_pool_backward")
def last_of_ties(dout, x, size=2, stride=2):
    """Of several equal maxima the last receives the gradient. Is there a ≥ in your comparison, or do you run through the
    window backwards?"""
    return _route(dout, x, size, stride, lambda window: _first(window[:, :, ::-1, ::-1])[:, :, ::-1, ::-1])


@mistake("max_pool_backward")
def first_by_columns(dout, x, size=2, stride=2):
    """Of several equal maxima you choose the one in the leftmost column. The contract goes row after row: the uppermost
    comes first."""
    return _route(dout, x, size, stride, lambda window: _first(window.swapaxes(2, 3)).swapaxes(2, 3))


@mistake("max_pool_backward")
def gradients_cut_off(dout, x, size=2, stride=2):
    """dx has the dtype of x. If x holds integers, the fractions of the gradients are cut off."""
    dx = _route(dout, x, size, stride, _first)
    return np.trunc(dx) if np.asarray(x).dtype.kind in "iu" else dx


@mistake("max_pool_backward")
def windows_overwrite(dout, x, size=2, stride=2):
    """Where windows overlap, you overwrite what stood in dx. A pixel that is the maximum of two windows receives both
    gradients."""
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        top, left = i * stride, j * stride
        row, column = divmod(np.argmax(x[n, c, top : top + size, left : left + size]), size)
        dx[n, c, top + row, left + column] = dout[n, c, i, j]
    return dx


@mistake("max_pool_backward")
def whole_window(dout, x, size=2, stride=2):
    """Every pixel of the window receives the gradient. Those that are not the maximum do not change the output."""
    return _route(dout, x, size, stride, lambda window: np.ones(window.shape))


@mistake("max_pool_backward")
def mean_like(dout, x, size=2, stride=2):
    """You share the gradient among all pixels of the window: that is the gradient of mean pooling."""
    return _route(dout, x, size, stride, lambda window: np.full(window.shape, 1 / size**2))


@mistake("max_pool_backward")
def times_the_pixel(dout, x, size=2, stride=2):
    """You multiply by the maximum itself. The output is that pixel, so its derivative is 1."""
    return _route(dout, x, size, stride, lambda window: _first(window) * window)


@mistake("max_pool_backward")
def by_size(dout, x, size=2, stride=2):
    """Your windows move by their own size, and leave the picture. They move by `stride`, as in the forward pass."""
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        top, left = i * size, j * size
        row, column = divmod(np.argmax(x[n, c, top : top + size, left : left + size]), size)
        dx[n, c, top + row, left + column] += dout[n, c, i, j]
    return dx


@mistake("max_pool_backward")
def always_by_two(dout, x, size=2, stride=2):
    """Your windows are 2 × 2 and move by 2, whatever the caller says."""
    padded = np.pad(x.astype(float), ((0, 0), (0, 0), (0, 30), (0, 30)), constant_values=-np.inf)
    return _route(dout, padded, 2, 2, _first)[:, :, : x.shape[2], : x.shape[3]]


@mistake("max_pool_backward")
def corner_gets_it(dout, x, size=2, stride=2):
    """The window's upper left pixel receives the gradient. Add the place of the maximum within the window to its corner."""
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        dx[:, :, i * stride, j * stride] += dout[:, :, i, j]
    return dx


@mistake("max_pool_backward")
def rows_and_columns_swapped(dout, x, size=2, stride=2):
    """Within the window, row and column of the maximum are swapped. The number that `argmax` gives counts row after row."""
    return _route(dout, x, size, stride, lambda window: _first(window).swapaxes(2, 3))


@mistake("max_pool_backward")
def search_begins_at_zero(dout, x, size=2, stride=2):
    """Among negative numbers you find no maximum, since your search begins at 0, and the upper left pixel gets the gradient.
    What is smaller than every number?"""
    return _route(dout, x, size, stride, lambda window: _first(np.maximum(window, 0)))


@mistake("max_pool_backward")
def largest_in_size_gets_it(dout, x, size=2, stride=2):
    """You look for the number that is largest in size. Of −9 and 4 the maximum is 4."""
    return _route(dout, x, size, stride, lambda window: _first(np.abs(window)))


@mistake("max_pool_backward")
def divided_by_the_stride(dout, x, size=2, stride=2):
    """You turn the number of the maximum into a row and a column by dividing by the stride. How many columns has the
    window?"""
    dx = np.zeros((*x.shape[:2], x.shape[2] + 30, x.shape[3] + 30))
    for n, c, i, j in np.ndindex(dout.shape):
        top, left = i * stride, j * stride
        row, column = divmod(np.argmax(x[n, c, top : top + size, left : left + size]), stride)
        if top + row >= x.shape[2] or left + column >= x.shape[3]:
            raise IndexError(f"index {top + row} is out of bounds for axis 2 with size {x.shape[2]}")
        dx[n, c, top + row, left + column] += dout[n, c, i, j]
    return dx[:, :, : x.shape[2], : x.shape[3]]


@mistake("max_pool_backward")
def looks_at_a_part(dout, x, size=2, stride=2):
    """You look for the maximum in a window as large as the stride. It is size × size, whatever the stride."""
    return _route(dout, x, stride, stride, _first)


@mistake("max_pool_backward")
def rows_move_by_size(dout, x, size=2, stride=2):
    """Your windows move by `stride` to the right, but down they move by their own size."""
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, i * size : i * size + size, j * stride : j * stride + size]
        row, column = divmod(np.argmax(window), size)
        dx[n, c, i * size + row, j * stride + column] += dout[n, c, i, j]
    return dx


@mistake("max_pool_backward")
def rows_by_two(dout, x, size=2, stride=2):
    """Your windows move down by 2, whatever the stride is."""
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, i * 2 : i * 2 + size, j * stride : j * stride + size]
        row, column = divmod(np.argmax(window), size)
        dx[n, c, i * 2 + row, j * stride + column] += dout[n, c, i, j]
    return dx


@mistake("max_pool_backward")
def first_channels_maximum(dout, x, size=2, stride=2):
    """You look for the maximum in channel 0 only, and use its place in all channels. Each channel is pooled by itself."""
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        top, left = i * stride, j * stride
        row, column = divmod(np.argmax(x[n, 0, top : top + size, left : left + size]), size)
        dx[n, c, top + row, left + column] += dout[n, c, i, j]
    return dx


@mistake("max_pool_backward")
def winners_only(dout, x, size=2, stride=2):
    """Every pixel whose value equals the output gets the gradient, also in other windows' places. Look at each window by
    itself, and at one place in it."""
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        window = x[:, :, i * stride : i * stride + size, j * stride : j * stride + size]
        dx += (x == window.max(axis=(2, 3), keepdims=True)) * dout[:, :, i, j, None, None]
    return dx


# -- 10.9 receptive_field ----------------------------------------------------------------------


def _side(layers):
    side, jump = 1, 1
    for k, s in layers:
        side += (k - 1) * jump
        jump *= s
    return side


@mistake("receptive_field")
def strides_ignored(layers):
    """You ignore the strides: behind a layer with stride 2, neighbouring units stand two pixels apart."""
    return 1 + sum(k - 1 for k, s in layers)


@mistake("receptive_field")
def windows_added(layers):
    """You add up the windows. A second window of 3 brings two new pixels, since one is covered already."""
    return sum(k for k, s in layers)


@mistake("receptive_field")
def windows_multiplied(layers):
    """You multiply the windows. They overlap, so the field grows by addition."""
    return int(np.prod([k for k, s in layers]))


@mistake("receptive_field")
def own_stride_first(layers):
    """You apply a layer's stride before its own window. Within the window the units are still as close as the layer below
    left them; the stride separates those that come out."""
    side, jump = 1, 1
    for k, s in layers:
        jump *= s
        side += (k - 1) * jump
    return side


@mistake("receptive_field")
def strides_added(layers):
    """You add up the strides. Two layers with stride 2 put neighbouring units 4 pixels apart, three of them 8."""
    side, jump = 1, 1
    for k, s in layers:
        side += (k - 1) * jump
        jump += s - 1
    return side


@mistake("receptive_field")
def starts_from_nothing(layers):
    """You are one pixel short: without any layer a unit is a pixel, and sees itself."""
    side, jump = 0, 1
    for k, s in layers:
        side += (k - 1) * jump
        jump *= s
    return side


@mistake("receptive_field")
def whole_windows(layers):
    """You let the side grow by k units for a window of k. One of them is there already: from the first to the last of k
    units there are k − 1 steps."""
    side, jump = 1, 1
    for k, s in layers:
        side += k * jump
        jump *= s
    return side


@mistake("receptive_field")
def nothing_without_layers(layers):
    """Without layers you return 0. A pixel sees itself: 1."""
    return _side(layers) if layers else 0


@mistake("receptive_field")
def last_stride_only(layers):
    """You multiply by the stride of the layer below only. The strides of all layers below multiply."""
    side, jump = 1, 1
    for k, s in layers:
        side += (k - 1) * jump
        jump = s
    return side


@mistake("receptive_field")
def upside_down(layers):
    """The order in which you go through the layers and the rule that you use do not fit together. The strides that count for
    a layer are those of the layers before it, between the picture and that layer; its own and the later ones do not."""
    side, jump = 1, 1
    for k, s in reversed(layers):
        side += (k - 1) * jump
        jump *= s
    return side


# -- 10.10 to 10.12 ----------------------------------------------------------------------------


@mistake("dilated_output_size")
def d_times_m(n, m, p=0, s=1, d=1):
    """Your window spans d · m. After its last entry there is no gap: m entries have m − 1 gaps between them."""
    return (n + 2 * p - d * m) // s + 1


@mistake("dilated_output_size")
def dilation_ignored(n, m, p=0, s=1, d=1):
    """Your result does not depend on the dilation. How many pixels does the window span?"""
    return (n + 2 * p - m) // s + 1


@mistake("dilated_output_size")
def dilation_in_the_stride(n, m, p=0, s=1, d=1):
    """You treat the dilation like a stride. It widens the window; the steps stay as they are."""
    return (n + 2 * p - m) // (s * d) + 1


@mistake("dilated_output_size", of="transposed_output_size")
def forwards_again(o, m, p=0, s=1):
    """That is the size that a convolution makes. Here the way goes back, from o to n."""
    return (o + 2 * p - m) // s + 1


@mistake("dilated_output_size", of="transposed_output_size")
def padding_added(o, m, p=0, s=1):
    """You add the padding. In the formula for o it stands on the side of n, so on the other side it is subtracted."""
    return (o - 1) * s + m + 2 * p


@mistake("dilated_output_size", of="transposed_output_size")
def times_the_stride(o, m, p=0, s=1):
    """You multiply o by the stride. The o positions have o − 1 steps between them."""
    return o * s + m - 2 * p


@mistake("conv1x1")
def weights_the_other_way(x, W, b):
    """You multiply by W as if it were its own transpose, or mix its numbers by reshaping: row f of W belongs to map f."""
    return np.einsum("nchw,cf->nfhw", x, W.reshape(W.shape[1], W.shape[0])) + b[:, None, None]


@mistake("conv1x1")
def bias_missing(x, W, b):
    """The bias is missing: each map f gets b[f]."""
    return np.einsum("nchw,fc->nfhw", x, W)


@mistake("conv1x1")
def maps_at_the_end(x, W, b):
    """The numbers are right, but the maps stand on the last axis. They belong behind the pictures."""
    return np.einsum("nchw,fc->nhwf", x, W) + b


@mistake("mean_pool_backward")
def undivided(dout, shape, size=2, stride=2):
    """Every pixel receives the whole gradient. In a mean it takes part with a weight below 1."""
    return _route(dout, np.zeros(shape), size, stride, lambda window: np.ones(window.shape))


@mistake("mean_pool_backward")
def divided_by_side(dout, shape, size=2, stride=2):
    """You divide by the window's side. How many numbers are in it?"""
    return _route(dout, np.zeros(shape), size, stride, lambda window: np.full(window.shape, 1 / size))


@mistake("mean_pool_backward")
def means_overwritten(dout, shape, size=2, stride=2):
    """Where windows overlap, you overwrite what stood in dx: add up."""
    dx = np.zeros(shape)
    for i, j in np.ndindex(dout.shape[2:]):
        dx[:, :, i * stride : i * stride + size, j * stride : j * stride + size] = dout[:, :, i, j, None, None] / size**2
    return dx


@mistake("mean_pool_backward")
def always_quarters(dout, shape, size=2, stride=2):
    """You divide by 4 whatever the size: how many numbers are in a window?"""
    return _route(dout, np.zeros(shape), size, stride, lambda window: np.full(window.shape, 0.25))


@mistake("mean_pool_backward")
def divided_by_the_squared_stride(dout, shape, size=2, stride=2):
    """You divide by the square of the stride. How many numbers are in a window?"""
    return _route(dout, np.zeros(shape), size, stride, lambda window: np.full(window.shape, 1 / stride**2))


@mistake("mean_pool_backward")
def floor_division(dout, shape, size=2, stride=2):
    """Your shares are cut off to whole numbers: a gradient of 1, shared among four, is 0.25."""
    return _route(dout // size**2, np.zeros(shape), size, stride, lambda window: np.ones(window.shape))


@mistake("conv1x1")
def bias_along_the_last_axis(x, W, b):
    """You add b along the last axis, that of the columns. Map f gets b[f], so it must lie along axis 1."""
    return np.einsum("nchw,fc->nfhw", x, W) + b


@mistake("conv1x1")
def integers_forever(x, W, b):
    """Your result has the dtype of x. If x holds integers, its fractions are cut off."""
    return (np.einsum("nchw,fc->nfhw", x, W) + b[:, None, None]).astype(x.dtype)


@mistake("conv1x1")
def pixels_mixed(x, W, b):
    """`reshape` moves no axis: it takes the numbers as they stand, and so mixes maps and pixels. An axis is moved by
    transposing."""
    out = np.einsum("nchw,fc->nhwf", x, W) + b
    return out.reshape(len(x), len(W), *x.shape[2:])


@mistake("dilated_output_size", of="transposed_output_size")
def the_largest_of_them(o, m, p=0, s=1):
    """You return the largest n that a convolution turns into o. The smallest is asked for."""
    return (o - 1) * s + m - 2 * p + s - 1


@mistake("dilated_output_size", of="transposed_output_size")
def padding_back_once(o, m, p=0, s=1):
    """You take p off once. The zeros stood on each of the two sides."""
    return (o - 1) * s + m - p


@mistake("mean_pool_backward")
def rows_by_size_backward(dout, shape, size=2, stride=2):
    """Your windows move by `stride` to the right, but down they move by their own size."""
    dx = np.zeros(shape)
    for i, j in np.ndindex(dout.shape[2:]):
        dx[:, :, i * size : i * size + size, j * stride : j * stride + size] += dout[:, :, i, j, None, None] / size**2
    return dx
