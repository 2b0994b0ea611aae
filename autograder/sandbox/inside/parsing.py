"""The code of cells: parsed as it is written, compiled once for all children, named after its cell."""

from __future__ import annotations

import ast
import contextlib
import inspect
import types
import warnings
from typing import NamedTuple

import IPython.core.compilerop

CELL_NAME = "<cell {}>"


class Parsed(NamedTuple):
    """A cell that is plain Python: its tree if there was nothing to warn of, its code if it has been compiled."""

    source: str
    tree: ast.Module | None
    code: types.CodeType | None = None


LEARNED: dict[str, Parsed] = {}
USUAL_FLAGS = IPython.core.compilerop.CachingCompiler().flags


class Compiler(IPython.core.compilerop.CachingCompiler):
    """Names the code of a cell after the cell, so that tracebacks can be told apart from library frames."""

    cell = 0
    parsed: Parsed | None = None

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        return CELL_NAME.format(self.cell)

    def ast_parse(self, source: str, filename: str = "<unknown>", symbol: str = "exec") -> ast.AST:
        """Return the tree that `parse_python` made of the same source a moment ago, or parse it."""
        parsed = self.parsed
        if parsed is not None and parsed.tree is not None and symbol == "exec" and parsed.source == source:
            return parsed.tree
        tree: ast.AST = super().ast_parse(source, filename, symbol)
        return tree


def parse_python(source: str) -> Parsed | None:
    """Return a cell's tree, None if it is not plain Python. Its warnings are shown when it is compiled."""
    source = source if source.endswith("\n") else source + "\n"
    if source in LEARNED:
        return LEARNED[source]
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        try:
            tree = compile(source, "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
    return Parsed(source, tree if not found else None)


def learn(source: str) -> None:
    """Compile a cell that will be run in many children; what is unusual about it is left to them."""
    parsed = parse_python(source)
    if parsed is None or parsed.tree is None or "\n" not in source.strip():
        return
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            code = compile(first_piece(parsed.tree.body), "<cell>", "exec", USUAL_FLAGS, dont_inherit=True)
            is_plain = not code.co_flags & inspect.CO_COROUTINE and "__future__" not in source
            if is_plain and not found:
                LEARNED[parsed.source] = parsed._replace(code=code)


def first_piece(nodes: list[ast.stmt]) -> ast.Module:
    """Return the statements before a last expression."""
    return ast.Module(nodes[: len(nodes) - isinstance(nodes[-1], ast.Expr)] if nodes else [], [])


def rename_code(code: types.CodeType, name: str) -> types.CodeType:
    """Return the code, with all code in it, under the name of its cell."""
    parts = (rename_code(part, name) if isinstance(part, types.CodeType) else part for part in code.co_consts)
    return code.replace(co_filename=name, co_consts=tuple(parts))
