"""The process that workers are forked from. It loads what they need while the command itself is still loading."""

from __future__ import annotations

from multiprocessing import forkserver

__all__ = ["start_forkserver"]


def start_forkserver() -> None:
    """Start it where it does not run yet."""
    forkserver.set_forkserver_preload(["autograder.worker"])
    forkserver.ensure_running()
