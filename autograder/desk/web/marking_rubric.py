"""The rubric of a question in the browser: what a change does to scores is shown before it is done."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from autograder.desk.marking import MarkConflict, RubricChanges, change_rubric, find_changes, read_grades
from autograder.desk.marking_rubric import (
    MOST_COMMENT_CHARS,
    MOST_ITEMS,
    MOST_TEXT_CHARS,
    ItemRow,
    Rubric,
    read_items,
)
from autograder.desk.web.entrance import check_form
from autograder.desk.web.marking_shared import Place, find_place
from autograder.desk.web.shared import make_page
from autograder.errors import AutograderError, GradebookError

__all__ = ["ROUTES"]

_NEW_ROWS = 3
_MOST_FIELDS = 6 * (MOST_ITEMS + _NEW_ROWS) + 10


def show_rubric(request: Request) -> Response:
    """Show the rubric and a form to change it."""
    place = find_place(request)
    rubric = place.marking.store.rubric(place.question)
    return _show(request, place, _list_rows(rubric), rubric)


def _list_rows(rubric: Rubric) -> list[ItemRow]:
    return [ItemRow(item.id, item.text, f"{item.points:g}", item.comment) for item in rubric.items]


def _show(
    request: Request,
    place: Place,
    rows: list[ItemRow],
    rubric: Rubric,
    status: int = 200,
    why: str = "",
    changes: RubricChanges | None = None,
) -> Response:
    """Show the form, and with `changes` what it would do."""
    blank = [ItemRow("", "", "", "")] * max(0, min(_NEW_ROWS, MOST_ITEMS - len(rows)))
    values = {"place": place, "rows": [*rows, *blank] if changes is None else rows, "rubric": rubric}
    values |= {"status": status, "why": why, "changes": changes, "most_text": MOST_TEXT_CHARS}
    values |= {
        "most_comment": MOST_COMMENT_CHARS,
        "title": place.title,
    }
    return make_page(request, "marking_rubric", values, who=place.who)


async def change(request: Request) -> Response:
    """Take a changed rubric: at once if it changes no score, else after what it changes was shown."""
    place = await run_in_threadpool(find_place, request)
    async with request.form(max_files=0, max_fields=_MOST_FIELDS, max_part_size=8192) as form:
        check_form(place.who, str(form.get("csrf", "")))
        return await run_in_threadpool(_change, request, place, form)


def _change(request: Request, place: Place, form: FormData) -> Response:
    store, question = place.marking.store, place.question
    rows, version = _read_rows(form), str(form.get("version", ""))
    known = {item.id for item in store.rubric(question).items}
    number = int(version) if version.isdecimal() and len(version) < 10 else -1
    new = Rubric((), form.get("start") == "full", number)
    try:
        new = Rubric(read_items(rows, known), new.is_from_full, number)
    except AutograderError as error:
        return _show(request, place, rows, new, 422, str(error))
    changes = find_changes(store, question, new, read_grades(place.marking.course, question))
    told = str(form.get("told", ""))
    if changes.after and told != changes.name:
        return _show(request, place, _list_rows(new), new, 200 if not told else 409, "", changes)
    try:
        change_rubric(place.marking.course, store, question, new, place.who.person.id, changes.name)
    except MarkConflict as error:
        return _show(request, place, _list_rows(new), store.rubric(question), 409, str(error))
    except GradebookError as error:
        return _show(request, place, _list_rows(new), new, 503, str(error))
    return RedirectResponse(f"{place.path}{place.query}", 303)


def _read_rows(form: FormData) -> list[ItemRow]:
    """Return the rows that were typed, without those that are to go."""
    columns = [[str(value) for value in form.getlist(name)] for name in ("id", "text", "points", "comment")]
    gone = {str(value) for value in form.getlist("gone")}
    rows = [ItemRow(*row) for row in zip(*columns, strict=False)]
    return [row for row in rows if not row.id or row.id not in gone]


_RUBRIC = "/staff/marking/{lesson}/{notebook}/{cell}/rubric"
ROUTES = [
    Route(_RUBRIC, show_rubric, methods=["GET"]),
    Route(_RUBRIC, change, methods=["POST"]),
]
