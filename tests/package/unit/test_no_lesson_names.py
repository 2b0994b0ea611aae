"""The package knows no lesson: no name of one is in its code, its docstrings or its templates.

A name with an underscore, a digit or a capital inside is looked for everywhere, as a whole word. A name that is an
ordinary word too (`step`, `Model`) is looked for where it can only be the lesson's: in quotes, or called in a string.
Answers live in another process, so that code can reach one by such a string only.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

import autograder
from autograder.course import Course, SourceCell, load_lesson

COURSE = Course(Path(__file__).resolve().parents[3])
PACKAGE = Path(autograder.__file__).parent
FILES = [path for path in sorted(PACKAGE.rglob("*")) if path.suffix in (".py", ".pyi", ".j2", ".json")]
TORCH = "a function of torch, which mutants of any lesson put in place of another"
ALLOWED = {("audit/changes.py", name): TORCH for name in ("relu", "sigmoid", "softmax", "tanh")}


def lesson_names() -> set[str]:
    """Return the names of all lessons, of their notebooks and cells, and of the functions and classes to be written."""
    names = set(COURSE.lesson_names())
    for lesson in COURSE.lesson_names():
        for notebook in load_lesson(COURSE, lesson).notebooks:
            names |= {notebook.name, f"{notebook.name}.ipynb", *notebook.by_id, *(f"show_{i}" for i in notebook.by_id)}
            names.update(name for cell in notebook.cells if cell.is_solution for name in defined(cell))
    return names


def defined(cell: SourceCell) -> Iterable[str]:
    if cell.cell_type == "code":
        for node in ast.parse(cell.source).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield node.name


def find_names(text: str, names: Iterable[str]) -> set[str]:
    """Return which of these names a text of the package holds."""
    return {name for name in names if pattern(name).search(text)}


def pattern(name: str) -> re.Pattern[str]:
    if re.search(r"[_\d.]|(?<=.)[A-Z]", name):
        return re.compile(rf"(?<![A-Za-z0-9_]){re.escape(name)}(?![A-Za-z0-9_])")
    return re.compile(rf"""["'`]{re.escape(name)}["'`(]""")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_file_of_the_package_names_no_lesson(path: Path) -> None:
    """Whatever a lesson needs is in its own files; examples use names of no lesson."""
    file = path.relative_to(PACKAGE).as_posix()
    found = find_names(path.read_text(encoding="utf-8"), lesson_names())
    assert sorted(name for name in found if (file, name) not in ALLOWED) == []


def test_every_exception_is_needed() -> None:
    """A name that is gone from a file is gone from the list."""
    for file, name in ALLOWED:
        assert find_names((PACKAGE / file).read_text(encoding="utf-8"), [name]) == {name}


def test_names_are_found() -> None:
    """As whole words, beside Chinese, in quotes and called; ordinary words in a sentence are not."""
    names = ["NAND", "test_and", "step", "Model", "gates.ipynb"]
    for text in ("NAND(x)", "输出NAND为0", "# see NAND."):
        assert find_names(text, names) == {"NAND"}
    assert find_names('student.call("step", x)', names) == {"step"}
    assert find_names('f"step({x})"', names) == {"step"}
    assert find_names("e.g. gates.ipynb, `Model`", names) == {"gates.ipynb", "Model"}
    assert find_names("for step in steps: a Model, NANDs, retest_and(step)", names) == set()


def test_there_are_names_and_files() -> None:
    """The search is about something."""
    assert {"imports", "step", "NAND", "FooChild"} <= lesson_names()
    assert len(FILES) > 60
