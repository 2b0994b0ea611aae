"""Parse a submitted notebook, of any version, in any encoding, with anything in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from autograder.errors import SubmissionError
from autograder.submissions.cells import SubmittedCell

__all__ = ["parse_notebook"]

MOST_CELLS = 2_000
MOST_SOURCE_CHARS = 1_000_000


def parse_notebook(data: bytes, name: str) -> list[SubmittedCell]:
    """Return the cells of a submitted file, or raise `SubmissionError`. `name` is what the file is called."""
    text = _decode(data, name)
    if not text.strip():
        raise SubmissionError(f"{name} is empty", hint="ask the student to save the notebook and hand it in again")
    cells = _find_cells(_load_json(text, name))
    if cells is None:
        raise SubmissionError(
            f"{name} is not a notebook: it has no list of cells", hint="ask the student for the .ipynb file itself"
        )
    if len(cells) > MOST_CELLS:
        raise SubmissionError(f"{name} has more than {MOST_CELLS} cells", hint="ask the student what happened to it")
    mappings = [cell for cell in cells if isinstance(cell, Mapping)]
    return [_parse_cell(position, cell, name) for position, cell in enumerate(mappings)]


def _decode(data: bytes, name: str) -> str:
    marks = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
    encodings = [encoding for mark, encoding in marks.items() if data.startswith(mark)] or ["utf-8", "gb18030"]
    if b"\0" in data[:2]:
        encodings = ["utf-16-be" if data[:1] == b"\0" else "utf-16-le"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SubmissionError(
        f"{name} is not a notebook: it is not text", hint="ask the student for the .ipynb file itself"
    )


def _load_json(text: str, name: str) -> Any:
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        is_cut_off = getattr(error, "pos", 0) >= len(text) - 2 and text.lstrip()[:1] in ("{", "[")
        what = "it breaks off before its end" if is_cut_off else "it is not JSON"
        raise SubmissionError(
            f"{name} is not a notebook: {what}",
            hint="ask the student to download the .ipynb again and hand it in whole",
        ) from None


def _find_cells(raw: Any) -> list[Any] | None:
    """Return the list of cells, those of all worksheets for a notebook of format 3; None if there is none."""
    if not isinstance(raw, Mapping):
        return None
    cells = raw.get("cells")
    if cells is None and isinstance(raw.get("worksheets"), list):
        sheets = [sheet for sheet in raw["worksheets"] if isinstance(sheet, Mapping)]
        cells = [cell for sheet in sheets for cell in (sheet.get("cells") or [])]
    return cells if isinstance(cells, list) else None


def _parse_cell(position: int, cell: Mapping[str, Any], name: str) -> SubmittedCell:
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join([part for part in source if isinstance(part, str)])
    source = source if isinstance(source, str) else ""
    # Half a surrogate pair is no character: it could be neither run nor stored.
    source = source.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    cell_type = cell.get("cell_type")
    if cell_type == "heading":
        cell_type = "markdown"
    if cell_type == "code" and len(source) > MOST_SOURCE_CHARS:
        raise SubmissionError(f"{name} has a code cell of over {MOST_SOURCE_CHARS} characters", hint="look into it")
    metadata = cell.get("metadata")
    mark = metadata.get("nbgrader") if isinstance(metadata, Mapping) else None
    grade_id = mark.get("grade_id") if isinstance(mark, Mapping) else None
    return SubmittedCell(
        position,
        cell_type if cell_type in ("code", "markdown") else "raw",
        source[:MOST_SOURCE_CHARS],
        grade_id if isinstance(grade_id, str) else "",
    )
