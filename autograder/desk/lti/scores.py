"""Which score of which student a platform should have, and how far that is. One row for each, in our own database.

A row counts the scores that there were (`sequence`), each with the time at which it was seen. A score is sent with that
time, so that a platform can tell the newer one; and what was sent is noted with its number, so that neither a process
that is killed nor one that comes late puts an older score over a newer one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from autograder.course import CellKey
from autograder.desk.catalogue import Catalogue, OpenLesson
from autograder.desk.database import Database
from autograder.desk.lti.courses import LmsCourse
from autograder.desk.lti.members import Members
from autograder.desk.lti_tables import lti_scores
from autograder.desk.people import Role
from autograder.desk.publishing import Publications
from autograder.gradebook import Standing, open_book

__all__ = ["Score", "ScoreState", "Scores", "may_be_sent"]

_RETRY_S = 5.0
_MOST_WAIT_S = 3600.0
_MOST_REASON = 300


class ScoreState(StrEnum):
    """How far a score is. A waiting one may not be sent yet; a failed one needs a person, and is tried each hour."""

    WAITING = "waiting"
    QUEUED = "queued"
    RETRYING = "retrying"
    FAILED = "failed"
    SENT = "sent"


@dataclass(frozen=True)
class Score:
    """One student's score of a lesson for one course of an LMS. Times are in seconds since 1970.

    `sent_score` is what the platform took last.
    """

    course: str
    lesson: str
    student: str
    score: float
    maximum: float
    sequence: int
    scored_s: float
    sent_sequence: int
    sent_score: float | None
    sent_s: float | None
    state: ScoreState
    tries: int
    not_before_s: float
    reason: str

    @property
    def needs_person(self) -> bool:
        """Whether the platform did not take it, and somebody should look why."""
        return self.state in (ScoreState.RETRYING, ScoreState.FAILED)


def may_be_sent(lesson: OpenLesson, standing: Standing, *, is_published: bool) -> str:
    """Return "" if a student may see this score of his now, and else why not yet.

    It may not tell of hidden verdicts, or of what a person entered, before the student's own page does.
    """
    student = standing.student
    cells = [(one.name, cell) for one in lesson.lesson.notebooks for cell in one.graded_cells]
    manual = {CellKey(notebook, cell.grade_id) for notebook, cell in cells if cell.is_manual}
    if standing.open_cells:
        is_ours = not standing.open_cells <= manual
        return "a question is UNGRADED: our failure" if is_ours else "a person has still to grade a question"
    hidden = [one for one in lesson.lesson.notebooks if not lesson.tells_hidden(one.name, student)]
    if not hidden and not standing.by_hand:
        return ""
    waits = any(one.settings.show_hidden == "after due" for one in hidden)
    if waits and lesson.dates.due is not None and not lesson.is_due(student):
        return "hidden tests are shown when the lesson was due"
    return "" if is_published else "students see it when the lesson is published"


class Scores:
    """All scores for platforms."""

    def __init__(self, database: Database, catalogue: Catalogue, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._catalogue = catalogue
        self._clock = clock
        self._members = Members(database)
        self._publications = Publications(database)

    # --- what there is to send ---

    def look(self, courses: list[LmsCourse], lesson: str = "") -> None:
        """Note what each of these courses should have of each lesson, or of one."""
        people = [one for one in self._members.all() if one.role is Role.STUDENT]
        for found in self._catalogue.lessons():
            if lesson in ("", found.lesson.name) and courses and people:
                with open_book(self._catalogue.course) as book:
                    standings = book.standings(found.lesson.name)
                is_published = self._publications.has(found.lesson.name)
                with self._database.write() as connection:
                    for one in people:
                        if any(course.id == one.course for course in courses) and one.student in standings:
                            standing = standings[one.student]
                            reason = may_be_sent(found, standing, is_published=is_published)
                            self._note(connection, one.course, found, standing, reason)

    def _note(self, connection: Any, course: str, lesson: OpenLesson, standing: Standing, reason: str) -> None:
        own = _own(course, lesson.lesson.name, standing.student)
        row = connection.execute(select(lti_scores).where(*own)).one_or_none()
        wanted: dict[str, Any] = {"score": standing.total, "maximum": lesson.lesson.points}
        is_same = row is not None and all(getattr(row, name) == value for name, value in wanted.items())
        is_waiting = row is not None and row.state == ScoreState.WAITING
        is_told = row is not None and is_waiting == bool(reason) and (not is_waiting or row.reason == reason)
        if is_same and (is_told or row.sent_sequence == row.sequence):
            return
        now_s = self._clock()
        state = ScoreState.WAITING if reason else ScoreState.QUEUED
        values = wanted | {"state": state.value, "reason": reason, "tries": 0, "not_before_s": 0.0}
        if row is None:
            first = {"course": course, "lesson": lesson.lesson.name, "student": standing.student, "sent_sequence": 0}
            connection.execute(lti_scores.insert().values(first | values | {"sequence": 1, "scored_s": now_s}))
            return
        if not is_same:
            values |= {"sequence": row.sequence + 1, "scored_s": max(now_s, row.scored_s + 0.001)}
        connection.execute(lti_scores.update().where(*own).values(values))

    # --- what is sent ---

    def due(self) -> list[Score]:
        """Return what is to be sent now, what waits longest first."""
        states = [ScoreState.QUEUED.value, ScoreState.RETRYING.value, ScoreState.FAILED.value]
        query = select(lti_scores).where(lti_scores.c.state.in_(states), lti_scores.c.not_before_s <= self._clock())
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute(query.order_by(lti_scores.c.scored_s))]

    def say_sent(self, score: Score) -> None:
        """Note that the platform took a score; if there is a newer one meanwhile, that is still to be sent."""
        own = _own(score.course, score.lesson, score.student)
        values = {"sent_sequence": score.sequence, "sent_score": score.score, "sent_s": self._clock()}
        with self._database.write() as connection:
            older = (*own, lti_scores.c.sent_sequence < score.sequence)
            connection.execute(lti_scores.update().where(*older).values(values))
            newest = (*own, lti_scores.c.sequence == score.sequence)
            done = {"state": ScoreState.SENT.value, "reason": "", "tries": 0}
            connection.execute(lti_scores.update().where(*newest).values(done))

    def say_failed(self, score: Score, reason: str) -> None:
        """Note that the platform does not want a score. It is tried again each hour, and when the score changes."""
        values = {"state": ScoreState.FAILED.value, "tries": score.tries + 1, "reason": reason[:_MOST_REASON]}
        own = (*_own(score.course, score.lesson, score.student), lti_scores.c.sequence == score.sequence)
        with self._database.write() as connection:
            later_s = self._clock() + _MOST_WAIT_S
            connection.execute(lti_scores.update().where(*own).values(not_before_s=later_s, **values))

    def put_off(self, score: Score, reason: str, wait_s: float = 0.0) -> None:
        """Note that a platform could not take a score now: all that is due there waits, twice as long each time."""
        later_s = self._clock() + max(min(_RETRY_S * 2 ** min(score.tries, 20), _MOST_WAIT_S), wait_s)
        values: dict[str, Any] = {"state": ScoreState.RETRYING.value, "reason": reason[:_MOST_REASON]}
        values |= {"not_before_s": later_s, "tries": lti_scores.c.tries + 1}
        states = [ScoreState.QUEUED.value, ScoreState.RETRYING.value]
        others = (lti_scores.c.course == score.course, lti_scores.c.state.in_(states))
        with self._database.write() as connection:
            due = lti_scores.c.not_before_s <= self._clock()
            connection.execute(lti_scores.update().where(*others, due).values(values))
            own = _own(score.course, score.lesson, score.student)
            failed = (*own, lti_scores.c.state == ScoreState.FAILED.value, lti_scores.c.sequence == score.sequence)
            connection.execute(lti_scores.update().where(*failed).values(values))

    def try_now(self, lesson: str) -> None:
        """Let nothing of a lesson wait any longer."""
        states = [ScoreState.RETRYING.value, ScoreState.FAILED.value]
        own = (lti_scores.c.lesson == lesson, lti_scores.c.state.in_(states))
        with self._database.write() as connection:
            connection.execute(lti_scores.update().where(*own).values(not_before_s=0.0))

    def of_lesson(self, lesson: str) -> list[Score]:
        """Return how far everybody's score of a lesson is, by student."""
        query = select(lti_scores).where(lti_scores.c.lesson == lesson)
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute(query.order_by(lti_scores.c.student, lti_scores.c.course))]


def _own(course: str, lesson: str, student: str) -> tuple[Any, ...]:
    return lti_scores.c.course == course, lti_scores.c.lesson == lesson, lti_scores.c.student == student


def _read(row: Any) -> Score:
    values = dict(row._mapping)
    return Score(**{**values, "state": ScoreState(row.state)})
