"""What a failing answer behaves like: the behaviours of the sample answers, kept beside the bank, and words for them.

`tests/<lesson>/bank/behaviours.json` holds the fingerprint of every wrong answer of the bank and the reference's own
lines. It is made by `autograder audit`. An answer that was added or changed since then is observed again when it is
needed, so that adding a misconception is adding a file; which forms right answers have, an audit alone finds out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from autograder.audit.bank import Answer, build_submission, load_bank, reference_submission
from autograder.audit.naming import (
    Counterexample,
    Forms,
    KnownBehaviour,
    Signs,
    find_counterexample,
    leave_one_out,
    name_behaviour,
    read_signs,
)
from autograder.course import Lesson
from autograder.files import hash_parts, write_file
from autograder.grading import Chunk, Work, grade_chunk
from autograder.records import NotebookGrade
from autograder.suite import Behaviour, Exhibit, Observation

__all__ = ["Atlas", "AtlasDraft", "Diagnosis", "atlas_path", "load_atlas", "save_atlas"]

_CHUNK = 24
_FORMAT = b"2"  # of what is kept
Lines = tuple[Observation, ...]


@dataclass(frozen=True)
class Diagnosis:
    """What is known of one failing answer: the sample answer that it behaves like, and the smallest difference."""

    known: KnownBehaviour | None
    counterexample: Counterexample | None


@dataclass(frozen=True)
class Atlas:
    """The behaviours that a lesson knows. `digests` tell by answer what its entry was made from.

    `exhibits` are the reference's pictures and tables, and `right_forms` the forms that right answers have where the
    reference has another, by solution cell.
    """

    reference: Mapping[str, Behaviour]
    known: tuple[KnownBehaviour, ...]
    digests: Mapping[str, str]
    exhibits: Mapping[str, tuple[Exhibit, ...]] = field(default_factory=dict)
    right_forms: Forms = field(default_factory=dict)

    def diagnose_cell(self, grade: NotebookGrade, cell: str) -> Diagnosis | None:
        """Return what is known of what a solution cell did in this notebook; None if it was not observed."""
        lines, cause = grade.behaviours.get(cell), grade.causes.get(cell)
        return self.diagnose(cell, lines, is_own=cause is None or cause.is_own) if lines else None

    def diagnose(self, cell: str, lines: Sequence[Observation], *, is_own: bool = True) -> Diagnosis:
        """Return what is known of a solution cell that behaved like this. It has no name unless the cause `is_own`."""
        behaviour = Behaviour(tuple(lines))
        right = self.reference.get(cell)
        difference = find_counterexample(behaviour, right) if right is not None else None
        if difference is None or not is_own:
            return Diagnosis(None, difference)
        return Diagnosis(name_behaviour(cell, read_signs(behaviour, right), self.known, self.right_forms), difference)


def atlas_path(lesson: Lesson) -> Path:
    """Return where the behaviours of a lesson's sample answers are kept."""
    return lesson.bank_folder / "behaviours.json"


def answer_digest(lesson: Lesson, answer: Answer | None, notebook: str) -> str:
    """Return the hash of all that an answer's behaviour comes from: its file, the source notebook, the probes."""
    probes = lesson.suite_folder / "probes.py"
    asked = probes.read_bytes() if probes.is_file() else b""
    answered = answer.path.read_bytes() if answer is not None else b"reference"
    return hash_parts(_FORMAT, lesson.notebook(notebook).digest, asked, answered)[:16]


def own_lines(answer: Answer, behaviours: Mapping[str, Lines]) -> dict[str, Lines]:
    """Return what the cells did that an answer brings itself; others may only depend on them."""
    own = {cell.grade_id for cell in answer.cells}
    return {cell: lines for cell, lines in behaviours.items() if cell in own}


def sign_all(behaviours: Mapping[str, Lines], reference: Mapping[str, Behaviour]) -> dict[str, Signs]:
    """Return what each of these behaviours is recognised by, by cell."""
    return {cell: read_signs(Behaviour(lines), reference.get(cell)) for cell, lines in behaviours.items()}


def make_known(answer: Answer, signs: Mapping[str, Signs]) -> list[KnownBehaviour]:
    """Return an answer's behaviours with its words for them."""
    return [KnownBehaviour(answer.name, cell, one, answer.misconception, answer.hint) for cell, one in signs.items()]


class AtlasDraft:
    """The behaviours of a lesson while an audit meets them: those of its reference, its right and wrong answers."""

    def __init__(self, lesson: Lesson) -> None:
        self._lesson = lesson
        self._reference: dict[str, Behaviour] = {}
        self._wrong: list[tuple[Answer, dict[str, Lines]]] = []
        self._right: list[tuple[Answer, dict[str, Lines]]] = []
        self._digests: dict[str, str] = {}
        self._exhibits: dict[str, tuple[Exhibit, ...]] = {}

    def add_reference(self, notebook: str, grade: NotebookGrade) -> None:
        """Add what the reference solution of a notebook did."""
        self._reference |= {cell: Behaviour(lines) for cell, lines in grade.behaviours.items()}
        self._exhibits |= grade.exhibits
        self._digests[f"reference/{notebook}"] = answer_digest(self._lesson, None, notebook)

    def add_answer(self, answer: Answer, grade: NotebookGrade) -> None:
        """Add what a sample answer did. A wrong one without a misconception explains nothing, and is left out."""
        own = own_lines(answer, grade.behaviours)
        if answer.is_right:
            self._right.append((answer, own))
        elif answer.misconception:
            self._digests[answer.name] = answer_digest(self._lesson, answer, answer.notebook)
            self._wrong.append((answer, own))

    def list_right_named(self) -> list[str]:
        """Return the right answers that would be given a misconception, one sentence for each."""
        known, forms = self._sign(self._wrong), self._right_forms()
        found = []
        for right in self._sign(self._right):
            named = name_behaviour(right.cell, right.signs, known, forms)
            if named is not None and self._is_wrong(right):
                found.append(f"{right.answer}: {right.cell} behaves like {named.answer}")
        return sorted(found)

    def count_named(self) -> dict[str, int]:
        """Return how often a wrong answer would be named "rightly", "falsely" or stay "unnamed" by the others."""
        known = [known for known in self._sign(self._wrong) if self._is_wrong(known)]
        return leave_one_out(known, self._right_forms())

    def _sign(self, answers: Sequence[tuple[Answer, dict[str, Lines]]]) -> list[KnownBehaviour]:
        """Return behaviours as they are recognised; the reference's may have come last."""
        return [known for answer, own in answers for known in make_known(answer, sign_all(own, self._reference))]

    def _right_forms(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        for right in self._sign(self._right):
            found.setdefault(right.cell, set()).update({right.signs.form} - {""})
        return {cell: tuple(sorted(forms)) for cell, forms in sorted(found.items()) if forms}

    def _is_wrong(self, behaviour: KnownBehaviour) -> bool:
        return behaviour.signs.key != self._reference[behaviour.cell].key

    def finish(self) -> Atlas:
        """Return the atlas, its answers in the order of their names."""
        known = tuple(sorted(self._sign(self._wrong), key=lambda known: known.answer))
        return Atlas(self._reference, known, self._digests, self._exhibits, self._right_forms())


class _Entry(msgspec.Struct):
    """What is kept of one answer: what it was observed from, and what its behaviours are recognised by, by cell."""

    digest: str
    signs: dict[str, Signs] = {}


class _AtlasFile(msgspec.Struct):
    reference: dict[str, Lines] = {}
    exhibits: dict[str, tuple[Exhibit, ...]] = {}
    answers: dict[str, _Entry] = {}
    right_forms: dict[str, tuple[str, ...]] = {}


def load_atlas(lesson: Lesson, pool: Executor, runner: str = "jail") -> Atlas:
    """Return the behaviours of the bank; what is not in the kept file, or has changed, is observed in the pool."""
    wrong = [answer for answer in load_bank(lesson) if not answer.is_right and answer.misconception]
    kept = _read(atlas_path(lesson))
    digests = {answer.name: answer_digest(lesson, answer, answer.notebook) for answer in wrong}
    for notebook in lesson.notebooks:
        digests[f"reference/{notebook.name}"] = answer_digest(lesson, None, notebook.name)
    stale = [
        name for name, digest in digests.items() if name not in kept.answers or kept.answers[name].digest != digest
    ]
    if stale:
        by_name = {answer.name: answer for answer in wrong}
        observed = _observe(lesson, [name for name in stale if name in by_name], by_name, pool, runner)
        for notebook in lesson.notebooks:
            name = f"reference/{notebook.name}"
            if name in stale:
                seen = _observe_reference(lesson, notebook.name, pool, runner)
                kept.reference |= seen.behaviours
                kept.exhibits |= seen.exhibits
                kept.answers[name] = _Entry(digests[name])
        for name, behaviours in observed.items():
            own = own_lines(by_name[name], behaviours)
            kept.answers[name] = _Entry(digests[name], sign_all(own, _read_reference(kept)))
    known = [line for answer in wrong for line in make_known(answer, kept.answers[answer.name].signs)]
    reference = _read_reference(kept)
    return Atlas(reference, tuple(known), digests, kept.exhibits, kept.right_forms)


def _read_reference(file: _AtlasFile) -> dict[str, Behaviour]:
    return {cell: Behaviour(lines) for cell, lines in file.reference.items()}


def save_atlas(lesson: Lesson, atlas: Atlas) -> bool:
    """Write the behaviours beside the bank; return whether that changed anything."""
    signs: dict[str, dict[str, Signs]] = {name: {} for name in atlas.digests}
    for known in atlas.known:
        signs[known.answer][known.cell] = known.signs
    file = _AtlasFile(
        {cell: behaviour.lines for cell, behaviour in sorted(atlas.reference.items())},
        dict(sorted(atlas.exhibits.items())),
        {name: _Entry(atlas.digests[name], signs[name]) for name in sorted(signs)},
        {cell: tuple(forms) for cell, forms in sorted(atlas.right_forms.items())},
    )
    text = json.dumps(msgspec.to_builtins(file), ensure_ascii=False, indent=0) + "\n"
    path = atlas_path(lesson)
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    write_file(path, text)
    return True


def _read(path: Path) -> _AtlasFile:
    """Return what is kept: nothing if the file is missing or damaged, so that all is observed again."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=_AtlasFile)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return _AtlasFile()


def _observe(
    lesson: Lesson, names: Sequence[str], answers: Mapping[str, Answer], pool: Executor, runner: str
) -> dict[str, dict[str, Lines]]:
    """Grade sample answers once; return what each failing solution cell did, by answer."""
    work = []
    for name in names:
        notebook = lesson.notebook(answers[name].notebook)
        data = build_submission(notebook, answers[name].cells)
        work.append(Work(name, notebook.name, f"{notebook.name}.ipynb", data, ""))
    chunks = [tuple(work[start : start + _CHUNK]) for start in range(0, len(work), _CHUNK)]
    jobs = [pool.submit(grade_chunk, Chunk(lesson.course.root, lesson.name, runner, chunk)) for chunk in chunks]
    return {result.student: result.grade.behaviours for job in jobs for result in job.result()}


def _observe_reference(lesson: Lesson, notebook: str, pool: Executor, runner: str) -> NotebookGrade:
    data = reference_submission(lesson.notebook(notebook))
    work = (Work("reference", notebook, f"{notebook}.ipynb", data, ""),)
    chunk = Chunk(lesson.course.root, lesson.name, runner, work, probing="all")
    return pool.submit(grade_chunk, chunk).result()[0].grade
