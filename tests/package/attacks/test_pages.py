"""Texts that keep a parser busy: each page is made in its time, shows the text, and nobody else's page waits or changes."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config, PyFileConfigLoader

from autograder.classroom.clustering import normalize_text
from autograder.classroom.explanations import group_answers
from autograder.classroom.tokens import tokenize_answer
from autograder.cli.main import main
from autograder.course import Course, Lesson, Regions, SourceCell, SourceNotebook
from autograder.feedback import explain_outcome, render_page, rendering
from autograder.records import CellGrade, Grade, NotebookGrade
from autograder.submissions import own_lines
from autograder.suite import Outcome, Verdict
from autograder.text import clean_controls, clean_formula, clean_line, clean_markdown, clean_text, split_languages

REPOSITORY = Path(__file__).resolve().parents[3]
NOTEBOOK = "hidden_layers"
REPEATED = (
    "\t", " ", "\n", "[", "![", "[a](", "[a][", "](<", "*", "*a_b", "**_", "_", "`", "`a", "<", "<b>", "<!--", "&", "&a", "&#", "$", "$a",
    "\\", "\\[", "\\\\[", "\\\\(", "\\begin{a}", "> ", ">", "- ", "- a\n", "a\n: b\n", "|a", "|-|\n", "#", "# ", "#\n", "~~~\n", "```python\n",
    "http://", "a@", "'", "'\\", '"""\\', "f'{", "(", "0_", "\x1b[0", "\u0301\u0316", "\ufdfa", "BEGIN HIDDEN TESTS", " / ", "data ", "\\html",
)  # fmt: skip
SHAPES: dict[str, Callable[[int], str]] = {
    "an exotic lexer": lambda size: "```easytrieve\n" + "\t" * size + "\n```",
    "quotes in quotes": lambda size: "".join(f"{'>' * depth} a\n" for depth in range(1, int((2 * size) ** 0.5))),
    "lists in lists": lambda size: "".join(f"{'  ' * depth}- a\n" for depth in range(1, int(size**0.5))),
    "links to one address": lambda size: f"[a]: {'u' * (size // 2)}\n\n{'[a]' * (size // 6)}",
    "growing code": lambda size: "".join(f"{'`' * count} " for count in range(1, int((2 * size) ** 0.5))),
    "a wide table": lambda size: f"{'|a' * (size // 4)}|\n{'|-' * (size // 4)}|\n",
    "a formula without an end": lambda size: f"$${'a' * size}",
    "signs of a comment, then blanks": lambda size: "#" * (size // 2) + " " * (size // 2),
    "blank lines behind a sign": lambda size: "#" + "\n" * size,
    "two kinds of marks": lambda size: "a" + "\u0301" * (size // 2) + "\u0316" * (size // 2),
}


def make_texts(size: int) -> list[str]:
    repeated = [(part * (size // len(part) + 1))[:size] for part in REPEATED]
    return [*repeated, *(shape(size) for shape in SHAPES.values())]


# --- one page ------------------------------------------------------------------------------------------------------


def make_page(texts: list[str], kind: str) -> str:
    """The page of a student who wrote these texts, one in each cell."""
    is_code = kind == "code"
    cells: list[SourceCell] = []
    for number in range(len(texts)):
        cells.append(SourceCell(len(cells), kind, "", f"a{number}", 1.0, is_grade=not is_code, is_solution=True))
        if is_code:
            cells.append(SourceCell(len(cells), kind, "", f"t{number}", 1.0, is_grade=True, is_locked=True))
    notebook = SourceNotebook("loops", Path("loops.ipynb"), tuple(cells), None, "")
    marks = [{"nbgrader": {"grade_id": f"a{number}", "solution": True}} for number in range(len(texts))]
    document = {
        "cells": [
            {"cell_type": kind, "metadata": mark, "source": text, "outputs": []}
            for mark, text in zip(marks, texts, strict=True)
        ]
    }
    grades = {cell.grade_id: CellGrade(1.0, 0.0) for cell in notebook.graded_cells}
    graded = NotebookGrade("loops", "", "loops.ipynb", "", "jail", grades, ())
    lesson = Lesson("week1", Course(Path()), (notebook,))
    return render_page(lesson, Grade("ann", "week1", "", (graded,), ()), {"loops": document}, {}, None, None)


@pytest.mark.campaign
@pytest.mark.parametrize("kind", ["markdown", "code"])
def test_a_page_of_everything_that_is_slow_is_made_in_its_time(kind: str) -> None:
    """All texts of the bank on one page; what is not formatted is shown as it is."""
    texts = make_texts(30_000 if kind == "markdown" else 8_000)
    assert "<em>so</em>" in make_page(["*so*"], "markdown")  # the process that formats has started
    begin = time.monotonic()
    page = make_page(texts, kind)
    assert time.monotonic() - begin < 120  # 4 seconds of a processor, and to start the process anew some times
    assert page.count('<details class="question"') == len(texts)
    assert page.rstrip().endswith("</html>")


# --- nbgrader's page -----------------------------------------------------------------------------------------------


def _export(cells: list[Any], config: Config) -> str:
    """The page that the formgrader shows of a graded notebook, as it is made with this configuration."""
    document = nbformat.v4.new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})
    exporter = HTMLExporter(config=config, template_name="classic", exclude_input_prompt=True)
    return str(exporter.from_notebook_node(document)[0])


@pytest.fixture
def config() -> Config:
    """The course's configuration of nbgrader."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(REPOSITORY)).load_config()


def test_nbgraders_page_of_ordinary_texts_is_what_nbconvert_makes(config: Config) -> None:
    """Byte for byte."""
    prose = [
        "# A *b*\n\n$x_1 < 2$ [l](files/a) and [m](http://b)",
        "```python\nx = 1\n```\n\n```\nls\n```\n\n|a|\n|-|\n|b|",
        "",
    ]
    code = ["def f(x):\n    return '<b>'  # no", "%matplotlib inline", ""]
    cells = [*map(nbformat.v4.new_markdown_cell, prose), *map(nbformat.v4.new_code_cell, code)]
    assert _export(cells, config) == _export(cells, Config())


@pytest.mark.long
def test_nbgraders_page_is_made_in_its_time(config: Config) -> None:
    """In the formgrader as in `nbgrader generate_feedback`: no lexer that a student names, and brackets without an end."""
    texts = [SHAPES["an exotic lexer"](30_000), "[" * 200_000, "\\\\( " * 9_000, "a *b*", "[a](b" * 7_000]
    begin = time.monotonic()
    page = _export([*map(nbformat.v4.new_markdown_cell, texts), nbformat.v4.new_code_cell("'" * 200_000)], config)
    assert time.monotonic() - begin < 120
    assert page.count("could not be formatted") == 3
    assert "<em>b</em>" in page


# --- everything else that reads what students write ----------------------------------------------------------------


def _explain(text: str) -> object:
    lines = {"message": text, "call": text, "got": text, "expected": text, "where": text}
    return explain_outcome(Outcome("a", "b", 1.0, "s", False, Verdict.RAISED, **lines))


def _group(text: str) -> object:
    cell = SourceCell(0, "markdown", "", "why", 3.0, is_grade=True, is_solution=True)
    return group_answers(SourceNotebook("n", Path("n.ipynb"), (cell,), None, ""), cell, "stub", {"a": text}, {})


READERS: dict[str, Callable[[str], object]] = {
    "clean_controls": clean_controls,
    "clean_formula": clean_formula,
    "clean_line": clean_line,
    "clean_markdown": clean_markdown,
    "clean_text": clean_text,
    "split_languages": split_languages,
    "own_lines": lambda text: own_lines(text, "stub"),
    "drop_markers": Regions().drop_markers,
    "hide_tests": Regions().hide_tests,
    "drop_solutions": Regions().drop_solutions,
    "explain_outcome": _explain,
    "tokenize_answer": lambda text: tokenize_answer(text, "stub", frozenset()),
    "normalize_text": lambda text: normalize_text(text),
    "group_answers": _group,
}


@pytest.mark.parametrize("name", READERS)
def test_what_reads_a_text_once_takes_as_long_as_the_text_is(name: str) -> None:
    """No text of 60,000 characters takes half a second of a processor; one that is read again and again takes more."""
    for text in make_texts(60_000):
        begin = time.process_time()
        READERS[name](text)
        assert time.process_time() - begin < 0.5, text[:20]


# --- a class -------------------------------------------------------------------------------------------------------


def _hand_in(root: Path, student: str, answer: str) -> None:
    document: Any = json.loads((root / "solutions" / "lesson09" / f"{NOTEBOOK}.ipynb").read_text())
    for cell in document["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "explain_identity":
            cell["source"] = answer
    folder = root / "gradebook" / "submitted" / student / "lesson09"
    folder.mkdir(parents=True)
    (folder / f"{NOTEBOOK}.ipynb").write_text(json.dumps(document))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course with one notebook."""
    root = tmp_path / "course"
    for folder in ("solutions", "tests", "gradebook"):
        (root / folder / "lesson09").mkdir(parents=True)
    (root / "gradebook" / "lesson09").rmdir()
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    for file in (f"solutions/lesson09/{NOTEBOOK}.ipynb", f"tests/lesson09/test_{NOTEBOOK}.py"):
        shutil.copy(REPOSITORY / file, root / file)
    return root


@pytest.mark.long
def test_one_student_costs_the_class_seconds_and_no_page(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exotic lexer, then formulas without an end; then a file of ours that is broken. All others get their pages."""
    monkeypatch.setattr(rendering, "_TEXT_S", 1.0)  # formulas without an end take all that there is
    _hand_in(root, "ann", "An **honest** answer with `code` and $x^2$.\n\n```python\nx = 1\n```")
    _hand_in(root, "bob", SHAPES["an exotic lexer"](3_000) + "\n\n" + "\\\\[ " * 9_000)
    _hand_in(root, "cat", "Another one.")
    _hand_in(root, "dan", "An exotic one.\n\n" + SHAPES["an exotic lexer"](30_000))
    assert main(["grade", "lesson09", "--root", str(root)]) == 0
    begin = time.monotonic()
    assert main(["feedback", "lesson09", "--root", str(root)]) == 0
    assert time.monotonic() - begin < 120  # it is 2 seconds of a processor, and to start two processes
    pages = {name: root / f"gradebook/feedback/{name}/lesson09/lesson09.html" for name in ("ann", "bob", "cat", "dan")}
    before = {name: page.read_bytes() for name, page in pages.items()}
    assert b"<strong>honest</strong>" in before["ann"]
    assert b"could not be formatted" in before["bob"]
    assert b'<p>An exotic one.</p>\n<div><pre tabindex="0"><span></span>\t\t' in before["dan"]

    for page in pages.values():
        page.unlink()
    (root / f"gradebook/autograded/cat/lesson09/{NOTEBOOK}.ipynb").write_text("{")
    capsys.readouterr()
    assert main(["feedback", "lesson09", "--root", str(root)]) == 3
    said = capsys.readouterr()
    assert "needs a person: cat: no page: JSONDecodeError" in said.err
    assert "3 pages" in said.out
    assert not pages["cat"].exists()
    del pages["cat"], before["cat"]
    assert {name: page.read_bytes() for name, page in pages.items()} == before
