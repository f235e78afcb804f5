"""``staff grade --all --dry-run`` tells who would gain or lose what by a changed check, and why; nothing is written."""

import json

from throwaway import needs_bubblewrap
from typer.testing import CliRunner

from chainrule_staff.cli import app

NEW = 'c.holds("no weight is positive", lambda f: bool(np.all(f((5, 4), np.random.default_rng(0)) <= 0)))\n'


@needs_bubblewrap
def test_a_changed_check_is_tried_on_everybody_and_nothing_is_written(graded, monkeypatch):
    monkeypatch.chdir(graded)
    source = graded / "solutions" / "01_mould" / "mould.ipynb"
    notebook = json.loads(source.read_text())
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "check-he_normal")
    cell["source"] = "".join(cell["source"]).replace("### BEGIN HIDDEN TESTS\n", f"{NEW}### BEGIN HIDDEN TESTS\n")
    source.write_text(json.dumps(notebook))
    before = (graded / "gradebook.db").read_bytes()
    done = CliRunner().invoke(app, ["grade", "--all", "--dry-run", "--workers", "1"])
    assert done.exit_code == 0, done.output
    said = " ".join(done.stdout.split())
    assert "01_mould:" in said and "he_normal 2 → 0" in said
    assert "he_normal: no weight is positive is asked now, and fails" in said
    assert "A dry run: nothing was written." in said
    assert (graded / "gradebook.db").read_bytes() == before


def test_one_assignment_or_all_must_be_named(graded, monkeypatch):
    monkeypatch.chdir(graded)
    for words in (["grade"], ["grade", "01", "--all"]):
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 2 and "Name one assignment, or say --all" in done.stderr
