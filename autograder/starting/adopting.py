"""A course of nbgrader's moves in, top to bottom: read it, compare, copy, and make records of what it graded.

Nothing is written in the old place. Whatever would replace a file that is here ends it before anything is written; a
run that was killed goes on where it was.
"""

from __future__ import annotations

import functools
import operator
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import make_url

from autograder.course import CONFIG_NAME, Course, Lesson, find_course, load_lesson
from autograder.errors import CourseError
from autograder.files import write_file
from autograder.gradebook import Book, Census, open_book
from autograder.records import hold_gradebook
from autograder.starting.configuration import plan_config
from autograder.starting.copies import Copies, Copy, copy_files, is_same, refuse_others
from autograder.starting.database import BESIDE, copy_database
from autograder.starting.former import FormerCourse, Place, read_former_course
from autograder.starting.fresh import make_course, refuse_full_folder
from autograder.starting.grades import write_records
from autograder.submissions import Problem, list_odd_folders
from autograder.text import clean_name

__all__ = ["Adopted", "adopt_course"]

_TIMESTAMP = "timestamp.txt"


@dataclass
class Adopted:
    """What was found in a course of nbgrader's, and what became of it.

    `submissions` are the folders of students. `times_taken` are times that only the database knew. `left` are the names
    of what stayed where it was, and `problems` what a person must see to.
    """

    former: FormerCourse
    course: Course
    lessons: list[Lesson] = field(default_factory=list)
    submissions: list[Place] = field(default_factory=list)
    copied: int = 0
    times_taken: int = 0
    census: Census | None = None
    left: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def with_time(self) -> list[Place]:
        """The submissions that say when they were handed in."""
        return [one for one in self.submissions if (_submitted(self.course, one) / _TIMESTAMP).is_file()]


def adopt_course(path: Path, into: Path | None) -> Adopted:
    """Let a course of nbgrader's move into a course of ours: `into`, made if it is not there, or the one around here.

    `CourseError` and `GradebookError` say what is in the way, and then nothing was written.
    """
    former = read_former_course(path)
    course, is_new = _choose_course(former, into)
    copies = Copies(former.ignored)
    submissions = _list_copies(former, course, copies)
    settlement = plan_config(former, course, copies)
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        databases = list(_copy_database(former, course, Path(folder)))
        new = copies.list_new()
        _refuse_other_database(databases)
        if is_new:
            make_course(course.root, lesson=former.list_places("source")[0].assignment)
        _make_gradebook(former, course)
        with hold_gradebook(course):
            adopted = Adopted(former, course, submissions=submissions, problems=settlement.problems)
            adopted.copied = sum(1 for _ in copy_files(new))
            settlement.write(course)
            for _ in copy_files(one for one in databases if not one.target.exists()):
                pass
            _load_lessons(adopted)
            if databases:
                _take_over_grades(adopted)
    adopted.problems += _list_problems(adopted, copies)
    adopted.left = list(_list_left(former, copies))
    return adopted


def _choose_course(former: FormerCourse, into: Path | None) -> tuple[Course, bool]:
    """Return the course to move into, and whether it is still to be made."""
    is_new = into is not None and not (into / CONFIG_NAME).is_file()
    if into is not None and is_new:
        refuse_full_folder(into)
        course = Course(into.resolve())
    else:
        course = _find_course(into)
    for old in {former.home, former.root}:
        if course.root.is_relative_to(old):
            hint = "name a folder outside of it: --into FOLDER"
            raise CourseError("a course cannot move into itself: its old place stays as it is", hint=hint, path=old)
    return course, is_new


def _find_course(into: Path | None) -> Course:
    try:
        return find_course(into)
    except CourseError as error:
        raise CourseError(error.message, hint="say where to: --into FOLDER, a new folder", path=error.path) from None


def _make_gradebook(former: FormerCourse, course: Course) -> None:
    """Make the folder of all that is about students, if it is not there: closed to whom the old ones were closed."""
    if not course.gradebook.exists():
        above = [former.home, former.root, former.folder_of("submitted")]
        modes = [path.stat().st_mode for path in above if path.is_dir()]
        course.gradebook.mkdir(parents=True)
        course.gradebook.chmod(functools.reduce(operator.and_, modes) & 0o777 | 0o700)


def _list_copies(former: FormerCourse, course: Course, copies: Copies) -> list[Place]:
    """Add the files of all lessons and students; return what students handed in."""
    for step, target in (("source", course.solutions), ("release", course.assignments)):
        for place in former.list_places(step):
            copies.add_folder(place.path, target / place.assignment, is_trusted=True)
        folder = former.folder_of(step)
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.is_file() and not path.name.startswith("."):
                copies.add_file(path, target / path.name, is_trusted=True)
    submissions = former.list_places("submitted", has_students=True)
    for place in submissions:
        copies.add_folder(place.path, _submitted(course, place), is_trusted=False)
    for place in former.list_places("autograded", has_students=True):
        copies.add_folder(place.path, course.autograded / place.student / place.assignment, is_trusted=False)
    return submissions


def _submitted(course: Course, place: Place) -> Path:
    return course.submitted / place.student / place.assignment


# --- the database ---------------------------------------------------------------------------------------------------


def _copy_database(former: FormerCourse, course: Course, folder: Path) -> Iterator[Copy]:
    """Yield a copy of the database and where it goes, if there is one."""
    if former.database is None:
        return
    url = course.database_url if course.config_path.exists() else f"sqlite:///{course.gradebook / 'gradebook.db'}"
    if not url.startswith("sqlite:///"):
        hint = "let it move into a new folder: --into FOLDER"
        raise CourseError("this course keeps its database on a server already", hint=hint, path=course.config_path)
    copy_database(former.database, folder / "gradebook.db")
    yield Copy(folder / "gradebook.db", Path(url.removeprefix("sqlite:///")))


def _refuse_other_database(databases: list[Copy]) -> None:
    refuse_others(one.target for one in databases if one.target.exists() and not is_same(one))


def _take_over_grades(adopted: Adopted) -> None:
    """Make records of what was graded; the time of a submission that only the database knows goes to its folder."""
    with open_book(adopted.course) as book:
        adopted.census = book.count()
        adopted.times_taken = sum(1 for _ in _take_over_times(adopted, book))
        for lesson in adopted.lessons:
            if lesson.name in adopted.census.lessons:
                write_records(lesson, book)


def _take_over_times(adopted: Adopted, book: Book) -> Iterator[Path]:
    folders = {(one.student, one.assignment): _submitted(adopted.course, one) for one in adopted.submissions}
    for student, lesson, moment in book.former_times():
        folder = folders.get((student, lesson))
        if folder is not None and folder.is_dir() and not (folder / _TIMESTAMP).exists():
            write_file(folder / _TIMESTAMP, f"{moment:%Y-%m-%d %H:%M:%S} UTC\n")
            yield folder


# --- what is told ---------------------------------------------------------------------------------------------------


def _load_lessons(adopted: Adopted) -> None:
    """Load the lessons that moved here; one that cannot be graded as it is becomes a problem."""
    for place in adopted.former.list_places("source"):
        try:
            adopted.lessons.append(load_lesson(adopted.course, place.assignment))
        except CourseError as error:
            adopted.problems.append(Problem("", place.assignment, str(error), error.hint))


def _list_problems(adopted: Adopted, copies: Copies) -> Iterator[Problem]:
    for path, reason in copies.left_out:
        yield Problem(
            "", clean_name(str(path)), f"left out: {reason}", "put the file itself in its place, if it is needed"
        )
    known = {place.assignment for place in adopted.former.list_places("source")}
    for name in sorted({clean_name(one.assignment) for one in adopted.submissions if one.assignment not in known}):
        hint = f"put its source notebooks into solutions/{name}/"
        yield Problem("", name, "it was handed in, and has no source: it cannot be graded", hint)
    for name in sorted({one.assignment for one in adopted.submissions}):
        yield from list_odd_folders(adopted.course, name)
    if adopted.former.is_on_server:
        address = make_url(adopted.former.database_url).render_as_string(hide_password=True)
        hint = "make a copy of it there, and name the copy in nbgrader_config.py: c.CourseDirectory.db_url"
        yield Problem("", address, "its database is on a server, and was not copied", hint)


def _list_left(former: FormerCourse, copies: Copies) -> Iterator[str]:
    """Yield what is in the old course and was not taken."""
    taken = {CONFIG_NAME}
    for place in (one.source for one in copies.files):
        taken |= {place.relative_to(root).parts[0] for root in (former.root, former.home) if place.is_relative_to(root)}
    if former.database is not None:
        taken |= {f"{former.database.name}{suffix}" for suffix in ("", *BESIDE)}
    for path in sorted({*former.root.iterdir(), *former.home.iterdir()}):
        if path.name not in taken and not path.name.startswith(".") and path.name != "__pycache__":
            yield clean_name(path.name) + ("/" if path.is_dir() else "")
