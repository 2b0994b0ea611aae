"""A test may end with a share of its points."""

from __future__ import annotations

import math

import pytest

from autograder.suite.award import PartlyRight, award, earned_share
from autograder.suite.compare import WrongAnswer
from autograder.suite.judging import judge_error
from autograder.suite.outcomes import Expectation, Verdict

OPEN = Expectation("test_f", "f", 1.0, "f.", False)
HIDDEN = Expectation("test_g", "f", 1.0, "g.", True)


def caught(*args: object) -> PartlyRight:
    with pytest.raises(PartlyRight) as found:
        award(*args)  # type: ignore[arg-type]
    return found.value


def test_an_award_is_a_share_of_the_points() -> None:
    """It is not passed, and says in both languages how much it is, or what the suite says."""
    outcome = judge_error(OPEN, caught(0.6), [], lambda: True)
    assert (outcome.verdict, outcome.share, outcome.earned, outcome.mark) == (Verdict.FAILED, 0.6, 0.6, "◐")
    assert outcome.message == "60 % right / 正确 60 %"
    outcome = judge_error(OPEN, caught(0.25, "slow / 慢", 3.0, 1.0), [], lambda: True)
    assert (outcome.message, outcome.got, outcome.expected) == ("slow / 慢", "3.", "1.")


def test_an_award_of_a_hidden_test_says_nothing_but_its_share() -> None:
    """What the suite says of it could tell what was asked."""
    outcome = judge_error(HIDDEN, caught(0.6, "secret", 1, 2), [], lambda: True)
    assert (outcome.share, outcome.message, outcome.got, outcome.expected) == (0.6, "", "", "")


@pytest.mark.parametrize("share", [-0.1, 1.1, math.nan])
def test_what_is_no_share_is_a_fault_of_the_suite(share: float) -> None:
    """It is no wrong answer."""
    with pytest.raises(ValueError, match="from 0 to 1"):
        award(share)


def test_shares_of_all_ends() -> None:
    """No error is all, another error nothing."""
    assert earned_share(None) == earned_share(caught(1)) == 1.0
    assert earned_share(WrongAnswer("no")) == earned_share(caught(0)) == 0.0
