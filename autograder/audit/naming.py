"""Tell what a failing answer behaves like: compare it with sample answers that were probed in the same way.

A name is given only if all sample answers that are alike mean the same mistake. Alike are those of the same cell that
do the same on every probe; if there are none, those of the same cell that are wrong in the same form alone; if there
are none, several of other cells that do the same, or are wrong in the same form. A form that a right answer has is not
wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from autograder.audit.forms import describe_form
from autograder.files import hash_parts
from autograder.suite import Behaviour

__all__ = [
    "Counterexample",
    "Forms",
    "KnownBehaviour",
    "Signs",
    "find_counterexample",
    "leave_one_out",
    "name_behaviour",
    "read_signs",
]

_LEAST_ALIKE = 2  # samples of other cells that do the same
_LEAST_FORMED = 4  # samples of other cells that are wrong in the same form


Forms = Mapping[str, Collection[str]]
"""Forms that right answers have, by cell."""


@dataclass(frozen=True)
class Counterexample:
    """The first probe on which an answer differs from the reference."""

    asked: str
    got: str
    expected: str


class Signs(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a behaviour is recognised by.

    `key` is equal for two answers of a cell that do the same. `deviation` is equal for answers of any cells that do the
    same where they differ from the reference, and `form` for those in which only the same form is wrong, "" for others.
    """

    key: str
    deviation: str = ""
    form: str = ""


@dataclass(frozen=True)
class KnownBehaviour:
    """The behaviour of one sample answer, with the words for it."""

    answer: str
    cell: str
    signs: Signs
    misconception: str
    hint: str


def read_signs(behaviour: Behaviour, reference: Behaviour | None) -> Signs:
    """Return what a behaviour is recognised by; the reference's own is that of the same cell."""
    if reference is None or find_counterexample(behaviour, reference) is None:
        return Signs(behaviour.key)
    pairs = zip(behaviour.lines, reference.lines, strict=False)
    different = [f"{n}\t{mine.canonical}" for n, (mine, right) in enumerate(pairs) if mine.canonical != right.canonical]
    return Signs(behaviour.key, hash_parts("\n".join(different))[:24], describe_form(behaviour.lines, reference.lines))


def find_counterexample(behaviour: Behaviour, reference: Behaviour) -> Counterexample | None:
    """Return the first probe on which two behaviours differ, or None if they do not."""
    for mine, right in zip(behaviour.lines, reference.lines, strict=False):
        if mine.canonical != right.canonical:
            return Counterexample(mine.asked, mine.readable, right.readable)
    return None


def name_behaviour(
    cell: str, signs: Signs, known: Sequence[KnownBehaviour], right_forms: Forms | None = None
) -> KnownBehaviour | None:
    """Return a sample answer whose mistake this is; None if there is none, or if samples disagree about it.

    Its hint is "" where the samples that are alike do not share it.
    """
    form = "" if signs.form in (right_forms or {}).get(cell, ()) else signs.form
    samples = [sample for sample in known if sample.misconception]
    own = [sample for sample in samples if sample.cell == cell]
    alike = [sample for sample in own if sample.signs.key == signs.key]
    if not alike and form:
        alike = [sample for sample in own if sample.signs.form == form]
    if alike:
        return _agree(alike)
    others = [sample for sample in samples if sample.cell != cell]
    alike = [sample for sample in others if signs.deviation and sample.signs.deviation == signs.deviation]
    formed = [sample for sample in others if form and sample.signs.form == form]
    for found, least in ((alike, _LEAST_ALIKE), (formed, _LEAST_FORMED)):
        named = _agree(found) if len(found) >= least else None
        if named is not None:
            return replace(named, hint="")  # it was written for another cell
    return None


def _agree(alike: Sequence[KnownBehaviour]) -> KnownBehaviour | None:
    """Return the first of these samples if all of them are the same mistake."""
    if len({sample.misconception for sample in alike}) > 1:
        return None
    is_shared = len({sample.hint for sample in alike}) == 1
    return alike[0] if is_shared else replace(alike[0], hint="")


def leave_one_out(known: Sequence[KnownBehaviour], right_forms: Forms | None = None) -> dict[str, int]:
    """Return how many sample answers would be named rightly, falsely or not at all if they were not in the bank.

    "nameable" are those whose mistake another sample answer of the same cell shows.
    """
    counts = {"rightly": 0, "falsely": 0, "unnamed": 0, "nameable": 0}
    for index, sample in enumerate(known):
        if not sample.misconception:
            continue
        others = [*known[:index], *known[index + 1 :]]
        words = {other.misconception for other in others if other.cell == sample.cell}
        counts["nameable"] += sample.misconception in words
        named = name_behaviour(sample.cell, sample.signs, others, right_forms)
        if named is None:
            counts["unnamed"] += 1
        else:
            counts["rightly" if named.misconception == sample.misconception else "falsely"] += 1
    return counts
