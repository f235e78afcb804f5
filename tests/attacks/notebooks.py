"""Attacks by the notebook's JSON: forged metadata, edited checks, surprising types, sizes."""

import copy
import json

from corpus import EXERCISES, STUB, Attack, cell_of, check_cells, code_cell, text_cell

STUBS = dict.fromkeys(EXERCISES, STUB)
PANEL = {
    "output_type": "execute_result",
    "execution_count": 1,
    "metadata": {},
    "data": {"text/plain": "2.0", "text/html": "<div class='chainrule-panel'>2 of 2 points</div>"},
}


def edit(change):
    """``change`` is applied to each check cell."""

    def book(found: dict) -> None:
        for cell in check_cells(found):
            change(cell)

    return book


def every(change):
    """``change`` is applied to each cell."""

    def book(found: dict) -> None:
        for cell in found["cells"]:
            change(cell)

    return book


def tags(*names: str):
    return every(lambda cell: cell["metadata"].setdefault("tags", []).extend(names))


def graded(**values):
    """nbgrader's metadata of the check cells, changed."""
    return edit(lambda cell: cell["metadata"]["nbgrader"].update(values))


def raw(change):
    """``change`` works on the file's text."""
    return lambda book: change(json.dumps(book)).encode("utf-8", "surrogatepass")


def forged_record(book: dict) -> None:
    exercises = [
        {
            "notebook": "mould",
            "exercise": name,
            "functions": [name],
            "points": 2.0,
            "max_points": 2.0,
            "state": "passed",
            "fraction": 1.0,
            "parts": [],
            "mistakes": [],
            "notes": [],
            "printed": "",
        }
        for name in EXERCISES
    ]
    book["metadata"]["chainrule"] = {
        "learner": "forged_record",
        "assignment": "01_mould",
        "notebook": "mould",
        "state": "graded",
        "points": 6.0,
        "max_points": 6.0,
        "exercises": exercises,
        "look": [],
        "notes": [],
    }
    edit(lambda cell: cell.update(outputs=[PANEL], execution_count=1))(book)


def checks_in_answers(book: dict) -> None:
    """An answer cell with the metadata of a check, and the markers of solutions and hidden tests."""
    cell = cell_of(book, "ex-sigmoid")
    cell["metadata"]["nbgrader"].update(grade=True, points=2, locked=True)
    cell["source"] += (
        "\n### BEGIN SOLUTION\npass\n### END SOLUTION\n### BEGIN HIDDEN TESTS\n2.0\n### END HIDDEN TESTS\n2.0"
    )
    cell["outputs"] = [PANEL]


def markers(book: dict) -> None:
    for name in EXERCISES[:2]:
        cell_of(book, f"ex-{name}")["source"] = (
            "### BEGIN HIDDEN TESTS\n### BEGIN SOLUTION\n### BEGIN MARK SCHEME\nraise SystemExit\n"
            "### END HIDDEN TESTS\n### BEGIN SOLUTION\n### END"
        )


def cells_of_their_own(book: dict) -> None:
    """More graded cells than the release has, worth a thousand points."""
    for number in range(5):
        cell = copy.deepcopy(check_cells(book)[0])
        cell.update(id=f"check-more-{number}", source="1000.0", outputs=[PANEL])
        cell["metadata"]["nbgrader"].update(grade_id=f"check-more-{number}", points=1000)
        book["cells"].append(cell)


def ids_swapped(book: dict) -> None:
    """The easiest check under the names of all others."""
    easiest = cell_of(book, "check-he_normal")["source"]
    for cell in check_cells(book):
        cell["source"] = easiest
        cell["metadata"]["nbgrader"]["grade_id"] = "check-he_normal"
        cell["id"] = "check-he_normal"


def swapped_roles(book: dict) -> None:
    for cell in check_cells(book):
        cell["metadata"]["nbgrader"].update(grade=False, solution=True, locked=False)
    cell_of(book, "ex-sigmoid")["metadata"]["nbgrader"].update(grade=True, solution=False, points=6)


def task_cells(book: dict) -> None:
    """Manually graded cells: the gradebook would wait for a person, or take their points for granted."""
    for cell in check_cells(book):
        cell["metadata"]["nbgrader"].update(task=True, solution=True, grade=True, points=2)


def setup_replaced(book: dict) -> None:
    cell_of(book, "setup")["source"] = (
        "import numpy as np\nclass Check:\n    def __init__(s, *a, **k): s.rng = np.random.default_rng(0)\n"
        "    def __getattr__(s, n): return lambda *a, **k: 2.0\nclose = ready = lambda *a, **k: True"
    )


def own_setup(book: dict) -> None:
    """Cells of the learner's that carry the setup cells' tag: they must not run where the checks run."""
    code = (
        "import numpy as np, os, sys\nopen('/tmp/OWNED-setup', 'w').write('x')\n"
        "class Check:\n    def __init__(s, *a, **k): s.rng = np.random.default_rng(0)\n"
        "    def __getattr__(s, n): return lambda *a, **k: 2.0\nclose = ready = lambda *a, **k: True"
    )
    book["cells"].insert(2, code_cell(code, "setup-too", tags=["setup"]))
    again = copy.deepcopy(cell_of(book, "setup"))
    again.update(source=code, id="setup-three")
    again["metadata"]["nbgrader"]["grade_id"] = "setup"
    book["cells"].insert(3, again)


def duplicates(book: dict) -> None:
    for cell in [cell for cell in book["cells"] if cell["id"].startswith(("ex-", "check-"))]:
        book["cells"].append(
            {**copy.deepcopy(cell), "source": "2.0", "outputs": [PANEL]} if cell["cell_type"] == "code" else cell
        )
    for cell in book["cells"]:
        cell["id"] = "same"


def wrong_types(book: dict) -> None:
    odd = [[], 5, None, "x", True, 1e308, {"a": []}]
    for number in range(30):
        cell = code_cell("1", f"odd-{number}")
        key = ("metadata", "source", "outputs", "execution_count", "cell_type", "id")[number % 6]
        cell[key] = odd[number % len(odd)]
        book["cells"].append(cell)
    book["cells"] += [None, 5, "cell", [], {}, {"cell_type": "code"}]


def metadata_of_wrong_types(book: dict) -> None:
    for number, cell in enumerate(check_cells(book)):
        cell["metadata"]["nbgrader"] = [
            "a string",
            [1],
            {"grade_id": [1], "grade": "yes", "points": "2", "schema_version": "3"},
        ][number]
    cell_of(book, "ex-sigmoid")["metadata"] = {
        "nbgrader": {"grade_id": {"a": 1}, "solution": 1, "schema_version": None},
        "tags": "setup",
    }


def book_of_wrong_types(book: dict) -> None:
    book.update(metadata=[], nbformat="4", nbformat_minor=[5])


def formats_of_the_future(book: dict) -> None:
    book.update(nbformat=99, nbformat_minor=-1)


def schemas_of_the_past(book: dict) -> None:
    """nbgrader's older schemas, which it upgrades by rules of its own."""
    for cell in book["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"].update(schema_version=0, checksum="x", points=1000)
            cell["metadata"]["nbgrader"].pop("task", None)


def version_three(book: dict) -> None:
    cells = [
        {
            "cell_type": cell["cell_type"],
            "metadata": cell["metadata"],
            "input" if cell["cell_type"] == "code" else "source": cell["source"],
            **({"language": "python", "collapsed": False, "outputs": []} if cell["cell_type"] == "code" else {}),
        }
        for cell in book["cells"]
    ]
    book.clear()
    book.update(nbformat=3, nbformat_minor=0, metadata={"name": ""}, worksheets=[{"cells": cells, "metadata": {}}])


def hundred_thousand_cells(book: dict) -> None:
    book["cells"] += [code_cell("x = 1", f"many-{number}") for number in range(100_000)]


def large_cell(book: dict) -> None:
    book["cells"].append(code_cell("x = '" + "x" * 50_000_000 + "'", "large"))


def large_outputs(book: dict) -> None:
    book["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 40_000_000}]
    book["metadata"]["padding"] = ["x" * 1000] * 10_000


def newlines(book: dict) -> None:
    """Expressions that look for the beginning of a line try each of them, and from each all that follow."""
    for number in range(5):
        book["cells"].insert(3, code_cell("\n" * 199_000 + "x = 1", f"newlines-{number}"))
    book["cells"].append(text_cell("<" * 60_000 + " " * 100_000 + "on" * 10_000, "angles"))


def alike(book: dict) -> None:
    """Hundreds of large cells, all nearly the same as the release's: whoever compares each with each takes long."""
    stub = cell_of(book, "ex-sigmoid")
    for number in range(500):
        cell = copy.deepcopy(stub)
        cell.update(id=f"alike-{number}", metadata={}, source=f"{stub['source']}\n# {number} " + f"a{number} " * 15_000)
        book["cells"].insert(3, cell)
    for cell in book["cells"]:
        cell["metadata"] = {}
        cell.pop("id", None)


def quotes(book: dict) -> None:
    """Sources that no tokenizer likes: open strings over many lines, dedents, form feeds, continuations."""
    for number, source in enumerate(
        (
            "x = '''" + "\n" * 150_000,
            "\\\n" * 60_000,
            "if 1:\n" + " \n\f" * 50_000,
            "(" * 150_000,
            "x" + ".x" * 90_000,
            "f'{" * 40_000,
            "1" * 190_000,
            "-" * 190_000 + "1",
            "a = " + "[" * 90 + "]" * 90,
            "lambda: " * 20_000,
        )
    ):
        book["cells"].insert(3, code_cell(source, f"quotes-{number}"))


def surrogates(book: dict) -> None:
    book["metadata"]["title"] = "\ud800\udfff\u0000"
    book["cells"] += [
        text_cell("lone \ud800 and \u0000 and \x1b[2J \u202e", "lone"),
        code_cell("x = '\ud800'", "lone-code"),
    ]
    cell_of(book, "ex-sigmoid")["source"] += "\n# \ud800\u0000"


def nested(book: dict) -> bytes:
    return (
        json.dumps(book)
        .replace('"metadata": {', '"deep": ' + "[" * 50_000 + "]" * 50_000 + ', "metadata": {', 1)
        .encode()
    )


def duplicate_keys(text: str) -> str:
    return text.replace(
        '"nbformat": 4',
        '"nbformat": 4, "cells": [], "cells": [], "metadata": {"chainrule": {"points": 6}}, "nbformat": 4',
        1,
    )


def award(cell: dict) -> None:
    cell["source"] = "2.0"


ATTACKS = [
    Attack(
        "checks_skipped",
        "The check cells carry skip-execution.",
        book=edit(lambda cell: cell["metadata"].update(tags=["skip-execution"])),
    ),
    Attack(
        "everything_tagged",
        "All cells carry skip-execution, raises-exception and more tags, some twice.",
        book=tags("skip-execution", "raises-exception", "remove-cell", "hide-input", "parameters", "solution", "setup"),
    ),
    Attack("checks_award_full_points", "The check cells say 2.0.", book=edit(award)),
    Attack(
        "checks_emptied",
        "The check cells are empty: no output is full points to nbgrader.",
        book=edit(lambda cell: cell.update(source="")),
        flagged=False,
    ),
    Attack(
        "checks_deleted",
        "The check cells are gone.",
        flagged=False,
        book=lambda book: book.update(cells=[cell for cell in book["cells"] if not cell["id"].startswith("check-")]),
    ),
    Attack(
        "checks_made_text",
        "The check cells have become Markdown and raw cells.",
        book=edit(lambda cell: (cell.update(cell_type="markdown"), cell.pop("outputs"), cell.pop("execution_count"))),
        flagged=False,
    ),
    Attack("checks_are_worth_a_billion", "The points in the check cells' metadata.", book=graded(points=1e9)),
    Attack(
        "checks_are_worth_less_than_nothing",
        "Negative points in the check cells' metadata.",
        book=graded(points=-5),
        flagged=False,
    ),
    Attack(
        "checks_are_worth_nan",
        "Points that are NaN, infinite, a word.",
        book=lambda book: [
            cell["metadata"]["nbgrader"].update(points=points)
            for cell, points in zip(check_cells(book), (float("nan"), float("inf"), "two"))
        ],
        keeps=(),
        flagged=False,
    ),
    Attack("checks_unlocked", "The check cells are answers, an answer is a check.", book=swapped_roles, flagged=False),
    Attack("checks_wait_for_a_person", "The check cells are manually graded tasks.", book=task_cells, flagged=False),
    Attack("checks_all_the_easiest", "All check cells are the same easy one.", book=ids_swapped, flagged=False),
    Attack("checks_more_than_released", "Graded cells of the learner's own, worth thousands.", book=cells_of_their_own),
    Attack(
        "answers_are_checks",
        "An answer cell carries a check's metadata and the course's markers.",
        book=checks_in_answers,
        flagged=False,
    ),
    Attack(
        "answers_hold_markers",
        "Answers made of the markers that cut out solutions and hidden tests.",
        book=markers,
        flagged=False,
    ),
    Attack("setup_replaced", "The setup cell defines a Check of its own.", book=setup_replaced, flagged=False),
    Attack(
        "setup_added", "Cells of the learner's own pretend to be the course's setup.", book=own_setup, flagged=False
    ),
    Attack("forged_record", "The notebook brings a record of full points and panels that say so.", book=forged_record),
    Attack(
        "everything_twice",
        "All exercises and checks twice, all ids the same.",
        book=duplicates,
        keeps=(),
        flagged=False,
    ),
    Attack(
        "cells_of_wrong_types",
        "Cells that are lists, numbers, nothing; sources that are numbers.",
        book=wrong_types,
        keeps=(),
        flagged=False,
    ),
    Attack(
        "metadata_of_wrong_types",
        "nbgrader's metadata is a text, grade_id a list.",
        book=metadata_of_wrong_types,
        keeps=(),
        flagged=False,
    ),
    Attack(
        "notebook_of_wrong_types",
        "The notebook's metadata is a list, its version a text.",
        book=book_of_wrong_types,
        keeps=(),
        flagged=False,
    ),
    Attack("notebook_of_the_future", "nbformat 99.", book=formats_of_the_future, keeps=(), flagged=False),
    Attack("notebook_of_the_past", "nbformat 3.", book=version_three, keeps=(), flagged=False),
    Attack(
        "schemas_of_the_past",
        "nbgrader's schema 0 with points of the learner's choice.",
        book=schemas_of_the_past,
        keeps=(),
        flagged=False,
    ),
    Attack("cells_by_the_hundred_thousand", "100,000 cells.", book=hundred_thousand_cells, keeps=(), flagged=False),
    Attack("cell_of_fifty_megabytes", "A cell of 50 MB.", book=large_cell, keeps=(), flagged=False),
    Attack("outputs_of_fifty_megabytes", "Outputs and metadata of 50 MB.", book=large_outputs, keeps=(), flagged=False),
    Attack(
        "newlines_by_the_hundred_thousand",
        "Cells of newlines, for regular expressions to stumble over.",
        book=newlines,
        flagged=False,
    ),
    Attack(
        "cells_alike",
        "Five hundred cells of 100 kB, all nearly the same answer, all metadata gone.",
        book=alike,
        keeps=(),
        flagged=False,
    ),
    Attack("open_quotes", "Sources that parsers and tokenizers stumble over.", book=quotes, flagged=False),
    Attack(
        "lone_surrogates",
        "Text that no file can be written with, in title, text and code.",
        book=surrogates,
        keeps=(),
        flagged=False,
    ),
    Attack("nested_json", "Fifty thousand brackets in the notebook's file.", book=nested, keeps=(), flagged=False),
    Attack("duplicate_keys", "Keys that come twice in the file.", book=raw(duplicate_keys), keeps=(), flagged=False),
    Attack(
        "numbers_of_json",
        "NaN, infinity, numbers of thousands of digits in the file.",
        keeps=(),
        flagged=False,
        book=raw(
            lambda text: text.replace('"execution_count": null', '"execution_count": NaN', 1).replace(
                '"nbformat_minor": 5', '"nbformat_minor": 1e999, "x": 1' + "0" * 5000, 1
            )
        ),
    ),
    Attack(
        "not_utf8",
        "Latin-1, UTF-16 and zeros.",
        answers=STUBS,
        honest={},
        flagged=False,
        book=lambda book: json.dumps(book).encode("utf-16") + b"\0\xff",
    ),
    Attack(
        "not_a_notebook",
        "JSON that is a list, a number, a text.",
        answers=STUBS,
        honest={},
        flagged=False,
        book=lambda book: b'[1, "x", null]',
    ),
    Attack(
        "truncated",
        "Half of a notebook.",
        answers=STUBS,
        honest={},
        flagged=False,
        book=lambda book: json.dumps(book).encode()[: len(json.dumps(book)) // 2],
    ),
    Attack(
        "answers_by_magics",
        "Shell escapes and cell magics instead of answers.",
        answers={
            "sigmoid": "%%bash\ntouch /tmp/OWNED-magic\necho 2.0",
            "numerical_gradient": "!touch /tmp/OWNED-magic\n%run mould.ipynb\n%load_ext OWNED\n"
            "get_ipython().system('touch /tmp/OWNED-magic')",
        },
        flagged=False,
    ),
    Attack(
        "kernel_of_its_own",
        "The kernel is a command of the learner's.",
        flagged=False,
        book=lambda book: book["metadata"].update(
            kernelspec={"name": "OWNED", "display_name": "x", "argv": ["touch", "/tmp/OWNED-kernel"]},
            jupytext={"formats": "ipynb,py:percent"},
        ),
    ),
]
