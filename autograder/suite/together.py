"""Tests of several notebooks of one student run side by side, and what they ask goes out together.

A test runs until it asks something. When all have asked, their questions are sent in one go, and each goes on with its
own answer: some dozen trips to the student's process instead of some hundred. A test sees nothing of this. But a
student's functions are called in another order than when tests run one after the other, and they find in their process
what the other notebooks did. So a joint job may say one thing only: that **every** test of a notebook passed. If it
cannot say that of a notebook, the notebook is judged anew, in a process of its own and one test after the other, as if
there had been no joint job.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import greenlet
import torch

from autograder.sandbox import Call, Student
from autograder.suite.margins import Margins
from autograder.suite.outcomes import Outcome

__all__ = ["JointJob", "JointTest", "Memory", "SharedStudent", "run_side_by_side"]

Ask = Callable[[Sequence[dict[str, Any]]], list[dict[str, Any]]]


@dataclass(frozen=True)
class JointJob:
    """Notebooks of one student: (name, seed) each, by their places in the list, and `margins` for each.

    `start` has their cells run in one process; it gives the notebooks whose cells all came to their end, and what sends
    requests to the process. `finish` takes the outcomes of the notebooks of which every test passed.
    """

    notebooks: Sequence[tuple[str, str]]
    start: Callable[[], contextlib.AbstractContextManager[tuple[set[int], Ask]]]
    finish: Callable[[dict[int, list[Outcome]]], None]
    margins: Sequence[Margins]


@dataclass(frozen=True)
class JointTest:
    """A test of the notebook with this number. `run` returns whether it passed."""

    notebook: int
    run: Callable[[Student], bool]


class Memory:
    """What the tests of one notebook remember together, and what one of them is about to learn."""

    def __init__(self) -> None:
        self.values: dict[Hashable, tuple[Any, Exception | None, list[Call]]] = {}
        self.awaited: set[Hashable] = set()


class SharedStudent(Student):
    """A notebook as one of these tests sees it. Whoever asks hands over to the other tests."""

    def __init__(self, notebook: int, memory: Memory) -> None:
        super().__init__()
        self._notebook = notebook
        self._memory = memory
        self._remembered = memory.values

    def _answer(self, name: str, request: dict[str, Any]) -> dict[str, Any]:
        reply: dict[str, Any] = _hand_over({**request, "notebook": self._notebook})
        return reply

    def remember(self, key: Hashable, ask: Callable[[], Any]) -> Any:
        while key in self._memory.awaited:
            _hand_over(None)
        if key in self._memory.values:
            return super().remember(key, ask)
        self._memory.awaited.add(key)
        try:
            return super().remember(key, ask)
        finally:
            self._memory.awaited.discard(key)


def _hand_over(request: dict[str, Any] | None) -> Any:
    hub = greenlet.getcurrent().parent
    assert hub is not None
    return hub.switch(request)


class _Turn:
    """A test on its way."""

    def __init__(self, test: JointTest, student: SharedStudent) -> None:
        self.test = test
        self.request: dict[str, Any] | None = None
        self.reply: dict[str, Any] | None = None
        self._run = greenlet.greenlet(lambda: test.run(student))

    def go_on(self) -> bool | None:
        """Let the test run until it asks or waits (None) or ends; return whether it passed then."""
        reply, self.reply = self.reply, None
        result = self._run.switch(reply) if self._run else self._run.switch()
        if not torch.is_grad_enabled():
            torch.set_grad_enabled(True)  # a mode that outlives a question would reach the tests beside this one
            return False
        if self.is_over:
            return result is True
        self.request = result
        return None

    @property
    def is_over(self) -> bool:
        return bool(self._run.dead)

    def drop(self) -> None:
        if self._run:
            self._run.throw()


def run_side_by_side(tests: Sequence[JointTest], ask: Ask, memories: dict[int, Memory]) -> set[int]:
    """Run tests together; return the notebooks of which one did not pass. The others of that notebook are given up.

    `memories` are what earlier tests of each notebook remember, and are added to.
    """
    turns = [_Turn(test, SharedStudent(test.notebook, memories.setdefault(test.notebook, Memory()))) for test in tests]
    failed: set[int] = set()
    try:
        while turns:
            before = len(turns)
            for turn in turns:
                if turn.test.notebook not in failed and turn.go_on() is False:
                    failed.add(turn.test.notebook)
            turns = _still_running(turns, failed)
            asking = [turn for turn in turns if turn.request is not None]
            if not asking and len(turns) == before:
                return failed | {turn.test.notebook for turn in turns}  # each waits for what another would ask
            if asking:
                replies = ask([turn.request for turn in asking if turn.request is not None])
                for turn, reply in zip(asking, replies, strict=True):
                    turn.reply = reply
    finally:
        for turn in turns:
            turn.drop()
    return failed


def _still_running(turns: list[_Turn], failed: set[int]) -> list[_Turn]:
    kept = []
    for turn in turns:
        if turn.test.notebook in failed:
            turn.drop()
        elif not turn.is_over:
            kept.append(turn)
    return kept
