"""A source notebook: the cells that an instructor wrote, and what nbgrader's marks make of them."""

from __future__ import annotations

import functools
import re
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from autograder.course.regions import Regions
from autograder.course.releases import EarlierCell, fingerprint
from autograder.course.settings import SETTINGS_NAME, CellSettings, Settings, read_cell_settings, read_settings
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
    is_bonus: bool = False

    @property
    def counted(self) -> float:
        """The points that the lesson's maximum holds of it: a bonus is beyond the maximum."""
        return 0.0 if self.is_bonus else self.points

    @property
    def max_score(self) -> float:
        """What nbgrader's database holds as its maximum. A person can enter no more than that."""
        return self.counted if self.is_test else self.points

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

    `digest` is the SHA-256 of its file, of its settings and of what earlier releases held. `earlier` are locked and
    ordinary cells as only earlier releases had them.
    """

    name: str
    path: Path
    cells: tuple[SourceCell, ...]
    suite: Path | None
    digest: str
    settings: Settings = field(default_factory=Settings)
    regions: Regions = field(default_factory=Regions)
    earlier: frozenset[EarlierCell] = frozenset()

    @property
    def graded_cells(self) -> tuple[SourceCell, ...]:
        return tuple(cell for cell in self.cells if cell.is_grade or cell.is_task)

    @property
    def points(self) -> float:
        """The most that can be reached without a bonus."""
        return sum(cell.counted for cell in self.cells)

    @property
    def automatic_points(self) -> float:
        """What its tests decide, a bonus too."""
        return sum(cell.points for cell in self.cells if cell.is_test)

    @property
    def helpers(self) -> tuple[Path, ...]:
        """The files that nbgrader copies beside it: all others of its folder, but notebooks, caches and hidden ones.

        The lesson's settings and its read-only data are none of them.
        """
        folder = self.path.parent
        found = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in (".ipynb", ".pyc")]
        found = [path for path in found if path != folder / SETTINGS_NAME]
        found = [path for path in found if not any(path.is_relative_to(data) for data in self._data_paths)]
        found = [path for path in found if path not in self.own_files]
        return tuple(path for path in found if not any(part[0] in "._" for part in path.relative_to(folder).parts))

    @property
    def own_files(self) -> tuple[Path, ...]:
        """The files beside it that belong to its answers: students may hand in such files, and get none of these."""
        folder = self.path.parent
        names = sorted(path.name for path in folder.iterdir()) if self.settings.files else []
        files = [folder / name for name in names if self.settings.find_rule(name) and name != SETTINGS_NAME]
        return tuple(path for path in files if path.is_file() and path not in self._data_paths)

    @property
    def data(self) -> tuple[Path, ...]:
        """The files and folders that are bound read-only beside it; `CourseError` if one is not there."""
        for path in self._data_paths:
            if not path.exists():
                raise CourseError(
                    f"{path.name} is named as data and is not there", hint="see `data` of its settings", path=path
                )
        return self._data_paths

    @property
    def _data_paths(self) -> tuple[Path, ...]:
        folder = self.path.parent
        if self.settings.data is None:
            return (folder / _DATA,) if (folder / _DATA).is_dir() else ()
        return tuple(folder / name for name in self.settings.data)

    @property
    def data_names(self) -> tuple[str, ...]:
        """What its data are called beside it."""
        return tuple(path.relative_to(self.path.parent).as_posix() for path in self._data_paths)

    @functools.cached_property
    def after(self) -> tuple[str, ...]:
        """The notebooks beside it that it comes after: as its settings say, and those that it imports by name."""
        code = "\n".join(cell.source for cell in self.cells if cell.cell_type == "code")
        imported = set(_IMPORT.findall(code)) - sys.stdlib_module_names - {self.path.stem}
        beside = sorted(path.stem for path in self.path.parent.glob("*.ipynb")) if imported else []
        return tuple(dict.fromkeys((*self.settings.after, *(name for name in beside if name in imported))))

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

    def is_earlier(self, cell: SourceCell, known_by: str) -> bool:
        """Whether a text of this fingerprint is what a locked cell had in an earlier release, and has no more."""
        return EarlierCell(cell.grade_id, known_by) in self.earlier

    def was_ordinary(self, known_by: str) -> bool:
        """Whether a text of this fingerprint is an ordinary cell of an earlier release: the course's, no student's."""
        return EarlierCell("", known_by) in self.earlier

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


_DATA = "data"
_IMPORT = re.compile(r"^[ \t]*(?:from|import)[ \t]+(\w+)", re.MULTILINE)
_METADATA = "autograder"


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
    toml = path.parent / SETTINGS_NAME
    try:
        data = path.read_bytes()
        settings = toml.read_bytes() if toml.exists() else b""
    except OSError as error:
        raise CourseError(f"not a valid notebook: {error}", path=path) from None
    return _parse_notebook(path, data, suite if suite.is_file() else None, regions, released, settings)


@functools.lru_cache(maxsize=64)  # a worker looks at its lesson again for every chunk
def _parse_notebook(
    path: Path, data: bytes, suite: Path | None, regions: Regions, released: frozenset[EarlierCell], toml: bytes
) -> SourceNotebook:
    document = _decode(path, data)
    cells = tuple(_read_cell(index, cell, path) for index, cell in enumerate(document.cells))
    ids = [cell.grade_id for cell in cells if cell.grade_id]
    twice = sorted({grade_id for grade_id in ids if ids.count(grade_id) > 1})
    if twice:
        raise CourseError(
            f"grade_id used twice: {', '.join(twice)}", hint="give each cell a grade_id of its own", path=path
        )
    settings = _read_all_settings(path, toml, document, cells)
    cells = tuple(replace(cell, is_bonus=cell.points > 0 and settings.is_bonus(cell.index)) for cell in cells)
    now = {EarlierCell(cell.grade_id, fingerprint(regions.release_locked(cell.source))) for cell in cells}
    earlier = released - now
    said = settings.encode() if toml else b""  # what the notebook itself says is in its file already
    digest = hash_parts(data, said, *(part for cell in sorted(earlier) for part in cell))
    return SourceNotebook(path.stem, path, cells, suite, digest, settings, regions, earlier)


def _decode(path: Path, data: bytes) -> _Document:
    try:
        document = msgspec.json.decode(data, type=_Document)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"not a valid notebook: {str(error)[:200]}", path=path) from None
    if document.nbformat != 4:
        hint = "open it in Jupyter and save it, or run `jupyter nbconvert --to notebook --inplace` on it"
        raise CourseError(f"not a notebook of format 4 but {document.nbformat}", hint=hint, path=path)
    return document


def _read_all_settings(path: Path, toml: bytes, document: _Document, cells: tuple[SourceCell, ...]) -> Settings:
    """Return the settings of a notebook and of those of its cells that have any."""
    settings = read_settings(path.parent, path.stem, toml, document.metadata.get(_METADATA, {}))
    own = [
        (
            cell.index,
            read_cell_settings(path, cell.index, cell.grade_id, document.cells[cell.index].metadata[_METADATA]),
        )
        for cell in cells
        if _METADATA in document.cells[cell.index].metadata
    ]
    return msgspec.structs.replace(settings, cells=tuple(one for one in own if one[1] != CellSettings()))


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
