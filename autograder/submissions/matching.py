"""Find which cell of a submitted notebook stands for which cell of its source, whatever was done to the marks.

A cell is known by its grade_id, by its text, by the names that it defines, by the lines of the stub that it kept, and
last by the cells around it. Text and definitions outweigh a grade_id that contradicts them: cells are copied together
with their marks.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.course import SourceCell, SourceNotebook

__all__ = ["Matches", "SubmittedCell", "match_cells"]

_DEFINITION = re.compile(
    r"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|^(\w+)[ \t]*(?::[^=\n]{1,80})?=(?!=)", re.MULTILINE
)
_LEAST = 1.5


@dataclass(frozen=True)
class SubmittedCell:
    """One cell as it was handed in."""

    position: int
    kind: str
    source: str
    grade_id: str

    @functools.cached_property
    def text(self) -> str:
        return " ".join(self.source.split())

    @functools.cached_property
    def lines(self) -> frozenset[str]:
        return _lines(self.source)

    @functools.cached_property
    def names(self) -> frozenset[str]:
        return _defined_names(self.source)


class _Origin:
    """A source cell with a grade_id, and what it is known by."""

    def __init__(self, cell: SourceCell, source: SourceNotebook) -> None:
        self.cell = cell
        self.text = " ".join(cell.source.split())
        self.lines = _lines(source.regions.drop_solutions(cell.source) if cell.is_solution else cell.source)
        defined = _defined_names(cell.source) if cell.is_solution else frozenset()
        tests = "\n".join(other.source for other in source.cells[cell.index :] if other.is_test)
        # Of what the solution defines, only what tests ask for need be in an answer.
        self.names = (defined & frozenset(re.findall(r"\w+", tests))) or defined

    def likeness(self, cell: SubmittedCell) -> float:
        """Return how much a cell's content speaks for it being this one, 0 for not at all."""
        if self.text and cell.text == self.text:
            return 10.0
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


@dataclass(frozen=True)
class Matches:
    """What was found: by grade_id, the positions of the cells that are it, the one that counts first.

    `merged` names the source cell in whose cell a missing answer stands; `answers` holds the text of hand-graded
    answers that stand outside of their cell.
    """

    found: dict[str, list[int]]
    merged: dict[str, str]
    answers: dict[str, str]

    def unmarked(self, cells: Sequence[SubmittedCell]) -> int:
        """Return how many cells were found without their grade_id."""
        return sum(cells[positions[0]].grade_id != grade_id for grade_id, positions in self.found.items())


def match_cells(cells: Sequence[SubmittedCell], source: SourceNotebook) -> Matches:
    """Return which submitted cells stand for the source cells that have a grade_id."""
    origins, ordinary = _read_source(source)
    texts = {origin.text for origin in origins.values() if origin.text and origin.cell.is_locked}
    own = [cell for cell in cells if cell.grade_id in origins or cell.text not in ordinary]
    doubtful = {cell.position for cell in own if _is_contradicted(cell, origins, texts)}
    found: dict[str, list[int]] = {}
    taken: set[int] = set()

    def take(grade_id: str, position: int) -> None:
        found.setdefault(grade_id, []).append(position)
        taken.add(position)

    marked = [cell for cell in own if cell.grade_id in origins]
    is_undisputed = not doubtful and len(marked) == len(origins) == len({cell.grade_id for cell in marked})
    for cell in marked if is_undisputed else ():  # as it is with nearly every notebook; the bids would say the same
        take(cell.grade_id, cell.position)
    for _, _, position, grade_id in () if is_undisputed else sorted(_bids(own, origins, doubtful)):
        if position not in taken and grade_id not in found:
            take(grade_id, position)
    for cell in own:
        if cell.position not in taken and cell.grade_id in origins and cell.grade_id not in found:
            take(cell.grade_id, cell.position)
    for cell in own:
        for grade_id in _copied(cell, origins) if cell.position not in taken else ():
            take(grade_id, cell.position)
            break
    for grade_id, origin in origins.items():
        if grade_id not in found and origin.cell.is_solution:
            for cell in _between(origin.cell, cells, source, found, taken, ordinary)[:1]:
                take(grade_id, cell.position)
    merged = {
        grade_id: owner
        for grade_id, origin in origins.items()
        for owner, positions in found.items()
        if grade_id not in found and origin.names and origin.names <= cells[positions[0]].names
    }
    answers = _find_answers(cells, source, origins, found, taken, ordinary)
    for grade_id, positions in found.items():
        if origins[grade_id].cell.is_solution:
            positions.sort()
    return Matches(found, merged, answers)


@functools.lru_cache(maxsize=64)
def _read_source(source: SourceNotebook) -> tuple[dict[str, _Origin], frozenset[str]]:
    """Return the source cells with a grade_id, and the texts of those without."""
    ordinary = frozenset(" ".join(cell.source.split()) for cell in source.cells if not cell.grade_id)
    return {grade_id: _Origin(cell, source) for grade_id, cell in source.by_id.items()}, ordinary


def _bids(
    own: Iterable[SubmittedCell], origins: dict[str, _Origin], doubtful: set[int]
) -> Iterable[tuple[float, int, int, str]]:
    """Yield every plausible pair as (-score, rank, position, grade_id): the best sorts first, then the first cell."""
    for cell in own:
        for grade_id, origin in origins.items():
            score = origin.likeness(cell)
            if cell.grade_id == grade_id and cell.position not in doubtful:
                score += 20.0
            if score > 0:
                score += 0.5 if cell.kind == origin.cell.cell_type else -1.0
            if score >= _LEAST:
                # Of two that define the same the last counts, as it does in Python; of two copies the first.
                rank = -cell.position if origin.cell.is_solution and cell.grade_id != grade_id else cell.position
                yield -score, rank, cell.position, grade_id


def _is_contradicted(cell: SubmittedCell, origins: dict[str, _Origin], locked: set[str]) -> bool:
    """Whether a cell's grade_id cannot be right, since the cell plainly is another one."""
    origin = origins.get(cell.grade_id)
    if origin is None or cell.text == origin.text:
        return False
    if cell.text in locked:
        return True
    if origin.names & cell.names or origin.likeness(cell) >= 2:
        return False
    return any(other.names and other.names <= cell.names for other in origins.values() if other is not origin)


def _copied(cell: SubmittedCell, origins: dict[str, _Origin]) -> Iterable[str]:
    """Yield what a cell is one more copy of. An edited copy of a locked cell is the student's own cell."""
    origin = origins.get(cell.grade_id)
    if origin is not None and (origin.cell.is_solution or cell.lines <= origin.lines):
        yield cell.grade_id
    for grade_id, other in origins.items():
        if other.cell.is_locked and other.text and cell.text == other.text:
            yield grade_id


def _between(
    origin: SourceCell,
    cells: Sequence[SubmittedCell],
    source: SourceNotebook,
    found: dict[str, list[int]],
    taken: set[int],
    ordinary: frozenset[str],
) -> list[SubmittedCell]:
    """Return the student's own cells that stand where this cell has to stand, those of its type first."""
    start = _neighbour(reversed(source.cells[: origin.index]), cells, found, -1)
    end = _neighbour(source.cells[origin.index + 1 :], cells, found, len(cells))
    if start is None or end is None or start >= end or (start, end) == (-1, len(cells)):
        return []
    spare = [c for c in cells[start + 1 : end] if c.position not in taken and c.text and c.text not in ordinary]
    return sorted(spare, key=lambda cell: cell.kind != origin.cell_type)


def _neighbour(
    neighbours: Iterable[SourceCell], cells: Sequence[SubmittedCell], found: dict[str, list[int]], edge: int
) -> int | None:
    """Return where the nearest source cell that is there stands; None where an answer that is not there comes first."""
    for neighbour in neighbours:
        if neighbour.grade_id in found:
            return found[neighbour.grade_id][0]
        if neighbour.is_solution:
            return None
        text = " ".join(neighbour.source.split())
        for cell in cells if text else ():
            if cell.text == text:
                return cell.position
    return edge


def _find_answers(
    cells: Sequence[SubmittedCell],
    source: SourceNotebook,
    origins: dict[str, _Origin],
    found: dict[str, list[int]],
    taken: set[int],
    ordinary: frozenset[str],
) -> dict[str, str]:
    """Return the text of hand-graded answers written beside their cell, or anywhere where the cell is gone."""
    answers: dict[str, str] = {}
    for grade_id, origin in origins.items():
        if not origin.cell.is_manual or origin.cell.is_locked or origin.cell.cell_type == "code":
            continue
        if grade_id in found:
            own = "\n".join(cells[position].source for position in found[grade_id])
            if not all(source.regions.is_stub_line(line) for line in _lines(own) - origin.lines):
                continue
            at = found[grade_id][0]
            end = _neighbour(source.cells[origin.cell.index + 1 :], cells, found, len(cells))
            near = cells[at + 1 : end if end is not None and end > at else at + 1]
        else:
            near = cells
        prose = [c for c in near if c.position not in taken and c.kind != "code" and c.text and c.text not in ordinary]
        if prose:
            answers[grade_id] = "\n\n".join(cell.source for cell in prose)
    return answers


def _lines(source: str) -> frozenset[str]:
    return frozenset(line.strip() for line in source.splitlines() if line.strip())


def _defined_names(source: str) -> frozenset[str]:
    """Return the names that a cell defines at its top level: functions, classes and assigned names."""
    return frozenset(name for groups in _DEFINITION.findall(source) for name in groups if name)
