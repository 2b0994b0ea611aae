"""One notebook is judged: it runs, its tests are asked, what lost points is observed, and a grade is made of it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.course import SourceNotebook
from autograder.errors import SandboxError, StudentError
from autograder.grading.autograded import render_autograded
from autograder.grading.own_cells import judge_own_cells
from autograder.grading.work import Chunk, GradedNotebook, Work, read_helpers, versions
from autograder.records import CellGrade, NotebookGrade, grade_cells
from autograder.sandbox import CellResult, StudentProxy, WarmProcess
from autograder.submissions import RestoredNotebook
from autograder.suite import (
    Blame,
    Exhibit,
    Expectation,
    Job,
    LessonProbes,
    Margins,
    Observation,
    Outcome,
    Verdict,
    observe,
)
from autograder.text import clean_text

__all__ = ["JointResult", "Judgement"]


@dataclass(frozen=True)
class JointResult:
    """What asking together found of a notebook that passed every test."""

    outcomes: list[Outcome]
    time_s: float
    margins: Margins


class Judgement:
    """One notebook on its way through the suite. `failure` says how the sandbox broke, or is None."""

    def __init__(
        self,
        chunk: Chunk,
        work: Work,
        source: SourceNotebook,
        restored: RestoredNotebook,
        warm: WarmProcess,
        probes: LessonProbes,
    ) -> None:
        self.chunk = chunk
        self.work = work
        self.source = source
        self.restored = restored
        self.warm = warm
        self.probes = probes
        self.failure: str | None = None
        self.joint: JointResult | None = None
        self._has_suite = source.suite is not None
        self._outcomes: list[Outcome] = []
        self._verdicts: list[dict[str, Verdict]] = []  # of each seed, by test
        self._results: dict[int, CellResult] = {}
        self._behaviours: dict[str, tuple[Observation, ...]] = {}
        self._exhibits: dict[str, tuple[Exhibit, ...]] = {}
        self._margins = Margins()
        self._time_s = 0.0
        self._stack = contextlib.ExitStack()
        self._proxy: StudentProxy | None = None
        self._joint_proxy = self._make_proxy()

    @property
    def seeds(self) -> list[str]:
        """What orders and inputs of the tests are drawn from: no two notebooks have the same."""
        return [f"{self.work.digest}{seed}" for seed in self.chunk.seeds]

    # --- together with the author's other notebooks ---

    @property
    def may_be_asked_together(self) -> bool:
        """Whether asking together could say all that is wanted of the notebook."""
        is_whole = not self.chunk.is_brief and not self.chunk.is_visible_only and self.chunk.probing != "all"
        return self._has_suite and is_whole

    @property
    def all_cells(self) -> dict[str, Any]:
        """The request that runs the notebook in the process that its author's other notebooks share."""
        return self._joint_proxy.all_cells

    def has_run(self, reply: dict[str, Any]) -> bool:
        """Whether the reply to `all_cells` says that every cell came to its end."""
        is_whole = self._joint_proxy.take_results(reply)
        return is_whole and all(result.error is None for result in self._joint_proxy.cell_results.values())

    # --- by itself ---

    def jobs(self) -> Iterator[Job]:
        """Yield one job per seed; the notebook itself runs once for all of them."""
        self.failure = None
        self._outcomes, self._verdicts, self._proxy = [], [], None
        start = time.monotonic()
        with self._stack:
            if not self._has_suite:
                self._run_without_suite()
            if self.joint is not None:
                self._results = self._joint_proxy.cell_results
                self._finish(self.joint.outcomes)
            for number, seed in enumerate(self.seeds if self._has_suite else ()):
                if number < len(self._verdicts):
                    continue
                yield self._make_job(number, seed)
                if self.failure is not None:
                    return
            if self._proxy is not None:
                self._results = self._proxy.cell_results
                self._observe(self._proxy)
        self._time_s = time.monotonic() - start + (self.joint.time_s if self.joint is not None else 0.0)

    def _make_job(self, number: int, seed: str) -> Job:
        return Job(
            self.work.notebook,
            seed,
            self._open,
            self._finish,
            self._fail,
            self._margins,
            cells=self._own_test_cells() if number and self.work.cells else None,
            is_brief=self.chunk.is_brief,
            is_visible_only=self.chunk.is_visible_only,
        )

    def _run_without_suite(self) -> None:
        """Run a notebook that no suite asks anything: its own test cells judge it."""
        try:
            with self._open():
                pass
        except SandboxError as error:
            self._fail(error)

    @contextlib.contextmanager
    def _open(self) -> Iterator[StudentProxy]:
        if self._proxy is None:
            self._proxy = self._stack.enter_context(self._make_proxy())
            with contextlib.suppress(StudentError):
                self._proxy.run()
        yield self._proxy

    def _make_proxy(self) -> StudentProxy:
        test_cells = self.restored.test_cells if self._has_suite else ()
        files = read_helpers(self.source)
        return StudentProxy(self.warm, self.restored.code, self.source.prelude, self.chunk.budget, test_cells, files)

    def _finish(self, outcomes: list[Outcome]) -> None:
        self._outcomes = self._outcomes or outcomes
        self._verdicts.append({outcome.test: outcome.verdict for outcome in outcomes})
        broken = [outcome.message for outcome in outcomes if outcome.blame is Blame.SANDBOX]
        if broken:
            self.failure = broken[0]

    def _fail(self, error: SandboxError) -> None:
        self.failure = str(error)
        self._outcomes = []

    # --- what its answers behave like ---

    def _observe(self, proxy: StudentProxy) -> None:
        """Probe the solution cells that lost points, and gather what is to be shown of them."""
        names = self._cells_to_observe()
        if names and self.chunk.probing != "all":
            # What a probe brings back is shown: it comes from a process that no hidden test has asked anything.
            proxy.renew()
        probes, exhibits = self.probes.probes, self.probes.exhibits
        self._behaviours = {name: observe(proxy, probes[name]).lines for name in names if name in probes}
        self._exhibits = {name: tuple(exhibits[name](proxy)) for name in names if name in exhibits}

    def _cells_to_observe(self) -> list[str]:
        """Return the solution cells whose tests did not all pass, or all that matter if all are to be probed."""
        if self.chunk.probing == "none":
            return []
        wanted = {outcome.cell for outcome in self._outcomes if not outcome.is_passed}
        if self.chunk.probing == "all":
            wanted |= self._own_test_cells()
        tests = [cell for cell in self.source.cells if cell.is_test and cell.grade_id in wanted]
        solutions = [self.source.solution_before(cell) for cell in tests]
        return list(dict.fromkeys(cell.grade_id for cell in solutions if cell is not None))

    def _own_test_cells(self) -> frozenset[str]:
        """Return the test cells of the solution cells that matter."""
        found = []
        for cell in self.source.cells:
            solution = self.source.solution_before(cell) if cell.is_test else None
            if solution is not None and (not self.work.cells or solution.grade_id in self.work.cells):
                found.append(cell.grade_id)
        return frozenset(found)

    # --- what comes of it ---

    def result(self, expected: Sequence[Expectation]) -> GradedNotebook:
        """Return the grade; `expected` are the tests that must each have an outcome."""
        cells = grade_cells(self.source, self._outcomes, [test.test for test in expected], self._find_answered())
        if not self._has_suite:
            judged, self._outcomes = judge_own_cells(
                self.restored, self.source.regions, self._results, self.failure or ""
            )
            cells |= judged
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
            versions=versions(),
            time_s=round(self._time_s, 4),
            behaviours=self._behaviours,
            exhibits=self._exhibits,
            verdict_from="suite" if self._has_suite else "notebook",
        )
        return GradedNotebook(
            self.work.student, grade, self._render(cells), flips=self._find_flips(), margins=self._all_margins()
        )

    def _find_answered(self) -> dict[str, bool]:
        """Return of each answer that a person grades whether it is neither empty nor what was handed out."""
        answered = {}
        for cell in self.source.graded_cells:
            if cell.is_manual and not cell.is_task:
                released = self.chunk.stubs.get(self.source.key(cell), "").strip()
                given = self.source.regions.release_answer(cell.source).strip()
                answered[cell.grade_id] = self.restored.answer(cell.grade_id).strip() not in ("", released, given)
        return answered

    def _describe_cell_errors(self) -> dict[str, str]:
        own_tests = () if self._has_suite else self.restored.test_cells
        return {
            str(index): clean_text(str(result.error))[:500]
            for index, result in sorted(self._results.items())
            if result.error is not None and index not in own_tests
        }

    def _find_flips(self) -> tuple[str, ...]:
        """Return the tests whose verdict was not the same under every seed."""
        first = self._verdicts[0] if self._verdicts else {}
        return tuple(
            test for test in first if any(found.get(test, first[test]) != first[test] for found in self._verdicts[1:])
        )

    def _all_margins(self) -> Margins:
        if self.joint is not None:
            self._margins.merge(self.joint.margins)
        return self._margins

    def _render(self, cells: Mapping[str, CellGrade]) -> str:
        """Return the notebook as graded; "" in an audit, which looks at many seeds and keeps no notebook."""
        if len(self.chunk.seeds) > 1:
            return ""
        return render_autograded(self.restored, self._results, self._outcomes, cells)
