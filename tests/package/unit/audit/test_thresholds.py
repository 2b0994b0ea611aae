"""How often a threshold fails the reference by chance, from 30 trainings."""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence

import numpy
import pytest
from scipy import optimize, special

from autograder.audit.thresholds import MOST_CHANCE, Threshold, _fit_tail, judge_threshold
from autograder.suite import Learned


def judge(scores: Sequence[float], least: float = 0.9, runs: int = 5) -> Threshold:
    return judge_threshold("nets", Learned("test_net", "", least, runs), scores)


def near(middle: float, spread: float) -> list[float]:
    draw = random.Random(0)
    return [draw.gauss(middle, spread) for _ in range(30)]


def test_what_is_far_above_is_safe() -> None:
    """Of 30 none below: for most of 5 that is enough, and nothing is assumed of the scores."""
    found = judge(near(0.95, 0.001))
    assert found.chance == pytest.approx(5.1e-4, rel=0.1)
    assert (found.basis, found.is_refused, found.failed) == ("counted", False, 0)


def test_one_training_is_safe_only_by_its_spread() -> None:
    """30 scores alone never show one in 1,000: the fitted tail does, and says what it assumes."""
    found = judge(near(0.95, 0.005), runs=1)
    assert found.chance < 1e-6
    assert found.basis == "fitted, if scores are about normal"
    assert judge(near(0.95, 0.03), runs=1).is_refused


@pytest.mark.parametrize("runs", [1, 3, 5])
def test_what_half_of_the_trainings_reach_is_refused(runs: int) -> None:
    """A threshold at the middle of the scores fails as often as not."""
    found = judge(near(0.9, 0.02), runs=runs)
    assert 0.2 < found.chance < 0.8
    assert found.is_refused


def test_a_score_that_was_below_is_not_explained_away() -> None:
    """Where one failed, the larger of both estimates counts: two outliers that no normal tail has."""
    scores = [0.95] * 28 + [0.5, 0.5]
    assert judge(scores).chance >= 0.003
    assert judge([float("nan"), *([0.95] * 29)]).is_refused


def test_of_scores_that_are_all_the_same_no_chance_is_told() -> None:
    """Nothing was drawn; what is always below is refused all the same."""
    found = judge([1.0] * 30, runs=3)
    assert (found.chance, found.is_refused) == (None, False)
    assert "1,000,000" not in found.line
    assert "was not measured" in found.line
    assert judge([0.5] * 30).is_refused


@pytest.mark.parametrize(
    ("salted", "why"),
    [([1.0, 1.0], "with every seed"), ([1.0, 0.97], "fixes the seed"), ([0.2, 0.1], "fixes the seed"), ([], "none")],
)
def test_why_no_chance_was_measured_is_found_out(salted: list[float], why: str) -> None:
    """With other seeds in the place of those that the notebook sets, the score is the same, or another, or gone."""
    found = judge_threshold("nets", Learned("test_net", "", 0.9, 5), [1.0] * 3, salted)
    assert why in found.line
    assert (found.chance, found.is_refused) == (None, False)


def test_the_tail_is_that_of_students_t() -> None:
    """With 29 degrees of freedom, 2.756 is passed by 0.5 %: from a table."""
    unit = [-1.0, 1.0] * 15
    spread = (30 / 29) ** 0.5
    least = -2.756 * spread * (1 + 1 / 30) ** 0.5
    assert judge(unit, least, 1).chance == pytest.approx(0.005, rel=0.05)


def test_the_estimate_is_about_right() -> None:
    """Over many samples of 30, what is fitted is near the truth, and not below it on average."""
    draw = random.Random(1)
    least, truth = -2.3263, 0.01
    fitted = [judge([draw.gauss(0, 1) for _ in range(30)], least, 1).chance for _ in range(60)]
    assert truth * 0.8 < sum(fitted) / len(fitted) < truth * 2.5


@pytest.mark.parametrize("runs", [1, 3, 5])
def test_trainings_of_one_test_share_what_is_not_known(runs: int) -> None:
    """Of thresholds that are said to fail once in 1,000, after 30 scores each, that many do: a mean or a spread that 30
    scores tell wrongly is wrong for all trainings of a test.
    """
    unit = [-1.0, 1.0] * 15
    far = optimize.brentq(lambda least: _fit_tail(unit, -least, runs) - MOST_CHANCE, 0.5, 9) / statistics.stdev(unit)
    scores = numpy.random.default_rng(0).normal(size=(20_000, 30))
    below = special.ndtr(scores.mean(1) - far * scores.std(1, ddof=1))
    assert special.betainc(runs // 2 + 1, runs // 2 + 1, below).mean() == pytest.approx(MOST_CHANCE, rel=0.2)


def test_a_line_of_the_sheet_says_all() -> None:
    """Which test, how many trainings, how often, from what."""
    assert judge(near(0.95, 0.001)).line == (
        "nets: test_net: 0 of 30 trainings of the reference below 0.9; most of 5 fail by chance once in 2,046 (counted)"
    )
    assert "of the time" in judge(near(0.5, 0.01)).line
    assert MOST_CHANCE == 0.001
