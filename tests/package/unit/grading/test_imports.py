"""What notebooks import, found without importing or running anything."""

from __future__ import annotations

import importlib.metadata
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course import Settings, SourceCell, SourceNotebook
from autograder.grading.imports import (
    MISSING,
    find_versions,
    list_imports,
    list_refused_imports,
    say_how_to_add,
    scan_imports,
)
from autograder.records import Grade, NotebookGrade


def source(tmp_path: Path, *cells: str) -> SourceNotebook:
    parts = tuple(SourceCell(place, "code", text) for place, text in enumerate(cells))
    return SourceNotebook("loops", tmp_path / "loops.ipynb", parts, None, "")


def test_a_source_needs_what_it_imports_outside_of_try(tmp_path: Path) -> None:
    """In functions and branches, too; not what Python has, what lies beside it, or what it writes itself."""
    (tmp_path / "other.ipynb").write_text("{}")
    (tmp_path / "helper.py").write_text("")
    (tmp_path / "parts" / "deep").mkdir(parents=True)
    (tmp_path / "parts" / "deep" / "one.py").write_text("")
    found = list_imports(
        source(
            tmp_path,
            "import math, torch.nn as nn\nfrom numpy.linalg import norm\nfrom . import near\nimport helper, other, parts.deep.one",
            "%matplotlib inline\nimport pandas as pd\ndef broken(:",
            "try:\n    import maybe\nexcept ImportError:\n    import instead",
            "if 1:\n    def f():\n        import deep",
            "%%writefile made.py\nx = 1",
            "import made",
        )
    )
    assert found == ["deep", "numpy", "pandas", "torch"]


def test_what_the_sandbox_stands_in_for_is_not_missing(tmp_path: Path) -> None:
    """Colab's modules and progress bars: whatever form the import has; what else is of Google's counts."""
    cell = "import google.colab.drive, tqdm.auto\nfrom google.colab import files\nfrom google import colab"
    assert list_imports(source(tmp_path, cell, "from tqdm.notebook import tqdm")) == []
    assert list_imports(source(tmp_path, "from google.cloud import storage")) == ["google"]


def test_how_a_module_is_added_depends_on_the_course(tmp_path: Path) -> None:
    """What is on this machine, but not where notebooks look, need not be added to any list."""
    assert "pip install no_such_module_here" in say_how_to_add("no_such_module_here", tmp_path)
    (tmp_path / "pyproject.toml").touch()
    assert "make setup" in say_how_to_add("no_such_module_here", tmp_path)
    (tmp_path / "requirements.txt").touch()
    assert "pip install -r requirements.txt" in say_how_to_add("no_such_module_here", tmp_path)
    assert f"install it into {sys.prefix}" in say_how_to_add("numpy", tmp_path)


def test_what_a_lesson_preloads_is_needed_too(tmp_path: Path) -> None:
    """So a release says that it is not there, and nobody waits for it in vain."""
    settings = Settings(preload=("torch.nn", "no_such_module_here.part", "csv"))
    assert list_imports(replace(source(tmp_path), settings=settings)) == ["no_such_module_here", "torch"]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("import pandas as pd, numpy.linalg as la # and more", ["numpy", "pandas"]),
        ("x = 1; import seaborn", ["seaborn"]),
        ("def f():\n\timport deep\n    from torch.nn import functional as F, Linear", ["deep", "torch"]),
        ("print('import nothing')\nimportant = 1\nfrom_here = 2\nimport os", []),
        ("# import commented", []),
    ],
)
@pytest.mark.parametrize("is_split", [True, False], ids=["lines", "one text"])
def test_a_submitted_file_is_searched_for_imports(cell: str, names: list[str], is_split: bool) -> None:
    """Whether a cell's source is a list of lines or one text, as formats of notebooks allow."""
    text = cell.splitlines(keepends=True) if is_split else cell
    data = json.dumps({"cells": [{"cell_type": "code", "source": text}]}).encode()
    assert scan_imports(data) == names


def test_a_file_full_of_imports_has_few_names() -> None:
    """What a student writes costs little."""
    lines = "\n".join(f"import module_{number}" for number in range(100_000))
    assert len(scan_imports(json.dumps([lines]).encode())) == 64


def test_versions_are_those_of_what_is_installed() -> None:
    """Under the name of the module, whatever its package is called."""
    assert find_versions(["numpy", "PIL", "no_such_module_here"]) == {
        "numpy": importlib.metadata.version("numpy"),
        "PIL": f"pillow {importlib.metadata.version('pillow')}",
        "no_such_module_here": MISSING,
    }


def test_refused_imports_are_read_from_the_errors_of_cells() -> None:
    """Each once."""
    errors = {"1": "ModuleNotFoundError: No module named 'pandas.core'", "2": "NameError: name 'pd' is not defined"}
    notebook = NotebookGrade("loops", "", "", "", "jail", {}, cell_errors=errors)
    assert list_refused_imports(Grade("ann", "week1", "", (notebook, notebook))) == ["pandas"]
