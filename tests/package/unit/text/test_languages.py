"""A text that holds both languages is taken apart where its author put it together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.text.languages import join_languages, split_languages

REPOSITORY = Path(__file__).resolve().parents[4]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("The step is 1 from 0 on.", "从 0 起为 1。"),
        ("The score is a / b.", "得分是 a / b。"),
        ("cell f: put back", "单元格 f：已补回"),
        ("0.0 or 1.0", "0.0 或 1.0"),
    ],
)
def test_a_pair_is_taken_apart(english: str, chinese: str) -> None:
    """What was put together comes apart into the same halves."""
    assert split_languages(join_languages(english, chinese)) == (english, chinese)


@pytest.mark.parametrize("text", ["tensor([1.]) float32 (1,)", "a / b", "中文", "错误 / wrong", " / 中文", ""])
def test_what_is_no_pair_stays_whole(text: str) -> None:
    """A text without two languages is shown whole in both."""
    assert split_languages(text) == (text, text)


def test_a_slash_of_one_language_alone_does_not_part_it() -> None:
    """Where only one language has a slash of its own, the last one before the Chinese parts them."""
    assert split_languages("a / b is wrong / 除法不对") == ("a / b is wrong", "除法不对")


def test_every_sentence_of_the_lessons_is_a_pair() -> None:
    """Each test's sentence, misconception and hint of the repository comes apart into English and Chinese."""
    texts = []
    for path in REPOSITORY.glob("tests/lesson*/test_*.py"):
        found = re.findall(r'def test_\w+\([^)]*\)[^:]*:\n    """(.*?)"""', path.read_text(encoding="utf-8"), re.DOTALL)
        texts += [" ".join(text.split()) for text in found]
    for path in REPOSITORY.glob("tests/lesson*/bank/wrong/*.py"):
        texts += re.findall(r"^# (?:misconception|hint): (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(texts) > 100
    for text in texts:
        english, chinese = split_languages(text)
        assert not re.search("[\u4e00-\u9fff]", english), text
        assert re.search("[\u4e00-\u9fff]", chinese), text
