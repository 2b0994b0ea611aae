"""Tell which student a name means: by the roster, or without one by the words in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.course import Lesson
from autograder.submissions.files import strip_suffix
from autograder.submissions.found import FoundFile, FoundFolder
from autograder.submissions.identify import is_named_after
from autograder.submissions.intake import is_student_name
from autograder.submissions.owners import GRADESCOPE, Owner, System, own_words, read_system_name, split_version
from autograder.submissions.roster import Roster

__all__ = ["Namer", "Naming"]

_CLASS_WORDS = re.compile(
    r"(?:all|archives?|assign(?:ment)?s?|canvas|class(?:es)?|collected|courses?|downloads?|exam|exchange|exports?|files"
    r"|final|folder|gradescope|hand-?ins|homeworks?|hw\d*|inbox|labs?|moodle|notebooks|projects?|quiz(?:zes)?|sections?"
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
        if owner is not None and not (owner.system is System.CANVAS and self._is_of_class(owner.names[1])):
            return Naming((owner,))
        if isinstance(item, FoundFile) and (self._roster is None or not self._is_handed_in(item)):
            return None
        words = self.own_words(item)
        if self._roster is not None:
            return _read_by_roster(words, self._roster)
        return None if self._is_of_class(words) else Naming((Owner(System.PERSON, (words,)),))

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
            student = next(filter(is_student_name, names), "")
            if not student:
                raise LookupError("its owner's name cannot be an id")
            return student
        found = [self._roster.find_all(name) for name in names]
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
    """Return whom a name means as a whole; else whom the longest runs of words in it do."""
    if roster.find_all(words):
        return Naming((Owner(System.PERSON, (words,)),))
    parts = [part for part in re.split(r"[\W_]+", words) if part][:_MOST_WORDS]
    for length in range(len(parts), 0, -1):
        names = tuple(name for name in _runs(parts, length) if roster.find_all(name))
        if names:
            return Naming((Owner(System.PERSON, names),), is_sure=False)
    return None


def _runs(parts: Sequence[str], length: int) -> Iterable[str]:
    return (" ".join(parts[start : start + length]) for start in range(len(parts) - length + 1))
