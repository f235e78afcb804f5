"""The learner's commands, as scripts and people see them."""

import json
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest

from chainrule.course import cli, lab
from chainrule.notebooks.notebook import read, write

from .cells import released, sources


@pytest.fixture
def opened(monkeypatch):
    """Stand in for JupyterLab; the commands that would have been run."""
    commands = []
    monkeypatch.setattr(lab, "start", lambda command: commands.append(command) or 0)
    return commands


def test_study_prepares_and_opens_the_first_notebook(run, course, opened):
    code, out, _ = run("study")
    assert code == 0 and "00_start: copied for you" in out
    assert opened[0][-1] == "--LabApp.default_url=/lab/tree/00_start/start.ipynb"
    assert f"--ServerApp.root_dir={course / 'my-work'}" in opened[0] and "--LabApp.news_url=None" in opened[0]


def test_study_opens_the_next_unfinished_notebook(run, course, opened, grader):
    run("study")
    run("check", "start")
    run("study")
    assert opened[-1][-1].endswith("/activations.ipynb")


def test_study_opens_a_browser_unless_told_not_to(run, opened):
    run("study", "3")
    run("study", "3", "--no-browser")
    assert ["--no-browser" in command for command in opened] == [False, True]


def test_jupyterlab_takes_every_option_that_it_is_given(course):
    # A misspelt option would be ignored with a warning, and JupyterLab would ask the network.
    from jupyterlab.labapp import LabApp

    command = lab.lab_command(course, course / "a.ipynb")
    names = [word.partition("=")[0].removeprefix("--LabApp.") for word in command if word.startswith("--LabApp.")]
    assert len(names) == 4 and set(names) <= set(LabApp.class_trait_names(config=True))
    app = LabApp()
    app.parse_command_line([word for word in command if word.startswith("--LabApp.")])
    assert app.news_url is None and app.check_for_updates_class.__name__ == "NeverCheckForUpdate"


def test_study_tells_what_was_merged(run, course, activations, opened):
    run("study", "--prepare-only")
    write(activations.notebook, released("second"))
    code, out, _ = run("study", "--prepare-only")
    assert code == 0 and "03_activations: brought up to date (before: my-work/backups/" in out and not opened


def test_a_damaged_notebook_is_one_line_and_the_others_open(run, course, opened):
    run("study", "--prepare-only")
    (course / "my-work/03_activations/activations.ipynb").write_text("")
    write(course / "notebooks/03_activations/activations.ipynb", released("second"))
    code, _, err = run("study", "start")
    assert code == 0 and len(opened) == 1 and "the file is empty" in err
    code, _, err = run("study", "activations")
    assert code == 2 and len(opened) == 1 and "chainrule reset activations" in err


def test_study_without_jupyterlab_tells_the_remedy(run, monkeypatch):
    monkeypatch.setattr(lab.importlib.util, "find_spec", lambda name: None)
    code, _, err = run("study")
    assert code == 2 and "make study" in err


def test_study_as_json(run, course):
    code, out, _ = run("study", "--prepare-only", "--json")
    data = json.loads(out)
    assert code == 0 and data["next"] == "00_start" and data["lectures"][1]["action"] == "copied"


@pytest.mark.parametrize("points, code", [(2.0, 0), (1.0, 1)])
def test_check_says_by_its_exit_code_whether_all_points_were_reached(run, grader, points, code):
    grader.points["sigmoid"] = points
    run("study", "--prepare-only")
    assert run("check", "3")[0] == code


def test_check_prints_points_mistake_and_failures_as_plain_text(run, grader):
    run("study", "--prepare-only")
    grader.points["sigmoid"] = 1.0
    _, out, _ = run("check", "activations")
    assert "1 / 2" in out and "the sign of x is lost" in out and "[red]sigmoid(0.0)[/red] �[2Jis 0.3" in out
    assert "2 / 3" in out and "\x1b" not in out


def test_check_as_json_is_pure_json(run, grader):
    run("study", "--prepare-only")
    code, out, _ = run("check", "--json")
    assert code == 0 and [line["notebook"] for line in json.loads(out)["notebooks"]] == ["start", "activations"]


def test_check_takes_the_learners_copy_else_the_release_else_the_path(run, course, grader):
    _, _, err = run("check", "3")
    assert grader.paths[-1] == course / "notebooks/03_activations/activations.ipynb" and "no copy" in err
    run("study", "--prepare-only")
    run("check", "3")
    assert grader.paths[-1] == course / "my-work/03_activations/activations.ipynb"
    run("check", "notebooks/03_activations/activations.ipynb")
    assert grader.paths[-1] == course / "notebooks/03_activations/activations.ipynb"


def test_check_of_one_damaged_notebook_still_checks_the_others(run, course, grader):
    run("study", "--prepare-only")
    (course / "my-work/00_start/start.ipynb").write_text("{")
    code, out, err = run("check")
    assert code == 2 and "Saturated" in out and "start.ipynb: the file is damaged" in err
    assert err.count("\n") == 1


def test_check_before_study_tells_the_remedy(run, grader):
    code, _, err = run("check")
    assert code == 2 and "chainrule study" in err


def test_check_keeps_progress_but_not_for_what_was_not_attempted(run, grader):
    run("study", "--prepare-only")
    grader.points["relu"] = 0.0
    run("check", "3")
    code, out, _ = run("progress", "--json")
    line = json.loads(out)["lectures"][1]
    assert code == 0 and line["points"] == 2 and [e["attempts"] for e in line["exercises"]] == [1, 0]


def test_checking_a_file_elsewhere_leaves_nothing_beside_it(run, course, grader, tmp_path):
    write(tmp_path / "submitted" / "activations.ipynb", released())
    run("check", str(tmp_path / "submitted" / "activations.ipynb"))
    assert [path.name for path in (tmp_path / "submitted").iterdir()] == ["activations.ipynb"]


def test_progress_shows_points_and_what_is_next(run, grader):
    run("study", "--prepare-only")
    run("check", "start")
    code, out, _ = run("progress")
    assert code == 0 and "finished" in out and "3.1 Sigmoid" in out and "Next: chainrule study activations" in out


def test_reset_needs_a_word_when_nobody_can_be_asked(run, course):
    run("study", "--prepare-only")
    code, _, err = run("reset", "3", "sigmoid")
    assert code == 2 and "--yes" in err


def test_reset_puts_back_one_exercise(run, course):
    run("study", "--prepare-only")
    path = course / "my-work/03_activations/activations.ipynb"
    book = read(path)
    book["cells"][4]["source"] = "def sigmoid(x): return x"
    write(path, book)
    code, out, _ = run("reset", "3", "3.1", "--yes")
    assert code == 0 and "ex-sigmoid is as it was released" in out and sources(read(path)) == sources(released())


@pytest.mark.parametrize(
    "words, said",
    [
        (["study", "activatoins"], "Did you mean activations"),
        (["check", "9"], "no lecture '9'"),
        (["check", "no/activations.ipynb"], "no such file"),
        (["reset", "3", "elu", "--yes"], "no exercise 'elu'"),
        (["dance"], "dance"),
        (["study", "--nonsense"], "nonsense"),
    ],
)
def test_bad_input_is_exit_code_2_without_a_traceback(run, grader, words, said):
    run("study", "--prepare-only")
    code, _, err = run(*words)
    assert code == 2 and said in err and "Traceback" not in err


def test_outside_a_course_is_one_line(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, err = run("progress")
    assert code == 2 and "not inside the course" in err and err.count("\n") == 1


def test_the_staff_commands_get_their_arguments_as_they_are(run, monkeypatch):
    staff = types.ModuleType("chainrule_staff.cli")
    staff.__spec__ = types.SimpleNamespace(name="chainrule_staff.cli")
    calls = []
    staff.app = lambda args, prog_name: calls.append((args, prog_name))
    monkeypatch.setitem(sys.modules, "chainrule_staff.cli", staff)
    run("staff", "build", "--check", "3", "--", "-x")
    run("staff", "--help")
    assert calls == [(["build", "--check", "3", "--", "-x"], "chainrule staff"), (["--help"], "chainrule staff")]


def test_a_learners_copy_explains_that_it_has_no_staff_commands(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "chainrule_staff", None)
    monkeypatch.setitem(sys.modules, "chainrule_staff.cli", None)
    code, _, err = run("staff", "build")
    assert code == 2 and "repository" in err and err.count("\n") == 1 and "make setup" in err


def test_help_imports_nothing_heavy():
    code = (
        "import sys; sys.argv = ['chainrule', '--help']\nfrom chainrule.course import cli\ntry: cli.main()\nexcept SystemExit: pass\n"
        "print([m for m in ('numpy', 'matplotlib', 'jupyterlab', 'nbformat', 'chainrule_staff') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[2])},
    )
    assert done.stderr == "[]\n" and "study" in done.stdout
