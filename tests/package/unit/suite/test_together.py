"""Tests that run side by side: their questions go out together, and each goes on with its own answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
import torch

from autograder.errors import StudentMissing
from autograder.sandbox import Student
from autograder.suite.together import JointTest, run_side_by_side

Test = Callable[[Student], object]


class Desk:
    """Answers as a notebook would in which each name stands for its number of letters, and notes what went out."""

    def __init__(self) -> None:
        self.groups: list[list[tuple[int, str]]] = []

    def ask(self, requests: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        self.groups.append([(request["notebook"], request["name"]) for request in requests])
        return [{"missing": True} if name == "nothing" else {"value": len(name)} for _, name in self.groups[-1]]


def run_together(*tests: tuple[int, Test]) -> tuple[set[int], Desk]:
    """Return the notebooks that failed, and the desk. A test passes where it raises nothing."""

    def judged(test: Test) -> Callable[[Student], bool]:
        def run(student: Student) -> bool:
            try:
                test(student)
            except Exception:
                return False
            return True

        return run

    desk = Desk()
    return run_side_by_side([JointTest(number, judged(test)) for number, test in tests], desk.ask, {}), desk


def expect(student: Student, *names: str) -> None:
    for name in names:
        assert student.read(name) == len(name)


def test_questions_go_out_together_and_answers_come_back_to_who_asked() -> None:
    failed, desk = run_together(
        (0, lambda student: expect(student, "a", "bb", "ccc")),
        (0, lambda student: expect(student)),
        (2, lambda student: expect(student, "dddd")),
        (0, lambda student: expect(student, "eeeee", "f")),
    )
    assert failed == set()
    assert desk.groups == [[(0, "a"), (2, "dddd"), (0, "eeeee")], [(0, "bb"), (0, "f")], [(0, "ccc")]]


def test_a_notebook_is_given_up_at_its_first_failure_and_the_others_go_on() -> None:
    ended = []

    def patient(student: Student) -> None:
        try:
            expect(student, "a", "bb", "ccc")
        finally:
            ended.append("given up")

    def wrong(student: Student) -> None:
        assert student.read("four") == 5

    failed, desk = run_together((1, patient), (1, wrong), (2, lambda student: expect(student, "a", "bb")))
    assert failed == {1}
    assert desk.groups == [[(1, "a"), (1, "four"), (2, "a")], [(2, "bb")]]
    assert ended == ["given up"]


def test_what_a_student_does_not_define_is_missing() -> None:
    def ask(student: Student) -> None:
        with pytest.raises(StudentMissing):
            student.read("nothing")

    assert run_together((0, ask))[0] == set()
    assert run_together((0, lambda student: student.read("nothing")))[0] == {0}


def test_what_tests_remember_is_asked_once_in_each_notebook() -> None:
    def recall(student: Student) -> None:
        assert student.remember("key", lambda: student.read("long") + student.read("name")) == 8
        assert [call.target for call in student.calls] == ["long", "name"]

    failed, desk = run_together((0, recall), (0, recall), (1, recall), (0, recall))
    assert failed == set()
    assert sorted(question for group in desk.groups for question in group) == [
        (0, "long"),
        (0, "name"),
        (1, "long"),
        (1, "name"),
    ]


def test_what_was_remembered_is_there_for_tests_that_run_later() -> None:
    desk, memories = Desk(), {}
    tests = [JointTest(0, lambda student: student.remember("key", lambda: student.read("name")) == 4)]
    assert [run_side_by_side(tests, desk.ask, memories) for _ in range(2)] == [set(), set()]
    assert desk.groups == [[(0, "name")]]


def test_a_memory_that_fails_fails_each_who_shares_it() -> None:
    def recall(student: Student) -> None:
        student.remember("key", lambda: student.read("nothing"))

    assert run_together((0, recall), (0, recall), (1, lambda student: expect(student, "a")))[0] == {0}


def test_tests_that_wait_for_each_other_fail_and_do_not_hang() -> None:
    def crosswise(one: str, other: str) -> Test:
        def inner(student: Student) -> Any:
            student.read(one)
            return student.remember(other, lambda: student.read(other))

        return lambda student: student.remember(one, lambda: inner(student))

    failed, _ = run_together(
        (0, crosswise("a", "b")), (0, crosswise("b", "a")), (1, lambda student: expect(student, "a"))
    )
    assert failed == {0}


def test_a_gradient_mode_does_not_reach_the_tests_beside() -> None:
    modes = []

    def without(student: Student) -> None:
        with torch.no_grad():
            student.read("a")

    def beside(student: Student) -> None:
        student.read("bb")
        modes.append(torch.is_grad_enabled())

    assert run_together((0, without), (1, beside))[0] == {0}
    assert modes == [True]
    assert torch.is_grad_enabled()


def test_our_own_faults_are_not_swallowed() -> None:
    def broken(requests: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        raise ConnectionError("gone")

    with pytest.raises(ConnectionError):
        run_side_by_side([JointTest(0, lambda student: student.read("a") == 1)], broken, {})
