"""Attempts come back one at a time, up to a number, whatever the clock does."""

from __future__ import annotations

import pytest

from autograder.desk.bucket import Bucket
from autograder.desk.settings import DeskSettings

THREE = DeskSettings(attempts=3, minutes_per_attempt=10)


def test_a_bucket_says_how_many_are_left_and_when_the_next_one_comes() -> None:
    """Three at first; two used at once leave one, and the next comes after ten minutes."""
    bucket = Bucket.full(THREE, 1000.0)
    assert (bucket.left, bucket.next_s) == (3, None)
    bucket = bucket.take().take()
    assert (bucket.left, bucket.next_s) == (1, 1600.0)
    later = bucket.at(1599.0)
    assert (later.left, later.next_s) == (1, pytest.approx(1600.0))
    assert bucket.at(1600.0).left == 2
    assert bucket.at(99_999.0).left == 3


def test_a_clock_that_jumps_takes_nothing_away() -> None:
    """Set back by a day, an attempt that was there is there, and the next one is ten minutes away and no day."""
    bucket = Bucket.full(THREE, 90_000.0).take().take().at(1000.0)
    assert bucket.left == 1
    assert bucket.next_s == 1600.0


def test_an_attempt_that_was_used_in_vain_comes_back() -> None:
    """It comes back at once, and never makes more than there can be."""
    bucket = Bucket.full(THREE, 0.0)
    assert bucket.take().give_back() == bucket
    assert bucket.give_back() == bucket
