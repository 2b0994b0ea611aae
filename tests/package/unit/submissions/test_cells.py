"""What a cell is recognised by."""

from __future__ import annotations

from autograder.course.releases import fingerprint
from autograder.submissions.cells import defined_names, filled_lines

TEXT = "a = 1 \r\n\n   \n\tasync def f():\n    b = 2\u2028c: int = 3\nclass K: pass\nd == 4\nasync def g(): pass\n"


def test_lines_are_known_without_what_is_around_them() -> None:
    """Whatever ends a line; those that are empty are none."""
    wanted = {"a = 1", "async def f():", "b = 2", "c: int = 3", "class K: pass", "d == 4", "async def g(): pass"}
    assert filled_lines(TEXT) == wanted
    assert filled_lines(" \n\n") == frozenset()


def test_a_fingerprint_leaves_out_empty_lines_and_the_ends_of_lines() -> None:
    """Blanks at the start of a line are part of the text. What releases have noted so far stays true."""
    assert fingerprint("a = 1\n  b") == fingerprint("\n\na = 1  \r\n\t\n  b \n")
    assert fingerprint("a = 1\n  b") != fingerprint("a = 1\nb")
    assert fingerprint("a = 1\n  b") == "712220a08f41f71f"


def test_names_are_those_of_the_top_level() -> None:
    """A comparison defines nothing. Of a cell without end, the first ten thousand definitions are looked at."""
    assert defined_names(TEXT) == {"a", "K", "g"}
    found = defined_names("\n".join(f"n{number} = 0" for number in range(20_000)))
    assert found == {f"n{number}" for number in range(10_000)}
