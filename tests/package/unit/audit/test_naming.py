"""A failing answer is named after the sample answers that behave like it, if they agree; else it is not named."""

from __future__ import annotations

from autograder.audit.naming import (
    Counterexample,
    KnownBehaviour,
    find_counterexample,
    leave_one_out,
    name_behaviour,
)
from autograder.suite import Behaviour, Observation


def known(answer: str, key: str, misconception: str, cell: str = "double") -> KnownBehaviour:
    return KnownBehaviour(answer, cell, key, misconception, "")


def behaviour(*values: str) -> Behaviour:
    return Behaviour(tuple(Observation(f"double({n})", value, f"it is {value}") for n, value in enumerate(values)))


def test_the_first_difference_is_the_counterexample() -> None:
    """What was asked, what came back and what the reference gives; None for two that behave alike."""
    found = find_counterexample(behaviour("0", "3", "6"), behaviour("0", "2", "4"))
    assert found == Counterexample("double(1)", "it is 3", "it is 2")
    assert find_counterexample(behaviour("0", "2"), behaviour("0", "2")) is None


def test_a_name_needs_one_misconception() -> None:
    """Two samples that behave alike and mean different things name nobody; samples without words do not count."""
    triple = known("triples", "k", "three times")
    assert name_behaviour("double", "k", [triple, known("more", "k", "three times"), known("odd", "k", "")]) == triple
    assert name_behaviour("double", "k", [triple, known("other", "k", "adds two")]) is None
    assert name_behaviour("double", "other", [triple]) is None
    assert name_behaviour("half", "k", [triple]) is None


def test_leaving_one_out_counts_what_would_be_said_of_it() -> None:
    """Rightly by a sample of the same misconception, falsely by one of another, not at all by nobody."""
    samples = [known("a", "1", "x"), known("b", "1", "x"), known("c", "2", "x"), known("d", "2", "y")]
    samples += [known("e", "3", "z"), known("f", "1", "")]
    assert leave_one_out(samples) == {"rightly": 2, "falsely": 2, "unnamed": 1}
