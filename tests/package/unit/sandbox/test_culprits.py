"""Who is to blame for the end of a process: the cell that ran, the one before it, or nobody until the next run."""

from __future__ import annotations

import pytest

from autograder.errors import StudentCrashed, StudentError, StudentTimedOut
from autograder.sandbox.channel import AnsweredTwice, NotHeard
from autograder.sandbox.culprits import Culprits


def test_a_cell_that_does_not_come_back_is_to_blame() -> None:
    """At once, whatever ran before it."""
    culprits, error = Culprits(), StudentTimedOut("no result")
    assert culprits.blame(error, 4, 2, is_asked=True) == 4
    assert culprits.errors == {4: error}


@pytest.mark.parametrize("error", [AnsweredTwice("twice"), NotHeard("busy")])
def test_a_process_busy_with_the_cell_before_blames_that_cell(error: StudentError) -> None:
    """The first cell has none before it and is to blame itself."""
    assert Culprits().blame(error, 4, 2, is_asked=True) == 2
    assert Culprits().blame(error, 4, None, is_asked=True) == 4


def test_a_cell_in_which_the_process_dies_is_suspected_first() -> None:
    """In the next run it is to blame if the process lived until it was asked, otherwise the cell before is."""
    for is_asked, culprit in ((True, 4), (False, 2)):
        culprits, error = Culprits(), StudentCrashed("killed")
        assert culprits.blame(error, 4, 2, is_asked=True) is None
        assert culprits.errors == {}
        assert [index for index in range(6) if culprits.is_suspect(index)] == [4]
        assert culprits.blame(error, 4, 2, is_asked=is_asked) == culprit
        assert culprits.errors == {culprit: error}


def test_the_first_cell_in_which_the_process_dies_is_to_blame_at_once() -> None:
    """There is no other that could be."""
    assert Culprits().blame(StudentCrashed("killed"), 0, None, is_asked=True) == 0


def test_nobody_is_to_blame_for_a_process_in_which_no_cell_ran() -> None:
    """It was tried because of a suspicion, and ended before any cell: the next run tells more."""
    culprits = Culprits()
    assert culprits.blame(StudentCrashed("killed"), 4, 2, is_asked=True) is None
    assert culprits.blame(StudentTimedOut("no result"), 4, None, is_asked=False) is None
    assert culprits.errors == {}


def test_after_all_cells_only_a_process_busy_with_the_last_one_blames_it() -> None:
    """Whatever else ends it as the prelude runs is not the last cell's."""
    culprits = Culprits()
    assert not culprits.blame_last(StudentCrashed("killed"), 5)
    assert not culprits.blame_last(NotHeard("busy"), None)
    assert culprits.errors == {}
    assert culprits.blame_last(NotHeard("busy"), 5)
    assert list(culprits.errors) == [5]
