"""A small LMS for tests: real HTTP, RSA keys, logins, launches, deep links, members, columns and scores.

It checks what it is sent as the specifications ask for: redirect addresses, client assertions, scopes, timestamps.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt
import uvicorn
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from visiting import NO_TLS

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
AGS, NRPS = "https://purl.imsglobal.org/spec/lti-ags/", "https://purl.imsglobal.org/spec/lti-nrps/"
DEEP = "https://purl.imsglobal.org/spec/lti-dl/claim/"
LEARNER, TEACHER = (f"http://purl.imsglobal.org/vocab/lis/v2/membership#{role}" for role in ("Learner", "Instructor"))
DEPLOYMENT = "deployment-1"
ITEM_KIND, SCORE_KIND = "application/vnd.ims.lis.v2.lineitem+json", "application/vnd.ims.lis.v1.score+json"


@dataclass
class User:
    """Somebody at the LMS. `more` are claims beyond the usual ones."""

    name: str
    email: str = ""
    sis: str = ""
    roles: tuple[str, ...] = (LEARNER,)
    more: dict[str, Any] = field(default_factory=dict)


@dataclass
class Lms:
    """The LMS. `failures` are statuses that it answers scores with first; `seen` are the scores that it took."""

    host: str = "127.0.0.1"
    url: str = ""
    tool: str = ""
    client: str = "client-1"
    users: dict[str, User] = field(default_factory=dict)
    context: str = "course-1"
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    scores: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    seen: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    failures: list[int] = field(default_factory=list)
    chosen: list[dict[str, Any]] = field(default_factory=list)
    registration: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, tuple[set[str], float]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.registration_token = secrets.token_hex(8)
        self.lets_scores_in = threading.Event()
        self.lets_scores_in.set()

    # --- what it signs ---

    def claims(self, user: str, nonce: str, **more: Any) -> dict[str, Any]:
        """Return what a launch says of a user."""
        one, now = self.users[user], int(time.time())
        found = {
            "iss": self.url, "aud": self.client, "sub": user, "nonce": nonce, "iat": now - 1, "exp": now + 300,
            "name": one.name, "email": one.email, f"{CLAIM}lis": {"person_sourcedid": one.sis},
            f"{CLAIM}roles": list(one.roles), f"{CLAIM}deployment_id": DEPLOYMENT, f"{CLAIM}version": "1.3.0",
            f"{CLAIM}message_type": "LtiResourceLinkRequest", f"{CLAIM}target_link_uri": f"{self.tool}/lti/launch",
            f"{CLAIM}resource_link": {"id": "link-1"}, f"{CLAIM}context": {"id": self.context, "title": "Course"},
            f"{CLAIM}custom": {"lesson": "week1"},
            f"{AGS}claim/endpoint": {
                "scope": [f"{AGS}scope/lineitem", f"{AGS}scope/score"], "lineitems": f"{self.url}/items?course=1",
            },
            f"{NRPS}claim/namesroleservice": {"context_memberships_url": f"{self.url}/members"},
        }  # fmt: skip
        return {name: value for name, value in (found | one.more | more).items() if value is not None}

    def deep_link_claims(self) -> dict[str, Any]:
        settings = {
            "deep_link_return_url": f"{self.url}/chosen", "accept_types": ["ltiResourceLink"], "data": "mine",
            "accept_presentation_document_targets": ["iframe", "window"],
        }  # fmt: skip
        more = {f"{CLAIM}message_type": "LtiDeepLinkingRequest", f"{DEEP}deep_linking_settings": settings}
        return {**more, f"{CLAIM}resource_link": None}

    def sign(self, claims: dict[str, Any], **head: Any) -> str:
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "key-1", **head})

    def login_fields(self, user: str, page: str = "/lti/launch") -> dict[str, str]:
        hint = "deep" if page == "/lti/choose" else "link"
        return {
            "iss": self.url, "client_id": self.client, "login_hint": user, "lti_message_hint": hint,
            "target_link_uri": f"{self.tool}{page}", "lti_deployment_id": DEPLOYMENT,
        }  # fmt: skip

    # --- what it serves ---

    def routes(self) -> list[Route]:
        return [
            Route("/course/{user}", self.show_course),
            Route("/crumbs", self.show_crumbs),
            Route("/crumb", self.set_crumb),
            Route("/auth", self.authorise),
            Route("/jwks", self.send_keys),
            Route("/token", self.give_token, methods=["POST"]),
            Route("/members", self.list_members),
            Route("/items", self.list_items, methods=["GET"]),
            Route("/items", self.add_item, methods=["POST"]),
            Route("/items/{id}/scores", self.take_score, methods=["POST"]),
            Route("/chosen", self.take_choice, methods=["POST"]),
            Route("/.well-known/openid-configuration", self.describe),
            Route("/register", self.register, methods=["POST"]),
        ]

    async def show_course(self, request: Request) -> Response:
        """Show the tool in a frame, as a course does; the LMS itself knows its user by a cookie."""
        page = request.query_params.get("page", "/lti/launch")
        source = f"{self.tool}/lti/login?{urlencode(self.login_fields(request.path_params['user'], page))}"
        answer = HTMLResponse(
            f'<!DOCTYPE html><h1>Course</h1><iframe id="tool" width="900" height="700" src="{escape(source)}"></iframe>'
        )
        answer.set_cookie("lms", request.path_params["user"])
        return answer

    async def show_crumbs(self, request: Request) -> Response:
        """Show a frame of another site, which is this server under another name, that sets a cookie."""
        return HTMLResponse(f'<!DOCTYPE html><iframe src="http://127.0.0.1:{request.url.port}/crumb"></iframe>')

    async def set_crumb(self, request: Request) -> Response:
        self.asked.append(f"crumb {request.cookies.get('crumb', '-')}")
        cookie = {"Set-Cookie": "crumb=1; Path=/; Secure; SameSite=None", "Cache-Control": "no-store"}
        return HTMLResponse("<!DOCTYPE html><p>crumb</p>", headers=cookie)

    async def authorise(self, request: Request) -> Response:
        asked = request.query_params
        if (asked["client_id"], asked["redirect_uri"]) != (self.client, f"{self.tool}/lti/launch"):
            return Response("unknown client", 400)
        if (asked["scope"], asked["response_type"], asked["response_mode"]) != ("openid", "id_token", "form_post"):
            return Response("bad request", 400)
        more = self.deep_link_claims() if asked["lti_message_hint"] == "deep" else {}
        token = self.sign(self.claims(asked["login_hint"], asked["nonce"], **more))
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{escape(value)}">'
            for name, value in (("id_token", token), ("state", asked["state"]))
        )
        form = f'<form method="post" action="{asked["redirect_uri"]}">{fields}</form>'
        return HTMLResponse(f"<!DOCTYPE html>{form}<script>document.forms[0].submit()</script>")

    async def send_keys(self, _: Request) -> Response:
        self.asked.append("jwks")
        key = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return JSONResponse({"keys": [{**key, "kid": "key-1", "alg": "RS256", "use": "sig"}]})

    async def read_tool(self, token: str, audience: str, issuer: str) -> dict[str, Any]:
        """Return what the tool signed, by the keys that it serves."""
        async with httpx.AsyncClient(trust_env=False, verify=NO_TLS) as client:
            keys = jwt.PyJWKSet.from_dict((await client.get(f"{self.tool}/lti/keys")).json())
        key = keys[jwt.get_unverified_header(token)["kid"]]
        options: Any = {"require": ["exp", "iat", "aud", "iss"]}
        return jwt.decode(token, key, algorithms=["RS256"], audience=audience, issuer=issuer, options=options)

    async def give_token(self, request: Request) -> Response:
        self.asked.append("token")
        form = await request.form()
        said = await self.read_tool(str(form["client_assertion"]), f"{self.url}/token", self.client)
        assert said["sub"] == self.client
        assert form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        assert said["jti"] not in self.used
        self.used.add(said["jti"])
        token = secrets.token_hex(8)
        self.tokens[token] = (set(str(form["scope"]).split()), time.time() + 3600)
        return JSONResponse({"access_token": token, "token_type": "Bearer", "expires_in": 3600})

    def lacks(self, request: Request, scope: str) -> Response | None:
        scopes, _ = self.tokens.get(request.headers.get("authorization", "").removeprefix("Bearer "), (set(), 0.0))
        return None if scope in scopes else Response("no such scope", 401)

    async def list_members(self, request: Request) -> Response:
        refused = self.lacks(request, f"{NRPS}scope/contextmembership.readonly")
        if refused:
            return refused
        page = int(request.query_params.get("page", 0))
        users = list(self.users.items())
        members = [
            {"user_id": id, "name": one.name, "email": one.email, "lis_person_sourcedid": one.sis,
             "roles": list(one.roles), "status": "Active"}
            for id, one in users[2 * page : 2 * page + 2]
        ]  # fmt: skip
        more = {"Link": f'<{self.url}/members?page={page + 1}>; rel="next"'} if 2 * page + 2 < len(users) else {}
        return JSONResponse({"id": self.url, "context": {"id": self.context}, "members": members}, headers=more)

    async def list_items(self, request: Request) -> Response:
        return self.lacks(request, f"{AGS}scope/lineitem") or JSONResponse(list(self.items.values()))

    async def add_item(self, request: Request) -> Response:
        refused = self.lacks(request, f"{AGS}scope/lineitem")
        if refused:
            return refused
        assert request.headers["content-type"] == ITEM_KIND
        number = f"{len(self.items) + 1}"
        self.items[number] = {**await request.json(), "id": f"{self.url}/items/{number}?course=1"}
        return JSONResponse(self.items[number], 201)

    async def take_score(self, request: Request) -> Response:
        refused = self.lacks(request, f"{AGS}scope/score")
        if refused:
            return refused
        self.asked.append("score")
        await asyncio.to_thread(self.lets_scores_in.wait, 20)
        if self.failures:
            return Response("", self.failures.pop(0), {"Retry-After": "7"})
        if request.path_params["id"] not in self.items:
            return Response("", 404)
        assert request.headers["content-type"] == SCORE_KIND
        score = await request.json()
        key = (request.path_params["id"], score["userId"])
        if key in self.scores and score["timestamp"] <= self.scores[key]["timestamp"]:
            return Response("", 409)
        self.scores[key] = score
        self.seen.append(score)
        return Response(status_code=200)

    async def take_choice(self, request: Request) -> Response:
        form = await request.form()
        self.chosen.append(await self.read_tool(str(form["JWT"]), self.url, self.client))
        return HTMLResponse("<!DOCTYPE html><p id='chosen'>chosen</p>")

    async def describe(self, _: Request) -> Response:
        return JSONResponse({
            "issuer": self.url, "authorization_endpoint": f"{self.url}/auth", "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks", "registration_endpoint": f"{self.url}/register",
            "https://purl.imsglobal.org/spec/lti-platform-configuration": {"product_family_code": "moodle"},
        })  # fmt: skip

    async def register(self, request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {self.registration_token}":
            return Response("", 401)
        self.registration = await request.json()
        tool = "https://purl.imsglobal.org/spec/lti-tool-configuration"
        tools = {**self.registration[tool], "deployment_id": DEPLOYMENT}
        return JSONResponse({**self.registration, "client_id": self.client, tool: tools})


@contextmanager
def serve(app: Any, listener: socket.socket) -> Iterator[None]:
    """Serve an application on a socket that listens."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def open_lms(tool: str, host: str = "127.0.0.1") -> Iterator[Lms]:
    """Yield an LMS that serves; its pages are called by the name `host`."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        lms = Lms(tool=tool, url=f"http://{host}:{listener.getsockname()[1]}")
        with serve(Starlette(routes=lms.routes()), listener):
            yield lms
