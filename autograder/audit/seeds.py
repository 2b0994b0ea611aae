"""The reference solution with other seeds: before its answers, or in place of those that it sets itself."""

from __future__ import annotations

import inspect
import json
from typing import Any

from autograder.audit import salt
from autograder.audit.bank import AnswerCell, build_submission
from autograder.audit.magics import put_first
from autograder.course import SourceNotebook

__all__ = ["salt_notebook", "seed_cells"]

_SEED_LINES = """for _module, _name in (("random", "seed"), ("numpy.random", "seed"), ("torch", "manual_seed")):
    getattr(__import__(_module, fromlist=[""]), _name)({number})
"""
_SALT_LINES = 'exec({text!r} + "\\n\\nsalt_seeds({number})\\n", {{"__name__": "salt"}})'


def seed_cells(source: SourceNotebook, number: int) -> bytes:
    """Return the reference with this seed at the beginning of each answer."""
    cells = [cell for cell in source.cells if cell.is_solution and cell.cell_type == "code"]
    seed = _SEED_LINES.format(number=number)
    return build_submission(source, [AnswerCell(cell.grade_id, put_first(cell.source, seed)) for cell in cells])


def salt_notebook(source: SourceNotebook, number: int) -> bytes:
    """Return the reference with this seed before each answer, and with others where it sets seeds itself."""
    document: dict[str, Any] = json.loads(seed_cells(source, number))
    text = _SALT_LINES.format(text=inspect.getsource(salt), number=number)
    empty: dict[str, Any] = {"metadata": {}, "outputs": [], "execution_count": None}
    document["cells"].insert(0, {"cell_type": "code", "id": "salt", "source": text, **empty})
    return json.dumps(document).encode()
