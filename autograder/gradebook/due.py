"""Due dates and extensions, as `autograder due` sets and shows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from autograder.course import Course, load_lesson
from autograder.errors import CourseError
from autograder.gradebook.book import DueDates, open_book
from autograder.gradebook.conversion import enter_lesson
from autograder.records import hold_gradebook
from autograder.submissions import MomentError, load_roster, read_moment

__all__ = ["set_due"]


def set_due(course: Course, name: str, when: str, extensions: Mapping[str, timedelta]) -> DueDates:
    """Set a lesson's due date, or extensions by student, all or none; return what the database holds then.

    With nothing to set it only enters a lesson that is not in the database yet; of one that is, nothing is written.
    """
    lesson = load_lesson(course, name)
    if not (when or extensions):
        with open_book(course) as book:
            if book.holds(lesson):
                return book.due(name)
    moment = _read_due(when) if when else None
    roster = load_roster(course) if extensions else None
    with hold_gradebook(course):
        enter_lesson(lesson)
        with open_book(course) as book:
            if moment is not None:
                book.set_due(name, moment)
            if extensions:
                book.extend(name, extensions, roster.entries if roster is not None else ())
            return book.due(name)


def _read_due(when: str) -> datetime:
    """Return a due date as the database holds it: in UTC, without a zone. A day alone would end as it begins."""
    try:
        return read_moment(when, needs_hour=True).replace(tzinfo=None)
    except MomentError as error:
        raise CourseError(str(error), hint=error.hint) from None
