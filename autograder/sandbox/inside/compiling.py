"""`torch.compile` leaves code as it is: a compiler takes longer than a cell has, and the values are the same."""

from __future__ import annotations

import functools
from typing import Any

import torch

from .notes import say_once

_AS_IT_IS = "torch.compile compiles nothing here: the code runs as it is. / 这里 torch.compile 不编译，代码照常运行。"


def leave_uncompiled() -> None:
    """Let what `torch.compile` returns run the code itself, where a compiler of C++ would be started."""
    usual = torch.compile

    @functools.wraps(usual)
    def compile(*args: Any, **options: Any) -> Any:
        if options.get("backend", "inductor") == "inductor":
            say_once(_AS_IT_IS)
            torch.compiler.set_stance("force_eager")
        return usual(*args, **options)

    torch.compile = compile
