"""Bring in what students handed in, and say until when they may."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.commands import Commands, count_of, find_own_course, print_problem
from autograder.course import Course, Lesson, load_lesson
from autograder.errors import CourseError

if TYPE_CHECKING:
    from rich.console import Console

    from autograder.submissions import Collection, Problem, Roster

__all__ = ["add_commands"]

_DAY_S = 86_400
_FEW = 5
_FEWEST_OF_ALL = 3


def add_commands(commands: Commands) -> None:
    """Add collect and due."""
    collect = commands.add("collect", _collect, "bring downloads (files, folders, zips) into gradebook/submitted/")
    collect.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file, a folder or a zip")
    collect.add_argument("--roster", type=Path, metavar="CSV", help="who is in the class (gradebook/roster.csv)")
    collect.add_argument(
        "--times", type=Path, metavar="CSV", help="when they handed in: columns id,time (no zone: UTC)"
    )
    collect.add_argument("--zone", default="", metavar="ZONE", help='of times that say none: "+0800", "Asia/Shanghai"')
    collect.add_argument("--class", action="store_true", dest="is_class", help="no FILE is named after a student")
    collect.add_argument("--verbose", action="store_true", help="name each notebook")
    due = commands.add("due", _due, "show or set the due date, or give a student more time")
    due.add_argument("when", nargs="?", default="", metavar="TIME", help='e.g. "2026-01-05 23:59 +0800" (no zone: UTC)')
    due.add_argument("--student", default="", metavar="ID", help="whose extension")
    due.add_argument("--days", metavar="N", help="the extension, from the due date; 0 takes it back")
    due.add_argument("--extensions", type=Path, metavar="CSV", help="those of many students: columns id,days")


def _collect(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.records import hold_gradebook
    from autograder.submissions import collect_files, list_students, read_times

    course = find_own_course(arguments)
    lesson = load_lesson(course, arguments.lesson)
    roster = _load_class(course, arguments.roster)
    zone = _read_zone(arguments.zone) if arguments.zone else None
    table = read_times(arguments.times, roster, zone or UTC) if arguments.times is not None else None
    times = table.times if table is not None else {}
    _refuse_own_folders(course, arguments.files)
    with hold_gradebook(course):
        collection = collect_files(lesson, arguments.files, roster, times, is_class=arguments.is_class, zone=zone)
    for line in (*_list_all(collection), "") if arguments.verbose else ():
        console.print(line, soft_wrap=True)
    console.print(_summarize(collection), soft_wrap=True)
    if table is not None:
        there = set(list_students(course, lesson.name))
        collection.problems += table.find_problems(there)
        taken = count_of(there & times.keys(), "student")
        console.print(f"times of {taken} taken from {table.path.name}", soft_wrap=True)
    for line in (*_list_others(collection), *_list_missing(collection, lesson.name), *_list_clocks(collection, zone)):
        console.print(line, soft_wrap=True)
    for line in _list_late(collection, lesson, times):
        print(line, file=sys.stderr)
    for files, message, hint in _join_problems(collection.problems):
        print_problem(files, message, hint)
    return 3 if collection.problems or collection.missing else 0


def _load_class(course: Course, named: Path | None = None) -> Roster | None:
    """Return the roster, None if there is none; `CourseError` for one without students: nothing would be anybody's."""
    from autograder.submissions import load_roster

    roster = load_roster(course, named)
    if roster is not None and not roster.students:
        hint = "write a line for each student, or take the file away: without a roster ids are taken as they are"
        raise CourseError("has no students", hint=hint, path=named or course.gradebook / "roster.csv")
    return roster


def _refuse_own_folders(course: Course, paths: Sequence[Path]) -> None:
    """Refuse the course itself as a download, and what is the instructor's: folders in it look like students.

    Downloads may lie in gradebook/, as nbgrader has them.
    """
    own = (course.solutions, course.suites, course.assignments, course.autograded)
    for path in paths:
        real = path.resolve()
        is_own = any(real.is_relative_to(folder) for folder in own)
        if is_own or real == course.gradebook or course.root.is_relative_to(real):
            hint = "name the download: a file, a folder or a zip"
            raise CourseError("this is the course's own, and nobody handed it in", hint=hint, path=path)


def _list_all(collection: Collection) -> list[str]:
    late = set(collection.late)
    labels = sorted({*collection.written, *collection.unchanged})
    return [
        *(
            f"{'collected' if label in collection.written else 'there already'}: {label}"
            f"{' (marked late)' if label in late else ''}"
            for label in labels
        ),
        *(f"collected: {label}" for label in sorted(collection.files)),
        *(f"older, left out: {source}" for source in collection.older),
    ]


def _summarize(collection: Collection) -> str:
    """Return what was done, in one line; who it was, if that is only a few."""
    students = sorted({label.split("/")[0] for label in collection.written})
    who = f" of {count_of(students, 'student')}" if students else ""
    who += f" ({', '.join(students)})" if 0 < len(students) <= _FEW else ""
    there = len(collection.unchanged)
    parts = [f"{count_of(collection.written, 'notebook')} collected{who}"]
    parts.append(f"{there} {'was' if there == 1 else 'were'} there already")
    parts += [f"{count_of(collection.files, 'file')} beside them"] if collection.files else []
    parts += [f"{count_of(collection.older, 'older version')} left out"] if collection.older else []
    return ", ".join(parts)


def _list_others(collection: Collection) -> list[str]:
    """Return a line for each student whose files are not all notebooks."""
    return [
        f"not collected, no notebooks: {f'{student}: ' if student else ''}{_name_some(files)}"
        for student, files in sorted(collection.others.items())
    ]


def _list_missing(collection: Collection, lesson: str) -> list[str]:
    if not collection.missing:
        return []
    names = [f"{student.id} {student.name}".strip() for student in collection.missing]
    return [f"missing: {', '.join(names)}: nothing of {lesson} is there"]


def _read_zone(text: str) -> tzinfo:
    from autograder.submissions import MomentError, read_zone

    try:
        return read_zone(text)
    except MomentError as error:
        raise CourseError(f"--zone: {error}", hint='write it like "+0800" or "Asia/Shanghai"') from None


def _list_clocks(collection: Collection, zone: tzinfo | None) -> list[str]:
    """Return a line about times that were read in this machine's zone since they say none."""
    if not collection.clocks or zone is not None:
        return []
    systems = ", ".join(sorted(collection.clocks))
    here = datetime.now().astimezone().strftime("UTC%z")
    return [f"times of {systems} say no zone, and were read in this machine's ({here}); if that is wrong: --zone +0800"]


def _list_late(collection: Collection, lesson: Lesson, times: Mapping[str, float]) -> list[str]:
    """Return a line about who is late without a time that says how much, and one if everybody is late."""
    marked = sorted({label.split("/")[0] for label in collection.late})
    lines = []
    unknown = [student for student in marked if student not in times]
    if unknown:
        lines.append(
            f"late, as Canvas marked: {', '.join(unknown)}; how late is not known\n"
            "  hint: give their times with --times CSV (columns id,time), or no penalty is taken"
        )
    late = {*marked, *_find_late(collection.students, lesson)}
    if len(collection.students) >= _FEWEST_OF_ALL and late >= set(collection.students):
        lines.append(
            f"EVERYBODY IS LATE: all {len(late)} students that were collected\n"
            f"  hint: look at `autograder due {lesson.name}` and at the timestamp.txt of some: the times may be those"
            " of the download; --times CSV gives the right ones"
        )
    return lines


def _find_late(students: Sequence[str], lesson: Lesson) -> list[str]:
    """Return who handed in after the due date, extension included."""
    from autograder.gradebook import open_book, read_time, seconds_late
    from autograder.submissions import read_timestamp

    times = {name: read_time(read_timestamp(lesson.course.submitted / name / lesson.name)) for name in students}
    if (
        len(students) < _FEWEST_OF_ALL
        or None in times.values()
        or not (lesson.course.gradebook / "gradebook.db").exists()
    ):
        return []
    with open_book(lesson.course) as book:
        due, extensions = book.due(lesson.name)
    return [name for name, time in times.items() if seconds_late(time, due, extensions.get(name))]


def _join_problems(problems: Sequence[Problem]) -> list[tuple[str, str, str]]:
    """Return files, message and hint of each problem; those that say the same of several files are one."""
    files: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        files.setdefault((problem.message, problem.hint), []).append(problem.file)
    return [(_name_some(names), message, hint) for (message, hint), names in files.items()]


def _name_some(names: Sequence[str]) -> str:
    """Return some names, and how many more there are."""
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return ", ".join(names[:_FEW]) + more


def _read_extensions(course: Course, arguments: argparse.Namespace) -> dict[str, timedelta]:
    """Return the extensions that a command gives; `CourseError` if it does not say to whom, or for how long."""
    from autograder.submissions import read_days, read_extensions

    if bool(arguments.student) != (arguments.days is not None):
        raise CourseError("an extension needs both a student and days", hint="--student ID --days 2")
    try:
        found = {arguments.student: read_days(arguments.days)} if arguments.student else {}
    except CourseError as error:
        raise CourseError(f"--days: {error.message}", hint=error.hint) from None
    if arguments.extensions is not None:
        found |= read_extensions(arguments.extensions, _load_class(course))
    return found


def _due(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.gradebook import set_due

    course = find_own_course(arguments)
    moment, extensions = set_due(course, arguments.lesson, arguments.when, _read_extensions(course, arguments))
    console.print(f"{arguments.lesson} is due {moment:%Y-%m-%d %H:%M:%S} UTC" if moment else "no due date")
    for student, extension in sorted(extensions.items()):
        days = extension.total_seconds() / _DAY_S
        console.print(f"{student}: {days:g} {'day' if days == 1 else 'days'} more", soft_wrap=True)
    if arguments.when or arguments.student or arguments.extensions is not None:
        console.print(f"penalties follow with the next `autograder grade {arguments.lesson}`")
    return 0
