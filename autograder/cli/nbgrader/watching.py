"""Scores that a person enters in the formgrader go into the history: who, when, from what to what.

The formgrader writes rows through nbgrader's own classes: what SQLAlchemy sends is seen in that process. What is
entered by other means is noticed by the next command of ours.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from nbgrader.api import Grade
from sqlalchemy import event, inspect

from autograder.course import CellKey, Course
from autograder.errors import AutograderError
from autograder.gradebook import HandLedger

__all__ = ["watch_scores"]

_LOG = logging.getLogger("autograder.grading")


def watch_scores(config: Any) -> None:
    """Let this process add scores by hand to the history of the course in this configuration."""
    _watch.config = config  # type: ignore[attr-defined]
    if not event.contains(Grade, "after_update", _watch):
        event.listen(Grade, "after_update", _watch)


def _watch(_: Any, connection: Any, grade: Any) -> None:
    """Note a changed score, or one whose mark for review was taken away. Never in the way of what the person does."""
    scores, marks = inspect(grade).attrs.manual_score.history, inspect(grade).attrs.needs_manual_grade.history
    is_confirmed = bool(marks.deleted and marks.deleted[0]) and not grade.needs_manual_grade
    if not scores.has_changes() and not (is_confirmed and grade.manual_score is not None):
        return
    before = scores.deleted[0] if scores.deleted else None if scores.has_changes() else grade.manual_score
    try:
        _note(Path(str(_watch.config.CourseDirectory.root)), grade, before)  # type: ignore[attr-defined]
    except (AutograderError, OSError) as error:
        _LOG.warning("a score by hand is not in the history yet: %s", error)


def _note(root: Path, grade: Any, before: float | None) -> None:
    submission = grade.notebook.assignment
    course, lesson = Course(root.resolve()), str(submission.assignment.name)
    ledger = HandLedger(course, lesson)
    key = CellKey(str(grade.notebook.name), str(grade.name))
    ledger.enter([ledger.describe(str(submission.student_id), key, before, grade.manual_score)])
