"""Bring in what students handed in, and say until when they may."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.commands import Commands, find_own_course, print_problem
from autograder.course import load_lesson

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["add_commands"]

_DAY_S = 86_400


def add_commands(commands: Commands) -> None:
    """Add collect and due."""
    collect = commands.add("collect", _collect, "bring downloads (files, folders, zips) into gradebook/submitted/")
    collect.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file, a folder or a zip")
    collect.add_argument("--roster", type=Path, metavar="CSV", help="who is in the class (gradebook/roster.csv)")
    due = commands.add("due", _due, "show or set the due date, or give a student more time")
    due.add_argument("when", nargs="?", default="", metavar="TIME", help='e.g. "2026-01-05 23:59 +0800" (no zone: UTC)')
    due.add_argument("--student", default="", metavar="ID", help="whose extension")
    due.add_argument("--days", type=float, metavar="N", help="the extension, from the due date; 0 takes it back")


def _collect(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.records import hold_gradebook
    from autograder.submissions import collect_files, load_roster

    course = find_own_course(arguments)
    lesson = load_lesson(course, arguments.lesson)
    with hold_gradebook(course):
        collection = collect_files(lesson, arguments.files, load_roster(course, arguments.roster))
    for label in collection.written:
        console.print(f"collected: {label}{' (marked late)' if label in collection.late else ''}", soft_wrap=True)
    for source in collection.older:
        console.print(f"older, left out: {source}", soft_wrap=True)
    console.print(f"{len(collection.written)} notebooks collected, {len(collection.unchanged)} were there already")
    for student in collection.missing:
        console.print(f"missing: {student.id} {student.name}: nothing of {arguments.lesson} is there", soft_wrap=True)
    for problem in collection.problems:
        print_problem(problem.file, problem.message, problem.hint)
    return 3 if collection.problems or collection.missing else 0


def _due(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.gradebook import set_due

    course = find_own_course(arguments)
    moment, extensions = set_due(course, arguments.lesson, arguments.when, arguments.student, arguments.days)
    console.print(f"{arguments.lesson} is due {moment:%Y-%m-%d %H:%M:%S} UTC" if moment else "no due date")
    for student, extension in sorted(extensions.items()):
        console.print(f"{student}: {extension.total_seconds() / _DAY_S:g} days more", soft_wrap=True)
    if arguments.when or arguments.student:
        console.print(f"penalties follow with the next `autograder grade {arguments.lesson}`")
    return 0
