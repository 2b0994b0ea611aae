"""Answers that a person grades, near-identical ones together, so that each thought is read once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from autograder.classroom.classroom import read_classroom
from autograder.classroom.clustering import cluster_texts, normalize_text
from autograder.course import CellKey, Course, Lesson, SourceCell, SourceNotebook, load_lesson
from autograder.errors import CourseError
from autograder.files import hash_parts
from autograder.gradebook import Book, HandGraded, HandLedger, open_book
from autograder.records import hold_gradebook
from autograder.submissions import own_lines

__all__ = [
    "AnswerGroup",
    "AnswerKind",
    "CellAnswers",
    "HandGradeEntry",
    "find_explanations",
    "grade_explanations",
    "group_answers",
    "make_group_id",
]

_MOST_CHARS = 20_000
_ID_CHARS = 6


class AnswerKind(StrEnum):
    """What was written in a cell that a person grades."""

    ANSWER = "answer"
    UNCHANGED = "unchanged"  # the cell is as it was handed out
    EMPTY = "empty"


@dataclass(frozen=True)
class AnswerGroup:
    """Students who wrote nearly the same. `text` is one answer of them.

    `id` is made from who is in it and what each wrote: where either changes, the group has another. `scores` are those
    that a person entered, by student; those of `to_review` were entered for another answer or other points.
    """

    id: str
    kind: AnswerKind
    students: tuple[str, ...]
    text: str
    scores: Mapping[str, float] = field(default_factory=dict)
    to_review: tuple[str, ...] = ()


@dataclass(frozen=True)
class CellAnswers:
    """The groups of one hand-graded cell, the largest first; what was left unchanged or empty comes last."""

    notebook: str
    cell: SourceCell
    groups: tuple[AnswerGroup, ...]

    @property
    def key(self) -> CellKey:
        return CellKey(self.notebook, self.cell.grade_id)

    def group(self, id: str) -> AnswerGroup:
        """Return a group by its id; `CourseError` if there is none, or none any more."""
        for group in self.groups:
            if group.id == id:
                return group
        hint = "list the groups again (with the same --section or --mine): who is in it, or an answer, may have changed"
        raise CourseError(f"{self.cell.grade_id} has no group {id}", hint=hint)


@dataclass(frozen=True)
class HandGradeEntry:
    """What to enter for a group of answers. `score` None leaves scores alone, `comment` "" leaves comments alone.

    With `is_confirming`, scores that are marked for review are confirmed as they are.
    """

    score: float | None
    comment: str = ""
    is_overwriting: bool = False
    is_confirming: bool = False


def find_explanations(
    course: Course, lesson_name: str, cell_name: str = "", sections: Collection[str] = ()
) -> list[CellAnswers]:
    """Return the answers that a person grades, near-identical ones together, cell by cell.

    `cell_name` limits the list to one cell, `sections` to students of these. `CourseError` if the lesson has no such
    cell, `GradebookError` if a student is not graded yet.
    """
    classroom = read_classroom(course, lesson_name)
    found = []
    for notebook, cell in _find_cells(classroom.lesson, cell_name):
        key = notebook.key(cell)
        texts, stub = classroom.answers.get(key, {}), classroom.stubs.get(key, "")
        texts = {student: text for student, text in texts.items() if classroom.is_in(student, sections)}
        standings = classroom.standings.values()
        scores = {one.student: one.scores[key] or 0.0 for one in standings if key in one.by_hand}
        to_review = {one.student for one in standings if key in one.to_review}
        found.append(group_answers(notebook, cell, stub, texts, scores, to_review))
    return found


def grade_explanations(
    course: Course, lesson_name: str, cell_name: str, id: str, entry: HandGradeEntry, sections: Collection[str] = ()
) -> HandGraded:
    """Enter a score and a comment for a group of answers; return whom it was entered for, and who was left alone.

    `CourseError` if there is no such cell or group, or if the score is none that the cell can have.
    """
    (_, cell), *_ = _find_cells(load_lesson(course, lesson_name), cell_name)
    if entry.score is not None and not 0 <= entry.score <= cell.points:
        raise CourseError(f"{entry.score:g} is no score of {cell_name}", hint=f"it has {cell.points:g} points")
    with hold_gradebook(course):
        answers, *_ = find_explanations(course, lesson_name, cell_name, sections)
        students = answers.group(id).students
        with open_book(course) as book:
            return _enter(book, HandLedger(course, lesson_name), lesson_name, answers.key, students, entry)


def _enter(
    book: Book, ledger: HandLedger, lesson: str, key: CellKey, students: Sequence[str], entry: HandGradeEntry
) -> HandGraded:
    """Enter it in the database, then in the history: of scores, of scores confirmed, and of what others entered."""
    ledger.enter(ledger.notice(book))
    if entry.is_confirming:
        graded = HandGraded(book.confirm(lesson, key, students), [])
    else:
        overwriting = entry.is_overwriting
        graded = book.grade_by_hand(lesson, key, students, entry.score, entry.comment, is_overwriting=overwriting)
    if entry.is_confirming or entry.score is not None:
        before = {student: ledger.known_score(student, key) for student in graded.written}
        after = {name: score if entry.is_confirming else entry.score for name, score in before.items()}
        ledger.enter(ledger.describe(name, key, before[name], after[name]) for name in graded.written)
    return graded


def _find_cells(lesson: Lesson, name: str) -> list[tuple[SourceNotebook, SourceCell]]:
    """Return the hand-graded cells of a lesson, or the one with this name; `CourseError` if there is none."""
    cells = [
        (notebook, cell)
        for notebook in lesson.notebooks
        for cell in notebook.graded_cells
        if cell.is_manual and not cell.is_task  # a task is answered in other cells
    ]
    found = [(notebook, cell) for notebook, cell in cells if name in ("", cell.grade_id)]
    if not found:
        known = ", ".join(cell.grade_id for _, cell in cells)
        what = f"hand-graded cell {name}" if name else "cell that a person grades"
        raise CourseError(f"{lesson.name} has no {what}", hint=f"one of: {known}" if known else "")
    return found


def make_group_id(*parts: str) -> str:
    """Return a short name for what has these parts; another one as soon as one of them changes."""
    return hash_parts("\0".join(f"{len(part)}:{part}" for part in parts))[:_ID_CHARS]


class _Answer(NamedTuple):
    """One student's answer. `text` is what the student added to the stub, `plain` the same as it is compared."""

    kind: AnswerKind
    text: str = ""
    plain: str = ""


class _Alike(NamedTuple):
    """Students who wrote nearly the same. `commonest` is the plain text that most of them wrote."""

    students: tuple[str, ...]
    commonest: str


def group_answers(
    notebook: SourceNotebook,
    cell: SourceCell,
    stub: str,
    texts: Mapping[str, str],
    scores: Mapping[str, float],
    to_review: Collection[str] = (),
) -> CellAnswers:
    """Return the answers to one cell in groups.

    `stub` is the cell as it was handed out; `texts` are the cells as handed in and `scores` what a person entered, both
    by student. Ids and order of groups depend on the answers alone, not on what was graded.
    """
    groups: list[AnswerGroup] = []

    def add(kind: AnswerKind, students: tuple[str, ...], text: str = "") -> None:
        graded = {student: scores[student] for student in students if student in scores}
        waiting = tuple(student for student in students if student in to_review)
        members = [part for student in students for part in (student, texts[student])]
        id = make_group_id(notebook.name, cell.grade_id, *members)
        groups.append(AnswerGroup(id, kind, students, text, graded, waiting))

    answers = {student: _read_answer(notebook, stub, texts[student]) for student in sorted(texts)}
    texts_by_plain = {answer.plain: answer.text for answer in reversed(answers.values())}
    for alike in _group_alike(answers):
        add(AnswerKind.ANSWER, alike.students, texts_by_plain[alike.commonest])
    for kind in (AnswerKind.UNCHANGED, AnswerKind.EMPTY):
        students = tuple(student for student, answer in answers.items() if answer.kind is kind)
        if students:
            add(kind, students)
    return CellAnswers(notebook.name, cell, tuple(groups))


def _read_answer(notebook: SourceNotebook, stub: str, text: str) -> _Answer:
    text = text[:_MOST_CHARS]
    own = own_lines(notebook.regions.drop_markers(text), stub).strip()
    plain = normalize_text(own)[:_MOST_CHARS]  # there are letters that become eighteen
    if plain:
        return _Answer(AnswerKind.ANSWER, own, plain)
    whole = normalize_text(text)
    return _Answer(AnswerKind.UNCHANGED if whole and whole == normalize_text(stub) else AnswerKind.EMPTY)


def _group_alike(answers: Mapping[str, _Answer]) -> list[_Alike]:
    """Return who wrote nearly the same, the largest group first; `answers` are by student."""
    by_plain: dict[str, list[str]] = {}
    for student, answer in answers.items():
        if answer.kind is AnswerKind.ANSWER:
            by_plain.setdefault(answer.plain, []).append(student)
    groups = []
    for texts in cluster_texts(sorted(by_plain)):
        students = sorted(student for text in texts for student in by_plain[text])
        groups.append(_Alike(tuple(students), max(texts, key=lambda text: (len(by_plain[text]), text))))
    return sorted(groups, key=lambda group: (-len(group.students), group.commonest))
