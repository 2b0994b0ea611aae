"""Send scores to platforms: one sender at a time, again and again until they are there, and never in silence."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests
from pylti1p3.assignments_grades import AssignmentsGradesService, TAssignmentsGradersData
from pylti1p3.exception import LtiException, LtiServiceException
from pylti1p3.grade import Grade
from pylti1p3.lineitem import LineItem

from autograder.course import Course
from autograder.desk.catalogue import Catalogue
from autograder.desk.database import Database, desk_folder
from autograder.desk.lti.connecting import Connector, make_registration
from autograder.desk.lti.courses import LmsCourse, LmsCourses
from autograder.desk.lti.keys import read_tool_key
from autograder.desk.lti.members import Members
from autograder.desk.lti.platforms import Platforms, check_address
from autograder.desk.lti.scores import Score, Scores
from autograder.errors import AutograderError, CourseError

__all__ = ["Sender", "run_sender"]

_LOG = logging.getLogger("autograder.desk")
_LOOK_S = 10.0
_MOST_WAIT_S = 3600.0
_SOON = (408, 425, 429)


class Sender:
    """Looks what there is to send, and sends it."""

    def __init__(self, course: Course, database: Database) -> None:
        self._folder = desk_folder(course)
        self._key = read_tool_key(course)
        self._catalogue = Catalogue(course)
        self._platforms = Platforms(database)
        self._courses = LmsCourses(database)
        self._members = Members(database)
        self.scores = Scores(database, self._catalogue)
        self._connectors: dict[str, Connector] = {}

    def run_once(self, lesson: str = "") -> bool:
        """Note what has changed and send what is due; return whether this was done, and no other process was at it."""
        with self._alone() as is_alone:
            if is_alone:
                courses = {one.id: one for one in self._courses.linked() if one.items_url}
                self.scores.look(list(courses.values()), lesson)
                self._send_all([one for one in self.scores.due() if one.course in courses], courses)
            return is_alone

    @contextlib.contextmanager
    def _alone(self) -> Iterator[bool]:
        """Hold the lock of the senders: the kernel lets it go when a process ends, however it ends."""
        descriptor = os.open(self._folder / "scores.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True
        finally:
            os.close(descriptor)

    def _send_all(self, due: list[Score], courses: dict[str, LmsCourse]) -> None:
        subjects = {(one.course, one.student): one.subject for one in self._members.all()}
        silent: set[str] = set()
        for score in due:
            course = courses[score.course]
            if course.platform not in silent and not self._send(score, course, subjects):
                silent.add(course.platform)

    def _send(self, score: Score, course: LmsCourse, subjects: dict[tuple[str, str], str]) -> bool:
        """Send one score; return whether the platform answers."""
        subject = subjects.get((score.course, score.student))
        if subject is None:
            self._fail(score, "this student has left the course")
            return True
        try:
            self._put(score, course, subject)
        except LtiServiceException as error:
            return self._note_refusal(score, course, error.response)
        except requests.RequestException as error:
            self._put_off(score, f"the platform does not answer ({type(error).__name__})")
            return False
        except (LtiException, AutograderError, ValueError, KeyError, TypeError) as error:
            self._fail(score, f"the platform's answer cannot be used ({error})")
        else:
            self.scores.say_sent(score)
        return True

    def _note_refusal(self, score: Score, course: LmsCourse, answer: requests.Response) -> bool:
        status = answer.status_code
        reason = f"the platform answered {status} {answer.reason or ''}".strip()
        if status == 401:
            self._connectors[course.platform].forget_tokens()
        if status in _SOON or status >= 500 or status == 401:
            self._put_off(score, reason, _read_wait(answer.headers.get("Retry-After", "")))
            return False
        if status in (404, 410) and self._courses.item(course.id, score.lesson):
            self._courses.keep_item(course.id, score.lesson, "")  # it was deleted there: it is found anew, or made
            self._put_off(score, reason)
        else:
            self._fail(score, reason)
        return True

    def _fail(self, score: Score, reason: str) -> None:
        _LOG.error("%s/%s: this score is not at the platform: %s", score.student, score.lesson, reason)
        self.scores.say_failed(score, reason)

    def _put_off(self, score: Score, reason: str, wait_s: float = 0.0) -> None:
        _LOG.warning("%s/%s: this score is not at the platform yet: %s", score.student, score.lesson, reason)
        self.scores.put_off(score, reason, wait_s)

    def _put(self, score: Score, course: LmsCourse, subject: str) -> None:
        connector = self._connect(course.platform)
        service = AssignmentsGradesService(connector, _describe(course))
        item = LineItem({"id": self._find_item(service, course, score)})
        moment = datetime.fromtimestamp(score.scored_s, UTC).isoformat(timespec="milliseconds")
        grade = Grade().set_score_given(score.score).set_score_maximum(score.maximum).set_user_id(subject)
        grade.set_timestamp(moment).set_activity_progress("Completed").set_grading_progress("FullyGraded")
        service.put_grade(grade, item)

    def _connect(self, platform: str) -> Connector:
        if platform not in self._connectors:
            found = self._platforms.get(platform)
            if found is None:
                raise CourseError("this platform was removed")
            self._connectors[platform] = Connector(make_registration(found, self._key))
        return self._connectors[platform]

    def _find_item(self, service: AssignmentsGradesService, course: LmsCourse, score: Score) -> str:
        """Return the address of a lesson's column; it is made if the platform has none."""
        known = self._courses.item(course.id, score.lesson)
        if known:
            return known
        lesson = self._catalogue.find(score.lesson)
        title = lesson.lesson.titles.lesson if lesson is not None else score.lesson
        wanted = LineItem().set_resource_id(score.lesson).set_label(title).set_score_maximum(score.maximum)
        found = service.find_or_create_lineitem(wanted, find_by="resource_id")
        url = check_address(str(found.get_id() or ""), "the address of the column")
        self._courses.keep_item(course.id, score.lesson, url)
        return url


def _describe(course: LmsCourse) -> TAssignmentsGradersData:
    scopes = list(course.scopes)
    return {"scope": scopes, "lineitems": course.items_url}  # type: ignore[typeddict-item]


def _read_wait(text: str) -> float:
    """Return the seconds that `Retry-After` asks for, at most an hour."""
    if text.isdecimal():
        return min(float(text[:6]), _MOST_WAIT_S)
    try:
        return max(0.0, min(parsedate_to_datetime(text).timestamp() - time.time(), _MOST_WAIT_S))
    except (TypeError, ValueError):
        return 0.0


def run_sender(course: Course, database: Database, stop: threading.Event) -> None:
    """Send scores until `stop` is set. What goes wrong is said in the log, and tried again."""
    courses, sender = LmsCourses(database), None
    while not stop.is_set():
        try:
            if courses.linked():
                sender = sender or Sender(course, database)
                sender.run_once()
        except AutograderError as error:
            _LOG.error("scores are not sent: %s", error)
        stop.wait(_LOOK_S)
