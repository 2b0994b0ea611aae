"""Files of old attempts are removed once they are as old as `keep_days` allows; receipts stay, without their files.

Never removed is the attempt that counts, the newest one of each lesson, or one that is not graded.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import select

from autograder.course import Course
from autograder.desk.database import Database, is_database_there, open_database
from autograder.desk.placing import find_best
from autograder.desk.receipt import Receipt, ReceiptState
from autograder.desk.receipts import Receipts
from autograder.desk.settings import read_desk_settings
from autograder.desk.tables import receipts as table
from autograder.errors import GradebookError
from autograder.records import hold_gradebook, read_grade, record_path

__all__ = ["remove_old_files", "sweep_old_files"]

_DAY_S = 86_400.0


def sweep_old_files(course: Course) -> list[str]:
    """Remove the files of old attempts, as the settings say; return the receipts whose files were removed."""
    if not is_database_there(course):
        return []
    database = open_database(course)
    try:
        with hold_gradebook(course):
            return remove_old_files(course, database, time.time())
    finally:
        database.close()


def remove_old_files(course: Course, database: Database, now_s: float) -> list[str]:
    """Remove the files of attempts that are too old by now; return their receipts. Only for who holds the gradebook."""
    with database.read() as connection:
        pairs = connection.execute(select(table.c.student, table.c.lesson).distinct()).all()
    receipts, removed = Receipts(course, database), []
    for student, lesson in sorted(pairs):
        keep_days = read_desk_settings(course, lesson).keep_days
        if keep_days is None:
            continue
        for receipt in _list_spare(course, receipts, receipts.of_student(student, lesson)):
            if receipt.received_s < now_s - keep_days * _DAY_S:
                shutil.rmtree(receipts.folder / receipt.id, ignore_errors=True)
                removed.append(receipt.id)
    return removed


def _list_spare(course: Course, receipts: Receipts, attempts: Sequence[Receipt]) -> Iterator[Receipt]:
    """Yield the attempts of a student, the newest first, whose files are there and that nobody needs any more."""
    graded = [one for one in attempts if one.state is ReceiptState.GRADED]
    if not graded:
        return
    best = {one.id for one in find_best(graded[0], graded[0].scores, graded).values()}
    for receipt in graded:
        is_kept = receipt is attempts[0] or receipt.id in best or _counts(course, receipt)
        if not is_kept and receipts.has_files(receipt.id):
            yield receipt


def _counts(course: Course, receipt: Receipt) -> bool:
    """Whether something that counts came with a receipt: a notebook that is graded, a file that lies beside it."""
    try:
        grade = read_grade(record_path(course, receipt.lesson, receipt.student))
    except GradebookError:
        return True  # who knows
    if grade is None:
        return True
    for file in receipt.files:
        graded = grade.notebook(file.notebook)
        if graded is None or graded.digest == file.digest:
            return True
    folder = course.submitted / receipt.student / receipt.lesson
    return any(_is_same(folder / file.name, file.digest) for file in receipt.beside)


def _is_same(path: Path, digest: str) -> bool:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except FileNotFoundError:
        return False
