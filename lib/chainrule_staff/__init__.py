"""What only course staff run: build, release, evidence, grading, reports. `chainrule` imports nothing of it."""

import sys

from chainrule.checks.one_thread import ask_for_one_thread

# Whoever imports it first, this command line or nbgrader's: what grades is started with this process's variables.
ask_for_one_thread()

# nbformat imports jsonschema, and that, where it finds it, rfc3987_syntax: two to five seconds for a check of addresses that
# no notebook is put to. jsonschema does without it where it cannot be imported.
if "jsonschema" not in sys.modules:
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None: it cannot be imported
