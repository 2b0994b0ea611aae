"""From a course in an LMS to its column: launched, handed in, graded in the jail and sent, by the desk's own processes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from desks import RIGHT, WRONG, Served, make_notebook, open_lesson
from launching import launch, register, session
from lms import TEACHER, User, open_lms
from visiting import Desk

from autograder.course import Course
from autograder.desk.database import open_database
from autograder.records import read_grade, record_path

_MOST_S = 90.0


@pytest.mark.campaign
def test_what_a_student_hands_in_reaches_the_column(new_course: Callable[..., Path]) -> None:
    """A wrong answer and then a right one: the points of each record, in that order."""
    root = open_lesson(new_course("activations"), ["ann"])
    (root / "gradebook" / "roster.csv").write_text("id,name,role\nann,Ann,\nida,Ida,instructor\n")
    course, served = Course(root), Served(root)
    try:
        with closing(open_database(course)) as database, open_lms(served.url) as lms:
            desk = Desk(course, database, served.url)
            register(database, lms)
            lms.users = {"u-ann": User("Ann", sis="ann"), "u-ida": User("Ida", sis="ida", roles=(TEACHER,))}
            assert launch(desk, lms, "u-ida").status_code == 303  # the first instructor links the course
            ann = session(desk, launch(desk, lms, "u-ann"))
            told = []
            for number, code in enumerate((WRONG, RIGHT)):
                found = re.search(r'name="csrf" value="(\w+)"', ann.get("/lessons/lesson09").text)
                assert found is not None
                files = [("files", ("activations.ipynb", make_notebook(root, code)))]
                answer = ann.post("/lessons/lesson09/hand-in", data={"csrf": found[1]}, files=files)
                assert answer.status_code == 303, answer.text
                end_s = time.monotonic() + _MOST_S
                while len(lms.seen) <= number:
                    assert time.monotonic() < end_s, desk.receipts.of_student("ann")
                    time.sleep(0.2)
                grade = read_grade(record_path(course, "lesson09", "ann"))
                assert grade is not None
                told.append(grade.score)
            assert [one["scoreGiven"] for one in lms.seen] == told
            assert told[0] < told[1] == lms.seen[1]["scoreMaximum"]
            assert {one["userId"] for one in lms.seen} == {"u-ann"}
    finally:
        served.end()
