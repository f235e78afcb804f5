"""The lectures to test: the mould, and every one in the repository."""

from pathlib import Path

import pytest

from chainrule_staff.authoring import source

ROOT = Path(__file__).parents[1]
MOULD = ROOT / "tests" / "mould" / "solutions" / "01_mould"
REAL = {folder.name: source.read(folder) for folder in source.lectures(ROOT / "solutions")}
LECTURES = {"01_mould": source.read(MOULD), **REAL}
QUICK = ("01_mould", "00_start")  # what `make test` tries of that which takes long, see `each_lecture`


def each_lecture(names=LECTURES) -> list:
    """Names for ``parametrize``, of which all but the first two lectures are for thorough runs only."""
    return [name if name in QUICK else pytest.param(name, marks=pytest.mark.thorough) for name in names]
