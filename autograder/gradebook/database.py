"""Open the course's database with SQLAlchemy alone. nbgrader itself is needed only to make one that is not there."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, create_engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from autograder.course import Course
from autograder.errors import GradebookError
from autograder.files import UNWRITTEN_HINT, writing
from autograder.gradebook.tables import METADATA

__all__ = ["make_database", "open_database", "put_programs_on_path", "scratch_folder"]


_KEPT_OUT = ("disk is full", "readonly database", "disk I/O error", "unable to open")
"""What SQLite says where a file or its folder cannot be written."""


@contextlib.contextmanager
def open_database(course: Course) -> Iterator[Engine]:
    """Open the course's database; make it if there is none. `GradebookError` says why it cannot be used."""
    url = course.database_url
    with _using(url):
        make_database(course)
        engine = _make_engine(url)
        try:
            if set(METADATA.tables) - set(inspect(engine).get_table_names()):
                _make_tables(course, url)
            yield engine
        finally:
            engine.dispose()


@contextlib.contextmanager
def _using(url: str) -> Iterator[None]:
    """Turn what a database says into a `GradebookError`."""
    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        is_kept_out = any(words in reason for words in _KEPT_OUT)
        hint = UNWRITTEN_HINT if is_kept_out else "close what locks it, or restore it from a backup"
        raise GradebookError(f"the database {url} cannot be used ({reason})", hint=hint) from error


def _make_engine(url: str) -> Engine:
    try:
        return create_engine(url)
    except ModuleNotFoundError as error:
        hint = "for PostgreSQL: pip install 'autograder-course[postgresql]'"
        raise GradebookError(f"the database {url} needs the package {error.name}", hint=hint) from error


def make_database(course: Course) -> None:
    """Make an SQLite database if there is none: aside, then put in place, so that it is never half made.

    `GradebookError` if it cannot be written.
    """
    url = course.database_url
    path = Path(url.removeprefix("sqlite:///"))
    if not url.startswith("sqlite:///") or path.exists():
        return
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with writing(path), _using(url):
            _make_tables(course, f"sqlite:///{temporary}")
            try:
                os.link(temporary, path)
            except FileExistsError:
                pass  # another command was first
            except OSError:
                temporary.replace(path)  # a file system without links
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _make_tables(course: Course, url: str) -> None:
    """Let nbgrader make the tables that are missing in a database."""
    from nbgrader.api import Gradebook

    put_programs_on_path()
    with scratch_folder(course):
        Gradebook(url).close()


def put_programs_on_path() -> None:
    """Put the folder of this Python on the PATH: nbgrader starts `alembic` by name when it makes a database."""
    programs = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", os.defpath)
    if programs not in path.split(os.pathsep):
        os.environ["PATH"] = f"{programs}{os.pathsep}{path}"


@contextlib.contextmanager
def scratch_folder(course: Course) -> Iterator[Path]:
    """Keep temporary files in a folder of the gradebook, where a later run finds what a killed one left."""
    with writing(course.gradebook):
        course.gradebook.mkdir(parents=True, exist_ok=True)
        path = Path(tempfile.mkdtemp(prefix=".scratch.", suffix=f".{os.getpid()}.tmp", dir=course.gradebook))
    before, tempfile.tempdir = tempfile.tempdir, str(path)
    try:
        yield path
    finally:
        tempfile.tempdir = before
        shutil.rmtree(path, ignore_errors=True)
