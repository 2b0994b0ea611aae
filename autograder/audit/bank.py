"""Sample answers of a lesson: small files that replace cells of the reference solution, with what they must get.

A file of `tests/<lesson>/bank/right/` or `wrong/` is Python text::

    \"\"\"What was done, in one sentence. / 一句话说明。\"\"\"
    # notebook: loops
    # scores: test_double=0.5 test_half=2     (wrong answers: each test cell that loses points; all others are full)
    # misconception: English. / 中文。          (optional: what the student seems to believe)
    # hint: English. / 中文。                   (optional: what to try)

    # %% double
    def double(x):
        ...

    # %% new                                   (a cell of the student's own, behind the cell before it)
    # %% [markdown] why_half                   (a text cell; its lines are comments)
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course import Lesson, SourceNotebook
from autograder.errors import CourseError

__all__ = ["Answer", "AnswerCell", "build_submission", "load_bank", "parse_answer", "reference_submission"]

_CELL = re.compile(r"^# %% *(\[markdown\] *)?([\w-]+) *$", re.MULTILINE)
_FIELD = re.compile(r"^# (notebook|scores|misconception|hint): *(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class AnswerCell:
    """A cell that an answer brings: the grade_id that it replaces, or "new"."""

    grade_id: str
    source: str
    is_markdown: bool = False


@dataclass(frozen=True)
class Answer:
    """One sample answer. `scores` are the test cells that lose points; every other one gets all."""

    name: str
    path: Path
    sentence: str
    notebook: str
    cells: tuple[AnswerCell, ...]
    scores: dict[str, float]
    is_right: bool
    misconception: str = ""
    hint: str = ""

    def expected(self, notebook: SourceNotebook) -> dict[str, float]:
        """Return the points that each test cell of the notebook must get."""
        return {cell.grade_id: self.scores.get(cell.grade_id, cell.points) for cell in notebook.cells if cell.is_test}


def load_bank(lesson: Lesson) -> list[Answer]:
    """Return every sample answer of a lesson, right ones first, by name."""
    answers: list[Answer] = []
    for kind in ("right", "wrong"):
        folder = lesson.bank_folder / kind
        for path in sorted(folder.glob("*.py")) if folder.is_dir() else []:
            answers.append(parse_answer(path, lesson, is_right=kind == "right"))
    return answers


def parse_answer(path: Path, lesson: Lesson, *, is_right: bool) -> Answer:
    """Read and check one file of the bank; `CourseError` says what is wrong with it."""
    text = path.read_text(encoding="utf-8")
    first = _CELL.search(text)
    head = text[: first.start()] if first is not None else text
    try:
        sentence = ast.get_docstring(ast.parse(head)) or ""
    except SyntaxError as error:
        raise CourseError(f"the head is not Python: {error.msg}", path=path) from None
    fields = {name: value.strip() for name, value in _FIELD.findall(head)}
    if not sentence or "notebook" not in fields or first is None:
        raise CourseError(
            "a sample answer needs a sentence, a '# notebook:' line and a '# %% cell'",
            hint="see CONTRIBUTING.md",
            path=path,
        )
    notebook = lesson.notebook(fields["notebook"])
    cells = tuple(_read_cells(text[first.start() :]))
    for cell in cells:
        origin = notebook.by_id.get(cell.grade_id)
        if cell.grade_id != "new" and (origin is None or not origin.is_solution):
            raise CourseError(f"{notebook.name} has no solution cell {cell.grade_id}", path=path)
    scores = _read_scores(fields.get("scores", ""), notebook, path)
    if is_right == bool(scores):
        raise CourseError("a right answer loses no points, a wrong one loses some: see '# scores:'", path=path)
    return Answer(
        name=path.stem,
        path=path,
        sentence=" ".join(sentence.split()),
        notebook=notebook.name,
        cells=cells,
        scores=scores,
        is_right=is_right,
        misconception=fields.get("misconception", ""),
        hint=fields.get("hint", ""),
    )


def _read_cells(text: str) -> Iterable[AnswerCell]:
    marks = list(_CELL.finditer(text))
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        body = text[mark.end() : following.start() if following is not None else len(text)].strip("\n")
        is_markdown = bool(mark.group(1))
        if is_markdown:
            body = "\n".join(line.removeprefix("#").removeprefix(" ") for line in body.splitlines())
        yield AnswerCell(mark.group(2), body, is_markdown)


def _read_scores(text: str, notebook: SourceNotebook, path: Path) -> dict[str, float]:
    scores: dict[str, float] = {}
    for part in text.split():
        name, _, number = part.partition("=")
        cell = notebook.by_id.get(name)
        try:
            score = float(number)
        except ValueError:
            score = -1.0
        if cell is None or not cell.is_test or not 0 <= score < cell.points:
            raise CourseError(f"'{part}' is not a lost score of a test cell of {notebook.name}", path=path)
        scores[name] = score
    return scores


def build_submission(notebook: SourceNotebook, cells: Iterable[AnswerCell], *, is_marked: bool = True) -> bytes:
    """Return the reference solution with these cells in place of its own, as a submitted file.

    Where it is not `is_marked`, it is as a student hands it in: without marks of solutions and without hidden tests.
    """
    import nbformat  # who only reads sample answers does without

    document: Any = nbformat.read(notebook.path, as_version=4)
    for node in document.cells if not is_marked else ():
        node.source = _hand_out(notebook, node)
    position = len(document.cells) - 1
    for cell in cells:
        if cell.grade_id == "new":
            kind = nbformat.v4.new_markdown_cell if cell.is_markdown else nbformat.v4.new_code_cell
            node = kind(cell.source)
            node["id"] = f"new-{position}-{len(document.cells)}"
            position += 1
            document.cells.insert(position, node)
            continue
        position = next(
            index
            for index, node in enumerate(document.cells)
            if node.metadata.get("nbgrader", {}).get("grade_id") == cell.grade_id
        )
        document.cells[position].source = cell.source
    return str(nbformat.writes(document)).encode()


def _hand_out(notebook: SourceNotebook, node: Any) -> str:
    """Return the source of a cell as a student who gave the reference answer hands it in."""
    mark = node.metadata.get("nbgrader", {})
    if mark.get("solution"):
        lines = node.source.split("\n")
        return "\n".join(line for line in lines if not line or notebook.regions.drop_markers(line))
    is_locked = mark.get("grade") or mark.get("locked")
    return notebook.regions.release_locked(node.source) if is_locked else node.source


def reference_submission(notebook: SourceNotebook) -> bytes:
    """Return the reference solution as a submitted file."""
    return build_submission(notebook, ())
