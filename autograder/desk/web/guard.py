"""What holds for every request before anything of it is read: the host it calls, the site it is from, its size.

And for every answer: nothing in it runs, fetches or frames what is not ours.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Guard", "make_policy"]

_MOST_HEAD = 32 << 10
_SMALL = 64 << 10
_FRAME = 64 << 10  # what a form needs around its files
_HAND_IN = re.compile(r"/(?:api/)?lessons/([^/]+)/(?:hand-in|check)")
_FROM_OTHERS = frozenset({"/lti/login", "/lti/launch"})  # an LMS sends these; what they bring is judged by itself
_BODY_S = 300.0


def make_policy(frames: str = "'none'", forms: str = "'self'") -> str:
    """Return what a browser may do with a page; which sites may frame it, and where its forms go."""
    return (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        f"form-action {forms}; base-uri 'none'; frame-ancestors {frames}"
    )


_HEADERS = {
    "Content-Security-Policy": make_policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_SECURE = {"Strict-Transport-Security": "max-age=31536000"}


class Guard:
    """Stands before the application. `most_bytes` says what a hand-in of a lesson may weigh, None without a lesson."""

    def __init__(self, app: ASGIApp, url: str, most_bytes: Callable[[str], int | None]) -> None:
        self._app = app
        self._host = urlsplit(url).netloc.casefold()
        self._headers = _HEADERS | (_SECURE if url.startswith("https:") else {})
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = self._add_headers(send)
        headers = Headers(scope=scope)
        refusal = self._refuse(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, answer)
            return
        await self._app(scope, self._count(scope, receive), answer)

    def _refuse(self, scope: Scope, headers: Headers) -> PlainTextResponse | None:
        if sum(len(name) + len(value) for name, value in scope["headers"]) > _MOST_HEAD:
            return PlainTextResponse("the head is too large / 请求头过大", 431, {"Connection": "close"})
        if headers.getlist("host")[:2] != [headers.get("host", "")] or headers["host"].casefold() != self._host:
            return PlainTextResponse("no such host / 没有这个主机", 421)
        if scope["method"] in ("GET", "HEAD"):
            return None
        is_open = scope["path"].startswith("/api/") or scope["path"] in _FROM_OTHERS
        if not is_open and not self._is_own(headers):
            return PlainTextResponse("sent from another site / 请求来自其他网站", 403)
        size = headers.get("content-length", "0")
        if not size.isdecimal() or len(size) > 15:
            return PlainTextResponse("no such size / 长度无效", 400)
        if int(size) > self._limit(scope):
            return PlainTextResponse("too large / 文件过大", 413, {"Connection": "close"})
        return None

    def _is_own(self, headers: Headers) -> bool:
        """Whether a form was sent from a page of ours. A browser says so; who says nothing needs the token."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None and site not in ("same-origin", "none"):
            return False
        return origin is None or urlsplit(origin).netloc.casefold() == self._host

    def _limit(self, scope: Scope) -> int:
        found = _HAND_IN.fullmatch(scope["path"])
        most = self._most_bytes(found[1]) if found else None
        return _SMALL if most is None else most + _FRAME

    def _count(self, scope: Scope, receive: Receive) -> Receive:
        """Count what is read, whatever was announced, and let nobody send for ever."""
        left, end_s = self._limit(scope), time.monotonic() + _BODY_S

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            if message["type"] == "http.request":
                left -= len(message.get("body", b""))
                if left < 0:
                    raise HTTPException(413)
                if message.get("more_body") and time.monotonic() > end_s:
                    raise HTTPException(408)
            return message

        return counted

    def _add_headers(self, send: Send) -> Send:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if not headers["X-Frame-Options"]:  # a page whose policy names who may frame it
                    del headers["X-Frame-Options"]
            await send(message)

        return answer
