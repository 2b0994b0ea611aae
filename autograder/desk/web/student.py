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
from autograder.desk.web.entrance import check_form
from autograder.desk.web.handing_in import MOST_FILES, hand_in, refuse_if_empty, take_files
from autograder.desk.web.requests import list_own
from autograder.desk.web.shared import Desk, Visitor, desk_of, make_page, now_s, visitor
from autograder.text import PAGE_POLICY

__all__ = ["ROUTES", "send_page"]

# The page of an attempt is a document of its own: whatever is in it has no part in the desk's cookies or pages.
_PAGE_HEADERS = {"Content-Security-Policy": f"{PAGE_POLICY}; frame-ancestors 'none'; sandbox allow-scripts"}


def list_lessons(request: Request) -> Response:
    """Show the lessons: when they are due, how many attempts are left, what the last one got."""
    who, desk = visitor(request), desk_of(request)
    rows = [_describe(desk, who, lesson) for lesson in desk.catalogue.lessons()]
    return make_page(request, "lessons", {"rows": rows}, who=who)


def _describe(desk: Desk, who: Visitor, lesson: OpenLesson) -> dict[str, Any]:
    name, student = lesson.lesson.name, who.person.id
    receipts = desk.of_student(who.person, student, name)
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
        "has_result": desk.result_page(lesson, student) is not None,
        "beside": _list_beside(lesson),
        "notebooks": [(one.name, lesson.lesson.titles.notebooks[one.name]) for one in lesson.lesson.notebooks],
    }


def _list_beside(lesson: OpenLesson) -> list[tuple[str, int]]:
    """Return the names and patterns of files that may come beside the notebooks, and how many MiB each may have."""
    rules = {rule.pattern: rule.most_mib for one in lesson.lesson.notebooks for rule in one.settings.files}
    return sorted(rules.items())


def show_lesson(request: Request) -> Response:
    """Show one lesson: what to hand in, and what was handed in."""
    who, desk = visitor(request), desk_of(request)
    lesson = desk.lesson(request.path_params["lesson"])
    return make_page(request, "lesson", {"row": _describe(desk, who, lesson)} | list_own(desk, who, lesson), who=who)


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
        "has_page": desk.attempt_page(who.person, receipt) is not None,
        "has_files": desk.receipts.has_files(receipt.id),
    }
    return make_page(request, "receipt", values, who=who)


def show_page(request: Request) -> Response:
    """Show the page about an attempt."""
    who, desk = visitor(request), desk_of(request)
    receipt = desk.receipt(who.person, request.path_params["receipt"])
    return send_page(desk.attempt_page(who.person, receipt))


def show_result(request: Request) -> Response:
    """Show a student's result of a lesson, once it is published."""
    who, desk = visitor(request), desk_of(request)
    lesson, student = desk.lesson(request.path_params["lesson"]), request.path_params["student"]
    is_known = student not in (".", "..") and desk.may_see(who.person, student)
    path = desk.result_page(lesson, student) if is_known else None
    return send_page(path)


def send_page(path: Path | None) -> Response:
    """Send a page that stands for itself; answer that there is none if it is not there."""
    try:
        page = path.read_bytes() if path is not None else None
    except OSError:  # it is not there, or its name can be none of a file
        page = None
    if page is None:
        raise HTTPException(404)
    return HTMLResponse(page, headers=_PAGE_HEADERS)


def send_file(request: Request) -> Response:
    """Send a notebook of a receipt back, or a file beside them, as it came; a browser may only save it."""
    who, desk = visitor(request), desk_of(request)
    receipt = desk.receipt(who.person, request.path_params["receipt"])
    name = request.path_params["name"]
    if name in {file.notebook for file in receipt.files}:
        path = desk.receipts.notebook_path(receipt.id, name)
    elif name in {file.name for file in receipt.beside}:
        path = desk.receipts.beside_path(receipt.id, name)
    else:
        raise HTTPException(404)
    if not path.is_file():  # it was too old to be kept
        raise HTTPException(404)
    return FileResponse(path, filename=path.name, media_type="application/octet-stream")


ROUTES = [
    Route("/", list_lessons, methods=["GET"]),
    Route("/lessons/{lesson}", show_lesson, methods=["GET"]),
    Route("/lessons/{lesson}/hand-in", take_hand_in, methods=["POST"]),
    Route("/lessons/{lesson}/results/{student}", show_result, methods=["GET"]),
    Route("/receipts/{receipt}", show_receipt, methods=["GET"]),
    Route("/receipts/{receipt}/page", show_page, methods=["GET"]),
    Route("/receipts/{receipt}/files/{name}", send_file, methods=["GET"]),
]
