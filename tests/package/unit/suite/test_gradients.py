"""A gradient is right where autograd, or a function known only by its values, says so."""

from __future__ import annotations

from typing import Any

import numpy
import pytest
import torch

from autograder.suite.compare import WrongAnswer
from autograder.suite.gradients import expect_gradient

PLACE = torch.tensor([[0.5, -1.0], [2.0, 0.25]])


def cubes(x: Any) -> Any:
    return (x**3).sum()


@pytest.mark.parametrize(
    ("at", "step"), [(PLACE, None), (PLACE, 1e-4), (PLACE.double().numpy(), None), (PLACE.numpy(), None)]
)
def test_the_right_gradient_passes_and_a_wrong_one_does_not(at: Any, step: float | None) -> None:
    """From autograd, and from central differences of tensors and of arrays; in float32 and float64."""
    right = 3 * at**2
    expect_gradient(right, cubes, at, step=step)
    with pytest.raises(WrongAnswer, match="4 of 4 values differ"):
        expect_gradient(right * 1.01, cubes, at, step=step)
    with pytest.raises(WrongAnswer, match="the shape"):
        expect_gradient(right.reshape(-1), cubes, at, step=step)
    with pytest.raises(WrongAnswer, match="None, no numbers"):
        expect_gradient(None, cubes, at, step=step)


def test_a_function_of_the_student_is_differentiated_by_its_values() -> None:
    """It gets places of its own, and what it returns instead of a number is the student's wrong answer."""
    place = numpy.array([1.0, 2.0])
    seen: list[Any] = []

    def loss(x: Any) -> float:
        seen.append(x)
        return float((x**2).sum())

    expect_gradient(2 * place, loss, place, rtol=1e-6)
    assert place.tolist() == [1.0, 2.0]
    assert len({id(x) for x in seen}) == 4
    with pytest.raises(WrongAnswer, match="None, not a number / None，不是一个数"):
        expect_gradient(place, lambda _: None, place)


def test_what_has_too_many_numbers_is_refused() -> None:
    """Each one takes two questions: that is a fault of the suite, and no wrong answer."""
    with pytest.raises(TypeError, match="4096"):
        expect_gradient(0, cubes, numpy.zeros(5000))
