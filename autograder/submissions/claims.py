"""Tell whose each thing in a download is: the outermost file, folder or zip that names a person decides.

What is inside somebody's things is that person's, whatever it is called there. So a download is walked from outside,
and where a name is found the walk ends. Where some are named, all must be: what names nobody there is not looked into.
Without a roster any word could be a name, but for a few that downloads of whole classes have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.course import Lesson
from autograder.submissions.found import METADATA, Budget, Found, FoundFile, FoundFolder
from autograder.submissions.naming import Namer, Naming
from autograder.submissions.owners import Owner, read_metadata
from autograder.submissions.problems import Problem
from autograder.submissions.roster import Roster

__all__ = ["Claim", "ClaimFinder"]

_NOBODY = "whose it is cannot be told"
_NAME_HINT = "give a roster, or put it, under its own name, into a folder named after the student"
_ALONE_HINT = "name it after its student; if it holds the work of several, collect it by itself, with --class"
_CLASS_HINT = "if it is a download of the whole class, add --class; if it is one student's, give a roster"
_ROSTER_HINT = "add a line to the roster (id, name), or correct it; if it is a download of the whole class, add --class"
_METADATA_DEPTH = 2


@dataclass(frozen=True)
class Claim:
    """A file, folder or zip of a download, whose it is, and what its name says."""

    student: str
    item: FoundFile | FoundFolder
    owner: Owner


class ClaimFinder:
    """Finds the claims in downloads. With `is_class`, a download's own name is nobody's, whatever it is."""

    def __init__(self, lesson: Lesson, roster: Roster | None, *, is_class: bool = False) -> None:
        self._namer = Namer(lesson, roster)
        self._has_roster = roster is not None
        self._is_class = is_class

    def find(self, root: Found) -> Iterator[Claim | FoundFile | Problem]:
        """Yield whose each thing in a download is, a `Problem` where that cannot be told, and nobody's other files."""
        if not isinstance(root, FoundFolder):
            yield from self._divide([root])
            return
        naming = None if self._is_class else self._namer.read(root, {})
        if naming is None:
            yield from self._divide(root.list(Budget()))
        elif self._has_roster or naming.is_by_system:
            yield from self._claim(root, naming)
        else:
            yield from self._find_by_content(root, naming)

    def _find_by_content(self, root: FoundFolder, naming: Naming) -> Iterator[Claim | FoundFile | Problem]:
        """Without a roster, a download's own name may be a student's or not: tell it by what is named inside."""
        persons, by_system = self._count_persons(root)
        items = root.list(Budget())
        has_zips = any(isinstance(item, FoundFolder) and item.is_zip for item in items)
        names = {self._namer.own_words(item) for item in items if isinstance(item, FoundFile) and item.is_notebook}
        if not root.is_zip and (persons > 1 or len(names - {""}) > 1 or (has_zips and not persons)):
            yield from self._divide(items)
        elif persons > 1 or (persons and (by_system or not root.is_zip)):
            yield Problem("", root.shown, "it could be one student's, or hold the work of several", _CLASS_HINT)
        else:
            yield from self._claim(root, naming)

    def _divide(self, items: Sequence[Found], depth: int = 1) -> Iterator[Claim | FoundFile | Problem]:
        """Yield the claims of things that are side by side, in nobody's folder."""
        named = self._read_names(items, depth)
        shared = self._find_shared_folder(items, named)
        if shared is not None:
            yield from self._divide(shared.list(Budget()), depth + 1)
            return
        is_of_persons = any(naming is not None for naming in named)
        for item, naming in zip(items, named, strict=True):
            if isinstance(item, Problem):
                yield item
            elif naming is not None:
                yield from self._claim(item, naming)
            elif isinstance(item, FoundFile):
                yield self._refuse(item, _NAME_HINT) if item.is_notebook or item.is_like_notebook else item
            elif is_of_persons or (item.is_zip and len(item.parts) > 1):
                if item.is_zip or _holds_notebooks(item):
                    yield self._refuse(item, _ALONE_HINT)
            else:
                yield from self._divide(item.list(Budget()), depth + 1)

    def _refuse(self, item: FoundFile | FoundFolder, hint: str) -> Problem:
        """Return the problem with something that names nobody: with a roster, who is not in it."""
        name = self._namer.find_stranger(item)
        return Problem("", item.shown, f"{name} is nobody in the roster" if name else _NOBODY, hint)

    def _claim(self, item: FoundFile | FoundFolder, naming: Naming) -> Iterator[Claim | Problem]:
        """Yield the claim of each owner; a `Problem` for one who is unknown, and where a mere word contradicts."""
        if not naming.owners:
            yield Problem("", item.shown, _NOBODY, _NAME_HINT)
        for owner in naming.owners:
            try:
                student = self._namer.find_student(owner)
            except LookupError as error:
                yield Problem("", item.shown, str(error), _ROSTER_HINT)
                continue
            if not naming.is_sure and isinstance(item, FoundFolder) and self._holds_others(item, student):
                what = f"it could be {student}'s, or hold the work of several"
                yield Problem("", item.shown, what, _ALONE_HINT)
            else:
                yield Claim(student, item, owner)

    def _read_names(self, items: Sequence[Found], depth: int) -> list[Naming | None]:
        """Return whom the names of things that are side by side mean."""
        submissions: dict[str, list[Owner]] = {}
        for item in items:
            if isinstance(item, FoundFile) and item.label == METADATA and depth <= _METADATA_DEPTH:
                data = item.read(Budget())
                submissions = {} if isinstance(data, Problem) else read_metadata(data)
        return [None if isinstance(item, Problem) else self._namer.read(item, submissions) for item in items]

    def _find_shared_folder(self, items: Sequence[Found], named: Sequence[Naming | None]) -> FoundFolder | None:
        """Return the folder in which everything is, if that is not one person's: without a roster it has a name too."""
        alone = [item for item in items if not (isinstance(item, FoundFile) and not item.is_notebook)]
        if self._has_roster or len(alone) != 1 or not isinstance(alone[0], FoundFolder) or alone[0].is_zip:
            return None
        naming = named[list(items).index(alone[0])]
        if naming is None or naming.is_by_system or self._count_persons(alone[0])[0] < 2:
            return None
        return alone[0]

    def _count_persons(self, folder: FoundFolder) -> tuple[int, bool]:
        """Return how many persons seem to be named in a folder, and whether a system named any of them."""
        items = folder.list(Budget())
        folders = [item for item in items if isinstance(item, FoundFolder)]
        found = [naming for naming in self._read_names(items, 1) if naming is not None]
        if any(naming.is_by_system for naming in found):
            return len({naming.owners[0].names for naming in found if naming.owners}) or 2, True
        if len(folders) == 1 and not folders[0].is_zip:
            inner, by_system = self._count_persons(folders[0])
            return max(inner, len(found)), by_system
        return len(found), False

    def _holds_others(self, folder: FoundFolder, student: str) -> bool:
        """Whether something in a folder would be somebody else's, if the folder were nobody's."""
        found = self._divide(folder.list(Budget()))
        return any(isinstance(one, Claim) and one.student != student for one in found)


def _holds_notebooks(folder: FoundFolder) -> bool:
    return any(isinstance(file, Problem) or file.is_notebook or file.is_like_notebook for file in folder.walk(Budget()))
