"""How much memory a process and all below it have, seen from outside: what they share counts once."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import time
from collections.abc import Iterator
from pathlib import Path

from autograder.sandbox.clock import read_children

_KCMP_VM = 1
_MOST_PROCESSES = 4096
# What is shared is told apart by the kernel, page by page, some ms for each GiB. So it is asked only where the quick
# sum is over the limit, and for a twentieth of the time. What is far over the limit is not looked at again: pages that
# stop being shared in between can be no more than these sums have.
_SURELY = 4
_PAUSE = 20


class Memory:
    """The memory of a process and all below it, against a limit in MiB. Pages of files are not counted.

    The pages of shared anonymous mappings are: nothing else bounds their sum.
    """

    def __init__(self, root: int, limit_mib: int) -> None:
        self.limit_mib = limit_mib
        self.seen_mib = 0.0  # the most that was seen
        self._root = root
        self._not_before_s = 0.0

    def is_over(self) -> bool:
        """Whether it is more than the limit now."""
        memory_mib = sum(_resident_mib(pid) for pid, _ in tree(self._root))
        if self.limit_mib < memory_mib <= _SURELY * self.limit_mib:
            begin_s = time.monotonic()
            if begin_s < self._not_before_s:
                return False
            halted: set[int] = set()
            memory_mib = sum(_own_mib(pid, parent, halted) for pid, parent in tree(self._root))
            end_s = time.monotonic()
            self._not_before_s = end_s + _PAUSE * (end_s - begin_s)
        self.seen_mib = max(self.seen_mib, memory_mib)
        return memory_mib > self.limit_mib


def tree(root: int) -> Iterator[tuple[int, int]]:
    """Yield a process and all below it, each with the one that it was forked by, 0 for the first."""
    waiting, seen = [(root, 0)], 0
    while waiting and seen < _MOST_PROCESSES:
        pid, parent = waiting.pop()
        seen += 1
        yield pid, parent
        with contextlib.suppress(OSError, ValueError):
            for task in os.listdir(f"/proc/{pid}/task"):
                waiting += [(child, pid) for child in read_children(pid, task)]


def _resident_mib(pid: int) -> float:
    """Return the memory of one process, what it shares with others included; 0 where it is gone."""
    return _sum_mib(f"/proc/{pid}/status", ("RssAnon:", "RssShmem:"))


def _own_mib(pid: int, parent: int, halted: set[int]) -> float:
    """Return the memory of one process, its part of what it shares; the whole of it where we may not ask.

    `halted` takes the parents that wait for a child between its start and its program: everything in it is theirs.
    """
    if parent and _have_one_memory(pid, parent):
        return 0.0
    if parent and parent not in halted and _seem_one(pid, parent):
        halted.add(parent)
        return 0.0
    return _sum_mib(f"/proc/{pid}/smaps_rollup", ("Pss_Anon:", "Pss_Shmem:")) or _resident_mib(pid)


def _sum_mib(path: str, names: tuple[str, ...]) -> float:
    """Return the sum of lines of a file of the kernel that give KiB; 0 where it cannot be read."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        return (
            sum(int(line.split()[1]) for line in Path(path).read_text().splitlines() if line.startswith(names)) / 1024
        )
    return 0.0


def _have_one_memory(pid: int, other: int) -> bool:
    """Whether two processes work on the same pages, as after vfork; no where the kernel does not say."""
    number = _kcmp()
    return number >= 0 and ctypes.CDLL(None).syscall(number, pid, other, _KCMP_VM, 0, 0) == 0


def _seem_one(pid: int, parent: int) -> bool:
    """Whether two processes look as after vfork, where the kernel does not say: as large, and the parent halted.

    A parent is halted by one child at a time. Who made it look so for another one would still have the one counted.
    """
    with contextlib.suppress(OSError):
        stat = Path(f"/proc/{parent}/stat").read_bytes()
        is_halted = stat[stat.rindex(b")") + 2 :].startswith(b"D")
        return is_halted and Path(f"/proc/{pid}/statm").read_bytes() == Path(f"/proc/{parent}/statm").read_bytes()
    return False


@functools.cache
def _kcmp() -> int:
    """Return the number of the system call that compares two processes."""
    import pyseccomp

    return int(pyseccomp.resolve_syscall(pyseccomp.system_arch(), "kcmp"))
