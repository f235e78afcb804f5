"""What one learner handed in: which files of an archive are the hand-in, and under which names. Reads the archive, writes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from chainrule.checks.report import Finding, finding
from chainrule_staff.platforms.archive import Archive, Entry, within
from chainrule_staff.platforms.kinds import Kind
from chainrule_staff.platforms.names import (
    CANVAS,
    Download,
    attempt_of,
    is_called,
    of_a_system,
    stem,
    tells_attempts,
)

MOST_TOLD = 2**20  # bytes of a file of attempts; two thousand of them have 300,000


@dataclass
class Row:
    """What became of one file; ``what`` is ``None`` until its learner's folder is written."""

    file: str
    learner: str = ""
    what: Finding | None = None
    notes: list[Finding] = field(default_factory=list)


@dataclass
class Taken:
    """A file that belongs to the hand-in: a notebook, or what was noted of the learner's checks.

    Parameters
    ----------
    path : str
        Where it goes, in the learner's folder.
    """

    path: str
    data: bytes
    entry: Entry
    download: Download
    row: Row

    @property
    def digest(self) -> str:
        """Of its content."""
        return hashlib.sha256(self.data).hexdigest()


def hand_in(
    archive: Archive,
    files: Sequence[tuple[Entry, Download]],
    notebook: str,
    blank: Callable[[bytes], bool] = lambda data: False,
) -> tuple[list[Taken], list[Row]]:
    """Choose what counts among the files of one learner.

    Of several attempts at one file, which Canvas numbers, the latest counts, unless it has no answers: then all are taken, for
    grading to choose. Notebooks in folders and zip files are found. One
    that has the assignment's name, or what a browser, an editor or Canvas makes of it, gets that name if it is the only one;
    where there are several, all keep theirs, and grading says which was graded. Beside a notebook goes what was noted of the learner's
    checks, if that was handed in as well.

    Parameters
    ----------
    files : sequence
        The learner's files, with what their names say.
    notebook : str
        The assignment's notebook, such as ``"activations"``.
    blank : callable(data)
        Whether a notebook has no answer in it.

    Returns
    -------
    list of Taken
        Notebooks first. Their rows are not filled in yet; empty if there is nothing to grade.
    list of Row
        One for each file.
    """
    rows, found, others, told = [], [], [], []
    earlier = _earlier_attempts(archive, files, notebook, blank)
    for entry, download in files:
        row = Row(entry.name)
        rows.append(row)
        if of_a_system(download.file):
            row.what = finding(Kind.SYSTEM_FILE)
        elif entry.name in earlier:
            row.what = finding(Kind.EARLIER_ATTEMPT, later=earlier[entry.name])
        elif tells_attempts(download.file, notebook) and entry.info.file_size <= MOST_TOLD:
            told.append((entry, download, row))
        elif not entry.is_zip and stem(download.file) is None:
            others.append(row)
        elif isinstance(data := archive.read(entry), Finding):
            row.what = data
        elif entry.is_zip:
            inner, more = _unpacked(Taken(download.file, data, entry, download, row), notebook)
            rows += more
            found += inner
            if not _notebooks(inner) and row.what is None:
                others.append(row)
        else:
            found.append(Taken(download.file, data, entry, download, row))
    told.sort(key=lambda one: one[1].attachment or 0)
    for entry, download, row in told[:-1]:
        row.what = finding(Kind.EARLIER_ATTEMPT, later=told[-1][0].name)
    for entry, download, row in told[-1:]:
        data = archive.read(entry)
        if isinstance(data, Finding):
            row.what = data
        else:
            found.append(Taken(download.file, data, entry, download, row))
    graded = _notebooks(found)
    for row in others if graded else rows:
        row.what = row.what or finding(Kind.NOT_A_NOTEBOOK if graded else Kind.NO_NOTEBOOK)
    taken = _named(_without_twins(graded), notebook)
    attempts = [one for one in found if stem(one.path) is None][-1:]
    for one in attempts:
        one.path = f"{notebook}.attempts.txt"
        if graded and not taken:
            one.row.what = one.row.what or finding(Kind.HELD_BACK)
    return [*taken, *attempts] if taken else [], rows


def _notebooks(found: Sequence[Taken]) -> list[Taken]:
    return [one for one in found if stem(one.path) is not None]


def _earlier_attempts(
    archive: Archive, files: Sequence[tuple[Entry, Download]], notebook: str, blank: Callable[[bytes], bool]
) -> dict[str, str]:
    """The files that a later attempt replaces, with the name of that."""
    attempts: dict[str, list[tuple[int, Entry]]] = {}
    for entry, download in files:
        plain = attempt_of(download.file)
        unzipped = f"{PurePosixPath(plain).stem}.ipynb" if entry.is_zip else plain
        if download.platform == CANVAS and download.attachment is not None and is_called(unzipped, notebook):
            attempts.setdefault(plain, []).append((download.attachment, entry))
    earlier: dict[str, str] = {}
    for several in attempts.values():
        *before, (_, latest) = sorted(several, key=lambda one: one[0])
        data = archive.read(latest) if before and not latest.is_zip else b""
        if before and not (isinstance(data, bytes) and data and blank(data)):
            earlier |= {entry.name: latest.name for _, entry in before}
    return earlier


def _unpacked(zipped: Taken, notebook: str) -> tuple[list[Taken], list[Row]]:
    """The notebooks in a learner's zip file with what tells of attempts, and rows for those that cannot be taken."""
    files, problem = within(zipped.data)
    if problem:
        zipped.row.what = problem
        return [], []
    folder = PurePosixPath(zipped.download.file).with_suffix("")
    found, rows = [], []
    for entry, content in files:
        tells = tells_attempts(entry.name, notebook) and entry.info.file_size <= MOST_TOLD
        if of_a_system(entry.name) or stem(entry.name) is None and not entry.is_zip and not tells:
            continue
        if isinstance(content, Finding):
            rows.append(Row(f"{zipped.entry.name}: {entry.name}", what=content))
        else:
            found.append(Taken(str(folder / entry.name), content, zipped.entry, zipped.download, zipped.row))
    if found:
        zipped.row.notes.append(finding(Kind.FROM_ZIP, names=[PurePosixPath(one.path).name for one in found][:5]))
    return found, rows


def _without_twins(found: list[Taken]) -> list[Taken]:
    """Each name once; if two files of one name differ, nothing of the learner's, since either could be the right one."""
    first: dict[str, Taken] = {}
    clash = False
    for one in found:
        twin = first.setdefault(one.path, one)
        if twin is one:
            continue
        if twin.data == one.data:
            one.row.what = finding(Kind.SAME_AGAIN, first=twin.entry.name)
        else:
            twin.row.what = one.row.what = finding(Kind.TWO_FILES)
            clash = True
    if not clash:
        return list(first.values())
    for one in found:
        one.row.what = one.row.what or finding(Kind.HELD_BACK)
    return []


def _named(found: list[Taken], notebook: str) -> list[Taken]:
    """The assignment's name for the one file that means it; an ending that Jupyter opens for all others."""
    meant = [one for one in found if is_called(one.path, notebook)]
    taken = {one.path for one in found}
    for one in found:
        path = PurePosixPath(one.path)
        better = f"{notebook}.ipynb" if meant == [one] else str(path.with_name(f"{stem(one.path)}.ipynb"))
        if better != one.path and better not in taken:
            one.row.notes.append(finding(Kind.RENAMED, to=better))
            taken.add(better)
            one.path = better
    return found
