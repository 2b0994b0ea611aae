"""Questions that are the same for every student: rehearsed once, sent in one go, read only if they are wanted.

Every answer is probed before the first hidden test is asked, and most of what comes back is never looked at. So what a
lesson's probes ask is noted once in a process: a rehearsal runs them with an answer that stands for whatever will come.
What asks as much of a student as in the rehearsal is a script from then on, which the student's process follows by
itself; what asks more, because it looks at an answer before it goes on, is asked question by question each time. Which
parts are scripts is found out with the right answers: in what order a notebook is asked depends on no other notebook.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.errors import StudentError
from autograder.sandbox import (
    Encoded,
    Rehearsal,
    Replay,
    Student,
    StudentNotebook,
    StudentProxy,
    Unread,
    WireError,
    give_or_raise,
)
from autograder.suite.probes import LessonProbes, Probes, Shows, list_parts
from autograder.suite.together import Beside, Turn

__all__ = ["Asked", "Rehearsed", "rehearse"]

Key = tuple[str, str, int]
Run = Callable[[Student], Any]


@dataclass
class _Part:
    """Something that asks a student, and what it asked in its rehearsal; `is_sure` if right answers were asked so."""

    run: Run
    steps: list[dict[str, Any]]
    is_sure: bool = False


@dataclass
class Asked:
    """What came of the parts for one notebook. `keys` are all that were asked, in their order."""

    keys: tuple[Key, ...] = ()
    results: dict[Key, Any] = field(default_factory=dict)
    script: Mapping[Key, Run] = field(default_factory=dict)
    unread: Unread | None = None

    def result(self, key: Key) -> Any:
        """Return what a part gave or, as a value, the exception that it raised; None if it was not asked."""
        if self.unread is not None:
            self._read(self.unread)
        return self.results.get(key)

    def _read(self, unread: Unread) -> None:
        self.unread = None
        try:
            replies = unread.read()
        except StudentError as error:
            self.results |= dict.fromkeys(self.script, error)
            return
        for (key, run), reply in zip(self.script.items(), replies, strict=True):
            steps = reply.get("replies")
            self.results[key] = give_or_raise(functools.partial(run, Replay(steps if type(steps) is list else [reply])))


class Rehearsed:
    """The parts that are asked of each student's notebook, by their keys."""

    def __init__(self, parts: Mapping[Key, Run]) -> None:
        self._parts = {key: _Part(run, _rehearse(run)) for key, run in parts.items()}
        self._encoded: tuple[Mapping[Key, Run], Encoded | None] | None = None
        self._right: dict[Key, Any] = {}
        self._is_learned = False

    def learn(self, open_reference: Callable[[], StudentNotebook]) -> None:
        """Make scripts of the parts that ask the right answers as much as in their rehearsal, if that is not done."""
        if self._is_learned or not self._parts:
            return
        turns = self.live_turns()
        beside = Beside(open_reference())
        try:
            beside.run(list(turns.values()))
        finally:
            beside.close()
        for key, turn in turns.items():
            part = self._parts[key]
            part.is_sure = turn.is_done and turn.error is None and 0 < turn.count == len(part.steps)
        self._encoded = None
        self._right |= {key: turn.error or turn.result for key, turn in turns.items() if turn.is_done}
        self._is_learned = all(turn.is_done for turn in turns.values())  # else a process was lost

    def right_answers(self, cell: str) -> list[Any]:
        """Return what the right answers gave on the probes of a solution cell; nothing if that is not known of all."""
        keys = [key for key in self._parts if key[:2] == ("probe", cell)]
        return [self._right[key] for key in keys] if all(key in self._right for key in keys) else []

    def live_turns(self) -> dict[Key, Turn]:
        """Return what asks the parts that are no scripts yet, side by side with other turns."""
        return {key: Turn(part.run) for key, part in self._parts.items() if not part.is_sure}

    def ask(self, beside: Beside, turns: Mapping[Key, Turn]) -> Asked:
        """Ask the scripts, and take what the turns found."""
        script, encoded = self._script()
        asked = Asked(tuple(self._parts), script=script)
        if encoded is not None:
            asked.unread = beside.ask_encoded(encoded)
        lost = [key for key, turn in turns.items() if not turn.is_done]
        if asked.unread is None and encoded is not None:
            lost += script
        asked.results = {key: turn.error or turn.result for key, turn in turns.items() if turn.is_done}
        asked.results |= self._ask_alone(beside, lost)
        return asked

    def _ask_alone(self, beside: Beside, keys: list[Key]) -> dict[Key, Any]:
        """Ask parts whose process was lost, one after the other."""
        with StudentProxy(beside.notebook, is_hasty=True) as student:
            return {key: give_or_raise(functools.partial(self._parts[key].run, student)) for key in keys}

    def _script(self) -> tuple[Mapping[Key, Run], Encoded | None]:
        """Return the parts that are scripts, and their requests; None if there are none or no frame holds them."""
        if self._encoded is None:
            sure = {key: part for key, part in self._parts.items() if part.is_sure}
            encoded = None
            with contextlib.suppress(WireError):
                encoded = Encoded([{"op": "script", "steps": part.steps} for part in sure.values()]) if sure else None
            self._encoded = {key: part.run for key, part in sure.items()}, encoded
        return self._encoded


def rehearse(probes: LessonProbes, cells: tuple[str, ...]) -> Rehearsed:
    """Return what these solution cells of a notebook are asked, whoever answers."""
    return _rehearse_all(tuple((name, probes.probes.get(name), probes.exhibits.get(name)) for name in cells))


@functools.lru_cache(maxsize=512)
def _rehearse_all(cells: tuple[tuple[str, Probes | None, Shows | None], ...]) -> Rehearsed:
    probes = {name: found for name, found, _ in cells if found is not None}
    exhibits = {name: found for name, _, found in cells if found is not None}
    return Rehearsed(list_parts(LessonProbes(probes, exhibits), [name for name, _, _ in cells]))


def _rehearse(run: Run) -> list[dict[str, Any]]:
    """Return what a part asks where every answer is something unknown."""
    rehearsal = Rehearsal()
    give_or_raise(functools.partial(run, rehearsal))
    return rehearsal.steps
