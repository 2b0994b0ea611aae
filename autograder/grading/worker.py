"""The trusted worker: bytes of submitted notebooks in, grades and autograded notebooks out.

It reads the course's lesson and suite, and nothing else on disk. One worker holds one warm process for as long as it
lives; a chunk of notebooks goes through one pytest session.
"""

from __future__ import annotations

import atexit
import gc
import itertools
import platform
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch

from autograder.course import Course, Lesson, SourceNotebook, load_lesson
from autograder.errors import CourseError, SubmissionError
from autograder.grading.allowance import notebook_budget, notebook_limits
from autograder.grading.earlier import EarlierNotebook
from autograder.grading.imports import list_imports
from autograder.grading.judgement import Judgement
from autograder.grading.reference import Kept
from autograder.grading.work import Chunk, EarlierWork, GradedNotebook, Work, describe_worker, leave_ungraded
from autograder.records import NotebookGrade
from autograder.sandbox import Limits, WarmProcess
from autograder.submissions import Problem, restore_locked_cells
from autograder.suite import Expectation, Job, describe_fault, load_probes, run_suites

__all__ = ["close_warm_processes", "find_warm", "grade_chunk", "keep_warm", "prepare"]

_GARBAGE = 2000  # objects, after which garbage is looked for
_MOST_WARM = 8  # from one chunk to the next; each has some 200 MiB
_WARM: dict[tuple[str, Limits], WarmProcess] = {}  # of this process, the one used last at the end


def find_warm(runner: str, limits: Limits) -> WarmProcess:
    """Return this process's warm process; started at the first fork, ended with this process or after many others."""
    warm = _WARM.pop((runner, limits), None) or WarmProcess(runner, limits)
    _WARM[runner, limits] = warm
    return warm


def keep_warm(warm: WarmProcess) -> None:
    """Use a warm process that is there already for the chunks of this process; it ends with it."""
    before = _WARM.pop((warm.runner, warm.limits), None)
    if before is not None and before is not warm:
        before.close()
    _WARM[warm.runner, warm.limits] = warm


def _end_unused() -> None:
    """End those that were not used for long: every lesson may bring limits and data of its own."""
    while len(_WARM) > _MOST_WARM:
        _WARM.pop(next(iter(_WARM))).close()


def prepare(runner: str, limits: Sequence[Limits] = (Limits(),)) -> None:
    """Launch this process's warm processes, one for each of these limits: they load while the first chunk is read.

    What this process has loaded stays: to look through it for garbage takes longer than to judge a student.
    """
    gc.freeze()
    gc.set_threshold(_GARBAGE, 10, 10)
    for one in limits:
        find_warm(runner, one).launch()


def close_warm_processes() -> None:
    """End the warm processes of this process."""
    for warm in _WARM.values():
        warm.close()
    _WARM.clear()


atexit.register(close_warm_processes)


def grade_chunk(chunk: Chunk) -> list[GradedNotebook]:
    """Grade the notebooks of a chunk; one result each, in the same order."""
    _end_unused()
    torch.set_num_threads(1)  # the tensors are tiny: a second thread costs more than it brings
    lesson = load_lesson(Course(_find_root(chunk)), chunk.lesson)
    run = _ChunkRun(chunk, lesson)
    try:
        run_suites(lesson, run.jobs(), run.expectations)
    finally:
        run.close()
    return [run.results[number] for number in range(len(chunk.work))]


def _find_root(chunk: Chunk) -> Path:
    """Return the course's folder on this machine; `CourseError` if a cluster's worker would grade differently."""
    if chunk.machine is None:
        return chunk.root
    here = describe_worker(chunk.root, chunk.lesson, chunk.runner)
    if here.problem or (here.suites, here.versions) != (chunk.machine.suites, chunk.machine.versions):
        raise CourseError(
            f"the worker on {platform.node()} has another suite or other packages {here.problem}".strip(),
            hint="install the same there, and start the worker again",
        )
    return here.root


def _handed_out(lesson: Lesson) -> Iterator[str]:
    """Yield the source of each code cell that all students have and none may change."""
    for notebook in lesson.notebooks:
        for cell in notebook.cells:
            is_given = cell.is_locked and cell.cell_type == "code"
            if is_given and not notebook.regions.has_hidden_tests(cell.source):
                yield cell.source


class _ChunkRun:
    """A chunk on its way: hands out jobs while the session collects their outcomes.

    `expectations` are filled by the session, by notebook, before it asks for the first job.
    """

    def __init__(self, chunk: Chunk, lesson: Lesson) -> None:
        self.chunk = chunk
        self.lesson = lesson
        self.probes = load_probes(lesson)
        given = list(_handed_out(lesson))
        self.warm = {notebook.name: self._find_warm(notebook, given) for notebook in lesson.notebooks}
        self.results: dict[int, GradedNotebook] = {}
        self.expectations: dict[str, list[Expectation]] = {}
        self._kept: Kept = {}

    def close(self) -> None:
        """End what was kept for the next notebook."""
        for notebook in self._kept.values():
            with notebook:
                pass

    def _find_warm(self, notebook: SourceNotebook, given: Sequence[str]) -> WarmProcess:
        """Return the warm process with what a notebook may use; it has compiled the cells that all students have."""
        warm = find_warm(self.chunk.runner, notebook_limits(self.lesson, notebook, self.chunk.limits))
        warm.learn(given)
        return warm

    def jobs(self) -> Iterator[Job]:
        """Yield what is to be judged, student by student.

        All that a student is shown of any notebook is asked before the first hidden test of any.
        """
        for _, items in itertools.groupby(enumerate(self.chunk.work), key=lambda item: item[1].student):
            work = dict(items)
            yield from self._judge(list(work))
            for number in [number for number in work if number not in self.results]:
                yield from self._judge([number], is_last=True)

    def _judge(self, numbers: Sequence[int], *, is_last: bool = False) -> Iterator[Job]:
        """Judge notebooks of one student; those on which something broke have no result unless it `is_last`."""
        judgements: dict[int, Judgement] = {}
        try:
            for number in numbers:
                self._begin(number, judgements, is_last=is_last)
            for judgement in judgements.values():
                yield from _guard(judgement, judgement.run())
            for judgement in judgements.values():
                yield from _guard(judgement, judgement.ask_hidden())
            for number in [number for number in judgements if number >= 0]:
                self._finish(number, judgements[number], is_last=is_last)
        finally:
            closed = [_close(judgement) for judgement in judgements.values()]
        if not all(closed) or any(judgement.failure is not None for judgement in judgements.values()):
            for warm in {judgement.warm for judgement in judgements.values()}:
                warm.close()  # the next one starts anew

    def _begin(self, number: int, judgements: dict[int, Judgement], *, is_last: bool) -> None:
        """Get a notebook ready to be judged; one that cannot be read has its result already."""
        work = self.chunk.work[number]
        try:
            source = self.lesson.notebook(work.notebook)
            needed = (*self.lesson.earlier(source), source)
            warm = self.warm[source.name]
            needs = list(dict.fromkeys(name for one in needed for name in list_imports(one)))
            missing = warm.lacks(needs)
            if missing:
                what = f"`autograder release {self.lesson.name} --check` says what to do"
                reason = f"{', '.join(missing)}: imported by the lesson, and not there where notebooks run; {what}"
                self._give_up(number, reason)
                return
            restored = restore_locked_cells(work.data, source, work.file)
            budget = notebook_budget(self.lesson, source, self.chunk.budget)
            budget = replace(budget, notebook_s=budget.notebook_s * len(self.chunk.seeds))  # each seed asks it all
            earlier = self._find_earlier(work, source, judgements)
            kept = self._kept if self.chunk.is_of_lesson else None
            judgements[number] = Judgement(self.chunk, work, source, restored, warm, self.probes, budget, earlier, kept)
        except SubmissionError as error:
            self.results[number] = _refuse(work, error, self.chunk.runner)
        except Exception as error:
            if is_last:
                self._give_up(number, describe_fault(error, is_hidden=True))

    def _find_earlier(
        self, work: Work, source: SourceNotebook, judgements: dict[int, Judgement]
    ) -> list[EarlierNotebook]:
        """Return what a notebook comes after; what is judged for its sake alone is added to the judgements."""
        found = []
        for one in self.lesson.earlier(source):
            handed_in = next((item for item in work.earlier or () if item.notebook == one.name), None)
            if work.earlier is None:
                found.append(EarlierNotebook(one))
            elif handed_in is None:
                file = f"{one.name}.ipynb"
                found.append(EarlierNotebook(one, why=f"{file} was not handed in / 没有提交 {file}"))
            else:
                found.append(self._judge_earlier(work, one, handed_in, judgements))
        return found

    def _judge_earlier(
        self, work: Work, source: SourceNotebook, handed_in: EarlierWork, judgements: dict[int, Judgement]
    ) -> EarlierNotebook:
        """Return an earlier notebook with its judgement: the one that is under way, or one for this purpose."""
        judgement = next((one for one in judgements.values() if one.work.notebook == source.name), None)
        files = dict(handed_in.files)
        if judgement is None:
            own = Work(work.student, source.name, handed_in.file, handed_in.data, "", files=handed_in.files)
            own = replace(own, file_digest=handed_in.digest, earlier=work.earlier)
            try:
                restored = restore_locked_cells(own.data, source, own.file)
            except SubmissionError as error:
                return EarlierNotebook(source, why=str(error))
            is_brief = self.chunk.is_visible_only or not source.settings.lend
            chunk = replace(self.chunk, probing="none", seeds=self.chunk.seeds[:1], is_visible_only=is_brief)
            budget = notebook_budget(self.lesson, source, self.chunk.budget)
            earlier = self._find_earlier(own, source, judgements)
            judgement = Judgement(chunk, own, source, restored, self.warm[source.name], self.probes, budget, earlier)
            judgements[-1 - len(judgements)] = judgement
        return EarlierNotebook(source, judgement.restored, judgement.list_lost, judgement.list_seen, files=files)

    def _finish(self, number: int, judgement: Judgement, *, is_last: bool) -> None:
        """Make the result of what was found, if nothing broke or there is no other try."""
        expected = self.expectations.get(judgement.work.notebook, [])
        try:
            if judgement.failure is None or is_last:
                self.results[number] = judgement.result(expected)
        except Exception as error:
            judgement.fail(error)
            if is_last:
                self._give_up(number, str(judgement.failure))

    def _give_up(self, number: int, reason: str) -> None:
        work = self.chunk.work[number]
        self.results[number] = leave_ungraded(self.lesson.notebook(work.notebook), work, self.chunk.runner, reason)


def _guard(judgement: Judgement, jobs: Iterator[Job]) -> Iterator[Job]:
    """Yield a notebook's jobs; an exception on the way is this notebook's failure and nobody else's."""
    try:
        if judgement.failure is None:
            yield from jobs
    except Exception as error:
        judgement.fail(error)


def _close(judgement: Judgement) -> bool:
    """End a notebook's processes; return whether that went well. If not, they end with the warm process."""
    try:
        judgement.close()
    except Exception:
        return False
    return True


def _refuse(work: Work, error: SubmissionError, runner: str) -> GradedNotebook:
    """Return the result of a notebook that cannot be graded surely: no score, and a problem for a person."""
    grade = NotebookGrade(
        work.notebook, "", work.file, work.digest, runner, {}, ungraded=str(error), versions=work.versions
    )
    problem = Problem(work.notebook, work.file, str(error), error.hint)
    return GradedNotebook(work.student, grade, "", problem)
