"""The trusted end of a socket to student code: requests out, values in, limits of time and memory kept from outside."""

from __future__ import annotations

import array
import contextlib
import fcntl
import itertools
import os
import secrets
import select
import signal
import socket
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from autograder.errors import StudentCrashed, StudentTimedOut
from autograder.sandbox import wire
from autograder.sandbox.clock import Clock, Waiting
from autograder.sandbox.memory import Memory

__all__ = ["AnsweredTwice", "Channel", "NotHeard", "Unread"]

_SLICE_S = 0.1
_READ_BYTES = 1 << 16
_ENDING_S = 1.0
_NUMBERS = itertools.count(1)
_Part = TypeVar("_Part", bytes, int)


class AnsweredTwice(StudentCrashed):
    """The question before this one was answered once more: it is to blame, and this one was not heard."""


class NotHeard(StudentTimedOut):
    """The process was still busy with the question before this one, which it had answered: this one was not heard."""


@dataclass(frozen=True)
class Unread:
    """Replies to `count` requests that nobody has looked at yet. `before` is the nonce of the frame before theirs."""

    nonce: str
    count: int
    header: bytes
    blob: bytes | memoryview
    before: str = ""

    def read(self, own: Callable[[wire.Handle], Any] | None = None) -> list[dict[str, Any]]:
        """Return the replies, each handle as `own` makes it; `StudentCrashed` if they are none."""
        try:
            answered, *replies = wire.decode(self.header, self.blob, resolve=own) or [None]
        except wire.WireError as error:
            raise _not_a_reply(error) from None
        is_answer = type(answered) is str and answered == self.nonce
        if not is_answer or len(replies) != self.count or any(type(reply) is not dict for reply in replies):
            kind = AnsweredTwice if type(answered) is str and answered == self.before else StudentCrashed
            raise kind("the process sent a reply that nobody asked for / 进程发来了没有人要的回答")
        return replies


def _not_a_reply(error: wire.WireError) -> StudentCrashed:
    return StudentCrashed(f"the process sent what is not a reply ({error})")


class Channel:
    """A socket to a process of student code. Objects that stay there have this channel's `number` in their handles.

    `pid` is the process that answers, `memory` what it and those around it may use.
    """

    def __init__(self, end: socket.socket, *, pid: int, memory: Memory) -> None:
        self.number = next(_NUMBERS)
        self.is_alive = True
        self.pid = pid
        self.used_s = 0.0
        self._end = end
        self._memory = memory
        self._last_nonce = ""
        self._waiting = Waiting(pid)
        end.setblocking(False)
        self._readable, self._writable = select.poll(), select.poll()
        self._readable.register(end, select.POLLIN)
        self._writable.register(end, select.POLLOUT)
        self._unread = bytearray()  # what came with an earlier part: of this reply, or one that nobody asked for

    @property
    def seen_mib(self) -> float:
        """The most memory that it was seen to have."""
        return self._memory.seen_mib

    def ask(self, request: dict[str, Any], limit_s: float) -> dict[str, Any]:
        """Send a request and return the reply.

        Raises `StudentTimedOut` after `limit_s` seconds and `StudentCrashed` if the process dies, uses too much
        memory or sends what is not a reply; the process is dead then. `NotHeard` and `AnsweredTwice` are the two that
        the request before this one is to blame for. `used_s` grows by the seconds that count.
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
        return self._read(self._exchange(nonce, frame, len(requests), limit_s))

    def ask_encoded(self, requests: wire.Encoded, limit_s: float) -> Unread:
        """Send requests in one go and return their replies as they came, to be read when they are wanted.

        Raises as `ask` does, but for what is in the replies.
        """
        nonce = secrets.token_hex(8)
        return self._exchange(nonce, requests.behind(nonce), requests.count, limit_s)

    def _exchange(
        self, nonce: str, frame: bytes, count: int, limit_s: float, descriptors: Sequence[int] = ()
    ) -> Unread:
        before, self._last_nonce = self._last_nonce, nonce
        clock = self._clock(limit_s)
        try:
            self._send(frame, clock, descriptors)
            header, blob = wire.frame_sizes(self._receive(wire.PREFIX.size, clock))
            data = self._receive(header + blob, clock)
        except wire.WireError as error:
            self.kill()
            raise _not_a_reply(error) from None
        finally:
            self.used_s += clock.stop()
        return Unread(nonce, count, bytes(data[:header]), memoryview(data)[header:], before)

    def _clock(self, limit_s: float) -> Clock:
        return Clock(self._waiting, limit_s, self.is_alone)

    def _read(self, replies: Unread) -> list[dict[str, Any]]:
        """Return what came back; a process that sent anything else is ended."""
        try:
            return replies.read(self._own)
        except StudentCrashed:
            self.kill()
            raise

    def _own(self, handle: wire.Handle) -> wire.Handle:
        handle.origin = self.number
        return handle

    def _send(self, frame: bytes, clock: Clock, descriptors: Sequence[int] = ()) -> None:
        view = memoryview(frame)
        while view:
            try:
                sent = socket.send_fds(self._end, [view], descriptors) if descriptors else self._end.send(view)
                view, descriptors = view[sent:], ()
            except BlockingIOError:
                self._wait(self._writable, clock)
            except OSError:
                self._died()

    def _receive(self, size: int, clock: Clock) -> bytearray:
        """Return the next bytes, so many. What is large is read into its place, and not copied once more."""
        if size - len(self._unread) <= _READ_BYTES:
            parts = self._parts(lambda: self._end.recv(_READ_BYTES), clock)
            while len(self._unread) < size:
                self._unread += next(parts)
            data = self._unread[:size]
            del self._unread[:size]
            return data
        data, count = bytearray(size), len(self._unread)
        data[:count] = self._unread
        self._unread.clear()
        room = memoryview(data)
        counts = self._parts(lambda: self._end.recv_into(room[count:]), clock)
        while count < size:
            count += next(counts)
        return data

    def _parts(self, read: Callable[[], _Part], clock: Clock) -> Iterator[_Part]:
        """Yield what is read, each time that there is something, watching memory and time."""
        watched_s = time.monotonic()
        while True:
            # Bytes that come all the time, however few, must not keep the deadline from being looked at.
            if time.monotonic() - watched_s > _SLICE_S:
                watched_s = time.monotonic()
                self._watch(clock)
            self._wait(self._readable, clock)
            try:
                part = read()
            except BlockingIOError:
                continue
            except OSError:
                self._died()
            if not part:
                self._died()
            yield part

    def _wait(self, poll: select.poll, clock: Clock) -> None:
        """Wait until the channel is ready, watching memory and time."""
        while not poll.poll(_SLICE_S * 1000):
            self._watch(clock)

    def _watch(self, clock: Clock) -> None:
        """End a process that uses too much memory or time; raise what it is then."""
        if self._memory.is_over():
            self.kill()
            raise StudentCrashed(f"more than {self._memory.limit_mib} MiB of memory were used / 内存用量超过上限")
        if clock.tick():
            kind = NotHeard if self._is_unread() else StudentTimedOut
            self.kill()
            raise kind(f"no result after {clock.limit_s:g} s / {clock.limit_s:g} 秒内没有结果")

    def _is_unread(self) -> bool:
        """Whether something that was sent still waits for the process to read it."""
        count = array.array("i", [0])
        fcntl.ioctl(self._end, termios.TIOCOUTQ, count)
        return count[0] > 0

    def is_alone(self) -> bool:
        """Whether nothing that the student has started runs beside the process."""
        raise NotImplementedError

    def _died(self) -> NoReturn:
        """End the process, whose socket is closed; raise `StudentCrashed` with what is known of its end.

        It says the same whether a process that only closed its socket went on until it was killed here or not.
        """
        is_at_end = self._is_ending()
        status = self.kill() & 0xFFFF  # what a copy's end is said to be comes from student code
        if not is_at_end or (os.WIFEXITED(status) and os.WEXITSTATUS(status) == wire.GIVEN_UP):
            raise StudentCrashed("the process closed its connection / 进程关闭了自己的连接")
        raise StudentCrashed(_describe_end(status))

    def _is_ending(self) -> bool:
        """Whether the process ends by itself within a moment."""
        try:
            handle = os.pidfd_open(self.pid)
        except OSError:
            return True
        try:
            ended = select.poll()
            ended.register(handle, select.POLLIN)
            return bool(ended.poll(_ENDING_S * 1000))
        finally:
            os.close(handle)

    def kill(self) -> int:
        """End the process; return its wait status."""
        raise NotImplementedError

    def _close(self) -> None:
        """Close what is open on this side."""
        self._end.close()
        self._waiting.close()


def _describe_end(status: int) -> str:
    if os.WIFSIGNALED(status):
        with contextlib.suppress(ValueError):
            return f"the process was killed by {signal.Signals(os.WTERMSIG(status)).name} / 进程被信号终止"
    return f"the process ended with exit status {os.WEXITSTATUS(status)} / 进程提前退出"
