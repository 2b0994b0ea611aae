"""The one thing that a student should do next, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.feedback.cells import CellState, ShownCell
from autograder.feedback.sections import Section
from autograder.text import join_languages, split_languages

__all__ = ["NextStep", "choose_next_step"]


@dataclass(frozen=True)
class NextStep:
    """What to look at first: where it is on the page ("" for nowhere), what it is called, why, and what to try."""

    anchor: str
    title: str
    why: str
    hint: str = ""


def choose_next_step(sections: Sequence[Section]) -> NextStep | None:
    """Return what to do first, None if no points are lost.

    A notebook that is not there or cannot be read comes before all questions. Of the questions it is the one that cost
    most; of several that cost the same, the first one, for later ones may build on it. Where the cause of its mistake
    lies in another question, it is that one.
    """
    for section in sections:
        if section.is_missing or section.problems:
            return _describe_notebook(section)
    lost = {(section.name, one.answer): one for section in sections for one in _list_lost(section)}
    if not lost:
        return None
    dearest = max(lost, key=lambda key: round(lost[key].points, 2))
    cause = _find_cause(lost, dearest)
    return _describe_question(lost[cause], None if cause == dearest else lost[dearest])


def _find_cause(lost: Mapping[tuple[str, str], _Lost], key: tuple[str, str]) -> tuple[str, str]:
    """Return the question in which the mistake of a question lies: itself, if no other one is to be mended first."""
    seen = {key}
    while True:
        first = [(key[0], name) for cell in lost[key].cells for name in cell.mend_first]
        causes = [one for one in first if one in lost and one not in seen]
        if not causes:
            return key
        key = causes[0]
        seen.add(key)


@dataclass(frozen=True)
class _Lost:
    """A question that lost points, in one cell or in several."""

    answer: str
    points: float
    anchor: str
    title: str
    cells: tuple[ShownCell, ...]


def _list_lost(section: Section) -> Iterable[_Lost]:
    by_answer: dict[str, list[ShownCell]] = {}
    for cell in section.cells:
        by_answer.setdefault(cell.answer, []).append(cell)
    for cells in by_answer.values():
        losing = [cell for cell in cells if cell.state in (CellState.PART, CellState.NONE)]
        if losing:
            points = sum(cell.lost for cell in losing)
            title = _join_titles(section.title, losing[0].title)
            yield _Lost(losing[0].answer, points, f"{section.name}-{losing[0].test}", title, tuple(losing))


def _join_titles(notebook: str, question: str) -> str:
    (english, chinese), (first, second) = split_languages(notebook), split_languages(question)
    return join_languages(f"{english}: {first}", f"{chinese}：{second}")


def _describe_notebook(section: Section) -> NextStep:
    if section.is_missing:
        why = f"It was not handed in: {section.points} points. / 没有提交；这份 notebook 占 {section.points} 分。"
    else:
        why = (
            f"Its file could not be read, so none of its {section.points} points are graded yet."
            f" / 文件无法读取，其中的 {section.points} 分都还没有评。"
        )
    return NextStep(section.name, section.title, why)


def _describe_question(question: _Lost, dearest: _Lost | None) -> NextStep:
    """Return a question as the next step; `dearest` is the one that cost most, if this one is its cause."""
    english = f"It cost the most points: {question.points:.3g}."
    chinese = f"这里丢分最多：{question.points:.3g} 分。"
    if dearest is not None:
        first, second = split_languages(dearest.title)
        english = f"{first} builds on it; the two cost {question.points + dearest.points:.3g} points."
        chinese = f"{second} 要用到它；两题共丢 {question.points + dearest.points:.3g} 分。"
    failed = [test.outcome for cell in question.cells for test in cell.tests if not test.outcome.is_passed]
    if failed:
        first, second = split_languages(failed[0].sentence)
        english += f" This does not hold yet: {first}"
        chinese += f"还不满足的是：{second}"
    elif any(cell.comment for cell in question.cells):
        english += " Read what the TA wrote."
        chinese += "请看助教评语。"
    known = [cell.diagnosis.known for cell in question.cells if cell.diagnosis is not None]
    hint = next((one.hint for one in known if one is not None and one.hint), "")
    return NextStep(question.anchor, question.title, join_languages(english, chinese), hint)
