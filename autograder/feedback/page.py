"""The page that a student gets: one HTML file, nothing fetched, nothing in it that came from a student alive.

Both languages are in it, and two radio buttons and a style choose one: there is no script.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from nbconvert.filters import markdown2html
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.audit import Atlas, Diagnosis
from autograder.course import CellKey, Lesson, SourceCell, SourceNotebook
from autograder.feedback.drawing import draw_regions, misplaced
from autograder.feedback.wording import explain
from autograder.gradebook import HandGrade, Standing
from autograder.records import Grade, NotebookGrade
from autograder.submissions import answer_text
from autograder.suite import Exhibit, Outcome
from autograder.text import clean_html, load_template

__all__ = ["render_page"]

_MOST_CHARS = 40_000
_TEMPLATE = Path(__file__).parent / "page.html.j2"


@dataclass(frozen=True)
class _Shown:
    """An exhibit of the student's beside the reference's: PNG in base64, or the rows of two tables side by side."""

    kind: str
    title: str
    problem: str
    mine: str = ""
    right: str = ""
    is_misplaced: bool = False
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class _Question:
    """One graded cell as the page shows it."""

    title: str
    test: str
    score: str
    points: str
    state: str
    source: str
    answer: str
    tests: tuple[Outcome, ...]
    hidden: tuple[Outcome, ...]
    images: tuple[str, ...]
    comment: str
    is_manual: bool
    diagnosis: Diagnosis | None = None
    exhibits: tuple[_Shown, ...] = ()

    @property
    def hidden_passed(self) -> int:
        return sum(outcome.is_passed for outcome in self.hidden)


def render_page(
    lesson: Lesson,
    grade: Grade,
    pages: Mapping[str, str],
    hand: Mapping[CellKey, HandGrade],
    atlas: Atlas | None = None,
    standing: Standing | None = None,
) -> str:
    """Return the page of one student; with an atlas, it says what failing code behaves like.

    `standing` tells how late it was and what that costs.

    `pages` are the autograded notebooks' JSON by name; `hand` holds what a person entered, by cell.
    """
    notebooks = []
    total = 0.0
    waiting = 0.0
    for source in lesson.notebooks:
        result = grade.notebook(source.name)
        document = json.loads(pages[source.name]) if source.name in pages else None
        questions = _questions(source, result, document, hand, atlas) if result is not None and result.cells else []
        own = 0.0
        for cell in source.graded_cells:
            score = _final_score(source, cell, result, hand)
            own += score or 0.0
            waiting += cell.points if score is None else 0.0
        total += own
        notebooks.append(
            {
                "name": source.name,
                "points": f"{source.points:g}",
                "score": f"{round(own, 2):g}",
                "percent": round(100 * own / source.points) if source.points else 0,
                "is_missing": any(problem.notebook == source.name and problem.is_missing for problem in grade.problems),
                "questions": questions,
                "repairs": result.repairs if result is not None else (),
                "errors": _cell_errors(result),
                "problems": [problem for problem in grade.problems if problem.notebook == source.name],
            }
        )
    return str(
        load_template(_TEMPLATE).render(
            lesson=lesson.name,
            student=grade.student,
            total=f"{round(max(0.0, total - (standing.penalty if standing is not None else 0.0)), 2):g}",
            late_days=standing.late_days if standing is not None else 0,
            penalty=f"{standing.penalty:g}" if standing is not None else "0",
            points=f"{lesson.points:g}",
            waiting=f"{waiting:g}" if waiting else "",
            timestamp=grade.timestamp,
            percent=round(100 * total / lesson.points) if lesson.points else 0,
            notebooks=notebooks,
            explain=explain,
            code_style=HtmlFormatter(style="default").get_style_defs(".code"),
            dark_code_style=HtmlFormatter(style="github-dark").get_style_defs(".code"),
        )
    )


def _final_score(
    source: SourceNotebook,
    cell: SourceCell,
    result: NotebookGrade | None,
    hand: Mapping[CellKey, HandGrade],
) -> float | None:
    manual = hand.get(source.key(cell), HandGrade()).score
    if manual is not None:
        return manual
    automatic = result.cells.get(cell.grade_id) if result is not None else None
    return automatic.score if automatic is not None else None


def _questions(
    source: SourceNotebook,
    result: NotebookGrade,
    document: Any,
    hand: Mapping[CellKey, HandGrade],
    atlas: Atlas | None,
) -> list[_Question]:
    questions = []
    shown = ""
    exhibited: set[str] = set()
    for cell in source.graded_cells:
        solution = cell if cell.is_manual else source.solution_before(cell)
        answer_id = solution.grade_id if solution is not None else cell.grade_id
        score = _final_score(source, cell, result, hand)
        outcomes = tuple(outcome for outcome in result.outcomes if outcome.cell == cell.grade_id)
        state = "waits" if score is None else "full" if score >= cell.points else "none" if score == 0 else "part"
        questions.append(
            _Question(
                title=answer_id,
                test=cell.grade_id,
                score="–" if score is None else f"{score:g}",
                points=f"{cell.points:g}",
                state=state,
                source=""
                if answer_id == shown
                else _code(answer_text(document, answer_id))
                if not cell.is_manual
                else "",
                answer=_prose(answer_text(document, answer_id)) if cell.is_manual else "",
                tests=tuple(outcome for outcome in outcomes if not outcome.is_hidden),
                hidden=tuple(outcome for outcome in outcomes if outcome.is_hidden),
                images=() if answer_id == shown else _images(document, answer_id),
                comment=hand.get(CellKey(source.name, answer_id), HandGrade()).comment,
                is_manual=cell.is_manual,
                diagnosis=_diagnose(result, answer_id, state, atlas),
                exhibits=() if answer_id in exhibited else _exhibits(result, answer_id, state, atlas),
            )
        )
        shown = answer_id
        if questions[-1].exhibits:
            exhibited.add(answer_id)
    return questions


def _diagnose(result: NotebookGrade, solution: str, state: str, atlas: Atlas | None) -> Diagnosis | None:
    lines = result.behaviours.get(solution)
    return atlas.diagnose(solution, lines) if atlas is not None and lines and state in ("part", "none") else None


def _exhibits(result: NotebookGrade, solution: str, state: str, atlas: Atlas | None) -> tuple[_Shown, ...]:
    """Pair what the student's answer shows with what the reference shows."""
    mine = result.exhibits.get(solution, ()) if state in ("part", "none") else ()
    right = atlas.exhibits.get(solution, ()) if atlas is not None else ()
    by_key = {_key(exhibit): exhibit for exhibit in right if not exhibit.problem}
    return tuple(_show(one, by_key[_key(one)]) for one in mine if _key(one) in by_key)


def _key(exhibit: Exhibit) -> tuple[object, ...]:
    return exhibit.kind, exhibit.title, exhibit.low, exhibit.high


def _show(mine: Exhibit, right: Exhibit) -> _Shown:
    if right.kind == "regions":
        # The points are the lesson's, whatever a record says.
        own = msgspec.structs.replace(right, rows=mine.rows)
        picture = "" if mine.problem else draw_regions(own)
        is_misplaced = not mine.problem and bool(misplaced(own))
        return _Shown(right.kind, right.title, mine.problem, picture, draw_regions(right), is_misplaced)
    head, *wanted = right.rows
    by_name = {row[0]: row[1:] for row in mine.rows[1:]}
    names = [row[0] for row in wanted[:-1]]
    names += [row[0] for row in mine.rows[1:] if row[0] not in {row[0] for row in wanted}]
    names += [row[0] for row in wanted[-1:]]
    right_by_name = {row[0]: row[1:] for row in wanted}
    rows = tuple((name, by_name.get(name, ()), right_by_name.get(name, ())) for name in names)
    return _Shown(right.kind, right.title, mine.problem, columns=head, rows=rows)


def _cell_errors(result: NotebookGrade | None) -> list[str]:
    return list(dict.fromkeys(result.cell_errors.values()))[:8] if result is not None else []


def _images(document: Any, grade_id: str) -> tuple[str, ...]:
    """Return what was drawn from a solution cell on, up to the next one: by it, by its tests, by cells between."""
    found: list[str] = []
    is_inside = False
    for cell in document["cells"] if document is not None else []:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("solution"):
            is_inside = mark.get("grade_id") == grade_id
        if is_inside:
            pictures = [output.get("data", {}).get("image/png") for output in cell.get("outputs", [])]
            found += ["".join(picture).replace("\n", "") for picture in pictures if picture]
    return tuple(found[:4])


def _shortened(source: str) -> str:
    """Return a student's text, cut where its rendering would take long."""
    return source if len(source) <= _MOST_CHARS else f"{source[:_MOST_CHARS]}\n\n... (cut / 过长，已截断)"


def _code(source: str) -> str:
    source = _shortened(source)
    return str(highlight(source, PythonLexer(), HtmlFormatter(cssclass="code", wrapcode=True)))


def _prose(source: str) -> str:
    """Return a student's Markdown as HTML in which only harmless tags are left."""
    return clean_html(markdown2html(_shortened(source)))
