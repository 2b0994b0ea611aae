"""Who of a class needs a look, and why."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.classroom.rows import ClassRow, Flag, FlagKind, RowStatus
from autograder.records import Grade
from autograder.text import has_chinese, join_languages, split_languages

__all__ = ["list_looks", "show_flag"]

_ELSEWHERE = (FlagKind.LATE, FlagKind.WAITS_FOR_PERSON)
_CHINESE = {
    FlagKind.NOT_IN_ROSTER: "不在名单中",
    FlagKind.NOT_IN_GRADEBOOK: "不在成绩册中：请重新评分",
    FlagKind.NO_TIME: "timestamp.txt 无法读取，不知道是否迟交",
}
_CHINESE_BEFORE = {
    FlagKind.TO_REVIEW: "人工评分后回答或分值有变",
    FlagKind.ABOVE: "人工评分高于题目分值",
    FlagKind.REPAIRED: "已修复",
    FlagKind.MISSING: "缺文件",
    FlagKind.REFUSED: "未接受",
}


def list_looks(rows: Iterable[ClassRow], grades: Iterable[Grade]) -> list[tuple[str, list[Flag]]]:
    """Return who needs a look, UNGRADED ones first. Being late and waiting for a TA have sections of their own."""
    repairs = {grade.student: sum(len(notebook.repairs) for notebook in grade.notebooks) for grade in grades}
    found = []
    for row in rows:
        if row.status is RowStatus.MISSING:
            continue
        flags = [flag for flag in row.flags if flag.kind not in _ELSEWHERE]
        count = repairs.get(row.student.id, 0)
        flags += [Flag(FlagKind.REPAIRED, f"repaired: {count}")] if count else []
        if flags:
            found.append((row.student.id, flags))
    return sorted(found, key=_rank)


def _rank(look: tuple[str, list[Flag]]) -> tuple[bool, str]:
    student, flags = look
    return all(flag.kind is not FlagKind.UNGRADED for flag in flags), student


def show_flag(flag: Flag) -> str:
    """Return the words for a flag in both languages, as far as there are any."""
    if has_chinese(flag.text):  # the name of a file, then what is wrong with it
        english, chinese = split_languages(flag.text)
        file, colon, _ = english.partition(": ")
        return join_languages(english, file + colon + chinese if english != chinese else chinese)
    before = _CHINESE_BEFORE.get(flag.kind)
    return join_languages(flag.text, _CHINESE.get(flag.kind) or (f"{before}：{flag.text}" if before else flag.text))
