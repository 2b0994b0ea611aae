"""The student's notebook: its cells run in a child, and copies of the child are there to be asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy
import torch

from autograder.errors import SandboxError, StudentError, StudentTimedOut, TooMuchToRead
from autograder.sandbox.account import Account
from autograder.sandbox.channel import Channel, Unread
from autograder.sandbox.child import Child, Copy
from autograder.sandbox.clock import Meter
from autograder.sandbox.earlier import EarlierCells
from autograder.sandbox.limits import Budget, Usage
from autograder.sandbox.reasons import Reasons
from autograder.sandbox.replies import CellResult
from autograder.sandbox.running import CellRunner
from autograder.sandbox.warm import WarmProcess
from autograder.sandbox.wire import Encoded

__all__ = ["StudentNotebook"]

_RESERVE_S = 2.0
_MIB_PER_SECOND = 64  # of our time to read what comes back, for one name: what is left of it is for the other names
_MOST_REASONS = 100


class StudentNotebook:
    """Runs a notebook's cells in a child, which nobody asks anything: copies of it answer.

    A copy is a fork of the child. Where a fork would not be whole, because the cells left threads or processes, the
    cells run anew instead. All of it is within one budget.
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
        self._account = Account(budget or Budget())
        self._warm = warm
        self._cells = CellRunner(warm, self._account, cells, prelude, test_cells, files or {}, cell_limits_s or {})
        self._child: Child | None = None
        self._copies: list[Child | Copy] = []
        self._can_fork = True
        self._hangs: dict[str, int] = {}
        self._slow: set[str] = set()
        self._bytes: dict[str, int] = {}
        self.silent_cells: frozenset[int] = frozenset()  # whose errors explain nothing: they may hold hidden tests
        self._reasons: Reasons | None = None
        self._known_reasons: dict[tuple[str, int | None], str] = {}

    @property
    def budget(self) -> Budget:
        """What it may use."""
        return self._account.budget

    @property
    def usage(self) -> Usage:
        """What its processes have used of it so far."""
        return self._account.usage

    @property
    def meter(self) -> Meter:
        """Our own processor time for it, counted while this is entered."""
        return self._account.meter

    @property
    def cell_results(self) -> dict[int, CellResult]:
        """What each cell did, by its index, as far as they have run."""
        return self._cells.results

    @property
    def leaves_settings(self) -> bool:
        """Whether its cells left torch or numpy set otherwise than the lesson does, which questions do not see."""
        return self._cells.leaves_settings

    def put_earlier(self, earlier: Sequence[EarlierCells]) -> None:
        """Say which earlier notebooks it may import, before it runs."""
        self._cells.earlier = tuple(earlier)

    def run(self) -> dict[int, CellResult]:
        """Run the notebook if it has not run yet; return what each cell did, by its index."""
        if self._child is None:
            self._child = self._cells.start()
        return self.cell_results

    def renew(self) -> None:
        """Begin its budget anew: who asks it from now on knows nothing of who has asked it before."""
        self._account.renew()
        self._hangs.clear()
        self._slow.clear()
        self._bytes.clear()

    # --- copies ---

    def copy(self) -> Child | Copy:
        """Return a process in the state after the cells, which nobody has asked anything; `end` it when it is done.

        Raises a `StudentError` where there is none to be had.
        """
        self._account.left_s()
        if self._child is None or not self._child.is_alive:
            self._child = self._cells.start()
        is_single = self._child.is_single
        if not is_single and self._cells.runs == 1:
            self._child.kill()
            self._child = self._cells.start()  # what only a check had started is not there now
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
            copy: Copy = self._account.measure(child, child.copy)
        except StudentError:
            self._can_fork = False  # no descriptor or process is left, say
            child.kill()
            self._child = self._cells.start()
            return None
        return copy

    def run_anew(self) -> Child:
        """Return a process of its own, which shares no memory, file or namespace with another, to be asked."""
        child = self._cells.start_more()
        self._copies.append(child)
        return child

    def end(self, copy: Child | Copy) -> None:
        """End a copy, if it has not ended."""
        self._account.measure(copy, copy.kill)
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
        left_s, before_s = self._account.left_s(), copy.used_s
        try:
            return self._account.ask_within(copy, limit_s, left_s, ask)
        finally:
            self.usage.note_call(copy.used_s - before_s, max(limit_s, self.budget.call_s))

    # --- names ---

    def expect_worth(self, name: str, *, is_hasty: bool = False) -> None:
        """Raise a `StudentError` where it is not worth to ask about a name again: what comes of it is known, and would
        cost the answers to all other questions.
        """
        is_known = self._hangs.get(name, 0) >= self.budget.hangs_per_name
        if is_known or (is_hasty and name in self._slow):
            raise StudentTimedOut(f"{name} did not come back before / {name} 之前就没有返回")
        if self._bytes.get(name, 0) > self.budget.trusted_s * (_MIB_PER_SECOND << 20):
            raise TooMuchToRead(f"{name} has returned too much in all / {name} 返回的内容总量过大")

    def note_reply(self, name: str, reply: Mapping[str, Any]) -> None:
        """Note how much came back for a question about this name."""
        self._bytes[name] = self._bytes.get(name, 0) + _count_bytes(reply)

    def note_hang(self, name: str, *, is_hasty: bool = False) -> None:
        """Note that a question about this name was not answered in time."""
        self._slow.add(name)
        if not is_hasty:
            self._hangs[name] = self._hangs.get(name, 0) + 1

    @property
    def has_patience(self) -> bool:
        """Whether there is time to wait for what may hang, and for all that is still to be asked."""
        return self._account.rest_s > self.budget.call_s + _RESERVE_S

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
            self._reasons = Reasons(self._cells.cells, self.cell_results, self._cells.test_cells | self.silent_cells)
        key = (name, before)
        if key not in self._known_reasons:
            is_enough = len(self._known_reasons) >= _MOST_REASONS
            self._known_reasons[key] = "" if is_enough else self._reasons.find(name, before)
        return self._known_reasons[key]

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


def _count_bytes(value: Any, depth: int = 4) -> int:
    """Return about how many bytes a value from the wire has; those of tensors and arrays exactly."""
    kind = type(value)
    if kind is str or kind is bytes:
        return len(value)
    if kind is torch.Tensor or kind is numpy.ndarray:
        return int(value.nbytes)
    total = 0
    if depth and (kind is dict or kind is list or kind is tuple):
        for part in value.values() if kind is dict else value:
            total += _count_bytes(part, depth - 1)
    return total
