"""Time one training step of an MLP 784-256-10 (batch 128, float32, SGD) against PyTorch, on one thread.

    python benchmarks/train_step.py

Both start from the same weights and see the same batch; rounds alternate, so that whatever else the machine does hits
both. Prints the median of all steps and the ratio. Without PyTorch it says so and exits with 0.
"""

import os

for variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy and PyTorch start their threads

import sys
from statistics import median
from time import perf_counter

import numpy as np

from chainrule.nn import MLP, softmax_cross_entropy
from chainrule.training import sgd_step

SIZES, BATCH, LR = (784, 256, 10), 128, 0.1
ROUNDS, STEPS_PER_ROUND, WARM_UP = 40, 10, 20


def chainrule_step(model, X, y):
    def step():
        for parameter in model.parameters():
            parameter.grad = None
        loss = softmax_cross_entropy(model(X), y)
        loss.backward()
        sgd_step(model.parameters(), LR)
        return loss.data.item()

    return step


def torch_step(torch, model, X, y):
    D, H, C = SIZES
    net = torch.nn.Sequential(torch.nn.Linear(D, H), torch.nn.ReLU(), torch.nn.Linear(H, C))
    with torch.no_grad():
        for linear, layer in zip((net[0], net[2]), model.layers):
            linear.weight.copy_(torch.tensor(layer.W.data.T))
            linear.bias.copy_(torch.tensor(layer.b.data))
    optimizer = torch.optim.SGD(net.parameters(), lr=LR)
    X, y = torch.tensor(X), torch.tensor(y)

    def step():
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(net(X), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def main() -> int:
    try:
        import torch
    except ImportError:
        print("PyTorch is not installed: nothing to compare with.")
        return 0
    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    X = rng.random((BATCH, SIZES[0]), dtype=np.float32)
    y = rng.integers(0, SIZES[-1], BATCH)
    model = MLP(SIZES, "relu", rng)
    steps = {"PyTorch": torch_step(torch, model, X, y), "chainrule": chainrule_step(model, X, y)}

    for _ in range(WARM_UP):
        losses = {name: step() for name, step in steps.items()}
    if not np.isclose(losses["chainrule"], losses["PyTorch"], rtol=1e-3):  # float32, after some steps
        print(f"The two do not compute the same: {losses}")
        return 1

    times = {name: [] for name in steps}
    for _ in range(ROUNDS):
        for name, step in steps.items():
            for _ in range(STEPS_PER_ROUND):
                start = perf_counter()
                step()
                times[name].append(perf_counter() - start)
    for name, seconds in times.items():
        low, high = np.percentile(seconds, (25, 75))
        print(f"{name:10} {median(seconds) * 1e3:.3f} ms per step (middle half {low * 1e3:.3f} to {high * 1e3:.3f})")
    print(f"chainrule / PyTorch: {median(times['chainrule']) / median(times['PyTorch']):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
