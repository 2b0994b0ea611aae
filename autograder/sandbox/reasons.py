"""Why a name is missing: the error of the cell that was to bind it, and what that cell lacked in its turn.

Cells are read as text, and nothing of them is run. How much is read of a notebook is bounded.
"""

from __future__ import annotations

import re
import symtable
import warnings
from collections.abc import Iterator, Mapping, Sequence

from autograder.course import blank_magics, is_costly
from autograder.errors import StudentError, StudentRaised, explain_name_error, find_missing_name
from autograder.sandbox.replies import CellResult

__all__ = ["Reasons"]

_LONGEST_NAME = 200
_LONGEST_ERROR = 300
_MOST_PARSED = 20_000  # characters of one cell
_MOST_PARSED_OF_ALL = 200_000  # of one notebook: 0.6 s
_MOST_SEARCHED = 1_000_000  # of what is not parsed
_CELL_MAGIC = re.compile(r"\A\s*%%\w+.*\n")
_MOST_STEPS = 10
_STAR = "*"
_FORMS = re.compile(
    r"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)|^[ \t]*(\w+)[ \t]*[:=](?!=)|^[ \t]*(?:import|from)[ \t]([^\n]*)",
    re.MULTILINE,
)
_WORD = re.compile(r"\w+|\*")

_Found = tuple[int, StudentError]


class Reasons:
    """Finds in the results of a notebook's cells why a name is missing. Nobody is told of `silent` cells."""

    def __init__(
        self, cells: Sequence[tuple[int, str]], results: Mapping[int, CellResult], silent: frozenset[int]
    ) -> None:
        self._cells = [(index, source) for index, source in cells if index not in silent]
        self._results = results
        self._bound: dict[int, frozenset[str]] = {}
        self._left_to_parse = _MOST_PARSED_OF_ALL
        self._left_to_search = _MOST_SEARCHED

    def find(self, name: str, before: int | None = None) -> str:
        """Return the error of the last cell (of those `before` a cell) that was to bind the name, "" if there is none.

        If that cell ended for a missing name itself, it is said why that was missing, first of all.
        """
        found = self._find_cell(name, before)
        if found is None:
            return ""
        first = last = found
        for _ in range(_MOST_STEPS):
            lacking = find_missing_name(last[1])
            found = self._find_cell(lacking, last[0]) if lacking else None
            last = found or last
        error, root = first[1], str(last[1])[:_LONGEST_ERROR]
        if last is first or not isinstance(error, StudentRaised):
            return str(error)[:_LONGEST_ERROR]
        return str(explain_name_error(error, lambda _: root))

    def _find_cell(self, name: str, before: int | None) -> _Found | None:
        """Return the last cell that was to bind the name and ended in an error.

        Where none is seen to bind it, it may be one that imports all that some module has.
        """
        if not name.isidentifier() or len(name) > _LONGEST_NAME:
            return None
        failed = list(self._list_failed(before))
        for wanted in (name, _STAR):
            for index, error, names in failed:
                is_import = isinstance(error, StudentRaised) and error.is_kind("ImportError")
                if wanted in names and (wanted != _STAR or is_import):
                    return index, error
        return None

    def _list_failed(self, before: int | None) -> Iterator[tuple[int, StudentError, frozenset[str]]]:
        """Yield the cells that ended in an error, the last one first, and what each was to bind."""
        for index, source in reversed(self._cells):
            result = self._results.get(index)
            if result is not None and result.error is not None and (before is None or index < before):
                if index not in self._bound:
                    self._bound[index] = self._read_names(source)
                yield index, result.error, self._bound[index]

    def _read_names(self, source: str) -> frozenset[str]:
        """Return the names that a cell is to bind; `*` for all those of a module. Of too much text, some or none."""
        if len(source) <= min(_MOST_PARSED, self._left_to_parse):
            self._left_to_parse -= len(source)
            names = _parse_names(source)
            if names is not None:
                return names
        source = source[: self._left_to_search]
        self._left_to_search -= len(source)
        return frozenset(_search_names(source))


def _parse_names(source: str) -> frozenset[str] | None:
    """Return the global names that a cell binds, None if it cannot be parsed."""
    if is_costly(source):
        return None
    plain = blank_magics(_CELL_MAGIC.sub("", source, count=1))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            table = symtable.symtable(plain, "<cell>", "exec")
        names = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if re.search(r"\bimport[ \t]*\*", plain):
        names.add(_STAR)
    return frozenset(names)


def _search_names(source: str) -> Iterator[str]:
    """Yield what the lines of a cell seem to bind."""
    for defined, assigned, imported in _FORMS.findall(source):
        yield from filter(None, (defined, assigned))
        yield from _WORD.findall(imported)
