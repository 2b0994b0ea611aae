"""The processor on which notebooks run, where the trusted side chose one."""

from __future__ import annotations

import contextlib
import os

from .settings import SETTINGS


def stay_on_processor() -> None:
    """Stay there, with all children. Whoever asks is still told what the machine has: torch warns of less."""
    if SETTINGS.processor is None:
        return
    there = os.sched_getaffinity(0)
    with contextlib.suppress(OSError):  # it may have been taken away meanwhile
        os.sched_setaffinity(0, {SETTINGS.processor})
        os.sched_getaffinity = lambda _pid, /: set(there)
