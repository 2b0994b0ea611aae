"""Files that students may hand in beside their notebooks, as the lesson's settings say. They are bytes, and stay that.

Nobody on this side reads what is in them: they are put beside the student's own notebook, in his own jail.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course import HandedIn, Lesson
from autograder.files import hash_parts
from autograder.submissions.files import read_file
from autograder.submissions.problems import Problem, ProblemKind
from autograder.submissions.timestamps import TIMESTAMP
from autograder.text import clean_name

__all__ = ["MOST_FILES", "MOST_MIB", "SMALLER", "BesideFile", "find_rule", "is_data_name", "read_beside"]

MOST_FILES = 64
MOST_MIB = 64  # of one student, all together
SMALLER = "ask the student for less, or raise most_mib in the lesson's settings"


@dataclass(frozen=True)
class BesideFile:
    """A file that was handed in beside the notebooks."""

    name: str
    data: bytes
    digest: str


def find_rule(lesson: Lesson, name: str) -> HandedIn | None:
    """Return the rule by which a file of this name may be handed in, None without one: of several the widest."""
    if name == TIMESTAMP or clean_name(name) != name or "/" in name or "\\" in name:
        return None
    rules = [notebook.settings.find_rule(name) for notebook in lesson.notebooks]
    return max((rule for rule in rules if rule is not None), key=lambda rule: rule.most_mib, default=None)


def is_data_name(lesson: Lesson, name: str) -> bool:
    """Whether data of the lesson have this name, or lie in a folder of this name."""
    return name in {data.split("/")[0] for notebook in lesson.notebooks for data in notebook.data_names}


def read_beside(folder: Path, names: Collection[str], lesson: Lesson) -> tuple[list[BesideFile], list[Problem]]:
    """Return the files of a student's folder that may be there, and what is wrong with others that should be."""
    found: list[BesideFile] = []
    problems: list[Problem] = []
    for file in _read_all(folder, [name for name in sorted(names) if find_rule(lesson, name)], lesson):
        (problems if isinstance(file, Problem) else found).append(file)  # type: ignore[arg-type]
    return found, problems


def _read_all(folder: Path, names: Collection[str], lesson: Lesson) -> Iterator[BesideFile | Problem]:
    left = MOST_MIB << 20
    for number, name in enumerate(names):
        rule = find_rule(lesson, name)
        assert rule is not None
        if number >= MOST_FILES:
            yield Problem("", name, f"more than {MOST_FILES} files were handed in beside the notebooks", SMALLER)
            return
        if is_data_name(lesson, name):
            what = "it has the name of the lesson's data, which are used instead"
            yield Problem("", name, what, "nothing is needed", ProblemKind.IGNORED)
            continue
        most = min(rule.most_mib << 20, left)
        if os.path.isdir(folder / name) and not os.path.islink(folder / name):
            yield Problem("", name, "it is a folder, no file", "ask the student for the file itself")
            continue
        data = read_file(folder / name, most, SMALLER)
        if isinstance(data, Problem):
            yield data
            continue
        left -= len(data)
        yield BesideFile(name, data, hash_parts(data))
