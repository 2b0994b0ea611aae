"""What test_run_ends has worker processes do: end in every way, and answer what cannot be read."""

from __future__ import annotations

import functools
import os
import signal
import sys
import time
from collections.abc import Callable

from autograder.errors import CourseError
from autograder.grading import remote
from autograder.grading.remote import ChunkFailure
from autograder.grading.work import Chunk, GradedNotebook
from autograder.records import NotebookGrade

LARGE = 1 << 20  # bytes: many times what a pipe holds


def answer(size: int) -> bytes:
    """Answer as one should."""
    return bytes(size)


def leave(status: int) -> None:
    """End without an answer, as a library does that calls exit()."""
    os._exit(status)


def kill() -> None:
    """End as the kernel ends a process when memory is short."""
    os.kill(os.getpid(), signal.SIGKILL)


def end_in_an_answer(name: str) -> None:
    """Get a signal when the head and a part of an answer are written."""
    frame = sys._getframe()
    while "pipe" not in frame.f_locals:
        assert frame.f_back is not None
        frame = frame.f_back
    os.write(frame.f_locals["pipe"].fileno(), LARGE.to_bytes(4, "big") + b"x" * 1000)
    os.kill(os.getpid(), signal.Signals[name])


def stop() -> None:
    """Be stopped, as by a debugger: neither an answer nor an end."""
    os.kill(os.getpid(), signal.SIGSTOP)


def start_badly(_pipe: object, _processor: object) -> None:
    """In place of what a worker process does: end before the first call."""
    os._exit(7)


class _Unreadable:
    def __reduce__(self) -> tuple[type[int], tuple[str]]:
        return int, ("no number",)


def answer_unreadably() -> _Unreadable:
    """Answer what can be packed, and not unpacked."""
    return _Unreadable()


class Unsendable(Exception):
    """An exception that cannot be packed."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = lambda: word


class Own(BaseException):
    """No Exception: most code lets it through."""


def fail(kind: type[BaseException]) -> None:
    """Raise something."""
    raise kind("as told")


def try_chunk(chunk: Chunk) -> list[GradedNotebook] | ChunkFailure:
    """Do what a worker does with a chunk, but for the grading itself."""
    remote.grade_chunk = grade_chunk
    return remote.try_chunk(chunk)


def grade_chunk(chunk: Chunk) -> list[GradedNotebook]:
    """Grade a chunk by the word that is in each file; it may be fatal to the whole chunk."""
    results = []
    for work in chunk.work:
        word = work.data.decode()
        if word in FATES:
            FATES[word]()
        grade = NotebookGrade(work.notebook, work.key, work.file, work.digest, chunk.runner, {})
        results.append(GradedNotebook(work.student, grade, word))
    return results[:-1] if any(work.data == b"forget" for work in chunk.work) else results


def try_chunk_by_name(chunk: Chunk, limit_s: float) -> list[GradedNotebook] | ChunkFailure:
    """In a cluster: one student ends the worker, another one keeps it busy for too long, all others are graded."""
    students = {work.student for work in chunk.work}
    if "sample-03" in students:
        kill()
    if "sample-05" in students:
        remote.grade_chunk = sleep
        return remote.try_chunk_within(chunk, 0.3)
    remote.grade_chunk = grade_chunk
    return remote.try_chunk_within(chunk, limit_s)


def sleep(_chunk: Chunk) -> list[GradedNotebook]:
    """Take longer than anybody waits."""
    time.sleep(60)
    return []


FATES: dict[str, Callable[[], object]] = {
    "kill": kill,
    "leave": functools.partial(leave, 3),
    "die in an answer": functools.partial(end_in_an_answer, "SIGKILL"),
    "stop": stop,
    "stop in an answer": functools.partial(end_in_an_answer, "SIGSTOP"),
    "raise": functools.partial(fail, ValueError),
    "recurse": functools.partial(fail, RecursionError),
    "exit": functools.partial(fail, SystemExit),
    "own": functools.partial(fail, Own),
    "course": functools.partial(fail, CourseError),
    "unsendable": functools.partial(fail, Unsendable),
}
