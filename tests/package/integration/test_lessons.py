"""Every lesson of this course: its reference solution, its release, its sample answers. Lessons are found by their folders."""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

import nbclient
import nbformat
import pytest

from autograder.audit import Answer, build_submission, load_bank, reference_submission
from autograder.cli.main import main
from autograder.course import Course, Lesson, SourceCell, SourceNotebook, load_lesson
from autograder.grading import Chunk, GradedNotebook, Work, grade_chunk

COURSE = Course(Path(__file__).resolve().parents[3])
LESSONS = COURSE.lesson_names()
NOTEBOOKS = [(name, notebook.name) for name in LESSONS for notebook in load_lesson(COURSE, name).notebooks]


Graded = tuple[Lesson, list[Answer], list[GradedNotebook]]


@pytest.fixture(params=LESSONS)
def lesson(request: pytest.FixtureRequest) -> Lesson:
    return load_lesson(COURSE, request.param)


def grade(pool: Executor, lesson: Lesson, files: list[tuple[str, str, bytes]]) -> list[GradedNotebook]:
    """Grade (name, notebook, bytes); return the results in the same order."""
    work = tuple(Work(name, notebook, f"{notebook}.ipynb", data, "") for name, notebook, data in files)
    return pool.submit(grade_chunk, Chunk(lesson.course.root, lesson.name, "jail", work)).result()


def test_there_is_a_lesson() -> None:
    """The tests below are about something."""
    assert LESSONS
    assert NOTEBOOKS


def test_the_reference_gets_every_automatic_point(lesson: Lesson, pool: Executor) -> None:
    """Nothing is asked that the reference solution does not give."""
    files = [("reference", notebook.name, reference_submission(notebook)) for notebook in lesson.notebooks]
    results = grade(pool, lesson, files)
    assert [o.test for result in results for o in result.grade.outcomes if not o.is_passed] == []
    assert sum(result.grade.score for result in results) == lesson.automatic_points
    assert all(not result.grade.repairs and not result.grade.cell_errors for result in results)


def test_the_untouched_release_gets_nothing(lesson: Lesson, pool: Executor) -> None:
    """A student who hands in what was handed out gets 0 points, by hand-graded cells too, and nothing is UNGRADED."""
    folder = COURSE.assignments / lesson.name
    files = [("stub", n.name, (folder / f"{n.name}.ipynb").read_bytes()) for n in lesson.notebooks]
    for result in grade(pool, lesson, files):
        assert {cell.score for cell in result.grade.cells.values()} == {0.0}
        assert [o.test for o in result.grade.outcomes if o.is_passed] == []


def test_the_release_is_what_the_sources_make(
    lesson: Lesson, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """assignments/ and the notes of releases are committed as `autograder release` writes them: it changes no byte."""
    for part in ("solutions", "assignments"):
        shutil.copytree(COURSE.root / part / lesson.name, tmp_path / part / lesson.name)
    (tmp_path / "tests" / lesson.name).mkdir(parents=True)
    shutil.copy(lesson.suite_folder / "releases.json", tmp_path / "tests" / lesson.name)
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


Kernel = nbclient.NotebookClient | None


@pytest.fixture(scope="module", params=["one", pytest.param("new", marks=pytest.mark.campaign)])
def kernel(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel for one notebook after the other, every name forgotten between them; None for a new one each time."""
    if request.param == "new":
        yield None
        return
    client = nbclient.NotebookClient(nbformat.v4.new_notebook(), kernel_name="python3")
    client.create_kernel_manager()
    with client.setup_kernel(cwd=str(tmp_path_factory.mktemp("kernel"))):
        yield client


def run(document: nbformat.NotebookNode, kernel: Kernel, folder: Path) -> None:
    """Run a notebook in the kernel, or in a new one in an empty folder."""
    if kernel is None:
        resources = {"metadata": {"path": str(folder)}}
        nbclient.NotebookClient(document, kernel_name="python3", resources=resources).execute()
        return
    forget = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("%reset -f")])
    nbclient.NotebookClient(forget, km=kernel.km, kc=kernel.kc).execute()
    nbclient.NotebookClient(document, km=kernel.km, kc=kernel.kc).execute()


@pytest.mark.parametrize(("name", "notebook"), NOTEBOOKS)
def test_the_reference_runs_in_a_plain_kernel(name: str, notebook: str, kernel: Kernel, tmp_path: Path) -> None:
    """Top to bottom in Jupyter, with all visible asserts, and nothing of ours imported."""
    document = nbformat.read(COURSE.solutions / name / f"{notebook}.ipynb", as_version=4)
    assert not any("autograder" in cell.source for cell in document.cells)
    run(document, kernel, tmp_path)
    assert all(cell.execution_count for cell in document.cells if cell.cell_type == "code")


@pytest.mark.parametrize(("name", "notebook"), NOTEBOOKS)
def test_the_release_runs_to_its_first_gap(name: str, notebook: str, kernel: Kernel, tmp_path: Path) -> None:
    """A student's first run stops at a gap of the notebook, and at nothing else."""
    document = nbformat.read(COURSE.assignments / name / f"{notebook}.ipynb", as_version=4)
    with pytest.raises(nbclient.exceptions.CellExecutionError) as caught:
        run(document, kernel, tmp_path)
    assert caught.value.ename == "NotImplementedError"
    assert sum(bool(cell.execution_count) for cell in document.cells if cell.cell_type == "code") >= 2


JOINT = " + "


def join(answers: Sequence[Answer]) -> list[Answer]:
    """Return answers that replace different cells of one notebook as one; one that brings a new cell stays alone."""
    joined: list[Answer] = []
    for answer in answers:
        number = next((number for number, other in enumerate(joined) if fits(answer, other)), len(joined))
        if number == len(joined):
            joined.append(answer)
        else:
            other = joined[number]
            name = other.name + JOINT + answer.name
            joined[number] = replace(other, name=name, cells=(*other.cells, *answer.cells))
    return joined


def fits(one: Answer, other: Answer) -> bool:
    """Return whether two answers can stand in one notebook."""
    ids = [{cell.grade_id for cell in answer.cells} for answer in (one, other)]
    return one.notebook == other.notebook and "new" not in ids[0] | ids[1] and ids[0].isdisjoint(ids[1])


def hand_in_together(lesson: Lesson, answers: Sequence[Answer]) -> Iterator[Work]:
    """Yield the answers as work, those to different notebooks as one student's, with several notebooks."""
    by_notebook = [[a for a in answers if a.notebook == notebook.name] for notebook in lesson.notebooks]
    for number, of_one in enumerate(zip_longest(*by_notebook)):
        for answer in filter(None, of_one):
            data = build_submission(lesson.notebook(answer.notebook), answer.cells)
            yield Work(f"student {number}", answer.notebook, f"{answer.notebook}.ipynb", data, answer.name)


def misjudged_together(
    lesson: Lesson, answers: Sequence[Answer], pool: Executor
) -> tuple[dict[str, object], list[str]]:
    """Grade answers, handed in together; return what was misjudged, and where a check and the suite disagree."""
    work = tuple(hand_in_together(lesson, answers))
    graded = pool.submit(grade_chunk, Chunk(COURSE.root, lesson.name, "jail", work, probing="none")).result()
    assert len(graded) == len(answers)
    by_name = {answer.name: answer for answer in answers}
    in_order = [by_name[one.key] for one in work]
    return misjudged(lesson, in_order, graded), find_contradictions(lesson, in_order, graded)


def misjudged(lesson: Lesson, answers: Sequence[Answer], graded: Sequence[GradedNotebook]) -> dict[str, object]:
    """Return what each answer got and should have got, in the cells where that is not the same."""
    wrong = {}
    for answer, result in zip(answers, graded, strict=True):
        expected = answer.expected(lesson.notebook(answer.notebook))
        scores = {name: cell.score for name, cell in result.grade.cells.items() if not cell.is_manual}
        if scores != expected:
            wrong[answer.name] = {
                name: (scores.get(name), points) for name, points in expected.items() if scores.get(name) != points
            }
    return wrong


def find_contradictions(lesson: Lesson, answers: Sequence[Answer], graded: Sequence[GradedNotebook]) -> list[str]:
    """Return where the check that a student sees and the suite disagree.

    Either the check fails and no points are lost, or it passes and a test fails whose inputs the student may see.
    """
    found = []
    for answer, result in zip(answers, graded, strict=True):
        source = lesson.notebook(answer.notebook)
        for cell, errors in read_checks(result, source):
            points = result.grade.cells[cell.grade_id].score
            if errors and points == cell.points:
                found.append(f"{answer.name}: {cell.grade_id} has all its points, and its check says: {errors[0]}")
            tests = result.grade.outcomes
            failed = [o.test for o in tests if o.cell == cell.grade_id and not (o.is_hidden or o.is_passed)]
            if failed and not errors and not comes_before(source, cell, answer):
                found.append(f"{answer.name}: the check of {cell.grade_id} passes, and {failed} do not")
    return found


def read_checks(result: GradedNotebook, source: SourceNotebook) -> Iterator[tuple[SourceCell, list[str]]]:
    """Yield each test cell of a graded notebook with what its visible asserts raised in the jail."""
    for cell in json.loads(result.autograded)["cells"]:
        origin = source.by_id.get(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))
        if origin is not None and origin.is_test:
            yield origin, [f"{o['ename']}: {o['evalue']}" for o in cell["outputs"] if o["output_type"] == "error"]


def comes_before(source: SourceNotebook, check: SourceCell, answer: Answer) -> bool:
    """Whether a check ran before any cell of the answer: it cannot know what a later cell does."""
    places = [source.by_id[cell.grade_id].index for cell in answer.cells if cell.grade_id in source.by_id]
    return len(places) == len(answer.cells) and check.index < min(places)


def test_there_are_right_and_wrong_sample_answers(lesson: Lesson) -> None:
    """The two tests below are about something."""
    assert {answer.is_right for answer in load_bank(lesson)} == {True, False}


@pytest.mark.long
@pytest.mark.parametrize("is_joined", [True, pytest.param(False, marks=pytest.mark.campaign)], ids=["joined", "single"])
def test_every_right_sample_answer_is_scored_full(lesson: Lesson, pool: Executor, is_joined: bool) -> None:
    """Right answers are full and pass the checks that students see, handed in as the notebooks of some students.

    Answers to different cells stand in one notebook, and by themselves where that costs points: one may need another.
    """
    right = [answer for answer in load_bank(lesson) if answer.is_right]
    if is_joined:
        doubtful, contradictions = misjudged_together(lesson, join(right), pool)
        assert contradictions == []
        names = {name for names in doubtful for name in names.split(JOINT)}
        assert len(names) < len(right) / 4
        right = [answer for answer in right if answer.name in names]
    assert misjudged_together(lesson, right, pool) == ({}, [])


STEPS = pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.campaign)], ids=["fourth", "every"])


@pytest.fixture(scope="module")
def wrong_answers(pool: Executor) -> Callable[[str, str, int], Graded]:
    """Return a function that gives each `step`th wrong sample answer of a notebook with its grade: graded once."""

    @functools.cache
    def grade_wrong_answers(name: str, notebook: str, step: int) -> Graded:
        lesson = load_lesson(COURSE, name)
        answers = [answer for answer in load_bank(lesson) if not answer.is_right and answer.notebook == notebook][
            ::step
        ]
        assert answers
        source, file = lesson.notebook(notebook), f"{notebook}.ipynb"
        work = tuple(Work(a.name, notebook, file, build_submission(source, a.cells), "") for a in answers)
        chunk = Chunk(COURSE.root, lesson.name, "jail", work, probing="none")
        return lesson, answers, pool.submit(grade_chunk, chunk).result()

    return grade_wrong_answers


@pytest.mark.long
@pytest.mark.parametrize(("name", "notebook"), NOTEBOOKS)
@STEPS
def test_every_wrong_sample_answer_is_scored_as_stated(
    name: str, notebook: str, step: int, wrong_answers: Callable[[str, str, int], Graded]
) -> None:
    """Each wrong answer loses the points that it says, in the cells that it says. (`make audit` grades all of them.)"""
    assert misjudged(*wrong_answers(name, notebook, step)) == {}


@pytest.mark.parametrize(("name", "notebook"), NOTEBOOKS)
@STEPS
def test_a_check_and_the_suite_never_disagree(
    name: str, notebook: str, step: int, wrong_answers: Callable[[str, str, int], Graded]
) -> None:
    """Of no wrong answer does the check that a student sees say otherwise than the tests that he may see."""
    assert find_contradictions(*wrong_answers(name, notebook, step)) == []


def test_a_check_that_disagrees_with_the_suite_is_found(wrong_answers: Callable[[str, str, int], Graded]) -> None:
    """A check that would pass everything, or nothing, is named with the answer that shows it."""
    for name, notebook in NOTEBOOKS[:1]:
        lesson, answers, graded = wrong_answers(name, notebook, 4)
        right = [replace(one, autograded=change_checks(one.autograded, is_red=False)) for one in graded]
        assert len(find_contradictions(lesson, answers, right)) > len(answers) / 3
        wrong = [replace(one, autograded=change_checks(one.autograded, is_red=True)) for one in graded]
        assert len(find_contradictions(lesson, answers, wrong)) > len(answers)


def change_checks(autograded: str, *, is_red: bool) -> str:
    """Return a graded notebook in which each cell raised an error, or none did."""
    error = {"output_type": "error", "ename": "AssertionError", "evalue": "no", "traceback": []}
    document = json.loads(autograded)
    for cell in document["cells"]:
        cell["outputs"] = [error] if is_red else []
    return json.dumps(document)
