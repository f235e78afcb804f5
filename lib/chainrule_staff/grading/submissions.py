"""What is in nbgrader's ``submitted`` folder: who handed in what, and when. Reads, never writes."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

from chainrule.checks.report import Finding, finding
from chainrule_staff.grading.kinds import Kind
from chainrule_staff.grading.repair import MAX_FILE

# nbgrader puts learners' names into paths, addresses and pages. Letters of any script, digits and these are safe there.
GOOD_NAME = re.compile(r"[\w](?:[\w .,'()@+~-]*[\w.)~-])?\Z")


@dataclass(frozen=True)
class Submission:
    """One learner's folder.

    Parameters
    ----------
    learner : str
    folder : Path
    file : Path or None
        The notebook; ``None`` where there is none that could be read.
    problem : Finding or None
        Why there is none; also ``None`` for a folder without any notebook.
    digest : str
        Of the notebook and its timestamp.
    submitted : str or None
        When, as the folder's ``timestamp.txt`` says.
    notes, look : tuple of Finding
    """

    learner: str
    folder: Path
    file: Path | None = None
    problem: Finding | None = None
    digest: str = ""
    submitted: str | None = None
    notes: tuple = field(default=())
    look: tuple = field(default=())

    def data(self) -> bytes:
        """The notebook's bytes; not more of them than anyone would look at."""
        if self.file is None:
            return b""
        with open(self.file, "rb") as file:
            return file.read(MAX_FILE + 1)


def bad_name(learner: str) -> Finding | None:
    """Why a folder's name cannot be a learner's; ``None`` where it can."""
    try:
        learner.encode()
    except UnicodeEncodeError:
        return finding(Kind.NAME_NOT_TEXT)
    if learner.startswith("."):
        return None if learner in (".", "..") else finding(Kind.NAME_WITH_DOT)
    if not GOOD_NAME.match(learner) or len(learner) > 120:
        return finding(Kind.NAME_WITH_CHARACTERS)
    return None


def find(submitted: Path, assignment: str, notebook: str) -> list[Submission]:
    """All that was handed in, sorted by learner; folders without a notebook included.

    Parameters
    ----------
    submitted : Path
        nbgrader's folder: ``submitted/<learner>/<assignment>/``.
    assignment, notebook : str
        Such as ``"03_activations"`` and ``"activations"``.
    """
    folders = [path for path in sorted(submitted.iterdir()) if path.is_dir() and not path.name.startswith(".")]
    return [look_at(path.name, path / assignment, notebook) for path in folders if (path / assignment).is_dir()]


def look_at(learner: str, folder: Path, notebook: str) -> Submission:
    """What is in one learner's folder."""
    submitted, notes = _timestamp(folder)
    look: list[Finding] = []
    if problem := bad_name(learner):
        return Submission(learner, folder, problem=problem)
    if folder.is_symlink() or folder.parent.is_symlink():
        return Submission(learner, folder, problem=finding(Kind.FOLDER_IS_LINK))
    try:
        paths, links = _everything(folder)
        odd = [path.name for path in paths if path.suffix == ".ipynb" and not path.is_file()]
        notebooks = [path for path in paths if path.suffix == ".ipynb" and path.is_file()]
        found = [path for path in notebooks if path.parent == folder]
        elsewhere = [path for path in notebooks if path.parent != folder]
    except OSError as error:
        return Submission(learner, folder, problem=finding(Kind.FOLDER_UNREADABLE, reason=str(error.strerror)))
    if links:
        look.append(finding(Kind.LINKS, names=links[:5]))
    named = [path for path in found if path.name == f"{notebook}.ipynb"]
    alike = [path for path in found if notebook.lower() in path.stem.lower()]
    file = next(iter(named or alike or found or elsewhere), None)
    if file is None:
        problem = (
            finding(Kind.FILE_IS_LINK, file=f"{notebook}.ipynb")
            if f"{notebook}.ipynb" in links
            else finding(Kind.NO_FILE, file=odd[0])
            if odd
            else None
        )
        return Submission(learner, folder, problem=problem, submitted=submitted, look=tuple(look))
    if not named:
        graded = str(file.relative_to(folder))
        notes.append(finding(Kind.OTHER_NAME, notebook=notebook, graded=graded))
        if len(found or elsewhere) > 1:
            count = len(found or elsewhere)
            look.append(finding(Kind.SEVERAL_NOTEBOOKS, count=count, notebook=notebook, graded=graded))
    elif len(found) > 1:
        notes.append(finding(Kind.OTHER_NOTEBOOKS, names=[path.name for path in found if path != file][:20]))
    try:
        if not stat.S_ISREG(file.lstat().st_mode):
            raise OSError(0, "it is not a file")
        digest = hashlib.sha256(f"{file.name}\0{submitted}\0".encode("utf-8", "replace"))
        with open(file, "rb") as opened:
            while piece := opened.read(1 << 20):
                digest.update(piece)
    except OSError as error:
        return Submission(
            learner,
            folder,
            problem=finding(Kind.FILE_UNREADABLE, file=file.name, reason=str(error.strerror)),
            submitted=submitted,
            look=tuple(look),
        )
    return Submission(learner, folder, file, None, digest.hexdigest()[:16], submitted, tuple(notes), tuple(look))


def _everything(folder: Path) -> tuple[list[Path], list[str]]:
    """All paths below a folder and the names of the links among them; no link is followed, hidden folders are left out."""
    paths, links = [], []
    for place, folders, files in os.walk(folder, onerror=_raise):
        here = [Path(place, name) for name in (*folders, *files)]
        links += [path.name for path in here if path.is_symlink()]
        paths += [path for path in here if not path.is_symlink()]
        folders[:] = [name for name in folders if not name.startswith(".")][:100]
        if len(paths) + len(links) > 10_000:
            break
    return sorted(paths), sorted(links)


def _raise(error: OSError) -> None:
    raise error


def _timestamp(folder: Path) -> tuple[str | None, list[Finding]]:
    """When it was handed in, as nbgrader reads ``timestamp.txt``, and notes."""
    from nbgrader.utils import parse_utc

    path = folder / "timestamp.txt"
    if path.is_symlink() or not path.is_file():
        return None, []
    try:
        text = path.read_bytes()[:200].decode("utf-8-sig").strip()
        return (parse_utc(text).isoformat() if text else None), []
    except (OSError, ValueError, OverflowError):
        return None, [finding(Kind.BAD_TIMESTAMP)]
