"""Any notebook that a student can hand in is parsed, and anything else is refused with its name and a remedy."""

from __future__ import annotations

import json

import pytest

from autograder.errors import SubmissionError
from autograder.submissions.parsing import parse_notebook


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


def test_cells_know_their_places() -> None:
    """Positions count the cells that are cells."""
    cells = [3, {"cell_type": "code"}, {"cell_type": "markdown", "metadata": {"nbgrader": {"grade_id": "why"}}}]
    found = parse_notebook(json.dumps({"cells": cells}).encode(), "x")
    assert [(cell.position, cell.grade_id) for cell in found] == [(0, ""), (1, "why")]
