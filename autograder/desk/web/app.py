"""The application: all routes, what guards them, and what is said when something goes wrong."""

from __future__ import annotations

import contextlib
import functools
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from autograder.course import Course
from autograder.desk.catalogue import Catalogue
from autograder.desk.database import Database
from autograder.desk.hub import HubDoor
from autograder.desk.people import Door
from autograder.desk.publishing import Publications
from autograder.desk.queue import Queue
from autograder.desk.receipts import NoAttemptLeft, Receipts
from autograder.desk.requests import Requests
from autograder.desk.sessions import Sessions
from autograder.desk.settings import read_desk_settings
from autograder.desk.web import (
    distributing,
    entrance,
    handing_in,
    hub,
    marking,
    marking_live,
    marking_rubric,
    marking_work,
    programs,
    progress,
    requests,
    staff,
    student,
)
from autograder.desk.web.guard import Guard
from autograder.desk.web.marking_shared import make_marking
from autograder.desk.web.shared import Desk, make_page, show_time
from autograder.errors import CourseError, GradebookError
from autograder.text import SWITCH_SCRIPT, load_template

__all__ = ["make_app"]

_LOG = logging.getLogger("autograder.desk")
_FOLDER = Path(__file__).parent
_PAGES = (entrance, hub, student, requests, progress, staff, programs, distributing)
_BY_HAND = (marking_work, marking_rubric, marking, marking_live)
_KEEP = {"Cache-Control": "public, max-age=600"}
_SAID = {
    400: ("This could not be read. / 请求无法读取。", "Go back and try again. / 请返回重试。"),
    401: (
        "Who are you? / 请先登录。",
        "Open your personal link: your teacher sent it to you. / 请打开老师发给你的个人链接。",
    ),
    403: (
        "This link or form is not valid (any more). / 这个链接或表单无效或已失效。",
        "Open your newest personal link, and try again. / 请打开最新的个人链接再试。",
    ),
    404: ("There is nothing here. / 这里什么也没有。", "Go back to your lessons. / 请返回课程列表。"),
    405: ("This is not how it is asked for. / 请求方式不对。", ""),
    408: ("It took too long to arrive. / 传输超时。", "Send less at a time, or try again. / 请减少文件或重试。"),
    413: (
        "This is too large. / 文件过大。",
        "Clear the outputs of your notebooks, save them, hand them in again. / 请清除输出、保存后再提交。",
    ),
    429: ("No attempt is left for now. / 暂时没有提交次数了。", "Nothing was taken. / 这次没有收下任何文件。"),
    500: (
        "Something of ours broke. / 我们出错了。",
        "What you have a receipt for is safe. Try again. / 已有回执的内容是安全的，请稍后重试。",
    ),
    503: (
        "The desk is busy for a moment. / 服务暂时繁忙。",
        "Nothing was taken. Try again in a few seconds. / 这次没有收下任何文件，请几秒后重试。",
    ),
    507: (
        "The desk's disk is full. / 服务器磁盘已满。",
        "Nothing was taken. Tell your teacher, and try again later. / 这次没有收下任何文件，请告诉老师并稍后再试。",
    ),
}


def make_app(course: Course, database: Database, doors: Sequence[Door], url: str) -> Starlette:
    """Return the application. `url` is how it is called from outside; other hosts' names are refused."""
    receipts, queue = Receipts(course, database), Queue(database)
    sessions, asked, shown = Sessions(database, doors), Requests(database), Publications(database)
    desk = Desk(url.rstrip("/"), Catalogue(course), receipts, queue, sessions, asked, shown)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.watch = progress.Watch(queue)
        app.state.readers = handing_in.make_readers()
        app.state.checkers = distributing.make_checkers()
        yield

    app = Starlette(
        routes=[
            *(route for module in (*_PAGES, *_BY_HAND) for route in module.ROUTES),
            Route("/static/desk.css", send_style, methods=["GET"]),
            Route("/static/desk.js", send_script, methods=["GET"]),
        ],
        middleware=[Middleware(Guard, url=desk.url, most_bytes=_measure(course))],
        exception_handlers={
            HTTPException: say_status,
            NoAttemptLeft: say_wait,
            GradebookError: say_busy,
            CourseError: say_broken,
            OSError: say_disk,
            ClientDisconnect: say_nothing,
            Exception: say_broken,
        },
        lifespan=lifespan,
    )
    app.state.desk = desk
    app.state.marking = make_marking(course, database, receipts)
    for door in doors:
        if door.name == "lti":
            from autograder.desk.web import lti  # what it needs is an extra of its own

            lti.add_to(app, database, door)
    return app


def _measure(course: Course) -> Callable[[str], int | None]:
    """Return a function that says what a hand-in of a lesson may weigh, None without a lesson."""

    def most_bytes(lesson: str) -> int | None:
        return read_desk_settings(course, lesson).most_bytes if lesson in course.lesson_names() else None

    return most_bytes


def send_style(_: Request) -> Response:
    """Send the style of all pages."""
    return Response(_style(), media_type="text/css", headers=_KEEP)


@functools.cache
def _style() -> str:
    return load_template(_FOLDER / "style.html.j2").render()


def send_script(_: Request) -> Response:
    """Send the script of all pages. They work without it."""
    script = SWITCH_SCRIPT + (_FOLDER / "desk.js").read_text(encoding="utf-8")
    return Response(script, media_type="text/javascript", headers=_KEEP)


# --- what goes wrong ---


def say_status(request: Request, error: Exception) -> Response:
    """Say what an HTTP status means."""
    assert isinstance(error, HTTPException)
    is_page = request.method == "GET" and not request.url.path.startswith("/api/")
    if error.status_code == 401 and is_page and HubDoor.name in request.app.state.desk.sessions.doors:
        return RedirectResponse("/hub/login", 302)
    status = error.status_code if error.status_code in _SAID else 400
    headers = {"Connection": "close"} if status in (408, 413) else {}
    return _say(request, status, error.status_code, headers)


def _say(request: Request, said: int, status: int, headers: dict[str, str], hint: str = "") -> Response:
    title, advice = _SAID[said]
    if request.url.path.startswith("/api/"):
        answer: Response = JSONResponse({"error": title, "hint": hint or advice}, status)
    else:
        values = {"title": title, "text": hint, "hint": advice, "status": status}
        answer = make_page(request, "message", values)
    answer.headers.update(headers)
    return answer


def say_wait(request: Request, error: Exception) -> Response:
    """Say when the next attempt comes back."""
    assert isinstance(error, NoAttemptLeft)
    next_s = error.bucket.next_s or error.bucket.time_s
    wait_s = max(1, int(next_s - error.bucket.time_s) + 1)
    moment = show_time(next_s)
    english, chinese = (
        f"The next attempt comes back at {moment.striptags()}.",
        f"下一次提交机会在 {moment.striptags()} 恢复。",
    )
    return _say(request, 429, 429, {"Retry-After": str(wait_s)}, f"{english} / {chinese}")


def say_busy(request: Request, error: Exception) -> Response:
    """Say that the database cannot be had now, or that the disk is full."""
    _LOG.error("%s: %s", request.url.path, error)
    if "disk is full" in str(error) or "No space left" in str(error):
        return _say(request, 507, 507, {})
    return _say(request, 503, 503, {"Retry-After": "5"})


def say_disk(request: Request, error: Exception) -> Response:
    """Say that something could not be written."""
    _LOG.error("%s: %s", request.url.path, error, exc_info=error)
    return _say(request, 507, 507, {})


def say_broken(request: Request, error: Exception) -> Response:
    """Say that it is our mistake; the log has it."""
    _LOG.error("%s: %s", request.url.path, error, exc_info=error)
    return _say(request, 500, 500, {})


def say_nothing(_request: Request, _error: Exception) -> Response:
    """Answer who is gone."""
    return Response(status_code=400)
