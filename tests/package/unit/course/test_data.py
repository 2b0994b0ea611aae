"""Data of a lesson: which files they are, and a hash of what they hold that costs little the second time."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from autograder.course import Course, hash_files, list_files, load_lesson
from autograder.course import data as station
from autograder.errors import CourseError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "in").mkdir(parents=True)
    (folder / "in" / "b.csv").write_text("b")
    (folder / "a.csv").write_text("a")
    return folder


def test_hidden_files_and_caches_are_no_data(folder: Path) -> None:
    """All others are, in one order."""
    for name in (".hidden", "in/.DS_Store", "in/x.pyc"):
        (folder / name).write_text("")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "y.txt").write_text("")
    assert [path.relative_to(folder).as_posix() for path in list_files(folder)] == ["a.csv", "in/b.csv"]
    assert list(list_files(folder / "a.csv")) == [folder / "a.csv"]
    assert list(list_files(folder / "nothing")) == []


@pytest.mark.parametrize("target", ["../outside.csv", "nowhere", "/etc"])
def test_a_link_that_leads_out_is_refused(folder: Path, target: str) -> None:
    """It would lead nowhere in the jail, or to what is none of the lesson's."""
    (folder.parent / "outside.csv").write_text("")
    (folder / "link").symlink_to(target)
    with pytest.raises(CourseError, match="this link leads out of the lesson's data"):
        list(list_files(folder))


def test_links_within_and_of_the_whole_folder_are_followed(folder: Path) -> None:
    """As large data lie elsewhere."""
    (folder / "c.csv").symlink_to("in/b.csv")
    (folder.parent / "linked").symlink_to(folder)
    assert [path.name for path in list_files(folder.parent / "linked")] == ["a.csv", "c.csv", "b.csv"]


def test_the_hash_is_of_names_and_contents(folder: Path, tmp_path: Path) -> None:
    """Another time is nothing; another name, another byte, or a byte less is."""
    first = hash_files((folder,), tmp_path)
    os.utime(folder / "a.csv", (1, 1))
    assert hash_files((folder,), tmp_path) == first
    assert hash_files((), tmp_path) == hash_files((tmp_path / "nothing",), tmp_path) == ""
    (folder / "a.csv").rename(folder / "c.csv")
    second = hash_files((folder,), tmp_path)
    (folder / "c.csv").write_text("b")
    third = hash_files((folder,), tmp_path)
    (folder / "c.csv").write_text("")
    assert len({first, second, third, hash_files((folder,), tmp_path)}) == 4


def test_what_is_large_is_read_once(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also by the next process; once it changes, it is read again. A damaged note is no note."""
    monkeypatch.setattr(station, "_WORTH_NOTING", 1)
    first = hash_files((folder,), tmp_path)
    note = tmp_path / ".digests.json"
    assert len(json.loads(note.read_bytes())) >= 2
    monkeypatch.setattr(station, "_hash_contents", lambda file: pytest.fail(f"{file} is read"))
    monkeypatch.setattr(station, "_KNOWN", {})
    assert hash_files((folder,), tmp_path) == first
    monkeypatch.undo()
    monkeypatch.setattr(station, "_WORTH_NOTING", 1)
    monkeypatch.setattr(station, "_KNOWN", {})
    note.write_text("[1]")
    assert hash_files((folder,), tmp_path) == first
    (folder / "a.csv").write_text("other")
    assert hash_files((folder,), tmp_path) != first


def write_lesson(root: Path, toml: str, **imports: str) -> Course:
    """Write a lesson whose notebooks have one code cell each."""
    folder = root / "solutions" / "l"
    folder.mkdir(parents=True)
    (folder / "lesson.toml").write_text(toml)
    for name, source in imports.items():
        cell = {"cell_type": "code", "source": source, "metadata": {}}
        (folder / f"{name}.ipynb").write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}))
    return Course(root)


def test_a_notebook_comes_after_those_that_it_imports(tmp_path: Path) -> None:
    """And after theirs; a module of Python's own is none, whatever a notebook is called."""
    course = write_lesson(
        tmp_path,
        "",
        layers="from engine import x",
        engine="import csv",
        alone="import csv",
        csv="",
        use="import layers",
    )
    lesson = load_lesson(course, "l")
    earlier = {one.name: [other.name for other in lesson.earlier(one)] for one in lesson.notebooks}
    assert earlier == {"alone": [], "csv": [], "engine": [], "layers": ["engine"], "use": ["engine", "layers"]}
    assert [one.name for one in lesson.notebooks].index("engine") < [one.name for one in lesson.notebooks].index(
        "layers"
    )


def test_what_lies_beside_a_notebook_is_of_one_kind(tmp_path: Path) -> None:
    """Data, files as students may hand in, or what is simply given."""
    course = write_lesson(tmp_path, 'files = ["helpers.py", "*.csv"]\ndata = ["words.csv", "big"]\n', nb="")
    folder = tmp_path / "solutions" / "l"
    (folder / "big").mkdir()
    for name in ("words.csv", "big/x.csv", "helpers.py", "own.csv", "given.txt"):
        (folder / name).write_text("")
    notebook = load_lesson(course, "l").notebook("nb")
    assert notebook.data_names == ("words.csv", "big")
    assert [path.name for path in notebook.own_files] == ["helpers.py", "own.csv"]
    assert [path.name for path in notebook.helpers] == ["given.txt"]
    assert notebook.settings.find_rule(".x.csv") is notebook.settings.find_rule("nb.ipynb") is None
