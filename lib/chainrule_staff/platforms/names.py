"""The names that Moodle and Canvas give to the files of a download, and those that browsers and editors give to a notebook.

Moodle (*Download all submissions*): ``mod/assign/classes/downloader.php``, formerly ``download_submissions`` of
``mod/assign/locallib.php``; read back by ``mod/assign/feedback/file/importziplib.php``. Since 3.1 there is a folder for each
learner, ``Given Family_10001_assignsubmission_file``; until 4.0 its name ended in ``_``; without folders (an option, and the
rule before 3.1) it is the beginning of the file's name. The number is a participant id: another one for each assignment.
The archive holds the latest attempt, without a time or a word on lateness.

Canvas (*Download Submissions*): ``lib/content_zipper.rb``; read back by ``infer_comment_context_from_filename`` of
``app/models/abstract_assignment.rb``. ``familygiven_LATE_20001_300001_activations-1.ipynb`` is the sortable name without
spaces and signs, ``LATE`` where it is, Canvas's id of the learner, that of the attachment, and the file's name, to which
Canvas adds ``-1``, ``-2`` from the second attempt on. Anonymous ones begin with ``anon_`` and a word for the learner.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

MOODLE, CANVAS = PLATFORMS = ("moodle", "canvas")
_MOODLE = re.compile(
    r"(?:[^/]+/)*?(?P<folder>(?P<name>[^/_]+)_(?P<id>[0-9]+)_assignsubmission_[a-z]+)(?:_?/|_)(?P<file>.+)"
)
# A name is always there, of whatever it consists: one of digits alone must not be read as the id.
_CANVAS = re.compile(
    r"(?:(?P<late_anonymous>LATE_)?anon_(?P<anonymous>[A-Za-z0-9]+)|(?P<name>[^/]*?)_(?P<late>LATE_)?(?P<id>[0-9]+))"
    r"_(?:(?P<attachment>[0-9]+)_)?(?P<file>[^/]+)"
)
_NOTEBOOK = re.compile(r"(?i)(?P<stem>.+)\.ipynb(?:(?:-[0-9]+)?\.(?:txt|json))?")
_ATTEMPTS = re.compile(r"(?i)(?P<stem>.+)\.attempts(?P<copy>[^.]*)\.txt")
# What browsers, JupyterLab, Canvas and file managers add to the name of a second copy.
_COPY = re.compile(r"(?i)(?:[ _-]*\([0-9]+\)|[ _-]+copy[ _-]*[0-9]*|-[0-9]+)\Z")
_OF_SYSTEMS = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints"}


@dataclass(frozen=True)
class Download:
    """What a name in a platform's archive says.

    Parameters
    ----------
    platform : str
        One of ``PLATFORMS``.
    id : str
        The platform's id of the learner.
    name : str
        The platform's name of the learner, as far as it tells.
    file : str
        The name that the learner gave, with folders.
    attachment : int or None
        Canvas's number of the file; a later one is greater.
    late : bool or None
        ``None``: the platform does not say.
    """

    platform: str
    id: str
    name: str
    file: str
    attachment: int | None = None
    late: bool | None = None


def recognise(name: str) -> Download | None:
    """Whose a file is, from its name in the archive; ``None`` if neither platform gives such a name.

    >>> recognise("Ada Lovelace_10001_assignsubmission_file/week 3/activations.ipynb").file
    'week 3/activations.ipynb'
    >>> recognise("lovelaceada_LATE_20001_300001_activations-1.ipynb").late
    True
    >>> recognise("20002_20005_300005_activations.ipynb").id
    '20005'
    """
    if found := _MOODLE.fullmatch(name):
        return Download(MOODLE, found["id"].lstrip("0") or "0", found["name"].strip(), found["file"])
    base = PurePosixPath(name).name
    if found := _CANVAS.fullmatch(base):
        if not found["attachment"] and not re.fullmatch(r"(?:text|link)\.html", found["file"]):
            return None
        id = found["anonymous"] or found["id"]
        attachment = int(found["attachment"]) if found["attachment"] else None
        late = bool(found["late"] or found["late_anonymous"])
        return Download(CANVAS, id, found["name"] or f"anon-{id}", found["file"], attachment, late)
    return None


def of_a_system(name: str) -> bool:
    """Whether a file is one that operating systems and editors leave behind."""
    return any(part in _OF_SYSTEMS or part.startswith("._") for part in name.split("/"))


def stem(file: str) -> str | None:
    """A notebook's name without folder and endings; ``None`` if a file is no notebook.

    >>> stem("a/Activations.ipynb.txt"), stem("notes.pdf")
    ('Activations', None)
    """
    found = _NOTEBOOK.fullmatch(PurePosixPath(file).name)
    return found["stem"] if found else None


def is_called(file: str, notebook: str) -> bool:
    """Whether a file has the name of a notebook, or one that a browser, an editor or Canvas makes of it.

    >>> [is_called(name, "activations") for name in ("activations (1).ipynb", "Activations-Copy1.ipynb", "other.ipynb")]
    [True, True, False]
    """
    name = (stem(file) or "").strip().casefold()
    while name and name != notebook.casefold() and (shorter := _COPY.sub("", name)) != name:
        name = shorter
    return name == notebook.casefold()


def tells_attempts(file: str, notebook: str) -> bool:
    """Whether a file is what ``chainrule submit`` makes beside a notebook: what was noted of the learner's checks.

    >>> [tells_attempts(name, "activations") for name in ("activations.attempts-1.txt", "relu.attempts.txt", "notes.txt")]
    [True, False, False]
    """
    found = _ATTEMPTS.fullmatch(PurePosixPath(file).name)
    return bool(found and found["stem"].casefold() == notebook.casefold() and not _COPY.sub("", found["copy"]))


def attempt_of(file: str) -> str:
    """A file's name without Canvas's number of the attempt: equal for the attempts at one file.

    >>> attempt_of("activations-2.ipynb"), attempt_of("activations (1).ipynb")
    ('activations.ipynb', 'activations (1).ipynb')
    """
    path = PurePosixPath(file)
    return re.sub(r"-[0-9]+\Z", "", path.stem) + path.suffix
