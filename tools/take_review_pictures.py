"""Take the pictures of docs/reviewing.md: the overview of a lecture's evidence, and a group of a simulated class's answers.

    python tools/take_review_pictures.py

Grades twelve simulated learners in a temporary folder. Needs bubblewrap, Chromium and Playwright, as the tests do.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from demo import ROOT, copy_course, run

from chainrule.notebooks import notebook as notebooks
from chainrule_staff.authoring.source import read
from chainrule_staff.simulation.learners import Classroom

ASSIGNMENT, EXERCISE = "03_activations", "leaky_relu"
TARGET = ROOT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
LEARNERS = 12
# What most of them write: the same mistake, with other names.
WRONG = """def leaky_relu({x}, slope=0.01):
    return np.maximum({x}, slope * {x})


def leaky_relu_grad({x}, slope=0.01):
    return np.where({x} > 0, 1.0, -slope)"""


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
    """A class of which most make one mistake, in a course that is ready for grading."""
    copy_course(ROOT, ASSIGNMENT, course)
    run(course, "nbgrader", "generate_assignment", ASSIGNMENT, quiet=True)
    room = Classroom(read(course / "solutions" / ASSIGNMENT), seed=5)
    for number in range(LEARNERS):
        answers = room.right()
        if number % 4:
            answers[EXERCISE] = WRONG.format(x=("x", "x", "z", "values")[number % 4])
        folder = course / "submitted" / f"learner{number:02}" / ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / "activations.ipynb").write_bytes(notebooks.dump(room.notebook(answers)))


if __name__ == "__main__":
    main()
