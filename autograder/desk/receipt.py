"""One receipt: what was handed in, how far it is, and what it got."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import msgspec
from msgspec.structs import replace

__all__ = ["NotebookScore", "Receipt", "ReceiptState", "StoredFile"]


class ReceiptState(StrEnum):
    """How far a receipt is. A failed one is our failure: it cost no attempt."""

    RECEIVED = "received"
    GRADING = "grading"
    GRADED = "graded"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        return self in (ReceiptState.GRADED, ReceiptState.FAILED)


class NotebookScore(msgspec.Struct, frozen=True):
    """What one notebook of an attempt got so far. `waiting` are the points that a person must still decide.

    `hidden` are the points of questions with hidden tests, if the lesson does not tell them at once: `told` is the
    score without these.
    """

    notebook: str
    score: float
    points: float
    waiting: float = 0.0
    is_ungraded: bool = False
    problem: str = ""
    hidden: float = 0.0
    told: float = 0.0

    def withhold(self) -> NotebookScore:
        """Return what may be told before hidden verdicts may be."""
        return replace(self, score=self.told) if self.hidden else self

    def tell(self) -> NotebookScore:
        """Return the whole score, as of a notebook that withholds nothing."""
        return replace(self, hidden=0.0, told=self.score)


@dataclass(frozen=True)
class StoredFile:
    """One notebook of a receipt: which one it is, the name it came by, the SHA-256 and the size of the file.

    Of a file beside the notebooks, `notebook` is "".
    """

    notebook: str
    name: str
    digest: str
    size: int


@dataclass(frozen=True)
class Receipt:
    """One hand-in. Times are in seconds since 1970, by the clock of this server."""

    id: str
    number: int
    student: str
    lesson: str
    attempt: int
    received_s: float
    state: ReceiptState
    tries: int
    files: tuple[StoredFile, ...]
    scores: tuple[NotebookScore, ...] = ()
    reason: str = ""
    started_s: float | None = None
    finished_s: float | None = None
    beside: tuple[StoredFile, ...] = ()

    def is_quiet(self, now_s: float) -> bool:
        """Whether it must not be told yet that it is over, where hidden verdicts are withheld.

        An answer can take longer for some inputs of hidden tests. So how long grading took is told in steps that
        double, from a second on. A clock that was set back keeps nobody waiting.
        """
        if self.started_s is None or self.finished_s is None:
            return False
        step_s, spent_s = 1.0, self.finished_s - self.started_s
        while step_s < spent_s:
            step_s *= 2
        return 0 <= now_s - self.started_s < step_s

    def score(self, notebook: str) -> NotebookScore | None:
        """Return what a notebook got, None if that is not known."""
        return next((one for one in self.scores if one.notebook == notebook), None)
