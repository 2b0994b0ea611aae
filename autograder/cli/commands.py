"""How a family of commands enters the command line, and the options that several of them share."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sized
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course import Course, find_course
from autograder.sandbox import RUNNERS, default_runner

if TYPE_CHECKING:
    from rich.console import Console

__all__ = [
    "Commands",
    "Run",
    "add_runner_option",
    "add_student_option",
    "count_of",
    "find_own_course",
    "lesson_name",
    "print_problem",
    "whole_number",
]

Run = Callable[[argparse.Namespace, "Console"], int]


class Commands:
    """The commands that were added so far. A command is a name, a function that runs it, and one line of help."""

    def __init__(self, parser: argparse.ArgumentParser, *, is_needed: bool = False) -> None:
        self._commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=is_needed)

    def add(
        self, name: str, run: Run, help: str, *, has_lesson: bool = True, of_course: bool = True
    ) -> argparse.ArgumentParser:
        """Add a command and return its parser. One that is not `of_course` needs none to be there."""
        command = self._commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")
        command.set_defaults(run=run)
        if of_course:
            near = "the course folder (default: the nearest one at or above here)"
            command.add_argument("--root", type=Path, help=near)
        if of_course and has_lesson:
            command.add_argument("lesson", type=lesson_name, help="the name of the lesson: its folder in solutions/")
        return command

    def add_family(self, name: str, help: str) -> Commands:
        """Add a command that has commands of its own, and return these."""
        parser = self._commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")
        return Commands(parser, is_needed=True)


def lesson_name(text: str) -> str:
    """Return the name of a lesson as it was typed, without the slash that a shell puts behind a folder's name."""
    name = text.rstrip("/")
    if "/" in name:
        alone = name.rpartition("/")[2]
        raise argparse.ArgumentTypeError(f"there is no lesson {text!r}: give its name alone, such as {alone}")
    return name


def whole_number(text: str) -> int:
    """Return a number of things to make, start or use, as it was typed: 1 or more."""
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of 1 or more")
    return number


def add_student_option(command: argparse.ArgumentParser) -> None:
    """Let a command be limited to some students."""
    command.add_argument("--student", action="append", default=[], metavar="ID", help="only this student (repeatable)")


def add_runner_option(command: argparse.ArgumentParser) -> None:
    """Let a command choose its runner."""
    command.add_argument(
        "--runner",
        choices=RUNNERS,
        default=default_runner(),
        help="how student code is kept apart (default: $AUTOGRADER_RUNNER, or jail)",
    )


def find_own_course(arguments: argparse.Namespace) -> Course:
    """Return the course that a command was given, or the one around the working directory."""
    return find_course(arguments.root)


def count_of(things: Sized | int, noun: str) -> str:
    """Return how many things there are, with their noun: "1 student", "2 students"."""
    count = things if isinstance(things, int) else len(things)
    return f"{count} {noun}" + ("s" if count != 1 else "")


def print_problem(file: str, message: str, hint: str) -> None:
    """Say on stderr what a person must see to, and how."""
    print(f"needs a person: {file}: {message}\n  hint: {hint}", file=sys.stderr)
