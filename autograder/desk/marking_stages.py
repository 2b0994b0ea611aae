"""How far each student of a class is: handed in, being graded, waiting for a person, done."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Collection, Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from autograder.course import Course, Lesson
from autograder.desk.receipt import Receipt, ReceiptState
from autograder.desk.receipts import Receipts
from autograder.errors import GradebookError
from autograder.gradebook import Standing, open_book
from autograder.records import read_grade, record_path

__all__ = ["Stage", "Stages", "count_stages"]

_FRESH_S = 1.5


class Stage(StrEnum):
    """How far a student is with a lesson."""

    NOTHING = "nothing"  # nothing was handed in
    UNDER_WAY = "under way"  # in the queue, or being graded
    UNGRADED = "ungraded"  # our failure
    PERSON = "person"  # an answer waits for a person, or a score by hand for another look
    GRADED = "graded"


class _Record(NamedTuple):
    """What a record says: whether our side failed, and which notebooks were read."""

    is_ungraded: bool
    notebooks: frozenset[str]


class Stages:
    """The stages of a course. What was read is kept for a moment: all who look on share it."""

    def __init__(self, course: Course, receipts: Receipts) -> None:
        self._course = course
        self._receipts = receipts
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, dict[str, Stage]]] = {}
        self._records: dict[Path, tuple[int, _Record]] = {}

    def of(self, lesson: Lesson) -> dict[str, Stage]:
        """Return the stage of everybody who handed in something of a lesson."""
        with self._lock:
            looked_s, found = self._kept.get(lesson.name, (-_FRESH_S, {}))
            if time.monotonic() - looked_s >= _FRESH_S:
                found = self._look(lesson)
                self._kept[lesson.name] = (time.monotonic(), found)
            return found

    def _look(self, lesson: Lesson) -> dict[str, Stage]:
        newest = {receipt.student: receipt for receipt in self._receipts.of_lesson(lesson.name)}
        with open_book(self._course) as book:
            standings = book.standings(lesson.name)
        return {
            student: _find_stage(lesson, newest.get(student), standings.get(student), self._read(lesson, student))
            for student in {*newest, *standings}
        }

    def _read(self, lesson: Lesson, student: str) -> _Record | None:
        path = record_path(self._course, lesson.name, student)
        try:
            stamp = path.stat().st_mtime_ns
            if path not in self._records or self._records[path][0] != stamp:
                grade = read_grade(path)
                notebooks = grade.notebooks if grade is not None else ()
                names = frozenset(notebook.notebook for notebook in notebooks)
                self._records[path] = (stamp, _Record(grade is None or grade.is_ungraded, names))
        except (OSError, GradebookError):
            return None
        return self._records[path][1]


def _find_stage(lesson: Lesson, receipt: Receipt | None, standing: Standing | None, record: _Record | None) -> Stage:
    if receipt is not None and not receipt.state.is_over:
        return Stage.UNDER_WAY
    if receipt is not None and receipt.state is ReceiptState.FAILED:
        return Stage.UNGRADED
    if standing is None or record is None:  # its receipt says what is known
        return Stage.GRADED if receipt is not None else Stage.UNGRADED
    if record.is_ungraded:
        return Stage.UNGRADED
    read = [notebook for notebook in lesson.notebooks if notebook.name in record.notebooks]
    by_hand = {notebook.key(cell) for notebook in read for cell in notebook.graded_cells if cell.is_manual}
    is_waiting = by_hand & standing.open_cells or standing.to_review or standing.above
    return Stage.PERSON if is_waiting else Stage.GRADED


def count_stages(stages: Mapping[str, Stage], students: Collection[str]) -> dict[str, int]:
    """Return how many of these students are at each stage, and how many handed in, by name."""
    counts = Counter(stages.get(student, Stage.NOTHING) for student in students)
    handed_in = len(students) - counts[Stage.NOTHING]
    return {stage.name.lower(): counts[stage] for stage in Stage} | {"handed_in": handed_in, "all": len(students)}
