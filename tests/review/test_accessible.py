"""Everybody can use what the desk shows: axe-core finds nothing serious on any kind of page."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from throwaway import nbgrader, needs_bubblewrap
from typer.testing import CliRunner
from visiting import served

from chainrule_staff.cli import app
from chainrule_staff.review import entering

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
import axe
import lab

GATE = os.environ.get("CI") == "true"
MISSING = lab.reason_to_skip()
NO_AXE = axe.reason_to_skip()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    needs_bubblewrap,
    pytest.mark.skipif(MISSING is not None and not GATE, reason=str(MISSING)),
    # The gate installs it with npm, where there is one.
    pytest.mark.skipif(NO_AXE is not None and not (GATE and shutil.which("npm")), reason=str(NO_AXE)),
]
PLACE = ("01_mould", "mould", "he_normal")
WAYS = [(scheme, width) for scheme in ("light", "dark") for width in (390, 1280)]


@pytest.fixture
def chrome(tmp_path):
    """A function that opens an address in all ways, and tells the faults by way and kind of page.

    To be asked for last: Playwright runs a loop of events, in which no kernel can be waited for, as building the course does.
    """
    assert NO_AXE is None, NO_AXE
    found: dict[str, list[str]] = {}
    with lab.browser(tmp_path / "profile") as (page, _):

        def look(kind, address):
            for scheme, width in WAYS:
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(address)
                page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
                for fault in axe.faults(page):
                    found.setdefault(f"{kind}, {scheme}, {width} px", []).append(fault)
            return found

        yield look


def test_a_page_with_faults_has_them_found(chrome, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "<!DOCTYPE html><meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\"><title>t</title>"
        "<html lang=en><details><summary>s</summary><img src='data:,'><font color='#bbb'>pale</font></details><input>"
    )
    (faults, *_), count = [*chrome("one", page.as_uri()).values()], len(chrome("one", page.as_uri()))
    assert {fault.partition(" ")[0] for fault in faults} == {"color-contrast", "image-alt", "label"} and count == len(
        WAYS
    )


def test_the_static_pages_have_no_serious_fault(reviewed, tmp_path, monkeypatch, chrome):
    monkeypatch.chdir(reviewed)
    done = CliRunner().invoke(app, ["review", "01", "-o", str(tmp_path / "pages")])
    assert done.exit_code == 0, done.output
    pages = [*(tmp_path / "pages").glob("*.html")]
    assert len(pages) == 4
    for page in pages:
        found = chrome(page.name, page.as_uri())
    assert found == {}


def test_the_pages_of_a_class_have_no_serious_fault(graded, tmp_path, chrome):
    (graded / "submitted" / "ada" / "01_mould" / "mould.attempts.txt").write_text(
        '{"notebook": "mould", "exercise": "he_normal", "points": 1, "max_points": 2, "when": "2026-03-01T10:00"}'
    )
    entering.comment(entering.Place(graded, *PLACE), ["ada"], "See you on Monday.")
    with served(graded) as (desk, address):
        chrome("class", f"{address}/?token={desk.token}")
        for exercise in desk.lecture.exercises:
            chrome(exercise, f"{address}/exercise/{exercise}")
        found = chrome("learner", f"{address}/learner?id=ada")
    assert found == {}


def test_the_report_and_a_feedback_page_have_no_serious_fault(graded, tmp_path, monkeypatch, chrome):
    monkeypatch.chdir(graded)
    report = tmp_path / "report.html"
    done = CliRunner().invoke(app, ["report", "01", "--html", str(report)])
    assert done.exit_code == 0, done.output
    nbgrader(graded, "generate_feedback", "01_mould")
    chrome("report", report.as_uri())
    found = chrome("feedback", (graded / "feedback" / "ada" / "01_mould" / "mould.html").as_uri())
    assert found == {}
