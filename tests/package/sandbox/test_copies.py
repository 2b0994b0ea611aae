"""Copies of a child: each is in the state in which the cells left it, and what one does no other sees in its memory."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from autograder.errors import OutOfTime, StudentCrashed, StudentTimedOut
from autograder.sandbox import Budget, Child, Copy, StudentNotebook, WarmProcess

LIMIT_S = 10.0
BUDGET = Budget(cell_s=5.0, call_s=1.0)
CELL = """
import os, random, numpy, torch
torch.manual_seed(5); numpy.random.seed(5); random.seed(5)
drawn = [torch.rand(3), numpy.random.rand(3), random.random()]
kept = torch.zeros(2)
def draw():
    return [torch.rand(3), numpy.random.rand(3), random.random()]
def add(number):
    global kept
    kept += number
    return kept
def leave(code):
    os._exit(code)
def hang():
    while True: pass
def me():
    return os.getpid()
def close(wait_s):
    import time
    os.closerange(3, 256)
    time.sleep(wait_s)
def shut():
    import socket
    for number in range(3, 256):
        try: socket.socket(fileno=number).shutdown(socket.SHUT_RDWR)
        except OSError: pass
"""
THREAD = "\nimport threading, time\nthreading.Thread(target=time.sleep, args=[60], daemon=True).start()"
COUNT_RUNS = "import time\nwhen = time.monotonic_ns()"


@pytest.fixture
def child(warm: WarmProcess) -> Iterator[Child]:
    child = warm.fork()
    assert child.ask({"op": "cell", "source": CELL, "index": 0}, LIMIT_S) == {"outputs": []}
    yield child
    child.kill()


def call(process: Child | Copy, name: str, *args: object) -> object:
    return process.ask({"op": "call", "target": name, "args": list(args)}, LIMIT_S)["value"]


def read(notebook: StudentNotebook, process: Child | Copy, name: str) -> object:
    return notebook.ask(process, [{"op": "read", "name": name}], 1.0)[0]["value"]


def flat(drawn: object) -> list[float]:
    assert isinstance(drawn, list)
    return [*drawn[0].tolist(), *drawn[1].tolist(), drawn[2]]


# --- one child ---


def test_a_copy_goes_on_where_the_cells_ended(child: Child) -> None:
    """To the next number of every generator: two copies draw the same, and so does the child itself."""
    copies = [child.copy(), child.copy()]
    numbers = [flat(call(process, "draw")) for process in (*copies, child)]
    assert numbers[0] == numbers[1] == numbers[2]
    assert numbers[0] != flat(child.ask({"op": "read", "name": "drawn"}, LIMIT_S)["value"])
    assert numbers[0] != flat(call(copies[0], "draw"))


def test_a_copy_has_memory_of_its_own(child: Child) -> None:
    """What is changed in one is changed neither in the child nor in another one, made before or after."""
    first, second = child.copy(), child.copy()
    assert torch.equal(call(first, "add", 1), torch.ones(2))  # type: ignore[arg-type]
    third = child.copy()
    changed = [call(process, "add", 2) for process in (first, second, third, child)]
    assert [value.tolist() for value in changed] == [[3, 3], [2, 2], [2, 2], [2, 2]]  # type: ignore[attr-defined]


def test_objects_of_a_copy_are_named_after_it(child: Child) -> None:
    """Their handles say in which process they are."""
    copies = [child.copy(), child.copy()]
    found = [process.ask({"op": "read", "name": "me"}, LIMIT_S)["value"] for process in copies]
    assert [handle.origin for handle in found] == [process.number for process in copies]
    assert copies[0].number != copies[1].number


def test_a_copy_that_is_ended_is_gone(child: Child) -> None:
    """With its process; nobody waits for it, and the child and the other copies answer."""
    copy, other = child.copy(), child.copy()
    assert Path(f"/proc/{copy.pid}").exists()
    assert copy.kill() in (0, 9)  # it ends by itself, too, when its channel is closed
    assert not Path(f"/proc/{copy.pid}").exists()
    assert (copy.is_alive, copy.kill()) == (False, 0)
    assert {type(call(process, "me")) for process in (child, other)} == {int}
    assert child.is_single


def test_how_a_copy_ended_is_told(child: Child) -> None:
    """By itself, by its own signal, without its channel, at its limit: the child lives on and makes the next one."""
    with pytest.raises(StudentCrashed, match="exit status 7"):
        call(child.copy(), "leave", 7)
    killed = child.copy()
    os.kill(killed.pid, 11)
    with pytest.raises(StudentCrashed, match="SIGSEGV"):
        call(killed, "me")
    for name, *args in (("close", 0.0), ("close", 0.01), ("close", 0.3), ("close", 30.0), ("shut",)):
        with pytest.raises(StudentCrashed, match="closed its connection"):
            call(child.copy(), name, *args)  # whether it ends by itself, or is ended first, is chance
    slow = child.copy()
    with pytest.raises(StudentTimedOut):
        slow.ask({"op": "call", "target": "hang", "args": []}, 0.2)
    assert not slow.is_alive
    assert isinstance(call(child.copy(), "me"), int)


def test_copies_end_with_their_child(child: Child) -> None:
    copies = [child.copy() for _ in range(3)]
    child.kill()
    end = time.monotonic() + 5
    while any(Path(f"/proc/{copy.pid}").exists() for copy in copies) and time.monotonic() < end:
        time.sleep(0.01)
    assert not any(Path(f"/proc/{copy.pid}").exists() for copy in copies)
    with pytest.raises(StudentCrashed):
        call(copies[0], "me")


def test_what_a_copy_leaves_behind_is_the_childs(child: Child) -> None:
    """A process that it started and left alone: child and copies are no longer by themselves."""
    copy, other = child.copy(), child.copy()
    assert all(process.is_single and process.is_alone() for process in (child, copy, other))
    source = "import subprocess\nsubprocess.run(['sh', '-c', 'sleep 30 >/dev/null 2>&1 &'])"
    copy.ask({"op": "cell", "source": source, "index": 1}, LIMIT_S)
    assert (copy.is_single, child.is_single) == (True, False)
    assert not any(process.is_alone() for process in (child, copy, other))


def test_a_thread_of_one_copy_keeps_the_others_from_being_alone(child: Child) -> None:
    """They may wait for it; a copy of the child is still whole."""
    copy, other = child.copy(), child.copy()
    copy.ask({"op": "cell", "source": THREAD, "index": 1}, LIMIT_S)
    assert [process.is_single for process in (child, copy, other)] == [True, False, True]
    assert not any(process.is_alone() for process in (child, copy, other))


# --- a notebook ---


def test_the_cells_run_once_for_all_copies(warm: WarmProcess) -> None:
    before = warm.forks
    with StudentNotebook(warm, [(0, COUNT_RUNS)], budget=BUDGET) as notebook:
        times = {read(notebook, notebook.copy(), "when") for _ in range(4)}
        assert (len(times), warm.forks - before) == (1, 1)
        assert read(notebook, notebook.run_anew(), "when") not in times
        assert warm.forks - before == 2


def test_where_a_copy_would_not_be_whole_the_cells_run_anew(warm: WarmProcess) -> None:
    """A thread does not outlive a fork: each process has run the cells by itself, and has its own thread."""
    cells = [(0, "import threading"), (1, COUNT_RUNS + THREAD)]
    with StudentNotebook(warm, cells, budget=BUDGET) as notebook:
        processes = [notebook.copy() for _ in range(3)]
        assert {type(process) for process in processes} == {Child}
        assert len({read(notebook, process, "when") for process in processes}) == 3
        count = {"op": "call", "target": "threading", "method": "active_count", "args": []}
        assert [notebook.ask(process, [count], 1.0)[0]["value"] for process in processes] == [2, 2, 2]


def test_what_only_a_check_had_started_costs_one_run(warm: WarmProcess) -> None:
    """Cells of checks are not run twice: once their threads are gone, copies are made again."""
    before = warm.forks
    with StudentNotebook(warm, [(0, COUNT_RUNS), (1, THREAD)], budget=BUDGET, test_cells=[1]) as notebook:
        processes = [notebook.copy() for _ in range(3)]
        assert {type(process) for process in processes} == {Copy}
        assert warm.forks - before == 2


def test_a_pause_ends_what_would_run_on(warm: WarmProcess) -> None:
    """Processes with threads end, others stay as they are; asked again, the notebook runs again."""
    with StudentNotebook(warm, [(0, COUNT_RUNS + CELL)], budget=BUDGET) as notebook:
        calm, busy = notebook.copy(), notebook.copy()
        notebook.ask(busy, [{"op": "cell", "source": THREAD, "index": 1}], 1.0)
        notebook.pause()
        assert (calm.is_alive, busy.is_alive) == (True, False)
        assert read(notebook, notebook.copy(), "when") == read(notebook, calm, "when")
    with StudentNotebook(warm, [(0, COUNT_RUNS + THREAD)], budget=BUDGET) as notebook:
        notebook.run()
        before = warm.forks
        notebook.pause()
        assert isinstance(notebook.copy(), Child)
        assert warm.forks - before >= 1


def test_processes_that_it_left_behind_stretch_no_limit(warm: WarmProcess) -> None:
    """They are nobody's children any more, and take the processor from the copy that started them."""
    source = (
        "import subprocess\ndef f():\n"
        "    subprocess.run(['sh', '-c', \"for i in $(seq 24); do sh -c 'while :; do :; done' & done\"])\n"
        "    while True: pass"
    )
    limit_s = 0.5
    with StudentNotebook(warm, [(0, source)], budget=BUDGET) as notebook:
        copy = notebook.copy()
        start = time.monotonic()
        with pytest.raises(StudentTimedOut):
            notebook.ask(copy, [{"op": "call", "target": "f", "args": []}], limit_s)
        assert copy.used_s > limit_s
        assert time.monotonic() - start < 3 * limit_s


def test_what_it_takes_to_make_and_end_a_copy_is_the_notebooks_time(warm: WarmProcess) -> None:
    """A process that is slow to answer pays for it whatever it is asked, and for nothing once its time is used up."""
    slow = (
        "import sys, time\n"
        "wire = next(one for name, one in sys.modules.items() if name.endswith('wire') and hasattr(one, 'Frame'))\n"
        "to_bytes = wire.Frame.to_bytes\n"
        "def late(frame):\n    time.sleep(0.2)\n    return to_bytes(frame)\n"
        "wire.Frame.to_bytes = late"
    )
    with StudentNotebook(warm, [(0, slow)], budget=Budget(cell_s=5.0, call_s=1.0, notebook_s=1.0)) as notebook:
        copy = notebook.copy()
        before_s = notebook.used_s
        notebook.end(copy)
        assert notebook.used_s - before_s >= 0.2
        while notebook.used_s < notebook.budget.notebook_s:
            notebook.end(notebook.copy())
        start = time.monotonic()
        for _ in range(20):
            with pytest.raises(OutOfTime):
                notebook.copy()
        assert time.monotonic() - start < 0.2
