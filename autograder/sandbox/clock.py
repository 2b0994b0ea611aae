"""How long a process had for an answer, and what the trusted side itself spends on one notebook.

On a busy machine a process waits for a processor, through no fault of its own: the kernel counts that time
(`run_delay` in /proc/<pid>/schedstat), and it does not count here. What does is the time that the process was given a
processor or wanted none, and as a backstop a tenth of all time. Waiting counts where the student has started threads or
processes, which could be what it waits for.
"""

from __future__ import annotations

import contextlib
import io
import os
import time
from collections.abc import Callable

__all__ = ["STARVED_FACTOR", "Clock", "Meter", "Waiting", "is_single", "read_children"]

STARVED_FACTOR = 10
"""So many times its limit may a process get at the very most, when it waits for a processor all the time."""


class Waiting:
    """How long a process has waited for a processor. It is asked at each question, so what tells it stays open.

    It never tells of another process: one that is gone is gone, even if its number is used again.
    """

    def __init__(self, pid: int) -> None:
        self._file: io.FileIO | None = None
        with contextlib.suppress(OSError):
            self._file = open(f"/proc/{pid}/schedstat", "rb", buffering=0)  # noqa: SIM115 - until it is closed

    def read_s(self) -> float:
        """Return the seconds in all, 0 if there is no such process."""
        with contextlib.suppress(OSError, IndexError, ValueError):
            if self._file is not None:
                return int(os.pread(self._file.fileno(), 128, 0).split()[1]) / 1e9
        return 0.0

    def close(self) -> None:
        """Ask no more."""
        if self._file is not None:
            self._file.close()


class Clock:
    """The seconds of one process that count against a limit, from now on.

    `is_alone` says whether the student has started nothing that it could wait for.
    """

    def __init__(self, waiting: Waiting, limit_s: float, is_alone: Callable[[], bool]) -> None:
        self.limit_s = limit_s
        self.used_s = 0.0
        self._starved_s = 0.0
        self._waiting = waiting
        self._is_alone = is_alone
        self._start_s = self._seen_s = self._news_s = time.monotonic()
        self._waited_s = waiting.read_s()

    def tick(self) -> bool:
        """Count the time since the last tick; return whether the limit is passed. To be called some times a second."""
        now_s = time.monotonic()
        waited_s = self._waiting.read_s()
        starved_s = waited_s - self._waited_s  # less than 0: the process is gone
        if not self._is_alone():
            self._news_s = now_s
        elif starved_s > 0.0:  # the kernel adds a wait up when it ends
            self._starved_s += min(starved_s, now_s - self._news_s)
            self._news_s = now_s
        self._seen_s, self._waited_s = now_s, waited_s
        passed_s = now_s - self._start_s
        self.used_s = max(passed_s - self._starved_s, passed_s / STARVED_FACTOR)
        return self.used_s > self.limit_s

    def stop(self) -> float:
        """Return the seconds that count, up to now. A short answer counts as it is, without a look at the process."""
        if self.used_s > self.limit_s:
            return self.used_s  # what followed was ours: the process was ended
        if self._seen_s == self._start_s:
            return time.monotonic() - self._start_s
        self.tick()
        return self.used_s


def is_single(pid: int, children: int = 0) -> bool:
    """Whether a process has one thread, and no children but so many."""
    try:
        tasks = os.listdir(f"/proc/{pid}/task")
        return len(tasks) == 1 and len(read_children(pid, tasks[0])) <= children
    except OSError:
        return False


def read_children(pid: int, task: object) -> list[int]:
    """Return the processes that a thread has forked or that were left to it, in that order. `OSError` if it is gone."""
    with open(f"/proc/{pid}/task/{task}/children", "rb", buffering=0) as file:
        return [int(child) for child in file.read().split()]


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
