"""Convolution and pooling for `chainrule.autodiff`, with a layer `Conv2d` to go beside `chainrule.nn.Dense`.

Images have the shape (N, C, H, W): N examples, C channels, H rows, W columns. All operations share one idea. A window of
kh × kw pixels slides over the image. Fix one *place* (i, j) in the window instead, and slide: the pixels that come by are
the image from row i and column j on, every `stride`-th: a slice. So each operation is a loop over the kh · kw places, in
which NumPy handles all windows at once (`_places`).

Shapes are (N, C, H, W), but in memory the examples come last, as (C, H, W, N): the order of the library cuda-convnet that
Krizhevsky, Sutskever and Hinton trained AlexNet with (NeurIPS 2012). A slice then consists of long runs of neighbouring
numbers, which are copied and added several times faster than scattered ones. `_examples_last` and `_examples_first`
transpose between the two, and transposing only makes a view.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from chainrule.autodiff import Tensor, from_op


def conv2d(x, W, b=None, *, stride: int = 1, pad: int = 0) -> Tensor:
    """Slide kernels over images: a convolution as all deep-learning libraries have it.

    Parameters
    ----------
    x : Tensor or array_like (N, C, H, W)
        Images. An array is a constant, like a tensor without `requires_grad`: no gradient is computed for it.
    W : Tensor or array_like (F, C, kh, kw)
        One kernel for each of the F output channels.
    b : Tensor or array_like (F,), optional
        One bias for each output channel.
    stride : int
        Step from one window to the next, in both directions.
    pad : int
        Rows and columns of zeros put around the image, on all four sides.

    Returns
    -------
    Tensor (N, F, H', W')
        With H' = ⌊(H + 2 pad − kh) / stride⌋ + 1, and W' likewise: a window that does not fit is dropped.

    Raises
    ------
    ValueError
        If the shapes do not go together, or if the kernel is larger than the padded image.

    Notes
    -----
    ``out[n, f, r, s] = b[f] + Σ_c Σ_i Σ_j W[f, c, i, j] · x_padded[n, c, r · stride + i, s · stride + j]``.
    Strictly, this is a cross-correlation: a convolution in the mathematical sense would flip the kernel (Goodfellow,
    Bengio and Courville, "Deep Learning", 2016, section 9.1; sizes: Dumoulin and Visin, "A guide to convolution
    arithmetic for deep learning", 2016, section 2.4).

    The windows become the columns of a matrix, so that one matrix product does all the sums (Chellapilla, Puri and
    Simard, "High performance convolutional neural networks for document processing", IWFHR 2006). The matrix is
    kh · kw times as large as the image. Backward makes it again, which is cheap, instead of keeping it.

    Examples
    --------
    The difference of neighbours in a row finds vertical edges:

    >>> x = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 1.0, 1.0]])
    >>> conv2d(x.reshape(1, 1, 2, 4), np.array([-1.0, 1.0]).reshape(1, 1, 1, 2)).data[0, 0]
    array([[0., 1., 0.],
           [0., 1., 0.]])
    """
    W = W if isinstance(W, Tensor) else Tensor(W)
    x, b = W._lift(x), None if b is None else W._lift(b)
    if W.data.ndim != 4:
        raise ValueError(f"kernels W have the shape (F, C, kh, kw), not {W.shape}")
    _check_images(x)
    (N, C, H, width), (F, W_channels, kh, kw) = x.shape, W.shape
    if C != W_channels:
        raise ValueError(f"x {x.shape} has {C} channels, and the kernels W {W.shape} are made for {W_channels}")
    if b is not None and b.shape != (F,):
        raise ValueError(f"{F} kernels need biases of shape ({F},), not {b.shape}")
    if pad < 0:
        raise ValueError(f"pad cannot be negative, but is {pad}")
    rows, columns = _output_size("kernel", (kh, kw), (H, width), stride, pad)

    def windows():  # (C · kh · kw, rows · columns · N): a column for each window
        cols = np.empty((C, kh * kw, rows, columns, N), x.dtype)
        for place, pixels in enumerate(_places(_padded(x.data, pad), kh, kw, stride)):
            cols[:, place] = pixels
        return cols.reshape(C * kh * kw, -1)

    def flat(dout):  # (F, rows · columns · N)
        return np.ascontiguousarray(_examples_last(dout)).reshape(F, -1)

    kernels = W.data.reshape(F, -1)
    out = kernels @ windows()
    if b is not None:
        out += b.data[:, None]

    def dx(dout):  # every pixel collects what comes back from all windows it was in
        dcols = (kernels.T @ flat(dout)).reshape(C, kh * kw, rows, columns, N)
        dpadded = np.zeros((C, H + 2 * pad, width + 2 * pad, N), dcols.dtype)
        for place, dpixels in enumerate(_places(dpadded, kh, kw, stride)):
            dpixels += dcols[:, place]
        return _examples_first(dpadded[:, pad : pad + H, pad : pad + width])

    def dW(dout):
        return (flat(dout) @ windows().T).reshape(W.shape)

    inputs = [(x, dx), (W, dW)] if b is None else [(x, dx), (W, dW), (b, lambda dout: flat(dout).sum(axis=1))]
    return from_op(_examples_first(out.reshape(F, rows, columns, N)), *inputs)


def conv2d_by_loops(x: np.ndarray, W: np.ndarray, b: np.ndarray, stride: int = 1, pad: int = 0) -> np.ndarray:
    """What :func:`conv2d` computes, with one call of NumPy for each output: notebook 10 measures what that costs.

    Parameters and the result are those of :func:`conv2d`, as arrays.
    """
    kh, kw = W.shape[2:]
    images = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    tops, lefts = (range(0, size - k + 1, stride) for size, k in zip(images.shape[2:], (kh, kw)))
    out = np.empty((len(x), len(W), len(tops), len(lefts)))
    for picture, maps in zip(images, out):
        for kernel, bias, numbers in zip(W, b, maps):
            for r, top in enumerate(tops):
                for s, left in enumerate(lefts):
                    numbers[r, s] = np.vdot(kernel, picture[:, top : top + kh, left : left + kw]) + bias
    return out


def max_pool2d(x, size: int, *, stride: int | None = None) -> Tensor:
    """The largest value in each window of `size` × `size` pixels, channel by channel.

    Parameters
    ----------
    x : Tensor or array_like (N, C, H, W)
    size : int
        Height and width of the window.
    stride : int, optional
        Step from one window to the next. By default `size`: the windows touch and do not overlap.

    Returns
    -------
    Tensor (N, C, H', W')
        With H' = ⌊(H − size) / stride⌋ + 1, and W' likewise: rows and columns left over at the end are dropped.

    Raises
    ------
    ValueError
        If `x` has another number of axes, or if the window is larger than the image.

    Notes
    -----
    The gradient goes to the largest pixel; of equally large ones to the first, row by row, as in PyTorch. (Goodfellow,
    Bengio and Courville, "Deep Learning", 2016, section 9.3.)

    Examples
    --------
    >>> x = Tensor(np.array([[1.0, 3.0], [3.0, 2.0]]).reshape(1, 1, 2, 2), requires_grad=True)
    >>> out = max_pool2d(x, 2)
    >>> out.backward()
    >>> out.data.item(), x.grad[0, 0].tolist()
    (3.0, [[0.0, 1.0], [0.0, 0.0]])
    """
    x, stride = _check_pooling(x, size, stride)
    pixels = list(_places(_examples_last(x.data), size, size, stride))
    out = pixels[0].copy()
    for others in pixels[1:]:
        np.maximum(out, others, out=out)

    def dx(dout):
        left = np.ascontiguousarray(_examples_last(dout))  # what no pixel has taken yet
        dimages = np.zeros(_examples_last(x.data).shape, x.dtype)
        for values, dpixels in zip(pixels, _places(dimages, size, size, stride)):
            taken = left * (values == out)
            dpixels += taken
            left = left - taken
        return _examples_first(dimages)

    return from_op(_examples_first(out), (x, dx))


def mean_pool2d(x, size: int, *, stride: int | None = None) -> Tensor:
    """The mean of each window of `size` × `size` pixels, channel by channel.

    Parameters, result and errors are those of `max_pool2d`. With `size` the side of a square image, each channel becomes
    one number: global average pooling (Lin, Chen and Yan, "Network in network", ICLR 2014, section 3.2).

    Examples
    --------
    >>> mean_pool2d(np.arange(16.0).reshape(1, 1, 4, 4), 2).data[0, 0]
    array([[ 2.5,  4.5],
           [10.5, 12.5]])
    """
    x, stride = _check_pooling(x, size, stride)
    pixels = _places(_examples_last(x.data), size, size, stride)
    total: np.ndarray = sum(pixels)  # type: ignore[assignment]  # an array, never 0: a window has at least one pixel
    out = total / size**2

    def dx(dout):  # each of the window's pixels has slope 1 / size²
        share = np.ascontiguousarray(_examples_last(dout)) / size**2
        dimages = np.zeros(_examples_last(x.data).shape, x.dtype)
        for dpixels in _places(dimages, size, size, stride):
            dpixels += share
        return _examples_first(dimages)

    return from_op(_examples_first(out), (x, dx))


class Conv2d:
    """A convolutional layer: `conv2d` with square kernels and biases of its own.

    To go on to a `Dense` layer, flatten the images: ``a.reshape(a.shape[0], -1)``.

    Parameters
    ----------
    in_channels, out_channels : int
        Channels of the input and of the output.
    k : int
        Height and width of the kernels.
    rng : numpy.random.Generator
        Draws the weights. The same state gives the same weights in every dtype, up to rounding.
    stride, pad : int
        As in `conv2d`. With stride 1, an odd `k` and ``pad=k // 2`` the image keeps its size.
    std : float, optional
        Standard deviation of the normally distributed initial weights. By default sqrt(2 / (k · k · in_channels)), which
        suits ReLU (He et al., "Delving deep into rectifiers", ICCV 2015, section 2.2).
    bias : float
        Initial value of every bias.
    dtype : dtype
        Of the parameters. Arrays given as input are converted to it.

    Attributes
    ----------
    W : Tensor (out_channels, in_channels, k, k)
    b : Tensor (out_channels,)

    Examples
    --------
    >>> layer = Conv2d(1, 16, 3, np.random.default_rng(0), pad=1)
    >>> max_pool2d(layer(np.zeros((64, 1, 28, 28))).relu(), 2).shape
    (64, 16, 14, 14)
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        k: int,
        rng: np.random.Generator,
        *,
        stride: int = 1,
        pad: int = 0,
        std: float | None = None,
        bias: float = 0.0,
        dtype=np.float32,
    ):
        std = np.sqrt(2 / (k * k * in_channels)) if std is None else std
        self.W = Tensor(rng.normal(0, std, (out_channels, in_channels, k, k)).astype(dtype), requires_grad=True)
        self.b = Tensor(np.full(out_channels, bias, dtype), requires_grad=True)
        self.stride, self.pad = stride, pad

    def __call__(self, x) -> Tensor:
        """Pre-activations (N, out_channels, H', W') of a batch `x` (N, in_channels, H, W), an array or a tensor."""
        x = x if isinstance(x, Tensor) else Tensor(np.asarray(x, dtype=self.W.dtype))
        return conv2d(x, self.W, self.b, stride=self.stride, pad=self.pad)

    def parameters(self) -> list[Tensor]:
        return [self.W, self.b]


def _places(images: np.ndarray, kh: int, kw: int, stride: int) -> Iterator[np.ndarray]:
    """For each place in the window, row by row: the view (C, H', W', N) of the pixels there, in all the windows."""
    H, W = images.shape[1:3]
    for i in range(kh):
        for j in range(kw):
            yield images[:, i : H - kh + i + 1 : stride, j : W - kw + j + 1 : stride]


def _examples_last(images: np.ndarray) -> np.ndarray:
    """(N, C, H, W) → (C, H, W, N), a view."""
    return images.transpose(1, 2, 3, 0)


def _examples_first(images: np.ndarray) -> np.ndarray:
    """(C, H, W, N) → (N, C, H, W), a view."""
    return images.transpose(3, 0, 1, 2)


def _padded(images: np.ndarray, pad: int) -> np.ndarray:
    """(N, C, H, W) → (C, H + 2 pad, W + 2 pad, N), with zeros around."""
    N, C, H, W = images.shape
    padded = np.zeros((C, H + 2 * pad, W + 2 * pad, N), images.dtype)
    padded[:, pad : pad + H, pad : pad + W] = _examples_last(images)
    return padded


def _output_size(what: str, window: tuple[int, int], image: tuple[int, int], stride: int, pad: int) -> tuple[int, int]:
    """How many windows fit, vertically and horizontally."""
    if stride < 1 or min(window) < 1:
        raise ValueError(f"stride and {what} must be at least 1; they are {stride} and {window[0]} × {window[1]}")
    padded = image[0] + 2 * pad, image[1] + 2 * pad
    if window[0] > padded[0] or window[1] > padded[1]:
        size = f"{image[0]} × {image[1]}" + (f" with pad {pad}, {padded[0]} × {padded[1]}" if pad else "")
        raise ValueError(f"a {what} of {window[0]} × {window[1]} does not fit into an image of {size}")
    return (padded[0] - window[0]) // stride + 1, (padded[1] - window[1]) // stride + 1


def _check_images(x: Tensor) -> None:
    if x.data.ndim != 4:
        raise ValueError(f"images x have the shape (N, C, H, W), not {x.shape}; grey ones have C = 1")


def _check_pooling(x, size: int, stride: int | None) -> tuple[Tensor, int]:
    x, stride = x if isinstance(x, Tensor) else Tensor(x), size if stride is None else stride
    _check_images(x)
    _output_size("window", (size, size), x.shape[2:], stride, 0)
    return x, stride
