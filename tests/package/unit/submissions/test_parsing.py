"""Any notebook that a student can hand in is parsed, and anything else is refused with its name and a remedy."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from autograder.errors import SubmissionError
from autograder.submissions.parsing import parse_notebook, reduce_notebook


def parse(data: bytes, name: str) -> list[tuple[str, str, str]]:
    """Return each cell's type, source and grade_id."""
    return [(found.cell_type, found.source, found.grade_id) for found in parse_notebook(data, name)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_encodings_are_read(encoding: str) -> None:
    """Editors write byte order marks, UTF-16 and GBK; Chinese text survives them."""
    text = json.dumps({"cells": [{"cell_type": "code", "source": "名 = '张三'"}]}, ensure_ascii=False)
    assert parse(text.encode(encoding), "nb.ipynb") == [("code", "名 = '张三'", "")]


def test_old_formats_are_read() -> None:
    """nbformat 3 kept cells in worksheets, and source under another name."""
    old = {
        "worksheets": [
            {"cells": [{"cell_type": "code", "input": ["a = 1\n", "b"]}, {"cell_type": "heading", "source": "t"}]}
        ]
    }
    assert parse(json.dumps(old).encode(), "x") == [("code", "a = 1\nb", ""), ("markdown", "t", "")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n",
        b"%PDF-1.7",
        b"<html></html>",
        b"[]",
        b"{}",
        b'{"cells": 3}',
        b"\xff\xfe\x00",
        b"\x80\x81\xff",
        b"[" * 200_000,
        b'{"cells": [{"cell_type": "code", "sou',
        b"PK\x03\x04" + bytes(50),
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"1" * 5000,
        json.dumps({"cells": [{}] * 2001}).encode(),
        json.dumps({"cells": [{"cell_type": "code", "source": "x" * 1_000_001}]}).encode(),
    ],
    ids=lambda data: repr(data[:12]),
)
def test_what_is_no_notebook_is_refused_with_its_name_and_a_remedy(data: bytes) -> None:
    """The message names the file, the hint says what to do, and no other exception comes."""
    with pytest.raises(SubmissionError, match=r"mine\.ipynb") as caught:
        parse_notebook(data, "mine.ipynb")
    assert caught.value.hint


def test_odd_cells_are_read_as_far_as_they_go() -> None:
    """Cells of wrong types cost nobody a grade."""
    cells = [
        3,
        None,
        {"cell_type": 7, "source": {"a": 1}, "metadata": [1]},
        {"source": ["a", 3, "b"], "cell_type": "code"},
    ]
    assert parse(json.dumps({"cells": cells}).encode(), "x") == [("raw", "", ""), ("code", "ab", "")]


def test_what_no_editor_can_write_is_mended() -> None:
    """Half a surrogate pair and CRLF."""
    odd = b'{"cells": [{"cell_type": "code", "source": "a\\ud800\\r\\nb"}]}'
    assert parse(odd, "x") == [("code", "a?\nb", "")]


@pytest.mark.parametrize(
    "cell",
    [
        {"cell_type": "code", "source": ["a = 1\r\n", "b\r", "名"], "metadata": {"nbgrader": {"grade_id": "step"}}},
        {"cell_type": "markdown", "source": "t\r\n\ru", "metadata": {}},
        {"cell_type": "raw", "source": [], "metadata": {"nbgrader": {}}},
        {"cell_type": "code", "source": ["a", 1], "metadata": {}},
        {"cell_type": "code", "source": "a", "metadata": {"nbgrader": {"grade_id": 7}}},
        {"cell_type": "code", "source": "a", "metadata": {"nbgrader": ["step"]}},
        {"cell_type": "code", "source": "a", "metadata": {"nbgrader": {"grade_id": "\U0001f600" * 250}}},
        {"cell_type": "heading", "source": "a", "metadata": {}},
        {"cell_type": "code", "input": "a", "metadata": {}},
    ],
    ids=range(9),
)
def test_what_a_cell_shows_changes_nothing_of_how_it_is_read(cell: dict[str, object]) -> None:
    """A small cell is read in one step and a large one part by part."""
    large = {**cell, "outputs": [{"output_type": "stream", "name": "stdout", "text": "x" * 100_000}]}
    small, whole = (parse(json.dumps({"cells": [one]}).encode(), "x") for one in (cell, large))
    assert small == whole
    assert len(small) == 1


def test_cells_know_their_places() -> None:
    """Positions count the cells that are cells."""
    cells = [3, {"cell_type": "code"}, {"cell_type": "markdown", "metadata": {"nbgrader": {"grade_id": "why"}}}]
    found = parse_notebook(json.dumps({"cells": cells}).encode(), "x")
    assert [(cell.position, cell.grade_id) for cell in found] == [(0, ""), (1, "why")]


def test_what_only_python_calls_json_is_read() -> None:
    """NaN and Infinity in outputs, half a surrogate pair in a name: the sources stay as they were, to the sign."""
    source = 'x = [NaN, -Infinity]; "\\\\ud800"'
    cell = {"cell_type": "code", "source": source, "outputs": [{"data": [float("nan"), float("-inf"), "\ud800"]}]}
    data = json.dumps({"\ud800": 1, "cells": [cell]}).encode()
    assert parse(data, "x") == [("code", source, "")]


def test_a_reduced_notebook_has_the_same_cells() -> None:
    """Outputs and what else nobody grades are gone."""
    cells = [
        3,
        {"cell_type": "code", "source": ["a\r\n", "b"], "outputs": ["x" * 1000], "metadata": {"collapsed": True}},
        {"cell_type": "markdown", "source": "why", "metadata": {"nbgrader": {"grade_id": "why", "points": 1}}},
        {"source": "?"},
    ]
    data = json.dumps({"cells": cells, "metadata": {"x": 1}}).encode()
    reduced = reduce_notebook(data, "x")
    assert parse_notebook(reduced, "x") == parse_notebook(data, "x")
    assert len(reduced) < 400
    assert json.loads(reduced)["cells"][1]["metadata"] == {"nbgrader": {"grade_id": "why"}}


COSTS = """
import sys
from autograder.errors import SubmissionError
from autograder.submissions.parsing import reduce_notebook
SIZE = 16 << 20
SHAPES = {
    "lists": lambda: b'{"cells": [' + b"[]," * (SIZE // 3) + b"[]]}",
    "numbers": lambda: b'{"a": [' + b"1," * (SIZE // 2) + b'1], "cells": []}',
    "keys": lambda: b"{" + b'"cells":[],' * (SIZE // 11) + b'"a":1}',
    "depth": lambda: b'{"cells": ' + b"[" * SIZE,
    "a text": lambda: '{"cells": [{"source": "\U0001f600'.encode() + b"a" * (SIZE - 100) + b'"}]}',
    "texts": lambda: b'{"cells": [{"source": [' + b'"ab",' * (3 << 20) + b'""]}]}',
    "lines": lambda: b'{"cells": [{"source": [' + b'[1],' * (SIZE // 5) + b'""]}]}',
    "constants": lambda: b'{"a": [' + b"NaN," * (SIZE // 4) + b'1], "cells": []}',
    "halves": lambda: b'{"a": "' + b"\\\\ud800" * (SIZE // 6) + b'", "cells": []}',
    "sheets": lambda: b'{"worksheets": [' + b'{"cells":[]},' * (SIZE // 13) + b"1]}",
}
def status(name):
    return int(open("/proc/self/status").read().split(name)[1].split()[0]) >> 10
for name, make in SHAPES.items():
    data = make()
    open("/proc/self/clear_refs", "w").write("5")
    before = status("VmRSS:")
    try:
        reduce_notebook(data, "x")
    except SubmissionError:
        pass
    print(name.replace(" ", "_"), status("VmHWM:") - before)
"""


def test_no_shape_of_a_file_costs_much_memory() -> None:
    """A hostile notebook costs at most 256 MiB beside its own size, whatever it is made of; most cost nothing."""
    done = subprocess.run([sys.executable, "-c", COSTS], capture_output=True, text=True, check=True, timeout=60)
    costs = {name: int(cost) for name, cost in map(str.split, done.stdout.splitlines())}
    assert len(costs) == 10
    assert {name: cost for name, cost in costs.items() if cost >= 256} == {}
    assert sum(cost < 16 for cost in costs.values()) >= 5
