"""Where a learner's code runs: bubblewrap, or, loudly, nothing. Used by the workers of a grading run.

A sandbox starts processes that serve :mod:`chainrule.checks.remote`. Inside there are an interpreter, the
packages that the course promises (NumPy, Matplotlib, Jupyter's displays), a few of our own files, 16 MB of
empty disk, and nothing else: no other file, no network, no environment, no other process.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import importlib.metadata
import itertools
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import chainrule
from chainrule.checks.pipe import Limits, Pipe

from . import seccomp

# What the course promises a learner, with all that these need. Not what else this machine happens to have.
PACKAGES = ("numpy", "matplotlib", "ipython", "ipywidgets")
DESCRIBED = {"matplotlib-inline"}  # Matplotlib finds this backend through its metadata
OWN_FILES = ("codec", "compare", "confine", "endpoint", "frames", "remote")
DISK = 16 * 2**20
LIMITS = {"AS": 3 * 2**29, "CPU": 120, "FSIZE": DISK, "NPROC": 4, "NOFILE": 128, "CORE": 0}
SANDBOXES = ("bubblewrap", "none")


class SandboxError(Exception):
    """No learner's code can be run safely here; the message says why and what to do."""


@dataclass
class Sandbox:
    """Starts processes for one lecture.

    Parameters
    ----------
    name : str
        ``"bubblewrap"``, or ``"none"``: no walls at all.
    offers : list
        What of this library its setup cells import; see :func:`chainrule.checks.confine.confine`.
    """

    name: str = "bubblewrap"
    offers: list = field(default_factory=list)

    def __post_init__(self):
        if self.name not in SANDBOXES:
            raise SandboxError(f"There is no sandbox {self.name!r}. There are: {', '.join(SANDBOXES)}.")
        self._image = _image()
        self._scratch = tempfile.TemporaryDirectory(prefix="chainrule-", ignore_cleanup_errors=True) \
            if self.name == "none" else None
        self._users = itertools.count()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_) -> None:
        if self._scratch:
            self._scratch.cleanup()

    def start(self, stderr=subprocess.DEVNULL) -> subprocess.Popen:
        """Start a process; it answers when it is ready."""
        if self.name == "none":
            limits = {key: value for key, value in LIMITS.items() if key != "NPROC"}  # would count all of the user's
            words, folder = self._python(sys.executable, {"limits": limits}), self._scratch.name
            environment = self._environment(str(self._image), os.environ.get("PATH", ""), *sys.path)
        else:
            words = self._walls(["--ro-bind", str(self._image), "/library"], self._python(_interpreter(), self._settings()))
            folder, environment = None, {}
        return self._open(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, bufsize=0,
                          cwd=folder, env=environment, start_new_session=True)

    def _open(self, words: list[str], **options) -> subprocess.Popen:
        """Start a command line; behind walls, with the filter of system calls on a descriptor."""
        program = seccomp.program() if self.name != "none" else None
        if program is None:
            return subprocess.Popen(words, **options)
        reading, writing = os.pipe()
        try:
            os.write(writing, program)
            os.close(writing)
            return subprocess.Popen([words[0], "--seccomp", str(reading), *words[1:]], pass_fds=(reading,), **options)
        finally:
            os.close(reading)

    def start_replay(self) -> subprocess.Popen:
        """Start :mod:`chainrule.staff.grading.replay`: with the whole library, to draw, not to be graded."""
        library = Path(chainrule.__file__).parent
        script = str(Path(__file__).with_name("replay.py"))
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "start_new_session": True}
        if self.name == "none":
            environment = self._environment(str(library.parent), os.environ.get("PATH", ""), *sys.path)
            return subprocess.Popen([sys.executable, "-s", "-S", "-P", script, '{"limits": {}}'], cwd=self._scratch.name,
                                    env=environment, **pipes)
        more = ["--ro-bind", str(library), "/library/chainrule", "--tmpfs", "/library/chainrule/staff",
                "--ro-bind", script, "/library/replay.py"]
        settings = {"offers": [], **self._settings()}
        return self._open(self._walls(more, [_interpreter(), "-s", "-S", "-P", "/library/replay.py", json.dumps(settings)]),
                          env={}, **pipes)

    def _python(self, executable: str, settings: dict) -> list[str]:
        confinement = json.dumps({"offers": self.offers, **settings})
        return [executable, "-s", "-S", "-P", "-m", "chainrule.checks.remote", confinement]

    @staticmethod
    def _environment(library: str, path: str, *packages: str) -> dict[str, str]:
        return {"PATH": path, "HOME": "/tmp", "LANG": "C.UTF-8", "MPLBACKEND": "Agg", "OPENBLAS_NUM_THREADS": "1",
                "CHAINRULE_PROGRESS": "off", "PYTHONPATH": os.pathsep.join([library, *packages]),
                "MPLCONFIGDIR": "/tmp/matplotlib", "PYTHONDONTWRITEBYTECODE": "1"}

    def _settings(self) -> dict:
        """Limits, and the user to become: of each process its own, since limits on processes are counted by user."""
        if os.getuid() != 0:
            return {"limits": LIMITS}
        return {"limits": LIMITS, "uid": 1_000_000_000 + (os.getpid() % 2**20) * 64 + next(self._users) % 64}

    def _walls(self, mounts: list[str], command: list[str]) -> list[str]:
        """A command line that runs ``command`` behind walls, with the library's ``mounts``."""
        environment = self._environment("/library", "/usr/bin", "/packages")
        return [bubblewrap(), *_namespaces(os.getuid() == 0), *_mounts(), *mounts,
                *itertools.chain.from_iterable(("--setenv", *pair) for pair in environment.items()),
                "--chdir", "/tmp", "--remount-ro", "/", "--", *command]


def bubblewrap() -> str:
    """The program's path."""
    return shutil.which("bwrap") or "bwrap"


def _namespaces(root: bool) -> list[str]:
    words = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try", "--die-with-parent",
             "--new-session", "--hostname", "sandbox", "--clearenv"]
    if root:  # mounts need root's eyes where only root can read the interpreter; the process then becomes another user
        return [*words, "--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    words += ["--unshare-user", "--uid", "1000", "--gid", "1000"]
    return [*words, "--disable-userns"] if "--disable-userns" in _help() else words


@functools.cache
def _help() -> str:
    return subprocess.run([bubblewrap(), "--help"], capture_output=True, text=True).stdout


def _interpreter() -> str:
    """The interpreter itself: a virtual environment's is a link to it."""
    return os.path.realpath(sys.executable)


@functools.cache
def _system() -> tuple[str, ...]:
    """Interpreter, standard library, and the system's shared libraries."""
    prefix = Path(os.path.realpath(sys.base_prefix))
    base = {"base": str(prefix), "platbase": os.path.realpath(sys.base_exec_prefix)}
    wanted = [_interpreter(), sysconfig.get_path("stdlib", vars=base | {"installed_base": str(prefix)}),
              sysconfig.get_path("platstdlib", vars=base), *(str(path) for path in prefix.glob("lib/libpython*")),
              *_libraries("/usr/lib"), *_libraries("/lib"), "/usr/lib64", "/lib64", "/etc/ld.so.cache"]
    return tuple(dict.fromkeys(path for path in wanted if os.path.exists(path)))


def _libraries(folder: str) -> list[str]:
    """Where the shared libraries are: programs of all kinds have their files beside them, in ``/usr/lib``."""
    if os.path.islink(folder):
        return [folder]
    return sorted(str(path) for path in Path(folder).glob("*-linux-*") if path.is_dir()) or [folder]


@functools.cache
def _mounts() -> tuple[str, ...]:
    """Everything to be seen inside but the library itself."""
    binds: list[str] = []
    made: set[str] = set()

    def parents(path: str) -> None:
        for folder in reversed(Path(path).parents):
            if str(folder) not in made and str(folder) != "/":
                made.add(str(folder))
                binds.extend(("--perms", "0755", "--dir", str(folder)))  # else only root could enter

    for path in sorted(_system()):
        if any(path.startswith(f"{other}/") for other in _system()):
            continue  # inside one that is mounted whole
        parents(path)
        if os.path.islink(path):
            binds.extend(("--symlink", os.readlink(path), path))
        else:
            binds.extend(("--ro-bind", path, path))
    # Of packages there is only what the course promises, whatever else this machine has.
    for path in filter(lambda path: not os.path.islink(path), _system()):
        for folder in sorted(folder for name in ("site-packages", "dist-packages")
                             for folder in (*Path(path).glob(name), *Path(path).glob(f"python3*/{name}"))):
            binds.extend(("--ro-bind", str(_image() / "nothing"), str(folder)))
    binds.extend(("--perms", "0755", "--dir", "/library"))
    for name, path in _packages():
        parents(f"/packages/{name}")
        binds.extend(("--ro-bind", path, f"/packages/{name}"))
    parents("/dev/x")
    for device in ("null", "zero", "urandom"):
        binds.extend(("--dev-bind", f"/dev/{device}", f"/dev/{device}"))
    binds.extend(("--perms", "1777", "--size", str(DISK), "--tmpfs", "/tmp"))
    if fonts := _font_list():  # Matplotlib would look for fonts for seconds, each time
        binds.extend(("--perms", "1777", "--dir", "/tmp/matplotlib", "--ro-bind", fonts, f"/tmp/matplotlib/{Path(fonts).name}"))
    return tuple(binds)


@functools.cache
def _packages() -> tuple[tuple[str, str], ...]:
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
def _image() -> Path:
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


# --- Is it there, does it hold? ----------------------------------------------------------------------------------------

INSTALL = ("Install bubblewrap (Debian and Ubuntu: apt install bubblewrap; Fedora: dnf install bubblewrap; "
           "Arch: pacman -S bubblewrap) and try again.")
ELSEWHERE = ("Grade in a Linux virtual machine instead (Windows: WSL 2; macOS: Lima, UTM or Multipass), as docs/grading.md "
             "describes. With --sandbox none learners' code runs with all your rights; it is recorded with the grades.")


def probe(sandbox: Sandbox) -> None:
    """Start one process in the sandbox and have it try the walls.

    Raises
    ------
    SandboxError
        It does not start, or a wall does not hold; says which, and what to do.
    """
    if sandbox.name == "none":
        return
    if not sys.platform.startswith("linux"):
        raise SandboxError(f"The sandbox needs Linux, and this is {sys.platform}. {ELSEWHERE}")
    if not shutil.which("bwrap"):
        raise SandboxError(f"The sandbox's program, bwrap, is not on this machine. {INSTALL}\n{ELSEWHERE}")
    with tempfile.TemporaryFile() as errors:
        with Pipe(lambda: sandbox.start(stderr=errors), limits=Limits(cell=20)) as pipe:
            error = pipe.run_cell("probe", _TRY_THE_WALLS.format(paths=_invisible(), processes=LIMITS["NPROC"]))
            found = pipe.call("walls", (), {}) if error is None else None
        errors.seek(0)
        said = errors.read().decode("utf-8", "replace").strip()
    if error and error["error"] in ("died", "timed out"):
        raise SandboxError(f"The sandbox does not start: {said[-600:] or 'it said nothing'}\n{_remedy(said)}\n{ELSEWHERE}")
    found = f"its probe raised {error['error']}: {error['message']}" if error else found.value if found.status == "returned" \
        else f"its probe {found.status}"
    if found:
        raise SandboxError(f"The sandbox started but does not hold: {found}. Nothing was graded.\n{ELSEWHERE}")


def _remedy(said: str) -> str:
    low = said.lower()
    if any(sign in low for sign in ("uid map", "namespace", "operation not permitted", "permission denied")):
        return ("This system forbids namespaces to ordinary users. Ubuntu 23.10 and later, as root: sysctl -w "
                "kernel.apparmor_restrict_unprivileged_userns=0. Older Debian: sysctl -w kernel.unprivileged_userns_clone=1. "
                "In a container: start it with --cap-add SYS_ADMIN --security-opt seccomp=unconfined --security-opt "
                "apparmor=unconfined, or grade outside of it.")
    if "unknown option" in low:
        return "This bubblewrap is too old; version 0.8 or newer is needed."
    return "Run `bwrap --ro-bind / / true` to see whether bubblewrap works at all on this machine."


# Run inside, as a learner's cell would be. What it finds is a sentence for the instructor.
_TRY_THE_WALLS = """
import os, socket
_found = []
if os.getuid() == 0 or os.geteuid() == 0:
    _found.append("its processes are root's")
for _path in {paths!r}:
    if os.path.exists(_path):
        _found.append("it can see " + _path)
if len(socket.if_nameindex()) > 1:
    _found.append("it has a network")
for _path in ("/", "/library", "/packages", "/usr"):
    try:
        open(os.path.join(_path, "probe"), "w").close()
        _found.append("it can write to " + _path)
    except OSError:
        pass
import ctypes
_libc = ctypes.CDLL(None)
if _libc.unshare(0x10000000) == 0:
    _found.append("it can make namespaces of its own")
if _libc.shmget(0, 4096, 0o600) >= 0:
    _found.append("it can share memory")
_children = []
try:
    for _ in range({processes} + 1):
        _child = os.fork()
        if not _child:
            while True:
                os.read(0, 1) or os._exit(0)
        _children.append(_child)
    _found.append("processes are not limited")
except OSError:
    pass
for _child in _children:
    os.kill(_child, 9)
    os.waitpid(_child, 0)
def walls():
    return "; ".join(_found)
"""


def _invisible() -> list[str]:
    """Places of this machine that must not be seen from inside."""
    places = [str(path) for path in {Path.home(), Path.cwd(), Path("/etc/passwd"), Path("/proc/self")} if path.exists()]
    return [place for place in places if not any(made == place or made.startswith(f"{place.rstrip('/')}/") for made in _system())]
