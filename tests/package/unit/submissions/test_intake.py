"""What was handed in is found, and what cannot be graded surely is refused with file and remedy."""

from __future__ import annotations

import json
import os
import tracemalloc
from pathlib import Path

import pytest

from autograder.course import Course, Lesson, SourceCell, SourceNotebook, load_lesson
from autograder.files import hash_parts
from autograder.submissions.intake import list_odd_folders, list_students, read_submission
from autograder.submissions.parsing import parse_notebook

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


def test_a_hidden_folder_with_notebooks_is_named(course: Course, folder: Path) -> None:
    """A student's folder that begins with a dot is not passed over without a word; an empty one is a system's."""
    for name in (".bob", ".trash"):
        (course.submitted / name / "l").mkdir(parents=True)
    (course.submitted / ".bob" / "l" / "gates.ipynb").write_bytes(b"{}")
    (problem,) = list_odd_folders(course, "l")
    assert problem.file.endswith(".bob")


def test_a_missing_folder_is_a_problem_for_each_notebook(course: Course, lesson: Lesson) -> None:
    """Nothing is raised for a student who is not there."""
    assert len(read_submission(course, lesson, "nobody").problems) == 2


def cells_of(*cells: tuple[str, str]) -> bytes:
    """Return a notebook of (grade_id, source)."""
    marked = [
        {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": grade_id}} if grade_id else {}, "source": source}
        for grade_id, source in cells
    ]
    return json.dumps({"cells": marked}).encode()


UNTOUCHED = cells_of(("imports", ""), ("gates_answer", "# YOUR CODE HERE\nraise NotImplementedError()"))
ANSWERED = cells_of(("imports", ""), ("gates_answer", "a = 1"))


def test_work_in_a_copy_is_never_a_silent_zero(course: Course, lesson: Lesson, folder: Path) -> None:
    """With the own file untouched and the answers in a copy, neither is graded, and a person is told which is which."""
    (folder / "gates.ipynb").write_bytes(UNTOUCHED)
    (folder / "gates-Copy1.ipynb").write_bytes(ANSWERED)
    found = read_submission(course, lesson, "ann")
    assert found.files == ()
    assert "gates-Copy1.ipynb" in found.problems[0].message
    assert "name it gates.ipynb" in found.problems[0].hint
    assert not found.problems[0].is_missing


@pytest.mark.parametrize("extra", ["import torch\ntorch.__version__", "# scratch", "print(gates)"])
def test_what_is_added_to_an_unanswered_file_is_no_answer(
    course: Course, lesson: Lesson, folder: Path, extra: str
) -> None:
    """Whoever tried something there, and answered in a copy, is not graded by the file without answers."""
    cells = (
        SourceCell(0, "code", "", "imports", is_locked=True),
        SourceCell(1, "code", "a = 1", "gates_answer", is_solution=True),
    )
    gates = SourceNotebook("gates", Path("gates.ipynb"), cells, None, "")
    stub = ("gates_answer", "# YOUR CODE HERE\nraise NotImplementedError()")
    (folder / "gates.ipynb").write_bytes(cells_of(("imports", ""), ("", extra), stub))
    (folder / "gates-Copy1.ipynb").write_bytes(ANSWERED)
    found = read_submission(course, Lesson("l", course, (gates, lesson.notebooks[1])), "ann")
    assert found.files == ()
    assert "it holds no answers, but gates-Copy1.ipynb does" in found.problems[0].message


@pytest.mark.parametrize(("own", "copy"), [(ANSWERED, UNTOUCHED), (ANSWERED, cells_of(("gates_answer", "b = 2")))])
def test_an_answered_file_counts_whatever_copies_there_are(
    course: Course, lesson: Lesson, folder: Path, own: bytes, copy: bytes
) -> None:
    """An untouched copy takes nothing from the file with the right name, and neither does another answer."""
    (folder / "gates.ipynb").write_bytes(own)
    (folder / "gates-Copy1.ipynb").write_bytes(copy)
    (file,) = read_submission(course, lesson, "ann").files
    assert file.data == own
    assert "gates-Copy1.ipynb" in file.notes[0]


def test_only_files_that_were_not_taken_are_to_be_renamed(course: Course, lesson: Lesson, folder: Path) -> None:
    """Following the hint never loses a file that counts already."""
    (folder / "Gates.ipynb").write_bytes(ANSWERED)
    (folder / "homework.ipynb").write_bytes(b"{}")
    (problem,) = read_submission(course, lesson, "ann").problems
    assert problem.notebook == "layers"
    assert problem.hint.endswith("if it is one of: homework.ipynb")
    (folder / "homework.ipynb").unlink()
    (problem,) = read_submission(course, lesson, "ann").problems
    assert "rename" not in problem.hint


def test_a_huge_notebook_of_outputs_is_graded_by_its_cells(course: Course, lesson: Lesson, folder: Path) -> None:
    """48 MiB of a training's outputs: what is kept is small, has the same cells, and the hash of the whole file."""
    outputs = b'"outputs": [{"output_type": "stream", "text": "' + rb"loss 0.1\n" * (50 << 17) + b'"}], "source"'
    whole = outputs.join(ANSWERED.rsplit(b'"source"', 1))
    (folder / "gates.ipynb").write_bytes(whole)
    (file,) = read_submission(course, lesson, "ann").files
    assert len(whole) > 48 << 20
    assert len(file.data) < 1000
    assert parse_notebook(file.data, "x") == parse_notebook(whole, "x")
    assert file.digest == hash_parts(whole)


def test_a_large_file_that_is_no_notebook_is_refused(course: Course, lesson: Lesson, folder: Path) -> None:
    """It is named, and not sent on."""
    (folder / "gates.ipynb").write_bytes(b'{"cells": [' + b"[" * (2 << 20))
    assert "breaks off" in read_submission(course, lesson, "ann").problems[0].message


def test_a_file_that_is_not_graded_is_not_kept(course: Course, lesson: Lesson, folder: Path) -> None:
    """Six notebooks of 8 MiB beside the one that counts: one at a time is in memory."""
    (folder / "gates.ipynb").write_bytes(ANSWERED)
    for number in range(6):
        (folder / f"gates ({number}).ipynb").write_bytes(b" " * (8 << 20) + ANSWERED)
    tracemalloc.start()
    read_submission(course, lesson, "ann")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 24 << 20


ODD_NAMES = [
    "gates.ipynb的副本",
    "gates.ipynb copy",
    "gates.IPYNB (2)",
    "gates.ipynb.download",
    "gates.json",
    "gates.txt",
]


@pytest.mark.parametrize("name", [*ODD_NAMES, "gates", "homework.json"])
def test_a_notebook_under_any_name_is_taken(course: Course, lesson: Lesson, folder: Path, name: str) -> None:
    """Systems and people rename files; what holds a notebook surely is one, and a note says so."""
    (folder / name).write_bytes(ANSWERED)
    found = read_submission(course, lesson, "ann")
    assert [(file.notebook, file.file, file.data) for file in found.files] == [("gates", name, ANSWERED)]
    assert name in found.files[0].notes[0]


@pytest.mark.parametrize("name", [*ODD_NAMES, "gates.py", "gates.ipynb.html", "gates"])
@pytest.mark.parametrize("data", [b"def step(z):\n    return z\n", b'{"weights": [1, 2]}', b"{", b'{"cells": []}'])
def test_what_should_have_been_a_notebook_is_named(
    course: Course, lesson: Lesson, folder: Path, name: str, data: bytes
) -> None:
    """It is not taken, and not passed over without a word."""
    (folder / name).write_bytes(data)
    found = read_submission(course, lesson, "ann")
    assert found.files == ()
    gates, layers = found.problems
    assert gates.is_missing
    assert gates.hint == f"ask the student for this file: {name} is no notebook"
    assert "gates" not in layers.hint


def test_a_copy_of_another_kind_never_goes_before_the_notebook_itself(
    course: Course, lesson: Lesson, folder: Path
) -> None:
    """gates.ipynb counts, whatever gates.json is."""
    (folder / "gates.ipynb").write_bytes(ANSWERED)
    (folder / "gates.json").write_bytes(cells_of(("gates_answer", "b = 2")))
    (file,) = read_submission(course, lesson, "ann").files
    assert (file.file, file.data) == ("gates.ipynb", ANSWERED)
    assert "gates.json" in file.notes[0]


def test_a_time_that_is_none_is_a_problem_of_no_notebook(course: Course, lesson: Lesson, folder: Path) -> None:
    """It is said, and the notebooks are graded."""
    (folder / "gates.ipynb").write_bytes(ANSWERED)
    (folder / "layers.ipynb").write_bytes(ANSWERED)
    (folder / "timestamp.txt").write_text("2026-01-05 23:59 CST")
    found = read_submission(course, lesson, "ann")
    assert len(found.files) == 2
    assert [(problem.file, problem.notebook) for problem in found.problems] == [("timestamp.txt", "")]
