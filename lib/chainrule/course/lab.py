"""Start JupyterLab on the learner's copies, without a look at the network. `chainrule study` calls it last."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from chainrule.notebooks.errors import CourseError

# JupyterLab asks three addresses on the internet unless told otherwise: for news, for its newest version, and for
# the extensions on offer.
OFFLINE = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)


def lab_command(folder: Path, notebook: Path, browser: bool = True) -> list[str]:
    """Return the command that opens a notebook.

    Parameters
    ----------
    folder : Path
        What JupyterLab shows: `my-work`.
    notebook : Path
        The notebook to open, inside `folder`.
    browser : bool
        Whether to open a browser; otherwise JupyterLab prints the address.

    Returns
    -------
    list of str
        The command, to be run by this Python.

    Raises
    ------
    CourseError
        When JupyterLab is not installed.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        raise CourseError(
            f"JupyterLab is not installed for {sys.executable}. Use make study, which sets everything up, or install "
            'it: python -m pip install "chainrule[study]"'
        )
    # At this level it still prints the address, and not the forty lines about its extensions.
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}", "--log-level=WARN", *OFFLINE]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # a container, as a rule; JupyterLab would refuse to start
    # As the default page, and not as a file to open, the notebook is also in the address that is printed: a browser
    # may be on another machine, or not allowed to open the file that JupyterLab hands it.
    page = quote(f"/lab/tree/{notebook.relative_to(folder).as_posix()}")
    command.append(f"--LabApp.default_url={page}")
    return command if browser else [*command, "--no-browser"]


def environment(base: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for JupyterLab, made of a given one."""
    # No question about news at the first start, and none of nbgrader's tools for instructors; Validate stays.
    own = str(Path(__file__).parent / "jupyter")
    config = os.pathsep.join(filter(None, [own, base.get("JUPYTER_CONFIG_PATH")]))
    # In JupyterLab's terminal, `chainrule` is the one of this environment, activated or not.
    path = os.pathsep.join(filter(None, [str(Path(sys.executable).parent), base.get("PATH")]))
    # A kernel of that name in the user's home must not take the place of this environment's, which has chainrule.
    return {**base, "JUPYTER_CONFIG_PATH": config, "PATH": path, "JUPYTER_PREFER_ENV_PATH": "1"}


def start(command: list[str]) -> int:
    """Replace this process by the command; on Windows, where that loses the terminal, run it and return its code."""
    sys.stdout.flush()
    sys.stderr.flush()
    variables = environment(os.environ)
    if os.name == "nt":
        return subprocess.call(command, env=variables)
    os.execve(command[0], command, variables)
