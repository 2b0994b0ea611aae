"""What one notebook may use: as usual, or as its lesson's settings say. Loaded without torch."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.course import Settings, SourceNotebook

__all__ = ["Budget", "Limits", "Usage", "find_budget", "find_limits", "list_data"]


@dataclass
class Usage:
    """What a notebook has used of its limits: the seconds in all, those of each cell that ran by itself, by index, of
    the question that came nearest to its limit, and that limit; the most memory that was seen; and what its cells left
    on its disk and showed.
    """

    notebook_s: float = 0.0
    cells_s: dict[int, float] = field(default_factory=dict)
    call_s: float = 0.0
    call_limit_s: float = 1.0
    memory_mib: float = 0.0
    disk_mib: float = 0.0
    output_chars: int = 0

    def note_call(self, used_s: float, limit_s: float) -> None:
        """Keep a question, if it came nearer to its limit than any before."""
        if used_s / limit_s > self.call_s / self.call_limit_s:
            self.call_s, self.call_limit_s = used_s, limit_s


_NOTEBOOK_TIMES = 3
"""So many times its longest limit a notebook gets, where a limit is raised and `notebook_s` is not set: a cell that
long and another one, and as much for questions."""


@dataclass(frozen=True)
class Limits:
    """What one notebook may use. The sum of its processes' memory is bounded from outside as well.

    `preload` are modules that are loaded before a process is forked for it. `data` are read-only files and folders:
    their paths in its working directory, and where they are on this machine.
    """

    cpu_s: int = 120
    memory_mib: int = 1536
    processes: int = 64
    file_mib: int = 64
    open_files: int = 128
    disk_mib: int = 96
    inodes: int = 8192
    output_chars: int = 200_000
    image_bytes: int = 4 << 20
    preload: tuple[str, ...] = ()
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Budget:
    """Time limits in seconds, and how often a dead child is replaced, for one notebook.

    `notebook_s` is for all that its processes are asked to do, the cells among it; cells leave a third of it to
    questions. Where something hangs, all else is asked first, with `hasty_s` for a question. `trusted_s` is the
    processor time that reading, comparing and showing what came back may take outside of the jail.
    """

    cell_s: float = 10.0
    call_s: float = 4.0
    hasty_s: float = 0.5
    notebook_s: float = 60.0
    trusted_s: float = 2.0
    restarts: int = 24
    hangs_per_name: int = 2

    def share(self, notebooks: int) -> Budget:
        """Return the budget of one notebook of a lesson with so many, if this is what one student may cost."""
        return replace(self, notebook_s=self.notebook_s / max(notebooks, 1))


def find_budget(settings: Settings, notebooks: int, usual: Budget | None = None) -> Budget:
    """Return the time limits of one notebook of a lesson with so many.

    What its settings leave open is as `usual`, and all notebooks of a student share `notebook_s` then.
    """
    usual = usual or Budget()
    call_s, cell_s = settings.call_s or usual.call_s, settings.cell_s or usual.cell_s
    return replace(
        usual,
        cell_s=cell_s,
        call_s=call_s,
        hasty_s=usual.hasty_s * call_s / usual.call_s,
        notebook_s=settings.notebook_s or _derive_notebook_s(settings, usual, usual.share(notebooks).notebook_s),
        trusted_s=settings.judging_s or usual.trusted_s,
    )


def _derive_notebook_s(settings: Settings, usual: Budget, share_s: float) -> float:
    cells = [cell for _, cell in settings.cells]
    calls = [one for one in (settings.call_s, *(cell.call_s for cell in cells)) if one and one > usual.call_s]
    runs = [one for one in (settings.cell_s, *(cell.cell_s for cell in cells)) if one and one > usual.cell_s]
    return max(share_s, _NOTEBOOK_TIMES * max([*calls, *runs], default=0.0))


def list_data(source: SourceNotebook) -> tuple[tuple[str, str], ...]:
    """Return the data of a notebook: their paths in its working directory, and on this machine.

    `CourseError` if something is not there.
    """
    return tuple(zip(source.data_names, (str(path.resolve()) for path in source.data), strict=True))


def find_limits(settings: Settings, longest_s: float, usual: Limits | None = None) -> Limits:
    """Return what else a notebook may use; `longest_s` is the most that a notebook of its lesson has in all."""
    usual = usual or Limits()
    values: Mapping[str, Any] = {
        "memory_mib": settings.memory_mib,
        "disk_mib": settings.disk_mib,
        "file_mib": settings.disk_mib and max(1, settings.disk_mib * usual.file_mib // usual.disk_mib),
        "output_chars": settings.output_chars,
        "preload": settings.preload,
    }
    given = {name: value for name, value in values.items() if value}
    if longest_s > Budget().notebook_s:
        given["cpu_s"] = max(usual.cpu_s, math.ceil(2 * longest_s))
    return replace(usual, **given)
