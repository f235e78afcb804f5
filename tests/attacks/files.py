"""Attacks by what lies in the submission's folder: links, pipes, devices, modules, names, sizes."""

import os
import shutil
import socket
from pathlib import Path

from corpus import EXERCISES, NOTEBOOK, RIGHT, STUB, Attack

HEAVY = 100 * 2**20
SOLUTION = "../../../solutions/01_mould/mould.ipynb"
STUBS = dict.fromkeys(EXERCISES, STUB)


def replaced_by(make):
    """The notebook makes way for something else at its path."""

    def change(folder: Path) -> None:
        (folder / NOTEBOOK).unlink()
        make(folder / NOTEBOOK)

    return change


def link(target: str):
    return replaced_by(lambda path: path.symlink_to(target))


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as unix:
        os.chdir(path.parent)  # the path of a socket may have 107 bytes only
        unix.bind(path.name)


def hard_link(path: Path) -> None:
    os.link(path.parents[3] / "solutions" / "01_mould" / "mould.ipynb", path)


def links_to_data(folder: Path) -> None:
    for name, target in (
        ("grades.db", "../../../gradebook.db"),
        ("passwd", "/etc/passwd"),
        ("environ", "/proc/self/environ"),
        ("memory", "/proc/self/mem"),
        ("zero", "/dev/zero"),
        ("nowhere", "/OWNED/nowhere"),
        ("self", "self"),
    ):
        (folder / name).symlink_to(target)


def links_to_folders(folder: Path) -> None:
    for name, target in (
        ("solutions", "../../../solutions"),
        ("root", "/"),
        ("up", ".."),
        ("others", "../.."),
        ("here", "."),
    ):
        (folder / name).symlink_to(target, target_is_directory=True)


def whole_folder_is_a_link(folder: Path) -> None:
    target = folder.parents[2] / "solutions" / "01_mould"
    shutil.rmtree(folder)
    folder.symlink_to(target, target_is_directory=True)


def learner_is_a_link(folder: Path) -> None:
    other = folder.parents[1] / "all_right"
    shutil.rmtree(folder.parent)
    folder.parent.symlink_to(other, target_is_directory=True)


def modules(folder: Path) -> None:
    """Everything that an import might find before the real one."""
    body = (
        "import sys, os\n"
        "try:\n    open('/tmp/OWNED-module', 'w').write(__name__)\nexcept OSError:\n    pass\n"
        "Check = close = allclose = isclose = lambda *a, **k: True\ndef __getattr__(name):\n    return lambda *a, **k: 2.0\n"
    )
    for name in (
        "numpy",
        "chainrule",
        "json",
        "struct",
        "sitecustomize",
        "usercustomize",
        "nbgrader_config",
        "_pytest",
        "conftest",
        "nbformat",
        "selectors",
        "random",
        "IPython",
        "matplotlib",
        "jupyter_config",
        "mistakes",
        "variants",
        "mould",
    ):
        (folder / f"{name}.py").write_text(body)
    for name in (
        "chainrule/checks",
        "chainrule/staff",
        "numpy",
        ".ipython/profile_default/startup",
        ".git/hooks",
        "__pycache__",
    ):
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text(body)
    (folder / "OWNED.pth").write_text("import os; open('/tmp/OWNED-module', 'w')\n")
    (folder / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = '-p OWNED'\n")


def many_files(folder: Path) -> None:
    deep = folder
    for number in range(3000):
        (folder / f"data-{number}.txt").write_text("x")
    try:
        for _ in range(60):
            deep /= "d" * 60
            deep.mkdir()
    except OSError:
        pass


def large_file(folder: Path) -> None:
    with (folder / "data.bin").open("wb") as file:
        file.truncate(HEAVY)


def large_notebook(folder: Path) -> None:
    text = (folder / NOTEBOOK).read_text()
    (folder / NOTEBOOK).write_text(text + " " * HEAVY)


def odd_files(folder: Path) -> None:
    os.mkfifo(folder / "data.csv")
    a_socket(folder / "socket")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe-invalid.txt")).write_text("x")
    (folder / "secret").mkdir(mode=0)
    (folder / "none.txt").write_text("x")
    (folder / "none.txt").chmod(0)


def forged_state(folder: Path) -> None:
    """What a grader might keep beside a submission."""
    (folder / "timestamp.txt").write_text("1970-01-01 00:00:00 UTC")
    (folder / ".chainrule").mkdir()
    (folder / ".chainrule" / "record.json").write_text('{"points": 6.0, "state": "graded"}')
    autograded = folder / "autograded" / "forged_state_beside_it" / "01_mould"
    autograded.mkdir(parents=True)
    shutil.copy(folder / NOTEBOOK, autograded)
    (folder / "gradebook.db").write_text("OWNED")


def time_stamp_of_markup(folder: Path) -> None:
    (folder / "timestamp.txt").write_text(
        "<script>OWNED</script>\n9999-99-99 \ud800".encode("utf-8", "surrogatepass").decode("latin-1")
    )


def time_stamp(data: bytes):
    return lambda folder: (folder / "timestamp.txt").write_bytes(data)


def sparse(name: str):
    def change(folder: Path) -> None:
        with (folder / name).open("ab") as file:
            file.truncate(4 * 2**40)

    return change


def second_notebooks(folder: Path) -> None:
    """Solutions beside the learner's own: which one is graded?"""
    solution = folder.parents[2] / "solutions" / "01_mould" / "mould.ipynb"
    for name in ("mould (1).ipynb", "mould.ipynb.bak", "Mould.ipynb", "mould-checkpoint.ipynb", "a.ipynb"):
        shutil.copy(solution, folder / name)


ATTACKS = [
    Attack(
        "notebook_is_a_link_to_the_solution",
        "mould.ipynb is a symbolic link to the instructor's own.",
        answers=STUBS,
        honest={},
        folder=link(SOLUTION),
    ),
    Attack(
        "notebook_is_a_link_to_a_neighbour",
        "mould.ipynb is a symbolic link to another learner's.",
        answers=STUBS,
        honest={},
        folder=link("../../all_right/01_mould/mould.ipynb"),
    ),
    Attack(
        "notebook_is_an_absolute_link",
        "mould.ipynb is a link to a file of the system.",
        answers=STUBS,
        honest={},
        folder=link("/etc/passwd"),
    ),
    Attack("notebook_is_a_link_to_itself", "A circle of links.", answers=STUBS, honest={}, folder=link(NOTEBOOK)),
    Attack(
        "notebook_is_endless", "mould.ipynb is a link to /dev/zero.", answers=STUBS, honest={}, folder=link("/dev/zero")
    ),
    Attack(
        "notebook_is_a_pipe",
        "mould.ipynb is a named pipe that nobody writes into.",
        answers=STUBS,
        honest={},
        folder=replaced_by(os.mkfifo),
    ),
    Attack("notebook_is_a_socket", "mould.ipynb is a socket.", answers=STUBS, honest={}, folder=replaced_by(a_socket)),
    Attack(
        "notebook_is_a_folder",
        "mould.ipynb is a folder.",
        answers=STUBS,
        honest={},
        folder=replaced_by(Path.mkdir),
        flagged=False,
    ),
    Attack(
        "notebook_in_a_folder_that_is_a_link",
        "There is no notebook but in a folder, and that is a link to a neighbour's.",
        answers=STUBS,
        honest={},
        folder=replaced_by(lambda path: (path.parent / "work").symlink_to("../../all_right/01_mould", True)),
    ),
    Attack(
        "notebook_in_a_folder_that_is_a_link_to_the_source",
        "There is no notebook but in a folder, and that is a link to the source.",
        answers=STUBS,
        honest={},
        folder=replaced_by(lambda path: (path.parent / "work").symlink_to("../../../solutions/01_mould", True)),
    ),
    Attack(
        "folder_that_is_a_link_to_everything",
        "There is no notebook, and a link to the root of the disk: whoever looks for one walks it all.",
        answers=STUBS,
        honest={},
        folder=replaced_by(lambda path: (path.parent / "work").symlink_to("/", True)),
    ),
    # Right answers are right answers, whoever wrote them: only a person can tell.
    Attack(
        "notebook_is_a_hard_link",
        "mould.ipynb is the very file of the solution.",
        answers=dict.fromkeys(EXERCISES, RIGHT),
        honest=dict.fromkeys(EXERCISES, 2),
        keeps=(),
        folder=replaced_by(hard_link),
    ),
    Attack(
        "solution_handed_in",
        "The instructor's executed notebook, handed in as it is.",
        answers=dict.fromkeys(EXERCISES, RIGHT),
        honest=dict.fromkeys(EXERCISES, 2),
        keeps=(),
        folder=replaced_by(lambda path: shutil.copy(path.parents[3] / "solutions" / "01_mould" / "mould.ipynb", path)),
    ),
    Attack(
        "submission_is_a_link",
        "The assignment's folder is a link to the source folder.",
        answers=STUBS,
        honest={},
        folder=whole_folder_is_a_link,
    ),
    Attack(
        "learner_is_a_link",
        "The learner's folder is a link to a neighbour's.",
        answers=STUBS,
        honest={},
        folder=learner_is_a_link,
    ),
    Attack(
        "links_to_files",
        "Data files that are links to the gradebook, to passwords, to endless devices.",
        folder=links_to_data,
    ),
    Attack("links_to_folders", "Folders that are links to the source, the root, themselves.", folder=links_to_folders),
    Attack(
        "modules_beside_it",
        "numpy.py, chainrule, sitecustomize and more lie beside the notebook.",
        "import json, random, mistakes, variants",
        folder=modules,
        flagged=False,
    ),
    Attack(
        "modules_beside_it_are_imported",
        "The learner's cells import them by path.",
        """
        import os, sys
        sys.path.insert(0, os.getcwd())
        for name in ("mistakes", "variants", "mould"):
            try:
                __import__(name)
            except ImportError:
                pass
    """,
        folder=modules,
        flagged=False,
    ),
    Attack(
        "many_files", "Three thousand files, and folders deeper than a path may be.", folder=many_files, flagged=False
    ),
    Attack("large_file", "A data file of 100 MB.", folder=large_file, flagged=False),
    Attack("large_notebook", "100 MB of spaces behind the notebook.", folder=large_notebook, keeps=(), flagged=False),
    Attack(
        "odd_files",
        "Named pipes, sockets, names that are no text, files without rights.",
        folder=odd_files,
        flagged=False,
    ),
    Attack(
        "forged_state_beside_it",
        "Records, a gradebook and an autograded notebook lie in the submission, which claims to be of 1970.",
        folder=forged_state,
    ),
    Attack("forged_time_stamp", "timestamp.txt holds markup and no time.", folder=time_stamp_of_markup),
    Attack(
        "time_stamp_for_decimal",
        "A timestamp.txt of a number that no decimal holds: not every error of a date is a ValueError.",
        folder=lambda folder: (folder / "timestamp.txt").write_text("10h" + "9" * 44),
    ),
    Attack(
        "time_stamp_of_four_terabytes", "A timestamp.txt of 4 TB, all of it a hole.", folder=sparse("timestamp.txt")
    ),
    Attack("time_stamp_of_no_day", "A timestamp.txt that is always today.", folder=time_stamp(b"00:01")),
    Attack(
        "time_stamp_in_utf16",
        "A timestamp.txt in UTF-16.",
        folder=time_stamp("2026-11-20 10:00:00 UTC".encode("utf-16")),
    ),
    Attack(
        "time_stamp_is_a_pipe", "timestamp.txt is a pipe.", folder=lambda folder: os.mkfifo(folder / "timestamp.txt")
    ),
    Attack(
        "notebook_of_four_terabytes",
        "mould.ipynb has 4 TB, all of it a hole.",
        answers=STUBS,
        honest={},
        folder=sparse(NOTEBOOK),
    ),
    Attack(
        "notebooks_beside_it",
        "Right answers under other names lie beside the stub: one of them is graded, which a person is told.",
        answers=STUBS,
        honest=dict.fromkeys(EXERCISES, 2),
        right_beside=True,
        folder=second_notebooks,
    ),
    Attack(
        "no_notebook",
        "The folder is empty.",
        answers=STUBS,
        honest={},
        folder=lambda folder: (folder / NOTEBOOK).unlink(),
        flagged=False,
    ),
    Attack(
        "everything_right_with_links",
        "Right answers beside a link to the gradebook: they keep their points.",
        answers=dict.fromkeys(EXERCISES, RIGHT),
        honest=dict.fromkeys(EXERCISES, 2),
        folder=links_to_data,
    ),
]
