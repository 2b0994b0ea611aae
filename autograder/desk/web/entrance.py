"""How one comes in and goes out.

A link shows whose it is and a button. Only the button lets in: whatever looks at links in mails opens nothing, and
no other site can bring somebody in under a wrong name unseen.
"""

from __future__ import annotations

import hmac

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from autograder.desk.people import Door, Person
from autograder.desk.sessions import SESSION_S
from autograder.desk.web.shared import Desk, Visitor, desk_of, make_page, visitor

__all__ = ["ROUTES", "check_form", "let_in", "read_form"]


def show_door(request: Request) -> Response:
    """Show whose link this is."""
    token = request.path_params["token"]
    found = desk_of(request).sessions.admit(token)
    if found is None:
        raise HTTPException(403)
    return make_page(request, "enter", {"person": found[1], "token": token})


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of a small form."""
    async with request.form(max_files=0, max_fields=20) as form:
        return {name: value for name, value in form.multi_items() if isinstance(value, str)}


def check_form(who: Visitor, token: str) -> None:
    """Answer 403 unless a form comes from a page of this session."""
    if not hmac.compare_digest(token.encode("utf-8", "replace"), who.form_token.encode()):
        raise HTTPException(403, "csrf")


def enter(request: Request) -> Response:
    """Let somebody in: with a new session, whatever cookie was there before."""
    desk = desk_of(request)
    found = desk.sessions.admit(request.path_params["token"])
    if found is None:
        raise HTTPException(403)
    return let_in(request, *found)


def let_in(request: Request, door: Door, person: Person, page: str = "/") -> Response:
    """Start a session for somebody who came by a door, and send him to his lessons or to another page of the desk."""
    desk = desk_of(request)
    secret = desk.sessions.start(door, person, before=request.cookies.get(desk.cookie, ""))
    answer = RedirectResponse(page, 303)
    _set_cookie(desk, answer, secret)
    return answer


def _set_cookie(desk: Desk, answer: Response, secret: str) -> None:
    life_s = int(SESSION_S) if secret else 0
    answer.set_cookie(
        desk.cookie, secret, max_age=life_s, path="/", secure=desk.is_secure, httponly=True, samesite="lax"
    )


async def leave(request: Request) -> Response:
    """End the session."""
    who = await run_in_threadpool(visitor, request)
    form = await read_form(request)
    check_form(who, form.get("csrf", ""))
    desk = desk_of(request)
    await run_in_threadpool(desk.sessions.end, who.secret)
    answer = make_page(request, "message", {"title": "You are out. / 你已退出。", "text": "", "hint": ""})
    _set_cookie(desk, answer, "")
    return answer


ROUTES = [
    Route("/enter/{token}", show_door, methods=["GET"]),
    Route("/enter/{token}", enter, methods=["POST"]),
    Route("/leave", leave, methods=["POST"]),
]
