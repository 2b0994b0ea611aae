"""Student numbers are found beside names, in any order and with any signs between them."""

from __future__ import annotations

import pytest

from autograder.submissions.numbers import NumberedName, is_number, read_numbered_name, split_words


@pytest.mark.parametrize(
    ("text", "number", "words"),
    [
        ("2026001-张三", "2026001", {"张三"}),
        ("张三_2026001_3", "2026001", {"张三"}),
        ("张三（2026001）", "2026001", {"张三"}),
        ("张三2026001", "2026001", {"张三"}),
        ("２０２６００１＿张三", "2026001", {"张三"}),
        ("Ann Lee, U2026001", "U2026001", {"ann", "lee"}),
        ("张三_2026001_20260105", "2026001", {"张三"}),
        ("张三_20260105", "", {"张三"}),
        ("张三_2026001_李四_2026002", "", {"张三", "李四"}),
    ],
)
def test_a_number_beside_a_name_is_the_students(text: str, number: str, words: set[str]) -> None:
    """If it is the only one; what could be a date is none, and of two numbers none is chosen."""
    assert read_numbered_name(text, lambda word: word == "lab") == NumberedName(number, frozenset(words))


@pytest.mark.parametrize("text", ["张三", "2026001", "lab 2026001", "paul98765", "team-1", "ann 2026", ""])
def test_what_lacks_one_of_them_is_something_else(text: str) -> None:
    """A name alone, a number alone, a short number, a user name that ends in digits."""
    assert read_numbered_name(text, lambda word: word == "lab") is None


def test_a_date_is_no_number() -> None:
    """With or without a time of day; digits of that length that make no date are."""
    assert not any(map(is_number, ("20260105", "260105", "202601051200", "20260105120000", "1234", "ann")))
    assert all(map(is_number, ("20261301", "2026001", "99999", "S1234567X")))
    assert split_words("a-b_1 张三2c") == ["a", "b", "1", "张三", "2c"]
