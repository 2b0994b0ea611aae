"""One test of a suite: what its markers say, in which order it comes, and how it is called."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pytest

from autograder.files import hash_parts
from autograder.suite.outcomes import Expectation

if TYPE_CHECKING:
    import torch

    from autograder.sandbox import Student

__all__ = [
    "are_direct",
    "call_directly",
    "expectation_of",
    "is_direct",
    "make_generator",
    "shuffle_tests",
]

_MOST_CALL_S = 86_400.0
_OWN_FIXTURES = {"student", "generator"}
_EXPECTATION = pytest.StashKey[Expectation]()


def expectation_of(item: pytest.Function) -> Expectation:
    """Return what a test's markers and its docstring say; `pytest.UsageError` if it names no test cell."""
    found = item.stash.get(_EXPECTATION, None)  # looked at again for every submission
    if found is None:
        mark = item.get_closest_marker("cell")
        if mark is None or len(mark.args) != 1:
            raise pytest.UsageError(
                f"{item.nodeid} names no test cell: give it @pytest.mark.cell(grade_id, weight=...)"
            )
        found = item.stash[_EXPECTATION] = Expectation(
            test=item.name,
            cell=str(mark.args[0]),
            weight=float(mark.kwargs.get("weight", 1)),
            sentence=" ".join((item.function.__doc__ or item.name).split()),
            is_hidden=item.get_closest_marker("hidden") is not None,
            needs=tuple(str(name) for mark in item.iter_markers("depends") for name in mark.args),
            call_s=_read_limit(item),
        )
    return found


def _read_limit(item: pytest.Function) -> float | None:
    """Return how long a call of a test may take by its marker, None without one; `pytest.UsageError` if it is none."""
    mark = item.get_closest_marker("limits")
    if mark is None:
        return None
    call_s = mark.kwargs.get("call_s")
    is_seconds = type(call_s) in (int, float) and 0 < call_s <= _MOST_CALL_S  # type: ignore[operator]
    if mark.args or set(mark.kwargs) != {"call_s"} or not is_seconds:
        raise pytest.UsageError(f"{item.nodeid} has limits that are none: write @pytest.mark.limits(call_s=30)")
    return float(mark.kwargs["call_s"])


def shuffle_tests(items: Sequence[pytest.Function], seed: str) -> list[pytest.Function]:
    """Return the tests in an order drawn from the seed."""
    ordered = sorted(items, key=lambda item: item.name)
    random.Random(seed).shuffle(ordered)
    return ordered


def make_generator(seed: str, test: str) -> torch.Generator:
    """Return a generator whose seed depends on these two names and on nothing else."""
    import torch

    return torch.Generator().manual_seed(int(hash_parts(f"{seed}/{test}")[:14], 16))


def is_direct(item: pytest.Function) -> bool:
    """Whether a test can be called without pytest: by argument, usefixtures or autouse, it asks our fixtures only."""
    return set(item._fixtureinfo.initialnames) <= _OWN_FIXTURES


def are_direct(items: Sequence[pytest.Function]) -> bool:
    """Whether there are tests, and all of them are direct."""
    return bool(items) and all(map(is_direct, items))


def call_directly(item: pytest.Function, student: Student, seed: str) -> BaseException | None:
    """Run a direct test; return what ended it, or None if it came to its end."""
    student.begin_test()
    values: dict[str, Any] = {"student": student}
    if "generator" in item._fixtureinfo.initialnames:
        values["generator"] = make_generator(seed, item.name)
    try:
        item.obj(**{name: values[name] for name in item._fixtureinfo.initialnames})
    except (Exception, SystemExit, pytest.skip.Exception, pytest.fail.Exception) as error:
        return error
    return None
