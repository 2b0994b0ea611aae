"""A source notebook: the cells that an instructor wrote, and what nbgrader's marks make of them."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from autograder.course.regions import Regions
from autograder.course.releases import EarlierCell, fingerprint
from autograder.errors import CourseError
from autograder.files import hash_parts

__all__ = ["CellKey", "SourceCell", "SourceNotebook", "read_source_notebook"]


class CellKey(NamedTuple):
    """A cell of a lesson: the name of its notebook, and its `grade_id` there."""

    notebook: str
    grade_id: str

    def __str__(self) -> str:
        return f"{self.notebook}/{self.grade_id}"


@dataclass(frozen=True)
class SourceCell:
    """One cell of a source notebook. `grade_id` is "" for ordinary text and code.

    `attachments` are its pictures: name, type and base64 of each.
    """

    index: int
    cell_type: str
    source: str
    grade_id: str = ""
    points: float = 0.0
    is_grade: bool = False
    is_solution: bool = False
    is_locked: bool = False
    is_task: bool = False
    attachments: tuple[tuple[str, str, str], ...] = ()

    @property
    def is_test(self) -> bool:
        """A locked code cell with points: graded by tests."""
        return self.is_grade and not self.is_solution and self.cell_type == "code"

    @property
    def is_manual(self) -> bool:
        """A solution or a task with points of its own: graded by a person."""
        return self.is_task or (self.is_grade and not self.is_test)


@dataclass(frozen=True)
class SourceNotebook:
    """A source notebook and the suite that grades it (None without one).

    `order` is its place in the lesson: `autograder.order` of the notebook's metadata. `digest` is the SHA-256 of its
    file and of what earlier releases held. `earlier` are locked and ordinary cells as only earlier releases had them.
    """

    name: str
    path: Path
    cells: tuple[SourceCell, ...]
    suite: Path | None
    digest: str
    order: int = 99
    regions: Regions = field(default_factory=Regions)
    earlier: frozenset[EarlierCell] = frozenset()

    @property
    def graded_cells(self) -> tuple[SourceCell, ...]:
        return tuple(cell for cell in self.cells if cell.is_grade or cell.is_task)

    @property
    def points(self) -> float:
        return sum(cell.points for cell in self.cells)

    @property
    def automatic_points(self) -> float:
        return sum(cell.points for cell in self.cells if cell.is_test)

    @property
    def helpers(self) -> tuple[Path, ...]:
        """The files that nbgrader copies beside it: all others of its folder, but notebooks, caches and hidden ones."""
        folder = self.path.parent
        found = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in (".ipynb", ".pyc")]
        return tuple(path for path in found if not any(part[0] in "._" for part in path.relative_to(folder).parts))

    @functools.cached_property
    def by_id(self) -> dict[str, SourceCell]:
        return {cell.grade_id: cell for cell in self.cells if cell.grade_id}

    @property
    def prelude(self) -> str:
        """The source of the first code cell (the imports) if it is locked, or ""."""
        first = next((cell for cell in self.cells if cell.cell_type == "code"), None)
        return first.source if first is not None and first.is_locked else ""

    def released_text(self, cell: SourceCell) -> str:
        """Return a locked cell as it is handed out now."""
        return self.regions.release_locked(cell.source)

    def is_earlier(self, cell: SourceCell, text: str) -> bool:
        """Whether this is the text that a locked cell had in an earlier release, and has no more."""
        return bool(self.earlier) and EarlierCell(cell.grade_id, fingerprint(text)) in self.earlier

    def was_ordinary(self, text: str) -> bool:
        """Whether this is the text of an ordinary cell of an earlier release: the course's words, no student's."""
        return bool(self.earlier) and EarlierCell("", fingerprint(text)) in self.earlier

    def key(self, cell: SourceCell) -> CellKey:
        """Return the name of one of its cells in the lesson."""
        return CellKey(self.name, cell.grade_id)

    def answer_of(self, cell: SourceCell) -> SourceCell:
        """Return the cell that holds the answer which a test cell grades; any other cell is its own."""
        return (self.solution_before(cell) if cell.is_test else None) or cell

    def solution_before(self, test: SourceCell) -> SourceCell | None:
        """Return the solution cell that a test cell follows."""
        found = None
        for cell in self.cells[: test.index]:
            if cell.is_solution:
                found = cell
        return found


# --- reading -------------------------------------------------------------------------------------------------------


class _Cell(msgspec.Struct):
    cell_type: str
    source: str | list[str]
    metadata: dict[str, Any]
    attachments: dict[str, dict[str, str | list[str]]] = {}


class _Document(msgspec.Struct):
    nbformat: int
    cells: list[_Cell]
    metadata: dict[str, Any]


def read_source_notebook(
    path: Path, suite: Path, regions: Regions, released: frozenset[EarlierCell] = frozenset()
) -> SourceNotebook:
    """Read a source notebook of nbformat 4; `suite` need not exist. `CourseError` if it is not one.

    `released` are the locked cells of all releases so far.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CourseError(f"not a valid notebook: {error}", path=path) from None
    return _parse_notebook(path, data, suite if suite.is_file() else None, regions, released)


@functools.lru_cache(maxsize=64)  # a worker looks at its lesson again for every chunk
def _parse_notebook(
    path: Path, data: bytes, suite: Path | None, regions: Regions, released: frozenset[EarlierCell]
) -> SourceNotebook:
    try:
        document = msgspec.json.decode(data, type=_Document)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"not a valid notebook: {str(error)[:200]}", path=path) from None
    if document.nbformat != 4:
        hint = "open it in Jupyter and save it, or run `jupyter nbconvert --to notebook --inplace` on it"
        raise CourseError(f"not a notebook of format 4 but {document.nbformat}", hint=hint, path=path)
    cells = tuple(_read_cell(index, cell, path) for index, cell in enumerate(document.cells))
    ids = [cell.grade_id for cell in cells if cell.grade_id]
    twice = sorted({grade_id for grade_id in ids if ids.count(grade_id) > 1})
    if twice:
        raise CourseError(
            f"grade_id used twice: {', '.join(twice)}", hint="give each cell a grade_id of its own", path=path
        )
    now = {EarlierCell(cell.grade_id, fingerprint(regions.release_locked(cell.source))) for cell in cells}
    earlier = released - now
    digest = hash_parts(data, *(part for cell in sorted(earlier) for part in cell))
    return SourceNotebook(path.stem, path, cells, suite, digest, _read_order(document, path), regions, earlier)


def _read_order(document: _Document, path: Path) -> int:
    settings = document.metadata.get("autograder", {})
    order = settings.get("order", 99) if isinstance(settings, dict) else settings
    if not isinstance(order, int):
        hint = 'write it like "autograder": {"order": 1}'
        raise CourseError(f"autograder.order of its metadata is no whole number: {order!r}", hint=hint, path=path)
    return order


def _read_cell(index: int, cell: _Cell, path: Path) -> SourceCell:
    mark = cell.metadata.get("nbgrader", {})
    is_grade, is_task = bool(mark.get("grade")), bool(mark.get("task"))
    try:
        points = float(mark.get("points", 0) or 0) if is_grade or is_task else 0.0
    except (TypeError, ValueError):
        raise CourseError(f"cell {index}: its points are no number: {mark['points']!r}", path=path) from None
    return SourceCell(
        index=index,
        cell_type=cell.cell_type,
        source=cell.source if isinstance(cell.source, str) else "".join(cell.source),
        grade_id=str(mark.get("grade_id", "")),
        points=points,
        is_grade=is_grade,
        is_solution=bool(mark.get("solution")),
        # As nbgrader has it: a test cell is locked, whatever its mark says, and an answer never is.
        is_locked=bool(is_grade or mark.get("locked")) and not mark.get("solution"),
        is_task=is_task,
        attachments=tuple(
            (name, kind, "".join(data)) for name, forms in cell.attachments.items() for kind, data in forms.items()
        ),
    )
