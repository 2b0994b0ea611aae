"""The page that a student gets: one HTML file, nothing fetched, nothing in it that came from a student alive."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import nh3
from nbconvert.filters import markdown2html
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.diagnosis import Atlas, Diagnosis
from autograder.gradebook import Standing
from autograder.grades import Grade, NotebookGrade
from autograder.lesson import Lesson, SourceCell, SourceNotebook
from autograder.suites import Outcome

__all__ = ["render_page"]

_MOST_CHARS = 40_000
_SAFE_TAGS = {
    "a", "b", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i",
    "li", "ol", "p", "pre", "s", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_VERDICTS = {
    "PASSED": ("passed", "通过"),
    "FAILED": ("another value", "结果不对"),
    "RAISED": ("raised an exception", "抛出异常"),
    "TIMED_OUT": ("did not come back in time", "超时"),
    "CRASHED": ("the process died", "进程崩溃"),
    "SKIPPED": ("not tried", "未测试"),
    "UNGRADED": ("not graded yet: our side failed", "尚未评分：系统故障"),
}


@dataclass(frozen=True)
class _Question:
    """One graded cell as the page shows it."""

    title: str
    score: str
    points: str
    state: str
    source: str
    answer: str
    tests: tuple[Outcome, ...]
    hidden_passed: int
    hidden_count: int
    images: tuple[str, ...]
    comment: str
    is_manual: bool
    diagnosis: Diagnosis | None = None


def render_page(
    lesson: Lesson,
    grade: Grade,
    pages: Mapping[str, str],
    hand: Mapping[tuple[str, str], tuple[float | None, str]],
    atlas: Atlas | None = None,
    standing: Standing | None = None,
) -> str:
    """Return the page of one student; with an atlas, it says what failing code behaves like.

    `standing` tells how late it was and what that costs.

    `pages` are the autograded notebooks' JSON by name; `hand` holds (manual score, comment) by (notebook, grade_id).
    """
    notebooks = []
    total = 0.0
    waiting = 0.0
    for source in lesson.notebooks:
        result = grade.notebook(source.name)
        document = json.loads(pages[source.name]) if source.name in pages else None
        questions = _questions(source, result, document, hand, atlas) if result is not None and result.cells else []
        for cell in source.graded_cells:
            score = _final_score(source, cell, result, hand)
            total += score or 0.0
            waiting += cell.points if score is None else 0.0
        notebooks.append(
            {
                "name": source.name,
                "points": f"{source.points:g}",
                "score": f"{sum(_final_score(source, cell, result, hand) or 0.0 for cell in source.graded_cells):g}",
                "questions": questions,
                "repairs": result.repairs if result is not None else (),
                "errors": _cell_errors(result),
                "problems": [problem for problem in grade.problems if problem[0] == source.name],
            }
        )
    return str(
        _template().render(
            lesson=lesson.name,
            student=grade.student,
            total=f"{round(max(0.0, total - (standing.penalty if standing is not None else 0.0)), 2):g}",
            late_days=standing.late_days if standing is not None else 0,
            penalty=f"{standing.penalty:g}" if standing is not None else "0",
            points=f"{lesson.points:g}",
            waiting=f"{waiting:g}" if waiting else "",
            timestamp=grade.timestamp,
            notebooks=notebooks,
            verdicts=_VERDICTS,
            code_style=HtmlFormatter(style="default").get_style_defs(".code"),
        )
    )


def _final_score(
    source: SourceNotebook,
    cell: SourceCell,
    result: NotebookGrade | None,
    hand: Mapping[tuple[str, str], tuple[float | None, str]],
) -> float | None:
    manual = hand.get((source.name, cell.grade_id), (None, ""))[0]
    if manual is not None:
        return manual
    automatic = result.cells.get(cell.grade_id) if result is not None else None
    return automatic.score if automatic is not None else None


def _questions(
    source: SourceNotebook,
    result: NotebookGrade,
    document: Any,
    hand: Mapping[tuple[str, str], tuple[float | None, str]],
    atlas: Atlas | None,
) -> list[_Question]:
    questions = []
    shown = ""
    for cell in source.graded_cells:
        solution = cell if cell.is_manual else source.solution_before(cell)
        answer_id = solution.grade_id if solution is not None else cell.grade_id
        score = _final_score(source, cell, result, hand)
        outcomes = tuple(outcome for outcome in result.outcomes if outcome.cell == cell.grade_id)
        hidden = [outcome for outcome in outcomes if outcome.is_hidden]
        state = "waits" if score is None else "full" if score >= cell.points else "none" if score == 0 else "part"
        questions.append(
            _Question(
                title=cell.grade_id,
                score="–" if score is None else f"{score:g}",
                points=f"{cell.points:g}",
                state=state,
                source=""
                if answer_id == shown
                else _code(_cell_text(document, answer_id))
                if not cell.is_manual
                else "",
                answer=_prose(_cell_text(document, answer_id)) if cell.is_manual else "",
                tests=outcomes,
                hidden_passed=sum(outcome.is_passed for outcome in hidden),
                hidden_count=len(hidden),
                images=_images(document, {cell.grade_id, answer_id}),
                comment=hand.get((source.name, answer_id), (None, ""))[1],
                is_manual=cell.is_manual,
                diagnosis=_diagnose(result, answer_id, state, atlas),
            )
        )
        shown = answer_id
    return questions


def _diagnose(result: NotebookGrade, solution: str, state: str, atlas: Atlas | None) -> Diagnosis | None:
    lines = result.behaviours.get(solution)
    return atlas.diagnose(solution, lines) if atlas is not None and lines and state in ("part", "none") else None


def _cell_errors(result: NotebookGrade | None) -> list[str]:
    return list(dict.fromkeys(result.cell_errors.values()))[:8] if result is not None else []


def _cells(document: Any, grade_ids: set[str]) -> list[Any]:
    cells = document["cells"] if document is not None else []
    return [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade_id") in grade_ids]


def _cell_text(document: Any, grade_id: str) -> str:
    texts = [cell["source"] for cell in _cells(document, {grade_id})]
    return "".join(texts[-1]) if texts else ""


def _images(document: Any, grade_ids: set[str]) -> tuple[str, ...]:
    found = []
    for cell in _cells(document, grade_ids):
        for output in cell.get("outputs", []):
            image = output.get("data", {}).get("image/png")
            if image:
                found.append("".join(image).replace("\n", ""))
    return tuple(found[:4])


def _shortened(source: str) -> str:
    """Return a student's text, cut where its rendering would take long."""
    return source if len(source) <= _MOST_CHARS else f"{source[:_MOST_CHARS]}\n\n... (cut / 过长，已截断)"


def _code(source: str) -> str:
    source = _shortened(source)
    return str(highlight(source, PythonLexer(), HtmlFormatter(cssclass="code", wrapcode=True)))


def _prose(source: str) -> str:
    """Return a student's Markdown as HTML in which only harmless tags are left."""
    return nh3.clean(markdown2html(_shortened(source)), tags=_SAFE_TAGS, attributes={}, url_schemes=set())


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["lines"] = lambda text: html.escape(str(text)).replace("\n", "<br>")
    text = (Path(__file__).parent / "feedback.html.j2").read_text(encoding="utf-8")
    return environment.from_string(text)
