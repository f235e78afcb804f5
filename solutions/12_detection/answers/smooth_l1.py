"""Answers to 12.4, smooth_l1 and joint_loss: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import addends, kinds_of, parameter, shape

from ._shared import maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def smooth_l1_inputs(rng):
    while True:
        sides, kinds = shape(rng, dims=(1, 2, 2, 3)), kinds_of(rng)
        prediction, target = (addends(rng, sides, kinds, tiny=False, scale=1.5) for _ in range(2))
        beta = parameter(rng, 1.0, (0.25, 0.5, 2.0, 4.0, 0.125))
        if maybe(rng, 0.3):  # some errors are exactly beta, 0 or far away
            error = pick(rng, (1.0, -1.0)) * rng.choice([beta[0] if beta else 1.0, 0.0, 50.0], sides)
            if target.dtype.kind == "f" and prediction.dtype.kind == "f":
                target = np.round(target * 8).astype(target.dtype) / 8
                prediction = (target + error).astype(target.dtype)
        yield turned(rng, prediction), turned(rng, target), *beta


@inputs(of="joint_loss")
def joint_loss_inputs(rng):
    while True:
        N, C = int(rng.integers(1, 7)), int(pick(rng, (2, 2, 3, 4, 1)))
        kinds = kinds_of(rng)
        scores = addends(rng, (N, C), kinds, tiny=False, limit=20.0)
        boxes, targets = (addends(rng, (N, 4), kinds, tiny=False, scale=1.0, limit=30.0) for _ in range(2))
        y = rng.integers(0, C, N)
        if maybe(rng, 0.12):
            y = np.zeros(N, int)
        elif maybe(rng, 0.15) and C > 1:
            y = rng.integers(1, C, N)
        yield turned(rng, scores), turned(rng, boxes), y, turned(rng, targets)


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_a_clipped_error(prediction, target, beta=1.0):
    """The error is clipped to ± beta first. Then c · (e − c / 2) / beta is both pieces in one: for
    a small error c = e gives the square, for a large one c = ± beta the straight line. It needs
    no cases, and the slope is c / beta."""
    e = prediction - target
    clipped = np.clip(e, -beta, beta)
    return clipped * (e - clipped / 2) / beta, clipped / beta


@right
def filled_in(prediction, target, beta=1.0):
    e = np.asarray(prediction, float) - np.asarray(target, float)
    near = np.abs(e) <= beta
    loss, slope = np.abs(e) - 0.5 * beta, np.sign(e)
    loss[near] = 0.5 * e[near] ** 2 / beta
    slope[near] = e[near] / beta
    return loss, slope


@right
def number_by_number(prediction, target, beta=1.0):
    loss, slope = np.zeros(prediction.shape), np.zeros(prediction.shape)
    for place in np.ndindex(prediction.shape):
        e = float(prediction[place]) - float(target[place])
        if abs(e) < beta:
            loss[place], slope[place] = e * e / 2 / beta, e / beta
        else:
            loss[place], slope[place] = abs(e) - beta / 2, 1.0 if e > 0 else -1.0
    return loss, slope


def _smooth(boxes, targets):
    e = boxes - targets
    return np.where(np.abs(e) < 1, e**2 / 2, np.abs(e) - 0.5), np.clip(e, -1.0, 1.0)


def _cross_entropy(scores, y):
    z = scores - scores.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    d = np.exp(log_p)
    d[np.arange(len(y)), y] -= 1
    return -log_p[np.arange(len(y)), y].mean(), d / len(y)


@right(of="joint_loss")
def joint_row_by_row(scores, boxes, y, targets):
    loss, dscores = _cross_entropy(scores, y)
    positive = [n for n in range(len(y)) if y[n] != 0]
    dboxes = np.zeros((len(y), 4))
    for n in positive:
        value, slope = _smooth(boxes[n], targets[n])
        loss = loss + value.sum() / len(positive)
        dboxes[n] = slope / len(positive)
    return loss, dscores, dboxes


@right(of="joint_loss")
def joint_by_weights(scores, boxes, y, targets):
    loss, dscores = _cross_entropy(scores, y)
    weight = (y != 0).astype(float)
    if weight.sum() > 0:
        weight /= weight.sum()
    value, slope = _smooth(boxes, targets)
    return loss + weight @ value.sum(axis=1), dscores, slope * weight[:, None]


@right(of="joint_loss")
def joint_by_index(scores, boxes, y, targets):
    loss, dscores = _cross_entropy(scores, y)
    dboxes = np.zeros(boxes.shape)
    where = np.flatnonzero(y)
    if where.size:
        value, slope = _smooth(boxes[where], targets[where])
        loss += value.sum(axis=1).mean()
        dboxes[where] = slope / where.size
    return loss, dscores, dboxes


# -- wrong, and told why ---------------------------------------------------------------------------


def _pieces(e, beta):
    return np.where(np.abs(e) < beta, e**2 / (2 * beta), np.abs(e) - beta / 2), np.clip(e / beta, -1, 1)


@wrong
def jump(prediction, target, beta=1.0):
    """The straight line does not begin where the square ends: at |e| = β your loss jumps. The line has to be lowered by β/2."""
    e = prediction - target
    return np.where(np.abs(e) < beta, e**2 / (2 * beta), np.abs(e)), _pieces(e, beta)[1]


@wrong
def square_without_half(prediction, target, beta=1.0):
    """The square lacks its ½: the loss is twice as large as it should be near 0, and jumps at |e| = β."""
    e = prediction - target
    return np.where(np.abs(e) < beta, e**2 / beta, np.abs(e) - beta / 2), _pieces(e, beta)[1]


@wrong
def square_not_divided(prediction, target, beta=1.0):
    """The square is not divided by β. It is right for β = 1 only; for another β it does not meet the straight line."""
    e = prediction - target
    return np.where(np.abs(e) < beta, e**2 / 2, np.abs(e) - beta / 2), _pieces(e, beta)[1]


@wrong
def square_and_slope_not_divided(prediction, target, beta=1.0):
    """You divide neither the square nor its slope by β: up to |e| = β your loss is e²/2. It is right for β = 1 only; for another β it does not meet the
    straight line."""
    e = prediction - target
    near = np.abs(e) < beta
    return np.where(near, e**2 / 2, np.abs(e) - beta / 2), np.where(near, e, np.sign(e))


@wrong
def beta_ignored(prediction, target, beta=1.0):
    """You do not use beta: whatever it is, the square ends at an error of 1."""
    return _pieces(prediction - target, 1.0)


@wrong
def lowered_by_half_always(prediction, target, beta=1.0):
    """Your straight line is lowered by ½ whatever β is. It should meet the square at |e| = β."""
    e = prediction - target
    return np.where(np.abs(e) < beta, e**2 / (2 * beta), np.abs(e) - 0.5), _pieces(e, beta)[1]


@wrong
def line_times_beta(prediction, target, beta=1.0):
    """That is Huber's loss, which is β times smooth L1: β · (|e| − β/2) far away. Here the slope far away is 1."""
    loss, slope = _pieces(prediction - target, beta)
    return beta * loss, beta * slope


@wrong
def slope_not_limited(prediction, target, beta=1.0):
    """The loss is right, but your slope is e / β everywhere. On the straight line it is 1 or −1."""
    e = prediction - target
    return _pieces(e, beta)[0], e / beta


@wrong
def slope_without_beta(prediction, target, beta=1.0):
    """The loss is right; the slope of the square is e, as if β were 1."""
    e = prediction - target
    return _pieces(e, beta)[0], np.where(np.abs(e) < beta, e, np.sign(e))


@wrong
def sign_only(prediction, target, beta=1.0):
    """The loss is right, but your slope is 1 or −1 everywhere: that of the absolute error. Near 0 it should fade."""
    e = prediction - target
    return _pieces(e, beta)[0], np.sign(e)


@wrong
def size_of_the_slope(prediction, target, beta=1.0):
    """The loss is right, but your slope is never negative. Where the prediction is too small, the loss falls as it grows."""
    loss, slope = _pieces(prediction - target, beta)
    return loss, np.abs(slope)


@wrong
def derivative_for_the_target(prediction, target, beta=1.0):
    """The loss is right; your slope has the wrong sign. It is that with respect to the target."""
    loss, slope = _pieces(prediction - target, beta)
    return loss, -slope


@wrong
def pieces_exchanged(prediction, target, beta=1.0):
    """The two pieces stand in each other's place: the square is for small errors, the straight line for large ones."""
    e = prediction - target
    near = np.abs(e) >= beta
    return np.where(near, e**2 / (2 * beta), np.abs(e) - beta / 2), np.where(near, e / beta, np.sign(e))


@wrong
def error_without_size(prediction, target, beta=1.0):
    """For errors below 0 you take the error where its size is meant: large negative errors get the square, or a negative loss."""
    e = prediction - target
    return np.where(e < beta, e**2 / (2 * beta), e - beta / 2), np.where(e < beta, e / beta, 1.0)


@wrong
def squared_error(prediction, target, beta=1.0):
    """You return the square for all errors. From |e| = β on a straight line is asked for."""
    e = prediction - target
    return e**2 / (2 * beta), e / beta


@wrong
def summed(prediction, target, beta=1.0):
    loss, slope = _pieces(prediction - target, beta)
    return np.sum(loss), slope


@wrong
def averaged(prediction, target, beta=1.0):
    loss, slope = _pieces(prediction - target, beta)
    return np.mean(loss), slope / loss.size


@wrong
def exchanged(prediction, target, beta=1.0):
    return _pieces(prediction - target, beta)[::-1]


@wrong
def in_the_type_of_the_prediction(prediction, target, beta=1.0):
    loss, slope = _pieces(prediction - target, beta)
    return loss.astype(prediction.dtype), slope.astype(prediction.dtype)


def _joint(scores, boxes, y, targets, positive=None, count=None):
    loss, dscores = _cross_entropy(scores, y)
    positive = y > 0 if positive is None else positive
    count = max(1, positive.sum()) if count is None else count
    value, slope = _smooth(boxes, targets)
    return loss + value[positive].sum() / count, dscores, np.where(positive[:, None], slope, 0) / count


@wrong(of="joint_loss")
def averaged_over_all(scores, boxes, y, targets):
    """You divide the box loss by all rows. With many rows of background the boxes would hardly count: divide by the number of positive rows."""
    return _joint(scores, boxes, y, targets, count=len(y))


@wrong(of="joint_loss")
def boxes_of_nothing(scores, boxes, y, targets):
    """Rows in which nothing is there take part in the box loss. They have no right box."""
    return _joint(scores, boxes, y, targets, positive=y >= 0)


@wrong(of="joint_loss")
def background_boxes_too(scores, boxes, y, targets):
    """Rows in which nothing is there take part in the box loss, though you divide by the number of the others."""
    return _joint(scores, boxes, y, targets, positive=y >= 0, count=max(1, np.sum(y > 0)))


@wrong(of="joint_loss")
def averaged_over_numbers(scores, boxes, y, targets):
    """You divide the box loss by the number of numbers, four for each positive row. The contract divides by the number of positive rows."""
    return _joint(scores, boxes, y, targets, count=max(1, 4 * np.sum(y > 0)))


@wrong(of="joint_loss")
def loss_averaged_over_numbers(scores, boxes, y, targets):
    """The gradients are right, but in the loss you average over the numbers, four for each positive row. The contract divides by the number of positive rows."""
    _, dscores, dboxes = _joint(scores, boxes, y, targets)
    return _joint(scores, boxes, y, targets, count=max(1, 4 * np.sum(y > 0)))[0], dscores, dboxes


@wrong(of="joint_loss")
def gradient_in_the_boxes_type(scores, boxes, y, targets):
    """Loss and dscores are right, but whole numbers go in as boxes, and your dboxes are whole numbers, too: the array that you fill has the type of the input."""
    loss, dscores, dboxes = _joint(scores, boxes, y, targets)
    return loss, dscores, dboxes.astype(boxes.dtype)


@wrong(of="joint_loss")
def not_averaged(scores, boxes, y, targets):
    """You sum the box loss over the positive rows and do not divide by their number."""
    return _joint(scores, boxes, y, targets, count=1)


@wrong(of="joint_loss")
def nothing_by_nothing(scores, boxes, y, targets):
    """Where no row is positive you divide 0 by 0. The box loss is 0 then, and its gradient, too."""
    with np.errstate(all="ignore"):
        return _joint(scores, boxes, y, targets, count=np.float64(np.sum(y > 0)))


@wrong(of="joint_loss")
def gradient_of_nothing(scores, boxes, y, targets):
    """The loss is right, but your dboxes is not 0 in rows in which nothing is there. Their boxes have no influence on the loss."""
    loss, dscores, _ = _joint(scores, boxes, y, targets)
    return loss, dscores, _smooth(boxes, targets)[1] / max(1, np.sum(y > 0))


@wrong(of="joint_loss")
def gradient_not_divided(scores, boxes, y, targets):
    """The loss is right, but dboxes is not divided by the number of positive rows, as the loss is."""
    loss, dscores, dboxes = _joint(scores, boxes, y, targets)
    return loss, dscores, dboxes * max(1, np.sum(y > 0))


@wrong(of="joint_loss")
def gradient_divided_by_all(scores, boxes, y, targets):
    """The loss is right, but dboxes is divided by the number of all rows. The loss is divided by that of the positive ones."""
    loss, dscores, dboxes = _joint(scores, boxes, y, targets)
    return loss, dscores, dboxes * max(1, np.sum(y > 0)) / len(y)


@wrong(of="joint_loss")
def first_class_only(scores, boxes, y, targets):
    """You take rows of class 1 alone for positive. Every class but 0 is."""
    return _joint(scores, boxes, y, targets, positive=y == 1)


@wrong(of="joint_loss")
def names_of_positives_only(scores, boxes, y, targets):
    """You leave the rows in which nothing is there out of the cross-entropy. That there is nothing has to be learned, too."""
    loss, dscores, dboxes = _joint(scores, boxes, y, targets)
    loss = loss - _cross_entropy(scores, y)[0]
    some, full = y > 0, np.zeros(dscores.shape)
    if some.any():
        more, full[some] = _cross_entropy(scores[some], y[some])
        loss = loss + more
    return loss, full, dboxes


@wrong(of="joint_loss")
def box_loss_forgotten(scores, boxes, y, targets):
    """Your loss is the cross-entropy alone. The gradients are right."""
    _, dscores, dboxes = _joint(scores, boxes, y, targets)
    return _cross_entropy(scores, y)[0], dscores, dboxes


@wrong(of="joint_loss")
def squared_boxes(scores, boxes, y, targets):
    """Your boxes have the squared error. The contract asks for smooth L1, which is straight from an error of 1 on."""
    loss, dscores = _cross_entropy(scores, y)
    some, e = y > 0, boxes - targets
    return (
        loss + (e[some] ** 2).sum() / 2 / max(1, some.sum()),
        dscores,
        np.where(some[:, None], e, 0) / max(1, some.sum()),
    )


@wrong(of="joint_loss")
def absolute_boxes(scores, boxes, y, targets):
    """Your boxes have the absolute error. The contract asks for smooth L1, which is a square up to an error of 1."""
    loss, dscores = _cross_entropy(scores, y)
    some, e = y > 0, boxes - targets
    count = max(1, some.sum())
    return loss + np.abs(e[some]).sum() / count, dscores, np.where(some[:, None], np.sign(e), 0) / count


@wrong(of="joint_loss")
def gradients_exchanged(scores, boxes, y, targets):
    loss, dscores, dboxes = _joint(scores, boxes, y, targets)
    return loss, dboxes, dscores


@wrong(of="joint_loss")
def errors_the_other_way(scores, boxes, y, targets):
    loss, dscores, dboxes = _joint(scores, boxes, y, targets)
    return loss, dscores, -dboxes


@wrong(of="joint_loss")
def in_place_of_the_scores(scores, boxes, y, targets):
    loss, dscores, dboxes = _joint(scores, boxes, y, targets)
    return loss, np.clip(dscores, 0, None), dboxes
