"""A course of its own for each test: the real lesson, copied, with an empty gradebook."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def make_course(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that makes a course with some of the lesson's notebooks (default: all)."""

    def make(*notebooks: str) -> Path:
        root = tmp_path / "course"
        names = notebooks or tuple(path.stem for path in (REPOSITORY / "solutions" / "lesson09").glob("*.ipynb"))
        (root / "solutions" / "lesson09").mkdir(parents=True)
        (root / "tests" / "lesson09").mkdir(parents=True)
        (root / "gradebook").mkdir()
        shutil.copy(REPOSITORY / "nbgrader_config.py", root)
        for name in names:
            shutil.copy(REPOSITORY / "solutions" / "lesson09" / f"{name}.ipynb", root / "solutions" / "lesson09")
            shutil.copy(REPOSITORY / "tests" / "lesson09" / f"test_{name}.py", root / "tests" / "lesson09")
        return root

    return make


@pytest.fixture
def hand_in() -> Callable[..., Path]:
    """Return a function that hands in one notebook: the reference solution, some cells replaced by grade_id."""

    def hand_in(root: Path, student: str, notebook: str, **cells: str) -> Path:
        document: Any = json.loads((root / "solutions" / "lesson09" / f"{notebook}.ipynb").read_text())
        for cell in document["cells"]:
            grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
            if grade_id in cells:
                cell["source"] = cells.pop(grade_id)
        assert not cells, f"no such cells: {cells}"
        folder = root / "gradebook" / "submitted" / student / "lesson09"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{notebook}.ipynb"
        path.write_text(json.dumps(document, ensure_ascii=False))
        return path

    return hand_in
