"""Grades as tables that a spreadsheet, Canvas, Moodle or Gradescope's users read.

A score that is not there (a person decides, our side failed, the file is missing) is an empty cell and a flag, no 0.

The layouts are those of the importers themselves:

- Canvas (`lib/gradebook_importer.rb`): the first column holds "Student", the second "ID", the last one before the
  assignments is "Section"; points possible stand in a row of their own. A column whose title contains "Final Score" is
  skipped by the import, so that is where late days and flags go: any other title would become an assignment.
- Moodle (`grade/import/csv`): users are found by "ID number" or "Email address"; an empty cell of a new column would be
  stored as 0, "-" is no grade; one unknown user makes it refuse the whole file: who is not in the roster is left out.
- Gradescope: the columns of its own "Download grades", one more per question, "1: test_double (2.0 pts)".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.course import CellKey, Lesson
from autograder.gradebook import Standing
from autograder.records import Grade
from autograder.submissions import Roster, RosterEntry
from autograder.text import clean_formula

__all__ = ["FORMATS", "Line", "draw_up", "render_table"]

FORMATS = ("csv", "canvas", "moodle", "gradescope")
_STATUSES = {"graded": "Graded", "incomplete": "Ungraded", "missing": "Missing"}  # Gradescope's words
Cell = str | float | None


@dataclass(frozen=True)
class Line:
    """One student as exported. `flags` say why a cell is empty and what a person should look at."""

    student: RosterEntry
    status: str
    standing: Standing | None
    flags: tuple[str, ...] = ()
    is_known: bool = True

    @property
    def total(self) -> float | None:
        """The points after the late penalty; None while one of them is open."""
        return self.standing.total if self.standing is not None and self.status == "graded" else None

    @property
    def late_days(self) -> int | None:
        return self.standing.late_days if self.standing is not None else None


def draw_up(
    lesson: Lesson, grades: Iterable[Grade], standings: Mapping[str, Standing], roster: Roster | None
) -> list[Line]:
    """Return a line per student: who handed in, then those of the roster who did not."""
    known = {student.id: student for student in roster.students} if roster is not None else {}
    lines = []
    for grade in sorted(grades, key=lambda grade: grade.student):
        standing = standings.get(grade.student)
        is_known = roster is None or grade.student in known
        flags = _flags(lesson, grade, standing)
        if not is_known:
            flags = ["not in the roster", *flags]
        is_complete = standing is not None and not standing.open_cells
        student = known.pop(grade.student, None) or RosterEntry(grade.student)
        lines.append(Line(student, "graded" if is_complete else "incomplete", standing, tuple(flags), is_known))
    missing = [Line(student, "missing", None, ("nothing handed in",)) for student in known.values()]
    return lines + sorted(missing, key=lambda line: line.student.id)


def _flags(lesson: Lesson, grade: Grade, standing: Standing | None) -> list[str]:
    flags = []
    if standing is None:
        return ["not in the gradebook: grade it again"]
    if grade.timestamp and standing.timestamp is None:
        flags.append("timestamp.txt cannot be read: whether it is late is not known")
    if standing.late_days:
        flags.append(f"late: {standing.late_days} {'day' if standing.late_days == 1 else 'days'}")
    explained = set()
    for problem in grade.problems:
        explained.add(problem.notebook)
        flags.append(f"{problem.file}: {problem.message}")
    waiting = []
    for source in lesson.notebooks:
        result = grade.notebook(source.name)
        cells = [cell.grade_id for cell in source.graded_cells if (source.name, cell.grade_id) in standing.open_cells]
        by_hand = [name for name in cells if source.by_id[name].is_manual and result is not None]
        waiting += by_hand
        if len(cells) > len(by_hand) and source.name not in explained:
            flags.append(f"UNGRADED: {source.name}/{', '.join(name for name in cells if name not in by_hand)}")
    if waiting:
        flags.append(f"waits for a person: {', '.join(waiting)}")
    return flags


def render_table(
    lesson: Lesson, lines: Sequence[Line], to: str, title: str = "", *, is_total_only: bool = False
) -> str:
    """Return the text of a table in one of `FORMATS`; `title` is what the LMS calls the lesson's column."""
    render = {"csv": _csv_rows, "canvas": _canvas_rows, "moodle": _moodle_rows, "gradescope": _gradescope_rows}[to]
    questions = [] if is_total_only else [(n.key(c), c.points) for n in lesson.notebooks for c in n.graded_cells]
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    for row in render(lesson, lines, title or lesson.name, questions):
        writer.writerow([_shown(cell, "-" if to == "moodle" else "") for cell in row])
    # A spreadsheet takes a CSV file for UTF-8 only where it begins with this mark; the importers need none.
    return ("\ufeff" if to == "csv" else "") + file.getvalue()


Questions = Sequence[tuple[CellKey, float]]


def _csv_rows(lesson: Lesson, lines: Sequence[Line], title: str, questions: Questions) -> Iterable[list[Cell]]:
    yield [
        *("student", "name", "email", "section", "status", "total", "points_so_far", "max_points"),
        *("late_days", "late_penalty", "submitted", "flags"),
        *(f"{key} ({_number(points)})" for key, points in questions),
    ]
    for line in lines:
        student, standing = line.student, line.standing
        so_far = standing.total if standing is not None else None
        penalty = standing.penalty if standing is not None else None
        yield [
            *(student.id, student.name, student.email, student.section, line.status, line.total, so_far, lesson.points),
            *(line.late_days, penalty, _time(line), "; ".join(line.flags)),
            *_scores(line, questions),
        ]


def _canvas_rows(lesson: Lesson, lines: Sequence[Line], title: str, questions: Questions) -> Iterable[list[Cell]]:
    yield [
        *("Student", "ID", "SIS User ID", "SIS Login ID", "Section", title),
        *(f"{title} {key}" for key, _ in questions),
        *("Late Days (no Final Score)", "Flags (no Final Score)"),
    ]
    points = [lesson.points, *(points for _, points in questions)]
    yield ["    Points Possible", "", "", "", "", *points, "(read only)", "(read only)"]
    for line in lines:
        student = line.student
        # Canvas tries the SIS ID, then the login, then the name: an id of either kind is found.
        yield [
            *(student.name or student.id, "", student.id, student.id, student.section, line.total),
            *_scores(line, questions),
            *(line.late_days, "; ".join(line.flags)),
        ]


def _moodle_rows(lesson: Lesson, lines: Sequence[Line], title: str, questions: Questions) -> Iterable[list[Cell]]:
    yield [
        *("ID number", "Email address", "Full name", title, *(f"{title} {key}" for key, _ in questions)),
        *("Late days", f"{title} feedback"),
    ]
    for line in lines:
        if line.is_known:
            student, scores = line.student, [line.total, *_scores(line, questions)]
            yield [
                *(student.id, student.email, student.name, *scores),
                *(line.late_days, "; ".join(line.flags)),
            ]


def _gradescope_rows(lesson: Lesson, lines: Sequence[Line], title: str, questions: Questions) -> Iterable[list[Cell]]:
    yield [
        *("First Name", "Last Name", "SID", "Email", "Sections", "Total Score", "Max Points", "Status"),
        *("Submission ID", "Submission Time", "Lateness (H:M:S)", "View Count", "Submission Count"),
        *(f"{number}: {key.grade_id} ({points:.1f} pts)" for number, (key, points) in enumerate(questions, 1)),
        "Flags",
    ]
    for line in lines:
        student, standing = line.student, line.standing
        seconds = round(standing.seconds_late) if standing is not None else 0
        late = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}" if standing is not None else ""
        first, last = _split_name(student.name)
        yield [
            *(
                first,
                last,
                student.id,
                student.email,
                student.section,
                line.total,
                lesson.points,
                _STATUSES[line.status],
            ),
            *("", f"{_time(line)} +0000" if _time(line) else "", late, "", None if standing is None else 1.0),
            *_scores(line, questions),
            "; ".join(line.flags),
        ]


def _scores(line: Line, questions: Questions) -> list[float | None]:
    scores = line.standing.scores if line.standing is not None else {}
    return [scores.get(key) for key, _ in questions]


def _time(line: Line) -> str:
    moment = line.standing.timestamp if line.standing is not None else None
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment is not None else ""


def _split_name(name: str) -> tuple[str, str]:
    """Return (first, last): "Lee, Ann Mary" and "Ann Mary Lee" are alike; a name of one word is all first."""
    if "," in name:
        last, _, first = name.partition(",")
        return first.strip(), last.strip()
    first, _, last = name.rpartition(" ")
    return (first, last) if first else (last, "")


def _shown(cell: Cell, empty: str) -> str:
    if cell is None:
        return empty
    return clean_formula(cell) if isinstance(cell, str) else _number(cell)


def _number(value: float) -> str:
    """Return a number to two decimals, without zeros at its end."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
