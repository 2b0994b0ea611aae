"""When students handed in, or how much longer they may, as a table says: a CSV file with a student on each line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, timedelta, tzinfo
from pathlib import Path

from autograder.errors import CourseError
from autograder.submissions.intake import is_student_name
from autograder.submissions.moments import MomentError, read_moment
from autograder.submissions.roster import Roster
from autograder.submissions.spreadsheets import SPOILED_HINT, find_spoiled_id, read_rows

__all__ = ["read_extensions", "read_times"]

_WHO = ("id", "sid", "student id", "student", "email", "name", "学号", "邮箱", "姓名")
_WHEN = ("time", "submitted at", "submitted_at", "submission time", "timestamp", "提交时间", "时间")
_DAYS = ("days", "extension", "extension days", "天数", "延期天数")
_DAYS_HINT = "write it with the columns id,days; days are counted from the due date, and 0 takes an extension back"
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})?")
_HINT = (
    'write it with the columns id,time, and times like "2026-01-05 23:59:00 +0800" (no zone: UTC, or that of --zone)'
)


def read_times(path: Path, roster: Roster | None, zone: tzinfo = UTC) -> dict[str, float]:
    """Return when each student handed in (seconds since 1970), by id. Of several times of one student the last counts.

    A student is named by the id, name or email that the roster has. `CourseError` names the line that is wrong; lines
    of people who are not in the roster, and lines without a time, are passed over. `zone` is that of times that say
    none.
    """
    times: dict[str, float] = {}
    for number, row in read_rows(path, _HINT):
        names, moment = [row[key] for key in _WHO if row.get(key)], _find(row, path)
        if not names or not moment:
            continue
        if spoiled := find_spoiled_id(names[0]):
            raise CourseError(f"line {number}: {spoiled}", hint=SPOILED_HINT, path=path)
        try:
            time_s = read_moment(moment, zone).timestamp()
        except MomentError as error:
            raise CourseError(f"line {number}: {error}", hint=error.hint, path=path) from None
        student = _find_student(names, roster)
        if student:
            times[student] = max(time_s, times.get(student, time_s))
    return times


def read_extensions(path: Path, roster: Roster | None) -> dict[str, timedelta]:
    """Return how much later than the due date each student may be, by id; `CourseError` names a line that is wrong.

    Wrong is also who is not in the roster, and who is there twice.
    """
    extensions: dict[str, timedelta] = {}
    for number, row in read_rows(path, _DAYS_HINT):
        names = [row[key] for key in _WHO if row.get(key)]
        days = next((row[column] for column in _DAYS if row.get(column)), "")
        student = _find_student(names, roster) if names else ""
        if not student:
            what = f"{names[0]!r} is nobody of the class" if names else "names no student"
            raise CourseError(f"line {number}: {what}", hint=_DAYS_HINT, path=path)
        if not _NUMBER.fullmatch(days):
            raise CourseError(f"line {number}: {days!r} is no number of days", hint=_DAYS_HINT, path=path)
        if student in extensions:
            raise CourseError(f"line {number}: {student} is there twice", hint=_DAYS_HINT, path=path)
        extensions[student] = timedelta(days=float(days))
    return extensions


def _find(row: Mapping[str, str], path: Path) -> str:
    """Return the time of a line; `CourseError` if the table has no such column, or none that says who."""
    for columns, what in ((_WHO, "student"), (_WHEN, "time")):
        if not any(column in row for column in columns):
            raise CourseError(f"has no column for the {what}", hint=_HINT, path=path)
    return next((row[column] for column in _WHEN if row.get(column)), "")


def _find_student(names: list[str], roster: Roster | None) -> str:
    if roster is None:
        return names[0] if is_student_name(names[0]) else ""
    found = roster.find(names)
    return found.id if found is not None else ""
