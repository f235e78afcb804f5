"""Take the README's picture: a wrong answer's panel and a figure, in a real JupyterLab.

    python tools/take_picture.py

Needs Chromium and Playwright, as the browser tests do, whose driver it uses.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

import lab  # noqa: E402

TARGET = ROOT / "docs" / "images" / "check-panel.png"
SIGMOID = """def sigmoid(x):
    s = np.exp(-np.abs(x))
    return np.where(np.asarray(x) >= 0, 1, s) / (1 + s)


def sigmoid_grad(x):
    return sigmoid(x) * (1 - sigmoid(x))"""
WRONG = """def saturated_fraction(df, z, threshold=0.01):
    return np.mean(df(z) < threshold)"""


def main() -> None:
    """Run the notebook on a throw-away copy, answer wrongly, and keep what is to be seen."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        shutil.copy(ROOT / "notebooks" / "03_activations" / "activations.ipynb", work)
        with lab.server(work, work / "home", dict(os.environ)) as address, lab.browser(work / "profile") as (page, _):
            page.set_viewport_size({"width": 1000, "height": 1700})
            notebook = lab.Notebook(page, address, "activations.ipynb")
            page.evaluate("() => { window.jupyterapp.commands.execute('application:toggle-left-area'); }")
            code = notebook.cell_ids()
            figure = code[code.index("check-sigmoid") + 1]
            notebook.write("ex-sigmoid", SIGMOID)
            notebook.write("ex-saturated_fraction", WRONG)
            for cell in [
                *code[:2],
                "ex-sigmoid",
                "check-sigmoid",
                figure,
                "ex-saturated_fraction",
                "check-saturated_fraction",
            ]:
                notebook.run(cell)
            notebook.show(figure).locator("img").wait_for(state="visible")
            page.evaluate("document.activeElement.blur()")
            page.locator(".jp-WindowedPanel-outer").evaluate("(panel, by) => { panel.scrollTop += by; }", 330)
            page.locator(".chainrule-panel").last.wait_for(state="visible")
            TARGET.parent.mkdir(parents=True, exist_ok=True)
            page.locator(".jp-WindowedPanel-outer").screenshot(path=str(TARGET))


if __name__ == "__main__":
    main()
