"""In through a JupyterHub: its page asks who somebody is, and sends him back with a code."""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from autograder.desk.hub import HubDoor
from autograder.desk.web.entrance import let_in
from autograder.desk.web.shared import desk_of

__all__ = ["ROUTES"]

_LIFE_S = 600
_MOST_CODE = 512


def _door(request: Request) -> HubDoor:
    door = desk_of(request).sessions.doors.get(HubDoor.name)
    if not isinstance(door, HubDoor):
        raise HTTPException(404)
    return door


def _cookie(request: Request) -> str:
    return "__Host-desk-hub" if desk_of(request).is_secure else "desk-hub"


def ask_hub(request: Request) -> Response:
    """Send somebody to the hub, and remember in his browser alone that it was we who did."""
    auth = _door(request).auth
    state = secrets.token_urlsafe(24)
    query = {"client_id": auth.oauth_client_id, "redirect_uri": auth.oauth_redirect_uri, "response_type": "code"}
    answer = RedirectResponse(f"{auth.oauth_authorization_url}?{urlencode({**query, 'state': state})}", 302)
    answer.set_cookie(
        _cookie(request),
        state,
        max_age=_LIFE_S,
        path="/",
        secure=desk_of(request).is_secure,
        httponly=True,
        samesite="lax",
    )
    return answer


def come_from_hub(request: Request) -> Response:
    """Let in whom the hub sent back: with the state that this browser was given, and a code that the hub takes."""
    door = _door(request)
    state, code = request.query_params.get("state", ""), request.query_params.get("code", "")
    expected = request.cookies.get(_cookie(request), "")
    if not expected or not hmac.compare_digest(state.encode(), expected.encode()) or not 0 < len(code) <= _MOST_CODE:
        raise HTTPException(403)
    try:
        token = door.auth.token_for_code(code)
    except Exception:  # tornado's, for whatever the hub says
        raise HTTPException(403) from None
    person = door.admit(token) if token else None
    if person is None:
        raise HTTPException(403)
    answer = let_in(request, door, person)
    answer.delete_cookie(_cookie(request), path="/", secure=desk_of(request).is_secure, httponly=True)
    return answer


ROUTES = [
    Route("/hub/login", ask_hub, methods=["GET"]),
    Route("/hub/callback", come_from_hub, methods=["GET"]),
]
