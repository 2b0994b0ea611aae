"""Setting an LMS up: the page behind a one-time link, what platforms fetch, and how far scores are."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from autograder.desk.database import Database
from autograder.desk.lti import (
    Platforms,
    Scores,
    ToolKey,
    canvas_platform,
    check_address,
    describe_for_canvas,
    origin_of,
    register_at,
)
from autograder.desk.web.entrance import read_form
from autograder.desk.web.guard import make_policy
from autograder.desk.web.shared import desk_of, make_page, visitor
from autograder.errors import CourseError

__all__ = ["ROUTES", "Setup"]

_LOG = logging.getLogger("autograder.desk")
_KEEP = {"Cache-Control": "public, max-age=600"}


@dataclass(frozen=True)
class Setup:
    """What these pages need."""

    platforms: Platforms
    key: ToolKey
    database: Database


def _setup(request: Request) -> Setup:
    found: Setup = request.app.state.lti_setup
    return found


def send_keys(request: Request) -> Response:
    """Send the public half of the tool's key."""
    return JSONResponse(_setup(request).key.jwks(), headers=_KEEP)


def send_canvas(request: Request) -> Response:
    """Send what Canvas reads when a developer key is made."""
    return JSONResponse(describe_for_canvas(desk_of(request).url, _setup(request).key), headers=_KEEP)


def show_registration(request: Request) -> Response:
    """Show what registers a platform: a button where the platform itself has opened this, else what to enter where."""
    if not _setup(request).platforms.is_invited(request.path_params["token"]):
        raise HTTPException(403)
    return _show(request, request.query_params)


async def register(request: Request) -> Response:
    """Register a platform, once for each link."""
    fields = await read_form(request)
    return await run_in_threadpool(_register, request, fields)


def _register(request: Request, fields: Mapping[str, str]) -> Response:
    setup, token = _setup(request), request.path_params["token"]
    expires_s = setup.platforms.use_invitation(token)
    if expires_s is None:
        raise HTTPException(403)
    configuration = fields.get("openid_configuration", "")
    try:
        if configuration:
            found = register_at(desk_of(request).url, configuration, fields.get("registration_token", ""))
        else:
            found = canvas_platform(fields)
        platform = setup.platforms.add(found)
    except CourseError as error:
        setup.platforms.put_back(token, expires_s)
        _LOG.warning("LTI: not registered: %s", error)
        return _show(request, fields, f"{error}. {error.hint or ''}", 422)
    _LOG.warning("LTI: %s is registered as %s", platform.issuer, platform.id)
    return _show(request, fields, platform=platform)


def _show(request: Request, fields: Mapping[str, str], problem: str = "", status: int = 200, **more: Any) -> Response:
    configuration = fields.get("openid_configuration", "")
    try:
        site = origin_of(check_address(configuration, "the platform's configuration")) if configuration else ""
    except CourseError as error:
        site, problem, status = "", str(error), 422
    values = {"fields": fields, "site": site, "problem": problem, "url": desk_of(request).url, "status": status}
    page = make_page(request, "lti_register", values | {"platform": None} | more)
    if site:  # the platform shows this in a frame of its own
        page.headers["Content-Security-Policy"] = make_policy(site)
        page.headers["X-Frame-Options"] = ""
    return page


def show_scores(request: Request) -> Response:
    """Show how far each score of a lesson is on its way to the LMS."""
    who, desk = visitor(request, is_staff=True), desk_of(request)
    lesson = desk.lesson(request.path_params["lesson"])
    found = Scores(_setup(request).database, desk.catalogue).of_lesson(lesson.lesson.name)
    names = desk.catalogue.roster().entries
    rows = [
        {"score": one, "name": names[one.student].name if one.student in names else ""}
        for one in found
        if desk.may_see(who.person, one.student)
    ]
    values = {"rows": rows, "name": lesson.lesson.name, "title": lesson.lesson.titles.lesson}
    return make_page(request, "lti_scores", values, who=who)


ROUTES = [
    Route("/lti/keys", send_keys, methods=["GET"]),
    Route("/lti/canvas.json", send_canvas, methods=["GET"]),
    Route("/lti/register/{token}", show_registration, methods=["GET"]),
    Route("/lti/register/{token}", register, methods=["POST"]),
    Route("/staff/lessons/{lesson}/scores", show_scores, methods=["GET"]),
]
