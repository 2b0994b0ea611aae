"""What the tests of one process share: a worker with its jail, and a warm process to fork from.

Starting a jail takes some two seconds of a processor, so it is started once: every command that a test runs by `main([...])`
sends its chunks to the same worker. A command that is started as a process of its own has a pool of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest

from autograder.grading import pool as pools
from autograder.grading import start_forkserver
from autograder.sandbox import WarmProcess


class Lent(Executor):
    """The shared worker in the hands of one user: when the user is done with it, it is there for the next."""

    def __init__(self, worker: Executor) -> None:
        self._worker = worker
        self._futures: list[Future[Any]] = []

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = self._worker.submit(function, *args, **kwargs)
        self._futures.append(future)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if cancel_futures:
            for future in self._futures:
                future.cancel()


@pytest.fixture(scope="session")
def _lend() -> Iterator[Callable[[], Lent]]:
    started: list[ProcessPoolExecutor] = []

    def lend() -> Lent:
        if not started:
            start_forkserver()
            started.append(ProcessPoolExecutor(1, mp_context=get_context("forkserver")))
        return Lent(started[0])

    yield lend
    for worker in started:
        worker.shutdown()


@pytest.fixture(scope="session", autouse=True)
def _one_worker_for_all_commands(_lend: Callable[[], Lent]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pools, "ProcessPoolExecutor", lambda *_args, **_options: _lend())
        yield


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
