"""Mistakes that only an unusual input shows: a condition that holds for its neighbours too, a threshold a little off,
sizes that are equal by chance, a result in another dtype, a state that outlives the call.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from typing import cast

from autograder.audit.changes import Change, set_field

__all__ = ["Surroundings", "list_subtle_changes"]

_ORDERS = (ast.Gt, ast.GtE, ast.Lt, ast.LtE)
_MOVED = 0.1  # a threshold moves by so much of itself, or by so much where it is 0
_KEPT = (
    "lambda call, kept={}: lambda *args, **more: "
    "kept.setdefault(repr([getattr(one, 'shape', one) for one in args]), call(*args, **more))"
)


class Surroundings:
    """Where the nodes of a solution cell stand: at its top, in a class, in a class that inherits."""

    def __init__(self, tree: ast.Module) -> None:
        self.top = frozenset(tree.body)
        classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        self.in_class = frozenset(node for one in classes for node in ast.walk(one))
        self.in_heir = frozenset(node for one in classes if one.bases for node in ast.walk(one))


def list_subtle_changes(node: ast.AST, around: Surroundings) -> Iterator[Change]:
    """Yield functions that change a copy of this node in place, or return another node to replace it."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield from _condition_changes(node)
    elif isinstance(node, ast.Call):
        yield from _call_changes(node, is_in_heir=node in around.in_heir)
    elif isinstance(node, ast.BinOp) and _has_product(node):
        yield _write("torch.relu({whole})")
    elif isinstance(node, ast.Return) and not isinstance(node.value, ast.Constant | None):
        yield from _result_changes(node.value, is_in_heir=node in around.in_heir)
    elif isinstance(node, ast.Assign):
        if node in around.top and _is_of_torch(node.value):
            yield _in_field("value", _write("({whole}).double()"))
        elif node in around.in_class and _is_of_self(node.targets[0]):
            yield set_field("targets", [_parse(f"type(self).{cast(ast.Attribute, node.targets[0]).attr}", ast.Store())])
    elif isinstance(node, ast.FunctionDef) and node in around.in_heir and not node.name.startswith("__"):
        yield set_field("decorator_list", [*node.decorator_list, _parse(_KEPT)])


def _condition_changes(node: ast.Compare) -> Iterator[Change]:
    """Let a condition hold for its neighbours, too."""
    operator, right = node.ops[0], node.comparators[0]
    number = _number(right)
    if isinstance(operator, _ORDERS) and number is not None:
        for moved in (number + _MOVED * (abs(number) or 1.0), number - _MOVED * (abs(number) or 1.0)):
            yield set_field("comparators", [ast.Constant(round(moved, 6))])
    elif isinstance(operator, ast.Eq) and number is not None:
        yield set_field("ops", [ast.LtE()])
        yield set_field("ops", [ast.GtE()])
        yield _write(f"abs({{left}} - {{right}}) < {_MOVED}")
    elif isinstance(operator, ast.Eq) and isinstance(right, ast.Constant) and isinstance(right.value, str):
        yield _write("({left}).startswith({right})")
        yield _write("{right} in ({left})")
    elif isinstance(operator, (ast.In, ast.NotIn)):
        word = "not " if isinstance(operator, ast.NotIn) else ""
        yield _write(f"{word}any(str({{left}}).startswith(str(one)) for one in {{right}})")
        yield _write(f"{word}any(str(one) in str({{left}}) for one in {{right}})")


def _call_changes(node: ast.Call, *, is_in_heir: bool) -> Iterator[Change]:
    if isinstance(node.func, ast.Name) and node.func.id == "isinstance" and len(node.args) == 2:
        yield _write("type({first}) is {second}")
        yield _write("hasattr({first}, 'weight')")
    if is_in_heir and _is_of_self(node.func) and len(node.args) == 1 and not node.keywords:
        yield _write("torch.relu({whole})")
        yield _write("(lambda old, new: old + new if old.shape == new.shape else new)({first}, {whole})")


def _result_changes(value: ast.expr, *, is_in_heir: bool) -> Iterator[Change]:
    """Let the result have another dtype, or lose its gradient."""
    for index in range(len(value.elts)) if isinstance(value, ast.Tuple) else (None,):
        yield _in_result(index, _write("({whole}).double()"))
        if is_in_heir:
            yield _in_result(index, _write("({whole}).detach()"))


def _in_result(index: int | None, change: Callable[[ast.AST], ast.expr]) -> Change:
    def apply(place: ast.AST) -> ast.AST:
        result = cast(ast.Return, place)
        if index is None:
            result.value = change(cast(ast.expr, result.value))
        else:
            elements = cast(ast.Tuple, result.value).elts
            elements[index] = change(elements[index])
        return place

    return apply


def _in_field(name: str, change: Callable[[ast.AST], ast.expr]) -> Change:
    def apply(place: ast.AST) -> ast.AST:
        setattr(place, name, change(getattr(place, name)))
        return place

    return apply


def _write(template: str) -> Callable[[ast.AST], ast.expr]:
    """Return a change that writes an expression anew: its whole text, its two sides, its first arguments."""

    def apply(place: ast.AST) -> ast.expr:
        parts = {"whole": place}
        if isinstance(place, ast.Compare):
            parts |= {"left": place.left, "right": place.comparators[0]}
        elif isinstance(place, ast.Call):
            parts |= dict(zip(("first", "second"), place.args, strict=False))
        return _parse(template.format(**{name: ast.unparse(copy.deepcopy(part)) for name, part in parts.items()}))

    return apply


def _parse(text: str, context: ast.expr_context | None = None) -> ast.expr:
    expression = ast.parse(text, mode="eval").body
    if context is not None and isinstance(expression, ast.Attribute):
        expression.ctx = context
    return expression


def _number(node: ast.expr) -> float | None:
    """Return the number that stands there, None if there is none."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _number(node.operand)
        return None if inner is None else -inner
    is_number = isinstance(node, ast.Constant) and type(node.value) in (int, float)
    return float(cast(ast.Constant, node).value) if is_number else None  # type: ignore[arg-type]


def _has_product(node: ast.BinOp) -> bool:
    """Whether it is a matrix product, or one to which something is added."""
    sides = (node.left, node.right) if isinstance(node.op, ast.Add) else (node,)
    return any(isinstance(side, ast.BinOp) and isinstance(side.op, ast.MatMult) for side in sides)


def _is_of_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"


def _is_of_torch(node: ast.expr) -> bool:
    """Whether it calls a function of torch itself, and so makes a tensor in all likelihood."""
    is_method = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return is_method and ast.unparse(cast(ast.Attribute, cast(ast.Call, node).func).value) == "torch"
