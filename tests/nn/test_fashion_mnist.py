"""The shipped Fashion-MNIST subset: complete, balanced, unchanged, licensed; and how it was made."""

import gzip
import hashlib
import importlib.util
import io
import os
import struct
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from throwaway import GATE

from chainrule.data import CLASS_NAMES, load_fashion_mnist
from chainrule.data import fashion_mnist as module

FOLDER = files("chainrule.data")
DEBIAN = Path("/usr/share/datasets/fashion-mnist")
TOOL = Path(__file__).parents[2] / "tools" / "build_fashion_mnist.py"


@pytest.fixture(scope="module")
def builder():
    spec = importlib.util.spec_from_file_location("build_fashion_mnist", TOOL)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def test_the_file_has_the_recorded_checksum():
    recorded, name = (FOLDER / "fashion_mnist.npz.sha256").read_text().split()
    assert name == "fashion_mnist.npz"
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == recorded


def test_the_licence_travels_with_the_data():
    text = (FOLDER / "fashion_mnist_LICENSE.txt").read_text()
    for part in ("Copyright (c) 2017 Zalando SE", "MIT License", "Permission is hereby granted", "WITHOUT WARRANTY"):
        assert part in text


def test_every_class_has_500_training_and_100_test_images():
    X_train, y_train, X_test, y_test = load_fashion_mnist()
    assert X_train.shape == (5000, 784) and X_test.shape == (1000, 784)
    np.testing.assert_array_equal(np.bincount(y_train), [500] * 10)
    np.testing.assert_array_equal(np.bincount(y_test), [100] * 10)
    assert len(CLASS_NAMES) == len(set(CLASS_NAMES)) == 10


def test_no_test_image_is_a_training_image():
    X_train, _, X_test, _ = load_fashion_mnist(dtype=np.uint8, scale=False)
    assert not {row.tobytes() for row in X_train} & {row.tobytes() for row in X_test}


def test_flatten_scale_and_dtype():
    X, y, _, _ = load_fashion_mnist()
    assert X.dtype == np.float32 and y.dtype == np.int64
    assert X.min() == 0 and X.max() == 1
    pictures = load_fashion_mnist(flatten=False, dtype=np.uint8, scale=False)[0]
    assert pictures.shape == (5000, 28, 28) and pictures.dtype == np.uint8
    np.testing.assert_array_equal(X, pictures.reshape(5000, 784).astype(np.float32) / np.float32(255))
    with pytest.raises(ValueError, match="scale=False"):
        load_fashion_mnist(dtype=np.uint8)


def test_loaded_arrays_are_the_callers_own():
    X = load_fashion_mnist()[0]
    X[:] = 7
    assert load_fashion_mnist()[0].max() == 1


def cut(content):
    return content[: len(content) // 2]


def flip(content):
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :]


def invalid_stream(content):
    start = 30 + len("X_train.npy")  # after the first member's header
    return content[:start] + b"\x07" + content[start + 1 :]  # a block type that deflate does not have


def other_names(content):
    archive = io.BytesIO()
    np.savez(archive, images=np.zeros(1))
    return archive.getvalue()


def lfs_pointer(content):
    return b"version https://git-lfs.github.com/spec/v1\noid sha256:0000\nsize 2639657\n"


@pytest.mark.parametrize("damage", [cut, flip, invalid_stream, other_names, lfs_pointer, lambda content: b""])
def test_a_damaged_file_is_named_with_its_remedy(tmp_path, monkeypatch, damage):
    (tmp_path / "fashion_mnist.npz").write_bytes(damage((FOLDER / "fashion_mnist.npz").read_bytes()))
    monkeypatch.setattr(module, "files", lambda package: tmp_path)
    with pytest.raises(OSError, match=r"fashion_mnist\.npz is unreadable or damaged\. Install .* git checkout"):
        load_fashion_mnist()


def test_a_missing_file_is_named_with_its_remedy(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "files", lambda package: tmp_path)
    with pytest.raises(OSError, match=r"fashion_mnist\.npz is missing\. Install"):
        load_fashion_mnist()


def write_idx(path, array):
    header = struct.pack(">HBB", 0, 8, array.ndim) + struct.pack(f">{array.ndim}I", *array.shape)
    path.write_bytes(gzip.compress(header + array.tobytes()))


def test_the_builder_takes_the_first_of_each_class_in_order(builder, tmp_path, monkeypatch):
    monkeypatch.setattr(builder, "TRAIN_PER_CLASS", 2)
    monkeypatch.setattr(builder, "TEST_PER_CLASS", 1)
    labels = np.random.default_rng(0).permutation(np.arange(50) % 10).astype(np.uint8)
    images = np.arange(50, dtype=np.uint8)[:, None, None] * np.ones((1, 28, 28), np.uint8)
    for stem in ("train", "t10k"):
        write_idx(tmp_path / f"{stem}-images-idx3-ubyte.gz", images)
        write_idx(tmp_path / f"{stem}-labels-idx1-ubyte.gz", labels)
    arrays = builder.build(tmp_path)
    positions = arrays["X_train"][:, 0, 0].astype(int)
    expected = [i for i in range(50) if np.sum(labels[:i] == labels[i]) < 2]
    np.testing.assert_array_equal(positions, expected)
    np.testing.assert_array_equal(arrays["y_train"], labels[expected])
    assert len(arrays["y_test"]) == 10
    assert builder.npz_bytes(arrays) == builder.npz_bytes(arrays)


def test_the_builder_refuses_other_files_and_too_few_images(builder, tmp_path):
    path = tmp_path / "labels.gz"
    path.write_bytes(gzip.compress(b"something else"))
    with pytest.raises(ValueError, match="not an IDX file"):
        builder.read_idx(path)
    with pytest.raises(ValueError, match="fewer than 2"):
        builder.first_of_each_class(np.arange(10), 2)


@pytest.mark.skipif(not DEBIAN.is_dir() and not GATE, reason="needs Debian's package dataset-fashion-mnist")
def test_the_shipped_arrays_are_what_the_builder_makes_of_the_full_set(builder):
    # Arrays, not bytes: another version of zlib may compress them differently.
    made = builder.build(DEBIAN)
    with np.load(FOLDER / "fashion_mnist.npz") as shipped:
        assert set(shipped.files) == set(made)
        for name in made:
            np.testing.assert_array_equal(shipped[name], made[name])


def test_importing_chainrule_loads_no_data_module():
    code = "import chainrule, sys; sys.exit(any(name.startswith('chainrule.data') for name in sys.modules))"
    environment = os.environ | {"PYTHONPATH": str(Path(FOLDER).parents[1])}
    assert subprocess.run([sys.executable, "-c", code], env=environment).returncode == 0
