"""Helpers that the answers to several exercises share."""

import numpy as np

from chainrule_staff.authoring.vocabulary import kinds_of, maybe, pick, turned


def outputs(rng, N, H):
    """Outputs of a layer (N, H) with silent units, ones that wake once, saturated ones, and whole numbers now and then."""
    a = np.clip(rng.normal(0, 0.9, (N, H)), -0.96, 0.96)
    a = np.where(rng.random((N, H)) < 0.3, pick(rng, (0.99, -0.99, 1.0, -1.0, 2.5)), a)
    a = np.where(rng.random((N, H)) < 0.2, 0.0, a)
    return a * (rng.random(H) < 0.6)


def layer_batches(rng):
    """Outputs of one layer, batch by batch, of different sizes and types."""
    H, kinds = int(rng.integers(1, 6)), kinds_of(rng)
    batches = [outputs(rng, int(rng.integers(1, 6)), H) for _ in range(int(rng.integers(1, 4)))]
    for unit in range(H):  # a unit that is moved by one picture alone, and by little
        if maybe(rng, 0.2):
            for a in batches:
                a[:, unit] = 0.0
            chosen = pick(rng, batches)
            chosen[int(rng.integers(len(chosen))), unit] = pick(rng, (1e-9, -1e-9, 1.0, -2.0))
    if maybe(rng, 0.15):
        for a in batches:
            a[:] = 0.0
    return [
        turned(rng, (np.round(a) if "int" in kind else a).astype(kind)) for a in batches for kind in [pick(rng, kinds)]
    ]
