"""Long code that few share and that is unlike the reference is a copy; a longer and truer copy is more surprising."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.classroom.similarity import SharingStudents, find_copies, most_sharing
from autograder.course import CellKey, Lesson

LONG = "\n".join(f"total_{n} = values[{n}] * weights[{n}] + {n} - offset ** {n}" for n in range(6))
RENAMED = LONG.replace("total", "s").replace("values", "v").replace("offset", "o")


def copies(lesson: Lesson, sources: Mapping[str, str]) -> list[SharingStudents]:
    return find_copies(lesson, {}, {CellKey("loops", "double"): sources})


def test_renamed_code_is_a_copy_and_the_same_names_are_told(lesson: Lesson) -> None:
    """Both sources are kept."""
    (pair,) = copies(lesson, {"ann": LONG, "bob": RENAMED, "cy": "return x + x"})
    (shared,) = pair.answers
    assert pair.students == ("ann", "bob")
    assert (shared.key, shared.share, shared.has_same_names) == (CellKey("loops", "double"), 1.0, False)
    assert shared.sources == {"ann": LONG, "bob": RENAMED}
    (same,) = copies(lesson, {"ann": LONG + "  # so", "bob": LONG + " #  so"})
    assert (same.answers[0].has_same_names, same.answers[0].has_same_comments) == (True, True)
    assert same.surprise > pair.surprise > 0


def test_what_many_share_is_the_common_answer(lesson: Lesson) -> None:
    """Four of a small class may share one, of a large one more."""
    assert [most_sharing(size) for size in (2, 100, 250)] == [4, 4, 10]
    assert len(copies(lesson, dict.fromkeys("abcd", LONG))) == 1
    assert copies(lesson, dict.fromkeys("abcde", LONG)) == []


def test_cells_that_a_person_grades_are_not_code(lesson: Lesson) -> None:
    """Alike explanations are shown where they are graded."""
    assert find_copies(lesson, {}, {CellKey("loops", "why"): {"ann": LONG, "bob": LONG}}) == []
