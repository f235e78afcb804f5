"""Nothing of a learner's runs in an instructor's browser: formgrader, feedback, class report, panels; in a real Chromium."""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
import lab
from corpus import ASSIGNMENT, NOTEBOOK, every_attack
from markup import ALL, PAYLOADS, in_markdown, in_outputs
from school import found_school, nbgrader
from throwaway import course_environment

from chainrule_staff.grading.record import GRADED

MISSING = lab.reason_to_skip()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.thorough,
    pytest.mark.skipif(sys.platform != "linux", reason="The sandbox needs Linux"),
    pytest.mark.skipif(MISSING is not None and os.environ.get("CI") != "true", reason=str(MISSING)),
]

# Whoever sets or calls OWNED, in any frame, is written down.
LISTEN = """
window.__hits = [];
Object.defineProperty(window, 'OWNED', {set(value) { window.__hits.push(String(value)); },
                                        get() { return what => window.__hits.push('called ' + what); }});
"""
# Elements that would run a learner's script, at once or at a click.
ARMED = """() => [...document.querySelectorAll('*')].flatMap(element => {
    const found = [...element.attributes].filter(one => (/^on/i.test(one.name) || /^(javascript:|vbscript:|data:text)/i.test(one.value.replace(/[\\x00-\\x20]/g, '')))
                                                        && /OWNED/.test(one.value)).map(one => `${element.tagName} ${one.name}=${one.value.slice(0, 60)}`);
    if (element.tagName === 'SCRIPT' && /^[^"]*OWNED\\s*=/.test(element.textContent) && element.textContent.length < 200) found.push('SCRIPT');
    return found;
})"""
FURTHER = ("formulas_with_script", "brackets_by_the_ten_thousand", "folder_like_a_link")  # attacks of another kind
IN_KERNEL = ("markup_in_exceptions", "markup_printed", "markup_returned", "markup_in_names", "markup_in_source")


class Watched:
    """A page of which every script of a learner's is written down."""

    def __init__(self, page):
        self.page = page
        self.dialogs: list[str] = []
        self.asked: list[str] = []  # addresses of the attackers' that the page asked for
        page.add_init_script(LISTEN)
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: "owned.invalid" in request.url and self.asked.append(request.url))
        page.route(
            "**/*",
            lambda route: (
                route.continue_()
                if urlsplit(route.request.url).hostname in (None, "", "127.0.0.1", "localhost")
                else route.abort()
            ),
        )

    def open(self, address: str) -> list[str]:
        """Go there, wait until it is quiet; what ran, and what stands ready to."""
        self.page.goto(address, wait_until="load")
        return self.seen()

    def seen(self) -> list[str]:
        with contextlib.suppress(Exception):
            self.page.wait_for_load_state("networkidle", timeout=5000)
        found = [*self.dialogs, *self.asked]
        for frame in self.page.frames:
            with contextlib.suppress(Exception):  # a frame that went away
                found += frame.evaluate("() => window.__hits || []") + frame.evaluate(ARMED)
        return found


@pytest.fixture
def watched(tmp_path):
    with lab.browser(tmp_path / "profile") as (page, _):
        yield Watched(page)


@pytest.fixture(scope="module")
def school(mould_built, tmp_path_factory):
    """The attackers with markup, graded, with feedback."""
    attacks = [attack for attack in every_attack() if attack.kind == "markup" or attack.name in FURTHER]
    found = found_school(mould_built, tmp_path_factory.mktemp("markup"), attacks)
    assert found.told["code"] == 0, found.log[-3000:]
    nbgrader(found.course, "generate_feedback", ASSIGNMENT)  # that it succeeds is tested with all attacks
    return found


@pytest.fixture(scope="module")
def address(school):
    """JupyterLab in the course, as the instructor's: its address without a path, and its token."""
    with lab.server(school.course, school.course.parent / "home", course_environment(school.course)) as found:
        parts = urlsplit(found)
        yield f"{parts.scheme}://{parts.netloc}", parts.query


def test_the_detector_sees_what_runs_in_a_page(watched, tmp_path):
    (tmp_path / "page.html").write_text(f"<html><body>{ALL}</body></html>", "utf-8")
    seen = watched.open((tmp_path / "page.html").as_uri())
    assert {"script", "onerror", "svg", "toggle"} <= set(seen)


@pytest.mark.parametrize("payload", PAYLOADS[:7], ids=range(7))
def test_each_of_the_plain_payloads_runs_where_nothing_is_escaped(watched, tmp_path, payload):
    (tmp_path / "page.html").write_text(f"<html><body>{payload}</body></html>", "utf-8")
    assert watched.open((tmp_path / "page.html").as_uri())


def test_the_detector_sees_what_stock_nbconvert_lets_through(watched, mould_built, tmp_path):
    """The feedback pages of stock nbgrader are made by this converter."""
    from nbconvert import HTMLExporter

    book = nbformat.read(mould_built / "notebooks" / ASSIGNMENT / NOTEBOOK, as_version=4)
    in_markdown(book)
    in_outputs(book)
    page, _ = HTMLExporter().from_notebook_node(nbformat.from_dict(book))
    (tmp_path / "page.html").write_text(page, "utf-8", "replace")
    assert watched.open((tmp_path / "page.html").as_uri())


def test_no_script_runs_in_feedback(school, watched):
    pages = sorted((school.course / "feedback").glob(f"*/{ASSIGNMENT}/*.html"))
    assert len(pages) >= 10
    assert {page.parts[-3]: seen for page in pages if (seen := watched.open(page.as_uri()))} == {}


def test_no_script_runs_in_the_lists_of_the_formgrader(school, watched, address):
    root, token = address
    pages = (
        "manage_assignments",
        "gradebook",
        f"gradebook/{ASSIGNMENT}",
        f"gradebook/{ASSIGNMENT}/mould",
        "manage_students",
        f"manage_submissions/{ASSIGNMENT}",
    )
    seen = {}
    for page in pages:
        seen[page] = watched.open(f"{root}/formgrader/{page}?{token}")
        assert watched.page.locator("table").count(), page
    assert {page: found for page, found in seen.items() if found} == {}


def test_no_script_runs_in_the_submissions_of_the_formgrader(school, watched, address):
    from nbgrader.api import Gradebook

    root, token = address
    with Gradebook(f"sqlite:///{school.course / 'gradebook.db'}") as gradebook:
        ids = {book.student.id: book.id for book in gradebook.notebook_submissions("mould", ASSIGNMENT)}
    seen, empty = {}, []
    for learner, number in ids.items():
        seen[learner] = watched.open(f"{root}/formgrader/submissions/{number}/?{token}")
        if not watched.page.locator(".nbgrader_cell, .jp-Cell, .cell").count():
            empty.append(learner)
    assert len(seen) >= 10
    assert {learner: found for learner, found in seen.items() if found} == {}
    assert empty == []  # each of them can be graded by hand


def test_no_script_runs_in_the_pages_of_each_learner(school, watched, address):
    from urllib.parse import quote

    root, token = address
    learners = [learner for learner, record in school.records.items() if record.state == GRADED]
    assert {
        learner: found
        for learner in learners
        if (found := watched.open(f"{root}/formgrader/manage_students/{quote(learner)}?{token}"))
    } == {}


@pytest.mark.parametrize("learner", ["markup_everywhere", "markup_in_exceptions"])
def test_no_script_runs_in_a_graded_notebook_in_jupyterlab(school, watched, address, learner):
    """Opened as the instructor would, in the instructor's own JupyterLab."""
    root, token = address
    lab.Notebook(watched.page, f"{root}/lab?{token}&reset", f"autograded/{learner}/{ASSIGNMENT}/{NOTEBOOK}")
    assert watched.seen() == []


def test_no_script_runs_in_the_class_report(school, watched, tmp_path):
    command = [
        sys.executable,
        "-m",
        "chainrule.course.cli",
        "staff",
        "report",
        ASSIGNMENT,
        "--html",
        str(tmp_path / "report.html"),
    ]
    done = subprocess.run(
        command, cwd=school.course, env=course_environment(school.course), capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 0, done.stderr
    assert watched.open((tmp_path / "report.html").as_uri()) == []


@pytest.mark.parametrize("name", IN_KERNEL)
def test_no_script_runs_in_a_panel_in_a_kernel(school, watched, address, name):
    root, token = address
    folder = school.course / "opened" / name
    folder.mkdir(parents=True)
    shutil.copy(school.course / "submitted" / name / ASSIGNMENT / NOTEBOOK, folder)
    notebook = lab.Notebook(watched.page, f"{root}/lab?{token}&reset", f"opened/{name}/{NOTEBOOK}")
    for cell in ("setup", "own", "ex-sigmoid", "check-sigmoid", "ex-numerical_gradient", "check-numerical_gradient"):
        if cell != "own" or name != "markup_in_source":
            notebook.run(cell)
    assert "chainrule-panel" in notebook.output("check-numerical_gradient").inner_html()
    assert watched.seen() == []
