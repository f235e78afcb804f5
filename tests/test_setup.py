"""The set-up: `tools/setup.py`, the locks, `environment.yml` and the Makefile. Nothing is installed here."""

import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from throwaway import GATE

ROOT = Path(__file__).resolve().parent.parent
LOCKS = [ROOT / "requirements" / name for name in ("study.txt", "test.txt")]
CONDA_NAMES = {"matplotlib-base": "matplotlib"}


def load_setup():
    spec = importlib.util.spec_from_file_location("chainrule_setup", ROOT / "tools" / "setup.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


setup = load_setup()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture
def clone(tmp_path):
    """A folder with the files that the set-up reads, and a `.venv` that no one filled."""
    (tmp_path / "requirements").mkdir()
    for name in ("pyproject.toml", *setup.LOCKS.values()):
        shutil.copy(ROOT / name, tmp_path / name)
    venv = tmp_path / ".venv"
    (venv / "lib" / "python3.12" / "site-packages").mkdir(parents=True)
    return tmp_path


def finish(root, level="study", python="3.12"):
    setup.start_writing(root / ".venv")
    setup.write_stamp(root / ".venv", root, level, python)


# --- The stamp


def test_a_finished_set_up_is_ready(clone):
    assert not setup.is_ready(clone / ".venv", clone, "study", "3.12")
    finish(clone)
    assert setup.is_ready(clone / ".venv", clone, "study", "3.12")
    assert setup.must_be_remade(clone / ".venv", clone, "3.12") is None


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements/study.txt"])
def test_a_changed_file_makes_the_stamp_untrue(clone, name):
    finish(clone)
    with open(clone / name, "a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert not setup.is_ready(clone / ".venv", clone, "study", "3.12")


def test_line_ends_do_not_matter(clone):
    finish(clone)
    lock = clone / "requirements" / "study.txt"
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    assert setup.is_ready(clone / ".venv", clone, "study", "3.12")


def test_another_python_makes_the_stamp_untrue(clone):
    finish(clone)
    assert not setup.is_ready(clone / ".venv", clone, "study", "3.13")


def test_the_test_level_serves_a_learner_and_not_the_other_way_round(clone):
    finish(clone, "test")
    assert setup.is_ready(clone / ".venv", clone, "study", "3.12")
    finish(clone, "study")
    assert not setup.is_ready(clone / ".venv", clone, "test", "3.12")


def test_an_interrupted_set_up_leaves_no_stamp_and_is_made_afresh(clone):
    finish(clone)
    setup.start_writing(clone / ".venv")
    assert not (clone / ".venv" / setup.STAMP).exists()
    assert not setup.is_ready(clone / ".venv", clone, "study", "3.12")
    assert "did not finish" in setup.must_be_remade(clone / ".venv", clone, "3.12")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"level": "nonsense"}', '{"level": ["study"]}'])
def test_a_damaged_stamp_counts_as_none(clone, content):
    (clone / ".venv" / setup.STAMP).write_text(content, encoding="utf-8")
    assert not setup.is_ready(clone / ".venv", clone, "study", "3.12")


def test_a_moved_clone_is_made_afresh(clone, tmp_path_factory):
    finish(clone)
    moved = tmp_path_factory.mktemp("elsewhere") / "course"
    shutil.copytree(clone, moved)
    assert not setup.is_ready(moved / ".venv", moved, "study", "3.12")
    assert "moved" in setup.must_be_remade(moved / ".venv", moved, "3.12")


def test_a_venv_is_kept_unless_its_python_is_gone_old_upgraded_or_unwanted(clone):
    venv = clone / ".venv"
    assert setup.must_be_remade(venv, clone, "3.12") is None
    assert "gone or too old" in setup.must_be_remade(venv, clone, None)
    assert "gone or too old" in setup.must_be_remade(venv, clone, "3.9")
    assert "3.13 was asked for" in setup.must_be_remade(venv, clone, "3.12", wanted="3.13")
    if sys.platform != "win32":
        assert "upgraded" in setup.must_be_remade(venv, clone, "3.13")


def test_the_python_of_a_venv_is_asked(clone):
    assert setup.version_in(clone / ".venv") is None
    assert setup.version_in(Path(sys.prefix)) == "{}.{}".format(*sys.version_info)


def in_a_clone(monkeypatch, clone, install):
    monkeypatch.setattr(setup, "find_uv", lambda: None)
    monkeypatch.setattr(setup, "version_in", lambda venv: "3.12")
    monkeypatch.setattr(setup, "install", install)
    return setup.set_up("study", root=clone)


def test_a_second_run_installs_nothing(clone, monkeypatch):
    installed = []
    assert in_a_clone(monkeypatch, clone, lambda *args: installed.append(args))
    assert not in_a_clone(monkeypatch, clone, lambda *args: installed.append(args))
    assert len(installed) == 1


def test_course_staff_are_told_what_is_next_whenever_they_set_up(clone, monkeypatch, capsys):
    monkeypatch.setattr(setup, "set_up", lambda level, wanted: False)
    assert setup.main(["--with", "test", "--next"]) == 0
    said = capsys.readouterr().out
    assert "make demo" in said and "activate" in said and "docs/your-first-term.md" in said
    assert setup.main(["--with", "test"]) == 0
    assert capsys.readouterr().out == ""


def test_a_failed_install_leaves_no_stamp(clone, monkeypatch):
    def fail(*args):
        raise setup.SetupError("disk full")

    with pytest.raises(setup.SetupError):
        in_a_clone(monkeypatch, clone, fail)
    assert setup.read_stamp(clone / ".venv") == {}
    assert (clone / ".venv" / setup.UNFINISHED).exists()


def test_an_update_without_a_network_keeps_what_works(clone, monkeypatch):
    def fail(*args):
        raise setup.DownloadError("offline")

    with pytest.raises(setup.DownloadError):
        in_a_clone(monkeypatch, clone, fail)
    assert setup.must_be_remade(clone / ".venv", clone, "3.12") is None
    assert not setup.is_ready(clone / ".venv", clone, "study", "3.12")


# --- What it says


def test_an_old_python_is_named_with_a_remedy():
    message = setup.python_problem((3, 9, 6, "final", 0), "/usr/bin/python3")
    assert "3.9.6" in message and "/usr/bin/python3" in message and "PYTHON=" in message
    assert setup.python_problem((3, 11, 0), "python3") is None
    assert setup.python_problem((4, 0, 0), "python3") is None


def test_a_python_without_venv_is_told_the_package():
    message = setup.venv_problem((3, 12), find=lambda name: None if name == "ensurepip" else name)
    assert "python3-venv" in message and "python3.12-venv" in message
    assert setup.venv_problem((3, 12), find=lambda name: name) is None


@pytest.mark.parametrize(
    "log, word",
    [
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError(...)'\nERROR: No matching distribution found",
            "no network",
        ),
        ("  cause: dns error: failed to lookup address information", "no network"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one"),
        ("error: Hash mismatch for `numpy==2.4.6`", "not the one"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "certificate"),
        ("ERROR: No matching distribution found for numpy==2.4.6", "no ready-made file"),
    ],
)
def test_the_installers_trouble_is_explained(log, word):
    assert word in setup.explain(log)


def test_a_failing_installer_shows_its_last_lines():
    assert setup.explain("something new") is None
    with pytest.raises(setup.SetupError, match="something new"):
        setup.run([sys.executable, "-c", "print('something new'); raise SystemExit(3)"])
    with pytest.raises(setup.DownloadError, match="no network"):
        setup.run([sys.executable, "-c", "print('dns error'); raise SystemExit(3)"])


def test_settings_that_mislead_an_installer_are_taken_away(monkeypatch):
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PIP_PROXY", "kept")
    env = setup.clean_environment()
    assert "PIP_TARGET" not in env and env["PIP_USER"] == "0" and env["PIP_PROXY"] == "kept"


# --- The locks


def entries(text):
    """Return the requirements of a lock: each with its continuation lines, comments left out."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return "\n".join(lines).replace("\\\n", " ").splitlines()


def faults(text):
    """Return what must not be in a lock: addresses, paths, options, and what has no version or no hash."""
    found = [line for line in text.splitlines() if re.search(r"://|file:|find-links|index-url|(^|[\s\"'])/\w|@", line)]
    return found + [
        entry
        for entry in entries(text)
        if not re.match(r"[a-z0-9._-]+==\S+ ", entry) or not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)
    ]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_address_and_hashes_everything(lock):
    assert faults(lock.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://example.org/simple",
        "--find-links /wheels",
        "numpy==2.4.6",
        "numpy>=2 --hash=sha256:" + "0" * 64,
        "numpy @ file:///wheels/numpy.whl --hash=sha256:" + "0" * 64,
    ],
)
def test_a_fault_in_a_lock_is_seen(line):
    assert faults(line + "\n")


def pins(lock):
    return {
        requirement.name: requirement
        for requirement in (
            Requirement(entry.split("--hash")[0].strip()) for entry in entries(lock.read_text(encoding="utf-8"))
        )
    }


def hashes(lock):
    return {entry.split("==")[0]: entry.count("--hash") for entry in entries(lock.read_text(encoding="utf-8"))}


def test_the_study_lock_is_part_of_the_test_lock():
    study, test = map(pins, LOCKS)
    assert {name: str(pin.specifier) for name, pin in study.items()}.items() <= {
        name: str(pin.specifier) for name, pin in test.items()
    }.items()
    assert "pytest" in test and "pytest" not in study


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_the_locks_meet_what_the_project_asks_for(platform, python):
    environment = {
        "sys_platform": platform,
        "os_name": "nt" if platform == "win32" else "posix",
        "python_version": python,
        "python_full_version": python + ".5",
    }
    for lock, extra in zip(LOCKS, ("study", "test")):
        locked = pins(lock)
        for asked in required(extra).values():
            pin = locked[asked.name]
            assert asked.specifier.contains(next(iter(pin.specifier)).version), asked
            assert pin.marker is None or pin.marker.evaluate(environment), asked


def test_compiled_packages_are_hashed_for_every_system():
    # NumPy has some seventy wheels; only this machine's would be a handful.
    assert hashes(LOCKS[0])["numpy"] > 40 and hashes(LOCKS[0])["matplotlib"] > 40
    assert {"appnope", "pywinpty"} <= pins(LOCKS[0]).keys()


# --- environment.yml


def required(extra):
    """Return the project's requirements with `extra`, by name; extras of its own resolved."""
    found = {}
    for text in PROJECT["dependencies"] + PROJECT["optional-dependencies"][extra]:
        requirement = Requirement(text)
        if requirement.name == PROJECT["name"]:
            for name in requirement.extras:
                found.update(required(name))
        else:
            found[canonicalize_name(requirement.name)] = requirement
    return found


def lowest(requirement):
    return max((Version(part.version) for part in requirement.specifier if part.operator == ">="), default=Version("0"))


def conda_faults(environment, project):
    """Return where `environment.yml` and the project's requirements differ."""
    found = []
    conda = {}
    from_pip = []
    for entry in environment["dependencies"]:
        if isinstance(entry, dict):
            from_pip += entry["pip"]
            continue
        requirement = Requirement(entry)
        conda[CONDA_NAMES.get(requirement.name, requirement.name)] = requirement
    if not conda["python"].specifier.contains("3.11.0") or conda["python"].specifier.contains("3.10.9"):
        found.append("python")
    if from_pip != ["-e .[study]"]:
        found.append("pip")
    for name in conda.keys() - {"python", "pip"}:
        if name not in project or lowest(conda[name]) != lowest(project[name]):
            found.append(name)
    # nbgrader is left to pip; the reason stands in the file.
    return sorted(found + list(project.keys() - conda.keys() - {"nbgrader"}))


def environment():
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def test_the_conda_environment_is_in_step_with_the_project():
    assert PROJECT["requires-python"] == ">=3.11"
    assert environment()["name"] == "chainrule"
    assert conda_faults(environment(), required("study")) == []


def test_a_conda_environment_out_of_step_is_seen():
    changed = environment()
    changed["dependencies"] = [entry for entry in changed["dependencies"] if not str(entry).startswith("rich")]
    changed["dependencies"] = [
        "numpy >=1.26" if str(entry).startswith("numpy") else entry for entry in changed["dependencies"]
    ]
    assert conda_faults(changed, required("study")) == ["numpy", "rich"]


# --- The Makefile


@pytest.mark.skipif(shutil.which("make") is None and not GATE, reason="needs make")
def test_make_help_names_every_command():
    run = subprocess.run(["make", "-C", str(ROOT), "--no-print-directory", "help"], capture_output=True, text=True)
    named = re.findall(r"^make ([a-z-]+)", run.stdout, re.M)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = " ".join(re.findall(r"^\.PHONY: (.*)$", makefile, re.M)).split()
    assert run.returncode == 0, run.stderr
    assert named == phony
    assert {"study", "test", "build", "lock", "clean"} <= set(named)


@pytest.mark.skipif(shutil.which("make") is None and not GATE, reason="needs make")
def test_make_study_passes_arguments_and_a_named_python_on():
    run = subprocess.run(
        ["make", "-C", str(ROOT), "-n", "study", "PYTHON=python3.12", "ARGS=03"], capture_output=True, text=True
    )
    assert '"python3.12" tools/setup.py --this-python' in run.stdout
    assert "chainrule study 03" in run.stdout


def test_every_marker_is_declared(pytestconfig):
    assert pytestconfig.getoption("strict_markers") or "--strict-markers" in pytestconfig.getini("addopts")


def test_the_two_commands_open_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(r"```(?:sh|bash|console|)\n[^`]*make study", readme[:1500])
    assert "make test" in readme
