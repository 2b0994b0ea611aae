from .client import (
    DeskAddress,
    check_file,
    choose_lesson,
    fetch_bytes,
    fetch_json,
    read_address,
    send_files,
    wait_for_grade,
)
from .forgetting import DeskTraces, find_at_desk, forget_at_desk
from .issuing import IssuedLinks, issue_links, revoke_links
from .people import Door, Person, Role
from .processes import ServeOptions, serve
from .publishing import publish_lesson, unpublish_lesson
from .retention import sweep_old_files
from .settings import DeskSettings, read_desk_settings

__all__ = [
    "DeskAddress",
    "DeskSettings",
    "DeskTraces",
    "Door",
    "IssuedLinks",
    "Person",
    "Role",
    "ServeOptions",
    "check_file",
    "choose_lesson",
    "fetch_bytes",
    "fetch_json",
    "find_at_desk",
    "forget_at_desk",
    "issue_links",
    "publish_lesson",
    "read_address",
    "read_desk_settings",
    "revoke_links",
    "send_files",
    "serve",
    "sweep_old_files",
    "unpublish_lesson",
    "wait_for_grade",
]
