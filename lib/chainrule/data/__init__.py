"""Data sets for teaching, offline: Fashion-MNIST's subset, coloured shapes and two-dimensional toy sets."""

from chainrule.data.coloured_shapes import COLOUR_NAMES, SHAPE_NAMES, scenes, shapes
from chainrule.data.fashion_mnist import CLASS_NAMES, load_fashion_mnist
from chainrule.data.toy import blobs, rings, spirals, xor

__all__ = [
    "CLASS_NAMES",
    "COLOUR_NAMES",
    "SHAPE_NAMES",
    "blobs",
    "load_fashion_mnist",
    "rings",
    "scenes",
    "shapes",
    "spirals",
    "xor",
]
