"""`close`, which check cells and answers compare with. It stands alone: a sandbox has it, too."""

from __future__ import annotations

from typing import Any

import numpy as np


def close(a: Any, b: Any, tol: float = 1e-6) -> bool:
    """Whether two numbers or arrays have the same shape and agree within ``tol`` (relative and absolute).

    Unlike ``np.allclose``, it does not broadcast: a scalar is not close to an array.

    >>> close(np.array([1.0, 2.0]), [1.0, 2.0 + 1e-9])
    True
    >>> close(np.ones(3), 1.0)
    False
    """
    try:
        a, b = np.asarray(a), np.asarray(b)
        return a.shape == b.shape and bool(np.allclose(a, b, rtol=tol, atol=tol, equal_nan=False))
    except (TypeError, ValueError):
        return False
