"""Records of what nbgrader graded: scores stay as they are until a notebook is graded again, and changes are told.

Without a record, a score by hand would not be known to be for this answer, and a new score not to be another one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from autograder.course import Course, Lesson, SourceNotebook
from autograder.errors import SubmissionError
from autograder.gradebook import Book, FormerRow, HandLedger
from autograder.grading import sign_answers
from autograder.records import (
    CellGrade,
    Change,
    ChangeKind,
    Grade,
    NotebookGrade,
    autograded_path,
    read_grade,
    record_path,
    write_grade,
)
from autograder.submissions import Submission, list_students, read_file, read_submission, restore_locked_cells
from autograder.text import join_languages

__all__ = ["write_records"]

_RUNNER = "nbgrader"
_WAITED = join_languages("it waited for a person when the course moved here", "课程迁来时它已在等待人工复核")


class _Rows(NamedTuple):
    """The rows of one student's notebook by cell."""

    by_cell: dict[str, FormerRow]

    @property
    def is_graded(self) -> bool:
        return any(row.auto_score is not None or row.manual_score is not None for row in self.by_cell.values())


def write_records(lesson: Lesson, book: Book) -> None:
    """Write a record for everybody whose work was graded, and note which scores by hand are for which answers.

    A record that is there already stays.
    """
    students: dict[str, dict[str, dict[str, FormerRow]]] = defaultdict(lambda: defaultdict(dict))
    waiting = []
    for row in book.former_rows(lesson.name):
        students[row.student][row.key.notebook][row.key.grade_id] = row
        if row.manual_score is not None and row.needs_person:
            waiting.append(row)
    for student in list_students(lesson.course, lesson.name):
        notebooks = students.get(student, {})
        path = record_path(lesson.course, lesson.name, student)
        graded = {name: rows for name, cells in notebooks.items() if (rows := _Rows(cells)).is_graded}
        if graded and read_grade(path) is None:
            write_grade(_make_grade(lesson, student, graded), path)
    ledger = HandLedger(lesson.course, lesson.name)
    ledger.enter(ledger.notice(book))
    known = ledger.reasons()
    ledger.enter([_note_review(ledger, row) for row in waiting if (row.student, row.key) not in known])


def _note_review(ledger: HandLedger, row: FormerRow) -> Change:
    """Return the mark that a score by hand had before: without it, the next run would take it off."""
    score = row.manual_score
    entered = ledger.describe(row.student, row.key, score, score)
    answer, points = entered.answer, entered.points
    return Change(
        row.student, *row.key, score, score, kind=ChangeKind.REVIEW, answer=answer, points=points, why=_WAITED
    )


def _make_grade(lesson: Lesson, student: str, graded: Mapping[str, _Rows]) -> Grade:
    submission = read_submission(lesson.course, lesson, student)
    found = [one for one in lesson.notebooks if one.name in graded]
    notebooks = tuple(_make_notebook(lesson.course, submission, one, graded[one.name]) for one in found)
    return Grade(student, lesson.name, submission.timestamp, notebooks)


def _make_notebook(course: Course, submission: Submission, source: SourceNotebook, rows: _Rows) -> NotebookGrade:
    """Return the grade of a notebook. Its answers are those that were graded, whatever was handed in since."""
    cells = dict(_make_cells(source, rows))
    file = next((one for one in submission.files if one.notebook == source.name), None)
    now = _sign(source, cells, file.data if file is not None else None)
    signed = _sign(source, cells, _read_graded(course, submission, source)) or now
    return NotebookGrade(
        notebook=source.name,
        key="",
        file=file.file if file is not None else f"{source.name}.ipynb",
        digest=file.digest if file is not None and now is not None and signed == now else "",
        runner=_RUNNER,
        cells=signed or cells,
        verdict_from="notebook",
    )


def _make_cells(source: SourceNotebook, rows: _Rows) -> Iterator[tuple[str, CellGrade]]:
    for cell in source.graded_cells:
        row = rows.by_cell.get(cell.grade_id)
        score = row.auto_score if row is not None else None
        is_answered = not (cell.is_manual and score == 0)
        yield cell.grade_id, CellGrade(cell.points, score, cell.is_manual, is_answered)


def _read_graded(course: Course, submission: Submission, source: SourceNotebook) -> bytes | None:
    data = read_file(autograded_path(course, submission.lesson, submission.student, source.name))
    return data if isinstance(data, bytes) else None


def _sign(source: SourceNotebook, cells: Mapping[str, CellGrade], data: bytes | None) -> dict[str, CellGrade] | None:
    """Return the grades with the hashes of a file's answers; None if there is no file, or it cannot be read."""
    if data is None:
        return None
    try:
        restored = restore_locked_cells(data, source)
    except SubmissionError:
        return None
    return sign_answers(source, restored, cells)
