"""The door for who comes from a JupyterHub: the hub says who that is, the roster what he may do."""

from __future__ import annotations

import os
from typing import Any

from autograder.desk.catalogue import Catalogue
from autograder.desk.people import Person, Role
from autograder.errors import CourseError

__all__ = ["HubDoor", "open_hub_door"]

_NEEDED = ("JUPYTERHUB_API_TOKEN", "JUPYTERHUB_API_URL", "JUPYTERHUB_CLIENT_ID")
_MOST_CHARS = 128


class HubDoor:
    """Lets in whom the hub knows and the roster lists; the hub's name must be the roster's id or mail address."""

    name = "hub"

    def __init__(self, catalogue: Catalogue, url: str) -> None:
        try:
            from jupyterhub.services.auth import HubOAuth
        except ImportError:
            raise CourseError("jupyterhub is not installed", hint="pip install 'autograder-course[hub]'") from None
        self.auth = HubOAuth(oauth_redirect_uri=f"{url}/hub/callback")
        self._catalogue = catalogue

    def admit(self, token: str) -> Person | None:
        """Return whose token of the hub this is; None if it may not be used for this service."""
        if not (16 <= len(token) <= _MOST_CHARS and token.isascii() and token.isalnum()):
            return None
        user: dict[str, Any] | None = self.auth.user_for_token(token)
        if user is None or not self.auth.check_scopes(self.auth.access_scopes, user):
            return None
        return self._find(str(user.get("name", "")))

    def is_welcome(self, person: Person) -> bool:
        """Whether the roster still has somebody, in the same role."""
        return self._find(person.reference) == person

    def _find(self, name: str) -> Person | None:
        roster = self._catalogue.roster()
        entry = roster.people.get(name) or roster.by_email(name)
        return Person(entry.id, Role(entry.role), entry.section, entry.name, name) if entry is not None else None


def open_hub_door(catalogue: Catalogue, url: str) -> HubDoor | None:
    """Return the door if the environment names a hub as JupyterHub does for its services; None if it does not.

    `CourseError` if it does so in part.
    """
    missing = [name for name in _NEEDED if not os.environ.get(name)]
    if "JUPYTERHUB_API_TOKEN" in missing:
        return None
    if missing:
        raise CourseError(f"the environment lacks {', '.join(missing)}", hint="see docs/jupyterhub.md")
    return HubDoor(catalogue, url)
