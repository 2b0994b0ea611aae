"""Rubrics: what answers to a question get points for, or lose them, each with words that a student reads."""

from __future__ import annotations

import math
import secrets
from collections.abc import Collection, Sequence
from typing import NamedTuple

import msgspec

from autograder.errors import AutograderError
from autograder.text import clean_line, clean_text

__all__ = ["MOST_COMMENT_CHARS", "MOST_ITEMS", "MOST_TEXT_CHARS", "ItemRow", "Rubric", "RubricItem", "read_items"]

MOST_ITEMS = 20
MOST_TEXT_CHARS = 150
MOST_COMMENT_CHARS = 500
_MOST_POINTS = 1000.0


class RubricItem(msgspec.Struct, frozen=True):
    """One line of a rubric. Its points are added, or taken if they are below 0.

    A student reads `comment`, and `text` where there is none.
    """

    id: str
    text: str
    points: float
    comment: str = ""

    @property
    def said(self) -> str:
        """What a student reads."""
        return self.comment or self.text


class Rubric(msgspec.Struct, frozen=True):
    """The rubric of a question. Points are counted from 0, or from the question's points if `is_from_full`."""

    items: tuple[RubricItem, ...] = ()
    is_from_full: bool = False
    version: int = 0

    def choose(self, ids: Collection[str]) -> tuple[str, ...]:
        """Return those of some ids that are in the rubric, in its order."""
        return tuple(item.id for item in self.items if item.id in ids)

    def count(self, ids: Collection[str], points: float) -> float:
        """Return what an answer gets with these items: never less than 0, nor more than the question's points."""
        total = points if self.is_from_full else 0.0
        total += sum(item.points for item in self.items if item.id in ids)
        return round(min(max(total, 0.0), points), 2)

    def say(self, ids: Collection[str], words: str) -> str:
        """Return what a student with these items reads; `words` are added to what the items say."""
        said = [item.said for item in self.items if item.id in ids]
        return "\n".join([*said, words] if words else said)


class ItemRow(NamedTuple):
    """An item as it was typed; a new one has no id."""

    id: str
    text: str
    points: str
    comment: str


def read_items(rows: Sequence[ItemRow], known: Collection[str]) -> tuple[RubricItem, ...]:
    """Return the items that were typed, without empty rows; new ones get an id.

    `AutograderError` says what is wrong.
    """
    items = [_read_item(row, known) for row in rows if any((row.text.strip(), row.points.strip(), row.comment.strip()))]
    if len(items) > MOST_ITEMS:
        raise AutograderError(f"at most {MOST_ITEMS} items / 最多 {MOST_ITEMS} 项")
    if len({item.id for item in items}) < len(items):
        raise AutograderError("an item is there twice / 有重复的项")
    return tuple(items)


def _read_item(row: ItemRow, known: Collection[str]) -> RubricItem:
    text, comment = clean_line(row.text).strip(), clean_text(row.comment.replace("\r\n", "\n")).strip()
    if not 0 < len(text) <= MOST_TEXT_CHARS or len(comment) > MOST_COMMENT_CHARS:
        raise AutograderError(
            f"an item has a text of at most {MOST_TEXT_CHARS} characters, and a comment of at most {MOST_COMMENT_CHARS}"
            f" / 每项须有说明（最多 {MOST_TEXT_CHARS} 字），评语最多 {MOST_COMMENT_CHARS} 字"
        )
    id = row.id if row.id in known else secrets.token_hex(4)
    return RubricItem(id, text, _read_points(row.points), comment)


def _read_points(text: str) -> float:
    plain = text.strip().replace(",", ".").replace("\N{MINUS SIGN}", "-") or "0"
    try:
        points = float(plain)
    except ValueError:
        points = math.nan
    if not abs(points) <= _MOST_POINTS:
        raise AutograderError(f"{clean_line(text)[:20]} is no number of points / 分值必须是数字")
    return round(points, 2)
