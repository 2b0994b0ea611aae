"""A link lets in the one person whose it is, as long as it holds."""

from __future__ import annotations

import pytest
from itsdangerous import URLSafeSerializer

from autograder.course import Course
from autograder.desk.database import Database
from autograder.desk.links import DAY_S, LinkDoor, read_key
from autograder.desk.people import Role
from autograder.errors import GradebookError
from autograder.submissions import RosterEntry

ANN, TIM = RosterEntry("ann", "Ann Lee", section="A"), RosterEntry("tim", "Tim", section="B", role="ta")


class Clock:
    now_s = 1_000_000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(course: Course, database: Database, clock: Clock) -> LinkDoor:
    return LinkDoor(database, read_key(course), clock)


def test_a_link_is_its_persons(door: LinkDoor) -> None:
    """It says id, role and section; making links again gives the same ones, and with what the roster says now."""
    ann, tim = door.issue([ANN, TIM], 10)
    found = door.admit(tim.token)
    assert found is not None
    assert (found.id, found.role, found.section) == ("tim", Role.TA, "B")
    assert door.issue([ANN], 10) == [ann]
    door.issue([RosterEntry("tim", "Tim", section="C", role="student")], 10)
    assert not door.is_welcome(found)
    changed = door.admit(tim.token)
    assert changed is not None
    assert (changed.role, changed.section) == (Role.STUDENT, "C")


@pytest.mark.parametrize("change", ["", "x", "{token}x", "x{token}", "{token}.", "." * 50, "é", "{id}", "{other}"])
def test_a_link_that_was_not_made_here_opens_nothing(door: LinkDoor, database: Database, change: str) -> None:
    """Neither a changed one, nor one signed with another key, nor the bare id in it, nor another kind of value."""
    [link] = door.issue([ANN], 10)
    other = URLSafeSerializer(b"k" * 32, salt="autograder.desk.link").dumps(link.person.reference)
    assert door.admit(link.token) is not None
    assert door.admit(change.format(token=link.token, id=link.person.reference, other=other)) is None
    assert LinkDoor(database, b"k" * 32).admit(link.token) is None


def test_a_link_ends_and_can_be_taken_back(door: LinkDoor, clock: Clock) -> None:
    """An expired or revoked link opens nothing, and who came in by it is not welcome any more; a new one is another."""
    ann, tim = door.issue([ANN, TIM], 10)
    assert door.revoke(["ann"]) == 1
    assert door.admit(ann.token) is None
    assert not door.is_welcome(ann.person)
    assert door.is_welcome(tim.person)
    [again] = door.issue([ANN], 10)
    assert again.token != ann.token
    assert door.admit(again.token) == again.person
    clock.now_s += 10 * DAY_S
    assert door.admit(tim.token) is None


def test_the_key_is_its_owners_alone(course: Course) -> None:
    """It is made once, nobody else may read it, and a key that others can read is not used."""
    key = read_key(course)
    path = course.gradebook / "desk" / "key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(course) == key
    path.chmod(0o644)
    with pytest.raises(GradebookError, match="others can read the key"):
        read_key(course)
