"""What grading's findings are in English: the only module of the grading and reporting side that words them.

Used by the table of ``chainrule staff grade``, the class report, the formgrader's cell and the exports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from chainrule.checks.report import Finding
from chainrule.notebooks.errors import CLAUSES, Problem
from chainrule_staff.grading.kinds import Kind

Values = dict[str, Any]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(str, names))


def _times(values: Values) -> str:
    return f" ({values['count']} times)" if values["count"] > 1 else ""


def _line(values: Values) -> str:
    return f" (line {values['line']})" if values.get("line") else ""


def _clause(values: Values) -> str:
    return sentence(Finding.from_dict(values["why"]))


_MUCH = {"computing": "computing", "waiting": "time", "memory": "memory"}
_WHY = {
    "answers": "it alone has answers",
    "name": "it has the assignment's name",
    "last": "it is the last by its number or name",
}
_WORDS: dict[Kind, str | Callable[[Values], str]] = {
    Kind.NAME_NOT_TEXT: "its name is not UTF-8 text",
    Kind.NAME_WITH_DOT: "its name begins with a dot",
    Kind.NAME_WITH_CHARACTERS: "its name has characters that do not belong into a name (allowed: letters, digits, spaces "
    "and .,'()@+~-_)",
    Kind.FOLDER_IS_LINK: "its folder is a link to another place, which was not followed",
    Kind.FOLDER_UNREADABLE: "its folder cannot be read: {reason}",
    Kind.FILE_IS_LINK: "{file} is a link to another place, which was not followed",
    Kind.NO_FILE: "{file} is no file but a folder, a pipe or the like",
    Kind.FILE_UNREADABLE: "{file} cannot be read: {reason}",
    Kind.NO_NOTEBOOK: "there is no notebook",
    Kind.TOO_LARGE: "it has {megabytes:.0f} MB, and {limit:.0f} MB is the limit; without its outputs it will be small",
    Kind.NOT_A_NOTEBOOK: lambda v: CLAUSES[Problem(v["problem"])].format(**v["values"]),
    Kind.OLD_FORMAT: "it claims the old format 3, and could not be converted",
    Kind.READING_TOO_SLOW: "reading it took more than {seconds:g} s",
    Kind.READING_RAISED: "reading it raised {error}: {message}",
    Kind.GRADER_FAILED: "the process that graded it ended or failed ({error}: {message})",
    Kind.OTHER_NAME: "There is no {notebook}.ipynb; {graded} was graded.",
    Kind.OTHER_NOTEBOOKS: lambda v: (
        f"There are other notebooks, too, which were not graded: {_listed(v['names'])[:200]}."
    ),
    Kind.EMPTY_FOLDER: "A folder was handed in, but there is no notebook in it.",
    Kind.CONVERTED: "It was a notebook of format 3 and was converted.",
    Kind.METADATA_LOST: "Its metadata was lost (Colab and some editors do that) and was put back from the release.",
    Kind.TIME_ASSUMED: lambda v: (
        f"{v['platform'].capitalize()} does not say when it was handed in"
        + {True: ", only that it was late.", False: ", only that it was not late.", None: ": it counts as in time."}[
            v["late"]
        ]
    ),
    Kind.TOLD: "{text}",
    Kind.UNREADABLE: lambda v: f"It could not be read: {_clause(v)}.",
    Kind.NAME_REFUSED: lambda v: f"Not graded: the folder cannot be graded: {_clause(v)}. Rename the folder.",
    Kind.BAD_TIMESTAMP: "Its timestamp.txt does not say when it was handed in. It counts as handed in when the notebook was "
    "saved: {time} UTC.",
    Kind.NO_TIMESTAMP: "It has no timestamp.txt, and there is a deadline. It counts as handed in when the notebook was saved: "
    "{time} UTC.",
    Kind.LINKS: lambda v: f"There are links in its folder, which were not followed: {_listed(v['names'])}.",
    Kind.TWO_SPELLINGS: "There are {count} folders of this name, whose letters are coded in different ways; the one that was handed in "
    "last was graded.",
    Kind.SEVERAL_NOTEBOOKS: lambda v: (
        f"Several notebooks could be meant: {v['graded']} was graded, since {_WHY[v['why']]}; not graded: {_listed(v['names'])}."
    ),
    Kind.FORGED_RECORD: "The notebook came with a grade of its own making in its metadata; it was ignored.",
    Kind.ANOTHER_NOTEBOOK: "Not one cell of the assignment was found in it: it may be another notebook.",
    Kind.MANY_CELLS: "It has {count} cells; only the first {limit} and the graded ones were used.",
    Kind.CELL_CUT: "The cell {cell} has {characters} characters; it was cut and not run.",
    Kind.TAGGED: "{cell} was tagged so that nbgrader would not run it.",
    Kind.CLAIMS_TO_BE_GRADED: "{cell} claims to be a graded cell, which the assignment does not have.",
    Kind.MARKERS: "It holds the instructor's markers for solutions or hidden tests: it may be the solution notebook.",
    Kind.OTHER_POINTS: "{cell} had other points in its metadata; those of the release count.",
    Kind.CHECK_REPLACED: "{cell} was replaced by something that is no check; the released one was run.",
    Kind.OUTPUT_WITH_SCRIPT: "{cell}: a saved output holds script; it was dropped.",
    Kind.ATTACHMENT_WITH_SCRIPT: "{cell}: an attached file could hold script; it was dropped.",
    Kind.IMPORTS: lambda v: f"{v['cell']} imports {v['module']}{_line(v)}.",
    Kind.USES: lambda v: f"{v['cell']} uses {v['name']}{_line(v)}.",
    Kind.REACHES: lambda v: f"{v['cell']} reaches for {v['name']}{_line(v)}.",
    Kind.CHANGES: lambda v: f"{v['cell']} changes {v['name']}{_line(v)}.",
    Kind.DEFINES: lambda v: f"{v['cell']} defines a class with {_listed(v['names'])}{_line(v)}.",
    Kind.NAMES_FILES: lambda v: f"{v['cell']} names files that it has no use for{_line(v)}.",
    Kind.MARKUP: lambda v: f"{v['cell']} holds markup that could run script ({v['text']!r}){_line(v)}.",
    Kind.NESTED: "{cell} is nested too deeply to be read.",
    Kind.TIMED_OUT: lambda v: f"Its process had to be ended, since it did not answer in time{_times(v)}.",
    Kind.DIED: lambda v: f"Its process ended by itself, or sent what no honest one sends{_times(v)}.",
    Kind.ENDED: lambda v: (
        f"What its functions returned or handed over took too much {_MUCH[v['much']]} on the grader's side (more than "
        f"{v['limit']}). Grading it was ended there: what was checked until then counts, the rest has no points until someone "
        "has looked."
    ),
    Kind.FORKED: "Its code started processes of its own.",
    Kind.CHECK_FAILED: "{check} itself failed ({why}): no points, until someone has looked.",
    Kind.BY_HAND: "A part of it waits to be graded by hand, in the formgrader.",
    Kind.NOT_IN_BOOK: "It was graded, but the gradebook does not have it: grade it again.",
}


def sentence(found: Finding) -> str:
    """A finding in words: a sentence, or a clause where it is a reason within one."""
    words = _WORDS[Kind(found.kind)]
    return words.format(**found.values) if isinstance(words, str) else words(found.values)


def told(found: Finding) -> dict[str, Any]:
    """A finding for a report in JSON: its kind, its values and its words."""
    return {**found.to_dict(), "words": sentence(found)}
