"""The readers of the user's own files: IDX, MNIST, CIFAR-10. The tests write every file themselves."""

import gzip
import io
import itertools
import os
import struct
import subprocess
import sys
import tarfile
import zipfile
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from throwaway import GATE

from chainrule.data import load_cifar10, load_fashion_mnist, load_mnist, read_idx

DEBIAN = Path("/usr/share/datasets/fashion-mnist")
TYPES = {"u1": 8, "i1": 9, "i2": 11, "i4": 12, "f4": 13, "f8": 14}
WEB_PAGE = b"\xef\xbb\xbf\n<!DOCTYPE html><title>404</title>" + b" " * 600
LFS_POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:0000\nsize 26421880\n"


def idx(array):
    """The array as IDX, written by the format's description."""
    code = TYPES[array.dtype.str[1:]]
    header = bytes([0, 0, code, array.ndim]) + b"".join(struct.pack(">I", length) for length in array.shape)
    return header + b"".join(struct.pack(">" + array.dtype.char, value) for value in array.ravel().tolist())


def zip_archive(content):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("data", content)
    return archive.getvalue()


def tar_archive(content):
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.USTAR_FORMAT) as file:
        member = tarfile.TarInfo("data")
        member.size = len(content)
        file.addfile(member, io.BytesIO(content))
    return archive.getvalue()


# --- IDX ---


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("idx")


@settings(max_examples=100, deadline=None)
@given(
    data=st.data(),
    dtype=st.sampled_from(sorted(TYPES)),
    shape=npst.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=4),
    pack=st.sampled_from([bytes, gzip.compress]),
)
def test_an_array_that_is_written_as_idx_reads_back(folder, data, dtype, shape, pack):
    array = data.draw(npst.arrays(np.dtype(dtype), shape))
    path = folder / "array"
    path.write_bytes(pack(idx(array)))
    read = read_idx(path)
    assert read.shape == array.shape and read.dtype == np.dtype(dtype) and read.dtype.isnative
    assert read.flags.writeable and read.flags.c_contiguous
    np.testing.assert_array_equal(read, array)


@settings(max_examples=200, deadline=None)
@given(data=st.data(), pack=st.sampled_from([bytes, gzip.compress]))
def test_a_damaged_file_gives_an_array_or_an_os_error_and_nothing_else(folder, data, pack):
    content = bytearray(pack(idx(np.arange(24, dtype=np.int16).reshape(2, 3, 4))))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = folder / "damaged"
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    try:
        assert isinstance(read_idx(path), np.ndarray)
    except OSError as error:
        assert str(path) in str(error) and "\n" not in str(error)


WHOLE = idx(np.arange(6, dtype=np.int32).reshape(2, 3))


@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "no IDX file: it is empty"),
        (WEB_PAGE, "no IDX file: it is a web page"),
        (gzip.compress(WEB_PAGE), "no IDX file: it is a web page"),
        (LFS_POINTER, "no IDX file: it is Git LFS's pointer .* git lfs pull"),
        (zip_archive(WHOLE), "no IDX file: it is a zip archive; unpack it"),
        (gzip.compress(tar_archive(WHOLE)), "no IDX file: it is a tar archive; unpack it"),
        (b"\x00\x01" + WHOLE[2:], "no IDX file: it starts with the bytes 00 01 0c 02"),
        (b"\x00\x00\x0a" + WHOLE[3:], "no IDX file: it starts with the bytes 00 00 0a 02"),
        (WHOLE[:7], "no IDX file: it starts with the bytes 00 00 0c 02"),
        (gzip.compress(WHOLE)[:-30], "damaged: it cannot be unpacked"),
        (gzip.compress(WHOLE)[:-8] + bytes(8), "damaged: it cannot be unpacked"),
        (WHOLE[:-1], "damaged: it holds 35 bytes, its header announces 36"),
        (gzip.compress(WHOLE + b"\x00"), "damaged: it holds 37 bytes, its header announces 36"),
        (b"\x00\x00\x0e\x03" + b"\xff" * 12 + bytes(64), "damaged: it holds 80 bytes, its header announces 633825"),
        (b"\x00\x00\x0e\x04" + bytes(4) + b"\xff" * 12, "damaged: an array of shape .0, 4294967295"),
    ],
    ids=lambda value: "content" if isinstance(value, bytes) else None,  # gzip's holds the time of day
)
def test_what_is_wrong_with_a_file_is_said(tmp_path, content, message):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(OSError, match=message) as caught:
        read_idx(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="There is no file .*absent. Nothing is downloaded"):
        read_idx(tmp_path / "absent")


# --- MNIST ---


def mnist(seed=0):
    rng = np.random.default_rng(seed)
    return {
        "train-images-idx3-ubyte": rng.integers(0, 256, (7, 28, 28), np.uint8),
        "train-labels-idx1-ubyte": np.arange(7, dtype=np.uint8),
        "t10k-images-idx3-ubyte": rng.integers(0, 256, (3, 28, 28), np.uint8),
        "t10k-labels-idx1-ubyte": np.array([9, 0, 9], np.uint8),
    }


def write_mnist(folder, arrays, dot=False, pack=bytes):
    for name, array in arrays.items():
        name = name.replace("-idx", ".idx") if dot else name
        (folder / (name + (".gz" if pack is gzip.compress else ""))).write_bytes(pack(idx(array)))


@pytest.mark.parametrize("dot, pack", list(itertools.product([False, True], [bytes, gzip.compress])))
def test_mnist_is_found_under_all_its_names(tmp_path, dot, pack):
    arrays = mnist()
    write_mnist(tmp_path, arrays, dot, pack)
    loaded = load_mnist(str(tmp_path), flatten=False, dtype=np.uint8, scale=False)
    for array, expected in zip(loaded, arrays.values()):
        np.testing.assert_array_equal(array, expected)


@pytest.mark.parametrize(
    "options", [{}, dict(flatten=False), dict(dtype=np.float64), dict(dtype=np.int32, scale=False), dict(scale=False)]
)
def test_mnist_has_the_form_of_the_shipped_subset(tmp_path, options):
    arrays = mnist()
    write_mnist(tmp_path, arrays)
    loaded, shipped = load_mnist(tmp_path, **options), load_fashion_mnist(**options)
    assert len(loaded) == len(shipped) == 4
    for array, model in zip(loaded, shipped):
        assert array.shape[1:] == model.shape[1:] and array.dtype == model.dtype
    largest = 255 if options.get("scale") is False else 1
    assert loaded[0].max() == shipped[0].max() == largest
    expected = arrays["train-images-idx3-ubyte"].reshape(loaded[0].shape)
    np.testing.assert_array_equal(loaded[0], (expected / (255 // largest)).astype(loaded[0].dtype))


def test_mnist_refuses_to_scale_into_integers(tmp_path):
    with pytest.raises(ValueError, match="scale=False"):
        load_mnist(tmp_path, dtype=np.uint8)


@pytest.mark.parametrize("name", mnist())
def test_every_missing_file_of_mnist_is_named(tmp_path, name):
    arrays = mnist()
    del arrays[name]
    write_mnist(tmp_path, arrays)
    with pytest.raises(FileNotFoundError, match=f"There is no file .*{name}, nor one with .idx or .gz"):
        load_mnist(tmp_path)


def test_files_of_mnist_that_do_not_belong_together_are_refused(tmp_path):
    images, labels = "train-images-idx3-ubyte", "t10k-labels-idx1-ubyte"
    for changed, message in [
        ({labels: np.array([9, 0], np.uint8)}, f"{labels} holds uint8 of shape .2,., not 3 labels"),
        ({labels: np.array([9, 26, 10], np.uint8)}, f"{labels} is .* has the label 26, and labels are 0–9"),
        ({labels: np.array([9, 1, 1], np.int32)}, f"{labels} holds int32 of shape .3,., not 3 labels"),
        ({labels: mnist()[images]}, f"{labels} holds uint8 of shape .7, 28, 28., not 3 labels"),
        ({images: np.arange(7, dtype=np.uint8)}, f"{images} holds uint8 of shape .7,., not images"),
        ({images: np.zeros((7, 32, 32), np.uint8)}, f"{images} holds uint8 of shape .7, 32, 32., not images"),
    ]:
        write_mnist(tmp_path, mnist() | changed)
        with pytest.raises(OSError, match=message):
            load_mnist(tmp_path)
    write_mnist(tmp_path, mnist())
    load_mnist(tmp_path)


@pytest.mark.skipif(not DEBIAN.is_dir() and not GATE, reason="needs Debian's package dataset-fashion-mnist")
def test_the_full_fashion_mnist_begins_with_the_shipped_images():
    full = load_mnist(DEBIAN, dtype=np.uint8, scale=False)
    assert [len(array) for array in full] == [60_000, 60_000, 10_000, 10_000]
    shipped = load_fashion_mnist(dtype=np.uint8, scale=False)
    for X, y, X_part, y_part in [full[:2] + shipped[:2], full[2:] + shipped[2:]]:
        for label in range(10):
            part = X_part[y_part == label]
            np.testing.assert_array_equal(X[y == label][: len(part)], part)


# --- CIFAR-10 ---

BATCHES = [f"data_batch_{i}.bin" for i in range(1, 6)] + ["test_batch.bin"]


def write_cifar(folder, records=4):
    """Six batches, all of whose values depend on where they belong. Returns the images by batch and place in it."""
    folder.mkdir(exist_ok=True)
    pictures, (c, i, j) = {}, np.ogrid[:3, :32, :32]
    for number, name in enumerate(BATCHES):
        content = b""
        for k in range(records):
            channels = (50 * c + 2 * i + j + number + 3 * k).astype(np.uint8)
            content += bytes([(number + k) % 10]) + channels.tobytes()
            pictures[name, k] = channels
        (folder / name).write_bytes(content)
    return pictures


def test_cifar_puts_every_value_in_its_place(tmp_path):
    pictures = write_cifar(tmp_path)
    X, y, X_test, y_test = load_cifar10(tmp_path)
    assert X.shape == (20, 32, 32, 3) and X_test.shape == (4, 32, 32, 3)
    assert X.dtype == X_test.dtype == np.float32 and y.dtype == y_test.dtype == np.int64
    np.testing.assert_array_equal(y, [0, 1, 2, 3, 1, 2, 3, 4, 2, 3, 4, 5, 3, 4, 5, 6, 4, 5, 6, 7])
    np.testing.assert_array_equal(y_test, [5, 6, 7, 8])
    for n, i, j, c in [(0, 0, 0, 0), (5, 31, 2, 1), (19, 7, 30, 2)]:
        assert X[n, i, j, c] == np.float32(pictures[BATCHES[n // 4], n % 4][c][i][j]) / np.float32(255)
    whole, _, _, _ = load_cifar10(tmp_path, dtype=np.uint8, scale=False)
    np.testing.assert_array_equal(whole[-1], np.moveaxis(pictures["data_batch_5.bin", 3], 0, -1))
    with pytest.raises(ValueError, match="scale=False"):
        load_cifar10(tmp_path, dtype=np.uint8)


def test_cifar_is_found_in_the_folder_that_its_archive_makes(tmp_path):
    write_cifar(tmp_path / "cifar-10-batches-bin")
    (tmp_path / "cifar-10-binary.tar.gz").write_bytes(b"")
    assert len(load_cifar10(str(tmp_path))[0]) == 20


@pytest.mark.parametrize("name", BATCHES)
def test_every_missing_batch_of_cifar_is_named(tmp_path, name):
    write_cifar(tmp_path, records=1)
    (tmp_path / "cifar-10-binary.tar.gz").write_bytes(b"")
    (tmp_path / name).unlink()
    with pytest.raises(FileNotFoundError, match=f"There is no file .*{name}. Get cifar-10-binary.tar.gz from https://"):
        load_cifar10(tmp_path)


@pytest.mark.parametrize("name", ["data_batch_1", "cifar-10-python.tar.gz", "cifar-10-binary.tar.gz"])
def test_other_versions_of_cifar_get_a_remedy_and_are_not_opened(tmp_path, name):
    (tmp_path / name).write_bytes(b"cos\nabort\n(tR.")  # unpickled, it would end this process
    for named in (tmp_path, tmp_path / name):
        with pytest.raises(FileNotFoundError, match="Get cifar-10-binary.tar.gz .* unpack it; the Python version"):
            load_cifar10(named)


def test_a_missing_folder_is_named(tmp_path):
    for load in (load_cifar10, load_mnist):
        with pytest.raises(FileNotFoundError, match="There is no .*absent"):
            load(tmp_path / "absent")


@pytest.mark.parametrize(
    "change, message",
    [
        (lambda content: content[:-1], "holds 12291 bytes, no whole number of 3073: .* Get cifar-10-binary"),
        (lambda content: b"", "holds 0 bytes, .* it is empty"),
        (lambda content: WEB_PAGE, "it is a web page"),
        (lambda content: LFS_POINTER, "it is Git LFS's pointer"),
        (lambda content: content[:3073] + b"\x0a" + content[3074:], "it has the label 10, and labels are 0–9"),
    ],
)
@pytest.mark.parametrize("name", ["data_batch_3.bin", "test_batch.bin"])
def test_a_damaged_batch_is_named_with_its_remedy(tmp_path, name, change, message):
    write_cifar(tmp_path)
    path = tmp_path / name
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(OSError, match=message) as caught:
        load_cifar10(tmp_path)
    assert str(path) in str(caught.value)


def test_the_data_need_numpy_alone_and_neither_pickle_nor_a_network():
    code = """
import sys, numpy.random
before = set(sys.modules)
import chainrule.data
print(*sorted({name.split(".")[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names)))
print(*sorted({"pickle", "urllib.request", "socket"} & (set(sys.modules) - before)))
"""
    environment = os.environ | {"PYTHONPATH": str(Path(files("chainrule.data")).parents[1])}
    output = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert output.stdout == "chainrule\n\n"
