"""The trusted worker: bytes of submitted notebooks in, grades and autograded notebooks out.

It reads the course's lesson and suite, and nothing else on disk. One worker holds one warm process for as long as it
lives; a chunk of notebooks goes through one pytest session.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import io
import itertools
import json
import platform
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch

from autograder.compare import NO_MARGINS, merge_margins, take_margins
from autograder.errors import CourseError, SandboxError, StudentError, StudentRaised, StudentTimedOut, SubmissionError
from autograder.exhibits import Exhibit
from autograder.grades import NotebookGrade, grade_cells
from autograder.lesson import HIDDEN_TESTS, Course, Lesson, SourceNotebook, load_lesson
from autograder.misconceptions import Questions, load_questions, observe
from autograder.notebook import RestoredNotebook, build_notebook, restore_locked_cells
from autograder.plain import judge_cells
from autograder.sandbox.limits import Limits
from autograder.sandbox.runner import WarmProcess
from autograder.sandbox.student import AT_ONCE_S, CellResult, StudentProxy
from autograder.sitting import Ask, Sitting
from autograder.suites import Expectation, Job, Outcome, run_suites
from autograder.work import (
    Chunk,
    GradedNotebook,
    Work,
    describe_worker,
    read_helpers,
    versions,
)

__all__ = ["close_warm_processes", "grade_chunk", "keep_warm", "prepare"]


_WARM: dict[tuple[str, Limits], WarmProcess] = {}


def _warm(runner: str, limits: Limits) -> WarmProcess:
    """Return this process's warm process; started at the first fork, ended with this process."""
    key = (runner, limits)
    if key not in _WARM:
        _WARM[key] = WarmProcess(runner, limits)
        atexit.register(_WARM[key].close)
    return _WARM[key]


def keep_warm(warm: WarmProcess) -> None:
    """Use a warm process that is there already for the chunks of this process; it ends with it."""
    _WARM[warm.runner, warm.limits] = warm
    atexit.register(warm.close)


def prepare(runner: str) -> None:
    """Start this process's warm process, so that it is there when the first chunk comes."""
    _warm(runner, Limits()).start()


def close_warm_processes() -> None:
    """End the warm processes of this process."""
    for warm in _WARM.values():
        warm.close()
    _WARM.clear()


def grade_chunk(chunk: Chunk) -> list[GradedNotebook]:
    """Grade the notebooks of a chunk; one result each, in the same order."""
    torch.set_num_threads(1)  # the tensors are tiny: a second thread costs more than it brings
    root = chunk.root
    if chunk.machine is not None:
        here = describe_worker(chunk.root, chunk.lesson, chunk.runner)
        if here.problem or (here.suites, here.versions) != (chunk.machine.suites, chunk.machine.versions):
            raise CourseError(
                f"the worker on {platform.node()} has another suite or other packages {here.problem}".strip(),
                hint="install the same there, and start the worker again",
            )
        root = here.root
    lesson = load_lesson(Course(root), chunk.lesson)
    warm = _warm(chunk.runner, chunk.limits)
    warm.learn(_handed_out(lesson))
    sink: dict[int, GradedNotebook] = {}
    expectations: dict[str, list[Expectation]] = {}
    jobs = _jobs(chunk, lesson, warm, sink, expectations)
    # The generator hands out jobs while the session collects outcomes, so the expectations must be known to both.
    run_suites(lesson, jobs, expectations)
    return [sink[number] for number in range(len(chunk.work))]


def _handed_out(lesson: Lesson) -> Iterator[str]:
    """Yield the source of each code cell that all students have and none may change."""
    for notebook in lesson.notebooks:
        for cell in notebook.cells:
            if cell.is_locked and cell.cell_type == "code" and not HIDDEN_TESTS.search(cell.source):
                yield cell.source


def _jobs(
    chunk: Chunk,
    lesson: Lesson,
    warm: WarmProcess,
    sink: dict[int, GradedNotebook],
    expectations: dict[str, list[Expectation]],
) -> Iterator[Job | Sitting]:
    questions = load_questions(lesson)
    for _, items in itertools.groupby(enumerate(chunk.work), key=lambda item: item[1].student):
        judgements = {}
        for number, work in items:
            source = lesson.notebook(work.notebook)
            try:
                restored = restore_locked_cells(work.data, source, work.file)
            except SubmissionError as error:
                grade = NotebookGrade(
                    work.notebook,
                    "",
                    work.file,
                    work.digest,
                    chunk.runner,
                    {},
                    ungraded=str(error),
                    versions=versions(),
                )
                problem = (work.notebook, work.file, str(error), error.hint)
                sink[number] = GradedNotebook(work.student, grade, "", problem)
                continue
            judgements[number] = _Judgement(chunk, work, source, restored, warm, questions)
        yield from _sit([judgement for judgement in judgements.values() if judgement.may_sit], warm)
        for number, judgement in judgements.items():
            yield from _try_twice(judgement, number, sink, expectations)


def _sit(judgements: list[_Judgement], warm: WarmProcess) -> Iterator[Sitting]:
    """Let a student's notebooks be asked together; those that pass every test are judged by it."""
    if not judgements:
        return
    begun = time.monotonic()

    @contextlib.contextmanager
    def start() -> Iterator[tuple[set[int], Ask]]:
        child = warm.fork()
        budget = judgements[0].chunk.budget
        ask = functools.partial(child.ask_all, limit_s=min(AT_ONCE_S, budget.cell_s, budget.call_s))
        try:
            replies = ask([{**one.all_cells, "notebook": place} for place, one in enumerate(judgements)])
            ran = {place for place, reply in enumerate(replies) if judgements[place].has_run(reply)}
            yield ran, ask
        finally:
            child.kill()

    def finish(outcomes: dict[int, list[Outcome]]) -> None:
        margins, time_s = take_margins(), (time.monotonic() - begun) / len(judgements)
        for place, passed in outcomes.items():
            judgements[place].sat = _Sat(passed, time_s, margins if len(outcomes) == len(judgements) else NO_MARGINS)

    yield Sitting([(one.work.notebook, one.seeds[0]) for one in judgements], start, finish)


def _try_twice(
    judgement: _Judgement, number: int, sink: dict[int, GradedNotebook], expectations: dict[str, list[Expectation]]
) -> Iterator[Job]:
    """Judge a notebook; where the jail itself broke, once more in a new one, and then say that it is ungraded."""
    for _ in range(2):
        yield from judgement.jobs()
        if judgement.failure is None:
            break
        judgement.warm.close()
    sink[number] = judgement.result(expectations.get(judgement.work.notebook, []))


@dataclass(frozen=True)
class _Sat:
    """What a sitting found of a notebook that passed every test."""

    outcomes: list[Outcome]
    time_s: float
    margins: tuple[float, float]


class _Judgement:
    """One notebook on its way through the suite."""

    def __init__(
        self,
        chunk: Chunk,
        work: Work,
        source: SourceNotebook,
        restored: RestoredNotebook,
        warm: WarmProcess,
        questions: Questions,
    ) -> None:
        self.chunk = chunk
        self.work = work
        self.source = source
        self.restored = restored
        self.warm = warm
        self.questions = questions
        self.failure: str | None = None
        self.outcomes: list[Outcome] = []
        self.verdicts: list[dict[str, str]] = []
        self.results: dict[int, CellResult] = {}
        self.behaviours: dict[str, tuple[tuple[str, str, str], ...]] = {}
        self.exhibits: dict[str, tuple[Exhibit, ...]] = {}
        self.time_s = 0.0
        self.sat: _Sat | None = None
        self._stack = contextlib.ExitStack()
        self._proxy: StudentProxy | None = None
        self._sitter = self._make_proxy()

    @property
    def seeds(self) -> list[str]:
        """What orders and inputs of the tests are drawn from: no two notebooks have the same."""
        return [f"{self.work.digest}{seed}" for seed in self.chunk.seeds]

    @property
    def may_sit(self) -> bool:
        """Whether a sitting could say all that is wanted of the notebook."""
        is_whole = not self.chunk.is_brief and not self.chunk.is_visible_only and self.chunk.probing != "all"
        return self.source.suite is not None and is_whole

    @property
    def all_cells(self) -> dict[str, Any]:
        """The request that runs the notebook in the process of a sitting."""
        return self._sitter.all_cells

    def has_run(self, reply: dict[str, Any]) -> bool:
        """Whether the reply to `all_cells` says that every cell came to its end."""
        is_whole = self._sitter.take_results(reply)
        return is_whole and all(result.error is None for result in self._sitter.cell_results.values())

    def jobs(self) -> Iterator[Job]:
        """Yield one job per seed; the notebook itself runs once for all of them."""
        self.failure = None
        self.outcomes, self.verdicts, self._proxy = [], [], None
        start = time.monotonic()
        with self._stack:
            if self.source.suite is None:
                self._run_alone()
            if self.sat is not None:
                self.results = self._sitter.cell_results
                self._finish(self.sat.outcomes)
            for number, seed in enumerate(self.seeds if self.source.suite is not None else ()):
                if number < len(self.verdicts):
                    continue
                cells = self._test_cells() if number and self.work.cells else None
                yield Job(
                    self.work.notebook,
                    seed,
                    self._open,
                    self._finish,
                    self._fail,
                    cells,
                    self.chunk.is_brief,
                    self.chunk.is_visible_only,
                )
                if self.failure is not None:
                    return
            if self._proxy is not None:
                self.results = self._proxy.cell_results
                self._observe(self._proxy)
        self.time_s = time.monotonic() - start + (self.sat.time_s if self.sat is not None else 0.0)

    def _run_alone(self) -> None:
        """Run the notebook where there is no suite to ask it anything: its own test cells judge it."""
        try:
            with self._open():
                pass
        except SandboxError as error:
            self._fail(error)

    def _observe(self, proxy: StudentProxy) -> None:
        """Probe the solution cells that lost points, and gather what is to be shown of them."""
        if self.chunk.probing == "none":
            return
        lost = {outcome.cell for outcome in self.outcomes if not outcome.is_passed}
        wanted = lost | (self._test_cells() if self.chunk.probing == "all" else set())
        cells = [cell for cell in self.source.cells if cell.is_test and cell.grade_id in wanted]
        solutions = [self.source.solution_before(cell) for cell in cells]
        names = dict.fromkeys(cell.grade_id for cell in solutions if cell is not None)
        if names and self.chunk.probing != "all":
            # What a probe brings back is shown: it comes from a process that no hidden test has asked anything.
            proxy.renew()
        probes, exhibits = self.questions.probes, self.questions.exhibits
        self.behaviours = {name: observe(proxy, probes[name]).lines for name in names if name in probes}
        self.exhibits = {name: tuple(exhibits[name](proxy)) for name in names if name in exhibits}

    def _test_cells(self) -> frozenset[str]:
        """Return the test cells of the solution cells that matter."""
        found = []
        for cell in self.source.cells:
            solution = self.source.solution_before(cell) if cell.is_test else None
            if solution is not None and (not self.work.cells or solution.grade_id in self.work.cells):
                found.append(cell.grade_id)
        return frozenset(found)

    @contextlib.contextmanager
    def _open(self) -> Iterator[StudentProxy]:
        if self._proxy is None:
            self._proxy = self._stack.enter_context(self._make_proxy())
            with contextlib.suppress(StudentError):
                self._proxy.run()
        yield self._proxy

    def _make_proxy(self) -> StudentProxy:
        restored, source = self.restored, self.source
        checks = restored.checks if source.suite is not None else ()
        return StudentProxy(self.warm, restored.code, source.prelude, self.chunk.budget, checks, read_helpers(source))

    def _finish(self, outcomes: list[Outcome]) -> None:
        self.outcomes = self.outcomes or outcomes
        self.verdicts.append({outcome.test: outcome.verdict for outcome in outcomes})
        broken = [o.message for o in outcomes if o.verdict == "UNGRADED" and "SandboxError" in o.message]
        if broken:
            self.failure = broken[0]

    def _fail(self, error: SandboxError) -> None:
        self.failure = str(error)
        self.outcomes = []

    @property
    def flips(self) -> tuple[str, ...]:
        """The tests whose verdict was not the same under every seed."""
        first = self.verdicts[0] if self.verdicts else {}
        return tuple(
            test for test in first if any(found.get(test, first[test]) != first[test] for found in self.verdicts[1:])
        )

    def result(self, expected: list[Expectation]) -> GradedNotebook:
        released = {name: text.strip() for notebook, name, text in self.chunk.stubs if notebook == self.source.name}
        answered = {
            cell.grade_id: self.restored.answer(cell.grade_id).strip()
            not in ("", released.get(cell.grade_id), _stub(cell.source))
            for cell in self.source.graded_cells
            if cell.is_manual and not cell.is_task
        }
        cells = grade_cells(self.source, self.outcomes, [test.test for test in expected], answered)
        is_plain = self.source.suite is None
        if is_plain:
            judged, self.outcomes = judge_cells(self.restored, self.results, self.failure or "")
            cells |= judged
        grade = NotebookGrade(
            notebook=self.work.notebook,
            key=self.work.key,
            file=self.work.file,
            digest=self.work.digest,
            suite=self.work.suite,
            runner=self.chunk.runner,
            cells=cells,
            outcomes=tuple(self.outcomes),
            repairs=(*self.work.notes, *self.restored.repairs),
            cell_errors={
                str(index): _clean_text(str(result.error))[:500]
                for index, result in sorted(self.results.items())
                if result.error is not None and not (is_plain and index in self.restored.checks)
            },
            ungraded=self.failure or "",
            versions=versions(),
            time_s=round(self.time_s, 4),
            behaviours=self.behaviours,
            exhibits=self.exhibits,
            verdict_from="notebook" if is_plain else "suite",
        )
        autograded = self._autograded(cells) if len(self.chunk.seeds) == 1 else ""
        margins = merge_margins(take_margins(), self.sat.margins if self.sat is not None else NO_MARGINS)
        return GradedNotebook(self.work.student, grade, autograded, flips=self.flips, margins=margins)

    def _autograded(self, cells: dict[str, Any]) -> str:
        outputs = {index: _nbformat_outputs(result) for index, result in self.results.items()}
        for index, cell in enumerate(self.restored.cells):
            if cell.origin is not None and cell.origin.is_test:
                tests = [outcome for outcome in self.outcomes if outcome.cell == cell.origin.grade_id]
                score = cells[cell.origin.grade_id].score
                outputs.setdefault(index, []).append(_verdict_output(tests, score, cell.origin.points))
        return json.dumps(build_notebook(self.restored, outputs), ensure_ascii=False) + "\n"


def _stub(source: str) -> str:
    """Return what the release holds of a hand-graded cell: its text with the model answer replaced by the stub."""
    stub = "在这里写你的回答 / YOUR ANSWER HERE"
    return re.sub(r"### BEGIN SOLUTION.*?### END SOLUTION", stub, source, flags=re.DOTALL).strip()


_CONTROL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _clean_text(text: str) -> str:
    """Return text without escape sequences, control characters and marks that turn the direction of writing."""
    return _CONTROL.sub("", text)


def _nbformat_outputs(result: CellResult) -> list[dict[str, Any]]:
    """Return a cell's outputs as nbformat nodes: text and re-encoded PNG, nothing that a browser would run."""
    nodes: list[dict[str, Any]] = []
    for item in result.outputs:
        if "stream" in item:
            nodes.append({"output_type": "stream", "name": item["stream"], "text": _clean_text(item["text"])})
            continue
        data: dict[str, str] = {}
        if "text" in item:
            data["text/plain"] = _clean_text(item["text"])
        if "png" in item:
            image = _reencode_png(item["png"])
            if image:
                data["image/png"] = image
        node: dict[str, Any] = {"output_type": item["show"], "data": data, "metadata": {}}
        if item["show"] == "execute_result":
            node["execution_count"] = None
        nodes.append(node)
    error = result.error
    if isinstance(error, StudentRaised):
        lines = [f"line {frame.line}: {frame.text}" for frame in error.frames]
        text = _clean_text("\n".join([*lines, str(error)]))
        nodes.append(_error_output(_clean_text(error.type_name), _clean_text(error.message), text))
    elif error is not None:
        nodes.append(
            _error_output("TimedOut" if isinstance(error, StudentTimedOut) else "Crashed", str(error), str(error))
        )
    return nodes


def _error_output(name: str, message: str, text: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": [text]}


def _reencode_png(data: bytes) -> str:
    """Return the picture drawn anew, in base64; "" where it is not a PNG of reasonable size."""
    import base64

    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
            if picture.width * picture.height > 4_000_000:
                return ""
            buffer = io.BytesIO()
            picture.convert("RGB").quantize(128, method=Image.Quantize.FASTOCTREE).save(buffer, "PNG")
    except Exception:
        return ""
    return base64.b64encode(buffer.getvalue()).decode()


def _verdict_output(tests: list[Outcome], score: float | None, points: float) -> dict[str, Any]:
    """Return the suite's verdicts on a test cell, as the text under that cell in the autograded notebook."""
    marks = {"PASSED": "✓", "SKIPPED": "–", "UNGRADED": "?"}
    lines = [f"{'UNGRADED' if score is None else f'{score:g}'} / {points:g}"]
    for test in tests:
        lines.append(f"{marks.get(test.verdict, '✗')} {test.sentence}")
        if test.verdict not in ("PASSED", "SKIPPED") and test.message:
            lines.append(f"    {test.verdict}: {_clean_text(test.message)}")
    return {"output_type": "display_data", "data": {"text/plain": "\n".join(lines)}, "metadata": {}}
