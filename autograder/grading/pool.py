"""A pool of worker processes on this machine."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import forkserver, get_context

__all__ = ["Workers", "local_pool", "start_forkserver"]


@dataclass(frozen=True)
class Workers:
    """Who does the work: an executor, how many chunks it works on at a time, and which machines were refused."""

    executor: Executor
    count: int
    is_remote: bool = False
    refused: tuple[str, ...] = ()


def start_forkserver() -> None:
    """Start the process that workers are forked from, if it does not run yet.

    It loads what they need while the command itself is still loading.
    """
    forkserver.set_forkserver_preload(["autograder.grading.worker"])
    forkserver.ensure_running()


@contextlib.contextmanager
def local_pool(workers: int) -> Iterator[Executor]:
    """Yield a pool of processes on this machine. Where its user leaves by an exception, the processes are killed."""
    start_forkserver()
    context = get_context("forkserver")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with, initargs=(os.getpid(),))
    try:
        yield pool
    except BaseException:
        _abandon(pool)
        raise
    else:
        pool.shutdown()


def _abandon(pool: ProcessPoolExecutor) -> None:
    """Kill the workers, and wait for nothing: what they would bring takes seconds, and the next run does it again.

    A worker that is killed in the middle of a message leaves its reader waiting for the rest, because this process
    holds a writing end of the pipe as well. Once that is closed, the reader sees the end.
    """
    processes = list((getattr(pool, "_processes", None) or {}).values())
    results, calls = getattr(pool, "_result_queue", None), getattr(pool, "_call_queue", None)
    is_ending = bool(getattr(pool, "_broken", False))  # then its own thread closes the pipes
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()
    if results is not None and calls is not None and not is_ending:
        results._writer.close()
        calls._reader.close()  # the same for the thread that sends work


def _end_with(process: int) -> None:
    """In a worker: end when the run does, however it ends. A worker holds both ends of its pipes and would wait on.

    An interrupt from the terminal reaches every process: the run alone decides what to do about it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        os._exit(1)

    def watch() -> None:
        select.select([handle], [], [])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
