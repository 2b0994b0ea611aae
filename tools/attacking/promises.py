"""One course is attacked, and every promise about a course is tried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import nbformat

from attacking.bank import Attack, Submission, joint_submissions, right_submission, single_submissions
from attacking.course import EARLIER, LESSON, AttackedCourse, digest_files
from attacking.doors import DOORS, OTHERS, try_others
from attacking.leftovers import Machine
from attacking.readers import CONTROL, FILES, NAMES, alive_in, alive_in_notebook, hostile_notebook
from attacking.report import Report
from autograder.course import Course, Lesson, load_lesson
from autograder.feedback import close_formatter

MOST_WALL_S = 30.0  # of one student, all notebooks: the scaled form of the 60 s that the usual budget allows
MOST_TRUSTED_S = 2.5  # processor time of our side, of one notebook
MOST_BYTES = 3 << 20
CLASSMATES = ("honest-a", "honest-b")


class CourseAttack:
    """Attacks on the notebooks of one course, from handing in to what is left."""

    def __init__(
        self, course: AttackedCourse, attacks: Sequence[Attack], report: Report, *, is_short: bool, through: str
    ) -> None:
        self.course = course
        self.through = through
        self.attacks = list(attacks)
        self.report = report
        self.is_short = is_short
        self.lesson: Lesson
        self.submissions: list[Submission] = []

    def run(self) -> None:
        """Grade an honest class, then everybody, and try every promise."""
        self.course.make()
        self.lesson = load_lesson(Course(self.course.root), LESSON)
        self._grade_honest_class()
        before, rows = digest_files(self.course.kept_files()), self.course.scores()
        machine = Machine.now()
        self._hand_in()
        inputs = self.course.submitted_files()
        if self.through in OTHERS:
            try_others(self.through, self.course, self.submissions, self.report)
        else:
            self._grade()
            self._expect_grades(rows)
        if not self.is_short:
            before = {path: digest for path, digest in before.items() if f"grades/{LESSON}" not in path}
        after = digest_files(self.course.kept_files())
        spoiled = [path for path in before if after.get(path) != before[path] and "/autograded/" not in path]
        self.report.expect(not spoiled, "tests, solutions and records are as they were", str(spoiled[:5]))
        self.report.expect(self.course.submitted_files() == inputs, "what was handed in is as it was")
        close_formatter()  # it is ours, and waits for the next page
        machine.expect_nothing_left(self.report)

    def _expect_grades(self, rows: dict[tuple[str, str, str, str], tuple[Any, ...]]) -> None:
        """Expect what a graded class must have: points, records, pages, and the same again."""
        first = self.course.verdicts()
        self._expect_scores(rows)
        for submission in self.submissions:
            self._expect_records(submission)
        self._expect_pages()
        if not self.is_short:
            self._expect_same_verdicts(first)

    # --- grading ---

    def _grade_honest_class(self) -> None:
        right = right_submission("", self.lesson, self.course.notebooks)
        for student in CLASSMATES:
            for name in (LESSON, EARLIER):
                self.course.hand_in(student, right.files, name)
        for name in (EARLIER,) if self.is_short else (EARLIER, LESSON):
            code, printed = self.course.run("grade", name, "--workers", "1")
            self.report.expect(code == 0, "an honest class is graded", printed[-2000:])

    def _hand_in(self) -> None:
        """Hand in the attacks and their twins, with an honest student before and behind each class of them."""
        kinds = sorted({attack.kind for attack in self.attacks})
        students = [*(f"{kind}-00" for kind in kinds), f"{kinds[-1]}-zz"]
        self.submissions = [right_submission(name, self.lesson, self.course.notebooks) for name in students]
        is_joint = len(self.course.notebooks) > 1
        self.submissions += (joint_submissions if is_joint else single_submissions)(self.attacks, self.lesson)
        if tuple(self.course.notebooks) == ("activations",):
            self.submissions += self._strange_submissions()
        for submission in self.submissions:
            self.course.hand_in(submission.student, submission.files)

    def _strange_submissions(self) -> list[Submission]:
        """Return right notebooks of students, in files and with metadata that attack whoever reads them."""
        right = right_submission("", self.lesson, ["activations"])
        data = right.files["activations.ipynb"]
        files = {name: ("activations.ipynb", data + b" " * number) for number, name in enumerate(NAMES)}
        files |= {f"readers-file-{number}": (file, data) for number, file in enumerate(FILES)}
        files["readers-stored"] = ("activations.ipynb", hostile_notebook(data))
        return [Submission(student, {name: one}, right.expected) for student, (name, one) in files.items()]

    def _grade(self) -> None:
        students = [*CLASSMATES, *(submission.student for submission in self.submissions)]
        code, printed = DOORS[self.through](self.course, students)
        self.report.expect("Traceback" not in printed, "the run ends by itself", printed[-3000:])
        if not any(attack.may_be_ungraded for attack in self.attacks):
            self.report.expect(code == 0, "nothing is ungraded", printed[-3000:])
        self.report.expect(not CONTROL.search(printed), "the terminal gets no control characters", repr(printed[-300:]))

    # --- points and records ---

    def _expect_scores(self, before: dict[tuple[str, str, str, str], tuple[Any, ...]]) -> None:
        scores = self.course.scores()
        for submission in self.submissions:
            own = {key[2:]: row[0] for key, row in scores.items() if key[:2] == (LESSON, submission.student)}
            wrong = {
                cell: (own.get(cell), right) for cell, right in submission.expected.items() if own.get(cell) != right
            }
            for notebook, most in submission.most.items():
                total = sum(points or 0.0 for (name, _), points in own.items() if name == notebook)
                if total > most:
                    wrong[notebook, "all"] = total, most
            for attack in submission.attacks:
                self.report.count_score(attack.kind, submission.is_twin, not wrong)
            self.report.expect(
                not wrong, "the points are the honest ones", f"{submission.student}: (got, honest) {wrong}"
            )
        known = {submission.student for submission in self.submissions} | set(CLASSMATES)
        unknown = {key[1] for key in scores} - known
        self.report.expect(not unknown, "the database has no student but those who handed in", str(unknown))
        changed = [key for key, row in before.items() if scores.get(key) != row]
        self.report.expect(not changed, "no row of another student or lesson has changed", str(changed[:5]))

    def _expect_records(self, submission: Submission) -> None:
        """Expect a verdict of every test, within the bounds of wall time and of our own processor time."""
        student, records = submission.student, self.course.records(submission.student)
        if not any(attack.may_be_ungraded for attack in submission.attacks):
            ungraded = list_ungraded(records)
            self.report.expect(not ungraded, "no attack is UNGRADED", f"{student}: {ungraded}")
        wall_s = sum(record["time_s"] for record in records)
        kind = submission.attacks[0].kind if submission.attacks else "readers"
        self.report.wall_s[kind] = max(self.report.wall_s.get(kind, 0.0), wall_s)
        self.report.expect(
            wall_s < MOST_WALL_S, "every submission ends within its budget", f"{student}: {wall_s:.1f} s"
        )
        for record in records:
            trusted_s = record.get("trusted_s", 0.0)
            detail = f"{student}: {record['notebook']}: {trusted_s} s"
            self.report.expect(trusted_s <= MOST_TRUSTED_S, "our side spends little on any notebook", detail)

    def _expect_same_verdicts(self, first: dict[str, str]) -> None:
        _, printed = self.course.run("grade", LESSON, "--workers", "2", "--force")
        self.report.expect("Traceback" not in printed, "the run ends by itself", printed[-3000:])
        second = self.course.verdicts()
        racing = {attack.student for attack in self.attacks if attack.is_race}
        varying = {attack.student for attack in self.attacks if attack.is_race and attack.most is not None}
        differing = [
            f"{key}: {verdict}, {second.get(key)}"
            for key, verdict in first.items()
            if second.get(key) != verdict
            and (key.split("/")[0] not in racing or "PASSED" in (verdict, second.get(key)))
            and key.split("/")[0] not in varying
        ]
        self.report.expect(not differing, "the same input gives the same verdicts twice", "; ".join(differing[:10]))

    # --- what readers see ---

    def _expect_pages(self) -> None:
        code, printed = self.course.run("feedback", LESSON)
        self.report.expect(code == 0, "every student gets a page", printed[-2000:])
        locked = set()
        for source in self.lesson.notebooks:
            locked |= {cell.source for cell in source.cells}
            locked |= {cell["source"] for cell in nbformat.read(source.path, 4).cells}
        for submission in self.submissions:
            self._expect_page(submission, locked)

    def _expect_page(self, submission: Submission, locked: set[str]) -> None:
        student, report = submission.student, self.report
        notebooks = [self.course.autograded_path(student, name) for name in self.course.notebooks]
        page, record = self.course.page_path(student), self.course.record_path(student)
        texts = {path: path.read_text(encoding="utf-8") for path in (page, record, *notebooks) if path.exists()}
        for path in (page, record, *notebooks):
            size = len(texts[path].encode()) if path in texts else -1
            report.expect(0 <= size < MOST_BYTES, "every page and record is there, and small", f"{path}: {size}")
        alive = alive_in(texts.get(page, ""))
        for path in notebooks:
            alive += alive_in_notebook(texts[path], locked) if path in texts else ()
        if CONTROL.search(texts.get(page, "")):
            alive.append("control characters")
        report.expect(not alive, "nothing alive reaches a reader", f"{student}: {alive[:5]}")
        for attack in submission.attacks:
            if attack.absent:
                places = [path.name for path, text in texts.items() if attack.absent in text]
                report.expect(not places, "hidden inputs stay hidden", f"{student}: {attack.absent} in {places}")


def list_ungraded(records: Sequence[dict[str, Any]]) -> list[str]:
    """Return what in a student's records has no verdict."""
    found = [f"{record['notebook']}: {record['ungraded']}" for record in records if record["ungraded"]]
    for record in records:
        found += [
            f"{outcome['test']}: {outcome['message'][:120]}"
            for outcome in record["outcomes"]
            if outcome["verdict"] == "UNGRADED"
        ]
    return found
