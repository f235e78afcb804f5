"""Feedback shows panels and formulas, without hidden tests and without a network."""

import hashlib
import html.parser
import json

import pytest
from handing_in import ASSIGNMENT, answered, hand_in
from throwaway import nbgrader, needs_bubblewrap

from chainrule_staff.grading.class_run import grade_class
from chainrule_staff.grading.feedback import with_mathml, without_hidden


@pytest.mark.parametrize(
    "markdown", ["`$x$`", "```\n$x$ and $$y$$\n```", "it costs $5 and $6", "a \\$x\\$ b", "no formula"]
)
def test_what_is_no_formula_stays(markdown):
    assert with_mathml(markdown) == markdown


@pytest.mark.parametrize(
    "markdown, count",
    [
        ("$x$", 1),
        ("$$\\frac{1}{2}$$ and $a_i$", 2),
        ("| $|x|$ | b |", 1),
        ("$\\sigma'(x) \\le \\tfrac14$", 1),
        ("$$\\begin{aligned}a&=b\\\\c&=d\\end{aligned}$$", 1),
    ],
)
def test_formulas_become_mathml(markdown, count):
    made = with_mathml(markdown)
    assert made.count("<math") == count and "$" not in made


def test_a_formula_in_a_table_does_not_break_the_row():
    assert with_mathml("| $|x|$ | b |").count("|") == 3


def test_a_hidden_part_without_an_end_is_hidden_to_the_end():
    assert without_hidden("a\n### BEGIN HIDDEN TESTS\nsecret\n") == "a\n"


@needs_bubblewrap
def test_the_page_of_a_learner(course):
    hand_in(
        course,
        "ada",
        answered(
            course, {"sigmoid": "def sigmoid(x):\n    return 1 / (1 + np.exp(x))\n\ndef sigmoid_grad(x):\n    return x"}
        ),
    )
    hand_in(course, "broken", b"{")
    notebook = answered(course)
    notebook["cells"].append(
        {"cell_type": "markdown", "id": "note", "metadata": {}, "source": "My formula: $\\frac{a}{b}$"}
    )
    hand_in(course, "noter", notebook)
    grade_class(course, ASSIGNMENT, workers=1)
    nbgrader(course, "generate_feedback", ASSIGNMENT)
    pages = {
        name: (course / "feedback" / name / ASSIGNMENT / "mould.html").read_text("utf-8")
        for name in ("ada", "broken", "noter")
    }
    source = json.loads((course / "solutions" / ASSIGNMENT / "mould.ipynb").read_text("utf-8"))
    hidden = [
        line.strip()
        for cell in source["cells"]
        for part in ["".join(cell["source"]).partition("### BEGIN HIDDEN TESTS")[2]]
        for line in part.partition("### END HIDDEN TESTS")[0].splitlines()
        if line.strip()
    ]
    assert len(hidden) > 5
    for page in pages.values():
        text = page.replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'").replace("&quot;", '"')
        assert "HIDDEN TESTS" not in text and "tanh" not in text and not any(line in text for line in hidden)
        assert "chainrule-panel" in page
    assert "match a known mistake" in pages["ada"]
    assert "could not be read" in pages["broken"]
    assert "<mfrac>" in pages["noter"]
    for name, page in pages.items():  # each says which file it is about
        data = (course / "submitted" / name / ASSIGNMENT / "mould.ipynb").read_bytes()
        assert hashlib.sha256(data).hexdigest() in page and f"{len(data)} bytes" in page


class Open(html.parser.HTMLParser):
    """The text of a page that is shown while nothing is unfolded, and all of it."""

    def __init__(self, page):
        super().__init__()
        self.shown, self.text, self._folded, self._summary = "", "", 0, 0
        self.feed(page.partition("<body>")[2])

    def handle_starttag(self, tag, attrs):
        self._folded += tag == "details"
        self._summary += tag == "summary"

    def handle_endtag(self, tag):
        self._folded -= tag == "details"
        self._summary -= tag == "summary"

    def handle_data(self, data):
        self.text += data
        self.shown += data if self._folded == self._summary else ""


@needs_bubblewrap
def test_what_is_right_is_one_line_and_what_is_wrong_or_commented_is_open(course):
    from nbgrader.api import Gradebook

    wrong = {"sigmoid": "def sigmoid(x):\n    return 1 / (1 + np.exp(x))\n\ndef sigmoid_grad(x):\n    return x"}
    for learner in ("ada", "bela"):
        hand_in(course, learner, answered(course, {**wrong, "numerical_gradient": None}))
    grade_class(course, ASSIGNMENT, workers=1)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.find_comment("ex-he_normal", "mould", ASSIGNMENT, "bela").manual_comment = "Well done."
        book.db.commit()
    nbgrader(course, "generate_feedback", ASSIGNMENT)
    ada, bela = (
        Open((course / "feedback" / name / ASSIGNMENT / "mould.html").read_text("utf-8")) for name in ("ada", "bela")
    )
    for words in ("def sigmoid_grad", "0 of 2 points", "1.3 He initialization", "not attempted"):
        assert words in ada.shown, words
    for words in ("rng.normal(0.0", "raise NotImplementedError"):
        assert words not in ada.shown and words in ada.text, words
    assert "Well done." in bela.shown and "raise NotImplementedError" not in bela.shown


@needs_bubblewrap
def test_what_needs_a_look_is_told_to_the_grader_and_not_to_the_learner(course):
    hand_in(course, "odd", answered(course, {"sigmoid": "import os\ndef sigmoid(x):\n    return x"}))
    grade_class(course, ASSIGNMENT, workers=1)
    notebook = (course / "autograded" / "odd" / ASSIGNMENT / "mould.ipynb").read_text("utf-8")
    assert "Needs a look" in "".join(json.loads(notebook)["cells"][0]["source"])
    nbgrader(course, "generate_feedback", ASSIGNMENT)
    page = (course / "feedback" / "odd" / ASSIGNMENT / "mould.html").read_text("utf-8")
    assert "chainrule-panel" in page and "Needs a look" not in page
