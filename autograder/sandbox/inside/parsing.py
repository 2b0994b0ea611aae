"""The code of cells: parsed as it is written, compiled once for all children, named after its cell."""

from __future__ import annotations

import ast
import contextlib
import types
import warnings
from typing import NamedTuple

import IPython.core.compilerop

CELL_NAME = "<cell {}>"


class Parsed(NamedTuple):
    """A cell that is plain Python: its tree if there was nothing to warn of, its codes if it has been compiled."""

    source: str
    tree: ast.Module | None
    codes: tuple[types.CodeType, ...] = ()


LEARNED: dict[str, Parsed] = {}
USUAL_FLAGS = IPython.core.compilerop.CachingCompiler().flags


class Compiler(IPython.core.compilerop.CachingCompiler):
    """Names the code of a cell after the cell, so that tracebacks can be told apart from library frames."""

    cell = 0

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        return CELL_NAME.format(self.cell)

    def codes_of(self, parsed: Parsed, name: str) -> list[types.CodeType]:
        """Return the codes of a cell, in the order in which they run."""
        if parsed.codes and self.flags == USUAL_FLAGS:
            return [rename_code(code, name) for code in parsed.codes]
        return [self(piece, name, mode) for piece, mode in pieces_of(parsed.tree.body)] if parsed.tree else []


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
    if parsed is None or parsed.tree is None or "\n" not in source.strip() or "__future__" in source:
        return
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            codes = [
                compile(piece, "<cell>", mode, USUAL_FLAGS, dont_inherit=True)
                for piece, mode in pieces_of(parsed.tree.body)
            ]
            if not found:
                LEARNED[parsed.source] = parsed._replace(codes=tuple(codes))


def pieces_of(nodes: list[ast.stmt]) -> list[tuple[ast.Module | ast.Interactive, str]]:
    """Return the statements before a last expression in one piece, and that expression as one that is shown."""
    count = len(nodes) - isinstance(nodes[-1], ast.Expr) if nodes else 0
    first, last = nodes[:count], nodes[count:]
    return [(ast.Module(first, []), "exec")] * bool(first) + [(ast.Interactive(last), "single")] * bool(last)


def rename_code(code: types.CodeType, name: str) -> types.CodeType:
    """Return the code, with all code in it, under the name of its cell."""
    parts = (rename_code(part, name) if isinstance(part, types.CodeType) else part for part in code.co_consts)
    return code.replace(co_filename=name, co_consts=tuple(parts))
