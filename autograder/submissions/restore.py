"""Put a submitted notebook back into the form of its source: locked cells restored, every repair recorded.

The yardstick is nbgrader: it overwrites locked cells where they stand and runs the cells in the student's order. A
repair never takes away what that would have given. So cells are moved only where it makes no difference to others (see
`order`), what was written into a locked cell does not run (see `salvage`), and a cell that comes back takes no name
from the student's own cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from autograder.course import SourceCell, SourceNotebook
from autograder.errors import SubmissionError
from autograder.submissions.cells import SubmittedCell, defined_names, filled_lines
from autograder.submissions.matching import Matches, match_cells
from autograder.submissions.names import NameReader
from autograder.submissions.order import exchanged_names, order_cells
from autograder.submissions.parsing import parse_notebook
from autograder.submissions.pictures import Pictures
from autograder.submissions.restored import RestoredCell, RestoredNotebook
from autograder.submissions.salvage import keep_definitions
from autograder.text import join_languages

__all__ = ["restore_locked_cells"]

_MOST_NAMES = 5


def restore_locked_cells(data: bytes, source: SourceNotebook, file: str | None = None) -> RestoredNotebook:
    """Return the submitted notebook with every locked and test cell as in the source, once.

    All cells stay where they are, but for locked cells that could not do their work there. Each repair is a sentence.
    `SubmissionError` if most of the locked cells and of the answers cannot be found: such a file is not graded as if
    nothing had been answered.
    """
    file = file or f"{source.name}.ipynb"
    cells = parse_notebook(data, file)
    matches = match_cells(cells, source)
    _refuse_foreign(matches, source, file)
    return _Restoration(cells, source, matches).finish()


def _refuse_foreign(matches: Matches, source: SourceNotebook, file: str) -> None:
    solutions = [cell.grade_id for cell in source.by_id.values() if cell.is_solution]
    locked = [cell.grade_id for cell in source.by_id.values() if cell.is_locked]
    sure_locked, sure_answers = len(matches.sure.intersection(locked)), len(matches.sure.intersection(solutions))
    hint = "see whether it is the right file; if the student rewrote it, ask for the answers in the released one"
    if solutions and not any(grade_id in matches.found or grade_id in matches.merged for grade_id in solutions):
        raise SubmissionError(f"{file} holds none of the answers to {source.name}", hint=hint)
    is_there = sure_answers >= max(1, len(solutions) // 2) or sure_locked >= max(1, (len(locked) + 1) // 2)
    if solutions and not is_there:
        raise SubmissionError(
            f"{file} lacks most of {source.name}: {sure_locked} of {len(locked)} cells that were handed out are there, "
            f"and {sure_answers} of {len(solutions)} cells for answers",
            hint=hint,
        )


class _Restoration:
    """One notebook while it is restored.

    `changed` are the texts that a student wrote in locked cells, by grade_id. `lost` are cells that stand where a
    locked cell was, changed and without its mark: nbgrader takes them for the student's own, as it does `copies`.
    """

    def __init__(self, cells: list[SubmittedCell], source: SourceNotebook, matches: Matches) -> None:
        self.source = source
        self.matches = matches
        self.cells: list[RestoredCell] = []
        self.repairs = _describe_matches(matches, cells, source)
        self.earlier: list[str] = []
        self.changed: dict[str, str] = {}
        self.lost: dict[str, RestoredCell] = {}
        self.copies: dict[str, list[RestoredCell]] = {}
        self.placed: set[str] = set()
        self.reader = NameReader()
        self.pictures = Pictures(cells)
        self.given = {cell.source for cell in source.cells if not cell.grade_id and cell.cell_type != "code"}
        owners = {place: source.by_id[name] for name, places in matches.found.items() for place in places}
        for cell in cells:
            owner, marked = owners.get(cell.position), source.by_id.get(cell.grade_id)
            known = matches.found.keys() | self.placed
            is_lost = marked is not None and marked.is_locked and marked.grade_id not in known
            if marked is not None and is_lost and self._spoils(cell, cells, owners):
                self._add_locked(cell, marked)
            else:
                self._add(cell, owner)

    def finish(self) -> RestoredNotebook:
        """Return the notebook, once what is missing has been put back."""
        self._drop_copies()
        for origin in self.source.by_id.values():
            if origin.grade_id not in self.placed:
                self._insert(origin)
        for grade_id in sorted(order_cells(self.cells, self.reader) & self.matches.found.keys()):
            self._note(self.source.by_id[grade_id], "was out of its place, put back", "位置变动，已放回")
        self._keep_definitions()
        updates = []
        if self.earlier:
            count, names = len(self.earlier), ", ".join(self.earlier)
            updates.append(
                f"{count} cells from an earlier release, updated: {names} / {count} 个单元格来自较早的版本，已更新"
            )
        return RestoredNotebook(self.source.name, tuple(self.cells), tuple(self.repairs), tuple(updates))

    def _note(self, cell: SourceCell, english: str, chinese: str) -> None:
        self.repairs.append(_repair(cell, english, chinese))

    # --- cells that are there ---

    def _add(self, cell: SubmittedCell, owner: SourceCell | None) -> None:
        if owner is None:
            is_given = cell.cell_type != "code" and cell.source in self.given
            pictures = () if is_given else self.pictures.of(cell)
            self.cells.append(RestoredCell(cell.cell_type, cell.source, pictures=pictures, is_given=is_given))
        elif not owner.is_locked:
            self._add_answer(cell, owner)
        elif cell.position == self.matches.found[owner.grade_id][0]:
            self._add_locked(cell, owner)
        else:
            copied = RestoredCell(cell.cell_type, cell.source)
            self.copies.setdefault(owner.grade_id, []).append(copied)
            self.cells.append(copied)

    def _spoils(self, cell: SubmittedCell, cells: Iterable[SubmittedCell], owners: Mapping[int, SourceCell]) -> bool:
        """Whether what was written into a locked cell takes names from other cells, so that it may not run."""
        names = self.reader.read_text(cell.source)
        if cell.cell_type != "code" or names.is_open:
            return cell.cell_type == "code"
        others = [other for other in cells if other is not cell and other.cell_type == "code"]
        others = [other for other in others if other.position not in owners or not owners[other.position].is_test]
        return any(names.binds & self.reader.read_text(other.source).binds for other in others)

    def _add_answer(self, cell: SubmittedCell, owner: SourceCell) -> None:
        """Add an answer in the type that it has to have, with the text that was written beside it."""
        if cell.cell_type != owner.cell_type:
            self._note(owner, f"was {cell.cell_type}, is {owner.cell_type} again", "类型已改回")
        more = self.matches.answers.get(owner.grade_id, "") if owner.grade_id not in self.placed else ""
        text = f"{cell.source}\n\n{more}" if more else cell.source
        self.cells.append(RestoredCell(owner.cell_type, text, owner, self.pictures.of(cell, text)))
        self.placed.add(owner.grade_id)

    def _add_locked(self, cell: SubmittedCell, owner: SourceCell) -> None:
        """Add a locked cell as in the source, and note what was in its place."""
        is_code = cell.cell_type == owner.cell_type == "code"
        if _is_same(cell.source, self.source.released_text(owner)) and cell.cell_type == owner.cell_type:
            pass
        elif self.source.is_earlier(owner, cell.fingerprint):
            self.earlier.append(owner.grade_id)
        elif is_code and cell.grade_id != owner.grade_id:
            self.lost[owner.grade_id] = RestoredCell("code", cell.source)
            self.cells.append(self.lost[owner.grade_id])
            self._note(
                owner, "had been changed, put back; what it was runs after it", "被改动过，已恢复；改动后的内容随后运行"
            )
            return
        else:
            self.changed[owner.grade_id] = cell.source if is_code else ""
        self.cells.append(RestoredCell(owner.cell_type, owner.source, owner))
        self.placed.add(owner.grade_id)

    def _drop_copies(self) -> None:
        """Drop copies of locked cells, but those that other cells may build upon."""
        for grade_id, copies in self.copies.items():
            owner = self.source.by_id[grade_id]
            others = [cell for cell in self.cells if not any(cell is copied for copied in copies)]
            used = exchanged_names(others, self.reader)
            idle = [
                cell for cell in copies if owner.cell_type != "code" or (owner.is_test and not self._gives(cell, used))
            ]
            self.cells = [cell for cell in self.cells if not any(cell is dropped for dropped in idle)]
            if len(idle) == len(copies):
                self._note(owner, f"there {len(copies) + 1} times; the copies were dropped", "多余的副本已删除")
            else:
                self._note(owner, f"there {len(copies) + 1} times; copies run as they are", "副本照原样运行")

    def _gives(self, cell: RestoredCell, used: frozenset[str]) -> bool:
        names = self.reader.read(cell)
        return names.is_open or bool(names.binds & used)

    # --- cells that are not ---

    def _insert(self, origin: SourceCell) -> None:
        """Insert a cell behind those that come before it, but before student's own code that gives the same names."""
        text = origin.source if origin.is_locked else self.matches.answers.get(origin.grade_id, "")
        pictures = self.pictures.named_in(text) if text and not origin.is_locked else ()
        cell = RestoredCell(origin.cell_type, text, origin, pictures)
        lost = self.lost.get(origin.grade_id)
        if lost is not None:
            place = next(place for place, other in enumerate(self.cells) if other is lost)
        else:
            before = [place for place, other in enumerate(self.cells) if _is_before(other, origin)]
            place = before[-1] + 1 if before else 0
        self.cells.insert(min(place, self._first_rival(cell)), cell)
        self.placed.add(origin.grade_id)

    def _first_rival(self, cell: RestoredCell) -> int:
        """Return the place of the first of the student's own cells from which a cell that comes back would take a name.

        Test cells use the same names for their own ends: a name matters only if cells depend on each other by it.
        """
        end = len(self.cells)
        if not cell.is_locked or cell.cell_type != "code":
            return end
        names = self.reader.read(cell).binds
        if cell.is_test:
            names &= exchanged_names(self.cells, self.reader)
        own = (place for place, other in enumerate(self.cells) if not other.is_locked)
        return next((place for place in own if self.reader.read(self.cells[place]).binds & names), end)

    def _keep_definitions(self) -> None:
        """Keep of what was written into locked cells the definitions that answers need."""
        solutions = [cell.source for cell in self.source.cells if cell.is_solution and cell.cell_type == "code"]
        wanted = frozenset[str]().union(*map(defined_names, solutions))
        kept = keep_definitions(self.changed, self.cells, wanted, self.reader) if self.changed else {}
        for grade_id, text in self.changed.items():
            owner = self.source.by_id[grade_id]
            english, chinese = "had been changed, put back", "被改动过，已恢复"
            if grade_id in kept:
                place = next(place for place, cell in enumerate(self.cells) if cell.origin is owner)
                self.cells.insert(place, RestoredCell("code", kept[grade_id].source))
                names = ", ".join(name[:40] for name in kept[grade_id].names[:_MOST_NAMES])
                english += f"; of what was there only this still runs, before it: {names}"
                chinese += f"；原有改动中只保留：{names}"
            elif _adds(text, owner.source):
                english += "; what was written there does not run"
                chinese += "；写在那里的内容不会运行"
            self._note(owner, english, chinese)


def _is_before(cell: RestoredCell, origin: SourceCell) -> bool:
    return cell.origin is not None and cell.origin.index < origin.index


def _is_same(text: str, released: str) -> bool:
    """Whether a text is the released one, empty lines and blanks at the ends of lines aside."""
    return text == released or _filled(text) == _filled(released)


def _filled(text: str) -> list[str]:
    return list(filter(None, map(str.rstrip, text.splitlines())))


def _repair(cell: SourceCell, english: str, chinese: str) -> str:
    return join_languages(f"cell {cell.grade_id}: {english}", f"单元格 {cell.grade_id}：{chinese}")


def _adds(text: str, source: str) -> bool:
    """Whether a changed locked cell has lines that are not in the source, so that they might be missed."""
    return not all(line.startswith("#") for line in filled_lines(text) - filled_lines(source))


def _describe_matches(matches: Matches, cells: list[SubmittedCell], source: SourceNotebook) -> list[str]:
    """Return a sentence for each cell that is missing, doubled, or was found in an unusual way."""
    repairs: list[str] = []
    count = matches.unmarked(cells)
    if count:
        repairs.append(f"{count} cells had lost their marks, found by content / {count} 个单元格丢失标记，已按内容找到")
    for cell in source.by_id.values():
        copies = len(matches.found.get(cell.grade_id, ()))
        if not copies and cell.is_locked:
            repairs.append(_repair(cell, "put back", "已补回"))
        elif not copies:
            repairs.append(_describe_missing(matches, cell))
        elif cell.grade_id in matches.answers:
            repairs.append(_repair(cell, "its answer stood below it", "答案写在它下面，已并入"))
        if copies > 1 and not cell.is_locked:
            repairs.append(_repair(cell, f"there {copies} times; all run, the last counts", "全部运行，以最后一个为准"))
    return repairs


def _describe_missing(matches: Matches, cell: SourceCell) -> str:
    if cell.grade_id in matches.merged:
        owner = matches.merged[cell.grade_id]
        return _repair(cell, f"its answer stands in the cell {owner}", f"答案写在单元格 {owner} 里")
    if cell.grade_id in matches.answers:
        return _repair(
            cell, "missing; all text of the student's own stands in its place", "缺失，以学生自己写的文字代替"
        )
    return _repair(cell, "missing: no answer", "缺失，没有答案")
