"""Grade the course in the current folder and write its records: ``python grade.py RECORDS``; run by the attacks' fixture."""

import json
import os
import sys
from pathlib import Path

from chainrule.calling.pipe import Limits
from chainrule_staff.grading.class_run import grade_class

# Processor time, and ten times as long on the clock for what sleeps. Some attacks only get far with a grader's usual
# limits: CHAINRULE_CALL_SECONDS=10 is those.
SECONDS = float(os.environ.get("CHAINRULE_CALL_SECONDS", "0.4"))
LIMITS = Limits(call=SECONDS, check=2 * SECONDS, cell=3 * SECONDS, total=10 * SECONDS)
WORKERS = 4  # more than there are processors: what sleeps until it is ended holds nobody up

if __name__ == "__main__":
    records = grade_class(Path.cwd(), "01_mould", limits=LIMITS, workers=WORKERS)
    Path(sys.argv[1]).write_text(json.dumps([record.to_dict() for record in records]))
