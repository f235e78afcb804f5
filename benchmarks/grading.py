"""What grading costs, against stock nbgrader in the same run: ``python benchmarks/grading.py``.

    python benchmarks/grading.py                        60 good submissions, all ways, the full and the stripped lecture
    python benchmarks/grading.py --submissions 6 --rounds 1 --lecture stripped      in one or two minutes
    python benchmarks/grading.py --way stock --way grade --way record --lecture stripped      the bar's ratios alone
    python benchmarks/grading.py --size 20 200 1000     staff grade alone: cost against class size
    python benchmarks/grading.py --hostile              time lost to each attack
    python benchmarks/grading.py --queue 200            one submission while so many others wait: staff grade --student
    python benchmarks/grading.py --minute 500           so many that come in within one minute: how long until all have a grade
    python benchmarks/grading.py --agree                scores of stock and grade, check by check, for honest submissions

Ways: *stock* is ``nbgrader autograde`` without the course's preprocessors, *stock, two* is two such processes at once,
each with half of the class in a course of its own, *grade* is ``chainrule staff grade``, *record, stock* is nbgrader's own Autograde with ready results
attached instead of running anything, *record* the course's recorder with ready results. Rounds go through all ways in
turn, in alternating order, each in a fresh copy of the course. Seconds are wall and CPU seconds a submission, the
command's start and everything it starts included; CPU seconds are the whole machine's, so let it do nothing else. Memory is of the largest process, and of all together (sampled; shared
pages counted for each). The *stripped* lecture holds only headings, setup, answers and checks, so that nothing is won
by not running the course's own demonstrations. On the full one those make stock take about 20 CPU seconds a submission:
60 of them, in two rounds, are two hours. Where scores are not the truth, or disagree, it exits 1.
"""

from __future__ import annotations

import argparse
import dataclasses
import pickle
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import jupytext
import nbformat
from measuring import Cost, measure

from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import HEADING, Role, exercise_name
from chainrule.notebooks.notebook import dump
from chainrule_staff.authoring.source import read
from chainrule_staff.grading.engine import LIMITS
from chainrule_staff.simulation.answers import HOSTILE, answer
from chainrule_staff.simulation.learners import ATTACK, DAMAGED, Classroom, good, simulate

ROOT = Path(__file__).resolve().parents[1]
ASSIGNMENT, NOTEBOOK = "03_activations", "activations"
FULL = sum(exercise.points for exercise in read(ROOT / "solutions" / ASSIGNMENT).exercises.values())
# The course's settings without what it changes in autograding.
STOCK = "\nfor name in [name for name in c if 'utograde' in name or 'Execute' in name]:\n    del c[name]\n"
# nbgrader's own list, with its Execute replaced by one that attaches what a check of full points leaves.
ATTACHED = (
    STOCK
    + """
c.Autograde.autograde_preprocessors = [
    "ready_results.Attach", "nbgrader.preprocessors.IgnorePattern", "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput", "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties", "nbgrader.preprocessors.CheckCellMetadata"]
"""
)


# -- courses ------------------------------------------------------------------------------------------


def make_course(folder: Path, stripped: bool) -> Path:
    """A released course of one lecture with an empty class."""
    source = ROOT / "solutions" / ASSIGNMENT
    target = folder / "solutions" / ASSIGNMENT
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    if stripped:
        lecture = read(source)
        notebook = lecture.notebook
        notebook.cells = [
            cell
            for number, cell in enumerate(notebook.cells)
            if Cell(cell).role in (Role.SETUP, Role.SOLUTION, Role.CHECK)
            or cell.cell_type == "markdown"
            and (number == 0 or HEADING.search(cell.source))
        ]
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = "\n".join(line for line in cell.source.splitlines() if line.startswith("#"))
            named = cell.metadata.get("nbgrader", {}).get("grade_id")  # all other metadata follow from it
            cell.metadata = nbformat.from_dict({"title": named} if named else {})
        (target / f"{NOTEBOOK}.py").write_text(jupytext.writes(notebook, "py:percent"), "utf-8")
        nbformat.write(read(target).notebook, target / f"{NOTEBOOK}.ipynb")
    measure((folder, ["-m", "nbgrader", "generate_assignment", ASSIGNMENT]))
    return folder


def fresh_copy(course: Path, folder: Path, extra: str = "") -> Path:
    """A copy to grade once, ``extra`` added to its settings."""
    shutil.copytree(course, folder)
    with (folder / "nbgrader_config.py").open("a") as file:
        file.write(extra)
    return folder


def hand_in(course: Path, submissions: list) -> None:
    """The first half as a-…, the second as b-…, to be told apart where two processes share them."""
    for number, one in enumerate(submissions):
        half = "a" if 2 * number < len(submissions) else "b"
        dataclasses.replace(one, learner=f"{half}-{number:04d}").hand_in(course, ASSIGNMENT)


def check_scores(course: Path) -> dict[str, dict[str, float]]:
    """The points of each check in the gradebook, by learner."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            one.student_id: {grade.name: grade.auto_score for grade in one.notebooks[0].grades}
            for one in gradebook.assignment_submissions(ASSIGNMENT)
        }


def scores(course: Path) -> dict[str, float]:
    """The points in the gradebook, by learner."""
    return {learner: sum(checks.values()) for learner, checks in check_scores(course).items()}


# -- recording alone ----------------------------------------------------------------------------------


def make_ready(course: Path, submissions: list) -> None:
    """Grade the first submission, and keep what the recorder would get."""
    from chainrule_staff.grading import engine
    from chainrule_staff.grading.assignment import load

    assignment = load(course / "solutions", course / "notebooks", ASSIGNMENT)
    job = engine.Job(
        "ready",
        submissions[0].files[f"{NOTEBOOK}.ipynb"],
        dict.fromkeys(map(exercise_name, assignment.checks), 0),
    )
    graded = engine.grade(assignment.digest, pickle.dumps(assignment), job)
    engine.close()
    (course / READY).write_bytes(pickle.dumps(graded))


def record_only(course: Path) -> None:
    """Record the ready result for every submission, as ``staff grade`` does it."""
    from chainrule_staff.grading.assignment import load
    from chainrule_staff.grading.gradebook import Book
    from chainrule_staff.grading.graded import Graded
    from chainrule_staff.grading.submissions import find

    assignment = load(course / "solutions", course / "notebooks", ASSIGNMENT)
    ready = pickle.loads((course / READY).read_bytes())
    with Book(course, assignment) as book:
        for submission in find(course / "submitted", ASSIGNMENT, NOTEBOOK):
            record = dataclasses.replace(
                ready.record, learner=submission.learner, submission=submission.digest, submitted=submission.submitted
            )
            book.write(Graded(record, ready.notebook), submission)


# -- the ways -----------------------------------------------------------------------------------------

AUTOGRADE = ["-m", "nbgrader", "autograde", ASSIGNMENT]
GRADE = ["-m", "chainrule.course.cli", "staff", "grade", ASSIGNMENT]
RECORD = [str(Path(__file__).resolve()), "--record-only"]
READY = "ready.pickle"
WAYS = {
    "stock": (STOCK, AUTOGRADE),
    "stock, two": (STOCK, AUTOGRADE),
    "grade": ("", GRADE),
    "record, stock": (ATTACHED, AUTOGRADE),
    "record": ("", RECORD),
}


def compare_ways(course: Path, work: Path, submissions: int, rounds: int, ways: list[str]) -> bool:
    """Grade one class in all ways, in turn; print costs and ratios. Whether all scores are the truth."""
    costs: dict[str, list[Cost]] = {way: [] for way in ways}
    right = True
    for number in range(rounds):
        for way in ways if number % 2 == 0 else reversed(ways):
            extra, words = WAYS[way]
            copies = [fresh_copy(course, work / "course", extra)]
            if way == "stock, two":
                copies.append(fresh_copy(course, work / "other", extra))
                for copy, half in zip(copies, "ba"):
                    for folder in (copy / "submitted").glob(f"{half}-*"):
                        shutil.rmtree(folder)
            costs[way].append(measure(*((copy, words) for copy in copies)))
            found = {learner: score for copy in copies for learner, score in scores(copy).items()}
            wrong = [learner for learner, score in found.items() if score != FULL]
            if len(found) != submissions or wrong:
                print(
                    f"{way}: {len(found)} of {submissions} in the gradebook, not all points for {', '.join(wrong[:5]) or 'none'}"
                )
                right = False
            for copy in copies:
                shutil.rmtree(copy)
    middle = {
        way: Cost(*(statistics.median(getattr(cost, item.name) for cost in found) for item in dataclasses.fields(Cost)))
        for way, found in costs.items()
    }
    peer = middle.get("stock")
    print(
        f"{'':14} {'s':>7} {'CPU s':>7} {'MB':>6} {'MB all':>7}"
        + (f" {'stock ÷ wall':>13} {'÷ CPU':>6}" if peer else "")
    )
    for way, cost in middle.items():
        line = f"{way:14} {cost.wall / submissions:7.3f} {cost.cpu / submissions:7.3f} {cost.largest:6.0f} {cost.together:7.0f}"
        print(line + (f" {peer.wall / cost.wall:13.1f} {peer.cpu / cost.cpu:6.1f}" if peer else ""))
    for way in ("record", "record, stock"):
        if way in middle and "grade" in middle:
            print(f"grade takes {middle['grade'].wall / middle[way].wall:.2f} times as long as {way}")
    return right


def compare_scores(lecture, work: Path, learners: int) -> bool:
    """Whether stock and grade give the same points in every check, and the true ones together, to honest submissions."""
    honest = [one for one in simulate(lecture, 3 * learners) if one.kind not in (ATTACK, DAMAGED)][:learners]
    found = {}
    for way in ("stock", "grade"):
        extra, words = WAYS[way]
        copy = fresh_copy(lecture.folder.parents[1], work / "course", extra)
        for one in honest:
            one.hand_in(copy, ASSIGNMENT)
        measure((copy, words))
        found[way] = check_scores(copy)
        shutil.rmtree(copy)
    wrong = [
        f"{one.learner} ({one.story}): {one.points:g} points, stock {sum(found['stock'][one.learner].values()):g}, "
        f"grade {sum(found['grade'][one.learner].values()):g}"
        for one in honest
        if found["stock"][one.learner] != found["grade"][one.learner]
        or abs(sum(found["grade"][one.learner].values()) - one.points) > 1e-6
    ]
    print(
        "\n".join(
            [
                *wrong,
                f"{len(honest) - len(wrong)} of {len(honest)} honest submissions, from {min(one.points for one in honest):g} "
                f"to {max(one.points for one in honest):g} points: stock, grade and the truth agree",
            ]
        )
    )
    return not wrong


def compare_sizes(lecture, work: Path, sizes: list[int]) -> bool:
    """The cost of ``staff grade`` against the class's size."""
    everyone = good(lecture, max(sizes))
    first, right = None, True
    for size in sizes:
        copy = fresh_copy(lecture.folder.parents[1], work / "course")
        hand_in(copy, everyone[:size])
        cost = measure((copy, GRADE))
        first = first or (cost.wall / size, cost)
        right = right and list(scores(copy).values()) == [FULL] * size
        print(
            f"{size:5} submissions: {cost.wall / size:.3f} s and {cost.cpu / size:.3f} CPU s each "
            f"({cost.wall / size / first[0]:.2f} of the first), {cost.largest:.0f} MB the largest process "
            f"({cost.largest / first[1].largest:.2f}), {cost.together:.0f} MB together"
        )
        shutil.rmtree(copy)
    return right


def one_before_the_others(lecture, work: Path, waiting: int) -> bool:
    """Time from hand-in to grade of one submission while others wait, none of which is graded."""
    copy = fresh_copy(lecture.folder.parents[1], work / "course")
    everyone = good(lecture, waiting + 1)
    hand_in(copy, everyone)
    urgent = f"b-{waiting:04d}"
    cost = measure((copy, [*GRADE, "--student", urgent]))
    found = scores(copy)
    print(
        f"one submission, {waiting} others waiting: {cost.wall:.2f} s and {cost.cpu:.2f} CPU s until its grade is there"
    )
    shutil.rmtree(copy)
    return found == {urgent: FULL}


def a_minutes_rush(lecture, work: Path, count: int) -> bool:
    """How long it takes until all have a grade that were handed in within one minute, and the pace."""
    copy = fresh_copy(lecture.folder.parents[1], work / "course")
    hand_in(copy, good(lecture, count))
    cost = measure((copy, GRADE))
    found = list(scores(copy).values())
    print(
        f"{count} hand-ins in one minute: all have a grade after {cost.wall:.0f} s, {60 * count / cost.wall:.0f} a minute; "
        f"{cost.cpu / count:.3f} CPU s each, {cost.together:.0f} MB together"
    )
    shutil.rmtree(copy)
    return found == [FULL] * count


# Code above the functions and the body of each, as in HOSTILE; the last one hangs in every exercise.
BOMBS = {
    "forks": ("import os", "while True:\n    os.fork()"),
    "threads": ("import threading, time", "while True:\n    threading.Thread(target=time.sleep, args=(1000,)).start()"),
    "disk": ("", "with open('full', 'wb') as file:\n    while True:\n        file.write(bytes(10**6))"),
    "prints": ("", "while True:\n    print('x' * 10**6)"),
    "loops": ("", "while True:\n    pass"),
}


def compare_attacks(lecture, work: Path) -> bool:
    """How much longer grading takes because of each attack, against one good submission."""
    room, total = Classroom(lecture, 0), sum(exercise.points for exercise in lecture.exercises.values())
    everyone = {"(a good one)": good(lecture, 1)[0]}
    everyone |= {name: room.learner(number, ATTACK, name) for number, name in enumerate(HOSTILE)}
    for name, (above, body) in BOMBS.items():
        victims = list(lecture.exercises.values()) if name == "loops" else [lecture.exercises["relu"]]
        answers = room.right() | {victim.id: answer(victim, above, body) for victim in victims}
        everyone[name] = dataclasses.replace(
            everyone["(a good one)"],
            files=room.files(dump(room.notebook(answers))),
            points=total - sum(victim.points for victim in victims),
        )
    base, right = None, True
    print(
        f"limits: {LIMITS.call:g} s a call, {LIMITS.check:g} s a check, {LIMITS.cell:g} s a cell, {LIMITS.total:g} s a submission"
    )
    for name, one in everyone.items():
        copy = fresh_copy(lecture.folder.parents[1], work / "course")
        hand_in(copy, [one])
        cost = measure((copy, GRADE))
        base = base or cost.wall
        (points,) = scores(copy).values()
        right = right and points == one.points
        print(
            f"{name:13} {cost.wall:6.1f} s, lost {cost.wall - base:6.1f} s, {cost.together:5.0f} MB; "
            f"{points:g} points, {one.points:g} is right"
        )
        shutil.rmtree(copy)
    return right


def main() -> int:
    """Measure and print; 1 if a score is not the truth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submissions", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--lecture", choices=("full", "stripped"), action="append", help="both unless given")
    parser.add_argument("--way", choices=WAYS, action="append", help="these ways and nothing else; all unless given")
    parser.add_argument("--size", type=int, nargs="+", help="class sizes for staff grade alone")
    parser.add_argument("--queue", type=int, help="one submission while so many wait")
    parser.add_argument("--minute", type=int, help="so many submissions at once")
    parser.add_argument("--hostile", action="store_true", help="one attack at a time")
    parser.add_argument(
        "--executed", action="store_true", help="submissions hold the outputs of the demonstrations, too"
    )
    parser.add_argument("--agree", action="store_true", help="compare scores for a class of a third of --submissions")
    parser.add_argument("--record-only", action="store_true", help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.record_only:
        record_only(Path.cwd())
        return 0
    right, part = True, words.size or words.hostile or words.agree or words.queue or words.minute
    for form in words.lecture or (["stripped"] if part else ["full", "stripped"]):
        with tempfile.TemporaryDirectory(prefix="chainrule-grading-") as folder:
            course = make_course(Path(folder) / form, form == "stripped")
            lecture = read(course / "solutions" / ASSIGNMENT)
            if words.size:
                print(f"{ASSIGNMENT}, {form}: staff grade against the size of the class")
                right &= compare_sizes(lecture, Path(folder), words.size)
            if words.queue:
                right &= one_before_the_others(lecture, Path(folder), words.queue)
            if words.minute:
                right &= a_minutes_rush(lecture, Path(folder), words.minute)
            if words.hostile:
                print(f"{ASSIGNMENT}, {form}: one attack at a time")
                right &= compare_attacks(lecture, Path(folder))
            everything = not part and not words.way
            if words.agree or everything and form == "stripped":
                right &= compare_scores(lecture, Path(folder), max(4, words.submissions // 3))
            if everything:
                right &= one_before_the_others(lecture, Path(folder), 200)
                right &= a_minutes_rush(lecture, Path(folder), 500)
            if not part:
                submissions = good(lecture, words.submissions, executed=words.executed)
                hand_in(course, submissions)
                if "record" in (words.way or WAYS):
                    make_ready(course, submissions)
                print(
                    f"{ASSIGNMENT}, {form}: {words.submissions} good submissions, {words.rounds} rounds; a submission takes"
                )
                right &= compare_ways(course, Path(folder), words.submissions, words.rounds, words.way or list(WAYS))
    print("All scores are the truth." if right else "NOT all scores are the truth.")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
