"""A notebook's record depends on that notebook alone: not on what else is handed in, by whom, nor in which order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from autograder.audit import AnswerCell, build_submission
from autograder.course import Course, Lesson, load_lesson
from autograder.grading import Chunk, GradedNotebook, Work, grade_chunk
from autograder.grading.worker import keep_warm
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
    "starts a thread": {
        "activations": [
            AnswerCell("new", "import threading, time\nthreading.Thread(target=time.sleep, args=[60]).start()")
        ]
    },
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


def grade(lesson: Lesson, tasks: Sequence[Work]) -> dict[tuple[str, str], bytes]:
    """Return the records as they are written, times aside, with the notebooks as graded."""
    return by_notebook(grade_chunk(Chunk(ROOT, lesson.name, "jail", tuple(tasks))))


def by_notebook(results: Sequence[GradedNotebook]) -> dict[tuple[str, str], bytes]:
    return {(one.student, one.grade.notebook): comparable(one) for one in results}


def comparable(result: GradedNotebook) -> bytes:
    record = msgspec.structs.replace(result.grade, time_s=0.0, trusted_s=0.0)
    return msgspec.json.encode(record) + result.autograded.encode()


@pytest.fixture(scope="module")
def lesson(warm: WarmProcess) -> Lesson:
    keep_warm(warm)
    return load_lesson(Course(ROOT), "lesson09")


@pytest.fixture(scope="module")
def graded(lesson: Lesson) -> list[GradedNotebook]:
    """The class in one chunk, graded once."""
    return grade_chunk(Chunk(ROOT, lesson.name, "jail", work(lesson)))


def test_a_record_is_the_same_alone_and_in_company(lesson: Lesson, graded: list[GradedNotebook]) -> None:
    """Verdicts, texts, outputs, pictures: with four notebooks of a student, with one, and in the opposite order."""
    tasks, together = work(lesson), by_notebook(graded)
    telling = [task for task in tasks if CLASS[task.student]]
    assert grade(lesson, telling[::-1]) == {key: together[key] for key in together if CLASS[key[0]]}
    for task in telling[::7]:
        assert grade(lesson, [task]) == {(task.student, task.notebook): together[task.student, task.notebook]}


def test_the_class_loses_points_where_it_should(graded: list[GradedNotebook]) -> None:
    """Were all of them right, the test above would say nothing."""
    lost = {
        (result.student, result.grade.notebook)
        for result in graded
        if any(not outcome.is_passed for outcome in result.grade.outcomes)
    }
    assert lost == {
        ("one wrong", "activations"),
        ("not answered", "activations"),
        ("a cell raises", "hidden_layers"),
        ("ends the process", "activations"),
        ("leaves a file", "activations"),
        ("leaves a name in torch", "activations"),
        ("uses a name of another", "activations"),
    }


def test_each_notebook_has_a_process_of_its_own(lesson: Lesson, warm: WarmProcess) -> None:
    """One, and copies of it: no cell runs twice for a wrong answer, unless the cells left threads behind."""
    forks = {}
    for student in ("all right", "not answered", "starts a thread"):
        before = warm.forks
        grade(lesson, [task for task in work(lesson) if task.student == student])
        forks[student] = warm.forks - before
    assert forks["all right"] == forks["not answered"] == len(lesson.notebooks)
    assert forks["starts a thread"] > len(lesson.notebooks)


GUESS = "import os\nbest_line = [0.25, 0.5, 0.75, 1.0][os.urandom(1)[0] % 4]"


def test_a_guess_is_drawn_once(lesson: Lesson, warm: WarmProcess) -> None:
    """The cell that draws it runs once, however often a test is asked: copies of the process hold the same guess."""
    source = lesson.notebook("gates")
    tasks = [
        Work(
            str(number),
            "gates",
            "gates.ipynb",
            build_submission(source, [AnswerCell("xor_line", f"# {number}\n{GUESS}")]),
            "",
        )
        for number in range(8)
    ]
    before = warm.forks
    results = grade_chunk(Chunk(ROOT, lesson.name, "jail", tuple(tasks), probing="none"))
    assert {result.grade.cells["test_xor_line"].score for result in results} <= {0.0, 3.0}
    assert warm.forks - before == len(tasks)


HANGS = "def {0}(z):\n    while True:\n        pass"


@pytest.mark.long
def test_what_hangs_costs_its_own_points_only(lesson: Lesson) -> None:
    """Three functions and two cells that never come back leave time for all others of the notebook."""
    cells = [AnswerCell(name, HANGS.format(name)) for name in ("sigmoid", "relu", "tanh")]
    cells += [AnswerCell("new", "while True:\n    pass"), AnswerCell("new", "import time\ntime.sleep(60)")]
    data = build_submission(lesson.notebook("activations"), cells)
    work = Work("hangs", "activations", "activations.ipynb", data, "")
    (result,) = grade_chunk(Chunk(ROOT, lesson.name, "jail", (work,)))
    scores = {name: (cell.score, cell.points) for name, cell in result.grade.cells.items()}
    lost = {name for name, (score, points) in scores.items() if score != points}
    assert lost == {"test_sigmoid", "test_relu", "test_tanh"}
    assert result.grade.time_s < 60  # a quarter of it on a calm machine
