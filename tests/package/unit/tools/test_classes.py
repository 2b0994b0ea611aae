"""The benchmark's classes: what is handed in, what it must get, and who of it other graders are given."""

from __future__ import annotations

from pathlib import Path

from classes import right_class, sampled_class, wrong_class

from autograder.audit import hand_in_samples
from autograder.course import Lesson


def test_right_students_hand_in_files_that_differ(lesson: Lesson) -> None:
    """Every file is another one, and must get full points."""
    handed = [notebook for _, notebooks in right_class(lesson, 3) for notebook in notebooks.values()]
    assert len({one.data for one in handed}) == 6
    assert all(one.is_right and list(one.scores.values()) == [2.0] for one in handed)


def test_the_sampled_class_is_the_one_that_the_command_hands_in(lesson: Lesson, tmp_path: Path) -> None:
    """File by file what `autograder sample` writes, with the points that the bank demands."""
    sampled = sampled_class(lesson, 5)
    sampled.hand_in(tmp_path / "submitted")
    hand_in_samples(lesson.course, "week1", 5)
    for place in range(5):
        ours = tmp_path / "submitted" / f"sampled-{place:05}" / "week1"
        for path in (lesson.course.submitted / f"sample-{place + 1:02}" / "week1").glob("*.ipynb"):
            assert (ours / path.name).read_bytes() == path.read_bytes()
    handed = [notebook for _, notebooks in sampled for notebook in notebooks.values()]
    assert {one.is_right: next(iter(one.scores.values())) for one in handed} == {True: 2.0, False: 0.5}
    assert sampled.mistakes == sum(not one.is_right for one in handed) / 5


def test_every_notebook_of_the_wrong_class_has_a_mistake(lesson: Lesson) -> None:
    """All mistakes of the bank come, also where the class is larger than the bank."""
    for size in (4, 9):
        wrong = wrong_class(lesson, size)
        assert wrong.mistakes == 2
        assert len({notebooks["loops"].data for _, notebooks in wrong}) == 4


def test_some_students_are_like_the_class(lesson: Lesson) -> None:
    """They are students of it, with the same files, and make as many mistakes as the class does."""
    sampled = sampled_class(lesson, 6)
    some = sampled.some(2)
    everybody = dict(sampled)
    assert len(some) == 2
    assert all(everybody[name] == notebooks for name, notebooks in some)
    assert abs(some.mistakes - sampled.mistakes) <= 0.5
    assert len(sampled.some(99)) == 6
