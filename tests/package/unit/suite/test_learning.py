"""A training counts where most of several seeds come far enough."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pytest
import torch

from autograder.suite.compare import WrongAnswer
from autograder.suite.learning import expect_learns
from autograder.suite.margins import Learned, Margins, naming_test, record_margins


def train(scores: Iterable[object], seeds: list[int] | None = None, **more: int) -> None:
    left = iter(scores)

    def next_score(seed: int) -> object:
        if seeds is not None:
            seeds.append(seed)
        return next(left)

    expect_learns(next_score, 0.9, generator=torch.Generator().manual_seed(more.pop("seed", 0)), **more)


@pytest.mark.parametrize("scores", [[1.0, 0.9, 0.95], [0.1, 1.0, 0.1, 1.0, 1.0], [torch.tensor(1.0)] * 3])
def test_most_of_them_decide_and_no_more_are_trained(scores: list[object]) -> None:
    """As soon as three of five came far enough, it is passed: another training would be an error here."""
    train(scores)


def test_a_score_in_fewer_digits_is_the_same_score() -> None:
    """0.9 as a float32 is a little less than 0.9."""
    train([torch.tensor(0.9)] * 3)


@pytest.mark.parametrize("scores", [[0.1, 0.2, 0.3], [1.0, 1.0, math.nan, 0.1, 0.1]])
def test_too_few_are_a_wrong_answer(scores: list[object]) -> None:
    """It shows the scores, and is told in both languages; nan is no score."""
    with pytest.raises(WrongAnswer, match=r"trainings came far enough / .* 次训练中有") as caught:
        train(scores)
    assert caught.value.expected == "at least 0.9 in most of them / 多数训练至少达到 0.9"


@pytest.mark.parametrize("score", [None, "good", [1.0, 2.0]])
def test_what_is_no_score_is_a_wrong_answer(score: object) -> None:
    """Nothing is computed with it."""
    with pytest.raises(WrongAnswer, match=r"not a score / .*不是得分"):
        train([score])


def test_seeds_are_drawn_from_the_generator() -> None:
    """The same submission gets the same ones, another one others."""
    first, again, other = [], [], []  # type: tuple[list[int], list[int], list[int]]
    train([1.0] * 3, first)
    train([1.0] * 3, again)
    train([1.0] * 3, other, seed=1)
    assert first == again
    assert len({*first, *other}) == 6


def test_an_even_number_of_trainings_decides_nothing() -> None:
    """That is a fault of the suite."""
    with pytest.raises(ValueError, match="odd"):
        train([], runs=4)


def test_scores_are_noted_for_the_audit() -> None:
    """Those of one test, by threshold; what others noted is added."""
    margins, more = Margins(), Margins()
    with record_margins(margins), naming_test("test_net"):
        train([1.0], runs=1)
    with record_margins(more), naming_test("test_net"):
        train([0.95], runs=1)
    margins.merge(more)
    assert margins.scores == {Learned("test_net", "", 0.9, 1): [1.0, 0.95]}
