"""The pages of students: lessons, handing in, receipts, and the page about each attempt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from autograder.desk.catalogue import OpenLesson
from autograder.desk.receipts import Receipt
from autograder.desk.web.entrance import check_form
from autograder.desk.web.handing_in import MOST_FILES, hand_in, refuse_if_empty, take_files
from autograder.desk.web.shared import Desk, Visitor, desk_of, make_page, now_s, visitor
from autograder.records import page_path
from autograder.text import PAGE_POLICY

__all__ = ["PAGE_HEADERS", "ROUTES"]

# The page of an attempt is a document of its own: whatever is in it has no part in the desk's cookies or pages.
PAGE_HEADERS = {"Content-Security-Policy": f"{PAGE_POLICY}; frame-ancestors 'none'; sandbox allow-scripts"}


def list_lessons(request: Request) -> Response:
    """Show the lessons: when they are due, how many attempts are left, what the last one got."""
    who, desk = visitor(request), desk_of(request)
    rows = [_describe(desk, who, lesson) for lesson in desk.catalogue.lessons()]
    return make_page(request, "lessons", {"rows": rows}, who=who)


def _describe(desk: Desk, who: Visitor, lesson: OpenLesson) -> dict[str, Any]:
    name, student = lesson.lesson.name, who.person.id
    receipts = desk.receipts.of_student(student, name)
    return {
        "name": name,
        "title": lesson.lesson.titles.lesson,
        "points": f"{lesson.lesson.points:g}",
        "due": lesson.due(student),
        "extension": f"{lesson.extension(student).total_seconds() / 86_400:g}",
        "bucket": desk.receipts.bucket(student, name, lesson.settings, now_s()),
        "receipts": receipts,
        "counts": lesson.settings.counts,
        "most_mib": lesson.settings.most_mib,
        "notebooks": [(one.name, lesson.lesson.titles.notebooks[one.name]) for one in lesson.lesson.notebooks],
    }


def show_lesson(request: Request) -> Response:
    """Show one lesson: what to hand in, and what was handed in."""
    who, desk = visitor(request), desk_of(request)
    lesson = desk.lesson(request.path_params["lesson"])
    return make_page(request, "lesson", {"row": _describe(desk, who, lesson)}, who=who)


async def take_hand_in(request: Request) -> Response:
    """Take notebooks, and show the receipt. Nothing is read of who is nobody, or has no attempt left."""
    who, desk = await run_in_threadpool(visitor, request), desk_of(request)
    lesson = request.path_params["lesson"]
    await run_in_threadpool(refuse_if_empty, desk, who.person, lesson)
    async with request.form(max_files=MOST_FILES, max_fields=10, max_part_size=4096) as form:
        check_form(who, str(form.get("csrf", "")))
        taken = await hand_in(request, desk, who.person, lesson, take_files(form))
    if taken.receipt is None or taken.problems:
        values = {"receipt": taken.receipt, "problems": taken.problems, "lesson": lesson}
        return make_page(request, "taken", values | {"status": 200 if taken.receipt else 422}, who=who)
    return RedirectResponse(f"/receipts/{taken.receipt.id}", 303)


def show_receipt(request: Request) -> Response:
    """Show a receipt and how far it is."""
    who, desk = visitor(request), desk_of(request)
    receipt = desk.receipt(who.person, request.path_params["receipt"])
    lesson = desk.catalogue.find(receipt.lesson)
    values = {
        "receipt": receipt,
        "title": lesson.lesson.titles.lesson if lesson is not None else receipt.lesson,
        "place": None if receipt.state.is_over else desk.queue.place(receipt),
        "has_page": desk.receipts.page_path(receipt.id).exists(),
    }
    return make_page(request, "receipt", values, who=who)


def show_page(request: Request) -> Response:
    """Show the page about an attempt, as `autograder feedback` made it."""
    who, desk = visitor(request), desk_of(request)
    receipt = desk.receipt(who.person, request.path_params["receipt"])
    return HTMLResponse(_read(_find_page(desk, receipt)), headers=PAGE_HEADERS)


def _find_page(desk: Desk, receipt: Receipt) -> Path:
    """Return the page of an attempt; of the last one, what `autograder feedback` wrote since then: it counts."""
    own = desk.receipts.page_path(receipt.id)
    newest = page_path(desk.catalogue.course, receipt.lesson, receipt.student)
    lesson = desk.catalogue.find(receipt.lesson)
    over = [one for one in desk.receipts.of_student(receipt.student, receipt.lesson) if one.state.is_over]
    if lesson is None or lesson.settings.counts != "last" or not over or over[0].id != receipt.id:
        return own
    return newest if newest.exists() and own.exists() and newest.stat().st_mtime > own.stat().st_mtime else own


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise HTTPException(404) from None


def send_file(request: Request) -> Response:
    """Send a notebook of a receipt back, as it came; a browser may only save it."""
    who, desk = visitor(request), desk_of(request)
    receipt = desk.receipt(who.person, request.path_params["receipt"])
    name = request.path_params["notebook"]
    if name not in {file.notebook for file in receipt.files}:
        raise HTTPException(404)
    path = desk.receipts.notebook_path(receipt.id, name)
    return FileResponse(path, filename=f"{name}.ipynb", media_type="application/octet-stream")


ROUTES = [
    Route("/", list_lessons, methods=["GET"]),
    Route("/lessons/{lesson}", show_lesson, methods=["GET"]),
    Route("/lessons/{lesson}/hand-in", take_hand_in, methods=["POST"]),
    Route("/receipts/{receipt}", show_receipt, methods=["GET"]),
    Route("/receipts/{receipt}/page", show_page, methods=["GET"]),
    Route("/receipts/{receipt}/files/{notebook}", send_file, methods=["GET"]),
]
