"""Answers that a person grades, and code that fails alike: look once, decide for all."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from autograder.cli.commands import Commands, count_of, find_own_course
from autograder.cli.sections import add_section_options, find_sections
from autograder.errors import CourseError
from autograder.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from autograder.classroom import AnswerGroup, BehaviourGroup, CellAnswers

__all__ = ["add_commands"]

_MOST_CHARS = 1_000
_MOST_LINES = 12


def add_commands(commands: Commands) -> None:
    """Add explanations and groups."""
    texts = commands.add(
        "explanations", _explanations, "list answers graded by hand, alike ones together, and grade a group"
    )
    texts.add_argument("--cell", default="", metavar="NAME", help="only this cell, by its grade_id")
    texts.add_argument("--group", default="", metavar="ID", help="the group that --score and --comment are for")
    texts.add_argument("--score", type=float, metavar="POINTS", help="what each answer of the group gets")
    texts.add_argument("--comment", default="", metavar="TEXT", help="what each student of the group reads")
    texts.add_argument("--overwrite", action="store_true", help="also where a person graded the answer already")
    texts.add_argument("--confirm", action="store_true", help="leave the group's scores that are marked for review")
    add_section_options(texts)
    groups = commands.add("groups", _groups, "list students whose failing code behaves alike, largest group first")
    groups.add_argument("--cell", default="", metavar="TEST", help="only this test cell, by its grade_id")
    groups.add_argument("--group", default="", metavar="ID", help="the group that --save means (if there are several)")
    groups.add_argument("--save", metavar="NAME", help="make a wrong answer of the bank of that group's code")
    add_section_options(groups)


def _explanations(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.classroom import HandGradeEntry, find_explanations, grade_explanations

    course = find_own_course(arguments)
    sections = find_sections(course, arguments)
    is_grading = arguments.score is not None or bool(arguments.comment) or arguments.confirm
    if is_grading and not (arguments.cell and arguments.group):
        raise CourseError("it is not said which answers to grade", hint="name them with --cell NAME --group ID")
    if arguments.confirm and (arguments.score is not None or arguments.comment):
        raise CourseError("--confirm leaves scores as they are, and --score and --comment enter new ones: choose one")
    if is_grading:
        entry = HandGradeEntry(arguments.score, arguments.comment, arguments.overwrite, arguments.confirm)
        written, kept = grade_explanations(course, arguments.lesson, arguments.cell, arguments.group, entry, sections)
        done = "graded" if arguments.score is not None else "comment kept, no score given"
        students = ", ".join(written) or "nobody"
        console.print(f"{'confirmed' if arguments.confirm else done}: {students}", soft_wrap=True)
        if kept:
            console.print(f"graded by a person before, left alone: {', '.join(kept)}", soft_wrap=True)
        return 0
    for answers in find_explanations(course, arguments.lesson, arguments.cell, sections):
        _print_cell(answers, arguments.group, console)
    return 0


def _print_cell(answers: CellAnswers, id: str, console: Console) -> None:
    """Print the groups of a cell, or one of them whole."""
    students = [student for group in answers.groups for student in group.students]
    graded = sum(len(group.scores) for group in answers.groups)
    title = f"{answers.key} / {answers.cell.points:g}: {count_of(students, 'answer')}, {graded} graded so far"
    console.print(title, style="bold", soft_wrap=True)
    for group in answers.groups:
        if id in ("", group.id):
            _print_answers(group, answers.cell.points, console, most_lines=None if id else _MOST_LINES)


def _print_answers(group: AnswerGroup, points: float, console: Console, most_lines: int | None) -> None:
    from autograder.classroom import AnswerKind

    kinds = {AnswerKind.ANSWER: "", AnswerKind.UNCHANGED: ", as it was handed out", AnswerKind.EMPTY: ", empty"}
    scores = sorted(set(group.scores.values()))
    graded = f", {len(group.scores)} graded: {', '.join(f'{score:g}' for score in scores)}" if scores else ""
    title = f"{group.id}: {count_of(group.students, 'student')}{kinds[group.kind]}{graded}"
    console.print(title, style="bold", soft_wrap=True)
    console.print(f"   {', '.join(group.students)}", soft_wrap=True)
    above = [student for student, score in group.scores.items() if score > points]
    if group.to_review:
        console.print(f"   to review (--confirm, or --score with --overwrite): {', '.join(group.to_review)}")
    if above:
        console.print(f"   above the question's {points:g} points: {', '.join(above)}", soft_wrap=True)
    lines = group.text.splitlines()
    for line in lines[:most_lines]:
        console.print(f"   | {_show_line(line)}", soft_wrap=True)
    if most_lines is not None and len(lines) > most_lines:
        console.print(f"   ... {count_of(lines[most_lines:], 'more line')}: --group {group.id}")


def _show_line(line: str) -> str:
    """Return a line of a student's as a terminal can show it."""
    return clean_line(line[:_MOST_CHARS].expandtabs())


def _groups(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.classroom import find_groups, save_group
    from autograder.course import load_lesson

    course = find_own_course(arguments)
    groups = find_groups(course, arguments.lesson, arguments.cell, find_sections(course, arguments))
    for group in groups:
        lost = ", ".join(f"{cell} {score:g}" for cell, score in group.scores) or "no points lost"
        title = f"{group.id}: {group.notebook}/{group.solution}: {count_of(group.students, 'student')} ({lost})"
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
        group = _choose_group(groups, arguments.group)
        path = save_group(load_lesson(course, arguments.lesson), group, arguments.save)
        console.print(f"wrote {path.relative_to(course.root)}: decide its points from the assignment's text")
    return 0


def _choose_group(groups: Sequence[BehaviourGroup], id: str) -> BehaviourGroup:
    """Return the group of this id, or the only one there is."""
    found = [group for group in groups if id in ("", group.id)]
    if len(found) == 1:
        return found[0]
    if id:
        hint = "list the groups again: who is in it, or what they wrote, may have changed"
        raise CourseError(f"there is no group {id}", hint=hint)
    raise CourseError(f"it is not said which of {count_of(groups, 'group')}", hint="name it with --group ID")
