"""Ask axe-core what keeps people from using a page: too little contrast, a control without a name, what no keyboard reaches.

It is an npm package, pinned in ``package-lock.json`` beside this file and installed there by ``.ci/run``, or by hand:
``npm ci --prefix tests/browser``.
"""

from __future__ import annotations

import shutil
from pathlib import Path

SCRIPT = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")  # of axe's four degrees
RUN = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations.flatMap(rule => rule.nodes.map(
    node => [rule.impact, rule.id, node.target.join(' '), node.any.concat(node.all, node.none).map(one => one.message).join('; ')]))"""


def reason_to_skip() -> str | None:
    """Why axe cannot be asked here, or ``None``. Where there is npm it is no excuse that nobody has called it."""
    if SCRIPT.is_file():
        return None
    return (
        f"axe-core is not there{'' if shutil.which('npm') else ', and neither is npm'}: npm ci --prefix tests/browser"
    )


def faults(page) -> list[str]:
    """The serious and critical faults of a page as it is shown now, one a line."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(SCRIPT.read_text("utf-8"))  # through the debugger, which no page's policy keeps out
    return sorted({" ".join(found[1:]) for found in page.evaluate(RUN) if found[0] in GRAVE})
