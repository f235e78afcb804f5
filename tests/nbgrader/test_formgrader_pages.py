"""Formgrader's list of a class is there, whatever one learner's ``timestamp.txt`` says."""

from datetime import datetime

import pytest
from throwaway import nbgrader

from chainrule_staff.settings import settings

ASSIGNMENT = "01_mould"
STAMPS = {
    "empty": b"",
    "utf16": "2026-11-20 10:00:00 UTC".encode("utf-16"),
    "epoch": b"1795168800",
    "no day": b"1:30 PM",
    "no time": b"half past nine",
    "latin": "20 déc. 2026".encode("latin-1"),
    "right": b"2026-11-20 10:00:00.5 UTC",
    "half past one": b"2026-11-20 1:30 PM",
}


@pytest.fixture
def formgrader(mould_copy):
    """nbgrader's own view of the course, as formgrader has it; and the course."""
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    nbgrader(mould_copy, "generate_assignment", ASSIGNMENT)
    for learner, stamp in STAMPS.items():
        folder = mould_copy / "submitted" / learner / ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / "mould.ipynb").write_bytes((mould_copy / "notebooks" / ASSIGNMENT / "mould.ipynb").read_bytes())
        (folder / "timestamp.txt").write_bytes(stamp)
    config = settings(mould_copy)
    return NbGraderAPI(CourseDirectory(config=config, root=str(mould_copy)), config=config)


@pytest.mark.thorough
def test_the_list_of_submissions_is_there_with_the_times_that_can_be_read(formgrader):
    listed = {one["student"]: one["timestamp"] for one in formgrader.get_submissions(ASSIGNMENT)}
    assert listed == {
        **dict.fromkeys(STAMPS),
        "right": "2026-11-20T10:00:00.500000",
        "half past one": "2026-11-20T13:30:00",
    }
    (assignment,) = (one for one in formgrader.get_assignments() if one["name"] == ASSIGNMENT)
    assert assignment["num_submissions"] == len(STAMPS)


@pytest.mark.thorough
def test_no_program_of_nbgraders_ends_at_a_time_that_is_none(formgrader):
    read = {
        learner: formgrader.coursedir.get_existing_timestamp(
            formgrader.coursedir.format_path("submitted", learner, ASSIGNMENT)
        )
        for learner in STAMPS
    }
    assert {learner: time for learner, time in read.items() if time} == {
        "right": datetime(2026, 11, 20, 10, 0, 0, 500000),
        "half past one": datetime(2026, 11, 20, 13, 30),
    }
