"""Submitted notebooks are put back into the form of their source, whatever was done to them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.audit.bank import reference_submission
from autograder.course import Course, SourceCell, SourceNotebook, load_lesson
from autograder.errors import SubmissionError
from autograder.grading.autograded import build_notebook
from autograder.submissions.restore import restore_locked_cells
from autograder.text import clean_markdown

COURSE = Course(Path(__file__).resolve().parents[4])
NOTEBOOKS = [notebook for name in COURSE.lesson_names() for notebook in load_lesson(COURSE, name).notebooks]
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
    cells[4]["source"] = "# nothing"
    cells[2]["cell_type"] = "markdown"
    sources, repairs = restore(cells)
    assert sources == HONEST
    assert len(repairs) == 2
    assert "test_f" in repairs[1]


def test_what_was_added_to_a_locked_cell_runs_before_it() -> None:
    """An import that a student wrote into the locked first cell is there for the answers; that cell is as it was."""
    cells = honest()
    cells[0]["source"] = "import torch\nimport numpy as np"
    sources, repairs = restore(cells)
    assert sources == ["import torch\nimport numpy as np", *HONEST]
    assert len(repairs) == 1
    assert "imports" in repairs[0]


def test_a_moved_locked_cell_goes_back() -> None:
    """Locked cells stand in the source's order, and as few as can be are moved; answers stay where they are."""
    cells = honest()
    cells.insert(0, cells.pop(4))
    sources, repairs = restore(cells)
    assert sources == HONEST
    assert repairs == ("cell test_f: was out of its place, put back / 单元格 test_f：位置变动，已放回",)
    sources, _ = restore(list(reversed(honest())))
    assert [text for text in sources if text in (IMPORTS, GIVEN, TEST)] == [IMPORTS, GIVEN, TEST]
    assert sorted(sources) == sorted(HONEST)


def test_a_deleted_cell_comes_back_where_it_belongs() -> None:
    """A locked cell is inserted behind its predecessor; a deleted answer is an empty one, and said to be missing."""
    cells = honest()
    del cells[4]
    assert restore(cells) == (HONEST, ("cell test_f: put back / 单元格 test_f：已补回",))
    sources, repairs = restore(
        [cell for cell in honest() if "nbgrader" not in cell["metadata"] or cell["source"] != ANSWER]
    )
    assert sources == [IMPORTS, "text", GIVEN, "", TEST, "because"]
    assert repairs == ("cell f: missing: no answer / 单元格 f：缺失，没有答案",)


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
    assert restored.test_cells == {4}


@pytest.mark.parametrize("kind", ["markdown", "raw", "code"])
def test_a_hand_graded_answer_is_found_by_its_place(kind: str) -> None:
    """Without its mark and its question, and whatever its type, it is what stands between its neighbours."""
    cells = [*honest()[:5], cell(kind, "because of the bend")]
    restored = restore_locked_cells(json.dumps({"cells": cells}).encode(), SOURCE)
    assert restored.answer("why") == "because of the bend"
    assert restored.cells[-1].cell_type == "markdown"


def test_a_hand_graded_answer_below_its_cell_is_taken_into_it() -> None:
    """Students leave the placeholder and write in a new cell; the person who grades sees it all."""
    cells = honest()
    cells[5]["source"] = "why?\n\n在这里写你的回答 / YOUR ANSWER HERE"
    cells.append(cell("markdown", "It bends."))
    restored = restore_locked_cells(json.dumps({"cells": cells}).encode(), SOURCE)
    assert restored.answer("why").endswith("It bends.")
    assert restored.repairs == ("cell why: its answer stood below it / 单元格 why：答案写在它下面，已并入",)


def test_a_hand_graded_answer_without_a_place_is_shown_all_the_same() -> None:
    """Where the cell is gone, all that the student wrote in words stands in its place."""
    cells = [cell("markdown", "It bends."), *honest()[:5]]
    restored = restore_locked_cells(json.dumps({"cells": cells}).encode(), SOURCE)
    assert restored.answer("why") == "It bends."
    assert "stands in its place" in restored.repairs[-1]


def test_content_outweighs_a_wrong_mark() -> None:
    """Renamed and swapped grade_ids do not hide an answer, nor let a test cell go."""
    cells = honest()
    cells[3]["metadata"]["nbgrader"]["grade_id"] = "cell-1f3"
    cells[4]["metadata"]["nbgrader"]["grade_id"] = "cell-2f3"
    sources, repairs = restore(cells)
    assert sources == HONEST
    assert repairs == ("2 cells had lost their marks, found by content / 2 个单元格丢失标记，已按内容找到",)
    cells = honest()
    cells[3]["metadata"]["nbgrader"]["grade_id"] = "test_f"
    cells[4]["metadata"]["nbgrader"]["grade_id"] = "f"
    assert restore(cells)[0] == HONEST


def test_an_answer_in_another_ones_cell_is_said_to_be_there() -> None:
    """Two cells that were merged into one: both answers run, and nothing is called missing."""
    second = SourceCell(6, "code", "def g(z):\n    return 1", "g", is_solution=True)
    source = SourceNotebook("nb", SOURCE.path, (*SOURCE.cells, second), None, "")
    cells = honest()
    cells[3]["source"] = f"{ANSWER}\n\ndef g(z):\n    return 2"
    restored = restore_locked_cells(json.dumps({"cells": cells}).encode(), source)
    assert restored.repairs == ("cell g: its answer stands in the cell f / 单元格 g：答案写在单元格 f 里",)


def test_an_edited_copy_of_a_locked_cell_is_the_students_own() -> None:
    """A test cell that was copied for an experiment stays one."""
    cells = honest()
    cells.insert(5, cell("code", "assert f(2) == 2\nhelper = 3", "test_f"))
    sources, repairs = restore(cells)
    assert sources == [IMPORTS, "text", GIVEN, ANSWER, TEST, "assert f(2) == 2\nhelper = 3", "because"]
    assert repairs == ()


@pytest.mark.parametrize(
    "cells",
    [[], [cell("code", "")], [cell("markdown", "Dear teacher, I am ill.")], [cell("code", IMPORTS, "imports")]],
    ids=["no cells", "an empty cell", "a letter", "only imports"],
)
def test_a_file_without_any_answer_cell_is_refused(cells: list[dict[str, Any]]) -> None:
    """Not a zero: somebody has to see whether it is the right file."""
    with pytest.raises(SubmissionError, match=r"nb\.ipynb holds none of the answers") as caught:
        restore(cells)
    assert "right file" in caught.value.hint


@pytest.mark.parametrize("is_stripped", [False, True])
def test_another_notebook_of_the_lesson_is_refused(is_stripped: bool) -> None:
    """A file that holds the answers to another notebook is not graded as an empty one."""
    for source in NOTEBOOKS:
        for other in NOTEBOOKS:
            cells = json.loads(reference_submission(other))["cells"]
            if is_stripped:
                cells = [cell(item["cell_type"], item["source"]) for item in cells]
            data = json.dumps({"cells": cells}).encode()
            if source is other:
                assert len(restore_locked_cells(data, source).repairs) == is_stripped
                continue
            with pytest.raises(SubmissionError):
                restore_locked_cells(data, source)


def mutilated(draw: st.DrawFn, cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Delete, double, move, strip, rename, retype and edit cells at random."""
    for _ in range(draw(st.integers(0, 12))):
        at = draw(st.integers(0, len(cells) - 1))
        accident = draw(st.sampled_from(["delete", "double", "move", "strip", "rename", "retype", "edit", "add"]))
        if accident == "delete" and len(cells) > 1:
            del cells[at]
        elif accident == "double":
            cells.insert(draw(st.integers(0, len(cells))), copy.deepcopy(cells[at]))
        elif accident == "move":
            cells.insert(draw(st.integers(0, len(cells) - 1)), cells.pop(at))
        elif accident == "strip":
            cells[at]["metadata"] = {}
        elif accident == "rename":
            name = draw(st.sampled_from(["imports", "x", "test_and", "step", "relu"]))
            cells[at]["metadata"] = {"nbgrader": {"grade_id": name}}
        elif accident == "retype":
            cells[at]["cell_type"] = draw(st.sampled_from(["code", "markdown", "raw", "heading"]))
        elif accident == "edit":
            text = "".join(cells[at]["source"])
            cells[at]["source"] = draw(st.sampled_from(["", "x = 1", "assert True", f"{text}\ny = 2"]))
        else:
            cells.insert(at, cell("code", "own = 1"))
    if draw(st.integers(0, 4)) == 0:
        for item in cells:
            item["metadata"] = {}
    return cells


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_was_done_to_it_the_locked_cells_are_the_sources(data: st.DataObject) -> None:
    """After any accidents: each locked cell once, in order, byte for byte; each answer cell; no own code lost."""
    source = data.draw(st.sampled_from(NOTEBOOKS))
    cells = mutilated(data.draw, json.loads(reference_submission(source))["cells"])
    try:
        restored = restore_locked_cells(json.dumps({"cells": cells}).encode(), source)
    except SubmissionError:
        return  # no answer is left to find
    locked = [c.source for c in restored.cells if c.origin is not None and c.origin.is_locked]
    assert locked == [c.source for c in source.cells if c.is_locked]
    assert {c.origin.grade_id for c in restored.cells if c.origin is not None} == set(source.by_id)
    kept = "\n".join(c.source for c in restored.cells)
    lines = {line.strip() for c in source.cells for line in c.source.splitlines()}
    for item in cells:
        if item["cell_type"] == "code":
            text = item["source"] if isinstance(item["source"], str) else "".join(item["source"])
            assert text in kept or {line.strip() for line in text.splitlines()} <= lines


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_answers_are_found_without_marks_in_any_order(data: st.DataObject) -> None:
    """All metadata gone, cells shuffled and some doubled: every answer is the one that the student wrote."""
    source = data.draw(st.sampled_from(NOTEBOOKS))
    cells = [cell(item["cell_type"], item["source"]) for item in json.loads(reference_submission(source))["cells"]]
    cells = data.draw(st.permutations(cells + data.draw(st.lists(st.sampled_from(cells), max_size=4))))
    restored = restore_locked_cells(json.dumps({"cells": cells}).encode(), source)
    assert {name: restored.answer(name) for name in source.by_id} == {
        c.grade_id: c.source for c in source.by_id.values()
    }
    assert [c.source for c in restored.cells if c.origin and c.origin.is_locked] == [
        c.source for c in source.cells if c.is_locked
    ]


def test_huge_outputs_and_raw_cells_cost_nothing() -> None:
    """Ten megabytes of output and a raw cell of 660 kB are read."""
    cells = honest()
    cells[3] |= {"outputs": [{"output_type": "stream", "text": "x" * 10_000_000}]}
    cells.insert(1, cell("raw", "y" * 660_000))
    sources, repairs = restore(cells)
    assert (len(sources[1]), repairs) == (660_000, ())


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
    plain = clean_markdown(f"before {text} after")
    assert "<" not in plain
    assert "![" not in plain.replace("!\\[", "")
    assert "javascript:" not in plain.lower()
    assert plain.startswith("before ")
    assert plain.endswith(" after")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("$a<b$ and $x &y$", r"$a\lt b$ and $x & y$"),
        ("$$\\begin{matrix}1&2\\\\3&4\\end{matrix}$$", "$$\\begin{matrix}1& 2\\\\3& 4\\end{matrix}$$"),
        ("$&lt;script>$", "$& lt;script>$"),
        ("a < b & c", "a &lt; b & c"),
    ],
)
def test_formulas_stay_readable(text: str, plain: str) -> None:
    """A comparison and an alignment in a formula are what TeX reads; neither a tag nor an entity comes of them."""
    assert clean_markdown(text) == plain


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


def test_marks_that_turn_the_direction_of_writing_are_spelt_out() -> None:
    """What a reader sees is what ran: code that such marks rearrange is shown with the marks."""
    cells = honest()
    cells[3]["source"] = f"{cells[3]['source']}\n# \u202e txet"
    restored = restore_locked_cells(json.dumps({"cells": cells}).encode(), SOURCE)
    sources = [cell["source"] for cell in build_notebook(restored, {})["cells"]]
    assert any("# \\u202e txet" in source for source in sources)
    assert "\u202e" not in "".join(sources)
