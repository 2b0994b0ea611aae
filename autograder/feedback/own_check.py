"""What a notebook's own test cells said when it ran: the asserts that a student sees."""

from __future__ import annotations

from typing import Any

from autograder.text import has_chinese, join_languages

__all__ = ["OWN_CHECK_LABEL", "OWN_CHECK_STOPS", "find_own_check"]

OWN_CHECK_STOPS = "The check in your notebook stops here. / 你的 notebook 里的检查在这里停下。"
OWN_CHECK_LABEL = "it says / 它说"

_UNANSWERED = "NotImplementedError"


def find_own_check(document: Any, grade_id: str) -> str:
    """Return what stopped a test cell of a notebook as graded, "" if nothing did.

    An answer that is not there yet is no finding: its tests say so.
    """
    for cell in document["cells"] if document is not None else []:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id:
            for output in cell.get("outputs", []):
                if output.get("output_type") == "error" and output.get("ename") != _UNANSWERED:
                    return _describe(str(output.get("ename", "")), str(output.get("evalue", "")))
    return ""


def _describe(name: str, message: str) -> str:
    if name == "AssertionError":
        return _order(" ".join(message.split())) or name
    return message if name in ("TimedOut", "Crashed") else f"{name}: {message}"


def _order(text: str) -> str:
    """Return a message as English, then Chinese: the asserts of a notebook have it the other way round."""
    first, mark, second = text.partition(" / ")
    is_turned = mark and " / " not in second and has_chinese(first) and not has_chinese(second)
    return join_languages(second, first) if is_turned else text
