"""nbgrader's own conversion: it writes released notebooks, and enters the lesson in the database."""

from __future__ import annotations

import logging
from pathlib import Path

from autograder.course import Lesson
from autograder.errors import CourseError
from autograder.files import UNWRITTEN_HINT
from autograder.gradebook.book import open_book
from autograder.gradebook.database import make_database, put_programs_on_path, scratch_folder

__all__ = ["convert_release", "enter_lesson"]


def enter_lesson(lesson: Lesson) -> None:
    """Add the lesson to the database if it is missing or out of date."""
    with open_book(lesson.course) as book:
        if book.holds(lesson):
            return
    with scratch_folder(lesson.course) as target:
        convert_release(lesson, target)


def convert_release(lesson: Lesson, target: Path) -> None:
    """Write the released notebooks of a lesson to `target`/<lesson> with nbgrader's own conversion.

    nbgrader enters the lesson in the database on the way. `CourseError` says why it cannot be converted.
    """
    from nbgrader.apps import NbGrader, NbGraderAPI

    course = lesson.course
    put_programs_on_path()
    make_database(course)
    with scratch_folder(course):
        config = course.config
        config.CourseDirectory.root = str(course.root)
        config.CourseDirectory.release_directory = str(target)
        config.CourseDirectory.ignore = ["*"]  # of other files: they may be gigabytes, and are published by us
        if not config.CourseDirectory.get("course_id") and not course.database_url.startswith("sqlite"):
            # nbgrader enters an assignment of no course if none is named, which only SQLite takes.
            config.CourseDirectory.course_id = "default_course"
        config.GenerateAssignment.create_assignment = True
        app = NbGrader(config=config)
        app.log.setLevel(logging.ERROR)
        api = NbGraderAPI(config=config)
        api.log.setLevel(logging.ERROR)
        # nbgrader's directory pattern would put the student "." between the two: {step}/{student}/{assignment}
        result = api.generate_assignment(lesson.name, force=True, create=True)
    if not result["success"]:
        if str(result.get("error") or "").rstrip().endswith("KeyboardInterrupt"):  # nbgrader keeps it to itself
            raise KeyboardInterrupt
        message = _find_message(str(result.get("log") or result.get("error") or ""))
        hint = next((hint for words, hint in _HINTS.items() if words in message.lower()), "")
        raise CourseError(
            f"nbgrader cannot convert it: {message or 'no reason given'}",
            hint=hint.format(lesson=lesson.name),
            path=course.solutions / lesson.name,
        )
    if any(cell.is_bonus for notebook in lesson.notebooks for cell in notebook.cells):
        with open_book(course) as book:
            book.put_bonus_beyond(lesson)


_HINTS = {
    "solution region detected": "move the region into a cell that is marked as an answer, or mark this one as one",
    "hidden test region detected": "move the region into a cell that is marked as autograder tests",
    "no end solution": "write the line that ends the region",
    "no end hidden": "write the line that ends the region",
    "nbgrader update": "make a copy of the course, then run: nbgrader update solutions/{lesson}",
    "no space left": UNWRITTEN_HINT,
    "submissions associated": "cells cannot get other names, come or go once students are graded: give them back their "
    "old names, or make a new lesson of it",
    "duplicate grade id": "give each cell a grade_id of its own",
}
"""What to do about what nbgrader says, by words of it."""

_FRAME = ("There was an error processing assignment", "Please see the")


def _find_message(log: str) -> str:
    """Return what nbgrader itself says is wrong, whole; what an exception says where nothing else is said."""
    blocks = [block.strip() for block in f"\n{log}".split("\n[ERROR] ")]
    traces = [block for block in blocks if block.startswith("Traceback")]
    said = [block for block in blocks if block and block not in traces and not block.startswith(_FRAME)]
    return "\n".join(said or [_last_words(trace) for trace in traces])


def _last_words(trace: str) -> str:
    """Return a traceback's last lines, from the exception's name on: those that are not indented like frames."""
    lines = trace.splitlines()
    while lines and not lines[-1].strip():
        lines.pop()
    return lines[-1].strip() if lines else ""
