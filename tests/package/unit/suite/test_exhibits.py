"""What an answer shows of itself is checked for number, kind and size before it is kept."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
import torch

from autograder.errors import StudentCrashed, StudentError, StudentRaised
from autograder.suite.exhibits import Exhibit, show_parameters, show_regions

POINTS = [(0.0, 0.0, 0), (1.0, 1.0, 1)]


class Answering:
    """Stands for a student's process that gives one value."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def evaluate(self, source: str, **values: Any) -> Any:
        if isinstance(self.value, StudentError):
            raise self.value
        return self.value


def regions(value: Any) -> Exhibit:
    return show_regions("f", lambda grid: value(grid) if callable(value) else value, POINTS)


def test_regions_are_rows_of_characters() -> None:
    """Labels in any container become a text for each x2, lowest first; another number is a question mark."""
    shown = regions(lambda grid: torch.where(grid[:, 0] > grid[:, 1], 1.0, 0.0))
    assert shown.problem == ""
    assert [len(row[0]) for row in shown.rows] == [41] * 41
    assert shown.rows[0][0] == "0" + "1" * 40
    assert shown.rows[40][0] == "0" * 41
    assert regions(lambda grid: (grid[:, 0] > grid[:, 1]).tolist()).rows == shown.rows
    assert regions(lambda grid: (grid[:, :1] > grid[:, 1:]).int()).rows == shown.rows
    assert set("".join(row[0] for row in regions(torch.full((1681,), torch.nan)).rows)) == {"?"}


@pytest.mark.parametrize(
    "value", [None, "x" * 1681, torch.zeros(4), torch.zeros(1681, dtype=torch.complex64), [[]], {}]
)
def test_what_are_no_labels_is_said(value: Any) -> None:
    """Anything but one number for each row is a problem, not a picture."""
    shown = regions(value)
    assert shown.rows == ()
    assert shown.problem.startswith("no label for each of 1681 rows / ")


def test_the_end_of_a_student_is_said() -> None:
    """An exception is a problem in its own words, cut where it is long."""

    def ask(grid: torch.Tensor) -> Any:
        raise StudentRaised("ValueError", "x" * 5000)

    shown = show_regions("f", ask, POINTS)
    assert shown.problem.startswith("ValueError: xxx")
    assert len(shown.problem) == 300


def test_parameters_are_a_table_with_a_total() -> None:
    """Names, shapes and counts, and their sum."""
    shown = show_parameters("Model", Answering([["w", [2, 3]], ["b", []]]), lambda: None)  # type: ignore[arg-type]
    assert shown.rows[1:] == (("w", "(2, 3)", "6"), ("b", "()", "1"), ("total / 合计", "", "7"))
    many = show_parameters("Model", Answering([[f"w{n}", [n]] for n in range(200)]), lambda: None)  # type: ignore[arg-type]
    assert len(many.rows) == 43
    assert many.rows[-1][2] == str(sum(range(200)))


@pytest.mark.parametrize(
    "value", [None, "x", [["w"]], [["w", [-1]]], [["w", [True]]], [[1, [1]]], [["w", [1] * 9]], StudentCrashed("gone")]
)
def test_what_are_no_parameters_is_said(value: Any) -> None:
    """Anything but names with shapes is a problem, not a table."""
    shown = show_parameters("Model", Answering(value), lambda: None)  # type: ignore[arg-type]
    assert shown.rows == ()
    assert shown.problem


def test_a_record_gives_back_what_it_was_given() -> None:
    """An exhibit survives its record; another kind is refused."""
    shown = regions(torch.zeros(1681))
    assert msgspec.json.decode(msgspec.json.encode(shown), type=Exhibit) == shown
    with pytest.raises(msgspec.ValidationError, match="kind"):
        msgspec.json.decode(msgspec.json.encode({**msgspec.structs.asdict(shown), "kind": "page"}), type=Exhibit)
