"""Answers that a person grades: what counts as one, and what groups are called."""

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
    assert [(one.kind, one.students, one.text) for one in answers.groups] == [
        (AnswerKind.ANSWER, ("bob", "dan"), "Because."),
        (AnswerKind.UNCHANGED, ("ann",), ""),
        (AnswerKind.EMPTY, ("cy",), ""),
    ]
    assert [one.scores for one in answers.groups] == [{}, {"ann": 3.0}, {"cy": 1.0}]


def test_a_group_is_found_by_its_id(lesson: Lesson) -> None:
    """The id is of six signs; another one is an error that says what to do."""
    answers = group(lesson, ann="It is so.", bob="Nobody knows.")
    assert answers.group(answers.groups[1].id).students == ("bob",)
    assert all(len(one.id) == 6 for one in answers.groups)
    with pytest.raises(CourseError, match="why has no group 123456") as caught:
        answers.group("123456")
    assert caught.value.hint.startswith("list the groups again")


def test_an_id_is_made_of_who_is_in_a_group_and_of_what_each_wrote(lesson: Lesson) -> None:
    """Other groups and scores change nothing; one more member, or a word in an answer, makes it another."""
    texts = {"ann": "Because it doubles.", "bob": "because it doubles"}
    (one,) = group(lesson, **texts).groups
    both = {other.students: other.id for other in group(lesson, **texts, eve="It halves two numbers.").groups}
    assert both["ann", "bob"] == one.id
    assert group(lesson, **texts, eve="because it doubles").groups[0].id != one.id
    assert group(lesson, ann="Because it doubles!", bob="because it doubles").groups[0].id != one.id
    assert group(lesson, ann="Because it doubles.").groups[0].id != one.id
