"""What a student wrote into a locked cell does not run, but for definitions that nobody else gives and somebody needs.

A definition is kept only if it cannot fail, hang or change anything: an import, a function, a class, a plain value. So
whatever was written there, an answer has at least what nbgrader would have left it, which is nothing.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from autograder.submissions.names import NameReader, parse_cell
from autograder.submissions.restored import RestoredCell

__all__ = ["KeptDefinitions", "keep_definitions"]

_MOST_CHARS = 40_000  # of all changed cells of one notebook
_HARMLESS_DECORATORS = ("property", "staticmethod", "classmethod")
_PLAIN = (
    ast.Constant,
    ast.Name,
    ast.Attribute,
    ast.Tuple,
    ast.List,
    ast.Set,
    ast.Dict,
    ast.Starred,
    ast.Lambda,
    ast.Subscript,
)


class KeptDefinitions(NamedTuple):
    """What is kept of one changed locked cell: its text as a cell of its own, and the names that it defines."""

    source: str
    names: tuple[str, ...]


class _Definition(NamedTuple):
    """A top-level statement of a changed locked cell that may be kept."""

    grade_id: str
    name: str
    is_import: bool
    text: str


def keep_definitions(
    changed: Mapping[str, str], cells: Sequence[RestoredCell], wanted: frozenset[str], reader: NameReader
) -> dict[str, KeptDefinitions]:
    """Return by grade_id what is kept of the texts that stood in locked cells; a cell of which nothing is has no entry.

    `cells` are those of the restored notebook, `wanted` are names that are needed beside those that its cells mention.
    """
    definitions: list[_Definition] = []
    left = _MOST_CHARS
    for grade_id, text in changed.items():
        left -= len(text)
        definitions += _find_definitions(grade_id, text) if left >= 0 else ()
    if not definitions or any(reader.read(cell).is_open for cell in cells if not cell.is_locked):
        return {}
    given = _find_given(definitions, cells, reader)
    free = [one for one in definitions if one[:3] not in given]
    chosen = _choose(free, wanted.union(*(reader.read(cell).touches for cell in cells)), reader)
    kept: dict[str, KeptDefinitions] = {}
    for grade_id in changed:
        mine = [one for one in free if one.grade_id == grade_id and chosen.get(one.name) == grade_id]
        if mine:
            source = "\n\n".join(one.text for one in mine)
            kept[grade_id] = KeptDefinitions(source, tuple(dict.fromkeys(one.name for one in mine)))
    return kept


def _find_given(
    definitions: Sequence[_Definition], cells: Sequence[RestoredCell], reader: NameReader
) -> set[tuple[str, str, bool]]:
    """Return the definitions (cell, name, whether it is an import) whose name another cell binds.

    An import that an answer below repeats does no harm there.
    """
    wanted = {one[:3] for one in definitions}
    names = {name for _, name, _ in wanted}
    givers: dict[str, list[int]] = {}
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        for name in reader.read(cell).binds & names:
            givers.setdefault(name, []).append(place)
        if cell.origin is not None:
            places.setdefault(cell.origin.grade_id, place)

    def is_repeated(grade_id: str, name: str, place: int) -> bool:
        is_below = place > places.get(grade_id, len(cells))
        return is_below and not cells[place].is_locked and name in reader.read(cells[place]).imported

    return {
        (grade_id, name, is_import)
        for grade_id, name, is_import in wanted
        if not all(is_import and is_repeated(grade_id, name, place) for place in givers.get(name, ()))
    }


def _choose(free: Sequence[_Definition], wanted: frozenset[str], reader: NameReader) -> dict[str, str]:
    """Return the names that are needed, by cells or by what else is kept, each with the first cell that defines it."""
    found: dict[str, str] = {}
    by_name: dict[str, list[_Definition]] = {}
    for one in free:
        found.setdefault(one.name, one.grade_id)
        by_name.setdefault(one.name, []).append(one)
    chosen: dict[str, str] = {}
    waiting = [name for name in found if name in wanted]
    while waiting:
        name = waiting.pop()
        if name not in chosen:
            chosen[name] = found[name]
            texts = [one.text for one in by_name[name] if one.grade_id == found[name]]
            needed = frozenset[str]().union(*(reader.read_text(text).touches for text in texts))
            waiting += [other for other in needed if other in found]
    return chosen


# --- what may be kept ----------------------------------------------------------------------------------------------


def _find_definitions(grade_id: str, text: str) -> Iterator[_Definition]:
    """Yield the top-level definitions of a text that may be kept, imports one name at a time."""
    parsed = parse_cell(text)
    for node in parsed[0].body if parsed is not None else ():
        with contextlib.suppress(RecursionError):
            for name, part in _split(node):
                is_import = isinstance(part, (ast.Import, ast.ImportFrom))
                yield _Definition(grade_id, name, is_import, ast.unparse(part))


def _split(node: ast.stmt) -> Iterator[tuple[str, ast.stmt]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.asname or alias.name.split(".")[0], ast.Import([alias])
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names if not node.level and node.module != "__future__" else ():
            if alias.name != "*":
                yield alias.asname or alias.name, ast.ImportFrom(node.module, [alias], 0)
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        if not node.decorator_list and _is_plain_function(node):
            yield node.name, node
    elif isinstance(node, ast.ClassDef):
        if _is_plain_class(node):
            yield node.name, node
    elif isinstance(node, ast.Assign) and _is_plain(node.value):
        targets = [target.id for target in node.targets if isinstance(target, ast.Name)]
        if len(node.targets) == len(targets) == 1:
            yield targets[0], node


def _is_plain_function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether defining a function runs nothing of the student's."""
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    hints = [one.annotation for one in every if one is not None]
    return all(map(_is_plain, [*arguments.defaults, *arguments.kw_defaults, *hints, node.returns]))


def _is_plain_class(node: ast.ClassDef) -> bool:
    return (
        not node.decorator_list
        and not node.keywords
        and all(map(_is_plain, node.bases))
        and all(map(_is_plain_member, node.body))
    )


def _is_plain_member(node: ast.stmt) -> bool:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        decorators = [one.id if isinstance(one, ast.Name) else "" for one in node.decorator_list]
        return all(name in _HARMLESS_DECORATORS for name in decorators) and _is_plain_function(node)
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        hint = node.annotation if isinstance(node, ast.AnnAssign) else None
        return all(isinstance(target, ast.Name) for target in targets) and _is_plain(node.value) and _is_plain(hint)
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _is_plain(value: ast.expr | None) -> bool:
    """Whether a value is written down, not computed: computing it could take for ever."""
    if value is None or isinstance(value, ast.Constant):
        return True
    if isinstance(value, ast.Lambda):
        return all(map(_is_plain, [*value.args.defaults, *value.args.kw_defaults]))
    if isinstance(value, ast.UnaryOp):
        return isinstance(value.operand, ast.Constant)
    if isinstance(value, ast.BinOp):
        return isinstance(value.op, ast.BitOr) and _is_plain(value.left) and _is_plain(value.right)
    return isinstance(value, _PLAIN) and all(
        _is_plain(child) for child in ast.iter_child_nodes(value) if isinstance(child, ast.expr)
    )
