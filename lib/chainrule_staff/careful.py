"""nbgrader, where one learner's odd file would stop it for everyone, or be passed over. Put in place by :mod:`chainrule_staff.exchange`.

nbgrader has no setting for these three. Each is replaced by what ``chainrule staff grade`` does, so that formgrader's page and its
*Autograde* agree with the command.
"""

from __future__ import annotations

import glob
import logging
import os
from datetime import datetime
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory

from chainrule_staff.grading.handed_in import NoTime, read_stamp
from chainrule_staff.grading.submissions import look_at

log = logging.getLogger(__name__)


def install() -> None:
    """Put them in the place of nbgrader's."""
    CourseDirectory.get_existing_timestamp = _existing_timestamp
    NbGraderAPI.get_submitted_timestamp = _submitted_timestamp
    Autograde.init_notebooks = _notebooks_of_any_name


def _existing_timestamp(coursedir: CourseDirectory, folder: str) -> datetime | None:
    """When a folder says that it was handed in; nbgrader's ends the program where it says so in another way."""
    try:
        found = read_stamp(Path(folder))
    except NoTime as error:
        log.warning("%s/timestamp.txt does not say when it was handed in (%s).", folder, error)
        return None
    return found[0] if found else None


def _submitted_timestamp(api: NbGraderAPI, assignment_id: str, student_id: str) -> datetime | None:
    """The same, for formgrader; nbgrader's raises, and the list of the whole class is an error 500."""
    folder = api.coursedir.format_path(api.coursedir.submitted_directory, student_id, assignment_id)
    return _existing_timestamp(api.coursedir, os.path.abspath(folder))


def _holds_something(folder: Path) -> bool:
    """Whether there is something to grade, or to say: an empty folder is one of somebody who handed in nothing."""
    found = look_at(folder.parent.name, folder, _notebook(folder.name))
    return found is not None and (found.file is not None or found.problem is not None)


def _notebook(assignment: str) -> str:
    return assignment.partition("_")[2]


_named_as_released = Autograde.init_notebooks


def _notebooks_of_any_name(converter: Autograde) -> None:
    """Take each submitted folder for the one notebook of its assignment, whatever the file in it is called.

    What nbgrader would read is not read: see :class:`chainrule_staff.grading.preprocessors.Submitted`.
    """
    everyone = converter._format_source(converter.coursedir.assignment_id, converter.coursedir.student_id)
    folders = [folder for folder in glob.glob(everyone) if _holds_something(Path(folder))]
    if not folders or not all(_notebook(os.path.basename(folder)) for folder in folders):
        _named_as_released(converter)  # which says what is missing, or grades what is none of the course's
        return
    converter.notebooks = []
    converter.assignments = {
        folder: [os.path.join(folder, f"{_notebook(os.path.basename(folder))}.ipynb")] for folder in folders
    }
