"""Networks of the library trained beside the same ones in PyTorch."""

import numpy as np

from chainrule.nn import softmax_cross_entropy
from chainrule.training import evaluate, sgd_step


def ten_steps_agree(model, peer, X, y) -> None:
    """Give `peer` the weights of `model`, train both for ten steps, and compare their losses at test time."""
    import torch  # an oracle where it is installed; the caller has skipped the test where it is not

    for tensor, parameter in zip(model.parameters(), peer.parameters()):
        parameter.data = torch.tensor(tensor.data.T.copy())
    optimizer = torch.optim.SGD(peer.parameters(), lr=0.3)
    for _ in range(10):
        for tensor in model.parameters():
            tensor.grad = None
        softmax_cross_entropy(model(X), y).backward()
        sgd_step(model.parameters(), 0.3)
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(peer(torch.tensor(X)), torch.tensor(y)).backward()
        optimizer.step()
    peer.eval()
    loss, _ = evaluate(model, X, y)
    assert getattr(model, "training", True)  # evaluate has switched, and switched back
    expected = torch.nn.functional.cross_entropy(peer(torch.tensor(X)), torch.tensor(y)).item()
    np.testing.assert_allclose(loss, expected, rtol=1e-10)
