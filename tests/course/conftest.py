"""A small course to try the learner's commands on."""

import pytest

from chainrule.course.layout import lectures
from chainrule.notebooks.notebook import write

from .cells import released


@pytest.fixture
def course(tmp_path, monkeypatch):
    """The folder of a course with two lectures; the current folder is in it."""
    monkeypatch.delenv("CHAINRULE_ROOT", raising=False)
    monkeypatch.delenv("CHAINRULE_PROGRESS", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    root = tmp_path / "a course"
    for folder in ("00_start", "03_activations"):
        name = folder.partition("_")[2]
        write(root / "notebooks" / folder / f"{name}.ipynb", released())
    (root / "pyproject.toml").write_text('[project]\nname = "chainrule"\n')
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def activations(course):
    """The second lecture."""
    return lectures(course)[1]
