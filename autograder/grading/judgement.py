"""One notebook is judged: it runs, its tests are asked, what lost points is observed, and a grade is made of it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from autograder.course import SourceNotebook
from autograder.errors import SandboxError, StudentError, StudentRaised, explain_name_error
from autograder.grading.allowance import own_limits_s, test_limits_s
from autograder.grading.answers import find_answered, sign_answers
from autograder.grading.autograded import render_autograded
from autograder.grading.earlier import Earlier, EarlierNotebook, keep_silent
from autograder.grading.own_cells import judge_own_cells
from autograder.grading.pasted import clean_pictures
from autograder.grading.reference import Kept, Reference
from autograder.grading.shown import Shown, list_solutions
from autograder.grading.work import Chunk, GradedNotebook, Work, read_helpers, read_own_files
from autograder.records import CellGrade, NotebookGrade, grade_cells
from autograder.sandbox import Budget, StudentNotebook, WarmProcess
from autograder.submissions import RestoredNotebook
from autograder.suite import (
    Beside,
    Blame,
    Expectation,
    Job,
    LessonProbes,
    Margins,
    Outcome,
    Verdict,
    describe_fault,
    rehearse,
    skip_dependents,
)
from autograder.text import clean_text

__all__ = ["Judgement"]


class Judgement:
    """One notebook on its way through the suite. `failure` says what broke that is not the student's, or is None.

    Its jobs come in this order: the cells run, the visible tests and the probes are asked, and last the hidden tests.
    What is shown to the student is known before the first hidden test is asked.
    """

    def __init__(
        self,
        chunk: Chunk,
        work: Work,
        source: SourceNotebook,
        restored: RestoredNotebook,
        warm: WarmProcess,
        probes: LessonProbes,
        budget: Budget,
        earlier: Sequence[EarlierNotebook] = (),
        kept: Kept | None = None,
    ) -> None:
        self.chunk = chunk
        self.work = work
        self.source = source
        self.restored = restored
        self.warm = warm
        self.probes = probes
        self.failure: str | None = None
        self._has_suite = source.suite is not None
        self._outcomes: list[Outcome] = []
        self._verdicts: list[dict[str, Verdict]] = []  # of each seed, by test
        self._shown = Shown(source, restored, probes)
        self._margins = Margins()
        self._time_s = 0.0
        self._budget = budget
        self._earlier = Earlier(earlier)
        self._reference = Reference(warm, source, self._earlier, kept)
        self._notebook = self._open_notebook()
        self._lent: StudentNotebook | None = None
        self._beside = Beside(self._notebook)

    def _open_notebook(self) -> StudentNotebook:
        source, restored = self.source, self.restored
        own = self.work.files if self.work.files is not None else read_own_files(source)
        files = {**self._earlier.files, **dict(own), **read_helpers(source)}
        test_cells = restored.test_cells if self._has_suite else ()
        limits_s = own_limits_s(source, [cell.origin for cell in restored.cells])
        notebook = StudentNotebook(self.warm, restored.code, source.prelude, self._budget, test_cells, files, limits_s)
        notebook.silent_cells = frozenset(restored.test_cells)
        return notebook

    @property
    def seeds(self) -> list[str]:
        """What orders and inputs of the tests are drawn from: no two notebooks have the same."""
        return [f"{self.work.digest}{seed}" for seed in self.chunk.seeds]

    # --- the jobs ---

    def run(self) -> Iterator[Job]:
        """Run the cells, then yield the job that asks what is shown."""
        with self._timed():
            self._notebook.put_earlier(self._earlier.choose())
            self._run_cells(self._notebook)
            if self._has_suite and self.failure is None:
                yield self._make_job(0, is_hidden=False)
            self._notebook.pause()

    def ask_hidden(self) -> Iterator[Job]:
        """Yield the jobs that ask the hidden tests, and all tests once more for each further seed."""
        with self._timed():
            if self._has_suite and self.failure is None and not self.chunk.is_visible_only:
                yield from self._ask_with_lent()
            for number in range(len(self.seeds) if self._has_suite else 0):
                for is_hidden in (False, True) if number else (True,):
                    if self.failure is None and not self.chunk.is_visible_only:
                        yield self._make_job(number, is_hidden=is_hidden)

    def _ask_with_lent(self) -> Iterator[Job]:
        """Where hidden tests tell that an earlier notebook is not right, and it is lent: go on with the lesson's own.

        The tests that are not hidden are asked once more, of a process of its own. Their verdicts count, and nothing
        else of it: what the student is shown was there before.
        """
        lent = self._earlier.choose_again()
        if lent is None:
            return
        self._beside.close()
        self._lent = self._open_notebook()
        self._lent.put_earlier(lent)
        self._beside = Beside(self._lent)
        self._run_cells(self._lent)
        shown = {outcome.test: outcome for outcome in self._outcomes}

        def finish(outcomes: list[Outcome]) -> None:
            self._outcomes = []
            self._finish(0, [keep_silent(outcome, shown.get(outcome.test)) for outcome in outcomes], job)

        job = self._make_job(0, is_hidden=False, finish=finish, is_asked_before=True)
        yield job

    @staticmethod
    def _run_cells(notebook: StudentNotebook) -> None:
        with notebook.meter, contextlib.suppress(StudentError):
            notebook.run()

    def _make_job(
        self,
        number: int,
        *,
        is_hidden: bool,
        finish: Callable[[list[Outcome]], None] | None = None,
        is_asked_before: bool = False,
    ) -> Job:
        if number and not is_hidden:
            self._beside.close()
        rehearsed = None
        if number == 0 and not is_hidden and not is_asked_before and self.chunk.probing != "none":
            tests = {cell.grade_id for cell in self.source.cells if cell.is_test}
            rehearsed = rehearse(self.probes, tuple(list_solutions(self.source, tests)))
            rehearsed.learn(self._reference.open)
        job = Job(
            self.work.notebook,
            self.seeds[number],
            is_hidden,
            finish or (lambda outcomes: self._finish(number, outcomes, job)),
            self.fail,
            self._margins,
            self._beside,
            self._reference.breaks,
            rehearsed=rehearsed,
            limits_s=test_limits_s(self.source),
            cells=self._own_test_cells() if (number or self.chunk.is_narrow) and self.work.cells else None,
            is_brief=self.chunk.is_brief,
            is_decided=self.chunk.is_brief and any(not outcome.is_passed for outcome in self._outcomes),
        )
        return job

    def _finish(self, number: int, outcomes: list[Outcome], job: Job) -> None:
        if job.rehearsed is not None:
            with self._notebook.meter:
                self._shown.learn(job.rehearsed, job.asked, outcomes, self._notebook, self._reference.open)
        if number == 0:
            self._outcomes += outcomes
        if len(self._verdicts) <= number:
            self._verdicts.append({})
        self._verdicts[number] |= {outcome.test: outcome.verdict for outcome in outcomes}
        broken = [outcome.message for outcome in outcomes if outcome.blame is Blame.SANDBOX]
        if broken:
            self.failure = broken[0]

    def fail(self, error: Exception) -> None:
        """Take an exception that nobody expected as the notebook's failure; nothing that was asked is told of it."""
        self.failure = str(error) if isinstance(error, SandboxError) else describe_fault(error, is_hidden=True)
        self._outcomes = []

    @contextlib.contextmanager
    def _timed(self) -> Iterator[None]:
        start_s = time.monotonic()
        try:
            yield
        finally:
            self._time_s += time.monotonic() - start_s

    def list_lost(self) -> list[str]:
        """Return the test cells of which a test was not passed, as far as they have been asked."""
        return _list_lost(self._known_outcomes())

    def list_seen(self) -> list[str]:
        """Return those of them of which a visible test was not passed."""
        return _list_lost([outcome for outcome in self._known_outcomes() if not outcome.is_hidden])

    def _known_outcomes(self) -> list[Outcome]:
        if self.failure is not None:
            raise SandboxError(self.failure)
        outcomes = self._outcomes
        if not self._has_suite:
            results, reason = self._notebook.cell_results, self._notebook.reason_missing
            _, outcomes = judge_own_cells(self.restored, self.source.regions, results, "", reason)
        return outcomes

    # --- what its answers behave like ---

    def _cells_to_observe(self) -> list[str]:
        """Return the solution cells whose tests did not all pass, or all that matter if all are to be probed."""
        wanted = {outcome.cell for outcome in self._outcomes if not outcome.is_passed}
        if self.chunk.probing == "all":
            wanted |= self._own_test_cells()
        return list_solutions(self.source, wanted)

    def _own_test_cells(self) -> frozenset[str]:
        """Return the test cells of the solution cells that matter."""
        found = []
        for cell in self.source.cells:
            solution = self.source.solution_before(cell) if cell.is_test else None
            if solution is not None and (not self.work.cells or solution.grade_id in self.work.cells):
                found.append(cell.grade_id)
        return frozenset(found)

    def close(self) -> None:
        """End the notebook's processes."""
        with self._timed():
            for notebook in (self._notebook, self._lent):
                if notebook is not None:
                    with notebook:
                        pass
            self._reference.close()

    # --- what comes of it ---

    def result(self, expected: Sequence[Expectation]) -> GradedNotebook:
        """Return the grade; `expected` are the tests that must each have an outcome."""
        with self._notebook.meter, self._timed():
            self._outcomes = skip_dependents(expected, self._outcomes)
            results = self._notebook.cell_results
            answered = find_answered(self.source, self.restored, self.chunk.stubs)
            cells = grade_cells(self.source, self._outcomes, [test.test for test in expected], answered)
            if not self._has_suite:
                regions = self.source.regions
                judged, self._outcomes = judge_own_cells(
                    self.restored, regions, results, self.failure or "", self._notebook.reason_missing
                )
                cells |= judged
            cells = sign_answers(self.source, self.restored, cells)
            autograded = self._render(cells)
            observed = self._cells_to_observe()
            behaviours, exhibits = self._shown.behaviours(observed), self._shown.exhibits(observed)
            causes = self._shown.causes(behaviours, self._outcomes)
        grade = NotebookGrade(
            notebook=self.work.notebook,
            key=self.work.key,
            file=self.work.file,
            digest=self.work.digest,
            suite=self.work.suite,
            runner=self.chunk.runner,
            cells=cells,
            outcomes=tuple(self._outcomes),
            repairs=(*self.work.notes, *self.restored.repairs),
            updates=self.restored.updates,
            cell_errors=self._describe_cell_errors(),
            ungraded=self.failure or "",
            versions=self.work.versions,
            beside=dict(self.work.beside),
            notes=self._earlier.notes,
            time_s=round(self._time_s, 4),
            trusted_s=round(sum(one.meter.spent_s for one in (self._notebook, self._lent) if one is not None), 4),
            behaviours=behaviours,
            exhibits=exhibits,
            causes=causes,
            verdict_from="suite" if self._has_suite else "notebook",
        )
        flips, usage = self._find_flips(), self._notebook.usage
        return GradedNotebook(self.work.student, grade, autograded, flips=flips, margins=self._margins, usage=usage)

    def _describe_cell_errors(self) -> dict[str, str]:
        own_tests = () if self._has_suite else self.restored.test_cells
        return {
            str(index): clean_text(str(self._explain(result.error, index)))[:500]
            for index, result in sorted(self._notebook.cell_results.items())
            if result.error is not None and index not in own_tests
        }

    def _explain(self, error: StudentError, index: int) -> StudentError:
        """Return the error of a cell; where a name was missing, it says which cell before it was to define it."""
        if not isinstance(error, StudentRaised):
            return error
        return explain_name_error(error, lambda name: self._notebook.reason_missing(name, index))

    def _find_flips(self) -> tuple[str, ...]:
        """Return the tests whose verdict was not the same under every seed."""
        first = self._verdicts[0] if self._verdicts else {}
        return tuple(
            test for test in first if any(found.get(test, first[test]) != first[test] for found in self._verdicts[1:])
        )

    def _render(self, cells: Mapping[str, CellGrade]) -> str:
        """Return the notebook as graded; "" in an audit, which looks at many seeds and keeps no notebook."""
        if len(self.chunk.seeds) > 1:
            return ""
        pictures = clean_pictures(self.restored, self.warm)
        return render_autograded(self.restored, self._notebook.cell_results, self._outcomes, cells, pictures)


def _list_lost(outcomes: Sequence[Outcome]) -> list[str]:
    lost = [one.cell for one in outcomes if not (one.is_passed or one.is_ungraded)]
    return list(dict.fromkeys(lost))
