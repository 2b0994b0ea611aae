"""Penalties for late work: nbgrader's own rule and plugin decide, and are imported only when something is late."""

from __future__ import annotations

import functools
import logging
import math
import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from autograder.course import CONFIG_NAME, Course
from autograder.errors import CourseError
from autograder.gradebook import tables
from autograder.gradebook.times import seconds_late

__all__ = ["LateRule", "write_penalties"]


@dataclass(frozen=True)
class _SubmittedNotebook:
    """A submitted notebook: the points taken so far (None if never), and how late its submission is."""

    id: str
    student: str
    penalty: float | None
    late_s: float


@dataclass(frozen=True)
class _Scored:
    """What nbgrader looks at when it keeps a penalty within a notebook's score."""

    score: float


class LateRule:
    """nbgrader's preprocessor for late work, with the plugin that the course's configuration names."""

    def __init__(self, course: Course) -> None:
        self._course = course

    def find_penalty(self, student: str, score: float, late_s: float) -> float | None:
        """Return the points that the plugin takes, from 0 to the notebook's score, as nbgrader does; None for none."""
        hint = "mend the plugin and run the command again"
        rule = self._preprocessor
        try:
            penalty = rule.plugin_inst.late_submission_penalty(student, score, late_s)
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
            raise CourseError(f"the plugin for late work failed ({said})", hint=hint) from error
        if penalty is None:
            return None
        if isinstance(penalty, bool) or not isinstance(penalty, (int, float)) or not math.isfinite(penalty):
            raise CourseError(f"the plugin for late work gave {penalty!r}, which is no number of points", hint=hint)
        return float(rule._check_late_penalty(_Scored(score), float(penalty)))

    @functools.cached_property
    def _preprocessor(self) -> Any:
        """Load the rule. A plugin may be a module in the course folder."""
        from nbgrader.preprocessors import AssignLatePenalties
        from traitlets import TraitError

        before = list(sys.path)
        sys.path.insert(0, str(self._course.root))
        try:
            log = logging.getLogger("autograder.late")
            log.setLevel(logging.CRITICAL)
            rule = AssignLatePenalties(config=self._course.config, log=log)
            rule.init_plugin()
        except (ImportError, TraitError, TypeError, AttributeError) as error:
            raise CourseError(
                f"the plugin for late work cannot be loaded ({error})",
                hint="see AssignLatePenalties.plugin_class",
                path=self._course.root / CONFIG_NAME,
            ) from error
        finally:
            sys.path[:] = before
        return rule


def write_penalties(connection: Connection, submissions: Collection[str], rule: LateRule) -> None:
    """Write what the rule takes from each notebook of these submissions, whose scores are in the database already."""
    found = _read_notebooks(connection, submissions)
    scores = _read_scores(connection, [notebook.id for notebook in found if notebook.late_s > 0])
    changes = []
    for notebook in found:
        penalty = None
        if notebook.late_s > 0:
            penalty = rule.find_penalty(notebook.student, scores.get(notebook.id, 0.0), notebook.late_s)
        if penalty != notebook.penalty:
            changes.append({"row_id": notebook.id, "late_submission_penalty": penalty})
    if changes:
        table = tables.submitted_notebooks
        statement = table.update().where(table.c.id == bindparam("row_id"))
        connection.execute(statement.values(late_submission_penalty=bindparam("late_submission_penalty")), changes)


def _read_notebooks(connection: Connection, submissions: Iterable[str]) -> list[_SubmittedNotebook]:
    notebooks, parents, assignments = tables.submitted_notebooks, tables.submissions, tables.assignments
    late = (parents.c.timestamp, assignments.c.duedate, parents.c.extension)
    query = (
        select(notebooks.c.id, parents.c.student_id, notebooks.c.late_submission_penalty, *late)
        .select_from(notebooks)
        .join(parents, parents.c.id == notebooks.c.assignment_id)
        .join(assignments, assignments.c.id == parents.c.assignment_id)
        .where(parents.c.id.in_(submissions))
    )
    rows = connection.execute(query)
    return [_SubmittedNotebook(id, student, penalty, seconds_late(*times)) for id, student, penalty, *times in rows]


def _read_scores(connection: Connection, notebooks: Collection[str]) -> dict[str, float]:
    """Return the score of each submitted notebook that has one."""
    if not notebooks:
        return {}
    grades = tables.grades
    query = select(grades.c.notebook_id, func.coalesce(func.sum(tables.score_of_grade), 0.0))
    rows = connection.execute(query.where(grades.c.notebook_id.in_(notebooks)).group_by(grades.c.notebook_id))
    return {notebook: float(score) for notebook, score in rows}
