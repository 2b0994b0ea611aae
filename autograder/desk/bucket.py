"""Attempts as a bucket of tokens: each hand-in takes one, and they come back one at a time, up to a number."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.desk.settings import DeskSettings

__all__ = ["Bucket"]


@dataclass(frozen=True)
class Bucket:
    """How many attempts somebody has at a time (seconds since 1970). A clock that was set back gives and takes none."""

    settings: DeskSettings
    tokens: float
    time_s: float

    @classmethod
    def full(cls, settings: DeskSettings, now_s: float) -> Bucket:
        """Return the bucket of somebody who has handed in nothing yet."""
        return cls(settings, float(settings.attempts), now_s)

    def at(self, now_s: float) -> Bucket:
        """Return what is in it at a later time."""
        more = max(0.0, now_s - self.time_s) / self.settings.seconds_per_attempt
        return Bucket(self.settings, min(float(self.settings.attempts), self.tokens + more), now_s)

    @property
    def left(self) -> int:
        """How many attempts there are now."""
        return int(self.tokens + 1e-9)

    @property
    def next_s(self) -> float | None:
        """When the next one comes back, in seconds since 1970; None if it is full."""
        if self.tokens >= self.settings.attempts:
            return None
        return self.time_s + (self.left + 1 - self.tokens) * self.settings.seconds_per_attempt

    def take(self) -> Bucket:
        """Return what is left when one was used."""
        return Bucket(self.settings, self.tokens - 1, self.time_s)

    def give_back(self) -> Bucket:
        """Return what is in it when one was used in vain."""
        return Bucket(self.settings, min(float(self.settings.attempts), self.tokens + 1), self.time_s)
