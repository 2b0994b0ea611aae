"""Solution cells that use IPython: what of them is Python, and may be changed, and what stands before it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from IPython.core.inputtransformer2 import TransformerManager

from autograder.course import split_magic

__all__ = ["CellCode", "list_magics", "put_first", "read_code"]


class CellCode(NamedTuple):
    """A cell's Python with the lines that it has in the cell, and the line of a magic that must stay first, or ""."""

    head: str
    tree: ast.Module

    def write(self, code: str) -> str:
        """Return the cell with other code in it."""
        return self.head + code


def read_code(source: str) -> CellCode | None:
    """Return the Python of a cell; None if it is none, as below `%%writefile`, or if it does not compile."""
    split = split_magic(source)
    if split is None:
        return None
    head, rest = split
    code = rest.lstrip("\n")  # IPython takes empty lines off
    before = "\n" * (head.count("\n") + len(rest) - len(code))
    try:
        return CellCode(head, ast.parse(before + TransformerManager().transform_cell(code)))
    except (SyntaxError, ValueError):
        return None


def list_magics(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the nodes of what IPython makes of `%` and `!`: what these do is nobody's answer.

    A statement that is nothing else is among them, as is all that it holds.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and _is_magic(node.value):
            yield node
        if _is_magic(node):
            yield from ast.walk(node)


def _is_magic(node: ast.AST) -> bool:
    """Whether a node is `get_ipython().what(...)`."""
    owner = node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else None
    return isinstance(owner, ast.Call) and isinstance(owner.func, ast.Name) and owner.func.id == "get_ipython"


def put_first(source: str, code: str) -> str:
    """Return a cell that runs this code before its own; one without any Python as it is."""
    split = split_magic(source)
    return source if split is None else split[0] + code + split[1]
