"""Students whose failing code does the same on every probe are one group, which can be kept as a sample answer."""

from __future__ import annotations

import pytest

from autograder.audit import Atlas, Counterexample, KnownBehaviour, Signs
from autograder.classroom.groups import BehaviourGroup, CellScore, group_by_behaviour, save_group
from autograder.course import CellKey, Lesson
from autograder.errors import CourseError
from autograder.records import Cause, CauseKind, CellGrade, Grade, NotebookGrade, OtherCell
from autograder.suite import Behaviour, Observation

RIGHT, ONE_MORE, NONE = ((Observation("double(2)", value, f"it is {value}"),) for value in ("4", "5", "None"))
KNOWN = KnownBehaviour("one_more", "double", Signs(Behaviour(ONE_MORE).key), "adds one", "Try 0.")
ATLAS = Atlas({"double": Behaviour(RIGHT)}, (KNOWN,), {})
ANSWERS = {CellKey("loops", "double"): {"ann": "x + x + 1", "bob": "2*x + 1", "cy": "pass"}}


def grade(student: str, lines: tuple[Observation, ...], lost: float, cause: Cause | None = None) -> Grade:
    causes = {} if cause is None else {"double": cause}
    cells = {"test_double": CellGrade(2, 2 - lost), "test_types": CellGrade(1, 1.0), "why": CellGrade(3, None, True)}
    return Grade(
        student,
        "week1",
        "",
        (NotebookGrade("loops", "", "", "", "jail", cells, behaviours={"double": lines}, causes=causes),),
    )


def group(lesson: Lesson, test_cell: str = "") -> list[BehaviourGroup]:
    grades = [grade("cy", NONE, 2.0), grade("ann", ONE_MORE, 1.5), grade("bob", ONE_MORE, 1.5)]
    return group_by_behaviour(lesson, grades, ANSWERS, ATLAS, test_cell)


def test_the_largest_group_comes_first_with_its_shortest_answer(lesson: Lesson) -> None:
    """Its points are those that it lost; what is known of it is told."""
    first, second = group(lesson)
    assert (first.students, first.source, first.scores) == (("ann", "bob"), "2*x + 1", (CellScore("test_double", 0.5),))
    assert first.diagnosis.known == KNOWN
    assert (second.students, second.diagnosis.known) == (("cy",), None)
    assert second.diagnosis.counterexample == Counterexample("double(2)", "it is None", "it is 4")


def test_the_list_can_be_limited_to_one_test_cell(lesson: Lesson) -> None:
    """Every test cell that follows the solution names its groups; an unknown one is an error with the known ones."""
    assert [one.students for one in group(lesson, "test_types")] == [("ann", "bob"), ("cy",)]
    with pytest.raises(CourseError, match="week1 has no test cell why") as caught:
        group(lesson, "why")
    assert caught.value.hint == "one of: test_double, test_types"


def test_a_group_becomes_a_wrong_answer_of_the_bank(lesson: Lesson) -> None:
    """With its points and the words for it; a name that is taken or cannot be one is refused."""
    path = save_group(lesson, group(lesson)[0], "one_more_again")
    assert path == lesson.bank_folder / "wrong" / "one_more_again.py"
    assert path.read_text().splitlines()[1:] == [
        "# notebook: loops",
        "# scores: test_double=0.5",
        "# misconception: adds one",
        "# hint: Try 0.",
        "",
        "# %% double",
        "2*x + 1",
    ]
    for name, reason in (("one_more_again", "already"), ("../x", "is no name")):
        with pytest.raises(CourseError, match=reason):
            save_group(lesson, group(lesson)[0], name)


def test_answers_with_a_cause_elsewhere_are_put_together_by_that(lesson: Lesson) -> None:
    """Whatever they do, and apart from those who are wrong themselves; no name, and no sample answer of them."""
    below, own = Cause(CauseKind.CALLED, "double", (OtherCell("half", "half"),)), Cause(CauseKind.OWN, "double")
    grades = [grade("ann", ONE_MORE, 1.5, below), grade("bob", NONE, 2.0, below), grade("cy", ONE_MORE, 1.5, own)]
    first, second = group_by_behaviour(lesson, grades, ANSWERS, ATLAS)
    assert (first.students, first.causes, first.diagnosis.known) == (("ann", "bob"), ("half",), None)
    assert (second.students, second.causes, second.diagnosis.known) == (("cy",), (), KNOWN)
    with pytest.raises(CourseError, match="the mistake of this group lies in half"):
        save_group(lesson, first, "below")
