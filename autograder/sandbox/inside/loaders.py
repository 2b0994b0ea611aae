"""Where a notebook gets no shared memory, data are loaded in its own process: the same batches, only not ahead."""

from __future__ import annotations

import functools
import inspect
from typing import Any

from torch.utils.data import DataLoader

from .notes import say_once
from .settings import SETTINGS

_ONE_PROCESS = (
    "Data are loaded in this process here: num_workers means 0. / 这里在本进程中加载数据：num_workers 当作 0。"
)
_OF_WORKERS = ("prefetch_factor", "persistent_workers", "multiprocessing_context", "timeout", "worker_init_fn")


def load_in_one_process() -> None:
    """Let DataLoader start no processes, if the walls leave none of what those need."""
    if SETTINGS.walls != "landlock":
        return
    usual = DataLoader.__init__
    signature = inspect.signature(usual)

    @functools.wraps(usual)
    def begin(self: Any, *args: Any, **kwargs: Any) -> None:
        try:
            given = signature.bind(self, *args, **kwargs).arguments
        except TypeError:
            given = {}  # the usual one says what is wrong
        if given.get("num_workers"):
            say_once(_ONE_PROCESS)
            usual(**{name: value for name, value in given.items() if name not in _OF_WORKERS} | {"num_workers": 0})
        else:
            usual(self, *args, **kwargs)

    DataLoader.__init__ = begin  # type: ignore[method-assign]
