"""A pool of worker processes on this machine, of which any may end at any moment.

Each process has a pipe and a thread of its own, and no lock is shared between them. A process that ends fails the one
task that it was at, and is replaced when the next one comes.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass
from typing import Any

from autograder.errors import WorkerError, WorkerLost
from autograder.grading.process import Call, WorkerProcess, start_forkserver
from autograder.sandbox import share_processors

__all__ = ["WorkerPool", "local_pool", "start_forkserver"]

_LOG = logging.getLogger("autograder.grading")
_MOST_STARTS = 3
_GOODBYE_S = 5.0


@contextlib.contextmanager
def local_pool(workers: int) -> Iterator[WorkerPool]:
    """Yield a pool of processes on this machine. Where its user leaves by an exception, nothing is waited for."""
    start_forkserver()
    pool = WorkerPool(workers)
    atexit.register(pool.kill)  # if even the line below is interrupted
    try:
        yield pool
        pool.shutdown()
    finally:
        pool.kill()
        atexit.unregister(pool.kill)


@dataclass(frozen=True)
class _Task:
    call: Call
    limit_s: float | None
    future: Future[Any]


class WorkerPool(Executor):
    """Runs tasks in `count` processes, which are started as they are needed."""

    def __init__(self, count: int) -> None:
        self._processors = share_processors(count)  # of each thread's process
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._threads: list[threading.Thread] = []
        self._processes: set[WorkerProcess] = set()
        self._futures: set[Future[Any]] = set()
        self._problem: WorkerError | None = None
        self._is_closed = False
        self._is_killed = False

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a function called in a worker; the future raises `WorkerLost` if the worker's process ends."""
        return self._submit(_Task(Call(function, args, kwargs), None, Future()))

    def submit_within(self, limit_s: float, function: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """Do the same; a process that has not answered after `limit_s` seconds is killed."""
        return self._submit(_Task(Call(function, args, {}), limit_s, Future()))

    def _submit(self, task: _Task) -> Future[Any]:
        if self._problem is not None:
            raise self._problem
        if self._is_closed:
            raise RuntimeError("the pool is closed")
        self._futures.add(task.future)
        task.future.add_done_callback(self._futures.discard)
        self._tasks.put(task)
        if not self._idle.acquire(blocking=False) and len(self._threads) < len(self._processors):
            processor = self._processors[len(self._threads)]
            thread = threading.Thread(target=self._work, args=(processor,), daemon=True)
            self._threads.append(thread)
            thread.start()
        return task.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more tasks. By default, wait for those that were taken and for the processes to end."""
        self._is_closed = True
        if cancel_futures:
            for future in list(self._futures):
                future.cancel()
        self._dismiss()
        if wait:
            self._wait()

    def _dismiss(self) -> None:
        for _ in self._threads:
            self._tasks.put(None)

    def _wait(self) -> None:
        wait(list(self._futures))
        for thread in self._threads:
            thread.join(2 * _GOODBYE_S)

    def kill(self) -> None:
        """Kill all processes, whatever they do; an interrupt does not keep this from being done."""
        with _uninterrupted():
            self._is_closed = self._is_killed = True
            for process in list(self._processes):
                process.kill()
            self._dismiss()

    # --- in the thread of a process ---

    def _work(self, processor: int | None) -> None:
        process: WorkerProcess | None = None
        while (task := self._tasks.get()) is not None and not self._is_killed:
            if task.future.set_running_or_notify_cancel():
                process = self._do(task, process, processor)
            del task  # and what came of it, while this thread waits for the next
            self._idle.release()
        if process is not None:
            self._end(process, _GOODBYE_S)

    def _do(self, task: _Task, process: WorkerProcess | None, processor: int | None) -> WorkerProcess | None:
        """Do a task in this thread's process, or in a new one. Return the process for the next task."""
        try:
            if process is not None and not process.is_alive:
                dead, process = process, None
                self._end(dead)
            process = process or self._find_process(processor)
            answer = process.call(task.call, task.limit_s)
        except BaseException as error:
            task.future.set_exception(error)
        else:
            task.future.set_result(answer)
        return process

    def _find_process(self, processor: int | None) -> WorkerProcess:
        """Return a new process; `WorkerError` if none can be had, and then none of the pool can."""
        reason = ""
        for _ in range(_MOST_STARTS if self._problem is None else 0):
            try:
                return self._start(processor)
            except WorkerLost as error:
                reason = str(error)
        hint = "see whether memory is free, and run the command again"
        self._problem = self._problem or WorkerError(f"worker processes cannot be started: {reason}", hint=hint)
        raise self._problem

    def _start(self, processor: int | None) -> WorkerProcess:
        process = WorkerProcess(processor)
        self._processes.add(process)
        if self._is_killed:  # whoever killed the others did not see this one
            process.kill()
        try:
            process.wait_until_ready()
        except WorkerLost:
            self._end(process)
            raise
        return process

    def _end(self, process: WorkerProcess, patience_s: float = 0.0) -> None:
        process.end(0.0 if self._is_killed else patience_s)
        self._processes.discard(process)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let no interrupt from the terminal through for a moment."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
