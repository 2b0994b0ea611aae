"""The notebook's shell: IPython without a terminal or a kernel."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import os
import subprocess
import types
from collections.abc import Iterable
from typing import Any

import IPython.core.displayhook
import IPython.core.displaypub
import IPython.core.interactiveshell
import IPython.utils.text
import traitlets.config
from IPython.core.async_helpers import _pseudo_sync_runner
from IPython.core.extensions import ExtensionManager
from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult
from IPython.external.pickleshare import PickleShareDB
from matplotlib_inline import backend_inline

from .elsewhere import EXTENSIONS, MAGICS, NO_WINDOW
from .notes import say_once
from .outputs import OUTPUTS
from .parsing import Compiler, parse_python
from .settings import SETTINGS

_OF_A_LOOP = ("create_task(", "ensure_future(", "get_running_loop(")
_BRINGS_ONE = ("asyncio.run(", ".run_until_complete(", ".run_forever(")
HOOKS: list[int] = []  # how many IPython has of each kind before a notebook adds its own


class Publisher(IPython.core.displaypub.DisplayPublisher):
    def publish(self, data: Any, metadata: Any = None, **_: Any) -> None:
        OUTPUTS.show("display_data", data)

    def clear_output(self, wait: bool = False) -> None:
        OUTPUTS.items.clear()


class LastExpression(IPython.core.displayhook.DisplayHook):
    cell = ""
    exec_result: Any = None  # not a trait: that costs more than all else around a cell

    def quiet(self) -> bool:
        """Whether the cell ends with a semicolon. IPython would look into its history for the cell."""
        return ";" in self.cell and bool(self.semicolon_at_end_of_expression(self.cell))

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        OUTPUTS.show("execute_result", format_dict)

    def finish_displayhook(self) -> None:
        pass

    def log_output(self, format_dict: Any) -> None:
        pass


def run_command(command: str) -> tuple[str, int]:
    """Return what a shell line prints, up to a limit, and its exit status; IPython's own way needs a terminal."""
    with subprocess.Popen(  # noqa: S602 - a shell is what `!` asks for, and this is the jail
        command,
        shell=True,
        executable=os.environ.get("SHELL"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout is not None
        data = process.stdout.read(SETTINGS.output_chars)
        if len(data) == SETTINGS.output_chars:
            process.kill()
    return data.decode("utf-8", "replace"), process.returncode


class Extensions(ExtensionManager):
    def load_extension(self, module_str: str) -> str | None:
        """Load an extension; where one that only shows or measures is not installed, let its magics do nothing."""
        magics = EXTENSIONS.get(module_str)
        if magics is None or importlib.util.find_spec(module_str) is not None:
            problem: str | None = super().load_extension(module_str)
            return problem
        say_once(f"{module_str} is not here, and does nothing. / 这里没有 {module_str}：它什么也不做。")
        leave_out(self.shell, magics)
        return None


def leave_out(shell: Any, magics: Iterable[str]) -> None:
    """Let these line magics do nothing."""
    for name in magics:
        shell.register_magic_function(_do_nothing, "line", name)


def _do_nothing(_: str) -> None:
    pass


def measure_briefly(shell: Any) -> None:
    """Let `%timeit` run code three times where it is not told how often: by itself it takes up to 15 s for a line."""
    usual = shell.find_line_magic("timeit")

    @functools.wraps(usual)
    def brief(line: str, cell: str | None = None, local_ns: Any = None) -> Any:
        given, _ = usual.__self__.parse_options(line, "n:r:tcp:qov:", posix=False, strict=False, preserve_non_opts=True)
        if "n" not in given:
            line = f"-n 1 {line}" if "r" in given else f"-n 1 -r 3 {line}"
        return usual(line, cell, local_ns)

    shell.register_magic_function(brief, "line_cell", "timeit")


class Shell(IPython.core.interactiveshell.InteractiveShell):
    """IPython without a terminal or a kernel: magics, top-level await, display, inline figures."""

    displayhook_class = traitlets.Type(LastExpression)
    display_pub_class = traitlets.Type(Publisher)
    compiler_class = traitlets.Type(Compiler)
    last_execution_succeeded = True  # these two are no traits either
    last_execution_result: Any = None

    @functools.cached_property
    def db(self) -> PickleShareDB:
        """What magics remember, such as `%cd` the folders it has seen: in the home of this notebook."""
        return PickleShareDB(os.path.expanduser("~/.ipython/db"))

    def enable_gui(self, gui: Any = None) -> None:
        pass

    def enable_matplotlib(self, gui: Any = None) -> Any:
        """Draw into the outputs, whatever window or widget `%matplotlib` asks for."""
        if gui not in (None, "auto", "agg", "inline"):
            say_once(NO_WINDOW)
        return super().enable_matplotlib("inline")

    def run_cell(self, raw_cell: str, store_history: bool = False, *options: Any, **named: Any) -> Any:
        """Do what IPython does; for several lines of valid Python without its detours, which take longer than the code.

        It compiles each statement by itself, and goes through an event loop's machinery for code that needs none.
        """
        is_usual = not (store_history or options or named) and self.is_unchanged()
        plain = self.compile_plain(raw_cell) if is_usual else None
        if plain is None:
            return super().run_cell(raw_cell, store_history, *options, **named)
        source, codes = plain
        result = ExecutionResult(ExecutionInfo(raw_cell, False, False, True, None))
        result.info.transformed_cell, result.execution_count = source, self.execution_count
        try:
            self.events.trigger("pre_execute")
            self.logger.log(source, raw_cell)
            self.run_codes(codes, result)
        except BaseException as error:  # nothing but an interruption between two steps: code is run within `run_code`
            result.error_in_exec = error
        finally:
            self.events.trigger("post_execute")
            self.events.trigger("post_run_cell", result)
        return result

    def is_unchanged(self) -> bool:
        """Whether the notebook has added nothing to IPython that changes how cells are read or run."""
        with contextlib.suppress(Exception):
            is_plain = self.trio_runner is None and self.ast_node_interactivity == "last_expr"
            return is_plain and count_hooks(self) == HOOKS
        return False  # it has broken the shell

    def compile_plain(self, raw_cell: str) -> tuple[str, list[types.CodeType]] | None:
        """Return a cell's source and codes, None if it is for IPython: magics, awaits, what cannot be compiled."""
        is_candidate = "\n" in raw_cell.strip() and not needs_loop(raw_cell)
        parsed = parse_python(raw_cell) if is_candidate else None
        if parsed is None or parsed.tree is None:
            return None
        try:
            name = self.compile.cache(parsed.source, self.execution_count, raw_code=raw_cell)
            codes = self.compile.codes_of(parsed, name)
        except Exception:
            return None  # IPython runs the statements before the fault
        return (parsed.source, codes) if codes else None

    def run_codes(self, codes: list[types.CodeType], result: ExecutionResult) -> None:
        """Run the codes of a cell up to the first that raises."""
        with self.builtin_trap, self.display_trap:
            self.displayhook.exec_result = result
            self.last_execution_succeeded = True
            for code in codes:  # no `any`: the notebook may have put another function in its place
                if _pseudo_sync_runner(self.run_code(code, result)):
                    self.last_execution_succeeded = False
                    break
            self.last_execution_result = result
            self.displayhook.exec_result = None

    def transform_cell(self, raw_cell: str) -> str:
        """Leave several lines of valid Python as they are: searching them for magics takes longer than running them."""
        is_candidate = "\n" in raw_cell.strip() and count_hooks(self)[:4] == HOOKS[:4]
        parsed = parse_python(raw_cell) if is_candidate else None
        if parsed is not None:
            return parsed.source
        transformed: str = super().transform_cell(raw_cell)
        return transformed

    def should_run_async(self, raw_cell: str, *, transformed_cell: str | None = None, **rest: Any) -> bool:
        if needs_loop(raw_cell):
            return True
        is_candidate = "await" in raw_cell or "async" in raw_cell
        return is_candidate and super().should_run_async(raw_cell, transformed_cell=transformed_cell, **rest)

    def init_extension_manager(self) -> None:
        self.extension_manager = Extensions(shell=self, parent=self)

    def magic(self, arg_s: str) -> Any:
        """Run a line magic, as older IPythons do."""
        name, _, rest = arg_s.strip().lstrip("%").partition(" ")
        return self.run_line_magic(name, rest, _stack_depth=2)

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


def needs_loop(source: str) -> bool:
    """Whether a cell asks for the event loop that runs in every kernel. Another cannot be started in that one."""
    return any(word in source for word in _OF_A_LOOP) and not any(word in source for word in _BRINGS_ONE)


def make_shell() -> Shell:
    """Return the shell that every child inherits, with the slow imports behind it."""
    config = traitlets.config.Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    config.InteractiveShell.cache_size = 0
    config.InteractiveShell.xmode = "Plain"
    # "tight" draws every figure twice; the trusted side draws pictures anew, so to compress them well is for nothing
    config.InlineBackend.print_figure_kwargs = {
        "bbox_inches": None,
        "pil_kwargs": {"compress_level": 1, "compress_type": 3},
    }
    shell: Shell = Shell.instance(config=config)
    leave_out(shell, MAGICS)
    measure_briefly(shell)
    shell.displayhook.cache_size = 1  # `_` is the value that was shown last; `Out` keeps none
    shell.magics_manager.register_alias("shell", "sh", "cell")
    shell.magics_manager.register_alias("shell", "sx", "line")
    shell.extension_manager.load_extension("storemagic")  # as every kernel does
    shell.builtin_trap.activate()
    backend_inline.configure_inline_support(shell, "inline")
    HOOKS[:] = count_hooks(shell)
    return shell


def count_hooks(shell: Shell) -> list[int]:
    """Return how many functions of each kind change a cell's text (four kinds), its tree, or run before it."""
    manager, callbacks = shell.input_transformer_manager, shell.events.callbacks
    text = (manager.cleanup_transforms, manager.line_transforms, manager.token_transformers)
    return [
        *map(len, text),
        len(shell.input_transformers_post),
        len(shell.ast_transformers),
        len(callbacks["pre_execute"]),
        len(callbacks["pre_run_cell"]),
    ]
