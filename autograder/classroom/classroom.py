"""A class and one of its lessons, read once: all that TAs see is made of this."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from autograder.course import CellKey, Course, Lesson, load_lesson
from autograder.errors import GradebookError
from autograder.records import Grade, autograded_path, page_path, read_grade, record_path
from autograder.submissions import Roster, answer_text, list_students, load_roster

if TYPE_CHECKING:
    from autograder.audit import Atlas
    from autograder.gradebook import Book, DueDates, HandGrade, Standing

__all__ = ["Classroom", "read_classroom"]

Found = TypeVar("Found")


@dataclass(frozen=True)
class Classroom:
    """One lesson of a class as it is now. Each thing is read when it is first asked for, and once.

    `students` are those who handed something in, or those of them who were asked for.
    """

    lesson: Lesson
    students: tuple[str, ...]

    @functools.cached_property
    def grades(self) -> tuple[Grade, ...]:
        """The students' records, in their order; `GradebookError` if one of them is not graded yet."""
        return tuple(map(self._read_grade, self.students))

    @functools.cached_property
    def standings(self) -> dict[str, Standing]:
        """What the gradebook says of every student who handed in, by student; of nobody else where there is one."""
        only = self.students[0] if len(self.students) == 1 else ""
        return self._ask_book(lambda book: book.standings(self.lesson.name, self.lesson.bonus, only))

    @functools.cached_property
    def hand_grades(self) -> dict[str, dict[CellKey, HandGrade]]:
        """The scores and comments that a person entered, by student and cell."""
        return self._ask_book(
            lambda book: {student: book.comments(self.lesson.name, student) for student in self.students}
        )

    @functools.cached_property
    def stubs(self) -> dict[CellKey, str]:
        """The cells that a person grades, as they were handed out."""
        return self._ask_book(lambda book: book.stubs(self.lesson))

    @functools.cached_property
    def released(self) -> dict[CellKey, str]:
        """All cells that nbgrader keeps as they were handed out."""
        return self._ask_book(lambda book: book.released(self.lesson))

    @functools.cached_property
    def roster(self) -> Roster | None:
        """The list of the class, None if the course has none."""
        return load_roster(self.lesson.course)

    @functools.cached_property
    def sections(self) -> dict[str, str]:
        """The sections of the students whom the roster knows, by id."""
        return {one.id: one.section for one in self.roster.students} if self.roster is not None else {}

    def is_in(self, student: str, sections: Collection[str]) -> bool:
        """Whether a student is in one of these sections; everybody is if none is named."""
        return not sections or self.sections.get(student, "") in sections

    @functools.cached_property
    def names(self) -> dict[str, str]:
        """The names of the students whom the roster knows, by id."""
        return {student.id: student.name for student in self.roster.students} if self.roster is not None else {}

    @functools.cached_property
    def answers(self) -> dict[CellKey, dict[str, str]]:
        """What students wrote in each solution cell, by cell and student; `GradebookError` like `grades`.

        Outputs, which may be large, are not kept.
        """
        found: dict[CellKey, dict[str, str]] = {}
        for grade in self.grades:
            for name, document in self.read_notebooks(grade.student).items():
                notebook = self.lesson.notebook(name)
                for cell in notebook.cells:
                    if cell.is_solution:
                        sources = found.setdefault(notebook.key(cell), {})
                        sources[grade.student] = answer_text(document, cell.grade_id)
        return found

    @property
    def needs_atlas(self) -> bool:
        """Whether somebody's code needs a name."""
        return any(notebook.behaviours or notebook.exhibits for grade in self.grades for notebook in grade.notebooks)

    @functools.cached_property
    def atlas(self) -> Atlas | None:
        """The behaviours that the lesson knows, None if nobody's code needs a name.

        Sample answers that changed since the last audit are observed in a pool of processes, which may take a minute.
        """
        if not self.needs_atlas:
            return None
        from autograder.audit import load_atlas
        from autograder.grading import local_pool

        runner = next(notebook.runner for grade in self.grades for notebook in grade.notebooks)
        with local_pool(os.cpu_count() or 1) as pool:
            return load_atlas(self.lesson, pool, runner)

    @functools.cached_property
    def students_with_page(self) -> frozenset[str]:
        """The students who have a feedback page."""
        course, name = self.lesson.course, self.lesson.name
        return frozenset(student for student in self.students if page_path(course, name, student).exists())

    @functools.cached_property
    def due_dates(self) -> DueDates:
        """The lesson's due date and the extensions."""
        return self._ask_book(lambda book: book.due(self.lesson.name))

    def is_due(self, student: str) -> bool:
        """Whether a student can hand in no more in time, where a setting depends on it; never without a due date."""
        if all(notebook.settings.show_hidden != "after due" for notebook in self.lesson.notebooks):
            return False
        due, extensions = self.due_dates
        return due is not None and due + extensions.get(student, timedelta()) < datetime.now(UTC).replace(tzinfo=None)

    def read_notebooks(self, student: str) -> dict[str, Any]:
        """Return a student's notebooks as graded, parsed, by name. They are read anew each time and not kept."""
        paths = {
            notebook.name: autograded_path(self.lesson.course, self.lesson.name, student, notebook.name)
            for notebook in self.lesson.notebooks
        }
        return {name: json.loads(path.read_text(encoding="utf-8")) for name, path in paths.items() if path.exists()}

    def _read_grade(self, student: str) -> Grade:
        path = record_path(self.lesson.course, self.lesson.name, student)
        grade = read_grade(path)
        if grade is None:
            hint = f"run `autograder grade {self.lesson.name}` first"
            raise GradebookError(f"{student} is not graded yet", hint=hint, path=path)
        return grade

    def _ask_book(self, ask: Callable[[Book], Found]) -> Found:
        from autograder.gradebook import open_book

        with open_book(self.lesson.course) as book:
            return ask(book)


def read_classroom(course: Course, lesson_name: str, students: Sequence[str] = ()) -> Classroom:
    """Return the class of a lesson, or only some of its students.

    `CourseError` if there is no such lesson, or if one of these students handed nothing in.
    """
    lesson = load_lesson(course, lesson_name)
    if not students:
        return Classroom(lesson, tuple(list_students(course, lesson_name)))
    from autograder.grading import choose_students

    return Classroom(lesson, tuple(choose_students(course, lesson, students)))
