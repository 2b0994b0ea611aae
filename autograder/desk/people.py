"""Who somebody is, and the one interface by which whoever knows that lets people in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

__all__ = ["Door", "Person", "Role"]


class Role(StrEnum):
    """What somebody may do at the desk."""

    STUDENT = "student"
    TA = "ta"
    INSTRUCTOR = "instructor"

    @property
    def is_staff(self) -> bool:
        return self is not Role.STUDENT


@dataclass(frozen=True)
class Person:
    """Somebody who came in. `reference` is what the door knows him by; a TA with a section sees that section alone."""

    id: str
    role: Role
    section: str = ""
    name: str = ""
    reference: str = ""


class Door(Protocol):
    """A way in: signed links, an LMS, a hub. The desk asks nothing else about who somebody is.

    Whoever comes in by a page of the door gets a session of the desk; the door is asked again at each request whether
    that person may still be there.
    """

    name: str

    def admit(self, token: str) -> Person | None:
        """Return whose this token is, None if it is nobody's (any more)."""

    def is_welcome(self, person: Person) -> bool:
        """Return whether somebody who came in by this door may still be in."""
