"""What instructors do before a lesson is handed out: release it, try it with a sample class, audit its grader."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from autograder.cli.commands import Commands, add_runner_option, find_own_course, whole_number
from autograder.cli.progress import ProgressLine
from autograder.course import load_lesson
from autograder.errors import ReleaseError

if TYPE_CHECKING:
    from rich.console import Console

    from autograder.grading import Proof

__all__ = ["add_commands"]


def add_commands(commands: Commands) -> None:
    """Add release, sample, audit and doctor."""
    release = commands.add("release", _release, "prove a lesson, and make its assignments/ from solutions/")
    release.add_argument("--check", action="store_true", help="only prove it, write nothing")
    allow = "accept what is found about this cell, module or notebook (repeatable)"
    release.add_argument("--allow", action="append", default=[], metavar="NAME", help=allow)
    add_runner_option(release)
    sample = commands.add("sample", _sample, "hand in a class of sample answers, to see the grader work")
    sample.add_argument(
        "--students", type=whole_number, default=16, metavar="N", help="the size of the class (default 16)"
    )
    audit = commands.add("audit", _audit, "grade the grader: sample answers, mutants, repetitions")
    audit.add_argument(
        "--workers", type=whole_number, default=0, metavar="N", help="processes (default: one per processor)"
    )
    add_runner_option(audit)
    commands.add("doctor", _doctor, "say what this machine offers and what is missing", has_lesson=False)


def _release(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.gradebook import release_lesson
    from autograder.grading import prove_lesson

    course = find_own_course(arguments)
    lesson = load_lesson(course, arguments.lesson)
    allowed = frozenset(arguments.allow)

    def prove(pages: Mapping[str, str]) -> None:
        _print_proof(prove_lesson(lesson, pages, arguments.runner), allowed, console)

    released = release_lesson(lesson, allowed=allowed, prove=prove, is_trial=arguments.check)
    for sentence in released.allowed:
        console.print(f"allowed: {sentence}", soft_wrap=True)
    for path in released.changed:
        console.print(f"wrote {path.relative_to(course.root)}")
    if arguments.check:
        console.print(f"{arguments.lesson} is proved; nothing was written")
    elif not released.changed:
        console.print(f"assignments/{arguments.lesson} is up to date")
    return 0


def _print_proof(proof: Proof, allowed: Collection[str], console: Console) -> None:
    """Print what proving a lesson found; `ReleaseError` if not all of it is allowed."""
    for line in proof.lines:
        console.print(line, soft_wrap=True)
    refused = [finding for finding in proof.findings if finding.name not in allowed]
    for finding in proof.findings:
        if finding not in refused:
            console.print(f"allowed: {finding}", soft_wrap=True)
    for finding in refused:
        print(f"{finding}\n  hint: {finding.hint}", file=sys.stderr)
    if refused:
        hint = "nothing was written; mend what is named above, or allow it by its name: --allow NAME"
        raise ReleaseError(f"the lesson is not as it must be: {len(refused)} findings", hint=hint)


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
