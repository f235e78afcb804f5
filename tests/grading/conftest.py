"""A released course for the tests of grading: ``released`` to copy from, ``course`` for one test to change."""

from pathlib import Path

import pytest

import classroom


@pytest.fixture(scope="session")
def released(mould_built, tmp_path_factory) -> Path:
    """The mould's course with a gradebook that knows the assignment; nobody has handed in."""
    course = classroom.copy_of(mould_built, tmp_path_factory.mktemp("released") / "course")
    done = classroom.nbgrader(course, "generate_assignment", classroom.ASSIGNMENT)
    assert done.returncode == 0, done.stdout
    return course


@pytest.fixture
def course(released, tmp_path, in_course) -> Path:
    """A released course for one test to change; the environment is set for it."""
    return in_course(classroom.copy_of(released, tmp_path / "course"))
