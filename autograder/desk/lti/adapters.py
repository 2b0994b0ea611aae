"""The neutral classes of the LTI library, filled in: it knows nothing of our server, its cookies and its tables."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any

import requests
from pylti1p3.cookie import CookieService
from pylti1p3.deployment import Deployment
from pylti1p3.exception import LtiKeyException
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.oidc_login import OIDCLogin
from pylti1p3.redirect import Redirect
from pylti1p3.registration import Registration
from pylti1p3.request import Request
from pylti1p3.session import SessionService
from pylti1p3.tool_config.abstract import ToolConfAbstract

from autograder.desk.lti.connecting import KeySets, make_registration
from autograder.desk.lti.keys import ToolKey
from autograder.desk.lti.platforms import Platform
from autograder.errors import AutograderError

__all__ = ["Fields", "LaunchFlow", "LaunchRefused", "LoginFlow", "Memory", "PlatformSilent", "Tool"]


class LaunchRefused(AutograderError):
    """A login or launch is not what a registered platform would have sent just now."""


class PlatformSilent(AutograderError):
    """The platform's keys could not be fetched, so that nobody can say whether a launch is genuine."""


class Fields(Request):
    """What a request brought along."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields

    def is_secure(self) -> bool:
        return True

    def get_param(self, key: str) -> str:
        return self._fields.get(key, "")


class Cookies(CookieService):
    """Keeps the state of one login. The page puts it into the browser, and out again."""

    def __init__(self, state: str) -> None:
        self.state = state

    def get_cookie(self, name: str) -> str | None:
        return self.state if name == self.state else None

    def set_cookie(self, name: str, value: str | int, exp: int | None = 3600) -> None:
        self.state = name


class Memory(SessionService):
    """Keeps the nonce of one login; nothing else is kept from one request to the next."""

    def __init__(self, nonce: str = "", state: str = "") -> None:
        self.nonce = nonce
        self.cookies = Cookies(state)

    def save_nonce(self, nonce: str) -> None:
        self.nonce = nonce

    def check_nonce(self, nonce: str) -> bool:
        return bool(self.nonce) and hmac.compare_digest(str(nonce).encode("utf-8", "replace"), self.nonce.encode())

    def check_state_is_valid(self, state: str, id_token_hash: str) -> bool:
        return False  # no token is taken twice, not even of the browser that sent it before

    def save_launch_data(self, key: str, jwt_body: Mapping[str, Any]) -> None:
        pass

    def set_state_valid(self, state: str, id_token_hash: str) -> None:
        pass


class Tool(ToolConfAbstract[Fields]):
    """Knows one platform: that which the login was begun with."""

    def __init__(self, platforms: list[Platform], key: ToolKey) -> None:
        self._platforms = platforms
        self._key = key

    def check_iss_has_one_client(self, iss: str) -> bool:
        return False

    def find_registration_by_issuer(self, iss: str, *words: Any, **options: Any) -> Registration:
        return self.find_registration_by_params(iss, "")

    def find_registration_by_params(self, iss: str, client_id: str, *words: Any, **options: Any) -> Registration:
        for one in self._platforms:
            if one.issuer == iss and client_id in ("", one.client):
                return make_registration(one, self._key)
        raise LaunchRefused("this platform is not registered")

    def find_deployment(self, iss: str, deployment_id: str) -> Deployment | None:
        return None

    def find_deployment_by_params(
        self, iss: str, deployment_id: str, client_id: str, *words: Any, **options: Any
    ) -> Deployment | None:
        known = (one for one in self._platforms if one.issuer == iss and deployment_id in one.deployments)
        return Deployment().set_deployment_id(deployment_id) if next(known, None) is not None else None


class _Address(Redirect[str]):
    def __init__(self, url: str) -> None:
        self._url = url

    def do_redirect(self) -> str:
        return self._url

    def do_js_redirect(self) -> str:
        return self._url

    def set_redirect_url(self, location: str) -> None:
        self._url = location

    def get_redirect_url(self) -> str:
        return self._url


class LoginFlow(OIDCLogin[Fields, Tool, Memory, Cookies, str]):
    """The library's login, which says where to go and goes nowhere itself."""

    def get_redirect(self, url: str) -> _Address:
        return _Address(url)


class LaunchFlow(MessageLaunch[Fields, Tool, Memory, Cookies]):
    """The library's launch, with one algorithm, and with keys that are kept for a while."""

    key_sets: KeySets

    def _get_request_param(self, key: str) -> str:
        return self._request.get_param(key)

    def validate_jwt_format(self) -> LaunchFlow:
        """Take no token but one signed with RSA and SHA-256: what its head asks for is never a choice."""
        super().validate_jwt_format()
        if self._jwt["header"].get("alg") != "RS256":
            raise LtiKeyException("the token is not signed with RS256")
        return self

    def fetch_public_key(self, key_set_url: str) -> Any:
        try:
            return self.key_sets.get(key_set_url, self._jwt["header"].get("kid"), self._requests_session)
        except (requests.RequestException, ValueError) as error:
            raise PlatformSilent(f"the platform's keys cannot be fetched ({type(error).__name__})") from None
