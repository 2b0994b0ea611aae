"""Find which cell of a submitted notebook is which cell of its source, whatever was done to the marks.

A cell is known by its grade_id, by its text, by the names that it defines, by the lines of the stub that it kept, and
last by the cells around it. Text and definitions outweigh a grade_id that contradicts them: cells are copied together
with their marks.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from autograder.course import SourceCell, SourceNotebook
from autograder.submissions.cells import SubmittedCell, defined_names, filled_lines, joined_text

__all__ = ["Matches", "match_cells"]

_LEAST_SCORE = 1.5


@dataclass(frozen=True)
class Matches:
    """What was found: by grade_id, the positions of the cells that are it, the one that counts first.

    `merged` names, for a missing answer, the source cell into whose cell it was written. `answers` holds the text of
    hand-graded answers that were written outside of their cell. `sure` are the locked cells and answers that are beyond
    doubt this notebook's: an answer that is known by no more than a name that it defines could be any notebook's.
    """

    found: dict[str, list[int]]
    merged: dict[str, str]
    answers: dict[str, str]
    sure: frozenset[str]

    def unmarked(self, cells: Sequence[SubmittedCell]) -> int:
        """Return how many cells were found without their grade_id."""
        return sum(cells[positions[0]].grade_id != grade_id for grade_id, positions in self.found.items())


def match_cells(cells: Sequence[SubmittedCell], source: SourceNotebook) -> Matches:
    """Return which submitted cells are the source cells that have a grade_id."""
    search = _Search(cells, source)
    is_undisputed = search.is_undisputed()
    if not is_undisputed:
        search.take_best_bids()
    search.take_marked()
    search.take_copies()
    search.take_neighbours()
    merged, answers = search.find_merged(), search.find_answers()
    for grade_id, positions in search.found.items():
        if source.by_id[grade_id].is_solution:
            positions.sort()
        elif not is_undisputed:
            search.prefer_last_marked(grade_id)
    return Matches(search.found, merged, answers, frozenset(search.found) if is_undisputed else search.find_sure())


class _Origin:
    """A source cell with a grade_id, and what it is known by."""

    def __init__(self, cell: SourceCell, source: SourceNotebook) -> None:
        self.cell = cell
        self._source = source
        released = source.released_text(cell) if cell.is_locked else cell.source
        self.text = joined_text(released)
        self.lines = filled_lines(source.regions.drop_solutions(cell.source) if cell.is_solution else released)
        defined = defined_names(cell.source) if cell.is_solution else frozenset()
        tests = "\n".join(other.source for other in source.cells[cell.index :] if other.is_test)
        # Of what the solution defines, only what tests ask for need be in an answer.
        self.names = (defined & frozenset(re.findall(r"\w+", tests))) or defined

    def is_surely(self, cell: SubmittedCell) -> bool:
        """Whether a cell is this one by more than a name that it defines."""
        if cell.grade_id == self.cell.grade_id:
            return True
        return self.likeness(cell) >= 3 if self.cell.is_locked else 2 * len(self.lines & cell.lines) > len(self.lines)

    def likeness(self, cell: SubmittedCell) -> float:
        """Return how much a cell's content speaks for it being this one, 0 for not at all."""
        if self.text and cell.text == self.text:
            return 10.0
        if self.cell.is_locked and self._source.is_earlier(self.cell, cell.fingerprint):
            return 9.0
        kept = len(self.lines & cell.lines)
        if self.cell.is_locked:
            share = kept / max(len(self.lines), len(cell.lines), 1)
            return 6 * share if share >= 0.5 else 0.0
        if self.cell.cell_type != "code":
            return 5.0 * kept / len(self.lines) if self.lines else 0.0
        score = 2.0 * kept / len(self.lines) if self.lines else 0.0
        if self.names:
            score += 6.0 if self.names <= cell.names else 3.0 if self.names & cell.names else 0.0
        return score


class _KnownSource(NamedTuple):
    """A source notebook as it is searched for: its cells with a grade_id, and the texts of those without."""

    origins: Mapping[str, _Origin]
    ordinary: frozenset[str]


@functools.lru_cache(maxsize=64)
def _read_source(source: SourceNotebook) -> _KnownSource:
    ordinary = frozenset(joined_text(cell.source) for cell in source.cells if not cell.grade_id)
    return _KnownSource({grade_id: _Origin(cell, source) for grade_id, cell in source.by_id.items()}, ordinary)


class _Bid(NamedTuple):
    """A plausible pair of a cell and a grade_id. The best sorts first; of equally good ones, the lowest rank."""

    cost: float
    rank: int
    position: int
    grade_id: str


class _Search:
    """The state of one search: which cells are found for which grade_id, and which cells are taken."""

    def __init__(self, cells: Sequence[SubmittedCell], source: SourceNotebook) -> None:
        self.found: dict[str, list[int]] = {}
        self._cells = cells
        self._source = source
        self._origins, self._ordinary = _read_source(source)
        self._taken: set[int] = set()
        self._own = [cell for cell in cells if cell.grade_id in self._origins or not self._is_ordinary(cell)]
        locked = {origin.text for origin in self._origins.values() if origin.text and origin.cell.is_locked}
        self._doubtful = {cell.position for cell in self._own if self._is_contradicted(cell, locked)}

    def _is_contradicted(self, cell: SubmittedCell, locked: set[str]) -> bool:
        """Whether a cell's grade_id cannot be right, since the cell plainly is another one."""
        origin = self._origins.get(cell.grade_id)
        if origin is None or cell.text == origin.text:
            return False
        if cell.text in locked:
            return True
        if origin.names & cell.names or origin.likeness(cell) >= 2:
            return False
        return any(other.names and other.names <= cell.names for other in self._origins.values() if other is not origin)

    def _take(self, grade_id: str, position: int) -> None:
        self.found.setdefault(grade_id, []).append(position)
        self._taken.add(position)

    def is_undisputed(self) -> bool:
        """Whether each grade_id is there once, on a cell that can be it: so with nearly every notebook."""
        marks = [cell.grade_id for cell in self._own if cell.grade_id in self._origins]
        return not self._doubtful and len(marks) == len(self._origins) == len(set(marks))

    def take_marked(self) -> None:
        """Take the first cell with each grade_id that is not found yet."""
        for cell in self._own:
            is_free = cell.position not in self._taken and cell.grade_id not in self.found
            if is_free and cell.grade_id in self._origins:
                self._take(cell.grade_id, cell.position)

    def take_best_bids(self) -> None:
        """Take the most plausible pairs, each cell and each grade_id once."""
        for bid in sorted(self._bids()):
            if bid.position not in self._taken and bid.grade_id not in self.found:
                self._take(bid.grade_id, bid.position)

    def _bids(self) -> Iterable[_Bid]:
        for cell in self._own:
            for grade_id, origin in self._origins.items():
                score = origin.likeness(cell)
                if origin.cell.is_locked and score < 9 and self._is_other(cell, grade_id):
                    continue
                if cell.grade_id == grade_id and cell.position not in self._doubtful:
                    score += 20.0
                if score > 0:
                    score += 0.5 if cell.cell_type == origin.cell.cell_type else -1.0
                if score >= _LEAST_SCORE:
                    # Of two that define the same the last counts, as it does in Python; of two copies the first.
                    is_last_best = origin.cell.is_solution and cell.grade_id != grade_id
                    yield _Bid(-score, -cell.position if is_last_best else cell.position, cell.position, grade_id)

    def _is_other(self, cell: SubmittedCell, grade_id: str) -> bool:
        """Whether a cell has the mark of another cell, and nothing against it."""
        return cell.grade_id in self._origins and cell.grade_id != grade_id and cell.position not in self._doubtful

    def take_copies(self) -> None:
        """Take further copies of cells: of an answer all, of a locked cell those that were not edited."""
        for cell in self._own:
            if cell.position not in self._taken:
                for grade_id in self._copied(cell):
                    self._take(grade_id, cell.position)
                    break

    def _copied(self, cell: SubmittedCell) -> Iterable[str]:
        """Yield what a cell is one more copy of. An edited copy of a locked cell is the student's own cell."""
        origin = self._origins.get(cell.grade_id)
        if origin is not None and (origin.cell.is_solution or cell.lines <= origin.lines):
            yield cell.grade_id
        for grade_id, other in self._origins.items():
            if other.cell.is_locked and other.text and cell.text == other.text:
                yield grade_id

    def prefer_last_marked(self, grade_id: str) -> None:
        """Let the last cell with its mark be the locked cell, as nbgrader does: what stands there never runs."""
        positions = self.found[grade_id]
        free = [cell.position for cell in self._own if cell.grade_id == grade_id and cell.position not in self._taken]
        marked = [place for place in positions if self._cells[place].grade_id == grade_id] + free
        if marked:
            last = max(marked)
            self._taken.add(last)
            self.found[grade_id] = [last, *(place for place in positions if place != last)]

    def take_neighbours(self) -> None:
        """Take, for an answer that is not found yet, the student's own cell between the cells around it."""
        for grade_id, origin in self._origins.items():
            if grade_id not in self.found and origin.cell.is_solution:
                for cell in self._between(origin.cell)[:1]:
                    self._take(grade_id, cell.position)

    def _between(self, origin: SourceCell) -> list[SubmittedCell]:
        """Return the student's own cells in the place where this cell belongs, those of its type first."""
        start = self._nearest(reversed(self._source.cells[: origin.index]), -1)
        end = self._nearest(self._source.cells[origin.index + 1 :], len(self._cells))
        if start is None or end is None or start >= end or (start, end) == (-1, len(self._cells)):
            return []
        spare = [cell for cell in self._cells[start + 1 : end] if self._is_spare(cell)]
        return sorted(spare, key=lambda cell: cell.cell_type != origin.cell_type)

    def _is_spare(self, cell: SubmittedCell) -> bool:
        return cell.position not in self._taken and bool(cell.text) and not self._is_ordinary(cell)

    def _is_ordinary(self, cell: SubmittedCell) -> bool:
        """Whether a cell is one without a grade_id as it was handed out, now or in an earlier release."""
        return cell.text in self._ordinary or self._source.was_ordinary(cell.fingerprint)

    def _nearest(self, neighbours: Iterable[SourceCell], edge: int) -> int | None:
        """Return the position of the nearest source cell that is there; None if a missing answer comes before it."""
        for neighbour in neighbours:
            if neighbour.grade_id in self.found:
                return self.found[neighbour.grade_id][0]
            if neighbour.is_solution:
                return None
            text = joined_text(neighbour.source)
            for cell in self._cells if text else ():
                if cell.text == text:
                    return cell.position
        return edge

    def find_sure(self) -> frozenset[str]:
        """Return which of the cells that were found are known by more than a name."""
        return frozenset(
            grade_id
            for grade_id, positions in self.found.items()
            if any(self._origins[grade_id].is_surely(self._cells[position]) for position in positions)
        )

    def find_merged(self) -> dict[str, str]:
        """Return, for each missing answer, the source cell in whose cell all its names are defined."""
        return {
            grade_id: owner
            for grade_id, origin in self._origins.items()
            for owner, positions in self.found.items()
            if grade_id not in self.found and origin.names and origin.names <= self._cells[positions[0]].names
        }

    def find_answers(self) -> dict[str, str]:
        """Return the text of hand-graded answers written beside their cell, or anywhere if the cell is gone."""
        answers: dict[str, str] = {}
        for grade_id, origin in self._origins.items():
            if not origin.cell.is_manual or origin.cell.is_locked or origin.cell.cell_type == "code":
                continue
            near: Sequence[SubmittedCell] = self._cells
            if grade_id in self.found:
                own = "\n".join(self._cells[position].source for position in self.found[grade_id])
                if not all(self._source.regions.is_stub_line(line) for line in filled_lines(own) - origin.lines):
                    continue
                at = self.found[grade_id][0]
                end = self._nearest(self._source.cells[origin.cell.index + 1 :], len(self._cells))
                near = self._cells[at + 1 : end if end is not None and end > at else at + 1]
            prose = [cell.source for cell in near if cell.cell_type != "code" and self._is_spare(cell)]
            if prose:
                answers[grade_id] = "\n\n".join(prose)
        return answers
