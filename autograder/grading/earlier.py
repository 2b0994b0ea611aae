"""The notebooks that a later one comes after: whose cells it imports, the student's own or the lesson's.

The student's own, unless a part of them failed and the lesson lends its solution then (`lend`). A solution that is lent
enters the student's process as code without its source; no test goes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec import structs

from autograder.course import SourceNotebook
from autograder.sandbox import EarlierCells, reference_cells, without_magic
from autograder.submissions import RestoredNotebook
from autograder.suite import Outcome

__all__ = ["Earlier", "EarlierNotebook", "keep_silent"]


@dataclass(frozen=True)
class EarlierNotebook:
    """A notebook that a later one comes after, as a student has it.

    `list_lost` returns the test cells that lost points so far, and `list_seen` those of them of which a visible test
    says so. They are None where the lesson's own counts without a word; with neither them nor `restored`, `why` says in
    both languages why there is nothing of the student's.
    """

    source: SourceNotebook
    restored: RestoredNotebook | None = None
    list_lost: Callable[[], list[str]] | None = None
    list_seen: Callable[[], list[str]] | None = None
    why: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)


class Earlier:
    """All that one notebook comes after. `notes` say whose they are, where that is not to be expected."""

    def __init__(self, notebooks: Sequence[EarlierNotebook]) -> None:
        self.notes: tuple[str, ...] = ()
        self._notebooks = notebooks
        self._lent: set[str] = set()

    @property
    def files(self) -> dict[str, bytes]:
        """What lies beside them."""
        return {name: data for one in self._notebooks for name, data in one.files.items()}

    @property
    def references(self) -> tuple[EarlierCells, ...]:
        """The lesson's own of all of them."""
        return tuple(reference_cells(one.source) for one in self._notebooks if one.source.name.isidentifier())

    def choose(self) -> tuple[EarlierCells, ...]:
        """Return what the notebook may import, as far as is known by now which of them failed."""
        self.notes = ()
        return tuple(self._choose(one) for one in self._notebooks if one.source.name.isidentifier())

    def choose_again(self) -> tuple[EarlierCells, ...] | None:
        """Return the same with what is known now; None if no more of them is lent."""
        before = set(self._lent)
        if not any(one.source.settings.lend for one in self._notebooks):
            return None
        cells = self.choose()
        return cells if self._lent != before else None

    def _choose(self, one: EarlierNotebook) -> EarlierCells:
        name = one.source.name
        if one.list_lost is None and not one.why:
            return reference_cells(one.source)
        lost = one.list_lost() if one.list_lost is not None else []
        if one.restored is not None and not lost:
            return _own_cells(one.source, one.restored)
        english, chinese = _say_why(one, lost)
        if one.source.settings.lend:
            self._lent.add(name)
            self._note(
                f"{english}: what is imported from it here is the solution of the course",
                f"{chinese}：这里从中导入的是课程的参考答案",
            )
            return reference_cells(one.source)
        if one.restored is None:
            self._note(f"{english}: it cannot be imported here", f"{chinese}：这里无法导入它")
            return EarlierCells(name, problem=f"{english} / {chinese}")
        if one.source.settings.show_hidden == "at once" or (one.list_seen is not None and one.list_seen()):
            self._note(f"{english}: what fails here may come from there", f"{chinese}：这里的错误可能来自那里")
        return _own_cells(one.source, one.restored)

    def _note(self, english: str, chinese: str) -> None:
        self.notes += (f"{english} / {chinese}",)


def _say_why(one: EarlierNotebook, lost: Sequence[str]) -> tuple[str, str]:
    """Return why the student's own notebook is not right, in English and Chinese."""
    if not lost:
        english, _, chinese = one.why.partition(" / ")
        return english, chinese or english
    file = f"{one.source.name}.ipynb"
    if one.source.settings.show_hidden != "at once":  # the names might tell of hidden tests
        return f"{file} is not all right", f"{file} 不完全正确"
    names = ", ".join(lost)
    return f"of {file}, {names} lost points", f"{file} 的 {names} 失分"


def _own_cells(source: SourceNotebook, restored: RestoredNotebook) -> EarlierCells:
    """Return a student's own notebook, without its test cells."""
    code = [text for index, text in restored.code if index not in restored.test_cells]
    return EarlierCells(source.name, tuple(map(without_magic, code)))


def keep_silent(outcome: Outcome, shown: Outcome | None) -> Outcome:
    """Return an outcome whose verdict counts and of which nothing else is shown; what was `shown` before stays."""
    if shown is not None and outcome.verdict == shown.verdict:
        return shown
    return structs.replace(outcome, message="", call="", got="", expected="", where="")
