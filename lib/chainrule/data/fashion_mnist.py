"""The Fashion-MNIST subset that ships with the package: 5,000 training and 1,000 test images, offline.

Notebooks call `load_fashion_mnist`. ``tools/build_fashion_mnist.py`` made the file and says which images it holds;
the licence (MIT, Zalando SE) is in ``fashion_mnist_LICENSE.txt`` beside it.
Source: Xiao, Rasul and Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms",
arXiv:1708.07747 (2017).
"""

import math
import zipfile
import zlib
from importlib.resources import files

import numpy as np

CLASS_NAMES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)


def load_fashion_mnist(flatten: bool = True, dtype=np.float32, scale: bool = True):
    """Load the subset: ten classes, 500 training and 100 test images of each, mixed.

    Parameters
    ----------
    flatten : bool
        True gives one row of 784 pixels per image, False a 28×28 picture.
    dtype : dtype
        Of the images. Use a floating-point one with ``scale=True``.
    scale : bool
        True divides the grey values 0–255 by 255, to 0–1 (0 is background).

    Returns
    -------
    X_train : ndarray (5000, 784) or (5000, 28, 28)
    y_train : ndarray (5000,)
        Labels 0–9, int64; `CLASS_NAMES` names them.
    X_test : ndarray (1000, 784) or (1000, 28, 28)
    y_test : ndarray (1000,)

    Raises
    ------
    OSError
        If the data file is missing or damaged; the message names the file and the remedy.
    ValueError
        If `scale` is asked for with an integer dtype, which would round every pixel to 0 or 1.
    """
    dtype = require_float(dtype, scale)
    X_train, y_train, X_test, y_test = _read(files("chainrule.data") / "fashion_mnist.npz")
    X_train, X_test = (prepare_images(X, flatten, dtype, scale) for X in (X_train, X_test))
    return X_train, y_train.astype(np.int64), X_test, y_test.astype(np.int64)


def require_float(dtype, scale: bool) -> np.dtype:
    """The dtype, if it can hold what `scale` asks for; else `ValueError`."""
    dtype = np.dtype(dtype)
    if scale and dtype.kind != "f":
        raise ValueError(f"scale=True gives values between 0 and 1, which {dtype} cannot hold; pass scale=False")
    return dtype


def prepare_images(X: np.ndarray, flatten: bool, dtype: np.dtype, scale: bool) -> np.ndarray:
    """Grey values (N, H, W), uint8, as the loaders return them. At most one copy is made."""
    X = (X.reshape(len(X), math.prod(X.shape[1:])) if flatten else X).astype(dtype, copy=False)
    if scale:
        X /= dtype.type(255)
    return X


def _read(resource) -> list[np.ndarray]:
    try:
        with resource.open("rb") as file, np.load(file) as arrays:
            return [arrays[name] for name in ("X_train", "y_train", "X_test", "y_test")]
    # What NumPy raises depends on where the damage is: KeyError and ValueError (for instance for the text file that
    # Git LFS leaves behind) come from its reader, the others from the archive.
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        state = "missing" if isinstance(error, FileNotFoundError) else "unreadable or damaged"
        raise OSError(
            f"The data file {resource} is {state}. Install the package chainrule again, or, in a clone of the "
            "repository, restore the file with: git checkout -- lib/chainrule/data/fashion_mnist.npz"
        ) from error
