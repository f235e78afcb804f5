"""Take the pictures of docs/reviewing.md: the overview of a lecture's evidence, and a group of a simulated class's answers.

    python tools/take_review_pictures.py

Grades 24 simulated learners in a temporary folder. Needs bubblewrap, Chromium and Playwright, as the tests do.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from demo import ROOT, copy_course, run

from chainrule_staff.authoring.source import read
from chainrule_staff.simulation.learners import CORRECT, MISTAKES, UNFINISHED, Classroom

ASSIGNMENT, EXERCISE = "03_activations", "leaky_relu"
TARGET = ROOT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
LEARNERS = 24


def main() -> None:
    """Make the pages, and keep what is to be seen."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        course, pages = Path(folder) / "course", Path(folder) / "pages"
        course.mkdir()
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page(viewport={"width": 1240, "height": 660})
        run(ROOT, "chainrule.course.cli", "staff", "review", ASSIGNMENT, "-o", str(pages))
        tab.goto((pages / "index.html").as_uri())
        tab.screenshot(path=TARGET / "review-overview.png")
        hand_in(course)
        run(course, "chainrule.course.cli", "staff", "grade", ASSIGNMENT)
        with subprocess.Popen(
            [sys.executable, "-m", "chainrule.course.cli", "staff", "review", ASSIGNMENT, "--class", "--no-browser"],
            cwd=course,
            env=os.environ,
            stdout=subprocess.PIPE,
            text=True,
        ) as server:
            try:
                assert server.stdout is not None
                tab.goto(re.findall(r"http://\S+", server.stdout.readline())[0])
                tab.goto(f"{tab.url}exercise/{EXERCISE}")
                tab.locator("section").first.screenshot(path=TARGET / "review-group.png")
            finally:
                server.terminate()
        browser.close()


def hand_in(course: Path) -> None:
    """A class of which most make mistakes, in a course that is ready for grading."""
    copy_course(ROOT, ASSIGNMENT, course)
    run(course, "nbgrader", "generate_assignment", ASSIGNMENT, quiet=True)
    room = Classroom(read(course / "solutions" / ASSIGNMENT), seed=5)
    for number in range(LEARNERS):
        kind = (MISTAKES, MISTAKES, CORRECT, UNFINISHED)[number % 4]
        room.learner(number, kind, "").hand_in(course, ASSIGNMENT)


if __name__ == "__main__":
    main()
