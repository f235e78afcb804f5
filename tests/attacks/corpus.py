"""What an attack is, and how it becomes a submission: used by the modules that list the attacks, and by the tests.

Every attack is a copy of the mould's release with hostile code and wrong answers, so that any point above the honest ones is
the attacker's win. Most leave one exercise rightly answered: its points must survive. What an attack achieves that it must
not, it says with the word ``OWNED``, in an exception, a file or a page.
"""

from __future__ import annotations

import copy
import json
import os
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ASSIGNMENT, NOTEBOOK = "01_mould", "mould.ipynb"
EXERCISES = ("sigmoid", "numerical_gradient", "he_normal")
RIGHT, STUB = "right", "stub"  # instead of an answer: the solution, or nothing
OWNED = "OWNED"

WRONG = {
    "sigmoid": "def sigmoid(x):\n    return np.zeros(np.shape(x))\n\n\ndef sigmoid_grad(x):\n    return np.zeros(np.shape(x))",
    "numerical_gradient": "def numerical_gradient(f, x, h=1e-5):\n    return np.zeros(np.shape(x))",
    "he_normal": "def he_normal(shape, rng):\n    return np.zeros(shape)",
}
# hostile() is called by the learner's function, which then answers wrongly …
CALLING = {
    "sigmoid": "def sigmoid(x):\n    hostile()\n    return np.zeros(np.shape(x))\n\n\n"
    "def sigmoid_grad(x):\n    hostile()\n    return np.zeros(np.shape(x))",
    "numerical_gradient": "def numerical_gradient(f, x, h=1e-5):\n    hostile(f)\n    return np.zeros(np.shape(x))",
    "he_normal": "def he_normal(shape, rng):\n    hostile(rng)\n    return np.zeros(shape)",
}
# … or makes the value that it returns.
RETURNING = {
    "sigmoid": "def sigmoid(x):\n    return hostile(x)\n\n\ndef sigmoid_grad(x):\n    return hostile(x)",
    "numerical_gradient": "def numerical_gradient(f, x, h=1e-5):\n    return hostile(x)",
    "he_normal": "def he_normal(shape, rng):\n    return hostile(np.zeros(shape))",
}
TEMPLATES = {"call": CALLING, "return": RETURNING}


@dataclass(frozen=True)
class Attack:
    """One hostile submission, and what it is honestly worth.

    Parameters
    ----------
    name : str
        The learner's folder, unless ``learner`` says another.
    story : str
        What it tries, in one sentence.
    own : str
        A cell of the learner's, put behind the setup cell. Where it defines ``hostile``, ``when`` says who calls that: the
        ``"cell"`` itself, the exercises in ``through`` when they are called (``"call"``), or their results are what it
        returns (``"return"``).
    answers : dict
        Exercise to source, ``RIGHT`` or ``STUB``; otherwise wrong, and ``he_normal`` right.
    honest : dict
        Exercise to points; all others are worth 0.
    right_beside : bool
        Whether right answers lie in another file of the folder, which may be graded in the notebook's place.
    keeps : tuple of str
        Exercises whose honest points the attack must not cost; by default all that are worth any. Damage that a learner does to
        the own submission is nobody else's: ``()`` where whatever is left is fine.
    flagged : bool
        Whether it is clearly hostile, so that a person must be told.
    book : callable(dict) -> dict or bytes
        Changes the notebook, or says the file's bytes.
    folder : callable(Path)
        Changes the submission's folder, the notebook written already.
    """

    name: str
    story: str
    own: str = ""
    when: str = "cell"
    through: tuple[str, ...] = ("sigmoid",)
    answers: dict[str, str] = field(default_factory=dict)
    honest: dict[str, float] = field(default_factory=lambda: {"he_normal": 2})
    right_beside: bool = False
    keeps: tuple[str, ...] | None = None
    flagged: bool = True
    book: Callable[[dict], Any] | None = None
    folder: Callable[[Path], Any] | None = None
    learner: str = ""
    kind: str = ""

    @property
    def folder_name(self) -> str:
        return self.learner or self.name

    @property
    def total(self) -> float:
        return sum(self.honest.values())

    @property
    def kept(self) -> tuple[str, ...]:
        return tuple(self.honest) if self.keeps is None else self.keeps

    def code(self) -> str:
        """The learner's own cell."""
        source = textwrap.dedent(self.own).strip()
        return f"{source}\n\nhostile()" if source and self.when == "cell" and "def hostile" in source else source

    def answer(self, exercise: str) -> str:
        """The source of one answer cell, or ``RIGHT`` or ``STUB``."""
        if exercise in self.answers:
            return textwrap.dedent(self.answers[exercise]).strip()
        if self.when in TEMPLATES and exercise in self.through:
            return TEMPLATES[self.when][exercise]
        return RIGHT if exercise == "he_normal" else WRONG[exercise]

    def notebook(self, release: dict, solutions: dict[str, str]) -> dict:
        """The release with the attack's cells."""
        book = copy.deepcopy(release)
        for exercise in EXERCISES:
            said = self.answer(exercise)
            if said != STUB:
                cell_of(book, f"ex-{exercise}")["source"] = solutions[exercise] if said == RIGHT else said
        if self.own:
            place = book["cells"].index(cell_of(book, "setup")) + 1
            book["cells"].insert(place, code_cell(self.code(), "own"))
        return book

    def write(self, submitted: Path, release: dict, solutions: dict[str, str]) -> Path:
        """Hand it in: the submission's folder."""
        target = submitted / self.folder_name / ASSIGNMENT
        target.mkdir(parents=True)
        book: Any = self.notebook(release, solutions)
        if self.book:
            changed = self.book(book)
            book = book if changed is None else changed
        if not isinstance(book, bytes):
            book = json.dumps(book).encode()
        (target / NOTEBOOK).write_bytes(book)
        if self.folder:
            here = os.getcwd()
            try:
                self.folder(target)
            finally:
                os.chdir(here)
        return target


def code_cell(source: str, own: str, **metadata) -> dict:
    return {
        "cell_type": "code",
        "id": own,
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def text_cell(source: str, own: str, **more) -> dict:
    return {"cell_type": "markdown", "id": own, "metadata": {}, "source": source, **more}


def cell_of(book: dict, own: str) -> dict:
    """The cell with an id."""
    return next(cell for cell in book["cells"] if cell.get("id") == own)


def check_cells(book: dict) -> list[dict]:
    return [cell for cell in book["cells"] if cell.get("id", "").startswith("check-")]


def every_attack() -> list[Attack]:
    """The whole corpus, in the modules' order; ``kind`` is the module's name."""
    import dataclasses
    import importlib

    found = []
    for kind in (
        "patching",
        "lying_values",
        "bombs",
        "leftovers",
        "pipe",
        "pipe_values",
        "reading",
        "markup",
        "files",
        "notebooks",
        "trusted",
    ):
        module = importlib.import_module(kind)
        found += [dataclasses.replace(attack, kind=kind) for attack in module.ATTACKS]
    names = [attack.folder_name for attack in found]
    assert len(set(names)) == len(names), sorted(name for name in names if names.count(name) > 1)
    return found
