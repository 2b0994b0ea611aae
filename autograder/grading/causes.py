"""Whose mistake it is that a solution cell does something else than the right answer: its own, or what it rests on.

A cell that rests on nothing wrong is to blame itself. Where something below it is wrong, it is right for sure if its
code is the source's, and seems to be if the source's answer does the same on every probe with the student's functions
in it. If it does so also where right functions of the student's stand in the place of wrong ones, it is right. All that
is found out before any hidden test is asked, for the student's notebook is asked for it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Sequence
from typing import Any

from autograder.course import SourceNotebook
from autograder.grading.dependencies import Dependencies
from autograder.records import Cause, CauseKind, OtherCell, Relation
from autograder.sandbox import StudentNotebook
from autograder.submissions import RestoredNotebook
from autograder.suite import (
    Asked,
    LessonProbes,
    Observation,
    Rehearsed,
    Rewritten,
    Swap,
    observe,
    observe_swapped,
    observe_with_standins,
)

__all__ = ["CauseFinder"]

_MOST_S = 1.0  # of the student's time
_QUICK_S = 2.0  # what takes longer to answer before is not asked for this: it would cost others too much

Lines = tuple[Observation, ...]


class CauseFinder:
    """What one notebook did on the probes, and why. `asked` is what came of them, `rehearsed` has the right answers."""

    def __init__(
        self,
        source: SourceNotebook,
        restored: RestoredNotebook,
        probes: LessonProbes,
        rehearsed: Rehearsed,
        asked: Asked,
    ) -> None:
        self._source = source
        self._restored = restored
        self._probes = probes
        self._rehearsed = rehearsed
        self._asked = asked
        self._lines: dict[str, Lines] = {}
        self._proofs: dict[str, bool] = {}  # whether the source's answer does the same with the student's functions
        self._sure: set[str] = set()  # it does so with other functions, too
        self._doubtful: set[str] = set()  # it does not
        self._lost: frozenset[str] = frozenset()

    @functools.cached_property
    def _dependencies(self) -> Dependencies:
        return Dependencies(self._source, self._restored)

    def lines(self, cell: str) -> Lines:
        """Return what a cell did on each of its probes, nothing if it was not asked."""
        if cell not in self._lines:
            answers = [self._asked.result(key) for key in self._asked.keys if key[:2] == ("probe", cell)]
            self._lines[cell] = observe(self._probes.probes[cell], answers).lines if answers else ()
        return self._lines[cell]

    def _is_wrong(self, cell: str) -> bool:
        """Whether a cell has lost points or does something else than the right answer."""
        return cell in self._lost or self._deviates(cell)

    def _deviates(self, cell: str) -> bool:
        mine, right = self.lines(cell), self._right_lines(cell)
        return bool(mine and right) and not _are_alike(mine, right)

    def _right_lines(self, cell: str) -> Lines:
        answers: Sequence[Any] = self._rehearsed.right_answers(cell)
        return observe(self._probes.probes[cell], answers).lines if answers else ()

    def prove(
        self, lost: Collection[str], notebook: StudentNotebook, open_reference: Callable[[], StudentNotebook]
    ) -> None:
        """Find out which of the cells that rest on cells which `lost` points do what they must with what they call."""
        is_quick = notebook.has_patience and notebook.used_s < _QUICK_S
        if not lost or not notebook.has_true_copies or not is_quick:
            return
        known = self._dependencies
        start_s = notebook.used_s
        for cell in known.solutions:
            if notebook.used_s - start_s > _MOST_S:
                return
            uses = known.uses(cell)
            is_open = bool(uses) and bool(set(known.below(cell)) & set(lost))
            if is_open and self._deviates(cell) and not known.is_as_given(cell):
                rewritten = Rewritten(self._source.by_id[cell].source, tuple(known.names(cell)), tuple(uses))
                found = observe_with_standins(self._probes.probes[cell], rewritten, notebook, open_reference())
                if found is not None:
                    self._proofs[cell] = _are_alike(found.lines, self.lines(cell))
                    if self._proofs[cell]:
                        self._try_swaps(cell, rewritten, lost, notebook, open_reference())

    def _try_swaps(
        self,
        cell: str,
        rewritten: Rewritten,
        lost: Collection[str],
        notebook: StudentNotebook,
        reference: StudentNotebook,
    ) -> None:
        """Look whether a cell still does what it must where right functions stand in the place of wrong ones."""
        for swaps in self._list_swaps(cell, lost):
            found = observe_swapped(self._probes.probes[cell], rewritten, swaps, notebook, reference)
            if found is not None and not _are_alike(found[0].lines, found[1].lines):
                self._doubtful.add(cell)
                return
            is_other = any(swap.name != swap.other for swap in swaps)
            if found is not None and is_other and _has_values(found[0].lines):
                self._sure.add(cell)
                return

    def _list_swaps(self, cell: str, lost: Collection[str]) -> list[list[Swap]]:
        """Return what names stand for: each wrong one for a right one, the results of these or of the others turned."""
        called = {name: other for name, other in self._dependencies.uses(cell).items() if self._is_function(name)}
        wrong = [name for name, other in called.items() if self._rests_on(other, lost)]
        right = [name for name in called if name not in wrong] or wrong
        others = {name: right[number % len(right)] for number, name in enumerate(wrong)}
        found = [[Swap(name, others[name], True) for name in wrong]] if wrong else []
        if wrong and right != wrong:
            found.append([*(Swap(name, name, True) for name in right), *(Swap(n, others[n], False) for n in wrong)])
        return found

    def _is_function(self, name: str) -> bool:
        return any(name in self._dependencies.functions(cell) for cell in self._dependencies.solutions)

    def _rests_on(self, cell: str, lost: Collection[str]) -> bool:
        return cell in lost or bool(set(self._dependencies.below(cell)) & set(lost))

    def find(self, cells: Collection[str], lost: Collection[str]) -> dict[str, Cause]:
        """Return the cause of each of these cells; `lost` are all that lost points."""
        self._lost = frozenset(lost)
        return {cell: self._find(cell) for cell in cells}

    def _find(self, cell: str) -> Cause:
        known = self._dependencies
        wrong = [other for other in known.below(cell) if self._is_wrong(other)]
        changing = known.changed_by(cell)
        meddlers = list(dict.fromkeys(other for one in wrong for other in known.changed_by(one)))
        kind = self._judge(cell)
        if kind is None and not (wrong or changing or meddlers):
            return Cause(CauseKind.OWN, self._name(cell))
        if cell in meddlers:
            return Cause(CauseKind.POSSIBLE, self._name(cell))
        if changing or meddlers:
            return self._blame(CauseKind.POSSIBLE, cell, changing or meddlers, Relation.CHANGES)
        kind = kind if kind is not None and wrong else CauseKind.POSSIBLE
        return self._blame(kind, cell, [other for other in wrong if self._is_root(other, wrong)] or wrong)

    def _judge(self, cell: str) -> CauseKind | None:
        """Return in which way a cell is right by itself, None if that is not known.

        Where all that it does is to raise what it calls raises, its own code cannot be seen.
        """
        if self._dependencies.is_as_given(cell) or (cell in self._sure and cell not in self._doubtful):
            return CauseKind.CALLED
        is_alike = self._proofs.get(cell, False) and cell not in self._doubtful
        return CauseKind.ALIKE if is_alike and _has_values(self.lines(cell)) else None

    def _blame(self, kind: CauseKind, cell: str, others: Sequence[str], relation: Relation | None = None) -> Cause:
        found = [
            OtherCell(other, self._name(other), relation or self._relate(cell, other)) for other in others if other
        ]
        return Cause(kind, self._name(cell), tuple(found))

    def _relate(self, cell: str, other: str) -> Relation:
        if other not in self._dependencies.direct(cell):
            return Relation.BELOW
        return Relation.CALLED if self._dependencies.functions(other) else Relation.USED

    def _is_root(self, cell: str, wrong: Collection[str]) -> bool:
        """Whether a wrong cell is wrong by itself: not only because of what is wrong below it."""
        return self._proofs.get(cell) is False or not set(self._dependencies.below(cell)) & set(wrong)

    def _name(self, cell: str) -> str:
        return next(iter(self._dependencies.names(cell)), cell)


def _has_values(lines: Lines) -> bool:
    return any(not line.canonical.startswith("raises ") for line in lines)


def _are_alike(one: Lines, other: Lines) -> bool:
    return [line.canonical for line in one] == [line.canonical for line in other]
