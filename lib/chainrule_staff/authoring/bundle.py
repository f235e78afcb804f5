"""The bundle that an instructor hands out: notebooks and the library, without anything of the staff's.

A zip file with a folder ``chain-rule/`` in which the README's set-up works as in a clone. README and Makefile are the course's
own without what only staff can do: they speak of nothing that is not there.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from chainrule.checks.sealed import FILE
from chainrule.disk import atomic_write

TOP = "chain-rule"
KEPT_FILES = ("README.md", "LICENSE", "Makefile", "pyproject.toml", "environment.yml", "tools/setup.py")
KEPT_FOLDERS = {
    "notebooks": (".ipynb", ".png", ".csv", ".npz"),
    "lib/chainrule": (".py", ".json", ".png", ".npz", ".txt", ".sha256"),
    "requirements": (".txt",),
    "docs/images": (".png",),
}
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints", ".chainrule"}
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same files give the same bytes


def contents(root: Path, *, solutions: bool = True) -> list[Path]:
    """The files of the bundle, relative to the course's root, in order; without ``solutions`` nothing that opens them."""
    found = [Path(name) for name in KEPT_FILES if (root / name).is_file()]
    for folder, endings in KEPT_FOLDERS.items():
        for path in sorted((root / folder).rglob("*")):
            inside = path.relative_to(root)
            if (
                path.is_file()
                and path.suffix in endings
                and not LEFT_OUT & set(inside.parts)
                and (solutions or path.name != FILE)
            ):
                found.append(inside)
    return found


STAFF_ONLY = ("For instructors", "For reviewers", "What is where")  # sections of the README
STAFF_FROM = "\n# -- For course staff, from here"  # the rest of the Makefile
STAFF_LINES = re.compile(r"(?m)^make test\b.*\n")


def for_learners(name: str, data: bytes) -> bytes:
    """A file as it stands in the bundle."""
    if name == "Makefile":
        return data.decode().partition(STAFF_FROM)[0].encode()
    if name == "README.md":
        first, *sections = re.split(r"(?m)^(?=## )", data.decode())
        kept = [one for one in sections if one.partition("\n")[0].removeprefix("## ").strip() not in STAFF_ONLY]
        return STAFF_LINES.sub("", "".join([first, *kept])).encode()
    return data


def write(root: Path, target: Path, *, solutions: bool = True) -> list[Path]:
    """Write the bundle, whole or not at all; its contents."""
    files = contents(root, solutions=solutions)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            info = zipfile.ZipInfo(f"{TOP}/{path.as_posix()}", EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, for_learners(path.as_posix(), (root / path).read_bytes()))
    atomic_write(target, made.getvalue())
    return files
