"""What locked cells held in earlier releases is kept with the lesson, and nothing but that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.course import Course, Lesson, load_lesson
from autograder.course.releases import EarlierCell, add_release, fingerprint, read_releases
from autograder.errors import CourseError

TEST = "assert f(1) == 1\n### BEGIN HIDDEN TESTS\nassert f(2) == 2\n### END HIDDEN TESTS\nprint()"


def make_lesson(root: Path, test: str = TEST) -> Lesson:
    """A lesson of one notebook: an answer, and a test cell with this text."""
    cells = [("f", "def f(z): ...", {"solution": True}), ("test_f", test, {"grade": True, "points": 1})]
    document = {
        "nbformat": 4,
        "metadata": {},
        "cells": [
            {"cell_type": "code", "source": text, "metadata": {"nbgrader": {"grade_id": name, **mark}}}
            for name, text, mark in cells
        ],
    }
    (root / "solutions" / "l").mkdir(parents=True, exist_ok=True)
    (root / "solutions" / "l" / "nb.ipynb").write_text(json.dumps(document))
    return load_lesson(Course(root), "l")


def test_a_release_is_noted_once(tmp_path: Path) -> None:
    """The same texts again change nothing, byte for byte; an old text that comes back is known already."""
    path = add_release(tmp_path, {"nb": [("a", "x = 1"), ("b", "y = 1")]})
    assert path is not None
    first = path.read_bytes()
    assert add_release(tmp_path, {"nb": [("b", "y = 1  \n\n"), ("a", "x = 1")]}) is None
    assert add_release(tmp_path, {"nb": [("a", "x = 2")]}) == path
    second = path.read_bytes()
    assert add_release(tmp_path, {"nb": [("a", "x = 1")]}) is None
    assert first != second == path.read_bytes()
    assert json.loads(second)["notebooks"]["nb"] == {
        "a": [fingerprint("x = 1"), fingerprint("x = 2")],
        "b": [fingerprint("y = 1")],
    }
    assert b"x = 1" not in second


def test_white_space_that_nobody_sees_makes_no_other_text() -> None:
    """Empty lines and blanks at the ends of lines; an indentation is another text."""
    assert fingerprint("if x:\n    y") == fingerprint("\nif x:  \n\n    y\n")
    assert fingerprint("if x:\n    y") != fingerprint("if x:\n  y")


def test_a_lesson_knows_what_only_earlier_releases_held(tmp_path: Path) -> None:
    """What is handed out now is worked out from the source, and no earlier text; with one, grades are made anew."""
    before = make_lesson(tmp_path).notebook("nb")
    assert before.released_text(before.by_id["test_f"]) == "assert f(1) == 1\nprint()"
    add_release(tmp_path / "tests" / "l", {"nb": [("test_f", "assert f(1) == 1\nprint()")], "gone": [("a", "x")]})
    same = make_lesson(tmp_path).notebook("nb")
    assert (same.earlier, same.digest) == (frozenset(), before.digest)
    add_release(tmp_path / "tests" / "l", {"nb": [("test_f", "assert f(1) == 1")]})
    later = make_lesson(tmp_path).notebook("nb")
    assert later.earlier == {EarlierCell("test_f", fingerprint("assert f(1) == 1"))}
    assert later.digest != before.digest
    assert later.is_earlier(later.by_id["test_f"], fingerprint("assert f(1) == 1 "))
    assert not later.is_earlier(later.by_id["f"], fingerprint("assert f(1) == 1"))
    assert not later.is_earlier(later.by_id["test_f"], fingerprint("assert f(1) == 1\nprint()"))
    add_release(tmp_path / "tests" / "l", {"nb": [("", "An older text."), ("", "Another one.")]})
    last = make_lesson(tmp_path).notebook("nb")
    assert [
        last.was_ordinary(fingerprint(text)) for text in ("An older text.", "Another one. ", "assert f(1) == 1")
    ] == [
        True,
        True,
        False,
    ]


def test_without_a_file_nothing_was_released(tmp_path: Path) -> None:
    """A lesson that was never released by the command is graded all the same."""
    assert read_releases(tmp_path) == {}


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"format": 1}', '{"format": 1, "notebooks": {"nb": {"a": "x"}}}', "\udcff"]
)
def test_a_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    """Nobody is accused of a change because a list was merged badly."""
    (tmp_path / "releases.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(CourseError, match="this list of releases is damaged") as caught:
        read_releases(tmp_path)
    assert caught.value.path == tmp_path / "releases.json"


def test_a_file_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    """An older package neither guesses what is in it nor writes over it."""
    (tmp_path / "releases.json").write_text('{"format": 2, "notebooks": {}}')
    with pytest.raises(CourseError, match="newer version"):
        add_release(tmp_path, {"nb": [("a", "x")]})


def test_the_released_lessons_of_this_course_are_noted() -> None:
    """Every locked and ordinary cell as it is in assignments/ is known, and is the text that the source gives."""
    course = Course(Path(__file__).resolve().parents[4])
    for name in course.lesson_names():
        lesson = load_lesson(course, name)
        noted = read_releases(lesson.suite_folder)
        for notebook in lesson.notebooks:
            document = json.loads((course.assignments / name / f"{notebook.name}.ipynb").read_text(encoding="utf-8"))
            cells = {cell["metadata"].get("nbgrader", {}).get("grade_id"): cell["source"] for cell in document["cells"]}
            texts = ["".join(cell["source"]) for cell in document["cells"] if "nbgrader" not in cell["metadata"]]
            assert {EarlierCell("", fingerprint(text)) for text in texts} <= noted[notebook.name]
            assert not any(notebook.was_ordinary(fingerprint(text)) for text in texts)
            for cell in notebook.by_id.values():
                if cell.is_locked:
                    released = fingerprint("".join(cells[cell.grade_id]))
                    assert released == fingerprint(notebook.released_text(cell))
                    assert EarlierCell(cell.grade_id, released) in noted[notebook.name] - notebook.earlier
