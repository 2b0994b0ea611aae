"""A cell as nearly all are, read in one step. Whatever else may stand in a file, `parsing` reads part by part."""

from __future__ import annotations

from typing import Literal

import msgspec

from autograder.submissions.cells import SubmittedCell, use_newlines

__all__ = ["parse_plain_cell"]

_MOST_BYTES = 64 << 10
_MOST_NAME_CHARS = 100  # a longer grade_id may be too long, as it is written


class _Mark(msgspec.Struct):
    grade_id: str = ""


class _Metadata(msgspec.Struct):
    nbgrader: _Mark = msgspec.field(default_factory=_Mark)


class _Cell(msgspec.Struct):
    cell_type: Literal["code", "markdown", "raw"]
    source: str | list[str]
    metadata: _Metadata
    attachments: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


def parse_plain_cell(position: int, raw: msgspec.Raw) -> SubmittedCell | None:
    """Return a small cell that has the form of nbformat 4; None for any other."""
    if len(memoryview(raw)) > _MOST_BYTES:
        return None
    try:
        cell = msgspec.json.decode(raw, type=_Cell)
    except (ValueError, RecursionError):
        return None
    grade_id = cell.metadata.nbgrader.grade_id
    if len(grade_id) > _MOST_NAME_CHARS:
        return None
    source = cell.source if isinstance(cell.source, str) else "".join(cell.source)
    pictures = b"" if isinstance(cell.attachments, msgspec.UnsetType) else bytes(cell.attachments)
    return SubmittedCell(position, cell.cell_type, use_newlines(source), grade_id, pictures)
