"""What a command costs: wall time, processor time of everything that it started, memory over time.

Processor time is the kernel's own sum for a control group (cgroup v2, `usage_usec` of `cpu.stat`) that holds the command and
all that it starts. Nothing else sees all of it: where the first process of a PID namespace is killed, as that of a jail is,
the time of the others in there is handed to nobody who waits, and sampling misses what ends between two looks. Making a
group takes root or a delegated one; where there is neither, processor time is not measured (nan).

Memory is the sum of the proportional set sizes (PSS) of all processes below the benchmark: a page that some of them
share counts once. Reading it takes time from the command, so it is only read where it is asked for.
"""

from __future__ import annotations

import ctypes
import functools
import math
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

__all__ = ["CommandFailed", "Sample", "Usage", "processor_clock", "run"]

_PR_SET_CHILD_SUBREAPER = 36
_GROUP = "bench-"
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
    cpu_s: float = 0.0  # nan where it cannot be measured
    samples: tuple[Sample, ...] = field(default=(), repr=False)

    @property
    def peak_mib(self) -> float:
        return max((sample.memory_mib for sample in self.samples), default=0.0)

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.wall_s + other.wall_s, self.cpu_s + other.cpu_s, self.samples + other.samples)

    def __sub__(self, other: Usage) -> Usage:
        return Usage(self.wall_s - other.wall_s, self.cpu_s - other.cpu_s)

    def __truediv__(self, count: int) -> Usage:
        return Usage(self.wall_s / count, self.cpu_s / count)


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
    with tempfile.TemporaryFile() as log, _control_group() as group:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **(variables or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=None if group is None else lambda: _enter(group),
        )
        try:
            with _sampling(samples, start, sample_every_s, count_graded):
                code = process.wait()
            wall_s = time.perf_counter() - start
        finally:
            _reap()
        cpu_s = math.nan if group is None else _group_s(group)
        if code not in expected:
            log.seek(max(0, log.seek(0, os.SEEK_END) - 2000))
            words = log.read().decode("utf-8", "replace").strip()
            raise CommandFailed(f"{Path(command[0]).name} ended with exit code {code}:\n{words}")
    return Usage(wall_s, cpu_s, tuple(samples))


def processor_clock() -> Callable[[], float]:
    """Return what tells the processor time so far of the command that calls this and of all that it started.

    It tells nan if that is not measured.
    """
    group = _own_group()
    if group is None or not group.name.startswith(_GROUP):
        return lambda: math.nan
    return functools.partial(_group_s, group)


def _own_group() -> Path | None:
    mounts = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
    roots = [Path(mount[1]) for mount in mounts if mount[2] == "cgroup2"]
    groups = [line.partition("::/") for line in Path("/proc/self/cgroup").read_text().splitlines()]
    names = [name for hierarchy, _, name in groups if hierarchy == "0"]
    return roots[0] / names[0] if roots and names else None


@contextmanager
def _control_group() -> Iterator[Path | None]:
    """Yield a new control group below this process's own, None where none can be made."""
    own, group = _own_group(), None
    if own is not None and os.access(own / "cgroup.procs", os.W_OK):
        with suppress(OSError):
            path = own / f"{_GROUP}{os.getpid()}"
            path.mkdir()
            group = path
    try:
        yield group
    finally:
        if group is not None:
            group.rmdir()


def _enter(group: Path) -> None:
    (group / "cgroup.procs").write_text(str(os.getpid()))


def _group_s(group: Path) -> float:
    fields = dict(line.split() for line in (group / "cpu.stat").read_text().splitlines())
    return int(fields["usage_usec"]) / 1e6


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
