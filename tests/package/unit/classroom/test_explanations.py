"""Answers that a person grades: what counts as one, and how groups are numbered."""

from __future__ import annotations

import pytest

from autograder.classroom.explanations import AnswerKind, CellAnswers, group_answers
from autograder.course import CellKey, Lesson
from autograder.errors import CourseError

STUB = "Why?\n\nYOUR ANSWER HERE"


def group(lesson: Lesson, **texts: str) -> CellAnswers:
    notebook = lesson.notebooks[0]
    return group_answers(notebook, notebook.by_id["why"], STUB, texts, {"ann": 3.0, "cy": 1.0})


def test_only_what_the_student_added_is_an_answer(lesson: Lesson) -> None:
    """Lines of the stub and marks of solutions are left out; the untouched cell and an empty one come last."""
    answers = group(lesson, ann=STUB, bob="### BEGIN SOLUTION\nWhy?\nBecause.\n### END SOLUTION", cy="", dan="because")
    assert answers.key == CellKey("loops", "why")
    assert [(one.number, one.kind, one.students, one.text) for one in answers.groups] == [
        (1, AnswerKind.ANSWER, ("bob", "dan"), "Because."),
        (2, AnswerKind.UNCHANGED, ("ann",), ""),
        (3, AnswerKind.EMPTY, ("cy",), ""),
    ]
    assert [one.scores for one in answers.groups] == [{}, {"ann": 3.0}, {"cy": 1.0}]


def test_a_group_is_found_by_its_number(lesson: Lesson) -> None:
    """Another number is an error that says how many there are."""
    answers = group(lesson, ann="It is so.", bob="Nobody knows.")
    assert answers.group(2).students == ("bob",)
    with pytest.raises(CourseError, match="why has no group 3") as caught:
        answers.group(3)
    assert caught.value.hint == "there are 2"
