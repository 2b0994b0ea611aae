"""What a student is told of a test: the same lines on the page and in the terminal."""

from __future__ import annotations

import re
from dataclasses import dataclass

from autograder.suite import Outcome, Verdict
from autograder.text import join_languages, split_languages

__all__ = ["OutcomeLine", "explain_outcome"]

_VERDICTS = {
    Verdict.PASSED: ("passed", "通过"),
    Verdict.FAILED: ("another value", "结果不对"),
    Verdict.RAISED: ("raised an exception", "抛出异常"),
    Verdict.TIMED_OUT: ("did not come back in time", "超时"),
    Verdict.CRASHED: ("the process died", "进程崩溃"),
    Verdict.SKIPPED: ("not tried", "未测试"),
    Verdict.UNGRADED: ("not graded yet: our side failed", "尚未评分：系统故障"),
}


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
    english, chinese = _VERDICTS[outcome.verdict]
    if outcome.message:
        first, second = split_languages(outcome.message)
        is_enough = outcome.verdict is Verdict.FAILED
        english, chinese = (first, second) if is_enough else (f"{english}: {first}", f"{chinese}：{second}")
    lines = [OutcomeLine("verdict / 结果", join_languages(english, chinese), is_value=False)]
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
