"""What a mutant changes at one place of a solution: each change is a small mistake that somebody could make."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import cast

__all__ = ["LIBRARY_SWAPS", "Change", "list_changes", "set_field"]

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.Pow: (ast.Mult,),
}
LIBRARY_SWAPS = {
    "relu": ("sigmoid", "tanh", "leaky_relu", "relu6", "gelu"),
    "sigmoid": ("tanh", "relu", "hardsigmoid", "logsigmoid"),
    "tanh": ("sigmoid", "hardtanh", "softsign"),
    "softmax": ("log_softmax", "softmin"),
    "exp": ("log", "exp2", "expm1"),
    "argmax": ("argmin",),
    "amax": ("amin",),
    "max": ("min",),
    "min": ("max",),
    "sum": ("mean",),
    "stack": ("cat",),
    "ones": ("zeros",),
    "ones_like": ("zeros_like",),
    "zeros_like": ("ones_like",),
    "rand": ("randn",),
    "float32": ("float64", "int64"),
    "int64": ("int32",),
    "set_xlim": ("set_ylim",),
    "set_ylim": ("set_xlim",),
}
_DROPPED_CALLS = ("float", "to", "clone", "detach", "long", "double", "int", "item", "t", "squeeze", "unsqueeze", "abs")


Change = Callable[[ast.AST], ast.AST | None]


def list_changes(node: ast.AST, swaps: Mapping[str, Sequence[str]]) -> Iterator[Change]:
    """Yield functions that change a copy of this node in place, or return another node to replace it."""
    if isinstance(node, ast.Compare):
        for kind in _COMPARISONS.get(type(node.ops[0]), ()):
            yield set_field("ops", [kind(), *node.ops[1:]])
    elif isinstance(node, ast.BinOp):
        for operator in _OPERATORS.get(type(node.op), ()):
            yield set_field("op", operator())
        if isinstance(node.op, (ast.Sub, ast.Div, ast.MatMult)):
            yield _swap_sides
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not)):
        yield lambda place: cast(ast.UnaryOp, place).operand
    elif isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield set_field("op", other())
    elif isinstance(node, ast.Constant):
        for value in _other_constants(node.value):
            yield set_field("value", value)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        for name in swaps.get(node.id, ()):
            yield set_field("id", name)
    elif isinstance(node, ast.Attribute):
        for name in swaps.get(node.attr, ()):
            yield set_field("attr", name)
    elif isinstance(node, ast.Call):
        yield from _call_changes(node)
    elif isinstance(node, ast.stmt):
        yield from _statement_changes(node)
    elif isinstance(node, (ast.Tuple, ast.List)) and len(node.elts) > 1 and isinstance(node.ctx, ast.Load):
        yield set_field("elts", node.elts[::-1])


def _call_changes(node: ast.Call) -> Iterator[Change]:
    if len(node.args) == 2 and not any(isinstance(arg, ast.Starred) for arg in node.args):
        yield set_field("args", node.args[::-1])
    for index, keyword in enumerate(node.keywords):
        if keyword.arg is not None:
            yield set_field("keywords", node.keywords[:index] + node.keywords[index + 1 :])
    if isinstance(node.func, ast.Attribute) and node.func.attr in _DROPPED_CALLS:
        yield lambda place: cast(ast.Attribute, cast(ast.Call, place).func).value
    if len(node.args) == 1 and isinstance(node.func, (ast.Attribute, ast.Name)):
        yield lambda place: cast(ast.Call, place).args[0]


def _statement_changes(node: ast.stmt) -> Iterator[Change]:
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr, ast.Raise, ast.If, ast.For)) and not is_text:
        yield lambda place: ast.Pass()
    if isinstance(node, ast.Return) and node.value is not None:
        yield set_field("value", None)
    if isinstance(node, ast.ClassDef) and node.bases:
        yield set_field("bases", [])


def set_field(name: str, value: object) -> Change:
    def apply(place: ast.AST) -> ast.AST:
        setattr(place, name, copy.deepcopy(value))
        return place

    return apply


def _swap_sides(place: ast.AST) -> ast.AST:
    side = cast(ast.BinOp, place)
    side.left, side.right = side.right, side.left
    return side


def _other_constants(value: object) -> tuple[object, ...]:
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int):
        return (value + 1, value - 1) if value != 0 else (1,)
    if isinstance(value, float):
        return (-value, value * 2, 0.0) if value else (1.0,)
    if isinstance(value, str) and value.isidentifier():
        return (value + "x",)
    return ()
