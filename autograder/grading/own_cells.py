"""A notebook without a suite: its own test cells decide, as in nbgrader. The verdicts come from the student's process.

An error is 0, a number as the cell's value is that many points, no value is all points. Other than in nbgrader, what is
printed on stderr costs nothing, and a value that is no number within the cell's points is UNGRADED, never all points.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from autograder.course import Regions, SourceCell
from autograder.errors import StudentCrashed, StudentError, StudentRaised, StudentTimedOut, explain_name_error
from autograder.records import CellGrade
from autograder.sandbox import CellResult
from autograder.submissions import RestoredNotebook
from autograder.suite import NOT_ANSWERED, Blame, Outcome, Verdict, show_frames

__all__ = ["judge_own_cells"]

_AUTOTEST = re.compile(r"^[ \t]*+#.*\bAUTOTEST\b", re.MULTILINE)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_AUTOTESTS = "AUTOTEST lines are no tests: the source must hold the tests themselves / 源 notebook 里要写出测试本身"
_OUT_OF_TIME = "the notebook's time is used up / 这份 notebook 的总时间已用完"
_SENTENCE = "The test cell runs without an error. / 测试单元格运行无错误。"


def judge_own_cells(
    restored: RestoredNotebook,
    regions: Regions,
    results: Mapping[int, CellResult],
    failure: str = "",
    find_reason: Callable[[str], str] = lambda _: "",
) -> tuple[dict[str, CellGrade], list[Outcome]]:
    """Return the grade of each test cell by grade_id, and its outcome, from what the cells did.

    `results` are by the index of the cell; one that is missing was never reached in the notebook's time. `failure` says
    how the sandbox failed, or "". `find_reason` tells what ended the cell that should have defined a name.
    """
    grades: dict[str, CellGrade] = {}
    outcomes: list[Outcome] = []
    for index, cell in enumerate(restored.cells):
        if cell.origin is None or not cell.origin.is_test:
            continue
        test = _OwnTest(cell.origin, index, regions, find_reason)
        score, outcome = test.fail(failure) if failure else test.judge(results.get(index))
        grades[cell.origin.grade_id] = CellGrade(cell.origin.points, score)
        outcomes.append(outcome)
    return grades, outcomes


_Judged = tuple[float | None, Outcome]


class _OwnTest:
    """One test cell and its index in the notebook."""

    def __init__(self, cell: SourceCell, index: int, regions: Regions, find_reason: Callable[[str], str]) -> None:
        self.cell = cell
        self.index = index
        self.regions = regions
        self.find_reason = find_reason

    def fail(self, failure: str) -> _Judged:
        return None, self._outcome(Verdict.UNGRADED, failure, blame=Blame.SANDBOX)

    def judge(self, result: CellResult | None) -> _Judged:
        """Return the score and the outcome for what the cell did."""
        if _AUTOTEST.search(self.cell.source):
            return None, self._outcome(Verdict.UNGRADED, _AUTOTESTS, blame=Blame.LESSON)
        if result is None:
            return 0.0, self._outcome(Verdict.TIMED_OUT, _OUT_OF_TIME)
        if result.error is not None:
            return 0.0, self._judge_error(result.error)
        values = [output for output in result.outputs if output.get("show") == "execute_result"]
        if not values:
            return self.cell.points, self._outcome(Verdict.PASSED)
        return self._judge_value(str(values[0].get("text", "")).strip())

    def _judge_value(self, text: str) -> _Judged:
        points = self.cell.points
        score = float(text) if _NUMBER.fullmatch(text) else -1.0
        if not 0 <= score <= points:
            message = f"the value of the test cell is no number of points: {text[:80]!r} / 测试单元格的值不是合适的分数"
            return None, self._outcome(Verdict.UNGRADED, message, blame=Blame.LESSON)
        score = round(score, 2)
        if score == points:
            return score, self._outcome(Verdict.PASSED)
        return score, self._outcome(Verdict.FAILED, f"partly right: {score:g} of {points:g} points / 部分正确")

    def _judge_error(self, error: StudentError) -> Outcome:
        """Return the outcome of a test cell that ended in an error; of a hidden test, only that it failed."""
        if isinstance(error, StudentTimedOut):
            return self._outcome(Verdict.TIMED_OUT, str(error))
        if isinstance(error, StudentCrashed):
            return self._outcome(Verdict.CRASHED, str(error))
        if not isinstance(error, StudentRaised):
            return self._outcome(Verdict.RAISED, str(error))
        verdict = Verdict.FAILED if error.is_kind("AssertionError") else Verdict.RAISED
        hidden = self._hidden_lines()
        lines = {frame.line for frame in error.frames if frame.cell == self.index}
        if hidden and (not lines or lines & hidden):
            return msgspec.structs.replace(self._outcome(verdict), is_hidden=True)
        is_open = error.type_name == "NotImplementedError"
        message = NOT_ANSWERED if is_open else str(explain_name_error(error, self.find_reason))
        return self._outcome(verdict, message, where=show_frames(error))

    def _hidden_lines(self) -> set[int]:
        """Return the numbers of the lines between the markers of hidden tests."""
        source = self.cell.source
        lines: set[int] = set()
        for region in self.regions.hidden_pattern.finditer(source):
            first = source.count("\n", 0, region.start()) + 1
            lines |= set(range(first, first + region.group().count("\n") + 1))
        return lines

    def _sentence(self) -> str:
        """Return what the test cell says of itself in its first line's string, or what every one means."""
        try:
            said: Any = ast.get_docstring(ast.parse(self.regions.hide_tests(self.cell.source)))
        except (SyntaxError, ValueError):
            said = None
        return " ".join(said.split()) if said else _SENTENCE

    def _outcome(self, verdict: Verdict, message: str = "", where: str = "", blame: Blame = Blame.STUDENT) -> Outcome:
        name = self.cell.grade_id
        return Outcome(name, name, 1.0, self._sentence(), False, verdict, message, where=where, blame=blame)
