"""Each lecture's sliders, moved with the mouse in a real JupyterLab: the figure is drawn again, in its place."""

import os
import re
import shutil
from pathlib import Path

import lab
import pytest
from lectures import REAL
from throwaway import ROOT, course_environment

MISSING = lab.reason_to_skip()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.skipif(MISSING is not None and os.environ.get("CI") != "true", reason=str(MISSING)),
]
EXPLORES = re.compile(r"^ *explore\(", re.MULTILINE)


@pytest.mark.parametrize("name", REAL)
def test_a_slider_that_is_moved_draws_the_figure_again(name, tmp_path):
    assert MISSING is None, MISSING
    lecture = REAL[name]
    folder = Path(shutil.copytree(ROOT / "solutions" / name, tmp_path / "work" / name, ignore=lambda *_: ["answers"]))
    pictures = Path(os.environ.get("CHAINRULE_SCREENSHOTS", tmp_path))
    with (
        lab.server(folder.parent, tmp_path / "home", course_environment(ROOT)) as address,
        lab.browser(tmp_path / "profile") as (page, _asked),
    ):
        notebook = lab.Notebook(page, address, f"{name}/{lecture.name}.ipynb")
        notebook.run_all()
        cells = [cell for cell in notebook.cell_ids() if EXPLORES.search(notebook.source(cell))]
        assert cells, f"{name} has no slider"
        for theme in ("Light", "Dark"):
            notebook.theme(f"JupyterLab {theme}")
            for cell in cells:
                output = notebook.output(cell)
                count = output.locator(".noUi-handle").count()
                assert count, f"{cell} shows no slider"
                for number in range(count):
                    _move(page, output, number)
                output.screenshot(path=pictures / f"slider-{name}-{cell}-{theme.lower()}.png")
                texts = [item for item in notebook.outputs(cell) if list(item.get("data", {})) == ["text/plain"]]
                assert texts == []  # so explore shows a figure that could not be drawn


def _move(page, output, number: int) -> None:
    """Drag a slider to its other half with the mouse, and wait until the figure, the last one of its cell, has changed."""
    before = output.locator("img").last.get_attribute("src")
    handle, track = output.locator(".noUi-handle").nth(number), output.locator(".noUi-target").nth(number)
    handle.scroll_into_view_if_needed()
    at, along = handle.bounding_box(), track.bounding_box()
    middle = at["x"] + at["width"] / 2
    share = 0.1 if middle > along["x"] + along["width"] / 2 else 0.9
    page.mouse.move(middle, at["y"] + at["height"] / 2)
    page.mouse.down()
    page.mouse.move(along["x"] + share * along["width"], at["y"] + at["height"] / 2, steps=5)
    page.mouse.up()
    page.wait_for_function(  # other figures of the cell may look like the one that the slider begins with
        "([output, old]) => { const image = [...output.querySelectorAll('img')].at(-1); return image && image.src !== old; }",
        arg=[output.element_handle(), before],
        timeout=4 * lab.STEP_MS,
    )
