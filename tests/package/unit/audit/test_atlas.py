"""The behaviours that an audit meets become an atlas, which names failing answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.audit.atlas import AtlasDraft, save_atlas
from autograder.audit.bank import Answer, AnswerCell
from autograder.course import Course, Lesson, SourceNotebook
from autograder.records import NotebookGrade
from autograder.suite import Observation

NOTEBOOK = SourceNotebook("loops", Path("loops.ipynb"), (), None, "digest")


def lines(value: str) -> tuple[Observation, ...]:
    return (Observation("double(1)", value, value),)


def grade(**behaviours: str) -> NotebookGrade:
    behaviour_lines = {cell: lines(value) for cell, value in behaviours.items()}
    return NotebookGrade("loops", "", "", "", "jail", {}, behaviours=behaviour_lines)


@pytest.fixture
def draft(tmp_path: Path) -> AtlasDraft:
    """One that has seen the reference."""
    draft = AtlasDraft(Lesson("week1", Course(tmp_path), (NOTEBOOK,)))
    draft.add_reference("loops", grade(double="2", half="0.5"))
    return draft


@pytest.fixture
def make_answer(tmp_path: Path):
    def make(name: str, misconception: str = "", *, is_right: bool = False) -> Answer:
        path = tmp_path / f"{name}.py"
        path.write_text(name)
        return Answer(name, path, "", "loops", (AnswerCell("double", ""),), {}, is_right, misconception)

    return make


def test_a_failing_answer_gets_the_words_of_the_sample_it_behaves_like(draft, make_answer) -> None:
    """And the first difference from the reference; a right one gets neither."""
    draft.add_answer(make_answer("triples", "three times"), grade(double="3", half="0.3"))
    atlas = draft.finish()
    found = atlas.diagnose("double", lines("3"))
    assert found.known is not None
    assert found.known.misconception == "three times"
    assert found.counterexample is not None
    assert (found.counterexample.got, found.counterexample.expected) == ("3", "2")
    assert atlas.diagnose("double", lines("2")).counterexample is None
    assert atlas.diagnose("double", lines("3"), is_own=False).known is None  # another cell is the cause
    assert atlas.diagnose("half", lines("0.3")).known is None  # the sample's own cell is another one


def test_a_right_answer_that_would_be_named_is_found(draft, make_answer) -> None:
    """It behaves like a wrong one, and not like the reference."""
    draft.add_answer(make_answer("triples", "three times"), grade(double="3"))
    draft.add_answer(make_answer("doubles", is_right=True), grade(double="2"))
    assert draft.list_right_named() == []
    draft.add_answer(make_answer("odd", is_right=True), grade(double="3"))
    assert draft.list_right_named() == ["odd: double behaves like triples"]


def test_a_form_that_a_right_answer_has_is_no_mistake(draft, make_answer) -> None:
    """A number as a text, say, where a right answer gives one, too."""
    draft.add_reference("loops", grade(double="float 2"))
    draft.add_answer(make_answer("writes", "a text is a number"), grade(double="str two"))
    assert draft.finish().diagnose("double", lines("str zwei")).known is not None
    draft.add_answer(make_answer("digits", is_right=True), grade(double="str 2"))
    assert draft.finish().right_forms == {"double": ("text",)}
    assert draft.finish().diagnose("double", lines("str zwei")).known is None
    assert draft.list_right_named() == []


def test_samples_that_behave_like_the_reference_are_not_counted(draft, make_answer) -> None:
    """They say nothing about naming; nor do those without a misconception."""
    draft.add_answer(make_answer("triples", "three times"), grade(double="3"))
    draft.add_answer(make_answer("times_three", "three times"), grade(double="3"))
    draft.add_answer(make_answer("alike", "hard to see"), grade(double="2"))
    draft.add_answer(make_answer("silent"), grade(double="9"))
    assert draft.count_named() == {"rightly": 2, "falsely": 0, "unnamed": 0, "nameable": 2}


def test_an_atlas_is_written_once(draft, make_answer, tmp_path: Path) -> None:
    """The same behaviours again change no byte, in whatever order the answers came."""
    lesson = Lesson("week1", Course(tmp_path), (NOTEBOOK,))
    answers = [make_answer(name, name) for name in ("b", "a")]
    for answer in answers:
        draft.add_answer(answer, grade(double=answer.name))
    assert save_atlas(lesson, draft.finish())
    again = AtlasDraft(lesson)
    for answer in reversed(answers):
        again.add_answer(answer, grade(double=answer.name))
    again.add_reference("loops", grade(half="0.5", double="2"))
    assert not save_atlas(lesson, again.finish())
