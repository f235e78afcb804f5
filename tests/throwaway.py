"""Make throw-away courses of the mould lecture, and the environment in which they work; used by fixtures."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GATE = os.environ.get("CI") == "true"  # it installs all that tests ask for, and must not pass without them
# Many machines have no bubblewrap: a learner's needs none.
needs_bubblewrap = pytest.mark.skipif(not shutil.which("bwrap") and not GATE, reason="bubblewrap is not installed")


def course_environment(course: Path) -> dict[str, str]:
    """The variables with which a subprocess, or its kernels, finds chainrule and the course's catalogues."""
    commands = str(Path(sys.executable).parent)  # nbgrader looks for alembic on the PATH
    found = {
        **os.environ,
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "lib"),
        "CHAINRULE_LECTURES": str(course / "lib" / "chainrule" / "lectures"),
        "CHAINRULE_PROGRESS": "off",
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    found.pop("MPLBACKEND", None)  # kernels draw inline
    return found


def make_course(folder: Path) -> Path:
    """A course folder with the mould's source, not built yet."""
    ignored = shutil.ignore_patterns("__pycache__", ".*")
    shutil.copytree(ROOT / "tests" / "mould" / "solutions", folder / "solutions", ignore=ignored)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copy(ROOT / "solutions" / "jupytext.toml", folder / "solutions")
    return folder


def nbgrader(course: Path, *arguments: str) -> str:
    """Run an nbgrader command in the course's root; what it logged."""
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course,
        env=course_environment(course),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=1800,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def but_the_first_thorough(values) -> list:
    """Values for ``parametrize`` of which only the first is tried by ``make test``, all of them by its ``--thorough``."""
    first, *rest = values
    return [
        first,
        *(pytest.param(*(one if isinstance(one, tuple) else (one,)), marks=pytest.mark.thorough) for one in rest),
    ]
