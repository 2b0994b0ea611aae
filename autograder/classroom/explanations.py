"""Answers that a person grades, near-identical ones together, so that each thought is read once.

Two answers are in one group where the n-grams of their characters are nearly the same (TF-IDF and cosine, which works
for Chinese as for English) for every pair of the group, so that the last one reads like the first. Answers that differ
in a negation or a number are never in one group, however alike they look: "is linear" and "is not linear" share almost
every n-gram and nothing of their meaning.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from autograder.course import Lesson, SourceCell, SourceNotebook
from autograder.errors import CourseError
from autograder.submissions import answer_text, own_lines

__all__ = ["AnswerGroup", "Answers", "find_cells", "group_answers"]

_FARTHEST = 0.35  # in cosine distance
_MOST_CHARS = 20_000
_NEGATION = re.compile(
    r"[不没無无非未别]|\b(?:not|no|never|none|neither|nor|cannot|without|only|except)\b|(?<=n) t\b|\bnon"
    r"|\b(?:im|in|un)(?=possible|separable|able|equal)"
)
_NUMBER = re.compile(r"\d+|[<>≤≥=≠]|[二两三四五六]|\b(?:two|three|four|five|six|half|twice)\b")


@dataclass(frozen=True)
class AnswerGroup:
    """Students who wrote nearly the same. `text` is one answer of them; `kind` is "answer", "unchanged" or "empty".

    `graded` holds the scores that a person entered, by student.
    """

    number: int
    kind: str
    students: tuple[str, ...]
    text: str
    graded: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Answers:
    """The groups of one hand-graded cell, the largest first; what was left empty or as it was handed out comes last."""

    notebook: str
    cell: SourceCell
    groups: tuple[AnswerGroup, ...]

    def group(self, number: int) -> AnswerGroup:
        """Return a group by its number; `CourseError` where there is none."""
        for group in self.groups:
            if group.number == number:
                return group
        raise CourseError(f"{self.cell.grade_id} has no group {number}", hint=f"there are {len(self.groups)}")


def find_cells(lesson: Lesson, name: str = "") -> list[tuple[SourceNotebook, SourceCell]]:
    """Return the hand-graded cells of a lesson, or the one named; `CourseError` where there is none."""
    cells = [
        (notebook, cell)
        for notebook in lesson.notebooks
        for cell in notebook.graded_cells
        if cell.is_manual and not cell.is_task  # what answers a task stands in other cells
    ]
    found = [(notebook, cell) for notebook, cell in cells if name in ("", cell.grade_id)]
    if not found:
        known = ", ".join(cell.grade_id for _, cell in cells)
        what = f"hand-graded cell {name}" if name else "cell that a person grades"
        raise CourseError(f"{lesson.name} has no {what}", hint=f"one of: {known}" if known else "")
    return found


def group_answers(
    notebook: SourceNotebook,
    cell: SourceCell,
    stub: str,
    pages: Mapping[str, str],
    graded: Mapping[str, float],
) -> Answers:
    """Return the answers to one cell in groups.

    `stub` is the cell as it was handed out, `pages` the autograded notebooks' JSON by student, `graded` the scores that
    a person entered by student. Numbers depend on the answers alone, not on what was graded.
    """
    by_text: dict[str, list[str]] = {}
    example: dict[str, str] = {}
    apart: dict[str, list[str]] = {"unchanged": [], "empty": []}
    for student in sorted(pages):
        whole = answer_text(json.loads(pages[student]), cell.grade_id)[:_MOST_CHARS]
        answer = own_lines(notebook.regions.drop_markers(whole), stub).strip()
        key = _plain(answer)
        if key:
            by_text.setdefault(key, []).append(student)
            example.setdefault(key, answer)
        else:
            apart["unchanged" if _plain(whole) and _plain(whole) == _plain(stub) else "empty"].append(student)
    members = [
        (
            sorted(student for key in keys for student in by_text[key]),
            max(keys, key=lambda key: (len(by_text[key]), key)),
        )
        for keys in _cluster(sorted(by_text))
    ]
    members.sort(key=lambda group: (-len(group[0]), group[1]))
    found = [("answer", students, example[key]) for students, key in members]
    found += [(kind, students, "") for kind, students in apart.items() if students]
    groups = tuple(
        AnswerGroup(number, kind, tuple(students), text, {name: graded[name] for name in students if name in graded})
        for number, (kind, students, text) in enumerate(found, 1)
    )
    return Answers(notebook.name, cell, groups)


def _plain(text: str) -> str:
    """Return words, digits and signs of relation only; everything else is one blank."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() or c in "<>≤≥=≠+-" else " " for c in folded).split())


def _signature(key: str) -> tuple[tuple[str, int], ...]:
    """Return what an answer denies and which numbers it names."""
    found = Counter(match.group() for pattern in (_NEGATION, _NUMBER) for match in pattern.finditer(key))
    return tuple(sorted(found.items()))


def _cluster(keys: Sequence[str]) -> Iterable[list[str]]:
    """Yield the texts in groups whose members are all near each other."""
    by_signature: dict[tuple[tuple[str, int], ...], list[str]] = {}
    for key in keys:
        by_signature.setdefault(_signature(key), []).append(key)
    several = [texts for texts in by_signature.values() if len(texts) > 1]
    yield from (texts for texts in by_signature.values() if len(texts) == 1)
    if not several:
        return
    # scikit-learn takes over a second to import: only who needs it waits for it.
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(2, 4), sublinear_tf=True)
    vectorizer.fit(keys)
    for texts in several:
        matrix = vectorizer.transform(texts)
        distances = (1.0 - (matrix @ matrix.T).toarray()).clip(0.0, 2.0)
        clustering = AgglomerativeClustering(
            n_clusters=None, metric="precomputed", linkage="complete", distance_threshold=_FARTHEST
        )
        groups: dict[int, list[str]] = {}
        for label, text in zip(clustering.fit_predict(distances).tolist(), texts, strict=True):
            groups.setdefault(label, []).append(text)
        yield from groups.values()
