"""A small lesson in a database that nbgrader's own API made."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.course import Course, Lesson, SourceCell, SourceNotebook
from autograder.gradebook import put_programs_on_path
from autograder.records import CellGrade, Grade, NotebookGrade

INTRO, STUB = "# Knots\n", "Why does it hold?\n\nYOUR ANSWER HERE"
CELLS = (
    SourceCell(0, "markdown", INTRO, "intro", is_locked=True),
    SourceCell(1, "code", "def tie(): return 1", "tie", is_solution=True),
    SourceCell(2, "code", "assert tie()", "test_tie", 2.0, is_grade=True, is_locked=True),
    SourceCell(3, "markdown", "It holds by friction.", "why", 3.0, is_grade=True, is_solution=True),
    SourceCell(4, "markdown", "Draw a knot.", "draw", 1.0, is_task=True),
)


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database: a notebook with a test, an answer that is graded by hand, and a task."""
    path = tmp_path_factory.mktemp("database") / "gradebook.db"
    put_programs_on_path()
    with Gradebook(f"sqlite:///{path}") as book:
        book.add_assignment("knots")
        book.add_notebook("rope", "knots")
        where = {"notebook": "rope", "assignment": "knots"}
        book.add_grade_cell("test_tie", max_score=2, cell_type="code", **where)
        book.add_grade_cell("why", max_score=3, cell_type="markdown", **where)
        book.add_task_cell("draw", max_score=1, cell_type="markdown", **where)
        for name in ("tie", "why"):
            book.add_solution_cell(name, **where)
        sources = {"intro": INTRO, "test_tie": "assert tie()", "why": STUB, "draw": "Draw a knot."}
        for name, source in sources.items():
            book.add_source_cell(name, source=source, cell_type="markdown", locked=name != "why", **where)
    return path


@pytest.fixture
def course(database: Path, tmp_path: Path) -> Course:
    """A course with a copy of the database."""
    (tmp_path / "gradebook").mkdir()
    shutil.copy(database, tmp_path / "gradebook" / "gradebook.db")
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    return Course(tmp_path)


@pytest.fixture
def lesson(course: Course) -> Lesson:
    """The lesson as its source notebook has it."""
    return Lesson("knots", course, (SourceNotebook("rope", course.root / "rope.ipynb", CELLS, None, ""),))


@pytest.fixture
def nbgrader(course: Course) -> Callable[[], Gradebook]:
    """Return a function that opens the database with nbgrader's own API."""
    return lambda: Gradebook(course.database_url)


@pytest.fixture
def make_grade() -> Callable[..., Grade]:
    """Return a function that makes a record: a score for the test, the other two cells waiting for a person."""

    def make(student: str, score: float | None, timestamp: str = "", *, is_answered: bool = True) -> Grade:
        cells = {
            "test_tie": CellGrade(2.0, score),
            "why": CellGrade(3.0, None if is_answered else 0.0, True, is_answered),
            "draw": CellGrade(1.0, None, True),
        }
        return Grade(student, "knots", timestamp, (NotebookGrade("rope", "", "rope.ipynb", "", "jail", cells),))

    return make
