"""Grade the grader, from the bank of sample answers to the accuracy sheet."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path

from autograder.audit.atlas import Atlas, AtlasDraft, save_atlas
from autograder.audit.bank import load_bank
from autograder.audit.mixtures import Mixture, PageFindings, draw_mutants, draw_pairs, grade_mixtures, mix
from autograder.audit.settings import load_equivalents
from autograder.audit.sheet import Sheet, format_sheet, report_paths, sheet_json
from autograder.audit.shortcuts import find_shortcuts, take_shortcuts
from autograder.audit.tally import Tally
from autograder.audit.thresholds import measure_thresholds
from autograder.audit.trials import GradedTrial, Trial, grade_trials, list_trials
from autograder.course import Course, Lesson, load_lesson
from autograder.errors import CourseError
from autograder.files import write_file
from autograder.grading import Progress, local_pool
from autograder.records import NotebookGrade
from autograder.sandbox import require_runner
from autograder.suite import Margins

__all__ = ["audit_lesson", "run_audit"]

_PAIRS = 300
_MUTANTS = 40  # those whose pages are read: all of them are graded, up to the first test that fails


def run_audit(course: Course, name: str, workers: int, runner: str, progress: Progress) -> tuple[Sheet, Path]:
    """Audit a lesson and write what came out: the sheet into gradebook/reports/, the behaviours beside the bank.

    `workers` 0 takes one process per processor. Return the sheet and the path of its Markdown.
    """
    lesson = load_lesson(course, name)
    with local_pool(workers or os.cpu_count() or 1) as pool:
        sheet, atlas = audit_lesson(lesson, pool, progress, runner)
    save_atlas(lesson, atlas)
    markdown, data = report_paths(lesson)
    write_file(markdown, format_sheet(sheet))
    write_file(data, sheet_json(sheet))
    return sheet, markdown


def audit_lesson(lesson: Lesson, pool: Executor, progress: Progress, runner: str = "jail") -> tuple[Sheet, Atlas]:
    """Grade every sample answer of a lesson under many seeds, every mutant, odd values, and mistakes side by side.

    Return the accuracy sheet and the behaviours that were seen. `CourseError` if there are no sample answers.
    """
    require_runner(runner)
    start_s = time.monotonic()
    answers = load_bank(lesson)
    if not answers:
        raise CourseError("there are no sample answers to audit with", path=lesson.bank_folder)
    tally, draft = Tally(lesson, load_equivalents(lesson)), AtlasDraft(lesson)
    trials = list_trials(lesson, answers)
    mutants = [trial.mutant for trial in trials if trial.mutant is not None]
    has_probes = (lesson.suite_folder / "probes.py").exists()  # without them, no page says what a mutant is
    mixtures = [*draw_pairs(answers, _PAIRS), *draw_mutants(mutants, _MUTANTS if has_probes else 0)]
    count = len(trials) + len(mixtures)
    seen: list[tuple[Mixture, NotebookGrade]] = []
    references: dict[str, tuple[Trial, Margins]] = {}
    for done, graded in enumerate(_grade_all(lesson, pool, trials, runner), 1):
        trial, grade = graded.trial, graded.result.grade
        tally.add(graded)
        if trial.answer is not None:
            draft.add_answer(trial.answer, grade)
            seen += [] if trial.answer.is_right else [(mix(trial.answer), grade)]
        elif trial.is_reference:
            references[trial.notebook] = (trial, graded.result.margins)
            draft.add_reference(trial.notebook, grade)
        progress(done, count, trial.name)
    sheet, atlas = tally.finish(), draft.finish()
    for threshold in measure_thresholds(lesson, pool, runner, references):
        (sheet.chancy if threshold.is_refused else sheet.thresholds).append(threshold.line)
    pages = PageFindings()
    for mixture, grade in seen:
        pages.add(mixture, grade, atlas)
    for done, (mixture, grade) in enumerate(grade_mixtures(lesson, mixtures, pool, runner), len(trials) + 1):
        pages.add(mixture, grade, atlas)
        progress(done, count, mixture.name)
    sheet.pages = pages.sort()
    sheet.right_named = draft.list_right_named()
    sheet.named = draft.count_named()
    sheet.time_s = round(time.monotonic() - start_s, 1)
    return sheet, atlas


def _grade_all(lesson: Lesson, pool: Executor, trials: Sequence[Trial], runner: str) -> Iterator[GradedTrial]:
    """Yield each trial with its grade, mutants by a shortcut where there is one."""
    shortcuts = find_shortcuts(lesson, pool, trials, runner)
    done: set[int] = set()
    for graded in take_shortcuts(lesson, pool, trials, shortcuts, runner):
        done.add(id(graded.trial))
        yield graded
    yield from grade_trials(lesson, pool, [trial for trial in trials if id(trial) not in done], runner)
