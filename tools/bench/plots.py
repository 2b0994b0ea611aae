"""The figures as plots."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
from figures import Comparison, Row, Series

__all__ = ["draw"]


def draw(figures: Comparison | Sequence[Series], path: Path) -> None:
    """Write a plot: bars for a comparison; cost and memory over the class's size, or over time for a single class."""
    if isinstance(figures, Comparison):
        figure = _draw_comparison(figures)
    elif len(figures) > 1:
        figure = _draw_sizes(figures)
    else:
        figure = _draw_time(figures[0])
    figure.savefig(path, dpi=150, bbox_inches="tight")
    plt.close(figure)


def _draw_comparison(comparison: Comparison) -> plt.Figure:
    """Draw one class below the other, and the floor with the first."""
    parts = [
        (comparison.right.title, [*comparison.right.rows, comparison.rows[-1]]),
        (comparison.sampled.title, comparison.sampled.rows),
    ]
    heights = [len(rows) for _, rows in parts]
    slowest_s = max(row.wall_s for _, rows in parts for row in rows)
    figure, places = plt.subplots(2, figsize=(7, 1 + 0.4 * sum(heights)), sharex=True, height_ratios=heights)
    for axes, (title, rows) in zip(places, parts, strict=True):
        bars = axes.barh([row.name for row in rows], [row.wall_s for row in rows], color=[_colour(row) for row in rows])
        axes.bar_label(bars, [f"{row.wall_s:.3g} s" for row in rows], padding=3)
        axes.set_title(title)
        axes.set(xscale="log")
        axes.invert_yaxis()
    places[-1].set_xlim(right=slowest_s * 4)
    places[-1].set_xlabel("seconds per submission, logarithmic")
    figure.tight_layout()
    return figure


def _colour(row: Row) -> str:
    if row.name.startswith("autograder"):
        return "tab:blue"
    return "tab:gray" if row.name.startswith(("one more", "floor")) else "tab:orange"


def _draw_sizes(series: Sequence[Series]) -> plt.Figure:
    figure, (cost, memory) = plt.subplots(1, 2, figsize=(9, 3.2))
    sizes = [one.students for one in series]
    cost.plot(sizes, [one.each_s for one in series], "o-")
    cost.set(xscale="log", xlabel="students", ylabel="seconds per submission")
    memory.plot(sizes, [one.usage.peak_mib for one in series], "o-")
    memory.set(xscale="log", xlabel="students", ylabel="peak memory, MiB")
    for axes in (cost, memory):
        axes.set_xticks(sizes, [str(size) for size in sizes])
        axes.minorticks_off()
    return _from_zero(figure)


def _draw_time(one: Series) -> plt.Figure:
    figure, (memory, graded) = plt.subplots(1, 2, figsize=(9, 3.2))
    times = [sample.time_s for sample in one.usage.samples]
    memory.plot(times, [sample.memory_mib for sample in one.usage.samples])
    memory.set(xlabel="seconds", ylabel="memory, MiB")
    graded.plot(times, [sample.graded for sample in one.usage.samples])
    graded.set(xlabel="seconds", ylabel="submissions graded")
    return _from_zero(figure)


def _from_zero(figure: plt.Figure) -> plt.Figure:
    """Let every vertical axis begin at zero and end above the data."""
    for axes in figure.axes:
        axes.set_ylim(0, 1.15 * max(max(line.get_ydata()) for line in axes.lines))
    figure.tight_layout()
    return figure
