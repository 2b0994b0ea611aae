"""What a learning system calls each student's account in a lesson, as its downloads say: pages go back under that name.

`gradebook/accounts/<lesson>.csv` has a line for each account: student, system, name. Of several names the newest upload
counts, for that is the one which the system still holds.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from autograder.course import Course
from autograder.errors import GradebookError
from autograder.files import write_file
from autograder.submissions.claims import Claim
from autograder.submissions.owners import Owner, System, read_system_name

__all__ = ["Account", "accounts_path", "find_accounts", "keep_accounts", "read_accounts"]

_COLUMNS = ("student", "system", "name")
_SYSTEMS = (System.CANVAS, System.MOODLE)


class Account(NamedTuple):
    """A student's account in a system, and the name that it gave a file or folder of this account."""

    student: str
    system: System
    name: str

    @property
    def owner(self) -> Owner:
        """What the name says; its number is "" if it is no name of the system's."""
        found = read_system_name(self.name)
        return found if found is not None and found.system is self.system else Owner(self.system, ())


def accounts_path(course: Course, lesson: str) -> Path:
    """Return where the accounts of a lesson are kept."""
    return course.gradebook / "accounts" / f"{lesson}.csv"


def find_accounts(student: str, claims: Iterable[Claim]) -> list[Account]:
    """Return the accounts that are named in what a student handed in."""
    return [
        Account(student, claim.owner.system, claim.item.label)
        for claim in claims
        if claim.owner.system in _SYSTEMS and claim.owner.number
    ]


def read_accounts(course: Course, lesson: str) -> dict[tuple[str, System], Account]:
    """Return the accounts of a lesson, by student and system; `GradebookError` if the file is damaged."""
    path = accounts_path(course, lesson)
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
        accounts = [Account(row["student"], System(row["system"]), row["name"]) for row in rows]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, csv.Error) as error:
        hint = "delete it, and collect the downloads again"
        raise GradebookError(f"cannot be read ({error})", hint=hint, path=path) from None
    return {(account.student, account.system): account for account in accounts}


def keep_accounts(course: Course, lesson: str, found: Iterable[Account]) -> None:
    """Add accounts to those of a lesson; an older upload takes no newer one's place."""
    before = read_accounts(course, lesson)
    accounts = dict(before)
    for account in found:
        key = (account.student, account.system)
        if key not in accounts or account.owner.upload >= accounts[key].owner.upload:
            accounts[key] = account
    if accounts != before:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([_COLUMNS, *(accounts[key] for key in sorted(accounts))])
        write_file(accounts_path(course, lesson), text.getvalue())
