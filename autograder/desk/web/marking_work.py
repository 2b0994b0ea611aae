"""The work of grading by hand: which questions there are, whose share is what, how far it is, and who graded what."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from autograder.classroom import AnswerGroup
from autograder.course import CellKey
from autograder.desk.marking_answers import AskedCell, list_asked
from autograder.desk.marking_shares import deal_groups
from autograder.desk.people import Person, Role
from autograder.desk.web.entrance import check_form, read_form
from autograder.desk.web.marking_shared import Place, Sheet, find_place, marking_of, read_writers
from autograder.desk.web.shared import Desk, desk_of, make_page, visitor
from autograder.feedback import launch_formatter
from autograder.records import HistoryLine

__all__ = ["ROUTES"]

_MOST_CHARS = 160


def show_questions(request: Request) -> Response:
    """Show the questions of a lesson that a person grades, how far each is, and who graded how many answers."""
    who, desk = visitor(request, is_staff=True), desk_of(request)
    lesson = desk.lesson(request.path_params["lesson"]).lesson
    launch_formatter()  # it loads while somebody reads this page
    writers = read_writers(desk.catalogue.course, lesson.name)
    rows = []
    for asked in list_asked(lesson):
        place = Place(who, desk, marking_of(request), lesson, asked, is_mine=False)
        rows.append(_describe(place, asked, writers))
    values = {"rows": rows, "lesson": lesson.name, "title": lesson.titles.lesson}
    return make_page(request, "marking_questions", values, who=who)


def _describe(place: Place, asked: AskedCell, writers: dict[tuple[str, CellKey], HistoryLine]) -> dict[str, Any]:
    sheet = place.sheet()
    students = sheet.students
    own = place.own_share(students)
    mine = replace(place, is_mine=True).sheet() if own is not None else None
    wrote = Counter(
        writers[student, place.question.key].who
        for student in students
        if (student, place.question.key) in writers and sheet.grades.get(student) is not None
    )
    return {
        "path": place.path,
        "title": place.title,
        "notebook": place.lesson.titles.notebooks[asked.notebook.name],
        "points": place.question.points,
        "groups": len(sheet.answers.groups),
        "all": len(students),
        "done": sheet.count_done,
        "mine": None if mine is None else (mine.count_done, len(mine.students)),
        "wrote": [(place.desk.name_of(person), count) for person, count in wrote.most_common()],
    }


def show_question(request: Request) -> Response:
    """Show the groups of like answers to a question, how each is graded, and whose share is what."""
    place = find_place(request)
    sheet = place.sheet()
    values = {
        "place": place,
        "sheet": sheet,
        "title": place.title,
        "rows": [_row(sheet, group) for group in sheet.answers.groups],
        "first": sheet.next_open(""),
        "has_share": place.own_share(()) is not None,
        "rubric": place.marking.store.rubric(place.question),
        "shares": _count_shares(place),
        "looks": [(place.desk.name_of(one.person), one) for one in place.marking.store.looks(place.question)],
    }
    return make_page(request, "marking_question", values, who=place.who)


def _row(sheet: Sheet, group: AnswerGroup) -> dict[str, Any]:
    place, states = sheet.place, sheet.states(group)
    line = " ".join(group.text.split())
    return {
        "path": sheet.path(group),
        "group": group,
        "excerpt": line[:_MOST_CHARS] + ("…" if len(line) > _MOST_CHARS else ""),
        "scores": sorted({state["grade"].score for state in states if state["grade"].score is not None}),
        "by": sorted({place.desk.name_of(state["who"]) for state in states if state["who"]}),
        "is_done": sheet.is_done(group),
        "is_above": any(state["is_above"] for state in states),
        "is_to_review": any(state["grade"].is_to_review for state in states),
    }


# --- shares ---


def _count_shares(place: Place) -> list[tuple[str, int]]:
    """Return how many answers are whose share, of those that somebody may see; the name is "" for nobody's."""
    texts = replace(place, is_mine=False).texts()
    dealt = place.marking.store.shares(place.question)
    if not dealt:
        return []
    counts = Counter(dealt.get(student, "") for student in texts)
    return [(place.desk.name_of(person) if person else "", count) for person, count in sorted(counts.items())]


async def deal(request: Request) -> Response:
    """Share the answers to a question out among the TAs, or take the shares back."""
    place = await run_in_threadpool(find_place, request)
    form = await read_form(request)
    check_form(place.who, form.get("csrf", ""))
    if not place.may_deal:
        raise HTTPException(404)
    if form.get("do") == "take back":
        await run_in_threadpool(place.marking.store.take_back, place.question)
    else:
        await run_in_threadpool(_deal, place)
    return RedirectResponse(f"{place.path}{place.query}", 303)


def _deal(place: Place) -> None:
    store, everything = place.marking.store, replace(place, is_mine=False, is_each=False)
    graders = _list_graders(place.desk)

    def may_see(grader: str, student: str) -> bool:
        return place.desk.may_see(graders[grader], student)

    groups = [group.students for group in everything.groups(is_fresh=True).groups]
    store.deal(place.question, deal_groups(groups, list(graders), store.shares(place.question), may_see))


def _list_graders(desk: Desk) -> dict[str, Person]:
    """Return the TAs of the roster, the instructors where there is no TA."""
    staff = desk.catalogue.roster().staff
    people = [one for one in staff if one.role == "ta"] or list(staff)
    return {one.id: Person(one.id, Role(one.role), one.section, one.name) for one in people}


# --- names ---


async def show_names(request: Request) -> Response:
    """Show names at a question from now on, or hide them again; both are recorded."""
    place = await run_in_threadpool(find_place, request)
    form = await read_form(request)
    check_form(place.who, form.get("csrf", ""))
    store, group = place.marking.store, form.get("group", "")
    change = store.hide_names if place.sees_names else store.show_names
    await run_in_threadpool(change, place.question, place.who.person.id)
    known = {one.id for one in (await run_in_threadpool(place.groups)).groups}
    return RedirectResponse(f"{place.path}{f'/group/{group}' if group in known else ''}{place.query}", 303)


_QUESTION = "/staff/marking/{lesson}/{notebook}/{cell}"
ROUTES = [
    Route("/staff/marking/{lesson}", show_questions, methods=["GET"]),
    Route(_QUESTION, show_question, methods=["GET"]),
    Route(_QUESTION + "/shares", deal, methods=["POST"]),
    Route(_QUESTION + "/names", show_names, methods=["POST"]),
]
