"""The clock of stations: each second is charged once, to the innermost station, and the package is as before afterwards."""

from __future__ import annotations

import sys
import time
import types
from collections.abc import Iterator

import pytest
import stations
from clock import ELSEWHERE, Clock, Station

PLACE = "a_package_to_time"


def inner(number: int) -> int:
    time.sleep(0.02)
    return number


def outer() -> int:
    time.sleep(0.01)
    package = sys.modules[PLACE]
    return int(package.inner(1) + package.inner(2))


def suspended() -> Iterator[int]:
    yield 1


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """A module to wrap functions of."""
    module = types.ModuleType(PLACE)
    vars(module).update(inner=inner, outer=outer, suspended=suspended)
    monkeypatch.setitem(sys.modules, PLACE, module)
    return module


def test_time_is_charged_to_the_innermost_station(package: types.ModuleType) -> None:
    """The outer function has its own 10 ms only, and all together are the whole time."""
    clock = Clock(lambda: 0.0)
    start = time.perf_counter()
    with clock.running([Station("outer", f"{PLACE}:outer"), Station("inner", f"{PLACE}:inner")]):
        assert package.outer() == 3
    whole_s = time.perf_counter() - start
    spent = clock.spent
    assert (spent["outer"].calls, spent["inner"].calls) == (1, 2)
    assert spent["inner"].wall_s >= 0.04
    assert 0.01 <= spent["outer"].wall_s <= whole_s - 0.04
    assert spent["inner"].own_cpu_s < 0.01
    assert sum(one.wall_s for one in spent.values()) <= whole_s
    assert package.inner is inner


def test_a_call_may_belong_to_whoever_makes_it(package: types.ModuleType) -> None:
    """The name is made of the arguments; None is no station of its own."""
    clock = Clock(lambda: 0.0)
    name = {1: "first", 2: None}.get
    with clock.running([Station(name, f"{PLACE}:inner")]):
        package.outer()
    assert set(clock.spent) == {"first", ELSEWHERE}
    assert clock.spent[ELSEWHERE].wall_s >= 0.03


def test_what_is_suspended_in_the_middle_is_no_station(package: types.ModuleType) -> None:
    """A generator is refused before anything is wrapped, and crossed stations are told."""
    clock = Clock(lambda: 0.0)
    with (
        pytest.raises(TypeError, match="suspended"),
        clock.running([Station("inner", f"{PLACE}:inner"), Station("", f"{PLACE}:suspended")]),
    ):
        pass
    assert package.inner is inner
    first, second = clock.at("first"), clock.at("second")
    first.__enter__()
    second.__enter__()
    with pytest.raises(RuntimeError, match="first was left while second was not"):
        first.__exit__(None, None, None)


def test_every_station_is_in_the_package() -> None:
    """The table of stations names functions that are there."""
    for station in (*stations.STATIONS, stations.POOL):
        assert callable(getattr(station.owner, station.attribute)), station.place
