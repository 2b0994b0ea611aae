"""How many warm processes a worker keeps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.grading import Chunk, grade_chunk, worker
from autograder.sandbox import Limits, WarmProcess

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[tuple[str, Limits], WarmProcess]]:
    found: dict[tuple[str, Limits], WarmProcess] = {}
    monkeypatch.setattr(worker, "_WARM", found)
    yield found
    worker.close_warm_processes()


def test_what_was_not_used_for_long_ends_before_the_next_chunk(kept: dict[tuple[str, Limits], WarmProcess]) -> None:
    """A lesson may bring limits of its own, and a worker of a desk meets many lessons; within a chunk none ends."""
    limits = [Limits(open_files=100 + number) for number in range(11)]
    first = worker.find_warm("bare", limits[0])
    first.launch()
    process = first._process
    assert process is not None
    for one in limits[1:]:
        worker.find_warm("bare", one)
    again = worker.find_warm("bare", limits[1])
    assert len(kept) == 11
    grade_chunk(Chunk(ROOT, "lesson09", "bare", ()))
    assert process.poll() is not None
    assert [key[1] for key in kept][:8] == [*limits[4:], limits[1]]  # behind them is what the chunk itself needs
    assert list(kept.values())[7] is again
    assert len(kept) <= 9


def test_one_that_takes_the_place_of_another_ends_it(kept: dict[tuple[str, Limits], WarmProcess]) -> None:
    before, after = WarmProcess("bare"), WarmProcess("bare")
    before.launch()
    process = before._process
    assert process is not None
    worker.keep_warm(before)
    worker.keep_warm(before)
    assert process.poll() is None
    worker.keep_warm(after)
    assert process.poll() is not None
    assert list(kept.values()) == [after]


def test_a_worker_that_is_ready_is_made_ready_again(kept: dict[tuple[str, Limits], WarmProcess]) -> None:
    """A run that finds a worker of the run before starts no second process beside the one that is there."""
    worker.prepare("bare")
    [warm] = kept.values()
    process = warm._process
    worker.prepare("bare")
    assert list(kept.values()) == [warm]
    assert warm._process is process
    assert process is not None
    assert process.poll() is None
