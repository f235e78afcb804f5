"""Set up the course in `.venv`, once: `python3 tools/setup.py`, or `make study`, which calls it.

Standard library only, and readable by any Python 3, so that a Python that is too old gets a sentence, not a traceback.
A stamp inside `.venv` says what is installed there; while it is true, a run does nothing.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
# Each level holds the ones before it. The locks are made together (`make lock`), so they agree.
LOCKS = {"study": "requirements/study.txt", "test": "requirements/test.txt"}
STAMP = "chainrule-installed.json"
UNFINISHED = "chainrule-unfinished"
# Settings that would send packages somewhere else than into `.venv`.
MISLEADING = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONHOME", "PYTHONPATH", "UV_TARGET", "UV_PREFIX")

TROUBLES = (
    (
        (
            "NewConnectionError",
            "NameResolutionError",
            "Failed to establish",
            "name resolution",
            "getaddrinfo",
            "dns error",
            "error sending request",
            "Network is unreachable",
            "Connection refused",
            "ConnectTimeout",
            "ReadTimeout",
            "timed out",
            "Connection aborted",
            "Could not connect",
            "ProxyError",
            "operation timed out",
        ),
        "The packages could not be downloaded: no network, or a proxy in the way.\n"
        "The first set-up downloads about 120 MB. Connect to a network and run the same command again.",
    ),
    (
        ("No space left", "os error 28", "not enough space"),
        "The disk is full. The course needs about 700 MB. Free some space and run the same command again.",
    ),
    (
        ("DO NOT MATCH THE HASHES", "Hash mismatch"),
        "A downloaded file is not the one this course was tested with, so it was not installed.\n"
        "A package mirror or a proxy may have changed it. Try another network, or ask whoever runs the mirror.",
    ),
    (
        ("CERTIFICATE_VERIFY_FAILED", "invalid peer certificate"),
        "The package server's certificate was not accepted. On a company or university network, ask for its certificate\n"
        "and name the file in the environment variable SSL_CERT_FILE.",
    ),
    (
        ("No matching distribution", "no usable wheels", "no wheels with a matching"),
        "A package has no ready-made file for this Python or this system. Python 3.11, 3.12 and 3.13 are tested:\n"
        "run `make clean`, then the same command with PYTHON=python3.13 at its end.",
    ),
)


class SetupError(Exception):
    """Something the person at the keyboard can put right. The message says how."""


class DownloadError(SetupError):
    """Packages could not be fetched. Both installers fetch all before they install any: `.venv` is as it was."""


def python_problem(version, executable):
    """Return what to tell someone whose Python is too old, or None.

    `version` is a tuple such as `sys.version_info`, `executable` the interpreter's path.
    """
    if tuple(version[:2]) >= OLDEST:
        return None
    found = ".".join(str(part) for part in version[:3])
    return (
        f"The course needs Python 3.11 or newer. This is Python {found} ({executable}).\n"
        "Install a newer one from python.org, with your system's package manager (Debian and Ubuntu: apt install python3\n"
        "python3-venv; macOS: brew install python@3.13) or with uv (uv python install 3.13), and run the same command again.\n"
        "If it is installed already, name it: make study PYTHON=/path/to/python3"
    )


def venv_problem(version, find=find_spec):
    """Return what to tell someone whose Python cannot make virtual environments, or None."""
    if find("venv") and find("ensurepip"):
        return None
    name = "python{}.{}-venv".format(*version[:2])
    return (
        "This Python cannot make a virtual environment: its venv or ensurepip module is missing.\n"
        f"On Debian and Ubuntu: apt install python3-venv (or {name}). Then run the same command again.\n"
        "With uv installed (https://docs.astral.sh/uv), nothing else is needed."
    )


def explain(log):
    """Return the remedy for the trouble that an installer's output `log` shows, or None."""
    for signs, remedy in TROUBLES:
        if any(sign.lower() in log.lower() for sign in signs):
            return remedy
    return None


# --- The stamp -------------------------------------------------------------------------------------------------------


def fingerprint(root, level, python):
    """Return a hash of all that decides what `.venv` holds: place, level, Python, project file and lock."""
    digest = hashlib.sha256(json.dumps([str(root), level, python]).encode())
    for name in ("pyproject.toml", LOCKS[level]):
        # Line ends differ between checkouts of the same commit.
        digest.update(hashlib.sha256((root / name).read_bytes().replace(b"\r\n", b"\n")).digest())
    return digest.hexdigest()


def read_stamp(venv):
    """Return the stamp as a dict; empty when there is none or it cannot be read."""
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(venv, root, level, python):
    """Record that `level` is installed. The file appears whole or not at all."""
    stamp = {"level": level, "root": str(root), "fingerprint": fingerprint(root, level, python)}
    part = venv / (STAMP + ".part")
    part.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")
    os.replace(part, venv / STAMP)
    (venv / UNFINISHED).unlink()


def start_writing(venv):
    """Take the stamp away and mark `.venv` unfinished, until `write_stamp`."""
    (venv / UNFINISHED).touch()
    try:
        (venv / STAMP).unlink()
    except FileNotFoundError:
        pass


def is_ready(venv, root, level, python):
    """Is `level`, or one that holds it, installed in `venv` exactly as the files in `root` ask for now?"""
    stamp = read_stamp(venv)
    installed = stamp.get("level")
    levels = list(LOCKS)
    if (venv / UNFINISHED).exists() or installed not in levels or levels.index(installed) < levels.index(level):
        return False
    return stamp.get("fingerprint") == fingerprint(root, installed, python)


# --- The environment -------------------------------------------------------------------------------------------------


def venv_python(venv):
    """Return the path of the interpreter inside a virtual environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def version_in(venv):
    """Return the environment's Python as "3.11", or None when there is none that runs.

    It is asked, not read from a file: an upgrade of the system's Python can leave an environment behind that has none.
    """
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        run = subprocess.run(
            [str(venv_python(venv)), "-I", "-S", "-c", code],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            universal_newlines=True,
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return run.stdout.strip() or None


def must_be_remade(venv, root, python, wanted=None):
    """Return why an existing `.venv` cannot be kept, or None. One that someone made by hand is kept.

    `python` is the version in it, `wanted` the one asked for, both as "3.11" or None.
    """
    if python is None or tuple(int(part) for part in python.split(".")) < OLDEST:
        return "its Python is gone or too old"
    if (venv / UNFINISHED).exists():
        return "an earlier set-up did not finish"
    if read_stamp(venv).get("root", str(root)) != str(root):
        return "the folder was moved or copied"
    if os.name != "nt" and not (venv / "lib" / f"python{python}" / "site-packages").is_dir():
        return "its Python was upgraded"
    if wanted and wanted != python:
        return f"it has Python {python}, and {wanted} was asked for"
    return None


def clean_environment():
    """Return the environment variables for an installer: the user's own, less those that mislead it."""
    env = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    env.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", PIP_USER="0", PYTHONUTF8="1")
    # Certificates of a company or university network live in the system's store; uv looks there only when told.
    env.setdefault("UV_SYSTEM_CERTS", "1")
    return env


def run(command, counting=0):
    """Run an installer; show a counter in a terminal; raise SetupError with its last lines when it fails."""
    lines = []
    counted = 0
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=str(ROOT),
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            for line in process.stdout:
                lines.append(line)
                if counting and sys.stdout.isatty():
                    counted += line.startswith("Collecting ")
                    doing = (
                        "unpacking" if line.startswith("Installing collected") else f"package {counted} of {counting}"
                    )
                    print(f"\r  {doing:<24}", end="\r", flush=True)
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        log = "".join(lines)
        tail = "".join("  | " + line for line in lines[-12:])
        remedy = (
            explain(log)
            or "The lines above are the installer's own. After putting it right, run the same command again."
        )
        raise (DownloadError if remedy == TROUBLES[0][1] else SetupError)(f"{tail}\n{remedy}")


def find_uv():
    """Return the path of uv, or None. `CHAINRULE_NO_UV=1` keeps it out."""
    return None if os.environ.get("CHAINRULE_NO_UV") else shutil.which("uv")


def has_pip(venv):
    """Is pip in the environment? uv makes environments without it."""
    return any(venv.glob("[Ll]ib/python3*/site-packages/pip")) or (venv / "Lib/site-packages/pip").is_dir()


def make_venv(venv, uv):
    """Make an empty virtual environment, with pip in it where this Python brings one."""
    # Inside an active virtual environment this is the Python that made it: the new one must not lean on the old.
    base = getattr(sys, "_base_executable", None) or sys.executable
    problem = venv_problem(sys.version_info)
    if problem is None:
        run([base, "-m", "venv", venv])
    elif uv:
        run([uv, "venv", "--quiet", "--python", base, venv])
    else:
        raise SetupError(problem)


def install(venv, level, uv):
    """Install the locked packages, every file checked against its hash, then the course itself from this folder."""
    python = venv_python(venv)
    lock = ROOT / LOCKS[level]
    # Wheels only: every locked package has them, and nothing may be compiled with unlocked build tools.
    checked = ["--require-hashes", "--only-binary", ":all:", "-r", lock]
    # The locked setuptools builds the course: no second download, no network.
    editable = ["--no-deps", "--no-build-isolation", "--no-index", "-e", ROOT]
    if uv:
        pip = [uv, "pip", "install", "--quiet", "--python", python]
    else:
        pip = [python, "-I", "-m", "pip", "install", "--progress-bar", "off"]
        if not has_pip(venv):
            run([python, "-I", "-m", "ensurepip"])
    packages = sum(line[:1].isalnum() for line in lock.read_text(encoding="utf-8").splitlines())
    run(pip + checked, counting=0 if uv else packages)
    run(pip + editable)


def set_up(level, wanted=None, root=ROOT):
    """Make `.venv` hold `level`. Return True when something had to be installed.

    A working `.venv` keeps its Python, whichever one runs this, unless another is `wanted`: which Python comes first on
    PATH differs from one terminal to the next, and nobody wants to wait for that.
    """
    venv = root / ".venv"
    uv = find_uv()
    python = version_in(venv) if venv.exists() else None
    if python and python == (wanted or python) and is_ready(venv, root, level, python):
        return False
    if venv.exists():
        reason = must_be_remade(venv, root, python, wanted)
        if reason:
            print(f"Making .venv afresh: {reason}.", flush=True)
            remove(venv)
    working = venv.exists()
    if not working:
        with_python = "{}.{}.{}".format(*sys.version_info[:3])
        print(
            f"Setting up .venv with Python {with_python} and {'uv' if uv else 'pip'}. "
            "The first time takes a minute or two and about 600 MB.",
            flush=True,
        )
        # Marked before it is made, so that an interruption at any moment is seen.
        venv.mkdir()
        start_writing(venv)
        make_venv(venv, uv)
    else:
        print("The locked packages have changed, or more are needed: bringing .venv up to date.", flush=True)
        start_writing(venv)
    try:
        install(venv, level, uv)
    except DownloadError:
        # Offline after an update of the course: what is installed still works, and must not be thrown away next time.
        if working:
            (venv / UNFINISHED).unlink()
        raise
    write_stamp(venv, root, level, version_in(venv))
    return True


def remove(venv):
    """Delete a virtual environment; say what to do when it cannot be."""
    try:
        shutil.rmtree(str(venv))
    except OSError as error:
        raise SetupError(
            f"{venv} cannot be removed ({error}). Close what uses it, JupyterLab above all, delete the\n"
            "folder by hand and run the same command again."
        )


def next_for_staff(commands):
    """Return what course staff can do in an environment whose commands stand in the folder `commands`."""
    activate = f"{commands / 'activate'}" if os.name == "nt" else f". {commands / 'activate'}"
    lines = (
        ("see a class graded", "make demo"),
        ("use the commands", activate),
        ("see them all", "chainrule staff --help"),
        ("run a term", "read docs/your-first-term.md: from the first assignment to the last grade"),
        ("run the tests", "make test"),
    )
    return "Ready. What is next?\n" + "\n".join(f"  {what + ':':<20} {how}" for what, how in lines)


def main(argv=None):
    """Run from the command line; return the exit status."""
    parser = argparse.ArgumentParser(description="Set up the course in .venv. A second run does nothing.")
    parser.add_argument(
        "--with",
        dest="level",
        choices=list(LOCKS),
        default="study",
        help="study: what a learner needs (the default); test: also what course staff and the tests need",
    )
    parser.add_argument(
        "--this-python",
        action="store_true",
        help="make .venv afresh if it has another Python than the one that runs this",
    )
    parser.add_argument("--next", action="store_true", help="tell course staff what they can do now")
    options = parser.parse_args(argv)
    wanted = "{}.{}".format(*sys.version_info[:2]) if options.this_python else None
    try:
        problem = python_problem(sys.version_info, sys.executable)
        if problem:
            raise SetupError(problem)
        installed = set_up(options.level, wanted)
        commands = Path(".venv", "Scripts" if os.name == "nt" else "bin")
        if options.next:
            print(next_for_staff(commands), flush=True)
        elif installed:
            print(f"Ready. To start: {commands / 'chainrule'} study", flush=True)
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. Nothing is lost: run the same command again.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
