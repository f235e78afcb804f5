"""The mould course, reviewed once, and a class of it, graded once, for all tests."""

import shutil
from pathlib import Path

import pytest
from throwaway import course_environment, nbgrader
from wrote import WRITTEN

from chainrule.checks import known_mistakes
from chainrule.notebooks import notebook as notebooks
from chainrule_staff.authoring.source import read
from chainrule_staff.grading.class_run import grade_class
from chainrule_staff.review.keeping import dossiers
from chainrule_staff.simulation.learners import Classroom


@pytest.fixture(scope="session")
def mould_reviewed(mould_built, tmp_path_factory):
    """A copy of the built mould with its dossiers kept; not to be changed."""
    course = Path(shutil.copytree(mould_built, tmp_path_factory.mktemp("reviewed") / "course"))
    with _of(course):
        dossiers(course, [read(course / "solutions" / "01_mould")], workers=1)
    return course


@pytest.fixture
def reviewed(mould_reviewed, in_course):
    """The root of that course; the environment is set for it."""
    return in_course(mould_reviewed)


@pytest.fixture
def reviewed_copy(mould_reviewed, tmp_path, in_course):
    """A copy of it, for one test to change."""
    return in_course(Path(shutil.copytree(mould_reviewed, tmp_path / "copy")))


@pytest.fixture(scope="session")
def mould_class(mould_built, tmp_path_factory):
    """A course in which six learners are graded; not to be changed."""
    course = Path(shutil.copytree(mould_built, tmp_path_factory.mktemp("class") / "course"))
    nbgrader(course, "generate_assignment", "01_mould")
    room = Classroom(read(course / "solutions" / "01_mould"), 0)
    for learner, written in WRITTEN.items():
        folder = course / "submitted" / learner / "01_mould"
        folder.mkdir(parents=True)
        mine = room.notebook({**room.right(), "he_normal": written})
        (folder / "mould.ipynb").write_bytes(notebooks.dump(mine))
    with _of(course):
        grade_class(course, "01_mould", workers=1)
    return course


@pytest.fixture
def graded(mould_class, tmp_path, in_course):
    """A copy of it, for one test to change."""
    return in_course(Path(shutil.copytree(mould_class, tmp_path / "graded")))


class _of:
    """For the time of a block, the environment of a course; fixtures for a whole session cannot ask for ``in_course``."""

    def __init__(self, course):
        self._course, self._patch = course, pytest.MonkeyPatch()

    def __enter__(self):
        for name, value in course_environment(self._course).items():
            self._patch.setenv(name, value)
        known_mistakes.load.cache_clear()

    def __exit__(self, *error):
        self._patch.undo()
        known_mistakes.load.cache_clear()
