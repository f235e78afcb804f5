"""The page that says where everything is taught: it is current, and what it names exists."""

import sys

import pytest
from throwaway import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import coverage_page


@pytest.fixture(scope="module")
def course():
    return coverage_page.Course()


def test_the_page_is_what_the_tables_and_the_course_say():
    assert coverage_page.PAGE.read_text("utf-8") == coverage_page.written(), "run python tools/coverage_page.py"


@pytest.mark.parametrize(
    "kind, args",
    [
        ("exercise", ("03.no_such_function",)),
        ("exercise", ("99.sigmoid",)),
        ("figure", ("activations.no_such_figure",)),
        ("figure", ("no_such_module.curve",)),
        ("test", ("test_coverage_page.py::no_such_test",)),
        ("myth", ("03", "no such words")),
    ],
)
def test_what_is_not_there_is_refused(course, kind, args):
    with pytest.raises(coverage_page.MissingError):
        getattr(course, kind)(*args)


def test_every_lecture_is_named(course):
    page = coverage_page.PAGE.read_text("utf-8")
    assert [
        number for number in course.lectures if f"| {int(number)}." not in page and f" {int(number)}." not in page
    ] == []
