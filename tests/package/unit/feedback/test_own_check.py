"""What a notebook's own test cell said is told in both languages, whatever order its author wrote them in."""

from __future__ import annotations

import pytest

from autograder.feedback.own_check import find_own_check


def said(name: str, message: str) -> str:
    error = {"output_type": "error", "ename": name, "evalue": message, "traceback": []}
    mark = {"metadata": {"nbgrader": {"grade_id": "test_double"}}, "outputs": [{"output_type": "stream"}, error]}
    return find_own_check({"cells": [{"metadata": {}, "outputs": [error]}, mark]}, "test_double")


@pytest.mark.parametrize(
    ("name", "message", "shown"),
    [
        ("AssertionError", "应为 4，得到 5 / should be 4", "should be 4 / 应为 4，得到 5"),
        ("AssertionError", "should be 4 / 应为 4", "should be 4 / 应为 4"),
        ("AssertionError", "应为 4 / 2 = 2 / should be 2", "应为 4 / 2 = 2 / should be 2"),
        ("AssertionError", "", "AssertionError"),
        ("KeyError", "'x'", "KeyError: 'x'"),
        ("TimedOut", "took too long", "took too long"),
        ("NotImplementedError", "", ""),
    ],
)
def test_an_error_of_a_test_cell_is_told(name: str, message: str, shown: str) -> None:
    """An assert by its message, what is not answered yet not at all."""
    assert said(name, message) == shown


def test_a_cell_that_ran_through_says_nothing() -> None:
    """Nor does a notebook that was not graded."""
    assert find_own_check({"cells": [{"metadata": {"nbgrader": {"grade_id": "a"}}, "outputs": []}]}, "a") == ""
    assert find_own_check(None, "a") == ""
