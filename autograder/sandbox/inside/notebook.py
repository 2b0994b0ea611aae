"""A student's notebook, alive in this process: its cells, its names, what it can be asked."""

from __future__ import annotations

import builtins
import linecache
import marshal
import os
import sys
from typing import Any

import matplotlib
import matplotlib.pyplot
import numpy
import torch
import torch.nn.functional

from .accelerators import do_without
from .axes import fresh_axes
from .elsewhere import explain_place
from .modules import add_earlier
from .outputs import OUTPUTS, STREAMS
from .shell import Shell
from .state import keep_given, keep_left, put_back_libraries, put_back_state, stop_timers, use_left

BUILTINS = frozenset(dir(builtins))


class Notebook:
    """The student's notebook, alive in this process."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.names: dict[str, Any] = shell.user_ns

    def run(self, source: str, index: int, is_shown: bool) -> dict[str, Any]:
        OUTPUTS.start(is_shown)
        self.shell.compile.cell = index
        self.shell.displayhook.cell = source
        result = self.shell.run_cell(source, store_history=False)
        reply: dict[str, Any] = {"outputs": OUTPUTS.take_items()}
        error = result.error_before_exec or result.error_in_exec
        if error is not None:
            reply["error"] = describe_error(error)
        return reply

    def cell(self, source: str, index: int) -> dict[str, Any]:
        sys.stdout, sys.stderr = STREAMS
        return self.run(source, index, True)

    def cells(self, cells: list[tuple[int, str]], prelude: str) -> dict[str, Any]:
        results = []
        for index, source in cells:
            results.append(self.cell(source, index))
            stop_timers()
        return {"results": results, "leaves": self.settle(prelude)["leaves"]}

    def settle(self, source: str) -> dict[str, Any]:
        keep_left()
        put_back_state()
        put_back_libraries()
        reply = self.run(source, 0, False)
        reply["leaves"] = keep_given()
        return reply

    def as_left(self) -> dict[str, Any]:
        use_left()
        return {"value": None}

    def without(self) -> dict[str, Any]:
        do_without()
        return {"value": None}

    def knows(self, name: str) -> dict[str, Any]:
        return {"value": name in self.names}

    def read(self, name: str) -> dict[str, Any]:
        put_back_state()
        OUTPUTS.start(False)
        if name not in self.names:
            return {"missing": True}
        return {"value": self.names[name]}

    def call(
        self, target: Any, args: list[Any], method: str = "", kwargs: dict[str, Any] | None = None, watch: bool = False
    ) -> dict[str, Any]:
        put_back_state()
        OUTPUTS.start(False)
        if isinstance(target, str):
            if target not in self.names:
                return {"missing": True}
            target = self.names[target]
        if method:
            target = getattr(target, method)
        reply = {"value": target(*args, **(kwargs or {}))}
        if watch:
            reply["args"] = args
        return reply

    def write(self, name: str, data: bytes) -> dict[str, Any]:
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        with open(name, "wb") as file:
            file.write(data)
        return {"value": None}

    def earlier(self, name: str, cells: list[str | bytes], problem: str) -> dict[str, Any]:
        add_earlier(self.shell, name, cells, problem)
        return {"value": None}

    def evaluate(self, code: bytes, values: dict[str, Any], last: bytes = b"") -> dict[str, Any]:
        put_back_state()
        OUTPUTS.start(False)
        names = {
            **self.own_names(),
            "torch": torch,
            "nn": torch.nn,
            "F": torch.nn.functional,
            "numpy": numpy,
            "matplotlib": matplotlib,
            "plt": matplotlib.pyplot,
            "fresh_axes": fresh_axes,
            **values,
        }
        if code:
            exec(marshal.loads(code), names)  # noqa: S302 - it comes from the trusted side
        return {"value": eval(marshal.loads(last), names) if last else None}  # noqa: S302

    def own_names(self) -> dict[str, Any]:
        """Return the notebook's names, but for those that mean something else in Python itself."""
        return {
            name: value
            for name, value in dict.items(self.names)
            if type(name) is str and not name.startswith("_") and name not in BUILTINS
        }


def describe_error(error: BaseException) -> dict[str, Any]:
    """Return the type, message and the student's own frames of an exception."""
    try:
        message = str(error)[:2000] + explain_place(error)
    except BaseException:
        message = ""
    frames: list[list[int | str]] = []
    trace = BaseException.__traceback__.__get__(error)  # type: ignore[union-attr]
    while trace is not None and len(frames) < 12:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith("<cell "):
            line = trace.tb_lineno
            text = linecache.getline(name, line).strip()[:200]
            frames.append([int(name[6:-1]), line, trace.tb_frame.f_code.co_name[:100], text])
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and str(error.filename).startswith("<cell "):
        where = int(str(error.filename)[6:-1])
        frames.append([where, int(error.lineno or 0), "", str(error.text or "").strip()[:200]])
        message = str(error.msg)[:2000]
    bases = [kind.__name__[:200] for kind in type(error).__mro__[1:13]]
    return {"type": type(error).__name__[:200], "bases": bases, "message": message, "frames": frames}
