"""A row for each student: how complete the points are, and what a person should look at."""

from __future__ import annotations

from datetime import datetime

from autograder.classroom.rows import ClassRow, Flag, FlagKind, RowStatus, list_rows
from autograder.course import CellKey, Lesson
from autograder.gradebook import Standing
from autograder.records import Grade, NotebookGrade
from autograder.submissions import Problem, ProblemKind, Roster, RosterEntry

DOUBLE, TYPES, WHY = (CellKey("loops", name) for name in ("test_double", "test_types", "why"))
FULL: dict[CellKey, float | None] = {DOUBLE: 2.0, TYPES: 1.0, WHY: 3.0}
LOOPS = NotebookGrade("loops", "", "loops.ipynb", "", "jail", {})
TIME = datetime(2026, 1, 5)
GONE = Problem("loops", "loops.ipynb", "not handed in", "ask", ProblemKind.NOT_HANDED_IN)
BROKEN = Problem("loops", "loops.ipynb", "it is not JSON", "ask")


def row(lesson: Lesson, grade: Grade, standing: Standing | None, roster: Roster | None = None) -> ClassRow:
    """The row of one student who handed in."""
    return list_rows(lesson, [grade], {grade.student: standing} if standing is not None else {}, roster)[0]


def test_points_are_complete_if_every_cell_has_a_score(lesson: Lesson) -> None:
    """The total is that of the gradebook; while a cell is open there is none, and the flag says whom it waits for."""
    grade = Grade("ann", "week1", "", (LOOPS,))
    full = row(lesson, grade, Standing("ann", TIME, 0.0, 0.5, FULL))
    assert (full.status, full.total, full.flags, full.flag_text) == (RowStatus.GRADED, 5.5, (), "")
    waiting = row(lesson, grade, Standing("ann", TIME, 0.0, 0.0, {**FULL, WHY: None}))
    assert (waiting.status, waiting.total) == (RowStatus.INCOMPLETE, None)
    assert waiting.flags == (Flag(FlagKind.WAITS_FOR_PERSON, "waits for a person: why"),)
    failed = row(lesson, grade, Standing("ann", TIME, 0.0, 0.0, {DOUBLE: 2.0, TYPES: None, WHY: None}))
    assert failed.flag_text == "UNGRADED: loops/test_types; waits for a person: why"
    assert failed.has_flag(FlagKind.UNGRADED)


def test_a_file_that_is_missing_or_refused_explains_its_open_cells(lesson: Lesson) -> None:
    """One flag says what is wrong with it; its cells are neither UNGRADED nor waiting for a person."""
    standing = Standing("ann", TIME, 0.0, 0.0, dict.fromkeys(FULL))
    for problem, kind in ((GONE, FlagKind.MISSING), (BROKEN, FlagKind.REFUSED)):
        found = row(lesson, Grade("ann", "week1", "", (), (problem,)), standing)
        assert found.flags == (Flag(kind, f"loops.ipynb: {problem.message}"),)
    assert (
        row(lesson, Grade("ann", "week1", "", ()), standing).flag_text == "UNGRADED: loops/test_double, test_types, why"
    )


def test_being_late_and_a_time_that_cannot_be_read_are_flags(lesson: Lesson) -> None:
    """Days begun are counted; no time is only a flag if one was handed in."""
    grade = Grade("ann", "week1", "soon", (LOOPS,))
    for seconds, text in ((1.0, "late: 1 day"), (86_401.0, "late: 2 days")):
        assert row(lesson, grade, Standing("ann", TIME, seconds, 0.0, FULL)).flags == (Flag(FlagKind.LATE, text),)
    assert [flag.kind for flag in row(lesson, grade, Standing("ann", None, 0.0, 0.0, FULL)).flags] == [FlagKind.NO_TIME]
    assert row(lesson, Grade("ann", "week1", "", (LOOPS,)), Standing("ann", None, 0.0, 0.0, FULL)).flags == ()


def test_a_score_by_hand_that_needs_a_look_is_a_flag(lesson: Lesson) -> None:
    """Marked for review, or above the question's points: the total counts, and both are said."""
    grade = Grade("ann", "week1", "", (LOOPS,))
    found = row(lesson, grade, Standing("ann", TIME, 0.0, 0.0, {**FULL, WHY: 4.0}, frozenset({WHY}), frozenset({WHY})))
    assert (found.status, found.total, found.has_doubtful_score) == (RowStatus.GRADED, 7.0, True)
    assert found.flag_text == "scored by hand before its answer or points changed: why"
    above = Standing("ann", TIME, 0.0, 0.0, {**FULL, WHY: 4.0}, frozenset({WHY}), above=frozenset({WHY}))
    found = row(lesson, grade, above)
    assert (found.has_doubtful_score, found.flag_text) == (True, "scored by hand above the question's points: why 4")
    assert not row(lesson, grade, Standing("ann", TIME, 0.0, 0.0, FULL, frozenset({WHY}))).has_doubtful_score


def test_the_roster_says_who_is_unknown_and_who_handed_nothing_in(lesson: Lesson) -> None:
    """Who handed in comes first, by id; a student of the roster who did not is missing, without a standing."""
    roster = Roster((RosterEntry("eve", "Eve"), RosterEntry("cy"), RosterEntry("dan")))
    grades = [Grade(name, "week1", "", (LOOPS,)) for name in ("eve", "bob")]
    standings = {name: Standing(name, TIME, 0.0, 0.0, FULL) for name in ("eve", "bob")}
    rows = list_rows(lesson, grades, standings, roster)
    assert [(one.student.id, one.status, one.is_known) for one in rows] == [
        ("bob", RowStatus.GRADED, False),
        ("eve", RowStatus.GRADED, True),
        ("cy", RowStatus.MISSING, True),
        ("dan", RowStatus.MISSING, True),
    ]
    assert rows[0].flag_text == "not in the roster"
    assert rows[1].student.name == "Eve"
    assert (rows[2].flag_text, rows[2].total, rows[2].late_days) == ("nothing handed in", None, None)
    assert [one.is_known for one in list_rows(lesson, grades, standings, None)] == [True, True]


def test_a_student_whom_the_gradebook_does_not_know_is_graded_again(lesson: Lesson) -> None:
    """A record without rows in the database: one flag, no points."""
    found = row(lesson, Grade("ann", "week1", "soon", (LOOPS,)), None)
    assert [flag.kind for flag in found.flags] == [FlagKind.NOT_IN_GRADEBOOK]
    assert (found.status, found.total, found.late_days) == (RowStatus.INCOMPLETE, None, None)
