"""The process that formats what students wrote, and the only place that asks it.

It runs the parsers of `markup`. Neither Python's regular expressions nor code that is not Python can be interrupted
from a thread, but a process can be ended.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import NamedTuple

from autograder.errors import AutograderError

__all__ = ["Formatted", "Formatter"]

_ROOT = Path(__file__).resolve().parents[2]
_READY_S = 120.0
_SLOWEST = 30.0  # on a busy machine a second of processor time takes so many seconds


class Formatted(NamedTuple):
    """A text as HTML, None if it cannot be formatted, and the processor time that it took."""

    html: str | None
    time_s: float


class Formatter:
    """The process: started when it is first asked, and again after a text that ended it. Threads take turns."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_ready = False
        self._owner = os.getpid()
        atexit.register(self.close)

    def launch(self) -> None:
        """Start the process, if it does not run yet, without waiting for it."""
        with self._lock:
            self._launch()

    def format(self, kind: str, text: str, time_s: float) -> Formatted:
        """Return a text as HTML; `kind` is one of `markup.KINDS`, `time_s` is the processor time that it may take.

        `AutograderError` if the process cannot be started.
        """
        request = json.dumps({"kind": kind, "text": text, "time_s": time_s})
        with self._lock:
            process = self._launch()
            if not self._is_ready and _read_line(process, _READY_S) != b"ready\n":
                self._end()
                raise AutograderError("the process that formats texts did not start", hint="run `make setup` again")
            self._is_ready = True
            answer = _ask(process, request, 1 + _SLOWEST * time_s)
            if not answer:
                self._end()
                self._launch()  # for the next text
                return Formatted(None, time_s)
            return Formatted(**json.loads(answer))

    def close(self) -> None:
        """End the process. The next text starts another one."""
        with self._lock:
            self._end()

    def _launch(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():  # a fork: the process answers to the one that started it
            self._process, self._owner = None, os.getpid()
        if self._process is None:
            paths = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "autograder.feedback.markup"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | {"PYTHONPATH": paths},
            )
            self._is_ready = False
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            with contextlib.suppress(OSError):
                process.communicate()


def _ask(process: subprocess.Popen[bytes], request: str, wait_s: float) -> bytes:
    """Return the process's answer, b"" if it ended."""
    assert process.stdin is not None
    try:
        process.stdin.write(f"{request}\n".encode())
        process.stdin.flush()
    except OSError:
        return b""
    return _read_line(process, wait_s)


def _read_line(process: subprocess.Popen[bytes], wait_s: float) -> bytes:
    """Return the next line that the process writes; b"" if it ends or takes longer."""
    assert process.stdout is not None
    handle, end = process.stdout.fileno(), time.monotonic() + wait_s
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    line = bytearray()
    while not line.endswith(b"\n"):
        is_there = poll.poll(max(0.0, end - time.monotonic()) * 1000)
        part = os.read(handle, 1 << 20) if is_there else b""
        if not part:
            return b""
        line += part
    return bytes(line)
