"""Readers for data sets that you have as files: IDX, the full MNIST or Fashion-MNIST, and CIFAR-10.

Notebooks call these for experiments beyond the shipped data; no exercise needs them. Nothing is downloaded, and nothing
is unpickled: unpickling a file runs whatever its author put there. A file that is not what it should be is reported as
an `OSError` that names the file, what is wrong with it, and what to do.
"""

import gzip
import math
import os
import zlib
from pathlib import Path

import numpy as np

from chainrule.data.fashion_mnist import prepare_images, require_float

_IDX_TYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_MOST_AXES = 64  # NumPy's own limit
_DEFLATE = 1040  # a little more than the factor by which deflate can shrink anything
_PIECE = 1 << 20  # bytes that are read at a time
_AGAIN = "Get the file again"

_CIFAR_BATCHES, _CIFAR_TEST = [f"data_batch_{i}.bin" for i in range(1, 6)], ["test_batch.bin"]
_CIFAR_RECORD = 1 + 3 * 32 * 32  # bytes: the label, then all red values, all green ones, all blue ones
_CIFAR_PAGE = "https://www.cs.toronto.edu/~kriz/cifar.html"
_BINARY = f"Get the binary version, cifar-10-binary.tar.gz, from {_CIFAR_PAGE}, and unpack it"


def read_idx(path) -> np.ndarray:
    """Read one array from an IDX file, the format of MNIST, gzipped or not.

    The format: two zero bytes, a byte for the type of the values, a byte for the number of axes, the length of every
    axis as a big-endian 32-bit integer, then the values, big-endian, the last axis running fastest.
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
    path = Path(path)
    try:
        with _open(path) as raw:
            size, zipped = os.fstat(raw.fileno()).st_size, raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            with gzip.GzipFile(fileobj=raw) if zipped else raw as file:
                return _idx_array(path, file, size, zipped)
    except EOFError:
        raise OSError(f"{path} is cut short: its gzip stream does not end. {_AGAIN}.") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise OSError(f"{path} is damaged: it cannot be unpacked ({error}). {_AGAIN}.") from error


def load_mnist(folder, flatten: bool = True, dtype=np.float32, scale: bool = True):
    """Load the full MNIST or Fashion-MNIST from its four IDX files: 60,000 training and 10,000 test images.

    The files are ``train-images-idx3-ubyte``, ``train-labels-idx1-ubyte``, ``t10k-images-idx3-ubyte`` and
    ``t10k-labels-idx1-ubyte``, also with ``.idx`` for ``-idx``, and with or without ``.gz``.
    Sources: LeCun, Cortes and Burges, "The MNIST database of handwritten digits" (1998); Xiao, Rasul and Vollgraf,
    arXiv:1708.07747 (2017), https://github.com/zalandoresearch/fashion-mnist (Debian: ``dataset-fashion-mnist``).

    Parameters
    ----------
    folder : str or path-like
        Where the files are.
    flatten, dtype, scale
        As for `load_fashion_mnist`. The 70,000 images take 220 MB as float32 and 55 MB as uint8 (``scale=False``).

    Returns
    -------
    X_train : ndarray (60000, 784) or (60000, 28, 28)
    y_train : ndarray (60000,)
        Labels 0–9, int64.
    X_test : ndarray (10000, 784) or (10000, 28, 28)
    y_test : ndarray (10000,)

    Raises
    ------
    OSError
        If a file is missing or damaged, or the files do not belong together.
    ValueError
        If `scale` is asked for with an integer dtype.
    """
    dtype, folder = require_float(dtype, scale), Path(folder)
    paths = [
        _find_idx(folder, f"{part}-{kind}") for part in ("train", "t10k") for kind in ("images-idx3", "labels-idx1")
    ]
    parts = []
    for images, labels in (paths[:2], paths[2:]):
        y = _expect(labels, read_idx(labels), "labels (N,)", ())
        _require_classes(labels, y)
        X = _expect(images, read_idx(images), "images (N, 28, 28)", (28, 28))
        if len(X) != len(y):
            raise OSError(f"{images} holds {len(X)} images, but {labels} {len(y)} labels. Get both from one source.")
        parts += [prepare_images(X, flatten, dtype, scale), y.astype(np.int64)]
    return tuple(parts)


def load_cifar10(folder, dtype=np.float32, scale: bool = True):
    """Load CIFAR-10 from its *binary version*: 50,000 training and 10,000 test images, ten classes, in colour.

    The archive ``cifar-10-binary.tar.gz`` unpacks to a folder ``cifar-10-batches-bin`` with ``data_batch_1.bin`` to
    ``data_batch_5.bin`` and ``test_batch.bin``; ``batches.meta.txt`` there names the classes.
    Source: Krizhevsky, "Learning multiple layers of features from tiny images" (2009),
    https://www.cs.toronto.edu/~kriz/cifar.html.

    Parameters
    ----------
    folder : str or path-like
        Where the six files are, or where ``cifar-10-batches-bin`` is.
    dtype : dtype
        Of the images. Use a floating-point one with ``scale=True``. All images take 740 MB as float32, and 185 MB as
        uint8 with ``scale=False``.
    scale : bool
        True divides the values 0–255 by 255, to 0–1.

    Returns
    -------
    X_train : ndarray (50000, 32, 32, 3)
        Red, green and blue last, the top row first.
    y_train : ndarray (50000,)
        Labels 0–9, int64.
    X_test : ndarray (10000, 32, 32, 3)
    y_test : ndarray (10000,)

    Raises
    ------
    OSError
        If a file is missing, cut short or of another kind. If only the Python version is there, or an archive, the
        message says what to get or to unpack.
    ValueError
        If `scale` is asked for with an integer dtype.
    """
    dtype, folder = require_float(dtype, scale), Path(folder)
    inside = folder / "cifar-10-batches-bin"
    place = inside if inside.is_dir() else folder
    missing = [name for name in _CIFAR_BATCHES + _CIFAR_TEST if not (place / name).is_file()]
    if missing:
        raise FileNotFoundError(_why_no_cifar(folder, place / missing[0]))
    counts = {name: _cifar_records(place / name) for name in _CIFAR_BATCHES + _CIFAR_TEST}
    parts = []
    for names in (_CIFAR_BATCHES, _CIFAR_TEST):
        total = sum(counts[name] for name in names)
        X, y = np.empty((total, 32, 32, 3), dtype), np.empty(total, np.int64)
        start = 0
        for name in names:
            end = start + counts[name]
            _read_cifar_batch(place / name, X[start:end], y[start:end])
            start = end
        if scale:
            X /= dtype.type(255)
        parts += [X, y]
    return tuple(parts)


# --- any file ---


def _open(path: Path):
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise FileNotFoundError(f"There is no file {path}. Nothing is downloaded: put it there.") from None


def _fill(target: np.ndarray, file) -> int:
    """Read bytes into `target` (size,), uint8, until it is full or the file ends. How many were there?"""
    view, done = memoryview(target), 0
    while done < len(view):  # in pieces: gzip makes a copy of each
        count = file.readinto(view[done : done + _PIECE])
        if not count:
            break
        done += count
    return done


def _cut_short(path: Path, needed: int, there: int | None) -> OSError:
    missing = "too few are there" if there is None else f"{there} are there"
    return OSError(f"{path} is cut short: its header announces {needed} bytes, but {missing}. {_AGAIN}.")


def _instead(head: bytes) -> str:
    """What the first bytes of a file show it to be, when it is not what was asked for, and the remedy. Or ''."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not head:
        return f"It is empty. {_AGAIN}."
    if text.startswith(b"<"):
        return "It is a web page, sent in place of the data. Open it in a browser to see why; then get the file again."
    if text.startswith(b"version https://git-lfs"):
        return "It is only Git LFS's pointer to the data. Fetch the data, in the clone, with: git lfs pull"
    if head.startswith(b"PK\x03\x04"):
        return "It is a zip archive. Unpack it."
    if head[257:262] == b"ustar":
        return "It is a tar archive. Unpack it."
    return ""


def _require_classes(path: Path, y: np.ndarray) -> None:
    wrong = np.flatnonzero(y > 9)
    if len(wrong):
        raise OSError(
            f"{path} is damaged or of another data set: the label at index {wrong[0]} is {y[wrong[0]]}, but labels "
            f"are 0–9. {_AGAIN}."
        )


# --- IDX ---


def _idx_array(path: Path, file, size: int, zipped: bool) -> np.ndarray:
    """The array in an open file, which has `size` bytes on the disk."""
    dtype, shape, start = _idx_header(path, file)
    needed = start + math.prod(shape) * dtype.itemsize
    # Before the memory is asked for: a damaged header can announce any number of values.
    if needed > (size * _DEFLATE if zipped else size):
        raise _cut_short(path, needed, None if zipped else size)
    try:
        array = np.empty(shape, dtype)
    except (ValueError, MemoryError) as error:
        raise OSError(f"{path} announces an array of shape {shape}: {error}. Is it damaged?") from error
    there = start + _fill(array.reshape(-1).view(np.uint8), file)
    if there < needed:
        raise _cut_short(path, needed, there)
    if file.read(1):
        raise OSError(f"{path} goes on after the {needed} bytes that its header announces. {_AGAIN}.")
    return array if array.dtype.isnative else array.byteswap(inplace=True).view(dtype.newbyteorder("="))


def _idx_header(path: Path, file) -> tuple[np.dtype, tuple[int, ...], int]:
    """The values' type, the shape, and the number of bytes before the values."""
    head = file.read(4)
    if len(head) < 4 or head[:2] != b"\x00\x00" or head[2] not in _IDX_TYPES or head[3] > _MOST_AXES:
        what = _instead(head + file.read(512)) or f"It starts with the bytes {head.hex(' ')}. {_AGAIN}."
        raise OSError(f"{path} is not an IDX file. {what}")
    lengths = file.read(4 * head[3])
    if len(lengths) < 4 * head[3]:
        raise _cut_short(path, 4 + 4 * head[3], 4 + len(lengths))
    shape = tuple(int(length) for length in np.frombuffer(lengths, ">u4"))
    return np.dtype(_IDX_TYPES[head[2]]), shape, 4 + len(lengths)


def _find_idx(folder: Path, stem: str) -> Path:
    spellings = [f"{stem}-ubyte", f"{stem.replace('-idx', '.idx')}-ubyte"]
    for path in [folder / (name + ending) for ending in ("", ".gz") for name in spellings]:
        if path.is_file():
            return path
    raise FileNotFoundError(
        f"There is no file {folder / spellings[0]}, nor {spellings[1]}, nor either with .gz. Name the folder that has "
        "the four files of MNIST or Fashion-MNIST. Nothing is downloaded."
    )


def _expect(path: Path, array: np.ndarray, what: str, shape: tuple[int, ...]) -> np.ndarray:
    if array.dtype != np.uint8 or array.ndim != 1 + len(shape) or array.shape[1:] != shape:
        raise OSError(
            f"{path} holds {array.dtype} values of shape {array.shape}, not {what} in uint8. "
            "Are the files of this folder exchanged, or of another data set? `read_idx` reads any."
        )
    return array


# --- CIFAR-10 ---


def _why_no_cifar(folder: Path, missing: Path) -> str:
    packed, pickled = "cifar-10-binary.tar.gz", ("data_batch_1", "cifar-10-batches-py", "cifar-10-python.tar.gz")
    there = [folder] if folder.is_file() else [folder / name for name in (packed, *pickled) if (folder / name).exists()]
    # One file that is missing from the others is no question of versions.
    if there and not any((missing.parent / name).is_file() for name in _CIFAR_BATCHES + _CIFAR_TEST):
        path = there[0]
        if path.name in pickled:
            return f"{path} is of CIFAR-10's Python version: pickles, which can run code when they are read. {_BINARY}."
        if path.name == packed:
            return f"{path} is still packed. Unpack it (tar -xzf {packed}), and name the folder that this makes."
    state = f"no file {missing}" if folder.is_dir() else f"no folder {folder}"
    return f"There is {state}. {_BINARY}; name the folder that this makes. Nothing is downloaded."


def _cifar_records(path: Path) -> int:
    size = path.stat().st_size
    if size == 0 or size % _CIFAR_RECORD:
        with path.open("rb") as file:
            what = _instead(file.read(516)) or f"It is cut short or damaged. {_AGAIN}."
        raise OSError(f"{path} has {size} bytes, which is no whole number of {_CIFAR_RECORD}-byte records. {what}")
    return size // _CIFAR_RECORD


def _read_cifar_batch(path: Path, X: np.ndarray, y: np.ndarray) -> None:
    """Read all records into `X` (N, 32, 32, 3), as values 0–255, and `y` (N,)."""
    records = np.empty((len(y), _CIFAR_RECORD), np.uint8)
    with path.open("rb") as file:
        if _fill(records.reshape(-1), file) < records.size:
            raise OSError(f"{path} became shorter while it was read. Try again.")
    _require_classes(path, records[:, 0])
    y[:] = records[:, 0]
    X[:] = records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
