"""The student's notebook: its cells run in a child, and the child is asked for values."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from autograder.errors import SandboxError, StudentCrashed, StudentError, StudentTimedOut
from autograder.sandbox.child import Child, NotHeard
from autograder.sandbox.culprits import Culprits
from autograder.sandbox.limits import Budget
from autograder.sandbox.questions import Student
from autograder.sandbox.replies import CellResult, ReplyReader, read_error
from autograder.sandbox.warm import WarmProcess
from autograder.sandbox.wire import Handle

__all__ = ["AT_ONCE_S", "StudentProxy"]

AT_ONCE_S = 3.0
_DYING_S = 0.05
_SETTLE_RESTARTS = 2  # so often a process that ends while it settles is replaced
_WRITE_FILE = """import os
os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
with open(name, "wb") as file:
    file.write(data)
"""


class StudentProxy(Student):
    """Runs a notebook's cells in a child and asks the child for values.

    Every question raises a `StudentError` if student code gives no value. A child that dies is replaced, and the
    notebook run again without the cell that killed it, until the budget is used up.
    """

    def __init__(
        self,
        warm: WarmProcess,
        cells: Sequence[tuple[int, str]],
        prelude: str = "",
        budget: Budget | None = None,
        test_cells: Collection[int] = (),
        files: Mapping[str, bytes] | None = None,
    ) -> None:
        """`cells` are (index, source) in order; `prelude` is run once more after them, before any question.

        `test_cells` are the indexes of cells that define nothing (visible asserts): a process that replaces a dead one
        does not run them again, and none is run once one of them has killed the process. `files` are put into the
        working directory before the first cell runs.
        """
        super().__init__()
        self._warm = warm
        self._cells = list(cells)
        self._prelude = prelude
        self._budget = budget or Budget()
        self._test_cells = frozenset(test_cells)
        self._files = dict(files or {})
        self._child: Child | None = None
        self._culprits = Culprits()
        self._replies = ReplyReader(warm.limits)
        self._hangs: dict[str, int] = {}
        self._is_calm = True  # nothing has gone wrong yet
        self._restarts = 0
        self._used_s = 0.0
        self._generation = 0
        self.cell_results: dict[int, CellResult] = {}

    def run(self) -> dict[int, CellResult]:
        """Run the notebook if it has not run yet; return what each cell did, by its index."""
        self._ready()
        return self.cell_results

    def _ready(self) -> Child:
        """Return a live child that has run the notebook; the notebook is run again if there is none."""
        while self._child is None or not self._child.is_alive or self._used_s > self._budget.notebook_s:
            self._child = child = self._begin_child()
            if self._is_calm and self._run_at_once(child):
                continue
            if child.is_alive:
                self._run_one_by_one(child)
            else:
                self._restarts = 0  # the first cell to blame is found one by one
        return self._child

    def _begin_child(self) -> Child:
        """Return a new child with the notebook's files, in which no cell has run."""
        if self._restarts > self._budget.restarts or self._used_s > self._budget.notebook_s:
            raise StudentTimedOut("the notebook's time is used up / 这份 notebook 的总时间已用完")
        self._restarts += 1
        self._child = self._warm.fork()
        self._generation += 1
        self._write_files(self._child)
        return self._child

    def _run_at_once(self, child: Child) -> bool:
        """Run all cells with one request; return whether that went well, as it does for nearly every notebook.

        If it did not, the child is dead, and the notebook must be run cell by cell to find the one that kills, hangs or
        lies.
        """
        try:
            reply = self._ask(child, self.all_cells, min(self._budget.cell_s, AT_ONCE_S))
            if not self.take_results(reply):
                child.kill()
        except (StudentTimedOut, StudentCrashed):
            pass
        if not child.is_alive:
            self._is_calm = False
        return child.is_alive

    def _run_one_by_one(self, child: Child) -> None:
        """Run each cell with a request of its own, until one of them ends the child: `culprits` says which it was."""
        before: int | None = None
        for index, source in self._cells_to_run():
            is_asked = not self._culprits.is_suspect(index)
            try:
                if not is_asked:
                    self._try_child(child)
                    is_asked = True
                reply = self._run_cell(child, index, source)
            except (StudentTimedOut, StudentCrashed) as error:
                culprit = self._culprits.blame(error, index, before, is_asked=is_asked)
                if culprit is not None:
                    self.cell_results[culprit] = CellResult((), error)
                return
            before = index
            if index not in self.cell_results:
                self.cell_results[index] = self._replies.read_cell(reply)
        self._settle(child, before)

    def _cells_to_run(self) -> Iterator[tuple[int, str]]:
        """Yield the cells that are not to blame, without test cells that are done.

        What a check called and left behind could cost other cells their points: none is run twice, and none at all
        once one of them is to blame.
        """
        for index, source in self._cells:
            is_done = index in self._test_cells and (
                index in self.cell_results or self._test_cells & self._culprits.errors.keys()
            )
            if index not in self._culprits.errors and not is_done:
                yield index, source

    def _try_child(self, child: Child) -> None:
        """Give the child time to die of what the last cell did, and see whether it still answers."""
        time.sleep(_DYING_S)
        self._ask(child, {"op": "read", "name": "__name__"}, self._budget.call_s)

    def _run_cell(self, child: Child, index: int, source: str) -> dict[str, Any]:
        limit_s = self._budget.call_s if index in self._test_cells else self._budget.cell_s
        reply = self._ask(child, {"op": "cell", "source": source, "index": index}, limit_s)
        if type(reply.get("outputs")) is not list:
            child.kill()
            raise StudentCrashed("the process sent a reply without outputs")
        return reply

    def _settle(self, child: Child, last: int | None) -> None:
        """Run the prelude once more, after the last cell that ran."""
        try:
            self._ask(child, {"op": "settle", "source": self._prelude}, self._budget.cell_s)
        except (StudentTimedOut, StudentCrashed) as error:
            if not self._culprits.blame_last(error, last) and self._restarts > _SETTLE_RESTARTS:
                raise

    @property
    def all_cells(self) -> dict[str, Any]:
        """The request that has all cells run."""
        return {"op": "cells", "cells": self._cells, "prelude": self._prelude}

    def take_results(self, reply: dict[str, Any]) -> bool:
        """Keep what the reply to `all_cells` says of cells that have no result yet; False if it is no such reply."""
        results = reply.get("results")
        if type(results) is not list or len(results) != len(self._cells):
            return False
        for (index, _), result in zip(self._cells, results, strict=True):
            if index not in self.cell_results:
                self.cell_results[index] = self._replies.read_cell(result)
        return True

    def _write_files(self, child: Child) -> None:
        for name, data in self._files.items():
            request = {"op": "evaluate", "source": _WRITE_FILE, "values": {"name": name, "data": data}}
            error = read_error(child.ask(request, self._budget.cell_s))
            if error is not None:
                raise SandboxError(f"{name} cannot be put beside the notebook ({error})", hint="make it smaller")

    def _ask(self, child: Child, request: dict[str, Any], limit_s: float) -> dict[str, Any]:
        start = time.monotonic()
        left_s = max(self._budget.notebook_s - self._used_s, self._budget.call_s / 4)
        try:
            return child.ask(request, min(limit_s, left_s))
        except StudentError:
            self._is_calm = False
            raise
        finally:
            self._used_s += time.monotonic() - start

    def _answer(self, name: str, request: dict[str, Any]) -> dict[str, Any]:
        if self._hangs.get(name, 0) >= self._budget.hangs_per_name:
            raise StudentTimedOut(f"{name} did not come back before / {name} 之前就没有返回")
        generation = self._generation
        child = self._ready()
        if generation != self._generation and _holds_handle(request):
            raise StudentCrashed("the object is gone with its process / 对象已随进程消失")
        is_fresh = generation != self._generation
        try:
            return self._ask(child, request, self._budget.call_s)
        except (StudentTimedOut, StudentCrashed) as end:
            # What an earlier question left behind may have killed the process: a fresh one tells who it was.
            is_other = isinstance(end, (StudentCrashed, NotHeard)) and not is_fresh
            if is_other and not _holds_handle(request):
                return self._answer(name, request)
            if isinstance(end, StudentTimedOut):
                self._hangs[name] = self._hangs.get(name, 0) + 1
            raise

    def _reason_missing(self, name: str) -> str:
        """Return the error of the last cell that was to define the name, "" if there is none."""
        word = re.escape(name)
        forms = rf"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+{word}\b|^[ \t]*{word}[ \t]*[:=](?!=)"
        definition = re.compile(forms, re.MULTILINE)
        for index, source in reversed(self._cells):
            result = self.cell_results.get(index)
            if result is not None and result.error is not None and definition.search(source):
                return str(result.error)[:300]
        return ""

    def renew(self) -> None:
        """Let the next question be answered by a fresh child, which knows nothing of those before it."""
        self.close()

    def close(self) -> None:
        """Kill the child."""
        if self._child is not None:
            self._child.kill()
            self._child = None

    def __enter__(self) -> StudentProxy:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.close()
        except SandboxError:
            self._warm.close()


def _holds_handle(request: dict[str, Any]) -> bool:
    values = [request.get("target"), *request.get("args", ()), *request.get("values", {}).values()]
    return any(type(value) is Handle for value in values)
