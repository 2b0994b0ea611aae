"""Which processor notebooks run on, where every worker can have one for its own.

A notebook and the worker that asks it take turns. Where all processors are busy, notebooks that change places find
nothing of theirs in a processor's cache: they take an eighth longer. The worker itself goes where there is room, so
that what a notebook does with its processor keeps no worker from its work.
"""

from __future__ import annotations

import os

__all__ = ["own_processor", "share_processors", "use_processor"]

_own: int | None = None


def share_processors(workers: int) -> list[int | None]:
    """Return for each of so many workers the processor of its notebooks; None where there are fewer workers."""
    there = sorted(os.sched_getaffinity(0))
    if workers < len(there):
        return [None] * workers
    return [there[number % len(there)] for number in range(workers)]


def use_processor(number: int | None) -> None:
    """Let the warm processes that this process launches from now on stay on a processor; None: on any."""
    global _own
    _own = number


def own_processor() -> int | None:
    """Return the processor for warm processes of this process."""
    return _own
