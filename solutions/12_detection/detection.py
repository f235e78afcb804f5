# %% [markdown]
# # Where is it?
#
# **You will write the parts of a detector, from the overlap of two boxes to the number that says how good it is, and train one that finds every shape in a picture in a few seconds.**
#
# You will be able to
#
# - convert boxes between their forms, and compute how much two of them overlap, whatever they look like;
# - train one network for two tasks, a name and a box, with one loss;
# - give each of many anchors its box to learn, and read the network's answer back;
# - keep one box for each object, and say what raising the threshold does;
# - compute an average precision, and say what does not change it.
#
# Time: three to three and a half hours for exercises 12.1, 12.2 and 12.4 to 12.9 (16 points) and four predictions (4 points), in two sittings: a line after exercise 12.5 marks the place to stop. *Further* exercises (12.3, and 12.10 to 12.12 at the end) are checked like the others, but give no points. From other notebooks you need softmax and cross-entropy (01), and what a
# convolution does (10). How a flip moves a box (05) and what the squared and the absolute error do (01) come back in a sentence.
#
# All contracts here share these rules. A box is an array (x1, y1, x2, y2), in pixels and *half-open*, as in notebook 05, unless the text says otherwise. Functions leave their inputs as they are. N, M, C, K, H and W are at least 1 where nothing else is said. In the examples a list stands for an array. Numbers are floats (64 or 32 bits) or
# integers (signed, 64 bits), and the arrays of one call need not be of one type. For inputs of 32 bits, arithmetic in 32 bits is exact enough. A pair, or three, may be a tuple or a list.

# %% setup
import numpy as np

from chainrule import Check, close, progress, ready, reveal

# %% [markdown]
# The loss of notebook 01, ready to be used in exercise 12.4.

# %% setup-loss
def softmax_cross_entropy(scores, y):
    """Mean cross-entropy of scores (N, C) with labels y (N,), and its gradient (N, C)."""
    z = scores - np.max(scores, axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    rows = np.arange(len(y))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -np.mean(log_p[rows, y]), dscores / len(y)

# %% [markdown]
# The next cell brings the pictures, and networks to train; no exercise needs it.

# %%
import matplotlib.pyplot as plt

from chainrule.autodiff import from_op  # a loss that brings its own gradients, for training
from chainrule.boxes import corners_of, judged, pairwise_iou
from chainrule.data.coloured_shapes import SHAPE_NAMES, scenes, shapes
from chainrule.detectors import Localizer, Proposer, learn
from chainrule.figures import detection as draw
from chainrule.figures import explore, new_figure

# %% [markdown]
# ## A. Boxes
#
# ### One box, three spellings
#
# *Localization* (위치 추정) says where the one object of a picture is; *detection* (객체 검출) finds all of them, however many there are. The answer is a *bounding box* (경계 상자): the smallest upright rectangle around the object. Programs spell it in three ways:
#
# | form | numbers | used by |
# |---|---|---|
# | corners | (x1, y1, x2, y2) | this course; Pascal VOC, which counts from 1 and takes the last column for x2 |
# | corner and size | (x1, y1, w, h) | COCO; `chainrule.data` |
# | centre and size | (cx, cy, w, h) | networks, YOLO |
#
# x runs to the right and y *down*. In a half-open box, x2 is the first column that does not belong to it: the width is x2 − x1, and the centre of columns 2, 3 and 4 is (2 + 5) / 2 = 3.5, the middle of column 3. Four numbers look alike in every form, so nothing fails when two forms are mixed up. It is only wrong.

# %%
fig, ax = new_figure(height=2.8)
draw.forms(ax, W=12, H=6, box=(2, 1, 7, 4))
plt.show()

# %% [markdown]
# ### Exercise 12.1 — Corners and centres (1 point)
# Write `to_centre(boxes)` and `to_corners(boxes)`.
#
# - `to_centre` takes boxes (N, 4) with x1, y1, x2, y2 in each row, and returns (N, 4) with cx, cy, w, h in each row. `to_corners` goes the other way.
# - They undo each other. Whole numbers may come in, and half pixels must come out: `[[2, 1, 7, 4]]` becomes `[[4.5, 2.5, 5, 3]]`, and back.
#
# <details><summary>Hint 1</summary>How far is each corner from the centre? Not the whole width.</details>
# <details><summary>Hint 2</summary><code>boxes[:, :2]</code> is one corner of every box, <code>boxes[:, 2:]</code> the other. <code>np.concatenate</code> with <code>axis=1</code> puts two blocks of columns side by side.</details>

# %% ex-to_centre
def to_centre(boxes):
    """Boxes by their centre and size.

    Parameters
    ----------
    boxes : ndarray (N, 4)
        x1, y1, x2, y2 in each row.

    Returns
    -------
    ndarray (N, 4)
        cx, cy, w, h in each row.
    """
    ### BEGIN SOLUTION
    return np.concatenate([(boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, 2:] - boxes[:, :2]], axis=1)
    ### END SOLUTION


def to_corners(boxes):
    """Boxes by two of their corners.

    Parameters
    ----------
    boxes : ndarray (N, 4)
        cx, cy, w, h in each row.

    Returns
    -------
    ndarray (N, 4)
        x1, y1, x2, y2 in each row.
    """
    ### BEGIN SOLUTION
    half = boxes[:, 2:] / 2
    return np.concatenate([boxes[:, :2] - half, boxes[:, :2] + half], axis=1)
    ### END SOLUTION

# %% check-to_centre
c = Check("detection.to_centre", "to_corners", points=1)
corners = np.array([[2, 1, 7, 4], [0, 0, 10, 2]])
centres = np.array([[4.5, 2.5, 5, 3], [5, 1, 10, 2]])
c.equal(centres, corners)
c.equal(corners, centres, of="to_corners")
c.equal([[-0.5, 3.0, 1.0, 0.0]], np.array([[-1.0, 3.0, 0.0, 3.0]]))  # a box without height
c.equal([[0.5, -1.5, 1.5, 1.5]], np.array([[1, 0, 1, 3]]), of="to_corners")  # integers
c.sweep()  # tries further inputs
c.score()

# %% [markdown]
# ### How much two boxes share
#
# How good is a box? Its *intersection over union* (합집합 대비 교집합), IoU, compares it with the true one: the pixels in both, divided by the pixels in either.
#
# $$\mathrm{IoU}(a, b) = \frac{\mathrm{area}(a \cap b)}{\mathrm{area}(a) + \mathrm{area}(b) - \mathrm{area}(a \cap b)}$$
#
# It is 1 for a perfect box and 0 for one that misses. The scale of the picture cancels. The intersection of two upright boxes is an upright box again. Its left edge is the *right-most* of the two left edges, its right edge the *left-most* of the two right edges, and likewise for the other two. If that leaves less than nothing, the
# boxes are apart.

# %% [markdown]
# ### Exercise 12.2 — Intersection over union (2 points)
# Write `iou(a, b)`.
#
# - `a` and `b` are boxes, arrays (4,). One number comes back, from 0 to 1.
# - Boxes that are apart, on one axis or on both, have 0; so have boxes that only touch, at an edge or at a corner.
# - A network can put out any four numbers. A box with x2 ≤ x1 or y2 ≤ y1 (or both) holds nothing: its area is 0, and it shares nothing. If neither box holds anything, the IoU is 0, without a division by 0.
# - No small number is added anywhere: the IoU of a box with itself is 1, also where its sides are a millionth of a pixel.
# - `a = [0, 0, 4, 2]` and `b = [2, 1, 6, 3]` share 2 × 1 pixels. 2 / (8 + 8 − 2) = 0.1428571.
#
# <details><summary>Hint 1</summary>Draw two boxes that are apart on both axes. Which sign have the two sides of the "intersection" then, and which sign has their product?</details>
# <details><summary>Hint 2</summary>A width is never less than 0: of a box, and of an intersection. Where do you have to say so?</details>
# <details><summary>Hint 3</summary>The union is an area, too. What if it is 0?</details>

# %% ex-iou
def iou(a, b):
    """Intersection over union of two boxes.

    Parameters
    ----------
    a, b : ndarray (4,)
        x1, y1, x2, y2; a box that is inverted holds nothing.

    Returns
    -------
    float
        From 0 to 1.
    """
    ### BEGIN SOLUTION
    def area(box):
        return np.prod(np.maximum(box[2:] - box[:2], 0))

    shared = area(np.concatenate([np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])]))
    union = area(a) + area(b) - shared
    return shared / union if union > 0 else 0.0
    ### END SOLUTION

# %% check-iou
c = Check("detection.iou", points=2)
a = np.array([0.0, 0.0, 4.0, 2.0])
c.equal(0.1428571, a, np.array([2.0, 1.0, 6.0, 3.0]))
c.equal(1.0, a, a)
c.equal(0.25, np.array([0, 0, 4, 4]), np.array([1, 1, 3, 3]))  # one inside the other
c.equal(0.0, a, np.array([4.0, 0.0, 6.0, 2.0]))  # they touch
c.equal(0.0, a, np.array([5.0, 0.0, 7.0, 2.0]))  # apart on one axis
c.equal(0.0, a, np.array([5.0, 3.0, 7.0, 5.0]))  # apart on both
c.equal(0.0, a, np.array([6.0, 5.0, 2.0, 1.0]))  # inverted on both axes
c.equal(0.0, np.array([1.0, 1.0, 1.0, 3.0]), np.array([1.0, 1.0, 1.0, 3.0]))  # two of no width
c.equal(1.0, 1e-6 * a, 1e-6 * a)
c.sweep()
c.score()

# %% [markdown]
# ### Prediction 12.a — One pixel off (1 point)
# An object is 10 × 10 pixels large. A box of the right size lies one pixel too far to the right and one too far down. What is its IoU?
#
# - (a) less than 0.75
# - (b) from 0.75 to 0.9
# - (c) 0.9 or more
#
# Decide before you run what follows. The point is for deciding; being wrong costs nothing.

# %% predict-pixel
def predict_pixel():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "a"
    ### END SOLUTION

# %% check-predict_pixel
c = Check("detection.predict_pixel", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("detection.pixel", "iou", "predict_pixel"):
    off = np.arange(0, 13)
    curves = {side: [iou(np.array([0, 0, side, side]), np.array([d, d, d + side, d + side]))
                     for d in off] for side in (10, 30, 100)}
    fig, ax = new_figure(height=3.1, title="A box that lies too far to the right and down")
    draw.shifts(ax, off, curves)
    plt.show()
    one = curves[10][1]
    reveal("predict_pixel", "c" if one >= 0.9 else "b" if one >= 0.75 else "a",
           f"9 × 9 pixels are shared, of 119 in all: {one:.3f}. With a box that is 100 pixels "
           f"large, one pixel leaves {curves[100][1]:.3f}.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# A pixel costs a small box much, and a large one little. So conventions count. Old programs take x2 for the *last* column and add 1 to every side. Fed with half-open boxes, such as the two of the prediction, they give 100 / 142 = 0.704 where it is 81 / 119 = 0.681, and a threshold of 0.7 comes to lie between the two. Where only the areas get the + 1, and the
# intersection does not, a box has less than 1 with itself. Half-open boxes need no + 1 anywhere.
#
# </details>

# %% [markdown]
# ### Further 12.3 — All pairs at once
# *You can skip to part B: what follows uses the library's `pairwise_iou`, which does this.*
#
# A detector compares hundreds of boxes with each other. Write `iou_matrix(A, B)`.
#
# - `A` (N, 4) and `B` (M, 4) hold boxes. What comes back has the shape (N, M): in row i and column j stands the IoU of `A[i]` and `B[j]`, with the rules of 12.2. There is no division by 0, and no warning.
# - `A = [[0, 0, 4, 2]]` and `B = [[2, 1, 6, 3], [0, 0, 4, 4]]` give `[[0.1428571, 0.5]]`.
# - Two loops around `iou` are right. Without loops it is several hundred times as fast.
#
# <details><summary>Hint 1</summary>Pairwise distances (0.4) used <code>A[:, None]</code>. What shape has <code>np.maximum(A[:, None, :2], B[:, :2])</code>, and what do its entries mean?</details>
# <details><summary>Hint 2</summary>The areas of A belong to the rows, those of B to the columns. Which of the two needs a further axis before they are added?</details>

# %% ex-iou_matrix
def iou_matrix(A, B):
    """Intersection over union of every box in A with every box in B.

    Parameters
    ----------
    A : ndarray (N, 4)
    B : ndarray (M, 4)
        x1, y1, x2, y2 in each row; boxes that are inverted hold nothing.

    Returns
    -------
    ndarray (N, M)
    """
    ### BEGIN SOLUTION
    def areas(low, high):
        return np.prod(np.maximum(high - low, 0), axis=-1)

    corner, other = np.maximum(A[:, None, :2], B[:, :2]), np.minimum(A[:, None, 2:], B[:, 2:])
    shared = areas(corner, other)
    union = areas(A[:, :2], A[:, 2:])[:, None] + areas(B[:, :2], B[:, 2:]) - shared
    return shared / np.where(union > 0, union, 1)
    ### END SOLUTION

# %% check-iou_matrix
c = Check("detection.iou_matrix", points=0)
A = np.array([[0, 0, 4, 2]])
c.equal([[0.1428571, 0.5]], A, np.array([[2, 1, 6, 3], [0, 0, 4, 4]]))
boxes = np.array([[0.0, 0.0, 2.0, 2.0], [1.0, 0.0, 3.0, 2.0], [5.0, 5.0, 6.0, 9.0]])
c.equal([[1.0, 0.3333333, 0.0], [0.3333333, 1.0, 0.0], [0.0, 0.0, 1.0]], boxes, boxes)
# three and two; one is inverted, one has no width
c.equal([[0.0, 0.5], [0.0, 0.0], [0.0, 0.0]],
        np.array([[0.0, 0.0, 4.0, 2.0], [4.0, 2.0, 0.0, 0.0], [1.0, 1.0, 1.0, 2.0]]),
        np.array([[1.0, 1.0, 1.0, 2.0], [2.0, 0.0, 4.0, 2.0]]), quiet=True)
c.sweep()
c.score()

# %% [markdown]
# ## B. One object: a name and a box
#
# ### Two heads, one loss
#
# A name is chosen among C classes: *classification* (분류), with softmax and cross-entropy (01). A box is four numbers, each near to or far from the right one: *regression* (회귀). One network can do both. Its convolutions are shared; on top sit two heads, one with C scores and one with four numbers. The losses of both are added up, and the sum is
# minimized: a *joint loss* (결합 손실).
#
# Which loss for the box? The squared error lets one bad box shout down all others, and the slope of the absolute error stays 1 however near one is (01). *Smooth L1* (평활 L1) takes the best of both. With the error e = prediction − target:
#
# $$\mathrm{smooth}(e) = \begin{cases} e^2 / (2\beta) & |e| < \beta \\ |e| - \beta/2 & \text{otherwise} \end{cases}$$

# %% [markdown]
# ### Exercise 12.4 — A loss with two halves (3 points)
# Write `smooth_l1(prediction, target, beta)` and `joint_loss(scores, boxes, y, targets)`.
#
# - `smooth_l1` takes two arrays of the same shape, any shape, and a number `beta` that is positive, by default 1. It returns a pair of that shape: the loss of each entry, and its derivative with respect to the prediction. `smooth_l1([0.5, 3], [0, 0])` is `[0.125, 2.5]` and `[0.5, 1]`.
# - `joint_loss` takes scores (N, C), boxes (N, 4), labels `y` (N,) and targets (N, 4). Class 0 means "nothing there"; rows of any other class are *positive*.
# - Its loss is the mean cross-entropy over all N rows, plus: smooth L1 with beta = 1, summed over the four numbers of all positive rows, and divided by the number of positive rows. Where nothing is there, no box can be wrong: such a row has no box loss. If no row is positive, the second part is 0.
# - Beginning and end of `joint_loss` are written already; the loss of the boxes and its gradient are missing.
# - With `scores = [[0, 0], [0, 0]]`, `boxes = [[2, 0, 0, 0.5], [7, 7, 7, 7]]`, `y = [1, 0]` and targets of zeros the loss is log 2 + 1.5 + 0.125 = 2.3181472, and `dboxes = [[1, 0, 0, 0.5], [0, 0, 0, 0]]`.
#
# <details><summary>Hint 1</summary>Where both pieces of smooth L1 meet, do they have one value and one slope? If not, the ½ or the − beta/2 is missing.</details>
# <details><summary>Hint 2</summary>The slope is e / β, but never steeper than 1 either way.</details>
# <details><summary>Hint 3</summary>By how many is the cross-entropy divided, and by how many the box loss? What is the gradient divided by?</details>

# %% ex-smooth_l1
def smooth_l1(prediction, target, beta=1.0):
    """Smooth L1 of each entry, and its derivative.

    Parameters
    ----------
    prediction, target : ndarray of the same shape, any shape
    beta : float, positive
        Where the square ends and the straight line begins.

    Returns
    -------
    loss, slope : ndarray of that shape
    """
    ### BEGIN SOLUTION
    error = prediction - target
    size = np.abs(error)
    loss = np.where(size < beta, error**2 / (2 * beta), size - beta / 2)
    return loss, np.clip(error / beta, -1, 1)
    ### END SOLUTION


def joint_loss(scores, boxes, y, targets):
    """Cross-entropy of all rows plus smooth L1 of the positive ones, with gradients.

    Parameters
    ----------
    scores : ndarray (N, C)
    boxes : ndarray (N, 4)
    y : ndarray (N,)
        Labels, integers from 0 to C − 1; 0 is "nothing there".
    targets : ndarray (N, 4)
        The right boxes; of no meaning where y is 0.

    Returns
    -------
    loss : float
    dscores : ndarray (N, C)
    dboxes : ndarray (N, 4)
    """
    loss, dscores = softmax_cross_entropy(scores, y)
    positive = y > 0
    count = np.sum(positive)
    dboxes = np.zeros(boxes.shape)
    if count > 0:
        # add the loss of the positive rows' boxes to loss, and write its gradient into dboxes
        ### BEGIN SOLUTION
        box_loss, slope = smooth_l1(boxes[positive], targets[positive])
        loss = loss + np.sum(box_loss) / count
        dboxes[positive] = slope / count
        ### END SOLUTION
    return loss, dscores, dboxes

# %% check-smooth_l1
c = Check("detection.smooth_l1", "joint_loss", points=3)
values, slopes = np.array([0.125, 2.5, 0.5, 0.0]), np.array([0.5, 1.0, -1.0, 0.0])
c.equal((values, slopes), np.array([0.5, 3.0, -1.0, 0.0]), np.zeros(4))
c.equal(([[0.25, 1.0]], [[0.5, -1.0]]), np.array([[3.0, -2.0]]), np.array([[2.0, 0.0]]), 2.0)
c.equal(([[2.875]], [[-1.0]]), np.array([[1]]), np.array([[4]]), beta=0.25)
scores, boxes = np.zeros((2, 2)), np.array([[2.0, 0.0, 0.0, 0.5], [7.0, 7.0, 7.0, 7.0]])
c.equal((2.3181472, [[0.25, -0.25], [-0.25, 0.25]], [[1.0, 0.0, 0.0, 0.5], [0.0, 0.0, 0.0, 0.0]]),
        scores, boxes, np.array([1, 0]), np.zeros((2, 4)), of="joint_loss")
# nothing anywhere; then three rows of which two are positive, and three classes
c.equal((0.6931472, [[-0.25, 0.25], [-0.25, 0.25]], np.zeros((2, 4))),
        scores, boxes, np.array([0, 0]), np.zeros((2, 4)), of="joint_loss")
third = np.full((3, 3), 1 / 9) - np.array([[0, 0, 1], [1, 0, 0], [0, 1, 0]]) / 3
c.equal((4.0986123, third, [[0.5, 0.5, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0], [-0.5, 0.0, 0.5, 0.0]]),
        np.zeros((3, 3)), np.array([[3, 1, 0, 0], [9, 9, 9, 9], [-2, 0, 3, 4]]),
        np.array([2, 0, 1]), np.array([[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 1, 4]]), of="joint_loss")
c.sweep()
c.score()

# %%
if ready("detection.losses", "smooth_l1"):
    e = np.linspace(-3, 3, 241)
    fig, axes = new_figure(ncols=2, height=2.9)
    draw.losses(axes, e, {"square": (e**2 / 2, e), "absolute": (np.abs(e), np.sign(e)),
                          "smooth": smooth_l1(e, 0 * e)})
    plt.show()

# %% [markdown]
# *What you saw.* Near 0 smooth L1 is half the squared error, with a slope that fades as the box gets better; far away it is the absolute error, less a half, and no number of a box can pull harder than 1.
#
# ### A localizer
#
# Coloured shapes, one in each picture of 32 × 32. The library's `Localizer` has three convolutions with pooling, a hidden layer and two heads; its `learn` trains a network by Adam, and asks `loss_of` for the loss of each mini-batch. Your `joint_loss` goes in there, with its gradients for the two heads. The box head puts out cx, cy, w, h in units of 8 pixels: so errors are about 2 at first, and the box loss is a few times the class loss. The unit is a choice: it decides how much the box counts beside the name. If pictures were flipped in training (05), each would
# need its flipped box, and an arrow to the left, one of the six shapes, the name of another one.

# %%
def localizer(N, steps, seed=0):
    """A localizer that has learned from N pictures."""
    X, y, _, boxes = shapes(N, np.random.default_rng(seed))
    targets = to_centre(corners_of(boxes)) / 8
    net = Localizer(np.random.default_rng(seed))

    def loss_of(rows):
        scores, found = net(X[rows])
        loss, ds, db = joint_loss(scores.data, found.data, y[rows] + 1, targets[rows])
        return from_op(loss, (scores, lambda dout: dout * ds), (found, lambda dout: dout * db))

    learn(net, N, loss_of, steps)
    return net


def names_and_boxes(net, X):
    """Probabilities (N, C) and boxes (N, 4), by corners, for pictures."""
    scores, found = net(X)
    p = np.exp(scores.data - scores.data.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True), to_corners(found.data.astype(float) * 8)

# %%
if ready("detection.localizer", "to_centre", "iou", "smooth_l1"):
    many = localizer(1200, 150)
    X_test, y_test, _, boxes = shapes(2000, np.random.default_rng(99))
    true_boxes = corners_of(boxes)
    p_many, found = names_and_boxes(many, X_test)
    named = p_many.argmax(axis=1) - 1
    overlaps = np.array([iou(a, b) for a, b in zip(found, true_boxes)])
    print(f"of 2,000 new pictures {np.mean(named == y_test):.1%} are named correctly; "
          f"mean IoU of the boxes {overlaps.mean():.2f}")
    worst = np.argsort(overlaps)[[0, 20, 200, 400]]
    fig, axes = new_figure(ncols=4, nrows=2, height=3.9,
                           title="Four pictures, and four of the worse boxes (green: true)")
    for ax, n in zip(axes.ravel(), [*range(4), *worst]):
        draw.boxed(ax, X_test[n], found[n:n + 1], true_boxes[n:n + 1],
                   f"{SHAPE_NAMES[named[n]]}, {overlaps[n]:.2f}")
    plt.show()

# %% [markdown]
# *What you saw.* In a few seconds one network learned both. Some nine of ten names are right. Most boxes are off by a pixel or two, which on a shape of 20 pixels costs a tenth to a third of the IoU. (Smooth L1 and IoU do not ask for the same box everywhere: *Further*, "The loss is not the goal".)
#
# ### What 90 % means in a detector
#
# A detector's probabilities sort its boxes, and a threshold on them decides which are shown. A classifier is *calibrated* (보정된) if, of all it calls 90 %, 90 % are so (01). The localizer was trained on 1,200 pictures, for 150 steps of 64: it has seen each of them eight times.

# %% [markdown]
# ### Prediction 12.b — Ninety per cent (1 point)
# Take, of the 2,000 new pictures, those to whose name the localizer gives a probability between 85 and 95 %: 90 % on average, about. How many of these names are right?
#
# - (a) 85 to 95 %: it says what happens
# - (b) fewer than 85 %
# - (c) more than 95 %

# %% predict-ninety
def predict_ninety():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION

# %% check-predict_ninety
c = Check("detection.predict_ninety", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
def said_and_right(p, right, edges=(0.3, 0.5, 0.7, 0.85, 0.95, 1.0)):
    """For groups of answers: mean probability, share that is right, how many."""
    group = np.digitize(p, edges[1:-1])
    groups = [k for k in range(len(edges) - 1) if np.sum(group == k) >= 10]
    return np.array([[p[group == k].mean(), right[group == k].mean(), np.sum(group == k)]
                     for k in groups]).T

# %%
if ready("detection.calibration", "to_centre", "iou", "smooth_l1", "predict_ninety"):
    few = localizer(150, 300)
    p_few = names_and_boxes(few, X_test)[0]
    measured, right = {}, {}
    for name, p in (("1,200 pictures", p_many), ("150 pictures", p_few)):
        ok, best = p.argmax(axis=1) - 1 == y_test, p.max(axis=1)
        measured[name] = said_and_right(best, ok)
        near = (best > 0.85) & (best < 0.95)
        right[name] = ok[near].mean()
        print(f"{name}: {near.sum()} names at {best[near].mean():.0%}, {right[name]:.0%} right")
    fig, ax = new_figure(height=3.3)
    draw.calibration(ax, measured)
    plt.show()
    got = right["1,200 pictures"]
    reveal("predict_ninety", "b" if got < 0.85 else "c" if got > 0.95 else "a",
           f"{got:.1%} are right. The one that learned 150 pictures by heart says the same "
           f"90 %, and is right in {right['150 pictures']:.0%}.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# The localizer with many pictures has not finished learning, and says less than it could: almost all of its "90 %" are right. The other one has seen each of its 150 pictures a hundred times. It says 90 %, and is wrong in every third or fourth case. Probabilities of one network *sort* its answers; whether they can be believed has to be counted, for each network, on new data.
#
# </details>

# %% [markdown]
# ## C. Many objects: anchors
#
# ### A question for every place
#
# A scene holds one shape, or four. A network puts out a fixed number of numbers. Which of them answer for which object? The usual solution lays a fixed set of boxes over the picture, *anchors* (앵커), a few at each place of a grid. For every anchor the network answers two questions: is there an object whose box is about this one? And how must the anchor be moved and stretched to fit it?
# A network that does this, without asking *which* object, is a *region proposal network* (영역 제안 네트워크, RPN).
#
# The grid is a feature map. Where pooling has halved a picture three times, a cell of the map stands for 8 × 8 pixels (10). Its *middle* is where anchors belong.

# %% [markdown]
# ### Exercise 12.5 — Anchors (2 points)
# Write `anchors(H, W, stride, sizes)`.
#
# - The grid has H rows and W columns of cells, each `stride` pixels high and wide, from the upper left corner of the picture on. `sizes` (K, 2) holds widths and heights.
# - In the middle of every cell lie K anchors, one of each size. (H · W · K, 4) comes back, by corners: cell by cell, row after row, and in each cell in the order of `sizes`.
# - Anchors that stick out of the picture stay as they are. Half pixels stay halves.
# - The order is written already, and so is the way to corners (with your `to_corners`). Centre and size of each anchor are missing.
# - `anchors(1, 2, 8, [[4, 6]])` is `[[2, 1, 6, 7], [10, 1, 14, 7]]`: two cells, with middles (4, 4) and (12, 4).
#
# <details><summary>Hint 1</summary>The first cell reaches from 0 to stride. Where is its middle, and where that of cell j?</details>
# <details><summary>Hint 2</summary>Which of the indices i (rows) and j (columns) belongs to x?</details>

# %% ex-anchors
def anchors(H, W, stride, sizes):
    """Boxes of some sizes in the middle of every cell of a grid.

    Parameters
    ----------
    H, W : int
        Rows and columns of the grid.
    stride : int
        Height and width of a cell, in pixels.
    sizes : ndarray (K, 2)
        Widths and heights.

    Returns
    -------
    ndarray (H · W · K, 4)
        x1, y1, x2, y2 in each row.
    """
    i, j, k = np.meshgrid(np.arange(H), np.arange(W), np.arange(len(sizes)), indexing="ij")
    i, j, k = i.ravel(), j.ravel(), k.ravel()  # row, column and size of each anchor, in order
    # cx, cy = ...  the middle of each anchor
    # w, h = ...    its size
    ### BEGIN SOLUTION
    cx, cy = (j + 0.5) * stride, (i + 0.5) * stride
    w, h = sizes[k].T
    ### END SOLUTION
    return to_corners(np.stack([cx, cy, w, h], axis=1))

# %% check-anchors
c = Check("detection.anchors", points=2)
c.equal([[2.0, 1.0, 6.0, 7.0], [10.0, 1.0, 14.0, 7.0]], 1, 2, 8, np.array([[4, 6]]))
# two rows of one cell, two sizes; the wide ones stick out
c.equal([[-1.0, 1.0, 5.0, 3.0], [1.5, 0.0, 2.5, 4.0], [-1.0, 5.0, 5.0, 7.0], [1.5, 4.0, 2.5, 8.0]],
        2, 1, 4, np.array([[6.0, 2.0], [1.0, 4.0]]))
# an odd stride and an odd size
c.equal([[0.0, 0.5, 3.0, 2.5], [3.0, 0.5, 6.0, 2.5], [0.0, 3.5, 3.0, 5.5], [3.0, 3.5, 6.0, 5.5]],
        2, 2, 3, np.array([[3, 2]]))
c.sweep()
c.score()

# %% [markdown]
# ---
# **Half way.** Here is a good place to stop. You can compare boxes, train one network for a name and a box, and lay anchors over a picture. What follows needs exercises 12.1, 12.2, 12.4 and 12.5:
# run this notebook down to here when you come back. The second half is about what each anchor learns (the rest of C), about one box for each object (D), and about a number for it all (E).
#
# ---

# %% [markdown]
# ### Which anchor learns which box
#
# The network is trained like the localizer: every anchor gets a label and, if it is positive, a box to aim at. Which box? The one with which it overlaps most, if that is enough:
#
# - IoU of at least `high`: the anchor is *positive* (양성), and has to find this box;
# - IoU with every box below `low`: it is *background* (배경);
# - in between: it is *ignored*. It would be unfair to call such an anchor right or wrong.
#
# One thing is missing. A box that lies badly between the anchors may reach `high` with none. Nobody would ever learn it. So every box *claims* its best anchor, or anchors if several are equally good, whatever their IoU, unless it is 0.

# %% [markdown]
# ### Exercise 12.6 — Matching (2 points)
# Write `match(ious, low, high)`.
#
# - `ious` (N, M) holds the IoU of N anchors and M boxes; 0 < low ≤ high ≤ 1. (M = 0, a picture without objects, is dealt with in the first line.)
# - What comes back is an array (N,) of whole numbers: for a positive anchor the index of its box, −1 for background, −2 for an ignored one.
# - An anchor's box is the one with the largest IoU; of ones that are exactly equal the first. It is positive from `high` on (equality included), background if this IoU is less than `low`.
# - **Claims** are found already: a box claims *all* anchors that have the largest IoU with it, if that is more than 0. `claimed` (N, M) holds the IoU where a box claims an anchor, and −1 elsewhere.
# - A claimed anchor is positive, and gets the box *that claims it*, even if another one overlaps more. If several boxes claim it, the one with the larger IoU gets it, of equally good ones the first.
# - With `ious = [[0.8, 0.1], [0.6, 0.3], [0.4, 0.2], [0.1, 0]]`, `low = 0.3`, `high = 0.7`: anchor 0 is positive for box 0. Box 1 claims anchor 1, so the second row of `claimed` is `[-1, 0.3]`. Anchor 2 is ignored, anchor 3 background. Back comes `[0, 1, -2, -1]`.
#
# <details><summary>Hint 1</summary>First without claims: two maxima along one axis, the value and where it is. Then the claims on top.</details>
# <details><summary>Hint 2</summary>Which rows of <code>claimed</code> hold something else than −1? Which box of such a row gets the anchor?</details>

# %% ex-match
def match(ious, low, high):
    """The box that each anchor has to find.

    Parameters
    ----------
    ious : ndarray (N, M)
        Of N anchors and M boxes; M may be 0.
    low, high : float
        Background is below `low`; positive is from `high` on.

    Returns
    -------
    ndarray (N,)
        Index of the box; −1 for background, −2 for an anchor that is ignored.
    """
    if ious.shape[1] == 0:
        return np.full(len(ious), -1)
    claimed = np.where((ious == ious.max(axis=0)) & (ious > 0), ious, -1)
    # found = ...  by the two thresholds, as if there were no claims
    # then the claims on top: in rows of claimed that are not -1 throughout
    ### BEGIN SOLUTION
    best = ious.max(axis=1)
    found = np.where(best >= high, ious.argmax(axis=1), np.where(best < low, -1, -2))
    return np.where(claimed.max(axis=1) > 0, claimed.argmax(axis=1), found)
    ### END SOLUTION

# %% check-match
c = Check("detection.match", points=2)
ious = np.array([[0.8, 0.1], [0.6, 0.3], [0.4, 0.2], [0.1, 0.0]])
c.equal([0, 1, -2, -1], ious, 0.3, 0.7)
c.equal([-1, -1], np.zeros((2, 0)), 0.25, 0.5)  # a picture without objects
# exactly high, exactly low, and less; then two boxes that are equally good for an anchor
c.equal([0, 0, -2, -1], np.array([[1.0], [0.5], [0.25], [0.125]]), 0.25, 0.5)
c.equal([0, 1, 0], np.array([[0.75, 0.75], [0.0, 0.875], [0.875, 0.0]]), 0.25, 0.5)
# box 1 has two equally good anchors, both below low; nothing overlaps with box 2
c.equal([1, 0, 1, -1], np.array([[0.125, 0.125, 0.0], [0.75, 0.0, 0.0], [0.0, 0.125, 0.0],
                                 [0.0, 0.0, 0.0]]), 0.25, 0.5)
# both boxes claim anchor 0: the larger IoU gets it; then a claim against a better box
c.equal([1, -1], np.array([[0.5, 0.75], [0.125, 0.0]]), 0.25, 0.625)
c.equal([0, 1, -2], np.array([[0.875, 0.0], [0.75, 0.25], [0.5, 0.125]]), 0.25, 0.625)
c.holds("the numbers are integers: one can index with them",
        lambda f: np.asarray(f(ious, 0.3, 0.7)).dtype.kind in "iu")
c.sweep()
c.score()

# %%
if ready("detection.matching", "to_centre", "anchors", "match"):
    SIZES = np.array([[14.0, 14.0], [20.0, 20.0], [26.0, 26.0]])
    grid = anchors(8, 8, 8, SIZES)
    S, _, _, boxes = scenes(600, np.random.default_rng(0))
    S_boxes = [corners_of(b) for b in boxes]
    fig, axes = new_figure(ncols=2, height=3.5, title="192 anchors: which learn a box")
    for ax, n in zip(axes, (3, 1)):
        found = match(pairwise_iou(grid, S_boxes[n]), 0.3, 0.5)
        draw.matching(ax, S[n], grid, found, S_boxes[n])
    plt.show()
    counts = np.array([[np.sum(m >= 0), np.sum(m == -2), np.sum(m == -1)] for m in
                       (match(pairwise_iou(grid, b), 0.3, 0.5) for b in S_boxes)]).mean(axis=0)
    print("of 192 anchors {:.0f} are positive, {:.0f} ignored, {:.0f} background".format(*counts))

# %% [markdown]
# *What you saw.* Positive anchors (orange) are few, near the shapes; most of the 192 are background (small dots), and a few in between are ignored (rings). So a loss that averaged the boxes over *all* rows would make them next to nothing: that is why 12.4 divides by the positive ones.
#
# ### How far from the anchor
#
# The network should put out numbers of about size 1, whatever the size of the anchor. With (cx, cy, w, h) of the box and the same of the anchor, marked with a:
#
# $$t = \Big(\frac{cx - cx_a}{w_a},\ \frac{cy - cy_a}{h_a},\ \log\frac{w}{w_a},\ \log\frac{h}{h_a}\Big)$$
#
# Moves are counted in widths and heights *of the anchor*. Sizes are counted by the logarithm of a ratio: twice as wide and half as wide are equally far away, log 2 and −log 2, and whatever the network puts out, no width is negative.

# %% [markdown]
# ### Exercise 12.7 — There and back (2 points)
# Write `encode(anchors, boxes)` and `decode(anchors, deltas)`.
#
# - `encode` takes anchors and boxes, both (N, 4) by corners, row n for row n, all of them wider and higher than 0. It returns the four numbers t of each, (N, 4).
# - `decode` takes anchors and such numbers, and returns the boxes, by corners.
# - They undo each other. An anchor that fits has `[0, 0, 0, 0]`. First and last lines are written already, with your functions of 12.1.
# - The anchor `[0, 0, 10, 20]` and the box `[5, 0, 25, 20]`, of centre (15, 10): `encode` gives `[[1, 0, 0.6931472, 0]]`, one anchor's width to the right and twice as wide.
#
# <details><summary>Hint 1</summary>In <code>b[:, :2]</code> stand the centres of all boxes, in <code>a[:, 2:]</code> the sizes of all anchors. Whose size does the formula divide by?</details>
# <details><summary>Hint 2</summary>Solve each of the four equations for the box. What undoes a logarithm?</details>

# %% ex-encode
def encode(anchors, boxes):
    """How each box lies to its anchor.

    Parameters
    ----------
    anchors, boxes : ndarray (N, 4)
        x1, y1, x2, y2 in each row; wider and higher than 0.

    Returns
    -------
    ndarray (N, 4)
        Moves in widths and heights of the anchor; logarithms of the ratios of the sizes.
    """
    a, b = to_centre(anchors), to_centre(boxes)
    # moves = ...   (N, 2), the first two numbers of t
    # ratios = ...  (N, 2), the last two
    ### BEGIN SOLUTION
    moves = (b[:, :2] - a[:, :2]) / a[:, 2:]
    ratios = np.log(b[:, 2:] / a[:, 2:])
    ### END SOLUTION
    return np.concatenate([moves, ratios], axis=1)


def decode(anchors, deltas):
    """The box that lies to each anchor as the numbers say.

    Parameters
    ----------
    anchors : ndarray (N, 4)
        x1, y1, x2, y2 in each row; wider and higher than 0.
    deltas : ndarray (N, 4)
        What `encode` returns.

    Returns
    -------
    ndarray (N, 4)
        x1, y1, x2, y2 in each row.
    """
    a = to_centre(anchors)
    # centre = ...  (N, 2), of the box
    # size = ...    (N, 2), of the box
    ### BEGIN SOLUTION
    centre = a[:, :2] + deltas[:, :2] * a[:, 2:]
    size = a[:, 2:] * np.exp(deltas[:, 2:])
    ### END SOLUTION
    return to_corners(np.concatenate([centre, size], axis=1))

# %% check-encode
c = Check("detection.encode", "decode", points=2)
anchor = np.array([[0.0, 0.0, 10.0, 20.0]])
c.equal([[1.0, 0.0, 0.6931472, 0.0]], anchor, np.array([[5.0, 0.0, 25.0, 20.0]]))
c.equal(np.zeros((1, 4)), anchor, anchor)
# half as high; and two anchors at once, of whole numbers
c.equal([[-0.5, 0.25, 0.0, -0.6931472]], anchor, np.array([[-5.0, 10.0, 5.0, 20.0]]))
c.equal([[1.0, 0.25, 0.0, 0.4054651], [0.5, -1.0, 1.0986123, 0.0]],
        np.array([[0, 0, 2, 4], [4, 4, 6, 6]]), np.array([[2, 0, 4, 6], [3, 2, 9, 4]]))
c.equal([[5.0, 0.0, 25.0, 20.0]], anchor, np.array([[1.0, 0.0, 0.6931472, 0.0]]), of="decode")
c.equal(anchor, anchor, np.zeros((1, 4)), of="decode")
c.equal([[2.0, 1.0, 4.0, 3.0], [-1.0, 6.0, 11.0, 8.0]], np.array([[0, 0, 2, 4], [4, 4, 8, 6]]),
        np.array([[1.0, 0.0, 0.0, -0.6931472], [-0.25, 1.0, 1.0986123, 0.0]]), of="decode")
c.sweep()
c.score()

# %% [markdown]
# ### A region proposal network
#
# Pictures of 64 × 64 with up to four shapes, 600 of them. In the library's `Proposer` three convolutions with pooling make a map of 8 × 8 cells; one more looks at the neighbours; two convolutions of 1 × 1 are the heads: for each cell and each of three anchors two scores (nothing, something) and four numbers. It is `joint_loss` again, with the anchors as rows, and without the ignored ones.

# %%
def proposer(pictures, boxes, grid, steps, seed=0):
    """A region proposal network that has learned these pictures, and its losses."""
    found = np.array([match(pairwise_iou(grid, b), 0.3, 0.5) for b in boxes])
    aims = np.array([encode(grid, b[np.maximum(f, 0)]) for b, f in zip(boxes, found)])
    net = Proposer(np.random.default_rng(seed))

    def loss_of(rows):
        scores, deltas = net(pictures[rows])
        f, t = found[rows].ravel(), aims[rows].reshape(-1, 4)
        use = f != -2
        ds, dd = np.zeros_like(scores.data), np.zeros_like(deltas.data)
        loss, ds[use], dd[use] = joint_loss(scores.data[use], deltas.data[use],
                                            (f[use] >= 0).astype(int), t[use])
        return from_op(loss, (scores, lambda dout: dout * ds), (deltas, lambda dout: dout * dd))

    return net, learn(net, len(pictures), loss_of, steps, batch_size=16)


def proposals(net, pictures, grid):
    """For each picture: boxes (192, 4), and the probability that each holds something."""
    scores, deltas = (part.data.astype(float) for part in net(pictures))
    p = 1 / (1 + np.exp(scores[:, 0] - scores[:, 1]))
    boxes = decode(np.tile(grid, (len(pictures), 1)), deltas)
    return list(zip(boxes.reshape(len(pictures), -1, 4), p.reshape(len(pictures), -1)))

# %%
needed = ("to_centre", "smooth_l1", "anchors", "match", "encode")
if ready("detection.proposals", *needed):
    rpn, losses = proposer(S, S_boxes, grid, 300)
    S_test, _, _, boxes = scenes(200, np.random.default_rng(99))
    true_test = [corners_of(b) for b in boxes]
    proposed = proposals(rpn, S_test, grid)
    print(f"loss {losses[0]:.2f} at first, {np.mean(losses[-20:]):.3f} in the end")
    fig, axes = new_figure(ncols=3, height=2.5, title="All boxes with more than 50 %")
    for ax, n in zip(axes, (0, 1, 2)):
        found, p = proposed[n]
        draw.boxed(ax, S_test[n], found[p > 0.5], true_test[n],
                   f"{np.sum(p > 0.5)} boxes, {len(true_test[n])} shapes")
    plt.show()

# %% [markdown]
# *What you saw.* The shapes are found, and each of them several times: neighbouring anchors have all learned to aim at the same box. That is no fault. Somebody has to choose.

# %% [markdown]
# ## D. One box for each object
#
# ### The best one silences its neighbours
#
# *Non-maximum suppression* (비최대 억제, NMS) goes through the boxes from the highest score to the lowest. It keeps a box unless that overlaps too much with one that was *kept* before. A box that was dropped has no say any more.

# %% [markdown]
# ### Exercise 12.8 — Non-maximum suppression (2 points)
# Write `nms(boxes, scores, threshold)`.
#
# - `boxes` (N, 4), `scores` (N,), and a `threshold` from 0 to 1. Higher scores come first; of equal scores, the one that stands earlier in the array: `order` has them so already.
# - A box is dropped if its IoU with a kept box is *more* than `threshold`. Equality does not drop it.
# - What comes back is an array of whole numbers: the indices of the kept boxes, in the order in which they were kept.
# - `boxes = [[0, 0, 4, 4], [0, 0, 4, 3], [6, 0, 8, 4]]` with scores `[0.6, 0.9, 0.7]` and the threshold 0.5: `[1, 2]`. Box 0 comes last, and its IoU with box 1 is 0.75.
#
# <details><summary>Hint</summary>Go through <code>order</code>, and ask each box kept so far, with <code>iou</code>.</details>

# %% ex-nms
def nms(boxes, scores, threshold):
    """Non-maximum suppression: of boxes that overlap much, the one with the highest score.

    Parameters
    ----------
    boxes : ndarray (N, 4)
        x1, y1, x2, y2 in each row.
    scores : ndarray (N,)
    threshold : float
        A box is dropped if its IoU with a kept one is more than this.

    Returns
    -------
    ndarray
        Indices of the kept boxes, highest score first.
    """
    order = np.argsort(-scores, kind="stable")  # stable: equal numbers stay in their order
    kept = []
    # a box of order goes into kept, unless it overlaps too much with one that is there
    ### BEGIN SOLUTION
    for n in order:
        if all(iou(boxes[n], boxes[k]) <= threshold for k in kept):
            kept.append(n)
    ### END SOLUTION
    return np.array(kept)

# %% check-nms
c = Check("detection.nms", points=2)
boxes, scores = np.array([[0, 0, 4, 4], [0, 0, 4, 3], [6, 0, 8, 4]]), np.array([0.6, 0.9, 0.7])
c.equal([1, 2], boxes, scores, 0.5)
c.equal([1, 2, 0], boxes, scores, 0.75)  # exactly 0.75 is not too much
c.equal([0, 2], boxes, np.array([0.5, 0.5, 0.5]), 0.5)  # equal scores: the earlier one first
# a chain: 0 drops 1; 1 would have dropped 2, but has no say any more
chain = np.array([[0.0, 0.0, 4.0, 1.0], [1.0, 0.0, 5.0, 1.0], [2.0, 0.0, 6.0, 1.0]])
c.equal([0, 2], chain, np.array([3, 2, 1]), 0.5)
c.equal([1], chain, np.array([1.0, 3.0, 2.0]), 0.5)
c.equal([2, 0], chain, np.array([0.1, 0.2, 0.3]), 0.5)


def is_right(f, boxes, scores, threshold):  # the definition: kept, or dropped by a better kept one
    kept = [int(n) for n in np.asarray(f(boxes, scores, threshold))]
    for n in range(len(boxes)):
        better = [k for k in kept if scores[k] > scores[n]]
        dropped = any(overlap(boxes[n], boxes[k]) > threshold for k in better)
        if dropped == (n in kept):
            return False
    return kept == sorted(kept, key=lambda n: -scores[n])


def overlap(a, b):
    sides = np.maximum(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0)
    shared = np.prod(sides)
    return shared / (np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - shared)


corner = c.rng.uniform(0, 10, (20, 2))
many = np.concatenate([corner, corner + c.rng.uniform(2, 8, (20, 2))], axis=1)
order = c.rng.permutation(20) / 20
c.holds("each box is kept, or dropped by a better one that is kept",
        lambda f: is_right(f, many, order, 0.35))
c.holds("the numbers are integers: one can index with them",
        lambda f: np.asarray(f(boxes, scores, 0.5)).dtype.kind in "iu")
c.sweep()
c.score()

# %% [markdown]
# ### Prediction 12.c — A higher threshold (1 point)
# You raise the threshold of `nms`: now boxes may overlap more. The boxes and their scores stay as they are. Can a box that was kept be dropped?
#
# - (a) no: what was allowed is still allowed
# - (b) yes, and there may be fewer boxes than before
# - (c) yes, but there are never fewer boxes than before

# %% predict-raise
def predict_raise():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION

# %% check-predict_raise
c = Check("detection.predict_raise", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("detection.raised", "iou", "nms", "predict_raise"):
    rng, lost, sets = np.random.default_rng(0), 0, 1000
    for _ in range(sets):
        corner = rng.uniform(0, 20, (8, 2))
        some = np.concatenate([corner, corner + rng.uniform(3, 12, (8, 2))], axis=1)
        scores = rng.random(8)
        lost += not set(nms(some, scores, 0.05)) <= set(nms(some, scores, 0.2))
    four = np.array([[0, 0, 10, 6], [9, 1, 29, 7], [13, 2, 20, 8], [21, 2, 28, 8]])
    fig, axes = new_figure(ncols=2, height=1.9, title="Four boxes, the highest score on the left")
    kept = [nms(four, np.array([0.9, 0.8, 0.7, 0.6]), threshold) for threshold in (0.0, 0.1)]
    for ax, some, threshold in zip(axes, kept, (0.0, 0.1)):
        draw.kept(ax, four, some, f"threshold {threshold}: keeps {some.tolist()}")
    plt.show()
    gone, fewer = not set(kept[0]) <= set(kept[1]), len(kept[1]) < len(kept[0])
    reveal("predict_raise", "b" if fewer else "c" if gone or lost else "a",
           f"Of {sets:,} random sets of eight boxes {lost} lost one of the kept when the threshold "
           "rose from 0.05 to 0.2.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# Box 1 overlaps a little with box 0. With the threshold 0 it is dropped, and the boxes 2 and 3 below it are safe. With 0.1 box 1 is kept, and now *it* drops both: two boxes are left of three. Suppression that decides box by box and never takes a decision back, *greedy* suppression, is not monotone. Whoever is let in may throw out others. With random boxes there are seldom fewer, while another one is often missing.
#
# </details>
#
# ### Choose a threshold
#
# The thirty most probable boxes of a picture, after NMS. The slider sets the threshold. At which values does a shape get two boxes, and at which does it lose its own?

# %%
needed = ("to_centre", "iou", "smooth_l1", "anchors", "match", "encode", "nms", "predict_raise")
if ready("detection.suppressed", *needed):
    def after_nms(n, threshold, most=30):
        """Boxes of a test picture that are kept, with their probabilities."""
        boxes, p = proposed[n]
        best = np.argsort(-p, kind="stable")[:most]
        kept = best[nms(boxes[best], p[best], threshold)]
        return boxes[kept], p[kept]

    def draw_nms(threshold=0.4):
        fig, axes = new_figure(ncols=3, height=2.5, title=f"NMS with the threshold {threshold:g}")
        for ax, n in zip(axes, (0, 1, 2)):
            boxes, p = after_nms(n, threshold)
            sure = p > 0.5
            draw.boxed(ax, S_test[n], boxes[sure], true_test[n],
                       f"{sure.sum()} boxes, {len(true_test[n])} shapes", [f"{x:.2f}" for x in p])

    draw_nms(0.5)
    plt.show()
    explore(draw_nms, threshold=(0.0, 0.95, 0.05))

# %% [markdown]
# *What you saw.* At 0.4 there is one box for each shape, nearly always. Counted over all pictures of the test: some 515 boxes for the 513 shapes of the 200 pictures. At 0.9 the neighbours are back, and there are some 2,100. At 0, two shapes that only just overlap have one box between them, and a tenth of the shapes is lost. The best threshold depends on how much *true* boxes overlap: here two of them share at most a tenth of the smaller one's area.
#
# ## E. How good is it?
#
# ### Two ways to be wrong
#
# A detector can miss objects, and can find what is not there. *Recall* (재현율) is the share of the true objects that were found; *precision* (정밀도) is the share of the boxes that are right. Whoever shows only the surest boxes has high precision and low recall; whoever shows all has it the other way round. To compare detectors one goes down the list of *all* boxes of *all* pictures, the surest first, and
# looks at both after each box.
#
# *Average precision* (평균 정밀도, AP) is the area under that curve: the precision, averaged over the recall. As the curve is jagged, each precision is replaced by the best one from this box on, itself included, down to the lowest score.
#
# | score | 0.9 | 0.8 | 0.7 | 0.6 | 0.5 |
# |---|---|---|---|---|---|
# | hit? | no | yes | yes | no, second one of its object | yes |
# | precision so far | 0 | 1/2 | 2/3 | 2/4 | 3/5 |
# | best from here on | 2/3 | 2/3 | 2/3 | 3/5 | 3/5 |
#
# With four objects in all, each of the three hits adds a quarter to the recall: AP = (2/3 + 2/3 + 3/5) / 4 = 0.4833333. The fourth object, never found, adds nothing.

# %% [markdown]
# ### Exercise 12.9 — Average precision (2 points)
# Write `average_precision(scores, hit, total)`, for all boxes of all pictures together. Which boxes hit is found before, by the library's `judged` (*Further 12.12* asks you for it).
#
# - Scores (N,) and truth values `hit` (N,) of all boxes of all pictures, in any order; `total` is the number of true objects in all pictures, found or not, at least 1. One number comes back, as in the table. Of equal scores, the one that stands earlier comes first.
#
# <details><summary>Hint 1</summary>Precision after each box: how many hits so far (<code>np.cumsum</code>), by how many boxes so far?</details>
# <details><summary>Hint 2</summary>The best from here on: a running maximum, from the end. <code>np.maximum.accumulate</code> runs from the beginning.</details>

# %% ex-average_precision
def average_precision(scores, hit, total):
    """Area under the curve of precision against recall.

    Parameters
    ----------
    scores : ndarray (N,)
        Of all boxes of all pictures.
    hit : ndarray (N,) of truth values
    total : int
        Number of true objects, at least 1.

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    hit = hit[np.argsort(-scores, kind="stable")]
    precision = np.cumsum(hit) / np.arange(1, len(hit) + 1)
    best_to_come = np.maximum.accumulate(precision[::-1])[::-1]
    return np.sum(best_to_come[hit]) / total
    ### END SOLUTION

# %% check-average_precision
c = Check("detection.average_precision", points=2)
five = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
c.equal(0.4833333, five, np.array([False, True, True, False, True]), 4)
c.equal(0.4833333, five[::-1], np.array([True, False, True, True, False]), 4)
c.equal(1.0, five, np.array([True, True, False, False, False]), 2)
c.equal(0.25, five, np.array([True, False, False, False, False]), 4)
c.equal(0.0, five, np.zeros(5, dtype=bool), 3)
c.equal(0.5, np.array([0.5, 0.5]), np.array([False, True]), 1)  # equal
c.sweep()
c.score()

# %% [markdown]
# ### Prediction 12.d — All those wrong boxes (1 point)
# The proposer on 200 new pictures, NMS at 0.4, an IoU of 0.7 for a hit. First only boxes with a probability of more than 50 % count. Then *all* that NMS leaves of the thirty best of each picture, however improbable: some three times as many boxes, and nearly all of the new ones are wrong. What does the average precision do?
#
# - (a) it does not fall
# - (b) it falls by less than 5 points (of 100)
# - (c) it falls by 5 points or more

# %% predict-below
def predict_below():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "a"
    ### END SOLUTION

# %% check-predict_below
c = Check("detection.predict_below", points=1)
c.one_of("a", "b", "c")
c.score()

# %%
if ready("detection.curve", *needed, "average_precision", "predict_below"):
    total = sum(len(t) for t in true_test)
    everything = [after_nms(n, 0.4) for n in range(len(S_test))]
    sure = [(boxes[p > 0.5], p[p > 0.5]) for boxes, p in everything]
    curves, ap = {}, {}
    for name, found in (("more than 50 %", sure), ("all", everything)):
        p, hit = judged(found, true_test, 0.7)
        ap[name] = average_precision(p, hit, total)
        ranked = hit[np.argsort(-p, kind="stable")]
        curves[name] = (np.cumsum(ranked) / total,
                        np.cumsum(ranked) / np.arange(1, len(p) + 1))
        print(f"{name}: {len(p):,} boxes, {hit.sum()} of {total} objects hit, "
              f"precision {hit.mean():.1%}, average precision {ap[name]:.4f}")
    fig, ax = new_figure(height=3.3, title="Down the list, the surest box first")
    draw.precision_recall(ax, curves)
    plt.show()
    change = ap["all"] - ap["more than 50 %"]
    reveal("predict_below", "c" if change <= -0.05 else "b" if change < 0 else "a",
           f"It changes by {100 * change:+.2f} points. Precision as a whole is something else.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# A wrong box lowers the precision of what comes *after* it in the list. All the new boxes come after the old ones. Below the last hit there may be thousands of wrong boxes, and the average precision stays as it was; a hit among them even raises it. So AP says how well a detector *sorts*. What to show is another question, and a threshold for users needs precision at that threshold.
#
# </details>
#
# "AP" without the IoU that a hit needs means little. COCO takes the mean over ten such thresholds, 0.5 to 0.95; where there are several classes, *mean* average precision is the mean over the classes, too.

# %% [markdown]
# ## Further
#
# Four demonstrations, and three exercises, which are checked like the others; they give no points.

# %% [markdown]
# ### Drag a box
#
# Move the second box with the sliders. Where does the IoU fall faster: when the box moves, or when it grows?

# %%
if ready("detection.drag", "iou"):
    def drag(x=9, y=4, w=12, h=10):
        fig, ax = new_figure(height=3.3)
        a, b = np.array([4, 2, 14, 10]), np.array([x, y, x + w, y + h])
        draw.overlap(ax, a, b, f"IoU = {iou(a, b):.3f}")
        ax.set(xlim=(0, 30), ylim=(16, 0))

    drag()
    plt.show()
    explore(drag, x=(0, 18, 1), y=(0, 6, 1), w=(-2, 12, 1), h=(-2, 10, 1))

# %% [markdown]
# *What you saw.* Moving costs twice: what leaves the true box on one side is missing in the intersection, and hangs over on the other side. With a width or height of 0 or less the box holds nothing.

# %% [markdown]
# ### What 10 % means
#
# > **Myth.** "A probability of 0.1 for cat means 90 % dog."
#
# Notebook 01 counted how many of its "10 %" were so, with two classes. The localizers of prediction 12.b know six shapes.

# %%
if ready("detection.tenth", "to_centre", "iou", "smooth_l1", "predict_ninety"):
    for name, p in (("1,200 pictures", p_many), ("150 pictures", p_few)):
        tenth = (p[:, 1:] > 0.05) & (p[:, 1:] < 0.15)
        true = (np.arange(6) == y_test[:, None])[tenth].mean()
        print(f"{name}: {tenth.sum()} at {p[:, 1:][tenth].mean():.0%}, {true:.0%} right")
    arrow = SHAPE_NAMES.index("arrow_left")
    p_arrow = p_few[:, 1 + arrow]
    of_tenth = y_test[(p_arrow > 0.05) & (p_arrow < 0.15)]
    fig, ax = new_figure(height=3.3, title="10 % “arrow_left” (150)")
    draw.counts(ax, SHAPE_NAMES, np.bincount(of_tenth, minlength=6) / len(of_tenth), arrow)
    plt.show()

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# Of what the localizer with many pictures calls 10 %, only some 3 to 5 % are so. And where the other one gives 10 % to "arrow to the left", the picture is not of *one* other kind: it may
# show any of the other five, or the arrow all the same. **What is true:** 0.1 for one class says something about the others only if the model is calibrated, and "90 % dog" only if there is no third class.
#
# </details>

# %% [markdown]
# ### Equal scores, and a stricter look
#
# One object, two boxes with equal scores, of which one hits. And what if a hit asks for more, or for less, than 0.7?

# %%
if ready("detection.strict", *needed, "average_precision", "predict_below"):
    equal = np.array([0.5, 0.5])
    print("AP with the hit first: {}, with the hit last: {}".format(
        *(average_precision(equal, np.array(order), 1) for order in ([True, False], [False, True]))
    ))
    levels = np.arange(0.5, 1.0, 0.05)
    strict = [average_precision(*judged(everything, true_test, level), total) for level in levels]
    fig, ax = new_figure(height=2.8, title="The IoU that a hit needs")
    draw.strictness(ax, levels, strict)
    plt.show()
    print(f"mean over the ten thresholds: {np.mean(strict):.2f}")

# %% [markdown]
# *What you saw.* The order of equal scores, which no detector decides, can double an average precision: programs that sort differently report different numbers. And the proposer finds nearly every shape at 0.5, and hardly any at 0.9.

# %% [markdown]
# ### The loss is not the goal
#
# What is wanted is a large IoU; what is minimized is smooth L1, or L1. Three wrong boxes, each with two edges that are 4 pixels off. For L1 on the corners they are the same:

# %%
if ready("detection.same", "iou"):
    true = np.array([10, 6, 30, 18])
    wrong = {"moved": [14, 6, 34, 18], "too large": [6, 6, 34, 18], "too small": [14, 6, 26, 18]}
    fig, axes = new_figure(ncols=3, height=2.0)
    for ax, (name, box) in zip(axes, wrong.items()):
        draw.overlap(ax, true, np.array(box), f"{name}: IoU {iou(true, np.array(box)):.2f}")
        ax.set(xlim=(4, 36), ylim=(20, 4))
    plt.show()

# %% [markdown]
# *What you saw.* One L1 error of 8 pixels, three values of IoU: 16/24, 20/28 and 12/20. A box that is too large is punished least. That is why losses were made from IoU itself; *Further 12.10* is one.
#
# And where a network cannot know, the two ask for different boxes. Say an object begins at x = 0, and all that is open is its right edge: it lies at 9 in two of five such pictures, at 20 in one, at 60 in two. The mean L1 error is least at the median, 20 (01); the mean IoU is 0.51 there, and
# largest at 9, with 0.55.


# %% [markdown]
# ### Further 12.10 — An overlap that boxes apart have, too
# Boxes that are apart have an IoU of 0, whether they are near or far: no slope says where to go. *Generalized IoU* takes the smallest rectangle around both, their hull, and subtracts the share of it that belongs to neither: GIoU = IoU − (hull − union) / hull. Write `giou(a, b)`.
#
# - `a` and `b` are boxes (4,), wider and higher than 0. A number comes back, more than −1 and at most 1.
# - `a = [0, 0, 2, 2]` and `b = [3, 0, 5, 2]`: they share nothing, the union is 8, the hull 5 × 2 = 10. So −0.2 comes back.
#
# <details><summary>Hint</summary>The hull's edges are the outermost of the four pairs.</details>

# %% ex-giou
def giou(a, b):
    """Generalized intersection over union of two boxes.

    Parameters
    ----------
    a, b : ndarray (4,)
        x1, y1, x2, y2; wider and higher than 0.

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    shared = np.prod(np.maximum(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0))
    union = np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - shared
    hull = np.prod(np.maximum(a[2:], b[2:]) - np.minimum(a[:2], b[:2]))
    return shared / union - (hull - union) / hull
    ### END SOLUTION

# %% check-giou
c = Check("detection.giou", points=0)
a = np.array([0, 0, 2, 2])
c.equal(-0.2, a, np.array([3, 0, 5, 2]))
c.equal(1.0, a, a)
c.equal(0.0, a, np.array([2, 0, 4, 2]))  # they touch, and fill their hull
c.equal(-0.0793651, np.array([0.0, 0.0, 2.0, 2.0]), np.array([1.0, 1.0, 3.0, 3.0]))
c.equal(0.25, np.array([0.0, 0.0, 4.0, 4.0]), np.array([1.0, 1.0, 3.0, 3.0]))
c.equal(-0.84, np.array([0.0, 0.0, 2.0, 2.0]), np.array([8.0, 3.0, 10.0, 5.0]))
c.sweep()
c.score()

# %% [markdown]
# ### Further 12.11 — Each class for itself
# A person on a horse: two boxes that overlap much, and both are right. Write `nms_by_class(boxes, scores, labels, threshold)`.
#
# - As `nms`, but a box is dropped only by a kept box *of its own class*; `labels` (N,) holds whole numbers.
# - The indices of all classes come back together, the highest score first; of equal scores the one that stands earlier.
#
# <details><summary>Hint</summary>Either class by class, and then sort; or move the boxes of each class so far away that they meet no other ones. (Far away is farther than the picture is wide; and the farther, the fewer digits are left for an IoU at the threshold.)</details>

# %% ex-nms_by_class
def nms_by_class(boxes, scores, labels, threshold):
    """Non-maximum suppression within each class.

    Parameters
    ----------
    boxes : ndarray (N, 4)
    scores : ndarray (N,)
    labels : ndarray (N,)
        Integers.
    threshold : float

    Returns
    -------
    ndarray
        Indices of the kept boxes, highest score first.
    """
    ### BEGIN SOLUTION
    kept = np.zeros(len(boxes), dtype=bool)
    for label in np.unique(labels):
        mine = np.flatnonzero(labels == label)
        kept[mine[nms(boxes[mine], scores[mine], threshold)]] = True
    order = np.argsort(-scores, kind="stable")
    return order[kept[order]]
    ### END SOLUTION

# %% check-nms_by_class
c = Check("detection.nms_by_class", points=0)
boxes = np.array([[0, 0, 4, 4], [0, 0, 4, 3], [0, 0, 4, 4], [9, 9, 12, 12]])
scores = np.array([0.6, 0.9, 0.7, 0.8])
c.equal([1, 3], boxes, scores, np.array([5, 5, 5, 5]), 0.5)
c.equal([1, 3, 2], boxes, scores, np.array([5, 5, 2, 2]), 0.5)
c.equal([1, 3, 2, 0], boxes, scores, np.array([0, -1, 2, 0]), 0.5)
c.equal([0, 1], boxes[:2], np.array([0.5, 0.5]), np.array([7, 3]), 0.5)  # equal scores
c.sweep()
c.score()

# %% [markdown]
# ### Further 12.12 — Hits
# Write `hits(boxes, scores, truth, threshold)`, for one picture.
#
# - Boxes (N, 4) with scores (N,), and the true boxes `truth` (M, 4), where M may be 0; `threshold` is more than 0. An array (N,) of truth values comes back, in the order of `boxes`.
# - The boxes choose one after the other: higher scores first, of equal scores the one that stands earlier. Each looks at the true box with which it has the largest IoU (of equal ones the first). It is a hit if that is at least `threshold` and the true box has not been hit before. It does not look for another one.
# - A picture without objects is a picture, too: what is found in it is no hit, and counts among the boxes.
#
# <details><summary>Hint</summary>The overlaps come from 12.3, or from <code>iou</code> in two loops. Keep account of the true boxes that are taken. Where does the result of box n belong, if n is not its place in the sorted order?</details>

# %% ex-hits
def hits(boxes, scores, truth, threshold):
    """Which boxes of a picture hit an object that no better box has hit.

    Parameters
    ----------
    boxes : ndarray (N, 4)
    scores : ndarray (N,)
    truth : ndarray (M, 4)
        The true boxes; M may be 0.
    threshold : float
        From this IoU on, equality included, a box hits.

    Returns
    -------
    ndarray (N,) of truth values
    """
    ### BEGIN SOLUTION
    hit = np.zeros(len(boxes), dtype=bool)
    if len(truth) == 0:
        return hit
    overlaps = iou_matrix(boxes, truth)
    free = np.ones(len(truth), dtype=bool)
    for n in np.argsort(-scores, kind="stable"):
        k = np.argmax(overlaps[n])
        hit[n] = free[k] and overlaps[n, k] >= threshold
        free[k] = free[k] and not hit[n]
    return hit
    ### END SOLUTION

# %% check-hits
c = Check("detection.hits", points=0)
truth = np.array([[0, 0, 4, 4], [10, 0, 14, 4]])
boxes = np.array([[0, 0, 4, 3], [0, 0, 4, 4], [10, 0, 14, 2], [20, 0, 24, 4]])
# box 1 is surer than box 0, and they want the same object; 2 has an IoU of exactly 0.5
c.equal([False, True, True, False], boxes, np.array([0.5, 0.9, 0.7, 0.8]), truth, 0.5)
c.equal([True, False, False, False], boxes, np.array([0.9, 0.5, 0.7, 0.8]), truth, 0.6)
c.equal([True, False, True, False], boxes, np.array([0.5, 0.5, 0.5, 0.5]), truth, 0.5)
c.equal([False] * 4, boxes, np.array([0.5, 0.9, 0.7, 0.8]), np.zeros((0, 4)), 0.5)  # no objects
# the second best object is no consolation
c.equal([True, False], np.array([[0.0, 0.0, 4.0, 4.0], [0.0, 0.0, 4.0, 4.5]]), np.array([2, 1]),
        np.array([[0.0, 0.0, 4.0, 4.0], [0.0, 0.0, 4.0, 6.0]]), 0.5)
c.sweep()
c.score()

# %% [markdown]
# ## To keep
#
# | | what it is | what goes wrong |
# |---|---|---|
# | box | x1, y1, x2, y2, half-open | forms mixed up; + 1 |
# | IoU | shared ÷ union, sides at least 0 | two negative sides; 0 / 0 |
# | joint loss | cross-entropy of all + smooth L1 of the positive | boxes averaged over background |
# | anchors | K boxes in the *middle* of every cell | half a stride off; x and y exchanged |
# | matching | best box from `high` on; background below `low`; claims | a claim that changes the label and not the box; box 0 taken for background |
# | deltas | moves in anchor sizes, log of ratios | box's size for the anchor's; exp forgotten |
# | NMS | by score, against *kept* boxes | against all, those that were dropped included |
# | AP | precision, averaged over recall | the second hit of an object counted |
#
# ### Traps
#
# - Pictures are indexed [row, column], boxes are (x, y). `picture[y1:y2, x1:x2]` is what a half-open box holds.
# - A flip moves the box as well (05), and may change the name.
# - A threshold on the score, for showing boxes, and the threshold of the IoU, for counting hits, are two things; NMS has a third.
# - Probabilities sort. Whether 90 % is 90 % has to be counted.
#
# ### Where to read on
#
# - Everingham, Van Gool, Williams, Winn and Zisserman, *The Pascal Visual Object Classes (VOC) challenge*, IJCV 2010, section 4.2: hits and average precision (there at eleven recalls).
# - Girshick, *Fast R-CNN*, ICCV 2015, section 2.3: the joint loss and smooth L1.
# - Ren, He, Girshick and Sun, *Faster R-CNN: towards real-time object detection with region proposal networks*, NeurIPS 2015, section 3.1: anchors, matching with claims, the loss.
# - Liu and others, *SSD: single shot multibox detector*, ECCV 2016, section 2.2: names and boxes in one step.
# - Guo, Pleiss, Sun and Weinberger, *On calibration of modern neural networks*, ICML 2017, section 2.
# - Rezatofighi and others, *Generalized intersection over union*, CVPR 2019.
#
# Next: **Diagnose and cure**.
#
# What you have earned in this notebook:

# %%
progress()
