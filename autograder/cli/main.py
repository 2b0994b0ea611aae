"""The command line: parse, call one function of the pipeline, print, return an exit code.

Exit codes: 0 all is well; 1 the command failed; 2 it was misused; 3 the run is complete, but something needs a person
(a file was refused or is missing, or a submission is UNGRADED); 130 interrupted.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import logging
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from autograder import __version__
from autograder.course import Course, find_course, load_lesson
from autograder.errors import AutograderError, CourseError
from autograder.text import clean_line

if TYPE_CHECKING:
    from autograder.grading import GradeOptions
    from autograder.records import Change

if TYPE_CHECKING:
    from autograder.classroom import AnswerGroup

__all__ = ["entry", "main"]


def entry() -> None:
    """Run as the console script `autograder`."""
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    """Run one command; return its exit code."""
    arguments = _parser().parse_args(argv)
    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 160)
    try:
        return int(arguments.run(arguments, console))
    except AutograderError as error:
        print(f"error: {error}", file=sys.stderr)
        if error.hint:
            print(f"hint: {error.hint}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted: what was graded so far is recorded; run the command again to go on", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="autograder", description="Release, grade and explain notebook assignments.")
    parser.add_argument("--version", action="version", version=f"autograder {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, run: object, help: str, *, has_lesson: bool = True) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")
        command.set_defaults(run=run)
        command.add_argument("--root", type=Path, help="the course folder (default: the nearest one at or above here)")
        if has_lesson:
            command.add_argument("lesson", help="the name of the lesson: its folder in solutions/")
        return command

    def add_run_options(command: argparse.ArgumentParser) -> None:
        option = command.add_argument
        option("--student", action="append", default=[], metavar="ID", help="only this student (repeatable)")
        option("--notebook", action="append", default=[], metavar="NAME", help="only this notebook (repeatable)")
        few = "processes (default: one per processor, fewer for a few students)"
        option("--workers", type=int, default=0, metavar="N", help=few)
        option("--force", action="store_true", help="grade again what is graded already")
        option("--runner", choices=("jail", "bare"), default="jail", help="how student code is kept apart")
        where = command.add_mutually_exclusive_group()
        where.add_argument(
            "--scheduler", default="", metavar="ADDRESS", help="grade on a Dask cluster, tcp://HOST:PORT"
        )
        where.add_argument("--dask", type=int, default=0, metavar="N", help="grade on N Dask workers started here")
        for name in ("ca", "cert", "key"):
            option(f"--tls-{name}", default="", metavar="FILE", help=f"the {name} file for a tls:// scheduler")

    add("release", _release, "make assignments/ from solutions/ and check that nothing private is in it")
    collect = add("collect", _collect, "bring downloads (files, folders, zips) into gradebook/submitted/")
    collect.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file, a folder or a zip")
    collect.add_argument("--roster", type=Path, metavar="CSV", help="who is in the class (gradebook/roster.csv)")
    grade = add("grade", _grade, "grade what was handed in")
    add_run_options(grade)
    grade.add_argument("--explain", action="store_true", help="say why each notebook would be run, and run nothing")
    regrade = add("regrade", _regrade, "run again what changed, and show whose points change by which test")
    add_run_options(regrade)
    regrade.add_argument("--diff", action="store_true", help="only show it, write nothing (this is the default)")
    regrade.add_argument("--apply", action="store_true", help="write it")
    history = add("history", _history, "list every change of a score: who, when, from what to what")
    history.add_argument("--student", action="append", default=[], metavar="ID", help="only this student (repeatable)")
    feedback = add("feedback", _feedback, "write a page for each student")
    feedback.add_argument("--student", action="append", default=[], metavar="ID", help="only this student (repeatable)")
    texts = add("explanations", _explanations, "list answers graded by hand, alike ones together, and grade a group")
    texts.add_argument("--cell", default="", metavar="NAME", help="only the cell with this grade_id")
    texts.add_argument("--group", type=int, metavar="N", help="the group that --score and --comment are for")
    texts.add_argument("--score", type=float, metavar="POINTS", help="what each answer of the group gets")
    texts.add_argument("--comment", default="", metavar="TEXT", help="what each student of the group reads")
    texts.add_argument("--overwrite", action="store_true", help="also where a person graded the answer already")
    due = add("due", _due, "show or set the due date, or give a student more time")
    due.add_argument("when", nargs="?", default="", metavar="TIME", help='e.g. "2026-01-05 23:59 +0800" (no zone: UTC)')
    due.add_argument("--student", default="", metavar="ID", help="whose extension")
    due.add_argument("--days", type=float, metavar="N", help="the extension, from the due date; 0 takes it back")
    export = add("export", _export, "write the grades as a table for a spreadsheet or an LMS")
    export.add_argument("--to", choices=("csv", "canvas", "moodle", "gradescope"), default="csv", help="whose layout")
    export.add_argument("--output", type=Path, metavar="FILE", help="where to (gradebook/exports/LESSON.TO.csv)")
    export.add_argument("--title", default="", metavar="TEXT", help="what the LMS calls the lesson's column")
    export.add_argument("--total-only", action="store_true", help="one column for the lesson, none per question")
    add("report", _report, "write the page about the class: totals, questions, mistakes, late and similar work")
    check = add("check", _check, "run the visible tests on one notebook, and change nothing", has_lesson=False)
    check.add_argument("notebook", type=Path, metavar="NOTEBOOK", help="the .ipynb file")
    check.add_argument("--lesson", default="", metavar="LESSON", help="its lesson (default: the one that has it)")
    check.add_argument("--runner", choices=("jail", "bare"), default="jail", help="how student code is kept apart")
    sample = add("sample", _sample, "hand in a class of sample answers, to see the grader work")
    sample.add_argument("--students", type=int, default=16, metavar="N", help="the size of the class (default 16)")
    audit = add("audit", _audit, "grade the grader: sample answers, mutants, repetitions")
    audit.add_argument("--workers", type=int, default=0, metavar="N", help="processes (default: one per processor)")
    audit.add_argument("--runner", choices=("jail", "bare"), default="jail", help="how student code is kept apart")
    groups = add("groups", _groups, "list students whose failing code behaves alike, largest group first")
    groups.add_argument("--cell", default="", metavar="TEST", help="only the test cell with this grade_id")
    groups.add_argument("--group", type=int, default=1, metavar="N", help="the group that --save means (default 1)")
    groups.add_argument("--save", metavar="NAME", help="make a wrong answer of the bank of that group's code")
    add("doctor", _doctor, "say what this machine offers and what is missing", has_lesson=False)
    return parser


def _release(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.cli.pipeline import release

    course = find_course(arguments.root)
    changed = release(course, arguments.lesson)
    for path in changed:
        console.print(f"wrote {path.relative_to(course.root)}")
    if not changed:
        console.print(f"assignments/{arguments.lesson} is up to date")
    return 0


def _collect(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.records import hold_gradebook
    from autograder.submissions import collect_files, load_roster

    course = find_course(arguments.root)
    lesson = load_lesson(course, arguments.lesson)
    with hold_gradebook(course):
        report = collect_files(lesson, arguments.files, load_roster(course, arguments.roster))
    for label in report.written:
        console.print(f"collected: {label}{' (marked late)' if label in report.late else ''}", soft_wrap=True)
    for source in report.older:
        console.print(f"older, left out: {source}", soft_wrap=True)
    console.print(f"{len(report.written)} notebooks collected, {len(report.unchanged)} were there already")
    for student in report.missing:
        console.print(f"missing: {student.id} {student.name}: nothing of {arguments.lesson} is there", soft_wrap=True)
    for problem in report.problems:
        _print_problem(problem.file, problem.message, problem.hint)
    return 3 if report.problems or report.missing else 0


def _print_problem(file: str, message: str, hint: str) -> None:
    print(f"needs a person: {file}: {message}\n  hint: {hint}", file=sys.stderr)


def _grade(arguments: argparse.Namespace, console: Console) -> int:
    course = find_course(arguments.root)
    _start_loading(arguments)
    from autograder.grading import grade_lesson

    gc.freeze()  # what is loaded stays: to look through it for garbage takes long in a large class
    options = _run_options(arguments, is_plan=arguments.explain)
    with _log(course, arguments.lesson), _ProgressLine(console, "grading") as advance:
        report = grade_lesson(course, arguments.lesson, options, advance)
    if arguments.explain:
        for reason in report.reasons:
            console.print(f"{reason.student}/{reason.notebook}: {reason.why}", soft_wrap=True)
        console.print(f"{len(report.reasons)} notebooks would be run")
        return 0
    for refused in report.refused_workers:
        print(f"warning: worker left out: {refused}", file=sys.stderr)
    for problem in report.odd_folders:
        _print_problem(problem.file, problem.message, problem.hint)
    if not report.grades:
        console.print(f"nothing was handed in for {arguments.lesson} in {course.submitted}")
        return 3 if report.needs_person else 0
    _print_grades(report, console)
    return 3 if report.needs_person else 0


def _run_options(arguments: argparse.Namespace, *, is_plan: bool = False, is_trial: bool = False) -> GradeOptions:
    from autograder.grading import Cluster, GradeOptions

    if arguments.runner == "bare":
        print(
            "warning: the bare runner does not keep student code apart; its grades say so in their records",
            file=sys.stderr,
        )
    cluster = None
    if arguments.scheduler or arguments.dask:
        tls = (arguments.tls_ca, arguments.tls_cert, arguments.tls_key)
        cluster = Cluster(arguments.scheduler, arguments.dask, *tls)
    return GradeOptions(
        students=tuple(arguments.student),
        notebooks=tuple(arguments.notebook),
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
    course = find_course(arguments.root)
    _start_loading(arguments)
    from autograder.grading import grade_lesson

    if arguments.diff and arguments.apply:
        raise CourseError("--diff writes nothing and --apply does: choose one")
    options = _run_options(arguments, is_trial=not arguments.apply)
    with _log(course, arguments.lesson), _ProgressLine(console, "grading") as advance:
        report = grade_lesson(course, arguments.lesson, options, advance)
    for change in report.changes:
        console.print(_change_text(change), soft_wrap=True)
    students = len({change.student for change in report.changes})
    console.print(f"{len(report.graded)} students run again, {len(report.changes)} scores of {students} change")
    if report.changes and not arguments.apply:
        console.print("nothing was written; --apply writes it")
    return 3 if report.needs_person else 0


def _change_text(change: Change) -> str:
    before, after = ("none" if score is None else f"{score:g}" for score in (change.before, change.after))
    tests = f" ({'; '.join(change.tests)})" if change.tests else ""
    return f"{change.student}/{change.notebook}/{change.cell}: {before} -> {after}{tests}"


def _history(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.records import read_history

    course = find_course(arguments.root)
    for line in read_history(course, arguments.lesson):
        if not arguments.student or line.student in arguments.student:
            suite = f" by suite {line.suite[:8]}" if line.suite else ""
            console.print(f"{line.when} {line.who}{suite}: {_change_text(line)}", soft_wrap=True)
    return 0


@contextlib.contextmanager
def _log(course: Course, lesson: str) -> Iterator[None]:
    """Add what the run does to gradebook/logs/<lesson>.log."""
    folder = course.gradebook / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(folder / f"{lesson}.log", encoding="utf-8", errors="replace")
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
        handler.close()


def _print_grades(report: object, console: Console) -> None:
    from autograder.grading import GradeReport

    assert isinstance(report, GradeReport)
    late = {student: standing.late_days for student, standing in report.standings.items() if standing.late_days}
    is_late_shown = any(grade.student in late for grade in report.grades)
    columns = [("student", "")]
    columns += [(notebook.name, f"/ {notebook.automatic_points:g}") for notebook in report.lesson.notebooks]
    columns.append(("total", f"/ {report.lesson.points:g}"))
    columns += [("late", "days"), ("late", "penalty")] if is_late_shown else []
    columns += [("by hand", ""), ("repaired", ""), ("ungraded", "")]
    rows = []
    for grade in report.grades:
        cells = [grade.student]
        for notebook in report.lesson.notebooks:
            found = grade.notebook(notebook.name)
            cells.append("–" if found is None else "?" if found.is_ungraded else f"{found.score:g}")
        standing = report.standings.get(grade.student)
        total = standing.total if standing is not None else grade.score
        still_open = standing.open_cells if standing is not None else frozenset()
        waiting = sum(
            cell.is_manual and (notebook.notebook, name) in still_open
            for notebook in grade.notebooks
            for name, cell in notebook.cells.items()
        )
        repaired = sum(len(notebook.repairs) for notebook in grade.notebooks)
        ungraded = [problem.notebook for problem in grade.problems]
        ungraded += [notebook.notebook for notebook in grade.notebooks if notebook.is_ungraded]
        cells.append(f"{total:g}")
        if is_late_shown:
            penalty = standing.penalty if standing is not None else 0.0
            cells += [str(late.get(grade.student, "")), f"{penalty:g}" if penalty else ""]
        cells += [str(waiting or ""), str(repaired or ""), ", ".join(dict.fromkeys(ungraded))]
        rows.append(cells)
    print(f"{report.lesson.name}: {len(report.grades)} students, {len(report.graded)} graded now")
    for line in _draw_table(columns, rows):
        print(line)
    for source in report.lesson.notebooks:
        if source.suite is None and source.automatic_points:
            line = f"{source.name} has no suite: its own test cells decided, in the student's process"
            console.print(line, soft_wrap=True)
    for grade in report.grades:
        for result in grade.notebooks:
            for repair in result.repairs:
                console.print(f"repaired: {grade.student}/{result.file}: {repair}")
        for problem in grade.problems:
            _print_problem(f"{grade.student}/{problem.file}", problem.message, problem.hint)
        for result in grade.notebooks:
            if result.is_ungraded:
                reason = result.ungraded or "a test has no outcome"
                print(
                    f"UNGRADED (our fault, no points lost): {grade.student}/{result.file}: {reason}\n"
                    "  hint: run the command again; if it stays, report the record",
                    file=sys.stderr,
                )


def _draw_table(columns: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table; the first and last column stand left, the others right. Rich takes 1 ms for a row."""
    header = list(zip(*columns, strict=True))
    widths = [max(cell_len(line[number]) for line in (*header, *rows)) for number in range(len(columns))]

    def draw(line: Sequence[str]) -> str:
        parts = []
        for number, (text, width) in enumerate(zip(line, widths, strict=True)):
            space = " " * (width - cell_len(text))
            parts.append(f"{text}{space}" if number in (0, len(widths) - 1) else f"{space}{text}")
        return f"│ {' │ '.join(parts)} │"

    bars = ["─" * (width + 2) for width in widths]
    yield f"┌{'┬'.join(bars)}┐"
    yield from map(draw, header)
    yield f"├{'┼'.join(bars)}┤"
    yield from map(draw, rows)
    yield f"└{'┴'.join(bars)}┘"


def _explanations(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.cli.pipeline import HandGrade, find_explanations, grade_explanations

    course = find_course(arguments.root)
    is_grading = arguments.score is not None or bool(arguments.comment)
    if is_grading and not (arguments.cell and arguments.group):
        raise CourseError("it is not said which answers to grade", hint="name them with --cell NAME --group N")
    if is_grading:
        grade = HandGrade(arguments.score, arguments.comment, arguments.overwrite)
        written, kept = grade_explanations(course, arguments.lesson, arguments.cell, arguments.group, grade)
        console.print(f"graded: {', '.join(written) or 'nobody'}", soft_wrap=True)
        if kept:
            console.print(f"graded by a person before, left alone: {', '.join(kept)}", soft_wrap=True)
        return 0
    _, cells = find_explanations(course, arguments.lesson, arguments.cell)
    for answers in cells:
        count = sum(len(group.students) for group in answers.groups)
        title = f"{answers.notebook}/{answers.cell.grade_id} / {answers.cell.points:g}: {count} answers"
        console.print(title, style="bold", soft_wrap=True)
        for group in answers.groups:
            if arguments.group in (None, group.number):
                _print_answers(group, console, most_lines=None if arguments.group else 12)
    return 0


def _print_answers(group: AnswerGroup, console: Console, most_lines: int | None) -> None:
    kinds = {"answer": "", "unchanged": ", as it was handed out", "empty": ", empty"}
    scores = sorted(set(group.graded.values()))
    graded = f", {len(group.graded)} graded: {', '.join(f'{score:g}' for score in scores)}" if scores else ""
    console.print(f"{group.number}. {len(group.students)} students{kinds[group.kind]}{graded}", style="bold")
    console.print(f"   {', '.join(group.students)}", soft_wrap=True)
    lines = group.text.splitlines()
    for line in lines[:most_lines]:
        console.print(f"   | {clean_line(line)[:1000]}", soft_wrap=True)
    if most_lines is not None and len(lines) > most_lines:
        console.print(f"   ... {len(lines) - most_lines} more lines: --group {group.number}")


def _due(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.cli.pipeline import set_due

    course = find_course(arguments.root)
    moment, extensions = set_due(course, arguments.lesson, arguments.when, arguments.student, arguments.days)
    console.print(f"{arguments.lesson} is due {moment:%Y-%m-%d %H:%M:%S} UTC" if moment else "no due date")
    for student, extension in sorted(extensions.items()):
        console.print(f"{student}: {extension.total_seconds() / 86_400:g} days more", soft_wrap=True)
    if arguments.when or arguments.student:
        console.print(f"penalties follow with the next `autograder grade {arguments.lesson}`")
    return 0


def _feedback(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.cli.pipeline import write_feedback

    course = find_course(arguments.root)
    pages = write_feedback(course, arguments.lesson, tuple(arguments.student))
    for path in pages:
        console.print(str(path.relative_to(course.root)))
    console.print(f"{len(pages)} pages")
    return 0


def _export(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.cli.pipeline import export

    course = find_course(arguments.root)
    path, lines = export(
        course,
        arguments.lesson,
        arguments.to,
        arguments.output,
        arguments.title,
        is_total_only=arguments.total_only,
    )
    shown = path.relative_to(course.root) if path.is_relative_to(course.root) else path
    count = {status: sum(line.status == status for line in lines) for status in ("graded", "incomplete", "missing")}
    console.print(
        f"wrote {shown}: {count['graded']} complete, {count['incomplete']} incomplete, {count['missing']} missing",
        soft_wrap=True,
    )
    waiting = [line for line in lines if line.flags and line.flags[-1].startswith("waits for a person")]
    if waiting:
        print(f"needs a person: {len(waiting)} students wait for hand grading: their totals are empty", file=sys.stderr)
    for line in lines:
        if (line.status != "graded" or not line.is_known) and (len(line.flags) > 1 or line not in waiting):
            left_out = (
                " (left out: Moodle would refuse the file)" if arguments.to == "moodle" and not line.is_known else ""
            )
            print(f"needs a person: {line.student.id}{left_out}: {'; '.join(line.flags)}", file=sys.stderr)
    return 3 if any(line.status != "graded" or not line.is_known for line in lines) else 0


def _report(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.cli.pipeline import write_report

    course = find_course(arguments.root)
    path = write_report(course, arguments.lesson)
    console.print(f"wrote {path.relative_to(course.root)}", soft_wrap=True)
    return 0


def _check(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.feedback import explain
    from autograder.grading import check_notebook

    course = find_course(arguments.root)
    checked = check_notebook(course, arguments.notebook, arguments.lesson, arguments.runner)
    for repair in checked.repairs:
        console.print(f"repaired / 已修复: {repair}", soft_wrap=True)
    for question in checked.questions:
        console.print(question.name, style="bold", soft_wrap=True)
        for outcome in question.outcomes:
            console.print(f"  {outcome.verdict.mark} {outcome.sentence}", soft_wrap=True)
            for line in explain(outcome):
                text = line.text.replace("\n", "\n        ")
                console.print(f"      {line.label}: {text}", soft_wrap=True)
    done, count = checked.passed_count, checked.count
    console.print(
        f"{checked.lesson}/{checked.notebook}: {done} of {count} visible tests passed; hidden ones run in grading"
        f" / {count} 个可见测试中通过 {done} 个；隐藏测试在评分时运行",
        soft_wrap=True,
    )
    return 0 if done == count else 3


def _sample(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.audit import hand_in_samples

    course = find_course(arguments.root)
    count = hand_in_samples(course, arguments.lesson, arguments.students)
    console.print(f"{count} sample students handed in {arguments.lesson} in gradebook/submitted/")
    return 0


def _audit(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.audit import format_sheet, run_audit

    course = find_course(arguments.root)
    with _ProgressLine(console, "auditing") as advance:
        sheet, path = run_audit(course, arguments.lesson, arguments.workers, arguments.runner, advance)
    console.print(format_sheet(sheet))
    console.print(f"{sheet.time_s:g} s; written to {path.relative_to(course.root)} and .json")
    return 0 if sheet.is_perfect else 1


def _groups(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.classroom import save_group
    from autograder.cli.pipeline import find_groups

    course = find_course(arguments.root)
    lesson, groups = find_groups(course, arguments.lesson, arguments.cell)
    for number, group in enumerate(groups, 1):
        lost = ", ".join(f"{cell} {score:g}" for cell, score in group.lost)
        title = (
            f"{number}. {group.notebook}/{group.solution}: {len(group.students)} students ({lost or 'no points lost'})"
        )
        console.print(title, style="bold", soft_wrap=True)
        console.print(f"   {', '.join(group.students)}", soft_wrap=True)
        known, example = group.diagnosis.known, group.diagnosis.counterexample
        if known is not None:
            console.print(f"   behaves like {known.answer}: {known.misconception}", soft_wrap=True)
        if example is not None:
            console.print(f"   {example.asked}: {example.got} instead of {example.expected}", soft_wrap=True)
        console.print("\n".join(f"   | {line}" for line in group.source.splitlines()[:24]), soft_wrap=True)
    if not groups:
        console.print("no failing code to group")
    if arguments.save:
        if not 1 <= arguments.group <= len(groups):
            raise CourseError(f"there is no group {arguments.group}", hint=f"there are {len(groups)}")
        path = save_group(lesson, groups[arguments.group - 1], arguments.save)
        console.print(f"wrote {path.relative_to(course.root)}: decide its points from the assignment's text")
    return 0


def _doctor(arguments: argparse.Namespace, console: Console) -> int:
    from autograder.sandbox import examine

    checks = examine()
    for check in checks:
        console.print(f"{'ok     ' if check.is_ok else 'MISSING'}  {check.what}: {check.found}")
        if not check.is_ok and check.remedy:
            console.print(f"         {check.remedy}")
    return 0 if all(check.is_ok or not check.is_needed for check in checks) else 1


class _ProgressLine:
    """A progress bar on a terminal, a line now and then elsewhere; both with the rate and the time left."""

    def __init__(self, console: Console, what: str) -> None:
        self._console = console
        self._what = what
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._said = 0
        self._start_s = time.monotonic()

    def __enter__(self) -> _ProgressLine:
        if self._console.is_terminal:
            columns = (TextColumn(self._what), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"))
            self._bar = Progress(*columns, console=self._console, transient=True)
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, done: int, total: int, name: str) -> None:
        pace = self._pace(done, total)
        if self._bar is not None:
            if self._task is None:
                self._task = self._bar.add_task(self._what, total=total, pace="")
            self._bar.update(self._task, completed=done, pace=pace)
        elif done and (done == total or done >= self._said + max(1, total // 10)):
            self._said = done
            self._console.print(f"{self._what}: {done} of {total}{', ' if pace else ''}{pace}")

    def _pace(self, done: int, total: int) -> str:
        """Return the rate so far and the time left at that rate."""
        spent_s = time.monotonic() - self._start_s
        if not done or not spent_s:
            return ""
        left_s = round((total - done) * spent_s / done)
        return f"{done / spent_s:.1f}/s" + (f", {left_s // 60}:{left_s % 60:02} left" if done < total else "")
