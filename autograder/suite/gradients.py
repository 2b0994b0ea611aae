"""Compare a gradient with the right one: from autograd, or from differences of what is only known by value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy
import torch

from autograder.suite.compare import expect_values, number_of
from autograder.suite.values import as_tensor, name_form

__all__ = ["expect_gradient"]

_STEP = 1e-5
_NEAR = 1e-4
"""The tolerance of central differences in float64, whose own error is about 1e-9 of smooth functions."""
_MOST = 4096


def expect_gradient(
    got: object,
    function: Callable[[Any], Any],
    at: torch.Tensor | numpy.ndarray[Any, Any],
    *,
    step: float | None = None,
    rtol: float | None = None,
    atol: float | None = None,
) -> None:
    """Expect the gradient of a function, whose value is one number, at a place; the shape is that of the place.

    Of a tensor the right one comes from autograd; of a numpy array, or with a step, from central differences, where
    the function may ask the student. Both are computed in float64. Without `rtol` and `atol` the tolerance is that of
    `expect_values` for autograd, and 1e-4 for differences.
    """
    if step is None and isinstance(at, torch.Tensor):
        expect_values(got, _differentiate(function, at), is_shape_free=False, rtol=rtol, atol=atol)
        return
    if rtol is None and atol is None:
        rtol = atol = _NEAR
    expect_values(got, _take_differences(function, at, step or _STEP), is_shape_free=False, rtol=rtol, atol=atol)


def _differentiate(function: Callable[[Any], Any], at: torch.Tensor) -> torch.Tensor:
    """Return the gradient that autograd finds, in the dtype of the place."""
    place = at.detach().to(torch.float64).requires_grad_()
    with torch.enable_grad():
        (slope,) = torch.autograd.grad(function(place), place)
    return slope.to(at.dtype)


def _take_differences(function: Callable[[Any], Any], at: Any, step: float) -> torch.Tensor:
    """Return the central differences of a function, whose argument is of the kind that `at` is, in float64."""
    tensor = as_tensor(at)
    if tensor is None or tensor.numel() > _MOST:
        raise TypeError(f"{name_form(at)[0]} is no place for {_MOST} differences or fewer")
    place = tensor.to(torch.float64).clone()
    flat = place.view(-1)
    slopes = torch.empty_like(flat)
    for index in range(len(flat)):
        middle = flat[index].item()
        values = []
        for moved in (middle + step, middle - step):
            flat[index] = moved
            # What is no number came from the student: a right function gives one.
            given = place.clone() if isinstance(at, torch.Tensor) else place.numpy().copy()
            values.append(number_of(function(given)))
        flat[index] = middle
        slopes[index] = (values[0] - values[1]) / (2 * step)
    return slopes.view(place.shape)
