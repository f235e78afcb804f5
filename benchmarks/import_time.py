"""What ``import chainrule`` adds to NumPy and Matplotlib: ``python benchmarks/import_time.py [RUNS]``.

Fresh interpreters in turn, A B A B …: one imports NumPy and Matplotlib's pyplot, the other also
what the notebooks' setup cells import. Prints medians and the difference.
"""

import statistics
import subprocess
import sys
import time

BASE = "import numpy, matplotlib.pyplot"
OURS = f"{BASE}\nfrom chainrule import Check, close, progress, ready, reveal"


def seconds(code: str) -> float:
    """Wall time of one fresh interpreter."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def main(runs: int) -> None:
    """Measure and print."""
    pairs = [(seconds(BASE), seconds(OURS)) for _ in range(runs + 1)][1:]
    base, ours = (statistics.median(column) for column in zip(*pairs))
    added = statistics.median(b - a for a, b in pairs)
    print(
        f"NumPy and Matplotlib {1e3 * base:.0f} ms, with chainrule {1e3 * ours:.0f} ms: "
        f"adds {1e3 * added:.0f} ms (ratio {statistics.median(b / a for a, b in pairs):.3f})"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
