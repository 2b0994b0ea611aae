"""Who grades whose answers: by section of the class, or dealt out so that each has as many to read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from autograder.course import Course
from autograder.errors import CourseError
from autograder.submissions import read_own_sections

__all__ = ["deal_groups", "find_own_sections"]


def find_own_sections(course: Course, person: str) -> tuple[str, ...]:
    """Return the sections that gradebook/tas.csv gives somebody; () if it is not there, or names none of him."""
    try:
        return read_own_sections(course, person)
    except CourseError:
        return ()


def deal_groups(
    groups: Sequence[Collection[str]],
    graders: Sequence[str],
    dealt: Mapping[str, str],
    may_see: Callable[[str, str], bool],
) -> dict[str, str]:
    """Return who of the graders gets the answers that are nobody's yet, by student.

    Alike answers go to one person, as far as he may see all of them (`may_see(grader, student)`), for they are read
    once; each next group goes to whoever of those that may see it has the fewest to read.
    """
    load = dict.fromkeys(graders, 0)
    for group in groups:
        for grader in {dealt[student] for student in group if student in dealt}:
            load[grader] = load.get(grader, 0) + 1
    new: dict[str, str] = {}
    for group in groups:
        for part in _split([student for student in group if student not in dealt], graders, may_see):
            able = [grader for grader in graders if all(may_see(grader, student) for student in part)]
            if able:
                chosen = min(able, key=lambda grader: (load[grader], grader))
                load[chosen] += 1
                new |= dict.fromkeys(part, chosen)
    return new


def _split(students: Sequence[str], graders: Sequence[str], may_see: Callable[[str, str], bool]) -> list[list[str]]:
    """Return students in parts whom the same graders may see; one part if somebody may see all of them."""
    if any(all(may_see(grader, student) for student in students) for grader in graders):
        return [list(students)] if students else []
    parts: dict[tuple[str, ...], list[str]] = {}
    for student in students:
        able = tuple(grader for grader in graders if may_see(grader, student))
        parts.setdefault(able, []).append(student)
    return list(parts.values())
