from .adapters import LaunchRefused, PlatformSilent
from .claims import read_identity
from .courses import LmsCourse, LmsCourses
from .keys import ToolKey, read_tool_key
from .launching import LOGIN_S, Launch, Launches, Login
from .linking import offer_lessons
from .managing import (
    LtiState,
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
from .members import LtiDoor, NotKnown
from .platforms import FIELDS, Platform, Platforms, check_address, origin_of
from .registering import TITLE, canvas_platform, describe_for_canvas, register_at
from .scores import Scores, ScoreState
from .sending import run_sender

__all__ = [
    "FIELDS",
    "LOGIN_S",
    "TITLE",
    "Launch",
    "LaunchRefused",
    "Launches",
    "LmsCourse",
    "LmsCourses",
    "Login",
    "LtiDoor",
    "LtiState",
    "NotKnown",
    "Platform",
    "PlatformSilent",
    "Platforms",
    "ScoreState",
    "Scores",
    "ToolKey",
    "add_platform",
    "canvas_platform",
    "check_address",
    "describe_for_canvas",
    "forget_members",
    "invite_platform",
    "link_course",
    "list_platforms",
    "list_scores",
    "offer_lessons",
    "origin_of",
    "read_identity",
    "read_lms_roster",
    "read_tool_key",
    "register_at",
    "remove_platform",
    "run_sender",
    "send_scores",
]
