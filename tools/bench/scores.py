"""What a grader wrote into nbgrader's database, held against what it must have found: a grader that fails is fast."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from classes import Students

__all__ = ["WrongPoints", "check_scores"]

_SCORES = """
select submitted_assignment.student_id, notebook.name, base_cell.name, grade.auto_score
from grade
join base_cell on base_cell.id = grade.cell_id
join submitted_notebook on submitted_notebook.id = grade.notebook_id
join notebook on notebook.id = submitted_notebook.notebook_id
join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
"""
_TOLD = 5

_Key = tuple[str, str, str]  # student, notebook, test cell


class WrongPoints(Exception):
    """A grader did not finish a student, or gave other points than it must, so that its time says nothing."""


def check_scores(database: Path, students: Students, *, of_mistakes: bool) -> None:
    """Raise `WrongPoints` unless the database has a score of every test cell of every student, and the right one.

    Without `of_mistakes`, the score of a notebook with a mistake may be any: visible asserts alone do not see it all.
    """
    with closing(sqlite3.connect(database)) as connection:
        found = {(student, notebook, cell): score for student, notebook, cell, score in connection.execute(_SCORES)}
    problems = list(_find_problems(found, students, of_mistakes))
    if problems:
        more = f" and {len(problems) - _TOLD} more" if len(problems) > _TOLD else ""
        raise WrongPoints("; ".join(problems[:_TOLD]) + more)


def _find_problems(found: dict[_Key, float | None], students: Students, of_mistakes: bool) -> Iterator[str]:
    for student, notebooks in students:
        for notebook, handed in notebooks.items():
            for cell, expected in handed.scores.items():
                score = found.get((student, notebook, cell))
                where = f"{student}/{notebook}/{cell}"
                if score is None:
                    yield f"{where} has no score"
                elif (handed.is_right or of_mistakes) and abs(score - expected) > 0.005:
                    yield f"{where} has {score:g} points, not {expected:g}"
