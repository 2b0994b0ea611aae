"""Code that is surprisingly alike: long, shared by few, and unlike the reference solution.

An answer is read as tokens: comments and layout are left out, the student's own names become one word, texts another;
numbers, operators, keywords, attributes and the names that the task gives stay. What was handed out is taken out. Two
answers are alike where they share most of their runs of five tokens. That alone is no surprise: a short task has one
natural answer. So an answer counts only where it is at least 60 tokens long, where few of the class share it, and
where it is not like the reference solution, which a good answer may well come to by itself.

This is a hint for a person, never a verdict, and costs nobody a point.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from autograder.course import CellKey, Lesson, SourceNotebook
from autograder.submissions import own_lines

__all__ = ["LEAST_TOKENS", "Alike", "Copies", "find_copies", "most_sharing"]

LEAST_TOKENS = 60
LEAST_SHARE = 0.8
_LIKE_REFERENCE = 0.5
_RUN = 5
_MOST_CHARS = 20_000
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<text>(?i:[rbfu]{0,2})(?:'''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"))
    |(?P<number>(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)
    |(?P<name>[^\W\d]\w*)
    |(?P<sign>\*\*=?|//=?|[<>=!:+\-*/@%&|^]=|->|<<|>>|[^\s\w])""",
    re.VERBOSE | re.DOTALL,
)
_KEPT_NAMES = frozenset(keyword.kwlist) | frozenset(dir(builtins)) | {"torch", "nn", "np", "numpy", "math", "plt", "F"}


@dataclass(frozen=True)
class Copies:
    """Students whose answers to one cell are alike.

    `share` is the least part that two of them have in common, `tokens` the length of the shortest, `names` and
    `comments` whether those are the same as well, `source` what each of them wrote.
    """

    notebook: str
    cell: str
    students: tuple[str, ...]
    share: float
    tokens: int
    names: bool
    comments: bool
    source: Mapping[str, str]


@dataclass(frozen=True)
class Alike:
    """Students who share one or more answers; what is most surprising comes first."""

    students: tuple[str, ...]
    cells: tuple[Copies, ...]


@dataclass(frozen=True)
class _Answer:
    tokens: tuple[str, ...]
    runs: frozenset[tuple[str, ...]]
    names: frozenset[str]
    comments: frozenset[str]


def most_sharing(size: int) -> int:
    """Return how many of a class may share an answer until it is the common one and says nothing."""
    return max(4, size // 25)


def find_copies(
    lesson: Lesson, stubs: Mapping[CellKey, str], answers: Mapping[CellKey, Mapping[str, str]]
) -> list[Alike]:
    """Return who handed in surprisingly similar code.

    `stubs` are cells as handed out, `answers` the students' sources by the same key.
    """
    size = len({student for sources in answers.values() for student in sources})
    found: dict[tuple[str, ...], list[Copies]] = {}
    for notebook in lesson.notebooks:
        given = _given_names(notebook)
        for cell in notebook.cells:
            key = notebook.key(cell)
            if not (cell.is_solution and cell.cell_type == "code" and key in answers):
                continue
            stub = stubs.get(key, "")
            reference = _read(cell.source, stub, given)
            read = {student: _read(source, stub, given) for student, source in answers[key].items()}
            long = {
                student: answer
                for student, answer in read.items()
                if len(answer.tokens) >= LEAST_TOKENS and _share(answer, reference) < _LIKE_REFERENCE
            }
            for students, share in _families(long, most_sharing(size)):
                own = [read[student] for student in students]
                copies = Copies(
                    notebook.name,
                    cell.grade_id,
                    students,
                    share,
                    min(len(answer.tokens) for answer in own),
                    len({answer.names for answer in own}) == 1,
                    len({answer.comments for answer in own}) == 1 and bool(own[0].comments),
                    {student: answers[key][student] for student in students},
                )
                found.setdefault(students, []).append(copies)
    alike = [Alike(students, tuple(sorted(cells, key=_surprise))) for students, cells in found.items()]
    return sorted(alike, key=lambda one: (sum(map(_surprise, one.cells)), one.students))


def _surprise(copies: Copies) -> float:
    """Return a number that is the smaller, the more surprising it is: long answers, the same names and comments."""
    return -copies.share * copies.tokens * (1 + copies.names + copies.comments)


def _given_names(notebook: SourceNotebook) -> frozenset[str]:
    """Return the names that the task gives: what its cells define for all that follow, and what answers are called."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    handed_out = "\n".join(cell.source for cell in code if not cell.is_solution)
    found = re.findall(r"^([\w, ]+?)\s*=[^=]|^(?:from\s+\S+\s+)?import\s+(.+)$", handed_out, re.MULTILINE)
    answers = re.findall(r"^(?:def|class)\s+(\w+)", "\n".join(cell.source for cell in code), re.MULTILINE)
    return frozenset(re.findall(r"[^\W\d]\w*", " ".join([*(a or b for a, b in found), *answers])))


def _read(source: str, stub: str, given: frozenset[str]) -> _Answer:
    """Return an answer as tokens; lines of the stub are taken out, the names in them count as given."""
    kept = _KEPT_NAMES | given | set(re.findall(r"[^\W\d]\w*", stub))
    tokens, names, comments = [], set(), set()
    before = ""
    for match in _TOKEN.finditer(own_lines(source[:_MOST_CHARS], stub)):
        kind, text = match.lastgroup, match.group()
        if kind == "comment":
            if not text.startswith("###"):
                comments.add(" ".join(text.strip("# ").split()))
            continue
        if kind == "name" and before != "." and text not in kept:
            names.add(text)
            text = "V"
        elif kind == "text":
            text = "S"
        tokens.append(text)
        before = text
    runs = frozenset(tuple(tokens[start : start + _RUN]) for start in range(max(0, len(tokens) - _RUN + 1)))
    return _Answer(tuple(tokens), runs, frozenset(names), frozenset(comments - {""}))


def _share(one: _Answer, other: _Answer) -> float:
    """Return which part of the runs of two answers both have, from 0 to 1."""
    either = len(one.runs | other.runs)
    return len(one.runs & other.runs) / either if either else 0.0


def _families(answers: Mapping[str, _Answer], most: int) -> Iterable[tuple[tuple[str, ...], float]]:
    """Yield the students whose answers are alike and the least share among them, where they are few."""
    if len(answers) < 2:
        return
    # scikit-learn takes over a second to import: only who compares waits for it.
    from sklearn.feature_extraction.text import CountVectorizer

    students = sorted(answers)
    matrix = CountVectorizer(analyzer=_runs, binary=True, dtype="float32").fit_transform(
        [answers[student] for student in students]
    )
    common = (matrix @ matrix.T).tocoo()
    size = matrix.sum(axis=1).A1
    shares = common.data / (size[common.row] + size[common.col] - common.data)
    is_near = (shares >= LEAST_SHARE) & (common.row != common.col)
    near: dict[str, dict[str, float]] = {}
    for one, other, share in zip(common.row[is_near], common.col[is_near], shares[is_near], strict=True):
        near.setdefault(students[one], {})[students[other]] = float(share)
    done: set[str] = set()
    for student in sorted(near):
        if student not in done:
            family = _connected(student, near)
            done.update(family)
            if len(family) <= most:
                yield family, round(min(share for one in family for share in near[one].values()), 2)


def _runs(answer: _Answer) -> list[tuple[str, ...]]:
    return list(answer.runs)


def _connected(start: str, near: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
    found, waiting = {start}, [start]
    while waiting:
        for other in near[waiting.pop()]:
            if other not in found:
                found.add(other)
                waiting.append(other)
    return tuple(sorted(found))
