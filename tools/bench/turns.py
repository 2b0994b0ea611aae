"""All graders take turns, so that a slow phase of the machine hits all of them; medians of their turns are compared."""

from __future__ import annotations

import functools
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Protocol

from classes import Students, right_class, sampled_class, wrong_class
from figures import ClassFigures, Comparison, Ours, Peer, start_up
from graders import Autograder, NbGrader, measure_floor
from measure import CommandFailed, Usage
from otter import Otter
from scores import WrongPoints

from autograder.course import Lesson

__all__ = ["FEW", "compare", "prepare_peers", "say"]

FEW = 2  # a class of this size tells start-up apart
_FLOOR_ROUNDS = 20
_OTTER_NOTE = "Otter grades the right answers only: it runs a notebook with a mistake once, as it does any other"


class Grader(Protocol):
    """What grades a class; it returns its cost, and that of the same command with nothing to do."""

    def grade(self, students: Students) -> tuple[Usage, Usage]: ...


class PeerGrader(Grader, Protocol):
    """Another grader. Not each is given the class that makes mistakes."""

    takes_mistakes: ClassVar[bool]

    @property
    def name(self) -> str: ...


class Turns:
    """The turns of one comparison. `used` has what every turn took, by its name."""

    def __init__(
        self,
        lesson: Lesson,
        ours: Mapping[int, Grader],
        peers: Sequence[PeerGrader],
        floor: Callable[[], Usage],
        *,
        size: int,
        some: int,
    ) -> None:
        """Prepare classes of `size` students, of which peers grade `some`; `ours` is our command by its workers."""
        self.ours = ours
        self.floor = floor
        self.right, self.sampled, self.wrong = (
            make(lesson, size) for make in (right_class, sampled_class, wrong_class)
        )
        self.peers = {"right": list(peers), "sampled": [peer for peer in peers if peer.takes_mistakes]}
        self.some = some
        self.used: defaultdict[str, list[Usage]] = defaultdict(list)
        self.notes: list[str] = []

    def take(self) -> None:
        """Let every grader have one turn, ours before each of the others'."""
        for name, students in (("right", self.right), ("sampled", self.sampled)):
            peers: list[PeerGrader | None] = [*self.peers[name]]
            for peer in peers or [None]:
                for workers in (2, 1):
                    self._grade(f"{name}, {workers}", students, workers)
                if peer is not None:
                    self._let_grade(peer, name, students.some(self.some))
        self._grade("wrong, 1", self.wrong, 1)
        for workers in (2, 1):
            self._grade(f"few, {workers}", self.right.some(FEW), workers)
        say("the floor: forks and cells only")
        self.used["floor"].append(self.floor())

    def _grade(self, turn: str, students: Students, workers: int) -> None:
        say(f"autograder grade, {turn} of {len(students)} students, workers: {workers}")
        self.used[turn].append(self.ours[workers].grade(students)[0])

    def _let_grade(self, peer: PeerGrader, name: str, students: Students) -> None:
        """Let a peer grade some students; one that does not give the points that it must is left out of the class."""
        say(f"{peer.name}, {name}, {len(students)} students")
        try:
            whole, start = peer.grade(students)
        except WrongPoints as error:
            self.peers[name].remove(peer)
            self.notes.append(f"{peer.name} is left out of the class {name}: {error}")
            say(self.notes[-1])
        else:
            self.used[f"{name}, {peer.name}"].append(whole)
            self.used[f"{name}, {peer.name}, start"].append(start)

    def figures(self, name: str, title: str) -> ClassFigures:
        """Return the medians of a class."""
        students: Students = getattr(self, name)
        two, one = (Ours(workers, self.median(f"{name}, {workers}"), self._start_up(workers)) for workers in (2, 1))
        peers = [self._describe(peer.name, name, students.some(self.some)) for peer in self.peers[name]]
        return ClassFigures(title, len(students), students.mistakes, two, one, peers)

    def wrong_submission(self) -> Usage:
        """Return what one more submission costs, with one worker, where every notebook has a mistake."""
        return Ours(1, self.median("wrong, 1"), self._start_up(1)).one_more(len(self.wrong))

    def _start_up(self, workers: int) -> Usage:
        return start_up(self.median(f"right, {workers}"), self.median(f"few, {workers}"), len(self.right), FEW)

    def _describe(self, peer: str, name: str, students: Students) -> Peer:
        whole, start = self.median(f"{name}, {peer}"), self.median(f"{name}, {peer}, start")
        size = len(students)
        return Peer(peer, start, (whole - start) / size, size, students.mistakes)

    def median(self, turn: str) -> Usage:
        """Return the median of all turns of this name."""
        used = self.used[turn]
        return Usage(statistics.median(one.wall_s for one in used), statistics.median(one.cpu_s for one in used))


def compare(
    ours: Mapping[int, Autograder], folder: Path, *, students: int, peer_students: int, rounds: int
) -> Comparison:
    """Compare our command, by its number of workers, with all peers that can be had here."""
    lesson = ours[1].lesson
    peers, notes = prepare_peers(lesson, folder)
    floor = functools.partial(measure_floor, lesson, min(students, _FLOOR_ROUNDS))
    turns = Turns(lesson, ours, peers, floor, size=students, some=peer_students)
    for number in range(1, rounds + 1):
        say(f"--- round {number} of {rounds}")
        turns.take()
    if len(peers) > 1:
        notes.append(_OTTER_NOTE)
    return Comparison(
        rounds=rounds,
        right=turns.figures("right", "Right answers"),
        sampled=turns.figures("sampled", "Sample answers, some with mistakes"),
        wrong=turns.wrong_submission(),
        floor=turns.median("floor"),
        notes=[*notes, *turns.notes],
        turns=dict(turns.used),
    )


def prepare_peers(lesson: Lesson, folder: Path) -> tuple[list[PeerGrader], list[str]]:
    """Return the peers that can be had here, and why another cannot."""
    say("an nbgrader course of its own layout")
    nbgrader = NbGrader.prepare(lesson, folder / "nbgrader")
    say("Otter, in an environment of its own (installed once, some minutes)")
    try:
        return [nbgrader, Otter.prepare(lesson, folder / "otter")], []
    except CommandFailed as error:
        say(str(error))
        return [nbgrader], ["otter-grader cannot be installed or set up here, so it is left out"]


def say(text: str) -> None:
    """Tell whoever waits what is going on."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)
