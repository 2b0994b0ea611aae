"""Texts that say nearly the same are together; a negation or a number parts them."""

from __future__ import annotations

import time

import pytest

from autograder.classroom.clustering import cluster_texts, normalize_text

LONG = "the window of the room on the second floor is {} on every morning of the week"


def together(*texts: str) -> bool:
    return sorted(len(group) for group in cluster_texts([normalize_text(text) for text in texts])) == [len(texts)]


def test_words_digits_and_relations_are_all_that_is_compared() -> None:
    """Case, punctuation, widths and layout do not count."""
    assert normalize_text("  Ａ＜B，\n「c」 **d**! ≥2 ") == "a<b c d ≥2"


def test_a_word_more_parts_nothing() -> None:
    """In English and in Chinese."""
    assert together(LONG.format("open"), LONG.format("open") + " too")
    assert together("因为房间的窗户每天早上都是开着的，所以很冷。", "因为房间的窗户，每天早上都是开着的，所以很冷")
    assert not together(LONG.format("open"), "what you write has nothing to do with that")


@pytest.mark.parametrize("prefix", ["im", "in", "un"])
def test_a_prefix_negates_a_word_that_the_class_uses_without_it(prefix: str) -> None:
    """It is only a guess by the word alone, so that another's answer has to show it."""
    plain, negated = LONG.format("shuttered"), LONG.format(f"{prefix}shuttered")
    assert not together(plain, negated)
    assert together(negated, negated + " too")


def test_a_word_that_only_begins_like_a_negation_is_an_ordinary_word() -> None:
    """What is left of "inside" must be a word of the class, and have four letters."""
    assert together(LONG.format("open inside"), LONG.format("open"))
    assert together(LONG.format("put into input"), LONG.format("put to input"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("open", "not open"),
        ("open", "never open"),
        ("adjacent", "nonadjacent"),
        ("2 m wide", "3 m wide"),
        ("= 1", "< 1"),
    ],
)
def test_negations_and_numbers_part(one: str, other: str) -> None:
    """However alike the rest is."""
    assert not together(LONG.format(one), LONG.format(other))


def test_nothing_is_in_no_group() -> None:
    """No texts, no groups; one text is one group."""
    assert list(cluster_texts([])) == []
    assert list(cluster_texts(["a"])) == [["a"]]


@pytest.mark.parametrize("marks", ["\u0301\u0316", "\u0f73", "\u0f81", "\uff9e\u0301"])
def test_marks_on_one_letter_are_sorted_a_few_at_a_time(marks: str) -> None:
    """Some signs are marks only once they are normalized: 20,000 of them took a second."""
    start_s = time.process_time()
    normalize_text("a" + (marks * 20_000)[:20_000])
    assert time.process_time() - start_s < 0.3
