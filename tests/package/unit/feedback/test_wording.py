"""What a student is told of a test: its verdict in both languages, and what came back, unless the test is hidden."""

from __future__ import annotations

import msgspec
import pytest

from autograder.audit import Counterexample, Diagnosis, KnownBehaviour
from autograder.feedback.shares import share_points
from autograder.feedback.wording import OutcomeLine, explain_diagnosis, explain_outcome
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
        OutcomeLine("what happened / 发生了什么", "one too many / 多了一", is_value=False),
        OutcomeLine("called / 调用", "double(2)"),
        OutcomeLine("got / 得到", "5"),
        OutcomeLine("expected / 应为", "4"),
        OutcomeLine("line / 行", "3 | x"),
    ]
    raised = explain_outcome(outcome(Verdict.RAISED, "KeyError: 1"))
    assert raised[0].text == "your code raised an exception: KeyError: 1 / 代码抛出了异常：KeyError: 1"


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.PASSED])
def test_a_hidden_test_gives_its_verdict_alone(verdict: Verdict) -> None:
    """Every verdict has words in both languages."""
    (line,) = explain_outcome(outcome(verdict, is_hidden=True))
    assert " / " in line.text
    assert not line.is_value


def test_a_share_of_the_points_is_said_to_be_partly_right() -> None:
    """Of a hidden test nothing else is told; the page shows the share of each test's points."""
    partly = msgspec.structs.replace(outcome(Verdict.FAILED, is_hidden=True), share=0.6)
    assert [line.text for line in explain_outcome(partly)] == ["partly right / 部分正确"]
    shown = share_points([partly, outcome(Verdict.PASSED), outcome(Verdict.FAILED)], 3)
    assert [(one.earned, one.points) for one in shown] == [("0.6", "1"), ("1", "1"), ("0", "1")]


def test_an_expectation_in_two_languages_is_no_value() -> None:
    """A value is shown as it is, a sentence in one language."""
    told = Outcome("t", "c", 1.0, "", False, Verdict.FAILED, expected="a number / 一个数")
    assert explain_outcome(told)[-1] == OutcomeLine("expected / 应为", "a number / 一个数", is_value=False)


def diagnosis(got: str, expected: str, misconception: str = "") -> Diagnosis:
    known = KnownBehaviour("a", "double", "key", misconception, "Try 2. / 试 2。") if misconception else None
    return Diagnosis(known, Counterexample("double(2)", got, expected))


def test_what_a_student_thought_is_a_guess() -> None:
    """It is introduced as one; words that are a guess already are not introduced twice."""
    first, hint, *_ = explain_diagnosis(diagnosis("5", "4", "two and two are five. / 以为二加二得五。"))
    assert first == OutcomeLine(
        "It looks as if you assumed / 你可能是这样想的", "two and two are five. / 以为二加二得五。", is_value=False
    )
    assert hint == OutcomeLine("try this / 试试", "Try 2. / 试 2。", is_value=False)
    guess, *_ = explain_diagnosis(diagnosis("5", "4", "You may have added one. / 你可能多加了一。"))
    assert guess.label == "a guess / 猜测"
    assert [line.text for line in explain_diagnosis(diagnosis("5", "4"))] == ["double(2)", "5", "4"]
    elsewhere, *_ = explain_diagnosis(diagnosis("5", "4"), is_elsewhere=True)
    assert elsewhere.label == "where it shows / 体现在何处"
    told = Outcome("t", "c", 1.0, "", False, Verdict.FAILED, got="5", expected="4")
    assert list(explain_diagnosis(diagnosis("5", "4"), [told])) == [], "a test said it already"
    assert list(explain_diagnosis(None)) == list(explain_diagnosis(Diagnosis(None, None))) == []


def test_a_counterexample_that_differs_in_dtype_alone_says_so() -> None:
    """Which dtype came, and which should; nothing of the kind where a number or a shape differs too."""
    *_, last = explain_diagnosis(diagnosis("tensor([1.]) float64 (1,)", "tensor([1.]) float32 (1,)"))
    assert "it should be float32, yours is float64." in last.text
    assert "应为 float32，你的是 float64。" in last.text
    for got in ("tensor([2.]) float64 (1,)", "tensor([1.]) float32 (1, 1)", "1.", "[tensor([1.]) float64 (1,)]"):
        assert [line.text for line in explain_diagnosis(diagnosis(got, "tensor([1.]) float32 (1,)"))][-1] == (
            "tensor([1.]) float32 (1,)"
        )
