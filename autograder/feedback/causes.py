"""What a page says of an answer whose points were lost by another one: which, what that costs, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from autograder.records import Cause, CauseKind, OtherCell, Relation
from autograder.text import join_languages

__all__ = ["CauseNote", "explain_cause"]

_BOTH = Markup('<span lang="zh">{}</span><span lang="en">{}</span>')
_VERBS = {
    Relation.CALLED: ("calls", "调用了"),
    Relation.USED: ("uses", "用到了"),
    Relation.BELOW: ("rests on", "依赖于"),
}


@dataclass(frozen=True)
class CauseNote:
    """A sentence in both languages, as HTML with links to the other answers; what it costs, "" if not known."""

    english: Markup
    chinese: Markup
    cost: str = ""

    @property
    def sentence(self) -> Markup:
        """Both halves, of which the page shows one."""
        return _BOTH.format(self.chinese, self.english)

    @property
    def text(self) -> str:
        """The sentence without links, for the terminal."""
        return join_languages(self.english.striptags(), self.chinese.striptags())


def explain_cause(cause: Cause | None, anchors: Mapping[str, str], lost: float, points: float) -> CauseNote | None:
    """Return what to say of an answer that lost so many of its points; None if its own code is the cause.

    `anchors` are the places of the page where other answers are, by solution cell.
    """
    if cause is None or cause.is_own or not cause.others:
        return None
    one, name = cause.others[0].relation, escape(cause.name)
    both = [_list_links(cause.others, anchors, joint) for joint in (Markup(" and "), Markup(" 和 "))]
    if one is Relation.CHANGES:
        return _explain_change(name, *both)
    verb, chinese_verb = _VERBS[one]
    is_several = len(cause.others) > 1
    if cause.kind is not CauseKind.POSSIBLE:
        tail = "which are not" if is_several else "which is not"
        surely, chinese_surely = ("is", "是对的") if cause.kind is CauseKind.CALLED else ("seems", "看来是对的")
        english = Markup("Your {} {} right: it {} {}, {}.").format(name, surely, verb, both[0], tail)
        chinese = Markup("你的 {} {}：它{} {}，问题出在那里。").format(name, chinese_surely, chinese_verb, both[1])
        return CauseNote(english, chinese, _explain_cost(cause, lost, points))
    tail = "which are not right yet" if is_several else "which is not right yet"
    english = Markup("{} {} {}, {}: mend that first, then look at {} again.").format(name, verb, both[0], tail, name)
    chinese = Markup("{}{} {}，那里还不对：先改好它，再回来看 {}。").format(name, chinese_verb, both[1], name)
    return CauseNote(english, chinese)


def _explain_change(name: Markup, english: Markup, chinese: Markup) -> CauseNote:
    return CauseNote(
        Markup("The cell of {} also changes names that {} needs: look there first.").format(english, name),
        Markup("{} 所在的单元格也改动了 {} 要用到的名字：先看那里。").format(chinese, name),
    )


def _explain_cost(cause: Cause, lost: float, points: float) -> str:
    if lost <= 0:
        return ""
    names = ", ".join(other.name for other in cause.others)
    return join_languages(
        f"It costs {lost:g} of {points:g} points here, in tests of what comes out in the end: {names} is part of that.",
        f"这里因此失去 {lost:g} 分（满分 {points:g} 分）：这些测试检查的是最终结果，而结果受 {names} 影响。",
    )


def _list_links(others: Sequence[OtherCell], anchors: Mapping[str, str], joint: Markup) -> Markup:
    return joint.join(_link(other, anchors.get(other.cell, "")) for other in others)


def _link(other: OtherCell, anchor: str) -> Markup:
    return Markup('<a href="#{}">{}</a>').format(anchor, other.name) if anchor else escape(other.name)
