"""The desk's database: SQLite beside the gradebook, or the PostgreSQL that the course's `db_url` names.

What is committed survives a power failure: SQLite keeps a log of its own and is told to wait for the disk.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from autograder.course import Course
from autograder.desk import lti_tables  # noqa: F401 - its tables are made with the others
from autograder.desk.tables import METADATA
from autograder.errors import GradebookError
from autograder.files import writing

__all__ = ["Database", "desk_folder", "is_database_there", "open_database"]

_WAIT_S = 10.0


def desk_folder(course: Course) -> Path:
    """Return where the desk keeps its own things."""
    return course.gradebook / "desk"


class Database:
    """The open database. Reading takes no lock; of two that write, one waits."""

    def __init__(self, engine: Engine) -> None:
        self._writer = engine
        self._reader = engine.execution_options(desk_is_reading=True)

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Look at one state of the database. `GradebookError` says why it cannot be used."""
        with _explained(), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """Change the database in one transaction, which is on disk when this ends without an exception."""
        with _explained(), self._writer.begin() as connection:
            yield connection

    @property
    def engine(self) -> Engine:
        """What it is opened by, for what no transaction can do."""
        return self._writer

    def close(self) -> None:
        """Close all connections."""
        self._writer.dispose()


def is_database_there(course: Course) -> bool:
    """Whether there may be something in the desk's database; where it is a file, whether there is that file."""
    return not course.database_url.startswith("sqlite") or (course.gradebook / "desk.db").exists()


def open_database(course: Course) -> Database:
    """Open the desk's database, and make its tables if they are not there."""
    url = course.database_url
    folder = desk_folder(course)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _explained():
        if url.startswith("sqlite"):
            engine = create_engine(f"sqlite:///{course.gradebook / 'desk.db'}", connect_args={"timeout": _WAIT_S})
            event.listen(engine, "connect", _prepare)
            event.listen(engine, "begin", _begin)
        else:
            engine = create_engine(url, pool_pre_ping=True)
        _make_tables(engine)
    return Database(engine)


def _make_tables(engine: Engine) -> None:
    try:
        METADATA.create_all(engine)
    except SQLAlchemyError:  # another process of ours made them at the same moment
        METADATA.create_all(engine)


def _prepare(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions begin below, not where Python's module guesses
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={int(_WAIT_S * 1000)}"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    """Take the lock for writing at once: who has read first may find that he cannot write any more."""
    is_reading = connection.get_execution_options().get("desk_is_reading")
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise GradebookError(f"the desk's database cannot be used ({reason})", hint="try again") from error
    except ModuleNotFoundError as error:
        hint = "for PostgreSQL: pip install 'autograder-course[postgresql]'"
        raise GradebookError(f"the desk's database needs the package {error.name}", hint=hint) from error
