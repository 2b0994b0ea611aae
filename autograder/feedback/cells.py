"""The graded cells of a notebook as a student's page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from autograder.course import CellKey, SourceCell, SourceNotebook
from autograder.feedback.causes import CauseNote, explain_cause
from autograder.feedback.exhibits import PicturePair, TablePair, pair_exhibits
from autograder.feedback.own_check import find_own_check
from autograder.feedback.rendering import render_code, render_prose
from autograder.feedback.shares import ShownTest, find_open_loss, share_points
from autograder.records import NotebookGrade
from autograder.submissions import answer_text
from autograder.suite import Outcome
from autograder.text import join_languages, split_languages

if TYPE_CHECKING:
    from autograder.audit import Atlas, Diagnosis
    from autograder.gradebook import HandGrade

__all__ = ["CellState", "ShownCell", "find_pictures", "find_score", "list_cells"]

_MOST_PICTURES = 12
_TO_REVIEW = (
    "A person gave these points before the answer or the question changed, and will look at it again."
    " / 这个分数是在回答或题目改动之前人工给出的，还会再看一遍。"
)
_ABOVE = (
    "A person gave more points than the question has, and will look at it again."
    " / 人工给出的分数高于题目的分值，还会再看一遍。"
)


class CellState(StrEnum):
    """How many of its points a cell got; the page's style has a colour for each."""

    FULL = "full"
    PART = "part"
    NONE = "none"
    WAITS = "waits"  # there is no score yet


@dataclass(frozen=True)
class ShownCell:
    """One graded cell as the page shows it.

    `answer` is the grade_id of the solution cell that it grades, `test` its own; `title` is what the notebook calls the
    question, `part` says which cell of several that grade one answer this is. `own_check` is what the test cell itself
    said when the notebook ran, "" if it had nothing against the answer. `source` and `prose` are HTML; `pictures` are
    PNG in base64. `mend_first` are the answers in which the cause of a mistake lies, if not in this one, and `note`
    says so. `doubt` says why a score by hand is not sure yet, `withheld` of hidden tests that it is not told how they
    ended. What several test cells share is shown with the first of them.
    """

    answer: str
    test: str
    title: str
    part: str
    score: str
    points: str
    lost: float
    state: CellState
    is_manual: bool
    source: str
    prose: str
    tests: tuple[ShownTest, ...]
    hidden: tuple[ShownTest, ...]
    own_check: str
    pictures: tuple[str, ...]
    comment: str
    doubt: str
    diagnosis: Diagnosis | None
    exhibits: tuple[PicturePair | TablePair, ...]
    mend_first: tuple[str, ...] = ()
    note: CauseNote | None = None
    withheld: str = ""

    @property
    def is_shared(self) -> bool:
        """Whether its tests share its points, some of which were lost."""
        return self.state is CellState.PART and any(test.points for test in (*self.tests, *self.hidden))

    @property
    def outcomes(self) -> list[Outcome]:
        """What its tests found that are not hidden."""
        return [test.outcome for test in self.tests]

    @property
    def hidden_passed(self) -> int:
        return sum(test.outcome.is_passed for test in self.hidden)


def find_score(
    notebook: SourceNotebook, cell: SourceCell, grade: NotebookGrade | None, hand_grades: Mapping[CellKey, HandGrade]
) -> float | None:
    """Return a cell's score: what a person entered, else what the tests decided; None if there is none yet."""
    by_hand = hand_grades.get(notebook.key(cell))
    if by_hand is not None and by_hand.score is not None:
        return by_hand.score
    automatic = grade.cells.get(cell.grade_id) if grade is not None else None
    return automatic.score if automatic is not None else None


def list_cells(
    notebook: SourceNotebook,
    grade: NotebookGrade,
    document: Any,
    hand_grades: Mapping[CellKey, HandGrade],
    atlas: Atlas | None,
    titles: Mapping[CellKey, str],
    *,
    is_due: bool = True,
) -> list[ShownCell]:
    """Return the graded cells of a notebook; `document` is the notebook as graded, None if there is none.

    `titles` are those of the lesson's questions. What hidden tests found may be told only once it `is_due`.
    """
    cells: list[ShownCell] = []
    exhibited: set[str] = set()
    anchors = _find_anchors(notebook)
    shows_hidden = notebook.settings.shows_hidden(is_due=is_due)
    for cell in notebook.graded_cells:
        answer = notebook.answer_of(cell).grade_id
        is_shown_already = bool(cells) and cells[-1].answer == answer
        text = answer_text(document, answer)
        score = find_score(notebook, cell, grade, hand_grades)
        tests = _list_tests(notebook, cell, grade, hand_grades)
        open_loss = find_open_loss([test.outcome for test in tests], cell.points) if score is None else 0.0
        state = CellState.PART if open_loss else _find_state(score, cell.points)
        by_hand, by_score = hand_grades.get(CellKey(notebook.name, answer)), hand_grades.get(notebook.key(cell))
        hidden = tuple(test for test in tests if test.outcome.is_hidden)
        exhibits = _list_exhibits(grade, answer, state, atlas) if answer not in exhibited else ()
        exhibited |= {answer} if exhibits else set()
        cause = grade.causes.get(answer) if _has_lost(state) else None
        shown = ShownCell(
            answer,
            cell.grade_id,
            title=_title(titles.get(notebook.key(cell), answer), cell),
            part=_name_part(notebook, cell),
            score="–" if score is None else f"{score:g}",
            points=f"{cell.points:g}",
            lost=_find_loss(cell, score, open_loss),
            state=state,
            is_manual=cell.is_manual,
            source="" if cell.is_manual or is_shown_already else render_code(text),
            prose=render_prose(text) if cell.is_manual else "",
            tests=tuple(test for test in tests if not test.outcome.is_hidden),
            hidden=hidden if shows_hidden else (),
            own_check=find_own_check(document, cell.grade_id) if cell.is_test and notebook.suite is not None else "",
            pictures=() if is_shown_already else find_pictures(document, answer),
            comment=by_hand.comment if by_hand is not None else "",
            doubt=_doubt(by_score, cell.points),
            diagnosis=_diagnose(grade, answer, state, atlas),
            exhibits=exhibits,
            mend_first=tuple(other.cell for other in cause.others) if cause is not None and not cause.is_own else (),
            note=explain_cause(cause, anchors, cell.points - score, cell.points) if score is not None else None,
            withheld="" if shows_hidden else _withhold(notebook, len(hidden), has_score=score is not None),
        )
        cells.append(shown)
    return cells


def _find_loss(cell: SourceCell, score: float | None, open_loss: float) -> float:
    """Return the points that a cell lost for sure; those of a bonus are no loss."""
    if cell.is_bonus:
        return 0.0
    return open_loss if score is None else max(0.0, cell.points - score)


def _doubt(by_hand: HandGrade | None, points: float) -> str:
    """Return why a score that a person entered is not sure yet."""
    if by_hand is None or by_hand.score is None:
        return ""
    if by_hand.is_to_review:
        return _TO_REVIEW
    return _ABOVE if by_hand.score > points else ""


def _title(title: str, cell: SourceCell) -> str:
    english, chinese = split_languages(title)
    return join_languages(f"{english} (bonus)", f"{chinese}（加分）") if cell.is_bonus else title


def _withhold(notebook: SourceNotebook, count: int, *, has_score: bool) -> str:
    """Return what is said in the place of so many hidden tests."""
    if not count:
        return ""
    points, chinese = ("", "") if has_score else (" and the points", "和得分")
    if notebook.settings.show_hidden == "never":
        published = "" if has_score else "; the points once results are published"
        later = "" if has_score else "，得分待成绩公布"
        return (
            f"hidden tests: {count}; their verdicts are not shown{published}"
            f" / 隐藏测试：{count} 个；不显示各自的结果{later}"
        )
    return (
        f"hidden tests: {count}; their verdicts{points} are shown after the due date"
        f" / 隐藏测试：{count} 个；截止之后显示结果{chinese}"
    )


def _list_tests(
    notebook: SourceNotebook, cell: SourceCell, grade: NotebookGrade, hand_grades: Mapping[CellKey, HandGrade]
) -> list[ShownTest]:
    """Return the tests of a cell, each with its share of the points."""
    by_hand = hand_grades.get(notebook.key(cell))
    outcomes = [outcome for outcome in grade.outcomes if outcome.cell == cell.grade_id]
    is_by_hand = by_hand is not None and by_hand.score is not None
    return share_points(outcomes, cell.points, is_by_hand=is_by_hand)


def _name_part(notebook: SourceNotebook, cell: SourceCell) -> str:
    """Return which of the test cells of one answer this is, "" if it is the only one."""
    answer = notebook.answer_of(cell)
    parts = [one.grade_id for one in notebook.graded_cells if notebook.answer_of(one) is answer]
    if len(parts) == 1:
        return ""
    number = parts.index(cell.grade_id) + 1
    return f"part {number} of {len(parts)} / 第 {number} 部分，共 {len(parts)} 部分"


def _find_anchors(notebook: SourceNotebook) -> dict[str, str]:
    """Return where a page has what belongs to each solution cell: the place of its first test cell."""
    found: dict[str, str] = {}
    for test in notebook.graded_cells:
        solution = None if test.is_manual else notebook.solution_before(test)
        if solution is not None:
            found.setdefault(solution.grade_id, f"{notebook.name}-{test.grade_id}")
    return found


def _find_state(score: float | None, points: float) -> CellState:
    if score is None:
        return CellState.WAITS
    if score >= points:
        return CellState.FULL
    return CellState.NONE if score == 0 else CellState.PART


def _has_lost(state: CellState) -> bool:
    return state in (CellState.PART, CellState.NONE)


def _diagnose(grade: NotebookGrade, solution: str, state: CellState, atlas: Atlas | None) -> Diagnosis | None:
    """Return what is known of an answer that lost points."""
    return atlas.diagnose_cell(grade, solution) if atlas is not None and _has_lost(state) else None


def _list_exhibits(
    grade: NotebookGrade, solution: str, state: CellState, atlas: Atlas | None
) -> tuple[PicturePair | TablePair, ...]:
    """Return what an answer that lost points shows beside what the reference shows."""
    mine = grade.exhibits.get(solution, ()) if _has_lost(state) else ()
    right = atlas.exhibits.get(solution, ()) if atlas is not None else ()
    return pair_exhibits(mine, right)


def find_pictures(document: Any, grade_id: str) -> tuple[str, ...]:
    """Return what was pasted into an answer, or drawn from its cell on, up to the next: by it, its tests, by others.

    They are PNG in base64.
    """
    found: list[str] = []
    is_inside = False
    for cell in document["cells"] if document is not None else []:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("solution"):
            is_inside = mark.get("grade_id") == grade_id
        if is_inside:
            pasted = cell.get("attachments", {}) if mark.get("grade_id") == grade_id else {}
            pictures = [forms.get("image/png") for forms in pasted.values()]
            pictures += [output.get("data", {}).get("image/png") for output in cell.get("outputs", [])]
            found += ["".join(picture).replace("\n", "") for picture in pictures if picture]
    return tuple(found[:_MOST_PICTURES])
