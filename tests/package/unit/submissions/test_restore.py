"""Submitted notebooks are put back into the form of their source, whatever was done to them."""

from __future__ import annotations

import copy
import dataclasses
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.audit.bank import build_submission, load_bank, reference_submission
from autograder.course import Course, SourceCell, SourceNotebook, load_lesson
from autograder.course.releases import EarlierCell, fingerprint
from autograder.errors import SubmissionError
from autograder.grading.autograded import build_notebook
from autograder.submissions.cells import defined_names
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


@pytest.mark.parametrize("grade_id", ["imports", "given", "test_f"])
def test_of_what_was_written_into_a_locked_cell_needed_definitions_are_kept(grade_id: str) -> None:
    """What an answer needs and nobody else gives is a cell before the restored one; nothing else runs."""
    cells = honest()
    place = HONEST.index({"imports": IMPORTS, "given": GIVEN, "test_f": TEST}[grade_id])
    cells[3]["source"] = "def f(z):\n    return np.abs(twice(z) / 2)"
    cells[place]["source"] += """
import numpy as np, os
import numpy as np2
def twice(z):
    return times(2, z)
def times(n, z):
    return n * z
def unused(z):
    return z
GIVEN = 7
f = None
twice_more = twice(1)
while True: pass"""
    sources, repairs = restore(cells)
    (kept,) = [text for text in sources if text not in HONEST and text != cells[3]["source"]]
    assert sources.index(kept) == place
    space: dict[str, Any] = {}
    exec(kept, space)  # it is this file's
    assert space.keys() - {"__builtins__"} == {"np", "twice", "times"}
    assert repairs == (
        f"cell {grade_id}: had been changed, put back; of what was there only this still runs, before it: "
        f"np, twice, times / 单元格 {grade_id}：被改动过，已恢复；原有改动中只保留：np, twice, times",
    )


@pytest.mark.parametrize(
    "written",
    [
        "assert False",
        "while True: pass",
        "import os; os._exit(0)",
        "def f(z): return None",
        "GIVEN = None",
        "torch = None",
        "import this as torch",
        "from os import *",
        "f: int = f()",
        "class f: pass",
        "helper = [endless() for _ in range(9)]",
        "def helper(z=endless()): return z",
        "def helper(z: endless()): return z",
        "@endless\ndef helper(z): return z",
        "class helper(endless()): pass",
        "class helper:\n    x = endless()",
        "class helper:\n    endless()",
        "helper = 9 ** 9 ** 9",
        "def helper(z):",
        "helper = " + "[" * 90 + "]" * 90 + "\n" * 20_000,
    ],
)
def test_what_could_cost_an_answer_something_is_not_kept(written: str) -> None:
    """No test, loop, end of the process or call; no name of a locked cell or an answer; nothing that is not Python."""
    cells = honest()
    cells[3]["source"] = f"{ANSWER} + helper(z) + path"
    cells[4]["source"] = written
    sources, repairs = restore(cells)
    assert sources == [IMPORTS, "text", GIVEN, f"{ANSWER} + helper(z) + path", TEST, "because"]
    assert repairs == (
        "cell test_f: had been changed, put back; what was written there does not run / "
        "单元格 test_f：被改动过，已恢复；写在那里的内容不会运行",
    )


def test_an_answer_in_the_test_cell_is_kept_if_its_own_cell_has_none() -> None:
    """A function written one cell too low is found by the suite; the test cell is as it was."""
    cells = honest()
    cells[3]["source"] = ""
    cells[4]["source"] = f"{ANSWER}\n\n{TEST}"
    sources, _ = restore(cells)
    assert sources == [IMPORTS, "text", GIVEN, "", ANSWER, TEST, "because"]


def test_an_import_that_an_answer_repeats_below_is_kept() -> None:
    """The answers above that one need it too."""
    cells = honest()
    cells[0]["source"] = f"{IMPORTS}\nimport numpy as np"
    cells[3]["source"] = f"{ANSWER} * np.ones(1)"
    cells.append(cell("code", "import numpy as np\nnp.ones(2)"))
    assert restore(cells)[0][:2] == ["import numpy as np", IMPORTS]
    cells.insert(0, cell("code", "np = 3"))
    assert restore(cells)[0][:2] == ["np = 3", IMPORTS]


def test_a_changed_locked_cell_without_its_mark_is_what_nbgrader_takes_it_for() -> None:
    """The student's own: it runs where it stands, and the locked cell before it."""
    cells = honest()
    cells[4] = cell("code", f"{TEST}\nhelper = 1")
    sources, repairs = restore(cells)
    assert sources == [IMPORTS, "text", GIVEN, ANSWER, TEST, f"{TEST}\nhelper = 1", "because"]
    assert "what it was runs after it" in repairs[1]


def test_a_cell_that_cannot_do_its_work_where_it_stands_is_moved() -> None:
    """A test above the answer that it tests, and definitions below a cell that needs them; and nothing else."""
    cells = honest()
    cells.insert(0, cells.pop(4))
    sources, repairs = restore(cells)
    assert sources == HONEST
    assert repairs == ("cell test_f: was out of its place, put back / 单元格 test_f：位置变动，已放回",)
    cells = honest()
    cells[3]["source"] = "LATE = GIVEN + 1\n" + ANSWER
    cells.insert(4, cells.pop(2))
    sources, repairs = restore(cells)
    assert sources == [IMPORTS, "text", GIVEN, "LATE = GIVEN + 1\n" + ANSWER, TEST, "because"]
    assert repairs == ("cell given: was out of its place, put back / 单元格 given：位置变动，已放回",)


@pytest.mark.parametrize(
    "order",
    [
        [0, 1, 2, 3, 5, 4],
        [1, 0, 2, 3, 4, 5],
        [5, 0, 1, 3, 2, 4],
        [0, 3, 4, 1, 2, 5],
        [2, 0, 3, 5, 1, 4],
    ],
)
def test_what_works_where_the_student_put_it_stays_there(order: list[int]) -> None:
    """nbgrader runs cells in the student's order, and so do we; nothing is called out of its place."""
    cells = [honest()[place] for place in order]
    assert restore(cells) == ([HONEST[place] for place in order], ())


def test_all_test_cells_at_the_end_move_nothing() -> None:
    """In no notebook of any lesson: a locked cell of definitions stays before the answers that it was before."""
    for source in NOTEBOOKS:
        cells = json.loads(reference_submission(source))["cells"]
        tests = {cell.grade_id for cell in source.cells if cell.is_test}
        cells.sort(key=lambda item: item["metadata"].get("nbgrader", {}).get("grade_id") in tests)
        restored = restore_locked_cells(json.dumps({"cells": cells}).encode(), source)
        assert restored.repairs == ()
        assert [cell.source for cell in restored.cells] == ["".join(item["source"]) for item in cells]


def test_a_deleted_definition_takes_no_name_from_the_students_own() -> None:
    """A locked cell that was deleted and written anew comes back before the student's, which still counts."""
    cells = honest()
    cells[2] = cell("code", "# mine\nGIVEN = int(1)")
    cells.insert(0, cell("code", "GIVEN = 2"))
    sources, _ = restore(cells)
    assert sources == [GIVEN, "GIVEN = 2", IMPORTS, "text", "# mine\nGIVEN = int(1)", ANSWER, TEST, "because"]


def test_a_locked_cell_of_an_earlier_release_is_no_change_by_the_student() -> None:
    """It is updated, which the TA reads and the student does not; a change of it is a change."""
    earlier = {EarlierCell("given", fingerprint("GIVEN = 0")), EarlierCell("test_f", fingerprint("assert f(0) == 0"))}
    source = dataclasses.replace(SOURCE, earlier=frozenset(earlier))
    cells = honest()
    cells[2]["source"], cells[4]["source"] = "GIVEN = 0  \n\n", "assert f(0) == 0"
    for strip in (False, True):
        cells[4]["metadata"] = {} if strip else cells[4]["metadata"]
        restored = restore_locked_cells(json.dumps({"cells": cells}).encode(), source)
        assert [cell.source for cell in restored.cells] == HONEST
        assert len(restored.repairs) == strip
        assert restored.updates == (
            "2 cells from an earlier release, updated: given, test_f / 2 个单元格来自较早的版本，已更新",
        )
    cells[2]["source"] = "GIVEN = 00"
    restored = restore_locked_cells(json.dumps({"cells": cells}).encode(), source)
    assert "cell given: had been changed, put back" in restored.repairs[-1]
    assert "updated: test_f" in restored.updates[0]


def test_a_released_cell_without_its_hidden_tests_is_unchanged() -> None:
    """The yardstick is what was handed out; what runs is the source, hidden tests and all."""
    hidden = f"{TEST}\n### BEGIN HIDDEN TESTS\nassert f(7) == 7\n### END HIDDEN TESTS\nassert f(2) == 2"
    tests = [dataclasses.replace(cell, source=hidden) if cell.is_test else cell for cell in SOURCE.cells]
    source = dataclasses.replace(SOURCE, cells=tuple(tests))
    cells = honest()
    cells[4]["source"] = f"{TEST}\nassert f(2) == 2"
    for mark in (True, False):
        cells[4]["metadata"] = cells[4]["metadata"] if mark else {}
        restored = restore_locked_cells(json.dumps({"cells": cells}).encode(), source)
        assert [cell.source for cell in restored.cells] == [*HONEST[:4], hidden, "because"]
        assert len(restored.repairs) == (not mark)


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
    """Copies of a test cell are dropped; copies of an answer all run, so that the last counts."""
    cells = honest()
    cells.append(dict(cells[4]))
    cells.insert(4, cell("code", "def f(z): return 2", "f"))
    sources, repairs = restore(cells)
    assert sources == [IMPORTS, "text", GIVEN, ANSWER, "def f(z): return 2", "because", TEST]
    assert len(repairs) == 2


def test_a_copy_of_a_definition_runs_again() -> None:
    """As it does in nbgrader: a student may have put a value back with it."""
    cells = honest()
    cells.insert(3, cell("code", "GIVEN = 5"))
    cells.insert(4, cell("code", GIVEN, "given"))
    assert restore(cells)[0] == [IMPORTS, "text", GIVEN, "GIVEN = 5", GIVEN, ANSWER, TEST, "because"]


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


def test_the_courses_own_text_of_an_earlier_release_is_no_answer() -> None:
    """What stood below an empty answer when it was handed out is nobody's answer; what a student adds there is."""
    source = dataclasses.replace(SOURCE, earlier=frozenset({EarlierCell("", fingerprint("The next task, as it was."))}))
    cells = [*honest(), cell("markdown", "The next task, as it was. ")]
    cells[5]["source"] = "why?"
    restored = restore_locked_cells(json.dumps({"cells": cells, "nbformat": 4}).encode(), source)
    assert (restored.repairs, restored.answer("why")) == ((), "why?")
    cells.append(cell("markdown", "Because it is."))
    restored = restore_locked_cells(json.dumps({"cells": cells, "nbformat": 4}).encode(), source)
    assert "Because it is." in restored.answer("why")
    assert "The next task" not in restored.answer("why")


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


@pytest.mark.parametrize("is_marked", [False, True])
def test_an_edited_copy_of_a_locked_cell_is_the_students_own(is_marked: bool) -> None:
    """Unless it is the last one with the mark: nbgrader overwrites that one, so what was written there does not run."""
    cells = honest()
    mine = "assert f(2) == 2\nhelper = 3"
    cells.insert(5, cell("code", mine, "test_f" if is_marked else ""))
    sources, repairs = restore(cells)
    assert sources == [IMPORTS, "text", GIVEN, ANSWER, TEST, *([] if is_marked else [mine]), "because"]
    assert len(repairs) == 2 * is_marked
    cells[4], cells[5] = cells[5], cells[4]
    assert restore(cells) == ([IMPORTS, "text", GIVEN, ANSWER, mine, TEST, "because"], ())


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


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_foreign_notebook_that_shares_some_names_needs_a_person(count: int) -> None:
    """What defines a few functions of the same names is no notebook full of wrong answers, and no zero."""
    for source in NOTEBOOKS:
        answers = [c for c in source.cells if c.is_solution and c.cell_type == "code"]
        names = sorted(name for c in answers for name in defined_names(c.source))[:count]
        own = ["import numpy", "x = 1", *(f"def {name}(a, b=None):\n    return b" for name in names), "print(x)"]
        cells = [cell("markdown", "# Another course"), *(cell("code", text) for text in own)]
        with pytest.raises(SubmissionError, match=rf"^nb\.ipynb (lacks most of|holds none) .*{source.name}") as caught:
            restore_locked_cells(json.dumps({"cells": cells}).encode(), source, "nb.ipynb")
        assert "right file" in caught.value.hint


def is_answer(item: dict[str, Any], source: SourceNotebook) -> bool:
    name = item["metadata"].get("nbgrader", {}).get("grade_id")
    return name in source.by_id and source.by_id[name].is_solution


@pytest.mark.parametrize("is_stripped", [False, True])
def test_a_notebook_that_was_damaged_is_not_taken_for_a_foreign_one(is_stripped: bool) -> None:
    """Half of the answers alone; all locked cells and one answer; all answers alone: it is plainly this one."""
    for source in NOTEBOOKS:
        cells = json.loads(reference_submission(source))["cells"]
        answers = [item for item in cells if is_answer(item, source)]
        others = [item for item in cells if not is_answer(item, source)]
        for kept in (answers[: len(answers) // 2], answers[-(len(answers) // 2) :], answers, [*others, answers[0]]):
            kept = [cell(item["cell_type"], item["source"]) for item in kept] if is_stripped else kept
            restored = restore_locked_cells(json.dumps({"cells": kept}).encode(), source)
            assert restored.code


def test_no_sample_answer_is_refused_or_repaired() -> None:
    """Every third of any lesson: nothing in an answer makes its notebook look foreign or its cells changed."""
    for name in COURSE.lesson_names():
        lesson = load_lesson(COURSE, name)
        for answer in load_bank(lesson)[::3]:
            source = lesson.notebook(answer.notebook)
            restored = restore_locked_cells(build_submission(source, answer.cells), source)
            assert (restored.repairs, restored.updates) == ((), ())


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
    """After any accidents: each locked cell once, byte for byte; each answer cell; no own code lost."""
    source = data.draw(st.sampled_from(NOTEBOOKS))
    cells = mutilated(data.draw, json.loads(reference_submission(source))["cells"])
    try:
        restored = restore_locked_cells(json.dumps({"cells": cells}).encode(), source)
    except SubmissionError:
        return  # most of it is gone
    locked = sorted((c.origin.index, c.source) for c in restored.cells if c.origin is not None and c.origin.is_locked)
    assert locked == [(c.index, c.source) for c in source.cells if c.is_locked]
    assert {c.origin.grade_id for c in restored.cells if c.origin is not None} == set(source.by_id)
    kept = "\n".join(c.source for c in restored.cells)
    answers = {c.grade_id for c in source.cells if c.is_solution}
    for item in cells:
        mark = item["metadata"].get("nbgrader", {}).get("grade_id")
        if item["cell_type"] == "code" and (mark is None or mark in answers):
            text = item["source"] if isinstance(item["source"], str) else "".join(item["source"])
            known = {line.strip() for c in source.cells for line in c.source.splitlines()}
            assert text in kept or {line.strip() for line in text.splitlines()} <= known


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
    assert {c.source for c in restored.cells if c.origin and c.origin.is_locked} == {
        c.source for c in source.cells if c.is_locked
    }


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
