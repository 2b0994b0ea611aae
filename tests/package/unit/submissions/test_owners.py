"""What learning systems and people write into the names of files and folders is read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from autograder.course import Course, Lesson, SourceNotebook
from autograder.submissions.owners import Owner, System, own_words, read_metadata, read_system_name, split_version

LESSON = Lesson("week1", Course(Path()), (SourceNotebook("loops", Path("loops.ipynb"), (), None, ""),))
CANVAS, MOODLE, EXCHANGE = System.CANVAS, System.MOODLE, System.EXCHANGE
BLACKBOARD, BRIGHTSPACE, ILIAS = System.BLACKBOARD, System.BRIGHTSPACE, System.ILIAS
NOON = datetime(2027, 1, 1, 12)


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        (
            "leeann_LATE_77_5001_loops-1.ipynb",
            Owner(CANVAS, ("77", "leeann"), "loops-1.ipynb", "77", 5001, is_late=True),
        ),
        ("leeann_77_5001_bob_1002_9999_a.ipynb", Owner(CANVAS, ("77", "leeann"), "bob_1002_9999_a.ipynb", "77", 5001)),
        ("Ann Lee_7001_assignsubmission_file_", Owner(MOODLE, ("Ann Lee",), "", "7001")),
        ("Ann Lee_7001_assignsubmission_file_loops.ipynb", Owner(MOODLE, ("Ann Lee",), "loops.ipynb", "7001")),
        ("Participant_7001_assignsubmission_file_", Owner(MOODLE, ("Participant_7001",), "", "7001")),
        ("Participant 7001_assignsubmission_file_a.ipynb", Owner(MOODLE, ("Participant_7001",), "a.ipynb", "7001")),
        ("Participant 7001_99_assignsubmission_file_", Owner(MOODLE, ("Participant_7001",), "", "7001")),
        ("ann+week1+2026-01-05 12:00:00 UTC", Owner(EXCHANGE, ("ann",), time_s=1_767_614_400.0)),
        ("ann+week1+2026-01-05 20:00:00.5 +08+abc", Owner(EXCHANGE, ("ann",), time_s=1_767_614_400.5)),
        (
            "ann+week1+2026-01-05 20:00:00 CST+abc",
            Owner(EXCHANGE, ("ann",), time_text="2026-01-05 20:00:00 CST"),
        ),
        ("week1_ann_attempt_2027-01-01-12-00-00_loops.ipynb", Owner(BLACKBOARD, ("ann",), "loops.ipynb", local=NOON)),
        ("week1_ann_attempt_2027-01-01-12-00-00.txt", Owner(BLACKBOARD, ("ann",), local=NOON)),
        (
            "Week 1_a_lee_attempt_2027-01-01-12-00-00_a_b.zip",
            Owner(BLACKBOARD, ("a_lee", "lee"), "a_b.zip", local=NOON),
        ),
        ("1-22 - Ann Lee - Jan 1, 2027 1200 PM", Owner(BRIGHTSPACE, ("Ann Lee",), "", "1-22", local=NOON)),
        ("1-22 - Ann - Lee - 1 January, 2027 12:00", Owner(BRIGHTSPACE, ("Ann - Lee",), "", "1-22", local=NOON)),
        ("Lee_Ann Mary_ann_12345", Owner(ILIAS, ("ann", "Ann Mary Lee"), "", "12345")),
        ("Lee_Ann_1234567_12345", Owner(ILIAS, ("1234567", "Ann Lee"), "", "12345")),
        ("ann", None),
        ("loops.ipynb", None),
        ("张三_李四_王五_12345", None),
    ],
)
def test_each_system_has_its_names(name: str, owner: Owner | None) -> None:
    """Canvas, Moodle in both layouts and without names, nbgrader's exchange."""
    assert read_system_name(name) == owner


def test_a_name_that_looks_like_two_owners_is_nobodys() -> None:
    """Whoever calls himself, or his file, what Moodle would call somebody else's gains nothing."""
    for name in (
        "Bob Ray_7002_assignsubmission_file__7001_assignsubmission_file_",
        "Ann Lee_7001_assignsubmission_file_Bob Ray_7002_assignsubmission_file_loops.ipynb",
        "week1_ann_attempt_2027-01-01-12-00-00_week1_bob_attempt_2027-01-01-12-00-00_loops.ipynb",
        "x_bob_attempt_2027-01-01-12-00-00_7001_assignsubmission_file_",
        "ann_7001_9001_week1_bob_attempt_2027-01-01-12-00-00_loops.ipynb",
        "ann_7001_9001_attempt_2027-01-01-12-00-00_loops.ipynb",
        "Ray_Bob_2026001_2026002",
    ):
        owner = read_system_name(name)
        assert owner is not None
        assert owner.names == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ann_week1", "ann"),
        ("Week1-Loops", ""),
        ("张三week1loops", "张三"),
        ("paulweek1", "paulweek1"),
        ("(ann) loops .", "ann"),
    ],
)
def test_the_lessons_own_words_name_nobody(name: str, words: str) -> None:
    """They are taken out of a name, but nobody loses a part of his own."""
    assert own_words(name, LESSON) == words


@pytest.mark.parametrize(
    ("stem", "parts"), [("loops-2", ("loops", 2)), ("loops (13)", ("loops", 13)), ("loops", ("loops", 0))]
)
def test_versions_are_split_off(stem: str, parts: tuple[str, int]) -> None:
    """Systems append a number, browsers one in parentheses."""
    assert split_version(stem) == parts


def test_a_long_name_is_no_field_of_gradescopes_list() -> None:
    """YAML breaks a long text into lines, and what begins there may look like somebody's number."""
    found = read_metadata(b"""---
submission_11:
  :submitters:
  - :name: "Ann Lee and very many words more that go on and on until this line is at its end
      :sid: 1002"
    :sid: '1001'
  :created_at: 2026-01-05 12:00:00 Z
""")
    (owner,) = found["submission_11"]
    assert owner.names[0] == "1001"
    assert owner.time_s == 1_767_614_400.0
