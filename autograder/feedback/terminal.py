"""A student's own check in the terminal: what the page would say, in one language."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING, Any, Literal

from autograder.feedback.causes import explain_cause
from autograder.feedback.own_check import OWN_CHECK_LABEL, OWN_CHECK_STOPS, find_own_check
from autograder.feedback.sections import list_errors
from autograder.feedback.wording import OutcomeLine, explain_diagnosis, explain_outcome
from autograder.text import split_languages

if TYPE_CHECKING:
    from autograder.audit import Atlas, Diagnosis
    from autograder.course import SourceCell
    from autograder.grading import Checked

__all__ = ["Language", "explain_check", "find_language"]

Language = Literal["zh", "en"]


def find_language(environment: Mapping[str, str] = os.environ) -> Language:
    """Return the language of the terminal's user, as the locale tells it."""
    names = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next(filter(None, names), "").lower().startswith("zh") else "en"


class _Report:
    """The lines of a report in one language."""

    def __init__(self, language: Language) -> None:
        self._half = 1 if language == "zh" else 0

    def say(self, text: str) -> str:
        """Return a text in the report's language."""
        return split_languages(text)[self._half]

    def indent(self, line: OutcomeLine) -> str:
        """Return a line about a test, below that test."""
        text = line.text if line.is_value else self.say(line.text)
        return f"      {self.say(line.label)}: " + text.replace("\n", "\n        ")


def explain_check(checked: Checked, language: Language) -> tuple[list[str], bool]:
    """Return what to print of a check, line by line, and whether nothing was found."""
    report = _Report(language)
    atlas = _load_atlas(checked)
    lines = [report.say("repaired / 已修复") + f": {report.say(repair)}" for repair in checked.grade.repairs]
    lines += [report.say(note) for note in checked.grade.notes]
    for error in list_errors(checked.notebook, checked.grade, checked.document, checked.lesson.titles):
        what = report.say("while your notebook ran / 运行你的 notebook 时")
        where = f" ({report.say(error.title)})" if error.title else ""
        lines.append(f"{what}{where}: {report.say(error.text)}")
    stopped = 0
    for cell in checked.notebook.graded_cells:
        said = find_own_check(checked.document, cell.grade_id) if cell.is_test else ""
        stopped += bool(said)
        lines += _explain_cell(checked, cell, said, report, atlas)
    lines.append(report.say(_summarize(checked, stopped)))
    return lines, checked.passed_count == checked.count and not stopped


def _explain_cell(
    checked: Checked, cell: SourceCell, said: str, report: _Report, atlas: Callable[[], Atlas | None]
) -> Iterator[str]:
    """Yield the lines of one test cell: its question, its tests, what it said itself, what is known of the answer."""
    outcomes = [outcome for outcome in checked.grade.outcomes if outcome.cell == cell.grade_id]
    if not outcomes:
        return
    yield report.say(checked.lesson.titles.questions[checked.notebook.key(cell)])
    for outcome in outcomes:
        yield f"  {outcome.mark} {report.say(outcome.sentence)}"
        yield from map(report.indent, explain_outcome(outcome))
    if said:
        yield f"  ✗ {report.say(OWN_CHECK_STOPS)}"
        yield report.indent(OutcomeLine(OWN_CHECK_LABEL, said, is_value=False))
    if said or not all(outcome.is_passed for outcome in outcomes):
        cause = checked.grade.causes.get(checked.notebook.answer_of(cell).grade_id)
        note = explain_cause(cause, {}, 0.0, 0.0)
        if note is not None:
            yield f"      {report.say(note.text)}"
        diagnosis = _diagnose(checked, cell, atlas)
        yield from map(report.indent, explain_diagnosis(diagnosis, outcomes, is_elsewhere=note is not None))


def _diagnose(checked: Checked, cell: SourceCell, atlas: Callable[[], Atlas | None]) -> Diagnosis | None:
    answer = checked.notebook.answer_of(cell).grade_id
    known = atlas() if checked.grade.behaviours.get(answer) else None
    return known.diagnose_cell(checked.grade, answer) if known is not None else None


def _summarize(checked: Checked, stopped: int) -> str:
    done, count = checked.passed_count, checked.count
    english = f"{checked.lesson.name}/{checked.notebook.name}: {done} of {count} visible tests passed"
    chinese = f"{checked.lesson.name}/{checked.notebook.name}：{count} 个可见测试中通过 {done} 个"
    if stopped:
        english += f", {stopped} of the notebook's own checks {'stops' if stopped == 1 else 'stop'}"
        chinese += f"，notebook 自带的检查有 {stopped} 个没有通过"
    return f"{english}; hidden ones run in grading / {chinese}；隐藏测试在评分时运行"


class _Here(Executor):
    """Does at once, in this process, what it is asked to do: it has the warm process that the check has started."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return a future that is done."""
        future: Future[Any] = Future()
        future.set_result(function(*args, **kwargs))
        return future


def _load_atlas(checked: Checked) -> Callable[[], Atlas | None]:
    """Return a function that reads what sample answers behave like when it is first asked."""
    found: list[Atlas] = []

    def load() -> Atlas | None:
        if not found:
            from autograder.audit import load_atlas

            found.append(load_atlas(checked.lesson, _Here()))
        return found[0]

    return load
