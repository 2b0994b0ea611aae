"""What the desk itself keeps of grading by hand: rubrics, marks, shares of the work, and who looked at names.

Scores and comments are in nbgrader's database alone. A mark says how such a score came about, and holds only as long as
score and comment are still those that were entered with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Table, select

from autograder.course import CellKey
from autograder.desk.database import Database
from autograder.desk.marking_rubric import Rubric, RubricItem
from autograder.desk.tables import looks, marks, rubrics, shares
from autograder.gradebook import HandGrade

__all__ = ["Look", "Mark", "MarkStore", "Question"]

_ITEMS = msgspec.json.Decoder(tuple[RubricItem, ...])
_IDS = msgspec.json.Decoder(tuple[str, ...])


@dataclass(frozen=True)
class Question:
    """A question that a person grades, of a lesson."""

    lesson: str
    key: CellKey
    points: float


@dataclass(frozen=True)
class Mark:
    """A decision: items of the rubric, or a score that was typed in their place, and words of one's own.

    `score` and `said` are what went into nbgrader's database.
    """

    items: tuple[str, ...] = ()
    typed: float | None = None
    words: str = ""
    score: float = 0.0
    said: str = ""

    def holds(self, grade: HandGrade | None) -> bool:
        """Whether the database still has what was entered with this mark."""
        return grade is not None and (grade.score, grade.comment) == (self.score, self.said)


@dataclass(frozen=True)
class Look:
    """Somebody looked at names. `hidden_s` is None while he sees them; times are in seconds since 1970."""

    person: str
    looked_s: float
    hidden_s: float | None


class MarkStore:
    """The desk's tables of grading by hand."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    # --- rubrics and marks ---

    def rubric(self, question: Question) -> Rubric:
        """Return the rubric of a question, an empty one if there is none yet."""
        with self._database.read() as connection:
            row = connection.execute(select(rubrics).where(*_of(rubrics, question))).one_or_none()
        return Rubric() if row is None else Rubric(_ITEMS.decode(row.items), bool(row.is_from_full), row.version)

    def marks(self, question: Question) -> dict[str, Mark]:
        """Return the marks of a question, by student."""
        with self._database.read() as connection:
            rows = connection.execute(select(marks).where(*_of(marks, question))).all()
        return {row.student: Mark(_IDS.decode(row.items), row.typed, row.words, row.score, row.said) for row in rows}

    def keep(self, question: Question, found: Mapping[str, Mark], rubric: Rubric | None = None) -> None:
        """Keep marks by student, in the place of earlier ones, and with them a changed rubric."""
        rows = [{"student": student, **_name(question), **_write(mark)} for student, mark in found.items()]
        with self._database.write() as connection:
            connection.execute(marks.delete().where(*_of(marks, question), marks.c.student.in_(list(found))))
            if rows:
                connection.execute(marks.insert(), rows)
            if rubric is not None:
                values: dict[str, Any] = {"version": rubric.version, "is_from_full": int(rubric.is_from_full)}
                values |= {"items": msgspec.json.encode(rubric.items).decode()}
                connection.execute(rubrics.delete().where(*_of(rubrics, question)))
                connection.execute(rubrics.insert().values(**_name(question), **values))

    # --- shares ---

    def shares(self, question: Question) -> dict[str, str]:
        """Return who grades whose answer, by student; nobody is named for students whose answers were not dealt."""
        with self._database.read() as connection:
            rows = connection.execute(select(shares.c.student, shares.c.person).where(*_of(shares, question)))
            return {row.student: row.person for row in rows}

    def deal(self, question: Question, dealt: Mapping[str, str]) -> None:
        """Let persons grade the answers of students who were nobody's share so far."""
        with self._database.write() as connection:
            known = set(connection.execute(select(shares.c.student).where(*_of(shares, question))).scalars())
            rows = [
                {"student": student, "person": person, **_name(question)}
                for student, person in dealt.items()
                if student not in known
            ]
            if rows:
                connection.execute(shares.insert(), rows)

    def take_back(self, question: Question) -> None:
        """Let the answers to a question be nobody's share."""
        with self._database.write() as connection:
            connection.execute(shares.delete().where(*_of(shares, question)))

    # --- names ---

    def show_names(self, question: Question, person: str) -> None:
        """Record that somebody looks at names."""
        if not self.sees_names(question, person):
            with self._database.write() as connection:
                values = {"person": person, "looked_s": self._clock()}
                connection.execute(looks.insert().values(**_name(question), **values))

    def hide_names(self, question: Question, person: str) -> None:
        """Record that somebody sees names no more."""
        own = (*_of(looks, question), looks.c.person == person, looks.c.hidden_s.is_(None))
        with self._database.write() as connection:
            connection.execute(looks.update().where(*own).values(hidden_s=self._clock()))

    def sees_names(self, question: Question, person: str) -> bool:
        """Whether somebody sees names at a question."""
        return any(look.person == person and look.hidden_s is None for look in self.looks(question))

    def looks(self, question: Question) -> list[Look]:
        """Return who looked at names at a question, the first one first."""
        query = select(looks).where(*_of(looks, question)).order_by(looks.c.number)
        with self._database.read() as connection:
            return [Look(row.person, row.looked_s, row.hidden_s) for row in connection.execute(query)]


def _name(question: Question) -> dict[str, str]:
    return {"lesson": question.lesson, "notebook": question.key.notebook, "cell": question.key.grade_id}


def _of(table: Table, question: Question) -> Iterable[Any]:
    return [table.c[name] == value for name, value in _name(question).items()]


def _write(mark: Mark) -> dict[str, Any]:
    values: dict[str, Any] = {"items": msgspec.json.encode(mark.items).decode(), "typed": mark.typed}
    return values | {"words": mark.words, "score": mark.score, "said": mark.said}
