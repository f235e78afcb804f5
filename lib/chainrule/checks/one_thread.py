"""One thread for matrix products: in the course's own commands, and in a learner's kernel, whoever started it.

The lectures' matrices are small: threads that wait for each other cost more than they bring (one training run of
lecture 07 took 22 s with all cores of a machine, and 1 s with one), and sums in another order round differently from
the numbers in the texts. Waiting counts as processor time besides, which has limits where answers are graded.
"""

from __future__ import annotations

import os
import sys

# Whoever sets one of these has chosen.
VARIABLES = (
    "OPENBLAS_NUM_THREADS",
    "GOTO_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


def ask_for_one_thread() -> None:
    """Set a variable for this process, if it has not loaded NumPy, and for all that it starts, where nobody has chosen."""
    if not _chosen():
        os.environ["OPENBLAS_NUM_THREADS"] = "1"


def use_one_thread() -> None:
    """Limit the BLAS libraries that are loaded to one thread each, in a kernel where nobody has chosen a number.

    `from chainrule import Check` calls this: VS Code, Colab and a plain JupyterLab set no variable. Nothing happens in plain Python, whose program may have plans of its own, nor where threadpoolctl is not installed.
    """
    if not hasattr(sys.modules.get("__main__"), "get_ipython") or _chosen():
        return
    try:
        from threadpoolctl import threadpool_limits

        threadpool_limits(1, user_api="blas")
    except Exception:  # a setup cell must not fail over a matter of speed
        pass


def _chosen() -> bool:
    return any(os.environ.get(name) for name in VARIABLES)
