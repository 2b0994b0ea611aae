"""What counts against a limit: all time, but for a process that others keep from a processor; and what we spend ourselves."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.sandbox.clock import STARVED_FACTOR, Clock, Meter, Waiting, is_single

WATCHED_S = 0.3
PROCESSOR = min(os.sched_getaffinity(0))
START = f"""
import os, threading, time
os.sched_setaffinity(0, {{{PROCESSOR}}})
first, end = os.getpid(), time.monotonic() + 20
"""
READY = "if os.getpid() == first:\n    os.write(1, b'ready')\n"
SPIN = "while time.monotonic() < end:\n    pass\n"
FORK = "for _ in range(5):\n    if os.fork() == 0:\n        break\n"


@contextlib.contextmanager
def running(*sources: str) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Yield processes that run these, all on one processor, once all of them are ready; end them with their children."""
    command = [sys.executable, "-I", "-S", "-c"]
    with contextlib.ExitStack() as stack:
        found = []
        for source in sources:
            process = subprocess.Popen([*command, START + source], stdout=subprocess.PIPE, start_new_session=True)
            stack.callback(process.wait)
            stack.callback(end, process.pid)
            assert process.stdout is not None
            stack.enter_context(process.stdout)
            found.append(process)
        for process in found:
            assert process.stdout is not None
            assert process.stdout.read(5) == b"ready"
        yield found


def end(group: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


@contextlib.contextmanager
def timing(pid: int, limit_s: float, is_alone: Callable[[], bool] | None = None) -> Iterator[Clock]:
    """Yield a clock of a process; by default it is alone if it has started nothing."""
    waiting = Waiting(pid)
    try:
        yield Clock(waiting, limit_s, is_alone or (lambda: is_single(pid)))
    finally:
        waiting.close()


def watch(pid: int, is_alone: Callable[[], bool] | None = None, seconds: float = WATCHED_S) -> tuple[float, float]:
    """Return the seconds of a process that counted and those that passed meanwhile."""
    with timing(pid, 60, is_alone) as clock:
        clock.tick()
        start, before = time.monotonic(), clock.used_s
        while time.monotonic() - start < seconds:
            time.sleep(0.02)
            assert not clock.tick()
        passed = clock._seen_s - start
        return clock.stop() - before, passed


def processor_s(pid: int) -> float:
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def test_time_asleep_counts_as_it_passes() -> None:
    with running(READY + "time.sleep(20)") as (process,):
        used, passed = watch(process.pid)
        assert used == pytest.approx(passed, abs=0.05)


def test_time_on_a_processor_counts_as_it_passes() -> None:
    """However busy the machine is, no less than what the process got, and no more than what passed."""
    with running(READY + SPIN) as (process,):
        before = processor_s(process.pid)
        used, passed = watch(process.pid, seconds=1.0)  # a busy machine may give it nothing for a third of that
        got = processor_s(process.pid) - before
        assert got > 0
        assert got * 0.9 <= used <= passed + 0.05


def test_time_that_others_take_does_not_count() -> None:
    """Four others on its processor: what counts is what it got there, however much of the time it waited."""
    with running(*[READY + SPIN] * 5) as processes:
        before = processor_s(processes[0].pid)
        used, passed = watch(processes[0].pid)
        got = processor_s(processes[0].pid) - before
        assert passed / STARVED_FACTOR * 0.99 < used < passed * 0.7
        assert used == pytest.approx(max(got, passed / STARVED_FACTOR), abs=0.1)


def test_a_tenth_of_all_time_counts_whoever_takes_it() -> None:
    """The backstop: a process that gets nearly nothing, of twenty on one processor, still comes to its limit."""
    with running(*[READY + SPIN] * 20) as processes:
        used, passed = watch(processes[0].pid, seconds=1.0)
        assert passed / STARVED_FACTOR * 0.99 < used < passed * 0.4


@pytest.mark.parametrize("own", ["children", "threads"])
def test_time_that_it_takes_itself_counts_as_it_passes(own: str) -> None:
    """It waits for a processor as long as in the test before, but what it waits for it has started."""
    threads = "for _ in range(5):\n    threading.Thread(target=time.sleep, args=[20], daemon=True).start()\n"
    with running(FORK + READY + SPIN if own == "children" else threads + READY + SPIN, *[READY + SPIN] * 2) as found:
        used, passed = watch(found[0].pid)
        assert used == pytest.approx(passed, abs=0.05)


def test_who_knows_more_says_whether_it_is_alone() -> None:
    """A process of its own may have another parent: the process itself does not show it."""
    with running(*[READY + SPIN] * 5) as processes:
        assert is_single(processes[0].pid)
        used, passed = watch(processes[0].pid, lambda: False)
        assert used == pytest.approx(passed, abs=0.05)


def test_a_process_that_has_ended_gets_the_time_that_passed() -> None:
    """What it had waited in its whole life is not added when nothing can be read of it any more."""
    with running(*[READY + SPIN] * 4) as processes:
        time.sleep(0.3)
        assert int(Path(f"/proc/{processes[0].pid}/schedstat").read_text().split()[1]) > 1e8
        with timing(processes[0].pid, 60) as clock:
            clock.tick()
            processes[0].kill()
            processes[0].wait()
            assert clock.stop() < 0.1


def test_what_tells_of_a_process_tells_of_no_other() -> None:
    """It is read from what was opened while the process was there, and not by its number."""
    with running(*[READY + SPIN] * 4) as processes:
        time.sleep(0.2)
        waiting = Waiting(processes[0].pid)
        before = waiting.read_s()
        time.sleep(0.2)
        assert 0 < before < waiting.read_s()
        processes[0].kill()
        processes[0].wait()
        assert waiting.read_s() == 0
        waiting.close()
        assert waiting.read_s() == 0


def test_a_limit_is_passed_once_so_much_counts() -> None:
    with running(READY + "time.sleep(20)") as (process,), timing(process.pid, 0.1) as clock:
        assert not clock.tick()
        time.sleep(0.12)
        assert clock.tick()
        assert clock.used_s > 0.1


def test_a_short_answer_counts_without_a_look() -> None:
    """Nothing is read of the process, whether it is there or not."""
    with timing(-1, 60) as clock:
        time.sleep(0.02)
        assert 0.02 <= clock.stop() < 1


def test_single_is_one_thread_and_no_more_children_than_known() -> None:
    with running(READY + "time.sleep(20)", FORK + READY + "time.sleep(20)") as (one, several):
        assert is_single(one.pid)
        assert [is_single(several.pid, children) for children in (0, 4, 5)] == [False, False, True]
    assert not is_single(one.pid)


def test_a_meter_counts_the_time_of_this_thread_within() -> None:
    """Not what passes while it waits, nor what is spent outside; several times add up."""
    meter = Meter(0.03)
    for _ in range(2):
        with meter:
            time.sleep(0.01)
            spend(0.02)
        spend(0.02)
    assert 0.04 <= meter.spent_s < 0.055
    assert meter.is_over
    assert not Meter(0.03).is_over


def test_a_meter_is_over_while_it_counts() -> None:
    meter = Meter(0.01)
    with meter:
        assert not meter.is_over
        spend(0.011)
        assert meter.is_over


def spend(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass
