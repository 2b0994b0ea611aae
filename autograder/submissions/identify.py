"""Tell which notebook of a lesson a file is, if that is sure, and whether anybody has worked on it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from autograder.course import Lesson, SourceCell, SourceNotebook
from autograder.errors import SubmissionError
from autograder.submissions.cells import SubmittedCell, defined_names, filled_lines, joined_text
from autograder.submissions.files import strip_suffix
from autograder.submissions.matching import match_cells
from autograder.submissions.parsing import parse_notebook

__all__ = ["identify_notebook", "identify_odd_file", "is_named_after", "is_unanswered"]

_IDLE = re.compile(r"#.*|pass|\.\.\.|return(?: None)?|raise NotImplementedError(?:\(.*\))?|def .*:|class .*:")
_BEFORE_JSON = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"


def identify_notebook(file: str, data: bytes, lesson: Lesson) -> str | None:
    """Return which notebook a file surely is: by its name, else by the grade_ids in it, else by the cells it kept."""
    stem = strip_suffix(file).casefold()
    fitting = [notebook.name for notebook in lesson.notebooks if notebook.name.casefold() in stem]
    if fitting:
        return max(fitting, key=len)
    try:
        cells = parse_notebook(data, file)
    except SubmissionError:
        return None
    ids = {cell.grade_id for cell in cells} - {""}
    texts = {cell.text for cell in cells} - {""}
    by_ids = {notebook.name: len(ids & {c.grade_id for c in _own_cells(notebook)}) for notebook in lesson.notebooks}
    by_texts = {
        notebook.name: len(texts & {joined_text(c.source) for c in _own_cells(notebook)})
        for notebook in lesson.notebooks
    }
    return _find_best(by_ids) or _find_best(by_texts)


def identify_odd_file(file: str, data: bytes, lesson: Lesson) -> str | None:
    """Return which notebook a file surely is that has no notebook's name: there must be one in it."""
    if data.lstrip(_BEFORE_JSON)[:1] != b"{":
        return None
    try:
        cells = parse_notebook(data, file)
    except SubmissionError:
        return None
    return identify_notebook(file, data, lesson) if cells else None


def is_named_after(file: str, notebook: str) -> bool:
    """Whether a notebook's name is in a file's."""
    return notebook.casefold() in strip_suffix(file).casefold()


def is_unanswered(file: str, data: bytes, notebook: SourceNotebook) -> bool:
    """Whether a file surely holds no answers: only stubs are where they belong, and nothing beside them can be one."""
    try:
        cells = parse_notebook(data, file)
    except SubmissionError:
        return False
    matches = match_cells(cells, notebook)
    answers = {name: positions for name, positions in matches.found.items() if _is_answer(notebook.by_id[name])}
    if not answers or matches.merged or matches.answers:
        return False
    found = {position for positions in matches.found.values() for position in positions}
    return all(
        _is_stub(cells[position], notebook, name) for name, positions in answers.items() for position in positions
    ) and not any(_may_answer(cell, notebook) for cell in cells if cell.position not in found)


def _is_answer(cell: SourceCell) -> bool:
    return cell.is_solution or cell.is_task


def _is_stub(cell: SubmittedCell, notebook: SourceNotebook, grade_id: str) -> bool:
    """Whether each line of an answer is one of the stub's, or was outside of the solution, or does nothing."""
    regions, source = notebook.regions, notebook.by_id[grade_id].source
    kept = filled_lines(regions.drop_solutions(source)) if regions.find_solutions(source) else frozenset[str]()
    given = kept | filled_lines(regions.code_stub)
    return all(
        line in given or regions.is_stub_line(line) or (cell.cell_type == "code" and _IDLE.fullmatch(line))
        for line in cell.lines
    )


def _may_answer(cell: SubmittedCell, notebook: SourceNotebook) -> bool:
    """Whether a cell that a student added could hold an answer: it defines what one must, or no one can tell."""
    if cell.cell_type != "code" or not cell.text:
        return False
    names = [defined_names(other.source) for other in notebook.by_id.values() if other.is_solution]
    return not all(names) or any(wanted & cell.names for wanted in names)


def _own_cells(notebook: SourceNotebook) -> Sequence[SourceCell]:
    """Return the cells that tell a notebook from others: all but the first, which holds the imports."""
    return notebook.cells[1:]


def _find_best(counts: Mapping[str, int]) -> str | None:
    """Return the name with the highest count above 0; None if there is none, or if several have it."""
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] > 0 and list(counts.values()).count(counts[best]) == 1 else None
