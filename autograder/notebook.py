"""Put a submitted notebook back into the form of its source: locked cells restored, every repair recorded."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.errors import SubmissionError
from autograder.lesson import SourceCell, SourceNotebook

__all__ = ["RestoredCell", "RestoredNotebook", "build_notebook", "parse_notebook", "restore_locked_cells"]

MOST_CELLS = 2_000
MOST_SOURCE_CHARS = 1_000_000


@dataclass(frozen=True)
class RestoredCell:
    """One cell as it will run. `origin` is the source cell that it stands for, None for the student's own cells."""

    cell_type: str
    source: str
    origin: SourceCell | None = None


@dataclass(frozen=True)
class RestoredNotebook:
    """A submitted notebook whose locked and test cells are those of the source again."""

    name: str
    cells: tuple[RestoredCell, ...]
    repairs: tuple[str, ...] = field(default=())

    @property
    def code(self) -> list[tuple[int, str]]:
        """The code cells in the order in which they run, as (index, source)."""
        return [(index, cell.source) for index, cell in enumerate(self.cells) if cell.cell_type == "code"]

    @property
    def checks(self) -> set[int]:
        """The indexes of the test cells: visible asserts, which define nothing."""
        return {index for index, cell in enumerate(self.cells) if cell.origin is not None and cell.origin.is_test}

    def answer(self, grade_id: str) -> str:
        """Return the student's source of a solution cell, or ""."""
        found = [cell.source for cell in self.cells if cell.origin is not None and cell.origin.grade_id == grade_id]
        return found[-1] if found else ""


def parse_notebook(data: bytes, name: str) -> list[tuple[str, str, str]]:
    """Return the cells of a submitted file as (type, source, grade_id), or raise `SubmissionError`."""
    text = _decode(data, name)
    if not text.strip():
        raise SubmissionError(f"{name} is empty", hint="ask the student to save the notebook and hand it in again")
    try:
        raw = json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        position = getattr(error, "pos", 0)
        what = "it breaks off before its end" if position >= len(text) - 2 else "it is not JSON"
        if text.lstrip()[:1] not in ("{", "["):
            what = "it is not JSON"
        raise SubmissionError(
            f"{name} is not a notebook: {what}",
            hint="ask the student to download the .ipynb again and hand it in whole",
        ) from None
    cells = _raw_cells(raw)
    if cells is None:
        raise SubmissionError(
            f"{name} is not a notebook: it has no list of cells", hint="ask the student for the .ipynb file itself"
        )
    if len(cells) > MOST_CELLS:
        raise SubmissionError(f"{name} has more than {MOST_CELLS} cells", hint="ask the student what happened to it")
    return [_raw_cell(cell) for cell in cells if isinstance(cell, Mapping)]


def _decode(data: bytes, name: str) -> str:
    marks = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
    encodings = [encoding for mark, encoding in marks.items() if data.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SubmissionError(
        f"{name} is not a notebook: it is not text", hint="ask the student for the .ipynb file itself"
    )


def _raw_cells(raw: Any) -> list[Any] | None:
    if not isinstance(raw, Mapping):
        return None
    cells = raw.get("cells")
    if cells is None and isinstance(raw.get("worksheets"), list):
        sheets = [sheet for sheet in raw["worksheets"] if isinstance(sheet, Mapping)]
        cells = [cell for sheet in sheets for cell in (sheet.get("cells") or [])]
    return cells if isinstance(cells, list) else None


def _raw_cell(cell: Mapping[str, Any]) -> tuple[str, str, str]:
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    kind = cell.get("cell_type")
    if kind == "heading":
        kind = "markdown"
    metadata = cell.get("metadata")
    mark = metadata.get("nbgrader") if isinstance(metadata, Mapping) else None
    grade_id = mark.get("grade_id") if isinstance(mark, Mapping) else None
    return (
        kind if kind in ("code", "markdown") else "raw",
        source[:MOST_SOURCE_CHARS] if isinstance(source, str) else "",
        grade_id if isinstance(grade_id, str) else "",
    )


def restore_locked_cells(data: bytes, source: SourceNotebook, file: str | None = None) -> RestoredNotebook:
    """Return the submitted notebook with every locked and test cell as in the source, in the source's order.

    Cells are matched by grade_id; where ids are gone, by equal content and, for answers, by what they define. The
    student's own cells stay where they are. Each repair is a sentence in `repairs`.
    """
    cells = parse_notebook(data, file or f"{source.name}.ipynb")
    matches = _match(cells, source)
    repairs: list[str] = []
    owners: dict[int, SourceCell] = {}
    for origin in source.cells:
        if not origin.grade_id:
            continue
        found = matches.get(origin.grade_id, [])
        if not found:
            what = "put back" if origin.is_locked else "missing: no answer"
            repairs.append(f"cell {origin.grade_id}: {what}")
        if len(found) > 1:
            kind = "the copies were dropped" if origin.is_locked else "all copies run, the last counts"
            repairs.append(f"cell {origin.grade_id}: there {len(found)} times; {kind}")
        for position in found:
            owners[position] = origin
    restored: list[RestoredCell] = []
    placed: set[str] = set()
    last_placed = -1
    for position, (kind, text, _) in enumerate(cells):
        owner = owners.get(position)
        if owner is None:
            restored.append(RestoredCell(kind, text))
            continue
        if owner.is_locked:
            if owner.grade_id in placed:
                continue
            if text.rstrip() != owner.source.rstrip() or kind != owner.cell_type:
                repairs.append(f"cell {owner.grade_id}: had been changed, put back")
            restored.append(RestoredCell(owner.cell_type, owner.source, owner))
        else:
            if kind != owner.cell_type:
                repairs.append(f"cell {owner.grade_id}: was {kind}, is {owner.cell_type} again")
            restored.append(RestoredCell(owner.cell_type, text, owner))
        placed.add(owner.grade_id)
        last_placed = max(last_placed, owner.index)
    return RestoredNotebook(source.name, tuple(_insert_missing(restored, source, placed)), tuple(repairs))


def _match(cells: list[tuple[str, str, str]], source: SourceNotebook) -> dict[str, list[int]]:
    """Return the positions of the submitted cells that stand for each source cell with a grade_id."""
    matches: dict[str, list[int]] = {}
    taken: set[int] = set()
    for position, (_, _, grade_id) in enumerate(cells):
        if grade_id in source.by_id:
            matches.setdefault(grade_id, []).append(position)
            taken.add(position)
    for origin in source.by_id.values():
        if origin.grade_id in matches or not origin.is_locked:
            continue
        for position, (_, text, _) in enumerate(cells):
            if position not in taken and _normal(text) == _normal(origin.source):
                matches[origin.grade_id] = [position]
                taken.add(position)
                break
    for origin in source.by_id.values():
        if origin.grade_id in matches or origin.is_locked or origin.cell_type != "code":
            continue
        names = _defined_names(origin.source)
        found = [
            position
            for position, (kind, text, _) in enumerate(cells)
            if position not in taken and kind == "code" and names and names <= _defined_names(text)
        ]
        if found:
            matches[origin.grade_id] = found[-1:]
            taken.update(found[-1:])
    return matches


def _normal(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _defined_names(source: str) -> set[str]:
    """Return the names that a cell defines at its top level: functions, classes and assigned names."""
    return set(re.findall(r"^(?:async\s+)?(?:def|class)\s+(\w+)", source, re.MULTILINE)) | set(
        re.findall(r"^(\w+)\s*(?::[^=\n]+)?=(?!=)", source, re.MULTILINE)
    )


def _insert_missing(restored: list[RestoredCell], source: SourceNotebook, placed: set[str]) -> list[RestoredCell]:
    """Insert each locked cell that is missing behind the nearest source cell before it that is there."""
    cells = list(restored)
    for origin in source.cells:
        if not origin.grade_id or origin.grade_id in placed:
            continue
        earlier = {cell.grade_id for cell in source.cells[: origin.index] if cell.grade_id}
        spots = [i for i, cell in enumerate(cells) if cell.origin is not None and cell.origin.grade_id in earlier]
        text = origin.source if origin.is_locked else ""
        cells.insert(spots[-1] + 1 if spots else 0, RestoredCell(origin.cell_type, text, origin))
        placed.add(origin.grade_id)
    return cells


def build_notebook(restored: RestoredNotebook, outputs: Mapping[int, list[dict[str, Any]]]) -> dict[str, Any]:
    """Return the notebook as graded, for nbgrader's formgrader: plain outputs, nbgrader's metadata, no student HTML.

    The result is JSON of nbformat 4.5, built by hand: nbformat validates each node that it makes, which costs more than
    the grading.
    """
    cells = []
    for index, cell in enumerate(restored.cells):
        is_own = cell.origin is None or not cell.origin.is_locked
        is_code = cell.cell_type == "code"
        node: dict[str, Any] = {
            "cell_type": cell.cell_type,
            "id": f"c{index}",
            "metadata": {},
            "source": defuse_markdown(cell.source) if is_own and not is_code else cell.source,
        }
        if is_code:
            node |= {"execution_count": None, "outputs": outputs.get(index, [])}
        if cell.origin is not None:
            node["metadata"]["nbgrader"] = _nbgrader_mark(cell.origin)
        cells.append(node)
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _nbgrader_mark(origin: SourceCell) -> dict[str, Any]:
    mark: dict[str, Any] = {
        "schema_version": 3,
        "grade_id": origin.grade_id,
        "grade": origin.is_grade,
        "solution": origin.is_solution,
        "locked": origin.is_locked,
        "task": False,
        "cell_type": origin.cell_type,
    }
    if origin.is_grade:
        mark["points"] = origin.points
    return mark


def defuse_markdown(text: str) -> str:
    """Return Markdown in which no HTML, image or script of the student's lives on; words and formulas stay."""
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    text = re.sub(r"!\[", r"!\\[", text)
    return re.sub(r"(?i)(javascript|vbscript|data)\s*:", r"\1&#58;", text)
