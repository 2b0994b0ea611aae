"""What a failing answer behaves like: the behaviours of the sample answers, kept beside the bank, and words for them.

`tests/<lesson>/bank/behaviours.json` holds the fingerprint of every wrong answer of the bank and the reference's own
lines. It is made by `autograder audit`. An answer that was added or changed since then is observed again when it is
needed, so that adding a misconception is adding a file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from autograder.audit.bank import Answer, build_submission, load_bank, reference_submission
from autograder.audit.naming import Counterexample, KnownBehaviour, find_counterexample, leave_one_out, name_behaviour
from autograder.course import Lesson
from autograder.files import hash_parts, write_file
from autograder.grading import Chunk, Work, grade_chunk
from autograder.records import NotebookGrade
from autograder.suite import Behaviour, Exhibit, Observation

__all__ = ["Atlas", "AtlasDraft", "Diagnosis", "atlas_path", "load_atlas", "save_atlas"]

_CHUNK = 24
Lines = tuple[Observation, ...]


@dataclass(frozen=True)
class Diagnosis:
    """What is known of one failing answer: the sample answer that it behaves like, and the smallest difference."""

    known: KnownBehaviour | None
    counterexample: Counterexample | None


@dataclass(frozen=True)
class Atlas:
    """The behaviours that a lesson knows. `digests` tell by answer what its entry was made from.

    `exhibits` are the reference's pictures and tables, by solution cell.
    """

    reference: Mapping[str, Behaviour]
    known: tuple[KnownBehaviour, ...]
    digests: Mapping[str, str]
    exhibits: Mapping[str, tuple[Exhibit, ...]] = field(default_factory=dict)

    def diagnose(self, cell: str, lines: Sequence[Observation], *, is_own: bool = True) -> Diagnosis:
        """Return what is known of a solution cell that behaved like this. It has no name unless the cause `is_own`."""
        behaviour = Behaviour(tuple(lines))
        right = self.reference.get(cell)
        difference = find_counterexample(behaviour, right) if right is not None else None
        return Diagnosis(name_behaviour(cell, behaviour.key, self.known) if difference and is_own else None, difference)


def atlas_path(lesson: Lesson) -> Path:
    """Return where the behaviours of a lesson's sample answers are kept."""
    return lesson.bank_folder / "behaviours.json"


def answer_digest(lesson: Lesson, answer: Answer | None, notebook: str) -> str:
    """Return the hash of all that an answer's behaviour comes from: its file, the source notebook, the probes."""
    probes = lesson.suite_folder / "probes.py"
    asked = probes.read_bytes() if probes.is_file() else b""
    answered = answer.path.read_bytes() if answer is not None else b"reference"
    return hash_parts(lesson.notebook(notebook).digest, asked, answered)[:16]


def own_keys(answer: Answer, behaviours: Mapping[str, Lines]) -> dict[str, str]:
    """Return the keys of what the cells did that an answer brings itself; others may only depend on them."""
    own = {cell.grade_id for cell in answer.cells}
    return {cell: Behaviour(lines).key for cell, lines in behaviours.items() if cell in own}


def make_known(answer: Answer, keys: Mapping[str, str]) -> list[KnownBehaviour]:
    """Return an answer's behaviours with its words for them."""
    return [KnownBehaviour(answer.name, cell, key, answer.misconception, answer.hint) for cell, key in keys.items()]


class AtlasDraft:
    """The behaviours of a lesson while an audit meets them: those of its reference, its right and wrong answers."""

    def __init__(self, lesson: Lesson) -> None:
        self._lesson = lesson
        self._reference: dict[str, Behaviour] = {}
        self._known: list[KnownBehaviour] = []
        self._right: list[KnownBehaviour] = []
        self._digests: dict[str, str] = {}
        self._exhibits: dict[str, tuple[Exhibit, ...]] = {}

    def add_reference(self, notebook: str, grade: NotebookGrade) -> None:
        """Add what the reference solution of a notebook did."""
        self._reference |= {cell: Behaviour(lines) for cell, lines in grade.behaviours.items()}
        self._exhibits |= grade.exhibits
        self._digests[f"reference/{notebook}"] = answer_digest(self._lesson, None, notebook)

    def add_answer(self, answer: Answer, grade: NotebookGrade) -> None:
        """Add what a sample answer did. A wrong one without a misconception explains nothing, and is left out."""
        behaviours = make_known(answer, own_keys(answer, grade.behaviours))
        if answer.is_right:
            self._right += behaviours
        elif answer.misconception:
            self._digests[answer.name] = answer_digest(self._lesson, answer, answer.notebook)
            self._known += behaviours

    def list_right_named(self) -> list[str]:
        """Return the right answers that would be given a misconception, one sentence for each."""
        found = []
        for right in self._right:
            named = name_behaviour(right.cell, right.key, self._known)
            if named is not None and self._is_wrong(right):
                found.append(f"{right.answer}: {right.cell} behaves like {named.answer}")
        return sorted(found)

    def count_named(self) -> dict[str, int]:
        """Return how often a wrong answer would be named "rightly", "falsely" or stay "unnamed" by the others."""
        return leave_one_out([known for known in self._known if self._is_wrong(known)])

    def _is_wrong(self, behaviour: KnownBehaviour) -> bool:
        return behaviour.key != self._reference[behaviour.cell].key

    def finish(self) -> Atlas:
        """Return the atlas, its answers in the order of their names."""
        known = tuple(sorted(self._known, key=lambda known: known.answer))
        return Atlas(self._reference, known, self._digests, self._exhibits)


class _Entry(msgspec.Struct):
    """What is kept of one answer: what it was observed from, and the keys of its behaviours by cell."""

    digest: str
    keys: dict[str, str] = {}


class _AtlasFile(msgspec.Struct):
    reference: dict[str, Lines] = {}
    exhibits: dict[str, tuple[Exhibit, ...]] = {}
    answers: dict[str, _Entry] = {}


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
        for name, behaviours in _observe(lesson, [n for n in stale if n in by_name], by_name, pool, runner).items():
            kept.answers[name] = _Entry(digests[name], own_keys(by_name[name], behaviours))
        for notebook in lesson.notebooks:
            name = f"reference/{notebook.name}"
            if name in stale:
                seen = _observe_reference(lesson, notebook.name, pool, runner)
                kept.reference |= seen.behaviours
                kept.exhibits |= seen.exhibits
                kept.answers[name] = _Entry(digests[name])
    known = [line for answer in wrong for line in make_known(answer, kept.answers[answer.name].keys)]
    reference = {cell: Behaviour(lines) for cell, lines in kept.reference.items()}
    return Atlas(reference, tuple(known), digests, kept.exhibits)


def save_atlas(lesson: Lesson, atlas: Atlas) -> bool:
    """Write the behaviours beside the bank; return whether that changed anything."""
    keys: dict[str, dict[str, str]] = {name: {} for name in atlas.digests}
    for known in atlas.known:
        keys[known.answer][known.cell] = known.key
    file = _AtlasFile(
        {cell: behaviour.lines for cell, behaviour in sorted(atlas.reference.items())},
        dict(sorted(atlas.exhibits.items())),
        {name: _Entry(atlas.digests[name], keys[name]) for name in sorted(keys)},
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
