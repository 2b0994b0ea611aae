"""What probes ask is noted once; students whose answers need no look get it as a script, and their answers are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
import torch

from autograder.errors import StudentCrashed, StudentError, StudentMissing, StudentRaised
from autograder.sandbox import Budget, Encoded, Student, StudentNotebook, Unread, WarmProcess
from autograder.sandbox.wire import PREFIX, frame_sizes
from autograder.suite import Asked, Beside, Exhibit, LessonProbes
from autograder.suite.probes import list_parts
from autograder.suite.rehearsed import Rehearsed, rehearse

CELL = """
import os, torch
asked = []
class Model:
    def __init__(self, width):
        self.width = width
    def double(self, x):
        return x * 2 * self.width
def plus(a, b):
    return a + b
def fail():
    raise KeyError("no")
def note(name):
    asked.append(name)
    return len(asked)
"""
OTHER = CELL.replace("x * 2", "x * 3")
LIAR = CELL + "\ndef leave():\n    os._exit(3)\n"


def probe_model(student: Student) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Three steps: an object, what its method gives, and a function that gets both kinds of answers."""

    def ask() -> Any:
        model = student.call("Model", 2)
        return student.call("plus", student.method(model, "double", torch.ones(2)), 1)

    yield "plus(Model(2).double(1), 1)", ask


def probe_twice(student: Student) -> Iterator[tuple[str, Callable[[], Any]]]:
    for number in (1, 2):
        yield f"plus({number}, 1)", lambda number=number: student.call("plus", number, 1)


def probe_looking(student: Student) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Asks as often as the first answer says."""

    def ask() -> Any:
        count = student.call("plus", 1, 1)
        return [student.call("plus", 0, number) for number in range(count)]

    yield "as often as plus(1, 1)", ask


def probe_failing(student: Student) -> Iterator[tuple[str, Callable[[], Any]]]:
    def ask() -> Any:
        return student.call("plus", student.call("fail"), student.call("note", "after a failure"))

    yield "plus(fail(), note())", ask


def probe_absent(student: Student) -> Iterator[tuple[str, Callable[[], Any]]]:
    yield "absent(1)", lambda: student.call("absent", 1)


def probe_leaving(student: Student) -> Iterator[tuple[str, Callable[[], Any]]]:
    yield "leave()", lambda: student.call("leave")


def probe_apart(student: Student) -> Iterator[tuple[str, Callable[[], Any]]]:
    def ask() -> Any:
        student.call("note", "here")
        with student.apart() as other:
            return other.call("note", "there")

    yield "note() apart", ask


def show_model(student: Student) -> Iterator[Exhibit]:
    yield Exhibit("table", f"{student.call('plus', 1, 2)}")


class Watched(Beside):
    """Counts the scripts that go out and the questions that are asked one by one."""

    def __init__(self, notebook: StudentNotebook) -> None:
        super().__init__(notebook)
        self.scripts = 0

    def ask_encoded(self, requests: Encoded) -> Unread | None:
        self.scripts += requests.count
        return super().ask_encoded(requests)


def ask(warm: WarmProcess, rehearsed: Rehearsed, cell: str = CELL) -> tuple[Asked, int]:
    """Ask one notebook as a session does, and read everything; return it with how many scripts went out."""
    with StudentNotebook(warm, [(0, cell)], budget=Budget(call_s=2.0)) as notebook:
        beside = Watched(notebook)
        turns = rehearsed.live_turns()
        beside.run(list(turns.values()))
        asked = rehearsed.ask(beside, turns)
        assert all(asked.result(key) is not None for key in asked.keys)
        return asked, beside.scripts


def teach(warm: WarmProcess, rehearsed: Rehearsed, cell: str = CELL) -> None:
    """Let it find out with this notebook which parts are scripts."""
    with StudentNotebook(warm, [(0, cell)]) as notebook:
        rehearsed.learn(lambda: notebook)


def parts(*probes: Callable[[Student], Any]) -> Rehearsed:
    names = [probe.__name__ for probe in probes]
    return Rehearsed(list_parts(LessonProbes(dict(zip(names, probes, strict=True)), {}), names))


def ask_twice(warm: WarmProcess, *probes: Callable[[Student], Any], cell: str = CELL) -> tuple[Asked, Asked, int]:
    """Return what comes of the first notebook, what of the second, and the number of scripts that the second got."""
    rehearsed = parts(*probes)
    first, none = ask(warm, rehearsed)
    assert none == 0
    teach(warm, rehearsed)
    second, scripts = ask(warm, rehearsed, cell)
    return first, second, scripts


def same(left: Asked, right: Asked) -> bool:
    pairs = [(left.result(key), right.result(key)) for key in left.keys]
    return left.keys == right.keys and all(repr(one) == repr(other) for one, other in pairs)


def test_steps_that_use_earlier_answers_become_one_script(warm: WarmProcess) -> None:
    """An object stays in the student's process and is called there; the value is that of asking step by step."""
    first, second, scripts = ask_twice(warm, probe_model, probe_twice)
    assert scripts == 3
    assert same(first, second)
    assert second.result(("probe", "probe_model", 0)).tolist() == [5.0, 5.0]
    assert [second.result(("probe", "probe_twice", number)) for number in (0, 1)] == [2, 3]


def test_a_script_gives_the_answers_of_who_is_asked(warm: WarmProcess) -> None:
    _, second, _ = ask_twice(warm, probe_model, cell=OTHER)
    assert second.result(("probe", "probe_model", 0)).tolist() == [7.0, 7.0]


def test_replies_of_a_script_are_read_when_they_are_wanted(warm: WarmProcess) -> None:
    rehearsed = parts(probe_model)
    teach(warm, rehearsed)
    with StudentNotebook(warm, [(0, CELL)]) as notebook:
        beside = Watched(notebook)
        asked = rehearsed.ask(beside, rehearsed.live_turns())
        beside.close()
    assert (asked.unread is not None, asked.results) == (True, {})
    assert asked.result(("probe", "probe_model", 0)).tolist() == [5.0, 5.0]
    assert asked.unread is None
    assert asked.result(("probe", "nothing", 0)) is None


def test_what_looks_at_an_answer_is_asked_each_time(warm: WarmProcess) -> None:
    """It asks more of a student than in the rehearsal, and how much depends on the student."""
    first, second, scripts = ask_twice(warm, probe_looking, probe_twice)
    assert scripts == 2
    assert same(first, second)
    assert second.result(("probe", "probe_looking", 0)) == [0, 1]


def test_what_wants_another_copy_is_asked_each_time(warm: WarmProcess) -> None:
    first, second, scripts = ask_twice(warm, probe_apart)
    assert (scripts, first.result(("probe", "probe_apart", 0)), second.result(("probe", "probe_apart", 0))) == (0, 1, 1)


def test_a_failure_ends_its_own_script_and_no_other(warm: WarmProcess) -> None:
    """The error of the first step is the result, and the steps after it are not asked."""
    rehearsed = parts(probe_failing, probe_absent, probe_twice)
    right = CELL.replace("raise KeyError", "return len") + "\ndef absent(x):\n    return x\n"
    teach(warm, rehearsed, right)
    asked, scripts = ask(warm, rehearsed)
    assert scripts == 4
    failed, absent = asked.result(("probe", "probe_failing", 0)), asked.result(("probe", "probe_absent", 0))
    assert isinstance(failed, StudentRaised)
    assert failed.type_name == "KeyError"
    assert isinstance(absent, StudentMissing)
    assert asked.result(("probe", "probe_twice", 1)) == 3
    with StudentNotebook(warm, [(0, CELL)]) as notebook:
        beside = Beside(notebook)
        rehearsed.ask(beside, {})
        assert beside.ask_encoded(Encoded([{"op": "read", "name": "asked"}])).read()[0]["value"] == []  # type: ignore[union-attr]
        beside.close()


def test_who_fails_first_teaches_no_script(warm: WarmProcess) -> None:
    """A student who raises at the first step has not shown that the second is asked without a look at the answer."""
    first, second, scripts = ask_twice(warm, probe_failing)
    assert scripts == 0
    assert same(first, second)
    assert isinstance(first.result(("probe", "probe_failing", 0)), StudentRaised)


def test_a_lost_process_costs_only_what_kills_it(warm: WarmProcess) -> None:
    """Live or as scripts, all that was asked beside it is asked once more by itself."""
    rehearsed = parts(probe_twice, probe_leaving)
    first, _ = ask(warm, rehearsed, LIAR)
    assert isinstance(first.result(("probe", "probe_leaving", 0)), StudentCrashed)
    assert [first.result(("probe", "probe_twice", number)) for number in (0, 1)] == [2, 3]
    teach(warm, rehearsed, LIAR.replace("os._exit(3)", "return 4"))
    later, scripts = ask(warm, rehearsed, LIAR)
    assert scripts == 3
    assert same(first, later)


def test_a_rehearsal_is_no_longer_than_the_probe(warm: WarmProcess) -> None:
    """A part that asks nothing is never a script, and one whose own code breaks is what it breaks with."""

    def probe_broken(student: Student) -> Iterator[tuple[str, Callable[[], Any]]]:
        yield "nothing", lambda: 7
        yield "broken", lambda: student.call("plus", 1, 1) / 0

    _, second, scripts = ask_twice(warm, probe_broken)
    assert scripts == 0
    assert second.result(("probe", "probe_broken", 0)) == 7
    assert isinstance(second.result(("probe", "probe_broken", 1)), ZeroDivisionError)


FORGED: list[tuple[str, Sequence[Any]]] = [
    ("no replies", [{"replies": 3}, {}]),
    ("too few steps", [{"replies": [{"value": 1}]}, {"replies": []}]),
    ("steps that are none", [{"replies": [None, 4, "x"]}, {"replies": [[]]}]),
    ("an error of its own", [{"error": {"type": "Zero", "message": "", "frames": []}}, {"missing": True}]),
]


@pytest.mark.parametrize(("kind", "replies"), FORGED, ids=[kind for kind, _ in FORGED])
def test_a_forged_reply_is_an_error_of_the_student(kind: str, replies: Sequence[Any]) -> None:
    """Whatever the student's process says of a script: no exception leaves, and no value comes of nothing."""
    listed = list_parts(LessonProbes({"model": probe_model, "leaving": probe_leaving}, {}), ["model", "leaving"])
    asked = Asked(tuple(listed), script=listed, unread=answered("nonce", *replies))
    found = [asked.result(key) for key in asked.keys]
    assert all(isinstance(one, Exception) for one in found), (kind, found)


def test_replies_to_nobodys_question_are_crashes_of_all(warm: WarmProcess) -> None:
    """With another nonce, of another number, or as bytes that are no reply."""
    listed = list_parts(LessonProbes({"twice": probe_twice}, {}), ["twice"])
    good = {"replies": [{"value": 2}]}
    for unread in (
        answered("other", good, good),
        answered("nonce", good),
        answered("nonce", good, 7),
        Unread("nonce", 2, b"[", b""),
    ):
        asked = Asked(tuple(listed), script=listed, unread=unread)
        assert {type(asked.result(key)) for key in asked.keys} == {StudentCrashed}
    asked = Asked(tuple(listed), script=listed, unread=answered("nonce", good, good))
    assert [asked.result(key) for key in asked.keys] == [2, 2]


def answered(nonce: str, *replies: Any) -> Unread:
    """Return these replies as they come from a process that was asked two scripts with the nonce "nonce"."""
    frame = Encoded(replies).behind(nonce)
    header, _ = frame_sizes(frame[: PREFIX.size])
    return Unread("nonce", 2, frame[PREFIX.size :][:header], frame[PREFIX.size + header :])


def test_exhibits_are_asked_with_the_probes(warm: WarmProcess) -> None:
    """And the same functions give the same rehearsal, whoever is asked."""
    probes = LessonProbes({"model": probe_model}, {"model": show_model})
    assert rehearse(probes, ("model",)) is rehearse(
        LessonProbes(dict(probes.probes), dict(probes.exhibits)), ("model",)
    )
    first, _ = ask(warm, rehearse(probes, ("model",)))
    assert list(first.keys) == [("probe", "model", 0), ("exhibits", "model", 0)]
    assert first.result(("exhibits", "model", 0)) == (Exhibit("table", "3"),)


def test_a_student_error_is_never_raised_by_asking(warm: WarmProcess) -> None:
    """A notebook in which nothing can be asked has an error for each part."""
    with StudentNotebook(warm, [(0, CELL)], budget=Budget(notebook_s=0.0)) as notebook:
        rehearsed, beside = parts(probe_twice), Beside(notebook)
        turns = rehearsed.live_turns()
        beside.run(list(turns.values()))
        asked = rehearsed.ask(beside, turns)
    assert len(asked.keys) == 2
    assert all(isinstance(asked.result(key), StudentError) for key in asked.keys)
