"""What ``nbgrader generate_assignment`` does here beside making a release: it loses nothing. Named in ``nbgrader_config.py``.

nbgrader deletes the release first, and then refuses an assignment that has submissions and other exercises than before.
"""

from __future__ import annotations

from pathlib import Path

from nbconvert.exporters import NotebookExporter
from nbgrader import preprocessors

from chainrule_staff.authoring.typed_in import keep
from chainrule_staff.grading.changes import changes
from chainrule_staff.grading.gradebook import folder


class Released(NotebookExporter):
    """Writes the release. Made before nbgrader deletes the one that is there: what was typed into that is copied first."""

    def __init__(self, config=None, **more):
        super().__init__(config=config, **more)
        coursedir = getattr(self.parent, "coursedir", None)
        if coursedir is None:
            return
        for path in sorted(folder(coursedir, "release").glob(f"{coursedir.assignment_id}/*.ipynb")):
            copy = keep(Path(coursedir.root), path)
            if copy is not None:
                self.log.warning("Somebody has typed into %s. It is replaced; a copy is kept: %s", path, copy)


class SaveCells(preprocessors.SaveCells):
    """nbgrader's, which leaves the gradebook alone where points or exercises of graded submissions would change."""

    def _create_notebook(self, nb) -> None:
        try:
            known = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except ValueError:  # nbgrader's MissingEntry: it is released for the first time
            return super()._create_notebook(nb)
        points = {name: cell["max_score"] for name, cell in self.new_grade_cells.items()}
        found = changes(known, points, {})
        if not (known.submissions and found.of_points):
            return super()._create_notebook(nb)
        self.log.warning(
            "There are submissions of %s, so the gradebook stays as it is:\n  %s\nSee what that does to grades with "
            "`chainrule staff grade %s --dry-run`, then let it in with `chainrule staff grade %s --accept-changes`.",
            self.assignment_id,
            "\n  ".join(found.lines()),
            self.assignment_id,
            self.assignment_id,
        )
