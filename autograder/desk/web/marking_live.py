"""The class as it is graded, told as events; and the script and the style of grading by hand."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from autograder.course import Lesson
from autograder.desk.marking_stages import Stage, count_stages
from autograder.desk.people import Person
from autograder.desk.web.marking_shared import marking_of
from autograder.desk.web.shared import desk_of, visitor
from autograder.errors import GradebookError
from autograder.feedback import write_code_style
from autograder.text import load_template

__all__ = ["ROUTES", "count_class"]

_FOLDER = Path(__file__).parent
_LOOK_S = 1.5
_LIFE_S = 300.0
_KEEP = {"Cache-Control": "public, max-age=600"}


def count_class(request: Request, person: Person, lesson: Lesson) -> tuple[dict[str, Stage], dict[str, Any]]:
    """Return how far everybody is whom somebody may see, and how many are how far; with the length of the queue."""
    desk, stages = desk_of(request), marking_of(request).stages.of(lesson)
    students = {student for student in {*desk.catalogue.roster().entries, *stages} if desk.may_see(person, student)}
    pace = desk.queue.pace()
    wait_s = pace.wait_s(pace.waiting)
    counts = count_stages(stages, students) | {"queue": pace.waiting, "wait": 0 if wait_s is None else round(wait_s)}
    return {student: stages.get(student, Stage.NOTHING) for student in students}, counts


async def tell_class(request: Request) -> Response:
    """Send events: how many are how far, whenever that changes. A browser comes again when this ends."""
    who = await run_in_threadpool(visitor, request, is_staff=True)
    lesson = (await run_in_threadpool(desk_of(request).lesson, request.path_params["lesson"])).lesson

    async def events() -> AsyncIterator[str]:
        last = None
        try:
            async with asyncio.timeout(_LIFE_S):
                while True:
                    found = await _look(request, who.person, lesson)
                    if found is not None and found != last:
                        last = found
                        yield f"data: {json.dumps(found[1] | {'state': _name(found[0])})}\n\n"
                    await asyncio.sleep(_LOOK_S)
        except TimeoutError:
            return

    return StreamingResponse(events(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


def _name(stages: Mapping[str, Stage]) -> str:
    """Return a name for how far everybody is, the same in all processes."""
    return hashlib.sha256(json.dumps(sorted(stages.items())).encode()).hexdigest()[:16]


async def _look(request: Request, person: Person, lesson: Lesson) -> tuple[dict[str, Stage], dict[str, Any]] | None:
    try:
        return await run_in_threadpool(count_class, request, person, lesson)
    except GradebookError:
        return None  # somebody writes; look again


def send_style(_: Request) -> Response:
    """Send the style of these pages."""
    return Response(_style(), media_type="text/css", headers=_KEEP)


@functools.cache
def _style() -> str:
    styles = {"code_style": write_code_style("default"), "dark_code_style": write_code_style("github-dark")}
    return load_template(_FOLDER / "marking_style.html.j2").render(**styles)


def send_script(_: Request) -> Response:
    """Send the script of these pages: keys, the sum of the items, and numbers that change by themselves."""
    script = (_FOLDER / "marking.js").read_text(encoding="utf-8")
    return Response(script, media_type="text/javascript", headers=_KEEP)


ROUTES = [
    Route("/staff/lessons/{lesson}/events", tell_class, methods=["GET"]),
    Route("/static/marking.css", send_style, methods=["GET"]),
    Route("/static/marking.js", send_script, methods=["GET"]),
]
