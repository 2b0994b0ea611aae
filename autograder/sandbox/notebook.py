"""The student's notebook: its cells run in a child, and copies of the child are there to be asked."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from autograder.errors import OutOfTime, SandboxError, StudentCrashed, StudentError, StudentTimedOut, TooMuchToRead
from autograder.sandbox.channel import Channel, Unread
from autograder.sandbox.child import Child, Copy
from autograder.sandbox.clock import Meter
from autograder.sandbox.culprits import Culprits
from autograder.sandbox.earlier import EarlierCells
from autograder.sandbox.limits import Budget, Usage
from autograder.sandbox.reasons import Reasons
from autograder.sandbox.replies import CellResult, ReplyReader, read_error
from autograder.sandbox.warm import WarmProcess
from autograder.sandbox.wire import Encoded

__all__ = ["StudentNotebook"]

_AT_ONCE_S = 3.0
_SLOW_S = 2.0  # of a cell: whoever has it too is not run at once, which would most likely be in vain
_LONG_S = Budget().cell_s
_DYING_S = 0.05
_SHARE_OF_CELLS = 2 / 3
_LEAST_S = 0.5  # for a cell where others have used up the time
_RESERVE_S = 2.0
_SETTLE_RESTARTS = 2  # so often a process that ends while it settles is replaced
_MOST_REASONS = 100
_ACCELERATOR = re.compile(r"cuda|\b(?:mps|xpu|accelerator)\b")  # before the first cell: one may import what others use
_USED_UP = "the notebook's time is used up / 这份 notebook 的总时间已用完"


class StudentNotebook:
    """Runs a notebook's cells in a child, which nobody asks anything: copies of it answer.

    A copy is a fork of the child. Where a fork would not be whole, because the cells left threads or processes, the
    cells run anew instead. A child that dies while its cells run is replaced, and the notebook run again without the
    cell that killed it. All of it is within one budget.
    """

    def __init__(
        self,
        warm: WarmProcess,
        cells: Sequence[tuple[int, str]],
        prelude: str = "",
        budget: Budget | None = None,
        test_cells: Collection[int] = (),
        files: Mapping[str, bytes] | None = None,
        cell_limits_s: Mapping[int, float] | None = None,
    ) -> None:
        """`cells` are (index, source) in order; `prelude` is run once more after them, before any question.

        `test_cells` are the indexes of cells that define nothing (visible asserts): a process that replaces a dead one
        does not run them again, and none is run once one of them has killed the process. `files` are put into the
        working directory before the first cell runs. `cell_limits_s` are those of cells that have their own, by index.
        """
        self.budget = budget or Budget()
        self.meter = Meter(self.budget.trusted_s)
        self.usage = Usage()
        self.cell_results: dict[int, CellResult] = {}
        self._warm = warm
        self._cells = list(cells)
        self._prelude = prelude
        self._test_cells = frozenset(test_cells)
        self._files = dict(files or {})
        self._cell_limits_s = dict(cell_limits_s or {})
        self.earlier: tuple[EarlierCells, ...] = ()  # what it may import; they can be set until it runs
        self._child: Child | None = None
        self._copies: list[Child | Copy] = []
        self._culprits = Culprits()
        self._replies = ReplyReader(warm.limits)
        self._hangs: dict[str, int] = {}
        self._slow: set[str] = set()
        self.silent_cells: frozenset[int] = frozenset()  # whose errors explain nothing: they may hold hidden tests
        self._reasons: Reasons | None = None
        self._known_reasons: dict[tuple[str, int | None], str] = {}
        self._is_calm = True  # nothing has gone wrong yet
        self._can_fork = True
        self._restarts = 0
        self._runs = 0

    def run(self) -> dict[int, CellResult]:
        """Run the notebook if it has not run yet; return what each cell did, by its index."""
        if self._child is None:
            self._child = self._run_cells()
        return self.cell_results

    def renew(self) -> None:
        """Begin its budget anew: who asks it from now on knows nothing of who has asked it before."""
        self.usage, self.meter = Usage(), Meter(self.budget.trusted_s)
        self._hangs.clear()
        self._slow.clear()

    # --- copies ---

    def copy(self) -> Child | Copy:
        """Return a process in the state after the cells, which nobody has asked anything; `end` it when it is done.

        Raises a `StudentError` where there is none to be had.
        """
        self._left_s()
        if self._child is None or not self._child.is_alive:
            self._child = self._run_cells()
        is_single = self._child.is_single
        if not is_single and self._runs == 1:
            self._child.kill()
            self._child = self._run_cells()  # what only a check had started is not there now
            is_single = self._child.is_single
        copy: Child | Copy | None = self._fork(self._child) if is_single and self._can_fork else None
        if copy is None:
            # A fork would not be whole: it is asked itself, and the next one runs the cells anew.
            copy, self._child = self._child, None
        self._copies.append(copy)
        return copy

    @property
    def used_s(self) -> float:
        """The seconds of its budget that it has used so far."""
        return self.usage.notebook_s

    @property
    def has_true_copies(self) -> bool:
        """Whether the next copy is a fork, for which no cell has to run anew."""
        return self._can_fork and self._child is not None and self._child.is_alive and self._child.is_single

    def _fork(self, child: Child) -> Copy | None:
        """Return a fork of the child; None where it cannot be made."""
        try:
            copy: Copy = self._measure(child, child.copy)
        except StudentError:
            self._can_fork = False  # no descriptor or process is left, say
            child.kill()
            self._child = self._run_cells()
            return None
        return copy

    def run_anew(self) -> Child:
        """Return a process of its own, which shares no memory, file or namespace with another, to be asked."""
        child = self._run_cells()
        self._restarts -= 1  # it replaces none that died
        self._copies.append(child)
        return child

    def end(self, copy: Child | Copy) -> None:
        """End a copy, if it has not ended."""
        self._measure(copy, copy.kill)
        if copy in self._copies:
            self._copies.remove(copy)

    def pause(self) -> None:
        """Let nothing of the notebook run until it is asked again: what a fork would not keep is ended."""
        for copy in [copy for copy in self._copies if not copy.is_single]:
            self.end(copy)
        if self._child is not None and not self._child.is_single:
            self._child.kill()
            self._child = None

    def ask(self, copy: Channel, requests: Sequence[dict[str, Any]], limit_s: float) -> list[dict[str, Any]]:
        """Return a copy's replies; `limit_s` is for all of them. Raises as `Channel.ask_all` does."""
        replies: list[dict[str, Any]] = self._ask_within(copy, limit_s, lambda most_s: copy.ask_all(requests, most_s))
        return replies

    def ask_encoded(self, copy: Channel, requests: Encoded, limit_s: float) -> Unread:
        """Return a copy's replies, not read yet. Raises as `Channel.ask_encoded` does."""
        replies: Unread = self._ask_within(copy, limit_s, lambda most_s: copy.ask_encoded(requests, most_s))
        return replies

    def _ask_within(self, copy: Channel, limit_s: float, ask: Callable[[float], Any]) -> Any:
        left_s, before_s = self._left_s(), copy.used_s
        try:
            return self._measure(copy, lambda: ask(min(limit_s, left_s)))
        except StudentTimedOut as error:
            raise _name_limit(error, limit_s, left_s) from None
        finally:
            self.usage.note_call(copy.used_s - before_s, max(limit_s, self.budget.call_s))

    def _left_s(self) -> float:
        """Return the seconds that are left, to it and to what reads its answers; raises where there are none."""
        left_s = self.budget.notebook_s - self.usage.notebook_s
        if left_s <= 0:
            raise OutOfTime(_USED_UP)
        if self.meter.is_over:
            raise TooMuchToRead("what came back takes too long to read / 返回的内容过大，读取耗时太长")
        return left_s

    def _measure(self, channel: Channel, act: Callable[[], Any]) -> Any:
        """Return what `act` returns; what it uses of the channel's time is the notebook's."""
        before_s = channel.used_s
        try:
            return act()
        finally:
            self.usage.notebook_s += channel.used_s - before_s
            self.usage.memory_mib = max(self.usage.memory_mib, channel.seen_mib)

    # --- names ---

    def hangs_on(self, name: str, *, is_hasty: bool = False) -> bool:
        """Whether this name has kept the notebook waiting so often that it is not asked again."""
        is_known = self._hangs.get(name, 0) >= self.budget.hangs_per_name
        return is_known or (is_hasty and name in self._slow)

    def note_hang(self, name: str, *, is_hasty: bool = False) -> None:
        """Note that a question about this name was not answered in time."""
        self._slow.add(name)
        if not is_hasty:
            self._hangs[name] = self._hangs.get(name, 0) + 1

    @property
    def has_patience(self) -> bool:
        """Whether there is time to wait for what may hang, and for all that is still to be asked."""
        return self.budget.notebook_s - self.usage.notebook_s > self.budget.call_s + _RESERVE_S

    def lacks(self, name: str) -> bool:
        """Whether the cells surely left no such name."""
        if self._child is None or not self._child.is_alive:
            return False
        try:
            reply = self.ask(self._child, [{"op": "knows", "name": name}], self.budget.call_s)[0]
        except StudentError:
            return False
        return reply.get("value") is False

    def reason_missing(self, name: str, before: int | None = None) -> str:
        """Return the error of the last cell (`before` a cell) that was to bind the name, "" if there is none."""
        if self._reasons is None:
            self._reasons = Reasons(self._cells, self.cell_results, self._test_cells | self.silent_cells)
        key = (name, before)
        if key not in self._known_reasons:
            is_enough = len(self._known_reasons) >= _MOST_REASONS
            self._known_reasons[key] = "" if is_enough else self._reasons.find(name, before)
        return self._known_reasons[key]

    # --- cells ---

    def _run_cells(self) -> Child:
        """Return a new child that has run the notebook."""
        while True:
            child = self._begin_child()
            try:
                is_slow = self._takes_long or self._warm.knows_slow(source for _, source in self._cells)
                if not self._is_calm or self._runs > 0 or is_slow:
                    self._run_one_by_one(child)
                elif not self._run_at_once(child):
                    self._restarts = 0  # the first cell to blame is found one by one
            except BaseException:
                child.kill()
                raise
            if child.is_alive:
                self._runs += 1
                self._look(child)
                return child

    def _look(self, child: Child) -> None:
        """Note what the cells have left and shown."""
        self.usage.disk_mib = max(self.usage.disk_mib, child.look())
        self.usage.memory_mib = max(self.usage.memory_mib, child.seen_mib)
        self.usage.output_chars = self._replies.chars

    def _begin_child(self) -> Child:
        """Return a new child with the notebook's files, in which no cell has run."""
        if self._restarts > self.budget.restarts or self.usage.notebook_s > self.budget.notebook_s:
            raise OutOfTime(_USED_UP)
        self._restarts += 1
        child = self._warm.fork()
        if any(_ACCELERATOR.search(source) for _, source in self._cells):
            child.ask({"op": "without"}, self.budget.cell_s)
        for name, data in self._files.items():
            request = {"op": "write", "name": name, "data": data}
            error = read_error(child.ask(request, self.budget.cell_s))
            if error is not None:
                raise SandboxError(f"{name} cannot be put beside the notebook ({error})", hint="make it smaller")
        for one in self.earlier:
            request = {"op": "earlier", "name": one.name, "cells": list(one.cells), "problem": one.problem}
            child.ask(request, self.budget.cell_s)
        return child

    def _run_at_once(self, child: Child) -> bool:
        """Run all cells with one request; return whether that went well, as it does for nearly every notebook.

        If it did not, the child is dead, and the notebook must be run cell by cell to find the one that kills, hangs or
        lies.
        """
        request = {"op": "cells", "cells": self._cells, "prelude": self._prelude}
        limit_s = min([self.budget.cell_s, *self._cell_limits_s.values(), _AT_ONCE_S])
        try:
            reply = self._ask_cell(child, request, limit_s)
            if not self._take_results(reply):
                child.kill()
        except (StudentTimedOut, StudentCrashed):
            pass
        if not child.is_alive:
            self._is_calm = False
        return child.is_alive

    @property
    def _takes_long(self) -> bool:
        """Whether some cell is given so much time that it will not be done with all others at once."""
        return max([self.budget.cell_s, *self._cell_limits_s.values()]) > _LONG_S

    def _take_results(self, reply: dict[str, Any]) -> bool:
        """Keep what the reply says of cells that have no result yet; False if it is no reply of all cells."""
        results = reply.get("results")
        if type(results) is not list or len(results) != len(self._cells):
            return False
        for (index, _), result in zip(self._cells, results, strict=True):
            if index not in self.cell_results:
                self.cell_results[index] = self._replies.read_cell(result)
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
        self._ask_cell(child, {"op": "read", "name": "__name__"}, self.budget.call_s)

    def _run_cell(self, child: Child, index: int, source: str) -> dict[str, Any]:
        limit_s = self.budget.call_s if index in self._test_cells else self.budget.cell_s
        limit_s, before_s = self._cell_limits_s.get(index, limit_s), child.used_s
        reply = self._ask_cell(child, {"op": "cell", "source": source, "index": index}, limit_s)
        used_s = child.used_s - before_s
        self.usage.cells_s.setdefault(index, used_s)
        if used_s > _SLOW_S:
            self._warm.note_slow(source)
        if type(reply.get("outputs")) is not list:
            child.kill()
            raise StudentCrashed("the process sent a reply without outputs")
        return reply

    def _settle(self, child: Child, last: int | None) -> None:
        """Run the prelude once more, after the last cell that ran."""
        try:
            self._ask_cell(child, {"op": "settle", "source": self._prelude}, self.budget.cell_s)
        except (StudentTimedOut, StudentCrashed) as error:
            if not self._culprits.blame_last(error, last) and self._restarts > _SETTLE_RESTARTS:
                raise

    def _ask_cell(self, child: Child, request: dict[str, Any], limit_s: float) -> dict[str, Any]:
        left_s = max(self.budget.notebook_s * _SHARE_OF_CELLS - self.usage.notebook_s, _LEAST_S)
        try:
            reply: dict[str, Any] = self._measure(child, lambda: child.ask(request, min(limit_s, left_s)))
        except StudentTimedOut as error:
            self._is_calm = False
            raise _name_limit(error, limit_s, left_s) from None
        except StudentError:
            self._is_calm = False
            raise
        return reply

    # --- the end ---

    def close(self) -> None:
        """End all its processes."""
        if self._child is not None:
            self._child.kill()  # its copies die with it
            self._child = None
        for copy in self._copies:
            copy.kill()
        self._copies.clear()

    def __enter__(self) -> StudentNotebook:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.close()
        except SandboxError:
            self._warm.close()


def _name_limit(error: StudentTimedOut, limit_s: float, left_s: float) -> StudentTimedOut:
    """Return the same end of a question; where it had less than its limit, that is said and no measured time."""
    return error if left_s >= limit_s else type(error)(_USED_UP)
