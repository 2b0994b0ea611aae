"""Tables for a spreadsheet and three learning platforms: columns, empty cells, names, numbers."""

from __future__ import annotations

import csv
from datetime import datetime

import pytest

from autograder.classroom.rows import ClassRow, Flag, FlagKind, RowStatus
from autograder.classroom.table import FORMATS, render_table
from autograder.course import CellKey, Lesson
from autograder.gradebook import Standing
from autograder.submissions import RosterEntry

SCORES: dict[CellKey, float | None] = {
    CellKey("loops", "test_double"): 1.33,
    CellKey("loops", "test_types"): 1.0,
    CellKey("loops", "why"): None,
}
STANDING = Standing("ann", datetime(2026, 1, 7, 10, 30), 90_061.0, 0.5, SCORES)
FLAGS = (Flag(FlagKind.LATE, "late: 2 days"), Flag(FlagKind.WAITS_FOR_PERSON, "waits for a person: why"))
ANN = ClassRow(RosterEntry("ann", "Lee, Ann Mary", "ann@example.edu", "A"), RowStatus.INCOMPLETE, STANDING, FLAGS)
BOB = ClassRow(RosterEntry("bob", "=1"), RowStatus.MISSING, None, (Flag(FlagKind.NOTHING_HANDED_IN, "nothing"),))
EVE = ClassRow(RosterEntry("eve"), RowStatus.GRADED, None, (Flag(FlagKind.NOT_IN_ROSTER, "not in the roster"),))


def table(lesson: Lesson, to: str, *, is_total_only: bool = False) -> list[dict[str, str]]:
    text = render_table(lesson, [ANN, BOB, EVE], to, is_total_only=is_total_only)
    return list(csv.DictReader(text.removeprefix("\ufeff").splitlines()))


def test_a_score_that_is_not_there_is_an_empty_cell(lesson: Lesson) -> None:
    """An open score, a total that is not final and a student without a submission; points so far are there."""
    ann, bob, _ = table(lesson, "csv")
    assert (ann["total"], ann["points_so_far"], ann["max_points"]) == ("", "1.83", "6")
    assert (ann["loops/test_double (2)"], ann["loops/why (3)"]) == ("1.33", "")
    assert (ann["status"], ann["late_days"], ann["flags"]) == (
        "incomplete",
        "2",
        "late: 2 days; waits for a person: why",
    )
    assert (bob["name"], bob["status"], bob["points_so_far"], bob["submitted"]) == ("'=1", "missing", "", "")
    assert render_table(lesson, [], "csv").startswith("\ufeff")


def test_moodle_gets_a_dash_and_nobody_it_does_not_know(lesson: Lesson) -> None:
    """An empty cell would be stored as 0; an unknown user would stop the import."""
    rows = table(lesson, "moodle")
    assert [row["ID number"] for row in rows] == ["ann", "bob"]
    assert rows[0]["week1 loops/why"] == "-"


def test_gradescope_gets_two_names_and_hours(lesson: Lesson) -> None:
    """A name before a comma is the last one; lateness is in hours, minutes and seconds."""
    ann, bob, eve = table(lesson, "gradescope")
    assert (ann["First Name"], ann["Last Name"]) == ("Ann Mary", "Lee")
    assert (ann["Lateness (H:M:S)"], ann["Submission Time"]) == ("25:01:01", "2026-01-07 10:30:00 +0000")
    assert [row["Status"] for row in (ann, bob, eve)] == ["Ungraded", "Missing", "Graded"]
    assert (ann["1: test_double (2.0 pts)"], bob["Submission Count"]) == ("1.33", "")


def test_canvas_gets_the_points_in_a_row_of_their_own(lesson: Lesson) -> None:
    """Its first row says what each column is worth."""
    points, ann, *_ = table(lesson, "canvas")
    assert (points["Student"], points["week1"], points["week1 loops/why"]) == ("    Points Possible", "6", "3")
    assert (ann["Student"], ann["SIS User ID"], ann["week1"]) == ("Lee, Ann Mary", "ann", "")


@pytest.mark.parametrize("to", FORMATS)
def test_the_total_alone_has_no_column_for_a_cell(lesson: Lesson, to: str) -> None:
    """Every layout leaves the cells out if asked to."""
    assert all("test_double" not in name for name in table(lesson, to, is_total_only=True)[0])
    assert any("test_double" in name for name in table(lesson, to)[0])
