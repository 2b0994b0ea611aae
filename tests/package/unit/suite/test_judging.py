"""Who is to blame for a test that was not passed, and what readers are told of it."""

from __future__ import annotations

import re

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
from autograder.suite.judging import (
    NOT_ANSWERED,
    blame_lesson,
    describe_fault,
    judge_error,
    make_outcome,
    skip_dependents,
)
from autograder.suite.outcomes import Blame, Expectation, Verdict
from autograder.suite.values import describe

OPEN = Expectation("test_f", "f", 1.0, "f doubles. / f 加倍。", False)
HIDDEN = Expectation("test_g", "f", 1.0, "g.", True, needs=("test_f",))


def never() -> bool:
    raise AssertionError("the reference was asked")


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
    ],
)
def test_only_what_is_surely_the_students_counts_against_the_student(
    error: Exception, verdict: Verdict, blame: Blame
) -> None:
    """What the suite or the jail did wrong is UNGRADED, and says whose it is."""
    outcome = judge_error(OPEN, error, CALLS, never)
    assert (outcome.verdict, outcome.blame) == (verdict, blame)
    assert outcome.call == "f(tensor(2.) float32 (), 'x', dim=1)"


def test_what_is_shown_as_called_is_what_gave_the_wrong_value() -> None:
    """Not what the test asked after it, in search of a reason, be it the same value; of equal ones the first."""
    wrong, other = torch.ones(2), torch.ones(2)
    calls = [Call("h", result=torch.zeros(2)), Call("f", result=wrong), Call("g", result=other)]
    assert judge_error(OPEN, WrongAnswer("no", wrong, 2), calls, never).call == "f()"
    assert judge_error(OPEN, WrongAnswer("no", other, 2), calls, never).call == "g()"
    assert judge_error(OPEN, WrongAnswer("no", torch.ones(2), 2).renamed("none"), calls, never).call == "f()"
    assert judge_error(OPEN, WrongAnswer("no", torch.zeros(2), 2), calls, never).call == "h()"
    assert judge_error(OPEN, WrongAnswer("no", 7, 2), calls, never).call == "g()"
    assert judge_error(OPEN, WrongAnswer("no"), calls, never).call == "g()"


def test_a_wrong_answer_shows_what_came_back_and_what_was_expected() -> None:
    """The first line of an assertion is its message; got and expected are a comparison's."""
    outcome = judge_error(OPEN, WrongAnswer("another number", 1.0, 2.0), CALLS, never)
    assert (outcome.message, outcome.got, outcome.expected) == ("another number", "1.", "2.")
    assert judge_error(OPEN, AssertionError("no\nmore"), [], never).message == "no"


@pytest.mark.parametrize(
    "error", [WrongAnswer("secret", 1, 2), StudentRaised("ValueError", "secret"), StudentCrashed("s")]
)
def test_of_a_hidden_test_nothing_is_told(error: Exception) -> None:
    """Neither what was called nor what came back nor the exception's text."""
    outcome = judge_error(HIDDEN, error, CALLS, never)
    assert (outcome.message, outcome.call, outcome.got, outcome.expected, outcome.where) == ("", "", "", "", "")


def test_of_a_hidden_test_it_is_told_that_there_is_no_answer_or_no_end() -> None:
    """These two say nothing of its inputs."""
    assert judge_error(HIDDEN, StudentRaised("NotImplementedError", ""), CALLS, never).message == NOT_ANSWERED
    assert judge_error(HIDDEN, StudentTimedOut("after 4 s"), CALLS, never).message == "after 4 s"


STRANGE = "None, nothing that can be judged here / None，在这里无法评判"


def test_what_only_the_suites_own_source_returned_is_the_students_too() -> None:
    """A value that came of source of the suite counts as one of the student; the source is not shown."""
    calls = [Call("a, b = pair()", is_call=False, is_shown=False, result=(1, 2, 3))]
    outcome = judge_error(OPEN, fault(), calls, lambda: False)
    assert (outcome.verdict, outcome.call, outcome.got) == (Verdict.FAILED, "", "(1, 2, 3)")
    assert outcome.message == "a tuple of three, nothing that can be judged here / 含三项的元组，在这里无法评判"


def test_the_parameters_of_a_hidden_test_are_not_named() -> None:
    """They are what it asks with."""
    hidden = Expectation("test_g[0.95]", "f", 1.0, "g.", True)
    assert judge_error(hidden, fault(), CALLS, lambda: True).message.startswith("test_g: ZeroDivisionError (")


def fault() -> Exception:
    try:
        raise ZeroDivisionError("secret")
    except ZeroDivisionError as error:
        return error


@pytest.mark.parametrize("expectation", [OPEN, HIDDEN])
def test_what_breaks_a_test_is_the_students_where_the_right_answers_do_not_break_it(expectation: Expectation) -> None:
    """Otherwise it is ours, named with its place; of a hidden test the text of the exception is not kept."""
    theirs = judge_error(expectation, fault(), CALLS, lambda: False)
    assert (theirs.verdict, theirs.blame) == (Verdict.FAILED, Blame.STUDENT)
    ours = judge_error(expectation, fault(), CALLS, lambda: True)
    assert (ours.verdict, ours.blame) == (Verdict.UNGRADED, Blame.LESSON)
    assert "ZeroDivisionError" in ours.message
    assert ours.message.startswith(f"{expectation.test}: ")
    assert "test_judging.py:" in ours.message
    assert theirs.message == ("" if expectation.is_hidden else STRANGE)
    assert ("secret" in ours.message) is not expectation.is_hidden
    assert "secret" not in theirs.message
    before = judge_error(expectation, fault(), [], never)  # nothing was asked: no value can have caused it
    assert (before.verdict, before.blame) == (Verdict.UNGRADED, Blame.LESSON)


def test_a_fault_of_the_package_itself_is_named_with_its_place() -> None:
    """Where no file of a lesson is on the way, the line of ours that broke is said."""

    def of_ours() -> BaseException:
        try:
            describe(torch.tensor(0.0), "no number")  # type: ignore[arg-type]
        except TypeError as error:
            # As a worker sees it: nothing but the package and libraries below what caught it.
            return error.with_traceback(error.__traceback__.tb_next)  # type: ignore[union-attr]
        raise AssertionError("nothing was raised")

    assert re.fullmatch(r"TypeError \(values\.py:\d+\)", describe_fault(of_ours(), is_hidden=True))


def test_a_test_that_needs_another_one_is_skipped_or_ungraded_with_it() -> None:
    """It names what must pass first, in both languages; our failure stays our failure, told of where it happened."""
    passed = make_outcome(HIDDEN, Verdict.PASSED)
    _, skipped = skip_dependents([OPEN, HIDDEN], [passed, make_outcome(OPEN, Verdict.FAILED)])
    assert skipped.verdict is Verdict.SKIPPED
    assert skipped.message == "needs first: f doubles. / 需先通过：f 加倍。"
    _, ungraded = skip_dependents(
        [OPEN, HIDDEN], [passed, make_outcome(OPEN, Verdict.UNGRADED, "why", blame=Blame.SANDBOX)]
    )
    assert (ungraded.verdict, ungraded.blame, ungraded.message) == (Verdict.UNGRADED, Blame.SANDBOX, skipped.message)
    assert skip_dependents([OPEN, HIDDEN], [passed]) == [passed]
    assert blame_lesson(OPEN, "no fixture").blame is Blame.LESSON
