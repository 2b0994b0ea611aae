"""The roster, as a course of an LMS has it: what would change is shown first, and sections are kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

import requests
from pylti1p3.exception import LtiException
from pylti1p3.names_roles import NamesRolesProvisioningService

from autograder.course import Course
from autograder.desk.lti.claims import Identity, read_member
from autograder.desk.lti.connecting import Connector
from autograder.desk.lti.courses import LmsCourse
from autograder.desk.lti.members import Members, NotKnown
from autograder.desk.lti.platforms import Platform, check_address
from autograder.errors import CourseError
from autograder.files import write_file
from autograder.submissions import Roster, RosterEntry, is_student_name, load_roster
from autograder.text import clean_formula

__all__ = ["RosterDiff", "compare_roster", "fetch_members", "write_roster"]

_MOST_PAGES = 500
_HEAD = ("id", "name", "email", "section", "role")


@dataclass(frozen=True)
class RosterDiff:
    """What would change. `people` are all of the platform's members, with their ids here; `problems` need a person."""

    added: tuple[RosterEntry, ...]
    changed: tuple[tuple[RosterEntry, RosterEntry], ...]
    gone: tuple[RosterEntry, ...]
    people: tuple[tuple[Identity, str], ...]
    problems: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.gone)


def fetch_members(connector: Connector, course: LmsCourse) -> list[Identity]:
    """Return who is in a course of an LMS now. `CourseError` says why that cannot be had."""
    if not course.members_url:
        raise CourseError("the platform does not tell who is in this course", hint="allow names and roles there")
    service = NamesRolesProvisioningService(connector, {"context_memberships_url": course.members_url})
    found: list[Identity] = []
    url: str | None = course.members_url
    try:
        for _ in range(_MOST_PAGES):
            members, url = service.get_members_page(url)
            found += [read_member(one) for one in members if one.get("status", "Active") == "Active"]
            if not url:
                return found
            check_address(url, "the next page of members")
    except (LtiException, requests.RequestException, ValueError, AttributeError, TypeError) as error:
        raise CourseError(f"the members of the course cannot be had ({error})", hint="try again later") from None
    raise CourseError("the list of members does not end")


def compare_roster(roster: Roster, platform: Platform, members: Members, found: Sequence[Identity]) -> RosterDiff:
    """Return what the roster lacks, has otherwise, and has beyond the members of a course."""
    known = roster.people
    people: dict[str, Identity] = {}
    added: list[RosterEntry] = []
    changed: list[tuple[RosterEntry, RosterEntry]] = []
    problems: list[str] = []
    for one in found:
        try:
            id = _find_id(roster, platform, members, one)
        except NotKnown as error:
            problems.append(f"{one.name or one.subject}: {error}")
            continue
        if id in people:
            problems.append(f"{one.name or one.subject}: {people[id].name or people[id].subject} is {id} too")
            continue
        people[id] = one
        if id not in known:
            added.append(RosterEntry(id, one.name, one.email, "", one.role.value))
        else:
            newer = replace(known[id], name=one.name or known[id].name, email=one.email or known[id].email)
            changed += [(known[id], newer)] if newer != known[id] else []
    gone = tuple(entry for id, entry in known.items() if id not in people)
    pairs = tuple((identity, id) for id, identity in people.items())
    return RosterDiff(tuple(added), tuple(changed), gone, pairs, tuple(problems))


def _find_id(roster: Roster, platform: Platform, members: Members, one: Identity) -> str:
    try:
        return members.recognise(platform, one, roster)
    except NotKnown:
        id = next((text for text in (one.sis, one.login, one.email) if text and is_student_name(text)), None)
        if id is None or id in roster.people:
            raise
        return id


def write_roster(course: Course, diff: RosterDiff, *, is_removing: bool) -> list[str]:
    """Write gradebook/roster.csv with the changes, and the one before beside it; return whom it does not have any more.

    Who is gone stays unless `is_removing`. Roles of those who were there stay as they are.
    """
    path = course.gradebook / "roster.csv"
    roster = load_roster(course) or Roster(())
    gone = {one.id for one in diff.gone} if is_removing else set()
    newer = {after.id: after for _, after in diff.changed}
    kept = [newer.get(one.id, one) for one in roster.people.values() if one.id not in gone]
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(_HEAD)
    for one in (*kept, *diff.added):
        role = "" if one.role == "student" else one.role
        table.writerow([one.id, clean_formula(one.name), clean_formula(one.email), clean_formula(one.section), role])
    if path.exists():
        write_file(path.with_name("roster.before.csv"), path.read_bytes())
    write_file(path, text.getvalue().encode("utf-8-sig"))
    return sorted(gone)
