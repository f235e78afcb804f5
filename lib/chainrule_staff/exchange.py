"""nbgrader's exchange, where it ends in a traceback for what did not come through it. Named in ``nbgrader_config.py``.

Every program of nbgrader's makes its exchange first, so this module is also where the rest of it is made :mod:`.careful`.
"""

from __future__ import annotations

import glob
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback

from chainrule_staff import careful

careful.install()

NEEDED = (
    "timestamp.txt",
    "submission_secret.txt",
)  # nbgrader's ``submit`` writes both; without the second nobody can fetch


class ReleaseFeedback(ExchangeReleaseFeedback):
    """``nbgrader release_feedback``, which passes over who handed in elsewhere, with a warning, and releases the rest."""

    src_path: str  # nbgrader's: the learners' feedback folders, as a pattern

    def copy_files(self) -> None:
        """Release the pages of those whose submissions the exchange knows."""
        everyone, lacking = self.src_path, []
        for folder in sorted(glob.glob(everyone)):
            if all(Path(folder, name).is_file() for name in NEEDED):
                self.src_path = folder
                super().copy_files()
            else:
                lacking.append(Path(folder).parent.name)
        self.src_path = everyone
        if lacking:
            self.log.warning(
                "No feedback was released for %s: what they handed in did not come through the exchange. For a learning platform: "
                "chainrule staff feedback %s --for moodle|canvas",
                ", ".join(lacking),
                self.coursedir.assignment_id,
            )
