"""A score by hand is kept whatever happens, and marked for review where it was entered for something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder.course import CellKey, Course, Lesson
from autograder.gradebook import Book, HandLedger, open_book
from autograder.records import (
    CellGrade,
    ChangeKind,
    Grade,
    NotebookGrade,
    read_history,
    record_path,
    write_grade,
)

WHY = CellKey("rope", "why")


class Run:
    """What `grade` does with the record of the student "a": the record, then the rows, then the history."""

    def __init__(self, course: Course, lesson: Lesson, book: Book, nbgrader: Callable[[], Gradebook]) -> None:
        self.course, self.lesson, self.book, self.nbgrader = course, lesson, book, nbgrader

    def grade(self, answer: str, points: float = 3.0) -> None:
        ledger = HandLedger(self.course, "knots")
        ledger.enter(ledger.notice(self.book))
        cells = {"test_tie": CellGrade(2.0, 2.0, answer="x"), "why": CellGrade(points, None, True, answer=answer)}
        grade = Grade("a", "knots", "", (NotebookGrade("rope", "", "rope.ipynb", "", "jail", cells),))
        path = record_path(self.course, "knots", "a")
        path.parent.mkdir(parents=True, exist_ok=True)
        write_grade(grade, path)
        new = ledger.find_reviews(self.lesson, [grade])
        self.book.write(self.lesson, [grade], ledger.marks(new))
        ledger.enter(new)

    def enter(self, **values: Any) -> None:
        """Do as the formgrader does."""
        with self.nbgrader() as theirs:
            row = theirs.find_grade("why", "rope", "knots", "a")
            for name, value in values.items():
                setattr(row, name, value)
            theirs.db.commit()

    @property
    def row(self) -> tuple[float | None, bool]:
        """The manual score, and whether it waits for a person, as nbgrader reads it."""
        with self.nbgrader() as theirs:
            row = theirs.find_grade("why", "rope", "knots", "a")
            return row.manual_score, bool(row.needs_manual_grade)

    @property
    def lines(self) -> list[tuple[ChangeKind, float | None, float | None]]:
        return [(line.kind, line.before, line.after) for line in read_history(self.course, "knots")]


@pytest.fixture
def run(course: Course, lesson: Lesson, nbgrader: Callable[[], Gradebook]) -> Iterator[Run]:
    """The student "a", graded once with the answer "one" and then by hand with 2."""
    with open_book(course) as book:
        run = Run(course, lesson, book, nbgrader)
        run.grade("one")
        run.enter(manual_score=2.0, needs_manual_grade=False)
        yield run


def test_another_answer_keeps_the_score_and_marks_it_until_a_person_decides(run: Run) -> None:
    """The mark outlives every further run, and comes only once; who confirms it is not asked again."""
    run.grade("one")
    assert run.row == (2.0, False)
    run.grade("two")
    assert run.row == (2.0, True)
    assert run.book.standings("knots")["a"].to_review == {WHY}
    lines = run.lines
    assert lines == [(ChangeKind.HAND, None, 2.0), (ChangeKind.REVIEW, 2.0, 2.0)]
    run.grade("two")
    assert (run.row, run.lines) == ((2.0, True), lines)
    assert run.book.confirm("knots", WHY, ["a", "b"]) == ["a"]
    run.grade("two")
    assert (run.row, run.book.confirm("knots", WHY, ["a"])) == ((2.0, False), [])
    run.grade("one")
    assert run.row == (2.0, True)


def test_a_changed_score_is_a_decision(run: Run) -> None:
    """Entered anew in the formgrader for the answer that is there now: no mark, and the history has from and to."""
    run.grade("two")
    run.enter(manual_score=1.0, needs_manual_grade=False)
    run.grade("two")
    assert run.row == (1.0, False)
    assert run.lines[-1] == (ChangeKind.HAND, 2.0, 1.0)
    run.enter(manual_score=None, needs_manual_grade=True)
    run.grade("three")
    assert run.row == (None, True)
    assert run.lines[-1] == (ChangeKind.HAND, 1.0, None)


def test_other_points_leave_the_score_and_say_so(run: Run) -> None:
    """Nothing is rescaled; the reason names both numbers."""
    run.grade("one", points=1.5)
    assert run.row == (2.0, True)
    assert HandLedger(run.course, "knots").reasons()["a", WHY].startswith("the question's points changed: 3 -> 1.5")


def test_a_run_that_is_killed_after_the_rows_marks_them_again(run: Run) -> None:
    """The history lost its line about the mark: the next run sets it, and the end is the same."""
    run.grade("two")
    path = run.course.gradebook / "history" / "knots.jsonl"
    whole = run.lines
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    run.grade("two")
    assert (run.row, run.lines) == ((2.0, True), whole)


def test_what_our_side_could_not_read_marks_nothing(run: Run) -> None:
    """An UNGRADED notebook has no answer's hash: the next good run compares with what the person saw."""
    run.grade("")
    assert run.row == (2.0, False)
    run.grade("one")
    assert run.row == (2.0, False)


def test_a_score_above_the_points_is_known(run: Run) -> None:
    """More than the question has stays as it was entered."""
    run.enter(manual_score=3.5)
    standing = run.book.standings("knots")["a"]
    assert (standing.above, standing.scores[WHY]) == ({WHY}, 3.5)
    assert run.book.standings("knots", {WHY: 4.0})["a"].above == frozenset()
    run.enter(manual_score=3.0)
    assert run.book.standings("knots")["a"].above == frozenset()
