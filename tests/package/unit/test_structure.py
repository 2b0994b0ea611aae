"""The structure of the package holds: the order of its packages, and what their faces promise."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import autograder

PACKAGE = Path(autograder.__file__).parent
STUBS = sorted(PACKAGE.rglob("__init__.pyi"))


def test_imports_go_down_only_and_past_no_face(monkeypatch: pytest.MonkeyPatch) -> None:
    """The contracts in pyproject.toml hold: floors, faces, no circles."""
    monkeypatch.chdir(PACKAGE.parent)
    monkeypatch.setattr("logging.config.dictConfig", lambda _: None)  # it would silence our own loggers from then on
    assert lint_imports(cache_dir=None) == 0


@pytest.mark.parametrize("stub", STUBS, ids=lambda path: path.parent.name)
def test_a_face_that_loads_late_holds_what_it_lists(stub: Path) -> None:
    """Every name in the stub of a face can be had from it, and is in its `__all__`."""
    name = ".".join(stub.parent.relative_to(PACKAGE.parent).parts)
    face = importlib.import_module(name)
    imports = [node for node in ast.parse(stub.read_text()).body if isinstance(node, ast.ImportFrom)]
    listed = {alias.name for node in imports for alias in node.names}
    declared = next(node for node in ast.parse(stub.read_text()).body if isinstance(node, ast.Assign))
    assert listed == set(ast.literal_eval(declared.value))
    assert all(getattr(face, one) is not None for one in listed)
    assert listed <= set(face.__all__)
