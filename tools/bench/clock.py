"""A clock that charges time to stations: functions of the package, wrapped by name while the clock runs.

A station's time is its own: what another station takes while it runs is charged to that one.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import inspect
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["ELSEWHERE", "Clock", "Spent", "Station"]

ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Station:
    """A function of the package, "module:name" or "module:Class.name", and the station that its time is charged to.

    `name` may be a function of its arguments; it returns None for a call that is no station of its own.
    """

    name: str | Callable[..., str | None]
    place: str

    @property
    def owner(self) -> Any:
        """The module or class that has the function."""
        module, _, path = self.place.partition(":")
        return functools.reduce(getattr, path.split(".")[:-1], importlib.import_module(module))

    @property
    def attribute(self) -> str:
        return self.place.rpartition(":")[2].rpartition(".")[2]


@dataclass
class Spent:
    """What a station took: all that was waited for, processor time of this thread, and of all processes (or nan)."""

    calls: int = 0
    wall_s: float = 0.0
    own_cpu_s: float = 0.0
    all_cpu_s: float = 0.0


class Clock:
    """Charges this thread's time to the station that it is at. `all_cpu_s` tells the processor time of all processes."""

    def __init__(self, all_cpu_s: Callable[[], float]) -> None:
        self.spent: dict[str, Spent] = {}
        self._all_cpu_s = all_cpu_s
        self._stack: list[str] = []
        self._last = self._read()

    @contextlib.contextmanager
    def running(self, stations: Sequence[Station]) -> Iterator[None]:
        """Wrap the stations' functions while the block runs; what is at none of them is charged to `ELSEWHERE`."""
        with contextlib.ExitStack() as stack:
            for station in stations:
                stack.enter_context(self._wrapped(station))
            with self.at(ELSEWHERE):
                yield

    @contextlib.contextmanager
    def at(self, station: str) -> Iterator[None]:
        """Charge the block to a station."""
        self._charge()
        self._stack.append(station)
        self.spent.setdefault(station, Spent()).calls += 1
        depth = len(self._stack)
        try:
            yield
        finally:
            self._charge()
            if len(self._stack) != depth:
                raise RuntimeError(f"{station} was left while {self._stack[-1]} was not: it is suspended in the middle")
            self._stack.pop()

    def _charge(self) -> None:
        """Charge what passed since the last change of station to the one that was reached then."""
        now = self._read()
        if self._stack:
            spent = self.spent[self._stack[-1]]
            spent.wall_s += now[0] - self._last[0]
            spent.own_cpu_s += now[1] - self._last[1]
            spent.all_cpu_s += now[2] - self._last[2]
        self._last = self._read()

    def _read(self) -> tuple[float, float, float]:
        return time.perf_counter(), time.thread_time(), self._all_cpu_s()

    @contextlib.contextmanager
    def _wrapped(self, station: Station) -> Iterator[None]:
        owner, function = station.owner, getattr(station.owner, station.attribute)
        if inspect.isgeneratorfunction(inspect.unwrap(function)):
            raise TypeError(f"{station.place} is suspended in the middle, and cannot be a station")

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            name = station.name(*args, **kwargs) if callable(station.name) else station.name
            with contextlib.nullcontext() if name is None else self.at(name):
                return function(*args, **kwargs)

        setattr(owner, station.attribute, timed)
        try:
            yield
        finally:
            setattr(owner, station.attribute, function)
