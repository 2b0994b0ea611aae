"""What a student is told of a test: its verdict in both languages, and what came back, unless the test is hidden."""

from __future__ import annotations

import pytest

from autograder.feedback.wording import OutcomeLine, explain_outcome
from autograder.suite import Outcome, Verdict


def outcome(verdict: Verdict, message: str = "", *, is_hidden: bool = False) -> Outcome:
    return Outcome(
        "t", "test_double", 1.0, "It doubles. / 加倍。", is_hidden, verdict, message, "double(2)", "5", "4", "line 3: x"
    )


def test_a_test_that_was_passed_needs_no_words() -> None:
    """Nothing is said of it."""
    assert explain_outcome(outcome(Verdict.PASSED)) == []


def test_a_failed_test_says_what_was_called_and_what_came_back() -> None:
    """The message alone says it; other verdicts are named before their message."""
    assert explain_outcome(outcome(Verdict.FAILED, "one too many / 多了一")) == [
        OutcomeLine("verdict / 结果", "one too many / 多了一", is_value=False),
        OutcomeLine("called / 调用", "double(2)"),
        OutcomeLine("got / 得到", "5"),
        OutcomeLine("expected / 应为", "4"),
        OutcomeLine("line / 行", "3 | x"),
    ]
    raised = explain_outcome(outcome(Verdict.RAISED, "KeyError: 1"))
    assert raised[0].text == "raised an exception: KeyError: 1 / 抛出异常：KeyError: 1"


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.PASSED])
def test_a_hidden_test_gives_its_verdict_alone(verdict: Verdict) -> None:
    """Every verdict has words in both languages."""
    (line,) = explain_outcome(outcome(verdict, is_hidden=True))
    assert " / " in line.text
    assert not line.is_value


def test_an_expectation_in_two_languages_is_no_value() -> None:
    """A value is shown as it is, a sentence in one language."""
    told = Outcome("t", "c", 1.0, "", False, Verdict.FAILED, expected="a number / 一个数")
    assert explain_outcome(told)[-1] == OutcomeLine("expected / 应为", "a number / 一个数", is_value=False)
