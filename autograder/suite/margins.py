"""How near comparisons came to their tolerance: what an audit says of the largest error passed, the smallest failed."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass

__all__ = ["Margins", "note_error", "record_margins"]


@dataclass
class Margins:
    """Errors as multiples of the tolerance: the largest that passed, and the smallest finite one that failed."""

    largest_passed: float = 0.0
    smallest_failed: float = math.inf

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


_recorder: ContextVar[Margins | None] = ContextVar("margins", default=None)


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
