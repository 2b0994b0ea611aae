"""The desk as a tool of an LMS: login and launch, a choice of lessons for its links, scores for it.

An LMS shows tools in a frame, in which a browser may keep no cookie for us. So the frame holds one link, which opens
the desk in a tab of its own; there it begins the login anew, and nothing of the desk can be framed. Only the choice of
a lesson stays in the frame: it needs no session, just a cookie that the browser keeps for us in this LMS alone.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from autograder.desk.database import Database
from autograder.desk.links import read_key
from autograder.desk.lti import (
    LOGIN_S,
    Launch,
    Launches,
    LaunchRefused,
    LmsCourse,
    LmsCourses,
    Login,
    LtiDoor,
    NotKnown,
    PlatformSilent,
    offer_lessons,
    origin_of,
    read_identity,
    read_tool_key,
)
from autograder.desk.people import Door, Role
from autograder.desk.web import lti_setup
from autograder.desk.web.entrance import let_in, read_form
from autograder.desk.web.guard import make_policy
from autograder.desk.web.shared import desk_of, make_page
from autograder.errors import CourseError

__all__ = ["add_to"]

_LOG = logging.getLogger("autograder.desk")
_MOST_CHARS = 4000
_PASSED_ON = ("iss", "login_hint", "lti_message_hint", "target_link_uri", "client_id", "lti_deployment_id")
_ATTRIBUTES = "Path=/; HttpOnly; Secure; SameSite=None"
_MESSAGE_TYPE = "https://purl.imsglobal.org/spec/lti/claim/message_type"


@dataclass(frozen=True)
class _Tool:
    """What the pages need of LTI."""

    door: LtiDoor
    launches: Launches
    courses: LmsCourses


def add_to(app: Starlette, database: Database, door: Door) -> None:
    """Add the pages for an LMS to the desk."""
    assert isinstance(door, LtiDoor)
    course = app.state.desk.catalogue.course
    key = read_tool_key(course)
    launches = Launches(database, door.platforms, key, read_key(course))
    app.state.lti = _Tool(door, launches, LmsCourses(database))
    app.state.lti_setup = lti_setup.Setup(door.platforms, key, database)
    app.router.routes.extend([*_ROUTES, *lti_setup.ROUTES])


def _tool(request: Request) -> _Tool:
    found: _Tool = request.app.state.lti
    return found


# --- login ---


async def begin_login(request: Request) -> Response:
    """Send somebody whom an LMS sent back to it, with a state; from a frame, by a link to a tab of its own."""
    fields = dict(request.query_params) if request.method == "GET" else await read_form(request)
    return await run_in_threadpool(_begin, request, fields)


def _begin(request: Request, fields: Mapping[str, str]) -> Response:
    tool, url = _tool(request), desk_of(request).url
    passed = {name: fields[name] for name in _PASSED_ON if 0 < len(fields.get(name, "")) <= _MOST_CHARS}
    is_choice = passed.get("target_link_uri") == f"{url}/lti/choose"
    place = request.headers.get("sec-fetch-dest", "document" if fields.get("window") else "")
    try:
        platform = tool.launches.find_platform(passed)
        if place != "document" and not is_choice:
            link = f"/lti/login?{urlencode({**passed, 'window': '1'})}"
            return _frame(make_page(request, "lti_open", {"link": link}), platform.frame_ancestors())
        login = tool.launches.begin(passed, f"{url}/lti/launch")
    except LaunchRefused as error:
        return _refuse(request, error)
    answer = RedirectResponse(login.url, 303)
    _set_cookie(request, answer, login, is_apart=place != "document")
    return answer


def _cookie(request: Request, state: str) -> str:
    name = f"desk-lti-{hashlib.sha256(state.encode('utf-8', 'replace')).hexdigest()[:16]}"
    return f"__Host-{name}" if desk_of(request).is_secure else name


def _set_cookie(request: Request, answer: Response, login: Login, *, is_apart: bool) -> None:
    """Keep the state in the browser; `is_apart` in a jar for this LMS's pages alone. What an LMS posts must find it."""
    words = f"{_cookie(request, login.state)}={login.kept}; Max-Age={int(LOGIN_S)}; {_ATTRIBUTES}"
    answer.headers.append("set-cookie", words + ("; Partitioned" if is_apart else ""))


def _drop_cookie(request: Request, answer: Response, state: str) -> None:
    for apart in ("", "; Partitioned"):
        answer.headers.append("set-cookie", f"{_cookie(request, state)}=; Max-Age=0; {_ATTRIBUTES}{apart}")


# --- launch ---


async def take_launch(request: Request) -> Response:
    """Let somebody in whom an LMS vouches for, or let a teacher choose a lesson."""
    fields = await read_form(request)
    return await run_in_threadpool(_launch, request, fields)


def _launch(request: Request, fields: Mapping[str, str]) -> Response:
    state = fields.get("state", "")[:_MOST_CHARS]
    try:
        launch = _tool(request).launches.finish(fields, request.cookies.get(_cookie(request, state), ""))
        answer = _offer(request, launch) if launch.deep_link is not None else _admit(request, launch)
    except PlatformSilent as error:
        _LOG.error("LTI: %s", error)
        return _say(request, 503, *_SILENT)
    except (LaunchRefused, CourseError) as error:
        return _refuse(request, error)
    _drop_cookie(request, answer, state)
    return answer


def _offer(request: Request, launch: Launch) -> Response:
    """Let a teacher of the course there choose a lesson."""
    if read_identity(launch.claims).role is Role.STUDENT:
        raise LaunchRefused("only who teaches a course makes links to lessons")
    desk = desk_of(request)
    offer = offer_lessons(launch, desk.catalogue.lessons(), desk.url)
    page = make_page(request, "lti_choose", {"offer": offer})
    return _frame(page, launch.platform.frame_ancestors(), f"'self' {origin_of(offer.return_url)}")


def _admit(request: Request, launch: Launch) -> Response:
    """Let somebody in, as who he is in the roster."""
    if launch.claims.get(_MESSAGE_TYPE) != "LtiResourceLinkRequest":
        raise LaunchRefused("this is no launch of a link")
    tool, identity = _tool(request), read_identity(launch.claims)
    course = tool.courses.see(launch.platform.id, launch.claims)
    if course is None:
        raise LaunchRefused("the launch is from no course")
    try:
        member = tool.door.meet(launch.platform, course, identity)
        person = tool.door.make_person(member)
    except NotKnown as error:
        _LOG.warning("LTI: %s of %s: %s", identity.subject, launch.platform.issuer, error)
        person = None
    if person is None:
        account = ", ".join(one for one in (identity.name, identity.email, identity.sis or identity.login) if one)
        return _say(request, 403, *_UNKNOWN, account=account)
    if not _is_linked(tool, course, person.role):
        return _say(request, 403, *_UNLINKED, account=f"autograder lti link {course.id}")
    kept = tool.door.make_person(tool.door.members.keep(launch.platform, identity, person.id, course.id))
    if kept is None:
        return _say(request, 403, *_UNKNOWN)
    lesson = desk_of(request).catalogue.find(launch.lesson)
    page = f"/lessons/{quote(lesson.lesson.name, safe='')}" if lesson is not None else "/"
    return let_in(request, tool.door, kept, page)


def _is_linked(tool: _Tool, course: LmsCourse, role: Role) -> bool:
    """Whether a course counts. The first one of a platform does as soon as its instructor, who is ours too, comes."""
    if course.is_linked:
        return True
    is_first = not any(one.platform == course.platform for one in tool.courses.linked())
    if is_first and role is Role.INSTRUCTOR:
        tool.courses.link(course.id)
        return True
    return False


# --- what is said ---

_REFUSED = (
    "This cannot be opened so. / 无法这样打开。",
    "Open it once more from your course. If that does not help, allow cookies for this site, or tell your teacher. / "
    "请从课程页面重新打开。若仍不行，请允许本站使用 Cookie，或告诉老师。",
)
_SILENT = (
    "Your course's site does not answer us. / 教学平台没有应答。",
    "Try again in a minute. / 请稍后重试。",
)
_UNKNOWN = (
    "You are not in the list of this class yet. / 班级名单里还没有你。",
    "Send your teacher the line below: with it, you can be put into the list. / 请把下面一行发给老师，以便加入名单。",
)
_UNLINKED = (
    "This course is not linked with the desk yet. / 这门课程尚未与提交系统关联。",
    "The teacher links it with the command below. / 请老师用下面的命令关联。",
)


def _say(request: Request, status: int, title: str, hint: str, account: str = "") -> Response:
    values: dict[str, Any] = {"title": title, "hint": hint, "account": account, "status": status}
    sites = " ".join(one.frame_ancestors() for one in _tool(request).door.platforms.all())
    return _frame(make_page(request, "lti_message", values), sites or "'none'")


def _refuse(request: Request, error: Exception) -> Response:
    _LOG.warning("LTI: refused: %s", error)
    return _say(request, 403, *_REFUSED)


def _frame(answer: Response, sites: str, forms: str = "'self'") -> Response:
    """Let these sites frame a page."""
    answer.headers["Content-Security-Policy"] = make_policy(sites, forms)
    answer.headers["X-Frame-Options"] = ""
    return answer


_ROUTES = [
    Route("/lti/login", begin_login, methods=["GET", "POST"]),
    Route("/lti/launch", take_launch, methods=["POST"]),
]
