"""The page about a class: who needs a look, what waits, what is alarming, and nothing of a student's alive."""

from __future__ import annotations

from datetime import datetime

from autograder.audit import Diagnosis, KnownBehaviour
from autograder.classroom.groups import BehaviourGroup
from autograder.classroom.looks import show_flag
from autograder.classroom.report import ClassReport, render_report
from autograder.classroom.rows import ClassRow, Flag, FlagKind, RowStatus
from autograder.course import CellKey, Lesson
from autograder.gradebook import Standing
from autograder.records import Grade, NotebookGrade
from autograder.submissions import RosterEntry

EVIL = "<script>alert(1)</script>"
SCORES: dict[CellKey, float | None] = {CellKey("loops", "test_double"): 2.0, CellKey("loops", "why"): None}


def report(lesson: Lesson, *flags: Flag, repairs: tuple[str, ...] = ()) -> str:
    """The page about ann, who has these flags, and bob, who handed nothing in."""
    standing = Standing("ann", datetime(2026, 1, 7, 10, 30), 90_000.0, 0.5, SCORES)
    graded = NotebookGrade("loops", "", "loops.ipynb", "", "jail", {}, repairs=repairs)
    rows = [
        ClassRow(RosterEntry("ann", EVIL), RowStatus.INCOMPLETE, standing, flags),
        ClassRow(RosterEntry("bob"), RowStatus.MISSING, None, (Flag(FlagKind.NOTHING_HANDED_IN, "nothing"),)),
    ]
    return render_report(
        ClassReport(lesson, [Grade("ann", "week1", "", (graded,))], rows, students_with_page=frozenset({"ann"}))
    )


def section(page: str, name: str) -> str:
    return page.split(f'<section id="{name}">')[1].split("</section>")[0]


def test_flags_are_reasons_to_look_but_for_those_with_a_section_of_their_own(lesson: Lesson) -> None:
    """Being late and waiting for a person are told elsewhere; our own failure is alarming."""
    flags = [
        Flag(FlagKind.LATE, "late: 2 days"),
        Flag(FlagKind.REFUSED, f"{EVIL}: UNGRADED"),
        Flag(FlagKind.UNGRADED, "UNGRADED: loops/test_types"),
        Flag(FlagKind.WAITS_FOR_PERSON, "waits for a person: why"),
    ]
    page = report(lesson, *flags, repairs=("put back", "put back"))
    looks = section(page, "looks")
    assert EVIL not in page
    assert '<div class="alarm">UNGRADED: loops/test_types</div>' in looks
    assert looks.count("alarm") == 1
    assert "repaired: 2" in looks
    assert "late: 2 days" not in looks
    assert "waits for a person" not in looks
    assert "1 answer waits for a TA" in looks
    assert "autograder explanations week1 --cell why" in looks
    assert "bob" in looks.split("Nothing handed in")[1]


def test_who_is_late_is_listed_with_the_penalty(lesson: Lesson) -> None:
    """And linked to the feedback page, if there is one."""
    late = section(report(lesson), "late")
    assert '<td class="right number">2</td><td class="right number">0.5</td><td class="number">2026-01-07 10:30' in late
    assert '<a href="../feedback/ann/week1/week1.html">ann</a>' in late


def test_flags_are_said_in_both_languages() -> None:
    """What is a name of a file or a reason of ours stays as it is."""
    assert show_flag(Flag(FlagKind.NOT_IN_ROSTER, "not in the roster")) == "not in the roster / 不在名单中"
    assert show_flag(Flag(FlagKind.REPAIRED, "repaired: 2")) == "repaired: 2 / 已修复：repaired: 2"
    assert show_flag(Flag(FlagKind.REFUSED, "a.ipynb: no JSON / 不是 JSON")) == "a.ipynb: no JSON / a.ipynb: 不是 JSON"
    assert show_flag(Flag(FlagKind.UNGRADED, "UNGRADED: a")) == "UNGRADED: a"


def test_mistakes_of_one_student_are_folded_away(lesson: Lesson) -> None:
    """What two share stands above, commonest first."""
    groups = []
    for words, students in (("It is alone. / 只此一人。", ("ann",)), ("It is shared. / 两人都有。", ("ann", "bob"))):
        known = KnownBehaviour("a", "double", words, words, "")
        groups.append(BehaviourGroup("loops", "double", students, (), "", Diagnosis(known, None)))
    rows = [ClassRow(RosterEntry(name), RowStatus.GRADED, Standing(name)) for name in ("ann", "bob")]
    page = section(render_report(ClassReport(lesson, [], rows, groups)), "mistakes")
    shown, folded = page.split("<details")
    assert "It is shared." in shown
    assert "It is alone." not in shown
    assert "It is alone." in folded
    assert "1 more, of one student each" in folded
    assert '<span class="count">2</span>' in shown


def test_a_class_that_handed_nothing_in_has_a_page_too(lesson: Lesson) -> None:
    """No chart, no mean."""
    page = render_report(ClassReport(lesson, [], []))
    assert "Nothing was handed in" in page
    assert '<b id="mean">–</b>' in page
