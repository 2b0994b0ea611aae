"""Which solution cells rest on which others: read from the code of the source and of the student, nothing of it run.

A cell rests on another if it mentions a name that the other one gives a value or changes, in the source or as the
student wrote it, directly or through further cells. The student's own cells belong to whoever mentions their names.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.course import SourceCell, SourceNotebook
from autograder.submissions import NameReader, RestoredCell, RestoredNotebook, parse_cell

__all__ = ["Dependencies"]

_MOST_CELLS = 300
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_CHANGING = frozenset(
    {"add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "reverse"}
    | {"setdefault", "sort", "update"}
)


@dataclass(frozen=True)
class _Node:
    """A code cell. `answers` is the solution cell that it is, "" for all others. If it `is_open`, it may do anything.

    `gives` are the names that it gives a value or changes, `patches` the modules of which it replaces something.
    """

    place: int
    answers: str
    gives: frozenset[str]
    touches: frozenset[str]
    patches: frozenset[str]
    is_open: bool


class _Graph:
    """The code cells of one notebook, in their order, and who mentions whose names."""

    def __init__(self, cells: Sequence[RestoredCell]) -> None:
        reader = NameReader()
        code = [cell for cell in cells if cell.cell_type == "code" and not cell.is_test]
        self.is_readable = len(code) <= _MOST_CELLS
        code = code[:_MOST_CELLS]
        imported = {name for cell in code for name in reader.read(cell).imported}
        self.nodes: list[_Node] = []
        for place, cell in enumerate(code):
            names, changes = reader.read(cell), _read_changes(cell.source)
            answers = cell.origin.grade_id if cell.origin is not None and cell.origin.is_solution else ""
            gives = (names.binds - names.imported) | ((changes.changed - imported) & names.touches)
            patches = changes.patched & imported
            self.nodes.append(_Node(place, answers, gives, names.touches, patches, names.is_open))

    def own(self, answers: str) -> list[_Node]:
        """Return the cells that are this solution cell: one, if nobody copied it."""
        return [node for node in self.nodes if node.answers == answers]

    def givers(self, node: _Node) -> list[_Node]:
        """Return the cells on whose names this one rests."""
        return [
            other
            for other in self.nodes
            if other is not node
            and (
                node.is_open
                or other.is_open
                or any(name not in node.gives or other.place > node.place for name in node.touches & other.gives)
            )
        ]

    def direct(self, answers: str) -> set[str]:
        """Return the solution cells on which one rests, directly or through cells that are none."""
        found: set[str] = set()
        waiting = self.own(answers)
        seen = {node.place for node in waiting}
        while waiting:
            for other in self.givers(waiting.pop()):
                if other.place not in seen:
                    seen.add(other.place)
                    found |= {other.answers} - {""}
                    waiting += [] if other.answers else [other]
        return found - {answers}


@functools.lru_cache(maxsize=32)
def _read_source(cells: tuple[SourceCell, ...]) -> _Graph:
    return _Graph([RestoredCell(cell.cell_type, cell.source, cell) for cell in cells])


class Dependencies:
    """The solution cells of a student's notebook, and which of them rest on which others."""

    def __init__(self, source: SourceNotebook, restored: RestoredNotebook) -> None:
        self._source = source
        self._restored = restored
        self._given = _read_source(source.cells)
        self._mine = _Graph(restored.cells)
        self._direct: dict[str, frozenset[str]] = {}

    @functools.cached_property
    def solutions(self) -> tuple[str, ...]:
        """The solution cells that are code, in the order of the source."""
        return tuple(dict.fromkeys(node.answers for node in self._given.nodes if node.answers))

    def direct(self, cell: str) -> frozenset[str]:
        """Return the solution cells on which this one rests directly, as the source or the student has it."""
        if cell not in self._direct:
            known = self._given.direct(cell) | self._mine.direct(cell)
            others = set(self.solutions) - {cell}
            self._direct[cell] = frozenset(known & others if self._mine.is_readable else others)
        return self._direct[cell]

    def below(self, cell: str) -> list[str]:
        """Return all solution cells on which this one rests, in the order of the source.

        A cell of which nobody knows what it does may be below all others; what it rests on itself is left out.
        """
        found: set[str] = set()
        waiting = [cell]
        while waiting:
            new = self.direct(waiting.pop()) - found
            found |= new
            waiting += [other for other in new if not any(node.is_open for node in self._mine.own(other))]
        return [name for name in self.solutions if name in found and name != cell]

    def uses(self, cell: str) -> dict[str, str]:
        """Return the names that the source's code of a cell takes from other solution cells, with the cell of each."""
        own = self._given.own(cell)
        touched = {name for node in own for name in node.touches - node.gives}
        others = [node for node in self._given.nodes if node.answers and node.answers != cell]
        return {name: node.answers for node in others for name in sorted(touched & node.gives)}

    def names(self, cell: str) -> list[str]:
        """Return the names that a cell of the source is to define, functions and classes first."""
        tree = _parse(self._source.by_id[cell].source)
        given = {name for node in self._given.own(cell) for name in node.gives}
        assigned = [name for name in _list_assigned(tree) if name in given]
        return list(dict.fromkeys([*self.functions(cell), *reversed(assigned)]))

    def functions(self, cell: str) -> list[str]:
        """Return the names of the functions and classes that a cell of the source defines."""
        tree = _parse(self._source.by_id[cell].source)
        return [node.name for node in tree.body if isinstance(node, _DEFINITIONS)] if tree is not None else []

    def changed_by(self, cell: str) -> list[str]:
        """Return the other cells that have the last word on what this one is to define, or on what a module holds.

        "" stands for a cell of the student's own.
        """
        wanted = {name for node in self._given.own(cell) for name in node.gives}
        places = [node.place for node in self._mine.own(cell)]
        last = max(places, default=-1)
        found = [
            node.answers
            for node in self._mine.nodes
            if node.answers != cell and ((node.answers and node.place > last and node.gives & wanted) or node.patches)
        ]
        return list(dict.fromkeys(found))

    def is_as_given(self, cell: str) -> bool:
        """Whether the student's code of a cell is that of the source, and nobody redefines what it defines.

        Comments, docstrings and the names of local variables may be others.
        """
        mine, right = _plain(self._restored.answer(cell)), _plain(self._source.by_id[cell].source)
        if not mine or mine != right:
            return False
        wanted = {name for node in self._given.own(cell) for name in node.gives}
        return not any(node.gives & wanted for node in self._mine.nodes if node.answers != cell)


@dataclass(frozen=True)
class _Changes:
    """Names whose content a cell changes, and names whose attributes it replaces."""

    changed: frozenset[str]
    patched: frozenset[str]


@functools.lru_cache(maxsize=256)
def _read_changes(source: str) -> _Changes:
    tree = _parse(source)
    changed: set[str] = set()
    patched: set[str] = set()
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            changed.add(_root(node))
            patched |= {_root(node)} if isinstance(node, ast.Attribute) else set()
        elif isinstance(node, ast.Call):
            changed |= _changed_by_call(node)
            if isinstance(node.func, ast.Name) and node.func.id in ("setattr", "delattr") and node.args:
                patched.add(_root(node.args[0]))
    return _Changes(frozenset(changed | patched), frozenset(patched))


def _changed_by_call(call: ast.Call) -> set[str]:
    """Return the name whose object a method changes in place, as its own name tells."""
    if not isinstance(call.func, ast.Attribute):
        return set()
    name = call.func.attr
    is_changing = name in _CHANGING or (name.endswith("_") and not name.endswith("__"))
    return {_root(call.func)} if is_changing else set()


def _root(node: ast.AST) -> str:
    """Return the name at the left of dots and brackets, "" if there is none."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _list_assigned(tree: ast.Module | None) -> Iterator[str]:
    for statement in tree.body if tree is not None else ():
        targets: Iterable[ast.expr] = ()
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets = (statement.target,)
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _parse(source: str) -> ast.Module | None:
    parsed = parse_cell(source)
    return parsed[0] if parsed is not None else None


@functools.lru_cache(maxsize=256)
def _plain(source: str) -> str:
    """Return what a code cell means as a text, without docstrings, its local variables by number; "" if unknown."""
    tree = _parse(source)
    if tree is None:
        return ""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            _number_locals(node)
        if isinstance(node, _DEFINITIONS) and len(node.body) > 1:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                node.body = node.body[1:]
    try:
        return ast.dump(tree)
    except RecursionError:
        return ""


def _number_locals(function: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    shared = {
        name for node in ast.walk(function) if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names
    }
    stored = dict.fromkeys(node.id for node in names if isinstance(node.ctx, ast.Store) and node.id not in shared)
    numbers = {name: f"_{number}" for number, name in enumerate(stored)}
    for node in names:
        node.id = numbers.get(node.id, node.id)
