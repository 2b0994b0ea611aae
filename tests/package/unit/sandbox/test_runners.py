"""Runners are asked what they do: which promises they keep, and what a machine lacks for them."""

from __future__ import annotations

import pytest

from autograder.errors import SandboxError
from autograder.sandbox.promises import PROMISES, not_kept_by
from autograder.sandbox.runners import RUNNERS, find_runner


def test_there_are_two_runners_by_name() -> None:
    """An unknown name is an error that lists them."""
    assert RUNNERS == ("jail", "bare")
    assert [find_runner(name).name for name in RUNNERS] == list(RUNNERS)
    with pytest.raises(SandboxError, match="no runner named 'cage'") as error:
        find_runner("cage")
    assert error.value.hint == "choose one of: jail, bare"


def test_the_jail_keeps_every_promise_and_the_bare_runner_twelve() -> None:
    """Those twelve are in the list of promises."""
    assert not_kept_by("jail") == ()
    assert len(PROMISES) - len(not_kept_by("bare")) == 12


def test_the_jail_needs_bubblewrap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bare runner needs nothing."""
    monkeypatch.setenv("PATH", "")
    assert [find_runner(name).find_problem() for name in RUNNERS] == ["bubblewrap is not installed", ""]
