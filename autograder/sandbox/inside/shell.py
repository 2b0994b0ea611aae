"""The notebook's shell: IPython without a terminal or a kernel."""

from __future__ import annotations

import ast
import contextlib
import inspect
import subprocess
import types
from typing import Any

import IPython.core.displayhook
import IPython.core.displaypub
import IPython.core.interactiveshell
import IPython.utils.text
import traitlets.config
from matplotlib_inline import backend_inline

from .outputs import OUTPUTS
from .parsing import USUAL_FLAGS, Compiler, first_piece, parse_python, rename_code
from .settings import SETTINGS

TRANSFORMS: list[int] = []  # how many IPython has of each kind before a notebook adds its own


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
        """Leave several lines of valid Python as they are: searching them for magics takes longer than running them."""
        manager = self.input_transformer_manager
        own = (manager.cleanup_transforms, manager.line_transforms, manager.token_transformers)
        is_usual = [*map(len, own), len(self.input_transformers_post)] == TRANSFORMS
        parsed = parse_python(raw_cell) if is_usual and "\n" in raw_cell.strip() else None
        self.compile.parsed = parsed
        if parsed is not None:
            return parsed.source
        transformed: str = super().transform_cell(raw_cell)
        return transformed

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
        """Run all statements before a last expression in one piece; IPython compiles each statement by itself.

        If the piece cannot be compiled, IPython runs the statements before the fault.
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
        is_error: bool | None = await super().run_ast_nodes(nodelist, cell_name, interactivity, compiler, result)
        return is_error

    def learned_code(self, nodes: list[ast.stmt], name: str) -> types.CodeType | None:
        """Return the code of a cell that was learned, None if it is unknown or earlier cells change how it compiles."""
        parsed = self.compile.parsed
        if parsed is None or parsed.code is None or parsed.tree.body is not nodes:
            return None
        is_usual = not self.ast_transformers and self.compile.flags == USUAL_FLAGS
        return rename_code(parsed.code, name) if is_usual else None

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
    shell.builtin_trap.activate()
    backend_inline.configure_inline_support(shell, "inline")
    manager = shell.input_transformer_manager
    own = (manager.cleanup_transforms, manager.line_transforms, manager.token_transformers)
    TRANSFORMS[:] = [*map(len, own), len(shell.input_transformers_post)]
    return shell
