"""Files beside the notebooks: taken where the lesson allows them, as bytes; what is odd is named and costs nobody."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from autograder.course import Course, Lesson, load_lesson
from autograder.submissions import collect_files, read_submission

TOML = """
files = ["helpers.py", {pattern = "*.npz", most_mib = 1}, "*.txt"]
data = ["words.txt"]
"""


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    folder = tmp_path / "course" / "solutions" / "l"
    folder.mkdir(parents=True)
    cell = {"cell_type": "code", "source": "x", "metadata": {"nbgrader": {"grade_id": "a", "solution": True}}}
    (folder / "nb.ipynb").write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}))
    (folder / "lesson.toml").write_text(TOML)
    (folder / "words.txt").write_text("given")
    return load_lesson(Course(tmp_path / "course"), "l")


def answered(text: str = "y") -> bytes:
    cell = {"cell_type": "code", "source": text, "metadata": {"nbgrader": {"grade_id": "a", "solution": True}}}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}).encode()


def place(lesson: Lesson, **files: bytes) -> Path:
    folder = lesson.course.submitted / "ann" / "l"
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name.replace("_", ".")).write_bytes(data)
    return folder


def test_what_is_allowed_is_taken(lesson: Lesson) -> None:
    """Bytes as they are, whatever they are; a time and what no rule names are nothing to take."""
    place(lesson, nb_ipynb=answered(), helpers_py=b"\xff\0", w_npz=b"PK", timestamp_txt=b"2026-01-05", other_py=b"")
    found = read_submission(lesson.course, lesson, "ann")
    assert [(file.name, file.data) for file in found.beside] == [("helpers.py", b"\xff\0"), ("w.npz", b"PK")]
    assert [problem for problem in found.problems if problem.file != "timestamp.txt"] == []


def test_what_is_odd_is_named_and_all_else_is_taken(lesson: Lesson) -> None:
    """A link, a pipe, a folder, one byte too many, a name of the lesson's data."""
    folder = place(
        lesson, nb_ipynb=answered(), big_npz=bytes((1 << 20) + 1), fits_npz=bytes(1 << 20), words_txt=b"mine"
    )
    (folder / "helpers.py").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.npz")
    (folder / "folder.npz").mkdir()
    found = read_submission(lesson.course, lesson, "ann")
    assert [file.name for file in found.beside] == ["fits.npz"]
    assert {problem.file: problem.message for problem in found.problems} == {
        "helpers.py": "it is a link",
        "pipe.npz": "it is not an ordinary file",
        "folder.npz": "it is a folder, no file",
        "big.npz": "it is too large (1 MiB)",
        "words.txt": "it has the name of the lesson's data, which are used instead",
    }
    assert [file.notebook for file in found.files] == ["nb"]


def test_there_is_an_end_to_how_many_and_how_much(lesson: Lesson) -> None:
    """So many files and bytes of one student, and no more."""
    folder = place(lesson, nb_ipynb=answered())
    for number in range(70):
        (folder / f"{number:02}.npz").write_bytes(bytes(1 << 20))
    found = read_submission(lesson.course, lesson, "ann")
    assert len(found.beside) == 64
    assert [problem.message for problem in found.problems] == ["more than 64 files were handed in beside the notebooks"]


def test_they_are_collected_with_the_notebooks(lesson: Lesson, tmp_path: Path) -> None:
    """By their own names, the newest of each; what is not allowed is named, and no name leads elsewhere."""
    download = tmp_path / "submissions.zip"
    with zipfile.ZipFile(download, "w") as archive:
        archive.writestr(zipfile.ZipInfo("ann/nb.ipynb", (2026, 1, 5, 12, 0, 0)), answered())
        archive.writestr(zipfile.ZipInfo("ann/helpers.py", (2026, 1, 5, 12, 0, 0)), b"old")
        archive.writestr(zipfile.ZipInfo("ann/again/helpers.py", (2026, 1, 6, 12, 0, 0)), b"new")
        archive.writestr(zipfile.ZipInfo("ann/words.txt", (2026, 1, 6, 12, 0, 0)), b"mine")
        archive.writestr(zipfile.ZipInfo("ann/other.py", (2026, 1, 6, 12, 0, 0)), b"")
        archive.writestr(zipfile.ZipInfo("bob/nb.ipynb", (2026, 1, 5, 12, 0, 0)), answered())
        archive.writestr(zipfile.ZipInfo("bob/big.npz", (2026, 1, 6, 12, 0, 0)), bytes(3 << 20))
    collection = collect_files(lesson, [download], None)
    assert collection.written == ["ann/nb", "bob/nb"]
    assert collection.files == ["ann/helpers.py"]
    assert collection.others == {"ann": ["words.txt", "other.py"]}
    assert [problem.message for problem in collection.problems] == ["it is too large (3 MiB)"]
    folder = lesson.course.submitted / "ann" / "l"
    assert (folder / "helpers.py").read_bytes() == b"new"
    assert sorted(path.name for path in folder.iterdir()) == ["helpers.py", "nb.ipynb", "timestamp.txt"]

    again = collect_files(lesson, [download], None)
    assert (again.written, again.files) == ([], [])
    (folder / "helpers.py").write_bytes(b"mended by hand")
    assert collect_files(lesson, [download], None).files == []
    assert (folder / "helpers.py").read_bytes() == b"mended by hand"
