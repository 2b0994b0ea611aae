"""Where chunks of work are done: processes on this machine, or workers of a Dask cluster, behind one interface."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any

from autograder.errors import CourseError
from autograder.forkserver import start_forkserver
from autograder.work import Machine, describe_worker, prepare_worker

__all__ = ["Cluster", "Crew", "find_differences", "local_pool", "open_crew"]


@dataclass(frozen=True)
class Cluster:
    """A Dask cluster: the address of its scheduler, or how many processes to start here. The rest is for TLS."""

    scheduler: str = ""
    processes: int = 0
    tls_ca: str = ""
    tls_cert: str = ""
    tls_key: str = ""


@dataclass(frozen=True)
class Crew:
    """An executor, how many chunks it works on at a time, and what was refused."""

    executor: Executor
    workers: int
    is_remote: bool = False
    refused: tuple[str, ...] = field(default=())


@contextlib.contextmanager
def local_pool(workers: int) -> Iterator[Executor]:
    """Yield a pool of processes on this machine. Where its user leaves by an exception, the processes are killed."""
    start_forkserver()
    context = get_context("forkserver")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with, initargs=(os.getpid(),))
    try:
        yield pool
    except BaseException:
        processes = list((getattr(pool, "_processes", None) or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()  # a chunk takes seconds, and what it would bring is done again by the next run
        raise
    else:
        pool.shutdown()


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


@contextlib.contextmanager
def open_crew(machine: Machine, workers: int, cluster: Cluster | None) -> Iterator[Crew]:
    """Yield the crew that does the work. `machine` is what this side has: a cluster's worker must have the same."""
    if cluster is None:
        with local_pool(workers) as pool:
            for _ in range(workers):
                pool.submit(prepare_worker, machine.runner)
            yield Crew(pool, workers)
    else:
        with _dask_crew(machine, cluster) as crew:
            yield crew


@contextlib.contextmanager
def _dask_crew(machine: Machine, cluster: Cluster) -> Iterator[Crew]:
    try:
        import distributed
    except ImportError:
        raise CourseError("Dask is not installed", hint="pip install 'autograder-course[cluster]'") from None
    with contextlib.ExitStack() as stack:
        if cluster.processes:
            options: dict[str, Any] = {"processes": True, "threads_per_worker": 1, "memory_limit": 0}
            address: Any = stack.enter_context(
                distributed.LocalCluster(
                    n_workers=cluster.processes, host="127.0.0.1", dashboard_address=None, silence_logs=50, **options
                )
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
        fit, refused = _choose_workers(client, machine)
        if not fit:
            raise CourseError(
                "no worker of the cluster can grade this lesson: " + ("; ".join(refused) or "it has none"),
                hint="install the same package, course and bubblewrap there, and start the workers again",
            )
        executor = client.get_executor(pure=False, retries=3, workers=sorted(fit), allow_other_workers=False)
        yield Crew(executor, sum(fit.values()), True, tuple(refused))


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
