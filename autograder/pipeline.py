"""The stations in order. Each function is one command's work; `cli` prints what they return."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

from autograder.audit import Sheet, audit_lesson, format_sheet, report_paths, sheet_json
from autograder.bank import sample_class
from autograder.collect import Collection, collect_files
from autograder.diagnosis import Atlas, load_atlas, save_atlas
from autograder.errors import CourseError, GradebookError
from autograder.explanations import Answers, find_cells, group_answers
from autograder.export import Line, draw_up, render_table
from autograder.feedback import render_page
from autograder.gradebook import Standing, enter_lesson, open_book, read_time
from autograder.grades import Grade, NotebookGrade, read_grade, write_grade
from autograder.groups import Group, group_students
from autograder.intake import Problem, Submission, list_odd_folders, list_students, read_submission
from autograder.lesson import Course, Lesson, load_lesson
from autograder.release import release_lesson
from autograder.roster import Roster, read_roster
from autograder.worker import Chunk, GradedNotebook, Work, grade_chunk, suite_digest, work_key

__all__ = [
    "GradeOptions",
    "GradeReport",
    "audit",
    "collect",
    "export",
    "find_explanations",
    "find_groups",
    "grade_explanations",
    "grade_lesson",
    "hand_in_samples",
    "release",
    "set_due",
    "write_feedback",
]

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class GradeOptions:
    """How a grading run is done."""

    students: tuple[str, ...] = ()
    workers: int = 0
    is_forced: bool = False
    runner: str = "jail"
    chunk_size: int = 0


@dataclass
class GradeReport:
    """What a grading run did: a record per student, and who was graded anew."""

    lesson: Lesson
    grades: list[Grade] = field(default_factory=list)
    graded: set[str] = field(default_factory=set)
    standings: dict[str, Standing] = field(default_factory=dict)
    odd_folders: list[Problem] = field(default_factory=list)

    @property
    def needs_person(self) -> bool:
        """Whether a file was refused or missing, or something is UNGRADED."""
        return bool(self.odd_folders) or any(grade.problems or grade.is_ungraded for grade in self.grades)


def release(course: Course, name: str) -> list[Path]:
    """Make assignments/<lesson>/ from solutions/<lesson>/; return the files that changed."""
    return release_lesson(load_lesson(course, name))


def collect(course: Course, name: str, paths: Sequence[Path], roster: Path | None) -> Collection:
    """Bring downloads into gradebook/submitted/; the roster is gradebook/roster.csv where none is named."""
    lesson = load_lesson(course, name)
    with _lock(course):
        return collect_files(lesson, paths, _read_roster(course, roster))


def _read_roster(course: Course, named: Path | None = None) -> Roster | None:
    """Return the roster that is named, else gradebook/roster.csv, else None."""
    path = named or course.gradebook / "roster.csv"
    return read_roster(path) if named is not None or path.exists() else None


def grade_lesson(course: Course, name: str, options: GradeOptions, progress: Progress) -> GradeReport:
    """Grade what was handed in for a lesson and bring records, notebooks and database up to date."""
    lesson = load_lesson(course, name)
    students = _choose_students(course, lesson, options.students)
    report = GradeReport(lesson, odd_folders=list_odd_folders(course, name))
    with _lock(course):
        _sweep(course, name)
        enter_lesson(lesson)
        digests = {notebook.name: suite_digest(notebook) for notebook in lesson.notebooks}
        plans = [_plan(course, lesson, student, digests, options) for student in students]
        with open_book(course) as book:
            graded = _run(lesson, plans, options, progress, book.stubs(lesson))
            for plan, results in graded:
                grade = _finish(course, lesson, plan, results)
                book.write(lesson, grade)
                report.grades.append(grade)
                if results:
                    report.graded.add(grade.student)
            report.standings = book.standings(lesson.name)
    report.grades.sort(key=lambda grade: grade.student)
    return report


@dataclass(frozen=True)
class _Plan:
    """What is to be done for one student: notebooks to run, and grades that still hold."""

    submission: Submission
    work: tuple[Work, ...]
    kept: tuple[NotebookGrade, ...]


def _choose_students(course: Course, lesson: Lesson, wanted: Sequence[str]) -> list[str]:
    students = list_students(course, lesson.name)
    unknown = sorted(set(wanted) - set(students))
    if unknown:
        raise CourseError(
            f"nothing was handed in by {', '.join(unknown)}",
            hint=f"the names are those of the folders in {course.submitted}",
            path=course.submitted,
        )
    return [student for student in students if not wanted or student in wanted]


def _plan(course: Course, lesson: Lesson, student: str, digests: dict[str, str], options: GradeOptions) -> _Plan:
    submission = read_submission(course, lesson, student)
    old = read_grade(record_path(course, lesson.name, student))
    work: list[Work] = []
    kept: list[NotebookGrade] = []
    for file in submission.files:
        key = work_key(digests[file.notebook], file.data, options.runner)
        before = old.notebook(file.notebook) if old is not None else None
        page = autograded_path(course, lesson.name, student, file.notebook)
        if (
            before is not None
            and before.key == key
            and not before.is_ungraded
            and before.file == file.file
            and page.exists()
            and not options.is_forced
        ):
            kept.append(before)
        else:
            work.append(Work(student, file.notebook, file.file, file.data, key, file.notes))
    return _Plan(submission, tuple(work), tuple(kept))


def _run(
    lesson: Lesson,
    plans: Sequence[_Plan],
    options: GradeOptions,
    progress: Progress,
    stubs: tuple[tuple[str, str, str], ...],
) -> Iterator[tuple[_Plan, list[GradedNotebook]]]:
    """Yield each plan with its results as soon as they are there."""
    busy = [plan for plan in plans if plan.work]
    for plan in plans:
        if not plan.work:
            yield plan, []
    if not busy:
        return
    workers = min(options.workers or os.cpu_count() or 1, len(busy))
    size = options.chunk_size or max(1, min(16, -(-len(busy) // (workers * 4))))
    chunks = [busy[start : start + size] for start in range(0, len(busy), size)]
    done = 0
    progress(done, len(busy), "")
    with _pool(workers) as pool:
        futures: dict[Future[list[GradedNotebook]], list[_Plan]] = {}
        for members in chunks:
            work = tuple(item for plan in members for item in plan.work)
            chunk = Chunk(lesson.course.root, lesson.name, options.runner, work, stubs=stubs)
            futures[pool.submit(grade_chunk, chunk)] = members
        try:
            for future in as_completed(futures):
                members = futures[future]
                results = future.result()
                for plan in members:
                    own = [result for result in results if result.student == plan.submission.student]
                    yield plan, own
                    done += 1
                    progress(done, len(busy), plan.submission.student)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@contextlib.contextmanager
def _pool(workers: int) -> Iterator[Executor]:
    context = get_context("forkserver")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with, initargs=(os.getpid(),)) as pool:
        yield pool


def _end_with(process: int) -> None:
    """In a worker: end when the run does, however it ends. A worker holds both ends of its pipes and would wait on."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        os._exit(1)

    def watch() -> None:
        select.select([handle], [], [])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _finish(course: Course, lesson: Lesson, plan: _Plan, results: Sequence[GradedNotebook]) -> Grade:
    """Write one student's notebooks and record; return the record."""
    submission = plan.submission
    problems = [(p.notebook, p.file, p.message, p.hint) for p in submission.problems]
    problems += [result.problem for result in results if result.problem is not None]
    notebooks = {grade.notebook: grade for grade in plan.kept}
    for result in results:
        page = autograded_path(course, lesson.name, submission.student, result.grade.notebook)
        if result.autograded:
            write_text(page, result.autograded)
            notebooks[result.grade.notebook] = result.grade
        else:
            page.unlink(missing_ok=True)
    handed_in = {file.notebook for file in submission.files}
    for notebook in lesson.notebooks:
        if notebook.name not in handed_in:
            autograded_path(course, lesson.name, submission.student, notebook.name).unlink(missing_ok=True)
    grade = Grade(
        student=submission.student,
        lesson=lesson.name,
        timestamp=submission.timestamp,
        notebooks=tuple(notebooks[n.name] for n in lesson.notebooks if n.name in notebooks),
        problems=tuple(problems),
    )
    path = record_path(course, lesson.name, submission.student)
    if read_grade(path) != grade:
        write_grade(grade, path)
    return grade


def record_path(course: Course, lesson: str, student: str) -> Path:
    """Return where a student's record stands."""
    return course.records / lesson / f"{student}.json"


def autograded_path(course: Course, lesson: str, student: str, notebook: str) -> Path:
    """Return where a notebook as graded stands, as nbgrader has it."""
    return course.autograded / student / lesson / f"{notebook}.ipynb"


def write_text(path: Path, text: str) -> None:
    """Write a file: to a temporary one, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise GradebookError(f"cannot be written ({error.strerror})", hint="free some space", path=path) from None


@contextlib.contextmanager
def _lock(course: Course) -> Iterator[None]:
    """Hold the gradebook for this run; `GradebookError` names who holds it where somebody does."""
    course.gradebook.mkdir(parents=True, exist_ok=True)
    path = course.gradebook / ".lock"
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "another run"
            raise GradebookError(
                f"the gradebook is in use by {holder}", hint="wait until it ends, or end it", path=path
            ) from None
        file.truncate(0)
        file.write(f"process {os.getpid()}")
        file.flush()
        yield


def _sweep(course: Course, lesson: str) -> None:
    """Remove the temporary files of runs that were killed: each has the number of its process in its name."""
    found = [*course.gradebook.glob(".*.tmp*"), *(course.records / lesson).glob(".*.tmp")]
    for folder in (course.autograded, course.feedback):
        found += folder.glob(f"*/{lesson}/.*.tmp")
    for path in found:
        number = path.name.partition(".tmp")[0].rpartition(".")[2]
        if number.isdigit() and not Path(f"/proc/{number}").exists():
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def set_due(
    course: Course, name: str, when: str, student: str, days: float | None
) -> tuple[datetime | None, dict[str, timedelta]]:
    """Set a lesson's due date, or one student's extension in days; return the due date (UTC) and all extensions."""
    lesson = load_lesson(course, name)
    moment = read_time(when)
    if when and moment is None:
        raise CourseError(
            f"{when!r} is no time", hint='write it like "2026-01-05 23:59 +0800"; without a zone it is UTC'
        )
    if bool(student) != (days is not None):
        raise CourseError("an extension needs both a student and days", hint="--student ID --days 2")
    with _lock(course):
        enter_lesson(lesson)
        with open_book(course) as book:
            if moment is not None:
                book.set_due(name, moment)
            if days is not None:
                book.extend(name, student, timedelta(days=days))
            return book.due(name)


def write_feedback(course: Course, name: str, wanted: Sequence[str]) -> list[Path]:
    """Write a page for each graded student; return their paths."""
    lesson = load_lesson(course, name)
    grades = _read_grades(course, lesson, _choose_students(course, lesson, wanted))
    atlas = _load_atlas(lesson, grades)
    paths: list[Path] = []
    with open_book(course) as book:
        standings = book.standings(name)
        for grade in grades:
            pages = _read_pages(course, lesson, grade.student)
            path = course.feedback / grade.student / name / f"{name}.html"
            hand, standing = book.comments(name, grade.student), standings.get(grade.student)
            write_text(path, render_page(lesson, grade, pages, hand, atlas, standing))
            paths.append(path)
    return paths


def _read_grades(course: Course, lesson: Lesson, students: Sequence[str]) -> list[Grade]:
    """Return the records of these students; `GradebookError` where one has none."""
    grades = []
    for student in students:
        path = record_path(course, lesson.name, student)
        grade = read_grade(path)
        if grade is None:
            hint = f"run `autograder grade {lesson.name}` first"
            raise GradebookError(f"{student} is not graded yet", hint=hint, path=path)
        grades.append(grade)
    return grades


def _read_pages(course: Course, lesson: Lesson, student: str) -> dict[str, str]:
    """Return a student's autograded notebooks' JSON by name."""
    paths = {
        notebook.name: autograded_path(course, lesson.name, student, notebook.name) for notebook in lesson.notebooks
    }
    return {name: path.read_text(encoding="utf-8") for name, path in paths.items() if path.exists()}


def _load_atlas(lesson: Lesson, grades: Sequence[Grade]) -> Atlas | None:
    """Return the behaviours that the lesson knows, or None where nobody's code needs a name."""
    if not any(notebook.behaviours for grade in grades for notebook in grade.notebooks):
        return None
    with _pool(os.cpu_count() or 1) as pool:
        return load_atlas(lesson, pool)


def find_groups(course: Course, name: str, test_cell: str) -> tuple[Lesson, list[Group]]:
    """Return the lesson and its students in groups whose failing code behaves alike, largest first."""
    lesson = load_lesson(course, name)
    grades = _read_grades(course, lesson, list_students(course, name))
    atlas = _load_atlas(lesson, grades)
    if atlas is None:
        return lesson, []
    pages = {
        (grade.student, notebook): text
        for grade in grades
        for notebook, text in _read_pages(course, lesson, grade.student).items()
    }
    return lesson, group_students(lesson, grades, pages, atlas, test_cell)


def find_explanations(course: Course, name: str, cell: str = "") -> tuple[Lesson, list[Answers]]:
    """Return the lesson and the answers that a person grades, near-identical ones together, cell by cell."""
    lesson = load_lesson(course, name)
    cells = find_cells(lesson, cell)
    grades = _read_grades(course, lesson, list_students(course, name))
    pages = {grade.student: _read_pages(course, lesson, grade.student) for grade in grades}
    with open_book(course) as book:
        stubs = {(notebook, grade_id): text for notebook, grade_id, text in book.stubs(lesson)}
        standings = book.standings(name)
    found = []
    for notebook, source in cells:
        key = (notebook.name, source.grade_id)
        graded = {s.student: s.scores[key] or 0.0 for s in standings.values() if key in s.by_hand}
        texts = {student: own[notebook.name] for student, own in pages.items() if notebook.name in own}
        found.append(group_answers(notebook, source, stubs.get(key, ""), texts, graded))
    return lesson, found


@dataclass(frozen=True)
class HandGrade:
    """What is entered for a group of answers. `score` None leaves scores alone, `comment` "" leaves comments alone."""

    score: float | None
    comment: str = ""
    is_overwriting: bool = False


def grade_explanations(
    course: Course, name: str, cell: str, number: int, grade: HandGrade
) -> tuple[list[str], list[str]]:
    """Enter a score and a comment for a group of answers; return whom it was entered for, and who was left alone."""
    lesson = load_lesson(course, name)
    ((_, source),) = find_cells(lesson, cell)[:1]
    if grade.score is not None and not 0 <= grade.score <= source.points:
        raise CourseError(f"{grade.score:g} is no score of {cell}", hint=f"it has {source.points:g} points")
    with _lock(course):
        _, (answers,) = find_explanations(course, name, cell)
        students = answers.group(number).students
        with open_book(course) as book:
            where = (answers.notebook, cell)
            return book.grade_by_hand(
                name, where, students, grade.score, grade.comment, is_overwriting=grade.is_overwriting
            )


def export(
    course: Course, name: str, to: str, output: Path | None = None, title: str = "", *, is_total_only: bool = False
) -> tuple[Path, list[Line]]:
    """Write a lesson's grades as a table in one of `export.FORMATS`; return its path and its lines."""
    lesson = load_lesson(course, name)
    grades = _read_grades(course, lesson, list_students(course, name))
    with open_book(course) as book:
        standings = book.standings(name)
    lines = draw_up(lesson, grades, standings, _read_roster(course))
    path = output or course.gradebook / "exports" / f"{name}.{to}.csv"
    write_text(path, render_table(lesson, lines, to, title, is_total_only=is_total_only))
    return path, lines


def hand_in_samples(course: Course, name: str, size: int) -> int:
    """Put a class of sample answers into gradebook/submitted/; return its size. Other students are left alone."""
    lesson = load_lesson(course, name)
    for student, files in sample_class(lesson, size).items():
        folder = course.submitted / student / name
        folder.mkdir(parents=True, exist_ok=True)
        for notebook, data in files.items():
            (folder / f"{notebook}.ipynb").write_bytes(data)
        (folder / "timestamp.txt").write_text("2026-01-05 12:00:00 UTC\n", encoding="utf-8")
    return size


def audit(course: Course, name: str, workers: int, runner: str, progress: Progress) -> tuple[Sheet, Path]:
    """Grade the grader of a lesson; return the accuracy sheet and where its Markdown stands."""
    lesson = load_lesson(course, name)
    with _pool(workers or os.cpu_count() or 1) as pool:
        sheet, atlas = audit_lesson(lesson, pool, progress, runner)
    save_atlas(lesson, atlas)
    markdown, data = report_paths(lesson)
    write_text(markdown, format_sheet(sheet))
    write_text(data, sheet_json(sheet))
    return sheet, markdown
