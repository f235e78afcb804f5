"""Which of the files that a learner handed in is the notebook to grade. Reads, never writes; used by :mod:`.submissions`."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from chainrule.checks.report import Finding
from chainrule.notebooks.errors import NotebookError
from chainrule.notebooks.notebook import parse
from chainrule.notebooks.plan import normal
from chainrule_staff.grading.repair import MAX_CELLS, MAX_FILE
from chainrule_staff.platforms.archive import MAX_INNER, within
from chainrule_staff.platforms.names import is_called, of_a_system, stem

Blank = Callable[[bytes], bool]


@dataclass(frozen=True)
class Candidate:
    """A notebook that was handed in: a file, or one in a zip file.

    Parameters
    ----------
    path : Path
        The file, or the zip file.
    inner : str
        Its name in the zip file.
    name : str
        What it is called: with folders, as seen from the learner's folder.
    """

    path: Path
    name: str
    inner: str = ""

    def data(self) -> bytes:
        """Its bytes; not more of them than anyone would look at.

        Raises
        ------
        OSError
            It cannot be read any more.
        """
        if not self.inner:
            with open(self.path, "rb") as opened:
                return opened.read(MAX_FILE + 1)
        for name, content in _in_zip(self.path):
            if name == self.inner and isinstance(content, bytes):
                return content
        raise FileNotFoundError(2, "it is not in the zip file any more", self.name)


@dataclass(frozen=True)
class Choice:
    """The notebook that is graded.

    Parameters
    ----------
    chosen : Candidate
    rivals : tuple of str
        The names of others that could be meant as well, and are not the same.
    why : str
        Why it and none of them: ``"answers"``, ``"name"`` or ``"last"``.
    others : tuple of str
        The names of further notebooks.
    """

    chosen: Candidate
    rivals: tuple[str, ...] = ()
    why: str = ""
    others: tuple[str, ...] = ()


def choose(folder: Path, files: Sequence[Path], zips: Sequence[Path], notebook: str, blank: Blank) -> Choice | None:
    """Choose among a learner's notebooks: one with answers before one without, then the one with the assignment's name.

    What is in a zip file is looked at where nothing else has answers.

    Parameters
    ----------
    files, zips : sequence of Path
        Below the folder.
    notebook : str
        The assignment's, such as ``"activations"``.
    blank : callable(data)
        Whether a notebook has no answer in it.
    """
    found = [Candidate(path, str(path.relative_to(folder))) for path in files]
    meant = _meant(found, notebook)
    if zips and all(_without_answers(one, blank) for one in meant):
        found += [one for path in zips for one in _members(path, folder)]
        meant = _meant(found, notebook)
    if not meant:
        return None
    meant.sort(key=lambda one: (one.name != f"{notebook}.ipynb", [-number for number in _numbers(one.name)], one.name))
    others = tuple(one.name for one in found if one not in meant)
    contents = {one: _content(one) for one in meant} if len(meant) > 1 else {}
    if len(set(contents.values())) <= 1:
        return Choice(meant[0], others=(*(one.name for one in meant[1:]), *others))
    answered = [one for one in meant if not blank(contents[one])]
    chosen = (answered or meant)[0]
    why = (
        "answers" if len(answered) == 1 else "name" if chosen.name == f"{notebook}.ipynb" else "last"
    )  # by its number, or else the alphabet
    return Choice(chosen, tuple(one.name for one in meant if one != chosen), why, others)


def like(release: Path | None) -> Blank:
    """A function that tells whether a notebook has no code but that of the release; without a release none is blank."""
    if release is None or not release.is_file():
        return lambda data: False
    return lambda data: not _codes(data) - _released(release, release.stat().st_mtime_ns)


@functools.lru_cache(maxsize=8)
def _released(release: Path, _changed: int) -> frozenset[str]:
    return frozenset(_codes(release.read_bytes()))


def _codes(data: bytes) -> set[str]:
    """The code cells of a notebook, without comments and spacing; none where it cannot be read."""
    try:
        cells = parse(data)["cells"] if len(data) <= MAX_FILE else []
    except NotebookError:
        return set()
    return {code for cell in cells[:MAX_CELLS] if cell.is_code and (code := normal(cell.source))}


def _meant(found: list[Candidate], notebook: str) -> list[Candidate]:
    """Those that could be the assignment's: by their names, or if none is, by a part of it, or else all on top."""
    called = [one for one in found if is_called(one.inner or one.name, notebook)]
    on_top = [one for one in found if os.sep not in one.name and not one.inner] or found
    alike = [one for one in on_top if notebook.casefold() in one.name.casefold()]
    return called or alike or on_top


def _without_answers(one: Candidate, blank: Blank) -> bool:
    return blank(_content(one))


def _content(one: Candidate) -> bytes:
    try:
        return one.data()
    except OSError:
        return b""


def _numbers(name: str) -> list[int]:
    """The numbers in a name: of copies and attempts."""
    return [int(number[:9]) for number in re.findall(r"[0-9]+", name)] or [0]


def _members(path: Path, folder: Path) -> Iterator[Candidate]:
    where = str(path.relative_to(folder))
    for name, content in _in_zip(path):
        if isinstance(content, bytes):
            yield Candidate(path, f"{where}: {name}", name)


def _in_zip(path: Path) -> Iterator[tuple[str, bytes | Finding]]:
    """The notebooks in a zip file; none where it is damaged, or larger than a learner's would be."""
    if path.stat().st_size > MAX_INNER:
        return
    entries, _ = within(path.read_bytes())
    for entry, content in entries:
        if stem(entry.name) is not None and not of_a_system(entry.name):
            yield entry.name, content
