"""Training is chance: it is repeated with several seeds, and counts where most of them come far enough."""

from __future__ import annotations

from collections.abc import Callable

import torch

from autograder.suite.compare import WrongAnswer, say_other_form
from autograder.suite.margins import note_score
from autograder.suite.values import as_number, show_digits

__all__ = ["expect_learns"]

_LARGEST_SEED = 2**31


def expect_learns(
    train: Callable[[int], object],
    least: float,
    *,
    generator: torch.Generator,
    runs: int = 5,
    label: str = "",
) -> None:
    """Expect that more than half of `runs` trainings reach a score of `least` or more.

    `train(seed)` has the student's code train anew with this seed, and returns the score: what a loss is to be, comes
    with a minus. The seeds are drawn from `generator`, so no two submissions have the same. It stops when it is
    decided. Where a test has several thresholds, `label` tells them apart. `autograder audit` measures how often the
    reference solution would fail.
    """
    if runs < 1 or runs % 2 == 0:
        raise ValueError(f"an odd number of trainings decides, not {runs}")
    scores: list[float] = []
    for _ in range(runs):
        seed = int(torch.randint(_LARGEST_SEED, (), generator=generator))
        scores.append(_read_score(train(seed)))
        note_score(label, least, runs, scores[-1])
        passed = sum(score >= least for score in scores)  # nan is below everything
        if passed > runs // 2:
            return
        if len(scores) - passed > runs // 2:
            _refuse(scores, passed, least)


def _read_score(value: object) -> float:
    number = as_number(value)
    if number is None:
        raise WrongAnswer(say_other_form(value, "not a score", "不是得分"), value, "a number / 一个数")
    return float(f"{number:.7g}")  # an accuracy of 0.9 that came as a float32 is 0.9


def _refuse(scores: list[float], passed: int, least: float) -> None:
    raise WrongAnswer(
        f"{passed} of {len(scores)} trainings came far enough / {len(scores)} 次训练中有 {passed} 次达到要求",
        scores,
        f"at least {show_digits(least)} in most of them / 多数训练至少达到 {show_digits(least)}",
    )
