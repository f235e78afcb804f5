"""Damaged submissions are repaired or reported, never fatal, never silent."""

import copy
import dataclasses
import json
import re

import nbconvert.filters
import nbformat
import pytest
from handing_in import EXERCISES, answered, as_bytes, cell_of, code, kinds, without

from chainrule.checks.report import Finding
from chainrule.checks.runner import DirectRunner, run
from chainrule.checks.session import Session
from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import Role
from chainrule.notebooks.errors import Problem
from chainrule_staff.grading.kinds import Kind
from chainrule_staff.grading.repair import MAX_CELLS, Unreadable, escaped, harmless, read_submission, repair
from chainrule_staff.grading.words import sentence


def graded(assignment, notebook):
    """Points of a repaired notebook, run in this process (honest code only), and the repair itself."""
    data = notebook if isinstance(notebook, bytes) else as_bytes(notebook)
    read, notes = read_submission(data)
    found = repair(read, assignment)
    found.notes = notes + found.notes
    done = run(found.steps, DirectRunner(), session=Session(catalogues={"mould": assignment.catalogue}))
    nbformat.validate(nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": found.cells}))
    return {report.exercise: report.points for report in done.reports}, found


FULL = dict.fromkeys(EXERCISES, 2.0)


@pytest.fixture
def solved(mould_released):
    return answered(mould_released)


def test_an_undamaged_notebook_is_not_remarked_upon(assignment, solved):
    points, found = graded(assignment, solved)
    assert points == FULL and found.notes == [] and found.look == []


def test_an_untouched_notebook_has_no_answers(assignment, mould_released):
    points, found = graded(assignment, answered(mould_released, dict.fromkeys(EXERCISES)))
    assert points == dict.fromkeys(EXERCISES, 0.0) and found.digest == "" and found.touched == set()


def test_equal_answers_have_equal_digests_whatever_their_comments(assignment, solved):
    other = copy.deepcopy(solved)
    cell_of(other, "ex-sigmoid")["source"] = "# mine\n\n" + cell_of(other, "ex-sigmoid")["source"]
    different = copy.deepcopy(solved)
    cell_of(different, "ex-sigmoid")["source"] += "\nx = 1"
    digests = [graded(assignment, one)[1].digest for one in (solved, other, different)]
    assert digests[0] == digests[1] != digests[2] and digests[0]


def moved(notebook, name, more="", behind=False):
    """The notebook with an answer in a cell of the learner's own, and the answer cell as it was handed out."""
    made = copy.deepcopy(notebook)
    cell = cell_of(made, f"ex-{name}")
    own = code(cell["source"] + more)
    cell["source"] = f"def {name}(x):\n    raise NotImplementedError"
    place = made["cells"].index(cell_of(made, f"check-{name}") if behind else cell) + 1
    made["cells"].insert(place, own)
    return made


def test_an_answer_in_a_cell_of_ones_own_is_compared_like_any_other(assignment, solved):
    points, found = graded(assignment, moved(solved, "sigmoid"))
    assert points == FULL
    assert found.digest == graded(assignment, solved)[1].digest
    assert graded(assignment, moved(solved, "sigmoid", "\ny = 1"))[1].digest != found.digest


def test_answers_that_all_stand_in_one_cell_of_ones_own_are_compared(assignment, mould_released, solved):
    made = answered(mould_released, dict.fromkeys(EXERCISES))
    every = "\n\n".join(cell_of(solved, f"ex-{name}")["source"] for name in EXERCISES)
    made["cells"].insert(made["cells"].index(cell_of(made, "setup")) + 1, code(every))
    # The answer cells, which come later, would take the functions away again.
    made["cells"] = [
        cell
        for cell in made["cells"]
        if cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") not in {f"ex-{name}" for name in EXERCISES}
    ]
    points, found = graded(assignment, made)
    assert points == FULL and found.touched == set()
    assert found.digest == graded(assignment, solved)[1].digest


def test_what_is_tried_behind_a_check_is_no_answer(assignment, solved):
    tried = copy.deepcopy(solved)
    tried["cells"].append(code("def sigmoid(x):\n    return np.tanh(x)"))
    assert graded(assignment, tried)[1].digest == graded(assignment, solved)[1].digest


def strip_metadata(notebook):
    """As Colab and some editors do."""
    for place, cell in enumerate(notebook["cells"]):
        cell["metadata"] = {"id": f"colab{place}"}
        cell["id"] = f"x{place}"


def strip_ids_and_metadata(notebook):
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        del cell["id"]


def duplicate_check(notebook):
    notebook["cells"].append(copy.deepcopy(cell_of(notebook, "check-sigmoid")))


def duplicate_answer(notebook):
    place = notebook["cells"].index(cell_of(notebook, "ex-sigmoid"))
    notebook["cells"].insert(place, copy.deepcopy(notebook["cells"][place]))


def reverse(notebook):
    """All checks above their answers; the learner's functions do not need each other."""
    notebook["cells"].reverse()


def retype_answer(notebook):
    cell = cell_of(notebook, "ex-he_normal")
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


def retype_check(notebook):
    cell = cell_of(notebook, "check-he_normal")
    cell["cell_type"] = "raw"
    del cell["outputs"], cell["execution_count"]


def tag(notebook):
    for cell in notebook["cells"]:
        cell["metadata"]["tags"] = ["skip-execution", "hide-input"]


def edit_check(notebook):
    cell_of(notebook, "check-sigmoid")["source"] = "2.0"


def foreign_points(notebook):
    cell_of(notebook, "check-sigmoid")["metadata"]["nbgrader"]["points"] = 1e9


def old_format(notebook):
    notebook["nbformat_minor"] = 0
    for cell in notebook["cells"]:
        del cell["id"]


def surprising_types(notebook):
    cell_of(notebook, "ex-sigmoid")["metadata"]["tags"] = {"no": "list"}
    cell_of(notebook, "check-sigmoid")["metadata"]["nbgrader"] = "no object"
    notebook["metadata"]["kernelspec"] = 7


@pytest.mark.parametrize(
    "damage",
    [
        strip_metadata,
        strip_ids_and_metadata,
        duplicate_check,
        duplicate_answer,
        reverse,
        retype_answer,
        retype_check,
        tag,
        edit_check,
        foreign_points,
        old_format,
        surprising_types,
    ],
    ids=lambda damage: damage.__name__,
)
def test_damage_costs_no_points(assignment, solved, damage):
    damage(solved)
    points, found = graded(assignment, solved)
    assert points == FULL
    checks = [cell for cell in found.cells if cell["metadata"].get("nbgrader", {}).get("grade")]
    assert [cell["metadata"]["nbgrader"]["grade_id"] for cell in checks if cell["cell_type"] == "code"].count(
        "check-sigmoid"
    ) == 1
    assert {cell["metadata"]["nbgrader"]["points"] for cell in checks} == {2}


@pytest.mark.parametrize(
    "damage, words",
    [
        (strip_metadata, "Its metadata was lost"),
        (reverse, "stood above its answer"),
        (retype_answer, "had become a markdown cell"),
        (edit_check, "edited check-sigmoid"),
    ],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_what_was_put_right_is_noted(assignment, solved, damage, words):
    damage(solved)
    assert any(words in sentence(note) for note in graded(assignment, solved)[1].notes)


def test_a_deleted_check_is_run_after_its_answer_and_stands_in_the_autograded_notebook(assignment, solved):
    points, found = graded(assignment, without(solved, "check-sigmoid"))
    assert points == FULL
    order = [step.name for step in found.steps if step.role in (Role.CHECK, Role.SOLUTION)]
    assert order.index("check-sigmoid") == order.index("ex-sigmoid") + 1
    assert [cell["id"] for cell in found.cells].count("check-sigmoid") == 1


def test_a_deleted_answer_costs_its_points_only(assignment, solved):
    points, found = graded(assignment, without(solved, "ex-sigmoid"))
    assert points == {**FULL, "sigmoid": 0.0}
    assert [cell["id"] for cell in found.cells].count("ex-sigmoid") == 1


def test_an_empty_notebook_has_all_that_nbgrader_asks_for(assignment):
    points, found = graded(assignment, {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []})
    assert points == dict.fromkeys(EXERCISES, 0.0)
    assert {f"check-{name}" for name in EXERCISES} | {f"ex-{name}" for name in EXERCISES} <= {
        cell["id"] for cell in found.cells
    }


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter(assignment, solved):
    data = json.dumps(solved, indent=1).replace("\n", "\r\n").replace("\\n", "\\r\\n").encode("utf-8-sig")
    assert graded(assignment, data)[0] == FULL


def test_a_notebook_of_format_3_is_converted(assignment, solved):
    old = nbformat.convert(nbformat.from_dict({**solved, "nbformat_minor": 4}), 3)
    points, found = graded(assignment, nbformat.writes(old, version=3).encode())
    assert points == FULL
    assert Kind.CONVERTED in kinds(found.notes)


@pytest.mark.parametrize(
    "data, kind",
    [
        (b"", Problem.EMPTY),
        (b"\0" * 9000, Problem.EMPTY),
        (b'{"cells": [', Problem.DAMAGED_JSON),
        (b"\xff\xfe{", Problem.NOT_UTF8),
        (b"[1, 2]", Problem.NOT_A_NOTEBOOK),
        (b"[" * 100_000, Problem.TOO_DEEP),
        (b'{"nbformat": 4, "cells": 3}', Problem.NO_CELLS),
        (b'{"nbformat": 3, "worksheets": 5}', Kind.OLD_FORMAT),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": 3}]}', Problem.BAD_SOURCE),
        (b"<<<<<<< HEAD\n{}\n>>>>>>> x\n", Problem.CONFLICT_MARKERS),
        (b'{"nbformat": 1e999, "cells": []}', Problem.UNKNOWN_FORMAT),
    ],
)
def test_what_is_no_notebook_is_refused_with_its_kind(data, kind):
    with pytest.raises(Unreadable) as refused:
        read_submission(data)
    why = refused.value.why
    assert kind in (why.kind, why.values.get("problem"))
    assert sentence(Finding.from_dict(json.loads(json.dumps(why.to_dict(), allow_nan=False))))


def test_a_huge_file_is_not_read(monkeypatch):
    monkeypatch.setattr("chainrule_staff.grading.repair.MAX_FILE", 1000)
    with pytest.raises(Unreadable, match=Kind.TOO_LARGE):
        read_submission(b" " * 1001)


def test_a_hundred_thousand_cells_keep_the_graded_ones(assignment, solved):
    solved["cells"] = [code("x = 1", id=f"c{n}") for n in range(100_000)] + solved["cells"]
    points, found = graded(assignment, solved)
    assert points == FULL and len(found.cells) < MAX_CELLS + 20
    assert Kind.MANY_CELLS in kinds(found.look)


def test_a_cell_of_many_megabytes_is_cut_and_flagged(assignment, solved):
    solved["cells"].append(code("x = '" + "y" * 5_000_000 + "'"))
    points, found = graded(assignment, solved)
    assert points == FULL and kinds(found.look) == [Kind.CELL_CUT]
    assert len(json.dumps(found.cells)) < 200_000


def test_the_solution_notebook_is_noticed(assignment, mould_released):
    source = json.loads((mould_released / "solutions" / "01_mould" / "mould.ipynb").read_text("utf-8"))
    points, found = graded(assignment, source)
    assert points == FULL and Kind.MARKERS in kinds(found.look)


def test_another_notebook_is_noticed(assignment):
    other = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [code("print('hello')"), code("y = 3", id="b")],
    }
    points, found = graded(assignment, other)
    assert sum(points.values()) == 0 and Kind.ANOTHER_NOTEBOOK in kinds(found.look)


def test_a_learners_extra_cells_run_in_their_place(assignment, mould_released):
    mine = answered(
        mould_released,
        {
            "sigmoid": "def sigmoid(x):\n    return squash(x)\ndef sigmoid_grad(x):\n    return squash(x) * (1 - squash(x))"
        },
    )
    place = mine["cells"].index(cell_of(mine, "ex-sigmoid"))
    mine["cells"].insert(
        place, code("def squash(x):\n    x = np.asarray(x, float)\n    return 0.5 * (1 + np.tanh(x / 2))")
    )
    assert graded(assignment, mine)[0] == FULL


def test_a_raw_cell_and_markdown_of_a_learner_cannot_hold_markup(assignment, solved):
    solved["cells"] += [
        {"cell_type": "raw", "id": "r", "metadata": {"raw_mimetype": "text/html"}, "source": "<script>1</script>"},
        {
            "cell_type": "markdown",
            "id": "m",
            "metadata": {},
            "source": "<img src=x onerror=y>",
            "attachments": {"a.svg": {"image/svg+xml": "<svg onload=1>"}},
        },
    ]
    found = graded(assignment, solved)[1]
    text = json.dumps(found.cells, ensure_ascii=False)
    assert "<script" not in text and "<img" not in text and "onload" not in text
    assert len(found.look) >= 2


PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def test_a_pasted_picture_stays_and_what_is_no_picture_does_not(assignment, solved):
    solved["cells"].append(
        {
            "cell_type": "markdown",
            "id": "m",
            "metadata": {},
            "attachments": {
                "image.png": {"image/png": PIXEL},
                "evil.png": {"image/svg+xml": "<svg onload=1>"},
                "quote.png": {"image/png": 'x" onload="1'},
            },
            "source": "![](attachment:image.png) ![](attachment:evil.png) ![](attachment:gone.png) ![](attach&#109;ent:gone.png) "
            "![](attachment\\:gone.png) ![](attachment:quote.png)",
        }
    )
    cell = graded(assignment, solved)[1].cells[-1]
    assert list(cell["attachments"]) == ["image.png"]
    from nbconvert.exporters import HTMLExporter

    page, _ = HTMLExporter().from_notebook_node(
        nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]})
    )
    assert page.count(f"data:image/png;base64,{PIXEL}") == 1 and "onload" not in page


def test_addresses_that_would_run_script_are_none(assignment, solved):
    from nbconvert.filters import markdown2html

    for address in (
        "javascript:1",
        "java&#115;cript:1",
        "JAVASCRIPT:1",
        "javascript\\:1",
        "&#x6A;avascript:1",
        "java\tscript:1",
        "javascript&colon;1",
        "data:text/html,x",
        "vbscript:1",
    ):
        page = markdown2html(harmless(f"[a]({address}) <{address}> ![b]({address})\n\n[c]: {address}\n\n[c]")).lower()
        for found in __import__("re").findall(r'(?:href|src)="([^"]*)"', page):
            assert not found.replace("\t", "").startswith(("javascript:", "vbscript:", "data:")), (address, found)


def test_a_check_that_was_made_to_say_something_else_is_noticed(assignment, solved):
    edit_check(solved)
    cell_of(solved, "check-he_normal")["metadata"]["nbgrader"]["points"] = -5
    solved["cells"].append(code("3", id="check-more"))
    solved["cells"][-1]["metadata"] = {
        "nbgrader": {"grade": True, "grade_id": "check-more", "points": 9, "solution": False, "schema_version": 3}
    }
    points, found = graded(assignment, solved)
    assert points == FULL and len(found.look) == 3


def test_the_courses_own_text_keeps_its_markup(assignment, solved):
    assert harmless("<details>") != "<details>"
    found = graded(assignment, solved)[1]
    for cell in found.cells:
        if cell["cell_type"] == "markdown":
            assert "\u200c" not in cell["source"]


def test_learners_words_look_the_same_when_they_are_harmless():
    source = "`a<b` and $x < y$, see <https://x.org>, data: 5"
    assert harmless(source).replace("\u200c", "") == source


def test_a_written_answer_is_made_harmless(assignment, solved):
    """It is the learner's, and shown to the grader in a page that may do all that the grader may."""
    nbgrader = {"grade": True, "solution": True, "grade_id": "written", "points": 2, "locked": False, "schema_version": 3, "task": False}  # fmt: skip
    asked = Cell(cell_type="markdown", id="written", metadata={"nbgrader": nbgrader}, source="Why?")
    told = asked.but(source="<script>x</script> [a](javascript:x) <b>because</b>")
    solved["cells"].append(dict(told))
    found = repair(
        read_submission(as_bytes(solved))[0], dataclasses.replace(assignment, release=(*assignment.release, asked))
    )
    (cell,) = [cell for cell in found.cells if cell.id == "written"]
    assert cell.source == harmless(told.source) != told.source


def test_names_of_files_are_text_in_what_is_told_to_the_grader():
    for name in (
        "[open](javascript:alert(1)).ipynb",
        "<img src=x onerror=alert(1)>",
        "![x](https://x.invalid/x.png)",
        "[a][b]\n\n[b]: x",
    ):
        shown = escaped(name)
        page = nbconvert.filters.markdown2html(f"- {shown}")
        assert not re.search(r"<(a|img|script)\b", page), page
        assert "alert" not in name or "alert" in page
