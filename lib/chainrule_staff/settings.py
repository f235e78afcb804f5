"""What the course's ``nbgrader_config.py`` says: read here for the build, for grading and for the reports."""

from __future__ import annotations

import sys
from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from chainrule_staff.errors import StaffError


def let_plugins_be_found(root: Path) -> None:
    """Have Python find what lies beside ``nbgrader_config.py``, such as an instructor's own rule for late hand-ins.

    Last on the path, so that it hides no other module. The file itself does nothing of the kind: it holds constants alone.
    """
    place = str(root.resolve())
    if place not in sys.path:
        sys.path.append(place)


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
