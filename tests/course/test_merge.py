"""Merging by example: one test for each rule."""

import copy

import pytest

from chainrule.notebooks.merge import assumed_base, merge

from .cells import check, demo, heading, notebook, setup, solution, sources, stub, text

ANSWER = "def sigmoid(x):\n    return 1 / (1 + np.exp(-x))"


def book(**changed):
    """A small lecture; keywords replace a cell's source."""
    cells = {
        "intro": text("# Activations\n\nFirst words.", "intro"),
        "setup": setup("import numpy as np"),
        "demo": demo("print(1)", "demo"),
        "h": heading("### Exercise 3.1 — Sigmoid (2 points)", "h"),
        "ex": solution("sigmoid"),
        "check": check("sigmoid", 2),
        "end": text("The end.", "end"),
    }
    for name, source in changed.items():
        cells[name]["source"] = source
    return notebook(*cells.values())


def by_id(merged, own):
    return next(cell for cell in merged["cells"] if cell["id"] == own)


def test_an_answer_stays_when_the_release_changes_its_stub():
    merged, report = merge(book(), book(ex=stub("sigmoid") + "  # new"), book(ex=ANSWER))
    assert by_id(merged, "ex-sigmoid")["source"] == ANSWER
    assert report.yours == ["ex-sigmoid"]


def test_an_untouched_stub_becomes_the_new_stub():
    merged, _ = merge(book(), book(ex=stub("sigmoid") + "  # new"), book())
    assert by_id(merged, "ex-sigmoid")["source"].endswith("# new")


def test_text_changed_by_both_is_the_releases_with_mine_right_below():
    merged, report = merge(
        book(), book(intro="# Activations\n\nNew."), book(intro="# Activations\n\nFirst words. Note!")
    )
    assert sources(merged)[:2] == ["# Activations\n\nNew.", "# Activations\n\nFirst words. Note!"]
    assert report.both == ["intro"] or report.both == ["# Activations"]


def test_a_check_changed_by_both_keeps_mine_as_fenced_text():
    mine = book(check="c = Check('sigmoid')\n# ```tricky```")
    merged, _ = merge(book(), book(check="c = Check('sigmoid', points=3)"), mine)
    kept = merged["cells"][6]
    assert by_id(merged, "check-sigmoid")["source"] == "c = Check('sigmoid', points=3)"
    assert (
        kept["cell_type"] == "markdown" and "````python\nc = Check('sigmoid')\n# ```tricky```\n````" in kept["source"]
    )


def test_text_that_only_i_changed_stays():
    merged, _ = merge(book(), book(end="The very end."), book(intro="# Mine"))
    assert sources(merged)[0] == "# Mine" and sources(merged)[-1] == "The very end."


def test_an_edited_demonstration_stays_and_is_reported_when_the_release_changed_it():
    merged, report = merge(book(), book(demo="print(2)"), book(demo="print(1 + 40)"))
    assert by_id(merged, "demo")["source"] == "print(1 + 40)" and report.yours == ["print(2)"]


def test_an_edited_demonstration_is_found_when_the_release_renews_its_id():
    base = book(demo="for slope in (0.1, 0.2):\n    plot(slope, X, y)")
    release = book(demo="for slope in (0.1, 0.3):\n    plot(slope, X, y)")
    release["cells"][2]["id"] = "another-hash"
    mine = book(demo="for slope in (0.1, 0.9):\n    plot(slope, X, y)")
    merged, _ = merge(base, release, mine)
    assert [s for s in sources(merged) if "slope" in s] == ["for slope in (0.1, 0.9):\n    plot(slope, X, y)"]


def test_my_extra_cells_stay_after_the_same_cell():
    mine = book(ex=ANSWER)
    mine["cells"].insert(5, demo("sigmoid(0)", "mine"))
    release = book()
    release["cells"].insert(5, text("A new hint.", "hint"))
    merged, report = merge(book(), release, mine)
    assert sources(merged)[4:7] == [ANSWER, "sigmoid(0)", "A new hint."] and report.added == ["A new hint."]


def test_deleted_text_stays_deleted_unless_the_release_changed_it():
    mine = book()
    mine["cells"] = [cell for cell in mine["cells"] if cell["id"] not in ("intro", "end")]
    merged, _ = merge(book(), book(end="The new end."), mine)
    assert "# Activations\n\nFirst words." not in sources(merged) and "The new end." in sources(merged)


@pytest.mark.parametrize("own", ["setup", "ex-sigmoid", "check-sigmoid"])
def test_cells_that_the_course_needs_come_back(own):
    mine = book()
    mine["cells"] = [cell for cell in mine["cells"] if cell["id"] != own]
    merged, report = merge(book(), book(end="New."), mine)
    assert [cell["id"] for cell in merged["cells"]] == [cell["id"] for cell in book()["cells"]]
    assert len(report.returned) == 1


def test_a_removed_exercise_goes_when_untouched_and_stays_when_answered():
    release = book()
    release["cells"] = [cell for cell in release["cells"] if cell["id"] not in ("h", "ex-sigmoid", "check-sigmoid")]
    merged, _ = merge(book(), release, book())
    assert sources(merged) == sources(release)
    merged, report = merge(book(), release, book(ex=ANSWER))
    assert ANSWER in sources(merged) and report.kept == ["ex-sigmoid"]
    assert all("nbgrader" not in cell["metadata"] for cell in merged["cells"])


def test_of_a_copied_answer_the_first_is_the_answer_and_the_other_an_ungraded_cell():
    mine = book(ex=ANSWER)
    mine["cells"].insert(5, copy.deepcopy(mine["cells"][4]).but(source=ANSWER + "  # another try"))
    merged, _ = merge(book(), book(end="New."), mine)
    first, second = merged["cells"][4:6]
    assert first["source"] == ANSWER and first["id"] == "ex-sigmoid"
    assert second["source"].endswith("another try") and second["id"] != "ex-sigmoid" and second["metadata"] == {}


def test_an_answer_is_found_by_its_function_when_ids_and_metadata_were_stripped():
    mine = book(ex="# I did it\nimport math\ndef sigmoid(values):\n    a = math.exp(values)\n    return a / (1 + a)")
    for cell in mine["cells"]:
        del cell["id"]
        cell["metadata"] = {}
    merged, _ = merge(book(), book(end="New."), mine)
    assert len(merged["cells"]) == 7 and "math.exp" in by_id(merged, "ex-sigmoid")["source"]
    assert by_id(merged, "ex-sigmoid")["metadata"]["nbgrader"]["grade_id"] == "ex-sigmoid"


def test_outputs_stay_with_an_unchanged_source_and_go_with_a_changed_one():
    mine = book()
    output = {"output_type": "stream", "name": "stdout", "text": "1\n"}
    for own in (2, 5):
        mine["cells"][own].update(outputs=[output], execution_count=4)
    merged, _ = merge(book(), book(check="c = 1"), mine)
    assert by_id(merged, "demo")["outputs"] == [output] and by_id(merged, "demo")["execution_count"] == 4
    assert by_id(merged, "check-sigmoid")["outputs"] == [] and by_id(merged, "check-sigmoid")["execution_count"] is None


def test_a_check_that_was_turned_into_text_is_a_check_again():
    mine = book()
    mine["cells"][5]["cell_type"] = "markdown"
    merged, _ = merge(book(), book(end="New."), mine)
    assert by_id(merged, "check-sigmoid")["cell_type"] == "code"


def test_pictures_pasted_into_my_text_stay():
    mine = book(intro="# Mine ![](attachment:a.png)")
    mine["cells"][0]["attachments"] = {"a.png": {"image/png": "AAAA"}}
    for release in (book(end="New."), book(intro="# New")):
        merged, _ = merge(book(), release, mine)
        cell = next(cell for cell in merged["cells"] if "attachment:" in cell["source"])
        assert cell["attachments"] == mine["cells"][0]["attachments"]


def test_windows_line_ends_are_no_edit():
    mine = book(intro="# Activations\r\n\r\nFirst words.\r\n")
    merged, report = merge(book(), book(intro="# New"), mine)
    assert sources(merged)[0] == "# New" and not report.both


def test_view_settings_of_mine_stay_and_grading_is_the_releases():
    mine = book()
    mine["cells"][5]["metadata"].update(collapsed=True, nbgrader={"grade": False})
    merged, _ = merge(book(), book(end="New."), mine)
    metadata = by_id(merged, "check-sigmoid")["metadata"]
    assert metadata["collapsed"] is True and metadata["nbgrader"]["points"] == 2


def test_without_a_base_answers_stay_and_text_is_the_releases():
    mine = book(ex=ANSWER, intro="# Old words", demo="print(3)")
    mine["cells"].append(text("My note.", "note"))
    merged, _ = merge(assumed_base(book(), mine), book(), mine)
    assert sources(merged)[0] == sources(book())[0]
    assert {ANSWER, "print(3)", "My note."} <= set(sources(merged))
