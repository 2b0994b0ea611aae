"""What a lesson says about its mutants is read and checked; a wrong file is refused with its path."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.audit.settings import load_equivalents, load_swaps
from autograder.course import Course, Lesson
from autograder.errors import CourseError


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    lesson = Lesson("week1", Course(tmp_path), ())
    lesson.bank_folder.mkdir(parents=True)
    return lesson


def test_a_lesson_may_say_nothing(lesson: Lesson) -> None:
    """Neither file is needed."""
    assert (load_swaps(lesson), load_equivalents(lesson)) == ({}, {})


def test_names_are_swapped_as_the_file_says(lesson: Lesson) -> None:
    """Each name with the names that a mutant may have in its place."""
    (lesson.bank_folder / "mutants.toml").write_text('[swap]\ndouble = ["triple", "half"]\nexp = []\n')
    assert load_swaps(lesson) == {"double": ["triple", "half"], "exp": []}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[swap]\ndouble = "triple"', "swap"),
        ("[swap]\ndouble = [1]", "str"),
        ('[swaps]\ndouble = ["triple"]', "swaps"),
        ('[swap]\ndouble = ["2x"]', "'2x' is no name"),
        ('[swap]\n"a b" = []', "'a b' is no name"),
        ("[swap", "cannot be read"),
        ("\udcff", "cannot be read"),
    ],
)
def test_wrong_swaps_are_refused(lesson: Lesson, text: str, message: str) -> None:
    """The error names the file and says how to write it."""
    path = lesson.bank_folder / "mutants.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(CourseError, match=message) as caught:
        load_swaps(lesson)
    assert caught.value.path == path
    assert caught.value.hint


def test_equivalent_mutants_come_from_all_their_files(lesson: Lesson) -> None:
    """One list, or one for each notebook."""
    for name, key in (("equivalent", "a-1"), ("equivalent.loops", "b-2")):
        (lesson.bank_folder / f"{name}.toml").write_text(f'[[equivalent]]\nkey = "{key}"\nreason = "x + y is y + x"\n')
    assert load_equivalents(lesson) == {"a-1": "x + y is y + x", "b-2": "x + y is y + x"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[equivalent]]\nkey = "a-1"', "reason"),
        ('[[equivalent]]\nkey = "a-1"\nreason = ""', "no reason"),
        ('[[equivalent]]\nreason = "x"', "key"),
        ('equivalent = "a-1"', "cannot be read"),
    ],
)
def test_an_equivalent_mutant_has_a_key_and_a_reason(lesson: Lesson, text: str, message: str) -> None:
    """Without a reason nobody can check it."""
    path = lesson.bank_folder / "equivalent.toml"
    path.write_text(text)
    with pytest.raises(CourseError, match=message) as caught:
        load_equivalents(lesson)
    assert caught.value.path == path
