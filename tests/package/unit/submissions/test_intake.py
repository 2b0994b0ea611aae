"""What was handed in is found, and what cannot be graded surely is refused with file and remedy."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from autograder.course import Course, Lesson, SourceCell, SourceNotebook, load_lesson
from autograder.submissions.intake import list_odd_folders, list_students, read_submission

REPOSITORY = Course(Path(__file__).resolve().parents[4])


def source(name: str) -> SourceNotebook:
    cells = (
        SourceCell(0, "code", "", "imports", is_locked=True),
        SourceCell(1, "code", "", f"{name}_answer", is_solution=True),
    )
    return SourceNotebook(name, Path(f"{name}.ipynb"), cells, None, "")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(tmp_path)


@pytest.fixture
def lesson(course: Course) -> Lesson:
    return Lesson("l", course, (source("gates"), source("layers")))


@pytest.fixture
def folder(course: Course) -> Path:
    path = course.submitted / "ann" / "l"
    path.mkdir(parents=True)
    return path


def test_exact_names_are_taken(course: Course, lesson: Lesson, folder: Path) -> None:
    """Both files, their bytes, and nbgrader's timestamp."""
    (folder / "gates.ipynb").write_bytes(b"1")
    (folder / "layers.ipynb").write_bytes(b"2")
    (folder / "timestamp.txt").write_text("2026-01-05 12:00:00 UTC\n")
    found = read_submission(course, lesson, "ann")
    assert [(file.notebook, file.data, file.notes) for file in found.files] == [
        ("gates", b"1", ()),
        ("layers", b"2", ()),
    ]
    assert found.timestamp == "2026-01-05 12:00:00 UTC"
    assert found.problems == ()


@pytest.mark.parametrize(
    "name",
    [
        "gates (1).ipynb",
        "张三-gates.ipynb",
        "Gates.ipynb",
        "lesson9_gates_final.ipynb",
        "GATES.IPYNB",
        "gates.ipynb.txt",
    ],
)
def test_a_renamed_file_is_found_by_its_name(course: Course, lesson: Lesson, folder: Path, name: str) -> None:
    """One file with the notebook's name in it is that notebook, and a note says so."""
    (folder / name).write_bytes(b"{}")
    (folder / "layers.ipynb").write_bytes(b"{}")
    found = read_submission(course, lesson, "ann")
    assert [file.file for file in found.files] == [name, "layers.ipynb"]
    assert name in found.files[0].notes[0]


def test_a_file_with_another_name_is_found_by_its_cells(course: Course, lesson: Lesson, folder: Path) -> None:
    """The grade_ids in it say which notebook it is."""
    cell = {"metadata": {"nbgrader": {"grade_id": "layers_answer"}}}
    (folder / "untitled.ipynb").write_text(json.dumps({"cells": [cell]}))
    found = read_submission(course, lesson, "ann")
    assert [(file.notebook, file.file) for file in found.files] == [("layers", "untitled.ipynb")]
    assert [problem.notebook for problem in found.problems] == ["gates"]


def test_two_candidates_are_refused(course: Course, lesson: Lesson, folder: Path) -> None:
    """Which of two is meant is not guessed."""
    for name in ("gates (1).ipynb", "gates (2).ipynb"):
        (folder / name).write_bytes(name.encode())
    problem = read_submission(course, lesson, "ann").problems[0]
    assert "gates (1).ipynb, gates (2).ipynb" in problem.message
    assert "gates.ipynb" in problem.hint


def test_two_identical_candidates_are_one(course: Course, lesson: Lesson, folder: Path) -> None:
    """The same file twice leaves nothing to ask."""
    for name in ("gates (1).ipynb", "gates (2).ipynb"):
        (folder / name).write_bytes(b"{}")
    found = read_submission(course, lesson, "ann")
    assert [file.file for file in found.files] == ["gates (1).ipynb"]


def test_the_exact_name_wins_and_the_other_file_is_named(course: Course, lesson: Lesson, folder: Path) -> None:
    """gates.ipynb counts; that a different copy lies beside it is said."""
    (folder / "gates.ipynb").write_bytes(b"1")
    (folder / "gates (1).ipynb").write_bytes(b"2")
    (folder / "gates - Copy.ipynb").write_bytes(b"1")
    (file,) = read_submission(course, lesson, "ann").files
    assert file.data == b"1"
    assert "gates (1).ipynb" in file.notes[0]
    assert "Copy" not in file.notes[0]


def test_a_file_without_marks_is_found_by_the_texts_in_it(course: Course, folder: Path) -> None:
    """Under another name, with all metadata stripped, in UTF-16: the cells that it kept say which notebook it is."""
    name = REPOSITORY.lesson_names()[0]
    lesson = Lesson("l", course, load_lesson(REPOSITORY, name).notebooks)
    for number, notebook in enumerate(lesson.notebooks):
        cells = [{"cell_type": c.cell_type, "source": c.source, "metadata": {}} for c in notebook.cells]
        (folder / f"Untitled{number}.ipynb").write_bytes(json.dumps({"cells": cells}).encode("utf-16"))
    found = read_submission(course, lesson, "ann")
    assert found.problems == ()
    assert [file.file for file in found.files] == [f"Untitled{number}.ipynb" for number in range(len(lesson.notebooks))]


def test_names_of_any_bytes_can_be_shown(course: Course, lesson: Lesson, folder: Path) -> None:
    """A name in GBK with an escape sequence is taken, and shown as harmless text."""
    (folder / os.fsdecode("\x1b[31m张三gates.ipynb".encode("gbk"))).write_bytes(b"{}")
    (file,) = read_submission(course, lesson, "ann").files
    assert file.notebook == "gates"
    assert "gates.ipynb" in (file.file + file.notes[0]).encode("utf-8").decode()
    assert "\x1b" not in file.file + file.notes[0]


def test_a_timestamp_that_is_no_file_is_no_timestamp(course: Course, lesson: Lesson, folder: Path) -> None:
    """A pipe in its place is not waited for."""
    os.mkfifo(folder / "timestamp.txt")
    assert read_submission(course, lesson, "ann").timestamp == ""


def test_what_is_no_file_is_refused_and_nothing_hangs(course: Course, lesson: Lesson, folder: Path) -> None:
    """A link, a folder and a pipe under a notebook's name are each a problem with a remedy."""
    secret = course.root / "secret"
    secret.write_text("x")
    (folder / "gates.ipynb").symlink_to(secret)
    os.mkfifo(folder / "layers.ipynb")
    found = read_submission(course, lesson, "ann")
    assert found.files == ()
    assert [problem.message for problem in found.problems] == ["it is a link", "it is not an ordinary file"]
    assert all(problem.hint for problem in found.problems)
    (folder / "gates.ipynb").unlink()
    (folder / "gates.ipynb").mkdir()
    assert len(read_submission(course, lesson, "ann").problems) == 2


def test_a_huge_file_is_refused_unread(course: Course, lesson: Lesson, folder: Path) -> None:
    """A sparse file of a gigabyte costs no memory."""
    with (folder / "gates.ipynb").open("wb") as file:
        file.truncate(1 << 30)
    problem = read_submission(course, lesson, "ann").problems[0]
    assert "too large" in problem.message


def test_students_are_the_folders_that_hold_the_lesson(course: Course, folder: Path) -> None:
    """Hidden folders, files and folders without the lesson are no students."""
    for name in (".git", "bob", "carl"):
        (course.submitted / name).mkdir()
    (course.submitted / "carl" / "l").mkdir()
    (course.submitted / "note.txt").write_text("x")
    assert list_students(course, "l") == ["ann", "carl"]
    assert list_students(Course(course.root / "none"), "l") == []


@pytest.mark.parametrize("name", [os.fsdecode("张三".encode("gbk")), "+ab", "x" * 201])
def test_a_folder_whose_name_can_be_no_students_is_named(course: Course, folder: Path, name: str) -> None:
    """It is not left out in silence, and it stops nobody else."""
    (course.submitted / name / "l").mkdir(parents=True)
    (course.submitted / ".trash" / "l").mkdir(parents=True)
    assert list_students(course, "l") == ["ann"]
    (problem,) = list_odd_folders(course, "l")
    assert "rename" in problem.hint
    problem.file.encode()


def test_a_missing_folder_is_a_problem_for_each_notebook(course: Course, lesson: Lesson) -> None:
    """Nothing is raised for a student who is not there."""
    assert len(read_submission(course, lesson, "nobody").problems) == 2
