"""The program inside the jail: a warm process that forks children, each for one student. Nothing here is trusted.

It runs alone, next to a copy of `wire.py`, and imports nothing else of the package. It knows no answer, no grade, and
no test but those that students have. Started as ``python inside.py JSON`` with the keys of `Settings` in the JSON.

**The control socket** (SOCK_SEQPACKET, descriptor `control`; only the warm process holds it):

    {"op": "fork"} with one descriptor attached   ->   {"pid": N} with a pidfd attached
    {"op": "reap", "pid": N}                      ->   {"status": wait status}   (blocks until the child is dead)
    {"op": "learn", "source": TEXT}               ->   {}   (a cell that every student is given: compiled once for all)
    end of file                                   ->   the warm process ends

**A child's channel** (SOCK_STREAM, the descriptor that came with "fork") carries the frames of `wire.py`: a nonce and
requests, each a dict with "op" and the operation's own keys. They are answered one after the other, and the frame that
goes back holds the same nonce and their replies:

    cell      source, index          ->  "outputs", and "error" where the cell raised
    cells     cells, prelude         ->  "results": a reply of "cell" for each (index, source); then it settles.
              With "notebook", a number, what follows under this number belongs to another notebook than 0
    settle    source                 ->  "outputs", "error": run the locked first cell again, silently
    read      name                   ->  "value", or "missing": True
    call      target, args, and where they are needed method, kwargs, watch
                                     ->  "value" (and "args" afterwards where watch), or "error"
    evaluate  source, last, values   ->  "value" (of `last`, an expression or "") or "error"; both come from the trusted
              side

An "error" is a dict: "type", "bases" (names of its base classes), "message",
"frames" (cell index, line, function, text of the line).
What student code prints during read, call and evaluate goes nowhere. Every request may name the "notebook" that it is
about: several of one student live here side by side, each with names of its own.
"""

from __future__ import annotations

import _signal
import ast
import base64
import builtins
import contextlib
import ctypes
import functools
import gc
import inspect
import io
import json
import linecache
import os
import random
import resource
import signal
import socket
import subprocess
import sys
import time
import types
import warnings
from dataclasses import dataclass
from typing import Any, NamedTuple

_START = time.monotonic()


@dataclass(frozen=True)
class Settings:
    """What the trusted side decides: descriptors, limits and whether this is a jail."""

    control: int
    wire: str
    is_jail: bool
    workdir: str
    seccomp: str
    cpu_s: int
    memory_mib: int
    processes: int
    file_mib: int
    open_files: int
    disk_mib: int
    inodes: int
    output_chars: int
    image_bytes: int


SETTINGS = Settings(**json.loads(sys.argv[1]))
sys.path.insert(0, SETTINGS.wire)
import wire  # noqa: E402

sys.path.remove(SETTINGS.wire)

import matplotlib  # noqa: E402

BACKEND = "module://matplotlib_inline.backend_inline"
matplotlib.use(BACKEND)
import IPython.core.compilerop  # noqa: E402
import IPython.core.displayhook  # noqa: E402
import IPython.core.displaypub  # noqa: E402
import IPython.core.interactiveshell  # noqa: E402
import IPython.utils.text  # noqa: E402
import matplotlib.pyplot  # noqa: E402
import numpy  # noqa: E402
import torch  # noqa: E402
import torch.nn.functional  # noqa: E402
import traitlets.config  # noqa: E402
from matplotlib_inline import backend_inline  # noqa: E402

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
CLONE_NEWPID, CLONE_NEWNET = 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 2, 4, 8, 0x4000, 0x40000
PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_SET_PDEATHSIG = 4, 22, 24, 38, 1
CELL_NAME = "<cell {}>"
READY = b"R"
INBOX = memoryview(bytearray(1 << 16))
MOST_CELLS = 1 << 20  # of a notebook: what makes names of cells different between two
LONGEST_MESSAGE = 1 << 17
WAITING_AXES = 4


def checked(result: int, what: str) -> int:
    """Raise OSError where a libc call reported one."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


# --- the notebook's shell ------------------------------------------------------------------------------------------


class Outputs:
    """What the running cell has shown so far, as plain dicts, cut off at the limits."""

    def __init__(self) -> None:
        self.begin_notebook()

    def begin_notebook(self) -> None:
        self.items: list[dict[str, Any]] = []
        self.chars_left = SETTINGS.output_chars
        self.bytes_left = SETTINGS.image_bytes
        self.is_open = False

    def start(self, is_open: bool) -> None:
        self.items = []
        self.is_open = is_open

    def text(self, stream: str, text: str) -> None:
        if not self.is_open or not text:
            return
        if self.chars_left <= 0:
            return
        kept = text[: self.chars_left]
        self.chars_left -= len(text)
        if self.chars_left <= 0:
            kept += "\n... (output cut / 输出过长，已截断)\n"
        last = self.items[-1] if self.items else {}
        if last.get("stream") == stream:
            last["parts"].append(kept)
        else:
            self.items.append({"stream": stream, "parts": [kept]})

    def show(self, kind: str, data: dict[str, Any]) -> None:
        if not self.is_open:
            return
        item: dict[str, Any] = {"show": kind}
        plain, image = data.get("text/plain"), data.get("image/png")
        # A cell's value can be points: it has room of its own, however much was printed before.
        room = max(self.chars_left, 100 if kind == "execute_result" else 0)
        if isinstance(plain, str) and room > 0:
            item["text"] = str(plain)[:room]
            self.chars_left -= len(item["text"])
        if isinstance(image, str):
            try:
                image = base64.b64decode(image)
            except ValueError:
                image = None
        if isinstance(image, bytes) and len(image) <= self.bytes_left:
            item["png"] = image
            self.bytes_left -= len(image)
        if len(item) > 1 and (len(self.items) < 500 or kind == "execute_result"):
            self.items.append(item)

    def taken(self) -> list[dict[str, Any]]:
        items, self.items = self.items, []
        for item in items:
            if "parts" in item:
                item["text"] = "".join(item.pop("parts"))
        return items


OUTPUTS = Outputs()


class Stream(io.TextIOBase):
    """A standard stream that writes into OUTPUTS."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        OUTPUTS.text(self._name, str.__str__(text))
        return len(text)


class Publisher(IPython.core.displaypub.DisplayPublisher):
    def publish(self, data: Any, metadata: Any = None, **_: Any) -> None:
        OUTPUTS.show("display_data", data)

    def clear_output(self, wait: bool = False) -> None:
        OUTPUTS.items.clear()


class LastExpression(IPython.core.displayhook.DisplayHook):
    cell = ""

    def quiet(self) -> bool:
        return bool(self.semicolon_at_end_of_expression(self.cell))  # IPython would look into its history

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        OUTPUTS.show("execute_result", format_dict)

    def finish_displayhook(self) -> None:
        pass

    def log_output(self, format_dict: Any) -> None:
        pass


class Compiler(IPython.core.compilerop.CachingCompiler):
    """Names the code of a cell after the cell, so that tracebacks can be told apart from library frames."""

    cell = 0
    parsed: Parsed | None = None

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        return CELL_NAME.format(self.cell)

    def ast_parse(self, source: str, filename: str = "<unknown>", symbol: str = "exec") -> ast.AST:
        """Return the tree that `parse_python` made of the same source a moment ago, or parse it."""
        parsed = self.parsed
        if parsed is not None and parsed.tree is not None and symbol == "exec" and parsed.source == source:
            return parsed.tree
        return super().ast_parse(source, filename, symbol)


class Parsed(NamedTuple):
    """A cell that is Python as it stands: its tree where there was nothing to warn of, its code where it is known."""

    source: str
    tree: ast.Module | None
    code: types.CodeType | None = None


LEARNED: dict[str, Parsed] = {}
USUAL_FLAGS = IPython.core.compilerop.CachingCompiler().flags


def parse_python(source: str) -> Parsed | None:
    """Return a cell's tree, None where it cannot be parsed as it stands. Its warnings are shown when it is compiled."""
    source = source if source.endswith("\n") else source + "\n"
    if source in LEARNED:
        return LEARNED[source]
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        try:
            tree = compile(source, "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
    return Parsed(source, tree if not found else None)


def learn(source: str) -> None:
    """Compile a cell that will be run in many children; what is unusual about it is left to them."""
    parsed = parse_python(source)
    if parsed is None or parsed.tree is None or "\n" not in source.strip():
        return
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            code = compile(first_piece(parsed.tree.body), "<cell>", "exec", USUAL_FLAGS, dont_inherit=True)
            is_plain = not code.co_flags & inspect.CO_COROUTINE and "__future__" not in source
            if is_plain and not found:
                LEARNED[parsed.source] = parsed._replace(code=code)


def first_piece(nodes: list[ast.stmt]) -> ast.Module:
    """Return what stands before a last expression."""
    return ast.Module(nodes[: len(nodes) - isinstance(nodes[-1], ast.Expr)] if nodes else [], [])


def renamed(code: types.CodeType, name: str) -> types.CodeType:
    """Return the code under the name of its cell, with all that is in it."""
    parts = (renamed(part, name) if isinstance(part, types.CodeType) else part for part in code.co_consts)
    return code.replace(co_filename=name, co_consts=tuple(parts))


def run_command(command: str) -> tuple[str, int]:
    """Return what a shell line prints, up to a limit, and its exit status; IPython's own way needs a terminal."""
    with subprocess.Popen(  # noqa: S602 - a shell is what `!` asks for, and this is the jail
        command, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        assert process.stdout is not None
        data = process.stdout.read(SETTINGS.output_chars)
        if len(data) == SETTINGS.output_chars:
            process.kill()
    return data.decode("utf-8", "replace"), process.returncode


class Shell(IPython.core.interactiveshell.InteractiveShell):
    """IPython without a terminal or a kernel: magics, top-level await, display, inline figures."""

    displayhook_class = traitlets.Type(LastExpression)
    display_pub_class = traitlets.Type(Publisher)
    compiler_class = traitlets.Type(Compiler)

    def enable_gui(self, gui: Any = None) -> None:
        pass

    def transform_cell(self, raw_cell: str) -> str:
        """Several lines of valid Python stay as they are: to search them for magics takes longer than to run them."""
        manager = self.input_transformer_manager
        own = (manager.cleanup_transforms, manager.line_transforms, manager.token_transformers)
        is_usual = [*map(len, own), len(self.input_transformers_post)] == TRANSFORMS
        parsed = parse_python(raw_cell) if is_usual and "\n" in raw_cell.strip() else None
        self.compile.parsed = parsed  # type: ignore[attr-defined]
        if parsed is not None:
            return parsed.source
        return super().transform_cell(raw_cell)

    def should_run_async(self, raw_cell: str, *, transformed_cell: str | None = None, **rest: Any) -> bool:
        is_candidate = "await" in raw_cell or "async" in raw_cell
        return is_candidate and super().should_run_async(raw_cell, transformed_cell=transformed_cell, **rest)

    async def run_ast_nodes(
        self,
        nodelist: list[ast.stmt],
        cell_name: str,
        interactivity: str = "last_expr",
        compiler: Any = compile,
        result: Any = None,
    ) -> bool | None:
        """Run what stands before a last expression in one piece; IPython compiles each statement by itself.

        Where the piece cannot be compiled, IPython runs what stands before the fault.
        """
        piece = first_piece(nodelist)
        if len(piece.body) > 1 and interactivity == "last_expr":
            code = self.learned_code(nodelist, cell_name)
            if code is None:
                with contextlib.suppress(Exception):
                    code = compiler(piece, cell_name, "exec")
            if code is not None and not code.co_flags & inspect.CO_COROUTINE:
                if await self.run_code(code, result):
                    return True
                nodelist = nodelist[len(piece.body) :]
        return await super().run_ast_nodes(nodelist, cell_name, interactivity, compiler, result)

    def learned_code(self, nodes: list[ast.stmt], name: str) -> types.CodeType | None:
        """Return the code of a cell that is known, where nothing that was run before changes how it is compiled."""
        parsed = self.compile.parsed  # type: ignore[attr-defined]
        if parsed is None or parsed.code is None or parsed.tree.body is not nodes:
            return None
        is_usual = not self.ast_transformers and self.compile.flags == USUAL_FLAGS
        return renamed(parsed.code, name) if is_usual else None

    def system(self, cmd: str) -> None:
        text, self.user_ns["_exit_code"] = run_command(self.var_expand(cmd, depth=1))
        OUTPUTS.text("stdout", text)

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        text, _ = run_command(self.var_expand(cmd, depth=depth + 1))
        return IPython.utils.text.SList(text.splitlines()) if split else IPython.utils.text.LSString(text)

    def ask_exit(self) -> None:
        pass

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        pass

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        pass

    def showsyntaxerror(self, *args: Any, **kwargs: Any) -> None:
        pass


TRANSFORMS: list[int] = []  # how many IPython has of each kind before a notebook adds its own


def make_shell() -> Shell:
    """Return the shell that every child inherits, with the slow imports behind it."""
    config = traitlets.config.Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    config.InteractiveShell.cache_size = 0
    config.InteractiveShell.xmode = "Plain"
    # "tight" draws every figure twice; the trusted side draws pictures anew, so to compress them well is for nothing
    config.InlineBackend.print_figure_kwargs = {"bbox_inches": None, "pil_kwargs": {"compress_level": 1}}
    shell = Shell.instance(config=config)
    shell.builtin_trap.activate()
    backend_inline.configure_inline_support(shell, "inline")
    manager = shell.input_transformer_manager
    own = (manager.cleanup_transforms, manager.line_transforms, manager.token_transformers)
    TRANSFORMS[:] = [*map(len, own), len(shell.input_transformers_post)]
    return shell


# --- the child's answers -------------------------------------------------------------------------------------------


OBJECTS: list[Any] = []


def keep(value: Any) -> wire.Handle:
    """Put an object aside and return the handle that stands for it."""
    OBJECTS.append(value)
    return wire.Handle(len(OBJECTS) - 1, type.__getattribute__(type(value), "__name__"))


def resolve(handle: wire.Handle) -> Any:
    """Return the object behind a handle."""
    return OBJECTS[handle.id]


def describe_error(error: BaseException) -> dict[str, Any]:
    """Return the type, message and the student's own frames of an exception."""
    try:
        message = str(error)[:2000]
    except BaseException:
        message = ""
    frames = []
    trace = BaseException.__traceback__.__get__(error)
    while trace is not None and len(frames) < 12:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith("<cell "):
            line = trace.tb_lineno
            text = linecache.getline(name, line).strip()[:200]
            frames.append([int(name[6:-1]) % MOST_CELLS, line, trace.tb_frame.f_code.co_name[:100], text])
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and str(error.filename).startswith("<cell "):
        where = int(str(error.filename)[6:-1]) % MOST_CELLS
        frames.append([where, int(error.lineno or 0), "", str(error.text or "").strip()[:200]])
        message = str(error.msg)[:2000]
    bases = [kind.__name__[:200] for kind in type(error).__mro__[1:13]]
    return {"type": type(error).__name__[:200], "bases": bases, "message": message, "frames": frames}


_set_default_dtype, _set_grad_enabled = torch.set_default_dtype, torch.set_grad_enabled
_set_num_threads, _set_default_device = torch.set_num_threads, torch.set_default_device
_filters = list(warnings.filters)
_STREAMS = (Stream("stdout"), Stream("stderr"))
_recursion_limit = sys.getrecursionlimit()
_numpy_errors = numpy.geterr()
_settings: dict[str, Any] = {}
_names: list[int] = []
_waiting_axes: list[Any] = []


def put_back_state() -> None:
    """Undo what a notebook may have left behind in process-wide state."""
    sys.stdout, sys.stderr = _STREAMS
    sys.__stdout__, sys.__stderr__ = _STREAMS  # type: ignore[misc]
    sys.settrace(None)
    sys.setprofile(None)
    sys.setrecursionlimit(_recursion_limit)
    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGUSR1, signal.SIGUSR2, signal.SIGVTALRM, signal.SIGPROF):
        _signal.signal(number, _signal.SIG_DFL)  # without the enums of `signal`, which take longer than the call
    stop_timers()
    if torch.get_default_dtype() is not torch.float32:
        _set_default_dtype(torch.float32)
    if not torch.is_grad_enabled():
        _set_grad_enabled(True)
    if torch.get_num_threads() != 1:
        _set_num_threads(1)
    warnings.filters[:] = _filters
    numpy.seterr(**_numpy_errors)
    try:
        os.chdir(SETTINGS.workdir)
    except OSError:
        pass


def put_back_libraries() -> None:
    """Undo what a notebook may have set in torch and matplotlib, and forget its figures."""
    if hasattr(torch, "set_default_device"):
        _set_default_device(None)
    matplotlib.pyplot.close("all")
    if dict.copy(matplotlib.rcParams) != _settings:
        matplotlib.rcdefaults()
        matplotlib.use(BACKEND)


def fresh_axes() -> Any:
    """Return empty axes that pyplot knows and that are not the current ones; all other figures are closed.

    Those that wait since before the fork are as good as new ones, and to make new ones takes 4 ms.
    """
    matplotlib.pyplot.close("all")
    if _waiting_axes and dict.copy(matplotlib.rcParams) == _settings:
        axes = _waiting_axes.pop()
        matplotlib.pyplot.figure(axes.figure)
    else:
        axes = matplotlib.pyplot.subplots()[1]
    matplotlib.pyplot.figure()
    return axes


def make_waiting_axes() -> None:
    """Make axes for `fresh_axes` to give, each in the first figure that pyplot knows at that time."""
    for _ in range(WAITING_AXES):
        _waiting_axes.append(matplotlib.pyplot.subplots()[1])
        matplotlib.pyplot.close("all")
    backend_inline.flush_figures()  # nothing is open, so nothing is shown, now or later


def count_names() -> list[int]:
    """Return how many names the modules and classes have that notebooks use most. One more is one that was added."""
    owners = (builtins, torch, torch.nn, torch.nn.functional, torch.Tensor, torch.nn.Module, numpy, matplotlib.pyplot)
    return [len(vars(owner)) for owner in owners]


def put_back_seeds() -> None:
    """Seed all generators as they are in a new process."""
    torch.manual_seed(0)
    numpy.random.seed(0)
    random.seed(0)


def stop_timers() -> None:
    """Stop what could interrupt, at a moment of chance, whatever runs next."""
    for timer in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF):
        signal.setitimer(timer, 0)


class Notebook:
    """A student's notebook, alive in this process. The one that was made last is the one whose cells can be run."""

    def __init__(self, shell: Shell, number: int = 0) -> None:
        self.shell = shell
        self.number = number
        if number:
            self.begin()
        self.names: dict[str, Any] = shell.user_ns

    def begin(self) -> None:
        """Give the shell new names, and put what a notebook can set back to where a new process has it."""
        if os.listdir(SETTINGS.workdir) or count_names() != _names:
            raise RuntimeError("an earlier notebook left something here")
        put_back_state()
        put_back_libraries()
        shell = self.shell
        shell.user_module, shell.user_ns = shell.prepare_user_module()
        shell.init_sys_modules()
        shell.init_user_ns()
        shell.compile.reset_compiler_flags()
        OUTPUTS.begin_notebook()
        put_back_seeds()

    def run(self, source: str, index: int, is_shown: bool) -> dict[str, Any]:
        OUTPUTS.start(is_shown)
        self.shell.compile.cell = index + self.number * MOST_CELLS  # type: ignore[attr-defined]
        self.shell.displayhook.cell = source
        result = self.shell.run_cell(source, store_history=False)
        reply: dict[str, Any] = {"outputs": OUTPUTS.taken()}
        error = result.error_before_exec or result.error_in_exec
        if error is not None:
            reply["error"] = describe_error(error)
        return reply

    def cell(self, source: str, index: int) -> dict[str, Any]:
        sys.stdout, sys.stderr = _STREAMS
        return self.run(source, index, True)

    def cells(self, cells: list[tuple[int, str]], prelude: str) -> dict[str, Any]:
        results = []
        for index, source in cells:
            results.append(self.cell(source, index))
            stop_timers()
        self.settle(prelude)
        return {"results": results}

    def settle(self, source: str) -> dict[str, Any]:
        put_back_state()
        put_back_libraries()
        return self.run(source, 0, False)

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

    def evaluate(self, source: str, values: dict[str, Any], last: str = "") -> dict[str, Any]:
        put_back_state()
        OUTPUTS.start(False)
        names = {
            "torch": torch,
            "nn": torch.nn,
            "F": torch.nn.functional,
            "numpy": numpy,
            "matplotlib": matplotlib,
            "plt": matplotlib.pyplot,
            "fresh_axes": fresh_axes,
            **values,
        }
        if source:
            exec(compile_source(source, "exec"), names)
        return {"value": eval(compile_source(last, "eval"), names) if last else None}


@functools.lru_cache(maxsize=128)
def compile_source(source: str, mode: str) -> types.CodeType:
    """Return the code of what a suite asks, and often asks again."""
    return compile(source, "<suite>", mode)


def receive(channel: socket.socket) -> list[Any]:
    """Return the values of the next frame; leave the process where the other end is gone."""
    unread = bytearray()
    while True:
        if len(unread) >= wire.PREFIX.size:
            header, blob = wire.frame_sizes(unread[: wire.PREFIX.size])
            data = memoryview(unread)[wire.PREFIX.size :]
            if len(data) >= header + blob:
                return wire.decode(bytes(data[:header]), data[header:], resolve=resolve)
            data.release()
        count = channel.recv_into(INBOX)
        if not count:
            os._exit(0)
        unread += INBOX[:count]


def serve(channel: socket.socket, shell: Shell) -> None:
    """Answer requests until the other end closes the channel."""
    notebooks = {0: Notebook(shell)}
    owner = os.getpid()
    while True:
        nonce, *requests = receive(channel)
        frame = wire.Frame(keep=keep)
        frame.add(nonce)
        for request in requests:
            try:
                frame.add(answer(notebooks, request, shell))
            except wire.WireError as error:
                frame.add(unsendable(error))
            except BaseException as error:
                frame.add({"error": describe_error(error)})
            if os.getpid() != owner:
                os._exit(0)  # a copy that student code forked and let come back: the reply is the original's
        try:
            data = frame.to_bytes()
        except wire.WireError as error:
            data = wire.encode(nonce, *[unsendable(error)] * len(requests))
        channel.sendall(data)


def answer(notebooks: dict[int, Notebook], request: dict[str, Any], shell: Shell) -> dict[str, Any]:
    """Return the reply to a request; the first that names a notebook begins it."""
    operation, number = request.pop("op"), request.pop("notebook", 0)
    try:
        if number not in notebooks:
            notebooks[number] = Notebook(shell, number)
        reply: dict[str, Any] = OPERATIONS[operation](notebooks[number], **request)
    finally:
        stop_timers()
    return reply


def unsendable(error: wire.WireError) -> dict[str, Any]:
    return {"error": {"type": "Unsendable", "message": str(error), "frames": []}}


OPERATIONS: dict[str, Any] = {
    "cell": Notebook.cell,
    "cells": Notebook.cells,
    "settle": Notebook.settle,
    "read": Notebook.read,
    "call": Notebook.call,
    "evaluate": Notebook.evaluate,
}


# --- the walls of a child ------------------------------------------------------------------------------------------


def mount(source: bytes | None, target: bytes, kind: bytes | None, flags: int, options: bytes | None = None) -> None:
    checked(LIBC.mount(source, target, kind, flags, options), f"mount on {target.decode()}")


def wall_in() -> None:
    """Give this child namespaces and a file system of its own, then drop every capability."""
    checked(LIBC.unshare(CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWCGROUP), "unshare")
    mount(None, b"/", None, MS_REC | MS_PRIVATE)
    space = f"size={SETTINGS.disk_mib}m,nr_inodes={SETTINGS.inodes},mode=0777".encode()
    mount(b"tmpfs", b"/tmp", b"tmpfs", MS_NOSUID | MS_NODEV, space)
    mount(b"tmpfs", b"/dev/shm", b"tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, space)
    mount(b"proc", b"/proc", b"proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    for number in range(64):
        if LIBC.prctl(PR_CAPBSET_DROP, number, 0, 0, 0) < 0:
            break
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    checked(LIBC.capset(header, (ctypes.c_uint32 * 6)()), "capset")
    checked(LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def filter_system_calls() -> None:
    """Load the seccomp program that the trusted side compiled."""
    code = base64.b64decode(SETTINGS.seccomp)
    program = _Program(len(code) // 8, code)
    checked(LIBC.prctl(PR_SET_SECCOMP, 2, ctypes.byref(program), 0, 0), "seccomp")


def set_limits() -> None:
    """Set the limits of one process, on top of what is mapped already."""
    with open("/proc/self/statm") as statm:
        mapped = int(statm.read().split()[0]) * resource.getpagesize()
    limits = {
        resource.RLIMIT_CPU: SETTINGS.cpu_s,
        resource.RLIMIT_AS: mapped + (SETTINGS.memory_mib << 20),
        resource.RLIMIT_NPROC: SETTINGS.processes,
        resource.RLIMIT_FSIZE: SETTINGS.file_mib << 20,
        resource.RLIMIT_NOFILE: SETTINGS.open_files,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for number, limit in limits.items():
        if number == resource.RLIMIT_NPROC and not SETTINGS.is_jail:
            continue  # counted per user there, so it would count the whole machine
        resource.setrlimit(number, (limit, limit))


def become_child(channel: socket.socket, shell: Shell) -> None:
    """Never returns: wall this process in and answer on the channel until it closes."""
    try:
        os.closerange(channel.fileno() + 1, 4096)
        os.setsid()  # a signal to its own process group must not reach the warm process
        if SETTINGS.is_jail:
            wall_in()
        else:
            checked(LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0), "pdeathsig")
        set_limits()
        os.makedirs(SETTINGS.workdir, exist_ok=True)
        os.makedirs(os.path.expanduser("~"), exist_ok=True)
        os.chdir(SETTINGS.workdir)
        if SETTINGS.seccomp:
            filter_system_calls()
        random.seed(0)  # forking seeds it anew; torch's and numpy's generators come as the warm process left them
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        channel.sendall(READY)
        sys.stdout, sys.stderr = _STREAMS
        sys.path.insert(0, "")  # as in a kernel: what %%writefile wrote can be imported
        gc.enable()
        serve(channel, shell)
    except BaseException as error:
        os.write(2, f"the child could not start: {error!r}\n".encode())
    finally:
        os._exit(81)


def warm_up(shell: Shell) -> None:
    """Load what notebooks use, so that children inherit it, and leave no trace of it."""
    torch.set_num_threads(1)
    put_back_state()
    notebook = Notebook(shell)
    notebook.cell(
        "import torch, torch.nn as nn, matplotlib.pyplot as plt\n"
        "figure, axes = plt.subplots(figsize=(1, 1)); axes.scatter([0, 1], [0, 1]); axes.plot([0, 1], 'k--')\n"
        "axes.set_title('x'); plt.show()\n"
        "net = nn.Sequential(nn.Linear(2, 2), nn.ReLU()); net(torch.rand(2, 2)).sum().backward(); print(net)\n"
        "net.state_dict(); torch.einsum('ij,jk->ik', torch.rand(2, 2), torch.rand(2, 2)).numpy()\n"
        "torch.rand(2, 2)",
        0,
    )
    matplotlib.rcdefaults()
    notebook.settle("")
    matplotlib.interactive(True)  # as the inline backend has it: what a cell drew is shown when it ends
    matplotlib.rcParams["axes.titley"] = 1.0  # where titles are anyway: looking for room takes a third of a drawing
    _settings.update(dict.copy(matplotlib.rcParams))
    make_waiting_axes()
    notebook.evaluate("import numpy", {}, "torch.zeros(2)")
    frame = wire.encode("x", {"list": [torch.rand(2, 2), 1, 2.0, "x", None, True], "id": notebook}, keep=keep)
    header, _ = wire.frame_sizes(frame[: wire.PREFIX.size])
    wire.decode(frame[wire.PREFIX.size :][:header], frame[wire.PREFIX.size + header :], resolve=resolve)
    put_back_seeds()
    shell.reset(new_session=True)
    _names[:] = count_names()
    OBJECTS.clear()


def main() -> None:
    """Load everything once, say so, then fork a child for each request."""
    control = socket.socket(fileno=SETTINGS.control)
    shell = make_shell()
    warm_up(shell)
    devnull = os.open(os.devnull, os.O_RDONLY)
    os.dup2(devnull, 0)
    os.close(devnull)
    checked(LIBC.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "dumpable")
    own_pids = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC) if SETTINGS.is_jail else -1
    gc.collect()
    gc.freeze()
    gc.disable()
    control.send(json.dumps({"ready_s": time.monotonic() - _START}).encode())
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, LONGEST_MESSAGE, 1)
        if not message:
            return
        request = json.loads(message)
        if request["op"] == "learn":
            learn(request["source"])
            gc.freeze()
            control.send(b"{}")
            continue
        if request["op"] == "reap":
            _, status = os.waitpid(request["pid"], 0)
            control.send(json.dumps({"status": status}).encode())
            continue
        channel = socket.socket(fileno=descriptors[0])
        if SETTINGS.is_jail:
            checked(LIBC.unshare(CLONE_NEWPID), "unshare")
        pid = os.fork()
        if pid == 0:
            control.close()
            if own_pids >= 0:
                os.close(own_pids)
            become_child(channel, shell)
        if SETTINGS.is_jail:
            checked(LIBC.setns(own_pids, CLONE_NEWPID), "setns")
        channel.close()
        handle = os.pidfd_open(pid)
        socket.send_fds(control, [json.dumps({"pid": pid}).encode()], [handle])
        os.close(handle)


if __name__ == "__main__":
    main()
