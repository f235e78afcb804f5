"""List the files that are mounted into a sandbox: interpreter, promised packages, folders of this library. For :mod:`.walls`."""

from __future__ import annotations

import functools
import importlib.metadata
import os
import sys
import sysconfig
from pathlib import Path

import chainrule

# What the course promises a learner, with all that these need. Not what else this machine happens to have.
PACKAGES = ("numpy", "matplotlib", "ipython", "ipywidgets")
DESCRIBED = {"matplotlib-inline"}  # Matplotlib finds this backend through its metadata
OF_THE_LIBRARY = ("calling", "data")  # folders: what answers a call, and the pictures that an answer may load
DISK = 16 * 2**20


def interpreter() -> str:
    """The interpreter itself: a virtual environment's is a link to it."""
    return os.path.realpath(sys.executable)


@functools.cache
def system_paths() -> tuple[str, ...]:
    """Interpreter, standard library, and the system's shared libraries."""
    prefix = Path(os.path.realpath(sys.base_prefix))
    base = {"base": str(prefix), "platbase": os.path.realpath(sys.base_exec_prefix)}
    wanted = [
        interpreter(),
        sysconfig.get_path("stdlib", vars=base | {"installed_base": str(prefix)}),
        sysconfig.get_path("platstdlib", vars=base),
        *(str(path) for path in prefix.glob("lib/libpython*")),
        *_libraries("/usr/lib"),
        *_libraries("/lib"),
        "/usr/lib64",
        "/lib64",
        "/etc/ld.so.cache",
    ]
    return tuple(dict.fromkeys(path for path in wanted if os.path.exists(path)))


def _libraries(folder: str) -> list[str]:
    """Where the shared libraries are: programs of all kinds have their files beside them, in ``/usr/lib``."""
    if os.path.islink(folder):
        return [folder]
    return sorted(str(path) for path in Path(folder).glob("*-linux-*") if path.is_dir()) or [folder]


@functools.cache
def all_mounts() -> tuple[str, ...]:
    """Everything to be seen inside but the library itself, as bubblewrap's arguments."""
    binds: list[str] = []
    made: set[str] = set()

    def parents(path: str) -> None:
        for folder in reversed(Path(path).parents):
            if str(folder) not in made and str(folder) != "/":
                made.add(str(folder))
                binds.extend(("--perms", "0755", "--dir", str(folder)))  # else only root could enter

    for path in sorted(system_paths()):
        if any(path.startswith(f"{other}/") for other in system_paths()):
            continue  # inside one that is mounted whole
        parents(path)
        if os.path.islink(path):
            binds.extend(("--symlink", os.readlink(path), path))
        else:
            binds.extend(("--ro-bind", path, path))
    # Of packages there is only what the course promises, whatever else this machine has.
    for path in filter(lambda path: not os.path.islink(path), system_paths()):
        for folder in sorted(
            folder
            for name in ("site-packages", "dist-packages")
            for folder in (*Path(path).glob(name), *Path(path).glob(f"python3*/{name}"))
        ):
            binds.extend(("--perms", "0755", "--tmpfs", str(folder), "--remount-ro", str(folder)))
    parents("/library/chainrule/x")
    for name, path in promised_packages():
        parents(f"/packages/{name}")
        binds.extend(("--ro-bind", path, f"/packages/{name}"))
    parents("/dev/x")
    for device in ("null", "zero", "urandom"):
        binds.extend(("--dev-bind", f"/dev/{device}", f"/dev/{device}"))
    binds.extend(("--perms", "1777", "--size", str(DISK), "--tmpfs", "/tmp"))
    if (
        fonts := font_list()
    ):  # Matplotlib would look for fonts for seconds, each time; the path is one inside the sandbox
        binds.extend(
            ("--perms", "1777", "--dir", "/tmp/matplotlib", "--ro-bind", fonts, f"/tmp/matplotlib/{Path(fonts).name}")
        )
    return tuple(binds)


@functools.cache
def promised_packages() -> tuple[tuple[str, str], ...]:
    """Name and path of everything that :data:`PACKAGES` installed, with all that they need."""
    from packaging.requirements import InvalidRequirement, Requirement

    waiting, seen, found = list(PACKAGES), set(), {}
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in seen:
            continue
        seen.add(name)
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        for top in _installed(distribution):
            described = top.endswith(".dist-info") and name not in DESCRIBED
            if top != ".." and not described and not top.endswith(".pth") and top != "__pycache__":
                path = str(distribution.locate_file(top))
                if os.path.exists(path):
                    found[top] = path
        for text in distribution.requires or ():
            try:
                requirement = Requirement(text)
            except InvalidRequirement:
                continue
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    return tuple(sorted(found.items()))


def _installed(distribution: importlib.metadata.Distribution) -> set[str]:
    """The first parts of the paths of all that a distribution installed. Some list thousands, so its record is read as text."""
    record = distribution.read_text("RECORD")
    if record is None:
        return {file.parts[0] for file in distribution.files or ()}
    return {line.partition(",")[0].strip('"').partition("/")[0] for line in record.splitlines() if line}


@functools.cache
def font_list() -> str | None:
    """The list of fonts that Matplotlib once made on this machine."""
    try:
        from matplotlib import font_manager, get_cachedir

        found = sorted(Path(get_cachedir()).glob(f"fontlist-v{font_manager.FontManager.__version__}*.json"))
        return str(found[0]) if found else None
    except (ImportError, OSError, RuntimeError):
        return None


def library_mounts() -> dict[str, Path]:
    """Folders of this library by the names that they have inside.

    Without its ``__init__.py`` it is a namespace package there, with nothing else in it.
    """
    library = Path(chainrule.__file__).parent
    return {f"/library/chainrule/{name}": library / name for name in OF_THE_LIBRARY}
