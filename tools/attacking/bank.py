"""The bank of attacks: what each file says, and what its student hands in."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.audit import Answer, build_submission, parse_answer, reference_submission
from autograder.course import Lesson

REPOSITORY = Path(__file__).resolve().parents[2]
BANK = REPOSITORY / "tests" / "package" / "attacks" / "bank"
_TWIN = re.compile(r"^# %% twin *$", re.MULTILINE)
_EXTRA = re.compile(r"^# (student|absent|race|most|ungraded|checks): *(.*)$", re.MULTILINE)
_OF_THE_HOSTILE = re.compile(r"(?m)^# (scores|most):.*$")
SHORT = {
    "hidden_inputs_given_back", "sources_of_the_mounts", "torch_function_says_yes", "a_dict_that_lies",
    "reply_sent_twice", "nonce_of_another_type_when_defined", "drips_into_its_channel", "signals_to_its_group",
    "exits_when_defined", "a_daemon", "listening_sockets", "shared_memory_in_many_processes", "images_of_black",
    "families_of_sockets", "mounts", "shadowing_modules", "names_of_the_notebook", "html_as_markdown",
    "escape_sequences", "html_in_its_values", "frames_of_no_cell", "halves_of_letters", "memory_that_copies_share",
    "exceptions_that_quote", "classmate_one_tells", "second_answers_in_files", "sleeps_until_its_child_wakes_it",
    "hashes_that_collide", "sets_of_none", "texts_for_numbers",
}  # fmt: skip

CellName = tuple[str, str]  # notebook, test cell


@dataclass(frozen=True)
class Attack:
    """One hostile notebook and its benign twin. `group` names the submission of several notebooks that it is part of.

    Where `most` is None, the points are exactly those of the answer's head.
    """

    kind: str
    name: str
    hostile: Answer
    twin: Answer
    group: str = ""
    absent: str = ""
    most: float | None = None
    is_race: bool = False
    may_be_ungraded: bool = False
    stops_checks: bool = False

    @property
    def notebook(self) -> str:
        return self.hostile.notebook

    @property
    def student(self) -> str:
        return f"{self.kind}-{self.group or self.name}"


@dataclass(frozen=True)
class Submission:
    """What one student hands in, and what each test cell must get. `most` are points of a notebook, where they vary."""

    student: str
    files: dict[str, bytes]
    expected: dict[CellName, float]
    most: dict[str, float] = field(default_factory=dict)
    attacks: tuple[Attack, ...] = ()
    is_twin: bool = False

    @property
    def stops_checks(self) -> bool:
        """Whether the checks that stand beside its right answers stop."""
        return any(attack.stops_checks for attack in self.attacks)


# --- reading ---------------------------------------------------------------------------------------------------------


def load_attacks(lesson: Lesson, scratch: Path) -> list[Attack]:
    """Return every attack of the bank, by class and name."""
    return [read_attack(path, lesson, scratch) for path in sorted(BANK.glob("*/*.py"))]


def read_attack(path: Path, lesson: Lesson, scratch: Path) -> Attack:
    """Read one file of the bank; its halves are put into `scratch`, each with the head of a sample answer."""
    text = path.read_text(encoding="utf-8")
    middle = _TWIN.search(text)
    if middle is None:
        raise SystemExit(f"{path}: an attack needs a '# %% twin'")
    head = text[: text.index("# %%")]
    extra = dict(_EXTRA.findall(head))
    hostile, twin = scratch / f"{path.stem}.py", scratch / f"{path.stem}-twin.py"
    hostile.write_text(text[: middle.start()], encoding="utf-8")
    twin.write_text(_OF_THE_HOSTILE.sub("", head) + text[middle.end() :], encoding="utf-8")
    return Attack(
        kind=path.parent.name,
        name=path.stem,
        hostile=parse_answer(hostile, lesson, is_right=not re.search(r"(?m)^# scores:", head)),
        twin=parse_answer(twin, lesson, is_right=True),
        group=extra.get("student", ""),
        absent=extra.get("absent", ""),
        most=float(extra["most"]) if "most" in extra else None,
        is_race=extra.get("race") == "yes",
        may_be_ungraded=extra.get("ungraded") == "allowed",
        stops_checks=extra.get("checks") == "stop",
    )


def choose(attacks: Sequence[Attack], names: Sequence[str], *, is_short: bool) -> list[Attack]:
    """Return the attacks that were asked for; in short, one fast and one telling attack of each class."""
    if names:
        return [attack for attack in attacks if {attack.name, attack.kind, attack.student} & set(names)]
    return [attack for attack in attacks if attack.name in SHORT] if is_short else list(attacks)


# --- handing in ------------------------------------------------------------------------------------------------------


def single_submissions(attacks: Iterable[Attack], lesson: Lesson) -> Iterator[Submission]:
    """Yield each attack as a student's only notebook, and its twin as another student's."""
    for attack in attacks:
        yield _submission(attack.student, [attack], lesson, [attack.notebook], is_twin=False)
        yield _submission(f"{attack.student}-twin", [attack], lesson, [attack.notebook], is_twin=True)


def joint_submissions(attacks: Iterable[Attack], lesson: Lesson) -> Iterator[Submission]:
    """Yield each group as one student's notebooks, and its twins as another's. Their other notebooks are right."""
    names = [notebook.name for notebook in lesson.notebooks]
    for student, group in itertools.groupby(sorted(attacks, key=_student), key=_student):
        members = list(group)
        yield _submission(student, members, lesson, names, is_twin=False)
        yield _submission(f"{student}-twin", members, lesson, names, is_twin=True)


def right_submission(student: str, lesson: Lesson, notebooks: Sequence[str]) -> Submission:
    """Return what a student hands in who has everything right."""
    return _submission(student, [], lesson, notebooks, is_twin=True)


def attack_file(attack: Attack, lesson: Lesson, *, is_twin: bool = False) -> bytes:
    """Return the notebook that an attack hands in."""
    cells = (attack.twin if is_twin else attack.hostile).cells
    return build_submission(lesson.notebook(attack.notebook), cells)


def _student(attack: Attack) -> str:
    return attack.student


def _submission(
    student: str, attacks: Sequence[Attack], lesson: Lesson, notebooks: Sequence[str], *, is_twin: bool
) -> Submission:
    files, most = {}, {}
    expected: dict[CellName, float] = {}
    for name in notebooks:
        source = lesson.notebook(name)
        attack = next((one for one in attacks if one.notebook == name), None)
        points = {cell.grade_id: cell.points for cell in source.cells if cell.is_test}
        files[f"{name}.ipynb"] = reference_submission(source)
        if attack is not None:
            files[f"{name}.ipynb"] = attack_file(attack, lesson, is_twin=is_twin)
        if attack is not None and not is_twin:
            points = attack.hostile.expected(source)
            if attack.most is not None:
                most[name] = attack.most
                continue
        expected |= {(name, cell): number for cell, number in points.items()}
    return Submission(student, files, expected, most, tuple(attacks), is_twin)
