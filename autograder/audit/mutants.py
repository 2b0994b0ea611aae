"""Small wrong versions of the reference solution, made by rule: comparisons, constants, signs, names, statements, and
what only an unusual input shows.

Each mutant changes one place of one solution cell, between the marks of solutions if it has any: what is given to
students is no mistake of theirs. A cell that its settings call free, such as a training of one's own choice, has none.
A suite that lets one pass has a gap, or the mutant is no mistake at all; the second is written down with its reason in
`tests/<lesson>/bank/equivalent.toml`. Which names of its own a lesson wants swapped is written in
`tests/<lesson>/bank/mutants.toml`; the names of torch and matplotlib are here.
"""

from __future__ import annotations

import ast
import copy
import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.audit.changes import LIBRARY_SWAPS, list_changes
from autograder.audit.magics import list_magics, read_code
from autograder.audit.subtle import Surroundings, list_subtle_changes
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


def make_mutants(notebook: SourceNotebook, swaps: Mapping[str, Sequence[str]]) -> list[Mutant]:
    """Return the mutants of every code solution cell of a notebook, none twice and none equal to the reference.

    `swaps` are the lesson's own: each name is replaced by each of its others. They override those for libraries.
    """
    all_swaps = {**LIBRARY_SWAPS, **swaps}
    mutants: dict[tuple[str, str], Mutant] = {}
    for cell in notebook.cells:
        if not cell.is_solution or cell.cell_type != "code" or notebook.settings.cell(cell.index).free:
            continue
        code = read_code(cell.source)
        if code is None:
            continue
        reference = ast.unparse(code.tree)
        places = _list_places(code.tree, notebook.regions.solution_lines(cell.source))
        for change, source in _changes(code.tree, all_swaps, places):
            if source != reference and _is_python(source):
                mutant = Mutant(notebook.name, cell.grade_id, change, code.write(source))
                mutants.setdefault((cell.grade_id, source), mutant)
    return list(mutants.values())


def _is_python(source: str) -> bool:
    try:
        compile(source, "<mutant>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError):
        return False
    return True


def _list_places(tree: ast.Module, lines: Collection[int]) -> frozenset[int]:
    """Return the numbers of the nodes, as `ast.walk` counts them, that begin in these lines; of all without any.

    What IPython does is no place.
    """
    line_of: dict[ast.AST, int] = {tree: 0}
    magics, found = set(list_magics(tree)), set()
    for number, node in enumerate(ast.walk(tree)):
        line_of[node] = getattr(node, "lineno", line_of[node])
        line_of |= dict.fromkeys(ast.iter_child_nodes(node), line_of[node])
        if node not in magics and (not lines or line_of[node] in lines):
            found.add(number)
    return frozenset(found)


def _changes(
    tree: ast.Module, swaps: Mapping[str, Sequence[str]], places: Collection[int]
) -> Iterator[tuple[str, str]]:
    """Yield (what changed, whole source) for each change of each of these places."""
    around = Surroundings(tree)
    for number, node in enumerate(ast.walk(tree)):
        if number not in places:
            continue
        for change in itertools.chain(list_changes(node, swaps), list_subtle_changes(node, around)):
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
