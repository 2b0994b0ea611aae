"""Whatever value comes back where another was promised, every test ends in a verdict: nothing is UNGRADED."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path

import pytest

from autograder.audit import AnswerCell, build_submission
from autograder.course import Course, SourceNotebook, load_lesson
from autograder.grading import Chunk, Work, grade_chunk
from autograder.sandbox import Budget

REPOSITORY = Path(__file__).resolve().parents[3]
LESSONS = sorted(path.name for path in (REPOSITORY / "solutions").iterdir() if path.is_dir())
BUDGET = Budget(cell_s=4.0, call_s=2.0)
VALUES = (  # beside those that an audit tries
    "object()", "[object(), None, 'a']", "{'a': object(), (1, 2): {}}", "(1, 2, 3)", "torch.zeros(3, 0, 2)",
    "torch.zeros((1,) * 15)", "nn.Linear(2, 2)", "lambda *a, **k: 1",
)  # fmt: skip

MORE_VALUES = (  # of the right shape, where it is that of the first argument; and further kinds
    "None", "'x'", "10**900", "1j", "torch.tensor(float('nan'))", "torch.zeros(2, dtype=torch.complex64)",
    "torch.zeros(5, dtype=torch.bfloat16)", "numpy.zeros(3, dtype='uint64')",
    "a[0]", "a[0] > 0", "a[0].to(torch.complex64)", "a[0] / 0", "a[0].to(torch.bfloat16)", "a[0].to_sparse()",
    "(a[0], a[0])", "(a[0] > 0, a[0] > 0)", "(a[0].to(torch.complex64),) * 2", "[True, False]", "[1j, 1j]", "[10**400] * 3",
    "torch.tensor([True, False, True])", "torch.zeros(4) > 0", "torch.zeros(4, dtype=torch.complex64)",
    "(torch.zeros(500, 20) > 0, torch.zeros(500, 1) > 0)", "(torch.zeros(500, 20), 1j * torch.arange(500.0)[:, None])",
    "(torch.full((500, 20), float('nan')), torch.full((500, 1), float('nan')))", "()", "[]", "{}", "set()", "{None, 1, 'x'}",
    "{1: {2: 3}, None: ()}", "{('step', 'step'): 1j, 'identity': {None}, 'regression': {}}", "True", "-1", "2**64", "'1.5'",
    "float('inf')", "[[1, 2], [3]]", "[[[]]]", "b'1'", "type", "torch", "'print'", "numpy.array('x')", "numpy.float16(1)",
    "torch.zeros(()) > 0", "[torch.zeros(2, 0)] * 2", "(((1, 2), (3, 4)), ((5,),))",
)  # fmt: skip


def fill(notebook: SourceNotebook, value: str) -> bytes:
    """Return the notebook with this value in every name and from every function of every solution cell."""
    cells = []
    for cell in notebook.cells:
        if not cell.is_solution or cell.cell_type != "code":
            continue
        functions = re.findall(r"^(?:def|class)\s+(\w+)", cell.source, re.MULTILINE)
        assigned = re.findall(r"^(\w+(?:\s*,\s*\w+)*)\s*=(?!=)", cell.source, re.MULTILINE)
        names = {name.strip() for group in assigned for name in group.split(",")} - set(functions)
        lines = [
            "import numpy",
            "a = (torch.zeros(5),)",
            *(f"def {name}(*a, **k): return {value}" for name in functions),
        ]
        cells.append(AnswerCell(cell.grade_id, "\n".join([*lines, *(f"{name} = {value}" for name in sorted(names))])))
    return build_submission(notebook, cells)


@pytest.mark.long
@pytest.mark.parametrize("values", [VALUES, pytest.param(MORE_VALUES, marks=pytest.mark.campaign)], ids=["few", "many"])
@pytest.mark.parametrize("lesson", LESSONS)
def test_every_value_gets_a_verdict(lesson: str, values: Sequence[str], pool: Executor) -> None:
    """No value, of whatever type, makes a test of a suite fail in a way that is not the student's."""
    loaded = load_lesson(Course(REPOSITORY), lesson)
    work = tuple(
        Work(f"{notebook.name} {value}", notebook.name, notebook.name, fill(notebook, value), "")
        for notebook in loaded.notebooks
        for value in values
    )
    chunk = Chunk(REPOSITORY, lesson, "jail", work, budget=BUDGET, probing="none")
    ungraded = []
    for result in pool.submit(grade_chunk, chunk).result():
        assert not result.grade.ungraded, result.student
        lost = [outcome for outcome in result.grade.outcomes if outcome.verdict == "UNGRADED"]
        ungraded += [f"{result.student}: {outcome.test}: {outcome.message}" for outcome in lost]
    assert not ungraded, "\n".join(ungraded)
