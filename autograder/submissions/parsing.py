"""Parse a submitted notebook, of any version, in any encoding, with anything in it.

Only what grading needs is built: outputs and all else are skipped where they are, so that a file's size and shape say
little about what reading it costs. Beside the file itself that is at most three times its size and 256 MiB.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

import msgspec
from msgspec import Raw

from autograder.errors import SubmissionError
from autograder.submissions.cells import SubmittedCell, use_newlines
from autograder.submissions.plain import parse_plain_cell

__all__ = ["MOST_TEXT_CHARS", "parse_notebook", "reduce_notebook"]

MOST_CELLS = 2_000
MOST_SOURCE_CHARS = 1_000_000
MOST_TEXT_CHARS = 32 << 20
_MOST_TEXT_BYTES = 32 << 20
_MOST_LIST_BYTES = 16 << 20
_MOST_ODD_BYTES = 1 << 20
_MOST_NAME_BYTES = 2_000
_MOST_PICTURE_BYTES = 16 << 20  # of one cell
_MOST_MENDED = 100_000
_MOST_MENDED_BYTES = 64 << 20
_ABSENT = Raw(b"null")

# Half a surrogate pair, and the constants of Python that JSON has not, each with all that comes before it.
_HALF_PAIR = re.compile(
    rb"((?:[^\\]++|\\(?!u[dD][89a-fA-F])[\s\S]|\\u[dD][89abAB]..\\u[dD][c-fC-F]..)*+)\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)
_CONSTANT = re.compile(
    rb'((?:[^"NI-]++|"(?:[^"\\]++|\\[\s\S])*+"|N(?!aN)|I(?!nfinity)|-(?!Infinity))*+)(?:NaN|-?Infinity)'
)


class _Document(msgspec.Struct):
    cells: Raw = _ABSENT
    worksheets: Raw = _ABSENT


class _Cell(msgspec.Struct):
    cell_type: Raw = _ABSENT
    source: Raw | msgspec.UnsetType = msgspec.UNSET
    input: Raw = Raw(b'""')
    metadata: Raw = _ABSENT
    attachments: Raw = _ABSENT


class _Metadata(msgspec.Struct):
    nbgrader: Raw = _ABSENT


class _Mark(msgspec.Struct):
    grade_id: Raw = _ABSENT


# A list of which one item too many is read, and what follows is skipped: a list of millions costs nothing.
_Items = msgspec.defstruct(
    "_Items", [(f"item{n}", Raw | msgspec.UnsetType, msgspec.UNSET) for n in range(MOST_CELLS + 1)], array_like=True
)
_Object = TypeVar("_Object", _Document, _Cell, _Metadata, _Mark)


def parse_notebook(data: bytes, name: str) -> list[SubmittedCell]:
    """Return the cells of a submitted file, or raise `SubmissionError`. `name` is what the file is called."""
    text = _as_utf8(data, name)
    if not text.strip():
        raise SubmissionError(f"{name} is empty", hint="ask the student to save the notebook and hand it in again")
    try:
        return _parse_cells(_find_cells(_read_document(text), name), name)
    except (ValueError, RecursionError):
        end = {b"{": b"}", b"[": b"]"}.get(text.lstrip()[:1])
        is_cut_off = end is not None and text.rstrip()[-1:] != end
        what = "it breaks off before its end" if is_cut_off else "it is not JSON"
        raise SubmissionError(
            f"{name} is not a notebook: {what}",
            hint="ask the student to download the .ipynb again and hand it in whole",
        ) from None


def reduce_notebook(data: bytes, name: str) -> bytes:
    """Return a notebook of the same cells, as `parse_notebook` reads them, with nothing else; `SubmissionError`."""
    cells = [
        {
            "cell_type": cell.cell_type,
            "metadata": {"nbgrader": {"grade_id": cell.grade_id}} if cell.grade_id else {},
            "source": cell.source,
            **({"attachments": Raw(cell.attachments)} if cell.attachments else {}),
        }
        for cell in parse_notebook(data, name)
    ]
    return msgspec.json.encode({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def _as_utf8(data: bytes, name: str) -> bytes:
    """Return the text of a file as UTF-8, whatever its encoding is."""
    if data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    marks = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    encodings = [encoding for mark, encoding in marks.items() if data.startswith(mark)] or ["utf-8", "gb18030"]
    if b"\0" in data[:2]:
        encodings = ["utf-16-be" if data[:1] == b"\0" else "utf-16-le"]
    for encoding in encodings:
        try:
            if encoding != "utf-8":
                return data.decode(encoding).encode("utf-8", "replace")
            _check_utf8(data)
        except UnicodeError:
            continue
        return data
    raise SubmissionError(
        f"{name} is not a notebook: it is not text", hint="ask the student for the .ipynb file itself"
    )


def _check_utf8(data: bytes) -> None:
    """Raise `UnicodeDecodeError` if this is no UTF-8; the text is not kept."""
    if len(data) <= 1 << 20:
        data.decode("utf-8")
        return
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(data), 1 << 20):
        decoder.decode(data[start : start + (1 << 20)])
    decoder.decode(b"", final=True)


def _read_document(text: bytes) -> _Document:
    try:
        return _decode(text, _Document)
    except msgspec.ValidationError:  # it is JSON, but no object
        return _Document()


def _decode(text: bytes | Raw, type_: type[_Object]) -> _Object:
    """Decode JSON; where it is not quite JSON, once more as Python and other programs would take it."""
    try:
        return msgspec.json.decode(text, type=type_)
    except msgspec.ValidationError:
        raise
    except (ValueError, RecursionError):
        if len(memoryview(text)) > _MOST_MENDED_BYTES:
            raise
        return msgspec.json.decode(_mend(bytes(text)), type=type_)


def _mend(text: bytes) -> bytes:
    """Return JSON with "?" for each half of a surrogate pair, and null for NaN and Infinity."""
    return _replace(_CONSTANT, _replace(_HALF_PAIR, text, b"?"), b"null")


def _replace(pattern: re.Pattern[bytes], text: bytes, by: bytes) -> bytes:
    """Replace what follows the first group of each match. Matches join, so that the time is linear in the length."""
    parts: list[bytes] = []
    start = 0
    while (found := pattern.match(text, start)) and len(parts) < 2 * _MOST_MENDED:
        parts += [found[1], by]
        start = found.end()
    return b"".join([*parts, text[start:]]) if parts else text


def _find_cells(document: _Document, name: str) -> list[Raw]:
    """Return the cells, those of all worksheets for a notebook of format 3."""
    cells = [document.cells]
    if _kind(document.cells) == b"n" and _kind(document.worksheets) == b"[":
        sheets = (_read_object(raw, _Document) for raw in _read_items(document.worksheets))
        cells = [Raw(b"[]"), *(sheet.cells for sheet in sheets if _kind(sheet.cells) == b"[")]
    if _kind(cells[0]) != b"[":
        raise SubmissionError(
            f"{name} is not a notebook: it has no list of cells", hint="ask the student for the .ipynb file itself"
        )
    found: list[Raw] = []
    for items in cells:
        found += _read_items(items)
        if len(found) > MOST_CELLS:
            raise SubmissionError(
                f"{name} has more than {MOST_CELLS} cells", hint="ask the student what happened to it"
            )
    return [raw for raw in found if _kind(raw) == b"{"]


def _read_items(raw: Raw) -> Iterator[Raw]:
    items = msgspec.structs.astuple(msgspec.json.decode(raw, type=_Items))
    return (item for item in items if item is not msgspec.UNSET)


def _parse_cells(raw_cells: list[Raw], name: str) -> list[SubmittedCell]:
    cells: list[SubmittedCell] = []
    chars = pictures = 0
    for position, raw in enumerate(raw_cells):
        cell = _parse_cell(position, raw, name)
        pictures += len(cell.attachments)
        cells.append(cell if pictures <= MOST_TEXT_CHARS else replace(cell, attachments=b""))
        chars += len(cell.source)
        if chars > MOST_TEXT_CHARS:
            raise SubmissionError(f"{name} has more than {MOST_TEXT_CHARS >> 20} MiB of text", hint="look into it")
    return cells


def _parse_cell(position: int, raw: Raw, name: str) -> SubmittedCell:
    return parse_plain_cell(position, raw) or _parse_any_cell(position, raw, name)


def _parse_any_cell(position: int, raw: Raw, name: str) -> SubmittedCell:
    cell = _read_object(raw, _Cell)
    source = _read_source(cell.input if isinstance(cell.source, msgspec.UnsetType) else cell.source, name)
    source = use_newlines(source[: 2 * MOST_SOURCE_CHARS + 1])
    cell_type = _read_name(cell.cell_type)
    if cell_type == "heading":
        cell_type = "markdown"
    if cell_type == "code" and len(source) > MOST_SOURCE_CHARS:
        raise SubmissionError(f"{name} has a code cell of over {MOST_SOURCE_CHARS} characters", hint="look into it")
    mark = _read_object(_read_object(cell.metadata, _Metadata).nbgrader, _Mark)
    return SubmittedCell(
        position,
        cell_type if cell_type in ("code", "markdown") else "raw",
        source[:MOST_SOURCE_CHARS],
        _read_name(mark.grade_id),
        bytes(cell.attachments) if _has_pictures(cell) else b"",
    )


def _has_pictures(cell: _Cell) -> bool:
    return _kind(cell.attachments) == b"{" and len(memoryview(cell.attachments)) <= _MOST_PICTURE_BYTES


def _kind(raw: Raw) -> bytes:
    """Return the first sign of a value: it says whether it is an object, a list, a text, a number, or null."""
    return bytes(memoryview(raw)[:1])


def _read_object(raw: Raw, type_: type[_Object]) -> _Object:
    """Return an object's fields that matter; of anything else the empty ones."""
    return _decode(raw, type_) if _kind(raw) == b"{" else type_()


def _read_name(raw: Raw) -> str:
    """Return a short text, "" for anything else."""
    return _read_text(raw) if _kind(raw) == b'"' and len(memoryview(raw)) <= _MOST_NAME_BYTES else ""


def _read_text(raw: Raw) -> str:
    try:
        return msgspec.json.decode(raw, type=str)
    except ValueError:
        return msgspec.json.decode(_mend(bytes(raw)), type=str)


def _read_source(raw: Raw, name: str) -> str:
    """Return a source, which is a text or a list of texts; whatever else is in it is left out."""
    kind, size = _kind(raw), len(memoryview(raw))
    if size > (_MOST_LIST_BYTES if kind == b"[" else _MOST_TEXT_BYTES):
        raise SubmissionError(f"{name} has a cell of {size >> 20} MiB", hint="look into it")
    if kind == b'"':
        return _read_text(raw)
    if kind != b"[":
        return ""
    try:
        return _join_texts(raw)
    except msgspec.ValidationError:
        raise
    except ValueError:
        return _join_texts(_mend(bytes(raw)))


def _join_texts(items: Raw | bytes) -> str:
    """Return the texts of a list as one. A long list of other things is not built, but `ValidationError`."""
    try:
        return "".join(msgspec.json.decode(items, type=list[str]))
    except msgspec.ValidationError:
        if len(memoryview(items)) > _MOST_ODD_BYTES:
            raise
    return "".join(part for part in msgspec.json.decode(items) if isinstance(part, str))
