"""Drafts of messages to students whose files are missing, refused or unreadable. Nothing is sent.

A message says what is wrong with which file, what to do, and by when; Chinese first, then English.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from autograder.classroom.classroom import Classroom, read_classroom
from autograder.course import Course
from autograder.files import write_file
from autograder.gradebook import DueDates
from autograder.submissions import Problem, ProblemKind, RosterEntry
from autograder.text import clean_formula, clean_line, cut_text, has_chinese, split_languages

__all__ = ["Draft", "draft_messages", "messages_folder", "write_drafts", "write_drafts_table"]

_MOST_CHARS = 300
_NEED_NOTHING = (ProblemKind.NO_TIME, ProblemKind.IGNORED)


class Draft(NamedTuple):
    """A message to one student."""

    student: RosterEntry
    subject: str
    text: str


def draft_messages(
    course: Course,
    lesson_name: str,
    students: Sequence[str] = (),
    sections: Collection[str] = (),
    until: datetime | None = None,
) -> list[Draft]:
    """Return a message for each student who must hand in something again, those of the roster who sent nothing too.

    `until` is the deadline that it names (default: the due date, with the student's extension). `CourseError` and
    `GradebookError` like `read_classroom`; a student who is not graded yet is one.
    """
    classroom = read_classroom(course, lesson_name)
    found = [one for one in _find_problems(classroom) if not students or one[0].id in students]
    found = [one for one in found if classroom.is_in(one[0].id, sections)]
    return [_draft(classroom, student, problems, until) for student, problems in found]


def _find_problems(classroom: Classroom) -> Iterator[tuple[RosterEntry, list[Problem]]]:
    """Yield who must hand something in again, and what is wrong, by id; of whom nothing is there, with all files."""
    roster, problems = classroom.roster, {}
    entries = dict(roster.entries) if roster is not None else {}
    for grade in classroom.grades:
        problems[grade.student] = [one for one in grade.problems if one.kind not in _NEED_NOTHING]
    for student in entries.keys() - problems.keys():
        names = [notebook.name for notebook in classroom.lesson.notebooks]
        problems[student] = [Problem(name, f"{name}.ipynb", "", "", ProblemKind.NOT_HANDED_IN) for name in names]
    for student in sorted(problems):
        if problems[student]:
            yield entries.get(student, RosterEntry(student)), problems[student]


def _draft(classroom: Classroom, student: RosterEntry, problems: Sequence[Problem], until: datetime | None) -> Draft:
    lesson = classroom.lesson.name
    deadline = until or _find_deadline(student.id, classroom.due_dates)
    name = clean_line(student.name or student.id)
    chinese = [f"你好，{name} 同学：", f"你的 {lesson} 作业里，下面的文件还无法评分："]
    chinese += ["\n".join(f"• {_explain_in_chinese(problem)}" for problem in problems), _until_in_chinese(deadline)]
    english = [f"Dear {name},", f"these files of your {lesson} cannot be graded yet:"]
    english += ["\n".join(f"• {_explain_in_english(problem)}" for problem in problems), _until_in_english(deadline)]
    subject = f"{lesson}：有文件需要补交 / files to hand in again"
    return Draft(student, subject, "\n\n".join([*chinese, "* * *", *english]) + "\n")


def _explain_in_chinese(problem: Problem) -> str:
    file = _name(problem)
    if problem.is_missing:
        return f"{file}：没有收到这份文件。请提交它。"
    reason = split_languages(problem.message)[1]
    shown = f"：{reason}" if has_chinese(reason) else f"（{reason}）"
    return f"{file}：收到了，但无法评分{_cut(shown)}。{_again_in_chinese(problem)}"


def _again_in_chinese(problem: Problem) -> str:
    if not problem.notebook:
        return "请检查这份文件，改好后重新提交。"
    return f"请在 Jupyter 里打开自己的作业，运行一遍并保存，再提交保存好的文件，文件名用 {problem.notebook}.ipynb。"


def _explain_in_english(problem: Problem) -> str:
    file = _name(problem)
    if problem.is_missing:
        return f"{file} did not arrive. Please hand it in."
    again = "Please mend this file and hand it in again."
    if problem.notebook:
        again = (
            "Please open your work in Jupyter, run and save it, and hand in what was saved, as"
            f" {problem.notebook}.ipynb."
        )
    return f"{file} arrived, but cannot be graded: {_cut(split_languages(problem.message)[0])}. {again}"


def _name(problem: Problem) -> str:
    return clean_line(cut_text(problem.file, _MOST_CHARS))


def _cut(text: str) -> str:
    return clean_line(cut_text(text, _MOST_CHARS))


def _find_deadline(student: str, dates: DueDates) -> datetime | None:
    due, extensions = dates
    return None if due is None else (due + extensions.get(student, timedelta())).replace(tzinfo=UTC)


def _until_in_chinese(deadline: datetime | None) -> str:
    if deadline is None:
        return "请尽快提交；有困难请联系助教。"
    over = "已经过了截止时间，请马上联系助教。" if deadline < datetime.now(UTC) else "有困难请联系助教。"
    return f"截止时间：{_show_time(deadline)}。{over}"


def _until_in_english(deadline: datetime | None) -> str:
    if deadline is None:
        return "Please do so soon; if you cannot, write to your TA."
    is_over = deadline < datetime.now(UTC)
    over = "This is over: please write to your TA at once." if is_over else "If you cannot, write to your TA."
    return f"Until: {_show_time(deadline)}. {over}"


def _show_time(moment: datetime) -> str:
    here = moment.astimezone()
    offset = f"{here:%z}"
    return f"{here:%Y-%m-%d %H:%M} (UTC{offset[:3]}:{offset[3:]})"


def messages_folder(course: Course, lesson: str) -> Path:
    """Return where the drafts of a lesson are written, one file for each student."""
    return course.gradebook / "messages" / lesson


def write_drafts(course: Course, lesson: str, drafts: Sequence[Draft], *, is_whole: bool) -> Path:
    """Write each draft as a file; return the folder. Those of the whole class take the place of all that are there."""
    folder = messages_folder(course, lesson)
    for path in folder.glob("*.txt") if is_whole else ():
        path.unlink()
    for draft in drafts:
        write_file(folder / f"{draft.student.id}.txt", f"{draft.subject}\n\n{draft.text}")
    return folder


def write_drafts_table(path: Path, drafts: Sequence[Draft]) -> None:
    """Write the drafts as a table for mail merge: id, name, email, subject, text."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["id", "name", "email", "subject", "text"])
    for student, subject, message in drafts:
        lines = "\n".join(map(clean_formula, message.splitlines()))
        table.writerow([*map(clean_formula, (student.id, student.name, student.email, subject)), lines])
    write_file(path, text.getvalue().encode("utf-8-sig"))
