"""What must be run again and why: files, suites, runners and packages, compared with the record."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from msgspec import structs

from autograder.course import Course, load_lesson
from autograder.errors import CourseError
from autograder.grading.plan import GradeOptions, Plan, Planner, choose_students
from autograder.grading.work import Machine
from autograder.records import CellGrade, Grade, NotebookGrade, autograded_path, read_grade, record_path, write_grade

MACHINE = Machine(Path(), "l", "jail", (("a", "suite-a"), ("b", "suite-b")), (("torch", "1"),))


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A lesson of two notebooks, of which one student handed in both."""
    for name in ("a", "b"):
        cell = {"cell_type": "code", "source": "", "metadata": {"nbgrader": {"grade_id": name, "solution": True}}}
        text = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
        for folder in (tmp_path / "solutions" / "l", tmp_path / "gradebook" / "submitted" / "s" / "l"):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.ipynb").write_text(text)
    return Course(tmp_path)


def plan(course: Course, machine: Machine = MACHINE, **options: object) -> Plan:
    return Planner(load_lesson(course, "l"), GradeOptions(**options), machine).plan("s")  # type: ignore[arg-type]


def record(course: Course, **changes: object) -> None:
    """Write the record that a run of the plan as it is now would leave, some fields of its first notebook changed."""
    notebooks = []
    for work in plan(course).work:
        cells = {work.notebook: CellGrade(1, 1.0)}
        done = NotebookGrade(
            work.notebook, work.key, work.file, work.digest, "jail", cells, suite=work.suite, versions={"torch": "1"}
        )
        notebooks.append(done if notebooks else structs.replace(done, **changes))
        path = autograded_path(course, "l", "s", work.notebook)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    write_grade(Grade("s", "l", "", tuple(notebooks)), record_path(course, "l", "s"))


def reasons(found: Plan) -> dict[str, str]:
    assert [work.notebook for work in found.work] == [reason.notebook for reason in found.reasons]
    return {reason.notebook: reason.why for reason in found.reasons}


def test_what_has_no_record_is_run_and_what_has_one_is_kept(course: Course) -> None:
    """The same file, suite, runner and packages: the grade holds."""
    assert reasons(plan(course)) == {"a": "not graded yet", "b": "not graded yet"}
    record(course)
    assert reasons(plan(course)) == {}
    assert [grade.notebook for grade in plan(course).kept] == ["a", "b"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"ungraded": "the jail broke"}, "was UNGRADED"),
        ({"digest": "x"}, "another file was handed in"),
        ({"file": "other.ipynb"}, "another file was handed in"),
        ({"key": "x", "suite": "x"}, "its suite or source changed"),
        ({"key": "x", "versions": {"torch": "0"}}, "torch 0 -> 1"),
        ({"key": "x", "suite": "x", "versions": {}}, "its suite or source changed; torch none -> 1"),
        ({"key": "x", "runner": "bare"}, "graded by the bare runner before"),
    ],
)
def test_what_changed_is_run_again_and_the_reason_told(course: Course, changes: dict[str, object], why: str) -> None:
    """Only the notebook that it concerns."""
    record(course, **changes)
    assert reasons(plan(course)) == {"a": why}


def test_a_lost_notebook_and_a_forced_run_are_run_again(course: Course) -> None:
    """The autograded notebook is part of what was graded; `--notebook` leaves the other ones as they are."""
    record(course)
    autograded_path(course, "l", "s", "b").unlink()
    assert reasons(plan(course)) == {"b": "its autograded notebook is gone"}
    assert reasons(plan(course, is_forced=True, notebooks=("a",))) == {"a": "forced"}
    assert [grade.notebook for grade in plan(course, is_forced=True, notebooks=("a",)).kept] == ["b"]


def test_a_damaged_record_is_made_anew_and_the_log_says_so(course: Course, caplog: pytest.LogCaptureFixture) -> None:
    """It costs a run, never a grade."""
    caplog.set_level(logging.WARNING, "autograder.grading")  # a part of the desk, once loaded, says less
    record(course)
    path = record_path(course, "l", "s")
    path.write_text(path.read_text().replace("1.0", '"x"'))
    assert reasons(plan(course)) == {"a": "not graded yet", "b": "not graded yet"}
    assert "at `$.notebooks[0].cells[...]." in caplog.text
    record(course)
    assert read_grade(path) is not None


def test_who_did_not_hand_in_is_named(course: Course) -> None:
    """A name that nobody has is an error that quotes it, whatever it is; and no name means everybody."""
    lesson = load_lesson(course, "l")
    assert choose_students(course, lesson, ()) == ["s"]
    with pytest.raises(CourseError, match="nothing was handed in by 'nobody', 'x'"):
        choose_students(course, lesson, ("x", "s", "nobody"))
