"""What leaves the gradebook: pages for students, the page about the class, tables for an LMS."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.commands import Commands, add_student_option, count_of, find_own_course, print_problem
from autograder.text import clean_line, cut_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from autograder.classroom import ClassRow

__all__ = ["add_commands"]

_MOST_CHARS = 500
_MOST_NAMES = 5


def add_commands(commands: Commands) -> None:
    """Add feedback, report and export."""
    feedback = commands.add("feedback", _feedback, "write a page for each student")
    add_student_option(feedback)
    commands.add(
        "report", _report, "write the page about the class: totals, questions, mistakes, late and similar work"
    )
    export = commands.add("export", _export, "write the grades as a table for a spreadsheet or an LMS")
    export.add_argument("--to", choices=("csv", "canvas", "moodle", "gradescope"), default="csv", help="whose layout")
    export.add_argument("--output", type=Path, metavar="FILE", help="where to (gradebook/exports/LESSON.TO.csv)")
    export.add_argument("--title", default="", metavar="TEXT", help="what the LMS calls the lesson's column")
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
    return 3 if pages.failed else 0


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
            shown = ", ".join(names[:_MOST_NAMES]) + (", ..." if len(names) > _MOST_NAMES else "")
            print(f"needs a person: {count_of(names, 'student')} {words}: {shown}", file=sys.stderr)
    for row in rows:
        if not own[row.student.id] <= alike.keys():
            is_left_out = to == "moodle" and not row.is_known
            left_out = " (left out: Moodle would refuse the file)" if is_left_out else ""
            print(f"needs a person: {row.student.id}{left_out}: {row.flag_text}", file=sys.stderr)
