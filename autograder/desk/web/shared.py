"""What all pages share: the open desk, who asks, and how a page is made."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from autograder.desk.catalogue import Catalogue, OpenLesson
from autograder.desk.people import Person, Role
from autograder.desk.publishing import Publications
from autograder.desk.queue import Queue
from autograder.desk.receipt import Receipt, ReceiptState
from autograder.desk.receipts import Receipts
from autograder.desk.requests import Requests
from autograder.desk.sessions import Sessions, make_form_token
from autograder.records import page_path
from autograder.text import load_template

__all__ = ["Desk", "Visitor", "desk_of", "make_page", "now_s", "show_time", "visitor"]

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Desk:
    """The open desk. `url` is how it is called from outside."""

    url: str
    catalogue: Catalogue
    receipts: Receipts
    queue: Queue
    sessions: Sessions
    requests: Requests
    publications: Publications

    @property
    def cookie(self) -> str:
        """The name of the cookie; a browser sends one of this name over https only back to where it came from."""
        return "__Host-desk" if self.is_secure else "desk"

    @property
    def is_secure(self) -> bool:
        return self.url.startswith("https:")

    def lesson(self, name: str) -> OpenLesson:
        """Return a lesson that was handed out, or answer that there is none."""
        lesson = self.catalogue.find(name)
        if lesson is None:
            raise HTTPException(404)
        return lesson

    def receipt(self, person: Person, id: str) -> Receipt:
        """Return a receipt that somebody may see; for all others it is as if there were none."""
        receipt = self.receipts.find(id)
        if receipt is None or not self.may_see(person, receipt.student):
            raise HTTPException(404)
        return self.tell(person, receipt)

    def tell(self, person: Person, receipt: Receipt) -> Receipt:
        """Return a receipt with no score that tells somebody of hidden verdicts which he may not see yet."""
        lesson = self.catalogue.find(receipt.lesson)

        def is_told(notebook: str) -> bool:
            return person.role.is_staff or (lesson is not None and lesson.tells_hidden(notebook, receipt.student))

        if any(one.hidden and not is_told(one.notebook) for one in receipt.scores) and receipt.is_quiet(now_s()):
            return replace(receipt, state=ReceiptState.GRADING, scores=(), reason="", finished_s=None)
        scores = (one.tell() if is_told(one.notebook) else one.withhold() for one in receipt.scores)
        return replace(receipt, scores=tuple(scores))

    def of_student(self, person: Person, student: str, lesson: str) -> list[Receipt]:
        """Return what a student handed in, the newest first, as it may be told to somebody who may see it."""
        return [self.tell(person, receipt) for receipt in self.receipts.of_student(student, lesson)]

    def attempt_page(self, person: Person, receipt: Receipt) -> Path | None:
        """Return where the page about an attempt lies that somebody may see now, None while it is not over."""
        if not receipt.state.is_over:
            return None
        lesson, late = self.catalogue.find(receipt.lesson), self.receipts.late_page_path(receipt.id)
        is_late = person.role.is_staff or (lesson is not None and lesson.is_due(receipt.student))
        own = self.receipts.page_path(receipt.id)
        return next((path for path in (late, own) if path.exists() and (is_late or path == own)), None)

    def result_page(self, lesson: OpenLesson, student: str) -> Path | None:
        """Return where a student's published result lies, None if there is none for his eyes yet.

        What says how hidden tests ended once the work is due is not shown before.
        """
        name, path = lesson.lesson.name, page_path(self.catalogue.course, lesson.lesson.name, student)
        waits = any(one.settings.show_hidden == "after due" for one in lesson.lesson.notebooks)
        is_early = waits and lesson.dates.due is not None and not lesson.is_due(student)
        return path if self.publications.has(name) and not is_early and os.path.exists(path) else None

    def name_of(self, person: str) -> str:
        """Return what somebody of the class or the staff is called, the id itself if that is not known."""
        entry = self.catalogue.roster().people.get(person)
        return (entry.name if entry is not None else "") or person

    def may_see(self, person: Person, student: str) -> bool:
        """Whether somebody may see what a student handed in: his own, a TA that of his section, an instructor all."""
        if person.role is Role.STUDENT:
            return person.id == student
        if person.role is Role.INSTRUCTOR or not person.section:
            return True
        entry = self.catalogue.roster().entries.get(student)
        return entry is not None and entry.section == person.section


@dataclass(frozen=True)
class Visitor:
    """Who asks, and the secret of his session."""

    person: Person
    secret: str

    @property
    def form_token(self) -> str:
        return make_form_token(self.secret)


def desk_of(request: Request) -> Desk:
    """Return the desk that a request is for."""
    desk: Desk = request.app.state.desk
    return desk


def visitor(request: Request, *, is_staff: bool = False) -> Visitor:
    """Return who asks; answer 401 to nobody. Pages for staff are not there for others."""
    desk = desk_of(request)
    secret = request.cookies.get(desk.cookie, "")
    person = desk.sessions.find(secret)
    if person is None:
        raise HTTPException(401)
    if is_staff and not person.role.is_staff:
        raise HTTPException(404)
    return Visitor(person, secret)


def make_page(request: Request, name: str, values: Mapping[str, Any], *, who: Visitor | None = None) -> Response:
    """Return a page. It begins in the language that the browser prefers."""
    accepted = request.headers.get("accept-language", "zh").strip().casefold()
    shared = {
        "language": "zh" if accepted.startswith("zh") or accepted in ("", "*") else "en",
        "visitor": who,
        "show_time": show_time,
    }
    status = int(values.get("status", 200))
    return HTMLResponse(load_template(_FOLDER / f"{name}.html.j2").render(**shared, **values), status)


def show_time(moment: float | datetime | None) -> Markup:
    """Return a time as the server's clock has it; the script shows it as the reader's."""
    if moment is None:
        return Markup("–")
    known = datetime.fromtimestamp(moment, UTC) if isinstance(moment, (int, float)) else moment
    local = known.astimezone()
    return Markup('<time datetime="{}">{}</time>').format(
        known.isoformat(timespec="seconds"), f"{local:%Y-%m-%d %H:%M %z}"
    )


def now_s() -> float:
    """Return the time of this server, in seconds since 1970."""
    return time.time()
