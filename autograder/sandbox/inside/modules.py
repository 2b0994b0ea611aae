"""Earlier notebooks of a lesson as modules: what `import` finds is what their cells define."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import marshal
import sys
import types
from collections.abc import Sequence
from typing import Any

from .outputs import OUTPUTS
from .shell import Shell


class Earlier(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """One earlier notebook. Its cells run when it is first imported; as in a notebook, one that fails ends no other.

    `cells` are texts, or marshalled code of the lesson's own. `problem` says why there are none.
    """

    def __init__(self, shell: Shell, name: str, cells: list[str | bytes], problem: str) -> None:
        self.shell = shell
        self.name = name
        self.cells = cells
        self.problem = problem

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_loader(fullname, self) if fullname == self.name else None

    def exec_module(self, module: types.ModuleType) -> None:
        if self.problem:
            raise ImportError(self.problem)
        was_open, OUTPUTS.is_open = OUTPUTS.is_open, False  # what it shows belongs to its own page
        try:
            for number, cell in enumerate(self.cells):
                self.run(cell, f"<{self.name}, cell {number}>", module.__dict__)
        finally:
            OUTPUTS.is_open = was_open

    def run(self, cell: str | bytes, name: str, names: dict[str, Any]) -> None:
        try:
            if isinstance(cell, bytes):
                code = marshal.loads(cell)  # noqa: S302 - it comes from the trusted side
            else:
                code = compile(self.shell.transform_cell(cell), name, "exec")
            exec(code, names)
        except Exception:
            return


def add_earlier(shell: Shell, name: str, cells: list[str | bytes], problem: str) -> None:
    """Let the notebook import an earlier one by its name, whatever files lie beside it."""
    sys.meta_path.insert(0, Earlier(shell, name, cells, problem))
