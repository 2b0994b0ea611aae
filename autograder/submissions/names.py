"""Which names a code cell gives and takes, read from its text: nothing of it is run.

Reading is bounded by the length of the text. A cell that may bind any name (a star import, `exec`, a magic that runs
a file), and one beyond the bounds, is open: nobody may rely on what it does not bind.
"""

from __future__ import annotations

import ast
import builtins
import functools
import re
import symtable
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.course import blank_magics, is_costly
from autograder.submissions.restored import RestoredCell

__all__ = ["BUILTINS", "CellNames", "NameReader", "parse_cell"]

BUILTINS = frozenset(dir(builtins))

_MOST_CHARS = 20_000  # of one cell
_MOST_CHARS_OF_ALL = 200_000  # of one notebook: 0.6 s
_OPEN = re.compile(
    r"\bimport\s*+\(?\s*+\*|(?<!\.)\b(?:exec|eval|globals|locals|vars)\s*\(|__main__|__dict__|get_ipython"
    r"|^[ \t]*+%+(?:run|load|pylab|store|macro|py)|^[ \t]*+%%",
    re.MULTILINE,
)
_LATE_MAGIC = re.compile(r"=[ \t]*[%!]")


@dataclass(frozen=True)
class CellNames:
    """Global names of one code cell.

    `binds` gets a value, `imported` from an import alone. `touches` are all that the cell or a function of it mentions,
    `leans` those whose value may come from another cell. Without a value for one of `lacks` the cell surely fails.
    """

    binds: frozenset[str] = frozenset()
    imported: frozenset[str] = frozenset()
    touches: frozenset[str] = frozenset()
    leans: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    is_open: bool = False


class NameReader:
    """Reads the names of the cells of one notebook, until that gets too much."""

    def __init__(self) -> None:
        self._left = _MOST_CHARS_OF_ALL
        self._read: dict[str, CellNames] = {}

    def read(self, cell: RestoredCell) -> CellNames:
        """Return the names of a cell; of one that is not code, none."""
        return self.read_text(cell.source) if cell.cell_type == "code" else CellNames()

    def read_text(self, source: str) -> CellNames:
        """Return the names of a code cell with this text."""
        if source not in self._read:
            self._left -= len(source)
            is_short = len(source) <= _MOST_CHARS and self._left >= 0
            self._read[source] = _read_names(source) if is_short else CellNames(is_open=True)
        return self._read[source]


def parse_cell(source: str) -> tuple[ast.Module, str] | None:
    """Return a cell's tree and its text without magics; None if it is too long or not Python."""
    if len(source) > _MOST_CHARS or is_costly(source):
        return None
    plain = blank_magics(source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(plain), plain
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@functools.lru_cache(maxsize=256)  # of a class, most cells that are read are the same
def _read_names(source: str) -> CellNames:
    if _OPEN.search(source) or is_costly(source):
        return CellNames(is_open=True)
    parsed = parse_cell(source)
    late = len(_LATE_MAGIC.findall(source))
    if parsed is None:
        # What does not compile binds nothing. IPython may know more than we do.
        return CellNames(is_open=late > 0 or blank_magics(source) != source)
    tree, plain = parsed
    if len(_LATE_MAGIC.findall(plain)) != late:
        return CellNames(is_open=True)  # the name gets what IPython gives, and others may get something too
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            table = symtable.symtable(plain, "<cell>", "exec")
        return _sort_names(tree, table)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return CellNames(is_open=True)


def _sort_names(tree: ast.Module, table: symtable.SymbolTable) -> CellNames:
    own = table.get_symbols()
    inner = [symbol for scope in _walk(table) for symbol in scope.get_symbols() if symbol.is_global()]
    late = {symbol.get_name() for symbol in inner}
    binds = {symbol.get_name() for symbol in own if symbol.is_assigned() or symbol.is_imported()}
    binds |= {symbol.get_name() for symbol in inner if symbol.is_assigned() or symbol.is_imported()}
    assigned = {symbol.get_name() for symbol in own if symbol.is_assigned() and not symbol.is_imported()}
    touches = {symbol.get_name() for symbol in own} | late
    changed = {
        node.target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)
    }
    imports = {symbol.get_name() for symbol in own if symbol.is_imported()} - assigned
    return CellNames(
        frozenset(binds),
        frozenset(imports),
        frozenset(touches),
        frozenset(late | changed | (touches - binds)),
        frozenset(_find_sure_reads(tree) - binds - BUILTINS),
    )


def _walk(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    """Yield all scopes in a scope, itself left out."""
    waiting = list(table.get_children())
    while waiting:
        scope = waiting.pop()
        yield scope
        waiting += scope.get_children()


def _find_sure_reads(tree: ast.Module) -> set[str]:
    """Return the names that a cell reads whenever it runs, where nothing in it catches that one is missing."""
    names: set[str] = set()
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            names.add(node.id)
        waiting += _list_sure_parts(node)
    return names


def _list_sure_parts(node: ast.AST) -> list[ast.AST]:
    """Return the parts of a node that surely run with it."""
    match node:
        case ast.BoolOp():
            return [node.values[0]]
        case ast.If() | ast.IfExp() | ast.While() | ast.Assert():
            return [node.test]
        case ast.Compare():
            return [node.left, node.comparators[0]]
        case ast.For():
            return [node.iter]
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return [node.generators[0].iter]
        case ast.expr() if not isinstance(node, ast.Lambda):
            return list(ast.iter_child_nodes(node))
        case ast.Expr() | ast.Assign() | ast.AugAssign() | ast.Delete() | ast.keyword() | ast.FormattedValue():
            return list(ast.iter_child_nodes(node))
    return []
