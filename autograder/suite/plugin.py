"""The pytest plugin of grading suites (entry point `pytest11`). A suite is an ordinary pytest module.

It knows four markers::

    @pytest.mark.cell("test_double", weight=2)  the test cell whose points the test decides, and its share in them
    @pytest.mark.hidden                         students see the sentence and the verdict, never the inputs
    @pytest.mark.depends("test_double_one")     skipped (and not passed) where that test of the module did not pass
    @pytest.mark.limits(call_s=30)              how many seconds each question of the test may take

and two fixtures: `student` (the notebook under judgement) and `generator` (a seeded `torch.Generator`). With no grading
session around it, `pytest tests/<lesson>` grades the reference solution.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.course import find_course, load_lesson
from autograder.sandbox import RUNNERS, default_runner
from autograder.suite.tests import make_generator

__all__ = ["SESSION"]

SESSION = "autograder-session"  # the name under which a grading session is registered


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--runner", choices=RUNNERS, default=default_runner(), help="how student code is kept apart")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "cell(grade_id, weight=1): the test cell whose points this test decides")
    config.addinivalue_line("markers", "hidden: the student sees the sentence and the verdict, never the inputs")
    config.addinivalue_line("markers", "depends(test): skipped where that test of the same module did not pass")
    config.addinivalue_line("markers", "limits(call_s): how many seconds each question of this test may take")


@pytest.fixture(scope="session")
def _open_warm(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A function that returns the warm process for notebooks with these data, started once."""
    from autograder.sandbox import Limits, WarmProcess

    started: dict[Any, WarmProcess] = {}

    def open_warm(data: tuple[tuple[str, str], ...]) -> WarmProcess:
        if data not in started:
            started[data] = WarmProcess(request.config.getoption("--runner"), Limits(data=data))
        return started[data]

    yield open_warm
    for warm in started.values():
        warm.close()


@pytest.fixture(scope="module")
def _reference_student(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The reference solution of the module's notebook, for sessions without submissions."""
    from autograder.sandbox import find_budget, list_data, open_student, reference_cells

    module = Path(str(request.path))
    lesson = load_lesson(find_course(module.parents[2]), module.parent.name)
    notebook = lesson.notebook(module.stem.removeprefix("test_"))
    cells = [(cell.index, cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    budget, own = find_budget(notebook.settings, 1), dict(notebook.settings.cells)
    limits_s = {index: one.cell_s for index, one in own.items() if one.cell_s is not None}
    warm = request.getfixturevalue("_open_warm")(list_data(notebook))
    files = {path.name: path.read_bytes() for path in notebook.own_files}
    with open_student(warm, cells, notebook.prelude, budget, files=files, cell_limits_s=limits_s) as proxy:
        proxy.notebook.put_earlier([reference_cells(one) for one in lesson.earlier(notebook)])
        yield proxy


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Any:
    """The notebook under judgement."""
    session = request.config.pluginmanager.get_plugin(SESSION)
    proxy = session.proxy if session is not None else request.getfixturevalue("_reference_student")
    proxy.begin_test()
    return proxy


@pytest.fixture
def generator(request: pytest.FixtureRequest) -> Any:
    """A torch.Generator whose seed depends on the test and on the submission, and on nothing else."""
    session = request.config.pluginmanager.get_plugin(SESSION)
    return make_generator(session.seed if session is not None else "reference", request.node.name)
