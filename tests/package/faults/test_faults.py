"""Careless notebooks: what is right keeps its points, what is wrong is named.

Each file of `bank/right` and `bank/wrong` is a sample answer (see `autograder.bank`) with two lines more:

    # lesson: lesson09             the lesson whose reference solution it changes
    # names: SyntaxError|...       wrong ones: what the outcomes of each cell that loses points must say
"""

from __future__ import annotations

import re
from concurrent.futures import Executor
from pathlib import Path

import pytest

from autograder.audit import Answer, build_submission, parse_answer
from autograder.course import Course, Lesson, load_lesson
from autograder.grading import Chunk, GradedNotebook, Work, grade_chunk
from autograder.sandbox import Budget
from autograder.suite import Outcome

COURSE = Course(Path(__file__).resolve().parents[3])
PATHS = sorted((Path(__file__).parent / "bank").glob("*/*.py"))
# Shorter than in grading, and shortest for the faults which hang, so that they do not fill the day.
BUDGET = Budget(cell_s=3.0, call_s=1.0)
HANGING = {
    "answer_loops_forever", "answer_loops_as_it_is_defined", "answer_sleeps", "answer_blocks_on_a_lock",
    "own_cell_loops_forever",
}  # fmt: skip
HASTY = Budget(cell_s=1.2, call_s=0.4, hasty_s=0.2)


def read_field(path: Path, name: str) -> str:
    found = re.search(rf"^# {name}: *(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None, f"{path.name} has no line '# {name}:'"
    return found[1]


@pytest.fixture(scope="module")
def graded(pool: Executor) -> dict[Path, tuple[Lesson, Answer, GradedNotebook]]:
    """Every careless notebook, graded."""
    found: dict[Path, tuple[Lesson, Answer, GradedNotebook]] = {}
    kinds = {(read_field(path, "lesson"), path.stem in HANGING) for path in PATHS}
    for name, is_hanging in sorted(kinds):
        lesson = load_lesson(COURSE, name)
        paths = [path for path in PATHS if (read_field(path, "lesson"), path.stem in HANGING) == (name, is_hanging)]
        answers = [parse_answer(path, lesson, is_right=path.parent.name == "right") for path in paths]
        work = tuple(
            Work(a.name, a.notebook, f"{a.notebook}.ipynb", build_submission(lesson.notebook(a.notebook), a.cells), "")
            for a in answers
        )
        budget = HASTY if is_hanging else BUDGET
        results = pool.submit(grade_chunk, Chunk(COURSE.root, name, "jail", work, budget=budget)).result()
        found |= {path: (lesson, a, result) for path, a, result in zip(paths, answers, results, strict=True)}
    return found


def test_there_are_faults_of_both_kinds() -> None:
    """At least 40 of them, some that cost points and some that must not."""
    kinds = [path.parent.name for path in PATHS]
    assert len(PATHS) >= 40
    assert {path.stem for path in PATHS} > HANGING
    assert min(kinds.count("right"), kinds.count("wrong")) >= 20


@pytest.mark.long
@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_fault_costs_its_own_points_and_is_named(
    path: Path, graded: dict[Path, tuple[Lesson, Answer, GradedNotebook]]
) -> None:
    """The score is the stated one, nothing is UNGRADED or repaired, and where points are lost the cause is said."""
    lesson, answer, result = graded[path]
    grade = result.grade
    assert grade.ungraded == ""
    assert grade.repairs == ()
    scores = {name: cell.score for name, cell in grade.cells.items() if not cell.is_manual}
    assert scores == answer.expected(lesson.notebook(answer.notebook)), [o for o in grade.outcomes if not o.is_passed]
    for cell in answer.scores:
        lost = [outcome for outcome in grade.outcomes if outcome.cell == cell and not outcome.is_passed]
        assert any(re.search(read_field(path, "names"), words(outcome)) for outcome in lost), lost
        assert all(outcome.is_hidden or outcome.message for outcome in lost), lost


def words(outcome: Outcome) -> str:
    return f"{outcome.verdict} {outcome.message} {outcome.got}"
