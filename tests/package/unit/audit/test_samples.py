"""A sample class is made of the bank, and leaves real students alone."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.audit.samples import hand_in_samples, sample_class
from autograder.course import Course, load_lesson
from autograder.errors import CourseError

WRONG = '"""Wrong."""\n# notebook: loops\n# scores: test_double=0\n\n# %% double\ndouble = {}\n'


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """One notebook and two sample answers."""
    mark = {"schema_version": 3, "grade": False, "solution": True, "locked": False, "grade_id": "double"}
    test = {
        "schema_version": 3,
        "grade": True,
        "solution": False,
        "locked": True,
        "grade_id": "test_double",
        "points": 1,
    }
    answer = "# how\n### BEGIN SOLUTION\ndouble = 2\n### END SOLUTION\n\n"
    check = "assert double\n### BEGIN HIDDEN TESTS\nassert double == 2\n### END HIDDEN TESTS"
    cells = [new_code_cell(answer, metadata={"nbgrader": mark}), new_code_cell(check, metadata={"nbgrader": test})]
    course = Course(tmp_path)
    course.config_path.write_text("c = get_config()\n")
    (course.solutions / "week1").mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), course.solutions / "week1" / "loops.ipynb")
    wrong = course.suites / "week1" / "bank" / "wrong"
    wrong.mkdir(parents=True)
    for number in (3, 4):
        (wrong / f"answer_{number}.py").write_text(WRONG.format(number))
    return course


def test_no_two_students_are_alike(course: Course) -> None:
    """The reference solution is one of the answers; a larger class than there are answers is refused."""
    lesson = load_lesson(course, "week1")
    files = [student["loops"] for student in sample_class(lesson, 3).values()]
    assert len(set(files)) == 3
    assert any(b"double = 2" in file for file in files)
    with pytest.raises(CourseError, match="too few answers for a class of 4"):
        sample_class(lesson, 4)


def test_samples_look_as_what_students_hand_in(course: Course) -> None:
    """No mark of a solution and no hidden test is in them; all else is as it was."""
    reference = sample_class(load_lesson(course, "week1"), 3)["sample-03"]["loops"]
    assert [cell.source for cell in nbformat.reads(reference.decode(), 4).cells] == [
        "# how\ndouble = 2\n\n",
        "assert double",
    ]


def test_samples_are_handed_in_beside_students(course: Course) -> None:
    """Each with a time; a student who was there is as before."""
    mine = course.submitted / "ann" / "week1" / "loops.ipynb"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    assert hand_in_samples(course, "week1", 2) == 2
    assert sorted(path.name for path in course.submitted.iterdir()) == ["ann", "sample-01", "sample-02"]
    assert mine.read_text() == "mine"
    stamp = course.submitted / "sample-01" / "week1" / "timestamp.txt"
    assert stamp.read_text() == "2026-01-05 12:00:00 UTC\n"
