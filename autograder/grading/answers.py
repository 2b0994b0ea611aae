"""What a student's answers are: whether a person has one to grade, and a hash of each to know it again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from msgspec import structs

from autograder.course import CellKey, SourceCell, SourceNotebook
from autograder.records import CellGrade
from autograder.submissions import RestoredNotebook

__all__ = ["find_answered", "sign_answers"]

_HASH_CHARS = 16


def find_answered(source: SourceNotebook, restored: RestoredNotebook, stubs: Mapping[CellKey, str]) -> dict[str, bool]:
    """Return of each answer that a person grades whether it is neither empty nor what was handed out.

    `stubs` are the answers as they were released.
    """
    answered = {}
    for cell in source.graded_cells:
        if cell.is_manual and not cell.is_task:
            released = stubs.get(source.key(cell), "").strip()
            given = source.regions.release_answer(cell.source).strip()
            answered[cell.grade_id] = restored.answer(cell.grade_id).strip() not in ("", released, given)
    return answered


def sign_answers(
    source: SourceNotebook, restored: RestoredNotebook, cells: Mapping[str, CellGrade]
) -> dict[str, CellGrade]:
    """Return the grades with the hash of the answer that each is for."""
    return {
        name: structs.replace(grade, answer=_sign(source, restored, source.by_id[name]))
        for name, grade in cells.items()
    }


def _sign(source: SourceNotebook, restored: RestoredNotebook, cell: SourceCell) -> str:
    """Return the hash of an answer; blanks at the ends of lines do not count. A task's are all own cells."""
    answer = source.answer_of(cell)
    found = [
        one
        for one in restored.cells
        if (not one.is_locked if cell.is_task else one.origin is not None and one.origin.grade_id == answer.grade_id)
    ]
    texts = [one.source for one in found]
    lines = [line.rstrip() for text in texts for line in text.strip().splitlines()]
    whole = hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass"))
    for picture in (picture for one in found for picture in one.pictures):
        whole.update(hashlib.sha256(picture.data).digest())
    return whole.hexdigest()[:_HASH_CHARS]
