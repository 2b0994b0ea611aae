"""nbgrader's database, copied: as it is at one moment, of today's form, and without a byte written to the old one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import create_engine, inspect

from autograder.errors import GradebookError
from autograder.gradebook import put_programs_on_path

__all__ = ["BESIDE", "copy_database"]

BESIDE = ("-wal", "-journal")
"""What SQLite keeps beside a database while it is written, or where its writer was killed."""


def copy_database(source: Path, target: Path) -> None:
    """Copy a database of nbgrader's and bring the copy to today's form; `GradebookError` says why it cannot be used.

    SQLite opens the copy alone: even to read, it might write beside the old one.
    """
    before = list(_look_at(source))
    for suffix in ("", *BESIDE):
        if Path(f"{source}{suffix}").exists():
            shutil.copyfile(f"{source}{suffix}", f"{target}{suffix}")
    if list(_look_at(source)) != before:
        hint = "close the formgrader and whatever else uses it, then run the command again"
        raise GradebookError("it was written to while it was copied", hint=hint, path=source)
    _settle(source, target)
    if not _is_of_today(target):
        _upgrade(source, target)


def _look_at(path: Path) -> Iterator[tuple[str, int, int]]:
    for suffix in ("", *BESIDE):
        if os.path.exists(f"{path}{suffix}"):
            status = os.stat(f"{path}{suffix}")
            yield suffix, status.st_size, status.st_mtime_ns


def _settle(source: Path, target: Path) -> None:
    """Let SQLite write what stands beside the copy into it, and look for damage."""
    try:
        connection = sqlite3.connect(target)
        try:
            connection.execute("PRAGMA journal_mode=DELETE").fetchall()
            (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        said = str(error)
    if said != "ok":
        raise GradebookError(f"the database is damaged ({said})", hint="restore it from a backup", path=source)


def _is_of_today(path: Path) -> bool:
    """Whether a database has all tables and columns that nbgrader's own classes have."""
    from nbgrader.api import Base

    engine = create_engine(f"sqlite:///{path}")
    try:
        looker = inspect(engine)
        there = {name: {column["name"] for column in looker.get_columns(name)} for name in looker.get_table_names()}
    finally:
        engine.dispose()
    return all({column.name for column in t.columns} <= there.get(t.name, set()) for t in Base.metadata.sorted_tables)


def _upgrade(source: Path, target: Path) -> None:
    """Bring a database of an older nbgrader to today's form, by nbgrader's own steps; a new table needs none."""
    from nbgrader.api import Gradebook
    from nbgrader.dbutil import write_alembic_ini

    put_programs_on_path()
    settings = target.with_name("alembic.ini")
    write_alembic_ini(str(settings), f"sqlite:///{target}")
    done = subprocess.run(["alembic", "-c", str(settings), "upgrade", "head"], capture_output=True, text=True)
    if done.returncode == 0:
        Gradebook(f"sqlite:///{target}").close()
    if done.returncode != 0 or not _is_of_today(target):
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        hint = "make a copy of the course, run `nbgrader db upgrade` there, and let that one move in"
        raise GradebookError(f"it is of an older nbgrader and cannot be upgraded ({said})", hint=hint, path=source)
