"""The interface for programs: JSON, and a personal link's text as the bearer token. docs/desk.md describes it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from autograder.desk.people import Person
from autograder.desk.receipt import Receipt
from autograder.desk.web.handing_in import MOST_FILES, hand_in, refuse_if_empty, take_files
from autograder.desk.web.shared import Desk, desk_of, now_s
from autograder.desk.web.student import send_page

__all__ = ["ROUTES", "find_bearer"]


def find_bearer(request: Request) -> Person:
    """Return whose token came along; answer 401 if it is nobody's."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    found = desk_of(request).sessions.admit(token.strip()) if scheme.casefold() == "bearer" else None
    if found is None:
        raise HTTPException(401)
    return found[1]


def list_lessons(request: Request) -> Response:
    """Return the lessons that were handed out."""
    person, desk = find_bearer(request), desk_of(request)
    return JSONResponse(
        {"lessons": [_describe_lesson(desk, person, one.lesson.name) for one in desk.catalogue.lessons()]}
    )


def _describe_lesson(desk: Desk, person: Person, name: str) -> dict[str, Any]:
    lesson = desk.lesson(name)
    bucket = desk.receipts.bucket(person.id, name, lesson.settings, now_s())
    due = lesson.due(person.id)
    return {
        "lesson": name,
        "notebooks": [notebook.name for notebook in lesson.lesson.notebooks],
        "due": due.isoformat() if due is not None else None,
        "attempts_left": bucket.left,
        "next_attempt": _iso(bucket.next_s),
        "counts": lesson.settings.counts,
        "receipts": [receipt.id for receipt in desk.receipts.of_student(person.id, name)],
    }


def _iso(moment_s: float | None) -> str | None:
    return None if moment_s is None else datetime.fromtimestamp(moment_s, UTC).isoformat(timespec="seconds")


async def take_hand_in(request: Request) -> Response:
    """Take notebooks: multipart/form-data, each file as `files`."""
    person, desk = await run_in_threadpool(find_bearer, request), desk_of(request)
    lesson = request.path_params["lesson"]
    await run_in_threadpool(refuse_if_empty, desk, person, lesson)
    async with request.form(max_files=MOST_FILES, max_fields=10, max_part_size=4096) as form:
        taken = await hand_in(request, desk, person, lesson, take_files(form))
    problems = [{"file": problem.file, "problem": problem.message} for problem in taken.problems]
    if taken.receipt is None:
        return JSONResponse({"error": "no notebook of this lesson / 没有本课的作业", "not_taken": problems}, 422)
    found = await run_in_threadpool(_describe, desk, person, desk.tell(person, taken.receipt))
    return JSONResponse(found | {"not_taken": problems}, 201)


def show_receipt(request: Request) -> Response:
    """Return how far a receipt is."""
    person, desk = find_bearer(request), desk_of(request)
    return JSONResponse(_describe(desk, person, desk.receipt(person, request.path_params["receipt"])))


def _describe(desk: Desk, person: Person, receipt: Receipt) -> dict[str, Any]:
    place = None if receipt.state.is_over else desk.queue.place(receipt)
    return {
        "receipt": receipt.id,
        "lesson": receipt.lesson,
        "attempt": receipt.attempt,
        "received": _iso(receipt.received_s),
        "state": receipt.state.value,
        "reason": receipt.reason,
        "place": place.place if place is not None else None,
        "wait_s": place.wait_s if place is not None else None,
        "files": [
            {"notebook": file.notebook or None, "name": file.name, "sha256": file.digest, "size": file.size}
            for file in (*receipt.files, *receipt.beside)
        ],
        "scores": [
            {
                "notebook": one.notebook,
                "score": one.score,
                "points": one.points,
                "waiting": one.waiting,
                "withheld": one.hidden,
                "problem": one.problem,
            }
            for one in receipt.scores
        ],
        "page": f"{desk.url}/receipts/{receipt.id}/page" if desk.attempt_page(person, receipt) is not None else None,
    }


def show_page(request: Request) -> Response:
    """Return the page about an attempt."""
    person, desk = find_bearer(request), desk_of(request)
    receipt = desk.receipt(person, request.path_params["receipt"])
    return send_page(desk.attempt_page(person, receipt))


ROUTES = [
    Route("/api/lessons", list_lessons, methods=["GET"]),
    Route("/api/lessons/{lesson}/hand-in", take_hand_in, methods=["POST"]),
    Route("/api/receipts/{receipt}", show_receipt, methods=["GET"]),
    Route("/api/receipts/{receipt}/page", show_page, methods=["GET"]),
]
