"""Regrade requests: a student asks about a question, a TA answers, and a changed score goes into the gradebook.

A request is open until one answer is there; of two answers at once the second one is a conflict and changes nothing.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from autograder.course import CellKey
from autograder.desk.database import Database
from autograder.desk.tables import requests
from autograder.errors import AutograderError

__all__ = ["MOST_TEXT_CHARS", "AlreadyOpen", "Request", "Requests"]

MOST_TEXT_CHARS = 2000
_MOST_SHOWN = 500


class AlreadyOpen(AutograderError):
    """The student has asked about this question before, and nobody has answered yet."""


@dataclass(frozen=True)
class Request:
    """What a student asks about a question, and the answer. Times are in seconds since 1970.

    `before` and `after` are the score when it was answered and the one that the TA entered, None if none was entered.
    `is_page_due` says that the student's page does not hold that score yet.
    """

    id: str
    number: int
    student: str
    lesson: str
    key: CellKey
    text: str
    asked_s: float
    answer: str = ""
    answered_by: str = ""
    answered_s: float | None = None
    before: float | None = None
    after: float | None = None
    is_page_due: bool = False

    @property
    def is_open(self) -> bool:
        return self.answered_s is None


class Requests:
    """All regrade requests of a course."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def ask(self, student: str, lesson: str, key: CellKey, text: str) -> Request:
        """Keep a request and return it. `AlreadyOpen` if this student's last one on the question has no answer yet."""
        values: dict[str, Any] = {"id": secrets.token_hex(10), "student": student, "lesson": lesson}
        values |= {"notebook": key.notebook, "cell": key.grade_id, "text": text, "asked_s": self._clock()}
        values |= {"answer": "", "answered_by": "", "is_page_due": 0}
        own = (requests.c.student == student, requests.c.lesson == lesson)
        same = (*own, requests.c.notebook == key.notebook, requests.c.cell == key.grade_id)
        with self._database.write() as connection:
            if connection.execute(select(requests.c.id).where(*same, requests.c.answered_s.is_(None))).first():
                raise AlreadyOpen("a request about this question is open / 这道题已有一个待处理的申请")
            try:
                with connection.begin_nested():
                    connection.execute(requests.insert().values(values))
            except IntegrityError:  # sent twice at one moment
                raise AlreadyOpen("a request about this question is open / 这道题已有一个待处理的申请") from None
            return _select(connection, requests.c.id == values["id"])[0]

    def find(self, id: str) -> Request | None:
        """Return a request, None if there is none with this id."""
        with self._database.read() as connection:
            return next(iter(_select(connection, requests.c.id == id)), None)

    def of_student(self, student: str, lesson: str) -> list[Request]:
        """Return what somebody asked about a lesson, the newest first."""
        with self._database.read() as connection:
            return _select(connection, requests.c.student == student, requests.c.lesson == lesson)

    def all(self) -> list[Request]:
        """Return the newest requests of everybody: open ones first, those that wait longest before the others."""
        with self._database.read() as connection:
            still_open = _select(connection, requests.c.answered_s.is_(None))
            answered = _select(connection, requests.c.answered_s.is_not(None), most=_MOST_SHOWN)
        return [*reversed(still_open), *answered]

    def told_cells(self, student: str, lesson: str) -> frozenset[CellKey]:
        """Return the questions of a lesson of which an answer told a student a new score."""
        return frozenset(one.key for one in self.of_student(student, lesson) if one.after is not None)

    def close(self, id: str, by: str, answer: str, before: float | None, after: float | None) -> bool:
        """Answer a request; return whether it was open. With a new score the student's page is due."""
        values: dict[str, Any] = {"answer": answer, "answered_by": by, "answered_s": self._clock()}
        values |= {"before": before, "after": after, "is_page_due": int(after is not None)}
        still_open = (requests.c.id == id, requests.c.answered_s.is_(None))
        with self._database.write() as connection:
            return bool(connection.execute(requests.update().where(*still_open).values(values)).rowcount)

    def with_due_pages(self) -> list[Request]:
        """Return the answered requests whose new score is on no page yet."""
        with self._database.read() as connection:
            return _select(connection, requests.c.is_page_due == 1)

    def settle_page(self, id: str) -> None:
        """Say that the student's page has the new score."""
        with self._database.write() as connection:
            connection.execute(requests.update().where(requests.c.id == id).values(is_page_due=0))


def _select(connection: Any, *where: Any, most: int | None = None) -> list[Request]:
    query = select(requests).where(*where).order_by(requests.c.number.desc()).limit(most)
    return [_read(row) for row in connection.execute(query).all()]


def _read(row: Any) -> Request:
    return Request(
        id=row.id,
        number=row.number,
        student=row.student,
        lesson=row.lesson,
        key=CellKey(row.notebook, row.cell),
        text=row.text,
        asked_s=row.asked_s,
        answer=row.answer,
        answered_by=row.answered_by,
        answered_s=row.answered_s,
        before=row.before,
        after=row.after,
        is_page_due=bool(row.is_page_due),
    )
