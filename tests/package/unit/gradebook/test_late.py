"""What a plugin for late work says is kept within the score, as nbgrader does."""

from __future__ import annotations

import uuid

import pytest

from autograder.course import Course
from autograder.errors import CourseError
from autograder.gradebook.late import LateRule

PLUGIN = """from nbgrader.plugins import BasePlugin

class Rule(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return {answer}
"""


def penalty(course: Course, answer: str) -> float | None:
    """What the rule takes of 5 points for an hour, with a plugin of the course that answers so."""
    name = f"rule_{uuid.uuid4().hex}"  # a module of this name is loaded once in a process
    (course.root / f"{name}.py").write_text(PLUGIN.format(answer=answer))
    course.config_path.write_text(f'c = get_config()\nc.AssignLatePenalties.plugin_class = "{name}.Rule"\n')
    return LateRule(course).find_penalty("a", 5.0, 3600.0)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("1.5", 1.5), ("2", 2.0), ("None", None), ("-1", 0.0), ("9", 5.0), ("score - total_seconds_late / 3600", 4.0)],
)
def test_a_penalty_is_between_nothing_and_the_score(course: Course, answer: str, expected: float | None) -> None:
    """The plugin gets student, score and seconds; what it says beyond the score is the score."""
    assert penalty(course, answer) == expected


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("float('nan')", "gave nan"),
        ("'much'", "gave 'much'"),
        ("True", "gave True"),
        ("1 / 0", "ZeroDivisionError"),
        ("nowhere", "NameError"),
    ],
)
def test_a_plugin_that_gives_no_number_is_an_error_of_the_course(course: Course, answer: str, said: str) -> None:
    """It raises, or says what cannot be points."""
    with pytest.raises(CourseError, match=said):
        penalty(course, answer)
