"""Where a course comes from: made anew, or moved in from nbgrader."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.commands import Commands, count_of, print_problem

if TYPE_CHECKING:
    from rich.console import Console

    from autograder.course import Lesson
    from autograder.gradebook import Census
    from autograder.starting import Adopted

__all__ = ["add_commands"]


def add_commands(commands: Commands) -> None:
    """Add init and adopt."""
    init = commands.add("init", _init, "make a new course, with one small lesson to copy from", of_course=False)
    init.add_argument("course", type=Path, metavar="COURSE", help="its folder: empty, or not there yet")
    adopt = commands.add("adopt", _adopt, "let a course of nbgrader's move in, as it is", of_course=False)
    adopt.add_argument("former", type=Path, metavar="PATH", help="the folder of the nbgrader course; it stays as it is")
    into = "the course to move into, or a new folder (default: the nearest course at or above here)"
    adopt.add_argument("--into", type=Path, metavar="FOLDER", help=into)


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


def _adopt(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.starting import adopt_course

    adopted = adopt_course(arguments.former, arguments.into)
    for line in _describe(adopted):
        console.print(line, soft_wrap=True)
    for problem in adopted.problems:
        print_problem(problem.file, problem.message, problem.hint)
    for lesson in adopted.lessons[:1]:
        if adopted.census is not None and adopted.census.submissions:
            look = f"autograder regrade {lesson.name} shows whose points would change"
            console.print(f"next: {look}, autograder grade {lesson.name} writes it", soft_wrap=True)
    return 3 if adopted.problems else 0


def _describe(adopted: Adopted) -> Iterator[str]:
    """Yield what was found, and what became of it."""
    notebooks = [one for lesson in adopted.lessons for one in lesson.notebooks]
    students = {one.student for one in adopted.submissions}
    yield f"{adopted.former.home} -> {adopted.course.root}: {adopted.copied} files copied; the old place is as it was"
    if adopted.former.root != adopted.former.home:
        yield f"its configuration says that its folders are in {adopted.former.root}"
    yield (
        f"{count_of(adopted.lessons, 'lesson')} with {count_of(notebooks, 'notebook')}; "
        f"{count_of(adopted.submissions, 'submission')} of {count_of(students, 'student')}, "
        f"{len(adopted.with_time)} with the time of the hand-in"
        + (f" ({adopted.times_taken} from the database alone)" if adopted.times_taken else "")
    )
    yield from _describe_database(adopted.census) if adopted.census is not None else ("no database was copied",)
    yield from map(_describe_lesson, adopted.lessons)
    if adopted.left:
        yield f"left where it is: {', '.join(adopted.left)}"


def _describe_database(census: Census) -> Iterator[str]:
    penalties = f"{census.penalties} penalties for being late ({census.penalty_points:g} points)"
    yield (
        f"the database: {census.students} students, {census.submissions} submissions, {census.auto_scores} scores of "
        f"tests, {census.hand_scores} by hand, {census.comments} comments, {penalties}, {census.due_dates} due dates, "
        f"{census.extensions} extensions"
    )


def _describe_lesson(lesson: Lesson) -> str:
    bare = [one.name for one in lesson.notebooks if one.suite is None and one.automatic_points]
    text = f"{lesson.name}: {', '.join(one.name for one in lesson.notebooks)} ({lesson.points:g} points)"
    return f"{text}; without a suite, so that their own test cells decide: {', '.join(bare)}" if bare else text
