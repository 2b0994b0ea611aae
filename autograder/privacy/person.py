"""A person as files name him: by id, address and names."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.classroom import make_pseudonym
from autograder.course import Course
from autograder.desk import find_at_desk
from autograder.errors import CourseError
from autograder.gradebook import read_person_names
from autograder.submissions import is_student_name, load_roster
from autograder.text import clean_formula

__all__ = ["Person", "find_person"]

_FEWEST_BYTES = 4
_PART_BYTES = 1 << 20
_OVERLAP_BYTES = 4096  # longer than any id or name as it is spelt
_WORD = rb"A-Za-z0-9"


@dataclass(frozen=True)
class Person:
    """A student. `names` are what he is called beside the id: names, addresses; `pseudonym` is "" without a key."""

    id: str
    names: tuple[str, ...] = ()
    email: str = ""
    pseudonym: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """What a cell of a table is if its line is about this person and nobody else: no name, for two may share it."""
        own = [key for key in (self.id, self.email, self.pseudonym) if key]
        return frozenset(own) | frozenset(map(clean_formula, own))

    def is_in_line(self, line: bytes) -> bool:
        """Whether a line of a log names this person by id, which is no part of another word."""
        return self._id_pattern.search(line) is not None

    def is_in_file(self, path: Path) -> bool:
        """Whether a file names this person. Names so short that they may be part of anything are not looked for."""
        names = [spelling for spelling in _spell(self.names) if len(spelling) >= _FEWEST_BYTES]
        before = b""
        with path.open("rb") as file:
            while part := file.read(_PART_BYTES):
                data = before + part
                if self._id_pattern.search(data) or any(name in data for name in names):
                    return True
                before = data[-_OVERLAP_BYTES:]
        return False

    @functools.cached_property
    def _id_pattern(self) -> re.Pattern[bytes]:
        spellings = b"|".join(map(re.escape, _spell([self.id])))
        return re.compile(rb"(?<![" + _WORD + rb"_-])(?:" + spellings + rb")(?![" + _WORD + rb"_-])")


def _spell(texts: Iterable[str]) -> list[bytes]:
    """Return texts as files hold them: plain, in HTML, in JSON that escapes what is not ASCII."""
    found: list[bytes] = []
    for text in texts:
        escaped = text.encode("ascii", "backslashreplace").decode()
        found += [text.encode("utf-8", "replace"), html.escape(text).encode("utf-8", "replace"), escaped.encode()]
    return list(dict.fromkeys(found))


def find_person(course: Course, student: str) -> Person:
    """Return who a student is; `CourseError` if that can be nobody's id, or if it is one of the staff."""
    if not is_student_name(student):
        raise CourseError(f"{student!r} can be no student's id", hint="give the id as gradebook/submitted/ has it")
    roster = load_roster(course)
    entry = roster.entries.get(student) if roster is not None else None
    if roster is not None and student in {one.id for one in roster.staff}:
        hint = "what staff decided belongs to the students; take back the link: autograder links --revoke ID"
        raise CourseError(f"{student} is one of the staff, and only students are forgotten", hint=hint)
    names = [*read_person_names(course, student), *find_at_desk(course, student).names]
    names += [text for text in (entry.name, entry.email) if text] if entry is not None else []
    email = entry.email if entry is not None else next((name for name in names if "@" in name), "")
    others = tuple(name for name in dict.fromkeys(names) if name != student)
    return Person(student, others, email, make_pseudonym(course, student, is_making_key=False))
