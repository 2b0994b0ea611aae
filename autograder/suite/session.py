"""A grading session: the tests of a lesson run over many submissions, one after the other, in one pytest session."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from _pytest.runner import runtestprotocol

from autograder.errors import OutOfTime, StudentMissing, StudentRaised, StudentTimedOut, TooMuchToRead
from autograder.sandbox import Call, Student, StudentNotebook, StudentProxy
from autograder.suite.award import earned_share
from autograder.suite.judging import blame_lesson, describe_fault, judge_error, make_outcome
from autograder.suite.margins import Margins, naming_test, record_margins
from autograder.suite.outcomes import Expectation, Outcome, Verdict
from autograder.suite.rehearsed import Asked, Rehearsed
from autograder.suite.tests import call_directly, expectation_of, is_direct, shuffle_tests
from autograder.suite.together import Beside, Turn

__all__ = ["Job", "Session"]

_CONFIRMATIONS = 2
"""So often must a test that failed beside others, and passes by itself, pass where the cells ran anew: nothing that the
first process left in memory or in files is there, and a guess is drawn once, not until it fits."""


@dataclass
class Job:
    """Some tests of one submitted notebook in the hands of the suites: the visible ones, or the hidden ones.

    `finish` takes the outcomes of these tests; `fail` is told what broke instead. `rehearsed` is asked with the tests,
    and `asked` takes what comes of it. `margins` notes how near the comparisons came to their tolerance. `is_ours` runs
    a test on the reference solution, and says whether it breaks there too. `cells` limits the job to the tests of these
    test cells; where `is_brief`, all after a test that is not passed are skipped, and where `is_decided` all of them.
    `limits_s` are how long a call in the tests of a test cell may take, if not as usual; a test's own marker wins.
    """

    notebook: str
    seed: str
    is_hidden: bool
    finish: Callable[[list[Outcome]], None]
    fail: Callable[[Exception], None]
    margins: Margins
    beside: Beside
    is_ours: Callable[[Callable[[Student], BaseException | None], str, float | None], bool]
    rehearsed: Rehearsed | None = None
    asked: Asked = field(default_factory=Asked)
    limits_s: Mapping[str, float] = field(default_factory=dict)
    cells: frozenset[str] | None = None
    is_brief: bool = False
    is_decided: bool = False

    def call_s(self, item: pytest.Function) -> float | None:
        """Return how long a call in a test may take, None for as long as in any other."""
        expected = expectation_of(item)
        return expected.call_s or self.limits_s.get(expected.cell)


@dataclass
class _Found:
    """What ended one test: an exception, or None where it came to its end; and what it had asked."""

    error: BaseException | None
    calls: Sequence[Call] = field(default_factory=list)


class Session:
    """Replaces pytest's loop: the collected tests run once for each job, in an order drawn from the job's seed."""

    def __init__(self, jobs: Iterable[Job], expectations: dict[str, list[Expectation]]) -> None:
        self.jobs = jobs
        self.proxy: Student | None = None
        self.seed = ""
        self.expectations = expectations
        self.problem: BaseException | None = None
        self.items: list[pytest.Function] = []
        self._exceptions: dict[str, BaseException] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if call.excinfo is not None:
            self._exceptions.setdefault(call.when, call.excinfo.value)
        return report

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.run([item for item in session.items if isinstance(item, pytest.Function)])
        return True

    def run(self, items: list[pytest.Function]) -> None:
        """Run all jobs through these tests; what ended it before its end is kept in `problem`."""
        self.items = items
        by_notebook: dict[str, list[pytest.Function]] = {}
        for item in items:
            by_notebook.setdefault(item.path.stem.removeprefix("test_"), []).append(item)
        for name, own in by_notebook.items():
            self.expectations[name] = [expectation_of(item) for item in own]
        try:
            for job in self.jobs:
                try:
                    job.finish(self._judge(job, by_notebook.get(job.notebook, [])))
                except Exception as error:
                    job.fail(error)
        except BaseException as error:
            self.problem = error

    def _judge(self, job: Job, items: Sequence[pytest.Function]) -> list[Outcome]:
        """Return the outcome of each test that the job wants."""
        self.seed = job.seed
        wanted = [item for item in items if expectation_of(item).is_hidden == job.is_hidden]
        if job.cells is not None:
            wanted = [item for item in wanted if expectation_of(item).cell in job.cells]
        with job.beside.notebook.meter, record_margins(job.margins):
            return self._judge_items(job, wanted)

    def _judge_items(self, job: Job, items: Sequence[pytest.Function]) -> list[Outcome]:
        if job.is_decided:
            return [_leave_out(item) for item in items]
        ordered = sorted(shuffle_tests(items, job.seed), key=lambda item: job.call_s(item) or 0.0)
        # What may take long is asked last and by itself, so that it costs the others no time.
        turns = {item.name: self._turn(item, job) for item in ordered if is_direct(item) and not job.call_s(item)}
        live = job.rehearsed.live_turns() if job.rehearsed is not None else {}
        job.beside.run([*turns.values(), *live.values()])
        early = self._ask_hastily(
            [item for item in ordered if item.name in turns and not turns[item.name].is_done], job
        )
        outcomes: dict[str, Outcome] = {}
        for item in ordered:
            if job.is_brief and any(not outcome.is_passed for outcome in outcomes.values()):
                outcomes[item.name] = _leave_out(item)
            else:
                outcomes[item.name] = self._outcome(item, job, turns.get(item.name), early.get(item.name))
        if job.rehearsed is not None:
            job.asked = job.rehearsed.ask(job.beside, live)
        return [outcomes[item.name] for item in items]

    def _ask_hastily(self, items: Sequence[pytest.Function], job: Job) -> dict[str, _Found]:
        """Return what ends tests that lost their process, each by itself: what hangs must not cost the others time."""
        return {item.name: self._ask_alone(item, job, is_hasty=True) for item in items}

    def _turn(self, item: pytest.Function, job: Job) -> Turn:
        def run(student: Student) -> BaseException | None:
            with record_margins(job.margins):
                return self._call_on(item, student, job.seed)

        return Turn(run)

    def _outcome(self, item: pytest.Function, job: Job, turn: Turn | None, early: _Found | None) -> Outcome:
        try:
            found = self._find(item, job, turn) if early is None else self._find_late(item, job, early)
        except _Unfit as problem:
            return blame_lesson(expectation_of(item), str(problem))
        if found.error is None:
            return make_outcome(expectation_of(item), Verdict.PASSED)

        def call(student: Student) -> BaseException | None:
            return self._call_on(item, student, job.seed)

        return judge_error(
            expectation_of(item),
            found.error,
            found.calls,
            lambda: job.is_ours(call, item.name, job.call_s(item)),
        )

    def _find(self, item: pytest.Function, job: Job, turn: Turn | None) -> _Found:
        """Return what ends a test. One that did not pass beside the others is asked by itself."""
        beside = None
        if turn is not None and turn.is_done:
            beside = _Found(turn.result or turn.error, turn.student.calls if turn.student is not None else [])
            if beside.error is None or _is_sure(beside.error, job.beside.notebook):
                return beside
            if isinstance(beside.error, StudentTimedOut) and not job.beside.notebook.has_patience:
                return beside
        alone = self._ask_alone(item, job)
        for _ in range(_CONFIRMATIONS if beside is not None else 0):
            if earned_share(alone.error) > earned_share(beside.error if beside is not None else None):
                again = self._ask_alone(item, job, is_anew=True)
                alone = min(again, alone, key=lambda found: earned_share(found.error))
        if alone.error is not None and job.beside.notebook.leaves_settings:
            left = self._ask_alone(item, job, is_as_left=True)
            alone = max(left, alone, key=lambda found: earned_share(found.error))
        is_asked = not isinstance(alone.error, (OutOfTime, TooMuchToRead))
        return alone if is_asked or beside is None else beside

    def _find_late(self, item: pytest.Function, job: Job, early: _Found) -> _Found:
        """Return what ends a test that was asked hastily: where it was not in time, it has all the time now."""
        is_slow = isinstance(early.error, StudentTimedOut) and job.beside.notebook.has_patience
        return self._ask_alone(item, job) if is_slow else early

    def _ask_alone(self, item: pytest.Function, job: Job, **how: bool) -> _Found:
        """Return what ends a test in a process that nobody has asked anything; `how` is as for `StudentProxy`."""
        with StudentProxy(job.beside.notebook, call_s=job.call_s(item), **how) as proxy:
            error = self._call_on(item, proxy, job.seed)
            if isinstance(error, _Unfit):
                raise error
            return _Found(error, proxy.calls)

    def _call_on(self, item: pytest.Function, student: Student, seed: str) -> BaseException | None:
        """Run a test on this student; return what ended it, or None where it got all its points."""
        with naming_test(item.name):
            error = self._end_of(item, student, seed)
        return None if earned_share(error) == 1.0 else error

    def _end_of(self, item: pytest.Function, student: Student, seed: str) -> BaseException | None:
        error: BaseException | None
        if is_direct(item):
            error = call_directly(item, student, seed)
        else:
            self.proxy = student
            try:
                error = self._call_through_pytest(item)
            except _Unfit as unfit:
                error = unfit
            finally:
                self.proxy = None
        return error

    def _call_through_pytest(self, item: pytest.Function) -> BaseException | None:
        """Run a test that asks for other fixtures than ours, or has parameters."""
        self._exceptions.clear()
        item._initrequest()  # the same item runs once per submission
        reports = runtestprotocol(item, log=False, nextitem=None)
        error = self._exceptions.pop("call", None)
        if self._exceptions:
            when, problem = self._exceptions.popitem()
            raise _Unfit(f"{when}: {describe_fault(problem, is_hidden=expectation_of(item).is_hidden)}")
        if error is None and not (len(reports) == 3 and all(report.outcome == "passed" for report in reports)):
            raise _Unfit("the test did not run to its end")
        return error


class _Unfit(Exception):
    """A test that did not run to its end for a reason that is not the student's."""


def _leave_out(item: pytest.Function) -> Outcome:
    return make_outcome(expectation_of(item), Verdict.SKIPPED, "not tried")


def _is_sure(error: BaseException, notebook: StudentNotebook) -> bool:
    """Whether it is plain that a test ends so by itself, too: what it asks for is not there, or not answered yet."""
    if isinstance(error, StudentMissing):
        return notebook.lacks(error.name)
    return isinstance(error, StudentRaised) and error.type_name == "NotImplementedError"
