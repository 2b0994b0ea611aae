"""Regrade requests in the browser: a student asks beside his attempts, staff see a list and answer."""

from __future__ import annotations

import math
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request as WebRequest
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from autograder.course import CellKey
from autograder.desk.answering import Answer, AnswerConflict, answer_request, find_score
from autograder.desk.catalogue import OpenLesson
from autograder.desk.requests import MOST_TEXT_CHARS, AlreadyOpen, Request
from autograder.desk.web.entrance import check_form, read_form
from autograder.desk.web.shared import Desk, Visitor, desk_of, make_page, visitor
from autograder.text import clean_text

__all__ = ["ROUTES", "list_own"]

_TOO_LONG = f"At most {MOST_TEXT_CHARS} characters, and not empty. / 请填写内容，最多 {MOST_TEXT_CHARS} 字。"


# --- students ---


def list_own(desk: Desk, who: Visitor, lesson: OpenLesson) -> dict[str, Any]:
    """Return what a lesson's page shows of requests: somebody's own, and the questions that he may ask about."""
    asked = desk.requests.of_student(who.person.id, lesson.lesson.name)
    waiting = {one.key for one in asked if one.is_open}
    questions = [(str(key), name) for key, name in _questions(desk, who, lesson).items() if key not in waiting]
    rows = [(one, _title(lesson, one.key), _points(lesson, one.key)) for one in asked]
    return {"asked": rows, "questions": questions, "most_chars": MOST_TEXT_CHARS}


def _questions(desk: Desk, who: Visitor, lesson: OpenLesson) -> dict[CellKey, str]:
    """Return the questions of the notebooks that somebody has handed in and that are graded, with their titles."""
    receipts = desk.receipts.of_student(who.person.id, lesson.lesson.name)
    names = {score.notebook for receipt in receipts if receipt.state.is_over for score in receipt.scores}
    found = [one for one in lesson.lesson.notebooks if one.name in names]
    keys = [notebook.key(cell) for notebook in found for cell in notebook.graded_cells]
    titles = [(key.notebook, _title(lesson, key)) for key in keys]
    return {
        key: f"{title[0]} · {title[1]}" + (f" ({key.grade_id})" if titles.count(title) > 1 else "")
        for key, title in zip(keys, titles, strict=True)
    }


def _title(lesson: OpenLesson | None, key: CellKey) -> str:
    return lesson.lesson.titles.questions.get(key, str(key)) if lesson is not None else str(key)


def _points(lesson: OpenLesson | None, key: CellKey) -> float | None:
    notebooks = lesson.lesson.notebooks if lesson is not None else ()
    points = {notebook.key(cell): cell.points for notebook in notebooks for cell in notebook.graded_cells}
    return points.get(key)


async def ask(request: WebRequest) -> Response:
    """Take a student's request about a question."""
    who, desk = await run_in_threadpool(visitor, request), desk_of(request)
    name = request.path_params["lesson"]
    lesson = await run_in_threadpool(desk.lesson, name)
    form = await read_form(request)
    check_form(who, form.get("csrf", ""))
    known = {str(key): key for key in await run_in_threadpool(_questions, desk, who, lesson)}
    key, text = known.get(form.get("question", "")), _read_text(form.get("text", ""))
    if key is None:
        raise HTTPException(400)
    if text is None:
        return _refuse(request, who, 422, "Nothing was sent. / 没有提交。", _TOO_LONG)
    try:
        await run_in_threadpool(desk.requests.ask, who.person.id, name, key, text)
    except AlreadyOpen:
        told = "Wait until it is answered. / 请等待处理结果。"
        return _refuse(request, who, 409, "You have asked about this question. / 这道题已有待处理的申请。", told)
    return RedirectResponse(f"/lessons/{name}#requests", 303)


def _read_text(text: str) -> str | None:
    """Return what somebody wrote, None if it is nothing or too much."""
    plain = clean_text(text.replace("\r\n", "\n")).strip()
    return plain if 0 < len(plain) <= MOST_TEXT_CHARS else None


def _refuse(request: WebRequest, who: Visitor, status: int, title: str, hint: str) -> Response:
    return make_page(request, "message", {"title": title, "text": "", "hint": hint, "status": status}, who=who)


# --- staff ---


def list_all(request: WebRequest) -> Response:
    """Show the requests of everybody whom one may see, open ones first."""
    who, desk = visitor(request, is_staff=True), desk_of(request)
    mine = [one for one in desk.requests.all() if desk.may_see(who.person, one.student)]
    rows = [(one, _title(desk.catalogue.find(one.lesson), one.key), desk.name_of(one.student)) for one in mine]
    values = {"rows": rows, "open_count": sum(one.is_open for one in mine)}
    return make_page(request, "requests", values, who=who)


def show_request(request: WebRequest) -> Response:
    """Show a request, what it is about, and a form for the answer."""
    who, desk = visitor(request, is_staff=True), desk_of(request)
    return _show(request, desk, who, _find(request, desk, who))


def _find(request: WebRequest, desk: Desk, who: Visitor) -> Request:
    """Return a request whose student one may see; for all others it is as if there were none."""
    found = desk.requests.find(request.path_params["request"])
    if found is None or not desk.may_see(who.person, found.student):
        raise HTTPException(404)
    return found


def _show(
    request: WebRequest, desk: Desk, who: Visitor, asked: Request, status: int = 200, why: str = "", draft: str = ""
) -> Response:
    lesson = desk.catalogue.find(asked.lesson)
    receipts = desk.receipts.of_student(asked.student, asked.lesson)
    shown = [one for one in receipts if desk.receipts.page_path(one.id).exists()]
    values = {
        "asked": asked,
        "lesson": lesson.lesson.titles.lesson if lesson is not None else asked.lesson,
        "title": _title(lesson, asked.key),
        "name": desk.name_of(asked.student),
        "answered_by": desk.name_of(asked.answered_by),
        "score": find_score(desk.catalogue.course, asked),
        "points": _points(lesson, asked.key),
        "receipt": shown[0] if shown else None,
        "most_chars": MOST_TEXT_CHARS,
    }
    return make_page(request, "request", values | {"status": status, "why": why, "draft": draft}, who=who)


async def answer(request: WebRequest) -> Response:
    """Take an answer. Whoever comes second is told what the first one said, and keeps what he wrote."""
    who, desk = await run_in_threadpool(visitor, request, is_staff=True), desk_of(request)
    asked = await run_in_threadpool(_find, request, desk, who)
    form = await read_form(request)
    check_form(who, form.get("csrf", ""))
    return await run_in_threadpool(_answer, request, desk, who, asked, form)


def _answer(request: WebRequest, desk: Desk, who: Visitor, asked: Request, form: dict[str, str]) -> Response:
    draft, lesson = form.get("answer", ""), desk.catalogue.find(asked.lesson)
    text, points = _read_text(draft), _points(lesson, asked.key)
    if text is None:
        return _show(request, desk, who, asked, 422, _TOO_LONG, draft)
    try:
        score, seen = _read_score(form.get("score", ""), points), _read_seen(form.get("seen", ""))
    except ValueError:
        why = f"The score is a number from 0 to {points or 0:g}. / 分数应为 0 到 {points or 0:g} 之间的数。"
        return _show(request, desk, who, asked, 422, why, draft)
    try:
        given = Answer(who.person.id, text, score, seen)
        answer_request(desk.catalogue.course, desk.requests, asked, given)
    except AnswerConflict as error:
        return _show(request, desk, who, desk.requests.find(asked.id) or asked, 409, str(error), draft)
    return RedirectResponse(f"/staff/requests/{asked.id}", 303)


def _read_score(text: str, points: float | None) -> float | None:
    """Return the score that was entered, None if none was; `ValueError` if it is none that the question can have."""
    if not text.strip():
        return None
    score = float(text.strip().replace(",", "."))
    if points is None or not math.isfinite(score) or not 0 <= score <= points:
        raise ValueError(text)
    return round(score, 2)


def _read_seen(text: str) -> float | None:
    return float(text) if text else None


ROUTES = [
    Route("/lessons/{lesson}/requests", ask, methods=["POST"]),
    Route("/staff/requests", list_all, methods=["GET"]),
    Route("/staff/requests/{request}", show_request, methods=["GET"]),
    Route("/staff/requests/{request}", answer, methods=["POST"]),
]
