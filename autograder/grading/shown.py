"""What a page shows beside verdicts: what answers did on the probes, pictures and tables of them, and the causes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from autograder.course import SourceNotebook
from autograder.grading.causes import CauseFinder
from autograder.records import Cause
from autograder.sandbox import StudentNotebook
from autograder.submissions import RestoredNotebook
from autograder.suite import Asked, Exhibit, LessonProbes, Observation, Outcome, Rehearsed

__all__ = ["Shown", "list_solutions"]


class Shown:
    """What is known of one notebook's answers, all of it before its first hidden test is asked."""

    def __init__(self, source: SourceNotebook, restored: RestoredNotebook, probes: LessonProbes) -> None:
        self._source = source
        self._restored = restored
        self._probes = probes
        self._asked = Asked()
        self._causes: CauseFinder | None = None

    def learn(
        self,
        rehearsed: Rehearsed,
        asked: Asked,
        outcomes: Sequence[Outcome],
        notebook: StudentNotebook,
        open_reference: Callable[[], StudentNotebook],
    ) -> None:
        """Take what came of the probes, and find out whose mistakes the lost tests are."""
        self._asked = asked
        self._causes = CauseFinder(self._source, self._restored, self._probes, rehearsed, asked)
        self._causes.prove(self._list_lost(outcomes), notebook, open_reference)

    def behaviours(self, cells: Iterable[str]) -> dict[str, tuple[Observation, ...]]:
        """Return what these solution cells did on their probes."""
        if self._causes is None or not self._asked.keys:
            return {}
        return {name: self._causes.lines(name) for name in cells if name in self._probes.probes}

    def exhibits(self, cells: Iterable[str]) -> dict[str, tuple[Exhibit, ...]]:
        """Return the pictures and tables of these solution cells."""
        found = {name: self._asked.result(("exhibits", name, 0)) for name in cells}
        return {name: value for name, value in found.items() if isinstance(value, tuple)}

    def causes(self, cells: Collection[str], outcomes: Sequence[Outcome]) -> dict[str, Cause]:
        """Return why these solution cells lost points."""
        return self._causes.find(cells, self._list_lost(outcomes)) if self._causes is not None else {}

    def _list_lost(self, outcomes: Sequence[Outcome]) -> list[str]:
        return list_solutions(self._source, {outcome.cell for outcome in outcomes if not outcome.is_passed})


def list_solutions(source: SourceNotebook, test_cells: Collection[str]) -> list[str]:
    """Return the solution cells that these test cells belong to."""
    tests = [cell for cell in source.cells if cell.is_test and cell.grade_id in test_cells]
    solutions = [source.solution_before(cell) for cell in tests]
    return list(dict.fromkeys(cell.grade_id for cell in solutions if cell is not None))
