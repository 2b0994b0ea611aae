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
from .lti import (
    Platform,
    add_platform,
    forget_members,
    invite_platform,
    link_course,
    list_platforms,
    list_scores,
    read_lms_roster,
    remove_platform,
    send_scores,
)
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
    "Platform",
    "Role",
    "ServeOptions",
    "add_platform",
    "check_file",
    "choose_lesson",
    "fetch_bytes",
    "fetch_json",
    "find_at_desk",
    "forget_at_desk",
    "forget_members",
    "invite_platform",
    "issue_links",
    "link_course",
    "list_platforms",
    "list_scores",
    "publish_lesson",
    "read_address",
    "read_desk_settings",
    "read_lms_roster",
    "remove_platform",
    "revoke_links",
    "send_files",
    "send_scores",
    "serve",
    "sweep_old_files",
    "unpublish_lesson",
    "wait_for_grade",
]
