"""Each graded trial is counted: what was misjudged, which mutants live, which tests no wrong answer fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.audit.bank import Answer
from autograder.audit.mutants import Mutant
from autograder.audit.sheet import Sheet
from autograder.audit.tally import Tally
from autograder.audit.trials import REPETITIONS, GradedTrial, Trial
from autograder.course import Course, Lesson, SourceCell, SourceNotebook
from autograder.grading import GradedNotebook
from autograder.records import CellGrade, NotebookGrade
from autograder.suite import Outcome, Verdict

CELLS = (
    SourceCell(0, "code", "", "double", is_solution=True),
    SourceCell(1, "code", "", "test_double", points=2, is_grade=True, is_locked=True),
    SourceCell(2, "markdown", "", "why", points=1, is_grade=True, is_solution=True),
)
LESSON = Lesson("week1", Course(Path()), (SourceNotebook("loops", Path("loops.ipynb"), CELLS, None, ""),))
MUTANT = Mutant("loops", "double", "line 1: 2 -> 3", "3 * x")


def answer(*, is_right: bool, **scores: float) -> Answer:
    return Answer("mine", Path("mine.py"), "", "loops", (), scores, is_right)


def graded(trial: Trial, score: float | None, *, flips: tuple[str, ...] = (), **verdicts: Verdict) -> GradedTrial:
    outcomes = tuple(Outcome(test, "test_double", 1, "", False, verdict) for test, verdict in verdicts.items())
    cells = {"test_double": CellGrade(2, score), "why": CellGrade(1, None, is_manual=True)}
    grade = NotebookGrade("loops", "", "", "", "jail", cells, outcomes)
    return GradedTrial(trial, GradedNotebook(trial.name, grade, "", flips=flips))


def tally(*trials: GradedTrial, equivalents: dict[str, str] | None = None) -> Sheet:
    counted = Tally(LESSON, equivalents or {})
    for trial in trials:
        counted.add(trial)
    return counted.finish()


REFERENCE = Trial("reference/loops", "loops", b"")
RIGHT = Trial("right/mine", "loops", b"", answer=answer(is_right=True))
WRONG = Trial("wrong/mine", "loops", b"", answer=answer(is_right=False, test_double=1))
CHANGED = Trial("mutant/x", "loops", b"", mutant=MUTANT)


def test_all_as_it_must_be_is_perfect() -> None:
    """Full points for right answers, the stated ones for a wrong one, a killed mutant, no idle test."""
    sheet = tally(
        graded(REFERENCE, 2, a=Verdict.PASSED, b=Verdict.PASSED),
        graded(RIGHT, 2, a=Verdict.PASSED, b=Verdict.PASSED),
        graded(WRONG, 1, a=Verdict.FAILED, b=Verdict.PASSED),
        graded(CHANGED, 0, a=Verdict.SKIPPED, b=Verdict.RAISED),
    )
    assert sheet.is_perfect
    assert (sheet.right_total, sheet.wrong_total, sheet.mutants_total, sheet.tests_total) == (2, 1, 1, 2)
    assert (sheet.mutants_killed, sheet.repetitions) == (1, REPETITIONS)


@pytest.mark.parametrize(
    ("trial", "score", "field"),
    [(REFERENCE, 1.5, "right_misjudged"), (RIGHT, 0, "right_misjudged"), (WRONG, 2, "wrong_misjudged")],
)
def test_other_points_than_stated_are_named(trial: Trial, score: float, field: str) -> None:
    """With the trial, the points and the tests that were not passed."""
    sheet = tally(graded(trial, score, a=Verdict.FAILED))
    (line,) = getattr(sheet, field)
    assert line.startswith(f"{trial.name}: test_double {score} instead of ")
    assert line.endswith("(not passed: a)")


def test_a_mutant_with_all_points_lives_unless_it_is_listed() -> None:
    """An entry that no living mutant needs is stale."""
    alive = graded(CHANGED, 2, a=Verdict.PASSED)
    assert tally(alive).survivors == [f"{MUTANT.key}: {MUTANT.change}"]
    listed = tally(alive, equivalents={MUTANT.key: "why", "gone-1": "why"})
    assert (listed.survivors, listed.equivalents) == ([], {MUTANT.key: "why"})
    assert listed.stale_equivalents == ["gone-1"]


def test_a_test_that_no_wrong_answer_fails_is_idle() -> None:
    """Failing on a right answer, or being skipped, is no use."""
    sheet = tally(
        graded(RIGHT, 2, a=Verdict.FAILED, b=Verdict.PASSED), graded(WRONG, 1, a=Verdict.SKIPPED, b=Verdict.TIMED_OUT)
    )
    assert sheet.idle_tests == ["loops: a"]


def test_flips_and_our_failures_are_named() -> None:
    """A verdict that depends on the seed, and a cell without a score."""
    sheet = tally(graded(RIGHT, None, flips=("a",), a=Verdict.UNGRADED))
    assert sheet.flips == ["right/mine: a"]
    assert sheet.ungraded == ["right/mine: a: "]
