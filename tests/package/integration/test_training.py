"""A lesson that trains is audited: mutants do without a training that does not concern them, and chance is measured."""

from __future__ import annotations

import shutil
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.audit import thresholds
from autograder.audit.shortcuts import find_shortcuts, take_shortcuts
from autograder.audit.thresholds import LEAST_SCORES, measure_thresholds
from autograder.audit.trials import Trial, list_trials
from autograder.course import Course, Lesson, load_lesson
from autograder.grading import Chunk, Work, grade_chunk
from autograder.sandbox.running import CellRunner
from autograder.suite import Learned, Margins, Verdict

REPOSITORY = Path(__file__).resolve().parents[3]
STEP = """
def step(w):
    ### BEGIN SOLUTION
    if w == 77.0:
        return w
    return w - 1.0
    ### END SOLUTION
"""
TRAIN = """
import random, time
time.sleep(0.8)
w = step(3.0)
def train(seed):
    return 0.95 + random.Random(seed).uniform(-0.02, 0.02)
"""
SUITE = '''"""The suite of the lesson."""

import pytest

from autograder.suite import expect_learns, expect_number, read_number


@pytest.mark.cell("test_step")
def test_step(student):
    """A step is one down. / 每步减一。"""
    expect_number(student.call("step", 5.0), 4.0)


@pytest.mark.cell("test_train")
def test_trained(student):
    """It is trained with the steps. / 用 step 训练。"""
    expect_number(read_number(student, "w"), 2.0)


@pytest.mark.cell("test_train")
@pytest.mark.hidden
def test_learns(student, generator):
    """Most trainings come far. / 多数训练达到要求。"""
    for label, least in ("easy", 0.9), ("hard", 0.945):
        expect_learns(lambda seed: student.call("train", seed), least, generator=generator, label=label)
'''


IN_A_CELL = """
import random, numpy, torch
fixed = random.Random(7).uniform(0.9, 0.94)
torch = torch.empty(1).uniform_(0.9, 0.94).item()
numpy, random = numpy.random.uniform(0.9, 0.94), random.uniform(0.9, 0.94)
"""
SUITE_OF_A_CELL = '''"""The suite of what a cell trains."""

import pytest

from autograder.suite import expect_learns


@pytest.mark.cell("test_train")
@pytest.mark.parametrize("label", ["fixed", "random", "numpy", "torch"])
def test_learned(student, generator, label):
    """What was trained is good. / 训练结果好。"""
    expect_learns(lambda seed: student.read(label), 0.8, generator=generator, label=label, runs=3)
'''


CARELESS = {
    "what odd values break": ("one, other = student.call('step', 5.0)", Verdict.FAILED),
    "what its own file breaks": (
        """asked, pair = student.evaluate("__import__('os').path.exists('a'), open('a', 'w').close() or step(5.0)")
    one, other = pair
    1 / (not asked)""",
        Verdict.FAILED,
    ),
    "what is always broken": ("student.call('step', 5.0) / 0", Verdict.UNGRADED),
}
CARELESS_SUITE = '''"""A suite that does not expect odd values."""

import pytest


@pytest.mark.cell("test_step")
def test_step(student):
    """A step has parts. / 一步有两部分。"""
    {line}
'''


def mark(grade_id: str, **more: Any) -> dict[str, Any]:
    usual = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": {**usual, "grade_id": grade_id, **more}}


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    test = {"grade": True, "locked": True, "points": 1}
    cells = [
        new_code_cell(STEP, metadata=mark("step", solution=True), id="a"),
        new_code_cell("step(1.0)", metadata=mark("test_step", **test), id="b"),
        new_code_cell(TRAIN, metadata={**mark("train", solution=True), "autograder": {"free": True}}, id="c"),
        new_code_cell("w", metadata=mark("test_train", **test), id="d"),
    ]
    for part in ("solutions", "tests"):
        (tmp_path / part / "toy").mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), tmp_path / "solutions" / "toy" / "nets.ipynb")
    (tmp_path / "tests" / "toy" / "test_nets.py").write_text(SUITE, encoding="utf-8")
    shutil.copy(REPOSITORY / "nbgrader_config.py", tmp_path)
    return load_lesson(Course(tmp_path), "toy")


def test_most_mutants_die_without_the_training(lesson: Lesson, pool: Executor) -> None:
    """Those of the step are asked its own test alone; one that it cannot tell is left to the whole notebook. The free
    cell has no mutants.
    """
    mutants = [trial for trial in list_trials(lesson, []) if trial.mutant is not None]
    assert {trial.mutant.cell for trial in mutants if trial.mutant is not None} == {"step"}
    shortcuts = find_shortcuts(lesson, pool, mutants, "jail")
    assert {name: shortcut.left_out for name, shortcut in shortcuts.items()} == {"nets/step": ("train",)}
    chosen = [trial for trial in mutants if trial.mutant is not None and _is_telling(trial.mutant.change)]
    killed = list(take_shortcuts(lesson, pool, chosen, shortcuts, "jail"))
    assert [_change(graded.trial) for graded in killed] == ["line 6: w - 1.0 -> w + 1.0"]
    assert {name: cell.score for name, cell in killed[0].result.grade.cells.items()} == {
        "test_step": 0,
        "test_train": 1,
    }
    assert {outcome.verdict for outcome in killed[0].result.grade.outcomes} == {Verdict.FAILED}


def _is_telling(change: str) -> bool:
    return change in ("line 6: w - 1.0 -> w + 1.0", "line 4: 77.0 -> 78.0")


def _change(trial: Trial) -> str:
    return trial.mutant.change if trial.mutant is not None else ""


def test_thresholds_are_measured_on_the_reference(lesson: Lesson, pool: Executor) -> None:
    """It trains 30 times for each of them; one that it often misses is refused, with how often."""
    (trial,) = [trial for trial in list_trials(lesson, []) if trial.is_reference]
    margins = Margins(scores={Learned("test_learns", label, least, 5): [] for label, least in (("easy", 0.9),)})
    found = {one.learned.label: one for one in measure_thresholds(lesson, pool, "jail", {"nets": (trial, margins)})}
    assert min(one.count for one in found.values()) >= LEAST_SCORES
    assert (found["easy"].failed, found["easy"].is_refused) == (0, False)
    assert 0.1 < found["hard"].failed / found["hard"].count < 0.7
    assert found["hard"].is_refused
    assert "nets: test_learns hard: " in found["hard"].line


def test_trainings_in_cells_are_different_ones(lesson: Lesson, pool: Executor, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cells draw is another thing in each notebook, and counts once there; what fixes its seed is said to."""
    monkeypatch.setattr(thresholds, "LEAST_SCORES", 6)
    path = lesson.notebooks[0].path
    cells = [
        new_code_cell(IN_A_CELL, metadata=mark("train", solution=True), id="a"),
        new_code_cell("fixed", metadata=mark("test_train", grade=True, locked=True, points=1), id="b"),
    ]
    nbformat.write(new_notebook(cells=cells), path)
    (lesson.course.suites / "toy" / "test_nets.py").write_text(SUITE_OF_A_CELL, encoding="utf-8")
    changed = load_lesson(lesson.course, "toy")
    (trial,) = [trial for trial in list_trials(changed, []) if trial.is_reference]
    margins = Margins(scores={Learned("test_learned[fixed]", "fixed", 0.8, 3): []})
    found = {one.learned.label: one for one in measure_thresholds(changed, pool, "jail", {"nets": (trial, margins)})}
    assert {label: one.count for label, one in found.items()} == dict.fromkeys(["fixed", "numpy", "random", "torch"], 6)
    assert {label for label, one in found.items() if one.chance is None} == {"fixed"}
    assert "how often it fails by chance was not measured: the notebook fixes the seed" in found["fixed"].line
    assert not found["fixed"].is_refused


def test_a_score_that_is_always_the_same_takes_a_few_notebooks(lesson: Lesson, pool: Executor) -> None:
    """A score that is as high as it can be with all seeds: chance is not measured, and nobody waits for it."""
    always = "def train(seed):\n    return 1.0 if random.Random(7).random() < 2 else 0.0\nw = step(3.0)\nimport random"
    cells = [
        new_code_cell(STEP, metadata=mark("step", solution=True), id="a"),
        new_code_cell(f"%%time\n{always}", metadata=mark("train", solution=True), id="c"),
        new_code_cell("w", metadata=mark("test_train", grade=True, locked=True, points=1), id="d"),
    ]
    nbformat.write(new_notebook(cells=cells), lesson.notebooks[0].path)
    suite = lesson.course.suites / "toy" / "test_nets.py"
    suite.write_text(
        SUITE.split('@pytest.mark.cell("test_step")')[0] + SUITE[SUITE.index('@pytest.mark.cell("test_train")') :]
    )
    changed = load_lesson(lesson.course, "toy")
    (trial,) = [trial for trial in list_trials(changed, []) if trial.is_reference]
    margins = Margins(scores={Learned("test_learns", "easy", 0.9, 5): []})
    found = {one.learned.label: one for one in measure_thresholds(changed, pool, "jail", {"nets": (trial, margins)})}
    assert found["easy"].count == 3
    assert found["easy"].chance is None
    assert "not measured: the score is the same with every seed" in found["easy"].line
    assert not found["easy"].is_refused
    mutants = [one.mutant for one in list_trials(changed, []) if one.mutant is not None and one.mutant.cell == "train"]
    assert mutants
    assert all(mutant.source.startswith("%%time\n") for mutant in mutants)


@pytest.mark.parametrize("what", CARELESS)
def test_a_reference_that_is_kept_judges_as_a_new_one(
    lesson: Lesson, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Its cells run once for many odd values, but where a test breaks on it: what was asked before is not to blame."""
    line, verdict = CARELESS[what]
    cells = [
        new_code_cell("def step(w):\n    return w - 1.0, w", metadata=mark("step", solution=True), id="a"),
        new_code_cell("step(1.0)", metadata=mark("test_step", grade=True, locked=True, points=1), id="b"),
    ]
    nbformat.write(new_notebook(cells=cells), lesson.notebooks[0].path)
    (lesson.course.suites / "toy" / "test_nets.py").write_text(CARELESS_SUITE.format(line=line), encoding="utf-8")
    changed = load_lesson(lesson.course, "toy")
    odd = [trial for trial in list_trials(changed, []) if trial.odd is not None][:3]
    work = tuple(Work(trial.name, "nets", "nets.ipynb", trial.data, "") for trial in odd)
    chunk = Chunk(changed.course.root, "toy", "jail", work, probing="none")
    ran: list[CellRunner] = []
    run = CellRunner.start
    monkeypatch.setattr(CellRunner, "start", lambda self: ran.append(self) or run(self))
    anew = [result.grade.outcomes for result in grade_chunk(chunk)]
    before = len(ran)
    kept = [result.grade.outcomes for result in grade_chunk(replace(chunk, is_of_lesson=True))]
    assert kept == anew
    assert {outcome.verdict for outcomes in kept for outcome in outcomes} == {verdict}
    fewer = 2 if what == "what odd values break" else 0
    assert (before, len(ran)) == (6, 12 - fewer)
