"""How the server behind the pages is set: what it refuses by itself, and how long it waits."""

from __future__ import annotations

import uvicorn
from starlette.types import ASGIApp

__all__ = ["make_config"]

_MOST_HEAD = 32 << 10


def make_config(app: ASGIApp) -> uvicorn.Config:
    """Return the settings of the server for an application. A proxy on this machine may say who asks, and by https."""
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=3,
        timeout_keep_alive=20,
        h11_max_incomplete_event_size=_MOST_HEAD,
    )
