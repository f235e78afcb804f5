"""Finding the course, and the lecture that a learner means."""

import pytest

from chainrule.course.layout import find_root, lectures, resolve
from chainrule.notebooks.errors import CourseError


def test_the_course_is_found_from_a_folder_inside_it(course):
    assert find_root(course / "notebooks" / "00_start") == course


def test_outside_a_course_the_remedy_is_told(course, tmp_path):
    with pytest.raises(CourseError, match="not inside the course.*CHAINRULE_ROOT"):
        find_root(tmp_path)


def test_another_project_with_notebooks_is_not_the_course(course):
    (course / "pyproject.toml").write_text('[project]\nname = "another"\n')
    with pytest.raises(CourseError):
        find_root(course)


def test_a_pyproject_under_edit_still_marks_the_course(course):
    (course / "pyproject.toml").write_text('name = "chainrule"\n[broken')
    assert find_root(course) == course


def test_the_environment_variable_goes_first_and_is_named_when_wrong(course, tmp_path, monkeypatch):
    monkeypatch.setenv("CHAINRULE_ROOT", str(course))
    assert find_root(tmp_path) == course
    monkeypatch.setenv("CHAINRULE_ROOT", str(tmp_path))
    with pytest.raises(CourseError, match="CHAINRULE_ROOT is"):
        find_root(course)


def test_lectures_are_in_order_and_other_folders_are_none(course):
    (course / "notebooks" / "10_empty").mkdir()
    (course / "notebooks" / ".ipynb_checkpoints").mkdir()
    assert [lecture.id for lecture in lectures(course)] == ["00_start", "03_activations"]


@pytest.mark.parametrize(
    "word",
    [
        "3",
        "03",
        "activations",
        "Activations",
        "03_activations",
        "03_activations/",
        "my-work/03_activations/activations.ipynb",
        "/somewhere/activations.ipynb",
        "activations (1).ipynb",
        "activations-Copy1.ipynb",
    ],
)
def test_a_lecture_is_found_by_every_word_for_it(course, word):
    assert resolve(course, word).id == "03_activations"


def test_an_unknown_word_gets_the_list_and_the_nearest(course):
    with pytest.raises(CourseError, match="Did you mean activations.*00_start, 03_activations"):
        resolve(course, "activation")
    with pytest.raises(CourseError, match="no lecture '7'"):
        resolve(course, "7")


def test_a_course_without_lectures_says_so(course):
    for lecture in lectures(course):
        lecture.notebook.unlink()
    with pytest.raises(CourseError, match="holds no lecture"):
        resolve(course, "3")


def test_the_title_is_the_first_heading(activations):
    assert activations.title == "Saturated, zig-zagging, dead"


def test_a_damaged_release_has_its_name_for_a_title(activations):
    activations.notebook.write_text("{")
    assert activations.title == "activations"
