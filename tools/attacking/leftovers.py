"""What is left on the machine after a run: processes, files, sockets."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from attacking.report import Report

MARK = "outlives-its-notebook"
_DYING_S = 5.0


def descendants() -> set[int]:
    """Return the processes below this one. Orphans come to this one, too: it is their subreaper."""
    found: set[int] = set()
    waiting = [os.getpid()]
    while waiting:
        for task in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                new = [int(pid) for pid in task.read_text().split()]
                found.update(new)
                waiting += new
    return found


def strangers_files() -> set[str]:
    """Return the files in shared folders that belong to users under whom student code runs."""
    found = set()
    for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run"):
        for entry in os.scandir(folder):
            with contextlib.suppress(OSError):
                is_student = 64_000 <= entry.stat(follow_symlinks=False).st_uid < 65_000
                if is_student or MARK in entry.name or entry.name == "run-by-pickle":
                    found.add(entry.path)
    return found


def sockets_left() -> list[str]:
    return [line for line in Path("/proc/net/unix").read_text().splitlines() if MARK in line]


@dataclass(frozen=True)
class Machine:
    """What was on the machine before an attack."""

    processes: frozenset[int]
    files: frozenset[str]
    temporary: frozenset[str]

    @classmethod
    def now(cls) -> Machine:
        temporary = frozenset(os.listdir(tempfile.gettempdir()))
        return cls(frozenset(descendants()), frozenset(strangers_files()), temporary)

    def expect_nothing_left(self, report: Report) -> None:
        """Expect that no process, file or socket came to what was here. Dying takes a moment."""
        deadline = time.monotonic() + _DYING_S
        while descendants() - self.processes and time.monotonic() < deadline:
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            time.sleep(0.1)
        left = []
        for pid in descendants() - self.processes:
            with contextlib.suppress(OSError):
                left.append(Path(f"/proc/{pid}/cmdline").read_text()[:80])
        report.expect(not left, "no process is left", str(left))
        new = strangers_files() - self.files | (set(os.listdir(tempfile.gettempdir())) - self.temporary)
        report.expect(not new, "no file is left", str(sorted(new)[:5]))
        report.expect(not sockets_left(), "no socket is left", str(sockets_left()))
