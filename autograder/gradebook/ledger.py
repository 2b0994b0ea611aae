"""Scores that persons entered, as the history knows them: for which answer, and for how many points.

nbgrader's database holds only the score. A score whose answer or whose question's points changed since is kept, and
marked for review until a person confirms or changes it. The mark goes into the database before the history says so:
killed between the two, the next run does both again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from autograder.course import CellKey, Course, Lesson
from autograder.errors import GradebookError
from autograder.gradebook.book import Book
from autograder.gradebook.rows import Reviews
from autograder.records import (
    CellGrade,
    Change,
    ChangeKind,
    Grade,
    HistoryLine,
    append_history,
    read_grade,
    read_history,
    record_path,
)
from autograder.text import join_languages

__all__ = ["HandLedger"]

_OTHER_ANSWER = join_languages("another answer was handed in", "之后又交了不同的回答")


class HandLedger:
    """What is known of a lesson's scores by hand: of each cell of each student the last line of the history."""

    def __init__(self, course: Course, lesson: str) -> None:
        self._course = course
        self._lesson = lesson
        self._known: dict[tuple[str, CellKey], HistoryLine | Change] = {
            (line.student, line.key): line for line in read_history(course, lesson) if line.kind is not ChangeKind.TESTS
        }

    def notice(self, book: Book) -> list[Change]:
        """Return the scores by hand that the history does not know yet: entered, changed or taken back elsewhere.

        They are known from now on. What each was entered for is what the record holds now.
        """
        entered = book.hand_scores(self._lesson)
        changes = []
        for student, key in sorted({*entered, *self._known}):
            known = self._known.get((student, key))
            before, after = known.after if known is not None else None, entered.get((student, key))
            if before != after:
                changes.append(self.describe(student, key, before, after))
        self._learn(changes)
        return changes

    def describe(self, student: str, key: CellKey, before: float | None, after: float | None) -> Change:
        """Return a change by hand, with the answer and the points that it is for."""
        cell = _find_cell(self._read_record(student), key)
        answer, points = (cell.answer, cell.points) if cell is not None else ("", None)
        return Change(student, *key, before, after, kind=ChangeKind.HAND, answer=answer, points=points)

    def enter(self, changes: Iterable[Change], who: str = "") -> None:
        """Add changes to the history, made by `who`, "" for who runs this; they are known from now on."""
        found = list(changes)
        append_history(self._course, self._lesson, found, who)
        self._learn(found)

    def known_score(self, student: str, key: CellKey) -> float | None:
        """Return the score by hand that is known."""
        known = self._known.get((student, key))
        return known.after if known is not None else None

    def find_reviews(self, lesson: Lesson, grades: Iterable[Grade]) -> list[Change]:
        """Return the scores by hand whose answer, or whose question's points, are not those they were entered for."""
        return [
            change
            for grade in grades
            for notebook in lesson.notebooks
            for cell in notebook.graded_cells
            for change in self._review(grade, notebook.key(cell))
        ]

    def marks(self, new: Iterable[Change] = ()) -> Reviews:
        """Return these as marks to set, and those that were set before."""
        earlier = (place for place, line in self._known.items() if line.kind is ChangeKind.REVIEW)
        return Reviews(frozenset((change.student, change.key) for change in new), frozenset(earlier))

    def reasons(self) -> dict[tuple[str, CellKey], str]:
        """Return why scores were marked for review, by student and cell; some may be confirmed by now."""
        return {place: line.why for place, line in self._known.items() if line.kind is ChangeKind.REVIEW}

    def _review(self, grade: Grade, key: CellKey) -> Iterator[Change]:
        known, cell = self._known.get((grade.student, key)), _find_cell(grade, key)
        if known is None or known.after is None or cell is None:
            return
        reasons = [_OTHER_ANSWER] if cell.answer and cell.answer != known.answer else []
        if known.points is not None and known.points != cell.points:
            points = f"{known.points:g} -> {cell.points:g}"
            reasons.append(join_languages(f"the question's points changed: {points}", f"题目分值已变：{points}"))
        if reasons:
            score, answer = known.after, cell.answer or known.answer
            yield Change(
                grade.student,
                *key,
                score,
                score,
                kind=ChangeKind.REVIEW,
                answer=answer,
                points=cell.points,
                why="; ".join(reasons),
            )

    def _learn(self, changes: Iterable[Change]) -> None:
        self._known |= {(change.student, change.key): change for change in changes}

    def _read_record(self, student: str) -> Grade | None:
        try:
            return read_grade(record_path(self._course, self._lesson, student))
        except GradebookError:
            return None  # it is damaged, and made anew by the next run


def _find_cell(grade: Grade | None, key: CellKey) -> CellGrade | None:
    notebook = grade.notebook(key.notebook) if grade is not None else None
    return notebook.cells.get(key.grade_id) if notebook is not None else None
