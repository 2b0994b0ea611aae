"""Notebooks that sat together get the records that they get one by one, whatever one of them does to the others."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from autograder.audit import AnswerCell, build_submission
from autograder.course import Course, Lesson, load_lesson
from autograder.grading import Chunk, GradedNotebook, Work, grade_chunk
from autograder.grading.judgement import Judgement
from autograder.sandbox import WarmProcess

ROOT = Path(__file__).resolve().parents[3]

# What one notebook does -> cells of that notebook and of another; the other alone loses points, or does not.
RELU = "def relu(z):\n    {}\n    return torch.clamp(z, min=0)"
CLASS: dict[str, dict[str, list[AnswerCell]]] = {
    "all right": {},
    "one wrong": {"activations": [AnswerCell("relu", "def relu(z):\n    return z.abs()")]},
    "not answered": {"activations": [AnswerCell("relu", "def relu(z):\n    raise NotImplementedError")]},
    "a cell raises": {"hidden_layers": [AnswerCell("layer", "1 / 0")]},
    "a cell of no points raises": {"gates": [AnswerCell("new", "print('shown')\nundefined")]},
    "ends the process": {"activations": [AnswerCell("relu", RELU.format("import os; os._exit(3)"))]},
    "leaves a file": {
        "gates": [AnswerCell("new", "open('low.txt', 'w').write('0')")],
        "activations": [AnswerCell("relu", RELU.format("open('low.txt')"))],
    },
    "leaves a name in torch": {
        "gates": [AnswerCell("new", "torch.lowest = 0")],
        "activations": [AnswerCell("relu", RELU.format("torch.lowest"))],
    },
    "uses a name of another": {
        "gates": [AnswerCell("new", "lowest = 0")],
        "activations": [AnswerCell("relu", RELU.format("lowest"))],
    },
    "spoils the others": {
        "gates": [AnswerCell("new", "def broken(*_): raise OSError\ntorch.clamp = torch.relu = broken")]
    },
    "future": {"gates": [AnswerCell("new", "from __future__ import annotations\nimport torch")]},
    "random": {
        "gates": [AnswerCell("new", "print(torch.rand(1))")],
        "activations": [
            AnswerCell("new", "import random, numpy\nprint(torch.rand(1), numpy.random.rand(), random.random())")
        ],
    },
}


def work(lesson: Lesson) -> tuple[Work, ...]:
    return tuple(
        Work(
            student,
            notebook.name,
            f"{notebook.name}.ipynb",
            build_submission(notebook, cells.get(notebook.name, [])),
            "",
        )
        for student, cells in CLASS.items()
        for notebook in lesson.notebooks
    )


def grade(lesson: Lesson, tasks: tuple[Work, ...]) -> list[GradedNotebook]:
    return grade_chunk(Chunk(ROOT, lesson.name, "jail", tasks))


def comparable(result: GradedNotebook) -> tuple[str, object, object]:
    record = msgspec.to_builtins(result.grade)
    record["time_s"] = 0.0
    return result.student, record, json.loads(result.autograded)


@pytest.fixture
def lesson(graded_here: None) -> Lesson:
    return load_lesson(Course(ROOT), "lesson09")


def test_records_are_those_of_notebooks_judged_one_by_one(lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    """Verdicts, texts, outputs, pictures: asking together changes nothing but the time."""
    together = grade(lesson, work(lesson))
    monkeypatch.setattr(Judgement, "may_be_asked_together", False)
    alone = grade(lesson, work(lesson))
    for one, other in zip(together, alone, strict=True):
        assert comparable(one) == comparable(other)
    lost = {
        (result.student, result.grade.notebook)
        for result in alone
        if any(not outcome.is_passed for outcome in result.grade.outcomes)
    }
    # The class is not vacuous: these and no others lose points.
    assert lost == {
        ("one wrong", "activations"),
        ("not answered", "activations"),
        ("a cell raises", "hidden_layers"),
        ("ends the process", "activations"),
        ("leaves a file", "activations"),
        ("leaves a name in torch", "activations"),
        ("uses a name of another", "activations"),
    }


def test_one_process_for_a_student_whose_notebooks_are_all_right(lesson: Lesson, warm: WarmProcess) -> None:
    """One fork for four notebooks, and one more for each that has to be judged anew."""
    forks = {}
    for student in ("all right", "not answered", "spoils the others"):
        before = warm.forks
        grade(lesson, tuple(task for task in work(lesson) if task.student == student))
        forks[student] = warm.forks - before
    assert forks["all right"] == 1
    # The notebook that is not answered: once to judge it, once for the probe whose answers are shown.
    assert forks["not answered"] == 1 + 2
    assert forks["spoils the others"] > 1
