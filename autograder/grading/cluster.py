"""Where chunks of work are done: processes on this machine, or workers of a Dask cluster, behind one interface."""

from __future__ import annotations

import contextlib
import functools
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import Any, Protocol

from autograder.errors import CourseError, WorkerError
from autograder.grading.pool import WorkerPool, local_pool
from autograder.grading.remote import ChunkFailure, prepare_worker, try_chunk, try_chunk_within
from autograder.grading.work import Chunk, GradedNotebook, Machine, describe_worker
from autograder.sandbox import Limits, require_runner

__all__ = ["Cluster", "Workers", "find_differences", "open_local_workers", "open_workers"]

_MOST_SILENT_S = 3600.0  # longer than two of the largest chunks, one behind the other, may usually take
_RETURN_S = 60.0


@dataclass(frozen=True)
class Cluster:
    """A Dask cluster: the address of its scheduler, or how many processes to start here. The rest is for TLS."""

    scheduler: str = ""
    processes: int = 0
    tls_ca: str = ""
    tls_cert: str = ""
    tls_key: str = ""


class Workers(Protocol):
    """Who does the work, how many chunks at a time, and which machines were refused."""

    is_remote: bool
    refused: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many chunks are worked on at a time."""

    def submit(self, chunk: Chunk, limit_s: float) -> Future[list[GradedNotebook] | ChunkFailure]:
        """Have a chunk graded. Any exception but a `CourseError` or a plain `WorkerError` means: this chunk is lost."""

    def look_after(self, silent_s: float) -> None:
        """See whether results will come, when none has for so long; `WorkerError` if none will."""


class _LocalWorkers:
    """Processes of this machine."""

    is_remote = False
    refused: tuple[str, ...] = ()

    def __init__(self, pool: WorkerPool, count: int) -> None:
        self.count = count
        self._pool = pool

    def submit(self, chunk: Chunk, limit_s: float) -> Future[list[GradedNotebook] | ChunkFailure]:
        return self._pool.submit_within(limit_s, try_chunk, chunk)

    def look_after(self, silent_s: float) -> None:
        """Do nothing: the pool itself sees when a process ends or takes too long."""


@contextlib.contextmanager
def open_local_workers(runner: str, processes: int, limits: Sequence[Limits] = (Limits(),)) -> Iterator[Workers]:
    """Yield so many processes of this machine, which get ready for their first chunk meanwhile."""
    require_runner(runner)
    with local_pool(processes) as pool:
        for _ in range(processes):
            pool.submit(prepare_worker, runner, limits)
        yield _LocalWorkers(pool, processes)


@contextlib.contextmanager
def open_workers(
    machine: Machine, processes: int, cluster: Cluster | None, limits: Sequence[Limits] = (Limits(),)
) -> Iterator[Workers]:
    """Yield who does the work: so many processes here, or a cluster.

    `machine` is what this side has: a cluster's worker must have the same. `limits` are those of the lesson's
    notebooks.
    """
    if cluster is None:
        with open_local_workers(machine.runner, processes, limits) as local:
            yield local
    else:
        with _open_dask(machine, cluster) as workers:
            yield workers


@contextlib.contextmanager
def _open_dask(machine: Machine, cluster: Cluster) -> Iterator[Workers]:
    try:
        import dask
        import distributed
    except ImportError:
        raise CourseError("Dask is not installed", hint="pip install 'autograder-course[cluster]'") from None
    with contextlib.ExitStack() as stack:
        if cluster.processes:
            options: dict[str, Any] = {"processes": True, "threads_per_worker": 1, "memory_limit": 0}
            # Without a dashboard it serves pages all the same, and warns if their usual port is taken: any port does.
            options |= {"dashboard_address": None, "scheduler_kwargs": {"dashboard_address": "127.0.0.1:0"}}
            scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True))
            stack.enter_context(dask.config.set({"temporary-directory": scratch}))  # Dask would leave a folder behind
            # Who is lost with his worker is tried again by the run: the scheduler need not end more workers for it.
            with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
                address: Any = stack.enter_context(
                    distributed.LocalCluster(n_workers=cluster.processes, host="127.0.0.1", silence_logs=50, **options)
                )
        else:
            address = cluster.scheduler
        try:
            client = stack.enter_context(distributed.Client(address, security=_security(cluster), timeout=10))
        except (OSError, TimeoutError, ValueError, TypeError) as error:
            raise CourseError(
                f"the scheduler {cluster.scheduler} does not answer ({error})",
                hint="see whether the address is right, dask-scheduler runs there, and TLS is set on both sides",
            ) from error
        workers = _DaskWorkers(client, machine)
        if not workers.count:
            raise CourseError(
                "no worker of the cluster can grade this lesson: " + ("; ".join(workers.refused) or "it has none"),
                hint="install the same package, course and bubblewrap there, and start the workers again",
            )
        yield workers


class _DaskWorkers:
    """The workers of a cluster that have what this machine has, as they come and go."""

    is_remote = True

    def __init__(self, client: Any, machine: Machine) -> None:
        self._client = client
        self._machine = machine
        self._tasks: dict[Future[Any], frozenset[str]] = {}  # and the workers that may do it
        self._most_silent_s = _MOST_SILENT_S
        self._there: set[str] = set(client.nthreads())
        self._fit, refused = _choose_workers(client, machine)
        self.refused = tuple(refused)

    @property
    def count(self) -> int:
        return sum(self._fit.values())

    def submit(self, chunk: Chunk, limit_s: float) -> Future[list[GradedNotebook] | ChunkFailure]:
        self._most_silent_s = max(self._most_silent_s, 2 * limit_s)
        executor = self._client.get_executor(
            pure=False, retries=3, workers=sorted(self._fit), allow_other_workers=False
        )
        task = executor.submit(try_chunk_within, chunk, limit_s)
        self._tasks[task] = frozenset(self._fit)
        answer: Future[list[GradedNotebook] | ChunkFailure] = Future()
        task.add_done_callback(functools.partial(_pass_on, answer))
        task.add_done_callback(lambda task: self._tasks.pop(task, None))
        return answer

    def look_after(self, silent_s: float) -> None:
        """Turn to the workers that are there now: one that was started again has another address."""
        if silent_s > self._most_silent_s:
            raise _lose_cluster(f"no result came for {silent_s:g} s")
        deadline = time.monotonic() + _RETURN_S
        while not self._has_living():
            if time.monotonic() > deadline:
                raise _lose_cluster("it has no worker left that can grade this lesson")
            time.sleep(0.5)

    def _has_living(self) -> bool:
        if self._client.status != "running":
            return False
        try:
            there = set(self._client.nthreads())
            if there != self._there:
                fit, _ = _choose_workers(self._client, self._machine)
                self._there, self._fit = there, fit or self._fit
        except Exception as error:
            if self._client.status in ("closing", "closed"):
                raise _lose_cluster(f"its scheduler is gone: {type(error).__name__}") from error
            return False
        if not there & set(self._fit):
            return False
        for task, places in list(self._tasks.items()):
            if not there & places:  # the scheduler would keep it until one of them returns
                task.cancel()
        return True


def _pass_on(answer: Future[Any], task: Future[Any]) -> None:
    """Pass on what became of a task; one that is cancelled is given up at once, whatever the cluster says of it."""
    error = CancelledError() if task.cancelled() else task.exception()
    if error is not None:
        answer.set_exception(error)
    else:
        answer.set_result(task.result())


def _lose_cluster(reason: str) -> WorkerError:
    hint = "what was graded so far is recorded: start the cluster, and run the command again to go on"
    return WorkerError(f"the cluster is lost: {reason}", hint=hint)


def _security(cluster: Cluster) -> Any:
    """Return the TLS settings that were given; None leaves them to Dask's own configuration."""
    if not (cluster.tls_ca or cluster.tls_cert or cluster.tls_key):
        return None
    from distributed import Security

    return Security(
        require_encryption=True,
        tls_ca_file=cluster.tls_ca or None,
        tls_client_cert=cluster.tls_cert or None,
        tls_client_key=cluster.tls_key or None,
    )


def _choose_workers(client: Any, machine: Machine) -> tuple[dict[str, int], list[str]]:
    """Return the threads of each worker that has what this machine has, and why each other one is refused."""
    threads: dict[str, int] = client.nthreads()
    found = client.run(describe_worker, machine.root, machine.lesson, machine.runner, on_error="return")
    fit, refused = {}, []
    for address, other in sorted(found.items()):
        differences = (
            find_differences(machine, other)
            if isinstance(other, Machine)
            else [f"it cannot say what it has ({type(other).__name__}: {other})"]
        )
        if differences:
            refused.append(f"{address}: {'; '.join(differences)}")
        else:
            fit[address] = threads.get(address, 1)
    return fit, refused


def find_differences(here: Machine, there: Machine) -> list[str]:
    """Return in what another machine differs so that its grades could differ."""
    found = [there.problem] if there.problem else []
    for name, digest in here.suites:
        if dict(there.suites).get(name) != digest:
            found.append(f"another version of the suite or the source of {name}")
    for package, version in here.versions:
        other = dict(there.versions).get(package, "none")
        if other != version:
            found.append(f"{package} {other} instead of {version}")
    return found
