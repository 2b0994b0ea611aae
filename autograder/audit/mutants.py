"""Small wrong versions of the reference solution, made by rule: comparisons, constants, signs, names, statements.

Each mutant changes one place of one solution cell. A suite that lets one pass has a gap, or the mutant is no mistake
at all; the second is written down with its reason in `tests/<lesson>/bank/equivalent.toml`. Which names of its own a
lesson wants swapped is written in `tests/<lesson>/bank/mutants.toml`; the names of torch and matplotlib are here.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from autograder.course import SourceNotebook
from autograder.files import hash_parts

__all__ = ["Mutant", "make_mutants"]


@dataclass(frozen=True)
class Mutant:
    """One changed solution cell. `change` reads like a diff of one place; `key` names the mutant for ever."""

    notebook: str
    cell: str
    change: str
    source: str

    @property
    def key(self) -> str:
        return f"{self.cell}-{hash_parts(f'{self.notebook}/{self.cell}/{self.source}')[:8]}"


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
_LIBRARY_SWAPS = {
    "relu": ("sigmoid", "tanh"),
    "sigmoid": ("tanh", "relu"),
    "tanh": ("sigmoid",),
    "softmax": ("log_softmax",),
    "exp": ("log", "exp2"),
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


def make_mutants(notebook: SourceNotebook, swaps: Mapping[str, Sequence[str]]) -> list[Mutant]:
    """Return the mutants of every code solution cell of a notebook, none twice and none equal to the reference.

    `swaps` are the lesson's own: each name is replaced by each of its others. They override those for libraries.
    """
    all_swaps = {**_LIBRARY_SWAPS, **swaps}
    mutants: dict[tuple[str, str], Mutant] = {}
    for cell in notebook.cells:
        if not cell.is_solution or cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        reference = ast.unparse(tree)
        for change, source in _changes(tree, all_swaps):
            if source != reference and _is_python(source):
                mutants.setdefault((cell.grade_id, source), Mutant(notebook.name, cell.grade_id, change, source))
    return list(mutants.values())


def _is_python(source: str) -> bool:
    try:
        compile(source, "<mutant>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError):
        return False
    return True


def _changes(tree: ast.Module, swaps: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield (what changed, whole source) for each change of each place."""
    for number, node in enumerate(ast.walk(tree)):
        for change in _changes_of(node, swaps):
            fresh = copy.deepcopy(tree)
            place = next(other for index, other in enumerate(ast.walk(fresh)) if index == number)
            before = _text(place)
            after = change(place)
            if after is None:
                continue
            if after is not place:
                _replace(fresh, place, after)
            ast.fix_missing_locations(fresh)
            line = getattr(node, "lineno", 0)
            yield f"line {line}: {before} -> {_text(after)}", ast.unparse(fresh)


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Pass):
        return "(nothing)"
    try:
        text = ast.unparse(node)
    except AttributeError:
        text = type(node).__name__
    return " ".join(text.split())[:80]


def _replace(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
                return
            if isinstance(value, list):
                for index, item in enumerate(value):
                    if item is old:
                        value[index] = new
                        return


Change = Callable[[ast.AST], ast.AST | None]


def _changes_of(node: ast.AST, swaps: Mapping[str, Sequence[str]]) -> Iterator[Change]:
    """Yield functions that change a copy of this node in place, or return another node to replace it."""
    if isinstance(node, ast.Compare):
        for kind in _COMPARISONS.get(type(node.ops[0]), ()):
            yield _set_field("ops", [kind(), *node.ops[1:]])
    elif isinstance(node, ast.BinOp):
        for operator in _OPERATORS.get(type(node.op), ()):
            yield _set_field("op", operator())
        if isinstance(node.op, (ast.Sub, ast.Div, ast.MatMult)):
            yield _swap_sides
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not)):
        yield lambda place: cast(ast.UnaryOp, place).operand
    elif isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield _set_field("op", other())
    elif isinstance(node, ast.Constant):
        for value in _other_constants(node.value):
            yield _set_field("value", value)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        for name in swaps.get(node.id, ()):
            yield _set_field("id", name)
    elif isinstance(node, ast.Attribute):
        for name in swaps.get(node.attr, ()):
            yield _set_field("attr", name)
    elif isinstance(node, ast.Call):
        yield from _call_changes(node)
    elif isinstance(node, ast.stmt):
        yield from _statement_changes(node)
    elif isinstance(node, (ast.Tuple, ast.List)) and len(node.elts) > 1 and isinstance(node.ctx, ast.Load):
        yield _set_field("elts", node.elts[::-1])


def _call_changes(node: ast.Call) -> Iterator[Change]:
    if len(node.args) == 2 and not any(isinstance(arg, ast.Starred) for arg in node.args):
        yield _set_field("args", node.args[::-1])
    for index, keyword in enumerate(node.keywords):
        if keyword.arg is not None:
            yield _set_field("keywords", node.keywords[:index] + node.keywords[index + 1 :])
    if isinstance(node.func, ast.Attribute) and node.func.attr in _DROPPED_CALLS:
        yield lambda place: cast(ast.Attribute, cast(ast.Call, place).func).value
    if len(node.args) == 1 and isinstance(node.func, (ast.Attribute, ast.Name)):
        yield lambda place: cast(ast.Call, place).args[0]


def _statement_changes(node: ast.stmt) -> Iterator[Change]:
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr, ast.Raise, ast.If, ast.For)) and not is_text:
        yield lambda place: ast.Pass()
    if isinstance(node, ast.Return) and node.value is not None:
        yield _set_field("value", None)
    if isinstance(node, ast.ClassDef) and node.bases:
        yield _set_field("bases", [])


def _set_field(name: str, value: object) -> Change:
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
