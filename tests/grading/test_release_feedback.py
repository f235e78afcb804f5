"""`nbgrader release_feedback` after grading: those of the exchange get their pages, others stop nobody."""

import pytest
from handing_in import ASSIGNMENT, answered, hand_in
from throwaway import nbgrader, needs_bubblewrap

from chainrule_staff.grading.class_run import grade_class


@pytest.mark.thorough
@needs_bubblewrap
def test_feedback_is_released_to_those_of_the_exchange_and_nobody_stops_it(course, tmp_path):
    from nbgrader.utils import notebook_hash

    for learner in ("ada", "by_hand", "utf16", "without_time"):
        hand_in(
            course, learner, answered(course), when=None if learner == "without_time" else "2026-11-20 09:00:00 UTC"
        )
    secrets = {"ada": "a" * 128, "without_time": "b" * 128, "utf16": "c" * 128}
    for learner, secret in secrets.items():
        (course / "submitted" / learner / ASSIGNMENT / "submission_secret.txt").write_text(secret)
    grade_class(course, ASSIGNMENT, workers=1)
    nbgrader(course, "generate_feedback", ASSIGNMENT)
    # nbgrader's own autograde copies whatever is there.
    stamp = "2026-11-20 09:00:00 UTC".encode("utf-16")
    (course / "feedback" / "utf16" / ASSIGNMENT / "timestamp.txt").write_bytes(stamp)
    exchange = tmp_path / "exchange"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    said = nbgrader(course, "release_feedback", ASSIGNMENT, f"--Exchange.root={exchange}")
    released = [path.name for path in exchange.rglob("*.html")]
    assert released == [f"{notebook_hash(secret=secrets['ada'], notebook_id='mould')}.html"]
    assert "No feedback was released for by_hand, utf16, without_time" in said and "Traceback" not in said


@needs_bubblewrap
@pytest.mark.parametrize("odd", ["link", "large"])
def test_a_secret_that_is_none_is_not_copied(course, tmp_path, odd):
    path = hand_in(course, "ada", answered(course)) / "submission_secret.txt"
    if odd == "link":
        (tmp_path / "precious").write_text("precious")
        path.symlink_to(tmp_path / "precious")
    else:
        path.write_text("x" * 10_000)
    grade_class(course, ASSIGNMENT, workers=1)
    assert not (course / "autograded" / "ada" / ASSIGNMENT / "submission_secret.txt").exists()
