"""Harmless modules in the place of those that work only on Colab, or only in a browser.

They are found where nothing else is. Code that is ready for their absence (an import within `try`, a look whether a
module is there) finds them absent: it knows better what to do here.
"""

from __future__ import annotations

import contextlib
import dis
import functools
import importlib.machinery
import importlib.util
import os
import sys
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import IPython.core.display
import IPython.display
import matplotlib
import matplotlib.pyplot
from matplotlib_inline import backend_inline

from . import BACKEND
from .notes import say_once

_NO_DRIVE = "There is no Google Drive here, and no file of it. / 这里没有 Google Drive，也没有其中的文件。"
_NO_UPLOAD = "Nothing can be uploaded here: no file came. / 这里不能上传文件：没有收到文件。"
_COLAB = ("ai", "auth", "data_table", "drive", "files", "output", "runtime", "snippets", "userdata", "widgets")
_BARS = ("tqdm.notebook", "tqdm.autonotebook")
NO_WINDOW = "There are no windows here: pictures are drawn into the outputs. / 这里没有窗口：图画在输出里。"
EXTENSIONS = {
    "tensorboard": ("tensorboard",),
    "watermark": ("watermark",),
    "line_profiler": ("lprun",),
    "memory_profiler": ("memit", "mprun"),
    **dict.fromkeys(("nb_black", "lab_black", "jupyter_black"), ()),
}
"""What `%load_ext` loads to measure or to show, with the magics that come of it."""
MAGICS = ("autosave", "clear", "conda", "connect_info", "mamba", "qtconsole", "tensorflow_version", "uv")
"""Magics of a kernel, of Colab, and those that install, which is done elsewhere."""
_IMPORTING = "<frozen importlib._bootstrap"


class Finder:
    """Finds these modules; with `is_sure`, also for code that is ready for their absence."""

    def __init__(self, makers: dict[str, Callable[[types.ModuleType], None]], *, is_sure: bool = False) -> None:
        self.makers = makers
        self.is_sure = is_sure

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if name not in self.makers or (not self.is_sure and _is_prepared(sys._getframe(1))):
            return None
        is_package = any(other.startswith(f"{name}.") for other in self.makers)
        return importlib.machinery.ModuleSpec(name, self, is_package=is_package)  # type: ignore[arg-type]

    def create_module(self, spec: Any) -> None:
        return None

    def exec_module(self, module: types.ModuleType) -> None:
        self.makers[module.__name__](module)


def _is_prepared(frame: types.FrameType | None) -> bool:
    """Whether whoever imports is ready for failure: in a `try`, or asking only whether there is such a module."""
    while frame is not None and frame.f_code.co_filename.startswith(_IMPORTING):
        frame = frame.f_back
    if frame is None:
        return False
    if "importlib" in frame.f_code.co_filename:
        return frame.f_code.co_name == "find_spec"
    entries = dis._parse_exception_table(frame.f_code)  # type: ignore[attr-defined]
    return any(entry.start <= frame.f_lasti < entry.end for entry in entries)


def stand_in() -> None:
    """Let the modules be found in this process, and in all that are forked from it."""
    makers: dict[str, Callable[[types.ModuleType], None]] = {"google": _make_nothing, "google.colab": _make_colab}
    makers |= {f"google.colab.{name}": _MAKERS.get(name, _make_nothing) for name in (*_COLAB, "patches")}
    makers |= dict.fromkeys(("tqdm", "tqdm.auto", "tqdm.std", "tqdm.contrib", "tqdm.contrib.concurrent"), _make_bars)
    makers |= {"ipympl": _make_nothing}
    matplotlib.use = _draw_inline(matplotlib.use)
    matplotlib.pyplot.switch_backend = _draw_inline(matplotlib.pyplot.switch_backend)
    _put_back_older_names()
    sys.meta_path.insert(0, Finder(dict.fromkeys(_BARS, _make_bars), is_sure=True))
    if importlib.util.find_spec("tensorboard") is None:
        sys.meta_path.insert(0, Finder({"torch.utils.tensorboard": _make_boards}))  # torch's own is there, and fails
    sys.meta_path.append(Finder({**makers, **dict.fromkeys(_BARS, _make_bars)}))


def _put_back_older_names() -> None:
    """Let what older IPythons had, which are still in use, be found where it was."""
    for place, name, value in (
        (IPython.display, "set_matplotlib_formats", backend_inline.set_matplotlib_formats),
        (IPython.core.display, "display", IPython.display.display),
    ):
        if not hasattr(place, name):
            setattr(place, name, value)


def _draw_inline(choose: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that chooses how pictures are drawn, and takes the outputs where there can be no window."""

    @functools.wraps(choose)
    def choose_what_works(backend: Any, *args: Any, **options: Any) -> Any:
        try:
            return choose(backend, *args, **options)
        except ImportError:
            say_once(NO_WINDOW)
            return choose(BACKEND)

    return choose_what_works


def explain_place(error: BaseException) -> str:
    """Return what to say of a file of Colab's or of the drive that is not here, "" of anything else."""
    try:
        name = str(error.filename) if isinstance(error, OSError) else ""
    except Exception:
        return ""
    return f" ({_NO_DRIVE})" if name.startswith("/content/") else ""


# --- google.colab --------------------------------------------------------------------------------------------------


def _make_nothing(module: types.ModuleType) -> None:
    """Fill a module whose functions do nothing."""
    if module.__name__ != "google":
        module.__dict__["__getattr__"] = _find_nothing


def _find_nothing(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return _do_nothing


def _do_nothing(*_: Any, **__: Any) -> None:
    pass


def _make_colab(module: types.ModuleType) -> None:
    """Fill the package: its modules are there without being imported by name."""

    def find(name: str) -> Any:
        if name not in (*_COLAB, "patches"):
            raise AttributeError(name)
        return importlib.import_module(f"{module.__name__}.{name}")

    module.__dict__["__getattr__"] = find


def _make_drive(module: types.ModuleType) -> None:
    module.__dict__.update(mount=_mount, flush_and_unmount=_do_nothing)


def _mount(mountpoint: str = "/content/drive", *_: Any, **__: Any) -> None:
    """Say that there is no drive. Going to a folder of it leads nowhere: the working directory stays."""
    say_once(_NO_DRIVE)
    root, change = os.path.normpath(str(mountpoint)), os.chdir

    def stay_or_go(path: Any) -> None:
        inside = isinstance(path, str | os.PathLike) and os.path.normpath(os.fspath(path)).startswith(root)
        if not inside or os.path.isdir(path):
            change(path)

    os.chdir = stay_or_go


def _make_files(module: types.ModuleType) -> None:
    module.__dict__.update(upload=_upload, download=_do_nothing, view=_do_nothing)


def _upload(*_: Any, **__: Any) -> dict[str, bytes]:
    say_once(_NO_UPLOAD)
    return {}


def _make_userdata(module: types.ModuleType) -> None:
    class SecretNotFoundError(Exception):
        pass

    def get(name: str) -> str:
        raise SecretNotFoundError(f"there are no secrets here: {name} / 这里没有保存的密钥：{name}")

    module.__dict__.update(get=get, SecretNotFoundError=SecretNotFoundError)


def _make_output(module: types.ModuleType) -> None:
    module.__dict__.update(temporary=_enter_nothing, use_tags=_enter_nothing, __getattr__=_find_nothing)


def _enter_nothing(*_: Any, **__: Any) -> contextlib.AbstractContextManager[None]:
    return contextlib.nullcontext()


class _Entered:
    """What is entered and left again, and does nothing then."""

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class _Area(_Entered):
    """A grid or a bar of tabs: what is written into a part of it is written as anything else."""

    __init__ = clear_cell = clear_tab = _do_nothing
    output_to = _enter_nothing


def _make_widgets(module: types.ModuleType) -> None:
    module.__dict__.update(Grid=_Area, TabBar=_Area)


_MAKERS: dict[str, Callable[[types.ModuleType], None]] = {
    "drive": _make_drive,
    "files": _make_files,
    "output": _make_output,
    "widgets": _make_widgets,
    "userdata": _make_userdata,
}


# --- tqdm ----------------------------------------------------------------------------------------------------------


class _Bar(_Entered):
    """A progress bar that draws nothing."""

    def __init__(
        self, iterable: Iterable[Any] | None = None, desc: Any = None, total: Any = None, *_: Any, **__: Any
    ) -> None:
        self.iterable, self.desc, self.n = iterable, desc, 0
        self.total = total if total is not None else len(iterable) if isinstance(iterable, Sequence) else None

    def __iter__(self) -> Iterator[Any]:
        for item in self.iterable or ():
            yield item
            self.n += 1

    def __len__(self) -> int:
        return len(self.iterable) if hasattr(self.iterable, "__len__") else int(self.total or 0)  # type: ignore[arg-type]

    def update(self, n: float = 1) -> None:
        self.n += n  # type: ignore[assignment]

    @classmethod
    def write(cls, s: str = "", *_: Any, end: str = "\n", **__: Any) -> None:
        print(s, end=end)

    @classmethod
    def pandas(cls, *_: Any, **__: Any) -> None:
        pass

    close = refresh = reset = clear = display = unpause = _do_nothing
    set_description = set_description_str = set_postfix = set_postfix_str = _do_nothing


def _make_bars(module: types.ModuleType) -> None:
    def trange(*args: int, **options: Any) -> _Bar:
        return _Bar(range(*args), **options)

    module.__dict__.update(tqdm=_Bar, trange=trange, tqdm_notebook=_Bar, tnrange=trange)
    if module.__name__ == "tqdm.contrib":
        module.__dict__.update(tenumerate=_count, tzip=_zip, tmap=_map)
    if module.__name__ == "tqdm.contrib.concurrent":
        module.__dict__.update(thread_map=_map_all, process_map=_map_all)


def _count(items: Iterable[Any], start: int = 0, *_: Any, **__: Any) -> Iterator[tuple[int, Any]]:
    return enumerate(items, start)


def _map(function: Callable[..., Any], *items: Iterable[Any], **_: Any) -> Iterator[Any]:
    return map(function, *items)


def _map_all(function: Callable[..., Any], *items: Iterable[Any], **_: Any) -> list[Any]:
    return list(map(function, *items))


def _zip(*items: Iterable[Any], **_: Any) -> Iterator[tuple[Any, ...]]:
    return zip(*items, strict=False)


# --- TensorBoard ---------------------------------------------------------------------------------------------------


class _Writer(_Entered):
    """A writer that writes nothing."""

    __init__ = _do_nothing

    def __getattr__(self, name: str) -> Any:
        return _find_nothing(name)


def _make_boards(module: types.ModuleType) -> None:
    module.__dict__.update(SummaryWriter=_Writer, FileWriter=_Writer)
