"""Damage to a notebook costs nothing that nbgrader would not take, and an old release is nobody's fault."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import pytest

from autograder.audit import reference_submission
from autograder.cli.main import main
from autograder.course import Course, SourceNotebook, load_lesson
from autograder.grading import Chunk, Work, grade_chunk
from autograder.records import read_grade

COURSE = Course(Path(__file__).resolve().parents[3])
NOTEBOOKS = [(name, notebook) for name in COURSE.lesson_names() for notebook in load_lesson(COURSE, name).notebooks]
Cells = list[dict[str, Any]]


def name_of(cell: dict[str, Any]) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def is_test(cell: dict[str, Any], source: SourceNotebook) -> bool:
    return name_of(cell) in source.by_id and source.by_id[name_of(cell)].is_test


def put_tests_last(cells: Cells, source: SourceNotebook) -> None:
    cells.sort(key=lambda cell: is_test(cell, source))


def put_tests_first(cells: Cells, source: SourceNotebook) -> None:
    cells.sort(key=lambda cell: not is_test(cell, source))


def turn_around(cells: Cells, source: SourceNotebook) -> None:
    """Put the questions in the opposite order, each with its tests, below what all of them need."""
    parts: list[Cells] = [[]]
    for cell in cells:
        if name_of(cell) in source.by_id and source.by_id[name_of(cell)].is_solution:
            parts.append([])
        parts[-1].append(cell)
    cells[:] = [cell for part in [parts[0], *reversed(parts[1:])] for cell in part]


def write_into_tests(text: str) -> Callable[[Cells, SourceNotebook], None]:
    """Write a text into every test cell, `NAME` standing for the last name of the answer above it."""

    def write(cells: Cells, source: SourceNotebook) -> None:
        for cell in cells:
            if is_test(cell, source):
                solution = source.solution_before(source.by_id[name_of(cell)])
                names = [line.split("(")[0].split()[1] for line in solution.source.splitlines() if line[:4] == "def "]
                cell["source"] = text.replace("NAME", (names or ["nobody"])[-1])

    return write


DAMAGES = {
    "tests last": put_tests_last,
    "tests first": put_tests_first,
    "false": write_into_tests("assert False"),
    "endless": write_into_tests("while True: pass"),
    "exit": write_into_tests("import os\nos._exit(0)"),
    "redefined": write_into_tests("def NAME(*values): return None"),
    "turned around": turn_around,
    "hidden in a default": write_into_tests("def NAME(x=__import__('os')._exit(0)): return None\nraise SystemExit"),
}


@pytest.mark.parametrize("lesson", sorted({name for name, _ in NOTEBOOKS}))
def test_damage_to_locked_cells_costs_right_answers_nothing(lesson: str, pool: Executor) -> None:
    """Moved test cells, and tests, loops, exits and redefinitions in them: all points, whatever the notebook."""
    work = []
    for number, (damage, do) in enumerate(DAMAGES.items()):
        sources = [notebook for name, notebook in NOTEBOOKS if name == lesson]
        for source in sources if do is put_tests_last else [sources[number % len(sources)]]:
            cells = json.loads(reference_submission(source))["cells"]
            do(cells, source)
            data = json.dumps({"cells": cells, "nbformat": 4, "metadata": {}}).encode()
            work.append(Work(damage, source.name, f"{source.name}.ipynb", data, ""))
    results = pool.submit(grade_chunk, Chunk(COURSE.root, lesson, "jail", tuple(work))).result()
    lost = [(one.student, one.grade.notebook, o.test) for one in results for o in one.grade.outcomes if not o.is_passed]
    assert lost == []
    assert all(one.grade.outcomes for one in results)


def write_source(root: Path, test: str) -> None:
    cells = [
        ("imports", "import math", {"locked": True}),
        ("f", "### BEGIN SOLUTION\ndef f(z): return math.floor(z)\n### END SOLUTION", {"solution": True}),
        ("test_f", test, {"grade": True, "locked": True, "points": 2}),
    ]
    base = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    document = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [
            {
                "cell_type": "code",
                "id": name,
                "source": text,
                "metadata": {"nbgrader": {**base, **mark, "grade_id": name}},
                "outputs": [],
                "execution_count": None,
            }
            for name, text, mark in cells
        ],
    }
    path = root / "solutions" / "week1" / "loops.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document), encoding="utf-8")


HIDDEN = "\n### BEGIN HIDDEN TESTS\nassert f(2.5) == 2\n### END HIDDEN TESTS"


def test_a_notebook_of_an_earlier_release_is_updated_without_a_word_to_its_author(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The TA reads it; the page says nothing; the hidden tests run; the release in force is no change either."""
    root = tmp_path / "course"
    (root / "gradebook").mkdir(parents=True)
    (root / "nbgrader_config.py").write_text((COURSE.root / "nbgrader_config.py").read_text(encoding="utf-8"))
    released = root / "assignments" / "week1" / "loops.ipynb"
    noted = root / "tests" / "week1" / "releases.json"
    for student, test in (("ann", "assert f(1) == 2"), ("bob", "assert f(1) == 1")):
        write_source(root, test + HIDDEN)  # the first one is wrong, and was released all the same
        assert main(["release", "week1", "--root", str(root), "--allow", "test_f"]) == 0
        text = released.read_text(encoding="utf-8")
        assert "HIDDEN" not in text
        answered = json.loads(text)
        answered["cells"][1]["source"] = "def f(z): return math.floor(z)"
        folder = root / "gradebook" / "submitted" / student / "week1"
        folder.mkdir(parents=True)
        (folder / "loops.ipynb").write_text(json.dumps(answered), encoding="utf-8")
    before = noted.read_bytes()
    assert main(["release", "week1", "--root", str(root)]) == 0
    assert noted.read_bytes() == before
    capsys.readouterr()
    assert main(["grade", "week1", "--root", str(root)]) == 0
    printed = capsys.readouterr().out
    assert printed.count("updated: loops: 1 cells from an earlier release, updated: test_f") == 1
    assert "1 student: ann" in " ".join(printed.split())
    assert "repaired:" not in printed
    for student, updates in (("ann", 1), ("bob", 0)):
        record = read_grade(root / "gradebook" / "grades" / "week1" / f"{student}.json")
        (graded,) = record.notebooks
        assert (graded.score, graded.repairs, len(graded.updates)) == (2.0, (), updates)
    assert main(["feedback", "week1", "--root", str(root)]) == 0
    page = (root / "gradebook" / "feedback" / "ann" / "week1" / "week1.html").read_text(encoding="utf-8")
    assert "earlier" not in page
    assert "repaired" not in page
