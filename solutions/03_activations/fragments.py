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
    return maximum(maximum(z * -0.6 - 1.5, z * 0.3), z - 1)


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
    x = np.linspace(-15, 15, 30_001)
    slopes = sigmoid_grad(x)
    fig, ax = new_figure(height=2.9)
    draw.slope_tails(ax, x, slopes, COLOURS["sigmoid"])
    plt.show()
    left, right = slopes[x < 0], slopes[x > 0]
    print(f"below 0.01: {np.mean(left < 0.01):.1%} of the inputs from −15 to 0, {np.mean(right < 0.01):.1%} of those from 0 to 15")
    print(f"at −10 the slope is {sigmoid_grad(-10.0):.2g}, at 10 it is {sigmoid_grad(10.0):.2g}")

# %% [markdown]
# *What you saw.* The curve is symmetric: at −10 the slope is 0.000045, as at 10, and 69 % of each side shown is flat. **True is:** the
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
    nets = {}
    for name, kind in kinds.items():
        for n in depths:
            net = MLP([784] + [100] * n + [10], kind, np.random.default_rng(0), std=unit_gain)
            nets[name, n] = net.record(batch, labels)

    def left_over(name, n):  # of the gradient that arrives at the last hidden layer
        return np.linalg.norm(nets[name, n][0].dz) / np.linalg.norm(nets[name, n][n - 1].da)

    ratios = {name: np.array([left_over(name, n) for n in depths]) for name in kinds}
    best = np.array([gradient_factor(sigmoid_grad, np.zeros(n)) for n in depths])
    fig, ax = new_figure(height=3.6)
    draw.gradient_by_depth(ax, depths, ratios, best)
    plt.show()
    print(f"10 sigmoid layers leave {ratios['sigmoid'][5]:.1e} of the gradient; 0.25¹⁰ is {best[5]:.1e}")
    print("30 layers leave: " + ", ".join(f"{name} {ratio[-1]:.1e}" for name, ratio in ratios.items()))
    ten = nets["sigmoid", 10]
    ratio = np.linalg.norm(ten[0].dW) / np.linalg.norm(ten[9].dW)
    outcome = "a" if 1 / 3 < ratio < 3 else "b" if 1e-3 < ratio < 1e3 else "c"
    reveal("predict_depth", outcome, f"The gradient of the first layer's weights is {1 / ratio:,.0f} times smaller.")

# %% [markdown]
# *What you saw.* Ten sigmoid layers leave 6·10⁻⁷ of the gradient, a little less than 0.25¹⁰, and thirty leave 10⁻¹⁹. Tanh and
# ELU keep a quarter or more through thirty layers; ReLU loses a factor of about 0.7 = √½ in each, because it switches half of its units off,
# and notebook 04 pays that back with larger weights.

# PLACE: right after [[after prediction depth]] (interactive; suggested heading "## Would larger weights help?" with the text:
# "The slopes are at most 0.25, but weights multiply too. Question for the slider: which scale of the initial weights lets most of the
# gradient through six sigmoid layers, and what does it cost?")
# %%
if ready("activations.scales", "sigmoid", "saturated_fraction"):
    batch, labels = X[:256] - X.mean(axis=0), y[:256]

    def draw_scale(weight_scale=8):
        net = MLP([784] + [100] * 6 + [10], (sigmoid, sigmoid_grad), np.random.default_rng(0),
                  std=lambda fan_in, fan_out: weight_scale / fan_in**0.5)
        hidden = net.record(batch, labels)[:6]
        shares = [saturated_fraction(sigmoid_grad, layer.z) for layer in hidden]
        left = np.linalg.norm(hidden[0].dz) / np.linalg.norm(hidden[-1].da)
        title = f"weights × {weight_scale}: {left:.2g} of the gradient reaches layer 1"
        fig, ax = new_figure(height=3.6, title=title)
        draw.layers(ax, [layer.z for layer in hidden], shares, COLOURS["sigmoid"], edge=4.58)

    explore(draw_scale, weight_scale=[0.25, 0.5, 1, 2, 4, 8, 16, 32])

# %% [markdown]
# *What you saw.* With weights of size 1 no unit is saturated, yet only 0.00018 of the gradient gets through: slopes near 0.25 are
# small already. Weights × 8 let a tenth through and saturate a third of the units in layers 2 to 6; at × 32 it is all of it (1.5), with
# more than 80 % saturated, so that the few steep units left carry everything.

# PLACE: [[myth range]]
# %%
if ready("activations.rounding", "sigmoid"):
    x = np.linspace(0, 45, 4501)
    losses, ones = {}, {}
    for dtype in (np.float32, np.float64):
        p = sigmoid(x.astype(dtype)).astype(dtype)
        with np.errstate(divide="ignore"):  # log(0) is what this is about
            losses[dtype.__name__] = -np.log(1 - p)
        ones[dtype.__name__] = x[p == 1][0]
    exact = np.logaddexp(0, x)  # −log(1 − σ(x)) = log(1 + eˣ), computed without the probability
    fig, ax = new_figure(height=3.2)
    draw.rounding(ax, x, losses, exact, ones)
    plt.show()
    zero = next(n for n in range(0, 1000) if sigmoid(-float(n)) == 0)
    print(f"float32: σ(x) == 1 from x = {ones['float32']:.2f}, float64 from {ones['float64']:.2f}; σ(x) == 0 in float64 from −{zero}")
    print(f"the loss at x = 40: from the probability {losses['float64'][4000]}, from x itself {exact[4000]:.1f}")

# %% [markdown]
# *What you saw.* In float32 the sigmoid is exactly 1 from x = 16.6 on, in float64 from 36.7 on, and the log-loss of a mistake jumps from
# about 16 or 36 to infinity. **True is:** the range is the open interval (0, 1); floating point rounds to its ends, and a loss that is
# computed from x instead of the probability (40.0 at x = 40) never notices.

# PLACE: [[after prediction zigzag]]
# %%
def descend(X, targets, w, lr, steps):
    """Gradient descent on (x @ w − target)² / 2, one example at a time: the path and each step's gradient."""
    path, dW = [w], []
    for x, target in zip(X[:steps], targets[:steps]):
        dW.append((x @ path[-1] - target) * x)
        path.append(path[-1] - lr * dW[-1])
    return np.array(path), np.array(dW)


if ready("activations.zigzag", "sign_agreement"):
    positive = np.random.default_rng(1).uniform(0, 1, (200, 2))
    start, goal = np.array([-1.0, 1.0]), np.array([1.0, -1.0])
    W1, W2 = np.meshgrid(np.linspace(-1.9, 1.9, 81), np.linspace(-1.9, 1.9, 81))
    fig, axes = new_figure(ncols=2, height=3.4, sharex=True, sharey=True)
    gradients = []
    for ax, name, inputs in zip(axes, ("inputs 0 to 1", "inputs −½ to ½"), (positive, positive - 0.5)):
        lr = 1.5 / np.max(np.sum(inputs**2, axis=1))  # 2 / |x|² would be too much for the longest x
        path, dW = descend(inputs, inputs @ goal, start, lr, steps=30)
        loss = np.mean((np.stack([W1, W2], axis=-1) @ inputs.T - inputs @ goal) ** 2, axis=-1) / 2
        draw.zigzag(ax, W1, W2, loss, path, goal, f"{name}: {sign_agreement(dW):.0%} of steps agree")
        print(f"{name}: still {np.linalg.norm(path[-1] - goal):.2f} from the best weights after 30 steps with lr {lr:.2g}")
        gradients.append(dW)
    plt.show()
    up, down = np.mean(gradients[0] < 0, axis=0), np.mean(gradients[0] > 0, axis=0)
    as_needed = np.mean((gradients[0][:, 0] < 0) & (gradients[0][:, 1] > 0))
    outcome = "a" if as_needed > 0.5 else "c" if np.all(down == 1) else "b"
    reveal("predict_zigzag", outcome, f"Both went up in {up[0]:.0%} of the steps and both down in {down[0]:.0%}.")

# %% [markdown]
# *What you saw.* With inputs between 0 and 1 every one of the 30 steps (orange) moved both weights the same way, 53 % up and 47 % down, so
# the path to a goal at the lower right is a zig-zag (지그재그), and 0.20 is still missing. With the same inputs centred on zero, steps in
# every direction (green) are possible and steps three times as long are safe: after 30 steps nothing is missing.

# PLACE: after the zigzag cell. Text before it:
# > **Myth.** "If the inputs of a layer are all positive, all weights only decrease."
# %%
if ready("activations.directions", "sigmoid", "tanh", "sign_agreement"):
    batch, labels = X[:1000] - X.mean(axis=0), y[:1000]
    shares = {}
    for name, pair in {"sigmoid": (sigmoid, sigmoid_grad), "tanh": (tanh, tanh_grad)}.items():
        net = MLP([784, 20, 20, 10], pair, np.random.default_rng(0), std=unit_gain)
        first, second, _ = net.record(batch, labels)
        step = -second.dz[:, 0, None] * first.a  # each example's step for unit 0 of the second layer: (N, 20)
        up, down = np.mean(np.all(step > 0, axis=1)), np.mean(np.all(step < 0, axis=1))
        shares[f"inputs from\n20 {name} units"] = (up, down, 1 - up - down)
        print(f"{name}: sign agreement {sign_agreement(step):.2f}, all up {up:.2f}, all down {down:.2f}")
    fig, ax = new_figure(height=2.0)
    draw.directions(ax, shares)
    plt.show()

# %% [markdown]
# *What you saw.* Behind sigmoid units every example moves all 20 weights together: up for 31 % of the examples, down for 69 %; behind tanh
# units not one does. **True is:** all-positive inputs tie the *signs* of a unit's weight gradients together within one example; the
# direction changes from example to example.

# PLACE: [[myth relu saturates]]. Text before it: > **Myth.** "ReLU saturates for positive inputs."
# %%
if ready("activations.flat", "sigmoid", "tanh", "relu", "saturated_fraction"):
    x = np.linspace(-8, 8, 1600)
    fig, axes = new_figure(ncols=3, height=2.7, sharey=True)
    pairs = (("sigmoid", sigmoid_grad), ("tanh", tanh_grad), ("relu", relu_grad))
    for ax, (name, df) in zip(axes, pairs):
        shares = saturated_fraction(df, x[x < 0]), saturated_fraction(df, x[x > 0])
        draw.slope(ax, x, df(x), COLOURS[name], name, shares)
    axes[0].set(ylabel="slope", ylim=(-0.05, 1.5))
    plt.show()
    print("slope of ReLU at 1, 1000 and 1,000,000:", relu_grad(np.array([1.0, 1e3, 1e6])))

# %% [markdown]
# *What you saw.* For positive inputs ReLU's slope is 1 everywhere, and 0 % of them are flat; sigmoid is flat on 43 % of this range and tanh on
# 63 %. **True is:** ReLU is flat for *negative* inputs, all of them, and does not saturate for positive ones.

# PLACE: [[after prediction dead]], first cell
# %%
def dead_share(lr, bias, images, steps=60):
    """Train 100 ReLU units on `images`; the share of dead units, and whether the loss became infinite."""
    net = MLP([784, 100, 10], (relu, relu_grad), np.random.default_rng(0), bias=bias)
    history = train(net, images, y[:2000], lr=lr, steps=steps, rng=np.random.default_rng(1), progress=False)
    return np.mean(dead_units(net.record(images, y[:2000])[0].a)), history.diverged


if ready("activations.dead", "relu", "dead_units"):
    lrs, biases = [0.1, 0.3, 1.0, 3.0], [1.0, 0.0, -1.0, -2.0]
    raw = X[:2000]
    fig, axes = new_figure(ncols=2, height=3.3, sharey=True, title="Dead units after 60 steps, in percent")
    for ax, title, images in zip(axes, ("pixels 0 to 1", "mean subtracted (∞: loss diverged)"), (raw, raw - raw.mean(axis=0))):
        grid = [[dead_share(lr or 1.0, bias, images, steps=60 if lr else 0) for lr in [0, *lrs]] for bias in biases]
        shares, diverged = np.array(grid, dtype=float).transpose(2, 0, 1)
        draw.dead_map(ax, shares, lrs, biases, title, diverged == 1)
    axes[0].set_ylabel("bias at the start")
    plt.show()

# %% [markdown]
# *What you saw.* The three causes are visible one by one. Pixels from 0 to 1 and a bias of −1 leave 35 % dead before the first step, a
# bias of −2 leaves 84 %; with bias 0 none is dead at the start, and a learning rate of 1 kills about 80 %. With the mean subtracted the same
# learning rate kills none: inputs that are all positive push all weights the same way, here too.

# PLACE: [[after prediction dead]], second cell (decides the prediction)
# %%
if ready("activations.buried", "relu", "dead_units"):
    images, labels = X[:2000], y[:2000]
    net = MLP([784, 100, 10], (relu, relu_grad), np.random.default_rng(0))
    steps, count = [0], [np.sum(dead_units(net.record(images, labels)[0].a))]

    def watch(lr, n):  # train n steps and count the dead after every fourth
        def count_dead(step, net):
            if step % 4 == 0:
                steps.append(steps[-1] + 4)
                count.append(np.sum(dead_units(net.record(images, labels)[0].a)))

        train(net, images, labels, lr=lr, steps=n, rng=np.random.default_rng(1), callback=count_dead, progress=False)
        return net.record(images, labels)[0]

    first = watch(lr=1.0, n=60)
    dead, buried = dead_units(first.a), [parameter.data.copy() for parameter in net.parameters()]
    print(f"largest gradient: dead units {abs(first.dW[:, dead]).max()}, others {abs(first.dW[:, ~dead]).max():.2g}")
    second = watch(lr=0.1, n=240)
    back = np.sum(dead & ~dead_units(second.a))
    fig, ax = new_figure(height=2.7)
    draw.deaths(ax, np.array(steps), np.array(count), 60, "lr = 1", "lr = 0.1")
    plt.show()
    outcome = "a" if back > dead.sum() * 2 / 3 else "b" if back > dead.sum() / 3 else "c"
    reveal("predict_dead", outcome, f"{back} of {dead.sum()} came back: their gradient is exactly 0, so nothing moves them.")

# %% [markdown]
# *What you saw.* The high learning rate killed about 80 of 100 units within 60 steps. In 240 good steps none of them came back, because the gradient of a dead unit's weights is not small but 0.

# PLACE: after exercise 3.8 (leaky ReLU). Text before it: "Can a little slope raise the dead? The next cell takes the network with
# the dead units from part C, weights and all, and replaces nothing but the activation function."
# %%
def train_on(slope, weights, steps=300):
    """Train on from `weights` with a leaky ReLU of this slope (0: a ReLU); the net, and how many of the dead fire."""
    pair = (lambda z: leaky_relu(z, slope)), (lambda z: leaky_relu_grad(z, slope))
    net = MLP([784, 100, 10], pair, np.random.default_rng(0))
    for parameter, values in zip(net.parameters(), weights):
        parameter.data = values.copy()
    count = [0]

    def count_back(step, net):
        if step % 25 == 0:
            fires = np.any(net.record(images, labels)[0].z > 0, axis=0)
            count.append(np.sum(dead & fires))

    train(net, images, labels, lr=0.1, steps=steps, rng=np.random.default_rng(2), callback=count_back, progress=False)
    return net, np.array(count)


if ready("activations.revival", "relu", "dead_units", "leaky_relu"):
    alive = {}
    for name, slope in (("relu", 0), ("leaky_relu", 0.01), ("leaky_relu_0.1", 0.1), ("leaky_relu_0.3", 0.3)):
        net, count = train_on(slope, buried)
        alive[name, f"slope {slope:g}"] = count
        print(f"slope {slope:g}: {count[-1]} of {dead.sum()} fire again; test accuracy {evaluate(net, X_test, y_test)[1]:.2f}")
    fig, ax = new_figure(height=3.0)
    draw.revival(ax, 25 * np.arange(13), alive, dead.sum())
    plt.show()

# %% [markdown]
# *What you saw.* After 300 steps about 8 of 80 units are back with slope 0.01, 15 with 0.1 and 60 with 0.3, and none with a ReLU. A little
# slope does let units return, but its gradient is as little as the slope is: 0.01 prevents no accident, and hardly repairs one.

# PLACE: [[after prediction noise]]
# %%
if ready("activations.noise", "leaky_relu", "elu"):
    noise = np.random.default_rng(0).normal(0, 1, 20_000)
    kinds = {("elu", "ELU"): elu,
             ("leaky_relu_0.1", "leaky 0.1"): lambda z: leaky_relu(z, 0.1),
             ("leaky_relu", "leaky 0.01"): lambda z: leaky_relu(z, 0.01)}
    means = np.linspace(-10, 0, 41)
    outputs = {key: f(-5 + noise) for key, f in kinds.items()}
    spreads = {key: np.array([np.std(f(mean + noise)) for mean in means]) for key, f in kinds.items()}
    fig, axes = new_figure(ncols=2, height=3.3)
    draw.output_noise(axes[0], outputs, np.linspace(-1.1, 0.1, 241))
    draw.noise_by_depth(axes[1], means, spreads, where=-7.5)
    axes[0].set_title("inputs −5 ± 1", loc="left", fontsize=10)
    axes[1].set_title("inputs with noise ± 1", loc="left", fontsize=10)
    plt.show()
    small, large = np.std(outputs["elu", "ELU"]), np.std(outputs["leaky_relu_0.1", "leaky 0.1"])
    print("an outlier of −1000 comes out as", {text: float(f(-1000.0)) for (_, text), f in kinds.items()})
    outcome = "a" if large > 1.2 * small else "b" if small > 1.2 * large else "c"
    reveal("predict_noise", outcome, f"Leaky ReLU passes noise of {large:.3f}, ELU of {small:.3f}: there it is almost flat.")

# %% [markdown]
# *What you saw.* Around −5, leaky ReLU with slope 0.1 passes noise of 0.100 and ELU of 0.014, and ELU's share goes on shrinking with eˣ: it
# is bounded by −1, where an outlier of −1000 comes out of leaky ReLU as −100. But slope 0.01 passes only 0.010, and nearer to 0 than −3 ELU
# passes the most of the three: the floor helps far below zero.

# PLACE: [[myth elu]]. Text before it: > **Myth.** "ELU's range is (−α, ∞), and it is smooth."
# %%
if ready("activations.elu", "elu"):
    x = np.linspace(-4, 1.5, 1101)
    alphas = (0.5, 1.0, 2.0)
    fig, (left, right) = new_figure(ncols=2, height=3.1)
    draw.elu_family(left, x, {alpha: elu(x, alpha) for alpha in alphas}, "output", where=-3, gap=0.22)
    draw.elu_family(right, x, {alpha: elu_grad(x, alpha) for alpha in alphas}, "slope", where=0.2, gap=-0.09)
    plt.show()
    for alpha in alphas:
        print(f"α = {alpha}: slope just left of 0 {elu_grad(-1e-9, alpha):.3f}, just right of it {elu_grad(1e-9, alpha):.3f}")
    floor = next(n for n in range(1, 100) if elu(-float(n)) == -1)
    print(f"elu(x) is exactly −1 from x = −{floor} on, in float64")

# %% [markdown]
# *What you saw.* With α = 0.5 the slope jumps from 0.5 to 1 at x = 0, with α = 2 from 2 to 1; only α = 1 has no jump. **True is:** the range is
# (−α, ∞) in exact arithmetic, while a float64 reaches −α itself (for α = 1 from x = −38 on), and the slope is continuous at 0 only for α = 1.

# PLACE: [[cost]]  (times differ from run to run: print nothing that a text repeats)
# %%
if ready("activations.cost", "sigmoid", "tanh", "relu", "leaky_relu", "elu"):
    O = np.zeros((256, 256), np.float32)  # NumPy compares two arrays faster than an array and a number
    z, A, W = (np.random.default_rng(seed).normal(0, 1, (256, 256)).astype(np.float32) for seed in range(3))
    jobs = {
        "relu": lambda: np.maximum(z, O),
        "leaky_relu": lambda: np.maximum(z, 0.01 * z),
        "elu": lambda: np.maximum(z, O) + np.exp(np.minimum(z, O)) - 1,
        "sigmoid": lambda: 1 / (1 + np.exp(-z)),
        "tanh": lambda: np.tanh(z),
        "layer of 256 inputs": lambda: A @ W,
    }
    times = {name: [] for name in jobs}
    for _ in range(20):  # in turn, so that a busy moment hits all of them; the fastest run counts
        for name, job in jobs.items():
            for _ in range(5):
                begin = time.perf_counter()
                job()
                times[name].append(time.perf_counter() - begin)
    fig, ax = new_figure(height=2.8)
    draw.cost(ax, {name: min(seconds) for name, seconds in times.items()}, "relu")
    plt.show()

# %% [markdown]
# *What you saw.* Whatever needs an exponential costs several times as much per number as ReLU's comparison. But the layer's
# matrix product costs far more than any of them, so the exponential is no reason against an activation function in a wide layer. (The times
# are those of your machine and of NumPy; they differ from run to run.)
