"""A student's own check: the tests that are not hidden, on one notebook, in the jail; nothing is recorded."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.errors import CourseError, SandboxError, SubmissionError
from autograder.sandbox import WarmProcess, require_runner

if TYPE_CHECKING:
    from autograder.course import Course, Lesson, SourceNotebook
    from autograder.grading.work import EarlierWork
    from autograder.records import NotebookGrade

__all__ = ["Checked", "check_notebook"]


@dataclass(frozen=True)
class Checked:
    """What the visible tests of one notebook found, and the notebook as it ran."""

    lesson: Lesson
    notebook: SourceNotebook
    grade: NotebookGrade
    document: Any

    @property
    def passed_count(self) -> int:
        return sum(outcome.is_passed for outcome in self.grade.outcomes)

    @property
    def count(self) -> int:
        return len(self.grade.outcomes)


def check_notebook(course: Course, path: Path, lesson_name: str = "", runner: str = "jail") -> Checked:
    """Run a notebook's visible tests; `SubmissionError` where the file cannot be read or belongs to no lesson.

    The course must hold the lesson's source notebooks and suites: a released folder alone does not do.
    """
    require_runner(runner, course.root)
    warm = WarmProcess(runner)
    try:
        warm.launch()
        # Loaded while the warm process loads what it needs: both take long.
        from autograder.grading.allowance import notebook_limits
        from autograder.grading.work import Chunk, Work
        from autograder.grading.worker import grade_chunk, keep_warm

        data = _read(path)
        lesson, notebook = _find_lesson(course, path, data, lesson_name)
        source = lesson.notebook(notebook)
        if source.suite is None:
            raise CourseError(
                f"there are no tests of {notebook}",
                hint="run the test cells of the notebook itself; `autograder check` needs the course's tests/ folder",
                path=lesson.suite_folder,
            )
        if warm.limits == notebook_limits(lesson, source):
            keep_warm(warm)
        else:
            warm.close()
        beside, earlier = _read_beside(path, lesson, source)
        work = (Work("check", notebook, path.name, data, "", files=beside, earlier=earlier),)
        chunk = Chunk(course.root, lesson.name, runner, work, probing="all", is_visible_only=True)
        result = grade_chunk(chunk)[0]
    except BaseException:
        warm.close()
        raise
    if result.problem is not None:
        raise SubmissionError(result.problem.message, hint=result.problem.hint)
    if result.grade.ungraded:
        raise SandboxError(result.grade.ungraded, hint="run the command again, or `autograder doctor`")
    return Checked(lesson, source, result.grade, json.loads(result.autograded))


def _read(path: Path) -> bytes:
    from autograder.submissions import Problem, read_file

    found = read_file(path)
    if isinstance(found, Problem):
        raise SubmissionError(found.message, hint="name the .ipynb file itself", path=path)
    return found


def _read_beside(
    path: Path, lesson: Lesson, source: SourceNotebook
) -> tuple[tuple[tuple[str, bytes], ...], tuple[EarlierWork, ...]]:
    """Return what lies beside a notebook and may be handed in with it, and its author's earlier notebooks there."""
    from autograder.files import hash_parts
    from autograder.grading.work import EarlierWork
    from autograder.submissions import Problem, read_beside, read_file

    folder = path.resolve().parent
    found, _ = read_beside(folder, [one.name for one in folder.iterdir()], lesson)
    files = tuple((one.name, one.data) for one in found if source.settings.find_rule(one.name))
    earlier = []
    for one in lesson.earlier(source):
        data = read_file(folder / f"{one.name}.ipynb")
        if not isinstance(data, Problem):
            own = tuple((item.name, item.data) for item in found if one.settings.find_rule(item.name))
            earlier.append(EarlierWork(one.name, f"{one.name}.ipynb", data, hash_parts(data), own))
    return files, tuple(earlier)


def _find_lesson(course: Course, path: Path, data: bytes, wanted: str) -> tuple[Lesson, str]:
    """Return the lesson and the name of the notebook that a file is."""
    from autograder.course import load_lesson
    from autograder.submissions import identify_notebook

    found = []
    for name in [wanted] if wanted else course.lesson_names():
        lesson = load_lesson(course, name)
        notebook = identify_notebook(path.name, data, lesson)
        if notebook is not None:
            found.append((lesson, notebook))
    if len(found) == 1:
        return found[0]
    if not found:
        hint = "give it the name of its notebook, as it was handed out"
        raise SubmissionError(f"this is no notebook of {wanted or 'any lesson here'}", hint=hint, path=path)
    names = ", ".join(lesson.name for lesson, _ in found)
    raise SubmissionError(f"this could belong to {names}", hint="say which: --lesson NAME", path=path)
