"""The desk in an LMS by LTI 1.3: register it, link courses, take over the roster, look after scores."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from autograder.cli.commands import Commands, Run, add_student_option, count_of, find_own_course, print_problem
from autograder.errors import CourseError
from autograder.text import clean_line

if TYPE_CHECKING:
    from rich.console import Console

    from autograder.submissions import RosterEntry

__all__ = ["add_commands"]


def add_commands(commands: Commands) -> None:
    """Add lti, with its own commands."""
    family = commands.add_family("lti", "use the desk from an LMS (Canvas, Moodle): see docs/lti.md")
    register = family.add("register", _run(_register), "make a one-time link that registers an LMS", has_lesson=False)
    register.add_argument("--url", required=True, help="how the desk is called from outside")
    register.add_argument("--days", type=float, default=1.0, help="how long the link holds (default 1)")
    add = family.add("add", _run(_add), "register an LMS by hand, or change what is known of it", has_lesson=False)
    _add_platform_options(add)
    family.add("list", _run(_list), "list what is registered, and the courses that were seen", has_lesson=False)
    remove = family.add("remove", _run(_remove), "remove a platform, and end the sessions by it", has_lesson=False)
    remove.add_argument("platform", help="its id, as `autograder lti list` shows it")
    link = family.add("link", _run(_link), "let a course of the LMS count", has_lesson=False)
    link.add_argument("course", help="its id, as `autograder lti list` shows it")
    link.add_argument("--unlink", action="store_true", help="not any more: who came from it is out")
    roster = family.add("roster", _run(_roster), "compare the roster with the members in the LMS", has_lesson=False)
    roster.add_argument("--course", default="", metavar="ID", help="the course of the LMS, if several are linked")
    roster.add_argument("--write", action="store_true", help="take over what is new and what has changed")
    roster.add_argument("--remove", action="store_true", help="with --write: remove who is not in the LMS any more")
    forget = family.add("forget", _run(_forget), "forget whose account somebody has in the LMS", has_lesson=False)
    add_student_option(forget)
    scores = family.add("scores", _run(_scores), "show how far each score is on its way to the LMS")
    scores.add_argument("--send", action="store_true", help="send now what is to be sent, and what was refused")


def _add_platform_options(add: argparse.ArgumentParser) -> None:
    add.add_argument(
        "--issuer", required=True, help="what the platform calls itself, such as https://moodle.example.edu"
    )
    add.add_argument("--client", required=True, metavar="ID", help="the client id that the platform gave the desk")
    add.add_argument("--auth-url", default="", help="where a login is sent to")
    add.add_argument("--token-url", default="", help="where access tokens are had")
    add.add_argument("--keys-url", default="", help="where the platform's public keys are")
    add.add_argument("--audience", default="", help="whom access tokens are asked of, if not the token address")
    add.add_argument("--deployment", action="append", default=[], metavar="ID", help="a deployment id (repeatable)")
    add.add_argument("--site", action="append", default=[], metavar="URL", help="a site that may frame us (repeatable)")
    add.add_argument("--match", default="", metavar="FIELDS", help="find people by these, of sis,login,email")
    add.add_argument("--add-people", choices=("yes", "no"), help="let in who is not in the roster, as a student")
    add.add_argument("--trust-roles", choices=("yes", "no"), help="let staff of the LMS be staff here")


def _run(run: Run) -> Run:
    """Return a command that says what to install where that is missing."""

    def checked(arguments: argparse.Namespace, console: Console) -> int:
        try:
            import pylti1p3  # noqa: F401
        except ImportError:
            raise CourseError("pylti1p3next is not installed", hint="pip install 'autograder-course[lti]'") from None
        return run(arguments, console)

    return checked


def _register(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.desk import invite_platform

    if not 0 < arguments.days <= 30:
        raise CourseError("a link that registers holds for some days", hint="--days 1, at most 30")
    link = invite_platform(find_own_course(arguments), arguments.url, arguments.days)
    console.print(link, soft_wrap=True)
    console.print("Open it, or put it into Moodle as the tool's address. Whoever has it can register one LMS, once.")
    return 0


def _add(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.desk import Platform, add_platform, list_platforms

    course = find_own_course(arguments)
    own = (arguments.issuer, arguments.client)
    before = next((one for one in list_platforms(course).platforms if (one.issuer, one.client) == own), None)
    old = before or Platform(issuer=arguments.issuer, client=arguments.client, auth_url="", token_url="", jwks_url="")
    kept = add_platform(
        course,
        Platform(
            issuer=old.issuer,
            client=old.client,
            auth_url=arguments.auth_url or old.auth_url,
            token_url=arguments.token_url or old.token_url,
            jwks_url=arguments.keys_url or old.jwks_url,
            name=old.name,
            audience=arguments.audience or old.audience,
            deployments=tuple(arguments.deployment),
            origins=tuple(arguments.site) or old.origins,
            match=tuple(arguments.match.split(",")) if arguments.match else old.match,
            adds_people=_choose(arguments.add_people, old.adds_people),
            trusts_roles=_choose(arguments.trust_roles, old.trusts_roles),
        ),
    )
    console.print(f"{kept.id}: {kept.issuer} is registered; deployments: {', '.join(kept.deployments) or 'none yet'}")
    return 0


def _choose(said: str | None, before: bool) -> bool:
    return before if said is None else said == "yes"


def _list(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.desk import list_platforms

    found = list_platforms(find_own_course(arguments))
    for one in found.platforms:
        more = [word for word, is_so in (("adds people", one.adds_people), ("trusts roles", one.trusts_roles)) if is_so]
        deployments = ", ".join(one.deployments) or "no deployment yet"
        console.print("  ".join([f"platform {one.id}", one.issuer, one.client, deployments, *more]), soft_wrap=True)
    for course in found.courses:
        state = "linked" if course.is_linked else "not linked"
        console.print(f"course {course.id}  {state}  {course.title}  (platform {course.platform})", soft_wrap=True)
    if not found.platforms:
        console.print("no LMS is registered: `autograder lti register` begins")
    return 0


def _remove(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.desk import remove_platform

    remove_platform(find_own_course(arguments), arguments.platform)
    console.print(f"{arguments.platform} is removed; who came from it is out")
    return 0


def _link(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.desk import link_course

    link_course(find_own_course(arguments), arguments.course, is_linked=not arguments.unlink)
    console.print(f"{arguments.course} is {'not linked any more' if arguments.unlink else 'linked'}")
    return 0


def _forget(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.desk import forget_members

    if not arguments.student:
        raise CourseError("it is not said whom to forget", hint="--student ID")
    console.print(f"{forget_members(find_own_course(arguments), arguments.student)} accounts forgotten")
    return 0


def _roster(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.desk import read_lms_roster

    if arguments.remove and not arguments.write:
        raise CourseError("--remove is for --write", hint="look first, then --write --remove")
    course = find_own_course(arguments)
    diff = read_lms_roster(course, arguments.course, is_writing=arguments.write, is_removing=arguments.remove)
    say: Callable[[str], None] = lambda line: console.print(clean_line(line), soft_wrap=True)  # noqa: E731
    for one in diff.added:
        say(f"+ {_show(one)}")
    for before, after in diff.changed:
        say(f"~ {_show(before)}  ->  {_show(after)}")
    for one in diff.gone:
        say(f"- {_show(one)}" + ("" if arguments.remove else "  (stays; --remove removes)"))
    counts = (count_of(diff.added, "new line"), count_of(diff.changed, "change"), f"{len(diff.gone)} not in the LMS")
    done = "written to gradebook/roster.csv, the one before is roster.before.csv" if arguments.write else "not written"
    say(f"{', '.join(counts)}: {done}")
    for problem in diff.problems:
        print_problem("roster.csv", clean_line(problem), "enter this person by hand")
    return 3 if diff.problems else 0


def _show(entry: RosterEntry) -> str:
    return ", ".join(part for part in (entry.id, entry.name, entry.email, entry.section, entry.role) if part)


def _scores(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.desk import list_scores, send_scores

    course = find_own_course(arguments)
    if arguments.send:
        send_scores(course, arguments.lesson)
    found = list_scores(course, arguments.lesson)
    for one in found:
        there = "-" if one.sent_score is None else f"{one.sent_score:g}"
        line = f"{one.student}  {one.score:g}/{one.maximum:g}  there: {there}  {one.state.value}  {one.reason}"
        console.print(clean_line(line).rstrip(), soft_wrap=True)
    if not found:
        console.print("no scores for an LMS yet")
    return 3 if any(one.needs_person for one in found) else 0
