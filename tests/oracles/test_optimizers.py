"""The solutions of 07_optimizers against PyTorch, step by step, and against the numbers of their text."""

import numpy as np
import pytest
from throwaway import ROOT

from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.source import read

FOLDER = ROOT / "solutions" / "07_optimizers"
STEPS = 30
# Both compute in float64; thirty steps of a few operations each, in another order, leave 14 digits or so.
CLOSE = {"rtol": 1e-10, "atol": 1e-12}


@pytest.fixture(scope="module")
def solved():
    return Bench(read(FOLDER)).namespace()


def gradient(w, step):
    """A gradient that depends on the weights, changes with the step, and has an entry that is often 0."""
    dw = np.sin(3 * w + step) + 0.3 * w * np.arange(1, w.size + 1).reshape(w.shape)
    dw[0, 0] *= step % 5 == 0
    return dw


PEERS = [  # ours, its arguments, PyTorch's, its arguments
    ("sgd", {}, "SGD", {}),
    ("momentum", {}, "SGD", {"momentum": 0.9}),
    ("momentum", {"mu": 0.6}, "SGD", {"momentum": 0.6, "dampening": 0}),
    ("nesterov", {}, "SGD", {"momentum": 0.9, "nesterov": True}),
    ("nesterov", {"mu": 0.6}, "SGD", {"momentum": 0.6, "nesterov": True}),
    ("adagrad", {}, "Adagrad", {}),
    ("adagrad", {"eps": 0.1}, "Adagrad", {"eps": 0.1}),
    ("rmsprop", {}, "RMSprop", {"alpha": 0.9}),
    ("rmsprop", {"rho": 0.99, "eps": 0.1}, "RMSprop", {"alpha": 0.99, "eps": 0.1}),
    ("adam", {}, "Adam", {}),
    ("adam", {"beta1": 0.7, "beta2": 0.95, "eps": 0.1}, "Adam", {"betas": (0.7, 0.95), "eps": 0.1}),
    ("adamw", {}, "AdamW", {"weight_decay": 0.01}),
    (
        "adamw",
        {"beta1": 0.7, "beta2": 0.95, "eps": 0.1, "decay": 0.3},
        "AdamW",
        {"betas": (0.7, 0.95), "eps": 0.1, "weight_decay": 0.3},
    ),
]


@pytest.mark.parametrize("changing", [False, True], ids=["constant lr", "changing lr"])
@pytest.mark.parametrize("ours, options, theirs, settings", PEERS)
def test_every_step_is_that_of_pytorch(solved, ours, options, theirs, settings, changing):
    torch = pytest.importorskip("torch")
    w = np.random.default_rng(5).normal(size=(4, 3))
    parameter = torch.nn.Parameter(torch.tensor(w))
    peer = getattr(torch.optim, theirs)([parameter], lr=0.05, **settings)
    state = None
    for step in range(STEPS):
        lr = 0.05 / (1 + 0.1 * step) if changing else 0.05
        for group in peer.param_groups:
            group["lr"] = lr
        dw = gradient(w, step)
        parameter.grad = torch.tensor(dw)
        peer.step()
        w, state = solved[ours](w, dw, state, lr, **options)
        np.testing.assert_allclose(w, parameter.detach().numpy(), **CLOSE, err_msg=f"step {step + 1}")


def test_clipping_is_that_of_pytorch(solved):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(6)
    for limit in (0.5, 3.0, 100.0):
        grads = [rng.normal(size=shape) for shape in ((3, 2), (4,), (1, 2, 2))]
        parameters = [torch.nn.Parameter(torch.zeros(dw.shape, dtype=torch.float64)) for dw in grads]
        for parameter, dw in zip(parameters, grads):
            parameter.grad = torch.tensor(dw)
        torch.nn.utils.clip_grad_norm_(parameters, limit)
        for parameter, clipped in zip(parameters, solved["clip_by_norm"](grads, limit)):
            # PyTorch adds 1e-6 to the norm before it divides
            np.testing.assert_allclose(clipped, parameter.grad.numpy(), rtol=1e-5)


def test_the_worked_example(solved):
    """Subject, section 2: two weights at 10, lr · g = 0.4, sums 64 and 16: steps 0.05 and 0.1, weights 9.95 and 9.9."""
    w, state = np.array([10.0, 10.0]), None
    for _ in range(3):
        _, state = solved["adagrad"](w, np.array([4.0, 0.0]), state, 0.1)
    w_new, state = solved["adagrad"](w, np.array([4.0, 4.0]), state, 0.1)
    np.testing.assert_allclose(state, [64, 16])
    np.testing.assert_allclose(w_new, [9.95, 9.9], **CLOSE)
    np.testing.assert_allclose(solved["effective_lr"](w, w_new, np.array([4.0, 4.0])), [0.0125, 0.025], **CLOSE)


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e3])
def test_first_steps_do_not_depend_on_the_size_of_the_gradient(solved, size):
    w, dw = np.zeros(2), np.array([size, -size])
    for name, options, length in [
        ("adagrad", {}, 1.0),
        ("adam", {}, 1.0),
        ("rmsprop", {}, 0.1**-0.5),
        ("rmsprop", {"rho": 0.99}, 10.0),
    ]:
        step = solved[name](w, dw, None, 0.01, **options)[0] / 0.01
        np.testing.assert_allclose(step, [-length, length], rtol=2e-4)  # eps over the root is 1e-4 at most


def test_adagrads_step_falls_as_one_over_the_root_of_t_and_rmsprops_does_not(solved):
    t, lengths = np.arange(1, 1001), {}
    for name in ("adagrad", "rmsprop"):
        path = solved["descend"](solved[name], lambda w: np.ones(1), np.zeros(1), 0.01, 1000)
        lengths[name] = -np.diff(path[:, 0])
    np.testing.assert_allclose(lengths["adagrad"], 0.01 / np.sqrt(t), rtol=1e-6)
    np.testing.assert_allclose(lengths["rmsprop"], 0.01 / np.sqrt(1 - 0.9**t), rtol=1e-6)


def test_momentum_multiplies_the_step_by_one_over_one_minus_mu(solved):
    for mu in (0.5, 0.9, 0.95):
        path = solved["descend"](
            lambda *step: solved["momentum"](*step, mu=mu), lambda w: np.ones(1), np.zeros(1), 0.1, 500
        )
        assert (path[-2] - path[-1])[0] == pytest.approx(0.1 / (1 - mu), rel=1e-6)


def test_nesterovs_form_is_the_one_with_the_gradient_ahead(solved):
    """Sutskever et al. 2013, equations 3 and 4, with a velocity of gradients: w of our form is the point ahead."""
    H, mu, lr = np.diag([0.02, 2.0]), 0.9, 0.3
    path = solved["descend"](solved["nesterov"], lambda w: H @ w, np.array([-9.0, 1.5]), lr, 100)
    theta, v = np.array([-9.0, 1.5]), np.zeros(2)
    for point in path:
        ahead = theta - lr * mu * v
        np.testing.assert_allclose(point, ahead, **CLOSE)
        v = mu * v + H @ ahead
        theta = theta - lr * v


def test_without_bias_correction_adams_first_step_is_too_long():
    """Kingma and Ba 2015, section 3: what the text says of the first steps, in closed form."""
    t = np.arange(1, 3001)
    without = (1 - 0.9**t) / np.sqrt(1 - 0.999**t)
    assert round(without[0], 2) == 3.16 and round(without.max(), 2) == 6.57 and without.argmax() + 1 == 12
    assert t[without > 1.1][-1] + 1 == 1751


def test_the_critical_rate_decides_about_divergence(solved):
    A = np.random.default_rng(7).normal(size=(5, 5))
    H = A @ A.T
    lr, start = solved["critical_rate"](H), np.linalg.eigh(H)[1][:, -1]
    lengths = [
        np.linalg.norm(solved["descend"](solved["sgd"], lambda w: H @ w, start, factor * lr, 200)[-1])
        for factor in (0.99, 1.01)
    ]
    assert lengths[0] < 0.05 and lengths[1] > 20


def test_in_the_executed_notebook_every_check_is_passed_and_no_demonstration_waits():
    """A demonstration that reuses the name of a check's helper would spoil the checks below it, and nothing else tells."""
    text = (FOLDER / "optimizers.ipynb").read_text("utf-8")
    assert "✗" not in text and "This demonstration needs" not in text
