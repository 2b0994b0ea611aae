"""The source's answer is asked with a student's functions in it, and neither code meets the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch

from autograder.sandbox import Student, StudentNotebook, WarmProcess
from autograder.suite import Rewritten, Swap, observe_swapped, observe_with_standins

BELOW = """
import torch
def low(x):
    return (x > 0).float()
def high(x):
    return (x < 2).float()
scale = 1.0
"""
CELL = """
def between(x):
    first, second = low(x), high(x * scale)
    return low(first + second - 1.5)
"""


def probe(student: Student) -> Iterator[tuple[str, Callable[[], Any]]]:
    for number in (-1.0, 1.0, 3.0):
        yield f"between({number})", lambda number=number: student.call("between", torch.tensor([number]))


def observe_both(warm: WarmProcess, below: str, *, source: str = CELL) -> list[str] | None:
    """Return what the source's cell gives with a student's functions in it, None if that cannot be known."""
    cell = Rewritten(source, ("between",), ("low", "high", "scale"))
    reference = StudentNotebook(warm, [(0, BELOW), (1, source)])
    with StudentNotebook(warm, [(0, below)]) as mine, reference:
        mine.run()
        found = observe_with_standins(probe, cell, mine, reference)
    return None if found is None else [line.canonical.removeprefix("tensor torch.") for line in found.lines]


def test_it_does_what_it_would_do_in_the_students_place(warm: WarmProcess) -> None:
    """With functions that are right, that are wrong, and with a value that is another."""
    assert observe_both(warm, BELOW) == ["float32 (1,) [0]", "float32 (1,) [1]", "float32 (1,) [0]"]
    always = BELOW.replace("(x < 2).float()", "torch.ones_like(x)")
    assert observe_both(warm, always) == ["float32 (1,) [0]", "float32 (1,) [1]", "float32 (1,) [1]"]
    wide = BELOW.replace("scale = 1.0", "scale = 0.5")
    assert observe_both(warm, wide) == ["float32 (1,) [0]", "float32 (1,) [1]", "float32 (1,) [1]"]


def test_exceptions_and_missing_names_are_passed_on(warm: WarmProcess) -> None:
    """A function that raises raises there, too, as what the cell can catch; a name that is not there is missing."""
    raising = BELOW.replace("(x < 2).float()", "x @ torch.tensor([1, 2])")
    assert observe_both(warm, raising) == ["raises RuntimeError"] * 3
    assert observe_both(warm, BELOW.replace("def high", "def other")) == ["raises NameError"] * 3
    catching = CELL.replace(
        "    first,", "    try:\n        high(x)\n    except RuntimeError:\n        return x * 7\n    first,"
    )
    assert observe_both(warm, raising, source=catching) == [f"float32 (1,) [{n}]" for n in (-7, 7, 21)]


def test_a_function_that_changes_its_argument_changes_it_there(warm: WarmProcess) -> None:
    writing = BELOW.replace("    return (x > 0).float()", "    x += 5\n    return (x > 0).float()")
    assert observe_both(warm, writing) == ["float32 (1,) [1]", "float32 (1,) [1]", "float32 (1,) [1]"]


@pytest.mark.parametrize(
    "text",
    [
        "class high:\n    def __init__(self, x):\n        self.x = x",
        "def high(x):\n    return (x for x in [1])",
        "def high(x):\n    import os\n    os._exit(3)",
        "class Number:\n    pass\nscale = [Number()]",
    ],
)
def test_what_cannot_be_had_as_a_value_decides_nothing(warm: WarmProcess, text: str) -> None:
    """A class, an object, a process that ends."""
    assert observe_both(warm, f"{BELOW}\n{text}") is None


def test_neither_code_meets_the_other(warm: WarmProcess) -> None:
    """A student's function finds no trace of the source's cell where it runs, though it looks for it."""
    spying = (
        BELOW + "\ndef high(x):\n    seen = 'between' in globals() or 'StandIn' in globals()\n    return x * 0 + seen\n"
    )
    found = observe_both(warm, spying)
    assert found == ["float32 (1,) [0]"] * 3


def test_a_slow_function_decides_nothing(warm: WarmProcess) -> None:
    """What is only shown must not use up the time of what decides points."""
    slow = BELOW + "\nimport time\nquick = high\ndef high(x):\n    time.sleep(0.3)\n    return quick(x)\n"
    assert observe_both(warm, slow) is None


def test_names_can_be_swapped_where_one_mistake_hides_another(warm: WarmProcess) -> None:
    """An answer that happens to be right, since a function is wrong, is not with another function in its place."""
    below = BELOW.replace("(x < 2).float()", "torch.ones_like(x)") + "\ndef never(x):\n    return x * 0\n"
    cell = Rewritten(CELL, ("between",), ("low", "high", "scale"))
    found = []
    for text in (CELL, "def between(x):\n    return low(x)"):
        reference = StudentNotebook(warm, [(0, BELOW), (1, CELL)])
        with StudentNotebook(warm, [(0, below), (1, text)]) as mine, reference:
            mine.run()
            both = observe_swapped(probe, cell, [Swap("high", "never", True)], mine, reference)
            assert both is not None
            plain = observe_with_standins(probe, cell, mine, reference)
            assert plain is not None
            found.append((both[0].key == both[1].key, [line.canonical[-3:] for line in plain.lines]))
    assert found == [(True, ["[0]", "[1]", "[1]"]), (False, ["[0]", "[1]", "[1]"])]
