"""What the figures are made of: medians of one run, put together for the class that was measured, and their ratios."""

from __future__ import annotations

from dataclasses import dataclass, field

from measure import Sample, Usage

__all__ = ["ClassFigures", "Comparison", "Ours", "Peer", "Ratio", "Row", "Series", "start_up"]

SPEED_UP_GOAL = 100.0  # submissions per second, times those of a peer
WORKERS_GOAL = 1.8  # two workers, times one
WRONG_GOAL = 1.5  # processor time of a notebook with a mistake, times that of a right one
FLOOR_GOAL = 3.0  # processor time, times the floor's


@dataclass(frozen=True)
class Peer:
    """Another grader: what it costs once, and what each submission of the class costs, measured on some students."""

    name: str
    start: Usage
    each: Usage
    students: int
    mistakes: float


@dataclass(frozen=True)
class Row:
    """A grader's line in a table: seconds per submission."""

    name: str
    measured_on: str
    wall_s: float
    cpu_s: float


@dataclass(frozen=True)
class Ratio:
    """A ratio of this run, and its goal: "at least" or "at most" so much, "" where there is none."""

    name: str
    value: float
    goal: str = ""


@dataclass(frozen=True)
class Ours:
    """Our command with so many workers on a class: what the whole run took, and what it took before any submission."""

    workers: int
    whole: Usage
    start: Usage

    @property
    def name(self) -> str:
        return f"{self.workers} workers" if self.workers > 1 else "1 worker"

    def one_more(self, students: int) -> Usage:
        """Return what one more submission costs."""
        return (self.whole - self.start) / students


@dataclass(frozen=True)
class ClassFigures:
    """One class, graded by us with two workers and with one, and by peers. `mistakes` are per student, on average."""

    title: str
    students: int
    mistakes: float
    two: Ours
    one: Ours
    peers: list[Peer]

    @property
    def rows(self) -> list[Row]:
        """Return seconds per submission of whole runs, a peer's start-up shared by the whole class as ours is."""
        size = self.students
        graded = f"{size} students, {self.mistakes:.1f} notebooks wrong"
        rows = [_row(f"autograder grade, {ours.name}", graded, ours.whole / size) for ours in (self.two, self.one)]
        for peer in self.peers:
            measured_on = f"{peer.students} of them, {peer.mistakes:.1f} notebooks wrong"
            rows.append(_row(peer.name, measured_on, peer.start / size + peer.each))
        for ours in (self.two, self.one):
            rows.append(_row(f"one more student, {ours.name}", f"{size} less start-up", ours.one_more(size)))
        return rows

    @property
    def ratios(self) -> list[Ratio]:
        """Return how many times as fast as each peer we are, and two workers as one."""
        two, one, *peers, further_two, further_one = self.rows
        ratios = []
        for peer in peers:
            goal = f"at least {SPEED_UP_GOAL:g}"
            ratios.append(Ratio(f"submissions per second, 2 workers / {peer.name}", peer.wall_s / two.wall_s, goal))
            ratios.append(Ratio(f"submissions per second, 1 worker / {peer.name}", peer.wall_s / one.wall_s))
        name, goal = "submissions per second, 2 workers / 1 worker", f"at least {WORKERS_GOAL:g}"
        ratios.append(Ratio(name, one.wall_s / two.wall_s, goal))
        return [*ratios, Ratio(f"{name}, start-up left out", further_one.wall_s / further_two.wall_s)]


@dataclass(frozen=True)
class Comparison:
    """Medians of one run. `wrong` is a submission with a mistake in each notebook, `floor` the least that one could
    cost, both with one worker and without start-up; `floor` is of right ones.
    """

    rounds: int
    right: ClassFigures
    sampled: ClassFigures
    wrong: Usage
    floor: Usage
    notes: list[str]
    turns: dict[str, list[Usage]] = field(repr=False)

    @property
    def one_more(self) -> Usage:
        """What one more submission costs, with one worker, where all is right."""
        return self.right.one.one_more(self.right.students)

    @property
    def rows(self) -> list[Row]:
        """Return what one more submission costs with one worker, right and wrong, and the least that it could cost."""
        size = self.right.students
        return [
            _row("one more student, all notebooks right", f"{size} less start-up", self.one_more),
            _row("one more student, all notebooks wrong", f"{size} less start-up", self.wrong),
            _row("floor: forks and cells only", "1 process", self.floor),
        ]

    @property
    def ratios(self) -> list[Ratio]:
        """Return what a mistake costs, and how far we are from the floor."""
        right, whole, floor = self.one_more.cpu_s, self.right.rows[1].cpu_s, self.floor.cpu_s
        return [
            Ratio("processor time, wrong notebook / right one", self.wrong.cpu_s / right, f"at most {WRONG_GOAL:g}"),
            Ratio("processor time, one more submission / floor", right / floor, f"at most {FLOOR_GOAL:g}"),
            Ratio("processor time, whole command, 1 worker / floor", whole / floor),
        ]


def _row(name: str, measured_on: str, usage: Usage) -> Row:
    return Row(name, measured_on, usage.wall_s, usage.cpu_s)


def start_up(some: Usage, few: Usage, size: int, few_size: int) -> Usage:
    """Return what a run costs before its first submission, from runs over classes of two sizes."""
    each = (some - few) / (size - few_size)
    return few - Usage(each.wall_s * few_size, each.cpu_s * few_size)


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
