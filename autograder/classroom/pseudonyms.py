"""Grades without names: each student is known by a pseudonym that is the same in all tables of a course.

It is made from the id and a secret key of the course, so that nobody without the key can tell whose it is by trying
ids. Whoever has the key can: who hands a table on leaves it here.
"""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

from autograder.course import Course
from autograder.files import read_key

__all__ = ["make_pseudonym", "pseudonym_key_path"]

_CHARS = 12


def pseudonym_key_path(course: Course) -> Path:
    """Return where the course's key of pseudonyms is."""
    return course.gradebook / "pseudonyms.key"


def make_pseudonym(course: Course, student: str, *, is_making_key: bool = True) -> str:
    """Return a student's pseudonym; "" if there is no key yet and none is to be made."""
    path = pseudonym_key_path(course)
    if not is_making_key and not path.exists():
        return ""
    digest = hmac.new(read_key(path, "pseudonyms"), student.encode("utf-8", "surrogateescape"), hashlib.sha256)
    return f"p{digest.hexdigest()[:_CHARS]}"
