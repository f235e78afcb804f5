"""Data sets for teaching, offline: Fashion-MNIST's subset, coloured shapes, toy sets; readers for your own files."""

from chainrule.data.coloured_shapes import COLOUR_NAMES, SHAPE_NAMES, scenes, shapes
from chainrule.data.fashion_mnist import CLASS_NAMES, load_fashion_mnist
from chainrule.data.full_sets import load_cifar10, load_mnist, read_idx
from chainrule.data.toy import blobs, rings, spirals, xor

__all__ = [
    "CLASS_NAMES",
    "COLOUR_NAMES",
    "SHAPE_NAMES",
    "blobs",
    "load_cifar10",
    "load_fashion_mnist",
    "load_mnist",
    "read_idx",
    "rings",
    "scenes",
    "shapes",
    "spirals",
    "xor",
]
