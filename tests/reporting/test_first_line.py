"""Every staff command says what it does before it imports what takes long: nobody waits in front of an empty line."""

import subprocess
import sys
from pathlib import Path

import pytest
from throwaway import course_environment

pytestmark = pytest.mark.spread
HEAVY = {
    "nbformat",
    "jsonschema",
    "nbgrader",
    "jupytext",
    "sqlalchemy",
    "distributed",
    "matplotlib.pyplot",
    "nbconvert",
    "numpy",
}
WATCH = """
import sys

class First:
    seen = None
    def __init__(self, stream): self.stream = stream
    def write(self, text):
        if text.strip() and First.seen is None:
            First.seen = {name for name in sys.modules if sys.modules[name] is not None}
        return self.stream.write(text)
    def __getattr__(self, name): return getattr(self.stream, name)

real = sys.stdout
sys.stdout, sys.stderr = First(sys.stdout), First(sys.stderr)
from chainrule_staff.cli import app
try:
    app(sys.argv[1:])
except SystemExit:
    pass
print(*sorted(First.seen or {"nothing was said"}), file=real)
"""
COMMANDS = [
    ["grade", "01"],
    ["report", "01"],
    ["export"],
    ["build", "--check"],
    ["bundle", "-o", "out.zip"],
    ["feedback", "01", "--for", "canvas"],
    ["collect", "nothing.zip"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_the_first_line_comes_before_what_takes_long(command, tmp_path):
    (tmp_path / "solutions" / "01_mould").mkdir(parents=True)
    (tmp_path / "nbgrader_config.py").touch()
    done = subprocess.run(
        [sys.executable, "-c", WATCH, *command],
        cwd=tmp_path,
        env=course_environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=600,
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "chainrule_staff.cli" in loaded, done.stderr
    assert not HEAVY & loaded


def test_what_reads_notebooks_does_without_the_check_of_addresses():
    """It takes two seconds and more to import, and no notebook is put to it."""
    said = "import sys, chainrule_staff, nbformat; print(sys.modules.get('rfc3987_syntax'))"
    environment = course_environment(Path("."))
    done = subprocess.run([sys.executable, "-c", said], env=environment, capture_output=True, text=True, timeout=600)
    assert done.stdout.split() == ["None"], done.stderr
