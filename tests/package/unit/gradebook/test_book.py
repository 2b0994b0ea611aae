"""What is written here is what nbgrader's own API reads, and the other way round."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from nbgrader.api import Gradebook, MissingEntry

from autograder.course import CellKey, Course, Lesson, SourceCell
from autograder.errors import CourseError, GradebookError
from autograder.gradebook import Book, HandGrade, open_book
from autograder.records import Grade

NOON, LATER = "2026-01-05 12:00:00 UTC", "2026-01-07 10:30:00 UTC"
WHY = CellKey("rope", "why")

MakeGrade = Callable[..., Grade]
Nbgrader = Callable[[], Gradebook]


@pytest.fixture
def book(course: Course) -> Iterator[Book]:
    with open_book(course) as book:
        yield book


def grades(nbgrader: Nbgrader, student: str) -> dict[str, tuple[float | None, float | None, bool]]:
    """(automatic score, manual score, waits for a person) by cell, from nbgrader's own API."""
    with nbgrader() as theirs:
        rows = theirs.find_submission_notebook("rope", "knots", student).grades
        return {row.name: (row.auto_score, row.manual_score, row.needs_manual_grade) for row in rows}


def grade_in_nbgrader(nbgrader: Nbgrader, student: str, cell: str, **values: Any) -> None:
    """Do as the formgrader does."""
    with nbgrader() as theirs:
        row = theirs.find_grade(cell, "rope", "knots", student)
        for name, value in values.items():
            setattr(row, name, value)
        theirs.db.commit()


def test_nbgrader_reads_what_was_written(book: Book, lesson: Lesson, make_grade: MakeGrade, nbgrader: Nbgrader) -> None:
    """Scores, who is waited for, times, comments, totals and keys of nbgrader's form."""
    missing = Grade("王五", "knots", "", ())
    book.write(lesson, [make_grade("a", 2.0, NOON), make_grade("b", None, is_answered=False), missing])
    waits = (None, None, True)
    assert grades(nbgrader, "a") == {"test_tie": (2.0, None, False), "why": waits, "draw": waits}
    assert grades(nbgrader, "b") == {"test_tie": waits, "why": (0.0, None, False), "draw": waits}
    assert grades(nbgrader, "王五") == {"test_tie": waits, "why": waits, "draw": waits}
    with nbgrader() as theirs:
        submission = theirs.find_submission("knots", "a")
        assert (submission.timestamp, submission.score, submission.max_score) == (datetime(2026, 1, 5, 12), 2, 6)
        assert theirs.find_submission("knots", "b").timestamp is None
        (notebook,) = theirs.find_submission("knots", "b").notebooks
        comments = {row.name: (row.auto_comment, row.manual_comment) for row in notebook.comments}
        assert comments == {"tie": (None, None), "why": ("No response.", None), "draw": (None, None)}
        assert (notebook.flagged, notebook.late_submission_penalty) == (False, None)
        rows = (submission, notebook, *notebook.grades, *notebook.comments)
        assert all(re.fullmatch("[0-9a-f]{32}", row.id) for row in rows)
    assert book.knows("王五")
    assert not book.knows("nobody")


def test_written_twice_is_written_once(book: Book, course: Course, lesson: Lesson, make_grade: MakeGrade) -> None:
    """The second time, not a byte of the database changes."""
    records = [make_grade("a", 2.0, NOON), make_grade("b", None)]
    book.write(lesson, records)
    before = (course.gradebook / "gradebook.db").read_bytes()
    book.write(lesson, records)
    assert (course.gradebook / "gradebook.db").read_bytes() == before


def test_what_a_person_entered_stays(book: Book, lesson: Lesson, make_grade: MakeGrade, nbgrader: Nbgrader) -> None:
    """A manual score and a manual comment outlive every new record, and nobody is asked again."""
    book.write(lesson, [make_grade("a", 1.0)])
    grade_in_nbgrader(nbgrader, "a", "why", manual_score=2.5, needs_manual_grade=False)
    grade_in_nbgrader(nbgrader, "a", "test_tie", manual_score=0.5, needs_manual_grade=False)
    assert book.grade_by_hand("knots", WHY, ["a"], None, "好", is_overwriting=True) == (["a"], [])
    for record in (make_grade("a", 2.0), make_grade("a", None, is_answered=False)):
        book.write(lesson, [record])
        found = grades(nbgrader, "a")
        assert found["why"][1:] == (2.5, False)
        assert found["test_tie"][1:] == (0.5, False)
        assert book.comments("knots", "a")[WHY] == HandGrade(2.5, "好")


def test_standings_are_nbgraders_figures(book: Book, lesson: Lesson, make_grade: MakeGrade, nbgrader: Nbgrader) -> None:
    """Totals with extra credit and manual scores, open cells, seconds late with and without an extension."""
    book.write(lesson, [make_grade("a", 2.0, LATER), make_grade("b", 1.25, LATER)])
    grade_in_nbgrader(nbgrader, "a", "why", manual_score=2.5, extra_credit=0.5, needs_manual_grade=False)
    book.set_due("knots", datetime(2026, 1, 5, 12))
    book.extend("knots", {"b": timedelta(days=1)})
    found = book.standings("knots")
    with nbgrader() as theirs:
        for student, standing in found.items():
            row = theirs.find_submission("knots", student)
            assert (standing.total, standing.seconds_late) == (row.score, row.total_seconds_late)
            assert standing.timestamp == row.timestamp
    assert {student: standing.late_days for student, standing in found.items()} == {"a": 2, "b": 1}
    assert found["a"].scores[WHY] == 3
    assert found["a"].by_hand == {WHY}
    assert found["a"].open_cells == {CellKey("rope", "draw")}
    assert book.standings("nothing") == {}
    assert [book.standings("knots", student=one) for one in ("a", "b", "c")] == [
        {"a": found["a"]},
        {"b": found["b"]},
        {},
    ]


def test_a_group_is_graded_as_the_formgrader_does(
    book: Book, lesson: Lesson, make_grade: MakeGrade, nbgrader: Nbgrader
) -> None:
    """Who was graded is left alone unless told otherwise; a comment alone leaves the score; nobody else is touched."""
    book.write(lesson, [make_grade(name, 2.0) for name in "abc"])
    grade_in_nbgrader(nbgrader, "b", "why", manual_score=1.0, needs_manual_grade=False)
    assert book.grade_by_hand("knots", WHY, ["b", "a"], 3.0, "good") == (["a"], ["b"])
    assert grades(nbgrader, "a")["why"] == (None, 3.0, False)
    assert grades(nbgrader, "b")["why"] == (None, 1.0, False)
    assert book.grade_by_hand("knots", WHY, ["a", "b"], None, "better", is_overwriting=True) == (["a", "b"], [])
    assert book.comments("knots", "b")[WHY] == HandGrade(1.0, "better")
    assert grades(nbgrader, "c")["why"] == (None, None, True)
    assert book.grade_by_hand("knots", CellKey("rope", "draw"), ["c"], 1.0, "") == (["c"], [])
    assert grades(nbgrader, "c")["draw"] == (None, 1.0, False)


def test_a_hand_grade_for_somebody_unknown_changes_nothing(
    book: Book, lesson: Lesson, make_grade: MakeGrade, nbgrader: Nbgrader
) -> None:
    """One of the group has no rows: an error that names the student, and the others are as before."""
    book.write(lesson, [make_grade("a", 2.0)])
    with pytest.raises(GradebookError, match="nothing of 'nobody' for rope/why of knots"):
        book.grade_by_hand("knots", WHY, ["a", "nobody"], 3.0, "")
    assert grades(nbgrader, "a")["why"] == (None, None, True)


def test_due_dates_and_extensions_are_nbgraders(
    book: Book, lesson: Lesson, make_grade: MakeGrade, nbgrader: Nbgrader
) -> None:
    """Set here and read there; an extension of nothing takes it back; what is unknown is an error."""
    assert book.due("knots") == (None, {})
    book.write(lesson, [make_grade("a", 2.0, LATER)])
    book.set_due("knots", datetime(2026, 1, 5, 12))
    book.extend("knots", {"a": timedelta(days=1.5)})
    assert book.due("knots") == (datetime(2026, 1, 5, 12), {"a": timedelta(days=1.5)})
    with nbgrader() as theirs:
        assert theirs.find_submission("knots", "a").duedate == datetime(2026, 1, 7)
    book.extend("knots", {"a": timedelta()})
    with nbgrader() as theirs:
        assert theirs.find_submission("knots", "a").extension is None
    with pytest.raises(GradebookError, match="nothing of 'nobody'"):
        book.extend("knots", {"nobody": timedelta(days=1)})
    with pytest.raises(GradebookError, match="does not know nothing"):
        book.set_due("nothing", datetime(2026, 1, 5, 12))


def test_a_penalty_follows_score_and_extension(
    course: Course, lesson: Lesson, make_grade: MakeGrade, nbgrader: Nbgrader
) -> None:
    """nbgrader's own rule takes the whole score; a score by hand raises it; more time takes the penalty back."""
    course.config_path.write_text('c = get_config()\nc.LateSubmissionPlugin.penalty_method = "zero"\n')

    def penalty() -> float | None:
        with nbgrader() as theirs:
            return theirs.find_submission("knots", "a").notebooks[0].late_submission_penalty

    with open_book(course) as book:
        book.set_due("knots", datetime(2026, 1, 5, 12))
        book.write(lesson, [make_grade("a", 1.5, LATER), make_grade("b", 2.0, NOON)])
        assert penalty() == 1.5
        book.grade_by_hand("knots", WHY, ["a"], 3.0, "")
        assert penalty() == 4.5
        assert (book.standings("knots")["a"].penalty, book.standings("knots")["a"].total) == (4.5, 0)
        assert (book.standings("knots")["b"].penalty, book.standings("knots")["b"].total) == (0, 2)
        book.extend("knots", {"a": timedelta(days=2)})
        book.write(lesson, [make_grade("a", 1.5, LATER)])
        assert penalty() is None


def test_an_extension_is_there_before_anything_is_handed_in(
    book: Book, lesson: Lesson, make_grade: MakeGrade, nbgrader: Nbgrader
) -> None:
    """It is nbgrader's own, nobody counts as handed in for it, and what comes later is in time by it."""
    more = timedelta(days=2)
    book.set_due("knots", datetime(2026, 1, 5, 12))
    with pytest.raises(GradebookError, match="nothing of 'b', 'c' for knots, and the roster does not name them"):
        book.extend("knots", dict.fromkeys("abc", more), {"a"})
    assert book.due("knots").extensions == {}
    book.extend("knots", {"a": more, "b": more, "c": timedelta()}, "abc")
    assert book.due("knots").extensions == {"a": more, "b": more}
    assert book.standings("knots") == {}
    with nbgrader() as theirs:
        assert theirs.find_submission("knots", "a").extension == more
        assert [row["student"] for row in theirs.submission_dicts("knots")] == []
    book.write(lesson, [make_grade("a", 1.5, LATER)])
    assert (book.standings("knots")["a"].seconds_late, book.due("knots").extensions["a"]) == (0, more)
    book.extend("knots", {"a": timedelta(), "b": timedelta()})
    assert book.standings("knots")["a"].seconds_late > 0
    with nbgrader() as theirs, pytest.raises(MissingEntry):
        theirs.find_submission("knots", "b")


def test_a_rule_that_fails_leaves_the_rows_as_they_were(
    course: Course, lesson: Lesson, make_grade: MakeGrade, nbgrader: Nbgrader
) -> None:
    """Rows and penalties are one transaction: with no penalty to be had, no row is there either."""
    course.config_path.write_text('c = get_config()\nc.AssignLatePenalties.plugin_class = "not_there.Plugin"\n')
    with open_book(course) as book:
        book.set_due("knots", datetime(2026, 1, 5, 12))
        with pytest.raises(CourseError, match="the plugin for late work cannot be loaded"):
            book.write(lesson, [make_grade("a", 1.5, LATER)])
    with nbgrader() as theirs, pytest.raises(MissingEntry):
        theirs.find_submission("knots", "a")


def test_a_lesson_is_held_as_long_as_it_is_the_same(book: Book, lesson: Lesson) -> None:
    """Other points, another locked source, a cell or a notebook more: then it has to be entered again."""
    (notebook,) = lesson.notebooks

    def holds(*cells: SourceCell) -> bool:
        return book.holds(dataclasses.replace(lesson, notebooks=(dataclasses.replace(notebook, cells=cells),)))

    intro, *rest = notebook.cells
    assert book.holds(lesson)
    assert holds(intro, dataclasses.replace(rest[0], source="another answer"), *rest[1:])
    assert not holds(dataclasses.replace(intro, source="# Hitches\n"), *rest)
    assert not holds(intro, *rest[:-1], dataclasses.replace(rest[-1], points=2.0))
    assert not holds(intro, *rest, dataclasses.replace(rest[-1], grade_id="more"))
    assert not holds(intro, *rest[:-1])
    more = dataclasses.replace(notebook, name="wire")
    assert not book.holds(dataclasses.replace(lesson, notebooks=(notebook, more)))
    assert not book.holds(dataclasses.replace(lesson, name="nothing"))


def test_released_cells_are_the_sources_that_nbgrader_keeps(book: Book, lesson: Lesson) -> None:
    """All of them, and of these the stubs of the answers that a person grades."""
    released = book.released(lesson)
    assert {key.grade_id for key in released} == {"intro", "test_tie", "why", "draw"}
    assert released["rope", "intro"] == "# Knots\n"  # type: ignore[index]
    assert book.stubs(lesson) == {WHY: released[WHY]}
