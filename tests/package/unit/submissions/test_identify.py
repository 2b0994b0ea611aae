"""A file is a notebook of the lesson if its name, its grade_ids or its cells say so without doubt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.course import Course, Lesson, SourceCell, SourceNotebook
from autograder.submissions.identify import identify_notebook, is_unanswered


def notebook(name: str) -> SourceNotebook:
    cells = (
        SourceCell(0, "code", "import torch", "setup", is_locked=True),
        SourceCell(1, "markdown", f"All about {name}."),
        SourceCell(2, "code", "", f"{name}_answer", is_solution=True),
    )
    return SourceNotebook(name, Path(f"{name}.ipynb"), cells, None, "")


LESSON = Lesson("week1", Course(Path()), (notebook("loop"), notebook("loops"), notebook("lists")))


def file_of(*cells: tuple[str, str]) -> bytes:
    """Return a notebook of (grade_id, source)."""
    marked = [{"metadata": {"nbgrader": {"grade_id": grade_id}}, "source": source} for grade_id, source in cells]
    return json.dumps({"cells": marked}).encode()


@pytest.mark.parametrize(
    ("file", "data", "found"),
    [
        ("Ann_LISTS (1).ipynb.txt", b"", "lists"),
        ("my loops.ipynb", b"", "loops"),
        ("a.ipynb", file_of(("lists_answer", "")), "lists"),
        ("a.ipynb", file_of(("", "All  about\nloops.")), "loops"),
        ("a.ipynb", file_of(("loop_answer", ""), ("lists_answer", "")), None),
        ("a.ipynb", file_of(("", "homework")), None),
        ("a.ipynb", b"no notebook", None),
    ],
)
def test_a_file_is_known_by_its_name_its_marks_or_its_text(file: str, data: bytes, found: str | None) -> None:
    """The longest name in the file's name, else most grade_ids, else most cells; a tie is not guessed."""
    assert identify_notebook(file, data, LESSON) == found


def test_the_first_cell_says_nothing() -> None:
    """It holds the imports, under the same grade_id in the notebooks of many lessons."""
    lesson = Lesson("week1", Course(Path()), (notebook("loops"),))
    assert identify_notebook("a.ipynb", file_of(("setup", "import torch")), lesson) is None
    assert identify_notebook("a.ipynb", file_of(("setup", ""), ("loops_answer", "")), lesson) == "loops"


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ((("loops_answer", "# YOUR CODE HERE\nraise NotImplementedError()"),), True),
        ((("loops_answer", "YOUR ANSWER HERE"), ("", "All about loops.")), True),
        ((("loops_answer", ""),), True),
        ((("loops_answer", "a = 1"),), False),
        ((("", "a = 1"),), False),
        ((), False),
    ],
)
def test_an_unanswered_file_holds_stubs_and_nothing_else(cells: tuple[tuple[str, str], ...], found: bool) -> None:
    """Without marks it is not known, and then somebody may have worked on it."""
    assert is_unanswered("a.ipynb", file_of(*cells), notebook("loops")) is found


def test_a_stub_may_have_lines_around_the_solution() -> None:
    """What was outside of it was handed out; what was in it was not."""
    text = "def f():\n    # doc\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n"
    source = SourceNotebook("l", Path("l"), (SourceCell(0, "code", text, "f", is_solution=True),), None, "")
    stub = "def f():\n    # doc\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"
    assert is_unanswered("l.ipynb", file_of(("f", stub)), source)
    assert not is_unanswered("l.ipynb", file_of(("f", "def f():\n    # doc\n    return 1\n")), source)
    assert not is_unanswered("l.ipynb", b"no notebook", source)


def code_of(*cells: tuple[str, str]) -> bytes:
    """Return a notebook of code cells, as (grade_id, source)."""
    marked = [
        {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": grade_id}}, "source": source}
        for grade_id, source in cells
    ]
    return json.dumps({"cells": marked}).encode()


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ((("step", "# YOUR CODE HERE\nraise NotImplementedError()"), ("", "import torch\ntorch.__version__")), True),
        ((("step", "# to do\ndef step(z):\n    pass"), ("setup", "import torch  # edited")), True),
        ((("", "# YOUR CODE HERE\nraise NotImplementedError()"), ("", "test(step)")), False),
        ((("step", "# YOUR CODE HERE"), ("", "def step(z):\n    return z")), False),
        ((("step", "def step(z):\n    return z > 0"),), False),
        ((("", "def step(z):\n    return z > 0"),), False),
    ],
)
def test_what_surely_earns_nothing_is_no_answer(cells: tuple[tuple[str, str], ...], found: bool) -> None:
    """A cell that a student added, an edited cell, `pass`; what defines the answer is one, wherever it stands."""
    solution = "### BEGIN SOLUTION\ndef step(z):\n    return (z > 0).float()\n### END SOLUTION"
    source = (
        SourceCell(0, "code", "import torch", "setup", is_locked=True),
        SourceCell(1, "code", solution, "step", is_solution=True),
        SourceCell(2, "code", "assert step(1) == 1", "test_step", is_locked=True, points=1.0),
    )
    assert is_unanswered("a.ipynb", code_of(*cells), SourceNotebook("a", Path("a"), source, None, "")) is found
