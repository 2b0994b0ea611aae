"""What instructors do before a lesson is handed out: release it, try it with a sample class, audit its grader."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from autograder.cli.commands import Commands, add_runner_option, find_own_course
from autograder.cli.progress import ProgressLine
from autograder.course import load_lesson

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["add_commands"]


def add_commands(commands: Commands) -> None:
    """Add release, sample, audit and doctor."""
    commands.add("release", _release, "make assignments/ from solutions/ and check that nothing private is in it")
    sample = commands.add("sample", _sample, "hand in a class of sample answers, to see the grader work")
    sample.add_argument("--students", type=int, default=16, metavar="N", help="the size of the class (default 16)")
    audit = commands.add("audit", _audit, "grade the grader: sample answers, mutants, repetitions")
    audit.add_argument("--workers", type=int, default=0, metavar="N", help="processes (default: one per processor)")
    add_runner_option(audit)
    commands.add("doctor", _doctor, "say what this machine offers and what is missing", has_lesson=False)


def _release(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.gradebook import release_lesson

    course = find_own_course(arguments)
    changed = release_lesson(load_lesson(course, arguments.lesson))
    for path in changed:
        console.print(f"wrote {path.relative_to(course.root)}")
    if not changed:
        console.print(f"assignments/{arguments.lesson} is up to date")
    return 0


def _sample(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.audit import hand_in_samples

    course = find_own_course(arguments)
    count = hand_in_samples(course, arguments.lesson, arguments.students)
    console.print(f"{count} sample students handed in {arguments.lesson} in gradebook/submitted/")
    return 0


def _audit(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.audit import format_sheet, run_audit

    course = find_own_course(arguments)
    with ProgressLine(console, "auditing") as advance:
        sheet, path = run_audit(course, arguments.lesson, arguments.workers, arguments.runner, advance)
    console.print(format_sheet(sheet))
    console.print(f"{sheet.time_s:g} s; written to {path.relative_to(course.root)} and .json")
    return 0 if sheet.is_perfect else 1


def _doctor(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.sandbox import examine

    findings = examine()
    for finding in findings:
        console.print(f"{'ok     ' if finding.is_ok else 'MISSING'}  {finding.what}: {finding.found}")
        if not finding.is_ok and finding.remedy:
            console.print(f"         {finding.remedy}")
    return 0 if all(finding.is_ok or not finding.is_needed for finding in findings) else 1
