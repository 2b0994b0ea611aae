"""The tool's own key: it signs what the desk tells a platform, and the platform fetches its public half."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwcrypto.jwk import JWK

from autograder.course import Course
from autograder.desk.database import desk_folder
from autograder.errors import GradebookError
from autograder.files import read_secret

__all__ = ["ToolKey", "read_tool_key"]

_BITS = 3072


class ToolKey:
    """The key in PEM, and what of it everybody may know."""

    def __init__(self, private: str) -> None:
        self.private = private
        self._jwk = JWK.from_pem(private.encode())

    @property
    def public(self) -> str:
        return str(self._jwk.export_to_pem().decode())

    def jwks(self) -> dict[str, Any]:
        """Return the key set that platforms fetch."""
        key = json.loads(self._jwk.export_public())
        return {"keys": [{**key, "alg": "RS256", "use": "sig"}]}


def read_tool_key(course: Course) -> ToolKey:
    """Return the key in gradebook/desk/lti.pem; it is made when it is first wanted, and only its owner reads it."""
    path = desk_folder(course) / "lti.pem"
    try:
        return _load(read_secret(path, _make).decode())
    except ValueError:
        hint = "put the file back from a backup; with a new one, platforms that were given the old key must be told"
        raise GradebookError("this key is damaged", hint=hint, path=path) from None


@lru_cache(maxsize=4)
def _load(pem: str) -> ToolKey:
    return ToolKey(pem)


def _make() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
