"""What a worker is asked to do, by name, so that whoever asks need not load torch."""

from __future__ import annotations

import contextlib
import os
import threading
import traceback
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.errors import CourseError
from autograder.grading.failures import describe_exception
from autograder.grading.work import Chunk, GradedNotebook
from autograder.sandbox import Limits

__all__ = ["ChunkFailure", "grade_chunk", "prepare_worker", "try_chunk", "try_chunk_within"]


@dataclass(frozen=True)
class ChunkFailure:
    """A chunk that was not graded: the reason in one line, with type, file and line, and the whole traceback."""

    reason: str
    trace: str


def grade_chunk(chunk: Chunk) -> list[GradedNotebook]:
    """Grade the notebooks of a chunk; one result each, in the same order."""
    from autograder.grading import worker

    return worker.grade_chunk(chunk)


def try_chunk(chunk: Chunk) -> list[GradedNotebook] | ChunkFailure:
    """Grade a chunk. An exception is an answer as well; only a `CourseError`, which concerns everybody, is raised."""
    try:
        return grade_chunk(chunk)
    except CourseError:
        raise
    except BaseException as error:  # an exit or a pytest outcome too ends this chunk alone
        failure = ChunkFailure(describe_exception(error), "".join(traceback.format_exception(error)))
    with contextlib.suppress(Exception):  # whatever state the jail was left in: the next chunk gets a new one
        _close_jails()
    return failure


def _close_jails() -> None:
    from autograder.grading import worker

    worker.close_warm_processes()


def try_chunk_within(chunk: Chunk, limit_s: float) -> list[GradedNotebook] | ChunkFailure:
    """Do the same; a process that is not done after `limit_s` seconds ends itself. For whom no parent can kill."""
    timer = threading.Timer(limit_s, os._exit, [1])
    timer.daemon = True
    timer.start()
    try:
        return try_chunk(chunk)
    finally:
        timer.cancel()


def prepare_worker(runner: str, limits: Sequence[Limits]) -> None:
    """Start what a worker needs before its first chunk, of a lesson whose notebooks may use this."""
    from autograder.grading import worker

    worker.prepare(runner, limits)
