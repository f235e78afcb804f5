"""A course that has been released, and one assignment ready for grading."""

import shutil
from pathlib import Path

import pytest
from handing_in import ASSIGNMENT
from throwaway import nbgrader

from chainrule_staff.grading.assignment import load


@pytest.fixture(scope="session")
def mould_released(mould_built, tmp_path_factory):
    """The built mould course with a gradebook that knows it; not to be changed."""
    course = Path(shutil.copytree(mould_built, tmp_path_factory.mktemp("released") / "course"))
    nbgrader(course, "generate_assignment", ASSIGNMENT)
    return course


@pytest.fixture
def course(mould_released, tmp_path, in_course):
    """A copy of it, for one test to hand in and grade."""
    return in_course(Path(shutil.copytree(mould_released, tmp_path / "course")))


@pytest.fixture
def assignment(mould_released, in_course):
    """The mould, as a worker gets it."""
    in_course(mould_released)
    return load(mould_released / "solutions", mould_released / "notebooks", ASSIGNMENT)
