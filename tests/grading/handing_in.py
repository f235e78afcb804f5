"""Submissions of the mould lecture for the tests of grading."""

import copy
import json
import re
from pathlib import Path

from chainrule.checks.report import Finding
from chainrule_staff.authoring.source import read

ASSIGNMENT = "01_mould"
EXERCISES = ("sigmoid", "numerical_gradient", "he_normal")
MARKER = re.compile(r"(?m)^ *### (BEGIN|END) SOLUTION\n?")


def released(course: Path) -> dict:
    """The released notebook."""
    return json.loads((course / "notebooks" / ASSIGNMENT / "mould.ipynb").read_text("utf-8"))


def answered(course: Path, answers: dict | None = None) -> dict:
    """A learner's notebook: everything solved but what ``answers`` says; ``None`` leaves the stub."""
    notebook = released(course)
    exercises = read(course / "solutions" / ASSIGNMENT).exercises
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
        name = cell["id"].removeprefix("ex-")
        if cell["id"].startswith("ex-"):
            answer = (answers or {}).get(name, MARKER.sub("", exercises[name].solution))
            cell["source"] = cell["source"] if answer is None else answer.strip()
    return notebook


def as_bytes(notebook: dict) -> bytes:
    """The file that JupyterLab would save."""
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


def cell_of(notebook: dict, name: str) -> dict:
    """The cell with a grade_id."""
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


def code(source: str, **more) -> dict:
    """A code cell."""
    return {
        "cell_type": "code",
        "id": more.pop("id", "mine"),
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "source": source,
        **more,
    }


def without(notebook: dict, *names: str) -> dict:
    """The notebook without some cells."""
    changed = copy.deepcopy(notebook)
    changed["cells"] = [cell for cell in changed["cells"] if cell["id"] not in names]
    return changed


def kinds(found: list[Finding]) -> list[str]:
    """The kinds of findings."""
    return [one.kind for one in found]


def hand_in(
    course: Path, learner: str, notebook: dict | bytes, *, name: str = "mould.ipynb", when: str | None = None
) -> Path:
    """Put a submission where nbgrader collects it."""
    folder = course / "submitted" / learner / ASSIGNMENT
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(notebook if isinstance(notebook, bytes) else as_bytes(notebook))
    if when:
        (folder / "timestamp.txt").write_text(when)
    return folder
