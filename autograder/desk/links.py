"""Personal links: signed, expiring, revocable. Whoever has one is that person, so there is no password.

A link names a row of the database and is signed with the course's own key: nobody can make one, and one that was taken
back opens nothing, nor does a session that it opened before.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select

from autograder import files
from autograder.course import Course
from autograder.desk.database import Database, desk_folder
from autograder.desk.people import Person, Role
from autograder.desk.tables import links
from autograder.submissions import RosterEntry

__all__ = ["DAY_S", "Link", "LinkDoor", "read_key"]

DAY_S = 86_400.0
_MOST_TOKEN_CHARS = 400


@dataclass(frozen=True)
class Link:
    """One person's link: the signed text in it, and when it ends."""

    person: Person
    token: str
    expires_s: float


class LinkDoor:
    """Makes links, and lets in who has one."""

    name = "link"

    def __init__(self, database: Database, key: bytes, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._signer = URLSafeSerializer(key, salt="autograder.desk.link")
        self._clock = clock

    def admit(self, token: str) -> Person | None:
        """Return whose link this is, None if it was not made here, has expired or was revoked."""
        try:
            id = self._signer.loads(token) if len(token) <= _MOST_TOKEN_CHARS else None
        except BadSignature:
            return None
        return self._find(id) if isinstance(id, str) else None

    def is_welcome(self, person: Person) -> bool:
        """Return whether the link by which somebody came in still holds, and says the same of him."""
        return self._find(person.reference) == person

    def _find(self, id: str) -> Person | None:
        query = select(links).where(links.c.id == id, links.c.revoked_s.is_(None), links.c.expires_s > self._clock())
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _read_person(row)

    def issue(self, people: Iterable[RosterEntry], days: float) -> list[Link]:
        """Return a link for each of these people: the one that he has, if it holds for another day, or a new one.

        What the roster says now of his role, section and name goes into it.
        """
        with self._database.write() as connection:
            return [self._issue(connection, one, days) for one in people]

    def _issue(self, connection: Any, entry: RosterEntry, days: float) -> Link:
        now = self._clock()
        held = (links.c.person == entry.id, links.c.revoked_s.is_(None), links.c.expires_s > now + DAY_S)
        row = connection.execute(select(links).where(*held).order_by(links.c.expires_s.desc())).first()
        values = {"role": Role(entry.role).value, "section": entry.section, "name": entry.name}
        if row is None:
            id, expires_s = secrets.token_urlsafe(12), now + days * DAY_S
            row_values = {"id": id, "person": entry.id, "expires_s": expires_s, **values}
            connection.execute(links.insert().values(row_values))
        else:
            id, expires_s = row.id, row.expires_s
        # Older links of the same person that still hold say the same of him.
        connection.execute(links.update().where(links.c.person == entry.id).values(values))
        person = Person(entry.id, Role(entry.role), entry.section, entry.name, id)
        return Link(person, str(self._signer.dumps(id)), expires_s)

    def revoke(self, people: Iterable[str]) -> int:
        """Take back all links of these people; return how many there were."""
        held = (links.c.person.in_(list(people)), links.c.revoked_s.is_(None))
        with self._database.write() as connection:
            return int(connection.execute(links.update().where(*held).values(revoked_s=self._clock())).rowcount)


def _read_person(row: Any) -> Person:
    return Person(row.person, Role(row.role), row.section, row.name, row.id)


def read_key(course: Course) -> bytes:
    """Return the key with which links are signed; it is made when it is first wanted, and only its owner reads it."""
    return files.read_key(desk_folder(course) / "key", "links")
