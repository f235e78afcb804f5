"""What the course's ``nbgrader_config.py`` says: read here for the build, for grading and for the reports."""

from __future__ import annotations

from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from chainrule_staff.errors import StaffError


def settings(root: Path) -> Config:
    """nbgrader's settings for a course.

    Raises
    ------
    StaffError
        The file cannot be read. It is Python: anything may come out of it.
    """
    try:
        return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    except Exception as error:
        raise StaffError(
            f"{root / 'nbgrader_config.py'} cannot be read ({type(error).__name__}: {error}). Mend it first: it says "
            "where everything is, and how nbgrader grades."
        ) from None
