"""`nbgrader autograde`, the formgrader's button and `nbgrader generate_feedback` on our execution.

nbgrader finds its converters by class, not by configuration, so the one method that every way of grading ends in is
replaced: `Autograde.start`. Should nbgrader ever find another way, the preprocessors that would execute a notebook
refuse to.
"""

from __future__ import annotations

import contextlib
import shutil
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NoReturn

from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.course import Course, Lesson, load_lesson, read_regions
from autograder.errors import AutograderError, CourseError
from autograder.files import write_file
from autograder.gradebook import open_book, put_programs_on_path
from autograder.grading import GradeOptions, GradeSummary, grade_lesson
from autograder.records import Grade
from autograder.submissions import list_students

__all__ = ["HideHiddenTests", "RefuseToExecute", "replace_converters"]

_HIDDEN_NOTE = "# hidden tests / 隐藏测试"


def replace_converters() -> None:
    """Let nbgrader's converters grade as `autograder grade` does, and leave our feedback pages alone."""
    Autograde.start = _autograde
    if GenerateFeedback.init_destination is not _init_feedback:
        _init_feedback.original = GenerateFeedback.init_destination  # type: ignore[attr-defined]
        GenerateFeedback.init_destination = _init_feedback
    if shutil.which("alembic") is None:
        put_programs_on_path()


class RefuseToExecute(NbGraderPreprocessor):  # type: ignore[misc]
    """Refuses to execute a notebook, which nbgrader would do next to the answers."""

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Raise; a notebook is graded by `Autograde.start` alone, which is replaced."""
        raise NbGraderException("notebooks are not executed in nbgrader's own kernel: run `autograder grade`")


class HideHiddenTests(NbGraderPreprocessor):  # type: ignore[misc]
    """Takes hidden tests, and what they printed when they failed, out of a student's page."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        """Return the cell without them."""
        regions = read_regions(self.config)
        if cell.cell_type == "code" and regions.has_hidden_tests(cell.source):
            cell.source = regions.hide_tests(cell.source, _HIDDEN_NOTE)
            cell.outputs = [output for output in cell.outputs if output.output_type != "error"]
        return cell, resources


# --- nbgrader autograde --------------------------------------------------------------------------------------------


def _autograde(converter: Autograde) -> None:
    """Grade what `nbgrader autograde` was asked to, and log it as nbgrader does. Replaces `Autograde.start`."""
    try:
        summary = _grade(converter)
    except AutograderError as error:
        _raise_as_nbgraders(converter, error)
    failed = [line for grade in summary.grades for line in _log_grade(converter, grade)]
    converter.log.info("%d students, %d graded now", len(summary.grades), len(summary.graded))
    if failed:
        raise NbGraderException("; ".join(failed))


def _grade(converter: Autograde) -> GradeSummary:
    directory = converter.coursedir
    course = Course(Path(directory.root).resolve())
    _check_options(converter, course)
    lesson = load_lesson(course, directory.assignment_id)
    students = _choose_students(converter, course, lesson)
    notebooks = tuple(n.name for n in lesson.notebooks if fnmatchcase(n.name, directory.notebook_id))
    if not notebooks:
        raise CourseError(f"no notebook of {lesson.name} is named {directory.notebook_id}")
    if len(notebooks) == len(lesson.notebooks):
        notebooks = ()
    options = GradeOptions(students, is_forced=converter.force, notebooks=notebooks)
    return grade_lesson(course, lesson.name, options, lambda *_: None)


def _check_options(converter: Autograde, course: Course) -> None:
    """Refuse options of nbgrader that have no effect here."""
    directory, config = converter.coursedir, converter.config
    if config.Execute.get("enabled") is False:
        raise CourseError("--no-execute is not supported", hint="a grade rests on what code does, never on old outputs")
    folders = {
        "source": course.solutions,
        "submitted": course.submitted,
        "autograded": course.autograded,
    }
    for step, path in folders.items():
        if Path(course.root, getattr(directory, f"{step}_directory")).resolve() != path:
            raise CourseError(f"{step}_directory must be {path.relative_to(course.root)}", path=course.root)
    if directory.db_url != course.database_url:
        raise CourseError("another database is not supported here", hint="set db_url in nbgrader_config.py")
    if converter.exclude_overwriting:
        raise CourseError(
            "Autograde.exclude_overwriting is not supported", hint="files beside a notebook are always the source's"
        )


def _choose_students(converter: Autograde, course: Course, lesson: Lesson) -> tuple[str, ...]:
    """Return the students that nbgrader's options name, "*" and other patterns included.

    What is a student's whole name is no pattern: the formgrader's button gives names as they are.
    """
    directory = converter.coursedir
    excluded = set((directory.student_id_exclude or "").split(","))
    everybody, wanted = list_students(course, lesson.name), directory.student_id
    found = [wanted] if wanted in everybody else [name for name in everybody if fnmatchcase(name, wanted)]
    students = tuple(name for name in found if name not in excluded)
    if not students:
        raise CourseError(
            f"nothing was handed in for {lesson.name} by {directory.student_id!r}",
            hint="the names are those of the folders there",
            path=course.submitted,
        )
    if not converter.create_student:
        with open_book(course) as book:
            unknown = [name for name in students if not book.knows(name)]
        if unknown:
            raise CourseError(f"not in the database: {', '.join(unknown)}", hint="run `nbgrader db student add`")
    return students


def _log_grade(converter: Autograde, grade: Grade) -> list[str]:
    """Log one student's points, repairs and problems; return what needs a person."""
    failed = []
    for result in grade.notebooks:
        converter.log.info("%s/%s: %g points", grade.student, result.file, result.score)
        for repair in result.repairs:
            converter.log.info("repaired: %s/%s: %s", grade.student, result.file, repair)
        for note in result.notes:
            converter.log.info("note: %s/%s: %s", grade.student, result.file, note)
        for update in result.updates:
            converter.log.info("updated: %s/%s: %s", grade.student, result.file, update)
        if result.is_ungraded:
            failed.append(f"UNGRADED (no points lost): {grade.student}/{result.file}")
    for problem in grade.problems:
        where = f"{grade.student}/{problem.file}: {problem.message} ({problem.hint})"
        if problem.is_missing:
            converter.log.warning("%s: %s", problem.notebook, where)
        else:
            failed.append(where)
    for line in failed:
        converter.log.error(line)
    return failed


def _raise_as_nbgraders(converter: Autograde, error: AutograderError) -> NoReturn:
    """Log an error of ours with its hint, and end the command as nbgrader ends its own."""
    converter.log.error("%s", error)
    if error.hint:
        converter.log.error("hint: %s", error.hint)
    raise NbGraderException(str(error)) from error


# --- nbgrader generate_feedback ------------------------------------------------------------------------------------


def _init_feedback(converter: GenerateFeedback, assignment_id: str, student_id: str) -> bool:
    """Prepare a student's feedback folder as nbgrader does, but leave our own page in it alone.

    nbgrader would take a folder that holds our page only for one that is done, and delete the page when forced to.
    """
    folder = Path(converter._format_dest(assignment_id, student_id))
    page = folder / f"{assignment_id}.html"
    data = page.read_bytes() if page.is_file() else None
    if data is not None and not any(path.suffix == ".html" and path != page for path in folder.iterdir()):
        page.unlink()
        with contextlib.suppress(OSError):
            folder.rmdir()
    try:
        return bool(_init_feedback.original(converter, assignment_id, student_id))  # type: ignore[attr-defined]
    finally:
        if data is not None:
            write_file(page, data)
