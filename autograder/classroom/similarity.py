"""Code that is surprisingly alike: long, shared by few, and unlike the reference solution.

An answer is read as tokens: comments and layout are left out, the student's own names become one word, texts another;
numbers, operators, keywords, attributes and the names that the task gives stay. What was handed out is taken out. Two
answers are alike if they share most of their runs of five tokens. That alone is no surprise: a short task has one
natural answer. So an answer counts only if it is at least 60 tokens long, if few of the class share it, and if it is
unlike the reference solution, which a good answer may well come to by itself.

This is a hint for a person, never a verdict, and costs nobody a point.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from autograder.classroom.tokens import TokenizedAnswer, find_given_names, share_of_runs, tokenize_answer
from autograder.course import CellKey, Lesson

__all__ = ["LEAST_TOKENS", "SharedAnswer", "SharingStudents", "find_copies", "most_sharing"]

LEAST_TOKENS = 60
_LEAST_SHARE = 0.8
_LIKE_REFERENCE = 0.5


@dataclass(frozen=True)
class SharedAnswer:
    """Answers to one cell that are alike.

    `share` is the least part that two of them have in common, from 0 to 1; `tokens` is the length of the shortest;
    `sources` are what the students wrote, by student.
    """

    key: CellKey
    share: float
    tokens: int
    has_same_names: bool
    has_same_comments: bool
    sources: Mapping[str, str]

    @property
    def surprise(self) -> float:
        """How unlikely it is to come to the same by chance: long answers, the same names, the same comments."""
        return self.share * self.tokens * (1 + self.has_same_names + self.has_same_comments)


@dataclass(frozen=True)
class SharingStudents:
    """Students who share one or more answers; what is most surprising comes first."""

    students: tuple[str, ...]
    answers: tuple[SharedAnswer, ...]

    @property
    def surprise(self) -> float:
        return sum(answer.surprise for answer in self.answers)


class _Family(NamedTuple):
    """Students whose answers are alike, and the least part that two of those answers have in common."""

    students: tuple[str, ...]
    share: float


def most_sharing(size: int) -> int:
    """Return how many of a class may share an answer until it is the common one and says nothing."""
    return max(4, size // 25)


def find_copies(
    lesson: Lesson, released: Mapping[CellKey, str], answers: Mapping[CellKey, Mapping[str, str]]
) -> list[SharingStudents]:
    """Return who handed in surprisingly similar code, the most surprising first.

    `released` are the cells as they were handed out, `answers` the students' sources by cell and student.
    """
    size = len({student for sources in answers.values() for student in sources})
    found: dict[tuple[str, ...], list[SharedAnswer]] = {}
    for notebook in lesson.notebooks:
        given = find_given_names(notebook)
        for cell in notebook.cells:
            key = notebook.key(cell)
            if cell.is_solution and cell.cell_type == "code" and key in answers:
                stub = released.get(key, "")
                reference = tokenize_answer(cell.source, stub, given)
                read = {student: tokenize_answer(source, stub, given) for student, source in answers[key].items()}
                for family in _find_families(_drop_usual(read, reference), most_sharing(size)):
                    shared = _make_shared_answer(key, family, read, answers[key])
                    found.setdefault(family.students, []).append(shared)
    sharing = [
        SharingStudents(students, tuple(sorted(shared, key=lambda answer: -answer.surprise)))
        for students, shared in found.items()
    ]
    return sorted(sharing, key=lambda one: (-one.surprise, one.students))


def _drop_usual(answers: Mapping[str, TokenizedAnswer], reference: TokenizedAnswer) -> dict[str, TokenizedAnswer]:
    """Return the answers that are long and unlike the reference solution: nobody comes to those by chance."""
    return {
        student: answer
        for student, answer in answers.items()
        if len(answer.tokens) >= LEAST_TOKENS and share_of_runs(answer, reference) < _LIKE_REFERENCE
    }


def _make_shared_answer(
    key: CellKey, family: _Family, answers: Mapping[str, TokenizedAnswer], sources: Mapping[str, str]
) -> SharedAnswer:
    own = [answers[student] for student in family.students]
    return SharedAnswer(
        key,
        family.share,
        tokens=min(len(answer.tokens) for answer in own),
        has_same_names=len({answer.names for answer in own}) == 1,
        has_same_comments=len({answer.comments for answer in own}) == 1 and bool(own[0].comments),
        sources={student: sources[student] for student in family.students},
    )


def _find_families(answers: Mapping[str, TokenizedAnswer], most: int) -> Iterable[_Family]:
    """Yield the students whose answers are alike, directly or through others, if they are at most `most`."""
    if len(answers) < 2:
        return
    # scikit-learn takes over a second to import: only who compares waits for it.
    from sklearn.feature_extraction.text import CountVectorizer

    students = sorted(answers)
    matrix = CountVectorizer(analyzer=_runs, binary=True, dtype="float32").fit_transform(
        [answers[student] for student in students]
    )
    common = (matrix @ matrix.T).tocoo()
    size = matrix.sum(axis=1).A1
    shares = common.data / (size[common.row] + size[common.col] - common.data)
    is_near = (shares >= _LEAST_SHARE) & (common.row != common.col)
    near: dict[str, dict[str, float]] = {}
    for one, other, share in zip(common.row[is_near], common.col[is_near], shares[is_near], strict=True):
        near.setdefault(students[one], {})[students[other]] = float(share)
    done: set[str] = set()
    for student in sorted(near):
        if student not in done:
            family = _list_connected(student, near)
            done.update(family)
            if len(family) <= most:
                yield _Family(family, round(min(share for one in family for share in near[one].values()), 2))


def _runs(answer: TokenizedAnswer) -> list[tuple[str, ...]]:
    return list(answer.runs)


def _list_connected(start: str, near: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
    found, waiting = {start}, [start]
    while waiting:
        for other in near[waiting.pop()]:
            if other not in found:
                found.add(other)
                waiting.append(other)
    return tuple(sorted(found))
