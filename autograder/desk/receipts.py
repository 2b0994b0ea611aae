"""Receipts: what was handed in, whole and on disk before anybody is told so.

The files of a receipt lie in the desk's folder under its id. They are written and forced to disk first, then the row is
committed, and only then is there a receipt to show. A row without its files cannot be; files without a row are swept.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import func, select

from autograder.course import Course
from autograder.desk.bucket import Bucket
from autograder.desk.database import Database, desk_folder
from autograder.desk.receipt import NotebookScore, Receipt, ReceiptState, StoredFile
from autograder.desk.settings import DeskSettings
from autograder.desk.tables import beside, buckets, files, receipts
from autograder.errors import AutograderError
from autograder.submissions import BesideFile, SentNotebook

__all__ = ["NoAttemptLeft", "Receipts", "give_back_attempt", "take_receipts"]

_MOST_AGE_S = 3600.0
_NEW = ".new"


class NoAttemptLeft(AutograderError):
    """All attempts are used up for now. `bucket` says when the next one comes back."""

    def __init__(self, bucket: Bucket) -> None:
        super().__init__("no attempt is left for now / 暂时没有提交次数了")
        self.bucket = bucket


class Receipts:
    """All receipts of a course."""

    def __init__(self, course: Course, database: Database) -> None:
        self._database = database
        self.folder = desk_folder(course)

    # --- files ---

    def has_files(self, id: str) -> bool:
        """Whether the files of a receipt are there; those of old attempts may have been removed."""
        return (self.folder / id).is_dir()

    def notebook_path(self, id: str, notebook: str) -> Path:
        """Return where a notebook of a receipt lies."""
        return self.folder / id / f"{notebook}.ipynb"

    def beside_path(self, id: str, name: str) -> Path:
        """Return where a file lies that came beside the notebooks of a receipt."""
        return self.folder / id / "beside" / name

    def page_path(self, id: str) -> Path:
        """Return where the page about an attempt lies, once it is graded."""
        return self.folder / id / "page.html"

    def late_page_path(self, id: str) -> Path:
        """Return where that page lies as it is once the work is due, if it says more then."""
        return self.folder / id / "page-due.html"

    def save_page(self, id: str, page: bytes, late_page: bytes | None = None) -> None:
        """Keep the page about an attempt, and as it is once the work is due if that is another one."""
        with _kept_folder(self.folder / id):
            for path, text in ((self.late_page_path(id), late_page), (self.page_path(id), page)):
                if text is not None:
                    temporary = self.folder / id / ".page.tmp"
                    _write_through(temporary, text)
                    temporary.replace(path)

    # --- handing in ---

    def hand_in(
        self,
        student: str,
        lesson: str,
        sent: Sequence[SentNotebook],
        settings: DeskSettings,
        now_s: float,
        beside: Sequence[BesideFile] = (),
    ) -> Receipt:
        """Store what somebody sent, and return the receipt: what it says is on disk now.

        Whoever sends what he sent last once more gets the same receipt. `NoAttemptLeft` if none is left.
        """
        id = secrets.token_hex(10)
        folder = self._store(id, sent, beside)
        try:
            receipt = self._add(id, student, lesson, _describe(sent, beside), settings, now_s)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        if receipt.id != id:
            shutil.rmtree(folder, ignore_errors=True)
        return receipt

    def _store(self, id: str, sent: Sequence[SentNotebook], beside: Sequence[BesideFile]) -> Path:
        aside, folder = self.folder / f".{id}{_NEW}", self.folder / id
        aside.mkdir(mode=0o700)
        try:
            with _kept_folder(aside):
                for one in sent:
                    _write_through(aside / f"{one.notebook}.ipynb", one.data)
                _store_beside(aside / "beside", beside)
            with _kept_folder(self.folder):
                aside.rename(folder)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        return folder

    def _add(
        self, id: str, student: str, lesson: str, sent: Sequence[StoredFile], settings: DeskSettings, now_s: float
    ) -> Receipt:
        with self._database.write() as connection:
            bucket = _read_bucket(connection, student, lesson, settings, now_s, is_for_change=True)
            before = _select(connection, receipts.c.student == student, receipts.c.lesson == lesson, newest=1)
            if before and before[0].state is not ReceiptState.FAILED and _are_same(before[0], sent):
                return before[0]
            if not bucket.left:
                raise NoAttemptLeft(bucket)
            _write_bucket(connection, student, lesson, bucket.take())
            values: dict[str, Any] = {"id": id, "student": student, "lesson": lesson, "received_s": now_s}
            values |= {"attempt": before[0].attempt + 1 if before else 1, "state": ReceiptState.RECEIVED.value}
            values |= {"tries": 0, "not_before_s": 0.0, "scores": "[]", "reason": ""}
            connection.execute(receipts.insert().values(values))
            for one in sent:
                row: dict[str, Any] = {"receipt": id, "name": one.name, "digest": one.digest, "size": one.size}
                table, own = (files, {"notebook": one.notebook}) if one.notebook else (beside, {})
                connection.execute(table.insert().values(row | own))
            return _select(connection, receipts.c.id == id)[0]

    # --- looking ---

    def find(self, id: str) -> Receipt | None:
        """Return a receipt, None if there is none with this id."""
        with self._database.read() as connection:
            return next(iter(_select(connection, receipts.c.id == id)), None)

    def of_student(self, student: str, lesson: str = "") -> list[Receipt]:
        """Return what somebody handed in, the newest first."""
        of_lesson = (receipts.c.lesson == lesson,) if lesson else ()
        with self._database.read() as connection:
            return _select(connection, receipts.c.student == student, *of_lesson)

    def of_lesson(self, lesson: str) -> list[Receipt]:
        """Return everybody's newest receipts of a lesson, by student."""
        newest = select(func.max(receipts.c.number)).where(receipts.c.lesson == lesson).group_by(receipts.c.student)
        with self._database.read() as connection:
            return sorted(_select(connection, receipts.c.number.in_(newest)), key=lambda one: one.student)

    def bucket(self, student: str, lesson: str, settings: DeskSettings, now_s: float) -> Bucket:
        """Return how many attempts somebody has."""
        with self._database.read() as connection:
            return _read_bucket(connection, student, lesson, settings, now_s)

    # --- order ---

    def sweep(self) -> list[str]:
        """Remove folders that a killed process left without a row; return their names. Young ones may get theirs."""
        oldest_s = time.time() - _MOST_AGE_S
        folders = [path for path in self.folder.iterdir() if path.is_dir() and path.stat().st_mtime < oldest_s]
        with self._database.read() as connection:
            known = {row.id for row in connection.execute(select(receipts.c.id))}
        lost = [path for path in folders if path.name not in known]
        for path in lost:
            shutil.rmtree(path, ignore_errors=True)
        return sorted(path.name for path in lost)


def give_back_attempt(connection: Any, receipt: Receipt, settings: DeskSettings, now_s: float) -> None:
    """Give an attempt back that was used in vain."""
    bucket = _read_bucket(connection, receipt.student, receipt.lesson, settings, now_s, is_for_change=True)
    _write_bucket(connection, receipt.student, receipt.lesson, bucket.give_back())


def take_receipts(connection: Any, *where: Any, oldest: int) -> list[Receipt]:
    """Return the receipts that fit, the oldest first, at most so many, and none that somebody else is just taking."""
    query = select(receipts).where(*where).order_by(receipts.c.number).limit(oldest)
    query = query.with_for_update(skip_locked=True, of=receipts)
    return _read(connection, connection.execute(query).all())


def _select(connection: Any, *where: Any, newest: int | None = None) -> list[Receipt]:
    """Return the receipts that fit, the newest first, at most so many."""
    query = select(receipts).where(*where).order_by(receipts.c.number.desc()).limit(newest)
    return _read(connection, connection.execute(query).all())


def _read(connection: Any, rows: Sequence[Any]) -> list[Receipt]:
    stored: dict[str, list[StoredFile]] = {}
    others: dict[str, list[StoredFile]] = {}
    ids = [row.id for row in rows]
    query = select(files).where(files.c.receipt.in_(ids)).order_by(files.c.notebook)
    for one in connection.execute(query) if rows else ():
        stored.setdefault(one.receipt, []).append(StoredFile(one.notebook, one.name, one.digest, one.size))
    query = select(beside).where(beside.c.receipt.in_(ids)).order_by(beside.c.name)
    for one in connection.execute(query) if rows else ():
        others.setdefault(one.receipt, []).append(StoredFile("", one.name, one.digest, one.size))
    return [
        Receipt(
            id=row.id,
            number=row.number,
            student=row.student,
            lesson=row.lesson,
            attempt=row.attempt,
            received_s=row.received_s,
            state=ReceiptState(row.state),
            tries=row.tries,
            files=tuple(stored.get(row.id, ())),
            scores=_SCORES.decode(row.scores),
            reason=row.reason,
            started_s=row.started_s,
            finished_s=row.finished_s,
            beside=tuple(others.get(row.id, ())),
        )
        for row in rows
    ]


_SCORES = msgspec.json.Decoder(tuple[NotebookScore, ...])


def _describe(sent: Sequence[SentNotebook], beside: Sequence[BesideFile]) -> list[StoredFile]:
    notebooks = [StoredFile(one.notebook, one.name, one.digest, len(one.data)) for one in sent]
    return notebooks + [StoredFile("", one.name, one.digest, len(one.data)) for one in beside]


def _are_same(receipt: Receipt, sent: Sequence[StoredFile]) -> bool:
    """Whether the same was sent before; by which name a notebook came does not matter."""
    before, now = ({(one.notebook or f"/{one.name}", one.digest) for one in files} for files in (_all(receipt), sent))
    return before == now


def _all(receipt: Receipt) -> tuple[StoredFile, ...]:
    return receipt.files + receipt.beside


def _read_bucket(
    connection: Any, student: str, lesson: str, settings: DeskSettings, now_s: float, *, is_for_change: bool = False
) -> Bucket:
    query = select(buckets).where(buckets.c.student == student, buckets.c.lesson == lesson)
    row = connection.execute(query.with_for_update() if is_for_change else query).one_or_none()
    full = Bucket.full(settings, now_s)
    return full if row is None else Bucket(settings, row.tokens, row.time_s).at(now_s)


def _write_bucket(connection: Any, student: str, lesson: str, bucket: Bucket) -> None:
    values = {"tokens": bucket.tokens, "time_s": bucket.time_s}
    own = (buckets.c.student == student, buckets.c.lesson == lesson)
    if not connection.execute(buckets.update().where(*own).values(values)).rowcount:
        connection.execute(buckets.insert().values(student=student, lesson=lesson, **values))


# --- the disk ---


def _store_beside(folder: Path, beside: Sequence[BesideFile]) -> None:
    if beside:
        folder.mkdir(mode=0o700)
        with _kept_folder(folder):
            for one in beside:
                _write_through(folder / one.name, one.data)


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def _kept_folder(folder: Path) -> Iterator[None]:
    """Have what is done in a folder meanwhile (files made, renamed) on disk when this ends."""
    yield
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
