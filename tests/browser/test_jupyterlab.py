"""What a learner sees, in a real JupyterLab in a real browser."""

import ast
import inspect
import os
import shutil
import textwrap
from pathlib import Path

import lab
import pytest
from throwaway import ROOT, course_environment

from chainrule.notebooks.conventions import Role
from chainrule_staff.authoring import source

ASSIGNMENT = "03_activations"
MISSING = lab.reason_to_skip()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(MISSING is not None and os.environ.get("CI") != "true", reason=str(MISSING)),
]


@pytest.fixture(scope="module", autouse=True)
def no_excuse():
    """Where CI=true, a browser that is not there is a failure."""
    assert MISSING is None, MISSING


@pytest.fixture(scope="module")
def course(mould_built) -> tuple[Path, str]:
    """The root and the assignment to open: the mould in a course that does not have the lecture."""
    if (ROOT / "notebooks" / ASSIGNMENT).is_dir():
        return ROOT, ASSIGNMENT
    return mould_built, "01_mould"


@pytest.fixture(scope="module")
def lecture(course):
    """The source of the notebook that is opened."""
    return source.read(course[0] / "solutions" / course[1])


@pytest.fixture(scope="module")
def learners_folder(course, tmp_path_factory) -> Path:
    """A throw-away copy of the releases."""
    return Path(shutil.copytree(course[0] / "notebooks", tmp_path_factory.mktemp("lab") / "work"))


@pytest.fixture(scope="module")
def address(course, learners_folder):
    """A running JupyterLab."""
    with lab.server(learners_folder, learners_folder.parent / "home", course_environment(course[0])) as found:
        yield found


@pytest.fixture
def chrome(tmp_path):
    """A page, and what it asked for; nothing that it asks for may be outside this machine."""
    with lab.browser(tmp_path / "profile") as (page, asked):
        yield page
    assert asked
    assert lab.outside(asked) == []


@pytest.fixture
def screenshots(tmp_path) -> Path:
    """Where pictures go: $CHAINRULE_SCREENSHOTS, for people to look at."""
    folder = Path(os.environ.get("CHAINRULE_SCREENSHOTS", tmp_path / "screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def solved(cell: str) -> str:
    """A solution cell without its markers: what a learner who has it right has written."""
    return "\n".join(
        line for line in cell.splitlines() if "### BEGIN SOLUTION" not in line and "### END SOLUTION" not in line
    )


def mistaken(cell: str, mistake) -> str:
    """A solution cell with a known mistake in the place of the right function."""
    (wrong,) = ast.parse(textwrap.dedent(inspect.getsource(mistake.code))).body
    wrong.name, wrong.decorator_list, wrong.body = mistake.function, [], wrong.body[1:]
    tree = ast.parse(solved(cell))
    tree.body = [wrong if getattr(node, "name", None) == mistake.function else node for node in tree.body]
    return ast.unparse(tree)


def path_of(lecture) -> str:
    return f"{lecture.assignment}/{lecture.name}.ipynb"


def test_a_wrong_answer_is_named_and_the_right_one_gets_its_points(chrome, address, lecture, screenshots):
    exercise = lecture.exercises["sigmoid"]
    mistake = next(item for item in lecture.alternatives("mistake") if item.function == "sigmoid")
    notebook = lab.Notebook(chrome, address, path_of(lecture))

    notebook.run_all()  # untouched, it runs to its end
    outputs = [output for cell in notebook.cell_ids() for output in notebook.outputs(cell)]
    assert [output for output in outputs if output["output_type"] == "error" or output.get("name") == "stderr"] == []
    assert f"not attempted · {exercise.points:g} to earn" in notebook.output("check-sigmoid").inner_text()
    notebook.output("check-sigmoid").screenshot(path=screenshots / "panel-untouched-light.png")

    notebook.write("ex-sigmoid", mistaken(exercise.solution, mistake))
    notebook.run("ex-sigmoid")
    notebook.run("check-sigmoid")
    text = notebook.output("check-sigmoid").inner_text()
    assert mistake.explanation.replace("`", "") in " ".join(text.split())
    assert "results match a known mistake" in text
    for theme in ("Light", "Dark"):
        notebook.theme(f"JupyterLab {theme}")
        notebook.output("check-sigmoid").screenshot(path=screenshots / f"panel-mistake-{theme.lower()}.png")
        chrome.screenshot(path=screenshots / f"page-mistake-{theme.lower()}.png")

    notebook.write("ex-sigmoid", solved(exercise.solution))
    notebook.run("ex-sigmoid")
    notebook.run("check-sigmoid")
    points = f"{exercise.points:g}"
    assert f"{points} of {points} points" in notebook.output("check-sigmoid").inner_text()
    assert notebook.outputs("check-sigmoid")[0]["data"]["text/plain"] == str(exercise.points)
    for theme in ("Dark", "Light"):
        notebook.theme(f"JupyterLab {theme}")
        notebook.output("check-sigmoid").screenshot(path=screenshots / f"panel-right-{theme.lower()}.png")


def contrast(one: tuple, other: tuple) -> float:
    """The ratio of two colours' luminances as WCAG 2.2 defines it: 4.5 is the least for text, 3 for marks."""

    def luminance(colour):
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in colour[:3])
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


# Of every element with text of its own: the text, its colour, and the colour of the ground under it.
COLOURS = """panel => {
    const parse = text => text.match(/[\\d.]+/g).map(Number);
    const ground = element => {
        for (; element; element = element.parentElement) {
            const colour = parse(getComputedStyle(element).backgroundColor);
            if (colour.length < 4 || colour[3] === 1) return colour;
        }
        return [255, 255, 255];
    };
    return [...panel.querySelectorAll('*')].filter(
        element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())).map(
        element => [element.innerText, parse(getComputedStyle(element).color), ground(element)]);
}"""


def test_contrast_is_the_one_of_the_standard():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


def test_a_panel_is_readable_in_both_themes(chrome, address, lecture):
    notebook = lab.Notebook(chrome, address, path_of(lecture))
    notebook.write(
        "ex-sigmoid", "def sigmoid(x):\n    print(x)\n    return x\n\n\ndef sigmoid_grad(x):\n    return 0.25 * x"
    )
    for cell in (lecture.steps(Role.SETUP)[0].name, "ex-sigmoid", "check-sigmoid"):
        notebook.run(cell)
    for theme in ("Light", "Dark"):
        notebook.theme(f"JupyterLab {theme}")
        pieces = notebook.output("check-sigmoid").locator(".chainrule-panel").evaluate(COLOURS)
        assert len(pieces) > 5
        for text, colour, ground in pieces:
            assert contrast(colour, ground) >= (3 if text in "✗✓" else 4.5), (theme, text, colour, ground)


@pytest.mark.thorough
def test_nbgraders_validate_button_says_partial_credit(chrome, address, lecture, screenshots):
    """It runs the notebook afresh, and knows no more than a number; what went wrong stands in the panel."""
    lab.Notebook(chrome, address, path_of(lecture))
    chrome.get_by_role("button", name="Validate").click()
    dialog = chrome.locator(".jp-Dialog")
    dialog.get_by_text("Validation Results").wait_for()
    assert dialog.inner_text().count("The following cell failed") == sum(
        exercise.points > 0 for exercise in lecture.exercises.values()
    )
    assert "Partial credit; passed some but not all of the tests" in dialog.inner_text()
    chrome.screenshot(path=screenshots / "validate.png")


@pytest.mark.thorough
def test_checks_are_folded_run_while_folded_and_unfold_with_a_click(chrome, address, lecture, screenshots):
    """A learner sees task, own cell and panel; the check is there to be read by whoever wants to."""
    notebook = lab.Notebook(chrome, address, path_of(lecture))
    check = f"check-{next(iter(lecture.exercises))}"
    folded = notebook.show(check).locator(".jp-InputPlaceholder")
    folded.wait_for(state="visible")
    assert notebook.show(check).locator(".cm-content").count() == 0
    assert notebook.show("setup").locator(".jp-InputPlaceholder").count() == 0

    notebook.run_all()
    assert "not attempted" in notebook.output(check).inner_text()
    notebook.output(check).screenshot(path=screenshots / "panel-folded.png")
    chrome.screenshot(path=screenshots / "page-folded.png")

    before = chrome.evaluate(f"id => {lab.CELL}.model.executionCount", check)
    notebook.show(check)
    chrome.keyboard.press("Shift+Enter")
    chrome.wait_for_function(f"([id, before]) => {lab.CELL}.model.executionCount > before", arg=[check, before])
    assert notebook.show(check).locator(".jp-InputPlaceholder").is_visible()  # running it does not unfold it

    notebook.show(check).locator(".jp-InputPlaceholder").click()
    notebook.show(check).locator(".cm-content").wait_for(state="visible")
    assert "c = Check(" in notebook.show(check).locator(".cm-content").inner_text()
    chrome.screenshot(path=screenshots / "page-unfolded.png")
