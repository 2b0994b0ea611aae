"""What the tests of one process share: a worker with its jail, and a warm process to fork from.

Starting a jail takes some two seconds of a processor, so it is started once: every command that a test runs by `main([...])`
sends its chunks to the same worker. A command that is started as a process of its own has a pool of its own.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import Any

import pytest

from autograder.grading import local_pool
from autograder.grading import pool as pools
from autograder.grading.pool import WorkerPool
from autograder.sandbox import WarmProcess


class Lent(Executor):
    """The shared worker in the hands of one user: when the user is done with it, it is there for the next."""

    def __init__(self, worker: WorkerPool) -> None:
        self._worker = worker
        self._futures: list[Future[Any]] = []

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self._futures.append(self._worker.submit(function, *args, **kwargs))
        return self._futures[-1]

    def submit_within(self, limit_s: float, function: Callable[..., Any], /, *args: Any) -> Future[Any]:
        self._futures.append(self._worker.submit_within(limit_s, function, *args))
        return self._futures[-1]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if cancel_futures:
            for future in self._futures:
                future.cancel()

    def kill(self) -> None:
        self.shutdown(cancel_futures=True)


@pytest.fixture(scope="session", autouse=True)
def _let_programs_be_interrupted() -> None:
    """Programs that tests start hear an interrupt, where a shell that runs the tests in its background ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _lend() -> Iterator[Callable[[], Lent]]:
    """Lend the one worker, started when it is first wanted, to whoever asks for a pool."""
    started: list[WorkerPool] = []

    def lend() -> Lent:
        if not started:
            with pytest.MonkeyPatch.context() as own:
                own.setattr(pools, "WorkerPool", WorkerPool)
                started.append(stack.enter_context(local_pool(1)))
        return Lent(started[0])

    with contextlib.ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setattr(pools, "WorkerPool", lambda _count: lend())
        yield lend


@pytest.fixture(scope="session")
def pool(_lend: Callable[[], Lent]) -> Executor:
    """An executor for chunks: the worker that all tests of this process share."""
    return _lend()


@pytest.fixture(scope="session")
def warm() -> Iterator[WarmProcess]:
    """A warm process with the limits of grading. Tests fork from it; whoever closes it has it started again."""
    with WarmProcess() as process:
        yield process


@pytest.fixture
def graded_here(warm: WarmProcess) -> None:
    """Chunks that the test itself grades, in this process, use the shared warm process."""
    from autograder.grading.worker import keep_warm  # loads torch, which most unit tests do without

    keep_warm(warm)
