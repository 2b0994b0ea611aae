"""The courses of an LMS from which people came. Only one that is linked lets people in and is sent scores.

Whoever teaches any course of a platform can put our tool into it. So a course counts when somebody linked it: by
command, or the roster's instructor by opening it first, as its instructor there too.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from autograder.desk.database import Database
from autograder.desk.lti.claims import AGS, CLAIM, NRPS
from autograder.desk.lti.platforms import check_address
from autograder.desk.lti_tables import lti_courses, lti_items
from autograder.errors import CourseError
from autograder.text import clean_line

__all__ = ["LmsCourse", "LmsCourses"]

_MOST_CHARS = 200


@dataclass(frozen=True)
class LmsCourse:
    """One course of an LMS, and the addresses at which it lists its members and its columns of scores."""

    id: str
    platform: str
    deployment: str
    context: str
    title: str
    members_url: str
    items_url: str
    scopes: tuple[str, ...]
    is_linked: bool


class LmsCourses:
    """All courses that were seen."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[LmsCourse]:
        """Return all courses, the linked ones first."""
        order = (lti_courses.c.is_linked.desc(), lti_courses.c.title, lti_courses.c.id)
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute(select(lti_courses).order_by(*order))]

    def linked(self) -> list[LmsCourse]:
        """Return the courses that count."""
        return [course for course in self.all() if course.is_linked]

    def get(self, id: str) -> LmsCourse | None:
        """Return the course with this id."""
        return next((course for course in self.all() if course.id == id), None)

    def see(self, platform: str, claims: Mapping[str, Any]) -> LmsCourse | None:
        """Keep what a launch says of its course and return that; None if it is from no course."""
        context = claims.get(f"{CLAIM}context")
        id = context.get("id") if isinstance(context, dict) else None
        if not isinstance(id, str) or not id or not isinstance(context, dict):
            return None
        own = {"platform": platform, "deployment": str(claims[f"{CLAIM}deployment_id"]), "context": id}
        title = clean_line(str(context.get("title") or context.get("label") or ""))[:_MOST_CHARS]
        values = {"title": title} | _read_services(claims)
        with self._database.write() as connection:
            where = [lti_courses.c[name] == value for name, value in own.items()]
            if not connection.execute(lti_courses.update().where(*where).values(values)).rowcount:
                first = {"title": title, "members_url": "", "items_url": "", "scopes": "[]"} | values
                connection.execute(lti_courses.insert().values(id=secrets.token_hex(4), is_linked=0, **own, **first))
            return _read(connection.execute(select(lti_courses).where(*where)).one())

    def link(self, id: str, *, is_linked: bool = True) -> None:
        """Let a course count, or not any more. `CourseError` if there is none with this id."""
        with self._database.write() as connection:
            own = lti_courses.update().where(lti_courses.c.id == id)
            if not connection.execute(own.values(is_linked=int(is_linked))).rowcount:
                raise CourseError(f"no course {id!r} of an LMS was seen", hint="`autograder lti list` shows them")

    # --- columns of scores ---

    def item(self, course: str, lesson: str) -> str:
        """Return the address of a lesson's column, "" if it is not known."""
        query = select(lti_items.c.url).where(lti_items.c.course == course, lti_items.c.lesson == lesson)
        with self._database.read() as connection:
            return str(connection.execute(query).scalar() or "")

    def keep_item(self, course: str, lesson: str, url: str) -> None:
        """Keep the address of a lesson's column; "" forgets it."""
        with self._database.write() as connection:
            connection.execute(lti_items.delete().where(lti_items.c.course == course, lti_items.c.lesson == lesson))
            if url:
                connection.execute(lti_items.insert().values(course=course, lesson=lesson, url=url))


def _read(row: Any) -> LmsCourse:
    return LmsCourse(
        row.id,
        row.platform,
        row.deployment,
        row.context,
        row.title,
        row.members_url,
        row.items_url,
        tuple(json.loads(row.scopes)),
        bool(row.is_linked),
    )


def _read_services(claims: Mapping[str, Any]) -> dict[str, str]:
    """Return the addresses of services that a launch names; those that it leaves out stay as they are."""
    found: dict[str, str] = {}
    members, scores = claims.get(NRPS), claims.get(AGS)
    if isinstance(members, dict) and isinstance(members.get("context_memberships_url"), str):
        found["members_url"] = check_address(members["context_memberships_url"], "the list of members")
    if isinstance(scores, dict) and isinstance(scores.get("lineitems"), str):
        found["items_url"] = check_address(scores["lineitems"], "the list of columns")
        found["scopes"] = json.dumps([one for one in scores.get("scope", []) if isinstance(one, str)])
    return found
