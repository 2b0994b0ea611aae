"""The accuracy sheet of a lesson: how often its grader is wrong, for people (Markdown) and for programs (JSON)."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field
from pathlib import Path

from autograder.audit.mixtures import PageFindings
from autograder.course import Lesson

__all__ = ["Sheet", "format_sheet", "report_paths", "sheet_json"]


@dataclass
class Sheet:
    """The accuracy sheet of one lesson. The lists name what is wrong: if the grader never is, all are empty."""

    lesson: str
    right_total: int = 0
    wrong_total: int = 0
    mutants_total: int = 0
    tests_total: int = 0
    odd_total: int = 0
    repetitions: int = 1
    wrong_repetitions: int = 1
    right_misjudged: list[str] = field(default_factory=list)
    wrong_misjudged: list[str] = field(default_factory=list)
    survivors: list[str] = field(default_factory=list)
    equivalents: dict[str, str] = field(default_factory=dict)
    stale_equivalents: list[str] = field(default_factory=list)
    idle_tests: list[str] = field(default_factory=list)
    flips: list[str] = field(default_factory=list)
    ungraded: list[str] = field(default_factory=list)
    thresholds: list[str] = field(default_factory=list)
    chancy: list[str] = field(default_factory=list)
    right_named: list[str] = field(default_factory=list)
    named: dict[str, int] = field(default_factory=dict)
    pages: PageFindings = field(default_factory=PageFindings)
    largest_error_passed: float = 0.0
    smallest_error_failed: float = math.inf
    time_s: float = 0.0

    @property
    def mutants_killed(self) -> int:
        return self.mutants_total - len(self.survivors) - len(self.equivalents)

    @property
    def is_perfect(self) -> bool:
        """Whether at least one right answer was graded, and nothing was wrong."""
        return self.right_total > 0 and not any(self.mistakes.values())

    @property
    def mistakes(self) -> dict[str, list[str]]:
        """All that is wrong, by the title under which the sheet lists it."""
        return {
            "Right answers that lost points": self.right_misjudged,
            "Wrong answers scored otherwise than stated": self.wrong_misjudged,
            "Mutants alive": self.survivors,
            "Listed as equivalent, but killed or gone": self.stale_equivalents,
            "Tests that kill nothing": self.idle_tests,
            "Verdicts that changed": self.flips,
            "Ungraded": self.ungraded,
            "Thresholds that fail the reference more than once in 1,000": self.chancy,
            "Right answers given a misconception": self.right_named,
            "Misconceptions on cells that hold the reference's answer": self.pages.named_right,
            "Wrong cells that a page calls right": self.pages.praised_falsely,
            "Ungraded side by side": self.pages.ungraded,
        }


def format_sheet(sheet: Sheet) -> str:
    """Return the sheet as Markdown."""
    right = sheet.right_total - len(sheet.right_misjudged)
    wrong = sheet.wrong_total - len(sheet.wrong_misjudged)
    rows = [
        ("right answers scored full", f"{right} of {sheet.right_total}"),
        ("wrong answers scored as stated", f"{wrong} of {sheet.wrong_total}"),
        (
            "mutants killed",
            f"{sheet.mutants_killed} of {sheet.mutants_total}, {len(sheet.equivalents)} equivalent with a reason, "
            f"{len(sheet.survivors)} alive",
        ),
        ("tests that kill nothing", f"{len(sheet.idle_tests)} of {sheet.tests_total}"),
        (
            f"verdicts that changed over {sheet.repetitions} seeds and orders (wrong ones {sheet.wrong_repetitions})",
            str(len(sheet.flips)),
        ),
        (f"notebooks left ungraded, {sheet.odd_total} with odd values among them", str(len(sheet.ungraded))),
        (
            "misconceptions named when the answer itself is left out of the bank",
            f"{sheet.named.get('rightly', 0)} rightly, {sheet.named.get('falsely', 0)} falsely, "
            f"{sheet.named.get('unnamed', 0)} not at all; {sheet.named.get('nameable', 0)} could be named",
        ),
        ("right answers given a misconception", str(len(sheet.right_named))),
        (
            f"misconceptions on cells that hold the reference's answer, in {sheet.pages.total} wrong answers, pairs"
            " and mutants",
            str(len(sheet.pages.named_right)),
        ),
        ("wrong cells there that got another's name", str(len(sheet.pages.named_falsely))),
        ("wrong cells there that the page calls right", str(len(sheet.pages.praised_falsely))),
        ("largest error that passed", f"{sheet.largest_error_passed:.2g} of the tolerance"),
        ("smallest error that failed", f"{sheet.smallest_error_failed:.3g} times the tolerance"),
    ]
    lines = [f"## {sheet.lesson}: how often the grader is wrong", "", "| | |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in rows]
    for title, names in {"Trainings": sheet.thresholds, **sheet.mistakes}.items():
        if names:
            lines += ["", f"### {title}", "", *(f"- {name}" for name in names)]
    return "\n".join(lines) + "\n"


def sheet_json(sheet: Sheet) -> str:
    """Return the sheet as JSON."""
    data = {**asdict(sheet), "mutants_killed": sheet.mutants_killed, "is_perfect": sheet.is_perfect}
    if math.isinf(sheet.smallest_error_failed):
        data["smallest_error_failed"] = None
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def report_paths(lesson: Lesson) -> tuple[Path, Path]:
    """Return where the sheet is written: Markdown and JSON."""
    folder = lesson.course.gradebook / "reports" / lesson.name
    return folder / "accuracy.md", folder / "accuracy.json"
