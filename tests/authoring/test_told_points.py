"""Points that a lecture's text tells are those of its checks, wherever it tells them: the build refuses any other."""

import re
import shutil

import pytest
from lectures import MOULD, REAL

from chainrule_staff.authoring.source import SourceError, read
from chainrule_staff.authoring.told_points import IN_BRACKETS, OF_ALL, Worth, untrue

THERE = [
    Worth("3.1", 2.0, False),
    Worth("3.2", 3.0, False),
    Worth("3.3", 0.0, False),
    Worth("3.4", 1.5, False),
    Worth("3.10", 1.0, False),
    Worth("3.a", 1.0, True),
    Worth("3.b", 1.0, True),
]


@pytest.mark.parametrize(
    "text",
    [
        "for exercises 3.1 to 3.10 (7.5 points) and two predictions (2 points), in two sittings",
        "exercises 3.1, 3.2, 3.4 and 3.10 (7.5 points)",
        "exercises 3.1 to 3.2, 3.4 and 3.10 (7.5 points)",
        "exercises 3.1 to 3.10\n(7.5 points)",  # a paragraph's lines may end anywhere
        "as in exercise 3.2 (3 points), and in Exercise 3.1 — Sigmoid (2 points); Prediction 3.a (1 point)",
        "9.5 points can be earned.",
        "of 80 points of the plane, 5 points (of 100) behind",
        "| exercise | points |\n|---|---|\n| 3.1 Sigmoid | 2 |\n| **3.2** | 3 points |\n| together | 9.5 |",
        "### Exercise 3.1 — Sigmoid (2 points)",
    ],
)
def test_what_is_so_is_not_remarked_upon(text):
    assert list(untrue(text, THERE)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("exercises 3.1 to 3.10 (7 points)", "tells of 7 points, and their checks give 7.5"),
        ("exercises 3.1 to 3.10\n(7 points)", "tells of 7 points, and their checks give 7.5"),
        ("exercises 3.1 to 3.9 (6.5 points)", "names 3.9, and there is no such exercise"),
        ("three predictions (2 points)", "tells of three, and there are 2 predictions"),
        ("two predictions (1 point)", "tells of 1 point, and their checks give 2"),
        ("as in exercise 3.2 (2 points)", "tells of 2 points, and their checks give 3"),
        ("Exercise 3.1 — Sigmoid (1 point) comes back", "tells of 1 point, and its check gives 2"),
        ("prediction 3.a (2 points)", "tells of 2 points, and its check gives 1"),
        ("8 points can be earned.", "tells of 8 points, and the checks give 9.5"),
        (
            "| exercise | points |\n|---|---|\n| 3.1 Sigmoid | 2 |\n| 3.2 ReLU | 2 |",
            "'| 3.2 ReLU | 2 |' tells of 2 points, and its check gives 3",
        ),
        ("All of part A (5 points) comes first", "'(5 points)' is told of is not understood"),
    ],
)
def test_what_is_not_so_is_told_with_both_numbers(text, said):
    (sentence,) = untrue(text, THERE)
    assert said in sentence


def test_an_overview_leaves_nothing_out_that_has_points():
    assert list(untrue("First exercises 3.1 to 3.4 (6.5 points).", THERE)) == []
    (said,) = untrue("Exercises 3.1 to 3.4 (6.5 points).", THERE, overview=True)
    assert said == "the overview leaves out 3.10, which is worth 1 point"
    assert list(untrue("Exercises 3.1 to 3.4 (6.5 points), then exercise 3.10 (1 point).", THERE, overview=True)) == []


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("This check has two parts of 2 points, each earned by itself.", 4.0),
        ("Each illness counts 0.4 points.", 4.0),
        ("Each of the three is worth a point.", 3.0),
    ],
)
def test_what_parts_are_worth_adds_up_to_the_exercise(text, right):
    assert list(untrue(text, THERE, Worth("3.5", right, False))) == []
    (said,) = untrue(text, THERE, Worth("3.5", right + 0.5, False))
    assert text.split(" points")[0].split(" a point")[0].split()[-1] in said and f"{right + 0.5:g}" in said


@pytest.mark.parametrize("name", REAL)
def test_every_lectures_overview_is_compared_with_its_checks(name):
    """Whatever it tells of points, another number would be refused: so none of it passes unread."""
    lecture = REAL[name]
    worth = [Worth(one.number, one.points, one.is_prediction) for one in lecture.exercises.values()]
    texts = [cell.source for cell in lecture.notebook.cells if cell.cell_type == "markdown"]
    told = [(text, found) for text in texts for kind in (IN_BRACKETS, OF_ALL) for found in kind.finditer(text)]
    told = [(text, found) for text, found in told if not text[: found.start()].rpartition("\n")[2].startswith("#")]
    assert told
    for text, found in told:
        other = found[0].replace(found[1], f"{float(found[1]) + 1:g}").replace("1 points", "1 point")
        changed = text[: found.start()] + other + text[found.end() :]
        assert list(untrue(text, worth, overview=text is texts[0])) == [] != list(untrue(changed, worth)), found[0]


def changed(tmp_path, old, new):
    folder = tmp_path / "01_mould"
    shutil.copytree(MOULD, folder, ignore=shutil.ignore_patterns("*.ipynb", "__pycache__"))
    text = (folder / "mould.py").read_text("utf-8")
    assert re.search(old, text, re.MULTILINE)
    (folder / "mould.py").write_text(re.sub(old, new, text, count=1, flags=re.MULTILINE), "utf-8")
    return folder


def test_points_that_changed_are_refused_with_the_place(tmp_path):
    folder = changed(tmp_path, r"\A(# %% \[markdown\]\n# # [^\n]*\n)", r"\1#\n# Exercises 1.1 to 1.3 (7 points).\n")
    with pytest.raises(SourceError) as error:
        read(folder)
    place, said = str(error.value).split(": ", 1)
    assert "mould.py, the text that begins" in place
    assert said == "'Exercises 1.1 to 1.3 (7 points)' tells of 7 points, and their checks give 6."


def test_a_further_exercise_has_no_points(tmp_path):
    folder = changed(tmp_path, r"### Exercise 1\.3", "### Further 1.3")
    with pytest.raises(SourceError, match="a further exercise gives no points, and Check has points=2"):
        read(folder)


def test_one_point_is_one_point(tmp_path):
    folder = changed(tmp_path, r"derivative \(2 points\)", "derivative (1 point)")
    with pytest.raises(SourceError, match=r"derivative \(1 point\)'. Make them agree"):
        read(folder)
