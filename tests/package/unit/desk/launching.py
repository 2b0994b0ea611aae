"""What a browser, an LMS and a desk do when somebody opens the desk from a course."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from lms import DEPLOYMENT, Lms
from visiting import Desk

from autograder.desk.database import Database
from autograder.desk.lti import Platform, Platforms


def register(database: Database, lms: Lms, **more: Any) -> Platform:
    facts = {"issuer": lms.url, "client": lms.client, "deployments": (DEPLOYMENT,), "origins": (lms.url,)}
    urls = {"auth_url": f"{lms.url}/auth", "token_url": f"{lms.url}/token", "jwks_url": f"{lms.url}/jwks"}
    return Platforms(database).add(Platform(**{**facts, **urls, **more}))


def begin(desk: Desk, lms: Lms, user: str, page: str = "/lti/launch", **more: str) -> tuple[str, str, str]:
    """Begin a login in a tab of its own; return the state, the nonce and the cookie."""
    fields = {**lms.login_fields(user, page), "window": "1", **more}
    answer = desk.visit().get("/lti/login", params=fields)
    assert answer.status_code == 303, answer.text
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    return asked["state"][0], asked["nonce"][0], answer.headers["set-cookie"].split(";")[0]


def post(desk: Desk, state: str, token: str, cookie: str) -> httpx.Response:
    head = {"Cookie": cookie, "Origin": "https://lms.example.edu", "Sec-Fetch-Site": "cross-site"}
    return desk.visit().post("/lti/launch", data={"state": state, "id_token": token}, headers=head)


def launch(desk: Desk, lms: Lms, user: str, **more: Any) -> httpx.Response:
    state, nonce, cookie = begin(desk, lms, user)
    return post(desk, state, lms.sign(lms.claims(user, nonce, **more)), cookie)


def session(desk: Desk, answer: httpx.Response) -> httpx.Client:
    """Return a browser that goes on from a launch."""
    assert answer.status_code == 303, answer.text
    client = desk.visit()
    client.cookies.set("desk", re.findall(r"(?<!-)\bdesk=([^;]+)", answer.headers["set-cookie"])[0])
    return client
