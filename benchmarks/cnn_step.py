"""Time one training step of a small convolutional network (batch 64, float32, SGD) against PyTorch, on one thread.

    python benchmarks/cnn_step.py

Images of 28 × 28, two convolutions 3 × 3 with 16 and 32 channels, each with ReLU and max-pooling 2, and a dense layer to
10 scores. Both start from the same weights and see the same batch. Prints the median of all steps and the ratio. Without
PyTorch it says so and exits with 0.
"""

import sys

import numpy as np
from against_pytorch import compare  # before NumPy: limits its threads

from chainrule.autodiff import Tensor
from chainrule.convolution import Conv2d, max_pool2d
from chainrule.nn import Dense

BATCH, LR = 64, 0.01  # from 0.1 on, roundings grow too fast to compare losses


class CNN:
    def __init__(self, rng: np.random.Generator):
        self.conv1, self.conv2 = Conv2d(1, 16, 3, rng, pad=1), Conv2d(16, 32, 3, rng, pad=1)
        self.dense = Dense(32 * 7 * 7, 10, rng)

    def __call__(self, X) -> Tensor:
        a = max_pool2d(self.conv1(X).relu(), 2)
        a = max_pool2d(self.conv2(a).relu(), 2)
        return self.dense(a.reshape(a.shape[0], -1))

    def parameters(self) -> list[Tensor]:
        return [p for layer in (self.conv1, self.conv2, self.dense) for p in layer.parameters()]


def twin(torch, model: CNN):
    nn = torch.nn
    conv1, conv2, dense = nn.Conv2d(1, 16, 3, padding=1), nn.Conv2d(16, 32, 3, padding=1), nn.Linear(32 * 7 * 7, 10)
    for theirs, ours in ((conv1, model.conv1), (conv2, model.conv2), (dense, model.dense)):
        theirs.weight.copy_(torch.tensor(ours.W.data if ours.W.data.ndim == 4 else ours.W.data.T))
        theirs.bias.copy_(torch.tensor(ours.b.data))
    return nn.Sequential(conv1, nn.ReLU(), nn.MaxPool2d(2), conv2, nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), dense)


def main() -> int:
    rng = np.random.default_rng(0)
    X = rng.random((BATCH, 1, 28, 28), dtype=np.float32)
    y = rng.integers(0, 10, BATCH)
    return compare(CNN(rng), twin, X, y, LR)


if __name__ == "__main__":
    sys.exit(main())
