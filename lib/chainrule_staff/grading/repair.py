"""From a submitted file to cells that can be graded: nothing that is found here stops anything.

The release says what every cell is. What was lost on the way (metadata, cells, their order or type) is
put back from it, and everything put back is noted. The learner's own words stay, made harmless.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from chainrule.checks.report import Finding, finding
from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import Role, exercise_name
from chainrule.notebooks.errors import NotebookError, Problem
from chainrule.notebooks.matching import Origin, match
from chainrule.notebooks.notebook import Notebook, parse
from chainrule.notebooks.plan import exercises_of, normal, plan
from chainrule_staff.grading.assignment import Assignment
from chainrule_staff.grading.compared_answers import ComparedAnswers
from chainrule_staff.grading.kinds import Kind
from chainrule_staff.grading.suspicion import suspicious_code, suspicious_text

MAX_FILE = 64 * 2**20
MAX_CELLS = 600
MAX_SOURCE = 200_000  # characters of one cell
MARKERS = ("### BEGIN SOLUTION", "### END SOLUTION", "### BEGIN HIDDEN TESTS")
SKIPPING = {"skip-execution", "raises-exception"}


class Unreadable(Exception):
    """A file that is no notebook: why."""

    def __init__(self, why: Finding):
        super().__init__(why.kind)
        self.why = why


@dataclass
class Repaired:
    """A submission ready to be run.

    ``cells`` make the autograded notebook; ``steps`` are what to run, in order.
    """

    cells: list[Cell]
    steps: list
    notes: list[Finding] = field(default_factory=list)
    look: list[Finding] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)  # sources by exercise
    touched: set[str] = field(default_factory=set)  # exercises whose answer is not the stub
    digest: str = ""


def read_submission(data: bytes) -> tuple[Notebook, list[Finding]]:
    """The notebook in a file's bytes, and notes on what had to be done to read it.

    Raises
    ------
    Unreadable
    """
    if len(data) > MAX_FILE:
        raise Unreadable(finding(Kind.TOO_LARGE, megabytes=len(data) / 1e6, limit=MAX_FILE / 1e6))
    try:
        return parse(data), []
    except NotebookError as error:
        kind, values = error.kind, error.values
    why = finding(Kind.NOT_A_NOTEBOOK, problem=str(kind), values=_as_json(values))
    if kind is Problem.FORMAT_3:
        try:
            import json

            import nbformat

            old = nbformat.from_dict(json.loads(data.decode("utf-8-sig")))
            new = nbformat.convert(old, 4)
            return parse(nbformat.writes(new).encode()), [finding(Kind.CONVERTED)]
        except Exception:  # whatever a hostile or broken file makes the converter do
            why = finding(Kind.OLD_FORMAT)
    raise Unreadable(why)


def _as_json(values: dict) -> dict:
    """Values for a sentence: what a hostile file claims to be its version could be anything."""
    return {
        key: value if isinstance(value, int) and abs(value) < 10**9 else str(value)[:100]
        for key, value in values.items()
    }


def repair(notebook: Notebook, assignment: Assignment) -> Repaired:
    """Match a notebook to its release and put back what is missing."""
    mine, notes, look = _bounded(notebook["cells"], assignment)
    if "chainrule" in notebook["metadata"]:
        look.append(finding(Kind.FORGED_RECORD))
    release = list(assignment.release)
    numbers = match([Origin(cell, cell) for cell in release], mine)
    if numbers and all(number is None for number in numbers):
        look.append(finding(Kind.ANOTHER_NOTEBOOK))
    elif not any(cell.grade_id for cell in mine):
        notes.append(finding(Kind.METADATA_LOST))
    steps, plan_notes = plan(release, mine, {name: cell.source for name, cell in assignment.checks.items()})
    notes += [finding(Kind.TOLD, text=note) for note in plan_notes]
    found = Repaired(_rebuilt(assignment, mine, numbers), steps, notes, look)
    _inspect(found, assignment, mine, numbers)
    return found


def _bounded(cells: list[Cell], assignment: Assignment) -> tuple[list[Cell], list[Finding], list[Finding]]:
    """The cells that will be handled: not more than a person would make, none larger than one would write."""
    notes: list[Finding] = []
    look: list[Finding] = []
    if len(cells) > MAX_CELLS:
        known = {cell.grade_id for cell in assignment.release if cell.grade_id}
        kept, waiting = [], set(known)
        for place, cell in enumerate(cells):
            if place < MAX_CELLS or cell.grade_id in waiting:
                kept.append(cell)
                waiting.discard(cell.grade_id)
        look.append(finding(Kind.MANY_CELLS, count=len(cells), limit=MAX_CELLS))
        cells = kept
    cut = []
    for cell in cells:
        if len(cell.source) > MAX_SOURCE:
            look.append(finding(Kind.CELL_CUT, cell=cell.label[:60], characters=len(cell.source)))
            cell = cell.but(source="# cut: too long\n" + cell.source[:1000].replace("\n", "\n# "))
        # Half an emoji is no text: neither a file nor a database would take it.
        cut.append(cell.but(source=cell.source.replace("\r\n", "\n").encode("utf-8", "replace").decode()))
    return cut, notes, look


def _rebuilt(assignment: Assignment, mine: list[Cell], numbers: list[int | None]) -> list[Cell]:
    """The cells of the autograded notebook: the learner's order, the course's metadata and checks."""
    placed: list[tuple[int | None, Cell]] = []
    for number, cell in zip(numbers, mine):
        placed.append((number, _own(cell) if number is None else _course(assignment, number, cell)))
    present = {number for number in numbers if number is not None}
    for number, cell in enumerate(assignment.release):
        if number in present or cell.role not in (Role.SETUP, Role.SOLUTION, Role.CHECK):
            continue
        before = [place for place, (other, _) in enumerate(placed) if other is not None and other < number]
        placed.insert(max(before, default=-1) + 1, (number, _course(assignment, number, None)))
    taken: set[str] = set()
    cells = []
    for place, (_, cell) in enumerate(placed):
        wanted = cell.id
        if wanted is None or wanted in taken:
            wanted = f"cell-{place}"
        taken.add(wanted)
        cells.append(cell.but(id=wanted))
    return cells


def _course(assignment: Assignment, number: int, cell: Cell | None) -> Cell:
    """A cell of the course, with the learner's words where they may be."""
    released = assignment.release[number]
    kind = released.role
    if kind is Role.CHECK:
        source = assignment.checks[released.grade_id].source
    elif kind in (Role.SOLUTION, Role.DEMONSTRATION):
        source = released.source if cell is None else cell.source
    else:
        source = released.source
    metadata = {key: released.metadata[key] for key in ("nbgrader", "tags") if key in released.metadata}
    made = Cell(cell_type=released.kind, id=released.id, metadata=metadata, source=source)
    theirs = kind is Role.SOLUTION or kind is Role.LECTURE and not released.nbgrader.get("locked")
    if theirs and cell is not None and cell.text != released.text:
        made = made.but(source=cell.source) if released.is_code else made.but(**_words(cell))  # an answer may be a text
    return _with_outputs(made)


def _own(cell: Cell) -> Cell:
    """A cell that the learner added."""
    kind = "code" if cell.is_code else "markdown"  # a raw cell would reach a web page as it is
    words = {"source": cell.source} if kind == "code" else _words(cell)
    return _with_outputs(Cell(cell_type=kind, id=cell.id, metadata={}, **words))


def _words(cell: Cell) -> dict:
    """The source and attached pictures of a learner's text, neither of which can run script."""
    source, kept = harmless(cell.source), {}
    attached = cell.get("attachments")
    for name, kinds in attached.items() if isinstance(attached, dict) else ():
        data = kinds.get("image/png") or kinds.get("image/jpeg") if isinstance(kinds, dict) else None
        if (
            re.fullmatch(r"[A-Za-z0-9_.-]+", name)
            and isinstance(data, str)
            and re.fullmatch(r"[A-Za-z0-9+/=\s]+", data)
        ):
            kept[name] = {"image/png" if kinds.get("image/png") else "image/jpeg": data}
            source = source.replace(f"](attachment\u200c:{name})", f"](attachment:{name})")
    return {"source": source, "attachments": kept} if kept else {"source": source}


def _with_outputs(cell: Cell) -> Cell:
    return cell.but(outputs=[], execution_count=None) if cell.is_code else cell


def harmless(markdown: str) -> str:
    """Markdown whose HTML is text: an invisible character keeps each tag, entity and script's address from being one.

    >>> harmless("a<b, 1 < 2 and <script>") == "a<\\u200cb, 1 < 2 and <\\u200cscript>"
    True
    """
    markdown = re.sub(r"<(?=[A-Za-z/!?\\])", "<\u200c", markdown)
    markdown = re.sub(
        r"&(?=#?\w)", "&\u200c", markdown
    )  # a letter written as an entity is a letter again in an address
    return re.sub(r"(?i)(javascript|vbscript|data|attachment)(?=\s*[:\\])", "\\1\u200c", markdown)


def escaped(text: str) -> str:
    """Text of the grader's, with names of a learner's in it, as Markdown that shows it as it is: no link, no markup.

    >>> escaped("[a](javascript:1).ipynb") == r"\\[a\\]\\(javascript\u200c:1\\)\\.ipynb"
    True
    """
    plain = harmless(" ".join(text.split())).replace("://", ":\u200c//")  # an address would become a link by itself
    return re.sub(r"([\\`*_{}\[\]()#+.!|~$=-])", r"\\\1", plain)


def _inspect(found: Repaired, assignment: Assignment, mine: list[Cell], numbers: list[int | None]) -> None:
    """Answers, their digest, and what a person should look at."""
    exercise_of = exercises_of(assignment.release)
    compared, marked = ComparedAnswers(assignment.cells["functions"]), False
    for number, cell in zip(numbers, mine):
        released = assignment.release[number] if number is not None else None
        kind = released.role if released else Role.EXTRA
        marked = marked or any(marker in cell.source for marker in MARKERS)
        if released and kind is Role.CHECK and SKIPPING & set(cell.tags):
            found.look.append(finding(Kind.TAGGED, cell=released.label))
        if released and kind is Role.SOLUTION:
            exercise = exercise_of.get(number, released.label)
            found.answers[exercise] = f"{found.answers.get(exercise, '')}\n{cell.source}".strip()
            touched = normal(cell.source) != normal(released.source)
            if touched:
                found.touched.add(exercise)
            compared.answer_cell(exercise, cell.source, touched)
        elif kind is Role.EXTRA and cell.is_code:
            compared.own_cell(cell.source)
        elif released and kind is Role.CHECK:
            compared.check_cell(exercise_name(released.grade_id or ""))
        where = (released or cell).label[:60]
        if kind is Role.SOLUTION or kind is Role.EXTRA and cell.is_code:
            found.look += suspicious_code(cell.source, where, answer=kind is Role.SOLUTION)
        elif not cell.is_code and (released is None or cell.text != released.text):
            found.look += suspicious_text(cell.source, where)
        # The course's own demonstrations may animate.
        if released is None or kind is not Role.DEMONSTRATION or cell.text != released.text:
            found.look += [finding(kind, cell=where) for kind in _suspicious_rest(cell)]
        if released and kind is Role.CHECK:
            found.look += _suspicious_check(cell, released)
        elif cell.nbgrader.get("grade") and cell.grade_id not in assignment.checks and not _was_released(cell):
            found.look.append(finding(Kind.CLAIMS_TO_BE_GRADED, cell=where))
    if marked:
        found.look.append(finding(Kind.MARKERS))
    found.look = [one for place, one in enumerate(found.look) if one not in found.look[:place]][:20]
    if found.touched or compared.moved:
        found.digest = compared.digest()


def _suspicious_check(cell: Cell, released: Cell) -> list[Finding]:
    """A check that was made to say something else. The released one was run anyway."""
    name, said = released.label, []
    if cell.nbgrader and cell.nbgrader.get("points") != released.nbgrader.get("points") and not _was_released(cell):
        said.append(finding(Kind.OTHER_POINTS, cell=name))
    if cell.is_code and "Check(" not in cell.source and cell.source.strip():
        said.append(finding(Kind.CHECK_REPLACED, cell=name))
    return said


def _was_released(cell: Cell) -> bool:
    """Whether a check's metadata has the points that its own source says: as in a release, be it an older one.

    Its points count nowhere, so that nothing is gained by changing both.
    """
    said = re.search(r"\bCheck\([^()]*\bpoints=([0-9.]+)\b", cell.source)
    return cell.is_code and said is not None and said[1] == f"{cell.nbgrader.get('points', '')}"


def _suspicious_rest(cell: Cell) -> list[Kind]:
    """Script in saved outputs or attachments. They are dropped; that they were there is worth a look."""
    found = []
    outputs = cell.get("outputs")
    for output in outputs if isinstance(outputs, list) else []:
        data = output.get("data") if isinstance(output, dict) else None
        if not isinstance(data, dict):
            continue
        for kind in ("text/html", "image/svg+xml", "application/javascript"):
            said = data.get(kind)
            said = "".join(map(str, said)) if isinstance(said, list) else said
            if isinstance(said, str) and (kind == "application/javascript" or suspicious_text(said[:MAX_SOURCE], "")):
                found.append(Kind.OUTPUT_WITH_SCRIPT)
    attachments = cell.get("attachments")
    if isinstance(attachments, dict) and any("svg" in str(one) or "html" in str(one) for one in attachments.values()):
        found.append(Kind.ATTACHMENT_WITH_SCRIPT)
    return found
