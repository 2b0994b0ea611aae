"""Tests that run side by side: their questions go out together, and each goes on with its own answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
import torch

from autograder.errors import SandboxError, StudentCrashed, StudentMissing, StudentTimedOut
from autograder.sandbox import Budget, Student, StudentNotebook, WarmProcess
from autograder.suite.together import Beside, Turn

CELL = """
import os, time
a, bb, ccc = 1, 2, 3
asked = []
def count(name):
    asked.append(name)
    return len(asked)
def end():
    os._exit(3)
def hang():
    while True:
        pass
class Thing:
    pass
"""


class Noted(StudentNotebook):
    """Notes what goes out together."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.groups: list[list[str]] = []

    def ask(self, copy: Any, requests: Sequence[dict[str, Any]], limit_s: float) -> list[dict[str, Any]]:
        self.groups.append([str(request.get("name") or request.get("target")) for request in requests])
        return super().ask(copy, requests, limit_s)


@pytest.fixture
def notebook(warm: WarmProcess) -> Iterator[Noted]:
    with Noted(warm, [(0, CELL)], budget=Budget(call_s=2.0)) as notebook:
        notebook.run()
        yield notebook


def run(notebook: StudentNotebook, *tests: Callable[[Student], Any]) -> list[Turn]:
    turns = [Turn(test) for test in tests]
    beside = Beside(notebook)
    beside.run(turns)
    beside.close()
    return turns


def read(*names: str) -> Callable[[Student], list[Any]]:
    return lambda student: [student.read(name) for name in names]


def test_questions_go_out_together_and_answers_come_back_to_who_asked(notebook: Noted) -> None:
    turns = run(notebook, read("a", "bb", "ccc"), read(), read("bb"), read("ccc", "a"))
    assert [turn.result for turn in turns] == [[1, 2, 3], [], [2], [3, 1]]
    assert all(turn.is_done for turn in turns)
    assert notebook.groups == [["a", "bb", "ccc"], ["bb", "a"], ["ccc"]]


def test_an_error_is_that_of_one_turn(notebook: Noted) -> None:
    """What the student does not define, and what a test makes of a value."""
    missing, wrong, right = run(notebook, read("nothing"), lambda student: 1 / (student.read("a") - 1), read("bb"))
    assert isinstance(missing.error, StudentMissing)
    assert isinstance(wrong.error, ZeroDivisionError)
    assert right.result == [2]


def test_parts_of_a_turn_go_out_together(notebook: Noted) -> None:
    """Each part gives its value or its exception, in the order in which they were named."""

    def parts(student: Student) -> list[Any]:
        return student.gather([lambda name=name: student.read(name) for name in ("a", "nothing", "ccc")])

    (turn, other) = run(notebook, parts, read("bb"))
    assert [turn.result[0], type(turn.result[1]), turn.result[2]] == [1, StudentMissing, 3]
    assert other.result == [2]
    assert notebook.groups == [["bb", "a", "nothing", "ccc"]]


def test_values_of_parts_come_until_one_raises(notebook: Noted) -> None:
    """All go out together; what one of them raises comes in its turn, behind the values before it."""

    def parts(student: Student) -> Any:
        found = student.gather_values([lambda name=name: student.read(name) for name in ("a", "nothing", "ccc")])
        first = next(found)
        with pytest.raises(StudentMissing):
            next(found)
        return first

    (turn,) = run(notebook, parts)
    assert turn.result == 1
    assert notebook.groups == [["a", "nothing", "ccc"]]


def test_a_process_that_is_lost_takes_what_is_not_done(notebook: Noted) -> None:
    """Turns that had come to their end stay as they are; the next ones have a new process."""
    beside = Beside(notebook)
    for name in ("end", "hang"):
        quick, slow = turns = [
            Turn(read("a")),
            Turn(lambda student, name=name: (student.read("a"), student.call(name))),
        ]
        beside.run(turns)
        assert (quick.is_done, quick.result, slow.is_done) == (True, [1], False)
    again = [Turn(lambda student: student.call("count", "x"))]
    beside.run(again)
    beside.run([*again, later := Turn(lambda student: student.call("count", "y"))])
    assert later.result == 3  # the same process as before


def test_another_copy_knows_nothing_of_this_one(notebook: Noted) -> None:
    """Neither what was asked, nor its objects; each time that it is wanted it is a new one."""

    def test(student: Student) -> list[Any]:
        seen = [student.call("count", "x"), student.call("count", "y")]
        for _ in range(2):
            with student.apart() as other:
                seen += [other.call("count", "z")]
        with student.apart() as other, pytest.raises(StudentCrashed, match="gone"):
            other.method(student.call("Thing"), "__repr__")
        return [*seen, student.call("count", "x")]

    assert run(notebook, test)[0].result == [1, 2, 1, 1, 3]


def test_what_turns_remember_is_asked_once(notebook: Noted) -> None:
    def recall(student: Student) -> int:
        value = student.remember("key", lambda: student.read("a") + student.read("bb"))
        assert [call.target for call in student.calls] == ["a", "bb"]
        return value

    def fail(student: Student) -> None:
        student.remember("other", lambda: student.read("nothing"))

    turns = run(notebook, recall, fail, recall, fail)
    assert [turn.result for turn in turns[::2]] == [3, 3]
    assert all(isinstance(turn.error, StudentMissing) for turn in turns[1::2])
    assert sorted(name for group in notebook.groups for name in group) == ["a", "bb", "nothing"]


def test_turns_that_wait_for_each_other_do_not_hang(notebook: Noted) -> None:
    def crosswise(one: str, other: str) -> Callable[[Student], Any]:
        def inner(student: Student) -> Any:
            student.read(one)
            return student.remember(other, lambda: student.read(other))

        return lambda student: student.remember(one, lambda: inner(student))

    turns = run(notebook, crosswise("a", "bb"), crosswise("bb", "a"), read("ccc"))
    assert [turn.is_done for turn in turns] == [False, False, True]


def test_a_gradient_mode_does_not_reach_the_turns_beside(notebook: Noted) -> None:
    modes = []

    def without(student: Student) -> None:
        with torch.no_grad():
            student.read("a")

    def beside(student: Student) -> None:
        student.read("bb")
        modes.append(torch.is_grad_enabled())

    assert [turn.is_done for turn in run(notebook, without, beside)] == [False, True]
    assert modes == [True]
    assert torch.is_grad_enabled()


def test_a_name_that_hung_is_not_asked_again(notebook: Noted) -> None:
    for _ in range(2):
        notebook.note_hang("hang")
    turn, other = run(notebook, lambda student: student.call("hang"), read("a"))
    assert isinstance(turn.error, StudentTimedOut)
    assert other.result == [1]


def test_our_own_faults_are_not_swallowed(notebook: Noted, warm: WarmProcess) -> None:
    """Where the jail breaks, no turn is said to have failed."""
    warm.close()
    warm._runner = _Broken(warm._runner)
    try:
        notebook.close()
        with pytest.raises(SandboxError):
            run(notebook, read("a"))
    finally:
        warm._runner = warm._runner.runner
        warm.close()


class _Broken:
    """A runner that cannot start anything."""

    def __init__(self, runner: Any) -> None:
        self.runner = runner

    def __getattr__(self, name: str) -> Any:
        return getattr(self.runner, name)

    def prepare(self, *_: object) -> Any:
        raise SandboxError("broken")


def test_what_cannot_be_sent_back_is_an_error_of_who_sends_it(notebook: Noted) -> None:
    """A value that came in one frame and is too large to go out again: the tests beside it are asked all the same."""

    def send_back(student: Student) -> Any:
        return student.call("count", ["\u00df" * 950_000])

    sent, other = run(notebook, send_back, read("a"))
    assert not sent.is_done  # it is asked once more alone, where it fails by itself
    assert other.result in ([1], None)


def test_running_anew_is_no_restart(warm: WarmProcess) -> None:
    """A notebook whose tests are confirmed many times has lost no process."""
    with StudentNotebook(warm, [(0, CELL)], budget=Budget(restarts=2)) as notebook:
        for _ in range(6):
            child = notebook.run_anew()
            assert notebook.ask(child, [{"op": "read", "name": "a"}], 2.0)[0]["value"] == 1
            notebook.end(child)


def test_what_ends_with_the_notebooks_time_says_so(warm: WarmProcess) -> None:
    """A limit that was cut short is not named: the text is the same however much time was left."""
    with StudentNotebook(warm, [(0, CELL)], budget=Budget(notebook_s=0.6, call_s=4.0)) as notebook:
        notebook.run()
        copy = notebook.copy()
        with pytest.raises(StudentTimedOut, match="the notebook's time is used up"):
            notebook.ask(copy, [{"op": "call", "target": "hang", "args": []}], 4.0)
