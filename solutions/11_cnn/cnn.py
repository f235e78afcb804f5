# %% [markdown]
# # Networks that see
#
# **You will put convolution, pooling and a head together into a network that names nearly nine of ten pictures of clothes, look at what its layers see, write the block that lets networks be fifty
# layers deep, and find out what is worth carrying over to a new task.**
#
# You will be able to
#
# - write the forward pass of a convolutional network, and say what its head is for;
# - measure, by a gradient, which pixels an activation can see;
# - write a residual block, forward and backward, with a shortcut for changing shapes;
# - say what a shortcut does for a gradient, what it does not do, and why a branch should begin at zero;
# - reuse a trained network for new classes, and compare that with what it has to beat.
#
# Time: about three hours for exercises 11.1 to 11.9 (16 points) and four predictions (4 points); section C ends half-way. *Further* exercises are checked, but give no points. From other notebooks you need what a
# convolution and a max pooling do (10), the backward pass of a dense layer and of ReLU (02), and He's initial weights (04). What batch norm is (06) matters in two sentences.
#
# All contracts here share these rules. Functions leave their inputs as they are. Every size is at least 1. Numbers are floats (64 or 32 bits) or integers (signed, 64 bits), and the
# arrays of one call need not be of one type. What comes back are floats; a result may also come back as integers if all its numbers are whole. For inputs of 32 bits, arithmetic in 32 bits is exact enough. A pair, or three, may be a
# tuple or a list.

# %% setup
import numpy as np

from chainrule import Check, close, progress, ready, reveal

# %% [markdown]
# Two layers that you wrote in notebook 10, ready to be used in all exercises of this one. Both take pictures of shape (N, C, H, width): N pictures, C channels.

# %% setup-layers
def conv2d(x, W, b):
    """Convolution that keeps the size, W of shape (F, C, k, k) with k odd, b of shape (F,)."""
    k = W.shape[2]
    padded = np.pad(x, ((0, 0), (0, 0), (k // 2, k // 2), (k // 2, k // 2)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (k, k), axis=(2, 3))
    return np.einsum("nchwij,fcij->nfhw", windows, W) + b[:, None, None]


def max_pool2(x):
    """The largest number of each 2 × 2 pixels; height and width are even."""
    N, C, H, width = x.shape
    return x.reshape(N, C, H // 2, 2, width // 2, 2).max(axis=(3, 5))

# %% [markdown]
# The next cell is for the pictures only; no exercise needs it.

# %%
import matplotlib.pyplot as plt

from chainrule.autodiff import Tensor
from chainrule.convolution import Conv2d, max_pool2d
from chainrule.data import load_fashion_mnist
from chainrule.figures import cnn as draw
from chainrule.figures import explore, new_figure
from chainrule.nn import Dense, softmax_cross_entropy
from chainrule.optimizers import adam
from chainrule.residual import ResidualMLP
from chainrule.training import evaluate, train

# %%
NAMES = ["T-shirt", "trouser", "pullover", "dress", "coat",
         "sandal", "shirt", "sneaker", "bag", "boot"]
X, y, X_test, y_test = load_fashion_mnist()
X, X_test = X - X.mean(), X_test - X.mean()  # both with the mean of the training set


def learn(net, X, y, steps, lr=0.003, seed=1):
    """Adam on batches of up to 64, with a rate that falls to 0 over the second half."""
    def rate(step):
        return lr * min(1, 2 * (1 - (step - 1) / steps))

    return train(net, X, y, lr=rate, update=adam, steps=steps, batch_size=min(64, len(X)),
                 rng=np.random.default_rng(seed), progress=False)

# %% [markdown]
# ## A. The whole network
#
# ### Kernels, and a head
#
# A convolutional network (CNN, 10) has two parts. *Convolutions*, each followed by ReLU and pooling, turn a picture into *feature maps*: stacks of small pictures that say where something was found. The *head* (분류기) is one dense layer
# or two, which turn the numbers of all feature maps into scores. In between the maps are *flattened*: all numbers of a picture in one row.
#
# One convolution and a head of one layer, with the names of the code:
#
# $$\mathrm{scores} = \mathrm{flatten}\big(\mathrm{pool}(\mathrm{relu}(x * W_1 + b_1))\big)\,W_2 + b_2$$

# %% [markdown]
# ### Exercise 11.1 — A network with one convolution (2 points)
# Write `cnn_scores(x, params)`, with `conv2d` and `max_pool2` from above.
#
# - `x` has the shape (N, C, H, width), H and width even. `params` is a dict: `"W1"` (F, C, k, k) with k odd, `"b1"` (F,), `"W2"` (F · H/2 · width/2, K), `"b2"` (K,).
# - What comes back has the shape (N, K): convolution, ReLU, max pooling, flattening, dense layer. It is scores that are asked for, not probabilities.
# - A picture's feature maps are flattened map by map, and each map row by row. That is the order of the rows of `W2`.
# - With `x = [[[[1, -2], [3, 0]]]]`, `W1 = [[[[2]]]]`, `b1 = [1]` the convolution gives 3, −3, 7, 1, and pooling leaves 7. With `W2 = [[10, -1]]`, `b2 = [0.5, 2]` the scores are `[[70.5, -5]]`.
#
# <details><summary>Hint 1</summary>Write down the shape after each of the five steps, for 5 pictures of 1 × 28 × 28 and 8 kernels. Which axis must survive the flattening?</details>
# <details><summary>Hint 2</summary>In which order does <code>reshape</code> walk through an array of shape (N, F, H/2, width/2)? Is that the order that is asked for?</details>

# %% ex-cnn_scores
def cnn_scores(x, params):
    """Scores of a network with one convolution and a dense head.

    Parameters
    ----------
    x : ndarray (N, C, H, width)
        Pictures; H and width are even.
    params : dict
        Arrays "W1" (F, C, k, k), "b1" (F,), "W2" (F · H/2 · width/2, K) and "b2" (K,).

    Returns
    -------
    ndarray (N, K)
    """
    ### BEGIN SOLUTION
    maps = max_pool2(np.maximum(conv2d(x, params["W1"], params["b1"]), 0))
    return maps.reshape(len(x), -1) @ params["W2"] + params["b2"]
    ### END SOLUTION

# %% check-cnn_scores
c = Check("cnn.cnn_scores", points=2)
x = np.array([[[[1.0, -2.0], [3.0, 0.0]]]])
params = {"W1": np.array([[[[2.0]]]]), "b1": np.array([1.0]), "W2": np.array([[10.0, -1.0]]),
          "b2": np.array([0.5, 2.0])}
c.equal([[70.5, -5.0]], x, params)
# all that comes out of the convolution is negative here
c.equal([[0.5, 2.0]], x, params | {"b1": np.array([-9.0])})
# two pictures of 2 × 4, two kernels: four numbers in a row for each picture
x = np.array([[[[1, 2, 3, 4], [0, 0, 0, 9]]], [[[5, 0, 0, 1], [1, 1, 1, 1]]]])
params = {"W1": np.array([[[[1]]], [[[10]]]]), "b1": np.array([0, 1]),
          "W2": np.array([[1], [100], [10000], [1000000]]), "b2": np.array([0])}
c.equal([[91210902], [11510105]], x, params)
# a kernel of 3 × 3, placed as notebook 10 does: no flip, zeros around the picture
corner = np.zeros((1, 1, 3, 3))
corner[0, 0, 0, 0] = 1.0
x = np.arange(1.0, 17.0).reshape(1, 1, 4, 4)
c.equal([[1.0, 3.0, 9.0, 11.0]], x,
        {"W1": corner, "b1": np.zeros(1), "W2": np.eye(4), "b2": np.zeros(4)})
c.sweep()  # tries further inputs
c.score()

# %% [markdown]
# ### A larger one, and what is in it
#
# Two convolutions with 8 and 16 kernels of 3 × 3, each with ReLU and pooling, then a hidden layer of 64 units and ten scores. Trained for six passes over 5,000 pictures it takes some seconds. It is written with the library's layers, whose backward pass
# is built in.

# %%
class CNN:
    """conv 8 – ReLU – pool – conv 16 – ReLU – pool – dense 64 – ReLU – dense."""

    def __init__(self, rng, classes=10):
        self.convs = [Conv2d(1, 8, 3, rng, pad=1), Conv2d(8, 16, 3, rng, pad=1)]
        self.head = [Dense(16 * 7 * 7, 64, rng), Dense(64, classes, rng)]

    def maps(self, x):
        for conv in self.convs:
            x = max_pool2d(conv(x).relu(), 2)
        return x

    def hidden(self, X):
        a = self.maps(X.reshape(-1, 1, 28, 28))
        return self.head[0](a.reshape(a.shape[0], -1)).relu()

    def __call__(self, X):
        return self.head[1](self.hidden(X))

    def parameters(self):
        return [p for layer in self.convs + self.head for p in layer.parameters()]

# %%
full = CNN(np.random.default_rng(0))
learn(full, X, y, 470)
full_accuracy = evaluate(full, X_test, y_test)[1]
counts = [sum(p.data.size for p in part.parameters()) for part in full.convs + full.head]
print(f"{full_accuracy:.1%} of 1,000 test pictures are named correctly")
print("parameters: convolutions {:,} and {:,}, head {:,} and {:,}".format(*counts))
example = X_test[[np.flatnonzero(y_test == 9)[0]]].reshape(1, 1, 28, 28)
first = full.convs[0](example).relu().data[0]
second = full.maps(example).data[0]
fig, axes = new_figure(ncols=3, height=3.2, width_ratios=(1, 1.15, 1.15))
draw.kernels(axes[0], full.convs[0].W.data[:, 0], "8 kernels, 3 × 3")
draw.maps(axes[1], first, "what they make of a boot")
draw.maps(axes[2], second, "after the second pooling")
plt.show()

# %%
if ready("cnn.", "cnn_scores"):  # the middle of that network, by your function
    some = X_test[:200]
    pooled = max_pool2d(full.convs[0](some.reshape(-1, 1, 28, 28)).relu(), 2).data
    params = {"W1": full.convs[1].W.data, "b1": full.convs[1].b.data,
              "W2": full.head[0].W.data, "b2": full.head[0].b.data}
    yours = np.maximum(cnn_scores(pooled, params), 0)
    print("the hidden layer of 200 pictures by your cnn_scores and by the library: apart by "
          f"{np.max(np.abs(yours - full.hidden(some).data)):.0e} at most")

# %% [markdown]
# *What you saw.* The first kernels have learned edges of several directions and blobs; their maps are still pictures of a boot. After the second pooling there are 16 maps of 7 × 7, each a coarse plan of where *its* pattern was found. And 98 % of the parameters
# are in the head. Your `cnn_scores`, given the maps of the first convolution, is the way through the second one to the hidden layer.

# %% [markdown]
# ### Prediction 11.a — Kernels that never learn (1 point)
# The same network is trained again, but its kernels stay as they were drawn at random. Only the head learns, for 300 steps. (Guessing is right for 10 %.) How many test pictures does it name correctly?
#
# - (a) more than 75 %
# - (b) between 50 and 75 %
# - (c) less than 50 %
#
# Decide before you run what follows. The point is for deciding; being wrong costs nothing.

# %% predict-kernels
def predict_kernels():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "a"
    ### END SOLUTION

# %% check-predict_kernels
c = Check("cnn.predict_kernels", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("cnn.parts", "predict_kernels"):
    def with_a_part(part):
        """Accuracy of a network of which one part learns, and the other stays at random."""
        net = CNN(np.random.default_rng(0))
        layers = net.convs if part == "kernels" else net.head
        net.parameters = lambda: [p for layer in layers for p in layer.parameters()]
        learn(net, X, y, 300)
        return evaluate(net, X_test, y_test)[1]

    parts = {"only the head": with_a_part("head"), "only the kernels": with_a_part("kernels"),
             "both": full_accuracy}
    fig, ax = new_figure(height=2.3, title="What learned, and how much was right")
    draw.bars(ax, parts)
    plt.show()
    head = parts["only the head"]
    reveal("predict_kernels", "c" if head < 0.5 else "b" if head < 0.75 else "a",
           f"With random kernels {head:.1%} are right; with a random head "
           f"{parts['only the kernels']:.1%}.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# > **Myth.** "The convolutional layer is the CNN."
#
# Notebook 10 counted parameters; here is what the parts can do. (The whole network had learned for 470 steps.) Random kernels are edges and blobs of a sort, too, and pooling and ReLU work for any kernel. A head that learns gets most of the way with them. Trained kernels under a random head fall far behind. **What is true:** the network is all of it, and whoever praises trained features must
# compare them with random ones. Part E does.
#
# </details>

# %% [markdown]
# ## B. What a layer can see
#
# ### A gradient points at pixels
#
# The *receptive field* (수용 영역) of an activation is the part of the picture on which it depends. Notebook 10 computed its size from kernels and strides. It can be measured as well: the gradient of one activation with respect to the picture is exactly 0 for every pixel outside. Inside it may happen to be 0 as well.

# %% [markdown]
# ### Exercise 11.2 — How much is seen (1 point)
# Write `seen(dx)`: height and width of the smallest rectangle of pixels that holds every number of `dx` that is not 0.
#
# - `dx` has the shape (C, H, width), the gradient of one activation with respect to a picture with C channels. A pixel counts if it is not 0 in *some* channel.
# - What comes back is the pair `(height, width)` of whole numbers. If all of `dx` is 0, it is `(0, 0)`.
# - `dx = [[[0, 0, 0, 0], [0, 2, 0, -1], [0, 0, 0, 0]]]` gives `(1, 3)`: one row, and the columns 1 to 3.
#
# <details><summary>Hint 1</summary>Rows 2 to 5 are four rows. Which subtraction says so?</details>
# <details><summary>Hint 2</summary>What does a sum over the channels make of 1 and −1?</details>

# %% ex-seen
def seen(dx):
    """Size of the smallest rectangle that holds all pixels with a gradient.

    Parameters
    ----------
    dx : ndarray (C, H, width)

    Returns
    -------
    height, width : int
    """
    ### BEGIN SOLUTION
    rows, columns = np.nonzero(np.any(dx != 0, axis=0))
    if len(rows) == 0:
        return 0, 0
    return int(rows.max() - rows.min()) + 1, int(columns.max() - columns.min()) + 1
    ### END SOLUTION

# %% check-seen
c = Check("cnn.seen", points=1)
c.equal((1, 3), np.array([[[0, 0, 0, 0], [0, 2, 0, -1], [0, 0, 0, 0]]]))
c.equal((0, 0), np.zeros((2, 3, 3)))
# two channels: what one does not see, the other may
c.equal((3, 2), np.array([[[1.0, 0.0], [0.0, 0.0], [0.0, 0.0]],
                         [[-1.0, 0.0], [0.0, 0.0], [0.0, 3.0]]]))
c.sweep()
c.score()

# %% [markdown]
# ### Seen, and seen *much*
#
# Below, layers of 3 × 3 kernels with random weights lie on top of each other, without pooling, eight channels each. What does the activation in the middle of the last layer see of a picture of 41 × 41 pixels? The map is the mean size of the gradient over 60 pictures of noise and six networks. (One would not do: a ReLU that is off hides what lies behind it.) The slider sets the number
# of layers.

# %%
if ready("cnn.field", "seen"):
    def field(layers, pictures=60, size=41):
        """Mean size of the gradient of a middle activation; ten pictures for each network."""
        rng = np.random.default_rng(0)
        total = np.zeros((1, size, size))
        for _ in range(pictures // 10):
            x = Tensor(rng.normal(0, 1, (10, 1, size, size)).astype(np.float32), requires_grad=True)
            a = x
            for layer in range(layers):
                a = Conv2d(1 if layer == 0 else 8, 8, 3, rng, pad=1)(a).relu()
            middle = np.zeros(a.shape, np.float32)
            middle[:, 0, size // 2, size // 2] = 1
            a.backward(middle)
            total += np.abs(x.grad).sum(axis=0)
        return total / pictures

    def draw_field(layers=8):
        fig, axes = new_figure(ncols=2, height=3.2, title=f"{layers} layers of 3 × 3")
        draw.field(axes, field(layers), seen)

    draw_field(4)
    plt.show()
    explore(draw_field, layers=[1, 2, 4, 8, 16])

# %% [markdown]
# *What you saw.* The rectangle grows by two pixels with every layer, as computed: 2 · 4 + 1 = 9 here. But most of the gradient comes from its middle: from pixel to pixel there are many ways to it, and to a corner a single one. What a unit sees *much* of, its *effective* receptive field, grows only like the root of the number of layers (Luo and others, 2016).
# So pooling and strides, which multiply what is seen, are needed where whole things are to be recognized.

# %% [markdown]
# ## C. A way around
#
# ### Deeper, and worse
#
# A plain network that is made deeper and deeper gets *worse*, on the training set as well, so it is not over-fitting (He and others, 2015: 56 layers did worse than 20). The idea of the *residual block* (잔차 블록): let the layers learn what to
# *add* to their input, and hand the input itself on, by a *shortcut* (지름길 연결):
#
# $$\mathrm{out} = \mathrm{relu}\big(x + \mathrm{relu}(x\,W_1)\,W_2\big)$$
#
# The part that is added is called the *branch*. The second ReLU comes *after* the addition. (Before it, the block could only ever add what is not negative.) There are no biases here: in real networks a batch norm follows each layer, which makes them idle (06). Convolutions may stand in the place of the two products; nothing else changes.

# %% [markdown]
# ### Exercise 11.3 — A residual block (2 points)
# Write `residual(x, W1, W2)`.
#
# - `x` has the shape (N, D), `W1` (D, M), `W2` (M, D). What comes back has the shape (N, D).
# - With `x = [[1, -2]]`, `W1 = [[3], [1]]`, `W2 = [[-2, 5]]`: relu(1) = 1, the branch is `[-2, 5]`, the sum `[-1, 3]`, and `[[0, 3]]` comes out.
#
# <details><summary>Hint</summary>Two ReLUs: which two arrays go through them? Does the shortcut meet one before the sum?</details>

# %% ex-residual
def residual(x, W1, W2):
    """A residual block of two dense layers without biases.

    Parameters
    ----------
    x : ndarray (N, D)
    W1 : ndarray (D, M)
    W2 : ndarray (M, D)

    Returns
    -------
    ndarray (N, D)
    """
    ### BEGIN SOLUTION
    return np.maximum(x + np.maximum(x @ W1, 0) @ W2, 0)
    ### END SOLUTION

# %% check-residual
c = Check("cnn.residual", points=2)
c.equal([[0.0, 3.0]], np.array([[1.0, -2.0]]), np.array([[3.0], [1.0]]), np.array([[-2.0, 5.0]]))
# a branch of zeros: what is not negative passes unchanged
c.equal([[1.0, 0.0], [0.0, 7.0]], np.array([[1, -2], [0, 7]]), np.ones((2, 3)), np.zeros((3, 2)))
# the sum of -5 and a branch of 2 is negative; and the branch may take away
c.equal([[0.0], [3.0]], np.array([[-5.0], [4.0]]), np.array([[-0.4, 1.0]]),
        np.array([[1.0], [-0.25]]))
c.sweep()
c.score()

# %% [markdown]
# ### Exercise 11.4 — The way back (3 points)
# Write `residual_backward(dout, x, W1, W2)`: the gradients with respect to what went into `residual(x, W1, W2)`.
#
# - `dout` has the shape (N, D), the gradient with respect to the output. ReLU's slope at 0 is 0.
# - What comes back are three: `dx` (N, D), `dW1` (D, M) and `dW2` (M, D).
# - In the example of 11.3 with `dout = [[10, 4]]`: the first output was cut off, so `[[0, 4]]` arrives at the sum. The branch gets it, and the shortcut, too: `dx = [[60, 24]]`, `dW1 = [[20], [-40]]`, `dW2 = [[0, 4]]`.
#
# <details><summary>Hint 1</summary>Compute first what the block computed on its way forward. Which of its two ReLUs comes first on the way back?</details>
# <details><summary>Hint 2</summary>x is used twice in the block. What happens to the gradients of something that is used twice (02)?</details>
# <details><summary>Hint 3</summary>The branch is two dense layers with a ReLU between them. For a product <code>a @ W</code>: which of its two gradients has a <code>.T</code> on the left, which on the right?</details>

# %% ex-residual_backward
def residual_backward(dout, x, W1, W2):
    """Gradients of a residual block.

    Parameters
    ----------
    dout : ndarray (N, D)
        Gradient with respect to the output.
    x : ndarray (N, D)
    W1 : ndarray (D, M)
    W2 : ndarray (M, D)

    Returns
    -------
    dx : ndarray (N, D)
    dW1 : ndarray (D, M)
    dW2 : ndarray (M, D)
    """
    ### BEGIN SOLUTION
    z = x @ W1
    hidden = np.maximum(z, 0)
    dsum = dout * (x + hidden @ W2 > 0)
    dz = dsum @ W2.T * (z > 0)
    return dsum + dz @ W1.T, x.T @ dz, hidden.T @ dsum
    ### END SOLUTION

# %% check-residual_backward
c = Check("cnn.residual_backward", points=3)


def dx(f, *given):
    return f(*given)[0]


def dW1(f, *given):
    return f(*given)[1]


def dW2(f, *given):
    return f(*given)[2]


def three(expected, *given):
    for item, right in zip((dx, dW1, dW2), expected):
        c.equal(right, *given, through=item, part=item.__name__)


x, W1, W2 = np.array([[1.0, -2.0]]), np.array([[3.0], [1.0]]), np.array([[-2.0, 5.0]])
three(([[60.0, 24.0]], [[20.0], [-40.0]], [[0.0, 4.0]]), np.array([[10.0, 4.0]]), x, W1, W2)
# a branch of zeros: the gradient passes where the output was positive
three(([[5, 0], [0, 4]], np.zeros((2, 3)), [[5, 0], [0, 28], [10, 0]]), np.array([[5, 6], [7, 4]]),
      np.array([[1, -2], [0, 7]]), np.array([[1, 0, 0], [0, 1, -1]]), np.zeros((3, 2), int))
rng = np.random.default_rng(3)
x, W1, W2, dout = (rng.normal(0, 1, shape) for shape in ((4, 3), (3, 5), (5, 3), (4, 3)))


def loss(x, W1, W2):  # its gradient with respect to the block's output is dout
    return np.sum(dout * np.maximum(x + np.maximum(x @ W1, 0) @ W2, 0))


step = np.zeros((4, 3))
step[1, 2] = 1e-6
slope = (loss(x + step, W1, W2) - loss(x - step, W1, W2)) / 2e-6
c.holds("dx is the slope of a loss",
        lambda f: close(f(dout, x, W1, W2)[0][1, 2], slope, tol=1e-6), part="dx")
c.sweep(residual_backward=("dx", "dW1", "dW2"))
c.score()

# %% [markdown]
# ### A difference is soon learned
#
# Somebody's block has changed 200 rows of numbers a little. A block of yours is to do the same. Its W2 begins with zeros, so at first it hands on what it is given; then it learns from the gradients of your `residual_backward`. Beside it learns a plain pair of layers,
# relu(relu(x W₁) W₂), by the library, with the same W₁ and the same rate.

# %%
if ready("cnn.", "residual", "residual_backward"):
    rng = np.random.default_rng(0)
    x = rng.random((200, 10))
    target = residual(x, rng.normal(0, 0.4, (10, 20)), rng.normal(0, 0.1, (20, 10)))
    W1, W2 = rng.normal(0, np.sqrt(2 / 10), (10, 20)), np.zeros((20, 10))
    plain = [Tensor(w, requires_grad=True)
             for w in (W1, rng.normal(0, np.sqrt(2 / 20), (20, 10)))]
    for step in range(301):
        error = residual(x, W1, W2) - target
        off = ((Tensor(x) @ plain[0]).relu() @ plain[1]).relu() - target
        loss = (off * off).mean()
        if step in (0, 30, 300):
            print(f"step {step:3d}: mean squared error with the shortcut {np.mean(error**2):.4f}, "
                  f"without {loss.data:.4f}")
        _, dW1, dW2 = residual_backward(2 * error / error.size, x, W1, W2)
        W1, W2 = W1 - 0.3 * dW1, W2 - 0.3 * dW2
        for w in plain:
            w.grad = None
        loss.backward()
        for w in plain:
            w.data = w.data - 0.3 * w.grad

# %% [markdown]
# *What you saw.* The block begins where the difference is all that is missing, and after 300 steps a tenth of that is left. The plain pair has to learn the numbers themselves, and in 300 steps it does not get to where the block began.

# %% [markdown]
# ### When the shape changes
#
# x and the branch can only be added if they have one shape. Where a network halves its pictures or takes more channels, the shortcut needs a *projection* (투영): at every `stride`-th pixel a matrix `P` turns the C channels of that pixel into F. (It is a convolution with a
# kernel of 1 × 1. He and others call it *option B*.)

# %% [markdown]
# ### Exercise 11.5 — A shortcut that projects (2 points)
# Write `project(x, P, stride)`.
#
# - `x` has the shape (N, C, H, width), `P` (F, C); `stride` is a whole number, at least 1. Height and width are thinned out: pixels 0, `stride`, 2 · `stride` … are used, the others not.
# - What comes back has the shape (N, F, H', width'), with as many pixels as are used. Channel f of a pixel is the sum over c of `P[f, c]` times the pixel's channel c.
# - `x = [[[[1, 2, 3]], [[10, 20, 30]]]]`, two channels of 1 × 3, with `P = [[2, 1]]` and `stride = 2`: the pixels 0 and 2 are used, and `[[[[12, 36]]]]` comes back.
#
# <details><summary>Hint 1</summary>First take the pixels. What does <code>a[::2]</code> take of a list of five?</details>
# <details><summary>Hint 2</summary>A matrix product works on the last two axes. Where would C have to be? Or name the axes, as <code>np.einsum</code> lets you.</details>

# %% ex-project
def project(x, P, stride):
    """The projection of a shortcut: every stride-th pixel, and other channels.

    Parameters
    ----------
    x : ndarray (N, C, H, width)
    P : ndarray (F, C)
    stride : int, at least 1

    Returns
    -------
    ndarray (N, F, H', width')
    """
    ### BEGIN SOLUTION
    return np.einsum("nchw,fc->nfhw", x[:, :, ::stride, ::stride], P)
    ### END SOLUTION

# %% check-project
c = Check("cnn.project", points=2)
c.equal([[[[12.0, 36.0]]]], np.array([[[[1.0, 2.0, 3.0]], [[10.0, 20.0, 30.0]]]]),
        np.array([[2.0, 1.0]]), 2)
# 3 × 3 pixels, one channel becomes two
x = np.arange(9.0).reshape(1, 1, 3, 3)
c.equal([[[[0.0, 2.0], [6.0, 8.0]], [[0.0, -4.0], [-12.0, -16.0]]]], x,
        np.array([[1.0], [-2.0]]), 2)
c.equal([[[[0.0]]]], x, np.array([[5.0]]), 3)
c.equal([[[[1, 2]]], [[[-1, 4]]]], np.array([[[[3, 4]], [[2, 2]]], [[[1, 6]], [[2, 2]]]]),
        np.array([[1, -1]]), 1)
c.sweep()
c.score()

# %%
if ready("cnn.", "project"):
    rng, maps = np.random.default_rng(0), first[None]  # of the boot, behind the first convolution
    branch = max_pool2(conv2d(maps, rng.normal(0, np.sqrt(2 / 72), (16, 8, 3, 3)), np.zeros(16)))
    shortcut = project(maps, rng.normal(0, np.sqrt(2 / 8), (16, 8)), 2)
    print(f"maps {maps.shape}, branch {branch.shape}, shortcut {shortcut.shape}, "
          f"sum {(shortcut + branch).shape}")

# %% [markdown]
# *What you saw.* The branch, a convolution and a pooling, makes 16 maps of 14 × 14 out of the boot's 8 maps of 28 × 28. Projected, the input has that shape as well, and can be added.

# %% [markdown]
# ---
# **Half way.** Here is a good place to stop. You can write the forward pass of a convolutional network, say what a layer sees, and write a residual block with its way back. What follows needs
# none of these exercises, but for a picture in *Further* (11.2); run this notebook down to here all the same when you come back. The second half is about depth (D), and about using a network again (E).
#
# ---

# %% [markdown]
# ## D. Fifty layers
#
# ### Block upon block
#
# From here on blocks come in the order of 2016, which deep networks use: `x + relu(relu(x) @ W1) @ W2`. Each layer has its ReLU *before* it, nothing comes after the sum, and so nothing ever stands in the way of the shortcut. All weights are He's, of the size with which notebook 04
# kept the signal alive through thirty layers.

# %% [markdown]
# ### Prediction 11.b — The first loss (1 point)
# A dense layer, 25 such blocks (50 layers), and a dense layer for ten scores, whose weights start small: fed with a signal of size 1, its scores would be about 0.1, and the loss close to log 10 = 2.3. All is as it was drawn; nothing has been trained. What is the loss?
#
# - (a) between 2 and 3
# - (b) between 3 and 30
# - (c) more than 30

# %% predict-fifty
def predict_fifty():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_fifty
c = Check("cnn.predict_fifty", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
def smaller(pixels):
    """Pictures of 14 × 14: each number is the mean of 2 × 2 pixels."""
    return pixels.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4)).reshape(-1, 196) / 0.3


def blocks(number, rng, H=100):
    """Weights of He's size for blocks of two layers with H units."""
    return rng.normal(0, np.sqrt(2 / H), (number, 2, H, H))


def through(x, weights, branch):
    """The signal behind each block, x first."""
    signal = [x]
    for W1, W2 in weights:
        x = x + branch * np.maximum(np.maximum(x, 0) @ W1, 0) @ W2
        signal.append(x)
    return signal

# %%
if ready("cnn.growth", "predict_fifty"):
    fifty = ResidualMLP(196, 64, 10, blocks=25, rng=np.random.default_rng(0))
    loss = evaluate(fifty, smaller(X), y)[0]
    rng = np.random.default_rng(0)
    x, weights = rng.normal(0, 1, (200, 100)), blocks(20, rng)
    sizes = {branch: [np.sqrt(np.mean(a**2)) for a in through(x, weights, branch)]
             for branch in (1.0, 0.5, 0.2, 0.0)}
    fig, ax = new_figure(height=3.2, title="Size of the signal behind each block")
    draw.growth(ax, sizes)
    plt.show()
    reveal("predict_fifty", "a" if loss < 3 else "b" if loss < 30 else "c",
           f"It is {loss:.0f}. Twenty blocks make a signal {sizes[1.0][-1]:,.0f} times as large.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# A branch with He's weights puts out a signal as large as what went in. The two have nothing to do with each other, so their mean squares add up: each block doubles the mean square, and the signal grows by √2. Twenty blocks make 2¹⁰ = 1,024 of that, about. With a factor on the branch, a *branch scale*, it grows less; with 0 not at all.
# Batch norm does it, too: it brings the branch back to size 1, while the shortcut keeps growing, so that the n-th block adds 1/√n of what is there (De and Smith, 2020).
#
# </details>

# %% [markdown]
# ### Exercise 11.6 — How much a branch may add (1 point)
# A branch of size g times its input makes the mean square 1 + g² times as large. Write `branch_scale(n, growth)`: the g for which n blocks make the *size* of the signal (the root of its mean square) `growth` times as large.
#
# - `n` is a whole number, at least 1. `growth` is 1, or between 1.01 and a million.
# - What comes back is a number: for `n = 20` and `growth = 1024` it is 1, for `n = 1` and `growth = 2` it is √3 = 1.7320508, for `growth = 1` it is 0.
#
# <details><summary>Hint</summary>Write down the mean square after n blocks. What is it for a signal that is <code>growth</code> times as large?</details>

# %% ex-branch_scale
def branch_scale(n, growth):
    """Branch scale with which n residual blocks let a signal grow by a factor.

    Parameters
    ----------
    n : int, at least 1
        Blocks.
    growth : float
        1, or 1.01 to 10⁶.

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    return np.sqrt(growth ** (2 / n) - 1)
    ### END SOLUTION

# %% check-branch_scale
c = Check("cnn.branch_scale", points=1)
c.equal(1.0, 20, 1024)
c.equal(1.7320508, 1, 2)
c.equal(0.0, 50, 1)
c.equal(0.2679058, 20, 2.0)
c.sweep()
c.score()

# %% [markdown]
# ### A highway for the gradient
#
# On the way back the same sum works for the gradient: what arrives at a block is passed down by the shortcut *as it is*, and the branch adds its share. The slider sets the size of the weights, times He's.

# %%
def backward(x, weights, shortcut, branch, dout):
    """Gradient with respect to x (N, H) of the sum of dout times the output."""
    masks = []
    for W1, W2 in weights:
        z = np.maximum(x, 0) @ W1
        masks.append((x > 0, z > 0))
        made = branch * np.maximum(z, 0) @ W2
        x = x + made if shortcut else made
    d = np.broadcast_to(dout, x.shape)
    for (W1, W2), (outer, inner) in zip(weights[::-1], masks[::-1]):
        back = (branch * d @ W2.T * inner) @ W1.T * outer
        d = d + back if shortcut else back
    return d


KINDS = {"plain": (False, 1.0), "shortcut": (True, 1.0), "small branch": (True, None)}

# %%
if ready("cnn.highway", "branch_scale", "predict_fifty"):
    depths = np.array([1, 2, 5, 10, 15, 20, 25])

    def norms(kind, size):
        """How many times as large a gradient is at the input as at the output."""
        shortcut, branch = KINDS[kind]
        found = []
        for n in depths:
            rng = np.random.default_rng(0)
            x, dout = rng.normal(0, 1, (64, 100)), rng.normal(0, 1, 100)
            scale = branch_scale(n, 2.0) if branch is None else branch
            d = backward(x, size * blocks(n, rng), shortcut, scale, dout)
            found.append(np.sqrt(np.mean(d**2) / np.mean(dout**2)))
        return found

    def draw_norms(weights=0.7):
        fig, ax = new_figure(height=3.3, title=f"Gradient at the input, weights × {weights:g}")
        draw.norms(ax, 2 * depths, {kind: norms(kind, weights) for kind in KINDS})

    for size in (0.7, 1.0):
        draw_norms(size)
        plt.show()
    explore(draw_norms, weights=[0.5, 0.7, 0.9, 1, 1.1, 1.3])

# %% [markdown]
# *What you saw.* Without shortcuts the gradient stays alive for weights of just the right size only: × 0.7 loses it, 10⁻⁸ is left after 50 layers. With a shortcut it did not vanish for any of these weights; but with full branches it explodes. With branches of your `branch_scale(n, 2.0)` it
# arrives within a factor of ten of the size it had, for all these weights.
#
# > **Myth.** "ResNets help because the data would otherwise get smaller in deep layers."
#
# The data do not: all fifty layers have a hundred units. **What is true:** the gradient has a way on which it is multiplied by 1, and a block only has to learn a difference.

# %% [markdown]
# ### The right size is not enough
#
# At × 1, He's size, the plain network's gradient had the right *size* at every depth. Is it of any use? Gradient descent follows it for a step and hopes that it still points the same way there. So let an input turn a little, and see whether its gradient turns only a little, too.

# %% [markdown]
# ### Exercise 11.7 — Do gradients agree? (2 points)
# Write `cosines(G, lag)`: how well the gradients at points along a walk agree with those some points further on.
#
# - `G` has the shape (K, D): row k is the gradient at point k. `lag` is 1 unless the caller says otherwise; a whole number from 1 to K − 1.
# - What comes back has the shape (K − lag,): its k-th number is the cosine of the angle between the rows k and k + `lag`. Where one of the two rows is 0 throughout, it is 0.
# - `G = [[1, 0], [0, 2], [3, 3], [0, 0]]` gives `[0, 0.7071068, 0]`, and with `lag=2` `[0.7071068, 0]`.
#
# <details><summary>Hint 1</summary>Which two slices of <code>G</code> stand beside each other, if the first is to meet the one <code>lag</code> further on?</details>
# <details><summary>Hint 2</summary>0/0 is NaN. By what could one divide, where a length is 0, without changing a product that is 0 anyway?</details>

# %% ex-cosines
def cosines(G, lag=1):
    """Cosines between the rows of an array and those `lag` further on.

    Parameters
    ----------
    G : ndarray (K, D)
        K gradients, K larger than lag.
    lag : int, 1 to K − 1

    Returns
    -------
    ndarray (K − lag,)
    """
    ### BEGIN SOLUTION
    lengths = np.linalg.norm(G, axis=1)
    products = np.sum(G[:-lag] * G[lag:], axis=1)
    sizes = lengths[:-lag] * lengths[lag:]
    return products / np.where(sizes > 0, sizes, 1.0)
    ### END SOLUTION

# %% check-cosines
c = Check("cnn.cosines", points=2)
G = np.array([[1.0, 0.0], [0.0, 2.0], [3.0, 3.0], [0.0, 0.0]])
c.equal([0.0, 0.7071068, 0.0], G)
c.equal([0.7071068, 0.0], G, lag=2)
c.equal([-1.0], np.array([[3, 4], [0, 1], [-6, -8]]), 2)
rng = np.random.default_rng(5)
G = rng.normal(0, 1, (5, 3))
c.holds("how long a gradient is does not matter",
        lambda f: close(f(G * np.array([[1.0], [0.001], [50.0], [2.0], [1e6]]), 2), f(G, 2)))
c.sweep()
c.score()

# %% [markdown]
# ### Prediction 11.c — A small turn (1 point)
# Fifty plain layers with He's weights. The input is turned by 0.3 radians, 17 degrees: the cosine between old and new input is 0.96. What is the cosine between the two gradients with respect to the input (mean over twelve networks)?
#
# - (a) less than 0.3
# - (b) between 0.3 and 0.8
# - (c) more than 0.8

# %% predict-turn
def predict_turn():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "a"
    ### END SOLUTION

# %% check-predict_turn
c = Check("cnn.predict_turn", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("cnn.shattered", "branch_scale", "cosines", "predict_turn", "predict_fifty"):
    angles = np.linspace(0, 2 * np.pi, 126)  # steps of 0.05 radians, all the way round

    def walk(kind, n, seed):
        """Gradients (126, 100) for an input that turns round once."""
        shortcut, branch = KINDS[kind]
        rng = np.random.default_rng(seed)
        u, v, dout = rng.normal(0, 1, (3, 100))
        x = np.cos(angles)[:, None] * u + np.sin(angles)[:, None] * v
        scale = branch_scale(n, 2.0) if branch is None else branch
        return backward(x, blocks(n, rng), shortcut, scale, dout)

    curves, agreement, lags = {}, {}, [1, 2, 4, 6, 10, 14, 20]
    direction = np.random.default_rng(99).normal(0, 1, 100)
    for kind, n in (("plain", 1), ("plain", 25), ("shortcut", 25), ("small branch", 25)):
        walks = [walk(kind, n, seed) for seed in range(12)]
        curves[kind, n] = walks[0] @ direction
        agreement[kind, n] = [np.mean([cosines(G, lag) for G in walks]) for lag in lags]
    fig, axes = new_figure(ncols=4, height=2.6, sharex=True,
                           title="The gradient along one direction, for an input that turns once")
    draw.walks(axes, angles, curves)
    plt.show()
    fig, ax = new_figure(height=3.2, title="How well the gradients agree after a turn")
    draw.agreement(ax, 0.05 * np.array(lags), agreement)
    plt.show()
    cosine = agreement["plain", 25][3]  # after 6 steps of 0.05
    reveal("predict_turn", "c" if cosine > 0.8 else "b" if cosine > 0.3 else "a",
           f"It is {cosine:.2f}; for two layers {agreement['plain', 1][3]:.2f}, for fifty "
           f"with shortcuts and small branches {agreement['small branch', 25][3]:.2f}.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# The plain deep network's gradient is *shattered* (Balduzzi and others, 2017): every few degrees it is another one, as good as noise. Its size is right, and it says nothing about the place where the step will end. And this is the surprise: shortcuts alone change little, as long as the branches are as large as what they are added to.
# With branches that add little, the gradient of fifty layers turns as gently as that of two.
#
# </details>

# %% [markdown]
# ### Does it learn?
#
# Fifty layers, 150 steps of gradient descent with the same batches and the same rate. *Zero at the end* is the usual cure: He's weights everywhere, but the last layer of every branch starts at 0. Zero weights were an illness in notebook 04, since all units stayed alike. Here the first layer of a branch is random, the
# last gets a gradient of its own for every weight, and each block starts as the identity. (At the first step the first layers have no gradient, at the second they do.)

# %%
if ready("cnn.fifty", "branch_scale", "predict_fifty"):
    small, small_test = smaller(X), smaller(X_test)
    recipes = {"plain": {"shortcut": False}, "shortcut": {}, "zero at the end": {"last": 0.0},
               "small branch": {"branch": branch_scale(25, 2.0)}}
    losses = {}
    for name, recipe in recipes.items():
        net = ResidualMLP(196, 64, 10, blocks=25, rng=np.random.default_rng(0), **recipe)
        losses[name] = train(net, small, y, lr=0.03, steps=150, batch_size=100,
                             rng=np.random.default_rng(1), progress=False).loss
        accuracy = evaluate(net, small_test, y_test)[1]
        print(f"{name:15s} first loss {losses[name][0]:7.2f}, then right: {accuracy:.1%}")
    fig, ax = new_figure(height=3.2)
    draw.losses(ax, losses)
    plt.show()

# %% [markdown]
# *What you saw.* The plain network hardly moves in 150 steps. With full branches the first loss is about a thousand, and the run ends in infinities. The other two learn, without batch norm: about three quarters of the test pictures are right. A shortcut *and* a branch that starts small, that is what makes depth trainable.

# %% [markdown]
# ## E. Used again
#
# ### From old classes to new ones
#
# *Transfer learning* (전이 학습): train a network where there are many examples, cut its head off, *freeze* the rest, and train a new head for the task that has few. Here the old task is five kinds of clothing (labels 0 to 4), the new one the other five (5 to 9), with 10, 50 or 200 pictures in all.

# %% [markdown]
# ### Exercise 11.8 — Labels for the new head (1 point)
# The new head has K scores, and the loss wants labels from 0 to K − 1. Write `new_labels(y, classes)`.
#
# - `y` has the shape (N,), old labels; `classes` (K,) holds different labels in any order. Every label of `y` is among them, but not all of them need to occur in `y`. Both are integers.
# - What comes back has the shape (N,), integers: label `classes[k]` becomes k.
# - `y = [7, 5, 9, 5]` with `classes = [5, 6, 7, 8, 9]` becomes `[2, 0, 4, 0]`, and with `classes = [9, 5, 7]` it becomes `[2, 1, 0, 1]`.
#
# <details><summary>Hint</summary>What does a table look like that has a row for every label of <code>y</code> and a column for every class, and says where they are equal?</details>

# %% ex-new_labels
def new_labels(y, classes):
    """Labels counted by their place among some classes.

    Parameters
    ----------
    y : ndarray (N,)
        Integer labels, all of them among the classes.
    classes : ndarray (K,)
        Integers, no two alike.

    Returns
    -------
    ndarray (N,)
        Integers from 0 to K − 1.
    """
    ### BEGIN SOLUTION
    return np.argmax(y[:, None] == classes, axis=1)
    ### END SOLUTION

# %% check-new_labels
c = Check("cnn.new_labels", points=1)
c.equal([2, 0, 4, 0], np.array([7, 5, 9, 5]), np.array([5, 6, 7, 8, 9]))
c.equal([2, 1, 0, 1], np.array([7, 5, 9, 5]), np.array([9, 5, 7]))
c.equal([1, 1], np.array([3, 3]), np.array([0, 3, 8]))  # not every class occurs
c.sweep()
c.score()

# %% [markdown]
# ### Exercise 11.9 — A step that leaves some alone (2 points)
# Write `transfer_step(params, grads, lr, frozen)`, one step of gradient descent for a network of which a part is frozen.
#
# - `params` is a dict of arrays. `grads` is a dict of gradients, each of the shape of the parameter with its name; some parameters have none there, such as running statistics (06). `frozen` is a list of names.
# - What comes back is a *new* dict with all names of `params`. What is neither frozen nor without a gradient becomes `w − lr · dw`; all else is as it was.
# - `params = {"W1": [1, 2], "W2": [3], "mean": [5]}`, `grads = {"W1": [10, 10], "W2": [10]}`, `lr = 0.1`, `frozen = ["W1"]`: back come `{"W1": [1, 2], "W2": [2], "mean": [5]}` (as arrays).
#
# <details><summary>Hint 1</summary>For each name: which two questions decide whether it moves?</details>
# <details><summary>Hint 2</summary><code>w -= lr * dw</code> changes the array that the caller still holds.</details>

# %% ex-transfer_step
def transfer_step(params, grads, lr, frozen):
    """One step of gradient descent that leaves frozen parameters alone.

    Parameters
    ----------
    params : dict
        Name to array.
    grads : dict
        Name to gradient; a parameter may have none.
    lr : float, positive
    frozen : list of str
        Names of parameters that stay.

    Returns
    -------
    dict
        A new one, with the names of `params`.
    """
    ### BEGIN SOLUTION
    return {name: w if name in frozen or name not in grads else w - lr * grads[name]
            for name, w in params.items()}
    ### END SOLUTION

# %% check-transfer_step
c = Check("cnn.transfer_step", points=2)
params = {"W1": np.array([1.0, 2.0]), "W2": np.array([3.0]), "mean": np.array([5.0])}
grads = {"W1": np.array([10.0, 10.0]), "W2": np.array([10.0])}
c.equal({"W1": [1.0, 2.0], "W2": [2.0], "mean": [5.0]}, params, grads, 0.1, ["W1"])
c.equal({"W1": [0.0, 1.0], "W2": [2.0], "mean": [5.0]}, params, grads, 0.1, [])
# integers; a name that is the beginning of another one
c.equal({"W1": [2], "W10": [3.5]}, {"W1": np.array([2]), "W10": np.array([4])},
        {"W10": np.array([1]), "W1": np.array([1])}, 0.5, ["W1"])
c.sweep()
c.score()

# %% [markdown]
# ### What to keep, and what to compare with
#
# Frozen layers can be run once: their outputs are the new head's inputs. The cut can be made in two places: behind the convolutions (784 numbers), or behind the hidden layer (64 numbers, from which the old head told coat from pullover). Beside them stand *random* kernels of the same shape, the plain pixels, and a whole network trained
# from scratch on the few pictures.

# %% [markdown]
# ### Prediction 11.d — Where to cut (1 point)
# With 200 pictures of the new classes, and means over three draws of them (one draw of random kernels): what comes out?
#
# - (a) cut behind the hidden layer is best: those are the most refined features
# - (b) cut behind the convolutions and random kernels are within 3 points (of 100) of each other, and the hidden layer is more than 10 points worse than both
# - (c) cut behind the convolutions is best, and random kernels fall at least 5 points behind

# %% predict-cut
def predict_cut():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION

# %% check-predict_cut
c = Check("cnn.predict_cut", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
def by_500(function, X):
    """What a part of a network makes of many pictures, as rows."""
    parts = [function(X[i:i + 500].reshape(-1, 1, 28, 28)).data for i in range(0, len(X), 500)]
    return np.concatenate(parts).reshape(len(X), -1)


class Head:
    """Scores from frozen features: one dense layer that starts at zero."""

    def __init__(self, D):
        self.layer = Dense(D, 5, np.random.default_rng(0), std=0.0)

    def __call__(self, F):
        return self.layer(Tensor(np.asarray(F, np.float32)))

    def parameters(self):
        return self.layer.parameters()

# %%
if ready("cnn.", "new_labels", "predict_cut", "predict_kernels"):
    old, old_test, new = y < 5, y_test < 5, np.arange(5, 10)
    source = CNN(np.random.default_rng(0), classes=5)
    learn(source, X[old], y[old], 240)
    chance = CNN(np.random.default_rng(7), classes=5)  # as it was drawn
    X_new, X_new_test = X[~old], X_test[~old_test]
    y_new, y_new_test = new_labels(y[~old], new), new_labels(y_test[~old_test], new)
    features = {}
    for name, part in (("behind the convolutions", source.maps),
                       ("behind the hidden layer", source.hidden),
                       ("random kernels", chance.maps), ("pixels", Tensor)):
        F, F_test = by_500(part, X_new), by_500(part, X_new_test)
        features[name] = (F - F.mean(axis=0)) / F.std(), (F_test - F.mean(axis=0)) / F.std()
    accuracy = {name: [] for name in (*features, "from scratch")}
    for n in (10, 50, 200):
        for name in accuracy:
            accuracy[name].append([])
        for seed in range(3):
            rng = np.random.default_rng(seed)
            few = np.concatenate([rng.choice(np.flatnonzero(y_new == k), n // 5, replace=False)
                                  for k in range(5)])
            for name, (F, F_test) in features.items():
                head = Head(F.shape[1])
                learn(head, F[few], y_new[few], 100)
                accuracy[name][-1].append(evaluate(head, F_test, y_new_test)[1])
            whole = CNN(rng, classes=5)
            learn(whole, X_new[few], y_new[few], 80)
            accuracy["from scratch"][-1].append(evaluate(whole, X_new_test, y_new_test)[1])

# %%
if ready("cnn.compared", "new_labels", "predict_cut", "predict_kernels"):
    fig, ax = new_figure(height=3.6, title="New classes: right, of 500 test pictures")
    draw.transfer(ax, (10, 50, 200), accuracy)
    plt.show()
    for name in ("behind the convolutions", "from scratch"):
        print(f"{name}:", ", ".join(f"{np.mean(values):.1%}" for values in accuracy[name]))
    last = {name: np.mean(values[-1]) for name, values in accuracy.items()}
    kernels, chance_kernels = last["behind the convolutions"], last["random kernels"]
    hidden = last["behind the hidden layer"]
    near, behind = abs(kernels - chance_kernels) < 0.03, hidden < chance_kernels - 0.1
    outcome = "a" if hidden > kernels else "b" if near and behind else "c"
    reveal("predict_cut", outcome,
           f"With 200 pictures: behind the convolutions {kernels:.1%}, random kernels "
           f"{chance_kernels:.1%}, behind the hidden layer {hidden:.1%}, pixels "
           f"{last['pixels']:.1%}, from scratch {last['from scratch']:.1%}.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# The hidden layer had learned to tell the *old* classes apart, and thrown away what it did not need for that, such as what a bag looks like. Kernels for edges are good for anything; but on such small pictures random ones are nearly as good. At 10 pictures the draw of the pictures matters more than the method: see how far the dots of one colour
# are apart. And a network from scratch keeps up with the transferred kernels: what lies between them is within a point at 10, 50 and 200 pictures alike, less than what another draw does. **What is true:** transfer pays where the old task is larger and richer than the new one (a million photographs, and features that random kernels do not have), where one cuts early enough, and where it was compared with random features and with scratch.
#
# </details>

# %% [markdown]
# ### Frozen, or not?
#
# The last choice is yours to try, with `transfer_step`: the kernels of the old task under a new head of two layers, on 50 pictures of the new classes. Once the kernels are frozen, once everything learns.

# %%
if ready("cnn.", "new_labels", "transfer_step", "predict_cut", "predict_kernels"):
    names = [kind + str(layer) for layer in (1, 2, 3, 4) for kind in "Wb"]
    rng = np.random.default_rng(0)
    few = np.concatenate([rng.choice(np.flatnonzero(y_new == k), 10, replace=False)
                          for k in range(5)])
    for title, frozen in (("kernels frozen", names[:4]), ("nothing frozen", [])):
        net = CNN(np.random.default_rng(1), classes=5)
        for layer, old_layer in zip(net.convs, source.convs):
            layer.W.data, layer.b.data = old_layer.W.data, old_layer.b.data
        for step in range(100):
            for p in net.parameters():
                p.grad = None
            softmax_cross_entropy(net(X_new[few]), y_new[few]).backward()
            params, grads = ({name: getattr(p, what) for name, p in zip(names, net.parameters())}
                             for what in ("data", "grad"))
            params = transfer_step(params, grads, 0.1, frozen)
            for name, p in zip(names, net.parameters()):
                p.data = params[name]
        moved = max(np.max(np.abs(layer.W.data - old_layer.W.data))
                    for layer, old_layer in zip(net.convs, source.convs))
        print(f"{title}: {evaluate(net, X_new_test, y_new_test)[1]:.1%} of the new pictures right; "
              f"a kernel's weight moved by {moved:.3f} at most")

# %% [markdown]
# *What you saw.* Frozen is frozen: no kernel's weight has moved. Left to learn, they move by a tenth or so, and the accuracy stays within the scatter of a draw: with 50 pictures the head does the work.

# %% [markdown]
# ## Further
#
# These exercises are checked like the others; they give no points.

# %% [markdown]
# ### Further 11.10 — A shortcut without weights
# *Option A* of He and others: every `stride`-th pixel, as in 11.5, and where the output has more channels, the further ones are zeros. Write `pad_channels(x, F, stride)`.
#
# - `x` has the shape (N, C, H, width), `F` is at least C, `stride` at least 1; whole numbers.
# - What comes back has the shape (N, F, H', width'): the C channels first, then zeros.
# - `x = [[[[1, 2, 3]]]]` with `F = 2` and `stride = 2` gives `[[[[1, 3]], [[0, 0]]]]`.
#
# <details><summary>Hint</summary><code>np.pad</code> wants a pair for each axis: how many before, how many behind.</details>

# %% ex-pad_channels
def pad_channels(x, F, stride):
    """A shortcut without parameters: every stride-th pixel, and channels of zeros.

    Parameters
    ----------
    x : ndarray (N, C, H, width)
    F : int, at least C
    stride : int, at least 1

    Returns
    -------
    ndarray (N, F, H', width')
    """
    ### BEGIN SOLUTION
    return np.pad(x[:, :, ::stride, ::stride], ((0, 0), (0, F - x.shape[1]), (0, 0), (0, 0)))
    ### END SOLUTION

# %% check-pad_channels
c = Check("cnn.pad_channels", points=0)
c.equal([[[[1.0, 3.0]], [[0.0, 0.0]]]], np.array([[[[1.0, 2.0, 3.0]]]]), 2, 2)
c.equal([[[[0, 3], [18, 21]], [[1, 4], [19, 22]], [[0, 0], [0, 0]]]],
        np.array([[[[0, 9, 9, 3], [9, 9, 9, 9], [9, 9, 9, 9], [18, 9, 9, 21]],
                   [[1, 9, 9, 4], [9, 9, 9, 9], [9, 9, 9, 9], [19, 9, 9, 22]]]]), 3, 3)
c.equal([[[[5.0]]]], np.array([[[[5.0]]]]), 1, 1)
c.sweep()
c.score()

# %% [markdown]
# ### Further 11.11 — How wide is the effective field?
# Write `spread(g)`: the root of the mean squared distance from the centre, in which each pixel counts as much as its gradient is large.
#
# - `g` has the shape (H, width), the sizes of a gradient: no number is negative, and not all are 0. The *centre* is the mean row and the mean column, weighted by `g` as well.
# - What comes back is a number, in pixels. Distances are those of a map: the root of rows² + columns².
# - `g = [[1, 0, 0, 0, 1]]` has its centre at column 2, and the spread 2. `g = [[3, 0], [0, 3]]` has the spread √0.5 = 0.7071068.
#
# <details><summary>Hint 1</summary>Make the weights add up to 1 first. What is a weighted mean then?</details>
# <details><summary>Hint 2</summary>Mean squared distance: that of the rows plus that of the columns.</details>

# %% ex-spread
def spread(g):
    """Root of the mean squared distance from the centre of a map of weights.

    Parameters
    ----------
    g : ndarray (H, width)
        Weights, none negative, not all 0.

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    share = g / np.sum(g)
    rows, columns = np.indices(g.shape)
    row, column = np.sum(share * rows), np.sum(share * columns)
    return np.sqrt(np.sum(share * ((rows - row) ** 2 + (columns - column) ** 2)))
    ### END SOLUTION

# %% check-spread
c = Check("cnn.spread", points=0)
c.equal(2.0, np.array([[1, 0, 0, 0, 1]]))
c.equal(0.7071068, np.array([[3.0, 0.0], [0.0, 3.0]]))
c.equal(0.0, np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 7.0]]))
c.equal(0.8660254, np.array([[3, 0, 1]]))
c.sweep()
c.score()

# %%
if ready("cnn.spread", "seen", "spread"):
    layers = (1, 2, 4, 8, 16)
    maps = [field(n) for n in layers]
    wide = [spread(g[0]) for g in maps]
    fig, ax = new_figure(height=3.0, title="What is seen, and what is seen much of")
    draw.spreads(ax, layers, [seen(g)[0] for g in maps], wide)
    plt.show()

# %% [markdown]
# *What you saw.* From one layer to sixteen the rectangle grows from 3 to 33 pixels. The spread grows about fourfold, like the root of the number of layers.

# %% [markdown]
# ## To keep
#
# | | what it is | what goes wrong |
# |---|---|---|
# | head | flatten, then dense layers; scores, no softmax before a loss that has one | flattening in another order than in training; a softmax too many: the loss cannot fall below log(1 + (K − 1)/e), 1.46 for K = 10 classes |
# | receptive field | pixels with a gradient; each layer adds (k − 1) × the strides below it | the effective one is much smaller |
# | residual block | relu(x + branch(x)) | ReLU before the sum; `+ dsum` forgotten on the way back |
# | projection | every stride-th pixel, 1 × 1 kernel | where the stride *or* the channels change (or 11.10) |
# | branch | starts at 0, or × √(growth^(2/n) − 1) | full size: × √2 a block, exploding, shattered gradients |
# | shortcut | gradient passes times 1 | alone it does not keep gradients alike |
# | transfer | cut, freeze, new head, labels 0 to K − 1 | statistics of batch norm that still move (06); no comparison with random features and scratch |
#
# ### Traps
#
# - `x += branch` changes the x that the backward pass needs. Write `x + branch`.
# - `view` or `reshape` of (N, C, H, width) into (N, −1, C) mixes pixels and channels without an error, and the accuracy stays plausible.
# - A frozen batch norm must be in test mode; frozen dropout, too.
# - The new task's pictures must be prepared as the old task's were: the same mean, the same scale.
#
# ### Where to read on
#
# - LeCun, Bottou, Bengio and Haffner, *Gradient-based learning applied to document recognition*, Proceedings of the IEEE, 1998: LeNet-5, section II.
# - Yosinski, Clune, Bengio and Lipson, *How transferable are features in deep neural networks?*, NeurIPS 2014: which layer to cut at.
# - He, Zhang, Ren and Sun, *Deep residual learning for image recognition*, CVPR 2016 (2015): sections 3.1 to 3.3, figure 2, options A and B in section 4.1. *Identity mappings in deep residual networks*, ECCV 2016: the order of part D.
# - Luo, Li, Urtasun and Zemel, *Understanding the effective receptive field in deep convolutional neural networks*, NeurIPS 2016.
# - Balduzzi and others, *The shattered gradients problem*, ICML 2017.
# - Zhang, Dauphin and Ma, *Fixup initialization*, ICLR 2019. De and Smith, *Batch normalization biases residual blocks towards the identity function in deep networks*, NeurIPS 2020: what batch norm does to branches.
#
# Next: **Where is it?**
#
# What you have earned in this notebook:

# %%
progress()
