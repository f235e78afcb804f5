"""What there is inside a sandbox: an interpreter, promised packages, a few files of ours. For :mod:`.sandbox`."""

from __future__ import annotations

import atexit
import functools
import hashlib
import importlib.metadata
import os
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path

import chainrule

from .problem import SandboxError

# What the course promises a learner, with all that these need. Not what else this machine happens to have.
PACKAGES = ("numpy", "matplotlib", "ipython", "ipywidgets")
DESCRIBED = {"matplotlib-inline"}  # Matplotlib finds this backend through its metadata
OWN_FILES = ("codec", "compare", "confine", "endpoint", "frames", "remote")
DISK = 16 * 2**20


def interpreter() -> str:
    """The interpreter itself: a virtual environment's is a link to it."""
    return os.path.realpath(sys.executable)


@functools.cache
def system_paths() -> tuple[str, ...]:
    """Interpreter, standard library, and the system's shared libraries."""
    prefix = Path(os.path.realpath(sys.base_prefix))
    base = {"base": str(prefix), "platbase": os.path.realpath(sys.base_exec_prefix)}
    wanted = [interpreter(), sysconfig.get_path("stdlib", vars=base | {"installed_base": str(prefix)}),
              sysconfig.get_path("platstdlib", vars=base), *(str(path) for path in prefix.glob("lib/libpython*")),
              *_libraries("/usr/lib"), *_libraries("/lib"), "/usr/lib64", "/lib64", "/etc/ld.so.cache"]
    return tuple(dict.fromkeys(path for path in wanted if os.path.exists(path)))


def _libraries(folder: str) -> list[str]:
    """Where the shared libraries are: programs of all kinds have their files beside them, in ``/usr/lib``."""
    if os.path.islink(folder):
        return [folder]
    return sorted(str(path) for path in Path(folder).glob("*-linux-*") if path.is_dir()) or [folder]


@functools.cache
def all_mounts() -> tuple[str, ...]:
    """Everything to be seen inside but the library itself."""
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
        for folder in sorted(folder for name in ("site-packages", "dist-packages")
                             for folder in (*Path(path).glob(name), *Path(path).glob(f"python3*/{name}"))):
            binds.extend(("--ro-bind", str(library_image() / "nothing"), str(folder)))
    binds.extend(("--perms", "0755", "--dir", "/library"))
    for name, path in promised_packages():
        parents(f"/packages/{name}")
        binds.extend(("--ro-bind", path, f"/packages/{name}"))
    parents("/dev/x")
    for device in ("null", "zero", "urandom"):
        binds.extend(("--dev-bind", f"/dev/{device}", f"/dev/{device}"))
    binds.extend(("--perms", "1777", "--size", str(DISK), "--tmpfs", "/tmp"))
    if fonts := _font_list():  # Matplotlib would look for fonts for seconds, each time; the path is one inside the sandbox
        binds.extend(("--perms", "1777", "--dir", "/tmp/matplotlib", "--ro-bind", fonts, f"/tmp/matplotlib/{Path(fonts).name}"))
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
        for file in distribution.files or ():
            top = file.parts[0]
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


@functools.cache
def _font_list() -> str | None:
    """The list of fonts that Matplotlib once made on this machine."""
    try:
        from matplotlib import font_manager, get_cachedir

        found = sorted(Path(get_cachedir()).glob(f"fontlist-v{font_manager.FontManager.__version__}*.json"))
        return str(found[0]) if found else None
    except (ImportError, OSError, RuntimeError):
        return None


@functools.cache
def library_image() -> Path:
    """A folder with what the process needs of this library, made once and kept for later runs."""
    library = Path(chainrule.__file__).parent
    files = [library / "checks" / f"{name}.py" for name in OWN_FILES] + sorted(
        path for path in (library / "data").iterdir() if path.is_file())
    digest = hashlib.sha256(repr([(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]).encode())
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "chainrule"
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:  # no home that could be written to
        cache = Path(tempfile.mkdtemp(prefix="chainrule-"))
        atexit.register(shutil.rmtree, cache, ignore_errors=True)
    image = cache / f"sandbox-{digest.hexdigest()[:16]}"
    if not image.is_dir():
        try:
            _fill(files, image)
        except OSError as error:
            raise SandboxError(f"The sandbox's files cannot be written to {cache}: {error.strerror}. Free some space there, or set "
                               "XDG_CACHE_HOME to a folder elsewhere.") from None
        for old in cache.glob("sandbox-*"):
            if old != image and old.stat().st_mtime < image.stat().st_mtime - 86400:
                shutil.rmtree(old, ignore_errors=True)
    return image


def _fill(files: list[Path], image: Path) -> None:
    """Make the folder under another name first: another worker may be making it, too."""
    with tempfile.TemporaryDirectory(prefix="making-", dir=image.parent, ignore_cleanup_errors=True) as folder:
        making = Path(folder, "image")
        for file in files:
            target = making / "chainrule" / file.parent.name / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
        (making / "nothing").mkdir()
        (making / "chainrule" / "__init__.py").touch()
        (making / "chainrule" / "checks" / "__init__.py").touch()
        for path in (making, *making.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        try:
            making.rename(image)
        except OSError:
            if not image.is_dir():
                raise
