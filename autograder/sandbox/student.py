"""The student's notebook, as a suite sees it: names to read, functions to call, values that come back."""

from __future__ import annotations

import ast
import functools
import re
import time
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.errors import (
    Frame,
    SandboxError,
    StudentCrashed,
    StudentError,
    StudentMissing,
    StudentRaised,
    StudentTimedOut,
    explain_missing,
)
from autograder.sandbox.child import AnsweredTwice, Child, NotHeard
from autograder.sandbox.limits import Budget
from autograder.sandbox.runner import WarmProcess
from autograder.sandbox.wire import Handle
from autograder.text import clean_controls

__all__ = ["AT_ONCE_S", "Budget", "Call", "CellResult", "Student", "StudentProxy"]

_MOST_IMAGES = 60
_MOST_PIXELS = 18_000_000
_DYING_S = 0.05
AT_ONCE_S = 3.0
_WRITE_FILE = """import os
os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
with open(name, "wb") as file:
    file.write(data)
"""


@dataclass(frozen=True)
class CellResult:
    """What one cell did: its outputs (plain dicts of the wire) and the error that ended it, if any."""

    outputs: tuple[dict[str, Any], ...] = ()
    error: StudentError | None = None


@dataclass
class Call:
    """One thing that a suite asked of the student, and what came back."""

    target: str
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    is_call: bool = True
    result: Any = None
    error: StudentError | None = None


class Student:
    """What a suite can ask of a student's notebook. Every question raises a `StudentError` where there is no value."""

    def __init__(self) -> None:
        self._remembered: dict[Hashable, tuple[Any, Exception | None, list[Call]]] = {}
        self.calls: list[Call] = []

    def read(self, name: str) -> Any:
        """Return the value of a name of the notebook."""
        return self._question(Call(name, is_call=False), {"op": "read", "name": name})["value"]

    def call(self, target: str | Handle, *args: Any, **kwargs: Any) -> Any:
        """Call a function, a class or an object of the notebook; return the value."""
        return self._call(target, "", args, kwargs)["value"]

    def method(self, target: str | Handle, name: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method of an object; return the value."""
        return self._call(target, name, args, kwargs)["value"]

    def call_and_watch(self, target: str | Handle, *args: Any, **kwargs: Any) -> tuple[Any, list[Any]]:
        """Call a function; return the value, and what its positional arguments were afterwards."""
        reply = self._call(target, "", args, kwargs, watch=True)
        after = reply.get("args")
        if type(after) is not list or len(after) != len(args):
            raise StudentCrashed("the process sent a reply without the arguments")
        return reply["value"], after

    def evaluate(self, source: str, **values: Any) -> Any:
        """Run trusted source next to the student's objects; return the value of its last expression.

        `torch`, `nn`, `F`, `numpy`, `matplotlib` and `plt` are there, the values by their names, and `fresh_axes()`:
        empty axes that are not the current ones. What it returns is as good as any value from the student's process:
        it may be a lie.
        """
        statements, last = _split_source(source)
        request = {"op": "evaluate", "source": statements, "last": last, "values": values}
        return self._question(Call(source, is_call=False), request, is_recorded=False)["value"]

    def _call(
        self, target: str | Handle, method: str, args: tuple[Any, ...], kwargs: dict[str, Any], *, watch: bool = False
    ) -> dict[str, Any]:
        if type(target) not in (str, Handle):
            kind = type(target).__name__
            raise StudentRaised("TypeError", f"a {kind} is no object to be called / 返回的 {kind} 不能调用")
        name = target if isinstance(target, str) else target.type_name.lower()
        request: dict[str, Any] = {"op": "call", "target": target, "args": list(args)}
        request |= {"method": method} if method else {}
        request |= {"kwargs": kwargs} if kwargs else {}
        request |= {"watch": True} if watch else {}
        return self._question(Call(f"{name}.{method}" if method else name, args, kwargs), request)

    def _question(self, call: Call, request: dict[str, Any], *, is_recorded: bool = True) -> dict[str, Any]:
        if is_recorded:
            self.calls.append(call)
        try:
            reply = self._value(call.target, self._answer(call.target, request))
        except StudentError as error:
            call.error = error
            raise
        call.result = reply["value"]
        return reply

    def _answer(self, name: str, request: dict[str, Any]) -> dict[str, Any]:
        """Return the reply to a request that is about this name."""
        raise NotImplementedError

    def _value(self, name: str, reply: dict[str, Any]) -> dict[str, Any]:
        """Return the reply where it holds a value."""
        if reply.get("missing") is True:
            raise StudentMissing(name, self._reason_missing(name))
        error = _error(reply)
        if error is not None:
            raise self._explained(error)
        if "value" not in reply:
            raise StudentCrashed("the process sent a reply without a value")
        return reply

    def _explained(self, error: StudentRaised) -> StudentRaised:
        """Return the error; a NameError also says what ended the cell that should have defined the name."""
        found = re.fullmatch(r"name '(\w+)' is not defined.*", error.message, re.DOTALL)
        if found is None or error.type_name != "NameError":
            return error
        reason = self._reason_missing(found[1])
        if not reason:
            return error
        message = explain_missing(error.message, f"没有定义 {found[1]}", reason)
        return StudentRaised(error.type_name, message, error.frames)

    def _reason_missing(self, name: str) -> str:
        """Return why a name is not there, "" where nobody knows."""
        return ""

    def remember(self, key: Hashable, ask: Callable[[], Any]) -> Any:
        """Return what `ask()` returns; the next test of this round with the same key gets the same, without asking.

        For what is slow to ask and looked at by several tests. An error is remembered as well, and so are the calls.
        """
        if key not in self._remembered:
            before = len(self.calls)
            value, problem = None, None
            try:
                value = ask()
            except (StudentError, AssertionError) as raised:
                problem = raised
            self._remembered[key] = (value, problem, self.calls[before:])
        else:
            self.calls += self._remembered[key][2]
        value, error, _ = self._remembered[key]
        if error is not None:
            raise error
        return value

    def begin_round(self) -> None:
        """Forget what was remembered: the tests are asked anew."""
        self._remembered = {}

    def begin_test(self) -> None:
        """Forget what earlier tests asked."""
        self.calls = []


class StudentProxy(Student):
    """Runs a notebook's cells in a child and asks the child for values.

    Every question raises a `StudentError` where student code gives none. A child that dies is replaced, and the
    notebook run again without the cell that killed it, until the budget is used up.
    """

    def __init__(
        self,
        warm: WarmProcess,
        cells: Sequence[tuple[int, str]],
        prelude: str = "",
        budget: Budget | None = None,
        checks: Collection[int] = (),
        files: Mapping[str, bytes] | None = None,
    ) -> None:
        """`cells` are (index, source) in order; `prelude` is run once more after them, before any question.

        `checks` are the indexes of cells that define nothing (visible asserts): a process that replaces a dead one does
        not run them again, and none is run once one of them has killed the process. `files` stand in the working
        directory before the first cell runs.
        """
        super().__init__()
        self._warm = warm
        self._cells = list(cells)
        self._prelude = prelude
        self._budget = budget or Budget()
        self._checks = frozenset(checks)
        self._files = dict(files or {})
        self._child: Child | None = None
        self._deadly: dict[int, StudentError] = {}
        self._hangs: dict[str, int] = {}
        self._suspect = -1
        self._is_calm = True  # nothing has gone wrong yet
        self._restarts = 0
        self._used_s = 0.0
        self._generation = 0
        self._chars_left = warm.limits.output_chars + 10_000  # the child's own notes on what it cut
        self._bytes_left = warm.limits.image_bytes
        self._pixels_left = _MOST_PIXELS
        self.cell_results: dict[int, CellResult] = {}

    # --- the notebook ---

    def run(self) -> dict[int, CellResult]:
        """Run the notebook where it has not run yet; return what each cell did, by its index."""
        self._ready()
        return self.cell_results

    def _ready(self) -> Child:
        """Return a live child that has run the notebook."""
        while self._child is None or not self._child.is_alive or self._used_s > self._budget.notebook_s:
            if self._restarts > self._budget.restarts or self._used_s > self._budget.notebook_s:
                raise StudentTimedOut("the notebook's time is used up / 这份 notebook 的总时间已用完")
            self._restarts += 1
            self._child = self._warm.fork()
            self._generation += 1
            self._write_files(self._child)
            if self._is_calm and self._run_at_once(self._child):
                continue
            if not self._child.is_alive:
                self._restarts = 0
                continue  # the first cell to blame is found one by one
            last = -1
            for index, source in self._cells:
                if index in self._deadly or (index in self._checks and self._is_check_done(index)):
                    continue
                limit_s = self._budget.call_s if index in self._checks else self._budget.cell_s
                guilty = last
                try:
                    if index == self._suspect:
                        # The cell before may have made up its reply and died of what it did: give it time to.
                        time.sleep(_DYING_S)
                        self._ask(self._child, {"op": "read", "name": "__name__"}, self._budget.call_s)
                    guilty = index
                    reply = self._ask(self._child, {"op": "cell", "source": source, "index": index}, limit_s)
                    if type(reply.get("outputs")) is not list:
                        self._child.kill()
                        raise StudentCrashed("the process sent a reply without outputs")
                except (StudentTimedOut, StudentCrashed) as error:
                    if isinstance(error, (AnsweredTwice, NotHeard)):
                        guilty = last if last >= 0 else index
                    elif isinstance(error, StudentCrashed) and index != self._suspect and last >= 0:
                        self._suspect = index
                        break
                    self._deadly[guilty] = error
                    self.cell_results[guilty] = CellResult((), error)
                    break
                last = index
                if index not in self.cell_results:
                    self.cell_results[index] = CellResult(self._outputs(reply), _error(reply))
            else:
                try:
                    self._ask(self._child, {"op": "settle", "source": self._prelude}, self._budget.cell_s)
                except (StudentTimedOut, StudentCrashed) as error:
                    if isinstance(error, (AnsweredTwice, NotHeard)) and last >= 0:
                        self._deadly[last] = error
                    elif self._restarts > 2:
                        raise error
        return self._child

    def _is_check_done(self, index: int) -> bool:
        """Whether a check need not run (again): what it called and left behind could cost other cells their points."""
        return index in self.cell_results or bool(self._checks & self._deadly.keys())

    def _run_at_once(self, child: Child) -> bool:
        """Run all cells with one request, as nearly every notebook lets itself be run; return whether that went well.

        Where it did not, the child is dead and the notebook has to be run cell by cell: only then is it known which of
        them kills, hangs or lies.
        """
        try:
            reply = self._ask(child, self.all_cells, min(self._budget.cell_s, AT_ONCE_S))
            if not self.take_results(reply):
                child.kill()
        except (StudentTimedOut, StudentCrashed):
            pass
        if not child.is_alive:
            self._is_calm = False
        return child.is_alive

    @property
    def all_cells(self) -> dict[str, Any]:
        """The request that has all cells run."""
        return {"op": "cells", "cells": self._cells, "prelude": self._prelude}

    def take_results(self, reply: dict[str, Any]) -> bool:
        """Keep what the reply to `all_cells` says of cells that have no result yet; False where it is none."""
        results = reply.get("results")
        if type(results) is not list or len(results) != len(self._cells):
            return False
        for (index, _), result in zip(self._cells, results, strict=True):
            if index not in self.cell_results:
                self.cell_results[index] = CellResult(self._outputs(result), _error(result))
        return True

    def _write_files(self, child: Child) -> None:
        for name, data in self._files.items():
            request = {"op": "evaluate", "source": _WRITE_FILE, "values": {"name": name, "data": data}}
            error = _error(child.ask(request, self._budget.cell_s))
            if error is not None:
                raise SandboxError(f"{name} cannot be put beside the notebook ({error})", hint="make it smaller")

    def _ask(self, child: Child, request: dict[str, Any], limit_s: float) -> dict[str, Any]:
        start = time.monotonic()
        left_s = max(self._budget.notebook_s - self._used_s, self._budget.call_s / 4)
        try:
            return child.ask(request, min(limit_s, left_s))
        except StudentError:
            self._is_calm = False
            raise
        finally:
            self._used_s += time.monotonic() - start

    def _outputs(self, reply: dict[str, Any]) -> tuple[dict[str, Any], ...]:
        """Return the outputs of a reply that have the promised form and are within the notebook's limits.

        The child keeps the same limits; what student code forged is left out here.
        """
        outputs = reply.get("outputs") if type(reply) is dict else None
        if type(outputs) is not list:
            return ()
        kept: list[dict[str, Any]] = []
        for item in outputs[:1000]:
            if type(item) is not dict:
                continue
            text, png = item.get("text"), item.get("png")
            stream, show = item.get("stream"), item.get("show")
            if type(text) is str:
                text = text[: self._chars_left]
                self._chars_left -= len(text)
            if type(stream) is str and stream in ("stdout", "stderr") and type(text) is str:
                kept.append({"stream": stream, "text": text})
            elif type(show) is str and show in ("display_data", "execute_result"):
                shown: dict[str, Any] = {"show": show}
                if type(text) is str:
                    shown["text"] = text
                if type(png) is bytes and len(png) <= self._bytes_left:
                    pixels = _count_pixels(png)
                    if 0 < pixels <= self._pixels_left:
                        shown["png"] = png
                        self._bytes_left -= len(png)
                        self._pixels_left -= max(pixels, _MOST_PIXELS // _MOST_IMAGES)
                kept.append(shown)
        return tuple(kept)

    def _answer(self, name: str, request: dict[str, Any]) -> dict[str, Any]:
        if self._hangs.get(name, 0) >= self._budget.hangs_per_name:
            raise StudentTimedOut(f"{name} did not come back before / {name} 之前就没有返回")
        generation = self._generation
        child = self._ready()
        if generation != self._generation and _holds_handle(request):
            raise StudentCrashed("the object is gone with its process / 对象已随进程消失")
        is_fresh = generation != self._generation
        try:
            return self._ask(child, request, self._budget.call_s)
        except (StudentTimedOut, StudentCrashed) as end:
            # What an earlier question left behind may have killed the process: a fresh one tells who it was.
            is_other = isinstance(end, (StudentCrashed, NotHeard)) and not is_fresh
            if is_other and not _holds_handle(request):
                return self._answer(name, request)
            if isinstance(end, StudentTimedOut):
                self._hangs[name] = self._hangs.get(name, 0) + 1
            raise

    def _reason_missing(self, name: str) -> str:
        """Return the error of the last cell that was to define the name, "" where there is none."""
        word = re.escape(name)
        forms = rf"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+{word}\b|^[ \t]*{word}[ \t]*[:=](?!=)"
        definition = re.compile(forms, re.MULTILINE)
        for index, source in reversed(self._cells):
            result = self.cell_results.get(index)
            if result is not None and result.error is not None and definition.search(source):
                return str(result.error)[:300]
        return ""

    def renew(self) -> None:
        """Let the next question be answered by a fresh child, which knows nothing of those before it."""
        self.close()

    def close(self) -> None:
        """Kill the child."""
        if self._child is not None:
            self._child.kill()
            self._child = None

    def __enter__(self) -> StudentProxy:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.close()
        except SandboxError:
            self._warm.close()


@functools.lru_cache(maxsize=1024)
def _split_source(source: str) -> tuple[str, str]:
    """Return the statements of a source, and the last one by itself where it is an expression ("" otherwise)."""
    body = ast.parse(source).body
    if not body or not isinstance(body[-1], ast.Expr):
        return source, ""
    last = body[-1]
    lines = source.encode().splitlines(keepends=True)
    before = b"".join(lines[: last.lineno - 1]) + lines[last.lineno - 1][: last.col_offset]
    return before.decode(), ast.get_source_segment(source, last) or ""


def _holds_handle(request: dict[str, Any]) -> bool:
    values = [request.get("target"), *request.get("args", ()), *request.get("values", {}).values()]
    return any(type(value) is Handle for value in values)


def _count_pixels(png: bytes) -> int:
    """Return how many pixels a PNG says that it has, 0 for what is none: a small file can stand for a huge picture."""
    if png[:8] != b"\x89PNG\r\n\x1a\n" or png[12:16] != b"IHDR":
        return 0
    return int.from_bytes(png[16:20], "big") * int.from_bytes(png[20:24], "big")


def _error(reply: Any) -> StudentRaised | None:
    """Return the error that a reply tells of, or None."""
    error = reply.get("error") if type(reply) is dict else None
    if type(error) is not dict:
        return None
    type_name, message, frames = error.get("type"), error.get("message"), error.get("frames")
    bases = error.get("bases")
    kept = []
    for frame in frames[:12] if type(frames) is list else []:
        if type(frame) is list and [type(part) for part in frame] == [int, int, str, str]:
            index, line, function, text = frame
            if 0 <= index < 1 << 31 and 0 <= line < 1 << 31:
                kept.append(Frame(index, line, clean_controls(function[:100]), clean_controls(text[:200])))
    return StudentRaised(
        clean_controls(type_name[:200]) if type(type_name) is str else "Exception",
        clean_controls(message[:2000]) if type(message) is str else "",
        tuple(kept),
        tuple(name[:200] for name in bases[:12] if type(name) is str) if type(bases) is list else (),
    )
