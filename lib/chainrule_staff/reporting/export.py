"""nbgrader's own ``export`` command, with the course's CSV: correctly quoted, and never a 0 for what was not submitted.

``nbgrader export --exporter=chainrule_staff.reporting.export.CourseCsv``
"""

from __future__ import annotations

from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin

from chainrule.disk import atomic_write
from chainrule_staff.reporting.forms import as_csv, encoded
from chainrule_staff.reporting.grades import Grade, results


class CourseCsv(ExportPlugin):
    """Writes the CSV to nbgrader's ``--to``, by default ``grades.csv``; takes its ``--assignment`` and ``--student``."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the grades of all assignments and students, or of those that were named."""
        target = Path(self.to or "grades.csv")
        content = as_csv(self._grades(gradebook))
        self.log.info("Exporting grades to %s", target)
        atomic_write(target, encoded(content, "csv"))

    def _grades(self, gradebook: Gradebook) -> list[Grade]:
        folders = getattr(self.parent, "coursedir", None)
        root = Path(folders.root) if folders else Path.cwd()
        submitted, autograded = (
            root / getattr(folders, f"{name}_directory", name) for name in ("submitted", "autograded")
        )
        assignments, students = set(map(str, self.assignment)), set(map(str, self.student))
        known = [assignment.name for assignment in gradebook.assignments]
        for unknown in sorted(assignments - set(known)):
            self.log.warning("There is no assignment %r in the gradebook.", unknown)
        return [
            grade
            for name in known
            if not assignments or name in assignments
            for grade in results(gradebook, name, submitted, autograded).grades
            if not students or grade.learner in students
        ]
