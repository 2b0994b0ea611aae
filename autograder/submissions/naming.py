"""Tell which student a name means: by the roster, or without one by the words in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.course import Lesson
from autograder.submissions.files import strip_suffix
from autograder.submissions.found import FoundFile, FoundFolder
from autograder.submissions.identify import is_named_after
from autograder.submissions.intake import is_student_name
from autograder.submissions.numbers import is_number, read_numbered_name, split_words
from autograder.submissions.owners import GRADESCOPE, Owner, System, own_words, read_system_name, split_version
from autograder.submissions.roster import Roster

__all__ = ["Namer", "Naming"]

_CLASS_WORDS = re.compile(
    r"(?:all|archives?|assign(?:ment)?s?|canvas|class(?:es)?|collected|courses?|downloads?|exam|exchange|exports?|files"
    r"|final|folder|gradescope|hand-?ins|homeworks?|hw\d*|inbound|inbox|labs?|moodle|notebooks|projects?|quiz(?:zes)?|sections?"
    r"|students?|submissions?|submitted|te?mp|uploads?|weeks?|zips?|全部|全班|班级|课程|作业|提交|下载|实验)+"
)
_MOST_WORDS = 12


@dataclass(frozen=True)
class Naming:
    """Whom a name means; nobody if it should say so but does not. `is_sure` if the whole name says it."""

    owners: tuple[Owner, ...]
    is_sure: bool = True

    @property
    def is_by_system(self) -> bool:
        """Whether a learning system or nbgrader made the name."""
        return not self.owners or self.owners[0].system is not System.PERSON


class Namer:
    """Knows what the files and folders of one lesson's downloads can be called."""

    def __init__(self, lesson: Lesson, roster: Roster | None) -> None:
        self._lesson = lesson
        self._roster = roster

    def read(self, item: FoundFile | FoundFolder, submissions: Mapping[str, Sequence[Owner]]) -> Naming | None:
        """Return whom a name means, None if it names nobody. `submissions` are Gradescope's, by their names."""
        if GRADESCOPE.fullmatch(item.label):
            return Naming(tuple(submissions.get(item.label, ())))
        owner = read_system_name(item.label)
        if owner is not None and self._is_made_by_system(item, owner):
            return Naming((self._cut_assignment(owner, item.label),))
        if isinstance(item, FoundFile) and not self._is_handed_in(item):
            return None
        words = self.own_words(item)
        if self._roster is not None:
            return _read_by_roster(words, self._roster)
        numbered = read_numbered_name(words, self._is_of_class)
        if self._is_of_class(words) or (isinstance(item, FoundFile) and (numbered is None or not numbered.number)):
            return None
        if numbered is None:
            return Naming((Owner(System.PERSON, (words,)),))
        names = (numbered.number,) if numbered.number else ()
        return Naming((Owner(System.PERSON, names, beside=numbered.words),))

    def _is_made_by_system(self, item: FoundFile | FoundFolder, owner: Owner) -> bool:
        """Whether a name surely is what it looks like: some are made of parts that people use as well."""
        if owner.system is System.CANVAS and owner.names:
            return not self._is_of_class(owner.names[1])
        if owner.system is System.ILIAS:
            is_folder = isinstance(item, FoundFolder) and not item.is_zip
            return is_folder and not any(map(self._is_of_class, owner.names))
        return True

    def _cut_assignment(self, owner: Owner, label: str) -> Owner:
        """Leave the only name that can be meant if Blackboard's assignment is called as the lesson is."""
        if owner.system is System.BLACKBOARD and len(owner.names) > 1:
            who = label[: label.lower().index("_attempt_")]
            for name in owner.names:
                if _fold(who[: -len(name)]) == _fold(self._lesson.name):
                    return replace(owner, names=(name,))
        return owner

    def own_words(self, item: FoundFile | FoundFolder) -> str:
        """Return what is left of a name without what says its lesson, notebook and version."""
        if isinstance(item, FoundFile):
            label = split_version(strip_suffix(item.label))[0]
        else:
            label = re.sub(r" ?\(\d{1,3}\)$", "", item.label) if item.is_zip else item.label
        return own_words(label, self._lesson)

    def find_stranger(self, item: FoundFile | FoundFolder) -> str:
        """Return the words nearest to something that could be the name of somebody who is not in the roster, or ""."""
        if self._roster is None:
            return ""
        folders = item.parts if isinstance(item, FoundFolder) else item.parts[:-1]
        words = (own_words(name, self._lesson) for name in reversed(folders))
        return next((name for name in words if name and not self._is_of_class(name)), "")

    def find_student(self, owner: Owner) -> str:
        """Return an owner's id, or raise `LookupError` with what is wrong with the names."""
        names = [unicodedata.normalize("NFC", name) for name in owner.names]
        if self._roster is None:
            if owner.system is System.BLACKBOARD and len(names) > 1:
                raise LookupError(f"where the assignment ends and the user's name begins cannot be told: {names[0]}")
            if not names:
                raise LookupError("whose it is cannot be told")
            student = next(filter(is_student_name, names), "")
            if not student:
                raise LookupError("its owner's name cannot be an id")
            return student
        found = [self._roster.find_all(name) for name in names]
        if owner.unknown:
            raise LookupError(f"{owner.unknown} is nobody in the roster, although {' or '.join(names)} is somebody")
        sure = {students[0].id: students[0] for students in found if len(students) == 1}
        if len(sure) == 1:
            return next(iter(sure))
        if any(found):
            several = sorted({student.id for students in found for student in students})
            raise LookupError(f"{' or '.join(names)} could be {len(several)} of the roster: {', '.join(several[:5])}")
        raise LookupError(f"{names[0]} is nobody in the roster" if names else "whose it is cannot be told")

    def _is_handed_in(self, file: FoundFile) -> bool:
        """Whether a file by itself is somebody's for this lesson: a notebook, or what should have been one."""
        names = (notebook.name for notebook in self._lesson.notebooks)
        return file.is_notebook or file.is_like_notebook or any(is_named_after(file.label, name) for name in names)

    def _is_of_class(self, words: str) -> bool:
        """Whether words say nothing but what downloads of a whole class are called; numbers alone may be an id."""
        rest = own_words(words, self._lesson)
        parts = [part for part in re.split(r"[\W_]+", rest.casefold()) if part]
        named = [part for part in parts if not part.isdigit()]
        return not parts or (bool(named) and all(map(_CLASS_WORDS.fullmatch, named)))


def _read_by_roster(words: str, roster: Roster) -> Naming | None:
    """Return whom a name means as a whole; else whom the words in it do."""
    if roster.find_all(words):
        return Naming((Owner(System.PERSON, (words,)),))
    parts = split_words(words)[:_MOST_WORDS]
    names = tuple(_find_names(parts, roster))
    if not names:
        return None
    unknown = next((word for word in parts if _is_unknown_number(word, roster)), "")
    return Naming((Owner(System.PERSON, names, unknown=unknown),), is_sure=False)


def _find_names(parts: Sequence[str], roster: Roster) -> list[str]:
    """Return the runs of words that are somebody's name, the longest first, and no part of such a run."""
    names: list[str] = []
    taken: set[int] = set()
    for length in range(len(parts), 0, -1):
        runs = [range(start, start + length) for start in range(len(parts) - length + 1)]
        found = [
            run for run in runs if taken.isdisjoint(run) and roster.find_all(" ".join(parts[run.start : run.stop]))
        ]
        names += [" ".join(parts[run.start : run.stop]) for run in found]
        taken.update(*found)
    return names


def _is_unknown_number(word: str, roster: Roster) -> bool:
    """Whether a word looks like an id of this class, and is none."""
    lengths = {len(student.id) for student in roster.students if is_number(student.id)}
    return len(word) in lengths and is_number(word) and not roster.find_all(word)


def _fold(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
