"""What students call things: the headings of the source notebooks, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import CellKey, Course, Lesson, SourceCell, SourceNotebook


def notebook(name: str, *cells: str) -> SourceNotebook:
    """A notebook of texts, answers ("=name") and their tests ("?name")."""
    made = []
    for index, cell in enumerate(cells):
        kind = {"=": "is_solution", "?": "is_grade"}.get(cell[0])
        marks = {"grade_id": cell[1:], kind: True} if kind else {}
        made.append(SourceCell(index, "code" if kind else "markdown", "# no / 标题" if kind else cell, **marks))
    return SourceNotebook(name, Path(), tuple(made), None, "")


def title(*cells: str, of: str = "f") -> str:
    return Lesson("l", Course(Path()), (notebook("nb", *cells),)).titles.questions["nb", of]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("## 4. 或门 / OR（3 分 / points）", "4. OR / 4. 或门"),
        ("## 1. sigmoid（2 分 / points）", "1. sigmoid"),
        ("## 5. 解释（一） / Explain (1)（4 分，人工评分 / points, graded by hand）", "5. Explain (1) / 5. 解释（一）"),
        ("## The mean / 平均值 (2 points)", "The mean / 平均值"),
        ("## 2. **`super`** 做了什么 / What `super` does ##", "2. What super does / 2. super 做了什么"),
        ("text\n\n### Half / quarter\n\nmore", "Half / quarter"),
    ],
)
def test_a_heading_is_read_in_both_languages(heading: str, expected: str) -> None:
    """The number in both, the points in neither."""
    assert title("# T", heading, "=f", "?test_f") == expected
    assert title("# T", heading, "=f", "?test_f", of="test_f") == expected


def test_a_heading_belongs_to_the_answer_below_it() -> None:
    """Not to the one after that, and the notebook's is nobody's; code in a text is no heading."""
    assert title("# T", "## A", "=f", "=g", of="g") == "g"
    assert title("# T", "## A", "=f", "text", "=g", of="g") == "g"
    assert title("# T", "=f") == title("=f") == title("# T", "```\n## A\n```", "=f") == "f"
    assert title("## A", "=f") == "A"
    assert title("# T", "## A", "=g", "## B", "text", "=f") == "B"


def lesson(*headings: str) -> Lesson:
    return Lesson("week1", Course(Path()), tuple(notebook(f"n{i}", h) for i, h in enumerate(headings)))


def test_what_all_notebooks_begin_with_is_the_lessons() -> None:
    """What is left is the notebook's own; without a common part the lesson has its name."""
    titles = lesson("# 第 9 课 · 一、门 / Lesson 9 · 1. Gates", "# 第 9 课 · 二、层 / Lesson 9 · 2. Layers").titles
    assert titles.lesson == "Lesson 9 / 第 9 课"
    assert titles.notebooks == {"n0": "1. Gates / 一、门", "n1": "2. Layers / 二、层"}
    assert lesson("# Week 1: a", "# Week 1: b").titles.notebooks == {"n0": "a", "n1": "b"}
    apart = lesson("# A: a", "# B: b", "text").titles
    assert (apart.lesson, apart.notebooks) == ("week1", {"n0": "A: a", "n1": "B: b", "n2": "n2"})
    assert lesson("# Gates / 门").titles.lesson == "Gates / 门"
    assert CellKey("n0", "x") not in apart.questions
