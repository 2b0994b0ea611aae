"""Who is to blame for a test that was not passed, and what readers are told of it."""

from __future__ import annotations

import pytest
import torch

from autograder.errors import (
    SandboxError,
    StudentCrashed,
    StudentMissing,
    StudentRaised,
    StudentTimedOut,
)
from autograder.sandbox import Call
from autograder.suite.compare import WrongAnswer
from autograder.suite.judging import NOT_ANSWERED, blame_lesson, judge_error, make_outcome, skip_dependent
from autograder.suite.outcomes import Blame, Expectation, Verdict

OPEN = Expectation("test_f", "f", 1.0, "f doubles. / f 加倍。", False)
HIDDEN = Expectation("test_g", "f", 1.0, "g.", True)
CALLS = [Call("g", ()), Call("f", (torch.tensor(2.0), "x"), {"dim": 1})]


@pytest.mark.parametrize(
    ("error", "verdict", "blame"),
    [
        (WrongAnswer("no", 1, 2), Verdict.FAILED, Blame.STUDENT),
        (AssertionError("no\nmore"), Verdict.FAILED, Blame.STUDENT),
        (StudentRaised("ValueError", "x"), Verdict.RAISED, Blame.STUDENT),
        (StudentMissing("f"), Verdict.RAISED, Blame.STUDENT),
        (StudentTimedOut("slow"), Verdict.TIMED_OUT, Blame.STUDENT),
        (StudentCrashed("gone"), Verdict.CRASHED, Blame.STUDENT),
        (SandboxError("broke"), Verdict.UNGRADED, Blame.SANDBOX),
        (ZeroDivisionError("ours"), Verdict.UNGRADED, Blame.LESSON),
    ],
)
def test_only_what_is_surely_the_students_counts_against_the_student(
    error: Exception, verdict: Verdict, blame: Blame
) -> None:
    """What the suite or the jail did wrong is UNGRADED, and says whose it is."""
    outcome = judge_error(OPEN, error, CALLS)
    assert (outcome.verdict, outcome.blame) == (verdict, blame)
    assert outcome.call == "f(tensor(2.) float32 (), 'x', dim=1)"


def test_a_wrong_answer_shows_what_came_back_and_what_was_expected() -> None:
    """The first line of an assertion is its message; got and expected are a comparison's."""
    outcome = judge_error(OPEN, WrongAnswer("another number", 1.0, 2.0), CALLS)
    assert (outcome.message, outcome.got, outcome.expected) == ("another number", "1.", "2.")
    assert judge_error(OPEN, AssertionError("no\nmore"), []).message == "no"


@pytest.mark.parametrize(
    "error", [WrongAnswer("secret", 1, 2), StudentRaised("ValueError", "secret"), StudentCrashed("s")]
)
def test_of_a_hidden_test_nothing_is_told(error: Exception) -> None:
    """Neither what was called nor what came back nor the exception's text."""
    outcome = judge_error(HIDDEN, error, CALLS)
    assert (outcome.message, outcome.call, outcome.got, outcome.expected, outcome.where) == ("", "", "", "", "")


def test_of_a_hidden_test_it_is_told_that_there_is_no_answer_or_no_end() -> None:
    """These two say nothing of its inputs."""
    assert judge_error(HIDDEN, StudentRaised("NotImplementedError", ""), CALLS).message == NOT_ANSWERED
    assert judge_error(HIDDEN, StudentTimedOut("after 4 s"), CALLS).message == "after 4 s"


def test_a_test_that_needs_another_one_is_skipped_or_ungraded_with_it() -> None:
    """It names what must pass first, in both languages; our failure stays our failure."""
    skipped = skip_dependent(HIDDEN, make_outcome(OPEN, Verdict.FAILED))
    assert skipped.verdict is Verdict.SKIPPED
    assert skipped.message == "needs first: f doubles. / 先要通过：f 加倍。"
    ungraded = skip_dependent(HIDDEN, make_outcome(OPEN, Verdict.UNGRADED, "why", blame=Blame.SANDBOX))
    assert (ungraded.verdict, ungraded.blame, ungraded.message) == (Verdict.UNGRADED, Blame.SANDBOX, "why")
    assert blame_lesson(OPEN, "no fixture").blame is Blame.LESSON
