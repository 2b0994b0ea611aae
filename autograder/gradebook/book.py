"""The course's database, open: what is asked of it and what is written to it, each in one transaction."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Engine, select

from autograder.course import CellKey, Course, Lesson
from autograder.gradebook import tables
from autograder.gradebook.by_hand import (
    HandGrade,
    HandGraded,
    confirm_hand_grades,
    read_cell_grades,
    read_hand_grades,
    read_hand_scores,
    write_cell_grades,
    write_hand_grade,
)
from autograder.gradebook.database import open_database
from autograder.gradebook.extensions import read_extensions, write_extensions
from autograder.gradebook.former import Census, FormerRow, read_former_rows, read_former_times, take_census
from autograder.gradebook.late import LateRule, write_penalties
from autograder.gradebook.layout import LessonLayout, find_lesson, is_entered, read_layout, read_released, write_bonus
from autograder.gradebook.rows import NO_REVIEWS, Reviews, write_rows
from autograder.gradebook.standings import Standing, read_standings
from autograder.records import Grade

__all__ = ["Book", "DueDates", "open_book"]


class DueDates(NamedTuple):
    """A lesson's due date (UTC), and the extensions by student."""

    due: datetime | None
    extensions: dict[str, timedelta]


@contextlib.contextmanager
def open_book(course: Course) -> Iterator[Book]:
    """Open the course's database; make it if there is none. `GradebookError` says why it cannot be used."""
    with open_database(course) as engine:
        yield Book(engine, course)


class Book:
    """The open database. A score or comment that a person entered is changed by `grade_by_hand` alone."""

    def __init__(self, engine: Engine, course: Course) -> None:
        self._engine = engine
        self._late_rule = LateRule(course)
        self._layouts: dict[str, LessonLayout] = {}

    def holds(self, lesson: Lesson) -> bool:
        """Whether the database knows the lesson with these cells, points and locked sources."""
        with self._engine.begin() as connection:
            return is_entered(connection, lesson)

    def put_bonus_beyond(self, lesson: Lesson) -> None:
        """Let the maximum hold no points of tests that are a bonus: nbgrader, too, adds up what was reached."""
        with self._engine.begin() as connection:
            write_bonus(connection, lesson)

    def knows(self, student: str) -> bool:
        """Whether a student is in the database."""
        query = select(tables.students.c.id).where(tables.students.c.id == student)
        with self._engine.begin() as connection:
            return connection.execute(query).first() is not None

    def stubs(self, lesson: Lesson) -> dict[CellKey, str]:
        """Return the answers that a person grades, as they were released."""
        manual = {
            notebook.key(cell) for notebook in lesson.notebooks for cell in notebook.by_id.values() if cell.is_manual
        }
        with self._engine.begin() as connection:
            released = read_released(connection, lesson.name)
        return {key: cell.source for key, cell in released.items() if key in manual and not cell.is_locked}

    def released(self, lesson: Lesson) -> dict[CellKey, str]:
        """Return the cells that nbgrader keeps as they were handed out."""
        names = {notebook.name for notebook in lesson.notebooks}
        with self._engine.begin() as connection:
            released = read_released(connection, lesson.name)
        return {key: cell.source for key, cell in released.items() if key.notebook in names}

    def write(self, lesson: Lesson, grades: Sequence[Grade], reviews: Reviews = NO_REVIEWS) -> None:
        """Bring the rows of some submissions to their records, and the penalties for being late to the rows."""
        with self._engine.begin() as connection:
            if lesson.name not in self._layouts:
                self._layouts[lesson.name] = read_layout(connection, lesson.name)
            submissions = write_rows(connection, self._layouts[lesson.name], grades, reviews)
            write_penalties(connection, submissions, self._late_rule)

    def due(self, lesson: str) -> DueDates:
        """Return a lesson's due date and extensions."""
        assignments = tables.assignments
        with self._engine.begin() as connection:
            due = connection.execute(select(assignments.c.duedate).where(assignments.c.name == lesson)).scalar()
            return DueDates(due, read_extensions(connection, lesson))

    def set_due(self, lesson: str, moment: datetime) -> None:
        """Set a lesson's due date (UTC); `GradebookError` if the database does not know the lesson."""
        assignments = tables.assignments
        with self._engine.begin() as connection:
            id = find_lesson(connection, lesson).id
            connection.execute(assignments.update().where(assignments.c.id == id).values(duedate=moment))

    def extend(self, lesson: str, extensions: Mapping[str, timedelta], enrolled: Collection[str] = ()) -> None:
        """Give students more time for a lesson; none takes it back.

        `enrolled` may have handed in nothing yet. `GradebookError` if somebody else is nobody whom the database knows.
        """
        with self._engine.begin() as connection:
            write_extensions(connection, lesson, extensions, enrolled)

    def grade_by_hand(
        self,
        lesson: str,
        cell: CellKey,
        students: Sequence[str],
        score: float | None,
        comment: str,
        *,
        is_overwriting: bool = False,
    ) -> HandGraded:
        """Enter a score, a comment or both for one cell, as the formgrader does; return for whom."""
        grade = HandGrade(score, comment)
        with self._engine.begin() as connection:
            graded, submissions = write_hand_grade(
                connection, lesson, cell, students, grade, is_overwriting=is_overwriting
            )
            write_penalties(connection, submissions, self._late_rule)
        return graded

    def cell_grades(self, lesson: str, cell: CellKey) -> dict[str, HandGrade]:
        """Return what persons entered for one cell, by student; the grader's own comments are not in it."""
        with self._engine.begin() as connection:
            return read_cell_grades(connection, lesson, cell)

    def set_cell_grades(self, lesson: str, cell: CellKey, grades: Mapping[str, HandGrade]) -> None:
        """Enter a score and a comment for one cell of each student, in the place of what a person had entered."""
        with self._engine.begin() as connection:
            submissions = write_cell_grades(connection, lesson, cell, grades)
            write_penalties(connection, submissions, self._late_rule)

    def hand_scores(self, lesson: str) -> dict[tuple[str, CellKey], float]:
        """Return all scores of a lesson that a person entered, by student and cell."""
        with self._engine.begin() as connection:
            return read_hand_scores(connection, lesson)

    def confirm(self, lesson: str, cell: CellKey, students: Sequence[str]) -> list[str]:
        """Take the mark for review from scores by hand of these students; return whose they were."""
        with self._engine.begin() as connection:
            return confirm_hand_grades(connection, lesson, cell, students)

    def standings(
        self, lesson: str, bonus: Mapping[CellKey, float] | None = None, student: str = ""
    ) -> dict[str, Standing]:
        """Return the standing of every student who handed in, or of this one alone, by student.

        `bonus` are the points of cells that are beyond the maximum, of which the database says that they have none.
        """
        with self._engine.begin() as connection:
            return read_standings(connection, lesson, bonus or {}, student)

    def comments(self, lesson: str, student: str) -> dict[CellKey, HandGrade]:
        """Return what a person entered for each cell of a student."""
        with self._engine.begin() as connection:
            return read_hand_grades(connection, lesson, student)

    def former_rows(self, lesson: str) -> list[FormerRow]:
        """Return all scores of a lesson, as another program left them."""
        with self._engine.begin() as connection:
            return read_former_rows(connection, lesson)

    def former_times(self) -> list[tuple[str, str, datetime]]:
        """Return student, lesson and time (UTC) of each submission of any lesson that has one."""
        with self._engine.begin() as connection:
            return read_former_times(connection)

    def count(self) -> Census:
        """Count what the database holds of all lessons."""
        with self._engine.begin() as connection:
            return take_census(connection)
