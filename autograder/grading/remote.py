"""What a worker is asked to do, by name, so that whoever asks need not load torch."""

from __future__ import annotations

from autograder.grading.work import Chunk, GradedNotebook

__all__ = ["grade_chunk", "prepare_worker"]


def grade_chunk(chunk: Chunk) -> list[GradedNotebook]:
    """Grade the notebooks of a chunk; one result each, in the same order."""
    from autograder.grading import worker

    return worker.grade_chunk(chunk)


def prepare_worker(runner: str) -> None:
    """Start what a worker needs before its first chunk."""
    from autograder.grading import worker

    worker.prepare(runner)
