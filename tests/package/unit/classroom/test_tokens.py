"""Code is compared by its tokens: names, texts, comments and layout do not count."""

from __future__ import annotations

from autograder.classroom.tokens import find_given_names, share_of_runs, tokenize_answer
from autograder.course import Lesson, SourceCell, SourceNotebook

GIVEN = frozenset({"double"})


def tokens(source: str, stub: str = "") -> tuple[str, ...]:
    return tokenize_answer(source, stub, GIVEN).tokens


def test_own_names_and_texts_are_one_word_each() -> None:
    """Keywords, built-ins, given names, attributes, numbers and signs stay."""
    assert tokens("y = double(abs(x.size), 1e-3) ** 2 if z else 'no'") == (
        *("V", "=", "double", "(", "abs", "(", "V", ".", "size", ")", ",", "1e-3", ")", "**", "2"),
        *("if", "V", "else", "S"),
    )


def test_layout_and_comments_are_left_out_and_kept_apart() -> None:
    """What was handed out is neither."""
    one = tokenize_answer("def f(a):\n    return a  # mine", "", GIVEN)
    two = tokenize_answer("def g(b):\n\n\n        return (\n b)".replace("(\n", "").replace(" b)", " b"), "", GIVEN)
    assert one.tokens == two.tokens
    assert (one.names, one.comments) == ({"f", "a"}, {"mine"})
    assert tokens("def f(x):\n    # TASK\n    return 1", "def f(x):\n  # TASK") == ("return", "1")


def test_broken_code_has_tokens_too() -> None:
    """Nothing is parsed."""
    assert tokens("for x in:\n  'own") == ("for", "V", "in", ":", "'", "V")


def test_names_that_the_task_gives(lesson: Lesson) -> None:
    """What handed-out cells define or import, and what answers are called."""
    cells = (SourceCell(0, "code", "import os\nA, B = 1, 2\nif A == B:\n    c = 3"), *lesson.notebooks[0].cells)
    notebook = SourceNotebook("n", lesson.notebooks[0].path, cells, None, "")
    assert find_given_names(notebook) == {"os", "A", "B", "c", "double"}


def test_the_share_of_runs_is_between_0_and_1() -> None:
    """The same code shares all, no code shares nothing."""
    code = tokenize_answer("a = b + c * d - e / f", "", GIVEN)
    assert share_of_runs(code, code) == 1.0
    assert share_of_runs(code, tokenize_answer("", "", GIVEN)) == 0.0
    assert 0 < share_of_runs(code, tokenize_answer("a = b + c * d - e + 1", "", GIVEN)) < 1
