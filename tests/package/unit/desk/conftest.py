"""A desk without web pages or graders: its database and its folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.desk.database import Database, open_database


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(tmp_path)


@pytest.fixture
def database(course: Course) -> Iterator[Database]:
    database = open_database(course)
    yield database
    database.close()
