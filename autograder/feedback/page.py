"""The page that a student gets: one HTML file, nothing fetched, nothing in it that came from a student alive.

Both languages are in it, and two radio buttons and a style choose one. The only script is ours; it remembers which.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course import CellKey, Lesson
from autograder.feedback import own_check
from autograder.feedback.advice import choose_next_step
from autograder.feedback.rendering import start_page
from autograder.feedback.sections import make_section, show_points, show_share
from autograder.feedback.style import write_code_style
from autograder.feedback.wording import explain_diagnosis, explain_outcome
from autograder.records import Grade
from autograder.suite import Verdict
from autograder.text import load_template

if TYPE_CHECKING:
    from autograder.audit import Atlas
    from autograder.gradebook import HandGrade, Standing

__all__ = ["render_page"]

_TEMPLATE = Path(__file__).parent / "page.html.j2"


def render_page(
    lesson: Lesson,
    grade: Grade,
    documents: Mapping[str, Any],
    hand_grades: Mapping[CellKey, HandGrade],
    atlas: Atlas | None = None,
    standing: Standing | None = None,
    name: str = "",
    *,
    is_due: bool = True,
) -> str:
    """Return the page of one student, whose name may be known, before or after the work was due.

    `documents` are the student's notebooks as graded, parsed, by name; `hand_grades` are what a person entered, by
    cell. With an atlas the page says what failing code behaves like. `standing` tells how late it was and what that
    costs.
    """
    start_page()
    titles = lesson.titles
    sections = [
        make_section(notebook, grade, documents.get(notebook.name), hand_grades, atlas, titles, is_due=is_due)
        for notebook in lesson.notebooks
    ]
    earned, decided = sum(section.earned for section in sections), sum(section.decided for section in sections)
    waiting, left = sum(section.waiting for section in sections), sum(section.open for section in sections)
    penalty = standing.penalty if standing is not None else 0.0
    return load_template(_TEMPLATE).render(
        lesson=titles.lesson,
        student=grade.student,
        name=name if name != grade.student else "",
        total=show_points(max(0.0, earned - penalty)),
        late_days=standing.late_days if standing is not None else 0,
        penalty=f"{penalty:g}",
        points=show_points(lesson.points),
        decided=show_points(decided),
        waiting=show_points(waiting) if waiting else "",
        left=show_points(left) if left else "",
        is_begun=decided > 0,
        timestamp=grade.timestamp,
        percent=show_share(earned, decided),
        advice=choose_next_step(sections),
        notebooks=sections,
        explain_outcome=explain_outcome,
        explain_diagnosis=explain_diagnosis,
        own_check=own_check,
        Verdict=Verdict,
        code_style=write_code_style("default"),
        dark_code_style=write_code_style("github-dark"),
    )
