"""The lectures to test: the mould, and every one in the repository."""

from pathlib import Path

from chainrule_staff.authoring import source

ROOT = Path(__file__).parents[1]
MOULD = ROOT / "tests" / "mould" / "solutions" / "01_mould"
REAL = {folder.name: source.read(folder) for folder in source.lectures(ROOT / "solutions")}
LECTURES = {"01_mould": source.read(MOULD), **REAL}
