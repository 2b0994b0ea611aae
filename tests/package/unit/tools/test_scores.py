"""A grader that did not give the points that it must is found out, in a database that nbgrader's own API made."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from classes import Students, right_class, wrong_class
from nbgrader.api import Gradebook
from scores import WrongPoints, check_scores

from autograder.course import Lesson
from autograder.gradebook import put_programs_on_path

# SQLAlchemy warns of how nbgrader's API makes the rows of a submission.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")


@pytest.fixture(scope="module")
def _empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lesson in a database that no student is in."""
    path = tmp_path_factory.mktemp("database") / "gradebook.db"
    put_programs_on_path()
    with Gradebook(f"sqlite:///{path}") as book:
        book.add_assignment("week1")
        for name in ("loops", "knots"):
            book.add_notebook(name, "week1")
            book.add_grade_cell(f"test_{name}", notebook=name, assignment="week1", max_score=2, cell_type="code")
    return path


@pytest.fixture
def database(_empty: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(_empty, tmp_path / "gradebook.db"))


def write(database: Path, students: Students, score: float | None) -> None:
    """Give every test cell of every student this score."""
    with Gradebook(f"sqlite:///{database}") as book:
        for name, _ in students:
            book.update_or_create_student(name)
            for notebook in book.update_or_create_submission(students.lesson.name, name).notebooks:
                for grade in notebook.grades:
                    grade.auto_score = score
        book.db.commit()


def test_full_points_for_right_answers_are_asked_for(lesson: Lesson, database: Path) -> None:
    """A right answer that lost points is found out, whoever graded it."""
    right = right_class(lesson, 2)
    write(database, right, 2.0)
    check_scores(database, right, of_mistakes=False)
    write(database, right, 1.5)
    with pytest.raises(WrongPoints, match=r"right-00000/loops/test_loops has 1.5 points, not 2"):
        check_scores(database, right, of_mistakes=False)


def test_a_mistake_may_get_any_points_of_others_and_the_banks_of_us(lesson: Lesson, database: Path) -> None:
    """Where a mistake's points are asked for, full ones are as wrong as none."""
    wrong = wrong_class(lesson, 1)
    write(database, wrong, 2.0)
    check_scores(database, wrong, of_mistakes=False)
    with pytest.raises(WrongPoints, match=r"has 2 points, not 0.5"):
        check_scores(database, wrong, of_mistakes=True)
    write(database, wrong, 0.5)
    check_scores(database, wrong, of_mistakes=True)


def test_a_student_who_was_not_finished_is_found_out(lesson: Lesson, database: Path) -> None:
    """A row without a score is no grade, nor is a student who has no row."""
    wrong = wrong_class(lesson, 4)
    with pytest.raises(WrongPoints, match=r"has no score.* and 3 more"):
        check_scores(database, wrong, of_mistakes=False)
    write(database, wrong, None)
    with pytest.raises(WrongPoints, match=r"has no score.* and 3 more"):
        check_scores(database, wrong, of_mistakes=False)
