"""A platform registers itself (Moodle and others), or is told what to enter (Canvas)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from pylti1p3.dynamic_registration import DynamicRegistration
from pylti1p3.exception import LtiException

from autograder.desk.lti.claims import SCOPES
from autograder.desk.lti.connecting import Http
from autograder.desk.lti.keys import ToolKey
from autograder.desk.lti.platforms import Platform, check_address, origin_of
from autograder.errors import CourseError

__all__ = ["TITLE", "canvas_platform", "describe_for_canvas", "register_at"]

TITLE = "Hand-in desk / 提交作业"
_ABOUT = "Hand in notebooks, read the feedback."
_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
_CANVAS_ISSUER = "https://canvas.instructure.com"
_CANVAS_SSO = "https://sso.canvaslms.com"


class _Registration(DynamicRegistration):
    """The library's flow, with our addresses in it, and limits on whom it asks."""

    client_name = TITLE
    description = _ABOUT

    def __init__(self, url: str, configuration_url: str, token: str) -> None:
        self._url = url
        self._configuration_url = configuration_url
        self._token = token

    def get_request_session(self) -> requests.Session:
        return Http()

    def get_initiate_login_uri(self) -> str:
        return f"{self._url}/lti/login"

    def get_jwks_uri(self) -> str:
        return f"{self._url}/lti/keys"

    def get_redirect_uris(self) -> list[str]:
        return [f"{self._url}/lti/launch"]

    def get_scopes(self) -> list[str]:
        return list(SCOPES)

    def get_domain(self) -> str:
        return urlsplit(self._url).netloc

    def get_target_link_uri(self) -> str:
        return f"{self._url}/lti/launch"

    def get_claims(self) -> list[str]:
        return ["iss", "sub", "name", "email"]

    def get_messages(self) -> list[dict[str, str]]:
        choose = {"type": "LtiDeepLinkingRequest", "target_link_uri": f"{self._url}/lti/choose", "label": TITLE}
        return [{"type": "LtiResourceLinkRequest"}, choose]

    def get_logo_uri(self) -> str:
        return f"{self._url}/static/desk.svg"

    def lti_registration_data(self) -> dict[str, Any]:
        data = {key: value for key, value in super().lti_registration_data().items() if key != "logo_uri"}
        return data | {"response_types": ["id_token"], "initiate_login_uri": self.get_initiate_login_uri()}

    def get_openid_configuration_endpoint(self) -> str:
        return self._configuration_url

    def get_registration_token(self) -> str | None:  # type: ignore[override]
        return self._token or None

    def get_openid_configuration(self) -> dict[str, Any]:
        found = super().get_openid_configuration()
        check_address(str(found["registration_endpoint"]), "the registration endpoint")
        if urlsplit(str(found["issuer"])).hostname != urlsplit(self._configuration_url).hostname:
            raise CourseError("the platform says that it is another one", hint=f"its issuer is {found['issuer']!r}")
        return found

    def finish(self) -> Platform:
        """Go through all of it, and return the platform."""
        found: Any = self.register()
        assert isinstance(found, Platform)
        return found

    def complete_registration(
        self, openid_configuration: dict[str, Any], openid_registration: dict[str, Any]
    ) -> Platform:
        tool = openid_registration[_CONFIGURATION]
        name = openid_configuration["https://purl.imsglobal.org/spec/lti-platform-configuration"]
        return Platform(
            issuer=openid_configuration["issuer"],
            client=str(openid_registration["client_id"]),
            auth_url=openid_configuration["authorization_endpoint"],
            token_url=openid_configuration["token_endpoint"],
            jwks_url=openid_configuration["jwks_uri"],
            name=str(name.get("product_family_code", ""))[:80],
            audience=str(openid_configuration.get("authorization_server") or ""),
            deployments=(str(tool["deployment_id"]),) if tool.get("deployment_id") else (),
            origins=(origin_of(self._configuration_url),),
        )


def register_at(url: str, configuration_url: str, token: str) -> Platform:
    """Register the desk at `url` at a platform and return what it is called there. `CourseError` says why not."""
    check_address(configuration_url, "the platform's configuration")
    try:
        return _Registration(url, configuration_url, token).finish()
    except (LtiException, requests.RequestException, AssertionError) as error:
        raise CourseError(f"the platform did not register the desk ({error})", hint="begin again there") from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CourseError(f"the platform's answer lacks something ({error})", hint="see docs/lti.md") from None


def describe_for_canvas(url: str, key: ToolKey) -> dict[str, Any]:
    """Return the configuration that Canvas reads when a developer key is made."""
    choose = {
        "message_type": "LtiDeepLinkingRequest",
        "target_link_uri": f"{url}/lti/choose",
        "text": TITLE,
    }
    placements = [
        {
            "placement": "course_navigation",
            "message_type": "LtiResourceLinkRequest",
            "text": TITLE,
            "default": "enabled",
        },
        {"placement": "assignment_selection", **choose},
        {"placement": "link_selection", **choose},
    ]
    settings = {"text": TITLE, "placements": placements}
    return {
        "title": TITLE,
        "description": _ABOUT,
        "oidc_initiation_url": f"{url}/lti/login",
        "target_link_uri": f"{url}/lti/launch",
        "public_jwk_url": f"{url}/lti/keys",
        "public_jwk": key.jwks()["keys"][0],
        "scopes": list(SCOPES),
        "custom_fields": {},
        "extensions": [
            {
                "platform": "canvas.instructure.com",
                "domain": urlsplit(url).netloc,
                "privacy_level": "public",
                "settings": settings,
            }
        ],
    }


def canvas_platform(fields: Mapping[str, str]) -> Platform:
    """Return a Canvas from what somebody entered: site, client id, deployment id; the issuer of one's own server."""
    site = check_address(fields.get("site", "").strip().rstrip("/"), "the address of Canvas")
    issuer = fields.get("issuer", "").strip() or _CANVAS_ISSUER
    is_hosted = issuer == _CANVAS_ISSUER
    server = _CANVAS_SSO if is_hosted else site
    deployments = [one.strip() for one in fields.get("deployment", "").split() if one.strip()]
    if not deployments:
        raise CourseError("the deployment id is missing", hint="Canvas shows it in Apps, at the tool's settings")
    return Platform(
        issuer=issuer,
        client=fields.get("client", "").strip(),
        auth_url=f"{server}/api/lti/authorize_redirect",
        token_url=f"{site}/login/oauth2/token",
        jwks_url=f"{server}/api/lti/security/jwks",
        name="canvas",
        audience="" if not is_hosted else f"{site}/login/oauth2/token",
        deployments=tuple(deployments),
        origins=(origin_of(site),),
    )
