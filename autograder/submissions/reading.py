"""Read what one student handed in: which file is which notebook, in which versions, and what is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

from autograder.course import Lesson
from autograder.submissions.claims import Claim
from autograder.submissions.companions import Companions, find_name
from autograder.submissions.dating import date_claim
from autograder.submissions.files import strip_suffix
from autograder.submissions.found import Budget, FoundFile
from autograder.submissions.identify import identify_notebook, identify_odd_file, is_named_after
from autograder.submissions.owners import System, split_version
from autograder.submissions.problems import Problem
from autograder.submissions.timestamps import TIMESTAMP
from autograder.submissions.versions import Version, Versions

__all__ = ["Reading", "read_claims"]

# Their zips say when they were made.
_WITHOUT_TIMES = frozenset(System) - {System.EXCHANGE, System.PERSON}


@dataclass
class Reading:
    """What was found in one student's things: the versions of each notebook, what may lie beside them,
    and the names of the other files.
    """

    versions: dict[str, Versions]
    companions: Companions
    others: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def found(self) -> list[Versions]:
        """The notebooks of which there is a version."""
        return [one for one in self.versions.values() if one.all]

    @property
    def missing(self) -> list[str]:
        return [name for name, one in self.versions.items() if not one.all]


def read_claims(student: str, claims: Sequence[Claim], lesson: Lesson, zone: tzinfo | None) -> Reading:
    """Read all that is one student's, at his expense. `zone` is that of clocks of which it is not known."""
    reader = _Reader(lesson)
    for claim in sorted(claims, key=lambda claim: -claim.owner.upload):  # the newest first, if the budget ends
        dated, problem = date_claim(claim, lesson.name, zone)
        reader.time_problems += [problem] if problem is not None else []
        reader.read(dated)
    return reader.finish(student)


class _Reader:
    """The state of one reading. Files without a notebook's name come last: they may not use up the budget."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.reading = Reading({source.name: Versions(source) for source in lesson.notebooks}, Companions(lesson))
        self._budget = Budget()
        self._odd: list[tuple[Claim, FoundFile]] = []
        self._strangers: list[FoundFile] = []
        self._shown: list[str] = []
        self.time_problems: list[Problem] = []

    def read(self, claim: Claim) -> None:
        """Read the notebooks of a claim."""
        self._shown.append(claim.item.shown)
        for file in [claim.item] if isinstance(claim.item, FoundFile) else claim.item.walk(self._budget):
            if isinstance(file, Problem):
                self.reading.problems.append(file)
            elif file.is_notebook:
                self._read_notebook(claim, file)
            elif not _is_systems_own(claim, file):
                self._odd.append((claim, file))

    def _read_notebook(self, claim: Claim, file: FoundFile) -> None:
        """Read a file, and add it to the versions of the notebook that it is."""
        data = file.read(self._budget)
        if isinstance(data, Problem):
            self.reading.problems.append(data)
            return
        stem, number = split_version(strip_suffix(_own_name(claim, file)))
        notebook = identify_notebook(f"{stem}.ipynb", data, self.lesson)
        if notebook is None:
            self._strangers.append(file)
        else:
            self.reading.versions[notebook].add(_make_version(claim, file, number), data)

    def finish(self, student: str) -> Reading:
        """Read what has no notebook's name, and say what a person must see to."""
        odd = [(claim, file) for claim, file in self._odd if not self._read_companion(claim, file)]
        others = [(claim, file) for claim, file in odd if not self._read_odd(claim, file)]
        self.reading.others = [_own_name(claim, file) for claim, file in others]
        self._name_strangers()
        if not self.reading.found and not self.reading.problems:
            shown = ", ".join(self.reading.others[:3] or self._shown[:3])
            self._add_problem(shown, f"{student} handed in no notebook", "ask for the .ipynb file")
        elif self.reading.found:
            self._name_lost(others)
        self.reading.problems += self.time_problems
        return self.reading

    def _read_odd(self, claim: Claim, file: FoundFile) -> bool:
        """Add a file that has no notebook's name to the versions if it surely is one; return whether it is."""
        data = file.read(self._budget) if file.may_be_notebook else b""
        if isinstance(data, Problem):
            return False
        stem, number = split_version(strip_suffix(_own_name(claim, file)))
        notebook = identify_odd_file(f"{stem}.ipynb", data, self.lesson)
        if notebook is not None:
            self.reading.versions[notebook].add(_make_version(claim, file, number), data)
        return notebook is not None

    def _read_companion(self, claim: Claim, file: FoundFile) -> bool:
        """Add a file that may lie beside the notebooks; return whether it is one."""
        found = find_name(self.lesson, _own_name(claim, file))
        if found is None:
            return False
        data = file.read(self._budget)
        name, number = found
        problem = data if isinstance(data, Problem) else None
        if not isinstance(data, Problem):
            problem = self.reading.companions.add(name, _make_version(claim, file, number), data)
        self.reading.problems += [problem] if problem is not None else []
        return True

    def _name_strangers(self) -> None:
        """Name the notebooks that are none of the lesson's. To rename one may not replace what is there."""
        missing = [f"{name}.ipynb" for name in self.reading.missing]
        hint = "see what it is; nothing is missing beside it"
        if missing:
            hint = f"see what it is; if it is one of these, rename it: {', '.join(missing)}"
        for file in self._strangers:
            self._add_problem(file.shown, f"it is no notebook of {self.lesson.name}", hint)

    def _name_lost(self, others: Sequence[tuple[Claim, FoundFile]]) -> None:
        """Name the files that should have been the notebooks that are missing, by their names."""
        for name in self.reading.missing:
            for claim, file in others:
                if is_named_after(_own_name(claim, file), name):
                    what = f"it is no notebook, and {name}.ipynb is not there"
                    self._add_problem(file.shown, what, f"ask for {name}.ipynb itself", name)

    def _add_problem(self, file: str, message: str, hint: str, notebook: str = "") -> None:
        self.reading.problems.append(Problem(notebook, file, message, hint))


def _own_name(claim: Claim, file: FoundFile) -> str:
    """Return a file's own name, without its owner's."""
    return claim.owner.rest if file is claim.item and claim.owner.rest else file.label


def _is_systems_own(claim: Claim, file: FoundFile) -> bool:
    """Whether a file is a page that the system put beside what was handed in, or nbgrader's time of it."""
    is_blackboards = claim.owner.system is System.BLACKBOARD and file is claim.item and not claim.owner.rest
    return is_blackboards or (
        file.label == TIMESTAMP and (claim.owner.time_s is not None or claim.owner.time_text != "")
    )


def _make_version(claim: Claim, file: FoundFile, number: int) -> Version:
    owner = claim.owner
    time_s = owner.time_s
    if time_s is None and not owner.time_text and owner.system not in _WITHOUT_TIMES:
        time_s = file.handed_in_s
    saved_s = file.time_s if owner.time_s is None else owner.time_s
    return Version(file.shown, saved_s, time_s, owner.upload, number, owner.is_late)
