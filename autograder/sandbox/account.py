"""What one notebook has used of its budget: the seconds of its processes, and our own for what came back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.errors import OutOfTime, StudentTimedOut, TooMuchToRead
from autograder.sandbox.channel import Channel
from autograder.sandbox.clock import Meter
from autograder.sandbox.limits import Budget, Usage

__all__ = ["USED_UP", "Account"]

USED_UP = "the notebook's time is used up / 这份 notebook 的总时间已用完"


class Account:
    """The budget of one notebook, and what it has used of it so far."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.usage = Usage()
        self.meter = Meter(budget.trusted_s)

    def renew(self) -> None:
        """Begin anew, with nothing used."""
        self.usage, self.meter = Usage(), Meter(self.budget.trusted_s)

    @property
    def rest_s(self) -> float:
        """The seconds that its processes may still take; less than 0 where they took too many."""
        return self.budget.notebook_s - self.usage.notebook_s

    def left_s(self) -> float:
        """Return the seconds that are left, to it and to what reads its answers; raises where there are none."""
        if self.rest_s <= 0:
            raise OutOfTime(USED_UP)
        if self.meter.is_over:
            raise TooMuchToRead("what came back takes too long to read / 返回的内容过大，读取耗时太长")
        return self.rest_s

    def measure(self, channel: Channel, act: Callable[[], Any]) -> Any:
        """Return what `act` returns; what it uses of the channel's time is the notebook's."""
        before_s = channel.used_s
        try:
            return act()
        finally:
            self.usage.notebook_s += channel.used_s - before_s
            self.usage.memory_mib = max(self.usage.memory_mib, channel.seen_mib)

    def ask_within(self, channel: Channel, limit_s: float, left_s: float, ask: Callable[[float], Any]) -> Any:
        """Return what `ask` returns within a limit, or within what is left. An error says which of both ended it."""
        try:
            return self.measure(channel, lambda: ask(min(limit_s, left_s)))
        except StudentTimedOut as error:
            raise (error if left_s >= limit_s else type(error)(USED_UP)) from None
