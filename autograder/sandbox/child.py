"""The trusted end of one child: requests out, values in, deadlines and limits kept from outside."""

from __future__ import annotations

import array
import contextlib
import fcntl
import os
import secrets
import select
import signal
import socket
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from autograder.errors import SandboxError, StudentCrashed, StudentTimedOut
from autograder.sandbox import wire

__all__ = ["AnsweredTwice", "Child", "NotHeard"]

_SLICE_S = 0.1
_READ_BYTES = 1 << 16
_STARVED_FACTOR = 5
_START_S = 30.0
_TICK = os.sysconf("SC_CLK_TCK")


class AnsweredTwice(StudentCrashed):
    """The question before this one was answered once more: it is to blame, and this one was not heard."""


class NotHeard(StudentTimedOut):
    """The process was still busy with the question before this one, which it had answered: this one was not heard."""


class Child:
    """A forked student process and the socket to it."""

    def __init__(
        self,
        channel: socket.socket,
        pidfd: int,
        reap: Callable[[], int],
        *,
        is_group: bool,
        memory_mib: int,
        words: Callable[[], str],
    ) -> None:
        self._channel = channel
        self._pidfd = pidfd
        self._reap = reap
        self._is_group = is_group
        self._memory_mib = memory_mib
        self._last_nonce = ""
        self.is_alive = True
        self.pid = _host_pid(pidfd)
        channel.setblocking(False)
        self._readable, self._writable = select.poll(), select.poll()
        self._readable.register(channel, select.POLLIN)
        self._writable.register(channel, select.POLLOUT)
        self._unread = bytearray()  # what came with an earlier part: of this reply, or one that nobody asked for
        try:
            ready = self._receive(1, time.monotonic() + _START_S, _START_S)
        except (StudentCrashed, StudentTimedOut) as error:
            raise SandboxError(f"a child could not start ({error}){words()}", hint="run `autograder doctor`") from None
        if ready != b"R":
            self.kill()
            raise SandboxError("a child could not start: it did not say that it is ready")

    def ask(self, request: dict[str, Any], limit_s: float) -> dict[str, Any]:
        """Send a request and return the reply.

        Raises `StudentTimedOut` after `limit_s` seconds and `StudentCrashed` if the process dies, uses too much
        memory or sends what is not a reply; the child is dead then. `NotHeard` and `AnsweredTwice` are the two that the
        request before this one is to blame for.
        """
        return self.ask_all([request], limit_s)[0]

    def ask_all(self, requests: Sequence[dict[str, Any]], limit_s: float) -> list[dict[str, Any]]:
        """Send requests in one go and return the replies in their order; `limit_s` is for all of them.

        Where one frame does not hold them, they are asked one after the other, and each has `limit_s` to itself.

        The process may look at a later request before it answers an earlier one. Raises as `ask` does; the replies that
        came before are lost then.
        """
        nonce = secrets.token_hex(8)
        try:
            frame = wire.encode(nonce, *requests)
        except wire.WireError:
            if len(requests) == 1:
                raise
            return [self.ask(request, limit_s) for request in requests]  # too much for one frame
        deadline = time.monotonic() + limit_s
        self._send(frame, deadline, limit_s)
        return self._replies(nonce, len(requests), deadline, limit_s)

    def _replies(self, nonce: str, count: int, deadline: float, limit_s: float) -> list[dict[str, Any]]:
        before, self._last_nonce = self._last_nonce, nonce
        try:
            header, blob = wire.frame_sizes(self._receive(wire.PREFIX.size, deadline, limit_s))
            data = self._receive(header + blob, deadline, limit_s)
            answered, *replies = wire.decode(data[:header], memoryview(data)[header:]) or [None]
        except wire.WireError as error:
            self.kill()
            raise StudentCrashed(f"the process sent what is not a reply ({error})") from None
        is_answer = type(answered) is str and answered == nonce
        if not is_answer or len(replies) != count or any(type(reply) is not dict for reply in replies):
            self.kill()
            kind = AnsweredTwice if type(answered) is str and answered == before else StudentCrashed
            raise kind("the process sent a reply that nobody asked for / 进程发来了没有人要的回答")
        return replies

    def _send(self, frame: bytes, deadline: float, limit_s: float) -> None:
        view = memoryview(frame)
        while view:
            try:
                view = view[self._channel.send(view) :]
            except BlockingIOError:
                self._wait(self._writable, deadline, limit_s)
            except OSError:
                self._died()

    def _receive(self, size: int, deadline: float, limit_s: float) -> bytes:
        watched = time.monotonic()
        while len(self._unread) < size:
            # Bytes that come all the time, however few, must not keep the deadline from being looked at.
            if time.monotonic() - watched > _SLICE_S:
                watched = time.monotonic()
                self._watch(deadline, limit_s)
            self._wait(self._readable, deadline, limit_s)
            try:
                part = self._channel.recv(max(_READ_BYTES, min(size - len(self._unread), 1 << 20)))
            except BlockingIOError:
                continue
            except OSError:
                part = b""
            if not part:
                self._died()
            self._unread += part
        data = bytes(self._unread[:size])
        del self._unread[:size]
        return data

    def _wait(self, poll: select.poll, deadline: float, limit_s: float) -> None:
        """Wait until the channel is ready, watching memory and time. A child that got no processor is waited for."""
        while not poll.poll(_SLICE_S * 1000):
            self._watch(deadline, limit_s)

    def _watch(self, deadline: float, limit_s: float) -> None:
        """Kill a child that uses too much memory or time; raise what it is then."""
        if _tree_memory_mib(self.pid) > self._memory_mib:
            self.kill()
            raise StudentCrashed(f"more than {self._memory_mib} MiB of memory were used / 内存用量超过上限")
        now = time.monotonic()
        if now > deadline and not (now < deadline + limit_s * _STARVED_FACTOR and self._is_starved(limit_s)):
            kind = NotHeard if self._is_unread() else StudentTimedOut
            self.kill()
            raise kind(f"no result after {limit_s:g} s / {limit_s:g} 秒内没有结果")

    def _is_unread(self) -> bool:
        """Whether something that was sent still waits for the process to read it."""
        count = array.array("i", [0])
        fcntl.ioctl(self._channel, termios.TIOCOUTQ, count)
        return count[0] > 0

    def _is_starved(self, limit_s: float) -> bool:
        """Whether the child wants to run and has had little processor time in all."""
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
            return fields[0] == "R" and (int(fields[11]) + int(fields[12])) / _TICK < limit_s / 2
        return False

    def _died(self) -> None:
        status = self.kill()
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            with contextlib.suppress(ValueError):
                raise StudentCrashed(f"the process was killed by {signal.Signals(number).name} / 进程被信号终止")
        raise StudentCrashed(f"the process ended with exit status {os.waitstatus_to_exitcode(status)} / 进程提前退出")

    def kill(self) -> int:
        """Kill the child with all that it started; return its wait status."""
        if not self.is_alive:
            return 0
        self.is_alive = False
        if self._is_group and self.pid > 0:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        self._channel.close()
        os.close(self._pidfd)
        return self._reap()


def _host_pid(pidfd: int) -> int:
    """Return the number of a process as this process sees it."""
    for line in Path(f"/proc/self/fdinfo/{pidfd}").read_text().splitlines():
        if line.startswith("Pid:"):
            return int(line.split()[1])
    raise SandboxError("the kernel does not say which process a pidfd stands for")


def _tree_memory_mib(root: int) -> float:
    """Return the resident memory of a process and all below it, in MiB, shared pages counted once per process.

    Pages of files are not counted, but those of shared anonymous mappings are: nothing else bounds their sum.
    """
    total, waiting, seen = 0, [root], 0
    while waiting and seen < 4096:
        pid = waiting.pop()
        seen += 1
        with contextlib.suppress(OSError, ValueError, IndexError):
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith(("RssAnon:", "RssShmem:")):
                    total += int(line.split()[1])
            for task in os.listdir(f"/proc/{pid}/task"):
                waiting += map(int, Path(f"/proc/{pid}/task/{task}/children").read_text().split())
    return total / 1024
