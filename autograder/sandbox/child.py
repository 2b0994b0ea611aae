"""A child that the warm process forked, and the copies that are forked from it once its cells have run."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
from collections.abc import Callable
from pathlib import Path

from autograder.errors import SandboxError, StudentCrashed, StudentError, StudentTimedOut
from autograder.sandbox import wire
from autograder.sandbox.channel import Channel
from autograder.sandbox.clock import is_single, read_children
from autograder.sandbox.memory import Memory

__all__ = ["Child", "Copy"]

_START_S = 30.0
_COPY_S = 3.0
_DISK = "/tmp"  # in a jail each child has its own


class Child(Channel):
    """A forked student process: the first of its namespaces, so that all it started dies with it."""

    def __init__(
        self,
        end: socket.socket,
        pidfd: int,
        reap: Callable[[], int],
        *,
        is_group: bool,
        memory_mib: int,
        words: Callable[[], str],
    ) -> None:
        pid = _host_pid(pidfd)
        super().__init__(end, pid=pid, memory=Memory(pid, memory_mib))
        self._pidfd = pidfd
        self._reap = reap
        self._is_group = is_group
        self._copies = 0
        try:
            ready = self._receive(1, self._clock(_START_S))
        except (StudentCrashed, StudentTimedOut) as error:
            raise SandboxError(f"a child could not start ({error}){words()}", hint="run `autograder doctor`") from None
        if ready != b"R":
            self.kill()
            raise SandboxError("a child could not start: it did not say that it is ready")

    @property
    def is_single(self) -> bool:
        """Whether it has one thread and has started nothing that is left: a copy of it is whole then."""
        return is_single(self.pid, self._copies)

    def look(self) -> float:
        """See how much memory it has, which `seen_mib` keeps; return how many MiB are on its disk.

        That is 0 where it has no disk of its own, or where nobody outside may look at it.
        """
        self._memory.is_over()
        with contextlib.suppress(OSError):
            folder = f"/proc/{self.pid}/root{_DISK}"
            if os.stat(folder).st_dev != os.stat(_DISK).st_dev:
                disk = os.statvfs(folder)
                return (disk.f_blocks - disk.f_bfree) * disk.f_frsize / 2**20
        return 0.0

    def is_alone(self) -> bool:
        return self.is_single and all(is_single(pid) for pid in _children(self.pid))

    def copy(self) -> Copy:
        """Return a fork of the child as it is now. Raises as `ask` does."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        nonce = secrets.token_hex(8)
        try:
            with theirs:
                request = wire.encode(nonce, {"op": "copy"})
                reply = self._read(self._exchange(nonce, request, 1, _COPY_S, [theirs.fileno()]))[0]
            if type(reply.get("pid")) is not int:
                raise StudentCrashed("the process cannot be copied / 进程无法复制")
        except StudentError:
            ours.close()
            raise
        self._copies += 1
        return Copy(ours, self, reply["pid"])

    def end(self, copy: object) -> int:
        """Kill a copy by the number that the child gave it; return its wait status. The child dies if it does not."""
        try:
            status = self.ask({"op": "end", "pid": copy}, _COPY_S).get("status")
        except StudentError:
            return 0
        self._copies -= 1
        return status if type(status) is int else 0

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
        self._close()
        os.close(self._pidfd)
        return self._reap()


class Copy(Channel):
    """A fork of a child. What it does, the child and its other copies do not see in their own memory."""

    def __init__(self, end: socket.socket, child: Child, number: object) -> None:
        super().__init__(end, pid=_newest_child(child.pid), memory=child._memory)
        self._child = child
        self._copy = number

    @property
    def is_single(self) -> bool:
        """Whether it has one thread and has started nothing that is left."""
        return is_single(self.pid)

    def is_alone(self) -> bool:
        return self._child.is_alone()  # what a copy leaves behind becomes the child's

    def kill(self) -> int:
        """End the copy; return its wait status as the child tells it, 0 where it cannot.

        The seconds that the child takes for it are the copy's.
        """
        if not self.is_alive:
            return 0
        self.is_alive = False
        self._close()
        before_s = self._child.used_s
        status = self._child.end(self._copy) if self._child.is_alive else 0
        self.used_s += self._child.used_s - before_s
        return status


def _newest_child(pid: int) -> int:
    """Return the process that another one forked last, that one itself where there is none."""
    return [pid, *_children(pid)][-1]


def _children(pid: int) -> list[int]:
    """Return the processes that another one forked or that were left to it, in that order."""
    try:
        return read_children(pid, pid)
    except OSError:
        return []


def _host_pid(pidfd: int) -> int:
    """Return the number of a process as this process sees it."""
    for line in Path(f"/proc/self/fdinfo/{pidfd}").read_text().splitlines():
        if line.startswith("Pid:"):
            return int(line.split()[1])
    raise SandboxError("the kernel does not say which process a pidfd stands for")
