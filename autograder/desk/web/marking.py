"""Grade answers by hand in the browser: a group of like answers, its rubric, a score, and who was there before."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from autograder.classroom import AnswerGroup
from autograder.desk.marking import MarkConflict, enter_mark, make_seen
from autograder.desk.marking_answers import find_group, mix
from autograder.desk.marking_store import Mark
from autograder.desk.web.entrance import check_form
from autograder.desk.web.marking_shared import Place, Sheet, find_place
from autograder.desk.web.shared import make_page
from autograder.errors import GradebookError
from autograder.feedback import render_code, render_prose, start_page
from autograder.gradebook import HandGrade
from autograder.submissions import own_lines
from autograder.text import clean_text

__all__ = ["ROUTES"]

_FOLDER = Path(__file__).parent
_MOST_WORDS = 2000
_MOST_SHOWN = 24  # answers of a group, with their pictures
_GONE = "who is in this group, or an answer, changed meanwhile / 这一组的成员或回答在此期间有变化"


@dataclass(frozen=True)
class _Draft:
    """What stands in the form: items, the score and the words as they were typed."""

    items: tuple[str, ...] = ()
    typed: str = ""
    words: str = ""

    @classmethod
    def of(cls, mark: Mark) -> _Draft:
        return cls(mark.items, "" if mark.typed is None else f"{mark.typed:g}", mark.words)

    def read(self, points: float, *, is_from_full: bool) -> Mark:
        """Return the decision; `ValueError` says what is wrong with it."""
        words = clean_text(self.words.replace("\r\n", "\n")).strip()
        if len(words) > _MOST_WORDS:
            raise ValueError(f"At most {_MOST_WORDS} characters. / 最多 {_MOST_WORDS} 字。")
        typed = self.typed.strip().replace(",", ".")
        if not typed:
            if not self.items and not is_from_full:
                raise ValueError("Choose an item, or enter a score. / 请选择评分项或输入分数。")
            return Mark(self.items, None, words)
        try:
            score = float(typed)
        except ValueError:
            score = math.nan
        if not 0 <= score <= points:
            raise ValueError(f"The score is a number from 0 to {points:g}. / 分数应为 0 到 {points:g} 之间的数。")
        return Mark(self.items, round(score, 2), words)


def show_group(request: Request) -> Response:
    """Show a group of like answers, and the form to grade them."""
    place = find_place(request)
    sheet = place.sheet()
    group = find_group(sheet.answers, request.path_params["group"])
    if group is None:
        return _say_gone(request, place, None)
    return _show(request, sheet, group)


async def save(request: Request) -> Response:
    """Enter what somebody decided for a group; show both where somebody else was first."""
    place = await run_in_threadpool(find_place, request)
    async with request.form(max_files=0, max_fields=60) as form:
        check_form(place.who, str(form.get("csrf", "")))
        return await run_in_threadpool(_save, request, place, form)


def _save(request: Request, place: Place, form: FormData) -> Response:
    items = tuple(value for value in form.getlist("item") if isinstance(value, str))
    draft = _Draft(items, str(form.get("typed", "")), str(form.get("words", "")))
    id, version = request.path_params["group"], str(form.get("version", ""))
    rubric = place.marking.store.rubric(place.question)
    try:
        mark = draft.read(place.question.points, is_from_full=rubric.is_from_full)
    except ValueError as error:
        return _show_again(request, place, draft, 422, str(error))
    try:
        course, store = place.marking.course, place.marking.store
        number = int(version) if version.isdecimal() else -1
        by, seen = place.who.person.id, str(form.get("seen", ""))
        enter_mark(course, store, place.question, lambda: _find_students(place, id), mark, by, seen, number)
    except MarkConflict as error:
        return _show_again(request, place, draft, 409, str(error), is_conflict=True)
    except GradebookError as error:
        return _show_again(request, place, draft, 503, str(error))
    sheet = place.sheet()
    following = sheet.next_open(id)
    target = f"{place.path}{place.query}" if following is None else f"{sheet.path(following)}#answer"
    return RedirectResponse(target, 303)


def _find_students(place: Place, id: str) -> tuple[str, ...]:
    group = find_group(place.groups(is_fresh=True), id)
    if group is None:
        raise MarkConflict(_GONE)
    return group.students


# --- the page ---


def _show_again(
    request: Request, place: Place, draft: _Draft, status: int, why: str, *, is_conflict: bool = False
) -> Response:
    """Show the group with what was typed, and why it was not saved."""
    sheet = place.sheet()
    group = find_group(sheet.answers, request.path_params["group"])
    if group is None:
        return _say_gone(request, place, draft)
    return _show(request, sheet, group, draft, status, why, is_conflict=is_conflict)


def _show(
    request: Request,
    sheet: Sheet,
    group: AnswerGroup,
    draft: _Draft | None = None,
    status: int = 200,
    why: str = "",
    *,
    is_conflict: bool = False,
) -> Response:
    place, store = sheet.place, sheet.place.marking.store
    rubric, groups = store.rubric(place.question), sheet.answers.groups
    index = next(number for number, one in enumerate(groups) if one.id == group.id)
    shown = draft or _find_draft(sheet, group)
    states = [state | {"name": place.desk.name_of(state["who"])} for state in sheet.states(group)]
    values = {
        "sheet": sheet,
        "place": place,
        "group": group,
        "rubric": rubric,
        "draft": shown,
        "mine": _count(place, shown),
        "seen": make_seen(sheet.grades, group.students),
        "status": status,
        "why": why,
        "states": states,
        "is_conflict": is_conflict and any(state["grade"].score is not None for state in states),
        "title": place.title,
        "number": index + 1,
        "before": groups[index - 1] if index else None,
        "after": groups[index + 1] if index + 1 < len(groups) else None,
        "most_words": _MOST_WORDS,
    }
    return make_page(request, "marking", values | _render(sheet, group), who=place.who)


def _count(place: Place, draft: _Draft) -> str:
    """Return the score that a draft comes to, "" if it has none."""
    rubric = place.marking.store.rubric(place.question)
    try:
        mark = draft.read(place.question.points, is_from_full=rubric.is_from_full)
    except ValueError:
        return ""
    return f"{rubric.count(mark.items, place.question.points) if mark.typed is None else mark.typed:g}"


def _find_draft(sheet: Sheet, group: AnswerGroup) -> _Draft:
    """Return what stands in the form at first: how the group was graded, nothing if its answers were graded unlike."""
    grades = {sheet.grades.get(student, HandGrade()) for student in group.students}
    if len({(grade.score, grade.comment) for grade in grades}) > 1:
        return _Draft()
    grade = next(iter(grades))
    known = sheet.place.marking.store.marks(sheet.place.question)
    found = {known.get(student) for student in group.students}
    mark = next(iter(found)) if len(found) == 1 else None
    if mark is not None and mark.holds(grade):
        return _Draft.of(mark)
    return _Draft.of(Mark(typed=grade.score, words=grade.comment))


def _is_code(place: Place) -> bool:
    return place.asked.cell.cell_type == "code"


def _render(sheet: Sheet, group: AnswerGroup) -> dict[str, Any]:
    """Return the answers of a group as HTML in which nothing of a student's is alive, within the time of one page."""
    place, texts = sheet.place, sheet.place.texts()
    start_page()
    render = render_code if _is_code(place) else _render_prose
    stub = place.marking.answers.stub(place.lesson, place.asked)
    students = [student for student in mix(group.students, place.question) if student in texts]
    own = {student: _read_own(place, stub, texts[student]) for student in students}
    others: dict[str, int] = {}
    for student in students:
        if own[student] != group.text:
            others[own[student]] = others.get(own[student], 0) + 1
    whole = next((texts[student] for student in students if own[student] == group.text), group.text)
    shown = whole if _is_code(place) else group.text
    return {
        "answer": render(shown) if group.text else "",
        "others": [(render(text), count) for text, count in list(others.items())[:_MOST_SHOWN]],
        "more": max(0, len(others) - _MOST_SHOWN),
        "pictures": [len(place.marking.answers.pictures(place.asked, student)) for student in students[:_MOST_SHOWN]],
        "asked_text": _render_prose(stub) if stub and not _is_code(place) else "",
        "reference": render(place.asked.notebook.regions.drop_markers(place.asked.cell.source)),
        "names": [(student, place.desk.name_of(student)) for student in students] if place.sees_names else [],
    }


def _render_prose(text: str) -> str:
    """Return Markdown as inert HTML; its headings come right below those of the page."""
    return render_prose(text).replace("<h4>", "<h3>").replace("</h4>", "</h3>")


def _read_own(place: Place, stub: str, text: str) -> str:
    return own_lines(place.asked.notebook.regions.drop_markers(text), stub).strip()


def _say_gone(request: Request, place: Place, draft: _Draft | None) -> Response:
    """Say that a group is no more; what was typed for it stays readable."""
    rubric = place.marking.store.rubric(place.question)
    items = [item.text for item in rubric.items if draft is not None and item.id in draft.items]
    values = {"place": place, "why": _GONE, "draft": draft, "items": items, "status": 404 if draft is None else 409}
    return make_page(request, "marking_gone", values, who=place.who)


def send_picture(request: Request) -> Response:
    """Send a picture of an answer, as the grader drew it anew. Its address has a place in the group, and no name."""
    place = find_place(request)
    group = find_group(place.groups(), request.path_params["group"])
    member, number = request.path_params["member"], request.path_params["number"]
    students = mix(group.students, place.question) if group is not None else []
    pictures = place.marking.answers.pictures(place.asked, students[member]) if member < len(students) else []
    if number >= len(pictures):
        raise HTTPException(404)
    return Response(pictures[number], media_type="image/png")


_GROUP = "/staff/marking/{lesson}/{notebook}/{cell}/group/{group}"
ROUTES = [
    Route(_GROUP, show_group, methods=["GET"]),
    Route(_GROUP, save, methods=["POST"]),
    Route(_GROUP + "/pictures/{member:int}/{number:int}", send_picture, methods=["GET"]),
]
