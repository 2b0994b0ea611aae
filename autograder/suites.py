"""The grading suites: ordinary pytest modules, run in the trusted process over many submissions in one session.

This module is a pytest plugin (entry point `pytest11`). It knows three markers::

    @pytest.mark.cell("test_nand", weight=2)    the test cell whose points the test decides, and its share in them
    @pytest.mark.hidden                         students see the sentence and the verdict, never the inputs
    @pytest.mark.depends("test_step_values")    skipped (and not passed) where that test of the module did not pass

and two fixtures: `student` (`StudentProxy`, the notebook under judgement) and `generator` (a seeded
`torch.Generator`). With no grading session around it, `pytest tests/<lesson>` grades the reference solution.

An outcome is one of PASSED, FAILED (wrong value), RAISED (the student's exception), TIMED_OUT, CRASHED, SKIPPED and
UNGRADED. The last is our failure: no grade comes of it, least of all a zero.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import random
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from autograder.languages import join_languages, split_languages

if TYPE_CHECKING:
    from autograder.errors import SandboxError
    from autograder.lesson import Lesson
    from autograder.sandbox.student import Call, StudentProxy, StudentQuestions
    from autograder.sitting import Sitting

__all__ = ["Expectation", "Job", "Outcome", "collect_expectations", "run_suites"]

_OWN_FIXTURES = {"student", "generator"}
VERDICTS = ("PASSED", "FAILED", "RAISED", "TIMED_OUT", "CRASHED", "SKIPPED", "UNGRADED")


@dataclass(frozen=True)
class Expectation:
    """A test that must have an outcome for every submission."""

    test: str
    cell: str
    weight: float
    sentence: str
    is_hidden: bool


@dataclass(frozen=True)
class Outcome:
    """What one test found. The texts are for readers; those of a hidden test say nothing of its inputs."""

    test: str
    cell: str
    weight: float
    sentence: str
    is_hidden: bool
    verdict: str
    message: str = ""
    call: str = ""
    got: str = ""
    expected: str = ""
    where: str = ""

    @property
    def is_passed(self) -> bool:
        return self.verdict == "PASSED"


_EXPECTATION = pytest.StashKey[Expectation]()
_DEPENDENCIES = pytest.StashKey[list[str]]()


@dataclass
class Job:
    """One submitted notebook in the hands of the suites.

    `open_student` makes the proxy, `finish` takes the outcomes; `fail` is told where the jail broke instead. `cells`
    limits the job to the tests of these test cells; where `is_brief`, all after a test that is not passed are skipped.
    Where `is_visible_only`, hidden tests are left out.
    """

    notebook: str
    seed: str
    open_student: Callable[[], contextlib.AbstractContextManager[StudentProxy]]
    finish: Callable[[list[Outcome]], None]
    fail: Callable[[SandboxError], None]
    cells: frozenset[str] | None = None
    is_brief: bool = False
    is_visible_only: bool = False


# --- the plugin in an ordinary pytest session ----------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--runner", choices=("jail", "bare"), default="jail", help="how student code is kept apart")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "cell(grade_id, weight=1): the test cell whose points this test decides")
    config.addinivalue_line("markers", "hidden: the student sees the sentence and the verdict, never the inputs")
    config.addinivalue_line("markers", "depends(test): skipped where that test of the same module did not pass")


@pytest.fixture(scope="session")
def _reference_warm(request: pytest.FixtureRequest) -> Iterator[Any]:
    from autograder.sandbox.runner import warm_process

    with warm_process(request.config.getoption("--runner")) as warm:
        yield warm


@pytest.fixture(scope="module")
def _reference_student(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The reference solution of the module's notebook, for sessions without submissions."""
    from autograder.lesson import find_course, load_lesson
    from autograder.sandbox.student import StudentProxy

    module = Path(str(request.path))
    lesson = load_lesson(find_course(module.parents[2]), module.parent.name)
    notebook = lesson.notebook(module.stem.removeprefix("test_"))
    cells = [(cell.index, cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    with StudentProxy(request.getfixturevalue("_reference_warm"), cells, notebook.prelude) as proxy:
        yield proxy


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Any:
    """The notebook under judgement."""
    session = request.config.pluginmanager.get_plugin("autograder-session")
    proxy = session.proxy if session is not None else request.getfixturevalue("_reference_student")
    proxy.begin_test()
    return proxy


@pytest.fixture
def generator(request: pytest.FixtureRequest) -> Any:
    """A torch.Generator whose seed depends on the test and on the submission, and on nothing else."""
    session = request.config.pluginmanager.get_plugin("autograder-session")
    return _generator(session.seed if session is not None else "reference", request.node.name)


# --- a grading session ---------------------------------------------------------------------------------------------


class _Session:
    """Replaces pytest's loop: the collected tests run once for each job, in an order drawn from the job's seed."""

    def __init__(self, jobs: Iterable[Job | Sitting], expectations: dict[str, list[Expectation]]) -> None:
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
        from autograder.errors import SandboxError

        self.items = items
        by_notebook: dict[str, list[pytest.Function]] = {}
        for item in items:
            by_notebook.setdefault(item.path.stem.removeprefix("test_"), []).append(item)
        for name, own in by_notebook.items():
            self.expectations[name] = [_expectation(item) for item in own]
        try:
            for job in self.jobs:
                if not isinstance(job, Job):
                    job.finish(self._sit(job, by_notebook))
                    continue
                try:
                    outcomes = self._judge(job, by_notebook.get(job.notebook, []))
                except SandboxError as error:
                    job.fail(error)
                else:
                    job.finish(outcomes)
        except BaseException as error:
            self.problem = error

    def _sit(self, sitting: Sitting, by_notebook: dict[str, list[pytest.Function]]) -> dict[int, list[Outcome]]:
        """Return the outcomes of the notebooks of a sitting that passed every test, by their places."""
        from autograder.errors import SandboxError, StudentError
        from autograder.sitting import Memory, SittingTest, run_side_by_side

        memories: dict[int, Memory] = {}
        try:
            with sitting.start() as (passed, ask):
                passed -= {
                    place for place in passed if not _are_plain(by_notebook.get(sitting.notebooks[place][0], []))
                }
                tests: dict[bool, list[SittingTest]] = {False: [], True: []}
                for place in sorted(passed):
                    name, seed = sitting.notebooks[place]
                    for item in _shuffled(by_notebook[name], seed):
                        test = SittingTest(place, functools.partial(_passes, item, seed))
                        tests[_expectation(item).is_hidden].append(test)
                for together in (tests[False], tests[True]):  # hidden ones last, as everywhere
                    asked = [test for test in together if test.notebook in passed]
                    passed -= run_side_by_side(asked, ask, memories)
        except (StudentError, SandboxError):
            return {}
        return {
            place: [_make_outcome(_expectation(item), "PASSED") for item in by_notebook[sitting.notebooks[place][0]]]
            for place in passed
        }

    def _judge(self, job: Job, items: list[pytest.Function]) -> list[Outcome]:
        self.seed = job.seed
        if job.cells is not None:
            items = [item for item in items if _expectation(item).cell in job.cells]
        if job.is_visible_only:
            items = [item for item in items if not _expectation(item).is_hidden]
        outcomes: dict[str, Outcome] = {}
        with job.open_student() as proxy:
            self.proxy = proxy
            proxy.begin_round()
            for item in _shuffled(items, job.seed):
                if job.is_brief and any(not outcome.is_passed for outcome in outcomes.values()):
                    outcomes[item.name] = _make_outcome(_expectation(item), "SKIPPED", "not tried")
                else:
                    outcomes[item.name] = self._outcome(item, outcomes)
        self.proxy = None
        return [outcomes[item.name] for item in items]

    def _call(self, item: pytest.Function) -> BaseException | None:
        """Run one test; return what ended it, or None where it came to its end.

        A test that asks for our two fixtures only is called directly: pytest's protocol around a call costs more than
        most tests. Any other fixture, parameter or autouse goes through pytest itself.
        """
        assert self.proxy is not None
        return _call_directly(item, self.proxy, self.seed) if _is_plain(item) else self._call_through_pytest(item)

    def _call_through_pytest(self, item: pytest.Function) -> BaseException | None:
        from _pytest.runner import runtestprotocol

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

    def _outcome(self, item: pytest.Function, earlier: dict[str, Outcome]) -> Outcome:
        expectation = _expectation(item)
        for name in _dependencies(item):
            if name in earlier and not earlier[name].is_passed:
                verdict = "UNGRADED" if earlier[name].verdict == "UNGRADED" else "SKIPPED"
                message = _needs(earlier[name].sentence) if verdict == "SKIPPED" else earlier[name].message
                return _make_outcome(expectation, verdict, message)
        try:
            error = self._call(item)
        except _Unfit as problem:
            return _make_outcome(expectation, "UNGRADED", str(problem))
        if error is None:
            return _make_outcome(expectation, "PASSED")
        calls = self.proxy.calls if self.proxy is not None else []
        return _judge_exception(expectation, error, calls)


def _is_plain(item: pytest.Function) -> bool:
    """Whether a test asks for our fixtures only, by its arguments, by usefixtures or by autouse."""
    return set(item._fixtureinfo.initialnames) <= _OWN_FIXTURES


def _are_plain(items: Sequence[pytest.Function]) -> bool:
    return bool(items) and all(map(_is_plain, items))


def _call_directly(item: pytest.Function, student: StudentQuestions, seed: str) -> BaseException | None:
    """Run a plain test; return what ended it, or None where it came to its end."""
    student.begin_test()
    values: dict[str, Any] = {"student": student}
    if "generator" in item._fixtureinfo.initialnames:
        values["generator"] = _generator(seed, item.name)
    try:
        item.obj(**{name: values[name] for name in item._fixtureinfo.initialnames})
    except (Exception, pytest.skip.Exception, pytest.fail.Exception) as error:
        return error
    return None


def _passes(item: pytest.Function, seed: str, student: StudentQuestions) -> bool:
    return _call_directly(item, student, seed) is None


class _Unfit(Exception):
    """A test that did not run to its end for a reason that is not the student's."""


def _expectation(item: pytest.Function) -> Expectation:
    found = item.stash.get(_EXPECTATION, None)  # looked at again for every submission
    if found is None:
        mark = item.get_closest_marker("cell")
        if mark is None or len(mark.args) != 1:
            raise pytest.UsageError(
                f"{item.nodeid} names no test cell: give it @pytest.mark.cell(grade_id, weight=...)"
            )
        found = item.stash[_EXPECTATION] = Expectation(
            test=item.name,
            cell=str(mark.args[0]),
            weight=float(mark.kwargs.get("weight", 1)),
            sentence=" ".join((item.function.__doc__ or item.name).split()),
            is_hidden=item.get_closest_marker("hidden") is not None,
        )
    return found


def _needs(sentence: str) -> str:
    english, chinese = split_languages(sentence)
    return join_languages(f"needs first: {english}", f"先要通过：{chinese}")


def _generator(seed: str, test: str) -> Any:
    """Return a torch.Generator whose seed depends on these two names and on nothing else."""
    import torch

    digest = hashlib.sha256(f"{seed}/{test}".encode()).digest()
    return torch.Generator().manual_seed(int.from_bytes(digest[:7], "big"))


def _dependencies(item: pytest.Function) -> list[str]:
    found = item.stash.get(_DEPENDENCIES, None)
    if found is None:
        found = item.stash[_DEPENDENCIES] = [str(name) for mark in item.iter_markers("depends") for name in mark.args]
    return found


def _shuffled(items: list[pytest.Function], seed: str) -> list[pytest.Function]:
    """Return the items in an order drawn from the seed, each after those that it depends on.

    Hidden ones come last: what they ask could otherwise come back as the answer to a test whose answers are shown.
    """
    waiting = sorted(items, key=lambda item: item.name)
    random.Random(seed).shuffle(waiting)
    waiting.sort(key=lambda item: _expectation(item).is_hidden)
    by_name = {item.name: item for item in items}
    ordered: dict[str, pytest.Function] = {}

    def place(item: pytest.Function) -> None:
        for name in _dependencies(item):
            if name in by_name and name not in ordered:
                place(by_name[name])
        ordered.setdefault(item.name, item)

    for item in waiting:
        place(item)
    return list(ordered.values())


def _make_outcome(expectation: Expectation, verdict: str, message: str = "", **texts: str) -> Outcome:
    return Outcome(
        expectation.test,
        expectation.cell,
        expectation.weight,
        expectation.sentence,
        expectation.is_hidden,
        verdict,
        message,
        **texts,
    )


def _judge_exception(expectation: Expectation, error: BaseException, calls: list[Call]) -> Outcome:
    """Turn what ended a test into an outcome. Only what is surely the student's counts against the student."""
    from autograder.compare import WrongAnswer
    from autograder.errors import StudentCrashed, StudentMissing, StudentRaised, StudentTimedOut

    texts: dict[str, str] = {}
    if calls:
        texts["call"] = _call_text(calls[-1])
    if isinstance(error, WrongAnswer):
        verdict, message = "FAILED", error.message
        texts |= {"got": error.got, "expected": error.expected}
    elif isinstance(error, (StudentRaised, StudentMissing)):
        verdict, message = "RAISED", str(error)
        if isinstance(error, StudentRaised):
            texts["where"] = "\n".join(f"line {frame.line}: {frame.text}" for frame in error.frames)
            if error.type_name == "NotImplementedError":
                message = "not answered yet / 尚未作答"
    elif isinstance(error, StudentTimedOut):
        verdict, message = "TIMED_OUT", str(error)
    elif isinstance(error, StudentCrashed):
        verdict, message = "CRASHED", str(error)
    elif isinstance(error, AssertionError):
        verdict, message = "FAILED", str(error).split("\n")[0]
    else:
        verdict, message = "UNGRADED", f"{type(error).__name__}: {error}"
    if expectation.is_hidden and verdict != "UNGRADED":
        message = message if message == "not answered yet / 尚未作答" or verdict == "TIMED_OUT" else ""
        texts = {}
    return _make_outcome(expectation, verdict, message, **texts)


def _call_text(call: Call) -> str:
    from autograder.compare import describe

    if not call.is_call:
        return call.target
    arguments = [describe(value, 200) for value in call.args]
    arguments += [f"{name}={describe(value, 200)}" for name, value in call.kwargs.items()]
    return f"{call.target}({', '.join(arguments)})"


_UNUSED_PLUGINS = (
    "cacheprovider",
    "doctest",
    "faulthandler",
    "junitxml",
    "logging",
    "pastebin",
    "setuponly",
    "setupplan",
    "stepwise",
    "terminal",
    "threadexception",
    "unraisableexception",
    "warnings",
)


_Stamp = tuple[tuple[str, int, int], ...]
_collected: dict[Path, tuple[_Stamp, list[pytest.Function]]] = {}


def run_suites(lesson: Lesson, jobs: Iterable[Job | Sitting], expectations: dict[str, list[Expectation]]) -> None:
    """Run every job through the suite of its notebook, in one pytest session.

    `expectations` is filled, by notebook, before the first job is asked for. A suite that cannot be collected is a
    `CourseError`. A suite of plain tests is collected once in this process, and again when one of its files changed.
    """
    from autograder.errors import CourseError

    session = _Session(jobs, expectations)
    modules = [str(notebook.suite) for notebook in lesson.notebooks if notebook.suite is not None]
    if not modules:
        for _ in jobs:  # without a suite, pytest would collect whatever stands in the working directory
            raise CourseError("there is no suite to judge a notebook with", path=lesson.suite_folder)
        return
    stamp = _stamp(lesson, modules)
    before, items = _collected.get(lesson.suite_folder, ((), []))
    if before == stamp and _are_plain(items):
        with contextlib.redirect_stdout(io.StringIO()):
            session.run(items)
    else:
        _collect_and_run(lesson, modules, session)
        _collected[lesson.suite_folder] = (stamp, session.items)
    if session.problem is not None:
        raise session.problem


def _stamp(lesson: Lesson, modules: Sequence[str]) -> _Stamp:
    """Return what tells that a collected suite is still what is on the disk: its files, their times and sizes."""
    above = [folder / "conftest.py" for folder in (lesson.suite_folder.parent, lesson.course.root)]
    files = [*lesson.suite_folder.glob("*.py"), *filter(Path.exists, above)]
    found = [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(files)]
    return (*found, *((module, 0, 0) for module in modules))


def _forget_modules(lesson: Lesson) -> None:
    """Let the suite be imported anew: pytest takes what has the same name, changed since or of another course."""
    folder = ".".join(lesson.suite_folder.relative_to(lesson.course.root).parts)
    for name in [name for name in sys.modules if name.startswith(f"{folder}.")]:
        del sys.modules[name]


def _collect_and_run(lesson: Lesson, modules: Sequence[str], session: _Session) -> None:
    from autograder.errors import CourseError

    _forget_modules(lesson)
    captured = io.StringIO()
    options = ["--disable-plugin-autoload", "-p", __name__, "-s"]
    options += [word for name in _UNUSED_PLUGINS for word in ("-p", f"no:{name}")]
    options += ["--rootdir", str(lesson.course.root), "--import-mode=importlib", "--strict-markers"]
    options += ["-o", "addopts=", "-o", "filterwarnings=default"]
    collector = _Collector()
    with contextlib.redirect_stdout(captured):
        code = pytest.main([*options, *modules], plugins=[_Named(session), collector])
    is_whole = not collector.errors and code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    if session.problem is None and not is_whole:
        detail = "; ".join(collector.errors) or captured.getvalue().strip()[-500:] or f"pytest ended with {code!r}"
        raise CourseError(f"the suite cannot be collected: {detail}", path=lesson.suite_folder)


class _Named:
    """Registers the session under the name that the fixtures look for."""

    def __init__(self, session: _Session) -> None:
        self._session = session

    def pytest_configure(self, config: pytest.Config) -> None:
        config.pluginmanager.register(self._session, "autograder-session")


class _Collector:
    """Remembers why a module could not be collected."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.errors.append(f"{report.nodeid}: {str(report.longrepr).strip().splitlines()[-1]}")


def collect_expectations(lesson: Lesson) -> dict[str, list[Expectation]]:
    """Return the tests of a lesson by notebook, without running any."""
    expectations: dict[str, list[Expectation]] = {}
    run_suites(lesson, (), expectations)
    return expectations
