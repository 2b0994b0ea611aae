"""How near comparisons came to their tolerance, and trainings to their threshold: what an audit says of a suite."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field

__all__ = ["Learned", "Margins", "naming_test", "note_error", "note_score", "record_margins"]


@dataclass(frozen=True)
class Learned:
    """A threshold that most of so many trainings must reach: `label` tells those of one test apart."""

    test: str
    label: str
    least: float
    runs: int


@dataclass
class Margins:
    """Errors as multiples of the tolerance: the largest that passed, and the smallest finite one that failed.

    `scores` are those of all trainings, by their threshold.
    """

    largest_passed: float = 0.0
    smallest_failed: float = math.inf
    scores: dict[Learned, list[float]] = field(default_factory=dict)

    def note(self, error: float) -> None:
        """Add the error of one comparison; above 1 it failed."""
        if error <= 1.0:
            self.largest_passed = max(self.largest_passed, error)
        elif math.isfinite(error):
            self.smallest_failed = min(self.smallest_failed, error)

    def merge(self, other: Margins) -> None:
        """Add what another one has noted."""
        self.largest_passed = max(self.largest_passed, other.largest_passed)
        self.smallest_failed = min(self.smallest_failed, other.smallest_failed)
        for learned, scores in other.scores.items():
            self.scores.setdefault(learned, []).extend(scores)


_recorder: ContextVar[Margins | None] = ContextVar("margins", default=None)

_test: ContextVar[str] = ContextVar("test", default="")


@contextlib.contextmanager
def naming_test(test: str) -> Iterator[None]:
    """Note what comes in this context as that of a test."""
    token = _test.set(test)
    try:
        yield
    finally:
        _test.reset(token)


@contextlib.contextmanager
def record_margins(margins: Margins) -> Iterator[None]:
    """Note in `margins` how near the comparisons of this context come to their tolerance."""
    token = _recorder.set(margins)
    try:
        yield
    finally:
        _recorder.reset(token)


def note_error(error: float) -> None:
    """Note the error of one comparison, if somebody records them."""
    margins = _recorder.get()
    if margins is not None:
        margins.note(error)


def note_score(label: str, least: float, runs: int, score: float) -> None:
    """Note the score of one training, if somebody records them."""
    margins = _recorder.get()
    if margins is not None:
        margins.scores.setdefault(Learned(_test.get(), label, least, runs), []).append(score)
