"""The grader inside of other systems."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.commands import Commands, add_runner_option, find_own_course
from autograder.files import write_file

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["add_commands"]

_PLATFORMS = ("gradescope", "prairielearn", "github")


def add_commands(commands: Commands) -> None:
    """Add export-grader and grade-upload."""
    export = commands.add("export-grader", _export, "write the archive by which another system grades a lesson")
    export.add_argument("--to", choices=_PLATFORMS, required=True, help="the system")
    export.add_argument("--output", type=Path, metavar="FILE", help="where to (gradebook/exports/LESSON.TO.zip)")
    upload = commands.add("grade-upload", _grade, "grade a folder of files inside of another system")
    upload.add_argument("folder", type=Path, metavar="FOLDER", help="the student's files")
    upload.add_argument("--from", dest="platform", choices=_PLATFORMS, required=True, help="the system")
    upload.add_argument("--metadata", type=Path, metavar="FILE", help="what the system says about the hand-in")
    upload.add_argument("--results", type=Path, metavar="FILE", required=True, help="where results go")
    add_runner_option(upload)


def _export(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.external import Platform, pack_grader

    course = find_own_course(arguments)
    path = pack_grader(course, arguments.lesson, Platform(arguments.to), arguments.output)
    size_mib = path.stat().st_size / (1 << 20)
    console.print(f"wrote {path} ({size_mib:.1f} MiB)", soft_wrap=True)
    console.print("the solutions and hidden tests are in it: give it to the system alone", soft_wrap=True)
    return 0


def _grade(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.external import Platform, grade_upload

    course = find_own_course(arguments)
    platform = Platform(arguments.platform)
    graded, text = grade_upload(
        course, arguments.lesson, arguments.folder, platform, arguments.metadata, arguments.runner
    )
    write_file(arguments.results, text.encode())
    console.print(f"{graded.score:g} of {graded.points:g} points")
    return 0
