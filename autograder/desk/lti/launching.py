"""Login and launch: a platform sends somebody, we send him back with a state and a nonce, it sends a signed token.

State and nonce are in a cookie that we signed, so that only the browser that asked can come back, within ten minutes,
and nothing is stored for who only asks. A state that let somebody in is noted until then: it does so once.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import requests
from itsdangerous import BadSignature, URLSafeSerializer
from pylti1p3.cookie import CookieService
from pylti1p3.deep_link import DeepLink
from pylti1p3.deployment import Deployment
from pylti1p3.exception import LtiKeyException
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.oidc_login import OIDCLogin
from pylti1p3.redirect import Redirect
from pylti1p3.registration import Registration
from pylti1p3.request import Request
from pylti1p3.session import SessionService
from pylti1p3.tool_config.abstract import ToolConfAbstract
from sqlalchemy.exc import IntegrityError

from autograder.desk.database import Database
from autograder.desk.lti.claims import CLAIM
from autograder.desk.lti.connecting import Connector, Http, KeySets, make_registration
from autograder.desk.lti.keys import ToolKey
from autograder.desk.lti.platforms import Platform, Platforms
from autograder.desk.tables import lti_logins
from autograder.errors import AutograderError

__all__ = ["LOGIN_S", "Launch", "LaunchRefused", "Launches", "Login", "PlatformSilent"]

LOGIN_S = 600.0
_MOST_CHARS = 32_000
_NEEDED = ["exp", "iat", "iss", "aud", "sub", "nonce"]


class LaunchRefused(AutograderError):
    """A login or launch is not what a registered platform would have sent just now."""


class PlatformSilent(AutograderError):
    """The platform's keys could not be fetched, so that nobody can say whether a launch is genuine."""


@dataclass(frozen=True)
class Login:
    """Where somebody is sent who wants to come in, and what his browser must keep under this state."""

    url: str
    state: str
    kept: str


@dataclass(frozen=True)
class Launch:
    """A launch that was signed by this platform, for us, just now."""

    platform: Platform
    claims: Mapping[str, Any]
    deep_link: DeepLink | None = None

    @property
    def lesson(self) -> str:
        """The lesson that the link is for, "" if it is for none."""
        custom = self.claims.get(f"{CLAIM}custom")
        found = custom.get("lesson", "") if isinstance(custom, dict) else ""
        return found if isinstance(found, str) else ""


class Launches:
    """Begins logins and judges launches."""

    def __init__(
        self,
        database: Database,
        platforms: Platforms,
        key: ToolKey,
        cookie_key: bytes,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._platforms = platforms
        self._key = key
        self._signer = URLSafeSerializer(cookie_key, salt="autograder.desk.lti.login")
        self._clock = clock
        self._key_sets = KeySets()

    def find_platform(self, fields: Mapping[str, str]) -> Platform:
        """Return the platform that a login is from. `LaunchRefused` if it is not registered."""
        platform = self._platforms.find(fields.get("iss", ""), fields.get("client_id", ""))
        deployment = fields.get("lti_deployment_id", "")
        if platform is None or (deployment and deployment not in platform.deployments):
            raise LaunchRefused("this platform, or this deployment of it, is not registered")
        return platform

    def begin(self, fields: Mapping[str, str], launch_url: str) -> Login:
        """Return where to send somebody. `LaunchRefused` if his platform is not registered."""
        platform = self.find_platform(fields)
        request, memory = _Fields(fields), _Memory()
        login = _Login(request, _Tool([platform], self._key), session_service=memory, cookie_service=memory.cookies)
        try:
            url = login.get_redirect_object(launch_url).get_redirect_url()
        except Exception as error:  # the library's, for a field that is missing
            raise LaunchRefused(f"this login is not complete ({error})") from None
        state = memory.cookies.state
        kept = self._signer.dumps([state, memory.nonce, platform.id, self._clock() + LOGIN_S])
        return Login(url, state, str(kept))

    def finish(self, fields: Mapping[str, str], kept: str) -> Launch:
        """Return a launch; `kept` is what the browser's cookie holds. `LaunchRefused` if anything is wrong with it.

        `PlatformSilent` if the platform's keys cannot be fetched.
        """
        try:
            state, nonce, platform_id, expires_s = self._signer.loads(kept)
        except BadSignature:
            raise LaunchRefused("this browser did not begin this login") from None
        if not hmac.compare_digest(fields.get("state", "").encode("utf-8", "replace"), state.encode()):
            raise LaunchRefused("this browser began another login")
        if len(fields.get("id_token", "")) > _MOST_CHARS:
            raise LaunchRefused("the token is too long")
        platform = self._platforms.get(platform_id)
        if platform is None or not self._clock() < expires_s:
            raise LaunchRefused("this login took too long")
        memory = _Memory(nonce, state)
        launch = _Launch(
            _Fields(fields),
            _Tool([platform], self._key),
            session_service=memory,
            cookie_service=memory.cookies,
            requests_session=Http(),
            service_connector_cls=Connector,
        )
        launch.key_sets = self._key_sets
        found = self._judge(launch, platform)
        self._use(state, expires_s)
        return found

    def _judge(self, launch: _Launch, platform: Platform) -> Launch:
        launch.set_jwt_verify_options({"verify_aud": False, "require": _NEEDED})
        try:
            launch.validate()
            claims = launch.get_launch_data()
            _check_audience(claims, platform)
            deep_link = launch.get_deep_link() if launch.is_deep_link_launch() else None
        except PlatformSilent:
            raise
        except Exception as error:  # the library's own, and whatever else a forged token makes it stumble over
            raise LaunchRefused(f"{type(error).__name__}: {error}") from None
        return Launch(platform, claims, deep_link)

    def _use(self, state: str, expires_s: float) -> None:
        """Note that a state has let somebody in. `LaunchRefused` if it did before; of two at once one is refused."""
        with self._database.write() as connection:
            connection.execute(lti_logins.delete().where(lti_logins.c.expires_s <= self._clock()))
            try:
                with connection.begin_nested():
                    connection.execute(lti_logins.insert().values(digest=_digest(state), expires_s=expires_s))
            except IntegrityError:
                raise LaunchRefused("this token has let somebody in before") from None


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode("utf-8", "replace")).hexdigest()


def _check_audience(claims: Mapping[str, Any], platform: Platform) -> None:
    """Refuse a token that is (also) for somebody else."""
    audience = claims.get("aud")
    if audience not in (platform.client, [platform.client]) and claims.get("azp") != platform.client:
        raise LaunchRefused("the token is for somebody else")
    if claims.get("azp", platform.client) != platform.client or claims.get("iss") != platform.issuer:
        raise LaunchRefused("the token is for somebody else, or by somebody else")


# --- the library's neutral classes, filled in ---


class _Fields(Request):
    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields

    def is_secure(self) -> bool:
        return True

    def get_param(self, key: str) -> str:
        return self._fields.get(key, "")


class _Cookies(CookieService):
    """Keeps the state of one login. The page puts it into the browser, and out again."""

    def __init__(self, state: str) -> None:
        self.state = state

    def get_cookie(self, name: str) -> str | None:
        return self.state if name == self.state else None

    def set_cookie(self, name: str, value: str | int, exp: int | None = 3600) -> None:
        self.state = name


class _Memory(SessionService):
    """Keeps the nonce of one login; nothing else is kept from one request to the next."""

    def __init__(self, nonce: str = "", state: str = "") -> None:
        self.nonce = nonce
        self.cookies = _Cookies(state)

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


class _Tool(ToolConfAbstract[_Fields]):
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


class _Login(OIDCLogin[_Fields, _Tool, _Memory, _Cookies, str]):
    def get_redirect(self, url: str) -> _Address:
        return _Address(url)


class _Launch(MessageLaunch[_Fields, _Tool, _Memory, _Cookies]):
    key_sets: KeySets

    def _get_request_param(self, key: str) -> str:
        return self._request.get_param(key)

    def validate_jwt_format(self) -> _Launch:
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
