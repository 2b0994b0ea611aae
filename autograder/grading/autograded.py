"""The notebook as graded, for nbgrader's formgrader: plain outputs, nbgrader's metadata, no HTML of a student.

It is JSON of nbformat 4.5, built by hand: nbformat validates each node that it makes, which costs more than grading.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from autograder.course import SourceCell
from autograder.errors import StudentError, StudentRaised, StudentTimedOut
from autograder.grading.pasted import CleanPictures, reencode_png, show_pasted
from autograder.records import CellGrade
from autograder.sandbox import CellResult
from autograder.submissions import RestoredCell, RestoredNotebook
from autograder.suite import Outcome, Verdict, show_frames
from autograder.text import clean_text, spell_out_direction

__all__ = ["build_notebook", "render_autograded"]

_NO_PICTURES = CleanPictures({})


def render_autograded(
    restored: RestoredNotebook,
    results: Mapping[int, CellResult],
    outcomes: Sequence[Outcome],
    cells: Mapping[str, CellGrade],
    pictures: Mapping[int, CleanPictures],
) -> str:
    """Return the notebook's text: what its cells showed, and below each test cell its verdicts and score.

    `pictures` are those that the student pasted, by the index of the cell.
    """
    outputs = {index: _make_outputs(result) for index, result in results.items()}
    for index, cell in enumerate(restored.cells):
        if cell.origin is not None and cell.origin.is_test:
            tests = [outcome for outcome in outcomes if outcome.cell == cell.origin.grade_id]
            verdicts = _make_verdict_output(tests, cells[cell.origin.grade_id].score, cell.origin.points)
            outputs.setdefault(index, []).append(verdicts)
    return json.dumps(build_notebook(restored, outputs, pictures), ensure_ascii=False) + "\n"


def build_notebook(
    restored: RestoredNotebook,
    outputs: Mapping[int, list[dict[str, Any]]],
    pictures: Mapping[int, CleanPictures] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return the document with these outputs and pictures, by the index of their cell."""
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return {
        "cells": [
            _make_cell(index, cell, outputs.get(index, []), pictures.get(index, _NO_PICTURES))
            for index, cell in enumerate(restored.cells)
        ],
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _make_cell(
    index: int, cell: RestoredCell, outputs: list[dict[str, Any]], pictures: CleanPictures
) -> dict[str, Any]:
    is_ours = cell.is_locked or cell.is_given
    source, attachments = (cell.source, dict(cell.given)) if is_ours else _clean_source(cell, pictures)
    node: dict[str, Any] = {"cell_type": cell.cell_type, "id": f"c{index}", "metadata": {}, "source": source}
    if attachments:
        node["attachments"] = attachments
    if cell.cell_type == "code":
        node |= {"execution_count": None, "outputs": outputs}
    if cell.origin is not None:
        node["metadata"]["nbgrader"] = _make_mark(cell.origin)
    return node


def _clean_source(cell: RestoredCell, pictures: CleanPictures) -> tuple[str, dict[str, dict[str, str]]]:
    """Return a student's source as a reader is to see it, and the pictures in it."""
    if cell.cell_type == "code":
        return spell_out_direction(cell.source), {}
    return show_pasted(cell.source, pictures)


def _make_mark(origin: SourceCell) -> dict[str, Any]:
    mark: dict[str, Any] = {
        "schema_version": 3,
        "grade_id": origin.grade_id,
        "grade": origin.is_grade,
        "solution": origin.is_solution,
        "locked": origin.is_locked,
        "task": origin.is_task,
        "cell_type": origin.cell_type,
    }
    if origin.is_grade or origin.is_task:
        mark["points"] = origin.points
    return mark


# --- outputs -------------------------------------------------------------------------------------------------------


def _make_outputs(result: CellResult) -> list[dict[str, Any]]:
    """Return a cell's outputs as nbformat nodes: text and re-encoded PNG, nothing that a browser would run."""
    nodes: list[dict[str, Any]] = []
    for item in result.outputs:
        if "stream" in item:
            nodes.append({"output_type": "stream", "name": item["stream"], "text": clean_text(item["text"])})
            continue
        data: dict[str, str] = {}
        if "text" in item:
            data["text/plain"] = clean_text(item["text"])
        if "png" in item:
            image = reencode_png(item["png"])
            if image:
                data["image/png"] = image
        node: dict[str, Any] = {"output_type": item["show"], "data": data, "metadata": {}}
        if item["show"] == "execute_result":
            node["execution_count"] = None
        nodes.append(node)
    if result.error is not None:
        nodes.append(_make_error_output(result.error))
    return nodes


def _make_error_output(error: StudentError) -> dict[str, Any]:
    if isinstance(error, StudentRaised):
        name, message = clean_text(error.type_name), clean_text(error.message)
        text = clean_text("\n".join([*filter(None, [show_frames(error)]), str(error)]))
    else:
        name = "TimedOut" if isinstance(error, StudentTimedOut) else "Crashed"
        message = text = str(error)
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": [text]}


def _make_verdict_output(tests: Sequence[Outcome], score: float | None, points: float) -> dict[str, Any]:
    """Return the suite's verdicts on a test cell, as the text under that cell."""
    lines = [f"{'UNGRADED' if score is None else f'{score:g}'} / {points:g}"]
    for test in tests:
        lines.append(f"{test.mark} {test.sentence}")
        if test.verdict not in (Verdict.PASSED, Verdict.SKIPPED) and test.message:
            lines.append(f"    {test.verdict}: {clean_text(test.message)}")
    return {"output_type": "display_data", "data": {"text/plain": "\n".join(lines)}, "metadata": {}}
