"""How a class is divided among workers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from autograder.grading.run import _cut_into_chunks


@given(st.integers(0, 1200), st.integers(1, 60))
def test_chunks_hold_every_student_once_and_grow_smaller(students: int, workers: int) -> None:
    """No student is left out or twice, none of the last chunks keeps one worker busy while the others wait."""
    names = [str(number) for number in range(students)]
    chunks = list(_cut_into_chunks(names, workers))
    assert [name for chunk in chunks for name in chunk] == names
    sizes = [len(chunk) for chunk in chunks]
    assert sizes == sorted(sizes, reverse=True)
    assert all(1 <= size <= 16 for size in sizes)
    assert sizes[-workers:] == [1] * min(students, workers)
