"""Remove what is stored of students: of one who must be forgotten, and of old attempts."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from autograder.cli.commands import Commands, count_of, find_own_course

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["add_commands"]


def add_commands(commands: Commands) -> None:
    """Add forget and sweep."""
    forget = commands.add("forget", _forget, "remove a student from everything that is stored here", has_lesson=False)
    forget.add_argument("student", metavar="STUDENT", help="the id")
    forget.add_argument("--yes", action="store_true", help="do it (default: only say what would be removed)")
    files = "remove the files of old attempts at the desk, as keep_days in desk.toml says"
    commands.add("sweep", _sweep, files, has_lesson=False)


def _forget(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.privacy import forget_student

    course = find_own_course(arguments)
    found = forget_student(course, arguments.student, is_trial=not arguments.yes)
    for what, remedy in found.removed:
        console.print(f"{what}: {remedy}", soft_wrap=True)
    for command in found.again if arguments.yes else ():
        console.print(f"make it anew: {command}", soft_wrap=True)
    for line in found.left:
        print(f"needs a person: {line}", file=sys.stderr)
    for line in found.elsewhere:
        console.print(f"not reached from here: {line}", soft_wrap=True)
    if not arguments.yes:
        console.print("nothing was removed; --yes removes it, and nothing brings it back")
    return 3 if found.left else 0


def _sweep(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.desk import sweep_old_files

    removed = sweep_old_files(find_own_course(arguments))
    console.print(f"the files of {count_of(removed, 'old attempt')} removed")
    return 0
