"""Who may import whom: the learner's half needs NumPy and Matplotlib only, and nothing imports in a circle."""

import ast
import os
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

LIB = Path(__file__).parents[1] / "lib"
PACKAGES = ("chainrule", "chainrule_staff")
IMPORT_WITH_ALL_ELSE_BLOCKED = """
import importlib, sys
import numpy, matplotlib.pyplot  # with all that these two need
allowed = {"chainrule", "chainrule_staff", "mpl_toolkits", *sys.stdlib_module_names}
allowed |= {name.partition(".")[0] for name in sys.modules}
class Blocker:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] not in allowed:
            raise ModuleNotFoundError(f"{name} is blocked", name=name)
sys.meta_path.insert(0, Blocker)
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def modules(package: str) -> list[str]:
    """The names of a package's modules."""
    paths = sorted((LIB / package).rglob("*.py"))
    return [".".join(path.relative_to(LIB).with_suffix("").parts).removesuffix(".__init__") for path in paths]


def import_alone(*names: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", IMPORT_WITH_ALL_ELSE_BLOCKED, *names],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(LIB)},
    )


def test_the_learners_library_needs_numpy_and_matplotlib_only():
    names = [name for name in modules("chainrule") if not name.startswith("chainrule.course")]
    done = import_alone(*names)
    assert done.returncode == 0, done.stderr
    assert len(names) > 40


@pytest.mark.parametrize("name", ["chainrule.course.cli", "chainrule_staff.cli"])
def test_a_module_that_needs_more_would_be_seen(name):
    done = import_alone(name)
    assert done.returncode != 0 and "is blocked" in done.stderr


def imports(path: Path) -> set[str]:
    """The modules of the course that a file imports, in its functions as well."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: an import names its module whole"
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.partition(".")[0] in PACKAGES}


def graph() -> dict[str, set[str]]:
    """For each module those that it imports."""
    known = {name for package in PACKAGES for name in modules(package)}
    arrows = {}
    for name in known:
        place = LIB.joinpath(*name.split("."))
        file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        arrows[name] = (imports(file) & known) - {name}
    return arrows


def circle(arrows: dict[str, set[str]]) -> list[str]:
    """The modules of a circle of imports; empty where there is none."""
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_no_module_imports_in_a_circle():
    assert circle(graph()) == []


def test_a_circle_would_be_found():
    arrows = graph()
    arrows["chainrule.calling.codec"] = {*arrows["chainrule.calling.codec"], "chainrule.checks.check"}
    assert {"chainrule.calling.codec", "chainrule.checks.check"} <= set(circle(arrows))


def test_learners_code_imports_nothing_of_the_staffs():
    outside = {name: found for name, found in graph().items() if name.partition(".")[0] == "chainrule"}
    assert [name for name, found in outside.items() if any(one.startswith("chainrule_staff") for one in found)] == []


def test_what_a_sandbox_holds_needs_nothing_else_of_the_library():
    inside = {name: found for name, found in graph().items() if name.startswith("chainrule.calling.")}
    allowed = ("chainrule.calling", "chainrule.data")
    assert [name for name, found in inside.items() if any(not one.startswith(allowed) for one in found)] == []
