"""The kinds of what grading finds in a submission: why it cannot be read, what was repaired, what a person should look at.

A :class:`chainrule.checks.report.Finding` of one of these kinds is what travels and what is written down. Code decides on the
kind; :mod:`chainrule_staff.grading.words` makes the sentence where it is shown.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a finding says; the values that its sentence needs are listed beside those that need any."""

    # Why a submission cannot be read. These are clauses within the sentence of UNREADABLE or NAME_REFUSED.
    NAME_NOT_TEXT = "name not text"
    NAME_WITH_DOT = "name with dot"
    NAME_WITH_CHARACTERS = "name with characters"
    FOLDER_IS_LINK = "folder is link"
    FOLDER_UNREADABLE = "folder unreadable"  # reason
    FILE_IS_LINK = "file is link"  # file
    NO_FILE = "no file"  # file
    FILE_UNREADABLE = "file unreadable"  # file, reason
    NO_NOTEBOOK = "no notebook"
    TOO_LARGE = "too large"  # megabytes, limit
    NOT_A_NOTEBOOK = "not a notebook"  # problem, values: of chainrule.notebooks.errors
    OLD_FORMAT = "old format"
    READING_TOO_SLOW = "reading too slow"  # seconds
    READING_RAISED = "reading raised"  # error, message
    GRADER_FAILED = "grader failed"  # error, message
    # What was put right, or left aside.
    OTHER_NAME = "other name"  # notebook, graded
    OTHER_NOTEBOOKS = "other notebooks"  # names
    EMPTY_FOLDER = "empty folder"
    CONVERTED = "converted"
    METADATA_LOST = "metadata lost"
    TIME_ASSUMED = "time assumed"  # platform; late: True, False, or None where it does not say
    TOLD = "told"  # text: what running the notebook had to say of its cells
    # What a person should look at.
    UNREADABLE = "unreadable"  # why: a finding's data
    NAME_REFUSED = "name refused"  # why: a finding's data
    BAD_TIMESTAMP = "bad timestamp"  # time
    NO_TIMESTAMP = "no timestamp"  # time
    LINKS = "links"  # names
    TWO_SPELLINGS = "two spellings"  # count
    SEVERAL_NOTEBOOKS = "several candidates"  # names, graded, why: of .which
    FORGED_RECORD = "forged record"
    ANOTHER_NOTEBOOK = "another notebook"
    MANY_CELLS = "many cells"  # count, limit
    CELL_CUT = "cell cut"  # cell, characters
    TAGGED = "tagged"  # cell
    CLAIMS_TO_BE_GRADED = "claims to be graded"  # cell
    MARKERS = "markers"
    OTHER_POINTS = "other points"  # cell
    CHECK_REPLACED = "check replaced"  # cell
    OUTPUT_WITH_SCRIPT = "output with script"  # cell
    ATTACHMENT_WITH_SCRIPT = "attachment with script"  # cell
    IMPORTS = "imports"  # cell, line, module
    USES = "uses"  # cell, line, name
    REACHES = "reaches"  # cell, line, name
    CHANGES = "changes"  # cell, line, name
    DEFINES = "defines"  # cell, line, names
    NAMES_FILES = "names files"  # cell, line
    MARKUP = "markup"  # cell, text, and line where it stands in code
    NESTED = "nested"  # cell
    TIMED_OUT = "timed out"  # count
    DIED = "died"  # count
    ENDED = "ended"  # much: "computing", "waiting" or "memory"; limit
    FORKED = "forked"
    CHECK_FAILED = "check failed"  # check, why
    # Of a grade.
    BY_HAND = "by hand"
    NOT_IN_BOOK = "not in book"


TIME_OF_FILE = {Kind.BAD_TIMESTAMP, Kind.NO_TIMESTAMP}  # when it was handed in is what the file's own time says
REFUSED_NAMES = {Kind.NAME_NOT_TEXT, Kind.NAME_WITH_DOT, Kind.NAME_WITH_CHARACTERS}  # no gradebook takes them
