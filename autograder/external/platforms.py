"""The systems that run our grader, and what one of them says about a hand-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Earlier", "HandIn", "Platform"]


class Platform(StrEnum):
    """A system that runs a grader on what its students hand in."""

    GRADESCOPE = "gradescope"
    PRAIRIELEARN = "prairielearn"
    GITHUB = "github"


@dataclass(frozen=True)
class Earlier:
    """An earlier attempt: its points in all, and those of each test by name."""

    score: float
    tests: dict[str, float]


@dataclass(frozen=True)
class HandIn:
    """What the system knows of a hand-in. Both moments have a time zone; None where it does not say."""

    received: datetime | None = None
    due: datetime | None = None
    earlier: tuple[Earlier, ...] = ()
