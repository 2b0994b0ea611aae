"""assignments/ from solutions/: nbgrader's conversion, checked before it is published, the same bytes each time."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.course import SETTINGS_NAME, Lesson, SourceCell, SourceNotebook, add_release
from autograder.errors import ReleaseError
from autograder.files import write_file, writing
from autograder.gradebook.conversion import convert_release
from autograder.gradebook.publish import find_data, publish_data

__all__ = ["Proof", "Released", "release_lesson"]

_SUITE_MARKS = re.compile(r"pytest\.mark\.(cell|hidden|depends)|import\s+pytest|autograder\.suite")


@dataclass(frozen=True)
class Released:
    """What a release did: the files that it changed, and what was found but allowed, a sentence for each."""

    changed: tuple[Path, ...]
    allowed: tuple[str, ...]


Proof = Callable[[Mapping[str, str]], None]
"""Called with the released notebooks, as JSON by name, before they are published; it raises where they must not be."""


def release_lesson(
    lesson: Lesson, *, allowed: Collection[str] = (), prove: Proof | None = None, is_trial: bool = False
) -> Released:
    """Write the released notebooks of a lesson, and note what their locked cells hold.

    `ReleaseError` where a solution, hidden text or a suite would be published, or where `prove` raises it; nothing is
    written then, and nothing in a trial. What is said of the cells that are `allowed` does not count. Read-only data go
    with the notebooks, and of a lesson without a suite its other files.
    """
    helpers = _find_helpers(lesson)
    assignments = lesson.course.assignments
    with writing(assignments):
        assignments.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".release-", dir=assignments))
    try:
        convert_release(lesson, scratch)
        made = scratch / lesson.name
        pages = {notebook.name: _read_release(made / f"{notebook.name}.ipynb") for notebook in lesson.notebooks}
        found = [leak for notebook in lesson.notebooks for leak in _find_leaks(notebook, pages[notebook.name])]
        for leak in found:
            if leak.cell not in allowed:
                raise leak.error
        if prove is not None:
            prove(pages)
        changed = (
            [] if is_trial else [*_publish(pages, lesson), *_publish_helpers(helpers, lesson), *publish_data(lesson)]
        )
        changed += [] if is_trial else _note_release(pages, lesson)
        return Released(tuple(changed), tuple(str(leak.error) for leak in found))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _find_helpers(lesson: Lesson) -> list[Path]:
    """Return the files that go with the notebooks; `ReleaseError` where one must not."""
    folder = lesson.course.solutions / lesson.name
    helpers = [] if any(notebook.suite for notebook in lesson.notebooks) else list(lesson.notebooks[0].helpers)
    strays = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".ipynb"]
    known = {folder / SETTINGS_NAME, *find_data(lesson)}
    known.update(path for notebook in lesson.notebooks for path in notebook.own_files)
    strays = [path for path in strays if path not in known]
    strays = [path for path in strays if path not in helpers or lesson.course.regions.find_marker(_read_text(path))]
    if strays:
        raise ReleaseError(
            "this file would be published with the notebooks",
            hint="what is for students goes to data/ or is named in `data` of lesson.toml, all else to tests/<lesson>/",
            path=strays[0],
        )
    return helpers


def _read_release(path: Path) -> str:
    document = nbformat.read(path, as_version=4)
    return str(json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)) + "\n"


@dataclass(frozen=True)
class _Leak:
    """What a released notebook must not hold, and the solution cell that it is of ("" for the whole notebook)."""

    cell: str
    error: ReleaseError


def _find_leaks(notebook: SourceNotebook, text: str) -> Iterator[_Leak]:
    document = nbformat.reads(text, as_version=4)
    sources = {cell.metadata.get("nbgrader", {}).get("grade_id", ""): cell.source for cell in document.cells}
    everything = "\n".join(cell.source for cell in document.cells)
    published = {line.strip() for line in everything.splitlines()}
    for cell in notebook.cells:
        if cell.is_solution:
            telling = published - _given_lines(notebook, cell)
            error = _find_answer(notebook, cell, sources.get(cell.grade_id), telling)
            if error is not None:
                yield _Leak(cell.grade_id, error)
    marker = notebook.regions.find_marker(everything)
    if marker:
        yield _Leak("", ReleaseError(f"a marker of hidden text would be published: {marker}", path=notebook.path))
    mark = _SUITE_MARKS.search(everything) if notebook.suite is not None else None
    if mark is not None:
        yield _Leak(
            "", ReleaseError(f"a part of a grading suite would be published: {mark.group()}", path=notebook.path)
        )
    if any(cell.get("outputs") for cell in document.cells):
        yield _Leak("", ReleaseError("outputs would be published", hint="clear all outputs", path=notebook.path))


def _find_answer(
    notebook: SourceNotebook, cell: SourceCell, released: str | None, published: Collection[str]
) -> ReleaseError | None:
    """Return what is wrong with how a solution cell is released."""
    if released is None:
        return ReleaseError(f"the cell {cell.grade_id} is lost in the release", path=notebook.path)
    if released.strip() == cell.source.strip():
        return ReleaseError(
            f"the answer of {cell.grade_id} would be published as it is",
            hint="put it between ### {} and ### {}".format(*notebook.regions.solution),
            path=notebook.path,
        )
    line = next((line for line in _solution_lines(notebook, cell) if line in published), None)
    return (
        None
        if line is None
        else ReleaseError(
            f"a line of the answer of {cell.grade_id} would be published: {line}",
            hint=f"keep it out of the text, the tests and its own stub, or allow it: --allow {cell.grade_id}",
            path=notebook.path,
        )
    )


def _given_lines(notebook: SourceNotebook, answer: SourceCell) -> set[str]:
    """Return the lines of code that every student is given beside an answer: it is no secret that it repeats one."""
    others = [cell for cell in notebook.cells if cell.cell_type == "code" and not cell.is_test and cell is not answer]
    return {line.strip() for cell in others for line in _given_text(notebook, cell).splitlines()}


def _given_text(notebook: SourceNotebook, cell: SourceCell) -> str:
    """Return what of a cell is handed out; of a solution cell, what stands outside its marks, if it has any."""
    if not cell.is_solution:
        return notebook.released_text(cell)
    regions = notebook.regions
    return regions.drop_solutions(cell.source) if regions.find_solutions(cell.source) else ""


def _solution_lines(notebook: SourceNotebook, cell: SourceCell) -> list[str]:
    """Return the telling lines of the regions between the solution markers."""
    regions = notebook.regions.find_solutions(cell.source)
    lines = [line.strip() for region in regions for line in region.splitlines()]
    return [line for line in lines if len(line) > 24 and not line.startswith("#")]


def _publish(pages: dict[str, str], lesson: Lesson) -> list[Path]:
    target = lesson.course.assignments / lesson.name
    target.mkdir(parents=True, exist_ok=True)
    changed: list[Path] = []
    for path in target.glob("*.ipynb"):
        if path.stem not in pages:
            path.unlink()
            changed.append(path)
    for name, text in pages.items():
        path = target / f"{name}.ipynb"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            write_file(path, text)
            changed.append(path)
    return changed


def _publish_helpers(paths: list[Path], lesson: Lesson) -> list[Path]:
    changed: list[Path] = []
    for path in paths:
        target = lesson.course.assignments / lesson.name / path.relative_to(lesson.course.solutions / lesson.name)
        if not target.exists() or target.read_bytes() != path.read_bytes():
            write_file(target, path.read_bytes())
            changed.append(target)
    return changed


def _note_release(pages: dict[str, str], lesson: Lesson) -> list[Path]:
    """Note what locked and ordinary cells hold: students will hand them in long after the next release."""
    released: dict[str, list[tuple[str, str]]] = {}
    for notebook in lesson.notebooks:
        cells = nbformat.reads(pages[notebook.name], as_version=4).cells
        texts = [(cell.metadata.get("nbgrader", {}).get("grade_id", ""), cell.source) for cell in cells]
        noted = {"", *(cell.grade_id for cell in notebook.cells if cell.is_locked)}
        released[notebook.name] = [(grade_id, text) for grade_id, text in texts if grade_id in noted]
    path = add_release(lesson.suite_folder, released)
    return [path] if path is not None else []


def _read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
