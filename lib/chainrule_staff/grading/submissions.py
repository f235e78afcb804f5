"""What is in nbgrader's ``submitted`` folder: who handed in what, and when. Reads, never writes."""

from __future__ import annotations

import collections
import hashlib
import itertools
import os
import re
import stat
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from chainrule.checks.report import Finding, finding
from chainrule_staff.errors import StaffError
from chainrule_staff.grading.handed_in import handed_in
from chainrule_staff.grading.kinds import Kind
from chainrule_staff.grading.repair import MAX_FILE
from chainrule_staff.grading.spelling import speller

MOST_FILES = 10_000  # that are looked at in one learner's folder
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
        When; see :mod:`.handed_in`.
    stamp : bytes or None
        The folder's ``timestamp.txt``, where that says so.
    notes, look : tuple of Finding
    """

    learner: str
    folder: Path
    file: Path | None = None
    problem: Finding | None = None
    digest: str = ""
    submitted: str | None = None
    stamp: bytes | None = None
    notes: tuple = field(default=())
    look: tuple = field(default=())

    def data(self) -> bytes:
        """The notebook's bytes; not more of them than anyone would look at."""
        return _data(self.file) if self.file is not None else b""


def bad_name(learner: str) -> Finding | None:
    """Why a folder's name cannot be a learner's; ``None`` where it can."""
    try:
        learner.encode()
    except UnicodeEncodeError:
        return finding(Kind.NAME_NOT_TEXT)
    if learner.startswith("."):
        return None if learner in (".", "..") else finding(Kind.NAME_WITH_DOT)
    # Accents, and the vowel signs of many scripts, are marks on the letter before them, and no letters to Python.
    letters = learner[:1] + "".join(char for char in learner[1:] if unicodedata.category(char)[0] != "M")
    if not GOOD_NAME.match(letters) or len(learner) > 120:
        return finding(Kind.NAME_WITH_CHARACTERS)
    return None


def find(
    submitted: Path, assignment: str, notebook: str, *, due: bool = False, known: Iterable[str] = ()
) -> list[Submission]:
    """All that was handed in, sorted by learner; folders without a notebook included.

    Parameters
    ----------
    submitted : Path
        nbgrader's folder: ``submitted/<learner>/<assignment>/``.
    assignment, notebook : str
        Such as ``"03_activations"`` and ``"activations"``.
    due : bool
        Whether it matters when something was handed in.
    known : iterable of str
        Learners whom the gradebook knows: they are called as they are spelt there.

    Raises
    ------
    StaffError
        nbgrader's folder itself cannot be read.
    """
    try:
        names = sorted(path.name for path in submitted.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise StaffError(
            f"{submitted}: {error.strerror or error}. Grading needs to read it: look at its permissions."
        ) from None
    spell = speller(known)
    found: dict[str, list[Submission]] = {}
    for name in names:
        submission = look_at(spell(name), submitted / name / assignment, notebook, due=due)
        if submission is not None:
            found.setdefault(submission.learner, []).append(submission)
    return [_one_of(found[learner]) for learner in sorted(found)]


def _one_of(submissions: list[Submission]) -> Submission:
    """The submission of a learner with one folder or, in two spellings of the name, several: then the latest counts."""
    chosen = max(submissions, key=lambda one: (one.file is not None, one.submitted or ""))
    if len(submissions) == 1:
        return chosen
    return replace(chosen, look=(*chosen.look, finding(Kind.TWO_SPELLINGS, count=len(submissions))))


def look_at(learner: str, folder: Path, notebook: str, *, due: bool = False) -> Submission | None:
    """What is in one learner's folder, whatever it is; ``None`` where there is no such folder."""
    try:
        if not stat.S_ISDIR(folder.stat().st_mode):
            return None
        return _look_at(learner, folder, notebook, due)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except Exception as error:  # nobody else is held up by it
        problem = bad_name(learner) or (
            finding(Kind.FOLDER_UNREADABLE, reason=error.strerror or str(error))
            if isinstance(error, OSError)
            else finding(Kind.READING_RAISED, error=type(error).__name__, message=str(error)[:200])
        )
        return Submission(learner, folder, problem=problem)


def _look_at(learner: str, folder: Path, notebook: str, due: bool) -> Submission:
    notes: list[Finding] = []
    look: list[Finding] = []
    if problem := bad_name(learner):
        return Submission(learner, folder, problem=problem)
    if folder.is_symlink() or folder.parent.is_symlink():
        return Submission(learner, folder, problem=finding(Kind.FOLDER_IS_LINK))
    notebooks, odd, links = _everything(folder, f"{notebook}.ipynb")
    found = [path for path in notebooks if path.parent == folder]
    elsewhere = [path for path in notebooks if path.parent != folder]
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
        return Submission(learner, folder, problem=problem, look=tuple(look))
    if not named:
        graded = str(file.relative_to(folder))
        notes.append(finding(Kind.OTHER_NAME, notebook=notebook, graded=graded))
        if len(found or elsewhere) > 1:
            count = len(found or elsewhere)
            look.append(finding(Kind.SEVERAL_NOTEBOOKS, count=count, notebook=notebook, graded=graded))
    elif len(found) > 1:
        notes.append(finding(Kind.OTHER_NOTEBOOKS, names=[path.name for path in found if path != file][:20]))
    try:
        status = file.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "it is not a file")
    except OSError as error:
        problem = finding(Kind.FILE_UNREADABLE, file=file.name, reason=str(error.strerror))
        return Submission(learner, folder, problem=problem, look=tuple(look))
    submitted, stamp, odd_time = handed_in(folder, status, due)
    look += odd_time
    problem = None
    if status.st_size > MAX_FILE:
        problem = finding(Kind.TOO_LARGE, megabytes=status.st_size / 1e6, limit=MAX_FILE / 1e6)
    else:
        try:
            digest = hashlib.sha256(f"{file.name}\0{submitted}\0".encode("utf-8", "replace") + _data(file))
        except OSError as error:
            problem = finding(Kind.FILE_UNREADABLE, file=file.name, reason=str(error.strerror))
    if problem:
        return Submission(learner, folder, None, problem, "", submitted, stamp, look=tuple(look))
    known = digest.hexdigest()[:16]
    return Submission(learner, folder, file, None, known, submitted, stamp, tuple(notes), tuple(look))


def _data(file: Path) -> bytes:
    """A file's bytes; not more of them than anyone would look at."""
    with open(file, "rb") as opened:
        return opened.read(MAX_FILE + 1)


def _everything(folder: Path, wanted: str) -> tuple[list[Path], list[str], list[str]]:
    """The notebooks below a folder, the names of what is called like one and is no file, and those of links.

    No link is followed; hidden folders below it are left out, and those that cannot be read. Of a folder with more than
    ``MOST_FILES`` some are passed over, but not the one that is wanted.
    """
    notebooks: set[Path] = set()
    odd, links = set(), set()
    waiting, left = collections.deque([folder]), MOST_FILES
    while waiting and left > 0:
        place = waiting.popleft()
        try:
            with os.scandir(place) as entries:
                here = list(itertools.islice(entries, left))
        except OSError:
            if place == folder:
                raise
            continue
        left -= len(here)
        for entry in here:
            if entry.is_symlink():
                links.add(entry.name)
            elif entry.name.endswith(".ipynb") and entry.is_file():
                notebooks.add(Path(entry.path))
            elif entry.name.endswith(".ipynb"):
                odd.add(entry.name)
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                waiting.append(Path(entry.path))
    if left <= 0 and (folder / wanted).is_file() and not (folder / wanted).is_symlink():
        notebooks.add(folder / wanted)
    return sorted(notebooks), sorted(odd), sorted(links)
