"""What collecting's findings are in English: the only module that words them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.checks.report import Finding
from chainrule_staff.platforms.kinds import Kind

Values = dict[str, Any]


def _megabytes(values: Values) -> str:
    return f"{values['limit'] / 1e6:.0f} MB"


_WORDS: dict[Kind, str | Callable[[Values], str]] = {
    Kind.COLLECTED: "collected: {where}",
    Kind.REPLACED: "collected: {where}; what was there before is in {aside}",
    Kind.UNCHANGED: "unchanged: {where}",
    Kind.NOT_A_NOTEBOOK: "left in the archive: no notebook",
    Kind.SYSTEM_FILE: "left in the archive: made by an operating system or an editor",
    Kind.EARLIER_ATTEMPT: "left in the archive: an earlier attempt; {later} is the latest",
    Kind.SAME_AGAIN: "left in the archive: the same as {first}",
    Kind.OLDER: "left in the archive: {there} has a newer one",
    Kind.NO_NOTEBOOK: "NOT COLLECTED: no notebook, and this learner handed in no other. Ask the learner",
    Kind.UNKNOWN_NAME: "NOT COLLECTED: neither Moodle nor Canvas gives such a name, so whose it is is not known",
    Kind.OTHER_IS_THERE: (
        "NOT COLLECTED: {there} holds something else, which did not come from this platform or was changed since. To "
        "replace it (it is set aside, not lost): --force"
    ),
    Kind.TWO_OF_ONE_NAME: lambda v: (
        f"NOT COLLECTED: {len(v['ids'])} learners have the name {v['name']}. Say who is who: "
        + " ".join(f"--learner {one}=NAME" for one in v["ids"])
    ),
    Kind.SEVERAL_KNOWN: lambda v: (
        f"NOT COLLECTED: the gradebook has {len(v['learners'])} learners called {v['name']}: {', '.join(v['learners'])}. "
        f"Say who it is: --learner {v['id']}=NAME"
    ),
    Kind.TWO_FOLDERS: lambda v: (
        f"NOT COLLECTED: the folders {' and '.join(v['names'])} in submitted/ could both be this learner's, since their "
        "names differ only in how a letter is written. Join them into one"
    ),
    Kind.NO_NAME: "NOT COLLECTED: {name!r} cannot be the name of a folder. Give another: --learner ID=NAME",
    Kind.FOLDER_IS_LINK: "NOT COLLECTED: {there} is a link to another place, which was not followed. Remove the link",
    Kind.TWO_FILES: (
        "NOT COLLECTED: two files of this learner have this name, and they differ. Put the right one in place by hand"
    ),
    Kind.HELD_BACK: "NOT COLLECTED: two other files of this learner are one too many; see there",
    Kind.LINK: "NOT COLLECTED: it is a link, which could lead anywhere",
    Kind.OUTSIDE: "NOT COLLECTED: its name leads out of the archive's folder",
    Kind.CONTROL: "NOT COLLECTED: its name has characters that no name has",
    Kind.LONG_NAME: "NOT COLLECTED: its name is too long for a file",
    Kind.ENCRYPTED: "NOT COLLECTED: it has a password. Ask the learner for it without",
    Kind.TOO_LARGE: lambda v: f"NOT COLLECTED: it has more than {_megabytes(v)}; without its outputs it will be small",
    Kind.BOMB: lambda v: f"NOT COLLECTED: unpacked, this zip file has more than {_megabytes(v)} or 1,000 files",
    Kind.DAMAGED: "NOT COLLECTED: it is damaged ({said}). Download the archive again, or ask the learner",
    Kind.NESTED: "NOT COLLECTED: a zip file within a zip file within the archive",
    Kind.RENAMED: "called {to} now",
    Kind.FROM_ZIP: lambda v: f"from within the zip file: {', '.join(v['names'])}",
    Kind.NEW_LEARNER: "{learner} is new: the gradebook has no such id or name",
    Kind.ALTERED_NAME: "the platform's name is {name}",
    Kind.LATE: "late, the platform says; by how much it does not say, so timestamp.txt is a second after the due date",
    Kind.TIME_UNKNOWN: "counts as handed in on time, since Moodle's archive does not say when",
    Kind.LATE_WITHOUT_DUE_DATE: (
        "late, the platform says; the gradebook has no due date, so nobody counts as late. Set it and collect again"
    ),
    Kind.NOT_GRADED: "not graded yet",
    Kind.CHANGED_SINCE: "a later hand-in is not graded yet",
    Kind.FROM_ELSEWHERE: "not collected from this platform",
}


def sentence(found: Finding) -> str:
    """A finding in words, without a full stop."""
    words = _WORDS[Kind(found.kind)]
    return words.format(**found.values) if isinstance(words, str) else words(found.values)


def told(found: Finding) -> dict[str, Any]:
    """A finding for a report in JSON: its kind, its values and its words."""
    return {**found.to_dict(), "words": sentence(found)}
