"""Submitted notebooks are put back into the form of their source, whatever was done to them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.errors import SubmissionError
from autograder.lesson import SourceCell, SourceNotebook
from autograder.notebook import build_notebook, defuse_markdown, parse_notebook, restore_locked_cells

IMPORTS, GIVEN = "import torch", "GIVEN = 1"
ANSWER, TEST = "def f(z):\n    return z", "assert f(1) == 1"
SOURCE = SourceNotebook(
    "nb",
    Path("nb.ipynb"),
    (
        SourceCell(0, "code", IMPORTS, "imports", is_locked=True),
        SourceCell(1, "markdown", "text"),
        SourceCell(2, "code", GIVEN, "given", is_locked=True),
        SourceCell(3, "code", "def f(z):\n    return 0", "f", is_solution=True),
        SourceCell(4, "code", TEST, "test_f", points=2, is_grade=True, is_locked=True),
        SourceCell(5, "markdown", "why?", "why", points=3, is_grade=True, is_solution=True),
    ),
    None,
    "",
)


def cell(kind: str, source: Any, grade_id: str = "") -> dict[str, Any]:
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    return {"cell_type": kind, "source": source, "metadata": metadata}


def honest() -> list[dict[str, Any]]:
    return [
        cell("code", IMPORTS, "imports"),
        cell("markdown", "text"),
        cell("code", GIVEN, "given"),
        cell("code", ANSWER, "f"),
        cell("code", TEST, "test_f"),
        cell("markdown", "because", "why"),
    ]


def restore(cells: list[dict[str, Any]]) -> tuple[list[str], tuple[str, ...]]:
    restored = restore_locked_cells(json.dumps({"cells": cells, "nbformat": 4}).encode(), SOURCE)
    return [cell.source for cell in restored.cells], restored.repairs


HONEST = [IMPORTS, "text", GIVEN, ANSWER, TEST, "because"]


def test_an_honest_notebook_is_left_as_it_is() -> None:
    """Nothing is changed and nothing is listed."""
    assert restore(honest()) == (HONEST, ())


def test_a_changed_locked_cell_is_put_back() -> None:
    """Its source and its type are the source's again, and the repair names it."""
    cells = honest()
    cells[4]["source"] = "assert True"
    cells[2]["cell_type"] = "markdown"
    sources, repairs = restore(cells)
    assert sources == HONEST
    assert len(repairs) == 2
    assert "test_f" in repairs[1]


def test_a_deleted_cell_comes_back_where_it_belongs() -> None:
    """A locked cell is inserted behind its predecessor; a deleted answer is an empty one, and said to be missing."""
    cells = honest()
    del cells[4]
    assert restore(cells) == (HONEST, ("cell test_f: put back",))
    sources, repairs = restore(
        [cell for cell in honest() if "nbgrader" not in cell["metadata"] or cell["source"] != ANSWER]
    )
    assert sources == [IMPORTS, "text", GIVEN, "", TEST, "because"]
    assert repairs == ("cell f: missing: no answer",)


def test_a_doubled_cell_counts_once() -> None:
    """Copies of a locked cell are dropped; copies of an answer all run, so that the last counts."""
    cells = honest()
    cells.append(dict(cells[4]))
    cells.insert(4, cell("code", "def f(z): return 2", "f"))
    sources, repairs = restore(cells)
    assert sources == [IMPORTS, "text", GIVEN, ANSWER, "def f(z): return 2", TEST, "because"]
    assert len(repairs) == 2


def test_own_cells_stay_where_they_are() -> None:
    """What the student added is kept, in place, as an ordinary cell."""
    cells = honest()
    cells.insert(3, cell("code", "helper = 1"))
    cells.insert(5, cell("code", "1/0", "not ours"))
    sources, repairs = restore(cells)
    assert sources == [IMPORTS, "text", GIVEN, "helper = 1", ANSWER, "1/0", TEST, "because"]
    assert repairs == ()


def test_without_any_metadata_cells_are_found_by_content() -> None:
    """A notebook that lost its metadata is matched by equal text and by what the answers define."""
    cells = [cell(item["cell_type"], item["source"]) for item in honest()[:5]]
    restored = restore_locked_cells(json.dumps({"cells": cells}).encode(), SOURCE)
    assert [item.source for item in restored.cells][:5] == HONEST[:5]
    assert restored.answer("f") == ANSWER
    assert restored.checks == {4}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings_are_read(encoding: str) -> None:
    """Editors write byte order marks, UTF-16 and GBK; Chinese text survives them."""
    text = json.dumps({"cells": [cell("code", "名 = '张三'")]}, ensure_ascii=False)
    assert parse_notebook(text.encode(encoding), "nb.ipynb") == [("code", "名 = '张三'", "")]


def test_old_formats_are_read() -> None:
    """nbformat 3 kept cells in worksheets, and source under another name."""
    old = {
        "worksheets": [
            {"cells": [{"cell_type": "code", "input": ["a = 1\n", "b"]}, {"cell_type": "heading", "source": "t"}]}
        ]
    }
    assert parse_notebook(json.dumps(old).encode(), "x") == [("code", "a = 1\nb", ""), ("markdown", "t", "")]


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
    assert parse_notebook(json.dumps({"cells": cells}).encode(), "x") == [("raw", "", ""), ("code", "ab", "")]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=y>",
        "![x](http://a/b.png)",
        "[x](javascript:alert(1))",
        "<svg/onload=x>",
        "[x]( JaVaScRiPt : x)",
    ],
)
def test_defused_markdown_has_nothing_alive(text: str) -> None:
    """No tag, no image and no script address is left."""
    plain = defuse_markdown(f"before {text} after")
    assert "<" not in plain
    assert "![" not in plain.replace("!\\[", "")
    assert "javascript:" not in plain.lower().replace(" ", "")
    assert plain.startswith("before ")
    assert plain.endswith(" after")


def test_the_autograded_notebook_is_nbgraders() -> None:
    """It validates, holds nbgrader's metadata, and its student's Markdown is defused."""
    cells = honest()
    cells[5]["source"] = "because <script>x</script>"
    restored = restore_locked_cells(json.dumps({"cells": cells}).encode(), SOURCE)
    output = {"output_type": "stream", "name": "stdout", "text": "1"}
    document = nbformat.from_dict(build_notebook(restored, {3: [output]}))
    nbformat.validate(document)
    assert document.cells[3].outputs == [output]
    assert document.cells[4].metadata.nbgrader.points == 2
    assert "<script" not in document.cells[5].source
