"""Runners are asked what they do: which promises they keep, and what a machine lacks for them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.errors import SandboxError
from autograder.sandbox.promises import PROMISES, not_kept_by
from autograder.sandbox.runners import RUNNERS, find_runner, require_runner


def test_there_are_three_runners_by_name() -> None:
    """An unknown name is an error that lists them."""
    assert RUNNERS == ("jail", "landlock", "bare")
    assert [find_runner(name).name for name in RUNNERS] == list(RUNNERS)
    with pytest.raises(SandboxError, match="no runner named 'cage'") as error:
        find_runner("cage")
    assert error.value.hint == "choose one of: jail, landlock, bare"


def test_the_jail_keeps_every_promise_and_the_bare_runner_twelve() -> None:
    """Those twelve are in the list of promises."""
    assert not_kept_by("jail") == ()
    assert len(PROMISES) - len(not_kept_by("bare")) == 12


def test_the_jail_needs_bubblewrap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others do not; whoever asks for the jail is told of one that can be had."""
    monkeypatch.setenv("PATH", "")
    assert [find_runner(name).find_problem() for name in RUNNERS] == ["bubblewrap is not installed", "", ""]
    require_runner("landlock")
    with pytest.raises(SandboxError, match="the jail runner cannot be had here") as error:
        require_runner("jail")
    assert "--runner landlock" in error.value.hint


def test_the_table_of_promises_is_that_of_the_code() -> None:
    """SECURITY.md has a line for each promise, with what each runner does about it."""
    text = (Path(__file__).parents[4] / "SECURITY.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \| (.*?) \| (.*?) \|$", text, re.MULTILINE)
    found = {name: (sentence, jail, landlock, bare) for name, sentence, jail, landlock, bare in rows}
    assert list(found) == [promise.name for promise in PROMISES]
    for promise in PROMISES:
        sentence, *columns = found[promise.name]
        assert sentence == promise.sentence
        for name, column in zip(RUNNERS, columns, strict=True):
            assert column == find_runner(name).conditions.get(promise.name, "yes"), promise.name
            if column in ("yes", "no"):
                assert find_runner(name).keeps(promise.name) == (column == "yes"), promise.name


def test_a_course_must_not_lie_where_notebooks_read() -> None:
    """A folder of the system is refused as a place for a course; the bare runner hides nothing anyway."""
    for name in ("jail", "landlock"):
        with pytest.raises(SandboxError, match="every notebook can read"):
            require_runner(name, Path("/usr/src/course"))
    require_runner("bare", Path("/usr/src/course"))
    require_runner("bare", Path("/srv/course"))
