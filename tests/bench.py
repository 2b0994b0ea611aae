"""Seconds per submission on this machine, and where they go. Run by `make bench`.

    python tests/bench.py [--students 50] [--workers 2] [--lesson lesson09]

Hands in the reference solution many times (each file differs by a comment, so nothing is graded only once) in a temporary
course and grades it with the command that TAs use. The split is measured on one notebook after the other, in one process.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from autograder.bank import AnswerCell, build_submission
from autograder.gradebook import enter_lesson, open_book
from autograder.grades import Grade, NotebookGrade
from autograder.lesson import Course, Lesson, load_lesson
from autograder.notebook import restore_locked_cells
from autograder.sandbox.runner import WarmProcess
from autograder.sandbox.student import StudentProxy
from autograder.worker import Chunk, Work, close_warm_processes, grade_chunk

REPOSITORY = Path(__file__).resolve().parents[1]


def make_course(folder: Path, lesson: str) -> Lesson:
    """Copy a lesson into a course of its own."""
    for part in ("solutions", "tests"):
        shutil.copytree(
            REPOSITORY / part / lesson, folder / part / lesson, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(REPOSITORY / "nbgrader_config.py", folder)
    (folder / "gradebook").mkdir()
    return load_lesson(Course(folder), lesson)


def submission(lesson: Lesson, number: int) -> dict[str, bytes]:
    """Return the reference solution's files, made different from every other number's by a comment."""
    return {
        notebook.name: build_submission(notebook, [AnswerCell("new", f"# student {number}")])
        for notebook in lesson.notebooks
    }


def grade_class(lesson: Lesson, students: int, workers: int) -> float:
    """Return the wall seconds of `autograder grade` for a class."""
    for number in range(students):
        folder = lesson.course.submitted / f"s{number:04}" / lesson.name
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in submission(lesson, number).items():
            (folder / f"{name}.ipynb").write_bytes(data)
    command = [sys.executable, "-m", "autograder", "grade", lesson.name, "--root", str(lesson.course.root)]
    start = time.perf_counter()
    subprocess.run([*command, "--workers", str(workers)], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def split(lesson: Lesson, rounds: int) -> dict[str, float]:
    """Return median milliseconds per submission (all notebooks): fork, cells, suites with the rest, database."""
    forks, cells, totals, books = [], [], [], []
    with WarmProcess() as warm:
        warm.start()
        for _ in range(rounds):
            start = time.perf_counter()
            warm.fork().kill()
            forks.append((time.perf_counter() - start) * len(lesson.notebooks))
            spent = 0.0
            for notebook in lesson.notebooks:
                restored = restore_locked_cells(build_submission(notebook, ()), notebook)
                with StudentProxy(warm, restored.code, notebook.prelude) as proxy:
                    start = time.perf_counter()
                    proxy.run()
                    spent += time.perf_counter() - start
            cells.append(spent)
    numbers = range(rounds + 1)
    for number in numbers:
        work = tuple(Work("s", name, name, data, str(number)) for name, data in submission(lesson, number).items())
        start = time.perf_counter()
        results = grade_chunk(Chunk(lesson.course.root, lesson.name, "jail", work))
        totals.append(time.perf_counter() - start)
        notebooks: tuple[NotebookGrade, ...] = tuple(result.grade for result in results)
        with open_book(lesson.course) as book:
            start = time.perf_counter()
            book.write(lesson, Grade(f"split-{number}", lesson.name, "", notebooks))
            books.append(time.perf_counter() - start)
    close_warm_processes()
    fork, run, whole = (1000 * statistics.median(values) for values in (forks, cells, totals[1:]))
    return {
        "fork": fork,
        "cells": run - fork,
        "suites": whole - run,
        "database": 1000 * statistics.median(books),
        "whole": whole,
    }


def main() -> None:
    """Measure and print; the last line is JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=50)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--lesson", default="lesson09")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lesson = make_course(Path(folder), options.lesson)
        enter_lesson(lesson)
        wall_s = grade_class(lesson, options.students, options.workers)
        few_s = grade_class(lesson, options.students + 2, options.workers)  # two new ones: start-up and little else
        parts = split(lesson, options.rounds)
    figures = {
        "students": options.students,
        "workers": options.workers,
        "wall_s": round(wall_s, 2),
        "s_per_submission": round(wall_s / options.students, 3),
        "start_up_s": round(few_s, 2),
        "split_ms": {name: round(value, 1) for name, value in parts.items()},
    }
    print(
        f"{options.students} submissions, {options.workers} workers: {wall_s:.1f} s, {wall_s / options.students:.3f} s each"
    )
    print(f"of which start-up (the same class again with two new students): {few_s:.1f} s")
    for name, value in figures["split_ms"].items():  # type: ignore[union-attr]
        print(f"  {name:9} {value:8.1f} ms per submission")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
