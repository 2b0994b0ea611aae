"""Grades as tables that a spreadsheet, Canvas, Moodle or Gradescope's users read.

A score that is not there (a person decides, our side failed, the file is missing) is an empty cell and a flag, no 0.

The layouts are those of the importers themselves:

- Canvas (`lib/gradebook_importer.rb`): the first column holds "Student", the second "ID", the last one before the
  assignments is "Section"; points possible have a row of their own. A column whose title contains "Final Score" is
  skipped by the import, so that is where late days and flags go: any other title would become an assignment.
- Moodle (`grade/import/csv`): users are found by "ID number" or "Email address"; an empty cell of a new column would be
  stored as 0, "-" is no grade; one unknown user makes it refuse the whole file: who is not in the roster is left out.
- Gradescope: the columns of its own "Download grades", one more per cell, "1: test_double (2.0 pts)".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from autograder.classroom.rows import ClassRow, RowStatus
from autograder.course import CellKey, Lesson
from autograder.text import clean_formula

__all__ = ["FORMATS", "render_pseudonymous", "render_table"]

_GRADESCOPE_STATUSES = {
    RowStatus.GRADED: "Graded",
    RowStatus.INCOMPLETE: "Ungraded",
    RowStatus.MISSING: "Missing",
}
Value = str | float | None


class ScoreColumn(NamedTuple):
    """A column with the scores of one graded cell."""

    key: CellKey
    points: float


def render_table(
    lesson: Lesson, rows: Sequence[ClassRow], to: str, title: str = "", *, is_total_only: bool = False
) -> str:
    """Return the text of a table in one of `FORMATS`; `title` is what the LMS calls the lesson's column."""
    columns = [] if is_total_only else _list_columns(lesson)
    return _render(_LAYOUTS[to](lesson, rows, title or lesson.name, columns), to)


def render_pseudonymous(lesson: Lesson, rows: Sequence[ClassRow], *, is_total_only: bool = False) -> str:
    """Return the text of a table whose rows name nobody: no section, no time, of flags their kinds alone."""
    columns = [] if is_total_only else _list_columns(lesson)
    return _render(_lay_out_pseudonymous(lesson, rows, columns), "csv")


def _list_columns(lesson: Lesson) -> list[ScoreColumn]:
    return [
        ScoreColumn(notebook.key(cell), cell.points) for notebook in lesson.notebooks for cell in notebook.graded_cells
    ]


def _render(lines: Iterable[list[Value]], to: str) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    for values in lines:
        writer.writerow([_show(value, "-" if to == "moodle" else "") for value in values])
    # A spreadsheet takes a CSV file for UTF-8 only if it begins with this mark; the importers need none.
    return ("\ufeff" if to == "csv" else "") + file.getvalue()


def _lay_out_csv(
    lesson: Lesson, rows: Sequence[ClassRow], title: str, columns: Sequence[ScoreColumn]
) -> Iterable[list[Value]]:
    yield [
        *("student", "name", "email", "section", "status", "total", "points_so_far", "max_points"),
        *("late_days", "late_penalty", "submitted", "flags"),
        *(f"{key} ({_show_number(points)})" for key, points in columns),
    ]
    for row in rows:
        student, standing = row.student, row.standing
        so_far = standing.total if standing is not None else None
        penalty = standing.penalty if standing is not None else None
        yield [
            *(student.id, student.name, student.email, student.section),
            *(row.status.value, row.total, so_far, lesson.points),
            *(row.late_days, penalty, _show_time(row), row.flag_text),
            *_scores(row, columns),
        ]


def _lay_out_pseudonymous(
    lesson: Lesson, rows: Sequence[ClassRow], columns: Sequence[ScoreColumn]
) -> Iterable[list[Value]]:
    yield [
        *("pseudonym", "status", "total", "points_so_far", "max_points", "late_days", "late_penalty", "flags"),
        *(f"{key} ({_show_number(points)})" for key, points in columns),
    ]
    for row in rows:
        standing = row.standing
        kinds = sorted({flag.kind.value for flag in row.flags})
        yield [
            *(row.student.id, row.status.value, row.total, standing.total if standing is not None else None),
            *(lesson.points, row.late_days, standing.penalty if standing is not None else None, "; ".join(kinds)),
            *_scores(row, columns),
        ]


def _lay_out_canvas(
    lesson: Lesson, rows: Sequence[ClassRow], title: str, columns: Sequence[ScoreColumn]
) -> Iterable[list[Value]]:
    yield [
        *("Student", "ID", "SIS User ID", "SIS Login ID", "Section", title),
        *(f"{title} {key}" for key, _ in columns),
        *("Late Days (no Final Score)", "Flags (no Final Score)"),
    ]
    points = [lesson.points, *(points for _, points in columns)]
    yield ["    Points Possible", "", "", "", "", *points, "(read only)", "(read only)"]
    for row in rows:
        student = row.student
        # Canvas tries the SIS ID, then the login, then the name: an id of either kind is found.
        yield [
            *(student.name or student.id, "", student.id, student.id, student.section, row.total),
            *_scores(row, columns),
            *(row.late_days, row.flag_text),
        ]


def _lay_out_moodle(
    lesson: Lesson, rows: Sequence[ClassRow], title: str, columns: Sequence[ScoreColumn]
) -> Iterable[list[Value]]:
    yield [
        *("ID number", "Email address", "Full name", title, *(f"{title} {key}" for key, _ in columns)),
        *("Late days", f"{title} feedback"),
    ]
    for row in rows:
        if row.is_known:
            student = row.student
            yield [
                *(student.id, student.email, student.name, row.total, *_scores(row, columns)),
                *(row.late_days, row.flag_text),
            ]


def _lay_out_gradescope(
    lesson: Lesson, rows: Sequence[ClassRow], title: str, columns: Sequence[ScoreColumn]
) -> Iterable[list[Value]]:
    yield [
        *("First Name", "Last Name", "SID", "Email", "Sections", "Total Score", "Max Points", "Status"),
        *("Submission ID", "Submission Time", "Lateness (H:M:S)", "View Count", "Submission Count"),
        *(f"{number}: {key.grade_id} ({points:.1f} pts)" for number, (key, points) in enumerate(columns, 1)),
        "Flags",
    ]
    for row in rows:
        student, standing = row.student, row.standing
        seconds = round(standing.seconds_late) if standing is not None else 0
        late = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}" if standing is not None else ""
        time = _show_time(row)
        yield [
            *(*_split_name(student.name), student.id, student.email, student.section),
            *(row.total, lesson.points, _GRADESCOPE_STATUSES[row.status]),
            *("", f"{time} +0000" if time else "", late, "", None if standing is None else 1.0),
            *_scores(row, columns),
            row.flag_text,
        ]


_LAYOUTS = {
    "csv": _lay_out_csv,
    "canvas": _lay_out_canvas,
    "moodle": _lay_out_moodle,
    "gradescope": _lay_out_gradescope,
}
FORMATS = tuple(_LAYOUTS)


def _scores(row: ClassRow, columns: Sequence[ScoreColumn]) -> list[float | None]:
    scores = row.standing.scores if row.standing is not None else {}
    return [scores.get(column.key) for column in columns]


def _show_time(row: ClassRow) -> str:
    moment = row.standing.timestamp if row.standing is not None else None
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment is not None else ""


def _split_name(name: str) -> tuple[str, str]:
    """Return (first, last): "Lee, Ann Mary" and "Ann Mary Lee" are alike; a name of one word is all first."""
    if "," in name:
        last, _, first = name.partition(",")
        return first.strip(), last.strip()
    first, _, last = name.rpartition(" ")
    return (first, last) if first else (last, "")


def _show(value: Value, empty: str) -> str:
    if value is None:
        return empty
    return clean_formula(value) if isinstance(value, str) else _show_number(value)


def _show_number(value: float) -> str:
    """Return a number to two decimals, without zeros at its end."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
