"""Source notebooks: read strictly, with the file and the place named where they are wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from autograder.course import CellKey, Course, Regions, find_course, load_lesson
from autograder.errors import CourseError


def cell(source: str | list[str], kind: str = "code", **mark: Any) -> dict[str, Any]:
    return {"cell_type": kind, "source": source, "metadata": {"nbgrader": mark} if mark else {}}


def write(root: Path, *cells: dict[str, Any], name: str = "nb", **more: Any) -> Path:
    path = root / "solutions" / "l" / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_a_notebook_is_read_with_its_marks(tmp_path: Path) -> None:
    """Sources in lines are joined; a test cell is locked and an answer is not, whatever their marks say."""
    write(
        tmp_path,
        cell(["import torch\n", "x = 1"], grade_id="imports", locked=True),
        cell("text", "markdown"),
        cell("def f(): ...", grade_id="f", solution=True, locked=True),
        cell("assert f()", grade_id="test_f", grade=True, points=2),
        cell("why?", "markdown", grade_id="why", grade=True, solution=True, points=3),
    )
    notebook = load_lesson(Course(tmp_path), "l").notebook("nb")
    imports, _, answer, test, why = notebook.cells
    assert notebook.prelude == imports.source == "import torch\nx = 1"
    assert (answer.is_locked, test.is_locked, test.is_test, why.is_manual) == (False, True, True, True)
    assert (notebook.points, notebook.automatic_points) == (5, 2)
    assert notebook.solution_before(test) is answer
    assert notebook.key(test) == CellKey("nb", "test_f") == ("nb", "test_f")
    assert str(notebook.key(test)) == "nb/test_f"
    assert notebook.regions == Regions()


def test_the_imports_are_the_first_code_cell_if_it_is_locked(tmp_path: Path) -> None:
    """A title may come before them; a first code cell that a student may change is run only once."""
    title, imports = cell("# Title", "markdown"), cell("import torch", grade_id="imports", locked=True)
    given = cell("x = 1", grade_id="given", locked=True)
    write(tmp_path, title, imports, given, name="titled")
    write(tmp_path, title, cell("y = 2"), imports, name="free")
    write(tmp_path, title, name="bare")
    lesson = load_lesson(Course(tmp_path), "l")
    assert [lesson.notebook(name).prelude for name in ("titled", "free", "bare")] == ["import torch", "", ""]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not a valid notebook"),
        ("[]", "not a valid notebook: Expected `object`"),
        ('{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code"}]}', r"\$\.cells\[0\]"),
        ('{"nbformat": 3, "metadata": {}, "cells": []}', "not a notebook of format 4 but 3"),
        (
            '{"nbformat": 4, "metadata": {"autograder": {"order": "x"}}, "cells": []}',
            "metadata.autograder.order: Expected whole number",
        ),
    ],
)
def test_what_is_no_notebook_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    """The error names the file and what is wrong in it."""
    write(tmp_path).write_text(text)
    with pytest.raises(CourseError, match=rf"nb\.ipynb: .*{message}"):
        load_lesson(Course(tmp_path), "l")


def test_points_that_are_no_number_are_refused(tmp_path: Path) -> None:
    """The error names the cell."""
    write(tmp_path, cell("", grade_id="t", grade=True, points="two"))
    with pytest.raises(CourseError, match="cell 0: its points are no number: 'two'"):
        load_lesson(Course(tmp_path), "l")


def test_a_grade_id_stands_for_one_cell(tmp_path: Path) -> None:
    """Twice the same id in one notebook is refused."""
    write(tmp_path, cell("", grade_id="t", solution=True), cell("", grade_id="t", solution=True))
    with pytest.raises(CourseError, match="grade_id used twice: t"):
        load_lesson(Course(tmp_path), "l")


def test_notebooks_come_in_their_order(tmp_path: Path) -> None:
    """By `autograder.order` of their metadata, then by name; an unknown lesson is named with those that exist."""
    write(tmp_path, name="b")
    write(tmp_path, name="a")
    write(tmp_path, name="z", metadata={"autograder": {"order": 1}})
    assert [notebook.name for notebook in load_lesson(Course(tmp_path), "l").notebooks] == ["z", "a", "b"]
    with pytest.raises(CourseError) as caught:
        load_lesson(Course(tmp_path), "../l")
    assert caught.value.hint == "lessons of this course: l"


def test_a_course_is_found_from_below_and_its_configuration_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nearest configuration file at or above the working directory; a broken one is an error with its path."""
    config = tmp_path / "nbgrader_config.py"
    config.write_text("c = get_config()\nc.ClearSolutions.text_stub = 'here'\nc.CourseDirectory.db_url = 'sqlite:///x'")
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")
    course = find_course()
    assert course.root == tmp_path
    assert (course.regions.text_stub, course.database_url) == ("here", "sqlite:///x")
    config.write_text("c = get_config()\nraise KeyError('no')  # longer than before, so that it is read again")
    with pytest.raises(CourseError, match=r"nbgrader_config\.py: cannot be read"):
        _ = course.regions
    with pytest.raises(CourseError, match="no nbgrader_config"):
        find_course(tmp_path / "a")
