"""Who of a platform is who in the roster, and the door by which he is in.

Once somebody of a platform came in as a person, he stays that person, and nobody else of that platform can come in as
him: whoever changes his mail address there becomes nobody else here.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from autograder.desk.catalogue import Catalogue
from autograder.desk.database import Database
from autograder.desk.lti.claims import Identity, cap_role, find_entry
from autograder.desk.lti.courses import LmsCourse
from autograder.desk.lti.platforms import Platform, Platforms
from autograder.desk.lti_tables import lti_courses, lti_members
from autograder.desk.people import Person, Role
from autograder.errors import AutograderError
from autograder.submissions import Roster, RosterEntry, is_student_name

__all__ = ["LtiDoor", "Member", "Members", "NotKnown"]


class NotKnown(AutograderError):
    """Nobody in the roster is this person of the platform, or somebody else of it is."""


@dataclass(frozen=True)
class Member:
    """Somebody of a platform, and who he is here. `role` is what he was there at his last launch."""

    id: str
    platform: str
    subject: str
    student: str
    name: str
    role: Role
    course: str


class Members:
    """Everybody of all platforms who was recognised."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Member]:
        """Return everybody."""
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute(select(lti_members).order_by(lti_members.c.student))]

    def find(self, id: str) -> Member | None:
        """Return the member with this id, if his course is still linked."""
        joined = lti_members.join(lti_courses, lti_courses.c.id == lti_members.c.course)
        query = select(lti_members).select_from(joined).where(lti_members.c.id == id, lti_courses.c.is_linked == 1)
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _read(row)

    def recognise(self, platform: Platform, identity: Identity, roster: Roster) -> str:
        """Return the id of who somebody is, in the roster or, if people are added, beyond it. `NotKnown` if nobody."""
        people = roster.people.keys()
        here = select(lti_members.c.student, lti_members.c.subject).where(lti_members.c.platform == platform.id)
        with self._database.read() as connection:
            kept = connection.execute(here.where(lti_members.c.subject == identity.subject)).scalar()
            if kept is not None and (kept in people or platform.adds_people):
                return str(kept)
            entry = find_entry(roster, identity, platform.match)
            student = entry.id if entry is not None else _choose_id(platform, identity, people)
            other = connection.execute(here.where(lti_members.c.student == student)).one_or_none()
        if other is not None and other.subject != identity.subject:
            raise NotKnown(f"another account of this platform is {student} already")
        return student

    def keep(self, platform: Platform, identity: Identity, student: str, course: str) -> Member:
        """Keep who somebody is, and return that."""
        values = {"student": student, "name": identity.name, "role": identity.role.value, "course": course}
        own = (lti_members.c.platform == platform.id, lti_members.c.subject == identity.subject)
        with self._database.write() as connection:
            if not connection.execute(lti_members.update().where(*own).values(values)).rowcount:
                first = {"id": secrets.token_hex(10), "platform": platform.id, "subject": identity.subject}
                connection.execute(lti_members.insert().values(first | values))
            return _read(connection.execute(select(lti_members).where(*own)).one())

    def forget(self, students: Collection[str]) -> int:
        """Forget who these people are on all platforms, and end their sessions by launches; return how many."""
        with self._database.write() as connection:
            gone = lti_members.delete().where(lti_members.c.student.in_(list(students)))
            return int(connection.execute(gone).rowcount)


def _choose_id(platform: Platform, identity: Identity, people: Collection[str]) -> str:
    if platform.adds_people:
        for id in (identity.sis, identity.login, identity.email):
            if id and id not in people and is_student_name(id):
                return id
    raise NotKnown("nobody in the roster fits")


def _read(row: Any) -> Member:
    return Member(row.id, row.platform, row.subject, row.student, row.name, Role(row.role), row.course)


class LtiDoor:
    """Lets in who came by a launch; and only while his platform, his course there and the roster still have him."""

    name = "lti"

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self.platforms = Platforms(database)
        self.members = Members(database)
        self._catalogue = catalogue

    def admit(self, token: str) -> Person | None:
        """Return None: a launch is a page of its own, and no token opens this door."""
        return None

    def is_welcome(self, person: Person) -> bool:
        """Whether somebody is still who he was when he came in."""
        member = self.members.find(person.reference)
        return member is not None and self.make_person(member) == person

    def make_person(self, member: Member) -> Person | None:
        """Return who a member is at the desk, None if he is nobody (any more)."""
        platform = self.platforms.get(member.platform)
        if platform is None:
            return None
        roster = self._catalogue.roster()
        entry = roster.people.get(member.student)
        if entry is None and not platform.adds_people:
            return None
        found = entry or RosterEntry(member.student, member.name)
        role = member.role if platform.trusts_roles else cap_role(member.role, Role(found.role))
        return Person(found.id, role, found.section, found.name, member.id)

    def meet(self, platform: Platform, course: LmsCourse, identity: Identity) -> Member:
        """Return who somebody is who came by a launch from a course; nothing is kept yet. `NotKnown` if nobody."""
        if not identity.subject:
            raise NotKnown("the platform does not say who it is")
        student = self.members.recognise(platform, identity, self._catalogue.roster())
        return Member("", platform.id, identity.subject, student, identity.name, identity.role, course.id)
