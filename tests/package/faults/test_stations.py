"""An exception at any station of one notebook's way through a worker ends that notebook, and no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from autograder.audit import AnswerCell, build_submission, reference_submission
from autograder.course import Course, load_lesson
from autograder.grading import Chunk, GradedNotebook, Work, causes, grade_chunk, judgement, worker
from autograder.sandbox import Child, Replay, StudentNotebook, WarmProcess
from autograder.suite import Student, rehearsed, session
from autograder.suite.together import Beside

REPOSITORY = Path(__file__).resolve().parents[3]
LESSON, NOTEBOOK = load_lesson(Course(REPOSITORY), "lesson09"), "activations"
SECRET = "what a hidden test asked"
STUDENTS = ("ann", "bob", "cat")
TIMES = {"time_s", "trusted_s"}
STATIONS: dict[str, tuple[Any, str]] = {
    "restoring": (worker, "restore_locked_cells"),
    "beginning": (worker, "Judgement"),
    "the cells": (StudentNotebook, "run"),
    "forking": (StudentNotebook, "copy"),
    "forking in the child": (Child, "copy"),
    "asking": (StudentNotebook, "ask"),
    "asking scripts": (StudentNotebook, "ask_encoded"),
    "side by side": (Beside, "run"),
    "a test": (session, "call_directly"),
    "judging": (session, "judge_error"),
    "a test's body": (Student, "call"),
    "a probe": (Replay, "_answer"),
    "reading what was probed": (rehearsed.Asked, "_read"),
    "the rehearsal": (judgement, "rehearse"),
    "learning": (rehearsed.Rehearsed, "learn"),
    "observing": (causes, "observe"),
    "proving a cause": (causes.CauseFinder, "prove"),
    "finding causes": (causes.CauseFinder, "find"),
    "rendering": (judgement, "render_autograded"),
    "the jobs": (judgement.Judgement, "_make_job"),
    "taking outcomes": (judgement.Judgement, "_finish"),
    "pausing": (StudentNotebook, "pause"),
    "the result": (judgement.Judgement, "result"),
    "closing": (judgement.Judgement, "close"),
    "closing its processes": (StudentNotebook, "close"),
}
AFTER_ALL = ("closing", "closing its processes")  # where the grade is made already
KINDS = (ValueError, KeyError, RecursionError, MemoryError, OSError, AssertionError)


def _work() -> tuple[Work, ...]:
    """Three students; the one in the middle has a mistake, so that his answers are looked at."""
    source = LESSON.notebook(NOTEBOOK)
    wrong = build_submission(source, [AnswerCell("relu", "def relu(z):\n    return z")])
    right = reference_submission(source)
    return tuple(Work(name, NOTEBOOK, f"{NOTEBOOK}.ipynb", wrong if name == "bob" else right, "") for name in STUDENTS)


def _grade(work: tuple[Work, ...]) -> dict[str, GradedNotebook]:
    return {result.student: result for result in grade_chunk(Chunk(REPOSITORY, "lesson09", "jail", work))}


def _record(result: GradedNotebook) -> tuple[bytes, str]:
    record = {name: value for name, value in msgspec.to_builtins(result.grade).items() if name not in TIMES}
    return msgspec.json.encode(record), result.autograded


class Fault:
    """Raises at a station while bob is at it: whatever happens there is about his notebook, which is known by its file."""

    def __init__(self, patch: pytest.MonkeyPatch, station: tuple[Any, str], kind: type[BaseException]) -> None:
        self.count = 0
        self._kind = kind
        self._is_bobs = False
        judge = worker._ChunkRun._judge

        def follow(run: Any, numbers: list[int], **options: Any) -> Any:
            self._is_bobs = run.chunk.work[numbers[0]].student == "bob"
            yield from judge(run, numbers, **options)
            self._is_bobs = False

        patch.setattr(worker._ChunkRun, "_judge", follow)
        patch.setattr(*station, self._wrap(getattr(*station)))

    def _wrap(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def act(*arguments: Any, **options: Any) -> Any:
            if self._is_bobs:
                self.count += 1
                raise self._kind(SECRET)
            return real(*arguments, **options)

        return act


@pytest.fixture(scope="module")
def calm() -> dict[str, GradedNotebook]:
    return {}


@pytest.mark.usefixtures("graded_here")
@pytest.mark.parametrize("kinds", [1, pytest.param(len(KINDS), marks=pytest.mark.campaign)], ids=["one kind", "all"])
@pytest.mark.parametrize("name", STATIONS)
def test_an_exception_at_a_station_ends_one_notebook(name: str, kinds: int, calm: dict[str, GradedNotebook]) -> None:
    """The others have the grade that they have without it, the worker goes on, and nothing is told of what was asked."""
    work = _work()
    if not calm:
        calm |= _grade(work)
    first = list(STATIONS).index(name)
    for kind in [KINDS[(first + number) % len(KINDS)] for number in range(kinds)]:
        _expect_one_lost(name, kind, work, calm)
    (bob,) = (one for one in work if one.student == "bob")
    assert _record(_grade((bob,))["bob"]) == _record(calm["bob"])


def _expect_one_lost(
    name: str, kind: type[BaseException], work: tuple[Work, ...], calm: dict[str, GradedNotebook]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WarmProcess, "close", lambda _: None)  # nothing is wrong with it, and to start one takes seconds
        fault = Fault(patch, STATIONS[name], kind)
        results = _grade(work)
    assert fault.count, "nothing comes by there"
    for other in ("ann", "cat"):
        assert _record(results[other]) == _record(calm[other]), (kind, other)
    bob = results["bob"]
    if name in AFTER_ALL:
        assert _record(bob) == _record(calm["bob"])
    assert bob.grade.ungraded or any(outcome.verdict != "PASSED" for outcome in bob.grade.outcomes), kind
    hidden = [outcome.message for outcome in bob.grade.outcomes if outcome.is_hidden]
    told = [bob.grade.ungraded, *hidden, *([] if name == "a test's body" else [bob.autograded])]  # a visible one tells
    assert SECRET not in " ".join(told), (kind, told[0])
