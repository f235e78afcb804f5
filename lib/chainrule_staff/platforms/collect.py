"""Bring a platform's archive into nbgrader's ``submitted`` folder. Writes in that folder alone, each learner's whole or not at all."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from chainrule.checks.report import Finding, finding
from chainrule.disk import atomic_write, locked
from chainrule_staff.errors import StaffError
from chainrule_staff.platforms import memory
from chainrule_staff.platforms.archive import Archive, Entry, opened
from chainrule_staff.platforms.handed_in import Row, Taken, hand_in
from chainrule_staff.platforms.kinds import REFUSED, Kind
from chainrule_staff.platforms.learners import Person, Whose, who_is_who
from chainrule_staff.platforms.memory import HandIn, Origin
from chainrule_staff.platforms.names import MOODLE, Download, is_called, of_a_system, recognise

STAMP = "timestamp.txt"
Due = Callable[[str], datetime.datetime | None]


@dataclass
class Collected:
    """What became of an archive."""

    assignment: str
    platform: str
    rows: list[Row]

    def count(self, *kinds: Kind) -> int:
        """How many files of these kinds there are."""
        return sum(row.what is not None and row.what.kind in kinds for row in self.rows)

    @property
    def refused(self) -> int:
        """How many files should be looked at by a person."""
        return self.count(*REFUSED)


def collect(
    path: Path,
    submitted: Path,
    assignment: str,
    notebook: str,
    *,
    people: Iterable[Person] = (),
    due: Due = lambda learner: None,
    said: Mapping[str, str] = {},
    names: Mapping[str, str] = {},
    emails: Mapping[str, str] = {},
    usernames: Mapping[str, str] = {},
    times: Mapping[str, datetime.datetime] = {},
    blank: Callable[[bytes], bool] = lambda data: False,
    force: bool = False,
) -> Collected:
    """Collect one assignment from an archive that Moodle or Canvas gave.

    The same archive again changes nothing. A learner's folder is replaced only if all in it came from the platform and the
    archive has a later hand-in; what was there is set aside in ``submitted/.collected``.

    Parameters
    ----------
    path : Path
        The archive.
    submitted : Path
        nbgrader's folder, made if need be.
    assignment, notebook : str
        Such as ``"03_activations"`` and ``"activations"``.
    people : iterable of Person
        Whom the gradebook knows.
    due : callable(learner)
        When it is due for a learner, extension included; UTC without a zone, as nbgrader keeps it.
    said : mapping
        Platform id to learner, as staff say.
    names, emails, usernames, times : mapping
        Platform id to full name, to e-mail address, to username, and to when it was handed in (UTC without a zone), as Moodle's worksheet says.
    blank : callable(data)
        Whether a notebook has no answer in it.
    force : bool
        Replace what did not come from the platform, too.

    Raises
    ------
    StaffError
        The archive cannot be used, or the disk cannot be written to. What was collected before that stays.
    """
    with opened(path) as archive:
        platform, files, rows = _sorted_out(path, archive, {*said})
        try:
            with _alone(submitted):
                whose = who_is_who(
                    (download for _, download in files),
                    people,
                    said=said,
                    emails=emails,
                    usernames=usernames,
                    remembered=memory.known_ids(submitted, assignment, platform),
                    folders=[one.name for one in submitted.iterdir() if one.is_dir() and not one.name.startswith(".")],
                )
                kept = memory.recall(submitted, assignment)
                place = _Place(submitted, assignment, kept, force, path.name, names, emails)
                try:
                    rows += _all_learners(archive, files, whose, notebook, place, due, times, blank)
                finally:
                    memory.remember(submitted, assignment, kept)
        except OSError as error:
            raise StaffError(
                f"{error.filename or submitted}: {error.strerror or error}. Put it right and run the same command again: "
                "what is collected stays collected, the rest follows."
            ) from None
    order = {entry.name: number for number, entry in enumerate(archive.entries())}
    rows.sort(key=lambda row: order.get(row.file, order.get(row.file.partition(": ")[0], 0)))
    return Collected(assignment, platform, rows)


def find_assignment(path: Path, notebooks: Mapping[str, str]) -> list[str]:
    """The assignments whose notebook's name occurs in an archive, most often first.

    Parameters
    ----------
    notebooks : mapping
        Assignment to its notebook's name.
    """
    with opened(path) as archive:
        names = [download.file for entry in archive.entries() if (download := recognise(entry.name))]
    counts = Counter(
        assignment
        for name in names
        for assignment, notebook in notebooks.items()
        if is_called(name, notebook) or is_called(f"{name.removesuffix('.zip')}.ipynb", notebook)
    )
    return [assignment for assignment, _ in counts.most_common()]


def _sorted_out(path: Path, archive: Archive, ids: set[str]) -> tuple[str, list[tuple[Entry, Download]], list[Row]]:
    """The platform, its files, and rows for what is none of them."""
    entries = list(archive.entries())
    named = {entry.name: recognise(entry.name) for entry in entries}
    platforms = Counter(one.platform for one in named.values() if one)
    if not platforms:
        some = ", ".join([entry.name for entry in entries][:3]) or "it is empty"
        raise StaffError(
            f"{path} is not what Moodle's “Download all submissions” or Canvas's “Download Submissions” gives ({some}). "
            "Nothing was collected. From elsewhere, put notebooks into submitted/<learner>/<assignment>/ yourself."
        )
    platform = platforms.most_common(1)[0][0]
    files, rows = [], []
    for entry in entries:
        download = named[entry.name]
        if of_a_system(entry.name):
            rows.append(Row(entry.name, what=finding(Kind.SYSTEM_FILE)))
        elif entry.problem and entry.problem.kind in (Kind.OUTSIDE, Kind.CONTROL):
            rows.append(Row(entry.name, what=entry.problem))  # its name says nothing that could be believed
        elif download is None or download.platform != platform:
            rows.append(Row(entry.name, what=finding(Kind.UNKNOWN_NAME)))
        else:
            files.append((entry, download))
    unknown = sorted(ids - {download.id for _, download in files})
    if unknown:
        raise StaffError(f"Nobody in {path} has the id {', '.join(unknown)}. Nothing was collected.")
    return platform, files, rows


def _all_learners(
    archive: Archive,
    files: list[tuple[Entry, Download]],
    whose: Mapping[str, Whose],
    notebook: str,
    place: _Place,
    due: Due,
    times: Mapping[str, datetime.datetime],
    blank: Callable[[bytes], bool],
) -> list[Row]:
    """Write all that can be written; a row for each file."""
    by_learner: dict[str, list[tuple[Entry, Download]]] = {}
    rows = []
    for entry, download in files:
        one = whose[download.id]
        if one.problem:
            rows.append(Row(entry.name, download.name, one.problem))
        else:
            by_learner.setdefault(one.learner, []).append((entry, download))
    for learner, mine in by_learner.items():
        taken, found = hand_in(archive, mine, notebook, blank)
        rows += found
        for row in found:
            row.learner = learner
        if not taken:
            continue
        when = max((times[download.id] for _, download in mine if download.id in times), default=None)
        what, late = place.put(learner, taken, due(learner), when)
        notes = [*whose[mine[0][1].id].notes, *([late] if late else [])]
        taken[0].row.notes += notes
        for notebook_taken in taken:
            notebook_taken.row.what = what
    return rows


class _Place:
    """Puts hand-ins into the ``submitted`` folder, and keeps in mind what it put there."""

    def __init__(
        self,
        submitted: Path,
        assignment: str,
        kept: dict[str, HandIn],
        force: bool,
        archive: str,
        names: Mapping[str, str],
        emails: Mapping[str, str],
    ):
        self._submitted, self._assignment, self._archive = submitted, assignment, archive
        self._names, self._emails = names, emails
        self._kept, self._force = kept, force
        self._own = submitted / memory.FOLDER

    def put(
        self, learner: str, taken: list[Taken], due: datetime.datetime | None, when: datetime.datetime | None
    ) -> tuple[Finding, Finding | None]:
        """Write one learner's hand-in unless something speaks against it; what was done, and what to say of lateness."""
        folder = self._submitted / learner / self._assignment
        where = f"{self._submitted.name}/{learner}/{self._assignment}"
        if folder.is_symlink() or folder.parent.is_symlink():
            return finding(Kind.FOLDER_IS_LINK, there=where), None
        download = taken[0].download
        late = any(one.download.late for one in taken) if download.late is not None else None
        stamp, remark = _stamp(late, max(one.entry.date for one in taken), due, when)
        told = "" if when is None else _written(when)
        new = HandIn(download.platform, download.id, download.name, late, stamp, self._archive, told)
        new.full_name = self._names.get(download.id) or _full_name(download)
        new.email = self._emails.get(download.id, "")
        new.files = {
            one.path: Origin(one.entry.name, one.digest, one.entry.date, one.download.attachment) for one in taken
        }
        old, present = self._kept.get(learner), _digests(folder)
        ours = old is not None and present == {name: one.digest for name, one in old.files.items()}
        aside = None
        if present == {name: one.digest for name, one in new.files.items()}:
            what = finding(Kind.UNCHANGED, where=where)
            self._restamp(folder, old, stamp)
        elif present and not self._force and not ours:
            return finding(Kind.OTHER_IS_THERE, there=where), None
        elif present and not self._force and old and not _later(new, old):
            return finding(Kind.OLDER, there=where), None
        else:
            aside = self._write(learner, folder, taken, stamp)
            what = finding(Kind.REPLACED, where=where, aside=aside) if aside else finding(Kind.COLLECTED, where=where)
        self._kept[learner] = new
        return what, remark

    def _write(self, learner: str, folder: Path, taken: list[Taken], stamp: str) -> str | None:
        """Make the folder elsewhere and move it to its place; where the former one is now, if there was one."""
        incoming = self._own / f"incoming-{os.getpid()}"
        shutil.rmtree(incoming, ignore_errors=True)
        for one in taken:
            target = incoming / one.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(one.data)
        if stamp:
            (incoming / STAMP).write_text(stamp, "utf-8")
        aside = self._set_aside(learner, folder) if folder.exists() else None
        folder.parent.mkdir(exist_ok=True)
        incoming.rename(folder)
        return aside

    def _set_aside(self, learner: str, folder: Path) -> str:
        """Move what is there to where it can be found again; where that is."""
        number = 1
        while (aside := self._own / "replaced" / learner / self._assignment / str(number)).exists():
            number += 1
        aside.parent.mkdir(parents=True, exist_ok=True)
        folder.rename(aside)
        return str(aside.relative_to(self._submitted.parent))

    def _restamp(self, folder: Path, old: HandIn | None, stamp: str) -> None:
        """Write the time anew, where it is not somebody else's: the due date may be known by now."""
        path = folder / STAMP
        there = path.read_text("utf-8", "replace") if path.is_file() else ""
        if stamp and stamp != there and (not there or old and there == old.timestamp) and not path.is_symlink():
            atomic_write(path, stamp.encode())


def _full_name(download: Download) -> str:
    """The name in a file's name, where it is one: Canvas leaves out blanks, and Moodle writes "Participant" for who is anonymous."""
    return download.name if download.platform == MOODLE and " " in download.name else ""


def _later(new: HandIn, old: HandIn) -> bool:
    """Whether a hand-in is later than the one that is there.

    By the worksheet's times where both are known, then by Canvas's numbers, else by when the archives were packed. Of two
    that were packed in the same second, the one that is collected now counts: the other one is set aside, and not lost.
    """
    if new.told and old.told and new.told != old.told:
        return new.told > old.told
    mine, before = new.latest, old.latest
    if mine is None or before is None:
        return before is None
    if mine.attachment is not None and before.attachment is not None and mine.attachment != before.attachment:
        return mine.attachment > before.attachment
    return mine.date >= before.date


def _digests(folder: Path) -> dict[str, str]:
    """The files in a learner's folder, but the timestamp; a link counts as itself."""
    found = {}
    for place, _, files in os.walk(folder):
        for name in files:
            path = Path(place, name)
            if path == folder / STAMP:
                continue
            if path.is_symlink() or not path.is_file():
                found[str(path.relative_to(folder))] = "not a file"
            else:
                with open(path, "rb") as file:
                    found[str(path.relative_to(folder))] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _stamp(
    late: bool | None, packed: str, due: datetime.datetime | None, when: datetime.datetime | None
) -> tuple[str, Finding | None]:
    """The text of ``timestamp.txt``, as nbgrader's own ``submit`` writes it, and what to say of it; empty: not known.

    A worksheet knows ``when``. Neither platform's archive holds the time of a hand-in. Canvas says whether it was late: then a second after the due date,
    so that nobody loses more than the least lateness costs. Else it was handed in when the archive was packed at the latest, and
    before the due date; where the platform says nothing (Moodle), that is assumed, since grading would take the file's own time.
    """
    if when is not None:
        return _written(when), None
    if due is None:
        return "", finding(Kind.LATE_WITHOUT_DUE_DATE) if late else None
    if late:
        return _written(due + datetime.timedelta(seconds=1)), finding(Kind.LATE)
    remark = finding(Kind.TIME_UNKNOWN) if late is None else None
    try:
        return _written(min(due, datetime.datetime.fromisoformat(packed))), remark
    except ValueError:  # a zip file's date may be the 31st of February
        return _written(due), remark


def _written(when: datetime.datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M:%S.%f} UTC"


@contextlib.contextmanager
def _alone(submitted: Path) -> Iterator[None]:
    """Hold a lock in the folder, which is made if need be."""
    own = submitted / memory.FOLDER
    if own.is_symlink():
        raise StaffError(f"{own} is a link to another place. Remove it: collecting writes in {submitted} alone.")
    own.mkdir(parents=True, exist_ok=True)
    with locked(own / "lock", patience=0.5) as held:
        if not held:
            raise StaffError("Another collection is under way in this course. Wait until it has ended.")
        for leftover in own.glob("incoming-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        yield
