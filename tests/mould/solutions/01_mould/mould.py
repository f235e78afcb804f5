# %% [markdown]
# # The mould
#
# Three small exercises that hold most of what can be wrong with a check: a plain function with its
# derivative, a function that takes a callable, and one that takes a random generator.

# %% setup
import numpy as np

from chainrule import Check, close, ready

# %% [markdown]
# ### Exercise 1.1 — Sigmoid and its derivative (2 points)
# Write `sigmoid(x)` and `sigmoid_grad(x)` for numbers and arrays, without a warning for ±1000.

# %% ex-sigmoid
def sigmoid(x):
    """The logistic function, elementwise."""
    ### BEGIN SOLUTION
    x = np.asarray(x, dtype=float)
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))
    ### END SOLUTION


def sigmoid_grad(x):
    """Its derivative at x, elementwise."""
    ### BEGIN SOLUTION
    s = sigmoid(x)
    return s * (1 - s)
    ### END SOLUTION

# %% check-sigmoid
c = Check("mould.sigmoid", "sigmoid_grad", points=2)
c.equal(0.5, 0.0)
c.equal([0.2689414, 0.5, 0.8807971], np.array([-1.0, 0.0, 2.0]))
c.equal([0.0, 1.0], np.array([-1000.0, 1000.0]))
x = np.linspace(-5, 5, 11)
c.holds("σ(−x) = 1 − σ(x)", lambda f, df: close(f(-x), 1 - f(x)))
c.equal([0.1966119, 0.25, 0.1049936], np.array([-1.0, 0.0, 2.0]), of="sigmoid_grad")
c.holds("the slope is that of sigmoid",
        lambda f, df: close(df(x), (f(x + 1e-5) - f(x - 1e-5)) / 2e-5), part="sigmoid_grad")
### BEGIN HIDDEN TESTS
z = c.rng.normal(0, 3, (4, 5))
c.equal(0.5 * (1 + np.tanh(z / 2)), z)
c.equal(0.5 * (1 + np.tanh(z.astype(np.float32) / 2)), z.astype(np.float32))
c.equal([[0.5], [0.7310586]], np.array([[0], [1]]))
c.equal(0.25 / np.cosh(z / 2) ** 2, z, of="sigmoid_grad")
### END HIDDEN TESTS
c.score()

# %% [markdown]
# A demonstration.

# %%
if ready("mould.curve", "sigmoid"):
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(figsize=(3, 2))
    ax.plot(np.linspace(-6, 6), sigmoid(np.linspace(-6, 6)))
    plt.show()

# %% [markdown]
# ### Exercise 1.2 — Numerical gradient (2 points)
# Write `numerical_gradient(f, x, h)`: the central difference of a scalar function in every entry of `x`.

# %% ex-numerical_gradient
def numerical_gradient(f, x, h=1e-5):
    """Gradient of f at x by central differences; an array of x's shape."""
    ### BEGIN SOLUTION
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient
    ### END SOLUTION

# %% check-numerical_gradient
c = Check("mould.numerical_gradient", points=2)
c.equal([2.0, -4.0], lambda x: np.sum(x**2), np.array([1.0, -2.0]), tol=1e-6)
c.equal([[6.0, 0.0], [24.0, 3.0]], lambda w: 2 * w[0, 0] ** 3 / 1 + w[1, 0] ** 3 * 2 + 3 * w[1, 1],
        np.array([[1.0, 5.0], [2.0, 0.0]]), tol=1e-6)
c.equal([3.01], lambda x: x[0] ** 3, np.array([1.0]), h=0.1, tol=1e-6)
### BEGIN HIDDEN TESTS
a, x = c.rng.normal(size=(3, 2)), c.rng.normal(size=(3, 2))
c.equal(a * np.cos(x), lambda x: np.sum(a * np.sin(x)), x, tol=1e-6)
c.equal(np.ones((2, 1, 2)), np.sum, np.zeros((2, 1, 2)), tol=1e-6)
### END HIDDEN TESTS
c.score()

# %% [markdown]
# ### Exercise 1.3 — He initialization (2 points)
# Write `he_normal(shape, rng)`: normal weights of shape `(fan_in, fan_out)`. With `fan_in = 50` the standard deviation is 0.2.

# %% ex-he_normal
def he_normal(shape, rng):
    """Weights for a ReLU layer, drawn from rng."""
    ### BEGIN SOLUTION
    return rng.normal(0.0, np.sqrt(2 / shape[0]), shape)
    ### END SOLUTION

# %% check-he_normal
c = Check("mould.he_normal", points=2)
rng = np.random.default_rng(0)
c.measure("standard deviation for fan_in = 50", 0.2, lambda f: np.std(f((50, 400), rng)), tol=0.008)
c.measure("mean for fan_in = 50", 0.0, lambda f: np.mean(f((50, 400), rng)), tol=0.008)
c.measure("standard deviation for fan_in = 400", 0.0707, lambda f: np.std(f((400, 50), rng)),
          tol=0.003)
c.measure("share of weights below one standard deviation", 0.683,
          lambda f: np.mean(abs(f((50, 400), rng)) < 0.2), tol=0.02)
c.holds("two draws differ", lambda f: not close(f((5, 4), rng), f((5, 4), rng)))
c.holds("the same generator gives the same weights",
        lambda f: close(f((5, 4), np.random.default_rng(3)), f((5, 4), np.random.default_rng(3))))
### BEGIN HIDDEN TESTS
fan_in = int(c.rng.integers(100, 300))
c.measure("another fan_in", np.sqrt(2 / fan_in), lambda f: np.std(f((fan_in, 300), c.rng)),
          tol=0.03 * np.sqrt(2 / fan_in))
### END HIDDEN TESTS
c.score()
