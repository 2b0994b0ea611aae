"""A command that only reads or writes rows and files loads neither nbgrader nor PyTorch."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course import Course, load_lesson
from autograder.gradebook import enter_lesson, open_book
from autograder.records import CellGrade, Grade, NotebookGrade, record_path, write_grade

HEAVY = ("nbgrader", "torch")
RUN = f"""
import sys
from autograder.cli import main
try:
    code = main(sys.argv[1:])
except SystemExit as end:
    code = end.code
print(code, *(name for name in {HEAVY} if name in sys.modules), file=sys.stderr)
"""


@pytest.fixture
def root(make_course: Callable[..., Path], hand_in: Callable[..., Path]) -> Path:
    """A course with one student who was graded; nothing was run for it."""
    root = make_course("activations")
    hand_in(root, "bitdiddle", "activations")
    lesson = load_lesson(Course(root), "lesson09")
    (notebook,) = lesson.notebooks
    cells = {cell.grade_id: CellGrade(cell.points, cell.points) for cell in notebook.graded_cells}
    result = NotebookGrade(notebook.name, "", f"{notebook.name}.ipynb", "", "jail", cells)
    grade = Grade("bitdiddle", "lesson09", "2026-01-06 12:00:00 UTC", (result,))
    write_grade(grade, record_path(lesson.course, "lesson09", "bitdiddle"))
    enter_lesson(lesson)
    with open_book(lesson.course) as book:
        book.write(lesson, [grade])
    return root


COMMANDS = {
    "--help": "commands:",
    "due lesson09": "no due date",
    "due lesson09 2026-01-05T23:59+0800": "lesson09 is due 2026-01-05 15:59:00 UTC",
    "due lesson09 --student bitdiddle --days 2": "bitdiddle: 2 days more",
    "export lesson09 --to canvas": "1 complete, 0 incomplete, 0 missing",
    "history lesson09": "",
    "collect lesson09 gradebook/submitted/bitdiddle": "notebooks collected",
}


def run(root: Path, code: str, *words: str) -> tuple[str, str]:
    """Run Python code in a process of its own, in the course's folder; return what it printed."""
    command = [sys.executable, "-c", code, *words]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout, run.stderr


def test_a_light_command_loads_nothing_heavy(root: Path) -> None:
    """Each does its work, on a graded course, and at its end neither package was imported."""
    for words, expected in COMMANDS.items():
        printed, errors = run(root, RUN, *words.split())
        assert expected in printed, words
        assert errors.splitlines()[-1] in ("0", "3"), f"{words}: {errors}"


LATE = """
import sys
from datetime import datetime
from autograder.course import find_course, load_lesson
from autograder.gradebook import open_book
from autograder.records import read_grade, record_path
lesson = load_lesson(find_course(), "lesson09")
grade = read_grade(record_path(lesson.course, "lesson09", "bitdiddle"))
for day in (7, 5):
    with open_book(lesson.course) as book:
        book.set_due("lesson09", datetime(2026, 1, day))
        book.write(lesson, [grade])
    print("nbgrader" in sys.modules)
"""


def test_late_work_is_what_loads_nbgrader(root: Path) -> None:
    """With a due date and nobody late the rule is not needed; with somebody late it is, and is found."""
    printed, _ = run(root, LATE)
    assert printed.split() == ["False", "True"]


def test_reading_notebooks_builds_no_grammar(tmp_path: Path) -> None:
    """A newer jsonschema builds one for addresses (RFC 3987), which takes each worker and most commands a second."""
    printed, _ = run(tmp_path, "import sys, nbformat, nbgrader.api; print('rfc3987_syntax' in sys.modules)")
    assert printed.split() == ["False"]


def test_a_warm_process_is_launched_before_torch_is_loaded(tmp_path: Path) -> None:
    """It loads torch itself: `check` loads it at the same time, and not before."""
    line = "import sys; from autograder.sandbox import WarmProcess; warm = WarmProcess(); warm.launch()"
    printed, _ = run(tmp_path, f"{line}; print('torch' in sys.modules); warm.close()")
    assert printed.split() == ["False"]
