"""What collecting remembers, beside the learners' folders: who has which id on the platform, and which files came from there.

One file for each assignment, ``submitted/.collected/03_activations.json``. Nothing of nbgrader's looks into a folder whose name
begins with a dot. Collecting writes it; feedback and export read it.
"""

from __future__ import annotations

import functools
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from chainrule.disk import atomic_write
from chainrule_staff.errors import StaffError
from chainrule_staff.platforms.names import CANVAS, stem

FOLDER = ".collected"


@dataclass
class Origin:
    """Where a collected file came from.

    Parameters
    ----------
    original : str
        Its name in the platform's archive, or that of the zip file it was in.
    digest : str
        Of its content.
    """

    original: str
    digest: str
    date: str = ""
    attachment: int | None = None


@dataclass
class HandIn:
    """What is known of one learner's hand-in.

    Parameters
    ----------
    platform, id, name : str
        The platform, and its id and name of the learner.
    late : bool or None
        As far as the platform says.
    timestamp : str
        What was written into ``timestamp.txt``.
    told : str
        When it was handed in, if the platform's worksheet said so; as in ``timestamp``.
    full_name, email : str
        As the platform has them; empty where it did not say. Canvas's archive has a name without blanks, which is none.
    files : dict
        Path in the learner's folder to :class:`Origin`.
    """

    platform: str
    id: str
    name: str = ""
    late: bool | None = None
    timestamp: str = ""
    archive: str = ""
    told: str = ""
    full_name: str = ""
    email: str = ""
    files: dict[str, Origin] = field(default_factory=dict)

    @property
    def latest(self) -> Origin | None:
        """The notebook that was handed in last."""
        notebooks = [origin for name, origin in self.files.items() if stem(name) is not None]
        return max(notebooks, key=lambda one: (one.attachment or 0, one.date), default=None)


def path_of(submitted: Path, assignment: str) -> Path:
    """The file of an assignment."""
    return submitted / FOLDER / f"{assignment}.json"


def recall(submitted: Path, assignment: str) -> dict[str, HandIn]:
    """What was collected for an assignment, by learner; empty if nothing was.

    Raises
    ------
    StaffError
        The file is there, and cannot be read.
    """
    path = path_of(submitted, assignment)
    try:
        kept = json.loads(path.read_text("utf-8"))
        return {
            learner: HandIn(
                **{**one, "files": {name: Origin(**origin) for name, origin in one.get("files", {}).items()}}
            )
            for learner, one in kept["learners"].items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise StaffError(
            f"{path} cannot be read ({type(error).__name__}: {error}). It says which files came from the platform. Put it "
            "back from a backup, or move it away: then files that are there already are only replaced with --force."
        ) from None


def assumed(submitted: Path, assignment: str, learner: str, stamp: bytes) -> HandIn | None:
    """The hand-in of a learner whose ``timestamp.txt`` holds what collecting assumed, since the platform did not say when.

    ``None`` where it holds anything else, or where nothing is known of it.
    """
    path = path_of(submitted, assignment)
    try:
        status = path.stat()
        one = _recalled(submitted, assignment, status.st_mtime_ns, status.st_size).get(learner)
    except (OSError, StaffError):
        return None
    return one if one is not None and not one.told and one.timestamp and stamp == one.timestamp.encode() else None


@functools.lru_cache(maxsize=8)
def _recalled(submitted: Path, assignment: str, changed: int, size: int) -> dict[str, HandIn]:
    """:func:`recall`, once for a class: it is asked for each learner."""
    return recall(submitted, assignment)


def remember(submitted: Path, assignment: str, learners: dict[str, HandIn]) -> None:
    """Write down what was collected."""
    data = {"learners": {learner: asdict(one) for learner, one in sorted(learners.items())}}
    atomic_write(path_of(submitted, assignment), json.dumps(data, ensure_ascii=False, indent=1).encode())


def known_ids(submitted: Path, assignment: str, platform: str) -> dict[str, str]:
    """Platform id to learner, from earlier collections. Canvas's ids hold everywhere, Moodle's within one assignment."""
    assignments = {assignment}
    if platform == CANVAS:
        assignments |= {path.stem for path in (submitted / FOLDER).glob("*.json")}
    return {
        one.id: learner
        for name in sorted(assignments)
        for learner, one in recall(submitted, name).items()
        if one.platform == platform
    }
