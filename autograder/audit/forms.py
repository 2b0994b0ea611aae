"""What is wrong with the form of an answer whose content is right: a list where a tensor is due, another dtype, a key.

Two answers of one cell may share a mistake of this kind and no value: one gives a list, one an array. So the
observations of an answer, which are texts, are read once more, and compared with the reference's part by part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.suite import Observation

__all__ = ["describe_form"]

_TENSOR = re.compile(r"tensor torch\.(\w+) (\([^)]*\))( grad|) \[([^\]]*)\]")
_ARRAY = re.compile(r"numpy (\w+) (\([^)]*\))() (\[[^\]]*\]|[^\[\]{},: ]+)")
_NUMBER = re.compile(r"(float|int|bool|complex) ([^\[\]{},: ]+)")
_WORD = re.compile(r"str ([^,:\[\]{}]*)(?=, |\]|\}|$)")
_KEY = re.compile(r"(\w+ .*?): ")
_TRUTH = {"True": "1", "False": "0"}


class _Unreadable(Exception):
    """A text that is no value of this kind."""


@dataclass(frozen=True)
class _Numbers:
    """Numbers in one container; `parts` are the numbers as texts."""

    container: str
    dtype: str
    shape: str
    gradient: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class _Several:
    kind: str
    parts: tuple[_Value, ...]

    @property
    def is_watched(self) -> bool:
        """Whether it is what a function gave, and its arguments afterwards."""
        if self.kind != "tuple" or len(self.parts) != 2 or not isinstance(self.parts[1], _Several):
            return False
        after = self.parts[1]
        return after.kind == "list" and any(getattr(part, "container", "") == "tensor" for part in after.parts)


@dataclass(frozen=True)
class _Pairs:
    parts: tuple[tuple[str, _Value], ...]


_Value = _Numbers | _Several | _Pairs | str


def describe_form(lines: Sequence[Observation], right: Sequence[Observation]) -> str:
    """Return what differs in form alone, as words in a fixed order; "" if nothing does, or if other things differ."""
    facts: set[str] = set()
    for mine, reference in zip(lines, right, strict=False):
        if mine.canonical != reference.canonical:
            try:
                facts |= _compare(_read(mine.canonical), _read(reference.canonical))
            except (_Unreadable, RecursionError):
                return ""
    return ", ".join(sorted(facts))


def _compare(mine: _Value, right: _Value) -> set[str]:
    """Return what differs in form; `_Unreadable` if anything else does."""
    if mine == right:
        return set()
    if isinstance(right, _Numbers):
        return _compare_numbers(mine, right)
    if isinstance(right, _Several) and isinstance(mine, _Several) and len(mine.parts) == len(right.parts):
        facts = set() if mine.kind == right.kind else {"sequence"}
        if right.is_watched:
            facts |= {"writes"} if mine.parts[1] != right.parts[1] else set()
            return facts | _compare(mine.parts[0], right.parts[0])
        return facts.union(*map(_compare, mine.parts, right.parts))
    if isinstance(right, _Pairs) and isinstance(mine, _Pairs):
        return _compare_pairs(dict(mine.parts), dict(right.parts))
    raise _Unreadable


def _compare_pairs(mine: dict[str, _Value], right: dict[str, _Value]) -> set[str]:
    facts: set[str] = set()
    if right.keys() - mine.keys():
        facts = {"other keys" if mine.keys() - right.keys() else "keys missing"}
    return facts.union(*(_compare(mine[key], right[key]) for key in right.keys() & mine.keys()))


def _compare_numbers(mine: _Value, right: _Numbers) -> set[str]:
    if isinstance(mine, str) and mine.startswith("str "):
        return {"text"}
    if _list_numbers(mine) != right.parts:
        raise _Unreadable
    if not isinstance(mine, _Numbers) or mine.container != right.container:
        return {"no tensor" if right.container == "tensor" else "no plain number"}
    facts = {"dtype"} if mine.dtype != right.dtype else set()
    facts |= {_compare_shapes(mine.shape, right.shape)} if mine.shape != right.shape else set()
    return facts | ({"gradient"} if mine.gradient != right.gradient else set())


def _compare_shapes(mine: str, right: str) -> str:
    one, other = (re.findall(r"\d+", shape) for shape in (mine, right))
    if [size for size in one if size != "1"] != [size for size in other if size != "1"]:
        return "shape"
    if len(one) == len(other):
        return "shape turned"
    return "shape longer" if len(one) > len(other) else "shape shorter"


def _list_numbers(value: _Value) -> tuple[str, ...]:
    if isinstance(value, _Numbers):
        return value.parts
    if isinstance(value, _Several):
        return tuple(number for part in value.parts for number in _list_numbers(part))
    raise _Unreadable


# --- reading the texts ---------------------------------------------------------------------------------------------


def _read(text: str) -> _Value:
    value, rest = _take(text)
    if rest:
        raise _Unreadable
    return value


def _take(text: str) -> tuple[_Value, str]:
    """Return the first value of a text, and what follows it."""
    found = _TENSOR.match(text) or _ARRAY.match(text)
    if found is not None:
        container = text.split(" ", 1)[0]
        numbers = tuple(_TRUTH.get(part, part) for part in found[4].strip("[]").split())
        return _Numbers(container, found[1], found[2], found[3], numbers), text[found.end() :]
    found = _NUMBER.match(text)
    if found is not None:
        return _Numbers(found[1], found[1], "", "", (_TRUTH.get(found[2], found[2]),)), text[found.end() :]
    if text.startswith("{"):
        return _take_pairs(text[1:])
    if text.startswith(("list [", "tuple [")):
        kind, _, rest = text.partition(" [")
        return _take_several(kind, rest)
    if text.startswith("set "):
        return _take_words(text)
    found = _WORD.match(text) or re.match(r"(object \w+|NoneType None)", text)
    if found is None:
        raise _Unreadable
    return found[0], text[found.end() :]


def _take_several(kind: str, text: str) -> tuple[_Value, str]:
    parts = []
    while not text.startswith("]"):
        value, text = _take(text)
        parts.append(value)
        text = _skip_comma(text, "]")
    return _Several(kind, tuple(parts)), text[1:]


def _take_pairs(text: str) -> tuple[_Value, str]:
    parts = []
    while not text.startswith("}"):
        key = _KEY.match(text)
        if key is None:
            raise _Unreadable
        value, text = _take(text[key.end() :])
        parts.append((key[1], value))
        text = _skip_comma(text, "}")
    return _Pairs(tuple(parts)), text[1:]


def _take_words(text: str) -> tuple[_Value, str]:
    """Take a set of words: what follows a comma is one of them, unless a colon makes it a key."""
    end = len("set ")
    while (word := _WORD.match(text, end)) is not None:
        end = word.end()
        if not (text.startswith(", ", end) and _WORD.match(text, end + 2)):
            break
        end += 2
    return text[:end], text[end:]


def _skip_comma(text: str, end: str) -> str:
    if text.startswith(", "):
        return text[2:]
    if not text.startswith(end):
        raise _Unreadable
    return text
