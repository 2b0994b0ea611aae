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

from itsdangerous import BadSignature, URLSafeSerializer
from pylti1p3.deep_link import DeepLink
from sqlalchemy.exc import IntegrityError

from autograder.desk.database import Database
from autograder.desk.lti.adapters import Fields, LaunchFlow, LaunchRefused, LoginFlow, Memory, PlatformSilent, Tool
from autograder.desk.lti.claims import CLAIM
from autograder.desk.lti.connecting import Connector, Http, KeySets
from autograder.desk.lti.keys import ToolKey
from autograder.desk.lti.platforms import Platform, Platforms
from autograder.desk.lti_tables import lti_logins

__all__ = ["LOGIN_S", "Launch", "LaunchRefused", "Launches", "Login", "PlatformSilent"]

LOGIN_S = 600.0
_MOST_CHARS = 32_000
_NEEDED = ["exp", "iat", "iss", "aud", "sub", "nonce"]


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
        request, memory = Fields(fields), Memory()
        login = LoginFlow(request, Tool([platform], self._key), session_service=memory, cookie_service=memory.cookies)
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
        memory = Memory(nonce, state)
        launch = LaunchFlow(
            Fields(fields),
            Tool([platform], self._key),
            session_service=memory,
            cookie_service=memory.cookies,
            requests_session=Http(),
            service_connector_cls=Connector,
        )
        launch.key_sets = self._key_sets
        found = self._judge(launch, platform)
        self._use(state, expires_s)
        return found

    def _judge(self, launch: LaunchFlow, platform: Platform) -> Launch:
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
