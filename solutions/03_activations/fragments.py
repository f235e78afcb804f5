# Fragments for 03_activations: each "PLACE" comment names the [[placeholder]] of activations.py that it replaces.
# Cells are percent cells; "what you saw" texts are markdown cells that follow their figure.

# PLACE: [[imports]]  (the cell that is not setup: for the pictures only)
# %%
import time

import matplotlib.pyplot as plt

from chainrule.autodiff import Tensor, maximum
from chainrule.data import load_fashion_mnist
from chainrule.figures import COLOURS, explore, new_figure
from chainrule.figures import activations as draw
from chainrule.nn import ACTIVATIONS, MLP
from chainrule.training import evaluate, train

X, y, X_test, y_test = load_fashion_mnist()  # 5,000 pictures of clothes, 28 × 28 = 784 pixels from 0 to 1

# PLACE: [[curves]]
# %%
def three_sums(z):  # a maxout unit that has learned some sums
    return maximum(maximum(z * -0.6 - 1.5, z * 0.3), z * 0.9 - 1)


x = np.linspace(-7, 7, 701)
fig, axes = new_figure(ncols=3, nrows=2, height=4.6, sharex=True, sharey=True)
names = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "maxout")
for ax, name in zip(axes.flat, names):
    z = Tensor(x, requires_grad=True)
    a = ACTIVATIONS.get(name, three_sums)(z)
    a.backward(np.ones_like(x))  # the slope at every x, by the library's automatic differentiation
    draw.curve(ax, x, a.data, z.grad, COLOURS[name], name.replace("_", " "))
axes[0, 0].set(ylim=(-1.6, 3.2), ylabel="output")
axes[1, 0].set(ylabel="output")
for ax in axes[1]:
    ax.set_xlabel("input x")
axes[0, 0].text(-6.5, 2.7, "solid: f(x)\ndashed: slope f′(x)", va="top", fontsize=9)
axes[0, 1].text(-6.5, 2.7, "shaded: slope\nbelow 0.01", va="top", fontsize=9)
plt.show()

# %% [markdown]
# *What you saw.* Sigmoid and tanh are flat on both sides, ReLU and ELU on the left, leaky ReLU (here with slope 0.01, at the edge
# of what counts as flat) and maxout nowhere. The slope of the sigmoid never exceeds 0.25; the others reach 1.

# PLACE: [[myth tails]]  (claim stands above it)
# %%
if ready("activations.tails", "sigmoid"):
    x = np.linspace(-15, 15, 3001)
    slopes = sigmoid_grad(x)
    fig, ax = new_figure(height=2.9)
    draw.slope_tails(ax, x, slopes, COLOURS["sigmoid"])
    plt.show()
    left, right = slopes[x < 0], slopes[x > 0]
    print(f"below 0.01: {np.mean(left < 0.01):.1%} of the inputs from −15 to 0, {np.mean(right < 0.01):.1%} of those from 0 to 15")
    print(f"at −10 the slope is {sigmoid_grad(-10.0):.2g}, at 10 it is {sigmoid_grad(10.0):.2g}")

# %% [markdown]
# *What you saw.* The curve is symmetric: at −10 the slope is 0.000045, as at 10, and 69 % of each side is flat. **True is:** the
# sigmoid's slope vanishes in both tails, for large negative inputs as for large positive ones.

# PLACE: [[after prediction depth]]
# %%
def unit_gain(fan_in, fan_out):
    """Standard deviation of weights of "size 1": a layer of them keeps the length of a vector, on average."""
    return fan_in**-0.5


if ready("activations.depth", "sigmoid", "gradient_factor"):
    depths = np.array([1, 2, 3, 5, 7, 10, 15, 20, 25, 30])
    batch, labels = X[:256] - X.mean(axis=0), y[:256]
    kinds = {"sigmoid": (sigmoid, sigmoid_grad), "tanh": "tanh", "relu": "relu", "elu": "elu"}  # the first is yours
    ratios = {name: [] for name in kinds}
    for name, kind in kinds.items():
        for n in depths:
            net = MLP([784] + [100] * n + [10], kind, np.random.default_rng(0), std=unit_gain)
            layers = net.record(batch, labels)
            ratios[name].append(np.linalg.norm(layers[0].dz) / np.linalg.norm(layers[n - 1].da))
            if name == "sigmoid" and n == 10:
                first, last = np.linalg.norm(layers[0].dW), np.linalg.norm(layers[9].dW)
    best = [gradient_factor(sigmoid_grad, np.zeros(n)) for n in depths]
    fig, ax = new_figure(height=3.6)
    draw.gradient_by_depth(ax, depths, {name: np.array(r) for name, r in ratios.items()}, np.array(best))
    plt.show()
    print(f"10 sigmoid layers: {ratios['sigmoid'][5]:.1e} of the gradient is left; 0.25¹⁰ is {best[5]:.1e}")
    print(f"gradient of the weights, first against last hidden layer: {first / last:.1e}")
    outcome = "a" if 1 / 3 < first / last < 3 else "b" if first / last > 1e-3 else "c"
    reveal("predict_depth", outcome, f"The first layer's gradient is {last / first:,.0f} times smaller.")
