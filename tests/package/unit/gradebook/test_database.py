"""The database opens, is made, or says what is wrong with it."""

from __future__ import annotations

import sqlite3
import sys

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from autograder.course import Course
from autograder.errors import GradebookError
from autograder.gradebook.database import open_database


def test_a_database_that_is_not_there_is_made_whole_by_nbgrader(course: Course) -> None:
    """Also in a file that is there and empty; nothing else is left in the folder."""
    path = course.gradebook / "gradebook.db"
    for is_empty in (False, True):
        path.unlink()
        if is_empty:
            path.touch()
        with open_database(course):
            pass
        with sqlite3.connect(path) as database:
            assert database.execute("select count(*) from alembic_version").fetchone() == (1,)
        with Gradebook(course.database_url) as book:
            assert book.assignments == []
        assert [file.name for file in course.gradebook.iterdir()] == ["gradebook.db"]


def test_a_file_that_is_no_database_is_named(course: Course) -> None:
    """One error with the address, the reason and what to do."""
    (course.gradebook / "gradebook.db").write_bytes(b"no database at all, and long enough to be looked at" * 20)
    with (
        pytest.raises(GradebookError, match=r"gradebook\.db cannot be used \(file is not a database\)") as caught,
        open_database(course),
    ):
        pass
    assert caught.value.hint == "close what locks it, or restore it from a backup"


def test_a_database_that_fails_in_use_is_named_too(course: Course) -> None:
    """What the database says reaches the user, not a traceback of SQLAlchemy."""
    with (
        pytest.raises(GradebookError, match=r"cannot be used \(no such table: absent\)") as caught,
        open_database(course) as engine,
        engine.begin() as connection,
    ):
        connection.execute(text("select * from absent"))
    assert isinstance(caught.value.__cause__, SQLAlchemyError)


def test_a_driver_that_is_missing_is_named(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL needs a package of its own."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    url = "postgresql+psycopg://course@127.0.0.1:1/gradebook"
    course.config_path.write_text(f'c = get_config()\nc.CourseDirectory.db_url = "{url}"\n')
    with pytest.raises(GradebookError, match="needs the package psycopg") as caught, open_database(course):
        pass
    assert "pip install 'autograder-course[postgresql]'" in caught.value.hint


def test_an_error_of_whoever_uses_it_passes_through(course: Course) -> None:
    """A package that is missing elsewhere is not taken for the database's."""
    with pytest.raises(ModuleNotFoundError), open_database(course):
        raise ModuleNotFoundError("elsewhere")
