"""The figures as Markdown tables, each with the goal it is held against."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

from figures import ClassFigures, Comparison, Ratio, Row, Series
from measure import Sample

__all__ = ["describe_comparison", "describe_series"]

GROWTH_GOAL = 1.1  # cost of a further submission in the largest class, times that in the one before it
MEMORY_GOAL = 1.1  # memory late in a run, times that early in it
REPEAT_GOAL_S = 5.0  # a second run over the class of this size, unchanged
_REPEATED_CLASS = 1000
_STEADY_CLASS = 50


def describe_comparison(comparison: Comparison) -> str:
    """Return Markdown tables of each class and of what one more submission costs: seconds, and ratios with goals."""
    lines = [f"Medians of {comparison.rounds} rounds. Seconds per submission of all notebooks, start-up included:"]
    for figures in (comparison.right, comparison.sampled):
        lines += ["", _describe_class(figures)]
    lines += [
        "",
        "## A mistake, and the floor (1 worker)",
        "",
        *_rows(comparison.rows),
        "",
        *_ratios(comparison.ratios),
    ]
    return "\n".join([*lines, *(f"\n{note}." for note in comparison.notes)])


def _describe_class(figures: ClassFigures) -> str:
    return "\n".join([f"## {figures.title}", "", *_rows(figures.rows), "", *_ratios(figures.ratios)])


def _rows(rows: Iterable[Row]) -> list[str]:
    return [
        "| grader | measured on | s per submission | submissions per s | processor s per submission |",
        "|---|---|--:|--:|--:|",
        *(
            f"| {row.name} | {row.measured_on} | {row.wall_s:.3f} | {1 / row.wall_s:.2f} | {row.cpu_s:.3f} |"
            for row in rows
        ),
    ]


def _ratios(ratios: Iterable[Ratio]) -> list[str]:
    return [
        "| ratio, within this run | value | goal |",
        "|---|--:|---|",
        *(f"| {ratio.name} | {ratio.value:.2f} | {ratio.goal} |" for ratio in ratios),
    ]


def describe_series(title: str, series: Sequence[Series]) -> str:
    """Return a Markdown table of classes, and how cost and memory grow, with goals."""
    lines = [
        f"{title}: `autograder grade`, 2 workers; memory is the highest sum of PSS of all its processes:",
        "",
        "| students | wall s | s per submission | s per further one | processor s per submission | peak MiB | second run, s |",
        "|--:|--:|--:|--:|--:|--:|--:|",
    ]
    further_s: list[float] = []
    for before, one in zip([None, *series], series, strict=False):
        if before is not None:
            further_s.append((one.usage.wall_s - before.usage.wall_s) / (one.students - before.students))
        further = f"{further_s[-1]:.3f}" if before is not None else ""
        cpu = f"{one.usage.cpu_s / one.students:.3f} | {one.usage.peak_mib:.0f} | {one.again.wall_s:.1f}"
        lines.append(f"| {one.students} | {one.usage.wall_s:.1f} | {one.each_s:.3f} | {further} | {cpu} |")
    if len(further_s) > 1:
        growth = f"{further_s[-1] / further_s[-2]:.2f} (goal: at most {GROWTH_GOAL:g})"
        lines += [
            "",
            f"a further submission, class of {series[-1].students} / class of {series[-2].students}: {growth}",
        ]
    for one in (one for one in series if one.students == _REPEATED_CLASS):
        goal = f"goal: less than {REPEAT_GOAL_S:g}"
        lines += ["", f"a second run over {one.students} unchanged students: {one.again.wall_s:.1f} s ({goal})"]
    for one in (one for one in series if one.students >= _STEADY_CLASS):
        early, late = one.between(0.1, 0.4), one.between(0.6, 0.9)
        if early and late:
            pace = (late[-1].graded - early[0].graded) / (late[-1].time_s - early[0].time_s)
            growth = _middle_mib(late) / _middle_mib(early)
            lines += ["", f"class of {one.students}, once it is under way: {pace:.2f} submissions per s;"]
            lines += [f"memory in its second half / in its first: {growth:.2f} (goal: at most {MEMORY_GOAL:g})"]
    return "\n".join(lines)


def _middle_mib(samples: list[Sample]) -> float:
    return statistics.median(sample.memory_mib for sample in samples)
