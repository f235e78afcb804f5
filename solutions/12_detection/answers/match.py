"""Answers to 12.6, match: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, probes, right, wrong

from ._shared import maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------

LEVELS = np.array([0.0, 0.0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1.0])


def _table(rng, N, M):
    """IoUs: anything, or eighths with ties; some anchors and some boxes meet nothing; some boxes meet little."""
    ious = rng.choice(LEVELS, (N, M)) if maybe(rng, 0.7) else np.where(rng.random((N, M)) < 0.2, 0, rng.random((N, M)))
    if M and maybe(rng, 0.3):
        ious[:, int(rng.integers(M))] *= 0.25
    if M and maybe(rng, 0.2):
        ious[:, int(rng.integers(M))] = 0
    if maybe(rng, 0.2):
        ious[int(rng.integers(N))] = 0
    return ious


@inputs
def match_inputs(rng):
    while True:
        N, M = int(rng.integers(1, 8)), int(pick(rng, (0, 1, 1, 2, 3, 4)))
        ious = _table(rng, N, M)
        if maybe(rng, 0.2):
            ious = (np.round(ious * 8) / 8).astype("float32")
        elif maybe(rng, 0.3):  # near ties, and values just below a threshold, are none
            ious = np.where((rng.random(ious.shape) < 0.4) & (ious > 0.1), ious - 1e-9, ious)
        low, high = sorted(float(pick(rng, (0.25, 0.3, 0.375, 0.5, 0.625, 0.7, 0.75))) for _ in range(2))
        yield turned(rng, ious), low, high


@probes
def match_probes(rng):
    """Twenty anchors and eight boxes."""
    while True:
        yield _table(rng, 20, 8), 0.375, 0.75


# -- right, written in other ways ------------------------------------------------------------------


@right
def claims_by_value(ious, low, high):
    """The claims become a matrix of their own: 2 + IoU where a box claims an anchor, the IoU
    elsewhere. Then a single maximum along each row prefers claims to everything else, and among
    claims the larger IoU; whoever has 2 or more is claimed."""
    if not ious.size:
        return np.full(ious.shape[0], -1)
    claim = (ious >= ious.max(axis=0, keepdims=True)) * (ious > 0)
    value = ious + 2 * claim
    top = value.max(axis=1)
    return np.where(top >= high, value.argmax(axis=1), -1 - (top >= low))


@right
def by_loops(ious, low, high):
    N, M = ious.shape
    out = np.full(N, -1)
    for n in range(N):
        for m in range(M):
            if ious[n, m] == max(ious[n]):
                out[n] = m if ious[n, m] >= high else -1 if ious[n, m] < low else -2
                break
    claim = {}
    for m in range(M):
        top = max(ious[:, m])
        for n in range(N):
            if top > 0 and ious[n, m] == top and (n not in claim or top > claim[n][0]):
                claim[n] = (top, m)
    for n, (_, m) in claim.items():
        out[n] = m
    return out


@right
def box_after_box(ious, low, high):
    N, M = ious.shape
    out, best = np.full(N, -1), np.zeros(N)
    for m in range(M):
        better = ious[:, m] > best
        best[better], out[better] = ious[better, m], m
    out[best < low] = -1
    out[(best >= low) & (best < high)] = -2
    claims = np.zeros(N)
    for m in range(M):
        column = ious[:, m]
        wins = (column == column.max()) & (column > claims)
        out[wins], claims[wins] = m, column[wins]
    return out


# -- wrong, and told why ---------------------------------------------------------------------------


def _plain(ious, low, high):
    """Without claims."""
    best = ious.max(axis=1)
    return np.where(best >= high, ious.argmax(axis=1), np.where(best < low, -1, -2))


def _claims(ious, above=0.0):
    return (ious == ious.max(axis=0)) & (ious > above)


def _with(ious, found, claims):
    return np.where(claims.any(axis=1), np.argmax(np.where(claims, ious, -1), axis=1), found)


def _if_any(ious):
    return ious.shape[1] == 0


@wrong
def no_claims(ious, low, high):
    """No box claims an anchor. A box that reaches `high` with none would never be learned."""
    return np.full(len(ious), -1) if _if_any(ious) else _plain(ious, low, high)


@wrong
def claim_without_the_box(ious, low, high):
    """A claimed anchor becomes positive, but keeps the box with which it overlaps most. It should get the box that claims it: or that one still has no anchor."""
    if _if_any(ious):
        return np.full(len(ious), -1)
    return np.where(_claims(ious).any(axis=1), ious.argmax(axis=1), _plain(ious, low, high))


@wrong
def claims_of_nothing(ious, low, high):
    """A box that overlaps with no anchor at all claims them all: each of them has the largest IoU with it, 0. A claim needs more than 0."""
    if _if_any(ious):
        return np.full(len(ious), -1)
    claims = ious == ious.max(axis=0)
    return _with(ious, _plain(ious, low, high), claims)


@wrong
def first_of_equals_claimed(ious, low, high):
    """Where several anchors are equally good for a box, it claims only one of them. It claims all of them."""
    if _if_any(ious):
        return np.full(len(ious), -1)
    first = np.arange(len(ious))[:, None] == ious.argmax(axis=0)
    return _with(ious, _plain(ious, low, high), first & (ious > 0))


@wrong
def last_claim_wins(ious, low, high):
    """Where several boxes claim an anchor, the last of them gets it. The one with the larger IoU should."""
    if _if_any(ious):
        return np.full(len(ious), -1)
    out, claims = _plain(ious, low, high), _claims(ious)
    for m in range(ious.shape[1]):
        out[claims[:, m]] = m
    return out


@wrong
def first_claim_wins(ious, low, high):
    """Where several boxes claim an anchor, the first of them gets it. The one with the larger IoU should."""
    if _if_any(ious):
        return np.full(len(ious), -1)
    claims = _claims(ious)
    return np.where(claims.any(axis=1), claims.argmax(axis=1), _plain(ious, low, high))


@wrong
def background_after_the_claims(ious, low, high):
    """You make anchors below `low` background after the claims, so that a claim on them is lost. A claim counts whatever the IoU is."""
    if _if_any(ious):
        return np.full(len(ious), -1)
    return np.where(ious.max(axis=1) < low, -1, _with(ious, _plain(ious, low, high), _claims(ious)))


@wrong
def claims_from_low_on(ious, low, high):
    """A box claims an anchor only if their IoU is at least `low`. A claim counts whatever the IoU is, unless it is 0."""
    if _if_any(ious):
        return np.full(len(ious), -1)
    return _with(ious, _plain(ious, low, high), _claims(ious) & (ious >= low))


@wrong
def ignored_and_claimed(ious, low, high):
    """You ignore anchors between `low` and `high` after the claims, so that a claim on them is lost. A claimed anchor is positive."""
    if _if_any(ious):
        return np.full(len(ious), -1)
    best = ious.max(axis=1)
    return np.where((best >= low) & (best < high), -2, _with(ious, _plain(ious, low, high), _claims(ious)))


@wrong
def claims_of_ignored_only(ious, low, high):
    """Only anchors that would be ignored are claimed. A claim counts for background and for positive anchors as well."""
    if _if_any(ious):
        return np.full(len(ious), -1)
    found = _plain(ious, low, high)
    return np.where(found == -2, _with(ious, found, _claims(ious)), found)


@wrong
def positive_before_claims(ious, low, high):
    """An anchor that is positive without a claim keeps its box, though another one claims it. The claim goes first: or that one still has no anchor."""
    if _if_any(ious):
        return np.full(len(ious), -1)
    found = _plain(ious, low, high)
    return np.where(found < 0, _with(ious, found, _claims(ious)), found)


@wrong
def more_than_high(ious, low, high):
    """An IoU of exactly `high` is not enough for you. Equality is included."""
    if _if_any(ious):
        return np.full(len(ious), -1)
    best = ious.max(axis=1)
    found = np.where(best > high, ious.argmax(axis=1), np.where(best < low, -1, -2))
    return _with(ious, found, _claims(ious))


@wrong
def low_is_background(ious, low, high):
    """An anchor whose IoU is exactly `low` is background for you. Background is what is less than that."""
    if _if_any(ious):
        return np.full(len(ious), -1)
    best = ious.max(axis=1)
    found = np.where(best >= high, ious.argmax(axis=1), np.where(best <= low, -1, -2))
    return _with(ious, found, _claims(ious))


@wrong
def box_0_for_background(ious, low, high):
    """Anchors of box 0 come out as background: 0 is an index like the others, and no sign of nothing."""
    if _if_any(ious):
        return np.full(len(ious), -1)
    out = _with(ious, _plain(ious, low, high), _claims(ious))
    return np.where(out == 0, -1, out)


@wrong
def counted_from_one(ious, low, high):
    """Your boxes are counted from 1. The index of the first is 0."""
    if _if_any(ious):
        return np.full(len(ious), -1)
    out = _with(ious, _plain(ious, low, high), _claims(ious))
    return out + (out >= 0)


@wrong
def none_ignored(ious, low, high):
    """What lies between `low` and `high` is background for you. These anchors are ignored: −2."""
    if _if_any(ious):
        return np.full(len(ious), -1)
    out = _with(ious, _plain(ious, low, high), _claims(ious))
    return np.where(out == -2, -1, out)


@wrong
def signs_exchanged(ious, low, high):
    """−1 and −2 stand in each other's place: −1 is background, −2 is ignored."""
    if _if_any(ious):
        return np.full(len(ious), -2)
    out = _with(ious, _plain(ious, low, high), _claims(ious))
    return np.where(out < 0, -3 - out, out)


@wrong
def ignored_without_boxes(ious, low, high):
    """In a picture without boxes your anchors are ignored. All of them are background, and the network has to learn it."""
    if _if_any(ious):
        return np.full(len(ious), -2)
    return _with(ious, _plain(ious, low, high), _claims(ious))


@wrong
def no_pictures_without_boxes(ious, low, high):
    """Where there are no boxes, your function ends with an error, or finds a box. There all anchors are background."""
    return _with(ious, _plain(ious, low, high), _claims(ious))


@wrong
def last_of_equal_boxes(ious, low, high):
    """Where two boxes are equally good for an anchor, you take the last of them. The first is asked for."""
    if _if_any(ious):
        return np.full(len(ious), -1)
    M = ious.shape[1]
    best = ious.max(axis=1)
    found = np.where(best >= high, M - 1 - ious[:, ::-1].argmax(axis=1), np.where(best < low, -1, -2))
    claims = np.where(_claims(ious), ious, -1)
    return np.where(_claims(ious).any(axis=1), M - 1 - claims[:, ::-1].argmax(axis=1), found)


@wrong
def nearly_equal(ious, low, high):
    if _if_any(ious):
        return np.full(len(ious), -1)
    claims = (ious > ious.max(axis=0) - 0.01) & (ious > 0)
    return _with(ious, _plain(ious, low, high), claims)


@wrong
def as_floats(ious, low, high):
    if _if_any(ious):
        return np.full(len(ious), -1.0)
    return _with(ious, _plain(ious, low, high), _claims(ious)).astype(float)


@wrong
def claims_without_others(ious, low, high):
    if _if_any(ious):
        return np.full(len(ious), -1)
    return _with(ious, np.full(len(ious), -1), _claims(ious))


@wrong
def rows_claim(ious, low, high):
    if _if_any(ious):
        return np.full(len(ious), -1)
    best = ious.max(axis=1)
    return np.where(best > 0, ious.argmax(axis=1), -1)
