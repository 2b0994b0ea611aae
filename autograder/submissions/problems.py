"""What is wrong with a file that was handed in, as a fact that travels to whoever must see to it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

__all__ = ["Problem", "ProblemKind"]


class ProblemKind(StrEnum):
    """What sort of thing is wrong."""

    REFUSED = "refused"
    NOT_HANDED_IN = "not handed in"
    NO_TIME = "no time"
    IGNORED = "ignored"  # the lesson's own file is used instead: nobody need do anything


class Problem(msgspec.Struct, frozen=True):
    """Something about one file that a person must see to. `notebook` is "" if nobody knows which one it is."""

    notebook: str
    file: str
    message: str
    hint: str
    kind: ProblemKind = ProblemKind.REFUSED

    @property
    def is_missing(self) -> bool:
        """Whether the notebook was not handed in at all."""
        return self.kind is ProblemKind.NOT_HANDED_IN
