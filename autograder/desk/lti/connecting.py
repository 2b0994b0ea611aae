"""How the desk talks to a platform: with limits, with no redirects, and with one access token for a while."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import requests
from pylti1p3.registration import Registration
from pylti1p3.service_connector import ServiceConnector

from autograder.desk.lti.keys import ToolKey
from autograder.desk.lti.platforms import Platform

__all__ = ["Connector", "Http", "KeySets", "make_registration"]

_ANSWER_S = 20.0
_WHOLE_ANSWER_S = 60.0
_MOST_ANSWER = 16 << 20
_PIECE = 64 << 10
_MARGIN_S = 60.0
_FRESH_S = 600.0
_PAUSE_S = 30.0


class Http(requests.Session):
    """HTTP as the desk speaks it: whoever does not answer is left, and nobody sends us elsewhere."""

    def request(self, method: str | bytes, url: str | bytes, *words: Any, **options: Any) -> requests.Response:
        """Send a request, and read the answer up to a limit. Errors are those of requests."""
        limits = {"timeout": _ANSWER_S, **options, "allow_redirects": False, "stream": True}
        end_s, data = time.monotonic() + _WHOLE_ANSWER_S, bytearray()
        with super().request(method, url, *words, **limits) as answer:
            for piece in answer.iter_content(_PIECE):
                data += piece
                if len(data) > _MOST_ANSWER or time.monotonic() > end_s:
                    raise requests.exceptions.ReadTimeout("the answer does not end")
            answer._content = bytes(data)  # where requests itself keeps what it has read
        return answer


class Connector(ServiceConnector):
    """Asks a platform's services. It keeps access tokens until shortly before they expire."""

    def __init__(self, registration: Registration, http: requests.Session | None = None) -> None:
        super().__init__(registration, http or Http())
        self._tokens: dict[str, tuple[str, float]] = {}

    def forget_tokens(self) -> None:
        """Ask for a new token next time: the platform does not take the one that we have."""
        self._tokens.clear()

    def _get_cached_access_token(self, scope_key: str) -> str | None:
        token, expires_s = self._tokens.get(scope_key, ("", 0.0))
        return token if time.monotonic() < expires_s else None

    def _cache_access_token(self, scope_key: str, access_token: str, expires_in: float) -> None:
        self._tokens[scope_key] = (access_token, time.monotonic() + float(expires_in) - _MARGIN_S)

    def get_access_token(self, scopes: Sequence[str]) -> str:
        """Return a token for these scopes. `ValueError` if the platform answers with none."""
        try:
            return super().get_access_token(scopes)
        except (KeyError, TypeError) as error:
            raise ValueError(f"the platform gave no access token ({error})") from None


class KeySets:
    """The public keys of platforms, kept for ten minutes; a key that is not among them is looked for anew."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[float, Any]] = {}

    def get(self, url: str, kid: object, http: requests.Session) -> Any:
        """Return the key set at an address. Errors are those of requests; `ValueError` if it is none."""
        now_s = time.monotonic()
        kept_s, found = self._kept.get(url, (-_FRESH_S, None))
        age_s = now_s - kept_s
        is_known = found is not None and any(key.get("kid") == kid for key in found["keys"])
        if age_s >= _FRESH_S or (not is_known and age_s >= _PAUSE_S):
            answer = http.get(url)
            answer.raise_for_status()
            found = answer.json()
            if not isinstance(found, dict) or not all(isinstance(key, dict) for key in found.get("keys", [None])):
                raise ValueError("no key set")
            self._kept[url] = (now_s, found)
        return found


def make_registration(platform: Platform, key: ToolKey) -> Registration:
    """Return a platform as the library knows it."""
    registration = Registration()
    registration.set_issuer(platform.issuer).set_client_id(platform.client).set_key_set_url(platform.jwks_url)
    registration.set_auth_login_url(platform.auth_url).set_auth_token_url(platform.token_url)
    registration.set_tool_private_key(key.private).set_tool_public_key(key.public)
    if platform.audience:
        registration.set_auth_audience(platform.audience)
    return registration
