"""A course of its own for each test: the real lesson, copied, with an empty gradebook."""

from __future__ import annotations

import fcntl
import functools
import importlib.util
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbgrader.api
import pytest

from autograder.cli.main import main

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session", autouse=True)
def _ask_alembic_once() -> Iterator[None]:
    """For every new database, nbgrader starts alembic to ask for a number: two seconds for what is always the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nbgrader.api, "get_alembic_version", functools.cache(nbgrader.api.get_alembic_version))
        yield


def _make_course(root: Path, *notebooks: str) -> Path:
    names = notebooks or tuple(path.stem for path in (REPOSITORY / "solutions" / "lesson09").glob("*.ipynb"))
    (root / "solutions" / "lesson09").mkdir(parents=True)
    (root / "tests" / "lesson09").mkdir(parents=True)
    (root / "gradebook").mkdir()
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    for name in names:
        shutil.copy(REPOSITORY / "solutions" / "lesson09" / f"{name}.ipynb", root / "solutions" / "lesson09")
        shutil.copy(REPOSITORY / "tests" / "lesson09" / f"test_{name}.py", root / "tests" / "lesson09")
    return root


@pytest.fixture
def make_course(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that makes the test's course with some of the lesson's notebooks (default: all)."""
    return functools.partial(_make_course, tmp_path / "course")


@pytest.fixture(scope="session")
def new_course(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Return a function that makes a course for several tests, which copy what is in it when they change it."""
    return lambda *notebooks: _make_course(tmp_path_factory.mktemp("shared") / "course", *notebooks)


@pytest.fixture(scope="session")
def hand_in() -> Callable[..., Path]:
    """Return a function that hands in one notebook: the reference solution, some cells replaced by grade_id."""

    return _hand_in


def _hand_in(root: Path, student: str, notebook: str, **cells: str) -> Path:
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


def _classroom() -> Any:
    spec = importlib.util.spec_from_file_location("classroom", Path(__file__).with_name("classroom.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def classroom() -> Any:
    """The class that `graded_class` hands in, see classroom.py."""
    return _classroom()


@pytest.fixture(scope="session")
def _graded_once(tmp_path_factory: pytest.TempPathFactory, classroom: Any) -> Path:
    """The graded class. Where tests run in several processes, the first that wants it grades it for all."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return _grade_class(tmp_path_factory.mktemp("class") / "course", classroom)
    folder = tmp_path_factory.getbasetemp().parent
    with (folder / "class.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "class").exists():
            _grade_class(folder / "class.new", classroom).rename(folder / "class")
    return folder / "class"


def _grade_class(root: Path, classroom: Any) -> Path:
    _make_course(root, "activations", "hidden_layers")
    shutil.copy(REPOSITORY / "tests" / "lesson09" / "probes.py", root / "tests" / "lesson09")
    for student, (activations, hidden_layers, timestamp) in classroom.CLASS.items():
        _hand_in(root, student, "activations", **activations)
        if hidden_layers is not None:
            _hand_in(root, student, "hidden_layers", **hidden_layers)
        folder = root / "gradebook" / "submitted" / student / "lesson09"
        (folder / "timestamp.txt").write_text(timestamp)
    (root / "gradebook" / "roster.csv").write_text(classroom.ROSTER, encoding="utf-8")
    assert main(["grade", "lesson09", "--root", str(root)]) == 3  # one notebook is missing
    return root


@pytest.fixture
def graded_class(_graded_once: Path, tmp_path: Path) -> Path:
    """The course of a class that was graded once in this session: a copy that the test may change."""
    return Path(shutil.copytree(_graded_once, tmp_path / "course"))
