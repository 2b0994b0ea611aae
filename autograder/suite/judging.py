"""From what ended a test to its outcome. Only what is surely the student's counts against the student."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from autograder.errors import SandboxError, StudentCrashed, StudentMissing, StudentRaised, StudentTimedOut, find_place
from autograder.sandbox import Call
from autograder.suite.award import earned_share
from autograder.suite.compare import WrongAnswer, say_other_form
from autograder.suite.outcomes import Blame, Expectation, Outcome, Verdict
from autograder.suite.values import describe
from autograder.text import join_languages, split_languages

__all__ = [
    "NOT_ANSWERED",
    "blame_lesson",
    "describe_fault",
    "judge_error",
    "make_outcome",
    "show_frames",
    "skip_dependents",
]

NOT_ANSWERED = "not answered yet / 尚未作答"


def make_outcome(
    expectation: Expectation,
    verdict: Verdict,
    message: str = "",
    *,
    call: str = "",
    got: str = "",
    expected: str = "",
    where: str = "",
    blame: Blame = Blame.STUDENT,
    share: float = 0.0,
) -> Outcome:
    """Return the outcome of a test."""
    return Outcome(
        expectation.test,
        expectation.cell,
        expectation.weight,
        expectation.sentence,
        expectation.is_hidden,
        verdict,
        message,
        call,
        got,
        expected,
        where,
        blame,
        share,
    )


def judge_error(
    expectation: Expectation, error: BaseException, calls: Sequence[Call], is_ours: Callable[[], bool]
) -> Outcome:
    """Return the outcome of a test that ended in `error` after these `calls`.

    An exception that is no verdict is the student's doing where it comes of a value of his, and the lesson's otherwise:
    `is_ours` says whether the test breaks on the right answers too. Of a hidden test nothing is told but that the
    student has not answered yet, or that no value came in time.
    """
    verdict, message = _read_error(error)
    shown = [call for call in calls if call.is_shown]
    call = _show_call(_choose_call(shown, error)) if shown else ""
    is_strange = False
    if verdict is Verdict.UNGRADED:
        if isinstance(error, SandboxError):
            return make_outcome(expectation, verdict, message, call=call, blame=Blame.SANDBOX)
        if not calls or is_ours():
            return blame_lesson(expectation, describe_fault(error, is_hidden=expectation.is_hidden))
        verdict, message, is_strange = Verdict.FAILED, _describe_strange(calls[-1]), True
    if expectation.is_hidden:
        is_told = message == NOT_ANSWERED or verdict is Verdict.TIMED_OUT
        return make_outcome(expectation, verdict, message if is_told else "", share=earned_share(error))
    if isinstance(error, WrongAnswer):
        share = earned_share(error)
        return make_outcome(
            expectation, verdict, message, call=call, got=error.got, expected=error.expected, share=share
        )
    where = show_frames(error) if isinstance(error, StudentRaised) else ""
    got = _show_result(calls) if is_strange else ""
    return make_outcome(expectation, verdict, message, call=call, got=got, where=where)


def _choose_call(calls: Sequence[Call], error: BaseException) -> Call:
    """Return the call whose result is wrong: the one that gave it, else one that gave the like of it, else the last."""
    if isinstance(error, WrongAnswer) and error.got:
        came_back = [call for call in reversed(calls) if call.error is None]
        for call in came_back:
            if call.result is error.value:
                return call
        for call in reversed(came_back):
            if describe(call.result) == error.got:
                return call
    return calls[-1]


def describe_fault(error: BaseException, *, is_hidden: bool) -> str:
    """Return what broke and where, for whoever can mend it. The text of the exception could tell what was asked."""
    text = "" if is_hidden else f": {error}"[:300]
    place = find_place(error, is_of_lesson=True)
    return f"{type(error).__name__}{text}" + (f" ({place[0]}:{place[1]})" if place is not None else "")


def _describe_strange(call: Call) -> str:
    """Return that the last value that came back is of no kind that a test can compute with."""
    if call.error is not None:
        return "what came back is nothing that can be judged / 返回的内容无法评判"
    return say_other_form(call.result, "nothing that can be judged here", "在这里无法评判")


def _show_result(calls: Sequence[Call]) -> str:
    return describe(calls[-1].result) if calls and calls[-1].error is None else ""


def _read_error(error: BaseException) -> tuple[Verdict, str]:
    if isinstance(error, WrongAnswer):
        return Verdict.FAILED, error.message
    if isinstance(error, StudentRaised) and error.type_name == "NotImplementedError":
        return Verdict.RAISED, NOT_ANSWERED
    if isinstance(error, (StudentRaised, StudentMissing)):
        return Verdict.RAISED, str(error)
    if isinstance(error, StudentTimedOut):
        return Verdict.TIMED_OUT, str(error)
    if isinstance(error, StudentCrashed):
        return Verdict.CRASHED, str(error)
    if isinstance(error, AssertionError):
        return Verdict.FAILED, str(error).split("\n")[0]
    return Verdict.UNGRADED, f"{type(error).__name__}: {error}"


def blame_lesson(expectation: Expectation, message: str) -> Outcome:
    """Return the outcome of a test that could not run to its end for a reason that is not the student's.

    It names the test, of a hidden one without its parameters.
    """
    name = expectation.test.partition("[")[0] if expectation.is_hidden else expectation.test
    return make_outcome(expectation, Verdict.UNGRADED, f"{name}: {message}", blame=Blame.LESSON)


def skip_dependents(expectations: Sequence[Expectation], outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the outcomes, in the order of the tests; one that needs a test that was not passed does not count."""
    found = {outcome.test: outcome for outcome in outcomes}
    settled: dict[str, Outcome] = {}

    def settle(test: Expectation) -> Outcome:
        if test.test not in settled:
            settled[test.test] = found[test.test]
            needed = [settle(by_name[name]) for name in test.needs if name in by_name]
            lost = [outcome for outcome in needed if not outcome.is_passed]
            if lost:
                settled[test.test] = _skip_dependent(test, lost[0])
        return settled[test.test]

    by_name = {test.test: test for test in expectations if test.test in found}
    return [settle(test) for test in by_name.values()]


def _skip_dependent(expectation: Expectation, earlier: Outcome) -> Outcome:
    """Return the outcome of a test that needs another one, which did not pass."""
    english, chinese = split_languages(earlier.sentence)
    message = join_languages(f"needs first: {english}", f"需先通过：{chinese}")
    if earlier.is_ungraded:
        return make_outcome(expectation, Verdict.UNGRADED, message, blame=earlier.blame)
    return make_outcome(expectation, Verdict.SKIPPED, message)


def show_frames(error: StudentRaised) -> str:
    """Return the lines of the student's own code that an exception went through, one below the other."""
    return "\n".join(f"line {frame.line}: {frame.text}" for frame in error.frames)


def _show_call(call: Call) -> str:
    if not call.is_call:
        return call.target
    arguments = [describe(value, 200) for value in call.args]
    arguments += [f"{name}={describe(value, 200)}" for name, value in call.kwargs.items()]
    return f"{call.target}({', '.join(arguments)})"
