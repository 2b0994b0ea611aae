"""Sessions: who came in by a door stays in for a while. The secret is in the cookie alone; the table has its hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Sequence

from sqlalchemy import select

from autograder.desk.database import Database
from autograder.desk.people import Door, Person, Role
from autograder.desk.tables import sessions

__all__ = ["SESSION_S", "Sessions", "make_form_token"]

SESSION_S = 14 * 86_400.0
_MOST_CHARS = 200


class Sessions:
    """All sessions, and the doors by which people came in."""

    def __init__(self, database: Database, doors: Sequence[Door], clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self.doors = {door.name: door for door in doors}

    def admit(self, token: str) -> tuple[Door, Person] | None:
        """Return whose token this is, and by which door he comes; None if it is nobody's."""
        for door in self.doors.values():
            person = door.admit(token)
            if person is not None:
                return door, person
        return None

    def start(self, door: Door, person: Person, before: str = "") -> str:
        """Start a session and return its secret, always a new one. The session that there was before ends."""
        secret = secrets.token_urlsafe(32)
        now_s = self._clock()
        values = {"person": person.id, "role": person.role.value, "section": person.section, "name": person.name}
        values |= {"door": door.name, "reference": person.reference, "digest": _digest(secret)}
        with self._database.write() as connection:
            connection.execute(sessions.delete().where(sessions.c.digest == _digest(before)))
            connection.execute(sessions.delete().where(sessions.c.expires_s <= now_s))
            connection.execute(sessions.insert().values(expires_s=now_s + SESSION_S, **values))
        return secret

    def find(self, secret: str) -> Person | None:
        """Return whose session this is, None if it is nobody's, or if he is not welcome any more."""
        if not 0 < len(secret) <= _MOST_CHARS:
            return None
        query = select(sessions).where(sessions.c.digest == _digest(secret), sessions.c.expires_s > self._clock())
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None or row.door not in self.doors:
            return None
        person = Person(row.person, Role(row.role), row.section, row.name, row.reference)
        return person if self.doors[row.door].is_welcome(person) else None

    def end(self, secret: str) -> None:
        """End a session."""
        with self._database.write() as connection:
            connection.execute(sessions.delete().where(sessions.c.digest == _digest(secret)))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def make_form_token(secret: str) -> str:
    """Return what a form of this session must send along: no other page can know it."""
    return hmac.digest(secret.encode("utf-8", "replace"), b"a form of the desk", "sha256").hex()
