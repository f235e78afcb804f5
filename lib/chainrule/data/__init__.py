"""Data sets for teaching, offline: Fashion-MNIST's subset and two-dimensional toy sets."""
