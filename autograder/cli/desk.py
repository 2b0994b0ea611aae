"""The desk: serve it, publish results, give out links, hand in from a terminal."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.cli.commands import (
    Commands,
    add_runner_option,
    add_student_option,
    count_of,
    find_own_course,
    lesson_name,
    print_problem,
    whole_number,
)
from autograder.errors import CourseError
from autograder.text import clean_line, cut_text

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["add_commands"]

_MOST_CHARS = 500


def add_commands(commands: Commands) -> None:
    """Add serve, publish, links and hand-in."""
    serve = commands.add("serve", _serve, "let students hand in by page, grade at once, show pages", has_lesson=False)
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen at (default 127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="the port (default 8000, 0 for any)")
    serve.add_argument(
        "--url", default="", help="how the desk is called from outside, such as https://desk.example.edu"
    )
    serve.add_argument(
        "--web-processes", type=whole_number, default=1, metavar="N", help="processes that serve pages (default 1)"
    )
    serve.add_argument(
        "--workers", type=whole_number, default=0, metavar="N", help="processes that grade (one per processor)"
    )
    serve.add_argument("--scheduler", default="", metavar="ADDRESS", help="grade on a Dask cluster, tcp://HOST:PORT")
    add_runner_option(serve)
    publish = commands.add("publish", _publish, "show students their results at the desk, with what persons entered")
    publish.add_argument("--unpublish", action="store_true", help="take the lesson's results back")
    links = commands.add("links", _links, "give everybody in the roster a personal link to the desk", has_lesson=False)
    links.add_argument("--csv", type=Path, metavar="FILE", help="where to (default gradebook/desk/links.csv)")
    links.add_argument("--url", default="http://127.0.0.1:8000", help="how the desk is called from outside")
    links.add_argument("--days", type=float, default=200.0, help="how long new links hold (default 200)")
    links.add_argument("--revoke", action="append", default=[], metavar="ID", help="take back this person's links")
    add_student_option(links)
    hand_in = commands.add("hand-in", _hand_in, "hand in notebooks to a desk, and wait for the grade", has_lesson=False)
    hand_in.add_argument("files", nargs="+", type=Path, metavar="FILE", help="notebooks, or a zip of them")
    hand_in.add_argument("--link", default="", help="your personal link (default: the variable AUTOGRADER_LINK)")
    hand_in.add_argument("--server", default="", metavar="URL", help="the desk, where --link is only its last part")
    its = "the lesson (default: the one that has these notebooks)"
    hand_in.add_argument("--lesson", type=lesson_name, default="", help=its)
    hand_in.add_argument("--no-wait", action="store_true", help="only hand in, and print the receipt")


def _serve(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.desk import ServeOptions, serve

    course = find_own_course(arguments)
    options = ServeOptions(
        host=arguments.host,
        port=arguments.port,
        url=arguments.url.rstrip("/"),
        web_processes=arguments.web_processes,
        workers=arguments.workers,
        runner=arguments.runner,
        scheduler=arguments.scheduler,
    )
    serve(course, options, lambda line: console.print(line, soft_wrap=True))
    return 0


def _publish(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.desk import publish_lesson, unpublish_lesson

    course = find_own_course(arguments)
    if arguments.unpublish:
        was_published = unpublish_lesson(course, arguments.lesson)
        console.print(f"{arguments.lesson}: {'taken back' if was_published else 'was not published'}")
        return 0
    pages = publish_lesson(course, arguments.lesson)
    console.print(f"published {arguments.lesson}: {count_of(pages.paths, 'page')}")
    for page in pages.failed:
        print_problem(f"{page.student}: no page", clean_line(cut_text(page.reason, _MOST_CHARS)), page.hint)
    return 3 if pages.failed else 0


def _links(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.desk import issue_links, revoke_links

    course = find_own_course(arguments)
    if arguments.revoke:
        count = revoke_links(course, arguments.revoke)
        console.print(f"{count_of(count, 'link')} taken back")
        return 0
    if not arguments.days > 0:
        raise CourseError("a link must hold for some time", hint="--days 200")
    issued = issue_links(course, arguments.url, arguments.csv, days=arguments.days, only=arguments.student)
    counts = ", ".join(count_of(count, "TA" if role == "ta" else role) for role, count in issued.count.items())
    console.print(
        f"wrote {issued.path}: {counts}. Each line lets its person in: send it to nobody else", soft_wrap=True
    )
    return 0


def _hand_in(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.desk import choose_lesson, read_address, send_files, wait_for_grade

    address = read_address(arguments.server, arguments.link or os.environ.get("AUTOGRADER_LINK", ""))
    lesson = choose_lesson(address, arguments.files, arguments.lesson)
    receipt = send_files(address, lesson, arguments.files)
    _print_receipt(receipt, console)
    if arguments.no_wait:
        return 0
    over = wait_for_grade(address, receipt["receipt"], lambda found: _print_place(found, console), 3600.0)
    for one in over["scores"]:
        waiting = f", {one['waiting']:g} wait for a TA / 分等助教评" if one["waiting"] else ""
        withheld = f", {one['withheld']:g} withheld / {one['withheld']:g} 分暂不公布" if one["withheld"] else ""
        problem = f": {one['problem']}" if one["problem"] else ""
        points = f"{one['score']:g} / {one['points'] - one['withheld']:g}"
        console.print(f"{one['notebook']}: {points}{waiting}{withheld}{problem}", soft_wrap=True)
    if over["state"] != "graded":
        console.print(f"not graded yet / 还没有评分: {over['reason'] or over['state']}", soft_wrap=True)
    if over["page"]:
        console.print(f"page / 反馈: {over['page']}", soft_wrap=True)
    return 0 if over["state"] == "graded" else 3


def _print_receipt(receipt: dict[str, Any], console: Console) -> None:
    number, attempt, received = receipt["receipt"], receipt["attempt"], receipt["received"]
    console.print(f"receipt / 回执 {number}: attempt / 第几次 {attempt}, {received}", soft_wrap=True)
    for file in receipt["files"]:
        console.print(f"  {file['sha256']}  {file['name']}", soft_wrap=True)
    for one in receipt["not_taken"]:
        console.print(f"  not taken / 没有收下: {one['file']}: {one['problem']}", soft_wrap=True)


def _print_place(found: dict[str, Any], console: Console) -> None:
    wait = f", about / 约 {found['wait_s']:.0f} s" if found["wait_s"] is not None else ""
    console.print(f"place in the queue / 排队位置 {found['place']}{wait}", soft_wrap=True)
