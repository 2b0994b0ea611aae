"""The platforms that were registered (an LMS each), and the one-time links by which one may register itself."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import msgspec
from sqlalchemy import select

from autograder.desk.database import Database
from autograder.desk.lti_tables import lti_courses, lti_members, lti_platforms, lti_registrations
from autograder.errors import CourseError

__all__ = ["FIELDS", "Platform", "Platforms", "check_address", "origin_of"]

FIELDS = ("sis", "login", "email")
_DAY_S = 86_400.0
_MOST_CHARS = 500
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Platform(msgspec.Struct, frozen=True, kw_only=True):
    """One registration at a platform. `origins` are the sites that may show our launch page in a frame.

    `match` says by what somebody is found in the roster. With `adds_people`, who is not there comes in as himself, a
    student; with `trusts_roles`, who teaches the course there is staff here whatever the roster says.
    """

    issuer: str
    client: str
    auth_url: str
    token_url: str
    jwks_url: str
    id: str = ""
    name: str = ""
    audience: str = ""
    deployments: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    match: tuple[str, ...] = FIELDS
    adds_people: bool = False
    trusts_roles: bool = False

    def frame_ancestors(self) -> str:
        """Return the sites of this platform, as a policy names them."""
        return " ".join(sorted({*self.origins, origin_of(self.auth_url)}))


def origin_of(url: str) -> str:
    """Return the origin of an address that was checked."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def check_address(url: str, what: str) -> str:
    """Return an address if it is one of https, or of this machine. `CourseError` says `what` it should have been."""
    try:
        parts = urlsplit(url)
        host, is_plain = parts.hostname or "", parts.port is None or parts.port > 0
    except ValueError:
        parts, host, is_plain = urlsplit(""), "", False
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    is_clean = url.isascii() and url.isprintable() and not set(url) & set(" ;,'\"<>\\@") and len(url) <= _MOST_CHARS
    if not (is_safe and is_clean and is_plain and host):
        raise CourseError(f"{what} is no address: {url[:100]!r}", hint="it begins with https://")
    return url


class Platforms:
    """All registrations of a course."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def all(self) -> list[Platform]:
        """Return all platforms, by issuer."""
        with self._database.read() as connection:
            rows = connection.execute(select(lti_platforms).order_by(lti_platforms.c.issuer, lti_platforms.c.client))
            return [_read(row) for row in rows]

    def get(self, id: str) -> Platform | None:
        """Return the platform with this id."""
        return next((one for one in self.all() if one.id == id), None)

    def find(self, issuer: str, client: str = "") -> Platform | None:
        """Return the platform of an issuer, by its client id; without one, only if there is no other."""
        found = [one for one in self.all() if one.issuer == issuer and client in ("", one.client)]
        return found[0] if len(found) == 1 else None

    def add(self, platform: Platform) -> Platform:
        """Keep a platform and return it; one with the same issuer and client id is changed. `CourseError` if it is bad.

        Where it is changed, its deployments are added to those that are known.
        """
        _check(platform)
        before = self.find(platform.issuer, platform.client)
        deployments = tuple(dict.fromkeys((*(before.deployments if before else ()), *platform.deployments)))
        id = before.id if before is not None else secrets.token_hex(4)
        kept = msgspec.structs.replace(platform, id=id, deployments=deployments)
        values = {"issuer": kept.issuer, "client": kept.client, "facts": msgspec.json.encode(kept).decode()}
        with self._database.write() as connection:
            connection.execute(lti_platforms.delete().where(lti_platforms.c.id == id))
            connection.execute(lti_platforms.insert().values(id=id, **values))
        return kept

    def remove(self, id: str) -> bool:
        """Remove a platform, and with it the sessions that it opened; return whether there was one."""
        with self._database.write() as connection:
            connection.execute(lti_courses.delete().where(lti_courses.c.platform == id))
            connection.execute(lti_members.delete().where(lti_members.c.platform == id))
            return bool(connection.execute(lti_platforms.delete().where(lti_platforms.c.id == id)).rowcount)

    # --- one-time links ---

    def invite(self, days: float = 1.0) -> str:
        """Return the secret of a link by which one platform may register itself."""
        secret = secrets.token_urlsafe(24)
        values = {"digest": _digest(secret), "expires_s": self._clock() + days * _DAY_S}
        with self._database.write() as connection:
            connection.execute(lti_registrations.delete().where(lti_registrations.c.expires_s <= self._clock()))
            connection.execute(lti_registrations.insert().values(values))
        return secret

    def is_invited(self, secret: str) -> bool:
        """Whether a link still holds."""
        own = (lti_registrations.c.digest == _digest(secret), lti_registrations.c.expires_s > self._clock())
        with self._database.read() as connection:
            return connection.execute(select(lti_registrations.c.digest).where(*own)).first() is not None

    def use_invitation(self, secret: str) -> float | None:
        """Use a link up; return when it would have expired, None if it did not hold. Of two at once one wins."""
        own = (lti_registrations.c.digest == _digest(secret), lti_registrations.c.expires_s > self._clock())
        with self._database.write() as connection:
            expires_s = connection.execute(select(lti_registrations.c.expires_s).where(*own)).scalar()
            used = connection.execute(lti_registrations.delete().where(*own)).rowcount
        return None if expires_s is None or not used else float(expires_s)

    def put_back(self, secret: str, expires_s: float) -> None:
        """Let a link hold again whose registration did not succeed."""
        with self._database.write() as connection:
            connection.execute(lti_registrations.insert().values(digest=_digest(secret), expires_s=expires_s))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _read(row: Any) -> Platform:
    return msgspec.structs.replace(msgspec.json.decode(row.facts, type=Platform), id=row.id)


def _check(platform: Platform) -> None:
    for what, url in (
        ("the issuer", platform.issuer),
        ("the login address", platform.auth_url),
        ("the token address", platform.token_url),
        ("the address of its keys", platform.jwks_url),
        *(("the platform's site", origin) for origin in platform.origins),
    ):
        check_address(url, what)
    if not platform.client or not 0 < len(platform.client) <= _MOST_CHARS or not platform.client.isprintable():
        raise CourseError("the client id is missing", hint="the platform shows it once the tool is registered there")
    if unknown := set(platform.match) - set(FIELDS):
        raise CourseError(f"nobody is found by {', '.join(sorted(unknown))}", hint=f"choose of {', '.join(FIELDS)}")
