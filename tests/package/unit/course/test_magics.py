"""What IPython alone understands is left out of a cell, and what is Python is left as it is."""

from __future__ import annotations

import ast
import time

import pytest

from autograder.course import blank_magics

PYTHON = (
    "x = 1  # is it?",
    "if True:  # is it?\n    x = 1",
    "text = '''\n%d of it\n!important\nwhat?\n'''",
    "print('a=%d' % 3)",
    "a = b != c",
)
BLANKED = {
    "!ls\nx = 1": "pass\nx = 1",
    "for i in range(3):\n    %time f(i)\n": "for i in range(3):\n    pass\n",
    "f?\n?f\nx = 1": "pass\npass\nx = 1",
    "files = !ls *.csv\nprint('a=%d' % 3)": "files = None\nprint('a=%d' % 3)",
    "a, b = %who_ls": "a, b = None",
}


@pytest.mark.parametrize("source", PYTHON)
def test_python_is_left_as_it_is(source: str) -> None:
    """Comments that ask, texts with lines like magics, formats and comparisons are none."""
    ast.parse(source)
    assert blank_magics(source) == source


@pytest.mark.parametrize(("source", "expected"), BLANKED.items())
def test_a_magic_is_blanked(source: str, expected: str) -> None:
    """In its line, so that all others keep theirs; a name that gets what it gives is bound."""
    assert blank_magics(source) == expected
    ast.parse(expected)


def test_many_spaces_take_no_longer_than_other_text() -> None:
    """A line of spaces is looked at once: a student's cell may have 20,000 of them, and a notebook ten such cells."""
    start_s = time.process_time()
    for _ in range(10):
        blank_magics(" " * 20_000)
    assert time.process_time() - start_s < 0.5  # 2 s, where each space is a new beginning
