"""Answers that a person grades, and code that fails alike: look once, decide for all."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from autograder.cli.commands import Commands, find_own_course
from autograder.errors import CourseError
from autograder.text import clean_line

if TYPE_CHECKING:
    from rich.console import Console

    from autograder.classroom import AnswerGroup

__all__ = ["add_commands"]

_MOST_CHARS = 1_000
_MOST_LINES = 12


def add_commands(commands: Commands) -> None:
    """Add explanations and groups."""
    texts = commands.add(
        "explanations", _explanations, "list answers graded by hand, alike ones together, and grade a group"
    )
    texts.add_argument("--cell", default="", metavar="NAME", help="only this cell, by its grade_id")
    texts.add_argument("--group", type=int, metavar="N", help="the group that --score and --comment are for")
    texts.add_argument("--score", type=float, metavar="POINTS", help="what each answer of the group gets")
    texts.add_argument("--comment", default="", metavar="TEXT", help="what each student of the group reads")
    texts.add_argument("--overwrite", action="store_true", help="also where a person graded the answer already")
    groups = commands.add("groups", _groups, "list students whose failing code behaves alike, largest group first")
    groups.add_argument("--cell", default="", metavar="TEST", help="only this test cell, by its grade_id")
    groups.add_argument("--group", type=int, default=1, metavar="N", help="the group that --save means (default 1)")
    groups.add_argument("--save", metavar="NAME", help="make a wrong answer of the bank of that group's code")


def _explanations(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.classroom import HandGradeEntry, find_explanations, grade_explanations

    course = find_own_course(arguments)
    is_grading = arguments.score is not None or bool(arguments.comment)
    if is_grading and not (arguments.cell and arguments.group):
        raise CourseError("it is not said which answers to grade", hint="name them with --cell NAME --group N")
    if is_grading:
        entry = HandGradeEntry(arguments.score, arguments.comment, arguments.overwrite)
        written, kept = grade_explanations(course, arguments.lesson, arguments.cell, arguments.group, entry)
        console.print(f"graded: {', '.join(written) or 'nobody'}", soft_wrap=True)
        if kept:
            console.print(f"graded by a person before, left alone: {', '.join(kept)}", soft_wrap=True)
        return 0
    for answers in find_explanations(course, arguments.lesson, arguments.cell):
        count = sum(len(group.students) for group in answers.groups)
        title = f"{answers.key} / {answers.cell.points:g}: {count} answers"
        console.print(title, style="bold", soft_wrap=True)
        for group in answers.groups:
            if arguments.group in (None, group.number):
                _print_answers(group, console, most_lines=None if arguments.group else _MOST_LINES)
    return 0


def _print_answers(group: AnswerGroup, console: Console, most_lines: int | None) -> None:
    from autograder.classroom import AnswerKind

    kinds = {AnswerKind.ANSWER: "", AnswerKind.UNCHANGED: ", as it was handed out", AnswerKind.EMPTY: ", empty"}
    scores = sorted(set(group.scores.values()))
    graded = f", {len(group.scores)} graded: {', '.join(f'{score:g}' for score in scores)}" if scores else ""
    console.print(f"{group.number}. {len(group.students)} students{kinds[group.kind]}{graded}", style="bold")
    console.print(f"   {', '.join(group.students)}", soft_wrap=True)
    lines = group.text.splitlines()
    for line in lines[:most_lines]:
        console.print(f"   | {_show_line(line)}", soft_wrap=True)
    if most_lines is not None and len(lines) > most_lines:
        console.print(f"   ... {len(lines) - most_lines} more lines: --group {group.number}")


def _show_line(line: str) -> str:
    """Return a line of a student's as a terminal can show it."""
    return clean_line(line[:_MOST_CHARS].expandtabs())


def _groups(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.classroom import find_groups, save_group
    from autograder.course import load_lesson

    course = find_own_course(arguments)
    groups = find_groups(course, arguments.lesson, arguments.cell)
    for number, group in enumerate(groups, 1):
        lost = ", ".join(f"{cell} {score:g}" for cell, score in group.scores)
        title = (
            f"{number}. {group.notebook}/{group.solution}: {len(group.students)} students ({lost or 'no points lost'})"
        )
        console.print(title, style="bold", soft_wrap=True)
        console.print(f"   {', '.join(group.students)}", soft_wrap=True)
        known, example = group.diagnosis.known, group.diagnosis.counterexample
        if known is not None:
            console.print(f"   behaves like {known.answer}: {known.misconception}", soft_wrap=True)
        if group.causes:
            console.print(f"   mend first: {', '.join(group.causes)}", soft_wrap=True)
        if example is not None:
            values = f"{example.asked}: {example.got} instead of {example.expected}"
            console.print(f"   {_show_line(values)}", soft_wrap=True)
        console.print("\n".join(f"   | {_show_line(line)}" for line in group.source.splitlines()[:24]), soft_wrap=True)
    if not groups:
        console.print("no failing code to group")
    if arguments.save:
        if not 1 <= arguments.group <= len(groups):
            raise CourseError(f"there is no group {arguments.group}", hint=f"there are {len(groups)}")
        path = save_group(load_lesson(course, arguments.lesson), groups[arguments.group - 1], arguments.save)
        console.print(f"wrote {path.relative_to(course.root)}: decide its points from the assignment's text")
    return 0
