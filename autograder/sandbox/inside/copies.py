"""Copies of the child, forked after its cells ran: each is asked something, and none learns what another was asked."""

from __future__ import annotations

import gc
import os
import signal
import socket
from typing import Any

from .settings import SETTINGS
from .walls import fork


def fork_copy(channel: socket.socket, descriptors: list[int]) -> dict[str, Any] | None:
    """Fork a copy whose channel leads to the descriptor that came with the request.

    Returns None in the copy, and in the original the reply with the copy's number. The copy is in the state of the
    original, to the last random number.
    """
    end = descriptors.pop()
    gc.freeze()  # what is there now is shared by the copies: collecting would copy it
    pid = fork()
    if pid:
        os.close(end)
        return {"pid": pid}
    os.dup2(end, channel.fileno())  # the original's own end is closed by it
    os.close(end)
    if SETTINGS.is_jail:  # elsewhere the group is what ends with the notebook
        os.setsid()  # a signal to its own process group must not reach the original
    return None


def end_copy(pid: int) -> dict[str, Any]:
    """End a copy; return its wait status."""
    os.kill(pid, signal.SIGKILL)
    return {"status": os.waitpid(pid, 0)[1]}
