"""Run time of each notebook, *Run All* in a fresh kernel: ``python benchmarks/notebook_times.py``.

The solution (every experiment runs) and the untouched release (every demonstration says what it
needs), one after the other; an empty notebook's kernel start is the peer.
"""

import subprocess
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]


def seconds(notebook) -> float:
    """Wall time from starting a kernel to the last cell's end."""
    start = time.perf_counter()
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute(stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    empty = seconds(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import numpy, matplotlib.pyplot")]))
    print(f"kernel start with NumPy and Matplotlib: {empty:.1f} s")
    for path in sorted((ROOT / "notebooks").glob("*/*.ipynb")):
        assignment = path.parent.name
        solution = ROOT / "solutions" / assignment / path.name
        solved, released = (seconds(nbformat.read(file, as_version=4)) for file in (solution, path))
        print(
            f"{assignment}: solution {solved:.1f} s, untouched release {released:.1f} s "
            f"({solved / empty:.1f} and {released / empty:.1f} kernel starts)"
        )


if __name__ == "__main__":
    sys.exit(main())
