"""A small course to try the learner's commands on, and cells to build notebooks from."""

import pytest

from cells import check, demo, heading, notebook, setup, solution, text
from chainrule.course.layout import lectures
from chainrule.course.notebook import write


def released(word: str = "first") -> dict:
    """A lecture with two exercises."""
    return notebook(
        text(f"# Saturated, zig-zagging, dead\n\nThe {word} release.", "intro"),
        setup("import numpy as np"),
        demo(f"print('{word}')", "demo"),
        heading("### Exercise 3.1 — Sigmoid (2 points)", "h1"),
        solution("sigmoid"),
        check("sigmoid", 2),
        heading("### Exercise 3.2 — ReLU (1 point)", "h2"),
        solution("relu"),
        check("relu", 1),
    )


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
