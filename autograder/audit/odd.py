"""Values that nobody would expect from a student, for every name that a lesson's answers define.

Whatever a suite does with them, it is the student's verdict: none of them leaves a test UNGRADED.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.audit.bank import AnswerCell
from autograder.audit.magics import read_code
from autograder.course import SourceCell, SourceNotebook

__all__ = ["OddAnswer", "make_odd_answers"]

_ODD = {
    "None": "None",
    "a number too large for a tensor": "10 ** 400",
    "a text": "'text'",
    "nothing in a list": "[]",
    "a pair of nothing": "(None, None)",
    "a hundred thousand numbers": "list(range(100_000))",
    "numbers that are none": "torch.full((4, 3), float('nan'))",
    "complex numbers": "torch.ones(3, dtype=torch.complex64)",
    "an empty tensor": "torch.empty(0)",
}
"""Odd values, as Python, by what they are."""

_FORMS = {
    "is": "{name} = {value}",
    "gives": "def {name}(*args, **more):\n    return {value}",
    "builds what gives": (
        "class {name}(nn.Module):\n"
        "    def __init__(self, *args, **more):\n        super().__init__()\n"
        "    def forward(self, *args, **more):\n        return {value}"
    ),
}
"""How a name gets its value, by what is odd: the name itself, what a function returns, what a model returns."""

_GROUPS = 3
"""So many cells apart are those that are odd in one notebook: a test of one needs the answers of its neighbours."""


@dataclass(frozen=True)
class OddAnswer:
    """A notebook in which some solution cells define a name as something odd. `sentence` says what is odd."""

    notebook: str
    sentence: str
    cells: tuple[AnswerCell, ...]


def make_odd_answers(notebook: SourceNotebook) -> list[OddAnswer]:
    """Return notebooks that together give every name every odd value, in every form that it can have."""
    cells = [cell for cell in notebook.cells if cell.is_solution and cell.cell_type == "code"]
    return [answer for start in range(_GROUPS) for answer in _make_group(notebook.name, cells[start::_GROUPS])]


def _make_group(notebook: str, cells: Sequence[SourceCell]) -> Iterator[OddAnswer]:
    """Yield one answer for each odd value and for each name and form of these cells, side by side."""
    ways = {cell.grade_id: list(_list_ways(cell)) for cell in cells}
    for number in range(max((len(way) for way in ways.values()), default=0)):
        for what, value in _ODD.items():
            changed = [
                AnswerCell(cell.grade_id, f"{cell.source}\n\n{_FORMS[form].format(name=name, value=value)}")
                for cell in cells
                for form, name in ways[cell.grade_id][number : number + 1]
            ]
            names = ", ".join(f"{name} {form}" for way in ways.values() for form, name in way[number : number + 1])
            yield OddAnswer(notebook, f"{names} {what}", tuple(changed))


def _list_ways(cell: SourceCell) -> Iterator[tuple[str, str]]:
    """Yield each form and name by which a solution cell can be odd."""
    code = read_code(cell.source)
    for node in code.tree.body if code is not None else ():
        if isinstance(node, ast.FunctionDef):
            yield "gives", node.name
            yield "is", node.name
        elif isinstance(node, ast.ClassDef):
            yield "builds what gives", node.name
            yield "gives", node.name
            yield "is", node.name
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield "is", target.id
