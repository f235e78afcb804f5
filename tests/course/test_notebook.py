"""Reading what learners bring, and writing it so that nothing is lost."""

import json
import os

import nbformat
import pytest

from chainrule import disk
from chainrule.notebooks.errors import NotebookError, Problem
from chainrule.notebooks.notebook import dump, parse, read, title, write

from .cells import check, demo, notebook, setup, solution, text


@pytest.fixture
def path(tmp_path):
    return tmp_path / "activations.ipynb"


def raw(**changes):
    return {**notebook(text("# Title", "a"), demo("x = 1", "b")), **changes}


def test_a_byte_order_mark_and_windows_line_ends_are_read(path):
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(raw(), indent=1).replace("\n", "\r\n").encode())
    assert title(read(path)) == "Title"


def test_a_notebook_without_cell_ids_is_read(path):
    old = raw(nbformat_minor=4)
    for cell in old["cells"]:
        del cell["id"]
    path.write_text(json.dumps(old))
    assert len(read(path)["cells"]) == 2


DAMAGE = [  # the bytes of a file, the kind of its problem, words that tell it
    (b"", Problem.EMPTY, "empty"),
    (b"\0" * 500, Problem.EMPTY, "empty"),
    (b" \n", Problem.EMPTY, "empty"),
    (json.dumps(raw(), indent=1).encode()[:90], Problem.DAMAGED_JSON, "at line 7"),
    (b"\xff\xfe{\0", Problem.NOT_UTF8, "not UTF-8"),
    (b"[" * 100_000, Problem.TOO_DEEP, "nested too deeply"),
    (b"[1, 2]", Problem.NOT_A_NOTEBOOK, "not a notebook"),
    (b'{"a": 1}', Problem.NOT_A_NOTEBOOK, "not a notebook"),
    (json.dumps({"nbformat": 3, "worksheets": []}).encode(), Problem.FORMAT_3, "old format 3"),
    (json.dumps(raw(nbformat="old format 3")).encode(), Problem.UNKNOWN_FORMAT, "'old format 3'"),
    (json.dumps(raw(nbformat=5)).encode(), Problem.UNKNOWN_FORMAT, "format is 5"),
    (json.dumps(raw(cells={})).encode(), Problem.NO_CELLS, "no list of cells"),
    (json.dumps(raw(cells=[1])).encode(), Problem.BAD_CELL, "cell 1 is neither"),
    (json.dumps(raw(cells=[{"cell_type": "code", "source": 3}])).encode(), Problem.BAD_SOURCE, "cell 1 has a source"),
    (
        json.dumps(raw(cells=[{"cell_type": "code", "metadata": 3}])).encode(),
        Problem.BAD_CELL_METADATA,
        "cell 1 has metadata",
    ),
    (json.dumps(raw(metadata=[])).encode(), Problem.BAD_METADATA, "metadata"),
    (b'{\n<<<<<<< HEAD\n "cells": [],\n=======\n>>>>>>> other\n}', Problem.CONFLICT_MARKERS, "conflict"),
]


@pytest.mark.parametrize("data, kind, words", DAMAGE, ids=[f"{n}-{kind}" for n, (_, kind, _) in enumerate(DAMAGE)])
def test_a_damaged_file_is_named_with_problem_and_remedy(path, data, kind, words):
    path.write_bytes(data)
    with pytest.raises(NotebookError) as caught:
        read(path)
    assert caught.value.kind is kind and caught.value.path == path and words in caught.value.problem


@pytest.mark.parametrize("kind", Problem)
@pytest.mark.parametrize("released", [True, False])
def test_every_kind_of_problem_has_a_sentence_with_file_and_remedy(path, kind, released):
    values = {"reason": "no permission", "line": 12, "version": "4½", "cell": 7}
    error = NotebookError(kind, path, released=released, **values)
    file, problem, remedy = str(error).partition(f": {error.problem}. ")
    assert file == str(path) and problem and len(remedy) > 20
    assert "{" not in str(error)


@pytest.mark.parametrize(
    "kind, name, value",
    [
        (Problem.UNREADABLE, "reason", "no permission"),
        (Problem.DAMAGED_JSON, "line", 12),
        (Problem.UNKNOWN_FORMAT, "version", "4½"),
        (Problem.BAD_CELL, "cell", 7),
        (Problem.BAD_SOURCE, "cell", 7),
        (Problem.BAD_CELL_METADATA, "cell", 7),
    ],
)
def test_a_sentence_tells_the_value_of_its_kind(kind, name, value):
    assert str(value) in NotebookError(kind, **{name: value}).problem
    with pytest.raises(KeyError):
        NotebookError(kind)


def test_no_kind_that_reading_finds_is_left_untried():
    elsewhere = {Problem.MISSING, Problem.UNREADABLE, Problem.NO_CHECKS, Problem.SAVED_MEANWHILE}
    assert {kind for _, kind, _ in DAMAGE} == set(Problem) - elsewhere


def test_a_damaged_release_sends_nobody_to_their_backups(path):
    with pytest.raises(NotebookError, match="Get the course's files again"):
        parse(b"", path, released=True)


def test_a_file_that_may_not_be_read_is_named(path):
    path.mkdir()
    with pytest.raises(NotebookError) as caught:
        read(path)
    assert caught.value.kind is Problem.UNREADABLE and str(path) in str(caught.value)


def test_a_missing_file_is_named(path):
    with pytest.raises(NotebookError, match="no such file") as caught:
        read(path)
    assert caught.value.kind is Problem.MISSING


def test_what_is_written_is_what_nbformat_writes(path):
    book = notebook(text("# Größe\n\nσ(x)\n", "a"), demo("x = 1\ny = 2", "b"), language_info={"name": "python"})
    write(path, book)
    assert path.read_text("utf-8") == nbformat.writes(nbformat.from_dict(book)) + "\n"
    assert read(path) == book


def test_half_an_emoji_survives(path):
    write(path, notebook(text("\ud83d", "a")))
    assert read(path)["cells"][0]["source"] == "\ud83d"


def test_a_crash_while_writing_leaves_the_old_file_and_no_rubbish(path, monkeypatch):
    write(path, raw())
    before = path.read_bytes()

    def crash(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        write(path, notebook())
    assert path.read_bytes() == before and list(path.parent.iterdir()) == [path]


def test_permissions_and_links_survive_a_write(tmp_path):
    real = tmp_path / "elsewhere.ipynb"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link = tmp_path / "link.ipynb"
    link.symlink_to(real)
    disk.atomic_write(link, b"new")
    assert link.is_symlink() and real.read_bytes() == b"new" and real.stat().st_mode & 0o777 == 0o640


def test_each_cell_has_a_role():
    locked = demo("x", "l")
    locked["metadata"]["nbgrader"] = {"locked": True, "grade": False, "solution": False}
    cells = [solution("f"), check("f"), setup("import numpy"), text("words"), locked, demo("f(1)")]
    assert [cell.role for cell in cells] == ["solution", "check", "setup", "lecture", "lecture", "demonstration"]


def test_strange_metadata_is_no_role():
    cell = demo("x")
    cell["metadata"] = {"nbgrader": "yes", "tags": 3}
    assert cell.role == "demonstration"


def test_dump_ends_with_one_line_end():
    assert dump(raw()).endswith(b"}\n") and parse(dump(raw())) == raw()
