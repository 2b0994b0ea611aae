"""How long a process had for an answer, and what the trusted side itself spends on one notebook.

On a busy machine a process waits for a processor, through no fault of its own: the kernel counts that time
(`run_delay` in /proc/<pid>/schedstat), and it weighs a tenth here. It weighs all where the student has started threads
or processes, which could be what it waits for.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path

__all__ = ["STARVED_FACTOR", "Clock", "Meter", "is_single"]

STARVED_FACTOR = 10
"""So many times its limit may a process get at the very most, when it waits for a processor all the time."""


class Clock:
    """The seconds of one process that count against a limit, from now on.

    `is_alone` says whether the student has started nothing that it could wait for; by default the process itself is
    looked at.
    """

    def __init__(self, pid: int, limit_s: float, is_alone: Callable[[], bool] | None = None) -> None:
        self.limit_s = limit_s
        self.used_s = 0.0
        self._pid = pid
        self._is_alone = is_alone or (lambda: is_single(pid))
        self._start_s = self._seen_s = time.monotonic()
        self._waited_s = _waited_s(pid)

    def tick(self) -> bool:
        """Count the time since the last tick; return whether the limit is passed. To be called some times a second."""
        now_s = time.monotonic()
        passed_s = now_s - self._seen_s
        waited_s = _waited_s(self._pid)
        starved_s = min(waited_s - self._waited_s, passed_s)
        if starved_s < 0.0 or (starved_s > 0.0 and not self._is_alone()):  # less than before: the process is gone
            starved_s = 0.0
        self.used_s += passed_s - starved_s * (1 - 1 / STARVED_FACTOR)
        self._seen_s, self._waited_s = now_s, waited_s
        return self.used_s > self.limit_s

    def stop(self) -> float:
        """Return the seconds that count, up to now. A short answer counts as it is, without a look at the process."""
        if self.used_s > self.limit_s:
            return self.used_s  # what followed was ours: the process was ended
        if self._seen_s == self._start_s:
            return time.monotonic() - self._start_s
        self.tick()
        return self.used_s


def _waited_s(pid: int) -> float:
    """Return how long a process has waited for a processor in all, in seconds."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    return 0.0


def is_single(pid: int, children: int = 0) -> bool:
    """Whether a process has one thread, and no children but so many."""
    with contextlib.suppress(OSError):
        tasks = os.listdir(f"/proc/{pid}/task")
        if len(tasks) == 1:
            return len(Path(f"/proc/{pid}/task/{tasks[0]}/children").read_text().split()) <= children
    return False


class Meter:
    """The processor time that this thread spends on one notebook, in seconds: reading, comparing, describing values."""

    def __init__(self, limit_s: float) -> None:
        self.limit_s = limit_s
        self._spent_s = 0.0
        self._since_s: float | None = None

    def __enter__(self) -> Meter:
        self._since_s = time.thread_time()
        return self

    def __exit__(self, *_: object) -> None:
        self._spent_s = self.spent_s
        self._since_s = None

    @property
    def spent_s(self) -> float:
        """What was spent between the times that it was entered and left, so far."""
        return self._spent_s + (0.0 if self._since_s is None else time.thread_time() - self._since_s)

    @property
    def is_over(self) -> bool:
        return self.spent_s > self.limit_s
