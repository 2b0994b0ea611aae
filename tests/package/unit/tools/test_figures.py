"""The benchmark's arithmetic: start-up is shared by the class that was measured, and ratios are formed of the same run."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from figures import ClassFigures, Comparison, Ours, Peer, Series, start_up
from measure import Sample, Usage
from plots import draw
from report import describe_comparison, describe_series

PEER = Peer("nbgrader", start=Usage(20, 10), each=Usage(30, 12), students=2, mistakes=1.0)
RIGHT = ClassFigures(
    "Right answers",
    students=10,
    mistakes=0.0,
    two=Ours(2, Usage(3, 5), Usage(2, 3)),
    one=Ours(1, Usage(4, 4), Usage(2, 2)),
    peers=[PEER],
)
SAMPLED = dataclasses.replace(RIGHT, title="Sample answers", mistakes=2.5, two=Ours(2, Usage(8, 12), Usage(2, 3)))
COMPARISON = Comparison(2, RIGHT, SAMPLED, Usage(0.3, 0.25), Usage(0.1, 0.1), ["Otter cannot be had here"], {})


def value(figures: ClassFigures | Comparison, name: str) -> float:
    return next(ratio.value for ratio in figures.ratios if ratio.name == name)


def test_a_peers_start_up_is_shared_by_the_whole_class() -> None:
    """Measured on two students, it is put together for ten: 20 s once and 30 s each."""
    row = RIGHT.rows[2]
    assert (row.wall_s, row.cpu_s) == (32, 13)
    assert value(RIGHT, "submissions per second, 2 workers / nbgrader") == pytest.approx(32 / 0.3)
    assert value(SAMPLED, "submissions per second, 2 workers / nbgrader") == pytest.approx(32 / 0.8)


def test_two_workers_are_compared_with_one_with_start_up_and_without() -> None:
    """Of a small class, start-up is most; what is left then is 0.1 s beside 0.2 s."""
    assert value(RIGHT, "submissions per second, 2 workers / 1 worker") == pytest.approx(4 / 3)
    assert value(RIGHT, "submissions per second, 2 workers / 1 worker, start-up left out") == pytest.approx(2)


def test_a_mistake_is_compared_with_a_right_answer_without_start_up() -> None:
    """0.25 s of processor time beside (4 - 2) / 10."""
    assert value(COMPARISON, "processor time, wrong notebook / right one") == pytest.approx(1.25)


def test_start_up_is_told_apart_by_a_class_of_another_size() -> None:
    """3 s and 1 s for each submission, in classes of 10 and of 2."""
    assert start_up(Usage(13, 15), Usage(5, 7), 10, 2) == Usage(3, 5)


def test_goals_are_printed_beside_the_figures_of_both_classes() -> None:
    """A hundred times nbgrader and 1.8 times one worker for each class, 1.5 times a right notebook for a wrong one."""
    lines = describe_comparison(COMPARISON).splitlines()
    assert lines.count("| submissions per second, 2 workers / nbgrader | 106.67 | at least 100 |") == 1
    assert lines.count("| submissions per second, 2 workers / nbgrader | 40.00 | at least 100 |") == 1
    assert lines.count("| submissions per second, 2 workers / 1 worker | 1.33 | at least 1.8 |") == 1
    assert "| processor time, wrong notebook / right one | 1.25 | at most 1.5 |" in lines
    assert any("10 students, 2.5 notebooks wrong" in line for line in lines)
    assert lines[-1] == "Otter cannot be had here."


def test_growth_is_told_of_the_largest_classes() -> None:
    """A further submission costs 0.1 s between the first two classes, 0.2 s between the last two."""
    series = [Series(size, Usage(wall_s, 1), Usage(1, 1)) for size, wall_s in ((10, 5), (20, 6), (30, 8))]
    assert "a further submission, class of 30 / class of 20: 2.00 (goal: at most 1.1)" in describe_series(
        "Sizes", series
    )


def test_every_figure_has_a_plot(tmp_path: Path) -> None:
    """A comparison, classes of several sizes, and one long run."""
    samples = (Sample(1.0, 100.0, 4), Sample(2.0, 110.0, 8))
    one = Series(10, Usage(3, 3, samples), Usage(1, 1))
    for number, figures in enumerate((COMPARISON, [one, dataclasses.replace(one, students=20)], [one])):
        draw(figures, tmp_path / f"{number}.png")
        assert (tmp_path / f"{number}.png").stat().st_size > 5000
