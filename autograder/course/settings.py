"""Settings of a lesson: `lesson.toml` beside its sources, and the `autograder` metadata of notebooks and cells.

The same keys mean the same everywhere. The nearest place wins: the cell, the notebook's metadata, the notebook's table
in `lesson.toml`, the top of `lesson.toml`, and then the default. A key that nobody knows is refused, never ignored.
"""

from __future__ import annotations

import difflib
import fnmatch
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from autograder.errors import CourseError

__all__ = ["SETTINGS_NAME", "CellSettings", "HandedIn", "Settings", "read_cell_settings", "read_settings"]

SETTINGS_NAME = "lesson.toml"
_NOTEBOOKS = "notebooks"
_METADATA = "metadata.autograder"
_DEFAULT_ORDER = 99
_MODULE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")

Seconds = Annotated[float, msgspec.Meta(gt=0, le=86_400)]
Mebibytes = Annotated[int, msgspec.Meta(ge=1, le=1 << 20)]
ShowHidden = Literal["never", "after due", "at once"]


class HandedIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Files that students may hand in beside the notebook: a name or a pattern such as `*.csv`, and their size each."""

    pattern: str
    most_mib: Mebibytes = 8


class CellSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a cell may have for itself. `call_s` is for the calls of its tests. None is as in the notebook.

    There is no right answer to a solution that is `free`, so an audit makes no mutants of it.
    """

    cell_s: Seconds | None = None
    call_s: Seconds | None = None
    bonus: bool | None = None
    free: bool = False


class _Anywhere(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What may stand at the top of `lesson.toml`."""

    call_s: Seconds | None = None
    cell_s: Seconds | None = None
    notebook_s: Seconds | None = None
    judging_s: Seconds | None = None
    memory_mib: Mebibytes | None = None
    disk_mib: Mebibytes | None = None
    output_chars: Annotated[int, msgspec.Meta(ge=100, le=100_000_000)] | None = None
    preload: tuple[str, ...] | None = None
    data: tuple[str, ...] | None = None
    files: tuple[str | HandedIn, ...] | None = None
    bonus: bool | None = None
    show_hidden: ShowHidden | None = None


class _OfNotebook(_Anywhere, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What may stand in a notebook's table or in its metadata."""

    order: int | None = None
    after: tuple[str, ...] | None = None
    lend: bool | None = None


class Settings(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """All settings of one notebook. A limit of None is the sandbox's own; no `data` means the folder `data`, if any.

    A notebook may import those that it comes `after` from the student's own. With `lend`, a notebook whose own tests a
    student fails is replaced by the solution for those that come after it, in his process: he can take that apart.

    `cells` are those that have settings of their own, with their indexes.
    """

    call_s: float | None = None
    cell_s: float | None = None
    notebook_s: float | None = None
    judging_s: float | None = None
    memory_mib: int | None = None
    disk_mib: int | None = None
    output_chars: int | None = None
    preload: tuple[str, ...] = ()
    data: tuple[str, ...] | None = None
    files: tuple[HandedIn, ...] = ()
    order: int = _DEFAULT_ORDER
    after: tuple[str, ...] = ()
    lend: bool = False
    bonus: bool = False
    show_hidden: ShowHidden = "at once"
    cells: tuple[tuple[int, CellSettings], ...] = ()

    def cell(self, index: int) -> CellSettings:
        """Return what the cell with this index has for itself."""
        return dict(self.cells).get(index, _NOTHING)

    def find_rule(self, name: str) -> HandedIn | None:
        """Return the rule by which a file of this name may be handed in, None without one."""
        if name.startswith(".") or name.endswith(".ipynb"):
            return None
        return next((rule for rule in self.files if fnmatch.fnmatchcase(name, rule.pattern)), None)

    def is_bonus(self, index: int) -> bool:
        """Whether the points of the cell with this index are beyond the maximum."""
        own = self.cell(index).bonus
        return self.bonus if own is None else own

    def shows_hidden(self, *, is_due: bool) -> bool:
        """Whether a student is shown which hidden tests passed, before or after what he handed in was due."""
        return self.show_hidden == "at once" or (self.show_hidden == "after due" and is_due)

    def encode(self) -> bytes:
        """Return all that is not as by default, for a hash."""
        return msgspec.json.encode(self)


_NOTHING = CellSettings()


def read_settings(folder: Path, name: str, toml: bytes, metadata: Any) -> Settings:
    """Return the settings of the notebook `name`, but for those of its cells.

    `toml` is `lesson.toml` of the folder, empty without one, and `metadata` what the notebook has as `autograder`.
    Raises `CourseError` with the file, the key and what to do.
    """
    lesson, tables = _read_file(folder / SETTINGS_NAME, toml)
    own = _convert(metadata, _OfNotebook, folder / f"{name}.ipynb", _METADATA)
    merged: dict[str, Any] = {}
    for place in (lesson, tables.get(name, _OfNotebook()), own):
        merged |= {key: value for key, value in msgspec.structs.asdict(place).items() if value is not None}
    merged["files"] = tuple(HandedIn(rule) if isinstance(rule, str) else rule for rule in merged.get("files", ()))
    return Settings(**merged)


def read_cell_settings(path: Path, index: int, name: str, metadata: Any) -> CellSettings:
    """Return what a cell has for itself; `name` is its grade_id, or ""."""
    where = f"cell {index}{f' ({name})' if name else ''}: {_METADATA}"
    return _convert(metadata, CellSettings, path, where)


def _read_file(path: Path, data: bytes) -> tuple[_Anywhere, dict[str, _OfNotebook]]:
    """Return the top of the file, and its table of each notebook."""
    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        hint = 'write it like: cell_s = 60, preload = ["pandas"], and below [notebooks.NAME] what is only for one'
        raise CourseError(f"is not valid TOML: {error}", hint=hint, path=path) from None
    tables = document.pop(_NOTEBOOKS, {})
    known = sorted(notebook.stem for notebook in path.parent.glob("*.ipynb"))
    _check_keys(tables, known, path, _NOTEBOOKS, "notebook")
    notebooks = {name: _convert(table, _OfNotebook, path, f"{_NOTEBOOKS}.{name}") for name, table in tables.items()}
    for name in document.keys() & {"order", "after", "lend"}:
        raise CourseError(f"{name} is a setting of one notebook", hint=f"write it below [{_NOTEBOOKS}.NAME]", path=path)
    return _convert(document, _Anywhere, path, "", more=(_NOTEBOOKS,)), notebooks


# --- checks ----------------------------------------------------------------------------------------------------------

_Struct = TypeVar("_Struct", bound=msgspec.Struct)


def _convert(table: Any, kind: type[_Struct], path: Path, where: str, more: tuple[str, ...] = ()) -> _Struct:
    """Return a table as settings of a kind; `where` names it. `CourseError` if it is none."""
    known = [field.name for field in msgspec.structs.fields(kind)]
    _check_keys(table, [*known, *more], path, where, "setting")
    for number, rule in enumerate(table.get("files", ()) if isinstance(table.get("files"), list) else ()):
        if isinstance(rule, dict):
            _check_keys(rule, list(HandedIn.__struct_fields__), path, f"{_key(where, 'files')}[{number}]", "setting")
    try:
        settings = msgspec.convert(table, type=kind)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        key = (where + place.rstrip("`")).lstrip(".") or where
        raise CourseError(f"{key}: {_say(reason)}", hint=_HINTS.get(_last(key), _USUAL_HINT), path=path) from None
    for key, problem in _find_problems(settings):
        raise CourseError(f"{_key(where, key)}: {problem}", hint=_HINTS[key], path=path)
    return settings


def _check_keys(table: Any, known: list[str], path: Path, where: str, noun: str) -> None:
    """Raise `CourseError` for a key that is unknown, with the one that was probably meant."""
    if not isinstance(table, dict):
        raise CourseError(f"{where}: is no table but {table!r}", hint=_USUAL_HINT, path=path)
    for key in table:
        if key not in known:
            close = difflib.get_close_matches(key, known, 1, 0.5)
            hint = f"did you mean {close[0]}?" if close else f"those that exist are: {', '.join(known) or 'none'}"
            raise CourseError(f"{_key(where, key)}: there is no such {noun}", hint=hint, path=path)


def _find_problems(settings: msgspec.Struct) -> Iterator[tuple[str, str]]:
    """Yield the keys whose values have the right type and make no sense, and why."""
    values: Mapping[str, Any] = msgspec.structs.asdict(settings)
    for name in values.get("preload") or ():
        if not _MODULE.fullmatch(name):
            yield "preload", f"{name!r} is no name of a module"
    for name in values.get("data") or ():
        if not _is_inside(name):
            yield "data", f"{name!r} is no path in the lesson's folder"
    for rule in values.get("files") or ():
        pattern = rule if isinstance(rule, str) else rule.pattern
        if not _is_inside(pattern) or "/" in pattern or pattern.endswith(".ipynb"):
            yield "files", f"{pattern!r} is no name or pattern of files beside the notebook"


def _is_inside(path: str) -> bool:
    """Whether it is a relative path that leads nowhere else and hides nothing."""
    parts = PurePosixPath(path).parts
    is_plain = not any(part.startswith(".") for part in parts) and not set(path) & {"\\", "\0", ":"}
    return bool(parts) and not path.startswith("/") and is_plain


def _key(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _last(key: str) -> str:
    return key.rpartition(".")[2].partition("[")[0]


def _say(reason: str) -> str:
    """Return msgspec's reason in the words of TOML."""
    for old, new in {" | null": "", "`": "", "float": "number", "int": "whole number", "str": "text"}.items():
        reason = re.sub(rf"\b{old}\b" if old.isalpha() else re.escape(old), new, reason)
    return reason


_USUAL_HINT = "see the settings in docs/instructor.md"
_HINTS = {
    **dict.fromkeys(("call_s", "cell_s", "notebook_s", "judging_s"), "write seconds, like 60 or 1.5"),
    **dict.fromkeys(("memory_mib", "disk_mib", "most_mib"), "write whole mebibytes, like 2048"),
    "output_chars": "write a whole number of characters, like 200000",
    "preload": 'write names of modules, like preload = ["pandas", "sklearn.svm"]',
    "data": 'write files and folders beside the notebooks, like data = ["data"]',
    "files": 'write names and patterns, like files = ["helpers.py", {pattern = "*.npz", most_mib = 20}]',
    "order": "write a whole number: notebooks with a smaller one come first",
    "after": 'write the names of notebooks that come before, like after = ["autodiff"]',
    **dict.fromkeys(("bonus", "free", "lend"), "write true or false"),
    "show_hidden": 'write "never", "after due" or "at once"',
}
