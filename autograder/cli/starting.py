"""Where a course comes from: made anew, or moved in from nbgrader."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.commands import Commands

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["add_commands"]


def add_commands(commands: Commands) -> None:
    """Add init and adopt."""
    init = commands.add("init", _init, "make a new course, with one small lesson to copy from", of_course=False)
    init.add_argument("course", type=Path, metavar="COURSE", help="its folder: empty, or not there yet")


def _init(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.course import Course
    from autograder.starting import make_course

    root: Path = arguments.course
    files = make_course(root)
    lesson = Course(root).lesson_names()[0]
    console.print(f"made {root}: {len(files)} files", soft_wrap=True)
    start = f"cd {shlex.quote(str(root))} && make grade"
    console.print(f"next: {start}; then read README.md and change solutions/{lesson}", soft_wrap=True)
    return 0
