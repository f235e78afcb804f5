"""A build makes again what changed, and says what it is doing."""

import nbformat
import pytest

from chainrule_staff.authoring import build as building
from chainrule_staff.authoring.build import build
from chainrule_staff.authoring.source import read


@pytest.fixture
def edited(mould_copy):
    """The built mould, and a function that replaces something in its source."""
    folder = mould_copy / "solutions" / "01_mould"

    def edit(old: str, new: str):
        source = folder / "mould.py"
        text = source.read_text("utf-8")
        assert old in text
        source.write_text(text.replace(old, new, 1), "utf-8")
        return mould_copy, folder

    return edit


def _outputs(notebook) -> dict:
    return {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}


def test_a_word_of_the_text_costs_neither_a_run_nor_the_known_mistakes(edited, monkeypatch):
    root, folder = edited("Write `he_normal(shape, rng)`", "Now write `he_normal(shape, rng)`")
    before = nbformat.read(folder / "mould.ipynb", as_version=4)
    for name in ("execute", "catalogue_of"):
        monkeypatch.setattr(building, name, lambda *_: pytest.fail("nothing of that has changed"))
    steps: list[str] = []
    assert build(root, folder, on_step=steps.append).reason == "the source has changed"
    after = nbformat.read(folder / "mould.ipynb", as_version=4)
    assert steps == [] and _outputs(after) == _outputs(before)
    for built in (folder / "mould.ipynb", root / "notebooks" / "01_mould" / "mould.ipynb"):
        assert "Now write `he_normal" in built.read_text("utf-8")
    assert building.stale(root, read(folder)) is None


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        (
            "return rng.normal(0.0, np.sqrt(2 / shape[0]), shape)",
            "return np.sqrt(2 / shape[0]) * rng.normal(size=shape)",
            "running the notebook",
        ),
        ("He initialization (2 points)", "He's initialization (2 points)", "running the known mistakes"),
    ],
    ids=["code", "heading"],
)
def test_what_outputs_depend_on_runs_the_notebook_and_says_so(edited, old, new, step):
    root, folder = edited(old, new)
    steps: list[str] = []
    build(root, folder, on_step=steps.append)
    assert step in steps and steps[-1] == "running the notebook"
    assert building.stale(root, read(folder)) is None
