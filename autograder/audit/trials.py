"""Grade the grader: sample answers, mutants and repetitions, and one sheet that says how often it is wrong."""

from __future__ import annotations

import json
import math
import time
import tomllib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import asdict, dataclass, field
from pathlib import Path

from autograder.audit.atlas import Atlas, answer_digest, make_known, own_keys
from autograder.audit.bank import Answer, AnswerCell, build_submission, load_bank
from autograder.audit.mutants import Mutant, make_mutants
from autograder.audit.naming import Known, leave_one_out, name_behaviour
from autograder.course import Lesson
from autograder.errors import CourseError
from autograder.grading import Chunk, GradedNotebook, Work, grade_chunk
from autograder.suite import Behaviour, Exhibit, Verdict

__all__ = ["Sheet", "audit_lesson", "format_sheet", "sheet_json"]

REPETITIONS = 20


@dataclass
class Sheet:
    """The accuracy sheet of one lesson. The lists name what is wrong; all are empty where the grader never is."""

    lesson: str
    right_total: int = 0
    wrong_total: int = 0
    mutants_total: int = 0
    tests_total: int = 0
    repetitions: int = REPETITIONS
    right_misjudged: list[str] = field(default_factory=list)
    wrong_misjudged: list[str] = field(default_factory=list)
    survivors: list[str] = field(default_factory=list)
    equivalents: dict[str, str] = field(default_factory=dict)
    stale_equivalents: list[str] = field(default_factory=list)
    idle_tests: list[str] = field(default_factory=list)
    flips: list[str] = field(default_factory=list)
    ungraded: list[str] = field(default_factory=list)
    right_named: list[str] = field(default_factory=list)
    named: dict[str, int] = field(default_factory=dict)
    largest_error_passed: float = 0.0
    smallest_error_failed: float = math.inf
    time_s: float = 0.0

    @property
    def mutants_killed(self) -> int:
        return self.mutants_total - len(self.survivors) - len(self.equivalents)

    @property
    def is_perfect(self) -> bool:
        wrong = [self.right_misjudged, self.wrong_misjudged, self.survivors, self.stale_equivalents]
        return not any([*wrong, self.idle_tests, self.flips, self.ungraded, self.right_named]) and bool(
            self.right_total
        )


@dataclass(frozen=True)
class _Trial:
    """One notebook to be graded, and what it is."""

    name: str
    notebook: str
    data: bytes
    cells: tuple[str, ...] = ()
    answer: Answer | None = None
    mutant: Mutant | None = None


Progress = Callable[[int, int, str], None]


def audit_lesson(lesson: Lesson, pool: Executor, progress: Progress, runner: str = "jail") -> tuple[Sheet, Atlas]:
    """Grade every sample answer (its own cells under `REPETITIONS` seeds) and every mutant.

    Return the sheet, and the behaviours that were seen on the way.
    """
    start = time.monotonic()
    answers = load_bank(lesson)
    if not answers:
        raise CourseError("there are no sample answers to audit with", path=lesson.bank_folder)
    sheet = Sheet(lesson.name)
    equivalents = _load_equivalents(lesson)
    trials = [*_answer_trials(lesson, answers), *_mutant_trials(lesson)]
    failed: dict[str, set[str]] = {}
    tests: set[tuple[str, str]] = set()
    seen = _Seen()
    for done, (trial, result) in enumerate(_grade(lesson, pool, trials, runner), 1):
        _enter(sheet, lesson, trial, result, equivalents, failed)
        seen.enter(lesson, trial, result)
        tests.update((trial.notebook, outcome.test) for outcome in result.grade.outcomes)
        progress(done, len(trials), trial.name)
    sheet.tests_total = len(tests)
    sheet.idle_tests = sorted(f"{notebook}: {test}" for notebook, test in tests if not failed.get(f"{notebook}/{test}"))
    sheet.stale_equivalents = sorted(set(equivalents) - set(sheet.equivalents))
    for names in (sheet.right_misjudged, sheet.wrong_misjudged, sheet.survivors, sheet.flips, sheet.ungraded):
        names.sort()
    sheet.right_named = seen.right_named()
    telling = [known for known in seen.known if known.key != seen.reference[known.cell].key]
    sheet.named = dict(leave_one_out(telling))
    sheet.time_s = round(time.monotonic() - start, 1)
    return sheet, Atlas(
        seen.reference, tuple(sorted(seen.known, key=lambda known: known.answer)), seen.digests, seen.exhibits
    )


class _Seen:
    """The behaviours of reference, right and wrong answers, as the audit meets them."""

    def __init__(self) -> None:
        self.reference: dict[str, Behaviour] = {}
        self.known: list[Known] = []
        self.digests: dict[str, str] = {}
        self.exhibits: dict[str, tuple[Exhibit, ...]] = {}
        self._right: list[tuple[str, str, str]] = []

    def enter(self, lesson: Lesson, trial: _Trial, result: GradedNotebook) -> None:
        answer = trial.answer
        if trial.mutant is not None:
            return
        if answer is None:
            self.reference |= {cell: Behaviour(lines) for cell, lines in result.grade.behaviours.items()}
            self.exhibits |= result.grade.exhibits
            self.digests[trial.name] = answer_digest(lesson, None, trial.notebook)
            return
        keys = own_keys(answer, result.grade.behaviours)
        if answer.is_right:
            self._right += [(answer.name, cell, key) for cell, key in keys.items()]
        elif answer.misconception:
            self.digests[answer.name] = answer_digest(lesson, answer, trial.notebook)
            self.known += make_known(answer, keys)

    def right_named(self) -> list[str]:
        """Return the right answers that would be given a misconception."""
        found = []
        for name, cell, key in self._right:
            known = name_behaviour(cell, key, self.known)
            if known is not None and key != self.reference[cell].key:
                found.append(f"{name}: {cell} behaves like {known.answer}")
        return sorted(found)


def _answer_trials(lesson: Lesson, answers: Sequence[Answer]) -> Iterable[_Trial]:
    for notebook in lesson.notebooks:
        yield _Trial(f"reference/{notebook.name}", notebook.name, build_submission(notebook, ()))
    for answer in answers:
        kind = "right" if answer.is_right else "wrong"
        data = build_submission(lesson.notebook(answer.notebook), answer.cells)
        is_whole = any(cell.grade_id == "new" for cell in answer.cells)
        cells = () if is_whole else tuple(dict.fromkeys(cell.grade_id for cell in answer.cells))
        yield _Trial(f"{kind}/{answer.name}", answer.notebook, data, cells, answer=answer)


def _mutant_trials(lesson: Lesson) -> Iterable[_Trial]:
    for notebook in lesson.notebooks:
        for mutant in make_mutants(notebook):
            data = build_submission(notebook, [AnswerCell(mutant.cell, mutant.source)])
            yield _Trial(f"mutant/{mutant.key}", notebook.name, data, mutant=mutant)


def _grade(
    lesson: Lesson, pool: Executor, trials: Sequence[_Trial], runner: str
) -> Iterable[tuple[_Trial, GradedNotebook]]:
    repeated = ("", *(f"-{number}" for number in range(1, REPETITIONS)))
    futures = {}
    wrong = [trial for trial in trials if trial.answer is not None and not trial.answer.is_right]
    mutants = [trial for trial in trials if trial.mutant is not None]
    right = [trial for trial in trials if trial.mutant is None and (trial.answer is None or trial.answer.is_right)]
    plan = ((right, 12, repeated, "all"), (wrong, 12, repeated, "lost"), (mutants, 24, ("",), "none"))
    for group, size, seeds, probing in plan:
        for position in range(0, len(group), size):
            members = group[position : position + size]
            work = tuple(Work(t.name, t.notebook, f"{t.notebook}.ipynb", t.data, "", (), t.cells) for t in members)
            is_brief = group is mutants
            chunk = Chunk(
                lesson.course.root, lesson.name, runner, work, seeds=seeds, probing=probing, is_brief=is_brief
            )
            futures[pool.submit(grade_chunk, chunk)] = members
    for future in as_completed(futures):
        yield from zip(futures[future], future.result(), strict=True)


def _enter(
    sheet: Sheet,
    lesson: Lesson,
    trial: _Trial,
    result: GradedNotebook,
    equivalents: dict[str, str],
    failed: dict[str, set[str]],
) -> None:
    notebook = lesson.notebook(trial.notebook)
    scores = {name: cell.score for name, cell in result.grade.cells.items() if not cell.is_manual}
    if result.grade.is_ungraded:
        sheet.ungraded.append(f"{trial.name}: {_ungraded_reason(result)}")
    sheet.flips += [f"{trial.name}: {test}" for test in result.flips]
    full = {cell.grade_id: cell.points for cell in notebook.cells if cell.is_test}
    if trial.mutant is not None:
        sheet.mutants_total += 1
        if scores == full:
            if trial.mutant.key in equivalents:
                sheet.equivalents[trial.mutant.key] = equivalents[trial.mutant.key]
            else:
                sheet.survivors.append(f"{trial.mutant.key}: {trial.mutant.change}")
    else:
        _enter_answer(sheet, trial, result, scores, full)
    if trial.mutant is not None or (trial.answer is not None and not trial.answer.is_right):
        for outcome in result.grade.outcomes:
            if outcome.verdict not in (Verdict.PASSED, Verdict.SKIPPED):
                failed.setdefault(f"{trial.notebook}/{outcome.test}", set()).add(trial.name)


def _enter_answer(
    sheet: Sheet, trial: _Trial, result: GradedNotebook, scores: dict[str, float | None], full: dict[str, float]
) -> None:
    expected = {**full, **(trial.answer.scores if trial.answer is not None else {})}
    differences = [
        f"{name} {scores.get(name)} instead of {points:g}"
        for name, points in expected.items()
        if scores.get(name) != points
    ]
    is_wrong = trial.answer is not None and not trial.answer.is_right
    sheet.wrong_total += is_wrong
    sheet.right_total += not is_wrong
    if differences:
        failing = [outcome.test for outcome in result.grade.outcomes if not outcome.is_passed]
        line = f"{trial.name}: {'; '.join(differences)} (not passed: {', '.join(failing) or 'none'})"
        (sheet.wrong_misjudged if is_wrong else sheet.right_misjudged).append(line)
    sheet.largest_error_passed = max(sheet.largest_error_passed, result.margins.largest_passed)
    sheet.smallest_error_failed = min(sheet.smallest_error_failed, result.margins.smallest_failed)


def _ungraded_reason(result: GradedNotebook) -> str:
    reasons = [f"{o.test}: {o.message}" for o in result.grade.outcomes if o.is_ungraded]
    return result.grade.ungraded or (reasons[0] if reasons else "a test has no outcome")


def _load_equivalents(lesson: Lesson) -> dict[str, str]:
    """Return the mutants that are no mistakes, with the reason of each."""
    found: dict[str, str] = {}
    for path in sorted(lesson.bank_folder.glob("equivalent*.toml")):
        try:
            entries = tomllib.loads(path.read_text(encoding="utf-8")).get("equivalent", [])
            found |= {str(entry["key"]): str(entry["reason"]) for entry in entries}
        except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
            raise CourseError(f"not a list of equivalent mutants: {error}", path=path) from None
        if not all(found.values()):
            raise CourseError("an equivalent mutant has no reason", path=path)
    return found


def format_sheet(sheet: Sheet) -> str:
    """Return the sheet as Markdown."""
    right = sheet.right_total - len(sheet.right_misjudged)
    wrong = sheet.wrong_total - len(sheet.wrong_misjudged)
    rows = [
        ("right answers scored full", f"{right} of {sheet.right_total}"),
        ("wrong answers scored as stated", f"{wrong} of {sheet.wrong_total}"),
        (
            "mutants killed",
            f"{sheet.mutants_killed} of {sheet.mutants_total}, {len(sheet.equivalents)} equivalent with a reason, "
            f"{len(sheet.survivors)} alive",
        ),
        ("tests that kill nothing", f"{len(sheet.idle_tests)} of {sheet.tests_total}"),
        (f"verdicts that changed over {sheet.repetitions} seeds and orders", str(len(sheet.flips))),
        ("answers left ungraded", str(len(sheet.ungraded))),
        (
            "misconceptions named when the answer itself is left out of the bank",
            f"{sheet.named.get('rightly', 0)} rightly, {sheet.named.get('falsely', 0)} falsely, "
            f"{sheet.named.get('unnamed', 0)} not at all",
        ),
        ("right answers given a misconception", str(len(sheet.right_named))),
        ("largest error that passed", f"{sheet.largest_error_passed:.2g} of the tolerance"),
        ("smallest error that failed", f"{sheet.smallest_error_failed:.3g} times the tolerance"),
    ]
    lines = [f"## {sheet.lesson}: how often the grader is wrong", "", "| | |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in rows]
    for title, names in (
        ("Right answers that lost points", sheet.right_misjudged),
        ("Wrong answers scored otherwise than stated", sheet.wrong_misjudged),
        ("Mutants alive", sheet.survivors),
        ("Listed as equivalent, but killed or gone", sheet.stale_equivalents),
        ("Tests that kill nothing", sheet.idle_tests),
        ("Verdicts that changed", sheet.flips),
        ("Ungraded", sheet.ungraded),
        ("Right answers given a misconception", sheet.right_named),
    ):
        if names:
            lines += ["", f"### {title}", "", *(f"- {name}" for name in names)]
    return "\n".join(lines) + "\n"


def sheet_json(sheet: Sheet) -> str:
    """Return the sheet as JSON."""
    data = {**asdict(sheet), "mutants_killed": sheet.mutants_killed, "is_perfect": sheet.is_perfect}
    if math.isinf(sheet.smallest_error_failed):
        data["smallest_error_failed"] = None
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def report_paths(lesson: Lesson) -> tuple[Path, Path]:
    """Return where the sheet is written: Markdown and JSON."""
    folder = lesson.course.gradebook / "reports" / lesson.name
    return folder / "accuracy.md", folder / "accuracy.json"
