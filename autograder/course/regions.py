"""Regions of source cells that students never get, and the stubs that they get instead.

nbgrader's configuration decides both (`ClearSolutions`, `ClearHiddenTests`, `ClearMarkScheme`), so that an instructor
who changes a stub or a marker there changes it everywhere.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

__all__ = ["Regions", "read_regions"]


@dataclass(frozen=True)
class Regions:
    """The words that begin and end a region, and the stubs. The defaults are nbgrader's own."""

    solution: tuple[str, str] = ("BEGIN SOLUTION", "END SOLUTION")
    hidden_tests: tuple[str, str] = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
    mark_scheme: tuple[str, str] = ("BEGIN MARK SCHEME", "END MARK SCHEME")
    code_stub: str = "# YOUR CODE HERE\nraise NotImplementedError()"
    text_stub: str = "YOUR ANSWER HERE"

    @property
    def hidden_pattern(self) -> re.Pattern[str]:
        """Finds regions of hidden tests, the words that mark them included. One without an end goes on to the end."""
        return _compile(*self.hidden_tests)

    def find_marker(self, text: str) -> str:
        """Return the first word in a text that begins or ends a region, or ""."""
        words = (*self.solution, *self.hidden_tests, *self.mark_scheme)
        found = re.search("|".join(map(_marker, words)), text, re.IGNORECASE)
        return found.group() if found is not None else ""

    def drop_markers(self, text: str) -> str:
        """Return a text without the lines that mark solutions and mark schemes; what is between them stays."""
        words = "|".join(_spaced(word) for word in (*self.solution, *self.mark_scheme))
        return re.sub(rf"^[^\S\n]*#+\s*(?:{words}).*$", "", text, flags=re.MULTILINE)

    def drop_solutions(self, source: str) -> str:
        """Return a source without its solutions."""
        return _compile(*self.solution).sub("", source)

    def find_solutions(self, source: str) -> list[str]:
        """Return what is between the markers of solutions."""
        begin, end = self.solution
        return re.findall(rf"{_spaced(begin)}(.*?){_marker(end)}", source, re.DOTALL | re.IGNORECASE)

    def solution_lines(self, source: str) -> frozenset[int]:
        """Return the numbers of the lines between the markers of solutions, from 1; none without markers."""
        lines: set[int] = set()
        for region in _compile(*self.solution).finditer(source):
            first = source.count("\n", 0, region.start()) + 1
            lines |= set(range(first, first + region.group().count("\n") + 1))
        return frozenset(lines)

    def hide_tests(self, source: str, note: str = "") -> str:
        """Return a source with a note in the place of each region of hidden tests."""
        return self.hidden_pattern.sub(lambda _: note, source)

    def release_locked(self, source: str) -> str:
        """Return a locked cell as students get it: without the lines of hidden tests and mark schemes."""
        lines, end = [], ""
        for line in source.split("\n"):
            begun = next((last for first, last in (self.hidden_tests, self.mark_scheme) if first in line), "")
            if begun:
                end = begun
            elif end and end in line:
                end = ""
            elif not end:
                lines.append(line)
        return "\n".join(lines)

    def has_hidden_tests(self, source: str) -> bool:
        return self.hidden_pattern.search(source) is not None

    def release_answer(self, source: str) -> str:
        """Return a hand-graded cell as students get it: its model answer replaced by the stub."""
        pattern = _compile(*self.solution)
        return pattern.sub(lambda _: self.text_stub, source) if pattern.search(source) else self.text_stub

    def is_stub_line(self, line: str) -> bool:
        """Whether a line of a written answer still holds the stub, in one language or both."""
        return any(part in line for part in self.text_stub.split(" / ") if part)


def _spaced(word: str) -> str:
    """Return a pattern for words with any blanks between them."""
    return r"\s+".join(map(re.escape, word.split()))


def _marker(word: str) -> str:
    """Return a pattern for a word that begins or ends a region, with the signs of a comment before it if there are any.

    What it looks for at each place takes no longer in a text of nothing but such signs.
    """
    return rf"(?:(?<!#)#+[ \t]*)?{_spaced(word)}"


@functools.lru_cache(maxsize=32)
def _compile(begin: str, end: str) -> re.Pattern[str]:
    return re.compile(rf"{_marker(begin)}.*?(?:{_marker(end)}|\Z)", re.DOTALL | re.IGNORECASE)


def read_regions(config: Any) -> Regions:
    """Return what nbgrader's configuration says (`traitlets.config.Config`); its own default for what it leaves out."""
    usual = Regions()
    solutions, hidden, schemes = config.ClearSolutions, config.ClearHiddenTests, config.ClearMarkScheme
    code_stub = solutions.get("code_stub", usual.code_stub)
    if isinstance(code_stub, dict):
        code_stub = code_stub.get("python", usual.code_stub)
    return Regions(
        (
            str(solutions.get("begin_solution_delimeter", usual.solution[0])),
            str(solutions.get("end_solution_delimeter", usual.solution[1])),
        ),
        (
            str(hidden.get("begin_test_delimeter", usual.hidden_tests[0])),
            str(hidden.get("end_test_delimeter", usual.hidden_tests[1])),
        ),
        (
            str(schemes.get("begin_mark_scheme_delimeter", usual.mark_scheme[0])),
            str(schemes.get("end_mark_scheme_delimeter", usual.mark_scheme[1])),
        ),
        str(code_stub),
        str(solutions.get("text_stub", usual.text_stub)),
    )
