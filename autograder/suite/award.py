"""Partial credit by value: a test that ends with a share of its points."""

from __future__ import annotations

from typing import NoReturn

from autograder.suite.compare import WrongAnswer

__all__ = ["PartlyRight", "award", "earned_share"]


class PartlyRight(WrongAnswer):
    """An answer that gets a share of the test's points, between 0 and 1."""

    def __init__(self, share: float, message: str, got: object = ..., expected: object = ...) -> None:
        super().__init__(message, got, expected)
        self.share = share


def award(share: float, message: str = "", got: object = ..., expected: object = ...) -> NoReturn:
    """End the test with this share of its points: 1 is all of them, 0 none. The message says what is missing."""
    if not 0 <= share <= 1:  # also what is no number at all
        raise ValueError(f"a share is from 0 to 1, not {share}")
    percent = f"{round(share * 100, 1):g} %"
    raise PartlyRight(float(share), message or f"{percent} right / 正确 {percent}", got, expected)


def earned_share(error: BaseException | None) -> float:
    """Return the share of its points that a test gets which ended so."""
    if error is None:
        return 1.0
    return error.share if isinstance(error, PartlyRight) else 0.0
