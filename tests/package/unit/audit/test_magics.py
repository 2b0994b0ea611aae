"""What of a cell is Python, and what must stay before it."""

from __future__ import annotations

import ast

import pytest

from autograder.audit.magics import put_first, read_code


@pytest.mark.parametrize(
    ("source", "head", "line"),
    [
        ("x = 1", "", 1),
        ("%%time\nx = 1", "%%time\n", 2),
        ("\n%%capture out\n\nx = 1", "\n%%capture out\n", 4),
        ("%matplotlib inline\nx = 1", "", 2),
        ("!ls\nx = 1", "", 2),
    ],
)
def test_python_keeps_its_lines_and_its_magic(source: str, head: str, line: int) -> None:
    code = read_code(source)
    assert code is not None
    assert code.head == head
    assert code.tree.body[-1].lineno == line
    compiled = code.write(ast.unparse(code.tree))
    assert compiled.startswith(head)
    assert compiled.endswith("x = 1")


@pytest.mark.parametrize("source", ["%%writefile a.py\nx = 1", "%%bash\nls", "def f(:"])
def test_what_is_no_python_has_none(source: str) -> None:
    assert read_code(source) is None


def test_what_comes_first_comes_behind_the_magic() -> None:
    assert put_first("x = 1", "y = 2\n") == "y = 2\nx = 1"
    assert put_first("%%time\nx = 1", "y = 2\n") == "%%time\ny = 2\nx = 1"
    assert put_first("%%bash\nls", "y = 2\n") == "%%bash\nls"
