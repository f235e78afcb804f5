"""Control groups, on a folder that looks like the kernel's: what is written where, and when there are none."""

import os
import subprocess

import pytest

from chainrule_staff.grading import control_groups, walls
from chainrule_staff.grading.control_groups import GRADER, LIMITS, ControlGroups


@pytest.fixture
def kernel(tmp_path, monkeypatch):
    """A tree of one delegated group that this process is in, as far as files can be like it."""
    root = tmp_path / "cgroup"
    base = root / "user.slice" / "grading.scope"
    base.mkdir(parents=True)
    (root / "cgroup.controllers").write_text("cpuset cpu io memory pids\n")
    (base / "cgroup.controllers").write_text("cpu memory pids\n")
    (base / "cgroup.subtree_control").write_text("\n")
    (base / "cgroup.procs").write_text(f"{os.getpid()}\n")
    monkeypatch.setattr(control_groups, "ROOT", root)
    monkeypatch.setattr(control_groups, "_own_group", lambda *_: base)
    monkeypatch.setattr(control_groups, "_is_delegated", lambda group: group == base)
    monkeypatch.delenv("CHAINRULE_CGROUP", raising=False)
    control_groups.here.cache_clear()
    yield base
    control_groups.here.cache_clear()


def test_a_group_that_was_handed_over_is_used_once_its_own_processes_have_made_room(kernel):
    assert isinstance(control_groups.here(), ControlGroups)
    assert (kernel / GRADER / "cgroup.procs").read_text() == str(os.getpid())
    assert (kernel / "cgroup.subtree_control").read_text() == "+cpu +memory +pids"


def test_in_a_process_that_a_grader_has_started_the_group_above_is_the_one(kernel, monkeypatch):
    (kernel / "cgroup.subtree_control").write_text("cpu memory pids\n")
    monkeypatch.setattr(control_groups, "_own_group", lambda *_: kernel / GRADER)
    groups = control_groups.here()
    assert groups is not None and not (kernel / GRADER).exists()
    groups.enter(["true"])
    assert next(kernel.glob("chainrule-*")).parent == kernel


def test_each_sandbox_has_a_group_with_its_limits_and_is_in_it_before_it_starts(kernel):
    groups = control_groups.here()
    words = groups.enter(["/bin/sh", "-c", "cat $0/cgroup.procs; echo $$", str(next(iter(kernel.glob("x")), kernel))])
    (group,) = kernel.glob("chainrule-[0-9]*")
    for name in ("memory.max", "pids.max", "cpu.max"):
        assert (group / name).read_text() == LIMITS[name]
    words[-1] = str(group)
    in_group, pid = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    assert in_group == pid
    assert groups.enter(["true"])[3] != words[3]


def test_a_group_is_removed_when_it_is_empty_and_kept_while_it_is_not(kernel, monkeypatch):
    groups = control_groups.here()
    groups.enter(["true"])
    (group,) = kernel.glob("chainrule-[0-9]*")
    groups.tidy()
    assert group.exists()  # its files stand for processes that are in it
    for file in group.iterdir():
        file.unlink()
    groups.tidy()
    assert not group.exists()


@pytest.mark.parametrize("missing", ["cpu", "memory", "pids"])
def test_without_a_controller_there_are_none(kernel, missing):
    (kernel / "cgroup.controllers").write_text(" ".join({"cpu", "memory", "pids"} - {missing}))
    assert control_groups.here() is None
    assert not (kernel / GRADER).exists()


def test_a_group_that_nobody_handed_over_is_left_alone(kernel, monkeypatch):
    monkeypatch.setattr(control_groups, "_is_delegated", lambda group: False)
    assert control_groups.here() is None
    assert sorted(path.name for path in kernel.iterdir()) == [
        "cgroup.controllers",
        "cgroup.procs",
        "cgroup.subtree_control",
    ]


def test_a_named_group_is_used(kernel, monkeypatch):
    monkeypatch.setattr(control_groups, "_is_delegated", lambda group: False)
    monkeypatch.setenv("CHAINRULE_CGROUP", str(kernel))
    assert control_groups.here() is not None


@pytest.mark.parametrize(
    ("text", "where"),
    [("0::/user.slice/a.scope\n", "user.slice/a.scope"), ("4:memory:/x\n0::/\n", ""), ("4:memory:/x\n", None)],
)
def test_a_processs_own_group_is_the_one_of_version_2(tmp_path, text, where):
    (tmp_path / "cgroup.controllers").write_text("")
    if where is None:
        with pytest.raises(ValueError):
            control_groups._own_group(tmp_path, text)
    else:
        assert control_groups._own_group(tmp_path, text) == tmp_path / where


def test_a_sandbox_is_started_within_its_group(kernel):
    made = walls.Bubblewrap()
    assert made.together
    words = made._grouped(["bwrap", "--version"])
    assert words[:2] == ["/bin/sh", "-c"] and words[-2:] == ["bwrap", "--version"]
