"""A notebook without a suite: its own test cells decide, as in nbgrader. The verdicts come from the student's process.

An error is 0, a number as the cell's value is that many points, no value is all points. Other than in nbgrader, what is
printed on stderr costs nothing, and a value that is no number within the cell's points is UNGRADED, never all points.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from autograder.errors import StudentCrashed, StudentError, StudentRaised, StudentTimedOut
from autograder.grades import CellGrade
from autograder.lesson import HIDDEN_TESTS, SourceCell
from autograder.notebook import RestoredNotebook
from autograder.sandbox.student import CellResult
from autograder.suites import Outcome

__all__ = ["judge_cells"]

_AUTOTEST = re.compile(r"^\s*#.*\bAUTOTEST\b", re.MULTILINE)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_AUTOTESTS = "AUTOTEST lines are no tests: the source must hold the tests themselves / 源 notebook 里要写出测试本身"
_SENTENCE = "The test cell runs without an error. / 测试单元格运行无错误。"


def judge_cells(
    restored: RestoredNotebook, results: Mapping[int, CellResult], failure: str = ""
) -> tuple[dict[str, CellGrade], list[Outcome]]:
    """Return the grade of each test cell by grade_id, and its outcome, from what the cells did.

    `results` are by the index of the cell; one that is missing was never reached in the notebook's time. `failure` says
    how our side failed, "" where it did not.
    """
    grades: dict[str, CellGrade] = {}
    outcomes: list[Outcome] = []
    for index, cell in enumerate(restored.cells):
        if cell.origin is None or not cell.origin.is_test:
            continue
        score, outcome = _judge(cell.origin, index, results.get(index), failure)
        grades[cell.origin.grade_id] = CellGrade(cell.origin.points, score)
        outcomes.append(outcome)
    return grades, outcomes


def _judge(cell: SourceCell, index: int, result: CellResult | None, failure: str) -> tuple[float | None, Outcome]:
    if failure:
        return None, _outcome(cell, "UNGRADED", failure)
    if _AUTOTEST.search(cell.source):
        return None, _outcome(cell, "UNGRADED", _AUTOTESTS)
    if result is None:
        return 0.0, _outcome(cell, "TIMED_OUT", "the notebook's time is used up / 这份 notebook 的总时间已用完")
    if result.error is not None:
        return 0.0, _judge_error(cell, index, result.error)
    values = [output for output in result.outputs if output.get("show") == "execute_result"]
    if not values:
        return cell.points, _outcome(cell, "PASSED")
    text = str(values[0].get("text", "")).strip()
    score = float(text) if _NUMBER.fullmatch(text) else -1.0
    if not 0 <= score <= cell.points:
        message = f"the value of the test cell is no number of points: {text[:80]!r} / 测试单元格的值不是合适的分数"
        return None, _outcome(cell, "UNGRADED", message)
    score = round(score, 2)
    if score == cell.points:
        return score, _outcome(cell, "PASSED")
    return score, _outcome(cell, "FAILED", f"partly right: {score:g} of {cell.points:g} points / 部分正确")


def _judge_error(cell: SourceCell, index: int, error: StudentError) -> Outcome:
    """Return the outcome of a test cell that ended in an error; of a hidden test, only that it failed."""
    verdict = "RAISED"
    where = ""
    message = str(error)
    if isinstance(error, StudentTimedOut):
        verdict = "TIMED_OUT"
    elif isinstance(error, StudentCrashed):
        verdict = "CRASHED"
    elif isinstance(error, StudentRaised):
        verdict = "FAILED" if error.is_kind("AssertionError") else "RAISED"
        where = "\n".join(f"line {frame.line}: {frame.text}" for frame in error.frames)
        hidden = _hidden_lines(cell.source)
        lines = {frame.line for frame in error.frames if frame.cell == index}
        if hidden and (not lines or lines & hidden):
            return replace(_outcome(cell, verdict), is_hidden=True)
        if error.type_name == "NotImplementedError":
            message = "not answered yet / 尚未作答"
    return _outcome(cell, verdict, message, where)


def _hidden_lines(source: str) -> set[int]:
    """Return the numbers of the lines between the markers of hidden tests."""
    lines: set[int] = set()
    for region in HIDDEN_TESTS.finditer(source):
        first = source.count("\n", 0, region.start()) + 1
        lines |= set(range(first, first + region.group().count("\n") + 1))
    return lines


def _sentence(source: str) -> str:
    """Return what a test cell says of itself in its first line's string, or what every one means."""
    try:
        said: Any = ast.get_docstring(ast.parse(HIDDEN_TESTS.sub("", source)))
    except (SyntaxError, ValueError):
        said = None
    return " ".join(said.split()) if said else _SENTENCE


def _outcome(cell: SourceCell, verdict: str, message: str = "", where: str = "") -> Outcome:
    return Outcome(cell.grade_id, cell.grade_id, 1.0, _sentence(cell.source), False, verdict, message, where=where)
