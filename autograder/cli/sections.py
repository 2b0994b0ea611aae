"""Work shared among TAs by sections of the class: those that are named, or one's own."""

from __future__ import annotations

import argparse

from autograder.course import Course
from autograder.errors import CourseError

__all__ = ["add_section_options", "find_sections"]


def add_section_options(command: argparse.ArgumentParser) -> None:
    """Let a command be limited to students of some sections."""
    which = command.add_mutually_exclusive_group()
    named = "only students of this section of the roster (repeatable)"
    which.add_argument("--section", action="append", default=[], metavar="NAME", help=named)
    which.add_argument("--mine", action="store_true", help="only the sections that are yours in gradebook/tas.csv")


def find_sections(course: Course, arguments: argparse.Namespace) -> tuple[str, ...]:
    """Return the sections that a command is limited to, () for the whole class; `CourseError` for one of nobody's."""
    from autograder.records import find_user
    from autograder.submissions import load_roster, read_own_sections

    if not (arguments.section or arguments.mine):
        return ()
    sections = read_own_sections(course, find_user()) if arguments.mine else tuple(arguments.section)
    roster = load_roster(course)
    known = sorted({student.section for student in roster.students}) if roster is not None else []
    for section in sections:
        if section not in known:
            hint = f"one of: {', '.join(filter(None, known))}" if any(known) else "gradebook/roster.csv names sections"
            raise CourseError(f"nobody is in section {section}", hint=hint)
    return sections
