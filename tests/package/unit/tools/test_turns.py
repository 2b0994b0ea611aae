"""Graders take turns on the same files, and one that does not give the points that it must is left out and named."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from classes import Handed, Students
from measure import Usage
from scores import WrongPoints
from turns import Turns

from autograder.course import Lesson

Class = dict[str, dict[str, Handed]]


@dataclass
class Grader:
    """Takes as long as it is told, and remembers what it was given; fails where a class makes mistakes, if told to."""

    name: str = "ours"
    each_s: float = 1.0
    takes_mistakes: bool = True
    fails_on_mistakes: bool = False
    seen: list[Class] = field(default_factory=list)

    def grade(self, students: Students) -> tuple[Usage, Usage]:
        if self.fails_on_mistakes and students.mistakes:
            raise WrongPoints("sampled-00001/loops/test_loops has no score")
        self.seen.append(dict(students))
        start = Usage(5.0, 2.0)
        return start + Usage(self.each_s * len(students), self.each_s * len(students)), start


def take_turns(lesson: Lesson, *peers: Grader) -> tuple[dict[int, Grader], Turns]:
    ours = {2: Grader(each_s=1.0), 1: Grader(each_s=2.0)}
    turns = Turns(lesson, ours, peers, lambda: Usage(0.5, 0.5), size=6, some=2)
    turns.take()
    turns.take()
    return ours, turns


def test_all_grade_the_same_files_of_both_classes(lesson: Lesson) -> None:
    """What a peer grades is a part of each class that we grade, file by file."""
    peer = Grader("peer", 100.0)
    ours, _ = take_turns(lesson, peer)
    right, sampled = peer.seen[:2]
    assert len(right) == len(sampled) == 2
    for given in (right, sampled):
        assert any(given.items() <= whole.items() for whole in ours[2].seen if len(whole) == 6)
        assert any(given.items() <= whole.items() for whole in ours[1].seen if len(whole) == 6)
    assert any(not notebook.is_right for notebooks in sampled.values() for notebook in notebooks.values())


def test_figures_are_put_together_from_the_turns(lesson: Lesson) -> None:
    """The peer's 5 s of start-up are shared by our class of 6, and ours of 5 s are left out of one more student."""
    _, turns = take_turns(lesson, Grader("peer", 100.0))
    figures = turns.figures("sampled", "Sample answers")
    assert figures.rows[2].wall_s == pytest.approx(100 + 5 / 6)
    assert figures.two.whole == Usage(11, 8)
    assert figures.one.one_more(6) == Usage(2, 2)
    assert turns.wrong_submission() == Usage(2, 2)
    assert figures.mistakes == turns.sampled.mistakes > 0


def test_a_peer_that_fails_is_left_out_of_that_class_and_named(lesson: Lesson) -> None:
    """It keeps its place in the class that it graded well, and a peer that takes no mistakes is given none."""
    failing, picky = Grader("failing", fails_on_mistakes=True), Grader("picky", takes_mistakes=False)
    _, turns = take_turns(lesson, failing, picky)
    assert [peer.name for peer in turns.figures("right", "").peers] == ["failing", "picky"]
    assert turns.figures("sampled", "").peers == []
    assert turns.notes == ["failing is left out of the class sampled: sampled-00001/loops/test_loops has no score"]
    assert len(picky.seen) == 2
