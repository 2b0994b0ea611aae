"""What leaves the gradebook: pages for students, the page about the class, tables for an LMS."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.commands import Commands, add_student_option, count_of, find_own_course, print_problem
from autograder.cli.sections import add_section_options, find_sections
from autograder.errors import CourseError
from autograder.text import clean_line, cut_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rich.console import Console

    from autograder.classroom import ClassRow
    from autograder.course import Course

__all__ = ["add_commands"]

_MOST_CHARS = 500
_MOST_NAMES = 5


def add_commands(commands: Commands) -> None:
    """Add feedback, message, report and export."""
    feedback = commands.add("feedback", _feedback, "write a page for each student")
    add_student_option(feedback)
    feedback.add_argument("--zip", choices=("canvas", "moodle"), help="pack the pages as this LMS takes them back")
    message = commands.add("message", _message, "draft a text to each student whose files are missing or refused")
    add_student_option(message)
    add_section_options(message)
    message.add_argument("--until", default="", metavar="TIME", help="the deadline to name (default: the due date)")
    table = "one table for mail merge instead of a file for each (default gradebook/messages/LESSON.csv)"
    message.add_argument("--csv", type=Path, nargs="?", const=Path(), metavar="FILE", help=table)
    commands.add(
        "report", _report, "write the page about the class: totals, questions, mistakes, late and similar work"
    )
    export = commands.add("export", _export, "write the grades as a table for a spreadsheet or an LMS")
    export.add_argument("--to", choices=("csv", "canvas", "moodle", "gradescope"), default="csv", help="whose layout")
    export.add_argument("--output", type=Path, metavar="FILE", help="where to (gradebook/exports/LESSON.TO.csv)")
    export.add_argument("--title", default="", metavar="TEXT", help="what the LMS calls the lesson's column")
    hide = "name nobody: pseudonyms that stay the same in this course (csv only)"
    export.add_argument("--pseudonymous", action="store_true", help=hide)
    export.add_argument("--total-only", action="store_true", help="one column for the lesson, none per question")


def _feedback(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.classroom import write_feedback

    course = find_own_course(arguments)
    pages = write_feedback(course, arguments.lesson, tuple(arguments.student))
    for path in pages.paths:
        console.print(str(path.relative_to(course.root)))
    console.print(count_of(pages.paths, "page"))
    for page in pages.failed:
        print_problem(f"{page.student}: no page", clean_line(cut_text(page.reason, _MOST_CHARS)), page.hint)
    is_whole = not arguments.zip or _pack(course, arguments, pages.paths, console)
    return 3 if pages.failed or not is_whole else 0


def _pack(course: Course, arguments: argparse.Namespace, pages: Sequence[Path], console: Console) -> bool:
    """Pack the pages for a learning system; return whether it takes all of them."""
    from autograder.classroom import pack_pages

    packed = pack_pages(course, arguments.lesson, arguments.zip, [path.parent.parent.name for path in pages])
    if packed.packed:
        console.print(f"wrote {packed.path.relative_to(course.root)}: {count_of(packed.packed, 'page')}")
    if packed.unknown:
        system = arguments.zip.capitalize()
        hint = f"run `autograder collect {arguments.lesson}` with {system}'s download once more: names are kept"
        print_problem(_name_some(packed.unknown), f"not in the zip: it is not known what {system} calls them", hint)
    return not packed.unknown


def _message(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.classroom import draft_messages, write_drafts, write_drafts_table

    course = find_own_course(arguments)
    until = _read_until(arguments.until) if arguments.until else None
    sections = find_sections(course, arguments)
    drafts = draft_messages(course, arguments.lesson, arguments.student, sections, until)
    if arguments.csv is None:
        path = write_drafts(course, arguments.lesson, drafts, is_whole=not (arguments.student or sections))
    else:
        is_named = arguments.csv != Path()
        path = arguments.csv if is_named else course.gradebook / "messages" / f"{arguments.lesson}.csv"
        write_drafts_table(path, drafts)
    shown = path.relative_to(course.root) if path.is_relative_to(course.root) else path
    console.print(f"wrote {count_of(drafts, 'message')} to {shown}; nothing was sent", soft_wrap=True)
    without = [draft.student.id for draft in drafts if not draft.student.email]
    if without and arguments.csv is not None:
        print(f"needs a person: no mail address is known of {_name_some(without)}", file=sys.stderr)
        return 3
    return 0


def _read_until(text: str) -> datetime:
    from autograder.submissions import MomentError, read_moment

    try:
        return read_moment(text)
    except MomentError as error:
        raise CourseError(f"--until: {error}", hint=error.hint) from None


def _name_some(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_NAMES]) + (", ..." if len(names) > _MOST_NAMES else "")


def _report(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.classroom import write_report

    course = find_own_course(arguments)
    path = write_report(course, arguments.lesson)
    console.print(f"wrote {path.relative_to(course.root)}", soft_wrap=True)
    return 0


def _export(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.classroom import RowStatus, export_grades

    course = find_own_course(arguments)
    path, rows = export_grades(
        course,
        arguments.lesson,
        arguments.to,
        arguments.output,
        arguments.title,
        is_total_only=arguments.total_only,
        is_pseudonymous=arguments.pseudonymous,
    )
    shown = path.relative_to(course.root) if path.is_relative_to(course.root) else path
    count = {status: sum(row.status is status for row in rows) for status in RowStatus}
    console.print(
        f"wrote {shown}: {count[RowStatus.GRADED]} complete, {count[RowStatus.INCOMPLETE]} incomplete,"
        f" {count[RowStatus.MISSING]} missing",
        soft_wrap=True,
    )
    unfinished = [row for row in rows if not _is_done(row)]
    _print_needs(unfinished, arguments.to)
    return 3 if unfinished else 0


def _is_done(row: ClassRow) -> bool:
    from autograder.classroom import RowStatus

    return row.status is RowStatus.GRADED and row.is_known and not row.has_doubtful_score


def _print_needs(rows: Sequence[ClassRow], to: str) -> None:
    """Name on stderr what needs a person: what is the same for many in a line for all, anything else one by one."""
    from autograder.classroom import FlagKind

    alike = {
        FlagKind.WAITS_FOR_PERSON: "waiting for hand grading: their totals are empty",
        FlagKind.NOTHING_HANDED_IN: "who handed nothing in",
        FlagKind.MISSING: "of whom a notebook is missing: their totals are empty",
    }
    own = {row.student.id: {flag.kind for flag in row.flags} - {FlagKind.LATE} for row in rows}
    for kind, words in alike.items():
        names = [name for name, kinds in own.items() if kind in kinds and kinds <= alike.keys()]
        if names:
            print(f"needs a person: {count_of(names, 'student')} {words}: {_name_some(names)}", file=sys.stderr)
    for row in rows:
        if not own[row.student.id] <= alike.keys():
            is_left_out = to == "moodle" and not row.is_known
            left_out = " (left out: Moodle would refuse the file)" if is_left_out else ""
            print(f"needs a person: {row.student.id}{left_out}: {row.flag_text}", file=sys.stderr)
