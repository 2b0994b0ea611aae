"""Count what the grader made of each trial: where it was wrong, and which tests no wrong answer fails."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.audit.sheet import Sheet
from autograder.audit.trials import REPETITIONS, WRONG_REPETITIONS, GradedTrial
from autograder.course import Lesson
from autograder.grading import GradedNotebook
from autograder.suite import Outcome, Verdict

__all__ = ["Tally"]


class Tally:
    """The accuracy sheet of a lesson while trials come in. `equivalents` are mutants that may live, with reasons."""

    def __init__(self, lesson: Lesson, equivalents: Mapping[str, str]) -> None:
        self._lesson = lesson
        self._allowed = equivalents
        self._sheet = Sheet(lesson.name, repetitions=REPETITIONS, wrong_repetitions=WRONG_REPETITIONS)
        self._tests: set[str] = set()
        self._useful_tests: set[str] = set()

    def add(self, graded: GradedTrial) -> None:
        """Count one trial."""
        trial, result = graded.trial, graded.result
        if result.grade.is_ungraded:
            self._sheet.ungraded.append(f"{trial.name}: {_ungraded_reason(result)}")
        self._sheet.flips += [f"{trial.name}: {test}" for test in result.flips]
        if trial.mutant is not None:
            self._add_mutant(graded)
        elif trial.odd is not None:
            self._sheet.odd_total += 1
        else:
            self._add_answer(graded)
        for outcome in result.grade.outcomes:
            test = f"{trial.notebook}: {outcome.test}"
            self._tests.add(test)
            if trial.is_wrong and outcome.verdict not in (Verdict.PASSED, Verdict.SKIPPED):
                self._useful_tests.add(test)

    def _add_mutant(self, graded: GradedTrial) -> None:
        mutant = graded.trial.mutant
        assert mutant is not None
        self._sheet.mutants_total += 1
        if _scores(graded.result) != self._full_scores(graded):
            return
        if mutant.key in self._allowed:
            self._sheet.equivalents[mutant.key] = self._allowed[mutant.key]
        else:
            self._sheet.survivors.append(f"{mutant.key}: {mutant.change}")

    def _add_answer(self, graded: GradedTrial) -> None:
        trial, result, sheet = graded.trial, graded.result, self._sheet
        scores = _scores(result)
        expected = {**self._full_scores(graded), **(trial.answer.scores if trial.answer is not None else {})}
        differences = [
            f"{name} {scores.get(name)} instead of {points:g}"
            for name, points in expected.items()
            if scores.get(name) != points
        ]
        sheet.wrong_total += trial.is_wrong
        sheet.right_total += not trial.is_wrong
        if differences:
            failing = [outcome.test for outcome in result.grade.outcomes if not outcome.is_passed]
            line = f"{trial.name}: {'; '.join(differences)} (not passed: {', '.join(failing) or 'none'})"
            (sheet.wrong_misjudged if trial.is_wrong else sheet.right_misjudged).append(line)
        sheet.largest_error_passed = max(sheet.largest_error_passed, result.margins.largest_passed)
        sheet.smallest_error_failed = min(sheet.smallest_error_failed, result.margins.smallest_failed)

    def _full_scores(self, graded: GradedTrial) -> dict[str, float]:
        cells = self._lesson.notebook(graded.trial.notebook).cells
        return {cell.grade_id: cell.points for cell in cells if cell.is_test}

    def finish(self) -> Sheet:
        """Return the sheet, its lists sorted: trials come back in any order."""
        sheet = self._sheet
        sheet.tests_total = len(self._tests)
        sheet.idle_tests = sorted(self._tests - self._useful_tests)
        sheet.stale_equivalents = sorted(set(self._allowed) - set(sheet.equivalents))
        for names in sheet.mistakes.values():
            names.sort()
        return sheet


def _scores(result: GradedNotebook) -> dict[str, float | None]:
    return {name: cell.score for name, cell in result.grade.cells.items() if not cell.is_manual}


def _ungraded_reason(result: GradedNotebook) -> str:
    reasons = [_name_reason(outcome) for outcome in result.grade.outcomes if outcome.is_ungraded]
    return result.grade.ungraded or (reasons[0] if reasons else "a test has no outcome")


def _name_reason(outcome: Outcome) -> str:
    """Return why a test is ungraded, and which one it is: what the lesson broke names it already."""
    name = outcome.test.partition("[")[0]
    return outcome.message if outcome.message.startswith(name) else f"{outcome.test}: {outcome.message}"
