"""What a student is told of a test and of a failing answer: the same lines on the page and in the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.suite import Outcome, Verdict
from autograder.text import join_languages, split_languages

if TYPE_CHECKING:
    from autograder.audit import Counterexample, Diagnosis

__all__ = ["OutcomeLine", "explain_diagnosis", "explain_outcome"]

_VERDICTS = {
    Verdict.PASSED: ("passed", "通过"),
    Verdict.FAILED: ("wrong result", "结果不对"),
    Verdict.RAISED: ("your code raised an exception", "代码抛出了异常"),
    Verdict.TIMED_OUT: ("your code did not come back in time", "超时"),
    Verdict.CRASHED: ("the process that ran your code ended", "运行代码的进程意外结束"),
    Verdict.SKIPPED: ("not tested yet", "尚未测试"),
    Verdict.UNGRADED: ("not graded yet: our side failed", "尚未评分：系统故障"),
}
_PARTLY = ("partly right", "部分正确")
_DTYPE = re.compile(r"\b(?:b?float(?:16|32|64)|u?int(?:8|16|32|64)|complex(?:64|128)|bool)\b")
_IS_GUESS = re.compile(r"(?i)you\b|it (?:looks|seems)|maybe|perhaps|你|看起来|看来|可能")


@dataclass(frozen=True)
class OutcomeLine:
    """One line about a test: a label in both languages and a text. A value is shown as it is, in neither language."""

    label: str
    text: str
    is_value: bool = True


def explain_outcome(outcome: Outcome) -> list[OutcomeLine]:
    """Return what to say of a test that was not passed; of a hidden one nothing about what it asked."""
    if outcome.is_passed:
        return []
    english, chinese = _PARTLY if outcome.share else _VERDICTS[outcome.verdict]
    if outcome.message:
        first, second = split_languages(outcome.message)
        is_enough = outcome.verdict in (Verdict.FAILED, Verdict.SKIPPED)
        english, chinese = (first, second) if is_enough else (f"{english}: {first}", f"{chinese}：{second}")
    lines = [OutcomeLine("what happened / 发生了什么", join_languages(english, chinese), is_value=False)]
    if outcome.is_hidden:
        return lines
    is_value = split_languages(outcome.expected)[0] == outcome.expected
    lines += [
        OutcomeLine("called / 调用", outcome.call),
        OutcomeLine("got / 得到", outcome.got),
        OutcomeLine("expected / 应为", outcome.expected, is_value),
        OutcomeLine("line / 行", re.sub(r"(?m)^line (\d+): ", r"\1 | ", outcome.where)),
    ]
    return [line for line in lines if line.text]


def explain_diagnosis(
    diagnosis: Diagnosis | None, outcomes: Iterable[Outcome] = (), *, is_elsewhere: bool = False
) -> Iterator[OutcomeLine]:
    """Yield what a failing answer behaves like, as a guess, what to try, and the smallest counterexample.

    `outcomes` are the tests that are told beside it: what one of them says already is not said twice.
    Where the cause `is_elsewhere`, the counterexample is only where it shows.
    """
    found = diagnosis.counterexample if diagnosis is not None else None
    if diagnosis is None or found is None:
        return
    if diagnosis.known is not None:
        words = diagnosis.known.misconception
        yield OutcomeLine(_introduce_guess(words), words, is_value=False)
        if diagnosis.known.hint:
            yield OutcomeLine("try this / 试试", diagnosis.known.hint, is_value=False)
    if not any((told.got, told.expected) == (found.got, found.expected) for told in outcomes if not told.is_hidden):
        label = "where it shows / 体现在何处" if is_elsewhere else "smallest counterexample / 最小的反例"
        yield OutcomeLine(label, found.asked)
        yield OutcomeLine("got / 得到", found.got)
        yield OutcomeLine("expected / 应为", found.expected)
    difference = _compare_dtypes(found)
    if difference:
        yield OutcomeLine("the difference / 差别", difference, is_value=False)


def _introduce_guess(words: str) -> str:
    """Return how to introduce what a student may have thought; words that are a guess already need no more."""
    english, chinese = split_languages(words)
    return join_languages(
        "a guess" if _IS_GUESS.match(english) else "It looks as if you assumed",
        "猜测" if _IS_GUESS.match(chinese) else "你可能是这样想的",
    )


def _compare_dtypes(found: Counterexample) -> str:
    """Return a line about two values that are the same but for their dtypes, "" for any others."""
    mine, right = _DTYPE.findall(found.got), _DTYPE.findall(found.expected)
    if mine == right or len(mine) != len(right) or _DTYPE.sub("", found.got) != _DTYPE.sub("", found.expected):
        return ""
    got, wanted = next(pair for pair in zip(mine, right, strict=True) if pair[0] != pair[1])
    return (
        f"Only the dtype differs: print .dtype; it should be {wanted}, yours is {got}."
        f" / 只有 dtype 不同：打印 .dtype 看看，应为 {wanted}，你的是 {got}。"
    )
