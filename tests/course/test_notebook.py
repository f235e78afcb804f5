"""Reading what learners bring, and writing it so that nothing is lost."""

import json
import os

import nbformat
import pytest

from chainrule import disk
from chainrule.notebooks.notebook import NotebookError, dump, parse, read, role, title, write

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


@pytest.mark.parametrize(
    "data, problem",
    [
        (b"", "empty"),
        (b"\0" * 500, "empty"),
        (b" \n", "empty"),
        (json.dumps(raw(), indent=1).encode()[:90], "damaged"),
        (b"\xff\xfe{\0", "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[1, 2]", "not a notebook"),
        (b'{"a": 1}', "not a notebook"),
        (json.dumps({"nbformat": 3, "worksheets": []}).encode(), "old format 3"),
        (json.dumps(raw(nbformat=5)).encode(), "format is 5"),
        (json.dumps(raw(cells={})).encode(), "no list of cells"),
        (json.dumps(raw(cells=[1])).encode(), "cell 1 is neither"),
        (json.dumps(raw(cells=[{"cell_type": "code", "source": 3}])).encode(), "cell 1 has a source"),
        (json.dumps(raw(metadata=[])).encode(), "metadata"),
        (b'{\n<<<<<<< HEAD\n "cells": [],\n=======\n>>>>>>> other\n}', "conflict"),
    ],
)
def test_a_damaged_file_is_named_with_problem_and_remedy(path, data, problem):
    path.write_bytes(data)
    with pytest.raises(NotebookError) as caught:
        read(path)
    assert str(path) in str(caught.value) and problem in str(caught.value) and caught.value.remedy


def test_a_missing_file_is_named(path):
    with pytest.raises(NotebookError, match="no such file"):
        read(path)


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
    assert [role(cell) for cell in cells] == ["solution", "check", "setup", "lecture", "lecture", "demonstration"]


def test_strange_metadata_is_no_role():
    cell = demo("x")
    cell["metadata"] = {"nbgrader": "yes", "tags": 3}
    assert role(cell) == "demonstration"


def test_dump_ends_with_one_line_end():
    assert dump(raw()).endswith(b"}\n") and parse(dump(raw())) == raw()
