"""Write docs/coverage.md, which says where the course teaches, grades and tests its subject: ``python tools/coverage_page.py``.

The tables come from ``tools/coverage_page.toml``. Everything that it names must exist: exercises in ``solutions/``, figures in
``lib/chainrule/figures/``, tests in ``tests/``, myths in the notebooks' text. Nothing is imported from the tests.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

from chainrule_staff.authoring.source import Lecture, lectures, read

ROOT = Path(__file__).parents[1]
TABLES, PAGE = ROOT / "tools" / "coverage_page.toml", ROOT / "docs" / "coverage.md"


class MissingError(Exception):
    """The tables name something that is not there."""


def functions_of(path: Path) -> set[str]:
    """The names of a file's functions, outside of classes."""
    if not path.is_file():
        raise MissingError(f"{path.name} is not there.")
    return {node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}


class Course:
    """What the tables may name."""

    def __init__(self) -> None:
        self.lectures: dict[str, Lecture] = {folder.name[:2]: read(folder) for folder in lectures(ROOT / "solutions")}

    def exercise(self, name: str) -> str:
        """An exercise as the page writes it, from ``notebook.function``."""
        notebook, _, function = name.partition(".")
        for exercise in self.lectures[notebook].exercises.values() if notebook in self.lectures else ():
            if function in exercise.functions:
                return f"{exercise.number} `{function}`" + ("" if exercise.points else " (further)")
        raise MissingError(f"There is no exercise {name}.")

    def figure(self, name: str) -> str:
        """A figure as the page writes it, from ``module.function``."""
        module, _, function = name.partition(".")
        if function not in functions_of(ROOT / "lib" / "chainrule" / "figures" / f"{module}.py"):
            raise MissingError(f"There is no figure {name}.")
        return f"`{name}`"

    def test(self, name: str) -> str:
        """A test as the page writes it, from ``file::function``."""
        file, _, function = name.partition("::")
        if function not in functions_of(ROOT / "tests" / file):
            raise MissingError(f"There is no test {name}.")
        return f"`{name}`"

    def myth(self, notebook: str, words: str) -> str:
        """A notebook that has these words among its myths."""
        lecture = self.lectures.get(notebook)
        texts = [cell.source for cell in lecture.notebook.cells if cell.cell_type == "markdown"] if lecture else []
        if not any("**Myth.**" in text and words in re.sub(r"\s*\n>?\s*", " ", text) for text in texts):
            raise MissingError(f"No myth of notebook {notebook} has the words {words!r}.")
        return notebook


def page(course: Course, tables: dict) -> str:
    """The page's text."""
    graded = [one for lecture in course.lectures.values() for one in lecture.exercises.values() if one.points]
    exercises = [one for one in graded if not one.is_prediction]
    lines = [
        "# What is taught where",
        "",
        "Written by `python tools/coverage_page.py` from `tools/coverage_page.toml`; a test holds it against the course.",
        "",
        f"{len(course.lectures)} notebooks have {len(exercises)} exercises with points, {len(graded) - len(exercises)} predictions, and "
        f"{sum(not one.points for lecture in course.lectures.values() for one in lecture.exercises.values())} further exercises.",
        "",
        "## Topics",
        "",
        "| topic | what | graded in | shown by |",
        "|---|---|---|---|",
    ]
    for row in tables["topic"]:
        cells = (map(course.exercise, row["graded"]), map(course.figure, row["figures"]))
        lines.append(f"| {row['area']} | {row['what']} | " + " | ".join(", ".join(cell) for cell in cells) + " |")
    lines += ["", "## Numbers", "", "| number | asserted by |", "|---|---|"]
    lines += [f"| {row['what']} | {course.test(row['test'])} |" for row in tables["number"]]
    lines += ["", "## Myths", "", "| claim | what is true | notebook | settled by |", "|---|---|---|---|"]
    for row in tables["myth"]:
        notebook = course.myth(row["notebook"], row["words"])
        lines.append(f"| {row['claim']} | {row['true']} | {notebook} | {course.test(row['test'])} |")
    return "\n".join(lines) + "\n"


def written() -> str:
    """The page as the tables and the course have it now."""
    return page(Course(), tomllib.loads(TABLES.read_text("utf-8")))


if __name__ == "__main__":
    try:
        PAGE.write_text(written(), encoding="utf-8")
    except MissingError as error:
        sys.exit(f"{TABLES.name}: {error}")
