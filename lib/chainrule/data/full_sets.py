"""Readers for data sets that you have as files: IDX, the full MNIST or Fashion-MNIST, and CIFAR-10.

Learners and demonstrations call these for experiments beyond the shipped data; no exercise needs them. Nothing is
downloaded, and nothing is unpickled: unpickling a file runs whatever its author put there. A file that is not what it
should be is an `OSError` that names the file, what is wrong with it, and what to do.
"""

import gzip
import math
import zlib
from pathlib import Path

import numpy as np

from chainrule.data.fashion_mnist import prepare_images, require_float

IDX_TYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
CIFAR_BATCHES = [*(f"data_batch_{i}.bin" for i in range(1, 6)), "test_batch.bin"]
CIFAR_RECORD = 1 + 3 * 32 * 32  # bytes: the label, then all red values, all green ones, all blue ones
CIFAR = "Get cifar-10-binary.tar.gz from https://www.cs.toronto.edu/~kriz/cifar.html and unpack it"
INSTEAD = {  # what a file's first bytes show it to be
    b"<": "a web page, sent in place of the data",
    b"version https://git-lfs": "Git LFS's pointer to the data; fetch the data with: git lfs pull",
    b"pk\x03\x04": "a zip archive; unpack it",
}


def read_idx(path) -> np.ndarray:
    """Read one array from an IDX file, the format of MNIST, gzipped or not.

    Source: LeCun, Cortes and Burges, "The MNIST database of handwritten digits" (1998), "File formats".

    Parameters
    ----------
    path : str or path-like
        Whether it is gzipped is seen from its content, not from its name.

    Returns
    -------
    ndarray
        Of the shape and the type in the header: uint8, int8, int16, int32, float32 or float64.

    Raises
    ------
    OSError
        If the file is missing, cut short, too long, or no IDX file.
    """
    data = _bytes(Path(path))
    try:
        data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    except (OSError, EOFError, zlib.error) as error:
        raise OSError(f"{path} is damaged: it cannot be unpacked ({error}). Get it again.") from None
    if len(data) < 4 or data[:2] != b"\0\0" or data[2] not in IDX_TYPES or len(data) < 4 + 4 * data[3]:
        raise OSError(f"{path} is no IDX file: {_what(data)}.")
    dtype, start = np.dtype(IDX_TYPES[data[2]]), 4 + 4 * data[3]
    shape = np.frombuffer(data[4:start], ">u4").tolist()
    announced = start + math.prod(shape) * dtype.itemsize
    if len(data) != announced:
        raise OSError(f"{path} is damaged: it holds {len(data)} bytes, its header announces {announced}. Get it again.")
    try:
        return np.frombuffer(data, dtype, offset=start).reshape(shape).astype(dtype.newbyteorder("="))
    except ValueError as error:
        raise OSError(f"{path} is damaged: an array of shape {shape} cannot be ({error}). Get it again.") from None


def load_mnist(folder, flatten: bool = True, dtype=np.float32, scale: bool = True):
    """Load the full MNIST or Fashion-MNIST from its four IDX files: 60,000 training and 10,000 test images.

    The files are ``train-images-idx3-ubyte``, ``train-labels-idx1-ubyte``, ``t10k-images-idx3-ubyte`` and
    ``t10k-labels-idx1-ubyte``, also with ``.idx`` for ``-idx``, and with or without ``.gz``.
    Sources: LeCun, Cortes and Burges (1998), as for `read_idx`; Xiao, Rasul and Vollgraf, arXiv:1708.07747 (2017),
    https://github.com/zalandoresearch/fashion-mnist (Debian: ``dataset-fashion-mnist``).

    Parameters
    ----------
    folder : str or path-like
        Where the files are.
    flatten, dtype, scale
        As for `load_fashion_mnist`. The 70,000 images take 220 MB as float32 and 55 MB as uint8 (``scale=False``).

    Returns
    -------
    X_train, y_train, X_test, y_test : ndarray
        Images (N, 784) or (N, 28, 28), and labels 0–9 (N,), int64.

    Raises
    ------
    OSError
        If a file is missing or damaged, or the files do not belong together.
    ValueError
        If `scale` is asked for with an integer dtype.
    """
    dtype, found = require_float(dtype, scale), []
    for part in ("train", "t10k"):
        X = read_idx(images := _find_idx(Path(folder), f"{part}-images-idx3-ubyte"))
        y = read_idx(labels := _find_idx(Path(folder), f"{part}-labels-idx1-ubyte"))
        if X.shape[1:] != (28, 28) or X.dtype != np.uint8:
            raise OSError(f"{images} holds {X.dtype} of shape {X.shape}, not images (N, 28, 28). Is it of another set?")
        found += [prepare_images(X, flatten, dtype, scale), _labels(labels, y, len(X))]
    return tuple(found)


def load_cifar10(folder, dtype=np.float32, scale: bool = True):
    """Load CIFAR-10 from its *binary version*: 50,000 training and 10,000 test images, ten classes, in colour.

    The archive ``cifar-10-binary.tar.gz`` unpacks to a folder ``cifar-10-batches-bin`` with six files.
    Source: Krizhevsky, "Learning multiple layers of features from tiny images" (2009).

    Parameters
    ----------
    folder : str or path-like
        Where the six files are, or where ``cifar-10-batches-bin`` is.
    dtype, scale
        As for `load_fashion_mnist`. All images take 740 MB as float32, and 185 MB as uint8 with ``scale=False``.

    Returns
    -------
    X_train, y_train, X_test, y_test : ndarray
        Images (N, 32, 32, 3), red, green and blue last, the top row first; labels 0–9 (N,), int64.

    Raises
    ------
    OSError
        If a file is missing, cut short or of another kind.
    ValueError
        If `scale` is asked for with an integer dtype.
    """
    dtype, folder = require_float(dtype, scale), Path(folder)
    inside = folder / "cifar-10-batches-bin"
    batches = [_cifar_batch((inside if inside.is_dir() else folder) / name) for name in CIFAR_BATCHES]
    found = []
    for part in (batches[:-1], batches[-1:]):
        records = np.concatenate(part)
        X = records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1).astype(dtype, order="C")
        if scale:
            X /= dtype.type(255)
        found += [X, records[:, 0].astype(np.int64)]
    return tuple(found)


def _bytes(path: Path, remedy: str = "Nothing is downloaded: put it there") -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError(f"There is no file {path}. {remedy}.") from None


def _what(data: bytes) -> str:
    """What the first bytes of a file show it to be, when it is not what was asked for."""
    head = data[:600].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    known = [words for start, words in INSTEAD.items() if head.startswith(start)]
    if known or data[257:262] == b"ustar":
        return f"it is {(known or ['a tar archive; unpack it'])[0]}"
    return f"it starts with the bytes {data[:4].hex(' ')}; get it again" if data else "it is empty; get it again"


def _labels(path: Path, y: np.ndarray, count: int) -> np.ndarray:
    """Return the labels as int64, or raise OSError unless they are `count` numbers 0–9."""
    if y.shape != (count,) or y.dtype != np.uint8:
        raise OSError(f"{path} holds {y.dtype} of shape {y.shape}, not {count} labels. Get all files from one source.")
    if count and y.max() > 9:
        raise OSError(f"{path} is damaged or of another data set: it has the label {y.max()}, and labels are 0–9.")
    return y.astype(np.int64)


def _find_idx(folder: Path, name: str) -> Path:
    names = [spelling + ending for ending in ("", ".gz") for spelling in (name, name.replace("-idx", ".idx"))]
    found = [folder / one for one in names if (folder / one).is_file()]
    if not found:
        raise FileNotFoundError(f"There is no file {folder / name}, nor one with .idx or .gz. Nothing is downloaded.")
    return found[0]


def _cifar_batch(path: Path) -> np.ndarray:
    """Return the records of one file (N, 3073), uint8."""
    data = _bytes(path, f"{CIFAR}; the Python version, of pickles, is not read. Nothing is downloaded")
    if not data or len(data) % CIFAR_RECORD:
        raise OSError(f"{path} holds {len(data)} bytes, no whole number of {CIFAR_RECORD}: {_what(data)}. {CIFAR}.")
    records = np.frombuffer(data, np.uint8).reshape(-1, CIFAR_RECORD)
    _labels(path, records[:, 0], len(records))
    return records
