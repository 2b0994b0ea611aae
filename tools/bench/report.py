"""The figures as Markdown tables and plots, each with the goal it is held against."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
from measure import Sample, Usage

__all__ = ["Comparison", "Peer", "Series", "describe_comparison", "describe_series", "draw"]

SPEED_UP_GOAL = 100.0  # submissions per second, times those of a peer
WORKERS_GOAL = 1.8  # two workers, times one
FLOOR_GOAL = 3.0  # processor time, times the floor's
GROWTH_GOAL = 1.1  # cost of a further submission in the largest class, times that in the one before it
MEMORY_GOAL = 1.1  # memory late in a run, times that early in it
REPEAT_GOAL_S = 5.0  # a second run over the class of this size, unchanged
_REPEATED_CLASS = 1000
_STEADY_CLASS = 50


@dataclass(frozen=True)
class Peer:
    """Another grader: what it costs once, and what each submission costs."""

    name: str
    start: Usage
    each: Usage


@dataclass(frozen=True)
class Comparison:
    """Medians of one run. `start` is our command with one worker on `few` students; `floor` is per submission."""

    students: int
    peer_students: int
    few: int
    rounds: int
    one: Usage
    two: Usage
    start: Usage
    floor: Usage
    peers: list[Peer]
    notes: list[str]
    turns: dict[str, list[Usage]] = field(repr=False)
    peer_turns: dict[str, list[tuple[Usage, Usage]]] = field(repr=False)

    @property
    def one_more(self) -> Usage:
        """What one more submission costs, with one worker."""
        more = self.students - self.few
        return Usage((self.one.wall_s - self.start.wall_s) / more, (self.one.cpu_s - self.start.cpu_s) / more)

    @property
    def rows(self) -> list[tuple[str, str, float, float]]:
        """Name, how it was measured, and wall and processor seconds per submission of a class of `students`."""
        size, sampled, more = self.students, f"{self.peer_students} students graded", self.one_more
        rows = [
            ("autograder grade, 2 workers", f"{size} students graded", self.two.wall_s / size, self.two.cpu_s / size),
            ("autograder grade, 1 worker", f"{size} students graded", self.one.wall_s / size, self.one.cpu_s / size),
        ]
        for peer in self.peers:
            wall_s = peer.start.wall_s / size + peer.each.wall_s
            rows.append((peer.name, sampled, wall_s, peer.start.cpu_s / size + peer.each.cpu_s))
        rows.append(
            ("autograder grade, 1 worker, one more student", f"{size} less {self.few}", more.wall_s, more.cpu_s)
        )
        return [*rows, ("floor: forks and cells only", "1 process", self.floor.wall_s, self.floor.cpu_s)]

    @property
    def ratios(self) -> list[tuple[str, float, str]]:
        """What is compared, the ratio, and its goal."""
        two, one = self.rows[0][2], self.rows[1][2]
        ratios = []
        for name, _, wall_s, _ in self.rows[2:-2]:
            ratios.append((f"submissions per second, 2 workers / {name}", wall_s / two, f"at least {SPEED_UP_GOAL:g}"))
            ratios.append((f"submissions per second, 1 worker / {name}", wall_s / one, ""))
        whole, beyond = self.one.cpu_s / self.students, self.one_more.cpu_s
        return [
            *ratios,
            ("submissions per second, 2 workers / 1 worker", one / two, f"at least {WORKERS_GOAL:g}"),
            ("processor time, one more submission / floor", beyond / self.floor.cpu_s, f"at most {FLOOR_GOAL:g}"),
            ("processor time, whole command, 1 worker / floor", whole / self.floor.cpu_s, ""),
        ]


@dataclass(frozen=True)
class Series:
    """One class graded with two workers, memory while that went on, and the same command once more."""

    students: int
    usage: Usage
    again: Usage

    @property
    def each_s(self) -> float:
        return self.usage.wall_s / self.students

    def between(self, low: float, high: float) -> list[Sample]:
        """Return the samples taken while the share of the class that was graded lay between these."""
        return [sample for sample in self.usage.samples if low <= sample.graded / self.students <= high]


def describe_comparison(comparison: Comparison) -> str:
    """Return two Markdown tables: seconds per submission, and ratios with goals."""
    lines = [
        f"Median of {comparison.rounds} rounds (ours: a turn before each peer's), seconds per submission of four notebooks in a"
        f" class of {comparison.students}, start-up included:",
        "",
        "| grader | measured on | s per submission | submissions per s | processor s per submission |",
        "|---|---|--:|--:|--:|",
    ]
    for name, how, wall_s, cpu_s in comparison.rows:
        lines.append(f"| {name} | {how} | {wall_s:.3f} | {1 / wall_s:.2f} | {cpu_s:.3f} |")
    lines += ["", "| ratio, within this run | value | goal |", "|---|--:|---|"]
    lines += [f"| {name} | {value:.2f} | {goal} |" for name, value, goal in comparison.ratios]
    return "\n".join([*lines, *(f"\n{note}." for note in comparison.notes)])


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
    figure, axes = plt.subplots(figsize=(7, 2.6))
    names = [name for name, *_ in comparison.rows]
    seconds = [wall_s for _, _, wall_s, _ in comparison.rows]
    colours = ["tab:blue"] * 2 + ["tab:orange"] * len(comparison.peers) + ["tab:gray"] * 2
    bars = axes.barh(names, seconds, color=colours)
    axes.bar_label(bars, [f"{value:.3g} s" for value in seconds], padding=3)
    axes.set(xscale="log", xlabel="seconds per submission (four notebooks), logarithmic")
    axes.set_xlim(right=max(seconds) * 4)
    axes.invert_yaxis()
    return figure


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
