"""Move a locked cell only where it cannot do its work, and where nothing else is changed by moving it.

nbgrader runs cells in the order in which the student left them, so that order is kept. Two things are put right: what
gives definitions goes up before what needs them, and a cell that surely fails for want of a name goes down behind the
cell that gives it. Either only if no other cell can tell the difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from autograder.submissions.names import BUILTINS, CellNames, NameReader
from autograder.submissions.restored import RestoredCell

__all__ = ["exchanged_names", "order_cells"]


def exchanged_names(cells: Iterable[RestoredCell], reader: NameReader) -> frozenset[str]:
    """Return the names by which the cells that are no test cells depend on each other or on a test cell."""
    found = [reader.read(cell) for cell in cells if not cell.is_test]
    count = Counter(name for names in found for name in names.touches)
    several = {name for name, times in count.items() if times > 1}
    return frozenset(several.union(*(names.leans for names in found)))


def order_cells(cells: list[RestoredCell], reader: NameReader) -> set[str]:
    """Move locked code cells of a notebook in place; return the grade_ids of those that were moved."""
    places = [cell.origin.index for cell in cells if cell.origin is not None and cell.cell_type == "code"]
    if places == sorted(places):
        return set()
    locked = sorted((cell for cell in cells if cell.is_locked and cell.cell_type == "code"), key=_source_index)
    order = _Order(cells, reader)
    movable = [cell for cell in locked if cell.is_test or order.gives_names_once]
    moved = [cell for cell in movable if not cell.is_test and order.move_up(cell)]
    moved += [cell for cell in movable if order.move_down(cell)]
    return {cell.origin.grade_id for cell in moved if cell.origin is not None}


def _source_index(cell: RestoredCell) -> int:
    return cell.origin.index if cell.origin is not None else -1


class _Order:
    """The cells of one notebook while they are moved."""

    def __init__(self, cells: list[RestoredCell], reader: NameReader) -> None:
        self.cells = cells
        self.reader = reader
        self.gives_names_once = self._gives_names_once()

    def _gives_names_once(self) -> bool:
        """Whether no name has two values, imports aside.

        Only then are definitions moved: a cell that failed without them goes on, and could take a name from another.
        """
        count: Counter[str] = Counter()
        for cell, names in self._names(0, len(self.cells)):
            if names.is_open:
                return False
            count.update(set() if cell.is_test else names.binds - names.imported)
        tests = frozenset[str]().union(
            *(names.binds for cell, names in self._names(0, len(self.cells)) if cell.is_test)
        )
        imports = frozenset[str]().union(*(names.imported for _, names in self._names(0, len(self.cells))))
        risky = BUILTINS | imports | (tests & exchanged_names(self.cells, self.reader))
        return max(count.values(), default=0) <= 1 and not count.keys() & risky

    def _find(self, cell: RestoredCell) -> int:
        return next(place for place, other in enumerate(self.cells) if other is cell)

    def _names(self, start: int, end: int) -> list[tuple[RestoredCell, CellNames]]:
        """Return the code cells between two places, each with its names."""
        return [(cell, self.reader.read(cell)) for cell in self.cells[start:end] if cell.cell_type == "code"]

    def move_up(self, cell: RestoredCell) -> bool:
        """Move a cell of definitions before the first cell that mentions them, if one above it needed them."""
        at, names = self._find(cell), self.reader.read(cell)
        users = [place for place in range(at) if self.reader.read(self.cells[place]).touches & names.binds]
        if not users or names.is_open or names.binds & BUILTINS:
            return False
        passed = self._names(users[0], at)
        is_late = any(
            found.lacks & names.binds or (other.is_test and _source_index(other) > _source_index(cell))
            for other, found in passed
        )
        if not is_late or any(found.is_open or found.binds & names.touches for _, found in passed):
            return False
        self.cells.insert(users[0], self.cells.pop(at))
        return True

    def move_down(self, cell: RestoredCell) -> bool:
        """Move a cell that surely fails for want of names behind the cells that give them."""
        at, names = self._find(cell), self.reader.read(cell)
        above = [found for _, found in self._names(0, at)]
        lacks = names.lacks.difference(*(found.binds for found in above))
        if not lacks or any(found.is_open for found in above):
            return False
        givers = [self._find_giver(name, at) for name in lacks]
        end = max((place for place in givers if place is not None), default=at)
        if None in givers or not self._may_pass(cell, names, at, end):
            return False
        self.cells.insert(end, self.cells.pop(at))
        return True

    def _find_giver(self, name: str, at: int) -> int | None:
        """Return the place below `at` that gives a name: the last answer that does, or else the first cell."""
        below = range(at + 1, len(self.cells))
        places = [place for place in below if name in self.reader.read(self.cells[place]).binds]
        answers = [place for place in places if self.cells[place].origin is not None]
        return answers[-1] if answers else places[0] if places else None

    def _may_pass(self, cell: RestoredCell, names: CellNames, at: int, end: int) -> bool:
        """Whether nothing changes for other cells if a cell runs behind those after it."""
        passed = self._names(at + 1, end + 1)
        if any(found.is_open for _, found in passed):
            return False
        if not cell.is_test:
            return not any(found.touches & names.binds for _, found in passed)
        # Test cells use the same names for their own ends: what one leaves behind is no other one's.
        leaning = frozenset[str]().union(*(found.leans for other, found in passed if other.is_test))
        return not names.binds & (leaning | exchanged_names(self.cells, self.reader))
