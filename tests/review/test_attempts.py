"""What a learner's own file says of attempts is shown, and neither believed nor followed anywhere."""

import json
import os

import pytest

from chainrule.checks.progress_log import Progress
from chainrule.course import hand_in
from chainrule_staff.review import attempts
from chainrule_staff.review.attempts import read_attempts

GOOD = {
    "notebook": "mould",
    "exercise": "sigmoid",
    "points": 1.0,
    "max_points": 2.0,
    "when": "2026-03-01T10:00:00+09:00",
}
NAME = "mould.attempts.txt"


def written(folder, *records, name=NAME):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in records))
    return read_attempts(folder, "mould")


def test_what_submit_makes_is_read(tmp_path):
    log = Progress(tmp_path / "progress.log")
    log.record("mould", "sigmoid", 0.5, 2.0, "2026-03-01T10:00:00+09:00", "overflows")
    log.record("mould", "sigmoid", 2.0, 2.0, "2026-03-01T10:05:00+09:00")
    found = written(tmp_path, hand_in.ABOUT.format("mould"), *hand_in.attempts_in(log.path, "mould"))
    assert found["sigmoid"].words == (
        "2 attempts, from 2026-03-01 10:00 to 2026-03-01 10:05, best 2 of 2; on the way: overflows (1 ×)"
    )


def test_what_the_exchange_took_along_is_read(tmp_path):
    found = written(tmp_path, GOOD, name=".chainrule/progress.log")
    assert found["sigmoid"].words == "1 attempt, at 2026-03-01 10:00, best 1 of 2"


@pytest.mark.parametrize(
    "change",
    [
        {"points": float("nan")},
        {"points": float("inf"), "max_points": float("inf")},
        {"points": 10**400},
        {"points": -1},
        {"points": 3},
        {"points": [1]},
        {"max_points": 1e300},
        {"when": "yesterday"},
        {"when": 5},
        {"exercise": "x" * 100},
        {"exercise": ["sigmoid"]},
        {"exercise": "<b>"},
        {"notebook": "other"},
        {"more": "x" * 2000},
    ],
    ids=str,
)
def test_what_is_no_record_of_a_check_is_passed_over(tmp_path, change):
    assert (
        written(tmp_path, {**GOOD, **change}, "[" * 900, "{" * 900, "{}", "null", "\x00", {**GOOD, "points": 2})[
            "sigmoid"
        ].words
        == "1 attempt, at 2026-03-01 10:00, best 2 of 2"
    )


@pytest.mark.parametrize("mistake", ["<img src=x>", "x" * 100, ["a"], {"a": 1}, 7.5, "", None])
def test_a_mistake_with_a_name_that_is_none_has_no_name(tmp_path, mistake):
    (attempt,) = written(tmp_path, {**GOOD, "mistake": mistake})["sigmoid"].every
    assert attempt.mistake == ""


def test_only_the_latest_are_listed(tmp_path):
    found = written(tmp_path, *[{**GOOD, "points": 0}] * 10, *[GOOD] * attempts.SHOWN)["sigmoid"]
    assert len(found.every) == attempts.SHOWN + 10 and {one.points for one in found.listed} == {1.0}


@pytest.mark.parametrize("odd", ["link", "folder link", "device", "pipe", "large", "folder"])
def test_a_file_that_is_none_is_not_read(tmp_path, odd, monkeypatch):
    secret, folder = tmp_path / "elsewhere", tmp_path / "handed in"
    secret.mkdir()
    folder.mkdir()
    assert written(secret, GOOD, name="progress.log") == {} and written(secret, GOOD)
    path = folder / NAME
    if odd == "link":
        path.symlink_to(secret / NAME)
    elif odd == "folder link":
        (folder / ".chainrule").symlink_to(secret)
    elif odd == "device":
        path.symlink_to("/dev/zero")
    elif odd == "pipe":
        os.mkfifo(path)
    elif odd == "folder":
        path.mkdir()
    else:
        monkeypatch.setattr(attempts, "MAX_FILE", 10)
        path.write_text(json.dumps(GOOD))
    assert read_attempts(folder, "mould") == {}
