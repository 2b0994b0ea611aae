"""A grading session: the tests of a lesson run over many submissions, one after the other, in one pytest session."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass

import pytest
from _pytest.runner import runtestprotocol

from autograder.errors import SandboxError, StudentError
from autograder.sandbox import Student, StudentProxy
from autograder.suite.judging import blame_lesson, judge_error, make_outcome, skip_dependent
from autograder.suite.margins import Margins, record_margins
from autograder.suite.outcomes import Expectation, Outcome, Verdict
from autograder.suite.tests import are_direct, call_directly, dependencies, expectation_of, is_direct, shuffle_tests
from autograder.suite.together import JointJob, JointTest, Memory, run_side_by_side

__all__ = ["Job", "Session"]


@dataclass
class Job:
    """One submitted notebook in the hands of the suites.

    `open_student` makes the proxy, `finish` takes the outcomes; `fail` is told where the jail broke instead. `margins`
    notes how near the comparisons came to their tolerance. `cells`
    limits the job to the tests of these test cells; where `is_brief`, all after a test that is not passed are skipped.
    Where `is_visible_only`, hidden tests are left out.
    """

    notebook: str
    seed: str
    open_student: Callable[[], contextlib.AbstractContextManager[StudentProxy]]
    finish: Callable[[list[Outcome]], None]
    fail: Callable[[SandboxError], None]
    margins: Margins
    cells: frozenset[str] | None = None
    is_brief: bool = False
    is_visible_only: bool = False


class Session:
    """Replaces pytest's loop: the collected tests run once for each job, in an order drawn from the job's seed."""

    def __init__(self, jobs: Iterable[Job | JointJob], expectations: dict[str, list[Expectation]]) -> None:
        self.jobs = jobs
        self.proxy: StudentProxy | None = None
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
                if isinstance(job, JointJob):
                    job.finish(self._ask_together(job, by_notebook))
                    continue
                try:
                    outcomes = self._judge(job, by_notebook.get(job.notebook, []))
                except SandboxError as error:
                    job.fail(error)
                else:
                    job.finish(outcomes)
        except BaseException as error:
            self.problem = error

    def _ask_together(self, job: JointJob, by_notebook: dict[str, list[pytest.Function]]) -> dict[int, list[Outcome]]:
        """Return the outcomes of the notebooks that passed every test when asked together, by their places."""
        memories: dict[int, Memory] = {}
        try:
            with job.start() as (passed, ask):
                passed -= {place for place in passed if not are_direct(by_notebook.get(job.notebooks[place][0], []))}
                tests: dict[bool, list[JointTest]] = {False: [], True: []}
                for place in sorted(passed):
                    name, seed = job.notebooks[place]
                    margins = job.margins[place]
                    for item in shuffle_tests(by_notebook[name], seed):
                        test = JointTest(place, functools.partial(_passes, item, seed, margins))
                        tests[expectation_of(item).is_hidden].append(test)
                for together in (tests[False], tests[True]):  # hidden ones last, as everywhere
                    asked = [test for test in together if test.notebook in passed]
                    passed -= run_side_by_side(asked, ask, memories)
        except (StudentError, SandboxError):
            return {}
        return {
            place: [make_outcome(expectation_of(item), Verdict.PASSED) for item in by_notebook[job.notebooks[place][0]]]
            for place in passed
        }

    def _judge(self, job: Job, items: Sequence[pytest.Function]) -> list[Outcome]:
        """Return the outcome of each test that the job wants, asked one after the other in one process."""
        self.seed = job.seed
        if job.cells is not None:
            items = [item for item in items if expectation_of(item).cell in job.cells]
        if job.is_visible_only:
            items = [item for item in items if not expectation_of(item).is_hidden]
        outcomes: dict[str, Outcome] = {}
        with job.open_student() as proxy, record_margins(job.margins):
            self.proxy = proxy
            proxy.begin_round()
            for item in shuffle_tests(items, job.seed):
                if job.is_brief and any(not outcome.is_passed for outcome in outcomes.values()):
                    outcomes[item.name] = make_outcome(expectation_of(item), Verdict.SKIPPED, "not tried")
                else:
                    outcomes[item.name] = self._outcome(item, outcomes)
        self.proxy = None
        return [outcomes[item.name] for item in items]

    def _outcome(self, item: pytest.Function, earlier: dict[str, Outcome]) -> Outcome:
        expectation = expectation_of(item)
        for name in dependencies(item):
            if name in earlier and not earlier[name].is_passed:
                return skip_dependent(expectation, earlier[name])
        try:
            error = self._call(item)
        except _Unfit as problem:
            return blame_lesson(expectation, str(problem))
        if error is None:
            return make_outcome(expectation, Verdict.PASSED)
        return judge_error(expectation, error, self.proxy.calls if self.proxy is not None else [])

    def _call(self, item: pytest.Function) -> BaseException | None:
        """Run one test; return what ended it, or None if it came to its end.

        A test that asks for our two fixtures only is called directly: pytest's protocol around a call costs more than
        most tests. Any other fixture, parameter or autouse goes through pytest itself.
        """
        assert self.proxy is not None
        return call_directly(item, self.proxy, self.seed) if is_direct(item) else self._call_through_pytest(item)

    def _call_through_pytest(self, item: pytest.Function) -> BaseException | None:
        self._exceptions.clear()
        item._initrequest()  # the same item runs once per submission
        reports = runtestprotocol(item, log=False, nextitem=None)
        error = self._exceptions.pop("call", None)
        if self._exceptions:
            when, problem = self._exceptions.popitem()
            raise _Unfit(f"{when}: {type(problem).__name__}: {problem}")
        if error is None and not (len(reports) == 3 and all(report.outcome == "passed" for report in reports)):
            raise _Unfit("the test did not run to its end")
        return error


class _Unfit(Exception):
    """A test that did not run to its end for a reason that is not the student's."""


def _passes(item: pytest.Function, seed: str, margins: Margins, student: Student) -> bool:
    with record_margins(margins):
        return call_directly(item, student, seed) is None
