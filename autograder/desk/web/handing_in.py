"""A hand-in arrives: who sends it is known before it is read, and it is on disk before anybody is told so."""

from __future__ import annotations

from dataclasses import dataclass

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from autograder.desk.people import Person
from autograder.desk.receipt import Receipt
from autograder.desk.receipts import NoAttemptLeft
from autograder.desk.web.shared import Desk, now_s
from autograder.submissions import Problem, Upload, read_uploads

__all__ = ["HandedIn", "hand_in", "make_readers", "refuse_if_empty", "take_files"]

MOST_FILES = 50
_READERS = 4  # each may hold a whole hand-in


@dataclass(frozen=True)
class HandedIn:
    """The receipt for what was taken, None if that is nothing, and what was not taken."""

    receipt: Receipt | None
    problems: tuple[Problem, ...]


def refuse_if_empty(desk: Desk, person: Person, lesson: str) -> None:
    """Raise `NoAttemptLeft` before anything is read, if there is none; answer 404 if there is no such lesson."""
    settings = desk.lesson(lesson).settings
    bucket = desk.receipts.bucket(person.id, lesson, settings, now_s())
    if not bucket.left:
        before = desk.receipts.of_student(person.id, lesson)
        if not before or before[0].state.is_over:  # who sends the same again gets the receipt that he has
            raise NoAttemptLeft(bucket)


def take_files(form: FormData) -> list[Upload]:
    """Return the files of a form."""
    files = [value for value in form.getlist("files") if isinstance(value, UploadFile) and value.filename]
    if not files:
        raise HTTPException(400, "no file / 没有选择文件")
    return [_as_upload(file) for file in files]


def _as_upload(file: UploadFile) -> Upload:
    def read() -> bytes:
        file.file.seek(0)
        return file.file.read()

    return Upload(file.filename or "", read)


async def hand_in(request: Request, desk: Desk, person: Person, lesson: str, uploads: list[Upload]) -> HandedIn:
    """Store what somebody sent. A few are read at a time: the others wait, and are not refused."""
    return await run_sync(_store, desk, person, lesson, uploads, limiter=request.app.state.readers)


def make_readers() -> CapacityLimiter:
    """Return what lets a few hand-ins be read at a time."""
    return CapacityLimiter(_READERS)


def _store(desk: Desk, person: Person, lesson: str, uploads: list[Upload]) -> HandedIn:
    found = desk.lesson(lesson)
    sent, problems, beside = read_uploads(found.lesson, uploads)
    if not sent:
        return HandedIn(None, problems)
    return HandedIn(desk.receipts.hand_in(person.id, lesson, sent, found.settings, now_s(), beside), problems)
