"""How far a number may be from the right one, by the dtypes of both."""

from __future__ import annotations

import functools
import math

import torch

__all__ = ["allow", "tolerance"]

_WIDEST = 2e-3  # a wrong answer must not become right by being handed over in a dtype of few digits
_USUAL_ULPS = 2.0  # of what is expected in a dtype of few digits: one rounding of ours, and one of the student's
_FEW_DIGITS = {torch.float16, torch.bfloat16}


def tolerance(dtype: torch.dtype, terms: int = 1, *, ulps: float | None = None) -> tuple[float, float]:
    """Return (rtol, atol) for a result of this dtype to which `terms` rounded numbers were added up.

    Several hundred units in the last place times the square root of the number of terms: wide enough for every order
    of summation, far too narrow for a wrong formula. In a dtype of few digits that is 2 units, whatever the terms. With
    `ulps` it is so many units in the last place, whatever the dtype.
    """
    if dtype.is_complex:
        dtype = dtype.to_real()
    if not dtype.is_floating_point:
        return 0.0, 0.0
    eps = torch.finfo(dtype).eps
    if ulps is None and dtype in _FEW_DIGITS:
        ulps = _USUAL_ULPS
    step = ulps * eps if ulps is not None else min(eps * 256 * math.sqrt(max(terms, 1)), _WIDEST)
    return step, step


@functools.lru_cache(maxsize=1024)
def allow(
    found: torch.dtype,
    right: torch.dtype,
    terms: int = 1,
    rtol: float | None = None,
    atol: float | None = None,
    ulps: float | None = None,
) -> tuple[float, float]:
    """Return (rtol, atol) between what was found and what is right: the coarser dtype decides.

    What was found in fewer digits than were expected gets a cap, unless `ulps` are asked for.
    """
    if rtol is not None or atol is not None:
        if ulps is not None:
            raise TypeError("write rtol and atol, or ulps")
        return rtol or 0.0, atol or 0.0
    found, right = _real(found), _real(right)
    coarse = found if found.is_floating_point else right
    if found.is_floating_point and right.is_floating_point:
        coarse = max(right, found, key=lambda kind: torch.finfo(kind).eps)
    step = tolerance(coarse, terms, ulps=ulps)[0]
    if ulps is None and coarse is not right:
        step = min(step, _WIDEST)
    return step, step


def _real(dtype: torch.dtype) -> torch.dtype:
    return dtype.to_real() if dtype.is_complex else dtype
