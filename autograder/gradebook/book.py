"""nbgrader's database and nbgrader's conversion. The only module that imports nbgrader's API.

A score or comment that a person entered is never changed here.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import math
import os
import re
import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Gradebook,
    MissingEntry,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.api import Grade as GradeRow
from nbgrader.apps import NbGrader, NbGraderAPI
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from sqlalchemy import bindparam
from traitlets import TraitError

from autograder.course import CONFIG_NAME, CellKey, Course, Lesson
from autograder.errors import CourseError, GradebookError
from autograder.records import Grade

__all__ = ["Book", "Standing", "convert_release", "enter_lesson", "open_book", "read_time"]

_DAY_S = 86_400


@dataclass(frozen=True)
class Standing:
    """One student's rows of one lesson. `scores` are by cell; None is open: by hand, or UNGRADED.

    `by_hand` are the cells whose score a person entered; `penalty` are the points taken for being late.
    """

    student: str
    timestamp: datetime | None = None
    seconds_late: float = 0.0
    penalty: float = 0.0
    scores: dict[CellKey, float | None] = field(default_factory=dict)
    by_hand: frozenset[CellKey] = frozenset()

    @property
    def total(self) -> float:
        """The points so far, less the penalty; never below 0, as nbgrader exports it."""
        return round(max(0.0, sum(score or 0.0 for score in self.scores.values()) - self.penalty), 2)

    @property
    def open_cells(self) -> frozenset[CellKey]:
        """The cells that have no score yet."""
        return frozenset(cell for cell, score in self.scores.items() if score is None)

    @property
    def late_days(self) -> int:
        """The days begun after the due date (the student's extension counted in)."""
        return math.ceil(self.seconds_late / _DAY_S)


@dataclass(frozen=True)
class HandGrade:
    """What a person entered for one cell; `score` None where it is none, `comment` "" likewise."""

    score: float | None = None
    comment: str = ""


def convert_release(lesson: Lesson, target: Path, *, is_entered: bool = True) -> None:
    """Write the released notebooks of a lesson to `target`/<lesson> with nbgrader's own conversion.

    The lesson is entered in the database as nbgrader does; with `is_entered` False, in one that is thrown away.
    """
    lesson.course.gradebook.mkdir(parents=True, exist_ok=True)
    put_programs_on_path()
    if is_entered:
        _make_database(lesson.course)
    with _scratch(lesson.course) as scratch:
        config = lesson.course.config
        config.CourseDirectory.root = str(lesson.course.root)
        config.CourseDirectory.release_directory = str(target)
        if not is_entered:
            config.CourseDirectory.db_url = f"sqlite:///{scratch}/gradebook.db"
        if not config.CourseDirectory.get("course_id") and not lesson.course.database_url.startswith("sqlite"):
            # nbgrader enters an assignment of no course where none is named, which only SQLite takes.
            config.CourseDirectory.course_id = "default_course"
        config.GenerateAssignment.create_assignment = True
        app = NbGrader(config=config)
        app.log.setLevel(logging.ERROR)
        api = NbGraderAPI(config=config)
        api.log.setLevel(logging.ERROR)
        # nbgrader's directory pattern would put the student "." between the two: {step}/{student}/{assignment}
        result = api.generate_assignment(lesson.name, force=True, create=True)
    if not result["success"]:
        lines = str(result.get("log") or result.get("error") or "").strip().splitlines()
        raise CourseError(
            f"nbgrader cannot convert it: {lines[-1] if lines else 'no reason given'}",
            path=lesson.course.solutions / lesson.name,
        )


def enter_lesson(lesson: Lesson) -> None:
    """Enter a lesson in the database where it is not there as it is now."""
    with open_book(lesson.course) as book:
        if book.holds(lesson):
            return
    with _scratch(lesson.course) as target:
        convert_release(lesson, target)


def put_programs_on_path() -> None:
    """Nbgrader starts `alembic` by name when it makes a database; it stands beside this Python."""
    programs = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", os.defpath)
    if programs not in path.split(os.pathsep):
        os.environ["PATH"] = f"{programs}{os.pathsep}{path}"


@contextlib.contextmanager
def _scratch(course: Course) -> Iterator[Path]:
    """Let temporary files stand in a folder of the gradebook, where a later run finds what a killed one left."""
    path = Path(tempfile.mkdtemp(prefix=".scratch.", suffix=f".{os.getpid()}.tmp", dir=course.gradebook))
    before, tempfile.tempdir = tempfile.tempdir, str(path)
    try:
        yield path
    finally:
        tempfile.tempdir = before
        shutil.rmtree(path, ignore_errors=True)


def _make_database(course: Course) -> None:
    """Make an SQLite database where there is none: aside, then put in place, so that it is never half made."""
    url = course.database_url
    path = Path(url.removeprefix("sqlite:///"))
    if not url.startswith("sqlite:///") or path.exists():
        return
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with _scratch(course):
            Gradebook(f"sqlite:///{temporary}").close()
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass  # another command was first
        except OSError:
            temporary.replace(path)  # a file system without links
    finally:
        temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def open_book(course: Course) -> Iterator[Book]:
    """Open the course's database; make it where there is none."""
    course.gradebook.mkdir(parents=True, exist_ok=True)
    put_programs_on_path()
    url = course.database_url
    try:
        _make_database(course)
        with Gradebook(url) as gradebook:
            yield Book(gradebook, course)
    except (GradebookError, CourseError):
        raise
    except ModuleNotFoundError as error:
        hint = "for PostgreSQL: pip install 'autograder-course[postgresql]'"
        raise GradebookError(f"the database {url} needs the package {error.name}", hint=hint) from error
    except Exception as error:
        if type(error).__module__.startswith("sqlalchemy"):
            reason = str(getattr(error, "orig", error)).splitlines()[0]
            raise GradebookError(
                f"the database {url} cannot be used ({reason})", hint="close what locks it, or restore it from a backup"
            ) from error
        raise


def _seconds_late(submission: SubmittedAssignment) -> float:
    """Return nbgrader's own figure; 0 where there is no due date, which an extension alone cannot make."""
    return float(submission.total_seconds_late) if submission.assignment.duedate is not None else 0.0


def read_time(text: str) -> datetime | None:
    """Return a time of nbgrader's kind in UTC, without a zone; None for what is none (students can write that file).

    nbgrader would read the offset "+0800" as 800 seconds where a blank stands before it.
    """
    try:
        moment = parse_utc(re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", text.strip())) if text.strip() else None
    except (ValueError, OverflowError):
        return None
    return moment if isinstance(moment, datetime) else None


def _load_late_rule(course: Course) -> AssignLatePenalties:
    """Return nbgrader's own preprocessor for late work, with the plugin that the course's configuration names.

    A plugin may be a module in the course folder.
    """
    before = list(sys.path)
    sys.path.insert(0, str(course.root))
    try:
        log = logging.getLogger("autograder.late")
        log.setLevel(logging.CRITICAL)
        rule = AssignLatePenalties(config=course.config, log=log)
        rule.init_plugin()
    except (ImportError, TraitError, TypeError, AttributeError) as error:
        raise CourseError(
            f"the plugin for late work cannot be loaded ({error})",
            hint="see AssignLatePenalties.plugin_class",
            path=course.root / CONFIG_NAME,
        ) from error
    finally:
        sys.path[:] = before
    return rule


def _ask_late_rule(rule: AssignLatePenalties, row: SubmittedNotebook, student: str, late_s: float) -> float | None:
    """Return the points that the plugin takes, within 0 and the notebook's score, as nbgrader does."""
    hint = "mend the plugin and run the command again"
    try:
        penalty = rule.plugin_inst.late_submission_penalty(student, row.score, late_s)
    except Exception as error:
        raise CourseError(f"the plugin for late work failed ({type(error).__name__}: {error})", hint=hint) from error
    if penalty is None:
        return None
    if isinstance(penalty, bool) or not isinstance(penalty, (int, float)) or not math.isfinite(penalty):
        raise CourseError(f"the plugin for late work gave {penalty!r}, which is no number of points", hint=hint)
    return float(rule._check_late_penalty(row, float(penalty)))


@dataclass(frozen=True)
class _Layout:
    """A lesson in the database: for each notebook (id, name, graded cells, cells with a comment), a cell (id, name)."""

    id: str
    has_due_date: bool
    notebooks: tuple[tuple[str, str, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]], ...]


class _Rows:
    """The rows of some submissions, and what must be sent for them to say what the records say.

    Whole lists of rows are sent at once: nbgrader's objects, made one by one, take as long as the grading.
    """

    def __init__(self, session: Any, layout: _Layout) -> None:
        self.submissions: dict[str, tuple[str, datetime | None]] = {}
        self.notebooks: dict[tuple[str, str], str] = {}
        self.grades: dict[tuple[str, str], tuple[str, float | None, float | None, bool]] = {}
        self.comments: dict[tuple[str, str], tuple[str, str | None]] = {}
        self.late: set[str] = set()
        self._session = session
        self._layout = layout
        self._inserts: dict[Any, list[dict[str, Any]]] = {}
        self._updates: dict[Any, list[dict[str, Any]]] = {}

    def may_be_late(self, student: str) -> bool:
        """Whether points may have to be taken off for late work, or given back."""
        return self._layout.has_due_date or student in self.late

    def bring(self, grade: Grade) -> None:
        """Note what makes one submission's rows say what its record says."""
        timestamp = read_time(grade.timestamp)
        if grade.student not in self.submissions:
            row: dict[str, Any] = {
                "assignment_id": self._layout.id,
                "student_id": grade.student,
                "timestamp": timestamp,
            }
            self.submissions[grade.student] = (self._insert(SubmittedAssignment, row), timestamp)
        submission, old_timestamp = self.submissions[grade.student]
        if old_timestamp != timestamp:
            self._update(SubmittedAssignment, submission, timestamp=timestamp)
        for notebook, name, graded, commented in self._layout.notebooks:
            if (grade.student, notebook) not in self.notebooks:
                row = {"assignment_id": submission, "notebook_id": notebook, "flagged": False}
                self.notebooks[grade.student, notebook] = self._insert(SubmittedNotebook, row)
            own = self.notebooks[grade.student, notebook]
            result = grade.notebook(name)
            cells = result.cells if result is not None else {}
            for cell, cell_name in graded:
                found = cells.get(cell_name)
                self._bring_score(own, cell, found.score if found is not None else None)
            for cell, cell_name in commented:
                found = cells.get(cell_name)
                self._bring_comment(own, cell, "No response." if found is not None and not found.is_answered else None)

    def _bring_score(self, notebook: str, cell: str, score: float | None) -> None:
        id, old, manual, old_needs_person = self.grades.get((notebook, cell), ("", None, None, None))
        needs_person = score is None and manual is None
        values = {"auto_score": score, "needs_manual_grade": needs_person}
        if not id:
            self._insert(GradeRow, {"notebook_id": notebook, "cell_id": cell, **values})
        elif (old, old_needs_person) != (score, needs_person):
            self._update(GradeRow, id, **values)

    def _bring_comment(self, notebook: str, cell: str, text: str | None) -> None:
        id, old = self.comments.get((notebook, cell), ("", None))
        if not id:
            self._insert(Comment, {"notebook_id": notebook, "cell_id": cell, "auto_comment": text})
        elif old != text:
            self._update(Comment, id, auto_comment=text)

    def _insert(self, kind: Any, row: dict[str, Any]) -> str:
        id = uuid.uuid4().hex
        self._inserts.setdefault(kind, []).append({"id": id, **row})
        return id

    def _update(self, kind: Any, id: str, **values: Any) -> None:
        self._updates.setdefault(kind, []).append({"row_id": id, **values})

    def send(self) -> None:
        """Send it all, rows that others point to first."""
        for kind in (SubmittedAssignment, SubmittedNotebook, GradeRow, Comment):
            table = kind.__table__
            if self._inserts.get(kind):
                self._session.execute(table.insert(), self._inserts[kind])
            if self._updates.get(kind):
                names = [name for name in self._updates[kind][0] if name != "row_id"]
                values = {name: bindparam(name) for name in names}
                statement = table.update().where(table.c.id == bindparam("row_id")).values(values)
                self._session.execute(statement, self._updates[kind])
        self._session.expire_all()


class Book:
    """The open database."""

    def __init__(self, gradebook: Gradebook, course: Course) -> None:
        self._gradebook = gradebook
        self._course = course
        self._layouts: dict[str, _Layout] = {}

    def holds(self, lesson: Lesson) -> bool:
        """Whether the database knows the lesson with these cells, points and locked sources."""
        for notebook in lesson.notebooks:
            try:
                row = self._gradebook.find_notebook(notebook.name, lesson.name)
            except MissingEntry:
                return False
            grades = {cell.name: cell.max_score for cell in (*row.grade_cells, *row.task_cells)}
            if grades != {cell.grade_id: cell.points for cell in notebook.graded_cells}:
                return False
            sources = {cell.name: cell.source for cell in row.source_cells}
            locked = {cell.grade_id: cell.source for cell in notebook.cells if cell.is_locked and cell.grade_id}
            if any(sources.get(name) != source for name, source in locked.items()):
                return False
        return True

    def knows(self, student: str) -> bool:
        """Whether a student is in the database."""
        try:
            self._gradebook.find_student(student)
        except MissingEntry:
            return False
        return True

    def stubs(self, lesson: Lesson) -> dict[CellKey, str]:
        """Return the answers that a person grades, as they were released."""
        return {
            CellKey(notebook.name, cell.name): cell.source or ""
            for notebook in lesson.notebooks
            for cell in self._gradebook.find_notebook(notebook.name, lesson.name).source_cells
            if cell.name in notebook.by_id and notebook.by_id[cell.name].is_manual and not cell.locked
        }

    def released(self, lesson: Lesson) -> dict[CellKey, str]:
        """Return the cells that nbgrader keeps as they were handed out."""
        return {
            CellKey(notebook.name, cell.name): cell.source or ""
            for notebook in lesson.notebooks
            for cell in self._gradebook.find_notebook(notebook.name, lesson.name).source_cells
        }

    def write(self, lesson: Lesson, grades: Sequence[Grade]) -> None:
        """Bring the rows of some submissions to their records, in one transaction."""
        session = self._gradebook.db
        try:
            rows = self._read_rows(lesson, [grade.student for grade in grades])
            for grade in grades:
                rows.bring(grade)
            rows.send()
            for grade in grades:
                if rows.may_be_late(grade.student):
                    self._write_penalties(self._gradebook.find_submission(lesson.name, grade.student))
            session.commit()
        except BaseException:
            session.rollback()
            raise

    def _read_rows(self, lesson: Lesson, students: Sequence[str]) -> _Rows:
        """Return what the database holds of these students' submissions; whoever is new is entered."""
        session = self._gradebook.db
        layout = self._layout(lesson)
        known = {name for (name,) in session.query(Student.id).filter(Student.id.in_(students))}
        session.add_all(Student(id=name) for name in students if name not in known)
        session.flush()
        rows = _Rows(session, layout)
        table = SubmittedAssignment
        own = (table.assignment_id == layout.id, table.student_id.in_(students))
        for id, student, timestamp in session.query(table.id, table.student_id, table.timestamp).filter(*own):
            rows.submissions[student] = (id, timestamp)
        notebooks = session.query(
            SubmittedNotebook.id,
            SubmittedNotebook.notebook_id,
            SubmittedAssignment.student_id,
            SubmittedNotebook.late_submission_penalty,
        ).join(SubmittedAssignment)
        for id, notebook, student, penalty in notebooks.filter(*own):
            rows.notebooks[student, notebook] = id
            if penalty is not None:
                rows.late.add(student)
        ids = list(rows.notebooks.values())
        lines = session.query(
            GradeRow.id,
            GradeRow.notebook_id,
            GradeRow.cell_id,
            GradeRow.auto_score,
            GradeRow.manual_score,
            GradeRow.needs_manual_grade,
        )
        for id, notebook, cell, automatic, manual, needs_person in lines.filter(GradeRow.notebook_id.in_(ids)):
            rows.grades[notebook, cell] = (id, automatic, manual, needs_person)
        comments = session.query(Comment.id, Comment.notebook_id, Comment.cell_id, Comment.auto_comment)
        for id, notebook, cell, text in comments.filter(Comment.notebook_id.in_(ids)):
            rows.comments[notebook, cell] = (id, text)
        return rows

    def _layout(self, lesson: Lesson) -> _Layout:
        """Return the lesson's cells as the database knows them."""
        if lesson.name not in self._layouts:
            assignment = self._gradebook.find_assignment(lesson.name)
            notebooks = tuple(
                (
                    notebook.id,
                    notebook.name,
                    tuple((cell.id, cell.name) for cell in (*notebook.grade_cells, *notebook.task_cells)),
                    tuple((cell.id, cell.name) for cell in (*notebook.solution_cells, *notebook.task_cells)),
                )
                for notebook in assignment.notebooks
            )
            self._layouts[lesson.name] = _Layout(assignment.id, assignment.duedate is not None, notebooks)
        return self._layouts[lesson.name]

    @functools.cached_property
    def _late_rule(self) -> AssignLatePenalties:
        return _load_late_rule(self._course)

    def _write_penalties(self, submission: SubmittedAssignment) -> None:
        """Write what the late plugin takes from each notebook's score as it is now."""
        session = self._gradebook.db
        late_s = _seconds_late(submission)
        session.flush()
        for row in submission.notebooks:
            penalty = None
            if late_s > 0:
                session.expire(row, ["score"])
                penalty = _ask_late_rule(self._late_rule, row, submission.student_id, late_s)
            if row.late_submission_penalty != penalty:
                row.late_submission_penalty = penalty

    def set_due(self, lesson: str, moment: datetime) -> None:
        """Set a lesson's due date (UTC)."""
        self._gradebook.update_or_create_assignment(lesson, duedate=moment)

    def due(self, lesson: str) -> tuple[datetime | None, dict[str, timedelta]]:
        """Return a lesson's due date (UTC) and the extensions by student."""
        try:
            assignment = self._gradebook.find_assignment(lesson)
        except MissingEntry:
            return None, {}
        return assignment.duedate, {row.student_id: row.extension for row in assignment.submissions if row.extension}

    def extend(self, lesson: str, student: str, extension: timedelta) -> None:
        """Give a student more time for a lesson; none takes it back. `GradebookError` where nothing was graded yet."""
        try:
            submission = self._gradebook.find_submission(lesson, student)
        except MissingEntry:
            raise GradebookError(
                f"the gradebook has nothing of {student} for {lesson}",
                hint=f"an extension is kept with the submission: run `autograder grade {lesson}`, then this again",
            ) from None
        submission.extension = extension or None
        self._gradebook.db.commit()

    def grade_by_hand(
        self,
        lesson: str,
        cell: CellKey,
        students: Sequence[str],
        score: float | None,
        comment: str,
        *,
        is_overwriting: bool = False,
    ) -> tuple[list[str], list[str]]:
        """Enter a score, a comment or both for one cell, as the formgrader does.

        Return whom it was entered for, and who was left alone because a person had graded the cell already.
        """
        written, kept = [], []
        try:
            for student in students:
                line = self._gradebook.find_grade(cell.grade_id, cell.notebook, lesson, student)
                words = self._gradebook.find_comment(cell.grade_id, cell.notebook, lesson, student)
                if (line.manual_score is not None or words.manual_comment) and not is_overwriting:
                    kept.append(student)
                    continue
                if score is not None:
                    line.manual_score = score
                    line.needs_manual_grade = False
                if comment:
                    words.manual_comment = comment
                self._write_penalties(line.notebook.assignment)
                written.append(student)
            self._gradebook.db.commit()
        except BaseException:
            self._gradebook.db.rollback()
            raise
        return written, kept

    def standings(self, lesson: str) -> dict[str, Standing]:
        """Return where every student stands who handed in, by student."""
        session = self._gradebook.db
        submissions = session.query(SubmittedAssignment).join(Assignment).filter(Assignment.name == lesson).all()
        scores: dict[str, dict[CellKey, float | None]] = {row.id: {} for row in submissions}
        by_hand: dict[str, set[CellKey]] = {row.id: set() for row in submissions}
        penalties: dict[str, float] = {}
        for submission, penalty in (
            session.query(SubmittedNotebook.assignment_id, SubmittedNotebook.late_submission_penalty)
            .join(SubmittedAssignment)
            .join(Assignment)
            .filter(Assignment.name == lesson)
        ):
            penalties[submission] = penalties.get(submission, 0.0) + float(penalty or 0.0)
        for submission, notebook, cell, automatic, manual, extra in (
            session.query(
                SubmittedNotebook.assignment_id,
                Notebook.name,
                BaseCell.name,
                GradeRow.auto_score,
                GradeRow.manual_score,
                GradeRow.extra_credit,
            )
            .select_from(GradeRow)
            .join(SubmittedNotebook, GradeRow.notebook_id == SubmittedNotebook.id)
            .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
            .join(Assignment, Notebook.assignment_id == Assignment.id)
            .join(BaseCell, GradeRow.cell_id == BaseCell.id)
            .filter(Assignment.name == lesson)
        ):
            score = manual if manual is not None else automatic
            scores[submission][CellKey(notebook, cell)] = None if score is None else float(score) + float(extra or 0.0)
            if manual is not None:
                by_hand[submission].add(CellKey(notebook, cell))
        return {
            row.student_id: Standing(
                row.student_id,
                row.timestamp,
                _seconds_late(row),
                round(penalties.get(row.id, 0.0), 2),
                scores[row.id],
                frozenset(by_hand[row.id]),
            )
            for row in submissions
        }

    def comments(self, lesson: str, student: str) -> dict[CellKey, HandGrade]:
        """Return what a person entered for each cell."""
        found: dict[CellKey, HandGrade] = {}
        with contextlib.suppress(MissingEntry):
            for row in self._gradebook.find_submission(lesson, student).notebooks:
                words = {comment.name: comment.comment or "" for comment in row.comments}
                scores = {line.name: line.manual_score for line in row.grades}
                for name in {*words, *scores}:
                    found[CellKey(row.name, name)] = HandGrade(scores.get(name), words.get(name, ""))
        return found
