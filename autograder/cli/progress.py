"""How far a long command is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

__all__ = ["ProgressLine"]


class ProgressLine:
    """A progress bar on a terminal, a line now and then elsewhere; both with the rate and the time left."""

    def __init__(self, console: Console, what: str) -> None:
        self._console = console
        self._what = what
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._said = 0
        self._start_s = time.monotonic()

    def __enter__(self) -> ProgressLine:
        if self._console.is_terminal:
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            columns = (TextColumn(self._what), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"))
            self._bar = Progress(*columns, console=self._console, transient=True)
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, done: int, total: int, name: str) -> None:
        pace = self._pace(done, total)
        if self._bar is not None:
            if self._task is None:
                self._task = self._bar.add_task(self._what, total=total, pace="")
            self._bar.update(self._task, completed=done, pace=pace)
        elif done and (done == total or done >= self._said + max(1, total // 10)):
            self._said = done
            self._console.print(f"{self._what}: {done} of {total}{', ' if pace else ''}{pace}")

    def _pace(self, done: int, total: int) -> str:
        """Return the rate so far and the time left at that rate."""
        spent_s = time.monotonic() - self._start_s
        if not done or not spent_s:
            return ""
        left_s = round((total - done) * spent_s / done)
        return f"{done / spent_s:.1f}/s" + (f", {left_s // 60}:{left_s % 60:02} left" if done < total else "")
