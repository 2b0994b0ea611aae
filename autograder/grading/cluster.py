"""Where chunks of work are done: processes on this machine, or workers of a Dask cluster, behind one interface."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from autograder.errors import CourseError
from autograder.grading.pool import Workers, local_pool
from autograder.grading.remote import prepare_worker
from autograder.grading.work import Machine, describe_worker

__all__ = ["Cluster", "find_differences", "open_workers"]


@dataclass(frozen=True)
class Cluster:
    """A Dask cluster: the address of its scheduler, or how many processes to start here. The rest is for TLS."""

    scheduler: str = ""
    processes: int = 0
    tls_ca: str = ""
    tls_cert: str = ""
    tls_key: str = ""


@contextlib.contextmanager
def open_workers(machine: Machine, processes: int, cluster: Cluster | None) -> Iterator[Workers]:
    """Yield who does the work: so many processes here, or a cluster.

    `machine` is what this side has: a cluster's worker must have the same.
    """
    if cluster is None:
        with local_pool(processes) as pool:
            for _ in range(processes):
                pool.submit(prepare_worker, machine.runner)
            yield Workers(pool, processes)
    else:
        with _open_dask(machine, cluster) as workers:
            yield workers


@contextlib.contextmanager
def _open_dask(machine: Machine, cluster: Cluster) -> Iterator[Workers]:
    try:
        import distributed
    except ImportError:
        raise CourseError("Dask is not installed", hint="pip install 'autograder-course[cluster]'") from None
    with contextlib.ExitStack() as stack:
        if cluster.processes:
            options: dict[str, Any] = {"processes": True, "threads_per_worker": 1, "memory_limit": 0}
            # Without a dashboard it serves pages all the same, and warns if their usual port is taken: any port does.
            options |= {"dashboard_address": None, "scheduler_kwargs": {"dashboard_address": "127.0.0.1:0"}}
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
        fit, refused = _choose_workers(client, machine)
        if not fit:
            raise CourseError(
                "no worker of the cluster can grade this lesson: " + ("; ".join(refused) or "it has none"),
                hint="install the same package, course and bubblewrap there, and start the workers again",
            )
        executor = client.get_executor(pure=False, retries=3, workers=sorted(fit), allow_other_workers=False)
        yield Workers(executor, sum(fit.values()), True, tuple(refused))


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
