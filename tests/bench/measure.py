"""What a command costs: wall time, processor time of everything that it started, memory over time.

Processor time is exact, not sampled: Linux adds a process's time to that of whoever waits for it. The benchmark makes
itself the reaper of orphans (PR_SET_CHILD_SUBREAPER), so that it waits in the end for all that a command started, jails
and kernels included, and reads the sum (getrusage, RUSAGE_CHILDREN). It needs no cgroup and agrees with one.

Memory is the sum of the proportional set sizes (PSS) of all processes below the benchmark: a page that some of them
share counts once. Reading it takes time from the command, so it is only read where it is asked for.
"""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

__all__ = ["CommandFailed", "Sample", "Usage", "processor_time_s", "run"]

_PR_SET_CHILD_SUBREAPER = 36
_LINGER_S = 10.0


class CommandFailed(Exception):
    """A command ended with an exit code that was not expected; the message ends with its last lines."""


@dataclass(frozen=True)
class Sample:
    """Memory and progress at one moment of a run."""

    time_s: float
    memory_mib: float
    graded: int


@dataclass(frozen=True)
class Usage:
    """What one command, or several one after the other, used."""

    wall_s: float = 0.0
    cpu_s: float = 0.0
    samples: tuple[Sample, ...] = field(default=(), repr=False)

    @property
    def peak_mib(self) -> float:
        return max((sample.memory_mib for sample in self.samples), default=0.0)

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.wall_s + other.wall_s, self.cpu_s + other.cpu_s, self.samples + other.samples)


def run(
    command: Sequence[str | Path],
    folder: Path,
    *,
    variables: dict[str, str] | None = None,
    expected: Sequence[int] = (0,),
    sample_every_s: float = 0.0,
    count_graded: Callable[[], int] = lambda: 0,
) -> Usage:
    """Run a command in a folder to its end and return what it used; `CommandFailed` where it fails.

    `sample_every_s` is 0 where memory is not to be read.
    """
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    samples: list[Sample] = []
    with tempfile.TemporaryFile() as log:
        before_s, start = _children_s(), time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **(variables or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            with _sampling(samples, start, sample_every_s, count_graded):
                code = process.wait()
            wall_s = time.perf_counter() - start
        finally:
            _reap()
        cpu_s = _children_s() - before_s
        if code not in expected:
            log.seek(max(0, log.seek(0, os.SEEK_END) - 2000))
            words = log.read().decode("utf-8", "replace").strip()
            raise CommandFailed(f"{Path(command[0]).name} ended with exit code {code}:\n{words}")
    return Usage(wall_s, cpu_s, tuple(samples))


def processor_time_s(root: psutil.Process) -> float:
    """Return the processor time of a live process, of all below it, and of all that these have waited for."""
    total = 0.0
    for process in [root, *root.children(recursive=True)]:
        with suppress(psutil.Error):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def _children_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _reap() -> None:
    """Wait for all that a command left behind; what outlives it for long is killed."""
    deadline = time.monotonic() + _LINGER_S
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            if time.monotonic() > deadline:
                for process in psutil.Process().children(recursive=True):
                    with suppress(psutil.Error):
                        process.kill()
            time.sleep(0.02)


@contextmanager
def _sampling(samples: list[Sample], start: float, every_s: float, count_graded: Callable[[], int]) -> Iterator[None]:
    """Append a sample every so often for as long as the block runs."""
    if not every_s:
        yield
        return
    is_over = threading.Event()

    def sample() -> None:
        while not is_over.wait(every_s):
            samples.append(Sample(time.perf_counter() - start, _memory_mib(), count_graded()))

    thread = threading.Thread(target=sample, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _memory_mib() -> float:
    total = 0
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            total += process.memory_full_info().pss
    return total / (1 << 20)
