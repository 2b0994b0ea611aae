"""The configuration of a course that moved in: what it said before goes on counting, its folders are ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course import CONFIG_NAME, Course, read_regions
from autograder.files import write_file
from autograder.starting.copies import Copies
from autograder.starting.former import FormerCourse
from autograder.starting.fresh import write_config
from autograder.submissions import Problem

__all__ = ["Settlement", "plan_config"]

_BEFORE = "nbgrader_config_before.py"
_LOAD = f'load_subconfig("{_BEFORE}")  # noqa: F821 -- what the course said before it moved here\n'
_STRUCTURE = 'c.CourseDirectory.directory_structure = "{nbgrader_step}/{student_id}/{assignment_id}"\n'


@dataclass(frozen=True)
class Settlement:
    """The text that the course's nbgrader_config.py is to have ("" if it stays), and what a person must see to."""

    text: str
    problems: list[Problem] = field(default_factory=list)

    def write(self, course: Course) -> None:
        """Write the configuration; `CourseError` if it cannot be read in its new place."""
        if self.text and (not course.config_path.exists() or course.config_path.read_text("utf-8") != self.text):
            write_file(course.config_path, self.text)
        assert course.config is not None


def plan_config(former: FormerCourse, course: Course, copies: Copies) -> Settlement:
    """Find out which configuration the course is to have; add the files that it needs.

    That of a course which was just made is replaced, any other one stays as it is.
    """
    more = "".join(_name_pages(former, course, copies))
    before = ""
    if former.config_path is not None:
        copies.add_file(former.config_path, course.root / _BEFORE, is_trusted=True)
        before, more = _LOAD, _STRUCTURE + more
    for path in sorted({*former.home.glob("*.py"), *former.root.glob("*.py")}):  # plugins, for one
        if path.name != CONFIG_NAME:
            copies.add_file(path, course.root / path.name, is_trusted=True)
    wanted = write_config(before, more)
    if not course.config_path.exists() or course.config_path.read_text("utf-8") in (write_config(), wanted):
        return Settlement(wanted)
    return Settlement("", list(_compare(former, course)))


def _name_pages(former: FormerCourse, course: Course, copies: Copies) -> Iterator[str]:
    """Yield the lines that say where the notebooks are that every release begins or ends with."""
    for name in ("header", "footer"):
        said = former.config.IncludeHeaderFooter.get(name)
        path = next((root / str(said) for root in (former.home, former.root) if (root / str(said)).is_file()), None)
        if path is not None:
            target = _find_page(former, course, path)
            copies.add_file(path, target, is_trusted=True)
            yield f'c.IncludeHeaderFooter.{name} = str(_root / "{target.relative_to(course.root).as_posix()}")\n'


def _find_page(former: FormerCourse, course: Course, path: Path) -> Path:
    source = former.folder_of("source")
    return course.solutions / path.relative_to(source) if path.is_relative_to(source) else course.root / path.name


def _compare(former: FormerCourse, course: Course) -> Iterator[Problem]:
    """Yield what the former configuration says and the course's own does not."""
    ours, theirs = course.config, former.config
    if read_regions(ours) != read_regions(theirs):
        message = "it has other stubs or marks of solutions and hidden tests than the course that moved here"
        yield Problem("", CONFIG_NAME, message, "make them the same: ClearSolutions, ClearHiddenTests, ClearMarkScheme")
    said = {name: section for name, section in theirs.items() if section and name != "CourseDirectory"}
    sections = sorted(name for name, section in said.items() if section != ours.get(name))
    if sections:
        hint = f'if they are to go on counting, write below get_config(): load_subconfig("{_BEFORE}")'
        yield Problem(
            "", CONFIG_NAME, f"settings of the course that moved here are not in it: {', '.join(sections)}", hint
        )
