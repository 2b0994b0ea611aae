"""Put a submitted notebook back into the form of its source: locked cells restored, every repair recorded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from autograder.course import SourceCell, SourceNotebook
from autograder.errors import SubmissionError
from autograder.submissions.cells import SubmittedCell
from autograder.submissions.matching import Matches, match_cells
from autograder.submissions.parsing import parse_notebook
from autograder.text import join_languages

__all__ = ["RestoredCell", "RestoredNotebook", "answer_text", "own_lines", "restore_locked_cells"]


@dataclass(frozen=True)
class RestoredCell:
    """One cell as it will run. `origin` is the source cell that it answers or is, None for the student's own cells."""

    cell_type: str
    source: str
    origin: SourceCell | None = None


@dataclass(frozen=True)
class RestoredNotebook:
    """A submitted notebook whose locked and test cells are those of the source again."""

    name: str
    cells: tuple[RestoredCell, ...]
    repairs: tuple[str, ...] = field(default=())

    @property
    def code(self) -> list[tuple[int, str]]:
        """The code cells in the order in which they run, as (index, source)."""
        return [(index, cell.source) for index, cell in enumerate(self.cells) if cell.cell_type == "code"]

    @property
    def test_cells(self) -> set[int]:
        """The indexes of the test cells: visible asserts, which define nothing."""
        return {index for index, cell in enumerate(self.cells) if cell.origin is not None and cell.origin.is_test}

    def answer(self, grade_id: str) -> str:
        """Return the student's source of a solution cell, or ""."""
        found = [cell.source for cell in self.cells if cell.origin is not None and cell.origin.grade_id == grade_id]
        return found[-1] if found else ""


def restore_locked_cells(data: bytes, source: SourceNotebook, file: str | None = None) -> RestoredNotebook:
    """Return the submitted notebook with every locked and test cell as in the source, once, in the source's order.

    The student's own cells and answers stay where they are. What a student added to a locked cell runs before it, as a
    cell of the student's own. Each repair is a sentence in `repairs`. `SubmissionError` if none of the answers can be
    found: such a file is not graded as if nothing had been answered.
    """
    file = file or f"{source.name}.ipynb"
    cells = parse_notebook(data, file)
    matches = match_cells(cells, source)
    solutions = [cell.grade_id for cell in source.cells if cell.grade_id and cell.is_solution]
    if solutions and not any(grade_id in matches.found or grade_id in matches.merged for grade_id in solutions):
        raise SubmissionError(
            f"{file} holds none of the answers to {source.name}",
            hint="see whether it is the right file; if the student rewrote it, ask for the answers in the released one",
        )
    moved = _find_moved(matches, source)
    repairs = _describe_repairs(matches, cells, source, moved)
    owners = {place: source.by_id[name] for name, places in matches.found.items() for place in places}
    restored: list[RestoredCell] = []
    placed: set[str] = set()
    for cell in cells:
        owner = owners.get(cell.position)
        if owner is None:
            restored.append(RestoredCell(cell.cell_type, cell.source))
        elif not owner.is_locked:
            more = matches.answers.get(owner.grade_id, "") if owner.grade_id not in placed else ""
            restored.append(_restore_answer(cell, owner, more, repairs))
            placed.add(owner.grade_id)
        elif cell.position == matches.found[owner.grade_id][0]:
            restored += _restore_locked(cell, owner, repairs)
            if owner.grade_id not in moved:
                restored.append(RestoredCell(owner.cell_type, owner.source, owner))
                placed.add(owner.grade_id)
    return RestoredNotebook(source.name, tuple(_insert_missing(restored, source, placed, matches)), tuple(repairs))


def _restore_answer(cell: SubmittedCell, owner: SourceCell, more: str, repairs: list[str]) -> RestoredCell:
    """Return an answer in the type that it has to have, with the text that was written beside it."""
    if cell.cell_type != owner.cell_type:
        repairs.append(_repair(owner, f"was {cell.cell_type}, is {owner.cell_type} again", "类型已改回"))
    return RestoredCell(owner.cell_type, f"{cell.source}\n\n{more}" if more else cell.source, owner)


def _restore_locked(cell: SubmittedCell, owner: SourceCell, repairs: list[str]) -> list[RestoredCell]:
    """Return what runs before a locked cell: the cell as the student changed it, if that adds something."""
    is_code = cell.cell_type == "code" and owner.cell_type == "code"
    if is_code and cell.source != owner.source and _adds(cell.source, owner.source):
        english = "had been changed, put back; what it was runs before it"
        repairs.append(_repair(owner, english, "被改动过，已恢复；改动后的内容先运行"))
        return [RestoredCell("code", cell.source)]
    if cell.source.rstrip() != owner.source.rstrip() or cell.cell_type != owner.cell_type:
        repairs.append(_repair(owner, "had been changed, put back", "被改动过，已恢复"))
    return []


def _repair(cell: SourceCell, english: str, chinese: str) -> str:
    return join_languages(f"cell {cell.grade_id}: {english}", f"单元格 {cell.grade_id}：{chinese}")


def _adds(text: str, source: str) -> bool:
    """Whether a changed locked cell has lines that are not in the source, so that answers may need them."""
    known = {line.strip() for line in source.splitlines()}
    return any(line.strip() not in known and not line.strip().startswith("#") for line in text.splitlines())


def _find_moved(matches: Matches, source: SourceNotebook) -> set[str]:
    """Return the fewest locked cells that must be moved for all of them to be in the source's order."""
    places = [
        (matches.found[cell.grade_id][0], cell.grade_id)
        for cell in source.cells
        if cell.is_locked and cell.grade_id in matches.found
    ]
    runs: list[list[str]] = []
    for number, (place, name) in enumerate(places):
        before = [runs[i] for i in range(number) if places[i][0] < place]
        runs.append([*max(before, key=len, default=[]), name])
    kept = max(runs, key=len, default=[])
    return {name for _, name in places} - set(kept)


def _describe_repairs(
    matches: Matches, cells: list[SubmittedCell], source: SourceNotebook, moved: set[str]
) -> list[str]:
    """Return a sentence for each cell that is missing, doubled, out of place, or was found in an unusual way."""
    repairs: list[str] = []
    count = matches.unmarked(cells)
    if count:
        repairs.append(f"{count} cells had lost their marks, found by content / {count} 个单元格丢失标记，已按内容找到")
    for cell in source.by_id.values():
        copies = len(matches.found.get(cell.grade_id, ()))
        if not copies and cell.is_locked:
            repairs.append(_repair(cell, "put back", "已补回"))
        elif not copies and cell.grade_id in matches.merged:
            owner = matches.merged[cell.grade_id]
            repairs.append(_repair(cell, f"its answer stands in the cell {owner}", f"答案写在单元格 {owner} 里"))
        elif not copies and cell.grade_id in matches.answers:
            english = "missing; all text of the student's own stands in its place"
            repairs.append(_repair(cell, english, "缺失，以学生自己写的文字代替"))
        elif not copies:
            repairs.append(_repair(cell, "missing: no answer", "缺失，没有答案"))
        elif cell.grade_id in matches.answers:
            repairs.append(_repair(cell, "its answer stood below it", "答案写在它下面，已并入"))
        if copies > 1 and cell.is_locked:
            repairs.append(_repair(cell, f"there {copies} times; the copies were dropped", "多余的副本已删除"))
        elif copies > 1:
            repairs.append(_repair(cell, f"there {copies} times; all run, the last counts", "全部运行，以最后一个为准"))
        if cell.grade_id in moved:
            repairs.append(_repair(cell, "was out of its place, put back", "位置变动，已放回"))
    return repairs


def _insert_missing(
    restored: list[RestoredCell], source: SourceNotebook, placed: set[str], matches: Matches
) -> list[RestoredCell]:
    """Insert each missing cell behind the source cells before it that are there, and before the next locked cell."""
    cells = list(restored)
    for origin in source.cells:
        if not origin.grade_id or origin.grade_id in placed:
            continue
        spots, end = [-1], len(cells)
        for spot, cell in enumerate(cells):
            if cell.origin is not None and cell.origin.index < origin.index:
                spots.append(spot)
            elif cell.origin is not None and cell.origin.is_locked:
                end = min(end, spot)
        text = origin.source if origin.is_locked else matches.answers.get(origin.grade_id, "")
        cells.insert(min(spots[-1] + 1, end), RestoredCell(origin.cell_type, text, origin))
        placed.add(origin.grade_id)
    return cells


def answer_text(document: Any, grade_id: str) -> str:
    """Return the source of a cell of an autograded notebook's JSON, of several the last, which counts; "" for none."""
    cells = document["cells"] if document is not None else ()
    found = [cell["source"] for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id]
    return "".join(found[-1]) if found else ""


def own_lines(source: str, stub: str) -> str:
    """Return an answer without the lines that were handed out, however they are indented now."""
    handed_out = {" ".join(line.split()) for line in stub.splitlines()}
    return "\n".join(line for line in source.splitlines() if " ".join(line.split()) not in handed_out)
