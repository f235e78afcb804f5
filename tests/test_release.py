"""Nothing that a learner must not see leaves the course, and everything built belongs to its source.

Every guard of ``release_guards.py`` runs on the mould and on all lectures, and is shown to be able to fail.
"""

import base64
import copy
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import nbformat
import pytest
import release_guards as guards
from PIL import Image
from throwaway import ROOT

from chainrule_staff.authoring import bundle, source
from chainrule_staff.authoring.build import LECTURES, build, points_of

REAL = [folder.name for folder in source.lectures(ROOT / "solutions")]
EVERY = ["01_mould (the mould)", *REAL]


class Paths:
    """A lecture and its built files."""

    def __init__(self, root: Path, assignment: str):
        self.root, self.assignment, self.name = root, assignment, assignment.partition("_")[2]
        self.folder = root / "solutions" / assignment
        self.executed_path = self.folder / f"{self.name}.ipynb"
        self.released_path = root / "notebooks" / assignment / f"{self.name}.ipynb"
        self.catalogue_path = root / LECTURES / self.name / "catalogue.json"

    @property
    def source(self):
        return source.read(self.folder).notebook

    @property
    def executed(self):
        return nbformat.read(self.executed_path, as_version=nbformat.NO_CONVERT)

    @property
    def released(self):
        return nbformat.read(self.released_path, as_version=nbformat.NO_CONVERT)

    def secrets(self) -> set[str]:
        """Lines of the known mistakes and the solutions that nobody hits upon by chance."""
        bodies = [
            body
            for cell in self.source.cells
            for body in guards.function_bodies(cell.source)
            if "BEGIN SOLUTION" in cell.source
        ]
        return guards.statements([*guards.mistake_bodies(self.folder / "answers"), *bodies])


@pytest.fixture
def lecture(request, mould_built, in_course):
    """The mould, or a lecture of the repository, by its parameter."""
    if request.param in REAL:
        return Paths(ROOT, request.param)
    return Paths(in_course(mould_built), "01_mould")


@pytest.fixture
def mould(mould_copy):
    """The mould's files, to spoil."""
    return Paths(mould_copy, "01_mould")


every_lecture = pytest.mark.parametrize("lecture", EVERY, indirect=True)


# -- what a learner gets ------------------------------------------------------------------------------------


@every_lecture
def test_the_release_has_no_solution_hidden_test_or_marker(lecture):
    assert guards.leaked_lines(lecture.released, lecture.source) == []


@every_lecture
def test_each_stub_is_its_solution_minus_the_marked_region(lecture):
    assert guards.unlike_the_source(lecture.released, lecture.source) == []


@every_lecture
def test_the_release_has_no_widget_state_pairing_or_outputs(lecture):
    assert guards.private_metadata(lecture.released) == []


@pytest.mark.parametrize("which", ["mould", "repository"])
def test_the_release_folder_holds_notebooks_only(which, mould_built):
    root = mould_built if which == "mould" else ROOT
    assert guards.stray_files(root / "notebooks") == []


def test_nothing_built_is_left_of_a_lecture_that_is_gone():
    names = {name.partition("_")[2] for name in REAL}
    assert {path.parent.name for path in (ROOT / "notebooks").glob("*/*.ipynb")} == set(REAL)
    assert {path.parent.name for path in (ROOT / LECTURES).glob("*/*")} == names
    assert {path.parent.name for path in (ROOT / "solutions").glob("*/*.ipynb")} == set(REAL)


@pytest.mark.parametrize(
    "line",
    [
        "small = np.exp( -np.abs(x) )  # a remark",
        "c.equal(0.5 * (1 + np.tanh(z / 2)), z)",
        "### BEGIN HIDDEN TESTS",
        "    return s * (1 - s)",
    ],
)
@pytest.mark.parametrize("cell", [0, 3, -1])
def test_a_secret_line_in_the_release_would_be_noticed(mould, line, cell):
    release = mould.released
    release.cells[cell].source += f"\n{line}"
    assert len(guards.leaked_lines(release, mould.source)) == 1
    assert guards.unlike_the_source(release, mould.source)


def test_a_stub_with_another_text_would_be_noticed(mould):
    release = mould.released
    cell = next(cell for cell in release.cells if cell.id == "ex-he_normal")
    cell.source = cell.source.replace("raise NotImplementedError", "pass")
    assert guards.unlike_the_source(release, mould.source) == [
        "cell ex-he_normal is not its source minus the marked regions"
    ]
    release.cells.pop()
    assert guards.unlike_the_source(release, mould.source) == ["the release has other cells than the source"]


def test_an_executed_notebook_in_the_place_of_the_release_would_be_noticed(mould):
    executed = mould.executed
    executed.metadata.widgets, executed.metadata.jupytext = {"a": 1}, {"formats": "ipynb,py:percent"}
    executed.metadata.language_info.version = "3.11"
    executed.cells[0].metadata["x"] = 1
    executed.cells[0].attachments = {"a.png": {}}
    problems = guards.private_metadata(executed)
    for found in (
        "metadata widgets",
        "metadata jupytext",
        "version of Python",
        "has the metadata x",
        "check-sigmoid has outputs",
        "attachments",
    ):
        assert any(found in problem for problem in problems), found


@pytest.mark.parametrize(
    "name",
    [
        "01_mould/answers/sigmoid.py",
        "01_mould/answers/__pycache__/sigmoid.cpython-311.pyc",
        "01_mould/mould.py",
        "jupytext.toml",
        "01_mould/other.ipynb",
        "01_mould/.hidden",
    ],
)
def test_a_stray_file_in_the_release_would_be_noticed(mould, name):
    path = mould.root / "notebooks" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("")
    assert len(guards.stray_files(mould.root / "notebooks")) == 1


# -- executed solutions, and whether everything is fresh ----------------------------------------------------


@every_lecture
def test_everything_built_belongs_to_its_source(lecture):
    assert build(lecture.root, lecture.folder, check_only=True).reason is None


@every_lecture
def test_executed_solutions_show_nothing_of_this_machine(lecture):
    assert guards.outputs_of_this_machine(lecture.executed) == []


@every_lecture
def test_notebooks_stay_below_a_megabyte(lecture):
    assert guards.too_large(lecture.executed_path) + guards.too_large(lecture.released_path) == []


@every_lecture
def test_no_line_of_code_is_cut_off_by_a_page(lecture):
    assert guards.long_lines(lecture.released) + guards.long_lines(lecture.executed) == []


@every_lecture
def test_pictures_have_a_palette(lecture):
    assert guards.unquantised(lecture.executed) == []


@every_lecture
def test_cell_ids_are_stable_valid_and_the_same_everywhere(lecture):
    first, second = lecture.source, lecture.source
    ids = [cell.id for cell in first.cells]
    assert ids == [cell.id for cell in second.cells] == [cell.id for cell in lecture.executed.cells]
    assert ids == [cell.id for cell in lecture.released.cells]
    assert len(set(ids)) == len(ids)
    nbformat.validate(lecture.released)
    nbformat.validate(lecture.executed)


def test_a_changed_or_new_cell_leaves_the_ids_of_the_others(mould):
    before = [cell.id for cell in mould.source.cells]
    path = mould.folder / "mould.py"
    text = path.read_text("utf-8").replace("# A demonstration.", "# A picture.", 1)
    path.write_text(
        text.replace("# %% [markdown]\n# ### Exercise 1.3", "# %%\n1 + 1\n\n# %% [markdown]\n# ### Exercise 1.3")
    )
    after = [cell.id for cell in mould.source.cells]
    assert len(set(before) - set(after)) == 1
    assert len(set(after) - set(before)) == 2


@pytest.mark.parametrize(
    ("output", "problem"),
    [
        ({"output_type": "stream", "name": "stdout", "text": f"see {Path.home()}/notes"}, f"shows {Path.home()}"),
        ({"output_type": "stream", "name": "stdout", "text": f"{sys.prefix}/lib"}, f"shows {sys.prefix}"),
        (
            {"output_type": "stream", "name": "stdout", "text": f"in {tempfile.gettempdir()}/x.py"},
            f"shows {tempfile.gettempdir()}",
        ),
        (
            {"output_type": "execute_result", "data": {"text/plain": "<Line2D at 0x7f00deadbeef>"}},
            "shows at 0x7f00deadbeef",
        ),
        ({"output_type": "display_data", "data": {"text/html": "<p>/home/somebody/</p>"}}, "shows /home/s"),
        ({"output_type": "stream", "name": "stderr", "text": "hm"}, "has stderr"),
        ({"output_type": "error", "ename": "ValueError", "evalue": "", "traceback": []}, "has ValueError"),
    ],
)
def test_an_output_of_this_machine_would_be_noticed(mould, output, problem):
    executed = mould.executed
    next(cell for cell in executed.cells if cell.cell_type == "code").outputs = [nbformat.from_dict(output)]
    (found,) = guards.outputs_of_this_machine(executed)
    assert problem in found


def test_a_large_notebook_would_be_noticed(tmp_path):
    (tmp_path / "large.ipynb").write_text("x" * 1_000_000)
    assert guards.too_large(tmp_path / "large.ipynb") == ["large.ipynb has 1000000 bytes"]


def test_a_long_line_would_be_noticed(mould):
    release = mould.released
    next(cell for cell in release.cells if cell.id == "check-sigmoid").source += "\n#" + 100 * "x"
    release.cells[0].source += "\n" + 200 * "prose "
    assert guards.long_lines(release) == ["cell check-sigmoid has a line of 101 characters"]


def test_a_picture_as_matplotlib_draws_it_would_be_noticed(mould):
    image = io.BytesIO()
    Image.new("RGB", (4, 4)).save(image, "PNG")
    executed = mould.executed
    cell = next(cell for cell in executed.cells if cell.id == "setup")
    data = {"image/png": base64.b64encode(image.getvalue()).decode()}
    cell.outputs = [nbformat.from_dict({"output_type": "display_data", "data": data})]
    assert guards.unquantised(executed) == ["cell setup has a picture with more than 256 colours"]


@pytest.mark.parametrize(
    ("own", "view", "word"),
    [
        ("check-sigmoid", None, "is not folded"),
        ("check-sigmoid", {"outputs_hidden": True}, "is not folded"),
        ("ex-sigmoid", {"source_hidden": True}, "is folded"),
    ],
)
def test_a_cell_folded_or_not_against_the_rule_would_be_noticed(mould, own, view, word):
    release = mould.released
    cell = next(cell for cell in release.cells if cell.id == own)
    cell.metadata.pop("jupyter", None)
    if view:
        cell.metadata.jupyter = view
    assert guards.private_metadata(release) == [f"cell {own} {word}, or has other view settings"]


def test_the_release_keeps_the_folding_and_no_other_view_setting(mould):
    """nbgrader's own command runs the same step, on a notebook that somebody may have looked at in JupyterLab."""
    from chainrule_staff.authoring.release import StripMetadata

    executed = mould.executed
    looked_at = next(cell for cell in executed.cells if cell.id == "ex-sigmoid")
    looked_at.metadata.jupyter = {"source_hidden": True, "outputs_hidden": True}
    release, _ = StripMetadata().preprocess(executed, {})
    view = {cell.id: cell.metadata.get("jupyter") for cell in release.cells}
    assert view["check-sigmoid"] == {"source_hidden": True}
    assert view["ex-sigmoid"] is None


def test_a_copy_made_before_gets_the_folding_and_keeps_its_answers(mould):
    """As `chainrule study` updates a learner's notebook."""
    from chainrule.notebooks.merge import merge
    from chainrule.notebooks.notebook import parse

    data = mould.released_path.read_bytes()
    release, base, mine = (parse(data) for _ in range(3))
    for notebook in (base, mine):
        for cell in notebook["cells"]:
            cell["metadata"].pop("jupyter", None)
    answer = next(cell for cell in mine["cells"] if cell["id"] == "ex-sigmoid")
    answer["source"] = "def sigmoid(x):\n    return 0.5"
    merged, report = merge(base, release, mine)
    cells = {cell["id"]: cell for cell in merged["cells"]}
    assert report.changed
    assert cells["ex-sigmoid"] == answer
    assert {own for own, cell in cells.items() if cell["metadata"].get("jupyter") == {"source_hidden": True}} == {
        "check-sigmoid",
        "check-numerical_gradient",
        "check-he_normal",
    }


def spoil_source(mould):
    path = mould.folder / "mould.py"
    path.write_text(path.read_text("utf-8").replace("A demonstration.", "A picture."))


def spoil_mistakes(mould):
    path = mould.folder / "answers" / "sigmoid.py"
    path.write_text(path.read_text("utf-8").replace("The curve falls", "It falls"))


def spoil_release(mould):
    mould.released_path.write_text(mould.released_path.read_text("utf-8") + "\n")


def spoil_executed(mould):
    mould.executed_path.unlink()


def spoil_picture(mould):
    (mould.catalogue_path.parent / "curve.png").unlink()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (spoil_source, "the source has changed"),
        (spoil_mistakes, "the known mistakes have changed"),
        (spoil_release, "the release is not that of the source"),
        (spoil_executed, "it was never built"),
        (spoil_picture, "the pictures are not those of the source"),
    ],
)
def test_what_is_stale_is_noticed(mould, spoil, reason):
    spoil(mould)
    assert build(mould.root, mould.folder, check_only=True).reason == reason


# -- building -----------------------------------------------------------------------------------------------

EXTRA_CELLS = """
# %% tags=["volatile"]
import time

time.perf_counter()

# %%
import ipywidgets

ipywidgets.IntSlider(description="depth")
"""


def test_building_twice_gives_the_same_notebooks(mould):
    """With what differs between runs in it: a widget, which has random ids, and a timing in a volatile cell."""
    path = mould.folder / "mould.py"
    path.write_text(path.read_text("utf-8") + EXTRA_CELLS)
    built = []
    for _ in range(2):
        build(mould.root, mould.folder, force=True)
        pictures = {file.name: file.read_bytes() for file in mould.catalogue_path.parent.iterdir()}
        built.append(
            (mould.executed_path.read_text("utf-8"), mould.released_path.read_bytes(), pictures, mould.executed)
        )
    (text, release, files, one), (other_text, other_release, other_files, other) = built
    assert release == other_release
    assert files == other_files
    assert guards.comparable(one) == guards.comparable(other)
    assert text != other_text  # or the widget and the timing were not in it
    assert "IntSlider" in json.dumps(one.metadata.widgets)
    assert guards.private_metadata(mould.released) == []
    assert build(mould.root, mould.folder, check_only=True).fresh


def test_a_rebuild_of_an_unchanged_lecture_changes_no_byte(mould):
    """Timings in volatile cells and the last bits of pictures would add to the history each time."""
    path = mould.folder / "mould.py"
    path.write_text(path.read_text("utf-8") + EXTRA_CELLS.partition("\n# %%\n")[0] + "\n")
    built = []
    for _ in range(2):
        build(mould.root, mould.folder, force=True)
        built.append({file: file.read_bytes() for file in files_of(mould)})
    assert built[0] == built[1]
    assert any("perf_counter" in cell.source and cell.outputs for cell in mould.executed.cells if "outputs" in cell)


def test_two_different_runs_would_be_noticed(mould):
    one, other = mould.executed, copy.deepcopy(mould.executed)
    cell = next(cell for cell in other.cells if cell.id == "check-sigmoid")
    cell.outputs[0].data["text/plain"] = "1.0"
    assert guards.comparable(one) != guards.comparable(other)


def test_a_change_to_one_lecture_rebuilds_that_one_only(mould):
    second = Paths(mould.root, "02_second")
    shutil.copytree(mould.folder, second.folder)
    second.executed_path.with_name("mould.ipynb").unlink()
    text = (second.folder / "mould.py").read_text("utf-8")
    (second.folder / "mould.py").unlink()
    (second.folder / "second.py").write_text(text.replace('"mould.', '"second.'))
    assert build(mould.root, second.folder).reason == "it was never built"
    built = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files_of(second)}
    assert (
        len(built) == 7
    )  # the two notebooks, the catalogue, the further inputs, what is known of the cells and a picture
    spoil_source(mould)
    assert [build(mould.root, folder).reason for folder in source.lectures(mould.root / "solutions")] == [
        "the source has changed",
        None,
    ]
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files_of(second)} == built


def files_of(lecture: Paths) -> list[Path]:
    return [lecture.executed_path, lecture.released_path, *lecture.catalogue_path.parent.iterdir()]


# -- catalogue, wheel and bundle ----------------------------------------------------------------------------


@every_lecture
def test_the_catalogue_holds_no_code(lecture):
    assert guards.catalogue_problems(lecture.catalogue_path.read_text("utf-8"), lecture.secrets()) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda mistake: mistake.update(code="x"),
        lambda mistake: mistake.update(explanation="Write it so: def sigmoid(x): …"),
        lambda mistake: mistake.update(
            explanation="Rather than `1/(1+ np.exp(x))` you might return 1 / (1 + np.exp(x))"
        ),
        lambda mistake: mistake["observed"].append({"expected": "x"}),
        lambda mistake: mistake["observed"].append({"raised": "E: small = np.exp(-np.abs(x))"}),
    ],
)
def test_code_in_a_catalogue_would_be_noticed(mould, change):
    found = json.loads(mould.catalogue_path.read_text("utf-8"))
    change(found["sigmoid"]["mistakes"][0])
    assert len(guards.catalogue_problems(json.dumps(found), mould.secrets())) == 1


@pytest.fixture(scope="module")
def bodies():
    """The code of all known mistakes: those of the lectures, and the mould's."""
    folders = [ROOT / "tests" / "mould" / "solutions" / "01_mould", *(ROOT / "solutions" / name for name in REAL)]
    found = {body: name for folder in folders for body, name in guards.mistake_bodies(folder / "answers").items()}
    assert len(found) >= 9
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built for real, from a copy of the tree: setuptools leaves its traces in it."""
    folder = tmp_path_factory.mktemp("wheel")
    unwanted = shutil.ignore_patterns(".*", "*.egg-info", "build", "dist", "my-work", "__pycache__", "node_modules")
    tree = shutil.copytree(ROOT, folder / "tree", ignore=unwanted)
    if not (tree / "README.md").exists():
        (tree / "README.md").write_text("")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            ".",
            "--no-deps",
            "--no-build-isolation",
            "--no-index",
            "--quiet",
            "-w",
            str(folder),
        ],
        cwd=tree,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        yield archive


@pytest.fixture(scope="module")
def bundle_archive(tmp_path_factory):
    """What an instructor hands out."""
    target = tmp_path_factory.mktemp("bundle") / "chain-rule.zip"
    bundle.write(ROOT, target)
    with zipfile.ZipFile(target) as archive:
        yield archive


@pytest.fixture(params=["wheel", "bundle_archive"])
def archive(request):
    return request.getfixturevalue(request.param)


def test_no_known_mistakes_code_leaves_the_course(archive, bodies):
    assert guards.shipped_mistakes(archive, bodies) == []


def test_no_solution_leaves_the_course(archive):
    """Whole functions: the library may well hold a line that a solution has, too."""
    solved = {}
    for name in REAL:
        for exercise in source.read(ROOT / "solutions" / name).exercises.values():
            solved |= {
                body: f"solution {name}: {exercise.id}"
                for body in guards.function_bodies(exercise.solution)
                if len(body) >= 2 * guards.MANY_CHARACTERS and "\n" in body
            }
    notebooks = [problem for problem in guards.shipped_mistakes(archive, solved) if ".ipynb" in problem]
    assert notebooks == []


def test_sources_and_tests_stay_at_home(archive):
    assert guards.shipped_paths(archive, ("solutions", "tests", "answers", "mould")) == []


def test_the_wheel_holds_the_library_and_its_lectures(wheel):
    names = set(wheel.namelist())
    assert "chainrule/checks/check.py" in names
    assert {f"chainrule/lectures/{name.partition('_')[2]}/catalogue.json" for name in REAL} <= names
    assert all(name.startswith("chainrule") for name in names)


def test_the_bundles_readme_and_makefile_speak_of_what_is_in_it(bundle_archive):
    names = {name.removeprefix("chain-rule/") for name in bundle_archive.namelist()}
    readme, makefile = (bundle_archive.read(f"chain-rule/{name}").decode() for name in ("README.md", "Makefile"))
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", readme) if "://" not in link]
    assert links and not [link for link in links if link not in names]
    targets = set(re.findall(r"(?m)^([a-z-]+):", makefile))
    assert {"study", "clean"} <= targets and not targets & {"test", "setup", "demo", "build", "lock", "lint"}
    assert {word for word in re.findall(r"`?make ([a-z-]+)", readme) if f"make {word}" in readme} <= targets | {"it"}
    assert "nstructor" not in readme and "chainrule staff" not in readme
    assert all((word in readme) for word in ("make study", "## Studying", "## Licence"))


def test_the_bundle_holds_what_learners_need_and_nothing_of_the_staffs(bundle_archive):
    assert guards.shipped_paths(bundle_archive, ("staff",)) == []
    names = set(bundle_archive.namelist())
    assert "chain-rule/lib/chainrule/checks/check.py" in names
    assert {f"chain-rule/notebooks/{name}/{name.partition('_')[2]}.ipynb" for name in REAL} <= names


MISTAKE = "def mine(x):\n    '''Doc.'''\n    return 1/(1+np.exp( x ))  # a remark\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("chainrule/nn.py", f"class A:\n    if True:\n        {MISTAKE.replace(chr(10), chr(10) + '        ')}\n"),
        (
            "notebooks/a.ipynb",
            json.dumps({"cells": [{"cell_type": "code", "source": ["%matplotlib inline\n", MISTAKE]}]}),
        ),
        ("chainrule/a.py", "f = lambda x: 1 / (1 + np.exp(x))"),
    ],
)
def test_a_mistakes_code_in_an_archive_would_be_noticed(tmp_path, bodies, name, text):
    assert len(guards.shipped_mistakes(archive_of(tmp_path, name, text), bodies)) == 1


def test_a_mistakes_text_in_an_archive_would_be_noticed(tmp_path, bodies):
    body = next(body for body, name in bodies.items() if name.endswith("half_the_step"))
    text = json.dumps({"a": [{"b": re.sub(r"\n\s*", "\n", body)}]})
    assert len(guards.shipped_mistakes(archive_of(tmp_path, "chainrule/lectures/a.json", text), bodies)) == 1


def test_a_file_of_the_staffs_in_an_archive_would_be_noticed(tmp_path):
    found = archive_of(tmp_path, "chain-rule/lib/chainrule/staff/kit.py", "")
    assert guards.shipped_paths(found, ("staff",)) == ["chain-rule/lib/chainrule/staff/kit.py is in the archive"]


def archive_of(folder: Path, name: str, text: str) -> zipfile.ZipFile:
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr(name, text)
    return zipfile.ZipFile(folder / "a.zip")


# -- the executed solution ----------------------------------------------------------------------------------


@every_lecture
def test_the_executed_solution_has_all_points(lecture):
    points = points_of(lecture.executed)
    assert points and {cell: found for cell, found in points.items() if found[0] != found[1]} == {}


def test_a_demonstration_that_spoils_a_later_check_stops_the_build(mould):
    path = mould.folder / "mould.py"
    text = path.read_text("utf-8")
    marker = "x = np.linspace(-5, 5, 11)"
    assert marker in text
    path.write_text(text.replace(marker, "close = None\n" + marker), "utf-8")
    with pytest.raises(source.SourceError, match="has .* of .* points when the whole notebook runs"):
        build(mould.root, mould.folder)
