"""The pages of TAs and instructors: the class as it hands in, and the queue."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from autograder.desk.web.marking_live import count_class
from autograder.desk.web.shared import desk_of, make_page, visitor

__all__ = ["ROUTES"]


def list_lessons(request: Request) -> Response:
    """Show the lessons and how long the queue is."""
    who, desk = visitor(request, is_staff=True), desk_of(request)
    lessons = [(one.lesson.name, one.lesson.titles.lesson, one.dates.due) for one in desk.catalogue.lessons()]
    return make_page(request, "staff", {"lessons": lessons, "pace": desk.queue.pace()}, who=who)


def show_class(request: Request) -> Response:
    """Show a class: who of it handed in, how far that is, and what it got so far."""
    who, desk = visitor(request, is_staff=True), desk_of(request)
    lesson = desk.lesson(request.path_params["lesson"])
    newest = {one.student: one for one in desk.receipts.of_lesson(lesson.lesson.name)}
    names = desk.catalogue.roster().entries
    stages, counts = count_class(request, who.person, lesson.lesson)
    rows: list[dict[str, Any]] = []
    for student in sorted(stages):
        entry, receipt = names.get(student), newest.get(student)
        receipt = desk.tell(who.person, receipt) if receipt is not None else None
        shown = {"name": entry.name if entry else "", "section": entry.section if entry else ""}
        rows.append({"student": student, "receipt": receipt, "stage": stages[student], **shown})
    values: dict[str, Any] = {"rows": rows, "name": lesson.lesson.name, "title": lesson.lesson.titles.lesson}
    values |= {"has_lms": "lti" in desk.sessions.doors}
    return make_page(request, "class", values | {"counts": counts}, who=who)


ROUTES = [
    Route("/staff", list_lessons, methods=["GET"]),
    Route("/staff/lessons/{lesson}", show_class, methods=["GET"]),
]
