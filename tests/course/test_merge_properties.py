"""Whatever a learner and a release do, a merge loses no line of the learner's and brings the release in."""

import copy

import nbformat
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from chainrule.notebooks.cell import Cell
from chainrule.notebooks.merge import assumed_base, merge
from chainrule.notebooks.notebook import dump, parse

from .cells import check, demo, notebook, setup, solution, text

WORDS = ["the gradient", "of a ReLU", "is one or zero", "plt.show()", "x = 1", "print(x)", ""]


class Names:
    """Numbers that make every typed line, exercise and id its own."""

    def __init__(self):
        self.count = 0

    def __call__(self, word):
        self.count += 1
        return f"{word}{self.count}"


@st.composite
def course_cell(draw, new):
    kind = draw(st.sampled_from(["text", "demo", "solution", "check", "setup"]))
    if kind == "solution":
        return solution(new("f"))
    if kind == "check":
        return check(new("g"))
    # Few different sources: cells that share their text are the hard ones. The ids are the build's: a hash of it.
    source = "\n".join(draw(st.lists(st.sampled_from(WORDS), max_size=3)))
    own = new("id")
    return {"text": text, "demo": demo, "setup": setup}[kind](source, own)


@st.composite
def next_release(draw, base, new):
    """What a course's authors do: edit, drop, insert, move cells."""
    cells = []
    for cell in copy.deepcopy(base["cells"]):
        act = draw(st.sampled_from(["keep"] * 4 + ["edit", "edit with a new id", "drop", "insert"]))
        if act.startswith("edit"):
            cell["source"] += "\n" + new("released ")
            if "new id" in act and cell.role not in ("solution", "check"):
                cell["id"] = new("id")
        if act == "insert":
            cells.append(draw(course_cell(new)))
        if act != "drop":
            cells.append(cell)
    if len(cells) > 1 and draw(st.integers(0, 4)) == 0:
        cells.append(cells.pop(0))
    return notebook(*cells)


@st.composite
def learners_copy(draw, base, new):
    """What learners and their tools do: answer, edit, delete, add, copy, move, lose ids and metadata."""
    cells, typed = [], []
    for cell in copy.deepcopy(base["cells"]):
        act = draw(st.sampled_from(["keep"] * 4 + ["edit", "rewrite", "delete", "add", "copy", "retype"]))
        if act == "edit":
            cell["source"] += "\n" + new("typed ")
        if act == "rewrite":
            cell["source"] = new("typed ")
        if act in ("edit", "rewrite"):
            typed.append((cell["source"].splitlines()[-1], cell))
        if act == "retype" and cell["cell_type"] == "code":
            cell["cell_type"] = "markdown"
            del cell["outputs"], cell["execution_count"]
        if act != "delete":
            cells.append(cell)
        if act == "copy":
            cells.append(
                cell.but(id=draw(st.sampled_from([cell["id"], new("id")])), metadata=copy.deepcopy(cell.metadata))
            )
        if act == "add":
            source = draw(st.sampled_from([new("typed "), cell["source"] or new("typed ")]))
            cells.append(draw(st.sampled_from([text, demo]))(source, new("id")))
            typed.append(((source.splitlines() or [""])[-1], cells[-1]))
    for cell in cells:
        if cell["cell_type"] == "code" and draw(st.booleans()):
            cell.update(
                execution_count=7, outputs=[{"output_type": "stream", "name": "stdout", "text": cell["source"]}]
            )
    if len(cells) > 1 and draw(st.integers(0, 4)) == 0:
        cells.insert(0, cells.pop())
    loss = draw(st.sampled_from(["nothing"] * 3 + ["ids", "some ids", "metadata", "both", "new ids"]))
    for cell in cells:
        if loss in ("ids", "both") or (loss == "some ids" and draw(st.booleans())):
            cell.pop("id")
        if loss == "new ids":
            cell["id"] = new("id")
        if loss in ("metadata", "both"):
            cell["metadata"] = {}
    return notebook(*cells), [line for line, _ in typed]


@st.composite
def situations(draw):
    new = Names()
    base = notebook(*draw(st.lists(course_cell(new), max_size=7)))
    mine, typed = draw(learners_copy(base, new))
    return base, draw(next_release(base, new)), mine, typed


trials = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def lines(book):
    return {line for cell in book["cells"] for line in cell["source"].splitlines()}


@trials
@given(situations())
def test_no_line_that_the_learner_typed_is_lost(situation):
    base, release, mine, typed = situation
    merged, _ = merge(base, release, mine)
    assert set(typed) <= lines(merged)


@trials
@given(situations())
def test_a_merge_is_valid_and_its_ids_are_unique(situation):
    base, release, mine, _ = situation
    merged, report = merge(base, release, mine)
    if report.changed:
        nbformat.validate(nbformat.from_dict(merged))
        ids = [cell["id"] for cell in merged["cells"]]
        graded = [
            cell["metadata"]["nbgrader"]["grade_id"] for cell in merged["cells"] if "nbgrader" in cell["metadata"]
        ]
        assert len(set(ids)) == len(ids) and len(set(graded)) == len(graded)
        assert parse(dump(merged)) == merged


@trials
@given(situations())
def test_merging_again_changes_nothing(situation):
    base, release, mine, _ = situation
    merged, _ = merge(base, release, mine)
    before = copy.deepcopy(merged)
    # A result that shares no id with the course looks like one whose ids a tool renewed, and is then matched by its
    # sources. It takes a learner who deleted all that is left of a lecture.
    course = {cell["id"] for cell in base["cells"] + release["cells"]}
    assume(any(cell.get("id") in course for cell in merged["cells"]))
    # Before the base was recorded (a kill between the two), and after.
    for again in (base, release):
        twice, report = merge(again, release, merged)
        assert not report.changed and twice is merged and twice == before


@trials
@given(situations())
def test_the_release_arrives_wherever_the_learner_did_not_edit(situation):
    base, release, mine, typed = situation
    merged, _ = merge(base, release, mine)
    if base == release:
        return
    here = {cell["id"]: cell for cell in merged["cells"]}
    old = {cell.text for cell in base["cells"]}
    for cell in release["cells"]:
        if cell["id"] not in here:  # only what the learner deleted, and what has nothing new to say
            assert cell.role in ("lecture", "demonstration") and cell.text in old
            continue
        got = here[cell["id"]]
        assert got["metadata"].get("nbgrader") == cell["metadata"].get("nbgrader")
        assert got["source"] == cell["source"] or cell.role in ("solution", "demonstration") or cell.text in old
        if got["source"] != cell["source"]:  # then the learner typed it, or retyped a copy of something of theirs
            assert any(got.text == own.text for own in mine["cells"])
    order = [cell["id"] for cell in merged["cells"]]
    wanted = [cell["id"] for cell in release["cells"] if cell["id"] in here]
    assert [own for own in order if own in set(wanted)] == wanted


@trials
@given(situations())
def test_an_untouched_copy_becomes_the_release(situation):
    base, release, _, _ = situation
    merged, report = merge(base, release, copy.deepcopy(base))
    assert merged["cells"] == release["cells"]
    assert not (report.both or report.yours or report.kept or report.returned)


@trials
@given(situations())
def test_an_edit_alone_stays_as_it_is(situation):
    base, _, mine, _ = situation
    before = copy.deepcopy(mine)
    merged, report = merge(base, copy.deepcopy(base), mine)
    assert merged is mine and mine == before and not report.changed


@trials
@given(situations())
def test_without_a_base_no_answer_demonstration_or_own_cell_is_lost(situation):
    base, release, mine, _ = situation
    merged, _ = merge(assumed_base(release, mine), release, mine)
    stub = {cell.text for cell in base["cells"]}
    course = {cell["id"] for cell in release["cells"]}
    known = any(cell.get("id") in course for cell in mine["cells"])
    for cell in mine["cells"]:
        own = known and cell.get("id") and cell["id"] not in course and "nbgrader" not in cell["metadata"]
        if (own or cell.role == "solution") and cell.text not in stub:
            assert cell.text in {got.text for got in merged["cells"]}
    again, report = merge(assumed_base(release, merged), release, merged)
    assert not report.changed


@trials
@given(situations())
def test_outputs_stay_exactly_with_the_source_that_made_them(situation):
    base, release, mine, _ = situation
    merged, _ = merge(base, release, mine)
    for cell in merged["cells"]:
        for output in cell.get("outputs", []):
            made = {Cell(source=output["text"]).text, cell.text}
            assert len(made) == 1
