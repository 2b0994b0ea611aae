"""The accuracy sheet says what is wrong, and is perfect only if nothing is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.audit.sheet import Sheet, format_sheet, report_paths, sheet_json
from autograder.course import Course, Lesson

LISTS = (
    "right_misjudged",
    "wrong_misjudged",
    "survivors",
    "stale_equivalents",
    "idle_tests",
    "flips",
    "ungraded",
    "chancy",
    "right_named",
)


def test_a_sheet_without_mistakes_is_perfect() -> None:
    """But not one that nothing right was graded for."""
    assert Sheet("week1", right_total=1).is_perfect
    assert not Sheet("week1").is_perfect


@pytest.mark.parametrize("name", LISTS)
def test_each_list_makes_it_imperfect_and_is_shown(name: str) -> None:
    """One entry is enough, for the exit code and for the reader."""
    sheet = Sheet("week1", right_total=1)
    getattr(sheet, name).append("what happened")
    assert not sheet.is_perfect
    assert "\n- what happened\n" in format_sheet(sheet)
    assert json.loads(sheet_json(sheet))["is_perfect"] is False


def test_what_is_expected_is_no_mistake() -> None:
    """Equivalent mutants, and misconceptions named falsely when their own sample is left out."""
    sheet = Sheet("week1", right_total=3, mutants_total=5, equivalents={"a-1": "why"}, named={"falsely": 2})
    assert sheet.is_perfect
    assert sheet.mutants_killed == 4
    text = format_sheet(sheet)
    assert "| mutants killed | 4 of 5, 1 equivalent with a reason, 0 alive |" in text
    assert "0 rightly, 2 falsely, 0 not at all; 0 could be named" in text


def test_json_has_no_infinity() -> None:
    """Nothing failed: there is no smallest error that did."""
    assert json.loads(sheet_json(Sheet("week1")))["smallest_error_failed"] is None
    assert json.loads(sheet_json(Sheet("week1", smallest_error_failed=2.5)))["smallest_error_failed"] == 2.5


def test_reports_are_in_the_gradebook() -> None:
    """Markdown and JSON, below the lesson's name."""
    paths = report_paths(Lesson("week1", Course(Path("c")), ()))
    assert paths == (Path("c/gradebook/reports/week1/accuracy.md"), Path("c/gradebook/reports/week1/accuracy.json"))


def test_what_trainings_say_is_shown_and_is_no_mistake() -> None:
    """A threshold that the reference misses too often is one."""
    sheet = Sheet("week1", right_total=1, thresholds=["nets: 0 of 30"])
    assert sheet.is_perfect
    assert "### Trainings\n\n- nets: 0 of 30\n" in format_sheet(sheet)
