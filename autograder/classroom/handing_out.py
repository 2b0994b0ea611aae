"""Pages packed as a learning system takes them back: each under the name that its download gave the student's account.

How the systems find whose a file is, read in their source:

- Canvas (`infer_comment_context_from_filename`): a file's name is split at "_"; the first two parts that are numbers
  are the user and an upload of his that his submission still has. The page becomes a comment's attachment.
- Moodle (`assignfeedback_file_zip_importer`): a folder "full name_number_assignsubmission_file_", where the number is
  the student's in this one assignment. The page becomes a feedback file.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from autograder.course import Course
from autograder.files import write_file
from autograder.records import page_path
from autograder.submissions import Account, System, read_accounts

__all__ = ["SYSTEMS", "PackedPages", "pack_pages"]

SYSTEMS = {"canvas": System.CANVAS, "moodle": System.MOODLE}
_TIME = (1980, 1, 1, 0, 0, 0)  # the same pages are the same zip


class PackedPages(NamedTuple):
    """The zip that was written, whose pages are in it, and who has none because the system's name is not known."""

    path: Path
    packed: list[str]
    unknown: list[str]


def pack_pages(course: Course, lesson: str, to: str, students: Sequence[str]) -> PackedPages:
    """Pack the pages of these students for one of `SYSTEMS`, as its downloads named their accounts.

    With nobody to pack for, no zip is written.
    """
    system, accounts = SYSTEMS[to], read_accounts(course, lesson)
    packed = PackedPages(course.gradebook / "exports" / f"{lesson}-feedback.{to}.zip", [], [])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for student in students:
            name = _name_page(accounts.get((student, system)), lesson)
            if name:
                page = page_path(course, lesson, student).read_bytes()
                archive.writestr(zipfile.ZipInfo(name, _TIME), page, zipfile.ZIP_DEFLATED)
            (packed.packed if name else packed.unknown).append(student)
    if packed.packed:
        write_file(packed.path, buffer.getvalue())
    return packed


def _name_page(account: Account | None, lesson: str) -> str:
    """Return the name of a page in the zip, "" if the system would not know whose it is."""
    if account is None or not account.owner.number:
        return ""
    owner = account.owner
    if account.system is System.MOODLE:
        name = owner.names[0] if owner.names else "Participant"
        return f"{name.replace('_', ' ')}_{owner.number}_assignsubmission_file_/{lesson}.html"
    # The name is of no interest to Canvas, but a part of it that is a number would be.
    name = "".join(sign for sign in owner.names[-1] if sign.isalpha()) or "student"
    return f"{name}_{owner.number}_{owner.upload}_feedback-{lesson}.html"
