"""Texts in two languages, written as "English / 中文": how they are taken apart and put together."""

from __future__ import annotations

import re

__all__ = ["has_chinese", "join_languages", "split_languages"]

_SEPARATOR = " / "
_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def has_chinese(text: str) -> bool:
    """Whether there is a Chinese character in a text."""
    return _CHINESE.search(text) is not None


def join_languages(english: str, chinese: str) -> str:
    """Return one text that holds both, or the text itself where they are the same."""
    return english if english == chinese else f"{english}{_SEPARATOR}{chinese}"


def split_languages(text: str) -> tuple[str, str]:
    """Return (English, Chinese) of a text; twice the text itself if it is not a pair.

    A slash that is part of what is said stands in both halves, so that the one in the middle parts them; where there is
    none in the middle, it is the last one before the first Chinese character.
    """
    places = [found.start() for found in re.finditer(re.escape(_SEPARATOR), text)]
    first = _CHINESE.search(text)
    if first is None:
        return text, text
    before = [place for place in places if place < first.start()]
    if len(places) % 2:
        place = places[len(places) // 2]
    elif before:
        place = before[-1]
    else:
        return text, text
    english, chinese = text[:place].strip(), text[place + len(_SEPARATOR) :].strip()
    return (english, chinese) if english and _CHINESE.search(chinese) else (text, text)
