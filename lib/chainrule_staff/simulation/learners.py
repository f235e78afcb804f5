"""A class whose points are known before it is graded: for the demonstration, benchmarks and tests.

Each learner has a story: correct answers in many ways, known mistakes, unfinished or damaged work, attacks
on the grader. The true points come from running the course's whole checks on the answers in this process; an
attack is worth what a plainly wrong answer is worth, and is never run here.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from chainrule.checks.runner import DirectRunner, run
from chainrule.notebooks import notebook as notebooks
from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import Role, answer_name
from chainrule.notebooks.plan import Step
from chainrule_staff.authoring.source import Exercise, Lecture
from chainrule_staff.simulation import damage
from chainrule_staff.simulation.answers import HOSTILE, Answers, hostile, plainly_wrong

CORRECT, MISTAKES, UNFINISHED, DAMAGED, ATTACK = KINDS = ("correct", "mistakes", "unfinished", "damaged", "hostile")
NAMES = (
    "ada bela chen dora emil fatima goran hana ivan jomo kira luis mara nils olga pavel quinn rosa sven tara umar vera "
    "wim yuna"
).split()
NAMES[3], NAMES[9] = "dora maar", "하은"  # nbgrader allows both


@dataclass(frozen=True)
class Simulated:
    """One learner's submission and the truth about it.

    Parameters
    ----------
    learner : str
    files : dict
        Contents by name, for ``submitted/<learner>/<assignment>/``.
    points : float or None
        The true points; ``None`` where only the flag counts (the instructor's own solution handed in).
    state : str
        ``"graded"`` or ``"unreadable"``.
    look : bool or None
        Whether it must be flagged for a person to look at; ``None`` where either is right.
    kind : str
        One of ``KINDS``.
    story : str
        What this learner did, as the rest of a sentence that starts with the name.
    answers : dict
        The source of the answers by exercise, as they were before any damage; stubs are left out.
    """

    learner: str
    files: dict[str, bytes]
    points: float | None
    state: str
    look: bool | None
    kind: str
    story: str
    answers: dict[str, str] = field(default_factory=dict)

    def hand_in(self, course: Path, assignment: str) -> None:
        """Write the files to where nbgrader collects them."""
        folder = course / "submitted" / self.learner / assignment
        folder.mkdir(parents=True)
        for name, data in self.files.items():
            (folder / name).write_bytes(data)


# What the first 24 do, mixed so that the first six hold every kind; afterwards the classroom's everyday.
_ROSTER = [
    (CORRECT, ""),
    (MISTAKES, ""),
    (UNFINISHED, ""),
    (DAMAGED, "as_colab"),
    (ATTACK, "gradebook"),
    (DAMAGED, "truncated"),
    (CORRECT, ""),
    (ATTACK, "patches"),
    (DAMAGED, "duplicated"),
    (MISTAKES, ""),
    (ATTACK, "loop"),
    (DAMAGED, "as_vscode"),
    (CORRECT, ""),
    (ATTACK, "agrees"),
    (DAMAGED, "deleted"),
    (DAMAGED, "reordered"),
    (ATTACK, "exits"),
    (DAMAGED, "as_format_3"),
    (ATTACK, "looks"),
    (DAMAGED, "as_notepad"),
    (DAMAGED, "retyped"),
    (ATTACK, "memory"),
    (DAMAGED, "solution"),
    (ATTACK, "script"),
    (DAMAGED, "emptied"),
    (MISTAKES, ""),
    (CORRECT, ""),
    (UNFINISHED, ""),
]
_STORIES = {
    "as_colab": "worked in Colab, which dropped the metadata",
    "as_vscode": "worked in an editor that dropped ids and metadata",
    "duplicated": "copied an answer cell and a check cell",
    "deleted": "deleted a check cell",
    "reordered": "moved answers to the end and checks to the front",
    "retyped": "turned a check cell into text",
    "as_format_3": "saved the notebook in format 3",
    "as_notepad": "saved it in a text editor, with a byte-order mark and Windows line ends, under another name",
    "truncated": "sent a file that breaks off",
    "emptied": "sent an empty file",
    "solution": "handed in the instructor's own solution",
}
# What cannot be an accident must be seen. Whether an endless loop or a greedy array is one, nobody can tell.
_MUST_LOOK = {"truncated", "emptied", "solution", "script", *HOSTILE} - {"loop", "memory"}


def simulate(lecture: Lecture, learners: int = 24, seed: int = 0) -> list[Simulated]:
    """A class with all sorts of submissions, the same for the same seed."""
    room = Classroom(lecture, seed)
    rest = len(_ROSTER) - 4
    return [
        room.learner(number, *_ROSTER[number if number < rest else rest + (number - rest) % 4])
        for number in range(learners)
    ]


def good(lecture: Lecture, n: int, seed: int = 0, executed: bool = False) -> list[Simulated]:
    """``n`` correct submissions, no two with the same answers; ``executed``: with the outputs of the demonstrations."""
    room = Classroom(lecture, seed)
    total = sum(exercise.points for exercise in lecture.exercises.values())
    found, seen = [], set()
    for number in range(n):
        answers = room.right()
        for _ in range(100):
            if tuple(answers.values()) not in seen:
                break
            answers = room.right()
        seen.add(tuple(answers.values()))
        found.append(
            Simulated(
                _name(number),
                room.files(notebooks.dump(room.notebook(answers, executed))),
                total,
                "graded",
                False,
                CORRECT,
                "solved everything",
                answers,
            )
        )
    return found


class Classroom:
    """Writes the submissions of one lecture's class.

    Parameters
    ----------
    lecture : Lecture
        Its release must have been built.
    seed : int
    """

    def __init__(self, lecture: Lecture, seed: int):
        self.lecture = lecture
        self.rng = np.random.default_rng(seed)
        self._answers = Answers(lecture)
        course = lecture.folder.parents[1]
        self._release = notebooks.read(course / "notebooks" / lecture.assignment / f"{lecture.name}.ipynb")
        self._solution = lecture.folder / f"{lecture.name}.ipynb"
        self._tasks = [exercise for exercise in lecture.exercises.values() if not exercise.is_prediction]

    def learner(self, number: int, kind: str, what: str) -> Simulated:
        """One learner of the given kind."""
        answers, story = self._honest(kind, what)
        truth, must = dict(answers), None
        if kind == ATTACK and what != "script":
            victim = self._victim()
            answers[victim.id], truth[victim.id] = hostile(victim, what), plainly_wrong(victim)
            story = f"{HOSTILE[what][0]} ({victim.id})"
        mine = self.notebook(answers, executed=number % 2 == 0)
        if kind == ATTACK and what == "script":
            story = self._add_script(mine)
        name, data, state = f"{self.lecture.name}.ipynb", None, "graded"
        if what == "solution":
            data, story = self._solution.read_bytes(), _STORIES[what]
        elif kind == DAMAGED:
            make: Callable = getattr(damage, what)
            data, story = make(mine, self.rng), f"{_STORIES[what]}; {story}"
            state = "unreadable" if what in ("truncated", "emptied") else state
            name = f"my {self.lecture.name} (1).ipynb" if what == "as_notepad" else name
        if what not in ("loop", "memory"):
            must = what in _MUST_LOOK
        points = 0.0 if state == "unreadable" else None if what == "solution" else self.points(truth)
        return Simulated(
            _name(number),
            self.files(notebooks.dump(mine) if data is None else data, name),
            points,
            state,
            must,
            kind,
            f"{story}.",
            answers,
        )

    def right(self) -> dict[str, str]:
        """Correct answers to everything."""
        return {
            exercise.id: self._prediction(exercise)
            if exercise.is_prediction
            else self._answers.right(exercise, self.rng)
            for exercise in self.lecture.exercises.values()
        }

    def points(self, answers: dict[str, str]) -> float:
        """What answers are worth: the course's whole checks, run on them in this process."""
        stubs = {cell.id: cell.source for cell in self._release["cells"] if cell.role is Role.SOLUTION}
        steps = self.lecture.steps(Role.SETUP)
        for exercise in self.lecture.exercises.values():
            answer = answers.get(exercise.id, stubs[answer_name(exercise.id)])
            steps.append(Step(Role.SOLUTION, exercise.id, answer))
        steps += [exercise.check("whole") for exercise in self.lecture.exercises.values()]
        return sum(report.points for report in run(steps, DirectRunner()).reports)

    def notebook(self, answers: dict[str, str], executed: bool = False) -> notebooks.Notebook:
        """The release with answers in it; ``executed``: and the demonstrations' outputs."""
        mine = copy.deepcopy(self._release)
        ids = {answer_name(exercise.id): exercise.id for exercise in self.lecture.exercises.values()}
        outputs = {}
        if executed and self._solution.is_file():
            outputs = {
                cell["id"]: cell["outputs"]
                for cell in notebooks.read(self._solution)["cells"]
                if cell.role is Role.DEMONSTRATION
            }
        for cell in mine["cells"]:
            cell["source"] = answers.get(ids.get(cell["id"], ""), cell["source"])
            if outputs.get(cell["id"]):
                cell["outputs"] = outputs[cell["id"]]
        return mine

    def files(self, data: bytes, name: str | None = None) -> dict[str, bytes]:
        """A submission's folder: the notebook, and when it came."""
        minutes = int(self.rng.integers(60, 7 * 24 * 60))
        stamp = np.datetime64("2026-03-02T00:00") + np.timedelta64(minutes, "m")
        return {
            name or f"{self.lecture.name}.ipynb": data,
            "timestamp.txt": f"{str(stamp).replace('T', ' ')}:00 UTC".encode(),
        }

    def _honest(self, kind: str, what: str) -> tuple[dict[str, str], str]:
        """The answers before any attack or damage, and what to say of them."""
        answers = self.right()
        if kind == UNFINISHED:
            ids = list(answers)
            kept = ids[: int(self.rng.integers(1, len(ids)))]
            return {name: answers[name] for name in kept}, f"stopped after {kept[-1]}"
        flawed = kind == MISTAKES or kind == DAMAGED and self.rng.random() < 0.5
        if not flawed:
            return answers, "solved everything"
        tasks = [exercise for exercise in self._tasks if self._answers.mistakes[exercise.id]]
        count = min(len(tasks), int(self.rng.integers(1, 5)))
        said = []
        for i in sorted(self.rng.choice(len(tasks), count, replace=False)):
            answers[tasks[i].id], mistake = self._answers.wrong(tasks[i], self.rng)
            said.append(f"{mistake} in {tasks[i].id}")
        return answers, "wrote " + ", ".join(said)

    def _victim(self) -> Exercise:
        """An exercise to attack: one that gives points."""
        worth = [exercise for exercise in self._tasks if exercise.points]
        return worth[self.rng.integers(len(worth))]

    def _prediction(self, exercise: Exercise) -> str:
        choices = re.findall(r'"(\w+)"', exercise.visible.partition(".one_of(")[2].partition(")")[0])
        choice = choices[self.rng.integers(len(choices))]
        return f'def {exercise.functions[0]}():\n    return "{choice}"'

    def _add_script(self, mine: notebooks.Notebook) -> str:
        cell = Cell(
            cell_type="markdown",
            id="my-notes",
            metadata={},
            source="My notes <script>document.title = 'owned'</script><img src=x onerror=\"document.title='owned'\">",
        )
        mine["cells"].insert(2, cell)
        return "put a script into a text cell; solved everything"


def _name(number: int) -> str:
    return NAMES[number] if number < len(NAMES) else f"learner{number:04d}"
