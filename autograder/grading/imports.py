"""What notebooks import: which modules, which versions of them this machine has, and which are missing.

Nothing is imported here, and no student code is run or parsed: a submitted file is searched for lines that begin like
an import.
"""

from __future__ import annotations

import ast
import functools
import importlib.metadata
import importlib.util
import itertools
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.course import SourceNotebook, blank_magics
from autograder.records import Grade

__all__ = [
    "MISSING",
    "find_versions",
    "list_imports",
    "list_refused_imports",
    "say_how_to_add",
    "scan_imports",
]

MISSING = "missing"
STOOD_IN = frozenset({"google.colab", "ipympl", "tqdm"})
"""Where they are missing, the sandbox has harmless ones in their place."""
_MOST_BYTES = 4 << 20
_MOST_NAMES = 64
_WRITTEN = re.compile(r"^%%writefile\s+(?:-a\s+)?(?:\S*/)?(\w+)\.py\b", re.MULTILINE)
_IMPORT = re.compile(rb'import[ \t]+([A-Za-z_][^"\\\n;#]*)')
_FROM = re.compile(rb"from[ \t]+([A-Za-z_]\w*)")
_REFUSED = re.compile(r"ModuleNotFoundError: No module named '(\w{1,60})")
_NAME = re.compile(rb"[A-Za-z_]\w*")


def list_imports(source: SourceNotebook) -> list[str]:
    """Return the top-level modules that a source notebook cannot do without, sorted.

    Not those of Python itself, nor those that lie beside it or that it writes, nor those that it may do without: what
    it imports in a `try` with an `except`. What its settings preload is among them.
    """
    code = [cell.source for cell in source.cells if cell.cell_type == "code"]
    names = {name.partition(".")[0] for text in code for name in _imported(text) if not _is_stood_in(name)}
    names |= {name.partition(".")[0] for name in source.settings.preload}
    folder = source.path.parent
    files = [*source.helpers, *source.own_files, *folder.glob("*.ipynb")]
    near = [
        *(path.relative_to(folder).parts[0] for path in files),
        *(name.partition("/")[0] for name in source.data_names),
    ]
    beside = {name.partition(".")[0] for name in near}
    written = {name for text in code for name in _WRITTEN.findall(text)}
    return sorted(names - beside - written - sys.stdlib_module_names)


@functools.lru_cache(maxsize=1024)
def _imported(code: str) -> frozenset[str]:
    """Return what a cell imports, by whole names; where it is no plain Python, what its lines import.

    All notebooks of a class have the same cells.
    """
    return frozenset(_imports_of(code))


def _imports_of(code: str) -> Iterator[str]:
    try:
        body: list[ast.stmt] = ast.parse(blank_magics(code)).body
    except (SyntaxError, ValueError):
        body = [statement for line in code.splitlines() for statement in _parse_import(line.strip())]
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif not (isinstance(node, ast.Try) and node.handlers):
            waiting += ast.iter_child_nodes(node)


def _is_stood_in(name: str) -> bool:
    return any(f"{name}.".startswith(f"{one}.") for one in STOOD_IN)


def _parse_import(line: str) -> list[ast.stmt]:
    try:
        body = ast.parse(line).body
    except (SyntaxError, ValueError):
        return []
    return [statement for statement in body if isinstance(statement, ast.Import | ast.ImportFrom)]


@functools.cache
def _is_here(name: str) -> bool:
    try:
        return name in sys.modules or importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def say_how_to_add(name: str, root: Path) -> str:
    """Return what to do about a module that is not there where the notebooks of a course run."""
    if _is_here(name):
        return f"{name} is on this machine, outside of what notebooks see: install it into {sys.prefix}"
    if (root / "requirements.txt").is_file():
        return f"add {name} to requirements.txt, and run `{sys.executable} -m pip install -r requirements.txt`"
    if (root / "pyproject.toml").is_file():
        return f"add {name} to pyproject.toml and run `make setup`"
    return f"run `{sys.executable} -m pip install {name}`"


def scan_imports(data: bytes) -> list[str]:
    """Return the top-level modules that a submitted notebook may import, sorted; not those of Python itself."""
    names: set[str] = set()
    for name in itertools.chain(_find_names(_FROM, data), _find_names(_IMPORT, data)):
        names.add(name)
        if len(names) > _MOST_NAMES:
            break
    return sorted(names - sys.stdlib_module_names)[:_MOST_NAMES]


def _find_names(statement: re.Pattern[bytes], data: bytes) -> Iterator[str]:
    """Yield the top-level modules in statements of one kind: a pattern that begins with a word finds it fast."""
    for found in statement.finditer(data, 0, _MOST_BYTES):
        if _begins_line(data, found.start()):
            for part in found[1].split(b","):
                name = _NAME.match(part.strip())
                if name is not None:
                    yield name[0].decode("ascii")


def _begins_line(data: bytes, place: int) -> bool:
    """Whether only blanks are before this place in a line of a cell, or in a statement behind a semicolon.

    A line begins behind a quote or an escaped line end, for a notebook is JSON.
    """
    while True:
        if data[max(place - 1, 0) : place] in (b" ", b"\t"):
            place -= 1
        elif data[max(place - 2, 0) : place] == b"\\t":
            place -= 2
        else:
            break
    return data[max(place - 1, 0) : place] in (b'"', b"\n", b";") or data[max(place - 2, 0) : place] == b"\\n"


def find_versions(names: Iterable[str]) -> dict[str, str]:
    """Return the version of what each module is installed from, or `MISSING`."""
    return {name: _find_version(name) for name in names}


@functools.lru_cache(maxsize=1024)
def _find_version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        owners = _distributions().get(name, ())
        return ", ".join(f"{owner} {importlib.metadata.version(owner)}" for owner in sorted(set(owners))) or MISSING


@functools.cache
def _distributions() -> dict[str, list[str]]:
    return dict(importlib.metadata.packages_distributions())


def list_refused_imports(grade: Grade) -> list[str]:
    """Return the top-level modules of which cells of a student's notebooks said that they are not there, sorted."""
    errors = [error for notebook in grade.notebooks for error in notebook.cell_errors.values()]
    return sorted({name for error in errors for name in _REFUSED.findall(error)})
