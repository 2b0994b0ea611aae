"""Grade answers by hand: into nbgrader's database, the history, and the desk's own marks, in this order.

Two who grade the same answers see each other: each form carries what its reader was shown (`seen`), and where the
database holds something else by now, nothing is written and both are shown.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from autograder.course import Course
from autograder.desk.marking_rubric import Rubric
from autograder.desk.marking_store import Mark, MarkStore, Question
from autograder.errors import AutograderError, GradebookError
from autograder.gradebook import Book, HandGrade, HandLedger, open_book
from autograder.records import DESK, hold_gradebook

__all__ = ["MarkConflict", "RubricChanges", "change_rubric", "enter_mark", "find_changes", "make_seen", "read_grades"]


class MarkConflict(AutograderError):
    """The database holds another score, comment or rubric than whoever entered something was shown."""


def read_grades(course: Course, question: Question) -> dict[str, HandGrade]:
    """Return what nbgrader's database holds of persons' grades for a question, by student."""
    with open_book(course) as book:
        return book.cell_grades(question.lesson, question.key)


def make_seen(grades: Mapping[str, HandGrade], students: Iterable[str]) -> str:
    """Return a short name of what is entered for some students: another one as soon as any of it is another."""
    states = [(one.score, one.comment, one.is_to_review) for one in _pick(grades, sorted(students))]
    return hashlib.sha256(json.dumps(states).encode()).hexdigest()[:16]


def _pick(grades: Mapping[str, HandGrade], students: Iterable[str]) -> list[HandGrade]:
    return [grades.get(student, HandGrade()) for student in students]


# --- one answer, or a group of them ---


def enter_mark(
    course: Course,
    store: MarkStore,
    question: Question,
    find_students: Callable[[], Sequence[str]],
    mark: Mark,
    by: str,
    seen: str,
    version: int,
) -> None:
    """Enter a decision for students; `find_students` says for whom once nobody else writes any more.

    `MarkConflict` if another rubric counts by now (`version`), or if somebody entered something else than what was
    `seen`; then nothing is changed.
    """
    with hold_gradebook(course, f"{DESK}, for {by}"):
        students, rubric = find_students(), store.rubric(question)
        if rubric.version != version:
            raise MarkConflict("the rubric was changed meanwhile / 评分标准在此期间已被修改")
        mark = _complete(mark, rubric, question.points)
        with open_book(course) as book:
            grades, wanted = book.cell_grades(question.lesson, question.key), HandGrade(mark.score, mark.said)
            if any(student not in grades for student in students):
                hint = f"run `autograder grade {question.lesson}`, then this again"
                raise GradebookError(
                    "the gradebook has nothing of one of these answers / 成绩库里还没有其中的回答", hint=hint
                )
            is_done = all(one == wanted for one in _pick(grades, students))
            if not is_done and make_seen(grades, students) != seen:
                raise MarkConflict("somebody else graded this meanwhile / 其他人在此期间已评过")
            if not is_done:
                _write(course, book, question, dict.fromkeys(students, wanted), by, "")
        store.keep(question, dict.fromkeys(students, mark))


def _complete(mark: Mark, rubric: Rubric, points: float) -> Mark:
    """Return a mark with the score and the words that come of it."""
    items = rubric.choose(mark.items)
    score = rubric.count(items, points) if mark.typed is None else mark.typed
    return replace(mark, items=items, score=score, said=rubric.say(items, mark.words))


def _write(course: Course, book: Book, question: Question, grades: Mapping[str, HandGrade], by: str, why: str) -> None:
    """Enter grades in the database, then in the history; what others entered elsewhere comes first there."""
    ledger = HandLedger(course, question.lesson)
    ledger.enter(ledger.notice(book))
    book.set_cell_grades(question.lesson, question.key, grades)
    changes = [
        structs.replace(ledger.describe(student, question.key, before, grade.score), why=why)
        for student, grade in grades.items()
        if (before := ledger.known_score(student, question.key)) != grade.score or not why
    ]
    ledger.enter(changes, by)


# --- a rubric that changes ---


@dataclass(frozen=True)
class RubricChanges:
    """What a changed rubric does to marks. `before` and `after` are by student, for those whose grade changes.

    `marks` are all that hold, as they will be. `left` were graded otherwise since, or wait for review: they stay.
    """

    before: dict[str, HandGrade]
    after: dict[str, HandGrade]
    marks: dict[str, Mark]
    left: tuple[str, ...]

    @property
    def name(self) -> str:
        """A short name of these changes: another one as soon as one of them is another."""
        whole = [(student, self.before[student].score, one.score, one.comment) for student, one in self.after.items()]
        return hashlib.sha256(json.dumps(sorted(whole)).encode()).hexdigest()[:16]

    def count_scores(self) -> dict[tuple[float | None, float | None], int]:
        """Return how many students go from which score to which."""
        found: dict[tuple[float | None, float | None], int] = {}
        for student, grade in self.after.items():
            pair = (self.before[student].score, grade.score)
            found[pair] = found.get(pair, 0) + 1
        return found


def find_changes(store: MarkStore, question: Question, new: Rubric, grades: Mapping[str, HandGrade]) -> RubricChanges:
    """Return what becomes of the marks of a question if its rubric is `new`."""
    before, after, kept, left = {}, {}, {}, []
    for student, mark in sorted(store.marks(question).items()):
        grade, changed = grades.get(student, HandGrade()), _complete(mark, new, question.points)
        is_there = (grade.score, grade.comment) == (changed.score, changed.said)
        if grade.is_to_review or not (mark.holds(grade) or is_there):
            left.append(student)
            continue
        kept[student] = changed
        if not is_there:
            before[student], after[student] = grade, HandGrade(changed.score, changed.said)
    return RubricChanges(before, after, kept, tuple(left))


def change_rubric(course: Course, store: MarkStore, question: Question, new: Rubric, by: str, told: str) -> None:
    """Take a changed rubric, and count anew who was graded with it.

    `new.version` is that of the rubric which was changed, `told` the name of the changes that were shown.
    `MarkConflict` if either is another by now; then nothing is changed.
    """
    with hold_gradebook(course, f"{DESK}, for {by}"):
        if store.rubric(question).version != new.version:
            raise MarkConflict("the rubric was changed meanwhile / 评分标准在此期间已被修改")
        with open_book(course) as book:
            changes = find_changes(store, question, new, book.cell_grades(question.lesson, question.key))
            if changes.name != told:
                raise MarkConflict("it changes other scores than was shown / 受影响的分数与刚才显示的不同")
            if changes.after:
                _write(course, book, question, changes.after, by, "the rubric changed / 评分标准已修改")
        store.keep(question, changes.marks, structs.replace(new, version=new.version + 1))
