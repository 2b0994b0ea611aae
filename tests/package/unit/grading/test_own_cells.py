"""A notebook without a suite: what its own test cells did becomes points, as in nbgrader."""

from __future__ import annotations

import pytest

from autograder.course import Regions, SourceCell
from autograder.errors import StackFrame, StudentCrashed, StudentRaised, StudentTimedOut
from autograder.grading.own_cells import judge_own_cells
from autograder.sandbox import CellResult
from autograder.submissions import RestoredCell, RestoredNotebook
from autograder.suite import Blame, Outcome, Verdict

HIDING = "assert f(1)\n### BEGIN HIDDEN TESTS\nassert f(2)\n### END HIDDEN TESTS"


def judge(result: CellResult | None, source: str = "assert f()", failure: str = "") -> tuple[float | None, Outcome]:
    cell = SourceCell(0, "code", source, "t", points=4, is_grade=True, is_locked=True)
    restored = RestoredNotebook("nb", (RestoredCell("code", source, cell),))
    grades, (outcome,) = judge_own_cells(restored, Regions(), {} if result is None else {0: result}, failure)
    return grades["t"].score, outcome


def value(text: str) -> CellResult:
    return CellResult(({"show": "execute_result", "text": text},))


@pytest.mark.parametrize(
    ("result", "score", "verdict"),
    [
        (CellResult(), 4, Verdict.PASSED),
        (CellResult(({"stream": "stderr", "text": "warning"},)), 4, Verdict.PASSED),
        (value("4"), 4, Verdict.PASSED),
        (value("1.5"), 1.5, Verdict.FAILED),
        (value("0"), 0, Verdict.FAILED),
        (value("5"), None, Verdict.UNGRADED),
        (value("nan"), None, Verdict.UNGRADED),
        (value("np.float64(1)"), None, Verdict.UNGRADED),
        (None, 0, Verdict.TIMED_OUT),
        (CellResult((), StudentTimedOut("slow")), 0, Verdict.TIMED_OUT),
        (CellResult((), StudentCrashed("gone")), 0, Verdict.CRASHED),
        (CellResult((), StudentRaised("AssertionError", "no")), 0, Verdict.FAILED),
        (CellResult((), StudentRaised("MyError", "no", bases=("AssertionError",))), 0, Verdict.FAILED),
        (CellResult((), StudentRaised("KeyError", "x")), 0, Verdict.RAISED),
    ],
)
def test_what_a_cell_did_becomes_points(result: CellResult | None, score: float | None, verdict: Verdict) -> None:
    """An error is 0, a number is that many points, no value is all; what is no number of points is our UNGRADED."""
    found, outcome = judge(result)
    assert (found, outcome.verdict) == (score, verdict)
    assert outcome.blame is (Blame.LESSON if verdict is Verdict.UNGRADED else Blame.STUDENT)


def test_a_broken_sandbox_and_a_source_without_tests_are_not_the_students() -> None:
    """No score, and each says whose it is."""
    assert judge(CellResult(), failure="it broke")[1].blame is Blame.SANDBOX
    score, outcome = judge(CellResult(), "# AUTOTEST f(1)")
    assert (score, outcome.verdict, outcome.blame) == (None, Verdict.UNGRADED, Blame.LESSON)


@pytest.mark.parametrize(("line", "is_hidden"), [(1, False), (3, True)])
def test_a_hidden_line_that_fails_tells_nothing(line: int, is_hidden: bool) -> None:
    """The message and the line are shown only if a visible line failed."""
    error = StudentRaised("AssertionError", "secret", (StackFrame(0, line, "<module>", "assert f()"),))
    outcome = judge(CellResult((), error), HIDING)[1]
    assert outcome.is_hidden is is_hidden
    assert (outcome.message == "") is is_hidden
