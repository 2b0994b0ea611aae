"""A class is read once, and only what is asked for."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.classroom import Classroom, read_classroom
from autograder.course import CellKey, Course
from autograder.errors import CourseError, GradebookError
from autograder.files import write_file
from autograder.records import Grade, autograded_path, page_path, record_path, write_grade

MARK = {"schema_version": 3, "grade": False, "solution": True, "locked": False, "grade_id": "double"}
TEST = {"schema_version": 3, "grade": True, "solution": False, "locked": True, "grade_id": "test_double", "points": 1}


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A lesson of two notebooks; ann and bob handed in and are graded, bob's second notebook is not there."""
    course = Course(tmp_path)
    course.config_path.write_text("c = get_config()\n")
    (course.solutions / "week1").mkdir(parents=True)
    for name in ("first", "second"):
        cells = [new_code_cell("pass", metadata={"nbgrader": MARK}), new_code_cell("", metadata={"nbgrader": TEST})]
        nbformat.write(new_notebook(cells=cells), course.solutions / "week1" / f"{name}.ipynb")
    for student in ("ann", "bob"):
        (course.submitted / student / "week1").mkdir(parents=True)
        write_grade(Grade(student, "week1", "", ()), record_path(course, "week1", student))
    for student, name in (("ann", "first"), ("ann", "second"), ("bob", "first")):
        outputs = [{"output_type": "stream", "text": "x" * 1000}]
        cell = {"metadata": {"nbgrader": MARK}, "source": [f"# {student}\n", name], "outputs": outputs}
        write_file(autograded_path(course, "week1", student, name), json.dumps({"cells": [cell]}))
    return course


def test_answers_are_kept_by_cell_and_student_without_outputs(course: Course) -> None:
    """A notebook that was not handed in is left out; what is kept is the source."""
    classroom = read_classroom(course, "week1")
    assert classroom.answers == {
        CellKey("first", "double"): {"ann": "# ann\nfirst", "bob": "# bob\nfirst"},
        CellKey("second", "double"): {"ann": "# ann\nsecond"},
    }
    assert set(classroom.read_notebooks("bob")) == {"first"}


def test_each_thing_is_read_once_and_notebooks_are_not_kept(course: Course) -> None:
    """Records and answers stay as they were first read; a notebook is read anew."""
    classroom = read_classroom(course, "week1")
    grades, answers = classroom.grades, classroom.answers
    for path in (record_path(course, "week1", "ann"), autograded_path(course, "week1", "ann", "first")):
        path.unlink()
    assert classroom.grades is grades
    assert classroom.answers is answers
    assert set(classroom.read_notebooks("ann")) == {"second"}


def test_a_student_without_a_record_stops_what_needs_records(course: Course) -> None:
    """The error names the student and the command; what needs no record is there all the same."""
    record_path(course, "week1", "bob").unlink()
    classroom = read_classroom(course, "week1")
    assert classroom.students == ("ann", "bob")
    for name in ("grades", "answers", "atlas"):
        with pytest.raises(GradebookError, match="bob is not graded yet") as caught:
            getattr(classroom, name)
        assert "autograder grade week1" in caught.value.hint
    assert [grade.student for grade in read_classroom(course, "week1", ["ann"]).grades] == ["ann"]


def test_students_can_be_named(course: Course) -> None:
    """Who handed nothing in is an error; the order is that of the class."""
    assert read_classroom(course, "week1", ["bob", "ann"]).students == ("ann", "bob")
    with pytest.raises(CourseError, match="nothing was handed in by 'cy'"):
        read_classroom(course, "week1", ["cy"])


def test_no_atlas_is_loaded_if_nobody_needs_one(course: Course) -> None:
    """No answer was probed, so that no process is started."""
    assert read_classroom(course, "week1").atlas is None


def test_pages_and_the_roster_are_found(course: Course) -> None:
    """Who has a feedback page, and the class; a course without a roster has None."""
    write_file(page_path(course, "week1", "ann"), "page")
    classroom = read_classroom(course, "week1")
    assert classroom.students_with_page == {"ann"}
    assert classroom.roster is None
    (course.gradebook / "roster.csv").write_text("id,name\nann,Ann\n")
    roster = Classroom(classroom.lesson, ()).roster
    assert roster is not None
    assert [student.name for student in roster.students] == ["Ann"]
