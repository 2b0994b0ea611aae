"""The source's own notebook, to be asked as a student's is: what breaks on it as well is the lesson's fault."""

from __future__ import annotations

from collections.abc import Callable

from autograder.course import SourceNotebook
from autograder.grading.allowance import own_limits_s
from autograder.grading.earlier import Earlier
from autograder.grading.work import read_helpers, read_own_files
from autograder.sandbox import StudentNotebook, StudentProxy, WarmProcess, find_budget
from autograder.suite import Student

__all__ = ["Reference"]


class Reference:
    """The reference solution of one notebook, in a process of its own once somebody asks."""

    def __init__(self, warm: WarmProcess, source: SourceNotebook, earlier: Earlier) -> None:
        self._warm = warm
        self._source = source
        self._earlier = earlier
        self._notebook: StudentNotebook | None = None
        self._broken: dict[str, bool] = {}

    def breaks(self, call: Callable[[Student], BaseException | None], test: str, call_s: float | None) -> bool:
        """Whether a test that broke on the student's values breaks on the source's own answers, too."""
        if test not in self._broken:
            with StudentProxy(self.open(), call_s=call_s) as reference:
                self._broken[test] = call(reference) is not None
        return self._broken[test]

    def open(self) -> StudentNotebook:
        """Return the notebook; its test cells define nothing."""
        if self._notebook is None:
            source = self._source
            code = [cell for cell in source.cells if cell.cell_type == "code" and not cell.is_test]
            cells = [(cell.index, cell.source) for cell in code]
            files = {**dict(read_own_files(source)), **read_helpers(source)}
            budget, limits_s = find_budget(source.settings, 1), own_limits_s(source, source.cells)
            self._notebook = StudentNotebook(
                self._warm, cells, source.prelude, budget, files=files, cell_limits_s=limits_s
            )
            self._notebook.earlier = self._earlier.references
        return self._notebook

    def close(self) -> None:
        """End its processes."""
        if self._notebook is not None:
            with self._notebook:
                pass
