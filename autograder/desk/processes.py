"""The desk's processes: some that serve pages, one that grades, and one that starts them again when they end.

All of them end with the one that started them, however it ends: each holds the end of a pipe whose other end is there.
"""

from __future__ import annotations

import contextlib
import errno
import importlib.util
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course import Course
from autograder.desk.database import open_database
from autograder.desk.links import read_key
from autograder.errors import CourseError
from autograder.gradebook import open_book
from autograder.sandbox import require_runner

__all__ = ["ServeOptions", "has_lti", "serve"]

_LOG = logging.getLogger("autograder.desk")
_ROOT = Path(__file__).resolve().parents[2]
_GOODBYE_S = 20.0
_PAUSES_S = (0.1, 0.5, 2.0, 5.0)
_CALM_S = 30.0
_LEFT_S = 4.0
_LOOK_S = 0.1


@dataclass(frozen=True)
class ServeOptions:
    """How the desk is served. `url` is how it is called from outside, "" if that is the address itself."""

    host: str = "127.0.0.1"
    port: int = 8000
    url: str = ""
    web_processes: int = 1
    workers: int = 0
    runner: str = "jail"
    scheduler: str = ""


@dataclass
class _Part:
    """A process of the desk, and how often it ended soon after its start."""

    words: Sequence[str]
    handles: Sequence[int]
    process: subprocess.Popen[bytes] | None = None
    started_s: float = 0.0
    falls: int = 0
    next_s: float = field(default=0.0)


def serve(course: Course, options: ServeOptions, say: Callable[[str], None]) -> None:
    """Serve the desk until SIGINT or SIGTERM. `CourseError` if the address cannot be used."""
    if not options.scheduler:
        require_runner(options.runner, course.root)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(_listen(options))
        with open_book(course):
            pass  # it is made now if there is none, and not while the first student waits
        open_database(course).close()
        read_key(course)
        url = options.url or _address(options.host, listener.getsockname()[1])
        parts = _list_parts(course, options, url, listener.fileno())
        say(f"the desk is at {url}")
        _look_after(parts, stop)


def _listen(options: ServeOptions) -> socket.socket:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        _bind(listener, options)
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise CourseError(
            f"{options.host}:{options.port} cannot be used ({error.strerror})", hint="take another --port"
        ) from None
    return listener


def _bind(listener: socket.socket, options: ServeOptions) -> None:
    """Take the address. What a desk that was killed has left may hold it for a moment."""
    end_s = time.monotonic() + _LEFT_S
    while True:
        try:
            listener.bind((options.host, options.port))
            return
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > end_s:
                raise
        time.sleep(_LOOK_S)


def _address(host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"


def _list_parts(course: Course, options: ServeOptions, url: str, listener: int) -> list[_Part]:
    root = str(course.root)
    web = ["web", root, url, str(listener)]
    grader = ["grade", root, str(options.workers), options.runner, options.scheduler]
    senders = [_Part(["scores", root], ())] if has_lti() else []
    return [_Part(grader, ()), *senders, *(_Part(web, (listener,)) for _ in range(options.web_processes))]


def has_lti() -> bool:
    """Whether what an LMS needs is installed."""
    return importlib.util.find_spec("pylti1p3") is not None


def _look_after(parts: Sequence[_Part], stop: threading.Event) -> None:
    ours, theirs = os.pipe()  # never written to: its end is the end of this process
    try:
        while not stop.is_set():
            for part in parts:
                _keep_running(part, ours)
            stop.wait(0.1)
    finally:
        for part in parts:
            if part.process is not None:
                part.process.send_signal(signal.SIGTERM)
        os.close(theirs)
        os.close(ours)
        _wait_for(parts)


def _keep_running(part: _Part, pipe: int) -> None:
    """Start a part if it does not run; one that falls over at once waits a little longer each time."""
    now_s = time.monotonic()
    if part.process is not None and part.process.poll() is not None:
        _LOG.error("%s ended with status %s: it is started again", part.words[0], part.process.returncode)
        part.falls = 0 if now_s - part.started_s > _CALM_S else part.falls + 1
        part.next_s = now_s + _PAUSES_S[min(part.falls, len(_PAUSES_S) - 1)]
        part.process = None
    if part.process is None and now_s >= part.next_s:
        part.started_s = now_s
        paths = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        part.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "autograder.desk.part", str(pipe), *part.words],
            pass_fds=(pipe, *part.handles),
            env=os.environ | {"PYTHONPATH": paths},
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # an interrupt from the terminal reaches this process alone
        )


def _wait_for(parts: Sequence[_Part]) -> None:
    end_s = time.monotonic() + _GOODBYE_S
    for part in parts:
        if part.process is not None:
            try:
                part.process.wait(max(0.1, end_s - time.monotonic()))
            except subprocess.TimeoutExpired:
                part.process.kill()
                part.process.wait()
