"""Tests of a notebook run side by side, and what they ask goes out together.

A test runs until it asks something. When all have asked, their questions are sent in one go, and each goes on with its
own answer: some trips to the student's process instead of some dozens. A test sees nothing of this. But a student's
functions are called in another order than when tests run one after the other, and what one test does to their process
reaches the others. So a test that passes has passed; one that does not is asked once more by itself.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from typing import Any

import greenlet
import torch

from autograder.errors import StudentCrashed, StudentError
from autograder.sandbox import (
    Call,
    Child,
    Copy,
    Encoded,
    Student,
    StudentNotebook,
    Unread,
    WireError,
    expect_own_handles,
)

__all__ = ["Beside", "Turn"]

TOGETHER_S = 1.0
"""How long one round of questions may take; a slower notebook is asked one question at a time."""
_ALL = 0  # the place of the copy that all tests ask


class Memory:
    """What the tests of one notebook remember together, and what one of them is about to learn."""

    def __init__(self) -> None:
        self.values: dict[Hashable, tuple[Any, Exception | None, list[Call]]] = {}
        self.awaited: set[Hashable] = set()


class SharedStudent(Student):
    """A notebook as one of these tests sees it. Whoever asks hands over to the other tests.

    `place` is the copy that it asks.
    """

    def __init__(self, notebook: StudentNotebook, memory: Memory, place: int, places: Iterator[int]) -> None:
        super().__init__()
        self._notebook = notebook
        self._memory = memory
        self._place = place
        self._places = places
        self._remembered = memory.values

    @contextlib.contextmanager
    def apart(self) -> Iterator[Student]:
        other = SharedStudent(self._notebook, Memory(), next(self._places), self._places)
        other.calls = self.calls
        yield other

    def gather(self, asks: Sequence[Callable[[], Any]]) -> list[Any]:
        turns = [Turn(functools.partial(_ask_part, ask)) for ask in asks]
        _hand_over(turns)
        return [turn.error or turn.result for turn in turns]

    def _answer(self, name: str, request: dict[str, Any]) -> dict[str, Any]:
        self._notebook.expect_worth(name, is_hasty=True)
        reply: dict[str, Any] = _hand_over((self._place, request))
        self._notebook.note_reply(name, reply)
        return reply

    def _reason_missing(self, name: str) -> str:
        return self._notebook.reason_missing(name)

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


def _hand_over(request: tuple[int, dict[str, Any]] | list[Turn] | None) -> Any:
    hub = greenlet.getcurrent().parent
    assert hub is not None
    return hub.switch(request)


def _ask_part(ask: Callable[[], Any], _: Student) -> Any:
    return ask()


class _GivenUp(BaseException):
    """Ends a turn that cannot go on."""


class Turn:
    """Something that asks a student: a test, say. `is_done` once it came to its end, with a `result` or an `error`."""

    def __init__(self, run: Callable[[Student], Any]) -> None:
        self.is_done = False
        self.result: Any = None
        self.error: BaseException | None = None
        self.student: Student | None = None
        self.asked: tuple[int, dict[str, Any]] | None = None
        self.answer: Any = None
        self.parts: list[Turn] = []
        self.count = 0  # of its questions
        self._run = run
        self._thread: greenlet.greenlet | None = None

    def begin(self, student: Student) -> None:
        """Get ready to run with this student."""
        self.student = student
        self._thread = greenlet.greenlet(lambda: self._run(student))

    def go_on(self) -> None:
        """Run until it asks, waits or has parts of its own to be run, or to its end."""
        assert self._thread is not None
        answer, self.answer, self.asked, self.parts = self.answer, None, None, []
        try:
            if isinstance(answer, Exception):
                said = self._thread.throw(answer)
            else:
                said = self._thread.switch(answer) if self._thread else self._thread.switch()
        except (Exception, SystemExit) as error:
            self.is_done, self.error = True, error
        else:
            self._take(said)
        if not torch.is_grad_enabled():
            torch.set_grad_enabled(True)  # a mode that outlives a question would reach the tests beside this one
            self.is_done = False
            self.give_up()

    def _take(self, said: Any) -> None:
        """Take what the thread said: its result at its end, or what it asks or wants to be run."""
        if not self.is_running:
            self.is_done, self.result = True, said
        elif isinstance(said, list):
            self.parts = said
            for part in said:
                assert self.student is not None
                part.begin(self.student)
        else:
            self.asked = said
            self.count += said is not None

    def give_up(self) -> None:
        """End it before its end."""
        if self._thread is not None and not self._thread.dead:
            with contextlib.suppress(_GivenUp):
                self._thread.throw(_GivenUp)
        self._thread = None

    @property
    def is_running(self) -> bool:
        return self._thread is not None and not self._thread.dead

    @property
    def is_waiting(self) -> bool:
        """Whether parts of it are still running."""
        return bool(self.parts) and any(part.is_running for part in self.parts)


class Beside:
    """One notebook whose tests run side by side: the copy that all of them ask, and what they remember together.

    What is asked later finds the copy as what was asked before has left it.
    """

    def __init__(self, notebook: StudentNotebook) -> None:
        self.notebook = notebook
        self._memory = Memory()
        self._copies: dict[int, Child | Copy] = {}
        self.has_lost = False  # a process on the way: what asks all again in one go would lose the next one

    def run(self, turns: Sequence[Turn]) -> None:
        """Run turns together, each to its end unless the process that they ask is lost."""
        if not turns:
            return
        self._drop_dead()
        places = itertools.count(1)
        everything = list(turns)
        for turn in turns:
            turn.begin(SharedStudent(self.notebook, self._memory, _ALL, places))
        try:
            _run(everything, self._ask)
        finally:
            for turn in everything:
                turn.give_up()
            self._end({place for place in self._copies if place != _ALL})

    def _ask(self, place: int, turns: Sequence[Turn]) -> bool:
        """Give each turn the reply to what it asked; False if the process is lost, or a question cannot be sent."""
        try:
            copy = self._copy(place)
            waiting = [turn for turn in turns if _may_ask(turn, copy)]
            requests = [turn.asked[1] for turn in waiting if turn.asked is not None]
            replies = self.notebook.ask(copy, requests, TOGETHER_S) if requests else []
        except WireError:  # a student's value that is sent back can be larger than it was
            return False
        except StudentError:
            self.has_lost = True
            return False
        for turn, reply in zip(waiting, replies, strict=True):
            turn.answer = reply
        return True

    def ask_encoded(self, requests: Encoded) -> Unread | None:
        """Return the replies of the copy that all ask, not read yet; None if a process was lost."""
        if self.has_lost:
            return None
        self._drop_dead()
        try:
            return self.notebook.ask_encoded(self._copy(_ALL), requests, TOGETHER_S)
        except StudentError:
            self.has_lost = True
            return None

    def _copy(self, place: int) -> Child | Copy:
        if place not in self._copies:
            self._copies[place] = self.notebook.copy()
        return self._copies[place]

    def _drop_dead(self) -> None:
        """Forget a process that was lost, with what was learned from it."""
        if _ALL in self._copies and not self._copies[_ALL].is_alive:
            self.close()

    def _end(self, places: Collection[int]) -> None:
        for place in places:
            self.notebook.end(self._copies.pop(place))

    def close(self) -> None:
        """End the copies and forget what was learned from them."""
        self._end(list(self._copies))
        self._memory = Memory()


def _run(turns: list[Turn], ask: Callable[[int, Sequence[Turn]], bool]) -> None:
    """Run turns and what they start; `turns` is added to."""
    running = list(turns)
    while running:
        before = len(running)
        for turn in running:  # it grows on the way
            if not turn.is_waiting:
                turn.go_on()
                turns += turn.parts
                running += turn.parts
        has_news = len(running) > before
        running = [turn for turn in running if turn.is_running]
        asking = [turn for turn in running if turn.asked is not None]
        if not asking and not has_news and len(running) == before:
            return  # each waits for what another would ask
        for place in sorted({turn.asked[0] for turn in asking if turn.asked is not None}):
            together = [turn for turn in asking if turn.asked is not None and turn.asked[0] == place]
            if not ask(place, together):
                return


def _may_ask(turn: Turn, copy: Child | Copy) -> bool:
    """Whether what a turn asks names objects of this process only; otherwise its answer is the error."""
    assert turn.asked is not None
    try:
        expect_own_handles(turn.asked[1], copy.number)
    except StudentCrashed as error:
        turn.answer = error
        return False
    return True
