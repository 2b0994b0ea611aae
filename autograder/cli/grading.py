"""Grade what was handed in, grade it again, look at the history of scores, check one notebook."""

from __future__ import annotations

import argparse
import contextlib
import gc
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.commands import (
    Commands,
    add_runner_option,
    add_student_option,
    count_of,
    find_own_course,
    lesson_name,
    print_problem,
    whole_number,
)
from autograder.cli.progress import ProgressLine
from autograder.course import Course, require_lesson
from autograder.errors import CourseError
from autograder.files import writing
from autograder.sandbox import not_kept_by

if TYPE_CHECKING:
    from rich.console import Console

    from autograder.grading import GradeOptions, GradeSummary

__all__ = ["add_commands"]

_MOST_PROMISES = 5


def add_commands(commands: Commands) -> None:
    """Add grade, regrade, history and check."""
    grade = commands.add("grade", _grade, "grade what was handed in")
    _add_run_options(grade)
    grade.add_argument("--explain", action="store_true", help="say why each notebook would be run, and run nothing")
    regrade = commands.add("regrade", _regrade, "run again what changed, and show whose points change by which test")
    _add_run_options(regrade)
    regrade.add_argument("--diff", action="store_true", help="only show it, write nothing (this is the default)")
    regrade.add_argument("--apply", action="store_true", help="write it")
    history = commands.add("history", _history, "list every change of a score: who, when, from what to what")
    add_student_option(history)
    check = commands.add("check", _check, "run the visible tests on one notebook, and change nothing", has_lesson=False)
    check.add_argument("notebook", type=Path, metavar="NOTEBOOK", help="the .ipynb file")
    its = "its lesson (default: the one that has it)"
    check.add_argument("--lesson", type=lesson_name, default="", metavar="LESSON", help=its)
    check.add_argument("--lang", choices=("zh", "en"), help="the language to answer in (default: that of the locale)")
    add_runner_option(check)


def _add_run_options(command: argparse.ArgumentParser) -> None:
    add_student_option(command)
    option = command.add_argument
    option("--notebook", action="append", default=[], metavar="NAME", help="only this notebook (repeatable)")
    few = "processes (default: one per processor, fewer for a few students)"
    option("--workers", type=whole_number, default=0, metavar="N", help=few)
    option("--force", action="store_true", help="grade again what is graded already")
    add_runner_option(command)
    where = command.add_mutually_exclusive_group()
    where.add_argument("--scheduler", default="", metavar="ADDRESS", help="grade on a Dask cluster, tcp://HOST:PORT")
    where.add_argument("--dask", type=whole_number, default=0, metavar="N", help="grade on N Dask workers started here")
    for name in ("ca", "cert", "key"):
        option(f"--tls-{name}", default="", metavar="FILE", help=f"the {name} file for a tls:// scheduler")


def _grade(arguments: argparse.Namespace, console: Console) -> int:
    course = find_own_course(arguments)
    _start_loading(arguments)
    from autograder.cli.grade_table import print_grades
    from autograder.grading import grade_lesson

    gc.freeze()  # what is loaded stays: to look through it for garbage takes long in a large class
    options = _read_options(arguments, is_plan=arguments.explain)
    with _log_run(course, arguments.lesson), ProgressLine(console, "grading") as advance:
        summary = grade_lesson(course, arguments.lesson, options, advance)
    _warn_of_damage(summary)
    if arguments.explain:
        return _print_reasons(summary, console)
    for refused in summary.refused_workers:
        print(f"warning: worker left out: {refused}", file=sys.stderr)
    for problem in summary.odd_folders:
        print_problem(problem.file, problem.message, problem.hint)
    if summary.grades:
        print_grades(summary, console, _read_names(course))
    else:
        console.print(f"nothing was handed in for {arguments.lesson} in {course.submitted}")
    return 3 if summary.needs_person else 0


def _warn_of_damage(summary: GradeSummary) -> None:
    for _, damaged in sorted(summary.damaged.items()):
        print(f"warning: {damaged}; it is not believed, and made anew from what was handed in", file=sys.stderr)


def _read_names(course: Course) -> dict[str, str] | None:
    """Return the names of the roster by student; None if there is no roster."""
    from autograder.submissions import load_roster

    roster = load_roster(course)
    return {student.id: student.name for student in roster.students} if roster is not None else None


def _print_reasons(summary: GradeSummary, console: Console) -> int:
    for reason in summary.reasons:
        console.print(f"{reason.student}/{reason.notebook}: {reason.why}", soft_wrap=True)
    console.print(f"{count_of(summary.reasons, 'notebook')} would be run")
    return _print_failures(summary)


def _print_failures(summary: GradeSummary) -> int:
    """Name the students whom an exception of ours left out; return the exit code that says so."""
    for problem in summary.failures:
        print_problem(problem.file, problem.message, problem.hint)
    return 3 if summary.failures else 0


def _read_options(arguments: argparse.Namespace, *, is_plan: bool = False, is_trial: bool = False) -> GradeOptions:
    from autograder.grading import Cluster, GradeOptions

    less = not_kept_by(arguments.runner)
    if less:
        names = ", ".join(promise.name for promise in less[:_MOST_PROMISES])
        more = f" and {len(less) - _MOST_PROMISES} more" if len(less) > _MOST_PROMISES else ""
        print(f"warning: the {arguments.runner} runner does not promise {names}{more} (SECURITY.md)", file=sys.stderr)
    cluster = None
    if arguments.scheduler or arguments.dask:
        tls = (arguments.tls_ca, arguments.tls_cert, arguments.tls_key)
        cluster = Cluster(arguments.scheduler, arguments.dask, *tls)
    return GradeOptions(
        students=tuple(arguments.student),
        notebooks=tuple(name.removesuffix(".ipynb") for name in arguments.notebook),
        workers=arguments.workers,
        is_forced=arguments.force,
        runner=arguments.runner,
        is_trial=is_trial,
        is_plan=is_plan,
        cluster=cluster,
    )


def _start_loading(arguments: argparse.Namespace) -> None:
    """Let the workers' imports begin while this process does its own."""
    from autograder.grading import start_forkserver

    if not (arguments.scheduler or arguments.dask):
        start_forkserver()


def _regrade(arguments: argparse.Namespace, console: Console) -> int:
    course = find_own_course(arguments)
    _start_loading(arguments)
    from autograder.cli.changes import describe_change
    from autograder.cli.grade_table import print_needs
    from autograder.grading import grade_lesson

    if arguments.diff and arguments.apply:
        raise CourseError("--diff writes nothing and --apply does: choose one")
    options = _read_options(arguments, is_trial=not arguments.apply)
    with _log_run(course, arguments.lesson), ProgressLine(console, "grading") as advance:
        summary = grade_lesson(course, arguments.lesson, options, advance)
    _warn_of_damage(summary)
    for change in summary.changes:
        console.print(describe_change(change), soft_wrap=True)
    changed = count_of({change.student for change in summary.changes}, "student")
    scores = count_of(summary.changes, "score")
    verb = "changes" if len(summary.changes) == 1 else "change"
    console.print(f"{count_of(summary.graded, 'student')} run again, {scores} of {changed} {verb}")
    if summary.changes and not arguments.apply:
        console.print("nothing was written; --apply writes it")
    for problem in summary.odd_folders:
        print_problem(problem.file, problem.message, problem.hint)
    print_needs(summary)
    return 3 if summary.needs_person else 0


def _history(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.cli.changes import describe_change
    from autograder.records import read_history

    course = find_own_course(arguments)
    _notice_hand_scores(course, arguments.lesson)
    lines = read_history(course, arguments.lesson)
    if not lines:  # a lesson that was taken out of solutions/ keeps its history
        require_lesson(course, arguments.lesson)
    for line in lines:
        if not arguments.student or line.student in arguments.student:
            suite = f" by suite {line.suite[:8]}" if line.suite else ""
            console.print(f"{line.when} {line.who}{suite}: {describe_change(line)}", soft_wrap=True)
    return 0


def _notice_hand_scores(course: Course, lesson: str) -> None:
    """Add to the history what was entered by hand where we did not see it; another run does that itself."""
    from autograder.errors import GradebookError
    from autograder.gradebook import HandLedger, open_book
    from autograder.records import hold_gradebook

    if not (course.gradebook / "history").exists() and not (course.records / lesson).exists():
        return
    with contextlib.suppress(GradebookError), hold_gradebook(course), open_book(course) as book:
        ledger = HandLedger(course, lesson)
        ledger.enter(ledger.notice(book))


@contextlib.contextmanager
def _log_run(course: Course, lesson: str) -> Iterator[None]:
    """Add what the run does to gradebook/logs/<lesson>.log; `CourseError` if there is no such lesson."""
    require_lesson(course, lesson)
    path = course.gradebook / "logs" / f"{lesson}.log"
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _Log(path, encoding="utf-8", errors="replace")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("autograder.grading")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    try:
        yield
    except BaseException as error:
        logger.error("%s: ended early: %s", lesson, error or type(error).__name__)
        raise
    finally:
        logger.removeHandler(handler)
        with contextlib.suppress(OSError):
            handler.close()


class _Log(logging.FileHandler):
    """A log that keeps quiet about a full disk: what else cannot be written says so."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        del record


def _check(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.feedback import explain_check, find_language
    from autograder.grading import check_notebook

    course = find_own_course(arguments)
    checked = check_notebook(course, arguments.notebook, arguments.lesson, arguments.runner)
    lines, is_fine = explain_check(checked, arguments.lang or find_language())
    for line in lines:
        console.print(line, soft_wrap=True)
    return 0 if is_fine else 3
