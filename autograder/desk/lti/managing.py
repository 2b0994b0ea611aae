"""What the command line does with platforms: register, list, remove, link, read the roster, send scores."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.course import Course, load_lesson
from autograder.desk.catalogue import Catalogue
from autograder.desk.database import Database, open_database
from autograder.desk.lti.connecting import Connector, make_registration
from autograder.desk.lti.courses import LmsCourse, LmsCourses
from autograder.desk.lti.keys import read_tool_key
from autograder.desk.lti.members import Members
from autograder.desk.lti.platforms import Platform, Platforms
from autograder.desk.lti.roster import RosterDiff, compare_roster, fetch_members, write_roster
from autograder.desk.lti.scores import Score, Scores
from autograder.desk.lti.sending import Sender
from autograder.errors import CourseError
from autograder.submissions import Roster, load_roster

__all__ = [
    "LtiState",
    "add_platform",
    "forget_members",
    "invite_platform",
    "link_course",
    "list_platforms",
    "list_scores",
    "read_lms_roster",
    "remove_platform",
    "send_scores",
]


@dataclass(frozen=True)
class LtiState:
    """The platforms that are registered, and the courses of them that were seen."""

    platforms: tuple[Platform, ...]
    courses: tuple[LmsCourse, ...]


@contextlib.contextmanager
def _opened(course: Course) -> Iterator[Database]:
    database = open_database(course)
    try:
        yield database
    finally:
        database.close()


def invite_platform(course: Course, url: str, days: float = 1.0) -> str:
    """Return a link to the desk at `url` by which one platform may be registered, once, within some days."""
    read_tool_key(course)
    with _opened(course) as database:
        return f"{url.rstrip('/')}/lti/register/{Platforms(database).invite(days)}"


def add_platform(course: Course, platform: Platform) -> Platform:
    """Register a platform, or change what is known of it. `CourseError` if something is missing or wrong."""
    with _opened(course) as database:
        return Platforms(database).add(platform)


def list_platforms(course: Course) -> LtiState:
    """Return what is registered and linked."""
    with _opened(course) as database:
        return LtiState(tuple(Platforms(database).all()), tuple(LmsCourses(database).all()))


def remove_platform(course: Course, id: str) -> None:
    """Remove a platform; the sessions of all who came from it end. `CourseError` if there is none with this id."""
    with _opened(course) as database:
        if not Platforms(database).remove(id):
            raise CourseError(f"no platform {id!r} is registered", hint="`autograder lti list` shows them")


def link_course(course: Course, id: str, *, is_linked: bool = True) -> None:
    """Let a course of an LMS count, or not any more. `CourseError` if it was never seen."""
    with _opened(course) as database:
        LmsCourses(database).link(id, is_linked=is_linked)


def forget_members(course: Course, students: list[str]) -> int:
    """Forget which accounts of platforms these people have, and end the sessions by them; return how many."""
    with _opened(course) as database:
        return Members(database).forget(students)


def read_lms_roster(course: Course, id: str = "", *, is_writing: bool = False, is_removing: bool = False) -> RosterDiff:
    """Return what the roster lacks of the course of an LMS, and take that over if `is_writing`.

    `CourseError` if it is not clear which course is meant, or its members cannot be had.
    """
    with _opened(course) as database:
        lms = _choose(LmsCourses(database).linked(), id)
        platform = Platforms(database).get(lms.platform)
        if platform is None:
            raise CourseError("the platform of this course was removed")
        found = fetch_members(Connector(make_registration(platform, read_tool_key(course))), lms)
        members = Members(database)
        diff = compare_roster(load_roster(course) or Roster(()), platform, members, found)
        if is_writing:
            gone = write_roster(course, diff, is_removing=is_removing)
            members.forget(gone)
            for identity, student in diff.people:
                members.keep(platform, identity, student, lms.id)
        return diff


def _choose(linked: list[LmsCourse], id: str) -> LmsCourse:
    found = [one for one in linked if id in ("", one.id)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"{one.id} ({one.title})" for one in linked)
    hint = f"name one with --course: {names}" if linked else "open the desk from the LMS first, as the instructor"
    raise CourseError("it is not clear which course of an LMS is meant", hint=hint)


def send_scores(course: Course, lesson: str) -> None:
    """Send what is to be sent of a lesson now. `CourseError` if the desk is at it itself."""
    load_lesson(course, lesson)
    with _opened(course) as database:
        sender = Sender(course, database)
        sender.scores.try_now(lesson)
        if not sender.run_once(lesson):
            raise CourseError("another process is sending scores", hint="look again in a minute")


def list_scores(course: Course, lesson: str) -> list[Score]:
    """Return how far each score of a lesson is on its way to the LMS."""
    load_lesson(course, lesson)
    with _opened(course) as database:
        return Scores(database, Catalogue(course)).of_lesson(lesson)
