"""One worker process of this machine: how it is started, called, and ended; and what it does on its own side.

This side keeps no copy of the process's end of the pipe. When the process ends, in the middle of a message too, whoever
waits for it sees the end of the pipe: to kill it is to unblock everything.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from multiprocessing import connection, forkserver, get_context, parent_process, resource_tracker
from typing import Any, NamedTuple

from autograder.errors import WorkerLost
from autograder.sandbox import use_processor

__all__ = ["Call", "WorkerProcess", "start_forkserver"]

_CONTEXT = get_context("forkserver")
_SAFE_PATH = "PYTHONSAFEPATH"
_ENVIRONMENT = {_SAFE_PATH: "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_READY_S = 120.0
_LOCK = threading.Lock()


class Call(NamedTuple):
    """What is called in a worker."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


def start_forkserver() -> None:
    """Start the process that workers are forked from, if it does not run yet.

    It loads what they need while the command itself is still loading. An interrupt from the terminal does not reach
    it, and it imports nothing from the folder where the command was started. Its packages start no threads for sums:
    they would wait for work that never comes, and take a processor from students meanwhile.
    """
    resource_tracker.ensure_running()
    forkserver.set_forkserver_preload(["autograder.grading.preload"])
    before = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        os.environ.update(_ENVIRONMENT)
        forkserver.ensure_running()
    finally:
        for name in _ENVIRONMENT:
            os.environ.pop(name)
        os.environ.update(before)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


class WorkerProcess:
    """A worker process that is ready for its first call. `WorkerLost` if it cannot be started.

    Its notebooks run on this processor, or on any.
    """

    def __init__(self, processor: int | None = None) -> None:
        self._pipe, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(theirs, processor))
        self._handle = -1  # names this process and never another one, however soon its number is used again
        self._handle_lock = threading.Lock()
        self._limit_s = 0.0  # the one that it was killed for
        try:
            with _LOCK, theirs:
                start_forkserver()
                self._process.start()
            self._handle = os.pidfd_open(self._process.pid or 0)
        except (OSError, EOFError) as error:
            self._pipe.close()
            raise WorkerLost(f"no worker process could be started ({type(error).__name__}: {error})") from None

    def wait_until_ready(self) -> None:
        """Wait until it can be called; `WorkerLost` if it ends before."""
        with self._limit(_READY_S):
            self._receive()

    @property
    def is_alive(self) -> bool:
        """Whether the process has not ended yet."""
        return not self._wait(0)

    def _wait(self, limit_s: float) -> bool:
        """Wait until the process has ended; return whether it has."""
        return bool(connection.wait([self._handle], limit_s))

    def _read_status(self) -> int | None:
        """Return how the process ended: the fork server tells it once, and every start of a process asks for it."""
        self._wait(5)
        with _LOCK:
            self._process.join(1)
            return self._process.exitcode

    def call(self, call: Call, limit_s: float | None) -> Any:
        """Return what the call returns or raise what it raises; `WorkerLost` if the process ends before.

        After `limit_s` seconds it is killed.
        """
        message = pickle.dumps(call)
        with self._limit(limit_s):
            try:
                self._pipe.send_bytes(message)
            except OSError:
                raise WorkerLost(self._last_words()) from None
            answer = self._receive()
        is_returned, value = pickle.loads(answer)  # noqa: S301 - from our own process
        if not is_returned:
            raise value
        return value

    def _receive(self) -> bytes:
        try:
            return self._pipe.recv_bytes()
        except (OSError, EOFError):
            raise WorkerLost(self._last_words()) from None

    @contextlib.contextmanager
    def _limit(self, limit_s: float | None) -> Iterator[None]:
        if limit_s is None:
            yield
            return
        timer = threading.Timer(limit_s, self._kill_for, [limit_s])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _kill_for(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self.kill()

    def _last_words(self) -> str:
        """Return how the process ended."""
        status = self._read_status()
        if self._limit_s:
            return f"its worker process was killed: no result after {self._limit_s:g} s"
        if status is not None and status < 0:
            return f"its worker process was killed by {_name_signal(-status)}"
        return f"its worker process ended early, with status {status}"

    def kill(self) -> None:
        """Kill the process, whatever it does."""
        with self._handle_lock:
            if self._handle >= 0:
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def end(self, patience_s: float = 0.0) -> None:
        """Let the process end by itself within some seconds, kill it otherwise, and close what belongs to it."""
        self._pipe.close()
        self._wait(patience_s)
        self.kill()
        self._read_status()
        with self._handle_lock:
            os.close(self._handle)
            self._handle = -1


def _name_signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


# --- in the worker process ---


def _serve(pipe: connection.Connection, processor: int | None) -> None:
    """Answer calls until the other end is closed.

    An interrupt from the terminal reaches every process: the run alone decides what to do about it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    os.environ.pop(_SAFE_PATH, None)
    use_processor(processor)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    pipe.send_bytes(b"ready")
    while True:
        try:
            message = pipe.recv_bytes()
        except (OSError, EOFError):
            return
        pipe.send_bytes(_answer(message))


def _end_with_parent() -> None:
    """End when the run does, however it ends."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _answer(message: bytes) -> bytes:
    """Return whether the call returned, and what it returned or raised."""
    try:
        function, args, kwargs = pickle.loads(message)  # noqa: S301 - from our own process
        return pickle.dumps((True, function(*args, **kwargs)))
    except BaseException as error:  # SystemExit too is an answer, and ends nothing here
        return _pack(error)


def _pack(error: BaseException) -> bytes:
    """Return an exception as an answer; one that cannot travel as it is becomes a RuntimeError that says the same."""
    text = "".join(traceback.format_exception(error))
    with contextlib.suppress(Exception):  # whatever its own methods do
        error.add_note(text)
        answer = pickle.dumps((False, error))
        if isinstance(pickle.loads(answer)[1], Exception):  # noqa: S301 - our own
            return answer
    plain = RuntimeError(f"{type(error).__name__}: {error}")
    plain.add_note(text)
    return pickle.dumps((False, plain))
