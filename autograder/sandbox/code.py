"""Trusted source on its way into the jail: compiled here once, for every child that it is sent to."""

from __future__ import annotations

import ast
import functools
from marshal import dumps  # what is loaded is ours, and it is loaded in the jail

__all__ = ["compile_source"]


@functools.lru_cache(maxsize=1024)
def compile_source(source: str) -> tuple[bytes, bytes]:
    """Return the code of the statements of a source, and of the last one by itself if it is an expression.

    b"" stands for none. The jail's Python is the same as this one.
    """
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    statements = dumps(compile(tree, "<suite>", "exec")) if tree.body else b""
    expression = ast.Expression(last.value) if isinstance(last, ast.Expr) else None
    return statements, b"" if expression is None else dumps(compile(expression, "<suite>", "eval"))
