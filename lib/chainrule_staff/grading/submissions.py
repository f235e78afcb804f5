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
from chainrule_staff.grading.which import Blank, Candidate, choose, like
from chainrule_staff.platforms.memory import assumed
from chainrule_staff.platforms.names import stem

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
    notebook : Candidate or None
        The one that is graded; ``None`` where there is none that could be read.
    problem : Finding or None
        Why there is none; also ``None`` for a folder without any notebook.
    digest : str
        Of the notebook, and the time: see :attr:`.record.Record.submission`.
    submitted : str or None
        When; see :mod:`.handed_in`.
    stamp : bytes or None
        The folder's ``timestamp.txt``, where that says so.
    notes, look : tuple of Finding
    """

    learner: str
    folder: Path
    notebook: Candidate | None = None
    problem: Finding | None = None
    digest: str = ""
    submitted: str | None = None
    stamp: bytes | None = None
    notes: tuple = field(default=())
    look: tuple = field(default=())

    @property
    def file(self) -> Path | None:
        """The notebook's file, or the zip file that it is in."""
        return self.notebook.path if self.notebook else None

    def data(self) -> bytes:
        """The notebook's bytes; not more of them than anyone would look at."""
        return self.notebook.data() if self.notebook else b""


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
    submitted: Path,
    assignment: str,
    notebook: str,
    *,
    due: bool = False,
    known: Iterable[str] = (),
    release: Path | None = None,
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
    release : Path, optional
        The released notebook, to tell one with answers from one without.

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
        submission = look_at(spell(name), submitted / name / assignment, notebook, due=due, release=release)
        if submission is not None:
            found.setdefault(submission.learner, []).append(submission)
    return [_one_of(found[learner]) for learner in sorted(found)]


def _one_of(submissions: list[Submission]) -> Submission:
    """The submission of a learner with one folder or, in two spellings of the name, several: then the latest counts."""
    chosen = max(submissions, key=lambda one: (one.file is not None, one.submitted or ""))
    if len(submissions) == 1:
        return chosen
    return replace(chosen, look=(*chosen.look, finding(Kind.TWO_SPELLINGS, count=len(submissions))))


def look_at(
    learner: str, folder: Path, notebook: str, *, due: bool = False, release: Path | None = None
) -> Submission | None:
    """What is in one learner's folder, whatever it is; ``None`` where there is no such folder. See :func:`find`."""
    try:
        if not stat.S_ISDIR(folder.stat().st_mode):
            return None
        return _look_at(learner, folder, notebook, due, like(release))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except Exception as error:  # nobody else is held up by it
        problem = bad_name(learner) or (
            finding(Kind.FOLDER_UNREADABLE, reason=error.strerror or str(error))
            if isinstance(error, OSError)
            else finding(Kind.READING_RAISED, error=type(error).__name__, message=str(error)[:200])
        )
        return Submission(learner, folder, problem=problem)


def _look_at(learner: str, folder: Path, notebook: str, due: bool, blank: Blank) -> Submission:
    notes: list[Finding] = []
    look: list[Finding] = []
    if problem := bad_name(learner):
        return Submission(learner, folder, problem=problem)
    if folder.is_symlink() or folder.parent.is_symlink():
        return Submission(learner, folder, problem=finding(Kind.FOLDER_IS_LINK))
    notebooks, zips, odd, links = _everything(folder, f"{notebook}.ipynb")
    if links:
        look.append(finding(Kind.LINKS, names=links[:5]))
    choice = choose(folder, notebooks, zips, notebook, blank)
    if choice is None:
        problem = (
            finding(Kind.FILE_IS_LINK, file=f"{notebook}.ipynb")
            if f"{notebook}.ipynb" in links
            else finding(Kind.NO_FILE, file=odd[0])
            if odd
            else None
        )
        return Submission(learner, folder, problem=problem, look=tuple(look))
    file, graded = choice.chosen.path, choice.chosen.name
    if graded != f"{notebook}.ipynb":
        notes.append(finding(Kind.OTHER_NAME, notebook=notebook, graded=graded))
    if choice.rivals:
        look.append(finding(Kind.SEVERAL_NOTEBOOKS, names=[*choice.rivals[:5]], graded=graded, why=choice.why))
    if choice.others:
        notes.append(finding(Kind.OTHER_NOTEBOOKS, names=[*choice.others[:20]]))
    try:
        status = file.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "it is not a file")
    except OSError as error:
        problem = finding(Kind.FILE_UNREADABLE, file=file.name, reason=str(error.strerror))
        return Submission(learner, folder, problem=problem, look=tuple(look))
    submitted, stamp, odd_time = handed_in(folder, status, due)
    look += odd_time
    if stamp is not None and (one := assumed(folder.parent.parent, folder.name, folder.parent.name, stamp)):
        notes.append(finding(Kind.TIME_ASSUMED, platform=one.platform, late=one.late))
    problem = None
    if status.st_size > MAX_FILE:
        problem = finding(Kind.TOO_LARGE, megabytes=status.st_size / 1e6, limit=MAX_FILE / 1e6)
    else:
        try:
            content = hashlib.sha256(f"{choice.identity}\0".encode("utf-8", "replace") + choice.chosen.data())
        except OSError as error:
            problem = finding(Kind.FILE_UNREADABLE, file=file.name, reason=str(error.strerror))
    if problem:
        return Submission(learner, folder, None, problem, "", submitted, stamp, look=tuple(look))
    known = f"{content.hexdigest()[:16]}@{submitted or ''}"
    return Submission(learner, folder, choice.chosen, None, known, submitted, stamp, tuple(notes), tuple(look))


def _everything(folder: Path, wanted: str) -> tuple[list[Path], list[Path], list[str], list[str]]:
    """The notebooks below a folder, its zip files, the names of what is called like a notebook and is no file, and those of links.

    No link is followed; hidden folders below it are left out, and those that cannot be read. Of a folder with more than
    ``MOST_FILES`` some are passed over, but not the one that is wanted.
    """
    notebooks: set[Path] = set()
    zips, odd, links = set(), set(), set()
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
            elif stem(entry.name) is not None and entry.is_file():
                notebooks.add(Path(entry.path))
            elif entry.name.lower().endswith(".zip") and entry.is_file():
                zips.add(Path(entry.path))
            elif entry.name.endswith(".ipynb"):
                odd.add(entry.name)
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                waiting.append(Path(entry.path))
    if left <= 0 and (folder / wanted).is_file() and not (folder / wanted).is_symlink():
        notebooks.add(folder / wanted)
    return sorted(notebooks), sorted(zips), sorted(odd), sorted(links)
