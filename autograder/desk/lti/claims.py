"""What a platform says of somebody, in a signed launch or in its list of members; and what of it the desk believes.

Custom parameters say nothing about who somebody is: in many an LMS, whoever teaches any course may set them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from autograder.desk.people import Role
from autograder.submissions import Roster, RosterEntry
from autograder.text import clean_line

__all__ = ["AGS", "CLAIM", "NRPS", "SCOPES", "Identity", "cap_role", "find_entry", "read_identity", "read_member"]

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
SCOPES = (
    "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
    "https://purl.imsglobal.org/spec/lti-ags/scope/score",
    "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly",
)
_IN_COURSE = "http://purl.imsglobal.org/vocab/lis/v2/membership"
_STAFF = {"Instructor": Role.INSTRUCTOR, "Administrator": Role.INSTRUCTOR, "TeachingAssistant": Role.TA}
_ORDER = (Role.STUDENT, Role.TA, Role.INSTRUCTOR)
_MOST_CHARS = 200


@dataclass(frozen=True)
class Identity:
    """Who somebody is for a platform. `subject` is its own number for him, `role` what he is in this course there."""

    subject: str
    role: Role
    sis: str = ""
    login: str = ""
    email: str = ""
    name: str = ""


def read_identity(claims: Mapping[str, Any]) -> Identity:
    """Return who a launch is by."""
    known, more = _table(claims, f"{CLAIM}lis"), _table(claims, f"{CLAIM}ext")
    return Identity(
        subject=_text(claims.get("sub")),
        role=_read_role(claims.get(f"{CLAIM}roles")),
        sis=_text(known.get("person_sourcedid")),
        login=_text(more.get("user_username")),
        email="" if claims.get("email_verified") is False else _text(claims.get("email")),
        name=_text(claims.get("name")),
    )


def read_member(member: Mapping[str, Any]) -> Identity:
    """Return who one of a platform's list of members is."""
    return Identity(
        subject=_text(member.get("user_id")),
        role=_read_role(member.get("roles")),
        sis=_text(member.get("lis_person_sourcedid")),
        login=_text(member.get("ext_user_username")),
        email=_text(member.get("email")),
        name=_text(member.get("name")),
    )


def _table(claims: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = claims.get(name)
    return found if isinstance(found, dict) else {}


def _text(value: object) -> str:
    return clean_line(value).strip() if isinstance(value, str) and len(value) <= _MOST_CHARS else ""


def _read_role(names: object) -> Role:
    """Return the role in this course. What somebody is elsewhere, such as an administrator of all, does not count."""
    found = {_role_in_course(name) for name in names if isinstance(name, str)} if isinstance(names, list) else set()
    return max(found, key=_ORDER.index, default=Role.STUDENT)


def _role_in_course(name: str) -> Role:
    if name in _STAFF:  # the short names of old platforms
        return _STAFF[name]
    place, _, last = name.partition("#")
    if place == f"{_IN_COURSE}/Instructor" and last.startswith("TeachingAssistant"):
        return Role.TA
    return _STAFF.get(last, Role.STUDENT) if place == _IN_COURSE else Role.STUDENT


def cap_role(role: Role, most: Role) -> Role:
    """Return the lesser of two roles."""
    return min(role, most, key=_ORDER.index)


def find_entry(roster: Roster, identity: Identity, fields: Iterable[str]) -> RosterEntry | None:
    """Return who of the roster somebody is, by the first of these fields ("sis", "login", "email") that fits one."""
    for field in fields:
        value = getattr(identity, field)
        found = roster.by_email(value) if field == "email" else roster.people.get(value)
        if found is not None:
            return found
    return None
