"""Build cells and notebooks for tests, as the course releases them."""

from chainrule.notebooks.cell import Cell


def _cell(kind: str, source: str, own: str | None, **metadata) -> Cell:
    cell = Cell(cell_type=kind, metadata=metadata, source=source)
    if own is not None:
        cell["id"] = own
    if kind == "code":
        cell.update(outputs=[], execution_count=None)
    return cell


def _graded(own: str, **values) -> dict:
    graded = {"schema_version": 3, "grade": False, "locked": False, "solution": False, "task": False, "grade_id": own}
    return {"nbgrader": {**graded, **values}}


def text(source: str, own: str | None = None) -> Cell:
    return _cell("markdown", source, own)


heading = text


def demo(source: str, own: str | None = None) -> Cell:
    return _cell("code", source, own)


def setup(source: str, own: str | None = "setup") -> Cell:
    return _cell("code", source, own, tags=["setup"])


def stub(name: str) -> str:
    return f'def {name}(x):\n    """Return {name} of x."""\n    raise NotImplementedError'


def solution(name: str, source: str | None = None) -> Cell:
    return _cell("code", source or stub(name), f"ex-{name}", **_graded(f"ex-{name}", solution=True))


def check(name: str, points: float = 1, source: str | None = None) -> Cell:
    source = source or f"c = Check({name!r}, points={points})\nc.score()"
    return _cell("code", source, f"check-{name}", **_graded(f"check-{name}", grade=True, locked=True, points=points))


def notebook(*cells: Cell, **metadata) -> dict:
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def sources(book: dict) -> list[str]:
    return [cell["source"] for cell in book["cells"]]


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
