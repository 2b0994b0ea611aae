"""A class of sample students, to see the grader work: each hands in sample answers of the bank."""

from __future__ import annotations

from autograder.audit.bank import build_submission, load_bank
from autograder.course import Course, Lesson, load_lesson
from autograder.errors import CourseError
from autograder.files import write_file

__all__ = ["hand_in_samples", "sample_class"]

_TIMESTAMP = "2026-01-05 12:00:00 UTC\n"


def hand_in_samples(course: Course, name: str, size: int) -> int:
    """Put a class of sample answers into gradebook/submitted/; return its size. Other students are left alone."""
    lesson = load_lesson(course, name)
    for student, files in sample_class(lesson, size).items():
        folder = course.submitted / student / name
        for notebook, data in files.items():
            write_file(folder / f"{notebook}.ipynb", data)
        write_file(folder / "timestamp.txt", _TIMESTAMP)
    return size


def sample_class(lesson: Lesson, size: int) -> dict[str, dict[str, bytes]]:
    """Return a class of `size` students: notebook name -> file, by student. No two students are alike.

    Each notebook's sample answers are spread over the class. A notebook with fewer of them than there are students
    gives some to several, and its reference solution is one of them.
    """
    bank = load_bank(lesson)
    students: dict[str, dict[str, bytes]] = {f"sample-{number:02}": {} for number in range(1, size + 1)}
    for notebook in lesson.notebooks:
        answers = [answer for answer in bank if answer.notebook == notebook.name]
        distance = max(1, len(answers) // size)
        for index, student in enumerate(students):
            position = (index * distance) % (len(answers) + 1)
            cells = answers[position].cells if position < len(answers) else ()
            students[student][notebook.name] = build_submission(notebook, cells, is_marked=False)
    if len({tuple(files.values()) for files in students.values()}) < size:
        raise CourseError(f"the bank has too few answers for a class of {size} that differ", path=lesson.bank_folder)
    return students
