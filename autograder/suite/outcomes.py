"""What a test finds: its verdict, whose doing that is, and the texts that readers are shown. Loaded without torch."""

from __future__ import annotations

from enum import StrEnum

import msgspec

__all__ = ["Blame", "Expectation", "Outcome", "Verdict"]


class Verdict(StrEnum):
    """How a test ended. UNGRADED is our failure: no grade comes of it, least of all a zero."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    RAISED = "RAISED"
    TIMED_OUT = "TIMED_OUT"
    CRASHED = "CRASHED"
    SKIPPED = "SKIPPED"
    UNGRADED = "UNGRADED"

    @property
    def mark(self) -> str:
        """The sign that stands for it in lists of tests."""
        return {Verdict.PASSED: "✓", Verdict.SKIPPED: "–", Verdict.UNGRADED: "?"}.get(self, "✗")


class Blame(StrEnum):
    """Who can do something about a test that was not passed."""

    STUDENT = "student"  # the answer is wrong
    LESSON = "lesson"  # the suite or the source notebook is
    SANDBOX = "sandbox"  # the jail broke: the same run may go well next time


class Expectation(msgspec.Struct, frozen=True):
    """A test that must have an outcome for every submission: its name, its test cell, its share in the points.

    `needs` are the tests without which it does not count. `call_s` is how long a call in it may take, if not as usual.
    """

    test: str
    cell: str
    weight: float
    sentence: str
    is_hidden: bool
    needs: tuple[str, ...] = ()
    call_s: float | None = None


class Outcome(msgspec.Struct, frozen=True):
    """What one test found. The texts are for readers; those of a hidden test say nothing of its inputs.

    `share` is what a test that was not passed gets of its points.
    """

    test: str
    cell: str
    weight: float
    sentence: str
    is_hidden: bool
    verdict: Verdict
    message: str = ""
    call: str = ""
    got: str = ""
    expected: str = ""
    where: str = ""
    blame: Blame = Blame.STUDENT
    share: float = 0.0

    @property
    def earned(self) -> float:
        """The share of the test's points that it got."""
        return 1.0 if self.is_passed else self.share

    @property
    def mark(self) -> str:
        """The sign that stands for it in lists of tests."""
        return "◐" if 0 < self.earned < 1 else self.verdict.mark

    @property
    def is_passed(self) -> bool:
        return self.verdict is Verdict.PASSED

    @property
    def is_ungraded(self) -> bool:
        return self.verdict is Verdict.UNGRADED
