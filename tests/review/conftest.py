"""The mould course, reviewed once for all tests."""

import shutil
from pathlib import Path

import pytest

from chainrule_staff.authoring.source import read
from chainrule_staff.review.keeping import dossiers


@pytest.fixture(scope="session")
def mould_reviewed(mould_built, tmp_path_factory):
    """A copy of the built mould with its dossiers kept; not to be changed."""
    course = Path(shutil.copytree(mould_built, tmp_path_factory.mktemp("reviewed") / "course"))
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
