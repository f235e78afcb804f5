"""Build the course's Fashion-MNIST subset from the full data set. Maintainers run it; its result is in the repository.

    python tools/build_fashion_mnist.py FOLDER

FOLDER holds the four original IDX files (``train-images-idx3-ubyte.gz`` and so on). Debian's package
``dataset-fashion-mnist`` installs them; ``dpkg -L dataset-fashion-mnist`` says where.

Which images: of every class the first 500 training and the first 100 test images, in the order of the original
files. The original authors shuffled them, so the first ones are as good as any, and nothing depends on the version
of a random number generator. The subset keeps the original order.
"""

import argparse
import gzip
import hashlib
import io
import zipfile
from pathlib import Path

import numpy as np

TRAIN_PER_CLASS, TEST_PER_CLASS = 500, 100
TARGET = Path(__file__).parent.parent / "lib" / "chainrule" / "data" / "fashion_mnist.npz"


def read_idx(path: Path) -> np.ndarray:
    """Read a gzipped IDX file of unsigned bytes.

    The format: two zero bytes, type 8 (unsigned byte), the number of axes, each axis's length as a big-endian
    32-bit integer, then the values.
    """
    content = gzip.decompress(path.read_bytes())
    if content[:3] != b"\x00\x00\x08":
        raise ValueError(f"{path} is not an IDX file of unsigned bytes")
    ndim = content[3]
    shape = np.frombuffer(content, ">u4", count=ndim, offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * ndim).reshape(shape)


def first_of_each_class(y: np.ndarray, per_class: int) -> np.ndarray:
    """Indices of the first `per_class` elements of every class, in increasing order."""
    chosen = [np.flatnonzero(y == label)[:per_class] for label in range(10)]
    if any(len(indices) < per_class for indices in chosen):
        raise ValueError(f"a class has fewer than {per_class} images")
    return np.sort(np.concatenate(chosen))


def build(folder: Path) -> dict[str, np.ndarray]:
    """The subset's four arrays, all uint8: images (N, 28, 28) and labels (N,)."""
    arrays = {}
    for part, stem, per_class in [("train", "train", TRAIN_PER_CLASS), ("test", "t10k", TEST_PER_CLASS)]:
        images = read_idx(folder / f"{stem}-images-idx3-ubyte.gz")
        labels = read_idx(folder / f"{stem}-labels-idx1-ubyte.gz")
        chosen = first_of_each_class(labels, per_class)
        arrays[f"X_{part}"], arrays[f"y_{part}"] = images[chosen], labels[chosen]
    return arrays


def npz_bytes(arrays: dict[str, np.ndarray]) -> bytes:
    """The arrays as a compressed ``.npz``, the same bytes every time.

    `numpy.savez_compressed` writes the time of day into the archive. The bytes still depend on the zlib that compresses
    them, so another machine may get another checksum for the same arrays.
    """
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, array in arrays.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, np.ascontiguousarray(array), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever this runs
            file.writestr(entry, member.getvalue())
    return archive.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder with the four original IDX files")
    content = npz_bytes(build(parser.parse_args().folder))
    checksum = hashlib.sha256(content).hexdigest()
    TARGET.write_bytes(content)
    TARGET.with_suffix(".npz.sha256").write_text(f"{checksum}  {TARGET.name}\n")
    print(f"{TARGET.name}: {len(content)} bytes, sha256 {checksum}")


if __name__ == "__main__":
    main()
