"""What only course staff run: build, release, evidence, grading, reports. `chainrule` imports nothing of it."""

import sys

# nbformat imports jsonschema, and that, where it finds it, rfc3987_syntax: two to five seconds for a check of addresses that
# no notebook is put to. jsonschema does without it where it cannot be imported.
if "jsonschema" not in sys.modules:
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None: it cannot be imported
