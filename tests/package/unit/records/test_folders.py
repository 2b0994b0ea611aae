"""Who holds the gradebook: a holder without a name has just come, or is about to go."""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from autograder.course import Course
from autograder.errors import GradebookError
from autograder.records import hold_gradebook


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "gradebook").mkdir()
    return Course(tmp_path)


@pytest.fixture
def nameless(course: Course) -> Iterator[IO[bytes]]:
    """The gradebook's lock, held as by one who has taken his name out of it already."""
    with (course.gradebook / ".lock").open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def test_who_is_about_to_let_go_is_waited_for(course: Course, nameless: IO[bytes]) -> None:
    letting_go = threading.Timer(0.05, nameless.close)
    letting_go.start()
    with hold_gradebook(course, "tim"):
        assert (course.gradebook / ".lock").read_text().startswith("tim, process ")
    letting_go.join()
    assert (course.gradebook / ".lock").read_text() == ""


def test_who_stays_without_a_name_is_another_run(course: Course, nameless: IO[bytes]) -> None:
    with pytest.raises(GradebookError, match="in use by another run"), hold_gradebook(course):
        pass
    nameless.close()
    with hold_gradebook(course):
        pass
