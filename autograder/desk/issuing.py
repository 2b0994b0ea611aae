"""Give out personal links to everybody in the roster, as a table for mail merge; take links back."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from autograder.course import Course
from autograder.desk.database import open_database
from autograder.desk.links import LinkDoor, read_key
from autograder.errors import CourseError
from autograder.files import write_file
from autograder.submissions import RosterEntry, load_roster
from autograder.text import clean_formula

__all__ = ["IssuedLinks", "issue_links", "revoke_links"]


@dataclass(frozen=True)
class IssuedLinks:
    """The table that was written, and how many links of each role are in it."""

    path: Path
    count: dict[str, int]


def issue_links(
    course: Course, url: str, path: Path | None = None, *, days: float = 200.0, only: Collection[str] = ()
) -> IssuedLinks:
    """Write a table with everybody's link, or with those of some; who has one that holds keeps it.

    `CourseError` without a roster, or for somebody who is not in it.
    """
    roster = load_roster(course)
    if roster is None:
        hint = "write gradebook/roster.csv with the columns id, name, email, section, role"
        raise CourseError("there is no roster, so nobody to give links to", hint=hint, path=course.gradebook)
    people = [one for one in roster.people.values() if not only or one.id in only]
    unknown = sorted(set(only) - {one.id for one in people})
    if unknown:
        raise CourseError(f"not in the roster: {', '.join(unknown)}", path=course.gradebook / "roster.csv")
    target = path or course.gradebook / "desk" / "links.csv"
    _write(target, _make_table(course, url.rstrip("/"), people, days))
    roles = [one.role for one in people]
    return IssuedLinks(target, {role: roles.count(role) for role in dict.fromkeys(roles)})


def _make_table(course: Course, url: str, people: list[RosterEntry], days: float) -> str:
    database = open_database(course)
    try:
        links = LinkDoor(database, read_key(course)).issue(people, days)
    finally:
        database.close()
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["id", "name", "email", "role", "section", "link", "expires"])
    for one, link in zip(people, links, strict=True):
        cells = map(clean_formula, (one.id, one.name, one.email, one.role, one.section))
        expires = datetime.fromtimestamp(link.expires_s, UTC).strftime("%Y-%m-%d")
        table.writerow([*cells, f"{url}/enter/{link.token}", expires])
    return text.getvalue()


def _write(path: Path, text: str) -> None:
    """Write the table so that nobody else can read it at any moment: each line lets somebody in."""
    before = os.umask(0o077)
    try:
        write_file(path, text.encode("utf-8-sig"))
    finally:
        os.umask(before)


def revoke_links(course: Course, people: Collection[str]) -> int:
    """Take back all links of some people, and end their sessions with them; return how many links there were."""
    database = open_database(course)
    try:
        return LinkDoor(database, read_key(course)).revoke(people)
    finally:
        database.close()
