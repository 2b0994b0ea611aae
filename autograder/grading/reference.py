"""The source's own notebook, to be asked as a student's is: what breaks on it as well is the lesson's fault."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from autograder.course import SourceCell, SourceNotebook
from autograder.grading.allowance import own_limits_s
from autograder.grading.earlier import Earlier
from autograder.grading.work import read_helpers, read_own_files
from autograder.sandbox import StudentNotebook, StudentProxy, WarmProcess, find_budget
from autograder.submissions import parse_cell
from autograder.suite import Student

__all__ = ["Kept", "Reference", "list_needed_cells"]


def list_needed_cells(cells: Sequence[SourceCell]) -> list[SourceCell]:
    """Return the code cells, but for test cells that bind no name which a later cell that is none mentions."""
    needed: list[SourceCell] = []
    mentioned: set[str] = set()
    for cell in reversed([cell for cell in cells if cell.cell_type == "code"]):
        names = [node for node in ast.walk(_parse(cell.source)) if isinstance(node, ast.Name)]
        if cell.is_test and mentioned.isdisjoint(node.id for node in names if isinstance(node.ctx, ast.Store)):
            continue
        mentioned |= {node.id for node in names}
        needed.append(cell)
    return needed[::-1]


def _parse(source: str) -> ast.AST:
    parsed = parse_cell(source)
    return parsed[0] if parsed is not None else ast.Module([], [])


Call = Callable[[Student], BaseException | None]
Kept = dict[str, StudentNotebook]
"""Reference solutions whose cells have run, by notebook, to be asked for the next notebook that is judged."""


class Reference:
    """The reference solution of one notebook, in a process of its own once somebody asks.

    Where `kept` is given, it is taken from there, and left there. What an earlier one has asked it can have left files:
    no test is said to break for that.
    """

    def __init__(self, warm: WarmProcess, source: SourceNotebook, earlier: Earlier, kept: Kept | None = None) -> None:
        self._warm = warm
        self._source = source
        self._earlier = earlier
        self._notebook: StudentNotebook | None = None
        self._kept = kept
        self._found = kept.pop(source.name, None) if kept is not None else None
        if self._found is not None:
            self._found.renew()
        self._broken: dict[str, bool] = {}

    def breaks(self, call: Call, test: str, call_s: float | None) -> bool:
        """Whether a test that broke on the student's values breaks on the source's own answers, too."""
        if test not in self._broken:
            is_good = self._found is not None and self._found.has_true_copies
            passes = is_good and self._found is not None and not _breaks(self._found, call, call_s)
            self._broken[test] = not passes and _breaks(self.open(), call, call_s)
        return self._broken[test]

    def open(self) -> StudentNotebook:
        """Return the notebook, without test cells that define nothing that others use."""
        if self._notebook is None:
            source = self._source
            cells = [(cell.index, cell.source) for cell in list_needed_cells(source.cells)]
            files = {**dict(read_own_files(source)), **read_helpers(source)}
            budget, limits_s = find_budget(source.settings, 1), own_limits_s(source, source.cells)
            self._notebook = StudentNotebook(
                self._warm, cells, source.prelude, budget, files=files, cell_limits_s=limits_s
            )
            self._notebook.put_earlier(self._earlier.references)
        return self._notebook

    def close(self) -> None:
        """End its processes, but for one that is kept."""
        for notebook in (self._notebook, self._found):
            if notebook is None:
                continue
            if self._kept is not None and self._source.name not in self._kept and notebook.has_true_copies:
                self._kept[self._source.name] = notebook
                continue
            with notebook:
                pass


def _breaks(notebook: StudentNotebook, call: Call, call_s: float | None) -> bool:
    with StudentProxy(notebook, call_s=call_s) as reference:
        return call(reference) is not None
