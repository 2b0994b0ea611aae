"""nbgrader's own conversion: it writes released notebooks, and enters the lesson in the database."""

from __future__ import annotations

import logging
from pathlib import Path

from autograder.course import Lesson
from autograder.errors import CourseError
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
    course.gradebook.mkdir(parents=True, exist_ok=True)
    put_programs_on_path()
    make_database(course)
    with scratch_folder(course):
        config = course.config
        config.CourseDirectory.root = str(course.root)
        config.CourseDirectory.release_directory = str(target)
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
        lines = str(result.get("log") or result.get("error") or "").strip().splitlines()
        raise CourseError(
            f"nbgrader cannot convert it: {lines[-1] if lines else 'no reason given'}",
            path=course.solutions / lesson.name,
        )
