"""Bring a new release into a learner's notebook without losing anything of theirs: a pure function.

A three-way merge by cell. `base` is the release that the learner's copy came from, `release` the new one, `mine`
the copy. The release decides the order and the wording; the learner's answers, edits and own cells stay.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import Role
from chainrule.notebooks.matching import Origin, fresh_id, match, pair
from chainrule.notebooks.notebook import Notebook

RETURNS = (Role.SOLUTION, Role.CHECK, Role.SETUP)  # roles whose cells come back when the learner deleted them


@dataclass
class MergeReport:
    """What a merge did, by cell label.

    Parameters
    ----------
    changed : bool
        Whether the merged notebook differs from the learner's.
    updated, added, removed : list of str
        Cells that the release changed, brought, or dropped, and that the learner had not edited.
    returned : list of str
        Cells that the learner had deleted and that the course needs.
    yours : list of str
        Cells that both changed, and where the learner's version stayed.
    both : list of str
        Cells that both changed, where the release's came in and the learner's is right below it.
    kept : list of str
        Cells that are gone from the release and stay because the learner had edited them.
    """

    changed: bool = False
    updated: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    yours: list[str] = field(default_factory=list)
    both: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """Tell the learner, in sentences; routine changes are counted, those that touch their work are named."""
        counts = [(self.updated, "updated"), (self.added, "new"), (self.removed, "removed")]
        routine = ", ".join(f"{len(cells)} {word}" for cells, word in counts if cells)
        told = [f"cells: {routine}"] if routine else []
        named = [
            (self.yours, "both you and the course changed it, and yours stayed"),
            (self.both, "both you and the course changed it; your version is right below the course's"),
            (self.kept, "it is no longer part of the course, and stays because you worked on it"),
            (self.returned, "you had deleted it; it is back because the course needs it"),
        ]
        return told + [f"{cell}: {what}" for cells, what in named for cell in cells]


def merge(base: Notebook, release: Notebook, mine: Notebook) -> tuple[Notebook, MergeReport]:
    """Merge a new release into a learner's notebook.

    Parameters
    ----------
    base : dict
        The release that `mine` was copied from.
    release : dict
        The new release.
    mine : dict
        The learner's notebook.

    Returns
    -------
    notebook : dict
        The merged notebook, valid nbformat 4.5 with unique ids. It is `mine` itself when there is nothing to do.
    report : MergeReport
        What was done.

    Notes
    -----
    No line that the learner wrote is lost. Merging the result again with the same base and release returns it
    unchanged, so a merge that was interrupted before the base was recorded can be run again.
    """
    report = MergeReport()
    if base == release:
        return mine, report
    origins = pair(_with_ids(base["cells"]), _with_ids(release["cells"]))
    found = match(origins, mine["cells"])
    placed: dict[int, list[Cell]] = {}  # origin in the release -> its cell, and what is right below it
    after: dict[int, list[Cell]] = {}  # origin in the release (-1: the top) -> the learner's cells that follow it
    taken = {cell["id"] for origin in origins for cell in origin.versions}

    anchor = -1
    for cell, number in zip(mine["cells"], found):
        if number is None:
            after.setdefault(anchor, []).append(_own(cell, taken))
        elif origins[number].release is not None:
            anchor = number
            placed[number] = _merged(origins[number], cell, taken, report)
        elif cell.text == _base(origins[number]).text:
            report.removed.append(cell.label)
        else:
            report.kept.append(cell.label)
            after.setdefault(anchor, []).append(_own(cell, taken, keep=_base(origins[number])["id"]))
    for number, origin in enumerate(origins):
        if origin.release is not None and number not in placed:
            placed[number] = _absent(origin, report)

    cells = list(after.get(-1, []))
    for number in sorted(placed):  # origins are in the release's order
        cells += placed[number] + after.get(number, [])
    merged = {
        **{key: value for key, value in mine.items() if key in ("nbformat", "nbformat_minor")},
        "cells": cells,
        "metadata": _three_way(base["metadata"], release["metadata"], mine["metadata"]),
        "nbformat": 4,
        "nbformat_minor": max(5, *(_minor(notebook) for notebook in (release, mine))),
    }
    report.changed = merged != mine
    return (merged if report.changed else mine), report


def assumed_base(release: Notebook, mine: Notebook) -> Notebook:
    """Reconstruct what a copy of unknown origin came from, so that merging with it loses nothing.

    Whether the learner edited a paragraph, or an older release had it so, can't be known. Answers and demonstrations
    are taken as edited wherever they differ from the release, so they stay. Text, checks and setup cells are taken
    as the older release's, so the new ones arrive; the backup holds the others. Every other cell is the learner's.

    Parameters
    ----------
    release, mine : dict
        The release, and the learner's notebook.

    Returns
    -------
    dict
        A notebook to be the `base` of `merge`.
    """
    cells = _with_ids(release["cells"])
    found = match([Origin(cell, cell) for cell in cells], mine["cells"])
    base = []
    for cell, number in zip(mine["cells"], found):
        if number is not None:
            theirs = cells[number].role not in (Role.SOLUTION, Role.DEMONSTRATION)
            base.append(cells[number].but(source=cell.source) if theirs else cells[number])
    return {**release, "cells": base}


def _merged(origin: Origin, mine: Cell, taken: set[str], report: MergeReport) -> list[Cell]:
    """Merge one cell that both the release and the learner have; also what goes right below it."""
    base, release = origin.base, origin.release
    assert release is not None
    kind = origin.role
    # A demonstration that was turned into text is edited; a check that was, by a slip of the finger, is not.
    retyped = kind is Role.DEMONSTRATION and mine.kind != release.kind
    if mine.text == release.text and not retyped:
        return [_result(origin, mine, text_of=release, keep_outputs=True)]
    edited = base is None or mine.text != base.text or retyped
    moved_on = base is not None and release.text != base.text
    if not edited:
        report.updated.append(release.label)
        return [_result(origin, mine, text_of=release, keep_outputs=False)]
    if not moved_on or kind in (Role.SOLUTION, Role.DEMONSTRATION):
        if moved_on:
            report.yours.append(release.label)
        return [_result(origin, mine, text_of=mine, keep_outputs=True, retyped=retyped)]
    report.both.append(release.label)
    return [_result(origin, mine, text_of=release, keep_outputs=False), _kept_version(release, mine, taken)]


def _absent(origin: Origin, report: MergeReport) -> list[Cell]:
    """Decide about a cell of the release that the learner's notebook hasn't."""
    base, release = origin.base, origin.release
    assert release is not None
    if base is None or (origin.role not in RETURNS and base.text != release.text):
        report.added.append(release.label)
    elif origin.role in RETURNS:
        report.returned.append(release.label)
    else:
        return []  # the learner deleted it, and it has nothing new to say
    return [_valid(release, release["id"], release.metadata)]


def _result(origin: Origin, mine: Cell, *, text_of: Cell, keep_outputs: bool, retyped: bool = False) -> Cell:
    """Build the merged cell: identity and grading from the release, view settings and outputs from the learner."""
    release = origin.release
    assert release is not None
    metadata = _three_way(origin.base.metadata if origin.base else {}, release.metadata, mine.metadata)
    shown = mine if keep_outputs and mine.is_code else release
    cell = release.but(
        source=text_of.source,
        cell_type=(mine if retyped else release).kind,
        attachments=text_of.get("attachments"),
        outputs=shown.get("outputs", []),
        execution_count=shown.get("execution_count"),
    )
    return _valid(cell, release["id"], metadata)


def _own(cell: Cell, taken: set[str], keep: str | None = None) -> Cell:
    """Return a cell that is the learner's alone: it has an id of its own and is not graded.

    `keep` is the id that the cell had in the course before it left it.
    """
    own = cell.id
    if own is None or (own in taken and own != keep):
        own = keep if own is None and keep is not None else fresh_id(f"own {cell.source}", taken)
    taken.add(own)
    return _valid(cell, own, {key: value for key, value in cell.metadata.items() if key != "nbgrader"})


def _kept_version(release: Cell, mine: Cell, taken: set[str]) -> Cell:
    """Return a text cell that holds the learner's version of a cell which the release has replaced."""
    source, attachments = mine.source, mine.get("attachments")
    if release.is_code:
        fence = "```"
        while fence in source:
            fence += "`"
        ending = "" if source.endswith("\n") else "\n"
        source = (
            "*Your version of the cell above, from before the course's update; it is text now and does not run:*\n\n"
            f"{fence}python\n{source}{ending}{fence}"
        )
    own = fresh_id(f"kept {release.id} {mine.source}", taken)
    cell = Cell(cell_type="markdown", source=source, attachments=attachments)
    return _valid(cell, own, {"chainrule": {"kept": release.label}})


def _valid(cell: Cell, own: str, metadata: dict[str, Any]) -> Cell:
    """Return the cell with exactly the keys that nbformat 4.5 gives to its type."""
    valid = Cell(cell_type=cell.kind, id=own, metadata=metadata, source=cell.source)
    if cell.is_code:
        outputs, count = cell.get("outputs"), cell.get("execution_count")
        valid["outputs"] = outputs if isinstance(outputs, list) else []
        valid["execution_count"] = count if isinstance(count, int) else None
    elif cell.get("attachments"):
        valid["attachments"] = cell["attachments"]
    return valid


def _three_way(base: dict[str, Any], release: dict[str, Any], mine: dict[str, Any]) -> dict[str, Any]:
    """Merge metadata: what the release holds arrives, what the learner's editor added or set stays.

    Grading and tags are the release's alone: tools strip them, and the course relies on them.
    """
    merged = dict(release)
    for key, value in mine.items():
        if key in ("nbgrader", "tags"):
            continue
        if key in release:
            if key in base and release[key] == base[key]:
                merged[key] = value
        elif key not in base:
            merged[key] = value
    return merged


def _with_ids(cells: list[Cell]) -> list[Cell]:
    """Return the course's cells, each with a unique id; one without gets the same one in every release."""
    taken: set[str] = set()
    named = []
    for cell in cells:
        own = cell.id
        if own is None or own in taken:
            own = fresh_id(f"course {cell.source}", taken)
        taken.add(own)
        named.append(cell.but(id=own))
    return named


def _base(origin: Origin) -> Cell:
    """Return the base of an origin that has one."""
    assert origin.base is not None
    return origin.base


def _minor(notebook: Notebook) -> int:
    """Return the minor version of the notebook's format."""
    minor = notebook.get("nbformat_minor", 0)
    return minor if isinstance(minor, int) else 0
