"""What processes share is counted once: a notebook that starts processes is not taken for one that uses their memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.errors import StudentCrashed
from autograder.sandbox import Limits, WarmProcess, open_student
from autograder.sandbox.memory import Memory, tree

WORKERS = """
import os, time
big = bytearray(os.urandom(1 << 20) * 150)
def start(count, begin=0, seconds=2):
    workers = []
    for _ in range(count):
        worker = os.fork()
        if worker == 0:
            for i in range(begin * (1 << 20), len(big) * (begin > 0), 4096):
                big[i] = 1
            time.sleep(seconds)
            os._exit(0)
        workers.append(worker)
    return [os.waitpid(worker, 0)[1] for worker in workers]
"""


@pytest.fixture(params=["jail", "landlock"])
def warm(request: pytest.FixtureRequest) -> Iterator[WarmProcess]:
    with WarmProcess(request.param, limits=Limits(memory_mib=700)) as process:
        yield process


def test_what_is_shared_counts_once(warm: WarmProcess) -> None:
    """Four workers that read 150 MiB of their parent are no five times 150 MiB, where the kernel tells what is shared."""
    with open_student(warm, [(0, WORKERS)]) as s:
        if warm.runner == "landlock" and os.getuid() != 0:
            with pytest.raises(StudentCrashed, match="700 MiB"):
                s.call("start", 4)
        else:
            assert s.call("start", 4) == [0, 0, 0, 0]


@pytest.mark.parametrize("is_told", [True, False])
def test_a_process_without_its_program_has_its_parents_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_told: bool
) -> None:
    """Between the two there may be long where the machine is busy: here until somebody opens a pipe.

    Also where the kernel does not say that both have one memory, as it does not to an ordinary user under Landlock.
    """
    if not is_told:
        monkeypatch.setattr("autograder.sandbox.memory._kcmp", lambda: -1)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    source = (
        f"import os\nbig = os.urandom(150 << 20)\nactions = [(os.POSIX_SPAWN_OPEN, 0, {str(pipe)!r}, os.O_RDONLY, 0)]\n"
        "os.waitpid(os.posix_spawn('/bin/true', ['true'], {}, file_actions=actions), 0)"
    )
    process = subprocess.Popen([sys.executable, "-c", source])
    try:
        while len(list(tree(process.pid))) < 2:
            time.sleep(0.01)
            assert process.poll() is None
        sums = Memory(process.pid, 1000), Memory(process.pid, 200)
        assert not any(memory.is_over() for memory in sums)
        assert sums[0].seen_mib > 300  # each with the whole
        assert 150 < sums[1].seen_mib < 200
        assert Memory(process.pid, 140).is_over()
    finally:
        pipe.write_bytes(b"")
        process.wait()


def test_what_is_written_counts_for_each(warm: WarmProcess) -> None:
    """Workers that change the 150 MiB have them once each, though they began with shared ones."""
    with open_student(warm, [(0, WORKERS)]) as s, pytest.raises(StudentCrashed, match="700 MiB"):
        s.call("start", 4, 1, 30)


def test_a_process_that_is_gone_has_no_memory() -> None:
    """It is not over any limit."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    assert not Memory(process.pid, 0).is_over()
    assert Memory(os.getpid(), 1).is_over()


def test_asking_takes_little_time() -> None:
    """However often it is asked while the quick sum is over the limit."""
    memory = Memory(os.getpid(), 1)
    memory.is_over()
    memory = Memory(os.getpid(), max(1, int(memory.seen_mib * 0.9)))
    asked = 0
    begin_s = time.monotonic()
    for _ in range(2000):
        before_s = memory._not_before_s
        memory.is_over()
        asked += memory._not_before_s != before_s
    assert asked < 1 + 2000 / 10, time.monotonic() - begin_s
