"""Matrix products use one thread in the course's commands and in a learner's kernel, and are left alone elsewhere."""

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


def printed_by(code: str, **variables: str) -> str:
    """What a process prints whose environment has these variables only of those that set threads."""
    environment = {name: value for name, value in os.environ.items() if name not in VARIABLES} | variables
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


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
    assert printed_by(f"import sys\n{code}") == "[2]"


CHOSEN = "; import os; print(os.environ.get('OPENBLAS_NUM_THREADS'), 'numpy' in __import__('sys').modules)"


@pytest.mark.parametrize(
    "command",
    [
        "import chainrule_staff",  # as nbgrader's commands do, which know nothing of the course's
        "import sys, chainrule.course.cli as cli; sys.argv = ['chainrule']; cli.app = lambda: None; cli.main()",
    ],
)
def test_a_command_and_what_it_starts_use_one_thread(command):
    assert printed_by(command + CHOSEN) == "1 False"
    assert printed_by(command + CHOSEN, OMP_NUM_THREADS="2") == "None False"


def test_what_grades_uses_one_thread():
    """Threads that wait for each other would use up the processor time that grading a submission may take."""
    asked = "(__import__('numpy'), __import__('threadpoolctl'))[1].threadpool_info()"
    code = f"""
import numpy  # also where it was loaded before, with as many threads as there are processors
from chainrule_staff.grading.workers import started

with started("off", workers=1) as pool:
    print([pool["num_threads"] for pool in pool.submit(eval, {asked!r}).result()])
"""
    assert printed_by(code) == "[1]"
