"""What students may hand in: the lessons that were handed out, their due dates, and who is in which section."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from autograder.course import Course, Lesson, load_lesson
from autograder.desk.settings import DeskSettings, read_desk_settings
from autograder.errors import CourseError
from autograder.gradebook import DueDates, open_book
from autograder.submissions import Roster, load_roster

__all__ = ["Catalogue", "OpenLesson"]

_FRESH_S = 2.0


@dataclass(frozen=True)
class OpenLesson:
    """A lesson that was handed out, how it is handed in, and when it is due."""

    lesson: Lesson
    settings: DeskSettings
    dates: DueDates

    def due(self, student: str) -> datetime | None:
        """Return when it is due for a student, his extension included."""
        if self.dates.due is None:
            return None
        return self.dates.due.replace(tzinfo=UTC) + self.extension(student)

    def is_due(self, student: str) -> bool:
        """Whether it was due for a student; never without a due date."""
        due = self.due(student)
        return due is not None and due < datetime.now(UTC)

    def tells_hidden(self, notebook: str, student: str) -> bool:
        """Whether a student may see now how hidden tests of a notebook ended, and what depends on them."""
        known = next((one for one in self.lesson.notebooks if one.name == notebook), None)
        return known is not None and known.settings.shows_hidden(is_due=self.is_due(student))

    def extension(self, student: str) -> timedelta:
        """Return how much more time a student has."""
        return self.dates.extensions.get(student, timedelta())


class Catalogue:
    """The course as the desk shows it. What was read is kept for two seconds: every page asks for it."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, Any]] = {}

    def lessons(self) -> list[OpenLesson]:
        """Return the lessons that were handed out; one that is broken is left out."""
        found = (self.find(name) for name in self._keep("", self._list))
        return [lesson for lesson in found if lesson is not None]

    def find(self, name: str) -> OpenLesson | None:
        """Return a lesson that was handed out, None if there is none of this name."""
        if name not in self._keep("", self._list):
            return None
        lesson: OpenLesson | None = self._keep(f"lesson {name}", lambda: self._load(name))
        return lesson

    def roster(self) -> Roster:
        """Return who is in the class."""
        roster: Roster = self._keep("roster", lambda: load_roster(self.course) or Roster(()))
        return roster

    def _list(self) -> list[str]:
        names = self.course.lesson_names()
        return [name for name in names if any((self.course.assignments / name).glob("*.ipynb"))]

    def _load(self, name: str) -> OpenLesson | None:
        try:
            lesson, settings = load_lesson(self.course, name), read_desk_settings(self.course, name)
        except CourseError:
            return None
        with open_book(self.course) as book:
            return OpenLesson(lesson, settings, book.due(name))

    def _keep(self, key: str, load: Callable[[], Any]) -> Any:
        now_s = time.monotonic()
        with self._lock:
            kept_s, found = self._kept.get(key, (-_FRESH_S, None))
            if now_s - kept_s >= _FRESH_S:
                found = load()
                self._kept[key] = (now_s, found)
            return found
