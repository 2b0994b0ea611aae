"""The cells of a notebook run in a child; one that ends it is found, and the others run without it."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from autograder.errors import OutOfTime, SandboxError, StudentCrashed, StudentError, StudentTimedOut
from autograder.sandbox.account import USED_UP, Account
from autograder.sandbox.child import Child
from autograder.sandbox.culprits import Culprits
from autograder.sandbox.earlier import EarlierCells
from autograder.sandbox.limits import Budget
from autograder.sandbox.replies import CellResult, ReplyReader, read_error
from autograder.sandbox.warm import WarmProcess

__all__ = ["CellRunner"]

_AT_ONCE_S = 3.0
_SLOW_S = 2.0  # of a cell: whoever has it too is not run at once, which would most likely be in vain
_LONG_S = Budget().cell_s
_DYING_S = 0.05
_SHARE_OF_CELLS = 2 / 3
_LEAST_S = 0.5  # for a cell where others have used up the time
_SETTLE_RESTARTS = 2  # so often a process that ends while it settles is replaced
_ACCELERATOR = re.compile(r"cuda|\b(?:mps|xpu|accelerator)\b")  # before the first cell: one may import what others use


class CellRunner:
    """Runs a notebook's cells in a new child, as often as one is wanted. `results` are those of each cell's first run.

    A child that dies while its cells run is replaced, and the notebook run again without the cell that killed it.
    """

    def __init__(
        self,
        warm: WarmProcess,
        account: Account,
        cells: Sequence[tuple[int, str]],
        prelude: str,
        test_cells: Collection[int],
        files: Mapping[str, bytes],
        cell_limits_s: Mapping[int, float],
    ) -> None:
        """As of a `StudentNotebook`; all time is the account's."""
        self.results: dict[int, CellResult] = {}
        self.earlier: tuple[EarlierCells, ...] = ()
        self.runs = 0
        self.leaves_settings = False
        self.cells = list(cells)
        self.test_cells = frozenset(test_cells)
        self._warm = warm
        self._account = account
        self._prelude = prelude
        self._files = dict(files)
        self._cell_limits_s = dict(cell_limits_s)
        self._culprits = Culprits()
        self._replies = ReplyReader(warm.limits)
        self._is_calm = True  # nothing has gone wrong yet
        self._restarts = 0

    def start(self) -> Child:
        """Return a new child that has run the notebook. Raises a `StudentError` where there is none to be had."""
        while True:
            child = self._begin_child()
            try:
                is_slow = self._takes_long or self._warm.knows_slow(source for _, source in self.cells)
                if not self._is_calm or self.runs > 0 or is_slow:
                    self._run_one_by_one(child)
                elif not self._run_at_once(child):
                    self._restarts = 0  # the first cell to blame is found one by one
            except BaseException:
                child.kill()
                raise
            if child.is_alive:
                self.runs += 1
                self._look(child)
                return child

    def start_more(self) -> Child:
        """Return a new child as `start` does, which replaces none that died."""
        child = self.start()
        self._restarts -= 1
        return child

    def _look(self, child: Child) -> None:
        """Note what the cells have left and shown."""
        usage, disk_mib = self._account.usage, self._account.measure(child, child.look)
        usage.disk_mib, usage.output_chars = max(usage.disk_mib, disk_mib), self._replies.chars

    def _begin_child(self) -> Child:
        """Return a new child with the notebook's files, in which no cell has run."""
        if self._restarts > self._account.budget.restarts or self._account.rest_s < 0:
            raise OutOfTime(USED_UP)
        self._restarts += 1
        child = self._warm.fork()
        if any(_ACCELERATOR.search(source) for _, source in self.cells):
            child.ask({"op": "without"}, self._account.budget.cell_s)
        for name, data in self._files.items():
            request = {"op": "write", "name": name, "data": data}
            error = read_error(child.ask(request, self._account.budget.cell_s))
            if error is not None:
                raise SandboxError(f"{name} cannot be put beside the notebook ({error})", hint="make it smaller")
        for one in self.earlier:
            request = {"op": "earlier", "name": one.name, "cells": list(one.cells), "problem": one.problem}
            child.ask(request, self._account.budget.cell_s)
        return child

    def _run_at_once(self, child: Child) -> bool:
        """Run all cells with one request; return whether that went well, as it does for nearly every notebook.

        If it did not, the child is dead, and the notebook must be run cell by cell to find the one that kills, hangs or
        lies.
        """
        request = {"op": "cells", "cells": self.cells, "prelude": self._prelude}
        limit_s = min([self._account.budget.cell_s, *self._cell_limits_s.values(), _AT_ONCE_S])
        try:
            reply = self._ask_cell(child, request, limit_s)
            if not self._take_results(reply):
                child.kill()
            self.leaves_settings |= reply.get("leaves") is True
        except (StudentTimedOut, StudentCrashed):
            pass
        if not child.is_alive:
            self._is_calm = False
        return child.is_alive

    @property
    def _takes_long(self) -> bool:
        """Whether some cell is given so much time that it will not be done with all others at once."""
        return max([self._account.budget.cell_s, *self._cell_limits_s.values()]) > _LONG_S

    def _take_results(self, reply: dict[str, Any]) -> bool:
        """Keep what the reply says of cells that have no result yet; False if it is no reply of all cells."""
        results = reply.get("results")
        if type(results) is not list or len(results) != len(self.cells):
            return False
        for (index, _), result in zip(self.cells, results, strict=True):
            if index not in self.results:
                self.results[index] = self._replies.read_cell(result)
        return True

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
                    self.results[culprit] = CellResult((), error)
                return
            before = index
            if index not in self.results:
                self.results[index] = self._replies.read_cell(reply)
        self._settle(child, before)

    def _cells_to_run(self) -> Iterator[tuple[int, str]]:
        """Yield the cells that are not to blame, without test cells that are done.

        What a check called and left behind could cost other cells their points: none is run twice, and none at all
        once one of them is to blame.
        """
        for index, source in self.cells:
            is_done = index in self.test_cells and (
                index in self.results or self.test_cells & self._culprits.errors.keys()
            )
            if index not in self._culprits.errors and not is_done:
                yield index, source

    def _try_child(self, child: Child) -> None:
        """Give the child time to die of what the last cell did, and see whether it still answers."""
        time.sleep(_DYING_S)
        self._ask_cell(child, {"op": "read", "name": "__name__"}, self._account.budget.call_s)

    def _run_cell(self, child: Child, index: int, source: str) -> dict[str, Any]:
        limit_s = self._account.budget.call_s if index in self.test_cells else self._account.budget.cell_s
        limit_s, before_s = self._cell_limits_s.get(index, limit_s), child.used_s
        reply = self._ask_cell(child, {"op": "cell", "source": source, "index": index}, limit_s)
        used_s = child.used_s - before_s
        self._account.usage.cells_s.setdefault(index, used_s)
        if used_s > _SLOW_S:
            self._warm.note_slow(source)
        if type(reply.get("outputs")) is not list:
            child.kill()
            raise StudentCrashed("the process sent a reply without outputs")
        return reply

    def _settle(self, child: Child, last: int | None) -> None:
        """Run the prelude once more, after the last cell that ran."""
        try:
            reply = self._ask_cell(child, {"op": "settle", "source": self._prelude}, self._account.budget.cell_s)
            self.leaves_settings |= reply.get("leaves") is True
        except (StudentTimedOut, StudentCrashed) as error:
            if not self._culprits.blame_last(error, last) and self._restarts > _SETTLE_RESTARTS:
                raise

    def _ask_cell(self, child: Child, request: dict[str, Any], limit_s: float) -> dict[str, Any]:
        left_s = max(self._account.budget.notebook_s * _SHARE_OF_CELLS - self._account.usage.notebook_s, _LEAST_S)
        try:
            reply: dict[str, Any] = self._account.ask_within(
                child, limit_s, left_s, lambda most_s: child.ask(request, most_s)
            )
        except StudentError:
            self._is_calm = False
            raise
        return reply
