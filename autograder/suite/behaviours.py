"""What an answer did on a lesson's probes. Loaded without torch: records hold it."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from autograder.files import hash_parts

__all__ = ["Behaviour", "Observation"]


class Observation(msgspec.Struct, frozen=True, array_like=True):
    """What an answer did on one probe. `canonical` is equal for what a reader would call the same."""

    asked: str
    canonical: str
    readable: str


@dataclass(frozen=True)
class Behaviour:
    """What an answer did on each probe of its cell."""

    lines: tuple[Observation, ...]

    @property
    def key(self) -> str:
        """Equal for two answers that behave alike on every probe."""
        text = "\n".join(f"{line.asked}\t{line.canonical}" for line in self.lines)
        return hash_parts(text)[:24]
