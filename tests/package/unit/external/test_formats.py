"""What other systems hand over, and what they read back."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import CourseError
from autograder.external.formats import read_metadata, write_results
from autograder.external.platforms import Earlier, HandIn, Platform
from autograder.external.results import GradedUpload, TestResult

TESTS = (
    TestResult("week", "test_sum", "week: the sum / 求和", 2.0, 2.0, "✓ right / 对"),
    TestResult("week", "test_sum", "week: the sum (hidden tests) / 求和 (隐藏测试)", 0.0, 1.0, "✗", "after due"),
    TestResult("week", "test_mean", "week: the mean / 平均", 0.5, 1.0, "✗ wrong / 错", "at once"),
)


def write_metadata(folder: Path, **changes: Any) -> Path:
    found = {
        "created_at": "2026-11-20T23:00:00.123456-08:00",
        "assignment": {"due_date": "2026-11-20T23:59:00.000000-08:00"},
        "users": [{"id": 7, "assignment": {"due_date": "2026-11-22T23:59:00.000000-08:00"}}],
        "previous_submissions": [],
    }
    path = folder / "submission_metadata.json"
    path.write_text(json.dumps(found | changes))
    return path


def test_the_students_own_due_date_goes_first(tmp_path: Path) -> None:
    found = read_metadata(Platform.GRADESCOPE, write_metadata(tmp_path))
    assert found.received == datetime(2026, 11, 21, 7, 0, 0, 123456, UTC)
    assert found.due == datetime(2026, 11, 23, 7, 59, tzinfo=UTC)
    found = read_metadata(Platform.GRADESCOPE, write_metadata(tmp_path, users=[{"id": 7}]))
    assert found.due == datetime(2026, 11, 21, 7, 59, tzinfo=UTC)
    assert read_metadata(Platform.GRADESCOPE, write_metadata(tmp_path, users=None, assignment=None)).due is None


def test_earlier_attempts_are_read(tmp_path: Path) -> None:
    """One that failed has no tests, and is none."""
    good = {"score": 2.5, "results": {"tests": [{"name": "a", "score": 1.5}, {"output": "nameless"}]}}
    path = write_metadata(tmp_path, previous_submissions=[{"score": 0.0, "results": None}, good])
    assert read_metadata(Platform.GRADESCOPE, path).earlier == (Earlier(2.5, {"a": 1.5}),)


@pytest.mark.parametrize("text", ["[]", "{", '{"created_at": 3}', '{"created_at": "soon"}', '{"users": [3]}'])
def test_metadata_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "submission_metadata.json"
    path.write_text(text)
    with pytest.raises(CourseError, match="Gradescope's metadata") as caught:
        read_metadata(Platform.GRADESCOPE, path)
    assert caught.value.path == path


def test_no_metadata_is_no_error() -> None:
    assert read_metadata(Platform.PRAIRIELEARN, None) == HandIn()
    with pytest.raises(CourseError, match="cannot be read"):
        read_metadata(Platform.GRADESCOPE, Path("/nowhere/metadata.json"))


def test_gradescope_adds_up_the_tests_and_shows_what_may_be_seen() -> None:
    results = json.loads(write_results(Platform.GRADESCOPE, GradedUpload(HandIn(), TESTS, ("a remark",), 0.0)))
    assert "score" not in results
    assert results["stdout_visibility"] == "hidden"
    assert results["output"] == "a remark"
    assert [test["visibility"] for test in results["tests"]] == ["visible", "after_due_date", "visible"]
    assert [(test["score"], test["max_score"], test["status"]) for test in results["tests"]] == [
        (2.0, 2.0, "passed"),
        (0.0, 1.0, "failed"),
        (0.5, 1.0, "failed"),
    ]


def test_what_being_late_costs_is_in_the_sum() -> None:
    results = json.loads(write_results(Platform.GRADESCOPE, GradedUpload(HandIn(), TESTS, (), 1.0)))
    assert results["score"] == 1.5
    assert "1 points are taken" in results["output"]
    assert json.loads(write_results(Platform.GRADESCOPE, GradedUpload(HandIn(), TESTS, (), 9.0)))["score"] == 0


def test_what_changed_since_the_last_attempt_is_said_of_visible_tests_alone() -> None:
    before = Earlier(3.5, {TESTS[0].name: 2.0, TESTS[1].name: 1.0, TESTS[2].name: 0.0})
    hand_in = HandIn(earlier=(Earlier(0.0, {TESTS[0].name: 0.0}), before))
    output = json.loads(write_results(Platform.GRADESCOPE, GradedUpload(hand_in, TESTS, (), 0.0)))["output"]
    assert "attempt 3" in output
    assert "week: the mean / 平均: 0 → 0.5" in output
    assert "hidden" not in output
    assert "the sum" not in output


def test_prairielearn_gets_a_share_and_the_visible_tests() -> None:
    results = json.loads(write_results(Platform.PRAIRIELEARN, GradedUpload(HandIn(), TESTS, (), 0.0)))
    assert results["gradable"] is True
    assert results["score"] == 2.5 / 4
    assert [test["points"] for test in results["tests"]] == [2.0, 0.5]


def test_github_gets_one_line_of_base64() -> None:
    text = write_results(Platform.GITHUB, GradedUpload(HandIn(), TESTS, (), 0.0))
    found = json.loads(base64.b64decode(text))
    assert "\n" not in text
    assert (found["status"], found["max_score"], len(found["tests"])) == ("fail", 4.0, 2)
