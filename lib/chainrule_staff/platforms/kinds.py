"""The kinds of what collecting does with a file, or finds wrong with it.

A :class:`chainrule.checks.report.Finding` of one of these kinds is what travels and what is written down. Code decides on the
kind; :mod:`chainrule_staff.platforms.words` makes the sentence where it is shown.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a finding says; the values that its sentence needs are listed beside those that need any."""

    # What became of a file.
    COLLECTED = "collected"  # where
    REPLACED = "replaced"  # where, aside: the folder that holds what was there before
    UNCHANGED = "unchanged"  # where
    # It was left in the archive, as it should be.
    NOT_A_NOTEBOOK = "not a notebook"
    SYSTEM_FILE = "system file"
    EARLIER_ATTEMPT = "earlier attempt"  # later: the name of the one that was taken
    SAME_AGAIN = "same again"  # first
    OLDER = "older"  # there: the learner's folder, which has a newer one
    # It was left in the archive, and somebody should know.
    NO_NOTEBOOK = "no notebook"
    UNKNOWN_NAME = "unknown name"
    OTHER_IS_THERE = "other is there"  # there
    TWO_OF_ONE_NAME = "two of one name"  # name, ids
    SEVERAL_KNOWN = "several known"  # id, name, learners: of the gradebook
    TWO_FOLDERS = "two folders"  # names
    NO_NAME = "no name"  # name
    FOLDER_IS_LINK = "folder is link"  # there
    TWO_FILES = "two files"
    HELD_BACK = "held back"
    LINK = "link"
    OUTSIDE = "outside"
    CONTROL = "control"
    LONG_NAME = "long name"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too large"  # limit: bytes
    BOMB = "bomb"  # limit: bytes
    DAMAGED = "damaged"  # said
    NESTED = "nested"
    # What else there is to say of a file that was taken.
    RENAMED = "renamed"  # to
    FROM_ZIP = "from zip"  # names
    NEW_LEARNER = "new learner"  # learner
    ALTERED_NAME = "altered name"  # name, learner
    TIME_UNKNOWN = "time unknown"
    LATE = "late"
    LATE_WITHOUT_DUE_DATE = "late without due date"
    # Why there is no feedback for a learner.
    NOT_GRADED = "not graded"
    CHANGED_SINCE = "changed since"
    FROM_ELSEWHERE = "from elsewhere"


# Somebody has to do something, or work that was handed in is not graded.
REFUSED = {
    Kind.NO_NOTEBOOK,
    Kind.UNKNOWN_NAME,
    Kind.OTHER_IS_THERE,
    Kind.TWO_OF_ONE_NAME,
    Kind.SEVERAL_KNOWN,
    Kind.TWO_FOLDERS,
    Kind.NO_NAME,
    Kind.FOLDER_IS_LINK,
    Kind.TWO_FILES,
    Kind.HELD_BACK,
    Kind.LINK,
    Kind.OUTSIDE,
    Kind.CONTROL,
    Kind.LONG_NAME,
    Kind.ENCRYPTED,
    Kind.TOO_LARGE,
    Kind.BOMB,
    Kind.DAMAGED,
    Kind.NESTED,
}
