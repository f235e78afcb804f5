"""A small course to try the learner's commands on."""

import sys
import types

import pytest

from chainrule.course import cli
from chainrule.course.layout import lectures
from chainrule.notebooks.notebook import read, write

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


@pytest.fixture
def run(course, monkeypatch, capsys):
    """Run the command; return exit code, stdout and stderr."""
    monkeypatch.setenv("COLUMNS", "150")

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["chainrule", *words])
        with pytest.raises(SystemExit) as done:
            cli.main()
        out, err = capsys.readouterr()
        return done.value.code or 0, out, err

    return call


@pytest.fixture
def grader(monkeypatch):
    """Stand in for the checker; its results by notebook, and the files it was given."""
    fake = types.ModuleType("chainrule.course.own_check")
    fake.points, fake.paths = {"sigmoid": 2.0, "relu": 1.0}, []

    def check_notebook(path, lecture, on_progress):
        read(path)
        fake.paths.append(path)
        exercises = []
        for done, (name, most) in enumerate([("sigmoid", 2.0), ("relu", 1.0)], 1):
            on_progress(done, 2, name)
            got = fake.points[name]
            state = "passed" if got == most else "partial" if got else "not attempted"
            exercises.append(
                {
                    "id": name,
                    "number": f"3.{done}",
                    "title": name.title(),
                    "points": got,
                    "max_points": most,
                    "state": state,
                    "failures": [] if got == most else ["[red]sigmoid(0.0)[/red] \x1b[2Jis 0.3"],
                    "mistake": "the sign of x is lost" if state == "partial" else None,
                    "notes": [],
                }
            )
        total = sum(exercise["points"] for exercise in exercises)
        return {
            "notebook": lecture.name,
            "title": "Saturated",
            "points": total,
            "max_points": 3.0,
            "exercises": exercises,
            "notes": [],
        }

    fake.check_notebook = check_notebook
    monkeypatch.setitem(sys.modules, "chainrule.course.own_check", fake)
    return fake
