"""Settings of the desk: `desk.toml` beside nbgrader's configuration, for all lessons and for each.

::

    attempts = 10                 # how many hand-ins of a lesson one can have saved up
    minutes_per_attempt = 20      # one more comes back after so many minutes
    counts = "last"               # or "best": which attempt counts, for each notebook
    most_mib = 64                 # what one hand-in may weigh
    keep_days = 180               # how long files of attempts are kept that do not count (default: for good)

    [lessons.NAME]                # the same keys, for this lesson alone
    counts = "best"
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from autograder.course import Course
from autograder.errors import CourseError

__all__ = ["SETTINGS_NAME", "DeskSettings", "read_desk_settings"]

SETTINGS_NAME = "desk.toml"
_HINT = "the keys are attempts, minutes_per_attempt, counts, most_mib and keep_days, at the top or below [lessons.NAME]"


class DeskSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a lesson may be handed in. Attempts are saved up to `attempts`, and come back one at a time."""

    attempts: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 10
    minutes_per_attempt: Annotated[float, msgspec.Meta(gt=0, le=100_000)] = 20.0
    counts: Literal["last", "best"] = "last"
    most_mib: Annotated[int, msgspec.Meta(ge=1, le=512)] = 64
    keep_days: Annotated[float, msgspec.Meta(ge=0)] | None = None

    @property
    def most_bytes(self) -> int:
        return self.most_mib << 20

    @property
    def seconds_per_attempt(self) -> float:
        return 60 * self.minutes_per_attempt


def read_desk_settings(course: Course, lesson: str) -> DeskSettings:
    """Return the settings for a lesson; `CourseError` names the key that is wrong. Without a file all are defaults."""
    path = course.root / SETTINGS_NAME
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return DeskSettings()
    except (OSError, ValueError) as error:
        raise CourseError(f"cannot be read ({error})", hint=_HINT, path=path) from None
    lessons = document.pop("lessons", {})
    if not isinstance(lessons, dict):
        raise CourseError("lessons is no table", hint=_HINT, path=path)
    own = lessons.get(lesson, {})
    for table in (document, own):
        _convert(table, path)
    return _convert({**document, **own}, path)


def _convert(table: Any, path: Path) -> DeskSettings:
    try:
        return msgspec.convert(table, DeskSettings)
    except msgspec.ValidationError as error:
        raise CourseError(str(error), hint=_HINT, path=path) from None
