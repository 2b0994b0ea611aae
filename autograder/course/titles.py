"""What students call a lesson, its notebooks and its questions: the headings of the source notebooks.

A heading is written as "# 标题 / Title"; a title is "Title / 标题", as all texts in two languages are here. The number
that a question has and the points that it brings are parts of its heading: the number is kept in both languages, the
points are left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from autograder.text import has_chinese, join_languages, split_languages

if TYPE_CHECKING:
    from autograder.course.source import SourceCell, SourceNotebook

__all__ = ["notebook_title", "question_title", "split_lesson_title"]

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_NUMBER = re.compile(r"^[0-9A-Za-z]{1,3}[.)、．] *")
_POINTS = re.compile(r"\s*[（(][^（）()]*(?:分|points?\b)[^（）()]*[）)]\s*$", re.IGNORECASE)
_MARKS = re.compile(r"\*\*|__|`")
_JOINTS = (" · ", ": ", "：", " – ", " — ")


def notebook_title(notebook: SourceNotebook) -> str:
    """Return the first heading of a notebook, its name if it has none."""
    headings = [heading for cell in notebook.cells for heading in _list_headings(cell)]
    return headings[0].title if headings else notebook.name


def question_title(notebook: SourceNotebook, cell: SourceCell) -> str:
    """Return the heading over a solution cell, its name if no heading is its own.

    The heading of the notebook is no question's. Where two solution cells follow one heading, it is the first one's.
    """
    headings: list[_Heading] = []
    is_taken = False
    for earlier in notebook.cells[: cell.index]:
        found = _list_headings(earlier)
        headings += found
        is_taken = not found and (is_taken or earlier.is_solution)
    is_notebooks = len(headings) == 1 and headings[0].level == 1
    return headings[-1].title if headings and not is_taken and not is_notebooks else cell.grade_id


def split_lesson_title(titles: list[str], name: str) -> tuple[str, list[str]]:
    """Return the title of a lesson, and what is left for its notebooks of their own titles.

    The lesson's is the part that all of them begin with, up to a "·" or a colon; a single notebook's is the lesson's
    as well. `name` is what the lesson is called where its notebooks have nothing in common.
    """
    if len(titles) == 1:
        return titles[0], titles
    for joint in _JOINTS:
        halves = [tuple(half.partition(joint) for half in split_languages(title)) for title in titles]
        starts = {tuple(start for start, _, _ in half) for half in halves}
        if len(starts) == 1 and all(mark and rest for half in halves for _, mark, rest in half):
            ((english, chinese),) = starts
            rests = [join_languages(*(rest for _, _, rest in half)) for half in halves]
            return join_languages(english, chinese), rests
    return name, titles


class _Heading(NamedTuple):
    level: int
    title: str


def _list_headings(cell: SourceCell) -> list[_Heading]:
    """Return the headings of a text cell that is no answer."""
    if cell.cell_type != "markdown" or cell.is_solution:
        return []
    found = [_Heading(len(found[1]), _read_title(found[2])) for found in _HEADING.finditer(_FENCE.sub("", cell.source))]
    return [heading for heading in found if heading.title]


def _read_title(heading: str) -> str:
    """Return a heading as a text in two languages, without its points."""
    words = _MARKS.sub("", _POINTS.sub("", heading)).strip()
    first, _, second = words.partition(" / ")
    if not second or has_chinese(first) == has_chinese(second):
        return words
    number = _NUMBER.match(first)
    if number and not _NUMBER.match(second):
        second = number[0] + second
    return join_languages(second, first) if has_chinese(first) else join_languages(first, second)
