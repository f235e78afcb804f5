"""Data sets for teaching, offline: Fashion-MNIST's subset and two-dimensional toy sets."""

from chainrule.data.fashion_mnist import CLASS_NAMES, load_fashion_mnist
from chainrule.data.toy import blobs, rings, spirals, xor

__all__ = ["CLASS_NAMES", "blobs", "load_fashion_mnist", "rings", "spirals", "xor"]
