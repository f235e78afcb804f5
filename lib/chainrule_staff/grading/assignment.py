"""What a worker needs to know of an assignment to grade submissions of it, as one picklable value.

Read from nbgrader's own places: the source notebook (its checks are run, hidden cases included), the
release (learners' cells are matched to it), and the catalogue of known mistakes.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import chainrule
from chainrule.checks import known_mistakes, surroundings
from chainrule.notebooks import names
from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import Role, exercise_name
from chainrule.notebooks.errors import NotebookError
from chainrule.notebooks.notebook import read
from chainrule_staff.errors import StaffError

SECRET_BYTES = 32


@dataclass(frozen=True)
class Assignment:
    """One lecture, ready for grading.

    Parameters
    ----------
    name, notebook : str
        Such as ``"03_activations"`` and ``"activations"``.
    source, release : tuple of Cell
        Their cells, without outputs.
    metadata : dict
        The notebook metadata of the release.
    known, further : str
        The catalogue of known mistakes, and the stored further inputs, as JSON.
    answers : tuple of (str, str)
        Names and texts of the lecture's files of answers: they hold the generators of fresh inputs.
    """

    name: str
    notebook: str
    source: tuple
    release: tuple
    metadata: dict
    known: str
    further: str = "{}"
    answers: tuple = ()

    @functools.cached_property
    def checks(self) -> dict[str, Cell]:
        """The source's check cells by grade_id, in order."""
        return {cell.grade_id: cell for cell in self.source if cell.role is Role.CHECK}

    @functools.cached_property
    def points(self) -> dict[str, float]:
        """The points of each check, by grade_id."""
        return {name: float(cell.nbgrader["points"]) for name, cell in self.checks.items()}

    @functools.cached_property
    def catalogue(self) -> dict:
        """Known mistakes by exercise."""
        return known_mistakes.parse(self.known)

    @functools.cached_property
    def cells(self) -> dict:
        """What is known of the release's cells; see :mod:`chainrule.checks.surroundings`."""
        return surroundings.describe(self.release)

    @functools.cached_property
    def visible(self) -> dict[str, int]:
        """How many of an exercise's cases are visible to learners; only for those with known mistakes."""
        return {
            name: len(entry["mistakes"][0]["observed"]) for name, entry in self.catalogue.items() if entry["mistakes"]
        }

    @functools.cached_property
    def digest(self) -> str:
        """Changes when submissions would have to be graded anew."""
        what = [
            chainrule.__version__,
            [cell.source for cell in self.source if cell.role in (Role.SETUP, Role.CHECK)],
            self.known,
            self.further,
            self.answers,
            sorted(self.points.items()),
        ]
        return hashlib.sha256(json.dumps(what).encode()).hexdigest()[:16]

    @functools.cached_property
    def offers(self) -> list:
        """What the setup cells import of this library: ``[module, [names]]``, for the sandbox."""
        return names.offers(cell.source for cell in self.source if cell.role is Role.SETUP)


def load(solutions: Path, notebooks: Path, name: str) -> Assignment:
    """Read an assignment.

    Parameters
    ----------
    solutions, notebooks : Path
        nbgrader's source and release folders.
    name : str
        The assignment.

    Raises
    ------
    StaffError
        It is unknown, or was not built or released.
    """
    if not (solutions / name).is_dir() or not name:
        known = ", ".join(sorted(path.name for path in solutions.glob("[0-9]*_*") if path.is_dir())) or "none"
        raise StaffError(f"There is no assignment {name!r} in {solutions.name}/. There are: {known}.")
    found = sorted((solutions / name).glob("*.ipynb"))
    if len(found) != 1:
        raise StaffError(
            f"{solutions.name}/{name} has {len(found)} notebooks; exactly one is graded. "
            "Run `chainrule staff build`, or remove what does not belong there."
        )
    notebook = found[0].stem
    try:
        source = read(found[0])
        release = read(notebooks / name / found[0].name)
    except NotebookError as error:
        raise StaffError(
            f"{error.path}: {error.problem}. Run `chainrule staff build {name}` and "
            f"`nbgrader generate_assignment {name}`, then grade again."
        ) from None
    for notebook_read in (source, release):
        for cell in notebook_read["cells"]:
            cell.pop("outputs", None)
            cell.pop("execution_count", None)
    answers = tuple((path.name, path.read_text("utf-8")) for path in sorted((solutions / name).glob("answers/*.py")))
    cells = tuple(source["cells"]), tuple(release["cells"])
    known, further = (_built(notebook, file) for file in ("catalogue.json", "sweep.json"))
    return Assignment(name, notebook, *cells, release["metadata"], known, further, answers)


def _built(notebook: str, file: str) -> str:
    """A file that the build made for the lecture; empty JSON where there is none."""
    try:
        return known_mistakes.lecture_file(notebook, file).read_text("utf-8")
    except OSError:
        return "{}"


def course_secret(root: Path) -> bytes:
    """The course's secret, made at its first use: who knows it could compute hidden inputs."""
    path = root / ".chainrule" / "secret"
    try:
        found = bytes.fromhex(path.read_text("ascii"))
        if len(found) == SECRET_BYTES:
            return found
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        raise StaffError(
            f"{path} cannot be read ({error}). Put it back from a backup; without it, hidden inputs "
            "change when submissions are graded again. To start afresh, delete it."
        ) from None
    else:
        raise StaffError(f"{path} is damaged. Put it back from a backup, or delete it to start afresh.")
    making = path.with_name(f".secret.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(exist_ok=True)
        with open(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_hex(SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(making, path)  # whole, or not at all; of two at once, the first one's is kept
        except FileExistsError:
            pass
        except OSError:  # a disk without hard links
            os.replace(making, path)
    except OSError as error:
        raise StaffError(
            f"{path} cannot be written: {error.strerror}. The course folder must be writable, with room left."
        ) from None
    finally:
        making.unlink(missing_ok=True)
    return course_secret(root)


def seeds(secret: bytes, assignment: Assignment, learner: str, data: bytes) -> dict[str, int]:
    """A seed for each exercise: unpredictable without the secret, the same whenever the same file is graded.

    Parameters
    ----------
    secret : bytes
    assignment : Assignment
    learner : str
    data : bytes
        The notebook file. With another one come other inputs: what feedback told of the last ones is of no use in it.
    """
    content = hashlib.sha256(data).hexdigest()
    return {
        exercise: int.from_bytes(
            hmac.digest(secret, json.dumps([assignment.name, learner, exercise, content]).encode(), "sha256")[:8], "big"
        )
        for exercise in map(exercise_name, assignment.checks)
    }
