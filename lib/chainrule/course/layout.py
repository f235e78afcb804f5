"""Where the course's files are, and which lecture a learner means by a word. The command line calls it.

A course is a folder with `notebooks/` and a `pyproject.toml` whose project is `chainrule`; a lecture is
`notebooks/NN_name/name.ipynb` in it.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from chainrule.notebooks.errors import CourseError

FOLDER = re.compile(r"(\d+)_(\w+)\Z")


@dataclass(frozen=True)
class ReleasedLecture:
    """One released lecture.

    Parameters
    ----------
    id : str
        The folder's name, which is also nbgrader's name for the assignment: ``03_activations``.
    notebook : Path
        The released notebook, ``…/notebooks/03_activations/activations.ipynb``.
    """

    id: str
    notebook: Path

    @property
    def folder(self) -> Path:
        """The released folder."""
        return self.notebook.parent

    @property
    def number(self) -> int:
        """The lecture's number, 3 for ``03_activations``."""
        return int(self.id.partition("_")[0])

    @property
    def name(self) -> str:
        """The notebook's name without its ending, ``activations``: progress is kept under it."""
        return self.notebook.stem

    @cached_property
    def title(self) -> str:
        """The notebook's first heading, or its name when it has none or can't be read."""
        from chainrule.notebooks.errors import NotebookError
        from chainrule.notebooks.notebook import read, title

        try:
            return title(read(self.notebook)) or self.name
        except NotebookError:
            return self.name

    def __str__(self) -> str:
        return self.id


def find_root(start: Path | None = None) -> Path:
    """Find the course that `start` is in.

    Parameters
    ----------
    start : Path, optional
        A folder or file inside the course; the current folder unless told. The environment variable
        ``CHAINRULE_ROOT`` goes before it.

    Returns
    -------
    Path
        The course's folder.

    Raises
    ------
    CourseError
        When there is no course there.
    """
    named = os.environ.get("CHAINRULE_ROOT")
    if named:
        root = Path(named).expanduser().resolve()
        if is_root(root):
            return root
        raise CourseError(
            f"CHAINRULE_ROOT is {named}, and that is not the course: it needs notebooks/ and chainrule's "
            "pyproject.toml. Correct it or unset it."
        )
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if is_root(folder):
            return folder
    raise CourseError(
        f"{start} is not inside the course: neither it nor a folder above it holds notebooks/ and chainrule's "
        "pyproject.toml. Change to the course's folder (cd …), or set CHAINRULE_ROOT to it."
    )


def is_root(folder: Path) -> bool:
    """Whether `folder` is a course: `notebooks/` and a `pyproject.toml` whose project is chainrule."""
    project = folder / "pyproject.toml"
    if not (folder / "notebooks").is_dir() or not project.is_file():
        return False
    text = project.read_text(encoding="utf-8", errors="replace")
    try:
        return tomllib.loads(text).get("project", {}).get("name") == "chainrule"
    except tomllib.TOMLDecodeError:
        # Someone is editing it. The course's notebooks are no less there for that.
        return re.search(r"^name\s*=\s*[\"']chainrule[\"']", text, re.MULTILINE) is not None


def lectures(root: Path) -> list[ReleasedLecture]:
    """List the released lectures in order.

    Parameters
    ----------
    root : Path
        The course's folder.

    Returns
    -------
    list of ReleasedLecture
        Sorted by number, then by name. Folders without a notebook of their own name are no lectures.
    """
    found = []
    for folder in (root / "notebooks").iterdir():
        match = FOLDER.match(folder.name)
        if match and (folder / f"{match[2]}.ipynb").is_file():
            found.append(ReleasedLecture(folder.name, folder / f"{match[2]}.ipynb"))
    return sorted(found, key=lambda lecture: (lecture.number, lecture.id))


def resolve(root: Path, word: str) -> ReleasedLecture:
    """Find the lecture that a learner means.

    Parameters
    ----------
    root : Path
        The course's folder.
    word : str
        ``3``, ``03``, ``activations``, ``03_activations``, or a path to a notebook of that name (the learner's
        copy, the release, or a copy elsewhere).

    Returns
    -------
    ReleasedLecture
        The lecture.

    Raises
    ------
    CourseError
        When there is no such lecture; the message lists them and suggests the nearest.
    """
    known = lectures(root)
    if not known:
        raise CourseError(
            f"{root / 'notebooks'} holds no lecture (NN_name/name.ipynb). Get the course's files again, or build "
            "them: chainrule staff build"
        )
    path = Path(word.strip())
    wanted = path.name.lower()
    if wanted.endswith(".ipynb"):
        # "activations (1).ipynb" and "activations-Copy1.ipynb" are what browsers and JupyterLab make of copies.
        wanted = re.sub(r"(?:[ _-]*\(\d+\)|-copy\d*)\Z", "", wanted.removesuffix(".ipynb"))
    for lecture in known:
        if wanted in (lecture.id.lower(), lecture.name.lower()):
            return lecture
        if wanted.isdecimal() and int(wanted) == lecture.number:
            return lecture
    names = [lecture.id for lecture in known]
    near = difflib.get_close_matches(wanted, [name.partition("_")[2] for name in names] + names, 1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise CourseError(f"there is no lecture {word!r}.{hint} The lectures are: {', '.join(names)}")
