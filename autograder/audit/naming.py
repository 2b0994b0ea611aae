"""Tell what a failing answer behaves like: compare it with sample answers that were probed in the same way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.suite import Behaviour

__all__ = ["Counterexample", "KnownBehaviour", "find_counterexample", "leave_one_out", "name_behaviour"]


@dataclass(frozen=True)
class Counterexample:
    """The first probe on which an answer differs from the reference."""

    asked: str
    got: str
    expected: str


@dataclass(frozen=True)
class KnownBehaviour:
    """The behaviour of one sample answer, with the words for it."""

    answer: str
    cell: str
    key: str
    misconception: str
    hint: str


def find_counterexample(behaviour: Behaviour, reference: Behaviour) -> Counterexample | None:
    """Return the first probe on which two behaviours differ, or None if they do not."""
    for mine, right in zip(behaviour.lines, reference.lines, strict=False):
        if mine.canonical != right.canonical:
            return Counterexample(mine.asked, mine.readable, right.readable)
    return None


def name_behaviour(cell: str, key: str, known: Sequence[KnownBehaviour]) -> KnownBehaviour | None:
    """Return the sample answer whose behaviour this is; None if there is none, or if samples disagree about it."""
    alike = [sample for sample in known if sample.cell == cell and sample.key == key and sample.misconception]
    is_agreed = len({sample.misconception for sample in alike}) == 1
    return alike[0] if is_agreed else None


def leave_one_out(known: Sequence[KnownBehaviour]) -> dict[str, int]:
    """Return how many sample answers would be named rightly, falsely or not at all if they were not in the bank."""
    counts = {"rightly": 0, "falsely": 0, "unnamed": 0}
    for index, sample in enumerate(known):
        if not sample.misconception:
            continue
        others = [*known[:index], *known[index + 1 :]]
        named = name_behaviour(sample.cell, sample.key, others)
        if named is None:
            counts["unnamed"] += 1
        else:
            counts["rightly" if named.misconception == sample.misconception else "falsely"] += 1
    return counts
