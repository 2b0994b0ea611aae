"""Every lesson of this course: its reference solution, its release, its sample answers. Lessons are found by their folders."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import nbclient
import nbformat
import pytest

from autograder.audit import build_submission, load_bank, reference_submission
from autograder.cli.main import main
from autograder.course import Course, Lesson, load_lesson
from autograder.grading import Chunk, GradedNotebook, Work, grade_chunk

COURSE = Course(Path(__file__).resolve().parents[3])
LESSONS = COURSE.lesson_names()
NOTEBOOKS = [(name, notebook.name) for name in LESSONS for notebook in load_lesson(COURSE, name).notebooks]


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    with ProcessPoolExecutor(2, mp_context=get_context("forkserver")) as executor:
        yield executor


@pytest.fixture(params=LESSONS)
def lesson(request: pytest.FixtureRequest) -> Lesson:
    return load_lesson(COURSE, request.param)


def grade(pool: Executor, lesson: Lesson, files: list[tuple[str, str, bytes]], size: int) -> list[GradedNotebook]:
    """Grade (name, notebook, bytes) in chunks; return the results in the same order."""
    work = [Work(name, notebook, f"{notebook}.ipynb", data, "") for name, notebook, data in files]
    parts = [tuple(work[start : start + size]) for start in range(0, len(work), size)]
    chunks = [Chunk(lesson.course.root, lesson.name, "jail", part) for part in parts]
    return [result for results in pool.map(grade_chunk, chunks) for result in results]


def test_there_is_a_lesson() -> None:
    """The tests below are about something."""
    assert LESSONS
    assert NOTEBOOKS


def test_the_reference_gets_every_automatic_point(lesson: Lesson, pool: Executor) -> None:
    """Nothing is asked that the reference solution does not give."""
    files = [("reference", notebook.name, reference_submission(notebook)) for notebook in lesson.notebooks]
    results = grade(pool, lesson, files, size=1)
    assert [o.test for result in results for o in result.grade.outcomes if not o.is_passed] == []
    assert sum(result.grade.score for result in results) == lesson.automatic_points
    assert all(not result.grade.repairs and not result.grade.cell_errors for result in results)


def test_the_untouched_release_gets_nothing(lesson: Lesson, pool: Executor) -> None:
    """A student who hands in what was handed out gets 0 points, by hand-graded cells too, and nothing is UNGRADED."""
    folder = COURSE.assignments / lesson.name
    files = [("stub", n.name, (folder / f"{n.name}.ipynb").read_bytes()) for n in lesson.notebooks]
    for result in grade(pool, lesson, files, size=1):
        assert {cell.score for cell in result.grade.cells.values()} == {0.0}
        assert [o.test for o in result.grade.outcomes if o.is_passed] == []


def test_the_release_is_what_the_sources_make(
    lesson: Lesson, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """assignments/ is committed as `autograder release` writes it, and a second run changes no byte."""
    for part in ("solutions", "assignments"):
        shutil.copytree(COURSE.root / part / lesson.name, tmp_path / part / lesson.name)
    shutil.copy(COURSE.root / "nbgrader_config.py", tmp_path)
    assert main(["release", lesson.name, "--root", str(tmp_path)]) == 0
    assert "is up to date" in capsys.readouterr().out
    made = sorted((tmp_path / "assignments" / lesson.name).iterdir())
    assert [path.name for path in made] == sorted(f"{notebook.name}.ipynb" for notebook in lesson.notebooks)
    for path in made:
        assert path.read_bytes() == (COURSE.assignments / lesson.name / path.name).read_bytes()
        text = path.read_text(encoding="utf-8")
        assert "BEGIN SOLUTION" not in text
        assert "NotImplementedError" in text


@pytest.mark.parametrize(("name", "notebook"), NOTEBOOKS)
def test_the_reference_runs_in_a_plain_kernel(name: str, notebook: str, tmp_path: Path) -> None:
    """Top to bottom in Jupyter, with all visible asserts, and nothing of ours imported."""
    document = nbformat.read(COURSE.solutions / name / f"{notebook}.ipynb", as_version=4)
    assert not any("autograder" in cell.source for cell in document.cells)
    nbclient.NotebookClient(document, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert all(cell.execution_count for cell in document.cells if cell.cell_type == "code")


@pytest.mark.parametrize(("name", "notebook"), NOTEBOOKS)
def test_the_release_runs_to_its_first_gap(name: str, notebook: str, tmp_path: Path) -> None:
    """A student's first run stops at a gap of the notebook, and at nothing else."""
    document = nbformat.read(COURSE.assignments / name / f"{notebook}.ipynb", as_version=4)
    client = nbclient.NotebookClient(document, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}})
    with pytest.raises(nbclient.exceptions.CellExecutionError) as caught:
        client.execute()
    assert caught.value.ename == "NotImplementedError"
    assert sum(bool(cell.execution_count) for cell in document.cells if cell.cell_type == "code") >= 2


def test_every_sample_answer_is_scored_as_stated(lesson: Lesson, pool: Executor) -> None:
    """Right answers are full; each wrong answer loses the points that it says, in the cells that it says."""
    answers = load_bank(lesson)
    assert {answer.is_right for answer in answers} == {True, False}
    files = [(a.name, a.notebook, build_submission(lesson.notebook(a.notebook), a.cells)) for a in answers]
    wrong = {}
    for answer, result in zip(answers, grade(pool, lesson, files, size=32), strict=True):
        expected = answer.expected(lesson.notebook(answer.notebook))
        scores = {name: cell.score for name, cell in result.grade.cells.items() if not cell.is_manual}
        if scores != expected:
            wrong[answer.name] = {
                name: (scores.get(name), points) for name, points in expected.items() if scores.get(name) != points
            }
    assert wrong == {}
