"""A sample answer is read from its file and put into the reference solution; a wrong file is refused with its path."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.audit.bank import build_submission, load_bank, parse_answer, reference_submission
from autograder.course import Course, Lesson, SourceCell, SourceNotebook
from autograder.errors import CourseError

CELLS = (
    SourceCell(0, "code", "def double(x):\n    return 2 * x", "double", is_solution=True),
    SourceCell(1, "code", "assert double(1) == 2", "test_double", points=2, is_grade=True, is_locked=True),
    SourceCell(2, "markdown", "Because.", "why", points=1, is_grade=True, is_solution=True),
)
WRONG = '''"""It triples. / 变成三倍。"""
# notebook: loops
# scores: test_double=0.5
# misconception: Double is three times. / 两倍就是三倍。

# %% double
def double(x):
    return 3 * x

# %% new
y = 1

# %% [markdown] why
# First line.
#
# Last line.
'''


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    make = {"code": new_code_cell, "markdown": new_markdown_cell}
    cells = [make[cell.cell_type](cell.source, metadata={"nbgrader": {"grade_id": cell.grade_id}}) for cell in CELLS]
    nbformat.write(new_notebook(cells=cells), tmp_path / "loops.ipynb")
    notebook = SourceNotebook("loops", tmp_path / "loops.ipynb", CELLS, None, "")
    return Lesson("week1", Course(tmp_path), (notebook,))


def write(lesson: Lesson, text: str, name: str = "wrong/triples") -> Path:
    path = lesson.bank_folder / f"{name}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def sources(data: bytes) -> list[str]:
    return [cell["source"] for cell in nbformat.reads(data.decode(), as_version=4).cells]


def test_an_answer_is_what_its_file_says(lesson: Lesson) -> None:
    """Sentence, cells, lost points and words; test cells that are not named keep their points."""
    answer = parse_answer(write(lesson, WRONG), lesson, is_right=False)
    assert (answer.name, answer.notebook, answer.scores) == ("triples", "loops", {"test_double": 0.5})
    assert answer.sentence == "It triples. / 变成三倍。"
    assert (answer.misconception, answer.hint) == ("Double is three times. / 两倍就是三倍。", "")
    assert [(cell.grade_id, cell.source, cell.is_markdown) for cell in answer.cells] == [
        ("double", "def double(x):\n    return 3 * x", False),
        ("new", "y = 1", False),
        ("why", "First line.\n\nLast line.", True),
    ]
    assert answer.expected(lesson.notebooks[0]) == {"test_double": 0.5}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"""It triples. / 变成三倍。"""', "", "needs a sentence"),
        ("# notebook: loops\n", "", "needs a sentence"),
        ("# %% ", "# ", "needs a sentence"),
        ('. / 变成三倍。"""', '."', "not Python"),
        ("notebook: loops", "notebook: lists", "no notebook named lists"),
        ("# %% double", "# %% treble", "no solution cell treble"),
        ("# %% double", "# %% test_double", "no solution cell test_double"),
        ("test_double=0.5", "test_treble=0.5", "'test_treble=0.5' is not a lost score"),
        ("test_double=0.5", "test_double=2", "'test_double=2' is not a lost score"),
        ("test_double=0.5", "test_double=half", "'test_double=half' is not a lost score"),
        ("test_double=0.5", "why=0.5", "'why=0.5' is not a lost score"),
        ("# scores: test_double=0.5\n", "", "a wrong one loses some"),
    ],
)
def test_a_wrong_file_is_refused(lesson: Lesson, old: str, new: str, message: str) -> None:
    """The sentence says what is wrong and begins with the path."""
    path = write(lesson, WRONG.replace(old, new))
    with pytest.raises(CourseError, match=message) as caught:
        parse_answer(path, lesson, is_right=False)
    if "no notebook" not in message:
        assert caught.value.path == path


def test_a_right_answer_loses_no_points(lesson: Lesson) -> None:
    """One that says it does is in the wrong folder."""
    path = write(lesson, WRONG, "right/triples")
    with pytest.raises(CourseError, match="a right answer loses no points"):
        load_bank(lesson)
    path.write_text(WRONG.replace("# scores: test_double=0.5\n", ""), encoding="utf-8")
    write(lesson, WRONG, "wrong/also")
    assert [(answer.name, answer.is_right) for answer in load_bank(lesson)] == [("triples", True), ("also", False)]


def test_a_submission_is_the_reference_with_the_answers_cells(lesson: Lesson) -> None:
    """Replaced cells stay in their places, a new one comes behind the cell before it; the file is valid."""
    (notebook,) = lesson.notebooks
    answer = parse_answer(write(lesson, WRONG), lesson, is_right=False)
    assert sources(build_submission(notebook, answer.cells)) == [
        "def double(x):\n    return 3 * x",
        "y = 1",
        CELLS[1].source,
        "First line.\n\nLast line.",
    ]
    assert sources(reference_submission(notebook)) == [cell.source for cell in CELLS]
    nbformat.validate(json.loads(build_submission(notebook, answer.cells)))
