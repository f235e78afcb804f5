"""The feedback of a class as the zip file that Moodle or Canvas takes back, in names that it gave to what was handed in.

Moodle (*Upload multiple feedback files in a zip*, ``is_valid_filename_for_import`` of
``mod/assign/feedback/file/importziplib.php``) finds the learner by the participant id in a folder's name and the files' kind by
``assignsubmission_file`` behind it; the page keeps its name, ``activations.html``.

Canvas (*Upload Submissions*, ``generate_comments_from_files`` and ``infer_comment_context_from_filename`` of
``app/models/abstract_assignment.rb``) finds learner and attachment by the two numbers, and passes over a file whose attachment is not in the
learner's latest hand-in. It shows what comes back **under the name of that attachment**: a page would reach its learner
as ``activations.ipynb``, and not open. So what goes back is of the kind that the name says: the graded notebook with panels and
comments, or, for a zip file, a zip file with the page in it. No upload into either was tried here.
"""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from chainrule.checks.report import Finding, finding
from chainrule_staff.errors import StaffError
from chainrule_staff.grading.record import Record, read_record
from chainrule_staff.grading.submissions import look_at
from chainrule_staff.platforms.feedback_notebook import Points, feedback_notebook
from chainrule_staff.platforms.kinds import Kind
from chainrule_staff.platforms.memory import HandIn, recall
from chainrule_staff.platforms.names import MOODLE

DATE = (1980, 1, 1, 0, 0, 0)  # the same grades give the same bytes


@dataclass
class Feedback:
    """What goes back.

    Parameters
    ----------
    files : dict
        Name in the zip file to content.
    without : dict
        Learners for whom there is nothing, with the reason.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    without: dict[str, Finding] = field(default_factory=dict)

    def zipped(self) -> bytes:
        """The zip file."""
        return _zip(self.files)


@dataclass(frozen=True)
class Graded:
    """A learner's hand-in that is graded as it is now."""

    learner: str
    origin: HandIn
    original: str
    record: Record
    notebook: Path


def graded(
    platform: str,
    submitted: Path,
    autograded: Path,
    assignment: str,
    notebook: str,
    *,
    due: bool = False,
    release: Path | None = None,
) -> tuple[list[Graded], dict[str, Finding]]:
    """Who of those collected from a platform can get feedback, and why the others cannot.

    ``due`` and ``release`` are those of :func:`chainrule_staff.grading.submissions.find`.

    Raises
    ------
    StaffError
        Nothing of the assignment was collected from the platform.
    """
    collected = {learner: one for learner, one in recall(submitted, assignment).items() if one.platform == platform}
    if not collected:
        raise StaffError(
            f"Nothing of {assignment} was collected from {platform.capitalize()}, so its names are not known. Collect its "
            f"archive first: chainrule staff collect ARCHIVE.zip {assignment}"
        )
    found, without = [], {}
    for learner, one in sorted(collected.items()):
        path = autograded / learner / assignment / f"{notebook}.ipynb"
        record = read_record(path)
        now = look_at(learner, submitted / learner / assignment, notebook, due=due, release=release)
        if record is None or now is None:
            without[learner] = finding(Kind.NOT_GRADED if record is None else Kind.CHANGED_SINCE)
        elif now.file and record.submission and record.submission != now.digest:
            without[learner] = finding(Kind.CHANGED_SINCE)
        else:
            origin = one.files.get(str(now.file.relative_to(now.folder))) if now.file else None
            origin = origin or one.latest
            if origin is not None:
                found.append(Graded(learner, one, origin.original, record, path))
    for folder in sorted(autograded.glob(f"*/{assignment}")):
        if folder.parent.name not in collected:
            without[folder.parent.name] = finding(Kind.FROM_ELSEWHERE)
    return found, without


def packed(
    platform: str,
    learners: Iterable[Graded],
    notebook: str,
    pages: Path,
    points: Callable[[str], Points],
    zone: str = "",
) -> Feedback:
    """The files that go back.

    Parameters
    ----------
    pages : Path
        nbgrader's feedback folder, with the pages of all of them.
    points : callable(learner)
        What the gradebook has.
    zone : str
        In which time zone times are told; UTC unless given.
    """
    feedback = Feedback()
    for one in learners:
        page = pages / one.learner / one.record.assignment / f"{notebook}.html"
        if platform == MOODLE:
            name, content = _moodle_name(one.original, page.name), page.read_bytes()
        else:
            name = PurePosixPath(one.original).name
            content = (
                _zip({page.name: page.read_bytes()})
                if name.lower().endswith(".zip")
                else feedback_notebook(one.notebook.read_bytes(), one.record, points(one.learner), zone)
            )
        feedback.files[name] = content
    return feedback


def _moodle_name(original: str, page: str) -> str:
    """The page's name, in the folder of what was handed in or behind the same beginning.

    >>> _moodle_name("Ada_1_assignsubmission_file/week 3/a.ipynb", "a.html")
    'Ada_1_assignsubmission_file/a.html'
    >>> _moodle_name("all/Ada_1_assignsubmission_file_my_a.ipynb", "a.html")
    'Ada_1_assignsubmission_file_a.html'
    """
    for part in original.split("/"):
        head, sign, rest = part.partition("_assignsubmission_file")
        if sign:
            return f"{head}{sign}_{page}" if rest.strip("_") else f"{part}/{page}"
    raise ValueError(original)


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, DATE), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def write_pages(course: Path, assignment: str, learners: Iterable[str], on_page: Callable[[], None]) -> None:
    """Have nbgrader write the learners' pages anew, as ``nbgrader generate_feedback --force`` does.

    Raises
    ------
    StaffError
        It could not.
    """
    from nbgrader.converters import GenerateFeedback
    from nbgrader.converters.base import NbGraderException

    from chainrule_staff.grading.gradebook import course_directory

    log = logging.getLogger("chainrule.feedback")
    log.propagate = False
    said = _Heard()
    log.handlers = [said]
    for learner in learners:
        folders = course_directory(course)
        folders.log, folders.assignment_id, folders.student_id = log, assignment, learner
        try:
            GenerateFeedback(coursedir=folders, config=folders.config, force=True, log=log).start()
        except (NbGraderException, OSError) as error:
            raise StaffError(
                f"The page of {learner} could not be written: {(said.lines or [str(error)])[-1]}. "
                f"See more: nbgrader generate_feedback {assignment} --force --student {learner}"
            ) from None
        on_page()


class _Heard(logging.Handler):
    """Keeps the first line of each error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage().strip().rpartition("\n")[2][:300])
