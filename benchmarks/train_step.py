"""Time one training step of an MLP 784-256-10 (batch 128, float32, SGD) against PyTorch, on one thread.

    python benchmarks/train_step.py

Both start from the same weights and see the same batch. Prints the median of all steps and the ratio. Without PyTorch
it says so and exits with 0.
"""

import sys

import numpy as np
from against_pytorch import compare  # before NumPy: limits its threads

from chainrule.nn import MLP

SIZES, BATCH, LR = (784, 256, 10), 128, 0.1


def twin(torch, model: MLP):
    D, H, C = SIZES
    network = torch.nn.Sequential(torch.nn.Linear(D, H), torch.nn.ReLU(), torch.nn.Linear(H, C))
    for linear, layer in zip((network[0], network[2]), model.layers):
        linear.weight.copy_(torch.tensor(layer.W.data.T))
        linear.bias.copy_(torch.tensor(layer.b.data))
    return network


def main() -> int:
    rng = np.random.default_rng(0)
    X = rng.random((BATCH, SIZES[0]), dtype=np.float32)
    y = rng.integers(0, SIZES[-1], BATCH)
    return compare(MLP(SIZES, "relu", rng), twin, X, y, LR)


if __name__ == "__main__":
    sys.exit(main())
