"""The names around a downloaded file say whose it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Course, Lesson, SourceNotebook
from autograder.submissions.archive import FoundFile
from autograder.submissions.owners import Owner, OwnerFinder, split_version

LESSON = Lesson("week1", Course(Path()), (SourceNotebook("loops", Path("loops.ipynb"), (), None, ""),))


def find(*paths: str, has_roster: bool = False) -> list[list[Owner]]:
    files = [FoundFile(tuple(path.split("/")), b"", None) for path in paths]
    finder = OwnerFinder(files, LESSON, has_roster=has_roster)
    return [finder.find(file) for file in files]


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("x/leeann_LATE_77_5001_loops-1.ipynb", Owner(("77", "leeann"), "loops-1.ipynb", 5001, is_late=True)),
        ("x/Ann Lee_7001_assignsubmission_file_/loops.ipynb", Owner(("Ann Lee",), "loops.ipynb")),
        ("x/Ann Lee_7001_assignsubmission_file_loops.ipynb", Owner(("Ann Lee",), "loops.ipynb")),
        ("ann+week1+2026-01-05 12:00:00 UTC/a.ipynb", Owner(("ann",), "a.ipynb", time_s=1_767_614_400.0)),
        ("ann/week1/loops.ipynb", Owner(("ann",), "loops.ipynb")),
    ],
)
def test_each_system_has_its_names(path: str, owner: Owner) -> None:
    """Canvas, Moodle in both layouts, nbgrader's exchange, and people."""
    assert find(path) == [[owner]]


def test_students_are_where_the_paths_part() -> None:
    """Folders that all files of a download share are nobody's name."""
    assert [[owner.names for owner in owners] for owners in find("all/ann/a.ipynb", "all/bo/deep/a.ipynb")] == [
        [("ann",)],
        [("bo",)],
    ]


def test_words_of_a_file_name_are_names_only_with_a_roster() -> None:
    """Without one, whose a loose file is cannot be told."""
    assert find("d/ann-loops.ipynb", "d/loops.ipynb") == [[], [Owner(("d",), "loops.ipynb")]]
    ((owner,),) = find("d/ann-loops.ipynb", has_roster=True)
    assert "ann" in owner.names


@pytest.mark.parametrize(
    ("stem", "parts"), [("loops-2", ("loops", 2)), ("loops (13)", ("loops", 13)), ("loops", ("loops", 0))]
)
def test_versions_are_split_off(stem: str, parts: tuple[str, int]) -> None:
    """Systems append a number, browsers one in parentheses."""
    assert split_version(stem) == parts
