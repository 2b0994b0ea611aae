"""Pictures that students pasted into text: attachments of a cell, or written into its Markdown as Colab does.

Nothing here looks into a picture: its bytes are a stranger's.
"""

from __future__ import annotations

import base64
import functools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from autograder.submissions.cells import SubmittedCell

__all__ = ["PastedPicture", "Pictures", "Shown", "split_pictures"]

_MOST = 20  # of a cell
_MOST_BYTES = 8 << 20
_LINK = re.compile(
    r"!\[[^\[\]\n]{0,300}\]\((?:attachment:(?P<name>[^()\s]{1,300})|data:image/\w{1,9};base64,(?P<data>[\w+/=]+))\)"
    r"|<img\b[^<>\n]{0,300}?\bsrc=[\"']attachment:(?P<html>[^\"'<>\n]{1,300})[\"'][^<>\n]{0,300}>"
)


class PastedPicture(NamedTuple):
    """A picture and the name by which the text has it. `data` is b"" if it cannot be read or is too large."""

    name: str
    data: bytes


class Shown(NamedTuple):
    """A place in a text where a picture is."""

    name: str


class Pictures:
    """The pictures of a submitted notebook, cell by cell; those of a cell that is gone can be found by name."""

    def __init__(self, cells: Iterable[SubmittedCell]) -> None:
        self._raw = [cell.attachments for cell in cells if cell.attachments]

    @functools.cached_property
    def _all(self) -> dict[str, bytes]:
        """All that are attached, by name, the first of each: read once, whatever number of texts name them."""
        return {name: data for raw in reversed(self._raw) for name, data in _read(raw).items()}

    def of(self, cell: SubmittedCell, text: str = "") -> tuple[PastedPicture, ...]:
        """Return the pictures of a cell whose text may hold that of others, too."""
        text = text or cell.source
        if cell.cell_type == "code" or not (cell.attachments or "data:image" in text or "attachment:" in text):
            return ()
        own = _read(cell.attachments) if cell.attachments else {}
        found = {**dict(self.named_in(text)), **own}
        return tuple(PastedPicture(*one) for one in found.items())

    def named_in(self, text: str) -> tuple[PastedPicture, ...]:
        """Return the pictures that a text names or holds, whatever cell they came with."""
        parts = split_pictures(text)
        names = {part.name for part in parts if isinstance(part, Shown)}
        others = self._all if names else {}
        found = {name: others[name] for name in sorted(names) if name in others}
        found |= {name: _decode(data) for name, data in _inline(text)}
        return tuple(PastedPicture(*one) for one in found.items())[:_MOST]


def split_pictures(text: str) -> list[str | Shown]:
    """Return a text in parts: words, and places where a picture is."""
    parts: list[str | Shown] = []
    end = 0
    for number, found in enumerate(_LINK.finditer(text)):
        parts += [text[end : found.start()], Shown(_name(found, number))]
        end = found.end()
    return [*parts, text[end:]]


def _inline(text: str) -> Iterator[tuple[str, str]]:
    for number, found in enumerate(_LINK.finditer(text)):
        if found["data"]:
            yield _name(found, number), found["data"]


def _name(found: re.Match[str], number: int) -> str:
    return found["name"] or found["html"] or f"inline picture {number + 1}"


def _read(raw: bytes) -> dict[str, bytes]:
    """Return the pictures of a cell's attachments, by name."""
    try:
        attachments = msgspec.json.decode(raw, type=dict[str, dict[str, str | list[str]]])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    found = {}
    for name, forms in list(attachments.items())[:_MOST]:
        images = ["".join(data) for kind, data in forms.items() if kind.startswith("image/") and "svg" not in kind]
        found[name[:300]] = _decode(images[0]) if images else b""
    return found


def _decode(text: str) -> bytes:
    if len(text) > _MOST_BYTES * 4 // 3 + 1000:
        return b""
    try:
        return base64.b64decode(text)
    except ValueError:
        return b""
