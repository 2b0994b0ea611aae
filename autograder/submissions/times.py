"""When students handed in, or how much longer they may, as a table says: a CSV file with a student on each line."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, timedelta, tzinfo
from pathlib import Path

from autograder.errors import CourseError
from autograder.submissions.intake import is_student_name
from autograder.submissions.moments import MomentError, read_moment
from autograder.submissions.problems import Problem
from autograder.submissions.roster import Roster
from autograder.submissions.spreadsheets import SPOILED_HINT, find_spoiled_id, read_rows

__all__ = ["TimesTable", "read_days", "read_extensions", "read_times"]

_WHO = ("id", "sid", "student id", "student", "email", "name", "学号", "邮箱", "姓名")
_WHEN = ("time", "submitted at", "submitted_at", "submission time", "timestamp", "提交时间", "时间")
_DAYS = ("days", "extension", "extension days", "天数", "延期天数")
_DAYS_FORM = "days are counted from the due date, from 0 (which takes an extension back) to 999, such as 2 or 0.5"
_DAYS_HINT = f"write it with the columns id,days; {_DAYS_FORM}"
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})?")
_HINT = (
    'write it with the columns id,time, and times like "2026-01-05 23:59:00 +0800" (no zone: UTC, or that of --zone)'
)
_WHO_HINT = "correct the id in that line, or take the line out"
_TWICE_HINT = "leave one line for each student"


@dataclass(frozen=True)
class _OddLine:
    """A line of a table that a person must look at.

    With `is_there`, only if that student has handed in something (True) or nothing (False).
    """

    number: int
    student: str
    message: str
    hint: str
    is_there: bool | None = None


@dataclass(frozen=True)
class TimesTable:
    """When students handed in (seconds since 1970), by id, and what is odd in the table."""

    path: Path
    times: dict[str, float] = field(default_factory=dict)
    odd: list[_OddLine] = field(default_factory=list)

    def find_problems(self, there: Collection[str]) -> list[Problem]:
        """Return what a person must see to, now that it is known who has handed in something."""
        return [
            Problem("", f"{self.path.name} line {line.number} ({line.student or 'nobody'})", line.message, line.hint)
            for line in self.odd
            if line.is_there in (None, line.student in there)
        ]


def read_times(path: Path, roster: Roster | None, zone: tzinfo = UTC) -> TimesTable:
    """Return when each student handed in. Of several times of one student the last counts.

    A student is named by the id, name or email that the roster has. `CourseError` names the line that is wrong; lines
    that give nobody a time are odd. `zone` is that of times that say none.
    """
    table = TimesTable(path)
    for number, row in read_rows(path, _HINT):
        names, moment = [row[key] for key in _WHO if row.get(key)], _find(row, path)
        if not (names or moment) or (roster is not None and _are_staff(names, roster)):
            continue
        time_s = _read_time(names, moment, zone, number, path)
        student = _find_student(names, roster) if names else ""
        known = table.times.get(student, time_s)
        if odd := _find_odd(number, names, student, roster, time_s, known):
            table.odd.append(odd)
        if student and time_s is not None:
            table.times[student] = time_s if known is None else max(time_s, known)
    return table


def _read_time(names: list[str], moment: str, zone: tzinfo, number: int, path: Path) -> float | None:
    """Return the time of a line, None if it has none; `CourseError` if it is none, or if an id was spoiled."""
    if not moment:
        return None
    if names and (spoiled := find_spoiled_id(names[0])):
        raise CourseError(f"line {number}: {spoiled}", hint=SPOILED_HINT, path=path)
    try:
        return read_moment(moment, zone).timestamp()
    except MomentError as error:
        raise CourseError(f"line {number}: {error}", hint=error.hint, path=path) from None


def _find_odd(
    number: int, names: list[str], student: str, roster: Roster | None, time_s: float | None, known: float | None
) -> _OddLine | None:
    """Return what is odd in a line: whose it is, that it has no time, or another than a line before."""
    if not student and (names or time_s is not None):
        what = "fits nobody of the class, or several: its time was not taken"
        return _OddLine(number, names[0] if names else "", what, _WHO_HINT)
    if time_s is None:
        return _OddLine(number, student, "has no time, and what is known of it stays", _HINT, is_there=True)
    if time_s != known:
        return _OddLine(number, student, "is there twice, with two times: the later one was taken", _TWICE_HINT)
    if roster is None:
        return _OddLine(number, student, "handed in nothing: its time was not taken", _WHO_HINT, is_there=False)
    return None


def _are_staff(names: list[str], roster: Roster) -> bool:
    staff = {word for one in roster.staff for word in (one.id, one.name, one.email) if word}
    return any(name in staff for name in names) and roster.find(names) is None


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
        try:
            extension = read_days(days)
        except CourseError as error:
            raise CourseError(f"line {number}: {error.message}", hint=_DAYS_HINT, path=path) from None
        if student in extensions:
            raise CourseError(f"line {number}: {student} is there twice", hint=_DAYS_HINT, path=path)
        extensions[student] = extension
    return extensions


def read_days(text: str) -> timedelta:
    """Return an extension that somebody wrote in days; `CourseError` if it is none, or too many."""
    if not _NUMBER.fullmatch(text):
        raise CourseError(f"{text!r} is no number of days", hint=_DAYS_FORM)
    return timedelta(days=float(text))


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
