"""What the desk's pages of a class cost: ``python benchmarks/review_pages.py``, and ``--learners 200`` for a large one.

Grades a simulated class in a temporary folder, serves ``chainrule staff review --class``, and opens every page in Chromium: the
assignment's, every exercise's, every learner's. Prints how many there are, how long they take, how large the largest is, and how
long the answers take to be grouped. Exits 1 where a page says anything on the console, or asks another address for anything.
Needs bubblewrap, Chromium and Playwright, as the tests do.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STORIES = (
    "mistakes",
    "correct",
    "mistakes",
    "unfinished",
)  # what learners do, in turn: half of them make known mistakes
COMMAND = [sys.executable, "-m", "chainrule.course.cli", "staff"]


@dataclass
class Figures:
    """What opening the pages took.

    Parameters
    ----------
    seconds : dict
        By address, until the page was loaded.
    bytes : dict
        By address.
    troubles : list of str
        What pages said on the console, and what they asked other addresses for.
    grouping : float
        Seconds to read the class and to group all answers to all exercises.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    grouping: float = 0.0

    def __str__(self) -> str:
        slowest, largest = (max(values, key=values.__getitem__) for values in (self.seconds, self.bytes))
        return (
            f"{len(self.seconds)} pages in {sum(self.seconds.values()):.1f} s; the slowest {self.seconds[slowest]:.2f} s "
            f"({slowest}), the largest {self.bytes[largest] / 1000:.0f} KB ({largest}); all answers grouped in "
            f"{self.grouping:.2f} s; {len(self.troubles)} messages on the console or requests elsewhere"
        )


def look_at(course: Path, assignment: str) -> Figures:
    """Open all pages of a graded assignment."""
    from playwright.sync_api import sync_playwright

    figures = Figures(grouping=grouped(course, assignment))
    with served(course, assignment) as address, sync_playwright() as play:
        here = address.partition("?")[0].rstrip("/")
        browser = play.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        tab = browser.new_page()
        tab.on("console", lambda message: figures.troubles.append(f"{tab.url}: {message.text}"))
        tab.on("pageerror", lambda error: figures.troubles.append(f"{tab.url}: {error}"))
        tab.on("request", lambda asked: asked.url.startswith((here, "data:")) or figures.troubles.append(asked.url))
        tab.goto(address)
        links = tab.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        for place in ["/", *links]:
            began = time.perf_counter()
            answer = tab.goto(f"{here}{place}")
            figures.seconds[place] = time.perf_counter() - began
            assert answer is not None
            figures.bytes[place] = len(answer.body())
            if not answer.ok:
                figures.troubles.append(f"{place}: {answer.status}")
        browser.close()
    return figures


def grouped(course: Path, assignment: str) -> float:
    """Seconds to read what the class wrote and to group it."""
    from chainrule_staff.authoring.source import read
    from chainrule_staff.review.class_answers import read_answers
    from chainrule_staff.review.grouping import groups

    lecture = read(course / "solutions" / assignment)
    began = time.perf_counter()
    found = read_answers(course, assignment)
    for exercise in lecture.exercises:
        groups(found.given(exercise))
    return time.perf_counter() - began


@contextmanager
def served(course: Path, assignment: str) -> Iterator[str]:
    """The desk of an assignment; its address."""
    command = [*COMMAND, "review", assignment, "--class", "--no-browser"]
    with subprocess.Popen(command, cwd=course, env=os.environ, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield re.findall(r"http://\S+", server.stdout.readline())[0]
        finally:
            server.terminate()


def graded(course: Path, assignment: str, learners: int) -> float:
    """Make a class in an empty folder, and grade it; the seconds of grading."""
    from chainrule_staff.authoring.source import read
    from chainrule_staff.simulation.learners import Classroom

    sys.path.insert(0, str(ROOT / "tools"))
    from demo import copy_course, run

    course.mkdir()
    copy_course(ROOT, assignment, course)
    run(course, "nbgrader", "generate_assignment", assignment, quiet=True)
    room = Classroom(read(course / "solutions" / assignment), seed=1)
    for number in range(learners):
        one = room.learner(number, STORIES[number % len(STORIES)], "")
        one.hand_in(course, assignment)
    began = time.perf_counter()
    run(course, "chainrule.course.cli", "staff", "grade", assignment, quiet=True)
    return time.perf_counter() - began


def main() -> int:
    """Make the class, open its pages, say what they took."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--learners", type=int, default=24)
    parser.add_argument("--assignment", default="03_activations")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "course"
        took = graded(course, asked.assignment, asked.learners)
        print(f"{asked.assignment}, {asked.learners} learners, graded in {took:.0f} s", flush=True)
        figures = look_at(course, asked.assignment)
    print(figures, *figures.troubles[:20], sep="\n")
    return 1 if figures.troubles else 0


if __name__ == "__main__":
    sys.exit(main())
