"""Matrix products use one thread in a learner's kernel, whoever started it, and are left alone elsewhere."""

import os
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient

from chainrule.checks.one_thread import VARIABLES

# Two threads to begin with: on a machine with one core BLAS starts with one, and the test could not fail.
THREADS = """
import numpy as np
import threadpoolctl

def threads():
    return [pool["num_threads"] for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas"]

threadpoolctl.threadpool_limits(2)
"""
IMPORT = "from chainrule import Check"


def in_a_kernel(*cells: str, **variables: str) -> str:
    """What the last cell prints, in a kernel whose environment has these variables only of those that set threads."""
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    environment = {name: value for name, value in os.environ.items() if name not in VARIABLES} | variables
    NotebookClient(notebook, timeout=600, kernel_name="python3", startup_timeout=600).execute(
        env=environment, stderr=subprocess.DEVNULL
    )
    return notebook.cells[-1].outputs[0].text.strip()


def test_importing_check_in_a_kernel_brings_it_to_one_thread():
    assert in_a_kernel(THREADS, "print(threads())") == "[2]"
    assert in_a_kernel(THREADS, IMPORT, "print(threads())") == "[1]"


@pytest.mark.parametrize("variable", ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"])
def test_who_has_chosen_a_number_keeps_it(variable):
    assert in_a_kernel(THREADS, IMPORT, "print(threads())", **{variable: "2"}) == "[2]"


def test_without_threadpoolctl_nothing_happens():
    hidden = "import sys; kept = sys.modules['threadpoolctl']; sys.modules['threadpoolctl'] = None"
    assert in_a_kernel(THREADS, hidden, IMPORT, "print(threads())") == "[2]"


def test_plain_python_is_left_alone():
    code = f"{THREADS}\n{IMPORT}\nprint(threads())\ndel sys.modules['threadpoolctl']"
    environment = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}"], capture_output=True, text=True, env=environment
    )
    assert done.stdout.strip() == "[2]", done.stderr
