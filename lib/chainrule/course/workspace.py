"""The learner's own copies in `my-work/`: made, brought up to date, reset. `chainrule study` and `reset` call it.

The learner's file is only ever replaced by a merge that keeps their work, after a dated copy of it was made. Every
write is atomic, and the order (backup, notebook, base) is such that a kill between any two leaves nothing that
running again does not finish.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from chainrule.course.layout import ReleasedLecture
from chainrule.disk import atomic_write, unused
from chainrule.notebooks.cell import Cell
from chainrule.notebooks.errors import CourseError, NotebookError, Problem
from chainrule.notebooks.exercises import find_exercise
from chainrule.notebooks.matching import Origin, fresh_id, match
from chainrule.notebooks.merge import assumed_base, merge
from chainrule.notebooks.notebook import Notebook, dump, parse, read

SKIPPED = (".", "__pycache__")  # beginnings of names that are not part of a release


@dataclass
class Outcome:
    """What happened to one lecture.

    Parameters
    ----------
    lecture : str
        Its id.
    action : str
        ``copied``, ``unchanged``, ``merged``, ``reset``, or ``problem``.
    messages : list of str
        What to tell the learner; for a problem, what is wrong and the remedy.
    backup : str or None
        Where the copy from before is, relative to the course.
    """

    lecture: str
    action: str = "unchanged"
    messages: list[str] = field(default_factory=list)
    backup: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return plain data for ``--json``."""
        return asdict(self)


class Workspace:
    """The learner's folder of one course.

    Parameters
    ----------
    root : Path
        The course's folder.
    """

    def __init__(self, root: Path):
        self.root = root
        self.folder = root / "my-work"
        self.hidden = self.folder / ".chainrule"

    def notebook(self, lecture: ReleasedLecture) -> Path:
        """The learner's copy."""
        return self.folder / lecture.id / lecture.notebook.name

    def base(self, lecture: ReleasedLecture) -> Path:
        """The release that the copy came from."""
        return self.hidden / "base" / lecture.id / lecture.notebook.name

    def back_up(self, lecture: ReleasedLecture, data: bytes, when: datetime | None = None) -> Path:
        """Keep a dated copy of the learner's notebook; an equal one that is the newest there will do."""
        folder = self.folder / "backups" / lecture.id
        newest = max(folder.glob(f"{lecture.name} *.ipynb"), key=lambda p: p.stat().st_mtime_ns, default=None)
        if newest is not None and newest.read_bytes() == data:
            return newest  # an interrupted run made it
        when = when or datetime.now()
        path = unused(folder / f"{lecture.name} {when:%Y-%m-%d %H.%M.%S}.ipynb")
        atomic_write(path, data)
        return path

    def prepare(self, lectures: list[ReleasedLecture], when: datetime | None = None) -> list[Outcome]:
        """Copy what is not there yet, and bring newer releases into what is.

        Parameters
        ----------
        lectures : list of ReleasedLecture
            The released lectures.
        when : datetime, optional
            The time to put into the names of backups; now unless told.

        Returns
        -------
        list of Outcome
            One for each lecture. A problem with one does not stop the others.

        Raises
        ------
        CourseError
            When `my-work` itself can't be written.
        """
        try:
            self.hidden.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CourseError(
                f"{self.folder} can't be made ({error.strerror}). Put the course where you may write, or rename "
                "what is in its way."
            ) from None
        outcomes = []
        for lecture in lectures:
            outcome = Outcome(lecture.id)
            try:
                self._prepare_notebook(lecture, outcome, when)
                self._prepare_files(lecture, outcome)
            except NotebookError as error:
                outcome.action = "problem"
                outcome.messages.append(f"{error} Nothing was changed.")
            except OSError as error:
                outcome.action = "problem"
                outcome.messages.append(
                    f"{error.filename or lecture.id}: {error.strerror or error}. Mend that, and "
                    "run this again: chainrule study"
                )
            outcomes.append(outcome)
        return outcomes

    def _prepare_notebook(self, lecture: ReleasedLecture, outcome: Outcome, when: datetime | None) -> None:
        """Copy or merge one notebook."""
        release_data, release = _released(lecture)
        path, base_path = self.notebook(lecture), self.base(lecture)
        if not path.exists():
            atomic_write(path, release_data)
            atomic_write(base_path, release_data)
            outcome.action = "copied"
            return
        if base_path.exists() and base_path.read_bytes() == release_data:
            return
        mine_data = path.read_bytes()
        if mine_data != release_data:
            mine = parse(mine_data, path)
            try:
                base, guessed = read(base_path), False
            except NotebookError:  # copied by hand, or a damaged file of ours
                base, guessed = assumed_base(release, mine), True
            merged, report = merge(base, release, mine)
            if report.changed:
                backup = self.back_up(lecture, mine_data, when)
                if path.read_bytes() != mine_data:
                    raise NotebookError(Problem.SAVED_MEANWHILE, path)
                atomic_write(path, dump(merged))
                outcome.action, outcome.backup = "merged", str(backup.relative_to(self.root))
                outcome.messages += report.sentences()
                if guessed:
                    outcome.messages.append(
                        "which release your copy came from is not known: your answers, demonstrations and own "
                        "cells stayed, text and checks are the course's; what you wrote into those is in the copy "
                        "from before"
                    )
        # Last: as long as the base is the old one, running again merges again, and that changes nothing.
        atomic_write(base_path, release_data)

    def _prepare_files(self, lecture: ReleasedLecture, outcome: Outcome) -> None:
        """Copy the other files of a lecture's folder; those that the learner changed stay."""
        for source in sorted(lecture.folder.rglob("*")):
            part = source.relative_to(lecture.folder)
            if source == lecture.notebook or not source.is_file() or any(p.startswith(SKIPPED) for p in part.parts):
                continue
            path, base = self.folder / lecture.id / part, self.base(lecture).parent / part
            released = source.read_bytes()
            if path.exists() and path.read_bytes() != released:
                if not base.exists() or path.read_bytes() != base.read_bytes():
                    if not base.exists() or base.read_bytes() != released:
                        outcome.messages.append(f"{part}: you changed it, so the course's newer version was not copied")
                        atomic_write(base, released)
                    continue
            if not path.exists() or path.read_bytes() != released:
                atomic_write(path, released)
            if not base.exists() or base.read_bytes() != released:
                atomic_write(base, released)

    def reset(self, lecture: ReleasedLecture, exercise: str | None = None, when: datetime | None = None) -> Outcome:
        """Put back one exercise's stub, or the whole notebook, after a backup.

        Parameters
        ----------
        lecture : ReleasedLecture
            The lecture.
        exercise : str, optional
            A grade_id, a function's name or an exercise's number; without it, the whole notebook.
        when : datetime, optional
            The time to put into the backup's name; now unless told.

        Returns
        -------
        Outcome
            What was done.

        Raises
        ------
        CourseError
            When there is no copy, no such exercise, or the copy is damaged and only one exercise was asked for.
        """
        path = self.notebook(lecture)
        if not path.exists():
            remedy = f"Make your copy with: chainrule study {lecture.name}"
            raise CourseError(f"{path}: there is nothing to reset yet. {remedy}")
        release_data, release = _released(lecture)
        mine_data = path.read_bytes()
        outcome = Outcome(lecture.id, "reset")
        if exercise is None:
            new = release_data
        else:
            stubs = find_exercise(release, exercise, lecture.id)
            new = dump(_with_stubs(release, parse(mine_data, path), stubs, outcome))
        outcome.backup = str(self.back_up(lecture, mine_data, when).relative_to(self.root))
        atomic_write(path, new)
        if exercise is None:
            atomic_write(self.base(lecture), release_data)
        return outcome


def _released(lecture: ReleasedLecture) -> tuple[bytes, Notebook]:
    """Read a release: its bytes and its notebook."""
    data = lecture.notebook.read_bytes()
    return data, parse(data, lecture.notebook, released=True)


def _with_stubs(release: Notebook, mine: Notebook, stubs: list[Cell], outcome: Outcome) -> Notebook:
    """Return `mine` with these cells as released; cells that are missing go where the release has them."""
    found = match([Origin(cell, cell) for cell in release["cells"]], mine["cells"])
    cells = list(mine["cells"])
    ids = {cell.get("id") for cell in cells}
    for stub in stubs:
        name = stub.grade_id or "the answer"
        number = next(i for i, cell in enumerate(release["cells"]) if cell is stub)
        if number in found:
            place = found.index(number)
            # The learner's cell id stays: another cell may have the released one, and format 4.4 has none.
            cells[place] = stub.but(id=cells[place]["id"]) if "id" in cells[place] else _without_id(stub)
        else:
            before = [i for i, origin in enumerate(found) if origin is not None and origin < number]
            place = before[-1] + 1 if before else 0
            old_format = mine.get("nbformat_minor", 0) < 5
            taken = stub.get("id") in ids
            new = stub.but(id=fresh_id(stub.source, ids)) if taken else stub
            cells.insert(place, _without_id(stub) if old_format else new)
            found.insert(place, number)
        outcome.messages.append(f"{name} is as it was released")
        again = [i for i, cell in enumerate(cells) if i > place and cell.defined & stub.defined]
        if again:
            names = ", ".join(sorted(stub.defined))
            outcome.messages.append(f"cell {again[0] + 1} defines {names} again: it is yours and stays")
    return {**mine, "cells": cells}


def _without_id(cell: Cell) -> Cell:
    """Return the cell as format 4.4 has it."""
    return Cell({key: value for key, value in cell.items() if key != "id"})
