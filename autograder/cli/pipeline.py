"""The stations in order. Each function is one command's work; `cli` prints what they return."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.audit import Atlas, load_atlas
from autograder.classroom import (
    Answers,
    ClassData,
    Group,
    Line,
    draw_up,
    find_cells,
    find_copies,
    group_answers,
    group_students,
    render_report,
    render_table,
)
from autograder.course import CellKey, Course, Lesson, load_lesson
from autograder.errors import CourseError, GradebookError
from autograder.feedback import render_page
from autograder.files import write_file
from autograder.gradebook import open_book, release_lesson, set_due
from autograder.grading import Cluster, GradeOptions, GradeReport, choose_students, grade_lesson, local_pool
from autograder.records import Grade, autograded_path, hold_gradebook, read_grade, record_path
from autograder.submissions import list_students, load_roster

__all__ = [
    "Cluster",
    "GradeOptions",
    "GradeReport",
    "export",
    "find_explanations",
    "find_groups",
    "grade_explanations",
    "grade_lesson",
    "release",
    "set_due",
    "write_feedback",
    "write_report",
]


def release(course: Course, name: str) -> list[Path]:
    """Make assignments/<lesson>/ from solutions/<lesson>/; return the files that changed."""
    return release_lesson(load_lesson(course, name))


def write_feedback(course: Course, name: str, wanted: Sequence[str]) -> list[Path]:
    """Write a page for each graded student; return their paths."""
    lesson = load_lesson(course, name)
    grades = _read_grades(course, lesson, choose_students(course, lesson, wanted))
    atlas = _load_atlas(lesson, grades)
    paths: list[Path] = []
    with open_book(course) as book:
        standings = book.standings(name)
        for grade in grades:
            pages = _read_pages(course, lesson, grade.student)
            path = course.feedback / grade.student / name / f"{name}.html"
            hand, standing = book.comments(name, grade.student), standings.get(grade.student)
            write_file(path, render_page(lesson, grade, pages, hand, atlas, standing))
            paths.append(path)
    return paths


def _read_grades(course: Course, lesson: Lesson, students: Sequence[str]) -> list[Grade]:
    """Return the records of these students; `GradebookError` where one has none."""
    grades = []
    for student in students:
        path = record_path(course, lesson.name, student)
        grade = read_grade(path)
        if grade is None:
            hint = f"run `autograder grade {lesson.name}` first"
            raise GradebookError(f"{student} is not graded yet", hint=hint, path=path)
        grades.append(grade)
    return grades


def _read_pages(course: Course, lesson: Lesson, student: str) -> dict[str, str]:
    """Return a student's autograded notebooks' JSON by name."""
    paths = {
        notebook.name: autograded_path(course, lesson.name, student, notebook.name) for notebook in lesson.notebooks
    }
    return {name: path.read_text(encoding="utf-8") for name, path in paths.items() if path.exists()}


def _load_atlas(lesson: Lesson, grades: Sequence[Grade]) -> Atlas | None:
    """Return the behaviours that the lesson knows, or None where nobody's code needs a name."""
    if not any(notebook.behaviours or notebook.exhibits for grade in grades for notebook in grade.notebooks):
        return None
    with local_pool(os.cpu_count() or 1) as pool:
        return load_atlas(lesson, pool)


def find_groups(course: Course, name: str, test_cell: str) -> tuple[Lesson, list[Group]]:
    """Return the lesson and its students in groups whose failing code behaves alike, largest first."""
    lesson = load_lesson(course, name)
    grades = _read_grades(course, lesson, list_students(course, name))
    atlas = _load_atlas(lesson, grades)
    if atlas is None:
        return lesson, []
    pages = {
        (grade.student, notebook): text
        for grade in grades
        for notebook, text in _read_pages(course, lesson, grade.student).items()
    }
    return lesson, group_students(lesson, grades, pages, atlas, test_cell)


def find_explanations(course: Course, name: str, cell: str = "") -> tuple[Lesson, list[Answers]]:
    """Return the lesson and the answers that a person grades, near-identical ones together, cell by cell."""
    lesson = load_lesson(course, name)
    cells = find_cells(lesson, cell)
    grades = _read_grades(course, lesson, list_students(course, name))
    pages = {grade.student: _read_pages(course, lesson, grade.student) for grade in grades}
    with open_book(course) as book:
        stubs = book.stubs(lesson)
        standings = book.standings(name)
    found = []
    for notebook, source in cells:
        key = notebook.key(source)
        graded = {s.student: s.scores[key] or 0.0 for s in standings.values() if key in s.by_hand}
        texts = {student: own[notebook.name] for student, own in pages.items() if notebook.name in own}
        found.append(group_answers(notebook, source, stubs.get(key, ""), texts, graded))
    return lesson, found


@dataclass(frozen=True)
class HandGradeEntry:
    """What is entered for a group of answers. `score` None leaves scores alone, `comment` "" leaves comments alone."""

    score: float | None
    comment: str = ""
    is_overwriting: bool = False


def grade_explanations(
    course: Course, name: str, cell: str, number: int, grade: HandGradeEntry
) -> tuple[list[str], list[str]]:
    """Enter a score and a comment for a group of answers; return whom it was entered for, and who was left alone."""
    lesson = load_lesson(course, name)
    ((_, source),) = find_cells(lesson, cell)[:1]
    if grade.score is not None and not 0 <= grade.score <= source.points:
        raise CourseError(f"{grade.score:g} is no score of {cell}", hint=f"it has {source.points:g} points")
    with hold_gradebook(course):
        _, (answers,) = find_explanations(course, name, cell)
        students = answers.group(number).students
        with open_book(course) as book:
            where = CellKey(answers.notebook, cell)
            return book.grade_by_hand(
                name, where, students, grade.score, grade.comment, is_overwriting=grade.is_overwriting
            )


def export(
    course: Course, name: str, to: str, output: Path | None = None, title: str = "", *, is_total_only: bool = False
) -> tuple[Path, list[Line]]:
    """Write a lesson's grades as a table in one of `export.FORMATS`; return its path and its lines."""
    lesson = load_lesson(course, name)
    grades = _read_grades(course, lesson, list_students(course, name))
    with open_book(course) as book:
        standings = book.standings(name)
    lines = draw_up(lesson, grades, standings, load_roster(course))
    path = output or course.gradebook / "exports" / f"{name}.{to}.csv"
    write_file(path, render_table(lesson, lines, to, title, is_total_only=is_total_only))
    return path, lines


def write_report(course: Course, name: str) -> Path:
    """Write the page about the class; return its path."""
    lesson = load_lesson(course, name)
    grades = _read_grades(course, lesson, list_students(course, name))
    atlas = _load_atlas(lesson, grades)
    answers: dict[CellKey, dict[str, str]] = {}
    slim: dict[tuple[str, str], str] = {}  # the pages without their outputs, which may be large
    for grade in grades:
        for notebook, text in _read_pages(course, lesson, grade.student).items():
            cells = [cell for cell in json.loads(text)["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
            for cell in cells:
                cell["outputs"] = []
                own = answers.setdefault(CellKey(notebook, cell["metadata"]["nbgrader"]["grade_id"]), {})
                own[grade.student] = "".join(cell["source"])
            slim[grade.student, notebook] = json.dumps({"cells": cells})
    with open_book(course) as book:
        standings, stubs = book.standings(name), book.released(lesson)
    data = ClassData(
        lesson,
        grades,
        draw_up(lesson, grades, standings, load_roster(course)),
        group_students(lesson, grades, slim, atlas) if atlas is not None else [],
        find_copies(lesson, stubs, answers),
        frozenset(g.student for g in grades if (course.feedback / g.student / name / f"{name}.html").exists()),
    )
    path = course.gradebook / "reports" / f"{name}-class.html"
    write_file(path, render_report(data))
    return path
