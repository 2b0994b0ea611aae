"""Student numbers in the names of files and folders: 2026001-张三, 张三_2026001_lab, （2026001）张三."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

__all__ = ["NumberedName", "is_number", "read_numbered_name", "split_words"]

_NUMBER = re.compile(r"[A-Za-z]{0,2}\d{5,20}[A-Za-z]?")
_PARTS = re.compile(r"[\W_]+|(?<=[^\W\d\x00-\x7f])(?=\d)|(?<=\d)(?=[^\W\d\x00-\x7f])")
_DATES = {6: "%y%m%d", 8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}


@dataclass(frozen=True)
class NumberedName:
    """A student number, and the words beside it. `number` is "" if it cannot be told which of several it is."""

    number: str
    words: frozenset[str]


def split_words(text: str) -> list[str]:
    """Return the words of a name, whatever parts them; digits beside Chinese are words of their own."""
    return [part for part in _PARTS.split(unicodedata.normalize("NFKC", text)) if part]


def is_number(word: str) -> bool:
    """Whether a word looks like a student number; what could be a date does not."""
    return _NUMBER.fullmatch(word) is not None and not _may_be_date(word)


def _may_be_date(word: str) -> bool:
    with contextlib.suppress(ValueError):
        return 2000 <= datetime.strptime(word, _DATES.get(len(word), "")).year < 2100
    return False


def read_numbered_name(text: str, is_of_class: Callable[[str], bool]) -> NumberedName | None:
    """Return the number and the words of a name that has both; None if it has no number beside somebody's name."""
    words = split_words(text)
    named = frozenset(word.casefold() for word in words if not re.search(r"\d", word) and not is_of_class(word))
    numbers = list(dict.fromkeys(word for word in words if _NUMBER.fullmatch(word)))
    if not named or not numbers:
        return None
    return NumberedName(_choose(numbers), named)


def _choose(numbers: Sequence[str]) -> str:
    """Return the only one that is surely a student number, or ""."""
    sure = [number for number in numbers if is_number(number)]
    return sure[0] if len(sure) == 1 else ""
