"""Answers to *Further* 5.9, jitter: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def jitter_inputs(rng):
    """Batches of three and pictures of three columns too, where a wrong axis would fit; values that are clipped, and that are not."""
    while True:
        N, H, W = (int(pick(rng, (1, 2, 3, 3, 4))) for _ in range(3))
        kinds = [pick(rng, ("float64", "float64", "float32")) for _ in range(3)]
        X = rng.uniform(0, 1, (N, H, W, 3))
        if maybe(rng, 0.3):
            X = np.round(X)
        gain = rng.uniform(0, 2, (N, 3)) if maybe(rng, 0.8) else np.round(rng.uniform(0, 2, (N, 3)))
        shift = rng.uniform(-0.6, 0.6, N) if maybe(rng, 0.8) else np.zeros(N)
        yield turned(rng, X.astype(kinds[0])), turned(rng, gain.astype(kinds[1])), shift.astype(kinds[2])


# -- right, written in other ways ------------------------------------------------------------------


@right
def picture_by_picture(X, gain, shift):
    return np.array([np.clip(x * g + s, 0, 1) for x, g, s in zip(X, gain, shift)])


@right
def by_minimum_and_maximum(X, gain, shift):
    N = len(X)
    return np.minimum(np.maximum(X * gain.reshape(N, 1, 1, 3) + shift.reshape(N, 1, 1, 1), 0), 1)


@right
def axes_moved(X, gain, shift):
    """The axes are moved so that pictures and colours come last, where broadcasting lines them up with `gain` and `shift` by
    itself, and moved back at the end. No axis of length 1 has to be written, but two moves have to be read."""
    last = np.moveaxis(X, (0, 3), (2, 3)) * gain  # (H, W, N, 3) times (N, 3)
    last = np.moveaxis(last, 2, 3) + shift  # (H, W, 3, N) plus (N,)
    return np.clip(np.moveaxis(last, (3, 2), (0, 3)), 0.0, 1.0)


@right
def by_masks(X, gain, shift):
    out = np.einsum("nhwc,nc->nhwc", X, gain) + np.expand_dims(shift, (1, 2, 3))
    out[out < 0] = 0
    out[out > 1] = 1
    return out


# -- wrong, and told why ---------------------------------------------------------------------------


def _plain(X, gain, shift):
    return X * gain[:, None, None, :] + shift[:, None, None, None]


@wrong
def not_clipped(X, gain, shift):
    """Your values leave the range from 0 to 1. What is lighter than white?"""
    return _plain(X, gain, shift)


@wrong
def clipped_above(X, gain, shift):
    """You clip what is above 1, and let what is below 0 pass."""
    return np.minimum(_plain(X, gain, shift), 1)


@wrong
def clipped_below(X, gain, shift):
    """You clip what is below 0, and let what is above 1 pass."""
    return np.maximum(_plain(X, gain, shift), 0)


@wrong
def clipped_too_early(X, gain, shift):
    """You clip before you add the shift as well, so a pixel that was too light for a moment ends darker than it should. The clip comes last,
    and once."""
    return np.clip(np.clip(X * gain[:, None, None, :], 0, 1) + shift[:, None, None, None], 0, 1)


@wrong
def shift_before_gain(X, gain, shift):
    """You add the shift first, so that the gain multiplies it too. First the gain, then the shift."""
    return np.clip((X + shift[:, None, None, None]) * gain[:, None, None, :], 0, 1)


@wrong
def gain_of_the_first(X, gain, shift):
    """All pictures get the gain of the first. Each has its own row of `gain`."""
    return np.clip(X * gain[0] + shift[:, None, None, None], 0, 1)


@wrong
def shift_of_the_first(X, gain, shift):
    """All pictures get the shift of the first. Each has its own."""
    return np.clip(X * gain[:, None, None, :] + shift[0], 0, 1)


@wrong
def one_gain_for_all_colours(X, gain, shift):
    """You multiply all three colours by one number. Each colour has its own gain, or the picture only becomes lighter or darker."""
    return np.clip(X * gain.mean(axis=1)[:, None, None, None] + shift[:, None, None, None], 0, 1)


@wrong
def gain_ignored(X, gain, shift):
    """You add the shift, and do not multiply by the gain."""
    return np.clip(X + shift[:, None, None, None], 0, 1)


@wrong
def shift_ignored(X, gain, shift):
    """You multiply by the gain, and do not add the shift."""
    return np.clip(X * gain[:, None, None, :], 0, 1)


@wrong
def rescaled(X, gain, shift):
    """Where a value is above 1 you divide the whole picture by its largest, so that one bright pixel makes all the others darker. Only what is
    outside the range is to change."""
    Z = np.maximum(_plain(X, gain, shift), 0)
    return Z / np.maximum(Z.max(axis=(1, 2, 3), keepdims=True), 1)


@wrong
def wrapped(X, gain, shift):
    """What is above 1 starts again at 0: the whitest places become black. They have to stay white."""
    return _plain(X, gain, shift) % 1


@wrong
def gain_added(X, gain, shift):
    """You add the gain. It is a factor: a gain of 1 leaves a colour as it is."""
    return np.clip(X + gain[:, None, None, :] + shift[:, None, None, None], 0, 1)


@wrong
def clipped_only_between(X, gain, shift):
    """You clip after the gain, and add the shift afterwards: the sum leaves the range again. The clip comes last."""
    return np.clip(X * gain[:, None, None, :], 0, 1) + shift[:, None, None, None]


@wrong
def contrast(X, gain, shift):
    """You multiply the distance from the mean: that is contrast, another change. The gain multiplies the value itself."""
    mean = X.mean(axis=(1, 2), keepdims=True)
    return np.clip((X - mean) * gain[:, None, None, :] + mean + shift[:, None, None, None], 0, 1)


@wrong
def shift_in_the_gain(X, gain, shift):
    """You add the shift to the gain: a black pixel would stay black in any light. The shift is added after the product."""
    return np.clip(X * (gain[:, None, None, :] + shift[:, None, None, None]), 0, 1)


@wrong
def only_lighter(X, gain, shift):
    """Negative shifts have no effect in your result. They make a picture darker."""
    return np.clip(X * gain[:, None, None, :] + np.maximum(shift, 0)[:, None, None, None], 0, 1)


@wrong
def gain_meets_rows(X, gain, shift):
    """Your gain is lined up with the rows: its second axis, the colours, stands where the height is. In `X` the colours come last."""
    return np.clip(X * gain[:, :, None, None] + shift[:, None, None, None], 0, 1)


@wrong
def shift_meets_colours(X, gain, shift):
    """Your shift has one axis, which lines up with the last one of `X`, the colours: with three pictures nobody complains, and each colour
    gets the shift of a picture."""
    return np.clip(X * gain[:, None, None, :] + shift, 0, 1)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def shift_of_the_column(X, gain, shift):
    return np.clip(X * gain[:, None, None, :] + np.resize(shift, X.shape[2])[:, None], 0, 1)


@wrong
def shift_of_the_row(X, gain, shift):
    return np.clip(X * gain[:, None, None, :] + np.resize(shift, X.shape[1])[:, None, None], 0, 1)


@wrong
def symmetric_range(X, gain, shift):
    return np.clip(_plain(X, gain, shift), -1, 1)


@wrong
def bytes_range(X, gain, shift):
    return np.clip(_plain(X, gain, shift), 0, 255)


@wrong
def gain_turned(X, gain, shift):
    return np.clip(X * gain[:, ::-1][:, None, None, :] + shift[:, None, None, None], 0, 1)


@wrong
def eight_bits(X, gain, shift):
    return np.round(np.clip(_plain(X, gain, shift), 0, 1) * 255) / 255


@wrong
def in_place(X, gain, shift):
    X *= gain[:, None, None, :].astype(X.dtype)
    X += shift[:, None, None, None].astype(X.dtype)
    return np.clip(X, 0, 1, out=X)


@wrong
def subtracted(X, gain, shift):
    return np.clip(X * gain[:, None, None, :] - shift[:, None, None, None], 0, 1)
