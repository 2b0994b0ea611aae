"""Read a table that a spreadsheet saved as CSV: in any of the usual encodings, with any of the usual separators."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from autograder.errors import CourseError

__all__ = ["SPOILED_HINT", "find_spoiled_id", "read_rows", "read_table"]

SPOILED_HINT = "format the column as text, enter the ids again, and save it as CSV"
_SEPARATORS = (",", "\t", ";", "|", "，")
_SEP_LINE = re.compile(r'"?sep=(?P<sign>[^\n"])"?[,;\t]*\n', re.IGNORECASE)
_FORMULA = re.compile(r'="(?P<text>.*)"', re.DOTALL)
_SPOILED = re.compile(r"[+-]?\d+(?:[.,]\d*)?[eE][+-]?\d+|\d+\.0+|#+|#[A-Z/0]+[!?]?")
_JOINERS = "\u200c\u200d"  # some scripts need them within a word
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
_LATIN_SIGNS = "’‘´"


def read_rows(path: Path, hint: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the filled lines of a table, with their numbers; columns in small letters. `CourseError` names a line."""
    return read_table(path, hint)[1]


def read_table(path: Path, hint: str) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    """Return the columns of a table, and its lines as `read_rows` does."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CourseError(f"cannot be read ({error.strerror})", hint=hint, path=path) from None
    text = _decode(data)
    if text is None:
        raise CourseError("is not text", hint=f"save it again as CSV in UTF-8; {hint}", path=path)
    rows = _split_rows(text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), path)
    _, columns = next(rows, (0, None))
    if columns is None:
        raise CourseError("is empty", hint=hint, path=path)
    columns = [column.lower() for column in columns]
    return columns, _name_cells(columns, rows, path)


def _name_cells(
    columns: list[str], rows: Iterator[tuple[int, list[str]]], path: Path
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the filled lines by column; `CourseError` names one that has more cells than columns."""
    for number, cells in rows:
        if any(cells[len(columns) :]):
            what = f"line {number} has {len(cells)} cells, and the table has {len(columns)} columns"
            hint = 'put what contains the separator into quotation marks, such as "Lee, Ann"'
            raise CourseError(what, hint=hint, path=path)
        if any(cells):
            yield number, dict(zip(columns, cells + [""] * len(columns), strict=False))


def _split_rows(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each line, with its number."""
    said = _SEP_LINE.match(text)
    skipped = 0 if said is None else 1
    text = text if said is None else text[said.end() :]
    separator = said["sign"] if said is not None else _find_separator(text.partition("\n")[0])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            yield reader.line_num + skipped, [_clean(cell) for cell in row]
    except csv.Error as error:
        what = f"line {reader.line_num + skipped}: its quotation marks do not match ({error})"
        raise CourseError(what, hint="mend that line, or one before it", path=path) from None


def find_spoiled_id(text: str) -> str:
    """Return what is wrong with an id that a spreadsheet shortened, or took for a number; "" if nothing is."""
    return f"{text!r} is what a spreadsheet made of an id" if _SPOILED.fullmatch(text) else ""


def _find_separator(header: str) -> str:
    """Return the sign that parts the most columns of the first line, outside of quotation marks."""
    bare = re.sub(r'"[^"]*"', "", header)
    return max(_SEPARATORS, key=bare.count)


def _clean(cell: str) -> str:
    """Return a cell as a reader sees it: without signs that have no width, and without Excel's ="..."."""
    visible = "".join(sign for sign in cell if unicodedata.category(sign) != "Cf" or sign in _JOINERS)
    visible = visible.strip().strip(_JOINERS).strip()
    formula = _FORMULA.fullmatch(visible)
    return visible if formula is None else formula["text"].replace('""', '"').strip()


def _decode(data: bytes) -> str | None:
    """Return the text of a file, None if it is none. Without a mark the encoding is the one that makes most sense."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _try(data, "utf-16")
    if b"\0" in data:
        encoding = "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
        text = _try(data, encoding)
        return text if text is not None and "\0" not in text else None
    text = _try(data, "utf-8-sig")
    return text if text is not None else _decode_legacy(data)


def _decode_legacy(data: bytes) -> str | None:
    """Return a text of an old Windows: Western European, or simplified or traditional Chinese."""
    western = _try(data, "cp1252")
    if western is not None and _is_western(data, western):
        return western
    candidates: list[tuple[str, Callable[[bytes], bool]]] = [
        ("gb18030", lambda pair: 0xB0 <= pair[0] <= 0xF7 and pair[1] >= 0xA1),
        ("big5hkscs", lambda pair: 0xA4 <= pair[0] <= 0xC6 and (pair[1] <= 0x7E or pair[1] >= 0xA1)),
    ]
    pairs = _PAIR.findall(data)
    best, best_share = None, -1.0
    for encoding, is_common in candidates:
        text = _try(data, encoding)
        share = sum(map(is_common, pairs)) / max(1, len(pairs))
        if text is not None and share > best_share:
            best, best_share = text, share
    return best


def _is_western(data: bytes, text: str) -> bool:
    """Whether accents stand one by one within words: Chinese comes in pairs of bytes, most of which are no letters."""
    signs = {sign for sign in text if sign > "\x7f"}
    return all(sign.isalpha() or sign in _LATIN_SIGNS for sign in signs) and all(
        len(run[0]) <= 2 and _touches_letter(data, run) for run in _HIGH_RUN.finditer(data)
    )


def _touches_letter(data: bytes, run: re.Match[bytes]) -> bool:
    return data[max(0, run.start() - 1) : run.start()].isalpha() or data[run.end() : run.end() + 1].isalpha()


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
